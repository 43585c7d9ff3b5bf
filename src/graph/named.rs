//! One named graph: its triples in a fixed order, and a digest that tells two versions apart.

use std::cmp::Ordering;
use std::fmt::Write as _;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a graph's sorted N-Triples, in lower-case hexadecimal digits.
pub type Digest = String;

/// A graph and its name. The triples are sorted and each is there once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGraph {
    name: NamedNode,
    triples: Vec<Triple>,
}

impl NamedGraph {
    /// Sorts the triples and drops repeated ones.
    pub fn new(name: NamedNode, mut triples: Vec<Triple>) -> Self {
        triples.sort_unstable_by(compare_triples);
        triples.dedup();
        Self { name, triples }
    }

    pub fn name(&self) -> &NamedNode {
        &self.name
    }

    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    pub fn into_quads(self) -> impl Iterator<Item = Quad> {
        let name = self.name;
        self.triples.into_iter().map(move |triple| triple.in_graph(name.clone()))
    }

    /// Equal for equal triples, whatever the name of the graph.
    pub fn digest(&self) -> Digest {
        let mut hasher = Sha256::new();
        let mut line = String::new();
        for triple in &self.triples {
            line.clear();
            let _ = writeln!(line, "{triple} ."); // Writing to a String cannot fail.
            hasher.update(&line);
        }
        hasher.finalize().iter().fold(String::with_capacity(64), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }
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
