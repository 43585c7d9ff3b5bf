//! The filters that lists and pictures of agreements share. Every state of them is an address.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::catalog::{Agreement, KINDS, Number, STATUSES};
use super::language::Text;
use super::search::Search;
use super::{Context, Fault, labels, links, words as w};
use crate::resolve::folded_words;

/// Which agreements are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Numbers of a kind and a status.
    pub kind: Option<usize>,
    pub status: Option<usize>,
    pub topic: Option<Number>,
    /// As it was asked for: the path of an entity, or words of its name. An agreement must have one of each.
    pub partners: Vec<(String, BTreeSet<Number>)>,
    pub from: Option<u16>,
    pub to: Option<u16>,
    /// Agreements of which no source tells a date.
    pub undated: bool,
    pub words: Option<String>,
    /// What was asked for and not understood.
    pub problems: Vec<String>,
}

/// A filter that is set: its parameter, its value, and both for people.
pub struct Set {
    pub parameter: &'static str,
    pub value: String,
    pub name: Text,
    pub shown: String,
}

impl Filter {
    /// Reads the parameters of an address. What is not understood filters nothing, and is told.
    pub fn read(context: &Context<'_>) -> Self {
        let mut filter = Self::default();
        for (name, value) in context.asked.parameters {
            let value = value.trim();
            if !value.is_empty() && filter.take(context, name, value).is_none() {
                filter.problems.push(format!("{name}={value}"));
            }
        }
        filter
    }

    fn take(&mut self, context: &Context<'_>, name: &str, value: &str) -> Option<()> {
        let year = || value.parse().ok().filter(|year| (1..=9999).contains(year));
        match name {
            "kind" => self.kind = Some(KINDS.iter().position(|kind| *kind == value)?),
            "status" => self.status = Some(STATUSES.iter().position(|status| *status == value)?),
            "topic" => self.topic = Some(context.catalog.find_topic(value)?),
            "year" if value == "none" => self.undated = true,
            "year" => (self.from, self.to) = (Some(year()?), Some(year()?)),
            "from" => self.from = Some(year()?),
            "to" => self.to = Some(year()?),
            "partner" if self.partners.len() < MOST_PARTNERS => self.partners.push((value.to_owned(), partners(context, value))),
            "partner" => return None,
            "words" => self.words = Some(value.chars().take(200).collect()),
            _ => {}
        }
        Some(())
    }

    /// The agreements that are wanted, in the order of the catalogue: the newest first. Linear in their number.
    pub fn choose(&self, context: &Context<'_>, search: Option<&Search>) -> Vec<Number> {
        let with_words = self.words.as_ref().and_then(|words| search.map(|search| search.agreements(words)));
        let all = 0..context.catalog.agreements.len() as Number;
        all.filter(|number| with_words.as_ref().is_none_or(|some| some.contains(number)))
            .filter(|&number| self.fits(context.catalog.agreement(number)))
            .collect()
    }

    /// As [`Filter::choose`]; nothing as long as the search that the words need is being prepared.
    pub fn chosen(&self, context: &Context<'_>) -> Result<Option<Vec<Number>>, Fault> {
        if self.words.is_none() {
            return Ok(Some(self.choose(context, None)));
        }
        let search = context.search_soon()?;
        Ok(search.map(|search| self.choose(context, Some(search))))
    }

