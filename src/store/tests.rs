//! Tests of the store as a whole; those on disk run with either way of keeping the graph.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use oxigraph::model::{GraphName, Literal, NamedNode, Triple};
use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::*;
use crate::facts::DocumentFacts;
use crate::graph::sample::{self, put};
use crate::graph::vocabulary::pakt;

/// A graph with a triple for each number; graphs with the same number share it.
fn graph(name: u8, numbers: &[u8]) -> Part {
    let node = |n: u8| NamedNode::new_unchecked(format!("https://example.org/{n}"));
    let triples = numbers.iter().map(|&n| Triple::new(node(n), node(0), Literal::from(i64::from(n)))).collect();
    Part::new(NamedNode::new_unchecked(format!("https://example.org/graph/{name}")), triples)
}

/// What a graph says about a subject, and about a node that belongs to it.
fn about(subject: u8, numbers: &[u8]) -> Part {
    let node = |path: String| NamedNode::new_unchecked(format!("https://example.org/{path}"));
    let (of, belonging) = (node(format!("s{subject}")), node(format!("s{subject}/merge")));
    let mut triples = vec![Triple::new(belonging.clone(), pakt::MERGED_INTO.into_owned(), of.clone())];
    for &n in numbers {
        triples.push(Triple::new(of.clone(), node("p".into()), Literal::from(i64::from(n))));
        triples.push(Triple::new(belonging.clone(), node("p".into()), Literal::from(i64::from(n))));
    }
    Part::new(PartName { graph: node("graph/shared".into()), subject: Some(of) }, triples)
}

fn packed(facts: &[DocumentFacts]) -> Vec<Packed> {
    facts.iter().map(|one| Record { facts: one.clone(), source: None }.pack()).collect()
}

fn nquads(store: &Store) -> Vec<String> {
    let mut lines: Vec<String> = store.graph().iter().map(|quad| quad.unwrap().to_string()).collect();
    lines.sort();
    lines
}

