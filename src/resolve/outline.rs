//! What resolution has to know of a document, in little memory: the outlines of all documents are held at once.
//!
//! The same names come again and again, so each different text is kept once, in the [`Interner`] that the outlines of one
//! resolution share. An outline takes about 5 KB.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::facts::{self, AgreementKind, AgreementStatus, DocumentFacts, EntityClass, EntityKind};

/// A text that others may share.
pub type Text = Arc<str>;

/// Keeps each different text once.
#[derive(Debug, Default)]
pub struct Interner(Mutex<HashSet<Text>>);

impl Interner {
    fn text(&self, text: &str) -> Text {
        // A set of texts is whole whoever panicked while holding it.
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match texts.get(text) {
            Some(known) => known.clone(),
            None => {
                let new = Text::from(text);
                texts.insert(new.clone());
                new
            }
        }
    }

    fn optional(&self, text: Option<&String>) -> Option<Text> {
        text.map(|text| self.text(text))
    }
}

/// What one document says, without its text and without the words that the facts were read from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outline {
    pub(super) sha256: Text,
    pub(super) file: Text,
    /// `YYYY-MM-DD`
    pub(super) published: Option<Text>,
    pub(super) entities: Box<[Entity]>,
    pub(super) memberships: Box<[Membership]>,
    pub(super) agreements: Box<[Agreement]>,
}

/// See [`facts::Entity`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entity {
    pub id: Text,
    pub class: EntityClass,
    pub kind: Option<EntityKind>,
    pub name: Text,
    pub other_names: Box<[Text]>,
    pub gazetteer: Option<Text>,
    pub wikidata: Option<Text>,
    pub given_name: Option<Text>,
    pub family_name: Option<Text>,
    pub honorific_prefix: Option<Text>,
    pub party: Option<Text>,
    pub jurisdiction: Option<Text>,
    pub parent: Option<Text>,
}

/// See [`facts::Membership`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Membership {
    pub person: Text,
    pub organization: Text,
}

/// See [`facts::Agreement`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Agreement {
    pub id: Text,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub parties: Box<[Text]>,
    pub signatures: Box<[Signature]>,
    pub date: Option<Text>,
    pub place: Option<Text>,
    pub topics: Box<[Text]>,
    pub duration: Option<Text>,
    pub based_on: Box<[Text]>,
    /// The first sentence that reports it: agreements that nothing else tells apart are named by it.
    pub quote: Text,
}

/// See [`facts::Signature`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Signature {
    pub person: Text,
    pub on_behalf_of: Option<Text>,
}

impl Outline {
    pub fn new(facts: &DocumentFacts, texts: &Interner) -> Self {
        let membership =
            |one: &facts::Membership| Membership { person: texts.text(&one.person), organization: texts.text(&one.organization) };
        Self {
            // No other document has these.
            sha256: Text::from(facts.document.sha256.as_str()),
            file: Text::from(facts.document.file.as_str()),
            published: facts.document.published.as_ref().map(|published| texts.text(&published.date)),
            entities: facts.entities.iter().map(|one| entity(one, texts)).collect(),
            memberships: facts.memberships.iter().map(membership).collect(),
            agreements: facts.agreements.iter().map(|one| agreement(one, texts)).collect(),
        }
    }

    /// The political parties of the persons that the document names, once for each person.
    pub fn parties(&self) -> impl Iterator<Item = &str> {
        self.entities.iter().filter_map(|entity| entity.party.as_deref())
    }
}

fn entity(one: &facts::Entity, texts: &Interner) -> Entity {
    Entity {
        id: texts.text(&one.id),
        class: one.class,
        kind: one.kind,
        name: texts.text(&one.name),
        other_names: one.other_names.iter().map(|name| texts.text(name)).collect(),
        gazetteer: texts.optional(one.gazetteer.as_ref()),
        wikidata: texts.optional(one.wikidata.as_ref()),
        given_name: texts.optional(one.given_name.as_ref()),
        family_name: texts.optional(one.family_name.as_ref()),
        honorific_prefix: texts.optional(one.honorific_prefix.as_ref()),
        party: texts.optional(one.party.as_ref().map(|party| &party.value)),
        jurisdiction: texts.optional(one.jurisdiction.as_ref()),
        parent: texts.optional(one.parent.as_ref()),
    }
}

fn agreement(one: &facts::Agreement, texts: &Interner) -> Agreement {
    let signature =
        |one: &facts::Signature| Signature { person: texts.text(&one.person), on_behalf_of: texts.optional(one.on_behalf_of.as_ref()) };
    Agreement {
        id: texts.text(&one.id),
        kind: one.kind,
        status: one.status,
        parties: one.parties.iter().map(|party| texts.text(&party.entity)).collect(),
        signatures: one.signatures.iter().map(signature).collect(),
        date: texts.optional(one.date.as_ref().map(|date| &date.value)),
        place: texts.optional(one.place.as_ref().map(|place| &place.entity)),
        topics: one.topics.iter().map(|topic| texts.text(&topic.value)).collect(),
        duration: texts.optional(one.duration.as_ref().map(|duration| &duration.value)),
        based_on: one.based_on.iter().map(|earlier| texts.text(&earlier.agreement)).collect(),
        quote: one.evidence.first().map(|first| Text::from(first.quote.as_str())).unwrap_or_default(),
    }
}
