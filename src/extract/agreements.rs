//! Reports into agreements: what all sentences that speak of one say together.
//!
//! What is left without two parties is no agreement that anybody could use.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::antecedents;
use super::circumstances;
use super::entities::{Entities, Id};
use super::grouping::{Group, fits, one_a_partner, place_report, without_verb_again};
use super::listed;
use super::memberships::{Membership, Memberships, is_town, represented};
use super::partners::{add_counted, add_party, add_subjects, distinct, group_of, inherit_parties};
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
    /// What its sentences say, in the order of the text.
    pub(super) reports: Vec<Report>,
}

impl Agreement {
    /// Whether it lies before the matter of the day.
    pub(super) fn is_past(&self) -> bool {
        self.reports.iter().all(|r| r.earlier || r.base)
    }
}

pub fn assemble(view: &View, reports: Vec<Report>, entities: &mut Entities, memberships: &mut Memberships) -> Vec<Agreement> {
    let mut groups: Vec<Group> = Vec::new();
    let (headlines, body): (Vec<Report>, Vec<Report>) = reports.into_iter().partition(|r| r.headline);
    for mut r in body.into_iter().flat_map(|r| without_verb_again(view, r)).flat_map(|r| one_a_partner(view, entities, r)) {
        add_counted(view, entities, &mut r);
        antecedents::add_partner(view, entities, &memberships.list, &groups, &mut r);
        place_report(view, entities, &mut groups, r);
    }
    for mut r in headlines {
        without_seats(view, entities, &groups, &mut r);
        if names_seats(entities, &groups, &r) {
            continue;
        }
        // a headline tells again what the text tells; alone it must name the partners itself
        let known = groups.iter().position(|g| fits(view, entities, g, &r));
        match known {
            Some(group) => groups[group].push(entities, r),
            // a set phrase about a cooperation tells again what the text tells in its own words
            None if distinct(entities, &r.parties) >= 2 && !r.mention && (groups.is_empty() || !r.cooperation) => {
                groups.push(Group::new(entities, r));
            }
            None => {}
        }
    }
    listed::add(view, entities, &memberships.list, &mut groups);
    let mut agreements: Vec<Agreement> = groups.into_iter().map(|g| combine(view, entities, &memberships.list, g.reports)).collect();
    let is_told_as_past = |a: &Agreement| a.reports.iter().all(|r| r.earlier) && a.date.is_none();
    if let [only] = &mut agreements[..]
        && is_told_as_past(only)
    {
        // `Als man auseinanderging, hatten beide beschlossen, …`: it is the matter of the day
        only.reports.iter_mut().for_each(|r| r.earlier = false);
    }
    inherit_parties(view, entities, &mut agreements);
    add_subjects(view, entities, &mut agreements);
    circumstances::add(view, entities, &mut agreements);
    link_bases(entities, &mut agreements);
    let keep: Vec<bool> = agreements.iter().map(|a| is_agreement(view, entities, a)).collect();
    let mut agreements = retain(agreements, &keep);
    topics::add_described_topics(view, entities, &mut agreements);
    for a in &agreements {
        let found = represented::by_agreement(view, entities, &memberships.list, &memberships.offices, &a.parties, &a.signers);
        memberships.list.extend(found);
    }
    agreements
}

/// `Paris und Rom rücken zusammen`: towns that are partners of no agreement that the text tells stand for the governments
/// that sit there.
fn names_seats(entities: &Entities, groups: &[Group], headline: &Report) -> bool {
    let mut told = groups.iter().map(Group::partners).filter(|p| p.len() >= 2).peekable();
    let towns: Vec<Id> = headline.parties.iter().filter(|p| is_town(entities, p.value)).map(|p| p.value).collect();
    towns.len() >= 2 && towns.len() == headline.parties.len() && told.peek().is_some() && told.all(|p| !towns.iter().any(|t| p.contains(t)))
}

