//! Facts made here, in tables: what is joined, what stays apart, and what it is called.

use super::*;
use crate::facts::*;
use proptest::prelude::*;

fn evidence(quote: &str) -> crate::facts::Evidence {
    crate::facts::Evidence { begin: 0, end: 1, quote: quote.to_owned(), rule: "test".to_owned() }
}

fn attribute(value: &str) -> Attribute {
    Attribute { value: value.to_owned(), evidence: evidence(value) }
}

/// A document under construction. Entities are named by their names.
#[derive(Debug, Clone)]
struct Draft(DocumentFacts);

impl Draft {
    fn new(name: &str, published: &str) -> Self {
        let document = DocumentInfo {
            file: format!("{name}.txt"),
            sha256: corpus::fingerprint(&[name], 64),
            headline: None,
            published: (!published.is_empty()).then(|| Published { date: published.to_owned(), source: DateSource::Metadata }),
            url: None,
            author: None,
            outlet: None,
            language: "de".to_owned(),
            text: String::new(),
        };
        Self(DocumentFacts { format: FORMAT, document, entities: Vec::new(), memberships: Vec::new(), agreements: Vec::new() })
    }

    fn entity(mut self, class: EntityClass, kind: Option<EntityKind>, name: &str, change: impl FnOnce(&mut Entity)) -> Self {
        let mut entity = Entity {
            id: name.to_owned(),
            class,
            kind,
            name: name.to_owned(),
            other_names: Vec::new(),
            gazetteer: None,
            wikidata: None,
            given_name: None,
            family_name: None,
            honorific_prefix: None,
            party: None,
            jurisdiction: None,
            parent: None,
            mentions: vec![evidence(name)],
        };
        change(&mut entity);
        self.0.entities.push(entity);
        self
    }

    fn place(self, name: &str, kind: EntityKind) -> Self {
        self.entity(EntityClass::Place, Some(kind), name, |_| {})
    }

    /// `of` is the jurisdiction; `short` a name that the document introduces.
    fn organization(self, name: &str, kind: EntityKind, of: &str, short: &str) -> Self {
        self.entity(EntityClass::Organization, Some(kind), name, |e| {
            e.jurisdiction = (!of.is_empty()).then(|| of.to_owned());
            e.other_names = Some(short.to_owned()).filter(|s| !s.is_empty()).into_iter().collect();
        })
    }

    fn person(self, name: &str, party: &str) -> Self {
        self.entity(EntityClass::Person, None, name, |e| e.party = (!party.is_empty()).then(|| attribute(party)))
    }

    fn member(mut self, person: &str, organization: &str) -> Self {
        let (person, organization) = (person.to_owned(), organization.to_owned());
        self.0.memberships.push(Membership { person, organization, office: None, evidence: evidence("") });
        self
    }

    fn agreement(mut self, kind: AgreementKind, parties: &[&str], change: impl FnOnce(&mut Agreement)) -> Self {
        let filler = |p: &&str| Filler { entity: (*p).to_owned(), evidence: evidence(p) };
        let mut agreement = Agreement {
            id: format!("a{}", self.0.agreements.len() + 1),
            kind,
            status: AgreementStatus::Signed,
            parties: parties.iter().map(filler).collect(),
            signatures: Vec::new(),
            date: None,
            place: None,
            topics: Vec::new(),
            duration: None,
            based_on: Vec::new(),
            evidence: vec![evidence(&format!("{} {}", self.0.document.file, self.0.agreements.len()))],
        };
        change(&mut agreement);
        self.0.agreements.push(agreement);
        self
    }
}

/// A letter of intent of Nordland and Südland as a document tells it.
struct Told {
    published: &'static str,
    parties: [&'static str; 2],
    kind: AgreementKind,
    date: &'static str,
    signatories: &'static [&'static str],
    topics: &'static [&'static str],
}

const TOLD: Told = Told {
    published: "2022-10-08",
    parties: ["Nordland", "Südland"],
    kind: AgreementKind::LetterOfIntent,
    date: "2022-10-07",
    signatories: &["Ada Meerbusch", "Bo Talmann"],
    topics: &["cybersecurity"],
};

