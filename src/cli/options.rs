//! Options that several commands have.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use pakt::document::{self, Limits};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::rules::RuleSet;

use super::failure::Failure;
use super::output::tell;

/// Where a store is unless the user says otherwise.
pub const DEFAULT_STORE: &str = "pakt-store";

#[derive(Args)]
pub struct StoreOption {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "PAKT_STORE", default_value = DEFAULT_STORE)]
    pub store: PathBuf,
}

#[derive(Args)]
pub struct KnowledgeOptions {
    /// Folder with rule files (.toml); one of the same name replaces a built-in file, others add to them [default: the built-in rules]
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Folder with lists of names (.csv); one of the same name replaces a built-in file, others add to them [default: the built-in names]
    #[arg(long, value_name = "DIR")]
    pub gazetteers: Option<PathBuf>,
}

#[derive(Args)]
pub struct LimitOptions {
    /// Read documents in other languages than German too
    #[arg(long)]
    any_language: bool,
    /// Largest document, in megabytes
    #[arg(long, value_name = "MB", default_value_t = Limits::default().document_bytes / MEGABYTE, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    max_size: u64,
    /// Most that an archive or a table may unpack to, in megabytes
    #[arg(long, value_name = "MB", default_value_t = Limits::default().unpacked_bytes / MEGABYTE, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    max_unpacked: u64,
    /// Seconds that a PDF may take
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().pdf_time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=3_600))]
    max_seconds: u64,
}

impl LimitOptions {
    pub fn limits(&self) -> Limits {
        Limits {
            document_bytes: self.max_size * MEGABYTE,
            unpacked_bytes: self.max_unpacked * MEGABYTE,
            pdf_time: Duration::from_secs(self.max_seconds),
            any_language: self.any_language,
            ..usual_limits()
        }
    }
}

const MEGABYTE: u64 = 1_000_000;

#[derive(Args)]
pub struct ThreadsOption {
    /// Number of threads; 0 for one a processor. The result does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

impl KnowledgeOptions {
    /// Loads rules and gazetteers, side by side. All faults of both are told. They are left to the system at the end: to
    /// take them apart takes longer than to read a page.
    pub fn reader(&self) -> Result<ManuallyDrop<Reader>, Failure> {
        let (rules, gazetteers) = rayon::join(
            || rules(self.rules.as_deref()),
            || rayon::join(|| Gazetteers::load(self.gazetteers.as_deref()), document::get_ready).0,
        );
        match (rules, gazetteers.map_err(Failure::Gazetteers)) {
            (Ok(rules), Ok(gazetteers)) => {
                tell_notes(&gazetteers.notes);
                Ok(ManuallyDrop::new(Reader::new(gazetteers, rules)))
            }
            (Err(rules), Err(gazetteers)) => Err(Failure::Several(vec![rules, gazetteers])),
            (Err(failure), _) | (_, Err(failure)) => Err(failure),
        }
    }
}

/// The rules that come with the program, with those of a folder if one is given.
pub fn rules(folder: Option<&Path>) -> Result<RuleSet, Failure> {
    let rules = folder.map_or_else(RuleSet::builtin, RuleSet::load).map_err(Failure::Rules)?;
    tell_notes(&rules.notes);
    Ok(rules)
}

fn tell_notes(notes: &[String]) {
    for note in notes {
        tell(format_args!("note: {note}"));
    }
}

impl ThreadsOption {
    /// Runs `work` on that many threads.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build();
        let pool =
            pool.map_err(|e| Failure::Usage(format!("cannot start {} threads ({e}); give a smaller number to --threads", self.threads)))?;
        Ok(pool.install(work))
    }
}

/// The limits where the command has no options for them.
pub fn usual_limits() -> Limits {
    // Where the program cannot find itself, PDFs are read in this process.
    Limits { worker: std::env::current_exe().ok(), ..Limits::default() }
}
