//! The program as a user meets it: results, messages, exit status; good input and bad.

#[path = "common/place.rs"]
mod place;

use std::fs;

use place::{Place, RELEASE, Run};

#[test]
fn build_makes_a_graph_and_says_what_is_in_it() {
    let place = Place::with_data();
    let run = place.run(&["build", "data"]);
    run.ended(0, &["5 documents: 5 new, 0 changed, 0 unchanged", "in pakt-store: 5 documents", "query who-signed", "export -o"]);
    assert!(run.out.contains("LetterOfIntent") && run.out.contains("Markus Söder") && !run.out.contains("agreement:"), "{}", run.out);
    place.run(&["build", "data"]).ended(0, &["5 documents: 0 new, 0 changed, 5 unchanged"]);
    place.write("data/sachsen-bayern-kabinettssitzung.txt", RELEASE);
    place.run(&["build", "data"]).ended(0, &["0 new, 1 changed, 4 unchanged", "in pakt-store: 5 documents"]);
    let left = place.run(&["query", "SELECT ?n { ?n schema:name 'Markus Söder' }"]);
    assert_eq!(left.out.lines().count(), 1, "the old content is gone: {}", left.out);
}

#[test]
fn the_store_can_be_named_by_a_variable() {
    let place = Place::new();
    place.write("a.txt", RELEASE);
    let run = Run::of(place.command(&["build", "a.txt"]).env("PAKT_STORE", "elsewhere").output().unwrap());
    run.ended(0, &["in elsewhere: 1 document,", "query --store elsewhere who-signed"]);
    assert!(place.path("elsewhere/pakt.json").is_file() && !place.path("pakt-store").exists());
}

#[test]
fn every_query_format_is_what_it_says() {
    let place = Place::built();
    let names = "SELECT ?name { ?p a schema:Person ; schema:name ?name } ORDER BY ?name";
    for (format, begins) in [("table", "┌"), ("json", "{\"head\""), ("csv", "name\r\n"), ("tsv", "?name\n"), ("xml", "<?xml")] {
        let run = place.run(&["query", "--format", format, names]);
        run.ended(0, &[]);
        assert!(run.out.starts_with(begins) && run.out.contains("Markus Söder"), "{format}: {}", run.out);
    }
    assert!(place.run(&["query", names]).out.starts_with("?name\n"), "tsv where nobody looks");
    let triples = "CONSTRUCT { ?p schema:name ?name } { ?p a schema:Person ; schema:name ?name }";
    for (format, has) in [
        ("turtle", "schema:name \"Markus Söder\""),
        ("ntriples", "<https://schema.org/name> \"Markus Söder\" ."),
        ("jsonld", "Markus Söder"),
        ("rdfxml", "<rdf:RDF"),
    ] {
        assert!(place.run(&["query", "--format", format, triples]).ended(0, &[]).out.contains(has), "{format}");
    }
    place.run(&["query", "--format", "turtle", names]).ended(2, &["SELECT gives rows, which cannot be written as turtle"]);
    place.run(&["query", "--format", "word", names]).ended(2, &["invalid value 'word'", "possible values"]);
}

