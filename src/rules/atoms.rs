//! What patterns test of a token or of an annotation: every distinct test once, under a number, and every choice of tests.
//!
//! Patterns repeat each other's tests, and texts their words. So a test is known by its number, which tests hold of a word
//! is found out once a word ([`WordTests`]), and the matcher reads only where in a sentence a test holds ([`board`](super::board)).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chart::{Annotation, ClassId, Key};
use super::pattern::Shape;
use super::word_lists::{Expression, WordLists};

/// A test of one token or one annotation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FeatureTest {
    pub(super) key: Key,
    pub(super) values: Vec<String>,
    pub(super) negative: bool,
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

/// Number of a test in [`Tests`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TestId(pub u32);

/// Number of a choice of tests, any one of them, in [`Tests`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChoiceId(pub u32);

/// Number of a choice that some program needs, in [`Tests`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need(pub u32);

/// All tests and all choices of tests, in the order in which they were first asked for.
#[derive(Debug, Default)]
pub struct Tests {
    all: Vec<Test>,
    ids: FxHashMap<Test, TestId>,
    choices: Vec<Box<[TestId]>>,
    choice_ids: FxHashMap<Box<[TestId]>, ChoiceId>,
    needs: FxHashMap<ChoiceId, Need>,
    /// Of each test the needs that it meets.
    meets: Vec<Vec<Need>>,
}

impl Tests {
    /// The number of a choice. A test that is named twice counts once.
    pub fn choice(&mut self, tests: Vec<Test>) -> ChoiceId {
        let mut ids: Vec<TestId> = Vec::with_capacity(tests.len());
        for test in tests {
            let next = TestId(self.all.len() as u32);
            let id = *self.ids.entry(test).or_insert_with_key(|test| {
                self.all.push(test.clone());
                next
            });
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let next = ChoiceId(self.choices.len() as u32);
        *self.choice_ids.entry(ids.into()).or_insert_with_key(|ids| {
            self.choices.push(ids.clone());
            next
        })
    }

    /// A choice of which a sentence must have something.
    pub fn need(&mut self, tests: Vec<Test>) -> Need {
        let choice = self.choice(tests);
        if let Some(need) = self.needs.get(&choice) {
            return *need;
        }
        let need = Need(self.needs.len() as u32);
        self.needs.insert(choice, need);
        self.meets.resize(self.all.len(), Vec::new());
        for test in &self.choices[choice.0 as usize] {
            self.meets[test.0 as usize].push(need);
        }
        need
    }

    /// The needs that a test meets.
    pub fn met_by(&self, test: TestId) -> &[Need] {
        self.meets.get(test.0 as usize).map_or(&[], Vec::as_slice)
    }

    pub fn needs_len(&self) -> usize {
        self.needs.len()
    }

    pub fn get(&self, id: TestId) -> &Test {
        &self.all[id.0 as usize]
    }

    pub fn ids_of(&self, choice: ChoiceId) -> &[TestId] {
        &self.choices[choice.0 as usize]
    }

    /// The tests of a choice, as they were named.
    pub fn of(&self, choice: ChoiceId) -> impl Iterator<Item = &Test> {
        self.ids_of(choice).iter().map(|&id| self.get(id))
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn choices_len(&self) -> usize {
        self.choices.len()
    }

    /// All tests with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (TestId, &Test)> {
        self.all.iter().enumerate().map(|(number, test)| (TestId(number as u32), test))
    }
}

/// Which tests hold of a word.
#[derive(Debug)]
pub struct WordTests {
    lower: FxHashMap<Box<str>, TestId>,
    exact: FxHashMap<Box<str>, TestId>,
    /// Numbers of tests, in the place of lists.
    expressions: WordLists,
    /// The tests of shapes, which are no matter of the word alone.
    pub(super) shapes: Vec<(TestId, Shape)>,
}

impl WordTests {
    pub fn new(tests: &Tests) -> Self {
        let (mut lower, mut exact) = (FxHashMap::default(), FxHashMap::default());
        let (mut expressions, mut shapes) = (Vec::new(), Vec::new());
        for (id, test) in tests.iter() {
            match test {
                Test::Word(word) => drop(lower.insert(word.clone(), id)),
                Test::Exact(word) => drop(exact.insert(word.clone(), id)),
                Test::Regex(expression) => expressions.push((id.0, expression.clone())),
                Test::Shape(shape) => shapes.push((id, *shape)),
                Test::Class { .. } => {}
            }
        }
        Self { lower, exact, expressions: WordLists::new(expressions), shapes }
    }

    /// The tests that hold of a word whatever its surroundings, ascending. `norm`: its normal form; `lower`: that in lower case.
    pub fn of(&self, norm: &str, lower: &str) -> Vec<TestId> {
        let mut found: Vec<TestId> = self.expressions.of(norm).into_iter().map(TestId).collect();
        found.extend(self.lower.get(lower));
        found.extend(self.exact.get(norm));
        found.sort_unstable();
        found
    }
}
