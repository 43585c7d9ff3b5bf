//! Who holds which office where.
//!
//! The body of an office stands in its phrase (`Präsidentin des BSI`, `Bayerns Ministerpräsident`), in the compound
//! (`BSI-Präsidentin`, `Bundesinnenminister`), elsewhere in the sentence (`A (Hessen)`, `für Hessen unterschrieb A`), or
//! nowhere: then the text shows it, or nothing is said.
//!
//! - [`offices`]: what an office phrase says; [`owners`]: whom a pronoun before it means; [`bodies`]: the body of an office that names none, [`of_sort`]: by the sort that its
//!   word tells, [`districts`]: of a Landrat, [`nearest`]: of several, [`towns`]: of mayors; [`bearers`]: that of one who is quoted, met or sits in a parliament
//! - [`pairs`]: two holders and two bodies; [`taken_up`], [`presented`]: offices without a name; [`represented`]: signatories, from the
//!   parties of their agreement;
//!   [`parties`]: the political party

mod bearers;
mod bodies;
mod districts;
mod known_heads;
mod nearest;
mod of_sort;
mod offices;
mod owners;
mod pairs;
mod parties;
mod presented;
pub mod represented;
mod taken_up;
mod towns;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::antecedents::{FEMININE, genders_of_person};
use super::entities::{Entities, Id, slot, slots};
use super::organizations::land_of;
use crate::facts::{EntityClass, EntityKind};
use crate::rules::Annotation;

use bodies::{adjust, body_at, implied_body, known_state};
pub use districts::district_of_town;
pub use offices::is_town;
use offices::{
    Rank, compound_body, is_head_of_institution, is_mayor, is_municipal, is_never_of, is_of_university, is_plural, named_with_place,
    office_base, rank_at, university_in,
};
use owners::{Owner, owner};

/// A person stands for a body.
#[derive(Debug, Clone)]
pub struct Membership {
    pub person: Id,
    pub body: Id,
    pub office: Option<String>,
    pub tokens: Range<usize>,
    pub rule: Arc<str>,
}

/// The first office of each person, whether its body is known or not.
pub type Offices = BTreeMap<Id, String>;

/// Who stands for whom.
pub struct Memberships {
    pub list: Vec<Membership>,
    pub offices: Offices,
}

pub fn find(view: &View, entities: &mut Entities) -> Memberships {
    parties::add(view, entities);
    let mut annotations: Vec<&Annotation> = view.chart.annotations.iter().filter(|a| a.class == view.names().membership).collect();
    annotations.sort_by_key(|a| (a.tokens.start, a.tokens.end));
    let mut reading = Reading {
        view,
        found: Vec::new(),
        last: None,
        offices: BTreeMap::new(),
        pending: Vec::new(),
        heirs: Vec::new(),
        elsewhere: BTreeSet::new(),
    };
    for a in annotations {
        reading.read(entities, a);
    }
    reading.settle(entities);
    reading.drop_lists();
    reading.drop_sides(entities);
    taken_up::add(view, entities, &reading.offices, &reading.elsewhere, &mut reading.found);
    presented::add(view, entities, &reading.offices, &reading.elsewhere, &mut reading.found);
    known_heads::add(view, entities, &reading.elsewhere, &mut reading.found);
    reading.inherit();
    Memberships { list: reading.found, offices: reading.offices }
}

/// The body that an office phrase names, in it or in its compound.
pub fn body_of_office(view: &View, entities: &mut Entities, tokens: &Range<usize>) -> Option<Id> {
    rank_at(view, entities, tokens).body
}

/// What was read so far.
struct Reading<'a> {
    view: &'a View<'a>,
    found: Vec<Membership>,
    /// The office read last: `sein Amtskollege` takes it up.
    last: Option<Rank>,
    offices: Offices,
    /// Offices whose body is not told where they stand.
    pending: Vec<(Id, Rank, &'a Annotation)>,
    /// Persons who stand for the same body as another one.
    heirs: Vec<Heir<'a>>,
    /// Persons who stand for somebody whom the text does not name there: `für die Gastgeber unterschrieb A`.
    elsewhere: BTreeSet<Id>,
}

