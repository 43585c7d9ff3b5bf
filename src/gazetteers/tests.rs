//! The data as they are shipped, and the search over small data of its own.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::facts::EntityKind;
use crate::text::tokenize;

static SHIPPED: LazyLock<Gazetteers> = LazyLock::new(|| {
    Gazetteers::builtin().unwrap_or_else(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("the shipped data have faults:\n{}", lines.join("\n"))
    })
});

/// `text [form kind] -> entry, entry`, a line a match.
fn found(gazetteers: &Gazetteers, text: &str) -> Vec<String> {
    let tokens = tokenize(text);
    let norms: Vec<&str> = tokens.iter().map(|t| t.norm.as_str()).collect();
    let readings = |m: &Match| -> Vec<String> {
        m.readings.iter().map(|r| format!("{:?} {}{}", r.form, gazetteers.entry(r.entry).name, if r.common { "?" } else { "" })).collect()
    };
    gazetteers.find(&norms).iter().map(|m| format!("{} = {}", norms[m.tokens.clone()].join(" "), readings(m).join(" | "))).collect()
}

fn file(name: &str, text: &str) -> File {
    File { name: name.to_owned(), shown: name.to_owned(), text: text.to_owned(), built_in: false }
}

/// Loads data from one file with the columns that most tests need.
fn small(rows: &str) -> Result<Gazetteers, Vec<LoadError>> {
    let text = format!("# a comment\nname,class,kind,aliases,acronyms,adjectives,demonyms,jurisdiction,parent,wikidata,flags\n{rows}");
    Gazetteers::from_files(&[file("small.csv", &text)])
}

