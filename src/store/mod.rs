//! The store: a folder that keeps the facts of every document and the graph that was made from them.
//!
//! There is one writer at a time, and none while somebody reads; both are told plainly. The graph follows from the
//! facts, so after a crash the next build mends whatever is out of step: [`Store::replace_graphs`] makes the stored
//! graphs equal to the wanted ones, whatever the store held before.

mod backend;
mod digests;
mod error;
pub mod export;
mod facts;
mod layout;
mod lock;
mod replace;

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::model::NamedNode;
use oxigraph::store as oxi;

pub use error::StoreError;

use crate::facts::DocumentFacts;
use crate::graph::{Base, NamedGraph};
use digests::Digests;
use layout::Layout;
use lock::Lock;
use replace::Batch;

/// An open store. Dropping it gives its lock back.
pub struct Store {
    graph: oxi::Store,
    base: Base,
    /// Nothing for a store in memory.
    folder: Option<Folder>,
    /// Facts of a store in memory.
    facts: Vec<DocumentFacts>,
    /// What the graphs hold, as far as known; a store in memory always knows.
    digests: Option<Digests>,
}

struct Folder {
    layout: Layout,
    /// Whether `graph/digests` has been removed by this process.
    dirty: bool,
    /// Nothing on a medium that nobody can write to.
    _lock: Option<Lock>,
}

