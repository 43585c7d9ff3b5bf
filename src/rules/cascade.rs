//! The cascade: phases in order over a chart; a later phase sees what the earlier ones found.
//!
//! **Overlaps**, the same everywhere: within a phase, of two annotations of one layer that overlap the longer one
//! stands; of two that are equally long the one of higher priority; then the one whose rule comes first in its file
//! (files in the order of their names); then the one that begins first. What an earlier phase has taken in a layer
//! stays taken. Annotations of different layers do not disturb each other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use super::answers::Answers;
use super::chart::{Annotation, Chart, ClassId, Key, TokenContext};
use super::inquiry::{Inquiry, Made, Rival};
use super::program::{Found, Program};
use super::set::{CompiledFrame, Phase, RuleSet};
use super::stats::Stats;
use super::word_forms::WordForm;
use crate::text::{Sentence, Shape, Token};

/// Working memory, kept from document to document. One a thread.
#[derive(Debug, Default)]
pub struct Scratch {
    answers: Answers,
    /// What the rules make of a word, by its normal form.
    words: HashMap<Box<str>, Arc<WordForm>>,
    /// What somebody wants to know of the next documents.
    pub inquiry: Option<Inquiry>,
    /// How the rules fare, if somebody wants to know.
    pub stats: Option<Stats>,
}

impl Scratch {
    /// Asks why nothing was found in some words of the next document.
    pub fn asking(inquiry: Inquiry) -> Self {
        Self { inquiry: Some(inquiry), ..Self::default() }
    }
}

/// More distinct words than this are not remembered: a text of random words must not fill the memory.
const MAX_WORDS: usize = 200_000;

/// Frames cover whole sentences and never keep each other out.
const FRAMES: &str = "frames";

#[derive(Clone)]
struct Candidate {
    annotation: Annotation,
    layer: Arc<str>,
    priority: i32,
    order: usize,
}

impl Candidate {
    fn rival(&self) -> Rival<'_> {
        Rival { annotation: &self.annotation, layer: &self.layer, priority: self.priority }
    }
}

impl RuleSet {
    /// The chart of a text before anything was found in it.
    pub fn chart(&self, tokens: Vec<Token>, sentences: Vec<Sentence>, context: Vec<TokenContext>, scratch: &mut Scratch) -> Chart {
        let forms = self.forms(&tokens, scratch);
        Chart::with_forms(tokens, sentences, context, forms)
    }

    fn forms(&self, tokens: &[Token], scratch: &mut Scratch) -> Vec<Arc<WordForm>> {
        tokens.iter().map(|token| self.form(&token.norm, scratch)).collect()
    }

    /// Runs the phases with these numbers; with the first of all phases the words are found.
    ///
    /// Sentence by sentence, all phases over each, since no phase looks beyond a sentence. What they find is numbered as if
    /// each phase had gone through the document.
    pub fn run(&self, chart: &mut Chart, scratch: &mut Scratch, phases: Range<u32>) {
        if chart.forms.len() != chart.tokens.len() {
            chart.forms = self.forms(&chart.tokens, scratch);
        }
        if phases.start == 0 {
            self.find_words(chart, scratch);
        }
        let has_patterns = |p: &&Phase| !p.rules.is_empty() || !p.frames.is_empty();
        let phases: Vec<&Phase> = self.phases.iter().filter(|p| phases.contains(&p.number)).filter(has_patterns).collect();
        let (first, mut found_by) = (chart.annotations.len(), Vec::new());
        for s in 0..chart.sentences.len() {
            let tokens = chart.sentences[s].tokens.clone();
            scratch.answers.board.load(self, chart, tokens);
            for (number, phase) in phases.iter().enumerate() {
                self.run_phase(phase, chart, scratch);
                found_by.resize(chart.annotations.len() - first, number);
            }
        }
        chart.settle(first, &found_by);
    }

    /// What the rules make of a word.
    fn form(&self, norm: &str, scratch: &mut Scratch) -> Arc<WordForm> {
        if let Some(form) = scratch.words.get(norm) {
            return form.clone();
        }
        let form = Arc::new(WordForm::new(norm, self));
        if scratch.words.len() < MAX_WORDS {
            scratch.words.insert(norm.into(), form.clone());
        }
        form
    }

    /// Annotates single words of the classes that rule files list.
    fn find_words(&self, chart: &mut Chart, scratch: &mut Scratch) {
        let mut first_words = vec![false; chart.tokens.len()];
        for sentence in &chart.sentences {
            if let Some(first) = sentence.tokens.clone().find(|&t| chart.tokens[t].is_word()) {
                first_words[first] = true;
            }
        }
        for (at, is_first) in first_words.into_iter().enumerate() {
            if chart.tokens[at].shape == Shape::Sign || chart.forms[at].lists.is_empty() {
                continue;
            }
            let form = chart.forms[at].clone();
            for &list in form.lists.iter() {
                let words = &self.words[list as usize];
                if words.capital.is_none_or(|c| c == is_capitalized(&chart.tokens[at]) || !c && is_first) {
                    if let Some(stats) = &mut scratch.stats {
                        stats.stands(&words.id);
                    }
                    chart.add(Annotation {
                        class: words.class,
                        tokens: at..at + 1,
                        features: words.features.clone(),
                        slots: Vec::new(),
                        rule: words.id.clone(),
                    });
                }
            }
        }
    }