    /// All but the words.
    fn fits(&self, agreement: &Agreement) -> bool {
        let is_partner = |some: &BTreeSet<Number>| agreement.parties.iter().chain(&agreement.signatories).any(|one| some.contains(one));
        let years = self.from.is_some() || self.to.is_some();
        let in_years = |year: u16| self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to);
        self.kind.is_none_or(|kind| agreement.kinds.contains(&kind))
            && self.status.is_none_or(|status| agreement.statuses.contains(&status))
            && self.topic.is_none_or(|topic| agreement.topics.contains(&topic))
            && (!years || agreement.year().is_some_and(in_years))
            && (!self.undated || agreement.year().is_none())
            && self.partners.iter().all(|(_, some)| is_partner(some))
    }

    /// The filters that are set, in the order in which an address has them.
    pub fn set(&self, context: &Context<'_>) -> Vec<Set> {
        let l = context.language;
        let mut all = Vec::new();
        let mut add = |parameter, value: String, name, shown| all.push(Set { parameter, value, name, shown });
        if let Some(kind) = self.kind {
            add("kind", KINDS[kind].to_owned(), w::KIND, labels::kind(kind, l).to_owned());
        }
        if let Some(status) = self.status {
            add("status", STATUSES[status].to_owned(), w::STATUS, labels::status(status, l).to_owned());
        }
        for (asked, _) in &self.partners {
            add("partner", asked.clone(), w::PARTNER, partner_name(context, asked).to_owned());
        }
        if let Some(topic) = self.topic {
            let name = &context.catalog.topic(topic).name;
            add("topic", name.clone(), w::TOPIC, labels::topic(name, l).to_owned());
        }
        if self.undated {
            add("year", "none".to_owned(), w::YEAR, l.say(w::NO_YEAR).to_owned());
        }
        if let Some(from) = self.from {
            add("from", from.to_string(), w::FROM_YEAR, from.to_string());
        }
        if let Some(to) = self.to {
            add("to", to.to_string(), w::TO_YEAR, to.to_string());
        }
        if let Some(words) = &self.words {
            add("words", words.clone(), w::WORDS, words.clone());
        }
        all
    }

    /// The filters as parameters of an address.
    pub fn parameters(&self, context: &Context<'_>) -> Vec<(&'static str, String)> {
        self.set(context).into_iter().map(|set| (set.parameter, set.value)).collect()
    }

    /// A page with these filters and other parameters.
    pub fn address(&self, context: &Context<'_>, path: &str, others: &[(&str, &str)]) -> String {
        let mine = self.parameters(context);
        links::with(path, mine.iter().map(|(name, value)| (*name, value.as_str())).chain(others.iter().copied()))
    }

    /// The form that sets them, and those that are set, each with a way to lift it. `kept` are parameters of the page that
    /// are no filters.
    pub fn form(&self, context: &Context<'_>, kept: &[(&str, &str)], more: &Markup) -> Markup {
        let l = context.language;
        let catalog = context.catalog;
        let year = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        let partner = self.partners.first().map(|(asked, _)| partner_name(context, asked)).unwrap_or_default();
        let counted = |of: &dyn Fn(&Agreement) -> bool| catalog.agreements.iter().filter(|one| of(one)).count();
        let kinds = (0..KINDS.len()).map(|n| (KINDS[n], labels::kind(n, l), counted(&|one| one.kinds.contains(&n)), self.kind == Some(n)));
        let statuses = (0..STATUSES.len())
            .map(|n| (STATUSES[n], labels::status(n, l), counted(&|one| one.statuses.contains(&n)), self.status == Some(n)));
        let mut topics: Vec<_> = catalog
            .topics
            .iter()
            .enumerate()
            .map(|(n, topic)| (topic.name.as_str(), labels::topic(&topic.name, l), topic.agreements.len(), self.topic == Some(n as Number)))
            .collect();
        topics.sort_by_key(|topic| topic.1.to_lowercase());
        html! {
            form.filters action=(context.asked.path) data-live="" aria-label=(l.say(w::FILTERS)) {
                (select(context, "kind", w::KIND, &mut kinds.into_iter()))
                (select(context, "status", w::STATUS, &mut statuses.into_iter()))
                (select(context, "topic", w::TOPIC, &mut topics.into_iter()))
                label { span { (l.say(w::PARTNER)) }
                    input name="partner" value=(partner) list="partners" maxlength="200" autocomplete="off" lang="de"; }
                datalist #partners { @for &number in &catalog.frequent { option value=(catalog.entity(number).name) {} } }
                @let (first, last) = catalog.years.unzip();
                label.year { span { (l.say(w::FROM_YEAR)) }
                    input type="number" name="from" min="1" max="9999" value=(year(self.from)) placeholder=[first]; }
                label.year { span { (l.say(w::TO_YEAR)) }
                    input type="number" name="to" min="1" max="9999" value=(year(self.to)) placeholder=[last]; }
                label { span { (l.say(w::WORDS)) }
                    input type="search" name="words" value=(self.words.as_deref().unwrap_or_default()) maxlength="200"; }
                (more)
                @for (asked, _) in self.partners.iter().skip(1) { input type="hidden" name="partner" value=(asked); }
                @if self.undated { input type="hidden" name="year" value="none"; }
                @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                button { (l.say(w::APPLY)) }
            }
            (self.lifted(context, kept))
            @if !self.problems.is_empty() { p.notice role="status" { (l.say(w::UNKNOWN_FILTER)) " " code { (self.problems.join(", ")) } } }
        }
    }

    /// The filters that are set, each as a link to the page without it.
    fn lifted(&self, context: &Context<'_>, kept: &[(&str, &str)]) -> Markup {
        let all = self.set(context);
        let without = |skipped: usize| {
            let others = all.iter().enumerate().filter(|(n, _)| *n != skipped).map(|(_, set)| (set.parameter, set.value.as_str()));
            links::with(context.asked.path, others.chain(kept.iter().copied()))
        };
        html! {
            @if !all.is_empty() {
                ul.chips aria-label=(context.say(w::FILTERS)) {
                    @for (n, set) in all.iter().enumerate() {
                        li { a href=(without(n)) title=(context.say(w::REMOVE_FILTER)) {
                            span.faint { (context.say(set.name)) ": " } (set.shown) " " span aria-hidden="true" { "×" }
                            span.hidden { " – " (context.say(w::REMOVE_FILTER)) }
                        } }
                    }
                    @if all.len() > 1 { li { a href=(links::with(context.asked.path, kept.iter().copied())) { (context.say(w::CLEAR)) } } }
                }
            }
        }
    }
}

