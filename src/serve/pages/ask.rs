//! Questions in SPARQL, own ones and ready-made ones.
//!
//! A query may be anything, so it is not even read here: whoever calls the pages has it answered elsewhere
//! ([`Answer::Query`]) and comes back with the [`Results`].

use maud::{Markup, html};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};

use super::parts::Column;
use super::{Answer, Context, Fault, Results, links, node, parts, words as w};
use crate::graph::vocabulary::prefixes;
use crate::query::questions::{self, Question};

/// Rows that are shown.
const SHOWN: usize = 1_000;
/// Bytes of a query that is taken; a longer one has no place in an address.
const LONGEST: usize = 30_000;

const EXAMPLE: &str = "\
SELECT ?name (COUNT(DISTINCT ?agreement) AS ?agreements) WHERE {
  ?agreement pakt:party ?party .
  ?party schema:name ?name
} GROUP BY ?name ORDER BY DESC(?agreements) ?name
LIMIT 20
";

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    match asked(context) {
        Some(query) if query.len() > LONGEST => {
            show(context, &query[..floor(&query, 200)], html! { p.notice role="alert" { (context.say(w::TOO_LONG)) } }, None)
        }
        Some(query) => Ok(Answer::Query(query)),
        None => show(context, EXAMPLE, html! {}, None),
    }
}

/// The page with what became of the query.
pub fn with_results(context: &Context<'_>, results: &Results) -> Result<Answer, Fault> {
    let query = asked(context).unwrap_or_default();
    match results {
        Results::Rows(json) => show(context, &query, rows(context, &query, json), None),
        Results::Triples(lines) => show(context, &query, triples(context, &query, lines), None),
        Results::Failed(message) => {
            let place = place(message);
            show(context, &query, error(context, message, place.as_ref()), place.as_ref())
        }
    }
}

fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// The query of the address: its own, or that of a ready-made question with its values.
fn asked(context: &Context<'_>) -> Option<String> {
    if let Some(name) = context.asked.parameter("question") {
        let question = questions::list().into_iter().find(|one| one.name == name)?;
        let values: Option<Vec<&str>> = question.parameters.iter().map(|one| context.asked.parameter(one.name)).collect();
        return Some(filled(&question, &values?));
    }
    context.asked.parameter("query").map(|query| query.replace("\r\n", "\n"))
}

/// The text of a question. Its values are given as data before everything else, escaped as literals are.
fn filled(question: &Question, values: &[&str]) -> String {
    let text: String = question.sparql.lines().filter(|line| !line.starts_with("# param:")).map(|line| format!("{line}\n")).collect();
    let given: String = question
        .parameters
        .iter()
        .zip(values)
        .map(|(one, value)| format!("\n  VALUES ?{} {{ {} }}", one.name, Literal::new_simple_literal(*value)))
        .collect();
    text.replacen("WHERE {", &format!("WHERE {{{given}"), usize::from(!given.is_empty()))
}

fn show(context: &Context<'_>, query: &str, answer: Markup, fault: Option<&Place>) -> Result<Answer, Fault> {
    let title = context.say(w::ASK_TITLE);
    let body = html! {
        h1 { (title) }
        p.lead { (context.say(w::ASK_LEAD)) }
        div.asking {
            form.ask action="/ask" {
                label for="query" { (context.say(w::QUERY)) }
                @let (line, column) = (fault.map(|place| place.line), fault.map(|place| place.column));
                div.editor data-line=[line] data-column=[column] data-length=[fault.map(|place| place.length)] {
                    textarea #query name="query" rows=(rows_of(query)) spellcheck="false" autocapitalize="off" autocomplete="off"
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "fault")] { "\n" (query) }
                }
                button { (context.say(w::RUN)) } " " span.faint.keys { (context.say(w::KEYS)) }
            }
            div #results { (answer) }
            section.ready {
                h2 { (context.say(w::READY_QUESTIONS)) }
                (ready(context))
            }
        }
        details.alternative {
            summary { (context.say(w::PREFIXES)) }
            table {
                caption.hidden { (context.say(w::PREFIXES)) }
                tbody { @for (prefix, iri) in prefixes(context.view.base()) {
                    tr { th scope="row" { code { (prefix) ":" } } td { code { (iri) } } }
                } }
            }
        }
    };
    context.page(title, "/ask", body)
}

