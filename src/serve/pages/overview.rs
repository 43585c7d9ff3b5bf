//! What is in the graph.

use maud::{Markup, html};

use super::catalog::{Number, Sort};
use super::filter::Filter;
use super::graph::Network;
use super::{Answer, Context, Fault, chart, labels, links, network, picture, words as w};

/// Partners in the picture.
const PARTNERS: usize = 36;
/// Agreements in the list of the newest.
const NEWEST: usize = 12;

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    let catalog = context.catalog;
    let all: Vec<Number> = (0..catalog.agreements.len() as Number).collect();
    let body = html! {
        h1 { (context.say(w::OVERVIEW_TITLE)) }
        p.lead { (context.say(w::OVERVIEW_LEAD)) }
        @if catalog.documents.is_empty() { p.notice role="status" { (context.say(w::EMPTY)) } }
        (figures(context))
        @if !all.is_empty() {
            div.columns {
                section { h2 { (context.say(w::BY_YEAR)) } (chart::by_year(context, &Filter::default(), &all)) }
                section { h2 { (context.say(w::TOPICS)) } (topics(context)) }
            }
            section {
                h2 { (context.say(w::PARTNERS_PICTURE)) }
                (partners(context, &all))
                p { a href="/network" { (context.say(w::WHOLE_NETWORK)) " →" } }
            }
            section {
                h2 { (context.say(w::NEWEST)) }
                (context.agreements(&all, NEWEST, context.say(w::NEWEST)))
                p { a href="/agreements" { (context.say(w::ALL_AGREEMENTS)) " →" } }
            }
        }
    };
    context.page(context.say(w::OVERVIEW_TITLE), "/", body)
}

fn figures(context: &Context<'_>) -> Markup {
    let of = |sort: Sort| context.catalog.entities.iter().filter(|entity| entity.sort == sort).count();
    let figures = [
        (context.catalog.agreements.len(), w::N_AGREEMENTS),
        (of(Sort::Place), w::N_PLACES),
        (of(Sort::Organization), w::N_ORGANIZATIONS),
        (of(Sort::Person), w::N_PERSONS),
        (context.catalog.documents.len(), w::N_DOCUMENTS),
    ];
    html! {
        ul.figures aria-label=(context.say(w::IN_THE_GRAPH)) {
            @for (number, noun) in figures {
                li { strong { (context.language.number(number)) } " " (context.say(if number == 1 { noun.0 } else { noun.1 })) }
            }
        }
    }
}

fn topics(context: &Context<'_>) -> Markup {
    let mut topics: Vec<_> = context.catalog.topics.iter().collect();
    topics.sort_by(|a, b| (b.agreements.len(), &a.name).cmp(&(a.agreements.len(), &b.name)));
    let most = topics.first().map_or(1, |topic| topic.agreements.len().max(1));
    html! {
        ul.measures { @for topic in topics.iter().take(14) {
            li {
                a href=(links::topic(&topic.name)) { (labels::topic(&topic.name, context.language)) }
                span.number { (context.language.number(topic.agreements.len())) }
                svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                    rect width=(100 * topic.agreements.len() / most) height="4" {}
                }
            }
        } }
    }
}

fn partners(context: &Context<'_>, all: &[Number]) -> Markup {
    let network = Network::of(context.catalog, all, 1, PARTNERS);
    let path = |n: usize| context.catalog.entity(network.nodes[n].entity).path.as_str();
    let style = picture::Style { name: context.say(w::PARTNERS_PICTURE), aspect: 2.2, names: PARTNERS, zoom: false };
    html! {
        @if network.nodes.is_empty() { p { (context.say(w::NOTHING_TO_DRAW)) } } @else {
            (network::key(context))
            (picture::draw(context.catalog, &network, style, context.language, &|one, other| {
                links::with("/agreements", [("partner", path(one)), ("partner", path(other))])
            }))
        }
    }
}
