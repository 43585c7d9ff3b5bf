//! The chart: a document's tokens and everything that was found in them so far.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use smallvec::SmallVec;

use super::word_forms::WordForm;
use crate::text::{Sentence, Token};

/// A class of annotations (`Person`, `SignVerb`), as an index into [`Vocabulary::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// A feature (`kind`) or a slot (`signatory`), as an index into [`Vocabulary::keys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u16);

/// The names that rules use.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    classes: Vec<String>,
    class_ids: BTreeMap<String, ClassId>,
    keys: Vec<String>,
    key_ids: BTreeMap<String, Key>,
}

impl Vocabulary {
    pub fn class(&mut self, name: &str) -> ClassId {
        if let Some(id) = self.class_ids.get(name) {
            return *id;
        }
        let id = ClassId(u16::try_from(self.classes.len()).unwrap_or(u16::MAX));
        self.classes.push(name.to_owned());
        self.class_ids.insert(name.to_owned(), id);
        id
    }

    pub fn key(&mut self, name: &str) -> Key {
        if let Some(id) = self.key_ids.get(name) {
            return *id;
        }
        let id = Key(u16::try_from(self.keys.len()).unwrap_or(u16::MAX));
        self.keys.push(name.to_owned());
        self.key_ids.insert(name.to_owned(), id);
        id
    }

    pub fn find_class(&self, name: &str) -> Option<ClassId> {
        self.class_ids.get(name).copied()
    }

    pub fn find_key(&self, name: &str) -> Option<Key> {
        self.key_ids.get(name).copied()
    }

    pub fn class_name(&self, id: ClassId) -> &str {
        &self.classes[usize::from(id.0)]
    }

    pub fn key_name(&self, key: Key) -> &str {
        &self.keys[usize::from(key.0)]
    }

    pub fn class_names(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(String::as_str)
    }

    pub fn class_count(&self) -> usize {
        self.classes.len()
    }
}

/// Something found: a class over tokens, with features and slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    pub class: ClassId,
    /// Tokens of the chart; never empty.
    pub tokens: Range<usize>,
    pub features: Vec<(Key, Arc<str>)>,
    /// What filled which slot, as tokens of the chart. A slot may be filled more than once.
    pub slots: Vec<(Key, Range<usize>)>,
    /// Id of the rule or of the gazetteer entry.
    pub rule: Arc<str>,
}

impl Annotation {
    pub fn feature(&self, key: Key) -> Option<&str> {
        self.features.iter().find(|(k, _)| *k == key).map(|(_, v)| &**v)
    }
}

/// What is known of a token besides its word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenContext {
    pub quoted: bool,
    pub headline: bool,
    /// In the summary below the headline.
    pub lead: bool,
    pub caption: bool,
}

/// Numbers of annotations; few tokens have more of them than fit in here.
type Numbers = SmallVec<[u32; 4]>;

/// A document's tokens, sentences and annotations.
pub struct Chart {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    pub context: Vec<TokenContext>,
    /// Normal forms in lower case, one a token.
    pub lower: Vec<Arc<str>>,
    /// What the rules make of each token's word; empty before they run.
    pub(super) forms: Vec<Arc<WordForm>>,
    pub annotations: Vec<Annotation>,
    starts: Vec<Numbers>,
    ends: Vec<Numbers>,
    /// Class, start, end and number of each annotation.
    by_class: BTreeSet<(ClassId, usize, Reverse<usize>, u32)>,
    /// For each layer the tokens that an annotation of it covers.
    taken: BTreeMap<Arc<str>, Vec<bool>>,
}

impl Chart {
    pub fn new(tokens: Vec<Token>, sentences: Vec<Sentence>, context: Vec<TokenContext>) -> Self {
        let lower = tokens.iter().map(|t| t.norm.to_lowercase().into()).collect();
        Self::with_lower(tokens, sentences, context, lower)
    }

    /// What the rules make of each token's word; the words in lower case are these forms'.
    pub(super) fn with_forms(tokens: Vec<Token>, sentences: Vec<Sentence>, context: Vec<TokenContext>, forms: Vec<Arc<WordForm>>) -> Self {
        let lower = forms.iter().map(|form| form.lower.clone()).collect();
        Self { forms, ..Self::with_lower(tokens, sentences, context, lower) }
    }

