//! What is served is one state of the store, also while a build runs.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::place::{Place, RELEASE};
use crate::press;
use crate::served::{Served, signal};

const DOCUMENTS: &str = "SELECT (COUNT(*) AS ?n) { ?d a schema:Article }";

/// The copies in the folder of the store.
fn copies(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path("pakt-store/serving")).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn a_build_beside_it_shows_when_it_is_done() {
    let place = Place::built();
    let mut served = Served::start(&place, &[]);
    assert_eq!(served.value(DOCUMENTS), "5");
    place.write("more/a.txt", RELEASE);
    place.run(&["build", "more"]).ended(0, &["1 new"]);
    served.wait_for("the new state is served");
    assert_eq!(served.value(DOCUMENTS), "6");
    place.run(&["remove", "more/a.txt"]).ended(0, &[]);
    served.wait_for("the new state is served");
    assert_eq!(served.value(DOCUMENTS), "5");
    place.run(&["query", "agreements"]).ended(0, &[]);
    assert_eq!(copies(&place).len(), 1, "the copies before are removed");
    let (status, said) = served.stop();
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(copies(&place).len(), 0);
}

#[test]
fn while_a_build_holds_the_store_the_state_before_is_served() {
    let place = Place::built();
    let mut served = Served::start(&place, &[]);
    {
        let mut store = pakt::store::Store::open(&place.path("pakt-store")).unwrap();
        let record = store.documents().read("data/saarland.txt").unwrap();
        let file =
            record.map_or_else(|| store.documents().headers().unwrap().into_keys().next().unwrap(), |_| "data/saarland.txt".to_owned());
        store.change_documents(&[], &[file]).unwrap();
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(served.value(DOCUMENTS), "5");
        assert_eq!(copies(&place).len(), 1);
        let mut late = Served::begin(&place, &[]);
        late.wait_for(&format!("is being written by another pakt (process {})", std::process::id()));
    }
    served.wait_for("the new state is served");
    assert_eq!(served.value(DOCUMENTS), "5", "what was interrupted has not reached the graph");
}

#[test]
fn a_server_keeps_nobody_from_building() {
    let place = Place::new();
    let document = |n: usize| {
        let (name, text) = press::document(n);
        place.write(&format!("in/{name}"), text);
    };
    (0..5).for_each(document);
    place.run(&["build", "in"]).ended(0, &[]);
    let served: Vec<Served> = (0..3).map(|_| Served::start(&place, &[])).collect();
    for n in 5..15 {
        document(n);
        place.run(&["build", "in"]).ended(0, &["1 new"]);
        for one in &served {
            let documents: usize = one.value(DOCUMENTS).parse().unwrap();
            assert!((5..=n + 1).contains(&documents));
        }
    }
    for mut one in served {
        for _ in 0..100 {
            if one.value(DOCUMENTS) == "15" {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(one.value(DOCUMENTS), "15");
        assert!(one.is_running());
    }
}

#[test]
fn what_a_killed_server_leaves_is_removed() {
    let place = Place::built();
    let killed = Served::start(&place, &[]);
    let lives = Served::start(&place, &[]);
    signal("-KILL", killed.id());
    drop(killed);
    assert_eq!(copies(&place).len(), 2);
    let next = Served::start(&place, &[]);
    assert_eq!(copies(&place).len(), 2, "that of the killed one is gone, that of the other is not");
    assert_eq!(lives.value(DOCUMENTS), "5");
    assert_eq!(next.value(DOCUMENTS), "5");
}

#[test]
fn an_interrupted_store_is_served_and_told() {
    let place = Place::built();
    fs::write(place.path("pakt-store/unfinished"), "build data").unwrap();
    let mut served = Served::begin(&place, &[]);
    served.wait_for("the last build was interrupted");
    served.wait_for("serving ");
}
