//! One person, institution or territory: names, offices, agreements, partners, documents.

use std::collections::BTreeMap;

use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::catalog::{Entity, Number, Sort, local};
use super::graph::Network;
use super::language::Text;
use super::parts::Column;
use super::{Answer, Context, Fault, links, network, offices, picture, words as w};
use crate::graph::vocabulary::{owl, pakt, schema};
use crate::query::explain::{self, Reason};

/// What is shown of each list.
const AGREEMENTS: usize = 25;
const MORE_HOSTED: usize = 500;
const PARTNERS: usize = 25;
const DOCUMENTS: usize = 25;
/// Partners in the picture.
const AROUND: usize = 24;

pub fn page(context: &Context<'_>, number: Number) -> Result<Answer, Fault> {
    let entity = context.catalog.entity(number);
    let iri = context.view.base().iri(&entity.path);
    let filter =
        |others: &[(&str, &str)]| links::with("/agreements", [("partner", entity.path.as_str())].into_iter().chain(others.iter().copied()));
    let (merges, near_merges) = explain::reasons(context.view.graph(), context.view.base(), &iri)?;
    let body = html! {
        p.kind { (context.say(w::class(entity.class))) }
        h1 lang="de" { (entity.name) }
        (description(context, &iri, entity)?)
        // A person is known by offices, a body by what it has agreed on.
        @if entity.sort == Sort::Person { (offices::show(context, &iri, entity)?) }
        section {
            h2 { (context.say(w::AGREEMENTS)) " " span.faint { (context.language.number(entity.agreements.len())) } }
            @if entity.agreements.is_empty() { p.faint { (context.say(w::WITHOUT_AGREEMENT)) } } @else {
                (context.agreements(&entity.agreements, AGREEMENTS, context.say(w::AGREEMENTS)))
                p { a href=(filter(&[])) { (context.say(w::SHOW_ALL)) " →" } }
            }
        }
        @if !entity.hosted.is_empty() {
            section {
                h2 { (context.say(w::MADE_HERE)) " " span.faint { (context.language.number(entity.hosted.len())) } }
                (context.agreements(&entity.hosted, AGREEMENTS, context.say(w::MADE_HERE)))
                @if entity.hosted.len() > AGREEMENTS {
                    details {
                        summary { (context.say(w::SHOW_ALL)) }
                        (context.agreements(&entity.hosted[AGREEMENTS..], MORE_HOSTED, context.say(w::MADE_HERE)))
                    }
                }
            }
        }
        (neighbourhood(context, number))
        @if entity.sort != Sort::Person { (offices::show(context, &iri, entity)?) }
        (documents(context, &iri)?)
        (reasons(context, &merges, &near_merges, w::WHY_ONE_ENTITY))
        (data(context, &iri))
    };
    context.page(&entity.name, "", body)
}

/// Names, and what it belongs to.
fn description(context: &Context<'_>, iri: &NamedNode, entity: &Entity) -> Result<Markup, Fault> {
    let linked = |predicate| -> Result<Vec<Number>, Fault> {
        Ok(context.objects(iri, predicate)?.iter().filter_map(|term| context.entity_of(term)).collect())
    };
    let belongs: [(Text, Vec<Number>); 3] = [
        (w::BELONGS_TO, linked(pakt::JURISDICTION)?),
        (w::PART_OF, linked(schema::PARENT_ORGANIZATION)?),
        (w::MEMBER_OF, linked(schema::MEMBER_OF)?),
    ];
    let elsewhere = context.objects(iri, owl::SAME_AS)?;
    let has_any = !entity.other_names.is_empty() || belongs.iter().any(|(_, some)| !some.is_empty()) || !elsewhere.is_empty();
    Ok(html! {
        @if has_any {
            dl.facts {
                @if !entity.other_names.is_empty() {
                    div { dt { (context.say(w::OTHER_NAMES)) } dd lang="de" { (entity.other_names.join(" · ")) } }
                }
                @for (title, some) in &belongs { @if !some.is_empty() { div { dt { (context.say(*title)) } dd { (context.entities(some)) } } } }
                @if !elsewhere.is_empty() { div { dt { (context.say(w::ELSEWHERE)) } dd { @for term in &elsewhere {
                    @if let Term::NamedNode(node) = term {
                        a href=[links::is_web(node.as_str()).then_some(node.as_str())] rel="external" { "Wikidata " (local(node.as_str())) } " "
                    }
                } } } }
            }
        }
    })
}

