//! Who signs: persons by name, holders of offices that the text named before (`der Minister`), pronouns.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::antecedents::{FEMININE, Genders, MASCULINE, genders_of_person};
use super::entities::{Entities, Id, slot, slots};
use super::memberships::Membership;
use super::reports::Read;
use crate::facts::EntityClass;
use crate::rules::Annotation;
use crate::text::Shape;

/// Persons of the same part of the sentence, or of one that speaks of the same signature: a semicolon begins another
/// matter.
pub(super) fn of(
    view: &View,
    entities: &Entities,
    memberships: &[Membership],
    a: &Annotation,
    excluded: &BTreeSet<usize>,
    instrument: &Range<usize>,
) -> Vec<Read<Id>> {
    let n = view.names();
    let mut found: Vec<Read<Id>> = Vec::new();
    for tokens in slots(a, n.signatory) {
        let parts = parts_of(view, &a.tokens, tokens.start, instrument.start);
        let excluded = tokens.clone().any(|t| excluded.contains(&t)) && !signs_as_said(view, tokens, &a.tokens);
        if parts.is_some_and(|own| !signs(view, &own))
            || excluded
            || introduces(view, a, tokens.end, instrument)
            || tokens.clone().any(|t| view.chart.context[t].quoted)
        {
            continue;
        }
        let person = entities
            .exactly(view, tokens)
            .or_else(|| holder(view, entities, memberships, tokens))
            .or_else(|| pronoun(view, entities, memberships, tokens));
        let persons = person.map_or_else(|| counted(view, entities, tokens), |id| vec![id]);
        for id in persons.into_iter().filter(|id| entities.get(*id).class == EntityClass::Person) {
            if !found.iter().any(|r| r.value == id) {
                found.push(Read { value: id, tokens: tokens.clone(), rule: a.rule.clone() });
            }
        }
    }
    found
}

/// `sagte A, Vorstand von B, nachdem er den Vertrag unterschrieben hatte`, `sagte A, der den Vertrag unterschrieb`: who is quoted signs
/// as well.
fn signs_as_said(view: &View, person: &Range<usize>, sentence: &Range<usize>) -> bool {
    let lower = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let is_quoted = (person.start.saturating_sub(5)..person.start).any(|t| matches!(lower(t), "sagte" | "erklärte" | "betonte" | "sprach"));
    let clause =
        (person.end..sentence.end).take(16).find(|&t| matches!(lower(t), "als" | "nachdem") && matches!(lower(t + 1), "er" | "sie"));
    // the relative clause of the name, up to its verb
    let relative = (person.end + 2..sentence.end)
        .take_while(|&t| !matches!(lower(t), "," | "." | ";"))
        .last()
        .filter(|_| lower(person.end) == "," && matches!(lower(person.end + 1), "der" | "die"));
    let signs_in = |end: usize| !view.chart.within(view.names().sign_verb, person.end..end + 1).is_empty();
    if is_quoted && relative.is_some_and(signs_in) {
        return true;
    }
    is_quoted && clause.is_some_and(|t| !view.chart.within(view.names().sign_verb, t..sentence.end).is_empty())
}

/// Whether a colon stands between a person and the instrument, behind which others sign: `Während A sprach, wurde unterschrieben: B
/// und C unterzeichneten ein Memorandum`.
fn introduces(view: &View, a: &Annotation, person: usize, instrument: &Range<usize>) -> bool {
    let n = view.names();
    let Some(colon) = (person..instrument.start).find(|&t| &*view.chart.lower[t] == ":") else { return false };
    let told = colon..a.tokens.end;
    !view.chart.within(n.sign_verb, told.clone()).is_empty() && slots(a, n.signatory).any(|other| told.contains(&other.start))
}

/// The part of the sentence that a person, a day or a place stands in, if a semicolon parts it from the instrument.
pub(super) fn parts_of(view: &View, sentence: &Range<usize>, person: usize, instrument: usize) -> Option<Range<usize>> {
    let is_end = |t: &usize| &*view.chart.lower[*t] == ";";
    let (first, last) = (person.min(instrument), person.max(instrument));
    (first..last).find(is_end)?;
    let start = (sentence.start..person).rev().find(is_end).map_or(sentence.start, |t| t + 1);
    let end = (person..sentence.end).find(is_end).unwrap_or(sentence.end);
    Some(start..end)
}

/// Whether a part of a sentence tells of a signature and names no instrument of its own: `...; damals zeichneten A und B`.
fn signs(view: &View, part: &Range<usize>) -> bool {
    let n = view.names();
    let has = |class| !view.chart.within(class, part.clone()).is_empty();
    // `für Hessen tat das A`
    let does_so = |t: usize| {
        matches!(&*view.chart.lower[t], "tat" | "taten")
            && view.chart.lower.get(t + 1).is_some_and(|w| matches!(&**w, "das" | "dies" | "es"))
    };
    (has(n.sign_verb) || part.clone().any(does_so)) && !has(n.agreement)
}

/// `hatte er 2015 eine Erklärung unterzeichnet`: the person of the sentence before, if that names one only of whom the pronoun may
/// be said; or whom it calls by party or office (`Anderswo ist die CDU-Politikerin weiter. Im Mai hatte sie …`).
fn pronoun(view: &View, entities: &Entities, memberships: &[Membership], tokens: &Range<usize>) -> Option<Id> {
    let gender = match &*view.chart.lower[tokens.start] {
        _ if tokens.len() != 1 => return None,
        "er" | "ihm" => MASCULINE,
        "sie" | "ihr" => FEMININE,
        _ => return None,
    };
    let named = named_before(view, entities, tokens.start);
    let mut fitting = named.iter().filter(|id| genders_of_person(view, entities, **id) & gender != 0);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(*only),
        _ if named.is_empty() => called(view, entities, memberships, tokens.start, gender),
        _ => None,
    }
}

