//! How far a pattern gets: for whoever asks why a rule did not match.
//!
//! The simulation of [`program`](super::program) once more, from one token only, without captures, with a record of what
//! failed. Not made to be fast.

use std::collections::BTreeMap;
use std::ops::Range;

use super::atoms::{FeatureTest, Test, Tests};
use super::chart::{Chart, Key, Vocabulary};
use super::pattern::Shape;
use super::program::{Op, Program, gap_unit, test_behind, test_here};

/// What came of trying a pattern at one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// From where it began to the last token that one of its tests took: what a gap ran over behind that does not count.
    pub tokens: Range<usize>,
    /// How many of its tests took something on the way there.
    pub passed: usize,
    /// What would have let it go on, in the language of patterns: any one of them. Empty if it matched up to there.
    pub expected: Vec<String>,
    /// Where it did not go on: behind `tokens`, or further on if a gap ran over what follows.
    pub failed_at: usize,
}

/// What the programs of a set of rules refer to.
#[derive(Clone, Copy)]
pub struct Language<'r> {
    pub vocabulary: &'r Vocabulary,
    pub tests: &'r Tests,
}

/// What a thread of the simulation has behind it. The better one is the greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Progress {
    passed: usize,
    end: usize,
}

impl Program {
    /// Whether it has a capture for one of the slots.
    pub fn fills(&self, slots: &[Key]) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Open(key) if slots.contains(key)))
    }

    /// Tries the pattern from a token of the sentence on. Time: the size of the program times the length of the sentence.
    pub fn attempt(&self, chart: &Chart, sentence: &Range<usize>, start: usize, language: Language) -> Attempt {
        let tests = language.tests;
        let none = Progress { passed: 0, end: start };
        let mut pending: BTreeMap<usize, BTreeMap<usize, Progress>> = BTreeMap::from([(start, BTreeMap::from([(0, none)]))]);
        let mut matched: Option<Progress> = None;
        let mut failures: Vec<(Progress, usize, usize)> = Vec::new();
        while let Some((at, mut ops)) = pending.pop_first() {
            // Jumps lead backwards too: an instruction is followed again if it is reached by a better way.
            let mut stack: Vec<usize> = ops.keys().copied().collect();
            while let Some(op) = stack.pop() {
                let so_far = ops[&op];
                let mut follow = |op: usize| {
                    if ops.get(&op).is_none_or(|known| *known < so_far) {
                        ops.insert(op, so_far);
                        stack.push(op);
                    }
                };
                let mut fail = || failures.push((so_far, at, op));
                match &self.ops[op] {
                    Op::Split(targets) => targets.iter().for_each(|target| follow(*target as usize)),
                    Op::Jump(target) => follow(*target as usize),
                    Op::Open(_) | Op::Close(_) => follow(op + 1),
                    Op::Look { tests: choice, behind, negative } => {
                        let holds =
                            |test| if *behind { test_behind(test, chart, at, sentence) } else { test_here(test, chart, at, sentence) };
                        if tests.of(*choice).any(holds) == *negative { fail() } else { follow(op + 1) }
                    }
                    Op::Start if at == sentence.start => follow(op + 1),
                    Op::End if at == sentence.end => follow(op + 1),
                    Op::Start | Op::End => fail(),
                    Op::Match => matched = matched.max((at > start).then_some(so_far)),
                    Op::Consume(choice) => {
                        let ends: Vec<usize> = tests.of(*choice).flat_map(|test| ends(test, chart, at, sentence)).collect();
                        if ends.is_empty() {
                            fail();
                        }
                        let next = |end| Progress { passed: so_far.passed + 1, end };
                        ends.into_iter().for_each(|end| reach(&mut pending, end, op + 1, next(end)));
                    }
                    Op::Gap { far, stops } => {
                        let is_stopped = tests.of(*stops).any(|test| test_here(test, chart, at, sentence));
                        let end = if at < sentence.end && !is_stopped { gap_unit(chart, at, *far, sentence.end) } else { None };
                        end.into_iter().for_each(|end| reach(&mut pending, end, op + 1, so_far));
                    }
                }
            }
        }
        let best = failures.iter().map(|(progress, ..)| *progress).max().unwrap_or(none);
        if let Some(whole) = matched.filter(|whole| *whole >= best || best.passed == 0) {
            return Attempt { tokens: start..whole.end, passed: whole.passed, expected: Vec::new(), failed_at: whole.end };
        }
        failures.retain(|(progress, ..)| *progress == best);
        let failed_at = failures.iter().map(|(_, at, _)| *at).min().unwrap_or(start);
        let mut expected: Vec<String> = failures.into_iter().flat_map(|(.., op)| wanted(&self.ops[op], language)).collect();
        expected.sort_unstable();
        expected.dedup();
        Attempt { tokens: start..best.end, passed: best.passed, expected, failed_at }
    }
}

