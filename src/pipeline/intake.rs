//! Documents into a store: what is there already is not read again, what is gone is taken out.
//!
//! A document is known by its path and told from its earlier state by its bytes, never by the time of its file. It is read
//! again if the bytes are others, or if what reads is: the program, the rules or the gazetteers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Arrivals, BATCH};
use crate::document::{self, Document, Input, Skipped};
use crate::extract::Reader;
use crate::rules::cascade::Scratch;
use crate::store::{Header, Packed, Record, Source, Store, StoreError};

/// Somebody who follows what happens. It is called from one thread, in the order of the inputs.
pub trait Watch: Sync {
    /// `documents` have been dealt with.
    fn advanced(&self, documents: usize);
    /// A file was not read. If an earlier state of it was in the store, `kept` says whether it still is.
    fn skipped(&self, skipped: &Skipped, kept: Option<bool>);
    /// A document of the same path that lies elsewhere was in the store, and is replaced.
    fn replaced(&self, file: &str, other: &str);
    /// A document is not in its folder any more, and so not in the store.
    fn gone(&self, file: &str);
    /// There is no document in a folder any more, of which the store has so many: they were left alone.
    fn deserted(&self, folder: &str, documents: usize);
}

/// Takes documents into a store.
pub struct Intake<'a> {
    store: &'a mut Store,
    reader: &'a Reader,
    watch: &'a dyn Watch,
    /// Names all that reads.
    fingerprint: String,
    /// What was there at the beginning.
    stored: BTreeMap<String, Header>,
    /// Paths of files that were found, and whether the store has what is in them now.
    seen: BTreeMap<String, bool>,
    arrivals: Arrivals,
    skipped: usize,
}

/// What became of a file.
enum Outcome {
    Unchanged,
    Read(Box<Packed>),
    Skipped(Skipped),
}

impl<'a> Intake<'a> {
    /// # Errors
    /// If the store cannot be read.
    pub fn new(store: &'a mut Store, reader: &'a Reader, watch: &'a dyn Watch) -> Result<Self, StoreError> {
        let stored = store.documents().headers()?;
        let fingerprint = reader.fingerprint();
        Ok(Self { store, reader, watch, fingerprint, stored, seen: BTreeMap::new(), arrivals: Arrivals::default(), skipped: 0 })
    }

    /// Reads files that are new or changed, on the threads of the current rayon pool.
    ///
    /// # Errors
    /// If the store cannot be written; what was written until then stays.
    pub fn take(&mut self, inputs: &[Input]) -> Result<(), StoreError> {
        for some in inputs.chunks(BATCH) {
            let outcomes: Vec<Outcome> =
                some.par_iter().map_init(Scratch::default, |scratch, input| self.outcome(input, scratch)).collect();
            let (mut put, mut remove) = (Vec::new(), Vec::new());
            for (input, outcome) in some.iter().zip(outcomes) {
                self.seen.insert(input.file.clone(), !matches!(outcome, Outcome::Skipped(_)));
                match outcome {
                    Outcome::Unchanged => self.arrivals.unchanged += 1,
                    Outcome::Read(packed) => {
                        self.count(&packed);
                        put.push(*packed);
                    }
                    Outcome::Skipped(skipped) => remove.extend(self.skip(&skipped)),
                }
            }
            self.store.change_documents(&put, &remove)?;
            self.watch.advanced(some.len());
        }
        Ok(())
    }

    fn outcome(&self, input: &Input, scratch: &mut Scratch) -> Outcome {
        let content = match document::load(input) {
            Ok(content) => content,
            Err(skipped) => return Outcome::Skipped(skipped),
        };
        let path = absolute(&input.path);
        let is_same = |old: &&Header| {
            old.sha256 == content.sha256 && old.reader.as_ref() == Some(&self.fingerprint) && old.path.as_ref() == Some(&path)
        };
        if self.stored.get(&input.file).filter(is_same).is_some() {
            return Outcome::Unchanged;
        }
        match content.read(&input.file) {
            Ok(document) => Outcome::Read(Box::new(self.read(&document, path, scratch))),
            Err(skipped) => Outcome::Skipped(skipped),
        }
    }

    fn read(&self, document: &Document, path: String, scratch: &mut Scratch) -> Packed {
        let facts = self.reader.read(document, scratch);
        let source = Source { path, reader: self.fingerprint.clone(), blocks: document.blocks.clone() };
        Record { facts, source: Some(source) }.pack()
    }

    fn count(&mut self, packed: &Packed) {
        match self.stored.get(&packed.file) {
            None => self.arrivals.new += 1,
            Some(old) => {
                match () {
                    () if old.sha256 != packed.header.sha256 => self.arrivals.changed += 1,
                    // The file has moved, or its facts were made elsewhere and are the same.
                    () if old.facts == packed.header.facts => self.arrivals.unchanged += 1,
                    () => self.arrivals.read_again += 1,
                }
                let elsewhere = old.path.as_ref().filter(|&old| Some(old) != packed.header.path.as_ref() && Path::new(old).exists());
                if let Some(other) = elsewhere {
                    self.watch.replaced(&packed.file, other);
                }
            }
        }
    }

