//! Which annotations of a document name the same person, institution or territory.
//!
//! Names of the gazetteer are the same if their entry is; others if their full names are (see
//! [`organizations`](super::organizations)); short forms are what they take up. The document's *home* is the Land that
//! it speaks of most: a bare `Innenministerium` or `der Minister` belongs there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::chart::kind_of;
use super::organizations;
use crate::document::BlockKind;
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::{Class, EntryId};
use crate::rules::{Annotation, Key};

/// Index into [`Entities::list`].
pub type Id = usize;

/// A person, institution or territory of the document.
#[derive(Debug, Clone)]
pub struct Entity {
    pub class: EntityClass,
    pub kind: Option<EntityKind>,
    pub name: String,
    pub other_names: BTreeSet<String>,
    pub entry: Option<EntryId>,
    pub given: Option<String>,
    pub family: Option<String>,
    pub prefix: Option<String>,
    /// The party, the tokens that say so, and the rule.
    pub party: Option<(String, Range<usize>, Arc<str>)>,
    pub jurisdiction: Option<Id>,
    /// Tokens and rule of each place that names it.
    pub mentions: Vec<(Range<usize>, Arc<str>)>,
}

/// The entities of a document.
#[derive(Debug, Default)]
pub struct Entities {
    pub list: Vec<Entity>,
    by_key: BTreeMap<String, Id>,
    /// By number of the annotation.
    of_annotation: BTreeMap<usize, Id>,
    /// The Land that the document speaks of most.
    pub home: Option<Id>,
    /// No other state comes near it.
    pub home_is_clear: bool,
}

impl Entities {
    pub fn of(view: &View) -> Self {
        let mut entities = Self::default();
        let n = view.names();
        let numbered: Vec<(usize, &Annotation)> = view.chart.annotations.iter().enumerate().collect();
        let of_class = |wanted: &[crate::rules::ClassId]| -> Vec<(usize, &Annotation)> {
            numbered.iter().filter(|(_, a)| wanted.contains(&a.class)).copied().collect()
        };
        for (number, a) in of_class(&[n.territory, n.territory_adjective]) {
            entities.add_territory(view, number, a);
        }
        entities.home = entities.find_home(view);
        for (number, a) in of_class(&[n.organization]) {
            entities.add_organization(view, number, a);
        }
        // `Fraunhofer-Institut für Musterkunde IMK`: the fullest form of its name
        for (_, a) in of_class(&[n.acronym_class]) {
            let is_bare = view.chart.lower[a.tokens.clone()].iter().all(|w| !matches!(&**w, "(" | ","));
            if let Some(id) = slot(a, n.name).filter(|_| is_bare).and_then(|name| entities.exactly(view, &name)) {
                entities.list[id].other_names.insert(view.chart.words(a.tokens.clone()));
            }
        }
        for (_, a) in of_class(&[n.acronym_class]) {
            let ids = |key| slot(a, key).and_then(|tokens| entities.exactly(view, &tokens));
            if let (Some(name), Some(acronym)) = (ids(n.name), ids(n.acronym)) {
                entities.unite_with_known(view, name, acronym);
            }
        }
        entities.unite_named_by_acronym();
        // full names first: a surname with a title may belong to one of them
        let persons = of_class(&[n.person]);
        for (number, a) in persons.iter().filter(|(_, a)| a.feature(n.surname).is_none() && a.tokens.len() > 1) {
            entities.add_person(view, *number, a);
        }
        for (number, a) in &persons {
            if !entities.of_annotation.contains_key(number) {
                entities.add_person(view, *number, a);
            }
        }
        for e in &mut entities.list {
            e.mentions.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
            let name = e.name.clone();
            e.other_names.remove(&name);
        }
        entities
    }

