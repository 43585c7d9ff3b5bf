//! Evidence without exception: wherever a fact points into a text, the text has those words.

mod common;

use std::collections::BTreeSet;

use common::{FACTS, STORE, rows};

#[test]
fn facts_hold_together() {
    for facts in FACTS.iter() {
        assert_eq!(facts.check(), Ok(()), "{}", facts.document.file);
    }
}

#[test]
fn every_mention_in_the_graph_quotes_its_text() {
    let mentions = rows(
        &STORE,
        "SELECT ?mention ?document ?text ?begin ?end ?words {
           ?mention nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?context .
           ?context nif:isString ?text .
           GRAPH ?document { ?mention a nif:Phrase } }",
    );
    assert!(mentions.len() > 50, "only {} mentions", mentions.len());
    for row in &mentions {
        let [mention, document, text, begin, end, words] = &row[..] else { panic!("six columns") };
        let (begin, end): (usize, usize) = (begin.parse().unwrap(), end.parse().unwrap());
        let found: String = text.chars().skip(begin).take(end - begin).collect();
        assert_eq!(found, *words, "{mention}");
        assert_eq!(*mention, format!("{document}#char={begin},{end}"));
    }
    let quoted: BTreeSet<&String> = mentions.iter().map(|row| &row[1]).collect();
    assert_eq!(quoted.len(), FACTS.len(), "every document has mentions");
}

#[test]
fn every_mention_has_a_place_and_a_rule() {
    let bare = "SELECT ?m { ?m a nif:Phrase FILTER NOT EXISTS { ?m nif:anchorOf ?w ; nif:beginIndex ?b ; nif:endIndex ?e ;
                nif:referenceContext ?c ; pakt:rule ?r } }";
    assert_eq!(rows(&STORE, bare), Vec::<Vec<String>>::new());
}

#[test]
fn every_slot_of_an_agreement_leads_to_its_words() {
    let bare = "SELECT ?a ?slot ?value {
                  GRAPH <https://w3id.org/pakt/ontology> { ?slot pakt:evidenceProperty ?leads }
                  GRAPH ?document { ?a pakt:reportedIn ?document ; ?slot ?value }
                  FILTER NOT EXISTS { GRAPH ?document { ?a ?leads ?mention . ?mention nif:anchorOf ?words } } }";
    assert_eq!(rows(&STORE, bare), Vec::<Vec<String>>::new());
}

#[test]
fn what_is_printed_around_an_article_leaves_no_trace() {
    // From teasers, picture captions and newsletter boxes below the articles.
    let printed_around = ["Düsseldorf", "Thüringen", "Staatsgalerie", "Yinka Shonibare", "LinkedIn", "Google", "Bitkom"];
    let texts: String = FACTS.iter().map(|facts| facts.document.text.as_str()).collect();
    let names: BTreeSet<String> = rows(
        &STORE,
        "SELECT ?name { GRAPH ?document { ?document a schema:Article ; schema:mentions ?node }
        ?node schema:name|schema:alternateName ?name }",
    )
    .into_iter()
    .flatten()
    .collect();
    assert!(names.contains("Markus Söder"));
    for name in printed_around {
        assert!(texts.contains(name), "{name} is in no text");
        assert!(!names.iter().any(|found| found.contains(name)), "{name} was taken for part of an article");
    }
}
