//! One topic: its agreements, when they were made, who has most of them.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::catalog::Number;
use super::filter::Filter;
use super::{Answer, Context, Fault, chart, labels, links, words as w};
use crate::graph::segment;
use crate::graph::vocabulary::TOPIC;

const SHOWN: usize = 30;

pub fn page(context: &Context<'_>, name: &str) -> Result<Answer, Fault> {
    // In the address it was percent-encoded, as in the IRI.
    let encoded = segment(name);
    let name = if context.catalog.find_topic(name).is_none() && context.catalog.find_topic(&encoded).is_some() { &encoded } else { name };
    let Some(number) = context.catalog.find_topic(name) else {
        // A topic of the ontology that no agreement has is a topic all the same.
        return match labels::of(&format!("{TOPIC}{name}"), context.language) {
            Some(title) => context.page(
                title,
                "",
                html! { p.kind { (context.say(w::TOPIC)) } h1.term { (title) } p { (context.say(w::WITHOUT_AGREEMENT)) } },
            ),
            None => Ok(Answer::NotFound),
        };
    };
    let agreements = &context.catalog.topic(number).agreements;
    let title = labels::topic(name, context.language);
    let filter = Filter { topic: Some(number), ..Filter::default() };
    let body = html! {
        p.kind { (context.say(w::TOPIC)) }
        h1.term { (title) }
        p.summary {
            a href=(filter.address(context, "/agreements", &[])) { (context.count(agreements.len(), w::N_AGREEMENTS)) }
            " · " a href=(filter.address(context, "/network", &[])) { (context.say(w::NETWORK)) }
            " · " a href=(filter.address(context, "/timeline", &[])) { (context.say(w::TIMELINE)) }
        }
        div.columns {
            section { h2 { (context.say(w::BY_YEAR)) } (chart::by_year(context, &filter, agreements)) }
            section { h2 { (context.say(w::PARTNERS)) } (partners(context, name, agreements)) }
        }
        section {
            h2 { (context.say(w::AGREEMENTS)) }
            (context.agreements(agreements, SHOWN, context.say(w::AGREEMENTS)))
            @if agreements.len() > SHOWN { p { a href=(filter.address(context, "/agreements", &[])) { (context.say(w::SHOW_ALL)) " →" } } }
        }
    };
    context.page(title, "", body)
}

/// Those with the most agreements on the topic.
fn partners(context: &Context<'_>, topic: &str, agreements: &[Number]) -> Markup {
    let mut counts: BTreeMap<Number, usize> = BTreeMap::new();
    for &number in agreements {
        context.catalog.agreement(number).parties.iter().for_each(|&party| *counts.entry(party).or_default() += 1);
    }
    let mut counts: Vec<(Number, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(party, count)| (std::cmp::Reverse(count), party));
    html! {
        ol.ranking { @for &(party, count) in counts.iter().take(15) {
            @let path = context.catalog.entity(party).path.as_str();
            @let address = links::with("/agreements", [("partner", path), ("topic", topic)]);
            li { (context.entity(party)) " " a.faint href=(address) { (context.count(count, w::N_AGREEMENTS)) } }
        } }
    }
}
