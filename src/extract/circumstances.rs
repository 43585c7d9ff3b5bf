//! Date and place of an agreement that the sentences before it tell: `Am Montag trafen sich A und B in Kiel. Dabei
//! unterzeichneten sie ...`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::dates;
use super::entities::{Entities, Id, is_dateline, slot};
use super::organizations::territory_at;
use super::partners::is_same_party;
use super::reports::{Read, is_town};
use crate::facts::AgreementStatus;
use crate::rules::Annotation;

/// Sentences of the same paragraph that are looked at, from the one before.
const SENTENCES_BEFORE: usize = 2;
/// A day further back than this from the day of publication is that of something else.
const DAYS: i32 = 31;

/// Adds what is missing to agreements of the day.
pub(super) fn add(view: &View, entities: &mut Entities, agreements: &mut [Agreement]) {
    let reported: BTreeSet<usize> = agreements.iter().flat_map(|a| &a.evidence).map(|(t, _)| t.start).collect();
    for a in agreements.iter_mut() {
        let Some(first) = first_told(a) else { continue };
        if !first.clone().any(|t| points_back(&view.chart.lower[t]) || is_counted(view, t)) {
            continue;
        }
        let index = view.chart.sentence_of(first.start);
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
    add_houses(view, entities, agreements);
    add_seats(view, entities, agreements);
    add_meetings(view, entities, agreements, &reported);
    add_occasions(view, agreements);
    add_acts_before(view, entities, agreements, &reported);
    add_days_before(view, agreements, &reported);
}

/// `Ein Zentrum hilft, dessen Gründung heute in Taipeh besiegelt wurde. Das Memorandum trägt die Unterschriften von A und B`: the day and
/// the town of an act that the sentence before tells, which names no agreement.
fn add_acts_before(view: &View, entities: &mut Entities, agreements: &mut [Agreement], reported: &BTreeSet<usize>) {
    for a in agreements.iter_mut().filter(|a| a.date.is_none() && a.place.is_none()) {
        let before = first_told(a).and_then(|first| sentence_before(view, reported, &first));
        let Some(act) = before.filter(|s| !view.chart.within(view.names().sign_verb, s.clone()).is_empty()) else { continue };
        (a.date, a.place) = (day(view, &act), town(view, entities, &act));
    }
}

/// `Am Dienstag war es so weit. In Kiel unterzeichneten …`: the day that the sentences right before tell, if the agreement's
/// own ones tell none. `Seit Mittwoch gilt das. A und B haben eine Vereinbarung unterzeichnet.`
fn add_days_before(view: &View, agreements: &mut [Agreement], reported: &BTreeSet<usize>) {
    let chart = view.chart;
    for a in agreements.iter_mut().filter(|a| a.date.is_none()) {
        let Some(first) = first_told(a) else { continue };
        let index = chart.sentence_of(first.start);
        let before = (chart.paragraph_around(index, SENTENCES_BEFORE).start..index).rev().map(|s| chart.sentences[s].tokens.clone());
        let is_plain = |s: &Range<usize>| !reported.contains(&s.start) && !s.clone().any(|t| chart.context[t].quoted);
        let told = before.take_while(is_plain).find(|s| !chart.within(view.names().date, s.clone()).is_empty());
        a.date = told.and_then(|s| day(view, &s).or_else(|| weekday_since(view, &s))).filter(|d| is_happening(view, &d.tokens));
    }
}

/// `am Dienstag`, `an einem Dienstag`, `gestern`, `seit Mittwoch`: a day on which something happened, not that of a date line.
fn is_happening(view: &View, date: &Range<usize>) -> bool {
    let word = |t: Option<usize>| t.map_or("", |t| &*view.chart.lower[t]);
    // `heute` may be these days
    matches!(word(date.start.checked_sub(1)), "am" | "seit" | "einem" | "einen")
        || matches!(word(Some(date.start)), "gestern" | "vorgestern")
}

/// The day of the week since which something is so.
fn weekday_since(view: &View, sentence: &Range<usize>) -> Option<Read<String>> {
    let n = view.names();
    let is_since = |a: &&Annotation| {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*view.chart.lower[t]);
        before == "seit" && a.feature(n.kind_of_date) == Some("weekday")
    };
    match view.chart.within(n.date, sentence.clone())[..] {
        [only] if is_since(&only) => {
            let value = dates::value(view, only, false).filter(|value| is_near(view, value))?;
            Some(Read { value, tokens: only.tokens.clone(), rule: only.rule.clone() })
        }
        _ => None,
    }
}

