//! `pakt why-not`: why nothing was found in some words.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;
use pakt::document::{BlockKind, Document};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::markup::Marks;
use pakt::rules::cascade::Scratch;
use pakt::rules::inquiry::{Finding, Inquiry, Outcome as Fate, Part, Why, shared};
use pakt::rules::{Chart, NAME_CLASSES, RuleSet};
use pakt::text::squeeze;
use regex::Regex;

use super::Outcome;
use super::explain::file;
use super::failure::Failure;
use super::options::KnowledgeOptions;
use super::output::write_to;

/// Shows why nothing was found in some words of a document: which rules and names came near, and what stopped them
///
/// Every rule that could have made what is asked for is tried once more at these words: how far it got, what it expected
/// where it stopped, or which annotation won over it and by which policy. Of agreements it shows which frames the sentence
/// lacks what for.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct WhyNot {
    /// A document, as `pakt explain` takes it
    file: PathBuf,
    /// Words of its text
    words: String,
    /// What they should have been: person, organization, territory, date, agreement, party, signatory, or another class or
    /// slot of the rules [default: person, organization, territory, agreement]
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Which of several places where the words stand
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    nth: u64,
    /// Rules that are shown
    #[arg(long, value_name = "N", default_value_t = 5)]
    limit: usize,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const EXAMPLES: &str = "\
Examples:
  pakt why-not release.txt \"Amt für Digitales\" --class organization
  pakt why-not release.txt \"besiegelten den Pakt\" --class agreement
  pakt why-not release.txt \"Waldstadt\" --class party --rules my-rules";

impl WhyNot {
    pub fn run(self) -> Result<Outcome, Failure> {
        let reader = self.knowledge.reader()?;
        let Some(holder) = file::holding(&self.file) else {
            return Err(Failure::Usage(format!("there is no file {}", self.file.display())));
        };
        let Some(document) = file::read(&self.file.to_string_lossy(), &holder)? else { return Ok(Outcome::Incomplete) };
        let words = self.place(&document)?;
        let text = match not_read(&document, &words) {
            Some(kind) => format!("{}{kind}\n", heading(&document, &words)),
            None => self.answer(&reader, &document, words)?,
        };
        write_to(None, |out| out.write_all(text.as_bytes()).map_err(Failure::write("standard output")))?;
        Ok(Outcome::Done)
    }

    /// Where the words stand, as bytes of the text; of white space any will do.
    fn place(&self, document: &Document) -> Result<Range<usize>, Failure> {
        let parts: Vec<String> = self.words.split_whitespace().map(regex::escape).collect();
        let all: Vec<Range<usize>> = match Regex::new(&parts.join(r"\s+")) {
            Ok(wanted) if !parts.is_empty() => wanted.find_iter(&document.text).map(|found| found.range()).collect(),
            _ => Vec::new(),
        };
        let nth = usize::try_from(self.nth).unwrap_or(usize::MAX);
        all.get(nth - 1).cloned().ok_or_else(|| {
            let places = match all.len() {
                0 => "does not stand in the text".to_owned(),
                n => format!("stands there {n} times only"),
            };
            if parts.is_empty() {
                return Failure::Usage("give the words of the text that it is about".to_owned());
            }
            Failure::Usage(format!("„{}“ {places}; write the words as `pakt explain {}` shows them", self.words, self.file.display()))
        })
    }

    fn answer(&self, reader: &Reader, document: &Document, words: Range<usize>) -> Result<String, Failure> {
        let inquiry = self.inquiry(&reader.rules, words.clone())?;
        let mut scratch = Scratch::asking(inquiry);
        let (facts, chart) = reader.read_with_chart(document, &mut scratch);
        let inquiry = scratch.inquiry.unwrap_or_default();
        let tokens = inquiry.tokens(&chart);
        let mut out = heading(document, &words);
        // Writing to a String cannot fail, here and below.
        let marks = Marks::of(&facts);
        let said: Vec<_> = marks.0.iter().filter(|mark| shared(&mark.bytes, &words) > 0).collect();
        let _ = writeln!(out, "\nIn the facts:{}", if said.is_empty() { " nothing" } else { "" });
        for mark in said {
            let _ = writeln!(out, "  {} {}  {}", mark.kind.name(), mark.says, mark.rule);
        }
        annotations(&reader.rules, &chart, &tokens, &mut out);
        similar(&reader.gazetteers, &self.words, &mut out);
        let view = View { rules: &reader.rules, chart: &chart, words: tokens };
        view.findings(inquiry.findings, self.limit, &mut out);
        Ok(out)
    }

