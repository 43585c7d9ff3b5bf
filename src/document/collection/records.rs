//! Tables of documents, as databases export them: JSON Lines and comma-separated values, a document a record.
//!
//! Which column holds what is told by its name, in German or English; see [`COLUMNS`]. A record is read as a page if it
//! holds HTML.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde_json::Value;

use super::super::input::{self, SkipReason, Skipped};
use super::super::{Content, Kind, Metadata, date, decode, squeeze};
use super::{Budget, Members, Place};
use crate::facts::DateSource;

/// Columns by what they hold, the best name first. In lower case.
const COLUMNS: [(Column, &[&str]); 6] = [
    (
        Column::Text,
        &["text", "volltext", "fulltext", "full_text", "body", "content", "inhalt", "artikel", "article", "meldung", "articlebody", "html"],
    ),
    (Column::Title, &["title", "titel", "headline", "überschrift", "ueberschrift", "schlagzeile", "name"]),
    (
        Column::Date,
        &[
            "date",
            "datum",
            "published",
            "published_at",
            "publishedat",
            "publication_date",
            "pubdate",
            "datepublished",
            "date_published",
            "veröffentlicht",
            "veroeffentlicht",
            "erscheinungsdatum",
            "erschienen",
            "timestamp",
            "zeit",
            "time",
        ],
    ),
    (Column::Address, &["url", "link", "address", "adresse", "permalink", "uri", "webadresse"]),
    (Column::Author, &["author", "autor", "autorin", "authors", "autoren", "verfasser", "byline", "creator"]),
    (
        Column::Outlet,
        &["outlet", "source", "quelle", "medium", "publication", "publikation", "publisher", "zeitung", "site", "herausgeber"],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Text,
    Title,
    Date,
    Address,
    Author,
    Outlet,
}

type Record = BTreeMap<Column, String>;

/// Picks the known columns; `names` are those of the record.
fn columns<'n>(names: impl Iterator<Item = &'n str> + Clone) -> BTreeMap<Column, usize> {
    let place = |wanted: &str| names.clone().position(|name| name.trim().to_lowercase() == wanted);
    COLUMNS.iter().filter_map(|(column, known)| Some((*column, known.iter().find_map(|name| place(name))?))).collect()
}

fn no_text_column<'n>(names: impl Iterator<Item = &'n str>) -> SkipReason {
    const TOLD: usize = 12;
    let names: Vec<String> = names.take(TOLD).map(|name| format!("`{}`", squeeze(name).chars().take(40).collect::<String>())).collect();
    SkipReason::NoTextColumn(names.join(", "))
}

fn content(place: Place, mut record: Record) -> Result<Content, Skipped> {
    let text = record.remove(&Column::Text).filter(|text| !text.trim().is_empty());
    let Some(text) = text else { return place.skip(SkipReason::NoText) };
    let mut take = |column| record.remove(&column).map(|value| squeeze(&value)).filter(|value| !value.is_empty());
    let published = take(Column::Date).and_then(|value| date::metadata(&value).or_else(|| date::anywhere(&value)));
    let given = Metadata {
        headline: take(Column::Title),
        published: published.map(|date| (date, DateSource::Column)),
        url: take(Column::Address),
        author: take(Column::Author),
        outlet: take(Column::Outlet),
    };
    let kind = if is_markup(&text) { Kind::Html } else { Kind::Plain };
    Ok(place.content(kind, text.into_bytes(), given))
}

pub(super) fn is_markup(text: &str) -> bool {
    let text = text.to_lowercase();
    ["<p>", "<p ", "<br", "<div", "<html", "</a>", "</h1>", "</h2>"].iter().any(|tag| text.contains(tag))
}

/// Objects, one a line or all in one array.
pub(super) fn json<'a>(place: Place, source: Box<dyn Read + 'a>, budget: Budget<'a>) -> Members<'a> {
    let mut reader = BufReader::new(source);
    let first = loop {
        match reader.fill_buf() {
            Ok(bytes) => match bytes.iter().position(|b| !b.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(b)) {
                Some(at) => {
                    let byte = bytes[at];
                    reader.consume(at);
                    break Some(byte);
                }
                None if bytes.is_empty() => break None,
                None => {
                    let blank = bytes.len();
                    reader.consume(blank);
                }
            },
            Err(error) => return once(place.skip(SkipReason::from_io(error))),
        }
    };
    let is_lines = input::extension(place.file.trim_end_matches(".gz").as_ref()).is_some_and(|e| e != "json");
    match first {
        Some(b'{') if is_lines => Box::new(Lines { place, reader, budget, number: 0 }),
        Some(b'{' | b'[') => whole(&place, &mut reader, &budget),
        None => once(place.skip(SkipReason::NoDocuments)),
        Some(_) => once(place.skip(SkipReason::UnknownFormat(Some("json".to_owned())))),
    }
}

fn once<'a>(one: Result<Content, Skipped>) -> Members<'a> {
    Box::new(std::iter::once(one))
}