/// `Am Dienstag trafen sich A und B in Kiel. … Erstens …`: the day and the town of a meeting of its partners, told before.
fn add_meetings(view: &View, entities: &mut Entities, agreements: &mut [Agreement], reported: &BTreeSet<usize>) {
    for a in agreements.iter_mut().filter(|a| a.date.is_none() || a.place.is_none()) {
        let Some(first) = first_told(a) else { continue };
        let before = view.chart.sentences.iter().map(|s| s.tokens.clone()).take_while(|s| s.start < first.start);
        let is_meeting = |s: &Range<usize>| {
            let is_plain = !reported.contains(&s.start) && !s.clone().any(|t| view.chart.context[t].quoted);
            is_plain && !view.chart.within(view.names().meeting, s.clone()).is_empty() && names_partners(view, entities, a, s)
        };
        let meetings: Vec<Range<usize>> = before.filter(is_meeting).collect();
        let Some(meeting) = meetings.last().cloned().or_else(|| meeting_for_it(view, &first)) else { continue };
        let day = day(view, &meeting);
        // another day is told: then this is not the meeting at which it was signed
        if a.date.as_ref().zip(day.as_ref()).is_some_and(|(own, day)| !dates::compatible(&own.value, &day.value)) {
            continue;
        }
        a.date = a.date.take().or(day);
        a.place = a.place.take().or_else(|| town(view, entities, &meeting));
    }
}

/// `Dazu kamen sie am Mittwoch in Kiel zusammen`: the sentence behind the one that tells an agreement, if it tells where they met for it.
fn meeting_for_it(view: &View, told: &Range<usize>) -> Option<Range<usize>> {
    let next = view.chart.sentences.get(view.chart.sentence_of(told.start) + 1)?.tokens.clone();
    let is_for_it = |t: usize| matches!(&*view.chart.lower[t], "dazu" | "dafür" | "hierzu" | "hierfür");
    // `kamen zusammen`
    let is_together = |t: usize| &*view.chart.lower[t] == "zusammen";
    let meets = !view.chart.within(view.names().meeting, next.clone()).is_empty() || next.clone().any(is_together);
    (meets && next.clone().any(is_for_it) && !next.clone().any(|t| view.chart.context[t].quoted)).then_some(next)
}

/// Whether a sentence names two partners of an agreement.
fn names_partners(view: &View, entities: &Entities, a: &Agreement, sentence: &Range<usize>) -> bool {
    let actors = view.chart.within(view.names().actor_class, sentence.clone());
    let named: Vec<Id> = actors.iter().filter_map(|x| slot(x, view.names().actor)).filter_map(|t| entities.exactly(view, &t)).collect();
    let is_named = |p: &&Read<Id>| named.iter().any(|id| is_same_party(entities, p.value, *id));
    a.parties.iter().filter(is_named).count() >= 2
}

/// `im Ministerium in Nürnberg`, `im Landgericht Ulm`: the town is a part of the institution's name.
fn add_seats(view: &View, entities: &mut Entities, agreements: &mut [Agreement]) {
    let n = view.names();
    let word = |t: usize| &*view.chart.lower[t];
    for a in agreements.iter_mut().filter(|a| a.place.is_none() && !a.is_past()) {
        let told: Vec<Range<usize>> = a.reports.iter().filter(|r| !r.mention && !r.headline).map(|r| r.clause.clone()).collect();
        let bodies = told.into_iter().flat_map(|clause| view.chart.within(n.organization, clause));
        let is_inside = |b: &&Annotation| b.tokens.start.checked_sub(1).is_some_and(|t| matches!(word(t), "im" | "am" | "beim"));
        a.place = bodies.into_iter().filter(is_inside).find_map(|body| {
            let behind_in = body.tokens.clone().find(|&t| t > body.tokens.start && word(t - 1) == "in");
            let at = behind_in.unwrap_or(body.tokens.end - 1).max(body.tokens.start + 1);
            let tokens = at..body.tokens.end;
            let value = entities.of_entry(view, territory_at(view, &tokens)?);
            is_town(view, entities, value, &tokens).then(|| Read { value, tokens, rule: body.rule.clone() })
        });
    }
}

