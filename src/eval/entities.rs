//! Persons, organizations and territories, and whom persons stand for.

use std::collections::BTreeSet;

use super::figures::{Aspect, Tally};
use super::found::InDocument;
use super::names::{Forms, GoldNames, forms, same, same_person};
use super::{Sheet, Verdict, gold};

/// A name that the annotations want, or allow.
struct Wanted<'a> {
    name: &'a str,
    forms: Forms,
    optional: bool,
}

/// Judges whom the document names.
pub(super) fn judge(gold: &gold::Document, names: &GoldNames, found: &InDocument, sheet: &mut Sheet) {
    let persons = gold.persons.iter().map(|one| Wanted {
        name: &one.name,
        forms: forms(&one.name, &one.aliases),
        optional: one.optional || one.byline,
    });
    judge_names(Aspect::Persons, persons.collect(), &found.persons, same_person, names, sheet);
    for (aspect, wanted, nodes) in
        [(Aspect::Organizations, &gold.organizations, &found.organizations), (Aspect::Territories, &gold.territories, &found.territories)]
    {
        let wanted = wanted.iter().map(|one| Wanted { name: &one.name, forms: forms(&one.name, &one.aliases), optional: one.optional });
        judge_names(aspect, wanted.collect(), nodes, same, names, sheet);
    }
}

/// A node that has one of the names is right, and so are others that have one as well.
fn judge_names(
    aspect: Aspect,
    wanted: Vec<Wanted>,
    nodes: &BTreeSet<String>,
    same: fn(&Forms, &Forms) -> bool,
    names: &GoldNames,
    sheet: &mut Sheet,
) {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for one in &wanted {
        let hits: Vec<&str> = nodes.iter().map(String::as_str).filter(|node| same(&one.forms, names.found.names(node))).collect();
        let verdict = match (one.optional, hits.is_empty()) {
            (true, true) => continue,
            (true, false) => Verdict::Unjudged,
            (false, true) => Verdict::Missed,
            (false, false) => Verdict::Right,
        };
        sheet.tallies.add(aspect, Tally::new(usize::from(verdict == Verdict::Right), 0, usize::from(verdict == Verdict::Missed)));
        sheet.note(aspect, verdict, one.name, one.name.to_owned());
        known.extend(hits);
    }
    for node in nodes.iter().filter(|node| !known.contains(node.as_str())) {
        // Annotations list the territories that act; that a text names others too is no error.
        let verdict = if aspect == Aspect::Territories { Verdict::Unjudged } else { Verdict::Spurious };
        let name = names.found.shown(node);
        sheet.tallies.add(aspect, Tally::new(0, usize::from(verdict == Verdict::Spurious), 0));
        sheet.note(aspect, verdict, name, name.to_owned());
    }
}

/// Judges whom persons stand for. A person counts once: one of the accepted bodies is enough, each other body is spurious.
/// What is said of persons that the annotations do not know is not judged, for the persons are.
pub(super) fn judge_memberships(gold: &gold::Document, names: &GoldNames, found: &InDocument, sheet: &mut Sheet) {
    let mut left: Vec<(&str, &str)> = found.memberships.iter().map(|(person, body)| (person.as_str(), body.as_str())).collect();
    for person in &gold.persons {
        let (mine, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|(node, _)| names.is(&person.name, node));
        left = others;
        let text = |body: &str| format!("{} -> {}", person.name, names.found.shown(body));
        if person.byline || person.optional {
            mine.iter().for_each(|(_, body)| sheet.note(Aspect::Represents, Verdict::Unjudged, &person.name, text(body)));
            continue;
        }
        let (good, bad): (Vec<_>, Vec<_>) =
            mine.into_iter().partition(|(_, body)| person.represents.iter().any(|accepted| names.is(accepted, body)));
        let is_wanted = !person.represents.is_empty();
        let (right, missed) = (!good.is_empty(), is_wanted && good.is_empty());
        sheet.tallies.add(Aspect::Represents, Tally::new(usize::from(right), bad.len(), usize::from(missed)));
        if missed {
            let wanted = format!("{} -> {}", person.name, person.represents.join(" / "));
            sheet.note(Aspect::Represents, Verdict::Missed, &person.name, wanted);
        }
        good.iter().for_each(|(_, body)| sheet.note(Aspect::Represents, Verdict::Right, &person.name, text(body)));
        bad.iter().for_each(|(_, body)| sheet.note(Aspect::Represents, Verdict::Spurious, &person.name, text(body)));
    }
    for (person, body) in left {
        let name = names.found.shown(person);
        sheet.note(Aspect::Represents, Verdict::Unjudged, name, format!("{name} -> {}", names.found.shown(body)));
    }
}
