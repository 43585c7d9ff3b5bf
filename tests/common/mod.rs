//! What the tests share: the documents of `data/`, read with the built-in rules, and a store in memory made of them.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::path::PathBuf;
use std::sync::LazyLock;

use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use pakt::document::{self, Input};
use pakt::extract::Reader;
use pakt::facts::DocumentFacts;
use pakt::gazetteers::Gazetteers;
use pakt::graph::Base;
use pakt::graph::vocabulary::prefixes;
use pakt::pipeline::{self, KnownEntries};
use pakt::rules::RuleSet;
use pakt::store::Store;

pub static READER: LazyLock<Reader> = LazyLock::new(|| {
    let rules = RuleSet::builtin().unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    let gazetteers = Gazetteers::builtin().unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    Reader::new(gazetteers, rules)
});

pub static KNOWN: LazyLock<KnownEntries> = LazyLock::new(|| KnownEntries::of(&READER.gazetteers));

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
    pipeline::read_all(&READER, inputs, || {}).into_iter().map(|one| one.unwrap_or_else(|skipped| panic!("{skipped}"))).collect()
}

/// What the documents of `data/` say.
pub static FACTS: LazyLock<Vec<DocumentFacts>> = LazyLock::new(|| read(&inputs()));

/// A store in memory with these facts.
pub fn store(facts: Vec<DocumentFacts>) -> Store {
    let mut store = Store::in_memory(Base::default()).unwrap();
    pipeline::update(&mut store, facts, &*KNOWN).unwrap();
    store
}

/// The graph of `data/`.
pub static STORE: LazyLock<Store> = LazyLock::new(|| store(FACTS.clone()));

/// The rows of a SELECT query over the merge of all graphs, each value as its text; what is unbound is empty.
pub fn rows(store: &Store, sparql: &str) -> Vec<Vec<String>> {
    let evaluator = prefixes(store.base()).into_iter().fold(SparqlEvaluator::new(), |e, (prefix, iri)| e.with_prefix(prefix, iri).unwrap());
    let mut query = evaluator.parse_query(sparql).unwrap();
    query.dataset_mut().set_default_graph_as_union();
    let QueryResults::Solutions(solutions) = query.on_store(store.graph()).execute().unwrap() else { panic!("not a SELECT query") };
    let variables = solutions.variables().to_vec();
    solutions
        .map(|solution| {
            let solution = solution.unwrap();
            variables.iter().map(|variable| solution.get(variable).map_or_else(String::new, text)).collect()
        })
        .collect()
}

fn text(term: &oxigraph::model::Term) -> String {
    match term {
        oxigraph::model::Term::Literal(literal) => literal.value().to_owned(),
        oxigraph::model::Term::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}