    /// `Lausitz Energie Bergbau AG (LEAG)`, where the gazetteer knows the acronym by another form of that name: one body.
    fn unite_with_known(&mut self, view: &View, name: Id, known: Id) {
        let Some(entry) = self.list[known].entry.filter(|_| name != known && self.list[name].entry.is_none()) else { return };
        let entry = view.reader.gazetteers.entry(entry);
        let first = self.list[name].name.split(' ').next().unwrap_or_default().to_lowercase();
        let is_form = |form: &String| form.to_lowercase().split(' ').next() == Some(&first);
        if first.chars().count() < 4 || !entry.aliases.iter().chain([&entry.name]).any(is_form) {
            return;
        }
        self.unite(name, known);
    }

    /// `das Rechenzentrum QTC`, where the text has `QTC – Centre for Science` as well: one body.
    fn unite_named_by_acronym(&mut self) {
        let is_acronym = |word: &str| word.len() >= 3 && word.chars().all(|c| c.is_ascii_uppercase());
        let mut called: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
        let named = self.list.iter().enumerate().filter(|(_, e)| e.class == EntityClass::Organization && !e.mentions.is_empty());
        for (id, e) in named.clone() {
            let first = e.name.split(' ').next().into_iter();
            for acronym in first.chain(e.other_names.iter().map(String::as_str)).filter(|word| is_acronym(word)) {
                called.entry(acronym.to_owned()).or_default().insert(id);
            }
        }
        let with_noun = named.filter(|(_, e)| e.entry.is_none()).filter_map(|(id, e)| {
            let (noun, acronym) = e.name.split_once(' ').filter(|(_, acronym)| is_acronym(acronym))?;
            noun.chars().any(char::is_lowercase).then(|| (id, acronym.to_owned()))
        });
        for (id, acronym) in with_noun.collect::<Vec<_>>() {
            let mut others = called.get(&acronym).into_iter().flatten().filter(|other| **other != id);
            if let (Some(&only), None) = (others.next(), others.next()) {
                self.unite(id, only);
            }
        }
    }

    /// All that names one body names the other.
    fn unite(&mut self, name: Id, known: Id) {
        let united = std::mem::take(&mut self.list[name].mentions);
        self.list[known].mentions.extend(united);
        let mut names = std::mem::take(&mut self.list[name].other_names);
        names.insert(self.list[name].name.clone());
        self.list[known].other_names.extend(names);
        self.of_annotation.values_mut().filter(|id| **id == name).for_each(|id| *id = known);
    }

    pub fn get(&self, id: Id) -> &Entity {
        &self.list[id]
    }

    /// The entity that an annotation with exactly these tokens names.
    pub fn exactly(&self, view: &View, tokens: &Range<usize>) -> Option<Id> {
        view.chart
            .numbered_starting_at(tokens.start)
            .filter(|(_, a)| a.tokens == *tokens)
            .find_map(|(number, _)| self.of_annotation.get(&number).copied())
    }

    /// The entity of a gazetteer's entry, made if the document does not name it itself.
    pub fn of_entry(&mut self, view: &View, entry: EntryId) -> Id {
        let e = view.reader.gazetteers.entry(entry);
        let class = match e.class {
            Class::Territory => EntityClass::Place,
            Class::Person => EntityClass::Person,
            Class::Organization | Class::Party => EntityClass::Organization,
        };
        let (id, new) = self.intern(format!("entry:{}", entry.0), class, &e.name);
        if new {
            self.list[id].kind = e.kind;
            self.list[id].entry = Some(entry);
            self.list[id].other_names.extend(e.acronyms.iter().cloned());
            if class == EntityClass::Organization
                && let Some(territory) = e.jurisdiction
            {
                let jurisdiction = self.of_entry(view, territory);
                self.list[id].jurisdiction = Some(jurisdiction);
            }
        }
        id
    }

