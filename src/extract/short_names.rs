//! Short names that a document introduces: acronyms, `das Bundesamt` for an authority named before. Surnames are in
//! [`surnames`](super::surnames).
//!
//! Each becomes an annotation of the long name's class with the feature `short`: the number of the annotation that it
//! takes up. Rules then see it as the name that it stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::entities::entry_of;
use super::names::Names;
use super::organizations::genitive_ending;
use super::{Reader, town_adjectives};
use crate::facts::EntityKind;
use crate::gazetteers::EntryId;
use crate::rules::{Annotation, Chart, ClassId, Key};
use crate::text::{Shape, find_phrases};

const NAME_LAYER: &str = "name";

/// Adds acronyms that the document defines and definite short forms of institutions and territories.
pub fn of_institutions(reader: &Reader, chart: &mut Chart) {
    let n = &reader.names;
    let acronyms = acronyms(n, chart);
    add(chart, acronyms);
    let mut found = definite_heads(reader, chart);
    found.extend(last_nouns(n, chart));
    found.extend(definite_ranks(reader, chart));
    found.extend(bare_places(n, chart));
    found.extend(town_adjectives::of_named_towns(n, chart));
    add(chart, found);
}

pub(super) fn add(chart: &mut Chart, mut found: Vec<Annotation>) {
    found.sort_by_key(|a| (a.tokens.start, std::cmp::Reverse(a.tokens.end)));
    let layer: Arc<str> = NAME_LAYER.into();
    for annotation in found {
        if is_free(chart, &annotation.tokens) {
            chart.add_to_layer(&layer, annotation);
        }
    }
}

fn is_free(chart: &Chart, tokens: &Range<usize>) -> bool {
    chart.taken(NAME_LAYER).is_none_or(|taken| !taken[tokens.clone()].contains(&true))
}

pub(super) fn short(n: &Names, class: ClassId, tokens: Range<usize>, antecedent: usize, rule: &str) -> Annotation {
    Annotation { class, tokens, features: vec![(n.short, antecedent.to_string().into())], slots: Vec::new(), rule: rule.into() }
}

/// What a short form of a territory takes over: that a town is a place as well.
pub(super) fn place_features<'a>(n: &'a Names, antecedent: &'a Annotation) -> impl Iterator<Item = (Key, Arc<str>)> + 'a {
    antecedent.features.iter().filter(|(key, _)| *key == n.city || *key == n.kind).cloned()
}

/// Number of the annotation of a class that covers exactly these tokens.
fn number_of(chart: &Chart, class: ClassId, tokens: &Range<usize>) -> Option<usize> {
    chart.numbered_starting_at(tokens.start).find(|(_, a)| a.class == class && a.tokens == *tokens).map(|(number, _)| number)
}

/// `INCD`, wherever it stands, once `Israel National Cyber Directorate (INCD)` was read.
fn acronyms(n: &Names, chart: &Chart) -> Vec<Annotation> {
    let mut defined: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for a in chart.annotations.iter().filter(|a| a.class == n.acronym_class) {
        let slot = |key| a.slots.iter().find(|(k, _)| *k == key).map(|(_, r)| r.clone());
        if let (Some(name), Some(acronym)) = (slot(n.name), slot(n.acronym))
            && let Some(number) = number_of(chart, n.organization, &name)
        {
            let words: Vec<String> = chart.tokens[acronym].iter().map(|t| t.norm.clone()).collect();
            defined.entry(words).or_insert(number);
        }
    }
    for (word, number) in own_acronyms(n, chart) {
        defined.entry(vec![word]).or_insert(number);
    }
    occurrences(chart, defined.iter().map(|(words, number)| (words.join(" "), *number)))
        .into_iter()
        .map(|(tokens, number)| short(n, n.organization, tokens, number, "short-name.acronym"))
        .collect()
}

