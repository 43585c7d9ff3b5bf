//! All forms of all entries, and the search for them.
//!
//! Forms are looked up whole, in a hash table of their text (tokens with single spaces between). At each token the table
//! `longest` tells how many tokens a form beginning with it may have; most words begin none and cost one look-up. An
//! Aho-Corasick automaton over the bytes of the forms finds the same in the same time, but takes 180 ms to build where these
//! tables take 10, and a program that reads one document waits for that.

use std::ops::Range;

use super::entry::{Entry, Form, Match, Reading};
use super::inflect;
use super::resolve::id;
use super::table::Table;

pub(super) struct Index {
    /// By form: its readings, as a range of `readings`.
    forms: Table<Range<u32>>,
    readings: Vec<Reading>,
    /// By first token: the number of tokens of the longest form that begins with it.
    longest: Table<u32>,
}

impl Index {
    /// Time and memory linear in the length of all forms together, but for the sorting.
    pub(super) fn new(entries: &[Entry]) -> Self {
        let all = all_forms(entries);
        let bytes = all.forms.iter().map(|(form, _)| form.len()).sum();
        let forms = Table::with_capacity(all.forms.len(), bytes);
        let mut index = Self { forms, readings: Vec::with_capacity(all.forms.len()), longest: Table::default() };
        for group in all.forms.chunk_by(|a, b| all.text(a) == all.text(b)) {
            let form = all.text(&group[0]);
            let begin = index.readings.len() as u32;
            index.readings.extend(group.iter().map(|(_, reading)| *reading));
            index.forms.get_or_insert(form, begin..index.readings.len() as u32);
            let first = form.split(' ').next().unwrap_or(form);
            let tokens = form.split(' ').count() as u32;
            let longest = index.longest.get_or_insert(first, tokens);
            *longest = tokens.max(*longest);
        }
        index
    }

    /// Number of different forms.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// All forms, sorted.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.forms.spellings()
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

    fn longest_at(&self, tokens: &[&str], text: &mut String) -> Option<(usize, &[Reading])> {
        let most = (*self.longest.get(tokens.first()?)? as usize).min(tokens.len());
        text.clear();
        for (i, token) in tokens[..most].iter().enumerate() {
            if i > 0 {
                text.push(' ');
            }
            text.push_str(token);
        }
        for count in (1..=most).rev() {
            if let Some(range) = self.forms.get(text) {
                return Some((count, &self.readings[range.start as usize..range.end as usize]));
            }
            text.truncate(text.len().saturating_sub(tokens[count - 1].len() + 1));
        }
        None
    }
}

/// Forms of entries with their readings. The texts lie in one string: there may be millions of them.
struct Forms {
    text: String,
    forms: Vec<(Range<usize>, Reading)>,
}

impl Forms {
    fn text(&self, form: &(Range<usize>, Reading)) -> &str {
        &self.text[form.0.clone()]
    }

    fn push(&mut self, form: &str, reading: Reading) {
        let begin = self.text.len();
        self.text.push_str(form);
        self.forms.push((begin..self.text.len(), reading));
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
fn all_forms(entries: &[Entry]) -> Forms {
    let mut all = Forms { text: String::with_capacity(entries.len() * 64), forms: Vec::with_capacity(entries.len() * 4) };
    for (i, entry) in entries.iter().enumerate() {
        inflect::forms(entry, &mut |form, kind| {
            let common = entry.common && !form.contains(' ');
            let reading = Reading { entry: id(i), form: kind, common };
            if let Some(other) = other_diacritics(&form) {
                all.push(&other, reading);
            }
            all.push(&form, reading);
        });
    }
    let Forms { text, forms } = &mut all;
    forms.sort_unstable_by(|a, b| (&text[a.0.clone()], a.1).cmp(&(&text[b.0.clone()], b.1)));
    forms.dedup_by(|later, earlier| {
        let both = earlier.1.form == Form::Adjective && later.1.form == Form::Demonym;
        text[later.0.clone()] == text[earlier.0.clone()] && later.1.entry == earlier.1.entry && !both
    });
    all
}