#[test]
fn queries_come_from_files_and_go_to_files() {
    let place = Place::built();
    place.write("q.rq", "ASK { ?p a schema:Person }");
    assert_eq!(place.run(&["query", "-f", "q.rq", "--format", "table"]).ended(0, &[]).out, "yes\n");
    let run = Run::of(place.command(&["query", "-f", "-", "-o", "answer.json"]).write_stdin("ASK {}").output().unwrap());
    run.ended(0, &[]);
    assert_eq!(run.out, "");
    assert_eq!(fs::read_to_string(place.path("answer.json")).unwrap().trim(), r#"{"head":{},"boolean":true}"#);
    place.run(&["query", "-f", "none.rq"]).ended(2, &["cannot read the query from none.rq"]);
    place.run(&["query", "agreements", "-o", "no/such/folder.csv"]).ended(2, &["cannot write no/such/folder.csv"]);
}

#[test]
fn ready_made_questions_have_names() {
    let place = Place::built();
    let list = place.run(&["query", "--list"]);
    list.ended(0, &[]);
    for line in list.out.lines().filter(|line| !line.starts_with(' ')) {
        let name = line.split(' ').next().unwrap();
        let values: &[&str] = if line.contains(" NAME ") { &["Bayern"] } else { &[] };
        let run = place.run(&[&["query", name], values].concat());
        run.ended(0, &[]);
        assert!(run.out.starts_with('?'), "{name}: {}", run.out);
    }
    assert!(place.run(&["query", "partners-of", "bayern"]).out.contains("Sachsen"));
    place.run(&["query", "agreement"]).ended(2, &["no ready-made question `agreement`", "agreements"]);
    place.run(&["query", "partners-of"]).ended(2, &["takes NAME"]);
    place.run(&["query"]).ended(2, &["Usage: pakt query"]);
}

#[test]
fn an_answer_without_rows_is_told() {
    let place = Place::built();
    place.run(&["query", "partners-of", "Nirgendwo"]).ended(0, &["nothing found for `Nirgendwo`", "pakt query agreements"]);
    assert!(!place.run(&["query", "partners-of", "bayern"]).ended(0, &[]).err.contains("nothing found"));
}

#[test]
fn a_broken_query_is_shown_with_its_place() {
    let place = Place::built();
    place.run(&["query", "SELECT ?x WHERE { ?x a schema:Person"]).ended(2, &["query:1:37", "expected"]);
    place.write("q.rq", "SELECT ?x\nWHERE { ?x nowhere:name ?y }");
    place.run(&["query", "-f", "q.rq"]).ended(2, &["q.rq:2:12"]);
    place.run(&["query", "DELETE WHERE { ?s ?p ?o }"]).ended(2, &["queries only read"]);
}

#[test]
fn every_export_format_is_guessed_from_the_name() {
    let place = Place::built();
    let turtle = place.run(&["export"]);
    turtle.ended(0, &[]);
    assert!(turtle.out.starts_with("@prefix"));
    for (file, has) in [
        ("g.ttl", "@prefix pakt:"),
        ("g.trig", "\ndocument:"),
        ("g.nq", "<https://w3id.org/pakt/id/graph/entities> ."),
        ("g.nt", "<https://w3id.org/pakt/ontology#reportedIn>"),
        ("g.jsonld", "@graph"),
        ("g.rdf", "<rdf:RDF"),
    ] {
        place.run(&["export", "-o", file]).ended(0, &[]);
        let content = fs::read_to_string(place.path(file)).unwrap();
        assert!(content.contains(has), "{file}: {}", &content[..200]);
        assert!(!place.path(&format!("{file}.part")).exists());
    }
    assert_eq!(fs::read_to_string(place.path("g.ttl")).unwrap(), turtle.out);
    place.run(&["export", "-o", "g.pdf"]).ended(2, &["g.pdf does not say which format is meant", ".ttl"]);

    let data = place.run(&["export", "--graph", "data"]).out;
    assert!(data.len() < turtle.out.len() && !data.contains("owl:Ontology"));
    let entities = place.run(&["export", "--graph", "graph/entities", "--format", "nquads"]).out;
    assert!(entities.lines().count() > 50 && entities.lines().all(|line| line.ends_with("<https://w3id.org/pakt/id/graph/entities> .")));
    let before = fs::read(place.path("g.nt")).unwrap();
    place.run(&["export", "--graph", "none", "-o", "g.nt"]).ended(2, &["there is no graph <https://w3id.org/pakt/id/none>"]);
    assert_eq!(fs::read(place.path("g.nt")).unwrap(), before, "a failed export leaves the old file");
    place.run(&["export", "--graph", "all", "--graph", "data"]).ended(2, &["--graph takes"]);
}

#[test]
fn facts_go_out_and_come_back() {
    let place = Place::built();
    let extract = place.run(&["extract", "data", "--threads", "2"]);
    extract.ended(0, &[]);
    assert_eq!(extract.out.lines().count(), 5);
    assert_eq!(extract.out, place.run(&["extract", "data", "--threads", "1"]).out);
    place.write("facts.jsonl", &extract.out);
    place.run(&["load", "facts.jsonl", "--store", "loaded"]).ended(0, &["5 documents: 5 new"]);
    let nquads = |store| place.run(&["export", "--store", store, "--format", "nquads"]).out;
    assert_eq!(nquads("loaded"), nquads("pakt-store"));
    let run = Run::of(place.command(&["load", "-", "--store", "loaded"]).write_stdin(extract.out).output().unwrap());
    run.ended(0, &["5 unchanged"]);
}

#[test]
fn a_text_on_standard_input_is_read() {
    let place = Place::new();
    let run = Run::of(place.command(&["extract", "-"]).write_stdin(RELEASE).output().unwrap());
    run.ended(0, &[]);
    let facts: pakt::facts::DocumentFacts = serde_json::from_str(&run.out).unwrap();
    assert_eq!(facts.document.file, "-");
    assert!(facts.entities.iter().any(|e| e.name == "Hessen"));
    Run::of(place.command(&["extract", "-"]).write_stdin(b"\0\x01\x02\0".as_slice()).output().unwrap())
        .ended(1, &["not read: -: expected text"]);
    place.run(&["extract", "-", "a.txt"]).ended(2, &["goes with no other input"]);
}

#[test]
fn lines_that_are_no_facts_are_left_out_and_told() {
    let place = Place::with_data();
    let facts = place.run(&["extract", "data"]).out;
    let lines: Vec<&str> = facts.lines().collect();
    let shifted = lines[1].replacen("\"begin\":", "\"begin\":1", 1);
    let unknown = lines[2].replacen("{\"format\"", "{\"colour\":1,\"format\"", 1);
    let other = lines[0].replacen("\"headline\":\"", "\"headline\":\"Neu: ", 1);
    place.write("facts.jsonl", [lines[0], &shifted, &unknown, "{\"format\":1", "", lines[3], &other].join("\n"));
    place.run(&["load", "facts.jsonl"]).ended(
        1,
        &[
            "not loaded: facts.jsonl:2: entities[0].mentions[0]",
            "not loaded: facts.jsonl:3: column",
            "unknown field `colour`",
            "not loaded: facts.jsonl:4: column",
            "not loaded: facts.jsonl:7: facts.jsonl:1 has other facts of `data/bw-kalifornien",
            "2 documents: 2 new",
        ],
    );
    place.write("none.jsonl", "x\n");
    place.run(&["load", "none.jsonl", "--store", "other"]).ended(1, &["none.jsonl:1: column 1: expected value", "nothing was loaded"]);
    place.run(&["load", "gone.jsonl", "--store", "other"]).ended(1, &["not loaded: gone.jsonl:", "check the path"]);
    assert!(!place.path("other").exists());
}

#[test]
fn nothing_to_read_is_told() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    place.run(&["build", "empty"]).ended(1, &["nothing to read"]);
    place.run(&["build", "missing"]).ended(1, &["not read: missing: no such file or folder; check the path"]);
    place.write("empty/README.md", RELEASE);
    place.run(&["build", "empty"]).ended(1, &["passed over 1 file", "nothing to read"]);
    assert!(!place.path("pakt-store").exists());
    place.run(&["build"]).ended(2, &["<INPUT>...", "Usage: pakt build"]);
    place.run(&["extract", "missing"]).ended(1, &["not read: missing"]);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_in_the_graph() {
    let place = Place::new();
    place.write("in/good.txt", RELEASE);
    place.write("in/binary.txt", [0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0xff, 0xfe, 0]);
    place.write("in/void.txt", "\n \n");
    place.write("in/table.xlsx", "x");
    place.run(&["build", "in"]).ended(
        1,
        &[
            "not read: in/binary.txt: expected text, but found binary data",
            "not read: in/void.txt: no article",
            "passed over 1 file",
            "1 document: 1 new",
        ],
    );
    place
        .run(&["build", "in/good.txt", "in/table.xlsx"])
        .ended(1, &["in/table.xlsx: expected text, Markdown, HTML", "found `.xlsx`", "1 unchanged"]);
    let files = place.run(&["query", "--format", "csv", "SELECT ?f { ?d pakt:file ?f }"]);
    assert_eq!(files.out, "f\r\nin/good.txt\r\n");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("good.txt", RELEASE);
    place.write("secret.txt", RELEASE);
    fs::set_permissions(place.path("secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(place.path("secret.txt")).is_ok() {
        return; // The superuser may read everything.
    }
    place.run(&["build", "good.txt", "secret.txt"]).ended(1, &["secret.txt: cannot be read", "check its permissions", "1 new"]);
}

#[test]
fn a_store_must_be_one() {
    let place = Place::new();
    place.write("a.txt", RELEASE);
    place.write("folder/thesis.doc", "x");
    place.run(&["build", "a.txt", "--store", "a.txt"]).ended(3, &["a.txt is a file, but a store is a folder"]);
    place.run(&["build", "a.txt", "--store", "folder"]).ended(3, &["folder is a folder with other things in it"]);
    place.run(&["build", "a.txt", "--store", "no/such"]).ended(3, &["the folder no, in which the store is to be made, does not exist"]);
    assert_eq!(fs::read_to_string(place.path("a.txt")).unwrap(), RELEASE);
    assert_eq!(fs::read_dir(place.path("folder")).unwrap().count(), 1);
    for args in [&["query", "agreements"][..], &["export"]] {
        place.run(args).ended(3, &["there is no store at pakt-store; make one with `pakt build INPUT --store pakt-store`"]);
    }
}

#[test]
fn one_build_at_a_time() {
    let place = Place::built();
    let before = place.run(&["export"]).out;
    let held = pakt::store::Store::open_or_create(&place.path("pakt-store"), None).unwrap();
    place.run(&["build", "data"]).ended(3, &["pakt-store is being written by another pakt (process ", "wait until it is done"]);
    place.run(&["query", "agreements"]).ended(3, &["is being written by another pakt"]);
    drop(held);
    assert_eq!(place.run(&["export"]).out, before, "the store is unharmed");
    let reads = pakt::store::Store::open_read(&place.path("pakt-store")).unwrap();
    place.run(&["build", "data"]).ended(3, &["is being read by another pakt"]);
    place.run(&["query", "agreements"]).ended(0, &[]);
    drop(reads);
    place.run(&["build", "data"]).ended(0, &["5 unchanged"]);
}

#[test]
fn the_base_of_a_store_stays() {
    let place = Place::new();
    place.write("a.txt", RELEASE);
    place.run(&["build", "a.txt", "--base", "https://example.org/graph/"]).ended(0, &[]);
    assert!(place.run(&["export", "--format", "nquads"]).out.contains("<https://example.org/graph/document/"));
    place.run(&["build", "a.txt"]).ended(0, &["1 unchanged"]);
    place.run(&["build", "a.txt", "--store", "hash", "--base", "https://example.org/x#"]).ended(2, &["must end with `/`"]);
    assert!(place.run(&["query", "runs"]).ended(0, &[]).out.contains("build"));
    place.run(&["build", "a.txt", "--base", "https://example.org/other/"]).ended(3, &["has the base IRI https://example.org/graph/"]);
    place.run(&["build", "a.txt", "--base", "graph"]).ended(2, &["is no absolute IRI"]);
    place.run(&["build", "a.txt", "--base", "https://example.org"]).ended(2, &["must end with `/`"]);
}

/// Sorted, because the order of the lines says nothing.
fn nquads(place: &Place, store: &str) -> Vec<String> {
    let run = place.run(&["export", "--format", "nquads", "--store", store]);
    let mut lines: Vec<String> = run.ended(0, &[]).out.lines().map(str::to_owned).collect();
    assert!(lines.len() > 1000);
    lines.sort();
    lines
}

#[test]
fn every_way_into_a_store_gives_the_same_graph() {
    let place = Place::with_data();
    place.run(&["build", "data", "--store", "one", "--threads", "1"]).ended(0, &[]);
    let wanted = nquads(&place, "one");
    place.run(&["build", "data", "--store", "two", "--threads", "2"]).ended(0, &[]);
    assert!(wanted == nquads(&place, "two"), "two threads");
    let mut files: Vec<String> = fs::read_dir(place.path("data"))
        .unwrap()
        .map(|entry| format!("data/{}", entry.unwrap().file_name().into_string().unwrap()))
        .filter(|file| !file.contains("README"))
        .collect();
    files.sort();
    files.reverse();
    for file in &files {
        place.run(&["build", file, "--store", "three"]).ended(0, &["1 new"]);
    }
    assert!(wanted == nquads(&place, "three"), "one after the other, backwards");
    let (first, second) = files.split_at(2);
    for (some, name) in [(first, "a.jsonl"), (second, "b.jsonl")] {
        let args: Vec<&str> = std::iter::once("extract").chain(some.iter().map(String::as_str)).collect();
        let facts = place.run(&args).ended(0, &[]).out.clone();
        place.write(name, facts);
    }
    place.run(&["load", "b.jsonl", "a.jsonl", "--store", "four"]).ended(0, &["5 documents: 5 new"]);
    assert!(wanted == nquads(&place, "four"), "extracted in two parts and loaded");
    // A build of the same files finds nothing else in them; from now on it knows where they are.
    place.run(&["build", "data", "--store", "four"]).ended(0, &["0 new, 0 changed, 5 unchanged"]);
    assert!(wanted == nquads(&place, "four"), "built on what was loaded");
}

#[test]
fn documents_come_change_and_go() {
    let place = Place::with_data();
    place.run(&["build", "data"]).ended(0, &["5 documents: 5 new, 0 changed, 0 unchanged\n"]);
    let whole = nquads(&place, "pakt-store");
    place.write("data/a.txt", RELEASE);
    place.run(&["build", "data"]).ended(0, &["6 documents: 1 new, 0 changed, 5 unchanged\n"]);
    place.write("data/a.txt", RELEASE.to_uppercase());
    place.run(&["build", "data"]).ended(0, &["6 documents: 0 new, 1 changed, 5 unchanged\n"]);
    fs::remove_file(place.path("data/a.txt")).unwrap();
    place.run(&["build", "data"]).ended(0, &["gone: data/a.txt", "5 documents: 0 new, 0 changed, 5 unchanged; 1 gone\n"]);
    assert!(whole == nquads(&place, "pakt-store"));
    place.write("data/a.txt", RELEASE);
    place.run(&["build", "data"]).ended(0, &["1 new"]);
    place.write("data/a.txt", [0, 1, 2, 3, 0, 0, 0xff]);
    place.run(&["build", "data"]).ended(1, &["not read: data/a.txt", "what was read from it before was taken out of the store", "1 gone"]);
    assert!(whole == nquads(&place, "pakt-store"));
    // A path that leads nowhere says nothing of what was there.
    place.run(&["build", "data/nothing.txt", "data"]).ended(1, &["not read: data/nothing.txt: no such file", "5 unchanged"]);
    assert!(whole == nquads(&place, "pakt-store"));
}

#[test]
fn what_other_names_change_is_read_again() {
    let place = Place::with_data();
    place.write("x/a.txt", "Das Saarland und die Behörde Quaxfunk haben eine Absichtserklärung unterzeichnet.\n");
    place.run(&["build", "data", "x"]).ended(0, &["6 new"]);
    let before = nquads(&place, "pakt-store");
    place.write("names/own.csv", "name,class,kind\nQuaxfunk,Organization,agency\n");
    // Not among the inputs, and not even there any more: the store has its text.
    fs::remove_dir_all(place.path("x")).unwrap();
    place
        .run(&["build", "data", "--gazetteers", "names"])
        .ended(0, &["6 documents: 0 new, 0 changed, 1 read again with other rules or names"]);
    let quads = nquads(&place, "pakt-store");
    assert!(quads.iter().any(|quad| quad.contains("gazetteerEntry") && quad.contains("Quaxfunk")));
    place.run(&["build", "data"]).ended(0, &[]);
    assert!(before == nquads(&place, "pakt-store"));
}

#[test]
fn documents_are_removed_by_path_folder_or_iri() {
    let place = Place::with_data();
    place.run(&["build", "data"]).ended(0, &[]);
    let whole = nquads(&place, "pakt-store");
    place.write("x/a.txt", RELEASE);
    for name in ["x/a.txt", "x", "./x/a.txt"] {
        place.run(&["build", "x"]).ended(0, &["1 new"]);
        place.run(&["remove", name]).ended(0, &["removed: 1 document\n", "5 documents"]);
        assert!(whole == nquads(&place, "pakt-store"), "{name}");
    }
    place.run(&["build", "x"]).ended(0, &["1 new"]);
    let iri = place.run(&["query", "--format", "tsv", "SELECT ?d { ?d pakt:file 'x/a.txt' }"]).out;
    let iri = iri.lines().nth(1).expect("a row").trim_matches(['<', '>']).to_owned();
    place.run(&["remove", "nothing.txt", &iri]).ended(1, &["not in the store: nothing.txt", "removed: 1 document\n"]);
    assert!(whole == nquads(&place, "pakt-store"));
    place.run(&["remove", "nothing.txt"]).ended(1, &["not in the store"]);
    place.run(&["remove", "x", "--store", "none"]).ended(3, &["there is no store at none"]);
    place.run(&["remove", "data"]).ended(0, &["removed: 5 documents", "0 documents, 0 persons"]);
    assert_eq!(place.run(&["query", "--format", "csv", "SELECT ?d { ?d a schema:Article }"]).out, "d\r\n");
    assert!(!place.path("none").exists());
}

/// The paths of the documents in a store.
fn files(place: &Place, store: &str) -> Vec<String> {
    let run = place.run(&["query", "--store", store, "--format", "tsv", "SELECT ?f { ?d pakt:file ?f } ORDER BY ?f"]);
    run.ended(0, &[]).out.lines().skip(1).map(|line| line.trim_matches('"').to_owned()).collect()
}

#[test]
fn folders_of_the_same_name_are_told_apart() {
    let place = Place::new();
    for (name, text) in [("one/news/a.txt", RELEASE), ("one/news/b.txt", "Etwas anderes."), ("two/news/c.txt", "Noch etwas.")] {
        place.write(name, text);
    }
    let store = place.path("store").display().to_string();
    let run_in = |folder: &str, args: &[&str]| {
        let mut command = place.command(&[args, &["--store", &store]].concat());
        Run::of(command.current_dir(place.path(folder)).output().unwrap())
    };
    run_in("one", &["build", "news"]).ended(0, &["2 new"]);
    // Not there any more, but nobody has looked: the folder of the same name is another one.
    fs::rename(place.path("one"), place.path("away")).unwrap();
    let run = run_in("two", &["build", "news"]);
    assert!(!run.ended(0, &["1 new"]).err.contains("gone"), "{}", run.err);
    assert_eq!(files(&place, &store), ["news/a.txt", "news/b.txt", "news/c.txt"]);
    run_in("two", &["remove", "."]).ended(0, &["removed: 1 document\n"]);
    assert_eq!(files(&place, &store), ["news/a.txt", "news/b.txt"]);
    // A folder that was moved is known by what is in it.
    fs::remove_file(place.path("away/news/b.txt")).unwrap();
    run_in("away", &["build", "news"]).ended(0, &["1 document: 0 new, 0 changed, 1 unchanged; 1 gone"]);
    assert_eq!(files(&place, &store), ["news/a.txt"]);
}

#[test]
fn one_file_has_one_path_however_it_is_given() {
    let place = Place::new();
    place.write("news/a.txt", RELEASE);
    place.write("news/b.txt", "Etwas anderes.");
    place.write("news/README.md", "Eine Absichtserklärung.");
    fs::create_dir(place.path("other")).unwrap();
    let store = place.path("store").display().to_string();
    let away = place.command(&["build", "../news", "--store", &store]).current_dir(place.path("other")).output().unwrap();
    Run::of(away).ended(0, &["2 new"]);
    fs::remove_file(place.path("news/b.txt")).unwrap();
    let run = place.run(&["build", "news", "--store", &store]);
    run.ended(0, &["note: ../news/a.txt is known as news/a.txt now", "gone: ../news/b.txt"]);
    assert_eq!(files(&place, &store), ["news/a.txt"]);
    // A README counts if it is given by name, and then stays.
    place.run(&["build", "news/README.md", "--store", &store]).ended(0, &["1 new"]);
    place.run(&["build", "news", "--store", &store]).ended(0, &["1 unchanged\n"]);
    assert_eq!(files(&place, &store), ["news/README.md", "news/a.txt"]);
    place.run(&["remove", "no/such", "--store", &store]).ended(1, &["not in the store: no/such"]);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_unicode_removes_nothing() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::built();
    let mut command = place.command(&["remove"]);
    command.arg(std::ffi::OsStr::from_bytes(b"data/\xff.txt"));
    Run::of(command.output().unwrap()).ended(1, &["not in the store"]);
    assert_eq!(files(&place, "pakt-store").len(), 5);
}

#[test]
fn a_folder_that_became_empty_is_told() {
    let place = Place::new();
    place.write("news/a.txt", RELEASE);
    place.run(&["build", "news"]).ended(0, &[]);
    fs::remove_file(place.path("news/a.txt")).unwrap();
    let told = "news holds no document any more, but 1 document was read from it. They stay in the store; `pakt remove news`";
    for (given, told) in [("news", told), ("nothere", "not read: nothere: no such file")] {
        let run = place.run(&["build", given]);
        assert!(run.ended(1, &[told]).out.is_empty(), "what is in the store is no answer to this: {}", run.out);
    }
    assert_eq!(files(&place, "pakt-store"), ["news/a.txt"]);
    place.run(&["remove", "news"]).ended(0, &["removed: 1 document"]);
}

#[test]
fn an_interrupted_build_is_remembered() {
    let place = Place::built();
    place.write("big/a.txt", RELEASE);
    place.write("pakt-store/unfinished", format!("{}\n", place.path("big").display()));
    place.run(&["query", "agreements"]).ended(0, &["the last build was interrupted"]);
    place.run(&["remove", "big/a.txt"]).ended(1, &["not in the store: big/a.txt"]);
    place.write("pakt-store/unfinished", format!("{}\n", place.path("big").display()));
    place.run(&["build", "data"]).ended(0, &["note: a build of ", "big was interrupted; run it again"]);
    let run = place.run(&["build", "big"]);
    assert!(!run.ended(0, &["1 new"]).err.contains("interrupted"));
}

#[test]
fn explanations_lead_to_the_words() {
    let place = Place::built();
    let krebs = place.run(&["explain", "person:stefan-krebs"]).ended(0, &[]).out.clone();
    for words in
        ["Stefan Krebs\n", "In 2 documents:", "office: Beauftragter, Landesregierung Baden-Württemberg", "name-and-organization +90"]
    {
        assert!(krebs.contains(words), "{words} is not in {krebs}");
    }
    let deal = place.run(&["explain", "agreement/letter-of-intent-baden-wuerttemberg-kalifornien"]).ended(0, &[]).out.clone();
    for words in ["party: Kalifornien (place/kalifornien)", "topic: cybersecurity", "kind: LetterOfIntent", "Taken for one because of:\n  "]
    {
        assert!(deal.contains(words), "{words} is not in {deal}");
    }
    let json =
        place.run(&["explain", "--json", "--documents", "1", "https://w3id.org/pakt/id/place/kalifornien"]).ended(0, &[]).out.clone();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["name"].as_str(), json["documents"].as_array().map(Vec::len)), (Some("Kalifornien"), Some(1)));
    assert!(json["document_count"].as_u64() > Some(1));
    place.run(&["explain", "person/stefan-kreps"]).ended(2, &["knows no person/stefan-kreps", "did you mean person/stefan-krebs"]);
    place.run(&["explain", "zzz"]).ended(2, &["knows no zzz", "pakt query agreements"]);
}

