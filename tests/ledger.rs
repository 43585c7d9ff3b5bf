//! The ledger of German constructions: `tests/ledger/*.toml`, each sentence with what must be read in it and what must
//! not. `tests/ledger/README.md` tells the format and the notation of facts.
//!
//! All cases are run before anything is reported. A case marked `known` is not read today and must fail: when it
//! passes, its mark is to be removed.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::READER;
use pakt::document::{self, Limits};
use pakt::facts::{Agreement, DocumentFacts, Entity, EntityClass, Filler};
use pakt::rules::cascade::Scratch;
use rayon::prelude::*;
use serde::Deserialize;

/// What a line of the notation begins with: a misspelt one would never be found, which `never` and `known` must not hide.
const LABELS: [&str; 14] = [
    "person",
    "organization",
    "place",
    "kind",
    "also",
    "in",
    "part",
    "title",
    "party",
    "for",
    "office",
    "author",
    "agreement",
    "agreements",
];
const FEWEST_CASES: usize = 200;
/// The shortest sentence, in characters, that is looked for in `data/`: shorter ones are formulas that anyone writes.
const OWN_SENTENCE: usize = 25;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    about: String,
    #[serde(rename = "case")]
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// `YYYY-MM-DD`, for what the words of a date are relative to.
    published: Option<String>,
    /// Facts that must be read.
    #[serde(default)]
    says: Vec<String>,
    /// Facts that must not be read; one that ends in `*` stands for all that begin so.
    #[serde(default)]
    never: Vec<String>,
    /// Why it is not read today.
    known: Option<String>,
}

/// The groups, by the names of their files.
static LEDGER: LazyLock<BTreeMap<String, Group>> = LazyLock::new(|| {
    let files = files_of(Path::new("tests/ledger")).into_iter().filter(|file| file.extension().is_some_and(|e| e == "toml"));
    files
        .map(|file| {
            let group = toml::from_str(&text_of(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            (file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), group)
        })
        .collect()
});

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path()).collect()
}

