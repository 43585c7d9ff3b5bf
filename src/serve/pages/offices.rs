//! Offices that a person holds, or that are held in a body, from the first document that tells of them to the last.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::catalog::{Entity, Number, Sort};
use super::parts::Column;
use super::{Context, Fault, links, words as w};
use crate::graph::vocabulary::{nif, org, pakt};
use crate::text::squeeze;

const OFFICES: usize = 20;
const MORE_OFFICES: usize = 400;
/// Memberships that are looked at: a territory that thousands hold offices in is told by the first of them.
const MEMBERSHIPS: usize = 3_000;
/// An office, by who holds it where; of the entity's own side there is nothing to tell.
#[derive(Default)]
struct Held {
    first: Option<String>,
    last: Option<String>,
    documents: BTreeSet<Number>,
    /// Words of the first document that tells of it, and the mention.
    said: Option<(Option<String>, NamedNode)>,
}

/// Offices that a person holds, or that are held in a body, from the first document that tells of them to the last.
pub fn show(context: &Context<'_>, iri: &NamedNode, entity: &Entity) -> Result<Markup, Fault> {
    let (mine, other) = if entity.sort == Sort::Person { (org::MEMBER, org::ORGANIZATION) } else { (org::ORGANIZATION, org::MEMBER) };
    let mut offices: BTreeMap<(Number, String), Held> = BTreeMap::new();
    for membership in context.subjects(mine, iri, MEMBERSHIPS)? {
        let office = context
            .objects(&membership, pakt::OFFICE)?
            .iter()
            .find_map(|term| if let Term::Literal(text) = term { Some(text.value().to_owned()) } else { None });
        for number in context.objects(&membership, other)?.iter().filter_map(|term| context.entity_of(term)) {
            let held = offices.entry((number, office.clone().unwrap_or_default())).or_default();
            for term in context.objects(&membership, pakt::EVIDENCE)? {
                if let Term::NamedNode(mention) = term {
                    held.add(context, mention);
                }
            }
        }
    }
    let mut offices: Vec<((Number, String), Held)> = offices.into_iter().collect();
    offices.sort_by(|(a, one), (b, two)| (&two.last, &two.first).cmp(&(&one.last, &one.first)).then(a.cmp(b)));
    let (title, column) = if entity.sort == Sort::Person { (w::OFFICES, w::BODY) } else { (w::OFFICES_AND_HOLDERS, w::HOLDER) };
    let mut rows = Vec::new();
    for ((number, office), held) in offices.iter().take(OFFICES + MORE_OFFICES) {
        rows.push(html! { tr {
            td lang="de" data-label=(context.say(w::OFFICE)) {
                @if office.is_empty() { span.faint lang=(context.language.tag()) { (context.say(w::UNKNOWN_OFFICE)) } } @else { (office) }
            }
            td data-label=(context.say(column)) { (context.entity(*number)) }
            td.when data-label=(context.say(w::PERIOD)) { (held.period(context)) }
            td data-label=(context.say(w::EVIDENCE)) { (held.evidence(context)?) }
        } });
    }
    let columns = [w::OFFICE, column, w::PERIOD, w::EVIDENCE].map(Column::Text);
    let table = |rows: &[Markup]| context.table(context.say(title), &columns, html! { @for row in rows { (row) } });
    Ok(html! {
        @if !rows.is_empty() {
            section {
                h2 { (context.say(title)) " " span.faint { (context.language.number(offices.len())) } }
                (table(&rows[..rows.len().min(OFFICES)]))
                @if rows.len() > OFFICES { details { summary { (context.say(w::SHOW_ALL)) } (table(&rows[OFFICES..])) } }
            }
        }
    })
}

impl Held {
    fn add(&mut self, context: &Context<'_>, mention: NamedNode) {
        let Some(document) =
            context.path(&mention).and_then(|path| path.split('#').next()).and_then(|path| context.catalog.find_document(path))
        else {
            return;
        };
        let published = context.catalog.document(document).published.clone();
        self.documents.insert(document);
        if published.is_some() {
            self.first = self.first.take().min(published.clone()).or_else(|| published.clone());
            self.last = self.last.take().max(published.clone());
        }
        let is_earlier =
            |(date, other): &(Option<String>, NamedNode)| (published.is_none(), &published, &mention) < (date.is_none(), date, other);
        if self.said.as_ref().is_none_or(is_earlier) {
            self.said = Some((published, mention));
        }
    }

    fn period(&self, context: &Context<'_>) -> Markup {
        html! {
            @match (&self.first, &self.last) {
                (Some(first), Some(last)) if first == last => (context.date(first)),
                (Some(first), Some(last)) => { (context.date(first)) " – " (context.date(last)) }
                _ => span.faint { (context.say(w::NO_DATE)) },
            }
        }
    }

    /// The words that say so first, and how many documents say it.
    fn evidence(&self, context: &Context<'_>) -> Result<Markup, Fault> {
        let Some((_, mention)) = &self.said else { return Ok(html! {}) };
        let words = context
            .objects(mention, nif::ANCHOR_OF)?
            .iter()
            .find_map(|term| if let Term::Literal(text) = term { Some(squeeze(text.value())) } else { None });
        let Some((document, place)) = context.path(mention).and_then(|path| path.split_once('#')) else { return Ok(html! {}) };
        let begin = place.trim_start_matches("char=").split(',').next().unwrap_or_default();
        let address = format!("{}#c{begin}", links::node(document));
        Ok(html! {
            a href=(address) { q lang="de" { (words.unwrap_or_default()) } }
            @if self.documents.len() > 1 { " " span.faint { "+ " (context.count(self.documents.len() - 1, w::N_OTHERS)) } }
        })
    }
}