/// `Ulm setzt auf Bewährtes: Pakt verlängert`: a town in a headline stands for a partner that has its name, unless it is one
/// itself.
fn without_seats(view: &View, entities: &Entities, groups: &[Group], headline: &mut Report) {
    let partners = || groups.iter().flat_map(Group::partners);
    let is_within = |p: Id| partners().any(|k| *k != p && entities.get(*k).name.contains(&entities.get(p).name));
    // `Kiel will Abkommen mit Berlin`, where the text tells of the Land
    let land_of = |p: Id| entities.get(p).entry.and_then(|entry| view.reader.gazetteers.entry(entry).jurisdiction);
    let is_of_land = |p: Id| land_of(p).is_some_and(|land| partners().any(|k| entities.get(*k).entry == Some(land)));
    let is_meant = |p: Id| is_within(p) || is_of_land(p);
    // `Flensburg, Sonderburg, Apenrade: ein Vertrag`: towns beside towns are the partners
    let is_town = |p: &Read<Id>| is_town_name(view, entities, p);
    if headline.parties.len() > 2 && headline.parties.iter().all(is_town) {
        return;
    }
    let is_seat = |p: &Read<Id>| is_town(p) && !partners().any(|k| *k == p.value) && is_meant(p.value);
    headline.parties.retain(|p| !is_seat(p));
}

