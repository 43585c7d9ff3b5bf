//! Which of a page's blocks are the article: the run with the most running text.
//!
//! Every block is worth something: a paragraph of sentences its length, a menu entry or a teaser less than nothing. The
//! article is the run of blocks whose worth adds up to the most. That finds the text whatever the page's tags are called,
//! and a lead that stands in a box of its own is not lost, as long as the text goes on. Where the page declares one
//! element as the article and most of the text is in it, only that element is searched.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use ego_tree::NodeId;
use scraper::{Html, Selector};

use super::super::BlockKind;
use super::blocks::HtmlBlock;

/// A paragraph counts no more than this, in bytes: one long text is no article.
const MOST: i64 = 600;
/// What a short line without link costs, and a link at least.
const SHORT: i64 = -15;
const LINK: i64 = -40;
/// How many blocks may stand between the headline and the first paragraph.
const HEAD_BLOCKS: usize = 25;
/// Part of the page's running text that a declared article must hold, in percent.
const DECLARED_SHARE: usize = 60;

/// The blocks of the article, from its kicker and headline on. `titles` are what the page calls itself.
/// Linear in the number of blocks.
pub(super) fn select(mut blocks: Vec<HtmlBlock>, html: &Html, titles: &[String]) -> Vec<HtmlBlock> {
    let declared = declared_article(&blocks, html);
    let inside = |n: usize| declared.as_ref().is_none_or(|d| d[n]);
    let run = best_run(&blocks, inside);
    if run.is_empty() {
        return blocks.into_iter().filter(|b| !b.is_link()).collect();
    }
    let headline = headline(&blocks, run.start, titles);
    // Only one heading of the page is the article's; the site's own name may be another.
    for (n, block) in blocks.iter_mut().enumerate() {
        match block.hint {
            _ if headline == Some(n) => block.hint = Some(BlockKind::Headline),
            Some(BlockKind::Headline) => block.hint = None,
            _ => {}
        }
    }
    let last = end(&blocks, run.end, html, inside);
    let first = start(&blocks, run.start, headline, inside);
    let kept = |n: usize, block: &HtmlBlock| {
        let belongs = (first..last).contains(&n) && (n < run.start || inside(n));
        belongs && (!block.is_link() || headline == Some(n) || block.is_name())
    };
    blocks.into_iter().enumerate().filter(|(n, block)| kept(*n, block)).map(|(_, block)| block).collect()
}

fn worth(block: &HtmlBlock) -> i64 {
    let length = |bytes: usize| i64::try_from(bytes).unwrap_or(MOST);
    if block.is_link() {
        LINK - length(block.link_length).min(60)
    } else if block.is_running_text() {
        length(block.own_length()).min(MOST) - length(block.link_length).min(MOST)
    } else if block.heading || block.hint == Some(BlockKind::Caption) {
        SHORT / 3
    } else {
        SHORT
    }
}

/// The run of blocks with the greatest sum of worths (Kadane's algorithm); of equal ones the first.
fn best_run(blocks: &[HtmlBlock], inside: impl Fn(usize) -> bool) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0);
    let (mut start, mut sum) = (0, 0);
    for (n, block) in blocks.iter().enumerate().filter(|(n, _)| inside(*n)) {
        if sum <= 0 {
            (start, sum) = (n, 0);
        }
        sum += worth(block);
        if sum > best_sum {
            (best, best_sum) = (start..n + 1, sum);
        }
    }
    best
}

/// The article's headline: what the page gives as its title too, else the last `h1` above the text.
fn headline(blocks: &[HtmlBlock], run: usize, titles: &[String]) -> Option<usize> {
    const SHORTEST: usize = 15;
    let reach = || (run.saturating_sub(HEAD_BLOCKS)..(run + 2).min(blocks.len())).rev();
    let is_title = |text: &str| text.len() >= SHORTEST && titles.iter().any(|t| t.contains(text));
    let h1 = |n: &usize| blocks[*n].hint == Some(BlockKind::Headline);
    let heading = |n: &usize| blocks[*n].heading && !blocks[*n].is_running_text();
    let titled = |n: &usize| is_title(&blocks[*n].text);
    reach().find(|n| h1(n) && titled(n)).or_else(|| reach().find(|n| heading(n) && titled(n))).or_else(|| reach().find(h1))
}

/// Goes back from the first paragraph to the headline, and over what stands above it: kicker, date, byline.
fn start(blocks: &[HtmlBlock], run: usize, headline: Option<usize>, inside: impl Fn(usize) -> bool) -> usize {
    const ABOVE: usize = 4;
    let Some(headline) = headline.filter(|&h| h < run) else {
        // Without a headline in sight: the lines right above that are no links and belong to the same article.
        return (0..run).rev().take_while(|&n| inside(n) && !blocks[n].is_link() && blocks[n].length < 300).last().unwrap_or(run);
    };
    let belongs = |n: &usize| {
        let block = &blocks[*n];
        let short = inside(*n) && !block.is_link() && block.length <= 60;
        block.is_name() || block.hint == Some(BlockKind::Kicker) || (short && *n + 1 == headline)
    };
    (headline.saturating_sub(ABOVE)..headline).rev().take_while(belongs).last().unwrap_or(headline)
}

/// Goes on from the last paragraph over what belongs to it: list items and short lines without links beside it.
fn end(blocks: &[HtmlBlock], run: usize, html: &Html, inside: impl Fn(usize) -> bool) -> usize {
    let container = html.tree.get(blocks[run - 1].node).and_then(|n| n.parent()).map(|n| n.id());
    let beside = |n: usize| html.tree.get(blocks[n].node).is_some_and(|node| node.ancestors().take(4).any(|a| Some(a.id()) == container));
    let goes_on = |n: &usize| inside(*n) && !blocks[*n].is_link() && beside(*n);
    (run..blocks.len()).take_while(goes_on).last().map_or(run, |n| n + 1)
}

/// For each block whether it stands in the element that the page declares as its article, if there is one to trust.
fn declared_article(blocks: &[HtmlBlock], html: &Html) -> Option<Vec<bool>> {
    static DECLARED: LazyLock<Selector> = LazyLock::new(|| {
        Selector::parse("[itemprop~=articleBody], article, [itemtype$=Article], [role=main], main").expect("a constant selector")
    });
    let all: usize = weight(blocks.iter());
    let mut best: Option<(usize, Vec<bool>)> = None;
    for element in html.select(&DECLARED).take(40) {
        let nodes: HashSet<NodeId> = element.descendants().map(|n| n.id()).collect();
        let inside: Vec<bool> = blocks.iter().map(|b| nodes.contains(&b.node)).collect();
        let held = weight(blocks.iter().zip(&inside).filter(|(_, i)| **i).map(|(b, _)| b));
        let size = |inside: &[bool]| inside.iter().filter(|i| **i).count();
        // The smallest element that still holds the text: an `article` in `main`.
        let better =
            best.as_ref().is_none_or(|(most, b)| held * 100 > *most * 115 || (held * 100 >= *most * 85 && size(&inside) < size(b)));
        if held * 100 >= all * DECLARED_SHARE && better {
            best = Some((held, inside));
        }
    }
    best.map(|(_, inside)| inside)
}

fn weight<'a>(blocks: impl Iterator<Item = &'a HtmlBlock>) -> usize {
    blocks.filter(|b| b.is_running_text()).map(HtmlBlock::own_length).sum()
}
