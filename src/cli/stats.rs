//! `pakt stats`: how the rules fare over documents.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::{Args, ValueEnum};

use comfy_table::{CellAlignment, Table, presets};
use pakt::document;
use pakt::rules::RuleSet;
use pakt::rules::cascade::Scratch;
use pakt::rules::stats::{Stats as Counts, Tally};
use rayon::prelude::*;
use serde::Serialize;

use super::Outcome;
use super::failure::Failure;
use super::inputs::{self, tell_skipped};
use super::options::{KnowledgeOptions, LimitOptions, ThreadsOption};
use super::output::{count, tell, write_to};

/// Shows how the rules fare over documents: tries, matches, time, and which are never used
///
/// A rule is tried in a sentence that holds what its pattern needs. It matches where its pattern does, and what it found
/// stands unless a longer or better match took the words.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Stats {
    /// Documents or folders of them, as `pakt build` takes them
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What comes first
    #[arg(long, value_enum, default_value_t = Order::Time)]
    sort: Order,
    /// Rules that are shown; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Only rules without a match
    #[arg(long)]
    dead: bool,
    /// Write JSON, for other programs [default: a table]
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    #[command(flatten)]
    limits: LimitOptions,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt stats news                         the rules that take most of the time
  pakt stats news --sort matched          those that match most often
  pakt stats news --dead --limit 0        those that never match";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Time,
    Tried,
    Matched,
    Stands,
    /// The order of the files
    File,
}

/// A rule, a frame or a list of words.
#[derive(Serialize)]
struct Row {
    rule: String,
    file: String,
    kind: &'static str,
    tried: usize,
    matched: usize,
    stands: usize,
    /// In all threads together.
    microseconds: u128,
}

impl Stats {
    pub fn run(self) -> Result<Outcome, Failure> {
        let reader = self.knowledge.reader()?;
        let limits = self.limits.limits();
        let found = inputs::find(&self.inputs);
        let skipped = Mutex::new(Vec::new());
        let (counts, documents) = self.threads.run(|| {
            let read = |(mut scratch, documents): (Scratch, usize), content: Result<document::Content, document::Skipped>| {
                let document = content.and_then(|content| content.read(&limits));
                let read = document.map(|document| reader.read(&document, &mut scratch));
                let is_read = usize::from(read.is_ok());
                read.err().into_iter().for_each(|one| skipped.lock().unwrap_or_else(PoisonError::into_inner).push(one));
                (scratch, documents + is_read)
            };
            let fresh = || (Scratch::counting(), 0);
            let mut counts = Counts::default();
            let mut documents = 0;
            for some in chunks(document::contents(&found.inputs, &limits)) {
                let parts: Vec<_> = some.into_par_iter().fold(fresh, read).collect();
                for (scratch, read) in parts {
                    scratch.stats.iter().for_each(|part| counts.add(part));
                    documents += read;
                }
            }
            (counts, documents)
        })?;
        let mut complete = !found.incomplete;
        let mut skipped = skipped.into_inner().unwrap_or_else(PoisonError::into_inner);
        skipped.sort_by(|a, b| a.file.cmp(&b.file));
        for one in skipped.iter().filter(|one| one.reason.is_failure()) {
            tell_skipped(one);
            complete = false;
        }
        let rows = self.rows(&reader.rules, &counts);
        write_to(None, |out| {
            let text = if self.json {
                // OK because all keys are texts.
                serde_json::to_string_pretty(&rows).expect("rows can be written as JSON")
            } else {
                table(&rows)
            };
            writeln!(out, "{text}").map_err(Failure::write("standard output"))
        })?;
        let dead = self.all(&reader.rules, &counts).iter().filter(|row| row.stands == 0).count();
        let rules = self.all(&reader.rules, &counts).len();
        tell(format_args!(
            "{}: of {}, {dead} made nothing that stands",
            count(documents, "document", "documents"),
            count(rules, "rule, frame or list", "rules, frames and lists")
        ));
        Ok(if complete { Outcome::Done } else { Outcome::Incomplete })
    }

    fn rows(&self, rules: &RuleSet, counts: &Counts) -> Vec<Row> {
        let mut rows = self.all(rules, counts);
        rows.retain(|row| !self.dead || row.stands == 0);
        match self.sort {
            Order::Time => rows.sort_by_key(|row| Reverse(row.microseconds)),
            Order::Tried => rows.sort_by_key(|row| Reverse(row.tried)),
            Order::Matched => rows.sort_by_key(|row| Reverse(row.matched)),
            Order::Stands => rows.sort_by_key(|row| Reverse(row.stands)),
            Order::File => {}
        }
        if self.limit > 0 {
            rows.truncate(self.limit);
        }
        rows
    }

    /// In the order of the files.
    fn all(&self, rules: &RuleSet, counts: &Counts) -> Vec<Row> {
        let row = |id: &std::sync::Arc<str>, place: &pakt::rules::set::Place, kind| {
            let Tally { tried, matched, stands, time } = counts.0.get(id).copied().unwrap_or_default();
            Row { rule: id.to_string(), file: place.source.name.clone(), kind, tried, matched, stands, microseconds: time.as_micros() }
        };
        let mut rows: Vec<Row> = rules.words.iter().map(|words| row(&words.id, &words.place, "words")).collect();
        for phase in &rules.phases {
            rows.extend(phase.rules.iter().map(|rule| row(&rule.id, &rule.place, "rule")));
            rows.extend(phase.frames.iter().map(|frame| row(&frame.id, &frame.place, "frame")));
        }
        rows
    }
}

/// Contents that are read together.
fn chunks<T>(mut contents: impl Iterator<Item = T>) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let some: Vec<T> = contents.by_ref().take(pakt::pipeline::BATCH).collect();
        (!some.is_empty()).then_some(some)
    })
}

fn table(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).force_no_tty();
    table.set_header(["rule", "kind", "file", "tried", "matched", "stands", "ms"]);
    for row in rows {
        let time = row.microseconds;
        let numbers = [row.tried, row.matched, row.stands].map(|n| n.to_string());
        let [tried, matched, stands] = numbers;
        table.add_row([
            row.rule.clone(),
            row.kind.to_owned(),
            row.file.clone(),
            tried,
            matched,
            stands,
            format!("{}.{}", time / 1000, time / 100 % 10),
        ]);
    }
    for column in 3..7 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}