/// The sentence that tells first of an agreement that was concluded now.
fn first_told(a: &Agreement) -> Option<Range<usize>> {
    let concluded = matches!(a.status, AgreementStatus::Signed | AgreementStatus::Agreed | AgreementStatus::Extended);
    let first = a.reports.iter().find(|r| !r.mention && !r.headline);
    first.filter(|_| concluded && !a.is_past()).map(|r| r.sentence.clone())
}

/// `Zugleich schlossen C und D einen Vertrag`: on the day and in the town of the agreement told right before.
fn add_occasions(view: &View, agreements: &mut [Agreement]) {
    let reported: BTreeSet<usize> = agreements.iter().flat_map(|a| &a.evidence).map(|(t, _)| t.start).collect();
    let mut told: Vec<_> = agreements.iter().map(|a| (first_told(a), a.date.clone(), a.place.clone())).collect();
    for (i, a) in agreements.iter_mut().enumerate() {
        let Some(first) = told[i].0.clone().filter(|_| a.date.is_none()) else { continue };
        let first = &first;
        if !first.clone().any(|t| is_same_occasion(&view.chart.lower[t])) && !follows(view, &reported, first) {
            continue;
        }
        // `Tags darauf folgte die zweite Unterschrift. …`
        let between = sentence_before(view, &reported, first).and_then(|s| day(view, &s));
        let before =
            told.iter().filter_map(|(at, date, place)| at.as_ref().filter(|at| at.start < first.start).map(|at| (at.start, date, place)));
        let Some((_, Some(date), place)) = before.max_by_key(|(at, ..)| *at) else { continue };
        if let Some(own) = between {
            a.date = Some(own);
        } else if is_near(view, &date.value) {
            a.date = Some(Read { tokens: first.clone(), ..date.clone() });
            a.place = a.place.take().or_else(|| place.as_ref().map(|p| Read { tokens: first.clone(), ..p.clone() }));
        }
        // a third one on the same occasion follows the second
        (told[i].1, told[i].2) = (a.date.clone(), a.place.clone());
    }
}

/// `Am selben Abend folgte die zweite Unterschrift. …`: the sentence before an agreement's first one tells of no agreement, but
/// that it came on the same occasion.
fn follows(view: &View, reported: &BTreeSet<usize>, first: &Range<usize>) -> bool {
    let before = sentence_before(view, reported, first);
    before.is_some_and(|mut s| s.any(|t| matches!(&*view.chart.lower[t], "folgte" | "folgten")))
}

/// The sentence of the same paragraph right before another one, if it tells of no agreement and quotes nobody.
fn sentence_before(view: &View, reported: &BTreeSet<usize>, first: &Range<usize>) -> Option<Range<usize>> {
    let index = view.chart.sentence_of(first.start);
    let before = view.chart.paragraph_around(index, 1).start;
    let sentence = view.chart.sentences[before].tokens.clone();
    let is_plain = before < index && !reported.contains(&sentence.start) && !sentence.clone().any(|t| view.chart.context[t].quoted);
    is_plain.then_some(sentence)
}

/// Words by which a sentence tells of the same occasion as the one before.
fn is_same_occasion(word: &str) -> bool {
    points_back(word) || matches!(word, "gleichzeitig" | "ebenfalls" | "zudem" | "außerdem" | "ferner")
}