impl Told {
    fn draft(&self, name: &str) -> Draft {
        let draft = Draft::new(name, self.published)
            .place("Nordland", EntityKind::State)
            .place("Südland", EntityKind::State)
            .organization("Innenministerium", EntityKind::Ministry, "Nordland", "")
            .organization("Staatskanzlei", EntityKind::Government, "Nordland", "")
            .person("Ada Meerbusch", "")
            .person("Bo Talmann", "")
            .person("Cleo Ufer", "");
        self.add_to(draft)
    }

    fn add_to(&self, draft: Draft) -> Draft {
        draft.agreement(self.kind, &self.parties, |a| {
            a.date = Some(self.date).filter(|d| !d.is_empty()).map(attribute);
            a.topics = self.topics.iter().map(|t| attribute(t)).collect();
            let signature = |p: &&str| Signature { person: (*p).to_owned(), on_behalf_of: None, office: None, evidence: evidence(p) };
            a.signatures = self.signatories.iter().map(signature).collect();
        })
    }
}

fn resolved(drafts: &[Draft]) -> Resolution {
    let texts = Interner::default();
    resolve(&drafts.iter().map(|draft| Outline::new(&draft.0, &texts)).collect::<Vec<_>>())
}

/// The IRIs of a class, each with the number of its members.
fn iris(resolution: &Resolution, folder: &str) -> Vec<String> {
    let entities = resolution.entities.iter().map(|e| (&e.iri, e.members.len()));
    let all = entities.chain(resolution.agreements.iter().map(|a| (&a.iri, a.members.len())));
    all.filter(|(iri, _)| iri.starts_with(folder)).map(|(iri, members)| format!("{iri} x{members}")).collect()
}

#[test]
fn persons() {
    use EntityKind::*;
    let doc = |name: &str, person: &str, party: &str, of: &str, year: &str| {
        let draft = Draft::new(name, &format!("{year}-05-01")).place("Nordland", State).place("Südland", State).person(person, party);
        let draft = draft.organization("Werk Alpha", Company, "", "").organization("Werk Beta", Company, "", "");
        if of.is_empty() { draft } else { draft.member(person, of) }
    };
    // name, party, for whom, year
    type Case<'a> = (&'a str, &'a [[&'a str; 4]], &'a [&'a str]);
    let cases: &[Case] = &[
        ("equal names", &[["Ada Meer", "", "", "2020"], ["Ada Meer", "", "", "2024"]], &["person/ada-meer x2"]),
        ("spelling", &[["Hans-Jörg Meer", "", "", "2020"], ["Hans Joerg Meer", "", "", "2020"]], &["person/hans-joerg-meer x2"]),
        (
            "another party",
            &[["Ada Meer", "CDU", "", "2020"], ["Ada Meer", "SPD", "", "2021"]],
            &["person/ada-meer x1", "person/ada-meer-spd x1"],
        ),
        (
            "one party, two spellings",
            &[["Ada Meer", "GRÜNE", "", "2020"], ["Ada Meer", "Bündnis 90/Die Grünen", "", "2020"]],
            &["person/ada-meer x2"],
        ),
        (
            "another territory at the same time",
            &[["Ada Meer", "", "Nordland", "2020"], ["Ada Meer", "", "Südland", "2021"]],
            &["person/ada-meer x1", "person/ada-meer-suedland x1"],
        ),
        ("one territory", &[["Ada Meer", "", "Nordland", "2020"], ["Ada Meer", "CDU", "Nordland", "2021"]], &["person/ada-meer x2"]),
        (
            "two employers",
            &[["Ada Meer", "", "Werk Alpha", "2020"], ["Ada Meer", "", "Werk Beta", "2020"]],
            // each document names both companies, so one may well have left out what the other tells
            &["person/ada-meer x2"],
        ),
        (
            "a third one of whom nothing is known belongs to neither",
            &[["Ada Meer", "CDU", "Nordland", "2019"], ["Ada Meer", "SPD", "Südland", "2020"], ["Ada Meer", "", "", "2021"]],
            &["person/ada-meer x1", "person/ada-meer-HASH x1", "person/ada-meer-suedland x1"],
        ),
    ];
    for (what, people, expected) in cases {
        let drafts: Vec<Draft> = people.iter().enumerate().map(|(i, [n, p, o, y])| doc(&format!("{what} {i}"), n, p, o, y)).collect();
        assert_eq!(without_hashes(iris(&resolved(&drafts), "person/")), *expected, "{what}");
    }
}

