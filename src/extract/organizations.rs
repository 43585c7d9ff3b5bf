//! The full name of an institution that a rule found: in the nominative, ministries and governments with their Land.

use std::ops::Range;

use super::View;
use super::entities::{Entities, Id, entry_of, is_land, kind_feature, slot};
use super::memberships::district_of_town;
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::{Class, EntryId};
use crate::rules::Annotation;

/// The entity that an annotation names; none where the words do not tell one institution.
pub fn identify(view: &View, entities: &mut Entities, a: &Annotation) -> Option<Id> {
    let n = view.names();
    if let Some(entry) = entry_of(a, n.entry)
        && view.reader.gazetteers.entry(entry).class == Class::Organization
    {
        let id = entities.of_entry(view, entry);
        if let Some(short) = head_words(view, a) {
            entities.list[id].other_names.insert(short);
        }
        return Some(id);
    }
    let kind = kind_feature(a, n.kind);
    if let Some(entry) = a.feature(n.means).and_then(|name| by_name(view, name)) {
        return Some(entities.of_entry(view, entry));
    }
    // `die Universitäten A und B`: the head is said once
    if let (Some(head), Some(named)) = (a.feature(n.means_with), slot(a, n.name)) {
        let name = format!("{head} {}", view.chart.words(named));
        if let Some(entry) = by_name(view, &name) {
            let id = entities.of_entry(view, entry);
            entities.list[id].other_names.insert(name);
            return Some(id);
        }
        let (id, new) = entities.intern(format!("organization:{}", name.to_lowercase()), EntityClass::Organization, &name);
        if new {
            entities.list[id].kind = kind;
        }
        if let Some(seat) = slot(a, n.of).and_then(|of| territory_at(view, &of)).filter(|_| entities.list[id].jurisdiction.is_none()) {
            let seat = entities.of_entry(view, seat);
            entities.list[id].jurisdiction = Some(seat);
        }
        return Some(id);
    }
    // `die Stadtwerke`, `der Rat der Stadt`: of the town that the text is about
    if a.feature(n.bare) == Some("town") {
        let is_council = kind == Some(EntityKind::Municipality);
        let words = noun_nominative(&view.chart.words(a.tokens.clone()));
        let town = match is_council {
            // a district's, not a town's
            true if words == "Kreistag" => district_of_council(view, entities)?,
            true => entities.town_of_council(view)?,
            false => entities.main_town()?,
        };
        let noun = words.strip_suffix('n').filter(|stem| stem.ends_with("werke") || stem.ends_with("betriebe")).unwrap_or(&words);
        let place = &entities.get(town).name;
        let bare = ["Landkreis ", "Kreis "].iter().find_map(|rank| place.strip_prefix(rank)).unwrap_or(place);
        let name = format!("{noun} {bare}");
        if let Some(entry) = by_name(view, &name) {
            return Some(entities.of_entry(view, entry));
        }
        let (id, new) = entities.intern(format!("organization:{}", name.to_lowercase()), EntityClass::Organization, &name);
        if new {
            entities.list[id].kind = kind;
            entities.list[id].jurisdiction = Some(town);
        }
        return Some(id);
    }
    let of = slot(a, n.of);
    let territory = of.as_ref().and_then(|r| territory_at(view, r));
    // what every Land has one of, like `das Landeskriminalamt`, belongs to the document's where it stands alone
    let of_each_land = a.feature(n.bare).is_some();
    let public = of_each_land || matches!(kind, Some(EntityKind::Ministry | EntityKind::Government | EntityKind::Parliament));
    let seat = match territory {
        Some(t) if public => Some(land_of(view, t).unwrap_or(t)),
        Some(t) => Some(t),
        None => None,
    };
    if let (Some(head), true) = (slot(a, n.head), public) {
        let home = entities.home.and_then(|h| entities.get(h).entry);
        let home = home.filter(|h| kind != Some(EntityKind::Agency) || is_land(view, *h));
        let bare = match (a.feature(n.means), slot(a, n.tail)) {
            // an office that the gazetteer has by one name for every Land
            (Some(means), _) => means.to_owned(),
            (None, Some(tail)) => joined_compound(view, &head, &tail),
            (None, None) => base_form(view, a, &head, of.as_ref()),
        };
        // not every Land has a Senat: `bare = "known"` asks for one that the gazetteer has
        let is_known = |land: EntryId| by_name(view, &format!("{bare} {}", view.reader.gazetteers.entry(land).name)).is_some();
        if a.feature(n.bare) == Some("known") && !seat.or(home).is_some_and(is_known) {
            return None;
        }
        if let Some(federal) = seat.is_none().then(|| federal_ministry(view, &bare, home)).flatten() {
            return Some(entities.of_entry(view, federal));
        }
        return Some(of_territory(view, entities, &bare, kind, seat.or(home)));
    }
    // `das Institut für Kolloidforschung in Potsdam`: where it stands is no part of its name
    let seat_behind = of.filter(|of| of.end == a.tokens.end && &*view.chart.lower[of.start - 1] == "in");
    let named = seat_behind.map_or(a.tokens.clone(), |of| a.tokens.start..of.start - 1);
    let name = without_brackets(&nominative(view, a, named));
    if let Some(entry) = by_name(view, &name) {
        return Some(entities.of_entry(view, entry));
    }
    let (id, new) = entities.intern(format!("organization:{}", name.to_lowercase()), EntityClass::Organization, &name);
    if new {
        entities.list[id].kind = kind;
        if let Some(t) = seat {
            let jurisdiction = entities.of_entry(view, t);
            entities.list[id].jurisdiction = Some(jurisdiction);
        }
    }
    Some(id)
}

