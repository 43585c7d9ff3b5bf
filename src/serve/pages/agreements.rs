//! The list of agreements: filtered, sorted, page by page, and as CSV.

use maud::{Markup, html};

use super::catalog::{Agreement, Number};
use super::filter::Filter;
use super::language::Text;
use super::{Answer, Context, Fault, labels, parts, words as w};

/// Agreements on one page.
const PER_PAGE: usize = 50;

/// What the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Date,
    Kind,
    Status,
    Partners,
    Topics,
    Documents,
}

const COLUMNS: [(Column, &str, Text); 6] = [
    (Column::Date, "date", w::DATE),
    (Column::Kind, "kind", w::KIND),
    (Column::Status, "status", w::STATUS),
    (Column::Partners, "partners", w::PARTNERS),
    (Column::Topics, "topics", w::TOPICS),
    (Column::Documents, "documents", w::DOCUMENTS),
];

/// The newest first, unless the address says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Order {
    column: Column,
    descending: bool,
}

impl Order {
    fn read(context: &Context<'_>) -> Self {
        let asked = context.asked.parameter("sort").and_then(|name| COLUMNS.iter().find(|(_, one, _)| *one == name));
        let column = asked.map_or(Column::Date, |(column, _, _)| *column);
        let descending = match context.asked.parameter("order") {
            Some("asc") => false,
            Some("desc") => true,
            _ => Self::usual(column),
        };
        Self { column, descending }
    }

    /// What is counted and what has a date begins with the most and the newest.
    fn usual(column: Column) -> bool {
        matches!(column, Column::Date | Column::Documents)
    }

    /// As parameters; empty where they say the usual.
    fn parameters(self) -> [(&'static str, &'static str); 2] {
        let name = COLUMNS.iter().find(|(column, _, _)| *column == self.column).map_or("", |(_, name, _)| *name);
        let sort = if self.column == Column::Date { "" } else { name };
        let order = if self.descending == Self::usual(self.column) {
            ""
        } else if self.descending {
            "desc"
        } else {
            "asc"
        };
        [("sort", sort), ("order", order)]
    }

    fn given(self) -> Vec<(&'static str, &'static str)> {
        self.parameters().into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Sorts agreements that come with the newest first; of equal ones the newer stays first.
    fn sort(self, context: &Context<'_>, numbers: &mut [Number]) {
        if self.column == Column::Date {
            if !self.descending {
                numbers.reverse();
            }
            return;
        }
        let mut keyed: Vec<(Key, Number)> =
            numbers.iter().map(|&number| (self.key(context, context.catalog.agreement(number)), number)).collect();
        keyed.sort_by(|(a, first), (b, second)| {
            let order = if self.descending { b.cmp(a) } else { a.cmp(b) };
            // What has none comes last in both directions.
            let empty = |key: &Key| matches!(key, Key::Text(text) if text.is_empty());
            empty(a).cmp(&empty(b)).then(order).then(first.cmp(second))
        });
        for (place, (_, number)) in numbers.iter_mut().zip(keyed) {
            *place = number;
        }
    }

    fn key(self, context: &Context<'_>, agreement: &Agreement) -> Key {
        match self.column {
            Column::Date => Key::Text(agreement.when().unwrap_or_default().to_owned()),
            Column::Kind => Key::Text(context.kinds(agreement).to_lowercase()),
            Column::Status => Key::Number(agreement.statuses.first().copied().unwrap_or_default()),
            Column::Partners => Key::Text(context.catalog.names(&agreement.parties).to_lowercase()),
            Column::Topics => Key::Text(topics(context, agreement, context.language).to_lowercase()),
            Column::Documents => Key::Number(agreement.documents.len()),
        }
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(usize),
    Text(String),
}

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    let (filter, order) = (Filter::read(context), Order::read(context));
    let Some(mut numbers) = filter.chosen(context)? else { return to_come(context) };
    order.sort(context, &mut numbers);
    let pages = numbers.len().div_ceil(PER_PAGE).max(1);
    let page = context.asked.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let shown = &numbers[(page - 1) * PER_PAGE..numbers.len().min(page * PER_PAGE)];
    let csv = filter.address(context, "/agreements.csv", &order.parameters());
    let body = html! {
        h1 { (context.say(w::AGREEMENTS)) }
        (filter.form(context, &order.given(), &html! {}))
        div #results {
            p.summary role="status" {
                strong { (context.count(numbers.len(), w::N_AGREEMENTS)) }
                @if pages > 1 { ", " (context.say(w::PAGE)) " " (page) " " (context.say(w::OF)) " " (pages) }
                @if !numbers.is_empty() { " · " a href=(csv) download { (context.say(w::CSV)) } }
                " · " a href=(filter.address(context, "/network", &[])) { (context.say(w::NETWORK)) }
                " · " a href=(filter.address(context, "/timeline", &[])) { (context.say(w::TIMELINE)) }
            }
            @if numbers.is_empty() { p { (context.say(w::NO_MATCH)) } } @else { (table(context, &filter, order, shown)) }
            (turn(context, &filter, order, page, pages))
        }
    };
    context.page(context.say(w::AGREEMENTS), "/agreements", body)
}

