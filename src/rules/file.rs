//! Rule files as they are written: TOML into structures that know their places. Nothing is compiled here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostics::Diagnostic;

/// One file under `rules/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// What the file is for.
    pub about: String,
    /// Parts of patterns by name, used as `$name` in every file.
    #[serde(default)]
    pub macros: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub words: Vec<Words>,
    #[serde(default)]
    pub rule: Vec<Rule>,
    #[serde(default)]
    pub frame: Vec<Frame>,
}

/// Single words of a class, by regular expressions over the whole word in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub id: Spanned<String>,
    pub about: String,
    /// Class of the annotation.
    pub class: Spanned<String>,
    #[serde(rename = "match")]
    pub matches: Vec<Spanned<String>>,
    /// Words that are none, though they match.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
    /// Only words that begin with a capital letter (or only such that do not).
    pub capital: Option<bool>,
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    pub examples: Spanned<Vec<String>>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// A token pattern that makes an annotation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: Spanned<String>,
    /// What it is for, in a sentence.
    pub about: String,
    pub pattern: Spanned<String>,
    /// Class of the annotation.
    pub class: Spanned<String>,
    /// Annotations of one layer do not overlap: the longest wins, then the priority, then the order. Default: the class.
    pub layer: Option<String>,
    #[serde(default)]
    pub priority: i32,
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// Slot that the annotation covers; what the rest of the pattern matches is context. Default: the whole match.
    pub over: Option<String>,
    /// Slots whose annotation hands its features on.
    #[serde(default)]
    pub inherit: Vec<String>,
    pub examples: Spanned<Vec<Example>>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// Parts of a sentence in any order, around an anchor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub id: Spanned<String>,
    pub about: String,
    pub class: Spanned<String>,
    /// Each place where it matches makes one annotation; over the whole sentence.
    pub anchor: Spanned<String>,
    /// All of them must match somewhere in the sentence.
    #[serde(default)]
    pub require: Vec<Spanned<String>>,
    /// None of them may.
    #[serde(default)]
    pub forbid: Vec<Spanned<String>>,
    /// Their captures fill slots, wherever in the sentence they match.
    #[serde(default)]
    pub with: Vec<Spanned<String>>,
    /// Of several frames with one anchor and class the one with the highest priority stands.
    #[serde(default)]
    pub priority: i32,
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    pub examples: Spanned<Vec<Example>>,
    #[serde(default)]
    pub counter: Vec<String>,
}

/// A text in which the rule must make its annotation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub text: String,
    /// What must fill the slots, in the order of the text: `{ signatory = ["Krebs"] }`. `match` is the whole annotation.
    #[serde(default)]
    pub gives: BTreeMap<String, OneOrMany>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(s) => std::slice::from_ref(s),
            Self::Many(v) => v,
        }
    }
}

/// A file's name and text.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: Arc<str>,
}

impl Source {
    pub fn diagnostic(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Diagnostic {
        Diagnostic { file: self.name.clone(), source: self.text.clone(), span, message: message.into(), help }
    }

    /// # Errors
    /// If the text is not TOML, or has a key that no rule file has.
    pub fn parse(&self) -> Result<RuleFile, Diagnostic> {
        toml::from_str(&self.text).map_err(|e| self.diagnostic(e.span().unwrap_or(0..0), e.message().to_owned(), None))
    }

    /// The place of a part of a string, given the string's place with its quotation marks.
    ///
    /// In a literal string (`'…'`, `'''…'''`) every byte stands for itself; in one with escapes the whole string is shown.
    pub fn inside(&self, string: &Spanned<String>, part: Range<usize>) -> Range<usize> {
        let span = string.span();
        let raw = &self.text[span.clone()];
        let opening = match raw {
            r if r.starts_with("'''\n") => 4,
            r if r.starts_with("'''") => 3,
            r if r.starts_with('\'') => 1,
            _ => return span,
        };
        span.start + opening + part.start..span.start + opening + part.end
    }
}
