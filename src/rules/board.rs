//! Where in a sentence the tests of patterns hold: a row of bits for each test, a bit for each place between its tokens.
//!
//! Place `p` is before token `p`; the last one is behind all tokens. The row of a test has a bit where something begins
//! that the test would take. A row of a usual sentence is one machine word, so the matcher asks a question of all its tokens
//! at once. Rows are as long as the sentence needs: [`Row`] is generic over that.

use std::ops::Range;

use super::UNIT_CLASSES;
use super::atoms::{ChoiceId, Need, Test, TestId, Tests};
use super::chart::{Annotation, Chart};
use super::pattern::Shape;
use super::set::{Phase, RuleSet};
use crate::text::{self, MAX_SENTENCE};

/// Bits of the places of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<const W: usize>(pub [u64; W]);

/// Words of the longest row: a sentence has one place more than tokens.
pub const MOST_WORDS: usize = (MAX_SENTENCE + 1).div_ceil(64);

impl<const W: usize> Row<W> {
    pub const NONE: Self = Self([0; W]);

    /// The places below this number.
    pub fn below(count: usize) -> Self {
        let mut row = Self::NONE;
        for (i, word) in row.0.iter_mut().enumerate() {
            let here = count.saturating_sub(i * 64);
            *word = if here >= 64 { u64::MAX } else { (1 << here) - 1 };
        }
        row
    }

    pub fn is_none(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    pub fn set(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    pub fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    pub fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & !other.0[i]))
    }

    /// Each place moved behind its token.
    pub fn next(self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] << 1 | if i > 0 { self.0[i - 1] >> 63 } else { 0 }))
    }

    /// Each place moved before the token that it was behind; the first one is lost.
    pub fn previous(self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] >> 1 | if i + 1 < W { self.0[i + 1] << 63 } else { 0 }))
    }

    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..W).flat_map(move |i| {
            let mut word = self.0[i];
            std::iter::from_fn(move || {
                let place = (word != 0).then(|| i * 64 + word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(place)
            })
        })
    }
}

/// From the place where an annotation begins to the one where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub begin: u16,
    pub end: u16,
}

/// Where the tests of a choice take something.
#[derive(Debug, Clone, Copy)]
pub struct Holds<const W: usize> {
    /// one token,
    pub tokens: Row<W>,
    /// an annotation.
    pub annotations: Row<W>,
}

impl<const W: usize> Holds<W> {
    pub fn anything(&self) -> Row<W> {
        self.tokens.or(self.annotations)
    }
}

/// The board of one sentence, in one phase after the other. Keeps its memory from sentence to sentence.
#[derive(Debug, Default)]
pub struct Board {
    /// Tokens of the sentence, as those of the chart.
    pub tokens: Range<usize>,
    /// Words of a row.
    width: usize,
    /// Of each test where something begins that it takes, and where that ends: rows of [`MOST_WORDS`] at most.
    begins: Vec<u64>,
    ends: Vec<u64>,
    /// Tests with a row that is not empty.
    touched: Vec<TestId>,
    /// How many of them are tests of words; the others are of annotations.
    of_words: usize,
    /// Of each test of a class the annotations that it takes, as a range of `spans`.
    spans_of: Vec<Range<u32>>,
    spans: Vec<Span>,
    /// Names, the longest at each place: gaps take them whole.
    units: Vec<Span>,
    unit_begins: [u64; MOST_WORDS],
    /// Signs that no gap crosses, and those that only a far one does.
    barriers: [u64; MOST_WORDS],
    fences: [u64; MOST_WORDS],
    /// Needs that are met: bits. Those that are by the words alone stay from phase to phase.
    met: Vec<u64>,
    met_by_words: Vec<u64>,
    /// What was found out of the choices in this sentence and phase.
    choices: Vec<u64>,
    behind: Vec<u64>,
    known: Vec<Known>,
    generation: u32,
}

/// In which generation something was found out of a choice.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    holds: u32,
    behind: u32,
}

