//! Which sentences of a document speak of the same agreement.
//!
//! A report joins an agreement that it does not contradict: other parties, another date, another instrument part them.
//! With an indefinite article something new is told unless it shares parties with what is known; with a definite one
//! the last agreement that fits is meant.

use std::collections::BTreeSet;

use super::View;
use super::dates::compatible;
use super::entities::{Entities, Id};
use super::partners::{distinct, group_of, is_same_party};
use super::reports::{Read, Report};
use crate::facts::{AgreementKind, AgreementStatus, EntityKind};

pub(super) fn place_report(entities: &Entities, groups: &mut Vec<Vec<Report>>, r: Report) {
    let fitting: Vec<usize> = (0..groups.len()).filter(|&i| fits(entities, &groups[i], &r)).collect();
    let own_parties = distinct(entities, &r.parties) + r.signers.len().min(2);
    let best = fitting.iter().copied().max_by_key(|&i| {
        let g = &groups[i];
        let last = g.last().map_or(0, |x| x.sentence.start);
        (shared(entities, g, &r), same_kind(g, &r), last)
    });
    match best {
        Some(i) if r.mention || r.definite || r.cooperation || r.anaphora || r.session || own_parties == 0 => groups[i].push(r),
        Some(i) if shared(entities, &groups[i], &r) > 0 || r.parties.is_empty() => groups[i].push(r),
        // what only takes something up opens nothing
        _ if r.anaphora && own_parties < 2 && !(r.earlier && r.date.is_some()) => {}
        _ => groups.push(vec![r]),
    }
}

fn same_kind(group: &[Report], r: &Report) -> bool {
    group.iter().any(|g| g.kind == r.kind)
}

/// Parties that a report shares with a group.
fn shared(entities: &Entities, group: &[Report], r: &Report) -> usize {
    let known: BTreeSet<Id> = group.iter().flat_map(|g| &g.parties).map(|p| group_of(entities, p.value)).collect();
    r.parties.iter().map(|p| group_of(entities, p.value)).collect::<BTreeSet<_>>().intersection(&known).count()
}

/// Whether a report may speak of the same agreement as a group.
pub(super) fn fits(entities: &Entities, group: &[Report], r: &Report) -> bool {
    // the date of a report that something has ended is that of its end
    let is_end = r.status == AgreementStatus::Ended;
    let dates_agree = match r.date.as_ref().filter(|_| !is_end) {
        Some(d) => group.iter().filter_map(|g| g.date.as_ref()).all(|k| compatible(&k.value, &d.value)),
        None => true,
    };
    let known: BTreeSet<Id> = group.iter().flat_map(|g| &g.parties).map(|p| group_of(entities, p.value)).collect();
    let own: BTreeSet<Id> = r.parties.iter().map(|p| group_of(entities, p.value)).collect();
    let parties_agree = match (known.len(), own.len()) {
        (_, 0) | (0, _) => true,
        // each sentence names one of the two; but not what goes on beside the matter of the day
        (1, 1) => !(r.cooperation && matches!(r.status, AgreementStatus::Ongoing | AgreementStatus::Ended)) || known == own,
        _ => {
            let common =
                own.iter().filter(|o| known.contains(o) || r.headline && known.iter().any(|k| is_same_party(entities, *k, **o))).count();
            common > 0 && (common == own.len() || common == known.len() || common >= 2)
        }
    };
    let signers_agree = {
        let known: BTreeSet<Id> = group.iter().flat_map(|g| &g.signers).map(|s| s.value).collect();
        let apart = !r.signers.iter().any(|s| known.contains(&s.value));
        !(apart && known.len() >= 2 && r.signers.len() >= 2
            || apart && !known.is_empty() && !r.signers.is_empty() && r.earlier && r.date.is_some())
    };
    // somebody signs for a state that is no party of what is known: `im August unterschrieb für Bremen ...`
    let is_state = |id: &Id| matches!(entities.get(*id).kind, Some(EntityKind::State | EntityKind::Country));
    let unknown_body = |b: &Id| {
        let home = entities.get(*b).jurisdiction;
        let is_near = |k: &Id| {
            *k == *b
                || Some(*k) == home
                || entities.get(*k).jurisdiction == Some(*b)
                || home.is_some() && entities.get(*k).jurisdiction == home
        };
        !known.iter().any(is_near)
    };
    // the signatories of two bodies: both must be parties of what is known
    let other_partner = known.len() >= 2 && r.bodies.iter().collect::<BTreeSet<_>>().len() >= 2 && r.bodies.iter().any(unknown_body);
    let other_state = known.len() >= 2 && known.iter().any(is_state) && r.bodies.iter().any(|b| is_state(b) && !known.contains(b));
    let other = r.other && !r.mention || other_state || other_partner;
    // one that lies before the matter of the day is another one, unless the group does so too, or is what it takes up:
    // `Unterschrieben hatten das Vertragswerk im Sommer ...`
    let same_time = r.date.as_ref().is_none_or(|d| group.iter().filter_map(|g| g.date.as_ref()).all(|k| compatible(&k.value, &d.value)));
    let takes_up = r.definite && same_time;
    let time_agrees = !(r.base || r.earlier && !r.mention && r.date.is_some() && !takes_up) || group.iter().any(|g| g.base || g.earlier);
    // the one that was prolonged is another one than what prolongs it
    let prolonged = r.earlier && r.date.is_some() && !r.mention && group.iter().any(|g| g.status == AgreementStatus::Extended);
    !other && !prolonged && dates_agree && parties_agree && signers_agree && time_agrees && kinds_agree(group, r)
}

