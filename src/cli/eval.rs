//! `pakt eval`: how well documents are read.

use std::fmt::Write as _;
use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use pakt::eval::{self, Aspect, Evaluation, Fact, Figures, Gold};
use pakt::extract::Reader;
use pakt::rules::RuleSet;

use super::Outcome;
use super::failure::Failure;
use super::options::{KnowledgeOptions, ThreadsOption, rules, usual_limits};
use super::output::{count, tell, write_to};

/// Reads annotated documents and tells how much of what they say was found, and how much of what was found is right
///
/// Precision, recall and F1 for each sort of fact, with the interval that holds F1 with a confidence of 95 %: a difference
/// within it may be chance. A graph is made of all the documents, as `pakt build` would, and left nowhere. tests/gold/README.md
/// in the sources tells how documents are annotated.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Eval {
    /// Folder of annotated documents, a JSON file beside each
    gold: PathBuf,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    /// List what was missed and what is spurious, one fact a line: file, kind, which of the two, words
    #[arg(long)]
    misses: bool,
    /// Save the result to a file, as JSON, to compare with it later [default: not saved]
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Compare with a result that was saved, or with what a folder of rules finds (`built-in` for the built-in rules): that is
    /// what stands under `before` [default: no comparison]
    #[arg(long, value_name = "FILE|DIR")]
    against: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt eval tests/gold                                   the figures
  pakt eval tests/gold --misses                          and what is behind them
  pakt eval gold --rules my-rules --against built-in     what rules of your own gain and lose
  pakt eval gold --json before.json                      before a change,
  pakt eval gold --against before.json                   and behind it";

/// Stands for the built-in rules; a folder of that name is `./built-in`.
const BUILT_IN: &str = "built-in";

/// What a result is compared with.
enum Other {
    Saved(Evaluation),
    Rules(Box<RuleSet>),
}

impl Eval {
    pub fn run(self) -> Result<Outcome, Failure> {
        let other = self.against.as_deref().map(other).transpose()?;
        let reader = self.knowledge.reader()?;
        let (gold, faults) = Gold::read(&self.gold)
            .map_err(|e| Failure::Usage(format!("cannot list {} ({e}); give the folder of annotated documents", self.gold.display())))?;
        if gold.is_empty() && faults.is_empty() {
            let folder = self.gold.display();
            return Err(Failure::Usage(format!("expected annotations (.json) beside the documents of {folder}, but found none")));
        }
        faults.iter().for_each(|fault| tell(format_args!("{fault}\n")));
        if !faults.is_empty() {
            tell(format_args!("note: {} left out, because of the faults above", count(faults.len(), "document is", "documents are")));
        }
        let limits = usual_limits();
        let eval::Outcome { evaluation: now, unread } = self.threads.run(|| eval::evaluate(&gold, &reader, &limits))?;
        for one in &unread {
            tell(format_args!("not read: {}: {}", one.path.display(), one.reason));
        }
        if !unread.is_empty() {
            tell("note: all that could not be read counts as missed");
        }
        let before = match other {
            None => None,
            Some(Other::Saved(saved)) => Some(saved),
            Some(Other::Rules(rules)) => {
                let reader = Reader::new(ManuallyDrop::into_inner(reader).gazetteers, *rules);
                Some(self.threads.run(|| eval::evaluate(&gold, &reader, &limits))?.evaluation)
            }
        };
        if let Some(path) = &self.json {
            let failed = Failure::write(&path.display().to_string());
            write_to(Some(path), |out| out.write_all(now.to_json().as_bytes()).map_err(failed))?;
        }
        write_to(None, |out| out.write_all(self.text(&now, before.as_ref()).as_bytes()).map_err(Failure::write("standard output")))?;
        Ok(if faults.is_empty() && unread.is_empty() { Outcome::Done } else { Outcome::Incomplete })
    }

