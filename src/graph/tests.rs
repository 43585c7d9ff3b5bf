//! Tests of the whole way from facts to triples.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use oxigraph::store::Store;

use super::*;
use crate::facts::{DocumentFacts, EntityClass};

fn all(facts: &[DocumentFacts], options: Options) -> Vec<Part> {
    let base = Base::default();
    sample::graphs(facts, &sample::resolve(facts), &base, options)
}

/// The names of the graphs, in their order.
fn names(parts: &[Part]) -> Vec<String> {
    let mut names: Vec<String> = parts.iter().map(|part| part.name().graph.as_str().replace(DEFAULT_BASE, "")).collect();
    names.dedup();
    names
}

/// The triples of one graph in N-Triples, with the base and the namespace of the own terms cut short.
fn lines(graph: &Part) -> BTreeSet<String> {
    let short = |t: &oxigraph::model::Triple| t.to_string().replace(DEFAULT_BASE, "").replace(vocabulary::PAKT, "pakt:");
    graph.triples().iter().map(short).collect()
}

/// Sorted.
fn nquads(parts: &[Part]) -> Vec<String> {
    let mut quads: Vec<String> = parts.iter().flat_map(|part| part.clone().into_quads()).map(|quad| quad.to_string()).collect();
    quads.sort();
    quads
}

#[test]
fn one_graph_per_document_one_for_entities_one_for_the_ontology() {
    let parts = all(&sample::documents(), Options::default());
    assert_eq!(
        names(&parts),
        ["document/0a1b0a1b0a1b0a1b", "document/ff00ff00ff00ff00", "graph/entities", "https://w3id.org/pakt/ontology"]
    );
}

#[test]
fn an_agreement_has_its_slots_and_each_slot_its_words() {
    let graphs = all(&sample::documents(), Options::default());
    let lines = lines(&graphs[0]);
    for (predicate, object) in [
        ("pakt:kind", "<pakt:LetterOfIntent>"),
        ("pakt:status", "<pakt:Signed>"),
        ("pakt:reportedIn", "<document/0a1b0a1b0a1b0a1b>"),
        ("pakt:party", "<place/nordland>"),
        ("pakt:party", "<place/südreich>"),
        ("pakt:signatory", "<person/ada_berg>"),
        ("pakt:signatory", "<person/jörg_tal>"),
        ("pakt:date", "\"2025-07-10\"^^<http://www.w3.org/2001/XMLSchema#date>"),
        ("pakt:place", "<place/hafenstadt>"),
        ("pakt:topic", "<https://w3id.org/pakt/topic/cybersecurity>"),
        ("pakt:duration", "\"P2Y\"^^<http://www.w3.org/2001/XMLSchema#duration>"),
        ("pakt:basedOn", "<agreement/mou>"),
        ("pakt:partyEvidence", "<document/0a1b0a1b0a1b0a1b#char=0,8>"),
    ] {
        let wanted = format!("<agreement/loi> <{predicate}> {object}");
        assert!(lines.contains(&wanted), "{wanted} is missing from\n{lines:#?}");
    }
    assert!(lines.contains("<agreement/mou> <pakt:date> \"2019\"^^<http://www.w3.org/2001/XMLSchema#gYear>"));
    let signature = "<agreement/loi/signature/person/ada_berg/place/nordland>";
    assert!(lines.contains(&format!("<agreement/loi> <pakt:signature> {signature}")));
    assert!(lines.contains(&format!("{signature} <pakt:onBehalfOf> <place/nordland>")));
    assert!(lines.contains(&format!("{signature} <pakt:office> \"Innenministerin\"")));
}

#[test]
fn offices_parties_and_mentions_are_in_the_graph_of_the_document() {
    let lines = lines(&all(&sample::documents(), Options::default())[0]);
    for wanted in [
        "<membership/person/ada_berg/place/nordland/Innenministerin> <http://www.w3.org/ns/org#organization> <place/nordland>",
        "<membership/person/ada_berg/place/nordland/Innenministerin> <pakt:office> \"Innenministerin\"",
        "<person/ada_berg> <https://schema.org/memberOf> <party/CDU>",
        "<document/0a1b0a1b0a1b0a1b> <https://schema.org/mentions> <place/hafenstadt>",
        "<document/0a1b0a1b0a1b0a1b> <pakt:file> \"news/2025-07-11_land.txt\"",
        "<document/0a1b0a1b0a1b0a1b> <https://schema.org/url> <https://example.org/news?id=7>",
    ] {
        assert!(lines.contains(wanted), "{wanted} is missing");
    }
}