/// `IHE` of `IHE Delft Institute for Water Education`: the capitals that a name of three words or more begins with; `VTT` of
/// `Forschungszentrum VTT`: those that one ends with. If no other name has them so.
fn own_acronyms(n: &Names, chart: &Chart) -> Vec<(String, usize)> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.organization && a.feature(n.short).is_none()) {
        let first = &chart.tokens[a.tokens.start];
        let is_acronym = first.shape == Shape::Upper && (3..=6).contains(&first.norm.len()) && a.feature(n.entry).is_none();
        if a.tokens.len() >= 3 && is_acronym && chart.tokens[a.tokens.start + 1].shape != Shape::Upper {
            found.entry(&first.norm).or_default().push(number);
        }
        let (last, before) = (&chart.tokens[a.tokens.end - 1], a.tokens.len().checked_sub(2).map(|_| &chart.tokens[a.tokens.end - 2]));
        let ends_so = last.shape == Shape::Upper && (3..=6).contains(&last.norm.len()) && a.feature(n.entry).is_none();
        if ends_so && before.is_some_and(|before| before.shape != Shape::Upper && before.is_capitalized()) {
            found.entry(&last.norm).or_default().push(number);
        }
    }
    let names = |numbers: &[usize]| numbers.iter().map(|&i| chart.words(chart.annotations[i].tokens.clone())).collect::<BTreeSet<_>>();
    found.into_iter().filter(|(_, numbers)| names(numbers).len() == 1).map(|(word, numbers)| (word.to_owned(), numbers[0])).collect()
}

/// Where names stand in the document, also in the genitive (`BSIs`, `Strobls`), each with what it was given with.
pub(super) fn occurrences<T: Clone>(chart: &Chart, names: impl Iterator<Item = (String, T)>) -> Vec<(Range<usize>, T)> {
    let (mut phrases, mut values) = (Vec::new(), Vec::new());
    for (name, value) in names {
        if !name.ends_with('s') {
            phrases.push(format!("{name}s"));
            values.push(value.clone());
        }
        phrases.push(name);
        values.push(value);
    }
    find_phrases(&chart.tokens, &phrases).into_iter().map(|(phrase, tokens)| (tokens, values[phrase].clone())).collect()
}

/// `das Bundesamt`, `die Bonner Behörde` for the last institution whose name has that head: definite article before,
/// nothing behind. The nearest before, else the first behind.
fn definite_heads(reader: &Reader, chart: &Chart) -> Vec<Annotation> {
    let n = &reader.names;
    let heads: Vec<usize> = (1..chart.tokens.len()).filter(|&i| is_definite_head(n, chart, i)).collect();
    let bearers = bearers_of_heads(reader, chart, heads.iter().map(|&i| head_stem(&chart.lower[i])).collect());
    heads
        .into_iter()
        .filter_map(|i| {
            let institutions = &bearers[head_stem(&chart.lower[i])];
            let town = town_before(n, chart, i);
            let is_there = |number: usize| town.as_ref().is_none_or(|town| is_in(reader, chart, number, town));
            let is_any_there = town.is_some() && institutions.last_before(chart, i, is_there).is_some();
            let fits = |number: usize| !is_of_another_country(reader, chart, i, number) && (!is_any_there || is_there(number));
            // `die Magdeburger Hochschule` is none of another town that is named further down
            let behind = || institutions.first().filter(|&number| has_article(n, chart, i) && is_there(number));
            // `das Forschungszentrum Kassel und das Technische Forschungszentrum QTT`: the one that is not called by its acronym
            let is_bare = |number: usize| begins_with_head(reader, chart, number, head_stem(&chart.lower[i]));
            let last = institutions.last_before(chart, i, fits);
            let other = last.filter(|&number| !is_bare(number) && is_called_by_acronym(reader, chart, number));
            let bare = other.and_then(|_| institutions.last_before(chart, i, |number| fits(number) && is_bare(number)));
            let number = bare.or(last).or_else(behind)?;
            fits(number).then(|| short(n, n.organization, i..i + 1, number, "short-name.head"))
        })
        .collect()
}

/// Whether the head is the first word of the name, as the text or the gazetteer has it.
fn begins_with_head(reader: &Reader, chart: &Chart, number: usize, head: &str) -> bool {
    let a = &chart.annotations[number];
    let known = entry_of(a, reader.names.entry).map(|entry| reader.gazetteers.entry(entry).name.to_lowercase());
    let is_first = |name: &str| name.split(' ').next().is_some_and(|first| head_stem(first) == head);
    head_stem(&chart.lower[a.tokens.start]) == head || known.is_some_and(|name| is_first(&name))
}

