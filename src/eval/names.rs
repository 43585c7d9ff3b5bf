//! When a name of the annotations and one of the graph are the same.
//!
//! Spelling that means nothing is levelled: case, ß, punctuation, compatibility forms of Unicode, titles of persons. Beyond
//! that names must be equal, because the annotations list every form that is a right answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::found::Found;
use super::gold;
use crate::text::squeeze;

/// The names of one thing, normal.
pub(super) type Forms = BTreeSet<String>;

static TITLES: LazyLock<Regex> = LazyLock::new(|| {
    // OK because the pattern is constant and a test uses it.
    Regex::new(r"\b(prof|dr|h c|dipl ing|ing|med|jur|rer nat|herr|herrn|frau|mdb|mdl)\b").expect("a constant pattern")
});

/// Lower case, `ss` for `ß`, words with one space between them, without titles.
pub(super) fn normal(name: &str) -> String {
    let folded = name.nfkc().collect::<String>().to_lowercase().replace('ß', "ss").replace('ς', "σ");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let untitled = TITLES.replace_all(&words.join(" "), " ").into_owned();
    squeeze(&untitled)
}

/// The names of one annotated thing.
pub(super) fn forms(name: &str, aliases: &[String]) -> Forms {
    std::iter::once(name).chain(aliases.iter().map(String::as_str)).map(normal).collect()
}

/// One name in common.
pub(super) fn same(wanted: &Forms, found: &Forms) -> bool {
    !wanted.is_disjoint(found)
}

/// One name in common; or the annotations know the surname only, and the full name that was found ends with it. Not the other
/// way round: a surname that was found is not yet the person.
pub(super) fn same_person(wanted: &Forms, found: &Forms) -> bool {
    let is_surname_of =
        |surname: &String| !surname.contains(' ') && found.iter().any(|name| name.rsplit(' ').next() == Some(surname.as_str()));
    same(wanted, found) || wanted.iter().filter(|name| !name.is_empty()).any(is_surname_of)
}

/// The names by which the annotations of a document know things.
pub(super) struct GoldNames<'a> {
    pub found: &'a Found,
    forms: BTreeMap<&'a str, Forms>,
    persons: BTreeSet<&'a str>,
}

impl<'a> GoldNames<'a> {
    pub fn new(gold: &'a gold::Document, found: &'a Found) -> Self {
        let persons = gold.persons.iter().map(|one| (&one.name, &one.aliases));
        let others = gold.organizations.iter().chain(&gold.territories).map(|one| (&one.name, &one.aliases));
        let mut all = BTreeMap::new();
        for (name, aliases) in persons.chain(others) {
            all.entry(name.as_str()).or_insert_with(|| forms(name, aliases));
        }
        Self { found, forms: all, persons: gold.persons.iter().map(|one| one.name.as_str()).collect() }
    }

    /// Whether what the annotations call `name` is that node of the graph. A name that they do not list stands for itself.
    pub fn is(&self, name: &str, node: &str) -> bool {
        let of_itself;
        let wanted = match self.forms.get(name) {
            Some(forms) => forms,
            None => {
                of_itself = Forms::from([normal(name)]);
                &of_itself
            }
        };
        let found = self.found.names(node);
        if self.persons.contains(name) { same_person(wanted, found) } else { same(wanted, found) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_that_means_nothing_is_levelled() {
        for (name, expected) in [
            ("Prof. Dr. Anna Weiß", "anna weiss"),
            ("ANNA WEISS", "anna weiss"),
            ("Dr.-Ing. Tom  Berg, MdB", "tom berg"),
            ("Dr. h. c. Eva Drexler", "eva drexler"),
            ("Baden-Württemberg", "baden württemberg"),
            ("Ministerium für Inneres\u{a0}und „Digitales“", "ministerium für inneres und digitales"),
            ("ﬁt GmbH", "fit gmbh"),
            ("Frau", ""),
        ] {
            assert_eq!(normal(name), expected);
        }
    }

    #[test]
    fn a_wanted_surname_meets_the_full_name_but_not_the_other_way_round() {
        let of = |names: &[&str]| names.iter().map(|name| normal(name)).collect::<Forms>();
        assert!(same_person(&of(&["Berg"]), &of(&["Tom Berg"])));
        assert!(!same_person(&of(&["Tom Berg"]), &of(&["Berg"])));
        assert!(!same_person(&of(&["Berg"]), &of(&["Berg Müller"])));
        assert!(!same_person(&of(&["Tom Berg"]), &of(&["Udo Berg"])));
        assert!(!same_person(&of(&["Frau"]), &of(&["Tom Berg"])));
        assert!(!same(&of(&["Bayern"]), &of(&["Freistaat Bayern"])), "of a body every form is listed");
    }
}