fn reach(pending: &mut BTreeMap<usize, BTreeMap<usize, Progress>>, at: usize, op: usize, progress: Progress) {
    let known = pending.entry(at).or_default().entry(op).or_insert(progress);
    *known = progress.max(*known);
}

/// Where what the test takes here ends.
fn ends(test: &Test, chart: &Chart, at: usize, sentence: &Range<usize>) -> Vec<usize> {
    match test {
        Test::Class { class, conditions } => {
            let is_meant = |a: &&super::Annotation| {
                a.class == *class && a.tokens.end <= sentence.end && conditions.iter().all(|condition| condition.holds(a))
            };
            chart.starting_at(at).filter(is_meant).map(|a| a.tokens.end).collect()
        }
        _ if test_here(test, chart, at, sentence) => vec![at + 1],
        _ => Vec::new(),
    }
}

/// What an instruction asks for, as patterns write it: any one of them.
fn wanted(op: &Op, language: Language) -> Vec<String> {
    match op {
        Op::Consume(choice) => language.tests.of(*choice).map(|test| written(test, language.vocabulary)).collect(),
        Op::Look { tests, behind, negative } => vec![look(language.tests.of(*tests), *behind, *negative, language.vocabulary)],
        Op::Start => vec!["^".to_owned()],
        Op::End => vec!["$".to_owned()],
        // The others ask for nothing, and do not fail.
        Op::Gap { .. } | Op::Split(_) | Op::Jump(_) | Op::Open(_) | Op::Close(_) | Op::Match => Vec::new(),
    }
}

fn look<'t>(tests: impl Iterator<Item = &'t Test>, behind: bool, negative: bool, vocabulary: &Vocabulary) -> String {
    let sign = match (behind, negative) {
        (false, false) => "&",
        (false, true) => "!",
        (true, false) => "<&",
        (true, true) => "<!",
    };
    let tests: Vec<String> = tests.map(|test| written(test, vocabulary)).collect();
    match &tests[..] {
        [one] => format!("{sign}{one}"),
        many => format!("{sign}({})", many.join("|")),
    }
}

/// A test as patterns write it.
fn written(test: &Test, vocabulary: &Vocabulary) -> String {
    match test {
        Test::Word(word) => format!("\"{word}\""),
        Test::Exact(word) => format!("=\"{word}\""),
        Test::Regex(regex) => format!("/{}/", regex.written),
        Test::Shape(shape) => format!("@{}", Shape::name(*shape)),
        Test::Class { class, conditions } => {
            let conditions: Vec<String> = conditions.iter().map(|one| condition(one, vocabulary)).collect();
            let conditions = if conditions.is_empty() { String::new() } else { format!("[{}]", conditions.join(", ")) };
            format!("{}{conditions}", vocabulary.class_name(*class))
        }
    }
}

fn condition(test: &FeatureTest, vocabulary: &Vocabulary) -> String {
    let key = vocabulary.key_name(test.key);
    match (test.values.is_empty(), test.negative) {
        (true, false) => key.to_owned(),
        (true, true) => format!("!{key}"),
        (false, negative) => format!("{key}{}{}", if negative { "!=" } else { "=" }, test.values.join("|")),
    }
}
