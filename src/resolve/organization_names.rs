//! What an organization's name says about which organization it is.
//!
//! Words of this module:
//! - A *bare* name is a common noun ("Ministerium", "Behörde"): it says nothing outside its document.
//! - A *generic* name is a kind of body that every territory has ("Innenministerium", "Landtag"): it needs a territory.
//!   A *one-of-many* name ("Hochschule", "Landgericht") needs more than a territory and is treated like a bare one.
//! - Any other name is *specific*: it names one organization by itself.

use super::names::{fold, tokens};

/// Common nouns for institutions, folded.
const BARE: &[&str] = &[
    "amt",
    "agentur",
    "anstalt",
    "behoerde",
    "bund",
    "bundesamt",
    "bundesbehoerde",
    "bundesland",
    "bundesministerium",
    "buero",
    "delegation",
    "dienst",
    "einrichtung",
    "firma",
    "forum",
    "fraktion",
    "gemeinde",
    "gesellschaft",
    "gremium",
    "gruppe",
    "haus",
    "institution",
    "kommission",
    "kommune",
    "konzern",
    "kreis",
    "land",
    "landesamt",
    "landesbehoerde",
    "landkreis",
    "ministerium",
    "organisation",
    "partei",
    "ressort",
    "sprecher",
    "staat",
    "staatsministerium",
    "stadt",
    "stiftung",
    "team",
    "unternehmen",
    "verwaltung",
    "werk",
];

/// Ends of nouns for bodies of which a territory has many.
const ONE_OF_MANY: &[&str] = &[
    "abteilung",
    "akademie",
    "anwaltschaft",
    "ausschuss",
    "bereich",
    "bezirk",
    "dezernat",
    "direktion",
    "fakultaet",
    "finanzamt",
    "fraktion",
    "gericht",
    "gymnasium",
    "hochschule",
    "institut",
    "kammer",
    "klinik",
    "klinikum",
    "kolleg",
    "labor",
    "lehrstuhl",
    "museum",
    "praesidium",
    "rathaus",
    "referat",
    "schule",
    "sparkasse",
    "stadtwerke",
    "unternehmen",
    "universitaet",
    "verband",
    "verein",
    "verlag",
    "werke",
    "zentrale",
    "zentrum",
];

/// Ends of nouns for bodies of which a territory has one.
const ONE_OF_A_TERRITORY: &[&str] = &[
    "abgeordnetenhaus",
    "agentur",
    "amt",
    "beauftragte",
    "beauftragter",
    "behoerde",
    "buergerschaft",
    "gemeinderat",
    "kabinett",
    "kanzlei",
    "kanzleramt",
    "ministerium",
    "ministerrat",
    "parlament",
    "polizei",
    "rechnungshof",
    "regierung",
    "ressort",
    "schutz",
    "senat",
    "stadtrat",
    "kreistag",
    "landtag",
    "stelle",
    "verwaltung",
    "vertretung",
    "zentrale",
];

/// Words between nouns, folded.
const FUNCTION_WORDS: &[&str] = &[
    "der", "die", "das", "des", "dem", "den", "fuer", "und", "von", "vom", "im", "in", "am", "an", "zu", "zur", "zum", "of", "the", "de",
    "la", "le", "du", "et", "and", "for",
];

/// Legal forms at the end of a company's or association's name, folded and split into tokens.
const LEGAL_FORMS: &[&[&str]] = &[
    &["gmbh", "co", "kg"],
    &["se", "co", "kg"],
    &["ag", "co", "kg"],
    &["ag", "co", "kgaa"],
    &["e", "v"],
    &["ev"],
    &["gmbh"],
    &["ggmbh"],
    &["mbh"],
    &["ag"],
    &["se"],
    &["kg"],
    &["kgaa"],
    &["ug"],
    &["ohg"],
    &["gbr"],
    &["eg"],
    &["inc"],
    &["ltd"],
    &["llc"],
    &["corp"],
    &["corporation"],
    &["plc"],
    &["sas"],
    &["sarl"],
    &["bv"],
    &["nv"],
];

