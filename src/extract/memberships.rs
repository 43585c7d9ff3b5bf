//! Who holds which office where.
//!
//! The body of an office stands in its phrase (`Präsidentin des BSI`, `Bayerns Ministerpräsident`), in the compound
//! (`BSI-Präsidentin`, `Bundesinnenminister`), or nowhere: then a minister belongs to the document's home Land.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::entities::{Entities, Id, slot, slots};
use super::organizations::{land_of, territory_at};
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::{Class, EntryId};
use crate::rules::Annotation;

/// A person stands for a body.
#[derive(Debug, Clone)]
pub struct Membership {
    pub person: Id,
    pub body: Id,
    pub office: Option<String>,
    pub tokens: Range<usize>,
    pub rule: Arc<str>,
}

/// What an office phrase says.
#[derive(Debug, Clone, Default)]
struct Rank {
    /// The office word as it stands, and in its base form.
    word: String,
    office: String,
    body: Option<Id>,
    government: bool,
}

pub fn find(view: &View, entities: &mut Entities) -> Vec<Membership> {
    let n = view.names();
    add_parties(view, entities);
    let mut found: Vec<Membership> = Vec::new();
    // the office of each person as read so far: `sein Amtskollege` takes it up
    let mut last: Option<(Rank, usize)> = None;
    let mut offices: BTreeMap<Id, String> = BTreeMap::new();
    let mut annotations: Vec<&Annotation> = view.chart.annotations.iter().filter(|a| a.class == n.membership).collect();
    annotations.sort_by_key(|a| (a.tokens.start, a.tokens.end));
    let mut pending: Vec<(Id, Rank, &Annotation)> = Vec::new();
    let mut predecessors: Vec<(Id, Id, &Annotation)> = Vec::new();
    for a in annotations {
        let persons: Vec<Id> = slots(a, n.person_slot).filter_map(|r| person_at(view, entities, r)).collect();
        if persons.is_empty() {
            continue;
        }
        if &*a.rule == "office.after" && belongs_to_next(view, a, &found, &pending, &persons) {
            continue;
        }
        let mut rank = match slot(a, n.rank) {
            Some(tokens) => rank_at(view, entities, &tokens),
            None => Rank::default(),
        };
        if let Some(body) = slots(a, n.of).find_map(|r| body_at(view, entities, r, rank.government)) {
            rank.body = Some(body);
        }
        if a.feature(n.distribute).is_some() {
            distribute(view, entities, a, &mut found);
            continue;
        }
        match a.feature(n.same) {
            Some("compound") => {
                let words = slot(a, n.office).map(|r| view.chart.words(r)).unwrap_or_default();
                rank.body = compound_body(view, entities, &words);
                rank.office = office_base(&words);
            }
            Some("body") => {
                let before = view.chart.within(n.person, 0..a.tokens.start).into_iter().last();
                if let (Some(holder), Some(person)) = (before.and_then(|p| person_at(view, entities, &p.tokens)), persons.first()) {
                    predecessors.push((holder, *person, a));
                }
                continue;
            }
            Some("office") => {
                if let Some((previous, _)) = &last {
                    rank.office.clone_from(&previous.office);
                    rank.word.clone_from(&previous.word);
                    rank.government = previous.government;
                    if let Some(body) = rank.body {
                        rank.body = Some(adjust(view, entities, body, rank.government));
                    }
                }
                // `sein Pariser Gegenüber`: a town says where, not for whom, unless mayors meet
                let local = is_local(&rank.office);
                if rank.body.is_none_or(|b| entities.get(b).kind == Some(EntityKind::City) && !local) {
                    continue;
                }
            }
            Some("predecessor") => {
                if let (Some(holder), Some(person)) = (slot(a, n.holder).and_then(|r| person_at(view, entities, &r)), persons.first()) {
                    predecessors.push((holder, *person, a));
                }
                continue;
            }
            _ => {}
        }
        if !rank.word.is_empty() {
            last = Some((rank.clone(), a.tokens.start));
        }
        let persons = if &*a.rule == "office.before.list" && !is_plural(view, a, &rank.word) { persons[..1].to_vec() } else { persons };
        for person in persons {
            if !rank.office.is_empty() {
                offices.entry(person).or_insert_with(|| rank.office.clone());
            }
            match rank.body {
                Some(body) => push(&mut found, person, body, &rank, a),
                None => pending.push((person, rank.clone(), a)),
            }
        }
    }
    // an office without a body says nothing about one who has a body already
    for (person, rank, a) in pending {
        if found.iter().any(|m| m.person == person) {
            continue;
        }
        if let Some(body) = implied_body(view, entities, person, &rank, a) {
            push(&mut found, person, body, &rank, a);
        }
    }
    add_offices_behind(view, entities, &mut found);
    for (holder, person, a) in predecessors {
        if let Some(m) = found.iter().find(|m| m.person == holder).cloned() {
            let rank = Rank { office: m.office.unwrap_or_default(), ..Rank::default() };
            push(&mut found, person, m.body, &rank, a);
        }
    }
    found
}

