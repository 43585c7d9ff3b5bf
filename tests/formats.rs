//! The same article in every format and encoding says the same; what cannot be read is told, whatever it is.

mod common;
#[path = "common/made.rs"]
mod made;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::READER;
use made::Article;
use pakt::document::{self, BlockKind, Limits, Skipped};
use pakt::facts::DocumentFacts;
use pakt::pipeline;
use unicode_normalization::UnicodeNormalization;

fn read(path: &Path, limits: &Limits) -> Vec<Result<DocumentFacts, Skipped>> {
    let (inputs, skipped) = document::find_inputs(&[path.to_owned()]);
    let mut all: Vec<_> = skipped.into_iter().map(Err).collect();
    pipeline::read_all(&READER, &inputs, limits, |some| {
        all.extend(some);
        Ok::<(), ()>(())
    })
    .unwrap();
    all
}

/// All that the facts say, without the places where they say it.
fn said(facts: &DocumentFacts) -> BTreeSet<String> {
    let name = |id: &str| facts.entities.iter().find(|e| e.id == id).map_or("?", |e| e.name.as_str());
    let mut said: BTreeSet<String> = facts.entities.iter().map(|e| format!("{:?} {}", e.class, e.name)).collect();
    said.extend(facts.memberships.iter().map(|m| format!("{} {:?} {}", name(&m.person), m.office, name(&m.organization))));
    for a in &facts.agreements {
        let mut parties: Vec<&str> = a.parties.iter().map(|p| name(&p.entity)).collect();
        let mut signed: Vec<&str> = a.signatures.iter().map(|s| name(&s.person)).collect();
        let mut topics: Vec<&str> = a.topics.iter().map(|t| t.value.as_str()).collect();
        parties.sort_unstable();
        signed.sort_unstable();
        topics.sort_unstable();
        let (date, place) = (a.date.as_ref().map(|d| &d.value), a.place.as_ref().map(|p| name(&p.entity)));
        said.insert(format!("{:?} {:?} {parties:?} {signed:?} {date:?} {place:?} {topics:?}", a.kind, a.status));
    }
    said.extend(facts.document.published.iter().map(|p| format!("published {}", p.date)));
    said
}

/// The article of a document of `data/`, without the clutter.
fn article(text: &str) -> Article {
    let document = document::read_text("a.txt", text.as_bytes(), &Limits::default()).unwrap();
    let is_text = |kind| !matches!(kind, BlockKind::Clutter | BlockKind::Headline | BlockKind::Caption | BlockKind::DateLine);
    let paragraphs = document.blocks.iter().filter(|b| is_text(b.kind)).map(|b| document.text[b.range.clone()].to_owned());
    Article { title: document.headline.clone(), paragraphs: paragraphs.collect(), date: document.published.map(|p| p.date) }
}

/// Files of each format with the article in it.
fn formats(article: &Article) -> Vec<(String, Vec<u8>)> {
    let text = article.text();
    let (title, date) = (article.title.clone().unwrap_or_default(), article.date.clone().unwrap_or_default());
    let record = serde_json::json!({ "Titel": title, "Datum": date, "Volltext": article.body() });
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let csv = format!("Nr;Datum;Titel;Text\n1;{date};{};{}\n", quote(&title), quote(&article.body()));
    let html = made::html(article).into_bytes();
    vec![
        ("a.html".to_owned(), html.clone()),
        ("a.dat".to_owned(), html.clone()),
        ("a.docx".to_owned(), made::docx(article)),
        ("a.odt".to_owned(), made::odt(article)),
        ("a.pdf".to_owned(), made::pdf(article)),
        ("a.eml".to_owned(), made::mail(article)),
        ("a.rss".to_owned(), made::rss(article)),
        ("a.xml".to_owned(), made::atom(article)),
        ("a.jsonl".to_owned(), format!("{record}\n").into_bytes()),
        ("a.json".to_owned(), format!("[{record}]").into_bytes()),
        ("a.csv".to_owned(), csv.clone().into_bytes()),
        ("latin.csv".to_owned(), encoding_rs::WINDOWS_1252.encode(&csv).0.into_owned()),
        ("a.csv.gz".to_owned(), made::gzipped(csv.as_bytes())),
        ("a.html.gz".to_owned(), made::gzipped(&html)),
        ("a.zip".to_owned(), made::zipped(&[("ordner/a.html", html.clone())])),
        ("b.zip".to_owned(), made::zipped(&[("b.zip", made::zipped(&[(&format!("{date}-a.docx"), made::docx(article))]))])),
        ("wrapped.txt".to_owned(), made::wrapped(article, 70).join("\r\n").into_bytes()),
        ("plain.txt".to_owned(), text.into_bytes()),
    ]
}

