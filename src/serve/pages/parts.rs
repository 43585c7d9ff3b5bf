//! Pieces that several pages are made of.

use maud::{Markup, html};

use super::catalog::{Agreement, Catalog, Entity, Number};
use super::language::{Language, Text};
use super::shell::Page;
use super::{Answer, Context, Fault, labels, links, words as w};

impl<'a> Context<'a> {
    pub fn page(&self, title: &str, part: &str, body: Markup) -> Result<Answer, Fault> {
        Ok(Answer::Page { status: 200, html: Page::new(title, part, body).html(self.view, self.asked) })
    }

    /// A page that loads itself again, because something is not ready.
    pub fn page_to_come(&self, title: &str, part: &str, body: Markup) -> Result<Answer, Fault> {
        let page = Page { again: true, ..Page::new(title, part, body) };
        Ok(Answer::Page { status: 200, html: page.html(self.view, self.asked) })
    }

    /// The name of an entity as a link to its page.
    pub fn entity(&self, number: Number) -> Markup {
        let entity = self.catalog.entity(number);
        html! { a class=(class(entity)) href=(links::node(&entity.path)) lang="de" { (entity.name) } }
    }

    pub fn entities(&self, numbers: &[Number]) -> Markup {
        self.some_entities(numbers, usize::MAX)
    }

    /// A table that scrolls by itself if it is wide. Its caption is there for those who hear it.
    pub fn table(&self, caption: &str, columns: &[Column], rows: Markup) -> Markup {
        scrolled(
            caption,
            html! {
                table {
                    caption.hidden { (caption) }
                    thead { tr { @for column in columns { (self.heading(*column)) } } }
                    tbody { (rows) }
                }
            },
        )
    }

    fn heading(&self, column: Column) -> Markup {
        match column {
            Column::Text(title) => html! { th scope="col" { (self.say(title)) } },
            Column::Number(title) => html! { th.number scope="col" { (self.say(title)) } },
        }
    }

    /// The first of some entities, and how many others there are.
    pub fn some_entities(&self, numbers: &[Number], most: usize) -> Markup {
        let shown = &numbers[..numbers.len().min(most)];
        let rest = numbers.len() - shown.len();
        html! {
            @for (n, number) in shown.iter().enumerate() { @if n > 0 { ", " } (self.entity(*number)) }
            @if rest > 0 { " " span.faint { "+ " (self.count(rest, w::N_OTHERS)) } }
        }
    }

    /// The kind of an agreement as a link to its page.
    pub fn agreement(&self, number: Number) -> Markup {
        let agreement = self.catalog.agreement(number);
        html! { a href=(links::node(&agreement.path)) { (self.kinds(agreement)) } }
    }

    /// `Letter of intent` or, where the sources differ, `Letter of intent / treaty`.
    pub fn kinds(&self, agreement: &Agreement) -> String {
        joined(agreement.kinds.iter().map(|&kind| labels::kind(kind, self.language)), " / ")
    }

    pub fn statuses(&self, agreement: &Agreement) -> String {
        joined(agreement.statuses.iter().map(|&status| labels::status(status, self.language)), " / ")
    }

    /// What an agreement is called: kind, parties, year.
    pub fn title(&self, agreement: &Agreement) -> String {
        title(agreement, self.catalog, self.language)
    }

    /// A date for people and for programs.
    pub fn date(&self, date: &str) -> Markup {
        html! { time datetime=(date) { (self.language.date(date)) } }
    }

    /// The date of an agreement, or when it was reported.
    pub fn when(&self, agreement: &Agreement) -> Markup {
        html! {
            @if agreement.dates.is_empty() {
                @if let Some(published) = &agreement.published { span.faint { (self.say(w::REPORTED_ON)) " " (self.date(published)) } }
                @else { span.faint { (self.say(w::NOT_TOLD)) } }
            } @else {
                @for (n, date) in agreement.dates.iter().enumerate() { @if n > 0 { " / " } (self.date(date)) }
            }
        }
    }

    pub fn topics(&self, numbers: &[Number]) -> Markup {
        html! {
            @for (n, number) in numbers.iter().enumerate() {
                @if n > 0 { ", " }
                @let name = &self.catalog.topic(*number).name;
                a href=(links::topic(name)) { (labels::topic(name, self.language)) }
            }
        }
    }

    /// The headline of a document as a link to its page.
    pub fn document(&self, number: Number) -> Markup {
        let document = self.catalog.document(number);
        html! {
            a href=(links::node(&document.path)) lang="de" { (document.title()) }
            @if let Some(published) = &document.published { " " span.faint { (self.date(published)) } }
        }
    }

    /// A table of agreements, of which the first `most` are shown.
    pub fn agreements(&self, numbers: &[Number], most: usize, caption: &str) -> Markup {
        let columns = [w::DATE, w::KIND, w::STATUS, w::PARTNERS, w::TOPICS].map(Column::Text);
        self.table(caption, &columns, html! { @for &number in numbers.iter().take(most) { (self.agreement_row(number)) } })
    }

    pub fn agreement_row(&self, number: Number) -> Markup {
        let agreement = self.catalog.agreement(number);
        html! {
            tr {
                td.when data-label=(self.say(w::DATE)) { (self.when(agreement)) }
                td data-label=(self.say(w::KIND)) { (self.agreement(number)) }
                td data-label=(self.say(w::STATUS)) { (self.statuses(agreement)) }
                td.parties data-label=(self.say(w::PARTNERS)) { (self.some_entities(&agreement.parties, 8)) }
                td data-label=(self.say(w::TOPICS)) { (self.topics(&agreement.topics)) }
            }
        }
    }
}

/// A column of a table, by its heading.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    Text(Text),
    Number(Text),
}

pub fn title(agreement: &Agreement, catalog: &Catalog, language: Language) -> String {
    let kind = joined(agreement.kinds.iter().map(|&kind| labels::kind(kind, language)), " / ");
    let mut title = kind;
    let parties: Vec<&str> = agreement.parties.iter().take(4).map(|&party| catalog.entity(party).name.as_str()).collect();
    if !parties.is_empty() {
        title = format!("{title}: {}", parties.join(" – "));
    }
    if agreement.parties.len() > parties.len() {
        title = format!("{title} + {}", agreement.parties.len() - parties.len());
    }
    match agreement.year() {
        Some(year) => format!("{title} ({year})"),
        None => title,
    }
}

/// The colour of an entity's class.
pub fn class(entity: &Entity) -> &'static str {
    match entity.sort {
        super::catalog::Sort::Person => "e person",
        super::catalog::Sort::Organization => "e organization",
        super::catalog::Sort::Place => "e place",
    }
}

pub fn joined<'t>(texts: impl Iterator<Item = &'t str>, separator: &str) -> String {
    texts.collect::<Vec<_>>().join(separator)
}

/// What may be wider than the window scrolls by itself, with the keyboard too.
pub fn scrolled(name: &str, content: Markup) -> Markup {
    html! { div.scrolled role="region" aria-label=(name) tabindex="0" { (content) } }
}

/// An IRI with its prefix, if it has a known one.
pub fn prefixed(context: &Context<'_>, iri: &str) -> String {
    let prefixes = crate::graph::vocabulary::prefixes(context.view.base());
    let fitting = prefixes.iter().filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace.as_str())?)));
    fitting.min_by_key(|(_, rest)| rest.len()).map_or_else(|| iri.to_owned(), |(prefix, rest)| format!("{prefix}:{rest}"))
}