/// The default graph holds every triple of the named graphs once, and nothing else.
fn assert_merged(store: &Store) {
    let of = |merged: bool| -> BTreeSet<String> {
        let is_run = |graph: &GraphName| matches!(graph, GraphName::NamedNode(name) if *name == store.base().runs_graph());
        let quads = store.graph().iter().map(|quad| quad.unwrap());
        let quads = quads.filter(|quad| quad.graph_name.is_default_graph() == merged && !is_run(&quad.graph_name));
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
    assert_eq!(put(&mut store, &first), counts(3, 0, 0, 0));
    assert_eq!(put(&mut store, &first), counts(0, 0, 0, 3));
    let next = [graph(1, &[2, 5]), graph(2, &[3]), graph(4, &[4])];
    assert_eq!(put(&mut store, &next), counts(1, 1, 1, 1));
    let names: Vec<String> = store.graph().named_graphs().map(|name| name.unwrap().to_string()).collect();
    assert_eq!(names.len(), 3, "a graph that is gone leaves no empty name: {names:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever a store held before, it holds afterwards what a fresh one would; also if nobody knows any more what was
    /// written, which is how a run that died leaves it.
    #[test]
    fn any_sequence_of_builds_ends_like_a_fresh_one(
        builds in prop::collection::vec(prop::collection::btree_map(0u8..9, prop::collection::vec(any::<u8>(), 0..5), 0..9), 1..6),
        forget in any::<bool>(),
    ) {
        let parts = |build: &std::collections::BTreeMap<u8, Vec<u8>>| -> Vec<Part> {
            let one = |(&name, numbers): (&u8, &Vec<u8>)| if name < 5 { graph(name, numbers) } else { about(name, numbers) };
            build.iter().map(one).filter(|part| !part.triples().is_empty()).collect()
        };
        let mut store = Store::in_memory(Base::default()).unwrap();
        for build in &builds {
            if forget {
                let names: Vec<PartName> = store.documents().written().unwrap().into_keys().collect();
                store.documents().announce(&names).unwrap();
            }
            put(&mut store, &parts(build));
            assert_merged(&store);
        }
        let mut fresh = Store::in_memory(Base::default()).unwrap();
        put(&mut fresh, &parts(builds.last().expect("at least one build")));
        prop_assert_eq!(nquads(&store), nquads(&fresh));
        prop_assert_eq!(store.documents().written().unwrap(), fresh.documents().written().unwrap());
    }
}

#[test]
fn many_new_graphs_go_through_the_bulk_loader_and_are_all_there() {
    let numbers: Vec<u8> = (0..=255).collect();
    let many: Vec<Part> = (0..=255).map(|name| graph(name, &numbers)).collect();
    let mut store = Store::in_memory(Base::default()).unwrap();
    assert_eq!(put(&mut store, &many).added, 256);
    assert_eq!(nquads(&store).len(), 256 * 256 + 256);
    assert_merged(&store);
    assert_eq!(put(&mut store, &[graph(1, &[1])]), counts(0, 1, 255, 0));
    assert_eq!(nquads(&store).len(), 2);
}

#[test]
fn a_store_keeps_documents_base_and_graph() {
    let (_temporary, path) = folder();
    let facts = sample::documents();
    let base = Base::new("https://example.org/data/").unwrap();
    let mut store = Store::open_or_create(&path, Some(&base)).unwrap();
    store.change_documents(&packed(&facts), &[]).unwrap();
    assert!(sample::write(&facts, &mut store).added > 3);
    let written = nquads(&store);
    drop(store);
    let store = Store::open_read(&path).unwrap();
    assert_eq!((store.base(), store.is_interrupted()), (&base, false));
    assert_eq!(nquads(&store), written);
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.base(), &base);
    let mut stored: Vec<DocumentFacts> = store.documents().all().unwrap().into_iter().map(|one| one.facts).collect();
    stored.sort_by(|a, b| a.document.sha256.cmp(&b.document.sha256));
    assert_eq!(stored, facts);
    let changes = sample::write(&facts, &mut store);
    assert_eq!((changes.added, changes.changed, changes.removed), (0, 0, 0));
}

#[test]
fn a_document_goes_and_comes_whole() {
    let mut store = Store::in_memory(Base::default()).unwrap();
    let facts = sample::documents();
    store.change_documents(&packed(&facts), &[]).unwrap();
    let (land, agency) = (&facts[0].document.file, &facts[1].document.file);
    let header = &store.documents().headers().unwrap()[land];
    assert_eq!((&header.sha256, &header.facts), (&facts[0].document.sha256, &facts[0].digest()));
    assert_eq!((header.published.as_deref(), &header.path, &header.cleaner, &header.reader), (Some("2025-07-11"), &None, &None, &None));
    let changed = DocumentFacts { agreements: vec![], ..facts[0].clone() };
    store.change_documents(&packed(std::slice::from_ref(&changed)), std::slice::from_ref(agency)).unwrap();
    assert_eq!(store.documents().read(land).unwrap().unwrap().facts, changed);
    assert_eq!(store.documents().read(agency).unwrap(), None);
    assert_eq!(store.documents().headers().unwrap().len(), 1);
}

#[test]
fn an_interrupted_build_is_seen_and_mended() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    put(&mut store, &[graph(1, &[1]), graph(2, &[2])]);
    // The process dies between two batches: something is written that nobody has confirmed.
    store.begin().unwrap();
    {
        let mut batch = Batch::new(&store.graph);
        batch.replace(graph(1, &[7]));
        batch.add(graph(3, &[3])).unwrap();
        store.documents().announce(batch.names()).unwrap();
        batch.write().unwrap();
    }
    backend::flush(&store.graph, &store.folder.as_ref().unwrap().layout).unwrap();
    drop(store);
    assert!(Store::open_read(&path).unwrap().is_interrupted());
    let mut store = Store::open(&path).unwrap();
    assert_eq!(put(&mut store, &[graph(1, &[7]), graph(2, &[9])]), counts(0, 2, 1, 0));
    let mut fresh = Store::in_memory(Base::default()).unwrap();
    put(&mut fresh, &[graph(1, &[7]), graph(2, &[9])]);
    assert_eq!(nquads(&store), nquads(&fresh));
    assert_merged(&store);
    drop(store);
    assert!(!Store::open_read(&path).unwrap().is_interrupted());
}