/// Hashes are of eight hexadecimal digits or more.
fn without_hashes(mut iris: Vec<String>) -> Vec<String> {
    let hash = regex::Regex::new("-[0-9a-f]{8,16}( |$)").expect("a pattern");
    iris.iter_mut().for_each(|iri| *iri = hash.replace(iri, "-HASH$1").into_owned());
    iris.sort();
    iris
}

#[test]
fn a_surname_stays_in_its_document() {
    let draft = |name| Draft::new(name, "2022-01-01").person("Meer", "");
    let found = without_hashes(iris(&resolved(&[draft("a"), draft("b")]), "person/"));
    assert_eq!(found, ["person/meer-HASH x1", "person/meer-HASH x1"]);
}

#[test]
fn organizations() {
    use EntityKind::*;
    // name, kind, territory, short name
    type Case<'a> = (&'a str, &'a [(&'a str, EntityKind, &'a str, &'a str)], &'a [&'a str]);
    let cases: &[Case] = &[
        ("specific", &[("Amt Blau", Agency, "", ""), ("Amt Blau", Agency, "Nordland", "")], &["organization/amt-blau x2"]),
        (
            "one name in two territories",
            &[("Amt Blau", Agency, "Südland", ""), ("Amt Blau", Agency, "Nordland", "")],
            &["organization/amt-blau x1", "organization/amt-blau-LAND x1"],
        ),
        (
            "generic without a territory",
            &[("Innenministerium", Ministry, "", ""), ("Innenministerium", Ministry, "", "")],
            &["organization/innenministerium-HASH x1", "organization/innenministerium-HASH x1"],
        ),
        (
            "generic with its territory, in several forms",
            &[
                ("Innenministerium", Ministry, "Nordland", ""),
                ("Innenministerium Nordland", Ministry, "Nordland", ""),
                ("Ministerium des Innern", Ministry, "Nordland", ""),
                ("Nordländisches Innenministerium", Ministry, "Nordland", ""),
            ],
            &["organization/innenministerium-nordland x4"],
        ),
        (
            "two ministries",
            &[("Innenministerium", Ministry, "Nordland", ""), ("Finanzministerium", Ministry, "Nordland", "")],
            &["organization/finanzministerium-nordland x1", "organization/innenministerium-nordland x1"],
        ),
        (
            "bare with a territory",
            &[("Hochschule", University, "Nordland", ""), ("Hochschule", University, "Nordland", "")],
            &["organization/hochschule-HASH x1", "organization/hochschule-HASH x1"],
        ),
        (
            "acronym",
            &[("Institut für Blaues Licht Küste", Research, "", "IBLK"), ("IBLK", Research, "", "")],
            &["organization/institut-fuer-blaues-licht-kueste x2"],
        ),
        (
            "acronym of two",
            &[("Blaues Amt Alpha", Agency, "", "BAA"), ("Büro Astrid Adler", Company, "", "BAA"), ("BAA", OtherOrganization, "", "")],
            &["organization/baa x1", "organization/blaues-amt-alpha x1", "organization/buero-astrid-adler x1"],
        ),
        (
            "acronym of two, the territory tells",
            &[
                ("Kriminalamt Nordland", Agency, "Nordland", "KAN"),
                ("Kriminalamt Südland", Agency, "Südland", "KAN"),
                ("KAN", Agency, "Südland", ""),
            ],
            &["organization/kriminalamt-nordland x1", "organization/kriminalamt-suedland x2"],
        ),
        ("legal form", &[("Blaulicht AG", Company, "", ""), ("Blaulicht", Company, "", "")], &["organization/blaulicht x2"]),
        ("kind", &[("Union", Party, "", ""), ("Union", Research, "", "")], &["organization/union x1", "organization/union-HASH x1"]),
    ];
    for (what, organizations, expected) in cases {
        let draft = |(i, (name, kind, of, short)): (usize, &(&str, EntityKind, &str, &str))| {
            Draft::new(&format!("{what} {i}"), "2022-01-01")
                .place("Nordland", State)
                .place("Südland", State)
                .organization(name, *kind, of, short)
        };
        let drafts: Vec<Draft> = organizations.iter().enumerate().map(draft).collect();
        let found = without_hashes(iris(&resolved(&drafts), "organization/"));
        let found: Vec<String> = found
            .into_iter()
            .map(|i| i.replace("amt-blau-nordland", "amt-blau-LAND").replace("amt-blau-suedland", "amt-blau-LAND"))
            .collect();
        assert_eq!(found, *expected, "{what}");
    }
}

