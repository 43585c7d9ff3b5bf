//! The words that something was read from, in the sentence that they stand in.

use std::ops::Range;

use maud::{Markup, html};
use oxigraph::model::{GraphName, NamedNode, Term};
use oxigraph::store::StorageError;

use super::catalog::Number;
use super::{Context, links};
use crate::graph::vocabulary::nif;
use crate::query::explain::Words;
use crate::text::{sentences, squeeze, tokenize};

/// A sentence longer than this (in bytes) is cut around the words.
const LONGEST: usize = 700;

/// The text of a document, cut into sentences.
pub struct Source {
    path: String,
    text: String,
    /// The byte of each code point, and the end.
    bytes: Vec<usize>,
    sentences: Vec<Range<usize>>,
}

impl Source {
    /// The text of a document as the graph has it; empty if it has none. Linear in the text.
    ///
    /// # Errors
    /// If the graph cannot be read.
    pub fn load(context: &Context<'_>, document: Number) -> Result<Self, StorageError> {
        let path = context.catalog.document(document).path.clone();
        let node = NamedNode::new_unchecked(format!("{}#text", context.view.base().iri(&path).as_str()));
        let mut quads = context.view.graph().quads_for_pattern(
            Some(node.as_ref().into()),
            Some(nif::IS_STRING),
            None,
            Some((&GraphName::DefaultGraph).into()),
        );
        let text = match quads.next().transpose()?.map(|quad| quad.object) {
            Some(Term::Literal(text)) => text.destruct().0,
            _ => String::new(),
        };
        let tokens = tokenize(&text);
        let sentences =
            sentences(&tokens).iter().map(|one| tokens[one.tokens.start].range.start..tokens[one.tokens.end - 1].range.end).collect();
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Ok(Self { path, text, bytes, sentences })
    }

    /// The words in their sentence, with a link to their place in the document.
    pub fn quote(&self, words: &Words) -> Markup {
        let [before, marked, after] = self.parts(words);
        html! {
            q lang="de" { (before) @if before.is_empty() && after.is_empty() { (marked) } @else { mark { (marked) } } (after) }
            " "
            a.where href=(self.address(words.begin)) title=(words.rules.join(", ")) { code { (words.rules.join(", ")) } }
        }
    }

    /// Where a place in the text is shown.
    fn address(&self, begin: u32) -> String {
        format!("{}#c{begin}", links::node(&self.path))
    }

    /// What stands before the words in their sentence, the words, and what stands behind them; white space is squeezed.
    fn parts(&self, words: &Words) -> [String; 3] {
        let byte = |at: u32| self.bytes.get(at as usize).copied();
        let (Some(begin), Some(end)) = (byte(words.begin), byte(words.end)) else {
            return [String::new(), words.quote.clone(), String::new()];
        };
        let first = self.sentences.iter().rfind(|one| one.start <= begin).map_or(begin, |one| one.start);
        let last = self.sentences.iter().find(|one| end <= one.end).map_or(end, |one| one.end.max(end));
        // Words that stand between two sentences belong to none.
        let (first, last) = (first.min(begin), last.max(end));
        let (from, to) = if last - first > LONGEST {
            (self.near(begin.saturating_sub(LONGEST / 2)).max(first), self.near(end + LONGEST / 2).min(last))
        } else {
            (first, last)
        };
        let (cut_before, cut_after) = (if from > first { "… " } else { "" }, if to < last { " …" } else { "" });
        [
            format!("{cut_before}{}", spaced(&self.text[from..begin], false)),
            squeeze(&self.text[begin..end]),
            format!("{}{cut_after}", spaced(&self.text[end..to], true)),
        ]
    }

    /// The next beginning of a character.
    fn near(&self, byte: usize) -> usize {
        self.bytes[self.bytes.partition_point(|&one| one < byte).min(self.bytes.len() - 1)]
    }
}

/// White space squeezed, but not lost at the side where the words are.
fn spaced(text: &str, is_behind: bool) -> String {
    let squeezed = squeeze(text);
    match (squeezed.is_empty(), is_behind) {
        (true, _) => {
            if text.is_empty() {
                String::new()
            } else {
                " ".to_owned()
            }
        }
        (false, true) if text.starts_with(char::is_whitespace) => format!(" {squeezed}"),
        (false, false) if text.ends_with(char::is_whitespace) => format!("{squeezed} "),
        _ => squeezed,
    }
}
