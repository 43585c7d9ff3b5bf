//! All forms of all entries, and the search for them.
//!
//! The search is an Aho-Corasick automaton over the text of the tokens. Every token is written with a space on both sides
//! (`␣Land␣␣Hessen␣`), in the forms as in the text: so a form can only begin and end where tokens do, and neighbours do not
//! compete for the space between them.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};

use super::entry::{Entry, Form, Match, Reading};
use super::inflect;
use super::resolve::id;

pub(super) struct Index {
    automaton: AhoCorasick,
    /// Readings of the pattern `i`: `readings[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    readings: Vec<Reading>,
}

impl Index {
    /// Time and memory linear in the length of all forms together.
    pub(super) fn new(entries: &[Entry]) -> Result<Self, BuildError> {
        let forms = all_forms(entries);
        let (mut patterns, mut starts, mut readings) = (Vec::new(), Vec::new(), Vec::with_capacity(forms.len()));
        for group in forms.chunk_by(|a, b| a.0 == b.0) {
            patterns.push(group[0].0.as_str());
            starts.push(readings.len() as u32);
            readings.extend(group.iter().map(|(_, reading)| *reading));
        }
        starts.push(readings.len() as u32);
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns)?;
        Ok(Self { automaton, starts, readings })
    }

    /// Number of different forms.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn find(&self, tokens: &[&str]) -> Vec<Match> {
        let mut text = String::new();
        // where each token begins, in bytes, and the end
        let mut begins = Vec::with_capacity(tokens.len() + 1);
        for token in tokens {
            begins.push(text.len());
            push_word(&mut text, token);
        }
        begins.push(text.len());
        let at = |byte: usize| begins.partition_point(|&begin| begin < byte);
        self.automaton
            .find_iter(&text)
            .map(|found| Match { tokens: at(found.start())..at(found.end()), readings: self.readings(found.pattern().as_usize()).to_vec() })
            .collect()
    }

    fn readings(&self, pattern: usize) -> &[Reading] {
        &self.readings[self.starts[pattern] as usize..self.starts[pattern + 1] as usize]
    }
}

fn push_word(text: &mut String, word: &str) {
    text.push(' ');
    text.push_str(word);
    text.push(' ');
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
            let mut text = String::with_capacity(form.len() + 4);
            form.split(' ').for_each(|word| push_word(&mut text, word));
            forms.push((text, Reading { entry: id(i), form: kind, common }));
        });
    }
    forms.sort_unstable();
    forms.dedup_by(|later, earlier| {
        let both = earlier.1.form == Form::Adjective && later.1.form == Form::Demonym;
        later.0 == earlier.0 && later.1.entry == earlier.1.entry && !both
    });
    forms
}