/// `As Vorgänger B`, `A und seine Staatssekretärin B`.
struct Heir<'a> {
    holder: Id,
    person: Id,
    /// Her own office; none if she has that of the holder.
    office: Option<String>,
    annotation: &'a Annotation,
}

impl<'a> Reading<'a> {
    fn read(&mut self, entities: &mut Entities, a: &'a Annotation) {
        let (view, n) = (self.view, self.view.names());
        let persons: Vec<Id> = slots(a, n.person_slot).filter_map(|r| person_at(view, entities, r)).collect();
        let is_of_other = match &*a.rule {
            "office.after" => self.belongs_to_next(a, &persons),
            "office.colleague-behind" => self.is_of_woman_behind(entities, a, &persons),
            _ => false,
        };
        if persons.is_empty() || is_of_other || self.belongs_to_previous(a) {
            return;
        }
        if a.feature(n.distribute).is_some() {
            self.distribute(entities, a, persons);
            return;
        }
        let mut rank = slot(a, n.rank).map(|tokens| rank_at(view, entities, &tokens)).unwrap_or_default();
        // `ihr französischer Kollege, ANSSI-Chef B`: what the office itself names comes first
        let own = (a.feature(n.same) == Some("colleague")).then_some(rank.body).flatten();
        // `A, in Paris für Digitales zuständig`
        let of_government = rank.government || &*a.rule == "office.responsible";
        let told = || slots(a, n.of).find_map(|r| body_at(view, entities, r, of_government));
        rank.body = own.or_else(told).or(rank.body);
        rank.body = rank.body.map(|body| districts::of_town_or_itself(view, entities, &rank.office, body));
        // `seine Jenaer Kollegin, Rektorin A`: the town is where the university is; so is the state of `ihr dänischer Kollege`
        if let (Some("colleague"), Some(place)) = (a.feature(n.same), rank.body.filter(|b| entities.get(*b).class == EntityClass::Place))
            && (is_head_of_institution(&rank.office) || is_of_university(&rank.office))
        {
            let town = Some(place).filter(|p| is_town(entities, *p));
            rank.body = town.and_then(|town| university_in(view, entities, town)).filter(|_| is_of_university(&rank.office));
        }
        match a.feature(n.same) {
            Some("compound") => {
                let words = slot(a, n.office).map(|r| view.chart.words(r)).unwrap_or_default();
                rank.body = compound_body(view, entities, &words);
                rank.office = office_base(&words);
            }
            Some("office") if !self.take_up_office(entities, &mut rank, &persons) => {
                // whose colleague it is, is known; for whom she stands, the agreement may show
                self.keep_office(persons, rank);
                return;
            }
            Some("predecessor") => {
                // `Sein Vorgänger B`: of whom the text spoke last
                let spoken_of = || last_person_before(view, entities, a.tokens.start);
                let holder = slot(a, n.holder).and_then(|r| person_at(view, entities, &r)).or_else(spoken_of);
                if let (Some(holder), Some(&person)) = (holder, persons.first()) {
                    self.heirs.push(Heir { holder, person, office: None, annotation: a });
                }
                return;
            }
            // `Für die ghanaische Seite unterschrieb Rektorin A`: not for Ghana, but for whom is not told
            Some("side") if !self.is_of_side(entities, &rank) => {
                self.keep_office(persons, rank);
                return;
            }
            Some("origin") if !self.is_origin(entities, &rank, persons[0]) => return,
            // `die Landräte A (Aurich) und B (Wittmund)`: of the districts
            Some("brackets") if self.offices.get(&persons[0]).is_some_and(|office| districts::is_of_district(&office.to_lowercase())) => {
                let office = self.offices[&persons[0]].clone();
                let body = rank.body.map(|body| districts::of_town_or_itself(view, entities, &office, body));
                if let Some(district) = body.filter(|id| entities.get(*id).kind == Some(EntityKind::District)) {
                    self.push(persons[0], district, "", a);
                }
                return;
            }
            Some("brackets") if !self.is_in_brackets(entities, &rank, persons[0]) => return,
            Some("elsewhere") => {
                self.elsewhere.extend(persons);
                return;
            }
            // `Mäurers Sprecherin A`
            Some("companion") => {
                let holder = slot(a, n.holder).and_then(|r| person_at(view, entities, &r));
                if let (Some(holder), Some(&person)) = (holder, persons.first()) {
                    self.heirs.push(Heir { holder, person, office: Some(rank.office), annotation: a });
                }
                return;
            }
            // `Staatssekretär A, der die verhinderte Ministerin B vertrat`: for the body of B, in his own office
            Some("stand-in") => {
                let holder = slot(a, n.holder).and_then(|r| person_at(view, entities, &r));
                if let (Some(holder), Some(&person)) = (holder, persons.first()) {
                    let office = self.offices.get(&person).cloned().or(Some(rank.office)).filter(|o| !o.is_empty());
                    self.elsewhere.insert(person);
                    self.heirs.push(Heir { holder, person, office, annotation: a });
                }
                return;
            }
            // `An der Spitze der beiden Häuser stehen A und B`, `für die Städte X und Y unterschrieben A und B`
            Some("respective") => {
                let at = slot(a, n.person_slot).map_or(a.tokens.start, |person| person.start);
                let named: Vec<Id> = slots(a, n.of).filter_map(|r| body_at(view, entities, r, false)).collect();
                let listed = || pairs::last_list(view, entities, at, persons.len(), |id| has_head(entities, id)).unwrap_or_default();
                let bodies = if named.len() == persons.len() { named } else { listed() };
                for (person, body) in persons.into_iter().zip(bodies) {
                    self.push(person, body, "", a);
                }
                return;
            }
            // `Das zeigt eine Studie der Universität A. Eine Arbeitsgruppe um B …`
            Some("author") => rank.body = bearers::of_study(view, entities, a.tokens.start),
            // `A, die der SPD-Fraktion vorsitzt`
            Some("faction") => {
                let body = bearers::of_members(view, entities, &a.tokens, false);
                // `B von der SPD`: of the council, but not of the Bundestag, which the text may name for another reason
                let is_council = |id: &Id| entities.get(*id).kind == Some(EntityKind::Municipality);
                rank.body = body.filter(|id| &*a.rule != "office.of-party" || is_council(id));
            }
            // `Geleitet wird sie von A`
            Some("named") => rank.body = last_institution_before(view, entities, a.tokens.start),
            _ => {}
        }
        // `auf Münchner Seite A, auf Erfurter B`: the Länder, if the text speaks of them and no town's office is told
        if let (Some("side"), Some(town)) = (a.feature(n.same), rank.body.filter(|_| !is_municipal(&rank.office))) {
            let land = adjust(view, entities, town, true);
            rank.body = Some(if entities.get(land).mentions.is_empty() { town } else { land });
        }
        // `auf koreanischer Seite Gouverneurin A`: of the province that the text names
        if let (Some("side"), Some(country)) = (a.feature(n.same), rank.body.filter(|_| offices::is_of_region(&rank.office)))
            && entities.get(country).kind == Some(EntityKind::Country)
        {
            rank.body = offices::region_within(view, entities, country);
        }
        // `Die Regierungen von A und B tagten unter Leitung ihrer Ministerpräsidenten X und Y`
        if rank.body.is_none() && persons.len() >= 2 && a.rule.ends_with(".list") && is_plural(view, a, &rank.word) {
            let fits = |id: Id| represented::fits(&rank.office, entities.get(id).kind);
            let bodies = pairs::last_list(view, entities, a.tokens.start, persons.len(), fits);
            if let Some(bodies) = bodies.filter(|_| is_theirs(view, a.tokens.start)) {
                for (person, body) in persons.into_iter().zip(bodies) {
                    self.offices.entry(person).or_insert_with(|| rank.office.clone());
                    self.push(person, body, &rank.office, a);
                }
                return;
            }
        }
        if rank.body.is_none() && !rank.word.is_empty() {
            match owner(view, entities, &rank) {
                Some(Owner::Body(body)) => rank.body = Some(body),
                Some(Owner::Holder(holder)) if !persons.contains(&holder) => {
                    let office = Some(rank.office.clone());
                    self.heirs.push(Heir { holder, person: persons[0], office, annotation: a });
                    self.offices.entry(persons[0]).or_insert(rank.office);
                    return;
                }
                Some(Owner::Unread) => {
                    self.keep_office(persons, rank);
                    return;
                }
                _ => {}
            }
        }
        // of the German side is the Land's head of government as well, but not of the Bund
        rank.body = rank.body.filter(|body| !is_never_of(entities, &rank.office, *body));
        let all = match &*a.rule {
            "office.colleague.list" => are_colleagues(view, a),
            rule => !rule.ends_with(".list") || is_plural(view, a, &rank.word),
        };
        for person in persons.into_iter().take(if all { usize::MAX } else { 1 }) {
            self.add(person, &rank, a);
        }
        if !rank.word.is_empty() {
            self.last = Some(rank);
        }
    }

