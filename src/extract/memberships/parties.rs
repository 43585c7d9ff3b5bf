//! The party of a person: in brackets behind the name, or in a compound before it.

use std::ops::Range;

use super::person_at;
use crate::extract::View;
use crate::extract::entities::{Entities, slot, slots};

/// Gives persons the parties that the text tells.
pub fn add(view: &View, entities: &mut Entities) {
    let n = view.names();
    for a in view.chart.annotations.iter().filter(|a| a.class == n.party_membership) {
        let Some(tokens) = slot(a, n.party) else { continue };
        let Some(name) = party_of(view, &tokens) else { continue };
        for person in slots(a, n.person_slot).filter_map(|r| person_at(view, entities, r)).collect::<Vec<_>>() {
            let party = &mut entities.list[person].party;
            if party.is_none() {
                *party = Some((name.clone(), tokens.clone(), a.rule.clone()));
            }
        }
    }
}

/// `SPD`, also of `SPD-Politiker`.
fn party_of(view: &View, tokens: &Range<usize>) -> Option<String> {
    let words: Vec<&str> = view.chart.tokens[tokens.clone()].iter().map(|t| t.norm.as_str()).collect();
    let words = words.join(" ");
    let gazetteers = &view.reader.gazetteers;
    let of_compound = || words.split_once('-').and_then(|(prefix, _)| gazetteers.party(prefix));
    gazetteers.party(&words).or_else(of_compound).map(str::to_owned)
}
