//! Who is who across documents, and what everything is called.
//!
//! [`resolve`] takes the outlines of all documents and says which of their entities and agreements are the same. It is a function of the
//! *set* of outlines: the order of the documents, and copies among them, change nothing but the document numbers of the members. What is
//! wrong is wrong conservatively: rather two nodes for one person than one node for two.
//!
//! # Words
//! - A *node* is an entity of one document, a *report* an agreement of one document.
//! - *Evidence* speaks for a merge, an *obstacle* against it, whatever the evidence is.
//! - A *member* is a node or a report of a resolved entity or agreement.
//!
//! # How it goes
//! Places, then organizations, then persons, then agreements; each stage uses what the ones before have decided.
//! 1. The same gazetteer entry is the same entity; different entries never are.
//! 2. A name that says by itself which organization or place it means joins, unless two of that name contradict (territory, kind,
//!    entry). "Innenministerium" joins only with its territory, "Ministerium" never. A short name belongs to what one document
//!    introduces it for, if that is one organization only.
//! 3. Persons join by full name: first where organization, territory or party agree, then where nothing but the name is known
//!    and nobody of that name contradicts. A surname alone stays in its document.
//! 4. Reports of agreements that share sides or signatories are scored (parties, signatories, dates, kind, topics, ...; see
//!    `score`). Contradicting dates and two agreements of one document are obstacles, through any chain of merges.
//!
//! # IRIs
//! `class/slug-of-the-name`, without a base. If several nodes ask for one, the first (gazetteer entries, then by date of publication,
//! then by SHA-256) has it, the others add their territory, organization, party or topic, or, where that is not enough, a hash of their
//! document and name. An agreement is called by the kind, the parties and the year of the report that was published first,
//! so that later reports of it change nothing. See `iri`.

mod agreements;
mod clusters;
mod corpus;
mod day;
mod describe;
mod entities;
mod iri;
mod merges;
mod names;
mod organization_names;
mod outline;
mod report;
mod score;
#[cfg(test)]
mod tests;

use crate::facts::{EntityClass, EntityKind};
pub use merges::{Evidence, EvidenceKind, Merge, NearMerge, Obstacle};
pub(crate) use names::tokens as folded_words;
pub use organization_names::{is_acronym, is_telling};
pub use outline::{Interner, Outline, Text};

/// Which entities and agreements of which documents are the same, and what they are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Sorted by IRI. Every entity of every document is a member of exactly one.
    pub entities: Vec<ResolvedEntity>,
    /// Sorted by IRI. Every agreement of every document is a member of exactly one.
    pub agreements: Vec<ResolvedAgreement>,
    /// Sorted by IRI.
    pub merges: Vec<Merge>,
    /// What was almost merged. Sorted by IRI.
    pub near_merges: Vec<NearMerge>,
}

/// A person, organization or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedEntity {
    /// Without base: `person/thomas-strobl`. Unique.
    pub iri: String,
    pub class: EntityClass,
    pub kind: Option<EntityKind>,
    /// The gazetteer's name; of what is not in it, the most frequent of the full names.
    pub name: String,
    /// All other names and forms, sorted.
    pub other_names: Vec<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub honorific_prefix: Option<String>,
    /// The entry of the gazetteer that it is.
    pub gazetteer: Option<String>,
    /// `Q64`
    pub wikidata: Option<String>,
    /// IRI without base of the place that it belongs to.
    pub jurisdiction: Option<String>,
    /// IRI without base of the organization that it is a part of.
    pub parent: Option<String>,
    pub members: Vec<Member>,
}

/// An agreement, told by one document or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedAgreement {
    /// Without base: `agreement/letter-of-intent-hessen-kalifornien-2022`. Unique.
    pub iri: String,
    pub members: Vec<Member>,
}

/// An entity or agreement of one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Index into the slice of outlines.
    pub document: usize,
    /// Local id.
    pub id: Text,
}

/// Decides which entities and agreements are the same. Facts that refer to what their document does not have are as if they were
/// not there. Near linear in their number.
pub fn resolve(outlines: &[Outline]) -> Resolution {
    let corpus = corpus::Corpus::new(outlines);
    let clusters = entities::cluster(&corpus);
    let descriptions = describe::describe(&corpus, &clusters);
    let agreements = agreements::cluster(&corpus, &clusters);
    report::resolution(&corpus, &clusters, descriptions, &agreements)
}
