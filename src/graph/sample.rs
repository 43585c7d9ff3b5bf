//! Facts for tests, built from a text: quotes are looked up in it, so that evidence is right by construction.

use std::collections::BTreeSet;
use std::time::SystemTime;

use super::run::{Counts, Run};
use super::{Base, Graph, Item, Listed, Options, Part, Wanted};
use crate::facts::{
    Agreement, AgreementKind, AgreementStatus, Attribute, BasedOn, DateSource, DocumentFacts, DocumentInfo, Entity, EntityClass,
    EntityKind, Evidence, FORMAT, Filler, Membership, Published, Signature,
};
use crate::resolve::{Member, Resolution, ResolvedAgreement, ResolvedEntity};
use crate::store::{Changes, Store};

/// Facts of a document with this text; the digits stand for its checksum.
pub struct Sample {
    pub facts: DocumentFacts,
}

impl Sample {
    pub fn new(file: &str, digits: &str, text: &str) -> Self {
        let document = DocumentInfo {
            file: file.to_owned(),
            sha256: digits.repeat(64 / digits.len()),
            headline: text.lines().next().map(str::to_owned),
            published: Some(Published { date: "2025-07-11".to_owned(), source: DateSource::FileName }),
            url: Some("https://example.org/news?id=7".to_owned()),
            author: None,
            outlet: None,
            language: "de".to_owned(),
            text: text.to_owned(),
        };
        Self { facts: DocumentFacts { format: FORMAT, document, entities: vec![], memberships: vec![], agreements: vec![] } }
    }

    /// The first place of `quote` in the text.
    pub fn evidence(&self, quote: &str, rule: &str) -> Evidence {
        let text = &self.facts.document.text;
        let byte = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is not in the text"));
        let begin = text[..byte].chars().count() as u32;
        Evidence { begin, end: begin + quote.chars().count() as u32, quote: quote.to_owned(), rule: rule.to_owned() }
    }

    pub fn entity(mut self, id: &str, class: EntityClass, kind: Option<EntityKind>, name: &str) -> Self {
        let mentions = vec![self.evidence(name, "test.name")];
        self.facts.entities.push(Entity {
            id: id.to_owned(),
            class,
            kind,
            name: name.to_owned(),
            other_names: vec![],
            gazetteer: None,
            wikidata: None,
            given_name: None,
            family_name: None,
            honorific_prefix: None,
            party: None,
            jurisdiction: None,
            parent: None,
            mentions,
        });
        self
    }

    pub fn party_of(mut self, id: &str, party: &str) -> Self {
        let evidence = self.evidence(party, "test.party");
        let entity = self.facts.entities.iter_mut().find(|e| e.id == id).expect("an entity");
        entity.party = Some(Attribute { value: party.to_owned(), evidence });
        self
    }

    pub fn member(mut self, person: &str, organization: &str, office: Option<&str>, quote: &str) -> Self {
        let evidence = self.evidence(quote, "test.office");
        let office = office.map(str::to_owned);
        self.facts.memberships.push(Membership { person: person.to_owned(), organization: organization.to_owned(), office, evidence });
        self
    }

    /// An agreement between entities, each with its own name as evidence; `change` adds the rest.
    pub fn agreement(
        mut self,
        id: &str,
        kind: AgreementKind,
        status: AgreementStatus,
        sentence: &str,
        parties: &[&str],
        change: impl FnOnce(&Self, &mut Agreement),
    ) -> Self {
        let mut agreement = Agreement {
            id: id.to_owned(),
            kind,
            status,
            parties: parties.iter().map(|id| self.filler(id)).collect(),
            signatures: vec![],
            date: None,
            place: None,
            topics: vec![],
            duration: None,
            based_on: vec![],
            evidence: vec![self.evidence(sentence, "test.agreement")],
        };
        change(&self, &mut agreement);
        self.facts.agreements.push(agreement);
        self
    }

    pub fn filler(&self, id: &str) -> Filler {
        let entity = self.facts.entities.iter().find(|e| e.id == id).expect("an entity");
        Filler { entity: id.to_owned(), evidence: self.evidence(&entity.name, "test.slot") }
    }

    pub fn attribute(&self, value: &str, quote: &str) -> Attribute {
        Attribute { value: value.to_owned(), evidence: self.evidence(quote, "test.value") }
    }

    pub fn signature(&self, person: &str, body: Option<&str>, office: Option<&str>) -> Signature {
        let evidence = self.filler(person).evidence;
        Signature { person: person.to_owned(), on_behalf_of: body.map(str::to_owned), office: office.map(str::to_owned), evidence }
    }
}

/// Entities of the same name are the same; agreements are, if the documents call them by the same identifier.
pub fn resolve(facts: &[DocumentFacts]) -> Resolution {
    let mut resolution = Resolution::default();
    for (document, one) in facts.iter().enumerate() {
        for entity in &one.entities {
            let member = Member { document, id: entity.id.as_str().into() };
            let iri = format!("{}/{}", format!("{:?}", entity.class).to_lowercase(), super::segment(&entity.name.to_lowercase()));
            match resolution.entities.iter_mut().find(|e| e.iri == iri) {
                Some(known) => known.members.push(member),
                None => resolution.entities.push(ResolvedEntity {
                    iri,
                    class: entity.class,
                    kind: entity.kind,
                    name: entity.name.clone(),
                    other_names: entity.other_names.clone(),
                    given_name: entity.given_name.clone(),
                    family_name: entity.family_name.clone(),
                    honorific_prefix: entity.honorific_prefix.clone(),
                    gazetteer: None,
                    wikidata: None,
                    jurisdiction: None,
                    parent: None,
                    members: vec![member],
                }),
            }
        }
        for agreement in &one.agreements {
            let member = Member { document, id: agreement.id.as_str().into() };
            let iri = format!("agreement/{}", super::segment(&agreement.id));
            match resolution.agreements.iter_mut().find(|a| a.iri == iri) {
                Some(known) => known.members.push(member),
                None => resolution.agreements.push(ResolvedAgreement { iri, members: vec![member] }),
            }
        }
    }
    resolution.entities.sort_by(|a, b| a.iri.cmp(&b.iri));
    resolution.agreements.sort_by(|a, b| a.iri.cmp(&b.iri));
    resolution
}

