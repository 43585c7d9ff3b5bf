//! Clusters of entities that grow by evidence, strongest first.
//!
//! Evidence is never compared pair by pair, which would be quadratic for a minister whom every document names. Nodes that share a
//! piece of evidence (a name and a territory, say) come together in a *bucket*. A bucket is joined as a whole if nothing in it
//! contradicts; what contradicts is compared on the distinct [`Traits`] only, of which there are few.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::corpus::NodeId;
use super::merges::{EvidenceKind, Obstacle};
use crate::facts::EntityKind;

/// What a cluster says about its entity that another one could contradict.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traits<'a> {
    pub gazetteer: BTreeSet<&'a str>,
    /// Folded.
    pub parties: BTreeSet<String>,
    pub kinds: BTreeSet<EntityKind>,
    /// Of a person: clusters of places that it stands for, with the years of the documents that say so.
    pub territories: BTreeMap<NodeId, BTreeSet<Option<i16>>>,
    /// Of a person: clusters of organizations that it stands for.
    pub organizations: BTreeSet<NodeId>,
    /// Of an organization or place: the clusters of places that it belongs to, and how often that is said.
    pub jurisdictions: BTreeMap<NodeId, usize>,
    /// The same with all that those are known to belong to, by kind of place. A city does not contradict a country: it may be in
    /// it. Another city does, and so does a city of another country.
    pub levels: BTreeMap<Option<EntityKind>, BTreeSet<NodeId>>,
}

/// How much has to fit for a bucket to be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strictness {
    /// The bucket shares an organization or a territory.
    Affiliated,
    /// The bucket shares less than that: territories at the same time must not differ.
    Loose,
    /// The bucket shares a name only: affiliations must not differ at all.
    NameOnly,
}

/// A union that was made, or one that was not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub left: NodeId,
    pub right: NodeId,
    pub evidence: EvidenceKind,
    pub obstacle: Option<Obstacle>,
}

pub(super) struct Clusters<'a> {
    union: UnionFind<NodeId>,
    /// By root.
    traits: Vec<Traits<'a>>,
    pub steps: Vec<Step>,
}

/// More distinct traits than this in one bucket are compared with their sum instead of each with each.
const MANY: usize = 256;

impl<'a> Clusters<'a> {
    pub fn new(traits: Vec<Traits<'a>>) -> Self {
        Self { union: UnionFind::new(traits.len()), traits, steps: Vec::new() }
    }

    /// A number that two nodes share if and only if they are the same entity so far. Changes when clusters are joined.
    pub fn root(&self, node: NodeId) -> NodeId {
        self.union.find(node)
    }

    pub fn traits(&self, node: NodeId) -> &Traits<'a> {
        &self.traits[self.root(node)]
    }

    pub fn traits_mut(&mut self, node: NodeId) -> &mut Traits<'a> {
        let root = self.root(node);
        &mut self.traits[root]
    }

    /// Joins all nodes of a bucket, whatever they say.
    pub fn join(&mut self, bucket: &[NodeId], evidence: EvidenceKind) {
        for pair in bucket.windows(2) {
            let (a, b) = (self.root(pair[0]), self.root(pair[1]));
            if a == b {
                continue;
            }
            self.union.union(a, b);
            let root = self.root(a);
            let other = std::mem::take(&mut self.traits[if root == a { b } else { a }]);
            self.traits[root].extend(other);
            self.steps.push(Step { left: pair[0], right: pair[1], evidence, obstacle: None });
        }
    }

    /// Joins a bucket if nothing in it contradicts. Otherwise it is left, but for those that contradict nobody when the bucket
    /// shares an organization: they are one person at least, and only which of the others it is nobody can tell.
    pub fn join_unless_contradicted(&mut self, bucket: &[NodeId], evidence: EvidenceKind, strictness: Strictness) {
        let mut of: BTreeMap<Traits<'a>, Vec<NodeId>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for &node in bucket {
            if seen.insert(self.root(node)) {
                of.entry(self.traits(node).stance(strictness)).or_default().push(node);
            }
        }
        if seen.len() < 2 {
            return;
        }
        let groups: Vec<(&Traits, &Vec<NodeId>)> = of.iter().collect();
        let contradictions = contradictions(&groups, strictness);
        if contradictions.is_empty() {
            self.join(bucket, evidence);
            return;
        }
        for (&i, &(j, obstacle)) in &contradictions {
            if i < j {
                self.steps.push(Step { left: groups[i].1[0], right: groups[j].1[0], evidence, obstacle: Some(obstacle) });
            }
        }
        if evidence == EvidenceKind::NameAndOrganization {
            let neutral =
                groups.iter().enumerate().filter(|(i, _)| !contradictions.contains_key(i)).flat_map(|(_, (_, nodes))| nodes.iter());
            let mut neutral: Vec<NodeId> = neutral.copied().collect();
            neutral.sort_unstable();
            self.join(&neutral, evidence);
        }
    }

    /// Keeps on record that two nodes stayed apart.
    pub fn note(&mut self, left: NodeId, right: NodeId, evidence: EvidenceKind, obstacle: Obstacle) {
        self.steps.push(Step { left, right, evidence, obstacle: Some(obstacle) });
    }

    /// The nodes of each cluster, ascending; clusters by their first node.
    pub fn groups(&self, nodes: impl Iterator<Item = NodeId>) -> Vec<Vec<NodeId>> {
        let mut by_root: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for node in nodes {
            by_root.entry(self.root(node)).or_default().push(node);
        }
        let mut groups: Vec<_> = by_root.into_values().collect();
        groups.sort();
        groups
    }
}