    /// The entity of a key; says whether it is new.
    pub(super) fn intern(&mut self, key: String, class: EntityClass, name: &str) -> (Id, bool) {
        if let Some(id) = self.by_key.get(&key) {
            return (*id, false);
        }
        let id = self.list.len();
        self.by_key.insert(key, id);
        self.list.push(Entity {
            class,
            kind: None,
            name: name.to_owned(),
            other_names: BTreeSet::new(),
            entry: None,
            given: None,
            family: None,
            prefix: None,
            party: None,
            jurisdiction: None,
            mentions: Vec::new(),
        });
        (id, true)
    }

    /// Adds a place where an entity is named, if it is not among its mentions yet.
    pub fn add_mention(&mut self, id: Id, tokens: Range<usize>, rule: &Arc<str>) {
        let mention = (tokens, rule.clone());
        if !self.list[id].mentions.contains(&mention) {
            self.list[id].mentions.push(mention);
        }
    }

    fn mention(&mut self, view: &View, id: Id, number: usize, a: &Annotation, tokens: Range<usize>) {
        self.of_annotation.insert(number, id);
        let words = view.chart.words(tokens.clone());
        let rule = match a.feature(view.names().entry) {
            Some(_) => known_rule(view, a).unwrap_or_else(|| a.rule.clone()),
            None => a.rule.clone(),
        };
        self.list[id].mentions.push((tokens, rule));
        self.list[id].other_names.insert(words);
    }

    /// What a short form takes up.
    fn antecedent(&self, view: &View, a: &Annotation) -> Option<Id> {
        let number: usize = a.feature(view.names().short)?.parse().ok()?;
        self.of_annotation.get(&number).copied()
    }

    fn add_territory(&mut self, view: &View, number: usize, a: &Annotation) {
        let n = view.names();
        let id = if let Some(id) = self.antecedent(view, a) {
            self.of_annotation.insert(number, id);
            self.list[id].mentions.push((a.tokens.clone(), a.rule.clone()));
            return;
        } else if let Some(entry) = entry_of(a, n.entry) {
            self.of_entry(view, entry)
        } else if let Some(entry) = meant(view, a) {
            self.of_entry(view, entry)
        } else if a.feature(n.unknown).is_some() {
            let bare = view.chart.words(a.tokens.clone());
            let words = a.feature(n.means_with).map_or(bare.clone(), |rank| format!("{rank} {bare}"));
            let (id, _) = self.intern(format!("place:{words}"), EntityClass::Place, &words);
            let rank = slot(a, n.rank).map(|r| view.chart.words(r).to_lowercase()).unwrap_or_default();
            self.list[id].kind = kind_feature(a, n.kind).or(Some(match rank.as_str() {
                r if r.contains("stadt") || r.contains("gemeinde") => EntityKind::City,
                r if r.contains("kreis") => EntityKind::District,
                _ => EntityKind::Region,
            }));
            if let Some(name) = slot(a, n.name) {
                let bare = view.chart.words(name);
                self.list[id].other_names.insert(bare);
            }
            id
        } else {
            return;
        };
        self.mention(view, id, number, a, a.tokens.clone());
    }

