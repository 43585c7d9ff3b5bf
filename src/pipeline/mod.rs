//! All stages in a row: files into facts, facts into a store, the documents of a store into its graph.
//!
//! - [`read_all`]: files into facts, each alone, on any number of threads
//! - [`Intake`]: documents into a store, those only that are not there yet as they are
//! - [`refresh`]: the graph of a store from *all* its documents, so that the result does not depend on how, in which order
//!   or in how many runs they came in
//! - [`graph_of`]: the same without a store, in memory
//!
//! What was taken in is safe in the store batch by batch. A run that dies loses the batch that it was at, and the next one
//! goes on from there.

mod intake;
mod leave;
mod memory;
mod refresh;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use intake::{Arrival, Arrived, Intake, Watch};
pub use leave::{find_documents, remove};
pub use memory::graph_of;
pub use refresh::{Totals, refresh, refresh_watched};

use crate::document::{self, Content, Document, Input, Limits, Skipped};
use crate::extract::{Borrowed, Reader};
use crate::facts::DocumentFacts;
use crate::rules::cascade::Scratch;
use crate::store::{Header, Record, Store, StoreError};

/// Reads documents on the threads of the current rayon pool, and gives them to `take` some at a time, in the order of
/// `inputs`.
///
/// # Errors
/// Those of `take`.
pub fn read_all<E>(
    reader: &Reader,
    inputs: &[Input],
    limits: &Limits,
    take: impl FnMut(Vec<Result<DocumentFacts, Skipped>>) -> Result<(), E>,
) -> Result<(), E> {
    read_with(reader, inputs, limits, |document, scratch| reader.read(document, scratch), take)
}

/// [`read_all`] for what `read` makes of a document.
///
/// # Errors
/// Those of `take`.
pub fn read_with<T: Send, E>(
    reader: &Reader,
    inputs: &[Input],
    limits: &Limits,
    read: impl Fn(&Document, &mut Scratch) -> T + Sync,
    mut take: impl FnMut(Vec<Result<T, Skipped>>) -> Result<(), E>,
) -> Result<(), E> {
    let read = |scratch: &mut Borrowed, content: Result<Content, Skipped>| Ok(read(&content?.read(limits)?, scratch));
    let batches = batches(document::contents(inputs, limits));
    batches.into_iter().try_for_each(|some| take(some.into_par_iter().map_init(|| reader.scratch(), read).collect()))
}

/// Contents that are read together: [`BATCH`] of them, or fewer if they are large.
fn batches(mut contents: impl Iterator<Item = Result<Content, Skipped>>) -> impl Iterator<Item = Vec<Result<Content, Skipped>>> {
    std::iter::from_fn(move || {
        let (mut some, mut bytes) = (Vec::new(), 0);
        while some.len() < BATCH && bytes < BATCH_BYTES {
            let Some(one) = contents.next() else { break };
            bytes += one.as_ref().map_or(0, Content::size);
            some.push(one);
        }
        (!some.is_empty()).then_some(some)
    })
}

/// What became of the documents that came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// No document of this path was known.
    pub new: usize,
    /// A document of this path was known and has another content now.
    pub changed: usize,
    /// The content is as it was, but rules, names or program are not.
    pub read_again: usize,
    pub unchanged: usize,
    /// A document of this path was known and is not there any more.
    pub gone: usize,
}

impl Arrivals {
    /// Documents that came in, whatever became of them.
    pub fn present(&self) -> usize {
        self.new + self.changed + self.read_again + self.unchanged
    }
}

/// Takes facts that were made elsewhere into a store and brings its graph up to date. A document replaces the one of the
/// same path; all others stay.
///
/// # Errors
/// If the store cannot be read or written. Killed at any point, it leaves a store that the next update mends.
pub fn update(store: &mut Store, arrived: &[DocumentFacts]) -> Result<(Arrivals, Totals), StoreError> {
    let mut loading = Loading::new(store)?;
    loading.take(store, arrived)?;
    let arrivals = loading.arrivals;
    Ok((arrivals, refresh(store)?))
}

/// Takes facts that were made elsewhere into a store, some at a time. The graph follows with [`refresh`].
pub struct Loading {
    /// What was there at the beginning.
    stored: BTreeMap<String, Header>,
    pub arrivals: Arrivals,
}

impl Loading {
    /// # Errors
    /// If the store cannot be read.
    pub fn new(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { stored: store.documents().headers()?, arrivals: Arrivals::default() })
    }

    /// Takes facts into the store that this was made for.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn take(&mut self, store: &mut Store, facts: &[DocumentFacts]) -> Result<(), StoreError> {
        for some in facts.chunks(BATCH) {
            let mut put: Vec<_> = some.par_iter().map(|facts| Record { facts: facts.clone(), source: None }.pack()).collect();
            put.retain(|one| {
                let old = self.stored.get(&one.file);
                let is_same = old.is_some_and(|old| old.facts == one.header.facts);
                match old {
                    Some(_) if is_same => self.arrivals.unchanged += 1,
                    Some(_) => self.arrivals.changed += 1,
                    None => self.arrivals.new += 1,
                }
                !is_same
            });
            store.change_documents(&put, &[])?;
        }
        Ok(())
    }
}

/// Documents that are written in one go: what is lost at most when a run dies, and what is in memory at a time.
pub const BATCH: usize = 512;
/// Bytes of documents that are in memory at a time, but for the last of them.
const BATCH_BYTES: usize = 64 << 20;