    fn add(&mut self, person: Id, rank: &Rank, a: &'a Annotation) {
        if !rank.office.is_empty() {
            self.offices.entry(person).or_insert_with(|| rank.office.clone());
        }
        match rank.body {
            Some(body) => self.push(person, body, &rank.office, a),
            None => self.pending.push((person, rank.clone(), a)),
        }
    }

    fn push(&mut self, person: Id, body: Id, office: &str, a: &Annotation) {
        let office = Some(office.to_owned()).filter(|o| !o.is_empty());
        match self.found.iter_mut().find(|m| m.person == person && m.body == body) {
            Some(known) if known.office.is_none() => known.office = office,
            Some(_) => {}
            None => self.found.push(Membership { person, body, office, tokens: a.tokens.clone(), rule: a.rule.clone() }),
        }
    }

    /// The office of a colleague is the one read last; says whether the colleague's body is told.
    fn take_up_office(&self, entities: &mut Entities, rank: &mut Rank, persons: &[Id]) -> bool {
        if let Some(previous) = &self.last {
            rank.office.clone_from(&previous.office);
            // another country's colleague has no office of the Bund
            let abroad = rank.body.is_some_and(|body| entities.get(body).kind == Some(EntityKind::Country));
            if let Some(field) = rank.office.strip_prefix("Bundes").filter(|f| abroad && (f.contains("minister") || f.contains("kanzler")))
            {
                let mut letters = field.chars();
                rank.office = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            }
            rank.word.clone_from(&previous.word);
            rank.government = previous.government;
        }
        if let Some(town) = rank.body
            && rank.office.to_lowercase().starts_with("landr")
            && entities.get(town).kind == Some(EntityKind::City)
        {
            rank.body = district_of_town(self.view, entities, town);
        }
        // `sein Kieler Kollege A` of a mayor who heads a Land as well: A, of whom a Land is known, heads that one
        let land = |person: &Id| known_state(self.view, entities, *person);
        if let (Some(town), [person]) = (rank.body, persons)
            && entities.get(town).kind == Some(EntityKind::City)
            && let Some(land) = land(person).filter(|l| entities.get(town).entry.and_then(|t| land_of(self.view, t)) == Some(*l))
        {
            rank.body = Some(entities.of_entry(self.view, land));
            rank.office = String::new();
            return true;
        }
        // `Innenminister A und seine Berliner Kollegin B`: she is a senator
        if rank.body.is_some_and(|body| is_never_of(entities, &rank.office, body) && is_town(entities, body)) {
            rank.office = String::new();
            return true;
        }
        let Some(body) = rank.body else {
            // `seine Kollegen A (Hessen) und B (Bayern)`: the brackets tell
            return !rank.office.is_empty() && persons.iter().all(|p| self.found.iter().all(|m| m.person != *p));
        };
        rank.body = Some(adjust(self.view, entities, body, rank.government));
        if persons.iter().any(|p| self.found.iter().any(|m| m.person == *p)) {
            return false;
        }
        // `sein Düsseldorfer Amtskollege` of a minister
        if represented::is_of_land(&rank.office) && rank.body != Some(body) {
            return true;
        }
        // `sein Pariser Gegenüber`: a town says where, not for whom, unless mayors meet; of mayors a country says where
        match entities.get(body).kind {
            Some(EntityKind::City) => is_municipal(&rank.office) || rank.office.contains("ürgermeister"),
            Some(EntityKind::Country) => represented::is_of_land(&rank.office) || self.is_head_of_state(entities),
            _ => !is_municipal(&rank.office) || is_town(entities, body) || entities.get(body).kind == Some(EntityKind::District),
        }
    }