/// What [`Store::replace_graphs`] did, in numbers of graphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Store {
    /// A store in memory, gone with the process.
    pub fn in_memory(base: Base) -> Result<Self, StoreError> {
        let graph = oxi::Store::new().map_err(StoreError::graph(Path::new("(memory)")))?;
        Ok(Self { graph, base, folder: None, facts: Vec::new(), digests: Some(Digests::new()) })
    }

    /// Opens a store to write to it, and makes it if there is none. A new store has the base `base` or the default
    /// one; the base of an old one stays.
    ///
    /// # Errors
    /// If the folder is none or holds other things (nothing is written then), if another process uses the store, if
    /// it has another format or base, or if it cannot be read or written.
    pub fn open_or_create(root: &Path, base: Option<&Base>) -> Result<Self, StoreError> {
        let layout = Layout::new(root);
        if !layout.probe()? {
            layout.create_root()?;
        }
        let lock = Lock::write(&layout)?;
        // Asked again, because another process may have made the store in between.
        let is_old = layout.probe()?;
        let found = if is_old {
            layout.read_manifest()?
        } else {
            let base = base.cloned().unwrap_or_default();
            layout.write_manifest(&base)?;
            base
        };
        if let Some(wanted) = base.filter(|wanted| **wanted != found) {
            let (found, wanted) = (found.to_string(), wanted.to_string());
            return Err(StoreError::OtherBase { path: root.to_owned(), found, wanted });
        }
        let graph = backend::open(&layout)?;
        let read = digests::read(&layout.digests())?;
        let folder = Folder { dirty: read.is_none(), layout, _lock: Some(lock) };
        let digests = if is_old { read } else { Some(Digests::new()) };
        Ok(Self { graph, base: found, folder: Some(folder), facts: Vec::new(), digests })
    }

    /// Opens a store that exists to read it. Any number of processes can do so at a time.
    ///
    /// # Errors
    /// If there is no store, if another process writes to it, or if it cannot be read.
    pub fn open_read(root: &Path) -> Result<Self, StoreError> {
        let layout = Layout::new(root);
        if !layout.probe()? {
            return Err(StoreError::Missing { path: root.to_owned() });
        }
        let lock = Lock::read(&layout)?;
        let base = layout.read_manifest()?;
        if !layout.database().exists() {
            return Err(StoreError::Missing { path: root.to_owned() });
        }
        let graph = backend::open_read(&layout)?;
        let digests = digests::read(&layout.digests())?;
        Ok(Self { graph, base, folder: Some(Folder { layout, dirty: false, _lock: lock }), facts: Vec::new(), digests })
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The graph, for queries. Its default graph is the merge of all named graphs.
    pub fn graph(&self) -> &oxi::Store {
        &self.graph
    }

    /// Whether a build was interrupted: each graph is whole, but some may be older than others. The next build mends it.
    pub fn is_interrupted(&self) -> bool {
        self.digests.is_none()
    }

    /// The facts of all documents, sorted by checksum and path.
    ///
    /// # Errors
    /// If the file cannot be read or a line of it is no facts of this version.
    pub fn facts(&self) -> Result<Vec<DocumentFacts>, StoreError> {
        match &self.folder {
            Some(folder) => facts::read(&folder.layout.facts()),
            None => Ok(self.facts.clone()),
        }
    }

    /// Replaces the facts of all documents. From now on the graph counts as out of step, until
    /// [`Store::replace_graphs`] is done.
    pub fn save_facts(&mut self, facts: &[DocumentFacts]) -> Result<(), StoreError> {
        self.mark_dirty()?;
        match &self.folder {
            Some(folder) => facts::write(&folder.layout.facts(), facts),
            None => {
                self.facts = facts.to_vec();
                self.facts.sort_by(|a, b| (&a.document.sha256, &a.document.file).cmp(&(&b.document.sha256, &b.document.file)));
                Ok(())
            }
        }
    }

    /// Makes the stored graphs equal to `graphs`: writes those that are new or changed, drops those that are not
    /// among them, and leaves the others alone. A graph without triples counts as none.
    ///
    /// Killed at any point, it leaves every graph in its old or its new state, and the next call mends the rest.
    /// Memory: that of about 500,000 triples, beyond the digests (100 bytes a graph) and the largest changed graph.
    ///
    /// # Panics
    /// If two of `graphs` have the same name.
    pub fn replace_graphs(&mut self, graphs: impl IntoIterator<Item = NamedGraph>) -> Result<Changes, StoreError> {
        // Taken out, so that a failure below leaves them unknown.
        let stored = match self.digests.take() {
            Some(digests) => digests,
            None => digests::of_store(&self.graph).map_err(self.graph_error())?,
        };
        let mut wanted = Digests::new();
        let mut changes = Changes::default();
        let mut batch = Batch::default();
        for graph in graphs.into_iter().filter(|graph| !graph.triples().is_empty()) {
            let (name, digest) = (graph.name().as_str().to_owned(), graph.digest());
            match stored.get(&name) {
                Some(old) if *old == digest => changes.unchanged += 1,
                Some(_) => {
                    changes.changed += 1;
                    batch.replace(graph);
                }
                None => {
                    changes.added += 1;
                    batch.add(graph);
                }
            }
            let twice = wanted.insert(name, digest);
            assert!(twice.is_none(), "two graphs of the same name");
            if batch.is_full() {
                self.write(&mut batch)?;
            }
        }
        let gone: BTreeSet<&String> = stored.keys().filter(|name| !wanted.contains_key(*name)).collect();
        for name in &gone {
            batch.remove(NamedNode::new_unchecked(name.as_str()));
        }
        changes.removed = gone.len();
        if changes.added + changes.changed + changes.removed > 0 {
            self.write(&mut batch)?;
        }
        self.finish(wanted, changes)?;
        Ok(changes)
    }

    fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        self.mark_dirty()?;
        batch.write(&self.graph).map_err(self.graph_error())
    }

    /// From here on the graph may be out of step, and everybody can see it.
    fn mark_dirty(&mut self) -> Result<(), StoreError> {
        if let Some(folder) = self.folder.as_mut().filter(|folder| !folder.dirty) {
            digests::remove(&folder.layout.digests())?;
            folder.dirty = true;
        }
        Ok(())
    }

    /// All is written: the graph is what `digests` says.
    fn finish(&mut self, digests: Digests, changes: Changes) -> Result<(), StoreError> {
        if let Some(folder) = self.folder.as_mut().filter(|folder| folder.dirty) {
            // To tidy up takes time in proportion to the whole graph and pays where much of it is new.
            let much_is_new = changes.added + changes.changed > changes.unchanged / 4;
            backend::persist(&self.graph, &folder.layout, much_is_new)?;
            digests::write(&folder.layout.digests(), &digests)?;
            folder.dirty = false;
        }
        self.digests = Some(digests);
        Ok(())
    }

    fn graph_error(&self) -> impl FnOnce(oxi::StorageError) -> StoreError + use<> {
        let path = self.folder.as_ref().map_or_else(|| "(memory)".into(), |folder| folder.layout.graph());
        move |source| StoreError::Graph { path, source }
    }
}

#[cfg(test)]
mod tests;
