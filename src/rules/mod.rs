//! Rules: data files into a cascade of token patterns, and the cascade over a document.
//!
//! - [`pattern`]: the language; [`program`]: compiled patterns and the matcher; [`chart`]: what was found so far.
//! - [`file`]: rule files as they are written; [`set`]: all of them, compiled; [`cascade`]: run over a chart.
//! - [`examples`]: every rule's own examples and counter-examples.
//!
//! The manual of the language is `rules/README.md`.

pub mod cascade;
pub mod chart;
pub mod examples;
pub mod file;
pub mod pattern;
pub mod program;
pub mod set;

pub use chart::{Annotation, Chart, ClassId, Key, TokenContext, Vocabulary};
pub use set::RuleSet;

/// Classes below this number are names: gaps take them whole.
pub const UNIT_CLASSES: u16 = 4;

/// The names among the classes, in the order of their numbers.
pub const NAME_CLASSES: [&str; UNIT_CLASSES as usize] = ["Person", "Organization", "Territory", "Date"];

/// Classes that the program itself makes before the first phase: names known from gazetteers.
pub const SEED_CLASSES: [&str; 6] = ["KnownTerritory", "KnownOrganization", "KnownPerson", "GivenName", "Party", "Introduced"];

/// The known name that is most like a misspelt one, if any is like it at all.
///
/// Damerau's distance of at most a third of the name's length (of code points).
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    known
        .map(|k| (strsim::damerau_levenshtein(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, k)| k)
}
