//! Answers as text: a table to read, or one of the formats of SPARQL and RDF for other programs.

use std::fmt;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use oxigraph::io::{JsonLdProfile, RdfFormat};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};
use serde::{Deserialize, Serialize};

use super::QueryError;
use crate::graph::Base;
use crate::graph::vocabulary::prefixes;
use crate::store::export::{serializer, write_triples};

/// What an answer consists of: an ASK query gives one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Rows,
    Triples,
}

/// Syntaxes of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub enum ResultFormat {
    #[value(name = "table")]
    Table,
    #[value(name = "json")]
    Json,
    #[value(name = "csv")]
    Csv,
    #[value(name = "tsv")]
    Tsv,
    #[value(name = "xml")]
    Xml,
    #[value(name = "turtle")]
    Turtle,
    #[value(name = "ntriples")]
    NTriples,
    #[value(name = "jsonld")]
    JsonLd,
    #[value(name = "rdfxml")]
    RdfXml,
}

impl ResultFormat {
    /// The format that the extension of a file's name stands for.
    pub fn from_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Table),
            "json" | "srj" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" => Some(Self::Tsv),
            "xml" | "srx" => Some(Self::Xml),
            "ttl" => Some(Self::Turtle),
            "nt" => Some(Self::NTriples),
            "jsonld" => Some(Self::JsonLd),
            "rdf" => Some(Self::RdfXml),
            _ => None,
        }
    }
}

impl fmt::Display for ResultFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

/// How answers are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Output {
    /// If nothing is given, `rows` for SELECT and ASK, Turtle for CONSTRUCT and DESCRIBE.
    pub format: Option<ResultFormat>,
    /// What rows are written as if no format is given; a table, if nothing is given here either.
    pub rows: Option<ResultFormat>,
    /// Columns of the terminal that a table must fit; as wide as it gets, if nothing is given.
    pub width: Option<u16>,
    /// Rows or triples that there may be at most.
    pub most: Option<usize>,
}

impl Output {
    fn of_rows(self) -> Self {
        Self { format: self.format.or(self.rows), ..self }
    }

    /// One more row or triple than `n`, if there may be.
    fn one_more(self, n: usize) -> Result<usize, QueryError> {
        match self.most {
            Some(most) if n >= most => Err(QueryError::TooMany(most)),
            _ => Ok(n + 1),
        }
    }
}

/// Columns of the terminal that standard output goes to, if it goes to one.
pub fn terminal_width() -> Option<u16> {
    Table::new().width()
}

/// The number of rows or triples written.
pub(super) fn write(
    results: QueryResults<'_>,
    hidden: &[Variable],
    base: &Base,
    output: Output,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    match results {
        QueryResults::Solutions(solutions) => write_rows(solutions, hidden, base, output.of_rows(), out),
        QueryResults::Boolean(answer) => write_answer(answer, output.of_rows(), out),
        QueryResults::Graph(triples) => write_graph(triples, base, output, out),
    }
}

/// The format of rows, or nothing for a table.
fn row_format(form: &'static str, format: Option<ResultFormat>) -> Result<Option<QueryResultsFormat>, QueryError> {
    match format {
        None | Some(ResultFormat::Table) => Ok(None),
        Some(ResultFormat::Json) => Ok(Some(QueryResultsFormat::Json)),
        Some(ResultFormat::Csv) => Ok(Some(QueryResultsFormat::Csv)),
        Some(ResultFormat::Tsv) => Ok(Some(QueryResultsFormat::Tsv)),
        Some(ResultFormat::Xml) => Ok(Some(QueryResultsFormat::Xml)),
        Some(format) => Err(QueryError::Format { form, gives: "rows", format, fitting: "table, json, csv, tsv or xml" }),
    }
}

fn write_rows(
    solutions: QuerySolutionIter<'_>,
    hidden: &[Variable],
    base: &Base,
    output: Output,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let format = row_format("SELECT", output.format)?;
    let variables: Vec<Variable> = solutions.variables().iter().filter(|variable| !hidden.contains(variable)).cloned().collect();
    let Some(format) = format else { return write_table(solutions, &variables, base, output, out) };
    let mut rows = 0;
    let mut serializer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(&mut *out, variables.clone())?;
    for solution in solutions {
        let solution = solution?;
        rows = output.one_more(rows)?;
        serializer.serialize(solution.iter().filter(|(variable, _)| variables.contains(variable)))?;
    }
    serializer.finish()?;
    end_line(format, out)?;
    Ok(rows)
}

fn write_answer(answer: bool, output: Output, out: &mut dyn Write) -> Result<usize, QueryError> {
    match row_format("ASK", output.format)? {
        None => writeln!(out, "{}", if answer { "yes" } else { "no" })?,
        Some(format) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *out, answer)?;
            writeln!(out)?;
        }
    }
    Ok(1)
}

/// JSON and XML end without a line break; a file or a terminal wants one.
fn end_line(format: QueryResultsFormat, out: &mut dyn Write) -> Result<(), QueryError> {
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
        writeln!(out)?;
    }
    Ok(())
}

fn write_graph(triples: QueryTripleIter<'_>, base: &Base, output: Output, out: &mut dyn Write) -> Result<usize, QueryError> {
    let format = match output.format.unwrap_or(ResultFormat::Turtle) {
        ResultFormat::Turtle => RdfFormat::Turtle,
        ResultFormat::NTriples => RdfFormat::NTriples,
        ResultFormat::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() },
        ResultFormat::RdfXml => RdfFormat::RdfXml,
        format => {
            let fitting = "turtle, ntriples, jsonld or rdfxml";
            return Err(QueryError::Format { form: "CONSTRUCT or DESCRIBE", gives: "triples", format, fitting });
        }
    };
    let mut all: Vec<Triple> = Vec::new();
    for triple in triples {
        output.one_more(all.len())?;
        all.push(triple?);
    }
    let count = all.len();
    let mut serializer = serializer(format, base).for_writer(&mut *out);
    write_triples(all, &mut serializer)?;
    serializer.finish()?;
    if !matches!(format, RdfFormat::Turtle | RdfFormat::NTriples) {
        writeln!(out)?;
    }
    Ok(count)
}

fn write_table(
    solutions: QuerySolutionIter<'_>,
    variables: &[Variable],
    base: &Base,
    output: Output,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let prefixes = prefixes(base);
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).force_no_tty();
    table.set_header(variables.iter().map(Variable::as_str));
    if let Some(width) = output.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    let mut rows = 0;
    for solution in solutions {
        let solution = solution?;
        rows = output.one_more(rows)?;
        table.add_row(variables.iter().map(|variable| solution.get(variable).map_or_else(String::new, |term| cell(term, &prefixes))));
    }
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(rows)
}

/// A term as people read it: IRIs abbreviated, literals by their value.
///
/// The text comes from documents, so what would steer the terminal is made visible.
fn cell(term: &Term, prefixes: &[(&str, String)]) -> String {
    let text = match term {
        Term::NamedNode(node) => abbreviate(node.as_str(), prefixes),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => literal.value().to_owned(),
    };
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// The longest fitting namespace wins.
fn abbreviate(iri: &str, prefixes: &[(&str, String)]) -> String {
    let fitting = prefixes.iter().filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace.as_str())?)));
    match fitting.min_by_key(|(_, rest)| rest.len()) {
        Some((prefix, rest)) => format!("{prefix}:{rest}"),
        None => format!("<{iri}>"),
    }
}
