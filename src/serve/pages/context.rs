//! What a page is made from: what was asked for, what is known, and short ways to both.

use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};

use super::catalog::{Catalog, Number};
use super::language::{Language, Noun, Text};
use super::search::Search;
use super::{Asked, Fault, View};

/// A page that is being made.
pub struct Context<'a> {
    pub view: &'a View,
    pub asked: &'a Asked<'a>,
    pub language: Language,
    pub catalog: &'a Catalog,
}

impl<'a> Context<'a> {
    /// The index of the search. Waits until it is there.
    ///
    /// # Errors
    /// If the graph cannot be read.
    pub fn search(&self) -> Result<&'a Search, Fault> {
        self.view.prepared.search.get(|| Search::load(self.view.graph(), self.view.base(), self.catalog))
    }

    /// The index of the search; nothing while it is being prepared and takes longer than a reader likes to wait.
    ///
    /// # Errors
    /// If the graph cannot be read.
    pub fn search_soon(&self) -> Result<Option<&'a Search>, Fault> {
        self.view.prepared.search.soon(|| Search::load(self.view.graph(), self.view.base(), self.catalog))
    }

    pub fn say(&self, text: Text) -> &'static str {
        self.language.say(text)
    }

    pub fn count(&self, number: usize, noun: Noun) -> String {
        self.language.count(number, noun)
    }

    /// What any graph says of a node.
    pub fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, Fault> {
        let quads = self.view.graph().quads_for_pattern(
            Some(subject.as_ref().into()),
            Some(predicate),
            None,
            Some((&GraphName::DefaultGraph).into()),
        );
        let mut found = quads.map(|quad| Ok(quad?.object)).collect::<Result<Vec<Term>, Fault>>()?;
        found.sort_by_cached_key(ToString::to_string);
        Ok(found)
    }

    /// Nodes that lead to another one.
    pub fn subjects(&self, predicate: NamedNodeRef<'_>, object: &NamedNode, most: usize) -> Result<Vec<NamedNode>, Fault> {
        let object = TermRef::NamedNode(object.as_ref());
        let quads = self.view.graph().quads_for_pattern(None, Some(predicate), Some(object), Some((&GraphName::DefaultGraph).into()));
        let mut found = Vec::new();
        for quad in quads.take(most) {
            if let Quad { subject: NamedOrBlankNode::NamedNode(node), .. } = quad? {
                found.push(node);
            }
        }
        found.sort();
        Ok(found)
    }

    /// The path of a node below the base.
    pub fn path<'t>(&self, node: &'t NamedNode) -> Option<&'t str> {
        node.as_str().strip_prefix(self.view.base().as_str())
    }

    pub fn entity_of(&self, term: &Term) -> Option<Number> {
        if let Term::NamedNode(node) = term { self.path(node).and_then(|path| self.catalog.find_entity(path)) } else { None }
    }
}
