//! The forms of a name that German grammar makes: genitives, declined adjectives, adjectives and names of inhabitants.
//!
//! The data hold base forms only. A name is an optional run of adjectives, a *head noun* and what follows it
//! (`Deutsches Forschungszentrum für Künstliche Intelligenz`); adjectives and head are inflected, the rest never is. More
//! forms are made than the language has (no plural is kept apart from a singular): one that nobody writes does no harm.

use super::entry::{Class, Entry, Form};
use crate::facts::EntityKind;
use crate::text::tokenize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Feminine,
    /// Masculine or neuter, with the endings of the genitive.
    Strong(&'static [&'static str]),
}

const S: Gender = Gender::Strong(&["s"]);
const ES: Gender = Gender::Strong(&["es", "s"]);
const ES_ONLY: Gender = Gender::Strong(&["es"]);
use Gender::Feminine as F;

/// Head nouns by their ending, lower case. The first that fits counts.
const HEADS: &[(&str, Gender)] = &[
    ("ministerium", S),
    ("zentrum", S),
    ("präsidium", S),
    ("klinikum", S),
    ("konsortium", S),
    ("kollegium", S),
    ("forum", S),
    ("museum", S),
    ("amt", ES),
    ("gericht", ES),
    ("parlament", ES),
    ("institut", ES),
    ("kabinett", ES),
    ("rat", ES),
    ("tag", ES),
    ("hof", ES),
    ("bund", ES),
    ("verband", ES),
    ("freistaat", ES),
    ("bundesstaat", ES),
    ("staat", ES),
    ("bundesland", ES),
    ("land", ES),
    ("dienst", ES),
    ("betrieb", ES),
    ("netzwerk", ES),
    ("hilfswerk", ES),
    ("werk", ES),
    ("verein", ES),
    ("fonds", Gender::Strong(&[])),
    ("haus", ES_ONLY),
    ("kreis", ES_ONLY),
    ("kongress", ES_ONLY),
    ("bündnis", Gender::Strong(&["ses"])),
    ("senat", S),
    ("kolleg", S),
    ("kommando", S),
    ("büro", S),
    ("team", S),
    ("labor", S),
    ("komitee", S),
    ("königreich", S),
    ("fürstentum", S),
    ("kanton", S),
    ("departement", S),
    ("bezirk", S),
    ("archiv", S),
    ("konzern", S),
    ("center", S),
    ("centre", S),
    ("dezernat", S),
    ("referat", S),
    ("direktorat", S),
    ("sekretariat", S),
    ("universität", F),
    ("hochschule", F),
    ("schule", F),
    ("agentur", F),
    ("anstalt", F),
    ("kanzlei", F),
    ("behörde", F),
    ("zentrale", F),
    ("stelle", F),
    ("regierung", F),
    ("stadt", F),
    ("gemeinde", F),
    ("gesellschaft", F),
    ("gemeinschaft", F),
    ("vereinigung", F),
    ("kammer", F),
    ("union", F),
    ("kommission", F),
    ("stiftung", F),
    ("akademie", F),
    ("bank", F),
    ("kasse", F),
    ("konferenz", F),
    ("verwaltung", F),
    ("direktion", F),
    ("republik", F),
    ("föderation", F),
    ("region", F),
    ("provinz", F),
    ("gruppe", F),
    ("bürgerschaft", F),
    ("organisation", F),
    ("versicherung", F),
    ("wehr", F),
    ("polizei", F),
    ("staatsanwaltschaft", F),
    ("vertretung", F),
    ("initiative", F),
    ("allianz", F),
    ("einrichtung", F),
    ("abteilung", F),
    ("bibliothek", F),
    ("klinik", F),
    ("genossenschaft", F),
    ("staaten", F),
    ("emirate", F),
    ("gebiete", F),
];

/// What an adjective before the head noun ends in, without its ending. Adjectives from places (`Berliner`) are not
/// declined, and nothing here ends as places do (`Leipzig`, `Wuppertal`).
const ADJECTIVE_STEMS: &[&str] = &[
    "isch",
    "lich",
    "deutsch",
    "frei",
    "vereinigt",
    "vereint",
    "föderiert",
    "verbunden",
    "national",
    "zentral",
    "regional",
    "kommunal",
    "sozial",
    "digital",
    "global",
    "föderal",
    "dual",
    "lokal",
    "auswärtig",
    "ständig",
    "unabhängig",
    "gemeinnützig",
    "neu",
    "hoh",
    "oberst",
    "erst",
    "offen",
    "angewandt",
    "gemeinsam",
    "sicher",
    "rot",
    "weiß",
    "offensiv",
    "privat",
    "interministeriell",
    "virtuell",
    "palästinens",
];

