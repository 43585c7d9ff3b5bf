//! Names that are known beforehand: territories, organizations, office holders, parties, given names.
//!
//! The data are the CSV files of the folder `gazetteers/`, compiled in; its README tells their columns, their sources and
//! how to add a name. An [`Entry`] is a row of them. A *form* is a spelling that a text may name an entry by: the name
//! itself, an alias, an acronym, or what German grammar makes of them (`Bayerns`, `bayerische`; see `inflect`). A form may
//! belong to several entries: then a [`Match`] has several [`Reading`]s, and it is for the rules to choose by context.
//!
//! A name that is in no list is none of this module's business: rules find those by what surrounds them.

mod builtin;
mod entry;
mod index;
mod inflect;
mod read;
mod resolve;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use builtin::{File, Files};
pub use entry::{Class, Entry, EntryId, Form, Gender, LoadError, Match, PersonDetails, Reading};
use index::Index;
use table::Table;

use crate::checksum;

/// All entries and given names, ready to be searched for. Never changes once loaded: share it between threads.
pub struct Gazetteers {
    entries: Vec<Entry>,
    /// By canonical name and alias: entries, as a range of `named`.
    by_name: Table<Range<u32>>,
    named: Vec<EntryId>,
    /// By tokens with single spaces between.
    parties: FxHashMap<String, EntryId>,
    /// With what the names of parties begin: see [`opening`].
    party_openings: FxHashSet<(char, Option<char>)>,
    given_names: FxHashMap<String, Gender>,
    index: Index,
    hash: String,
    /// What whoever wrote the lists should know, though nothing is wrong.
    pub notes: Vec<String>,
}

impl Gazetteers {
    /// The data compiled into the program.
    ///
    /// # Errors
    /// All faults of the data. A test holds that there are none.
    pub fn builtin() -> Result<Self, Vec<LoadError>> {
        Self::load(None)
    }

    /// The data compiled in, with the CSV files of a folder: a file of the same name replaces the one compiled in, others add
    /// to them.
    ///
    /// # Errors
    /// All faults of all files, in their order, not the first one only.
    pub fn load(dir: Option<&Path>) -> Result<Self, Vec<LoadError>> {
        let Files { files, notes } = builtin::files(dir)?;
        Ok(Self { notes, ..Self::from_files(&files)? })
    }

