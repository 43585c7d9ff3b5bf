//! The tools of whoever writes rules, as a user meets them: golden transcripts.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo test --test workbench`, and look at what changed.

#[path = "common/place.rs"]
mod place;

use std::fs;

use insta::assert_snapshot;
use place::Place;
use regex::Regex;

const PAGE: &str = "Waldstadt und Seeland arbeiten zusammen\n\n\
    Die Stadt Waldstadt und der Landkreis Seeland haben am 3. März 2025 in Kiel eine Kooperationsvereinbarung zur \
    Cybersicherheit geschlossen. Oberbürgermeisterin Anna Beispiel (SPD) und Landrat Bernd Muster unterzeichneten sie. Sie gilt \
    für drei Jahre.\n\n\
    „Das ist <b>ein guter Tag</b> für die Stadt Waldstadt und den Landkreis Seeland“, sagte Beispiel.\n\n\
    Mehr zum Thema\nLesen Sie auch: Hafenfest eröffnet\n";

/// What the user types and sees.
fn transcript(place: &Place, args: &[&str]) -> String {
    let run = place.run(args);
    let typed: Vec<String> = args.iter().map(|a| if a.contains(' ') { format!("'{a}'") } else { (*a).to_owned() }).collect();
    assert!(!run.err.contains("panicked"), "{}", run.err);
    // Rules come and go above the one that is shown.
    let lines = Regex::new(r"toml:\d+\)").unwrap();
    let out = lines.replace_all(&run.out, "toml:#)");
    let others = Regex::new(r"and \d+ more; ").unwrap();
    let out = others.replace_all(&out, "and # more; ");
    let status = if run.status == 0 { String::new() } else { format!("[exit status {}]\n", run.status) };
    format!("$ pakt {}\n{}{}{status}", typed.join(" "), out, run.err)
}

fn place() -> Place {
    let place = Place::new();
    place.write("release.txt", PAGE);
    place
}

#[test]
fn explain_a_file() {
    assert_snapshot!(transcript(&place(), &["explain", "release.txt"]));
}

#[test]
fn explain_as_json_gives_what_extract_gives_and_more() {
    let place = place();
    let json = |args: &[&str]| -> serde_json::Value { serde_json::from_str(&place.run(args).out).unwrap() };
    let explained = json(&["explain", "release.txt", "--json"]);
    assert_eq!(explained["facts"], json(&["extract", "release.txt"]));
    let text: Vec<char> = explained["facts"]["document"]["text"].as_str().unwrap().chars().collect();
    let marks = explained["marks"].as_array().unwrap();
    let words = |mark: &serde_json::Value| -> String {
        let at = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
        text[at("begin")..at("end")].iter().collect()
    };
    let says: Vec<String> = marks.iter().map(|mark| format!("{}: {}", words(mark), mark["says"].as_str().unwrap())).collect();
    assert!(says.contains(&"Anna Beispiel: Anna Beispiel".to_owned()), "{says:#?}");
    assert!(says.contains(&"3. März 2025: date of a1: 2025-03-03".to_owned()), "{says:#?}");
}

#[test]
fn the_page_escapes_what_the_document_holds_and_needs_nothing_else() {
    let place = place();
    place.write("böse.txt", PAGE.replace("Landrat Bernd Muster", "Landrat Bernd Muster</p><script>alert(1)</script>"));
    for file in ["release.txt", "böse.txt"] {
        place.run(&["explain", file, "--html", "page.html"]).ended(0, &[]);
        let page = fs::read_to_string(place.path("page.html")).unwrap();
        assert!(
            page.contains("&lt;b&gt;ein guter Tag&lt;/b&gt;") && !page.contains("<b>ein guter Tag") && !page.contains("<script"),
            "{page}"
        );
        assert!(!page.contains("http://") && !page.contains("https://") && page.contains("default-src 'none'"), "{page}");
        assert!(page.contains("class=\"m person report in-a1\""), "{page}");
    }
}

#[test]
fn explain_what_is_not_there() {
    let place = place();
    place.write("leer.zip", "PK\u{5}\u{6}");
    let wrong: [&[&str]; 4] = [
        &["explain", "fehlt.txt"],
        &["explain", "release.txt/innen.txt"],
        &["explain", "leer.zip"],
        &["explain", "person/anna-beispiel", "--html", "page.html"],
    ];
    assert_snapshot!(wrong.map(|args| transcript(&place, args)).join("\n"));
}

#[test]
fn why_not() {
    let place = Place::new();
    place.write(
        "release.txt",
        "Pakt für das Wasser\n\nDie Kommission für Wolkenkunde und die Stadt Waldstadt haben am Montag eine Kooperationsvereinbarung \
         geschlossen. Der Landkreis Seeland und die Stadt Waldstadt schüttelten sich wegen einer Vereinbarung die Hände.\n\n\
         Lesen Sie auch: Hafenfest in Seeland eröffnet\n",
    );
    let questions: [&[&str]; 7] = [
        &["why-not", "release.txt", "Kommission für Wolkenkunde", "--class", "organization"],
        &["why-not", "release.txt", "schüttelten sich", "--class", "agreement", "--limit", "3"],
        &["why-not", "release.txt", "Landkreis Seeland", "--class", "party", "--limit", "2"],
        &["why-not", "release.txt", "Hafenfest"],
        &["why-not", "release.txt", "Waldstadt", "--nth", "2", "--class", "territory", "--limit", "2"],
        &["why-not", "release.txt", "gibt es nicht"],
        &["why-not", "release.txt", "Waldstadt", "--class", "Perosn"],
    ];
    assert_snapshot!(questions.map(|args| transcript(&place, args)).join("\n"));
}

#[test]
fn stats_count_every_rule() {
    let place = place();
    place.write("nichts.bin", "\0\0");
    let json = place.run(&["stats", "release.txt", "--json", "--limit", "0", "--sort", "file"]);
    json.ended(0, &["1 document: of "]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json.out).unwrap();
    let check = place.run(&["check"]).out;
    let total: usize = check.split([',', ':']).take(3).map(|part| part.trim().split(' ').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(rows.len(), total, "{check}");
    // Time aside, the numbers do not depend on the threads.
    let counts = |threads: &str| -> Vec<String> {
        let run = place.run(&["stats", "release.txt", "--json", "--limit", "0", "--sort", "file", "--threads", threads]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
        rows.iter().map(|row| format!("{} {} {} {}", row["rule"], row["tried"], row["matched"], row["stands"])).collect()
    };
    assert_eq!(counts("1"), counts("2"));
    assert!(rows.iter().any(|row| row["stands"].as_u64() > Some(0) && row["kind"] == "frame"), "the agreement was read by a frame");
    place.run(&["stats", "nichts.bin"]).ended(1, &["not read: nichts.bin"]);
}

#[test]
fn check_finds_rules_that_another_one_shadows() {
    let place = Place::new();
    let rule = |id: &str, priority: i32| {
        format!(
            "[[rule]]\nid = \"{id}\"\nabout = \"A day of the harvest.\"\nclass = \"Date\"\npattern = '\"erntetag\" @num'\npriority = {priority}\nset = {{ type = \"full\" }}\n\
             examples = [{{ text = \"Es war am Erntetag 7.\" }}]\n\n"
        )
    };
    place.write("rules/50-own.toml", format!("about = \"Mine.\"\n\n{}{}", rule("first", 0), rule("second", 0)));
    assert_snapshot!(transcript(&place, &["check", "--rules", "rules"]));
}
