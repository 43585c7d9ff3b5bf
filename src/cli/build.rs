//! `pakt build`: documents into the graph of a store.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use clap::Args;
use pakt::graph::Base;
use pakt::graph::run::{Counts, Run};
use pakt::pipeline::{self, Arrivals, Intake, Totals, Watch};
use pakt::query::{self, Output, Query, ResultFormat};
use pakt::store::{Store, StoreError};

use super::Outcome;
use super::failure::Failure;
use super::inputs::{self, Progress};
use super::options::{DEFAULT_STORE, KnowledgeOptions, LimitOptions, StoreOption, ThreadsOption};
use super::output::{count, program, shell, tell, write_to};
use super::stop::Stop;

/// Reads documents into the graph of a store
///
/// Folders are walked. Only what changed since the last build is read: documents by their content, and all of them again if
/// the rules, the names or the program are others. A document that is not in its folder any more is taken out; documents of
/// other folders stay. The result is that of one build of all that is there now, for any order of the inputs, any number of
/// threads and any number of runs.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// Documents or folders of them: text, Markdown, HTML, PDF, DOCX, ODT, EML, RSS, Atom, JSON Lines, JSON, CSV, and .zip and .gz
    /// of these
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    /// Where the IRIs of the data begin [default: that of the store; of a new one https://w3id.org/pakt/id/]
    #[arg(long, value_name = "IRI", value_parser = Base::new)]
    base: Option<Base>,
    /// Write what became of every input to a file, as JSON [default: not written]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitOptions,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt build data                            all documents of a folder, into ./pakt-store
  pakt build a.txt b.html --store my-graph   two documents, into another store
  pakt build export.csv mails.zip            a table of documents, an archive
  pakt build news --report read.json         and what became of each file
  pakt build news --gazetteers my-names      with names of your own";

/// Columns of the table where there is no terminal to fit it to.
const WIDTH: u16 = 160;

impl Build {
    pub fn run(self) -> Result<Outcome, Failure> {
        let clock = Clock::start("build", &self.inputs);
        let reader = self.knowledge.reader()?;
        let found = inputs::find(&self.inputs);
        // Of a folder that has become empty the store may know documents; otherwise there is nothing to do.
        let is_any_folder = self.inputs.iter().any(|path| path.is_dir());
        if found.inputs.is_empty() && !(is_any_folder && Store::exists(&self.store.store)) {
            self.report.as_ref().map_or(Ok(()), |path| found.report.write(path))?;
            return Ok(Outcome::Incomplete);
        }
        // Opened before anything is read: who cannot write need not wait to hear it.
        let mut store = Store::open_or_create(&self.store.store, self.base.as_ref())?;
        let interrupted = store.interrupted().map(str::to_owned).unwrap_or_default();
        store.set_task(task(&self.inputs));
        let folders: Vec<PathBuf> = self.inputs.iter().filter(|path| path.is_dir()).cloned().collect();
        let limits = self.limits.limits();
        let progress = Progress::new(found.inputs.len(), found.report, Stop::listen());
        let (arrivals, skipped, reading, totals) = self.threads.run(|| -> Result<_, StoreError> {
            let started = Instant::now();
            let mut intake = Intake::new(&mut store, &reader, &limits, &progress)?;
            intake.take(&found.inputs)?;
            if !intake.is_stopped() {
                intake.withdraw(&folders, &found.spared)?;
                intake.read_again()?;
            }
            // Who presses Ctrl-C when all is read does not want to wait for the graph either.
            let is_stopped = intake.is_stopped() || progress.is_stopped();
            let (arrivals, skipped) = intake.finish();
            let totals = if is_stopped { None } else { Some(pipeline::refresh_watched(&mut store, &progress)?) };
            Ok((arrivals, skipped, started.elapsed(), totals))
        })??;
        let became = progress.finish(&found.inputs);
        self.report.as_ref().map_or(Ok(()), |path| became.write(path))?;
        let Some(totals) = totals else {
            tell(format_args!(
                "stopped: {} read and kept; the graph does not have them yet. The same command goes on from there",
                documents(arrivals.present())
            ));
            return Ok(Outcome::Stopped);
        };
        let run =
            Run { rules: Some(reader.rules.hash().to_owned()), gazetteers: Some(reader.gazetteers.hash().to_owned()), ..clock.stop() };
        store.record(&Run { counts: Counts { reading, ..counts(arrivals, skipped, totals) }, ..run })?;
        if found.inputs.is_empty() {
            return Ok(Outcome::Incomplete);
        }
        report(&store, &self.store, arrivals, totals)?;
        let ours = task(&self.inputs);
        let left: Vec<&str> = interrupted.lines().filter(|input| !ours.lines().any(|own| own == *input)).collect();
        if !left.is_empty() {
            let inputs: Vec<String> = left.iter().map(|input| shell(Path::new(input))).collect();
            tell(format_args!("\nnote: a build of {} was interrupted; run it again to read the rest", inputs.join(" ")));
        }
        Ok(if skipped == 0 && !found.incomplete { Outcome::Done } else { Outcome::Incomplete })
    }
}

