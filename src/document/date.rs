//! Dates of publication: in a line of their own, at the opening of a paragraph, in metadata, in a file's name.
//!
//! Only dates with day, month and year that the calendar has. A date inside running text is never one of publication.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::squeeze;

/// Years that a document on the web can come from.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Words that may stand beside a date in a line that is still only a date line.
const COMPANIONS: &str = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so uhr stand datum am um \
    vom den der von veröffentlicht veröffentlichung erschienen erstellt publiziert aktualisiert aktualisierung update zuletzt letzte heute \
    gestern pressemitteilung pressemeldung medieninformation presseinformation meldung nachricht nr dpa afp redaktion quelle online seit \
    lesezeit lesedauer minute minuten min mal gelesen views";

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// Any date with day, month and year.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?<iy>\d{4})-(?<im>\d{2})-(?<id>\d{2})(?:\b|T)|(?<nd>\d{1,2})\.\s?(?<nm>\d{1,2})\.\s?(?<ny>\d{4}|\d{2})\b|(?<wd>\d{1,2})\.?\s*(?<wm>januar|jänner|jan\.?|februar|feber|feb\.?|märz|mär\.?|april|apr\.?|mai|juni|jun\.?|juli|jul\.?|august|aug\.?|september|sept?\.?|oktober|okt\.?|november|nov\.?|dezember|dez\.?)\s*(?<wy>\d{4})\b)",
    )
});

static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b\d{1,2}[:.]\d{2}(?::\d{2})?\b|\b\d{1,2} uhr\b"));

/// A paragraph's opening up to where the date may stand: nothing, a bracket, `(dpa)`, or places in capitals and a comma.
static BEFORE_OPENING_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\([\w/ -]{2,20}\)\s*)?(?:\[|\(|(?:\p{Lu}[\p{L}.'’()-]*(?:\s?/\s?|\s|,\s?)?){1,6}(?:[,–—-]|\()\s*(?:den|der|am|vom)?\s*)?\s*(?:(?:Mo|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend)?,?\s*(?:den\s)?$",
    )
});
static AFTER_OPENING_DATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:,?\s*\d{1,2}[:.]\d{2}(?:\s*Uhr)?)?\s*(?:[\])]|(?:\([^)]{1,30}\)\s*)?[.:–—|/-](?:\s|$))"));
/// What opens a sentence that only happens to tell a date early.
static PREPOSITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:Am|Vom|Seit|Bis|Ab|Zum|Im|In|Nach|Vor|Der|Die|Das|Den|Dem)\b"));

/// The first date in the text and where it stands.
fn first(text: &str) -> Option<(Date, Range<usize>)> {
    DATE.captures_iter(text).find_map(|c| Some((of(&c)?, c.get(0)?.range())))
}

fn of(found: &Captures) -> Option<Date> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let (year, month, day) = if let Some(year) = number("iy") {
        (year, number("im")?, number("id")?)
    } else if let Some(year) = number("ny") {
        (if year < 100 { 2000 + year } else { year }, number("nm")?, number("nd")?)
    } else {
        (number("wy")?, i16::from(month(found.name("wm")?.as_str())?), number("wd")?)
    };
    valid(year, month, day)
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok().filter(|d| YEARS.contains(&d.year()))
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    // In the order of the year; the first three letters tell German month names apart, English ones included.
    const STEMS: [&[&str]; 12] = [
        &["jan", "jän"],
        &["feb"],
        &["mär", "mar"],
        &["apr"],
        &["mai", "may"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["okt", "oct"],
        &["nov"],
        &["dez", "dec"],
    ];
    let at = STEMS.iter().position(|stems| stems.iter().any(|s| name.starts_with(s)))?;
    i8::try_from(at + 1).ok()
}

/// The date of a line that is only a date, a time, a source: `Samstag, 6. April 2019`, `[23.5.2019]`, `07.10.2022, 00:00 Uhr`.
pub(super) fn line(text: &str) -> Option<Date> {
    let text = squeeze(text);
    if text.chars().count() > 100 {
        return None;
    }
    let (date, range) = first(&text)?;
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]);
    let rest = DATE.replace_all(&rest, " ");
    let rest = TIME.replace_all(&rest, " ");
    let companion = |word: &str| COMPANIONS.split_whitespace().any(|c| c == word.to_lowercase());
    let words: Vec<&str> = rest.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && !companion(w)).collect();
    // A place or a section of the newspaper may stand beside it; small words would make it a sentence.
    let names = words.iter().all(|w| w.chars().next().is_some_and(char::is_uppercase));
    (names && words.len() <= 3).then_some(date)
}

/// A line that is only a time of day.
pub(super) fn is_time(text: &str) -> bool {
    static ONLY_TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\d{1,2}[:.]\d{2}(?:\s?Uhr)?\s*$"));
    ONLY_TIME.is_match(text)
}

/// The date at the opening of a paragraph: `Mainz, 22. September 2025. An rund ...`, `[13.05.2025] Auf ...`.
pub(super) fn opening(text: &str) -> Option<Date> {
    let (date, range) = first(text)?;
    let before = &text[..range.start];
    let fits = before.chars().count() <= 80
        && BEFORE_OPENING_DATE.is_match(before)
        && !PREPOSITION.is_match(before)
        && AFTER_OPENING_DATE.is_match(&text[range.end..]);
    fits.then_some(date)
}

