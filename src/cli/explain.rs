//! `pakt explain`: where an entity or an agreement of the graph comes from.

use std::fmt::Write as _;

use clap::Args;
use oxigraph::model::NamedNode;
use pakt::graph::Base;
use pakt::query::explain::{self, Explanation, Fact, InDocument, Reason, Words};
use pakt::store::Store;

use super::Outcome;
use super::failure::Failure;
use super::options::StoreOption;
use super::output::{count, tell, write_to};

/// Shows where a person, institution, place or agreement of the graph comes from
///
/// What each document says of it, with the words and the rule that read them; why several documents were taken to speak of
/// the same; and what was almost taken for the same and why not.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// The IRI of an entity or an agreement, in full or below the base of the store
    iri: String,
    #[command(flatten)]
    store: StoreOption,
    /// Documents that are told in full
    #[arg(long, value_name = "N", default_value_t = 20)]
    documents: usize,
    /// Write JSON, for other programs [default: text]
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  pakt explain place/bayern                    by the IRI below the base, as queries show it
  pakt explain person:thomas-strobl            by its prefixed name, as Turtle shows it
  pakt explain --json organization/bsi | jq    for tools";

impl Explain {
    pub fn run(self) -> Result<Outcome, Failure> {
        let store = Store::open_read(&self.store.store)?;
        if store.is_interrupted() {
            tell("note: the last build was interrupted, the answer may mix old and new; run `pakt build` again to mend it");
        }
        let iri = node(&self.iri, store.base());
        let Some(explanation) = explain::explain(store.graph(), store.base(), &iri, self.documents).map_err(Failure::Graph)? else {
            let similar = explain::similar(store.graph(), store.base(), &iri).map_err(Failure::Graph)?;
            let help = if similar.is_empty() {
                "`pakt query agreements` and `pakt query who-signed` show what there is".to_owned()
            } else {
                format!("did you mean {}?", similar.join(", "))
            };
            return Err(Failure::Usage(format!("the store {} knows no {}; {help}", self.store.store.display(), self.iri)));
        };
        write_to(None, |out| {
            let text = if self.json {
                // OK because all keys are texts.
                serde_json::to_string_pretty(&explanation).expect("an explanation can be written as JSON") + "\n"
            } else {
                text(&explanation)
            };
            out.write_all(text.as_bytes()).map_err(Failure::write("standard output"))
        })?;
        Ok(Outcome::Done)
    }
}

/// `place/bayern`, `place:bayern` or a whole IRI.
fn node(text: &str, base: &Base) -> NamedNode {
    let text = text.trim_start_matches('<').trim_end_matches('>');
    match NamedNode::new(text) {
        Ok(node) if text.contains("//") => node,
        _ => base.iri(&text.replacen(':', "/", usize::from(!text.contains('/')))),
    }
}

fn text(explanation: &Explanation) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(out, "{}", explanation.name.as_deref().unwrap_or("Agreement"));
    let _ = writeln!(out, "<{}>", explanation.iri);
    for (property, value) in explanation.description.iter().filter(|(property, _)| property != "name") {
        let _ = writeln!(out, "  {property}: {value}");
    }
    let all = count(explanation.document_count, "document", "documents");
    let _ = writeln!(out, "\nIn {all}:");
    explanation.documents.iter().for_each(|one| document(one, &mut out));
    if explanation.documents.len() < explanation.document_count {
        let _ = writeln!(out, "  and others; --documents {} shows all", explanation.document_count);
    }
    reasons("Taken for one because of", &explanation.merges, &mut out);
    reasons("Almost taken for the same", &explanation.near_merges, &mut out);
    out
}

fn document(one: &InDocument, out: &mut String) {
    let published = one.published.as_deref().unwrap_or("no date");
    let _ = writeln!(out, "  {} ({published}) {}", one.files.join(", "), one.headline.as_deref().unwrap_or_default());
    for Fact { property, value, words } in &one.facts {
        let _ = writeln!(out, "    {property}{}{value}", if value.is_empty() { "" } else { ": " });
        for Words { begin, end, quote, rules } in words {
            let _ =
                writeln!(out, "      „{}“ [{begin}..{end}] {}", quote.split_whitespace().collect::<Vec<_>>().join(" "), rules.join(", "));
        }
    }
}

fn reasons(title: &str, reasons: &[Reason], out: &mut String) {
    if reasons.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}:");
    for one in reasons {
        let but = one.obstacle.as_ref().map_or_else(String::new, |obstacle| format!(", but: {obstacle}"));
        let other = one.other.as_ref().map_or_else(String::new, |other| format!("{other}: "));
        let _ = writeln!(out, "  {other}{} ({} points{but})", one.reasons.join(", "), one.points);
        let _ = writeln!(out, "    {}", shortened(&one.documents));
    }
}

/// A body that a thousand documents name has a thousand reasons to be one.
fn shortened(files: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown = files.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > SHOWN { format!("{shown} and {} more", files.len() - SHOWN) } else { shown }
}
