//! The members of a zip archive, by name.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::Content;
use super::super::input::{self, SkipReason, Skipped};
use super::{Budget, Members, Opened, Place, Source, extension_of, one_at_least, open_source};

pub(super) struct Archive<'a> {
    place: Place,
    archive: ZipArchive<Box<dyn Source + 'a>>,
    /// Indices of the members that are left, the next one last.
    left: Vec<(String, usize)>,
    /// A member that holds documents itself.
    inner: Option<Members<'a>>,
    budget: Budget<'a>,
}

/// Folders of programs and systems that no user means.
const NOT_MEANT: &[&str] = &["__MACOSX/", ".git/"];

impl<'a> Archive<'a> {
    pub fn new(place: Place, archive: ZipArchive<Box<dyn Source + 'a>>, budget: Budget<'a>) -> Self {
        // A name may say anything (`../../etc`): it names the document, and nothing is ever written to it.
        let name = |index| Some(archive.name_for_index(index)?.ok()?.trim_start_matches('/').to_owned());
        let mut left: Vec<(String, usize)> = (0..archive.len()).filter_map(|index| Some((name(index)?, index))).collect();
        left.retain(|(name, _)| !name.ends_with('/') && !NOT_MEANT.iter().any(|folder| name.starts_with(folder)));
        left.sort_unstable();
        left.reverse();
        Self { place, archive, left, inner: None, budget }
    }

    fn open(&mut self, name: &str, index: usize) -> Result<Opened<'a>, Skipped> {
        let place = self.place.member(name);
        if input::is_readme(name.as_ref()) {
            return place.skip(SkipReason::Readme);
        }
        let bytes = match self.archive.by_index(index) {
            Ok(mut file) => input::read_all(&mut file, self.budget.limits.document_bytes),
            Err(error) => Err(reason(&error)),
        };
        let bytes = bytes.map_err(|reason| match reason {
            SkipReason::NotReadable(error) => SkipReason::Damaged(format!("a broken member of an archive ({error})")),
            other => other,
        });
        match bytes {
            Ok(bytes) => match self.budget.spend(bytes.len() as u64) {
                Ok(()) => open_source(place, extension_of(name), Box::new(Cursor::new(bytes)), self.budget.clone()),
                Err(reason) => {
                    self.left.clear();
                    place.skip(reason)
                }
            },
            Err(reason) => place.skip(reason),
        }
    }
}

impl Iterator for Archive<'_> {
    type Item = Result<Content, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(one) = self.inner.as_mut().and_then(Iterator::next) {
                return Some(one);
            }
            let (name, index) = self.left.pop()?;
            match self.open(&name, index) {
                Ok(Opened::Document(content)) => return Some(Ok(*content)),
                Ok(Opened::Collection(members)) => self.inner = Some(one_at_least(self.place.member(&name).file, members)),
                Err(skipped) => return Some(Err(skipped)),
            }
        }
    }
}

/// A spreadsheet, slides, a book, a program: archives that hold no files of the user's.
pub(super) fn is_other_document<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    const MARKS: &[&str] = &["xl/workbook.xml", "ppt/presentation.xml", "mimetype", "META-INF/MANIFEST.MF"];
    MARKS.iter().any(|mark| archive.index_for_name(mark).is_some())
}

pub(super) fn reason(error: &ZipError) -> SkipReason {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => SkipReason::Encrypted,
        ZipError::InvalidArchive(_) => SkipReason::Damaged("a broken archive, or not all of one".to_owned()),
        other => SkipReason::Damaged(format!("a broken archive ({other})")),
    }
}
