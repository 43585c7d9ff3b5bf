//! Who has agreements with whom, as a graph of partners.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, Number};

/// Partners and what links them. The partners with the most agreements come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    pub nodes: Vec<Node>,
    /// Sorted.
    pub edges: Vec<Edge>,
    /// Partners that were too many.
    pub left_out: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub entity: Number,
    /// In how many of the agreements it is a partner.
    pub agreements: usize,
}

/// Two nodes, the first before the second, and how many agreements they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub agreements: usize,
}

impl Network {
    /// The partners of some agreements, linked where they share at least `least` of them; those with the most agreements, if
    /// there are more than `most`. Who shares nothing is left out.
    pub fn of(catalog: &Catalog, agreements: &[Number], least: usize, most: usize) -> Self {
        let parties: Vec<&[Number]> = agreements.iter().map(|&number| catalog.agreement(number).parties.as_slice()).collect();
        Self::linked(&parties, least, most, None)
    }

    /// An entity, its partners in agreements, and what links those.
    pub fn around(catalog: &Catalog, center: Number, most: usize) -> Self {
        let mut partners: BTreeMap<Number, usize> = BTreeMap::new();
        for &number in &catalog.entity(center).agreements {
            let others = catalog.agreement(number).parties.iter().filter(|&&party| party != center);
            others.for_each(|&party| *partners.entry(party).or_default() += 1);
        }
        let mut nearest: Vec<(Number, usize)> = partners.iter().map(|(&party, &shared)| (party, shared)).collect();
        nearest.sort_by_key(|&(party, shared)| (std::cmp::Reverse(shared), party));
        let left_out = nearest.len().saturating_sub(most);
        nearest.truncate(most);
        let shown: BTreeSet<Number> = nearest.iter().map(|(party, _)| *party).chain([center]).collect();
        let among: BTreeSet<Number> = nearest.iter().flat_map(|(party, _)| &catalog.entity(*party).agreements).copied().collect();
        // A person is linked to the parties of what it signed; among parties it is as if it were one.
        let all = among.into_iter().chain(catalog.entity(center).agreements.iter().copied()).collect::<BTreeSet<_>>();
        let of_one = |number: Number| {
            let agreement = catalog.agreement(number);
            let mut some: BTreeSet<Number> = agreement.parties.iter().filter(|party| shown.contains(party)).copied().collect();
            if agreement.signatories.contains(&center) {
                some.insert(center);
            }
            some.into_iter().collect::<Vec<_>>()
        };
        let parties: Vec<Vec<Number>> = all.into_iter().map(of_one).collect();
        let parties: Vec<&[Number]> = parties.iter().map(Vec::as_slice).collect();
        Self { left_out, ..Self::linked(&parties, 1, most + 1, Some(center)) }
    }

    fn linked(agreements: &[&[Number]], least: usize, most: usize, center: Option<Number>) -> Self {
        let mut pairs: BTreeMap<(Number, Number), usize> = BTreeMap::new();
        let mut counts: BTreeMap<Number, usize> = BTreeMap::new();
        for parties in agreements {
            for (n, &one) in parties.iter().enumerate() {
                *counts.entry(one).or_default() += 1;
                for &other in &parties[n + 1..] {
                    *pairs.entry((one.min(other), one.max(other))).or_default() += 1;
                }
            }
        }
        pairs.retain(|(one, other), shared| one != other && *shared >= least.max(1));
        let linked: BTreeSet<Number> = pairs.keys().flat_map(|&(one, other)| [one, other]).collect();
        let mut nodes: Vec<Node> = linked.into_iter().map(|entity| Node { entity, agreements: counts[&entity] }).collect();
        nodes.sort_by_key(|node| (Some(node.entity) != center, std::cmp::Reverse(node.agreements), node.entity));
        let left_out = nodes.len().saturating_sub(most);
        nodes.truncate(most);
        let place: BTreeMap<Number, usize> = nodes.iter().enumerate().map(|(at, node)| (node.entity, at)).collect();
        let mut edges: Vec<Edge> = pairs
            .into_iter()
            .filter_map(|((one, other), agreements)| {
                let (one, other) = (*place.get(&one)?, *place.get(&other)?);
                Some(Edge { from: one.min(other), to: one.max(other), agreements })
            })
            .collect();
        edges.sort_unstable();
        Self { nodes, edges, left_out }
    }
}
