//! The store: a folder that keeps every document with its facts, and the graph that was made from them.
//!
//! There is one writer at a time, and none while somebody reads; both are told plainly. The graph follows from the
//! documents, so after a crash the next build mends whatever is out of step: [`Store::replace_graphs`] makes the stored
//! graphs equal to the wanted ones, whatever the store held before.

mod backend;
mod documents;
mod error;
pub mod export;
mod layout;
mod lock;
mod replace;
mod snapshot;
mod written;

use std::path::Path;
use std::sync::mpsc;

use oxigraph::model::GraphNameRef;
use oxigraph::store as oxi;
use rayon::prelude::*;

pub use documents::{Documents, Header, Packed, Record, Source};
pub use error::StoreError;
pub use snapshot::{Mark, Snapshot};

use crate::graph::run::Run;
use crate::graph::vocabulary::pakt;
use crate::graph::{Base, Digest, Part, PartName, Wanted};
use layout::Layout;
use lock::Lock;
use replace::Batch;

/// An open store. Dropping it gives its lock back.
pub struct Store {
    graph: oxi::Store,
    base: Base,
    /// Nothing for a store in memory.
    folder: Option<Folder>,
    /// Nothing for one that was opened to read the graph.
    documents: Option<Documents>,
    /// Whether the graph may be older than the documents.
    unfinished: bool,
    /// Whether this process has said so on disk.
    begun: bool,
    /// What this process does, for whoever finds it unfinished.
    task: String,
    /// What an earlier process did not finish.
    interrupted: Option<String>,
}

struct Folder {
    layout: Layout,
    /// Nothing on a medium that nobody can write to.
    _lock: Option<Lock>,
}

