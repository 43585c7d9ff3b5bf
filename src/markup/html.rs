//! One page that needs nothing else: the text with everything found in it, the agreements beside it.
//!
//! There is no script in it. What is shown of the document is escaped by the template, and the page forbids itself to load
//! anything.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Mark, MarkKind, Marks, Segment, is_read, slots};
use crate::document::{Block, BlockKind};
use crate::facts::{Agreement, DocumentFacts};

const STYLE: &str = include_str!("page.css");
/// Colours of classes, and of everything else, by light and dark.
pub const COLOURS: &str = include_str!("colours.css");
/// How the text and what was found in it look.
pub const MARKS: &str = include_str!("marks.css");

/// How a text is shown.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Whether the headline is that of the page, or stands below one.
    pub is_page: bool,
    /// Where a click on a mark leads.
    pub link: &'a dyn Fn(&Mark) -> Option<String>,
    /// What a mark says, in words.
    pub says: &'a dyn Fn(&Mark) -> String,
}

const ALONE: Look<'static> = Look { is_page: true, link: &|_| None, says: &|mark| mark.says.clone() };

/// The page of a document. `blocks` are those of its text.
pub fn page(facts: &DocumentFacts, blocks: &[Block], marks: &Marks) -> String {
    let title = facts.document.headline.as_deref().unwrap_or(&facts.document.file);
    let page = html! {
        (DOCTYPE)
        html lang="de" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(COLOURS)) (PreEscaped(MARKS)) (PreEscaped(STYLE)) (PreEscaped(picked(facts))) }
            }
            body {
                header {
                    p.file { (facts.document.file) @if let Some(published) = &facts.document.published { " · " (published.date) } }
                    (legend())
                }
                main {
                    (text(facts, blocks, marks, ALONE))
                    aside { (agreements(facts)) (entities(facts)) }
                }
            }
        }
    };
    page.into_string()
}

/// For each agreement a style that shows its sentences when it is picked. Ids of agreements are `a` and a number.
fn picked(facts: &DocumentFacts) -> String {
    let is_plain = |id: &&str| id.chars().all(|c| c.is_ascii_alphanumeric());
    let ids = facts.agreements.iter().map(|agreement| agreement.id.as_str()).filter(is_plain);
    ids.map(|id| format!("body:has(#pick-{id}:checked) .in-{id}{{background:var(--picked)}}")).collect()
}

fn legend() -> Markup {
    html! {
        ul.legend aria-label="colours" {
            @for kind in ["person", "organization", "place", "office", "slot"] { li { span class={ "m " (kind) } { (kind) } } }
            li { span.m.report { "sentence of an agreement" } }
            li { span.clutter { "not read" } }
        }
    }
}

/// The text of a document with everything found in it: words in the colour of their class, and what is said of them where
/// they are pointed at.
pub fn text(facts: &DocumentFacts, blocks: &[Block], marks: &Marks, look: Look<'_>) -> Markup {
    html! { article lang=(facts.document.language) { @for block in blocks { (self::block(facts, block, marks, look)) } } }
}

fn block(facts: &DocumentFacts, block: &Block, marks: &Marks, look: Look<'_>) -> Markup {
    let text = &facts.document.text;
    if !is_read(block) {
        return html! { p.clutter { (text[block.range.clone()]) } };
    }
    let content = html! { @for segment in marks.segments(block.range.clone()) { (self::segment(text, &segment, look)) } };
    match block.kind {
        BlockKind::Headline if look.is_page => html! { h1.headline { (content) } },
        BlockKind::Headline => html! { h2.headline { (content) } },
        BlockKind::Lead => html! { p.lead { (content) } },
        BlockKind::Kicker | BlockKind::Byline | BlockKind::DateLine | BlockKind::Caption => html! { p.small { (content) } },
        BlockKind::ListItem => html! { p.item { (content) } },
        BlockKind::Paragraph | BlockKind::Clutter => html! { p { (content) } },
    }
}

fn segment(text: &str, segment: &Segment, look: Look<'_>) -> Markup {
    let words = &text[segment.bytes.clone()];
    if segment.marks.is_empty() {
        return html! { (words) };
    }
    let inner = segment.innermost();
    let mut classes: Vec<String> = inner.map(|mark| vec!["m".to_owned(), mark.kind.name().to_owned()]).unwrap_or_default();
    let agreements = segment.agreements();
    if !agreements.is_empty() {
        classes.push("report".to_owned());
        classes.extend(agreements.iter().map(|id| format!("in-{id}")));
    }
    let class = classes.join(" ");
    // What is found in the words themselves comes before the sentence that they stand in.
    let report = || segment.marks.iter().copied().find(|mark| mark.kind == MarkKind::Report);
    let link = inner.or_else(report).and_then(look.link);
    // Without a link only what is found in the words themselves can be pointed at; the sentence's agreement is told there too.
    html! {
        @if let Some(link) = &link {
            a class=(class) id=[id(segment)] href=(link) { (words) (tip(segment, look)) }
        } @else if inner.is_some() {
            span class=(class) id=[id(segment)] tabindex="0" { (words) (tip(segment, look)) }
        } @else { span class=(class) { (words) } }
    }
}

/// Everything that is said of the words, and the rules that say so.
fn tip(segment: &Segment, look: Look<'_>) -> Markup {
    html! {
        span.tip role="tooltip" {
            @for mark in segment.marks.iter().rev() { span.line { b { ((look.says)(mark)) } " " code { (mark.rule) } } }
        }
    }
}

/// Where links to a mark lead: the segment that it begins with.
fn id(segment: &Segment) -> Option<String> {
    let first = segment.marks.iter().find(|mark| mark.bytes.start == segment.bytes.start)?;
    Some(format!("c{}", first.begin))
}

fn agreements(facts: &DocumentFacts) -> Markup {
    html! {
        h2 { "Agreements" }
        @if facts.agreements.is_empty() { p { "none" } }
        @for agreement in &facts.agreements { (self::agreement(facts, agreement)) }
    }
}

fn agreement(facts: &DocumentFacts, agreement: &Agreement) -> Markup {
    let names: BTreeMap<&str, &str> = facts.entities.iter().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
    let id = &agreement.id;
    html! {
        section.agreement {
            h3 {
                label { input type="checkbox" id={ "pick-" (id) }; " " (id) ": " (format!("{:?}", agreement.kind)) ", " (format!("{:?}", agreement.status)) }
            }
            dl {
                @for (slot, evidence, value) in slots(agreement) {
                    dt { (slot) }
                    dd { a href={ "#c" (evidence.begin) } { (names.get(value).copied().unwrap_or(value)) } " " code { (evidence.rule) } }
                }
            }
        }
    }
}

fn entities(facts: &DocumentFacts) -> Markup {
    html! {
        h2 { "Named" }
        ul.entities {
            @for entity in &facts.entities {
                li {
                    span class={ "m " (format!("{:?}", entity.class).to_lowercase()) } { (entity.name) }
                    @if let Some(entry) = &entity.gazetteer { " " code { (entry) } }
                    @for mention in &entity.mentions { " " a href={ "#c" (mention.begin) } { (mention.begin) } }
                }
            }
        }
    }
}