impl Board {
    /// Looks at the tokens of a sentence. Time: tokens and the tests that hold of them.
    pub fn load(&mut self, rules: &RuleSet, chart: &Chart, tokens: Range<usize>) {
        self.clear(&rules.tests, tokens.len());
        self.tokens = tokens.clone();
        let mut shapes = [[0u64; MOST_WORDS]; SHAPES];
        for (place, at) in tokens.clone().enumerate() {
            let (word, bit) = (place / 64, 1u64 << (place % 64));
            let form = &*chart.forms[at];
            for &test in form.tests.iter() {
                self.mark(&rules.tests, test, word, bit);
            }
            let token = &chart.tokens[at];
            let context = &chart.context[at];
            shapes[token.shape as usize][word] |= bit;
            for (row, holds) in [
                (QUOTED, context.quoted),
                (HEADLINE, context.headline),
                (CAPTION, context.caption),
                (LINE, at == 0 || token.newlines_before > 0),
            ] {
                shapes[row][word] |= if holds { bit } else { 0 };
            }
            match form.sign {
                Sign::None => {}
                Sign::Fence => self.fences[word] |= bit,
                Sign::Barrier => self.barriers[word] |= bit,
            }
        }
        for &(test, shape) in &rules.word_tests.shapes {
            for word in 0..self.width {
                let bits = of_shape(shape, &shapes, word, tokens.len());
                if bits != 0 {
                    self.mark(&rules.tests, test, word, bits);
                }
            }
        }
        self.of_words = self.touched.len();
        self.met_by_words.clone_from(&self.met);
    }

    fn clear(&mut self, tests: &Tests, tokens: usize) {
        self.forget(0);
        self.met.clear();
        self.met.resize(tests.needs_len().div_ceil(64), 0);
        self.barriers = [0; MOST_WORDS];
        self.fences = [0; MOST_WORDS];
        self.width = (tokens + 1).div_ceil(64).next_power_of_two();
        let (words, choices) = (tests.len() * self.width, tests.choices_len());
        if self.begins.len() < words {
            self.begins.resize(words, 0);
            self.ends.resize(words, 0);
        }
        if self.spans_of.len() < tests.len() {
            self.spans_of.resize(tests.len(), 0..0);
        }
        if self.known.len() < choices {
            self.known.resize(choices, Known::default());
        }
        if self.choices.len() < 2 * choices * self.width {
            self.choices.resize(2 * choices * self.width, 0);
            self.behind.resize(choices * self.width, 0);
        }
    }

    /// Empties the rows that were filled behind the first so many.
    fn forget(&mut self, kept: usize) {
        for test in self.touched.drain(kept..) {
            let at = test.0 as usize;
            self.begins[at * self.width..][..self.width].fill(0);
            self.ends[at * self.width..][..self.width].fill(0);
            self.spans_of[at] = 0..0;
        }
        self.spans.clear();
        self.units.clear();
        self.unit_begins = [0; MOST_WORDS];
        self.generation += 1;
        if self.generation == u32::MAX {
            self.known.fill(Known::default());
            self.generation = 1;
        }
    }

    /// Words of the rows of this sentence: 1, 2, 4, 8 or 16.
    pub fn width(&self) -> usize {
        self.width
    }

    fn mark(&mut self, tests: &Tests, test: TestId, word: usize, bits: u64) {
        let row = &mut self.begins[test.0 as usize * self.width..][..self.width];
        if row.iter().all(|word| *word == 0) {
            self.touched.push(test);
            for need in tests.met_by(test) {
                self.met[need.0 as usize / 64] |= 1 << (need.0 % 64);
            }
        }
        row[word] |= bits;
    }

    /// Looks at the annotations of the sentence with the tests of a phase. Time: annotations and the tests of their classes.
    pub fn load_annotations(&mut self, tests: &Tests, phase: &Phase, chart: &Chart) {
        self.forget(self.of_words);
        self.met.copy_from_slice(&self.met_by_words);
        let tokens = self.tokens.clone();
        let span = |a: &Annotation| Span { begin: (a.tokens.start - tokens.start) as u16, end: (a.tokens.end - tokens.start) as u16 };
        let mut here: Vec<&Annotation> = Vec::new();
        for at in tokens.clone() {
            let first = here.len();
            here.extend(chart.starting_at(at).filter(|a| a.tokens.end <= tokens.end));
            let longest = here[first..].iter().filter(|a| a.class.0 < UNIT_CLASSES).max_by_key(|a| a.tokens.end);
            if let Some(unit) = longest.map(|a| span(a)) {
                self.unit_begins[usize::from(unit.begin) / 64] |= 1 << (unit.begin % 64);
                self.units.push(unit);
            }
        }
        here.sort_by_key(|a| a.class);
        for of_class in here.chunk_by(|a, b| a.class == b.class) {
            for &test in phase.of_class(of_class[0].class) {
                let Test::Class { conditions, .. } = tests.get(test) else { continue };
                let first = self.spans.len() as u32;
                for a in of_class.iter().filter(|a| conditions.iter().all(|c| c.holds(a))) {
                    let Span { begin, end } = span(a);
                    self.mark(tests, test, usize::from(begin) / 64, 1 << (begin % 64));
                    self.ends[test.0 as usize * self.width + usize::from(end) / 64] |= 1 << (end % 64);
                    self.spans.push(Span { begin, end });
                }
                let end = self.spans.len() as u32;
                if end > first {
                    self.spans_of[test.0 as usize] = first..end;
                }
            }
        }
    }