/// The partners as a picture and as a table.
fn neighbourhood(context: &Context<'_>, number: Number) -> Markup {
    let entity = context.catalog.entity(number);
    let mut shared: BTreeMap<Number, (usize, Option<&str>)> = BTreeMap::new();
    for &agreement in &entity.agreements {
        let agreement = context.catalog.agreement(agreement);
        for &party in agreement.parties.iter().filter(|&&party| party != number) {
            let (count, since) = shared.entry(party).or_default();
            *count += 1;
            let date = agreement.dates.first().map(String::as_str);
            *since = match (*since, date) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }
    if shared.is_empty() {
        return html! {};
    }
    let mut partners: Vec<(Number, (usize, Option<&str>))> = shared.into_iter().collect();
    partners.sort_by_key(|&(party, (count, _))| (std::cmp::Reverse(count), party));
    let around = Network::around(context.catalog, number, AROUND);
    let path = |n: usize| context.catalog.entity(around.nodes[n].entity).path.as_str();
    let style = picture::Style { name: context.say(w::NEIGHBOURHOOD_ALT), aspect: 1.6, names: AROUND + 1, zoom: false };
    let both = |other: &str| links::with("/agreements", [("partner", entity.path.as_str()), ("partner", other)]);
    html! {
        section {
            h2 { (context.say(w::NEIGHBOURHOOD)) }
            (network::key(context))
            (picture::draw(context.catalog, &around, style, context.language, &|one, other| {
                links::with("/agreements", [("partner", path(one)), ("partner", path(other))])
            }))
        }
        section {
            h2 { (context.say(w::WITH_WHOM)) " " span.faint { (context.language.number(partners.len())) } }
            @let columns = [Column::Text(w::PARTNER), Column::Number(w::SHARED), Column::Text(w::SINCE)];
            (context.table(context.say(w::WITH_WHOM), &columns, html! { @for (party, (count, since)) in partners.iter().take(PARTNERS) { tr {
                td data-label=(context.say(w::PARTNER)) { (context.entity(*party)) }
                td.number data-label=(context.say(w::SHARED)) {
                    a href=(both(&context.catalog.entity(*party).path)) { (context.count(*count, w::N_AGREEMENTS)) }
                }
                td.when data-label=(context.say(w::SINCE)) {
                    @match since { Some(since) => (context.date(since)), None => span.faint { (context.say(w::NOT_TOLD)) } }
                }
            } } }))
            @if partners.len() > PARTNERS { p.faint { "+ " (context.count(partners.len() - PARTNERS, w::N_OTHERS)) } }
        }
    }
}

/// The documents that name it, the newest first.
fn documents(context: &Context<'_>, iri: &NamedNode) -> Result<Markup, Fault> {
    let nodes = context.subjects(schema::MENTIONS, iri, usize::MAX)?;
    let mut documents: Vec<Number> =
        nodes.iter().filter_map(|node| context.path(node).and_then(|path| context.catalog.find_document(path))).collect();
    documents.sort_by(|&a, &b| context.catalog.document(b).published.cmp(&context.catalog.document(a).published).then(a.cmp(&b)));
    Ok(html! {
        @if !documents.is_empty() {
            section {
                h2 { (context.say(w::NAMED_IN)) " " (context.count(documents.len(), w::N_IN_DOCUMENTS)) }
                ul.documents { @for &document in documents.iter().take(DOCUMENTS) { li { (context.document(document)) } } }
                @if documents.len() > DOCUMENTS {
                    details {
                        summary { (context.say(w::SHOW_ALL)) }
                        ul.documents { @for &document in documents.iter().skip(DOCUMENTS).take(500) { li { (context.document(document)) } } }
                    }
                }
            }
        }
    })
}

/// Why several mentions are one node, and what almost was.
pub fn reasons(context: &Context<'_>, merges: &[Reason], near_merges: &[Reason], title: Text) -> Markup {
    let columns = [Column::Text(w::REASON), Column::Number(w::POINTS), Column::Text(w::OBSTACLE), Column::Text(w::FILES)];
    let table = |title: Text, reasons: &[Reason]| {
        html! {
            details.alternative {
                summary { (context.say(title)) " (" (context.language.number(reasons.len())) ")" }
                (context.table(context.say(title), &columns, html! { @for reason in reasons.iter().take(100) { tr {
                    td { (reason.reasons.join(", ")) }
                    td.number { (reason.points) }
                    td { (reason.obstacle.as_deref().unwrap_or_default()) @if let Some(other) = &reason.other { ": " (other) } }
                    td { (reason.documents.join(", ")) }
                } } }))
            }
        }
    };
    html! {
        @if !merges.is_empty() { (table(title, merges)) }
        @if !near_merges.is_empty() { (table(w::ALMOST, near_merges)) }
    }
}

/// The name of the node, for programs.
pub fn data(context: &Context<'_>, iri: &NamedNode) -> Markup {
    let describe = format!("DESCRIBE <{}>", iri.as_str());
    html! {
        p.data {
            (context.say(w::AS_DATA)) ": " code { (iri.as_str()) } " · "
            a href=(links::with("/ask", [("query", describe.as_str())])) { "SPARQL" }
        }
    }
}