    /// The office of persons whose body is not told.
    fn keep_office(&mut self, persons: Vec<Id>, rank: Rank) {
        for person in persons.into_iter().filter(|_| !rank.office.is_empty()) {
            self.offices.entry(person).or_insert_with(|| rank.office.clone());
        }
    }

    /// The office read last is that of somebody who presides over a country.
    fn is_head_of_state(&self, entities: &Entities) -> bool {
        let body = self.last.as_ref().and_then(|previous| previous.body);
        body.is_some_and(|b| matches!(entities.get(b).kind, Some(EntityKind::Country | EntityKind::State)))
    }

    /// `für die Bremer Seite unterschrieb Universitätspräsident A`: the side is where the body is, not the body.
    fn is_of_side(&self, entities: &Entities, rank: &Rank) -> bool {
        let is_place = rank.body.is_some_and(|b| entities.get(b).class == EntityClass::Place);
        !is_place || rank.office.is_empty() || represented::is_of_land(&rank.office) || is_municipal(&rank.office)
    }

    /// `Innenminister A aus Hessen`, `Bürgermeisterin B aus Ulm`: of an office without a body the place is the body.
    fn is_origin(&self, entities: &Entities, rank: &Rank, person: Id) -> bool {
        let Some(body) = rank.body else { return false };
        let fits = match entities.get(body).kind {
            Some(EntityKind::City) => is_mayor(&rank.office),
            Some(EntityKind::State | EntityKind::Country) => rank.government,
            _ => false,
        };
        fits && self.found.iter().all(|m| m.person != person)
    }

