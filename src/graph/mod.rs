//! Facts into RDF.
//!
//! The graph is a function of two things: the set of [`DocumentFacts`] and the [`Resolution`], which says what in
//! them is the same. [`graphs`] makes from them one *named graph* per document (what that document says, and the
//! words it says it with), one that describes the entities, and one that holds the ontology. The same input gives
//! the same triples in the same order; there are no blank nodes, so every node can be named from outside.
//!
//! The terms are those of [`vocabulary`], IRIs are made in [`Base`]. Where the triples are kept is the business of
//! [`crate::store`].

mod agreement;
mod document;
mod entities;
mod iri;
mod named;
mod ontology;
#[cfg(test)]
pub(crate) mod sample;
pub mod vocabulary;

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::NamedNode;

pub use iri::{Base, BaseError, DEFAULT_BASE, segment};
pub use named::{Digest, NamedGraph, compare_triples};
pub use ontology::{ONTOLOGY_TURTLE, ontology};

use crate::facts::DocumentFacts;
use crate::resolve::{Member, Resolution};

/// What the graph of a document holds beyond the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Every occurrence of every name, not only those that a fact rests on.
    pub all_mentions: bool,
}

/// All graphs, each name once: the documents' by IRI, then the entities', then the ontology.
///
/// Documents with the same bytes (under several paths) share one graph. An identifier that the resolution leaves out
/// names a node of its document, so nothing is lost; it has no description then.
///
/// Documents are turned into triples one at a time, as the iterator is advanced: memory for one document, plus
/// that for the descriptions of all entities.
pub fn graphs<'a>(
    facts: &'a [DocumentFacts],
    resolution: &'a Resolution,
    base: &'a Base,
    options: Options,
) -> impl Iterator<Item = NamedGraph> + 'a {
    let nodes = Nodes::new(facts, resolution, base);
    let mut documents: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, one) in facts.iter().enumerate() {
        documents.entry(base.document(&one.document.sha256).into_string()).or_default().push(index);
    }
    let documents = documents.into_iter().map(move |(iri, indices)| {
        let mut triples = Vec::new();
        for index in indices {
            document::write(&facts[index], index, &nodes, options, &mut triples);
        }
        NamedGraph::new(NamedNode::new_unchecked(iri), triples)
    });
    documents.chain(std::iter::once_with(move || entities::graph(facts, resolution, base))).chain(std::iter::once_with(ontology))
}

/// From the identifiers of documents to the nodes of the graph.
struct Nodes<'a> {
    base: &'a Base,
    facts: &'a [DocumentFacts],
    entities: HashMap<(usize, &'a str), &'a str>,
    agreements: HashMap<(usize, &'a str), &'a str>,
}

impl<'a> Nodes<'a> {
    fn new(facts: &'a [DocumentFacts], resolution: &'a Resolution, base: &'a Base) -> Self {
        fn index<'a>(resolved: impl Iterator<Item = (&'a str, &'a [Member])>) -> HashMap<(usize, &'a str), &'a str> {
            resolved.flat_map(|(iri, members)| members.iter().map(move |m| ((m.document, m.id.as_str()), iri))).collect()
        }
        Self {
            base,
            facts,
            entities: index(resolution.entities.iter().map(|e| (e.iri.as_str(), &*e.members))),
            agreements: index(resolution.agreements.iter().map(|a| (a.iri.as_str(), &*a.members))),
        }
    }

    /// Path of an entity below the base.
    fn entity_path(&self, document: usize, id: &str) -> String {
        self.entities.get(&(document, id)).map_or_else(|| self.local_path(document, id), |&iri| iri.to_owned())
    }

    fn entity(&self, document: usize, id: &str) -> NamedNode {
        self.base.iri(&self.entity_path(document, id))
    }

    /// Path of an agreement below the base.
    fn agreement_path(&self, document: usize, id: &str) -> String {
        self.agreements.get(&(document, id)).map_or_else(|| self.local_path(document, id), |&iri| iri.to_owned())
    }

    fn agreement(&self, document: usize, id: &str) -> NamedNode {
        self.base.iri(&self.agreement_path(document, id))
    }

    /// A political party, by its abbreviation.
    fn party(&self, abbreviation: &str) -> NamedNode {
        party(self.base, abbreviation)
    }

    fn local_path(&self, document: usize, id: &str) -> String {
        let document = self.base.document(&self.facts[document].document.sha256);
        // OK because a document's IRI is made by appending to the base.
        format!("{}/{}", document.as_str().strip_prefix(self.base.as_str()).expect("IRIs begin with the base"), segment(id))
    }
}

/// A political party, by its abbreviation.
fn party(base: &Base, abbreviation: &str) -> NamedNode {
    base.iri(&format!("party/{}", segment(abbreviation)))
}

#[cfg(test)]
mod tests;
