//! Tells the article from the clutter: what each block is, by its own words, its markup and its neighbours.
//!
//! One pass from top to bottom. Above the first running text a clutter line is only itself, since an article may well
//! open below a share bar. Below it a heading like "Weitere Meldungen" opens a *section*, in which everything is clutter
//! until running text goes on: a box in the middle of an article ends, the list of news at its end does not. Where both
//! readings fit, the section goes on, because a teaser taken for the article makes false facts.

use super::wording::{self, Cue};
use super::{Block, BlockKind, RawBlock, date, head};

/// Characters from which a sentence is running text and not a headline.
const RUNNING_TEXT: usize = 120;
/// Characters below which a line may be a heading.
const HEADING: usize = 60;
/// Characters of a paragraph that can take an article up again after a section.
const STRONG: usize = 160;
/// Characters of running text below which an article has hardly begun.
const BEGUN: usize = 400;
/// Characters of running text after which "Kommentare" is the heading of readers' comments, not a link to them.
const LONG_ENOUGH_FOR_COMMENTS: usize = 800;
/// Teasers in the shape of a portal (caption, bulleted category, headline) that make a list of them.
const PORTAL_TEASERS: usize = 4;

/// What a block is by itself.
struct Seen<'a> {
    text: &'a str,
    chars: usize,
    cue: Option<Cue>,
    kind: Option<BlockKind>,
    gap_before: bool,
}

impl Seen<'_> {
    fn is_running_text(&self) -> bool {
        let open = matches!(self.kind, None | Some(BlockKind::Paragraph | BlockKind::Lead));
        let ends = || wording::ends_sentence(self.text) || self.text.ends_with(':');
        self.cue.is_none() && open && (self.chars >= 2 * RUNNING_TEXT || self.chars >= RUNNING_TEXT && ends())
    }

    fn is_strong(&self) -> bool {
        self.is_running_text() && self.chars >= STRONG && wording::ends_sentence(self.text) && !wording::is_dated_teaser(self.text)
    }
}

/// Gives every block its kind. Linear in the length of the text.
pub(super) fn classify(text: &str, raw: &[RawBlock]) -> Vec<Block> {
    let seen: Vec<Seen> = raw.iter().map(|block| look(text, block)).collect();
    let body = head::body_start(seen.iter().map(|s| (s.text, s.is_running_text())));
    let mut kinds: Vec<Option<BlockKind>> = seen.iter().map(|s| if s.cue.is_some() { Some(BlockKind::Clutter) } else { s.kind }).collect();
    mark_sections(&seen, body, &mut kinds);
    mark_captions(&seen, &mut kinds);
    head::mark(seen.iter().map(|s| s.text), body, &mut kinds);
    let kind = |n: usize| kinds[n].unwrap_or(BlockKind::Paragraph);
    raw.iter().enumerate().map(|(n, block)| Block { range: block.range.clone(), kind: kind(n) }).collect()
}

fn look<'a>(text: &'a str, block: &RawBlock) -> Seen<'a> {
    let text = &text[block.range.clone()];
    let cue = wording::cue(text).or_else(|| wording::is_marked_teaser(text).then_some(Cue::Alone));
    let markup = block.hint.filter(|h| *h != BlockKind::Paragraph);
    let kind = markup.or_else(|| by_words(text));
    Seen { text, chars: text.chars().count(), cue, kind, gap_before: block.gap_before }
}

