//! Which entities of which documents are the same: places first, then organizations, which belong to places, then persons, who
//! stand for both.

use std::collections::{BTreeMap, BTreeSet};

use super::clusters::{Clusters, Strictness, Traits};
use super::corpus::{Corpus, NodeId};
use super::day::year;
use super::merges::{EvidenceKind, Obstacle};
use super::names::{person_key, tokens};
use super::organization_names::{OrganizationName, Reach, is_acronym};
use super::outline::Entity;
use crate::facts::{EntityClass, EntityKind};

/// Nodes under the evidence that they share.
type Buckets<K> = BTreeMap<K, Vec<NodeId>>;

/// Decides about all entities. Linear in the number of nodes and of their names and affiliations.
pub(super) fn cluster<'a>(corpus: &Corpus<'a>) -> Clusters<'a> {
    let traits = corpus.nodes.iter().map(|node| own_traits(node.entity)).collect();
    let mut clusters = Clusters::new(traits);
    let mut entries: Buckets<(EntityClass, &str)> = Buckets::new();
    for (node, entity) in of_any_class(corpus) {
        if let Some(entry) = &entity.gazetteer {
            entries.entry((entity.class, entry)).or_default().push(node);
        }
    }
    for bucket in entries.values() {
        clusters.join(bucket, EvidenceKind::GazetteerEntry);
    }
    places(corpus, &mut clusters);
    organizations(corpus, &mut clusters);
    persons(corpus, &mut clusters);
    clusters
}

fn own_traits(entity: &Entity) -> Traits<'_> {
    let party = entity.party.as_deref().map(party_key);
    Traits {
        gazetteer: entity.gazetteer.as_deref().into_iter().collect(),
        parties: party.into_iter().collect(),
        kinds: entity.kind.into_iter().collect(),
        ..Traits::default()
    }
}

fn party_key(name: &str) -> String {
    let folded = tokens(name).join(" ");
    if folded.contains("gruene") { "gruene".to_owned() } else { folded.trim_start_matches("die ").to_owned() }
}