fn is_town_name(view: &View, entities: &Entities, p: &Read<Id>) -> bool {
    super::reports::is_town(view, entities, p.value, &p.tokens)
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
    let body_of: BTreeMap<Id, Id> = memberships.iter().rev().map(|m| (m.person, m.body)).collect();
    let stands_for = |s: &Read<Id>| Some(Read { value: *body_of.get(&s.value)?, tokens: s.tokens.clone(), rule: s.rule.clone() });
    let bodies: Vec<Read<Id>> = signers.iter().filter_map(stands_for).collect();
    // the bodies for which the signatories stand, where the parties are not told otherwise: `A für Hessen, B für Bremen und C`
    let signed_for: BTreeSet<Id> = bodies.iter().map(|b| group_of(entities, b.value)).collect();
    // `Mit A und B will er einen Vertrag unterzeichnen`: his own body is the third
    let signs_with = |r: &Report| !r.signers.is_empty() && r.parties.len() >= 2 && antecedents::begins_with_partners(view, r);
    let with_others = reports.iter().any(signs_with);
    if with_others || distinct(entities, &parties) < 2 || parties.iter().all(|p| signed_for.contains(&group_of(entities, p.value))) {
        bodies.iter().for_each(|b| add_party(entities, &mut parties, b.clone()));
    }
    // `der Minister und der Direktor der Landesmedienanstalt unterschrieben`: the Land and its own agency with each other
    if distinct(entities, &parties) < 2 {
        let known: BTreeSet<Id> = parties.iter().map(|p| group_of(entities, p.value)).collect();
        parties.extend(bodies.into_iter().filter(|b| !known.contains(&group_of(entities, b.value))));
    }
    let sentences: Vec<Range<usize>> = reports.iter().map(|r| r.sentence.clone()).collect();
    let topics = topics::within(view, sentences.iter());
    let kind = kind_between(entities, &parties, kind_of(view, &reports));
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
        date: date_of(&reports),
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

/// The first date that is told, as precisely as any sentence tells it: `im Frühjahr ... am 8. April 2024`.
fn date_of(reports: &[Report]) -> Option<Read<String>> {
    let mut dates = reports.iter().filter_map(|r| r.date.as_ref());
    let first = dates.next()?;
    let more_precise = dates.find(|d| d.value.len() > first.value.len() && d.value.starts_with(&first.value));
    Some(more_precise.unwrap_or(first).clone())
}

/// The instrument named most specifically: a `Vereinbarung` may be a memorandum, a memorandum is one.
fn kind_of(view: &View, reports: &[Report]) -> AgreementKind {
    let specific = |k: &AgreementKind| !matches!(k, AgreementKind::Cooperation | AgreementKind::CooperationAgreement);
    let told: Vec<&Report> = reports.iter().filter(|r| !r.mention).collect();
    let reports: Vec<&Report> = if told.iter().any(|r| !r.cooperation && !r.anaphora) { told } else { reports.iter().collect() };
    // `Bündnis` in a headline is no name for what the text calls an agreement
    let in_text = |r: &Report| !r.headline && !r.cooperation && !r.anaphora && r.kind != AgreementKind::CooperationProgramme;
    let is_figure = |r: &Report| r.headline && r.kind == AgreementKind::CooperationProgramme && reports.iter().any(|k| in_text(k));
    let named = reports
        .iter()
        .filter(|r| (!r.cooperation && !r.anaphora || r.session) && !is_short_for_another(view, r, &reports) && !is_figure(r));
    // what was signed beside a sitting says more than the sitting
    let mut named: Vec<&&Report> = named.collect();
    named.sort_by_key(|r| r.session);
    let kinds: Vec<AgreementKind> = named.into_iter().map(|r| r.kind).collect();
    // `unterschrieben haben A und B`: something was signed, and nothing is called a mere cooperation
    let only_signed = reports.iter().all(|r| r.anaphora) && reports.iter().any(|r| r.status == AgreementStatus::Signed);
    let otherwise = if only_signed { AgreementKind::CooperationAgreement } else { reports[0].kind };
    kinds.iter().find(|k| specific(k)).or(kinds.first()).copied().unwrap_or(otherwise)
}

/// An `Abkommen` of towns, authorities, universities or companies is no treaty.
fn kind_between(entities: &Entities, parties: &[Read<Id>], kind: AgreementKind) -> AgreementKind {
    let is_state = |p: &Read<Id>| {
        let e = entities.get(p.value);
        let is_local = matches!(e.kind, Some(EntityKind::City | EntityKind::District));
        e.class == EntityClass::Place && !is_local
            || matches!(e.kind, Some(EntityKind::Government | EntityKind::Ministry | EntityKind::Parliament))
    };
    let is_treaty = kind == AgreementKind::Treaty && (parties.len() < 2 || parties.iter().any(is_state));
    if kind == AgreementKind::Treaty && !is_treaty { AgreementKind::CooperationAgreement } else { kind }
}

/// `das Verwaltungsabkommen`, later `das Abkommen`: a compound says more of the kind than its last part alone.
fn is_short_for_another(view: &View, r: &Report, reports: &[&Report]) -> bool {
    let head = |r: &Report| r.instrument.clone().next_back().map_or("", |t| view.chart.lower[t].trim_end_matches('s'));
    let own = head(r);
    r.definite && reports.iter().any(|k| !k.cooperation && head(k).len() > own.len() && head(k).ends_with(own) && own.len() > 3)
}

/// What the reports with a verb of agreeing say; signed beats agreed, and what happened beats what was planned.
///
/// An instrument may make a cooperation closer without being prolonged itself: that a cooperation is `vertieft` counts
/// only where nothing else is told.
fn status_of(reports: &[Report]) -> AgreementStatus {
    use AgreementStatus::{Agreed, Ended, Extended, Ongoing, Planned, Signed};
    let has =
        |status, with_cooperation: bool| reports.iter().any(|r| !r.mention && r.status == status && (with_cooperation || !r.cooperation));
    let order = [(Ended, true), (Extended, false), (Signed, true), (Agreed, true), (Extended, true), (Planned, true)];
    order.into_iter().find(|(status, all)| has(*status, *all)).map_or(Ongoing, |(status, _)| status)
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
    let only_weak = a.reports.iter().all(|r| r.weak || r.anaphora) && a.reports.iter().any(|r| r.weak);
    let n = view.names();
    let has = |class| a.reports.iter().any(|r| !view.chart.within(class, r.sentence.clone()).is_empty());
    let cooperates = has(n.cooperation) || has(n.together);
    let only_mentions = a.reports.iter().all(|r| r.mention || r.session && !cooperates);
    let cities_only =
        a.parties.iter().all(|p| entities.get(p.value).class == EntityClass::Place && entities.get(p.value).kind == Some(EntityKind::City));
    // only named in passing: with its date, or with its partners
    let named = |r: &Report| distinct(entities, &r.parties) >= 2 && !r.weak && !r.anaphora;
    let told = !only_mentions || a.date.is_some() && !only_weak || a.reports.iter().any(named);
    let capital = |p: &Read<Id>| entities.get(p.value).entry.is_some_and(|e| view.reader.gazetteers.entry(e).is_capital());
    // `Ein ähnliches Abkommen haben London und Paris geschlossen`: their states are meant
    let names_states = cities_only && a.parties.iter().any(capital) && a.reports.iter().any(|r| r.kind == AgreementKind::Treaty);
    told && partners >= 2
        && !came_to_nothing(a)
        // `Zuletzt hatten die Kabinette 2021 gemeinsam getagt`: what they decided then is not told
        && !a.reports.iter().all(|r| r.session && r.earlier)
        && !names_states
        && !(only_weak && has_company && !cooperates)
        && !(only_mentions && a.reports.iter().all(|r| r.cooperation))
        && !(only_mentions && cities_only)
}

/// What was sought only, and of which the text says that nothing came of it.
fn came_to_nothing(a: &Agreement) -> bool {
    a.reports.iter().any(|r| r.failed) && a.status == AgreementStatus::Planned
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
