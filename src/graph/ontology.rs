//! The ontology: what the own terms mean, in German and English, and how they relate to well-known vocabularies.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Triple;

use super::Part;
use super::vocabulary::ONTOLOGY;

/// The ontology's source.
pub const ONTOLOGY_TURTLE: &str = include_str!("../../ontology/pakt.ttl");

/// The ontology as the graph that every store holds.
pub fn ontology() -> Part {
    let triples = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(ONTOLOGY_TURTLE)
        // OK because the file is part of the program and a test parses it.
        .map(|quad| Triple::from(quad.expect("ontology/pakt.ttl is valid Turtle")))
        .collect();
    Part::new(ONTOLOGY.into_owned(), triples)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use oxigraph::model::vocab::rdfs;
    use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term};

    use super::*;
    use crate::graph::vocabulary::{PAKT, TOPIC, pakt};

    #[test]
    fn it_parses_and_has_no_blank_nodes() {
        let graph = ontology();
        assert!(graph.triples().len() > 300);
        for triple in graph.triples() {
            assert!(matches!(triple.subject, NamedOrBlankNode::NamedNode(_)) && !matches!(triple.object, Term::BlankNode(_)), "{triple}");
        }
    }

    #[test]
    fn every_own_term_is_described_in_german_and_english() {
        const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
        let graph = ontology();
        let mut described: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for triple in graph.triples() {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
            let entry = described.entry(subject.as_str()).or_default();
            if let Term::Literal(text) = &triple.object {
                let property = triple.predicate.as_str();
                entry.insert(format!("{} {}", property, text.language().unwrap_or_default()));
            }
        }
        for (term, texts) in described {
            let wanted = if term.starts_with(TOPIC) { vec![PREF_LABEL] } else { vec![rdfs::LABEL.as_str(), rdfs::COMMENT.as_str()] };
            for property in wanted {
                for language in ["de", "en"] {
                    assert!(texts.contains(&format!("{property} {language}")), "{term} lacks {property} in {language}");
                }
            }
        }
    }

    /// Reads the names of constants from the source, so that a term that is added there cannot be forgotten here.
    #[test]
    fn every_own_term_that_the_program_writes_is_in_the_ontology() {
        let source = include_str!("vocabulary.rs");
        let own = source.split("pakt \"https").nth(1).and_then(|rest| rest.split("}\n}").next()).expect("the block of own terms");
        let terms: Vec<&str> = own.lines().filter_map(|line| line.split_once("= \"")?.1.strip_suffix("\",")).collect();
        assert!(terms.len() > 40 && terms.contains(&"Agreement"));
        let graph = ontology();
        let subjects: BTreeSet<String> = graph.triples().iter().map(|t| t.subject.to_string()).collect();
        for term in terms {
            assert!(subjects.contains(&format!("<{PAKT}{term}>")), "{term} is not in ontology/pakt.ttl");
        }
    }

    #[test]
    fn every_slot_with_evidence_is_paired() {
        let graph = ontology();
        let pairs: BTreeSet<(String, String)> = graph
            .triples()
            .iter()
            .filter(|t| t.predicate == pakt::EVIDENCE_PROPERTY)
            .map(|t| (t.subject.to_string(), t.object.to_string()))
            .collect();
        let pair = |slot: NamedNodeRef<'_>, evidence: NamedNodeRef<'_>| (slot.to_string(), evidence.to_string());
        let expected = BTreeSet::from([
            pair(pakt::PARTY, pakt::PARTY_EVIDENCE),
            pair(pakt::SIGNATORY, pakt::SIGNATORY_EVIDENCE),
            pair(pakt::DATE, pakt::DATE_EVIDENCE),
            pair(pakt::PLACE, pakt::PLACE_EVIDENCE),
            pair(pakt::TOPIC, pakt::TOPIC_EVIDENCE),
            pair(pakt::DURATION, pakt::DURATION_EVIDENCE),
            pair(pakt::BASED_ON, pakt::BASED_ON_EVIDENCE),
        ]);
        assert_eq!(pairs, expected);
    }
}
