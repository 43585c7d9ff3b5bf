//! The district of a Landrat or of a member of its administration: what the text shows of it.

use super::bodies::is_behind;
use super::nearest::nearest;
use super::offices::Rank;
use super::towns::dateline_town;
use crate::extract::View;
use crate::extract::entities::{Entities, Id};
use crate::facts::EntityKind;
use crate::gazetteers::EntryId;

/// Offices that districts have: `Landrätin`, `Kreisbrandmeister`.
pub fn is_of_district(lower: &str) -> bool {
    ["landrat", "landrät", "regionsr", "regionspräsident"].iter().any(|w| lower.contains(w)) || lower.starts_with("kreis")
}

/// `die Wolfenbütteler Landrätin`, `seine Wolfenbütteler Kollegin, Landrätin A`: the district that is called like the town, for an office
/// of districts; any other body stays.
pub fn of_town_or_itself(view: &View, entities: &mut Entities, office: &str, body: Id) -> Id {
    let is_town = entities.get(body).kind == Some(EntityKind::City);
    let district = if is_town && is_of_district(&office.to_lowercase()) { district_of_town(view, entities, body) } else { None };
    district.unwrap_or(body)
}

/// The district of an office that names none.
pub fn of_district(view: &View, entities: &mut Entities, rank: &Rank, at: usize) -> Option<Id> {
    let is_district = |id: Id| {
        let e = entities.get(id);
        e.kind == Some(EntityKind::District)
            || e.kind == Some(EntityKind::Region) && ["Kreis", "Land", "Region", "Städteregion"].iter().any(|w| e.name.starts_with(w))
    };
    if let Some(district) = district_of_opening(view, entities, at, is_district) {
        return Some(district);
    }
    // `Uelzen. Die Landkreise Uelzen und Celle … Landrat A`
    if let Some(district) = dateline_town(view, entities).and_then(|town| named_after(view, entities, town)) {
        let is_named = |id: &Id| entities.get(*id).entry == Some(district) && !entities.get(*id).mentions.is_empty();
        let named = (0..entities.list.len()).find(is_named);
        if named.is_some() && is_first_office(view, at) {
            return named;
        }
    }
    if let Some(district) = of_council(entities) {
        return Some(district);
    }
    // `ein Vertrag mit dem Nachbarkreis A`: whoever is named as partner only is not the one whose Landrat has no name behind him
    let is_there = is_behind(view, rank, "dortig");
    let has_partner = !is_there && (0..entities.list.len()).any(|id| is_district(id) && is_partner_only(view, entities, id, at));
    let named_before = |id: Id| entities.get(id).mentions.iter().any(|(t, _)| t.start < at);
    let is_own = |id: Id| is_district(id) && (!has_partner || named_before(id) && !is_partner_only(view, entities, id, at));
    if (0..entities.list.len()).any(is_own) {
        return nearest(view, entities, at, is_own).filter(|id| !is_one_of_several(view, entities, *id, at));
    }
    district_of_text(view, entities).filter(|id| entities.get(*id).mentions.is_empty())
}

/// `Der Kreistag des Landkreises A lehnte ab. Landrat B`: of the one district whose council the text names.
fn of_council(entities: &Entities) -> Option<Id> {
    let councils = entities.list.iter().filter(|e| e.kind == Some(EntityKind::Municipality) && !e.mentions.is_empty());
    let mut districts = councils.filter_map(|e| e.jurisdiction).filter(|id| entities.get(*id).kind == Some(EntityKind::District));
    let district = districts.next()?;
    districts.all(|other| other == district).then_some(district)
}

/// Whether no other office of a district stands before this one, with whose holder he could be at one table.
fn is_first_office(view: &View, at: usize) -> bool {
    let before = view.chart.within(view.names().office_class, 0..at);
    !before.iter().any(|o| is_of_district(&view.chart.lower[o.tokens.start]))
}

/// A text that names no district: that of its towns, if only one of them gives its name to one.
fn district_of_text(view: &View, entities: &mut Entities) -> Option<Id> {
    let is_named = |i: &Id| entities.list[*i].kind == Some(EntityKind::City) && !entities.list[*i].mentions.is_empty();
    let known = (0..entities.list.len()).filter(is_named).filter_map(|town| named_after(view, entities, town));
    match known.collect::<Vec<_>>()[..] {
        [only] => Some(entities.of_entry(view, only)),
        _ => None,
    }
}

/// The district that has the name of its town: of `Cuxhavener` the Landkreis.
pub fn district_of_town(view: &View, entities: &mut Entities, town: Id) -> Option<Id> {
    let known = named_after(view, entities, town)?;
    Some(entities.of_entry(view, known))
}

fn named_after(view: &View, entities: &Entities, town: Id) -> Option<EntryId> {
    let name = &entities.get(town).name;
    ["Landkreis", "Kreis"].iter().find_map(|rank| view.reader.gazetteers.by_name(&format!("{rank} {name}")).first().copied())
}

/// `In Calw ist man enttäuscht. Landrat A`: the one district of the text that has its name from the town which opens this sentence or
/// the one before.
fn district_of_opening(view: &View, entities: &Entities, at: usize, is_district: impl Fn(Id) -> bool) -> Option<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(at);
    (sentence.saturating_sub(1)..=sentence).rev().find_map(|s| {
        let start = chart.sentences[s].tokens.start;
        let town = chart.lower.get(start + 1).filter(|_| start + 1 < at && &*chart.lower[start] == "in")?;
        let has_name = |id: &Id| entities.get(*id).name.to_lowercase().split([' ', '-']).any(|part| part == &**town);
        let mut named = (0..entities.list.len()).filter(|id| is_district(*id)).filter(has_name);
        named.next().filter(|_| named.next().is_none())
    })
}

/// Whether all that the text says of a body so far is that something is done with it.
fn is_partner_only(view: &View, entities: &Entities, id: Id, at: usize) -> bool {
    let mut before = entities.get(id).mentions.iter().filter(|(t, _)| t.start < at).peekable();
    let is_partner = |start: usize| (1..=3).any(|back| start.checked_sub(back).is_some_and(|t| &*view.chart.lower[t] == "mit"));
    before.peek().is_some() && before.all(|(t, _)| is_partner(t.start))
}

/// `die Landkreise A und B … Landrätin X`: of bodies of one kind that stand side by side it is not said here whose she is.
pub fn is_one_of_several(view: &View, entities: &Entities, id: Id, at: usize) -> bool {
    let n = view.names();
    let kind = entities.get(id).kind;
    let mentions = &entities.get(id).mentions;
    let Some((tokens, _)) = mentions.iter().filter(|(t, _)| t.start < at).max_by_key(|(t, _)| t.start).or_else(|| mentions.first()) else {
        return false;
    };
    let sentence = view.chart.sentence_of(tokens.start);
    let lists = view.chart.within(n.actor_list, view.chart.sentences[sentence].tokens.clone());
    let around = lists.into_iter().filter(|l| l.tokens.start <= tokens.start && tokens.end <= l.tokens.end);
    around
        .flat_map(|l| view.chart.within(n.territory, l.tokens.clone()))
        .any(|t| entities.exactly(view, &t.tokens).is_some_and(|other| other != id && entities.get(other).kind == kind))
}
