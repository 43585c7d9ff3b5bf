//! `pakt load`: facts that were extracted elsewhere into the graph of a store.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use pakt::facts::DocumentFacts;
use pakt::graph::Base;
use pakt::pipeline::{self, KnownEntries};
use pakt::store::Store;

use super::failure::Failure;
use super::options::{GazetteerOption, StoreOption};
use super::output::tell;
use super::{Outcome, build};

/// Takes facts (JSON lines of `pakt extract`) into the graph of a store
///
/// Every line is checked: its fields, that each quote is what the text has at its place, that every reference leads to
/// something. A line with a fault is told and left out. A document replaces the one of the same path in the store.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Load {
    /// Files of facts, one JSON object a line; - for standard input
    #[arg(required = true, value_name = "FACTS")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    gazetteers: GazetteerOption,
    /// Where the IRIs of the data begin [default: that of the store; of a new one https://w3id.org/pakt/id/]
    #[arg(long, value_name = "IRI", value_parser = Base::new)]
    base: Option<Base>,
}

const EXAMPLES: &str = "\
Examples:
  pakt load facts.jsonl                          into ./pakt-store
  pakt load part1.jsonl part2.jsonl --store all  what several machines extracted
  pakt extract data | pakt load -                the same as pakt build data";

impl Load {
    pub fn run(self) -> Result<Outcome, Failure> {
        let gazetteers = self.gazetteers.load()?;
        let mut arrivals = Arrivals::default();
        for file in &self.files {
            if let Err(error) = arrivals.read(file) {
                arrivals.refuse(format_args!("{}: {error}; check the path and its permissions", file.display()));
            }
        }
        if arrivals.facts.is_empty() {
            tell("error: nothing to load; give files that `pakt extract` wrote");
            return Ok(Outcome::Incomplete);
        }
        let mut store = Store::open_or_create(&self.store.store, self.base.as_ref())?;
        let (counts, totals) = pipeline::update(&mut store, arrivals.facts, &KnownEntries::of(&gazetteers))?;
        build::report(&store, &self.store, counts, totals)?;
        Ok(if arrivals.incomplete { Outcome::Incomplete } else { Outcome::Done })
    }
}

#[derive(Default)]
struct Arrivals {
    facts: Vec<DocumentFacts>,
    /// Where the facts of each path stand, for the message when they come twice.
    places: BTreeMap<String, (usize, String)>,
    /// Whether something was left out; it has been told.
    incomplete: bool,
}

impl Arrivals {
    fn read(&mut self, file: &Path) -> io::Result<()> {
        let reader: Box<dyn BufRead> =
            if file.as_os_str() == "-" { Box::new(io::stdin().lock()) } else { Box::new(BufReader::new(File::open(file)?)) };
        for (index, line) in reader.split(b'\n').enumerate() {
            let line = line?;
            if !line.trim_ascii().is_empty() {
                self.line(&line, format!("{}:{}", file.display(), index + 1));
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8], place: String) {
        let one: DocumentFacts = match serde_json::from_slice(line) {
            Ok(one) => one,
            Err(error) => return self.refuse(format_args!("{place}: {}", explain(&error))),
        };
        if let Err(faults) = one.check() {
            return self.refuse(format_args!("{place}: {}", faults.join("\n  ")));
        }
        match self.places.get(&one.document.file) {
            // The same facts twice are no contradiction.
            Some((index, _)) if self.facts[*index] == one => {}
            Some((_, other)) => {
                let message = format!("{place}: {other} has other facts of `{}`; load only one of them", one.document.file);
                self.refuse(format_args!("{message}"));
            }
            None => {
                self.places.insert(one.document.file.clone(), (self.facts.len(), place));
                self.facts.push(one);
            }
        }
    }

    fn refuse(&mut self, message: std::fmt::Arguments<'_>) {
        tell(format_args!("not loaded: {message}"));
        self.incomplete = true;
    }
}

/// The message of the JSON reader, which counts each line of facts as line 1.
fn explain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    format!("column {}: {message}", error.column())
}