/// How far a name goes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Bare,
    Generic,
    Specific,
}

/// An organization's name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrganizationName {
    /// Folded words without legal form and outer function words.
    pub words: Vec<String>,
    pub reach: Reach,
}

impl OrganizationName {
    pub fn new(name: &str) -> Self {
        let mut words = tokens(name);
        strip_legal_form(&mut words);
        strip_function_words(&mut words);
        let reach = reach(&words);
        Self { words, reach }
    }

    /// The name without the words that name the territory: `Landtag von Bayern`, `Bayerischer Landtag` -> `Landtag`.
    /// The name itself if nothing else would be left.
    pub fn without_territory(&self, territory: &str) -> Self {
        let place = plain_tokens(territory);
        let plain: Vec<String> = self.words.iter().map(|w| plain(w)).collect();
        let found = (!place.is_empty()).then(|| plain.windows(place.len()).position(|window| names_territory(window, &place))).flatten();
        let Some(start) = found else { return self.clone() };
        let mut words = self.words.clone();
        words.drain(start..start + place.len());
        strip_function_words(&mut words);
        if words.is_empty() {
            return self.clone();
        }
        let reach = reach(&words);
        Self { words, reach }
    }

    /// A key that equal names share.
    pub fn key(&self) -> String {
        // The words of a ministry's portfolio come in any order and form: "Finanz- und Digitalisierungsministerium" is the
        // "Ministerium für Finanzen und Digitalisierung".
        portfolio(&self.words).map_or_else(|| self.words.join(" "), |p| format!("ministerium {p}"))
    }

    /// One word that a text may introduce as the short name of something longer.
    pub fn is_short(&self) -> bool {
        self.words.len() == 1 && self.reach == Reach::Specific
    }
}

/// Whether an organization's name says which one it is, in any text: by itself, or together with the territory that it
/// belongs to, if that is known.
pub fn is_telling(name: &str, has_territory: bool) -> bool {
    match OrganizationName::new(name).reach {
        Reach::Bare => false,
        Reach::Generic => has_territory,
        Reach::Specific => true,
    }
}

/// `BSI`, `ZITiS`, `H2.B`: one word with at least two capitals or digits, few letters.
pub fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let marked = name.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    !name.contains(char::is_whitespace) && (2..=10).contains(&letters) && marked >= 2 && marked * 2 >= letters
}

fn strip_legal_form(words: &mut Vec<String>) {
    let fits = |form: &&&[&str]| words.len() > form.len() && words.iter().rev().zip(form.iter().rev()).all(|(w, f)| w == f);
    if let Some(form) = LEGAL_FORMS.iter().find(fits) {
        words.truncate(words.len() - form.len());
    }
}

fn strip_function_words(words: &mut Vec<String>) {
    let is_function = |w: &String| FUNCTION_WORDS.contains(&w.as_str());
    while words.len() > 1 && words.last().is_some_and(is_function) {
        words.pop();
    }
    let leading = words.iter().take_while(|w| is_function(w)).count();
    if leading < words.len() {
        words.drain(..leading);
    }
}

