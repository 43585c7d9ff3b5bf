//! Tests of the store as a whole; those on disk run with either way of keeping the graph.

use std::fs;
use std::path::PathBuf;

use oxigraph::model::{Literal, Triple};
use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::*;
use crate::graph::{Options, graphs, sample};

/// A graph with a triple for each number; graphs with the same number share it.
fn graph(name: u8, numbers: &[u8]) -> NamedGraph {
    let node = |n: u8| NamedNode::new_unchecked(format!("https://example.org/{n}"));
    let triples = numbers.iter().map(|&n| Triple::new(node(n), node(0), Literal::from(i64::from(n)))).collect();
    NamedGraph::new(NamedNode::new_unchecked(format!("https://example.org/graph/{name}")), triples)
}

fn nquads(store: &Store) -> Vec<String> {
    let mut lines: Vec<String> = store.graph().iter().map(|quad| quad.unwrap().to_string()).collect();
    lines.sort();
    lines
}

/// The default graph holds every triple of the named graphs once, and nothing else.
fn assert_merged(store: &Store) {
    let of = |merged: bool| -> BTreeSet<String> {
        let quads = store.graph().iter().map(|quad| quad.unwrap()).filter(|quad| quad.graph_name.is_default_graph() == merged);
        quads.map(|quad| Triple::from(quad).to_string()).collect()
    };
    assert_eq!(of(true), of(false));
}

fn folder() -> (TempDir, PathBuf) {
    let temporary = tempdir().unwrap();
    let path = temporary.path().join("store");
    (temporary, path)
}

fn counts(added: usize, changed: usize, removed: usize, unchanged: usize) -> Changes {
    Changes { added, changed, removed, unchanged }
}

