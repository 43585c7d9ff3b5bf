//! Partners that a report takes up with a pronoun (`mit ihr`, `hatte es mit A`), or leaves unsaid (`mit A besteht seit 2019
//! ein Vertrag`).
//!
//! The antecedent is the one body that the sentence before speaks of: the only one there that agrees with the pronoun, or
//! the one that begins the sentence. A person who agrees with it as well, or two bodies, leave it open.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::entities::{Entities, Id, slot};
use super::grouping::Group;
use super::memberships::Membership;
use super::partners::{add_party, distinct, group_of, is_place};
use super::reports::{Read, Report};
use crate::facts::{AgreementStatus, EntityClass, EntityKind};
use crate::gazetteers::Gender;
use crate::text::Shape;

/// Sentences before a report in which an antecedent is looked for; the further one only if the nearer one names nobody.
const SENTENCES_BEFORE: usize = 2;

/// Grammatical genders that a word may have.
pub(super) type Genders = u8;
pub(super) const MASCULINE: Genders = 1;
pub(super) const FEMININE: Genders = 2;
const NEUTER: Genders = 4;
const ANY: Genders = MASCULINE | FEMININE | NEUTER;

/// Gives a report that names one partner the other one, if its words take that up or leave it unsaid.
pub(super) fn add_partner(view: &View, entities: &Entities, memberships: &[Membership], groups: &[Group], report: &mut Report) {
    if let Some(others) = of_colleagues(view, groups, report) {
        for value in others.into_iter().chain(report.bodies.clone()) {
            add_party(entities, &mut report.parties, Read { value, tokens: report.sentence.clone(), rule: "party.colleagues".into() });
        }
        return;
    }
    let told: Vec<Id> = report.parties.iter().map(|p| group_of(entities, p.value)).collect();
    // who signs may stand for the other one
    let is_signed = report.bodies.iter().any(|b| !told.contains(b));
    // `Mit A und B bereitet sie eine Vereinbarung vor`
    let is_with_several = report.status == AgreementStatus::Planned
        && distinct(entities, &report.parties) == 2
        && begins_with_partners(view, report)
        && pronoun(view, report).is_some();
    if report.headline || report.mention || is_signed || !is_with_several && distinct(entities, &report.parties) != 1 {
        return;
    }
    let found = pronoun(view, report)
        .and_then(|(at, genders)| of_pronoun(view, entities, memberships, at, genders, told[0]))
        .or_else(|| of_infinitive(view, entities, report, told[0]))
        .map(|value| (value, "party.pronoun"))
        .or_else(|| unsaid(view, entities, groups, report, told[0]).map(|value| (value, "party.unsaid")));
    if let Some((value, rule)) = found {
        let party = Read { value, tokens: report.sentence.clone(), rule: rule.into() };
        add_party(entities, &mut report.parties, party);
    }
}

/// `A und B unterzeichneten einen Vertrag. Ihre Kollegin C beließ es bei einer Absichtserklärung`: she signs with those of
/// whom the sentences before tell.
fn of_colleagues(view: &View, groups: &[Group], report: &Report) -> Option<Vec<Id>> {
    let start = report.sentence.start;
    let is_theirs = matches!(&*view.chart.lower[start], "ihr" | "ihre");
    let colleague = view.chart.within(view.names().colleague, start..(start + 4).min(report.sentence.end));
    let alone = report.parties.is_empty() && report.signers.len() == 1 && report.indefinite && !report.headline && !report.mention;
    if !is_theirs || colleague.is_empty() || !alone {
        return None;
    }
    let last = groups.iter().max_by_key(|g| g.reports.last().map_or(0, |r| r.sentence.start))?;
    let is_apart = report.bodies.iter().all(|b| !last.partners().contains(b));
    (last.partners().len() >= 2 && is_apart).then(|| last.partners().iter().copied().collect())
}

/// The pronoun that stands for a partner: behind `mit`, or as the subject of something agreed `mit` the partner.
fn pronoun(view: &View, report: &Report) -> Option<(usize, Genders)> {
    let word = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let mut clause = report.clause.clone();
    let partner = clause.clone().find_map(|t| match word(t + 1) {
        "ihr" if word(t) == "mit" => Some((t + 1, FEMININE)),
        "ihm" if word(t) == "mit" => Some((t + 1, MASCULINE | NEUTER)),
        _ => None,
    });
    // in the same clause: `sie schloss mit A`, not `sie baut auf einem Vertrag auf, den B mit A geschlossen hatte`
    let is_beside = |at: usize, p: &Read<Id>| {
        let between = at.min(p.tokens.start)..at.max(p.tokens.start);
        !between.clone().any(|t| word(t) == "," && word(t + 1) != "um") || p.tokens.start < at
    };
    // `Deren Ingenieure helfen der Stadt`
    let demonstrative = match word(clause.start) {
        "deren" => Some((clause.start, FEMININE)),
        "dessen" => Some((clause.start, MASCULINE | NEUTER)),
        _ => None,
    };
    partner.or(demonstrative).or_else(|| {
        let subject = clause.find_map(|t| match word(t) {
            "er" => Some((t, MASCULINE)),
            "es" => Some((t, NEUTER)),
            "man" => Some((t, ANY)),
            "sie" if is_singular(view, t, report.clause.end) => Some((t, FEMININE)),
            _ => None,
        })?;
        report.parties.iter().any(|p| is_behind_with(view, &p.tokens) && is_beside(subject.0, p)).then_some(subject)
    })
}