/// The documents as the graph knows them.
pub fn listed(facts: &[DocumentFacts]) -> Vec<Listed> {
    let one = |facts: &DocumentFacts| Listed {
        sha256: facts.document.sha256.clone(),
        files: vec![facts.document.file.clone()],
        facts: facts.digest(),
    };
    facts.iter().map(one).collect()
}

/// All graphs of some documents: each document's, that of the entities, the ontology.
pub fn graphs(facts: &[DocumentFacts], resolution: &Resolution, base: &Base, options: Options) -> Vec<Part> {
    let listed = listed(facts);
    let graph = Graph::new(&listed, resolution, BTreeSet::from(["CDU".to_owned()]), base, options);
    let part = |one: Wanted<Item>| graph.make(one.item, |number| Ok::<_, ()>(facts[number].clone())).unwrap();
    graph.wanted().into_iter().map(part).collect()
}

/// Makes the graphs of a store those of some documents.
pub fn write(facts: &[DocumentFacts], store: &mut Store) -> Changes {
    let base = store.base().clone();
    put(store, &graphs(facts, &resolve(facts), &base, Options::default()))
}

/// A run of long ago.
pub fn run() -> Run {
    let time = SystemTime::UNIX_EPOCH;
    let inputs = vec!["news".to_owned()];
    Run { command: "build", inputs, started: time, ended: time, rules: None, gazetteers: None, counts: Counts::default() }
}

/// Makes the graphs of a store these.
pub fn put(store: &mut Store, parts: &[Part]) -> Changes {
    let wanted = |(item, part): (usize, &Part)| Wanted { name: part.name().clone(), digest: part.digest(), item };
    let wanted: Vec<Wanted<usize>> = parts.iter().enumerate().map(wanted).collect();
    store.replace_graphs(&wanted, |&number| Ok(parts[number].clone())).unwrap()
}

const LAND: &str = "Nordland und Südreich besiegeln Zusammenarbeit\n\
    Hafenstadt, 10. Juli 2025. Innenministerin Ada Berg (CDU) und Jörg Tal haben am Donnerstag in Hafenstadt eine Absichtserklärung \
    zur Cybersicherheit für zwei Jahre unterzeichnet. Sie beruht auf dem Memorandum von 2019 zwischen Nordland und Südreich.";

const AGENCY: &str = "Das Amt für Netze begrüßt die Absichtserklärung\n\
    Nordland und Südreich haben eine Absichtserklärung unterzeichnet, die auch Quantentechnik umfasst. Ada Berg nannte sie wichtig. \
    Das Amt für Netze und Nordland planen einen Vertrag.";

/// Two documents, the first telling two agreements, the second one of them again and a third.
pub fn documents() -> Vec<DocumentFacts> {
    use AgreementKind as K;
    use AgreementStatus as S;
    use EntityClass::{Organization, Person, Place};
    let first = Sample::new("news/2025-07-11_land.txt", "0a1b", LAND)
        .entity("e1", Person, None, "Ada Berg")
        .entity("e2", Person, None, "Jörg Tal")
        .entity("e3", Place, Some(EntityKind::State), "Nordland")
        .entity("e4", Place, Some(EntityKind::Country), "Südreich")
        .entity("e5", Place, Some(EntityKind::City), "Hafenstadt")
        .party_of("e1", "CDU")
        .member("e1", "e3", Some("Innenministerin"), "Innenministerin Ada Berg")
        .agreement("mou", K::MemorandumOfUnderstanding, S::Ongoing, "Sie beruht auf dem Memorandum von 2019", &["e3", "e4"], |s, a| {
            a.date = Some(s.attribute("2019", "2019"));
        })
        .agreement(
            "loi",
            K::LetterOfIntent,
            S::Signed,
            "haben am Donnerstag in Hafenstadt eine Absichtserklärung",
            &["e3", "e4"],
            |s, a| {
                a.signatures = vec![s.signature("e1", Some("e3"), Some("Innenministerin")), s.signature("e2", None, None)];
                a.date = Some(s.attribute("2025-07-10", "am Donnerstag"));
                a.place = Some(s.filler("e5"));
                a.topics = vec![s.attribute("cybersecurity", "Cybersicherheit")];
                a.duration = Some(s.attribute("P2Y", "für zwei Jahre"));
                a.based_on = vec![BasedOn { agreement: "mou".to_owned(), evidence: s.evidence("beruht auf dem Memorandum", "test.based") }];
            },
        );
    let second = Sample::new("news/agency.txt", "ff00", AGENCY)
        .entity("x1", Place, Some(EntityKind::State), "Nordland")
        .entity("x2", Place, Some(EntityKind::Country), "Südreich")
        .entity("x3", Organization, Some(EntityKind::Agency), "Amt für Netze")
        .entity("x4", Person, None, "Ada Berg")
        .agreement("loi", K::LetterOfIntent, S::Signed, "haben eine Absichtserklärung unterzeichnet", &["x1", "x2"], |s, a| {
            a.topics = vec![s.attribute("quantum", "Quantentechnik")];
        })
        .agreement("plan", K::Treaty, S::Planned, "Das Amt für Netze und Nordland planen einen Vertrag.", &["x1", "x3"], |_, _| {});
    vec![first.facts, second.facts]
}
