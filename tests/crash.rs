//! `kill -9` at any moment of a build: what is left is a store whose every graph is whole, old or new, and the next build
//! finishes the work.

#[path = "common/press.rs"]
mod press;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a build is killed.
const KILLS: u32 = 50;
const DOCUMENTS: usize = 60;

fn pakt(place: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pakt"));
    command.args(args).current_dir(place).env_remove("PAKT_STORE").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(place: &Path, args: &[&str]) -> Output {
    pakt(place, args).output().unwrap()
}

/// The graphs of a store, each as its sorted quads.
type Graphs = BTreeMap<String, BTreeSet<String>>;

/// Nothing, if there is no graph yet.
fn graphs(place: &Path, store: &str) -> Option<Graphs> {
    let output = run(place, &["export", "--format", "nquads", "--store", store]);
    let message = String::from_utf8(output.stderr).unwrap();
    if output.status.code() == Some(3) && message.contains("there is no store") {
        return None;
    }
    assert_eq!(output.status.code(), Some(0), "{message}");
    let mut graphs = Graphs::new();
    for quad in String::from_utf8(output.stdout).unwrap().lines() {
        let (_, graph) = quad.trim_end_matches(" .").rsplit_once(' ').expect("a quad has a graph");
        graphs.entry(graph.to_owned()).or_default().insert(quad.to_owned());
    }
    Some(graphs)
}

/// Two states of a folder: some documents are in both, some in one, some have changed.
fn folders(place: &Path) {
    for n in 0..DOCUMENTS {
        let (name, text) = press::document(n);
        let other = press::document(n + 1).1;
        let write = |folder: &str, text: &str| {
            fs::create_dir_all(place.join(folder)).unwrap();
            fs::write(place.join(folder).join(&name), text).unwrap();
        };
        if n % 5 != 0 {
            write("one", &text);
        }
        if n % 7 != 0 {
            write("two", if n % 4 == 0 { &other } else { &text });
        }
    }
}

/// Makes `news` one of the two states.
fn show(place: &Path, state: &str) {
    let news: PathBuf = place.join("news");
    while news.exists() {
        // A system under load may need a second try.
        drop(fs::remove_dir_all(&news));
    }
    fs::create_dir(&news).unwrap();
    for entry in fs::read_dir(place.join(state)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, news.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_killed_build_leaves_whole_graphs_and_the_next_one_finishes() {
    let temporary = tempfile::tempdir().unwrap();
    let place = temporary.path();
    folders(place);
    let mut clean = Vec::new();
    let mut longest = Duration::ZERO;
    for state in ["one", "two"] {
        show(place, state);
        let store = format!("clean-{state}");
        let started = Instant::now();
        assert!(run(place, &["build", "news", "--store", &store]).status.success());
        longest = longest.max(started.elapsed());
        clean.push(graphs(place, &store).expect("a graph"));
    }
    assert!(clean[0] != clean[1]);
    let mut seen = BTreeSet::new();
    for kill in 0..KILLS {
        show(place, ["one", "two"][kill as usize % 2]);
        let mut child = pakt(place, &["build", "news", "--store", "killed"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Spread evenly over the time of a build, in an order that looks random.
        sleep(longest * (kill * 37 % KILLS + 1) / KILLS);
        if kill % 10 == 9 {
            let reader = run(place, &["query", "agreements", "--store", "killed"]);
            let refused = String::from_utf8(reader.stderr).unwrap();
            assert!(reader.status.success() || refused.contains("being written") || refused.contains("there is no store"), "{refused}");
        }
        drop(child.kill());
        let finished = child.wait().unwrap().success();
        let Some(found) = graphs(place, "killed") else {
            // The machine has become slower: no build came as far as to make a store.
            longest += longest / 10;
            continue;
        };
        for (name, quads) in found.iter().filter(|(name, _)| name.contains("/document/")) {
            assert!(clean.iter().any(|state| state.get(name) == Some(quads)), "kill {kill} left half of {name}");
        }
        seen.insert((finished, found == clean[0], found == clean[1]));
    }
    assert!(seen.len() > 1, "no kill came in the middle of a build: {seen:?}");
    show(place, "two");
    let last = run(place, &["build", "news", "--store", "killed"]);
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    assert!(graphs(place, "killed").expect("a graph") == clean[1]);
    let answer = run(place, &["query", "agreements", "--store", "killed"]);
    assert!(!String::from_utf8(answer.stderr).unwrap().contains("interrupted"));
}
