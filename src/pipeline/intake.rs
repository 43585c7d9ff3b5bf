//! Documents into a store: what is there already is not read again, what is gone is taken out.
//!
//! A document is known by its path and told from its earlier state by its bytes, never by the time of its file. It is read
//! again if the bytes are others, or if what reads is: the program, the rules or the gazetteers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Arrivals, BATCH, batches};
use crate::document::{self, CLEANER, Content, Document, Input, Limits, SkipReason, Skipped, absolute};
use crate::extract::{Borrowed, Reader};
use crate::rules::cascade::Scratch;
use crate::store::{Header, Packed, Record, Source, Store, StoreError};

/// A document that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived<'a> {
    pub file: &'a str,
    /// Of its bytes.
    pub sha256: &'a str,
    /// `YYYY-MM-DD`
    pub published: Option<&'a str>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    New,
    Changed,
    ReadAgain,
    Unchanged,
}

/// Somebody who follows what happens. Called from one thread, in the order of the inputs, unless it says otherwise.
pub trait Watch: Sync {
    /// Whether to stop. Asked from any thread, before each document.
    fn is_stopped(&self) -> bool {
        false
    }
    /// A document is in the store.
    fn arrived(&self, document: Arrived<'_>, arrival: Arrival);
    /// `documents` have been dealt with.
    fn advanced(&self, documents: usize);
    /// A file was not read. If an earlier state of it was in the store, `kept` says whether it still is.
    fn skipped(&self, skipped: &Skipped, kept: Option<bool>);
    /// A document of the same path that lies elsewhere was in the store, and is replaced.
    fn replaced(&self, file: &str, other: &str);
    /// A document is not in its folder any more, and so not in the store; or its file is known by another path now.
    fn gone(&self, file: &str, now: Option<&str>);
    /// There is no document in a folder any more, of which the store has so many: they were left alone.
    fn deserted(&self, folder: &str, documents: usize);
    /// All is read. Now it is found out who is who, then the graph is written.
    fn resolving(&self) {}
    /// One more part of the graph is on its way into the store. Called from any thread.
    fn made(&self) {}
}

/// Nobody follows.
impl Watch for () {
    fn arrived(&self, _: Arrived<'_>, _: Arrival) {}
    fn advanced(&self, _: usize) {}
    fn skipped(&self, _: &Skipped, _: Option<bool>) {}
    fn replaced(&self, _: &str, _: &str) {}
    fn gone(&self, _: &str, _: Option<&str>) {}
    fn deserted(&self, _: &str, _: usize) {}
}

/// Takes documents into a store.
pub struct Intake<'a> {
    store: &'a mut Store,
    reader: &'a Reader,
    limits: &'a Limits,
    watch: &'a dyn Watch,
    /// Names all that reads.
    fingerprint: String,
    /// What was there at the beginning.
    stored: BTreeMap<String, Header>,
    /// Files that were found, by their paths in the graph, and whether the store has what is in them now.
    seen: BTreeMap<String, bool>,
    /// The same by where they lie, with their paths in the graph.
    paths: BTreeMap<String, String>,
    /// Folders that have been moved, from where to where: a document of theirs was known by the same path and lies elsewhere now.
    moved: BTreeSet<(String, String)>,
    /// Files that hold documents.
    collections: BTreeSet<String>,
    /// Paths of files that could not be looked at, or not to their end.
    unread: Vec<String>,
    arrivals: Arrivals,
    skipped: usize,
    stopped: bool,
}

/// What became of a file.
enum Outcome {
    /// Its path in the graph.
    Unchanged(String),
    Read(Box<Packed>),
    Skipped(Skipped),
    NotReached,
}

impl<'a> Intake<'a> {
    /// # Errors
    /// If the store cannot be read.
    pub fn new(store: &'a mut Store, reader: &'a Reader, limits: &'a Limits, watch: &'a dyn Watch) -> Result<Self, StoreError> {
        let stored = store.documents().headers()?;
        let fingerprint = reader.fingerprint();
        Ok(Self {
            store,
            reader,
            limits,
            watch,
            fingerprint,
            stored,
            seen: BTreeMap::new(),
            paths: BTreeMap::new(),
            moved: BTreeSet::new(),
            collections: BTreeSet::new(),
            unread: Vec::new(),
            arrivals: Arrivals::default(),
            skipped: 0,
            stopped: false,
        })
    }

