//! The result as it is shown, saved, and compared with another one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bootstrap;
use super::figures::{Aspect, Figures, Tallies};
use super::merging::Pair;

/// Version of the format in which results are saved.
pub const FORMAT: u32 = 1;

/// How a fact came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Wanted and found.
    Right,
    /// Wanted, not found.
    Missed,
    /// Found, not wanted.
    Spurious,
    /// Found, neither wanted nor spurious: what is annotated as optional, and what annotations do not list.
    Unjudged,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Unjudged => "unjudged",
        }
    }
}

/// Something that a document says, or should say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub file: String,
    pub kind: Aspect,
    pub verdict: Verdict,
    /// Of what it is said: a person, the key of an agreement.
    pub subject: String,
    pub text: String,
}

/// What came out for a gold folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Documents with annotations that could be read.
    pub documents: usize,
    /// Agreements that are annotated.
    pub agreements: usize,
    pub figures: BTreeMap<Aspect, Figures>,
    /// All that was found or is wanted, sorted by file, kind, verdict and text. An agreement that is missed stands for its
    /// slots.
    pub facts: Vec<Fact>,
}

/// A text is no saved result.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    #[error("expected what `pakt eval --json` writes, but found {0}")]
    Json(#[from] serde_json::Error),
    #[error("expected format {FORMAT} of saved results, but found {0}; save it again with this version")]
    Format(u64),
}

impl Evaluation {
    pub(super) fn new(agreements: usize, documents: &[Tallies], pairs: &[Pair], mut facts: Vec<Fact>) -> Self {
        let all = bootstrap::sum(documents, pairs, &vec![1; documents.len()]);
        let intervals = bootstrap::intervals(documents, pairs);
        let figures = Aspect::ALL.map(|aspect| (aspect, Figures::new(all.of(aspect), intervals[aspect as usize])));
        facts.sort_by(|a, b| key(a).cmp(&key(b)));
        Self { format: FORMAT, documents: documents.len(), agreements, figures: figures.into(), facts }
    }

    /// Reads what [`Evaluation::to_json`] wrote.
    ///
    /// # Errors
    /// If the text is something else.
    pub fn from_json(text: &str) -> Result<Self, SavedError> {
        let value: serde_json::Value = serde_json::from_str(text)?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format != u64::from(FORMAT) => Err(SavedError::Format(format)),
            _ => Ok(serde_json::from_value(value)?),
        }
    }

    /// The result for programs, and for a later comparison: equal bytes for equal results.
    pub fn to_json(&self) -> String {
        // OK because all keys are texts.
        serde_json::to_string_pretty(self).expect("a result can be written as JSON") + "\n"
    }

    /// What was missed and what was wrong.
    pub fn misses(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(|fact| matches!(fact.verdict, Verdict::Missed | Verdict::Spurious))
    }

    /// What was found, whether right or not.
    pub fn found(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(|fact| fact.verdict != Verdict::Missed)
    }
}

fn key(fact: &Fact) -> (&str, &str, &str, &str, &str) {
    (&fact.file, fact.kind.name(), fact.verdict.name(), &fact.text, &fact.subject)
}