fn text_of(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn cases() -> impl Iterator<Item = (&'static str, &'static Case)> {
    LEDGER.iter().flat_map(|(group, content)| content.cases.iter().map(move |case| (group.as_str(), case)))
}

#[test]
fn every_case_is_read_as_written() {
    let all: Vec<_> = cases().collect();
    let read: Vec<(Vec<String>, BTreeSet<String>)> = all
        .par_iter()
        .map_init(Scratch::default, |scratch, (group, case)| {
            let facts = lines(&facts_of(group, case, scratch));
            (faults(case, &facts), facts)
        })
        .collect();
    let mut report = String::new();
    let mut failures = 0;
    let mut open = 0;
    for ((group, case), (faults, facts)) in all.iter().zip(&read) {
        match (&case.known, faults.is_empty()) {
            (None, true) => {}
            (Some(reason), false) => {
                open += 1;
                println!("not read: {group}: {}\n    {reason}", case.text.trim());
            }
            (Some(_), true) => {
                failures += 1;
                _ = writeln!(report, "\n[{group}] {}\n  is read now: remove its `known`", case.text.trim());
            }
            (None, false) => {
                failures += 1;
                _ = writeln!(report, "\n[{group}] {}", case.text.trim());
                faults.iter().for_each(|fault| _ = writeln!(report, "  {fault}"));
                facts.iter().filter(|fact| tells(fact)).for_each(|fact| _ = writeln!(report, "      found: {fact}"));
            }
        }
    }
    println!("{} cases in {} groups, {open} of them known not to be read", all.len(), LEDGER.len());
    assert!(failures == 0, "{failures} of {} cases:\n{report}", all.len());
}

#[test]
fn the_ledger_is_in_order() {
    assert!(cases().count() >= FEWEST_CASES, "only {} cases", cases().count());
    let data: String = files_of(Path::new("data")).iter().map(|file| squeezed(&text_of(file)) + "\n").collect();
    let mut seen = BTreeSet::new();
    for (group, case) in cases() {
        assert!(!LEDGER[group].about.is_empty(), "{group}: what is it about?");
        assert!(!case.says.is_empty() || !case.never.is_empty(), "{group}: nothing is asked of: {}", case.text);
        for line in case.says.iter().chain(&case.never) {
            let label = line.split([' ', ':', '*']).next().unwrap_or_default();
            assert!(LABELS.contains(&label), "{group}: no notation of a fact: {line}");
        }
        assert!(seen.insert(squeezed(&case.text)), "{group}: stands twice: {}", case.text);
        for sentence in case.text.split_inclusive(['.', '!', '?', '\n']).map(squeezed).filter(|s| s.chars().count() >= OWN_SENTENCE) {
            assert!(!data.contains(&sentence), "{group}: stands in data/: {sentence}");
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn facts_of(group: &str, case: &Case, scratch: &mut Scratch) -> DocumentFacts {
    // The date of publication comes in as it does for a file: by its name.
    let file = case.published.as_ref().map_or_else(|| format!("{group}.txt"), |date| format!("{date}-{group}.txt"));
    let document = document::read_text(&file, case.text.trim().as_bytes(), &Limits::default())
        .unwrap_or_else(|error| panic!("{error}: {}", case.text));
    READER.read(&document, scratch)
}

fn faults(case: &Case, facts: &BTreeSet<String>) -> Vec<String> {
    let missing = case.says.iter().filter(|line| !facts.contains(*line)).map(|line| format!("not found: {line}"));
    let unwanted = |line: &&String| match line.strip_suffix('*') {
        Some(start) => facts.iter().any(|fact| fact.starts_with(start)),
        None => facts.contains(*line),
    };
    missing.chain(case.never.iter().filter(unwanted).map(|line| format!("must not be found: {line}"))).collect()
}

/// Whether a fact is worth a line of the report: of an agreement's values those that are there, each once.
fn tells(fact: &str) -> bool {
    let repeated = [": party ", ": parties ", ": signatory ", ": topic "].iter().any(|label| fact.contains(label));
    !(fact.ends_with(" none") || fact.starts_with("agreement") && repeated)
}

/// The facts in the notation of the ledger.
fn lines(facts: &DocumentFacts) -> BTreeSet<String> {
    let name = |id: &str| facts.entities.iter().find(|e| e.id == id).map_or("?", |e| e.name.as_str()).to_owned();
    let mut out = BTreeSet::new();
    out.extend(facts.document.author.iter().map(|author| format!("author {author}")));
    for entity in &facts.entities {
        entity_lines(entity, &name, &mut out);
    }
    for membership in &facts.memberships {
        let (person, body) = (name(&membership.person), name(&membership.organization));
        out.extend(membership.office.iter().map(|office| format!("office {person}: {office} of {body}")));
        out.insert(format!("for {person}: {body}"));
    }
    out.insert(format!("agreements {}", facts.agreements.len()));
    for agreement in &facts.agreements {
        let parties = joined(agreement.parties.iter().map(|party| name(&party.entity)));
        for value in values(agreement, facts, &name) {
            if facts.agreements.len() == 1 {
                out.insert(format!("agreement: {value}"));
            }
            out.insert(format!("agreement {parties}: {value}"));
        }
        out.insert(format!("agreement {parties}"));
    }
    out
}

fn entity_lines(entity: &Entity, name: &impl Fn(&str) -> String, out: &mut BTreeSet<String>) {
    let class = match entity.class {
        EntityClass::Person => "person",
        EntityClass::Organization => "organization",
        EntityClass::Place => "place",
    };
    let who = &entity.name;
    out.insert(format!("{class} {who}"));
    out.extend(entity.kind.and_then(|kind| serde_json::to_value(kind).ok()?.as_str().map(|kind| format!("kind {who}: {kind}"))));
    out.extend(entity.other_names.iter().map(|other| format!("also {who}: {other}")));
    out.extend(entity.honorific_prefix.iter().map(|title| format!("title {who}: {title}")));
    out.extend(entity.party.iter().map(|party| format!("party {who}: {}", party.value)));
    out.extend(entity.jurisdiction.iter().map(|place| format!("in {who}: {}", name(place))));
    out.extend(entity.parent.iter().map(|parent| format!("part {who}: {}", name(parent))));
}

fn values(agreement: &Agreement, facts: &DocumentFacts, name: &impl Fn(&str) -> String) -> Vec<String> {
    let (kind, status) = (format!("{:?}", agreement.kind), format!("{:?}", agreement.status));
    let mut out = vec![format!("{kind}, {status}"), kind, status];
    let mut all = |label: &str, names: Vec<String>| {
        out.push(format!("{label} {}", if names.is_empty() { "none".to_owned() } else { joined(names.into_iter()) }));
    };
    let attribute = |value: &Option<pakt::facts::Attribute>| value.iter().map(|a| a.value.clone()).collect();
    let place: Option<&Filler> = agreement.place.as_ref();
    all("parties", agreement.parties.iter().map(|party| name(&party.entity)).collect());
    all("signed by", agreement.signatures.iter().map(|s| name(&s.person)).collect());
    all("date", attribute(&agreement.date));
    all("place", place.iter().map(|p| name(&p.entity)).collect());
    all("topics", agreement.topics.iter().map(|t| t.value.clone()).collect());
    all("duration", attribute(&agreement.duration));
    out.extend(agreement.parties.iter().map(|party| format!("party {}", name(&party.entity))));
    out.extend(agreement.signatures.iter().map(|s| format!("signatory {}", name(&s.person))));
    out.extend(agreement.topics.iter().map(|t| format!("topic {}", t.value)));
    let earlier = agreement.based_on.iter().filter_map(|b| facts.agreements.iter().find(|a| a.id == b.agreement));
    out.extend(earlier.map(|a| format!("builds on {}", joined(a.parties.iter().map(|party| name(&party.entity))))));
    out
}

/// Names in alphabetical order, so that the ledger need not know the order of the text.
fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" + ")
}