/// `Mit A und B will er …`: the first of those whom a sentence names stands behind `mit`, so somebody else is the subject.
pub(super) fn begins_with_partners(view: &View, report: &Report) -> bool {
    let first = report.parties.iter().map(|p| &p.tokens).min_by_key(|t| t.start);
    first.is_some_and(|name| is_behind_with(view, name))
}

/// `mit der Universität A`, `mit dem INM, dem Institut A`
fn is_behind_with(view: &View, name: &Range<usize>) -> bool {
    let first = view.chart.sentences[view.chart.sentence_of(name.start)].tokens.start;
    (name.start.saturating_sub(6).max(first)..name.start).any(|t| &*view.chart.lower[t] == "mit")
}

/// Whether the finite verb of `sie` is in the singular: it stands beside the pronoun, or ends the clause.
fn is_singular(view: &View, pronoun: usize, end: usize) -> bool {
    let is_verb = |t: usize| view.chart.tokens[t].shape == Shape::Lower;
    let is_plural = |t: usize| view.chart.lower[t].ends_with('n');
    let is_start = |t: usize| view.chart.sentences[view.chart.sentence_of(t)].tokens.start == t;
    if is_start(pronoun) {
        return pronoun + 1 < end && is_verb(pronoun + 1) && !is_plural(pronoun + 1);
    }
    // `die sie 2019 geschlossen hatten`
    let before = &*view.chart.lower[pronoun - 1];
    if matches!(before, "die" | "das" | "den" | "der" | "dem" | "denen" | "dass" | "weil" | "nachdem" | "wobei" | "worauf" | "wo") {
        let last = (pronoun + 1..end).find(|&t| matches!(&*view.chart.lower[t], "," | "." | ";")).unwrap_or(end) - 1;
        return is_verb(last) && !is_plural(last);
    }
    is_verb(pronoun - 1) && !is_plural(pronoun - 1)
}

/// `Die Universität A nutzte die Messe, um mit B ein Memorandum zu unterzeichnen`: the subject of the main clause.
fn of_infinitive(view: &View, entities: &Entities, report: &Report, other: Id) -> Option<Id> {
    let clause = report.clause.clone();
    let at = clause.clone().find(|&t| &*view.chart.lower[t] == "um" && t > clause.start && &*view.chart.lower[t - 1] == ",")?;
    let is_inside = report.parties.iter().all(|p| p.tokens.start > at && is_behind_with(view, &p.tokens)) && report.instrument.start > at;
    let main = bodies(view, entities, clause.start..at, ANY, other);
    topic(&main).filter(|_| is_inside)
}

fn of_pronoun(view: &View, entities: &Entities, memberships: &[Membership], at: usize, genders: Genders, other: Id) -> Option<Id> {
    let index = view.chart.sentence_of(at);
    let start = view.chart.sentences[index].tokens.start;
    // `das Königreich nimmt teil, worauf es sich mit der Kommission geeinigt hatte`; but `Mit A, bei der das
    // Zentrum B sitzt, verbindet es …`
    let here = bodies(view, entities, start..at, genders, other);
    if !here.is_empty() && &*view.chart.lower[start] != "mit" {
        return only(&here);
    }
    (index.saturating_sub(SENTENCES_BEFORE)..index).rev().find_map(|s| {
        let sentence = view.chart.sentences[s].tokens.clone();
        let found = bodies(view, entities, sentence.clone(), genders, other);
        // `Südekum lehrt in A. Bisher arbeitete er mit B zusammen`: the pronoun may be a person's, who stands for a body
        let persons = view.chart.within(view.names().person, sentence.clone());
        let named = persons.iter().filter_map(|p| entities.exactly(view, &p.tokens));
        let meant: BTreeSet<Id> = named.filter(|p| genders != NEUTER && genders_of_person(view, entities, *p) & genders != 0).collect();
        if let Some(person) = meant.first() {
            let mut stands_for = memberships.iter().filter(|m| m.person == *person).map(|m| m.body);
            let body = stands_for.next().filter(|b| stands_for.next().is_none() && group_of(entities, *b) != other);
            return Some(body.filter(|_| meant.len() == 1 && found.is_empty()));
        }
        (!found.is_empty() || !persons.is_empty()).then(|| topic(&found))
    })?
}