    fn row<const W: usize>(rows: &[u64], number: usize) -> Row<W> {
        let mut row = Row::NONE;
        row.0.copy_from_slice(&rows[number * W..][..W]);
        row
    }

    /// Whether the sentence has something of what is needed.
    pub fn meets(&self, need: Need) -> bool {
        self.met[need.0 as usize / 64] >> (need.0 % 64) & 1 == 1
    }

    /// Where the tests of the choice hold.
    pub fn holds<const W: usize>(&mut self, choice: ChoiceId, tests: &Tests) -> Holds<W> {
        let number = choice.0 as usize;
        if self.known[number].holds != self.generation {
            let (mut tokens, mut annotations) = (Row::<W>::NONE, Row::<W>::NONE);
            for test in tests.ids_of(choice) {
                let row = Self::row(&self.begins, test.0 as usize);
                let kind = if self.spans_of[test.0 as usize].is_empty() { &mut tokens } else { &mut annotations };
                *kind = kind.or(row);
            }
            self.choices[2 * number * W..][..W].copy_from_slice(&tokens.0);
            self.choices[(2 * number + 1) * W..][..W].copy_from_slice(&annotations.0);
            self.known[number].holds = self.generation;
        }
        Holds { tokens: Self::row(&self.choices, 2 * number), annotations: Self::row(&self.choices, 2 * number + 1) }
    }

    /// Where what the tests of the choice take ends.
    pub fn behind<const W: usize>(&mut self, choice: ChoiceId, tests: &Tests) -> Row<W> {
        let number = choice.0 as usize;
        if self.known[number].behind != self.generation {
            let mut row = self.holds::<W>(choice, tests).tokens.next();
            for test in tests.ids_of(choice) {
                row = row.or(Self::row(&self.ends, test.0 as usize));
            }
            self.behind[number * W..][..W].copy_from_slice(&row.0);
            self.known[number].behind = self.generation;
        }
        Self::row(&self.behind, number)
    }

    /// The annotations that a test of a class takes, by where they begin.
    pub fn spans(&self, test: TestId) -> &[Span] {
        let range = &self.spans_of[test.0 as usize];
        &self.spans[range.start as usize..range.end as usize]
    }

    /// The names, the longest at each place, by where they begin.
    pub fn units(&self) -> &[Span] {
        &self.units
    }

    pub fn unit_begins<const W: usize>(&self) -> Row<W> {
        Self::row(&self.unit_begins, 0)
    }

    /// The places at which a gap may take one token.
    pub fn open<const W: usize>(&self, far: bool) -> Row<W> {
        let closed = Row::<W>::or(Self::row(&self.barriers, 0), Self::row(&self.unit_begins, 0));
        let closed = if far { closed } else { closed.or(Self::row(&self.fences, 0)) };
        Row::below(self.tokens.len()).without(closed)
    }
}

/// Which gaps a sign stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// None: it is a word, or a sign of no weight.
    None,
    /// Those within a clause.
    Fence,
    /// All.
    Barrier,
}

impl Sign {
    pub fn of(norm: &str) -> Self {
        match norm {
            "„" | "“" | "”" | "\"" | "»" | "«" | ":" | ";" => Self::Barrier,
            "," | "(" | ")" | "–" | "—" | "-" | "[" | "]" => Self::Fence,
            _ => Self::None,
        }
    }
}

/// Rows of the shapes of tokens: first those of [`text::Shape`] by their numbers, then what their place tells.
const SHAPES: usize = 9;
const QUOTED: usize = 5;
const HEADLINE: usize = 6;
const CAPTION: usize = 7;
const LINE: usize = 8;

/// A word of the row of a shape.
fn of_shape(shape: Shape, rows: &[[u64; MOST_WORDS]; SHAPES], word: usize, tokens: usize) -> u64 {
    let of = |shape: text::Shape| rows[shape as usize][word];
    let all = Row::<MOST_WORDS>::below(tokens).0[word];
    match shape {
        Shape::Cap => of(text::Shape::Capitalized) | of(text::Shape::Upper),
        Shape::Upper => of(text::Shape::Upper),
        Shape::Lower => of(text::Shape::Lower),
        Shape::Num => of(text::Shape::Number),
        Shape::Word => all & !of(text::Shape::Sign),
        Shape::Sign => of(text::Shape::Sign),
        Shape::Any => all,
        Shape::Quoted => rows[QUOTED][word],
        Shape::Headline => rows[HEADLINE][word],
        Shape::Caption => rows[CAPTION][word],
        Shape::Line => rows[LINE][word],
    }
}
