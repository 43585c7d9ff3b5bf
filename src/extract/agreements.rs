//! Reports into agreements: which sentences of a document speak of the same one.
//!
//! A report joins an agreement that it does not contradict: other parties, another date, another instrument part them.
//! With an indefinite article something new is told unless it shares parties with what is known; with a definite one
//! the last agreement that fits is meant. What is left without two parties is no agreement that anybody could use.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::dates::compatible;
use super::entities::{Entities, Id, slot};
use super::memberships::Membership;
use super::reports::{Read, Report};
use super::topics;
use crate::facts::{AgreementKind, AgreementStatus, EntityClass, EntityKind};

/// An agreement of the document.
#[derive(Debug, Clone)]
pub struct Agreement {
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub parties: Vec<Read<Id>>,
    pub signers: Vec<Read<Id>>,
    pub date: Option<Read<String>>,
    pub place: Option<Read<Id>>,
    pub duration: Option<Read<String>>,
    pub topics: Vec<Read<String>>,
    /// Indices of earlier agreements of the document, and the sentence that says so.
    pub based_on: Vec<(usize, Range<usize>, Arc<str>)>,
    /// Sentences and rules.
    pub evidence: Vec<(Range<usize>, Arc<str>)>,
    reports: Vec<Report>,
}

pub fn assemble(view: &View, reports: Vec<Report>, entities: &mut Entities, memberships: &mut Vec<Membership>) -> Vec<Agreement> {
    let mut groups: Vec<Vec<Report>> = Vec::new();
    let (headlines, body): (Vec<Report>, Vec<Report>) = reports.into_iter().partition(|r| r.headline);
    for r in body.into_iter().flat_map(|r| one_a_partner(view, entities, r)) {
        place_report(entities, &mut groups, r);
    }
    for r in headlines {
        // a headline tells again what the text tells; alone it must name the partners itself
        match groups.iter_mut().find(|g| fits(entities, g, &r)) {
            Some(group) => group.push(r),
            None if distinct(entities, &r.parties) >= 2 && !r.mention => groups.push(vec![r]),
            None => {}
        }
    }
    add_listed_parties(view, entities, &mut groups);
    let mut agreements: Vec<Agreement> = groups.into_iter().map(|g| combine(view, entities, memberships, g)).collect();
    inherit_parties(view, entities, &mut agreements);
    add_subjects(view, entities, &mut agreements);
    link_bases(entities, &mut agreements);
    let keep: Vec<bool> = agreements.iter().map(|a| is_agreement(view, entities, a)).collect();
    let mut agreements = retain(agreements, &keep);
    add_described_topics(view, entities, &mut agreements);
    for a in &agreements {
        memberships.extend(by_elimination(entities, memberships, a));
    }
    agreements
}

/// Two sign for two, and one of each is accounted for: the other signs for the other.
fn by_elimination(entities: &Entities, memberships: &[Membership], a: &Agreement) -> Option<Membership> {
    let bodies_of = |person: Id| memberships.iter().filter(move |m| m.person == person).map(|m| group_of(entities, m.body));
    let mut homeless = a.signers.iter().filter(|s| bodies_of(s.value).next().is_none());
    let (signer, None) = (homeless.next()?, homeless.next()) else { return None };
    let represented: BTreeSet<Id> = a.signers.iter().flat_map(|s| bodies_of(s.value)).collect();
    let mut left = a.parties.iter().filter(|p| !represented.contains(&group_of(entities, p.value)));
    let (party, None) = (left.next()?, left.next()) else { return None };
    if represented.is_empty() || distinct(entities, &a.parties) != 2 {
        return None;
    }
    Some(Membership {
        person: signer.value,
        body: party.value,
        office: None,
        tokens: signer.tokens.clone(),
        rule: "office.by-elimination".into(),
    })
}

