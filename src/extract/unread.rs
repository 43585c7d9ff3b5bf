//! Words for agreements of which nothing was made: they stand in a sentence that no frame has read.

use std::ops::Range;

use super::Reader;
use crate::document::Document;
use crate::facts::DocumentFacts;
use crate::rules::cascade::Scratch;
use crate::rules::{Annotation, Chart};
use crate::text::squeeze;

/// A word for an agreement in a sentence that no frame has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadWord {
    /// As the text has it, joined where a line end parts it: `Rahmenvereinbarung`, `Letter of Intent`.
    pub word: String,
    /// Of the agreement, as the rules spell it: `CooperationAgreement`.
    pub kind: String,
    /// With one space between words.
    pub sentence: String,
}

impl Reader {
    /// Reads a document, and tells which of its words for agreements were left.
    pub fn read_and_leave(&self, document: &Document, scratch: &mut Scratch) -> (DocumentFacts, Vec<UnreadWord>) {
        let (facts, chart) = self.read_with_chart(document, scratch);
        let unread = self.unread(document, &chart);
        (facts, unread)
    }

    fn unread(&self, document: &Document, chart: &Chart) -> Vec<UnreadWord> {
        let mut unread = Vec::new();
        let sentences = chart.sentences.iter().map(|sentence| sentence.tokens.clone());
        for sentence in sentences.filter(|tokens| chart.within(self.names.report, tokens.clone()).is_empty()) {
            let words = chart.within(self.names.agreement, sentence.clone()).into_iter().filter(|one| self.names_instrument(one));
            unread.extend(words.map(|one| UnreadWord {
                word: chart.words(self.core(one)),
                kind: one.feature(self.names.kind).unwrap_or_default().to_owned(),
                sentence: squeeze(&document.text[chart.bytes(sentence.clone())]),
            }));
        }
        unread
    }

    /// Not `das Papier`, which says nothing by itself.
    fn names_instrument(&self, agreement: &Annotation) -> bool {
        agreement.feature(self.names.paper).is_none() && agreement.feature(self.names.general).is_none()
    }

    /// The word itself, without article and adjectives, where its rule tells.
    fn core(&self, agreement: &Annotation) -> Range<usize> {
        let slot = |key| agreement.slots.iter().find(|(slot, _)| *slot == key);
        slot(self.names.core).map_or_else(|| agreement.tokens.clone(), |(_, tokens)| tokens.clone())
    }
}
