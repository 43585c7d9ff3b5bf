//! Where an entity or an agreement of the graph comes from.

use std::fmt::Write as _;

use oxigraph::model::NamedNode;
use pakt::graph::Base;
use pakt::query::explain::{self, Explanation, Fact, InDocument, Reason, Words};
use pakt::store::Store;
use pakt::text::squeeze;

use super::super::Outcome;
use super::super::failure::Failure;
use super::super::output::{count, tell, write_to};
use super::Explain;

pub fn explain(command: &Explain) -> Result<Outcome, Failure> {
    let folder = &command.store.store;
    let store = Store::open_read(folder)?;
    if store.is_interrupted() {
        tell("note: the last build was interrupted, the answer may mix old and new; run `pakt build` again to mend it");
    }
    let iri = node(&command.what, store.base());
    let Some(explanation) = explain::explain(store.graph(), store.base(), &iri, command.documents).map_err(Failure::Graph)? else {
        let similar = explain::similar(store.graph(), store.base(), &iri).map_err(Failure::Graph)?;
        let help = if similar.is_empty() {
            "`pakt query agreements` and `pakt query who-signed` show what there is".to_owned()
        } else {
            format!("did you mean {}?", similar.join(", "))
        };
        return Err(Failure::Usage(format!(
            "the store {} knows no {}, nor is there a file of that name; {help}",
            folder.display(),
            command.what
        )));
    };
    write_to(None, |out| {
        let text = if command.json {
            // OK because all keys are texts.
            serde_json::to_string_pretty(&explanation).expect("an explanation can be written as JSON") + "\n"
        } else {
            text(&explanation)
        };
        out.write_all(text.as_bytes()).map_err(Failure::write("standard output"))
    })?;
    Ok(Outcome::Done)
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
    for Fact { property, value, words, .. } in &one.facts {
        let _ = writeln!(out, "    {property}{}{value}", if value.is_empty() { "" } else { ": " });
        for Words { begin, end, quote, rules } in words {
            let _ = writeln!(out, "      „{}“ [{begin}..{end}] {}", squeeze(quote), rules.join(", "));
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