fn reach(words: &[String]) -> Reach {
    let content: Vec<&str> = words.iter().map(String::as_str).filter(|w| !FUNCTION_WORDS.contains(w)).collect();
    let Some(&first) = content.first() else { return Reach::Bare };
    let head = noun(first);
    if content.len() == 1 {
        return match () {
            () if in_list(BARE, head) => Reach::Bare,
            () if ends_in(ONE_OF_MANY, head) => Reach::Bare,
            () if is_federal(head) => Reach::Specific,
            () if ends_in(ONE_OF_A_TERRITORY, head) => Reach::Generic,
            () => Reach::Specific,
        };
    }
    // "Ministerium für ...", "Landesamt für ...": a noun and its field. "Institut für Informatik": there are many.
    let governs = words.iter().any(|w| matches!(w.as_str(), "fuer" | "der" | "des" | "fur"));
    let ministry = content.iter().any(|w| noun(w).ends_with("ministerium") && !is_federal(noun(w)));
    match () {
        () if ministry => Reach::Generic,
        () if governs && matches!(head, "amt" | "landesamt" | "staatsamt") => Reach::Generic,
        () if governs
            && in_list(&["institut", "lehrstuhl", "fakultaet", "abteilung", "referat", "ausschuss", "fachbereich", "professur"], head) =>
        {
            Reach::Bare
        }
        () => Reach::Specific,
    }
}

/// `Bundesregierung`, `Bundesinnenministerium`: a body of the Bund says by its name whose it is.
fn is_federal(word: &str) -> bool {
    word.strip_prefix("bundes").is_some_and(|rest| rest.len() > 2)
}

