//! Offices without a name that belong to the person named before.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::known_state;
use super::offices::rank_at;
use super::{Membership, person_at};
use crate::extract::View;
use crate::extract::entities::{Entities, Id};
use crate::rules::Annotation;

/// `X sieht das anders. Der Innenminister verweist auf ...`: an office of government with its article and without a name
/// belongs to the person named last, if nothing else is known of that person and nobody else holds the office.
pub fn add(view: &View, entities: &mut Entities, offices: &BTreeMap<Id, String>, elsewhere: &BTreeSet<Id>, found: &mut Vec<Membership>) {
    let n = view.names();
    let chart = view.chart;
    let phrases: Vec<Annotation> = chart.annotations.iter().filter(|a| a.class == n.office_phrase).cloned().collect();
    for phrase in phrases {
        let start = phrase.tokens.start;
        let article = start > 0 && matches!(&*chart.lower[start - 1], "der" | "die" | "dem" | "den");
        let named =
            (phrase.tokens.end..(phrase.tokens.end + 4).min(chart.tokens.len())).any(|t| chart.starting_at(t).any(|a| a.class == n.person));
        if !article || named {
            continue;
        }
        let sentence = chart.sentence_of(start);
        let (from, to) = (chart.sentences[sentence.saturating_sub(1)].tokens.start, chart.sentences[sentence].tokens.start);
        let last = chart.within(n.person, from..to).into_iter().next_back().and_then(|p| person_at(view, entities, &p.tokens));
        let Some(person) = last.filter(|p| !elsewhere.contains(p) && found.iter().all(|m| m.person != *p)) else { continue };
        let rank = rank_at(view, entities, &phrase.tokens);
        let is_held = offices.iter().any(|(holder, office)| *holder != person && *office == rank.office);
        let is_other = offices.get(&person).is_some_and(|office| *office != rank.office);
        if !rank.government || is_held || is_other {
            continue;
        }
        let body = rank
            .body
            .or_else(|| known_state(view, entities, person).map(|s| entities.of_entry(view, s)))
            .or(entities.home.filter(|_| entities.home_is_clear));
        if let Some(body) = body {
            let office = Some(rank.office).filter(|o| !o.is_empty());
            found.push(Membership { person, body, office, tokens: phrase.tokens.clone(), rule: "office.taken-up".into() });
        }
    }
}
