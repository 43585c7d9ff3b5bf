//! How the graph is kept on disk: in RocksDB, or, in a program built without it, as one file of sorted N-Quads that
//! is read when the store is opened and written when it changed.

pub(super) use kind::{BACKEND, open, open_read, persist};

#[cfg(feature = "rocksdb")]
mod kind {
    use std::fs;

    use oxigraph::store::Store;

    use super::super::StoreError;
    use super::super::layout::Layout;

    pub const BACKEND: &str = "rocksdb";

    pub fn open(layout: &Layout) -> Result<Store, StoreError> {
        let path = layout.database();
        fs::create_dir_all(layout.graph()).map_err(StoreError::io("create the folder", &layout.graph()))?;
        Store::open(&path).map_err(StoreError::graph(&layout.graph()))
    }

    pub fn open_read(layout: &Layout) -> Result<Store, StoreError> {
        Store::open_read_only(layout.database()).map_err(StoreError::graph(&layout.graph()))
    }

    /// Returns when all that was committed is safe from a power failure. What was written last lies in many small
    /// files; tidied up into few, it is read several times as fast.
    pub fn persist(store: &Store, layout: &Layout, tidy_up: bool) -> Result<(), StoreError> {
        if tidy_up {
            store.optimize().map_err(StoreError::graph(&layout.graph()))?;
        }
        store.flush().map_err(StoreError::graph(&layout.graph()))
    }
}

#[cfg(not(feature = "rocksdb"))]
mod kind {
    use std::fs::{self, File};
    use std::io::{self, BufReader};

    use oxigraph::io::{RdfFormat, RdfParser};
    use oxigraph::store::Store;

    use super::super::layout::{Layout, write_atomically};
    use super::super::replace::with_merge;
    use super::super::{StoreError, export};

    pub const BACKEND: &str = "nquads";

    pub fn open(layout: &Layout) -> Result<Store, StoreError> {
        fs::create_dir_all(layout.graph()).map_err(StoreError::io("create the folder", &layout.graph()))?;
        open_read(layout)
    }

    pub fn open_read(layout: &Layout) -> Result<Store, StoreError> {
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
        loader.load_quads(quads.into_iter().flat_map(with_merge)).map_err(StoreError::graph(&layout.graph()))?;
        loader.commit().map_err(StoreError::graph(&layout.graph()))?;
        Ok(store)
    }

    pub fn persist(store: &Store, layout: &Layout, _tidy_up: bool) -> Result<(), StoreError> {
        write_atomically(&layout.database(), |out| export::write_nquads(store, out).map_err(io::Error::other))
    }
}