    /// What was known of a file that was not read stays if nobody could look into it. If it holds no document any more, the
    /// store must not say that it does.
    fn skip(&mut self, skipped: &Skipped) -> Option<String> {
        self.skipped += 1;
        let known = self.stored.contains_key(&skipped.file);
        let kept = skipped.reason.says_nothing_of_content();
        self.watch.skipped(skipped, known.then_some(kept));
        if !known || kept {
            return None;
        }
        self.arrivals.gone += 1;
        Some(skipped.file.clone())
    }

    /// Takes out what was read below `folders` and is not there any more. `unknown` are paths that could not be looked at:
    /// what is below them is left alone. So is everything below a folder that holds no document at all: rather than empty
    /// it is not mounted.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn withdraw(&mut self, folders: &[PathBuf], unknown: &[String]) -> Result<(), StoreError> {
        let unknown: Vec<String> = unknown.iter().map(|path| absolute(Path::new(path))).collect();
        let mut gone = BTreeSet::new();
        for folder in folders {
            let Ok(given) = Input::new(folder).map(|input| input.file) else { continue };
            let missing = self.missing(&absolute(folder), &given, &unknown);
            if self.seen.keys().any(|file| is_below(file, &given)) {
                gone.extend(missing);
            } else if !missing.is_empty() {
                self.watch.deserted(&given, missing.len());
            }
        }
        gone.iter().for_each(|file| self.watch.gone(file));
        self.arrivals.gone += gone.len();
        let gone: Vec<String> = gone.into_iter().collect();
        gone.chunks(BATCH).try_for_each(|some| self.store.change_documents(&[], some))
    }

    /// Documents that were read below a folder and were not found there now.
    fn missing(&self, folder: &str, given: &str, unknown: &[String]) -> Vec<String> {
        let is_missing = |file: &String, header: &Header| {
            let Some(path) = header.path.as_ref().filter(|_| !self.seen.contains_key(file)) else { return false };
            // The folder may have been moved since: then the path as it was given tells.
            let was_below = is_below(path, folder) || is_below(file, given) && !Path::new(path).exists();
            was_below && !unknown.iter().any(|other| path == other || is_below(path, other))
        };
        self.stored.iter().filter(|(file, header)| is_missing(file, header)).map(|(file, _)| file.clone()).collect()
    }

    /// Reads all documents again that another program, other rules or other gazetteers have read and that were not among the
    /// inputs: from the store, so that their files need not be there.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub fn read_again(&mut self) -> Result<(), StoreError> {
        let is_old = |header: &Header| header.reader.as_ref().is_some_and(|reader| *reader != self.fingerprint);
        let mut old: Vec<String> = self.stored.iter().filter(|(_, header)| is_old(header)).map(|(file, _)| file.clone()).collect();
        old.retain(|file| self.seen.get(file) != Some(&true));
        for some in old.chunks(BATCH) {
            let documents = self.store.documents();
            let read = |scratch: &mut Scratch, file: &String| -> Result<Option<Packed>, StoreError> {
                // What was withdrawn in the meantime is not there.
                let Some(record) = documents.read(file)? else { return Ok(None) };
                let (document, path) = (record.document(), record.source.map(|source| source.path));
                Ok(document.zip(path).map(|(document, path)| self.read(&document, path, scratch)))
            };
            let read: Vec<Option<Packed>> = some.par_iter().map_init(Scratch::default, read).collect::<Result<_, _>>()?;
            let read: Vec<Packed> = read.into_iter().flatten().collect();
            self.arrivals.read_again += read.len();
            self.store.change_documents(&read, &[])?;
        }
        Ok(())
    }

    /// What came in, and how many files were not read.
    pub fn finish(self) -> (Arrivals, usize) {
        (self.arrivals, self.skipped)
    }
}

/// The path from the root of the file system, without asking it: links stay as they are.
pub(super) fn absolute(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.to_string_lossy().into_owned()
}

/// Whether a path leads into a folder. The folder `.`, which is given as an empty path, holds every relative one.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    let path = Path::new(path);
    if folder.is_empty() { path.is_relative() } else { path != Path::new(folder) && path.starts_with(folder) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_below_a_folder() {
        for (path, folder, expected) in [
            ("data/a.txt", "data", true),
            ("data/b/a.txt", "data", true),
            ("data/b/a.txt", "data/b", true),
            ("database/a.txt", "data", false),
            ("data", "data", false),
            ("a.txt", "", true),
            ("/data/a.txt", "", false),
            ("/data/a.txt", "/data", true),
        ] {
            assert_eq!(is_below(path, folder), expected, "{path} below {folder}");
        }
    }
}
