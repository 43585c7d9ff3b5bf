//! One agreement: what each document says of it, and with which sentences.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::catalog::{Agreement, KINDS, Number, STATUSES};
use super::evidence::Source;
use super::language::Text;
use super::parts::Column;
use super::{Answer, Context, Fault, chain, entity, labels, links, parts, words as w};
use crate::graph::vocabulary::{TOPIC, pakt};
use crate::query::explain::{self, Fact, InDocument, Words};

/// Documents that are told in full, and those that stand side by side.
const TOLD: usize = 12;
const BESIDE: usize = 6;

/// The slots in the order in which they are shown.
const SLOTS: [(&str, Text); 9] = [
    ("kind", w::KIND),
    ("status", w::STATUS),
    ("party", w::PARTNERS),
    ("signatory", w::SIGNATORIES),
    ("date", w::DATE),
    ("place", w::PLACE),
    ("topic", w::TOPICS),
    ("duration", w::DURATION),
    ("basedOn", w::BASED_ON),
];

pub fn page(context: &Context<'_>, number: Number) -> Result<Answer, Fault> {
    let agreement = context.catalog.agreement(number);
    let iri = context.view.base().iri(&agreement.path);
    let explanation = explain::explain(context.view.graph(), context.view.base(), &iri, TOLD)?;
    let Some(explanation) = explanation else { return Ok(Answer::NotFound) };
    let mut told: Vec<(Number, InDocument, Source)> = Vec::new();
    for one in explanation.documents {
        if let Some(document) = one.document.strip_prefix(context.view.base().as_str()).and_then(|path| context.catalog.find_document(path))
        {
            told.push((document, one, Source::load(context, document)?));
        }
    }
    let title = context.title(agreement);
    let body = html! {
        p.kind { (context.say(w::AGREEMENTS)) }
        h1.term { (context.kinds(agreement)) }
        p.lead { (head(context, agreement)) }
        (chain::show(context, number))
        section {
            h2 { (context.say(w::SIGNATORIES)) }
            (signatories(context, &iri, agreement)?)
        }
        section {
            h2 { (context.say(w::STATED)) }
            (slots(context, &told))
            @if agreement.documents.len() > told.len() { (others(context, &agreement.documents[told.len()..])) }
        }
        @if told.len() > 1 { (compared(context, &told)) }
        section {
            h2 { (context.say(w::DOCUMENTS)) }
            ul.documents { @for &document in &agreement.documents { li { (context.document(document)) } } }
        }
        (entity::reasons(context, &explanation.merges, &explanation.near_merges, w::WHY_ONE))
        (entity::data(context, &iri))
    };
    context.page(&title, "/agreements", body)
}

/// Between whom, when, where, about what.
fn head(context: &Context<'_>, agreement: &Agreement) -> Markup {
    html! {
        @if !agreement.parties.is_empty() { (context.say(w::BETWEEN)) " " (context.some_entities(&agreement.parties, 12)) " · " }
        (context.statuses(agreement)) " · " (context.when(agreement))
        @if !agreement.places.is_empty() { " · " (context.entities(&agreement.places)) }
        @if !agreement.topics.is_empty() { " · " (context.topics(&agreement.topics)) }
    }
}

/// Who signs, in which office, for whom.
fn signatories(context: &Context<'_>, iri: &NamedNode, agreement: &Agreement) -> Result<Markup, Fault> {
    // By person: office and body, as many as the documents tell.
    let mut signed: BTreeMap<Number, BTreeSet<(String, Vec<Number>)>> =
        agreement.signatories.iter().map(|&person| (person, BTreeSet::new())).collect();
    for term in context.objects(iri, pakt::SIGNATURE)? {
        let Term::NamedNode(signature) = &term else { continue };
        let bodies: Vec<Number> =
            context.objects(signature, pakt::ON_BEHALF_OF)?.iter().filter_map(|term| context.entity_of(term)).collect();
        let mut offices: Vec<String> = context.objects(signature, pakt::OFFICE)?.iter().map(text).collect();
        if offices.is_empty() {
            offices.push(String::new());
        }
        for person in context.objects(signature, pakt::SIGNATORY)?.iter().filter_map(|term| context.entity_of(term)) {
            let of_person = signed.entry(person).or_default();
            offices.iter().for_each(|office| {
                of_person.insert((office.clone(), bodies.clone()));
            });
        }
    }
    if signed.is_empty() {
        return Ok(html! { p.faint { (context.say(w::NO_SIGNATORY)) } });
    }
    let rows = html! {
        @for (person, offices) in &signed {
            @let names = offices.iter().map(|(office, _)| office.as_str()).filter(|office| !office.is_empty());
            @let bodies: BTreeSet<Number> = offices.iter().flat_map(|(_, bodies)| bodies).copied().collect();
            tr {
                td data-label=(context.say(w::SIGNATORY)) { (context.entity(*person)) }
                td lang="de" data-label=(context.say(w::OFFICE)) { (parts::joined(names, " / ")) }
                td data-label=(context.say(w::ON_BEHALF_OF)) { (context.entities(&bodies.into_iter().collect::<Vec<_>>())) }
            }
        }
    };
    let columns = [w::SIGNATORY, w::OFFICE, w::ON_BEHALF_OF].map(Column::Text);
    Ok(context.table(context.say(w::SIGNATORIES), &columns, rows))
}