/// `das Technische Forschungszentrum QTT`: whether the last word of the name is an acronym, in the text or in the gazetteer.
fn is_called_by_acronym(reader: &Reader, chart: &Chart, number: usize) -> bool {
    let a = &chart.annotations[number];
    let is_acronym = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let known = entry_of(a, reader.names.entry).map(|entry| &*reader.gazetteers.entry(entry).name);
    is_acronym(&chart.tokens[a.tokens.end - 1].norm) || known.and_then(|name| name.split(' ').next_back()).is_some_and(is_acronym)
}

/// Letters of a noun that tells by itself which body is meant.
const TELLING_NOUN: usize = 9;

/// `der Wetterdienst`, once `der Deutsche Wetterdienst` was read: the noun of a name of adjectives and a noun, with its article.
fn last_nouns(n: &Names, chart: &Chart) -> Vec<Annotation> {
    let stem = |word: &str| word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word).to_owned();
    let is_adjective = |t: usize| {
        let is_declined = ["e", "er", "es", "en"].iter().any(|ending| chart.lower[t].ends_with(ending));
        chart.tokens[t].is_capitalized() && is_declined
    };
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.organization && a.feature(n.short).is_none()) {
        let last = a.tokens.end - 1;
        let is_named_so = a.tokens.len() >= 2 && (a.tokens.start..last).all(is_adjective) && chart.tokens[last].is_capitalized();
        if is_named_so && chart.lower[last].chars().count() >= TELLING_NOUN {
            names.entry(stem(&chart.lower[last])).or_default().push(number);
        }
    }
    let is_noun = |i: &usize| {
        // `das Institut für Klimaforschung` is another one
        let has_field =
            chart.lower.get(i + 1).is_some_and(|w| &**w == "für") && chart.tokens.get(i + 2).is_some_and(|t| t.is_capitalized());
        let is_alone = !has_field && chart.tokens.get(i + 1).is_none_or(|next| !next.is_capitalized());
        chart.tokens[*i].is_capitalized() && is_alone && has_article(n, chart, *i) && is_free(chart, &(*i..i + 1))
    };
    let names: BTreeMap<String, Places> = names.into_iter().map(|(noun, numbers)| (noun, Places::new(chart, numbers))).collect();
    let nouns = (2..chart.tokens.len()).filter(is_noun);
    nouns
        .filter_map(|i| {
            let before = names.get(&stem(&chart.lower[i]))?.last_before(chart, i, |_| true)?;
            Some(short(n, n.organization, i..i + 1, before, "short-name.noun"))
        })
        .collect()
}

/// `Greifswald` of `die Greifswalder Hochschule`, in lower case.
fn town_before(n: &Names, chart: &Chart, head: usize) -> Option<String> {
    let known = chart.starting_at(head.checked_sub(1)?).find(|a| a.class == n.known_territory && a.feature(n.form) == Some("adjective"));
    let word = &chart.lower[head - 1];
    known.filter(|a| a.tokens.len() == 1).and_then(|_| word.strip_suffix("er")).map(str::to_owned)
}

/// Whether an institution has a town in its name, as the text or the gazetteer spells it. `town`: in lower case, perhaps without its
/// last letters.
fn is_in(reader: &Reader, chart: &Chart, institution: usize, town: &str) -> bool {
    let a = &chart.annotations[institution];
    let full_name = entry_of(a, reader.names.entry).map(|entry| reader.gazetteers.entry(entry).name.to_lowercase());
    let known_words = full_name.iter().flat_map(|name| name.split(' '));
    chart.lower[a.tokens.clone()].iter().map(|word| &**word).chain(known_words).any(|word| word.starts_with(town))
}

