//! One document: its text with everything that was found in it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Quad, Term};

use super::catalog::{KINDS, Number, STATUSES};
use super::language::Text;
use super::{Answer, Context, Fault, entity, files, labels, links, words as w};
use crate::document::{Block, BlockKind};
use crate::facts::{DocumentFacts, Entity, EntityClass, Evidence};
use crate::graph::vocabulary::{itsrdf, pakt, schema};
use crate::markup::html::{Look, text};
use crate::markup::{Mark, MarkKind, Marks};
use crate::store::Record;

pub fn page(context: &Context<'_>, number: Number) -> Result<Answer, Fault> {
    let document = context.catalog.document(number);
    let iri = context.view.base().iri(&document.path);
    let record = context.view.documents().read(&document.file)?;
    let title = document.title();
    let body = html! {
        p.kind { (context.say(w::DOCUMENT)) }
        h1 lang="de" { (title) }
        (information(context, &iri)?)
        @match &record {
            Some(record) => (read(context, &iri, record)?),
            None => { p.notice role="status" { (context.say(w::NO_TEXT)) } (reported(context, &document.agreements)) }
        }
        (entity::data(context, &iri))
    };
    context.page(title, "", body)
}

/// What is known of it beside the text.
fn information(context: &Context<'_>, iri: &NamedNode) -> Result<Markup, Fault> {
    let rows: [(Text, _); 5] = [
        (w::PUBLISHED, schema::DATE_PUBLISHED),
        (w::AUTHOR, schema::AUTHOR),
        (w::OUTLET, pakt::OUTLET),
        (w::ADDRESS, schema::URL),
        (w::FILE, pakt::FILE),
    ];
    let mut shown = Vec::new();
    for (title, property) in rows {
        let values = context.objects(iri, property)?;
        if !values.is_empty() {
            shown.push(html! { div { dt { (context.say(title)) } dd { @for (n, value) in values.iter().enumerate() {
                @if n > 0 { ", " }
                @match value {
                    Term::NamedNode(node) if links::is_web(node.as_str()) => a href=(node.as_str()) rel="external noreferrer" { (node.as_str()) },
                    Term::NamedNode(node) => (node.as_str()),
                    Term::Literal(text) if property == schema::DATE_PUBLISHED => (context.date(text.value())),
                    Term::Literal(text) => (text.value()),
                    Term::BlankNode(_) => "",
                }
            } } } });
        }
    }
    Ok(html! { dl.facts { @for row in shown { (row) } } })
}

/// Classes of the words that are found, and what they are called.
const COLOURS: [(&str, Text); 5] =
    [("person", w::C_PERSON), ("organization", w::C_ORGANIZATION), ("place", w::C_PLACE), ("office", w::C_OFFICE), ("slot", w::C_SLOT)];

/// The text, and beside it what it reports and names.
fn read(context: &Context<'_>, iri: &NamedNode, record: &Record) -> Result<Markup, Fault> {
    let facts = &record.facts;
    let nodes = Nodes::of(context, iri, facts)?;
    let marks = Marks::of(facts);
    let blocks = record
        .source
        .as_ref()
        .map_or_else(|| vec![Block { range: 0..facts.document.text.len(), kind: BlockKind::Paragraph }], |source| source.blocks.clone());
    let link = |mark: &Mark| {
        let path = match mark.kind {
            MarkKind::Slot | MarkKind::Report => {
                mark.entity.as_ref().and_then(|id| nodes.entities.get(id)).or_else(|| nodes.agreements.get(mark.agreement.as_ref()?))
            }
            _ => nodes.entities.get(mark.entity.as_ref()?),
        };
        path.map(|path| links::node(path))
    };
    let says = |mark: &Mark| says(context, facts, mark);
    Ok(html! {
        ul.legend aria-label=(context.say(w::COLOURS)) {
            @for (kind, name) in COLOURS { li { span.{ "m " (kind) } { (context.say(name)) } } }
            li { span.m.report { (context.say(w::C_REPORT)) } }
            li { span.clutter { (context.say(w::C_CLUTTER)) } }
        }
        div.reading {
            section.text aria-label=(context.say(w::TEXT)) { (text(facts, &blocks, &marks, Look { is_page: false, link: &link, says: &says })) }
            aside {
                h2 { (context.say(w::AGREEMENTS)) }
                @if facts.agreements.is_empty() { p.faint { (context.say(w::NO_AGREEMENTS_HERE)) } }
                @for one in &facts.agreements {
                    @let known = nodes.agreements.get(&one.id).and_then(|path| context.catalog.find_agreement(path));
                    @let known = known.map(|number| context.catalog.agreement(number));
                    section.agreement {
                        h3 { @match known {
                            Some(agreement) => a href=(links::node(&agreement.path)) { (context.title(agreement)) },
                            None => (one.id),
                        } }
                        @if is_pickable(&one.id) {
                            label.pick { input type="checkbox" id={ "pick-" (one.id) }; " " (context.say(w::SHOW_SENTENCES)) }
                        }
                        (found(context, facts, one))
                    }
                }
                h2 { (context.say(w::NAMED)) }
                (named(context, facts, &nodes))
            }
        }
    })
}