#[test]
fn every_mention_quotes_the_text_and_every_entity_has_one() {
    for options in [Options::default(), Options { all_mentions: true }] {
        let facts = sample::documents();
        for (one, graph) in facts.iter().zip(all(&facts, options)) {
            let lines = lines(&graph);
            let text: Vec<char> = one.document.text.chars().collect();
            let mut mentions = 0;
            for triple in graph.triples().iter().filter(|t| t.predicate == vocabulary::nif::ANCHOR_OF) {
                let NamedOrBlankNode::NamedNode(mention) = &triple.subject else { panic!("{triple}") };
                let (begin, end) = mention.as_str().split_once("#char=").and_then(|(_, range)| range.split_once(',')).expect("a range");
                let quote: String = text[begin.parse().unwrap()..end.parse().unwrap()].iter().collect();
                assert_eq!(triple.object, Term::from(oxigraph::model::Literal::new_simple_literal(quote)));
                mentions += 1;
            }
            assert!(mentions > 5);
            for triple in graph.triples().iter().filter(|t| t.predicate == vocabulary::schema::MENTIONS) {
                let object = triple.object.to_string().replace(DEFAULT_BASE, "");
                assert!(lines.iter().any(|l| l.contains("taIdentRef") && l.ends_with(&object)), "no mention of {object}");
            }
        }
    }
}

#[test]
fn all_mentions_are_there_on_request_only() {
    let mut facts = sample::documents();
    let text = facts[0].document.text.clone();
    let byte = text.rfind("Hafenstadt").unwrap();
    let begin = text[..byte].chars().count() as u32;
    let again = crate::facts::Evidence { begin, end: begin + 10, quote: "Hafenstadt".into(), rule: "test.again".into() };
    facts[0].entities[4].mentions.push(again);
    let count = |options| all(&facts, options)[0].triples().iter().filter(|t| t.object.to_string().contains("\"test.again\"")).count();
    assert_eq!((count(Options::default()), count(Options { all_mentions: true })), (0, 1));
}

#[test]
fn words_that_two_rules_found_keep_both() {
    let lines = lines(&all(&sample::documents(), Options { all_mentions: true })[0]);
    let rules: Vec<_> = lines.iter().filter(|l| l.starts_with("<document/0a1b0a1b0a1b0a1b#char=0,8> <pakt:rule>")).collect();
    assert_eq!(rules.len(), 2, "{rules:?}");
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let facts = sample::documents();
    let reversed: Vec<_> = facts.iter().rev().cloned().collect();
    assert!(nquads(&all(&facts, Options::default())) == nquads(&all(&reversed, Options::default())));
}

#[test]
fn the_same_bytes_under_two_paths_are_one_document_with_two_files() {
    let facts = sample::documents();
    let mut listed = sample::listed(&facts);
    listed[0].files.push("copy.txt".into());
    let (resolution, base) = (sample::resolve(&facts), Base::default());
    let graph = Graph::new(&listed, &resolution, BTreeSet::new(), &base, Options::default());
    let document = graph.document(0, &facts[0]);
    assert_eq!(lines(&document).iter().filter(|l| l.contains("<pakt:file>")).count(), 2);
}

#[test]
fn what_the_resolution_leaves_out_becomes_a_node_of_the_document() {
    let facts = sample::documents();
    let base = Base::default();
    let graph = sample::graphs(&facts, &Resolution::default(), &base, Options::default()).swap_remove(0);
    assert!(lines(&graph).contains("<document/0a1b0a1b0a1b0a1b/loi> <pakt:party> <document/0a1b0a1b0a1b0a1b/e3>"));
}

#[test]
fn another_base_moves_all_data_and_nothing_else() {
    let facts = sample::documents();
    let (here, there) = (Base::default(), Base::new("https://example.org/x/").unwrap());
    let make = |base: &Base| nquads(&sample::graphs(&facts, &sample::resolve(&facts), base, Options::default()));
    let mut moved: Vec<String> = make(&here).into_iter().map(|quad| quad.replace(DEFAULT_BASE, there.as_str())).collect();
    moved.sort();
    assert!(moved == make(&there));
}

