//! Texts that are made to be slow to read, of any size.

use std::fmt::Write;

/// A kind of hostile text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hostile {
    /// One sentence of capitalized words that no list knows, without a full stop.
    Capitals,
    /// One sentence: `Partner sind Aba, Abe, ... und Zuzu`.
    PartyList,
    /// The same with names that are known: each is a party.
    KnownPartyList,
    /// Brackets and quotation marks that open and never close (behind a word each: without one it is no article).
    Openings,
    /// `Vereinbarung zwischen Vereinbarung zwischen ...`
    Beginnings,
    /// One word, again and again.
    OneWord,
    /// One signature a sentence, each of a person and of an authority of its own that short names take up.
    Signatures,
    /// The same, all in one sentence.
    SignaturesInOneSentence,
}

impl Hostile {
    pub const ALL: [Self; 8] = [
        Self::Capitals,
        Self::PartyList,
        Self::KnownPartyList,
        Self::Openings,
        Self::Beginnings,
        Self::OneWord,
        Self::Signatures,
        Self::SignaturesInOneSentence,
    ];

    /// A text of about so many tokens.
    pub fn text(self, tokens: usize) -> String {
        match self {
            Self::Capitals => (0..tokens).map(|i| name(i) + " ").collect(),
            Self::PartyList => list(tokens / 2, name),
            Self::KnownPartyList => list(tokens / 2, |i| STATES[i % STATES.len()].to_owned()),
            Self::Openings => "Vertrag ( „ [ » ".repeat(tokens / 5),
            Self::Beginnings => "Vereinbarung zwischen ".repeat(tokens / 2),
            Self::OneWord => "und ".repeat(tokens),
            Self::Signatures => signatures(tokens, "."),
            Self::SignaturesInOneSentence => signatures(tokens, ","),
        }
    }
}

const STATES: [&str; 6] = ["Hessen", "Thüringen", "Sachsen", "Bayern", "Saarland", "Brandenburg"];

fn list(names: usize, name: impl Fn(usize) -> String) -> String {
    let mut text = format!("Ein Abkommen unterzeichneten {}", name(0));
    for i in 1..names {
        text.push_str(", ");
        text.push_str(&name(i));
    }
    write!(text, " und {}.", name(names)).expect("OK because writing to a String cannot fail");
    text
}

fn signatures(tokens: usize, end: &str) -> String {
    const TOKENS_EACH: usize = 21;
    (0..tokens / TOKENS_EACH)
        .map(|i| {
            let (name, state) = (name(i), STATES[i % STATES.len()]);
            format!(
                "Petra {name}, die Präsidentin des Landesamtes für {name}kunde, und das Land {state} \
                 unterzeichneten eine Vereinbarung{end} das Landesamt dankte {name}{end} "
            )
        })
        .collect()
}

/// A capitalized word of its own for each number.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru"];
    let mut name = String::from("Q");
    for digit in number.to_string().bytes() {
        name.push_str(SYLLABLES[usize::from(digit - b'0')]);
    }
    name
}