/// `die dänische Behörde` is no German one: the adjective before the noun names a country, and the gazetteer another one for the
/// institution.
fn is_of_another_country(reader: &Reader, chart: &Chart, head: usize, institution: usize) -> bool {
    let n = &reader.names;
    let gazetteers = &reader.gazetteers;
    let country_of = |entry: EntryId| {
        let e = gazetteers.entry(entry);
        if e.kind == Some(EntityKind::Country) {
            Some(entry)
        } else {
            e.jurisdiction.filter(|j| gazetteers.entry(*j).kind == Some(EntityKind::Country))
        }
    };
    let adjective = chart.starting_at(head - 1).find(|a| a.class == n.known_territory && a.feature(n.form) == Some("adjective"));
    let told = adjective.and_then(|a| entry_of(a, n.entry)).filter(|e| gazetteers.entry(*e).kind == Some(EntityKind::Country));
    let seat = entry_of(&chart.annotations[institution], n.entry).and_then(|e| gazetteers.entry(e).jurisdiction);
    told.zip(seat.and_then(country_of)).is_some_and(|(told, known)| told != known)
}

fn is_definite_head(n: &Names, chart: &Chart, i: usize) -> bool {
    let is_head = chart.starting_at(i).any(|a| a.class == n.org_head) || is_short_head(&chart.lower[i]);
    // `das Pariser Unternehmen Mistral`: the name itself stands behind
    let is_named = chart.starting_at(i + 1).any(|a| a.class == n.organization);
    if !is_head || is_named || !is_free(chart, &(i..i + 1)) {
        return false;
    }
    // `das Ressort für Forschung` is a field of work
    if chart.lower[i].starts_with("ressort")
        && chart.lower.get(i + 1).is_some_and(|w| &**w == "für" || chart.tokens[i + 1].is_capitalized())
    {
        return false;
    }
    has_article(n, chart, i) || is_bare_pair(n, chart, i)
}

/// Whether a definite article or a possessive stands before a noun, an adjective between at most.
fn has_article(n: &Names, chart: &Chart, i: usize) -> bool {
    // an adjective may stand between: `das französische Institut`, `der dortigen Hochschule`
    let adjective = i >= 2
        && (chart.starting_at(i - 1).any(|a| a.class == n.known_territory && a.feature(n.form) == Some("adjective"))
            || matches!(
                &*chart.lower[i - 1],
                "dortige" | "dortigen" | "hiesige" | "hiesigen" | "eigene" | "eigenen" | "private" | "privaten" | "neue" | "neuen"
            ));
    let article = if adjective { i - 2 } else { i - 1 };
    is_definite(&chart.lower[article])
}

/// `Im Mai haben Land und Klinikum einen Vertrag geschlossen`: two bodies that were named before, side by side and without
/// article; one of them may be named: `Stadt und THB`. `Stadt und Land` are no bodies.
fn is_bare_pair(n: &Names, chart: &Chart, i: usize) -> bool {
    let is_rank = |t: usize| matches!(&*chart.lower[t], "land" | "freistaat" | "stadt" | "hansestadt" | "landkreis" | "kreis");
    let is_body = |t: usize| {
        let is_head = || is_short_head(&chart.lower[t]) || chart.starting_at(t).any(|a| a.class == n.org_head);
        let is_named = || chart.starting_at(t + 1).any(|a| a.class == n.organization || a.class == n.territory);
        chart.tokens[t].is_capitalized() && (is_rank(t) || is_head()) && !is_named() && is_free(chart, &(t..t + 1))
    };
    let is_and = |t: usize| matches!(&*chart.lower[t], "und" | "sowie");
    let are_landscape = |a: usize, b: usize| {
        let words = [&*chart.lower[a], &*chart.lower[b]];
        words.contains(&"stadt") && words.contains(&"land")
    };
    let begins = |t: usize| chart.starting_at(t).any(|a| a.class == n.organization);
    let ends = |t: usize| chart.annotations.iter().any(|a| a.class == n.organization && a.tokens.end == t + 1 && a.tokens.len() == 1);
    let ahead = i + 2 < chart.tokens.len() && is_and(i + 1) && (is_body(i + 2) || begins(i + 2)) && !are_landscape(i, i + 2);
    let behind = i >= 2 && is_and(i - 1) && (is_body(i - 2) || ends(i - 2)) && !are_landscape(i - 2, i);
    (ahead || behind) && is_body(i)
}