    /// `Innenminister A (Hessen)`, `Bürgermeister B (Ulm)`: a town only behind one who holds an office of towns.
    fn is_in_brackets(&self, entities: &Entities, rank: &Rank, person: Id) -> bool {
        let Some(body) = rank.body else { return false };
        let municipal = self.offices.get(&person).is_some_and(|office| is_municipal(office));
        match entities.get(body).kind {
            Some(EntityKind::City) => municipal,
            Some(EntityKind::State | EntityKind::Country) => !municipal || is_town(entities, body),
            _ => true,
        }
    }

    /// `Bürgermeister A, seine Gladbecker Kollegin B`: that is not said of A, a man.
    fn is_of_woman_behind(&self, entities: &Entities, a: &Annotation, persons: &[Id]) -> bool {
        let chart = self.view.chart;
        let is_woman =
            || chart.within(self.view.names().colleague, a.tokens.clone()).iter().any(|c| chart.lower[c.tokens.start].ends_with("in"));
        persons.iter().all(|id| genders_of_person(self.view, entities, *id) & FEMININE == 0) && is_woman()
    }

    /// `Staatssekretär A, der Präsident des Verbandes, B,`: the office behind A is that of B, if A has one already.
    fn belongs_to_next(&self, a: &Annotation, persons: &[Id]) -> bool {
        let chart = self.view.chart;
        let end = a.tokens.end;
        // the next line of a list is another sentence: `A, Landrätin des Kreises X⏎B, Leiter des Amtes Y`
        let last = chart.sentences[chart.sentence_of(a.tokens.start)].tokens.end;
        let is_person = |t: usize| t < last && chart.starting_at(t).any(|p| p.class == self.view.names().person);
        // `A (SPD), der Schweizer Minister B`
        if is_person(end) {
            return true;
        }
        let next_is_name = end < last && &*chart.lower[end] == "," && (end + 1..(end + 4).min(last)).any(is_person);
        next_is_name && persons.iter().any(|p| self.offices.contains_key(p) || self.found.iter().any(|m| m.person == *p))
    }

