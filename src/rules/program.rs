//! Syntax trees into programs, and programs over tokens.
//!
//! A pattern becomes a nondeterministic automaton in the manner of Thompson, run by simulation (Pike's virtual machine,
//! as described in Russ Cox, *Regular Expression Matching: the Virtual Machine Approach*, 2009). An annotation is
//! consumed as one unit: a thread jumps from its first token to its end. Every pair of program state and token is
//! visited at most once, by the thread that began first; so a run over a sentence takes time linear in its length times
//! the size of the program, for every pattern that loads, whatever the text.

use std::ops::Range;

use regex::Regex;

use super::chart::{Annotation, Chart, ClassId, Key, Vocabulary};
use super::pattern::{Node, NodeKind, PatternError, Shape};
use crate::text;

/// A test of one token or one annotation.
#[derive(Debug, Clone)]
pub enum Test {
    /// lower case, either case
    Word(Box<str>),
    Exact(Box<str>),
    Regex(Regex),
    Shape(Shape),
    Class {
        class: ClassId,
        conditions: Vec<FeatureTest>,
    },
}

#[derive(Debug, Clone)]
pub struct FeatureTest {
    key: Key,
    values: Vec<String>,
    negative: bool,
}

#[derive(Debug, Clone)]
enum Op {
    Consume(Test),
    /// One unit; never over what the tests would take.
    Gap {
        far: bool,
        stops: Vec<Test>,
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
    ops: Vec<Op>,
    triggers: Option<Vec<Trigger>>,
}

/// A place where a program matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub tokens: Range<usize>,
    pub slots: Vec<(Key, Range<usize>)>,
}

/// Names that a pattern may refer to.
pub struct Scope<'a> {
    pub vocabulary: &'a mut Vocabulary,
    /// Macros by name, already parsed.
    pub macros: &'a std::collections::BTreeMap<String, Node>,
    pub used: &'a mut Used,
}

/// What patterns have referred to so far.
#[derive(Debug, Default)]
pub struct Used {
    pub macros: std::collections::BTreeSet<String>,
    pub classes: std::collections::BTreeSet<ClassId>,
}

/// Programs grow with the bounds of their repetitions; this many instructions are too many.
const MAX_OPS: usize = 20_000;

impl Program {
    /// # Errors
    /// If the pattern refers to a class or macro that there is none of, or matches nothing but the empty sequence.
    pub fn compile(node: &Node, scope: &mut Scope) -> Result<Self, PatternError> {
        let node = expand(node, scope, 0)?;
        let mut compiler = Compiler { ops: Vec::new(), scope };
        compiler.node(&node, &[])?;
        compiler.ops.push(Op::Match);
        let ops = compiler.ops;
        let triggers = triggers(&node, scope.vocabulary);
        Ok(Self { ops, triggers })
    }

    pub fn triggers(&self) -> Option<&[Trigger]> {
        self.triggers.as_deref()
    }

    /// All matches in the tokens: for each end the one that begins first. Sorted by end.
    pub fn find(&self, chart: &Chart, tokens: Range<usize>, machine: &mut Machine) -> Vec<Found> {
        machine.run(&self.ops, chart, tokens)
    }
}

/// Replaces macros by what they stand for.
fn expand(node: &Node, scope: &mut Scope, depth: u32) -> Result<Node, PatternError> {
    let many = |nodes: &[Node], scope: &mut Scope| nodes.iter().map(|n| expand(n, scope, depth)).collect::<Result<Vec<_>, _>>();
    let kind = match &node.kind {
        NodeKind::Macro(name) => {
            if depth > 20 {
                return Err(PatternError { span: node.span.clone(), message: format!("the macro `${name}` refers to itself"), help: None });
            }
            let Some(body) = scope.macros.get(name).cloned() else {
                let known: Vec<&str> = scope.macros.keys().map(String::as_str).collect();
                let help = super::nearest(name, known.iter().copied()).map(|n| format!("did you mean `${n}`?"));
                return Err(PatternError { span: node.span.clone(), message: format!("there is no macro `${name}`"), help });
            };
            scope.used.macros.insert(name.clone());
            let mut expanded = expand(&body, scope, depth + 1)?;
            relocate(&mut expanded, &node.span);
            return Ok(expanded);
        }
        NodeKind::Sequence(nodes) => NodeKind::Sequence(many(nodes, scope)?),
        NodeKind::Alternatives(nodes) => NodeKind::Alternatives(many(nodes, scope)?),
        NodeKind::Repeat { node, min, max } => NodeKind::Repeat { node: Box::new(expand(node, scope, depth)?), min: *min, max: *max },
        NodeKind::Capture { slots, node } => NodeKind::Capture { slots: slots.clone(), node: Box::new(expand(node, scope, depth)?) },
        NodeKind::Look { node, behind, negative } => {
            NodeKind::Look { node: Box::new(expand(node, scope, depth)?), behind: *behind, negative: *negative }
        }
        other => other.clone(),
    };
    Ok(Node { kind, span: node.span.clone() })
}