/// For each head the institutions that it may stand for: of that kind, or with a word in the name that ends so, be it
/// only the gazetteer's full name (`das Bundesamt` where the text has `BSI`).
///
/// Each ending of a name's word that is as long as one of the heads is looked up, so that many names and many heads
/// need no comparison of each with each.
fn bearers_of_heads<'c>(reader: &Reader, chart: &'c Chart, heads: BTreeSet<&'c str>) -> BTreeMap<&'c str, Places> {
    let n = &reader.names;
    let lengths: BTreeSet<usize> = heads.iter().filter(|head| kind_of_head(head).is_none()).map(|head| head.len()).collect();
    let mut bearers: BTreeMap<&str, Vec<usize>> = heads.into_iter().map(|head| (head, Vec::new())).collect();
    let by_kind: Vec<(&str, &str)> = bearers.keys().filter_map(|head| Some((*head, kind_of_head(head)?))).collect();
    let full = |a: &Annotation| a.class == n.organization && a.feature(n.short).is_none();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| full(a)) {
        let mut fitting: BTreeSet<&str> =
            by_kind.iter().filter(|(_, kind)| a.feature(n.kind) == Some(*kind)).map(|(head, _)| *head).collect();
        let full_name = entry_of(a, n.entry).map(|entry| reader.gazetteers.entry(entry).name.to_lowercase());
        let known_words = full_name.iter().flat_map(|name| name.split(' '));
        for word in chart.lower[a.tokens.clone()].iter().map(|word| &**word).chain(known_words) {
            let stem = head_stem(word);
            let endings = lengths.iter().filter_map(|length| stem.get(stem.len().checked_sub(*length)?..));
            let known = endings.filter_map(|ending| bearers.get_key_value(ending).map(|(head, _)| *head));
            fitting.extend(known.filter(|head| kind_of_head(head).is_none()));
            if word.starts_with("technische") || word == "tu" {
                fitting.extend(bearers.get_key_value("tu").map(|(head, _)| *head));
            }
            if word == "eg" {
                fitting.extend(bearers.get_key_value("genossenschaft").map(|(head, _)| *head));
            }
        }
        for head in fitting {
            bearers.entry(head).or_default().push(number);
        }
    }
    bearers.into_iter().map(|(head, numbers)| (head, Places::new(chart, numbers))).collect()
}

/// What a head says of any institution, whatever its name is.
fn kind_of_head(stem: &str) -> Option<&'static str> {
    match stem {
        "behörde" => Some("agency"),
        "hochschule" | "fachhochschule" | "uni" => Some("university"),
        "forschungsinstitut" => Some("research"),
        "ressort" => Some("ministry"),
        "dienstleister" | "start-up" | "startup" | "unternehmen" | "unternehmens" | "konzern" | "konzerns" | "firma" => Some("company"),
        "zulieferer" | "zulieferers" | "hersteller" | "herstellers" | "versorger" | "versorgers" | "verlag" | "verlags" => Some("company"),
        _ => None,
    }
}

/// So many institutions before a head are looked at: with all of them a long text would take quadratic time.
const NEAR: usize = 12;

/// Numbers of annotations in the order of the text: the one before a token is found without looking at all of them.
pub(super) struct Places(Vec<usize>);

impl Places {
    /// Of annotations that begin at one token the one with the greater number counts as the later one.
    pub(super) fn new(chart: &Chart, mut numbers: Vec<usize>) -> Self {
        numbers.sort_by_key(|&number| (chart.annotations[number].tokens.start, number));
        Self(numbers)
    }

    /// Whether all are the same entry of the gazetteer.
    fn is_one(&self, reader: &Reader, chart: &Chart) -> bool {
        let entries: BTreeSet<Option<EntryId>> =
            self.0.iter().map(|&number| entry_of(&chart.annotations[number], reader.names.entry)).collect();
        entries.len() == 1
    }

    fn first(&self) -> Option<usize> {
        self.0.first().copied()
    }

