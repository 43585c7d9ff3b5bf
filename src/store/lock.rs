//! One writer or many readers.
//!
//! The operating system holds the lock and gives it back when the process ends, however it ends. The file's content,
//! the number of the writing process, is for the message to others only.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::StoreError;
use super::layout::Layout;
use super::snapshot::is_being_taken;

/// How long a writer waits for somebody to make a copy.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it looks.
const GLANCE: Duration = Duration::from_millis(10);

/// Held as long as the store is open; the system gives the lock back when the file is closed.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    writes: bool,
}

impl Lock {
    pub fn write(layout: &Layout) -> Result<Self, StoreError> {
        let path = layout.lock();
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(StoreError::io("open", &path))?;
        match try_patiently(&file, layout) {
            Ok(()) => {}
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", &path)(e)),
            // A reader does not keep another reader out; a writer keeps everybody out.
            Err(TryLockError::WouldBlock) if file.try_lock_shared().is_ok() => {
                return Err(StoreError::Reading { path: layout.root.clone() });
            }
            Err(TryLockError::WouldBlock) => return Err(held_by_writer(layout, &mut file)),
        }
        note(&mut file, &std::process::id().to_string()).map_err(StoreError::io("write", &path))?;
        Ok(Self { file, writes: true })
    }

    /// Nothing, if there is no lock file and none can be made: then the store cannot be written here either.
    pub fn read(layout: &Layout) -> Result<Option<Self>, StoreError> {
        let path = layout.lock();
        let mut file = match open_to_read(&path) {
            Ok(file) => file,
            Err(e) if matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) && !path.exists() => {
                return Ok(None);
            }
            Err(e) => return Err(StoreError::io("open", &path)(e)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Self { file, writes: false })),
            Err(TryLockError::Error(e)) => Err(StoreError::io("lock", &path)(e)),
            Err(TryLockError::WouldBlock) => Err(held_by_writer(layout, &mut file)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.writes {
            let _ = note(&mut self.file, ""); // The note is a courtesy; the lock itself goes with the file.
        }
    }
}

/// Waits as long as somebody only makes a copy of the store.
fn try_patiently(file: &File, layout: &Layout) -> Result<(), TryLockError> {
    let started = Instant::now();
    // A copy may have been done between the two looks at its lock and at this one: so the second failure counts.
    let mut failures = 0;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if is_being_taken(layout) && started.elapsed() < PATIENCE => failures = 0,
            Err(TryLockError::WouldBlock) if failures == 0 => failures += 1,
            other => return other,
        }
        thread::sleep(GLANCE);
    }
}

fn open_to_read(path: &Path) -> io::Result<File> {
    match File::open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path),
        other => other,
    }
}

fn held_by_writer(layout: &Layout, file: &mut File) -> StoreError {
    let mut note = String::new();
    // Some systems do not let a locked file be read; the message then goes without the number.
    let pid = file.read_to_string(&mut note).ok().and_then(|_| note.trim().parse().ok());
    StoreError::Writing { path: layout.root.clone(), pid }
}

fn note(file: &mut File, text: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())
}