/// `X sieht das anders. Der Innenminister verweist auf ...`: an office of government with its article and without a name
/// belongs to the person named last, if that person has none.
fn add_offices_behind(view: &View, entities: &mut Entities, found: &mut Vec<Membership>) {
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
        let last = chart.within(n.person, from..to).into_iter().last().and_then(|p| person_at(view, entities, &p.tokens));
        let Some(person) = last.filter(|p| found.iter().all(|m| m.person != *p)) else { continue };
        let rank = rank_at(view, entities, &phrase.tokens);
        if !rank.government {
            continue;
        }
        let body = rank
            .body
            .or_else(|| known_state(view, entities, person).map(|s| entities.of_entry(view, s)))
            .or(entities.home.filter(|_| entities.home_is_clear));
        if let Some(body) = body {
            let tokens = phrase.tokens.clone();
            let office = Some(rank.office.clone()).filter(|o| !o.is_empty());
            found.push(Membership { person, body, office, tokens, rule: "office.taken-up".into() });
        }
    }
}

/// `X und Y, die Ministerinnen Deutschlands und der Niederlande`: the first of the first, the second of the second.
fn distribute(view: &View, entities: &mut Entities, a: &Annotation, found: &mut Vec<Membership>) {
    let n = view.names();
    let office = slot(a, n.office).map(|r| office_base(&view.chart.words(r))).unwrap_or_default();
    let rank = Rank { office, ..Rank::default() };
    let persons: Vec<Id> = slots(a, n.person_slot).filter_map(|r| person_at(view, entities, r)).collect();
    let bodies: Vec<Id> = slots(a, n.of).filter_map(|r| body_at(view, entities, r, true)).collect();
    for (person, body) in persons.into_iter().zip(bodies) {
        push(found, person, body, &rank, a);
    }
}

fn push(found: &mut Vec<Membership>, person: Id, body: Id, rank: &Rank, a: &Annotation) {
    if found.iter().any(|m| m.person == person && m.body == body) {
        return;
    }
    let office = Some(rank.office.clone()).filter(|o| !o.is_empty());
    found.push(Membership { person, body, office, tokens: a.tokens.clone(), rule: a.rule.clone() });
}

fn add_parties(view: &View, entities: &mut Entities) {
    let n = view.names();
    for a in view.chart.annotations.iter().filter(|a| a.class == n.party_membership) {
        if let (Some(person), Some(party)) = (slot(a, n.person_slot), slot(a, n.party))
            && let Some(id) = person_at(view, entities, &person)
            && entities.list[id].party.is_none()
        {
            let words: Vec<&str> = view.chart.tokens[party.clone()].iter().map(|t| t.norm.as_str()).collect();
            if let Some(name) = view.reader.gazetteers.party(&words.join(" ")) {
                entities.list[id].party = Some((name.to_owned(), party, a.rule.clone()));
            }
        }
    }
}

fn person_at(view: &View, entities: &Entities, tokens: &Range<usize>) -> Option<Id> {
    entities.exactly(view, tokens).filter(|id| entities.get(*id).class == EntityClass::Person)
}

/// The body that the words of a slot name; a capital's adjective stands for its Land with an office of government.
fn body_at(view: &View, entities: &mut Entities, tokens: &Range<usize>, government: bool) -> Option<Id> {
    if let Some(id) = entities.exactly(view, tokens) {
        return Some(adjust(view, entities, id, government));
    }
    let entry = territory_at(view, tokens)?;
    let id = entities.of_entry(view, entry);
    Some(adjust(view, entities, id, government))
}

