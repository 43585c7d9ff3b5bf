//! The same agreement, told by several documents: one node, as it should be, or more?

use std::collections::BTreeMap;

use super::figures::{Aspect, Tally};
use super::{Fact, Verdict};

/// An annotated agreement that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// Number of its document.
    pub document: usize,
    pub node: &'a str,
}

/// Two documents that tell of one agreement, or seem to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub documents: (usize, usize),
    pub tally: Tally,
}

/// Judges all pairs of agreements from two documents, by file and key. Quadratic in the number of agreements.
pub(super) fn judge(told: &BTreeMap<(&str, &str), Told>, facts: &mut Vec<Fact>) -> Vec<Pair> {
    let all: Vec<_> = told.iter().collect();
    let mut pairs = Vec::new();
    for (i, &(&(file, key), a)) in all.iter().enumerate() {
        for &(&(other, other_key), b) in &all[i + 1..] {
            let verdict = match (key == other_key, a.node == b.node) {
                _ if file == other => continue,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::Missed,
                (false, true) => Verdict::Spurious,
                (false, false) => continue,
            };
            let count = |one: Verdict| usize::from(verdict == one);
            let tally = Tally::new(count(Verdict::Right), count(Verdict::Spurious), count(Verdict::Missed));
            pairs.push(Pair { documents: (a.document, b.document), tally });
            let text = format!("{key} with {other} {other_key}");
            facts.push(Fact { file: file.to_owned(), kind: Aspect::Merging, verdict, subject: text.clone(), text });
        }
    }
    pairs
}
