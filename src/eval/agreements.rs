//! Which agreement of the graph is which of the annotations, and what fills its slots.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{Aspect, Tally};
use super::found::{InDocument, Slots, local};
use super::names::GoldNames;
use super::{Sheet, Verdict, gold};
use crate::text::squeeze;

/// How the values found for a slot meet the wanted ones.
#[derive(Debug, Default)]
struct Filled<'a> {
    /// Wanted values that were found,
    hits: usize,
    /// and those that were not, as they are shown.
    missed: Vec<String>,
    right: Vec<&'a str>,
    spurious: Vec<&'a str>,
}

/// All slots of an annotated agreement against those of one that was found.
struct Match<'a> {
    slots: BTreeMap<Aspect, Filled<'a>>,
    score: f64,
}

/// Judges the agreements of a document; gives the node of each that was found, by its key.
pub(super) fn judge<'a>(
    gold: &'a gold::Document,
    names: &GoldNames<'a>,
    found: &'a InDocument,
    sheet: &mut Sheet,
) -> BTreeMap<&'a str, &'a str> {
    let mut pairs = pair(&gold.agreements, names, found);
    let taken: BTreeSet<&str> = pairs.values().map(|(node, _)| *node).collect();
    let mut nodes = BTreeMap::new();
    for (number, agreement) in gold.agreements.iter().enumerate() {
        match pairs.remove(&number) {
            Some(_) if agreement.optional => sheet.note(Aspect::Agreements, Verdict::Unjudged, &agreement.key, agreement.key.clone()),
            Some((node, matched)) => {
                nodes.insert(agreement.key.as_str(), node);
                judge_found(agreement, &matched, names, sheet);
            }
            None if agreement.optional => {}
            None => judge_missed(agreement, sheet),
        }
    }
    for (node, slots) in found.agreements.iter().filter(|(node, _)| !taken.contains(node.as_str())) {
        judge_spurious(node, slots, names, sheet);
    }
    nodes
}

/// Pairs them one to one: those first that meet best; of equals the one that is annotated first, with the node whose IRI comes
/// first. A pair has a party or a signatory in common.
fn pair<'a>(wanted: &[gold::Agreement], names: &GoldNames, found: &'a InDocument) -> BTreeMap<usize, (&'a str, Match<'a>)> {
    let mut candidates = Vec::new();
    for (number, agreement) in wanted.iter().enumerate() {
        for (node, slots) in &found.agreements {
            let matched = meet(agreement, slots, names);
            if matched.slots[&Aspect::Parties].hits + matched.slots[&Aspect::Signatories].hits > 0 {
                candidates.push((number, node.as_str(), matched));
            }
        }
    }
    candidates.sort_by(|a, b| b.2.score.total_cmp(&a.2.score).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (number, node, matched) in candidates {
        if !pairs.contains_key(&number) && taken.insert(node) {
            pairs.insert(number, (node, matched));
        }
    }
    pairs
}

fn meet<'a>(agreement: &gold::Agreement, slots: &'a Slots, names: &GoldNames) -> Match<'a> {
    let is_allowed = |topic: &str| agreement.topics_optional.iter().any(|allowed| allowed.0 == local(topic));
    let mut filled = BTreeMap::new();
    for aspect in Aspect::SLOTS {
        let mut values: Vec<&str> = slots.get(&aspect).into_iter().flatten().map(String::as_str).collect();
        values.retain(|value| aspect != Aspect::Topics || !is_allowed(value));
        let is_same = |wanted: &str, value: &str| match aspect {
            Aspect::Parties | Aspect::Signatories | Aspect::Place => names.is(wanted, value),
            // The same, or one that the annotations give more coarsely.
            Aspect::Date => value.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
            Aspect::Duration => wanted == value,
            _ => wanted.eq_ignore_ascii_case(local(value)),
        };
        let mut one = fill(&wanted(agreement, aspect), values, is_same);
        match aspect {
            // Where two agreements of a document are one node there may be two: then one that is right is enough.
            Aspect::Kind | Aspect::Status if one.hits > 0 => one.spurious.clear(),
            Aspect::Topics => one.spurious.retain(|topic| local(topic) != OTHER),
            _ => {}
        }
        filled.insert(aspect, one);
    }
    let score = score(&filled);
    Match { slots: filled, score }
}

