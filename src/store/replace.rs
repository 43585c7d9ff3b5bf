//! Making the stored graphs equal to the wanted ones, in batches.
//!
//! The default graph of the database is the merge of all named graphs: every triple that any of them holds, once. That
//! is what SPARQL means by asking several graphs as one. (To walk through the named graphs instead would match a
//! triple once for every document that says it: counts would be wrong, and a query of ten patterns over agreements
//! that three documents tell would go through three to the power of ten combinations.) It costs half as much space
//! again.
//!
//! A graph and its part of the merge are replaced within one transaction, so at any time a graph is wholly old or
//! wholly new. Only triples that differ are written. New graphs in numbers go through the bulk loader, which is
//! about three times as fast.

use std::collections::HashSet;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, Quad, Triple};
use oxigraph::store::{StorageError, Store, Transaction};

use super::digests::stored;
use crate::graph::NamedGraph;

/// Triples that are collected before they are written: about 200 MB of memory.
const BATCH: usize = 500_000;
/// From this number of triples on the bulk loader pays.
const BULK: usize = 20_000;

/// Graphs to be written together.
#[derive(Default)]
pub(super) struct Batch {
    added: Vec<NamedGraph>,
    replaced: Vec<NamedGraph>,
    removed: Vec<NamedNode>,
    triples: usize,
}

impl Batch {
    /// A graph whose name is not in the store.
    pub fn add(&mut self, graph: NamedGraph) {
        self.triples += graph.triples().len();
        self.added.push(graph);
    }

    /// A graph whose name is in the store.
    pub fn replace(&mut self, graph: NamedGraph) {
        self.triples += graph.triples().len();
        self.replaced.push(graph);
    }

    pub fn remove(&mut self, name: NamedNode) {
        self.removed.push(name);
    }

    pub fn is_full(&self) -> bool {
        self.triples >= BATCH
    }

    /// Writes everything and leaves the batch empty.
    pub fn write(&mut self, store: &Store) -> Result<(), StorageError> {
        let Self { mut added, replaced, removed, .. } = std::mem::take(self);
        if added.iter().map(|graph| graph.triples().len()).sum::<usize>() >= BULK {
            let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(512);
            loader.load_quads(added.drain(..).flat_map(NamedGraph::into_quads).flat_map(with_merge))?;
            loader.commit()?;
        }
        let mut transaction = store.start_transaction()?;
        // What some graph no longer says; another may say it still, or say it from now on.
        let mut gone: HashSet<Triple> = HashSet::new();
        for quad in added.into_iter().flat_map(NamedGraph::into_quads).flat_map(with_merge) {
            transaction.insert(&quad);
        }
        for graph in replaced {
            gone.extend(replace(&mut transaction, &graph, stored(store, graph.name())?));
        }
        for name in removed {
            gone.extend(stored(store, &name)?);
            transaction.remove_named_graph(&name)?;
        }
        for triple in gone {
            if !is_said(&transaction, &triple)? {
                transaction.remove(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
            }
        }
        transaction.commit()
    }
}

/// A quad and its place in the merge.
pub(super) fn with_merge(quad: Quad) -> [Quad; 2] {
    let merged = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
    [quad, merged]
}

/// Writes what is new in `graph`, removes from it what is not in it any more, and returns the latter.
fn replace(transaction: &mut Transaction<'_>, graph: &NamedGraph, old: Vec<Triple>) -> Vec<Triple> {
    let mut gone: HashSet<Triple> = old.into_iter().collect();
    for triple in graph.triples() {
        if !gone.remove(triple) {
            transaction.insert(triple.as_ref().in_graph(graph.name()));
            transaction.insert(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
        }
    }
    for triple in &gone {
        transaction.remove(triple.as_ref().in_graph(graph.name()));
    }
    gone.into_iter().collect()
}

/// Whether any named graph holds the triple, as the transaction will leave it.
fn is_said(transaction: &Transaction<'_>, triple: &Triple) -> Result<bool, StorageError> {
    let (subject, predicate, object) = (triple.subject.as_ref(), triple.predicate.as_ref(), triple.object.as_ref());
    for quad in transaction.quads_for_pattern(Some(subject), Some(predicate), Some(object), None) {
        if quad?.graph_name != GraphName::DefaultGraph {
            return Ok(true);
        }
    }
    Ok(false)
}
