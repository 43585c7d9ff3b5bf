//! How much two reports of an agreement have in common, in points.
//!
//! Weights and threshold were chosen on annotated documents, whole and damaged (a party by its other name; a date, a signatory or
//! a topic missing; another kind), and with a follow-up agreement a year later invented for each: damage has to cost merges
//! before it makes wrong ones. In words: equal parties on an equal day are enough, unless the topics differ. Without dates, equal
//! parties need the kind and the topics, and one thing more: signatories, or dates of publication that are close. Another day,
//! or another instrument, is another agreement.

use std::collections::BTreeSet;

use super::corpus::NodeId;
use super::day::{Agreement as Dates, Day, Span};
use super::merges::{Evidence, EvidenceKind, Obstacle};
use crate::facts::{AgreementKind, AgreementStatus};

/// Two reports of at least so many points are of one agreement.
pub(super) const THRESHOLD: i32 = 65;

/// Pairs with fewer points are not worth a word; those between are kept as near merges.
pub(super) const NOTEWORTHY: i32 = 45;

/// Percent. Two parties that are this similar can be one.
const PARTY: i32 = 50;

/// Percent. Parties agree as a whole.
const PARTIES_AGREE: i32 = 80;

/// What a report says about an agreement, its entities decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct View<'a> {
    pub parties: Vec<PartyView>,
    pub signatories: BTreeSet<NodeId>,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub date: Option<Span>,
    /// Of the document; left out where the agreement's own date is known.
    pub published: Option<Day>,
    /// Told as something older: another agreement is based on it, or it exists, was extended or has ended.
    pub older: bool,
    pub topics: BTreeSet<&'a str>,
    pub place: Option<NodeId>,
    pub duration: Option<&'a str>,
}

/// A party with what stands for the same side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartyView {
    pub entity: NodeId,
    /// The territory that it is, or whose body it is.
    pub territory: Option<NodeId>,
}

impl PartyView {
    /// What a blocking key is made of: a Land and its ministry share it.
    pub fn side(&self) -> NodeId {
        self.territory.unwrap_or(self.entity)
    }

    /// Percent.
    fn similarity(&self, other: &Self) -> i32 {
        match () {
            () if self.entity == other.entity => 100,
            // the Land in one report, its ministry in the other
            () if self.territory == Some(other.entity) || other.territory == Some(self.entity) => 90,
            // two bodies of one Land: one ministry by two names perhaps
            () if self.territory.is_some() && self.territory == other.territory => 50,
            () => 0,
        }
    }
}

/// The sum and what it is made of. `obstacle` holds whatever the sum is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Score {
    pub points: i32,
    pub evidence: Vec<Evidence>,
    pub obstacle: Option<Obstacle>,
}

/// Compares two reports. `named` holds the persons that both documents name.
pub(super) fn score(a: &View, b: &View, named: &dyn Fn(NodeId) -> bool) -> Score {
    let (parties, matched) = parties(&a.parties, &b.parties);
    let signatories = signatories(a, b, named);
    let dates = a.date.zip(b.date).map(|(x, y)| x.agreement(y));
    let agreed = Agreed { parties: parties >= PARTIES_AGREE, signatories: signatories > 0, dates };
    let terms = [
        (EvidenceKind::Parties, parties * 40 / 100),
        (EvidenceKind::Signatories, signatories),
        date(a, b, dates),
        (EvidenceKind::Kind, kind(a.kind, b.kind)),
        (EvidenceKind::Topics, topics(&a.topics, &b.topics)),
        (EvidenceKind::Status, status(a, b)),
        (EvidenceKind::Place, equal(a.place, b.place, 5, -10)),
        (EvidenceKind::Duration, equal(a.duration, b.duration, 5, -15)),
    ];
    let mut evidence: Vec<Evidence> = terms.into_iter().filter(|t| t.1 != 0).map(|(kind, points)| Evidence { kind, points }).collect();
    evidence.sort_by_key(|e| (-e.points.abs(), e.kind));
    let points = evidence.iter().map(|e| e.points).sum();
    let enough_parties = matched >= 2 || matched == 1 && signatories > 0;
    let obstacle = match () {
        () if dates == Some(Dates::Contradiction) => Some(Obstacle::Date),
        () if dates == Some(Dates::Near) && !agreed.all_but_dates(a, b) => Some(Obstacle::Date),
        () if !kinds_allow(a, b, &agreed) => Some(Obstacle::Kind),
        () if !enough_parties || points < THRESHOLD => Some(Obstacle::Score),
        () => None,
    };
    Score { points, evidence, obstacle }
}

struct Agreed {
    parties: bool,
    signatories: bool,
    dates: Option<Dates>,
}

impl Agreed {
    /// For dates that differ by a day or so.
    fn all_but_dates(&self, a: &View, b: &View) -> bool {
        let topics = a.topics.is_empty() || b.topics.is_empty() || !a.topics.is_disjoint(&b.topics);
        self.parties && (self.signatories || a.signatories.is_empty() || b.signatories.is_empty()) && topics && kind(a.kind, b.kind) > 0
    }
}