    /// The last one that begins before the token.
    pub(super) fn last_beginning_before(&self, chart: &Chart, token: usize) -> Option<usize> {
        let behind = self.0.partition_point(|&number| chart.annotations[number].tokens.start < token);
        self.0[..behind].last().copied()
    }

    /// The one that begins last of those that fit and end before the token.
    fn last_before(&self, chart: &Chart, token: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let behind = self.0.partition_point(|&number| chart.annotations[number].tokens.start < token);
        let before = self.0[..behind].iter().rev().copied().filter(|&number| chart.annotations[number].tokens.end <= token);
        before.take(NEAR).find(|&number| fits(number))
    }
}

/// `Tokushima`, once `die Präfektur Tokushima` was read.
fn bare_places(n: &Names, chart: &Chart) -> Vec<Annotation> {
    let unknown = chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.territory && a.feature(n.unknown).is_some());
    // each name once, however often it stands there
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (number, a) in unknown {
        if let Some((_, name)) = a.slots.iter().find(|(k, _)| *k == n.name) {
            names.entry(joined(chart, name.clone())).or_insert(number);
        }
    }
    occurrences(chart, names.into_iter())
        .into_iter()
        .map(|(tokens, number)| {
            let mut annotation = short(n, n.territory, tokens, number, "short-name.place");
            annotation.features.extend(place_features(n, &chart.annotations[number]));
            annotation
        })
        .collect()
}

/// Normal forms with single spaces between.
pub(super) fn joined(chart: &Chart, tokens: Range<usize>) -> String {
    chart.tokens[tokens].iter().map(|t| t.norm.as_str()).collect::<Vec<_>>().join(" ")
}

fn is_definite(word: &str) -> bool {
    matches!(
        word,
        "das"
            | "des"
            | "dem"
            | "der"
            | "die"
            | "den"
            | "beim"
            | "vom"
            | "im"
            | "zum"
            | "zur"
            | "dieses"
            | "diesem"
            | "dieser"
            | "ihrem"
            | "ihres"
            | "ihr"
            | "seinem"
            | "seines"
    )
}

fn is_short_head(word: &str) -> bool {
    matches!(
        word,
        "unternehmen"
            | "unternehmens"
            | "konzern"
            | "konzerns"
            | "firma"
            | "zulieferer"
            | "zulieferers"
            | "hersteller"
            | "herstellers"
            | "versorger"
            | "versorgers"
            | "verlag"
            | "verlags"
            | "behörde"
            | "forschungsinstitut"
            | "forschungsinstituts"
            | "amt"
            | "amtes"
            | "amts"
            | "ministerium"
            | "ministeriums"
            | "ressort"
            | "ressorts"
            | "verband"
            | "verbandes"
            | "verbands"
            | "stiftung"
            | "verein"
            | "vereins"
            | "dienstleister"
            | "start-up"
            | "startup"
            | "genossenschaft"
            | "kammer"
            | "klinik"
            | "bibliothek"
            | "gewerkschaft"
            | "anstalt"
            | "tu"
            | "uni"
            | "hochschule"
            | "zentrum"
            | "zentrums"
            | "institut"
            | "instituts"
            | "gesellschaft"
            | "universitätsmedizin"
            | "aok"
            | "ihk"
            | "hwk"
    )
}

/// The head noun without the genitive's ending.
fn head_stem(word: &str) -> &str {
    &word[..word.len() - genitive_ending(word)]
}

