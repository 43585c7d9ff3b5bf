//! The SPARQL 1.1 Protocol: what a request asks, and what it sees.
//!
//! Only queries: there is no update. Ready-made names of formats (`format=csv`) go before the `Accept` header, for links.

use clap::ValueEnum;
use hyper::StatusCode;
use mediatype::MediaType;
use oxigraph::model::NamedNode;

use super::fault::Fault;
use super::negotiate::{Accept, ROWS, TRIPLES};
use crate::query::ResultFormat;

/// What is asked of the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Nothing: what the endpoint is shall be told.
    pub query: Option<String>,
    pub default_graphs: Vec<String>,
    pub named_graphs: Vec<String>,
    pub format: Option<ResultFormat>,
}

/// The parts of a request that say it.
pub struct Parts<'a> {
    /// What stands behind the `?`.
    pub search: &'a str,
    /// The media type and the content of a POST.
    pub body: Option<(Option<&'a str>, &'a [u8])>,
}

impl Question {
    /// # Errors
    /// With the status that the protocol has for it, if the request is none of the protocol.
    pub fn parse(parts: &Parts<'_>) -> Result<Self, Fault> {
        let mut parameters = decode(parts.search.as_bytes())?;
        match parts.body {
            None => {}
            Some((media_type, body)) => match essence(media_type)?.as_str() {
                "application/x-www-form-urlencoded" => parameters.extend(decode(body)?),
                "application/sparql-query" => parameters.push(("query".to_owned(), text(body)?)),
                "application/sparql-update" => return Err(only_reads()),
                other => {
                    let message = format!(
                        "a query is sent as application/x-www-form-urlencoded or application/sparql-query, but this is {}",
                        if other.is_empty() { "without a Content-Type" } else { other }
                    );
                    return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
                }
            },
        }
        let question = Self::of(parameters)?;
        if parts.body.is_some() && question.query.is_none() {
            return Err(Fault::new(StatusCode::BAD_REQUEST, "expected the parameter `query`, but found none"));
        }
        Ok(question)
    }

    fn of(parameters: Vec<(String, String)>) -> Result<Self, Fault> {
        let mut question = Self { query: None, default_graphs: Vec::new(), named_graphs: Vec::new(), format: None };
        for (name, value) in parameters {
            match name.as_str() {
                "query" if question.query.is_some() => {
                    return Err(Fault::new(StatusCode::BAD_REQUEST, "expected one parameter `query`, but found several"));
                }
                "query" => question.query = Some(value),
                "default-graph-uri" => question.default_graphs.push(graph(&name, value)?),
                "named-graph-uri" => question.named_graphs.push(graph(&name, value)?),
                "update" | "using-graph-uri" | "using-named-graph-uri" => return Err(only_reads()),
                "format" => question.format = ResultFormat::from_str(&value, true).ok(),
                // Clients have parameters of their own.
                _ => {}
            }
        }
        Ok(question)
    }

