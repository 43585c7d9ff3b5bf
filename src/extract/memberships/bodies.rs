//! The body of an office that names none: what the text shows of it, by the sort of the office.

use std::ops::Range;

use super::offices::{Rank, is_companion, is_mayor, is_municipal, is_of_state, is_of_university, is_town};
use crate::extract::View;
use crate::extract::entities::{Entities, Id, is_land};
use crate::extract::organizations::{land_of, territory_at};
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::EntryId;
use crate::rules::{Annotation, ClassId};

/// The body that the words of a slot name; a capital's adjective stands for its Land with an office of government.
pub fn body_at(view: &View, entities: &mut Entities, tokens: &Range<usize>, government: bool) -> Option<Id> {
    if let Some(id) = entities.exactly(view, tokens) {
        return Some(adjust(view, entities, id, government));
    }
    let entry = territory_at(view, tokens)?;
    let id = entities.of_entry(view, entry);
    Some(adjust(view, entities, id, government))
}

/// A city for its Land, canton or country: `der Schweriner Minister`, `Pekings Industrieminister`.
pub fn adjust(view: &View, entities: &mut Entities, id: Id, government: bool) -> Id {
    let e = entities.get(id);
    if government
        && matches!(e.kind, Some(EntityKind::City))
        && let Some(entry) = e.entry
        && let Some(state) = land_of(view, entry)
            .or_else(|| view.reader.gazetteers.by_name(&format!("Kanton {}", e.name)).first().copied())
            .or_else(|| view.reader.gazetteers.entry(entry).jurisdiction)
    {
        return entities.of_entry(view, state);
    }
    id
}

/// The district that has the name of its town: of `Cuxhavener` the Landkreis.
pub fn district_of_town(view: &View, entities: &mut Entities, town: Id) -> Option<Id> {
    let name = entities.get(town).name.clone();
    let gazetteers = &view.reader.gazetteers;
    let known = ["Landkreis", "Kreis"].iter().find_map(|rank| gazetteers.by_name(&format!("{rank} {name}")).first().copied())?;
    Some(entities.of_entry(view, known))
}

/// Whom a pronoun before an office means.
pub enum Owner {
    Body(Id),
    /// The body of this person.
    Holder(Id),
}

/// `Der Städtebund … Sein Hauptgeschäftsführer A`, `deren Präsidentin B`, `Ministerin C und ihr Staatssekretär D`.
pub fn owner(view: &View, entities: &Entities, rank: &Rank) -> Option<Owner> {
    let n = view.names();
    let start = rank.tokens.start;
    let pronoun = pronoun_before(view, start)?;
    let sentence = view.chart.sentence_of(start);
    let here = view.chart.sentences[sentence].tokens.start..pronoun;
    let before = view.chart.sentences[sentence.saturating_sub(1)].tokens.start..here.start;
    let relative = matches!(&*view.chart.lower[pronoun], "dessen" | "deren");
    let last = |class: ClassId, range: &Range<usize>| {
        let found = view.chart.within(class, range.clone()).into_iter().next_back()?;
        Some((found.tokens.end, entities.exactly(view, &found.tokens)?))
    };
    for range in [here, before] {
        let institution = last(n.organization, &range);
        let territory = last(n.territory, &range).filter(|(_, t)| rank.government || is_mayor(&rank.office) && is_town(entities, *t));
        let person = last(n.person, &range);
        // `deren Präsidentin` takes up the noun just before; a companion that of a person
        let beside = person.is_some_and(|(end, _)| end + 2 >= pronoun && range.end == pronoun);
        if is_companion(&rank.office)
            && (beside || !relative)
            && let Some((_, holder)) = person
        {
            return Some(Owner::Holder(holder));
        }
        let body = if rank.government { territory.max(institution) } else { institution.or(territory) };
        if let Some((_, body)) = body {
            return Some(Owner::Body(body));
        }
    }
    None
}

/// The possessive before an office, with an adjective between at most: `ihr neuer Präsident`, `deren Leiterin`.
fn pronoun_before(view: &View, start: usize) -> Option<usize> {
    let is_pronoun = |t: usize| {
        matches!(
            &*view.chart.lower[t],
            "sein" | "seine" | "seinem" | "seinen" | "seiner" | "ihr" | "ihre" | "ihrem" | "ihren" | "ihrer" | "dessen" | "deren"
        )
    };
    let one = start.checked_sub(1)?;
    if is_pronoun(one) {
        return Some(one);
    }
    let is_adjective =
        !view.chart.tokens[one].is_capitalized() && ["e", "er", "en", "em"].iter().any(|e| view.chart.lower[one].ends_with(e));
    one.checked_sub(1).filter(|&two| is_adjective && is_pronoun(two))
}

