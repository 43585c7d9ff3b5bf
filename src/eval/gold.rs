//! Annotated documents: the JSON beside each of them.
//!
//! `tests/gold/README.md` tells the format for those who write it. What a file says is checked while it is read, so that a fault
//! is told with its line.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::de::value::StrDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diagnostics::Diagnostic;
use crate::facts::AgreementKind;
use crate::graph::{ontology, vocabulary};

/// The annotated documents of a folder.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// In the order of the names of their annotations.
    pub(super) documents: Vec<Annotated>,
}

/// A document with what it says.
#[derive(Debug, Clone)]
pub(super) struct Annotated {
    /// Where the document lies.
    pub path: PathBuf,
    pub gold: Document,
}

/// What a document says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is not compared is checked all the same")]
pub(super) struct Document {
    #[serde(default)]
    id: Option<String>,
    /// Name of the document, which lies beside its annotations.
    pub file: String,
    #[serde(default)]
    pub published: Option<Date>,
    pub persons: Vec<Person>,
    pub organizations: Vec<Named>,
    pub territories: Vec<Named>,
    pub agreements: Vec<Agreement>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is not compared is checked all the same")]
pub(super) struct Person {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    title: Option<String>,
    /// Each of them is a right answer.
    pub represents: Vec<String>,
    #[serde(default)]
    party: Option<String>,
    /// Who wrote the text: neither wanted nor spurious.
    #[serde(default)]
    pub byline: bool,
    #[serde(default)]
    pub optional: bool,
}

/// An organization or a territory.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is not compared is checked all the same")]
pub(super) struct Named {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    pub optional: bool,
}

/// Where a slot has several values, each of them is a right answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is not compared is checked all the same")]
pub(super) struct Agreement {
    /// The same in all documents that tell of the agreement.
    pub key: String,
    #[serde(deserialize_with = "one_or_many")]
    pub kind: Vec<AgreementKind>,
    #[serde(deserialize_with = "one_or_many")]
    pub status: Vec<Status>,
    /// For each party the names that are a right answer.
    pub parties: Vec<Vec<String>>,
    pub signatories: Vec<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub date: Vec<Date>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub place: Vec<String>,
    /// All of them are wanted.
    pub topics: Vec<Topic>,
    #[serde(default)]
    pub topics_optional: Vec<Topic>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub duration: Vec<String>,
    #[serde(default)]
    based_on: Vec<String>,
    pub evidence: String,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Signed,
    Agreed,
    Planned,
    Ongoing,
    Extended,
    Ended,
}

/// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Date(pub String);

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let is_date = match text.split('-').collect::<Vec<_>>()[..] {
            [year] => digits(year, 4),
            [year, month] => digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month),
            [..] => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        };
        if is_date { Ok(Self(text)) } else { Err(format!("expected a date as YYYY-MM-DD, YYYY-MM or YYYY, but found `{text}`")) }
    }
}

/// A topic of the ontology.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Topic(pub String);

/// Their names in the order of the alphabet.
static TOPICS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let subjects = ontology().into_quads().map(|quad| quad.subject.to_string());
    let mut topics: Vec<String> = subjects
        .filter_map(|iri| Some(iri.strip_prefix('<')?.strip_prefix(vocabulary::TOPIC)?.strip_suffix('>')?.to_owned()))
        .filter(|topic| !topic.is_empty())
        .collect();
    topics.sort();
    topics.dedup();
    topics
});

impl TryFrom<String> for Topic {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if TOPICS.binary_search(&text).is_ok() {
            return Ok(Self(text));
        }
        Err(format!("expected a topic, but found `{text}`; there are {}", TOPICS.join(", ")))
    }
}

/// One value, a list of them, or `null` for none.
fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct OneOrMany<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text, a list of texts, or null")
        }

        fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
            Ok(vec![T::deserialize(StrDeserializer::new(text))?])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut values = Vec::new();
            while let Some(value) = list.next_element()? {
                values.push(value);
            }
            Ok(values)
        }
    }

    deserializer.deserialize_any(OneOrMany(PhantomData))
}

