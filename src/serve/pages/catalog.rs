//! All entities, agreements and documents of a graph, with what lists, filters and pictures need of them.
//!
//! It is read once from a graph and kept in memory: a filter over tens of thousands of agreements is then a walk over a
//! list. What one page alone tells (the words that facts rest on, offices, reasons) is asked from the graph when the page
//! is. Things are known by their number in the lists.

mod load;

use std::collections::BTreeMap;

pub use load::{load, local};

/// The kinds of agreements: local names of their terms, the more binding first.
pub const KINDS: [&str; 8] = [
    "Treaty",
    "CooperationAgreement",
    "MemorandumOfUnderstanding",
    "LetterOfIntent",
    "JointDeclaration",
    "CabinetDecision",
    "CooperationProgramme",
    "Cooperation",
];

/// The statuses of agreements: local names of their terms, in the order of a life.
pub const STATUSES: [&str; 6] = ["Planned", "Agreed", "Signed", "Ongoing", "Extended", "Ended"];

/// Number of a thing in its list.
pub type Number = u32;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Sorted by path.
    pub entities: Vec<Entity>,
    /// The newest first; see [`Agreement::when`].
    pub agreements: Vec<Agreement>,
    /// Sorted by path.
    pub documents: Vec<Document>,
    /// Sorted by name.
    pub topics: Vec<Topic>,
    /// Organizations and places in agreements, those in the most of them first; not all.
    pub frequent: Vec<Number>,
    /// The first and the last year of an agreement.
    pub years: Option<(u16, u16)>,
    /// Numbers of the agreements, sorted by path.
    by_path: Vec<Number>,
    /// Paths that are written otherwise in an address than in an IRI, because it was percent-decoded.
    decoded: BTreeMap<String, String>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    Person,
    Organization,
    Place,
}

/// A person, an organization (political parties are such) or a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Below the base of the graph, as in the IRI.
    pub path: String,
    pub sort: Sort,
    /// Local name of the most special class.
    pub class: &'static str,
    pub name: String,
    /// Sorted.
    pub other_names: Vec<String>,
    /// Those in which it is a party or a signatory; sorted.
    pub agreements: Vec<Number>,
    /// Those that were made in it and by others; sorted.
    pub hosted: Vec<Number>,
    /// How many documents name it.
    pub documents: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    pub path: String,
    /// Numbers in [`KINDS`] and [`STATUSES`]: several if the sources differ.
    pub kinds: Vec<usize>,
    pub statuses: Vec<usize>,
    /// Entities, sorted by name.
    pub parties: Vec<Number>,
    pub signatories: Vec<Number>,
    pub places: Vec<Number>,
    pub topics: Vec<Number>,
    /// As precise as the sources; sorted.
    pub dates: Vec<String>,
    /// The documents that report it, by date of publication.
    pub documents: Vec<Number>,
    /// Agreements that it builds on.
    pub based_on: Vec<Number>,
    /// Agreements that build on it.
    pub continued_by: Vec<Number>,
    /// When the first document that reports it was published.
    pub published: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub path: String,
    /// The first of its files.
    pub file: String,
    pub headline: Option<String>,
    pub published: Option<String>,
    /// Agreements that it reports.
    pub agreements: Vec<Number>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// Local name of its concept.
    pub name: String,
    /// Sorted.
    pub agreements: Vec<Number>,
}

impl Agreement {
    /// Its date, or that of the first report: what the newest agreements are told by.
    pub fn when(&self) -> Option<&str> {
        self.dates.first().or(self.published.as_ref()).map(String::as_str)
    }

    /// The year of its date; nothing if no source tells it.
    pub fn year(&self) -> Option<u16> {
        self.dates.first().and_then(|date| date.get(..4)).and_then(|year| year.parse().ok())
    }

    /// Number of its kind; of several the most binding.
    pub fn kind(&self) -> usize {
        self.kinds.first().copied().unwrap_or(KINDS.len() - 1)
    }
}

impl Document {
    /// Its headline, or the name of its file.
    pub fn title(&self) -> &str {
        self.headline.as_deref().or_else(|| self.file.rsplit('/').next()).unwrap_or(&self.file)
    }
}

impl Catalog {
    pub fn entity(&self, number: Number) -> &Entity {
        &self.entities[number as usize]
    }

    pub fn agreement(&self, number: Number) -> &Agreement {
        &self.agreements[number as usize]
    }

    pub fn document(&self, number: Number) -> &Document {
        &self.documents[number as usize]
    }

    pub fn topic(&self, number: Number) -> &Topic {
        &self.topics[number as usize]
    }

    pub fn find_entity(&self, path: &str) -> Option<Number> {
        self.entities.binary_search_by(|one| one.path.as_str().cmp(path)).ok().map(|at| at as Number)
    }

    pub fn find_agreement(&self, path: &str) -> Option<Number> {
        let at = self.by_path.binary_search_by(|&number| self.agreement(number).path.as_str().cmp(path)).ok()?;
        Some(self.by_path[at])
    }

    pub fn find_document(&self, path: &str) -> Option<Number> {
        self.documents.binary_search_by(|one| one.path.as_str().cmp(path)).ok().map(|at| at as Number)
    }

    pub fn find_topic(&self, name: &str) -> Option<Number> {
        self.topics.binary_search_by(|one| one.name.as_str().cmp(name)).ok().map(|at| at as Number)
    }

    /// The path as the IRI has it, for one that may have been percent-decoded.
    pub fn path<'a>(&'a self, asked: &'a str) -> &'a str {
        self.decoded.get(asked).map_or(asked, String::as_str)
    }

    /// Names of entities, joined by commas.
    pub fn names(&self, numbers: &[Number]) -> String {
        numbers.iter().map(|&number| self.entity(number).name.as_str()).collect::<Vec<_>>().join(", ")
    }
}
