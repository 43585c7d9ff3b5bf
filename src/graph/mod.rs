//! Facts into RDF.
//!
//! The graph is a function of two things: the set of [`DocumentFacts`] and the [`Resolution`], which says what in
//! them is the same. [`Graph`] makes from them one *named graph* per document (what that document says, and the
//! words it says it with), one that describes the entities and says why they were taken for one, and one that holds the
//! ontology. The same input gives the same triples in the same order; there are no blank nodes, so every node can be
//! named from outside. What programs did when is told in a graph of its own ([`run`]), which nothing else depends on.
//!
//! The terms are those of [`vocabulary`], IRIs are made in [`Base`]. Where the triples are kept is the business of
//! [`crate::store`], which writes them in [`Part`]s.

mod agreement;
mod document;
mod entities;
mod iri;
mod merges;
mod ontology;
mod part;
pub mod run;
#[cfg(test)]
pub(crate) mod sample;
pub mod vocabulary;

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use rayon::prelude::*;

pub use iri::{Base, BaseError, DEFAULT_BASE, segment};
pub use ontology::{ONTOLOGY_TURTLE, ontology};
pub use part::{Digest, OWNERS, Part, PartName, Wanted, compare_triples};

use crate::checksum;
use crate::facts::DocumentFacts;
use crate::resolve::{Member, Resolution};

/// What the graph of a document holds beyond the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Every occurrence of every name, not only those that a fact rests on.
    pub all_mentions: bool,
}

/// A document to be written: what the graph needs before its facts are at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub sha256: String,
    /// The paths under which it was read; the first is the one that its facts are of. The same bytes are one document,
    /// however many files hold them.
    pub files: Vec<String>,
    /// Digest of its facts: two documents with the same one say the same.
    pub facts: Digest,
}

/// All graphs of a set of documents, to be made part by part.
pub struct Graph<'a> {
    base: &'a Base,
    options: Options,
    documents: &'a [Listed],
    resolution: &'a Resolution,
    /// By document: what its entities and agreements are called, sorted by their local ids.
    entities: Names<'a>,
    agreements: Names<'a>,
    parties: Vec<String>,
}

/// What a part is about: a document by its number, or something that is made from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    Document(usize),
    Shared(Shared),
}

/// What more than one document has a say in, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// By its number: the entities, behind them the political parties.
    Entity(usize),
    Agreement(usize),
    Ontology,
}

/// By document: from local ids to IRIs without base, sorted by id.
type Names<'a> = Vec<Vec<(&'a str, &'a str)>>;

impl<'a> Graph<'a> {
    /// `documents` are those that were resolved, in the same order; each has a SHA-256 of its own. `parties` are the
    /// political parties that they name.
    pub fn new(documents: &'a [Listed], resolution: &'a Resolution, parties: BTreeSet<String>, base: &'a Base, options: Options) -> Self {
        let names = |resolved: &mut dyn Iterator<Item = (&'a str, &'a [Member])>| {
            let mut names: Names = vec![Vec::new(); documents.len()];
            for (iri, members) in resolved {
                members.iter().for_each(|member| names[member.document].push((&member.id, iri)));
            }
            names.iter_mut().for_each(|of_document| of_document.sort_unstable());
            names
        };
        Self {
            base,
            options,
            documents,
            resolution,
            entities: names(&mut resolution.entities.iter().map(|e| (e.iri.as_str(), &*e.members))),
            agreements: names(&mut resolution.agreements.iter().map(|a| (a.iri.as_str(), &*a.members))),
            parties: parties.into_iter().collect(),
        }
    }

    /// Every part that is not empty: of the documents, of the entities, and the ontology. Linear in the number of
    /// entities that the documents name; the facts are not needed for it.
    pub fn wanted(&self) -> Vec<Wanted<Item>> {
        let documents = (0..self.documents.len()).map(|number| {
            let name = self.base.document(&self.documents[number].sha256).into();
            Wanted { name, digest: self.document_digest(number), item: Item::Document(number) }
        });
        let entities = (0..self.resolution.entities.len() + self.parties.len()).map(Shared::Entity);
        let agreements = (0..self.resolution.agreements.len()).map(Shared::Agreement);
        let shared: Vec<Shared> = entities.chain(agreements).chain([Shared::Ontology]).collect();
        let shared = shared.into_par_iter().map(|item| (item, self.shared(item))).filter(|(_, part)| !part.triples().is_empty());
        let shared = shared.map(|(item, part)| Wanted { name: part.name().clone(), digest: part.digest(), item: Item::Shared(item) });
        documents.chain(shared.collect::<Vec<_>>()).collect()
    }

