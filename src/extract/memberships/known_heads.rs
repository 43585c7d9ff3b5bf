//! Heads of government whom everybody knows: `Sein Gast Michael Kretschmer (CDU) erinnerte …`, without an office, in a text that
//! names his Land.

use std::collections::BTreeSet;

use super::Membership;
use crate::extract::View;
use crate::extract::entities::{Entities, Id};
use crate::facts::EntityClass;

/// Gives a person of whom the text tells no office that of the gazetteer, if it was held on the day of publication and the text
/// names the territory.
pub fn add(view: &View, entities: &mut Entities, elsewhere: &BTreeSet<Id>, found: &mut Vec<Membership>) {
    let Some(published) = view.published.map(|day| day.to_string()) else { return };
    let gazetteers = &view.reader.gazetteers;
    for person in 0..entities.list.len() {
        let entity = entities.get(person);
        if entity.class != EntityClass::Person || elsewhere.contains(&person) || found.iter().any(|m| m.person == person) {
            continue;
        }
        let Some(entry) = entity.entry.map(|entry| gazetteers.entry(entry)) else { continue };
        let office = entry.person.as_ref().and_then(|p| p.office.clone());
        let (Some(office), Some(state), Some((tokens, _))) = (office, entry.jurisdiction, entity.mentions.first().cloned()) else {
            continue;
        };
        let is_named = entities.list.iter().any(|e| e.entry == Some(state) && !e.mentions.is_empty());
        if is_named && entry.valid_on(&published) {
            let body = entities.of_entry(view, state);
            found.push(Membership { person, body, office: Some(office), tokens, rule: "office.known-head".into() });
        }
    }
}
