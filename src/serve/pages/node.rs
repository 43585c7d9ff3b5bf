//! Any other node of the graph: a membership, a signature, a reason. All that is said of it, and what leads to it.

use std::collections::BTreeSet;

use maud::{Markup, html};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::StorageError;

use super::catalog::local;
use super::parts::Column;
use super::{Answer, Context, Fault, entity, labels, links, words as w};
use crate::serve::view::View;

/// Statements of each kind that are shown.
const SHOWN: usize = 300;

/// The node at a path below the base; nothing if the graph does not know it. What an address cannot tell apart (a space and
/// an underscore) is tried both ways.
pub fn find(view: &View, path: &str) -> Result<Option<NamedNode>, StorageError> {
    let plain = view.base().iri(path);
    let with_underscore = view.base().iri(&path.replace('_', "%5F"));
    for node in [plain, with_underscore] {
        let mut about = view.graph().quads_for_pattern(Some(node.as_ref().into()), None, None, None);
        if path.is_empty() || about.next().transpose()?.is_none() {
            continue;
        }
        return Ok(Some(node));
    }
    Ok(None)
}

pub fn page(context: &Context<'_>, path: &str) -> Result<Answer, Fault> {
    let Some(node) = find(context.view, path)? else { return Ok(Answer::NotFound) };
    let title = context.path(&node).unwrap_or(path).to_owned();
    let about = context.view.graph().quads_for_pattern(Some(node.as_ref().into()), None, None, None);
    let leading = context.view.graph().quads_for_pattern(None, None, Some(TermRef::NamedNode(node.as_ref())), None);
    let body = html! {
        p.kind { (context.say(w::NODE)) }
        h1 { (title) }
        (statements(context, w::NODE, about, |quad| quad.object.clone())?)
        (statements(context, w::POINTS_HERE, leading, |quad| match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.clone().into(),
            NamedOrBlankNode::BlankNode(node) => node.clone().into(),
        })?)
        (entity::data(context, &node))
    };
    context.page(&title, "", body)
}

fn statements(
    context: &Context<'_>,
    title: super::language::Text,
    quads: impl Iterator<Item = Result<Quad, StorageError>>,
    other: impl Fn(&Quad) -> Term,
) -> Result<Markup, Fault> {
    let mut rows: BTreeSet<(String, String, Option<String>)> = BTreeSet::new();
    let mut terms = Vec::new();
    // Everything stands in the graph of all, and in that of its source.
    for quad in quads.take(4 * SHOWN) {
        let quad = quad?;
        let source = match &quad.graph_name {
            oxigraph::model::GraphName::NamedNode(node) => node.as_str().to_owned(),
            _ => continue,
        };
        let term = other(&quad);
        if rows.insert((quad.predicate.as_str().to_owned(), term.to_string(), Some(source.clone()))) {
            terms.push((quad.predicate, term, source));
        }
    }
    terms.sort_by_cached_key(|(predicate, term, source)| (predicate.as_str().to_owned(), term.to_string(), source.clone()));
    Ok(html! {
        @if !terms.is_empty() {
            section {
                h2 { (context.say(title)) }
                @let columns = [w::PROPERTY, w::VALUE, w::SOURCE].map(Column::Text);
                (context.table(context.say(title), &columns, html! { @for (predicate, value, source) in terms.iter().take(SHOWN) { tr {
                    @let name = labels::of(predicate.as_str(), context.language).unwrap_or(local(predicate.as_str()));
                    td title=(predicate.as_str()) { (name) }
                    td { (term(context, value)) }
                    td { (iri(context, source)) }
                } } }))
            }
        }
    })
}

/// A term as people read it: what has a page is a link to it.
pub fn term(context: &Context<'_>, term: &Term) -> Markup {
    match term {
        Term::NamedNode(node) => iri(context, node.as_str()),
        Term::Literal(literal) => html! { span lang=[literal.language()] { (literal.value()) } },
        Term::BlankNode(node) => html! { (node.to_string()) },
    }
}

fn iri(context: &Context<'_>, iri: &str) -> Markup {
    if let Some(path) = iri.strip_prefix(context.view.base().as_str()) {
        let (page, place) = path.split_once('#').map_or((path, None), |(page, place)| (page, Some(place)));
        // Words of a document are shown in it.
        let begin = place.and_then(|place| place.strip_prefix("char=")).and_then(|place| place.split(',').next());
        let address = begin.map_or_else(|| links::node(page), |begin| format!("{}#c{begin}", links::node(page)));
        if let Some(number) = context.catalog.find_entity(path) {
            return context.entity(number);
        }
        if let Some(number) = context.catalog.find_agreement(path) {
            return html! { a href=(address) { (context.title(context.catalog.agreement(number))) } };
        }
        if let Some(number) = context.catalog.find_document(path) {
            return html! { a href=(address) lang="de" { (context.catalog.document(number).title()) } };
        }
        return html! { a href=(address) { (path) } };
    }
    if let Some(name) = iri.strip_prefix(crate::graph::vocabulary::TOPIC) {
        return html! { a href=(links::topic(name)) { (labels::topic(name, context.language)) } };
    }
    let label = labels::of(iri, context.language).map_or_else(|| super::parts::prefixed(context, iri), str::to_owned);
    html! { span title=(iri) { (label) } }
}