/// Whose `der Kreistag` is: of the district that has its name from the date line's town, else of the one that the text names.
fn district_of_council(view: &View, entities: &mut Entities) -> Option<Id> {
    let town = entities.town_of_dateline(view);
    town.and_then(|town| district_of_town(view, entities, town)).or_else(|| entities.only_district())
}

/// `Ministerium für A, B und C`: three fields of work in this order are those of one ministry, the federal one if the gazetteer knows
/// it and none of the home Land that is called so.
fn federal_ministry(view: &View, bare: &str, home: Option<EntryId>) -> Option<EntryId> {
    let fields = bare.strip_prefix("Ministerium für ").filter(|fields| fields.contains(", ") && fields.contains(" und "))?;
    let of_home = home.and_then(|land| by_name(view, &format!("{bare} {}", view.reader.gazetteers.entry(land).name)));
    by_name(view, &format!("Bundesministerium für {fields}")).filter(|_| of_home.is_none())
}

/// `Technische Universität (TU) Dresden`: the short form within is no part of the name.
fn without_brackets(name: &str) -> String {
    match (name.find(" ("), name.find(") ")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &name[..start], &name[end + 1..]),
        _ => name.to_owned(),
    }
}

/// Of a ministry of the gazetteer the words without its territory, as the text has them: `Finanz- und Innenministerium`.
fn head_words(view: &View, a: &Annotation) -> Option<String> {
    let n = view.names();
    let head = view.chart.within(n.org_head, a.tokens.clone()).into_iter().find(|h| h.feature(n.kind) == Some("ministry"))?.tokens.clone();
    let joined = head.start >= a.tokens.start + 2 && view.chart.tokens[head.start - 2].norm.ends_with('-');
    let start = if joined { head.start - 2 } else { head.start };
    let words = view.chart.words(start..head.end);
    (words.to_lowercase() != "ministerium" && words.to_lowercase() != "ministeriums" && words.to_lowercase() != "staatsministerium")
        .then(|| noun_nominative(&words))
}

/// `Innenministerium` of a Land: `Innenministerium Baden-Württemberg`.
fn of_territory(view: &View, entities: &mut Entities, bare: &str, kind: Option<EntityKind>, territory: Option<EntryId>) -> Id {
    let Some(territory) = territory else {
        let (id, new) = entities.intern(format!("organization:{}", bare.to_lowercase()), EntityClass::Organization, bare);
        if new {
            entities.list[id].kind = kind;
        }
        return id;
    };
    let full = format!("{bare} {}", view.reader.gazetteers.entry(territory).name);
    let (id, new) = match by_name(view, &full) {
        Some(entry) => (entities.of_entry(view, entry), false),
        None => entities.intern(format!("organization:{}", full.to_lowercase()), EntityClass::Organization, &full),
    };
    if new {
        entities.list[id].kind = kind;
        let jurisdiction = entities.of_entry(view, territory);
        entities.list[id].jurisdiction = Some(jurisdiction);
    }
    entities.list[id].other_names.insert(bare.to_owned());
    id
}