    /// The state that the document is at home in: a German Land, or Germany.
    ///
    /// Votes: mentions of a Land and of institutions that belong to one; its towns count little. Berlin, Hamburg and Bremen
    /// are towns where they stand as places (`in Berlin`). Federal ministries and offices vote for Germany.
    fn find_home(&mut self, view: &View) -> Option<Id> {
        let gazetteers = &view.reader.gazetteers;
        let n = view.names();
        let mut votes: BTreeMap<EntryId, (usize, usize)> = BTreeMap::new();
        // Länder abroad and countries: where the text speaks far more of one of them, no office is of the home Land unsaid
        let mut abroad: BTreeMap<EntryId, usize> = BTreeMap::new();
        let mut vote = |state: EntryId, weight: usize, at: usize| {
            let v = votes.entry(state).or_insert((0, usize::MAX));
            v.0 += weight;
            v.1 = v.1.min(at);
        };
        let has_abroad = self.list.iter().any(|e| e.kind == Some(EntityKind::Country) && e.name != "Deutschland");
        for e in &self.list {
            let Some(entry) = e.entry else { continue };
            for (tokens, _) in &e.mentions {
                // in the headline of a text on a country abroad Berlin stands for the government that sits there
                let is_place = has_abroad && view.chart.context[tokens.start].headline
                    || tokens.start == 0
                    || matches!(&*view.chart.lower[tokens.start - 1], "in" | "aus" | "nach" | "bei" | "/" | "-");
                let is_town = gazetteers.entry(entry).kind == Some(EntityKind::State) && is_city_state(&e.name);
                // one of a list of many is hardly where the text is at home
                let is_listed = view.chart.annotations.iter().any(|l| {
                    l.class == n.actor_list
                        && l.tokens.contains(&tokens.start)
                        && view.chart.within(n.actor_class, l.tokens.clone()).len() > 2
                });
                match e.kind {
                    Some(EntityKind::State) if is_land(view, entry) && is_listed => vote(entry, 2, tokens.start),
                    Some(EntityKind::State) if is_land(view, entry) => vote(entry, if is_town && is_place { 0 } else { 4 }, tokens.start),
                    Some(EntityKind::State | EntityKind::Country) if e.name != "Deutschland" => *abroad.entry(entry).or_default() += 4,
                    Some(EntityKind::City | EntityKind::District) => {
                        if let Some(land) = gazetteers.entry(entry).jurisdiction.filter(|l| is_land(view, *l)) {
                            vote(land, if is_dateline(view, tokens) { 4 } else { 1 }, tokens.start);
                        }
                    }
                    _ => {}
                }
            }
        }
        let is_land_entry = |entry: &EntryId| is_land(view, *entry);
        if let Some(town) = town_of_date(view) {
            let land = Some(town).filter(is_land_entry).or_else(|| gazetteers.entry(town).jurisdiction.filter(is_land_entry));
            if let Some(land) = land {
                vote(land, 4, 0);
            }
        }
        // `Zentralstelle Cybercrime (ZAC NRW)` names one body once
        let is_acronym_of = |a: &Annotation| {
            let bracket = a.tokens.start.checked_sub(1).filter(|t| &*view.chart.lower[*t] == "(");
            let is_same = |o: &Annotation| o.class == n.known_organization && o.feature(n.entry) == a.feature(n.entry);
            bracket.is_some_and(|bracket| view.chart.ending_at(bracket).any(is_same))
        };
        for a in view.chart.annotations.iter().filter(|a| a.class == n.known_organization && !is_acronym_of(a)) {
            let Some(entry) = entry_of(a, n.entry).map(|e| gazetteers.entry(e)) else { continue };
            let Some(state) = entry.jurisdiction else { continue };
            let is_government = matches!(entry.kind, Some(EntityKind::Ministry | EntityKind::Government));
            let is_public =
                is_government || matches!(entry.kind, Some(EntityKind::Agency | EntityKind::Parliament | EntityKind::Municipality));
            let is_federal = gazetteers.entry(state).name == "Deutschland";
            if is_land(view, state) && is_public || is_federal && is_government {
                vote(state, 3, a.tokens.start);
            }
        }
        let (state, (count, _)) =
            votes.iter().map(|(s, v)| (*s, *v)).max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))?;
        let second = votes.iter().filter(|(s, _)| **s != state).map(|(_, (c, _))| *c).max().unwrap_or(0);
        self.home_is_clear = 2 * count >= 3 * second && 2 * count >= abroad.values().max().copied().unwrap_or(0);
        (count >= 2).then(|| self.of_entry(view, state))
    }

    /// The town in a line that tells the date: `Bonn, 26. Januar 2022`.
    pub(super) fn town_of_date(&mut self, view: &View) -> Option<Id> {
        let entry = town_of_date(view)?;
        Some(self.of_entry(view, entry))
    }

    /// The town that a local text is about: it is named three times at least, and twice as often as any other.
    pub(super) fn main_town(&self) -> Option<Id> {
        let is_town = |id: &Id| self.list[*id].kind == Some(EntityKind::City);
        let mut towns: Vec<(usize, Id)> = (0..self.list.len()).filter(is_town).map(|id| (self.list[id].mentions.len(), id)).collect();
        towns.sort_unstable_by(|a, b| b.cmp(a));
        let second = towns.get(1).map_or(0, |(count, _)| *count);
        towns.first().filter(|(count, _)| *count >= 3 && *count >= 2 * second).map(|(_, id)| *id)
    }

    /// The one district that the text names.
    pub(super) fn only_district(&self) -> Option<Id> {
        let is_district = |id: &Id| self.list[*id].kind == Some(EntityKind::District) && !self.list[*id].mentions.is_empty();
        let mut districts = (0..self.list.len()).filter(is_district);
        districts.next().filter(|_| districts.next().is_none())
    }

    /// The town that the text is about, else the only one of its date line: whose council `der Stadtrat` is.
    pub(super) fn town_of_council(&self, view: &View) -> Option<Id> {
        self.main_town().or_else(|| self.town_of_dateline(view))
    }

    /// The one town that stands before the text.
    pub(super) fn town_of_dateline(&self, view: &View) -> Option<Id> {
        let is_town = |id: &Id| self.list[*id].kind == Some(EntityKind::City);
        let opens = |id: &Id| self.list[*id].mentions.iter().any(|(tokens, _)| is_dateline(view, tokens));
        let mut towns = (0..self.list.len()).filter(is_town).filter(opens);
        towns.next().filter(|_| towns.next().is_none())
    }

    fn add_organization(&mut self, view: &View, number: usize, a: &Annotation) {
        if let Some(id) = self.antecedent(view, a) {
            self.of_annotation.insert(number, id);
            let words = view.chart.words(a.tokens.clone());
            self.list[id].mentions.push((a.tokens.clone(), a.rule.clone()));
            if a.rule.ends_with("acronym") || a.rule.ends_with("repeated") {
                self.list[id].other_names.insert(words);
            }
            return;
        }
        if a.feature(view.names().short).is_some() {
            return;
        }
        if let Some(id) = organizations::identify(view, self, a) {
            self.mention(view, id, number, a, a.tokens.clone());
        }
    }

    fn add_person(&mut self, view: &View, number: usize, a: &Annotation) {
        let n = view.names();
        if let Some(id) = self.antecedent(view, a) {
            self.of_annotation.insert(number, id);
            self.list[id].mentions.push((a.tokens.clone(), a.rule.clone()));
            let words = view.chart.words(a.tokens.clone());
            if self.list[id].family.as_ref() == Some(&words) {
                self.list[id].other_names.insert(words);
            }
            return;
        }
        let tokens = slot(a, n.name).unwrap_or_else(|| a.tokens.clone());
        let name = view.chart.words(tokens.clone());
        let family = slot(a, n.family).map(|r| view.chart.words(r));
        if tokens.len() == 1 {
            // a surname alone: of the one person who bears it, or a person of its own
            let bearers: Vec<Id> = (0..self.list.len())
                .filter(|&i| self.list[i].class == EntityClass::Person && self.list[i].family.as_deref() == Some(&name))
                .collect();
            if let [only] = bearers[..] {
                self.of_annotation.insert(number, only);
                self.list[only].mentions.push((tokens, a.rule.clone()));
                return;
            }
        }
        let (id, new) = self.intern(format!("person:{name}"), EntityClass::Person, &name);
        if new {
            let split = name.rsplit_once(' ').map(|(g, f)| (g.to_owned(), f.to_owned()));
            self.list[id].given = slot(a, n.given).map(|r| view.chart.words(r)).or_else(|| split.as_ref().map(|(g, _)| g.clone()));
            self.list[id].family = family.or_else(|| split.map(|(_, f)| f));
            self.list[id].entry = entry_of(a, n.entry);
        }
        if self.list[id].prefix.is_none() {
            self.list[id].prefix =
                slot(a, n.prefix).map(|r| view.chart.words(r)).filter(|p| !p.starts_with("Herr") && !p.starts_with("Frau"));
        }
        self.mention(view, id, number, a, tokens);
    }
}

