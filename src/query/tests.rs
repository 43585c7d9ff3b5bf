//! Questions to a store of two documents (see `crate::graph::sample`).

use insta::assert_snapshot;

use super::*;
use crate::graph::sample;

fn store() -> Store {
    let mut store = Store::in_memory(Base::default()).unwrap();
    sample::write(&sample::documents(), &mut store);
    store.record(&sample::run()).unwrap();
    store
}

fn answer(sparql: &str, format: ResultFormat) -> String {
    try_answer(sparql, Some(format)).unwrap_or_else(|e| panic!("{sparql}\n{e}"))
}

fn try_answer(sparql: &str, format: Option<ResultFormat>) -> Result<String, QueryError> {
    let store = store();
    let mut out = Vec::new();
    run(&store, &Query::parse(sparql, "query", store.base())?, Output { format, width: None, ..Output::default() }, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

/// The answer to a ready-made question as CSV, one line a row, without the header.
fn rows(name: &str, values: &[&str]) -> Vec<String> {
    let store = store();
    let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
    let query = Query::from_arguments(name, &values, store.base()).unwrap();
    let mut out = Vec::new();
    let count = run(&store, &query, Output { format: Some(ResultFormat::Csv), width: None, ..Output::default() }, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap().replace("https://w3id.org/pakt/id/", "").replace("https://w3id.org/pakt/ontology#", "pakt:");
    let rows: Vec<String> = text.split_terminator("\r\n").skip(1).map(str::to_owned).collect();
    assert_eq!(rows.len(), count);
    rows
}

#[test]
fn a_triple_that_two_documents_say_is_counted_once() {
    for (sparql, expected) in [
        ("SELECT (COUNT(*) AS ?n) { ?a pakt:party <place/nordland> }", "3"),
        ("SELECT (COUNT(?a) AS ?n) { ?a a pakt:Agreement }", "3"),
        ("SELECT (COUNT(*) AS ?n) { ?a pakt:kind ?k ; pakt:party/schema:name ?name FILTER(?k = pakt:LetterOfIntent) }", "2"),
        ("SELECT (COUNT(*) AS ?n) { ?a pakt:status ?s OPTIONAL { ?a pakt:party ?p } }", "6"),
        ("SELECT (COUNT(*) AS ?n) { { ?a pakt:party ?p } UNION { ?a pakt:party ?p } }", "12"),
        ("SELECT (COUNT(*) AS ?n) { { SELECT ?p { ?a pakt:party ?p } } }", "6"),
        (
            "SELECT (COUNT(*) AS ?n) { ?a pakt:status ?s . { SELECT ?a (COUNT(?p) AS ?m) { ?a pakt:party ?p } GROUP BY ?a } FILTER(?m = 2) }",
            "3",
        ),
        ("SELECT (COUNT(*) AS ?n) { ?a pakt:party ?p MINUS { ?a pakt:status pakt:Planned } }", "4"),
        ("SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 1 } ?a a pakt:Treaty }", "2"),
        // One who names graphs gets what each graph says.
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a pakt:party <place/nordland> } }", "4"),
        ("SELECT (COUNT(*) AS ?n) FROM <document/ff00ff00ff00ff00> { ?a pakt:party <place/nordland> }", "2"),
    ] {
        assert_eq!(answer(sparql, ResultFormat::Csv), format!("n\r\n{expected}\r\n"), "{sparql}");
    }
    let selected = answer("SELECT ?a { ?a pakt:party <place/südreich> }", ResultFormat::Csv);
    assert_eq!(selected.lines().count(), 3, "{selected}");
}

#[test]
fn rows_and_answers_have_their_formats() {
    let rows = "SELECT ?a ?kind { ?a pakt:kind ?kind ; pakt:status pakt:Planned }";
    assert_snapshot!(answer(rows, ResultFormat::Table), @r"
    ┌────────────────┬─────────────┐
    │ a              ┆ kind        │
    ╞════════════════╪═════════════╡
    │ agreement:plan ┆ pakt:Treaty │
    └────────────────┴─────────────┘
    ");
    assert_eq!(
        answer(rows, ResultFormat::Json),
        concat!(
            r#"{"head":{"vars":["a","kind"]},"results":{"bindings":[{"a":{"type":"uri","value":"https://w3id.org/pakt/id/agreement/plan"},"#,
            r#""kind":{"type":"uri","value":"https://w3id.org/pakt/ontology#Treaty"}}]}}"#,
            "\n"
        )
    );
    let tsv = "?a\t?kind\n<https://w3id.org/pakt/id/agreement/plan>\t<https://w3id.org/pakt/ontology#Treaty>\n";
    assert_eq!(answer(rows, ResultFormat::Tsv), tsv);
    assert!(answer(rows, ResultFormat::Xml).starts_with("<?xml"));
    for (format, expected) in
        [(None, "yes\n"), (Some(ResultFormat::Json), "{\"head\":{},\"boolean\":true}\n"), (Some(ResultFormat::Csv), "true\n")]
    {
        assert_eq!(try_answer("ASK { ?a a pakt:Treaty }", format).unwrap(), expected);
    }
}

#[test]
fn triples_have_their_formats() {
    let construct = "CONSTRUCT { ?p pakt:agreed ?a } { ?a pakt:party ?p ; a pakt:LetterOfIntent }";
    let turtle = try_answer(construct, None).unwrap();
    assert!(turtle.ends_with("place:nordland pakt:agreed agreement:loi .\nplace:südreich pakt:agreed agreement:loi .\n"), "{turtle}");
    assert_eq!(answer(construct, ResultFormat::NTriples).lines().count(), 2);
    assert!(serde_json::from_str::<serde_json::Value>(&answer(construct, ResultFormat::JsonLd)).is_ok());
    assert!(answer(construct, ResultFormat::RdfXml).contains("<pakt:agreed "));
    assert!(answer("DESCRIBE <agreement/plan>", ResultFormat::Turtle).contains("pakt:status pakt:Planned"));
}

#[test]
fn a_format_that_does_not_fit_is_refused_with_those_that_do() {
    for (sparql, format, expected) in [
        (
            "SELECT * { ?s ?p ?o }",
            ResultFormat::Turtle,
            "SELECT gives rows, which cannot be written as turtle; use table, json, csv, tsv or xml",
        ),
        ("ASK { ?s ?p ?o }", ResultFormat::JsonLd, "ASK gives rows, which cannot be written as jsonld; use table, json, csv, tsv or xml"),
        (
            "DESCRIBE <x>",
            ResultFormat::Csv,
            "CONSTRUCT or DESCRIBE gives triples, which cannot be written as csv; use turtle, ntriples, jsonld or rdfxml",
        ),
    ] {
        assert_eq!(try_answer(sparql, Some(format)).unwrap_err().to_string(), expected);
    }
}

#[test]
fn syntax_errors_are_shown_where_they_are_in_the_query() {
    let shown = |sparql: &str| try_answer(sparql, None).unwrap_err().to_string();
    assert_snapshot!(shown("SELECT ?a WHERE {\n  ?a pakt:kind ?größe .\n  ?a pakt:kind ?kind FILTR(?kind)\n}"), @r"
    error: `FILTR` is not expected here
     --> query:3:22
      |
    3 |   ?a pakt:kind ?kind FILTR(?kind)
      |                      ^^^^^
    ");
    assert_snapshot!(shown("SELECT ?a WHERE { ?a pakt:kind ?kind"), @r"
    error: the query ends too early
     --> query:1:37
      |
    1 | SELECT ?a WHERE { ?a pakt:kind ?kind
      |                                     ^ expected `{`, `}` or `.`
    ");
    assert_snapshot!(shown("SELECT ?a WHERE { ?a unknown:kind ?kind }"), @r"
    error: this prefix is not declared
     --> query:1:22
      |
    1 | SELECT ?a WHERE { ?a unknown:kind ?kind }
      |                      ^^^^^^^^^^^^
    ");
    assert_snapshot!(shown("SELECT * { ?a ?b }"), @r"
    error: `}` is not expected here
     --> query:1:18
      |
    1 | SELECT * { ?a ?b }
      |                  ^ expected a variable, an IRI, a string, a number, `(`, `[` or `.`
    ");
    assert_snapshot!(shown("SELECT ?a { ?a ?b 'x }"), @r"
    error: a string is not closed
     --> query:1:23
      |
    1 | SELECT ?a { ?a ?b 'x }
      |                       ^
    ");
    assert_snapshot!(shown("SELECT ?a ?b { ?a a ?b } GROUP BY ?a"), @r"
    error: The SELECT contains a variable that is unbound
     --> query:1:37
      |
    1 | SELECT ?a ?b { ?a a ?b } GROUP BY ?a
      |                                     ^
    ");
}

#[test]
fn line_and_column_are_those_of_the_query() {
    for (sparql, place) in [
        ("SELECT * { ?a ?b }", (1, 18)),
        ("SELEC ?a { ?a ?b ?c }", (1, 1)),
        ("SELECT ?a { ?a ?b ?c } ORDER BY\n\n", (1, 32)),
        ("", (1, 1)),
        ("SELECT *\n{ ?a ?b 'ü' ;; . . }", (2, 18)),
        ("# Größe\r\nSELECT * { ?a ?b }", (2, 18)),
    ] {
        match try_answer(sparql, None) {
            Err(QueryError::Syntax { line, column, .. }) => assert_eq!((line, column), place, "{sparql}"),
            other => panic!("{sparql}: {other:?}"),
        }
    }
}

#[test]
fn updates_and_services_are_refused() {
    for update in ["DELETE WHERE { ?s ?p ?o }", "INSERT DATA { <a> <b> <c> }", "CLEAR ALL", "LOAD <https://example.org/>"] {
        assert!(matches!(try_answer(update, None), Err(QueryError::Update)), "{update}");
    }
    let error = try_answer("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", None).unwrap_err().to_string();
    assert_eq!(error, "SERVICE <https://example.org/sparql> is not asked: queries see this store only and nothing else");
}

#[test]
fn prefixes_are_known_and_can_be_redefined() {
    let all = "ASK { FILTER(isIRI(pakt:a) && isIRI(schema:a) && isIRI(org:a) && isIRI(skos:a) && isIRI(prov:a) && isIRI(nif:a) && isIRI(itsrdf:a) \
        && isIRI(sem:a) && isIRI(rdf:a) && isIRI(rdfs:a) && isIRI(owl:a) && isIRI(xsd:a) && isIRI(topic:a) && isIRI(person:a) && isIRI(id:a)) }";
    assert_eq!(try_answer(all, None).unwrap(), "yes\n");
    let own = "PREFIX pakt: <https://example.org/> ASK { FILTER(STR(pakt:a) = 'https://example.org/a') }";
    assert_eq!(try_answer(own, None).unwrap(), "yes\n");
}

#[test]
fn a_table_fits_the_terminal_and_cannot_steer_it() {
    let store = store();
    let query = Query::parse(
        "SELECT ?text ?n { BIND('\\u001b[31mrot und sehr viel länger als der Platz' AS ?text) BIND(1 AS ?n) }",
        "query",
        store.base(),
    );
    let mut out = Vec::new();
    run(&store, &query.unwrap(), Output { format: None, width: Some(30), ..Output::default() }, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 30) && text.lines().count() > 5, "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn every_question_runs_and_is_described() {
    let store = store();
    for question in questions::list() {
        assert!(question.description.len() > 20, "{}", question.name);
        let values = vec!["Nordland".to_owned(); question.parameters.len()];
        let query = questions::question(question.name, &values, store.base()).unwrap_or_else(|e| panic!("{}\n{e}", question.name));
        let rows = run(&store, &query, Output::default(), &mut Vec::new()).unwrap_or_else(|e| panic!("{}: {e}", question.name));
        assert!(rows > 0, "{}", question.name);
    }
}

#[test]
fn every_question_file_is_in_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries");
    let files: std::collections::BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, questions::list().iter().map(|question| format!("{}.rq", question.name)).collect());
}

#[test]
fn agreements_are_one_row_each_in_a_stable_order() {
    assert_eq!(
        rows("agreements", &[]),
        [
            "agreement/plan,Treaty,Planned,Amt für Netze; Nordland,,,,,1",
            "agreement/mou,MemorandumOfUnderstanding,Ongoing,Nordland; Südreich,,2019,,,1",
            "agreement/loi,LetterOfIntent,Signed,Nordland; Südreich,Ada Berg; Jörg Tal,2025-07-10,Hafenstadt,\"cybersecurity, quantum\",2",
        ]
    );
}

#[test]
fn the_other_questions_have_their_answers() {
    assert_eq!(
        rows("who-signed", &[]),
        [
            "Ada Berg,Innenministerin,Nordland,pakt:LetterOfIntent,2025-07-10,agreement/loi",
            "Jörg Tal,,,pakt:LetterOfIntent,2025-07-10,agreement/loi"
        ]
    );
    assert_eq!(rows("by-topic", &[]), ["cybersecurity,1,Nordland; Südreich", "quantum,1,Nordland; Südreich"]);
    assert_eq!(
        rows("timeline", &[]),
        [
            "2019,pakt:MemorandumOfUnderstanding,pakt:Ongoing,Nordland; Südreich,agreement/mou",
            "2025-07-10,pakt:LetterOfIntent,pakt:Signed,Nordland; Südreich,agreement/loi"
        ]
    );
    assert_eq!(
        rows("builds-on", &[]),
        [
            "pakt:LetterOfIntent,2025-07-10,pakt:MemorandumOfUnderstanding,2019,beruht auf dem Memorandum,news/2025-07-11_land.txt,agreement/loi,agreement/mou"
        ]
    );
    let sources = rows("sources", &[]);
    assert!(
        sources[0].starts_with("news/2025-07-11_land.txt,2025-07-11,Nordland und Südreich besiegeln Zusammenarbeit,2,document/"),
        "{sources:?}"
    );
    assert_eq!(sources.len(), 2);
}

#[test]
fn each_fact_leads_to_its_own_words() {
    let evidence = rows("evidence", &[]);
    let sentence = "haben am Donnerstag in Hafenstadt eine Absichtserklärung";
    for wanted in [
        format!("agreement/loi,date,2025-07-10,am Donnerstag,{sentence},test.value,news/2025-07-11_land.txt"),
        format!("agreement/loi,kind,pakt:LetterOfIntent,{sentence},{sentence},test.agreement,news/2025-07-11_land.txt"),
        "agreement/loi,topic,https://w3id.org/pakt/topic/quantum,Quantentechnik,,test.value,news/agency.txt".to_owned(),
        "agreement/loi,duration,P2Y,für zwei Jahre,,test.value,news/2025-07-11_land.txt".to_owned(),
        "agreement/loi,basedOn,agreement/mou,beruht auf dem Memorandum,,test.based,news/2025-07-11_land.txt".to_owned(),
        "agreement/loi,signatory,Jörg Tal,Jörg Tal,,test.slot,news/2025-07-11_land.txt".to_owned(),
    ] {
        assert!(evidence.contains(&wanted), "{wanted}\n{evidence:#?}");
    }
    assert!(!evidence.iter().any(|row| row.contains("party,Nordland,Südreich")), "a value has the words of another");
}

/// What programs that read the graph rely on: the graph of a document holds what that document says, and names and
/// classes are found beside it.
#[test]
fn the_graph_of_a_document_holds_what_it_says() {
    let count =
        |pattern: &str| answer(&format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}"), ResultFormat::Csv).lines().nth(1).unwrap().to_owned();
    for (pattern, expected) in [
        (
            "GRAPH ?doc { ?doc schema:mentions ?node } ?node a ?class FILTER(?class IN (schema:Person, schema:Organization, schema:Place))",
            "9",
        ),
        ("GRAPH ?doc { ?m org:member ?person ; org:organization ?of }", "1"),
        ("GRAPH ?doc { ?a pakt:reportedIn ?doc }", "4"),
        ("GRAPH ?doc { ?a pakt:reportedIn ?doc ; pakt:signatory ?person }", "2"),
        ("GRAPH ?doc { ?person schema:memberOf ?party } ?party schema:name 'CDU'", "1"),
        ("GRAPH ?doc { ?mention nif:referenceContext ?text . ?text nif:isString ?all }", "21"),
    ] {
        assert_eq!(count(pattern), expected, "{pattern}");
    }
}

#[test]
fn values_are_bound_and_never_pasted() {
    let partners = rows("partners-of", &["nordland"]);
    assert_eq!(partners.len(), 3, "{partners:?}");
    assert_eq!(partners[0], "Nordland,Amt für Netze,pakt:Treaty,pakt:Planned,,agreement/plan");
    for hostile in ["\" } #", "') || true || ('", "?name", "<x>", "\\", ""] {
        assert!(rows("partners-of", &[hostile]).is_empty(), "{hostile}");
    }
}

#[test]
fn wrong_questions_are_told() {
    let told = |name: &str, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
        Query::from_arguments(name, &values, &Base::default()).err().expect("a refusal").to_string()
    };
    assert!(told("agrements", &[]).contains("no ready-made question `agrements`; there are: agreements, who-signed"));
    assert_eq!(
        told("partners-of", &[]),
        "the question `partners-of` takes NAME (any of its names, in upper or lower case), but none was given"
    );
    assert_eq!(told("agreements", &["x", "y"]), "the question `agreements` takes no values, but 2 values were given");
}

#[test]
fn an_empty_store_has_empty_answers() {
    let mut store = Store::in_memory(Base::default()).unwrap();
    sample::put(&mut store, &[]);
    for question in questions::list() {
        let values = vec!["Nordland".to_owned(); question.parameters.len()];
        let query = questions::question(question.name, &values, store.base()).unwrap();
        assert_eq!(run(&store, &query, Output::default(), &mut Vec::new()).unwrap(), 0, "{}", question.name);
    }
}
