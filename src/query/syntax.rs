//! Syntax errors, shown where they are.
//!
//! The parser of SPARQL tells how far it got. For keywords that is too far: it reads as many characters as the
//! keyword has before it compares them, so the place it tells may lie beyond the mistake, or at the end of the
//! query. To find the mistake, the query is read once more with wide gaps between its tokens: what is read too far
//! then ends within the gap, and the token before it is the one at fault.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use oxigraph::sparql::SparqlEvaluator;
use regex::Regex;

use super::QueryError;

/// Wider than the longest keyword of SPARQL.
const GAP: &str = "                                ";

/// The error for `sparql`, which `evaluator` cannot read; `origin` says where the query came from.
pub(super) fn error(sparql: &str, origin: &str, evaluator: SparqlEvaluator) -> QueryError {
    let tokens = tokens(sparql);
    let (widened, starts) = widen(sparql, &tokens);
    let stop = evaluator.parse_query(&widened).err().and_then(|e| parse_message(&widened, &e.to_string()));
    let (span, expected) = match &stop {
        Some(stop) if stop.offset < widened.len() && !tokens.is_empty() => {
            let fault = starts.partition_point(|&start| start <= stop.offset).max(1) - 1;
            (Some(tokens[fault].clone()), tidy(&stop.expected))
        }
        Some(stop) => (None, tidy(&stop.expected)),
        None => (None, Expected::default()),
    };
    show(sparql, origin, span, &expected)
}

/// Renders the message: the line of the query with the token underlined, or the end of the query marked.
fn show(sparql: &str, origin: &str, span: Option<Range<usize>>, expected: &Expected) -> QueryError {
    let title = match (&expected.complaint, &span) {
        (Some(complaint), _) => complaint.clone(),
        (None, Some(span)) => format!("`{}` is not expected here", &sparql[span.clone()]),
        (None, None) => "the query ends too early".to_owned(),
    };
    let end = sparql.trim_end().len();
    let span = span.unwrap_or(end..end);
    let (line, column) = position(sparql, span.start);
    let mut annotation = AnnotationKind::Primary.span(span);
    if !expected.tokens.is_empty() {
        annotation = annotation.label(format!("expected {}", expected.tokens));
    }
    let snippet = Snippet::source(sparql).path(origin).annotation(annotation);
    let rendered = Renderer::plain().render(&[Level::ERROR.primary_title(title).element(snippet)]);
    QueryError::Syntax { line, column, rendered }
}

/// Line and column of a byte, both counted from 1, the column in characters.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// How far the parser read, and what it would have gone on with.
struct Stop {
    offset: usize,
    expected: String,
}

/// The parser tells the place in its message only: `error at LINE:COLUMN: expected WHAT`.
fn parse_message(text: &str, message: &str) -> Option<Stop> {
    // OK because the expression is a constant, and tests run it.
    let pattern = Regex::new(r"(?s)^error at (\d+):(\d+): expected (.*)$").expect("a valid expression");
    let found = pattern.captures(message)?;
    let (line, column): (usize, usize) = (found[1].parse().ok()?, found[2].parse().ok()?);
    let line_start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let characters = text[line_start..].char_indices().nth(column.checked_sub(1)?);
    let offset = characters.map_or(text.len(), |(byte, _)| line_start + byte);
    Some(Stop { offset, expected: found[3].to_owned() })
}

/// What the parser expected, as far as it means something to a reader.
#[derive(Default)]
struct Expected {
    /// What can stand here, such as "a variable or `}`".
    tokens: String,
    /// A whole sentence, if the parser had one.
    complaint: Option<String>,
}

