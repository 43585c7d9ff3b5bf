//! Sentences as ranges of tokens.

use std::ops::Range;

use super::token::{Token, may_end_sentence};

/// Tokens of the longest sentence. Rules work sentence by sentence, some in time quadratic in its length (each end of a
/// list may be a match, with all parts up to there): the bound makes reading linear in the text, whatever the text.
/// The longest sentences of press releases, lists of some hundred partners, stay below it.
pub const MAX_SENTENCE: usize = 1_000;

/// A sentence: tokens `tokens.start..tokens.end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub tokens: Range<usize>,
}

/// Splits tokens into sentences.
///
/// A sentence ends at `.`, `!` or `?` (closing quotes and brackets go with it) and at an empty line. A dot that belongs
/// to its token (an abbreviation, an ordinal) ends none, unless the abbreviation is one that may stand last and the
/// next word is capitalized. Inside a quotation a full stop ends a sentence too, so that a gap never runs over it.
/// What goes on for [`MAX_SENTENCE`] tokens without an end is cut there.
pub fn sentences(tokens: &[Token]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < tokens.len() {
        if i > start && (tokens[i].newlines_before >= 2 || i - start >= MAX_SENTENCE) {
            found.push(Sentence { tokens: start..i });
            start = i;
        }
        let ends = match tokens[i].norm.as_str() {
            "." | "!" | "?" | "…" | "..." => true,
            norm if may_end_sentence(norm) => tokens.get(i + 1).is_none_or(|next| next.is_capitalized() && next.newlines_before > 0),
            _ => false,
        };
        i += 1;
        if ends {
            // closing quotes, brackets and further end signs belong to this sentence
            while i < tokens.len()
                && i - start < MAX_SENTENCE
                && !tokens[i].space_before
                && matches!(tokens[i].norm.as_str(), "“" | "”" | "\"" | "»" | "«" | "‘" | "'" | ")" | "]" | "." | "!" | "?")
            {
                i += 1;
            }
            // after a quotation the sentence goes on: „…“, sagte Strobl.
            let goes_on = tokens.get(i).is_some_and(|t| !t.space_before && matches!(t.norm.as_str(), "," | ";"));
            if !goes_on {
                found.push(Sentence { tokens: start..i });
                start = i;
            }
        }
    }
    if start < tokens.len() {
        found.push(Sentence { tokens: start..tokens.len() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tokenize;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let tokens = tokenize(text);
        let found: Vec<&str> =
            sentences(&tokens).iter().map(|s| &text[tokens[s.tokens.start].range.start..tokens[s.tokens.end - 1].range.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_at_full_stops_and_empty_lines() {
        check("Eins ist da. Zwei auch.", &["Eins ist da.", "Zwei auch."]);
        check("Überschrift\n\nText folgt.", &["Überschrift", "Text folgt."]);
    }

    #[test]
    fn abbreviations_and_ordinals_end_none() {
        check("Am 3. März kam Dr. Meier z. B. nach Kiel. Dort blieb er.", &["Am 3. März kam Dr. Meier z. B. nach Kiel.", "Dort blieb er."]);
    }

    #[test]
    fn no_sentence_is_longer_than_the_bound() {
        for text in ["wort ".repeat(2 * MAX_SENTENCE + 1), ".".repeat(2 * MAX_SENTENCE + 1), ".,".repeat(MAX_SENTENCE) + "."] {
            let lengths: Vec<usize> = sentences(&tokenize(&text)).iter().map(|s| s.tokens.len()).collect();
            assert!(lengths.iter().all(|&l| l <= MAX_SENTENCE), "{lengths:?}");
            assert_eq!(lengths.iter().sum::<usize>(), tokenize(&text).len());
        }
    }

    #[test]
    fn a_quotation_belongs_to_its_sentence() {
        check("„Das ist gut.“, sagte er. Dann ging er.", &["„Das ist gut.“, sagte er.", "Dann ging er."]);
    }
}
