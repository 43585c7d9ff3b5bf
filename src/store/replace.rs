//! Making the stored graphs equal to the wanted ones, in batches of parts.
//!
//! The default graph of the database is the merge of all named graphs: every triple that any of them holds, once. That
//! is what SPARQL means by asking several graphs as one. (To walk through the named graphs instead would match a
//! triple once for every document that says it: counts would be wrong, and a query of ten patterns over agreements
//! that three documents tell would go through three to the power of ten combinations.) It costs half as much space
//! again.
//!
//! A part and its place in the merge are replaced within one transaction, so at any time it is wholly old or wholly new.
//! Only triples that differ are written. New parts in numbers go through the bulk loader, which is about three times as
//! fast, and which also shows all of a batch at once or nothing. What it shows at once, RocksDB has to merge with all
//! that it holds already: the larger these steps, the less is rewritten. The graph of runs is not part of the merge: see
//! [`crate::graph::run`].

use std::collections::HashSet;

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, Triple};
use oxigraph::store::{BulkLoader, StorageError, Store, Transaction};

use crate::graph::{OWNERS, Part, PartName};

/// Triples that are collected before they are written or handed to the bulk loader: about 200 MB of memory.
const COLLECTED: usize = 500_000;
/// From this number of triples on the bulk loader pays.
const BULK: usize = 20_000;
/// Triples that the bulk loader prepares, in files of some 2 GB, before it shows them. Fewer steps would be faster, but RocksDB
/// leaves what comes at once where it packs nothing: five times as many at once took half as much space again.
const SHOWN_AT_ONCE: usize = 8_000_000;
/// Memory of the bulk loader, as it estimates it.
const LOADER_MB: usize = 512;

/// Parts to be written together.
pub(super) struct Batch<'a> {
    store: &'a Store,
    added: Vec<Part>,
    replaced: Vec<Part>,
    removed: Vec<PartName>,
    /// In the three above.
    collected: usize,
    loader: Option<BulkLoader<'a>>,
    /// The parts that the loader has, and their triples.
    loaded: (Vec<PartName>, usize),
}

impl<'a> Batch<'a> {
    pub fn new(store: &'a Store) -> Self {
        let (added, replaced, removed) = (Vec::new(), Vec::new(), Vec::new());
        Self { store, added, replaced, removed, collected: 0, loader: None, loaded: (Vec::new(), 0) }
    }

    /// A part of which nothing is in the store.
    pub fn add(&mut self, part: Part) -> Result<(), StorageError> {
        self.collected += part.triples().len();
        self.added.push(part);
        if self.collected >= COLLECTED { self.load() } else { Ok(()) }
    }

    /// A part of which something is in the store, or may be.
    pub fn replace(&mut self, part: Part) {
        self.collected += part.triples().len();
        self.replaced.push(part);
    }

    pub fn remove(&mut self, name: PartName) {
        // What is taken out is read first, so it takes as much memory as something that is put in: a few hundred triples.
        self.collected += 500;
        self.removed.push(name);
    }

    /// Whether it should be written now.
    pub fn is_full(&self) -> bool {
        self.collected >= COLLECTED || self.loaded.1 >= SHOWN_AT_ONCE
    }

    /// The parts that writing will touch.
    pub fn names(&self) -> impl Iterator<Item = &PartName> {
        self.loaded.0.iter().chain(self.added.iter().chain(&self.replaced).map(Part::name)).chain(&self.removed)
    }

    /// Hands the new parts to the bulk loader; the store shows nothing of them yet.
    fn load(&mut self) -> Result<(), StorageError> {
        let parts = std::mem::take(&mut self.added);
        let triples = parts.iter().map(|part| part.triples().len()).sum::<usize>();
        self.collected -= triples;
        self.loaded.0.extend(parts.iter().map(|part| part.name().clone()));
        self.loaded.1 += triples;
        let loader = self.loader.get_or_insert_with(|| self.store.bulk_loader().with_max_memory_size_in_megabytes(LOADER_MB));
        loader.load_quads(parts.into_iter().flat_map(Part::into_quads).flat_map(with_merge))
    }

    /// Writes everything and leaves the batch empty.
    pub fn write(&mut self) -> Result<(), StorageError> {
        let new = self.added.iter().map(|part| part.triples().len()).sum::<usize>();
        if self.loader.is_some() || new >= BULK {
            self.load()?;
        }
        let store = self.store;
        let Self { added, replaced, removed, loader, .. } = std::mem::replace(self, Self::new(store));
        loader.map_or(Ok(()), BulkLoader::commit)?;
        let mut transaction = store.start_transaction()?;
        // What some part no longer says; another may say it still, or say it from now on.
        let mut gone: HashSet<Triple> = HashSet::new();
        for quad in added.into_iter().flat_map(Part::into_quads).flat_map(with_merge) {
            transaction.insert(&quad);
        }
        for part in replaced {
            gone.extend(replace(&mut transaction, &part, stored(store, part.name())?));
        }
        for name in removed {
            let old = stored(store, &name)?;
            for triple in &old {
                transaction.remove(triple.as_ref().in_graph(&name.graph));
            }
            // An empty graph would leave its name behind.
            if transaction.quads_for_pattern(None, None, None, Some((&name.graph).into())).next().is_none() {
                transaction.remove_named_graph(&name.graph)?;
            }
            gone.extend(old);
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

/// The triples of a part as they are in the store, in no order.
pub(super) fn stored(store: &Store, name: &PartName) -> Result<Vec<Triple>, StorageError> {
    let graph = Some(GraphNameRef::NamedNode(name.graph.as_ref()));
    let of = |subject: Option<NamedOrBlankNodeRef<'_>>, triples: &mut Vec<Triple>| -> Result<(), StorageError> {
        for quad in store.quads_for_pattern(subject, None, None, graph) {
            triples.push(quad?.into());
        }
        Ok(())
    };
    let mut triples = Vec::new();
    let Some(subject) = &name.subject else {
        of(None, &mut triples)?;
        return Ok(triples);
    };
    of(Some(subject.as_ref().into()), &mut triples)?;
    for node in belonging(store, subject.as_ref(), graph)? {
        of(Some(node.as_ref()), &mut triples)?;
    }
    Ok(triples)
}

/// The nodes whose triples belong to the part of a subject.
fn belonging(store: &Store, subject: NamedNodeRef<'_>, graph: Option<GraphNameRef<'_>>) -> Result<Vec<NamedOrBlankNode>, StorageError> {
    let mut nodes = Vec::new();
    for owner in OWNERS {
        for quad in store.quads_for_pattern(None, Some(owner), Some(Term::from(subject.into_owned()).as_ref()), graph) {
            nodes.push(quad?.subject);
        }
    }
    Ok(nodes)
}

/// Writes what is new in `part`, removes from it what is not in it any more, and returns the latter.
fn replace(transaction: &mut Transaction<'_>, part: &Part, old: Vec<Triple>) -> Vec<Triple> {
    let graph = &part.name().graph;
    let mut gone: HashSet<Triple> = old.into_iter().collect();
    for triple in part.triples() {
        if !gone.remove(triple) {
            transaction.insert(triple.as_ref().in_graph(graph));
            transaction.insert(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
        }
    }
    for triple in &gone {
        transaction.remove(triple.as_ref().in_graph(graph));
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