#[test]
fn hostile_text_yields_valid_iris_and_no_blank_nodes() {
    let hostile = "<x> a \"b\"\n} ^^ \u{0}\u{202e} _:b1 %zz ../.. #?&{}|\\^` \u{fffe}\u{e000}";
    let mut facts = vec![
        sample::Sample::new(hostile, "zz/>", hostile)
            .entity("e 1>", EntityClass::Person, None, hostile)
            .party_of("e 1>", hostile)
            .member("e 1>", "e 1>", Some(hostile), hostile)
            .facts,
    ];
    facts[0].document.url = Some("javascript:<>".into());
    facts[0].document.published.as_mut().unwrap().date = "2025-02-31".into();
    let graphs = all(&facts, Options { all_mentions: true });
    let mut resolution = sample::resolve(&facts);
    resolution.entities[0].iri = format!("person/{hostile}");
    let base = Base::default();
    let unsafe_paths = sample::graphs(&facts, &resolution, &base, Options::default());
    for quad in graphs.into_iter().chain(unsafe_paths).flat_map(Part::into_quads) {
        let mut nodes = vec![quad.predicate.clone()];
        for term in [Term::from(quad.subject.clone()), quad.object.clone(), Term::from(named(&quad.graph_name))] {
            match term {
                Term::NamedNode(node) => nodes.push(node),
                Term::Literal(_) => {}
                Term::BlankNode(_) => panic!("a blank node in {quad}"),
            }
        }
        for node in nodes {
            assert!(NamedNode::new(node.as_str()).is_ok(), "{node} in {quad}");
        }
    }
}

fn named(graph: &oxigraph::model::GraphName) -> NamedNode {
    match graph {
        oxigraph::model::GraphName::NamedNode(node) => node.clone(),
        other => panic!("{other} is no named graph"),
    }
}

/// The store normalizes numbers, dates and durations; what is written must be normal already, or a graph would seem
/// to have changed in every run.
#[test]
fn everything_is_read_back_from_a_store_as_it_was_written() {
    let mut facts = sample::documents();
    for (agreement, date, duration) in [(0, "2019-03", "P2W"), (1, "0099-01-01", "P18M")] {
        let slot = facts[0].agreements[1].date.clone().unwrap();
        facts[0].agreements[agreement].date = Some(crate::facts::Attribute { value: date.into(), ..slot.clone() });
        facts[0].agreements[agreement].duration = Some(crate::facts::Attribute { value: duration.into(), ..slot });
    }
    let graphs = all(&facts, Options::default());
    let store = Store::new().unwrap();
    let written: BTreeSet<String> = graphs.into_iter().flat_map(Part::into_quads).map(|q| q.to_string()).collect();
    for quad in all(&facts, Options::default()).into_iter().flat_map(Part::into_quads) {
        store.insert(&quad).unwrap();
    }
    let read: BTreeSet<String> = store.iter().map(|q| q.unwrap().to_string()).collect();
    assert_eq!(written, read);
    assert!(written.iter().any(|q| q.contains("\"P14D\"")) && written.iter().any(|q| q.contains("\"P1Y6M\"")));
}

/// A part whose digest stayed is not made again, so the digests must change with whatever the part is made from.
#[test]
fn digests_tell_versions_apart() {
    let facts = sample::documents();
    let digests = |facts: &[DocumentFacts], resolution: &Resolution, copies: usize| {
        let (mut listed, base) = (sample::listed(facts), Base::default());
        listed[0].files.extend((0..copies).map(|n| format!("{n}.txt")));
        let graph = Graph::new(&listed, resolution, BTreeSet::new(), &base, Options::default());
        graph.wanted().into_iter().map(|one| (one.name, one.digest)).collect::<std::collections::BTreeMap<_, _>>()
    };
    let differ = |facts: &[DocumentFacts], resolution: &Resolution, copies: usize| {
        let (before, after) =
            (digests(&sample::documents(), &sample::resolve(&sample::documents()), 0), digests(facts, resolution, copies));
        let names: BTreeSet<_> = before.keys().chain(after.keys()).filter(|&name| before.get(name) != after.get(name)).collect();
        names.into_iter().map(|name| name.to_string().replace(DEFAULT_BASE, "")).collect::<Vec<_>>()
    };
    let resolution = sample::resolve(&facts);
    assert!(differ(&facts, &resolution, 0).is_empty());
    assert_eq!(differ(&facts, &resolution, 1), ["document/0a1b0a1b0a1b0a1b"]);
    let mut changed = facts.clone();
    changed[0].agreements[1].status = crate::facts::AgreementStatus::Ended;
    assert_eq!(differ(&changed, &resolution, 0), ["document/0a1b0a1b0a1b0a1b"]);
    let mut renamed = resolution.clone();
    let person = renamed.entities.iter_mut().find(|e| e.iri == "person/jörg_tal").unwrap();
    person.iri = "person/other".to_owned();
    let expected = ["document/0a1b0a1b0a1b0a1b", "graph/entities person/jörg_tal", "graph/entities person/other"];
    assert_eq!(differ(&facts, &renamed, 0), expected);
}