/// A city for its Land or country: `der Schweriner Minister`, `Pekings Industrieminister`.
fn adjust(view: &View, entities: &mut Entities, id: Id, government: bool) -> Id {
    let e = entities.get(id);
    if government
        && matches!(e.kind, Some(EntityKind::City))
        && let Some(entry) = e.entry
        && let Some(state) = land_of(view, entry).or_else(|| view.reader.gazetteers.entry(entry).jurisdiction)
    {
        return entities.of_entry(view, state);
    }
    id
}

fn rank_at(view: &View, entities: &mut Entities, tokens: &Range<usize>) -> Rank {
    let n = view.names();
    let Some(phrase) = view.chart.starting_at(tokens.start).find(|a| a.class == n.office_phrase && a.tokens == *tokens).cloned() else {
        return Rank::default();
    };
    let first = slot(&phrase, n.office).unwrap_or_else(|| tokens.clone());
    let chosen = slot(&phrase, n.second).unwrap_or(first);
    let words = view.chart.words(chosen.clone());
    let government = view.chart.within(n.office_class, chosen.clone()).iter().any(|a| a.feature(n.rank) == Some("government"))
        && !is_local(&words)
        || words.to_lowercase().starts_with("staatskanzlei");
    let mut rank = Rank { office: office_base(&words), word: words.clone(), body: None, government };
    // bodies in the phrase: an institution rather than a territory, the first of each
    let ofs: Vec<Range<usize>> = slots(&phrase, n.of).cloned().collect();
    let bodies: Vec<Id> = ofs.iter().filter_map(|r| body_at(view, entities, r, government)).collect();
    let institution = bodies.iter().copied().find(|b| entities.get(*b).class == EntityClass::Organization);
    rank.body = institution.or_else(|| bodies.first().copied()).or_else(|| compound_body(view, entities, &words));
    // `deren Präsidentin`, `dessen Geschäftsführer`: of the institution named last
    let before = |n: usize| tokens.start.checked_sub(n).map_or("", |t| &*view.chart.lower[t]);
    let possessive = matches!(before(1), "dessen" | "deren")
        || before(1).starts_with("damalige") && matches!(before(2), "sein" | "seine" | "ihr" | "ihre");
    if rank.body.is_none() && possessive {
        rank.body = last_institution(entities, tokens.start);
    }
    rank
}

/// `Staatssekretär A, der Präsident des Verbandes, B,`: the office behind A is that of B, if A has one already.
fn belongs_to_next(view: &View, a: &Annotation, found: &[Membership], pending: &[(Id, Rank, &Annotation)], persons: &[Id]) -> bool {
    let chart = view.chart;
    let end = a.tokens.end;
    // `A (SPD), der Schweizer Minister B`
    if chart.starting_at(end).any(|p| p.class == view.names().person) {
        return true;
    }
    let next_is_name = chart.lower.get(end).is_some_and(|w| &**w == ",")
        && (end + 1..(end + 4).min(chart.tokens.len())).any(|t| chart.starting_at(t).any(|p| p.class == view.names().person));
    let has_office = persons.iter().any(|p| found.iter().any(|m| m.person == *p) || pending.iter().any(|(q, ..)| q == p));
    next_is_name && has_office
}

/// Whether an office before several names is meant for all of them.
fn is_plural(view: &View, a: &Annotation, office: &str) -> bool {
    let lower = office.to_lowercase();
    let plural_form =
        ["innen", "präsidenten", "sekretäre", "direktoren", "rektoren", "senatoren", "räte", "professoren", "kollegen", "chefs"]
            .iter()
            .any(|e| lower.ends_with(e));
    let before = (a.tokens.start > 0).then(|| &*view.chart.lower[a.tokens.start - 1]);
    plural_form || before.is_some_and(|w| matches!(w, "die" | "beiden" | "beide" | "zwei" | "drei"))
}

/// The institution named last before a token.
fn last_institution(entities: &Entities, token: usize) -> Option<Id> {
    let places = entities.list.iter().enumerate().filter(|(_, e)| e.class == EntityClass::Organization);
    places.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.end, id))).filter(|(end, _)| *end <= token).max().map(|(_, id)| id)
}

fn is_local(office: &str) -> bool {
    let lower = office.to_lowercase();
    lower.contains("bürgermeister") && !lower.contains("regierende")
}

