//! Date and place of an agreement that the sentences before it tell: `Am Montag trafen sich A und B in Kiel. Dabei
//! unterzeichneten sie ...`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::dates;
use super::entities::{Entities, Id};
use super::reports::{Read, is_town};
use crate::facts::AgreementStatus;
use crate::rules::Annotation;

/// Sentences of the same paragraph that are looked at, from the one before.
const SENTENCES_BEFORE: usize = 2;
/// A day further back than this from the day of publication is that of something else.
const DAYS: i32 = 31;

/// Adds what is missing to agreements of the day.
pub(super) fn add(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    let reported: BTreeSet<usize> = agreements.iter().flat_map(|a| &a.evidence).map(|(t, _)| t.start).collect();
    for a in agreements {
        let concluded = matches!(a.status, AgreementStatus::Signed | AgreementStatus::Agreed | AgreementStatus::Extended);
        let first = a.reports.iter().find(|r| !r.mention && !r.headline);
        let (true, false, Some(first)) = (concluded, a.is_past(), first) else { continue };
        if !first.sentence.clone().any(|t| points_back(&view.chart.lower[t])) {
            continue;
        }
        let index = view.chart.sentence_of(first.sentence.start);
        let before =
            (view.chart.paragraph_around(index, SENTENCES_BEFORE).start..index).rev().map(|s| view.chart.sentences[s].tokens.clone());
        for sentence in before.take_while(|s| !reported.contains(&s.start)) {
            if sentence.clone().any(|t| view.chart.context[t].quoted) {
                continue;
            }
            a.date = a.date.take().or_else(|| day(view, &sentence));
            a.place = a.place.take().or_else(|| town(view, entities, &sentence));
        }
    }
}

/// Words by which a sentence says that it happened where and when the one before tells.
fn points_back(word: &str) -> bool {
    matches!(word, "dabei" | "dort" | "daraufhin" | "anschließend" | "anschluss" | "gelegenheit" | "rande" | "hierbei" | "zugleich")
}

/// The day that a sentence tells, if it is near the day of publication.
fn day(view: &View, sentence: &Range<usize>) -> Option<Read<String>> {
    let n = view.names();
    let published = view.published?;
    let days = view.chart.within(n.date, sentence.clone()).into_iter().filter_map(|a| {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*view.chart.lower[t]);
        let value = dates::value(view, a, false).filter(|_| !matches!(before, "bis" | "seit" | "ab" | "vom" | "zum"))?;
        let date: jiff::civil::Date = value.parse().ok()?;
        let back = date.until(published).ok()?.get_days();
        (0..=DAYS).contains(&back).then(|| Read { value, tokens: a.tokens.clone(), rule: a.rule.clone() })
    });
    let days: Vec<Read<String>> = days.collect();
    // two days in one sentence: which one is meant is not said
    match &days[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The town that a sentence tells as a place.
fn town(view: &View, entities: &Entities, sentence: &Range<usize>) -> Option<Read<Id>> {
    let n = view.names();
    // `in Kiel`, `im Kieler Rathaus`
    let is_place = |a: &&Annotation| {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*view.chart.lower[t]);
        before == "in" && a.class == n.territory || before == "im" && a.class == n.territory_adjective
    };
    let named = view.chart.within(n.territory, sentence.clone()).into_iter();
    let towns: Vec<Read<Id>> = named
        .chain(view.chart.within(n.territory_adjective, sentence.clone()))
        .filter(is_place)
        .filter_map(|a| {
            let id = entities.exactly(view, &a.tokens)?;
            is_town(view, entities, id, &a.tokens).then(|| Read { value: id, tokens: a.tokens.clone(), rule: a.rule.clone() })
        })
        .collect();
    match &towns[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}
