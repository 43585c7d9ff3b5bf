//! The body of an office that names none: what the text shows of it, by the sort of the office.

use std::ops::Range;

use super::bearers::{is_of_faction, of_faction, of_opening, of_opening_here, of_statement, of_visit, speaks_for_institution};
use super::districts::{district_of_town, is_of_district, of_district};
use super::nearest::{is_beside, nearest, nearest_before};
use super::of_sort::{of_chancellor, of_department, of_only_land, of_parliament, of_region, stands_behind_unknown_adjective};
use super::offices::{Rank, is_mayor, is_municipal, is_of_state, is_of_university, is_part_of_country, is_town, named_by_prefix};
use super::towns::{of_colleagues, of_municipality, town_here};
use crate::extract::View;
use crate::extract::entities::{Entities, Entity, Id, is_city_state, is_land};
use crate::extract::organizations::{land_of, territory_at};
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::EntryId;
use crate::rules::Annotation;

/// The body that the words of a slot name; a capital's adjective stands for its Land with an office of government.
pub fn body_at(view: &View, entities: &mut Entities, tokens: &Range<usize>, government: bool) -> Option<Id> {
    if let Some(id) = entities.exactly(view, tokens) {
        return Some(adjust(view, entities, id, government));
    }
    if let Some(entry) = territory_at(view, tokens) {
        let id = entities.of_entry(view, entry);
        return Some(adjust(view, entities, id, government));
    }
    // `Vorsitzende des DESY-Direktoriums`
    let words = view.chart.words(tokens.clone());
    words.rsplit_once('-').and_then(|(name, _)| named_by_prefix(view, entities, name))
}

