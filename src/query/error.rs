//! What can go wrong with a question.

use std::io;

use oxigraph::sparql::QueryEvaluationError;

use super::results::ResultFormat;

#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The message shows the line of the query with the place underlined.
    #[error("{rendered}")]
    Syntax { line: usize, column: usize, rendered: String },
    #[error("this is a SPARQL Update; queries only read. The graph changes with `pakt build`, `pakt load` and `pakt remove`")]
    Update,
    #[error("there is no ready-made question `{name}`; there are: {known}")]
    UnknownQuestion { name: String, known: String },
    #[error("the question `{question}` takes {takes}, but {given} given")]
    Arguments { question: &'static str, takes: String, given: String },
    #[error("{form} gives {gives}, which cannot be written as {format}; use {fitting}")]
    Format { form: &'static str, gives: &'static str, format: ResultFormat, fitting: &'static str },
    #[error("SERVICE <{0}> is not asked: queries see this store only and nothing else")]
    Service(String),
    #[error("the answer has more than {0} rows or triples, which is the most that is given; ask for fewer with LIMIT")]
    TooMany(usize),
    #[error("the query failed: {0}")]
    Evaluation(QueryEvaluationError),
    #[error("the result cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl From<QueryEvaluationError> for QueryError {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::UnsupportedService(name) => Self::Service(name.into_string()),
            other => Self::Evaluation(other),
        }
    }
}
