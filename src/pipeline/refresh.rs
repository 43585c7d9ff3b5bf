//! The graph of a store from all its documents.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Watch;
use crate::facts::{DocumentFacts, EntityClass};
use crate::graph::{Graph, Listed, Options, WRITER};
use crate::resolve::{self, Interner, Outline, Resolution};
use crate::store::{Documents, Header, Store, StoreError};

/// What a store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The same text under two paths is one.
    pub documents: usize,
    pub persons: usize,
    pub organizations: usize,
    pub territories: usize,
    pub agreements: usize,
    /// How long it took to find out who is who, and to write the graph.
    #[serde(skip)]
    pub resolving: Duration,
    #[serde(skip)]
    pub writing: Duration,
}

/// Makes the graph of a store what its documents say, all of them together.
///
/// Nothing is done if no document has changed since the last time. Otherwise everything is resolved anew, because one
/// document can change what another one means; but only those graphs are made and written that came out otherwise than
/// before. Memory is that of the documents' outlines (see [`Outline`]), of the resolution, and of about
/// 500,000 triples.
///
/// # Errors
/// If the store cannot be read or written.
pub fn refresh(store: &mut Store) -> Result<Totals, StoreError> {
    refresh_watched(store, &())
}

/// [`refresh`] with somebody who follows it.
///
/// # Errors
/// As [`refresh`].
pub fn refresh_watched(store: &mut Store, watch: &dyn Watch) -> Result<Totals, StoreError> {
    let started = Instant::now();
    let documents = store.documents().clone();
    if let Some(totals) = documents.current(WRITER)?.filter(|_| !store.is_interrupted()) {
        return Ok(totals);
    }
    watch.resolving();
    let listed = list(&documents.headers()?);
    let texts = Interner::default();
    let outline = |one: &Listed| Ok(Outline::new(&facts(&documents, one)?, &texts));
    let outlines: Vec<Outline> = listed.par_iter().map(outline).collect::<Result<_, StoreError>>()?;
    let resolution = resolve::resolve(&outlines);
    let parties: BTreeSet<String> = outlines.iter().flat_map(Outline::parties).map(str::to_owned).collect();
    drop(outlines);
    let resolved = Instant::now();
    let base = store.base().clone();
    let graph = Graph::new(&listed, &resolution, parties, &base, Options::default());
    let wanted = graph.wanted();
    store.replace_graphs(&wanted, |item| {
        watch.made();
        graph.make(*item, |number| facts(&documents, &listed[number]))
    })?;
    let totals = totals(listed.len(), &resolution);
    documents.set_current(WRITER, &totals)?;
    Ok(Totals { resolving: resolved - started, writing: resolved.elapsed(), ..totals })
}

/// One document for each content, sorted by checksum. If its files have different dates in their names, it has been
/// published on the first of them.
pub(super) fn list(headers: &BTreeMap<String, Header>) -> Vec<Listed> {
    let mut by_content: BTreeMap<&str, Vec<(&String, &Header)>> = BTreeMap::new();
    for (file, header) in headers {
        by_content.entry(&header.sha256).or_default().push((file, header));
    }
    let one = |copies: Vec<(&String, &Header)>| {
        let first = copies.iter().min_by_key(|(file, header)| (header.published.is_none(), &header.published, *file));
        // OK because: a content is there with its first file.
        let (file, header) = first.expect("a document has a file");
        let mut others: Vec<&String> = copies.iter().map(|(other, _)| *other).filter(|other| other != file).collect();
        others.sort();
        Listed {
            sha256: header.sha256.clone(),
            files: std::iter::once(*file).chain(others).cloned().collect(),
            facts: header.facts.clone(),
        }
    };
    by_content.into_values().map(one).collect()
}

/// The facts of the first of a document's files.
fn facts(documents: &Documents, one: &Listed) -> Result<DocumentFacts, StoreError> {
    Ok(documents.get(&one.files[0])?.facts)
}

fn totals(documents: usize, resolution: &Resolution) -> Totals {
    let count = |class| resolution.entities.iter().filter(|entity| entity.class == class).count();
    Totals {
        documents,
        persons: count(EntityClass::Person),
        organizations: count(EntityClass::Organization),
        territories: count(EntityClass::Place),
        agreements: resolution.agreements.len(),
        ..Totals::default()
    }
}
