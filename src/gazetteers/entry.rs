//! What the gazetteers know: entries, and the forms that a text may name them by.

use std::fmt;
use std::ops::Range;

use crate::facts::EntityKind;

/// Number of an entry within one [`Gazetteers`](super::Gazetteers). Not stable from one set of data to the next: what is
/// written down is [`Entry::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// What sort of thing an entry is. A territory may act as a party to an agreement, a party (of politics) does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Territory,
    Organization,
    Person,
    Party,
}

impl Class {
    pub(super) const ALL: [(&str, Self); 4] =
        [("Territory", Self::Territory), ("Organization", Self::Organization), ("Person", Self::Person), ("Party", Self::Party)];

    pub fn name(self) -> &'static str {
        match self {
            Self::Territory => "Territory",
            Self::Organization => "Organization",
            Self::Person => "Person",
            Self::Party => "Party",
        }
    }

    /// Whether an entry of this class may be of that kind.
    pub(super) fn allows(self, kind: EntityKind) -> bool {
        use EntityKind::*;
        match self {
            Self::Territory => matches!(kind, Country | State | City | District | Region | Supranational | OtherPlace),
            Self::Party => kind == Party,
            Self::Person => false,
            Self::Organization => !Self::Territory.allows(kind) && kind != Party,
        }
    }
}

/// A row of a gazetteer file, its references resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Canonical: nominative, German where there is a usual German name.
    pub name: String,
    pub class: Class,
    /// Always present but for persons.
    pub kind: Option<EntityKind>,
    pub aliases: Vec<String>,
    pub acronyms: Vec<String>,
    /// Base forms: `bayerisch`; invariable ones are capitalized: `Thüringer`.
    pub adjectives: Vec<String>,
    pub demonyms: Vec<String>,
    /// The territory that it belongs to: the Land of a city, of a ministry.
    pub jurisdiction: Option<EntryId>,
    /// The organization that it is a part of.
    pub parent: Option<EntryId>,
    /// `Q64`
    pub wikidata: Option<String>,
    /// First year (`2021`) or day (`2021-12-08`) under this name.
    pub from: Option<String>,
    /// Last year or day under this name.
    pub to: Option<String>,
    /// Its one-word forms are also ordinary words, given names or surnames (`Essen`, `Hof`): context has to decide.
    pub common: bool,
    /// Of persons only.
    pub person: Option<PersonDetails>,
    /// Where it stands: the file's name and the line, counted from 1.
    pub file: String,
    pub line: u64,
}

impl Entry {
    /// Whether a town is the seat of a government, by an alias such as `französische Hauptstadt`.
    pub fn is_capital(&self) -> bool {
        self.aliases.iter().any(|alias| alias.to_lowercase().ends_with("hauptstadt"))
    }

    /// Names the entry in what is written down (`states/Bayern (Deutschland)`): file, name, and jurisdiction if it has one.
    /// Unlike the number it does not change when other entries come and go.
    pub fn key(&self, all: &super::Gazetteers) -> String {
        let stem = self.file.strip_suffix(".csv").unwrap_or(&self.file);
        match self.jurisdiction {
            Some(id) => format!("{stem}/{} ({})", self.name, all.entry(id).name),
            None => format!("{stem}/{}", self.name),
        }
    }

    /// Whether the name was in use on that day (`YYYY-MM-DD`, or a prefix of it). Open ends always hold.
    pub fn valid_on(&self, date: &str) -> bool {
        let shared = |a: &str| a.len().min(date.len());
        let after = self.from.as_deref().is_none_or(|from| from[..shared(from)] <= date[..shared(from)]);
        let before = self.to.as_deref().is_none_or(|to| date[..shared(to)] <= to[..shared(to)]);
        after && before
    }
}

/// What a person's entry tells beyond the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    pub given: String,
    pub family: String,
    /// Usual abbreviation (`CDU`).
    pub party: Option<String>,
    /// `Ministerpräsident`
    pub office: Option<String>,
    /// The organization that the office is of.
    pub organization: Option<EntryId>,
}

/// How a text names an entry. The order is the preference among the forms of one entry that are spelt alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `Bayern`, at a date line also `BAYERN`
    Name,
    /// `Freistaat Bayern`
    Alias,
    /// `BSI`
    Acronym,
    /// `Bayerns`, `Bundesamtes für …`
    Genitive,
    /// Another case: `Hessischen Landtag`
    Inflected,
    /// `bayerische`, `Thüringer`
    Adjective,
    /// `Berlinerin`
    Demonym,
}

/// An entry that a form may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    pub entry: EntryId,
    pub form: Form,
    /// The form is one word and its entry marked as `common`: without context it says nothing.
    pub common: bool,
}

/// A form in a text and all entries that share it, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub tokens: Range<usize>,
    pub readings: Vec<Reading>,
}

/// Gender of a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    Female,
    Male,
    /// Borne by women and men.
    Either,
    Unknown,
}

/// A fault in a gazetteer file and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadError {
    pub file: String,
    /// Counted from 1; 0 if the file as a whole is meant.
    pub line: u64,
    pub message: String,
    pub help: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: ", self.file)?,
            line => write!(f, "{}:{line}: ", self.file)?,
        }
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

impl std::error::Error for LoadError {}