    /// Runs a phase over the sentence of the board.
    fn run_phase(&self, phase: &Phase, chart: &mut Chart, scratch: &mut Scratch) {
        scratch.answers.begin();
        scratch.answers.board.load_annotations(&self.tests, phase, chart);
        let tokens = scratch.answers.board.tokens.clone();
        let mut candidates = Vec::new();
        for (order, rule) in phase.rules.iter().enumerate() {
            if !scratch.answers.is_possible(&rule.program) {
                continue;
            }
            let started = scratch.stats.is_some().then(Instant::now);
            let matches = scratch.answers.all(&rule.program, &self.tests);
            if let Some((stats, started)) = scratch.stats.as_mut().zip(started) {
                stats.tried(&rule.id, started.elapsed(), matches.len());
            }
            for f in matches {
                let mut features = rule.features.clone();
                inherit(chart, &f, &rule.inherit, &mut features);
                let covered = match rule.over {
                    None => f.tokens,
                    Some(slot) => match f.slots.iter().find(|(k, _)| *k == slot) {
                        Some((_, range)) => range.clone(),
                        None => continue,
                    },
                };
                candidates.push(Candidate {
                    annotation: Annotation { class: rule.class, tokens: covered, features, slots: f.slots, rule: rule.id.clone() },
                    layer: rule.layer.clone(),
                    priority: rule.priority,
                    order,
                });
            }
        }
        let asked = scratch.inquiry.as_ref().is_some_and(|inquiry| inquiry.concerns(chart, &tokens));
        let before = if asked { candidates.clone() } else { Vec::new() };
        let after = without_overlaps(candidates, chart);
        let mut frames = Vec::new();
        self.run_frames(&phase.frames, tokens.clone(), scratch, &mut frames);
        if let Some(inquiry) = scratch.inquiry.as_mut().filter(|_| asked) {
            let [before, after] = [&before, &after].map(|all| all.iter().map(Candidate::rival).collect());
            inquiry.look(self, phase, chart, &mut scratch.answers.board, &Made { before, after, frames: &frames });
        }
        if let Some(stats) = &mut scratch.stats {
            after.iter().map(|one| &one.annotation).chain(&frames).for_each(|annotation| stats.stands(&annotation.rule));
        }
        let frames_layer: Arc<str> = FRAMES.into();
        let mut found: Vec<(Arc<str>, Annotation)> = after.into_iter().map(|one| (one.layer, one.annotation)).collect();
        found.extend(frames.into_iter().map(|a| (frames_layer.clone(), a)));
        found.sort_by_key(|(_, a)| (a.tokens.start, Reverse(a.tokens.end)));
        for (layer, annotation) in found {
            chart.put_in_layer(&layer, annotation);
        }
    }

    fn run_frames(&self, frames: &[CompiledFrame], tokens: Range<usize>, scratch: &mut Scratch, found: &mut Vec<Annotation>) {
        // for each class and anchor the frame of the highest priority, the first of its kind
        let mut best: Vec<(ClassId, Range<usize>, i32, Annotation)> = Vec::new();
        for frame in frames {
            let answers = &mut scratch.answers;
            let mut parts = std::iter::once(&frame.anchor).chain(&frame.require);
            if !parts.all(|program| answers.is_possible(program)) {
                continue;
            }
            let started = scratch.stats.is_some().then(Instant::now);
            let anchors = answers.longest(&frame.anchor, &self.tests);
            if let Some((stats, started)) = scratch.stats.as_mut().zip(started) {
                stats.tried(&frame.id, started.elapsed(), anchors.len());
            }
            if anchors.is_empty() {
                continue;
            }
            let mut holds = |program: &Arc<Program>| answers.matches(program, &self.tests);
            if !frame.require.iter().all(&mut holds) || frame.forbid.iter().any(&mut holds) {
                continue;
            }
            let mut shared: Slots = Vec::new();
            for program in &frame.with {
                shared.extend(answers.longest(program, &self.tests).iter().flat_map(|f| f.slots.iter().cloned()));
            }
            longest_fillers(&mut shared);
            for anchor in anchors.iter() {
                let at = anchor.tokens.clone();
                let mut slots = anchor.slots.clone();
                slots.extend(shared.iter().cloned());
                longest_fillers(&mut slots);
                let annotation = Annotation {
                    class: frame.class,
                    tokens: tokens.clone(),
                    features: frame.features.clone(),
                    slots,
                    rule: frame.id.clone(),
                };
                match best.iter_mut().find(|(class, range, ..)| *class == frame.class && range.start < at.end && at.start < range.end) {
                    Some(known) if known.2 < frame.priority => *known = (frame.class, at, frame.priority, annotation),
                    Some(_) => {}
                    None => best.push((frame.class, at, frame.priority, annotation)),
                }
            }
        }
        found.extend(best.into_iter().map(|(.., annotation)| annotation));
    }
}

