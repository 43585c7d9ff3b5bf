//! A document with everything that was found in it.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use pakt::document::{self, Block, Document, Input, Limits};
use pakt::facts::{DocumentFacts, Evidence};
use pakt::markup::{self, Mark, MarkKind, Marks};
use pakt::rules::cascade::Scratch;
use pakt::text::squeeze;
use serde::Serialize;

use super::super::Outcome;
use super::super::failure::Failure;
use super::super::inputs::tell_skipped;
use super::super::options::usual_limits;
use super::super::output::{count, write_to};
use super::Explain;

/// The file that a path leads to, or that holds what it leads to: of `news.zip/a.html` the archive.
pub fn holding(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .take_while(|part| !part.as_os_str().is_empty())
        .find(|part| part.exists())
        .filter(|part| !part.is_dir())
        .map(Path::to_owned)
}

/// Reads the document that a path leads to. `None`: it has been told why it cannot be read.
pub fn read(path: &str, holder: &Path) -> Result<Option<Document>, Failure> {
    // Whoever names one document wants it read.
    let limits = Limits { any_language: true, ..usual_limits() };
    let input = match Input::new(holder) {
        Ok(input) => input,
        Err(skipped) => {
            tell_skipped(&skipped);
            return Ok(None);
        }
    };
    // As the graph names it: without `./`.
    let wanted = Input::new(Path::new(path)).map_or_else(|_| path.to_owned(), |input| input.file);
    let mut members = Vec::new();
    for content in document::contents(&[input], &limits) {
        match content {
            Ok(content) if content.file == wanted => match content.read(&limits) {
                Ok(document) => return Ok(Some(document)),
                Err(skipped) => {
                    tell_skipped(&skipped);
                    return Ok(None);
                }
            },
            Ok(content) => members.push(content.file),
            Err(skipped) if skipped.file == wanted => {
                tell_skipped(&skipped);
                return Ok(None);
            }
            Err(_) => {}
        }
    }
    let all = count(members.len(), "document", "documents");
    let some = members.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    Err(Failure::Usage(format!("{} holds {all}, but no {wanted}; name one of them: {some}", holder.display())))
}

#[derive(Serialize)]
struct Explained<'a> {
    facts: &'a DocumentFacts,
    /// In bytes of the text.
    blocks: &'a [Block],
    /// In code points of the text.
    marks: &'a Marks,
}

pub fn explain(command: &Explain, holder: &Path) -> Result<Outcome, Failure> {
    let reader = command.knowledge.reader()?;
    let Some(document) = read(&command.what, holder)? else { return Ok(Outcome::Incomplete) };
    let facts = reader.read(&document, &mut Scratch::default());
    let marks = Marks::of(&facts);
    let target = command.html.as_deref();
    let failed = Failure::write(&super::super::output::name(target));
    let result = match (target, command.json) {
        (Some(_), _) => markup::html::page(&facts, &document.blocks, &marks),
        (None, true) => {
            let explained = Explained { facts: &facts, blocks: &document.blocks, marks: &marks };
            // OK because all keys are texts.
            serde_json::to_string_pretty(&explained).expect("an explanation can be written as JSON") + "\n"
        }
        (None, false) => coloured(&text(&facts, &document.blocks, &marks)),
    };
    write_to(target, |out| out.write_all(result.as_bytes()).map_err(failed))?;
    Ok(Outcome::Done)
}

/// With its colours if standard output shows them and nobody asked for none (`NO_COLOR`).
fn coloured(text: &str) -> String {
    match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => anstream::adapter::strip_str(text).to_string(),
        _ => text.to_owned(),
    }
}

const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

fn style(kind: MarkKind) -> Style {
    let colour = match kind {
        MarkKind::Person => AnsiColor::BrightBlue,
        MarkKind::Organization => AnsiColor::Green,
        MarkKind::Place => AnsiColor::Yellow,
        MarkKind::Office => AnsiColor::Magenta,
        MarkKind::Slot => AnsiColor::Red,
        MarkKind::Report => return Style::new(),
    };
    Style::new().fg_color(Some(colour.into()))
}

fn painted(style: Style, words: &str) -> String {
    format!("{}{words}{}", style.render(), style.render_reset())
}

fn text(facts: &DocumentFacts, blocks: &[Block], marks: &Marks) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail, here and below.
    let published = facts.document.published.as_ref().map_or("no date", |published| published.date.as_str());
    let _ = writeln!(out, "{} ({published})", painted(BOLD, &facts.document.file));
    let kinds = [MarkKind::Person, MarkKind::Organization, MarkKind::Place, MarkKind::Office, MarkKind::Slot];
    let legend: Vec<String> = kinds.iter().map(|kind| painted(style(*kind), kind.name())).collect();
    let _ = writeln!(out, "{} {} {}\n", legend.join(" "), painted(Style::new().underline(), "agreement"), painted(FAINT, "not read"));
    for block in blocks {
        let words = &facts.document.text[block.range.clone()];
        if markup::is_read(block) {
            let _ = writeln!(out, "{}\n", segments(&facts.document.text, block.range.clone(), marks));
        } else {
            let _ = writeln!(out, "{}\n", painted(FAINT, words));
        }
    }
    agreements(facts, &mut out);
    named(marks, &mut out);
    out
}

fn segments(text: &str, part: Range<usize>, marks: &Marks) -> String {
    let mut out = String::new();
    for segment in marks.segments(part) {
        let style = segment.innermost().map_or(Style::new(), |mark| style(mark.kind));
        let style = if segment.agreements().is_empty() { style } else { style.underline() };
        out += &painted(style, &text[segment.bytes]);
    }
    out
}

fn agreements(facts: &DocumentFacts, out: &mut String) {
    if facts.agreements.is_empty() {
        out.push_str("No agreement.\n");
    }
    let name = |id: &str| facts.entities.iter().find(|entity| entity.id == id).map_or(id.to_owned(), |entity| entity.name.clone());
    for one in &facts.agreements {
        let _ = writeln!(out, "{}", painted(BOLD, &format!("Agreement {}: {:?}, {:?}", one.id, one.kind, one.status)));
        for evidence in &one.evidence {
            let _ = writeln!(out, "  „{}“ {}", squeeze(&evidence.quote), place(evidence));
        }
        for (slot, evidence, value) in markup::slots(one) {
            let _ = writeln!(out, "  {slot}: {}  „{}“ {}", name(value), squeeze(&evidence.quote), place(evidence));
        }
    }
}

/// What else the document names, and who holds which office.
fn named(marks: &Marks, out: &mut String) {
    let _ = writeln!(out, "\n{}", painted(BOLD, "Named"));
    let is_told = |mark: &&Mark| !matches!(mark.kind, MarkKind::Slot | MarkKind::Report);
    for mark in marks.0.iter().filter(is_told) {
        let what = painted(style(mark.kind), mark.kind.name());
        let _ = writeln!(out, "  [{}..{}] {what} {}  {}", mark.begin, mark.end, mark.says, painted(FAINT, &mark.rule));
    }
}

fn place(evidence: &Evidence) -> String {
    painted(FAINT, &format!("[{}..{}] {}", evidence.begin, evidence.end, evidence.rule))
}
