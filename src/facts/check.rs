//! Whether a record of facts holds together: what its types alone cannot say.

use std::collections::BTreeSet;

use super::{Agreement, Attribute, DocumentFacts, Entity, EntityClass, Evidence, FORMAT, Filler};

/// Most faults that are told of one document: the first ones show what is wrong.
const MAX_FAULTS: usize = 10;

impl DocumentFacts {
    /// Checks that the facts are of this [`FORMAT`], that every quote is what the text has at its place, that ids are
    /// unique, that every reference leads to something, and that dates and digits are such.
    ///
    /// Time is linear in the text and the facts.
    ///
    /// # Errors
    /// What is wrong, each fault with its place in the record; no more than ten.
    pub fn check(&self) -> Result<(), Vec<String>> {
        let mut check = Check::of(self);
        if self.format == FORMAT {
            check.document(self);
            for (i, entity) in self.entities.iter().enumerate() {
                check.entity(&format!("entities[{i}]"), entity);
            }
            for (i, membership) in self.memberships.iter().enumerate() {
                let place = format!("memberships[{i}]");
                check.person(&format!("{place}.person"), &membership.person);
                check.body(&format!("{place}.organization"), &membership.organization);
                check.evidence(&format!("{place}.evidence"), &membership.evidence);
            }
            for (i, agreement) in self.agreements.iter().enumerate() {
                check.agreement(&format!("agreements[{i}]"), agreement);
            }
        } else {
            check.fault("format", format!("expected {FORMAT}, but found {}; write the facts anew with this version of pakt", self.format));
        }
        if check.faults.is_empty() { Ok(()) } else { Err(check.faults) }
    }
}