/// The gazetteer entry's rule id, where the name was read with its help.
fn known_rule(view: &View, a: &Annotation) -> Option<Arc<str>> {
    let n = view.names();
    let is_known = |k: &Annotation| k.class == n.known_territory || k.class == n.known_organization || k.class == n.known_person;
    a.tokens
        .clone()
        .flat_map(|token| view.chart.numbered_starting_at(token))
        .filter(|(_, k)| is_known(k) && k.tokens.end <= a.tokens.end && k.feature(n.entry) == a.feature(n.entry))
        .min_by_key(|(number, _)| *number)
        .map(|(_, k)| k.rule.clone())
}

/// The town before the comma in a block that is a date line.
fn town_of_date(view: &View) -> Option<EntryId> {
    let line = view.document.blocks.iter().find(|b| b.kind == BlockKind::DateLine)?;
    let (town, _) = view.document.text[line.range.clone()].split_once(',')?;
    let gazetteers = &view.reader.gazetteers;
    let is_town = |e: &EntryId| {
        let entry = gazetteers.entry(*e);
        entry.class == Class::Territory && (entry.kind == Some(EntityKind::City) || is_city_state(&entry.name))
    };
    gazetteers.by_name(town.trim()).iter().copied().find(is_town)
}

/// Whether a town stands before the text: `Leipzig. Das Land …`, `OSNABRÜCK (dpa) - …`
pub(super) fn is_dateline(view: &View, tokens: &Range<usize>) -> bool {
    let begins = tokens.start == 0 || view.chart.tokens[tokens.start].newlines_before > 0;
    begins && view.chart.lower.get(tokens.end).is_some_and(|w| matches!(&**w, "." | "," | "(" | "/" | "-" | "–" | ":"))
}

