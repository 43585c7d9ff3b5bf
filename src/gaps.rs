//! What lists and rules do not have yet: names that only their surroundings told, and words for agreements of which nothing
//! was made. Whoever extends lists and rules begins with what comes most often.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::extract::UnreadWord;
use crate::facts::{DocumentFacts, Entity, EntityClass, EntityKind};
use crate::resolve::{is_acronym, is_telling};
use crate::text::{sentences, squeeze, tokenize_range};

/// Collects gaps from documents; in which order, makes no difference.
#[derive(Debug, Default)]
pub struct Gaps {
    /// SHA-256 of the documents: a copy tells nothing new.
    seen: BTreeSet<String>,
    names: BTreeMap<(EntityClass, String), Name>,
    words: BTreeMap<String, Word>,
}

/// A name that no list has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameGap {
    pub class: EntityClass,
    pub kind: Option<EntityKind>,
    pub name: String,
    pub documents: usize,
    pub mentions: usize,
    pub example: Example,
    /// Id of the rule that found it there.
    pub rule: String,
    /// The entry that a list would have, and the file of a user's own lists that it fits into.
    pub entry: String,
    pub list: List,
}

/// A word for an agreement that stands in sentences that no frame has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordGap {
    pub word: String,
    /// Of the agreement.
    pub kind: String,
    pub documents: usize,
    pub sentences: usize,
    pub example: Example,
}

/// The first sentence of the first document, by its path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Example {
    pub file: String,
    pub sentence: String,
}

/// A file of names with the columns that its entries need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct List {
    pub file: &'static str,
    pub header: &'static str,
}

/// None of these is the name of a built-in file, whose place it would take.
const ORGANIZATIONS: List = List { file: "own-organizations.csv", header: "name,class,kind,acronyms,jurisdiction" };
const TERRITORIES: List = List { file: "own-territories.csv", header: "name,class,kind,jurisdiction" };
const PERSONS: List = List { file: "own-persons.csv", header: "name,class,given,family,party" };

#[derive(Debug, Default)]
struct Name {
    documents: usize,
    mentions: usize,
    acronyms: BTreeSet<String>,
    /// What documents say of it, and how many of them.
    kinds: BTreeMap<EntityKind, usize>,
    jurisdictions: BTreeMap<String, usize>,
    parts: BTreeMap<(String, String), usize>,
    parties: BTreeMap<String, usize>,
    example: Option<(Example, String)>,
}

#[derive(Debug, Default)]
struct Word {
    kinds: BTreeMap<String, usize>,
    documents: usize,
    sentences: usize,
    example: Option<Example>,
}

impl Gaps {
    /// Adds what a document leaves.
    pub fn add(&mut self, facts: &DocumentFacts, unread: &[UnreadWord]) {
        if !self.seen.insert(facts.document.sha256.clone()) {
            return;
        }
        let mut names = BTreeSet::new();
        for entity in facts.entities.iter().filter(|entity| entity.gazetteer.is_none() && is_name(entity)) {
            let gap = self.names.entry((entity.class, entity.name.clone())).or_default();
            // A document can have two entities of one name.
            gap.documents += usize::from(names.insert((entity.class, &entity.name)));
            gap.add(entity, facts);
        }
        let mut words = BTreeSet::new();
        for one in unread {
            let gap = self.words.entry(one.word.clone()).or_default();
            gap.documents += usize::from(words.insert(&one.word));
            gap.sentences += 1;
            count(&mut gap.kinds, one.kind.clone());
            let file = &facts.document.file;
            if gap.example.as_ref().is_none_or(|example| *file < example.file) {
                gap.example = Some(Example { file: file.clone(), sentence: one.sentence.clone() });
            }
        }
    }

    /// The names, those of most documents first, then those with most mentions.
    pub fn names(&self) -> Vec<NameGap> {
        let mut names: Vec<NameGap> = self.names.iter().filter_map(|((class, name), gap)| gap.told(*class, name)).collect();
        names.sort_by_key(|gap| (std::cmp::Reverse((gap.documents, gap.mentions)), gap.name.clone(), gap.class));
        names
    }

    /// The words, those of most documents first, then those of most sentences.
    pub fn words(&self) -> Vec<WordGap> {
        let told = |(word, gap): (&String, &Word)| {
            let (documents, sentences) = (gap.documents, gap.sentences);
            Some(WordGap { word: word.clone(), kind: commonest(&gap.kinds)?.clone(), documents, sentences, example: gap.example.clone()? })
        };
        let mut words: Vec<WordGap> = self.words.iter().filter_map(told).collect();
        words.sort_by_key(|gap| (std::cmp::Reverse((gap.documents, gap.sentences)), gap.word.clone()));
        words
    }
}

/// Lists hold names that say in any text who is meant: no surnames alone, no `Ministerium`, no political parties.
fn is_name(entity: &Entity) -> bool {
    match entity.class {
        EntityClass::Person => entity.given_name.is_some() && entity.family_name.is_some(),
        EntityClass::Organization => entity.kind != Some(EntityKind::Party) && is_telling(&entity.name, entity.jurisdiction.is_some()),
        EntityClass::Place => true,
    }
}

/// Not `IHK` of `IHK Kassel`: what needs more words beside it is the acronym of others too.
fn stands_alone(acronym: &str, entity: &Entity) -> bool {
    let is_part = |name: &String| name != acronym && name.split_whitespace().any(|word| word == acronym);
    !entity.other_names.iter().any(is_part)
}

