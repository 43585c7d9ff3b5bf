//! Files into contents: one of a file that is a document, any number of one that holds many (an archive, a table, a feed).
//!
//! A *member* is a document that lies in another file. Its path is that of the file, `/`, and its name in it, or its number
//! from 1: `news.zip/2024/a.html`, `export.csv/17`. Members come one at a time: an archive is never unpacked as a whole.

mod archive;
mod feed;
mod records;

use std::cell::Cell;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::format::Format;
use super::input::{self, Input, SkipReason, Skipped, absolute};
use super::limits::Limits;
use super::{Content, Kind, Metadata, office};
use crate::checksum;

/// The contents of files, in their order.
///
/// An item is an error if the file or the member could not be read; the others follow all the same.
pub fn contents<'a>(inputs: &'a [Input], limits: &'a Limits) -> impl Iterator<Item = Result<Content, Skipped>> + 'a {
    inputs.iter().flat_map(move |input| match open(input, limits) {
        Ok(Opened::Document(content)) => Box::new(std::iter::once(Ok(*content))),
        Ok(Opened::Collection(members)) => one_at_least(input.file.clone(), members),
        Err(skipped) => Box::new(std::iter::once(Err(skipped))) as Members<'a>,
    })
}

type Members<'a> = Box<dyn Iterator<Item = Result<Content, Skipped>> + 'a>;

/// Of a file that holds no document, that.
fn one_at_least(file: String, mut members: Members<'_>) -> Members<'_> {
    let first = members.next().unwrap_or(Err(Skipped { file, reason: SkipReason::NoDocuments }));
    Box::new(std::iter::once(first).chain(members))
}

enum Opened<'a> {
    Document(Box<Content>),
    Collection(Members<'a>),
}

trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

fn open<'a>(input: &Input, limits: &'a Limits) -> Result<Opened<'a>, Skipped> {
    let place = Place { file: input.file.clone(), path: absolute(&input.path), container: None };
    let source = match input::open(&input.path) {
        Ok(file) => Box::new(BufReader::new(file)),
        Err(reason) => return place.skip(reason),
    };
    open_source(place, input::extension(&input.path), source, Budget::new(limits))
}

/// What a file or a member is called.
#[derive(Debug, Clone)]
struct Place {
    file: String,
    path: String,
    container: Option<String>,
}

impl Place {
    fn member(&self, name: &str) -> Self {
        let container = self.container.clone().unwrap_or_else(|| self.path.clone());
        Self { file: format!("{}/{name}", self.file), path: format!("{}/{name}", self.path), container: Some(container) }
    }

    fn skip<T>(&self, reason: SkipReason) -> Result<T, Skipped> {
        Err(Skipped { file: self.file.clone(), reason })
    }

    fn content(self, kind: Kind, bytes: Vec<u8>, given: Metadata) -> Content {
        let sha256 = given.checksum(&bytes);
        Content { file: self.file, path: self.path, container: self.container, sha256, bytes, kind, given }
    }
}

/// What may still be unpacked of one file, and how deep.
#[derive(Debug, Clone)]
struct Budget<'a> {
    limits: &'a Limits,
    unpacked: Rc<Cell<u64>>,
    depth: usize,
}

impl<'a> Budget<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, unpacked: Rc::default(), depth: 0 }
    }

    fn deeper(&self) -> Result<Self, SkipReason> {
        if self.depth == self.limits.depth {
            return Err(SkipReason::TooDeep(self.limits.depth));
        }
        Ok(Self { depth: self.depth + 1, ..self.clone() })
    }

    fn spend(&self, bytes: u64) -> Result<(), SkipReason> {
        self.unpacked.set(self.unpacked.get().saturating_add(bytes));
        let limit = self.limits.unpacked_bytes;
        if self.unpacked.get() > limit { Err(SkipReason::UnpacksTooLarge { limit }) } else { Ok(()) }
    }
}