type Slots = Vec<(Key, Range<usize>)>;

/// Of two fillers of one slot that lie in each other the longer one stands; in the order of the text.
fn longest_fillers(slots: &mut Slots) {
    slots.sort_by_key(|(key, range)| (*key, range.start, Reverse(range.end)));
    // of those of one slot that began so far one ends last: what ends behind it lies in none of them
    let mut last: Option<(Key, usize)> = None;
    slots.retain(|(key, range)| {
        let stands = last.is_none_or(|(known, end)| known != *key || range.end > end);
        if stands {
            last = Some((*key, range.end));
        }
        stands
    });
    slots.sort_by_key(|(key, range)| (range.start, range.end, *key));
}

/// Also where a later part of a compound is: `vzbv-Vorstand`.
fn is_capitalized(token: &Token) -> bool {
    token.is_capitalized() || token.norm.rsplit_once('-').is_some_and(|(_, last)| last.starts_with(char::is_uppercase))
}

/// Features of the annotations that fill the slots exactly.
fn inherit(chart: &Chart, found: &Found, keys: &[Key], features: &mut Vec<(Key, Arc<str>)>) {
    for key in keys {
        for (_, range) in found.slots.iter().filter(|(k, _)| k == key) {
            for a in chart.starting_at(range.start).filter(|a| a.tokens.end == range.end) {
                for (k, v) in &a.features {
                    if !features.iter().any(|(known, _)| known == k) {
                        features.push((*k, v.clone()));
                    }
                }
            }
        }
    }
}

/// Tokens that are taken already.
///
/// Ranges are offered longest first. One that overlaps an earlier, at least as long one has its first or its last token
/// in that one: two look-ups decide.
#[derive(Default)]
struct Taken(Vec<bool>);

impl Taken {
    fn take(&mut self, tokens: &Range<usize>, origin: usize) -> bool {
        let (first, end) = (tokens.start - origin, tokens.end - origin);
        if self.0.len() < end {
            self.0.resize(end, false);
        }
        let free = !self.0[first] && !self.0[end - 1];
        if free {
            self.0[first..end].fill(true);
        }
        free
    }
}

/// How many tokens before each one are taken: a look at a range of any length costs two look-ups.
struct Counts(Vec<usize>);

impl Counts {
    fn new(taken: &[bool]) -> Self {
        let mut counts = vec![0];
        counts.extend(taken.iter().scan(0, |count, &is_taken| {
            *count += usize::from(is_taken);
            Some(*count)
        }));
        Self(counts)
    }

    fn none_in(&self, tokens: &Range<usize>, origin: usize) -> bool {
        self.0[tokens.start - origin] == self.0[tokens.end - origin]
    }
}

/// The longest matches of one program that do not overlap, in the order of the text.
pub(super) fn longest(mut found: Vec<Found>) -> Vec<Found> {
    let Some(origin) = found.iter().map(|f| f.tokens.start).min() else { return found };
    found.sort_by_key(|f| (Reverse(f.tokens.len()), f.tokens.start));
    let mut taken = Taken::default();
    found.retain(|f| taken.take(&f.tokens, origin));
    found.sort_by_key(|f| f.tokens.start);
    found
}

/// The candidates that stand.
fn without_overlaps(mut candidates: Vec<Candidate>, chart: &Chart) -> Vec<Candidate> {
    let Some(origin) = candidates.iter().map(|c| c.annotation.tokens.start).min() else { return Vec::new() };
    candidates.sort_by_key(|c| (Reverse(c.annotation.tokens.len()), Reverse(c.priority), c.order, c.annotation.tokens.start));
    let end = candidates.iter().map(|c| c.annotation.tokens.end).max().unwrap_or(origin);
    let mut earlier: HashMap<Arc<str>, Option<Counts>> = HashMap::new();
    let mut taken: HashMap<Arc<str>, Taken> = HashMap::new();
    candidates.retain(|c| {
        let of_earlier_phases =
            earlier.entry(c.layer.clone()).or_insert_with(|| chart.taken(&c.layer).map(|taken| Counts::new(&taken[origin..end])));
        let free = of_earlier_phases.as_ref().is_none_or(|counts| counts.none_in(&c.annotation.tokens, origin));
        free && taken.entry(c.layer.clone()).or_default().take(&c.annotation.tokens, origin)
    });
    candidates
}
