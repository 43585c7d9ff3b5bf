//! `pakt serve`: pages for people, an endpoint for tools.
//!
//! - [`listen`] takes connections, [`respond`] leads a request to who answers it: [`pages`] (no HTTP in there), the SPARQL
//!   endpoint ([`protocol`]), whole graphs and nodes as RDF ([`graphs`]), the description ([`about`]).
//! - [`current`] sees to it that what is served is one state of the store ([`view`]), also while a build runs.
//! - Queries run in processes of their own ([`worker`], [`workers`]).
//! - Everything that others send is bounded: [`Limits`].
//!
//! The asynchronous runtime stays in here. What reads the store or computes runs on threads that may wait.

mod about;
mod body;
mod current;
mod fault;
mod graphs;
mod guard;
mod hosts;
mod iris;
mod listen;
mod negotiate;
pub mod pages;
mod protocol;
mod reply;
mod respond;
pub mod view;
mod worker;
mod workers;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use worker::{WORKER, run as worker};

use crate::store::StoreError;

pub struct Options {
    /// Folder of the store.
    pub store: PathBuf,
    /// Where to listen; with port 0 the system chooses one.
    pub bind: SocketAddr,
    /// Names by which the server is called, beside those of this machine for itself.
    pub hosts: Vec<String>,
    /// Origins whose pages may read the answers; `*` is any.
    pub origins: Vec<String>,
    pub limits: Limits,
    /// This program, which is called with [`WORKER`] to answer queries.
    pub program: PathBuf,
    /// Is called with what the user may want to know.
    pub tell: Box<dyn Fn(News) + Send + Sync>,
}

/// How much others may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most that a query may take.
    pub query_time: Duration,
    /// Bytes of memory that a query may take, beyond what opening the store takes.
    pub query_memory: u64,
    /// Queries at a time. Others wait.
    pub queries: usize,
    /// Queries that wait; more are turned away.
    pub waiting: usize,
    /// Rows or triples of an answer.
    pub rows: usize,
    /// Bytes of an answer.
    pub answer_bytes: usize,
    /// Bytes of a request's content.
    pub request_bytes: usize,
    /// Pages that are made at a time.
    pub pages: usize,
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            query_time: Duration::from_secs(30),
            query_memory: 1_000_000_000,
            queries: processors,
            waiting: 64,
            rows: 1_000_000,
            answer_bytes: 100_000_000,
            request_bytes: 1_000_000,
            pages: processors * 2,
            connections: 512,
        }
    }
}

/// What a server tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Another process writes to the store; the server begins when it has ended.
    Waiting { pid: Option<u32> },
    /// Nobody can write to the store, so it is read where it is. A build would have to wait.
    ReadOnly,
    /// The build before was interrupted: the graph may mix old and new.
    Interrupted,
    /// From now on requests are answered.
    Serving { address: SocketAddr },
    /// The store has a new state, which is served from now on.
    NewState,
    /// It has one, but that cannot be served.
    StaysOld { why: String },
    /// No more requests are taken; those at hand are answered.
    Ending,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("cannot listen on {address}: {source}; another --bind may do")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("cannot start: {0}")]
    Start(io::Error),
}

/// Files that the server may have open.
#[cfg(unix)]
const FILES: u64 = 16_384;

/// Serves a store until the user ends it (Ctrl-C, SIGTERM).
///
/// # Errors
/// If the address cannot be listened on, or the store is none or cannot be read.
pub fn run(options: Options) -> Result<(), ServeError> {
    // Connections and the files of the store count together. What the system does not give, the server does without.
    #[cfg(unix)]
    let _ = rlimit::increase_nofile_limit(FILES);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Start)?;
    let served = runtime.block_on(listen::run(Arc::new(options)));
    // What still runs then has had its time.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}
