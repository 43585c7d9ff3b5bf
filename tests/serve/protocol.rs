//! The SPARQL 1.1 Protocol, Service Description and Graph Store Protocol, and nodes as RDF.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Triple};

use crate::place::Place;
use crate::served::{Reply, Served};

const FORM: &str = "application/x-www-form-urlencoded";
const NAMES: &str = "SELECT ?name { ?p a schema:Person ; schema:name ?name } ORDER BY ?name";

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn asked(sparql: &str) -> String {
    format!("/query?query={}", encoded(sparql))
}

fn format(media_type: &str) -> RdfFormat {
    RdfFormat::from_media_type(media_type).unwrap_or_else(|| panic!("{media_type}"))
}

fn triples(reply: &Reply) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format(reply.media_type())).for_slice(&reply.body);
    quads.map(|quad: Result<Quad, _>| Triple::from(quad.unwrap_or_else(|e| panic!("{e}: {}", reply.text()))).to_string()).collect()
}

#[test]
fn a_query_is_asked_in_every_way_of_the_protocol() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let expected = place.run(&["query", "--format", "csv", NAMES]).out;
    assert!(expected.lines().count() > 5, "{expected}");
    let form = format!("query={}", encoded(NAMES));
    let csv = ("accept", "text/csv");
    for reply in [
        served.request("GET", &asked(NAMES), &[csv], &[]),
        served.request("POST", "/query", &[csv, ("content-type", FORM)], form.as_bytes()),
        served.request("POST", "/query", &[csv, ("content-type", "application/sparql-query")], NAMES.as_bytes()),
        served.request("POST", "/query", &[csv, ("content-type", "application/sparql-query; charset=UTF-8")], NAMES.as_bytes()),
        served.get(&format!("{}&format=csv", asked(NAMES)), ""),
    ] {
        assert_eq!((reply.status, reply.text().as_str()), (200, expected.as_str()));
        assert_eq!(reply.media_type(), "text/csv");
    }
    let head = served.request("HEAD", &asked(NAMES), &[csv], &[]);
    assert_eq!((head.status, head.header("content-length")), (200, expected.len().to_string().as_str()));
}

