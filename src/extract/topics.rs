//! The topics of an agreement: from the words of its own description.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::entities::{Entities, Id};
use super::partners::group_of;
use super::reports::{Read, Report};
use crate::facts::{AgreementStatus, EntityClass, EntityKind};

/// Topic words in the tokens that are no part of an institution's or person's name, or of an office; the first of each topic.
pub fn within<'r>(view: &View, sentences: impl Iterator<Item = &'r Range<usize>>) -> Vec<Read<String>> {
    let n = view.names();
    let mut found: BTreeMap<String, Read<String>> = BTreeMap::new();
    for tokens in sentences {
        let names: Vec<Range<usize>> = view
            .chart
            .within(n.organization, tokens.clone())
            .into_iter()
            .chain(view.chart.within(n.person, tokens.clone()))
            .chain(view.chart.within(n.office_class, tokens.clone()))
            // `Ministerin für Kultur`
            .chain(view.chart.within(n.office_phrase, tokens.clone()))
            .map(|a| a.tokens.clone())
            .collect();
        for t in view.chart.within(n.topic_class, tokens.clone()) {
            let inside_name = names.iter().any(|name| name.start < t.tokens.end && t.tokens.start < name.end);
            if let (Some(topic), false) = (t.feature(n.topic), inside_name) {
                found.entry(topic.to_owned()).or_insert_with(|| Read {
                    value: topic.to_owned(),
                    tokens: t.tokens.clone(),
                    rule: t.rule.clone(),
                });
            }
        }
    }
    found.into_values().collect()
}

/// Topics of sentences that describe what partners do together belong to the agreement told last before (of the day, not
/// an earlier one); those of headlines to the first agreement.
pub(super) fn add_described_topics(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    let n = view.names();
    let reported: BTreeSet<usize> = agreements.iter().flat_map(|a| &a.evidence).map(|(t, _)| t.start).collect();
    let Some(main) = agreements.iter().position(|a| !a.is_past()).or_else(|| (!agreements.is_empty()).then_some(0)) else { return };
    let mut previous_reported = false;
    for sentence in &view.chart.sentences {
        let tokens = sentence.tokens.clone();
        let headline = view.chart.context[tokens.start].headline || view.chart.context[tokens.start].lead;
        // the lines of a list go on with what the sentence above them tells
        let is_listed = tokens.start > 0 && &*view.chart.lower[tokens.start - 1] == ":";
        let same_paragraph = previous_reported && (view.chart.tokens[tokens.start].newlines_before < 2 || is_listed);
        previous_reported = reported.contains(&tokens.start) || same_paragraph;
        let has = |class| !view.chart.within(class, tokens.clone()).is_empty();
        let describes = headline || same_paragraph || has(n.description) || has(n.want_verb);
        let quoted = tokens.clone().filter(|&t| view.chart.context[t].quoted).count() * 2 > tokens.len();
        if reported.contains(&tokens.start) || !describes || quoted {
            continue;
        }
        let told_before = |a: &Agreement| a.evidence.iter().map(|(t, _)| t.start).filter(|s| *s < tokens.start).max();
        let current =
            (0..agreements.len()).filter(|&i| !agreements[i].is_past()).filter_map(|i| told_before(&agreements[i]).map(|at| (at, i))).max();
        let owner = match current {
            Some((_, i)) if !headline => i,
            _ if headline => main,
            _ => continue,
        };
        for t in within(view, std::iter::once(&tokens)).into_iter().filter(|t| !is_of_some_institute(view, t.tokens.start)) {
            if !agreements[owner].topics.iter().any(|k| k.value == t.value) {
                agreements[owner].topics.push(t);
            }
        }
    }
    add_topics_of_partners(view, agreements);
    add_fields_of_partners(entities, agreements, false);
    add_surrounding_topics(view, agreements);
    add_fields_of_partners(entities, agreements, true);
    share_topics_of_kind(view, agreements, main);
    inherit_topics(view, entities, agreements, main);
    for a in agreements {
        a.topics.sort_by(|x, y| x.value.cmp(&y.value));
    }
}

