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

    /// Returns when all that was committed is safe from a power failure.
    pub fn persist(store: &Store, layout: &Layout) -> Result<(), StoreError> {
        store.flush().map_err(StoreError::graph(&layout.graph()))
    }
}

#[cfg(not(feature = "rocksdb"))]
mod kind {
    use std::fs::{self, File};
    use std::io::{self, BufReader};

    use oxigraph::io::RdfFormat;
    use oxigraph::store::{LoaderError, Store};

    use super::super::layout::{Layout, write_atomically};
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
        store.load_from_reader(RdfFormat::NQuads, BufReader::new(file)).map_err(|e| match e {
            LoaderError::Storage(e) => StoreError::graph(&layout.graph())(e),
            other => StoreError::Damaged {
                path: path.clone(),
                reason: other.to_string(),
                remedy: format!("delete {} and run `pakt build`: it is written anew", layout.graph().display()),
            },
        })?;
        Ok(store)
    }

    pub fn persist(store: &Store, layout: &Layout) -> Result<(), StoreError> {
        write_atomically(&layout.database(), |out| export::write_nquads(store, out).map_err(io::Error::other))
    }
}