const ENDINGS: [&str; 5] = ["e", "en", "em", "er", "es"];

/// Calls `emit` with every form of the entry, in normal form: tokens with single spaces between. Forms may come more than once.
pub(super) fn forms(entry: &Entry, emit: &mut dyn FnMut(String, Form)) {
    for acronym in &entry.acronyms {
        emit(words(acronym).join(" "), Form::Acronym);
    }
    let names = std::iter::once((&entry.name, Form::Name)).chain(entry.aliases.iter().map(|a| (a, Form::Alias)));
    for (name, form) in names {
        let words = words(name);
        if entry.class == Class::Territory {
            date_line(&words, entry.kind, emit);
        }
        match entry.class {
            Class::Person => genitive_of_last(&words, emit),
            Class::Party | Class::Territory | Class::Organization => phrase(&words, entry.class, emit),
        }
        emit(words.join(" "), form);
    }
    for adjective in &entry.adjectives {
        territory_adjective(adjective, emit);
    }
    for demonym in &entry.demonyms {
        inhabitants(demonym, emit);
    }
}

/// Normal forms of the tokens of a name, as a text has them.
pub(super) fn words(name: &str) -> Vec<String> {
    tokenize(name).into_iter().map(|token| token.norm).collect()
}

/// Agencies write the place at a date line in capitals: `MITTWEIDA (dpa)`.
fn date_line(words: &[String], kind: Option<EntityKind>, emit: &mut dyn FnMut(String, Form)) {
    let name = words.join(" ");
    let is_place = matches!(kind, Some(EntityKind::City | EntityKind::State | EntityKind::District));
    if is_place && name.chars().count() > 3 && name.chars().any(char::is_lowercase) {
        emit(name.to_uppercase(), Form::Name);
    }
}

/// `Markus Söders`
fn genitive_of_last(words: &[String], emit: &mut dyn FnMut(String, Form)) {
    if let Some((last, rest)) = words.split_last()
        && takes_s(last)
    {
        emit(joined(rest, format!("{last}s"), &[]), Form::Genitive);
    }
}

/// Genitives and cases of a name that may begin with adjectives.
fn phrase(words: &[String], class: Class, emit: &mut dyn FnMut(String, Form)) {
    let Some((head, gender)) = head(words, class) else { return };
    let (before, rest) = words.split_at(head);
    let (noun, after) = (&rest[0], &rest[1..]);
    let is_declined: Vec<Option<&str>> = before.iter().map(|w| adjective_stem(w)).collect();
    let decline = |ending: &str| -> Vec<String> {
        let declined = |(word, stem): (&String, &Option<&str>)| stem.map_or_else(|| word.clone(), |stem| format!("{stem}{ending}"));
        before.iter().zip(&is_declined).map(declined).collect()
    };
    let has_adjective = is_declined.iter().any(Option::is_some);
    if has_adjective {
        for ending in ENDINGS {
            emit(joined(&decline(ending), noun.clone(), after), Form::Inflected);
        }
    }
    // `Beauftragter`, `Beauftragte` is an adjective that has become a noun
    if let Some(stem) = ["e", "er"].iter().find_map(|e| noun.strip_suffix(e)).filter(|s| s.to_lowercase().ends_with("beauftragt")) {
        for ending in ENDINGS {
            emit(joined(before, format!("{stem}{ending}"), after), Form::Inflected);
        }
    } else if let Gender::Strong(endings) = gender {
        for ending in endings {
            emit(joined(&decline("en"), format!("{noun}{ending}"), after), Form::Genitive);
        }
    }
    // dative of plurals: in den Niederlanden
    if noun.ends_with("lande") || noun.ends_with("inseln") || noun.ends_with("emirate") {
        emit(joined(&decline("en"), format!("{noun}n"), after), Form::Inflected);
    }
}

