//! The index of names, of words that agreements rest on, and of headlines.
//!
//! An index of sorted words in memory, since it is read from one state of the graph and never changed: a library for full
//! text search would bring fifty crates for what is two binary searches here. Words are folded as names are when entities
//! are told apart (`ä` is `ae`, upper case is lower case), and a word that is searched for may be the beginning of one.

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store};

use super::catalog::{Catalog, Number};
use crate::graph::Base;
use crate::graph::vocabulary::{nif, pakt};
use crate::resolve::folded_words;

/// What can be found, by numbers of the catalogue.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Search {
    names: Index,
    evidence: Index,
    headlines: Index,
}

impl Search {
    /// # Errors
    /// If the graph cannot be read. Takes time and memory in proportion to the text of names, evidence and headlines.
    pub fn load(store: &Store, base: &Base, catalog: &Catalog) -> Result<Self, StorageError> {
        let mut names = Builder::default();
        for (number, entity) in catalog.entities.iter().enumerate() {
            std::iter::once(&entity.name).chain(&entity.other_names).for_each(|name| names.add(number as Number, name));
        }
        let mut headlines = Builder::default();
        for (number, document) in catalog.documents.iter().enumerate() {
            headlines.add(number as Number, document.title());
        }
        let mut evidence = Builder::default();
        for quad in store.quads_for_pattern(None, Some(pakt::EVIDENCE), None, Some((&GraphName::DefaultGraph).into())) {
            let Quad { subject: NamedOrBlankNode::NamedNode(subject), object: Term::NamedNode(mention), .. } = quad? else { continue };
            // An office has evidence too.
            let Some(number) = subject.as_str().strip_prefix(base.as_str()).and_then(|path| catalog.find_agreement(path)) else { continue };
            for words in texts(store, mention.as_ref(), nif::ANCHOR_OF)? {
                evidence.add(number, &words);
            }
        }
        Ok(Self {
            names: names.finish(catalog.entities.len()),
            evidence: evidence.finish(catalog.agreements.len()),
            headlines: headlines.finish(catalog.documents.len()),
        })
    }

    /// Entities with all words in their names, the best first: whose name is just that, whose name has them as whole words,
    /// then those in more agreements and documents.
    pub fn entities(&self, words: &str, catalog: &Catalog) -> Vec<Number> {
        let wanted = folded_words(words);
        let mut found: Vec<_> = self
            .names
            .find(&wanted)
            .into_iter()
            .map(|number| {
                let entity = catalog.entity(number);
                let fit = std::iter::once(&entity.name).chain(&entity.other_names).map(|name| fit(&folded_words(name), &wanted)).min();
                ((fit, usize::MAX - entity.agreements.len(), u32::MAX - entity.documents, number), number)
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, number)| number).collect()
    }

    /// Agreements with all words in the sentences that report them, the newest first.
    pub fn agreements(&self, words: &str) -> BTreeSet<Number> {
        self.evidence.find(&folded_words(words)).into_iter().collect()
    }

    /// Documents with all words in their headlines, the newest first.
    pub fn documents(&self, words: &str, catalog: &Catalog) -> Vec<Number> {
        let mut found = self.headlines.find(&folded_words(words));
        found.sort_by(|&a, &b| catalog.document(b).published.cmp(&catalog.document(a).published).then(a.cmp(&b)));
        found
    }
}

/// How well a name fits: 0 it is what was asked for, 1 it has the words, 2 it has words that begin so.
fn fit(name: &[String], wanted: &[String]) -> u8 {
    if name == wanted {
        0
    } else if wanted.iter().all(|word| name.contains(word)) {
        1
    } else {
        2
    }
}

fn texts(store: &Store, node: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<Vec<String>, StorageError> {
    let quads = store.quads_for_pattern(Some(node.into()), Some(predicate), None::<TermRef<'_>>, Some((&GraphName::DefaultGraph).into()));
    quads.map(|quad| Ok(if let Term::Literal(text) = quad?.object { text.destruct().0 } else { String::new() })).collect()
}

/// From words to the numbers of what has them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Index {
    /// Sorted.
    words: Vec<Box<str>>,
    /// Where the numbers of a word begin, and where those of the last one end.
    starts: Vec<u32>,
    numbers: Vec<Number>,
    /// One more than the greatest number.
    size: usize,
}

impl Index {
    /// What has all of the words, or words that begin so; in order. Nothing, if there are no words.
    fn find(&self, wanted: &[String]) -> Vec<Number> {
        let Some((first, others)) = wanted.split_first() else { return Vec::new() };
        let mut found = self.having(first);
        for word in others {
            let also = self.having(word);
            found.iter_mut().zip(also).for_each(|(is_found, also)| *is_found &= also);
        }
        (0..self.size as Number).filter(|&number| found[number as usize]).collect()
    }

    fn having(&self, beginning: &str) -> Vec<bool> {
        let from = self.words.partition_point(|word| **word < *beginning);
        let to = from + self.words[from..].partition_point(|word| word.starts_with(beginning));
        let mut having = vec![false; self.size];
        if from < to {
            let numbers = self.starts[from] as usize..self.starts[to] as usize;
            self.numbers[numbers].iter().for_each(|&number| having[number as usize] = true);
        }
        having
    }
}

#[derive(Default)]
struct Builder {
    /// Words by when they came up first. Its order never shows.
    known: HashMap<String, u32>,
    pairs: Vec<(u32, Number)>,
}

impl Builder {
    fn add(&mut self, number: Number, text: &str) {
        for word in folded_words(text) {
            let next = self.known.len() as u32;
            let word = *self.known.entry(word).or_insert(next);
            self.pairs.push((word, number));
        }
    }

    fn finish(mut self, size: usize) -> Index {
        let mut words: Vec<(String, u32)> = self.known.into_iter().collect();
        words.sort_unstable();
        let mut place = vec![0; words.len()];
        words.iter().enumerate().for_each(|(at, (_, word))| place[*word as usize] = at as u32);
        self.pairs.iter_mut().for_each(|(word, _)| *word = place[*word as usize]);
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let starts = (0..=words.len() as u32).map(|word| self.pairs.partition_point(|(one, _)| *one < word) as u32).collect();
        let numbers = self.pairs.into_iter().map(|(_, number)| number).collect();
        Index { words: words.into_iter().map(|(word, _)| word.into_boxed_str()).collect(), starts, numbers, size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_must_occur_and_their_beginnings_suffice() {
        let mut builder = Builder::default();
        for (number, text) in ["Baden-Württemberg und Kalifornien", "Bayern", "Amt für Württemberg", "", "Bad Württ"].iter().enumerate()
        {
            builder.add(number as Number, text);
        }
        let index = builder.finish(5);
        for (wanted, expected) in [
            ("württemberg", &[0, 2][..]),
            ("WUERTT", &[0, 2, 4]),
            ("ba", &[0, 1, 4]),
            ("ba wü", &[0, 4]),
            ("bad kali", &[0]),
            ("würt amt", &[2]),
            ("ayern", &[]),
            ("zzz", &[]),
            ("–", &[]),
            ("", &[]),
        ] {
            assert_eq!(index.find(&folded_words(wanted)), expected, "{wanted}");
        }
    }
}
