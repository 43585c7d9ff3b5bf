//! Regular expressions over a whole word, and which lists of words a word is in: all lists at once.
//!
//! Most expressions spell out some words (`vertr(ag|ags|äge)`): these are looked up. Of those that have no end of words nearly
//! all tell how a word begins or ends (`.*minister`, `wasserstoff.*`): a look-up of the word's beginnings and endings gives the
//! few that may match, and only these are tried. An expression is compiled when a word first comes that it may match.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Most words that an expression may spell out to be looked up, and most beginnings or endings.
const MAX_WORDS: usize = 2_000;

/// Expressions that may have more states are compiled when they are loaded, for they may be too large: the limit of the library
/// is at some hundred thousand.
const SURELY_SMALL: usize = 20_000;

/// An expression over a whole word.
#[derive(Debug, Clone)]
pub struct Expression {
    pub written: String,
    words: Words,
}

#[derive(Debug, Clone)]
enum Words {
    These(FxHashSet<String>),
    Matching { compiled: OnceLock<Option<Regex>>, affixes: Affixes },
}

/// What every word that an expression matches has.
#[derive(Debug, Clone)]
enum Affixes {
    Beginnings(Vec<String>),
    Endings(Vec<String>),
    Unknown,
}

/// Two are the same if they are written alike.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Expression {}

impl Hash for Expression {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.written.hash(state);
    }
}

impl Expression {
    /// # Errors
    /// If it is no regular expression, or too large.
    pub fn new(expression: &str) -> Result<Self, regex::Error> {
        let whole = || Regex::new(&format!("^(?:{expression})$"));
        let tree = match regex_syntax::parse(expression) {
            Ok(tree) => tree,
            Err(fault) => return Err(whole().err().unwrap_or_else(|| regex::Error::Syntax(fault.to_string()))),
        };
        let words = match spelt_out(&tree) {
            Some(words) => Words::These(words.into_iter().collect()),
            None => {
                let compiled = OnceLock::new();
                if most_states(&tree) > SURELY_SMALL {
                    let _ = compiled.set(Some(whole()?));
                }
                Words::Matching { compiled, affixes: Affixes::of(&tree) }
            }
        };
        Ok(Self { written: expression.to_owned(), words })
    }

    pub fn is_match(&self, word: &str) -> bool {
        match &self.words {
            Words::These(words) => words.contains(word),
            Words::Matching { compiled, .. } => {
                // What has been parsed and is surely small compiles.
                let regex = compiled.get_or_init(|| Regex::new(&format!("^(?:{})$", self.written)).ok());
                regex.as_ref().is_some_and(|regex| regex.is_match(word))
            }
        }
    }
}

impl Affixes {
    fn of(tree: &Hir) -> Self {
        let (endings, beginnings) = (affixes(tree, ExtractKind::Suffix), affixes(tree, ExtractKind::Prefix));
        let shortest = |all: &[String]| all.iter().map(String::len).min().unwrap_or_default();
        match (endings, beginnings) {
            // the longer they are the fewer words have them
            (Some(endings), Some(beginnings)) if shortest(&endings) < shortest(&beginnings) => Self::Beginnings(beginnings),
            (Some(endings), _) => Self::Endings(endings),
            (None, Some(beginnings)) => Self::Beginnings(beginnings),
            (None, None) => Self::Unknown,
        }
    }
}

/// With what the words begin or end that the expression matches, if that can be told.
fn affixes(tree: &Hir, kind: ExtractKind) -> Option<Vec<String>> {
    let found = Extractor::new().kind(kind).limit_class(4).limit_total(MAX_WORDS).extract(tree);
    let found = found.literals()?.iter().map(|affix| String::from_utf8(affix.as_bytes().to_vec()).ok()).collect::<Option<Vec<_>>>()?;
    (!found.iter().any(String::is_empty)).then_some(found)
}

/// So many states at most the expression has when it is compiled.
fn most_states(tree: &Hir) -> usize {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // a range of characters is at most seven sequences of at most four bytes
        HirKind::Class(Class::Unicode(class)) => 28 * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1);
            most_states(&repetition.sub).saturating_add(1).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => most_states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(most_states).fold(parts.len(), usize::saturating_add),
    }
}

/// All words that the expression matches, if they are not too many.
fn spelt_out(tree: &Hir) -> Option<Vec<String>> {
    // The extractor passes over what looks at its surroundings.
    if !tree.properties().look_set().is_empty() {
        return None;
    }
    let words = Extractor::new().limit_class(100).limit_total(MAX_WORDS).extract(tree);
    if !words.is_exact() {
        return None;
    }
    words.literals()?.iter().map(|word| String::from_utf8(word.as_bytes().to_vec()).ok()).collect()
}

