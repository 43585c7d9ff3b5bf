use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

use super::*;
use crate::document::{Limits, find_inputs};
use crate::extract::Reader;
use crate::facts::{AgreementKind, AgreementStatus, DocumentFacts, EntityClass, EntityKind};
use crate::gazetteers::Gazetteers;
use crate::graph::{Base, sample};
use crate::pipeline::{self, Intake};
use crate::rules::RuleSet;
use crate::store::{Record, Store};

/// The documents of `data/`, read and built as `pakt build` does.
static DATA: LazyLock<View> = LazyLock::new(|| {
    let reader =
        Reader::new(Gazetteers::builtin().unwrap_or_else(|_| panic!("names")), RuleSet::builtin().unwrap_or_else(|_| panic!("rules")));
    let mut store = Store::in_memory(Base::default()).unwrap();
    let limits = Limits::default();
    let mut intake = Intake::new(&mut store, &reader, &limits, &()).unwrap();
    intake.take(&find_inputs(&[PathBuf::from("data")]).0).unwrap();
    intake.finish();
    pipeline::refresh(&mut store).unwrap();
    View::new(store)
});

/// A view of documents that were not read, but made up.
fn view(facts: &[DocumentFacts]) -> View {
    let mut store = Store::in_memory(Base::default()).unwrap();
    let records: Vec<_> = facts.iter().map(|facts| Record { facts: facts.clone(), source: None }.pack()).collect();
    store.change_documents(&records, &[]).unwrap();
    sample::write(facts, &mut store);
    View::new(store)
}

static SAMPLE: LazyLock<View> = LazyLock::new(|| view(&sample::documents()));

const HOSTILE: &str = "\"><script>alert(1)</script>'&amp; {{x}} javascript:alert(2)";

/// A document in which everything that can hold a text holds one that would do harm.
static HARM: LazyLock<View> = LazyLock::new(|| {
    let text = format!("{HOSTILE}\n\n{HOSTILE} und Südreich und Mia Muster <img src=x onerror=alert(3)> vereinbaren </textarea> etwas.");
    let mut one = sample::Sample::new(&format!("{HOSTILE}.txt"), "abcd", &text)
        .entity("e1", EntityClass::Organization, Some(EntityKind::Agency), HOSTILE)
        .entity("e2", EntityClass::Place, Some(EntityKind::Country), "Südreich")
        .entity("e3", EntityClass::Person, None, "Mia Muster <img src=x onerror=alert(3)>")
        .member("e3", "e1", Some("<b onclick=alert(4)>Amt</b>"), "Mia Muster <img")
        .agreement("<a1>", AgreementKind::Treaty, AgreementStatus::Signed, "vereinbaren </textarea> etwas", &["e1", "e2"], |s, a| {
            a.signatures = vec![s.signature("e3", Some("e1"), Some("<i>Amt</i>"))];
            a.topics = vec![s.attribute("\"><script>topic", "etwas")];
            a.date = Some(s.attribute("<u>gestern</u>", "etwas"));
            a.duration = Some(s.attribute("P<s>", "etwas"));
        });
    one.facts.document.url = Some("javascript:alert(5)".to_owned());
    one.facts.document.headline = Some(HOSTILE.to_owned());
    one.facts.document.author = Some(HOSTILE.to_owned());
    one.facts.entities[0].other_names = vec!["<svg onload=alert(6)>".to_owned()];
    view(&[one.facts])
});

/// What an address gives; a query of a page is answered with a fault, since nobody answers queries here.
fn get(view: &View, address: &str, language: Language) -> Answer {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let path = percent_decode_str(path).decode_utf8().unwrap();
    let asked = Asked { path: &path, parameters: &parameters, language };
    match answer(view, &asked) {
        Answer::Query(query) => with_results(view, &asked, &Results::Failed(format!("not asked: {query}"))),
        answer => answer,
    }
}

fn page(view: &View, address: &str, language: Language) -> String {
    match get(view, address, language) {
        Answer::Page { status: 200, html } => html,
        Answer::Page { status, html } => panic!("{address}: {status} {html}"),
        Answer::Redirect(to) => page(view, &to, language),
        Answer::File { bytes, .. } => String::from_utf8(bytes).unwrap(),
        Answer::Query(_) => panic!("{address}: a query"),
        Answer::NotFound => panic!("{address}: nothing there"),
    }
}