    /// `A, Direktor der Behörde X, B, Leiter des Amtes Y`: an office between commas without an article is that of the name
    /// before it.
    fn belongs_to_previous(&self, a: &Annotation) -> bool {
        let chart = self.view.chart;
        let lower = |t: usize| chart.lower.get(t).map_or("", |w| &**w);
        let Some(rank) = slot(a, self.view.names().rank).filter(|r| r.start >= 2) else { return false };
        if lower(rank.end) != "," || a.tokens.end <= rank.end + 1 {
            return false;
        }
        let sentence = chart.sentences[chart.sentence_of(rank.start)].tokens.clone();
        let name = chart.within(self.view.names().person, sentence.start..rank.start).into_iter().next_back();
        // `A, seit Mai Direktorin der Behörde X, B`, `A, im Saarland Ministerin, B`: since when and where may stand before it
        name.map(|p| p.tokens.end).is_some_and(|comma| {
            let is_early = || (comma + 2..comma + 5).contains(&rank.start);
            let is_between = matches!(lower(comma + 1), "seit" | "im" | "in") && is_early();
            lower(comma) == "," && (comma + 1 == rank.start || is_between)
        })
    }

    /// `X und Y, die Ministerinnen Deutschlands und der Niederlande`: the first of the first, the second of the second.
    fn distribute(&mut self, entities: &mut Entities, a: &'a Annotation, persons: Vec<Id>) {
        let (view, n) = (self.view, self.view.names());
        let words = slot(a, n.office).map(|r| view.chart.words(r)).unwrap_or_default();
        // `seine Kollegen A aus Magdeburg und B aus Potsdam` have the office read last
        let same = a.feature(n.same) == Some("office");
        let taken_up = self.last.as_ref().filter(|_| same);
        if same && taken_up.is_none() {
            return;
        }
        let words = taken_up.map_or(words, |previous| previous.office.clone());
        let government = taken_up.map_or(!words.is_empty() && !is_mayor(&words), |previous| previous.government);
        let bodies: Vec<Id> = slots(a, n.of).filter_map(|r| body_at(view, entities, r, government)).collect();
        if persons.len() == bodies.len() {
            let office = office_base(&words);
            for (person, body) in persons.into_iter().zip(bodies) {
                self.push(person, body, &office, a);
            }
        }
    }