/// A file with one array, one object, or objects one behind the other.
fn whole<'a>(place: &Place, reader: &mut dyn Read, budget: &Budget) -> Members<'a> {
    let bytes = match input::read_all(reader, budget.limits.document_bytes) {
        Ok(bytes) => bytes,
        Err(reason) => return once(place.skip(reason)),
    };
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>() {
        match value {
            Ok(Value::Array(many)) => values.extend(many),
            Ok(one) => values.push(one),
            Err(error) => return once(place.skip(SkipReason::Damaged(format!("broken JSON in line {}: {error}", error.line())))),
        }
    }
    let records: Vec<_> = values.iter().enumerate().map(|(n, value)| object(&place.member(&(n + 1).to_string()), value)).collect();
    // Most files of this format hold settings and data, no texts.
    let is_table = records.iter().any(Result::is_ok);
    if !is_table {
        return once(place.skip(SkipReason::UnknownFormat(Some("json".to_owned()))));
    }
    Box::new(records.into_iter())
}

fn object(place: &Place, value: &Value) -> Result<Content, Skipped> {
    let Value::Object(object) = value else {
        return place.skip(SkipReason::Damaged("no object".to_owned()));
    };
    let found = columns(object.keys().map(String::as_str));
    if !found.contains_key(&Column::Text) {
        return place.skip(no_text_column(object.keys().map(String::as_str)));
    }
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(many) => Some(many.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    // OK because: the places were found in the same object.
    let record = found.iter().filter_map(|(column, at)| Some((*column, text(object.values().nth(*at)?)?))).collect();
    content(place.clone(), record)
}

struct Lines<'a> {
    place: Place,
    reader: BufReader<Box<dyn Read + 'a>>,
    budget: Budget<'a>,
    number: usize,
}

impl Iterator for Lines<'_> {
    type Item = Result<Content, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let limit = self.budget.limits.document_bytes;
        loop {
            let mut line = Vec::new();
            let read = (&mut self.reader).take(limit + 1).read_until(b'\n', &mut line);
            self.number += 1;
            let place = self.place.member(&self.number.to_string());
            match read {
                Ok(0) => return None,
                Err(error) => {
                    self.reader = BufReader::new(Box::new(io::empty()));
                    return Some(place.skip(SkipReason::Damaged(format!("a broken file ({error})"))));
                }
                Ok(_) if line.len() as u64 > limit => {
                    self.reader = BufReader::new(Box::new(io::empty()));
                    return Some(place.skip(SkipReason::TooLarge { limit }));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(length) => {
                    let spent = self.budget.spend(length as u64);
                    if let Err(reason) = spent {
                        self.reader = BufReader::new(Box::new(io::empty()));
                        return Some(place.skip(reason));
                    }
                    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
                    return Some(match serde_json::from_slice::<Value>(line) {
                        Ok(value) => object(&place, &value),
                        Err(error) => place.skip(SkipReason::Damaged(format!("broken JSON: {error}"))),
                    });
                }
            }
        }
    }
}

/// Bytes that are looked at to tell encoding and separator.
const SAMPLE: u64 = 256 << 10;

/// Values with a comma, a semicolon, a tabulator or `|` between them; the first line holds the names of the columns.
pub(super) fn table<'a>(place: Place, mut source: Box<dyn Read + 'a>, budget: Budget<'a>) -> Members<'a> {
    let mut sample = Vec::new();
    if let Err(error) = (&mut source).take(SAMPLE).read_to_end(&mut sample) {
        return once(place.skip(SkipReason::from_io(error)));
    }
    let encoding = Encoding::for_bom(&sample).map_or_else(|| decode::encoding(&sample), |(encoding, _)| encoding);
    let first_line = encoding.decode(&sample).0;
    let first_line = first_line.lines().next().unwrap_or_default();
    let separator = [b';', b'\t', b'|', b','].into_iter().max_by_key(|&sign| first_line.bytes().filter(|&b| b == sign).count());
    let decoder = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding).filter(|&e| e != UTF_8))
        .bom_override(true)
        .build(io::Cursor::new(sample).chain(source));
    let metered = Metered { inner: decoder, read: Default::default(), limit: budget.limits.document_bytes };
    let read = metered.read.clone();
    let reader = ReaderBuilder::new().delimiter(separator.unwrap_or(b',')).flexible(true).from_reader(metered);
    let mut rows = Rows { place, reader, read, budget, columns: BTreeMap::new(), number: 0, ended: false };
    match rows.header() {
        Ok(()) => Box::new(rows),
        Err(reason) => once(rows.place.skip(reason)),
    }
}

/// Fails when more than `limit` bytes are read without a record coming to its end.
struct Metered<R> {
    inner: R,
    read: std::rc::Rc<std::cell::Cell<u64>>,
    limit: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        if self.read.get() > self.limit { Err(io::Error::new(io::ErrorKind::FileTooLarge, "a record without end")) } else { Ok(read) }
    }
}