fn unescaped(attribute: &str) -> String {
    attribute.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn addresses(html: &str) -> Vec<String> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?:href|src|action)="([^"]*)""#).unwrap());
    LINK.captures_iter(html).map(|found| unescaped(&found[1])).collect()
}

/// All pages that links lead to, by address. Of lists with filters, which are without end, some of each sort.
fn crawl(view: &View, language: Language) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut sorts: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let mut seen = BTreeSet::from(["/".to_owned()]);
    while let Some(address) = waiting.pop_front() {
        let html = page(view, &address, language);
        for link in addresses(&html) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let is_ours = link.starts_with('/') && !link.starts_with("/query") && !link.starts_with("/.well-known/");
            assert!(
                is_ours || link.is_empty() || link.starts_with("/query") || link.starts_with("/.well-known/") || links::is_web(&link),
                "{address} links to {link}"
            );
            if let Some((path, query)) = link.split_once('?') {
                let names: BTreeSet<String> = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect();
                let count = sorts.entry(format!("{path} {names:?}")).or_default();
                *count += 1;
                if *count > 4 {
                    continue;
                }
            }
            if is_ours && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        pages.insert(address, html);
    }
    pages
}

/// What holds for every page.
fn check(address: &str, html: &str, language: Language) {
    static HANDLER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"<\w+(?:\s+[\w-]+(?:="[^"]*")?)*\s+(?:on\w+|style)="#).unwrap());
    static ID: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"\sid="([^"]*)""#).unwrap());
    assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{}\">", language.tag())), "{address}");
    assert_eq!(html.matches("<h1").count(), 1, "{address}");
    assert_eq!(html.matches("<main").count(), 1, "{address}");
    assert_eq!(html.matches("<script").count(), 1, "{address}: one script, and that is ours");
    assert!(!html.contains("<style"), "{address}");
    assert_eq!(HANDLER.find(html).map(|found| found.as_str()), None, "{address}");
    let ids: Vec<&str> = ID.captures_iter(html).map(|found| found.get(1).unwrap().as_str()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{address}: an id twice in {ids:?}");
    for table in html.split("<table").skip(1) {
        let end = table.find("</table>").unwrap_or(table.len());
        assert!(table[..end].contains("<caption"), "{address}: a table without a caption");
    }
    for svg in html.split("<svg").skip(1) {
        let tag = &svg[..svg.find('>').unwrap()];
        assert!(tag.contains("aria-label") || tag.contains("aria-hidden"), "{address}: a picture without words");
    }
    for field in html.split("<textarea").skip(1).chain(html.split("<select").skip(1)) {
        assert!(field.contains("name="), "{address}");
    }
}

fn is_page(html: &str) -> bool {
    html.starts_with("<!DOCTYPE")
}

#[test]
fn every_link_of_every_page_leads_somewhere_and_every_page_is_sound() {
    for (view, least) in [(&*DATA, 60), (&*SAMPLE, 30), (&*HARM, 15)] {
        for language in Language::ALL {
            let pages = crawl(view, language);
            assert!(pages.len() > least, "{}", pages.len());
            pages.iter().filter(|(_, html)| is_page(html)).for_each(|(address, html)| check(address, html, language));
        }
    }
}

