//! Why nothing was found in some words: what the cascade tells of its rules while it runs over them.
//!
//! An [`Inquiry`] goes into the [`Scratch`](super::cascade::Scratch) of a document. Each phase then tries the rules that
//! could have made what is asked for once more, in the sentence of the words and on the chart as it is at that moment, and
//! writes down how far each of them got.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::board::Board;
use super::chart::{Annotation, Chart, ClassId, Key};
use super::machine::Machine;
use super::program::Program;
use super::set::{CompiledFrame, Phase, RuleSet};
use super::trace::{Attempt, Language};

/// What is asked, and what came of it so far.
#[derive(Debug, Default)]
pub struct Inquiry {
    /// The words, as bytes of the document's text.
    pub words: Range<usize>,
    /// Only rules that make one of these classes.
    pub classes: BTreeSet<ClassId>,
    /// Only parts of frames that fill one of these slots. If both are empty all rules are tried.
    pub slots: Vec<Key>,
    pub findings: Vec<Finding>,
}

/// How one rule fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule or of the frame.
    pub rule: Arc<str>,
    pub class: ClassId,
    /// Which pattern of it.
    pub part: Part,
    /// The pattern as it is written.
    pub pattern: Arc<str>,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The pattern of a rule.
    Whole,
    Anchor,
    Require,
    Forbid,
    With,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It came so far, or matched where nothing is asked for.
    Near(Attempt),
    /// It matched, and another annotation took the words.
    Overruled { tokens: Range<usize>, by: Arc<str>, by_tokens: Range<usize>, why: Why },
    /// It matched, and something that the frame forbids stands in the sentence.
    Forbidden(Range<usize>),
    /// All that the frame requires stands in the sentence, nothing that it forbids, and its anchor is missing; how far that got.
    OnlyAnchorMissing(Attempt),
    /// Another frame of the class read the sentence and has a higher priority, or the same and comes first.
    Outranked { by: Arc<str> },
    /// It matched, and stands.
    Stands(Range<usize>),
}

/// By which rule of the policy of overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    EarlierPhase,
    Longer,
    Priority,
    Order,
}

/// A match of a rule before overlaps are decided, with what decides them.
#[derive(Debug, Clone, Copy)]
pub struct Rival<'a> {
    pub annotation: &'a Annotation,
    pub layer: &'a Arc<str>,
    pub priority: i32,
}

impl Inquiry {
    /// Tokens of the words that are asked about.
    pub fn tokens(&self, chart: &Chart) -> Range<usize> {
        let start = chart.tokens.partition_point(|token| token.range.end <= self.words.start);
        let end = chart.tokens.partition_point(|token| token.range.start < self.words.end);
        start..end.max(start)
    }

    pub fn concerns(&self, chart: &Chart, sentence: &Range<usize>) -> bool {
        meet(&self.tokens(chart), sentence)
    }

    fn wants(&self, class: ClassId) -> bool {
        self.classes.contains(&class) || self.classes.is_empty() && self.slots.is_empty()
    }

    /// Looks at a phase in a sentence that holds the words.
    pub fn look(&mut self, rules: &RuleSet, phase: &Phase, chart: &Chart, board: &mut Board, made: &Made) {
        let sentence = &board.tokens.clone();
        let words = self.tokens(chart);
        for rule in phase.rules.iter().filter(|rule| self.wants(rule.class)).collect::<Vec<_>>() {
            let matches = made.before.iter().filter(|one| one.annotation.rule == rule.id && meet(&one.annotation.tokens, &words));
            let mut outcomes: Vec<Outcome> = matches.map(|one| decided(rules, chart, one, &made.after)).collect();
            if outcomes.is_empty() {
                outcomes.extend(best(&rule.program, chart, sentence, &words, rules.language()).map(Outcome::Near));
            }
            for outcome in outcomes {
                self.find(&rule.id, rule.class, Part::Whole, &rule.program, outcome);
            }
        }
        for frame in &phase.frames {
            let trial = Trial::of(frame, rules, board, made.frames);
            self.look_at_frame(frame, &trial, chart, sentence, rules.language());
        }
    }

