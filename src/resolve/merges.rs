//! Why things were taken for the same, and why not.

use super::Member;
use super::names::kebab;

/// Two members that were joined into one node. A node of `n` members has the `n - 1` merges that built it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// The node that both are now, without base.
    pub iri: String,
    pub left: Member,
    pub right: Member,
    /// What spoke for it and against it, with points; the decisive one first.
    pub evidence: Vec<Evidence>,
    /// Sum of the points.
    pub score: i32,
}

/// Two members that have much in common and stayed two nodes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearMerge {
    pub left_iri: String,
    pub right_iri: String,
    pub left: Member,
    pub right: Member,
    pub evidence: Vec<Evidence>,
    pub score: i32,
    pub obstacle: Obstacle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    pub kind: EvidenceKind,
    pub points: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// The same entry of the gazetteer.
    GazetteerEntry,
    /// Same name, same organization or territory, same party.
    NameAffiliationAndParty,
    /// Same name of a person who stands for the same organization.
    NameAndOrganization,
    /// Same name of a person who stands for the same territory, or of an organization that belongs to the same territory.
    NameAndTerritory,
    /// Same name and party of a person.
    NameAndParty,
    /// Same name; one document names the organization that the person stands for in the other one.
    NameAndContext,
    /// Same name, and nobody of that name who contradicts.
    Name,
    /// The short name that one document introduces and the other uses by itself.
    ShortName,
    /// Of agreements: the parties.
    Parties,
    Signatories,
    Date,
    /// The dates of publication, where an agreement has no date of its own.
    Published,
    Kind,
    Topics,
    Status,
    Place,
    Duration,
}

impl EvidenceKind {
    /// `name-and-party`
    pub fn name(self) -> String {
        kebab(&format!("{self:?}"))
    }

    /// What the evidence is worth where it decides by itself. Agreements add up what they have instead.
    pub(super) fn points(self) -> i32 {
        match self {
            Self::GazetteerEntry => 100,
            Self::NameAffiliationAndParty => 95,
            Self::NameAndOrganization => 90,
            Self::NameAndTerritory => 85,
            Self::NameAndParty => 80,
            Self::NameAndContext => 75,
            Self::ShortName => 70,
            Self::Name => 65,
            _ => 0,
        }
    }
}

/// What stood against a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// Different entries of the gazetteer.
    GazetteerEntry,
    /// Different political parties.
    Party,
    /// Kinds that exclude each other.
    Kind,
    /// Different territories, at the same time if a person's.
    Territory,
    /// Different organizations and territories, and nothing but the name in common.
    Affiliation,
    /// Several could be meant.
    Ambiguous,
    /// Two agreements of one document.
    SameDocument,
    /// Dates of which neither is a coarser form of the other.
    Date,
    /// Too few points.
    Score,
}

impl Obstacle {
    /// `same-document`
    pub fn name(self) -> String {
        kebab(&format!("{self:?}"))
    }
}