/// The search that a filter needs is not there yet.
pub fn to_come(context: &Context<'_>) -> Result<Answer, Fault> {
    let body = html! { h1 { (context.say(w::AGREEMENTS)) } p.notice role="status" { (context.say(w::NOT_READY)) } };
    context.page_to_come(context.say(w::AGREEMENTS), "/agreements", body)
}

fn table(context: &Context<'_>, filter: &Filter, order: Order, shown: &[Number]) -> Markup {
    let name = context.say(w::AGREEMENTS);
    parts::scrolled(
        name,
        html! {
            table.agreements {
                caption.hidden { (name) }
                thead { tr { @for (column, _, title) in COLUMNS { (heading(context, filter, order, column, title)) } } }
                tbody { @for &number in shown {
                    @let agreement = context.catalog.agreement(number);
                    tr {
                        td.when data-label=(context.say(w::DATE)) { (context.when(agreement)) }
                        td data-label=(context.say(w::KIND)) { (context.agreement(number)) }
                        td data-label=(context.say(w::STATUS)) { (context.statuses(agreement)) }
                        td.parties data-label=(context.say(w::PARTNERS)) { (context.some_entities(&agreement.parties, 8)) }
                        td data-label=(context.say(w::TOPICS)) { (context.topics(&agreement.topics)) }
                        td.number data-label=(context.say(w::DOCUMENTS)) { (agreement.documents.len()) }
                    }
                } }
            }
        },
    )
}

/// A heading that sorts by its column, and the other way round when it does already.
fn heading(context: &Context<'_>, filter: &Filter, order: Order, column: Column, title: Text) -> Markup {
    let is_sorted = order.column == column;
    let next = Order { column, descending: if is_sorted { !order.descending } else { Order::usual(column) } };
    let direction = if order.descending { ("descending", "▼") } else { ("ascending", "▲") };
    let help = format!(
        "{} {}: {}",
        context.say(w::SORT_BY),
        context.say(title),
        context.say(if next.descending { w::DESCENDING } else { w::ASCENDING })
    );
    html! {
        th scope="col" aria-sort=[is_sorted.then_some(direction.0)] {
            a href=(filter.address(context, "/agreements", &next.parameters())) title=(help) {
                (context.say(title)) @if is_sorted { " " span aria-hidden="true" { (direction.1) } }
            }
        }
    }
}

fn turn(context: &Context<'_>, filter: &Filter, order: Order, page: usize, pages: usize) -> Markup {
    let [sort, direction] = order.parameters();
    let address = |page: usize| {
        let number = if page > 1 { page.to_string() } else { String::new() };
        filter.address(context, "/agreements", &[sort, direction, ("page", &number)])
    };
    html! {
        @if pages > 1 {
            nav.turn aria-label=(context.say(w::PAGES)) {
                @if page > 1 { a rel="prev" href=(address(page - 1)) { "← " (context.say(w::PREVIOUS)) } }
                @if page < pages { a rel="next" href=(address(page + 1)) { (context.say(w::NEXT)) " →" } }
            }
        }
    }
}

/// Everything that the filters leave, in the order of the list.
pub fn csv(context: &Context<'_>) -> Result<Answer, Fault> {
    let filter = Filter::read(context);
    // A download cannot load itself again: it waits for the search.
    let search = match &filter.words {
        Some(_) => Some(context.search()?),
        None => None,
    };
    let mut numbers = filter.choose(context, search);
    Order::read(context).sort(context, &mut numbers);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let columns = [w::DATE, w::REPORTED_ON, w::KIND, w::STATUS, w::PARTNERS, w::SIGNATORIES, w::PLACE, w::TOPICS, w::DOCUMENTS, w::ADDRESS];
    let mut write = |row: &[String]| {
        // OK because a Vec takes everything that is written to it, and all rows have the same length.
        writer.write_record(row).expect("a row can be written to memory");
    };
    write(&columns.map(|title| context.say(title).to_owned()));
    for number in numbers {
        write(&row(context, context.catalog.agreement(number)));
    }
    // OK for the same reason.
    let bytes = writer.into_inner().expect("rows can be written to memory");
    Ok(Answer::File { content_type: "text/csv; charset=utf-8", name: Some("agreements.csv".to_owned()), bytes, immutable: false })
}

fn row(context: &Context<'_>, agreement: &Agreement) -> [String; 10] {
    let files = agreement.documents.iter().map(|&number| context.catalog.document(number).file.as_str());
    [
        agreement.dates.join(" / "),
        agreement.published.clone().unwrap_or_default(),
        context.kinds(agreement),
        context.statuses(agreement),
        names(context, &agreement.parties),
        names(context, &agreement.signatories),
        names(context, &agreement.places),
        topics(context, agreement, context.language),
        parts::joined(files, "; "),
        context.view.base().iri(&agreement.path).into_string(),
    ]
    .map(harmless)
}

fn names(context: &Context<'_>, numbers: &[Number]) -> String {
    parts::joined(numbers.iter().map(|&number| context.catalog.entity(number).name.as_str()), "; ")
}

fn topics(context: &Context<'_>, agreement: &Agreement, language: super::Language) -> String {
    parts::joined(agreement.topics.iter().map(|&number| labels::topic(&context.catalog.topic(number).name, language)), "; ")
}

/// A spreadsheet takes a cell that begins so for a formula and runs it; with an apostrophe before it is a text.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