/// Lines that the query takes in its field, long ones counted as they are broken.
fn rows_of(query: &str) -> usize {
    query.lines().map(|line| 1 + line.chars().count() / 90).sum::<usize>().clamp(9, 27) + 1
}

fn ready(context: &Context<'_>) -> Markup {
    html! {
        ul.questions { @for question in questions::list() {
            @let name = context.say(question_name(&question));
            li lang=[(name == question.description).then_some("en")] {
                @if question.parameters.is_empty() {
                    a href=(links::with("/ask", [("question", question.name)])) { (name) }
                } @else {
                    form action="/ask" {
                        input type="hidden" name="question" value=(question.name);
                        label { span { (name) }
                            @for parameter in &question.parameters {
                                @let value = context.asked.parameter(parameter.name).unwrap_or_default();
                                input name=(parameter.name) required placeholder=(context.say(w::SEARCH_PLACEHOLDER)) value=(value);
                            }
                        }
                        button { (context.say(w::RUN)) }
                    }
                }
            }
        } }
    }
}

/// What a question is called; what is new says itself in English.
fn question_name(question: &Question) -> super::language::Text {
    match question.name {
        "agreements" => w::Q_AGREEMENTS,
        "who-signed" => w::Q_WHO_SIGNED,
        "by-topic" => w::Q_BY_TOPIC,
        "partners-of" => w::Q_PARTNERS_OF,
        "timeline" => w::Q_TIMELINE,
        "sources" => w::Q_SOURCES,
        "builds-on" => w::Q_BUILDS_ON,
        "evidence" => w::Q_EVIDENCE,
        "runs" => w::Q_RUNS,
        _ => super::language::Text(question.description, question.description),
    }
}

fn downloads(context: &Context<'_>, query: &str, formats: &[&str]) -> Markup {
    let address = |format| links::with("/query", [("query", query), ("format", format)]);
    html! { " · " (context.say(w::DOWNLOAD)) @for format in formats { " " a href=(address(format)) { (format.to_uppercase()) } } }
}

/// Rows as a table: what has a page is a link to it.
fn rows(context: &Context<'_>, query: &str, json: &[u8]) -> Markup {
    let broken = |e: &dyn std::fmt::Display| html! { p.notice role="alert" { (e) } };
    let solutions = match QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(json) {
        Ok(SliceQueryResultsParserOutput::Boolean(answer)) => {
            return html! { h2 { (context.say(w::ANSWER)) } p.answer role="status" { (context.say(if answer { w::YES } else { w::NO })) } };
        }
        Ok(SliceQueryResultsParserOutput::Solutions(solutions)) => solutions,
        Err(e) => return broken(&e),
    };
    let variables = solutions.variables().to_vec();
    let (mut shown, mut count) = (Vec::new(), 0);
    for solution in solutions {
        let Ok(solution) = solution else { continue };
        count += 1;
        if count <= SHOWN {
            let cells: Vec<Option<Term>> = variables.iter().map(|variable| solution.get(variable).cloned()).collect();
            shown.push(html! { tr { @for (variable, cell) in variables.iter().zip(&cells) {
                @let is_number = matches!(cell, Some(Term::Literal(literal)) if literal.value().parse::<f64>().is_ok());
                td.number[is_number] data-label=(variable.as_str()) { @if let Some(cell) = cell { (node::term(context, cell)) } }
            } } });
        }
    }
    html! {
        h2 { (context.say(w::ANSWER)) }
        p.summary role="status" {
            strong { (context.count(count, w::N_ROWS)) }
            @if count > SHOWN { ", " (context.say(w::FIRST_ROWS)) " " (context.language.number(SHOWN)) }
            @if count > 0 { (downloads(context, query, &["csv", "tsv", "json", "xml"])) }
        }
        @if count == 0 { p { (context.say(w::NO_ROWS)) } } @else {
            (parts::scrolled(context.say(w::ANSWER), html! {
                table.rows {
                    caption.hidden { (context.say(w::ANSWER)) }
                    thead { tr { @for variable in &variables { th scope="col" { (variable.as_str()) } } } }
                    tbody { @for row in &shown { (row) } }
                }
            }))
        }
    }
}

