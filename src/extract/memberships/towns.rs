//! The town of a mayor or another municipal office that names none.

use super::bearers::of_opening_town;
use super::bodies::known_state;
use super::districts::is_one_of_several;
use super::nearest::nearest;
use super::offices::{Rank, is_mayor, is_town};
use crate::extract::View;
use crate::extract::entities::{Entities, Id, is_city_state, is_dateline};
use crate::extract::organizations::land_of;
use crate::facts::EntityKind;

/// The town of a municipal office at a token: the one whose view is told, where the mayor is said to be, that of the date line if the
/// text speaks of no other one more, else the nearest that may be his.
pub fn of_municipality(view: &View, entities: &mut Entities, person: Id, rank: &Rank, at: usize) -> Option<Id> {
    let lower = rank.office.to_lowercase();
    let others = of_colleagues(view, entities, at);
    // no city state has an Oberbürgermeister, and no town abroad one of a German party
    let is_of_large_town = lower.starts_with("oberbürgermeister") || lower == "ob";
    let is_german = is_of_german_party(entities, person);
    let may_be = |entities: &Entities, id: &Id| {
        let is_too_large = is_of_large_town && is_city_state(&entities.get(*id).name);
        let is_abroad = is_german && !is_german_town(view, entities, *id);
        !is_too_large && !is_abroad && !others.contains(id)
    };
    if let Some(town) = of_opening_town(view, entities, at).filter(|id| may_be(entities, id)) {
        return Some(town);
    }
    if let Some(state) = known_state(view, entities, person).filter(|_| is_mayor(&rank.office)) {
        return Some(entities.of_entry(view, state));
    }
    // `In Ulm, wo Oberbürgermeisterin A …`
    let is_where = at.checked_sub(1).is_some_and(|t| &*view.chart.lower[t] == "wo");
    if let Some(here) = town_here(view, entities, at).filter(|id| is_where && may_be(entities, id)) {
        return Some(here);
    }
    let near = german_town(view, entities, at, &lower)
        .or_else(|| nearest(view, entities, at, |id| is_town_not_region(view, entities, id) && !others.contains(&id)))
        .filter(|id| may_be(entities, id))
        .or_else(|| only_german_town(view, entities).filter(|id| may_be(entities, id)));
    let told = |id: Id| entities.get(id).mentions.len();
    let dateline = dateline_town(view, entities).filter(|id| is_mayor(&rank.office) && may_be(entities, id));
    let home = dateline.filter(|home| near.is_none_or(|near| told(*home) >= told(near)));
    // districts have deputies and treasurers as well
    let is_unclear = |id: &Id| is_one_of_several(view, entities, *id, at) || is_perhaps_of_district(entities, *id, &lower);
    home.or_else(|| near.filter(|id| !is_unclear(id)))
}

/// `Oberbürgermeister A, seine Gladbecker Kollegin`, `Senatorin A und ihr Hamburger Kollege`: the towns and Länder of colleagues that
/// the sentence names behind an office are not its own.
pub fn of_colleagues(view: &View, entities: &Entities, at: usize) -> Vec<Id> {
    let (chart, n) = (view.chart, view.names());
    let end = chart.sentences[chart.sentence_of(at)].tokens.end;
    let colleagues = chart.within(n.colleague, at..end);
    let adjectives =
        colleagues.iter().filter_map(|c| chart.starting_at(c.tokens.start.checked_sub(1)?).find(|a| a.class == n.territory_adjective));
    adjectives.filter_map(|a| entities.exactly(view, &a.tokens)).collect()
}

/// Words from the beginning, headline and lead, within which the date line is looked for.
const BEGINNING: usize = 150;

/// The town that stands before the text, if it is one only and the text names it elsewhere as well.
pub fn dateline_town(view: &View, entities: &Entities) -> Option<Id> {
    let beginning = 0..view.chart.tokens.len().min(BEGINNING);
    let named = view.chart.within(view.names().territory, beginning);
    let lines = named.iter().filter(|a| is_dateline(view, &a.tokens));
    let mut towns: Vec<Id> =
        lines.filter_map(|a| entities.exactly(view, &a.tokens)).filter(|id| is_german_town(view, entities, *id)).collect();
    towns.dedup();
    match towns[..] {
        [only] if entities.get(only).mentions.len() > 1 => Some(only),
        _ => None,
    }
}

/// `In Helsinki empfing sie der städtische Digitalchef A`: of the only town that the sentence names before.
pub fn town_here(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let start = view.chart.sentences[view.chart.sentence_of(at)].tokens.start;
    let named = view.chart.within(view.names().territory, start..at);
    let mut towns: Vec<Id> = named.iter().filter_map(|a| entities.exactly(view, &a.tokens)).filter(|id| is_town(entities, *id)).collect();
    towns.sort_unstable();
    towns.dedup();
    if let [only] = towns[..] { Some(only) } else { None }
}

/// `Digitaldezernentin A empfing die Gäste aus Pune`: the nearest German town, for offices that towns have nowhere else.
fn german_town(view: &View, entities: &Entities, token: usize, lower: &str) -> Option<Id> {
    let is_german_office = ["dezernent", "kämmerer", "beigeordnet"].iter().any(|w| lower.contains(w));
    if is_german_office { nearest(view, entities, token, |id| is_german_town(view, entities, id)) } else { None }
}

/// The German town of a text that names one and no other.
fn only_german_town(view: &View, entities: &Entities) -> Option<Id> {
    let mut towns = (0..entities.list.len()).filter(|id| is_german_town(view, entities, *id) && !entities.get(*id).mentions.is_empty());
    towns.next().filter(|_| towns.next().is_none())
}

fn is_german_town(view: &View, entities: &Entities, id: Id) -> bool {
    is_town(entities, id) && entities.get(id).entry.is_some_and(|entry| land_of(view, entry).is_some())
}

/// A town, city states included; `Oblast Schytomyr` is none.
fn is_town_not_region(view: &View, entities: &Entities, id: Id) -> bool {
    let is_region = |id: Id| entities.get(id).mentions.first().is_some_and(|(t, _)| is_rank_of_region(&view.chart.lower[t.start]));
    is_town(entities, id) && !is_region(id)
}

/// `Oblast Schytomyr` is named by its town, and is none.
pub fn is_rank_of_region(word: &str) -> bool {
    matches!(
        word,
        "oblast" | "provinz" | "region" | "rajon" | "präfektur" | "bezirk" | "distrikt" | "woiwodschaft" | "departement" | "kanton"
    )
}

/// `der Beigeordnete A`: districts have them as well, if the text names one and the town only in passing.
fn is_perhaps_of_district(entities: &Entities, town: Id, lower: &str) -> bool {
    let has_district = || entities.list.iter().any(|e| e.kind == Some(EntityKind::District) && !e.mentions.is_empty());
    !is_mayor(lower) && !lower.starts_with("stadt") && entities.get(town).mentions.len() < 2 && has_district()
}

/// Whether somebody is a member of a party that only Germany has; there are Greens and Liberals elsewhere as well.
fn is_of_german_party(entities: &Entities, person: Id) -> bool {
    let party = entities.get(person).party.as_ref().map(|(party, ..)| party.as_str());
    party.is_some_and(|p| matches!(p, "CDU" | "CSU" | "SPD" | "AfD" | "LINKE" | "FW" | "BSW" | "SSW"))
}