#[test]
fn only_what_changed_is_written() {
    let mut store = Store::in_memory(Base::default()).unwrap();
    let first = [graph(1, &[1, 2]), graph(2, &[3]), graph(3, &[4])];
    assert_eq!(store.replace_graphs(first.clone()).unwrap(), counts(3, 0, 0, 0));
    assert_eq!(store.replace_graphs(first).unwrap(), counts(0, 0, 0, 3));
    let next = [graph(1, &[2, 5]), graph(2, &[3]), graph(4, &[4]), graph(5, &[])];
    assert_eq!(store.replace_graphs(next).unwrap(), counts(1, 1, 1, 1));
    let names: Vec<String> = store.graph().named_graphs().map(|name| name.unwrap().to_string()).collect();
    assert_eq!(names.len(), 3, "a graph that is gone leaves no empty name: {names:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever a store held before, it holds afterwards what a fresh one would.
    #[test]
    fn any_sequence_of_builds_ends_like_a_fresh_one(
        builds in prop::collection::vec(prop::collection::btree_map(0u8..6, prop::collection::vec(any::<u8>(), 0..5), 0..6), 1..6),
        forget in any::<bool>(),
    ) {
        let mut store = Store::in_memory(Base::default()).unwrap();
        for build in &builds {
            if forget {
                store.digests = None;
            }
            store.replace_graphs(build.iter().map(|(&name, numbers)| graph(name, numbers))).unwrap();
        }
        let mut fresh = Store::in_memory(Base::default()).unwrap();
        let last = builds.last().expect("at least one build");
        fresh.replace_graphs(last.iter().map(|(&name, numbers)| graph(name, numbers))).unwrap();
        assert_merged(&store);
        prop_assert_eq!(nquads(&store), nquads(&fresh));
        prop_assert_eq!(store.digests, fresh.digests);
    }
}

#[test]
fn many_new_graphs_go_through_the_bulk_loader_and_are_all_there() {
    let numbers: Vec<u8> = (0..=255).collect();
    let many = (0..=255).map(|name| graph(name, &numbers));
    let mut store = Store::in_memory(Base::default()).unwrap();
    assert_eq!(store.replace_graphs(many).unwrap().added, 256);
    assert_eq!(nquads(&store).len(), 256 * 256 + 256);
    assert_merged(&store);
    assert_eq!(store.replace_graphs([graph(1, &[1])]).unwrap(), counts(0, 1, 255, 0));
    assert_eq!(nquads(&store).len(), 2);
}

#[test]
fn a_store_keeps_facts_base_and_graph() {
    let (_temporary, path) = folder();
    let facts = sample::documents();
    let base = Base::new("https://example.org/data/").unwrap();
    let mut store = Store::open_or_create(&path, Some(&base)).unwrap();
    store.save_facts(&facts).unwrap();
    store.replace_graphs(graphs(&facts, &sample::resolve(&facts), &base, Options::default())).unwrap();
    let written = nquads(&store);
    drop(store);
    let store = Store::open_read(&path).unwrap();
    assert_eq!((store.base(), store.is_interrupted()), (&base, false));
    assert_eq!(store.facts().unwrap(), facts);
    assert_eq!(nquads(&store), written);
    drop(store);
    let mut store = Store::open_or_create(&path, None).unwrap();
    assert_eq!(store.base(), &base);
    let resolution = sample::resolve(&facts);
    let again = graphs(&facts, &resolution, &base, Options::default());
    assert_eq!(store.replace_graphs(again).unwrap(), counts(0, 0, 0, 4));
}

#[test]
fn the_order_of_facts_does_not_reach_the_file() {
    let (_temporary, path) = folder();
    let mut facts = sample::documents();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.save_facts(&facts).unwrap();
    let once = fs::read(path.join("facts/documents.jsonl")).unwrap();
    facts.reverse();
    store.save_facts(&facts).unwrap();
    assert_eq!(fs::read(path.join("facts/documents.jsonl")).unwrap(), once);
}

#[test]
fn an_interrupted_build_is_seen_and_mended() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.replace_graphs([graph(1, &[1]), graph(2, &[2])]).unwrap();
    // The process dies between two batches: something is written, the digests are not.
    store.mark_dirty().unwrap();
    let mut batch = Batch::default();
    batch.replace(graph(1, &[7]));
    batch.add(graph(3, &[3]));
    batch.write(&store.graph).unwrap();
    backend::persist(&store.graph, &store.folder.as_ref().unwrap().layout, false).unwrap();
    drop(store);
    assert!(Store::open_read(&path).unwrap().is_interrupted());
    let mut store = Store::open_or_create(&path, None).unwrap();
    assert_eq!(store.replace_graphs([graph(1, &[7]), graph(2, &[9])]).unwrap(), counts(0, 1, 1, 1));
    let mut fresh = Store::in_memory(Base::default()).unwrap();
    fresh.replace_graphs([graph(1, &[7]), graph(2, &[9])]).unwrap();
    assert_eq!(nquads(&store), nquads(&fresh));
    assert_merged(&store);
    drop(store);
    assert!(!Store::open_read(&path).unwrap().is_interrupted());
}

#[test]
fn facts_without_their_graph_count_as_interrupted() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.replace_graphs([graph(1, &[1])]).unwrap();
    store.save_facts(&sample::documents()).unwrap();
    drop(store);
    assert!(Store::open_read(&path).unwrap().is_interrupted());
}

#[test]
fn a_deleted_graph_is_written_anew() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.replace_graphs([graph(1, &[1])]).unwrap();
    let written = nquads(&store);
    drop(store);
    fs::remove_dir_all(path.join("graph")).unwrap();
    assert!(matches!(Store::open_read(&path), Err(StoreError::Missing { .. })));
    let mut store = Store::open_or_create(&path, None).unwrap();
    assert_eq!(store.replace_graphs([graph(1, &[1])]).unwrap(), counts(1, 0, 0, 0));
    assert_eq!(nquads(&store), written);
}

#[test]
fn unreadable_digests_are_taken_from_the_graph() {
    let (_temporary, path) = folder();
    Store::open_or_create(&path, None).unwrap().replace_graphs([graph(1, &[1])]).unwrap();
    fs::write(path.join("graph/digests"), "nonsense\n").unwrap();
    let mut store = Store::open_or_create(&path, None).unwrap();
    assert_eq!(store.replace_graphs([graph(1, &[1])]).unwrap(), counts(0, 0, 0, 1));
}