/// What a text is about if it is none of the topics: says nothing.
const OTHER: &str = "other";

/// The wanted values of a slot, each with all that is a right answer for it.
fn wanted(agreement: &gold::Agreement, aspect: Aspect) -> Vec<Vec<String>> {
    let alternatives = |values: Vec<String>| if values.is_empty() { Vec::new() } else { vec![values] };
    match aspect {
        Aspect::Parties => agreement.parties.clone(),
        Aspect::Signatories => agreement.signatories.iter().map(|name| vec![name.clone()]).collect(),
        Aspect::Kind => alternatives(agreement.kind.iter().map(|kind| format!("{kind:?}")).collect()),
        Aspect::Status => alternatives(agreement.status.iter().map(|status| format!("{status:?}")).collect()),
        Aspect::Date => alternatives(agreement.date.iter().map(|date| date.0.clone()).collect()),
        Aspect::Place => alternatives(agreement.place.clone()),
        Aspect::Duration => alternatives(agreement.duration.clone()),
        _ => {
            let topics: BTreeSet<&str> = agreement.topics.iter().map(|topic| topic.0.as_str()).filter(|topic| *topic != OTHER).collect();
            topics.into_iter().map(|topic| vec![topic.to_owned()]).collect()
        }
    }
}

fn fill<'a>(wanted: &[Vec<String>], values: Vec<&'a str>, is_same: impl Fn(&str, &str) -> bool) -> Filled<'a> {
    let fits = |alternatives: &[String], value: &str| alternatives.iter().any(|one| is_same(one, value));
    let (hit, missed): (Vec<_>, Vec<_>) = wanted.iter().partition(|one| values.iter().any(|value| fits(one, value)));
    let (right, spurious) = values.into_iter().partition(|value| wanted.iter().any(|one| fits(one, value)));
    Filled { hits: hit.len(), missed: missed.into_iter().map(|one| one.join(" / ")).collect(), right, spurious }
}

/// How well they meet: parties most, then what tells two agreements of the same parties apart.
fn score(slots: &BTreeMap<Aspect, Filled>) -> f64 {
    let hits = |aspect: Aspect| slots[&aspect].hits as f64;
    let parties = &slots[&Aspect::Parties];
    let wanted_parties = (parties.hits + parties.missed.len()).max(1) as f64;
    let signed = if slots[&Aspect::Signatories].hits > 0 { 1.0 } else { 0.0 };
    parties.hits as f64 / wanted_parties + 0.5 * hits(Aspect::Kind) + 0.3 * hits(Aspect::Date) + 0.3 * signed + 0.1 * hits(Aspect::Topics)
        - 0.1 * parties.spurious.len() as f64
}

fn judge_found(agreement: &gold::Agreement, matched: &Match, names: &GoldNames, sheet: &mut Sheet) {
    sheet.tallies.add(Aspect::Agreements, Tally::new(1, 0, 0));
    sheet.note(Aspect::Agreements, Verdict::Right, &agreement.key, agreement.key.clone());
    let text = |value: &str| format!("[{}] {value}", agreement.key);
    for (&aspect, filled) in &matched.slots {
        sheet.tallies.add(aspect, Tally::new(filled.hits, filled.spurious.len(), filled.missed.len()));
        filled.missed.iter().for_each(|value| sheet.note(aspect, Verdict::Missed, &agreement.key, text(value)));
        for (verdict, values) in [(Verdict::Right, &filled.right), (Verdict::Spurious, &filled.spurious)] {
            values.iter().for_each(|value| sheet.note(aspect, verdict, &agreement.key, text(names.found.shown(value))));
        }
    }
}