    fn inquiry(&self, rules: &RuleSet, words: Range<usize>) -> Result<Inquiry, Failure> {
        let frames = || rules.phases.iter().flat_map(|phase| &phase.frames).map(|frame| frame.class);
        let mut inquiry = Inquiry { words, ..Inquiry::default() };
        let Some(class) = self.class.as_deref().map(str::to_lowercase) else {
            inquiry.classes = NAME_CLASSES.iter().filter_map(|name| rules.vocabulary.find_class(name)).chain(frames()).collect();
            return Ok(inquiry);
        };
        if matches!(class.as_str(), "agreement" | "report") {
            inquiry.classes = frames().collect();
            return Ok(inquiry);
        }
        // `party` is a slot of agreements first, and a class of political parties: whoever asks means the agreement.
        let name = if class == "place" { "territory" } else { class.as_str() };
        let slot = rules.vocabulary.find_key(&class).filter(|key| frames_fill(rules, *key) && name == class);
        let named = rules.vocabulary.class_names().find(|known| known.to_lowercase() == name);
        inquiry.classes =
            named.filter(|_| slot.is_none() || class == "date").and_then(|known| rules.vocabulary.find_class(known)).into_iter().collect();
        inquiry.slots.extend(slot);
        if inquiry.classes.is_empty() && inquiry.slots.is_empty() {
            let known: BTreeSet<&str> = rules.vocabulary.class_names().collect();
            let known: Vec<&str> = known.into_iter().collect();
            return Err(Failure::Usage(format!(
                "the rules make no `{class}`; --class takes agreement, a slot of agreements (party, signatory, date, duration), or one of {}",
                known.join(", ")
            )));
        }
        Ok(inquiry)
    }
}

fn frames_fill(rules: &RuleSet, slot: pakt::rules::Key) -> bool {
    let programs = rules.phases.iter().flat_map(|phase| &phase.frames).flat_map(|frame| &frame.with);
    programs.into_iter().any(|program| program.fills(&[slot]))
}

/// `release.txt:3: the line with the words`
fn heading(document: &Document, words: &Range<usize>) -> String {
    let before = &document.text[..words.start];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = document.text[words.end..].find('\n').map_or(document.text.len(), |at| words.end + at);
    let line = before.matches('\n').count() + 1;
    let place = format!("{}:{line}", document.file);
    let margin = document.text[start..words.start].chars().count();
    // Long lines are shown around the words.
    let (around, margin) = shortened(&document.text, start..end, words, margin);
    let under = "^".repeat(document.text[words.clone()].chars().take_while(|c| *c != '\n').count().max(1));
    format!("{place}\n  {around}\n  {}{under}\n", " ".repeat(margin))
}

/// The part of a line around some words that fits a terminal, and the characters before them in it.
fn shortened(text: &str, line: Range<usize>, words: &Range<usize>, margin: usize) -> (String, usize) {
    const BEFORE: usize = 40;
    const BEHIND: usize = 60;
    let skip = margin.saturating_sub(BEFORE);
    let (dots, margin) = if skip > 0 { ("…", margin - skip + 1) } else { ("", margin) };
    let kept = margin - dots.chars().count() + text[words.clone()].chars().count() + BEHIND;
    let all = text[line].chars().skip(skip);
    let more = if all.clone().nth(kept).is_some() { "…" } else { "" };
    (format!("{dots}{}{more}", all.take(kept).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>()), margin)
}