#[test]
fn runs_are_on_record_and_not_in_the_data() {
    let place = Place::with_data();
    place.run(&["build", "data"]).ended(0, &[]);
    place.run(&["remove", "data/bw-kalifornien-cybersicherheit-open-data.txt"]).ended(0, &[]);
    let runs = place.run(&["query", "--format", "csv", "runs"]).ended(0, &[]).out.clone();
    assert!(runs.contains(",build,data,5,0,0,0,0,0,5,") && runs.contains(",remove,data/bw-"), "{runs}");
    assert!(!place.run(&["export"]).out.contains("startedAtTime "));
    assert!(place.run(&["export", "--graph", "graph/runs"]).out.contains("startedAtTime "));
    let seen = place.run(&["query", "--format", "csv", "SELECT (COUNT(*) AS ?n) { ?r a pakt:Run }"]).out;
    assert_eq!(seen, "n\r\n0\r\n");
}

#[test]
fn broken_rules_and_names_stop_before_anything_is_done() {
    let place = Place::new();
    place.write("a.txt", RELEASE);
    place.write("rules/90-own.toml", "[[rule]]\nid = 7\n");
    place.write("names/own.csv", "name,class,shoe\nHamm,Territory,42\n");
    place.run(&["build", "a.txt", "--rules", "rules"]).ended(2, &["rules/90-own.toml:2", "error"]);
    place.run(&["extract", "a.txt", "--gazetteers", "names"]).ended(2, &["own.csv:1", "shoe"]);
    place.run(&["check", "--rules", "rules", "--gazetteers", "names"]).ended(2, &["rules/90-own.toml:2", "own.csv:1"]);
    place.run(&["check", "--rules", "nowhere"]).ended(2, &["nowhere"]);
    place.write("misspelt/60-own.tml", "");
    place.run(&["extract", "a.txt", "--rules", "misspelt"]).ended(0, &["note: misspelt/60-own.tml is no rule file"]);
    assert!(!place.path("pakt-store").exists());
}