#[test]
fn places_in_documents_that_pages_link_to_are_there() {
    let pages = crawl(&DATA, Language::De);
    let mut checked = 0;
    for (address, html) in pages.iter().filter(|(_, html)| is_page(html)) {
        for link in addresses(html) {
            let Some((page, place)) = link.split_once('#').filter(|(_, place)| place.starts_with('c') && *place != "content") else {
                continue;
            };
            let target = if page.is_empty() { html } else { &pages[page] };
            assert!(target.contains(&format!("id=\"{place}\"")), "{address} links to {link}");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn nothing_from_documents_or_readers_becomes_markup() {
    let hostile =
        ["<script>alert", "<img", "<b onclick", "<svg onload", "<i>Amt", "<u>gestern", "<s>", "</textarea> etwas", "href=\"javascript:"];
    for language in Language::ALL {
        for (address, html) in crawl(&HARM, language) {
            for one in hostile.iter().filter(|_| is_page(&html)) {
                assert!(!html.contains(one), "{address} has {one}");
            }
        }
    }
    let words = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect::<String>();
    for address in [
        "/search?q=",
        "/agreements?words=",
        "/agreements?partner=",
        "/agreements?kind=",
        "/ask?query=",
        "/network?topic=",
        "/timeline?from=",
        "/ask?question=partners-of&NAME=",
    ] {
        let html = page(&HARM, &format!("{address}{words}"), Language::De);
        check(address, &html, Language::De);
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{address}");
    }
    let nothing = not_found(&HARM, &Asked { path: &format!("/{HOSTILE}"), parameters: &[], language: Language::En });
    check("not found", &nothing, Language::En);
}

/// Paths of the agreements in a list.
fn listed(view: &View, query: &str) -> Vec<String> {
    let html = page(view, &format!("/agreements?{query}"), Language::De);
    let table = html.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    let links = addresses(table).into_iter().filter(|link| link.starts_with("/agreement/"));
    links.map(|link| link.trim_start_matches("/agreement/").to_owned()).collect()
}

#[test]
fn filters_leave_what_fits_and_can_be_combined() {
    for (query, expected) in [
        ("", &["plan", "loi", "mou"][..]),
        ("kind=LetterOfIntent", &["loi"]),
        ("kind=Treaty&status=Planned", &["plan"]),
        ("kind=Treaty&status=Signed", &[]),
        ("status=Ongoing", &["mou"]),
        ("topic=quantum", &["loi"]),
        ("topic=quantum&topic=cybersecurity", &["loi"]),
        ("partner=place%2Fs%C3%BCdreich", &["loi", "mou"]),
        ("partner=S%C3%BCdreich", &["loi", "mou"]),
        ("partner=suedr", &["loi", "mou"]),
        ("partner=netze", &["plan"]),
        ("partner=Ada+Berg", &["loi"]),
        ("partner=Nordland&partner=netze", &["plan"]),
        ("partner=niemand", &[]),
        ("year=2025", &["loi"]),
        ("from=2019&to=2020", &["mou"]),
        ("from=2020", &["loi"]),
        ("to=2019", &["mou"]),
        ("year=none", &["plan"]),
        ("words=memorandum", &["mou"]),
        ("words=PLANEN+vertr", &["plan"]),
        ("words=absicht", &["loi"]),
        ("words=absicht&kind=Treaty", &[]),
        ("sort=kind", &["plan", "loi", "mou"]),
        ("sort=kind&order=desc", &["mou", "loi", "plan"]),
        ("sort=date&order=asc", &["mou", "loi", "plan"]),
        ("sort=documents", &["loi", "plan", "mou"]),
        ("sort=topics", &["loi", "plan", "mou"]),
        ("kind=Nonsense", &["plan", "loi", "mou"]),
        ("from=viele", &["plan", "loi", "mou"]),
        ("page=99", &["plan", "loi", "mou"]),
    ] {
        assert_eq!(listed(&SAMPLE, query), expected, "{query}");
    }
    assert!(page(&SAMPLE, "/agreements?kind=Nonsense", Language::En).contains("kind=Nonsense"), "what is not understood is told");
}

#[test]
fn a_form_with_empty_fields_leads_to_the_address_without_them() {
    let Answer::Redirect(to) = get(&SAMPLE, "/agreements?kind=Treaty&status=&words=+&from=", Language::De) else { panic!("no redirect") };
    assert_eq!(to, "/agreements?kind=Treaty");
}

#[test]
fn csv_has_what_the_list_shows_and_no_formulas() {
    let Answer::File { content_type, name, bytes, .. } = get(&SAMPLE, "/agreements.csv?partner=S%C3%BCdreich", Language::En) else {
        panic!("no file")
    };
    assert_eq!((content_type, name.as_deref()), ("text/csv; charset=utf-8", Some("agreements.csv")));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>()[..4], ["Date", "reported", "Kind", "Status"]);
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][..5], ["2025-07-10", "2025-07-11", "letter of intent", "signed", "Nordland; Südreich"]);
    assert_eq!(rows[0][8], "news/2025-07-11_land.txt; news/agency.txt");
    for (name, expected) in [("=1+1", "'=1+1"), ("@x, \"y\"\nz", "'@x, \"y\"\nz"), ("Amt, \"neu\"", "Amt, \"neu\"")] {
        let one = sample::Sample::new("a.txt", "12", &format!("{name} Nordland einigen sich"))
            .entity("e1", EntityClass::Organization, None, name)
            .entity("e2", EntityClass::Place, None, "Nordland")
            .agreement("a1", AgreementKind::Treaty, AgreementStatus::Signed, "einigen sich", &["e1"], |_, _| {});
        let text = page(&view(&[one.facts]), "/agreements.csv", Language::De);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(&reader.records().next().unwrap().unwrap()[4], expected);
    }
}