struct Rows<'a, R> {
    place: Place,
    reader: csv::Reader<R>,
    read: std::rc::Rc<std::cell::Cell<u64>>,
    budget: Budget<'a>,
    columns: BTreeMap<Column, usize>,
    number: usize,
    ended: bool,
}

impl<R: Read> Rows<'_, R> {
    fn header(&mut self) -> Result<(), SkipReason> {
        let names = self.reader.headers().map_err(|e| SkipReason::Damaged(format!("a broken table ({e})")))?;
        self.columns = columns(names.iter());
        if self.columns.contains_key(&Column::Text) { Ok(()) } else { Err(no_text_column(names.iter())) }
    }
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Content, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut row = StringRecord::new();
        self.number += 1;
        let place = self.place.member(&self.number.to_string());
        let read = self.reader.read_record(&mut row);
        let spent = self.budget.spend(self.read.replace(0));
        match (read, spent) {
            (Ok(false), _) => None,
            (Ok(true), Ok(())) => {
                let value = |at: &usize| row.get(*at).map(str::to_owned);
                Some(content(place, self.columns.iter().filter_map(|(column, at)| Some((*column, value(at)?))).collect()))
            }
            (Ok(true), Err(reason)) => {
                self.ended = true;
                Some(place.skip(reason))
            }
            (Err(error), _) => {
                self.ended = true;
                Some(place.skip(SkipReason::Damaged(format!("a broken table ({error})"))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::limits::Limits;
    use super::super::Source;
    use super::*;

    fn place(file: &str) -> Place {
        Place { file: file.to_owned(), path: format!("/{file}"), container: None }
    }

    fn read(file: &str, bytes: &[u8], limits: &Limits) -> Vec<String> {
        let source: Box<dyn Source> = Box::new(io::Cursor::new(bytes.to_vec()));
        let members = if file.ends_with("csv") {
            table(place(file), source, Budget::new(limits))
        } else {
            json(place(file), source, Budget::new(limits))
        };
        let told = |one: Result<Content, Skipped>| match one {
            Ok(one) => format!(
                "{} {:?} {} | {} | {}",
                one.file,
                one.kind,
                one.given.headline.unwrap_or_default(),
                one.given.published.map(|(date, _)| date.to_string()).unwrap_or_default(),
                String::from_utf8_lossy(&one.bytes)
            ),
            Err(skipped) => format!("{} {}", skipped.file, skipped.reason.code()),
        };
        members.map(told).collect()
    }

    #[test]
    fn tables_in_many_shapes() {
        let limits = Limits::default();
        let utf16: Vec<u8> = "\u{feff}Titel\tInhalt\nPakt\tGrüße".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (file, bytes, expected) in [
            (
                "a.csv",
                &b"title,text,date\nPakt,\"Ein Text,\nzwei Zeilen\",3.4.2024\n,,\n"[..],
                &["a.csv/1 Plain Pakt | 2024-04-03 | Ein Text,\nzwei Zeilen", "a.csv/2 no-text"][..],
            ),
            (
                "a.csv",
                b"\xEF\xBB\xBFDatum;Titel;Volltext\n2024-04-03T08:00:00;Pakt;<p>Gr\xC3\xBC\xC3\x9Fe</p>\n",
                &["a.csv/1 Html Pakt | 2024-04-03 | <p>Grüße</p>"],
            ),
            (
                "a.csv",
                b"Titel;Text\nPakt;Gr\xFC\xDFe aus K\xF6ln und M\xFCnchen\n",
                &["a.csv/1 Plain Pakt |  | Grüße aus Köln und München"],
            ),
            ("a.csv", &utf16, &["a.csv/1 Plain Pakt |  | Grüße"]),
            ("a.csv", b"id,wert\n1,2\n", &["a.csv no-text-column"]),
            (
                "a.jsonl",
                b"{\"text\": \"A\", \"title\": \"T\"}\n\nkaputt\n{\"date\": 1}\n{\"text\": \"B\"}",
                &["a.jsonl/1 Plain T |  | A", "a.jsonl/3 damaged", "a.jsonl/4 no-text-column", "a.jsonl/5 Plain  |  | B"],
            ),
            ("a.json", b"[{\"text\": \"A\"},\n {\"inhalt\": \"B\"}]", &["a.json/1 Plain  |  | A", "a.json/2 Plain  |  | B"]),
            ("a.json", b"{\n \"text\": \"A\"\n}", &["a.json/1 Plain  |  | A"]),
            ("a.json", b"{\"name\": \"settings\"}", &["a.json unknown-format"]),
            ("a.json", b"", &["a.json no-documents"]),
        ] {
            assert_eq!(read(file, bytes, &limits), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_record_without_end_is_not_read() {
        let limits = Limits { document_bytes: 10_000, ..Limits::default() };
        let long = "x".repeat(60_000);
        assert_eq!(read("a.csv", format!("text\n\"{long}").as_bytes(), &limits), ["a.csv/1 damaged"]);
        assert_eq!(read("a.jsonl", format!("{{\"text\": \"{long}").as_bytes(), &limits), ["a.jsonl/1 too-large"]);
    }
}