/// The body of an office that names none.
pub fn implied_body(view: &View, entities: &mut Entities, person: Id, rank: &Rank, a: &Annotation) -> Option<Id> {
    let lower = rank.office.to_lowercase();
    let at = a.tokens.start;
    if names_unread_body(view, rank) {
        return None;
    }
    if let Some(kinds) = kinds_of_office(&lower) {
        return nearest_before(entities, at, kinds);
    }
    if is_municipal(&rank.office) {
        let known = known_state(view, entities, person).filter(|_| is_mayor(&rank.office));
        return match known {
            Some(state) => Some(entities.of_entry(view, state)),
            None => city_state_or_town(view, entities, at),
        };
    }
    if lower.contains("landrat") || lower.contains("landrät") || lower.starts_with("kreis") {
        let is_district = |id: Id| {
            let e = entities.get(id);
            e.kind == Some(EntityKind::District)
                || e.kind == Some(EntityKind::Region) && ["Kreis", "Land", "Region", "Städteregion"].iter().any(|w| e.name.starts_with(w))
        };
        return nearest(entities, at, is_district);
    }
    if let Some(country) = country_of_office(&lower) {
        return only_state_of(view, entities, country);
    }
    if lower.starts_with("bundesrat") || lower.starts_with("bundesrät") {
        return named_country(view, entities, "Schweiz");
    }
    if let Some(country) = country_of_party(view, entities, person) {
        return rank.government.then(|| entities.of_entry(view, country));
    }
    if is_of_state(&lower) {
        return state_of_text(view, entities);
    }
    if is_of_land(&lower) {
        return entities.home.filter(|_| entities.home_is_clear);
    }
    // a company's head: of the company named shortly before
    let of_company = ["vorstand", "geschäftsführ", "aufsichtsrat", "ceo", "konzern", "vertriebs", "prokurist"];
    if is_compound_with_acronym(rank) && !rank.government && country_of_office(&lower).is_none() {
        return None;
    }
    if of_company.iter().any(|w| lower.contains(w)) || rank.word.starts_with("Vorsitzende") {
        let near = nearest_before(entities, at, &[EntityKind::Company]);
        let near = near.filter(|id| entities.get(*id).mentions.iter().any(|(t, _)| t.start < at && t.start + 80 > at));
        return near.or_else(|| only_institution_near(view, entities, rank, a));
    }
    // many bodies have presidents, and most commissioners are of the police
    let of_any = matches!(&*lower, "präsident" | "präsidentin" | "vizepräsident" | "vizepräsidentin" | "kommissar" | "kommissarin");
    if of_any || lower == "minister" && rank.word.is_empty() {
        return None;
    }
    if !rank.government {
        let heads = ["sprecher", "leiter", "direktor", "chef"];
        return heads.iter().any(|w| lower.contains(w)).then(|| only_institution_near(view, entities, rank, a)).flatten();
    }
    // the gazetteer's Land of a known person, if the document speaks of it
    if let Some(state) = known_state(view, entities, person) {
        return Some(entities.of_entry(view, state));
    }
    if lower.contains("senator") || lower.contains("staatsrat") {
        return city_state_before(entities, at).or(entities.home);
    }
    entities.home.filter(|_| entities.home_is_clear)
}

/// Offices whose word tells the sort of the institution.
fn kinds_of_office(lower: &str) -> Option<&'static [EntityKind]> {
    let begins = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
    if begins(&["hochschul", "uni"]) || is_of_university(lower) {
        Some(&[EntityKind::University])
    } else if begins(&["behörden", "amts"]) {
        Some(&[EntityKind::Agency])
    } else if begins(&["instituts"]) {
        Some(&[EntityKind::Research])
    } else if begins(&["staatskanzlei"]) {
        Some(&[EntityKind::Government])
    } else {
        None
    }
}

