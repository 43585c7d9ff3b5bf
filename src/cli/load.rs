//! `pakt load`: facts that were extracted elsewhere into the graph of a store.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use pakt::facts::DocumentFacts;
use pakt::graph::Base;
use pakt::graph::run::Run;
use pakt::pipeline::{self, Loading};
use pakt::store::{Store, StoreError};

use super::build::Clock;
use super::failure::Failure;
use super::options::StoreOption;
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
        let clock = Clock::start("load", &self.files);
        let open = || Store::open_or_create(&self.store.store, self.base.as_ref());
        let mut lines = Lines { open: &open, loading: None, batch: Vec::new(), places: BTreeMap::new(), refused: 0 };
        for file in &self.files {
            lines.read(file)?;
        }
        lines.flush()?;
        let refused = lines.refused;
        let Some((mut store, Loading { arrivals, .. })) = lines.loading else {
            tell("error: nothing was loaded; give files that `pakt extract` wrote");
            return Ok(Outcome::Incomplete);
        };
        let totals = pipeline::refresh(&mut store)?;
        store.record(&Run { counts: build::counts(arrivals, refused, totals), ..clock.stop() })?;
        build::report(&store, &self.store, arrivals, totals)?;
        Ok(if refused > 0 { Outcome::Incomplete } else { Outcome::Done })
    }
}

struct Lines<'a> {
    open: &'a dyn Fn() -> Result<Store, StoreError>,
    /// Nothing before the first facts: who has none need not have a store.
    loading: Option<(Store, Loading)>,
    /// Not loaded yet.
    batch: Vec<DocumentFacts>,
    /// Where the facts of each path stand, and which they are: for the message when they come twice.
    places: BTreeMap<String, (String, String)>,
    /// What was left out; it has been told.
    refused: usize,
}

impl Lines<'_> {
    /// A file that cannot be read is told; what fails is the store.
    fn read(&mut self, file: &Path) -> Result<(), StoreError> {
        let reader: io::Result<Box<dyn BufRead>> = if file.as_os_str() == "-" {
            Ok(Box::new(io::stdin().lock()))
        } else {
            File::open(file).map(|file| Box::new(BufReader::new(file)) as Box<dyn BufRead>)
        };
        let lines = match reader {
            Ok(reader) => reader.split(b'\n'),
            Err(error) => {
                self.refuse(format_args!("{}: {error}; check the path and its permissions", file.display()));
                return Ok(());
            }
        };
        for (index, line) in lines.enumerate() {
            let place = format!("{}:{}", file.display(), index + 1);
            match line {
                Ok(line) if line.trim_ascii().is_empty() => {}
                Ok(line) => self.line(&line, place)?,
                Err(error) => {
                    self.refuse(format_args!("{place}: {error}; what comes behind it was not read"));
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8], place: String) -> Result<(), StoreError> {
        let one: DocumentFacts = match serde_json::from_slice(line) {
            Ok(one) => one,
            Err(error) => {
                self.refuse(format_args!("{place}: {}", explain(&error)));
                return Ok(());
            }
        };
        if let Err(faults) = one.check() {
            self.refuse(format_args!("{place}: {}", faults.join("\n  ")));
            return Ok(());
        }
        let digest = one.digest();
        match self.places.get(&one.document.file) {
            // The same facts twice are no contradiction.
            Some((other, _)) if *other == digest => return Ok(()),
            Some((_, other)) => {
                let message = format!("{place}: {other} has other facts of `{}`; load only one of them", one.document.file);
                self.refuse(format_args!("{message}"));
                return Ok(());
            }
            None => drop(self.places.insert(one.document.file.clone(), (digest, place))),
        }
        self.batch.push(one);
        if self.batch.len() < pipeline::BATCH { Ok(()) } else { self.flush() }
    }

    fn refuse(&mut self, message: std::fmt::Arguments<'_>) {
        tell(format_args!("not loaded: {message}"));
        self.refused += 1;
    }

    /// Takes what has been read so far into the store.
    fn flush(&mut self) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        if self.loading.is_none() {
            let store = (self.open)()?;
            let loading = Loading::new(&store)?;
            self.loading = Some((store, loading));
        }
        // OK because it was opened just now, at the latest.
        let (store, loading) = self.loading.as_mut().expect("the store is open");
        loading.take(store, &std::mem::take(&mut self.batch))
    }
}

/// The message of the JSON reader, which counts each line of facts as line 1.
fn explain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    format!("column {}: {message}", error.column())
}
