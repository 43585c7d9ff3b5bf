//! Deciding which entities and agreements of which documents are the same.

use crate::facts::{EntityClass, EntityKind};

/// Which entities and agreements of which documents are the same, and what they are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Sorted by `iri`.
    pub entities: Vec<ResolvedEntity>,
    /// Sorted by `iri`.
    pub agreements: Vec<ResolvedAgreement>,
}

/// One entity of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedEntity {
    /// Without the base: `person/thomas-strobl`.
    pub iri: String,
    pub class: EntityClass,
    pub kind: Option<EntityKind>,
    pub name: String,
    pub other_names: Vec<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub honorific_prefix: Option<String>,
    /// Identifier of the Wikidata item: `Q` and digits.
    pub wikidata: Option<String>,
    /// IRI of a place, without the base.
    pub jurisdiction: Option<String>,
    /// IRI of an organization, without the base.
    pub parent: Option<String>,
    pub members: Vec<Member>,
}

/// One agreement of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedAgreement {
    /// Without the base: `agreement/...`.
    pub iri: String,
    pub members: Vec<Member>,
}

/// An entity or an agreement of one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Index into the slice of facts.
    pub document: usize,
    /// Identifier within the document.
    pub id: String,
}