fn text(term: &Term) -> String {
    if let Term::Literal(text) = term { text.value().to_owned() } else { String::new() }
}

/// A slot's value: what it is called, and its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    shown: String,
    address: Option<String>,
    lang: Option<&'static str>,
}

fn value(context: &Context<'_>, fact: &Fact) -> Value {
    let l = context.language;
    let plain = |shown: String| Value { shown, address: None, lang: None };
    match (fact.property.as_str(), &fact.node) {
        ("kind", _) => plain(
            KINDS.iter().position(|kind| *kind == fact.value).map_or_else(|| fact.value.clone(), |kind| labels::kind(kind, l).to_owned()),
        ),
        ("status", _) => plain(
            STATUSES.iter().position(|one| *one == fact.value).map_or_else(|| fact.value.clone(), |one| labels::status(one, l).to_owned()),
        ),
        ("date", _) => plain(l.date(&fact.value)),
        ("duration", _) => plain(l.duration(&fact.value)),
        ("topic", Some(node)) => {
            let name = node.as_str().strip_prefix(TOPIC).unwrap_or(&fact.value);
            Value { shown: labels::topic(name, l).to_owned(), address: Some(links::topic(name)), lang: None }
        }
        (_, Some(node)) => {
            let Some(path) = node.as_str().strip_prefix(context.view.base().as_str()) else { return plain(fact.value.clone()) };
            let address = Some(links::node(path));
            match (context.catalog.find_entity(path), context.catalog.find_agreement(path)) {
                (Some(number), _) => Value { shown: context.catalog.entity(number).name.clone(), address, lang: Some("de") },
                (_, Some(number)) => Value { shown: context.title(context.catalog.agreement(number)), address, lang: None },
                _ => Value { shown: fact.value.clone(), address, lang: None },
            }
        }
        _ => plain(fact.value.clone()),
    }
}

fn shown(value: &Value) -> Markup {
    html! {
        @match &value.address {
            Some(address) => a href=(address) lang=[value.lang] { (value.shown) },
            None => (value.shown),
        }
    }
}

/// Each slot with its values, each value with the sentences that say so.
fn slots(context: &Context<'_>, told: &[(Number, InDocument, Source)]) -> Markup {
    html! {
        dl.slots {
            @for (property, title) in SLOTS {
                @let values = values(context, told, property);
                @if !values.is_empty() {
                    div {
                        dt { (context.say(title)) }
                        dd { @for (value, sayings) in &values {
                            div.value {
                                strong { (shown(value)) }
                                ul.sayings { @for (n, words) in sayings {
                                    li { (told[*n].2.quote(words)) @if told.len() > 1 { " " span.source { (context.document(told[*n].0)) } } }
                                } }
                            }
                        } }
                    }
                }
            }
        }
    }
}

/// The values of a slot, and by which words of which document they are told.
fn values<'t>(context: &Context<'_>, told: &'t [(Number, InDocument, Source)], property: &str) -> BTreeMap<Value, Vec<(usize, &'t Words)>> {
    let mut values: BTreeMap<Value, Vec<(usize, &Words)>> = BTreeMap::new();
    for (n, (_, document, _)) in told.iter().enumerate() {
        for fact in document.facts.iter().filter(|fact| fact.property == property) {
            values.entry(value(context, fact)).or_default().extend(fact.words.iter().map(|words| (n, words)));
        }
    }
    values
}

/// A column for each document, a row for each slot.
fn compared(context: &Context<'_>, told: &[(Number, InDocument, Source)]) -> Markup {
    let beside = &told[..told.len().min(BESIDE)];
    let of = |document: &InDocument, property: &str| -> BTreeSet<Value> {
        document.facts.iter().filter(|fact| fact.property == property).map(|fact| value(context, fact)).collect()
    };
    html! {
        section {
            h2 { (context.say(w::SOURCES_COMPARED)) }
            p.faint { (context.say(w::SOURCES_AGREE)) }
            (parts::scrolled(context.say(w::SOURCES_COMPARED), html! {
                table.compared {
                    caption.hidden { (context.say(w::SOURCES_COMPARED)) }
                    thead { tr {
                        th scope="col" { (context.say(w::SLOT)) }
                        @for (number, _, _) in beside { th scope="col" { (context.document(*number)) } }
                    } }
                    tbody { @for (property, title) in SLOTS {
                        @let values: Vec<BTreeSet<Value>> = beside.iter().map(|(_, document, _)| of(document, property)).collect();
                        // Who says nothing does not contradict.
                        @let told: BTreeSet<&BTreeSet<Value>> = values.iter().filter(|one| !one.is_empty()).collect();
                        @if !told.is_empty() {
                            tr.differs[told.len() > 1] {
                                th scope="row" { (context.say(title)) @if told.len() > 1 { " " span.tag { (context.say(w::DIFFERENT)) } } }
                                @for one in &values { td {
                                    @if one.is_empty() { span.faint { (context.say(w::NOT_TOLD)) } }
                                    @for (n, value) in one.iter().enumerate() { @if n > 0 { ", " } (shown(value)) }
                                } }
                            }
                        }
                    } }
                }
            }))
        }
    }
}

fn others(context: &Context<'_>, documents: &[Number]) -> Markup {
    html! { p { (context.say(w::AND_MORE_SOURCES)) ": " (context.count(documents.len(), w::N_DOCUMENTS)) } }
}