#[test]
fn documents_without_their_graph_count_as_interrupted() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    put(&mut store, &[graph(1, &[1])]);
    store.change_documents(&packed(&sample::documents()), &[]).unwrap();
    drop(store);
    assert!(Store::open_read(&path).unwrap().is_interrupted());
}

#[test]
fn what_cannot_be_made_leaves_the_store_unfinished_and_whole() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    put(&mut store, &[graph(1, &[1])]);
    store.change_documents(&packed(&sample::documents()), &[]).unwrap();
    let wanted = [Wanted { name: graph(2, &[2]).name().clone(), digest: String::new(), item: () }];
    let failed = store.replace_graphs(&wanted, |()| Err(StoreError::Missing { path: PathBuf::from("x") }));
    assert!(failed.is_err() && store.is_interrupted());
    assert_eq!(nquads(&store).len(), 2);
}

#[test]
fn runs_are_counted_and_are_no_part_of_what_queries_see() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    put(&mut store, &[graph(1, &[1])]);
    let run = sample::run();
    store.record(&run).unwrap();
    drop(store);
    let mut store = Store::open(&path).unwrap();
    store.record(&run).unwrap();
    drop(store);
    let store = Store::open_read(&path).unwrap();
    let quads = nquads(&store);
    let runs = |graph: &str| quads.iter().filter(|quad| quad.contains("ontology#Run>") && quad.ends_with(graph)).count();
    assert_eq!(runs("<https://w3id.org/pakt/id/graph/runs>"), 2, "{quads:#?}");
    assert_eq!(quads.iter().filter(|quad| quad.contains("ontology#Run>")).count(), 2, "none in the merge");
}

#[test]
fn a_deleted_graph_is_written_anew() {
    let (_temporary, path) = folder();
    let mut store = Store::open_or_create(&path, None).unwrap();
    put(&mut store, &[graph(1, &[1])]);
    let written = nquads(&store);
    drop(store);
    fs::remove_dir_all(path.join("graph")).unwrap();
    assert!(matches!(Store::open_read(&path), Err(StoreError::Missing { .. })));
    let mut store = Store::open_or_create(&path, None).unwrap();
    assert_eq!(put(&mut store, &[graph(1, &[1])]), counts(1, 0, 0, 0));
    assert_eq!(nquads(&store), written);
}

#[test]
fn without_its_documents_a_graph_is_made_anew() {
    let (_temporary, path) = folder();
    put(&mut Store::open_or_create(&path, None).unwrap(), &[graph(1, &[1]), graph(2, &[2])]);
    fs::remove_file(path.join("documents.redb")).unwrap();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(put(&mut store, &[graph(1, &[1])]), counts(1, 0, 0, 0));
    assert_eq!(nquads(&store).len(), 2);
}