    fn text(&self, now: &Evaluation, before: Option<&Evaluation>) -> String {
        let mut out = table(now);
        if let Some(before) = before {
            out.push_str(&comparison(before, now));
        }
        if self.misses {
            out.push('\n');
            now.misses().for_each(|fact| {
                line(&mut out, format_args!("{}\t{}\t{}\t{}", fact.file, fact.kind.name(), fact.verdict.name(), fact.text))
            });
        }
        out
    }
}

/// What `--against` names.
fn other(path: &Path) -> Result<Other, Failure> {
    let is_built_in = path.as_os_str() == BUILT_IN;
    if is_built_in || path.is_dir() {
        return rules(Some(path).filter(|_| !is_built_in)).map(|rules| Other::Rules(Box::new(rules)));
    }
    let wrong = |reason: String| {
        Failure::Usage(format!("cannot compare with {}: {reason}; give a result saved with --json or a folder of rules", path.display()))
    };
    let text = fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    Evaluation::from_json(&text).map(Other::Saved).map_err(|e| wrong(e.to_string()))
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    let _ = writeln!(out, "{text}"); // Writing to a String cannot fail.
}

fn table(result: &Evaluation) -> String {
    let mut out = String::new();
    let documents = count(result.documents, "document", "documents");
    line(&mut out, format_args!("{documents}, {}", count(result.agreements, "agreement", "agreements")));
    line(&mut out, format_args!("{:18}{:>10}{:>9}{:>8}   {:14}   tp/fp/fn", "", "precision", "recall", "F1", "95 % of F1"));
    for (aspect, figures) in &result.figures {
        let Figures { precision, recall, f1, interval, tp, fp, fn_ } = figures;
        let interval = interval.map_or_else(|| "-".to_owned(), |(low, high)| format!("[{low:.3}..{high:.3}]"));
        let title = aspect.title();
        line(&mut out, format_args!("{title:18}{precision:10.3}{recall:9.3}{f1:8.3}   {interval:14}   {tp}/{fp}/{fn_}"));
    }
    out
}

/// The figures of both, and the facts that make the difference.
fn comparison(before: &Evaluation, now: &Evaluation) -> String {
    let mut out = String::new();
    let heading = |title: &str| format!("   {title:^23}");
    let columns = format!("   {:>7} {:>7} {:>7}", "before", "now", "change");
    line(&mut out, format_args!("\n{:18}{}", "", ["precision", "recall", "F1"].map(heading).concat()).to_string().trim_end());
    line(&mut out, format_args!("{:18}{}", "", columns.repeat(3)));
    for aspect in Aspect::ALL {
        let (Some(old), Some(new)) = (before.figures.get(&aspect), now.figures.get(&aspect)) else { continue };
        let pairs = [(old.precision, new.precision), (old.recall, new.recall), (old.f1, new.f1)];
        line(&mut out, format_args!("{:18}{}", aspect.title(), pairs.map(difference).concat()));
    }
    let changes = eval::compare(before, now);
    for (files, which) in [(&changes.only_before, "before"), (&changes.only_now, "now")] {
        if !files.is_empty() {
            tell(format_args!("note: annotated or read only {which}: {}", files.join(", ")));
        }
    }
    let (gained, lost, changed) = (changes.gained.len(), changes.lost.len(), changes.changed.len());
    line(&mut out, format_args!("\n{gained} gained, {lost} lost, {changed} changed"));
    changes.gained.iter().for_each(|fact| line(&mut out, format_args!("+ {}", shown(fact))));
    changes.lost.iter().for_each(|fact| line(&mut out, format_args!("- {}", shown(fact))));
    for (old, new) in &changes.changed {
        line(&mut out, format_args!("~ {} => {} ({})", shown(old), new.text, new.verdict.name()));
    }
    out
}

fn difference((old, new): (f64, f64)) -> String {
    let change = if old == new { "=".to_owned() } else { format!("{:+.3}", new - old) };
    format!("   {old:7.3} {new:7.3} {change:>7}")
}

fn shown(fact: &Fact) -> String {
    format!("{} {} {} ({})", fact.file, fact.kind.name(), fact.text, fact.verdict.name())
}
