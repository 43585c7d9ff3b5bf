//! One person, institution or territory: names, offices, agreements, partners, documents.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};

use super::catalog::{Entity, Number, Sort};
use super::graph::Network;
use super::language::Text;
use super::{Answer, Context, Fault, links, network, parts, picture, words as w};
use crate::graph::vocabulary::{nif, org, owl, pakt, schema};
use crate::query::explain::{self, Reason};
use crate::text::squeeze;

/// What is shown of each list.
const AGREEMENTS: usize = 25;
const PARTNERS: usize = 25;
const DOCUMENTS: usize = 25;
const OFFICES: usize = 20;
const MORE_OFFICES: usize = 400;
/// Memberships that are looked at: a territory that thousands hold offices in is told by the first of them.
const MEMBERSHIPS: usize = 3_000;
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
        @if entity.sort == Sort::Person { (offices(context, &iri, entity)?) }
        section {
            h2 { (context.say(w::AGREEMENTS)) " " span.faint { (context.language.number(entity.agreements.len())) } }
            @if entity.agreements.is_empty() { p.faint { (context.say(w::WITHOUT_AGREEMENT)) } } @else {
                (context.agreements(&entity.agreements, AGREEMENTS, context.say(w::AGREEMENTS)))
                p { a href=(filter(&[])) { (context.say(w::SHOW_ALL)) " →" } }
            }
        }
        (neighbourhood(context, number))
        @if entity.sort != Sort::Person { (offices(context, &iri, entity)?) }
        (documents(context, &iri)?)
        (reasons(context, &merges, &near_merges, w::WHY_ONE_ENTITY))
        (data(context, &iri))
    };
    context.page(&entity.name, "", body)
}

impl Context<'_> {
    /// What any graph says of a node.
    pub fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, Fault> {
        let quads = self.view.graph().quads_for_pattern(
            Some(subject.as_ref().into()),
            Some(predicate),
            None,
            Some((&GraphName::DefaultGraph).into()),
        );
        let mut found = quads.map(|quad| Ok(quad?.object)).collect::<Result<Vec<Term>, Fault>>()?;
        found.sort_by_cached_key(ToString::to_string);
        Ok(found)
    }

    /// Nodes that lead to another one.
    pub fn subjects(&self, predicate: NamedNodeRef<'_>, object: &NamedNode, most: usize) -> Result<Vec<NamedNode>, Fault> {
        let object = TermRef::NamedNode(object.as_ref());
        let quads = self.view.graph().quads_for_pattern(None, Some(predicate), Some(object), Some((&GraphName::DefaultGraph).into()));
        let mut found = Vec::new();
        for quad in quads.take(most) {
            if let Quad { subject: NamedOrBlankNode::NamedNode(node), .. } = quad? {
                found.push(node);
            }
        }
        found.sort();
        Ok(found)
    }

    /// The path of a node below the base.
    pub fn path<'t>(&self, node: &'t NamedNode) -> Option<&'t str> {
        node.as_str().strip_prefix(self.view.base().as_str())
    }

    pub fn entity_of(&self, term: &Term) -> Option<Number> {
        if let Term::NamedNode(node) = term { self.path(node).and_then(|path| self.catalog.find_entity(path)) } else { None }
    }
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
                @if !entity.other_names.is_empty() { div { dt { (context.say(w::OTHER_NAMES)) } dd lang="de" { (entity.other_names.join(" · ")) } } }
                @for (title, some) in &belongs { @if !some.is_empty() { div { dt { (context.say(*title)) } dd { (context.entities(some)) } } } }
                @if !elsewhere.is_empty() { div { dt { (context.say(w::ELSEWHERE)) } dd { @for term in &elsewhere {
                    @if let Term::NamedNode(node) = term { a href=[links::is_web(node.as_str()).then_some(node.as_str())] rel="external" { "Wikidata " (super::catalog::local(node.as_str())) } " " }
                } } } }
            }
        }
    })
}

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
fn offices(context: &Context<'_>, iri: &NamedNode, entity: &Entity) -> Result<Markup, Fault> {
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
            td lang="de" data-label=(context.say(w::OFFICE)) { @if office.is_empty() { span.faint lang=(context.language.tag()) { (context.say(w::UNKNOWN_OFFICE)) } } @else { (office) } }
            td data-label=(context.say(column)) { (context.entity(*number)) }
            td.when data-label=(context.say(w::PERIOD)) { (held.period(context)) }
            td data-label=(context.say(w::EVIDENCE)) { (held.evidence(context)?) }
        } });
    }
    let table = |rows: &[Markup]| {
        parts::scrolled(
            context.say(title),
            html! {
                table {
                    caption.hidden { (context.say(title)) }
                    thead { tr { th scope="col" { (context.say(w::OFFICE)) } th scope="col" { (context.say(column)) } th scope="col" { (context.say(w::PERIOD)) } th scope="col" { (context.say(w::EVIDENCE)) } } }
                    tbody { @for row in rows { (row) } }
                }
            },
        )
    };
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
            (picture::draw(context.catalog, &around, style, context.language, &|one, other| links::with("/agreements", [("partner", path(one)), ("partner", path(other))])))
        }
        section {
            h2 { (context.say(w::WITH_WHOM)) " " span.faint { (context.language.number(partners.len())) } }
            (parts::scrolled(context.say(w::WITH_WHOM), html! {
                table {
                    caption.hidden { (context.say(w::WITH_WHOM)) }
                    thead { tr { th scope="col" { (context.say(w::PARTNER)) } th.number scope="col" { (context.say(w::SHARED)) } th scope="col" { (context.say(w::SINCE)) } } }
                    tbody { @for (party, (count, since)) in partners.iter().take(PARTNERS) { tr {
                        td data-label=(context.say(w::PARTNER)) { (context.entity(*party)) }
                        td.number data-label=(context.say(w::SHARED)) { a href=(both(&context.catalog.entity(*party).path)) { (context.count(*count, w::N_AGREEMENTS)) } }
                        td.when data-label=(context.say(w::SINCE)) { @if let Some(since) = since { (context.date(since)) } @else { span.faint { (context.say(w::NOT_TOLD)) } } }
                    } } }
                }
            }))
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
                    details { summary { (context.say(w::SHOW_ALL)) } ul.documents { @for &document in documents.iter().skip(DOCUMENTS).take(500) { li { (context.document(document)) } } } }
                }
            }
        }
    })
}

/// Why several mentions are one node, and what almost was.
pub fn reasons(context: &Context<'_>, merges: &[Reason], near_merges: &[Reason], title: Text) -> Markup {
    let table = |title: Text, reasons: &[Reason]| {
        html! {
            details.alternative {
                summary { (context.say(title)) " (" (context.language.number(reasons.len())) ")" }
                (parts::scrolled(context.say(title), html! {
                    table {
                        caption { (context.say(title)) }
                        thead { tr { th scope="col" { (context.say(w::REASON)) } th.number scope="col" { (context.say(w::POINTS)) } th scope="col" { (context.say(w::OBSTACLE)) } th scope="col" { (context.say(w::FILES)) } } }
                        tbody { @for reason in reasons.iter().take(100) { tr {
                            td { (reason.reasons.join(", ")) }
                            td.number { (reason.points) }
                            td { (reason.obstacle.as_deref().unwrap_or_default()) @if let Some(other) = &reason.other { ": " (other) } }
                            td { (reason.documents.join(", ")) }
                        } } }
                    }
                }))
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
        p.data { (context.say(w::AS_DATA)) ": " code { (iri.as_str()) } " · " a href=(links::with("/ask", [("query", describe.as_str())])) { "SPARQL" } }
    }
}