impl Gold {
    /// Reads all annotations (`*.json`) that lie in `folder` itself. What has faults is left out and told.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn read(folder: &Path) -> std::io::Result<(Self, Vec<Diagnostic>)> {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        paths.retain(|path| path.extension() == Some(OsStr::new("json")));
        paths.sort();
        let (mut gold, mut faults) = (Self::default(), Vec::new());
        let mut annotated_in: BTreeMap<String, String> = BTreeMap::new();
        for path in paths {
            let shown = path.display().to_string();
            match document(folder, &path, &annotated_in) {
                Ok(one) => {
                    annotated_in.insert(one.gold.file.clone(), shown);
                    gold.documents.push(one);
                }
                Err(fault) => faults.push(fault),
            }
        }
        Ok((gold, faults))
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

impl Annotated {
    /// Name in the graph. The day of publication stands before it, as in many a user's folder, because a document that is
    /// saved as plain text mostly has lost it.
    pub fn name(&self) -> String {
        match &self.gold.published {
            Some(Date(day)) if day.len() == 10 => format!("{day}_{}", self.gold.file),
            _ => self.gold.file.clone(),
        }
    }
}

fn document(folder: &Path, path: &Path, annotated_in: &BTreeMap<String, String>) -> Result<Annotated, Diagnostic> {
    let file = path.display().to_string();
    let fault = |source: &str, at: usize, message: String, help: Option<String>| Diagnostic {
        file: file.clone(),
        source: source.into(),
        span: at..at + source[at..].chars().next().map_or(0, char::len_utf8),
        message,
        help,
    };
    let source = fs::read_to_string(path).map_err(|e| fault("", 0, format!("cannot be read: {e}"), None))?;
    let gold: Document = serde_json::from_str(&source).map_err(|e| {
        let place = format!(" at line {} column {}", e.line(), e.column());
        let message = e.to_string();
        let help = "tests/gold/README.md in the sources tells the format".to_owned();
        fault(&source, offset(&source, e.line(), e.column()), message.strip_suffix(&place).unwrap_or(&message).to_owned(), Some(help))
    })?;
    let quoted = serde_json::Value::from(gold.file.as_str()).to_string();
    let at_file = source.find(&quoted).unwrap_or(0);
    let document = folder.join(&gold.file);
    if Path::new(&gold.file).file_name() != Some(OsStr::new(&gold.file)) || !document.is_file() {
        let message = format!("expected the name of a document beside the annotations, but found `{}`", gold.file);
        return Err(fault(&source, at_file, message, Some(format!("there is no file {}", document.display()))));
    }
    if let Some(other) = annotated_in.get(&gold.file) {
        let message = format!("{} is annotated in {other} already", gold.file);
        return Err(fault(&source, at_file, message, Some("a document has one file of annotations; join the two".to_owned())));
    }
    Ok(Annotated { path: document, gold })
}

/// The byte at a line and a column as the parser counts them: from 1, the column in bytes.
fn offset(source: &str, line: usize, column: usize) -> usize {
    let start = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (start + column.saturating_sub(1)).min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    const WHOLE: &str = r#"{ "file": "a.txt", "published": "2024-05-02",
  "persons": [{ "name": "Eva Lind", "represents": [] }], "organizations": [], "territories": [],
  "agreements": [{ "key": "k", "kind": ["Treaty", "Cooperation"], "status": "signed", "parties": [["Hessen"], ["Bayern"]],
    "signatories": [], "date": "2024-05", "topics": ["quantum"], "evidence": "x" }] }"#;