    /// Makes a part; `facts` gives those of a document, by its number.
    ///
    /// # Errors
    /// Those of `facts`.
    pub fn make<E>(&self, item: Item, facts: impl FnOnce(usize) -> Result<DocumentFacts, E>) -> Result<Part, E> {
        match item {
            Item::Document(number) => Ok(self.document(number, &facts(number)?)),
            Item::Shared(item) => Ok(self.shared(item)),
        }
    }

    /// The graph of a document.
    pub fn document(&self, number: usize, facts: &DocumentFacts) -> Part {
        let name = self.base.document(&self.documents[number].sha256);
        let nodes =
            Nodes { base: self.base, document: name.as_str(), entities: &self.entities[number], agreements: &self.agreements[number] };
        Part::new(name.clone(), document::triples(facts, &self.documents[number].files, &nodes, self.options))
    }

    /// A part that does not depend on what a document says beyond what was resolved.
    fn shared(&self, item: Shared) -> Part {
        let entities = self.resolution.entities.len();
        match item {
            Shared::Entity(number) if number < entities => {
                let entity = &self.resolution.entities[number];
                let mut triples = entities::describe(entity, self.base);
                triples.extend(merges::of_entity(self, &entity.iri));
                self.entity_part(&entity.iri, triples)
            }
            Shared::Entity(number) => {
                // OK because `wanted` counts the parties behind the entities.
                let (path, triples) = entities::party(&self.parties[number - entities], self.base);
                self.entity_part(&path, triples)
            }
            Shared::Agreement(number) => {
                let iri = &self.resolution.agreements[number].iri;
                self.entity_part(iri, merges::of_agreement(self, iri))
            }
            Shared::Ontology => ontology(),
        }
    }

    fn entity_part(&self, path: &str, triples: Vec<oxigraph::model::Triple>) -> Part {
        Part::new(PartName { graph: self.base.entities_graph(), subject: Some(self.base.iri(path)) }, triples)
    }

    /// Of all that the graph of a document is made from. So a graph that did not change need not be made to see that.
    fn document_digest(&self, number: usize) -> Digest {
        let document = &self.documents[number];
        let names = self.entities[number].iter().chain(&self.agreements[number]).flat_map(|&(id, iri)| [id, iri]);
        let options = if self.options.all_mentions { "all mentions" } else { "" };
        let head = [WRITER, options, self.base.as_str(), &document.facts];
        // An empty text ends the list of files.
        checksum::of_parts(head.into_iter().chain(document.files.iter().map(String::as_str)).chain([""]).chain(names))
    }
}

/// Names the code that makes graphs from facts: see `build.rs`.
pub const WRITER: &str = env!("PAKT_WRITING");

/// From the identifiers of one document to the nodes of the graph.
struct Nodes<'a> {
    base: &'a Base,
    /// IRI of the document.
    document: &'a str,
    entities: &'a [(&'a str, &'a str)],
    agreements: &'a [(&'a str, &'a str)],
}

impl Nodes<'_> {
    /// Path of an entity below the base.
    fn entity_path(&self, id: &str) -> String {
        self.path(self.entities, id)
    }

    fn entity(&self, id: &str) -> NamedNode {
        self.base.iri(&self.entity_path(id))
    }

    /// Path of an agreement below the base.
    fn agreement_path(&self, id: &str) -> String {
        self.path(self.agreements, id)
    }

    fn agreement(&self, id: &str) -> NamedNode {
        self.base.iri(&self.agreement_path(id))
    }

    /// A political party, by its abbreviation.
    fn party(&self, abbreviation: &str) -> NamedNode {
        self.base.iri(&entities::party_path(abbreviation))
    }

    /// What the resolution leaves out is a node of its document, so nothing is lost; it has no description then.
    fn path(&self, names: &[(&str, &str)], id: &str) -> String {
        match names.binary_search_by_key(&id, |&(known, _)| known) {
            Ok(at) => names[at].1.to_owned(),
            // OK because a document's IRI is made by appending to the base.
            Err(_) => format!("{}/{}", self.document.strip_prefix(self.base.as_str()).expect("IRIs begin with the base"), segment(id)),
        }
    }
}

#[cfg(test)]
mod tests;