/// Percent of the parties of both that have a counterpart, and the number of counterparts.
fn parties(a: &[PartyView], b: &[PartyView]) -> (i32, usize) {
    let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
    for (i, x) in a.iter().enumerate() {
        pairs.extend(b.iter().enumerate().map(|(j, y)| (-x.similarity(y), i, j)).filter(|p| -p.0 >= PARTY));
    }
    pairs.sort_unstable();
    let (mut left, mut right) = (BTreeSet::new(), BTreeSet::new());
    let mut sum = 0;
    for (similarity, i, j) in pairs {
        if !left.contains(&i) && !right.contains(&j) {
            left.insert(i);
            right.insert(j);
            sum -= similarity;
        }
    }
    // OK because: parties are few; a report of millions would not fit its document.
    let both = i32::try_from(a.len() + b.len()).unwrap_or(i32::MAX);
    if both == 0 { (0, 0) } else { (sum.saturating_mul(2) / both, left.len()) }
}

/// Who signed by both reports; where one is silent, who signed by the other and is named by both documents.
fn signatories(a: &View, b: &View, named: &dyn Fn(NodeId) -> bool) -> i32 {
    let share = |part: usize, of: usize, points: usize| i32::try_from(points * part / of.max(1)).unwrap_or(0);
    if a.signatories.is_empty() || b.signatories.is_empty() {
        let told: BTreeSet<NodeId> = a.signatories.union(&b.signatories).copied().collect();
        return share(told.iter().filter(|&&p| named(p)).count(), told.len(), 12);
    }
    let common = a.signatories.intersection(&b.signatories).count();
    if common == 0 { -25 } else { share(common, a.signatories.len().min(b.signatories.len()), 25) }
}

fn date(a: &View, b: &View, dates: Option<Dates>) -> (EvidenceKind, i32) {
    match dates {
        Some(Dates::SameDay) => (EvidenceKind::Date, 30),
        Some(Dates::SameMonth) => (EvidenceKind::Date, 20),
        Some(Dates::SameYear) => (EvidenceKind::Date, 10),
        Some(Dates::Near) => (EvidenceKind::Date, 10),
        Some(Dates::Contradiction) => (EvidenceKind::Date, -100),
        None => (EvidenceKind::Published, published(a, b)),
    }
}

/// News is news: an agreement without a date was most likely made about when it was written about.
fn published(a: &View, b: &View) -> i32 {
    let (a, b) = if a.date.is_some() { (b, a) } else { (a, b) };
    // From here on, `a` has no date.
    let Some(written) = a.published else { return 0 };
    let (days, remembered_first) = match (b.date, b.published) {
        (Some(date), _) if !a.older => return closeness(date.distance(written)),
        (Some(date), _) => (date.first - written, false),
        (None, Some(other)) if a.older == b.older => return if a.older { REMEMBERED } else { closeness((written - other).abs()) },
        (None, Some(other)) => (other - written, b.older),
        (None, None) => return 0,
    };
    // One document remembers what is news in the other, so it must be the later one.
    if (days > 0) == remembered_first { REMEMBERED } else { -25 }
}

/// What is remembered without a date may be any agreement that was there before.
const REMEMBERED: i32 = -10;

fn closeness(days: Day) -> i32 {
    match days {
        ..=7 => 15,
        8..=45 => 10,
        46..=120 => -5,
        _ => -20,
    }
}

/// Points for equal kinds and for kinds that are easily taken for each other.
fn kind(a: AgreementKind, b: AgreementKind) -> i32 {
    use AgreementKind::*;
    match if a <= b { (a, b) } else { (b, a) } {
        (Cooperation, Cooperation) => 5,
        // The same two seldom conclude two treaties.
        (Treaty, Treaty) => 15,
        (x, y) if x == y => 10,
        (_, Cooperation) => 3,
        (CooperationAgreement, Treaty | CooperationProgramme) | (JointDeclaration, CabinetDecision) => 0,
        (LetterOfIntent | MemorandumOfUnderstanding, JointDeclaration | MemorandumOfUnderstanding) => -5,
        _ => -10,
    }
}

/// Different instruments are different agreements unless parties, day and signatories agree, or all but the day that nobody tells.
fn kinds_allow(a: &View, b: &View, agreed: &Agreed) -> bool {
    kind(a.kind, b.kind) >= 0
        || agreed.parties
            && match agreed.dates {
                Some(Dates::SameDay) => agreed.signatories || a.signatories.is_empty() || b.signatories.is_empty(),
                Some(Dates::SameMonth | Dates::SameYear) => agreed.signatories,
                _ => false,
            }
}

/// Topics that say little about what an agreement is about.
const BROAD: &[&str] = &["culture", "economy", "education", "innovation", "research"];

fn topics(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> i32 {
    let common = a.intersection(b).count();
    match a.len().min(b.len()) {
        0 => 0,
        // Broad fields go with everything: what one report calls research, the other calls by its subject.
        _ if common == 0 && a.iter().chain(b).any(|topic| BROAD.contains(topic)) => -5,
        _ if common == 0 => -35,
        // One report names more topics than the other as a rule; that the fewer are among the more is what counts.
        fewer => i32::try_from(4 + 8 * common / fewer).unwrap_or(12),
    }
}

/// A plan that is told after the signature is a new plan.
fn status(a: &View, b: &View) -> i32 {
    use AgreementStatus::{Planned, Signed};
    let later_plan = |plan: &View, signed: &View| match (plan.status, signed.status, plan.published, signed.date) {
        (Planned, Signed, Some(written), Some(date)) => written > date.last,
        _ => false,
    };
    if later_plan(a, b) || later_plan(b, a) { -25 } else { 0 }
}

fn equal<T: PartialEq>(a: Option<T>, b: Option<T>, same: i32, different: i32) -> i32 {
    a.zip(b).map_or(0, |(a, b)| if a == b { same } else { different })
}
