//! Names that stand once more without what told that they are names: `Traficom` after `die Behörde Traficom`,
//! `Förde Technik` after `Förde Technik GmbH`, `bei Fördenet` after `Fördenet Systeme GmbH`.

use std::ops::Range;

use super::names::Names;
use super::short_names::{add as add_names, joined, occurrences, short};
use crate::rules::{Annotation, Chart};

/// Adds an annotation for each further place of a name that no gazetteer has.
pub fn add(n: &Names, chart: &mut Chart) {
    let told = chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.organization && is_proper(n, a));
    let names = told.filter_map(|(number, a)| {
        let (_, name) = a.slots.iter().find(|(key, _)| *key == n.name)?;
        Some((joined(chart, name.clone()), number))
    });
    let mut first: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (name, number) in names.filter(|(name, _)| name.chars().count() > 2) {
        first.entry(name).or_insert(number);
    }
    let mut found: Vec<Annotation> = occurrences(chart, first.into_iter())
        .into_iter()
        .filter(|(tokens, _)| tokens.len() > 1 || !is_noun_here(chart, tokens.start))
        .map(|(tokens, number)| short(n, n.organization, tokens, number, "short-name.repeated"))
        .collect();
    found.extend(first_words(n, chart));
    for annotation in &found {
        if let Some(town) = town_within(n, chart, &annotation.tokens) {
            let layer = "name".into();
            chart.replace_in_layer(&layer, town, annotation.clone());
        }
    }
    add_names(chart, found);
}

/// `Groningen` of `Groningen Seaports`, once that was read as the name of a body: the number of the territory.
fn town_within(n: &Names, chart: &Chart, name: &Range<usize>) -> Option<usize> {
    let is_part = |a: &Annotation| a.class == n.territory && a.feature(n.kind) == Some("city") && a.tokens.end < name.end;
    let (town, found) = chart.numbered_starting_at(name.start).find(|(_, a)| is_part(a))?;
    let is_free = chart.taken("name").is_none_or(|taken| !taken[found.tokens.end..name.end].contains(&true));
    is_free.then_some(town)
}

/// `bei Fördenet`, once `Fördenet Systeme GmbH` was read: the first word of a company's name, if no list knows it and it looks like
/// no German noun or adjective. Behind these prepositions and without article it is the company.
fn first_words(n: &Names, chart: &Chart) -> Vec<Annotation> {
    const ENDINGS: [&str; 22] = [
        "e", "er", "en", "es", "ung", "heit", "keit", "schaft", "tion", "tät", "technik", "ware", "verkehr", "netz", "bau", "haus", "werk",
        "dienst", "system", "team", "welt", "land",
    ];
    let mut names: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| &*a.rule == "organization.legal-form" && is_proper(n, a)) {
        let Some((_, name)) = a.slots.iter().find(|(key, name)| *key == n.name && name.len() > 1) else { continue };
        let word = &chart.lower[name.start];
        let is_known = chart.starting_at(name.start).any(|known| known.tokens.len() == 1);
        if word.chars().count() >= 6 && !is_known && !ENDINGS.iter().any(|ending| word.ends_with(ending)) {
            names.entry(chart.tokens[name.start].norm.clone()).or_insert(number);
        }
    }
    let is_behind = |token: usize| {
        let before = token.checked_sub(1).map_or("", |t| &*chart.lower[t]);
        matches!(before, "bei" | "von" | "mit" | "über" | "durch" | "gegen")
    };
    let places = occurrences(chart, names.into_iter()).into_iter().filter(|(tokens, _)| is_behind(tokens.start));
    places.map(|(tokens, number)| short(n, n.organization, tokens, number, "short-name.first-word")).collect()
}

/// Found by its construction, with the proper name in a slot of its own.
fn is_proper(n: &Names, a: &Annotation) -> bool {
    a.feature(n.entry).is_none() && a.feature(n.short).is_none() && a.rule.starts_with("organization.")
}

/// Brands stand without these articles; a noun of the same letters has them.
fn is_noun_here(chart: &Chart, token: usize) -> bool {
    const ARTICLES: [&str; 12] = ["das", "dem", "des", "ein", "eine", "einem", "einen", "einer", "eines", "kein", "keine", "im"];
    token.checked_sub(1).is_some_and(|before| ARTICLES.contains(&&*chart.lower[before]))
}
