//! Making the stored graphs equal to the wanted ones, in batches.
//!
//! A graph is replaced within one transaction, so at any time it is wholly old or wholly new. Only triples that
//! differ are written. New graphs in numbers go through the bulk loader, which is about three times as fast.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Triple};
use oxigraph::store::{StorageError, Store};

use super::digests::stored;
use crate::graph::NamedGraph;

/// Triples that are collected before they are written: about 100 MB of memory.
const BATCH: usize = 250_000;
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
            let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(256);
            loader.load_quads(added.drain(..).flat_map(NamedGraph::into_quads))?;
            loader.commit()?;
        }
        let mut transaction = store.start_transaction()?;
        for quad in added.into_iter().flat_map(NamedGraph::into_quads) {
            transaction.insert(&quad);
        }
        for graph in replaced {
            let (gone, new) = difference(stored(store, graph.name())?, &graph);
            for triple in gone {
                transaction.remove(triple.as_ref().in_graph(graph.name()));
            }
            for triple in new {
                transaction.insert(triple.as_ref().in_graph(graph.name()));
            }
        }
        for name in removed {
            transaction.remove_named_graph(&name)?;
        }
        transaction.commit()
    }
}

/// What must go and what must come for `old` to become `new`.
fn difference(old: Vec<Triple>, new: &NamedGraph) -> (Vec<Triple>, Vec<Triple>) {
    let old: HashSet<Triple> = old.into_iter().collect();
    let wanted: HashSet<&Triple> = new.triples().iter().collect();
    let come = new.triples().iter().filter(|triple| !old.contains(*triple)).cloned().collect();
    let go = old.iter().filter(|triple| !wanted.contains(triple)).cloned().collect();
    (go, come)
}