/// `Am Nachmittag besuchten sie ein Institut für Klimaforschung`: the field of some institute, which has no name here.
fn is_of_some_institute(view: &View, topic: usize) -> bool {
    let word = |back: usize| topic.checked_sub(back).map_or("", |t| &*view.chart.lower[t]);
    let is_head = || topic >= 2 && view.chart.starting_at(topic - 2).any(|a| a.class == view.names().org_head);
    word(1) == "für" && is_head() && matches!(word(3), "ein" | "eine" | "einem" | "einer")
}

/// `A und B wollen Angriffe auf Netze gemeinsam abwehren. Dazu unterzeichneten sie …`: the sentence that names the partners
/// says what for.
fn add_topics_of_partners(view: &View, agreements: &mut [Agreement]) {
    let sentence_at = |t: usize| view.chart.sentences[view.chart.sentence_of(t)].tokens.clone();
    for a in agreements.iter_mut().filter(|a| !a.is_past()) {
        let told: BTreeSet<usize> = a.evidence.iter().map(|(t, _)| t.start).collect();
        let naming: BTreeSet<usize> = a.parties.iter().map(|p| sentence_at(p.tokens.start).start).filter(|s| !told.contains(s)).collect();
        let is_above = |t: usize| view.chart.context[t].headline || view.chart.context[t].lead;
        let first = told.iter().copied().find(|t| !is_above(*t)).unwrap_or_default();
        let sentences: Vec<Range<usize>> = naming.into_iter().filter(|s| *s < first).map(sentence_at).collect();
        for t in within(view, sentences.iter()) {
            if !a.topics.iter().any(|k| k.value == t.value) {
                a.topics.push(t);
            }
        }
    }
}

/// What an authority for the security of networks, a police, a space agency or an institute agrees upon is of its field: the name
/// of the partner tells it. Institutes research whatever they agree upon with each other; with somebody else where nothing is told.
fn add_fields_of_partners(entities: &Entities, agreements: &mut [Agreement], research: bool) {
    for a in agreements {
        let told: BTreeMap<&str, &Read<Id>> = a.parties.iter().rev().filter_map(|p| Some((field_of(entities, p.value)?, p))).collect();
        let is_theirs = a.topics.is_empty() || a.parties.iter().all(|p| is_scientific(entities, p.value));
        for (topic, p) in told {
            let is_meant = if topic == "research" { research && is_theirs } else { !research };
            if is_meant && !a.topics.iter().any(|t| t.value == topic) {
                a.topics.push(Read { value: topic.to_owned(), tokens: p.tokens.clone(), rule: "topic.of-partner".into() });
            }
        }
    }
}

fn is_scientific(entities: &Entities, partner: Id) -> bool {
    matches!(entities.get(partner).kind, Some(EntityKind::Research | EntityKind::University))
}

/// The topic that the full name of a partner tells.
fn field_of(entities: &Entities, partner: Id) -> Option<&'static str> {
    const FIELDS: [(&str, &[&str]); 4] = [
        ("cybersecurity", &["Sicherheit in der Informationstechnik", "Cyber", "CERT", "CSIRT", "Internet Security"]),
        ("internal-security", &["Polizei", "polizei", "Kriminalamt", "kriminalamt"]),
        ("space", &["Raumfahrtagentur", "Weltraum", "Space Agency", "Aerospace"]),
        ("civil-protection", &["Bevölkerungsschutz", "Katastrophenhilfe", "Technisches Hilfswerk", "Feuerwehr", "feuerwehr"]),
    ];
    let entity = entities.get(partner);
    if entity.class != EntityClass::Organization {
        return None;
    }
    // a space of which somebody is the administrator is no matter of security
    let named = FIELDS
        .into_iter()
        .filter(|_| !entity.name.contains("Cyberspace"))
        .find(|(_, words)| words.iter().any(|w| entity.name.contains(w)))
        .map(|(topic, _)| topic);
    // a university's hospital does more than research
    let is_hospital = entity.name.contains("klinik") || entity.name.contains("Klinik") || entity.name.contains("medizin");
    named.or_else(|| (entity.kind == Some(EntityKind::Research) && !is_hospital).then_some("research"))
}

