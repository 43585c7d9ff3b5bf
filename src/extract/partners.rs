//! The parties of an agreement: who counts as one, and those that its own sentences leave out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::entities::{Entities, Id, slot};
use super::grouping::Group;
use super::reports::{Read, Report};
use crate::facts::{EntityClass, EntityKind};

/// A Land and its ministry are one party: the Land stands for both.
pub(super) fn group_of(entities: &Entities, id: Id) -> Id {
    let e = entities.get(id);
    match (e.kind, e.jurisdiction) {
        (Some(EntityKind::Ministry | EntityKind::Government), Some(j)) => j,
        _ => id,
    }
}

pub(super) fn distinct(entities: &Entities, parties: &[Read<Id>]) -> usize {
    parties.iter().map(|p| group_of(entities, p.value)).collect::<BTreeSet<_>>().len()
}

/// Adds a partner, unless it is there already: itself, its Land, or an agency that acts for its Land.
pub(super) fn add_party(entities: &Entities, parties: &mut Vec<Read<Id>>, p: Read<Id>) {
    let is_place = |id: Id| entities.get(id).class == EntityClass::Place;
    match parties.iter_mut().find(|k| is_same_party(entities, k.value, p.value)) {
        None => parties.push(p),
        // the state itself rather than the agency that acts for it
        Some(known) if is_place(p.value) && !is_place(known.value) && entities.get(known.value).kind == Some(EntityKind::Agency) => {
            *known = p
        }
        Some(_) => {}
    }
}

pub(super) fn is_same_party(entities: &Entities, a: Id, b: Id) -> bool {
    let acts_for =
        |agency: Id, state: Id| entities.get(agency).kind == Some(EntityKind::Agency) && entities.get(agency).jurisdiction == Some(state);
    group_of(entities, a) == group_of(entities, b) || acts_for(a, b) || acts_for(b, a)
}

/// The bodies of a list of actors.
fn members_of(view: &View, entities: &Entities, list: &Range<usize>) -> Vec<(Id, Range<usize>)> {
    let actors = view.chart.within(view.names().actor_class, list.clone());
    let names = actors.iter().filter_map(|x| slot(x, view.names().actor));
    names.filter_map(|t| Some((entities.exactly(view, &t)?, t))).collect()
}

/// `mit denselben vier Betreibern`, `beide Seiten`: the partners of the agreement told beside it.
pub(super) fn inherit_parties(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    for i in 0..agreements.len() {
        let takes_up = |r: &Report| {
            r.sentence.clone().any(|t| {
                matches!(&*view.chart.lower[t], "beide" | "beiden" | "beider" | "denselben" | "dieselben" | "derselben" | "selben")
            }) || r.sentence.clone().any(|t| {
                &*view.chart.lower[t] == "sie"
                    && t > r.sentence.start
                    && matches!(&*view.chart.lower[t - 1], "haben" | "hatten" | "wollen" | "schlossen" | "unterzeichneten" | "vereinbarten")
                    || &*view.chart.lower[t] == "den"
                        && view.chart.lower.get(t + 1).is_some_and(|w| matches!(&**w, "zwei" | "drei" | "vier" | "fünf"))
            })
        };
        if distinct(entities, &agreements[i].parties) >= 2 {
            continue;
        }
        let Some(sentence) = agreements[i].reports.iter().find(|r| takes_up(r)).map(|r| r.sentence.clone()) else { continue };
        let start = sentence.start;
        let donor = (0..agreements.len())
            .filter(|&j| j != i && distinct(entities, &agreements[j].parties) >= 2)
            .filter(|&j| {
                agreements[i]
                    .parties
                    .iter()
                    .all(|p| agreements[j].parties.iter().any(|q| group_of(entities, q.value) == group_of(entities, p.value)))
            })
            .min_by_key(|&j| agreements[j].evidence.iter().map(|(t, _)| t.start.abs_diff(start)).min());
        if let Some(j) = donor {
            for p in agreements[j].parties.clone() {
                add_party(entities, &mut agreements[i].parties, Read { tokens: sentence.clone(), ..p });
            }
        }
    }
}

