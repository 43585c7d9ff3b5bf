//! `pakt query`: questions to a store.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use pakt::graph::Base;
use pakt::query::{self, Output, ResultFormat, questions};
use pakt::store::Store;

use super::Outcome;
use super::failure::Failure;
use super::options::StoreOption;
use super::output::{is_terminal, name, tell, write_to};

/// Asks a store: SPARQL 1.1 or a ready-made question
///
/// A query sees all graphs as one unless it names them. The usual prefixes (pakt, schema, org, skos, prov, nif, ...)
/// need not be declared.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Query {
    /// A query in SPARQL, or the name of a ready-made question
    #[arg(value_name = "QUERY", required_unless_present_any = ["file", "list"], conflicts_with_all = ["file", "list"])]
    query: Option<String>,
    /// What the ready-made question wants to know, for example a name
    #[arg(value_name = "VALUE", requires = "query")]
    values: Vec<String>,
    /// Read the query from a file; - for standard input [default: the query is given as QUERY]
    #[arg(short, long, value_name = "FILE", conflicts_with = "list")]
    file: Option<PathBuf>,
    /// List the ready-made questions [default: ask]
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    store: StoreOption,
    /// How to write the answer [default: what the name of the file given to -o says; else table on a terminal and tsv
    /// elsewhere; for CONSTRUCT and DESCRIBE turtle]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ResultFormat>,
    /// Write the answer to a file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  pakt query --list                     the ready-made questions
  pakt query agreements                 every agreement
  pakt query partners-of Bayern         with whom Bayern agreed on something
  pakt query --format csv timeline > timeline.csv
  pakt query 'SELECT ?name { ?p a schema:Person ; schema:name ?name }'
  pakt query -f question.rq -o answer.json";

impl Query {
    pub fn run(self) -> Result<Outcome, Failure> {
        if self.list {
            return list(self.output.as_deref());
        }
        let store = Store::open_read(&self.store.store)?;
        if store.is_interrupted() {
            tell("note: the last build was interrupted, the answer may mix old and new; run `pakt build` again to mend it");
        }
        let query = self.parse(store.base())?;
        let output = self.output.as_deref();
        let answer =
            Output { format: self.format(), rows: self.rows(), width: query::terminal_width().filter(|_| output.is_none()), most: None };
        let rows = write_to(output, |out| query::run(&store, &query, answer, out).map_err(|e| Failure::query(&name(output), e)))?;
        if rows == 0 && !self.values.is_empty() {
            tell(format_args!(
                "note: nothing found for `{}`; `pakt query agreements` shows the names of the parties",
                self.values.join(" ")
            ));
        }
        Ok(Outcome::Done)
    }

    fn parse(&self, base: &Base) -> Result<query::Query, Failure> {
        let parsed = match (&self.query, &self.file) {
            (Some(query), _) => query::Query::from_arguments(query, &self.values, base),
            (None, Some(file)) => query::Query::parse(&read(file)?, &file.to_string_lossy(), base),
            (None, None) => return Err(Failure::Usage("give a query, the name of a question, or -f FILE".to_owned())),
        };
        parsed.map_err(Failure::Query)
    }

    fn format(&self) -> Option<ResultFormat> {
        self.format.or_else(|| ResultFormat::from_path(self.output.as_deref()?))
    }

    /// A table is for people: files and pipes get tab-separated values.
    fn rows(&self) -> Option<ResultFormat> {
        (self.output.is_some() || !is_terminal()).then_some(ResultFormat::Tsv)
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read =
        if file.as_os_str() == "-" { std::io::stdin().read_to_string(&mut text).map(|_| text) } else { std::fs::read_to_string(file) };
    read.map_err(|e| Failure::Usage(format!("cannot read the query from {}: {e}", file.display())))
}

fn list(output: Option<&Path>) -> Result<Outcome, Failure> {
    let title = |q: &questions::Question| q.parameters.iter().fold(q.name.to_owned(), |title, p| format!("{title} {}", p.name));
    let all = questions::list();
    let width = all.iter().map(|q| title(q).len()).max().unwrap_or_default();
    write_to(output, |out| {
        for question in &all {
            writeln!(out, "{:width$}  {}", title(question), question.description).map_err(Failure::write(&name(output)))?;
            for p in &question.parameters {
                writeln!(out, "{:width$}    {}: {}", "", p.name, p.description).map_err(Failure::write(&name(output)))?;
            }
        }
        Ok(Outcome::Done)
    })
}