/// Offices that only one country's Länder or cantons have.
fn country_of_office(lower: &str) -> Option<&'static str> {
    let contains = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if contains(&["landeshaupt", "landesrat", "landesrät"]) {
        Some("Österreich")
    } else if contains(&["landammann", "landamman", "regierungsrat", "regierungsrät", "grossrat", "grossrät", "kantonsrat", "kantonsrät"])
    {
        Some("Schweiz")
    } else {
        None
    }
}

/// Offices of a German Land that say so: `Landesbranddirektor`.
fn is_of_land(lower: &str) -> bool {
    const OFFICES: [&str; 4] = ["landesbranddirektor", "landespolizei", "landeswahlleit", "landesdatenschütz"];
    OFFICES.iter().any(|w| lower.starts_with(w))
}

/// The state of a country that the text names, if it names one only.
fn only_state_of(view: &View, entities: &Entities, country: &str) -> Option<Id> {
    let gazetteers = &view.reader.gazetteers;
    let states: Vec<Id> = (0..entities.list.len())
        .filter(|&i| {
            let e = &entities.list[i];
            let of_country = || e.entry.and_then(|x| gazetteers.entry(x).jurisdiction).is_some_and(|j| gazetteers.entry(j).name == country);
            e.kind == Some(EntityKind::State) && !e.mentions.is_empty() && of_country()
        })
        .collect();
    if let [only] = states[..] { Some(only) } else { None }
}

/// A country, if the text names it.
fn named_country(view: &View, entities: &Entities, name: &str) -> Option<Id> {
    let entry = view.reader.gazetteers.by_name(name).first().copied()?;
    (0..entities.list.len()).find(|&i| entities.list[i].entry == Some(entry))
}

/// The country of a person's party, where that is not a German one.
fn country_of_party(view: &View, entities: &Entities, person: Id) -> Option<EntryId> {
    let (party, ..) = entities.get(person).party.as_ref()?;
    let country = match party.as_str() {
        "ÖVP" | "SPÖ" | "FPÖ" | "NEOS" => "Österreich",
        "SVP" | "DIE MITTE" | "FDP.Die Liberalen" => "Schweiz",
        _ => return None,
    };
    view.reader.gazetteers.by_name(country).first().copied()
}

/// The state of an office that only states have: Germany, unless the text names Austria or Switzerland and nothing German;
/// none where it names other countries only.
pub fn state_of_text(view: &View, entities: &mut Entities) -> Option<Id> {
    let gazetteers = &view.reader.gazetteers;
    let germany = gazetteers.by_name("Deutschland").first().copied()?;
    let named: Vec<(Id, EntryId)> = entities
        .list
        .iter()
        .enumerate()
        .filter(|(_, e)| e.class == EntityClass::Place && !e.mentions.is_empty())
        .filter_map(|(id, e)| Some((id, e.entry?)))
        .collect();
    let is_german =
        |entry: EntryId| entry == germany || is_land(view, entry) || gazetteers.entry(entry).jurisdiction.is_some_and(|j| is_land(view, j));
    let countries: Vec<Id> =
        named.iter().filter(|(id, _)| entities.get(*id).kind == Some(EntityKind::Country)).map(|(id, _)| *id).collect();
    if countries.is_empty() || named.iter().any(|(_, entry)| is_german(*entry)) {
        return Some(entities.of_entry(view, germany));
    }
    let german_speaking = |id: &&Id| matches!(entities.get(**id).name.as_str(), "Österreich" | "Schweiz");
    match countries.iter().filter(german_speaking).collect::<Vec<_>>()[..] {
        [only] if countries.len() == 1 => Some(*only),
        _ => None,
    }
}

/// The country of `Bundes-` in an office: Germany, unless the text names Austria or Switzerland and nothing German.
pub fn federation_of_text(view: &View, entities: &mut Entities) -> Option<Id> {
    let neighbours =
        ["Österreich", "Schweiz"].map(|name| named_country(view, entities, name).filter(|id| !entities.get(*id).mentions.is_empty()));
    if neighbours.iter().any(Option::is_some) {
        return state_of_text(view, entities);
    }
    let germany = view.reader.gazetteers.by_name("Deutschland").first().copied()?;
    Some(entities.of_entry(view, germany))
}

/// `Direktor des …`: the phrase has a body, though nothing was made of it; no other one is meant.
fn names_unread_body(view: &View, rank: &Rank) -> bool {
    let behind = view.chart.lower.get(rank.tokens.end).map_or("", |w| &**w);
    !rank.word.is_empty() && matches!(behind, "des" | "der" | "vom" | "beim" | "von")
}

