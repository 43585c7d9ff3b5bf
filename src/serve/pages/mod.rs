//! Pages for people.
//!
//! Here is no HTTP: a page is a function of a [`View`] and of what it is [`Asked`] for. Pages are made on the server and
//! can be read without a script; `static/page.js` makes some of them handier.
//!
//! - What pages need of the graph again and again is read once: the [`catalog`] of all entities, agreements and documents,
//!   and the index of the [`search`]. The rest is asked from the graph when a page is.
//! - One file a page: `overview`, `agreements` (the list), `agreement`, `entity`, `topic`, `document`, `node` (any other
//!   node), `network`, `timeline`, `ask`, `found` (the search).
//! - What they share: the frame in `shell`, what a page is made from in `context`, pieces in `parts` and `offices`, the filters of
//!   lists in `filter`, the words that say something in `evidence`, agreements that build on each other in `chain`, pictures in
//!   `picture` (of a `graph`, laid out in `layout`) and `chart`, addresses in `links`, all texts in `words` and `labels`. What takes
//!   a while is made once, by whoever comes first (`once`).
//!
//! Everything that comes from documents or readers goes through the template, which escapes it.

mod agreement;
mod agreements;
mod ask;
mod catalog;
mod chain;
mod chart;
mod context;
mod document;
mod entity;
mod evidence;
mod files;
mod filter;
mod found;
mod graph;
mod labels;
mod language;
mod layout;
mod links;
mod network;
mod node;
mod offices;
mod once;
mod overview;
mod parts;
mod picture;
mod search;
mod shell;
#[cfg(test)]
mod tests;
mod timeline;
mod topic;
mod words;

use oxigraph::model::NamedNode;
use oxigraph::store::StorageError;

use super::view::View;
use crate::store::StoreError;
use catalog::Catalog;
use context::Context;
pub use language::Language;
use once::Once;
use search::Search;

/// What a page is asked for.
pub struct Asked<'a> {
    /// Percent-decoded path below the root, with a leading slash: `/agreements`, `/static/page.css`.
    pub path: &'a str,
    /// Decoded parameters of the query string, in their order.
    pub parameters: &'a [(String, String)],
    pub language: Language,
}

impl<'a> Asked<'a> {
    /// The first value of a parameter, without white space around it; nothing if it is empty.
    fn parameter(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.parameters.iter().find(|(one, _)| one == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }
}

pub enum Answer {
    Page {
        status: u16,
        html: String,
    },
    /// `name`: it is offered as a download under this name. `immutable`: what this path leads to never changes.
    File {
        content_type: &'static str,
        name: Option<String>,
        bytes: Vec<u8>,
        immutable: bool,
    },
    Redirect(String),
    /// The page shows the answer to a query in SPARQL, with at most [`MOST_ROWS`] rows or triples and [`MOST_BYTES`]: [`with_results`] makes it.
    Query(String),
    NotFound,
}

/// Rows or triples that a page can do with.
pub const MOST_ROWS: usize = 20_000;

/// Bytes of an answer that a page can do with.
pub const MOST_BYTES: usize = 20_000_000;

/// What became of a query.
pub enum Results {
    /// Rows, or yes and no, in the JSON of SPARQL.
    Rows(Vec<u8>),
    /// Triples as N-Triples.
    Triples(Vec<u8>),
    /// Why there is no answer.
    Failed(String),
}

/// What pages compute once of a view.
#[derive(Default)]
pub struct Prepared {
    catalog: Once<Catalog>,
    search: Once<Search>,
    network: network::Prepared,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Graph(#[from] StorageError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody else found that it cannot be read.
    #[error("{0}")]
    Earlier(String),
    #[error("the graph is being read")]
    NotYet,
}

/// Computes what takes a while, so that the first readers need not wait: to be called on a thread of its own when there is
/// a new view. Pages do not depend on it.
///
/// Takes time and memory in proportion to the graph.
pub fn prepare(view: &View) {
    // Whoever asks for a page is told if the graph cannot be read.
    if let Ok(catalog) = catalog(view) {
        let _ = view.prepared.search.get(|| Search::load(view.graph(), view.base(), catalog));
    }
}

/// The catalogue. Waits until it is there.
fn catalog(view: &View) -> Result<&Catalog, Fault> {
    view.prepared.catalog.get(|| catalog::load(view.graph(), view.base()))
}

/// What a page is made from, unless that takes longer than a reader likes to wait.
fn context<'a>(view: &'a View, asked: &'a Asked<'a>) -> Result<Context<'a>, Fault> {
    let catalog = view.prepared.catalog.soon(|| catalog::load(view.graph(), view.base()))?.ok_or(Fault::NotYet)?;
    Ok(Context { view, asked, language: asked.language, catalog })
}

/// The language of a page: what the address asks for (`?lang=`), else the cookie, else what the browser prefers, else German.
pub fn language(parameters: &[(String, String)], cookie: Option<&str>, accept: Option<&str>) -> Language {
    let asked = parameters.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
    Language::choose(asked, cookie, accept)
}

/// The node that a percent-decoded path leads to, if the graph knows it.
///
/// # Errors
/// If the graph cannot be read.
pub fn find_node(view: &View, path: &str) -> Result<Option<NamedNode>, StorageError> {
    let path = path.trim_start_matches('/');
    let known = match catalog(view) {
        Ok(catalog) => catalog.path(path),
        Err(_) => path,
    };
    node::find(view, known)
}

pub fn answer(view: &View, asked: &Asked<'_>) -> Answer {
    if let Some(path) = asked.path.strip_prefix("/static/") {
        return files::answer(path);
    }
    answered(view, asked).unwrap_or_else(|fault| shell::failure(view, asked, &fault))
}

/// The page that [`Answer::Query`] has announced.
pub fn with_results(view: &View, asked: &Asked<'_>, results: &Results) -> Answer {
    let made = context(view, asked).and_then(|context| ask::with_results(&context, results));
    made.unwrap_or_else(|fault| shell::failure(view, asked, &fault))
}

fn answered(view: &View, asked: &Asked<'_>) -> Result<Answer, Fault> {
    let context = context(view, asked)?;
    if asked.parameters.iter().any(|(_, value)| value.trim().is_empty()) {
        // A form sends its empty fields too; the address that people share has none.
        let given = asked.parameters.iter().map(|(name, value)| (name.as_str(), value.trim()));
        return Ok(Answer::Redirect(links::with(&links::node(asked.path.trim_start_matches('/')), given)));
    }
    match asked.path {
        "/" => overview::page(&context),
        "/agreements" => agreements::page(&context),
        "/agreements.csv" => agreements::csv(&context),
        "/network" => network::page(&context),
        "/network.json" => network::json(&context),
        "/timeline" => timeline::page(&context),
        "/ask" => ask::page(&context),
        "/search" => found::page(&context),
        "/search.json" => found::json(&context),
        path => below(&context, path.trim_start_matches('/')),
    }
}

/// The page of a node.
fn below(context: &Context<'_>, path: &str) -> Result<Answer, Fault> {
    if let Some(name) = path.strip_prefix("topic/") {
        return topic::page(context, name);
    }
    let path = context.catalog.path(path);
    if let Some(number) = context.catalog.find_agreement(path) {
        return agreement::page(context, number);
    }
    if let Some(number) = context.catalog.find_entity(path) {
        return entity::page(context, number);
    }
    if let Some(number) = context.catalog.find_document(path) {
        return document::page(context, number);
    }
    node::page(context, path)
}

/// The page that says that there is none at this address.
pub fn not_found(view: &View, asked: &Asked<'_>) -> String {
    shell::not_found(view, asked)
}