/// The head noun's place and how it is declined.
fn head(words: &[String], class: Class) -> Option<(usize, Gender)> {
    let end = words.iter().skip(1).position(|w| ends_head(w)).map_or(words.len(), |i| i + 1);
    let known = |word: &String| {
        let word = word.to_lowercase();
        HEADS.iter().find(|(ending, _)| word.ends_with(ending)).map(|&(_, gender)| gender)
    };
    // a place of one word has its own genitive whatever it ends in: Darmstadts, Deutschlands
    if class == Class::Territory && words.len() == 1 {
        let endings: &[&str] = if words[0].ends_with("land") { &["s", "es"] } else { &["s"] };
        // `des Vogelsbergkreises`
        if words[0].ends_with("kreis") {
            return Some((0, ES_ONLY));
        }
        return Some((0, if takes_s(&words[0]) { Gender::Strong(endings) } else { F }));
    }
    // `Zentrale Stelle`: what may be a noun or an adjective is an adjective if another head noun follows
    let heads: Vec<(usize, Gender)> =
        words[..end].iter().enumerate().filter_map(|(i, word)| known(word).map(|gender| (i, gender))).collect();
    match heads.as_slice() {
        [(first, _), second, ..] if adjective_stem(&words[*first]).is_some() => return Some(*second),
        [first, ..] => return Some(*first),
        [] => {}
    }
    let last = words[..end].iter().rposition(|w| w.starts_with(char::is_uppercase))?;
    let neuter_or_masculine = words[..last].iter().any(|w| adjective_stem(w).is_some() && !w.ends_with('e'));
    let feminine = words[..last].iter().any(|w| adjective_stem(w).is_some() && w.ends_with('e'));
    let is_name = class == Class::Territory || last + 1 == words.len();
    let strong = !feminine && takes_s(&words[last]) && (is_name || neuter_or_masculine);
    Some((last, if strong { S } else { F }))
}

/// Prepositions, articles, brackets and legal forms: the head noun stands before them.
fn ends_head(word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    !first.is_alphanumeric()
        || matches!(
            word,
            "für"
                | "der"
                | "die"
                | "das"
                | "des"
                | "dem"
                | "den"
                | "zur"
                | "zum"
                | "von"
                | "vom"
                | "in"
                | "im"
                | "am"
                | "an"
                | "auf"
                | "bei"
                | "beim"
                | "gegen"
                | "mit"
                | "ob"
                | "vor"
                | "über"
                | "unter"
                | "of"
                | "for"
                | "de"
                | "du"
                | "AG"
                | "SE"
                | "GmbH"
                | "gGmbH"
                | "mbH"
                | "KG"
                | "KGaA"
                | "e.V."
                | "e."
                | "Inc."
                | "Ltd."
                | "SA"
                | "NV"
        )
}

/// The stem of an adjective in the nominative (`Deutsches` -> `Deutsch`); `None` for anything else.
fn adjective_stem(word: &str) -> Option<&str> {
    let stem = ["es", "er", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    let lower = stem.to_lowercase();
    ADJECTIVE_STEMS.iter().any(|end| lower.ends_with(end)).then_some(stem)
}

/// Whether the genitive of a name is made with -s: not after another s sound, not with acronyms.
fn takes_s(word: &str) -> bool {
    let last_is_lower = word.chars().next_back().is_some_and(char::is_lowercase);
    last_is_lower && !word.ends_with(['s', 'ß', 'x', 'z'])
}

/// `bayerisch` -> `bayerische`, `Bayerischen`, ...; `Thüringer` stays.
fn territory_adjective(base: &str, emit: &mut dyn FnMut(String, Form)) {
    if base.starts_with(char::is_uppercase) && base.ends_with("er") {
        return emit(base.to_owned(), Form::Adjective);
    }
    for ending in ENDINGS {
        let form = format!("{base}{ending}");
        emit(capitalized(&form), Form::Adjective);
        // `die Schleswig-Holsteinische Krankenhausgesellschaft`
        if form.contains('-') {
            emit(form.split('-').map(capitalized).collect::<Vec<_>>().join("-"), Form::Adjective);
        }
        emit(form, Form::Adjective);
    }
}

/// `Berliner` -> `Berlinern`, `Berlinerin`, ...; `Franzose` -> `Franzosen`
fn inhabitants(base: &str, emit: &mut dyn FnMut(String, Form)) {
    let endings: &[&str] = if base.ends_with("er") {
        &["n", "s", "in", "innen"]
    } else if base.ends_with("in") {
        &["nen"]
    } else if base.ends_with('e') {
        &["n"]
    } else {
        &[]
    };
    for ending in endings {
        emit(format!("{base}{ending}"), Form::Demonym);
    }
    emit(base.to_owned(), Form::Demonym);
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn joined(before: &[String], word: String, after: &[String]) -> String {
    let mut text = String::new();
    for w in before.iter().map(String::as_str).chain([word.as_str()]).chain(after.iter().map(String::as_str)) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(w);
    }
    text
}
