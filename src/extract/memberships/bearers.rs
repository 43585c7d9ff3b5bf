//! Bodies that the text shows for offices which name none: the institution that took a stand or made a study, the government whom
//! a visitor meets in its capital, the Land or town whose view is told, the parliament that a group of members sits in.

use std::ops::Range;

use super::bodies::{adjust, named_germany};
use super::offices::{Rank, is_town};
use super::represented::is_of_land;
use crate::extract::View;
use crate::extract::entities::{Entities, Id, is_city_state, slot};
use crate::facts::EntityKind;
use crate::rules::Annotation;

/// `Der Verband A begrüßte den Plan. Es fehle aber Geld, sagte die Vorsitzende B`: of the institution that took a stand, in this
/// sentence or the one before, if nobody else was named since.
pub fn of_statement(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let (chart, n) = (view.chart, view.names());
    let sentence = chart.sentence_of(at);
    let from = chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let statement = bearers(view, "heads").filter(|a| (from..at).contains(&a.tokens.start)).max_by_key(|a| a.tokens.start)?;
    let body = entities.exactly(view, &slot(statement, n.of)?)?;
    let here = chart.sentences[sentence].tokens.start.max(statement.tokens.end);
    let is_other = |a: &Annotation| entities.exactly(view, &a.tokens).is_some_and(|id| id != body);
    let named_since = chart.within(n.organization, here..at).into_iter().chain(chart.within(n.person, statement.tokens.end..at));
    let of_state = matches!(entities.get(body).kind, Some(EntityKind::Ministry | EntityKind::Government | EntityKind::Parliament));
    (!of_state && !named_since.into_iter().any(is_other)).then_some(body)
}

/// Offices of those who speak for an association, a company, an institute.
pub fn speaks_for_institution(lower: &str) -> bool {
    const HEADS: [&str; 11] = [
        "vorsitzend",
        "vorstand",
        "vorständ",
        "präsident",
        "geschäftsführ",
        "sprecher",
        "sekretär",
        "leiter",
        "chef",
        "direktor",
        "expert",
    ];
    const OF_STATE: [&str; 4] = ["staatssekretär", "ministerpräsident", "bundespräsident", "regierungschef"];
    HEADS.iter().any(|w| lower.contains(w)) && !OF_STATE.iter().any(|w| lower.contains(w))
}

/// `In Tallinn traf er Ministerpräsident A`: of the state whose town this is, for all who are met there.
pub fn of_visit(view: &View, entities: &mut Entities, rank: &Rank, at: usize) -> Option<Id> {
    if !is_of_land(&rank.office) {
        return None;
    }
    let start = view.chart.sentences[view.chart.sentence_of(at)].tokens.start;
    let is_here = |a: &&Annotation| a.tokens.start >= start && a.tokens.end <= at + 1;
    let abroad = || bearers(view, "states-abroad").find(is_here);
    let visit = bearers(view, "states").find(is_here).or_else(abroad)?;
    let town = entities.exactly(view, &slot(visit, view.names().of)?)?;
    let state = adjust(view, entities, town, true);
    if visit.feature(view.names().offices) == Some("states-abroad") && entities.get(state).kind != Some(EntityKind::Country) {
        return None;
    }
    (state != town || entities.get(town).kind == Some(EntityKind::Country)).then_some(state)
}

/// `In Bremen ist man enttäuscht. Innensenatorin A spricht von …`, `Thüringen will dabei sein. Innenminister B …`: of the Land that
/// opens this sentence or the one before, if no other state is named there.
pub fn of_opening(view: &View, entities: &Entities, rank: &Rank, at: usize) -> Option<Id> {
    opened(view, entities, rank, at, 1)
}

/// The same of this sentence alone: `In Hessen hatte Justizministerin A …`.
pub fn of_opening_here(view: &View, entities: &Entities, rank: &Rank, at: usize) -> Option<Id> {
    opened(view, entities, rank, at, 0)
}