#[test]
fn one_writer_or_many_readers() {
    let (_temporary, path) = folder();
    let mut writer = Store::open_or_create(&path, None).unwrap();
    writer.replace_graphs([graph(1, &[1])]).unwrap();
    let own = std::process::id();
    assert!(matches!(Store::open_or_create(&path, None), Err(StoreError::Writing { pid: Some(pid), .. }) if pid == own));
    let refused = Store::open_read(&path).err().expect("a writer holds the store").to_string();
    assert!(refused.contains(&format!("(process {own})")), "{refused}");
    drop(writer);
    let readers = [Store::open_read(&path).unwrap(), Store::open_read(&path).unwrap()];
    assert!(matches!(Store::open_or_create(&path, None), Err(StoreError::Reading { .. })));
    drop(readers);
    assert!(Store::open_or_create(&path, None).is_ok());
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let temporary = tempdir().unwrap();
    let at = |name: &str| temporary.path().join(name);
    fs::write(at("file"), "text").unwrap();
    fs::create_dir(at("photos")).unwrap();
    fs::write(at("photos/a.jpg"), "").unwrap();
    for (path, expected) in
        [("file", "is a file"), ("file/below", "does not exist"), ("photos", "nothing was written"), ("no/such/folder", "create it first")]
    {
        let error = Store::open_or_create(&at(path), None).err().expect("a refusal").to_string();
        assert!(error.contains(expected), "{path}: {error}");
    }
    assert_eq!(fs::read_dir(at("photos")).unwrap().count(), 1);
    assert!(!at("no").exists());
    assert!(matches!(Store::open_read(&at("nothing")), Err(StoreError::Missing { .. })));
    fs::create_dir(at("empty")).unwrap();
    assert!(matches!(Store::open_read(&at("empty")), Err(StoreError::Missing { .. })));
    assert!(Store::open_or_create(&at("empty"), None).is_ok());
}

#[test]
fn another_version_base_or_damage_is_told() {
    let (_temporary, path) = folder();
    Store::open_or_create(&path, None).unwrap().replace_graphs([graph(1, &[1])]).unwrap();
    let other = Base::new("https://example.org/").unwrap();
    assert!(matches!(Store::open_or_create(&path, Some(&other)), Err(StoreError::OtherBase { .. })));
    for (manifest, expected) in [
        (r#"{"format": 2, "shape": "new"}"#, "has format 2, this program reads 1"),
        (r#"{"format": 1, "base": "https://example.org/", "backend": "stone"}"#, "was written with stone"),
        (r#"{"format": 1, "base": "x", "backend": "BACKEND"}"#, "is no absolute IRI"),
        (r#"{"format": "one"}"#, "`format` is missing or no number"),
        ("{", "is damaged"),
    ] {
        fs::write(path.join("pakt.json"), manifest.replace("BACKEND", backend::BACKEND)).unwrap();
        for error in [Store::open_or_create(&path, None).err(), Store::open_read(&path).err()] {
            let error = error.expect("a refusal").to_string();
            assert!(error.contains(expected), "{manifest}: {error}");
        }
    }
}

#[test]
fn damaged_facts_are_told_with_their_line() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.save_facts(&sample::documents()).unwrap();
    let file = path.join("facts/documents.jsonl");
    let good = fs::read_to_string(&file).unwrap();
    for (line, expected) in [("{\"format\":1", "EOF"), ("\u{1}", "expected value")] {
        fs::write(&file, format!("{good}{line}\n")).unwrap();
        let error = store.facts().unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains(expected), "{error}");
    }
    fs::write(&file, good.replacen("{\"format\":1", "{\"format\":9", 1)).unwrap();
    assert!(store.facts().unwrap_err().to_string().contains("facts of format 9"));
}

#[cfg(feature = "rocksdb")]
#[test]
fn a_damaged_graph_is_told_with_what_to_do() {
    let (_temporary, path) = folder();
    Store::open_or_create(&path, None).unwrap().replace_graphs([graph(1, &[1])]).unwrap();
    fs::write(path.join("graph/db/CURRENT"), "nonsense").unwrap();
    let error = Store::open_or_create(&path, None).err().expect("a refusal").to_string();
    assert!(error.contains("run `pakt build`: it is written anew"), "{error}");
}
