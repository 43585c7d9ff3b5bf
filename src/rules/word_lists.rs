//! Regular expressions over a whole word, and which lists of words a word is in: all lists at once.
//!
//! Most expressions spell out some words (`vertr(ag|ags|äge)`). These are looked up, and need not be compiled; only what has no
//! end of words (`.*minister`) is matched, that of all lists in one pass over the word.

use std::collections::{HashMap, HashSet};

use regex::{Regex, RegexSet, RegexSetBuilder};
use regex_syntax::hir::literal::Extractor;

/// Most words that an expression may spell out to be looked up.
const MAX_WORDS: usize = 2_000;

/// Memory of the automaton, a thread, in bytes: it keeps what it has made of the words so far. With the default of the library
/// it is too small for all expressions, gives up, and a slower engine takes over.
const AUTOMATON: usize = 32 << 20;

/// An expression over a whole word.
#[derive(Debug, Clone)]
pub struct Expression {
    pub written: String,
    words: Words,
}

#[derive(Debug, Clone)]
enum Words {
    These(HashSet<String>),
    Matching(Regex),
}

impl Expression {
    /// # Errors
    /// If it is no regular expression, or too large.
    pub fn new(expression: &str) -> Result<Self, regex::Error> {
        let words = match spelt_out(expression) {
            Some(words) => Words::These(words.into_iter().collect()),
            None => Words::Matching(Regex::new(&format!("^(?:{expression})$"))?),
        };
        Ok(Self { written: expression.to_owned(), words })
    }

    pub fn is_match(&self, word: &str) -> bool {
        match &self.words {
            Words::These(words) => words.contains(word),
            Words::Matching(regex) => regex.is_match(word),
        }
    }
}

/// Expressions and the numbers of the lists that they belong to.
#[derive(Debug)]
pub struct WordLists {
    literal: HashMap<String, Vec<usize>>,
    others: RegexSet,
    /// List of each of the other expressions.
    list_of: Vec<usize>,
}

impl WordLists {
    /// `expressions`: each with the number of its list; the numbers do not fall.
    ///
    /// # Errors
    /// If the expressions are too large together.
    pub fn new(expressions: &[(usize, &str)]) -> Result<Self, regex::Error> {
        let (mut literal, mut others, mut list_of) = (HashMap::<String, Vec<usize>>::new(), Vec::new(), Vec::new());
        for &(list, expression) in expressions {
            match spelt_out(expression) {
                Some(words) => words.into_iter().for_each(|word| literal.entry(word).or_default().push(list)),
                None => {
                    others.push(format!("^(?:{expression})$"));
                    list_of.push(list);
                }
            }
        }
        let others = RegexSetBuilder::new(&others).dfa_size_limit(AUTOMATON).build()?;
        Ok(Self { literal, others, list_of })
    }

    /// Numbers of the lists that hold the word, ascending.
    pub fn of(&self, word: &str) -> Vec<usize> {
        let mut lists: Vec<usize> = self.others.matches(word).iter().map(|n| self.list_of[n]).collect();
        lists.extend(self.literal.get(word).into_iter().flatten());
        lists.sort_unstable();
        lists.dedup();
        lists
    }
}

/// All words that the expression matches, if they are not too many.
fn spelt_out(expression: &str) -> Option<Vec<String>> {
    let tree = regex_syntax::parse(expression).ok()?;
    // The extractor passes over what looks at its surroundings.
    if !tree.properties().look_set().is_empty() {
        return None;
    }
    let words = Extractor::new().limit_class(100).limit_total(MAX_WORDS).extract(&tree);
    if !words.is_exact() {
        return None;
    }
    words.literals()?.iter().map(|word| String::from_utf8(word.as_bytes().to_vec()).ok()).collect()
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
            assert_eq!(spelt_out(expression), words.map(|all| all.into_iter().map(str::to_owned).collect()), "{expression}");
        }
        for (word, expected) in [("pakt", true), ("pakte", true), ("pakten", false), ("klimapakt", false)] {
            assert_eq!(Expression::new("pakte?").unwrap().is_match(word), expected, "{word}");
            assert_eq!(Expression::new("\\bpakte?").unwrap().is_match(word), expected, "{word}");
        }
        assert!(Expression::new("a(b").is_err());
        let lists = WordLists::new(&[(0, "vertrag|pakt"), (0, ".*pakt"), (1, ".*vertrag"), (2, "pakts?")]).unwrap();
        for (word, expected) in
            [("pakt", vec![0, 2]), ("klimapakt", vec![0]), ("vertrag", vec![0, 1]), ("pakts", vec![2]), ("paket", vec![])]
        {
            assert_eq!(lists.of(word), expected, "{word}");
        }
    }
}