fn opened(view: &View, entities: &Entities, rank: &Rank, at: usize, sentences_before: usize) -> Option<Id> {
    if !is_of_land(&rank.office) || rank.office.starts_with("Bundes") {
        return None;
    }
    let chart = view.chart;
    let sentence = chart.sentence_of(at);
    let from = chart.sentences[sentence.saturating_sub(sentences_before)].tokens.start;
    let opening = bearers(view, "lands").filter(|a| a.tokens.start >= from && a.tokens.end <= at).last()?;
    let land = entities.exactly(view, &slot(opening, view.names().of)?)?;
    // `Für Berlin ist es nicht der erste Versuch`: the federation, where the text is not at home in the Land
    if entities.get(land).name == "Berlin" && (entities.home != Some(land) || named_germany(view, entities).is_some()) {
        return None;
    }
    let is_other = |id: Id| id != land && matches!(entities.get(id).kind, Some(EntityKind::State | EntityKind::Country));
    let others = (0..entities.list.len()).filter(|&id| is_other(id));
    let named = |id: Id| entities.get(id).mentions.iter().any(|(t, _)| (from..at).contains(&t.start));
    let is_free = !others.into_iter().any(named);
    // only city states have senators, and they have no ministers
    let office = rank.office.to_lowercase();
    let of_city_state = is_city_state(&entities.get(land).name);
    let has_office = if office.contains("senator") { of_city_state } else { !(office.contains("minister") && of_city_state) };
    (is_free && has_office && entities.get(land).kind == Some(EntityKind::State)).then_some(land)
}

/// `In Ulm ist man skeptisch, sagte Bürgermeister A`: of the town of which the sentence, or the one before, tells what people
/// there think, if no other town is named since.
pub fn of_opening_town(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(at);
    let from = chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let opening = bearers(view, "towns").filter(|a| a.tokens.start >= from && a.tokens.end <= at).last()?;
    let town = entities.exactly(view, &slot(opening, view.names().of)?)?;
    let since = chart.within(view.names().territory, opening.tokens.end..at);
    let is_other = |a: &&Annotation| entities.exactly(view, &a.tokens).is_some_and(|id| id != town && is_town(entities, id));
    (is_town(entities, town) && !since.iter().any(is_other)).then_some(town)
}

/// `eine Studie der Universität A … Ein Team um B`: whose study it is that this sentence or the two before tell of, if that is one body.
pub fn of_study(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(at);
    let from = chart.sentences[sentence.saturating_sub(2)].tokens.start;
    let told = bearers(view, "authors").filter(|a| (from..at).contains(&a.tokens.start));
    let mut bodies: Vec<Id> = told.filter_map(|a| entities.exactly(view, &slot(a, view.names().of)?)).collect();
    bodies.sort_unstable();
    bodies.dedup();
    if let [only] = bodies[..] { Some(only) } else { None }
}

/// Whether the office is one of a group of members: `Vorsitzende der CDU-Fraktion`, `Fraktionschef`.
pub fn is_of_faction(view: &View, rank: &Rank) -> bool {
    !view.chart.within(view.names().faction, rank.tokens.clone()).is_empty()
}

/// The parliament of such an office: the one that the text named last, in this sentence or the two before.
pub fn of_faction(view: &View, entities: &Entities, rank: &Rank) -> Option<Id> {
    of_members(view, entities, &rank.tokens, rank.office.to_lowercase().contains("abgeordnet"))
}

/// The parliament whose members are told of; `is_member` if the word itself tells of one.
pub fn of_members(view: &View, entities: &Entities, tokens: &Range<usize>, is_member: bool) -> Option<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(tokens.start);
    let range = chart.sentences[sentence.saturating_sub(2)].tokens.start..chart.sentences[sentence].tokens.end;
    let named = chart.within(view.names().organization, range).into_iter().rev().filter_map(|a| entities.exactly(view, &a.tokens));
    let is_parliament = |id: &Id| matches!(entities.get(*id).kind, Some(EntityKind::Parliament | EntityKind::Municipality));
    // else the only one of the text, where the word itself tells of a parliament, or there is a council
    let is_council = |id: &Id| entities.get(*id).kind == Some(EntityKind::Municipality);
    let only = || {
        let mut all = (0..entities.list.len()).filter(|id| is_parliament(id) && !entities.get(*id).mentions.is_empty());
        all.next().filter(|id| all.next().is_none() && (is_member || is_council(id)))
    };
    named.into_iter().find(is_parliament).or_else(only)
}

fn bearers<'a>(view: &'a View, offices: &'a str) -> impl Iterator<Item = &'a Annotation> {
    let n = view.names();
    view.chart.annotations.iter().filter(move |a| a.class == n.bearer && a.feature(n.offices) == Some(offices))
}