    fn look_at_frame(&mut self, frame: &CompiledFrame, trial: &Trial, chart: &Chart, sentence: &Range<usize>, language: Language) {
        let near = |program: &Program, words: &Range<usize>| best(program, chart, sentence, words, language).map(Outcome::Near);
        if self.wants(frame.class) {
            let mut find = |part, program, outcome| self.find(&frame.id, frame.class, part, program, outcome);
            match &trial.anchor {
                None if !frame.require.is_empty() && trial.unmet.is_empty() && trial.forbidden.is_empty() => {
                    let attempt = best(&frame.anchor, chart, sentence, sentence, language).unwrap_or(Attempt::nothing(sentence.start));
                    find(Part::Anchor, &frame.anchor, Outcome::OnlyAnchorMissing(attempt));
                }
                None => near(&frame.anchor, sentence).into_iter().for_each(|outcome| find(Part::Anchor, &frame.anchor, outcome)),
                Some(anchor) => {
                    for program in &trial.unmet {
                        let outcome = near(program, sentence).unwrap_or(Outcome::Near(Attempt::nothing(sentence.start)));
                        find(Part::Require, program, outcome);
                    }
                    for (program, tokens) in &trial.forbidden {
                        find(Part::Forbid, program, Outcome::Forbidden(tokens.clone()));
                    }
                    if trial.reads() {
                        let stands = || Outcome::Stands(anchor.clone());
                        let outcome = trial.by.as_ref().map_or_else(stands, |by| Outcome::Outranked { by: by.clone() });
                        find(Part::Anchor, &frame.anchor, outcome);
                    }
                }
            }
        }
        // What fills a slot is asked for only where the frame reads the sentence.
        if trial.reads() && trial.by.is_none() {
            let words = self.tokens(chart);
            let parts: Vec<&Program> = frame.with.iter().map(|program| &**program).filter(|program| program.fills(&self.slots)).collect();
            for program in parts {
                if let Some(outcome) = near(program, &words) {
                    self.find(&frame.id, frame.class, Part::With, program, outcome);
                }
            }
        }
    }

    fn find(&mut self, rule: &Arc<str>, class: ClassId, part: Part, program: &Program, outcome: Outcome) {
        self.findings.push(Finding { rule: rule.clone(), class, part, pattern: program.written.clone(), outcome });
    }
}

/// What a phase made in a sentence.
pub struct Made<'a> {
    /// Matches of its rules before overlaps were decided,
    pub before: Vec<Rival<'a>>,
    /// and after that.
    pub after: Vec<Rival<'a>>,
    pub frames: &'a [Annotation],
}

/// How a frame fared in a sentence.
struct Trial<'a> {
    anchor: Option<Range<usize>>,
    /// Patterns that it requires and that match nowhere.
    unmet: Vec<&'a Program>,
    /// Patterns that it forbids, and where they match.
    forbidden: Vec<(&'a Program, Range<usize>)>,
    /// The frame that read the sentence in its place.
    by: Option<Arc<str>>,
}

impl<'a> Trial<'a> {
    fn of(frame: &'a CompiledFrame, rules: &RuleSet, board: &mut Board, made: &[Annotation]) -> Self {
        let mut machine = Machine::default();
        let mut first = |program: &Program| program.find(board, &rules.tests, &mut machine).into_iter().next().map(|found| found.tokens);
        let by = match made.iter().any(|a| a.rule == frame.id) {
            true => None,
            false => made.iter().find(|a| a.class == frame.class).map(|a| a.rule.clone()),
        };
        Self {
            anchor: first(&frame.anchor),
            unmet: frame.require.iter().map(|program| &**program).filter(|program| first(program).is_none()).collect(),
            forbidden: frame.forbid.iter().filter_map(|program| Some((&**program, first(program)?))).collect(),
            by,
        }
    }

    fn reads(&self) -> bool {
        self.anchor.is_some() && self.unmet.is_empty() && self.forbidden.is_empty()
    }
}

impl Attempt {
    fn nothing(at: usize) -> Self {
        Self { tokens: at..at, passed: 0, expected: Vec::new(), failed_at: at }
    }
}

/// What became of a match.
fn decided(rules: &RuleSet, chart: &Chart, one: &Rival, after: &[Rival]) -> Outcome {
    let tokens = one.annotation.tokens.clone();
    if after.iter().any(|other| other.annotation == one.annotation) {
        return Outcome::Stands(tokens);
    }
    let overruled = |other: &Annotation, why| Outcome::Overruled {
        tokens: tokens.clone(),
        by: other.rule.clone(),
        by_tokens: other.tokens.clone(),
        why,
    };
    let in_its_way = |other: &&Rival| other.layer == one.layer && meet(&other.annotation.tokens, &tokens);
    if let Some(other) = after.iter().find(in_its_way) {
        let why = match () {
            () if other.annotation.tokens.len() > tokens.len() => Why::Longer,
            () if other.priority > one.priority => Why::Priority,
            () => Why::Order,
        };
        return overruled(other.annotation, why);
    }
    let earlier = chart.annotations.iter().find(|a| meet(&a.tokens, &tokens) && rules.layer_of(&a.rule) == Some(one.layer));
    earlier.map_or(Outcome::Stands(tokens.clone()), |other| overruled(other, Why::EarlierPhase))
}

/// The attempt that took most of the words, then the one that got furthest. None if no test took anything at or before them.
fn best(program: &Program, chart: &Chart, sentence: &Range<usize>, words: &Range<usize>, language: Language) -> Option<Attempt> {
    let attempts = sentence.clone().take_while(|start| *start < words.end).map(|start| program.attempt(chart, sentence, start, language));
    let comes_near = |one: &Attempt| one.passed > 0 && one.tokens.end >= words.start;
    attempts.filter(comes_near).max_by_key(|one| (shared(&one.tokens, words), one.passed, std::cmp::Reverse(one.tokens.start)))
}

/// How many tokens two ranges have in common.
pub fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    shared(a, b) > 0
}