/// One partner only: the other is who the sentences before speak of, side by side with it, or the home state that
/// concludes something `mit` the partner.
pub(super) fn add_subjects(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    let chart = view.chart;
    let n = view.names();
    for a in agreements {
        let counted = |t: usize| {
            matches!(&*chart.lower[t], "drei" | "vier" | "fünf" | "sechs")
                && t > 0
                && matches!(&*chart.lower[t - 1], "die" | "alle" | "den")
        };
        let both = a.reports.iter().any(|r| r.sentence.clone().any(|t| matches!(&*chart.lower[t], "beide" | "beiden") || counted(t)));
        let lacks = distinct(entities, &a.parties) == 1 || a.parties.is_empty() && both;
        if !lacks || a.reports.iter().all(|r| r.mention) {
            continue;
        }
        let first = a.evidence[0].0.start;
        let known = a.parties.first().map(|p| group_of(entities, p.value));
        let index = chart.sentence_of(first);
        let near = chart.sentences[index.saturating_sub(2)].tokens.start..chart.sentences[index].tokens.end;
        let beside = chart.within(n.actor_list, near).into_iter().rev().find_map(|list| {
            let members = members_of(view, entities, &list.tokens);
            members.iter().any(|(id, _)| known.is_none_or(|k| group_of(entities, *id) == k)).then_some(members)
        });
        if let Some(members) = beside {
            for (value, tokens) in members {
                add_party(entities, &mut a.parties, Read { value, tokens, rule: "party.beside".into() });
            }
            continue;
        }
        if let Some(subject) = pronoun_subject(view, entities, a) {
            add_party(entities, &mut a.parties, subject);
            continue;
        }
        let with = a.reports.iter().any(|r| {
            r.sentence.clone().any(|t| &*chart.lower[t] == "mit" && r.parties.iter().any(|p| p.tokens.start > t && p.tokens.start <= t + 6))
        });
        // a Land that the text names itself, not only its towns
        if let (true, Some(home)) = (with, entities.home.filter(|h| !entities.get(*h).mentions.is_empty())) {
            let tokens = a.evidence[0].0.clone();
            add_party(entities, &mut a.parties, Read { value: home, tokens, rule: "party.home".into() });
        }
    }
}

/// `Bis zum Sommer will sie mit B einen Vertrag schließen`: who the sentence before speaks of, if that is one body.
fn pronoun_subject(view: &View, entities: &Entities, a: &Agreement) -> Option<Read<Id>> {
    let chart = view.chart;
    let n = view.names();
    let with = |r: &&Report| {
        let is = |word: &'static str| r.sentence.clone().find(|&t| &*chart.lower[t] == word);
        is("mit").is_some() && ["sie", "er", "es", "man"].iter().any(|p| is(p).is_some())
    };
    let report = a.reports.iter().find(with)?;
    let index = chart.sentence_of(report.sentence.start).checked_sub(1)?;
    let before = chart.sentences[index].tokens.clone();
    let known = a.parties.first().map(|p| group_of(entities, p.value));
    let mut bodies: Vec<(Id, Range<usize>)> = chart
        .within(n.actor_class, before)
        .iter()
        .filter_map(|x| slot(x, n.actor))
        .filter_map(|t| Some((entities.exactly(view, &t)?, t)))
        .filter(|(id, _)| entities.get(*id).kind != Some(EntityKind::City) && known != Some(group_of(entities, *id)))
        .collect();
    bodies.dedup_by_key(|(id, _)| group_of(entities, *id));
    let [(value, _)] = &bodies[..] else { return None };
    Some(Read { value: *value, tokens: report.sentence.clone(), rule: "party.pronoun".into() })
}

/// Partners that stand as a list below the sentence: `mit den folgenden Partnern durchgeführt:`
pub(super) fn add_listed_parties(view: &View, entities: &Entities, groups: &mut [Group]) {
    let chart = view.chart;
    for r in groups.iter_mut().flat_map(|g| &mut g.reports) {
        if &*chart.lower[r.sentence.end - 1] != ":" {
            continue;
        }
        let mut next = chart.sentence_of(r.sentence.start) + 1;
        while let Some(item) = chart.sentences.get(next) {
            let tokens = item.tokens.clone();
            let first = tokens.clone().find(|&t| chart.tokens[t].is_word());
            let listed = first.and_then(|t| {
                let short = tokens.len() <= 20 && &*chart.lower[tokens.end - 1] != ".";
                let named = chart.starting_at(t).filter(|a| a.class == view.names().organization).max_by_key(|a| a.tokens.end);
                named.filter(|_| short).and_then(|a| Some((entities.exactly(view, &a.tokens)?, a.tokens.clone())))
            });
            let Some((value, tokens)) = listed else { break };
            r.parties.push(Read { value, tokens, rule: "list.partners".into() });
            next += 1;
        }
    }
}
