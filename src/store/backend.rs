//! How the graph is kept on disk: in RocksDB, or, in a program built without it, as one file of sorted N-Quads that
//! is read when the store is opened and written when it changed.

pub(super) use kind::{BACKEND, flush, open, open_read, tidy_up};

#[cfg(feature = "rocksdb")]
mod kind {
    use std::fs;
    use std::path::Path;

    use oxigraph::store::Store;

    use super::super::StoreError;
    use super::super::layout::Layout;
    use crate::graph::Base;

    pub const BACKEND: &str = "rocksdb";

    pub fn open(layout: &Layout, _base: &Base) -> Result<Store, StoreError> {
        let path = layout.database();
        fs::create_dir_all(layout.graph()).map_err(StoreError::io("create the folder", &layout.graph()))?;
        remove_leftovers(&path);
        Store::open(&path).map_err(StoreError::graph(&layout.graph()))
    }

    /// The bulk loader of a run that was killed leaves the files that it had not handed over; nobody else removes them.
    fn remove_leftovers(path: &Path) {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("bulk-") && name.ends_with(".sst") {
                let _ = fs::remove_file(entry.path()); // They only take room.
            }
        }
    }

    pub fn open_read(layout: &Layout, _base: &Base) -> Result<Store, StoreError> {
        Store::open_read_only(layout.database()).map_err(StoreError::graph(&layout.graph()))
    }

    /// Returns when all that was committed is safe from a power failure.
    pub fn flush(store: &Store, layout: &Layout) -> Result<(), StoreError> {
        store.flush().map_err(StoreError::graph(&layout.graph()))
    }

    /// What was written last lies in many small files; tidied up into few, it is read several times as fast.
    pub fn tidy_up(store: &Store, layout: &Layout) -> Result<(), StoreError> {
        store.optimize().map_err(StoreError::graph(&layout.graph()))
    }
}

#[cfg(not(feature = "rocksdb"))]
mod kind {
    use std::fs::{self, File};
    use std::io::{self, BufReader};

    use oxigraph::io::{RdfFormat, RdfParser};
    use oxigraph::model::GraphName;
    use oxigraph::store::Store;

    use super::super::layout::{Layout, write_atomically};
    use super::super::replace::with_merge;
    use super::super::{StoreError, export};
    use crate::graph::Base;

    pub const BACKEND: &str = "nquads";

    pub fn open(layout: &Layout, base: &Base) -> Result<Store, StoreError> {
        fs::create_dir_all(layout.graph()).map_err(StoreError::io("create the folder", &layout.graph()))?;
        open_read(layout, base)
    }

    pub fn open_read(layout: &Layout, base: &Base) -> Result<Store, StoreError> {
        let path = layout.database();
        let store = Store::new().map_err(StoreError::graph(&layout.graph()))?;
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(store),
            Err(e) => return Err(StoreError::io("open", &path)(e)),
        };
        let damaged = |reason: String| StoreError::Damaged {
            path: path.clone(),
            reason,
            remedy: format!("delete {} and run `pakt build`: it is written anew", layout.graph().display()),
        };
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_reader(BufReader::new(file));
        let quads = quads.collect::<Result<Vec<_>, _>>().map_err(|e| damaged(e.to_string()))?;
        let mut loader = store.bulk_loader();
        let runs = GraphName::from(base.runs_graph());
        let (runs, data): (Vec<_>, Vec<_>) = quads.into_iter().partition(|quad| quad.graph_name == runs);
        loader.load_quads(runs.into_iter().chain(data.into_iter().flat_map(with_merge))).map_err(StoreError::graph(&layout.graph()))?;
        loader.commit().map_err(StoreError::graph(&layout.graph()))?;
        Ok(store)
    }

    /// Writes the file anew.
    pub fn flush(store: &Store, layout: &Layout) -> Result<(), StoreError> {
        write_atomically(&layout.database(), |out| export::write_nquads(store, out).map_err(io::Error::other))
    }

    /// The file is tidy as it is.
    pub fn tidy_up(_store: &Store, _layout: &Layout) -> Result<(), StoreError> {
        Ok(())
    }
}
