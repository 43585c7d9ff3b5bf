//! The graph of documents that no store keeps.

use std::collections::BTreeMap;
use std::convert::Infallible;

use rayon::prelude::*;

use super::refresh::list;
use crate::facts::DocumentFacts;
use crate::graph::{Base, Graph, Options, Part};
use crate::resolve::{self, Interner, Outline};
use crate::store::Header;

/// All parts of the graph that a store of these documents would hold, but for its record of runs, in the same order whatever
/// that of the documents. Of two documents of one path the later counts.
///
/// Takes memory for all of the graph at once.
pub fn graph_of(documents: &[DocumentFacts], base: &Base) -> Vec<Part> {
    let by_file: BTreeMap<&str, &DocumentFacts> = documents.iter().map(|facts| (facts.document.file.as_str(), facts)).collect();
    let headers = by_file.iter().map(|(file, facts)| ((*file).to_owned(), Header::of(facts))).collect();
    let listed = list(&headers);
    // OK because every file that is listed comes from `by_file`.
    let facts = |number: usize| by_file[listed[number].files[0].as_str()];
    let texts = Interner::default();
    let outlines: Vec<Outline> = (0..listed.len()).into_par_iter().map(|number| Outline::new(facts(number), &texts)).collect();
    let resolution = resolve::resolve(&outlines);
    let parties = outlines.iter().flat_map(Outline::parties).map(str::to_owned).collect();
    let graph = Graph::new(&listed, &resolution, parties, base, Options::default());
    let make = |item| {
        let Ok(part) = graph.make(item, |number| Ok::<_, Infallible>(facts(number).clone()));
        part
    };
    graph.wanted().into_par_iter().map(|wanted| make(wanted.item)).collect()
}