/// Sorts the parser's list of expectations into what can stand here and sentences. Classes of characters are left
/// out, and so are keywords: of those the parser tells only the longest that it tried.
fn tidy(expected: &str) -> Expected {
    const MEANINGS: [(&str, &[&str]); 11] = [
        ("a variable", &[r#""?""#, r#""$""#]),
        ("an IRI", &[r#""<""#, r#"":""#]),
        ("a string", &[r#""'""#, r#""\"""#]),
        ("a number", &[r#""+""#, r#""-""#]),
        ("`(`", &[r#""(""#]),
        ("`)`", &[r#"")""#]),
        ("`[`", &[r#""[""#]),
        ("`]`", &[r#""]""#]),
        ("`{`", &[r#""{""#]),
        ("`}`", &[r#""}""#]),
        ("`.`", &[r#"".""#]),
    ];
    let all: Vec<&str> = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").collect();
    let is_sentence = |word: &&&str| word.contains(' ') && !word.starts_with(['"', '[', '\'', '|']) && !word.contains("SPARQL");
    let complaint = match all.iter().find(is_sentence).map(|sentence| sentence.trim_end_matches('.')) {
        Some("Prefix not found") => Some("this prefix is not declared".to_owned()),
        Some(other) => Some(other.to_owned()),
        // Escapes of this kind come in strings only.
        None => all.contains(&r#""\\U""#).then(|| "a string is not closed".to_owned()),
    };
    if complaint.is_some() {
        return Expected { tokens: String::new(), complaint };
    }
    let is_expected = |signs: &[&str]| signs.iter().any(|sign| all.contains(sign));
    let tokens: Vec<&str> = MEANINGS.iter().filter(|(_, signs)| is_expected(signs)).map(|(meaning, _)| *meaning).collect();
    let tokens = match tokens.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    };
    Expected { tokens, complaint }
}

/// The query on wide gaps, and where each token begins in it.
fn widen(sparql: &str, tokens: &[Range<usize>]) -> (String, Vec<usize>) {
    let mut widened = String::with_capacity(sparql.len() + tokens.len() * GAP.len());
    let mut starts = Vec::with_capacity(tokens.len());
    for token in tokens {
        starts.push(widened.len());
        widened.push_str(&sparql[token.clone()]);
        widened.push_str(GAP);
    }
    (widened, starts)
}

/// The pieces of a query between which white space may stand: brackets, `,` and `;` alone, everything else as long as
/// there is no white space in it. Comments belong to none.
fn tokens(sparql: &str) -> Vec<Range<usize>> {
    const ALONE: &str = "(){}[],;";
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut joined = false;
    while let Some(c) = sparql[at..].chars().next() {
        let rest = &sparql[at..];
        if c.is_whitespace() || c == '#' {
            at += if c == '#' { rest.find(['\n', '\r']).unwrap_or(rest.len()) } else { c.len_utf8() };
            joined = false;
            continue;
        }
        let length = piece(rest, c);
        match tokens.last_mut().filter(|_| joined && !ALONE.contains(c)) {
            Some(last) => last.end = at + length,
            None => tokens.push(at..at + length),
        }
        joined = !ALONE.contains(c);
        at += length;
    }
    tokens
}

/// Length of what must not be torn apart at the beginning of `rest`: a string, an IRI, an escape, or one character.
fn piece(rest: &str, first: char) -> usize {
    let long = match first {
        '"' | '\'' => string(rest),
        '<' => rest[1..]
            .find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c))
            .filter(|&end| rest[1 + end..].starts_with('>'))
            .map(|end| end + 2),
        '\\' => rest.chars().nth(1).map(|escaped| 1 + escaped.len_utf8()),
        _ => None,
    };
    long.unwrap_or(first.len_utf8())
}

/// Length of the string that `rest` begins with, if it is closed.
fn string(rest: &str) -> Option<usize> {
    let long_quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes));
    let quotes = long_quotes.unwrap_or(&rest[..1]);
    let mut at = quotes.len();
    while let Some(c) = rest.get(at..)?.chars().next() {
        if rest[at..].starts_with(quotes) {
            return Some(at + quotes.len());
        }
        if c == '\n' && long_quotes.is_none() {
            return None;
        }
        at += if c == '\\' { 1 + rest[at + 1..].chars().next()?.len_utf8() } else { c.len_utf8() };
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::Base;
    use crate::query::Query;

    #[test]
    fn queries_fall_into_their_tokens() {
        for (sparql, expected) in [
            ("SELECT ?a{?a a pakt:X}", "SELECT|?a|{|?a|a|pakt:X|}"),
            ("COUNT(DISTINCT ?b)", "COUNT|(|DISTINCT|?b|)"),
            ("'a b'@de \"x\"^^<http://x/ y> # c {\n<http://x/#a>;", "'a b'@de|\"x\"^^<http://x/|y>|<http://x/#a>|;"),
            ("\"\"\"a \" b\n\"\"\" 'it\\'s' 'open", "\"\"\"a \" b\n\"\"\"|'it\\'s'|'open"),
            ("?a<3 && ?b <= 4", "?a<3|&&|?b|<=|4"),
            ("pakt:a\\(b\\) ö\u{a0}ß \\", "pakt:a\\(b\\)|ö|ß|\\"),
            ("", ""),
        ] {
            let found: Vec<&str> = tokens(sparql).into_iter().map(|token| &sparql[token]).collect();
            assert_eq!(found.join("|"), expected);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_message_fail(text in r#"([a-z?<>"'{}()\[\];,.#ä\\ \n:/^@_]|SELECT|WHERE|'''|FILTER){0,30}"#) {
            let _ = Query::parse(&text, "query", &Base::default());
            let tokens = tokens(&text);
            prop_assert!(tokens.windows(2).all(|two| two[0].end <= two[1].start));
            prop_assert!(tokens.iter().all(|token| !text[token.clone()].trim().is_empty()));
        }
    }
}
