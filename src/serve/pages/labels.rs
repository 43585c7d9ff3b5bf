//! What the terms of the ontology are called: kinds, statuses, topics, properties.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxigraph::model::{NamedOrBlankNode, Term};

use super::catalog::{KINDS, STATUSES};
use super::language::Language;
use crate::graph::ontology;

const LABELS: [&str; 2] = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"];

/// By IRI and tag of the language.
static TERMS: LazyLock<BTreeMap<(String, String), String>> = LazyLock::new(|| {
    let mut terms = BTreeMap::new();
    for triple in ontology().triples() {
        if let (NamedOrBlankNode::NamedNode(term), Term::Literal(label)) = (&triple.subject, &triple.object)
            && LABELS.contains(&triple.predicate.as_str())
        {
            terms.insert((term.as_str().to_owned(), label.language().unwrap_or_default().to_owned()), label.value().to_owned());
        }
    }
    terms
});

/// The label of a term; nothing if the ontology has none.
pub fn of(iri: &str, language: Language) -> Option<&'static str> {
    TERMS.get(&(iri.to_owned(), language.tag().to_owned())).map(String::as_str)
}

/// The label of a term of the own namespace; its name, if it has none.
fn own(name: &'static str, language: Language) -> &'static str {
    of(&format!("{}{name}", crate::graph::vocabulary::PAKT), language).unwrap_or(name)
}

/// What a kind of agreements is called, by its number.
pub fn kind(number: usize, language: Language) -> &'static str {
    KINDS.get(number).map_or("", |name| own(name, language))
}

/// What a status of agreements is called, by its number.
pub fn status(number: usize, language: Language) -> &'static str {
    STATUSES.get(number).map_or("", |name| own(name, language))
}

/// What a topic is called, by the local name of its concept.
pub fn topic(name: &str, language: Language) -> &str {
    of(&format!("{}{name}", crate::graph::vocabulary::TOPIC), language).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_statuses_are_those_of_the_ontology() {
        for language in Language::ALL {
            for (number, name) in KINDS.iter().enumerate() {
                assert_ne!(kind(number, language), *name);
            }
            for (number, name) in STATUSES.iter().enumerate() {
                assert_ne!(status(number, language), *name);
            }
        }
        assert_eq!(topic("cybersecurity", Language::De), "Cybersicherheit");
        assert_eq!(topic("unheard-of", Language::De), "unheard-of");
    }
}
