//! The process that answers queries.
//!
//! A query can ask for anything: a cross product of everything, a text that doubles itself forty times, ten thousand brackets. The
//! evaluator can be told to stop, but looks for that only where it reads the graph, and nobody counts its memory; too many brackets
//! end the process. So queries run in processes of their own, each with a bound on its memory, which are stopped from outside when
//! their time is over ([`super::workers`]). One process answers one query at a time, and many in a row.
//!
//! A [`Job`] is a line of JSON on standard input; the answer is a line of JSON ([`Head`]) and as many bytes as that says.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};

use crate::query::{self, Form, Output, Query, QueryError, ResultFormat};
use crate::store::{Store, StoreError};

/// The argument that makes the program call [`run`]; the folder of the store and a number of bytes follow.
pub const WORKER: &str = "--answer-queries";

/// A query and how to answer it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    pub query: String,
    /// IRIs of graphs: see [`Query::set_dataset`].
    pub default_graphs: Vec<String>,
    pub named_graphs: Vec<String>,
    /// Nothing, if the client takes no format that rows can have.
    pub rows: Option<ResultFormat>,
    /// The same for triples.
    pub triples: Option<ResultFormat>,
    pub most_rows: usize,
    pub most_bytes: usize,
}

/// What became of a [`Job`]; `length` bytes follow: the answer, or what is to be said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    pub outcome: Outcome,
    pub length: usize,
    /// The process holds much more memory than it began with, and should not be asked again.
    pub is_worn: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The store is open.
    Ready,
    Answer(ResultFormat),
    /// The query is none, or asks for what is not done.
    Refused,
    /// The client takes no format that an answer of this form has.
    NotAcceptable(Kind),
    /// The answer is larger than an answer may be.
    TooLarge,
    /// Something failed while the query ran.
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Rows,
    Triples,
}

/// Answers the queries on standard input until it ends. Takes at most `memory` bytes for that, where the system can be told so.
///
/// # Errors
/// If the store cannot be opened.
pub fn run(store: &Path, memory: u64) -> Result<(), StoreError> {
    let store = Store::open_read(store)?;
    let jobs = jobs();
    let bound = Bound::set(memory);
    let mut out = io::stdout().lock();
    // When nobody listens any more there is nothing left to do, here and below.
    let mut say = |outcome: Outcome, text: &[u8]| {
        let head = Head { outcome, length: text.len(), is_worn: bound.is_worn() };
        // OK because: the type has no keys but texts.
        let head = serde_json::to_string(&head).expect("a head can be written as JSON");
        writeln!(out, "{head}").and_then(|()| out.write_all(text)).and_then(|()| out.flush()).is_ok()
    };
    let mut listens = say(Outcome::Ready, &[]);
    for job in jobs {
        if !listens {
            break;
        }
        let mut answer = Vec::new();
        listens = match answered(&store, &job, &mut answer) {
            Ok(outcome) => say(outcome, &answer),
            Err(QueryError::Write(error)) => say(of_writing(&error), error.to_string().as_bytes()),
            Err(error) => say(of(&error), error.to_string().as_bytes()),
        };
    }
    Ok(())
}

fn answered(store: &Store, job: &Job, answer: &mut Vec<u8>) -> Result<Outcome, QueryError> {
    let mut query = Query::parse(&job.query, "query", store.base())?;
    query.set_dataset(&iris(&job.default_graphs), &iris(&job.named_graphs));
    let results = query::ask(store, &query)?;
    let (format, kind) = match results.form() {
        Form::Rows => (job.rows, Kind::Rows),
        Form::Triples => (job.triples, Kind::Triples),
    };
    let Some(format) = format else { return Ok(Outcome::NotAcceptable(kind)) };
    let output = Output { format: Some(format), most: Some(job.most_rows), ..Output::default() };
    results.write(output, &mut Bounded { bytes: answer, most: job.most_bytes })?;
    Ok(Outcome::Answer(format))
}

/// They were checked where they came in.
fn iris(texts: &[String]) -> Vec<NamedNode> {
    texts.iter().filter_map(|text| NamedNode::new(text).ok()).collect()
}

fn of(error: &QueryError) -> Outcome {
    match error {
        QueryError::Syntax { .. } | QueryError::Update | QueryError::Service(_) => Outcome::Refused,
        QueryError::TooMany(_) => Outcome::TooLarge,
        _ => Outcome::Failed,
    }
}

fn of_writing(error: &io::Error) -> Outcome {
    if error.kind() == io::ErrorKind::FileTooLarge { Outcome::TooLarge } else { Outcome::Failed }
}

/// The lines of standard input. They are read on a thread of their own: when the server is gone, so is the process, even in the
/// middle of a query.
fn jobs() -> mpsc::Receiver<Job> {
    let (sender, jobs) = mpsc::channel();
    let (begun, has_begun) = mpsc::channel();
    thread::spawn(move || {
        // The first memory that a thread takes makes the system set some aside for it; that is not to count for the first query.
        let _ = begun.send(Vec::<u8>::with_capacity(1));
        for line in io::stdin().lock().lines() {
            let Some(job) = line.ok().and_then(|line| serde_json::from_str(&line).ok()) else { break };
            if sender.send(job).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    let _ = has_begun.recv();
    jobs
}

/// Takes so many bytes and no more.
struct Bounded<'a> {
    bytes: &'a mut Vec<u8>,
    most: usize,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            let message =
                format!("the answer is larger than {} megabytes, which is the most that is given; ask for less", self.most / 1_000_000);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bound on this process's memory.
struct Bound {
    began_with: u64,
    memory: u64,
}

impl Bound {
    fn set(memory: u64) -> Self {
        let began_with = size().unwrap_or_default();
        #[cfg(unix)]
        {
            let most = began_with.saturating_add(memory);
            // Where the system does not know such bounds, the time still bounds what a query does.
            let _ = rlimit::Resource::AS.set(most, most);
            let _ = rlimit::Resource::CORE.set(0, 0);
        }
        Self { began_with, memory }
    }

    fn is_worn(&self) -> bool {
        size().is_some_and(|size| size.saturating_sub(self.began_with) > self.memory / 4)
    }
}

/// Bytes of addresses that this process has taken, where the system tells it.
fn size() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB"))?;
    Some(kilobytes.parse::<u64>().ok()? * 1024)
}