/// With an agreement all its slots are missed; the list names the agreement only.
fn judge_missed(agreement: &gold::Agreement, sheet: &mut Sheet) {
    const SHOWN: usize = 120;
    sheet.tallies.add(Aspect::Agreements, Tally::new(0, 0, 1));
    Aspect::SLOTS.into_iter().for_each(|aspect| sheet.tallies.add(aspect, Tally::new(0, 0, wanted(agreement, aspect).len())));
    let evidence: String = squeeze(&agreement.evidence).chars().take(SHOWN).collect();
    sheet.note(Aspect::Agreements, Verdict::Missed, &agreement.key, format!("{}: {evidence}", agreement.key));
}

fn judge_spurious(node: &str, slots: &Slots, names: &GoldNames, sheet: &mut Sheet) {
    sheet.tallies.add(Aspect::Agreements, Tally::new(0, 1, 0));
    let mut told = Vec::new();
    for (&aspect, values) in slots {
        sheet.tallies.add(aspect, Tally::new(0, values.len(), 0));
        let values: Vec<&str> = values.iter().map(|value| names.found.shown(value)).collect();
        told.push(format!("{} {}", aspect.name(), values.join("; ")));
    }
    sheet.note(Aspect::Agreements, Verdict::Spurious, local(node), format!("{}: {}", local(node), told.join(", ")));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::figures::Tallies;
    use super::super::found::Found;
    use super::*;

    /// An agreement of Hessen and Bayern with these fields.
    fn agreement(key: &str, fields: serde_json::Value) -> serde_json::Value {
        let mut all = json!({ "key": key, "kind": "Treaty", "status": "signed", "parties": [["Hessen"], ["Bayern"]], "signatories": [],
            "topics": [], "evidence": "x" });
        fields
            .as_object()
            .unwrap()
            .iter()
            .for_each(|(field, value)| drop(all.as_object_mut().unwrap().insert(field.clone(), value.clone())));
        all
    }

    fn document(agreements: &[serde_json::Value]) -> gold::Document {
        let document = json!({ "file": "a.txt", "persons": [], "organizations": [], "territories": [], "agreements": agreements });
        serde_json::from_value(document).unwrap()
    }

    /// A treaty of Hessen and Bayern that was signed, with further values.
    fn found(values: &[(Aspect, &str)]) -> Slots {
        let treaty = [
            (Aspect::Kind, "x#Treaty"),
            (Aspect::Status, "x#Signed"),
            (Aspect::Parties, "place/hessen"),
            (Aspect::Parties, "place/bayern"),
        ];
        let mut slots = Slots::new();
        for (aspect, value) in treaty.iter().chain(values) {
            slots.entry(*aspect).or_default().insert((*value).to_owned());
        }
        slots
    }

    /// The sheet of a document, and which node is which agreement.
    fn judged(gold: &gold::Document, nodes: &[(&str, Slots)]) -> (Tallies, BTreeMap<String, String>) {
        let graph = Found::named(&[
            ("place/hessen", "Hessen"),
            ("place/bayern", "Freistaat Bayern"),
            ("place/bayern", "Bayern"),
            ("place/kiel", "Kiel"),
        ]);
        let in_document = InDocument {
            agreements: nodes.iter().map(|(node, slots)| ((*node).to_owned(), slots.clone())).collect(),
            ..InDocument::default()
        };
        let mut sheet = Sheet { file: "a.txt", tallies: Tallies::default(), facts: Vec::new() };
        let pairs = judge(gold, &GoldNames::new(gold, &graph), &in_document, &mut sheet);
        let pairs = pairs.into_iter().map(|(key, node)| (key.to_owned(), node.to_owned())).collect();
        (sheet.tallies, pairs)
    }

    #[test]
    fn slots_are_filled_as_the_annotations_allow() {
        use Aspect::{Date, Duration, Kind, Parties, Place, Status, Topics};
        for (wanted, values, aspect, (right, spurious, missed)) in [
            (json!({}), &[][..], Parties, (2, 0, 0)),
            (json!({}), &[(Parties, "place/kiel")][..], Parties, (2, 1, 0)),
            (json!({ "parties": [["Hessen"], ["Kiel"]] }), &[][..], Parties, (1, 1, 1)),
            (json!({ "parties": [["Hessen", "Bayern"]] }), &[][..], Parties, (1, 0, 0)),
            (json!({ "kind": ["Cooperation", "Treaty"] }), &[][..], Kind, (1, 0, 0)),
            (json!({ "kind": "Cooperation" }), &[][..], Kind, (0, 1, 1)),
            (json!({ "status": "ended" }), &[(Status, "x#Ended")][..], Status, (1, 0, 0)),
            (json!({ "date": "2024" }), &[(Date, "2024-05-02")][..], Date, (1, 0, 0)),
            (json!({ "date": "2024-05-02" }), &[(Date, "2024-05")][..], Date, (0, 1, 1)),
            (json!({ "date": ["2023", "2024-05"] }), &[(Date, "2024-05")][..], Date, (1, 0, 0)),
            (json!({}), &[(Date, "2024")][..], Date, (0, 1, 0)),
            (json!({ "place": "Kiel" }), &[(Place, "place/kiel")][..], Place, (1, 0, 0)),
            (json!({ "duration": "P2Y" }), &[][..], Duration, (0, 0, 1)),
            (json!({ "topics": ["quantum", "cloud", "other"] }), &[(Topics, "t/quantum"), (Topics, "t/energy")][..], Topics, (1, 1, 1)),
            (json!({ "topics_optional": ["energy"] }), &[(Topics, "t/energy"), (Topics, "t/other")][..], Topics, (0, 0, 0)),
        ] {
            let (tallies, _) = judged(&document(&[agreement("k", wanted.clone())]), &[("agreement/a", found(values))]);
            assert_eq!(tallies.of(aspect), Tally::new(right, spurious, missed), "{wanted} {values:?}");
        }
    }

    #[test]
    fn agreements_of_the_same_parties_are_told_apart_by_what_else_is_said() {
        let gold = document(&[agreement("old", json!({ "date": "2019" })), agreement("new", json!({ "date": "2024" }))]);
        let nodes = [("agreement/a", found(&[(Aspect::Date, "2024-05-02")])), ("agreement/b", found(&[(Aspect::Date, "2019")]))];
        let (tallies, pairs) = judged(&gold, &nodes);
        assert_eq!((pairs["old"].as_str(), pairs["new"].as_str()), ("agreement/b", "agreement/a"));
        assert_eq!(tallies.of(Aspect::Agreements), Tally::new(2, 0, 0));
        let (tallies, pairs) = judged(&gold, &nodes[..1]);
        assert_eq!((pairs.len(), tallies.of(Aspect::Agreements)), (1, Tally::new(1, 0, 1)));
        assert_eq!(tallies.of(Aspect::Parties), Tally::new(2, 0, 2), "with an agreement its slots are missed");
    }

    #[test]
    fn what_is_optional_is_neither_wanted_nor_spurious() {
        let gold = document(&[agreement("k", json!({ "optional": true }))]);
        for nodes in [&[][..], &[("agreement/a", found(&[]))]] {
            assert_eq!(judged(&gold, nodes).0, Tallies::default());
        }
        let other = Slots::from([(Aspect::Parties, BTreeSet::from(["place/kiel".to_owned()]))]);
        assert_eq!(judged(&gold, &[("agreement/a", other)]).0.of(Aspect::Agreements), Tally::new(0, 1, 0), "no party in common");
    }
}