/// Agreements have ids of `a` and a number; there are styles for the first of them.
fn is_pickable(id: &str) -> bool {
    id.strip_prefix('a').and_then(|number| number.parse::<usize>().ok()).is_some_and(|number| (1..=files::PICKABLE).contains(&number))
}

const SLOTS: [(&str, Text); 7] = [
    ("party", w::PARTNER),
    ("signatory", w::SIGNATORY),
    ("date", w::DATE),
    ("place", w::PLACE),
    ("topic", w::TOPIC),
    ("duration", w::DURATION),
    ("builds on", w::BASED_ON),
];

/// What a mark says, in the language of the page.
fn says(context: &Context<'_>, facts: &DocumentFacts, mark: &Mark) -> String {
    match (&mark.slot, mark.kind) {
        (Some((slot, value)), _) => slot_says(context, slot, value),
        (None, MarkKind::Report) => {
            let Some(agreement) = facts.agreements.iter().find(|one| Some(&one.id) == mark.agreement.as_ref()) else {
                return mark.says.clone();
            };
            let name = |known: &'static [&'static str], name: String| known.iter().position(|one| *one == name);
            let kind = name(&KINDS, format!("{:?}", agreement.kind)).map_or("", |kind| labels::kind(kind, context.language));
            let status = name(&STATUSES, format!("{:?}", agreement.status)).map_or("", |status| labels::status(status, context.language));
            format!("{kind}, {status}")
        }
        _ => mark.says.clone(),
    }
}

fn slot_says(context: &Context<'_>, slot: &str, value: &str) -> String {
    let title = SLOTS.iter().find(|(name, _)| *name == slot).map_or(slot, |(_, title)| context.say(*title));
    let value = match slot {
        "date" => context.language.date(value),
        "duration" => context.language.duration(value),
        "topic" => labels::topic(value, context.language).to_owned(),
        _ => value.to_owned(),
    };
    format!("{title}: {value}")
}

/// The slots of an agreement as this document fills them, each leading to its words.
fn found(context: &Context<'_>, facts: &DocumentFacts, agreement: &crate::facts::Agreement) -> Markup {
    let names: BTreeMap<&str, &str> = facts.entities.iter().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
    html! {
        dl.facts { @for (slot, evidence, value) in crate::markup::slots(agreement) {
            @let told = slot_says(context, slot, names.get(value).copied().unwrap_or(value));
            @let (title, value) = told.split_once(": ").unwrap_or(("", &told));
            div { dt { (title) } dd { a href={ "#c" (evidence.begin) } lang="de" { (value) } " " code { (evidence.rule) } } }
        } }
    }
}

/// Everything that the document names: to its page, and to the places in the text.
fn named(context: &Context<'_>, facts: &DocumentFacts, nodes: &Nodes) -> Markup {
    html! {
        ul.named { @for one in &facts.entities {
            li {
                @match nodes.entities.get(&one.id).and_then(|path| context.catalog.find_entity(path)) {
                    Some(number) => (context.entity(number)),
                    None => span lang="de" { (one.name) },
                }
                " " span.faint { @for begin in one.mentions.iter().take(12).map(|mention| mention.begin) {
                    a href={ "#c" (begin) } aria-label={ (one.name) ", " (begin) } { (begin) } " "
                } }
            }
        } }
    }
}

/// For a document whose text is not there.
fn reported(context: &Context<'_>, agreements: &[Number]) -> Markup {
    html! { @if !agreements.is_empty() { h2 { (context.say(w::AGREEMENTS)) } (context.agreements(agreements, 100, context.say(w::AGREEMENTS))) } }
}