/// What [`Store::replace_graphs`] did, in numbers of parts.
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
        Ok(Self {
            graph,
            base,
            folder: None,
            documents: Some(Documents::in_memory()?),
            unfinished: false,
            begun: false,
            task: String::new(),
            interrupted: None,
        })
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
        let found = if layout.probe()? {
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
        let interrupted = layout.read_unfinished()?;
        if !layout.documents().exists() || !layout.database().exists() {
            // From here on until the first refresh there is less in the graph than there should be.
            layout.mark_unfinished("")?;
        }
        if !layout.documents().exists() {
            // Whatever graph there is was made from documents that are gone.
            layout.remove_graph()?;
        }
        let documents = Documents::open(&layout.documents())?;
        if !layout.database().exists() {
            documents.forget_graphs()?;
        }
        let graph = backend::open(&layout, &found)?;
        let unfinished = layout.unfinished().exists();
        let folder = Some(Folder { layout, _lock: Some(lock) });
        Ok(Self { graph, base: found, folder, documents: Some(documents), unfinished, begun: false, task: String::new(), interrupted })
    }

    /// Whether there is a store in a folder.
    pub fn exists(root: &Path) -> bool {
        Layout::new(root).probe().unwrap_or(false)
    }

    /// Opens a store that exists to write to it.
    ///
    /// # Errors
    /// If there is no store, and as [`Store::open_or_create`].
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        if Layout::new(root).probe()? { Self::open_or_create(root, None) } else { Err(StoreError::Missing { path: root.to_owned() }) }
    }

    /// Opens the graph of a store that exists to read it. Any number of processes can do so at a time.
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
        let graph = backend::open_read(&layout, &base)?;
        let interrupted = layout.read_unfinished()?;
        let (unfinished, folder) = (interrupted.is_some(), Some(Folder { layout, _lock: lock }));
        Ok(Self { graph, base, folder, documents: None, unfinished, begun: false, task: String::new(), interrupted })
    }

    /// As [`Store::open_read`], with the documents. Where `root` is the folder of a [`Snapshot`], they may be mended for that.
    ///
    /// # Errors
    /// As [`Store::open_read`].
    pub fn open_served(root: &Path) -> Result<Self, StoreError> {
        let store = Self::open_read(root)?;
        let path = Layout::new(root).documents();
        let documents = if Snapshot::is_one(root) { Documents::existing(&path) } else { Documents::read_only(&path) };
        Ok(Self { documents: Some(documents?), ..store })
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The graph, for queries. Its default graph is the merge of all named graphs but that of the runs.
    pub fn graph(&self) -> &oxi::Store {
        &self.graph
    }

    /// Whether a build was interrupted: each graph is whole, but some may be older than others. The next build mends it.
    pub fn is_interrupted(&self) -> bool {
        self.unfinished
    }

    /// What the run was doing that was interrupted, as [`Store::set_task`] got it; empty if it did not say.
    pub fn interrupted(&self) -> Option<&str> {
        self.interrupted.as_deref()
    }

    /// Says what this process does, in case that somebody finds it unfinished.
    pub fn set_task(&mut self, task: String) {
        self.task = task;
    }

    /// The documents, of a store that was opened with them.
    ///
    /// # Panics
    /// If the store was opened to read its graph only.
    pub fn documents(&self) -> &Documents {
        self.documents.as_ref().expect("the store was opened with its documents")
    }

    /// Writes and removes documents in one transaction. From now on the graph counts as out of step, until
    /// [`Store::replace_graphs`] is done.
    ///
    /// # Errors
    /// If they cannot be written; then none of them is.
    pub fn change_documents(&mut self, put: &[Packed], remove: &[String]) -> Result<(), StoreError> {
        if put.is_empty() && remove.is_empty() {
            return Ok(());
        }
        self.begin()?;
        self.documents().change(put, remove)
    }

    /// Makes the stored graphs equal to those that are wanted: writes the parts that are new or changed, drops those that
    /// are not among them, and leaves the others alone. `make` makes a part; it is called for the former only, on the
    /// threads of the current rayon pool.
    ///
    /// Killed at any point, it leaves every part in its old or its new state, and the next call mends the rest.
    /// Memory: that of about 500,000 triples beyond the names.
    ///
    /// # Errors
    /// Those of `make`, or if the store cannot be written.
    pub fn replace_graphs<T: Sync>(
        &mut self,
        wanted: &[Wanted<T>],
        make: impl Fn(&T) -> Result<Part, StoreError> + Sync,
    ) -> Result<Changes, StoreError> {
        let mut gone = self.documents().written()?;
        let mut changes = Changes::default();
        let mut todo: Vec<(&Wanted<T>, bool)> = Vec::new();
        for one in wanted {
            match gone.remove(&one.name) {
                Some(Some(old)) if old == one.digest => changes.unchanged += 1,
                Some(_) => todo.push((one, true)),
                None => todo.push((one, false)),
            }
        }
        changes.changed = todo.iter().filter(|(_, is_old)| *is_old).count();
        (changes.added, changes.removed) = (todo.len() - changes.changed, gone.len());
        let graph = self.graph.clone();
        let mut batch = Batch::new(&graph);
        let mut digests = Vec::new();
        let chunks: Vec<&[(&Wanted<T>, bool)]> = todo.chunks(MADE_AT_ONCE).collect();
        let make = |some: &&[(&Wanted<T>, bool)]| some.par_iter().map(|(one, _)| make(&one.item)).collect::<Result<Vec<Part>, _>>();
        ahead(&chunks, make, |some, parts| {
            for (part, (one, is_old)) in parts?.into_iter().zip(*some) {
                digests.push((&one.name, Some(&one.digest)));
                if *is_old { batch.replace(part) } else { batch.add(part).map_err(self.graph_error())? }
            }
            if batch.is_full() { self.write(&mut batch, &mut digests) } else { Ok(()) }
        })?;
        for name in gone.keys() {
            digests.push((name, None));
            batch.remove(name.clone());
            if batch.is_full() {
                self.write(&mut batch, &mut digests)?;
            }
        }
        self.write(&mut batch, &mut digests)?;
        self.finish(changes)?;
        Ok(changes)
    }

    /// Writes a batch, safe from a power failure when it returns.
    fn write(&mut self, batch: &mut Batch<'_>, digests: &mut Vec<(&PartName, Option<&Digest>)>) -> Result<(), StoreError> {
        if digests.is_empty() {
            return Ok(());
        }
        self.begin()?;
        self.documents().announce(batch.names())?;
        batch.write().map_err(self.graph_error())?;
        if let Some(folder) = &self.folder {
            backend::flush(&self.graph, &folder.layout)?;
        }
        self.documents().confirm(digests.drain(..))
    }

    /// From here on the graph may be out of step, and everybody can see it.
    fn begin(&mut self) -> Result<(), StoreError> {
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.begun) {
            folder.layout.mark_unfinished(&self.task)?;
        }
        (self.unfinished, self.begun) = (true, true);
        Ok(())
    }

    /// All is written: the graph is what the documents say.
    fn finish(&mut self, changes: Changes) -> Result<(), StoreError> {
        if !self.unfinished {
            return Ok(());
        }
        if let Some(folder) = &self.folder {
            // To tidy up takes time in proportion to the whole graph and pays where much of it is new.
            if changes.added + changes.changed > changes.unchanged / 4 {
                backend::tidy_up(&self.graph, &folder.layout)?;
            }
            folder.layout.mark_finished()?;
        }
        (self.unfinished, self.begun) = (false, false);
        Ok(())
    }

    /// Adds a run to the graph of runs. Its number is one more than that of the last one.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn record(&mut self, run: &Run) -> Result<(), StoreError> {
        let graph = self.base.runs_graph();
        let graph = Some(GraphNameRef::NamedNode(graph.as_ref()));
        let number = self.graph.quads_for_pattern(None, Some(pakt::COMMAND), None, graph).count() + 1;
        let quads = run.part(number, &self.base).into_quads();
        self.graph.extend(quads).map_err(self.graph_error())?;
        match &self.folder {
            Some(folder) => backend::flush(&self.graph, &folder.layout),
            None => Ok(()),
        }
    }

    fn graph_error(&self) -> impl FnOnce(oxi::StorageError) -> StoreError + use<> {
        let path = self.folder.as_ref().map_or_else(|| Path::new("(memory)").to_owned(), |folder| folder.layout.graph());
        move |source| StoreError::Graph { path, source }
    }
}

/// Makes something of each item, in order, while `take` still has to do with what was made before: to make a part and to write
/// another one keeps two processors busy. Stops at the first error of `take`.
fn ahead<T: Sync, M: Send, E: Send>(
    items: &[T],
    make: impl Fn(&T) -> M + Sync,
    mut take: impl FnMut(&T, M) -> Result<(), E>,
) -> Result<(), E> {
    if rayon::current_num_threads() < 2 {
        return items.iter().try_for_each(|item| take(item, make(item)));
    }
    let (send, made) = mpsc::sync_channel(1);
    rayon::in_place_scope(|scope| {
        let make = &make;
        // Nobody receives any more after an error.
        scope.spawn(move |_| drop(items.iter().try_for_each(|item| send.send(make(item)))));
        items.iter().zip(made).try_for_each(|(item, made)| take(item, made))
    })
}

/// Parts that are made in one go, on all threads.
const MADE_AT_ONCE: usize = 256;

#[cfg(test)]
mod tests;
