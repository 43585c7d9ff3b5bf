//! Bodies of offices whose word tells of which sort they are: chancellors, heads of regions and of ministries, members of
//! parliaments.

use super::bodies::state_of_text;
use super::offices::Rank;
use super::towns::is_rank_of_region;
use crate::extract::View;
use crate::extract::entities::{Entities, Entity, Id, is_city_state, is_land};
use crate::facts::EntityKind;
use crate::gazetteers::EntryId;

/// `Kanzlerin A`: of the university that the text names, else of the state. Of several universities it is the one that this
/// sentence or the one before names; the federal one is meant where the text says so.
pub fn of_chancellor(view: &View, entities: &mut Entities, at: usize) -> Option<Id> {
    let is_university = |id: &Id| entities.get(*id).kind == Some(EntityKind::University) && !entities.get(*id).mentions.is_empty();
    let universities: Vec<Id> = (0..entities.list.len()).filter(is_university).collect();
    let sentence = view.chart.sentence_of(at);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let is_near = |id: &Id| entities.get(*id).mentions.iter().any(|(t, _)| (from..at).contains(&t.start));
    let near: Vec<Id> = universities.iter().copied().filter(is_near).collect();
    if universities.is_empty() || near.is_empty() && view.chart.lower.iter().any(|w| w.contains("bundeskanzler")) {
        return state_of_text(view, entities);
    }
    match (&universities[..], &near[..]) {
        ([only], _) | (_, [only]) => Some(*only),
        _ => None,
    }
}

/// `der molwanische Minister A`: of a territory that is not known, and so of no other one either.
pub fn stands_behind_unknown_adjective(view: &View, rank: &Rank) -> bool {
    // what an office is for, or how it is held
    const OF_OFFICES: [&str; 18] = [
        "technisch",
        "medizinisch",
        "künstlerisch",
        "pädagogisch",
        "politisch",
        "akademisch",
        "parlamentarisch",
        "demokratisch",
        "städtisch",
        "kommissarisch",
        "kaufmännisch",
        "juristisch",
        "evangelisch",
        "katholisch",
        "musikalisch",
        "strategisch",
        "militärisch",
        "klinisch",
    ];
    let Some(before) = rank.tokens.start.checked_sub(1).filter(|_| !rank.tokens.is_empty()) else { return false };
    let word = &*view.chart.lower[before];
    let stem = ["e", "er", "en", "em"].iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.ends_with("isch")));
    let is_known = || view.chart.starting_at(before).any(|a| a.class == view.names().territory_adjective);
    stem.is_some_and(|stem| !OF_OFFICES.iter().any(|known| stem.ends_with(known))) && !is_known()
}

/// `Marschall A`, `Woiwodin B`: of the only region that the text names, where it is no part of a German Land.
pub fn of_region(view: &View, entities: &Entities, lower: &str) -> Option<Id> {
    const OFFICES: [&str; 5] = ["marschall", "woiwod", "vizemarschall", "präfekt", "gouverneur"];
    const RANKS: [&str; 4] = ["Woiwodschaft ", "Präfektur ", "Region ", "Provinz "];
    // `die Präfektur Tokushima`, of which the gazetteer knows the town only
    let has_rank = |e: &Entity| e.mentions.iter().any(|(t, _)| t.len() > 1 && is_rank_of_region(&view.chart.lower[t.start]));
    let is_region = |e: &Entity| match e.kind {
        Some(EntityKind::Region) => !e.mentions.is_empty() && RANKS.iter().any(|rank| e.name.starts_with(rank)),
        Some(EntityKind::City) => has_rank(e),
        _ => false,
    };
    let mut regions = (0..entities.list.len()).filter(|&i| is_region(&entities.list[i]));
    let only = regions.next().filter(|_| regions.next().is_none());
    only.filter(|_| OFFICES.iter().any(|w| lower.starts_with(w)))
}

