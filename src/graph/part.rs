//! What is written, replaced and removed as one: a named graph, or what a graph says about one entity.
//!
//! A document's graph is one part. The graph of entities has as many parts as it describes entities: a new document changes
//! some of them, and only those are written.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use sha2::{Digest as _, Sha256};

use super::vocabulary::pakt;
use crate::checksum;

/// SHA-256 in lower-case hexadecimal digits; of what, says who makes it.
pub type Digest = String;

/// Properties that lead from a node to the entity whose part it belongs to. All other nodes are parts of their own.
pub const OWNERS: [NamedNodeRef<'static>; 2] = [pakt::MERGED_INTO, pakt::NEAR_MERGE_OF];

/// Which part of the data: a whole graph, or what a graph says about a subject and the nodes that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartName {
    pub graph: NamedNode,
    pub subject: Option<NamedNode>,
}

impl PartName {
    /// From what `to_string` gives: the IRI of the graph, and behind a space that of the subject.
    pub fn parse(text: &str) -> Self {
        let (graph, subject) = text.split_once(' ').map_or((text, None), |(graph, subject)| (graph, Some(subject)));
        Self { graph: NamedNode::new_unchecked(graph), subject: subject.map(NamedNode::new_unchecked) }
    }
}

impl From<NamedNode> for PartName {
    fn from(graph: NamedNode) -> Self {
        Self { graph, subject: None }
    }
}

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.graph.as_str())?;
        self.subject.as_ref().map_or(Ok(()), |subject| write!(f, " {}", subject.as_str()))
    }
}

/// A part and its triples, which are sorted and each there once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    name: PartName,
    triples: Vec<Triple>,
}

impl Part {
    /// Sorts the triples and drops repeated ones.
    pub fn new(name: impl Into<PartName>, mut triples: Vec<Triple>) -> Self {
        triples.sort_unstable_by(compare_triples);
        triples.dedup();
        Self { name: name.into(), triples }
    }

    pub fn name(&self) -> &PartName {
        &self.name
    }

    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    pub fn into_quads(self) -> impl Iterator<Item = Quad> {
        let graph = self.name.graph;
        self.triples.into_iter().map(move |triple| triple.in_graph(graph.clone()))
    }

    /// Of the sorted N-Triples: equal for equal triples, whatever the name.
    pub fn digest(&self) -> Digest {
        let mut hasher = Sha256::new();
        let mut line = String::new();
        for triple in &self.triples {
            line.clear();
            let _ = writeln!(line, "{triple} ."); // Writing to a String cannot fail.
            hasher.update(&line);
        }
        checksum::hex(&hasher.finalize())
    }
}

/// A part that a store must have, before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<T> {
    pub name: PartName,
    /// Changes if the part does.
    pub digest: Digest,
    /// What it is made from.
    pub item: T,
}

/// The order in which triples are kept and printed: by subject, its types first, then by predicate and object.
pub fn compare_triples(a: &Triple, b: &Triple) -> Ordering {
    let not_type = |triple: &Triple| triple.predicate != rdf::TYPE;
    subject(a)
        .cmp(subject(b))
        .then_with(|| not_type(a).cmp(&not_type(b)))
        .then_with(|| a.predicate.cmp(&b.predicate))
        .then_with(|| compare_terms(&a.object, &b.object))
}

fn subject(triple: &Triple) -> &str {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// Named nodes, then blank nodes, then literals by value, data type and language.
fn compare_terms(a: &Term, b: &Term) -> Ordering {
    match (a, b) {
        (Term::NamedNode(a), Term::NamedNode(b)) => a.cmp(b),
        (Term::NamedNode(_), _) => Ordering::Less,
        (_, Term::NamedNode(_)) => Ordering::Greater,
        (Term::BlankNode(a), Term::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::BlankNode(_), _) => Ordering::Less,
        (_, Term::BlankNode(_)) => Ordering::Greater,
        (Term::Literal(a), Term::Literal(b)) => {
            fn key(literal: &Literal) -> (&str, &str, Option<&str>) {
                (literal.value(), literal.datatype().as_str(), literal.language())
            }
            key(a).cmp(&key(b))
        }
    }
}
