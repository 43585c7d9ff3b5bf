//! Names that an acronym introduces in brackets or behind `, kurz`: `Gemeinsames Kompetenz- und Dienstleistungszentrum (GKDZ)`.
//!
//! Where a name begins, its grammar does not tell; the acronym does. The words before the bracket are the name from the
//! word on whose initial is the acronym's first letter, if its other letters follow in order: initials of words, or
//! letters within them (`Landeskriminalamt (LKA)`). What is named must be a body by one of its nouns: laws, methods and
//! programmes have acronyms too.

use std::collections::BTreeSet;
use std::ops::Range;

use super::names::Names;
use crate::rules::{Annotation, Chart};
use crate::text::{Shape, Token};

/// Words of the longest name.
const MOST_WORDS: usize = 16;

/// Adds an annotation `Introduced` over each such name.
pub fn add(n: &Names, chart: &mut Chart) {
    let brackets = 2..chart.tokens.len().saturating_sub(1);
    let found: Vec<(usize, Annotation)> = brackets.filter_map(|i| Some((i, introduced(n, chart, i)?))).collect();
    let acronyms: BTreeSet<String> =
        found.iter().filter(|(bracket, name)| name.tokens.end == *bracket).filter_map(|(bracket, _)| word_at(chart, *bracket)).collect();
    forget(n, chart, &acronyms);
    for (_, annotation) in found {
        chart.add(annotation);
    }
}

/// The acronym behind the bracket that opens at a token, or behind `, kurz`, without the genitive's ending.
fn word_at(chart: &Chart, bracket: usize) -> Option<String> {
    token_behind(chart, bracket).map(|token| token.norm.trim_end_matches('s').to_owned())
}

/// `die Bayerische Krankenhausgesellschaft (BKG)`: in this text `BKG` is no other body that the gazetteer knows by it.
fn forget(n: &Names, chart: &mut Chart, acronyms: &BTreeSet<String>) {
    let is_it = |a: &Annotation| {
        a.class == n.known_organization
            && a.tokens.len() == 1
            && a.feature(n.form) == Some("acronym")
            && acronyms.contains(chart.tokens[a.tokens.start].norm.trim_end_matches('s'))
    };
    let known: Vec<usize> = chart.annotations.iter().enumerate().filter(|(_, a)| is_it(a)).map(|(number, _)| number).collect();
    for number in known {
        let forgotten = Annotation { class: n.credit, ..chart.annotations[number].clone() };
        chart.replace(number, forgotten);
    }
}

/// The name before the bracket that opens at a token.
fn introduced(n: &Names, chart: &Chart, bracket: usize) -> Option<Annotation> {
    let acronym = acronym_at(chart, bracket)?;
    let sentence = chart.sentences[chart.sentence_of(bracket)].tokens.start;
    let first = sentence.max(bracket.saturating_sub(MOST_WORDS));
    // the name's words reach back to the first that no name holds
    let open = (first..bracket).rev().take_while(|&i| may_stand_in_name(chart, i) && !begins_next(chart, i)).last()?;
    let start = (open..bracket).rev().find(|&i| begins_name(n, chart, i, sentence) && spells(chart, i..bracket, &acronym))?;
    let tokens = start..bracket;
    let head = body_noun(n, chart, &tokens)?;
    // a known institution with its acronym, or the one that the named body is in: `Institute of Health in der Charité (IH)`
    let known = |a: &Annotation| {
        let is_name = a.tokens.end == bracket && a.feature(n.form) != Some("acronym");
        is_name && (a.tokens.start <= head.tokens.start || spells(chart, start..a.tokens.start, &acronym))
    };
    // a conference of councillors is a body, a minister is none
    let is_holder = |a: &Annotation| a.feature(n.rank) != Some("member");
    if chart.within(n.known_organization, tokens.clone()).into_iter().any(known)
        || chart.within(n.office_class, tokens.clone()).into_iter().any(is_holder)
    {
        return None;
    }
    let features = head.features.iter().filter(|(key, _)| *key == n.kind).cloned().collect();
    let slots = vec![(n.head, head.tokens.clone())];
    Some(Annotation { class: n.introduced, tokens, features, slots, rule: "name.introduced-by-acronym".into() })
}

/// The letters of an acronym that stands alone in brackets or behind `, kurz`, in lower case.
fn acronym_at(chart: &Chart, bracket: usize) -> Option<Vec<char>> {
    let acronym = token_behind(chart, bracket)?;
    let capitals = acronym.norm.chars().filter(|c| c.is_uppercase()).count();
    let letters: Vec<char> = acronym.norm.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let is_acronym = capitals >= 2 && letters.len() <= 3 * capitals && (2..=10).contains(&letters.len());
    is_acronym.then_some(letters)
}

