//! What the words of a date mean: a day, a month or a year, never more precisely than they say.
//!
//! Relative words count from the document's date; without one they mean nothing and give nothing.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::View;
use super::entities::slot;
use crate::rules::{Annotation, Key};

/// The value of a date annotation: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
pub fn value(view: &View, a: &Annotation, lies_ahead: bool) -> Option<String> {
    let n = view.names();
    let published = view.published;
    let number = |key: Key| slot(a, key).and_then(|r| digits(&view.chart.words(r)));
    let month = || {
        let range = slot(a, n.month)?;
        let named = view.chart.starting_at(range.start).find(|m| m.class == n.month_class).and_then(|m| m.feature(n.month)?.parse().ok());
        named.or_else(|| digits(&view.chart.words(range))).and_then(|m: i64| i8::try_from(m).ok())
    };
    let year = || number(n.year).and_then(|y| i16::try_from(if y < 100 { 2000 + y } else { y }).ok());
    let day = || number(n.day).and_then(|d| i8::try_from(d).ok());
    let weekday_at = |token: usize| {
        let found = view.chart.starting_at(token).find(|w| w.class == n.weekday_class)?;
        Weekday::from_monday_one_offset(found.feature(n.weekday)?.parse().ok()?).ok()
    };
    let weekday = || weekday_at(slot(a, n.weekday)?.start);
    // `Mittwoch, 4. Oktober`, `Mittwoch, dem 4. Oktober`
    let weekday_before = || {
        let first = view.chart.sentences[view.chart.sentence_of(a.tokens.start)].tokens.start.max(a.tokens.start.saturating_sub(3));
        let is_between = |t: &usize| matches!(&*view.chart.lower[*t], "," | "dem" | "den" | "der");
        let token = (first..a.tokens.start).rev().find(|t| !is_between(t))?;
        weekday_at(token)
    };
    match a.feature(n.kind_of_date)? {
        "full" | "numeric" => Date::new(year()?, month()?, day()?).ok().map(|d| d.to_string()),
        "day-month" => nearest_day(published?, month()?, day()?, weekday_before(), lies_ahead),
        "month-year" => Some(format!("{:04}-{:02}", year()?, month()?)),
        "month" => Some(nearest_month(published?, month()?, lies_ahead)),
        "month-last-year" => Some(format!("{:04}-{:02}", published?.year() - 1, month()?)),
        "year" => Some(format!("{:04}", year()?)),
        "weekday" | "weekday-last" => {
            let published = published?;
            let is_last = a.feature(n.kind_of_date) == Some("weekday-last");
            if lies_ahead && !is_last { next_weekday(published, weekday()?) } else { last_weekday(published, weekday()?, is_last) }
        }
        "weekday-last-week" => {
            let monday = monday_of(published?)?.checked_sub(7.days()).ok()?;
            monday.checked_add(i64::from(weekday()?.to_monday_zero_offset()).days()).ok().map(|d| d.to_string())
        }
        "weekday-next" => next_weekday(published?.checked_add(1.days()).ok()?, weekday()?),
        "today" => Some(published?.to_string()),
        "day-before-yesterday" => published?.checked_sub(2.days()).ok().map(|d| d.to_string()),
        "last-week" => {
            let monday = monday_of(published?)?.checked_sub(7.days()).ok()?;
            common_part(monday, monday.checked_add(6.days()).ok()?)
        }
        "this-week" => common_part(monday_of(published?)?, published?),
        "next-week" => {
            let monday = monday_of(published?)?.checked_add(7.days()).ok()?;
            common_part(monday, monday.checked_add(6.days()).ok()?)
        }
        "then" => told_before(view, a),
        "same-day" => day_before(view, a).map(|d| d.to_string()),
        "day-after" => day_before(view, a)?.tomorrow().ok().map(|d| d.to_string()),
        "day-earlier" => day_before(view, a)?.yesterday().ok().map(|d| d.to_string()),
        "day-month-same-year" => Date::new(year_before(view, a)?, month()?, day()?).ok().map(|d| d.to_string()),
        "month-same-year" => Some(format!("{:04}-{:02}", year_before(view, a)?, month()?)),
        "years-later" | "years-earlier" => {
            let years = slot(a, n.number).map_or(Some(1), |r| small_number(&view.chart.words(r)))?;
            let is_later = a.feature(n.kind_of_date) == Some("years-later");
            let year = i64::from(year_before(view, a)?) + if is_later { years } else { -years };
            Some(format!("{year:04}"))
        }
        "years-later-to-the-day" | "years-earlier-to-the-day" => {
            let years = slot(a, n.number).and_then(|r| small_number(&view.chart.words(r)))?;
            let years = if a.feature(n.kind_of_date) == Some("years-later-to-the-day") { years } else { -years };
            day_before(view, a)?.checked_add(jiff::Span::new().years(years)).ok().map(|day| day.to_string())
        }
        "span-later" => after_span(view, a, 1),
        "span-earlier" => after_span(view, a, -1),
        "last-month" => published?.first_of_month().yesterday().ok().map(|d| format!("{:04}-{:02}", d.year(), d.month())),
        "season" => Some(format!("{:04}", season(published?, &view.chart.words(slot(a, n.number)?), lies_ahead))),
        "yesterday" => published?.yesterday().ok().map(|d| d.to_string()),
        "last-year" => Some(format!("{:04}", published?.year() - 1)),
        "this-year" => Some(format!("{:04}", published?.year())),
        "next-year" => Some(format!("{:04}", published?.year() + 1)),
        "years-ago" => {
            let years = slot(a, n.number).and_then(|r| small_number(&view.chart.words(r)))?;
            Some(format!("{:04}", i64::from(published?.year()) - years))
        }
        "years-ago-to-the-day" => {
            let years = slot(a, n.number).and_then(|r| small_number(&view.chart.words(r)))?;
            published?.checked_sub(jiff::Span::new().years(years)).ok().map(|day| day.to_string())
        }
        _ => None,
    }
}

