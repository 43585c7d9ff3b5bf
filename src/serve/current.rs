//! The state of the store that is being served, and how the next one takes its place.
//!
//! What is served is a copy that nobody writes to ([`Snapshot`]). While a build runs it stays as it is; when the build has ended
//! there is another copy, which new requests see. Requests that run keep theirs, and the last one of them removes it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::task::spawn_blocking;

use super::about::About;
use super::view::View;
use super::workers::Workers;
use super::{News, Options, pages};
use crate::store::{Mark, Snapshot, Store, StoreError};

/// How often it is looked whether the store has another state.
const GLANCE: Duration = Duration::from_secs(1);
/// The same, when the last state could not be read or copied.
const AFTER_FAULT: Duration = Duration::from_secs(10);

/// One state of the store. The fields are dropped in this order: the copy goes when nobody reads it any more.
pub struct Served {
    pub workers: Workers,
    /// What is told about the graph as a whole, once somebody has asked.
    pub about: OnceLock<Result<About, String>>,
    pub view: View,
    /// Nothing, where the store itself is read because nobody can write to it.
    snapshot: Option<Snapshot>,
}

/// The state that new requests see.
pub struct Current(RwLock<Arc<Served>>);

impl Current {
    pub fn new(served: Served) -> Self {
        Self(RwLock::new(Arc::new(served)))
    }

    pub fn get(&self) -> Arc<Served> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, served: Served) {
        let old = std::mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), Arc::new(served));
        drop(old); // Outside of the lock: this may close a database and remove a folder.
    }
}

impl Served {
    /// Opens the store as it is now.
    ///
    /// # Errors
    /// If there is none, if another process writes to it ([`StoreError::Writing`]), or if it cannot be read or copied.
    pub fn open(options: &Options) -> Result<Self, StoreError> {
        let snapshot = match Snapshot::take(&options.store) {
            Err(error) if error.is_read_only() => None,
            other => Some(other?),
        };
        let folder: PathBuf = snapshot.as_ref().map_or_else(|| options.store.clone(), |snapshot| snapshot.folder().to_owned());
        let view = View::new(Store::open_served(&folder)?);
        let workers = Workers::new(options.program.clone(), folder, options.limits.query_memory);
        Ok(Self { workers, about: OnceLock::new(), view, snapshot })
    }

    pub fn is_copy(&self) -> bool {
        self.snapshot.is_some()
    }
}

/// Opens the store; waits while somebody writes to it.
///
/// # Errors
/// Those of [`Served::open`] but that one.
pub async fn first(options: &Arc<Options>) -> Result<Served, StoreError> {
    let mut is_told = false;
    loop {
        let own = Arc::clone(options);
        match blocking(move || Served::open(&own)).await {
            Err(StoreError::Writing { pid, .. }) => {
                if !std::mem::replace(&mut is_told, true) {
                    (options.tell)(News::Waiting { pid });
                }
                tokio::time::sleep(GLANCE).await;
            }
            other => return other,
        }
    }
}

/// Sees to it that new states are served. Never ends.
pub async fn watch(current: Arc<Current>, options: Arc<Options>) {
    // A fault is told once, not each time.
    let mut told = None;
    loop {
        tokio::time::sleep(if told.is_some() { AFTER_FAULT } else { GLANCE }).await;
        let (own, served) = (Arc::clone(&options), current.get());
        let why = match spawn_blocking(move || next(&own, &served)).await {
            Ok(Ok(None)) => continue,
            Ok(Ok(Some(served))) => {
                served.workers.warm_up().await;
                let current = Arc::clone(&current);
                blocking(move || current.set(served)).await;
                told = None;
                (options.tell)(News::NewState);
                continue;
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic.to_string(),
        };
        if told.as_ref() != Some(&why) {
            (options.tell)(News::StaysOld { why: why.clone() });
        }
        told = Some(why);
    }
}

/// The state after `served`, if there is one and nobody is writing.
fn next(options: &Options, served: &Served) -> Result<Option<Served>, StoreError> {
    let Some(snapshot) = &served.snapshot else { return Ok(None) };
    if Mark::of(&options.store) == *snapshot.mark() {
        return Ok(None);
    }
    match Served::open(options) {
        Ok(served) => {
            pages::prepare(&served.view);
            Ok(Some(served))
        }
        Err(StoreError::Writing { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Runs something that takes a while or waits for the disk.
///
/// # Panics
/// As `work` does.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