fn by_words(text: &str) -> Option<BlockKind> {
    if wording::byline(text).is_some() {
        Some(BlockKind::Byline)
    } else if date::line(text).is_some() || date::is_time(text) {
        Some(BlockKind::DateLine)
    } else if wording::is_caption(text) {
        Some(BlockKind::Caption)
    } else if wording::is_list_item(text) {
        Some(BlockKind::ListItem)
    } else {
        None
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Article,
    Section,
    End,
}

/// Marks sections of clutter from the block `body` on, where running text begins.
fn mark_sections(seen: &[Seen], body: usize, kinds: &mut [Option<BlockKind>]) {
    let portal = portal_start(seen, body);
    let mut mode = Mode::Article;
    let mut written = 0;
    for n in body..seen.len() {
        if portal == Some(n) {
            mode = Mode::Section;
        }
        match seen[n].cue {
            Some(Cue::End) if written >= LONG_ENOUGH_FOR_COMMENTS => mode = Mode::End,
            Some(Cue::Teaser) if mode != Mode::End => {
                mark_teaser_title(seen, n, kinds);
                mode = Mode::Section;
            }
            Some(Cue::Section) if mode != Mode::End => mode = Mode::Section,
            None if mode == Mode::Article && heads_titles(seen, n) => mode = Mode::Section,
            _ => {}
        }
        if mode == Mode::Section && portal.is_none_or(|p| n < p) && goes_on(seen, n, written) {
            mode = Mode::Article;
        }
        if mode != Mode::Article {
            kinds[n] = Some(BlockKind::Clutter);
        } else if seen[n].is_running_text() {
            written += seen[n].chars;
        }
    }
}

/// Whether a list of titles stands below a line that may head one: two items at least, none of which ends as a sentence does.
/// Behind the article, below a ruled line or in capitals, any short line may head one.
fn heads_titles(seen: &[Seen], n: usize) -> bool {
    let is_title = |s: &&Seen| {
        let is_item = s.kind == Some(BlockKind::ListItem) || wording::is_marked_teaser(s.text) || wording::is_numbered(s.text);
        is_item && s.chars < RUNNING_TEXT && !wording::ends_sentence(s.text)
    };
    let is_behind = || {
        let is_ruled = n > 0 && wording::is_rule(seen[n - 1].text);
        let is_short = seen[n].chars < HEADING && !seen[n].text.ends_with([':', '.']);
        is_short && (is_ruled || wording::is_shouted(seen[n].text)) && !seen[n..].iter().any(Seen::is_running_text)
    };
    let titles = || seen[n + 1..].iter().take_while(is_title).count();
    // `+++ Kurz notiert +++`
    let is_wrapped = || wording::is_wrapped(seen[n].text) && seen[n].chars < HEADING && !seen[n..].iter().any(Seen::is_running_text);
    is_wrapped() || (wording::may_head_teasers(seen[n].text) || is_behind()) && titles() >= 2
}

/// Whether the article goes on at `n` after a section: two paragraphs without a title between them are no teasers. Near the
/// top one is enough, if no title stands directly above it.
fn goes_on(seen: &[Seen], n: usize, written: usize) -> bool {
    let next = seen[n + 1..].iter().find(|s| !matches!(s.cue, Some(Cue::Alone)) && s.kind != Some(BlockKind::Caption));
    let near_top = written < BEGUN && seen[n].gap_before;
    seen[n].is_strong() && (near_top || next.is_some_and(Seen::is_strong))
}

/// A teaser's title stands directly above its text.
fn mark_teaser_title(seen: &[Seen], n: usize, kinds: &mut [Option<BlockKind>]) {
    if n > 0 && !seen[n].gap_before && seen[n].chars > 40 && seen[n - 1].chars < RUNNING_TEXT && !wording::ends_sentence(seen[n - 1].text) {
        kinds[n - 1] = Some(BlockKind::Clutter);
    }
}

/// Where a list of teasers in the shape of a portal begins: a picture's caption, a bulleted category and a headline, again and again.
fn portal_start(seen: &[Seen], body: usize) -> Option<usize> {
    let is_item = |n: usize| seen[n].kind == Some(BlockKind::ListItem);
    let is_category = |n: usize| {
        let title = seen.get(n + 1);
        // An item below another one belongs to a list of the article.
        is_item(n)
            && !(n > 0 && is_item(n - 1))
            && seen[n].text.split_whitespace().count() <= 5
            && !wording::ends_sentence(seen[n].text)
            && title
                .is_some_and(|t| t.gap_before && t.kind != Some(BlockKind::ListItem) && t.chars < RUNNING_TEXT && !t.text.ends_with('.'))
    };
    let categories: Vec<usize> = (body..seen.len()).filter(|&n| is_category(n)).collect();
    let dense = |run: &&[usize]| run.windows(2).all(|pair| pair[1] - pair[0] <= 4);
    let first = categories.windows(PORTAL_TEASERS).find(dense)?[0];
    // The caption of the first one stands directly above its category.
    Some(if !seen[first].gap_before && first > body { first - 1 } else { first })
}

/// A paragraph with its picture's source directly below is that picture's caption.
fn mark_captions(seen: &[Seen], kinds: &mut [Option<BlockKind>]) {
    for n in 1..seen.len() {
        let source = seen[n].text.starts_with(['(', '[']) && wording::is_credit(seen[n].text);
        if source && !seen[n].gap_before && kinds[n - 1].is_none() && seen[n - 1].chars <= 400 {
            kinds[n - 1] = Some(BlockKind::Caption);
        }
    }
}