/// Triples as a table.
fn triples(context: &Context<'_>, query: &str, lines: &[u8]) -> Markup {
    let parsed = RdfParser::from_format(RdfFormat::NTriples).for_slice(lines);
    let (mut shown, mut count) = (Vec::new(), 0);
    for quad in parsed.flatten() {
        count += 1;
        if count <= SHOWN {
            let terms = [Term::from(quad.subject), Term::NamedNode(quad.predicate), quad.object];
            shown.push(html! { tr { @for term in &terms { td { (node::term(context, term)) } } } });
        }
    }
    html! {
        h2 { (context.say(w::ANSWER)) }
        p.summary role="status" {
            strong { (context.count(count, w::N_TRIPLES)) }
            @if count > SHOWN { ", " (context.say(w::FIRST_ROWS)) " " (context.language.number(SHOWN)) }
            @if count > 0 { (downloads(context, query, &["turtle", "ntriples", "jsonld", "rdfxml"])) }
        }
        @if count == 0 { p { (context.say(w::NO_ROWS)) } } @else {
            @let columns = [w::NODE, w::PROPERTY, w::VALUE].map(Column::Text);
            (context.table(context.say(w::ANSWER), &columns, html! { @for row in &shown { (row) } }))
        }
    }
}

/// Where the message of an error says that it is: line and column, from 1, and how many characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    length: usize,
}

/// Messages about syntax show their place as compilers do: ` --> query:LINE:COLUMN`, and the words underlined with `^`.
fn place(message: &str) -> Option<Place> {
    let (_, behind) = message.split_once("--> query:")?;
    let mut numbers = behind.lines().next()?.split(':').map(|number| number.trim().parse().ok());
    let (line, column) = (numbers.next()??, numbers.next()??);
    let length = message.lines().map(|line| line.matches('^').count()).max().unwrap_or_default().max(1);
    Some(Place { line, column, length })
}

fn error(context: &Context<'_>, message: &str, place: Option<&Place>) -> Markup {
    html! {
        section.fault #fault role="alert" {
            h2 {
                (context.say(w::ERROR_IN_QUERY))
                @if let Some(Place { line, column, .. }) = place {
                    " (" (context.say(w::ERROR_AT).replace("{line}", &line.to_string()).replace("{column}", &column.to_string())) ")"
                }
            }
            pre lang="en" { (message) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Base;
    use crate::query::Query;

    #[test]
    fn values_of_questions_are_data_and_cannot_become_part_of_the_query() {
        for question in questions::list() {
            let values: Vec<&str> = question.parameters.iter().map(|_| "Bay\"ern } SELECT \\ \n").collect();
            let text = filled(&question, &values);
            Query::parse(&text, "query", &Base::default()).unwrap_or_else(|e| panic!("{}: {e}", question.name));
            assert_eq!(text.contains(r#"VALUES ?NAME { "Bay\"ern } SELECT \\ \n" }"#), !values.is_empty(), "{text}");
        }
    }

    #[test]
    fn the_place_of_an_error_is_that_of_the_message() {
        for (query, expected) in [
            ("SELECT ?a WHERE {\n  ?a pakt:x ?b ]\n}", Some(Place { line: 2, column: 16, length: 1 })),
            ("SELECT ?a WHERE { ?a foo:bar ?b }", Some(Place { line: 1, column: 22, length: 7 })),
            ("CLEAR ALL", None),
        ] {
            let Err(error) = Query::parse(query, "query", &Base::default()) else { panic!("{query} is read") };
            assert_eq!(place(&error.to_string()), expected, "{error}");
        }
        assert_eq!(place("--> query:x:y"), None);
    }
}