/// The one fault of the data, as it is shown.
fn fault(file: &str, text: &str) -> String {
    match Gazetteers::from_files(&[self::file(file, text)]) {
        Ok(_) => "loads".to_owned(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn forms_lead_to_their_entries() {
    // a text that is one form, the kind of form, the entry
    let table = [
        ("Bayern", Form::Name, "Bayern"),
        ("Bayerns", Form::Genitive, "Bayern"),
        ("Freistaates Bayern", Form::Genitive, "Bayern"),
        ("bayerischen", Form::Adjective, "Bayern"),
        ("Bayerische", Form::Adjective, "Bayern"),
        ("Saarlandes", Form::Genitive, "Saarland"),
        ("Baden-Württembergs", Form::Genitive, "Baden-Württemberg"),
        ("baden-württembergischem", Form::Adjective, "Baden-Württemberg"),
        ("NRW", Form::Acronym, "Nordrhein-Westfalen"),
        ("Thüringer", Form::Adjective, "Thüringen"),
        ("Landes Hessen", Form::Genitive, "Hessen"),
        ("Niederlanden", Form::Inflected, "Niederlande"),
        ("Vereinigten Staaten", Form::Inflected, "Vereinigte Staaten"),
        ("Vereinigten Königreichs", Form::Genitive, "Vereinigtes Königreich"),
        ("französisches", Form::Adjective, "Frankreich"),
        ("Kaliforniens", Form::Genitive, "Kalifornien"),
        ("kalifornische", Form::Adjective, "Kalifornien"),
        ("Darmstadts", Form::Genitive, "Darmstadt"),
        ("MITTWEIDA", Form::Name, "Mittweida"),
        ("Stuttgarter", Form::Adjective, "Stuttgart"),
        (
            "Deutsche Forschungszentrum für Künstliche Intelligenz",
            Form::Inflected,
            "Deutsches Forschungszentrum für Künstliche Intelligenz",
        ),
        (
            "Deutschen Forschungszentrums für Künstliche Intelligenz",
            Form::Genitive,
            "Deutsches Forschungszentrum für Künstliche Intelligenz",
        ),
        ("Hessischen Zentrale für Datenverarbeitung", Form::Inflected, "Hessische Zentrale für Datenverarbeitung"),
        ("Bundesamtes für Sicherheit in der Informationstechnik", Form::Genitive, "Bundesamt für Sicherheit in der Informationstechnik"),
        ("Bundesministeriums des Innern", Form::Genitive, "Bundesministerium des Innern"),
        ("Auswärtigen Amtes", Form::Genitive, "Auswärtiges Amt"),
        ("Deutschen Bundestages", Form::Genitive, "Deutscher Bundestag"),
        (
            "Zentralen Stelle für Informationstechnik im Sicherheitsbereich",
            Form::Inflected,
            "Zentrale Stelle für Informationstechnik im Sicherheitsbereich",
        ),
        ("Technischen Universität Darmstadt", Form::Inflected, "Technische Universität Darmstadt"),
        ("TU Darmstadt", Form::Alias, "Technische Universität Darmstadt"),
        ("schleswig-holsteinische Staatskanzlei", Form::Alias, "Staatskanzlei Schleswig-Holstein"),
        ("Staatskanzlei in Kiel", Form::Alias, "Staatskanzlei Schleswig-Holstein"),
        ("Kieler Staatskanzlei", Form::Alias, "Staatskanzlei Schleswig-Holstein"),
        ("schleswig-holsteinischen Staatskanzlei", Form::Inflected, "Staatskanzlei Schleswig-Holstein"),
        ("Staatskanzlei des Saarlandes", Form::Alias, "Staatskanzlei Saarland"),
        ("bayerische Wirtschaftsministerium", Form::Inflected, "Wirtschaftsministerium Bayern"),
        ("baden-württembergischen Innenministeriums", Form::Genitive, "Innenministerium Baden-Württemberg"),
        ("Innenministeriums des Landes Baden-Württemberg", Form::Genitive, "Innenministerium Baden-Württemberg"),
        ("Sächsischen Staatsregierung", Form::Inflected, "Sächsische Staatsregierung"),
        ("Bayerische Ministerrat", Form::Inflected, "Bayerische Staatsregierung"),
        (
            "Bundesbeauftragten für den Datenschutz und die Informationsfreiheit",
            Form::Inflected,
            "Bundesbeauftragte für den Datenschutz und die Informationsfreiheit",
        ),
        ("Helmholtz Center for Information Security", Form::Alias, "CISPA Helmholtz-Zentrum für Informationssicherheit"),
        ("ZITiS", Form::Acronym, "Zentrale Stelle für Informationstechnik im Sicherheitsbereich"),
        ("Winfried Kretschmanns", Form::Genitive, "Winfried Kretschmann"),
    ];
    let mut wrong = Vec::new();
    for (text, form, name) in table {
        let tokens = tokenize(text);
        let norms: Vec<&str> = tokens.iter().map(|t| t.norm.as_str()).collect();
        let matches = SHIPPED.find(&norms);
        let whole = matches.iter().find(|m| m.tokens == (0..norms.len()));
        let has = |m: &Match| m.readings.iter().any(|r| r.form == form && SHIPPED.entry(r.entry).name == name);
        if !whole.is_some_and(has) {
            wrong.push(format!("{text}: {:?}", found(&SHIPPED, text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_longest_name_wins_and_leaves_the_rest() {
    assert_eq!(
        found(&SHIPPED, "Die Cybersicherheitsagentur Baden-Württemberg traf in Bayern das Land Baden-Württemberg."),
        [
            "Cybersicherheitsagentur Baden-Württemberg = Name Cybersicherheitsagentur Baden-Württemberg",
            "Bayern = Name Bayern",
            "Land Baden-Württemberg = Alias Baden-Württemberg",
        ]
    );
}

#[test]
fn names_match_at_token_borders_only() {
    let data = small("Essen,Territory,city,,,,,,,,common\nHessen,Territory,state,,,hessisch,,,,,\nKiel,Territory,city,,,,,,,,\n").unwrap();
    assert_eq!(found(&data, "Rheinhessen, Hessen Kiel Kielwasser essen"), ["Hessen = Name Hessen", "Kiel = Name Kiel"]);
    // neighbours do not compete for the space between them
    assert_eq!(found(&data, "Kiel Kiel Hessens"), ["Kiel = Name Kiel", "Kiel = Name Kiel", "Hessens = Genitive Hessen"]);
}

/// What [`Gazetteers::find`] promises, done the long way: every form of every entry tried at every token.
fn find_naively(data: &Gazetteers, tokens: &[&str]) -> Vec<Range<usize>> {
    let mut forms: BTreeSet<String> = BTreeSet::new();
    for entry in data.entries() {
        inflect::forms(entry, &mut |form, _| {
            forms.insert(form);
        });
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let end = (at + 1..=tokens.len()).rev().find(|&end| forms.contains(&tokens[at..end].join(" ")));
        found.extend(end.map(|end| at..end));
        at = end.unwrap_or(at + 1);
    }
    found
}

proptest::proptest! {
    #[test]
    fn the_search_finds_what_a_naive_one_finds(words in proptest::collection::vec(0..9_usize, 0..12)) {
        let data = small(
            "Land Hessen,Territory,state,Hessen,,,,,,,\nHessen Land Kiel,Organization,company,,,,,,,,\nKiel am Main,Territory,city,Kiel,,,,,,,\n\
             am Main Land Hessen Kiel,Organization,company,,,,,,,,\n",
        )
        .unwrap();
        let vocabulary = ["Land", "Landes", "Hessen", "Kiel", "Kiels", "am", "Main", "Rad", "KIEL"];
        let tokens: Vec<&str> = words.iter().map(|&i| vocabulary[i]).collect();
        let found: Vec<Range<usize>> = data.find(&tokens).into_iter().map(|m| m.tokens).collect();
        proptest::prop_assert_eq!(found, find_naively(&data, &tokens));
    }
}

#[test]
fn a_form_of_several_entries_has_several_readings() {
    let data = small(
        "Neustadt,Territory,city,,,,,Bayern,,,\nNeustadt,Territory,city,,,,,Hessen,,,\nBayern,Territory,state,,,,,,,,\nHessen,Territory,state,,,,,,,,\n\
         Wetter,Territory,city,,,,,Hessen,,,common\n",
    )
    .unwrap();
    assert_eq!(found(&data, "Neustadts Wetter"), ["Neustadts = Genitive Neustadt | Genitive Neustadt", "Wetter = Name Wetter?"]);
    assert_eq!(data.by_name("Neustadt").len(), 2);
}

#[test]
fn acronyms_are_matched_as_they_are_written() {
    assert_eq!(found(&SHIPPED, "das BSI"), ["BSI = Acronym Bundesamt für Sicherheit in der Informationstechnik"]);
    for text in ["bsi", "Bsi", "die", "kit", "list"] {
        assert!(found(&SHIPPED, text).is_empty(), "{text}: {:?}", found(&SHIPPED, text));
    }
}

#[test]
fn ministries_without_a_land_are_nobodys() {
    for text in
        ["Innenministerium", "Finanzministeriums", "Staatskanzlei", "Landesregierung", "Landtag", "Landeskriminalamt", "Staatsregierung"]
    {
        assert!(found(&SHIPPED, text).is_empty(), "{text}: {:?}", found(&SHIPPED, text));
    }
}

#[test]
fn ordinary_words_are_no_names() {
    let text = "Die Zusammenarbeit der beiden Partner soll im kommenden Jahr weiter gestärkt und auf neue Themen ausgedehnt werden, \
                sagte der Minister nach dem Treffen. Ziel ist der Austausch von Wissen über sichere Netze, Daten und künstliche Intelligenz.";
    let sure: Vec<String> = found(&SHIPPED, text).into_iter().filter(|m| !m.ends_with('?')).collect();
    assert_eq!(sure, Vec::<String>::new());
}

#[test]
fn parties_by_any_of_their_names() {
    let table = [
        ("CDU", Some("CDU")),
        ("Grüne", Some("GRÜNE")),
        ("Bündnis 90/Die Grünen", Some("GRÜNE")),
        ("B’90/Die Grünen", Some("GRÜNE")),
        ("Freie Wähler", Some("FW")),
        ("Die Linke", Some("LINKE")),
        ("Linke", Some("LINKE")),
        ("SSW", Some("SSW")),
        ("parteilos", None),
        ("dpa", None),
    ];
    for (form, party) in table {
        assert_eq!(SHIPPED.party(form), party, "{form}");
    }
}

#[test]
fn given_names_and_their_gender() {
    assert_eq!(SHIPPED.given_name("Winfried"), Some(Gender::Male));
    assert_eq!(SHIPPED.given_name("Nadja"), Some(Gender::Female));
    assert_eq!(SHIPPED.given_name("Kim"), Some(Gender::Either));
    assert_eq!(SHIPPED.given_name("Absichtserklärung"), None);
}

#[test]
fn validity_is_compared_as_precisely_as_both_are() {
    let ministry = SHIPPED.entry(SHIPPED.by_name("Bundesministerium für Digitales und Verkehr")[0]);
    for (date, valid) in [("2021-12-07", false), ("2021-12-08", true), ("2021", true), ("2024-03", true), ("2025-05-07", false)] {
        assert_eq!(ministry.valid_on(date), valid, "{date}");
    }
}

#[test]
fn keys_name_file_entry_and_jurisdiction() {
    let id = SHIPPED.by_name("Innenministerium Baden-Württemberg")[0];
    assert_eq!(SHIPPED.entry(id).key(&SHIPPED), "state_patterns/Innenministerium Baden-Württemberg (Baden-Württemberg)");
}

#[test]
fn faults_of_rows_are_told_with_line_and_help() {
    let head = "name,class,kind,aliases,jurisdiction,parent,wikidata,from,flags,party,acronyms\n";
    let rows = [
        ("Kiel,Territory,citty,,,,,,,,", "t.csv:2: unknown kind `citty` in column `kind`\n  help: did you mean `city`?"),
        (
            "Kiel,Territory,town,,,,,,,,",
            "t.csv:2: unknown kind `town` in column `kind`\n  help: the kinds of this class are country, state, city, district, region, supranational, other-place",
        ),
        ("Kiel,Teritory,city,,,,,,,,", "t.csv:2: unknown class `Teritory` in column `class`\n  help: did you mean `Territory`?"),
        (
            "Kiel,Territory,city,,Hollstein,,,,,,",
            "t.csv:2: jurisdiction `Hollstein` of `Kiel` is not known\n  help: write the canonical name of an entry of class Territory, or add that entry",
        ),
        (
            "Amt,Organization,agency,,,Oberamt,,,,,",
            "t.csv:2: parent `Oberamt` of `Amt` is not known\n  help: write the canonical name of an entry of class Organization, or add that entry",
        ),
        (",Territory,city,,,,,,,,", "t.csv:2: the row has no name\n  help: fill in the column `name` or delete the row"),
        (
            "Kiel,,city,,,,,,,,",
            "t.csv:2: the row has no class\n  help: write one in the column `class`: Territory, Organization, Person, Party",
        ),
        (
            "Kiel,Place,city,,,,,,,,",
            "t.csv:2: unknown class `Place` in column `class`\n  help: the classes are Territory, Organization, Person, Party",
        ),
        (
            "Kiel,Territory,,,,,,,,,",
            "t.csv:2: the row has no kind\n  help: write one in the column `kind`: country, state, city, district, region, supranational, other-place",
        ),
        (
            "Kiel,Territory,ministry,,,,,,,,",
            "t.csv:2: kind `ministry` in column `kind` does not go with class Territory\n  help: its kinds are country, state, city, district, region, supranational, other-place",
        ),
        (
            "Kiel,Territory,city,,,,64,,,,",
            "t.csv:2: `64` in column `wikidata` is no Wikidata id\n  help: write it as in Q64, or leave the cell empty",
        ),
        (
            "Kiel,Territory,city,,,,,2021-13-01,,,",
            "t.csv:2: `2021-13-01` in column `from` is no date\n  help: write a year (2021) or a day (2021-12-08)",
        ),
        (
            "Kiel,Territory,city,,,,,,rare,,",
            "t.csv:2: unknown flag `rare` in column `flags`\n  help: the only flag is `common`: the form is also an ordinary word or surname",
        ),
        (
            "Kiel,Territory,city,K,,,,,,,",
            "t.csv:2: `K` is too short to stand for anything\n  help: leave it out; of two letters only acronyms in capitals",
        ),
        (
            "Au,Territory,city,,,,,,,,",
            "t.csv:2: `Au` is too short to stand for anything\n  help: leave it out; of two letters only acronyms in capitals",
        ),
        (
            "Kiel,Territory,city,,,,,,,CDU,",
            "t.csv:2: column `party` is for persons, but `Kiel` is of class Territory\n  help: empty the cell",
        ),
        (
            "Neue Partei,Party,,,,,,,,,",
            "t.csv:2: party `Neue Partei` has nothing in column `acronyms`\n  help: the first acronym is what is written after a member's name",
        ),
        (
            "Kiel,Territory,city",
            "t.csv:2: expected 11 cells as in the header, but found 3\n  help: put a cell that holds a comma in double quotes; lists within a cell are separated by semicolons",
        ),
    ];
    for (row, expected) in rows {
        assert_eq!(fault("t.csv", &format!("{head}{row}\n")), expected);
    }
}

#[test]
fn faults_of_files_are_told_with_line_and_help() {
    let table = [
        ("t.csv", "", "t.csv: the file has no header"),
        ("t.csv", "name,class,kind,alias\n", "t.csv:1: unknown column `alias`\n  help: did you mean `aliases`?"),
        ("t.csv", "# source\nname,name\n", "t.csv:2: column `name` stands twice\n  help: delete one of them"),
        (
            "t.csv",
            "name;class;kind\nKiel;Territory;city\n",
            "t.csv:1: the header is one cell\n  help: separate the cells by commas; semicolons separate the parts of a list within a cell",
        ),
        ("t.csv", "class,kind\n", "t.csv:1: there is no column `name`\n  help: every file needs one"),
        (
            "given_names.csv",
            "name,gender\nAda,w\n",
            "given_names.csv:2: unknown gender `w` in column `gender`\n  help: write f, m, mf, or leave the cell empty",
        ),
    ];
    for (file, text, expected) in table {
        let shown = fault(file, text);
        assert!(shown.starts_with(expected), "expected\n{expected}\nbut found\n{shown}");
    }
}

#[test]
fn every_fault_is_told_not_the_first_only() {
    let shown = fault("t.csv", "name,class,kind\nKiel,Territory,city\nX,Territory,city\nKiel,Territory,city\nBonn,Nowhere,city\n");
    let lines: Vec<&str> = shown.lines().filter(|l| !l.starts_with("  help")).collect();
    assert_eq!(
        lines,
        [
            "t.csv:3: `X` is too short to stand for anything",
            "t.csv:4: `Kiel` stands twice, first in t.csv:2",
            "t.csv:5: unknown class `Nowhere` in column `class`"
        ]
    );
}

/// What is told of a folder with one file.
fn told(name: &str, text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(name), text).unwrap();
    let errors = Gazetteers::load(Some(dir.path())).err().unwrap_or_default();
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    shown.join("\n").replace(&format!("{}/", dir.path().display()), "")
}

#[test]
fn a_name_that_is_known_already_is_the_fault_of_ones_own_file() {
    let row = |name: &str, jurisdiction: &str| format!("name,class,kind,jurisdiction\n{name},Organization,agency,{jurisdiction}\n");
    // in the order of the files the program's own comes last
    assert_eq!(
        told("a.csv", &row("Bundesnetzagentur", "Deutschland")).replace(char::is_numeric, "#"),
        "a.csv:#: `Bundesnetzagentur` stands twice, first in federal.csv:##\n  help: it is known: leave the row out, or copy federal.csv into your folder and change it there"
    );
    assert!(
        told("a.csv", &row("Bundesnetzagentur", "")).ends_with("say in the column `jurisdiction` of both which territory each belongs to")
    );
    assert_eq!(told("a.csv", &row("Bundesnetzagentur", "Österreich")), "");
}

#[test]
fn a_reference_to_what_is_not_known_is_told_with_the_nearest_name() {
    let row = |jurisdiction: &str| format!("name,class,kind,jurisdiction\nQuaxamt,Organization,agency,{jurisdiction}\n");
    assert_eq!(told("a.csv", &row("Hesen")), "a.csv:2: jurisdiction `Hesen` of `Quaxamt` is not known\n  help: did you mean `Hessen`?");
    assert_eq!(
        told("a.csv", &row("NRW")),
        "a.csv:2: jurisdiction `NRW` of `Quaxamt` is not known\n  help: write its canonical name: `Nordrhein-Westfalen`"
    );
    // nobody has to mend the program's files after one of them has been replaced
    assert_eq!(told("federal.csv", &row("Deutschland")), "");
}

#[test]
fn a_name_may_not_end_before_it_begins() {
    let row = |from: &str, to: &str| format!("name,class,kind,from,to\nQuaxamt,Organization,agency,{from},{to}\n");
    assert_eq!(
        told("a.csv", &row("2021", "2019")),
        "a.csv:2: column `from` (2021) is after column `to` (2019)\n  help: write the first and the last day under this name"
    );
    assert_eq!(told("a.csv", &row("2021-12-08", "2021")), "");
}

#[test]
fn lists_of_given_names_may_be_added() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("given_names-ours.csv"), "name,gender\nQuaxine,f\n").unwrap();
    std::fs::write(dir.path().join("ours.txt"), "name,gender\n").unwrap();
    std::fs::write(dir.path().join("README.md"), "ours").unwrap();
    let data = Gazetteers::load(Some(dir.path())).unwrap();
    assert!(data.given_name("Quaxine").is_some() && data.given_name("Angela").is_some());
    let note = format!("{} is no list of names: their names end in .csv", dir.path().join("ours.txt").display());
    assert_eq!(data.notes, [note]);
}

#[test]
fn every_kind_has_its_name_in_the_files() {
    for (name, kind) in read::KINDS {
        assert_eq!(serde_json::to_value(kind).unwrap(), **name);
    }
    let error = serde_json::from_value::<EntityKind>("?".into()).unwrap_err().to_string();
    // those that serde expects, without the one that it found
    assert_eq!(error.matches('`').count() / 2 - 1, read::KINDS.len());
}

#[test]
fn a_folder_replaces_files_of_its_names_and_adds_others() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("companies_associations.csv"), "name,class,kind\nMuster AG,Organization,company\n").unwrap();
    std::fs::write(dir.path().join("ours.csv"), "name,class,kind,jurisdiction\nAmt für Muster,Organization,agency,Hessen\n").unwrap();
    std::fs::write(dir.path().join("notes.txt"), "not read").unwrap();
    let data = Gazetteers::load(Some(dir.path())).unwrap();
    assert_eq!(data.by_name("Bitkom").len(), 0);
    assert_eq!(data.by_name("Muster AG").len(), 1);
    assert_eq!(found(&data, "des Amtes für Muster"), ["Amtes für Muster = Genitive Amt für Muster"]);
    assert_ne!(data.hash(), SHIPPED.hash());
}

#[test]
fn broken_folders_and_files_are_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("ours.csv"), b"name,class\nK\xFCln,Territory\n").unwrap();
    let errors = Gazetteers::load(Some(dir.path())).err().unwrap();
    let place = dir.path().join("ours.csv").display().to_string();
    let expected =
        format!("{place}:2: the file is not UTF-8, first behind `K`\n  help: save it as UTF-8; it may be Latin-1 (Windows-1252) now");
    assert_eq!(errors[0].to_string(), expected);
    let errors = Gazetteers::load(Some(Path::new("no/such/folder"))).err().unwrap();
    assert!(errors[0].message.starts_with("cannot read the folder"), "{}", errors[0]);
}

#[test]
fn loading_twice_gives_the_same() {
    let again = Gazetteers::builtin().unwrap();
    assert_eq!(again.entries(), SHIPPED.entries());
    assert_eq!(again.hash(), SHIPPED.hash());
    assert_eq!(again.hash().len(), 64);
}

/// Of the data themselves: an id stands for one thing. Those that stand on two rows, with the reason.
const SHARED_IDS: &[(&str, &str)] = &[];

#[test]
fn a_wikidata_id_stands_on_one_row() {
    let mut seen: Vec<(&str, &Entry)> = Vec::new();
    let mut wrong = BTreeSet::new();
    for entry in SHIPPED.entries() {
        let Some(id) = entry.wikidata.as_deref() else { continue };
        seen.push((id, entry));
    }
    seen.sort_by_key(|(id, entry)| (*id, &entry.name));
    for pair in seen.windows(2) {
        if pair[0].0 == pair[1].0 && !SHARED_IDS.iter().any(|(id, _)| *id == pair[0].0) {
            wrong.insert(format!("{}: {} ({}), {} ({})", pair[0].0, pair[0].1.name, pair[0].1.file, pair[1].1.name, pair[1].1.file));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_land_has_its_bodies() {
    for state in SHIPPED.entries().iter().filter(|e| e.file == "states.csv") {
        let land = SHIPPED.by_name(&state.name)[0];
        let kinds: BTreeSet<EntityKind> =
            SHIPPED.entries().iter().filter(|e| e.jurisdiction == Some(land)).filter_map(|e| e.kind).collect();
        for kind in [EntityKind::Government, EntityKind::Parliament, EntityKind::Ministry, EntityKind::Agency, EntityKind::University] {
            assert!(kinds.contains(&kind), "{} has no {kind:?}", state.name);
        }
    }
}