    fn read(files: &[(&str, &str)]) -> (Gold, String) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "Text.").unwrap();
        files.iter().for_each(|(name, content)| fs::write(folder.path().join(name), content).unwrap());
        let (gold, faults) = Gold::read(folder.path()).unwrap();
        let faults: Vec<String> = faults.iter().map(Diagnostic::to_string).collect();
        (gold, faults.join("\n\n").replace(&folder.path().display().to_string(), "gold"))
    }

    #[test]
    fn annotations_are_read_as_they_are_written() {
        let (gold, faults) = read(&[("a.json", WHOLE), ("notes.md", "no annotation")]);
        assert_eq!(faults, "");
        let document = &gold.documents[0];
        assert_eq!(document.name(), "2024-05-02_a.txt");
        let agreement = &document.gold.agreements[0];
        assert_eq!(agreement.kind, [AgreementKind::Treaty, AgreementKind::Cooperation]);
        assert_eq!((agreement.status[0], agreement.place.len()), (Status::Signed, 0));
        let undated = WHOLE.replace("2024-05-02", "2024-05");
        assert_eq!(read(&[("a.json", &undated)]).0.documents[0].name(), "a.txt", "a month is no day of publication");
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let broken = |from: &str, to: &str| {
            assert!(WHOLE.contains(from));
            let (gold, faults) = read(&[("a.json", &WHOLE.replace(from, to))]);
            assert!(gold.is_empty());
            faults
        };
        assert_snapshot!(broken("\"signed\"", "\"sealed\""), @r#"
        error: unknown variant `sealed`, expected one of `signed`, `agreed`, `planned`, `ongoing`, `extended`, `ended`
         --> gold/a.json:3:84
          |
        3 |   "agreements": [{ "key": "k", "kind": ["Treaty", "Cooperation"], "status": "sealed", "parties": [["Hessen"], ["Bayern"]],
          |                                                                                    ^
          |
          = help: tests/gold/README.md in the sources tells the format
        "#);
        assert_snapshot!(broken("\"2024-05\"", "\"May 2024\""), @r#"
        error: expected a date as YYYY-MM-DD, YYYY-MM or YYYY, but found `May 2024`
         --> gold/a.json:4:41
          |
        4 |     "signatories": [], "date": "May 2024", "topics": ["quantum"], "evidence": "x" }] }
          |                                         ^
          |
          = help: tests/gold/README.md in the sources tells the format
        "#);
        assert_snapshot!(broken("\"quantum\"", "\"quanta\"").split_once("; there are").unwrap().0, @r"error: expected a topic, but found `quanta`");
        assert_snapshot!(broken(", \"represents\": []", ""), @r#"
        error: missing field `represents`
         --> gold/a.json:2:36
          |
        2 |   "persons": [{ "name": "Eva Lind" }], "organizations": [], "territories": [],
          |                                    ^
          |
          = help: tests/gold/README.md in the sources tells the format
        "#);
        assert_snapshot!(broken("\"key\"", "\"kei\""), @r#"
        error: unknown field `kei`, expected one of `key`, `kind`, `status`, `parties`, `signatories`, `date`, `place`, `topics`, `topics_optional`, `duration`, `based_on`, `evidence`, `optional`
         --> gold/a.json:3:24
          |
        3 |   "agreements": [{ "kei": "k", "kind": ["Treaty", "Cooperation"], "status": "signed", "parties": [["Hessen"], ["Bayern"]],
          |                        ^
          |
          = help: tests/gold/README.md in the sources tells the format
        "#);
        assert_snapshot!(broken("[[\"Hessen\"], [\"Bayern\"]]", "[\"Hessen\"]"), @r#"
        error: invalid type: string "Hessen", expected a sequence
         --> gold/a.json:3:106
          |
        3 |   "agreements": [{ "key": "k", "kind": ["Treaty", "Cooperation"], "status": "signed", "parties": ["Hessen"],
          |                                                                                                          ^
          |
          = help: tests/gold/README.md in the sources tells the format
        "#);
        assert_snapshot!(broken("a.txt", "b.txt"), @r#"
        error: expected the name of a document beside the annotations, but found `b.txt`
         --> gold/a.json:1:11
          |
        1 | { "file": "b.txt", "published": "2024-05-02",
          |           ^
          |
          = help: there is no file gold/b.txt
        "#);
        assert_snapshot!(read(&[("a.json", WHOLE), ("b.json", WHOLE)]).1, @r#"
        error: a.txt is annotated in gold/a.json already
         --> gold/b.json:1:11
          |
        1 | { "file": "a.txt", "published": "2024-05-02",
          |           ^
          |
          = help: a document has one file of annotations; join the two
        "#);
        assert_snapshot!(read(&[("a.json", "")]).1, @r"
        error: EOF while parsing a value
         --> gold/a.json:1:1
          |
        1 |
          | ^
          |
          = help: tests/gold/README.md in the sources tells the format
        ");
    }
}