/// The date at the end of a byline: `Von Anna Beispiel | 12.02.2021`.
pub(super) fn anywhere(text: &str) -> Option<Date> {
    first(text).map(|(date, _)| date)
}

/// The date of a metadata value: ISO 8601, German, or as mail headers and C programs write it.
pub(super) fn metadata(value: &str) -> Option<Date> {
    static COMPACT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?\d{4,6})?Z?\s*$"));
    static WORDS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(\d{1,2})[ -]([a-zä]{3,9})[ -](\d{4})\b|\b([a-z]{3,9}) (\d{1,2}),? (?:[\d:]+ [a-z]+ )?(\d{4})\b"));
    let part = |c: &Captures, n: usize| c.get(n).and_then(|m| m.as_str().parse::<i16>().ok());
    if let Some(date) = anywhere(value) {
        return Some(date);
    }
    if let Some(c) = COMPACT.captures(value) {
        return valid(part(&c, 1)?, part(&c, 2)?, part(&c, 3)?);
    }
    let c = WORDS.captures(value)?;
    let (day, name, year) = if c.get(1).is_some() { (1, 2, 3) } else { (5, 4, 6) };
    valid(part(&c, year)?, i16::from(month(c.get(name)?.as_str())?), part(&c, day)?)
}

/// The ISO date that a file's name opens with: `2022-10-07_name.txt`.
pub(super) fn in_file_name(file: &str) -> Option<Date> {
    static LEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{4})-(\d{2})-(\d{2})(?:\D|$)"));
    let name = file.rsplit('/').next().unwrap_or(file);
    let found = LEADING.captures(name)?;
    let part = |n: usize| found[n].parse::<i16>().ok();
    valid(part(1)?, part(2)?, part(3)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(find: impl Fn(&str) -> Option<Date>, cases: &[(&str, &str)]) {
        for (text, date) in cases {
            let found = find(text).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(&found, date, "{text}");
        }
    }

    #[test]
    fn lines_that_are_only_a_date() {
        check(
            line,
            &[
                ("[3.5.2018]", "2018-05-03"),
                ("04.11.2021, 09:30 Uhr", "2021-11-04"),
                ("Sonntag, 7. April 2019", "2019-04-07"),
                ("30. August 2024", "2024-08-30"),
                ("3. März 2021 | Wissenschaft", "2021-03-03"),
                ("05.12.2017 | Redaktion", "2017-12-05"),
                ("Stand: 1. Jänner 2020, zuletzt aktualisiert am 3. Jänner 2020", "2020-01-01"),
                ("Hannover, 12. Mai 2022", "2022-05-12"),
                ("24.02.16 | 11:21 Uhr | 1 mal gelesen", "2016-02-24"),
                ("2023-01-31", "2023-01-31"),
                ("31. Februar 2023", ""),
                ("12. Mai", ""),
                ("Der Vertrag gilt bis 31. Dezember 2025", ""),
                ("Am 4. Mai 2020 trafen sich beide Seiten erneut in Kehl.", ""),
                ("Mobilfunkpakt 2025–2027", ""),
            ],
        );
    }

    #[test]
    fn dates_that_open_a_paragraph() {
        check(
            opening,
            &[
                ("Hannover, 28. Juni 2019. Mit zwei Unterschriften begann es.", "2019-06-28"),
                ("Kiel/Lübeck, 3. März 2021. Gemeinsam haben heute beide Städte", "2021-03-03"),
                ("[14.05.2025] Auf Einladung des Landtags", "2025-05-14"),
                ("(pressedienst) Bad Homburg v. d. Höhe, 25.01.2016 - Das Land", ""),
                ("(pressedienst) Bad Homburg, 25.01.2016 - Das Land", "2016-01-25"),
                ("Hamburg, 12. Mai 2022 (lno) – Die Senatorin", "2022-05-12"),
                ("Freiburg, den 2. Juni 2020: Der Kreis", "2020-06-02"),
                ("21.10.2025, 16:42 Uhr – Der Kreis", "2025-10-21"),
                ("Am 3. März 2020: ein Rückblick", ""),
                ("Am 3. März 2020 unterzeichneten beide", ""),
                ("Bremen, 3. März 2020 war der Tag, an dem", ""),
                ("Die Vereinbarung vom 3. März 2020. Sie gilt.", ""),
                ("Das Land und der Kreis haben am 3. März 2020. ", ""),
            ],
        );
    }

    #[test]
    fn metadata_values() {
        check(
            metadata,
            &[
                ("2017-12-01T09:12:00+01:00", "2017-12-01"),
                ("2016-04-26 09:16", "2016-04-26"),
                ("20160426", "2016-04-26"),
                ("20160426T091600Z", "2016-04-26"),
                ("26.04.2016", "2016-04-26"),
                ("Tue, 26 Apr 2016 09:16:00 GMT", "2016-04-26"),
                ("Fri Jan 09 11:32:40 CET 2015", "2015-01-09"),
                ("April 26, 2016", "2016-04-26"),
                ("2016-13-26", ""),
                ("heute", ""),
                ("1461662220", ""),
            ],
        );
    }

    #[test]
    fn dates_in_file_names() {
        check(
            in_file_name,
            &[
                ("a/2022-10-07_vertrag.txt", "2022-10-07"),
                ("2022-10-07.txt", "2022-10-07"),
                ("2022-10-071.txt", ""),
                ("2022-02-30_x.txt", ""),
                ("2022-10-07/name.txt", ""),
                ("v2022-10-07.txt", ""),
            ],
        );
    }
}