#[test]
fn one_writer_or_many_readers() {
    let (_temporary, path) = folder();
    let mut writer = Store::open_or_create(&path, None).unwrap();
    put(&mut writer, &[graph(1, &[1])]);
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
fn a_copy_stays_as_it_was() {
    let (_temporary, path) = folder();
    let facts = sample::documents();
    let mut store = Store::open_or_create(&path, None).unwrap();
    store.change_documents(&packed(&facts), &[]).unwrap();
    put(&mut store, &[graph(1, &[1, 2]), graph(2, &[3])]);
    assert!(matches!(Snapshot::take(&path), Err(StoreError::Writing { .. })), "a writer holds the store");
    let before = nquads(&store);
    drop(store);
    let copy = Snapshot::take(&path).unwrap();
    assert_eq!(*copy.mark(), Mark::of(&path));
    let served = Store::open_served(copy.folder()).unwrap();
    let mut store = Store::open(&path).unwrap();
    put(&mut store, &[graph(1, &[4])]);
    store.change_documents(&[], &[facts[0].document.file.clone()]).unwrap();
    assert_ne!(nquads(&store), before);
    drop(store);
    assert_ne!(*copy.mark(), Mark::of(&path), "there is another state");
    assert_eq!(nquads(&served), before);
    assert_eq!(served.documents().all().unwrap().len(), facts.len());
    let of = |folder: &Path| nquads(&Store::open_read(folder).unwrap());
    assert_eq!(of(copy.folder()), before, "for other processes too");
    let next = Snapshot::take(&path).unwrap();
    assert!(next.folder() != copy.folder() && of(next.folder()) != before);
    let folders = [copy.folder().to_owned(), next.folder().to_owned()];
    drop((served, copy, next));
    assert!(folders.iter().all(|folder| !folder.exists()));
}

#[test]
fn copies_that_nobody_holds_are_removed() {
    let (_temporary, path) = folder();
    put(&mut Store::open_or_create(&path, None).unwrap(), &[graph(1, &[1])]);
    let (held, left) = (Snapshot::take(&path).unwrap(), path.join("serving/left"));
    fs::create_dir(&left).unwrap();
    fs::write(left.join("owner"), "").unwrap();
    fs::create_dir(path.join("serving/begun")).unwrap();
    let next = Snapshot::take(&path).unwrap();
    let mut found: Vec<_> = fs::read_dir(path.join("serving")).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_dir()).collect();
    found.sort();
    assert_eq!(found, [held.folder(), next.folder()]);
}

#[test]
fn a_writer_waits_for_copies_and_for_nobody_else() {
    let (_temporary, path) = folder();
    put(&mut Store::open_or_create(&path, None).unwrap(), &[graph(1, &[1])]);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                drop(Snapshot::take(&path)); // Or not, where somebody writes.
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        for n in 0..20 {
            let mut writer = Store::open_or_create(&path, None).unwrap_or_else(|e| panic!("{n}: {e}"));
            put(&mut writer, &[graph(1, &[n])]);
        }
        is_done.store(true, Ordering::Relaxed);
    });
    let reader = Store::open_read(&path).unwrap();
    assert!(matches!(Store::open_or_create(&path, None), Err(StoreError::Reading { .. })));
    drop(reader);
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
    put(&mut Store::open_or_create(&path, None).unwrap(), &[graph(1, &[1])]);
    let other = Base::new("https://example.org/").unwrap();
    assert!(matches!(Store::open_or_create(&path, Some(&other)), Err(StoreError::OtherBase { .. })));
    for (manifest, expected) in [
        (r#"{"format": 1, "shape": "old"}"#, "has format 1, this program reads 2"),
        (r#"{"format": 2, "base": "https://example.org/", "backend": "stone"}"#, "was written with stone"),
        (r#"{"format": 2, "base": "x", "backend": "BACKEND"}"#, "is no absolute IRI"),
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
fn damaged_documents_are_told_with_what_to_do() {
    let (_temporary, path) = folder();
    Store::open_or_create(&path, None).unwrap().change_documents(&packed(&sample::documents()), &[]).unwrap();
    let whole = fs::read(path.join("documents.redb")).unwrap();
    for damaged in ["nonsense".as_bytes(), &[0; 4096], &whole[..whole.len() / 2]] {
        fs::write(path.join("documents.redb"), damaged).unwrap();
        let error = Store::open(&path).err().expect("a refusal").to_string();
        assert!(error.contains("documents.redb") && error.contains("delete the store and build it again"), "{error}");
    }
}

#[cfg(feature = "rocksdb")]
#[test]
fn a_damaged_graph_is_told_with_what_to_do() {
    let (_temporary, path) = folder();
    put(&mut Store::open_or_create(&path, None).unwrap(), &[graph(1, &[1])]);
    fs::write(path.join("graph/db/CURRENT"), "nonsense").unwrap();
    let error = Store::open_or_create(&path, None).err().expect("a refusal").to_string();
    assert!(error.contains("run `pakt build`: it is written anew"), "{error}");
}