/// Partners that one address asks for at most.
const MOST_PARTNERS: usize = 5;

/// Values, what they are called, how many agreements have them, which is chosen.
fn select<'t>(context: &Context<'_>, name: &str, title: Text, values: &mut dyn Iterator<Item = (&'t str, &'t str, usize, bool)>) -> Markup {
    html! {
        label { span { (context.say(title)) }
            select name=(name) {
                option value="" { (context.say(w::ANY)) }
                @for (value, label, count, chosen) in values {
                    @if count > 0 || chosen { option value=(value) selected[chosen] { (label) " (" (context.language.number(count)) ")" } }
                }
            }
        }
    }
}

/// An entity by its path, or by its name.
fn partner_name<'t>(context: &Context<'t>, asked: &'t str) -> &'t str {
    context.catalog.find_entity(asked).map_or(asked, |number| context.catalog.entity(number).name.as_str())
}

/// Those that a text means: by path; by a whole name; else those with all of its words in one of their names.
fn partners(context: &Context<'_>, asked: &str) -> BTreeSet<Number> {
    let catalog = context.catalog;
    if let Some(number) = catalog.find_entity(asked) {
        return BTreeSet::from([number]);
    }
    let wanted = folded_words(asked);
    let all = || catalog.entities.iter().enumerate().filter(|(_, one)| !one.agreements.is_empty());
    let having = |fits: &dyn Fn(&[String]) -> bool| {
        let some = all().filter(|(_, one)| fits(&folded_words(&one.name)) || one.other_names.iter().any(|name| fits(&folded_words(name))));
        some.map(|(number, _)| number as Number).collect::<BTreeSet<_>>()
    };
    let exact = having(&|words| words == wanted);
    if exact.is_empty() {
        having(&|words| !wanted.is_empty() && wanted.iter().all(|one| words.iter().any(|word| word.starts_with(one.as_str()))))
    } else {
        exact
    }
}