/// `BSI` of `BSI-Präsidentin`, Deutschland of `Bundesinnenminister`.
fn compound_body(view: &View, entities: &mut Entities, office: &str) -> Option<Id> {
    if let Some((prefix, _)) = office.rsplit_once('-') {
        let named = (0..entities.list.len()).find(|&i| {
            let e = &entities.list[i];
            e.class != EntityClass::Person && (e.name == prefix || e.other_names.contains(prefix))
        });
        if named.is_some() {
            return named;
        }
        // `TU-Präsidentin`: the one institution whose name begins so
        let opening = format!("{prefix} ");
        let begins: Vec<Id> = (0..entities.list.len())
            .filter(|&i| {
                let e = &entities.list[i];
                e.class == EntityClass::Organization
                    && (e.name.starts_with(&opening) || e.other_names.iter().any(|n| n.starts_with(&opening)))
            })
            .collect();
        if let [only] = begins[..] {
            return Some(only);
        }
        // an institution that the text names in the compound only
        let entries: BTreeSet<EntryId> = view.reader.gazetteers.find(&[prefix]).iter().flat_map(|m| &m.readings).map(|r| r.entry).collect();
        let bodies: Vec<EntryId> = entries.into_iter().filter(|e| view.reader.gazetteers.entry(*e).class == Class::Organization).collect();
        if let [only] = bodies[..] {
            return Some(entities.of_entry(view, only));
        }
    }
    let lower = office.to_lowercase();
    let federal = ["bundes"].iter().any(|p| lower.starts_with(p)) && !lower.starts_with("bundesland");
    if federal {
        let germany = view.reader.gazetteers.by_name("Deutschland").first().copied()?;
        return Some(entities.of_entry(view, germany));
    }
    None
}

/// The body of an office that names none.
fn implied_body(view: &View, entities: &mut Entities, person: Id, rank: &Rank, a: &Annotation) -> Option<Id> {
    let lower = rank.office.to_lowercase();
    let wanted: &[EntityKind] = match () {
        () if lower.starts_with("hochschul")
            || lower.starts_with("uni")
            || lower.starts_with("rektor")
            || lower.starts_with("prorektor") =>
        {
            &[EntityKind::University]
        }
        () if lower.starts_with("behörden") || lower.starts_with("amts") => &[EntityKind::Agency],
        () if lower.starts_with("instituts") => &[EntityKind::Research],
        () if lower.starts_with("staatskanzlei") => &[EntityKind::Government],
        () => &[],
    };
    if !wanted.is_empty() {
        return nearest_before(entities, a.tokens.start, wanted);
    }
    if lower.contains("bürgermeister")
        && let Some(state) = known_state(view, entities, person)
    {
        return Some(entities.of_entry(view, state));
    }
    if lower.contains("bürgermeister") || lower.starts_with("stadt") {
        return city_state_or_town(entities, a.tokens.start);
    }
    if lower.contains("landrat") || lower.contains("landrät") || lower.starts_with("kreis") {
        return nearest_before(entities, a.tokens.start, &[EntityKind::District, EntityKind::Region]);
    }
    // offices that only a state has
    if ["außenminister", "verteidigungsminister", "entwicklungsminister", "kulturstaatsminister"].iter().any(|w| lower.contains(w)) {
        let germany = view.reader.gazetteers.by_name("Deutschland").first().copied()?;
        return Some(entities.of_entry(view, germany));
    }
    // a company's head: of the company named shortly before
    if ["vorstand", "geschäftsführ", "aufsichtsrat", "ceo", "konzern"].iter().any(|w| lower.contains(w))
        || rank.word.starts_with("Vorsitzende")
    {
        let near = nearest_before(entities, a.tokens.start, &[EntityKind::Company]);
        return near.filter(|id| entities.get(*id).mentions.iter().any(|(t, _)| t.start < a.tokens.start && t.start + 80 > a.tokens.start));
    }
    if !rank.government
        || lower == "präsident"
        || lower == "präsidentin"
        || lower == "vizepräsident"
        || lower == "minister" && rank.word.is_empty()
    {
        return None;
    }
    // the gazetteer's Land of a known person, if the document speaks of it
    if let Some(state) = known_state(view, entities, person) {
        return Some(entities.of_entry(view, state));
    }
    if lower.contains("senator") || lower.contains("staatsrat") {
        return city_state_before(entities, a.tokens.start).or(entities.home);
    }
    entities.home.filter(|_| entities.home_is_clear)
}