/// `das Land`, `der Freistaat`, `die Stadt` for the nearest territory of that rank named before.
fn definite_ranks(reader: &Reader, chart: &Chart) -> Vec<Annotation> {
    let n = &reader.names;
    let of_rank = |kind: &str, free_state: bool| {
        let fits = |a: &Annotation| {
            (a.class == n.territory || a.class == n.territory_adjective)
                && a.feature(n.short).is_none()
                && a.feature(n.kind) == Some(kind)
                && (!free_state || is_free_state(chart, a))
        };
        Places::new(chart, chart.annotations.iter().enumerate().filter(|(_, a)| fits(a)).map(|(number, _)| number).collect())
    };
    let (states, free_states) = (of_rank("state", false), of_rank("state", true));
    // a Land that acts rather than one with which or in which something is: `Hessen zahlt. … In Bayern zögert man. Das Land hofft …`
    let is_acting = |number: &usize| !is_governed(chart, chart.annotations[*number].tokens.start);
    let acting_states = Places(states.0.iter().copied().filter(is_acting).collect());
    let districts = of_rank("district", false);
    let is_town = |a: &Annotation| a.feature(n.kind) == Some("city") || a.feature(n.city).is_some();
    let towns: Vec<usize> = chart
        .annotations
        .iter()
        .enumerate()
        .filter(|(_, a)| (a.class == n.territory || a.class == n.territory_adjective) && a.feature(n.short).is_none() && is_town(a))
        .map(|(number, _)| number)
        .collect();
    // a town that acts rather than one where something is: `Cottbus bekommt Hilfe aus Potsdam … setzt die Stadt auf …`
    let acts = |number: &usize| {
        let tokens = &chart.annotations[*number].tokens;
        let is_place = tokens.start > 0
            && matches!(&*chart.lower[tokens.start - 1], "in" | "aus" | "nach" | "bei" | "im" | "von" | "zwischen" | "und");
        let begins = chart.sentences[chart.sentence_of(tokens.start)].tokens.start == tokens.start;
        let is_dateline = begins && chart.lower.get(tokens.end).is_some_and(|w| matches!(&**w, "." | "," | "(" | "/" | "-" | "–"));
        !is_place && !is_dateline
    };
    // the gazetteer has `Landeshauptstadt Hannover` or `niedersächsische Landeshauptstadt` as a name of Hannover
    let is_capital = |number: &usize| {
        let entry = entry_of(&chart.annotations[*number], n.entry).map(|entry| reader.gazetteers.entry(entry));
        entry.is_some_and(|e| e.aliases.iter().any(|alias| alias.contains("Landeshauptstadt")))
    };
    let capitals = Places::new(chart, towns.iter().copied().filter(is_capital).collect());
    let (acting, cities) = (Places::new(chart, towns.iter().copied().filter(acts).collect()), Places::new(chart, towns));
    let ranked = named_with_rank(n, chart);
    let of_form = |form: &str| {
        let countries = chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.territory || a.class == n.territory_adjective);
        Places::new(chart, countries.filter(|(_, a)| is_state_of_form(reader, a, form)).map(|(number, _)| number).collect())
    };
    // of two kingdoms it is not said which one is meant
    let stands_here = |form: &&&str| chart.lower.iter().any(|word| word.starts_with(**form));
    let forms =
        STATE_FORMS.iter().filter(stands_here).map(|form| (*form, of_form(form))).filter(|(_, countries)| countries.is_one(reader, chart));
    let forms: BTreeMap<&str, Places> = forms.collect();
    let mut found = Vec::new();
    for i in 1..chart.tokens.len() {
        let word = &*chart.lower[i];
        let territories = match word {
            "land" | "landes" | "bundesland" | "bundeslandes" => &states,
            "freistaat" | "freistaats" | "freistaates" => &free_states,
            "stadt" | "hansestadt" => &cities,
            "landeshauptstadt" => &capitals,
            "landkreis" | "landkreises" => &districts,
            "kreis" if is_bare_pair(n, chart, i) => &districts,
            _ => {
                let rank = without_genitive(word);
                match ranked.get(rank).or_else(|| forms.get(rank)) {
                    Some(territories) => territories,
                    None => continue,
                }
            }
        };
        // `das Land`, or side by side with another body: `Land und Städtebund`
        let beside = word == "land" && chart.lower.get(i + 1).is_some_and(|w| &**w == "und") && chart.tokens[i].is_capitalized();
        if !is_free(chart, &(i..i + 1)) || !(is_definite(&chart.lower[i - 1]) || beside || is_bare_pair(n, chart, i)) {
            continue;
        }
        let is_city = matches!(word, "stadt" | "hansestadt");
        let is_land = matches!(word, "land" | "landes" | "bundesland" | "bundeslandes");
        let acting = match (is_city, is_land) {
            (true, _) => acting.last_beginning_before(chart, i),
            (_, true) => acting_states.last_beginning_before(chart, i),
            _ => None,
        };
        if let Some(number) = acting.or_else(|| territories.last_beginning_before(chart, i)) {
            let mut annotation = short(n, n.territory, i..i + 1, number, "short-name.rank");
            annotation.features.extend(place_features(n, &chart.annotations[number]));
            found.push(annotation);
        }
    }
    found
}

