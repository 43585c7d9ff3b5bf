//! Where phrases of one or more words occur among tokens: all phrases in one pass.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::token::Token;

/// Every place where a phrase stands, as the number of the phrase and the tokens that it covers; in the order of the
/// text, of phrases that begin at one token the longest first.
///
/// A phrase is the normal forms of its tokens with single spaces between; it matches whole tokens only, overlapping
/// others or not. Takes time linear in the tokens and phrases, plus the matches (Aho and Corasick, 1975).
pub fn find_phrases(tokens: &[Token], phrases: &[String]) -> Vec<(usize, Range<usize>)> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let mut text = String::new();
    let mut starts = Vec::with_capacity(tokens.len());
    let mut ends = Vec::with_capacity(tokens.len());
    for token in tokens {
        starts.push(text.len());
        text.push_str(&token.norm);
        ends.push(text.len());
        text.push(' ');
    }
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases) else {
        // only more phrases than a document has words could be too many
        return Vec::new();
    };
    let mut found: Vec<(usize, Range<usize>)> = automaton
        .find_overlapping_iter(&text)
        .filter_map(|m| {
            let first = starts.binary_search(&m.start()).ok()?;
            let last = ends.binary_search(&m.end()).ok()?;
            Some((m.pattern().as_usize(), first..last + 1))
        })
        .collect();
    found.sort_by_key(|(phrase, range)| (range.start, std::cmp::Reverse(range.end), *phrase));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tokenize;
    use super::*;

    #[test]
    fn whole_tokens_match_overlapping_or_not() {
        let tokens = tokenize("Das Cal OES und OES-Leute, von der Leyen, die Leyens.");
        let phrases = ["Cal OES", "OES", "von der Leyen", "Leyen", "Leyens"].map(str::to_owned);
        let found: Vec<(usize, Range<usize>)> = find_phrases(&tokens, &phrases);
        assert_eq!(found, [(0, 1..3), (1, 2..3), (2, 6..9), (3, 8..9), (4, 11..12)]);
    }

    #[test]
    fn without_phrases_nothing_is_found() {
        assert_eq!(find_phrases(&tokenize("Das"), &[]), []);
    }
}
