//! `im Torgauer Rathaus`, where the text names Torgau: the adjectives of towns that no gazetteer lists, made by rule.

use std::collections::BTreeMap;

use super::names::Names;
use super::short_names::{joined, place_features, short};
use crate::rules::{Annotation, Chart};

/// The regular adjectives of the towns that a document names, before the nouns that they stand with. Each takes up the first
/// annotation of its town.
pub(super) fn of_named_towns(n: &Names, chart: &Chart) -> Vec<Annotation> {
    let mut towns: BTreeMap<String, usize> = BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate() {
        let is_town = a.feature(n.kind) == Some("city") || a.feature(n.city).is_some();
        if a.class != n.territory || a.feature(n.short).is_some() || !is_town {
            continue;
        }
        let name = a.slots.iter().find(|(key, _)| *key == n.name).map_or(a.tokens.clone(), |(_, name)| name.clone());
        // `die Stadt Torgau`
        let is_ranked = name.len() == 2 && (chart.lower[name.start].ends_with("stadt") || &*chart.lower[name.start] == "gemeinde");
        let from = if is_ranked { name.start + 1 } else { name.start };
        if name.end == from + 1 {
            regular_forms(&joined(chart, from..name.end)).for_each(|form| _ = towns.entry(form).or_insert(number));
        }
    }
    let stands_with_noun = |t: usize| chart.tokens.get(t + 1).is_some_and(|noun| noun.is_capitalized() && !is_address(&chart.lower[t + 1]));
    let found = (0..chart.tokens.len()).filter(|&t| chart.tokens[t].is_capitalized() && stands_with_noun(t));
    let taken_up = found.filter_map(|t| Some((t, *towns.get(&*chart.tokens[t].norm)?)));
    let adjective = |(t, number): (usize, usize)| {
        let mut a = short(n, n.territory_adjective, t..t + 1, number, "short-name.town-adjective");
        a.features.extend(place_features(n, &chart.annotations[number]));
        a
    };
    taken_up.map(adjective).collect()
}

/// `Torgauer`, `Hoyerswerdaer`; `Peiner` of `Peine`, `Solinger` of `Solingen`. Names of four letters and more only.
fn regular_forms(town: &str) -> impl Iterator<Item = String> {
    let stem = town.strip_suffix("en").filter(|stem| stem.chars().count() >= 3).map(|stem| format!("{stem}er"));
    let forms = [Some(format!("{town}er")), town.strip_suffix('e').map(|_| format!("{town}r")), stem];
    let is_long = town.chars().count() >= 4;
    forms.into_iter().flatten().filter(move |_| is_long)
}

/// Streets and newspapers, which are called by a town that has no part in the matter.
fn is_address(noun: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "straße",
        "strasse",
        "str",
        "platz",
        "allee",
        "weg",
        "damm",
        "ring",
        "ufer",
        "chaussee",
        "zeitung",
        "nachrichten",
        "blatt",
        "anzeiger",
    ];
    ENDINGS.iter().any(|ending| noun.ends_with(ending))
}
