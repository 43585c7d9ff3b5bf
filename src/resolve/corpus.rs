//! The documents in an order of their own, and every entity of every document as a numbered node.
//!
//! Everything after this works in the canonical order (SHA-256, file, content), never in the caller's. Facts that were given twice,
//! or that are of the same text under two paths, are one document: what it says is counted once.

use std::collections::BTreeMap;

use super::Member;
use super::day::{Day, day};
use super::outline::{Entity, Outline, Text};
use crate::checksum;

/// Number of an entity of a document; ascending in canonical order.
pub(super) type NodeId = usize;

pub(super) struct Corpus<'a> {
    pub documents: Vec<Document<'a>>,
    pub nodes: Vec<Node<'a>>,
}

pub(super) struct Document<'a> {
    pub outline: &'a Outline,
    /// Where the caller's slice holds it; more than one place for copies.
    copies: Vec<usize>,
    pub published: Option<Day>,
    /// The document's entities are the nodes from here on, in their order.
    pub first_node: NodeId,
    by_id: BTreeMap<&'a str, NodeId>,
}

pub(super) struct Node<'a> {
    /// Index into [`Corpus::documents`].
    pub document: usize,
    pub entity: &'a Entity,
}

impl<'a> Corpus<'a> {
    pub fn new(outlines: &'a [Outline]) -> Self {
        let mut order: Vec<usize> = (0..outlines.len()).collect();
        // Two outlines of one file that differ come from two versions of the rules; their content has to order them.
        order.sort_by(|&a, &b| outlines[a].cmp(&outlines[b]));
        let mut corpus = Self { documents: Vec::new(), nodes: Vec::new() };
        for index in order {
            let outline = &outlines[index];
            let same_bytes = corpus.documents.iter_mut().rev().take_while(|d| d.outline.sha256 == outline.sha256);
            match same_bytes.into_iter().find(|d| says_the_same(d.outline, outline)) {
                Some(document) => document.copies.push(index),
                None => corpus.push(outline, index),
            }
        }
        corpus
    }

    fn push(&mut self, outline: &'a Outline, index: usize) {
        let (document, first_node) = (self.documents.len(), self.nodes.len());
        let mut by_id = BTreeMap::new();
        for entity in &outline.entities {
            by_id.entry(&*entity.id).or_insert(self.nodes.len());
            self.nodes.push(Node { document, entity });
        }
        let published = outline.published.as_deref().and_then(day);
        self.documents.push(Document { outline, copies: vec![index], published, first_node, by_id });
    }

    /// The document that a node is of.
    pub fn document_of(&self, node: NodeId) -> &Document<'a> {
        &self.documents[self.nodes[node].document]
    }

    /// The members that stand for a document's entity or agreement in the caller's slice.
    pub fn members<'s>(&'s self, document: usize, id: &'s Text) -> impl Iterator<Item = Member> + 's {
        self.documents[document].copies.iter().map(move |&copy| Member { document: copy, id: id.clone() })
    }

    /// A short text that depends on what the document is and on nothing else.
    pub fn fingerprint(&self, document: usize, what: &str, digits: usize) -> String {
        fingerprint(&[&self.documents[document].outline.sha256, what], digits)
    }
}

impl Document<'_> {
    /// The node of a local id; `None` if the document has no such entity.
    pub fn node(&self, id: &str) -> Option<NodeId> {
        self.by_id.get(id).copied()
    }

    /// All entities of the document.
    pub fn nodes(&self) -> std::ops::Range<NodeId> {
        self.first_node..self.first_node + self.outline.entities.len()
    }
}

/// The first `digits` hexadecimal digits of the SHA-256 of the parts.
pub(super) fn fingerprint(parts: &[&str], digits: usize) -> String {
    let mut hex = checksum::of_parts(parts.iter().copied());
    hex.truncate(digits);
    hex
}

fn says_the_same(a: &Outline, b: &Outline) -> bool {
    a.entities == b.entities && a.memberships == b.memberships && a.agreements == b.agreements
}