    /// The formats of rows and of triples, where the client takes one.
    pub fn formats(&self, accept: &Accept) -> (Option<ResultFormat>, Option<ResultFormat>) {
        let wanted = |offers: &[(&'static str, ResultFormat)]| self.format.filter(|format| offers.iter().any(|(_, offer)| offer == format));
        (wanted(&ROWS).or_else(|| accept.choose(&ROWS)), wanted(&TRIPLES).or_else(|| accept.choose(&TRIPLES)))
    }
}

fn only_reads() -> Fault {
    Fault::new(StatusCode::FORBIDDEN, "this endpoint answers queries and changes nothing: the graph changes with `pakt build`")
}

/// Names and values of a form or of what stands behind the `?`.
///
/// # Errors
/// If they are not UTF-8.
pub fn decode(form: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let decoded: Vec<(String, String)> = form_urlencoded::parse(form).into_owned().collect();
    // What is not UTF-8 comes as replacement characters, which hardly anybody sends.
    let is_broken = |text: &String| text.contains('\u{fffd}') && !String::from_utf8_lossy(form).contains("%EF%BF%BD");
    match decoded.iter().any(|(name, value)| is_broken(name) || is_broken(value)) {
        true => Err(Fault::new(StatusCode::BAD_REQUEST, "the parameters are not UTF-8")),
        false => Ok(decoded),
    }
}

fn graph(name: &str, iri: String) -> Result<String, Fault> {
    match NamedNode::new(&iri) {
        Ok(_) => Ok(iri),
        Err(e) => Err(Fault::new(StatusCode::BAD_REQUEST, format!("`{iri}` in {name} is no absolute IRI ({e})"))),
    }
}

/// The media type without its parameters; queries come in UTF-8.
fn essence(media_type: Option<&str>) -> Result<String, Fault> {
    let Some(text) = media_type else { return Ok(String::new()) };
    let fault = |message: String| Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    let media_type = MediaType::parse(text).map_err(|e| fault(format!("`{text}` is no media type ({e})")))?;
    let charset = mediatype::ReadParams::get_param(&media_type, mediatype::names::CHARSET);
    match charset {
        Some(charset) if !charset.unquoted_str().eq_ignore_ascii_case("utf-8") => {
            Err(fault(format!("queries are read as utf-8, but this is {charset}")))
        }
        _ => Ok(media_type.essence().to_string().to_ascii_lowercase()),
    }
}

fn text(body: &[u8]) -> Result<String, Fault> {
    String::from_utf8(body.to_owned()).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        Fault::new(StatusCode::BAD_REQUEST, format!("the query is not UTF-8 (byte {at})"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(search: &str, body: Option<(&str, &str)>) -> Result<Question, u16> {
        let body = body.map(|(media_type, body)| (Some(media_type).filter(|text| !text.is_empty()), body.as_bytes()));
        Question::parse(&Parts { search, body }).map_err(|fault| fault.status.as_u16())
    }

    fn question(query: &str, default: &[&str], named: &[&str]) -> Question {
        let own = |iris: &[&str]| iris.iter().map(|&iri| iri.to_owned()).collect();
        Question { query: Some(query.to_owned()), default_graphs: own(default), named_graphs: own(named), format: None }
    }

    #[test]
    fn queries_come_in_three_ways() {
        const FORM: &str = "application/x-www-form-urlencoded";
        const QUERY: &str = "application/sparql-query";
        for (search, body, expected) in [
            ("query=ASK+%7B%7D", None, question("ASK {}", &[], &[])),
            ("query=ASK%7B%7D&timeout=5&format=xml5", None, question("ASK{}", &[], &[])),
            ("query=x&default-graph-uri=a:b&default-graph-uri=a:c", None, question("x", &["a:b", "a:c"], &[])),
            ("query=x&named-graph-uri=http%3A%2F%2Fx%2F%C3%A4", None, question("x", &[], &["http://x/ä"])),
            ("", Some((FORM, "query=ASK+%7B%7D&named-graph-uri=a:b")), question("ASK {}", &[], &["a:b"])),
            ("", Some(("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "query=x")), question("x", &[], &[])),
            ("default-graph-uri=a:b", Some((QUERY, "ASK {} # +%20")), question("ASK {} # +%20", &["a:b"], &[])),
            ("", Some(("application/sparql-query;charset=\"utf-8\"", "ä")), question("ä", &[], &[])),
        ] {
            assert_eq!(parse(search, body), Ok(expected), "{search} {body:?}");
        }
        assert_eq!(parse("query=x&format=CSV", None).unwrap().format, Some(ResultFormat::Csv));
        assert_eq!(parse("", None).unwrap().query, None, "the description is asked for");
    }

    #[test]
    fn what_is_no_query_is_told() {
        const FORM: &str = "application/x-www-form-urlencoded";
        const QUERY: &str = "application/sparql-query";
        for (search, body, expected) in [
            ("query=x&query=y", None, 400),
            ("query=x&default-graph-uri=b", None, 400),
            ("query=%FF", None, 400),
            ("update=CLEAR+ALL", None, 403),
            ("", Some((FORM, "update=CLEAR+ALL")), 403),
            ("", Some((FORM, "")), 400),
            ("query=x", Some((QUERY, "y")), 400),
            ("", Some(("application/sparql-update", "CLEAR ALL")), 403),
            ("", Some(("text/plain", "ASK {}")), 415),
            ("", Some(("", "ASK {}")), 415),
            ("", Some(("application/sparql-query; charset=latin1", "ASK {}")), 415),
            ("", Some(("no type", "ASK {}")), 415),
        ] {
            assert_eq!(parse(search, body), Err(expected), "{search} {body:?}");
        }
    }
}