#[test]
fn every_format_is_negotiated() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    const ROWS: &str = "SELECT * { VALUES (?a ?b) { (1 'ä') } }";
    const ASK: &str = "ASK { ?p a schema:Person }";
    const TRIPLES: &str = "CONSTRUCT { ?p schema:name ?n } { ?p a schema:Person ; schema:name ?n }";
    for (query, accept, media_type, words) in [
        (ROWS, "", "application/sparql-results+json", "\"value\":\"ä\""),
        (ROWS, "application/json", "application/sparql-results+json", "\"value\":\"ä\""),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml", "<literal>ä</literal>"),
        (ROWS, "text/csv", "text/csv", "1,ä"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values", "1\t\"ä\""),
        (ROWS, "text/turtle;q=0.9, text/csv;q=0.1", "text/csv", "1,ä"),
        (ROWS, "text/html,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml", "<literal>ä</literal>"),
        (ASK, "", "application/sparql-results+json", "\"boolean\":true"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml", "<boolean>true</boolean>"),
        (ASK, "text/csv", "text/csv", "true"),
        (TRIPLES, "", "text/turtle", "person:stefan-krebs schema:name \"Stefan Krebs\""),
        (TRIPLES, "application/n-triples", "application/n-triples", "/person/stefan-krebs> <https://schema.org/name> \"Stefan Krebs\""),
        (TRIPLES, "application/ld+json", "application/ld+json", "Stefan Krebs"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml", ">Stefan Krebs<"),
        (TRIPLES, "text/csv, application/ld+json;q=0.1", "application/ld+json", "Stefan Krebs"),
    ] {
        let reply = served.get(&asked(query), accept);
        assert_eq!((reply.status, reply.media_type()), (200, media_type), "{query} {accept}: {}", reply.text());
        assert!(reply.text().contains(words), "{query} {accept}: {}", reply.text());
        assert!(reply.header("vary").contains("Accept"), "caches must know");
    }
    for (query, accept, words) in [
        (ROWS, "text/turtle", "this gives rows, which are sent as application/sparql-results+json, "),
        (ROWS, "image/png", "text/csv"),
        (TRIPLES, "text/csv", "this gives triples, which are sent as text/turtle, "),
        (ASK, "*/*;q=0", "this gives rows"),
    ] {
        let reply = served.get(&asked(query), accept);
        assert_eq!(reply.status, 406, "{query} {accept}");
        assert!(reply.text().contains(words), "{}", reply.text());
    }
}

#[test]
fn the_dataset_of_the_protocol_goes_before_that_of_the_query() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let ontology = "https://w3id.org/pakt/ontology";
    let entities = "https://w3id.org/pakt/id/graph/entities";
    let count = |query: &str, dataset: &[(&str, &str)]| {
        let dataset: String = dataset.iter().map(|(name, iri)| format!("&{name}={}", encoded(iri))).collect();
        let reply = served.get(&format!("{}{dataset}&format=csv", asked(query)), "");
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.text().lines().nth(1).unwrap().parse::<u64>().unwrap()
    };
    let all = count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", &[]);
    let of_ontology = count(&format!("SELECT (COUNT(*) AS ?n) FROM <{ontology}> {{ ?s ?p ?o }}"), &[]);
    let of_entities = count(&format!("SELECT (COUNT(*) AS ?n) FROM <{entities}> {{ ?s ?p ?o }}"), &[]);
    assert!(of_ontology > 300 && of_entities > 50 && all > of_ontology + of_entities, "{all} {of_ontology} {of_entities}");
    let triples = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    assert_eq!(count(triples, &[("default-graph-uri", ontology)]), of_ontology);
    assert_eq!(count(triples, &[("default-graph-uri", ontology), ("default-graph-uri", entities)]), of_ontology + of_entities);
    let from_entities = format!("SELECT (COUNT(*) AS ?n) FROM <{entities}> {{ ?s ?p ?o }}");
    assert_eq!(count(&from_entities, &[("default-graph-uri", ontology)]), of_ontology);
    let named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }";
    assert_eq!(count(named, &[("named-graph-uri", ontology)]), of_ontology);
    assert_eq!(count(triples, &[("named-graph-uri", ontology)]), 0, "named graphs are no default graph");
    assert_eq!(count(named, &[("default-graph-uri", ontology)]), 0);
    assert_eq!(count(triples, &[("default-graph-uri", "https://example.org/none")]), 0);
    let body = format!("default-graph-uri={}&format=csv&query={}", encoded(ontology), encoded(triples));
    let reply = served.request("POST", "/query", &[("content-type", FORM)], body.as_bytes());
    assert_eq!(reply.text().lines().nth(1), Some(of_ontology.to_string().as_str()));
}

#[test]
fn faults_are_told_with_their_place() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let reply = served.query("SELECT ?name {\n  ?p a schema:Person ,\n}");
    assert_eq!((reply.status, reply.media_type()), (400, "text/plain"));
    insta::assert_snapshot!(reply.text(), @r"
    error: `}` is not expected here
     --> query:3:1
      |
    3 | }
      | ^ expected a variable, an IRI, a string, a number, `(`, `[` or `.`
    ");
    for (method, path, headers, body, status, words) in [
        ("POST", "/query", &[("content-type", "application/sparql-query")][..], "DROP ALL", 400, "this is a SPARQL Update"),
        ("POST", "/query", &[("content-type", "application/sparql-update")], "DROP ALL", 403, "changes nothing"),
        ("POST", "/query", &[("content-type", FORM)], "update=DROP+ALL", 403, "changes nothing"),
        ("POST", "/query", &[("content-type", FORM)], "", 400, "expected the parameter `query`"),
        ("POST", "/query", &[("content-type", "text/plain")], "ASK {}", 415, "application/sparql-query"),
        ("GET", "/query?query=ASK+%7B%7D&query=ASK+%7B%7D", &[], "", 400, "found several"),
        ("GET", "/query?query=ASK+%7B%7D&default-graph-uri=x", &[], "", 400, "`x` in default-graph-uri is no absolute IRI"),
        ("GET", "/query?query=SELECT*%7BSERVICE%3Chttp%3A%2F%2Fx%2F%3E%7B%7D%7D", &[], "", 400, "SERVICE <http://x/> is not asked"),
        ("PUT", "/query", &[], "", 405, "GET, HEAD, POST, OPTIONS"),
        ("DELETE", "/store?default", &[], "", 405, "GET, HEAD, OPTIONS"),
        ("POST", "/store?default", &[], "<a:b> <a:b> <a:b>.", 405, "GET, HEAD, OPTIONS"),
        ("PUT", "/person/stefan-krebs", &[], "", 405, "GET, HEAD, OPTIONS"),
        ("GET", "/%ff", &[], "", 400, "not UTF-8"),
    ] {
        let reply = served.request(method, path, headers, body.as_bytes());
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.text());
        assert!(reply.text().contains(words), "{method} {path}: {}", reply.text());
    }
    assert_eq!(served.request("PUT", "/query", &[], &[]).header("allow"), "GET, HEAD, POST, OPTIONS");
}

