//! All stages in one: files into facts, facts into the graph of a store.
//!
//! [`read_all`] works on each document alone, on any number of threads. [`update`] makes the graph from *all* facts
//! that the store has then, so the result does not depend on how, in which order or in how many runs they came in.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::{self, Input, Skipped};
use crate::extract::Reader;
use crate::facts::{DocumentFacts, EntityClass};
use crate::gazetteers::Gazetteers;
use crate::graph::{self, Options};
use crate::resolve::{self, Known, Resolution};
use crate::rules::cascade::Scratch;
use crate::store::{Store, StoreError};

/// Reads documents on the threads of the current rayon pool; `done` is called after each. The order of the result is
/// that of `inputs`.
pub fn read_all(reader: &Reader, inputs: &[Input], done: impl Fn() + Sync) -> Vec<Result<DocumentFacts, Skipped>> {
    inputs
        .par_iter()
        .map_init(Scratch::default, |scratch, input| {
            let facts = document::read(input).map(|document| reader.read(&document, scratch));
            done();
            facts
        })
        .collect()
}

/// What became of the documents that came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// No document of this path was known.
    pub new: usize,
    /// A document of this path was known and says something else now.
    pub changed: usize,
    pub unchanged: usize,
}

/// What a store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: usize,
    pub persons: usize,
    pub organizations: usize,
    pub territories: usize,
    pub agreements: usize,
}

/// Takes facts into a store and brings its graph up to date. A document replaces the one of the same path; all others
/// stay.
///
/// # Errors
/// If the store cannot be read or written. Killed at any point, it leaves a store that the next update mends.
pub fn update(store: &mut Store, arrived: Vec<DocumentFacts>, known: &dyn Known) -> Result<(Arrivals, Totals), StoreError> {
    let (facts, arrivals) = merge(store.facts()?, arrived);
    if arrivals.new + arrivals.changed > 0 {
        store.save_facts(&facts)?;
    }
    let resolution = resolve::resolve(&facts, known);
    // The graph is made anew even if no document changed: another version of the program may say more about the same
    // facts. Graphs that are as they were are not written.
    let base = store.base().clone();
    store.replace_graphs(graph::graphs(&facts, &resolution, &base, Options::default()))?;
    Ok((arrivals, totals(facts.len(), &resolution)))
}

/// All facts, sorted by checksum and path: the order that the store keeps them in.
fn merge(stored: Vec<DocumentFacts>, arrived: Vec<DocumentFacts>) -> (Vec<DocumentFacts>, Arrivals) {
    let mut by_file: BTreeMap<String, DocumentFacts> = stored.into_iter().map(|one| (one.document.file.clone(), one)).collect();
    let mut arrivals = Arrivals::default();
    for one in arrived {
        match by_file.get(&one.document.file) {
            Some(old) if *old == one => arrivals.unchanged += 1,
            Some(_) => arrivals.changed += 1,
            None => arrivals.new += 1,
        }
        by_file.insert(one.document.file.clone(), one);
    }
    let mut facts: Vec<DocumentFacts> = by_file.into_values().collect();
    facts.sort_by(|a, b| (&a.document.sha256, &a.document.file).cmp(&(&b.document.sha256, &b.document.file)));
    (facts, arrivals)
}

fn totals(documents: usize, resolution: &Resolution) -> Totals {
    let count = |class| resolution.entities.iter().filter(|entity| entity.class == class).count();
    Totals {
        documents,
        persons: count(EntityClass::Person),
        organizations: count(EntityClass::Organization),
        territories: count(EntityClass::Place),
        agreements: resolution.agreements.len(),
    }
}

/// What the gazetteers know of their entries beyond the names.
pub struct KnownEntries {
    wikidata: BTreeMap<String, String>,
}

impl KnownEntries {
    pub fn of(gazetteers: &Gazetteers) -> Self {
        let entries = gazetteers.entries().iter();
        Self { wikidata: entries.filter_map(|entry| Some((entry.key(gazetteers), entry.wikidata.clone()?))).collect() }
    }
}

impl Known for KnownEntries {
    fn wikidata(&self, gazetteer_id: &str) -> Option<String> {
        self.wikidata.get(gazetteer_id).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{DocumentInfo, FORMAT};

    fn facts(file: &str, text: &str) -> DocumentFacts {
        let document = DocumentInfo {
            file: file.to_owned(),
            sha256: format!("{text}-digest"),
            headline: None,
            published: None,
            url: None,
            author: None,
            language: "de".to_owned(),
            text: text.to_owned(),
        };
        DocumentFacts { format: FORMAT, document, entities: vec![], memberships: vec![], agreements: vec![] }
    }

    #[test]
    fn a_document_replaces_the_one_of_its_path() {
        let stored = vec![facts("a.txt", "one"), facts("b.txt", "two"), facts("c.txt", "three")];
        let arrived = vec![facts("b.txt", "two"), facts("c.txt", "four"), facts("d.txt", "one")];
        let (all, arrivals) = merge(stored, arrived);
        assert_eq!(arrivals, Arrivals { new: 1, changed: 1, unchanged: 1 });
        let files: Vec<(&str, &str)> = all.iter().map(|f| (f.document.file.as_str(), f.document.text.as_str())).collect();
        assert_eq!(files, [("c.txt", "four"), ("a.txt", "one"), ("d.txt", "one"), ("b.txt", "two")]);
    }

    #[test]
    fn a_gazetteer_entry_is_known_by_its_key() {
        let gazetteers = Gazetteers::builtin().unwrap();
        let known = KnownEntries::of(&gazetteers);
        let bayern = gazetteers.entry(gazetteers.by_name("Bayern")[0]);
        assert_eq!(known.wikidata(&bayern.key(&gazetteers)), bayern.wikidata);
        assert!(bayern.wikidata.is_some());
        assert_eq!(known.wikidata("nothing/of this name"), None);
    }
}
