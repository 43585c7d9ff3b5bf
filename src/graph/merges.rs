//! Why entities and agreements of several documents were taken for one, and what almost was.
//!
//! What an entry of the gazetteer joins has no node of its own: the entity names its entry (`pakt:gazetteerEntry`), and that
//! is the whole reason. Of every other entity there is one `pakt:Merge` for each reason, which leads to the documents that
//! it joined; of an agreement one for every two reports, because each pair has points of its own.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Triple};

use super::entities::add;
use super::vocabulary::{pakt, prov};
use super::{Graph, segment};
use crate::resolve::{Evidence, EvidenceKind, Member, Merge, NearMerge};

/// The reasons of an entity, and what was almost merged with it.
pub(super) fn of_entity(graph: &Graph<'_>, iri: &str) -> Vec<Triple> {
    let mut triples = Vec::new();
    let mut reasons: BTreeMap<EvidenceKind, (i32, BTreeSet<usize>)> = BTreeMap::new();
    for merge in merges(graph, iri) {
        // An entity's merge has one reason.
        let Some(evidence) = merge.evidence.first().filter(|evidence| evidence.kind != EvidenceKind::GazetteerEntry) else { continue };
        let (points, documents) = reasons.entry(evidence.kind).or_default();
        *points = evidence.points;
        documents.extend([merge.left.document, merge.right.document]);
    }
    for (kind, (points, documents)) in reasons {
        let node = graph.base.iri(&format!("merge/{iri}/{}", kind.name()));
        add(&mut triples, &node, rdf::TYPE, pakt::MERGE.into_owned());
        add(&mut triples, &node, pakt::MERGED_INTO, graph.base.iri(iri));
        tell(&mut triples, &node, &[Evidence { kind, points }], points);
        documents.into_iter().for_each(|number| derived(graph, &mut triples, &node, number));
    }
    near(graph, iri, &mut triples);
    triples
}

/// The reasons of an agreement, and what was almost merged with it.
pub(super) fn of_agreement(graph: &Graph<'_>, iri: &str) -> Vec<Triple> {
    let mut triples = Vec::new();
    for merge in merges(graph, iri) {
        let node = graph.base.iri(&format!("merge/{iri}/{}", between(graph, &merge.left, &merge.right)));
        add(&mut triples, &node, rdf::TYPE, pakt::MERGE.into_owned());
        add(&mut triples, &node, pakt::MERGED_INTO, graph.base.iri(iri));
        tell(&mut triples, &node, &merge.evidence, merge.score);
        [&merge.left, &merge.right].into_iter().for_each(|member| derived(graph, &mut triples, &node, member.document));
    }
    near(graph, iri, &mut triples);
    triples
}

fn near(graph: &Graph<'_>, iri: &str, triples: &mut Vec<Triple>) {
    for one in near_merges(graph, iri) {
        let node = graph.base.iri(&format!("near-merge/{iri}/{}", between(graph, &one.left, &one.right)));
        add(triples, &node, rdf::TYPE, pakt::NEAR_MERGE.into_owned());
        add(triples, &node, pakt::NEAR_MERGE_OF, graph.base.iri(iri));
        add(triples, &node, pakt::KEPT_APART_FROM, graph.base.iri(&one.right_iri));
        add(triples, &node, pakt::OBSTACLE, Literal::new_simple_literal(one.obstacle.name()));
        tell(triples, &node, &one.evidence, one.score);
        [&one.left, &one.right].into_iter().for_each(|member| derived(graph, triples, &node, member.document));
    }
}

/// `parties +40`, and the sum.
fn tell(triples: &mut Vec<Triple>, node: &NamedNode, evidence: &[Evidence], points: i32) {
    for one in evidence {
        add(triples, node, pakt::REASON, Literal::new_simple_literal(format!("{} {:+}", one.kind.name(), one.points)));
    }
    add(triples, node, pakt::POINTS, Literal::from(points));
}

fn derived(graph: &Graph<'_>, triples: &mut Vec<Triple>, node: &NamedNode, document: usize) {
    add(triples, node, prov::WAS_DERIVED_FROM, graph.base.document(&graph.documents[document].sha256));
}

/// Which two: the beginnings of their documents' checksums and their local ids.
fn between(graph: &Graph<'_>, left: &Member, right: &Member) -> String {
    let one = |member: &Member| {
        let digits: String = graph.documents[member.document].sha256.chars().take(16).collect();
        format!("{}-{}", segment(&digits), segment(&member.id))
    };
    format!("{}-{}", one(left), one(right))
}

/// The merges are sorted by IRI.
fn merges<'a>(graph: &Graph<'a>, iri: &str) -> &'a [Merge] {
    let all = &graph.resolution.merges;
    let from = all.partition_point(|merge| merge.iri.as_str() < iri);
    let to = from + all[from..].partition_point(|merge| merge.iri == iri);
    &all[from..to]
}

/// The near merges are sorted by the left IRI.
fn near_merges<'a>(graph: &Graph<'a>, iri: &str) -> &'a [NearMerge] {
    let all = &graph.resolution.near_merges;
    let from = all.partition_point(|merge| merge.left_iri.as_str() < iri);
    let to = from + all[from..].partition_point(|merge| merge.left_iri == iri);
    &all[from..to]
}
