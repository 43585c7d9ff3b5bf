//! `pakt build`: documents into the graph of a store.

use std::path::PathBuf;

use clap::Args;
use pakt::graph::Base;
use pakt::pipeline::{self, Arrivals, KnownEntries, Totals};
use pakt::query::{self, Output, Query, ResultFormat};
use pakt::store::Store;

use super::failure::Failure;
use super::options::{DEFAULT_STORE, KnowledgeOptions, StoreOption, ThreadsOption};
use super::output::{count, program, shell, tell, write_to};
use super::{Outcome, inputs};

/// Reads documents into the graph of a store
///
/// Folders are walked. A document that was read before under the same path is replaced, all others stay. The result
/// is the same for any order of the inputs, any number of threads and any number of runs.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// Documents (.txt, .md, .html, .htm) or folders of them
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    /// Where the IRIs of the data begin [default: that of the store; of a new one https://w3id.org/pakt/id/]
    #[arg(long, value_name = "IRI", value_parser = Base::new)]
    base: Option<Base>,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt build data                            all documents of a folder, into ./pakt-store
  pakt build a.txt b.html --store my-graph   two documents, into another store
  pakt build news --gazetteers my-names      with names of your own";

/// Columns of the table where there is no terminal to fit it to.
const WIDTH: u16 = 160;

impl Build {
    pub fn run(self) -> Result<Outcome, Failure> {
        let reader = self.knowledge.reader()?;
        let found = inputs::find(&self.inputs);
        if found.inputs.is_empty() {
            return Ok(Outcome::Incomplete);
        }
        // Opened before anything is read: who cannot write need not wait to hear it.
        let mut store = Store::open_or_create(&self.store.store, self.base.as_ref())?;
        let (facts, complete) = inputs::read(&reader, &found.inputs, &self.threads)?;
        let (arrivals, totals) = pipeline::update(&mut store, facts, &KnownEntries::of(&reader.gazetteers))?;
        report(&store, &self.store, arrivals, totals)?;
        Ok(if complete && !found.incomplete { Outcome::Done } else { Outcome::Incomplete })
    }
}

/// What came in and what the store holds now, the agreements as a table, and how to go on.
pub fn report(store: &Store, option: &StoreOption, arrivals: Arrivals, totals: Totals) -> Result<(), Failure> {
    let Arrivals { new, changed, unchanged } = arrivals;
    tell(format_args!("read: {}, of which {new} new, {changed} changed, {unchanged} unchanged", documents(new + changed + unchanged)));
    tell(format_args!(
        "in {}: {}, {}, {}, {}, {}",
        option.store.display(),
        documents(totals.documents),
        count(totals.persons, "person", "persons"),
        count(totals.organizations, "organization", "organizations"),
        count(totals.territories, "territory", "territories"),
        count(totals.agreements, "agreement", "agreements"),
    ));
    // The names of the nodes are long; who wants them asks the same question.
    let question = Query::from_arguments("agreements", &[], store.base()).map_err(Failure::Query)?.hide("agreement");
    let output = Output { format: Some(ResultFormat::Table), rows: None, width: query::terminal_width().or(Some(WIDTH)) };
    write_to(None, |out| query::run(store, &question, output, out).map_err(|e| Failure::query("standard output", e)))?;
    tell(next_steps(option));
    Ok(())
}

fn documents(n: usize) -> String {
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
