//! What the tests share: the documents of `data/`, read with the built-in rules, and a store in memory made of them.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::path::PathBuf;
use std::sync::LazyLock;

use pakt::document::{self, Input, Limits, Skipped};
use pakt::extract::Reader;
use pakt::facts::DocumentFacts;
use pakt::gazetteers::Gazetteers;
use pakt::graph::Base;
use pakt::pipeline;
use pakt::query::{self, Output, Query, ResultFormat};
use pakt::rules::RuleSet;
use pakt::store::Store;
use pakt::store::export::{ExportFormat, Graphs, export};
use serde_json::Value;

pub static READER: LazyLock<Reader> = LazyLock::new(|| {
    let rules = RuleSet::builtin().unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    let gazetteers = Gazetteers::builtin().unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    Reader::new(gazetteers, rules)
});

pub fn shown<T: ToString>(faults: &[T]) -> String {
    faults.iter().map(T::to_string).collect::<Vec<_>>().join("\n\n")
}

/// The documents of `data/`, in the order of their names.
pub fn inputs() -> Vec<Input> {
    let (inputs, skipped) = document::find_inputs(&[PathBuf::from("data")]);
    assert!(skipped.iter().all(|one| !one.reason.is_failure()), "{}", shown(&skipped));
    assert_eq!(inputs.len(), 5);
    inputs
}

pub fn read(inputs: &[Input]) -> Vec<DocumentFacts> {
    let mut all = Vec::new();
    let take = |some: Vec<Result<DocumentFacts, Skipped>>| {
        all.extend(some.into_iter().map(|one| one.unwrap_or_else(|skipped| panic!("{skipped}"))));
        Ok::<(), ()>(())
    };
    pipeline::read_all(&READER, inputs, &Limits::default(), take).unwrap();
    all
}

/// What the documents of `data/` say.
pub static FACTS: LazyLock<Vec<DocumentFacts>> = LazyLock::new(|| read(&inputs()));

/// A store in memory with these facts.
pub fn store(facts: Vec<DocumentFacts>) -> Store {
    let mut store = Store::in_memory(Base::default()).unwrap();
    pipeline::update(&mut store, &facts).unwrap();
    store
}

/// The graph as sorted N-Quads, without the runs.
pub fn nquads(store: &Store) -> Vec<String> {
    let mut bytes = Vec::new();
    export(store, &Graphs::All, ExportFormat::NQuads, &mut bytes).unwrap();
    let mut lines: Vec<String> = String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The graph of `data/`.
pub static STORE: LazyLock<Store> = LazyLock::new(|| store(FACTS.clone()));

/// The rows of a SELECT query, each value as its text; what is unbound is empty.
pub fn rows(store: &Store, sparql: &str) -> Vec<Vec<String>> {
    let query = Query::parse(sparql, "test", store.base()).unwrap_or_else(|error| panic!("{error}"));
    let mut answer = Vec::new();
    let output = Output { format: Some(ResultFormat::Json), ..Output::default() };
    query::run(store, &query, output, &mut answer).unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let names = answer["head"]["vars"].as_array().expect("a SELECT query");
    let value = |row: &Value, name: &Value| row[name.as_str().unwrap_or_default()]["value"].as_str().unwrap_or_default().to_owned();
    let rows = answer["results"]["bindings"].as_array().expect("rows");
    rows.iter().map(|row| names.iter().map(|name| value(row, name)).collect()).collect()
}