/// Sentences before a date that counts from one told before (`tags darauf`) in which that one is looked for.
const SENTENCES_BEFORE: usize = 3;

/// Days before the document's within which the matter that it reports took place.
const NEWS: i64 = 14;

/// Whether the words count from a date that is told before them.
fn counts_from_another(view: &View, date: &Annotation) -> bool {
    let relative = [
        "then",
        "same-day",
        "day-after",
        "day-earlier",
        "day-month-same-year",
        "month-same-year",
        "years-later",
        "years-earlier",
        "years-later-to-the-day",
        "years-earlier-to-the-day",
        "span-later",
        "span-earlier",
    ];
    date.feature(view.names().kind_of_date).is_some_and(|kind| relative.contains(&kind))
}

/// The date told last before another one, by words that do not count from a third one; where none stands near, the day of the news:
/// `Der Termin war mit Bedacht gewählt. Ein Jahr zuvor …`.
fn told_before(view: &View, a: &Annotation) -> Option<String> {
    let first = view.chart.sentence_of(a.tokens.start).saturating_sub(SENTENCES_BEFORE);
    let before = view.chart.within(view.names().date, view.chart.sentences[first].tokens.start..a.tokens.start);
    let near = before.into_iter().rev().filter(|d| !counts_from_another(view, d)).find_map(|d| value(view, d, false));
    near.or_else(|| day_of_news(view, a))
}

/// The one day shortly before the document's that the text tells before another date.
fn day_of_news(view: &View, a: &Annotation) -> Option<String> {
    let published = view.published?;
    let told = view.chart.within(view.names().date, 0..a.tokens.start);
    let days = told.into_iter().filter(|d| !counts_from_another(view, d)).filter_map(|d| value(view, d, false)?.parse::<Date>().ok());
    let is_news = |day: &Date| *day <= published && published.checked_sub(NEWS.days()).is_ok_and(|first| *day >= first);
    let news: BTreeSet<Date> = days.filter(is_news).collect();
    if news.len() == 1 { news.first().map(Date::to_string) } else { None }
}

/// `drei Tage später`: a day; `zwei Wochen darauf`, `drei Monate zuvor`: the month in which all days lie that may be meant.
fn after_span(view: &View, a: &Annotation, direction: i64) -> Option<String> {
    let n = view.names();
    let number = direction * slot(a, n.number).and_then(|r| small_number(&view.chart.words(r)))?;
    let unit = slot(a, n.unit)?;
    let told = told_before(view, a)?;
    match view.chart.starting_at(unit.start).find(|u| u.class == n.unit_class)?.feature(n.unit)? {
        "D" => told.parse::<Date>().ok()?.checked_add(number.days()).ok().map(|day| day.to_string()),
        "W" => {
            let day = told.parse::<Date>().ok()?.checked_add((7 * number).days()).ok()?;
            common_part(day.checked_sub(3.days()).ok()?, day.checked_add(3.days()).ok()?)
        }
        "M" => {
            let month = format!("{}-01", told.get(..7)?).parse::<Date>().ok()?.checked_add(number.months()).ok()?;
            Some(format!("{:04}-{:02}", month.year(), month.month()))
        }
        _ => None,
    }
}

