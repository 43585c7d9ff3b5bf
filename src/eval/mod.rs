//! How well documents are read: what was found in annotated documents against what is in them.
//!
//! A *gold* folder holds documents and beside each a JSON file that says what it tells ([`Gold`]). They are read like any
//! others, one graph is made of all of them, and what stands in that graph is compared with the annotations, for each
//! [`Aspect`] by itself.
//!
//! Words: *wanted* is what is annotated, *found* what stands in the graph. A fact is *right* if it is both, *missed* if it is
//! only wanted, *spurious* if it is only found; *precision* is the share of the found that is right, *recall* the share of the
//! wanted that is, *F1* their harmonic mean. What is annotated as `optional` is neither wanted nor spurious.
//!
//! On the way:
//! - [`gold`]: the annotations, and the faults in them
//! - [`found`]: what the graph says of each document
//! - [`names`]: when two names are the same
//! - [`entities`]: persons, organizations, territories, and whom persons stand for
//! - [`agreements`]: which agreement of the graph is which of the annotations, and what fills its slots
//! - [`merging`]: agreements that several documents tell
//! - [`figures`] from counts, [`bootstrap`]: how far chance moves them
//! - [`compare`]: two results against each other

mod agreements;
mod bootstrap;
mod compare;
mod entities;
mod figures;
mod found;
mod gold;
mod merging;
mod names;
mod result;

pub use bootstrap::{RESAMPLES, SEED};
pub use compare::{Changes, compare};
pub use figures::{Aspect, Figures};
pub use gold::Gold;
pub use result::{Evaluation, Fact, Verdict};

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::document::{Input, Limits, Skipped};
use crate::extract::Reader;
use crate::graph::Base;
use crate::pipeline;
use figures::Tallies;
use found::{Found, InDocument};

/// What came out, and which documents could not be read: all that these tell counts as missed.
#[derive(Debug)]
pub struct Outcome {
    pub evaluation: Evaluation,
    pub unread: Vec<Unread>,
}

/// A document that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub path: PathBuf,
    pub reason: String,
}

/// Reads the documents of `gold` on the threads of the current rayon pool and compares what was found with what is wanted.
///
/// Takes the time of a build without a store, and memory for the graph of all the documents.
pub fn evaluate(gold: &Gold, reader: &Reader, limits: &Limits) -> Outcome {
    let inputs: Vec<Input> = gold.documents.iter().map(|one| Input { path: one.path.clone(), file: one.name() }).collect();
    let (mut facts, mut reasons) = (Vec::new(), BTreeMap::new());
    let Ok(()) = pipeline::read_all(reader, &inputs, limits, |some| {
        for one in some {
            match one {
                Ok(one) => facts.push(one),
                Err(Skipped { file, reason }) => drop(reasons.insert(file, reason.to_string())),
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    let found = Found::new(&pipeline::graph_of(&facts, &Base::default()));
    let unread = gold.documents.iter().filter(|one| !found.documents.contains_key(&one.name()));
    let unread = unread.map(|one| Unread {
        path: one.path.clone(),
        reason: reasons.remove(&one.name()).unwrap_or_else(|| "expected one document in it, but found a collection".to_owned()),
    });
    Outcome { evaluation: judge(gold, &found), unread: unread.collect() }
}

/// One document's part of the result.
struct Sheet<'a> {
    file: &'a str,
    tallies: Tallies,
    facts: Vec<Fact>,
}

impl Sheet<'_> {
    fn note(&mut self, aspect: Aspect, verdict: Verdict, subject: &str, text: String) {
        self.facts.push(Fact { file: self.file.to_owned(), kind: aspect, verdict, subject: subject.to_owned(), text });
    }
}

fn judge(gold: &Gold, found: &Found) -> Evaluation {
    let nothing = InDocument::default();
    let (mut tallies, mut facts, mut nodes) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (number, document) in gold.documents.iter().enumerate() {
        let mut sheet = Sheet { file: &document.gold.file, tallies: Tallies::default(), facts: Vec::new() };
        let wanted = names::GoldNames::new(&document.gold, found);
        let in_document = found.documents.get(&document.name()).unwrap_or(&nothing);
        entities::judge(&document.gold, &wanted, in_document, &mut sheet);
        entities::judge_memberships(&document.gold, &wanted, in_document, &mut sheet);
        for (key, node) in agreements::judge(&document.gold, &wanted, in_document, &mut sheet) {
            nodes.insert((document.gold.file.as_str(), key), merging::Told { document: number, node });
        }
        tallies.push(sheet.tallies);
        facts.extend(sheet.facts);
    }
    let pairs = merging::judge(&nodes, &mut facts);
    let agreements = gold.documents.iter().map(|one| one.gold.agreements.len()).sum();
    Evaluation::new(agreements, &tallies, &pairs, facts)
}
