//! An HTML page into the blocks of its article and what the page says about itself.
//!
//! The page's tree is flattened into blocks in the order of the document (`blocks`), the article is the run of blocks
//! with the most running text (`article`), and `meta` reads the head of the page. A generic readability library was
//! tried and left aside: it returns the body alone, so that headline, lead and byline are lost, and now and then drops a
//! first paragraph that stands in a box of its own.

mod article;
mod blocks;
mod depth;
mod meta;
mod names;

use scraper::Html;
use unicode_normalization::UnicodeNormalization;

use super::input::SkipReason;
use super::{BlockKind, Page, RawBlock, decode};
use blocks::{HtmlBlock, Strictness};

/// An article with less running text than this was not found rightly, in bytes.
const TOO_SHORT: usize = 120;

/// Takes a page apart: the text of its article, the blocks of that, and its metadata.
///
/// # Errors
/// [`SkipReason::Damaged`] for a page that is nested as no page is.
pub(super) fn extract(page: &str) -> Result<Page, SkipReason> {
    if depth::is_too_deep(page) {
        return Err(SkipReason::Damaged("thousands of tags inside each other".to_owned()));
    }
    let html = Html::parse_document(page);
    // What is clutter by tag and class may be the article on an odd page: a second and a third look drop less.
    let levels = [Strictness::TagsAndClasses, Strictness::Tags, Strictness::Nothing];
    let titles = meta::titles(&html);
    let mut best: Vec<HtmlBlock> = Vec::new();
    for strictness in levels {
        let found = article::select(blocks::flatten(&html, strictness), &html, &titles);
        // A short article stays one: a looser look finds teasers besides, so it must find far more.
        if best.is_empty() || running_text(&found) > 4 * running_text(&best) {
            best = found;
        }
        if running_text(&best) >= TOO_SHORT {
            break;
        }
    }
    let (text, raw) = join(&best);
    let headline = best.iter().find(|b| b.hint == Some(BlockKind::Headline)).map(|b| super::squeeze(&b.text));
    Ok(Page { text, raw, metadata: meta::read(&html, headline) })
}

fn running_text(blocks: &[HtmlBlock]) -> usize {
    blocks.iter().filter(|b| b.is_running_text()).map(HtmlBlock::own_length).sum()
}

/// The blocks as one text with an empty line between them.
fn join(blocks: &[HtmlBlock]) -> (String, Vec<RawBlock>) {
    let (mut text, mut raw) = (String::new(), Vec::new());
    for block in blocks {
        let words = decode::unify_line_ends(&block.text).trim().nfc().collect::<String>();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&words);
        raw.push(RawBlock { range: start..text.len(), hint: block.hint, gap_before: true });
    }
    (text, raw)
}

#[cfg(test)]
mod tests;
