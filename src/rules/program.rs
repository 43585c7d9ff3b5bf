//! Programs over tokens: what a pattern becomes.
//!
//! A pattern becomes a nondeterministic automaton in the manner of Thompson. An annotation is consumed as one unit: a thread
//! jumps from its first token to its end. The [`machine`](super::machine) runs it.

use std::ops::Range;
use std::sync::Arc;

use super::atoms::{ChoiceId, Need, Test};
use super::board::Sign;
use super::chart::{Chart, Key};
use super::pattern::Shape;
use crate::text;

#[derive(Debug, Clone)]
pub(super) enum Op {
    /// One token or one annotation that one of the tests takes.
    Consume(ChoiceId),
    /// One unit; never over what the tests would take.
    Gap {
        far: bool,
        stops: ChoiceId,
    },
    Split(Box<[u32]>),
    Jump(u32),
    Open(Key),
    Close(Key),
    Look {
        tests: ChoiceId,
        behind: bool,
        negative: bool,
    },
    Start,
    End,
    Match,
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    /// The pattern as it is written.
    pub written: Arc<str>,
    /// Tells the programs of a set of rules apart.
    pub(super) number: u32,
    pub(super) ops: Vec<Op>,
    /// For each instruction the one that it leads to past jumps and captures.
    pub(super) past: Vec<u32>,
    /// Beginnings and ends of loops, by their beginnings.
    loops: Vec<(u32, u32)>,
    /// What every match has something of, and so the sentence.
    pub(super) needs: Vec<Need>,
}

/// A place where a program matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub tokens: Range<usize>,
    pub slots: Vec<(Key, Range<usize>)>,
}

impl Program {
    pub(super) fn new(written: &str, number: u32, ops: Vec<Op>, needs: Vec<Need>) -> Self {
        let past = (0..ops.len() as u32).map(|op| past(&ops, op)).collect();
        let back = |(at, op): (usize, &Op)| match op {
            Op::Jump(target) if *target as usize <= at => Some((*target, at as u32)),
            _ => None,
        };
        let mut loops: Vec<(u32, u32)> = ops.iter().enumerate().filter_map(back).collect();
        loops.sort_unstable();
        Self { written: written.into(), number, ops, past, loops, needs }
    }

    /// The last instruction of the loop that begins with this one, if one does.
    pub(super) fn loop_at(&self, op: usize) -> Option<usize> {
        self.loops.binary_search_by_key(&(op as u32), |(begin, _)| *begin).ok().map(|i| self.loops[i].1 as usize)
    }
}

/// Jumps lead forward but for that at the end of a loop, which leads to a split: so this ends.
fn past(ops: &[Op], mut op: u32) -> u32 {
    loop {
        op = match &ops[op as usize] {
            Op::Jump(target) => *target,
            Op::Open(_) | Op::Close(_) => op + 1,
            _ => return op,
        }
    }
}

/// Whether the test would take something that begins here. For inquiries: the matcher reads a [`board`](super::board).
pub(super) fn test_here(test: &Test, chart: &Chart, at: usize, tokens: &Range<usize>) -> bool {
    match test {
        Test::Class { class, conditions } => {
            at < tokens.end
                && chart.starting_at(at).any(|a| a.class == *class && a.tokens.end <= tokens.end && conditions.iter().all(|c| c.holds(a)))
        }
        _ => at < tokens.end && test_token(test, chart, at),
    }
}

/// Whether the test would take something that ends here.
pub(super) fn test_behind(test: &Test, chart: &Chart, at: usize, tokens: &Range<usize>) -> bool {
    match test {
        Test::Class { class, conditions } => {
            chart.ending_at(at).any(|a| a.class == *class && a.tokens.start >= tokens.start && conditions.iter().all(|c| c.holds(a)))
        }
        _ => at > tokens.start && test_token(test, chart, at - 1),
    }
}

fn test_token(test: &Test, chart: &Chart, at: usize) -> bool {
    let token = &chart.tokens[at];
    match test {
        Test::Word(word) => *chart.lower[at] == **word,
        Test::Exact(word) => token.norm.as_str() == &**word,
        Test::Regex(regex) => regex.is_match(&token.norm),
        Test::Shape(shape) => match shape {
            Shape::Cap => token.is_capitalized(),
            Shape::Upper => token.shape == text::Shape::Upper,
            Shape::Lower => token.shape == text::Shape::Lower,
            Shape::Num => token.shape == text::Shape::Number,
            Shape::Word => token.is_word(),
            Shape::Sign => !token.is_word(),
            Shape::Any => true,
            Shape::Quoted => chart.context[at].quoted,
            Shape::Headline => chart.context[at].headline,
            Shape::Caption => chart.context[at].caption,
            Shape::Line => at == 0 || token.newlines_before > 0,
        },
        Test::Class { .. } => false,
    }
}

/// Where a gap stands after one step: behind the longest name that begins here, or behind the token.
pub(super) fn gap_unit(chart: &Chart, at: usize, far: bool, limit: usize) -> Option<usize> {
    let name = chart.starting_at(at).filter(|a| a.class.0 < super::UNIT_CLASSES && a.tokens.end <= limit).map(|a| a.tokens.end).max();
    if name.is_some() {
        return name;
    }
    let stops = match Sign::of(&chart.tokens[at].norm) {
        Sign::None => false,
        Sign::Fence => !far,
        Sign::Barrier => true,
    };
    (!stops).then_some(at + 1)
}