#[test]
fn the_endpoint_describes_itself_and_its_data() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let description = triples(&served.get("/query", "application/n-triples"));
    assert_eq!(description, triples(&served.get("/query", "*/*")));
    assert_eq!(description, triples(&served.get("/.well-known/void", "text/turtle")));
    assert_eq!(description, triples(&served.get("/.well-known/void", "application/ld+json")));
    let said = |words: &str| assert!(description.iter().any(|triple| triple.contains(words)), "expected {words} in {description:#?}");
    said(&format!("<http://www.w3.org/ns/sparql-service-description#endpoint> <{}>", served.url("/query")));
    said(
        "<http://www.w3.org/ns/sparql-service-description#supportedLanguage> <http://www.w3.org/ns/sparql-service-description#SPARQL11Query>",
    );
    said("<http://rdfs.org/ns/void#uriSpace> \"https://w3id.org/pakt/id/\"");
    let all = served.value("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
    said(&format!("#dataset> <http://rdfs.org/ns/void#triples> \"{all}\"^^<http://www.w3.org/2001/XMLSchema#integer>"));
    let persons = served.value("SELECT (COUNT(*) AS ?n) { ?s a schema:Person }");
    let part = description.iter().find(|t| t.ends_with("#class> <https://schema.org/Person>")).expect("a part for persons");
    said(&format!("{} <http://rdfs.org/ns/void#entities> \"{persons}\"", part.split(' ').next().unwrap()));
    assert_eq!(served.get("/query", "text/html,*/*;q=0.5").header("location"), "/ask", "a browser gets a form");
}

#[test]
fn graphs_are_read_by_name() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let export = |args: &[&str]| {
        let nquads = place.run(&[&["export", "--format", "ntriples"], args].concat()).out;
        nquads.lines().map(|line| line.trim_end_matches(" .").to_owned()).collect::<BTreeSet<String>>()
    };
    let ontology = "https://w3id.org/pakt/ontology";
    let all = served.get("/store?default", "application/n-triples");
    assert_eq!(triples(&all), export(&[]));
    for accept in ["application/n-triples", "text/turtle", "application/ld+json", "application/rdf+xml"] {
        let reply = served.get(&format!("/store?graph={}", encoded(ontology)), accept);
        assert_eq!(reply.media_type(), accept);
        assert_eq!(triples(&reply), export(&["--graph", ontology]), "{accept}");
    }
    let head = served.request("HEAD", "/store?default", &[], &[]);
    assert_eq!((head.status, head.media_type()), (200, "text/turtle"));
    for (path, accept, status) in [
        ("/store?graph=https%3A%2F%2Fexample.org%2Fnone", "", 404),
        ("/store?graph=none", "", 400),
        ("/store", "", 400),
        ("/store?default&graph=a:b", "", 400),
        ("/store?default", "text/csv", 406),
    ] {
        assert_eq!(served.get(path, accept).status, status, "{path}");
    }
}

#[test]
fn nodes_are_pages_or_rdf() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let said = triples(&served.get("/person/stefan-krebs", "text/turtle"));
    assert!(said.iter().any(|t| t.ends_with("/person/stefan-krebs> <https://schema.org/name> \"Stefan Krebs\"")), "{said:#?}");
    assert!(said.iter().any(|t| t.contains("<http://www.w3.org/ns/org#member>")), "with offices: {said:#?}");
    let document = served.value("SELECT ?d { ?d schema:headline ?h FILTER(CONTAINS(?h, 'Kalifornien')) } LIMIT 1");
    let path = document.strip_prefix("https://w3id.org/pakt/id").unwrap();
    let graph = triples(&served.get(&format!("/store?graph={}", encoded(&document)), "text/turtle"));
    assert!(graph.is_subset(&triples(&served.get(path, "application/n-triples"))), "a document comes with its graph");
    for accept in ["", "text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"] {
        let reply = served.get("/", accept);
        assert_eq!((reply.status, reply.media_type()), (200, "text/html"), "{accept}");
    }
    let ontology = triples(&served.get("/ontology", "text/turtle"));
    assert_eq!(ontology, triples(&served.get("/store?graph=https%3A%2F%2Fw3id.org%2Fpakt%2Fontology", "text/turtle")));
    let topic = triples(&served.get("/topic/cybersecurity", "text/turtle"));
    assert!(topic.iter().any(|t| t.starts_with("<https://w3id.org/pakt/topic/cybersecurity>")), "{topic:#?}");
    for (path, to) in [
        ("/pakt/id/person/stefan-krebs", "/person/stefan-krebs"),
        ("/pakt/ontology", "/ontology"),
        ("/pakt/topic/cybersecurity", "/topic/cybersecurity"),
    ] {
        let reply = served.get(path, "text/turtle");
        assert_eq!((reply.status, reply.header("location")), (303, to));
    }
    assert_eq!(served.get("/pakt/id//evil.example/", "").status, 404);
    assert_eq!(served.get("/person/nobody", "text/turtle").status, 404);
    assert_eq!(served.get("/person/nobody", "text/html").status, 404);
}

