//! All forms of all entries, and the search for them.
//!
//! Forms are looked up whole, in a hash table of their text (tokens with single spaces between). At each token the table
//! `longest` tells how many tokens a form beginning with it may have; most words begin none and cost one look-up. An
//! Aho-Corasick automaton over the bytes of the forms finds the same in the same time, but takes 180 ms to build where these
//! tables take 10, and a program that reads one document waits for that.

use std::collections::HashMap;
use std::ops::Range;

use super::entry::{Entry, Form, Match, Reading};
use super::inflect;
use super::resolve::id;

pub(super) struct Index {
    /// By form: its readings, as a range of `readings`.
    forms: HashMap<Box<str>, Range<u32>>,
    readings: Vec<Reading>,
    /// By first token: the number of tokens of the longest form that begins with it.
    longest: HashMap<Box<str>, usize>,
}

impl Index {
    /// Time and memory linear in the length of all forms together.
    pub(super) fn new(entries: &[Entry]) -> Self {
        let all = all_forms(entries);
        let mut index = Self { forms: HashMap::with_capacity(all.len()), readings: Vec::with_capacity(all.len()), longest: HashMap::new() };
        for group in all.chunk_by(|a, b| a.0 == b.0) {
            let form = group[0].0.as_str();
            let begin = index.readings.len() as u32;
            index.readings.extend(group.iter().map(|(_, reading)| *reading));
            index.forms.insert(form.into(), begin..index.readings.len() as u32);
            let first = form.split(' ').next().unwrap_or(form);
            let tokens = form.split(' ').count();
            match index.longest.get_mut(first) {
                Some(longest) => *longest = tokens.max(*longest),
                None => drop(index.longest.insert(first.into(), tokens)),
            }
        }
        index
    }

    /// Number of different forms.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    pub(super) fn find(&self, tokens: &[&str]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut text = String::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest_at(&tokens[at..], &mut text) {
                Some((count, readings)) => {
                    found.push(Match { tokens: at..at + count, readings: readings.to_vec() });
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest form that the tokens begin with: the number of its tokens and its readings. `text` is room to work in.
    fn longest_at(&self, tokens: &[&str], text: &mut String) -> Option<(usize, &[Reading])> {
        let most = (*self.longest.get(*tokens.first()?)?).min(tokens.len());
        text.clear();
        for (i, token) in tokens[..most].iter().enumerate() {
            if i > 0 {
                text.push(' ');
            }
            text.push_str(token);
        }
        for count in (1..=most).rev() {
            if let Some(range) = self.forms.get(text.as_str()) {
                return Some((count, &self.readings[range.start as usize..range.end as usize]));
            }
            text.truncate(text.len().saturating_sub(tokens[count - 1].len() + 1));
        }
        None
    }
}

/// Romanian names are written with comma or with cedilla below `s` and `t`: the form in the other spelling.
fn other_diacritics(form: &str) -> Option<String> {
    const PAIRS: [(char, char); 4] = [('ș', 'ş'), ('ț', 'ţ'), ('Ș', 'Ş'), ('Ț', 'Ţ')];
    let other: String = form.chars().map(|c| PAIRS.iter().find(|(comma, _)| *comma == c).map_or(c, |(_, cedilla)| *cedilla)).collect();
    (other != form).then_some(other)
}

/// Every form with its reading, sorted by form and reading, without doubles.
///
/// Of one entry's readings of a form only the preferred is kept, but for adjective and demonym (`Thüringer`): which of them
/// it is depends on the next word.
fn all_forms(entries: &[Entry]) -> Vec<(String, Reading)> {
    let mut forms: Vec<(String, Reading)> = Vec::with_capacity(entries.len() * 4);
    for (i, entry) in entries.iter().enumerate() {
        inflect::forms(entry, &mut |form, kind| {
            let common = entry.common && !form.contains(' ');
            if let Some(other) = other_diacritics(&form) {
                forms.push((other, Reading { entry: id(i), form: kind, common }));
            }
            forms.push((form, Reading { entry: id(i), form: kind, common }));
        });
    }
    forms.sort_unstable();
    forms.dedup_by(|later, earlier| {
        let both = earlier.1.form == Form::Adjective && later.1.form == Form::Demonym;
        later.0 == earlier.0 && later.1.entry == earlier.1.entry && !both
    });
    forms
}