/// Faults inside a macro are shown where the macro is used.
fn relocate(node: &mut Node, span: &Range<usize>) {
    node.span = span.clone();
    match &mut node.kind {
        NodeKind::Sequence(nodes) | NodeKind::Alternatives(nodes) => nodes.iter_mut().for_each(|n| relocate(n, span)),
        NodeKind::Repeat { node, .. } | NodeKind::Capture { node, .. } | NodeKind::Look { node, .. } => relocate(node, span),
        _ => {}
    }
}

struct Compiler<'a, 's> {
    ops: Vec<Op>,
    scope: &'a mut Scope<'s>,
}

impl Compiler<'_, '_> {
    /// Emits the node. `after` is what follows it in the pattern: gaps stop there.
    fn node(&mut self, node: &Node, after: &[&Node]) -> Result<(), PatternError> {
        if self.ops.len() > MAX_OPS {
            return Err(PatternError {
                span: node.span.clone(),
                message: format!("the pattern is too large: more than {MAX_OPS} instructions"),
                help: Some("lower the bounds of its repetitions".into()),
            });
        }
        match &node.kind {
            NodeKind::Sequence(nodes) => {
                for (i, n) in nodes.iter().enumerate() {
                    let rest: Vec<&Node> = nodes[i + 1..].iter().chain(after.iter().copied()).collect();
                    self.node(n, &rest)?;
                }
            }
            NodeKind::Alternatives(nodes) => self.alternatives(nodes, after)?,
            NodeKind::Repeat { node: inner, min, max } => self.repeat(inner, *min, *max, after)?,
            NodeKind::Capture { slots, node: inner } => {
                let keys: Vec<Key> = slots.iter().map(|s| self.scope.vocabulary.key(s)).collect();
                self.ops.extend(keys.iter().map(|k| Op::Open(*k)));
                self.node(inner, after)?;
                self.ops.extend(keys.iter().map(|k| Op::Close(*k)));
            }
            NodeKind::Gap { far, min, max } => {
                let mut stops = Vec::new();
                self.first(after, &mut stops)?;
                self.counted(*min, Some(*max), |c| {
                    c.ops.push(Op::Gap { far: *far, stops: stops.clone() });
                    Ok(())
                })?;
            }
            NodeKind::Look { node: inner, behind, negative } => {
                let mut tests = Vec::new();
                self.single(inner, &mut tests)?;
                self.ops.push(Op::Look { tests, behind: *behind, negative: *negative });
            }
            NodeKind::Start => self.ops.push(Op::Start),
            NodeKind::End => self.ops.push(Op::End),
            _ => {
                let test = self.test(node)?;
                self.ops.push(Op::Consume(test));
            }
        }
        Ok(())
    }

    fn alternatives(&mut self, nodes: &[Node], after: &[&Node]) -> Result<(), PatternError> {
        let split = self.ops.len();
        self.ops.push(Op::Split(Vec::new()));
        let (mut targets, mut ends) = (Vec::new(), Vec::new());
        for n in nodes {
            targets.push(self.ops.len());
            self.node(n, after)?;
            ends.push(self.ops.len());
            self.ops.push(Op::Jump(0));
        }
        let end = self.ops.len();
        self.ops[split] = Op::Split(targets);
        for e in ends {
            self.ops[e] = Op::Jump(end);
        }
        Ok(())
    }

    fn repeat(&mut self, inner: &Node, min: u32, max: Option<u32>, after: &[&Node]) -> Result<(), PatternError> {
        // what follows one repetition is another one, or what follows all of them
        let rest: Vec<&Node> = std::iter::once(inner).chain(after.iter().copied()).collect();
        let follow = if max == Some(1) { after.to_vec() } else { rest };
        self.counted(min, max, |c| c.node(inner, &follow))
    }

