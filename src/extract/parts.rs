//! Sentences that tell of two agreements: which of their words belong to which.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::entities::{Entities, Id};
use super::reports::{Report, is_town};
use crate::facts::AgreementStatus;
use crate::text::Shape;

/// Parts the words of each sentence between its reports.
pub(super) fn part(view: &View, entities: &Entities, reports: &mut [Report]) {
    reports.chunk_by_mut(|a, b| a.sentence == b.sentence).for_each(|same| part_clauses(view, same));
    reports.chunk_by_mut(|a, b| a.sentence == b.sentence).for_each(|same| {
        part_acts(view, same);
        part_colons(view, entities, same);
        part_relatives(view, same);
        part_bases(same);
    });
    reports.chunk_by_mut(|a, b| a.clause == b.clause).for_each(|same| part_partners(view, same));
}

/// `A will mit B Verträge schließen, und C wird eine Partnerschaft mit D eingehen`: each main clause with what it tells, if
/// it names parties of its own.
fn part_clauses(view: &View, same: &mut [Report]) {
    let lower = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let begins =
        |t: usize| lower(t - 1) == ";" || lower(t - 1) == "," && matches!(lower(t), "und" | "aber" | "doch" | "während" | "sowie" | "denn");
    let Some(sentence) = same.first().map(|r| r.sentence.clone()) else { return };
    let mut bounds: Vec<usize> = (sentence.start + 1..sentence.end).filter(|&t| begins(t)).collect();
    // `Nachdem der Vertrag mit A ausgelaufen war, unterschrieb B …`: the main clause begins with a verb behind a verb
    if matches!(lower(sentence.start), "nachdem" | "obwohl" | "weil") {
        let is_lower = |t: usize| view.chart.tokens[t].shape == Shape::Lower;
        let is_relative = |t: usize| matches!(lower(t), "der" | "die" | "das" | "den" | "dem" | "dessen" | "deren" | "in" | "mit" | "um");
        let is_main = |&t: &usize| lower(t - 1) == "," && is_lower(t - 2) && is_lower(t) && !is_relative(t);
        bounds.extend((sentence.start + 2..sentence.end).find(is_main));
        bounds.sort_unstable();
        bounds.dedup();
    }
    // only where there is something told on either side
    bounds.retain(|b| same.iter().any(|r| r.instrument.end <= *b) && same.iter().any(|r| r.instrument.start >= *b));
    let clause_of = |t: usize| {
        let start = bounds.iter().rev().find(|b| **b <= t).copied().unwrap_or(sentence.start);
        let end = bounds.iter().find(|b| **b > t).copied().unwrap_or(sentence.end);
        start..end
    };
    let names_parties = |clause: &Range<usize>| same[0].parties.iter().any(|p| clause.contains(&p.tokens.start));
    let clauses: Vec<Range<usize>> = same.iter().map(|r| clause_of(r.instrument.start)).collect();
    if bounds.is_empty() || !clauses.iter().all(names_parties) {
        return;
    }
    for (r, clause) in same.iter_mut().zip(clauses) {
        // the bodies of signatories who stand in another clause are none of this one's
        if r.signers.iter().any(|s| !clause.contains(&s.tokens.start)) {
            r.bodies.clear();
        }
        r.parties.retain(|p| clause.contains(&p.tokens.start));
        r.signers.retain(|s| clause.contains(&s.tokens.start));
        r.date = r.date.take().filter(|d| clause.contains(&d.tokens.start));
        r.place = r.place.take().filter(|p| clause.contains(&p.tokens.start));
        r.duration = r.duration.take().filter(|d| clause.contains(&d.tokens.start));
        if r.cooperation && only_goes_on(view, &clause) {
            r.status = AgreementStatus::Ongoing;
        }
        r.clause = clause;
    }
}

/// `A unterhält eine Partnerschaft mit B, und …`: no act is told in these words.
fn only_goes_on(view: &View, clause: &Range<usize>) -> bool {
    let n = view.names();
    let acts = [n.sign_verb, n.conclude_verb, n.want_verb].iter().any(|class| !view.chart.within(*class, clause.clone()).is_empty());
    let is_state = |t: usize| {
        matches!(
            &*view.chart.lower[t],
            "unterhält" | "unterhalten" | "besteht" | "bestehen" | "pflegt" | "pflegen" | "verbindet" | "verbinden"
        )
    };
    !acts && clause.clone().any(is_state)
}

/// `A und B haben eine Erklärung unterzeichnet; im Juni stimmten die Kabinette dem Abkommen zu`: what is signed on one side of
/// a semicolon is only named on the other one.
fn part_acts(view: &View, same: &mut [Report]) {
    let Some(semicolon) = same.first().and_then(|r| r.sentence.clone().find(|&t| &*view.chart.lower[t] == ";")) else { return };
    let side = |r: &Report| if r.instrument.end <= semicolon { r.sentence.start..semicolon } else { semicolon..r.sentence.end };
    let signs = |r: &Report| !view.chart.within(view.names().sign_verb, side(r)).is_empty();
    let is_act = |r: &Report| r.status == AgreementStatus::Signed && !r.mention;
    if !same.iter().any(|r| is_act(r) && signs(r)) {
        return;
    }
    for r in same.iter_mut().filter(|r| is_act(r) && !signs(r) && r.clause == r.sentence) {
        let own = side(r);
        r.parties.retain(|p| own.contains(&p.tokens.start));
        r.signers.clear();
        r.bodies.clear();
        (r.mention, r.date, r.place, r.clause) = (true, None, None, own);
    }
}