/// A city for its Land, canton or country: `der Schweriner Minister`, `Pekings Industrieminister`.
pub fn adjust(view: &View, entities: &mut Entities, id: Id, government: bool) -> Id {
    let e = entities.get(id);
    // `die Staatssekretärin für Vorpommern`
    if government
        && e.kind == Some(EntityKind::Region)
        && let Some(land) = e.entry.and_then(|entry| land_of(view, entry))
    {
        return entities.of_entry(view, land);
    }
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

/// The body of an office that names none.
pub fn implied_body(view: &View, entities: &mut Entities, person: Id, rank: &Rank, a: &Annotation) -> Option<Id> {
    let lower = rank.office.to_lowercase();
    let at = a.tokens.start;
    if is_of_faction(view, rank) {
        return of_faction(view, entities, rank);
    }
    if names_unread_body(view, rank) {
        return None;
    }
    if matches!(&*lower, "kanzler" | "kanzlerin" | "vizekanzler" | "vizekanzlerin") {
        return of_chancellor(view, entities, at);
    }
    if stands_behind_unknown_adjective(view, rank) {
        return None;
    }
    if is_behind(view, rank, "städtisch") {
        return town_here(view, entities, at);
    }
    // `Die Führung übernimmt Düsseldorf. Das sagte der dortige Minister A`
    if is_behind(view, rank, "dortig") {
        return there(view, entities, rank, at);
    }
    // `die kantonale Beauftragte A`
    if is_behind(view, rank, "kantonal") {
        return state_of(view, entities, "Schweiz", at);
    }
    // `die Abgeordnete A`, `die CDU-Abgeordnete A` behind what her parliament does
    if lower.starts_with("abgeordnet") || lower.contains("-abgeordnet") || is_politician_of_party(&rank.word.to_lowercase()) {
        return of_faction(view, entities, rank);
    }
    if let Some(state) = of_opening_here(view, entities, rank, at).filter(|_| known_state(view, entities, person).is_none()) {
        return Some(state);
    }
    if let Some(body) = of_region(view, entities, &lower)
        .or_else(|| of_department(view, entities, &lower, at))
        .or_else(|| of_parliament(view, entities, &lower))
    {
        return Some(body);
    }
    if lower.starts_with("kanzleramts") {
        return chancellery(view, entities);
    }
    if let Some(kinds) = kinds_of_office(&lower) {
        let has_it = |e: &Entity| e.kind.is_some_and(|k| kinds.contains(&k)) && !(is_of_university(&lower) && is_clinic(e));
        // `Hochschulpräsident A` beside a university, and the reverse: of the one that is called so
        let so_called = |id: Id| {
            let e = entities.get(id);
            let is = |office: &str, name: &str| lower.starts_with(office) && e.name.contains(name);
            has_it(e) && (is("hochschul", "ochschule") || is("universitäts", "niversität"))
        };
        if let Some(body) = nearest(view, entities, at, so_called) {
            return Some(body);
        }
        let of_home = || entities.home.filter(|_| lower.starts_with("staatskanzlei") && entities.home_is_clear);
        return nearest(view, entities, at, |id| has_it(entities.get(id))).or_else(of_home);
    }
    if let Some(institution) = named_by_office(view, entities, &lower, at) {
        return Some(institution);
    }
    if speaks_for_institution(&lower)
        && let Some(institution) = of_statement(view, entities, at)
    {
        return Some(institution);
    }
    if let Some(hamburg) = of_only_land(view, entities, &lower).filter(|_| is_mayor(&rank.office)) {
        return Some(hamburg);
    }
    // `Ratsherr A`: of the council, where the text names it
    if is_of_council(&lower)
        && let Some(council) = nearest_before(view, entities, at, &[EntityKind::Municipality])
    {
        return Some(council);
    }
    if is_municipal(&rank.office) {
        return of_municipality(view, entities, person, rank, at);
    }
    if is_of_district(&lower) {
        return of_district(view, entities, rank, at);
    }
    if let Some(country) = country_of_office(&lower) {
        return of_opening(view, entities, rank, at).or_else(|| state_of(view, entities, country, at));
    }
    if lower.starts_with("bundesrat") || lower.starts_with("bundesrät") {
        return named_country(view, entities, "Schweiz");
    }
    if let Some(state) = of_visit(view, entities, rank, at).filter(|_| known_state(view, entities, person).is_none()) {
        return Some(state);
    }
    if let Some(state) = of_opening(view, entities, rank, at).filter(|_| known_state(view, entities, person).is_none()) {
        return Some(state);
    }
    if let Some(country) = country_of_party(view, entities, person) {
        return rank.government.then(|| entities.of_entry(view, country));
    }
    if is_of_state(&lower) {
        return state_of_text(view, entities);
    }
    // only Berlin has one
    if lower.starts_with("regierend") {
        let berlin = view.reader.gazetteers.by_name("Berlin").first().copied()?;
        return Some(entities.of_entry(view, berlin));
    }
    // no German Land has one
    if lower.starts_with("premier") {
        return only_country_with_premier(view, entities).filter(|_| lower.starts_with("premierminister"));
    }
    if is_of_land(&lower) {
        return entities.home.filter(|_| entities.home_is_clear);
    }
    // a company's head: of the company named shortly before
    let of_company = ["vorstand", "geschäftsführ", "aufsichtsrat", "ceo", "konzern", "vertriebs", "prokurist"];
    if is_compound_with_name(rank) && !rank.government && country_of_office(&lower).is_none() {
        return None;
    }
    if of_company.iter().any(|w| lower.contains(w)) || rank.word.starts_with("Vorsitzende") {
        let near = nearest_before(view, entities, at, &[EntityKind::Company]);
        let near = near.filter(|id| entities.get(*id).mentions.iter().any(|(t, _)| t.start < at && t.start + 80 > at));
        return near.or_else(|| only_institution_near(view, entities, rank, a));
    }
    // a professor who presides does so over the university of the text
    let is_professor = || entities.get(person).prefix.as_ref().is_some_and(|p| p.contains("Prof"));
    if lower.contains("präsident") && is_professor() {
        let mut universities = (0..entities.list.len()).filter(|&i| {
            let e = &entities.list[i];
            e.kind == Some(EntityKind::University)
                && e.mentions.iter().any(|(t, _)| t.start < at && !is_of_guests(view, t.start) && !is_beside(view, t.start))
        });
        if let (Some(only), None) = (universities.next(), universities.next()) {
            return Some(only);
        }
    }
    // many bodies have presidents, and most commissioners are of the police
    let of_any = matches!(&*lower, "präsident" | "präsidentin" | "vizepräsident" | "vizepräsidentin" | "kommissar" | "kommissarin");
    if of_any {
        let is_unknown = entities.get(person).entry.is_none() && !lower.starts_with("kommissar");
        let of_text = || only_institution_before(view, entities, at).or_else(|| only_institution_here(view, entities, at));
        return is_unknown.then(of_text).flatten();
    }
    if lower == "minister" && rank.word.is_empty() {
        return None;
    }
    if !rank.government {
        let heads = ["sprecher", "leiter", "direktor", "chef", "schulr"];
        return heads.iter().any(|w| lower.contains(w)).then(|| only_institution_near(view, entities, rank, a)).flatten();
    }
    // the gazetteer's Land of a known person, if the document speaks of it
    if let Some(state) = known_state(view, entities, person) {
        return Some(entities.of_entry(view, state));
    }
    // `Mit dem Bildungsministerium … Minister A verwies darauf`
    if matches!(&*lower, "minister" | "ministerin")
        && let Some(ministry) = only_ministry(view, entities, at)
    {
        return Some(ministry);
    }
    // only city states have senators, and they have no ministers
    let of_city_state = |id: &Id| is_town(entities, *id);
    if lower.contains("senator") || lower.contains("staatsrat") {
        let of_colleagues = of_colleagues(view, entities, at);
        return city_state_before(entities, at, &of_colleagues).or(entities.home.filter(of_city_state));
    }
    if lower.contains("staatssekretär")
        && let Some(ministry) = ministry_near(view, entities, at)
    {
        return Some(ministry);
    }
    if is_of_other_countries(&lower) {
        return None;
    }
    let is_of_government = lower.contains("minister") || lower.starts_with("ressortchef");
    // a text that names Germany beside Berlin means the federation by it
    let is_federal = |home: &Id| entities.get(*home).name == "Berlin" && named_germany(view, entities).is_some();
    let is_home = |home: &Id| !(is_federal(home) || is_of_government && of_city_state(home));
    let home = entities.home.filter(|home| entities.home_is_clear && is_home(home));
    home.or_else(|| of_only_land(view, entities, &lower).filter(is_home))
}

/// Germany, where the text speaks of it.
pub fn named_germany(view: &View, entities: &Entities) -> Option<Id> {
    named_country(view, entities, "Deutschland").filter(|id| !entities.get(*id).mentions.is_empty())
}

/// `Kanzleramtschef A`: of the federal chancellery, unless the text speaks of Austria's.
fn chancellery(view: &View, entities: &mut Entities) -> Option<Id> {
    let is_austrian = named_country(view, entities, "Österreich").is_some();
    let german = view.reader.gazetteers.by_name("Bundeskanzleramt").iter().copied().find(|entry| {
        let jurisdiction = view.reader.gazetteers.entry(*entry).jurisdiction;
        jurisdiction.is_some_and(|j| view.reader.gazetteers.entry(j).name == "Deutschland")
    });
    german.filter(|_| !is_austrian).map(|entry| entities.of_entry(view, entry))
}

/// `CDU-Rechtspolitiker A`: a member of the parliament that the text tells of.
fn is_politician_of_party(lower: &str) -> bool {
    const PARTIES: [&str; 10] = ["cdu", "csu", "spd", "fdp", "afd", "ssw", "bsw", "grünen", "linken", "unions"];
    lower.split_once('-').is_some_and(|(party, word)| {
        PARTIES.contains(&party) && ["politiker", "expert", "haushält", "verordnet", "obmann", "obfrau"].iter().any(|w| word.contains(w))
    })
}

/// Offices that neither the federation nor a Land has.
pub fn is_of_other_countries(lower: &str) -> bool {
    const OFFICES: [&str; 5] = ["staatspräsident", "handelsminister", "präfekt", "vizepremier", "industrieminister"];
    // `Vizebildungsminister`
    let is_vice = lower.starts_with("vize") && lower.contains("minister") && !lower.contains("präsident");
    is_vice || OFFICES.iter().any(|w| lower.starts_with(w))
}

/// The list of persons has all members of the federal government: a bare minister who is not known is another country's.
pub fn is_unknown_minister(entities: &Entities, person: Id, rank: &Rank, body: Id) -> bool {
    let lower = rank.office.to_lowercase();
    lower.contains("minister") && !lower.contains("ministerpräsident") && is_germany(entities, body) && entities.get(person).entry.is_none()
}

fn is_germany(entities: &Entities, id: Id) -> bool {
    entities.get(id).kind == Some(EntityKind::Country) && entities.get(id).name == "Deutschland"
}

/// Whether an adjective that begins so stands before an office.
pub fn is_behind(view: &View, rank: &Rank, adjective: &str) -> bool {
    rank.tokens.start.checked_sub(1).is_some_and(|t| !rank.tokens.is_empty() && view.chart.lower[t].starts_with(adjective))
}

/// The territory that was named last in this sentence or the one before: a town for its Land, if the office is one of a government.
fn there(view: &View, entities: &mut Entities, rank: &Rank, at: usize) -> Option<Id> {
    let sentence = view.chart.sentence_of(at);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let last = view.chart.within(view.names().territory, from..at).into_iter().next_back()?.tokens.clone();
    let id = entities.exactly(view, &last)?;
    if is_of_district(&rank.office.to_lowercase()) && is_town(entities, id) {
        return district_of_town(view, entities, id);
    }
    Some(adjust(view, entities, id, rank.government))
}

/// The only country of the text that has prime ministers called so, where it names no state or province of one: these may have some too.
fn only_country_with_premier(view: &View, entities: &Entities) -> Option<Id> {
    let is_named = |id: &Id| !entities.get(*id).mentions.is_empty() && entities.get(*id).class == EntityClass::Place;
    let has_none = |id: &Id| matches!(entities.get(*id).name.as_str(), "Deutschland" | "Österreich" | "Schweiz" | "Liechtenstein");
    let of_kind = |kind: EntityKind| (0..entities.list.len()).filter(is_named).filter(move |id| entities.get(*id).kind == Some(kind));
    let is_foreign = |id: Id| entities.get(id).entry.is_none_or(|entry| !is_land(view, entry));
    let mut countries = of_kind(EntityKind::Country).filter(|id| !has_none(id));
    countries.next().filter(|_| countries.next().is_none() && !of_kind(EntityKind::State).any(is_foreign))
}

/// `Im Bundesministerium bleibt man skeptisch, sagte Staatssekretärin A`: the one ministry that this sentence or the one before names,
/// where it is not the home Land's.
fn ministry_near(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let only = only_ministry(view, entities, at)?;
    (entities.get(only).jurisdiction.is_some() && entities.get(only).jurisdiction != entities.home).then_some(only)
}

/// The one ministry that this sentence or the one before names before a token.
fn only_ministry(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let sentence = view.chart.sentence_of(at);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let named = |e: &Entity| e.mentions.iter().any(|(t, _)| (from..at).contains(&t.start));
    let is_ministry = |id: &Id| entities.get(*id).kind == Some(EntityKind::Ministry) && named(entities.get(*id));
    let mut ministries = (0..entities.list.len()).filter(is_ministry);
    ministries.next().filter(|_| ministries.next().is_none())
}

/// A university's hospital has no rector of its own.
fn is_clinic(e: &Entity) -> bool {
    ["Universitätsmedizin", "klinik", "Klinik", "Medisch Centrum"].iter().any(|w| e.name.contains(w))
}

/// Offices whose word tells the sort of the institution.
fn kinds_of_office(lower: &str) -> Option<&'static [EntityKind]> {
    let begins = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
    if begins(&["hochschul", "uni"]) || is_of_university(lower) {
        Some(&[EntityKind::University])
    } else if begins(&["behörden", "amts"]) {
        Some(&[EntityKind::Agency])
    } else if begins(&["unternehmens", "konzern", "firmen"]) {
        Some(&[EntityKind::Company])
    } else if begins(&["instituts"]) {
        Some(&[EntityKind::Research])
    } else if begins(&["staatskanzlei"]) {
        Some(&[EntityKind::Government])
    } else {
        None
    }
}