    /// From files sorted by name.
    fn from_files(files: &[File]) -> Result<Self, Vec<LoadError>> {
        let (mut rows, mut given, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        let mut sha = Sha256::new();
        for File { name, text, .. } in files {
            // the lengths keep "ab" + "c" and "a" + "bc" apart
            sha.update(format!("{name} {}\n{text}", text.len()));
            if name.starts_with(read::GIVEN_NAMES) {
                given.extend(read::given_names(name, text, &mut errors));
            } else {
                rows.extend(read::entries(name, text, &mut errors));
            }
        }
        let blame = Blame::of(files);
        let entries = resolve::entries(rows, &blame, &mut errors);
        let parties = parties(&entries, &blame, &mut errors);
        if !errors.is_empty() {
            return Err(shown(errors, files));
        }
        let index = Index::new(&entries);
        let hash = checksum::hex(&sha.finalize());
        let (by_name, named) = by_name(&entries);
        let party_openings = parties.keys().filter_map(|name| opening(name)).collect();
        let given_names = given.into_iter().collect();
        Ok(Self { by_name, named, entries, parties, party_openings, given_names, index, hash, notes: Vec::new() })
    }

    /// All entries; `entries()[id.0]` is the entry `id`.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// # Panics
    /// If the number is not from these gazetteers.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// Entries of that canonical name or alias, spelt exactly so, in the order of their numbers.
    pub fn by_name(&self, name: &str) -> &[EntryId] {
        self.by_name.get(name).map_or(&[], |range| &self.named[range.start as usize..range.end as usize])
    }

    /// The names among tokens, given in normal form ([`crate::text::Token::norm`]): leftmost first, the longest of those that
    /// begin at the same token, without overlap. Upper and lower case count.
    ///
    /// Time: the number of tokens, times at most the length of the longest name.
    pub fn find(&self, tokens: &[&str]) -> Vec<Match> {
        self.index.find(tokens)
    }

    /// Whether the word is a given name, and whose.
    pub fn given_name(&self, word: &str) -> Option<Gender> {
        self.given_names.get(word).copied()
    }

    /// The usual abbreviation of a political party by any of its names: `Bündnis 90/Die Grünen` -> `GRÜNE`.
    pub fn party(&self, form: &str) -> Option<&str> {
        let id = self.parties.get(&inflect::words(form).join(" "))?;
        self.entry(*id).acronyms.first().map(String::as_str)
    }

    /// Whether the name of a party may begin with this token: a quick look that spares the search.
    pub fn may_begin_party(&self, token: &str) -> bool {
        opening(token).is_some_and(|opening| self.party_openings.contains(&opening))
    }

    /// Number of given names.
    pub fn given_names_len(&self) -> usize {
        self.given_names.len()
    }

    /// Number of different forms that [`Self::find`] looks for.
    pub fn forms_len(&self) -> usize {
        self.index.len()
    }

    /// These forms, sorted.
    pub fn forms(&self) -> Vec<&str> {
        self.index.forms().collect()
    }

    /// SHA-256 over names and contents of all files, in lower-case hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// By name and alias the entries that have it, in their order: as ranges of the list beside.
fn by_name(entries: &[Entry]) -> (Table<Range<u32>>, Vec<EntryId>) {
    let names = |(i, entry)| {
        let entry: &Entry = entry;
        std::iter::once(&entry.name).chain(&entry.aliases).map(move |name| (name.as_str(), resolve::id(i)))
    };
    let mut all: Vec<(&str, EntryId)> = entries.iter().enumerate().flat_map(names).collect();
    all.sort_unstable();
    all.dedup();
    let mut table = Table::with_capacity(all.len(), all.iter().map(|(name, _)| name.len()).sum());
    let mut begin = 0;
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        table.get_or_insert(group[0].0, begin..begin + group.len() as u32);
        begin += group.len() as u32;
    }
    (table, all.into_iter().map(|(_, entry)| entry).collect())
}

/// The first two characters of a text, if both are of one token whatever follows; else the first.
fn opening(text: &str) -> Option<(char, Option<char>)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    Some((first, chars.next().filter(|second| first.is_alphanumeric() && second.is_alphanumeric())))
}

/// Which files a user has added: of two that do not go together one of these is to blame.
struct Blame<'a> {
    own: HashSet<&'a str>,
    /// Whether a file of the user's stands in the place of one of the program's.
    replaces: bool,
}

impl<'a> Blame<'a> {
    fn of(files: &'a [File]) -> Self {
        let own: HashSet<&str> = files.iter().filter(|f| !f.built_in).map(|f| f.name.as_str()).collect();
        let replaces = own.iter().any(|name| builtin::is_compiled_in(name));
        Self { own, replaces }
    }

    fn is_own(&self, file: &str) -> bool {
        self.own.contains(file)
    }
}

/// In the order of the files, which bear the names that the user knows.
fn shown(mut errors: Vec<LoadError>, files: &[File]) -> Vec<LoadError> {
    errors.sort();
    for error in &mut errors {
        if let Some(file) = files.iter().find(|f| f.name == error.file) {
            error.file.clone_from(&file.shown);
        }
    }
    errors
}

/// Parties by all their names. One name for two of them is a fault: after a person it has to say which.
fn parties(entries: &[Entry], blame: &Blame<'_>, errors: &mut Vec<LoadError>) -> FxHashMap<String, EntryId> {
    let mut map = FxHashMap::default();
    for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.class == Class::Party) {
        for name in std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.acronyms) {
            let other = map.insert(inflect::words(name).join(" "), resolve::id(i));
            if let Some(EntryId(other)) = other.filter(|other| *other != resolve::id(i)) {
                let other = &entries[other as usize];
                let at = if blame.is_own(&other.file) && !blame.is_own(&entry.file) { other } else { entry };
                let message = format!("`{name}` is a name of `{}` and of `{}`", other.name, entry.name);
                let help = "leave it with the party that is usually meant".to_owned();
                errors.push(LoadError { file: at.file.clone(), line: at.line, message, help });
            }
        }
    }
    map
}