    /// Reads files that are new or changed, on the threads of the current rayon pool, until [`Watch::is_stopped`].
    ///
    /// # Errors
    /// If the store cannot be written; what was written until then stays.
    pub fn take(&mut self, inputs: &[Input]) -> Result<(), StoreError> {
        self.paths.extend(inputs.iter().map(|input| (absolute(&input.path), input.file.clone())));
        for some in batches(document::contents(inputs, self.limits)) {
            let length = some.len();
            let outcome = |scratch: &mut Borrowed, one: Result<Content, Skipped>| match one {
                _ if self.watch.is_stopped() => (None, Outcome::NotReached),
                Ok(content) => {
                    let outcome = self.outcome(&content, scratch);
                    (Some((content.file, content.path, content.container)), outcome)
                }
                Err(skipped) => (None, Outcome::Skipped(skipped)),
            };
            let outcomes: Vec<_> = some.into_par_iter().map_init(|| self.reader.scratch(), outcome).collect();
            let (mut put, mut remove) = (Vec::new(), Vec::new());
            for (place, outcome) in outcomes {
                if let Some((file, path, container)) = place.filter(|_| !matches!(outcome, Outcome::NotReached)) {
                    self.seen.insert(file.clone(), !matches!(outcome, Outcome::Skipped(_)));
                    self.paths.insert(path, file);
                    self.collections.extend(container);
                }
                match outcome {
                    Outcome::Unchanged(file) => {
                        self.arrivals.unchanged += 1;
                        let header = self.stored.get(&file);
                        header.inspect(|header| self.watch.arrived(header.arrived(&file), Arrival::Unchanged));
                    }
                    Outcome::Read(packed) => {
                        let arrival = self.count(&packed);
                        self.watch.arrived(packed.header.arrived(&packed.file), arrival);
                        put.push(*packed);
                    }
                    Outcome::Skipped(skipped) => remove.extend(self.skip(&skipped, inputs)),
                    Outcome::NotReached => self.stopped = true,
                }
            }
            self.store.change_documents(&put, &remove)?;
            self.watch.advanced(length);
            if self.stopped {
                break;
            }
        }
        Ok(())
    }

    /// Whether it was stopped before all inputs were read.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    fn outcome(&self, content: &Content, scratch: &mut Scratch) -> Outcome {
        let is_same = |old: &&Header| {
            let is_read_so = old.reader.as_ref() == Some(&self.fingerprint) && old.cleaner.as_deref() == Some(CLEANER);
            old.sha256 == content.sha256 && is_read_so && old.path.as_ref() == Some(&content.path)
        };
        if self.stored.get(&content.file).filter(is_same).is_some() {
            return Outcome::Unchanged(content.file.clone());
        }
        match content.read(self.limits) {
            Ok(document) => Outcome::Read(Box::new(self.read(&document, content.path.clone(), CLEANER.to_owned(), scratch))),
            // What helps to read may have been stopped as well.
            Err(_) if self.watch.is_stopped() => Outcome::NotReached,
            Err(skipped) => Outcome::Skipped(skipped),
        }
    }

    fn read(&self, document: &Document, path: String, cleaner: String, scratch: &mut Scratch) -> Packed {
        let facts = self.reader.read(document, scratch);
        let source = Source { path, cleaner, reader: self.fingerprint.clone(), blocks: document.blocks.clone() };
        Record { facts, source: Some(source) }.pack()
    }

    fn count(&mut self, packed: &Packed) -> Arrival {
        let arrival = match self.stored.get(&packed.file) {
            None => Arrival::New,
            Some(old) => {
                let arrival = match () {
                    () if old.sha256 != packed.header.sha256 => Arrival::Changed,
                    // The file has moved, or its facts were made elsewhere and are the same.
                    () if old.facts == packed.header.facts => Arrival::Unchanged,
                    () => Arrival::ReadAgain,
                };
                if let Some((old, new)) = old.path.as_ref().zip(packed.header.path.as_ref()).filter(|(old, new)| old != new) {
                    if Path::new(old).exists() {
                        self.watch.replaced(&packed.file, old);
                    } else {
                        let root = |path: &str| path.strip_suffix(&packed.file).map(|root| root.trim_end_matches('/').to_owned());
                        self.moved.extend(root(old).zip(root(new)));
                    }
                }
                arrival
            }
        };
        match arrival {
            Arrival::New => self.arrivals.new += 1,
            Arrival::Changed => self.arrivals.changed += 1,
            Arrival::ReadAgain => self.arrivals.read_again += 1,
            Arrival::Unchanged => self.arrivals.unchanged += 1,
        }
        arrival
    }