/// `Kammerpräsident`, `Regierungspräsidentin`, `Fraunhofer-Präsident`: the [`nearest`] institution whose name has the first
/// part of the office's word.
pub fn named_by_office(view: &View, entities: &Entities, lower: &str, at: usize) -> Option<Id> {
    const HEADS: [&str; 14] = [
        "vizepräsident",
        "präses",
        "präsident",
        "direktor",
        "leiter",
        "chef",
        "vorsitzende",
        "geschäftsführer",
        "sprecher",
        "vorstand",
        "vorständ",
        "vorsteher",
        "kanzler",
        "sekretär",
    ];
    // nouns of institutions that make such words; any other first part (`Finanzvorstand`) names a field or a rank
    const SORTS: [&str; 32] = [
        "rechnungshof",
        "kammer",
        "handwerk",
        "handwerkskammer",
        "museum",
        "klinik",
        "klinikum",
        "krankenhaus",
        "stiftung",
        "bank",
        "sparkasse",
        "institut",
        "akademie",
        "verband",
        "gewerkschaft",
        "messe",
        "flughafen",
        "hafen",
        "theater",
        "rundfunk",
        "archiv",
        "bibliothek",
        "hochschul",
        "universität",
        "feuerwehr",
        "polizei",
        "gericht",
        "agentur",
        "behörde",
        "zentrum",
        "verlag",
        "börse",
    ];
    // `Generalstaatsanwältin A`
    if lower.ends_with("staatsanwalt") || lower.ends_with("staatsanwältin") {
        let office = if lower.starts_with("general") { "generalstaatsanwaltschaft" } else { "staatsanwaltschaft" };
        let is_called = |id: Id, office: &str| entities.get(id).name.to_lowercase().split(' ').any(|word| word == office);
        // `Oberstaatsanwalt A` may be of the public prosecutor general's office as well
        return nearest(view, entities, at, |id| is_called(id, office))
            .or_else(|| nearest(view, entities, at, |id| is_called(id, "generalstaatsanwaltschaft")));
    }
    let stem = HEADS.iter().filter_map(|h| lower.rfind(h)).min()?;
    let part = lower.get(..stem)?;
    let with_head = lower.get(..stem + "präsid".len()).filter(|w| matches!(*w, "regierungspräsid" | "polizeipräsid"));
    let bare = [part, part.strip_suffix('s').unwrap_or(part), part.strip_suffix("en").unwrap_or(part)];
    // `Fraunhofer-Präsident`: what stands before a hyphen is a name
    let named = part.strip_suffix('-').filter(|name| name.chars().count() >= 5);
    let sort = named.or_else(|| SORTS.into_iter().find(|sort| bare.contains(sort)));
    let has = |id: Id, stem: &str| {
        let e = entities.get(id);
        // `Verbandspräsident A`: of the Sportbund
        let is_of_sort = stem == "verband" && e.kind == Some(EntityKind::Association);
        e.class == EntityClass::Organization
            && (is_of_sort
                || std::iter::once(&e.name).chain(&e.other_names).any(|name| {
                    let name = name.to_lowercase();
                    name.split([' ', '-']).any(|word| word.starts_with(stem) || word.ends_with(stem) && stem != "polizei")
                }))
    };
    // `Mit dem Landkreistag verbindet ihn ein Vertrag, den der damalige Verbandspräsident A schloss`: the one that its sentence names
    let here = view.chart.sentences[view.chart.sentence_of(at)].tokens.start..at;
    let only_here = |sort: &str| {
        let named = view.chart.within(view.names().organization, here.clone());
        let mut bodies: Vec<Id> = named.iter().filter_map(|a| entities.exactly(view, &a.tokens)).filter(|id| has(*id, sort)).collect();
        bodies.dedup();
        if let [only] = bodies[..] { Some(only) } else { None }
    };
    with_head
        .and_then(|stem| nearest(view, entities, at, |id| has(id, stem)))
        .or_else(|| sort.and_then(|sort| only_here(sort).or_else(|| nearest(view, entities, at, |id| has(id, sort)))))
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
    const OFFICES: [&str; 5] = ["landesbranddirektor", "landespolizei", "landeswahlleit", "landesdatenschütz", "landesbeauftragt"];
    OFFICES.iter().any(|w| lower.starts_with(w))
}

