//! A plain text into blocks: an empty line parts paragraphs, and so does a line end, unless the text was wrapped.
//!
//! Scraped text has one paragraph a line; mails and printouts are wrapped at a fixed width. A text is taken for wrapped
//! where its lines behave so: nearly every line is *full*, that is, the first word of the next line would not have
//! fitted, and lines end in the middle of sentences.

use std::ops::Range;

use super::{RawBlock, date, wording};
use crate::text::MONTHS;

/// Widths that texts are wrapped at, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

struct Line<'a> {
    /// Without white space at its ends.
    range: Range<usize>,
    text: &'a str,
    width: usize,
    gap_before: bool,
}

/// Cuts the text into blocks. Linear in its length.
pub(super) fn blocks(text: &str) -> Vec<RawBlock> {
    let lines = split(text);
    let width = wrap_width(&lines);
    let mut blocks: Vec<RawBlock> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let joins = n > 0 && !line.gap_before && continues(&lines[n - 1], line, width);
        match blocks.last_mut() {
            Some(block) if joins => block.range.end = line.range.end,
            _ => blocks.push(RawBlock { range: line.range.clone(), hint: None, gap_before: line.gap_before }),
        }
    }
    blocks
}

fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut gap_before) = (0, true);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            gap_before = true;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            lines.push(Line { range: start..start + trimmed.len(), text: trimmed, width: trimmed.chars().count(), gap_before });
            gap_before = false;
        }
        at += line.len();
    }
    lines
}

/// The width that the text was wrapped at, if it was: from paragraphs of four lines and more.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut width = None;
    let mut start = 0;
    while start < lines.len() {
        let end = (start + 1..lines.len()).find(|&n| lines[n].gap_before).unwrap_or(lines.len());
        let paragraph = &lines[start..end];
        let widest = paragraph.iter().map(|l| l.width).max().unwrap_or(0);
        if paragraph.len() >= 4 && WIDTHS.contains(&widest) && is_wrapped(paragraph, widest) {
            width = width.max(Some(widest));
        }
        start = end;
    }
    width
}

fn is_wrapped(paragraph: &[Line], width: usize) -> bool {
    if paragraph.iter().any(|line| wording::cue(line.text).is_some()) {
        return false;
    }
    let pairs = || paragraph.windows(2).filter(|pair| is_full(&pair[0], &pair[1], width) && !wording::is_list_item(pair[1].text));
    let (full, all) = (pairs().count(), paragraph.len() - 1);
    let mid_sentence = pairs().filter(|pair| !wording::ends_sentence(pair[0].text)).count();
    full * 10 >= all * 7 && mid_sentence * 10 >= full * 6
}

/// Whether the next line's first word would not have fitted on this line, give or take the hanging sign at a line end.
fn is_full(line: &Line, next: &Line, width: usize) -> bool {
    const HANGING: usize = 3;
    let word = next.text.split_whitespace().next().map_or(0, |w| w.chars().count());
    line.width <= width && line.width + 1 + word + HANGING > width
}

fn continues(line: &Line, next: &Line, width: Option<usize>) -> bool {
    if wording::is_list_item(next.text) || wording::byline(next.text).is_some() || wording::is_rule(line.text) {
        return false;
    }
    // A line of its own with the date, below the title: no sentence stops before it.
    let last = line.text.split_whitespace().next_back().unwrap_or_default();
    if date::line(next.text).is_some()
        && !matches!(last, "am" | "vom" | "zum" | "im" | "ab" | "seit" | "bis" | "den" | "der")
        && !last.ends_with(',')
    {
        return false;
    }
    let wrapped = width.is_some_and(|w| is_full(line, next, w));
    // In wrapped text a line in small letters goes on with the one before, which may have had room for its first word.
    // Without a fixed width a line breaks off where a link or a picture stood: the next one goes on in lower case.
    let broken_off = line.width >= 20
        && line.text.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == ':' && width.is_some())
        && next.width >= 20
        && next.text.starts_with(|c: char| c.is_lowercase())
        && !next.text.contains("://");
    // A day at a line's end: no paragraph ends so.
    let day = line.text.strip_suffix('.').is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()));
    let day = day && MONTHS.iter().any(|month| next.text.starts_with(month));
    (wrapped || broken_off || day) && wording::cue(line.text).is_none() && wording::cue(next.text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|b| &text[b.range]).collect()
    }

    #[test]
    fn a_date_below_the_title_of_a_wrapped_text_is_a_line_of_its_own() {
        let paragraph = "Waldstadt. Der Kreis und die Stadt haben am Montag eine Allianz\ngegründet, die allen Schulen der Region offen steht und von den\nbeiden Rechenzentren des Landes betrieben wird, wie der Landrat am\nDienstag sagte.";
        let text = format!("Sechs Schulen der Region nutzen künftig ein gemeinsames Rechenzentrum\n3. März 2021\n\n{paragraph}\n");
        assert_eq!(cut(&text).len(), 3);
        assert_eq!(cut(&text)[1], "3. März 2021");
    }

    #[test]
    fn a_line_is_a_paragraph() {
        let text = "Titel\nErster Absatz, der ein Satz ist.\n  Zweiter Absatz.  \n\n\n– Punkt eins\n– Punkt zwei\n";
        let parts = ["Titel", "Erster Absatz, der ein Satz ist.", "Zweiter Absatz.", "– Punkt eins", "– Punkt zwei"];
        assert_eq!(cut(text), parts);
        let gaps: Vec<bool> = blocks(text).iter().map(|b| b.gap_before).collect();
        assert_eq!(gaps, [true, false, false, true, false]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Zwei Kreise, ein Rechenzentrum\nWarum die Nachbarn jetzt teilen\n\n\
                    Im Kreishaus von Waldstadt ist am Montag ein Ver-\ntrag geschlossen worden, der zwei Landkreise\n\
                    enger aneinander bindet. Die Landräte nannten ihn\neinen Anfang. Mehr sagten sie dazu nicht, und mehr\nwollte niemand wissen.\n\n\
                    Fortgesetzt werden die Gespräche im Herbst, wenn\ndie Technik steht.\n";
        assert_eq!(
            cut(text).iter().map(|b| b.lines().count()).collect::<Vec<_>>(),
            [1, 1, 5, 2],
            "headline and subtitle stay apart, paragraphs become one block each"
        );
    }

    #[test]
    fn lists_of_short_lines_are_not_joined() {
        let text = "Am Projekt beteiligt sind:\nStadtwerke Waldstadt\nHochschule Waldstadt\nKreissparkasse Waldstadt\nVerein Digitale Region e. V.";
        assert_eq!(cut(text).len(), 5);
    }

    #[test]
    fn a_line_that_broke_off_goes_on() {
        let text = "Wie der Sprecher der Firma Beispiel AG\nam Montag mitteilte, geht es weiter.\nNeuer Absatz.";
        assert_eq!(cut(text).len(), 2);
        assert_eq!(cut("Die Kreise trafen sich am 21.\nMai 2019 in Waldstadt.\nEs war warm.").len(), 2);
    }

    #[test]
    fn nothing_is_lost() {
        let text = "\u{a0}\n a \n\tb\u{2003}\n\n   \nc";
        assert_eq!(cut(text), ["a", "b", "c"]);
        assert!(cut("  \n \n").is_empty());
    }
}
