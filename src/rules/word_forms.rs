//! What the rules make of a word whatever its surroundings: found out once, however often it occurs.

use std::sync::Arc;

use super::atoms::TestId;
use super::board::Sign;
use super::set::RuleSet;

/// A word as it is spelt, for one set of rules.
#[derive(Debug)]
pub struct WordForm {
    /// The normal form in lower case.
    pub lower: Arc<str>,
    /// Lists of words that it is in, ascending.
    pub(super) lists: Box<[u32]>,
    pub(super) sign: Sign,
    /// Tests that hold of it.
    pub(super) tests: Box<[TestId]>,
}

impl WordForm {
    /// `norm`: the normal form of a token.
    pub(super) fn new(norm: &str, rules: &RuleSet) -> Self {
        let lower: Arc<str> = norm.to_lowercase().into();
        let mut lists = rules.word_lists.of(&lower);
        lists.retain(|&list| !rules.words[list as usize].except.iter().any(|e| e.is_match(&lower)));
        let tests = rules.word_tests.of(norm, &lower).into();
        Self { lower, lists: lists.into(), sign: Sign::of(norm), tests }
    }
}