/// What kept the words from being read at all.
fn not_read(document: &Document, words: &Range<usize>) -> Option<&'static str> {
    let block = document.blocks.iter().find(|block| shared(&block.range, words) > 0)?;
    match block.kind {
        BlockKind::Clutter => Some(
            "\nThe line was taken for something beside the article (navigation, a teaser, a caption of the site), from which nothing is read.\n\
             `pakt explain` shows what is read and what is not.",
        ),
        BlockKind::Byline => Some("\nThe line was taken for the author's; only the author is read from it."),
        BlockKind::DateLine => Some("\nThe line was taken for a date line; only the date of publication is read from it."),
        _ => None,
    }
}

/// What the rules found in the words, whether anything came of it or not.
fn annotations(rules: &RuleSet, chart: &Chart, words: &Range<usize>, out: &mut String) {
    let mut found: Vec<_> = words.clone().flat_map(|token| chart.starting_at(token)).filter(|a| a.tokens.end <= words.end).collect();
    found.sort_by_key(|a| (a.tokens.start, std::cmp::Reverse(a.tokens.end), a.class, a.rule.clone()));
    let _ = writeln!(out, "\nAnnotations in the words:{}", if found.is_empty() { " none" } else { "" });
    for a in found {
        let _ = writeln!(out, "  {}[{}]  {}", rules.vocabulary.class_name(a.class), chart.words(a.tokens.clone()), a.rule);
    }
}

/// Names of the gazetteers that are nearly spelt so.
fn similar(gazetteers: &Gazetteers, words: &str, out: &mut String) {
    const SHOWN: usize = 5;
    let length = words.chars().count();
    let limit = (length / 5).clamp(1, 6);
    let mut near: Vec<(usize, &str, String)> = Vec::new();
    for entry in gazetteers.entries() {
        for name in std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.acronyms) {
            if name.chars().count().abs_diff(length) <= limit {
                let distance = strsim::osa_distance(name, words);
                if distance <= limit && length > 3 * distance {
                    near.push((distance, name, entry.key(gazetteers)));
                }
            }
        }
    }
    near.sort_unstable();
    near.dedup();
    let _ = writeln!(out, "\nNames of the gazetteers that are spelt like it:{}", if near.is_empty() { " none" } else { "" });
    for (distance, name, key) in near.into_iter().take(SHOWN) {
        let how = if distance == 0 { "the same".to_owned() } else { format!("{distance} letters differ") };
        let _ = writeln!(out, "  {name}  {key} ({how})");
    }
}

struct View<'a> {
    rules: &'a RuleSet,
    chart: &'a Chart,
    /// Tokens that are asked about.
    words: Range<usize>,
}