/// `Ressortchefin A`, `Sektionschef B`: of the ministry that this sentence or the one before names, else all of the text so far, if it
/// is one only.
pub fn of_department(view: &View, entities: &Entities, lower: &str, at: usize) -> Option<Id> {
    const OFFICES: [&str; 5] = ["ressortchef", "amtschef", "sektionschef", "sektionsleiter", "ministerialdirektor"];
    if !OFFICES.iter().any(|office| lower.starts_with(office)) {
        return None;
    }
    let near = view.chart.sentences[view.chart.sentence_of(at).saturating_sub(1)].tokens.start;
    [near, 0].into_iter().find_map(|from| {
        let named = view.chart.within(view.names().organization, from..at).into_iter();
        let ids = named.filter_map(|a| entities.exactly(view, &a.tokens));
        let mut ministries: Vec<Id> = ids.filter(|id| entities.get(*id).kind == Some(EntityKind::Ministry)).collect();
        ministries.sort_unstable();
        ministries.dedup();
        if let [only] = ministries[..] { Some(only) } else { None }
    })
}

/// `die Landtagspräsidentin A`, `Bundestagsvizepräsident B`: the Landtag of the text's Land, the Bundestag. Members speak for
/// themselves.
pub fn of_parliament(view: &View, entities: &mut Entities, lower: &str) -> Option<Id> {
    if !lower.contains("präsident") {
        None
    } else if lower.starts_with("bundestag") {
        known_parliament(view, entities, "Deutscher Bundestag")
    } else if lower.starts_with("landtag") {
        let home = entities.home.filter(|_| entities.home_is_clear)?;
        parliament_of_land(view, entities, home)
    } else {
        None
    }
}

/// The parliament of a Land, as the gazetteer has it.
pub fn parliament_of_land(view: &View, entities: &mut Entities, land: Id) -> Option<Id> {
    let name = format!("Landtag {}", entities.get(land).name);
    known_parliament(view, entities, &name)
}

fn known_parliament(view: &View, entities: &mut Entities, name: &str) -> Option<Id> {
    let gazetteers = &view.reader.gazetteers;
    let entry = gazetteers.by_name(name).iter().copied().find(|e| gazetteers.entry(*e).kind == Some(EntityKind::Parliament))?;
    Some(entities.of_entry(view, entry))
}

/// `Erster Bürgermeister A` in a text that names Hamburg; `Ministerpräsident B` of the only Land of the text that has one: city
/// states have none, nor ministers. Where the text names states abroad nothing is said.
pub fn of_only_land(view: &View, entities: &Entities, lower: &str) -> Option<Id> {
    let is_land_here = |i: &Id| {
        let e = entities.get(*i);
        e.kind == Some(EntityKind::State) && !e.mentions.is_empty() && e.entry.is_some_and(|entry| is_land(view, entry))
    };
    let is_abroad = |e: &Entity| {
        matches!(e.kind, Some(EntityKind::State | EntityKind::Country))
            && e.name != "Deutschland"
            && !e.entry.is_some_and(|x| is_land(view, x))
    };
    let (of_cities, lands): (Vec<Id>, Vec<Id>) =
        (0..entities.list.len()).filter(is_land_here).partition(|i| is_city_state(&entities.get(*i).name));
    if lower.starts_with("erste") && lower.contains("bürgermeister") {
        return of_cities.into_iter().find(|i| entities.get(*i).name == "Hamburg");
    }
    let of_land = lower.contains("minister") && !lower.starts_with("bundes") && !lower.contains("bürgermeister");
    match lands[..] {
        [only] if of_land && !of_cities.is_empty() && !entities.list.iter().any(is_abroad) => Some(only),
        _ => None,
    }
}

/// `Oberbürgermeister A (Grüne)` is of no town abroad: parties that are told behind a name are those of German-speaking countries.
pub fn may_stand_for(view: &View, entities: &Entities, person: Id, body: Id) -> bool {
    let gazetteers = &view.reader.gazetteers;
    let country = |mut entry: EntryId| {
        // town, Land, country: the chain is short
        for _ in 0..4 {
            if gazetteers.entry(entry).kind == Some(EntityKind::Country) {
                return Some(entry);
            }
            entry = gazetteers.entry(entry).jurisdiction?;
        }
        None
    };
    let abroad = entities.get(body).entry.and_then(country).map(|c| gazetteers.entry(c).name.as_str());
    let is_abroad = abroad.is_some_and(|name| !matches!(name, "Deutschland" | "Österreich" | "Schweiz" | "Liechtenstein" | "Luxemburg"));
    entities.get(person).party.is_none() || !is_abroad
}