    fn counted(
        &mut self,
        min: u32,
        max: Option<u32>,
        mut emit: impl FnMut(&mut Self) -> Result<(), PatternError>,
    ) -> Result<(), PatternError> {
        for _ in 0..min {
            emit(self)?;
        }
        let Some(max) = max else {
            let split = self.ops.len();
            self.ops.push(Op::Split(Vec::new()));
            emit(self)?;
            self.ops.push(Op::Jump(split));
            self.ops[split] = Op::Split(vec![split + 1, self.ops.len()]);
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.ops.len());
            self.ops.push(Op::Split(Vec::new()));
            emit(self)?;
        }
        let end = self.ops.len();
        for s in splits {
            self.ops[s] = Op::Split(vec![s + 1, end]);
        }
        Ok(())
    }

    /// The tests that may come first in what follows.
    fn first(&mut self, nodes: &[&Node], tests: &mut Vec<Test>) -> Result<(), PatternError> {
        for node in nodes {
            let optional = self.first_of(node, tests)?;
            if !optional {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Adds the tests that may come first in a node; says whether the node may be empty.
    fn first_of(&mut self, node: &Node, tests: &mut Vec<Test>) -> Result<bool, PatternError> {
        Ok(match &node.kind {
            NodeKind::Sequence(nodes) => {
                for n in nodes {
                    if !self.first_of(n, tests)? {
                        return Ok(false);
                    }
                }
                true
            }
            NodeKind::Alternatives(nodes) => {
                let mut empty = false;
                for n in nodes {
                    empty |= self.first_of(n, tests)?;
                }
                empty
            }
            NodeKind::Repeat { node, min, .. } => self.first_of(node, tests)? || *min == 0,
            NodeKind::Capture { node, .. } => self.first_of(node, tests)?,
            // a gap behind a gap begins anywhere: nothing to stop at
            NodeKind::Gap { .. } => false,
            NodeKind::Look { .. } | NodeKind::Start => true,
            NodeKind::End => false,
            _ => {
                let test = self.test(node)?;
                tests.push(test);
                false
            }
        })
    }

    /// Tests of a look-ahead or look-behind: one token or one annotation, or a choice of those.
    fn single(&mut self, node: &Node, tests: &mut Vec<Test>) -> Result<(), PatternError> {
        match &node.kind {
            NodeKind::Alternatives(nodes) => nodes.iter().try_for_each(|n| self.single(n, tests)),
            NodeKind::Sequence(_)
            | NodeKind::Repeat { .. }
            | NodeKind::Capture { .. }
            | NodeKind::Gap { .. }
            | NodeKind::Look { .. }
            | NodeKind::Start
            | NodeKind::End => Err(PatternError {
                span: node.span.clone(),
                message: "a look at what stands here tests one token or one annotation".into(),
                help: Some("write `!\"nicht\"` or `!(\"nicht\"|Negation)`".into()),
            }),
            _ => {
                let test = self.test(node)?;
                tests.push(test);
                Ok(())
            }
        }
    }

    fn test(&mut self, node: &Node) -> Result<Test, PatternError> {
        Ok(match &node.kind {
            NodeKind::Word { text, exact: false } => Test::Word(text.as_str().into()),
            NodeKind::Word { text, exact: true } => Test::Exact(text.as_str().into()),
            // OK because the parser has compiled the same expression
            NodeKind::Regex(source) => Test::Regex(Regex::new(&format!("^(?:{source})$")).map_err(|e| PatternError {
                span: node.span.clone(),
                message: e.to_string(),
                help: None,
            })?),
            NodeKind::Shape(shape) => Test::Shape(*shape),
            NodeKind::Class { name, conditions } => {
                let Some(class) = self.scope.vocabulary.find_class(name) else {
                    let help = super::nearest(name, self.scope.vocabulary.class_names()).map(|n| format!("did you mean `{n}`?"));
                    return Err(PatternError {
                        span: node.span.start..node.span.start + name.len(),
                        message: format!("no rule or gazetteer makes the class `{name}`"),
                        help,
                    });
                };
                self.scope.used.classes.insert(class);
                let conditions = conditions
                    .iter()
                    .map(|c| FeatureTest { key: self.scope.vocabulary.key(&c.key), values: c.values.clone(), negative: c.negative })
                    .collect();
                Test::Class { class, conditions }
            }
            _ => unreachable!("only atoms are tested: every other kind is handled by the callers"),
        })
    }
}

/// The cheapest thing that every match must hold: any one of the triggers.
fn triggers(node: &Node, vocabulary: &Vocabulary) -> Option<Vec<Trigger>> {
    match &node.kind {
        NodeKind::Word { text, .. } => Some(vec![Trigger::Word(text.to_lowercase().into())]),
        NodeKind::Class { name, .. } => vocabulary.find_class(name).map(|c| vec![Trigger::Class(c)]),
        NodeKind::Sequence(nodes) => nodes.iter().filter_map(|n| triggers(n, vocabulary)).min_by_key(Vec::len),
        NodeKind::Alternatives(nodes) => {
            let parts: Option<Vec<Vec<Trigger>>> = nodes.iter().map(|n| triggers(n, vocabulary)).collect();
            parts.map(|p| p.concat())
        }
        NodeKind::Repeat { node, min, .. } if *min > 0 => triggers(node, vocabulary),
        NodeKind::Capture { node, .. } => triggers(node, vocabulary),
        _ => None,
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
    fn holds(&self, a: &Annotation) -> bool {
        let value = a.feature(self.key);
        let positive = match value {
            Some(v) => self.values.is_empty() || self.values.iter().any(|x| x == v),
            None => false,
        };
        positive != self.negative
    }
}

/// Whether the test would take something that begins here.
fn test_here(test: &Test, chart: &Chart, at: usize, tokens: &Range<usize>) -> bool {
    match test {
        Test::Class { class, conditions } => {
            at < tokens.end
                && chart.starting_at(at).any(|a| a.class == *class && a.tokens.end <= tokens.end && conditions.iter().all(|c| c.holds(a)))
        }
        _ => at < tokens.end && test_token(test, chart, at),
    }
}

/// Whether the test would take something that ends here.
fn test_behind(test: &Test, chart: &Chart, at: usize, tokens: &Range<usize>) -> bool {
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
fn gap_unit(chart: &Chart, at: usize, far: bool, limit: usize) -> Option<usize> {
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