/// `AQT-Geschäftsführer`: the compound has a body, though nothing was made of it.
fn is_compound_with_acronym(rank: &Rank) -> bool {
    let prefix = rank.word.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    prefix.chars().filter(|c| c.is_uppercase()).count() > 1 && !matches!(prefix, "IT" | "KI" | "EDV" | "EU" | "PR")
}

/// The one institution that the sentence and the one before name before an office with its name behind.
fn only_institution_near(view: &View, entities: &Entities, rank: &Rank, a: &Annotation) -> Option<Id> {
    if is_compound_with_acronym(rank) || !a.rule.starts_with("office.before") {
        return None;
    }
    let token = a.tokens.start;
    let sentence = view.chart.sentence_of(token);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let mut near: Vec<Id> = view
        .chart
        .within(view.names().organization, from..token)
        .into_iter()
        .filter_map(|a| entities.exactly(view, &a.tokens))
        .filter(|id| entities.get(*id).class == EntityClass::Organization)
        .collect();
    near.sort_unstable();
    near.dedup();
    if let [only] = near[..] { Some(only) } else { None }
}

/// The state for which the gazetteer knows a person to have held office, if the document speaks of it.
pub fn known_state(view: &View, entities: &Entities, person: Id) -> Option<EntryId> {
    let gazetteers = &view.reader.gazetteers;
    let entry = gazetteers.entry(entities.get(person).entry?);
    let body = entry.person.as_ref().and_then(|p| p.organization).map(|o| gazetteers.entry(o));
    let state = entry.jurisdiction.or_else(|| body.filter(|b| b.kind == Some(EntityKind::Government)).and_then(|b| b.jurisdiction))?;
    let spoken_of =
        entities.list.iter().any(|e| e.entry == Some(state) || e.entry.is_some_and(|x| gazetteers.entry(x).jurisdiction == Some(state)));
    spoken_of.then_some(state)
}

/// The institution or territory of a kind that is named last before, or else first behind.
fn nearest_before(entities: &Entities, token: usize, kinds: &[EntityKind]) -> Option<Id> {
    nearest(entities, token, |id| entities.get(id).kind.is_some_and(|k| kinds.contains(&k)))
}

/// The town named last before a token, city states included; else the first behind. One that is only a place
/// (`in Shenzhen, wo der Oberbürgermeister`) comes last.
fn city_state_or_town(view: &View, entities: &Entities, token: usize) -> Option<Id> {
    let is_region = |id: Id| entities.get(id).mentions.first().is_some_and(|(t, _)| is_rank_of_region(&view.chart.lower[t.start]));
    let is_place =
        |start: usize| start.checked_sub(1).is_some_and(|before| matches!(&*view.chart.lower[before], "in" | "nach" | "aus" | "bei"));
    let acts = |id: Id| entities.get(id).mentions.iter().any(|(t, _)| !is_place(t.start));
    let is_town_itself = |id: Id| is_town(entities, id) && !is_region(id);
    nearest(entities, token, |id| is_town_itself(id) && acts(id)).or_else(|| nearest(entities, token, is_town_itself))
}

/// `Oblast Schytomyr` is named by its town, and is none.
fn is_rank_of_region(word: &str) -> bool {
    matches!(
        word,
        "oblast" | "provinz" | "region" | "rajon" | "präfektur" | "bezirk" | "distrikt" | "woiwodschaft" | "departement" | "kanton"
    )
}

fn nearest(entities: &Entities, token: usize, fits: impl Fn(Id) -> bool) -> Option<Id> {
    let bearers = entities.list.iter().enumerate().filter(|(id, _)| fits(*id));
    let mut places: Vec<(usize, Id)> = bearers.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id))).collect();
    places.sort_unstable();
    places.iter().rev().find(|(start, _)| *start < token).or_else(|| places.first()).map(|(_, id)| *id)
}

/// Only Berlin, Bremen and Hamburg have senators.
fn city_state_before(entities: &Entities, token: usize) -> Option<Id> {
    let states = entities.list.iter().enumerate().filter(|(_, e)| matches!(e.name.as_str(), "Berlin" | "Bremen" | "Hamburg"));
    let named = states.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id)));
    named.filter(|(start, _)| *start < token).max().map(|(_, id)| id)
}