/// `Wirtschafts-` before `Innenministerium`: `Wirtschaftsministerium`.
fn joined_compound(view: &View, head: &Range<usize>, tail: &Range<usize>) -> String {
    let first = view.chart.words(head.clone());
    let last = noun_nominative(&view.chart.words(tail.clone()));
    let noun = ["ministerium", "behörde", "senatsverwaltung"].into_iter().find(|noun| last.to_lowercase().ends_with(noun)).unwrap_or("");
    format!("{}{noun}", first.trim_end_matches('-'))
}

/// The territory that a slot's words name, as a noun or as an adjective.
pub fn territory_at(view: &View, tokens: &Range<usize>) -> Option<EntryId> {
    let n = view.names();
    view.chart
        .starting_at(tokens.start)
        .filter(|k| k.class == n.known_territory && k.tokens.end <= tokens.end)
        .find_map(|k| entry_of(k, n.entry))
}

/// The Land of a city, itself for a Land.
pub fn land_of(view: &View, territory: EntryId) -> Option<EntryId> {
    if is_land(view, territory) {
        return Some(territory);
    }
    view.reader.gazetteers.entry(territory).jurisdiction.filter(|j| is_land(view, *j))
}

fn by_name(view: &View, name: &str) -> Option<EntryId> {
    let found = view.reader.gazetteers.by_name(name);
    found.iter().copied().find(|e| view.reader.gazetteers.entry(*e).class == Class::Organization)
}

/// Head and what it is for, without the territory, in the nominative: `Ministerium für Finanzen und Europa`.
fn base_form(view: &View, a: &Annotation, head: &Range<usize>, of: Option<&Range<usize>>) -> String {
    let end = slot(a, view.names().field).map_or(head.end, |f| f.end);
    let start = match of {
        // the territory stands before as an adjective: the head begins behind it
        Some(of) if of.end <= head.start => head.start,
        _ => head.start,
    };
    let head_words = view.chart.words(start..head.end);
    let rest = view.chart.words(head.end..end);
    let noun = noun_nominative(&head_words);
    if rest.is_empty() { noun } else { format!("{noun} {rest}") }
}

/// Words of the annotation, with the head noun and the adjectives before it in the nominative.
fn nominative(view: &View, a: &Annotation, tokens: Range<usize>) -> String {
    let n = view.names();
    let words: Vec<String> = tokens.clone().map(|t| view.chart.tokens[t].norm.clone()).collect();
    let is_within = |h: &Range<usize>| h.start >= tokens.start && h.end <= tokens.end;
    let own = slot(a, n.head).filter(is_within);
    let introduced =
        || view.chart.within(n.introduced, a.tokens.clone()).into_iter().find(|i| i.tokens == a.tokens).and_then(|i| slot(i, n.head));
    let Some(head) = own.or_else(|| introduced().filter(is_within)) else {
        return view.chart.words(tokens);
    };
    let at = head.end - 1 - tokens.start;
    // `Institutes for` is an English plural, no genitive
    let is_english = words.get(at + 1).is_some_and(|w| matches!(w.as_str(), "for" | "of"));
    let noun = if is_english { words[at].clone() } else { noun_nominative(&words[at]) };
    // foreign words have no German endings: `Open Cities Foundation`
    let is_foreign = view.chart.starting_at(head.start).any(|h| h.class == n.foreign_head);
    let gender = if is_foreign { NounGender::Unknown } else { gender_of(&noun) };
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        let form = match i {
            i if i == at => noun.clone(),
            i if i < at => adjective_nominative(word, gender),
            _ => word.clone(),
        };
        if view.chart.tokens[a.tokens.start + i].space_before && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&form);
    }
    out
}