    /// What was known of a file that was not read stays if nobody could look into it. If it holds no document any more, the
    /// store must not say that it does.
    fn skip(&mut self, skipped: &Skipped, inputs: &[Input]) -> Option<String> {
        self.skipped += usize::from(skipped.reason.is_failure());
        self.seen.insert(skipped.file.clone(), false);
        let known = self.stored.contains_key(&skipped.file);
        let kept = skipped.reason.says_nothing_of_content();
        let holds = |input: &&Input| input.file == skipped.file || is_below(&skipped.file, &input.file);
        let holder = || inputs.iter().find(holds).map(|input| absolute(&input.path));
        match skipped.reason {
            SkipReason::UnpacksTooLarge { .. } => self.unread.extend(holder()),
            SkipReason::NoDocuments => self.collections.extend(holder()),
            _ if kept => self.unread.extend(holder()),
            _ => {}
        }
        self.watch.skipped(skipped, known.then_some(kept));
        if !known || kept {
            return None;
        }
        self.arrivals.gone += 1;
        Some(skipped.file.clone())
    }

    /// Takes out what was read below `folders`, or in a file that holds documents, and is not there any more. `spared` are paths
    /// that could not be looked at or
    /// were passed over: what is there or below is left alone. So is everything below a folder that holds no document at all:
    /// rather than empty it is not mounted.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn withdraw(&mut self, folders: &[PathBuf], spared: &[String]) -> Result<(), StoreError> {
        let mut spared: Vec<String> = spared.iter().map(|path| absolute(Path::new(path))).collect();
        spared.append(&mut self.unread);
        let is_spared = |path: &str| spared.iter().any(|other| path == other || is_below(path, other));
        let mut gone = BTreeSet::new();
        let collections: Vec<PathBuf> = self.collections.iter().map(PathBuf::from).collect();
        for folder in folders.iter().chain(&collections) {
            let root = absolute(folder);
            let missing: Vec<String> = self.missing(&root).filter(|(_, path)| !is_spared(path)).map(|(file, _)| file.clone()).collect();
            if self.paths.range(root.clone()..).take_while(|(path, _)| path.starts_with(&root)).any(|(path, _)| is_below(path, &root)) {
                gone.extend(missing);
            } else if !missing.is_empty() {
                self.watch.deserted(&folder.to_string_lossy(), missing.len());
            }
        }
        for file in &gone {
            let path = self.stored.get(file).and_then(|header| header.path.as_ref());
            self.watch.gone(file, path.and_then(|path| self.paths.get(path)).map(String::as_str));
        }
        self.arrivals.gone += gone.len();
        super::remove(self.store, &gone)
    }

    /// Documents that were read below a folder and were not found there now, with where they were.
    fn missing<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = (&'s String, &'s String)> {
        let stored = self.stored.iter().filter_map(|(file, header)| Some((file, header.path.as_ref()?)));
        // What was in a folder that has been moved would be below this one now.
        let has_moved = move |path: &str, (from, to): &(String, String)| {
            path.strip_prefix(from.as_str()).is_some_and(|rest| rest.starts_with('/') && is_below(&format!("{to}{rest}"), folder))
        };
        let was_below = move |path: &str| is_below(path, folder) || self.moved.iter().any(|moved| has_moved(path, moved));
        stored.filter(move |(file, path)| !self.seen.contains_key(*file) && was_below(path))
    }

    /// Reads all documents again that another program, other rules or other gazetteers have read and that were not among the
    /// inputs: from the store, so that their files need not be there. Until [`Watch::is_stopped`].
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub fn read_again(&mut self) -> Result<(), StoreError> {
        let is_old = |header: &Header| header.reader.as_ref().is_some_and(|reader| *reader != self.fingerprint);
        let mut old: Vec<String> = self.stored.iter().filter(|(_, header)| is_old(header)).map(|(file, _)| file.clone()).collect();
        old.retain(|file| self.seen.get(file) != Some(&true));
        for some in old.chunks(BATCH) {
            if self.watch.is_stopped() {
                self.stopped = true;
                break;
            }
            let documents = self.store.documents();
            let read = |scratch: &mut Borrowed, file: &String| -> Result<Option<Packed>, StoreError> {
                // What was withdrawn in the meantime is not there.
                let Some(record) = documents.read(file)? else { return Ok(None) };
                // The text stays as it was cleaned: only who has the file can clean it anew, and the next build that sees it does.
                let (document, source) = (record.document(), record.source);
                Ok(document.zip(source).map(|(document, source)| self.read(&document, source.path, source.cleaner, scratch)))
            };
            let read: Vec<Option<Packed>> = some.par_iter().map_init(|| self.reader.scratch(), read).collect::<Result<_, _>>()?;
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

impl Header {
    fn arrived<'a>(&'a self, file: &'a str) -> Arrived<'a> {
        Arrived { file, sha256: &self.sha256, published: self.published.as_deref() }
    }
}

/// Whether a path leads into a folder.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    let (path, folder) = (Path::new(path), Path::new(folder));
    path != folder && path.starts_with(folder)
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
            ("/data/a.txt", "/data", true),
        ] {
            assert_eq!(is_below(path, folder), expected, "{path} below {folder}");
        }
    }
}
