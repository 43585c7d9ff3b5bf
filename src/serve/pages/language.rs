//! Which language a reader gets, and how it writes numbers and dates.

use std::fmt::Write as _;

/// A language of the pages. What documents say is German in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    De,
    En,
}

/// A text of the pages in each of their languages: German, English.
#[derive(Debug, Clone, Copy)]
pub struct Text(pub &'static str, pub &'static str);

/// Something that is counted: its singular and its plural.
#[derive(Debug, Clone, Copy)]
pub struct Noun(pub Text, pub Text);

impl Language {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The first that is known of: what the address asks for (`?lang=en`), what was chosen before (a cookie), what the
    /// browser wishes (`Accept-Language`). German, if nobody says.
    pub fn choose(parameter: Option<&str>, cookie: Option<&str>, wishes: Option<&str>) -> Self {
        let named = |tag: Option<&str>| tag.and_then(Self::from_tag);
        named(parameter).or_else(|| named(cookie)).or_else(|| wishes.and_then(Self::wished)).unwrap_or(Self::De)
    }

    /// `de`, `de-AT`, `EN`; nothing for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "de" => Some(Self::De),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Of the known languages the one with the highest weight; of several the first. Who wishes others only gets English.
    fn wished(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        let mut others = false;
        for wish in header.split(',') {
            let (tag, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
            let weight: f32 = weight.trim().parse().unwrap_or(0.0);
            match Self::from_tag(tag) {
                Some(language) if weight > best.map_or(0.0, |(weight, _)| weight) => best = Some((weight, language)),
                Some(_) => {}
                None => {
                    others |= weight > 0.0 && !tag.trim().is_empty() && tag.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                }
            }
        }
        best.map(|(_, language)| language).or_else(|| others.then_some(Self::En))
    }

    /// The tag of BCP 47.
    pub fn tag(self) -> &'static str {
        self.say(Text("de", "en"))
    }

    pub fn say(self, text: Text) -> &'static str {
        match self {
            Self::De => text.0,
            Self::En => text.1,
        }
    }

    /// `1.234` or `1,234`
    pub fn number(self, number: usize) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(self.say(Text(".", ",")));
            }
            out.push(digit);
        }
        out
    }

    /// `1 document`, `1,234 documents`
    pub fn count(self, number: usize, noun: Noun) -> String {
        format!("{} {}", self.number(number), self.say(if number == 1 { noun.0 } else { noun.1 }))
    }

    /// `2025-07-10`, `2025-07` or `2025` as people write it; what is no date stays as it is.
    pub fn date(self, date: &str) -> String {
        let mut parts = date.split('-').map(|part| part.parse::<u16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit())));
        let month = |number: u16| MONTHS.get(usize::from(number).wrapping_sub(1)).map(|month| self.say(*month));
        match (parts.next().flatten(), parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(Some(number)), None, None) => {
                month(number).map_or_else(|| date.to_owned(), |month| format!("{month} {year}"))
            }
            (Some(year), Some(Some(number)), Some(Some(day)), None) => match month(number) {
                Some(month) => format!("{day}{} {month} {year}", self.say(Text(".", ""))),
                None => date.to_owned(),
            },
            _ => date.to_owned(),
        }
    }

    /// `P2Y6M` as `2 years, 6 months`; what cannot be told so stays as it is.
    pub fn duration(self, duration: &str) -> String {
        let parts = duration.strip_prefix('P').map(|rest| split_duration(rest.split('T').next().unwrap_or_default()));
        let mut told = String::new();
        for (number, unit) in parts.unwrap_or_default() {
            let Some((_, noun)) = UNITS.iter().find(|(letter, _)| *letter == unit) else { return duration.to_owned() };
            let separator = if told.is_empty() { "" } else { ", " };
            let _ = write!(told, "{separator}{}", self.count(number, *noun)); // Writing to a String cannot fail.
        }
        if told.is_empty() || duration.contains('T') { duration.to_owned() } else { told }
    }
}

const MONTHS: [Text; 12] = [
    Text("Januar", "January"),
    Text("Februar", "February"),
    Text("März", "March"),
    Text("April", "April"),
    Text("Mai", "May"),
    Text("Juni", "June"),
    Text("Juli", "July"),
    Text("August", "August"),
    Text("September", "September"),
    Text("Oktober", "October"),
    Text("November", "November"),
    Text("Dezember", "December"),
];

const UNITS: [(char, Noun); 4] = [
    ('Y', Noun(Text("Jahr", "year"), Text("Jahre", "years"))),
    ('M', Noun(Text("Monat", "month"), Text("Monate", "months"))),
    ('W', Noun(Text("Woche", "week"), Text("Wochen", "weeks"))),
    ('D', Noun(Text("Tag", "day"), Text("Tage", "days"))),
];

/// `2Y6M` as numbers with their units.
fn split_duration(text: &str) -> Vec<(usize, char)> {
    let parts = text.split_inclusive(|c: char| c.is_ascii_alphabetic());
    parts.filter_map(|part| part.chars().last().and_then(|unit| Some((part[..part.len() - unit.len_utf8()].parse().ok()?, unit)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_counts_more_than_the_cookie_and_that_more_than_the_browser() {
        for (parameter, cookie, wishes, expected) in [
            (None, None, None, Language::De),
            (Some("en"), Some("de"), Some("de"), Language::En),
            (Some("fr"), Some("en"), Some("de"), Language::En),
            (None, Some("de"), Some("en"), Language::De),
            (None, None, Some("en-GB,en;q=0.9,de;q=0.8"), Language::En),
            (None, None, Some("en;q=0.5, de-AT;q=0.9"), Language::De),
            (None, None, Some("fr-FR,fr;q=0.9"), Language::En),
            (None, None, Some("fr, de;q=0.1"), Language::De),
            (None, None, Some("*"), Language::De),
            (None, None, Some(";;,q=,"), Language::De),
            (None, None, Some("en;q=0"), Language::De),
        ] {
            assert_eq!(Language::choose(parameter, cookie, wishes), expected, "{parameter:?} {cookie:?} {wishes:?}");
        }
    }

    #[test]
    fn numbers_dates_and_durations_are_written_as_in_the_language() {
        for (number, german, english) in
            [(0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"), (1_234_567, "1.234.567", "1,234,567")]
        {
            assert_eq!((Language::De.number(number).as_str(), Language::En.number(number).as_str()), (german, english));
        }
        for (date, german, english) in [
            ("2025-07-10", "10. Juli 2025", "10 July 2025"),
            ("2025-03", "März 2025", "March 2025"),
            ("2025", "2025", "2025"),
            ("2025-13", "2025-13", "2025-13"),
            ("bald", "bald", "bald"),
            ("", "", ""),
            ("2025-07-10-11", "2025-07-10-11", "2025-07-10-11"),
        ] {
            assert_eq!((Language::De.date(date), Language::En.date(date)), (german.to_owned(), english.to_owned()));
        }
        for (duration, german, english) in [
            ("P2Y", "2 Jahre", "2 years"),
            ("P1Y6M", "1 Jahr, 6 Monate", "1 year, 6 months"),
            ("P14D", "14 Tage", "14 days"),
            ("PT3H", "PT3H", "PT3H"),
            ("zwei Jahre", "zwei Jahre", "zwei Jahre"),
            ("P", "P", "P"),
            ("Pß", "Pß", "Pß"),
        ] {
            assert_eq!(
                (Language::De.duration(duration), Language::En.duration(duration)),
                (german.to_owned(), english.to_owned()),
                "{duration}"
            );
        }
    }
}
