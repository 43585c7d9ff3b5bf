//! Real questions to the graph of `data/`, asked by SPARQL, with the sentence and the document of each answer.

mod common;

use std::collections::BTreeSet;

use common::{STORE, rows};

/// Words of the sentences that report the agreement `?a`, and the file.
const SOURCE: &str = "GRAPH ?document { ?a pakt:reportedIn ?document ; pakt:evidence/nif:anchorOf ?sentence . ?document pakt:file ?file }";

fn set(rows: &[Vec<String>], column: usize) -> BTreeSet<&str> {
    rows.iter().map(|row| row[column].as_str()).filter(|value| !value.is_empty()).collect()
}

/// The letter of intent between Baden-Württemberg and Kalifornien: found by its parties, whoever of each side is named.
const LETTER: &str = "?a pakt:kind pakt:LetterOfIntent ; pakt:party ?one , ?two .
    ?one schema:name|pakt:jurisdiction/schema:name \"Baden-Württemberg\" . ?two schema:name|pakt:jurisdiction/schema:name \"Kalifornien\" .";

#[test]
fn who_signed_the_letter_of_intent_with_kalifornien() {
    let signed = rows(&STORE, &format!("SELECT DISTINCT ?a ?person {{ {LETTER} ?a pakt:signatory/schema:name ?person }}"));
    assert_eq!(set(&signed, 1), BTreeSet::from(["Stefan Krebs", "Mark Ghilarducci"]));
    assert_eq!(set(&signed, 0).len(), 1, "one agreement, however many documents tell of it");

    let files = rows(&STORE, &format!("SELECT DISTINCT ?file ?sentence {{ {LETTER} {SOURCE} }}"));
    let expected = BTreeSet::from(["data/bw-kalifornien-cybersicherheit-open-data.txt", "data/goodnews4-kretschmann-kalifornien.txt"]);
    assert_eq!(set(&files, 0), expected);
    assert!(set(&files, 1).iter().any(|sentence| sentence.contains("Diese unterzeichneten") && sentence.contains("Mark Ghilarducci")));
}

#[test]
fn in_what_office_and_for_whom_they_signed() {
    let signed = rows(
        &STORE,
        &format!(
            "SELECT DISTINCT ?person ?office ?for {{ {LETTER} ?a pakt:signature ?s . ?s pakt:signatory/schema:name ?person .
               OPTIONAL {{ ?s pakt:office ?office }} OPTIONAL {{ ?s pakt:onBehalfOf/schema:name ?for }} }}"
        ),
    );
    let for_whom = |person: &str| -> BTreeSet<&str> {
        signed.iter().filter(|row| row[0] == person && !row[2].is_empty()).map(|row| row[2].as_str()).collect()
    };
    let offices = |person: &str| -> BTreeSet<&str> { signed.iter().filter(|row| row[0] == person).map(|row| row[1].as_str()).collect() };
    let sides_of_krebs = ["Innenministerium Baden-Württemberg", "Baden-Württemberg", "Landesregierung Baden-Württemberg"];
    let sides_of_ghilarducci = ["California Governor's Office of Emergency Services", "Kalifornien"];
    let (krebs, ghilarducci) = (for_whom("Stefan Krebs"), for_whom("Mark Ghilarducci"));
    assert!(!krebs.is_empty() && krebs.iter().all(|side| sides_of_krebs.contains(side)), "{krebs:?}");
    assert!(!ghilarducci.is_empty() && ghilarducci.iter().all(|side| sides_of_ghilarducci.contains(side)), "{ghilarducci:?}");
    // The report of the signing calls him all of these; a sentence below the first.
    let of_krebs = ["Beauftragter", "Beauftragte", "Chief Information Officer", "Chief Digital Officer"];
    let named = offices("Stefan Krebs");
    assert!(named.iter().any(|office| of_krebs.iter().any(|one| office.starts_with(one))), "{named:?}");
}