    fn with_lower(tokens: Vec<Token>, sentences: Vec<Sentence>, context: Vec<TokenContext>, lower: Vec<Arc<str>>) -> Self {
        let starts = vec![Numbers::new(); tokens.len()];
        let ends = vec![Numbers::new(); tokens.len() + 1];
        Self {
            tokens,
            sentences,
            context,
            lower,
            forms: Vec::new(),
            annotations: Vec::new(),
            starts,
            ends,
            by_class: BTreeSet::new(),
            taken: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, annotation: Annotation) {
        self.put(annotation);
        self.list_class(self.annotations.len() - 1);
    }

    /// Adds an annotation and keeps its tokens from later annotations of the layer.
    pub fn add_to_layer(&mut self, layer: &Arc<str>, annotation: Annotation) {
        self.take(layer, annotation.tokens.clone());
        self.add(annotation);
    }

    /// The same, of which [`Chart::settle`] makes an end.
    pub(super) fn put_in_layer(&mut self, layer: &Arc<str>, annotation: Annotation) {
        self.take(layer, annotation.tokens.clone());
        self.put(annotation);
    }

    fn put(&mut self, annotation: Annotation) {
        let id = u32::try_from(self.annotations.len()).unwrap_or(u32::MAX);
        self.starts[annotation.tokens.start].push(id);
        self.ends[annotation.tokens.end].push(id);
        self.annotations.push(annotation);
    }

    fn list_class(&mut self, number: usize) {
        let annotation = &self.annotations[number];
        let id = u32::try_from(number).unwrap_or(u32::MAX);
        self.by_class.insert((annotation.class, annotation.tokens.start, Reverse(annotation.tokens.end), id));
    }

    fn take(&mut self, layer: &Arc<str>, tokens: Range<usize>) {
        let all = self.tokens.len();
        if !self.taken.contains_key(layer) {
            self.taken.insert(layer.clone(), vec![false; all]);
        }
        if let Some(taken) = self.taken.get_mut(layer) {
            taken[tokens].fill(true);
        }
    }

    /// Numbers what was put since there were `first` annotations phase by phase, as if each phase had gone through the whole
    /// document. `phases`: of each of them its phase, in the order in which they were put. Of the annotations at one token the
    /// order stays: they were put phase by phase.
    pub(super) fn settle(&mut self, first: usize, phases: &[usize]) {
        let mut order: Vec<usize> = (0..phases.len()).collect();
        order.sort_by_key(|&i| phases[i]);
        let mut number = vec![0u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            number[old] = (first + new) as u32;
        }
        let mut put: Vec<Option<Annotation>> = self.annotations.drain(first..).map(Some).collect();
        self.annotations.extend(order.iter().filter_map(|&old| put[old].take()));
        for numbers in self.starts.iter_mut().chain(&mut self.ends) {
            for known in numbers.iter_mut().filter(|known| **known as usize >= first) {
                *known = number[*known as usize - first];
            }
        }
        (first..self.annotations.len()).for_each(|number| self.list_class(number));
    }

    /// Puts an annotation in the place of another one that begins with the same token: what was read there is something else.
    pub fn replace(&mut self, number: usize, annotation: Annotation) {
        let old = &mut self.annotations[number];
        debug_assert_eq!(old.tokens.start, annotation.tokens.start, "an annotation is replaced by one that begins where it does");
        let id = u32::try_from(number).unwrap_or(u32::MAX);
        if old.tokens.end != annotation.tokens.end {
            self.ends[old.tokens.end].retain(|known| *known != id);
            self.ends[annotation.tokens.end].push(id);
        }
        self.by_class.remove(&(old.class, old.tokens.start, Reverse(old.tokens.end), id));
        self.by_class.insert((annotation.class, annotation.tokens.start, Reverse(annotation.tokens.end), id));
        *old = annotation;
    }

    /// The same with an annotation that covers more tokens, which it keeps from later ones of the layer.
    pub fn replace_in_layer(&mut self, layer: &Arc<str>, number: usize, annotation: Annotation) {
        self.take(layer, annotation.tokens.clone());
        self.replace(number, annotation);
    }

    /// Tokens of the layer that are taken, if any are.
    pub fn taken(&self, layer: &str) -> Option<&[bool]> {
        self.taken.get(layer).map(Vec::as_slice)
    }

    /// Annotations that begin at a token, in the order in which they were added.
    pub fn starting_at(&self, token: usize) -> impl Iterator<Item = &Annotation> {
        self.starts.get(token).into_iter().flatten().map(|&i| &self.annotations[i as usize])
    }

    /// The same with their numbers in [`Chart::annotations`].
    pub fn numbered_starting_at(&self, token: usize) -> impl Iterator<Item = (usize, &Annotation)> {
        self.starts.get(token).into_iter().flatten().map(|&i| (i as usize, &self.annotations[i as usize]))
    }

    /// Annotations that end before a token.
    pub fn ending_at(&self, token: usize) -> impl Iterator<Item = &Annotation> {
        self.ends.get(token).into_iter().flatten().map(|&i| &self.annotations[i as usize])
    }

    /// Annotations of a class that lie within the tokens, by start, the longest first; found without a look at those of
    /// other classes.
    pub fn within(&self, class: ClassId, tokens: Range<usize>) -> Vec<&Annotation> {
        let from = (class, tokens.start, Reverse(usize::MAX), 0);
        self.by_class
            .range(from..)
            .take_while(|(c, start, ..)| *c == class && *start < tokens.end)
            .filter(|(.., end, _)| end.0 <= tokens.end)
            .map(|&(.., number)| &self.annotations[number as usize])
            .collect()
    }

    /// Normal forms of the tokens, joined as the text joins them.
    pub fn words(&self, tokens: Range<usize>) -> String {
        let mut out = String::new();
        for token in &self.tokens[tokens] {
            if token.space_before && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&token.norm);
        }
        out
    }

    /// Bytes of the stored text that the tokens cover.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.range.start..last.range.end,
            Some([only]) => only.range.clone(),
            _ => 0..0,
        }
    }

    /// The sentences around one that stand in its paragraph, at most so many before and behind.
    pub fn paragraph_around(&self, sentence: usize, reach: usize) -> Range<usize> {
        let begins = |s: usize| self.tokens[self.sentences[s].tokens.start].newlines_before > 1;
        let (first, end) = (sentence.saturating_sub(reach), (sentence + reach + 1).min(self.sentences.len()));
        let start = (first..=sentence).rev().find(|&s| begins(s)).unwrap_or(first);
        start..(sentence + 1..end).find(|&s| begins(s)).unwrap_or(end)
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }
}
