//! `--report`: what became of every input, for other programs.

use std::collections::BTreeMap;
use std::path::Path;

use pakt::document::{Input, Skipped};
use pakt::pipeline::{Arrival, Arrived};
use serde::Serialize;

use super::failure::Failure;
use super::output::write_to;

/// What became of the inputs, by their paths in the graph.
#[derive(Default)]
pub struct Report(BTreeMap<String, Entry>);

#[derive(Default, Serialize)]
struct Entry {
    status: &'static str,
    /// Of the document's bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// What it dates by `gestern` is dated only where this is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// The first path of a document of the same bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<String>,
    /// Why it was not read, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The same in words, with what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

#[derive(Serialize)]
struct File<'a> {
    read: usize,
    /// Of those that were read.
    duplicates: usize,
    skipped: usize,
    gone: usize,
    not_reached: usize,
    inputs: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    entry: &'a Entry,
}

impl Report {
    pub fn read(&mut self, document: Arrived<'_>, arrival: Arrival) {
        let status = match arrival {
            Arrival::New => "new",
            Arrival::Changed => "changed",
            Arrival::ReadAgain => "read-again",
            Arrival::Unchanged => "unchanged",
        };
        let (sha256, published) = (Some(document.sha256.to_owned()), document.published.map(str::to_owned));
        self.0.insert(document.file.to_owned(), Entry { status, sha256, published, ..Entry::default() });
    }

    pub fn skipped(&mut self, skipped: &Skipped) {
        let (reason, message) = (Some(skipped.reason.code()), Some(skipped.reason.to_string()));
        self.0.insert(skipped.file.clone(), Entry { status: "skipped", reason, message, ..Entry::default() });
    }

    pub fn gone(&mut self, file: &str) {
        self.0.insert(file.to_owned(), Entry { status: "gone", ..Entry::default() });
    }

    /// Marks what a run that was stopped did not come to.
    pub fn not_reached(&mut self, inputs: &[Input]) {
        for Input { file, .. } in inputs {
            let members = format!("{file}/");
            let is_member = |(other, _): (&String, &Entry)| other.starts_with(&members);
            if !self.0.range(members.clone()..).next().is_some_and(is_member) {
                self.0.entry(file.clone()).or_insert(Entry { status: "not-reached", ..Entry::default() });
            }
        }
    }

    /// Marks documents that are another one's bytes again; how many there are.
    pub fn duplicates(&mut self) -> usize {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for (file, entry) in &mut self.0 {
            let Some(sha256) = &entry.sha256 else { continue };
            entry.duplicate_of = first.get(sha256).cloned();
            first.entry(sha256.clone()).or_insert_with(|| file.clone());
        }
        self.count(|entry| entry.duplicate_of.is_some())
    }

    fn count(&self, is_one: impl Fn(&Entry) -> bool) -> usize {
        self.0.values().filter(|entry| is_one(entry)).count()
    }

    /// Writes everything as JSON, sorted by path.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        let [skipped, gone, not_reached] = ["skipped", "gone", "not-reached"].map(|status| self.count(|entry| entry.status == status));
        let (read, duplicates) = (self.count(|entry| entry.sha256.is_some()), self.count(|entry| entry.duplicate_of.is_some()));
        let inputs = self.0.iter().map(|(file, entry)| Line { file, entry }).collect();
        let report = File { read, duplicates, skipped, gone, not_reached, inputs };
        let failed = Failure::write(&path.display().to_string());
        write_to(Some(path), |out| {
            serde_json::to_writer_pretty(&mut *out, &report).map_err(|e| failed(e.into()))?;
            out.write_all(b"\n").map_err(&failed)
        })
    }
}
