//! Pages as readers meet them, in a real browser.

use std::collections::BTreeSet;

use serde_json::json;

use crate::browser::Browser;
use crate::place::Place;
use crate::served::{Served, is_left_out};

/// A server with the documents of the repository, and one document that was made to do harm.
fn served() -> (Place, Served) {
    let place = Place::with_data();
    let harm = "<script>window.harmed = 1</script> und \"><img src=x onerror=\"window.harmed = 2\">";
    place.write(
        "data/harm.html",
        format!(
            "<!DOCTYPE html><meta charset=utf-8><title>x</title><article><h1>Hessen &lt;script&gt;window.harmed = 3&lt;/script&gt; und Bremen</h1>\
             <p>Wiesbaden, 3. März 2021. Hessen und Bremen haben am 3. März 2021 in Wiesbaden einen Kooperationsvertrag zur Cybersicherheit \
             unterzeichnet. Für Hessen unterschrieb Ministerin Ada O'Berg{}.</p></article>",
            harm.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
        ),
    );
    place.run(&["build", "data"]).ended(0, &[]);
    let served = Served::start(&place, &[]);
    (place, served)
}

/// Nothing was asked from elsewhere, nothing was complained about, no text became a script.
#[track_caller]
fn is_clean(browser: &mut Browser, served: &Served) {
    let address = browser.address();
    let elsewhere: Vec<&String> =
        browser.requests.iter().filter(|url| !url.starts_with(&served.url("/")) && !url.starts_with("data:")).collect();
    assert!(elsewhere.is_empty(), "{address}: {elsewhere:?}");
    assert!(browser.complaints.is_empty(), "{address}: {:?}", browser.complaints);
    assert_eq!(browser.text("String(window.harmed)"), "undefined", "{address}");
}

/// A page of each kind.
fn paths(served: &Served) -> Vec<String> {
    let one = |pattern: &str| {
        let iri = served.value(&format!("SELECT (MIN(?x) AS ?one) {{ {pattern} }}"));
        iri.strip_prefix("https://w3id.org/pakt/id").unwrap_or_else(|| panic!("{iri}")).to_owned()
    };
    let mut paths: Vec<String> =
        ["/", "/agreements", "/network", "/timeline", "/ask", "/search?q=Bayern", "/search?q=%3Cscript%3E", "/topic/cybersecurity"]
            .map(str::to_owned)
            .to_vec();
    paths.push(one("?x a pakt:Agreement"));
    paths.push(one("?x a schema:Person"));
    paths.push(one("?x a schema:GovernmentOrganization"));
    paths.push(one("?x a schema:State"));
    paths.push(one("?x a org:Membership"));
    paths.push(one("?x a schema:Article"));
    paths.push(one("?x a schema:Article ; schema:headline ?h FILTER(CONTAINS(?h, 'harmed'))"));
    paths.push(one("?x pakt:reportedIn ?d . ?d schema:headline ?h FILTER(CONTAINS(?h, 'harmed'))"));
    paths
}

#[test]
fn every_page_opens_in_both_languages_wide_and_narrow() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    let paths = paths(&served);
    for (width, language) in [(1280, "de"), (360, "en")] {
        let mut browser = Browser::start(width, 800);
        for path in &paths {
            let and = if path.contains('?') { '&' } else { '?' };
            browser.open(&served.url(&format!("{path}{and}lang={language}")));
            is_clean(&mut browser, &served);
            assert_eq!(browser.text("document.documentElement.lang"), language, "{path}");
            assert_eq!(browser.value("document.querySelectorAll('h1').length"), json!(1), "{path}");
            assert_ne!(browser.text("document.title"), "", "{path}");
            assert_eq!(browser.text("getComputedStyle(document.querySelector('main')).display"), "block", "{path}: the style is there");
            let (needed, there) = (browser.value("document.documentElement.scrollWidth"), browser.value("innerWidth"));
            assert!(needed.as_f64() <= there.as_f64(), "{path} is {needed} wide in {there}");
        }
        let visited: BTreeSet<&String> = browser.requests.iter().collect();
        assert!(visited.len() > paths.len(), "pages come with style and script");
    }
}

#[test]
fn links_lead_somewhere() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    let mut browser = Browser::start(1280, 800);
    let mut links = BTreeSet::new();
    for path in paths(&served) {
        browser.open(&served.url(&path));
        let found =
            browser.value("[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location.href).href)");
        links.extend(found.as_array().unwrap().iter().map(|link| link.as_str().unwrap().split('#').next().unwrap().to_owned()));
    }
    let root = served.url("/");
    let own: Vec<&String> = links.iter().filter(|link| link.starts_with(&root)).collect();
    assert!(own.len() > 50, "{own:?}");
    for link in own {
        let reply = served.get(&link[root.len() - 1..], "text/html,*/*;q=0.8");
        assert!([200, 303].contains(&reply.status), "{link}: {}", reply.status);
    }
}