/// The state for which the gazetteer knows a person to have held office, if the document speaks of it.
fn known_state(view: &View, entities: &Entities, person: Id) -> Option<EntryId> {
    let gazetteers = &view.reader.gazetteers;
    let entry = gazetteers.entry(entities.get(person).entry?);
    let body = entry.person.as_ref().and_then(|p| p.organization).map(|o| gazetteers.entry(o));
    let state = entry.jurisdiction.or_else(|| body.filter(|b| b.kind == Some(EntityKind::Government)).and_then(|b| b.jurisdiction))?;
    let spoken_of = entities.list.iter().any(|e| e.entry == Some(state) || e.entry.is_some_and(|x| land_of_any(view, x) == Some(state)));
    spoken_of.then_some(state)
}

/// The state that a territory or an institution belongs to.
fn land_of_any(view: &View, entry: EntryId) -> Option<EntryId> {
    view.reader.gazetteers.entry(entry).jurisdiction
}

/// The institution or territory of a kind that is named last before, or else first behind.
fn nearest_before(entities: &Entities, token: usize, kinds: &[EntityKind]) -> Option<Id> {
    let mut places: Vec<(usize, Id)> = Vec::new();
    for (id, e) in entities.list.iter().enumerate() {
        if e.kind.is_some_and(|k| kinds.contains(&k)) {
            places.extend(e.mentions.iter().map(|(t, _)| (t.start, id)));
        }
    }
    places.sort_unstable();
    places.iter().rev().find(|(start, _)| *start < token).or_else(|| places.first()).map(|(_, id)| *id)
}

/// The town named last before a token, city states included; else the first behind.
fn city_state_or_town(entities: &Entities, token: usize) -> Option<Id> {
    let towns = entities
        .list
        .iter()
        .enumerate()
        .filter(|(_, e)| e.kind == Some(EntityKind::City) || matches!(e.name.as_str(), "Berlin" | "Bremen" | "Hamburg"));
    let mut places: Vec<(usize, Id)> = towns.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id))).collect();
    places.sort_unstable();
    places.iter().rev().find(|(start, _)| *start < token).or_else(|| places.first()).map(|(_, id)| *id)
}

/// Only Berlin, Bremen and Hamburg have senators.
fn city_state_before(entities: &Entities, token: usize) -> Option<Id> {
    let states = entities.list.iter().enumerate().filter(|(_, e)| matches!(e.name.as_str(), "Berlin" | "Bremen" | "Hamburg"));
    let named = states.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id)));
    named.filter(|(start, _)| *start < token).max().map(|(_, id)| id)
}

/// `BSI-Präsidentin` -> `Präsidentin`, `Beauftragten` -> `Beauftragter`, `Ministerpräsidenten` -> `Ministerpräsident`
fn office_base(words: &str) -> String {
    let last = match words.rsplit_once('-') {
        Some((prefix, office))
            if prefix.chars().filter(|c| c.is_uppercase()).count() > 1 && office.chars().next().is_some_and(char::is_uppercase) =>
        {
            office
        }
        _ => words,
    };
    for (inflected, base) in [
        ("innen", "in"),
        ("präsidenten", "präsident"),
        ("beauftragten", "beauftragter"),
        ("Beauftragten", "Beauftragter"),
        ("Beauftragte", "Beauftragter"),
        ("bevollmächtigten", "bevollmächtigter"),
        ("Bevollmächtigten", "Bevollmächtigter"),
        ("ministers", "minister"),
        ("Ministers", "Minister"),
        ("sekretärs", "sekretär"),
        ("sekretäre", "sekretär"),
        ("Direktors", "Direktor"),
        ("direktors", "direktor"),
        ("Leiters", "Leiter"),
        ("Präsidenten", "Präsident"),
        ("vorsitzenden", "vorsitzender"),
        ("Vorsitzenden", "Vorsitzender"),
        ("Senatoren", "Senator"),
    ] {
        if let Some(stem) = last.strip_suffix(inflected) {
            return format!("{stem}{base}");
        }
    }
    last.to_owned()
}
