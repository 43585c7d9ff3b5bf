//! Archives, tables and feeds: many documents in a file, read, read again, and taken out.

#[path = "common/made.rs"]
mod made;
#[path = "common/place.rs"]
mod place;

use std::fs;

use made::{gzipped, zipped};
use place::{Place, RELEASE, Run};

const OTHER: &str = "Bayern und Sachsen haben am 4. Mai 2022 in Dresden eine Verwaltungsvereinbarung zur Quantenforschung unterzeichnet.\n";

fn files(place: &Place) -> Vec<String> {
    let found = place.run(&["query", "--format", "csv", "SELECT ?f { ?d pakt:file ?f } ORDER BY ?f"]);
    found.ended(0, &[]).out.lines().skip(1).map(str::to_owned).collect()
}

fn report(place: &Place) -> serde_json::Value {
    serde_json::from_slice(&fs::read(place.path("report.json")).unwrap()).unwrap()
}

#[test]
fn members_come_and_go_like_files() {
    let place = Place::new();
    let archive =
        |members: &[(&str, &str)]| zipped(&members.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect::<Vec<_>>());
    place.write("in/news.zip", archive(&[("a.txt", RELEASE), ("sub/b.txt", OTHER), ("README.md", "x"), ("bild.png", "\u{1}")]));
    place.run(&["build", "in"]).ended(0, &["2 documents: 2 new", "note: passed over 2 files when opened"]);
    assert_eq!(files(&place), ["in/news.zip/a.txt", "in/news.zip/sub/b.txt"]);
    place.run(&["build", "in"]).ended(0, &["0 new, 0 changed, 2 unchanged"]);
    place.write("in/news.zip", archive(&[("a.txt", &OTHER.replace("Bayern", "Hessen")), ("c.txt", RELEASE)]));
    place.run(&["build", "in/news.zip"]).ended(0, &["2 documents: 1 new, 1 changed", "1 gone", "gone: in/news.zip/sub/b.txt"]);
    assert_eq!(files(&place), ["in/news.zip/a.txt", "in/news.zip/c.txt"]);
    place.run(&["remove", "in/news.zip/a.txt"]).ended(0, &[]);
    assert_eq!(files(&place), ["in/news.zip/c.txt"]);
    // An archive that is broken now says nothing any more.
    place.write("in/news.zip", "PK\u{3}\u{4} kaputt");
    place.write("in/d.txt", RELEASE);
    place.run(&["build", "in"]).ended(1, &["not read: in/news.zip: expected to read it, but found a broken archive", "1 gone"]);
    assert_eq!(files(&place), ["in/d.txt"]);
}

#[test]
fn a_folder_and_its_archive_say_the_same() {
    let place = Place::new();
    place.write("a.txt", RELEASE);
    place.write(
        "b.jsonl",
        serde_json::json!({ "text": OTHER, "title": "Pakt", "date": "2022-05-04", "url": "https://x.example/1" }).to_string(),
    );
    let zip = zipped(&[("a.txt", RELEASE.as_bytes().to_vec()), ("b.jsonl", fs::read(place.path("b.jsonl")).unwrap())]);
    place.write("all.zip", zip);
    place.run(&["build", "a.txt", "b.jsonl", "--store", "one"]).ended(0, &["2 new"]);
    place.run(&["build", "all.zip", "--store", "two"]).ended(0, &["2 new"]);
    let quads = |store: &str| {
        let quads = place.run(&["export", "--format", "nquads", "--store", store]).out;
        quads.lines().filter(|quad| !quad.contains("#file>")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(quads("one"), quads("two"));
    let told = place.run(&[
        "query",
        "--store",
        "one",
        "--format",
        "csv",
        "SELECT ?s ?u ?h { ?d pakt:dateSource ?s ; schema:url ?u ; schema:headline ?h }",
    ]);
    assert_eq!(told.out, "s,u,h\r\ncolumn,https://x.example/1,Pakt\r\n");
}

#[test]
fn every_input_is_in_the_report() {
    let place = Place::new();
    let english = "The two states signed an agreement on Tuesday in the town hall. It says how the police of both sides will help each \
        other when their networks are attacked, and who pays for it. It is valid for five years and may be prolonged.";
    place.write("in/a.txt", RELEASE);
    place.write("in/b.txt.gz", gzipped(RELEASE.as_bytes()));
    place.write("in/c.txt", english);
    place.write("in/d.txt", "");
    place.write("in/e.csv", "id,value\n1,2\n");
    place.write("in/f.css", "p { }");
    place.write("in/g.csv", format!("text\n\"{OTHER}\"\n\"\"\n"));
    place.write("in/h.zip", zipped(&[("i.zip", zipped(&[]))]));
    place.write("in/j.jsonl", "\n");
    place.run(&["build", "in", "--report", "report.json"]).ended(
        1,
        &[
            "not read: in/d.txt: no article",
            "note: in/e.csv: it has the columns `id`, `value`, but none for the text",
            "not read: in/g.csv/2: it has no text",
            "note: in/h.zip/i.zip: it holds no document",
            "note: passed over 1 document that is not in German; --any-language",
            "note: passed over 1 file:",
            "3 documents: 3 new",
        ],
    );
    let report = report(&place);
    let lines: Vec<String> = report["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}{}", text("file"), text("status"), text("reason"), text("duplicate_of"))
        })
        .collect();
    let expected = [
        "in/a.txt new ",
        "in/b.txt.gz new in/a.txt",
        "in/c.txt skipped not-german",
        "in/d.txt skipped empty",
        "in/e.csv skipped no-text-column",
        "in/f.css skipped unknown-format",
        "in/g.csv/1 new ",
        "in/g.csv/2 skipped no-text",
        "in/h.zip/i.zip skipped no-documents",
        "in/j.jsonl skipped no-documents",
    ];
    assert_eq!(lines, expected);
    assert_eq!((report["read"].as_u64(), report["duplicates"].as_u64(), report["skipped"].as_u64()), (Some(3), Some(1), Some(7)));
    place.run(&["build", "in/c.txt", "--any-language"]).ended(0, &["1 new"]);
    place.run(&["extract", "in", "--report", "report.json"]).ended(1, &[]);
    place.run(&["build", "in/f.css", "--report", "report.json"]).ended(1, &["not read: in/f.css: expected text"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_between_documents_and_the_next_run_goes_on() {
    use std::process::{Command, Stdio};
    let place = Place::new();
    for n in 0..6_000 {
        place.write(&format!("in/{n:04}.txt"), format!("Zeile {n} des Textes, in der nichts steht. ").repeat(40));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_pakt"));
    command.args(["build", "in", "--report", "report.json"]).current_dir(place.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while !place.path("pakt-store/documents.redb").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let stopped = Run::of(child.wait_with_output().unwrap());
    stopped.ended(130, &["stopping behind the documents at hand", "stopped: ", "The same command goes on from there"]);
    let report = report(&place);
    let [read, not_reached] = ["read", "not_reached"].map(|key| report[key].as_u64().unwrap());
    assert!(read + not_reached == 6_000 && not_reached > 0, "{read} {not_reached}");
    let next = place.run(&["build", "in"]);
    next.ended(0, &["6,000 documents: "]);
    let kept = stopped.err.split("stopped: ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().replace(',', "");
    assert!(next.err.contains(&format!(" {kept} unchanged")), "what was read is kept: {} / {}", stopped.err, next.err);
}