/// Expressions and the numbers of the lists that they belong to.
#[derive(Debug, Default)]
pub struct WordLists {
    spelt_out: FxHashMap<String, Vec<u32>>,
    /// The others, each with its list.
    matching: Vec<(u32, Arc<Expression>)>,
    /// Those of `matching` that match words of this beginning or ending,
    beginnings: Table,
    endings: Table,
    /// and those of which neither is known.
    unknown: Vec<u32>,
}

/// Numbers of expressions by a part of words.
#[derive(Debug, Default)]
struct Table {
    by_part: FxHashMap<String, Vec<u32>>,
    /// Bytes of the longest part.
    longest: usize,
}

impl Table {
    fn add(&mut self, parts: &[String], number: u32) {
        for part in parts {
            self.longest = self.longest.max(part.len());
            self.by_part.entry(part.clone()).or_default().push(number);
        }
    }
}

impl WordLists {
    /// `expressions`: each with the number of its list.
    pub fn new(expressions: Vec<(u32, Arc<Expression>)>) -> Self {
        let mut all = Self::default();
        for (list, expression) in expressions {
            let number = all.matching.len() as u32;
            match &expression.words {
                Words::These(words) => {
                    words.iter().for_each(|word| all.spelt_out.entry(word.clone()).or_default().push(list));
                    continue;
                }
                Words::Matching { affixes: Affixes::Beginnings(parts), .. } => all.beginnings.add(parts, number),
                Words::Matching { affixes: Affixes::Endings(parts), .. } => all.endings.add(parts, number),
                Words::Matching { affixes: Affixes::Unknown, .. } => all.unknown.push(number),
            }
            all.matching.push((list, expression));
        }
        all
    }

    /// Numbers of the lists that hold the word, ascending.
    pub fn of(&self, word: &str) -> Vec<u32> {
        let mut lists = self.spelt_out.get(word).cloned().unwrap_or_default();
        let mut maybe = self.unknown.clone();
        for at in (0..=word.len()).filter(|&at| word.is_char_boundary(at)) {
            if at <= self.beginnings.longest {
                maybe.extend(self.beginnings.by_part.get(&word[..at]).into_iter().flatten());
            }
            if word.len() - at <= self.endings.longest {
                maybe.extend(self.endings.by_part.get(&word[at..]).into_iter().flatten());
            }
        }
        maybe.sort_unstable();
        maybe.dedup();
        for (list, expression) in maybe.into_iter().map(|number| &self.matching[number as usize]) {
            if !lists.contains(list) && expression.is_match(word) {
                lists.push(*list);
            }
        }
        lists.sort_unstable();
        lists.dedup();
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_up_or_matched() {
        for (expression, words) in [
            ("vertr(ag|ags|äge)", Some(vec!["vertrag", "vertrags", "verträge"])),
            ("paktn?e?", Some(vec!["paktne", "paktn", "pakte", "pakt"])),
            (".*minister", None),
            ("ab+", None),
            ("a\\b", None),
        ] {
            let tree = regex_syntax::parse(expression).unwrap();
            assert_eq!(spelt_out(&tree), words.map(|all| all.into_iter().map(str::to_owned).collect()), "{expression}");
        }
        for (word, expected) in [("pakt", true), ("pakte", true), ("pakten", false), ("klimapakt", false)] {
            assert_eq!(Expression::new("pakte?").unwrap().is_match(word), expected, "{word}");
            assert_eq!(Expression::new("\\bpakte?").unwrap().is_match(word), expected, "{word}");
        }
        assert!(Expression::new("a(b").is_err());
        let lists = [(0, "vertrag|pakt"), (0, ".*pakt"), (1, ".*vertrag"), (2, "pakts?"), (3, "pakt.*"), (4, ".*ak.*"), (5, "p.{2}t")];
        let lists = WordLists::new(lists.map(|(list, e)| (list, Arc::new(Expression::new(e).unwrap()))).to_vec());
        for (word, expected) in [
            ("pakt", vec![0, 2, 3, 4, 5]),
            ("klimapakt", vec![0, 4]),
            ("vertrag", vec![0, 1]),
            ("pakts", vec![2, 3, 4]),
            ("paket", vec![4]),
            ("post", vec![5]),
            ("", vec![]),
        ] {
            assert_eq!(lists.of(word), expected, "{word}");
        }
    }

    #[test]
    fn how_words_begin_or_end_is_known_of_most_expressions() {
        for (expression, expected) in [
            ("[a-zäöü-]*minist(er|erin)", "Endings([\"minister\", \"ministerin\"])"),
            ("wasserstoff.*", "Beginnings([\"wasserstoff\"])"),
            (".*ab.*", "Unknown"),
        ] {
            assert_eq!(format!("{:?}", Affixes::of(&regex_syntax::parse(expression).unwrap())), expected, "{expression}");
        }
    }
}
