//! Programs over tokens.
//!
//! A pattern becomes a nondeterministic automaton in the manner of Thompson, run by simulation (Pike's virtual machine,
//! as described in Russ Cox, *Regular Expression Matching: the Virtual Machine Approach*, 2009). An annotation is
//! consumed as one unit: a thread jumps from its first token to its end. Every pair of program state and token is
//! visited at most once, by the thread that began first.
//!
//! Copying captures is not linear inside a sentence: `A ("," A)*` matches at each end of a list, each time with all parts
//! up to there, which takes time quadratic in the length of the list. Sentences are bounded
//! ([`MAX_SENTENCE`](crate::text::MAX_SENTENCE)); so matching takes time linear in the text, for every pattern that loads.

use std::ops::Range;
use std::sync::Arc;

use super::chart::{Annotation, Chart, ClassId, Key};
use super::pattern::Shape;
use super::word_lists::Expression;
use crate::text;

/// A test of one token or one annotation.
#[derive(Debug, Clone)]
pub enum Test {
    /// lower case, either case
    Word(Box<str>),
    Exact(Box<str>),
    /// shared by all that test the same expression
    Regex(Arc<Expression>),
    Shape(Shape),
    Class {
        class: ClassId,
        conditions: Vec<FeatureTest>,
    },
}

#[derive(Debug, Clone)]
pub struct FeatureTest {
    pub(super) key: Key,
    pub(super) values: Vec<String>,
    pub(super) negative: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Op {
    Consume(Test),
    /// One unit; never over what the tests would take.
    Gap {
        far: bool,
        stops: Arc<[Test]>,
    },
    Split(Vec<usize>),
    Jump(usize),
    Open(Key),
    Close(Key),
    Look {
        tests: Vec<Test>,
        behind: bool,
        negative: bool,
    },
    Start,
    End,
    Match,
}

/// What a sentence must hold for a program to have a chance; any one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    Class(ClassId),
    Word(Box<str>),
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Program {
    /// The pattern as it is written.
    pub written: Arc<str>,
    pub(super) ops: Vec<Op>,
    pub(super) triggers: Option<Vec<Trigger>>,
}

/// A place where a program matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub tokens: Range<usize>,
    pub slots: Vec<(Key, Range<usize>)>,
}

impl Program {
    pub fn triggers(&self) -> Option<&[Trigger]> {
        self.triggers.as_deref()
    }

    /// All matches in the tokens: for each end the one that begins first. Sorted by end.
    pub fn find(&self, chart: &Chart, tokens: Range<usize>, machine: &mut Machine) -> Vec<Found> {
        machine.run(&self.ops, chart, tokens)
    }
}

#[derive(Debug, Clone, Copy)]
struct Thread {
    op: u32,
    start: u32,
    captures: u32,
}

const NONE: u32 = u32::MAX;

/// One step of the history of a thread's captures.
#[derive(Debug, Clone, Copy)]
struct CaptureStep {
    key: Key,
    open: bool,
    at: u32,
    previous: u32,
}

/// Working memory of the matcher, kept from run to run.
#[derive(Debug, Default)]
pub struct Machine {
    pending: Vec<Vec<Thread>>,
    seen: Vec<u32>,
    generation: u32,
    captures: Vec<CaptureStep>,
    stack: Vec<Thread>,
}

impl Machine {
    fn run(&mut self, ops: &[Op], chart: &Chart, tokens: Range<usize>) -> Vec<Found> {
        let length = tokens.len();
        self.pending.iter_mut().for_each(Vec::clear);
        if self.pending.len() <= length {
            self.pending.resize_with(length + 1, Vec::new);
        }
        if self.seen.len() < ops.len() {
            self.seen.resize(ops.len(), 0);
        }
        self.captures.clear();
        let mut found = Vec::new();
        for offset in 0..=length {
            let mut threads = std::mem::take(&mut self.pending[offset]);
            // those that began first go first; the sort is stable, so their order of arrival stands
            threads.sort_by_key(|t| t.start);
            self.generation = self.generation.wrapping_add(1);
            if self.generation == 0 {
                self.seen.iter_mut().for_each(|s| *s = 0);
                self.generation = 1;
            }
            threads.push(Thread { op: 0, start: offset as u32, captures: NONE });
            for thread in threads.drain(..) {
                self.step(ops, chart, &tokens, offset, thread, &mut found);
            }
            self.pending[offset] = threads;
        }
        found
    }

