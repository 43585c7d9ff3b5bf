//! What can go wrong with a store; every message says what to do.

use std::io;
use std::path::{Path, PathBuf};

use oxigraph::store::StorageError;

use super::layout::FORMAT;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path} is a file, but a store is a folder; give a folder that is empty or does not exist yet")]
    IsFile { path: PathBuf },
    #[error("{path} is a folder with other things in it and no store; nothing was written. Give an empty or new folder")]
    NotAStore { path: PathBuf },
    #[error("there is no store at {path}; make one with `pakt build INPUT --store {path}`")]
    Missing { path: PathBuf },
    #[error("the folder {parent}, in which the store is to be made, does not exist; create it first or give another place")]
    ParentMissing { parent: PathBuf },
    #[error(
        "the store {path} has format {found}, this program reads {expected}; \
         use the version of pakt that made it, or build a new store from the documents",
        expected = FORMAT
    )]
    OtherFormat { path: PathBuf, found: u64 },
    #[error(
        "the store {path} was written with {found}, this program was built with {expected}; \
         build the program with the same features, or build a new store from the documents"
    )]
    OtherBackend { path: PathBuf, found: String, expected: &'static str },
    #[error("the store {path} has the base IRI {found}, not {wanted}; leave the option out, or build a new store")]
    OtherBase { path: PathBuf, found: String, wanted: String },
    #[error("the store {path} is being written by another pakt{}; wait until it is done, or stop it", process(*.pid))]
    Writing { path: PathBuf, pid: Option<u32> },
    #[error("the store {path} is being read by another pakt; wait until it is done, or stop it")]
    Reading { path: PathBuf },
    #[error("{path} is damaged ({reason}); {remedy}")]
    Damaged { path: PathBuf, reason: String, remedy: String },
    #[error("the documents in {path} cannot be used: {source}. {}", remedy(.source))]
    Documents { path: PathBuf, source: Box<redb::Error> },
    #[error("the graph in {path} cannot be used: {source}; {}", remedy_of_graph(.source, .path))]
    Graph { path: PathBuf, source: StorageError },
    #[error("cannot {action} {path}: {source}")]
    Io { action: &'static str, path: PathBuf, source: io::Error },
}

fn process(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

fn remedy_of_graph(error: &StorageError, path: &Path) -> String {
    // RocksDB tells some faults of the system in words only.
    if matches!(error, StorageError::Io(_)) && error.to_string().contains("No space left") {
        return NO_ROOM.to_owned();
    }
    format!("if this happens again, delete {} and run `pakt build`: it is written anew", path.display())
}

const NO_ROOM: &str = "make room on the disk and run the command again, it goes on where it was";

fn remedy(error: &redb::Error) -> &'static str {
    match error {
        redb::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => "delete the store and build it again from the documents",
        redb::Error::Io(error) if error.kind() == io::ErrorKind::StorageFull => NO_ROOM,
        redb::Error::Io(_) | redb::Error::PreviousIo => "see to it that the disk has room and can be written, and run the command again",
        _ => "if this happens again, delete the store and build it again from the documents",
    }
}

impl StoreError {
    /// Whether nothing can be written there, neither by this process nor by its user.
    pub fn is_read_only(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem))
    }

    pub(super) fn documents(path: &Path) -> impl FnOnce(redb::Error) -> Self {
        move |source| Self::Documents { path: path.to_owned(), source: Box::new(source) }
    }

    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    pub(super) fn graph<E: Into<StorageError>>(path: &Path) -> impl FnOnce(E) -> Self {
        move |source| Self::Graph { path: path.to_owned(), source: source.into() }
    }
}
