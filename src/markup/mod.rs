//! A document with everything that was found in it: which words say what, by which rule.
//!
//! [`Marks`] lays the facts of a document over its text; [`html`] makes a page of it.

pub mod html;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::document::{Block, BlockKind};
use crate::facts::{Agreement, DocumentFacts, EntityClass, Evidence};

/// What some words of the text say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Bytes of the text.
    #[serde(skip)]
    pub bytes: Range<usize>,
    /// Code points of the text.
    pub begin: u32,
    pub end: u32,
    pub kind: MarkKind,
    /// In words: `Thomas Strobl`, `Innenminister of Baden-Württemberg`, `party of a1: Bayern`.
    pub says: String,
    /// Id of the rule or of the gazetteer entry.
    pub rule: String,
    /// The agreement that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The entity that the words name or tell of.
    #[serde(skip)]
    pub entity: Option<String>,
    /// The slot of the agreement that they fill, and with what.
    #[serde(skip)]
    pub slot: Option<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    Person,
    Organization,
    Place,
    /// Who holds which office where; the party of a person.
    Office,
    /// A filler of a slot: date, topic, duration, party.
    Slot,
    /// A sentence that tells of an agreement.
    Report,
}

impl MarkKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Office => "office",
            Self::Slot => "slot",
            Self::Report => "report",
        }
    }
}

/// A stretch of the text over which nothing changes, and the marks that cover it: the longest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'m> {
    pub bytes: Range<usize>,
    pub marks: Vec<&'m Mark>,
}

/// All marks of a document, by where they begin, the longer first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Marks(pub Vec<Mark>);

impl Marks {
    /// Lays the facts over the text. Linear in the text, but for sorting.
    pub fn of(facts: &DocumentFacts) -> Self {
        let mut collector = Collector::new(facts);
        collector.entities();
        collector.memberships();
        facts.agreements.iter().for_each(|agreement| collector.agreement(agreement));
        let mut marks = collector.marks;
        marks.sort_by(|a, b| (a.begin, b.end, a.kind, &a.says, &a.rule).cmp(&(b.begin, a.end, b.kind, &b.says, &b.rule)));
        marks.dedup();
        Self(marks)
    }

    /// Cuts a part of the text where a mark begins or ends.
    pub fn segments(&self, part: Range<usize>) -> Vec<Segment<'_>> {
        let of_part: Vec<&Mark> = self.0.iter().filter(|mark| mark.bytes.start < part.end && part.start < mark.bytes.end).collect();
        let mut cuts: Vec<usize> = of_part.iter().flat_map(|mark| [mark.bytes.start, mark.bytes.end]).collect();
        cuts.retain(|cut| part.contains(cut));
        cuts.extend([part.start, part.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let segment = |ends: &[usize]| {
            let bytes = ends[0]..ends[1];
            let mut marks: Vec<&Mark> =
                of_part.iter().copied().filter(|mark| mark.bytes.start <= bytes.start && bytes.end <= mark.bytes.end).collect();
            marks.sort_by_key(|mark| std::cmp::Reverse(mark.bytes.len()));
            Segment { bytes, marks }
        };
        cuts.windows(2).map(segment).collect()
    }
}

impl Segment<'_> {
    /// What its words say themselves: the shortest mark that is no whole sentence, names before what is said of them.
    pub fn innermost(&self) -> Option<&Mark> {
        let words = self.marks.iter().filter(|mark| mark.kind != MarkKind::Report);
        words.min_by_key(|mark| (mark.bytes.len(), mark.kind)).copied()
    }

