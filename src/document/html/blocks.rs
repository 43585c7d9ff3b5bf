//! The tree of a page, flattened: one block for each paragraph, heading, list item or caption.
//!
//! Tags that stand inside a line (`b`, `a`, `span`) do not part words; all others do. What is no text of the page
//! (scripts, forms' buttons) or clutter by its tag or class (navigation, teasers) is left out with all that is in it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::{Element, Node};
use scraper::{Html, Selector};

use super::super::{BlockKind, date, lines, squeeze, wording};
use super::names;

/// How much is left out by tag and class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    TagsAndClasses,
    Tags,
    /// Only what no reader sees.
    Nothing,
}

/// A block of the page.
#[derive(Debug, Clone)]
pub(super) struct HtmlBlock {
    pub text: String,
    pub hint: Option<BlockKind>,
    /// A heading of the page, of any level.
    pub heading: bool,
    /// Bytes of the text, and how many of them stand in links.
    pub length: usize,
    pub link_length: usize,
    /// The element that the block stands in.
    pub node: NodeId,
}

impl HtmlBlock {
    /// Bytes outside links.
    pub fn own_length(&self) -> usize {
        self.length.saturating_sub(self.link_length)
    }

    pub fn is_link(&self) -> bool {
        self.link_length * 2 > self.length
    }

    /// A byline or a date, which often is a link.
    pub fn is_name(&self) -> bool {
        wording::byline(&self.text).is_some() || date::line(&self.text).is_some() || self.hint == Some(BlockKind::Byline)
    }

    /// A paragraph of sentences, no heading, menu or caption.
    pub fn is_running_text(&self) -> bool {
        let kind = matches!(self.hint, None | Some(BlockKind::Lead | BlockKind::Paragraph));
        kind && !self.heading && !self.is_link() && self.own_length() >= 60 && (self.length >= 140 || wording::ends_sentence(&self.text))
    }
}

/// Never part of the text.
const INVISIBLE: &str = "head script style noscript template iframe object embed canvas svg math audio video button select option \
    textarea input datalist progress meter map area base link meta title";
/// Clutter by tag.
const CLUTTER_TAGS: &str = "nav aside footer form menu dialog";
const CLUTTER_ROLES: &str = "navigation complementary contentinfo search dialog alertdialog banner menu menubar toolbar form";
/// Tags that end a line. All others stand inside one, unknown ones too: a stock symbol in pointed brackets parts no words.
const BLOCK_TAGS: &str = "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure \
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul";

fn listed(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|l| l == name)
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a constant selector")
}

/// Flattens the page. Linear in its size.
pub(super) fn flatten(html: &Html, strictness: Strictness) -> Vec<HtmlBlock> {
    let mut flattener = Flattener::new(protected(html), strictness);
    let mut left_out: Option<NodeId> = None;
    // Edges instead of recursion: a page may be nested deeper than the stack.
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if left_out.is_none() => {
                if flattener.leaves_out(node) {
                    left_out = Some(node.id());
                    flattener.border_if_block(node);
                } else {
                    flattener.open(node);
                }
            }
            Edge::Close(node) if left_out == Some(node.id()) => left_out = None,
            Edge::Close(node) if left_out.is_none() => flattener.close(node),
            _ => {}
        }
    }
    flattener.flush();
    flattener.blocks
}

/// Elements that hold a headline or the declared body of an article, with all that they stand in: whatever their classes
/// say (`has-sidebar`, `content search`), they are no clutter.
fn protected(html: &Html) -> HashSet<NodeId> {
    static KEPT: LazyLock<Selector> = LazyLock::new(|| selector("h1, [itemprop~=articleBody], main, body"));
    let mut kept = HashSet::new();
    for element in html.select(&KEPT) {
        if !kept.insert(element.id()) {
            continue;
        }
        for ancestor in element.ancestors() {
            // What stands above a kept element is kept already: every element is visited once.
            if !kept.insert(ancestor.id()) {
                break;
            }
        }
    }
    kept
}

struct Flattener {
    protected: HashSet<NodeId>,
    strictness: Strictness,
    blocks: Vec<HtmlBlock>,
    /// The text since the last border between blocks. A line end in it is a `br` or stood in a `pre`.
    buffer: String,
    /// Bytes of the buffer that stand in links.
    link_ranges: Vec<Range<usize>>,
    /// How many links, preformatted elements and headings are open.
    links: usize,
    preformatted: usize,
    headings: usize,
    hints: Vec<(NodeId, BlockKind)>,
    /// The open block elements, outermost first.
    open_blocks: Vec<NodeId>,
}