/// The territory that a rule says is meant: `der Bund` means Deutschland, and `Bern` behind `die Kantone` Kanton Bern.
fn meant(view: &View, a: &Annotation) -> Option<EntryId> {
    let n = view.names();
    let name = match a.feature(n.means_with) {
        Some(rank) => format!("{rank} {}", view.chart.words(slot(a, n.name)?)),
        None => a.feature(n.means)?.to_owned(),
    };
    let gazetteers = &view.reader.gazetteers;
    gazetteers.by_name(&name).iter().copied().find(|entry| gazetteers.entry(*entry).class == Class::Territory)
}

/// Whether a territory is a German Land.
pub fn is_land(view: &View, entry: EntryId) -> bool {
    let gazetteers = &view.reader.gazetteers;
    let e = gazetteers.entry(entry);
    e.kind == Some(EntityKind::State) && e.jurisdiction.is_some_and(|j| gazetteers.entry(j).name == "Deutschland")
}

/// Länder that are towns too.
pub fn is_city_state(name: &str) -> bool {
    matches!(name, "Berlin" | "Hamburg" | "Bremen")
}

/// First filler of a slot.
pub fn slot(a: &Annotation, key: Key) -> Option<Range<usize>> {
    a.slots.iter().find(|(k, _)| *k == key).map(|(_, r)| r.clone())
}

/// All fillers of a slot.
pub fn slots(a: &Annotation, key: Key) -> impl Iterator<Item = &Range<usize>> {
    a.slots.iter().filter(move |(k, _)| *k == key).map(|(_, r)| r)
}

pub fn entry_of(a: &Annotation, key: Key) -> Option<EntryId> {
    a.feature(key)?.parse().ok().map(EntryId)
}

/// The kind that the rule gave to the annotation.
pub fn kind_feature(a: &Annotation, key: Key) -> Option<EntityKind> {
    a.feature(key).and_then(kind_of)
}