struct Check<'a> {
    text: &'a str,
    /// Byte offset of every code point, and of the end.
    offsets: Vec<usize>,
    persons: BTreeSet<&'a str>,
    organizations: BTreeSet<&'a str>,
    places: BTreeSet<&'a str>,
    agreements: BTreeSet<&'a str>,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn of(facts: &'a DocumentFacts) -> Self {
        let text = facts.document.text.as_str();
        let ids = |class| facts.entities.iter().filter(move |e| e.class == class).map(|e| e.id.as_str()).collect();
        Self {
            text,
            offsets: text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect(),
            persons: ids(EntityClass::Person),
            organizations: ids(EntityClass::Organization),
            places: ids(EntityClass::Place),
            agreements: facts.agreements.iter().map(|a| a.id.as_str()).collect(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, place: &str, message: impl std::fmt::Display) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(format!("{place}: {message}"));
        }
    }

    fn document(&mut self, facts: &'a DocumentFacts) {
        let document = &facts.document;
        if document.file.is_empty() {
            self.fault("document.file", "expected a path, but found nothing");
        }
        if document.sha256.len() != 64 || !document.sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            self.fault("document.sha256", format!("expected 64 lower-case hexadecimal digits, but found `{}`", document.sha256));
        }
        if let Some(published) = &document.published
            && !is_day(&published.date)
        {
            self.fault("document.published.date", format!("expected YYYY-MM-DD, but found `{}`", published.date));
        }
        let mut seen = BTreeSet::new();
        for (i, entity) in facts.entities.iter().enumerate() {
            if !seen.insert(&entity.id) {
                self.fault(&format!("entities[{i}].id"), format!("there is an entity `{}` already", entity.id));
            }
        }
        let mut seen = BTreeSet::new();
        for (i, agreement) in facts.agreements.iter().enumerate() {
            if !seen.insert(&agreement.id) {
                self.fault(&format!("agreements[{i}].id"), format!("there is an agreement `{}` already", agreement.id));
            }
        }
    }

    fn entity(&mut self, place: &str, entity: &Entity) {
        if entity.name.trim().is_empty() {
            self.fault(&format!("{place}.name"), "expected a name, but found nothing");
        }
        if let Some(party) = &entity.party {
            self.attribute(&format!("{place}.party"), party);
        }
        if let Some(id) = entity.jurisdiction.as_deref().filter(|id| !self.places.contains(id)) {
            self.fault(&format!("{place}.jurisdiction"), format!("there is no place `{id}`"));
        }
        if let Some(id) = entity.parent.as_deref().filter(|id| !self.organizations.contains(id)) {
            self.fault(&format!("{place}.parent"), format!("there is no organization `{id}`"));
        }
        self.all_evidence(&format!("{place}.mentions"), &entity.mentions);
    }

    fn agreement(&mut self, place: &str, agreement: &Agreement) {
        for (i, party) in agreement.parties.iter().enumerate() {
            self.filler(&format!("{place}.parties[{i}]"), party);
        }
        for (i, signature) in agreement.signatures.iter().enumerate() {
            let place = format!("{place}.signatures[{i}]");
            self.person(&format!("{place}.person"), &signature.person);
            if let Some(id) = &signature.on_behalf_of {
                self.body(&format!("{place}.on_behalf_of"), id);
            }
            self.evidence(&format!("{place}.evidence"), &signature.evidence);
        }
        if let Some(date) = &agreement.date {
            self.attribute(&format!("{place}.date"), date);
            if !is_date(&date.value) {
                self.fault(&format!("{place}.date.value"), format!("expected YYYY-MM-DD, YYYY-MM or YYYY, but found `{}`", date.value));
            }
        }
        if let Some(filler) = &agreement.place {
            self.filler(&format!("{place}.place"), filler);
        }
        for (i, topic) in agreement.topics.iter().enumerate() {
            self.attribute(&format!("{place}.topics[{i}]"), topic);
        }
        if let Some(duration) = &agreement.duration {
            self.attribute(&format!("{place}.duration"), duration);
            if duration.value.parse::<oxsdatatypes::Duration>().is_err() {
                self.fault(
                    &format!("{place}.duration.value"),
                    format!("expected an ISO 8601 duration such as P2Y, but found `{}`", duration.value),
                );
            }
        }
        for (i, earlier) in agreement.based_on.iter().enumerate() {
            let place = format!("{place}.based_on[{i}]");
            if !self.agreements.contains(earlier.agreement.as_str()) {
                self.fault(&format!("{place}.agreement"), format!("there is no agreement `{}`", earlier.agreement));
            }
            self.evidence(&format!("{place}.evidence"), &earlier.evidence);
        }
        self.all_evidence(&format!("{place}.evidence"), &agreement.evidence);
    }

    fn person(&mut self, place: &str, id: &str) {
        if !self.persons.contains(id) {
            self.fault(place, format!("there is no person `{id}`"));
        }
    }

    /// What a person can stand for.
    fn body(&mut self, place: &str, id: &str) {
        if !self.organizations.contains(id) && !self.places.contains(id) {
            self.fault(place, format!("there is no organization or place `{id}`"));
        }
    }

    fn filler(&mut self, place: &str, filler: &Filler) {
        let id = filler.entity.as_str();
        if ![&self.persons, &self.organizations, &self.places].iter().any(|ids| ids.contains(id)) {
            self.fault(&format!("{place}.entity"), format!("there is no entity `{id}`"));
        }
        self.evidence(&format!("{place}.evidence"), &filler.evidence);
    }

    fn attribute(&mut self, place: &str, attribute: &Attribute) {
        self.evidence(&format!("{place}.evidence"), &attribute.evidence);
    }

    /// Evidence that there must be, in the order of the text.
    fn all_evidence(&mut self, place: &str, all: &[Evidence]) {
        if all.is_empty() {
            self.fault(place, "expected at least one, but found none");
        }
        if !all.is_sorted_by_key(|e| e.begin) {
            self.fault(place, "expected them in the order of the text");
        }
        for (i, evidence) in all.iter().enumerate() {
            self.evidence(&format!("{place}[{i}]"), evidence);
        }
    }

    fn evidence(&mut self, place: &str, evidence: &Evidence) {
        let Evidence { begin, end, quote, rule: _ } = evidence;
        let byte = |offset: u32| self.offsets.get(offset as usize).copied();
        let words = match (byte(*begin), byte(*end)) {
            (Some(from), Some(to)) if from < to => &self.text[from..to],
            _ => {
                let length = self.offsets.len() - 1;
                return self.fault(place, format!("expected 0 ≤ begin < end ≤ {length}, the text's length, but found {begin} and {end}"));
            }
        };
        if words != quote {
            self.fault(place, format!("the quote is `{quote}`, but the text has `{words}` from {begin} to {end} (counted in code points)"));
        }
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// A day, or the month or year of one.
fn is_date(text: &str) -> bool {
    match text.len() {
        10 => is_day(text),
        7 => is_day(&format!("{text}-01")),
        4 => is_day(&format!("{text}-01-01")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample;

    fn faults(change: impl FnOnce(&mut DocumentFacts)) -> String {
        let mut facts = sample::documents().remove(0);
        change(&mut facts);
        facts.check().expect_err("the change is a fault").join("\n")
    }

    #[test]
    fn facts_that_hold_together_pass() {
        for facts in sample::documents() {
            assert_eq!(facts.check(), Ok(()), "{}", facts.document.file);
        }
    }

    #[test]
    fn each_fault_is_told_with_its_place() {
        type Change = fn(&mut DocumentFacts);
        let table: &[(Change, &str)] = &[
            (|f| f.format = 2, "format: expected 1, but found 2"),
            (|f| f.document.sha256 = "ABC".into(), "document.sha256: expected 64 lower-case hexadecimal digits, but found `ABC`"),
            (|f| f.document.file.clear(), "document.file: expected a path"),
            (|f| f.entities[1].id = f.entities[0].id.clone(), "entities[1].id: there is an entity"),
            (|f| f.entities[0].mentions.clear(), "entities[0].mentions: expected at least one"),
            (|f| f.entities[0].mentions[0].end += 1, "entities[0].mentions[0]: the quote is"),
            (|f| f.entities[0].mentions[0].end = f.entities[0].mentions[0].begin, "entities[0].mentions[0]: expected 0 ≤ begin < end"),
            (|f| f.entities[0].mentions[0].end = u32::MAX, "entities[0].mentions[0]: expected 0 ≤ begin < end"),
            (|f| f.entities[0].parent = Some("e99".into()), "entities[0].parent: there is no organization `e99`"),
            (|f| f.entities[0].jurisdiction = Some("e99".into()), "entities[0].jurisdiction: there is no place `e99`"),
            (|f| f.memberships[0].person = "e99".into(), "memberships[0].person: there is no person `e99`"),
            (
                |f| f.memberships[0].organization = f.memberships[0].person.clone(),
                "memberships[0].organization: there is no organization or place",
            ),
            (|f| f.agreements[0].parties[0].entity = "e99".into(), "agreements[0].parties[0].entity: there is no entity `e99`"),
            (|f| f.agreements[0].evidence.clear(), "agreements[0].evidence: expected at least one"),
        ];
        for (change, expected) in table {
            let found = faults(change);
            assert!(found.contains(expected), "expected {expected}\nfound {found}");
        }
    }

    #[test]
    fn dates_are_as_precise_as_they_are() {
        for (text, ok) in [
            ("2019", true),
            ("2019-02", true),
            ("2019-02-28", true),
            ("2019-02-30", false),
            ("2019-13", false),
            ("19", false),
            ("Mai", false),
        ] {
            assert_eq!(is_date(text), ok, "{text}");
        }
    }
}
