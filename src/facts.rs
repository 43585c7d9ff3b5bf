//! What one document says: the record between extraction and the graph.
//!
//! Left of [`DocumentFacts`] every document is worked on alone; right of it everything is a function of the *set* of
//! facts. `pakt extract` prints one JSON object a line, `pakt load` takes them in again, and a store keeps them so
//! that a second run reads only what changed. The JSON Schema in `schema/document-facts.schema.json` describes the
//! same types for other programs; a test holds the two together.
//!
//! Offsets are half-open and count **Unicode code points** of [`DocumentInfo::text`]. For every [`Evidence`]
//! `text[begin..end] == quote` holds; [`DocumentFacts::check`] says where it does not.
//!
//! Entities and agreements are named by identifiers that are unique within their document only (`"e3"`, `"a1"`).
//! Which of them are the same across documents is decided later, in [`crate::resolve`].

mod check;
#[cfg(test)]
mod schema;

use serde::{Deserialize, Serialize};

use crate::checksum;

/// Version of the format. A reader refuses facts of another one.
pub const FORMAT: u32 = 1;

/// Everything that one document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentFacts {
    /// Always [`FORMAT`].
    #[cfg_attr(test, schemars(range(min = FORMAT, max = FORMAT)))]
    pub format: u32,
    pub document: DocumentInfo,
    /// Persons, organizations and places that the document names, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// Who holds which office where, as the document says it.
    pub memberships: Vec<Membership>,
    /// The agreements that the document reports.
    pub agreements: Vec<Agreement>,
}

impl DocumentFacts {
    /// SHA-256 of the facts in lower-case hexadecimal digits.
    pub fn digest(&self) -> String {
        // OK because the types have texts as keys only: nothing in them cannot be said in JSON.
        let json = serde_json::to_vec(self).expect("facts can be written as JSON");
        checksum::of(&json)
    }
}

/// The document itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentInfo {
    /// The path as the user gave it (or as found below a folder that the user gave), with `/` between components.
    pub file: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal digits: the document's identity.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who wrote the text, from its byline or its metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it: the name of a site, a feed, the sender of a mail, a column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// BCP 47 tag; `de` for what this program reads.
    pub language: String,
    /// The text that all offsets count in, normalized to Unicode NFC.
    pub text: String,
}

/// The date of publication and where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// `YYYY-MM-DD`
    #[cfg_attr(test, schemars(regex(pattern = r"^\d{4}-\d\d-\d\d$")))]
    pub date: String,
    pub source: DateSource,
}

/// Where a date of publication was read, most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// A meta tag, JSON-LD, a `time` element, a field of a feed.
    Metadata,
    /// A line of the text that holds the date of publication.
    DateLine,
    /// When a mail was sent.
    MailHeader,
    /// An ISO date at the start of the file's name.
    FileName,
    /// A column of a table.
    Column,
}

/// Words of the document that a fact was read from, and the rule that read them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// `text[begin..end]`
    pub quote: String,
    /// Id of the rule or of the gazetteer entry.
    pub rule: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum EntityClass {
    Person,
    Organization,
    Place,
}

/// What sort of organization or place. Persons have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    // organizations
    Ministry,
    Agency,
    Government,
    Parliament,
    Research,
    University,
    Company,
    Association,
    Municipality,
    International,
    Party,
    Court,
    OtherOrganization,
    // places
    Country,
    State,
    City,
    District,
    Region,
    Supranational,
    OtherPlace,
}

/// A person, an organization or a place as this document names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Unique within the document.
    pub id: String,
    pub class: EntityClass,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EntityKind>,
    /// The fullest name, in the nominative and without titles; the gazetteer's where an entry was found.
    pub name: String,
    /// Other names and forms of this document: acronyms, short forms, inflected forms. Sorted, without `name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// Id of the gazetteer entry, if one was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gazetteer: Option<String>,
    /// The Wikidata item (`Q64`) of that entry, where a verified table has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// `Prof. Dr.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub honorific_prefix: Option<String>,
    /// The political party of a person, as its usual abbreviation (`CDU`, `GRÜNE`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Attribute>,
    /// Id of the place that an organization belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
    /// Id of the organization that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Where the document names it; at least one. Sorted by offset.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub mentions: Vec<Evidence>,
}

/// A value and the words that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub value: String,
    pub evidence: Evidence,
}

/// A person stands for an organization or a territory, in an office if the text names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Entity id of the person.
    pub person: String,
    /// Entity id of the organization or place.
    pub organization: String,
    /// Base form: `Innenminister`, `Präsidentin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    pub evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum AgreementKind {
    LetterOfIntent,
    MemorandumOfUnderstanding,
    CooperationAgreement,
    Treaty,
    JointDeclaration,
    CabinetDecision,
    CooperationProgramme,
    /// No instrument is named.
    Cooperation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum AgreementStatus {
    Signed,
    Agreed,
    Planned,
    Ongoing,
    Extended,
    Ended,
}

/// An agreement as this document reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Unique within the document.
    pub id: String,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub parties: Vec<Filler>,
    pub signatures: Vec<Signature>,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: as precise as the text and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Attribute>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Filler>,
    /// Values are names of topics in `https://w3id.org/pakt/topic/`, without the prefix.
    pub topics: Vec<Attribute>,
    /// ISO 8601 duration (`P2Y`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Attribute>,
    /// Ids of earlier agreements that this one builds on.
    pub based_on: Vec<BasedOn>,
    /// The sentences that report it; at least one. Sorted by offset.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub evidence: Vec<Evidence>,
}

/// An entity in a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Filler {
    /// Entity id.
    pub entity: String,
    pub evidence: Evidence,
}

/// A person signs, or concludes, an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Entity id of the person.
    pub person: String,
    /// Entity id of the organization or place that the person signs for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    pub evidence: Evidence,
}

/// An earlier agreement of the same document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BasedOn {
    /// Agreement id.
    pub agreement: String,
    pub evidence: Evidence,
}