impl Name {
    fn add(&mut self, entity: &Entity, facts: &DocumentFacts) {
        self.mentions += entity.mentions.len();
        self.acronyms.extend(entity.other_names.iter().filter(|name| is_acronym(name) && stands_alone(name, entity)).cloned());
        entity.kind.into_iter().for_each(|kind| count(&mut self.kinds, kind));
        let place = entity.jurisdiction.as_ref().and_then(|id| facts.entities.iter().find(|other| other.id == *id));
        // A list refers to territories of lists only.
        place.filter(|place| place.gazetteer.is_some()).into_iter().for_each(|place| count(&mut self.jurisdictions, place.name.clone()));
        if let (Some(given), Some(family)) = (&entity.given_name, &entity.family_name) {
            count(&mut self.parts, (given.clone(), family.clone()));
        }
        entity.party.iter().for_each(|party| count(&mut self.parties, party.value.clone()));
        let file = &facts.document.file;
        if self.example.as_ref().is_none_or(|(example, _)| *file < example.file)
            && let Some(first) = entity.mentions.first()
        {
            let sentence = sentence_at(&facts.document.text, first.begin as usize);
            self.example = Some((Example { file: file.clone(), sentence }, first.rule.clone()));
        }
    }

    fn told(&self, class: EntityClass, name: &str) -> Option<NameGap> {
        let (example, rule) = self.example.clone()?;
        let kind = commonest(&self.kinds).copied();
        let (list, entry) = self.entry(class, kind, name);
        let (documents, mentions) = (self.documents, self.mentions);
        Some(NameGap { class, kind, name: name.to_owned(), documents, mentions, example, rule, entry, list })
    }

    fn entry(&self, class: EntityClass, kind: Option<EntityKind>, name: &str) -> (List, String) {
        let place = commonest(&self.jurisdictions).map_or("", String::as_str);
        let kind = |otherwise: EntityKind| spelt(kind.unwrap_or(otherwise));
        match class {
            EntityClass::Organization => {
                let acronyms = self.acronyms.iter().map(String::as_str).collect::<Vec<_>>().join(";");
                (ORGANIZATIONS, record(&[name, "Organization", &kind(EntityKind::OtherOrganization), &acronyms, place]))
            }
            EntityClass::Place => (TERRITORIES, record(&[name, "Territory", &kind(EntityKind::OtherPlace), place])),
            EntityClass::Person => {
                let (given, family) = commonest(&self.parts).map_or(("", ""), |(given, family)| (given.as_str(), family.as_str()));
                (PERSONS, record(&[name, "Person", given, family, commonest(&self.parties).map_or("", String::as_str)]))
            }
        }
    }
}

fn count<T: Ord>(counts: &mut BTreeMap<T, usize>, value: T) {
    *counts.entry(value).or_default() += 1;
}

/// Of equally common ones the first.
fn commonest<T>(counts: &BTreeMap<T, usize>) -> Option<&T> {
    counts.iter().rev().max_by_key(|(_, count)| **count).map(|(value, _)| value)
}

/// The kind as lists and facts spell it.
pub fn spelt(kind: EntityKind) -> String {
    // OK because a kind is written as one text.
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).expect("a kind is a text")
}

/// A line of a CSV file, without its end.
fn record(cells: &[&str]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // OK because writing to memory does not fail, and texts are UTF-8.
    writer.write_record(cells).expect("memory can be written to");
    let bytes = writer.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("texts are UTF-8").trim_end().to_owned()
}

/// The sentence that holds a code point, with one space between words.
fn sentence_at(text: &str, code_point: usize) -> String {
    let byte = text.char_indices().nth(code_point).map_or(text.len(), |(byte, _)| byte);
    let start = text[..byte].rfind("\n\n").map_or(0, |at| at + 2);
    let end = text[byte..].find("\n\n").map_or(text.len(), |at| byte + at);
    let tokens = tokenize_range(text, start..end);
    let holds = |range: &std::ops::Range<usize>| tokens[range.start].range.start <= byte && byte < tokens[range.end - 1].range.end;
    let sentence = sentences(&tokens).into_iter().map(|sentence| sentence.tokens).find(holds);
    let words = sentence.map_or(start..end, |range| tokens[range.start].range.start..tokens[range.end - 1].range.end);
    squeeze(&text[words])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_around_a_place_is_found() {
        let text = "Überschrift\n\nDas erste Wort. Dr. Eva Lind\nsprach am 3. Mai. Ende.";
        let at = |words: &str| text[..text.find(words).unwrap()].chars().count();
        for (words, expected) in
            [("Lind", "Dr. Eva Lind sprach am 3. Mai."), ("schrift", "Überschrift"), ("Das", "Das erste Wort."), ("Ende", "Ende.")]
        {
            assert_eq!(sentence_at(text, at(words)), expected);
        }
        assert_eq!(sentence_at("", 0), "");
    }

    #[test]
    fn entries_are_csv() {
        assert_eq!(record(&["Amt A, B", "Organization", "", "AB;C"]), "\"Amt A, B\",Organization,,AB;C");
        assert_eq!(spelt(EntityKind::OtherOrganization), "other-organization");
    }

    #[test]
    fn of_equally_common_values_the_first_is_taken() {
        let mut counts = BTreeMap::new();
        for value in ["b", "c", "a", "b", "c"] {
            count(&mut counts, value);
        }
        assert_eq!(commonest(&counts), Some(&"b"));
        assert_eq!(commonest::<String>(&BTreeMap::new()), None);
    }
}