/// The state of a country that the text names: the only one, else the [`nearest`] that acts in this sentence or the one before.
fn state_of(view: &View, entities: &Entities, country: &str, at: usize) -> Option<Id> {
    let gazetteers = &view.reader.gazetteers;
    let is_state = |id: Id| {
        let e = entities.get(id);
        let of_country = || e.entry.and_then(|x| gazetteers.entry(x).jurisdiction).is_some_and(|j| gazetteers.entry(j).name == country);
        e.kind == Some(EntityKind::State) && !e.mentions.is_empty() && of_country()
    };
    let states: Vec<Id> = (0..entities.list.len()).filter(|id| is_state(*id)).collect();
    if let [only] = states[..] {
        return Some(only);
    }
    let from = view.chart.sentences[view.chart.sentence_of(at).saturating_sub(1)].tokens.start;
    let acts_here = |id: Id| entities.get(id).mentions.iter().any(|(t, _)| (from..at).contains(&t.start) && !is_beside(view, t.start));
    nearest(view, entities, at, is_state).filter(|id| acts_here(*id))
}

/// Members of a town's council.
fn is_of_council(lower: &str) -> bool {
    ["ratsherr", "ratsfrau", "stadtverordnet", "ratsmitglied"].iter().any(|w| lower.starts_with(w))
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
    if is_swiss(view)
        && let Some(swiss) = named_country(view, entities, "Schweiz")
    {
        return Some(swiss);
    }
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

/// Whether a text is written as in Switzerland, where `ss` stands for `ß`.
fn is_swiss(view: &View) -> bool {
    const STEMS: [&str; 9] = ["aussen", "grösse", "grösst", "schliess", "strasse", "massnahm", "regelmäss", "ausserdem", "gemäss"];
    let words = &view.chart.lower;
    words.iter().any(|w| STEMS.iter().any(|stem| w.starts_with(stem))) && !words.iter().any(|w| w.contains('ß'))
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
    !rank.word.is_empty() && (matches!(behind, "des" | "der" | "vom" | "beim" | "von") || is_part_of_country(view, rank.tokens.end))
}

/// `AQT-Geschäftsführer`, `Hafenbahn-Vorstand`: the compound has a body, though nothing was made of it.
fn is_compound_with_name(rank: &Rank) -> bool {
    const FIELDS: [&str; 12] =
        ["digital", "finanz", "personal", "technik", "produkt", "vertrieb", "konzern", "gründung", "deutschland", "europa", "landes", "co"];
    let prefix = rank.word.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    let is_acronym = prefix.chars().filter(|c| c.is_uppercase()).count() > 1 && !matches!(prefix, "IT" | "KI" | "EDV" | "EU" | "PR");
    let lower = prefix.to_lowercase();
    is_acronym || prefix.chars().count() >= 6 && !FIELDS.iter().any(|field| lower.starts_with(field))
}

/// The one institution that the sentence and the one before name before an office with its name behind.
fn only_institution_near(view: &View, entities: &Entities, rank: &Rank, a: &Annotation) -> Option<Id> {
    if is_compound_with_name(rank) || !a.rule.starts_with("office.before") {
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
        .filter(|id| entities.get(*id).class == EntityClass::Organization && has_chair(entities.get(*id)))
        // `Schulleiterin A`: of a school only
        .filter(|id| !rank.word.starts_with("Schul") || entities.get(*id).name.contains("chul") || entities.get(*id).name.contains("asium"))
        .collect();
    near.sort_unstable();
    near.dedup();
    if let [only] = near[..] { Some(only) } else { None }
}

/// Ministries, governments and parliaments have no chair, board or management.
fn has_chair(e: &Entity) -> bool {
    !matches!(e.kind, Some(EntityKind::Ministry | EntityKind::Government | EntityKind::Parliament))
}

/// The one institution with a head of its own that the text has named so far, if it did so in this sentence or the one
/// before, and no country beside it.
fn only_institution_before(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let sentence = view.chart.sentence_of(at);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    let named_in = |e: &Entity, from: usize| e.mentions.iter().any(|(t, _)| (from..at).contains(&t.start));
    if entities.list.iter().any(|e| e.kind == Some(EntityKind::Country) && named_in(e, from)) {
        return None;
    }
    let mut named = (0..entities.list.len()).filter(|&i| {
        let e = &entities.list[i];
        let of_state = matches!(e.kind, Some(EntityKind::Ministry | EntityKind::Government | EntityKind::Parliament));
        e.class == EntityClass::Organization && !of_state && named_in(e, 0)
    });
    match (named.next(), named.next()) {
        (Some(only), None) if named_in(entities.get(only), from) => Some(only),
        _ => None,
    }
}

/// The one institution with a head of its own that this sentence names before the office, as the subject that it begins with.
fn only_institution_here(view: &View, entities: &Entities, at: usize) -> Option<Id> {
    let start = view.chart.sentences[view.chart.sentence_of(at)].tokens.start;
    let named = view.chart.within(view.names().organization, start..at);
    let mut ids: Vec<Id> = named.iter().filter_map(|a| entities.exactly(view, &a.tokens)).collect();
    ids.dedup();
    let opens = named.first().is_some_and(|a| a.tokens.start <= start + 2);
    match ids[..] {
        [only] if opens && has_chair(entities.get(only)) => Some(only),
        _ => None,
    }
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

/// `eine Delegation der Universität A`: those who come are from there, and whoever receives them is not; `war zuvor an der
/// Universität B`: nor is who came from there.
fn is_of_guests(view: &View, start: usize) -> bool {
    let lower = |back: usize| start.checked_sub(back).map_or("", |t| &*view.chart.lower[t]);
    if (2..5).any(|back| matches!(lower(back), "zuvor" | "bislang" | "früher" | "bisher" | "vorher" | "einst")) {
        return true;
    }
    const GUESTS: [&str; 6] = ["delegation", "abordnung", "gruppe", "gäste", "vertreter", "besuch"];
    matches!(lower(1), "der" | "des" | "von" | "aus") && GUESTS.iter().any(|w| lower(2).contains(w))
}

/// Only Berlin, Bremen and Hamburg have senators.
fn city_state_before(entities: &Entities, token: usize, others: &[Id]) -> Option<Id> {
    let states = entities.list.iter().enumerate().filter(|(id, e)| is_city_state(&e.name) && !others.contains(id));
    let named = states.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id)));
    named.filter(|(start, _)| *start < token).max().map(|(_, id)| id)
}
