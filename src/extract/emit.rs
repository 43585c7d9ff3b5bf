//! What was found as [`DocumentFacts`]: local ids, offsets in code points, evidence for each fact.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::entities::{Entities, Id};
use super::memberships::Membership;
use super::reports::Read;
use crate::facts::{self, Attribute, BasedOn, DocumentFacts, DocumentInfo, EntityClass, Evidence, FORMAT, Filler, Signature};
use crate::text::CodePoints;

struct Emitter<'v, 'a> {
    view: &'v View<'a>,
    offsets: CodePoints,
    /// Local id of each entity that goes out.
    ids: BTreeMap<Id, String>,
}

pub fn facts(view: &View, entities: Entities, memberships: Vec<Membership>, agreements: Vec<Agreement>) -> DocumentFacts {
    let mut emitter = Emitter { view, offsets: CodePoints::new(&view.document.text), ids: BTreeMap::new() };
    let mentions = mentions(&entities, &memberships, &agreements);
    let mut order: Vec<(usize, Id)> =
        mentions.iter().filter_map(|(id, places)| places.iter().map(|(t, _)| t.start).min().map(|first| (first, *id))).collect();
    order.sort_unstable();
    for (number, (_, id)) in order.iter().enumerate() {
        emitter.ids.insert(*id, format!("e{}", number + 1));
    }
    let d = view.document;
    DocumentFacts {
        format: FORMAT,
        document: DocumentInfo {
            file: d.file.clone(),
            sha256: d.sha256.clone(),
            headline: d.headline.clone(),
            published: d.published.clone(),
            url: d.url.clone(),
            author: d.author.clone(),
            outlet: d.outlet.clone(),
            language: "de".to_owned(),
            text: d.text.clone(),
        },
        entities: order.iter().map(|(_, id)| emitter.entity(&entities, *id, &mentions[id])).collect(),
        memberships: memberships.iter().map(|m| emitter.membership(m)).collect(),
        agreements: agreements.iter().enumerate().map(|(i, a)| emitter.agreement(i, a, &memberships)).collect(),
    }
}

type Places = Vec<(Range<usize>, std::sync::Arc<str>)>;

/// Every entity that is named or that a fact speaks of, with the places that show it.
///
/// One that the text does not name itself (the Land of a ministry, the state of `Bundesminister`) is shown by the words
/// that it was read from; where a fact needs none of them, it stays out.
fn mentions(entities: &Entities, memberships: &[Membership], agreements: &[Agreement]) -> BTreeMap<Id, Places> {
    let mut found: BTreeMap<Id, Places> = BTreeMap::new();
    for (id, e) in entities.list.iter().enumerate() {
        if !e.mentions.is_empty() {
            found.insert(id, e.mentions.clone());
        }
    }
    let mut implied = |id: Id, tokens: &Range<usize>, rule: &std::sync::Arc<str>| {
        found.entry(id).or_insert_with(|| vec![(tokens.clone(), rule.clone())]);
    };
    for m in memberships {
        implied(m.body, &m.tokens, &m.rule);
    }
    for p in agreements.iter().flat_map(|a| &a.parties) {
        implied(p.value, &p.tokens, &p.rule);
    }
    let named: BTreeSet<Id> = found.keys().copied().collect();
    for id in named {
        if let Some(j) = entities.get(id).jurisdiction
            && !found.contains_key(&j)
        {
            let first = found[&id][0].clone();
            found.insert(j, vec![first]);
        }
    }
    found
}

impl Emitter<'_, '_> {
    fn evidence(&self, tokens: &Range<usize>, rule: &str) -> Evidence {
        let bytes = self.view.chart.bytes(tokens.clone());
        Evidence {
            begin: self.offsets.at(bytes.start),
            end: self.offsets.at(bytes.end),
            quote: self.view.document.text[bytes].to_owned(),
            rule: rule.to_owned(),
        }
    }

    fn id(&self, entity: Id) -> String {
        // OK because `mentions` has a place for every entity that a fact refers to
        self.ids.get(&entity).cloned().unwrap_or_default()
    }

    fn entity(&self, entities: &Entities, id: Id, places: &Places) -> facts::Entity {
        let (e, gazetteers) = (entities.get(id), &self.view.reader.gazetteers);
        let mut mentions: Vec<Evidence> = places.iter().map(|(t, rule)| self.evidence(t, rule)).collect();
        mentions.sort();
        mentions.dedup();
        let names = e.other_names.iter().filter(|n| **n != e.name).cloned().collect();
        facts::Entity {
            id: self.id(id),
            class: e.class,
            kind: e.kind.filter(|_| e.class != EntityClass::Person),
            name: e.name.clone(),
            other_names: names,
            gazetteer: e.entry.map(|entry| gazetteers.entry(entry).key(gazetteers)),
            wikidata: e.entry.and_then(|entry| gazetteers.entry(entry).wikidata.clone()),
            given_name: e.given.clone(),
            family_name: e.family.clone(),
            honorific_prefix: e.prefix.clone(),
            party: e.party.as_ref().map(|(party, tokens, rule)| Attribute { value: party.clone(), evidence: self.evidence(tokens, rule) }),
            jurisdiction: e.jurisdiction.filter(|j| self.ids.contains_key(j)).map(|j| self.id(j)),
            parent: None,
            mentions,
        }
    }

    fn membership(&self, m: &Membership) -> facts::Membership {
        facts::Membership {
            person: self.id(m.person),
            organization: self.id(m.body),
            office: m.office.clone(),
            evidence: self.evidence(&m.tokens, &m.rule),
        }
    }

    fn attribute(&self, read: &Read<String>) -> Attribute {
        Attribute { value: read.value.clone(), evidence: self.evidence(&read.tokens, &read.rule) }
    }

    fn filler(&self, read: &Read<Id>) -> Filler {
        Filler { entity: self.id(read.value), evidence: self.evidence(&read.tokens, &read.rule) }
    }

    fn agreement(&self, number: usize, a: &Agreement, memberships: &[Membership]) -> facts::Agreement {
        let signatures = a
            .signers
            .iter()
            .map(|s| {
                let m = memberships.iter().find(|m| m.person == s.value);
                Signature {
                    person: self.id(s.value),
                    on_behalf_of: m.map(|m| self.id(m.body)),
                    office: m.and_then(|m| m.office.clone()),
                    evidence: self.evidence(&s.tokens, &s.rule),
                }
            })
            .collect();
        facts::Agreement {
            id: format!("a{}", number + 1),
            kind: a.kind,
            status: a.status,
            parties: a.parties.iter().map(|p| self.filler(p)).collect(),
            signatures,
            date: a.date.as_ref().map(|d| self.attribute(d)),
            place: a.place.as_ref().map(|p| self.filler(p)),
            topics: a.topics.iter().map(|t| self.attribute(t)).collect(),
            duration: a.duration.as_ref().map(|d| self.attribute(d)),
            based_on: a
                .based_on
                .iter()
                .map(|(index, tokens, rule)| BasedOn { agreement: format!("a{}", index + 1), evidence: self.evidence(tokens, rule) })
                .collect(),
            evidence: a.evidence.iter().map(|(t, rule)| self.evidence(t, rule)).collect(),
        }
    }
}
