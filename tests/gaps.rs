//! `pakt gaps`: names for lists and words for rules.

#[path = "common/place.rs"]
mod place;

use std::fs;

use insta::assert_snapshot;
use place::Place;
use serde_json::Value;

fn with_news() -> Place {
    let place = Place::new();
    place.write(
        "news/a.txt",
        "Hamburg und die Nordische Funkbehörde (NFB) haben am 4. Mai 2023 eine Kooperationsvereinbarung unterzeichnet. \
         Für die NFB unterschrieb deren Präsidentin Dr. Wiebke Jansohn (SPD). Das Innenministerium war nicht dabei.\n",
    );
    place.write(
        "news/b.txt",
        "Die Nordische Funkbehörde lud zum Sommerfest. Eine Rahmenvereinbarung sei nicht geplant, hieß es dort. Präsidentin Wiebke Jansohn \
         begrüßte die Gäste, darunter auch Vertreter der Tidewerk GmbH.\n",
    );
    place
}

#[test]
fn gaps_are_shown_with_what_would_fill_them() {
    let place = with_news();
    let run = place.run(&["gaps", "news"]);
    run.ended(0, &[]);
    assert_snapshot!(run.out, @r"
    Names that no list has: 3

      Wiebke Jansohn (Person): 2 documents, 2 mentions
        „Für die NFB unterschrieb deren Präsidentin Dr. Wiebke Jansohn (SPD).“ [news/a.txt, person.given-name]
        own-persons.csv: Wiebke Jansohn,Person,Wiebke,Jansohn,SPD

      Nordische Funkbehörde (Organization): 1 document, 3 mentions
        „Hamburg und die Nordische Funkbehörde (NFB) haben am 4. Mai 2023 eine Kooperationsvereinbarung unterzeichnet.“ [news/a.txt, organization.introduced]
        own-organizations.csv: Nordische Funkbehörde,Organization,other-organization,NFB,

      Tidewerk GmbH (Organization, company): 1 document, 1 mention
        „Präsidentin Wiebke Jansohn begrüßte die Gäste, darunter auch Vertreter der Tidewerk GmbH.“ [news/b.txt, organization.legal-form]
        own-organizations.csv: Tidewerk GmbH,Organization,company,,

    To add names, put their lines into files of a folder, and give it with --gazetteers. Look at the kind first.
      my-names/own-organizations.csv begins with  name,class,kind,acronyms,jurisdiction
      my-names/own-persons.csv begins with  name,class,given,family,party

    Words for agreements in sentences of which no rule made anything: 1

      Rahmenvereinbarung (CooperationAgreement): 1 document, 1 sentence
        „Eine Rahmenvereinbarung sei nicht geplant, hieß es dort.“ [news/b.txt]
    ");
    assert_eq!(run.out, place.run(&["gaps", "news/b.txt", "news/a.txt", "--threads", "1"]).out);
    let one = place.run(&["gaps", "news", "--limit", "1"]);
    assert!(one.out.contains("--limit 0 shows all"), "{}", one.out);
    place.run(&["gaps", "news", "missing"]).ended(1, &["not read: missing: no such file or folder"]);
}

#[test]
fn the_entries_fill_the_gaps() {
    let place = with_news();
    let gaps = |args: &[&str]| -> Value {
        let run = place.run(&[&["gaps", "news", "--limit", "0", "--json"], args].concat());
        serde_json::from_str(&run.ended(0, &[]).out).unwrap()
    };
    let before = gaps(&[]);
    let names = before["names"].as_array().unwrap();
    assert!(names.len() > 2, "{before:#}");
    let mut lists = std::collections::BTreeMap::new();
    for name in names {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let lines = lists.entry(text(&name["list"]["file"])).or_insert_with(|| text(&name["list"]["header"]) + "\n");
        lines.push_str(&(text(&name["entry"]) + "\n"));
    }
    lists.iter().for_each(|(file, lines)| place.write(&format!("my-names/{file}"), lines));
    assert_eq!(
        gaps(&["--gazetteers", "my-names"])["names"],
        Value::Array(Vec::new()),
        "{}",
        fs::read_to_string(place.path("my-names/own-organizations.csv")).unwrap()
    );
}
