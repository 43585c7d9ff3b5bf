//! The head of a document: kicker, headline, lead, byline and date line above the first running text.

use jiff::civil::Date;

use super::{Block, BlockKind, date, squeeze, wording};

/// Paragraphs at whose opening a date of publication is looked for.
const OPENINGS: usize = 2;
/// Characters of a paragraph that counts as one of them.
const PARAGRAPH: usize = 100;

/// Characters of a sentence that can still be a headline.
const LONGEST_HEADLINE: usize = 120;

/// The first block of running text. In a text that has none, the first sentence; else the end.
pub(super) fn body_start<'a>(blocks: impl Iterator<Item = (&'a str, bool)> + Clone) -> usize {
    let sentence = |(text, _): (&str, bool)| text.chars().count() >= 40 && wording::ends_sentence(text);
    blocks.clone().position(|(_, running)| running).or_else(|| blocks.clone().position(sentence)).unwrap_or_else(|| blocks.count())
}

/// Tells kicker, headline and lead apart among the blocks before `body` that have no kind yet.
pub(super) fn mark<'a>(texts: impl Iterator<Item = &'a str>, body: usize, kinds: &mut [Option<BlockKind>]) {
    let texts: Vec<&str> = texts.collect();
    if let Some(headline) = kinds.iter().position(|k| *k == Some(BlockKind::Headline)) {
        // The markup has told the headline: what stands above it is a kicker, what follows a lead.
        fill(kinds, 0..headline, BlockKind::Kicker);
        fill(kinds, headline..body.max(headline), BlockKind::Lead);
        return;
    }
    let titles: Vec<usize> = (0..body).filter(|&n| kinds[n].is_none()).collect();
    // The publisher and the genre may stand above the headline, in this order.
    let genre = titles.iter().rposition(|&n| is_genre(texts[n])).map_or(0, |at| at + 1);
    titles[..genre].iter().for_each(|&n| kinds[n] = Some(BlockKind::Kicker));
    let mut rest = &titles[genre..];
    while let [first, second, ..] = rest {
        if !is_kicker(texts[*first], texts[*second]) {
            break;
        }
        kinds[*first] = Some(BlockKind::Kicker);
        rest = &rest[1..];
    }
    if let [headline, leads @ ..] = rest {
        kinds[*headline] = Some(BlockKind::Headline);
        leads.iter().for_each(|&n| kinds[n] = Some(BlockKind::Lead));
    }
    let short = texts.get(body).is_some_and(|t| t.chars().count() <= LONGEST_HEADLINE);
    if rest.is_empty() && short && body + 1 < texts.len() && kinds[body].is_none() {
        kinds[body] = Some(BlockKind::Headline);
    }
    // A paragraph above the byline or the date is the article's summary.
    let below = kinds.iter().skip(body + 1).take(2).any(|k| matches!(k, Some(BlockKind::Byline | BlockKind::DateLine)));
    if below && body < kinds.len() && kinds[body].is_none() {
        kinds[body] = Some(BlockKind::Lead);
    }
}

fn fill(kinds: &mut [Option<BlockKind>], range: std::ops::Range<usize>, kind: BlockKind) {
    kinds[range].iter_mut().filter(|k| k.is_none()).for_each(|k| *k = Some(kind));
}

/// Whether a title line is the topic above the headline that follows.
fn is_kicker(line: &str, next: &str) -> bool {
    let words = line.split_whitespace().count();
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    let shouted =
        letters().count() >= 3 && letters().all(char::is_uppercase) && !next.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let labelled = words <= 6 && (line.ends_with(':') || line.contains(" · ") || line.contains(" | "));
    let topic = words <= 3 && next.split_whitespace().count() > words && !wording::ends_sentence(line) && !wording::ends_sentence(next);
    shouted || labelled || topic
}

/// `Pressemitteilung Nr. 12/2024`, `Kommentar`: what sort of text it is.
fn is_genre(line: &str) -> bool {
    const GENRES: &str =
        "pressemitteilung medieninformation presseinformation pressemeldung medienmitteilung presseaussendung pressedienst";
    const ALONE: &str = "meldung nachricht kommentar interview bericht reportage analyse gastbeitrag";
    let listed = |list: &str, word: &str| list.split_whitespace().any(|l| l == word);
    let lower = line.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let opens = listed(GENRES, first) && line.split_whitespace().count() <= 6 && !wording::ends_sentence(line);
    opens || listed(ALONE, lower.trim_matches(|c: char| !c.is_alphabetic()))
}

/// The words of the headline, without the marks of Markdown.
pub(super) fn headline(text: &str, blocks: &[Block]) -> Option<String> {
    let block = blocks.iter().find(|b| b.kind == BlockKind::Headline)?;
    Some(squeeze(text[block.range.clone()].trim_matches(|c: char| c == '#' || c.is_whitespace())))
}

/// The names in the byline.
pub(super) fn author(text: &str, blocks: &[Block]) -> Option<String> {
    let line = squeeze(&text[blocks.iter().find(|b| b.kind == BlockKind::Byline)?.range.clone()]);
    let without_markup = || {
        let name = line.split(['|', '•', '·']).next().unwrap_or("");
        let name = name.trim().trim_start_matches("Von ").trim_start_matches("von ").trim();
        (!name.is_empty() && date::anywhere(name).is_none()).then(|| name.to_owned())
    };
    wording::byline(&line).or_else(without_markup)
}

/// The date of publication that the text tells in a line of its own, in its byline, or at the opening of its first paragraphs.
pub(super) fn published(text: &str, blocks: &[Block]) -> Option<Date> {
    let mut openings = 0;
    for block in blocks {
        let words = &text[block.range.clone()];
        let found = match block.kind {
            BlockKind::DateLine => date::line(words).or_else(|| date::anywhere(words)),
            BlockKind::Byline => date::anywhere(words),
            BlockKind::Kicker | BlockKind::Headline | BlockKind::Lead | BlockKind::Paragraph => date::opening(words),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        openings += usize::from(block.kind == BlockKind::Paragraph && words.chars().count() >= PARAGRAPH);
        if openings >= OPENINGS {
            break;
        }
    }
    // Some sites print the date below the text.
    let last = blocks.iter().rfind(|b| b.kind != BlockKind::Clutter)?;
    matches!(last.kind, BlockKind::DateLine | BlockKind::Byline).then(|| date::anywhere(&text[last.range.clone()]))?
}