/// From the names that the facts use to the paths of nodes.
///
/// Facts name entities and agreements within their document only; the graph has the nodes, and both have the places of the
/// words. So a node is that which the most words of the facts lead to.
struct Nodes {
    entities: BTreeMap<String, String>,
    agreements: BTreeMap<String, String>,
}

type Place = (u32, u32);

impl Nodes {
    fn of(context: &Context<'_>, document: &NamedNode, facts: &DocumentFacts) -> Result<Self, Fault> {
        let mut named: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
        let mut told: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
        let mut reported = BTreeSet::new();
        for quad in context.view.graph().quads_for_pattern(None, None, None, Some(GraphNameRef::NamedNode(document.as_ref()))) {
            let Quad { subject: NamedOrBlankNode::NamedNode(subject), predicate, object: Term::NamedNode(object), .. } = quad? else {
                continue;
            };
            let (Some(path), Some(value)) = (context.path(&subject), context.path(&object)) else { continue };
            if predicate == itsrdf::TA_IDENT_REF {
                place(path).map(|place| named.entry(place).or_default().insert(value.to_owned()));
            } else if predicate == pakt::REPORTED_IN {
                reported.insert(path.to_owned());
            } else if let Some(place) = place(value) {
                told.entry(path.to_owned()).or_default().insert(place);
            }
        }
        let mentioned = context.objects(document, schema::MENTIONS)?;
        let mentioned: Vec<&str> =
            mentioned.iter().filter_map(|term| if let Term::NamedNode(node) = term { context.path(node) } else { None }).collect();
        let entities =
            facts.entities.iter().filter_map(|one| Some((one.id.clone(), entity_node(context, facts, one, &named, &mentioned)?))).collect();
        told.retain(|path, _| reported.contains(path));
        let agreements = facts.agreements.iter().filter_map(|one| {
            let mine: BTreeSet<Place> =
                one.evidence.iter().chain(crate::markup::slots(one).into_iter().map(|(_, evidence, _)| evidence)).map(at).collect();
            // Of nodes that share as many places the one with fewer others.
            let best = told.iter().max_by_key(|(_, places)| (places.intersection(&mine).count(), std::cmp::Reverse(places.len())));
            best.map(|(path, _)| (one.id.clone(), path.clone()))
        });
        Ok(Self { entities, agreements: agreements.collect() })
    }
}

/// The node of an entity: of its class, and told by the most of its words; of several the one with its name.
fn entity_node(
    context: &Context<'_>,
    facts: &DocumentFacts,
    one: &Entity,
    named: &BTreeMap<Place, BTreeSet<String>>,
    mentioned: &[&str],
) -> Option<String> {
    let folder = match one.class {
        EntityClass::Person => "person/",
        EntityClass::Organization => "organization/",
        EntityClass::Place => "place/",
    };
    let slots =
        facts.agreements.iter().flat_map(crate::markup::slots).filter(|(_, _, value)| *value == one.id).map(|(_, evidence, _)| evidence);
    let places: BTreeSet<Place> = one.mentions.iter().chain(slots).map(at).collect();
    let has_name = |path: &str| {
        context.catalog.find_entity(path).is_some_and(|number| {
            let known = context.catalog.entity(number);
            known.name == one.name || known.other_names.contains(&one.name)
        })
    };
    let count = |path: &str| places.iter().filter(|place| named.get(place).is_some_and(|paths| paths.contains(path))).count();
    let fitting = mentioned.iter().filter(|path| path.starts_with(folder)).map(|path| (count(path), has_name(path), *path));
    // One that shares neither words nor the name is another one.
    fitting
        .filter(|(count, has_name, _)| *count > 0 || *has_name)
        .max_by_key(|(count, has_name, path)| (*count, *has_name, std::cmp::Reverse(*path)))
        .map(|(_, _, path)| path.to_owned())
}

fn at(evidence: &Evidence) -> Place {
    (evidence.begin, evidence.end)
}

/// The place in the path of a mention: `document/x#char=12,20`.
fn place(path: &str) -> Option<Place> {
    let (begin, end) = path.split_once("#char=")?.1.split_once(',')?;
    Some((begin.parse().ok()?, end.parse().ok()?))
}