    /// An office without a body goes with the body that the person has; else the text may show it.
    fn settle(&mut self, entities: &mut Entities) {
        let mut open = Vec::new();
        let pending = std::mem::take(&mut self.pending);
        for (person, body, office, at) in pairs::heads_in_order(self.view, entities, &pending) {
            self.push(person, body, &office, pending[at].2);
        }
        for (person, body, office, at) in pairs::lists_in_order(self.view, entities, &pending) {
            self.push(person, body, &office, pending[at].2);
        }
        for (person, rank, a) in pending {
            let mut known = self.found.iter_mut().filter(|m| m.person == person).peekable();
            if known.peek().is_some() {
                if let Some(m) = known.find(|m| m.office.is_none()).filter(|_| !rank.office.is_empty()) {
                    m.office = Some(rank.office);
                }
            } else if let Some(told) = in_brackets_behind(self.view, entities, person, &rank, a) {
                match told {
                    Some(body) => self.push(person, body, &rank.office, a),
                    None => open.push((person, rank, a)),
                }
            } else if is_of_both(self.view, a) {
                open.push((person, rank, a));
            } else if !self.elsewhere.contains(&person) && !self.is_one_of_several_heads(entities, &rank, a) {
                let same = a.feature(self.view.names().same) == Some("office");
                let other = pairs::other_body(self.view, entities, &self.found, &rank, a)
                    .or_else(|| pairs::other_country(self.view, entities, &self.found, person, a).filter(|_| rank.government))
                    .or_else(|| pairs::other_of_two_lands(self.view, entities, &self.found, &rank, a))
                    .or_else(|| pairs::german_beside(self.view, entities, &self.found, &rank, a));
                let implied = other
                    .or_else(|| if same { None } else { implied_body(self.view, entities, person, &rank, a) })
                    .or_else(|| pairs::land_beside(self.view, entities, &self.found, &rank, a).filter(|_| !same));
                let is_possible = |body: &Id| {
                    !self.has_other_head(person, *body, &rank, a)
                        && !bodies::is_unknown_minister(entities, person, &rank, *body)
                        && !is_never_of(entities, &rank.office, *body)
                };
                match implied.filter(is_possible) {
                    Some(body) => self.push(person, body, &rank.office, a),
                    None => open.push((person, rank, a)),
                }
            }
        }
        for (person, body, office, at) in pairs::in_order(self.view, entities, &open) {
            self.push(person, body, &office, open[at].2);
        }
    }

    /// `auf finnischer Seite A, die bei der Behörde B ein Zentrum leitet`: of that body, and not of the country.
    fn drop_sides(&mut self, entities: &Entities) {
        let is_institution = |m: &&Membership| {
            let e = entities.get(m.body);
            e.class == EntityClass::Organization && !matches!(e.kind, Some(EntityKind::Ministry | EntityKind::Government))
        };
        let has_own: BTreeSet<Id> = self.found.iter().filter(is_institution).map(|m| m.person).collect();
        let is_place = |m: &Membership| entities.get(m.body).class == EntityClass::Place;
        self.found.retain(|m| !(&*m.rule == "office.side" && is_place(m) && has_own.contains(&m.person)));
    }

    /// `Minister A und B, in der dortigen Regierung Ministerin`: who has an office of her own has not that of the list.
    fn drop_lists(&mut self) {
        let has_own: BTreeSet<Id> = self.found.iter().filter(|m| !m.rule.ends_with(".list")).map(|m| m.person).collect();
        self.found.retain(|m| !(&*m.rule == "office.before.list" && has_own.contains(&m.person)));
    }

    /// `Oberbürgermeister A und die Oberbürgermeisterin von Ulm, B`: Ulm has one, and B is told to be hers.
    fn has_other_head(&self, person: Id, body: Id, rank: &Rank, a: &Annotation) -> bool {
        let stem = |office: &str| office.strip_suffix("in").unwrap_or(office).to_lowercase();
        let sentence = self.view.chart.sentence_of(a.tokens.start);
        let is_other = |m: &&Membership| {
            let is_same_office = m.office.as_ref().is_some_and(|office| stem(office) == stem(&rank.office));
            m.person != person && m.body == body && is_same_office && self.view.chart.sentence_of(m.tokens.start) == sentence
        };
        is_mayor(&rank.office) && self.found.iter().any(|m| is_other(&m))
    }

    /// `die Rektoren A und B`: they are not of one university, whichever the text named last.
    fn is_one_of_several_heads(&self, entities: &Entities, rank: &Rank, a: &Annotation) -> bool {
        if !a.rule.ends_with(".list") || rank.government || !is_plural(self.view, a, &rank.word) {
            return false;
        }
        let persons = slots(a, self.view.names().person_slot).filter_map(|r| person_at(self.view, entities, r));
        persons.filter(|p| self.found.iter().all(|m| m.person != *p)).count() > 1
    }

