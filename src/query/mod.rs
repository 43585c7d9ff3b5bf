//! Questions to the graph: SPARQL 1.1 queries, own ones and ready-made ones, and their answers as text.
//!
//! A query sees the merge of all graphs as its default graph, unless it names graphs (`GRAPH`, `FROM`). The prefixes
//! of [`crate::graph::vocabulary::prefixes`] need not be declared, and relative IRIs (`<person/ada-berg>`) are those
//! below the store's base. Queries only read, and only this store: `SERVICE` reaches nothing.

mod error;
pub mod explain;
pub mod questions;
mod results;
mod syntax;

use std::io::Write;

use oxigraph::model::{NamedNode, Term, Variable};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};

pub use error::QueryError;
pub use results::{Form, Output, ResultFormat, terminal_width};

use crate::graph::Base;
use crate::graph::vocabulary::prefixes;
use crate::store::Store;

/// A query that has been read and can be asked.
#[derive(Clone)]
pub struct Query {
    prepared: PreparedSparqlQuery,
    /// Variables that have their value beforehand; they are left out of the answer.
    parameters: Vec<(Variable, Term)>,
    /// Other variables that are left out of the answer.
    hidden: Vec<Variable>,
}

impl Query {
    /// Reads a SPARQL query. `origin` says in messages where it came from: a file's name, for example.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] shows the place in `sparql`; a SPARQL Update is refused as such.
    pub fn parse(sparql: &str, origin: &str, base: &Base) -> Result<Self, QueryError> {
        match evaluator(base).parse_query(sparql) {
            Ok(prepared) => Ok(Self { prepared, parameters: Vec::new(), hidden: Vec::new() }),
            Err(_) if !sparql.trim().is_empty() && evaluator(base).parse_update(sparql).is_ok() => Err(QueryError::Update),
            Err(_) => Err(syntax::error(sparql, origin, evaluator(base))),
        }
    }

    /// Leaves a column out of the answer; nothing happens if there is none of this name.
    pub fn hide(mut self, column: &str) -> Self {
        self.hidden.push(Variable::new_unchecked(column));
        self
    }

    /// Sets what the query sees, instead of what it says itself (`FROM`): the merge of the graphs `default` as its default graph, and
    /// the graphs `named` for `GRAPH`. If both are empty, everything stays as it is.
    pub fn set_dataset(&mut self, default: &[NamedNode], named: &[NamedNode]) {
        if default.is_empty() && named.is_empty() {
            return;
        }
        let dataset = self.prepared.dataset_mut();
        dataset.set_default_graph(default.iter().cloned().map(Into::into).collect());
        dataset.set_available_named_graphs(named.iter().cloned().map(Into::into).collect());
    }

    /// A query as it comes from a command line: the name of a ready-made question with its values, or SPARQL.
    ///
    /// # Errors
    /// Those of [`Query::parse`] and of [`questions::question`].
    pub fn from_arguments(text: &str, values: &[String], base: &Base) -> Result<Self, QueryError> {
        let is_name = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_name || !values.is_empty() { questions::question(text, values, base) } else { Self::parse(text, "query", base) }
    }
}

/// What a query gives; rows and triples are looked for while they are written.
pub struct Answer<'a> {
    results: QueryResults<'static>,
    hidden: Vec<Variable>,
    base: &'a Base,
}

impl Answer<'_> {
    pub fn form(&self) -> Form {
        match self.results {
            QueryResults::Solutions(_) | QueryResults::Boolean(_) => Form::Rows,
            QueryResults::Graph(_) => Form::Triples,
        }
    }

    /// Writes the answer; gives the number of rows or triples.
    ///
    /// # Errors
    /// If the format does not fit the form of the query, there are more rows or triples than `output` allows, or something
    /// fails while the query runs.
    pub fn write(self, output: Output, out: &mut dyn Write) -> Result<usize, QueryError> {
        results::write(self.results, &self.hidden, self.base, output, out)
    }
}

/// Asks a store.
///
/// # Errors
/// If something fails while the query runs, as far as it runs before the first row is written.
pub fn ask<'a>(store: &'a Store, query: &Query) -> Result<Answer<'a>, QueryError> {
    let values = query.parameters.iter().cloned();
    let prepared = values.fold(query.prepared.clone(), |prepared, (variable, term)| prepared.substitute_variable(variable, term));
    let hidden: Vec<Variable> = query.parameters.iter().map(|(variable, _)| variable).chain(&query.hidden).cloned().collect();
    Ok(Answer { results: prepared.on_store(store.graph()).execute()?, hidden, base: store.base() })
}

/// Asks a store and writes the answer; gives the number of rows or triples.
///
/// # Errors
/// Those of [`ask`] and [`Answer::write`].
pub fn run(store: &Store, query: &Query, output: Output, out: &mut dyn Write) -> Result<usize, QueryError> {
    ask(store, query)?.write(output, out)
}

/// Knows the prefixes and the base, and asks nobody else: there is no HTTP client in it.
fn evaluator(base: &Base) -> SparqlEvaluator {
    // OK because the namespaces are constants and a base is a valid absolute IRI.
    let evaluator = SparqlEvaluator::new().with_base_iri(base.as_str()).expect("a base is an absolute IRI");
    prefixes(base)
        .into_iter()
        .fold(evaluator, |evaluator, (prefix, iri)| evaluator.with_prefix(prefix, iri).expect("namespaces are valid IRIs"))
}

#[cfg(test)]
mod tests;
