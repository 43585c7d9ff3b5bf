//! Persons whom a sentence presents by their name alone, and the next one by their office.

use std::collections::BTreeSet;
use std::ops::Range;

use super::offices::rank_at;
use super::{Membership, Offices, person_at};
use crate::extract::View;
use crate::extract::antecedents::{FEMININE, MASCULINE, genders_of_person};
use crate::extract::entities::{Entities, Id, slot};
use crate::rules::Annotation;
use crate::text::Shape;

/// `Daran stört sich A. Der Geschäftsführer des Vereins B nennt …`: an office with its body, in the nominative and without a name,
/// is that of the only person of the sentence before, who is named there first and not told who he is.
pub fn add(view: &View, entities: &mut Entities, offices: &Offices, elsewhere: &BTreeSet<Id>, found: &mut Vec<Membership>) {
    let n = view.names();
    let phrases: Vec<Annotation> =
        view.chart.annotations.iter().filter(|a| a.class == n.office_phrase && slot(a, n.of).is_some()).cloned().collect();
    for phrase in phrases {
        let Some(person) = person_before(view, entities, &phrase.tokens) else { continue };
        if offices.contains_key(&person) || elsewhere.contains(&person) || found.iter().any(|m| m.person == person) {
            continue;
        }
        let rank = rank_at(view, entities, &phrase.tokens);
        let Some(body) = rank.body else { continue };
        let gender = match &*view.chart.lower[phrase.tokens.start - 1] {
            "der" if !rank.word.ends_with("in") => MASCULINE,
            "die" => FEMININE,
            _ => continue,
        };
        let is_held = found.iter().any(|m| m.body == body && m.office.as_ref() == Some(&rank.office));
        if genders_of_person(view, entities, person) & gender == 0 || is_held {
            continue;
        }
        found.push(Membership { person, body, office: Some(rank.office), tokens: phrase.tokens.clone(), rule: "office.presented".into() });
    }
}

/// The only person of the sentence before that of an office, if the office has no name beside it.
fn person_before(view: &View, entities: &Entities, office: &Range<usize>) -> Option<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(office.start);
    let before = chart.paragraph_around(sentence, 1).start;
    let here = &chart.sentences[sentence].tokens;
    // `der Leiter des Amtes, B`: the name may stand on either side
    let behind =
        (office.end..(office.end + 4).min(here.end)).take_while(|&t| &*chart.lower[t] != "und").last().map_or(office.end, |t| t + 1);
    let is_named = !chart.within(view.names().person, here.start..behind).is_empty();
    if before == sentence || is_named || office.start == here.start {
        return None;
    }
    let told = &chart.sentences[before].tokens;
    let [only] = chart.within(view.names().person, told.clone())[..] else { return None };
    let tokens = only.tokens.clone();
    let id = person_at(view, entities, &tokens)?;
    let is_first = entities.get(id).mentions.iter().all(|(t, _)| t.start >= tokens.start);
    // `der Umweltschützer A`, `A, der …`, `A (SPD)`: that is who it is
    let bare_before = tokens.start == told.start || chart.tokens[tokens.start - 1].shape == Shape::Lower;
    let bare_behind = chart.lower.get(tokens.end).is_none_or(|w| !matches!(&**w, "," | "(" | "–" | "-" | "und"));
    (is_first && bare_before && bare_behind).then_some(id)
}