    /// Agreements that it tells of.
    pub fn agreements(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.marks.iter().filter(|m| m.kind == MarkKind::Report).filter_map(|m| m.agreement.as_deref()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

struct Collector<'f> {
    facts: &'f DocumentFacts,
    /// Byte of each code point, and the end.
    bytes: Vec<usize>,
    names: BTreeMap<&'f str, &'f str>,
    marks: Vec<Mark>,
}

impl<'f> Collector<'f> {
    fn new(facts: &'f DocumentFacts) -> Self {
        let text = &facts.document.text;
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let names = facts.entities.iter().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
        Self { facts, bytes, names, marks: Vec::new() }
    }

    fn name(&self, id: &str) -> &'f str {
        self.names.get(id).copied().unwrap_or_default()
    }

    fn mark(&mut self, evidence: &Evidence, kind: MarkKind, says: String, agreement: Option<&Agreement>, entity: Option<&str>) {
        let byte = |at: u32| self.bytes.get(at as usize).copied().unwrap_or(self.facts.document.text.len());
        let bytes = byte(evidence.begin)..byte(evidence.end);
        let (agreement, entity) = (agreement.map(|agreement| agreement.id.clone()), entity.map(str::to_owned));
        let (begin, end, rule) = (evidence.begin, evidence.end, evidence.rule.clone());
        self.marks.push(Mark { bytes, begin, end, kind, says, rule, agreement, entity, slot: None });
    }

    fn entities(&mut self) {
        for entity in &self.facts.entities {
            let kind = match entity.class {
                EntityClass::Person => MarkKind::Person,
                EntityClass::Organization => MarkKind::Organization,
                EntityClass::Place => MarkKind::Place,
            };
            for mention in &entity.mentions {
                self.mark(mention, kind, entity.name.clone(), None, Some(&entity.id));
            }
            if let Some(party) = &entity.party {
                self.mark(&party.evidence, MarkKind::Office, format!("{} in {}", entity.name, party.value), None, Some(&entity.id));
            }
        }
    }

    fn memberships(&mut self) {
        for one in &self.facts.memberships {
            let (person, body) = (self.name(&one.person), self.name(&one.organization));
            let says = match &one.office {
                Some(office) => format!("{person}: {office}, {body}"),
                None => format!("{person}: {body}"),
            };
            self.mark(&one.evidence, MarkKind::Office, says, None, Some(&one.person));
        }
    }

    fn agreement(&mut self, agreement: &'f Agreement) {
        let id = &agreement.id;
        for one in &agreement.evidence {
            let says = format!("agreement {id}: {:?}, {:?}", agreement.kind, agreement.status);
            self.mark(one, MarkKind::Report, says, Some(agreement), None);
        }
        for (slot, evidence, value) in slots(agreement) {
            let (entity, value) = match self.names.get(value) {
                Some(name) => (Some(value), *name),
                None => (None, value),
            };
            // What an agreement builds on is told by a whole sentence.
            let kind = if slot == BUILDS_ON { MarkKind::Report } else { MarkKind::Slot };
            self.mark(evidence, kind, format!("{slot} of {id}: {value}"), Some(agreement), entity);
            if let Some(mark) = self.marks.last_mut() {
                mark.slot = Some((slot, value.to_owned()));
            }
        }
    }
}

const BUILDS_ON: &str = "builds on";

/// The slots of an agreement: name, evidence, and value or id of the entity.
pub fn slots(agreement: &Agreement) -> Vec<(&'static str, &Evidence, &str)> {
    let mut slots: Vec<(&'static str, &Evidence, &str)> = Vec::new();
    slots.extend(agreement.parties.iter().map(|one| ("party", &one.evidence, one.entity.as_str())));
    slots.extend(agreement.signatures.iter().map(|one| ("signatory", &one.evidence, one.person.as_str())));
    slots.extend(agreement.date.iter().map(|one| ("date", &one.evidence, one.value.as_str())));
    slots.extend(agreement.place.iter().map(|one| ("place", &one.evidence, one.entity.as_str())));
    slots.extend(agreement.topics.iter().map(|one| ("topic", &one.evidence, one.value.as_str())));
    slots.extend(agreement.duration.iter().map(|one| ("duration", &one.evidence, one.value.as_str())));
    slots.extend(agreement.based_on.iter().map(|one| (BUILDS_ON, &one.evidence, one.agreement.as_str())));
    slots
}

/// Whether the block is the article or was passed over.
pub fn is_read(block: &Block) -> bool {
    block.kind != BlockKind::Clutter
}
