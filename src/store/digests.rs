//! What every named graph holds, as digests: they tell which graphs a build must rewrite.
//!
//! The file is removed before the graph is touched and written again when all is done. So it is there exactly while
//! it is true, and its absence says that a build was interrupted; the digests are then taken from the graph itself.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Triple};
use oxigraph::store::{StorageError, Store};

use super::StoreError;
use super::layout::{sync_folder, write_atomically};
use crate::graph::{Digest, NamedGraph};

/// From the names of graphs to their digests.
pub(super) type Digests = BTreeMap<String, Digest>;

/// Nothing, if the file is not there.
pub(super) fn read(path: &Path) -> Result<Option<Digests>, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(StoreError::io("read", path)(e)),
    };
    let parsed = text.lines().map(|line| line.split_once(' ').map(|(digest, name)| (name.to_owned(), digest.to_owned())));
    // A file that is not as it was written is as good as none: the graph itself is asked.
    Ok(parsed.collect())
}

pub(super) fn write(path: &Path, digests: &Digests) -> Result<(), StoreError> {
    write_atomically(path, |out| digests.iter().try_for_each(|(name, digest)| writeln!(out, "{digest} {name}")))
}

pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", path)(e)),
        _ => {
            sync_folder(path);
            Ok(())
        }
    }
}

/// Reads every graph: linear in the number of quads.
pub(super) fn of_store(store: &Store) -> Result<Digests, StorageError> {
    let mut digests = Digests::new();
    for name in store.named_graphs() {
        if let NamedOrBlankNode::NamedNode(name) = name? {
            let graph = NamedGraph::new(name.clone(), stored(store, &name)?);
            digests.insert(name.into_string(), graph.digest());
        }
    }
    Ok(digests)
}

/// The triples of one graph, in no order.
pub(super) fn stored(store: &Store, name: &NamedNode) -> Result<Vec<Triple>, StorageError> {
    store.quads_for_pattern(None, None, None, Some(GraphNameRef::NamedNode(name.as_ref()))).map(|quad| Ok(quad?.into())).collect()
}
