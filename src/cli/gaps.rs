//! `pakt gaps`: what lists and rules do not have yet.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use pakt::document::Document;
use pakt::gaps::{self, Example, Gaps as Found, List, NameGap, WordGap};
use pakt::rules::cascade::Scratch;
use serde_json::json;

use super::Outcome;
use super::failure::Failure;
use super::inputs;
use super::options::{KnowledgeOptions, LimitOptions, ThreadsOption};
use super::output::{count, write_to};

/// Shows what would be worth adding to the lists of names and to the rules
///
/// Names that were found by what surrounds them and are in no list, each with the line of CSV that would add it; and words for
/// agreements in sentences that no rule has made anything of. Those of most documents come first.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Gaps {
    /// Documents or folders of them, of any format that `pakt build` reads
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    /// Names, and words, that are shown; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Write JSON, for other programs [default: text]
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    limits: LimitOptions,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt gaps my-folder                            what to add first
  pakt gaps my-folder --gazetteers my-names      what is still missing beside names of your own
  pakt gaps my-folder --limit 0 --json | jq -r '.names[].entry'";

impl Gaps {
    pub fn run(self) -> Result<Outcome, Failure> {
        let reader = self.knowledge.reader()?;
        let limits = self.limits.limits();
        let found = inputs::find(&self.inputs);
        let mut gaps = Found::default();
        let read = |document: &Document, scratch: &mut Scratch| reader.read_and_leave(document, scratch);
        let outcome = inputs::read(&reader, found, &limits, &self.threads, None, read, |some| {
            some.iter().for_each(|(facts, unread)| gaps.add(facts, unread));
            Ok(())
        })?;
        let text = if self.json { self.json(&gaps) } else { self.text(&gaps) };
        write_to(None, |out| out.write_all(text.as_bytes()).map_err(Failure::write("standard output")))?;
        Ok(outcome)
    }

    fn shown<'g, T>(&self, all: &'g [T]) -> &'g [T] {
        &all[..if self.limit == 0 { all.len() } else { self.limit.min(all.len()) }]
    }

    fn json(&self, gaps: &Found) -> String {
        let (names, words) = (gaps.names(), gaps.words());
        format!("{:#}\n", json!({ "names": self.shown(&names), "words": self.shown(&words) }))
    }

    fn text(&self, gaps: &Found) -> String {
        let (names, words) = (gaps.names(), gaps.words());
        let (shown, shown_words) = (self.shown(&names), self.shown(&words));
        let mut out = String::new();
        heading(&mut out, "Names that no list has", shown.len(), names.len());
        shown.iter().for_each(|gap| name(&mut out, gap));
        if !shown.is_empty() {
            line(
                &mut out,
                "\nTo add names, put their lines into files of a folder, and give it with --gazetteers. Look at the kind first.",
            );
            let mut lists: Vec<List> = shown.iter().map(|gap| gap.list).collect();
            lists.sort_unstable();
            lists.dedup();
            lists.iter().for_each(|list| line(&mut out, format_args!("  my-names/{} begins with  {}", list.file, list.header)));
        }
        out.push('\n');
        heading(&mut out, "Words for agreements in sentences of which no rule made anything", shown_words.len(), words.len());
        shown_words.iter().for_each(|gap| word(&mut out, gap));
        out
    }
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    let _ = writeln!(out, "{text}"); // Writing to a String cannot fail.
}

fn heading(out: &mut String, title: &str, shown: usize, all: usize) {
    let which = match all {
        0 => "none".to_owned(),
        _ if shown < all => format!("{shown} of {all}; --limit 0 shows all"),
        _ => all.to_string(),
    };
    line(out, format_args!("{title}: {which}"));
}

fn name(out: &mut String, gap: &NameGap) {
    let kind = gap.kind.map_or_else(String::new, |kind| format!(", {}", gaps::spelt(kind)));
    let (documents, mentions) = (count(gap.documents, "document", "documents"), count(gap.mentions, "mention", "mentions"));
    line(out, format_args!("\n  {} ({:?}{kind}): {documents}, {mentions}", gap.name, gap.class));
    example(out, &gap.example, &format!(", {}", gap.rule));
    line(out, format_args!("    {}: {}", gap.list.file, gap.entry));
}

fn word(out: &mut String, gap: &WordGap) {
    let (documents, sentences) = (count(gap.documents, "document", "documents"), count(gap.sentences, "sentence", "sentences"));
    line(out, format_args!("\n  {} ({}): {documents}, {sentences}", gap.word, gap.kind));
    example(out, &gap.example, "");
}

fn example(out: &mut String, example: &Example, rule: &str) {
    line(out, format_args!("    „{}“ [{}{rule}]", example.sentence, example.file));
}
