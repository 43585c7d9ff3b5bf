//! Copies of a store at one moment, for who reads for long while others build.
//!
//! RocksDB does not let a database be read while another process writes to it, and a reader that holds the lock keeps
//! builds out. So a server reads a copy that nobody ever writes to. It is made while the server holds the lock as a reader, that
//! is when nobody writes, and takes little room and time: what RocksDB never changes once it is written (tables, `*.sst`) is linked
//! and shared with the store, and stays when a build drops it there; only journals and the documents are copied.
//!
//! ```text
//! serving/lock        held while a copy is being made: who wants to write waits that long
//! serving/N           a copy, laid out as a store
//! serving/N/owner     held by the process whose copy it is; a copy that nobody holds is left over and removed
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::StoreError;
use super::layout::Layout;
use super::lock::Lock;

const OWNER: &str = "owner";

/// A copy of a store. Dropping it removes it.
#[derive(Debug)]
pub struct Snapshot {
    folder: PathBuf,
    mark: Mark,
    _owner: File,
}

/// Tells two states of a store apart: names, sizes and times of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(Vec<(PathBuf, u64, Option<SystemTime>)>);

impl Snapshot {
    /// Copies the store in `root` as it is now.
    ///
    /// # Errors
    /// If there is no store, if another process writes to it ([`StoreError::Writing`]), or if the copy cannot be written; where
    /// nobody can write to the store at all, [`StoreError::is_read_only`] says so.
    pub fn take(root: &Path) -> Result<Self, StoreError> {
        let layout = Layout::new(root);
        if !layout.probe()? {
            return Err(StoreError::Missing { path: root.to_owned() });
        }
        let serving = layout.serving();
        fs::create_dir_all(&serving).map_err(StoreError::io("create the folder", &serving))?;
        let taking = lock_file(&layout)?;
        taking.lock().map_err(StoreError::io("lock", &lock_path(&layout)))?;
        let lock = Lock::read(&layout)?;
        if !layout.database().exists() {
            return Err(StoreError::Missing { path: root.to_owned() });
        }
        remove_leftovers(&serving);
        let snapshot = Self::begin(&serving, Mark::of(root))?;
        snapshot.fill(&layout)?;
        drop(lock); // Before the other one, by which a writer knows that it need not wait long.
        drop(taking);
        Ok(snapshot)
    }

    /// Whether the folder is that of a copy.
    pub fn is_one(folder: &Path) -> bool {
        folder.join(OWNER).exists()
    }

    /// The folder of the copy, which is laid out as a store.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The state that was copied.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    fn begin(serving: &Path, mark: Mark) -> Result<Self, StoreError> {
        let mut n = 1;
        let folder = loop {
            let folder = serving.join(n.to_string());
            match fs::create_dir(&folder) {
                Ok(()) => break folder,
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => n += 1,
                Err(e) => return Err(StoreError::io("create the folder", &folder)(e)),
            }
        };
        let path = folder.join(OWNER);
        let owner = File::create(&path).map_err(StoreError::io("create", &path))?;
        owner.lock().map_err(StoreError::io("lock", &path))?;
        Ok(Self { folder, mark, _owner: owner })
    }

    fn fill(&self, layout: &Layout) -> Result<(), StoreError> {
        let copy = Layout::new(&self.folder);
        copy_file(&layout.manifest(), &copy.manifest())?;
        copy_file(&layout.documents(), &copy.documents())?;
        if layout.unfinished().exists() {
            copy_file(&layout.unfinished(), &copy.unfinished())?;
        }
        fs::create_dir(copy.graph()).map_err(StoreError::io("create the folder", &copy.graph()))?;
        let (from, to) = (layout.database(), copy.database());
        if from.is_file() {
            // It is replaced by another file when it changes.
            return link_or_copy(&from, &to);
        }
        fs::create_dir(&to).map_err(StoreError::io("create the folder", &to))?;
        for entry in fs::read_dir(&from).map_err(StoreError::io("list", &from))? {
            let path = entry.map_err(StoreError::io("list", &from))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            match name {
                _ if !is_of_graph(name) => {}
                _ if name.ends_with(".sst") => link_or_copy(&path, &to.join(name))?,
                _ => copy_file(&path, &to.join(name))?,
            }
        }
        Ok(())
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // What is left is removed when the next copy is made.
    }
}

impl Mark {
    /// The state of the store in `root`. What cannot be looked at counts as not there.
    pub fn of(root: &Path) -> Self {
        let layout = Layout::new(root);
        let mut paths = vec![layout.documents(), layout.unfinished(), layout.database()];
        for entry in fs::read_dir(layout.database()).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(is_of_graph) {
                paths.push(entry.path());
            }
        }
        paths.sort_unstable();
        let files = paths.into_iter().filter_map(|path| {
            let metadata = fs::metadata(&path).ok()?;
            // The time of the folder changes with files that are no part of the state.
            metadata.is_file().then(|| (path, metadata.len(), metadata.modified().ok()))
        });
        Self(files.collect())
    }
}

/// Whether somebody is just making a copy, and so reads the store for a moment only.
pub(super) fn is_being_taken(layout: &Layout) -> bool {
    File::open(lock_path(layout)).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Not what RocksDB tells about its work, nor its lock.
fn is_of_graph(name: &str) -> bool {
    !name.starts_with("LOG") && name != "LOCK"
}

fn lock_path(layout: &Layout) -> PathBuf {
    layout.serving().join("lock")
}

fn lock_file(layout: &Layout) -> Result<File, StoreError> {
    let path = lock_path(layout);
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    open.map_err(StoreError::io("open", &path))
}

/// Copies whose process was killed.
fn remove_leftovers(serving: &Path) {
    for entry in fs::read_dir(serving).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_left = match File::open(path.join(OWNER)) {
            Ok(owner) => owner.try_lock().is_ok(),
            // Its process was killed before it could say whose it is: copies are begun one at a time.
            Err(e) => e.kind() == io::ErrorKind::NotFound && path.is_dir(),
        };
        if is_left {
            let _ = fs::remove_dir_all(path); // It only takes room; the next one tries again.
        }
    }
}

/// Shares the content where the file system can do that.
fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::copy(from, to).map(drop).map_err(StoreError::io("copy to", to))
}

fn link_or_copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::hard_link(from, to).or_else(|_| copy_file(from, to))
}
