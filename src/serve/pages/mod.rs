//! Pages for people.
//!
//! Here is no HTTP: a page is a function of a [`View`] and of what it is [`Asked`] for.

use maud::{DOCTYPE, html};

use super::view::View;

/// What a page is asked for.
pub struct Asked<'a> {
    /// Percent-decoded path below the root, with a leading slash: `/agreements`, `/static/page.css`.
    pub path: &'a str,
    /// Decoded parameters of the query string, in their order.
    pub parameters: &'a [(String, String)],
    pub language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    De,
    En,
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
    NotFound,
}

/// What pages compute once of a view.
#[derive(Default)]
pub struct Prepared {}

pub fn answer(view: &View, asked: &Asked<'_>) -> Answer {
    match asked.path {
        "/" => Answer::Page { status: 200, html: page(&format!("pakt: {}", view.base())) },
        _ => Answer::NotFound,
    }
}

/// The page that says that there is none at this address.
pub fn not_found(_view: &View, asked: &Asked<'_>) -> String {
    page(&format!("Nothing at {}", asked.path))
}

/// The language of a page: what the address asks for (`?lang=`), else the cookie, else what the browser prefers, else German.
pub fn language(parameters: &[(String, String)], cookie: Option<&str>, accept: Option<&str>) -> Language {
    let asked = parameters.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
    match asked.or(cookie).or(accept) {
        Some(language) if language.starts_with("en") => Language::En,
        _ => Language::De,
    }
}

fn page(title: &str) -> String {
    html! { (DOCTYPE) html { head { meta charset="utf-8"; title { (title) } } body { h1 { (title) } } } }.into_string()
}

/// Computes what takes a while.
pub fn prepare(_view: &View) {}

/// The node that a percent-decoded path leads to, if the graph knows it.
///
/// # Errors
/// If the graph cannot be read.
pub fn find_node(view: &View, path: &str) -> Result<Option<oxigraph::model::NamedNode>, oxigraph::store::StorageError> {
    let node = view.base().iri(path.trim_start_matches('/'));
    let mut found = view.graph().quads_for_pattern(Some(node.as_ref().into()), None, None, None);
    Ok(found.next().transpose()?.map(|_| node))
}
