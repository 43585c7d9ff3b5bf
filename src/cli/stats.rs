//! `pakt stats`: how the rules fare over documents.

use std::cmp::Reverse;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use comfy_table::{CellAlignment, Table, presets};
use pakt::document::Document;
use pakt::rules::RuleSet;
use pakt::rules::cascade::Scratch;
use pakt::rules::stats::{Stats as Counts, Tally};
use serde::Serialize;

use super::Outcome;
use super::failure::Failure;
use super::inputs;
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
        let (mut counts, mut documents) = (Counts::default(), 0);
        let read = |document: &Document, scratch: &mut Scratch| {
            scratch.stats = Some(Counts::default());
            let facts = reader.read(document, scratch);
            (facts, scratch.stats.take().unwrap_or_default())
        };
        let outcome = inputs::read(&reader, found, &limits, &self.threads, None, read, |some| {
            documents += some.len();
            some.iter().for_each(|(_, counted)| counts.add(counted));
            Ok(())
        })?;
        let all = rows(&reader.rules, &counts);
        let (rules, dead) = (all.len(), all.iter().filter(|row| row.stands == 0).count());
        let rows = self.shown(all);
        write_to(None, |out| {
            let text = if self.json {
                // OK because all keys are texts.
                serde_json::to_string_pretty(&rows).expect("rows can be written as JSON")
            } else {
                table(&rows)
            };
            writeln!(out, "{text}").map_err(Failure::write("standard output"))
        })?;
        tell(format_args!(
            "{}: of {}, {dead} made nothing that stands",
            count(documents, "document", "documents"),
            count(rules, "rule, frame or list", "rules, frames and lists")
        ));
        Ok(outcome)
    }

    fn shown(&self, mut rows: Vec<Row>) -> Vec<Row> {
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
}

/// All rules, in the order of the files.
fn rows(rules: &RuleSet, counts: &Counts) -> Vec<Row> {
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