/// The token alone in the bracket that opens here, or behind `, kurz`.
fn token_behind(chart: &Chart, bracket: usize) -> Option<&Token> {
    let [open, second, third] = chart.tokens.get(bracket..bracket + 3)? else { return None };
    match (&*open.norm, &*second.norm, &*third.norm) {
        ("(", _, ")") => Some(second),
        (",", "kurz" | "abgekürzt", _) => Some(third),
        _ => None,
    }
}

fn may_stand_in_name(chart: &Chart, i: usize) -> bool {
    let (token, lower) = (&chart.tokens[i], &*chart.lower[i]);
    match token.shape {
        Shape::Capitalized | Shape::Upper => true,
        Shape::Lower => is_joint(lower) || is_declined_adjective(lower),
        Shape::Number => false,
        Shape::Sign => matches!(lower, "," | "&" | "–" | "-" | "/"),
    }
}

/// `und die`: what stands behind it is another body than what stands before.
fn begins_next(chart: &Chart, i: usize) -> bool {
    let next = chart.lower.get(i + 1).map_or("", |w| &**w);
    &*chart.lower[i] == "und" && matches!(next, "der" | "die" | "das" | "dem" | "den")
}

/// Words of grammar within names.
fn is_joint(lower: &str) -> bool {
    matches!(
        lower,
        "für"
            | "der"
            | "des"
            | "die"
            | "und"
            | "von"
            | "zur"
            | "zum"
            | "in"
            | "im"
            | "am"
            | "an"
            | "auf"
            | "mit"
            | "of"
            | "for"
            | "and"
            | "the"
            | "de"
            | "du"
            | "la"
            | "on"
            | "e."
    )
}

fn is_declined_adjective(lower: &str) -> bool {
    lower.len() > 4 && ["e", "en", "er", "es", "em"].iter().any(|ending| lower.ends_with(ending))
}

/// A name begins with a capital letter, behind an article, a preposition, an adjective or at the start.
fn begins_name(n: &Names, chart: &Chart, i: usize, sentence: usize) -> bool {
    if !chart.tokens[i].is_capitalized() || chart.starting_at(i).any(|a| a.class == n.function_word) {
        return false;
    }
    i == sentence || {
        let before = &chart.tokens[i - 1];
        before.shape == Shape::Lower
            || matches!(&*before.norm, "," | "(" | "„" | "»" | "–" | ":")
            || chart.starting_at(i - 1).any(|a| a.class == n.function_word || a.feature(n.form) == Some("adjective"))
    }
}

/// Whether the letters are, in order, initials of the words or letters within words whose initials are among them, from
/// the first word's initial on. Two of them at least are initials, of half the capitalized words or more.
fn spells(chart: &Chart, words: Range<usize>, letters: &[char]) -> bool {
    // states: letters read so far, and how many of them as initials; few, as there are few letters
    let mut states: Vec<(usize, usize)> = vec![(0, 0)];
    let mut capitals = 0;
    for (place, i) in words.enumerate() {
        capitals += usize::from(chart.tokens[i].is_capitalized());
        let mut next = if place == 0 { Vec::new() } else { states.clone() };
        for part in chart.lower[i].split('-').filter(|part| !part.is_empty()) {
            let from = if place == 0 && next.is_empty() { states.clone() } else { next.clone() };
            for (read, initials) in from {
                for after in within_word(part, &letters[read..]) {
                    let state = (read + after, initials + 1);
                    if !next.contains(&state) {
                        next.push(state);
                    }
                }
            }
        }
        states = next;
    }
    states.iter().any(|&(read, initials)| read == letters.len() && initials >= 2 && 2 * read >= capitals)
}

/// How many of the letters one word may stand for: its initial, and then letters in order within it.
fn within_word(word: &str, letters: &[char]) -> Vec<usize> {
    let mut chars = word.chars();
    if letters.is_empty() || chars.next() != letters.first().copied() {
        return Vec::new();
    }
    let mut counts = vec![1];
    for c in chars {
        let read = counts.len();
        if letters.get(read) == Some(&c) {
            counts.push(read + 1);
        }
    }
    counts
}

/// The noun that says that a body is named. Ministries and governments have rules of their own.
fn body_noun<'c>(n: &Names, chart: &'c Chart, tokens: &Range<usize>) -> Option<&'c Annotation> {
    let mut nouns = chart.within(n.org_head, tokens.clone());
    nouns.extend(chart.within(n.body_head, tokens.clone()));
    nouns.sort_by_key(|a| a.tokens.start);
    let first = nouns.into_iter().next()?;
    (!matches!(first.feature(n.kind), Some("ministry" | "government" | "parliament"))).then_some(first)
}