/// `Neu ist das Band zwischen Paris und Rom nicht: 2012 hatten A und B eine Partnerschaft gegründet`: where two partners stand on
/// the instrument's side of a colon, towns on the other one are none.
fn part_colons(view: &View, entities: &Entities, same: &mut [Report]) {
    for r in same.iter_mut() {
        let Some(colon) = r.clause.clone().find(|&t| &*view.chart.lower[t] == ":") else { continue };
        let own = if r.instrument.end <= colon { r.clause.start..colon } else { colon..r.clause.end };
        // `Mit A knüpft B an etwas an: Am 3. Mai hatten X und Y eine Erklärung unterschrieben`: whose ministers they are, is known
        let bodies: BTreeSet<Id> = r.bodies.iter().copied().collect();
        let is_signed_here = r.signers.iter().all(|s| own.contains(&s.tokens.start)) && bodies.len() >= 2 && r.instrument.start > colon;
        if is_signed_here {
            r.parties.retain(|p| own.contains(&p.tokens.start));
        } else if r.parties.iter().filter(|p| own.contains(&p.tokens.start)).count() >= 2 {
            r.parties.retain(|p| own.contains(&p.tokens.start) || !is_town(view, entities, p.value, &p.tokens));
        }
    }
}

/// `Vorausgegangen war dem Memorandum eine Erklärung, die A und B 2022 unterzeichnet hatten`: who signed, when and where, is told
/// of the instrument before the relative clause alone.
fn part_relatives(view: &View, same: &mut [Report]) {
    let Some(own) = same.iter().find_map(|r| Some(r.instrument.clone()).zip(relative_act(view, r))) else { return };
    let (instrument, relative) = own;
    let is_act = |r: &Report| matches!(r.status, AgreementStatus::Signed | AgreementStatus::Agreed) && !r.mention;
    for r in same.iter_mut().filter(|r| is_act(r) && r.instrument.end <= instrument.start) {
        r.parties.retain(|p| !relative.contains(&p.tokens.start));
        r.signers.retain(|s| !relative.contains(&s.tokens.start));
        r.bodies.clear();
        r.mention = true;
        r.date = r.date.take().filter(|d| !relative.contains(&d.tokens.start));
        r.place = r.place.take().filter(|p| !relative.contains(&p.tokens.start));
    }
}

/// The relative clause right behind an instrument, if all verbs of signing of the sentence stand in it.
fn relative_act(view: &View, r: &Report) -> Option<Range<usize>> {
    let lower = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    // `knüpft an die Erklärung an, auf die sich beide verständigt hatten`
    let comma = r.instrument.end + usize::from(matches!(lower(r.instrument.end), "an" | "auf" | "ab"));
    let pronoun = comma + 1 + usize::from(matches!(lower(comma + 1), "auf" | "in" | "mit"));
    if lower(comma) != "," || !matches!(lower(pronoun), "die" | "das" | "den" | "der" | "dem") {
        return None;
    }
    let n = view.names();
    let acts = |part: Range<usize>| {
        [n.sign_verb, n.conclude_verb, n.agree_verb].iter().any(|class| !view.chart.within(*class, part.clone()).is_empty())
    };
    (acts(comma..r.sentence.end) && !acts(r.sentence.start..comma)).then_some(comma..r.sentence.end)
}

/// `Die neue Vereinbarung ersetzt eine zwischen A und B aus dem Jahr 2013`: what stands behind the earlier instrument is told of
/// that one.
fn part_bases(same: &mut [Report]) {
    let Some(base) = same.iter().find(|r| r.base).map(|r| r.instrument.start) else { return };
    for r in same.iter_mut().filter(|r| r.mention && !r.base && r.instrument.end <= base) {
        r.parties.retain(|p| p.tokens.start < base);
        r.date = r.date.take().filter(|d| d.tokens.start < base);
    }
}

/// `eine Absichtserklärung mit A und ein Memorandum mit B`: each has its own partner; the subject is shared.
fn part_partners(view: &View, same: &mut [Report]) {
    let mut instruments: Vec<Range<usize>> = same.iter().filter(|r| !r.anaphora).map(|r| r.instrument.clone()).collect();
    instruments.dedup();
    if instruments.len() < 2 || instruments.windows(2).any(|w| w[0].end > w[1].start) {
        return;
    }
    // from each instrument to the next, and the tokens there behind `mit` or `zwischen`
    let end_of = |i: usize| instruments.get(i + 1).map_or(same[0].clause.end, |next| next.start);
    let owned_by = |i: usize| {
        let end = end_of(i);
        let with = (instruments[i].end..end).find(|&t| matches!(&*view.chart.lower[t], "mit" | "zwischen"))?;
        same[0].parties.iter().any(|p| (with..end).contains(&p.tokens.start)).then_some(with..end)
    };
    let Some(owned) = (0..instruments.len()).map(owned_by).collect::<Option<Vec<_>>>() else { return };
    let clauses: Vec<Range<usize>> = (0..instruments.len()).map(|i| instruments[i].start..end_of(i)).collect();
    for r in same {
        let Some(own) = instruments.iter().position(|i| *i == r.instrument) else { continue };
        r.parties.retain(|p| owned.iter().enumerate().all(|(i, of)| i == own || !of.contains(&p.tokens.start)));
        r.clause = clauses[own].clone();
    }
}
