//! The result: names for clusters, numbers turned back into members, and the reasons.

use std::collections::{BTreeMap, BTreeSet};

use super::agreements::{Agreements, Report};
use super::clusters::{Clusters, Step};
use super::corpus::{Corpus, NodeId};
use super::day::Span;
use super::describe::{Description, published_order};
use super::iri::{Claim, agreement_claim, assign, entity_claim};
use super::outline::Text;
use super::{Evidence, Member, Merge, NearMerge, Resolution, ResolvedAgreement, ResolvedEntity};

pub(super) fn resolution(corpus: &Corpus, clusters: &Clusters, descriptions: Vec<Description>, agreements: &Agreements) -> Resolution {
    let iris = entity_iris(corpus, clusters, &descriptions);
    let of_node = |node: NodeId| iris.get(&clusters.root(node)).map_or("", String::as_str);
    let mut entities: Vec<ResolvedEntity> = descriptions.into_iter().map(|d| finish(d, &of_node)).collect();
    entities.sort_by(|a, b| a.iri.cmp(&b.iri));

    let claims: Vec<Claim> = agreements.clusters.iter().map(|c| claim(corpus, &agreements.reports, c, &of_node)).collect();
    let agreement_iris = assign(&claims);
    let mut of_report = vec![""; agreements.reports.len()];
    let mut resolved = Vec::new();
    for (cluster, iri) in agreements.clusters.iter().zip(&agreement_iris) {
        cluster.iter().for_each(|&report| of_report[report] = iri);
        let members = cluster.iter().flat_map(|&r| corpus.members(agreements.reports[r].document, &agreements.reports[r].agreement.id));
        resolved.push(ResolvedAgreement { iri: iri.clone(), members: members.collect() });
    }
    resolved.sort_by(|a, b| a.iri.cmp(&b.iri));

    let mut reasons = Reasons::default();
    reasons.of_entities(corpus, &clusters.steps, &of_node);
    reasons.of_agreements(corpus, agreements, &of_report);
    // The sorts are stable: within a node, merges stay in the order in which they were made.
    reasons.merges.sort_by(|a, b| a.iri.cmp(&b.iri));
    reasons.near.sort_by(|a, b| (&a.left_iri, &a.right_iri).cmp(&(&b.left_iri, &b.right_iri)));
    Resolution { entities, agreements: resolved, merges: reasons.merges, near_merges: reasons.near }
}

/// The IRIs of all clusters, by root.
fn entity_iris(corpus: &Corpus, clusters: &Clusters, descriptions: &[Description]) -> BTreeMap<NodeId, String> {
    let names: BTreeMap<NodeId, &str> = descriptions.iter().map(|d| (clusters.root(d.nodes[0]), d.entity.name.as_str())).collect();
    let territory = |d: &Description| d.jurisdiction.and_then(|root| names.get(&root).copied());
    let claims: Vec<Claim> = descriptions.iter().map(|d| entity_claim(corpus, d, territory(d))).collect();
    descriptions.iter().map(|d| clusters.root(d.nodes[0])).zip(assign(&claims)).collect()
}

fn finish<'i>(description: Description, of_node: &dyn Fn(NodeId) -> &'i str) -> ResolvedEntity {
    let iri = of_node(description.nodes[0]).to_owned();
    let jurisdiction = description.jurisdiction.map(|place| of_node(place).to_owned());
    let parent = description.parent.map(|organization| of_node(organization).to_owned());
    ResolvedEntity { iri, jurisdiction, parent, ..description.entity }
}

/// The name of an agreement comes from the report that was published first.
fn claim<'i>(corpus: &Corpus, reports: &[Report], cluster: &[usize], of_node: &dyn Fn(NodeId) -> &'i str) -> Claim {
    let published = |&&r: &&usize| published_order(corpus.documents[reports[r].document].published);
    // OK because: no cluster is empty.
    let first = *cluster.iter().min_by_key(|r| (published(r), **r)).expect("a cluster has reports");
    let report = &reports[first];
    let parties: BTreeSet<&str> =
        report.view.parties.iter().map(|p| of_node(p.entity)).map(|iri| iri.split('/').next_back().unwrap_or(iri)).collect();
    let year = report.agreement.date.as_deref().filter(|d| Span::parse(d).is_some()).map(|d| &d[..4]);
    agreement_claim(corpus, report.document, report.agreement, &parties, year, first)
}

#[derive(Default)]
struct Reasons {
    merges: Vec<Merge>,
    near: Vec<NearMerge>,
}

impl Reasons {
    fn of_entities<'i>(&mut self, corpus: &Corpus, steps: &[Step], of_node: &dyn Fn(NodeId) -> &'i str) {
        let member = |node: NodeId| first_member(corpus, corpus.nodes[node].document, &corpus.nodes[node].entity.id);
        let mut seen = BTreeSet::new();
        for step in steps {
            let score = step.evidence.points();
            let evidence = vec![Evidence { kind: step.evidence, points: score }];
            let (left, right) = (member(step.left), member(step.right));
            let (left_iri, right_iri) = (of_node(step.left).to_owned(), of_node(step.right).to_owned());
            match step.obstacle {
                None => self.merges.push(Merge { iri: left_iri, left, right, evidence, score }),
                // Stronger evidence comes first; the weaker says nothing new of the same two. Others may have joined them since.
                Some(obstacle) if left_iri != right_iri && seen.insert((left_iri.clone(), right_iri.clone())) => {
                    self.near.push(NearMerge { left_iri, right_iri, left, right, evidence, score, obstacle });
                }
                Some(_) => {}
            }
        }
    }

    fn of_agreements(&mut self, corpus: &Corpus, agreements: &Agreements, of_report: &[&str]) {
        let member = |report: usize| first_member(corpus, agreements.reports[report].document, &agreements.reports[report].agreement.id);
        for comparison in &agreements.comparisons {
            let (left, right) = (member(comparison.left), member(comparison.right));
            let (left_iri, right_iri) = (of_report[comparison.left].to_owned(), of_report[comparison.right].to_owned());
            let (evidence, score) = (comparison.evidence.clone(), comparison.points);
            match comparison.obstacle {
                None => self.merges.push(Merge { iri: left_iri, left, right, evidence, score }),
                Some(obstacle) => self.near.push(NearMerge { left_iri, right_iri, left, right, evidence, score, obstacle }),
            }
        }
    }
}

fn first_member(corpus: &Corpus, document: usize, id: &Text) -> Member {
    // OK because: a document stands for at least one place in the caller's slice.
    corpus.members(document, id).next().expect("a document has a place")
}