/// The inputs, one a line, so that a run that finds the store unfinished can say what is missing.
fn task(inputs: &[PathBuf]) -> String {
    inputs.iter().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string() + "\n").collect()
}

/// For the record of a run: what it was, and when it began.
pub struct Clock {
    command: &'static str,
    inputs: Vec<String>,
    started: SystemTime,
}

impl Clock {
    pub fn start(command: &'static str, inputs: &[PathBuf]) -> Self {
        let inputs = inputs.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        Self { command, inputs, started: SystemTime::now() }
    }

    /// The run until now, without what it did.
    pub fn stop(self) -> Run {
        let Self { command, inputs, started } = self;
        Run { command, inputs, started, ended: SystemTime::now(), rules: None, gazetteers: None, counts: Counts::default() }
    }
}

pub fn counts(arrivals: Arrivals, skipped: usize, totals: Totals) -> Counts {
    let Arrivals { new, changed, read_again, unchanged, gone } = arrivals;
    let Totals { documents, agreements, resolving, writing, .. } = totals;
    Counts { new, changed, read_again, unchanged, gone, skipped, documents, agreements, reading: Duration::ZERO, resolving, writing }
}

/// What came in and what the store holds now, the agreements as a table, and how to go on.
pub fn report(store: &Store, option: &StoreOption, arrivals: Arrivals, totals: Totals) -> Result<(), Failure> {
    tell(came_in(arrivals));
    tell(held(option, totals));
    // The names of the nodes are long; who wants them asks the same question.
    let question = Query::from_arguments("agreements", &[], store.base()).map_err(Failure::Query)?.hide("agreement");
    let output = Output { format: Some(ResultFormat::Table), rows: None, width: query::terminal_width().or(Some(WIDTH)), most: None };
    write_to(None, |out| query::run(store, &question, output, out).map_err(|e| Failure::query("standard output", e)))?;
    tell(next_steps(option));
    Ok(())
}

/// `5 documents: 1 new, 1 changed, 3 unchanged; 2 gone`
fn came_in(arrivals: Arrivals) -> String {
    let Arrivals { new, changed, read_again, unchanged, gone } = arrivals;
    let again = if read_again > 0 { format!("{read_again} read again with other rules or names, ") } else { String::new() };
    let gone = if gone > 0 { format!("; {gone} gone") } else { String::new() };
    format!("{}: {new} new, {changed} changed, {again}{unchanged} unchanged{gone}", documents(arrivals.present()))
}

/// What the store holds.
pub fn held(option: &StoreOption, totals: Totals) -> String {
    format!(
        "in {}: {}, {}, {}, {}, {}",
        option.store.display(),
        documents(totals.documents),
        count(totals.persons, "person", "persons"),
        count(totals.organizations, "organization", "organizations"),
        count(totals.territories, "territory", "territories"),
        count(totals.agreements, "agreement", "agreements"),
    )
}

pub fn documents(n: usize) -> String {
    count(n, "document", "documents")
}

fn next_steps(option: &StoreOption) -> String {
    let pakt = program();
    let store = if option.store.as_os_str() == DEFAULT_STORE { String::new() } else { format!(" --store {}", shell(&option.store)) };
    format!(
        "\nNext:\n  \
         {pakt} query{store} who-signed          who signed what, for whom\n  \
         {pakt} query{store} evidence            the words behind every fact\n  \
         {pakt} query{store} --list              all ready-made questions; or write SPARQL instead\n  \
         {pakt} export{store} -o graph.ttl       the graph as Turtle"
    )
}