/// `Seit 2021 besteht ein Vertrag mit A`: of whom the sentence before speaks, else whose all agreements so far are.
fn unsaid(view: &View, entities: &Entities, groups: &[Group], report: &Report, other: Id) -> Option<Id> {
    let n = view.names();
    let is_alone = report.signers.is_empty() && report.parties.iter().all(|p| is_behind_with(view, &p.tokens));
    let other_body = bodies(view, entities, report.clause.clone(), ANY, other);
    if !is_alone || !other_body.is_empty() || view.chart.within(n.subjectless, report.clause.clone()).is_empty() {
        return None;
    }
    let index = view.chart.sentence_of(report.sentence.start);
    let before = view.chart.sentences[index.checked_sub(1)?].tokens.clone();
    // whose agreement the sentence before tells, but not `mit` whom
    let told = groups.iter().flat_map(|g| &g.reports).filter(|r| r.sentence == before && !r.mention);
    let subjects: BTreeSet<Id> = told
        .flat_map(|r| r.parties.iter().filter(|p| !is_behind_with(view, &p.tokens)).map(|p| p.value))
        .filter(|id| group_of(entities, *id) != other)
        .collect();
    if let Some(subject) = subjects.first() {
        return Some(*subject).filter(|_| subjects.len() == 1);
    }
    let mut found = bodies(view, entities, before.clone(), ANY, other);
    found.retain(|f| !f.is_agent);
    let partners: BTreeSet<Id> = groups.iter().map(Group::partners).filter(|p| p.len() >= 2).flatten().copied().collect();
    let subject = topic(&found).filter(|_| !view.chart.context[before.start].quoted);
    // `Auch das Ministerium lobt das. Mit B besteht seit 2020 ein Vertrag`: who is no partner in anything is only mentioned
    let is_aside = |id: &Id| !partners.is_empty() && !partners.contains(&group_of(entities, *id));
    if found.is_empty() && !groups.is_empty() || subject.as_ref().is_some_and(is_aside) {
        return only_of_all(entities, groups, other).or_else(|| named_most(entities, &partners, other));
    }
    subject
}

/// The partner that the text names far more often than any other one.
fn named_most(entities: &Entities, partners: &BTreeSet<Id>, other: Id) -> Option<Id> {
    let times = |id: &Id| entities.get(*id).mentions.len();
    let mut by_times: Vec<Id> = partners.iter().copied().filter(|p| *p != group_of(entities, other)).collect();
    by_times.sort_by_key(|id| std::cmp::Reverse(times(id)));
    match by_times[..] {
        [most, second, ..] => (times(&most) >= times(&second) + 2).then_some(most),
        _ => by_times.first().copied(),
    }
}

/// The one body that is a partner in all agreements told so far.
fn only_of_all(entities: &Entities, groups: &[Group], other: Id) -> Option<Id> {
    let mut partners = groups.iter().map(Group::partners).filter(|p| p.len() >= 2);
    let mut common = partners.next()?.clone();
    for further in partners {
        common.retain(|p| further.contains(p));
    }
    let common: Vec<Id> = common.into_iter().filter(|p| *p != group_of(entities, other)).collect();
    if let [only] = common[..] { Some(only) } else { None }
}

/// A body that a sentence names.
struct Named {
    id: Id,
    /// It begins the sentence or stands behind the finite verb, and not in a list.
    is_subject: bool,
    /// Behind `von` or `durch`.
    is_agent: bool,
}

/// Bodies named in these words as those who act, the first mention of each; of those of one Land the first.
fn bodies(view: &View, entities: &Entities, tokens: Range<usize>, genders: Genders, other: Id) -> Vec<Named> {
    let n = view.names();
    let mut found: Vec<Named> = Vec::new();
    // a picture's caption is beside the text
    if view.chart.context.get(tokens.start).is_some_and(|c| c.caption) {
        return found;
    }
    for actor in view.chart.within(n.actor_class, tokens.clone()) {
        let Some(name) = slot(actor, n.actor).filter(|t| !is_place(view, t)) else { continue };
        let Some(id) = entities.exactly(view, &name) else { continue };
        let known = |f: &Named| group_of(entities, f.id) == group_of(entities, id);
        if group_of(entities, id) == other || genders_of(view, entities, id) & genders == 0 || found.iter().any(known) {
            continue;
        }
        let start = actor.tokens.start;
        // a town may be told as a place only
        let is_dateline = matches!(view.chart.lower.get(actor.tokens.end).map(|w| &**w), Some("," | "." | "/" | "(" | ":" | "–" | "-"));
        if entities.get(id).kind == Some(EntityKind::City) && (start != tokens.start || is_dateline) {
            continue;
        }
        let is_list = view.chart.starting_at(start).any(|l| l.class == n.actor_list);
        // `Bonn, 14. Juni 2023 – Das Amt …`
        let is_first = start == tokens.start || matches!(&*view.chart.lower[start - 1], "–" | "—");
        let is_subject = !is_list && (is_first || is_verb(view, start - 1));
        // `betrieben wird es von A`
        let is_agent = start > 0 && matches!(&*view.chart.lower[start - 1], "von" | "vom" | "durch");
        found.push(Named { id, is_subject, is_agent });
    }
    found
}