fn in_list(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

fn ends_in(list: &[&str], word: &str) -> bool {
    list.iter().any(|end| word.ends_with(end))
}

/// Without the genitive or plural ending that a form found in a text may have.
fn noun(word: &str) -> &str {
    let known = |w: &str| in_list(BARE, w) || ends_in(ONE_OF_MANY, w) || ends_in(ONE_OF_A_TERRITORY, w);
    let forms = ["es", "en", "er", "e", "s", "n"].iter().filter_map(|ending| word.strip_suffix(ending));
    if known(word) { word } else { forms.into_iter().find(|w| known(w)).unwrap_or(word) }
}

/// Fold in which umlauts lose their dots: adjectives of territories change the vowel (`sächsisch` of `Sachsen`).
fn plain(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

fn plain_tokens(name: &str) -> Vec<String> {
    fold(name).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(plain).collect()
}

/// Are the words the territory's name, its genitive or its adjective? All are plain folds.
fn names_territory(words: &[String], territory: &[String]) -> bool {
    // OK because: callers pass windows of the territory's length, which is not zero.
    let (last_word, words) = words.split_last().expect("a window is not empty");
    let (last, territory) = territory.split_last().expect("a territory has words");
    words == territory && is_form_of(last_word, last)
}

/// `bayerischer`, `bayerns` of `bayern`; not `hessencybercenter` of `hessen`.
fn is_form_of(word: &str, name: &str) -> bool {
    let stems = TERRITORY_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    word == name || stems.into_iter().any(|stem| stem.len() >= 4 && stem.len() + 2 >= name.len() && name.starts_with(stem))
}

/// Of genitives and adjectives.
const TERRITORY_ENDINGS: &[&str] = &["s", "es", "er", "isch", "ische", "ischen", "ischem", "ischer", "isches"];

/// The fields of a ministry as sorted stems, if the words name a ministry and its fields.
fn portfolio(words: &[String]) -> Option<String> {
    let at = words.iter().position(|w| noun(w).ends_with("ministerium"))?;
    let head = noun(&words[at]).strip_suffix("ministerium")?;
    let head = head.strip_prefix("bundes").or(head.strip_prefix("staats")).unwrap_or(head);
    let federal = if is_federal(&words[at]) { "bund " } else { "" };
    let others = words.iter().enumerate().filter(|&(i, _)| i != at).map(|(_, w)| w.as_str());
    let mut stems: Vec<String> = others.chain([head]).filter(|w| !w.is_empty() && !FUNCTION_WORDS.contains(w)).map(stem).collect();
    stems.sort();
    stems.dedup();
    (!stems.is_empty()).then(|| format!("{federal}{}", stems.join(" ")))
}

/// The stem of a field: `Finanzen`, `Finanz-`; `Innern`, `Inneres`, `Innen-`; `Verkehr`, `Verkehrs-`.
fn stem(word: &str) -> String {
    let mut stem = word;
    for ending in ["es", "en", "n", "s", "er", "e"] {
        if let Some(shorter) = stem.strip_suffix(ending).filter(|s| s.len() >= 3) {
            stem = shorter;
        }
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_a_name_goes() {
        use Reach::*;
        for (name, expected) in [
            ("Ministerium", Bare),
            ("Behörde", Bare),
            ("Bundesamt", Bare),
            ("Hochschule", Bare),
            ("Landgericht", Bare),
            ("Institut für Informatik", Bare),
            ("der Verband", Bare),
            ("Innenministerium", Generic),
            ("Innenministeriums", Generic),
            ("Ministerium für Arbeit und Soziales", Generic),
            ("Staatskanzlei", Generic),
            ("Landtag", Generic),
            ("Landesregierung", Generic),
            ("Landeskriminalamt", Generic),
            ("Landesamt für Verfassungsschutz", Generic),
            ("Bundesregierung", Specific),
            ("Bundesinnenministerium", Specific),
            ("Bundesamt für Kartographie", Specific),
            ("Sächsische Staatskanzlei", Specific),
            ("Hochschule Mittweida", Specific),
            ("Nordlicht Datentechnik GmbH", Specific),
        ] {
            assert_eq!(OrganizationName::new(name).reach, expected, "{name}");
        }
    }

    #[test]
    fn one_key_for_forms_of_a_name() {
        for (a, b) in [
            ("Finanz- und Digitalisierungsministerium", "Ministerium für Finanzen und Digitalisierung"),
            ("Ministerium des Innern", "Innenministerium"),
            ("Ministerium für Inneres", "Innenministerium"),
            ("Bundesministerium des Innern", "Bundesinnenministerium"),
            ("Verkehrsministerium", "Ministerium für Verkehr"),
            ("Nordlicht Datentechnik GmbH", "Nordlicht Datentechnik"),
            ("Förderverein Küste e. V.", "Förderverein Küste e.V."),
        ] {
            assert_eq!(OrganizationName::new(a).key(), OrganizationName::new(b).key(), "{a} / {b}");
        }
        for (a, b) in [("Innenministerium", "Bundesinnenministerium"), ("Innenministerium", "Finanzministerium")] {
            assert_ne!(OrganizationName::new(a).key(), OrganizationName::new(b).key(), "{a} / {b}");
        }
    }

    #[test]
    fn a_name_without_its_territory() {
        for (name, territory, expected) in [
            ("Landtag von Baden-Württemberg", "Baden-Württemberg", "landtag"),
            ("baden-württembergisches Innenministerium", "Baden-Württemberg", "innenministerium"),
            ("Sächsische Staatskanzlei", "Sachsen", "staatskanzlei"),
            ("Thüringer Finanzministerium", "Thüringen", "finanzministerium"),
            ("Bayerisches Landeskriminalamt", "Bayern", "landeskriminalamt"),
            ("Staatskanzlei des Saarlandes", "Saarland", "staatskanzlei"),
            ("Hessischer Landtag", "Hessen", "landtag"),
            ("Hessen CyberCompetenceCenter", "Hessen", "cybercompetencecenter"),
            ("HessenCyberCenter", "Hessen", "hessencybercenter"),
            ("Sächsische Staatskanzlei", "Bayern", "saechsische staatskanzlei"),
            ("Bayern", "Bayern", "bayern"),
            ("Staatskanzlei", "", "staatskanzlei"),
        ] {
            assert_eq!(OrganizationName::new(name).without_territory(territory).words.join(" "), expected, "{name} / {territory}");
        }
    }

    #[test]
    fn acronyms() {
        for (name, expected) in
            [("BSI", true), ("ZITiS", true), ("H2.B", true), ("Inria", false), ("Land", false), ("B", false), ("Cal OES", false)]
        {
            assert_eq!(is_acronym(name), expected, "{name}");
        }
    }
}