    /// Follows a thread until it consumes something.
    fn step(&mut self, ops: &[Op], chart: &Chart, tokens: &Range<usize>, offset: usize, thread: Thread, found: &mut Vec<Found>) {
        let at = tokens.start + offset;
        self.stack.push(thread);
        while let Some(mut thread) = self.stack.pop() {
            let op = thread.op as usize;
            if self.seen[op] == self.generation {
                continue;
            }
            self.seen[op] = self.generation;
            match &ops[op] {
                Op::Split(targets) => self.stack.extend(targets.iter().rev().map(|&t| Thread { op: t as u32, ..thread })),
                Op::Jump(target) => self.stack.push(Thread { op: *target as u32, ..thread }),
                Op::Open(key) | Op::Close(key) => {
                    let open = matches!(ops[op], Op::Open(_));
                    self.captures.push(CaptureStep { key: *key, open, at: at as u32, previous: thread.captures });
                    thread.captures = (self.captures.len() - 1) as u32;
                    thread.op += 1;
                    self.stack.push(thread);
                }
                Op::Look { tests, behind, negative } => {
                    let holds =
                        tests.iter().any(|t| if *behind { test_behind(t, chart, at, tokens) } else { test_here(t, chart, at, tokens) });
                    if holds != *negative {
                        self.stack.push(Thread { op: thread.op + 1, ..thread });
                    }
                }
                Op::Start if offset == 0 => self.stack.push(Thread { op: thread.op + 1, ..thread }),
                Op::End if at == tokens.end => self.stack.push(Thread { op: thread.op + 1, ..thread }),
                Op::Start | Op::End => {}
                Op::Match => {
                    if thread.start < offset as u32 {
                        found.push(Found { tokens: tokens.start + thread.start as usize..at, slots: self.slots(thread.captures) });
                    }
                }
                Op::Consume(test) => self.consume(test, chart, tokens, at, thread),
                Op::Gap { far, stops } => {
                    if at < tokens.end
                        && !stops.iter().any(|t| test_here(t, chart, at, tokens))
                        && let Some(end) = gap_unit(chart, at, *far, tokens.end)
                    {
                        self.pending[end - tokens.start].push(Thread { op: thread.op + 1, ..thread });
                    }
                }
            }
        }
    }

    fn consume(&mut self, test: &Test, chart: &Chart, tokens: &Range<usize>, at: usize, thread: Thread) {
        let next = Thread { op: thread.op + 1, ..thread };
        if let Test::Class { class, conditions } = test {
            for a in chart.starting_at(at) {
                if a.class == *class && a.tokens.end <= tokens.end && conditions.iter().all(|c| c.holds(a)) {
                    self.pending[a.tokens.end - tokens.start].push(next);
                }
            }
        } else if at < tokens.end && test_token(test, chart, at) {
            self.pending[at + 1 - tokens.start].push(next);
        }
    }

    /// Reads the captures of a finished thread, in the order in which they were opened.
    fn slots(&self, mut step: u32) -> Vec<(Key, Range<usize>)> {
        let mut closed: Vec<(Key, u32)> = Vec::new();
        let mut slots = Vec::new();
        while step != NONE {
            let s = self.captures[step as usize];
            if s.open {
                if let Some(i) = closed.iter().rposition(|(k, _)| *k == s.key) {
                    let (_, end) = closed.remove(i);
                    if s.at < end {
                        slots.push((s.key, s.at as usize..end as usize));
                    }
                }
            } else {
                closed.push((s.key, s.at));
            }
            step = s.previous;
        }
        slots.reverse();
        slots
    }
}

impl FeatureTest {
    pub(super) fn holds(&self, a: &Annotation) -> bool {
        let value = a.feature(self.key);
        let positive = match value {
            Some(v) => self.values.is_empty() || self.values.iter().any(|x| x == v),
            None => false,
        };
        positive != self.negative
    }
}

/// Whether the test would take something that begins here.
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
        Test::Word(word) => chart.lower[at] == *word,
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
    let stops = match chart.tokens[at].norm.as_str() {
        "„" | "“" | "”" | "\"" | "»" | "«" | ":" | ";" => true,
        "," | "(" | ")" | "–" | "—" | "-" | "[" | "]" => !far,
        _ => false,
    };
    (!stops).then_some(at + 1)
}