fn place_report(entities: &Entities, groups: &mut Vec<Vec<Report>>, r: Report) {
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

/// `Ähnliche Abkommen hat A mit B, C und D geschlossen`: one with each.
fn one_a_partner(view: &View, entities: &Entities, r: Report) -> Vec<Report> {
    let words = |range: &Range<usize>| range.clone().map(|t| &*view.chart.lower[t]).collect::<Vec<_>>();
    let plural = words(&r.instrument)
        .iter()
        .any(|w| matches!(*w, "ähnliche" | "solche" | "vergleichbare" | "entsprechende" | "weitere" | "gleichartige"))
        && !words(&r.instrument).iter().any(|w| w.starts_with("ein"));
    let with = r.sentence.clone().find(|&t| &*view.chart.lower[t] == "mit");
    let (Some(with), true) = (with, plural) else { return vec![r] };
    let (partners, subject): (Vec<Read<Id>>, Vec<Read<Id>>) =
        r.parties.iter().cloned().partition(|p| p.tokens.start > with && p.tokens.start < with + 24);
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

fn same_kind(group: &[Report], r: &Report) -> bool {
    group.iter().any(|g| g.kind == r.kind)
}

/// Parties that a report shares with a group.
fn shared(entities: &Entities, group: &[Report], r: &Report) -> usize {
    let known: BTreeSet<Id> = group.iter().flat_map(|g| &g.parties).map(|p| group_of(entities, p.value)).collect();
    r.parties.iter().map(|p| group_of(entities, p.value)).collect::<BTreeSet<_>>().intersection(&known).count()
}

/// Whether a report may speak of the same agreement as a group.
fn fits(entities: &Entities, group: &[Report], r: &Report) -> bool {
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
        (1, 1) => true,
        _ => {
            let common = known.intersection(&own).count();
            common > 0 && (common == own.len() || common == known.len() || common >= 2)
        }
    };
    let signers_agree = {
        let known: BTreeSet<Id> = group.iter().flat_map(|g| &g.signers).map(|s| s.value).collect();
        let apart = !r.signers.iter().any(|s| known.contains(&s.value));
        !(apart && known.len() >= 2 && r.signers.len() >= 2
            || apart && !known.is_empty() && !r.signers.is_empty() && r.earlier && r.date.is_some())
    };
    let other = r.other && !r.mention;
    // one that lies before the matter of the day is another one, unless the group does so too
    let time_agrees = !(r.base || r.earlier && !r.mention && r.date.is_some()) || group.iter().any(|g| g.base || g.earlier);
    // the one that was prolonged is another one than what prolongs it
    let prolonged = r.earlier && r.date.is_some() && !r.mention && group.iter().any(|g| g.status == AgreementStatus::Extended);
    !other && !prolonged && dates_agree && parties_agree && signers_agree && time_agrees && kinds_agree(group, r)
}

/// Different instruments are different agreements; general words (`Vereinbarung`, `Zusammenarbeit`) fit any.
fn kinds_agree(group: &[Report], r: &Report) -> bool {
    // `das Memorandum`, of which nothing else is told, may be another word for the agreement on hand
    let taken_up = |r: &Report| r.definite && !r.other && !r.base && !r.earlier && r.date.is_none() && r.parties.is_empty();
    let general = |r: &Report| {
        taken_up(r) || r.headline || r.cooperation || r.anaphora || r.session || r.kind == AgreementKind::CooperationAgreement && r.definite
    };
    let specific = |r: &Report| (!general(r)).then_some(r.kind);
    match specific(r) {
        None => true,
        Some(kind) => group.iter().filter_map(specific).all(|k| k == kind),
    }
}

/// A Land and its ministry are one party: the Land stands for both.
fn group_of(entities: &Entities, id: Id) -> Id {
    let e = entities.get(id);
    match (e.kind, e.jurisdiction) {
        (Some(EntityKind::Ministry | EntityKind::Government), Some(j)) => j,
        _ => id,
    }
}

fn distinct(entities: &Entities, parties: &[Read<Id>]) -> usize {
    parties.iter().map(|p| group_of(entities, p.value)).collect::<BTreeSet<_>>().len()
}

fn combine(view: &View, entities: &Entities, memberships: &[Membership], mut reports: Vec<Report>) -> Agreement {
    reports.sort_by_key(|r| r.sentence.start);
    let mut parties: Vec<Read<Id>> = Vec::new();
    let mut signers: Vec<Read<Id>> = Vec::new();
    for r in &reports {
        for p in &r.parties {
            add_party(entities, &mut parties, p.clone());
        }
        for s in &r.signers {
            if !signers.iter().any(|k| k.value == s.value) {
                signers.push(s.clone());
            }
        }
    }
    // the bodies for which the signatories stand, where the parties are not told otherwise
    if distinct(entities, &parties) < 2 {
        for s in &signers {
            if let Some(m) = memberships.iter().find(|m| m.person == s.value) {
                add_party(entities, &mut parties, Read { value: m.body, tokens: s.tokens.clone(), rule: s.rule.clone() });
            }
        }
    }
    let sentences: Vec<Range<usize>> = reports.iter().map(|r| r.sentence.clone()).collect();
    let topics = topics::within(view, sentences.iter());
    let kind = kind_of(&reports);
    let mut evidence: Vec<(Range<usize>, Arc<str>)> = Vec::new();
    for r in &reports {
        if !evidence.iter().any(|(t, _)| *t == r.sentence) {
            evidence.push((r.sentence.clone(), r.rule.clone()));
        }
    }
    let first = |pick: &dyn Fn(&Report) -> bool| reports.iter().find(|r| pick(r));
    Agreement {
        kind,
        status: status_of(&reports),
        date: first(&|r| r.date.is_some()).and_then(|r| r.date.clone()),
        place: first(&|r| r.place.is_some()).and_then(|r| r.place.clone()),
        duration: first(&|r| r.duration.is_some()).and_then(|r| r.duration.clone()),
        parties,
        signers,
        topics,
        based_on: Vec::new(),
        evidence,
        reports,
    }
}

/// Adds a partner, unless it is there already: itself, its Land, or an agency that acts for its Land.
fn add_party(entities: &Entities, parties: &mut Vec<Read<Id>>, p: Read<Id>) {
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

fn is_same_party(entities: &Entities, a: Id, b: Id) -> bool {
    let acts_for =
        |agency: Id, state: Id| entities.get(agency).kind == Some(EntityKind::Agency) && entities.get(agency).jurisdiction == Some(state);
    group_of(entities, a) == group_of(entities, b) || acts_for(a, b) || acts_for(b, a)
}

/// The instrument named most specifically: a `Vereinbarung` may be a memorandum, a memorandum is one.
fn kind_of(reports: &[Report]) -> AgreementKind {
    let specific = |k: &AgreementKind| !matches!(k, AgreementKind::Cooperation | AgreementKind::CooperationAgreement);
    let told: Vec<&Report> = reports.iter().filter(|r| !r.mention).collect();
    let reports: Vec<&Report> = if told.iter().any(|r| !r.cooperation && !r.anaphora) { told } else { reports.iter().collect() };
    let kinds: Vec<AgreementKind> = reports.iter().filter(|r| !r.cooperation && !r.anaphora || r.session).map(|r| r.kind).collect();
    kinds.iter().find(|k| specific(k)).or(kinds.first()).copied().unwrap_or_else(|| reports[0].kind)
}

/// What the reports with a verb of agreeing say; signed beats agreed, and what happened beats what was planned.
fn status_of(reports: &[Report]) -> AgreementStatus {
    let with_verb: Vec<AgreementStatus> = reports.iter().filter(|r| !r.mention).map(|r| r.status).collect();
    let order = [
        AgreementStatus::Ended,
        AgreementStatus::Extended,
        AgreementStatus::Signed,
        AgreementStatus::Agreed,
        AgreementStatus::Planned,
        AgreementStatus::Ongoing,
    ];
    order.into_iter().find(|s| with_verb.contains(s)).unwrap_or(AgreementStatus::Ongoing)
}

/// `mit denselben vier Betreibern`, `beide Seiten`: the partners of the agreement told beside it.
fn inherit_parties(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    for i in 0..agreements.len() {
        let takes_up = |r: &Report| {
            r.sentence.clone().any(|t| {
                matches!(&*view.chart.lower[t], "beide" | "beiden" | "beider" | "denselben" | "dieselben" | "derselben" | "selben")
            }) || r.sentence.clone().any(|t| {
                &*view.chart.lower[t] == "den"
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
fn add_subjects(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    let chart = view.chart;
    let n = view.names();
    for a in agreements {
        let both = a.reports.iter().any(|r| r.sentence.clone().any(|t| matches!(&*chart.lower[t], "beide" | "beiden")));
        let lacks = distinct(entities, &a.parties) == 1 || a.parties.is_empty() && both;
        if !lacks || a.reports.iter().all(|r| r.mention) {
            continue;
        }
        let first = a.evidence[0].0.start;
        let known = a.parties.first().map(|p| group_of(entities, p.value));
        let index = chart.sentence_of(first);
        let near = chart.sentences[index.saturating_sub(2)].tokens.start..chart.sentences[index].tokens.end;
        let beside = chart.within(n.actor_list, near).into_iter().rev().find_map(|list| {
            let members: Vec<(Id, Range<usize>)> = chart
                .within(n.actor_class, list.tokens.clone())
                .iter()
                .filter_map(|x| slot(x, n.actor))
                .filter_map(|t| Some((entities.exactly(view, &t)?, t)))
                .collect();
            members.iter().any(|(id, _)| known.is_none_or(|k| group_of(entities, *id) == k)).then_some(members)
        });
        if let Some(members) = beside {
            for (value, tokens) in members {
                add_party(entities, &mut a.parties, Read { value, tokens, rule: "party.beside".into() });
            }
            continue;
        }
        let with = a.reports.iter().any(|r| {
            r.sentence.clone().any(|t| &*chart.lower[t] == "mit" && r.parties.iter().any(|p| p.tokens.start > t && p.tokens.start <= t + 6))
        });
        if let (true, Some(home)) = (with, entities.home) {
            let tokens = a.evidence[0].0.clone();
            add_party(entities, &mut a.parties, Read { value: home, tokens, rule: "party.home".into() });
        }
    }
}

/// Partners that stand as a list below the sentence: `mit den folgenden Partnern durchgeführt:`
fn add_listed_parties(view: &View, entities: &Entities, groups: &mut [Vec<Report>]) {
    let chart = view.chart;
    for r in groups.iter_mut().flatten() {
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

/// Topics of sentences that describe what partners do together belong to the agreement told last before (of the day, not
/// an earlier one); those of headlines to the first agreement.
fn add_described_topics(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    let n = view.names();
    let reported: BTreeSet<usize> = agreements.iter().flat_map(|a| &a.evidence).map(|(t, _)| t.start).collect();
    let is_past = |a: &Agreement| a.reports.iter().all(|r| r.earlier || r.base);
    let Some(main) = agreements.iter().position(|a| !is_past(a)).or_else(|| (!agreements.is_empty()).then_some(0)) else { return };
    let mut previous_reported = false;
    for sentence in &view.chart.sentences {
        let tokens = sentence.tokens.clone();
        let headline = view.chart.context[tokens.start].headline || view.chart.context[tokens.start].lead;
        let same_paragraph = previous_reported && view.chart.tokens[tokens.start].newlines_before == 0;
        previous_reported = reported.contains(&tokens.start) || same_paragraph;
        let has = |class| !view.chart.within(class, tokens.clone()).is_empty();
        let describes = headline || same_paragraph || has(n.description) || has(n.want_verb);
        let quoted = tokens.clone().filter(|&t| view.chart.context[t].quoted).count() * 2 > tokens.len();
        if reported.contains(&tokens.start) || !describes || quoted {
            continue;
        }
        let told_before = |a: &Agreement| a.evidence.iter().map(|(t, _)| t.start).filter(|s| *s < tokens.start).max();
        let current =
            (0..agreements.len()).filter(|&i| !is_past(&agreements[i])).filter_map(|i| told_before(&agreements[i]).map(|at| (at, i))).max();
        let owner = match current {
            Some((_, i)) if !headline => i,
            _ if headline => main,
            _ => continue,
        };
        for t in topics::within(view, std::iter::once(&tokens)) {
            if !agreements[owner].topics.iter().any(|k| k.value == t.value) {
                agreements[owner].topics.push(t);
            }
        }
    }
    inherit_topics(entities, agreements, main);
    for a in agreements {
        a.topics.sort_by(|x, y| x.value.cmp(&y.value));
    }
}

/// An earlier agreement of the same partners, of which no subject is told, is about the main subject of the text: that of
/// the first topic of the agreement of the day.
fn inherit_topics(entities: &Entities, agreements: &mut [Agreement], main: usize) {
    let Some(first) = agreements[main].topics.iter().min_by_key(|t| t.tokens.start).cloned() else { return };
    let partners: BTreeSet<Id> = agreements[main].parties.iter().map(|p| group_of(entities, p.value)).collect();
    for a in agreements.iter_mut().filter(|a| a.topics.is_empty()) {
        if a.parties.iter().any(|p| partners.contains(&group_of(entities, p.value))) {
            a.topics.push(first.clone());
        }
    }
}

/// An agreement on which another builds: it takes its partners from that one where it names none.
fn link_bases(entities: &Entities, agreements: &mut [Agreement]) {
    for base in 0..agreements.len() {
        let Some(report) = agreements[base].reports.iter().find(|r| r.base).cloned() else { continue };
        // what builds on it: the agreement told last before it that shares no contradiction, else the first
        let builds = (0..agreements.len()).filter(|&i| i != base && !agreements[i].reports.iter().any(|r| r.base)).max_by_key(|&i| {
            let before = agreements[i].evidence.iter().filter(|(t, _)| t.start < report.sentence.start).map(|(t, _)| t.start).max();
            (before.is_some(), before)
        });
        let Some(builds) = builds else { continue };
        if distinct(entities, &agreements[base].parties) < 2 {
            let inherited: Vec<Read<Id>> =
                agreements[builds].parties.iter().map(|p| Read { tokens: report.sentence.clone(), ..p.clone() }).collect();
            for p in inherited {
                add_party(entities, &mut agreements[base].parties, p);
            }
        }
        agreements[builds].based_on.push((base, report.sentence.clone(), report.rule.clone()));
    }
}

/// Two partners at least, and not a purchase.
fn is_agreement(view: &View, entities: &Entities, a: &Agreement) -> bool {
    let partners = distinct(entities, &a.parties);
    let has_company = a.parties.iter().any(|p| entities.get(p.value).kind == Some(EntityKind::Company));
    let only_weak = a.reports.iter().all(|r| r.weak);
    let n = view.names();
    let cooperates = a.reports.iter().any(|r| !view.chart.within(n.cooperation, r.sentence.clone()).is_empty());
    let only_mentions = a.reports.iter().all(|r| r.mention || r.session && !cooperates);
    let cities_only =
        a.parties.iter().all(|p| entities.get(p.value).class == EntityClass::Place && entities.get(p.value).kind == Some(EntityKind::City));
    // only named in passing: with its date, or with its partners
    let named = |r: &Report| distinct(entities, &r.parties) >= 2 && !r.weak && !r.anaphora;
    let told = !only_mentions || a.date.is_some() && !only_weak || a.reports.iter().any(named);
    told && partners >= 2
        && !(only_weak && has_company && !cooperates)
        && !(only_mentions && a.reports.iter().all(|r| r.cooperation))
        && !(only_mentions && cities_only)
}

/// Keeps the chosen ones and mends the indices of what builds on what.
fn retain(agreements: Vec<Agreement>, keep: &[bool]) -> Vec<Agreement> {
    let new_index: Vec<Option<usize>> = keep
        .iter()
        .scan(0, |next, &k| {
            Some(k.then(|| {
                *next += 1;
                *next - 1
            }))
        })
        .collect();
    let mut kept: Vec<Agreement> = agreements.into_iter().zip(keep).filter(|(_, k)| **k).map(|(a, _)| a).collect();
    for a in &mut kept {
        a.based_on = a.based_on.drain(..).filter_map(|(i, t, r)| new_index[i].map(|i| (i, t, r))).collect();
    }
    kept
}