/// Sentences before and behind those of an agreement that may tell its subject.
const SENTENCES_AROUND: usize = 4;

/// An agreement of whose subject its own sentences are silent is about what its paragraph speaks of, or else the headline.
fn add_surrounding_topics(view: &View, agreements: &mut [Agreement]) {
    let sentences = &view.chart.sentences;
    let context = |s: usize| view.chart.context[sentences[s].tokens.start];
    for a in agreements.iter_mut().filter(|a| a.topics.is_empty() && !a.is_past()) {
        let paragraphs: BTreeSet<usize> =
            a.evidence.iter().flat_map(|(t, _)| view.chart.paragraph_around(view.chart.sentence_of(t.start), SENTENCES_AROUND)).collect();
        let around: Vec<&Range<usize>> = paragraphs.iter().filter(|s| !context(**s).quoted).map(|s| &sentences[*s].tokens).collect();
        a.topics = within(view, around.into_iter());
        if a.topics.is_empty() {
            let above = (0..sentences.len()).filter(|s| context(*s).headline || context(*s).lead);
            a.topics = within(view, above.map(|s| &sentences[s].tokens).collect::<Vec<_>>().into_iter());
        }
        // what was signed is told in the first paragraph, what it holds in the next one
        if a.topics.is_empty()
            && let Some(next) = paragraphs.last().map(|last| last + 1).filter(|next| *next < sentences.len())
        {
            let behind = view.chart.paragraph_around(next, SENTENCES_AROUND);
            let told = behind.filter(|s| *s >= next && !context(*s).quoted).map(|s| &sentences[s].tokens);
            a.topics = within(view, told.collect::<Vec<_>>().into_iter());
        }
    }
}

/// `Mit B hat sie eine ähnliche Vereinbarung`: about what the agreement of the day is about, unless its own words tell more.
fn share_topics_of_kind(view: &View, agreements: &mut [Agreement], main: usize) {
    const STEMS: [&str; 4] = ["ähnlich", "vergleichbar", "gleichartig", "solch"];
    let is_of_kind = |a: &Agreement| {
        let words = |r: &Report| r.instrument.start.saturating_sub(2)..r.instrument.end;
        a.reports.iter().flat_map(words).any(|t| STEMS.iter().any(|stem| view.chart.lower[t].starts_with(stem)))
    };
    let topics = agreements[main].topics.clone();
    for (_, a) in agreements.iter_mut().enumerate().filter(|(i, a)| *i != main && is_of_kind(a)) {
        if a.topics.iter().any(|t| &*t.rule != "topic.of-partner") {
            continue;
        }
        for t in &topics {
            if !a.topics.iter().any(|k| k.value == t.value) {
                a.topics.push(t.clone());
            }
        }
    }
}

/// Years after which an earlier agreement is hardly about what the text is about: `die Partnerschaft von 1990`.
const YEARS: i32 = 10;

/// The year that a date begins with.
fn year_of(date: &str) -> Option<i32> {
    date.get(..4)?.parse().ok()
}

/// An earlier agreement of the same partners, of which no subject is told, is about the main subject of the text: that of
/// the first topic of the agreement of the day.
fn inherit_topics(view: &View, entities: &Entities, agreements: &mut [Agreement], main: usize) {
    let Some(first) = agreements[main].topics.iter().min_by_key(|t| t.tokens.start).cloned() else { return };
    let partners: BTreeSet<Id> = agreements[main].parties.iter().map(|p| group_of(entities, p.value)).collect();
    let published = view.published.map(|day| i32::from(day.year()));
    let is_old = |a: &Agreement| {
        let year = a.date.as_ref().and_then(|date| year_of(&date.value));
        // what the one of the day replaces has its subject
        let is_base = a.reports.iter().any(|r| r.base && r.status == AgreementStatus::Ended);
        !is_base && year.zip(published).is_some_and(|(year, published)| published - year > YEARS)
    };
    for a in agreements.iter_mut().filter(|a| a.topics.is_empty() && !is_old(a)) {
        if a.parties.iter().any(|p| partners.contains(&group_of(entities, p.value))) {
            a.topics.push(first.clone());
        }
    }
}