fn of_any_class<'c, 'a>(corpus: &'c Corpus<'a>) -> impl Iterator<Item = (NodeId, &'a Entity)> + 'c {
    corpus.nodes.iter().enumerate().map(|(id, node)| (id, node.entity))
}

fn of_class<'c, 'a>(corpus: &'c Corpus<'a>, class: EntityClass) -> impl Iterator<Item = (NodeId, &'a Entity)> + 'c {
    of_any_class(corpus).filter(move |(_, entity)| entity.class == class)
}

/// The place that an entity belongs to, if it is one and another than itself.
pub(super) fn jurisdiction(corpus: &Corpus, node: NodeId) -> Option<NodeId> {
    let place = corpus.document_of(node).node(corpus.nodes[node].entity.jurisdiction.as_deref()?)?;
    (place != node && corpus.nodes[place].entity.class == EntityClass::Place).then_some(place)
}

/// Same name and, where they say it, the same jurisdiction. The jurisdictions are decided first, those without one of their own.
fn places(corpus: &Corpus, clusters: &mut Clusters) {
    let key = |entity: &Entity| tokens(&entity.name).join(" ");
    let (mut free, mut bound, mut all) = (Buckets::new(), Buckets::new(), Buckets::new());
    for (node, entity) in of_class(corpus, EntityClass::Place).filter(|(_, e)| !key(e).is_empty()) {
        if jurisdiction(corpus, node).is_none() {
            free.entry(key(entity)).or_insert_with(Vec::new).push(node);
        }
        all.entry(key(entity)).or_insert_with(Vec::new).push(node);
    }
    join_all(clusters, &free, EvidenceKind::Name, Strictness::NameOnly);
    for (node, entity) in of_class(corpus, EntityClass::Place) {
        if let Some(place) = jurisdiction(corpus, node) {
            let place = clusters.root(place);
            belongs(corpus, clusters, node, place);
            bound.entry((key(entity), place)).or_insert_with(Vec::new).push(node);
        }
    }
    join_all(clusters, &bound, EvidenceKind::NameAndTerritory, Strictness::Affiliated);
    join_all(clusters, &all, EvidenceKind::Name, Strictness::NameOnly);
}

/// Notes at a node that it belongs to a place, and to what that place belongs to.
fn belongs(corpus: &Corpus, clusters: &mut Clusters, node: NodeId, place: NodeId) {
    let above = clusters.traits(place).levels.clone();
    let kind = clusters.traits(place).kinds.first().copied().or(corpus.nodes[place].entity.kind);
    let traits = clusters.traits_mut(node);
    *traits.jurisdictions.entry(place).or_default() += 1;
    traits.levels.entry(kind).or_default().insert(place);
    for (kind, places) in above {
        traits.levels.entry(kind).or_default().extend(places);
    }
}

/// Same territory and name, then same specific name, then the short names that some document explains.
fn organizations(corpus: &Corpus, clusters: &mut Clusters) {
    let mut names = OrganizationBuckets::default();
    for (node, entity) in of_class(corpus, EntityClass::Organization) {
        let place = jurisdiction(corpus, node);
        let root = place.map(|p| clusters.root(p));
        if let Some(root) = root {
            belongs(corpus, clusters, node, root);
        }
        names.add(node, entity, place.map(|p| &*corpus.nodes[p].entity.name), root);
    }
    join_all(clusters, &names.in_territory, EvidenceKind::NameAndTerritory, Strictness::Affiliated);
    let explained: BTreeSet<&String> = names.short.keys().collect();
    let by_name = names.specific.iter().filter(|(key, _)| !explained.contains(key));
    for (_, bucket) in by_name {
        clusters.join_unless_contradicted(bucket, EvidenceKind::Name, Strictness::NameOnly);
    }
    short_names(clusters, &names);
}

#[derive(Default)]
struct OrganizationBuckets {
    /// By name without the territory, and territory.
    in_territory: Buckets<(String, NodeId)>,
    /// By a name that needs no territory.
    specific: Buckets<String>,
    /// By the short name that a document introduces for something longer.
    short: Buckets<String>,
}

impl OrganizationBuckets {
    fn add(&mut self, node: NodeId, entity: &Entity, territory: Option<&str>, root: Option<NodeId>) {
        let own = OrganizationName::new(&entity.name);
        for (name, is_own) in std::iter::once((&entity.name, true)).chain(entity.other_names.iter().map(|n| (n, false))) {
            let parsed = OrganizationName::new(name);
            if !is_own && parsed.words.len() == 1 && parsed.is_short() {
                let named_so = is_acronym(name) || entity.kind.is_some_and(goes_by_one_word);
                if named_so && parsed.words != own.words {
                    push(&mut self.short, parsed.key(), node);
                }
                continue;
            }
            if parsed.reach == Reach::Specific {
                push(&mut self.specific, parsed.key(), node);
            }
            if let (Some(territory), Some(root)) = (territory, root) {
                let rest = parsed.without_territory(territory);
                if rest.reach != Reach::Bare {
                    push(&mut self.in_territory, (rest.key(), root), node);
                }
            }
        }
    }
}

fn push<K: Ord>(buckets: &mut Buckets<K>, key: K, node: NodeId) {
    let bucket = buckets.entry(key).or_default();
    if bucket.last() != Some(&node) {
        bucket.push(node);
    }
}

/// Kinds whose members are called by one word of their name ("Telekom").
fn goes_by_one_word(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Company | EntityKind::Research | EntityKind::Association | EntityKind::International | EntityKind::University
    )
}

/// A short name belongs to the organization that is introduced by it, if only one is. If several are, the territory may tell.
fn short_names(clusters: &mut Clusters, names: &OrganizationBuckets) {
    for (key, introduced) in &names.short {
        let Some(used) = names.specific.get(key) else { continue };
        let roots: BTreeSet<NodeId> = introduced.iter().map(|&n| clusters.root(n)).collect();
        if roots.len() == 1 {
            // One that contradicts does not keep the others from their name, so each is asked alone.
            for &node in used {
                clusters.join_unless_contradicted(&[introduced[0], node], EvidenceKind::ShortName, Strictness::NameOnly);
            }
            continue;
        }
        for &node in used {
            let fits = |&&other: &&NodeId| shares_territory(clusters, node, other);
            let fitting: Vec<NodeId> = introduced.iter().filter(fits).copied().collect();
            let of: BTreeSet<NodeId> = fitting.iter().map(|&n| clusters.root(n)).collect();
            match fitting.first() {
                Some(&other) if of.len() == 1 => {
                    clusters.join_unless_contradicted(&[other, node], EvidenceKind::ShortName, Strictness::Affiliated)
                }
                _ => clusters.note(introduced[0], node, EvidenceKind::ShortName, Obstacle::Ambiguous),
            }
        }
    }
}

fn shares_territory(clusters: &Clusters, a: NodeId, b: NodeId) -> bool {
    let other = &clusters.traits(b).jurisdictions;
    clusters.traits(a).jurisdictions.keys().any(|t| other.contains_key(t))
}

/// In the order of the nodes, not of the keys: a key may be the number of a cluster, which documents change that have nothing to
/// do with these nodes.
fn join_all<K: Ord>(clusters: &mut Clusters, buckets: &Buckets<K>, evidence: EvidenceKind, strictness: Strictness) {
    let mut in_order: Vec<&Vec<NodeId>> = buckets.values().filter(|b| b.len() > 1).collect();
    in_order.sort_unstable();
    for bucket in in_order {
        clusters.join_unless_contradicted(bucket, evidence, strictness);
    }
}

/// Equal full names, with what else is known about them as evidence for or against.
fn persons(corpus: &Corpus, clusters: &mut Clusters) {
    for document in 0..corpus.documents.len() {
        affiliations(corpus, clusters, document);
    }
    let mut blocks: Buckets<String> = Buckets::new();
    for (node, entity) in of_class(corpus, EntityClass::Person) {
        if let Some(key) = person_key(&entity.name) {
            push(&mut blocks, key, node);
        }
    }
    for block in blocks.values() {
        namesakes(corpus, clusters, block);
    }
}

/// Notes at the nodes of a document's persons for whom they act.
fn affiliations(corpus: &Corpus, clusters: &mut Clusters, document: usize) {
    let document = &corpus.documents[document];
    let published = document.published.and_then(year);
    let memberships = document.outline.memberships.iter().map(|m| (&*m.person, Some(&*m.organization)));
    let signatures = document.outline.agreements.iter().flat_map(|a| &a.signatures).map(|s| (&*s.person, s.on_behalf_of.as_deref()));
    for (person, body) in memberships.chain(signatures) {
        let (Some(person), Some(body)) = (document.node(person), body.and_then(|b| document.node(b))) else { continue };
        let class = |node: NodeId| corpus.nodes[node].entity.class;
        if class(person) != EntityClass::Person || class(body) == EntityClass::Person {
            continue;
        }
        let root = clusters.root(body);
        let territories: Vec<NodeId> =
            if class(body) == EntityClass::Place { vec![root] } else { clusters.traits(body).belongs_to().into_iter().collect() };
        let traits = clusters.traits_mut(person);
        if class(body) == EntityClass::Organization {
            traits.organizations.insert(root);
        }
        for territory in territories {
            traits.territories.entry(territory).or_default().insert(published);
        }
    }
}

/// Joins what is one person among the nodes of one name, strongest evidence first.
fn namesakes(corpus: &Corpus, clusters: &mut Clusters, block: &[NodeId]) {
    use EvidenceKind::*;
    let mut with_party: Buckets<(NodeId, String)> = Buckets::new();
    let (mut organization, mut territory, mut party) = (Buckets::new(), Buckets::new(), Buckets::new());
    for &node in block {
        let traits = clusters.traits(node).clone();
        for &affiliation in traits.organizations.iter().chain(traits.territories.keys()) {
            traits.parties.iter().for_each(|p| push(&mut with_party, (affiliation, p.clone()), node));
        }
        traits.organizations.iter().for_each(|&o| push(&mut organization, o, node));
        traits.territories.keys().for_each(|&t| push(&mut territory, t, node));
        traits.parties.into_iter().for_each(|p| push(&mut party, p, node));
    }
    join_all(clusters, &with_party, NameAffiliationAndParty, Strictness::Affiliated);
    join_all(clusters, &organization, NameAndOrganization, Strictness::Affiliated);
    join_all(clusters, &territory, NameAndTerritory, Strictness::Affiliated);
    join_all(clusters, &party, NameAndParty, Strictness::NameOnly);
    let context = context(corpus, clusters, block, &organization);
    join_all(clusters, &context, NameAndContext, Strictness::Loose);
    clusters.join_unless_contradicted(block, Name, Strictness::NameOnly);
}

/// By organizations that somebody of the name stands for: who does, and who is named in a document that names the organization.
fn context(corpus: &Corpus, clusters: &Clusters, block: &[NodeId], organizations: &Buckets<NodeId>) -> Buckets<NodeId> {
    let mut buckets: Buckets<NodeId> = Buckets::new();
    let clusters_left: BTreeSet<NodeId> = block.iter().map(|&n| clusters.root(n)).collect();
    if clusters_left.len() < 2 || organizations.is_empty() {
        return buckets;
    }
    for &node in block {
        let named: BTreeSet<NodeId> =
            corpus.document_of(node).nodes().map(|n| clusters.root(n)).filter(|r| organizations.contains_key(r)).collect();
        named.into_iter().for_each(|organization| push(&mut buckets, organization, node));
    }
    buckets
}
