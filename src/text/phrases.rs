//! Where phrases of one or more words occur among tokens: all phrases in one pass.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::Token;

/// Every place where a phrase stands, as the number of the phrase and the tokens that it covers; in the order of the
/// text, of phrases that begin at one token the longest first.
///
/// A phrase is the normal forms of its tokens with single spaces between; it matches whole tokens only, overlapping
/// others or not. Takes time linear in the tokens, and at each token in the phrases that begin with its word: an automaton over
/// all phrases takes longer to build than a document to read.
pub fn find_phrases(tokens: &[Token], phrases: &[String]) -> Vec<(usize, Range<usize>)> {
    let mut by_first_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (number, phrase) in phrases.iter().enumerate() {
        by_first_word.entry(first_word(phrase)).or_default().push(number);
    }
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    if phrases.is_empty() {
        return found;
    }
    for (at, token) in tokens.iter().enumerate() {
        let first = found.len();
        for &phrase in by_first_word.get(first_word(&token.norm)).into_iter().flatten() {
            found.extend(end_of(&phrases[phrase], tokens, at).map(|end| (phrase, at..end)));
        }
        found[first..].sort_by_key(|(phrase, range)| (Reverse(range.end), *phrase));
    }
    found
}

/// Up to the first space: the normal form of a number may hold one too.
fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// Behind which token the phrase ends, if it begins at one.
fn end_of(phrase: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mut rest = phrase;
    for (number, token) in tokens.iter().enumerate().skip(at) {
        rest = rest.strip_prefix(token.norm.as_str())?;
        if rest.is_empty() {
            return Some(number + 1);
        }
        rest = rest.strip_prefix(' ')?;
    }
    None
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