impl View<'_> {
    fn findings(&self, mut findings: Vec<Finding>, limit: usize, out: &mut String) {
        findings.sort_by_key(|one| std::cmp::Reverse(self.rank(one)));
        let (near, decided): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|one| matches!(one.outcome, Fate::Near(_) | Fate::OnlyAnchorMissing(_)));
        if !decided.is_empty() {
            let _ = writeln!(out, "\nRules that matched:");
            decided.iter().take(limit).for_each(|one| self.finding(one, out));
        }
        let _ = writeln!(out, "\nRules that came near:{}", if near.is_empty() { " none" } else { "" });
        near.iter().take(limit).for_each(|one| self.finding(one, out));
        if near.len() > limit {
            let _ = writeln!(out, "  and {} more; --limit shows them", near.len() - limit);
        }
    }

    /// What got further comes first: what lacks one thing only before what stopped on the way.
    fn rank(&self, one: &Finding) -> (u8, usize, usize) {
        match &one.outcome {
            Fate::OnlyAnchorMissing(attempt) => (2, attempt.passed, 0),
            Fate::Near(attempt) => (u8::from(one.part == Part::Require), shared(&attempt.tokens, &self.words), attempt.passed),
            _ => (0, 0, 0),
        }
    }

    fn finding(&self, one: &Finding, out: &mut String) {
        let class = self.rules.vocabulary.class_name(one.class);
        let _ = writeln!(out, "  {} {} -> {class}", one.rule, self.place(&one.rule));
        let words = |tokens: &Range<usize>| format!("„{}“", self.chart.words(tokens.clone()));
        let told = match &one.outcome {
            Fate::Near(attempt) => {
                let role = match one.part {
                    Part::Whole => "",
                    Part::Anchor => "its anchor ",
                    Part::Require => "it requires another part, which ",
                    Part::Forbid => "what it forbids ",
                    Part::With => "the part that fills the slot ",
                };
                let took = if attempt.passed == 0 { "found nothing".to_owned() } else { format!("took {}", words(&attempt.tokens)) };
                let stopped = self.stopped(attempt.failed_at);
                match &attempt.expected[..] {
                    [] if attempt.passed == 0 => format!("{role}{took}: {}", flat(&one.pattern, 300)),
                    [] => format!("{role}{took} and matched"),
                    expected => format!("{role}{took}, then {stopped}: expected {}", listed(expected)),
                }
            }
            Fate::Overruled { tokens, by, by_tokens, why } => {
                let why = match why {
                    Why::EarlierPhase => "an earlier phase had made it",
                    Why::Longer => "it is longer",
                    Why::Priority => "as long, and its rule has a higher priority",
                    Why::Order => "as long and of the same priority, and its rule comes first (or it begins first)",
                };
                format!("matched {}, but {} of {by} {} stands in its place: {why}", words(tokens), words(by_tokens), self.place(by))
            }
            Fate::OnlyAnchorMissing(attempt) => {
                let stopped = match &attempt.expected[..] {
                    _ if attempt.passed == 0 => String::new(),
                    expected => {
                        let (took, expected) = (words(&attempt.tokens), listed(expected));
                        format!("; nearest: it took {took}, then {}: expected {expected}", self.stopped(attempt.failed_at))
                    }
                };
                format!("all that it requires is there, but for its anchor: {}{stopped}", flat(&one.pattern, 100))
            }
            Fate::Forbidden(tokens) => format!("its anchor matched, but it forbids {}", words(tokens)),
            Fate::Outranked { by } => {
                format!("matched, but {by} {} read the sentence in its place: higher priority, or first of equals", self.place(by))
            }
            Fate::Stands(tokens) => {
                format!(
                    "matched {}, and stands; if nothing came of it, it was the facts that lacked something (a second party, a name)",
                    words(tokens)
                )
            }
        };
        let _ = writeln!(out, "    {told}");
    }

    fn stopped(&self, at: usize) -> String {
        match self.chart.tokens.get(at) {
            Some(token) => format!("stopped before „{}“", token.norm),
            None => "stopped at the end".to_owned(),
        }
    }

    /// `(30-names.toml:12)`
    fn place(&self, rule: &str) -> String {
        let rules = self.rules.phases.iter().flat_map(|p| p.rules.iter().map(|r| (&r.id, &r.place)));
        let frames = self.rules.phases.iter().flat_map(|p| p.frames.iter().map(|f| (&f.id, &f.place)));
        let place = rules.chain(frames).find(|(id, _)| &***id == rule).map(|(_, place)| place);
        place.map_or_else(String::new, |place| {
            let line = place.source.text[..place.id.start].matches('\n').count() + 1;
            format!("({}:{line})", Path::new(&place.source.name).display())
        })
    }
}

/// Some of what was expected, the short ones first.
fn listed(expected: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut all: Vec<&String> = expected.iter().collect();
    all.sort_by_key(|one| (one.chars().count(), *one));
    let shown: Vec<String> = all.iter().take(SHOWN).map(|one| flat(one, 80)).collect();
    let more = if all.len() > SHOWN { format!(" or {} others", all.len() - SHOWN) } else { String::new() };
    shown.join(" or ") + &more
}

fn flat(text: &str, most: usize) -> String {
    let text = squeeze(text);
    if text.chars().count() <= most { text } else { text.chars().take(most).chain(['…']).collect() }
}
