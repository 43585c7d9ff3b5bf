//! Surnames that stand alone, of persons whose full names the document has.
//!
//! A surname that is the name of a town as well is the person's, unless a preposition of place or a rank stands before
//! it: `Wiegand und Solms unterzeichneten`, but `in Solms`. One that is the name of a company is the person's, unless the text has
//! the company's full name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::names::Names;
use super::short_names::{Places, add, joined, occurrences, short};
use crate::rules::{Annotation, Chart};

/// Adds the surnames of persons whose full names the document has.
pub fn of_persons(n: &Names, chart: &mut Chart) {
    let found = surnames(n, chart);
    let is_in_full = |a: &&Annotation| a.class == n.organization && a.tokens.len() > 1;
    let in_full: BTreeSet<String> =
        chart.annotations.iter().filter(is_in_full).filter_map(|a| a.feature(n.entry)).map(str::to_owned).collect();
    for annotation in &found {
        let company = || company_at(n, chart, &annotation.tokens, &in_full);
        if let Some(other) = town_at(n, chart, &annotation.tokens).or_else(company) {
            chart.replace(other, annotation.clone());
        }
    }
    add(chart, found);
}

/// The number of the territory that was read where a person is meant.
fn town_at(n: &Names, chart: &Chart, tokens: &Range<usize>) -> Option<usize> {
    let before = tokens.start.checked_sub(1).map_or("", |t| &*chart.lower[t]);
    let is_place = matches!(
        before,
        "in" | "nach" | "aus" | "bei" | "um" | "bis" | "über" | "stadt" | "landkreis" | "kreis" | "gemeinde" | "land" | "raum" | "-" | "/"
    );
    // `der Bürgermeister von Solms`
    let of_office = before == "von" && tokens.start >= 2 && chart.starting_at(tokens.start - 2).any(|a| a.class == n.office_class);
    if is_place || of_office {
        return None;
    }
    // `der Altenburger Rektor` has his town before him; `Altenburger unterschrieb` has none
    let is_attribute = chart.tokens.get(tokens.end).is_some_and(|t| t.is_capitalized());
    let is_town = |a: &Annotation| a.class == n.territory || a.class == n.territory_adjective && !is_attribute;
    chart.numbered_starting_at(tokens.start).find(|(_, a)| is_town(a) && a.tokens == *tokens).map(|(number, _)| number)
}

/// The number of the company of the gazetteers that was read where a person is meant: `Zumtobel` in a text that has a Petra Zumtobel
/// and names the company nowhere in full. `in_full`: the entries of the gazetteers that the text does name so.
fn company_at(n: &Names, chart: &Chart, tokens: &Range<usize>, in_full: &BTreeSet<String>) -> Option<usize> {
    let is_known = |a: &Annotation| a.class == n.organization && a.feature(n.kind) == Some("company") && a.feature(n.entry).is_some();
    let (number, company) = chart.numbered_starting_at(tokens.start).find(|(_, a)| is_known(a) && a.tokens == *tokens)?;
    company.feature(n.entry).filter(|entry| !in_full.contains(*entry)).map(|_| number)
}

/// A surname alone, also in the genitive, for the last person before who bears it (or else the first one behind).
fn surnames(n: &Names, chart: &Chart) -> Vec<Annotation> {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.person) {
        let family = a.slots.iter().find(|(k, _)| *k == n.family).map(|(_, r)| r.clone()).or_else(|| last_name(chart, a, n));
        if let Some(family) = family.filter(|f| f.len() < a.tokens.len()) {
            bearers.entry(joined(chart, family)).or_default().push(number);
        }
    }
    let (names, numbers): (Vec<String>, Vec<Vec<usize>>) = bearers.into_iter().unzip();
    let places: Vec<(Option<usize>, Places)> = numbers.into_iter().map(|b| (b.first().copied(), Places::new(chart, b))).collect();
    occurrences(chart, names.into_iter().zip(&places))
        .into_iter()
        .filter_map(|(tokens, (first, persons))| {
            let bearer = persons.last_beginning_before(chart, tokens.start).or(*first)?;
            Some(short(n, n.person, tokens, bearer, "short-name.surname"))
        })
        .collect()
}

/// The family name of a person whose rule did not part the name: the last token and the particles before it.
fn last_name(chart: &Chart, a: &Annotation, n: &Names) -> Option<Range<usize>> {
    let name = a.slots.iter().find(|(k, _)| *k == n.name).map_or_else(|| a.tokens.clone(), |(_, r)| r.clone());
    if name.len() < 2 {
        return None;
    }
    let mut start = name.end - 1;
    while start > name.start + 1 && chart.tokens[start - 1].shape == crate::text::Shape::Lower {
        start -= 1;
    }
    Some(start..name.end)
}