fn day_before(view: &View, a: &Annotation) -> Option<Date> {
    told_before(view, a)?.parse().ok()
}

fn year_before(view: &View, a: &Annotation) -> Option<i16> {
    told_before(view, a)?.get(..4)?.parse().ok()
}

/// The ISO 8601 duration of a `Duration` annotation: `P2Y`.
pub fn duration(view: &View, a: &Annotation) -> Option<String> {
    let n = view.names();
    let number = slot(a, n.number).and_then(|r| small_number(&view.chart.words(r)))?;
    let unit = slot(a, n.unit)?;
    let unit = view.chart.starting_at(unit.start).find(|u| u.class == n.unit_class)?.feature(n.unit)?;
    Some(format!("P{number}{unit}"))
}

fn digits(words: &str) -> Option<i64> {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `drei`, `3`
pub fn small_number(word: &str) -> Option<i64> {
    let lower = word.to_lowercase();
    let value = match lower.as_str() {
        "zwei" | "zweier" => 2,
        "drei" | "dreier" => 3,
        "vier" => 4,
        "fünf" => 5,
        "sechs" => 6,
        "sieben" => 7,
        "acht" => 8,
        "neun" => 9,
        "zehn" => 10,
        "zwölf" => 12,
        w if w.starts_with("ein") => 1,
        w => return digits(w).filter(|n| (1..100).contains(n)),
    };
    Some(value)
}

/// The day of that name on or before the document's; strictly before it for `am vergangenen Montag`.
fn last_weekday(published: Date, weekday: Weekday, strictly: bool) -> Option<String> {
    let back = weekday.until(published.weekday());
    let back = if back == 0 && strictly { 7 } else { back };
    published.checked_sub(i64::from(back).days()).ok().map(|d| d.to_string())
}

fn next_weekday(from: Date, weekday: Weekday) -> Option<String> {
    from.checked_add(i64::from(from.weekday().until(weekday)).days()).ok().map(|d| d.to_string())
}

/// What the days of a span have in common: the month, else the year, else nothing.
fn common_part(first: Date, last: Date) -> Option<String> {
    match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => Some(format!("{:04}-{:02}", last.year(), last.month())),
        (true, false) => Some(format!("{:04}", last.year())),
        (false, _) => None,
    }
}

/// The year of the last (or next) spring, summer or autumn.
fn season(published: Date, name: &str, lies_ahead: bool) -> i16 {
    let first_month = match name.to_lowercase() {
        n if n.starts_with("früh") => 3,
        n if n.starts_with("sommer") => 6,
        _ => 9,
    };
    match lies_ahead {
        false if published.month() < first_month => published.year() - 1,
        true if published.month() > first_month + 2 => published.year() + 1,
        _ => published.year(),
    }
}

fn monday_of(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()
}

/// The day in the year that puts it before the document's date (behind it, if it lies ahead); if its weekday is told, in
/// the nearest year in which it has that one.
fn nearest_day(published: Date, month: i8, day: i8, weekday: Option<Weekday>, lies_ahead: bool) -> Option<String> {
    let in_year = |year: i16| Date::new(year, month, day).ok();
    let this_year = in_year(published.year())?;
    let year = match (lies_ahead, this_year > published) {
        (false, true) => published.year() - 1,
        (true, false) if this_year != published => published.year() + 1,
        _ => published.year(),
    };
    let fits = |d: &Date| weekday.is_none_or(|w| d.weekday() == w);
    let years = [year, published.year(), published.year() - 1, published.year() + 1];
    years.into_iter().filter_map(in_year).find(fits).or_else(|| in_year(year)).map(|d| d.to_string())
}

fn nearest_month(published: Date, month: i8, lies_ahead: bool) -> String {
    let year = match lies_ahead {
        false if month > published.month() => published.year() - 1,
        true if month < published.month() => published.year() + 1,
        _ => published.year(),
    };
    format!("{year:04}-{month:02}")
}

/// Whether a date lies so far before another one that it is none of the same matter: in an earlier month than the last one.
pub fn is_long_before(value: &str, today: Date) -> bool {
    let last_month = today.first_of_month().yesterday().unwrap_or(today);
    let bound = format!("{:04}-{:02}", last_month.year(), last_month.month());
    // a year alone lies long before only as a whole
    value.len() >= 4 && value[..value.len().min(7)] < bound[..value.len().min(7)]
}

/// Whether two dates may be the same: equal, or one a coarser form of the other.
pub fn compatible(a: &str, b: &str) -> bool {
    a == b || a.starts_with(&format!("{b}-")) || b.starts_with(&format!("{a}-"))
}
