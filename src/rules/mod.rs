//! Rules: data files into a cascade of token patterns, and the cascade over a document.
//!
//! - [`pattern`]: the language; [`expand`]: macros put in, sizes bounded; [`compile`]: trees into programs; [`program`]:
//!   programs and the matcher; [`chart`]: what was found so far.
//! - [`sources`]: where rule files come from; [`file`]: as they are written; [`names`]: what they name must exist and be
//!   read; [`schema`]: what the program reads; [`set`]: all of them, compiled; [`cascade`]: run over a chart.
//! - [`examples`]: every rule's own examples and counter-examples; `shadowed`: rules that can never make anything;
//!   [`inquiry`], [`trace`]: why nothing was found in some words; [`stats`]: which rules are tried, match, and take time.
//!
//! The manual of the language is `rules/README.md`.

pub mod answers;
pub mod atoms;
pub mod board;
pub mod cascade;
pub mod chart;
pub mod compile;
pub mod examples;
pub mod expand;
pub mod file;
pub mod inquiry;
pub mod machine;
pub mod names;
mod needs;
pub mod pattern;
pub mod program;
pub mod schema;
pub mod set;
mod shadowed;
pub mod sources;
pub mod stats;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod word_forms;
pub mod word_lists;

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
/// Damerau's distance of at most a third of the longer one (of code points).
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = |k: &str| (name.chars().count().max(k.chars().count()) / 3).max(1);
    known
        .map(|k| (strsim::damerau_levenshtein(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= limit(k))
        .min()
        .map(|(_, k)| k)
}