#[test]
fn gazetteer_entries_decide() {
    let draft = |name: &str, entry: &'static str| {
        Draft::new(name, "2022-01-01").entity(EntityClass::Place, Some(EntityKind::City), "Neustadt", |e| {
            e.gazetteer = Some(entry.to_owned());
            e.wikidata = entry.ends_with("(Nordland)").then(|| "Q1".to_owned());
        })
    };
    let drafts =
        [draft("a", "cities/Neustadt (Nordland)"), draft("b", "cities/Neustadt (Südland)"), draft("c", "cities/Neustadt (Nordland)")];
    let resolution = resolved(&drafts);
    let of_two = resolution.entities.iter().find(|e| e.members.len() == 2).expect("the entry that two documents name");
    assert_eq!(resolution.entities.len(), 2);
    assert_eq!(of_two.wikidata.as_deref(), Some("Q1"));
    assert!(resolution.near_merges.iter().any(|n| n.obstacle == Obstacle::GazetteerEntry), "{:?}", resolution.near_merges);
}

#[test]
fn the_description_is_the_fullest() {
    let long = |name| Draft::new(name, "2022-01-01").organization("Institut Blaues Licht", EntityKind::Research, "", "IBL");
    let short = |name| Draft::new(name, "2022-01-01").organization("IBL", EntityKind::Research, "", "");
    let resolution = resolved(&[short("a"), short("b"), short("c"), long("d")]);
    assert_eq!(resolution.entities.len(), 1);
    assert_eq!(resolution.entities[0].name, "Institut Blaues Licht");
    assert_eq!(resolution.entities[0].other_names, ["IBL"]);
}

#[test]
fn agreements_that_are_one() {
    let cases: &[(&str, Told)] = &[
        ("the very same", TOLD),
        ("told later, by month", Told { published: "2022-12-20", date: "2022-10", signatories: &[], ..TOLD }),
        ("by year, without topics", Told { date: "2022", topics: &[], ..TOLD }),
        ("no date, but news of the week", Told { published: "2022-10-10", date: "", ..TOLD }),
        ("the ministry for its Land", Told { parties: ["Innenministerium", "Südland"], ..TOLD }),
        ("a day off", Told { date: "2022-10-06", ..TOLD }),
        ("no instrument named", Told { kind: AgreementKind::Cooperation, ..TOLD }),
        ("another instrument, but all else agrees", Told { kind: AgreementKind::MemorandumOfUnderstanding, ..TOLD }),
    ];
    for (what, told) in cases {
        let first = Told { published: "2022-10-07", ..TOLD }.draft("first");
        let resolution = resolved(&[told.draft("second"), first]);
        assert_eq!(iris(&resolution, "agreement/"), ["agreement/letter-of-intent-nordland-suedland-2022 x2"], "{what}");
        let merge = resolution.merges.iter().find(|m| m.iri.starts_with("agreement/")).expect("the reason");
        assert!(merge.score >= score::THRESHOLD && !merge.evidence.is_empty(), "{what}: {merge:?}");
    }
}

#[test]
fn agreements_that_are_two() {
    let cases: &[(&str, Told)] = &[
        ("a follow-up", Told { published: "2024-10-08", date: "2024-10-07", ..TOLD }),
        ("the month after", Told { published: "2022-11-20", date: "2022-11", ..TOLD }),
        ("no date, news of another year", Told { published: "2024-05-01", date: "", signatories: &[], ..TOLD }),
        ("another instrument by other people", Told { kind: AgreementKind::Treaty, signatories: &["Cleo Ufer"], ..TOLD }),
        ("another field, signatories not told", Told { topics: &["space"], signatories: &[], ..TOLD }),
        ("one party only", Told { parties: ["Nordland", ""], signatories: &[], ..TOLD }),
        ("a day off, in another field", Told { date: "2022-10-06", topics: &["space"], ..TOLD }),
    ];
    for (what, told) in cases {
        let resolution = resolved(&[TOLD.draft("first"), told.draft("second")]);
        assert_eq!(resolution.agreements.len(), 2, "{what}: {:?}", resolution.merges);
    }
}

