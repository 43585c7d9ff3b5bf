//! The frame of every page: head, navigation, search box, switch of languages, foot.

use maud::{DOCTYPE, Markup, html};

use super::{Answer, Asked, Fault, Language, View, files, links, words as w};
use crate::query::explain;

/// A page before it has its frame.
pub struct Page<'a> {
    pub title: &'a str,
    /// The path of the part of the pages that it belongs to.
    pub part: &'a str,
    pub body: Markup,
    /// It is not ready and asks the browser to come again.
    pub again: bool,
}

const PARTS: [(&str, super::language::Text); 5] =
    [("/", w::OVERVIEW), ("/agreements", w::AGREEMENTS), ("/network", w::NETWORK), ("/timeline", w::TIMELINE), ("/ask", w::ASK)];

impl<'a> Page<'a> {
    pub fn new(title: &'a str, part: &'a str, body: Markup) -> Self {
        Self { title, part, body, again: false }
    }

    pub fn html(self, view: &View, asked: &Asked<'_>) -> String {
        let l = asked.language;
        let is_start = asked.path == "/";
        let page = html! {
            (DOCTYPE)
            html lang=(l.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    @if self.again { meta http-equiv="refresh" content="2"; }
                    title { @if is_start { "pakt: " (self.title) } @else { (self.title) " – pakt" } }
                    link rel="stylesheet" href=(files::STYLE.address());
                    link rel="icon" href=(files::ICON.address()) type="image/svg+xml";
                    script src=(files::SCRIPT.address()) defer {}
                }
                body {
                    a.skip href="#content" { (l.say(w::SKIP)) }
                    (header(asked, self.part))
                    main #content tabindex="-1" {
                        @if view.store().is_interrupted() { p.notice role="status" { (l.say(w::INTERRUPTED)) } }
                        (self.body)
                    }
                    (footer(view, l))
                }
            }
        };
        page.into_string()
    }
}

fn header(asked: &Asked<'_>, part: &str) -> Markup {
    let l = asked.language;
    let words = if asked.path == "/search" { asked.parameter("q").unwrap_or_default() } else { "" };
    html! {
        header.top {
            a.brand href="/" lang="de" { "pakt" }
            nav aria-label=(l.say(w::NAVIGATION)) {
                ul { @for (path, name) in PARTS {
                    li { a href=(path) aria-current=[(path == part).then_some("page")] { (l.say(name)) } }
                } }
            }
            form.search role="search" action="/search" {
                label.hidden for="q" { (l.say(w::SEARCH_FIELD)) }
                input #q type="search" name="q" value=(words) placeholder=(l.say(w::SEARCH_PLACEHOLDER)) autocomplete="off" maxlength="200";
                button { (l.say(w::SEARCH)) }
            }
            (switch(asked))
        }
    }
}

/// The same page in the other language.
fn switch(asked: &Asked<'_>) -> Markup {
    let other = if asked.language == Language::De { Language::En } else { Language::De };
    let kept = asked.parameters.iter().filter(|(name, _)| name != "lang").map(|(name, value)| (name.as_str(), value.as_str()));
    let address = links::with(&links::node(asked.path.trim_start_matches('/')), kept.chain([("lang", other.tag())]));
    html! { a.language href=(address) lang=(other.tag()) hreflang=(other.tag()) rel="nofollow" { (asked.language.say(w::OTHER_LANGUAGE)) } }
}

fn footer(view: &View, l: Language) -> Markup {
    html! {
        footer.foot {
            p {
                (l.say(w::FOOTER_MACHINES)) " "
                a href="/query" { (l.say(w::FOOTER_ENDPOINT)) } " · "
                a href="/.well-known/void" { (l.say(w::FOOTER_DESCRIPTION)) }
            }
            p { "pakt " (env!("CARGO_PKG_VERSION")) " · " code { (view.base()) } }
        }
    }
}

pub fn not_found(view: &View, asked: &Asked<'_>) -> String {
    let l = asked.language;
    let wanted = view.base().iri(asked.path.trim_start_matches('/'));
    let similar = explain::similar(view.graph(), view.base(), &wanted).unwrap_or_default();
    let body = html! {
        h1 { (l.say(w::NOT_FOUND)) }
        p { code { (asked.path) } }
        p { (l.say(w::NOT_FOUND_HINT)) }
        form action="/search" {
            label.hidden for="again" { (l.say(w::SEARCH_FIELD)) }
            input #again type="search" name="q" value=(last_words(asked.path));
            button { (l.say(w::SEARCH)) }
        }
        @if !similar.is_empty() {
            p { (l.say(w::DID_YOU_MEAN)) }
            ul { @for path in similar { li { a href=(links::node(&path)) { (path) } } } }
        }
    };
    Page::new(l.say(w::NOT_FOUND), "", body).html(view, asked)
}

/// The words of the last part of a path.
fn last_words(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ")
}

/// Why there is no page, or not yet.
pub fn failure(view: &View, asked: &Asked<'_>, fault: &Fault) -> Answer {
    let l = asked.language;
    if let Fault::NotYet = fault {
        let body = html! { h1 { (l.say(w::SOON)) } p.notice role="status" { (l.say(w::GRAPH_NOT_READY)) } };
        let page = Page { again: true, ..Page::new(l.say(w::SOON), "", body) };
        return Answer::Page { status: 503, html: page.html(view, asked) };
    }
    let body = html! { h1 { (l.say(w::FAILED)) } p role="alert" { (l.say(w::GRAPH_UNREADABLE)) " " (fault) } };
    Answer::Page { status: 500, html: Page::new(l.say(w::FAILED), "", body).html(view, asked) }
}