#[test]
fn agreements_are_filtered_and_the_address_says_how() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    let rows = "document.querySelectorAll('table.agreements tbody tr').length";
    for with_scripts in [true, false] {
        let mut browser = Browser::start(1280, 800);
        browser.set_scripts(with_scripts);
        browser.open(&served.url("/agreements?lang=en"));
        let all = browser.value(rows).as_u64().unwrap();
        assert!(all >= 6, "{all}");
        browser.open(&served.url("/agreements?lang=en&kind=LetterOfIntent"));
        let some = browser.value(rows).as_u64().unwrap();
        assert!(some > 0 && some < all, "{some} of {all}");
        let text = browser.text("document.querySelector('table.agreements tbody').innerText");
        assert!(text.to_lowercase().contains("letter of intent"), "{text}");
        let csv = browser.text(
            "[...document.querySelectorAll('a[download]')].map(a => a.getAttribute('href')).find(a => a.startsWith('/agreements.csv'))",
        );
        let csv = served.get(&csv, "");
        assert_eq!((csv.status, csv.media_type()), (200, "text/csv"));
        assert_eq!(csv.text().lines().count() as u64, some + 1, "the table as CSV: {}", csv.text());
        is_clean(&mut browser, &served);
        // The form, as a reader fills it.
        browser.open(&served.url("/agreements?lang=en"));
        browser.click("form.filters input[name=partner]");
        browser.type_text("Kalifornien");
        if with_scripts {
            browser.press("Enter");
            browser.until("location.search.includes('partner=Kalifornien')");
            browser.until(&format!("{rows} < {all} && {rows} > 0"));
        } else {
            browser.after_load(|browser| browser.click("form.filters button"));
        }
        assert!(browser.address().contains("partner=Kalifornien"), "{}", browser.address());
        let filtered = browser.value(rows);
        assert!(filtered.as_u64().unwrap() < all);
        let address = browser.address();
        browser.open(&address);
        assert_eq!(browser.value(rows), filtered, "the address is what is shown");
        is_clean(&mut browser, &served);
    }
}

#[test]
fn a_row_leads_to_its_highlighted_sentence() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    let mut browser = Browser::start(1280, 800);
    browser.open(&served.url("/agreements"));
    browser.after_load(|browser| browser.click("table.agreements tbody tr a[href^='/agreement/']"));
    assert!(browser.address().contains("/agreement/"), "{}", browser.address());
    let words = browser.text("document.querySelector('q mark').innerText");
    assert!(!words.is_empty());
    let place = browser.text("document.querySelector('q:has(mark) ~ a[href*=\"#c\"]').getAttribute('href')");
    assert!(place.starts_with("/document/") && place.contains("#c"), "{place}");
    browser.after_load(|browser| browser.click("q:has(mark) ~ a[href*=\"#c\"]"));
    assert!(browser.address().ends_with(&place), "{} {place}", browser.address());
    // What the address points at is on the screen, begins with these words, and looks other than what stands around it.
    let target = "document.querySelector(':target')";
    browser.until(&format!("{target} !== null"));
    let seen = browser.text(&format!("{target}.innerText"));
    let first = words.split_whitespace().next().unwrap();
    assert!(seen.split_whitespace().next().is_some_and(|word| word == first || first.starts_with(word)), "{words:?} {seen:?}");
    browser.until(&format!("(r => r.top >= 0 && r.bottom <= innerHeight)({target}.getBoundingClientRect())"));
    let differs = format!(
        "(e => ['backgroundColor', 'outlineStyle', 'boxShadow', 'borderBottomStyle'].some(k => getComputedStyle(e)[k] !== getComputedStyle(e.parentElement)[k]))({target})"
    );
    assert_eq!(browser.value(&differs), json!(true));
    is_clean(&mut browser, &served);
}

#[test]
fn a_query_is_asked() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    for with_scripts in [true, false] {
        let mut browser = Browser::start(1280, 800);
        browser.set_scripts(with_scripts);
        browser.open(&served.url("/ask?lang=en"));
        let ask = |browser: &mut Browser, query: &str| {
            browser.value("document.querySelector('#query').value = ''");
            browser.click("#query");
            browser.type_text(query);
            browser.after_load(|browser| browser.click("form.ask button"));
        };
        ask(&mut browser, "SELECT ?name { ?p a schema:Person ; schema:name ?name } ORDER BY ?name");
        let names = browser.text("document.querySelector('#results table').innerText");
        assert!(names.contains("Stefan Krebs"), "{names}");
        is_clean(&mut browser, &served);
        ask(&mut browser, "SELECT ?name { ?p a schema:Person ,}");
        let told = browser.text("document.querySelector('#results').innerText");
        assert!(told.contains('}') && told.contains("expected"), "{told}");
        assert_eq!(
            browser.text("document.querySelector('#query').value"),
            "SELECT ?name { ?p a schema:Person ,}",
            "what was asked is kept"
        );
        ask(&mut browser, "SELECT ('<script>window.harmed = 4</script>' AS ?x) {}");
        assert!(browser.text("document.querySelector('#results').innerText").contains("<script>"));
        is_clean(&mut browser, &served);
    }
}

#[test]
fn words_are_found_and_nothing_is_said_plainly() {
    if is_left_out("browser") {
        return;
    }
    let (_place, served) = served();
    let mut browser = Browser::start(1280, 800);
    browser.open(&served.url("/?lang=en"));
    browser.click("header form.search input[type=search]");
    browser.type_text("Kalifornien");
    browser.after_load(|browser| browser.press("Enter"));
    assert!(browser.address().contains("/search?q=Kalifornien"), "{}", browser.address());
    browser.until("document.querySelector('main').innerText.includes('Kalifornien') && document.querySelectorAll('main a').length > 3");
    is_clean(&mut browser, &served);
    let missing = served.get("/person/nobody", "text/html");
    assert_eq!((missing.status, missing.media_type()), (404, "text/html"));
    assert!(missing.text().contains("<h1"), "{}", missing.text());
}
