//! What lies where in the folder of a store.
//!
//! ```text
//! pakt.json        format of the store, base IRI, how the graph is kept
//! lock             held by whoever uses the store
//! documents.redb   every document with its facts, and what was written of the graph
//! graph/db         the graph
//! unfinished       there while the graph may be older than the documents
//! serving/         copies that are being served, see [`super::snapshot`]
//! ```
//!
//! The manifest is replaced by renaming, so that it is whole at any time; the databases see to that themselves.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::backend::BACKEND;
use crate::graph::Base;

/// Version of the layout.
pub(super) const FORMAT: u64 = 2;

/// The folder of a store and the paths in it.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub root: PathBuf,
}

/// Content of `pakt.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u64,
    base: String,
    backend: String,
}

impl Layout {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub fn manifest(&self) -> PathBuf {
        self.root.join("pakt.json")
    }

    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub fn documents(&self) -> PathBuf {
        self.root.join("documents.redb")
    }

    pub fn unfinished(&self) -> PathBuf {
        self.root.join("unfinished")
    }

    pub fn serving(&self) -> PathBuf {
        self.root.join("serving")
    }

    pub fn graph(&self) -> PathBuf {
        self.root.join("graph")
    }

    pub fn database(&self) -> PathBuf {
        self.graph().join("db")
    }

    /// Returns when everybody can see, also after a power failure, that the graph may be out of step, and what for.
    pub fn mark_unfinished(&self, task: &str) -> Result<(), StoreError> {
        write_atomically(&self.unfinished(), |out| out.write_all(task.as_bytes()))
    }

    /// What a run was doing that did not come to its end.
    pub fn read_unfinished(&self) -> Result<Option<String>, StoreError> {
        let path = self.unfinished();
        match fs::read(&path) {
            Ok(task) => Ok(Some(String::from_utf8_lossy(&task).into_owned())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", &path)(e)),
        }
    }

    pub fn mark_finished(&self) -> Result<(), StoreError> {
        let path = self.unfinished();
        fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
        sync_folder(&path);
        Ok(())
    }

    /// Removes the graph, which can be made again from the documents.
    pub fn remove_graph(&self) -> Result<(), StoreError> {
        match fs::remove_dir_all(self.graph()) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", &self.graph())(e)),
            _ => {
                sync_folder(&self.graph());
                Ok(())
            }
        }
    }

    /// Whether there is a store. An error if there is something else; nothing is written either way.
    pub fn probe(&self) -> Result<bool, StoreError> {
        let root = &self.root;
        match fs::metadata(root) {
            Ok(metadata) if !metadata.is_dir() => return Err(StoreError::IsFile { path: root.clone() }),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
                return Err(StoreError::ParentMissing { parent: parent(root) });
            }
            Err(e) => return Err(StoreError::io("open", root)(e)),
        }
        if self.manifest().is_file() {
            return Ok(true);
        }
        // A run that was killed just after it had made the folder leaves these.
        let own = ["lock", "pakt.json.new"];
        for entry in fs::read_dir(root).map_err(StoreError::io("list", root))? {
            let entry = entry.map_err(StoreError::io("list", root))?;
            if !own.iter().any(|name| entry.file_name() == *name) {
                return Err(StoreError::NotAStore { path: root.clone() });
            }
        }
        Ok(false)
    }

    /// Makes the folder itself, not those above it: a mistyped path shall not spread.
    pub fn create_root(&self) -> Result<(), StoreError> {
        match fs::create_dir(&self.root) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(StoreError::ParentMissing { parent: parent(&self.root) }),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other.map_err(StoreError::io("create the folder", &self.root)),
        }
    }

    pub fn write_manifest(&self, base: &Base) -> Result<(), StoreError> {
        let manifest = Manifest { format: FORMAT, base: base.to_string(), backend: BACKEND.to_owned() };
        write_atomically(&self.manifest(), |out| {
            serde_json::to_writer_pretty(&mut *out, &manifest)?;
            writeln!(out)
        })
    }

    /// The base IRI of the store, after checking that this program can read it.
    pub fn read_manifest(&self) -> Result<Base, StoreError> {
        let path = self.manifest();
        let text = fs::read_to_string(&path).map_err(StoreError::io("read", &path))?;
        let damaged = |reason: String| StoreError::Damaged {
            path: path.clone(),
            reason,
            remedy: "build a new store from the documents in another folder".to_owned(),
        };
        // The version is read alone first: other fields may differ in another version.
        let json: serde_json::Value = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
        match json.get("format").and_then(serde_json::Value::as_u64) {
            Some(FORMAT) => {}
            Some(found) => return Err(StoreError::OtherFormat { path: self.root.clone(), found }),
            None => return Err(damaged("`format` is missing or no number".to_owned())),
        }
        let manifest: Manifest = serde_json::from_value(json).map_err(|e| damaged(e.to_string()))?;
        if manifest.backend != BACKEND {
            return Err(StoreError::OtherBackend { path: self.root.clone(), found: manifest.backend, expected: BACKEND });
        }
        Base::new(&manifest.base).map_err(|e| damaged(e.to_string()))
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// Writes a file beside `path` and renames it, so that `path` has either its old or its new content.
pub(super) fn write_atomically(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let file = File::create(&new).map_err(StoreError::io("create", &new))?;
    let mut out = BufWriter::new(file);
    (write(&mut out).and_then(|()| out.into_inner().map_err(io::IntoInnerError::into_error)).and_then(|file| file.sync_all()))
        .map_err(StoreError::io("write", &new))?;
    fs::rename(&new, path).map_err(StoreError::io("replace", path))?;
    sync_folder(path);
    Ok(())
}

/// Makes a rename or a removal in the folder of `path` last beyond a power failure, where the system can do that.
pub(super) fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all(); // Not every file system knows this; the content itself is safe already.
    }
}
