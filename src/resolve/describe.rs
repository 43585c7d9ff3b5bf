//! One description out of the many that documents give of an entity.

use std::collections::{BTreeMap, BTreeSet};

use super::clusters::Clusters;
use super::corpus::{Corpus, NodeId};
use super::day::Day;
use super::entities::jurisdiction;
use super::names::{person_key, slug, tokens};
use super::organization_names::{OrganizationName, Reach};
use super::outline::{Entity, Text};
use super::{Member, ResolvedEntity};
use crate::facts::EntityClass;

/// A cluster of nodes before it has an IRI.
pub(super) struct Description {
    pub entity: ResolvedEntity,
    pub nodes: Vec<NodeId>,
    /// Roots of the clusters that the entity belongs to.
    pub jurisdiction: Option<NodeId>,
    pub parent: Option<NodeId>,
    pub gazetteer: Option<String>,
    /// Does one of the names say by itself who or what is meant?
    pub says_who: bool,
    /// The node of the document that was published first; of several, the first in canonical order.
    pub earliest: NodeId,
    /// Words that tell it from others of its name, best first.
    pub tell_apart: Vec<String>,
}

/// Describes every cluster, in canonical order.
pub(super) fn describe(corpus: &Corpus, clusters: &Clusters) -> Vec<Description> {
    let groups = clusters.groups(0..corpus.nodes.len());
    groups.into_iter().map(|nodes| one(corpus, clusters, nodes)).collect()
}

fn one(corpus: &Corpus, clusters: &Clusters, nodes: Vec<NodeId>) -> Description {
    let entities: Vec<&Entity> = nodes.iter().map(|&n| corpus.nodes[n].entity).collect();
    let in_gazetteer: Vec<&Entity> = entities.iter().copied().filter(|e| e.gazetteer.is_some()).collect();
    let trusted = if in_gazetteer.is_empty() { &entities } else { &in_gazetteer };
    let place = most_frequent(nodes.iter().filter_map(|&n| jurisdiction(corpus, n)).map(|p| clusters.root(p)));
    let root = clusters.root(nodes[0]);
    let parents = nodes.iter().filter_map(|&n| corpus.document_of(n).node(corpus.nodes[n].entity.parent.as_deref()?));
    let parents = parents.filter(|&p| corpus.nodes[p].entity.class == EntityClass::Organization).map(|p| clusters.root(p));
    let gazetteer = most_frequent_text(in_gazetteer.iter().filter_map(|e| e.gazetteer.as_ref()));
    let class = entities[0].class;
    let territory = place.map(|p| &*corpus.nodes[p].entity.name);
    let name =
        if in_gazetteer.is_empty() { fullest(class, &entities, territory) } else { most_frequent_text(trusted.iter().map(|e| &e.name)) };
    let name = name.unwrap_or_default();
    let other_names: BTreeSet<&Text> =
        entities.iter().flat_map(|e| e.other_names.iter().chain([&e.name])).filter(|n| ***n != *name).collect();
    let entity = ResolvedEntity {
        iri: String::new(),
        class,
        kind: most_frequent(trusted.iter().filter_map(|e| e.kind)),
        other_names: other_names.into_iter().map(|n| n.to_string()).collect(),
        given_name: most_frequent_text(trusted.iter().filter_map(|e| e.given_name.as_ref())),
        family_name: most_frequent_text(trusted.iter().filter_map(|e| e.family_name.as_ref())),
        honorific_prefix: most_frequent_text(entities.iter().filter_map(|e| e.honorific_prefix.as_ref())),
        gazetteer: gazetteer.clone(),
        wikidata: most_frequent_text(trusted.iter().filter_map(|e| e.wikidata.as_ref())),
        jurisdiction: None,
        parent: None,
        members: members(corpus, &nodes),
        name,
    };
    Description {
        says_who: gazetteer.is_some() || entities.iter().any(|e| says_who(class, &e.name, place.is_some())),
        tell_apart: tell_apart(corpus, clusters, &nodes, place, gazetteer.as_deref()),
        earliest: nodes.iter().copied().min_by_key(|&n| (published_order(corpus.document_of(n).published), n)).unwrap_or(nodes[0]),
        jurisdiction: place.filter(|&p| p != root),
        parent: most_frequent(parents.filter(|&p| p != root)),
        gazetteer,
        entity,
        nodes,
    }
}

/// Sorts by date of publication, what has none last.
pub(super) fn published_order(day: Option<Day>) -> (bool, Day) {
    (day.is_none(), day.unwrap_or(0))
}

fn members(corpus: &Corpus, nodes: &[NodeId]) -> Vec<Member> {
    nodes.iter().flat_map(|&n| corpus.members(corpus.nodes[n].document, &corpus.nodes[n].entity.id)).collect()
}

/// The value that most documents give; the least of several.
fn most_frequent<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

fn most_frequent_text<'a>(values: impl Iterator<Item = &'a Text>) -> Option<String> {
    most_frequent(values).map(|text| text.to_string())
}

/// The most frequent of the full names: several words before one, a name that says who is meant before one that does not.
fn fullest(class: EntityClass, entities: &[&Entity], territory: Option<&str>) -> Option<String> {
    let fullness = |name: &str| match class {
        EntityClass::Person => usize::from(person_key(name).is_some()),
        EntityClass::Place => 0,
        EntityClass::Organization => {
            let parsed = OrganizationName::new(name);
            let specific = parsed.reach == Reach::Specific || territory.is_some_and(|t| parsed.without_territory(t) != parsed);
            3 * usize::from(parsed.words.len() > 1) + usize::from(parsed.reach != Reach::Bare) + usize::from(specific)
        }
    };
    let best = entities.iter().map(|e| fullness(&e.name)).max()?;
    most_frequent_text(entities.iter().map(|e| &e.name).filter(|n| fullness(n) == best))
}

fn says_who(class: EntityClass, name: &str, has_jurisdiction: bool) -> bool {
    match class {
        EntityClass::Person => person_key(name).is_some(),
        EntityClass::Place => !tokens(name).is_empty(),
        EntityClass::Organization => match OrganizationName::new(name).reach {
            Reach::Bare => false,
            Reach::Generic => has_jurisdiction,
            Reach::Specific => true,
        },
    }
}

/// Territory, organizations and party, as far as they are known: what a reader would tell namesakes apart by.
fn tell_apart(corpus: &Corpus, clusters: &Clusters, nodes: &[NodeId], place: Option<NodeId>, gazetteer: Option<&str>) -> Vec<String> {
    let traits = clusters.traits(nodes[0]);
    let name_of = |&root: &NodeId| slug(&corpus.nodes[root].entity.name);
    let entry = gazetteer.map(|id| slug(id.rsplit('/').next().unwrap_or(id)));
    let mut territories: Vec<String> = traits.territories.keys().chain(traits.jurisdictions.keys()).map(name_of).collect();
    let mut organizations: Vec<String> = traits.organizations.iter().map(name_of).collect();
    territories.sort();
    organizations.sort();
    let words =
        place.iter().map(name_of).chain(territories).chain(organizations).chain(traits.parties.iter().map(|p| slug(p))).chain(entry);
    words.filter(|w| !w.is_empty()).collect()
}