/// Different instruments are different agreements; general words (`Vereinbarung`, `Zusammenarbeit`) fit any.
fn kinds_agree(group: &[Report], r: &Report) -> bool {
    // `das Memorandum`, of which nothing else is told, may be another word for the agreement on hand
    let taken_up = |r: &Report| r.definite && !r.other && !r.base && !r.earlier && r.date.is_none() && r.parties.is_empty();
    let general = |r: &Report| {
        taken_up(r)
            || r.headline
            || r.general
            || r.cooperation
            || r.anaphora
            || r.session
            || r.kind == AgreementKind::CooperationAgreement && r.definite
    };
    let specific = |r: &Report| (!general(r)).then_some(r.kind);
    match specific(r) {
        None => true,
        Some(kind) => group.iter().filter_map(specific).all(|k| k == kind),
    }
}

/// `Ähnliche Abkommen hat A mit B, C und D geschlossen`, `schloss Vereinbarungen mit B, C und D`: one with each.
pub(super) fn one_a_partner(view: &View, entities: &Entities, r: Report) -> Vec<Report> {
    let chart = view.chart;
    let words: Vec<&str> = r.instrument.clone().map(|t| &*chart.lower[t]).collect();
    // an adjective without article may stand outside of the phrase: `Ähnliche Abkommen`
    let first = r.instrument.start.saturating_sub(1).max(r.sentence.start);
    let several = (first..r.instrument.end).any(|t| is_plural_adjective(&chart.lower[t]));
    if !(several || words.last().is_some_and(|w| is_plural(w)))
        || words.iter().any(|w| w.starts_with("ein") || *w == "beide" || *w == "beiden")
    {
        return vec![r];
    }
    // the preposition that stands right before the first of several partners
    let before = |p: &Read<Id>| (p.tokens.start.saturating_sub(3)..p.tokens.start).rev().find(|&t| &*chart.lower[t] == "mit");
    let Some(with) = r.parties.iter().filter_map(before).min() else { return vec![r] };
    let (partners, subject): (Vec<Read<Id>>, Vec<Read<Id>>) =
        r.parties.iter().cloned().partition(|p| p.tokens.start > with && p.tokens.start < with + 60);
    if partners.len() < 2 {
        return vec![r];
    }
    let own = subject
        .first()
        .cloned()
        .or_else(|| entities.home.map(|home| Read { value: home, tokens: r.sentence.clone(), rule: "party.home".into() }));
    let Some(own) = own else { return vec![r] };
    partners.into_iter().map(|p| Report { parties: vec![own.clone(), p], other: true, ..r.clone() }).collect()
}

/// Adjectives that say without an article that there are several.
fn is_plural_adjective(word: &str) -> bool {
    matches!(
        word,
        "ähnliche" | "solche" | "vergleichbare" | "entsprechende" | "weitere" | "gleichartige" | "mehrere" | "zahlreiche" | "bilaterale"
    )
}

/// Whether a noun for an instrument stands for more than one: `Vereinbarungen`, `Verträge`, `MoUs`.
fn is_plural(word: &str) -> bool {
    ["ungen", "verträge", "verträgen", "memoranden", "memoranda", "schaften", "kooperationen", "urkunden"].iter().any(|e| word.ends_with(e))
        || matches!(word, "mous" | "lois" | "pakte" | "verträge" | "übereinkünfte")
}