#[test]
fn every_format_says_the_same() {
    let mut faults = String::new();
    for entry in fs::read_dir("data").unwrap().flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "txt")) {
        let article = article(&fs::read_to_string(entry.path()).unwrap());
        let folder = tempfile::tempdir().unwrap();
        // A date that a format has no place for stands in the file's name.
        let prefix = article.date.as_ref().map(|date| format!("{date}-")).unwrap_or_default();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(format!("{prefix}{name}"));
            fs::write(&path, bytes).unwrap();
            path
        };
        let expected = match &read(&write("x.txt", article.text().as_bytes()), &Limits::default())[..] {
            [Ok(facts)] => said(facts),
            other => panic!("{other:?}"),
        };
        assert!(expected.len() > 8);
        for (name, bytes) in formats(&article) {
            match &read(&write(&name, &bytes), &Limits::default())[..] {
                [Ok(facts)] => {
                    facts.check().unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
                    let found = said(facts);
                    for (sign, one) in
                        expected.difference(&found).map(|one| ('-', one)).chain(found.difference(&expected).map(|one| ('+', one)))
                    {
                        faults += &format!("{} {name}: {sign} {one}\n", entry.path().display());
                    }
                }
                other => faults += &format!("{} {name}: {other:?}\n", entry.path().display()),
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_encoding_says_the_same() {
    let text = fs::read_to_string("data/schleswig-holstein-mecklenburg-vorpommern.txt").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let facts_of = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let [Ok(facts)] = &read(&path, &Limits::default())[..] else { panic!("{name}") };
        facts.check().unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        said(facts)
    };
    let expected = facts_of("utf8.txt", text.as_bytes());
    let utf16 = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    // Signs that ISO-8859-15 does not have.
    let plain_quotes = text.replace(['„', '“', '”'], "\"").replace('–', "-").replace('…', "...").replace('’', "'");
    // Not inside of short names, which a line's end does not break either.
    let broken =
        text.replace("Leistungsfähigkeit", "Leistungs-\nfähigkeit").replace("Kooperationsvereinbarung", "Koope-\nrationsvereinbarung");
    let soft = text
        .replace("Kooperationsvereinbarung", "Ko\u{ad}operations\u{ad}vereinbarung")
        .replace("Schleswig-Holstein und", "Schleswig\u{2011}Holstein\u{a0}und");
    for (name, bytes) in [
        ("bom.txt", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("utf16le.txt", utf16(false)),
        ("utf16be.txt", utf16(true)),
        ("windows.txt", encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()),
        ("latin9.txt", encoding_rs::ISO_8859_15.encode(&plain_quotes).0.into_owned()),
        ("crlf.txt", text.replace('\n', "\r\n").into_bytes()),
        ("decomposed.txt", text.nfd().collect::<String>().into_bytes()),
        ("broken.txt", broken.into_bytes()),
        ("soft.txt", soft.into_bytes()),
        ("ligatures.txt", text.replace("fi", "\u{fb01}").into_bytes()),
        ("thin.txt", text.replace(" Kooperationsvereinbarung", "\u{2009}Kooperationsvereinbarung").into_bytes()),
    ] {
        assert_eq!(facts_of(name, &bytes), expected, "{name}");
    }
}