/// Whom the sentence before that of a token calls by party or by office, without the name.
fn called(view: &View, entities: &Entities, memberships: &[Membership], token: usize, gender: Genders) -> Option<Id> {
    let chart = view.chart;
    let before = chart.sentences[chart.sentence_of(token).checked_sub(1)?].tokens.clone();
    let is_known = |id: &Id| entities.get(*id).mentions.iter().any(|(t, _)| t.start < before.start);
    let of_party = before.clone().find_map(|t| {
        let (party, noun) = chart.tokens[t].norm.split_once('-')?;
        let party = view.reader.gazetteers.party(party).filter(|_| noun.starts_with("Politiker"))?;
        let entry = |id: &Id| entities.get(*id).entry.map(|entry| view.reader.gazetteers.entry(entry));
        let listed = |id: &Id| entry(id).and_then(|e| e.person.as_ref()).and_then(|p| p.party.as_deref());
        let is_member = |id: &Id| entities.get(*id).party.as_ref().map(|(name, ..)| &**name).or_else(|| listed(id)) == Some(party);
        let fits = |id: &Id| is_member(id) && is_known(id) && genders_of_person(view, entities, *id) & gender != 0;
        let mut members = (0..entities.list.len()).filter(fits);
        members.next().filter(|_| members.next().is_none())
    });
    of_party.or_else(|| {
        let phrases = chart.within(view.names().office_phrase, before);
        let [only] = phrases[..] else { return None };
        holder(view, entities, memberships, &only.tokens).filter(|id| genders_of_person(view, entities, *id) & gender != 0)
    })
}

/// `der Vertrag, den alle drei unterzeichneten`, `beide unterschrieben`: the persons of the sentence before, if it names so many.
fn counted(view: &View, entities: &Entities, tokens: &Range<usize>) -> Vec<Id> {
    let number = match &*view.chart.lower[tokens.start] {
        _ if tokens.len() != 1 => 0,
        // `Außer ihnen unterschrieb C`
        "beide" | "zwei" | "ihnen" => 2,
        "drei" => 3,
        "vier" => 4,
        "fünf" => 5,
        _ => 0,
    };
    let mut persons = named_before(view, entities, tokens.start);
    // `A lobte das. B freute sich. Außer ihnen unterschrieb C`: one a sentence
    if &*view.chart.lower[tokens.start] == "ihnen"
        && let ([one], Some(sentence)) = (&persons[..], view.chart.sentence_of(tokens.start).checked_sub(1))
    {
        let further = named_before(view, entities, view.chart.sentences[sentence].tokens.start);
        persons = further.into_iter().filter(|id| id != one).chain([*one]).collect();
    }
    if number > 0 && persons.len() == number { persons } else { Vec::new() }
}

/// The persons of the sentence before that of a token, each once.
fn named_before(view: &View, entities: &Entities, token: usize) -> Vec<Id> {
    let chart = view.chart;
    let Some(before) = chart.sentence_of(token).checked_sub(1) else { return Vec::new() };
    let persons = chart.within(view.names().person, chart.sentences[before].tokens.clone());
    let ids: BTreeSet<Id> = persons.iter().filter_map(|p| entities.exactly(view, &p.tokens)).collect();
    ids.into_iter().collect()
}

/// Who was named last before as the holder of an office, if no name stands beside the office itself.
fn holder(view: &View, entities: &Entities, memberships: &[Membership], tokens: &Range<usize>) -> Option<Id> {
    let n = view.names();
    let chart = view.chart;
    let phrase = chart.starting_at(tokens.start).find(|a| a.class == n.office_phrase && a.tokens == *tokens)?;
    let office = chart.words(slot(phrase, n.office)?).to_lowercase();
    // `der Präsidentin` is no nominative
    let article = tokens.start.checked_sub(1).map_or("", |t| &*chart.lower[t]);
    if is_named(view, tokens.end) || article == "der" && office.ends_with("in") {
        return None;
    }
    let fits = |m: &&Membership| m.office.as_ref().is_some_and(|o| o.to_lowercase().ends_with(&office));
    let last_mention = |id: Id| entities.get(id).mentions.iter().map(|(t, _)| t.start).filter(|s| *s < tokens.start).max();
    memberships.iter().filter(fits).filter_map(|m| Some((last_mention(m.person)?, m.person))).max().map(|(_, id)| id)
}

/// Whether the holder's name stands right behind an office, at most titles between: `der Minister Dr. h. c. A`, but not `der
/// Minister im April mit A`.
pub(super) fn is_named(view: &View, end: usize) -> bool {
    let chart = view.chart;
    let is_title = |t: &usize| {
        chart.tokens[*t].shape != Shape::Lower || chart.lower[*t].len() <= 2 && !matches!(&*chart.lower[*t], "im" | "am" | "in")
    };
    let sentence = chart.sentences.get(chart.sentence_of(end.saturating_sub(1))).map_or(end, |s| s.tokens.end);
    let name = (end..(end + 4).min(sentence)).find(|t| chart.starting_at(*t).any(|a| a.class == view.names().person));
    name.is_some_and(|name| (end..name).all(|t| is_title(&t)))
}
