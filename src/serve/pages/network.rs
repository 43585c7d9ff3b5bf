//! The network of partners.

use std::sync::OnceLock;

use maud::{Markup, html};
use serde_json::json;

use super::catalog::Number;
use super::filter::Filter;
use super::graph::Network;
use super::parts::Column;
use super::{Answer, Context, Fault, agreements, links, picture, words as w};

/// Partners in a picture.
const MOST: usize = 2_000;
/// Links in the table below it.
const LISTED: usize = 200;

/// The picture without filters, in each language: the one that takes longest and is looked at most.
#[derive(Default)]
pub struct Prepared {
    whole: [OnceLock<Markup>; 2],
}

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    let filter = Filter::read(context);
    let least = least(context);
    let Some(chosen) = filter.chosen(context)? else { return agreements::to_come(context) };
    let network = Network::of(context.catalog, &chosen, least, MOST);
    let is_whole = filter == Filter::default() && least == 1;
    let picture = if is_whole {
        context.view.prepared.network.whole[context.language as usize].get_or_init(|| draw(context, &filter, &network)).clone()
    } else {
        draw(context, &filter, &network)
    };
    let more = html! {
        label.year {
            span { (context.say(w::AT_LEAST)) }
            input type="number" name="least" min="1" max="999" value=[(least > 1).then_some(least)] placeholder="1";
        }
    };
    let body = html! {
        h1 { (context.say(w::NETWORK_TITLE)) }
        p.lead { (context.say(w::NETWORK_LEAD)) }
        (filter.form(context, &[], &more))
        div #results {
            p.summary role="status" {
                strong { (context.count(network.nodes.len(), w::N_PARTNERS)) } ", " (context.count(network.edges.len(), w::N_LINKS))
                " · " a href=(filter.address(context, "/agreements", &[])) { (context.count(chosen.len(), w::N_AGREEMENTS)) }
                @if network.left_out > 0 {
                    " · " (context.say(w::LARGEST_ONLY)) " " (context.language.number(MOST)) " (+ " (context.language.number(network.left_out)) ")"
                }
            }
            @if network.nodes.is_empty() { p { (context.say(w::NOTHING_TO_DRAW)) } } @else {
                (key(context))
                (picture)
                (table(context, &filter, &network))
            }
        }
    };
    context.page(context.say(w::NETWORK_TITLE), "/network", body)
}

/// Agreements that two must share to be linked.
fn least(context: &Context<'_>) -> usize {
    context.asked.parameter("least").and_then(|least| least.parse().ok()).unwrap_or(1).clamp(1, 999)
}

fn draw(context: &Context<'_>, filter: &Filter, network: &Network) -> Markup {
    let style = picture::Style { name: context.say(w::NETWORK_ALT), aspect: 1.6, names: 60, zoom: true };
    let path = |n: usize| context.catalog.entity(network.nodes[n].entity).path.as_str();
    picture::draw(context.catalog, network, style, context.language, &|one, other| {
        filter.address(context, "/agreements", &[("partner", path(one)), ("partner", path(other))])
    })
}

pub fn key(context: &Context<'_>) -> Markup {
    html! {
        ul.key aria-label=(context.say(w::COLOURS)) {
            li { span.dot.n-place {} (context.say(w::TERRITORY)) }
            li { span.dot.n-organization {} (context.say(w::ORGANIZATION)) }
        }
    }
}

/// The links with the most agreements.
fn table(context: &Context<'_>, filter: &Filter, network: &Network) -> Markup {
    let mut edges: Vec<_> = network.edges.iter().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.agreements), edge.from, edge.to));
    let entity = |n: usize| network.nodes[n].entity;
    let path = |n: usize| context.catalog.entity(entity(n)).path.as_str();
    let both = |one, other| filter.address(context, "/agreements", &[("partner", path(one)), ("partner", path(other))]);
    html! {
        details.alternative {
            summary { (context.say(w::AS_TABLE)) }
            @if edges.len() > LISTED {
                p.faint { (context.say(w::FIRST_ROWS)) " " (LISTED) " " (context.say(w::OF)) " " (context.language.number(edges.len())) }
            }
            @let columns = [Column::Text(w::PARTNER), Column::Text(w::PARTNER), Column::Number(w::AGREEMENTS)];
            (context.table(context.say(w::LINKS), &columns, html! { @for edge in edges.iter().take(LISTED) { tr {
                td { (context.entity(entity(edge.from))) }
                td { (context.entity(entity(edge.to))) }
                td.number { a href=(both(edge.from, edge.to)) { (edge.agreements) } }
            } } }))
        }
    }
}

/// The same for programs: nodes and links, nothing left out.
pub fn json(context: &Context<'_>) -> Result<Answer, Fault> {
    let filter = Filter::read(context);
    let chosen: Vec<Number> = match &filter.words {
        Some(_) => filter.choose(context, Some(context.search()?)),
        None => filter.choose(context, None),
    };
    let network = Network::of(context.catalog, &chosen, least(context), usize::MAX);
    let nodes: Vec<_> = network
        .nodes
        .iter()
        .map(|node| {
            let entity = context.catalog.entity(node.entity);
            let (iri, page) = (context.view.base().iri(&entity.path), links::node(&entity.path));
            json!({ "id": iri.as_str(), "name": entity.name, "class": entity.class, "page": page, "agreements": node.agreements })
        })
        .collect();
    let links: Vec<_> =
        network.edges.iter().map(|edge| json!({ "source": edge.from, "target": edge.to, "agreements": edge.agreements })).collect();
    // OK because all keys are texts.
    let bytes = serde_json::to_vec(&json!({ "nodes": nodes, "links": links })).expect("a network can be written as JSON");
    Ok(Answer::File { content_type: "application/json", name: None, bytes, immutable: false })
}