#[test]
fn two_agreements_of_one_document_stay_two_whatever_others_say() {
    let twice = TOLD.add_to(TOLD.draft("twice"));
    let others = (0..4).map(|i| TOLD.draft(&format!("once {i}")));
    let resolution = resolved(&std::iter::once(twice).chain(others).collect::<Vec<_>>());
    for agreement in &resolution.agreements {
        let mut documents: Vec<usize> = agreement.members.iter().map(|m| m.document).collect();
        documents.dedup();
        assert_eq!(documents.len(), agreement.members.len(), "{agreement:?}");
    }
}

#[test]
fn what_fits_two_agreements_joins_neither() {
    let both = Told { date: "2022-10-07", ..TOLD }.draft("both");
    let both = Told { date: "2022-10-01", ..TOLD }.add_to(both);
    let vague = Told { date: "2022-10", ..TOLD }.draft("vague");
    let resolution = resolved(&[both, vague]);
    assert_eq!(resolution.agreements.len(), 3);
    assert!(resolution.near_merges.iter().any(|n| n.obstacle == Obstacle::Ambiguous), "{:?}", resolution.near_merges);
}

#[test]
fn a_later_report_changes_no_iri() {
    let first = resolved(&[TOLD.draft("first")]);
    let later = Told { published: "2023-02-01", kind: AgreementKind::Cooperation, date: "2022", ..TOLD };
    let both = resolved(&[TOLD.draft("first"), later.draft("later")]);
    assert_eq!(first.agreements[0].iri, both.agreements[0].iri);
    assert_eq!(both.agreements.len(), 1);
}

#[test]
fn copies_are_one_document() {
    let mut copy = TOLD.draft("first");
    copy.0.document.file = "elsewhere.txt".to_owned();
    let resolution = resolved(&[TOLD.draft("first"), copy]);
    assert_eq!(resolution.agreements.len(), 1);
    assert_eq!(resolution.agreements[0].members.len(), 2);
    assert!(resolution.merges.is_empty(), "{:?}", resolution.merges);
}

#[test]
fn broken_references_do_no_harm() {
    let mut broken = TOLD.draft("broken").member("nobody", "nothing").member("Ada Meerbusch", "Ada Meerbusch");
    broken.0.agreements[0].based_on.push(BasedOn { agreement: "a9".to_owned(), evidence: evidence("") });
    broken.0.agreements[0].date = Some(attribute("gestern"));
    broken.0.entities[0].parent = Some("nobody".to_owned());
    broken.0.entities[1].jurisdiction = Some("Südland".to_owned());
    broken.0.entities.push(broken.0.entities[0].clone());
    broken.0.document.sha256.clear();
    let resolution = resolved(&[broken.clone(), TOLD.draft("whole")]);
    let members: usize = resolution.entities.iter().map(|e| e.members.len()).sum();
    assert_eq!(members, broken.0.entities.len() + TOLD.draft("whole").0.entities.len());
}