/// The block of code of that language in the section of a manual.
fn code_of(manual: &str, section: &str, language: &str) -> String {
    let section = manual.split("\n## ").find(|part| part.starts_with(section)).expect("the manual has the section");
    let block = section.split("```").find_map(|part| part.strip_prefix(language)).expect("the section has the block");
    block.lines().map(|line| line.strip_prefix("   ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_examples_of_the_manuals_work() {
    let place = Place::new();
    place.write("my-rules/60-settled.toml", code_of(include_str!("../rules/README.md"), "Add a construction", "toml"));
    place.write("my-names/own.csv", code_of(include_str!("../gazetteers/README.md"), "Add a name", "csv"));
    let both = ["--rules", "my-rules", "--gazetteers", "my-names"];
    place.run(&[&["check"][..], &both].concat()).ended(0, &[]);
    place.write("a.txt", "Der Vertrag zwischen Hessen und Thüringen ist in trockenen Tüchern, sagt das Quantenamt.\n");
    // the manual says that it is not read without the rule
    assert!(place.run(&["extract", "a.txt"]).ended(0, &[]).out.contains(r#""agreements":[]"#));
    let facts = place.run(&[&["extract", "a.txt"][..], &both].concat()).ended(0, &[]).out.clone();
    for found in ["agreement.in-dry-cloths", "own/Landesamt für Quantentechnik (Hessen)"] {
        assert!(facts.contains(found), "{facts}");
    }
}

#[test]
fn names_of_ones_own_are_found() {
    let place = Place::new();
    place.write("a.txt", "Das Saarland und die Behörde Quaxfunk haben eine Absichtserklärung unterzeichnet.\n");
    place.write("names/own.csv", "name,class,kind\nQuaxfunk,Organization,agency\n");
    place.run(&["build", "a.txt", "--gazetteers", "names"]).ended(0, &[]);
    let found = place.run(&["query", "SELECT ?c { ?n schema:name 'Quaxfunk' ; a ?c }"]);
    assert!(found.out.contains("Organization"), "{}", found.out);
}

#[test]
fn check_counts_what_it_checked() {
    let place = Place::new();
    let run = place.run(&["check"]);
    run.ended(0, &[]);
    assert!(run.out.contains(" rules, ") && run.out.contains(" examples, ") && run.out.ends_with(": all right\n"), "{}", run.out);
}

#[test]
fn help_shows_examples() {
    let place = Place::new();
    for command in ["build", "query", "explain", "export", "extract", "load", "remove", "serve", "check", "completions"] {
        let help = place.run(&[command, "--help"]);
        help.ended(0, &[]);
        assert!(help.out.contains(&format!("Examples:\n  pakt {command}")), "{}", help.out);
        let is_plain = |option: &&str| option.lines().next().is_some_and(|line| !line.contains('<')) || option.contains("Print help");
        for option in help.out.split("\n      --").skip(1).filter(|option| !is_plain(option)) {
            assert!(option.contains("[default: "), "`{command} --{}` does not tell its default", option.lines().next().unwrap());
        }
    }
    assert!(place.run(&["--help"]).ended(0, &[]).out.contains("Exit status"));
    place.run(&["bild", "data"]).ended(2, &["unrecognized subcommand 'bild'", "build"]);
}

#[test]
fn every_shell_gets_its_completions() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = place.run(&["completions", shell]).ended(0, &[]).out.clone();
        assert!(["build", "extract", "gazetteers"].iter().all(|word| script.contains(word)), "{shell}: {script}");
    }
    place.run(&["completions", "dos"]).ended(2, &["possible values"]);
}

/// `pakt export | head -1`
#[cfg(unix)]
#[test]
fn who_stops_reading_is_no_error() {
    use std::io::Read;
    use std::process::Stdio;
    let place = Place::built();
    for args in [&["export"][..], &["extract", "data"], &["query", "SELECT * { ?s ?p ?o }"]] {
        let program = assert_cmd::cargo::cargo_bin("pakt");
        let mut child = std::process::Command::new(program)
            .args(args)
            .current_dir(place.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap(); // and closed here
        Run::of(child.wait_with_output().unwrap()).ended(0, &[]);
    }
}
