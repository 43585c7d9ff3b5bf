//! Why a command stops, and the exit status that goes with it.

use std::io;

use pakt::diagnostics::Diagnostic;
use pakt::gazetteers::LoadError;
use pakt::query::QueryError;
use pakt::store::StoreError;
use pakt::store::export::ExportError;

use super::STOPPED;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The arguments, or a file that they name, cannot be used.
    #[error("error: {0}")]
    Usage(String),
    #[error("{}", list(.0))]
    Rules(Vec<Diagnostic>),
    #[error("{}", list(.0))]
    Gazetteers(Vec<LoadError>),
    #[error("{}", list(.0))]
    Several(Vec<Failure>),
    #[error("{}", query(.0))]
    Query(#[source] QueryError),
    #[error("error: {0}")]
    Store(#[from] StoreError),
    #[error("error: the store cannot be read: {0}")]
    Graph(#[source] oxigraph::store::StorageError),
    #[error("error: cannot write {to}: {source}")]
    Write { to: String, source: io::Error },
    #[error("stopped: what was written until now is whole; the same command begins anew")]
    Stopped,
    /// Whoever read standard output has seen enough.
    #[error("")]
    BrokenPipe,
}

impl Failure {
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::Stopped => STOPPED,
            Self::Usage(_) | Self::Rules(_) | Self::Gazetteers(_) | Self::Several(_) | Self::Query(_) | Self::Write { .. } => 2,
            Self::Store(_) | Self::Graph(_) => 3,
        }
    }

    /// For `map_err` where something is written to `to`.
    pub fn write(to: &str) -> impl Fn(io::Error) -> Self + use<> {
        let to = to.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Write { to: to.clone(), source },
        }
    }

    pub fn query(to: &str, error: QueryError) -> Self {
        match error {
            QueryError::Write(error) => Self::write(to)(error),
            error => Self::Query(error),
        }
    }

    pub fn export(to: &str, error: ExportError) -> Self {
        match error {
            ExportError::Write(error) => Self::write(to)(error),
            ExportError::Store(error) => Self::Graph(error),
            ExportError::NoSuchGraph(_) => Self::Usage(error.to_string()),
        }
    }
}

fn list<T: ToString>(faults: &[T]) -> String {
    faults.iter().map(T::to_string).collect::<Vec<_>>().join("\n\n")
}

/// A syntax error shows its place below a heading of its own.
fn query(error: &QueryError) -> String {
    match error {
        QueryError::Syntax { rendered, .. } => rendered.clone(),
        error => format!("error: {error}"),
    }
}
