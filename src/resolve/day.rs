//! Dates of unequal precision as spans of days.

use jiff::civil::Date;

/// Day number; day 0 is 1970-01-01.
pub(super) type Day = i32;

/// The days that a date can mean: one, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub first: Day,
    pub last: Day,
}

/// How two dates go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    SameDay,
    /// Equal, or one a coarser form of the other; the coarser one is a month.
    SameMonth,
    SameYear,
    /// Different days, at most [`NEAR`] apart: newspapers are loose about "yesterday".
    Near,
    Contradiction,
}

/// Days between two dates of one event in different reports.
const NEAR: Day = 3;

impl Span {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `None` for anything else, as for a day that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, _) => first.last_of_year(),
        };
        Some(Self { first: number(first), last: number(last) })
    }

    pub fn is_day(self) -> bool {
        self.first == self.last
    }

    pub fn agreement(self, other: Self) -> Agreement {
        let gap = self.first.max(other.first) - self.last.min(other.last);
        match (gap <= 0, self.length().max(other.length())) {
            (true, 1) => Agreement::SameDay,
            (true, ..=31) => Agreement::SameMonth,
            (true, _) => Agreement::SameYear,
            (false, 1) if gap <= NEAR => Agreement::Near,
            (false, _) => Agreement::Contradiction,
        }
    }

    /// Days from `day` to the nearest day of the span.
    pub fn distance(self, day: Day) -> Day {
        (self.first - day).max(day - self.last).max(0)
    }

    fn length(self) -> Day {
        self.last - self.first + 1
    }
}

/// The day that a date of publication names.
pub(super) fn day(text: &str) -> Option<Day> {
    Span::parse(text).filter(|s| s.is_day()).map(|s| s.first)
}

/// The year of a day.
pub(super) fn year(day: Day) -> Option<i16> {
    let span = jiff::Span::new().try_days(day).ok()?;
    Date::new(1970, 1, 1).ok()?.checked_add(span).ok().map(Date::year)
}

fn number(date: Date) -> Day {
    // OK because: years have four digits here, so the number of days fits an i32 by far.
    (date - Date::constant(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreements_of_dates() {
        use Agreement::*;
        for (a, b, expected) in [
            ("2022-10-07", "2022-10-07", SameDay),
            ("2022-10-07", "2022-10", SameMonth),
            ("2022-10", "2022-10", SameMonth),
            ("2022", "2022-10-07", SameYear),
            ("2022-10-07", "2022-10-10", Near),
            ("2022-12-31", "2023-01-02", Near),
            ("2022-10-07", "2022-10-11", Contradiction),
            // a month that ends is not "near" the next one
            ("2022-09", "2022-10", Contradiction),
            ("2022-09-30", "2022-10", Contradiction),
            ("2021", "2022-01-01", Contradiction),
        ] {
            let span = |text| Span::parse(text).expect("a date");
            assert_eq!(span(a).agreement(span(b)), expected, "{a} {b}");
            assert_eq!(span(b).agreement(span(a)), expected, "{b} {a}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "22", "2022-13", "2022-02-30", "Oktober 2022", "2022-10-07T10:00", "-2022"] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
        assert_eq!(day("2022-10"), None);
        assert_eq!(day("2024-03-01").and_then(year), Some(2024));
    }
}