/// The nominative of a noun that institutions are named by.
fn noun_nominative(noun: &str) -> String {
    // `die Innenministerien in Mainz und Kiel`: each is one of them
    match noun.strip_suffix("ministerien") {
        Some(stem) => format!("{stem}ministerium"),
        None => noun[..noun.len() - genitive_ending(noun)].to_owned(),
    }
}

/// How many bytes the genitive's ending has of a noun that institutions are named by: 2 of `Bundesamtes`; 0 of any other word.
pub(super) fn genitive_ending(noun: &str) -> usize {
    const GENITIVES: [(&str, usize); 36] = [
        ("amtes", 2),
        ("amts", 1),
        ("iums", 1),
        ("instituts", 1),
        ("institutes", 2),
        ("zentrums", 1),
        ("ressorts", 1),
        ("verbandes", 2),
        ("verbands", 1),
        ("vereins", 1),
        ("bundes", 2),
        ("tages", 2),
        ("tags", 1),
        ("rates", 2),
        ("rats", 1),
        ("gerichts", 1),
        ("gerichtes", 2),
        ("klinikums", 1),
        ("museums", 1),
        ("archivs", 1),
        ("theaters", 1),
        ("netzwerks", 1),
        ("dienstes", 2),
        ("büros", 1),
        ("departements", 1),
        ("clusters", 1),
        ("kollegs", 1),
        ("hospitals", 1),
        ("krankenhauses", 2),
        ("hofes", 2),
        ("hofs", 1),
        ("betriebs", 1),
        ("betriebes", 2),
        ("direktorats", 1),
        ("werks", 1),
        ("hauses", 2),
    ];
    let lower = noun.to_lowercase();
    GENITIVES.iter().find(|(ending, _)| lower.ends_with(ending)).map_or(0, |(_, cut)| *cut)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NounGender {
    Feminine,
    Masculine,
    Neuter,
    Unknown,
}

fn gender_of(noun: &str) -> NounGender {
    let lower = noun.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|e| lower.ends_with(e));
    if ends(&[
        "amt",
        "ium",
        "institut",
        "zentrum",
        "gericht",
        "präsidium",
        "klinikum",
        "haus",
        "parlament",
        "museum",
        "departement",
        "netzwerk",
        "büro",
        "archiv",
        "kolleg",
        "theater",
        "labor",
        "team",
        "bündnis",
    ]) {
        NounGender::Neuter
    } else if ends(&[
        "verband",
        "verein",
        "bund",
        "tag",
        "rat",
        "verbund",
        "dienst",
        "hof",
        "betrieb",
        "fonds",
        "ausschuss",
        "cluster",
        "schutz",
    ]) {
        NounGender::Masculine
    } else if ends(&[
        "ung",
        "ion",
        "tät",
        "schaft",
        "anstalt",
        "agentur",
        "behörde",
        "kammer",
        "schule",
        "zentrale",
        "stelle",
        "akademie",
        "kanzlei",
        "konferenz",
        "polizei",
        "stiftung",
        "universität",
        "direktion",
        "bibliothek",
        "klinik",
        "kasse",
        "bank",
        "allianz",
        "initiative",
        "wehr",
        "gruppe",
        "union",
        "zentrale",
        "gewerkschaft",
        "abteilung",
        "marine",
        "luftwaffe",
        "armee",
    ]) {
        NounGender::Feminine
    } else {
        NounGender::Unknown
    }
}

/// `Hessischen` before a feminine noun: `Hessische`. Forms on -er that never change (`Thüringer`) stay.
fn adjective_nominative(word: &str, gender: NounGender) -> String {
    let ending = match gender {
        NounGender::Feminine => "e",
        NounGender::Masculine => "er",
        NounGender::Neuter => "es",
        NounGender::Unknown => return word.to_owned(),
    };
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let stem = ["en", "em", "es", "e"].iter().find_map(|e| word.strip_suffix(e));
    let stem = stem.or_else(|| word.strip_suffix("er").filter(|s| s.ends_with("isch") || s.ends_with("al")));
    match stem {
        Some(stem) if stem.chars().count() > 3 && (capital || stem.ends_with("isch")) => {
            let mut out = String::new();
            let mut chars = stem.chars();
            out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            out.extend(chars);
            out.push_str(ending);
            out
        }
        _ => word.to_owned(),
    }
}
