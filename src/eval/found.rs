//! What the graph says of each document, as far as it is compared. Read from the triples, which are what users get.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term, Triple};

use super::figures::Aspect;
use super::names::{Forms, normal};
use crate::graph::Part;
use crate::graph::vocabulary::{org, pakt, schema};

/// What stands in a graph. Nodes are named by their IRIs, literals by their values.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By the path of the document.
    pub documents: BTreeMap<String, InDocument>,
    names: BTreeMap<String, Forms>,
    /// The name to show.
    main_names: BTreeMap<String, String>,
    nameless: Forms,
}

/// What the graph of one document says.
#[derive(Debug, Default, Clone)]
pub(super) struct InDocument {
    pub persons: BTreeSet<String>,
    pub organizations: BTreeSet<String>,
    pub territories: BTreeSet<String>,
    /// Person and whom the person stands for.
    pub memberships: BTreeSet<(String, String)>,
    pub agreements: BTreeMap<String, Slots>,
}

/// What fills the slots of an agreement.
pub(super) type Slots = BTreeMap<Aspect, BTreeSet<String>>;

const NAMES: [NamedNodeRef<'static>; 3] = [schema::NAME, schema::ALTERNATE_NAME, rdfs::LABEL];
const SLOTS: [(NamedNodeRef<'static>, Aspect); 8] = [
    (pakt::KIND, Aspect::Kind),
    (pakt::STATUS, Aspect::Status),
    (pakt::PARTY, Aspect::Parties),
    (pakt::SIGNATORY, Aspect::Signatories),
    (pakt::DATE, Aspect::Date),
    (pakt::PLACE, Aspect::Place),
    (pakt::TOPIC, Aspect::Topics),
    (pakt::DURATION, Aspect::Duration),
];

impl Found {
    /// From all parts of a graph.
    pub fn new(parts: &[Part]) -> Self {
        let mut found = Self::default();
        let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for triple in parts.iter().flat_map(Part::triples) {
            let predicate = triple.predicate.as_ref();
            if NAMES.contains(&predicate) {
                found.name(triple);
            } else if predicate == rdf::TYPE {
                classes.entry(subject(triple).to_owned()).or_default().insert(value(&triple.object).to_owned());
            }
        }
        for part in parts {
            let files: Vec<&Triple> = part.triples().iter().filter(|triple| triple.predicate == pakt::FILE).collect();
            if !files.is_empty() {
                let document = in_document(part, &classes);
                found.documents.extend(files.into_iter().map(|file| (value(&file.object).to_owned(), document.clone())));
            }
        }
        found
    }

    fn name(&mut self, triple: &Triple) {
        let (node, name) = (subject(triple), value(&triple.object));
        self.names.entry(node.to_owned()).or_default().insert(normal(name));
        if triple.predicate == schema::NAME {
            self.main_names.insert(node.to_owned(), name.to_owned());
        }
    }

    pub fn names(&self, node: &str) -> &Forms {
        self.names.get(node).unwrap_or(&self.nameless)
    }

    /// A value for people: the name of a node, else the end of its IRI; a literal as it is.
    pub fn shown<'a>(&'a self, value: &'a str) -> &'a str {
        self.main_names.get(value).map_or_else(|| local(value), String::as_str)
    }
}

#[cfg(test)]
impl Found {
    /// Nodes with their names, the main one last.
    pub fn named(names: &[(&str, &str)]) -> Self {
        let mut found = Self::default();
        for (node, name) in names {
            found.names.entry((*node).to_owned()).or_default().insert(normal(name));
            found.main_names.insert((*node).to_owned(), (*name).to_owned());
        }
        found
    }
}

/// What stands behind the last `/` or `#` of an IRI.
pub(super) fn local(iri: &str) -> &str {
    iri.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(iri)
}

fn in_document(part: &Part, classes: &BTreeMap<String, BTreeSet<String>>) -> InDocument {
    let mut document = InDocument::default();
    let (mut members, mut organizations) = (BTreeMap::new(), BTreeMap::new());
    let agreements = part.triples().iter().filter(|triple| triple.predicate == pakt::REPORTED_IN);
    document.agreements = agreements.map(|triple| (subject(triple).to_owned(), Slots::new())).collect();
    for triple in part.triples() {
        let (node, predicate, value) = (subject(triple), triple.predicate.as_ref(), value(&triple.object));
        if predicate == schema::MENTIONS {
            let is = |class: NamedNodeRef<'_>| classes.get(value).is_some_and(|classes| classes.contains(class.as_str()));
            let sorts = [
                (schema::PERSON, &mut document.persons),
                (schema::ORGANIZATION, &mut document.organizations),
                (schema::PLACE, &mut document.territories),
            ];
            for (_, nodes) in sorts.into_iter().filter(|(class, _)| is(*class)) {
                nodes.insert(value.to_owned());
            }
        } else if predicate == org::MEMBER {
            members.insert(node, value);
        } else if predicate == org::ORGANIZATION {
            organizations.insert(node, value);
        } else if let Some(slots) = document.agreements.get_mut(node)
            && let Some((_, slot)) = SLOTS.iter().find(|(property, _)| *property == predicate)
        {
            slots.entry(*slot).or_default().insert(value.to_owned());
        }
    }
    // A membership has one person and one body: both are part of its IRI.
    let pairs = members.iter().filter_map(|(node, person)| Some(((*person).to_owned(), (*organizations.get(node)?).to_owned())));
    document.memberships = pairs.collect();
    document
}

fn subject(triple: &Triple) -> &str {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

fn value(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_iri_is_shown_where_there_is_no_name() {
        for (iri, shown) in [
            ("https://w3id.org/pakt/ontology#Signed", "Signed"),
            ("https://w3id.org/pakt/topic/cloud/", "cloud"),
            ("2024-05-02", "2024-05-02"),
        ] {
            assert_eq!(Found::default().shown(iri), shown);
        }
    }
}