/// The body that a sentence speaks of: the only one, or its subject if that comes first.
fn topic(found: &[Named]) -> Option<Id> {
    only(found).or_else(|| found.first().filter(|f| f.is_subject).map(|f| f.id))
}

/// Whether a word before a body may be the finite verb: no capital, no preposition, no conjunction.
fn is_verb(view: &View, token: usize) -> bool {
    let word = &*view.chart.lower[token];
    view.chart.tokens[token].shape == Shape::Lower && !is_preposition(word) && !matches!(word, "als" | "wie" | "und" | "oder" | "sowie")
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "mit"
            | "von"
            | "vom"
            | "für"
            | "bei"
            | "beim"
            | "aus"
            | "in"
            | "im"
            | "an"
            | "am"
            | "auf"
            | "zu"
            | "zum"
            | "zur"
            | "nach"
            | "neben"
            | "durch"
            | "gegen"
            | "zwischen"
            | "gegenüber"
            | "über"
            | "unter"
            | "um"
            | "ohne"
            | "laut"
    )
}

/// Whether an article stands behind a preposition or a noun: `mit der Universität`, `Direktorin der Universität`.
fn is_governed(view: &View, article: usize) -> bool {
    let before = article - 1;
    is_preposition(&view.chart.lower[before]) || view.chart.tokens[before].is_word() && view.chart.tokens[before].shape != Shape::Lower
}

fn only(found: &[Named]) -> Option<Id> {
    if let [only] = found { Some(only.id) } else { None }
}

/// The genders that the articles before a body's names leave open.
fn genders_of(view: &View, entities: &Entities, id: Id) -> Genders {
    let entity = entities.get(id);
    let is_place = entity.class == EntityClass::Place;
    let chart = view.chart;
    let is_ranked = |t: usize| chart.starting_at(t).any(|a| a.class == view.names().rank_class);
    let mut genders = ANY;
    // of a territory only the article of its rank is its own: `die Stadt Fulda`, but `der Thüringer Minister`
    for (tokens, _) in entity.mentions.iter().filter(|(tokens, _)| !is_place || is_ranked(tokens.start)) {
        let Some(before) = tokens.start.checked_sub(1) else { continue };
        let is_adjective = chart.tokens[before].shape == Shape::Lower && chart.lower[before].ends_with(['e', 'n', 'r', 's', 'm']);
        let told = by_article(view, before).or_else(|| by_article(view, before.checked_sub(1).filter(|_| is_adjective)?)).unwrap_or(ANY);
        if genders & told != 0 {
            genders &= told;
        }
    }
    if !is_place {
        return genders;
    }
    if genders == ANY { NEUTER } else { genders | NEUTER }
}

fn by_article(view: &View, token: usize) -> Option<Genders> {
    let chart = view.chart;
    let begins = chart.sentences[chart.sentence_of(token)].tokens.start == token;
    Some(match &*chart.lower[token] {
        "das" => NEUTER,
        "die" | "zur" | "eine" | "einer" => FEMININE,
        // `Der Verband`; `Direktorin der Universität`, `mit der Universität`
        "der" if begins => MASCULINE,
        "der" if is_governed(view, token) => FEMININE,
        "der" => MASCULINE | FEMININE,
        "den" | "einen" => MASCULINE,
        "dem" | "des" | "im" | "am" | "beim" | "vom" | "zum" | "ein" | "eines" | "einem" => MASCULINE | NEUTER,
        _ => return None,
    })
}

pub(super) fn genders_of_person(view: &View, entities: &Entities, id: Id) -> Genders {
    let given = entities.get(id).given.as_deref().and_then(|g| g.split([' ', '-']).next());
    match given.and_then(|name| view.reader.gazetteers.given_name(name)) {
        Some(Gender::Female) => FEMININE,
        Some(Gender::Male) => MASCULINE,
        _ => MASCULINE | FEMININE,
    }
}