/// Any document of a small world, so that names collide often.
fn any_draft(world: &'static str) -> impl Strategy<Value = Draft> {
    let person = (0..4usize, 0..3usize, 0..4usize);
    let organization = (0..5usize, 0..3usize, 0..2usize);
    let agreement = (0..3usize, prop::collection::vec(0..7usize, 1..3), 0..5usize, 0..3usize);
    let all = (
        prop::collection::vec(person, 0..4),
        prop::collection::vec(organization, 0..3),
        prop::collection::vec(agreement, 0..3),
        0..4usize,
        0..1000u32,
    );
    all.prop_map(move |(persons, organizations, agreements, published, seed)| {
        let name = |name: &str| format!("{name}{world}");
        let places = [name("Nordland"), name("Südland")];
        let dates = ["", "2022-10-07", "2022-10", "2022", "2023-01-02"];
        let mut draft = Draft::new(&name(&seed.to_string()), ["", "2022-10-08", "2022-10-10", "2023-01-03"][published]);
        draft = draft.place(&places[0], EntityKind::State).place(&places[1], EntityKind::State);
        for (which, of, short) in organizations {
            let base = ["Innenministerium", "Ministerium", "Amt Blau", "AB", "Werk"][which];
            let full = if which < 2 { base.to_owned() } else { name(base) };
            let of = places.get(of).map_or("", String::as_str);
            let acronym = if short == 1 && which == 2 { name("AB") } else { String::new() };
            draft = draft.organization(&full, EntityKind::Agency, of, &acronym);
        }
        for (which, party, of) in persons {
            let full = [name("Ada Meer"), name("Bo Tal"), name("Cleo Ufer"), name("Meer")][which].clone();
            draft = draft.person(&full, ["", "CDU", "SPD"][party]);
            if let Some(place) = places.get(of) {
                draft = draft.member(&full, place);
            }
        }
        for (kind, parties, date, topic) in agreements {
            let kinds = [AgreementKind::LetterOfIntent, AgreementKind::Cooperation, AgreementKind::Treaty];
            let ids: Vec<String> = draft.0.entities.iter().filter(|e| e.class != EntityClass::Person).map(|e| e.id.clone()).collect();
            let parties: Vec<&str> = parties.iter().map(|&p| ids[p % ids.len()].as_str()).collect();
            draft = draft.agreement(kinds[kind], &parties, |a| {
                a.date = Some(dates[date]).filter(|d| !d.is_empty()).map(attribute);
                a.topics = ["cybersecurity", "space"].get(topic).map(|t| attribute(t)).into_iter().collect();
            });
        }
        draft
    })
}

/// A resolution with the documents' hashes in place of their numbers.
fn unnumbered(resolution: &Resolution, drafts: &[Draft]) -> String {
    let mut text = format!("{resolution:#?}");
    for (i, draft) in drafts.iter().enumerate() {
        let (sha, file) = (&draft.0.document.sha256, &draft.0.document.file);
        text = text.replace(&format!("document: {i},"), &format!("document: {sha} {file},"));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_documents_changes_nothing(drafts in prop::collection::vec(any_draft(""), 1..9).prop_flat_map(|d| (Just(d.clone()), Just(d).prop_shuffle()))) {
        let (drafts, mut shuffled) = drafts;
        // Same text, same facts: different facts of one text come from different rules and have an order of their own.
        let mut seen = std::collections::BTreeSet::new();
        let drafts: Vec<Draft> = drafts.into_iter().filter(|d| seen.insert(d.0.document.sha256.clone())).collect();
        shuffled.retain(|d| drafts.iter().any(|x| x.0 == d.0));
        prop_assert_eq!(unnumbered(&resolved(&drafts), &drafts), unnumbered(&resolved(&shuffled), &shuffled));
    }

    #[test]
    fn an_unrelated_document_changes_no_iri(drafts in prop::collection::vec(any_draft(""), 1..8), other in any_draft("xq")) {
        let alone = resolved(&drafts);
        let mut more = drafts.clone();
        // The bare names of the small world are in every document, so they are left out of the other one.
        let mut other = other;
        other.0.entities.iter_mut().for_each(|e| if !e.name.ends_with("xq") { e.name.push_str("xq") });
        more.push(other);
        let together = resolved(&more);
        for entity in &alone.entities {
            prop_assert!(together.entities.contains(entity), "{:#?}", entity);
        }
        for agreement in &alone.agreements {
            prop_assert!(together.agreements.contains(agreement), "{:#?}", agreement);
        }
    }

    #[test]
    fn every_member_is_in_one_node(drafts in prop::collection::vec(any_draft(""), 1..8)) {
        let resolution = resolved(&drafts);
        let entities: usize = resolution.entities.iter().map(|e| e.members.len()).sum();
        prop_assert_eq!(entities, drafts.iter().map(|d| d.0.entities.len()).sum::<usize>());
        let agreements: usize = resolution.agreements.iter().map(|a| a.members.len()).sum();
        prop_assert_eq!(agreements, drafts.iter().map(|d| d.0.agreements.len()).sum::<usize>());
        let iris = resolution.entities.iter().map(|e| &e.iri).chain(resolution.agreements.iter().map(|a| &a.iri));
        let distinct: std::collections::BTreeSet<&String> = iris.collect();
        prop_assert_eq!(distinct.len(), resolution.entities.len() + resolution.agreements.len());
    }
}
