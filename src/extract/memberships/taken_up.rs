//! Offices without a name that belong to the person named before.

use std::collections::BTreeSet;

use super::bodies::known_state;
use super::offices::{is_head_of_institution, is_mayor, rank_at};
use super::towns::of_municipality;
use super::{Membership, Offices, person_at};
use crate::extract::View;
use crate::extract::antecedents::{FEMININE, MASCULINE, genders_of_person};
use crate::extract::entities::{Entities, Id, slot};
use crate::extract::signers::is_named;
use crate::facts::{EntityClass, EntityKind};
use crate::rules::Annotation;

/// `X sieht das anders. Der Innenminister verweist auf ...`: an office of government or a mayor's, with its article and
/// without a name, belongs to the person named last, if nothing else is known of that person and nobody else holds it.
pub fn add(view: &View, entities: &mut Entities, offices: &Offices, elsewhere: &BTreeSet<Id>, found: &mut Vec<Membership>) {
    let n = view.names();
    let chart = view.chart;
    let phrases: Vec<Annotation> = chart.annotations.iter().filter(|a| a.class == n.office_phrase).cloned().collect();
    for phrase in phrases {
        let start = phrase.tokens.start;
        let article = start > 0 && matches!(&*chart.lower[start - 1], "der" | "die" | "dem" | "den");
        if !article || is_named(view, phrase.tokens.end) {
            continue;
        }
        let sentence = chart.sentence_of(start);
        let to = chart.sentences[sentence].tokens.start;
        let named_from = |sentences: usize| -> Vec<Id> {
            let from = chart.sentences[sentence.saturating_sub(sentences)].tokens.start;
            chart.within(n.person, from..to).iter().filter_map(|p| person_at(view, entities, &p.tokens)).collect()
        };
        // `A und B unterschrieben. Die Ministerin freute sich`: of two whose given names tell it the one who may be meant
        let office = slot(&phrase, n.office).map_or_else(String::new, |office| chart.words(office));
        let gender = if office.ends_with("in") { FEMININE } else { MASCULINE };
        let of_gender = |people: Vec<Id>| people.into_iter().rev().find(|p| genders_of_person(view, entities, *p) == gender);
        // the person named last, or the only one of the two sentences before
        let last = of_gender(named_from(1)).or_else(|| named_from(1).last().copied()).or_else(|| match named_from(2)[..] {
            [only] => Some(only),
            _ => None,
        });
        let Some(person) = last.filter(|p| !elsewhere.contains(p) && found.iter().all(|m| m.person != *p)) else { continue };
        let is_known = |p: &Id| offices.contains_key(p) || found.iter().any(|m| m.person == *p);
        let is_only = named_from(1).iter().all(|p| *p == person || is_known(p));
        let mut rank = rank_at(view, entities, &phrase.tokens);
        // `Der Präsident des Umweltbundesamtes` governs nothing
        let governs = |body: Id| {
            let e = entities.get(body);
            e.class == EntityClass::Place || matches!(e.kind, Some(EntityKind::Government | EntityKind::Ministry | EntityKind::Parliament))
        };
        // `Als A den Füller weglegte, gab es Applaus. Der Direktor des Amtes …`: of the only one who was named without an office
        let is_introduced = || {
            let opens = is_only && start == to + 1 && !offices.contains_key(&person);
            opens && genders_of_person(view, entities, person) & gender != 0 && is_head_of_institution(&rank.office)
        };
        if let Some(body) = rank.body.filter(|body| !governs(*body)) {
            if is_introduced() {
                let office = Some(rank.office).filter(|o| !o.is_empty());
                found.push(Membership { person, body, office, tokens: phrase.tokens.clone(), rule: "office.taken-up".into() });
            }
            continue;
        }
        let of_another = |holder: Id| found.iter().any(|m| m.person == holder && rank.body.is_some_and(|body| m.body != body));
        let is_held = offices.iter().any(|(holder, office)| *holder != person && *office == rank.office && !of_another(*holder));
        let is_other = offices.get(&person).is_some_and(|office| *office != rank.office);
        // `… als A zum Stift griff. „Es wurde Zeit“, sagte der Oberbürgermeister`: of the town that the text tells of
        let of_town = is_mayor(&rank.office) && (rank.body.is_some() || is_only && !offices.contains_key(&person));
        if !(rank.government || of_town) || is_held || is_other {
            continue;
        }
        if of_town && rank.body.is_none() {
            rank.body = of_municipality(view, entities, person, &rank, start);
        }
        let body = rank
            .body
            .or_else(|| known_state(view, entities, person).map(|s| entities.of_entry(view, s)))
            .or(entities.home.filter(|_| entities.home_is_clear && !of_town));
        if let Some(body) = body {
            let office = Some(rank.office).filter(|o| !o.is_empty());
            found.push(Membership { person, body, office, tokens: phrase.tokens.clone(), rule: "office.taken-up".into() });
        }
    }
}