impl Flattener {
    fn new(protected: HashSet<NodeId>, strictness: Strictness) -> Self {
        let (blocks, hints, open_blocks, link_ranges) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            protected,
            strictness,
            blocks,
            buffer: String::new(),
            link_ranges,
            links: 0,
            preformatted: 0,
            headings: 0,
            hints,
            open_blocks,
        }
    }

    fn leaves_out(&self, node: NodeRef<Node>) -> bool {
        let Some(element) = node.value().as_element() else { return false };
        let name = element.name();
        if listed(INVISIBLE, name) || element.attr("hidden").is_some() {
            return true;
        }
        if self.strictness == Strictness::Nothing {
            return false;
        }
        // A site's name in `h1` may stand in its navigation: that is left out all the same.
        if matches!(name, "nav" | "footer") {
            return true;
        }
        let role = element.attr("role").unwrap_or("");
        let clutter = listed(CLUTTER_TAGS, name)
            || listed(CLUTTER_ROLES, role)
            || (self.strictness == Strictness::TagsAndClasses && (names::is_clutter(node, element) || names::is_not_shown(element)));
        clutter && !self.protected.contains(&node.id())
    }

    fn open(&mut self, node: NodeRef<Node>) {
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) => {
                match element.name() {
                    "br" => self.buffer.push('\n'),
                    "a" => self.links += 1,
                    _ => {}
                }
                if !is_block(element) {
                    return;
                }
                self.flush();
                self.open_blocks.push(node.id());
                if let Some(hint) = hint(element) {
                    self.hints.push((node.id(), hint));
                }
                self.headings += usize::from(is_heading(element));
                self.preformatted += usize::from(element.name() == "pre");
            }
            _ => {}
        }
    }

    fn close(&mut self, node: NodeRef<Node>) {
        let Some(element) = node.value().as_element() else { return };
        if element.name() == "a" {
            self.links = self.links.saturating_sub(1);
        }
        self.border_if_block(node);
        if self.open_blocks.last() == Some(&node.id()) {
            self.open_blocks.pop();
            self.headings -= usize::from(is_heading(element));
            self.preformatted -= usize::from(element.name() == "pre");
        }
        if self.hints.last().is_some_and(|(id, _)| *id == node.id()) {
            self.hints.pop();
        }
    }

    fn border_if_block(&mut self, node: NodeRef<Node>) {
        if node.value().as_element().is_some_and(is_block) {
            self.flush();
        }
    }

    fn text(&mut self, text: &str) {
        let start = self.buffer.len();
        for c in text.chars() {
            let keeps = self.preformatted > 0;
            match c {
                '\u{ad}' | '\u{200b}' => {}
                '\n' if keeps => self.buffer.push('\n'),
                c if c.is_whitespace() && (keeps || !self.buffer.ends_with([' ', '\n'])) => self.buffer.push(' '),
                c if c.is_whitespace() => {}
                c => self.buffer.push(c),
            }
        }
        if self.links > 0 {
            self.link_ranges.push(start..self.buffer.len());
        }
    }

    /// Ends the block: what has gathered becomes one, or several where line breaks part it.
    fn flush(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        let links = std::mem::take(&mut self.link_ranges);
        let Some(&node) = self.open_blocks.last() else { return };
        for part in lines::blocks(&buffer) {
            let text = squeeze(&buffer[part.range.clone()]);
            let overlap = |l: &Range<usize>| l.end.min(part.range.end).saturating_sub(l.start.max(part.range.start));
            let link_length = links.iter().map(overlap).sum::<usize>().min(text.len());
            let hint = self.hints.last().map(|(_, h)| *h).filter(|h| fits(*h, &text));
            self.blocks.push(HtmlBlock { hint, heading: self.headings > 0, length: text.len(), link_length, node, text });
        }
    }
}

/// Elements of a page's own making (`news-article`) are boxes, and so is what is called a caption.
fn is_block(element: &Element) -> bool {
    listed(BLOCK_TAGS, element.name())
        || element.name().contains('-')
        || (element.name() == "span" && names::kind(element) == Some(BlockKind::Caption))
}

fn is_heading(element: &Element) -> bool {
    matches!(element.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// What tag and class say about the blocks in an element.
fn hint(element: &Element) -> Option<BlockKind> {
    match element.name() {
        "h1" => Some(BlockKind::Headline),
        "figcaption" | "figure" => Some(BlockKind::Caption),
        "li" | "dd" | "dt" => Some(BlockKind::ListItem),
        _ => names::kind(element),
    }
}

/// A class may stand on a box that holds more than the one line it speaks of.
fn fits(hint: BlockKind, text: &str) -> bool {
    match hint {
        BlockKind::Kicker => text.len() <= 120 && !wording::ends_sentence(text),
        BlockKind::Byline => text.len() <= 120 && !wording::ends_sentence(text) && date::line(text).is_none(),
        BlockKind::Caption => text.len() <= 800,
        BlockKind::Lead => text.len() <= 1000,
        BlockKind::Headline => text.len() <= 300,
        _ => true,
    }
}