#[test]
fn the_language_of_pages_is_kept() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    let language = |path: &str, headers: &[(&str, &str)]| {
        let text = served.request("GET", path, headers, &[]).text();
        text.split("<html lang=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let chosen = served.get("/?lang=en", "text/html");
    let cookie = chosen.header("set-cookie").split(';').next().unwrap();
    assert_eq!(cookie, "lang=en");
    assert_eq!(served.get("/", "text/html").header("set-cookie"), "");
    for (path, headers, expected) in [
        ("/", &[][..], "de"),
        ("/", &[("accept-language", "en-GB,de;q=0.8")], "en"),
        ("/", &[("accept-language", "fr,de;q=0.8,en;q=0.7")], "de"),
        ("/", &[("accept-language", "de"), ("cookie", "other=x; lang=en")], "en"),
        ("/?lang=de", &[("cookie", "lang=en")], "de"),
    ] {
        assert_eq!(language(path, headers), expected, "{path} {headers:?}");
    }
}

#[test]
fn who_may_ask() {
    let place = Place::built();
    let closed = Served::start(&place, &[]);
    let open = Served::start(&place, &["--host", "graph.example", "--cors", "https://app.example"]);
    for (headers, at_closed, at_open) in [
        (&[("host", "localhost")][..], 200, 200),
        (&[("host", "evil.example")], 421, 421),
        (&[("host", "graph.example:80")], 421, 200),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")], 200, 200),
        (&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], 200, 200),
        (&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], 403, 403),
        (&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"), ("origin", "https://app.example")], 403, 200),
        (&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"), ("origin", "https://other.example")], 403, 403),
        (&[("origin", "https://other.example")], 403, 403),
        (&[("host", "localhost:80"), ("origin", "http://localhost:80")], 200, 200),
        (&[("origin", "null")], 403, 403),
    ] {
        assert_eq!(closed.request("GET", &asked("ASK {}"), headers, &[]).status, at_closed, "{headers:?}");
        assert_eq!(open.request("GET", &asked("ASK {}"), headers, &[]).status, at_open, "{headers:?}");
    }
    let origin = [("origin", "https://app.example")];
    assert_eq!(closed.request("OPTIONS", "/query", &origin, &[]).header("access-control-allow-origin"), "");
    let image = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
    assert_eq!(closed.request("GET", "/ask?query=ASK+%7B%7D", &image, &[]).status, 403, "pages ask queries too");
    let allowed = open.request("OPTIONS", "/query", &origin, &[]);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://app.example");
    assert_eq!(allowed.header("access-control-allow-headers"), "Accept, Content-Type");
    let page = closed.get("/", "text/html");
    for (name, words) in [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert!(page.header(name).contains(words), "{name}: {}", page.header(name));
    }
}

#[test]
fn listening_for_others_is_told_with_what_it_means() {
    let place = Place::built();
    let mut served = Served::begin(&place, &["--bind", "0.0.0.0:0"]);
    served.wait_for("no passwords and no encryption");
    served.wait_for("--host NAME");
    served.wait_for("serving ");
    place.run(&["serve", "--bind", "192.0.2.1:1"]).ended(2, &["cannot listen on 192.0.2.1:1"]);
    place.run(&["serve", "--bind", "127.0.0.1"]).ended(2, &["invalid value"]);
    place.run(&["serve", "--store", "none", "--bind", "127.0.0.1:0"]).ended(3, &["there is no store at none"]);
}