#[test]
fn an_agreement_shows_every_slot_with_its_sentence_and_where_sources_differ() {
    let html = page(&SAMPLE, "/agreement/loi", Language::En);
    for expected in [
        "letter of intent",
        "<mark>Cybersicherheit</mark> für zwei Jahre unterzeichnet.",
        "10 July 2025",
        "2 years",
        "Hafenstadt",
        "Innenministerin",
        "test.agreement",
        "builds on",
        "differs",
        "this agreement",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
    let german = page(&SAMPLE, "/agreement/loi", Language::De);
    for expected in ["Absichtserklärung", "10. Juli 2025", "2 Jahre", "baut auf", "verschieden"] {
        assert!(german.contains(expected), "{expected}");
    }
}

#[test]
fn a_place_tells_what_was_agreed_in_it_apart_from_what_it_agreed_on() {
    let html = page(&SAMPLE, "/place/hafenstadt", Language::De);
    let (before, after) = html.split_once(words::MADE_HERE.0).expect("what was agreed in it");
    assert!(before.contains(words::WITHOUT_AGREEMENT.0) && after.contains("/agreement/loi"));
    assert!(!html.contains(words::NEIGHBOURHOOD.0), "who meets in a place is no partner of it");
}

#[test]
fn offices_are_told_with_their_evidence() {
    let html = page(&SAMPLE, "/person/ada_berg", Language::En);
    for expected in [
        "Innenministerin",
        "href=\"/place/nordland\"",
        "11 July 2025",
        "<q lang=\"de\">Innenministerin Ada Berg</q>",
        "href=\"/party/CDU\"",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
}

#[test]
fn a_document_leads_from_its_words_to_what_they_name() {
    let html = page(&SAMPLE, "/document/0a1b0a1b0a1b0a1b", Language::De);
    for expected in [
        "href=\"/person/ada_berg\"",
        "href=\"/agreement/loi\"",
        "<code>test.office</code>",
        "Datum: 10. Juli 2025",
        "Thema: Cybersicherheit",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
}

#[test]
fn the_search_finds_names_words_of_evidence_and_headlines() {
    for (words, expected) in [
        ("ada+berg", "href=\"/person/ada_berg\""),
        ("netz", "Amt für Netze</a>"),
        ("unterzeichnet", "href=\"/agreement/loi\""),
        ("besiegeln", "href=\"/document/0a1b0a1b0a1b0a1b\""),
        ("gibtesnicht", "Nichts gefunden."),
    ] {
        let html = page(&SAMPLE, &format!("/search?q={words}"), Language::De);
        let main = html.split("<main").nth(1).unwrap();
        assert!(main.contains(expected), "{words}: {main}");
    }
    assert!(page(&SAMPLE, "/search.json?q=ada", Language::De).contains("\"page\":\"/person/ada_berg\""));
}

#[test]
fn while_the_search_is_made_pages_say_so() {
    let view = view(&sample::documents());
    view.prepared.search.begin();
    for address in ["/search?q=ada", "/agreements?words=netz", "/network?words=netz", "/timeline?words=netz"] {
        let html = page(&view, address, Language::En);
        assert!(html.contains("http-equiv=\"refresh\"") && html.contains(words::NOT_READY.1), "{address}");
    }
    assert!(page(&view, "/agreements", Language::En).contains("/agreement/loi"), "other pages do not wait");
    prepare(&view);
    let unread = self::view(&sample::documents());
    unread.prepared.catalog.begin();
    let Answer::Page { status: 503, html } = get(&unread, "/", Language::De) else { panic!("the graph is not there yet") };
    assert!(html.contains(words::GRAPH_NOT_READY.0) && html.contains("http-equiv=\"refresh\""));
    assert!(page(&view, "/search?q=ada", Language::En).contains("/person/ada_berg"));
}

#[test]
fn answers_of_queries_are_tables_with_links() {
    let asked = |query: &str| vec![("query".to_owned(), query.to_owned())];
    let parameters = asked("SELECT ?a ?n { ?a schema:name ?n }");
    let asked = Asked { path: "/ask", parameters: &parameters, language: Language::En };
    assert!(matches!(answer(&SAMPLE, &asked), Answer::Query(query) if query.starts_with("SELECT")));
    let made = |results: &Results| match with_results(&SAMPLE, &asked, results) {
        Answer::Page { status: 200, html } => html,
        _ => panic!("no page"),
    };
    let rows = r#"{"head":{"vars":["a","n"]},"results":{"bindings":[{"a":{"type":"uri","value":"https://w3id.org/pakt/id/person/ada_berg"},"n":{"type":"literal","value":"<b>Ada"}},{}]}}"#;
    let html = made(&Results::Rows(rows.as_bytes().to_vec()));
    assert!(html.contains("href=\"/person/ada_berg\"") && html.contains("&lt;b&gt;Ada") && html.contains("2 rows"), "{html}");
    assert!(made(&Results::Rows(br#"{"head":{},"boolean":true}"#.to_vec())).contains(">yes<"));
    let triple = b"<https://w3id.org/pakt/id/person/ada_berg> <https://schema.org/name> \"Ada\" .\n".to_vec();
    assert!(made(&Results::Triples(triple)).contains("1 triple"));
    let html = made(&Results::Failed("error: x\n --> query:2:5\n  |\n2 | ab cd\n  |    ^^".to_owned()));
    assert!(html.contains("data-line=\"2\" data-column=\"5\" data-length=\"2\"") && html.contains("role=\"alert\""), "{html}");
    assert!(page(&SAMPLE, "/ask?question=partners-of", Language::De).contains("name=\"NAME\""), "without a value nothing is asked");
}

#[test]
fn pictures_are_the_same_every_time() {
    let again = view(&sample::documents());
    for address in ["/", "/network", "/timeline", "/place/nordland"] {
        assert_eq!(page(&SAMPLE, address, Language::De), page(&again, address, Language::De), "{address}");
    }
}

#[test]
fn an_empty_graph_has_pages_too() {
    let empty = view(&[]);
    for address in ["/", "/agreements", "/network", "/network.json", "/timeline", "/ask", "/search?q=x", "/agreements.csv"] {
        let html = page(&empty, address, Language::En);
        if is_page(&html) {
            check(address, &html, Language::En);
        }
    }
    assert!(matches!(get(&empty, "/person/nobody", Language::De), Answer::NotFound));
    assert!(matches!(get(&empty, "/topic/nothing", Language::De), Answer::NotFound));
    assert!(page(&empty, "/topic/quantum", Language::En).contains("quantum"), "a topic of the ontology");
}

#[test]
fn files_keep_their_address_as_long_as_they_stay_the_same() {
    for file in [&*files::STYLE, &*files::SCRIPT, &*files::ICON] {
        assert!(matches!(get(&SAMPLE, &file.address(), Language::De), Answer::File { immutable: true, .. }));
    }
    assert!(matches!(get(&SAMPLE, "/static/page.css", Language::De), Answer::File { immutable: false, .. }));
    assert!(matches!(get(&SAMPLE, "/static/../mod.rs", Language::De), Answer::NotFound));
}

#[test]
fn nodes_without_a_page_of_their_own_have_a_plain_one() {
    let membership = "membership/person/ada_berg/place/nordland/Innenministerin";
    let html = page(&SAMPLE, &format!("/{membership}"), Language::De);
    assert!(html.contains("href=\"/person/ada_berg\"") && html.contains("Innenministerin"));
    assert_eq!(find_node(&SAMPLE, &format!("/{membership}")).unwrap().unwrap(), SAMPLE.base().iri(membership));
    assert_eq!(find_node(&SAMPLE, "/person/nobody").unwrap(), None);
    let odd = SAMPLE.base().iri("membership/person/ada_berg/place/nordland/a%5Fb");
    assert_eq!(node::find(&SAMPLE, "membership/person/ada_berg/place/nordland/a_b").unwrap(), None, "{odd}");
}