fn open_source<'a>(
    place: Place,
    extension: Option<String>,
    mut source: Box<dyn Source + 'a>,
    budget: Budget<'a>,
) -> Result<Opened<'a>, Skipped> {
    let limit = budget.limits.document_bytes;
    let begin = |source: &mut dyn Source| -> Result<Format, SkipReason> {
        let head = input::head(source).map_err(SkipReason::from_io)?;
        source.seek(SeekFrom::Start(0)).map_err(SkipReason::from_io)?;
        Format::of(extension.as_deref(), &head)
    };
    let format = match begin(&mut *source) {
        Ok(format) => format,
        Err(reason) => return place.skip(reason),
    };
    let kind = match format {
        Format::Zip => return open_zip(place, source, budget),
        Format::Gzip => return open_gzip(place, source, budget),
        Format::Json => return Ok(Opened::Collection(records::json(place, source, budget))),
        Format::Table => return Ok(Opened::Collection(records::table(place, source, budget))),
        Format::Feed => return Ok(Opened::Collection(feed::entries(place, source, budget))),
        Format::Plain => Kind::Plain,
        Format::Html => Kind::Html,
        Format::Pdf => Kind::Pdf,
        Format::Mail => Kind::Mail,
    };
    match input::read_all(&mut source, limit) {
        Ok(bytes) => Ok(Opened::Document(Box::new(place.content(kind, bytes, Metadata::default())))),
        Err(reason) => place.skip(reason),
    }
}

fn open_zip<'a>(place: Place, source: Box<dyn Source + 'a>, budget: Budget<'a>) -> Result<Opened<'a>, Skipped> {
    let mut archive = match ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(error) => return place.skip(archive::reason(&error)),
    };
    let limit = budget.limits.document_bytes;
    match office::find(&mut archive, limit) {
        Ok(Some(xml)) => {
            // The document is the file, not the text in it.
            let mut source = archive.into_inner();
            let bytes = source.seek(SeekFrom::Start(0)).map_err(SkipReason::from_io).and_then(|_| input::read_all(&mut source, limit));
            match bytes {
                Ok(bytes) => Ok(Opened::Document(Box::new(Content {
                    sha256: checksum::of(&bytes),
                    ..place.content(Kind::Office, xml, Metadata::default())
                }))),
                Err(reason) => place.skip(reason),
            }
        }
        Ok(None) if archive::is_other_document(&archive) => place.skip(SkipReason::UnknownFormat(extension_of(&place.file))),
        Ok(None) => match budget.deeper() {
            Ok(budget) => Ok(Opened::Collection(Box::new(archive::Archive::new(place, archive, budget)))),
            Err(reason) => place.skip(reason),
        },
        Err(reason) => place.skip(reason),
    }
}

/// A packed file is its content: `a.txt.gz` is a text of that name.
fn open_gzip<'a>(place: Place, source: Box<dyn Source + 'a>, budget: Budget<'a>) -> Result<Opened<'a>, Skipped> {
    let inner = place.file.strip_suffix(".gz").or(place.file.strip_suffix(".GZ")).unwrap_or(&place.file).to_owned();
    let extension = extension_of(&inner);
    let budget = match budget.deeper() {
        Ok(budget) => budget,
        Err(reason) => return place.skip(reason),
    };
    let mut unpacked = MultiGzDecoder::new(source);
    match extension.as_deref() {
        Some("jsonl" | "ndjson") => return Ok(Opened::Collection(records::json(place, Box::new(unpacked), budget))),
        Some("csv" | "tsv") => return Ok(Opened::Collection(records::table(place, Box::new(unpacked), budget))),
        _ => {}
    }
    match input::read_all(&mut unpacked, budget.limits.document_bytes).and_then(|bytes| budget.spend(bytes.len() as u64).map(|()| bytes)) {
        Ok(bytes) => open_source(place, extension, Box::new(std::io::Cursor::new(bytes)), budget),
        Err(SkipReason::NotReadable(error)) => place.skip(SkipReason::Damaged(format!("a broken gzip file ({error})"))),
        Err(reason) => place.skip(reason),
    }
}

fn extension_of(file: &str) -> Option<String> {
    input::extension(Path::new(file))
}
