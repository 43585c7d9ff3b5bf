//! The processes that answer queries ([`super::worker`]), seen from the server: made when they are needed, used again, stopped
//! when a query takes too long.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::worker::{Head, Job, Outcome, WORKER};

/// How long a process may take to open the store. A graph that is kept as N-Quads is read for that.
const TO_OPEN: Duration = Duration::from_secs(120);
/// What a process that has died has said last; more is not read.
const LAST_WORDS: u64 = 4096;

/// How the end of a process tells that it got no more memory: in Rust, in C++, and where RocksDB throws that into Rust, which is the
/// one thing that it throws.
const OUT_OF_MEMORY: [&str; 3] = ["memory allocation", "bad_alloc", "foreign exception"];

/// Processes that answer from one state of a store.
pub struct Workers {
    /// This program.
    program: PathBuf,
    store: PathBuf,
    /// Bytes that a query may take.
    memory: u64,
    /// Those that have nothing to do.
    idle: Mutex<Vec<Worker>>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the query was stopped after {} seconds, which is the most that one may take; ask for less at a time", .0.as_secs())]
    TooSlow(Duration),
    #[error("the query needs more than {} megabytes of memory, which is the most that one may take; ask for less at a time", .0 / 1_000_000)]
    TooMuchMemory(u64),
    #[error("the query is nested too deeply")]
    TooDeep,
    #[error("the query could not be answered: {0}")]
    Died(String),
    #[error("the query could not be answered: {0}")]
    Io(#[from] io::Error),
}

struct Worker {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
}

impl Workers {
    pub fn new(program: PathBuf, store: PathBuf, memory: u64) -> Self {
        Self { program, store, memory, idle: Mutex::default() }
    }

    /// Asks one of the processes. If this is dropped before it has ended, the process is stopped.
    ///
    /// # Errors
    /// If the query takes longer than `time`, needs more memory than it may, or its process cannot be made or ends.
    pub async fn ask(&self, job: &Job, time: Duration) -> Result<(Outcome, Vec<u8>), Fault> {
        let mut worker = match self.take() {
            Some(worker) => worker,
            None => self.make().await?,
        };
        let asked = timeout(time, worker.ask(job)).await;
        let head = match asked {
            // Dropping the worker stops the process, here and wherever there is no answer.
            Err(_) => return Err(Fault::TooSlow(time)),
            Ok(Err(_)) => return Err(self.autopsy(worker).await),
            Ok(Ok((head, text))) => {
                if !head.is_worn {
                    self.put(worker);
                }
                (head.outcome, text)
            }
        };
        Ok(head)
    }

    /// Makes a process beforehand, so that the first query need not wait for it.
    pub async fn warm_up(&self) {
        if let Ok(worker) = self.make().await {
            self.put(worker); // What is wrong otherwise, the first query will tell.
        }
    }

    fn take(&self) -> Option<Worker> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn put(&self, worker: Worker) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }

    async fn make(&self) -> Result<Worker, Fault> {
        let mut command = Command::new(&self.program);
        command.arg(WORKER).arg(&self.store).arg(self.memory.to_string()).kill_on_drop(true);
        // Ctrl-C is for the server: what is being answered is answered.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        // OK because: all three were asked for.
        let (stdin, stdout) = (child.stdin.take().expect("a pipe"), BufReader::new(child.stdout.take().expect("a pipe")));
        let stderr = child.stderr.take().expect("a pipe");
        let mut worker = Worker { child, stdin, stdout, stderr };
        match timeout(TO_OPEN, worker.answer()).await {
            Ok(Ok(_)) => Ok(worker),
            Ok(Err(_)) => Err(self.autopsy(worker).await),
            Err(_) => Err(Fault::Died("the store takes too long to open".to_owned())),
        }
    }

    /// Why a process has ended.
    async fn autopsy(&self, mut worker: Worker) -> Fault {
        let mut words = Vec::new();
        // It is dead or has closed its output: what it said last is there, and reading it ends.
        let _ = timeout(Duration::from_secs(1), (&mut worker.stderr).take(LAST_WORDS).read_to_end(&mut words)).await;
        let words = String::from_utf8_lossy(&words);
        if words.contains("overflowed its stack") {
            Fault::TooDeep
        } else if OUT_OF_MEMORY.iter().any(|one| words.contains(one)) {
            Fault::TooMuchMemory(self.memory)
        } else {
            let status = timeout(Duration::from_secs(1), worker.child.wait()).await;
            let status = status.ok().and_then(Result::ok).map(|status| status.to_string()).unwrap_or_default();
            Fault::Died(format!("its process has ended ({status}). {}", words.trim()))
        }
    }
}

impl Worker {
    async fn ask(&mut self, job: &Job) -> io::Result<(Head, Vec<u8>)> {
        let mut line = serde_json::to_vec(job)?;
        line.push(b'\n');
        self.stdin.write_all(&line).await?;
        self.stdin.flush().await?;
        self.answer().await
    }

    async fn answer(&mut self) -> io::Result<(Head, Vec<u8>)> {
        let mut line = String::new();
        self.stdout.read_line(&mut line).await?;
        let head: Head = serde_json::from_str(&line)?;
        let mut text = vec![0; head.length];
        self.stdout.read_exact(&mut text).await?;
        Ok((head, text))
    }
}
