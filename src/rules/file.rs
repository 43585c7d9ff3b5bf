//! Rule files as they are written: TOML into structures that know their places, patterns into trees. Nothing is
//! compiled here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::pattern::{self, Node, PatternError};
use crate::diagnostics::Diagnostic;

/// One file under `rules/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// What the file is for.
    pub about: String,
    /// Parts of patterns by name, used as `$name` in every file.
    #[serde(default)]
    pub macros: BTreeMap<Spanned<String>, Pattern>,
    #[serde(default)]
    pub words: Vec<Words>,
    #[serde(default)]
    pub rule: Vec<Rule>,
    #[serde(default)]
    pub frame: Vec<Frame>,
}

impl RuleFile {
    /// The ids of all that makes annotations.
    pub fn ids(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.words.iter().map(|w| &w.id).chain(self.rule.iter().map(|r| &r.id)).chain(self.frame.iter().map(|f| &f.id))
    }

    /// The patterns of its macros, rules and frames.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let of_frames = self.frame.iter().flat_map(|f| std::iter::once(&f.anchor).chain(&f.require).chain(&f.forbid).chain(&f.with));
        self.macros.values().chain(self.rule.iter().map(|r| &r.pattern)).chain(of_frames)
    }
}

/// Values of features by their names.
pub type Features = BTreeMap<Spanned<String>, Spanned<String>>;

/// A missing list of examples is told with the rule's id, which the parser of TOML does not know.
fn none<T>() -> Spanned<Vec<T>> {
    Spanned::new(0..0, Vec::new())
}

/// A pattern as it is written, and its syntax tree or what is wrong with it.
#[derive(Debug)]
pub struct Pattern {
    pub written: Spanned<String>,
    pub tree: Result<Node, PatternError>,
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<String>::deserialize(deserializer)?;
        let tree = pattern::parse(written.get_ref());
        Ok(Self { written, tree })
    }
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
    pub set: Features,
    #[serde(default = "none")]
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
    pub pattern: Pattern,
    /// Class of the annotation.
    pub class: Spanned<String>,
    /// Annotations of one layer do not overlap: the longest wins, then the priority, then the order. Default: the class.
    pub layer: Option<String>,
    #[serde(default)]
    pub priority: i32,
    #[serde(default)]
    pub set: Features,
    /// Slot that the annotation covers; what the rest of the pattern matches is context. Default: the whole match.
    pub over: Option<Spanned<String>>,
    /// Slots whose annotation hands its features on.
    #[serde(default)]
    pub inherit: Vec<Spanned<String>>,
    #[serde(default = "none")]
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
    pub anchor: Pattern,
    /// All of them must match somewhere in the sentence.
    #[serde(default)]
    pub require: Vec<Pattern>,
    /// None of them may.
    #[serde(default)]
    pub forbid: Vec<Pattern>,
    /// Their captures fill slots, wherever in the sentence they match.
    #[serde(default)]
    pub with: Vec<Pattern>,
    /// Of several frames with one anchor and class the one with the highest priority stands.
    #[serde(default)]
    pub priority: i32,
    #[serde(default)]
    pub set: Features,
    #[serde(default = "none")]
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
    pub gives: BTreeMap<Spanned<String>, OneOrMany>,
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
    /// Comes with the program: nobody who writes rules is to blame for it.
    pub built_in: bool,
}

impl Source {
    pub fn diagnostic(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Diagnostic {
        Diagnostic { file: self.name.clone(), source: self.text.clone(), span, message: message.into(), help }
    }

    /// # Errors
    /// If the text is not TOML, or has a key that no rule file has.
    pub fn parse(&self) -> Result<RuleFile, Diagnostic> {
        toml::from_str(&self.text).map_err(|e| {
            let (message, help) = readable(e.message());
            self.diagnostic(e.span().unwrap_or(0..0), message, help)
        })
    }

    /// A fault in a pattern, at its place in the file.
    pub fn of_pattern(&self, pattern: &Pattern, e: PatternError) -> Diagnostic {
        self.diagnostic(self.inside(&pattern.written, e.span), e.message, e.help)
    }

    /// The place of a part of a string, given the string's place with its quotation marks.
    ///
    /// In a literal string (`'…'`, `'''…'''`) every byte stands for itself; in one with escapes the whole string is shown.
    pub fn inside(&self, string: &Spanned<String>, part: Range<usize>) -> Range<usize> {
        let span = string.span();
        let raw = &self.text[span.clone()];
        let opening = match raw {
            r if r.starts_with("'''\r\n") => 5,
            r if r.starts_with("'''\n") => 4,
            r if r.starts_with("'''") => 3,
            r if r.starts_with('\'') => 1,
            _ => return span,
        };
        span.start + opening + part.start..span.start + opening + part.end
    }
}

/// What the parser says of a key, and the key that may be meant: ``unknown field `patern`, expected one of …``.
fn readable(message: &str) -> (String, Option<String>) {
    let mut names = message.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    if message.starts_with("unknown field") {
        let known: Vec<&str> = names.collect();
        let help = match super::nearest(name, known.iter().copied()) {
            Some(key) => format!("did you mean `{key}`?"),
            None => format!("the keys are {}", known.join(", ")),
        };
        return (format!("there is no key `{name}` here"), Some(help));
    }
    if message.starts_with("missing field") {
        return (format!("the key `{name}` is missing"), Some(format!("write `{name} = ...`; rules/README.md tells what it is for")));
    }
    if message.ends_with("expected struct Example") {
        return ("an example is a table here".to_owned(), Some("write `{ text = \"...\" }`".to_owned()));
    }
    (message.to_owned(), None)
}
