//! What class and id of an element say: clutter, caption, lead, byline.
//!
//! Names are guesses. Those that hardly ever stand on an article (`comments`, `related`) are believed; those that systems
//! give to any box (`widget`, `sidebar`, `banner`) only where the box holds little text of its own.

use std::sync::LazyLock;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use regex::Regex;
use scraper::ElementRef;
use scraper::node::{Element, Node};

use super::super::BlockKind;

/// Bytes of text outside links from which a box is believed to be the article, whatever it is called.
const MUCH_TEXT: usize = 400;

fn pattern(words: &str) -> Regex {
    Regex::new(&format!(r"(?ix)(?:^|[\s_-])(?:{words})(?:$|[\s_-])")).expect("a constant pattern")
}

/// Names of other articles, readers' words and services: never the article.
static CLUTTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"cookies?|consent|gdpr|dsgvo|breadcrumbs?|brotkrumen?|related|relatedarticles?|recommend(?:ed|ations?)?|empfehlung(?:en)?|more-?news
        |meistgelesen|most-?(?:read|popular)|shar(?:e|ing)|sharebar|social(?:bar|media|buttons)?|socials|addthis|shariff|newsletter
        |comments?|commentlist|kommentare?|disqus|respond|outbrain|plista|taboola|pagination|pager|tagcloud|taglist|skip-?links?",
    )
});
/// Names that a box of the article may carry as well.
static CLUTTER_IF_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:main|sub|meta|top|foot)?nav(?:igation|bar)?|(?:main|sub)?menue?|sidebar|marginal(?:ie|spalte|column)?|rightcol(?:umn)?|footer
        |advert(?:isement)?s?|ads?|adbox|anzeigen?|werbung|sponsor(?:ed)?|promo|paywall|keywords|schlagworte|weitere|login|search|suche
        |toolbar|tools|print-?only|popup|modal|overlay|banner|widgets?|hidden|invisible|sr-only|visually-?hidden|screen-?reader(?:-text)?",
    )
});
/// Names that some systems give to an article's own lead; teasers are told by their links.
static CLUTTER_IF_LINKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"teasers?|teaser(?:list|box)|tags?"));
/// `has-sidebar`, `no-comments`: said of the page, not of the box.
static SAID_OF_THE_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\s)(?:has|with|no|without|hide|show|mit|ohne)[_-]\S+|\S+[_-](?:enabled|disabled|open|closed)(?:$|\s)")
        .expect("a constant pattern")
});
static NOT_SHOWN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden").expect("a constant pattern"));

/// Names of what is part of the article, and what they mean.
static KINDS: LazyLock<[(Regex, BlockKind); 5]> = LazyLock::new(|| {
    [
        (pattern("(?:entry|post|article|news)-?(?:title|headline)"), BlockKind::Headline),
        (pattern("captions?|caption-?text|bildunterschrift|bildtext|bu|imgtext|imagetext|legend"), BlockKind::Caption),
        (pattern("kicker|dachzeile|overline|topline|spitzmarke|roofline|ueberzeile|vorzeile"), BlockKind::Kicker),
        (pattern("byline|author|autor|autorin|verfasser"), BlockKind::Byline),
        (
            pattern("lead|lede|intro|vorspann|anleser|standfirst|subtitle|subline|subheadline|unterzeile|summary|excerpt|abstract"),
            BlockKind::Lead,
        ),
    ]
});

/// Class, id and microdata name of an element in one string, `newsTeaser` as `news-Teaser`.
fn names(element: &Element) -> String {
    let mut names = String::new();
    for value in ["class", "id", "itemprop"].iter().filter_map(|a| element.attr(a)) {
        let mut before = ' ';
        for c in value.chars() {
            if before.is_lowercase() && c.is_uppercase() {
                names.push('-');
            }
            names.push(c);
            before = c;
        }
        names.push(' ');
    }
    names
}

/// What the names say of the blocks in an element of the article.
pub(super) fn kind(element: &Element) -> Option<BlockKind> {
    let names = names(element);
    if names.is_empty() {
        return None;
    }
    KINDS.iter().find(|(pattern, _)| pattern.is_match(&names)).map(|(_, kind)| *kind)
}

/// Whether the names say that an element is no part of the article.
pub(super) fn is_clutter(node: NodeRef<Node>, element: &Element) -> bool {
    let names = names(element);
    if names.is_empty() {
        return false;
    }
    let names = SAID_OF_THE_PAGE.replace_all(&names, " ");
    CLUTTER.is_match(&names)
        || (CLUTTER_IF_SMALL.is_match(&names) && !has_much_text(node))
        || (CLUTTER_IF_LINKED.is_match(&names) && has_link(node) && !has_much_text(node))
}

/// Whether a style keeps the element from being shown.
pub(super) fn is_not_shown(element: &Element) -> bool {
    element.attr("style").is_some_and(|s| NOT_SHOWN.is_match(s)) || element.attr("aria-hidden") == Some("true")
}

fn has_link(node: NodeRef<Node>) -> bool {
    ElementRef::wrap(node).is_some_and(|e| e.descendent_elements().any(|d| d.value().name() == "a"))
}

/// Counts text outside links, scripts and buttons, no further than it must.
fn has_much_text(node: NodeRef<Node>) -> bool {
    let apart = |node: &NodeRef<Node>| {
        node.value().as_element().is_some_and(|e| matches!(e.name(), "a" | "script" | "style" | "button" | "select"))
    };
    let (mut depth, mut text) = (0usize, 0usize);
    for edge in node.traverse() {
        match edge {
            Edge::Open(inner) if apart(&inner) => depth += 1,
            Edge::Close(inner) if apart(&inner) => depth -= 1,
            Edge::Open(inner) if depth == 0 => text += inner.value().as_text().map_or(0, |t| t.trim().len()),
            _ => {}
        }
        if text > MUCH_TEXT {
            return true;
        }
    }
    false
}