    fn inherit(&mut self) {
        for heir in std::mem::take(&mut self.heirs) {
            if let Some(m) = self.found.iter().find(|m| m.person == heir.holder).cloned() {
                let office = heir.office.or(m.office).unwrap_or_default();
                self.push(heir.person, m.body, &office, heir.annotation);
            }
        }
    }
}

/// `IHK-Präsidentin A (Ulm)`: what the brackets behind a name tell, which are neither a party nor where somebody stands in a picture.
/// The body, if it is the office's institution of that place; none within if nothing could be made of them: then whose the
/// person is, is told, and no other body may be guessed.
fn in_brackets_behind(view: &View, entities: &Entities, person: Id, rank: &Rank, a: &Annotation) -> Option<Option<Id>> {
    let (chart, n) = (view.chart, view.names());
    let name = slots(a, n.person_slot).find(|r| person_at(view, entities, r) == Some(person))?;
    let inner = name.end + 1;
    let close = (inner..chart.lower.len().min(inner + 8)).find(|&t| &*chart.lower[t] == ")")?;
    let is_name = chart.tokens[inner].is_capitalized() && !matches!(&*chart.lower[inner], "mitte" | "foto" | "bild" | "jahrgang");
    let is_party = chart.annotations.iter().any(|p| p.class == n.party_name && p.tokens.start >= inner && p.tokens.end <= close);
    if &*chart.lower[name.end] != "(" || !is_name || is_party {
        return None;
    }
    Some(named_with_place(entities, rank, &chart.words(inner..close)))
}

/// `von den beiden Ressortchefs A und B`: each of a body of his own, which is not told there.
fn is_of_both(view: &View, a: &Annotation) -> bool {
    let is_both = || a.tokens.start.checked_sub(1).is_some_and(|t| matches!(&*view.chart.lower[t], "beiden" | "beide"));
    a.rule.ends_with(".list") && slots(a, view.names().person_slot).count() == 2 && is_both()
}

/// Whether a possessive of several stands before an office: `ihrer Ministerpräsidenten`.
fn is_theirs(view: &View, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|t| matches!(&*view.chart.lower[t], "ihre" | "ihrer" | "ihren" | "deren"))
}

/// Whether a body has one person at its head.
fn has_head(entities: &Entities, id: Id) -> bool {
    let e = entities.get(id);
    e.class == EntityClass::Organization && !matches!(e.kind, Some(EntityKind::Parliament | EntityKind::Government))
}

/// The person named last in this sentence or the one before.
fn last_person_before(view: &View, entities: &Entities, token: usize) -> Option<Id> {
    let sentence = view.chart.sentence_of(token);
    let from = view.chart.sentences[sentence.saturating_sub(1)].tokens.start;
    view.chart.within(view.names().person, from..token).into_iter().next_back().and_then(|p| person_at(view, entities, &p.tokens))
}

/// The institution that a sentence's first pronoun takes up: the one that the sentence before begins with.
fn last_institution_before(view: &View, entities: &Entities, token: usize) -> Option<Id> {
    let sentence = view.chart.sentence_of(token).checked_sub(1)?;
    let range = view.chart.sentences[sentence].tokens.clone();
    let first = view.chart.within(view.names().organization, range).into_iter().next()?;
    entities.exactly(view, &first.tokens)
}

/// `ihre nigerianischen Kollegen A und B`: several ones, though the office read last is that of one.
fn are_colleagues(view: &View, a: &Annotation) -> bool {
    let chart = view.chart;
    let Some(noun) = a.tokens.clone().find(|&t| chart.lower[t].ends_with("kollegen") || chart.lower[t].ends_with("kolleginnen")) else {
        return false;
    };
    let singular = (a.tokens.start.saturating_sub(2)..noun).any(|t| matches!(&*chart.lower[t], "seinem" | "ihrem" | "dem" | "des"));
    !singular
}

fn person_at(view: &View, entities: &Entities, tokens: &Range<usize>) -> Option<Id> {
    entities.exactly(view, tokens).filter(|id| entities.get(*id).class == EntityClass::Person)
}