#[test]
fn who_takes_part_in_the_programme_of_the_saarland() {
    let partners = rows(
        &STORE,
        &format!(
            "SELECT DISTINCT ?name ?file ?sentence {{ ?a pakt:kind pakt:CooperationProgramme ; pakt:party ?saarland , ?party .
               ?saarland schema:name|pakt:jurisdiction/schema:name \"Saarland\" . ?party schema:name ?name . {SOURCE} }}"
        ),
    );
    let names = set(&partners, 0);
    for institutions in [
        &["Deutsches Forschungszentrum für Künstliche Intelligenz"][..],
        &["CISPA – Helmholtz-Zentrum für Informationssicherheit", "CISPA Helmholtz-Zentrum für Informationssicherheit", "CISPA"],
        &["Bundesamt für Sicherheit in der Informationstechnik"],
        &["Zentrale Stelle für Informationstechnik im Sicherheitsbereich"],
        &["Innenministerium Frankreich", "Französisches Innenministerium", "Centre des Hautes Etudes du Ministère de l´Intérieur"],
    ] {
        assert!(institutions.iter().any(|name| names.contains(name)), "none of {institutions:?} in {names:?}");
    }
    assert_eq!(set(&partners, 1), BTreeSet::from(["data/saarland-chemi-ki-cybersecurity.txt"]));
    assert!(set(&partners, 2).iter().any(|sentence| sentence.contains("Kooperationsprogramm")));
}

#[test]
fn what_bayern_and_sachsen_agreed_on_and_when() {
    let agreed = rows(
        &STORE,
        &format!(
            "SELECT DISTINCT ?a ?status ?date ?topic ?file ?sentence {{ ?a pakt:party ?one , ?two ; pakt:status ?status .
               ?one schema:name|pakt:jurisdiction/schema:name \"Bayern\" . ?two schema:name|pakt:jurisdiction/schema:name \"Sachsen\" .
               OPTIONAL {{ ?a pakt:date ?date }} OPTIONAL {{ ?a pakt:topic ?topic }} {SOURCE} }}"
        ),
    );
    assert_eq!(set(&agreed, 0).len(), 1);
    assert_eq!(set(&agreed, 1), BTreeSet::from(["https://w3id.org/pakt/ontology#Agreed"]));
    assert_eq!(set(&agreed, 2), BTreeSet::from(["2019-05-21"]));
    for topic in ["quantum", "artificial-intelligence", "e-government", "mobile-communications"] {
        assert!(set(&agreed, 3).contains(format!("https://w3id.org/pakt/topic/{topic}").as_str()), "{topic} in {:?}", set(&agreed, 3));
    }
    assert_eq!(set(&agreed, 4), BTreeSet::from(["data/sachsen-bayern-kabinettssitzung.txt"]));
    assert!(set(&agreed, 5).iter().any(|sentence| sentence.contains("weitergehende Kooperationen")));
}

#[test]
fn which_agreement_builds_on_an_earlier_one() {
    let pairs = rows(
        &STORE,
        &format!(
            "SELECT DISTINCT ?a ?kind ?earlierKind ?earlierDate ?file ?words {{ ?a pakt:basedOn ?earlier ; pakt:kind ?kind .
               ?earlier pakt:kind ?earlierKind ; pakt:date ?earlierDate . ?a pakt:basedOnEvidence/nif:anchorOf ?words . {SOURCE} }}"
        ),
    );
    assert_eq!(set(&pairs, 1), BTreeSet::from(["https://w3id.org/pakt/ontology#LetterOfIntent"]));
    assert_eq!(set(&pairs, 2), BTreeSet::from(["https://w3id.org/pakt/ontology#MemorandumOfUnderstanding"]));
    assert_eq!(set(&pairs, 3), BTreeSet::from(["2018"]));
    assert!(set(&pairs, 4).contains("data/bw-kalifornien-cybersicherheit-open-data.txt"));
    assert!(set(&pairs, 5).iter().any(|words| words.contains("Memorandum of Understanding (MoU) von 2018")), "{:?}", set(&pairs, 5));
}
