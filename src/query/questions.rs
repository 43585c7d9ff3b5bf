//! Ready-made questions: SPARQL queries with a name, compiled into the program.
//!
//! A file of `queries/` begins with comments: its description, then a line `# param: NAME description` for each
//! parameter. A parameter is a variable of that name in the query's SELECT clause; it is given a value when the
//! query runs, so no text is ever pasted into a query. Its column is left out of the answer.

use oxigraph::model::{Literal, Term, Variable};

use super::{Query, QueryError};
use crate::graph::Base;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub name: &'static str,
    pub description: &'static str,
    pub parameters: Vec<Parameter>,
    pub sparql: &'static str,
}

/// What a question wants to know beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub description: &'static str,
}

macro_rules! questions {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),*];
    };
}

questions!["agreements", "who-signed", "by-topic", "partners-of", "timeline", "sources", "builds-on", "evidence", "runs"];

/// All ready-made questions, the most general first.
pub fn list() -> Vec<Question> {
    FILES.iter().map(|&(name, sparql)| parse(name, sparql)).collect()
}

fn parse(name: &'static str, sparql: &'static str) -> Question {
    let mut comments = sparql.lines().map_while(|line| line.strip_prefix("# "));
    let description = comments.next().unwrap_or_default();
    let parameters = comments
        .filter_map(|line| line.strip_prefix("param: "))
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(name, description)| Parameter { name, description })
        .collect();
    Question { name, description, parameters, sparql }
}

/// The question `name` with a value for each of its parameters, in their order.
///
/// # Errors
/// If there is no such question, or the number of values is another than that of its parameters.
pub fn question(name: &str, values: &[String], base: &Base) -> Result<Query, QueryError> {
    let Some(question) = list().into_iter().find(|question| question.name == name) else {
        let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        return Err(QueryError::UnknownQuestion { name: name.to_owned(), known: known.join(", ") });
    };
    if question.parameters.len() != values.len() {
        return Err(wrong_number(&question, values.len()));
    }
    let mut query = Query::parse(question.sparql, question.name, base)?;
    for (parameter, value) in question.parameters.iter().zip(values) {
        let variable = Variable::new_unchecked(parameter.name);
        query.parameters.push((variable, Term::from(Literal::new_simple_literal(value))));
    }
    Ok(query)
}

fn wrong_number(question: &Question, given: usize) -> QueryError {
    let wanted: Vec<String> = question.parameters.iter().map(|p| format!("{} ({})", p.name, p.description)).collect();
    let takes = if wanted.is_empty() { "no values".to_owned() } else { wanted.join(", then ") };
    let given = match given {
        0 => "none was".to_owned(),
        1 => "1 value was".to_owned(),
        n => format!("{n} values were"),
    };
    QueryError::Arguments { question: question.name, takes, given }
}