/// `im Rathaus`, `im Kreishaus`: of the town that is a party, else of the one that the text begins with.
fn add_houses(view: &View, entities: &mut Entities, agreements: &mut [Agreement]) {
    let n = view.names();
    for a in agreements.iter_mut().filter(|a| a.place.is_none() && !a.is_past()) {
        // `im Rathaus`, `auf dem Campus`, `im großen Saal`
        let is_inside = |h: &&Annotation| {
            let lower = |back: usize| h.tokens.start.checked_sub(back).map_or("", |t| &*view.chart.lower[t]);
            let is_behind = |back: usize| {
                matches!(lower(back), "im" | "am")
                    || matches!(lower(back), "der" | "dem" | "den") && matches!(lower(back + 1), "in" | "auf" | "an")
            };
            is_behind(1) || lower(1).ends_with("en") && is_behind(2)
        };
        let houses = a.reports.iter().filter(|r| !r.mention && !r.headline).flat_map(|r| view.chart.within(n.house, r.sentence.clone()));
        let Some(house) = houses.into_iter().find(is_inside) else { continue };
        let towns: BTreeSet<Id> = a.parties.iter().map(|p| p.value).filter(|id| super::memberships::is_town(entities, *id)).collect();
        let of_town = house.feature(n.city).is_some();
        let value = match (towns.first(), towns.len()) {
            (Some(town), 1) if of_town => Some(*town),
            (Some(_), 2..) if of_town => dateline(view, entities).filter(|id| towns.contains(id)),
            _ => dateline(view, entities),
        };
        a.place = value.map(|value| Read { value, tokens: house.tokens.clone(), rule: house.rule.clone() });
    }
}

/// The town that stands before the text, or in the line of its date.
fn dateline(view: &View, entities: &mut Entities) -> Option<Id> {
    of_first_line(view, entities).or_else(|| entities.town_of_date(view))
}

fn of_first_line(view: &View, entities: &Entities) -> Option<Id> {
    let towns = view.chart.annotations.iter().filter(|a| a.class == view.names().territory && is_dateline(view, &a.tokens));
    let first = towns.min_by_key(|a| a.tokens.start)?;
    let id = entities.exactly(view, &first.tokens)?;
    is_town(view, entities, id, &first.tokens).then_some(id)
}

/// Words by which a sentence says that it happened where and when the one before tells.
fn points_back(word: &str) -> bool {
    matches!(word, "dabei" | "dort" | "daraufhin" | "anschließend" | "anschluss" | "gelegenheit" | "rande" | "hierbei" | "zugleich")
}

/// `den alle vier unterzeichneten`: those of whom the sentence before tells.
fn is_counted(view: &View, t: usize) -> bool {
    matches!(&*view.chart.lower[t], "zwei" | "drei" | "vier" | "fünf") && t > 0 && &*view.chart.lower[t - 1] == "alle"
}

/// Whether a date is a day that lies near the day of publication.
fn is_near(view: &View, date: &str) -> bool {
    let day = date.parse::<jiff::civil::Date>().ok();
    let back = day.zip(view.published).and_then(|(day, published)| day.until(published).ok());
    back.is_some_and(|back| (0..=DAYS).contains(&back.get_days()))
}

/// The day that a sentence tells, if it is near the day of publication.
fn day(view: &View, sentence: &Range<usize>) -> Option<Read<String>> {
    let n = view.names();
    let days = view.chart.within(n.date, sentence.clone()).into_iter().filter_map(|a| {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*view.chart.lower[t]);
        let value = dates::value(view, a, false).filter(|_| !matches!(before, "bis" | "seit" | "ab" | "vom" | "zum"))?;
        is_near(view, &value).then(|| Read { value, tokens: a.tokens.clone(), rule: a.rule.clone() })
    });
    let days: Vec<Read<String>> = days.collect();
    // two days in one sentence: which one is meant is not said
    match &days[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The town that a sentence tells as a place.
fn town(view: &View, entities: &mut Entities, sentence: &Range<usize>) -> Option<Read<Id>> {
    let n = view.names();
    // `in Kiel`, `im Kieler Rathaus`
    let is_place = |a: &&Annotation| {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*view.chart.lower[t]);
        let is_in_the = |t: usize| t >= 2 && &*view.chart.lower[t - 2] == "in" && before == "der";
        before == "in" && a.class == n.territory || (before == "im" || is_in_the(a.tokens.start)) && a.class == n.territory_adjective
    };
    let named = view.chart.within(n.territory, sentence.clone()).into_iter();
    let towns: Vec<Read<Id>> = named
        .chain(view.chart.within(n.territory_adjective, sentence.clone()))
        .filter(is_place)
        .filter_map(|a| {
            let id =
                entities.exactly(view, &a.tokens).or_else(|| territory_at(view, &a.tokens).map(|entry| entities.of_entry(view, entry)))?;
            is_town(view, entities, id, &a.tokens).then(|| Read { value: id, tokens: a.tokens.clone(), rule: a.rule.clone() })
        })
        .collect();
    match &towns[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}