/// `Kantons` -> `kanton`, `Bundesstaates` -> `bundesstaat`
pub(super) fn without_genitive(word: &str) -> &str {
    word.strip_suffix("es").filter(|stem| stem.ends_with("staat")).or_else(|| word.strip_suffix('s')).unwrap_or(word)
}

/// What few states call themselves: `die Volksrepublik` for China.
const STATE_FORMS: [&str; 4] = ["volksrepublik", "großherzogtum", "königreich", "fürstentum"];

/// Whether a country's official name begins with the word, as the gazetteer has it.
fn is_state_of_form(reader: &Reader, a: &Annotation, form: &str) -> bool {
    let is_called = |name: &str| name.to_lowercase().split(' ').next() == Some(form);
    let entry = entry_of(a, reader.names.entry).map(|entry| reader.gazetteers.entry(entry));
    entry.is_some_and(|e| e.kind == Some(EntityKind::Country) && (is_called(&e.name) || e.aliases.iter().any(|alias| is_called(alias))))
}

/// Territories that the text names with a rank which few have, by that rank: `die Präfektur Fukushima` for `die Präfektur`.
fn named_with_rank<'c>(n: &Names, chart: &'c Chart) -> BTreeMap<&'c str, Places> {
    const RANKS: [&str; 8] = ["präfektur", "kanton", "provinz", "oblast", "woiwodschaft", "gemeinde", "region", "bundesstaat"];
    let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, a) in chart.annotations.iter().enumerate().filter(|(_, a)| a.class == n.territory && a.feature(n.short).is_none()) {
        let before = a.tokens.start.checked_sub(1).map_or("", |t| &*chart.lower[t]);
        for word in [before, &*chart.lower[a.tokens.start]] {
            let rank = without_genitive(word);
            if RANKS.contains(&rank) {
                numbers.entry(rank).or_default().push(number);
            }
        }
    }
    numbers.into_iter().map(|(rank, numbers)| (rank, Places::new(chart, numbers))).collect()
}

/// Whether a territory stands behind a preposition by which it does not act, with its article between if its name has one.
fn is_governed(chart: &Chart, start: usize) -> bool {
    let lower = |back: usize| start.checked_sub(back).map_or("", |t| &*chart.lower[t]);
    let article = takes_article(&chart.lower[start]) && matches!(lower(1), "der" | "die" | "das" | "dem" | "den");
    matches!(lower(if article { 2 } else { 1 }), "in" | "im" | "nach" | "aus" | "bei" | "mit" | "gegenüber")
}

/// Territories whose names stand with their article: `die Steiermark`, `der Aargau`, `die Slowakei`.
pub(super) fn takes_article(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        "steiermark",
        "schweiz",
        "ukraine",
        "türkei",
        "slowakei",
        "mongolei",
        "niederlande",
        "niederlanden",
        "usa",
        "lausitz",
        "toskana",
        "lombardei",
        "normandie",
        "bretagne",
        "pfalz",
        "saarland",
        "burgenland",
        "tessin",
        "wallis",
        "aargau",
        "thurgau",
        "waadt",
        "jura",
        "elsass",
    ];
    NAMES.contains(&name)
}

fn is_free_state(chart: &Chart, a: &Annotation) -> bool {
    const WORDS: [&str; 12] = [
        "bayern",
        "bayerns",
        "sachsen",
        "sachsens",
        "thüringen",
        "thüringens",
        "freistaat",
        "bayerische",
        "bayerischen",
        "sächsische",
        "sächsischen",
        "thüringer",
    ];
    chart.lower[a.tokens.clone()].iter().any(|w| WORDS.contains(&&**w))
}
