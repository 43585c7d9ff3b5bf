//! Spellings: folding, tokens, slugs and the keys of persons.
//!
//! A *fold* is what is left of a name when case, punctuation and diacritics no longer count. German umlauts become
//! digraphs (`Krüger` = `Krueger`, but not `Kruger`): that is how German itself writes them without diacritics, and the
//! third spelling belongs to other people.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before, after or inside a person's name that are no part of it, folded.
const TITLES: &[&str] = &[
    "prof",
    "professor",
    "professorin",
    "dr",
    "doktor",
    "h",
    "c",
    "dipl",
    "diplom",
    "ing",
    "med",
    "jur",
    "phil",
    "rer",
    "nat",
    "pol",
    "oec",
    "habil",
    "mag",
    "magister",
    "msc",
    "bsc",
    "ma",
    "ba",
    "mba",
    "llm",
    "phd",
    "herr",
    "herrn",
    "frau",
    "mdb",
    "mdl",
    "mdep",
    "mdhb",
    "mda",
    "pd",
    "ra",
    "stv",
    "sir",
    "dame",
    "jr",
    "sen",
    "mr",
    "mrs",
    "ms",
    "exc",
];

/// Lower case, ASCII digraphs for umlauts, no diacritics; other characters as they are.
pub(super) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.nfc().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            _ => fold_rest(c, &mut out),
        }
    }
    out
}

/// Letters that decompose lose their marks; the few Latin letters without a decomposition are spelled out.
fn fold_rest(c: char, out: &mut String) {
    match c {
        'æ' => out.push_str("ae"),
        'œ' | 'ø' => out.push_str("oe"),
        'å' => out.push_str("aa"),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'þ' => out.push_str("th"),
        'ı' => out.push('i'),
        _ => out.extend(std::iter::once(c).nfkd().filter(|&d| !is_combining_mark(d))),
    }
}

/// The fold of a name as words of letters and digits.
pub(crate) fn tokens(name: &str) -> Vec<String> {
    fold(name).split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// The part of an IRI that is made from a name: ASCII words joined by hyphens. Empty if the name has none.
pub(super) fn slug(name: &str) -> String {
    let ascii: String = fold(name).chars().filter(|c| c.is_ascii() || !c.is_alphanumeric()).collect();
    let words: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}

/// What two spellings of one person's full name have in common: words without titles, hyphens and initials.
///
/// `None` if the name is no full one: a surname alone, or a surname with initials, names too many people.
pub(super) fn person_key(name: &str) -> Option<String> {
    let words: Vec<String> = tokens(name).into_iter().filter(|t| !TITLES.contains(&t.as_str())).collect();
    let written_out: Vec<&str> = words.iter().map(String::as_str).filter(|w| w.chars().count() > 1).collect();
    // The first word must be a given name that is written out: "J. Meier" and "von Wolff" are no full names.
    let particle =
        |w: &&str| matches!(*w, "von" | "van" | "de" | "der" | "den" | "zu" | "zur" | "vom" | "di" | "da" | "le" | "la" | "al" | "bin");
    let names = written_out.iter().filter(|w| !particle(w)).count();
    let starts_written_out = words.first().is_some_and(|w| w.chars().count() > 1 && !particle(&w.as_str()));
    (names >= 2 && starts_written_out).then(|| written_out.join(" "))
}

/// `LetterOfIntent` -> `letter-of-intent`
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (name, expected) in [
            ("Baden-Württemberg", "baden-wuerttemberg"),
            ("Bundesamt für Sicherheit in der Informationstechnik", "bundesamt-fuer-sicherheit-in-der-informationstechnik"),
            ("Großenhain", "grossenhain"),
            ("Agence nationale de la sécurité des systèmes d’information", "agence-nationale-de-la-securite-des-systemes-d-information"),
            ("Ingebjørg Łukasz Åse", "ingebjoerg-lukasz-aase"),
            ("Zu\u{308}rich", "zuerich"),
            ("1&1", "1-1"),
            ("Київ", ""),
            ("–", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn person_keys() {
        for (name, expected) in [
            ("Prof. Dr. h. c. Antonia Krüger", Some("antonia krueger")),
            ("Antonia Krueger", Some("antonia krueger")),
            ("Hans-Peter Müller", Some("hans peter mueller")),
            ("Hans Peter MÜLLER", Some("hans peter mueller")),
            ("John F. Becker", Some("john becker")),
            ("Ursula von der Aue", Some("ursula von der aue")),
            ("Aue", None),
            ("von der Aue", None),
            ("J. Becker", None),
            ("Dr. Becker", None),
            ("", None),
        ] {
            assert_eq!(person_key(name).as_deref(), expected, "{name}");
        }
    }
}