/// For each group that contradicts another one: the first such and why.
fn contradictions(groups: &[(&Traits, &Vec<NodeId>)], strictness: Strictness) -> BTreeMap<usize, (usize, Obstacle)> {
    let mut found = BTreeMap::new();
    if groups.len() > MANY {
        let mut sum = Traits::default();
        for (i, (traits, _)) in groups.iter().enumerate() {
            if let Some(obstacle) = sum.contradicts(traits, strictness) {
                found.entry(0).or_insert((i, obstacle));
                found.entry(i).or_insert((0, obstacle));
            }
            sum.extend((*traits).clone());
        }
        return found;
    }
    for i in 0..groups.len() {
        for j in 0..groups.len() {
            if i != j
                && !found.contains_key(&i)
                && let Some(obstacle) = groups[i].0.contradicts(groups[j].0, strictness)
            {
                found.insert(i, (j, obstacle));
            }
        }
    }
    found
}

impl Traits<'_> {
    fn extend(&mut self, mut other: Self) {
        self.gazetteer.append(&mut other.gazetteer);
        self.parties.append(&mut other.parties);
        self.kinds.append(&mut other.kinds);
        self.organizations.append(&mut other.organizations);
        for (place, times) in other.jurisdictions {
            *self.jurisdictions.entry(place).or_default() += times;
        }
        for (kind, mut places) in other.levels {
            self.levels.entry(kind).or_default().append(&mut places);
        }
        for (territory, mut years) in other.territories {
            self.territories.entry(territory).or_default().append(&mut years);
        }
    }

    /// The place that an organization belongs to, as most documents have it.
    pub fn belongs_to(&self) -> Option<NodeId> {
        self.jurisdictions.iter().max_by_key(|(place, times)| (**times, std::cmp::Reverse(**place))).map(|(place, _)| *place)
    }

    /// The part that counts at this strictness.
    fn stance(&self, strictness: Strictness) -> Self {
        let mut stance = self.clone();
        if strictness == Strictness::Affiliated {
            stance.territories.clear();
            stance.organizations.clear();
        }
        // How often something is said contradicts nothing.
        stance.jurisdictions.clear();
        stance
    }

    /// Why two descriptions cannot be of one entity.
    pub fn contradicts(&self, other: &Self, strictness: Strictness) -> Option<Obstacle> {
        if differ(&self.gazetteer, &other.gazetteer) {
            return Some(Obstacle::GazetteerEntry);
        }
        if differ(&self.parties, &other.parties) {
            return Some(Obstacle::Party);
        }
        if kinds_differ(&self.kinds, &other.kinds) {
            return Some(Obstacle::Kind);
        }
        if self.levels.iter().any(|(kind, places)| other.levels.get(kind).is_some_and(|others| differ(places, others))) {
            return Some(Obstacle::Territory);
        }
        let same_territory = self.territories.keys().any(|t| other.territories.contains_key(t));
        let same_organization = !self.organizations.is_disjoint(&other.organizations);
        if same_territory || same_organization {
            return None;
        }
        if strictness >= Strictness::Loose && same_time(&self.territories, &other.territories) {
            return Some(Obstacle::Territory);
        }
        let known = |t: &Self| !t.territories.is_empty() || !t.organizations.is_empty();
        (strictness == Strictness::NameOnly && known(self) && known(other)).then_some(Obstacle::Affiliation)
    }
}

fn differ<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

/// Two territories (all of them differ) within a year of each other. What has no year may be of any.
fn same_time(a: &BTreeMap<NodeId, BTreeSet<Option<i16>>>, b: &BTreeMap<NodeId, BTreeSet<Option<i16>>>) -> bool {
    let years = |map: &BTreeMap<NodeId, BTreeSet<Option<i16>>>| map.values().flatten().copied().collect::<BTreeSet<_>>();
    let b = years(b);
    years(a).iter().any(|x| b.iter().any(|y| x.zip(*y).is_none_or(|(x, y)| x.abs_diff(y) <= 1)))
}

/// Kinds that no extractor would take for each other. What is close (an agency or a company of the state) does not count.
fn kinds_differ(a: &BTreeSet<EntityKind>, b: &BTreeSet<EntityKind>) -> bool {
    differ(a, b) && a.iter().all(|x| b.iter().all(|y| !kinds_agree(*x, *y)))
}

fn kinds_agree(a: EntityKind, b: EntityKind) -> bool {
    use EntityKind::*;
    let any = |k| matches!(k, OtherOrganization | OtherPlace);
    let state = |k| matches!(k, Ministry | Agency | Government | Parliament | Municipality | International | Court);
    let science = |k| matches!(k, Research | University | Agency | Association | Company);
    let private = |k| matches!(k, Company | Association | Agency | International);
    let area = |k| matches!(k, State | Region | District);
    a == b
        || any(a)
        || any(b)
        || [state(a) && state(b), science(a) && science(b), private(a) && private(b), area(a) && area(b)].contains(&true)
}
