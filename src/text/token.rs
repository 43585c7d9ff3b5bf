//! Words, numbers and signs.

use std::borrow::Cow;
use std::ops::Range;

/// A word, a number or a sign of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the stored text.
    pub range: Range<usize>,
    /// Normal form: what matching sees.
    pub norm: String,
    pub shape: Shape,
    /// Whether white space stands before it.
    pub space_before: bool,
    /// Number of line ends before it (two or more: a new paragraph).
    pub newlines_before: u8,
}

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// `Haus`, `Baden-Württemberg`, `McKee`
    Capitalized,
    /// Two or more letters, all of them capital: `BSI`, `CDU`
    Upper,
    /// `haus`, `eHealth`
    Lower,
    /// `2024`, `9,4`, `10.` (an ordinal keeps its dot)
    Number,
    /// `(`, `„`, `–`
    Sign,
}

impl Token {
    /// Whether the token is a word or a number, not a sign.
    pub fn is_word(&self) -> bool {
        self.shape != Shape::Sign
    }

    /// Whether it begins with a capital letter.
    pub fn is_capitalized(&self) -> bool {
        matches!(self.shape, Shape::Capitalized | Shape::Upper)
    }
}

/// Abbreviations that keep their dot and do not end a sentence. Lower case, without the dot.
const ABBREVIATIONS: &[&str] = &[
    "dr", "prof", "dipl", "ing", "med", "jur", "rer", "nat", "phil", "pol", "oec", "h", "c", "habil", "mag", "st", "stv", "stellv", "z",
    "b", "u", "a", "d", "i", "o", "s", "v", "e", "bzw", "ca", "etc", "evtl", "ggf", "inkl", "max", "min", "mio", "mrd", "nr", "str", "usw",
    "vgl", "zzgl", "abs", "bd", "co", "inc", "ltd", "corp", "jan", "febr", "feb", "aug", "sept", "okt", "nov", "dez", "abt", "geb", "gest",
    "hrsg", "jh", "jhd", "sog", "tel", "univ", "insb", "bspw", "rd", "l", "r", "f", "ff", "m", "no", "dt", "min.dir", "minist", "parl",
    "hl",
];

/// Abbreviations of which the last stands at a sentence's end as often as not: the dot stays, the sentence may end.
const MAY_END: &[&str] = &["usw", "etc", "ff", "f", "co", "inc", "ltd", "corp", "v", "c", "mio", "mrd", "str", "a", "l", "r"];

/// Splits the whole text.
pub fn tokenize(text: &str) -> Vec<Token> {
    tokenize_range(text, 0..text.len())
}

/// Splits a part of the text; ranges still count from the start of the text. Linear in the part's length.
///
/// # Panics
/// If the range does not lie on character boundaries of the text.
pub fn tokenize_range(text: &str, part: Range<usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = part.start;
    let (mut space, mut newlines) = (true, 0u8);
    while at < part.end {
        let rest = &text[at..part.end];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || is_ignorable(c) {
            space = space || c.is_whitespace();
            newlines = newlines.saturating_add(u8::from(c == '\n'));
            at += c.len_utf8();
            continue;
        }
        let length = match c {
            _ if c.is_alphabetic() => word_length(rest),
            _ if c.is_ascii_digit() => number_length(rest),
            _ if rest.starts_with("...") => 3,
            _ => c.len_utf8(),
        };
        let raw = &rest[..length];
        tokens.push(Token {
            range: at..at + length,
            shape: shape(raw),
            norm: normal_form(raw).into_owned(),
            space_before: space,
            newlines_before: newlines,
        });
        at += length;
        (space, newlines) = (false, 0);
    }
    tokens
}

/// Characters that no reader sees: soft hyphen, zero-width spaces and joiners, byte order mark.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_ignorable(c) || unicode_normalization::char::is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`' | 'ʼ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Bytes of the word at the start of `rest`.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if is_word_char(c) {
            end = i + c.len_utf8();
            continue;
        }
        let next = chars.peek().map(|&(_, c)| c);
        let next_is_word = next.is_some_and(|c| c.is_alphanumeric());
        // "Baden-Württemberg", "KI-Strategie"; a hyphen at the end stays with its word: "Wirtschafts- und"
        if is_hyphen(c) && (next_is_word || next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '/' | ')'))) {
            end = i + c.len_utf8();
            if next_is_word {
                continue;
            }
            match broken_at_line_end(&rest[end..]) {
                // the word goes on in the next line
                Some(skip) => {
                    let target = end + skip;
                    while chars.peek().is_some_and(|&(j, _)| j < target) {
                        chars.next();
                    }
                    continue;
                }
                None => break,
            }
        }
        // "Governor's", "Ze'ev", "d'Etat", but not a closing quote
        if is_apostrophe(c) && next_is_word && !matches!(c, '`' | '‘') {
            continue;
        }
        // "Rheinland/Pfalz" is three tokens; "Staatskanzlei.SH" and "sachsen.de" one; "&" joins in "1&1", "R&D"
        if (c == '.' || c == '&') && next_is_word && end > 0 {
            let before = rest[..i].chars().next_back();
            let after = next;
            let inner_dot = c == '.'
                && after.is_some_and(|a| a.is_lowercase() || a.is_uppercase())
                && before.is_some_and(|b| b.is_lowercase() || b.is_ascii_digit());
            let initials = c == '.'
                && before.is_some_and(char::is_uppercase)
                && after.is_some_and(char::is_uppercase)
                && is_single_letters(&rest[..i]);
            // "e.V.", "h.c.", "z.B.": abbreviations written together stay apart tokens
            let abbreviation = c == '.' && is_abbreviation(&rest[..i]);
            if c == '&' || ((inner_dot || initials || is_brand_dot(&rest[..i], &rest[i + 1..])) && !abbreviation) {
                continue;
            }
        }
        if c == '.' && (is_abbreviation(&rest[..i]) || is_initial(&rest[..i])) {
            end = i + 1;
        }
        break;
    }
    end
}

/// After a hyphen at a line's end: the bytes up to the continuation of the word, if it goes on there.
///
/// A lower-case letter after the line end continues the word, unless it is one of the words that follow a suspended
/// hyphen (`Wirtschafts-\nund Innenministerium`). A capital one continues a compound that is written with a hyphen
/// anyway (`Bund-Länder-\nVereinbarung`).
fn broken_at_line_end(rest: &str) -> Option<usize> {
    let newline = rest.find('\n')?;
    if !rest[..newline].trim().is_empty() {
        return None;
    }
    let after = &rest[newline + 1..];
    let indent = after.len() - after.trim_start_matches([' ', '\t', '\r']).len();
    let word: String = after[indent..].chars().take_while(|c| c.is_alphanumeric()).collect();
    if word.is_empty() || matches!(word.as_str(), "und" | "oder" | "bzw" | "sowie" | "bis" | "als" | "wie" | "noch") {
        return None;
    }
    Some(newline + 1 + indent)
}

/// `CERT.at`, `IT.NRW`: capitals, and behind the dot a domain or a name. A full stop has a space behind it.
fn is_brand_dot(before: &str, after: &str) -> bool {
    const DOMAINS: [&str; 10] = ["at", "de", "ch", "eu", "org", "com", "net", "io", "ai", "lu"];
    let next: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    let capitals = before.chars().count() >= 2 && before.chars().all(char::is_uppercase);
    capitals && (DOMAINS.contains(&next.as_str()) || next.chars().count() >= 3 && next.starts_with(char::is_uppercase))
}

fn is_single_letters(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() <= 1)
}

/// `J.` in `John J. Smith`
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Whether a token that ends in a dot may also end a sentence.
pub(super) fn may_end_sentence(norm: &str) -> bool {
    norm.strip_suffix('.').is_some_and(|w| MAY_END.contains(&w.to_lowercase().as_str()))
}

/// In German and Austrian.
pub(crate) const MONTHS: [&str; 13] =
    ["Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

/// Bytes of the number at the start of `rest`: `2024`, `9,4`, `2.100`, `335 000`, `5G`, `1&1`, `20/12580`, `10.`
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    loop {
        let separator = rest[end..].chars().next();
        let Some(c) = separator else { break };
        let after = end + c.len_utf8();
        let group = if after <= bytes.len() { digits(after) } else { 0 };
        let is_group = match c {
            ',' => group > 0,
            '.' => group == 3 && bytes.get(after + 3).is_none_or(|b| *b != b'.'),
            '\u{202F}' | '\u{A0}' => group == 3,
            _ => false,
        };
        if !is_group {
            break;
        }
        end = after + group;
    }
    // letters or joined signs make it a word: "5G", "1&1", "50Hertz", "2025-er"
    if rest[end..].starts_with('&') && digits(end + 1) > 0 {
        return end + 1 + digits(end + 1);
    }
    if rest[end..].chars().next().is_some_and(char::is_alphabetic) {
        return end + word_length(&rest[end..]);
    }
    // an ordinal: "3. März", "23." before a space and a word; a four-digit number before a dot is a year at a sentence's end
    if end <= 2 && rest[end..].starts_with('.') {
        let after = rest[end + 1..].trim_start_matches([' ', '\u{A0}', '\u{202F}']);
        let glued_digits = rest[end + 1..].starts_with(|c: char| c.is_ascii_digit());
        // At a line's end a number may be the last of its sentence; before a month it is a day.
        let is_day =
            || after.strip_prefix("\r\n").or(after.strip_prefix('\n')).is_some_and(|next| MONTHS.iter().any(|m| next.starts_with(m)));
        if glued_digits || is_day() || after.starts_with(|c: char| c.is_alphabetic() || c.is_ascii_digit()) {
            return end + 1;
        }
    }
    end
}

fn shape(raw: &str) -> Shape {
    let Some(first) = raw.chars().next() else { return Shape::Sign };
    if first.is_ascii_digit() {
        return if raw.chars().any(char::is_uppercase) { Shape::Capitalized } else { Shape::Number };
    }
    if !first.is_alphabetic() {
        return Shape::Sign;
    }
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && raw.chars().all(|c| !c.is_lowercase()) {
        Shape::Upper
    } else if first.is_uppercase() {
        Shape::Capitalized
    } else {
        Shape::Lower
    }
}

/// Joins words broken at a line end, drops invisible characters, makes apostrophes and hyphens plain.
fn normal_form(raw: &str) -> Cow<'_, str> {
    if raw
        .chars()
        .all(|c| !is_ignorable(c) && c != '\n' && !is_apostrophe(c) && !matches!(c, '\u{2010}' | '\u{2011}' | '\u{A0}' | '\u{202F}'))
    {
        return Cow::Borrowed(raw);
    }
    let mut norm = String::with_capacity(raw.len());
    let mut lines = raw.split('\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.trim();
        let line: String = line
            .chars()
            .filter(|&c| !is_ignorable(c))
            .map(|c| match c {
                _ if is_apostrophe(c) => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                '\u{A0}' | '\u{202F}' => ' ',
                _ => c,
            })
            .collect();
        let continues_in_lower_case = lines.peek().is_some_and(|next| next.trim_start().starts_with(|c: char| c.is_lowercase()));
        norm.push_str(if continues_in_lower_case { line.trim_end_matches('-') } else { &line });
    }
    Cow::Owned(norm)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norms(text: &str) -> Vec<String> {
        tokenize(text).into_iter().map(|t| t.norm).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(norms(text), expected, "tokens of {text:?}");
    }

    #[test]
    fn words_and_signs() {
        check("Das BSI (Bonn) und „Baden-Württemberg“.", &["Das", "BSI", "(", "Bonn", ")", "und", "„", "Baden-Württemberg", "“", "."]);
        check("Wirtschafts- und Innenministerium", &["Wirtschafts-", "und", "Innenministerium"]);
        check("CIO/CDO, Ze'ev Governor’s", &["CIO", "/", "CDO", ",", "Ze'ev", "Governor's"]);
        check("1&1 und 5G", &["1&1", "und", "5G"]);
    }

    #[test]
    fn words_broken_at_line_ends_are_joined() {
        check("der Ministerpräsi-\ndent Wüst", &["der", "Ministerpräsident", "Wüst"]);
        check("Bund-Länder-\nVereinbarung", &["Bund-Länder-Vereinbarung"]);
        check("am 21.\nMai 2019", &["am", "21.", "Mai", "2019"]);
        check("Es waren 21.\nDie Räte", &["Es", "waren", "21", ".", "Die", "Räte"]);
        check("Wirtschafts-\nund Innenministerium", &["Wirtschafts-", "und", "Innenministerium"]);
        check("Koope\u{AD}ration", &["Kooperation"]);
    }

    #[test]
    fn dots_that_end_nothing() {
        check("Prof. Dr. h. c. Meier", &["Prof.", "Dr.", "h.", "c.", "Meier"]);
        check("Dr. h.c. Meier", &["Dr.", "h.", "c.", "Meier"]);
        check("am 3. März 2023.", &["am", "3.", "März", "2023", "."]);
        check("[23.5.2019]", &["[", "23.", "5.", "2019", "]"]);
        check("07.10.2022, 00:00", &["07.", "10.", "2022", ",", "00", ":", "00"]);
        check("Städtebund e. V., der", &["Städtebund", "e.", "V.", ",", "der"]);
        check("rund 2.100 Stellen, 9,4 Millionen", &["rund", "2.100", "Stellen", ",", "9,4", "Millionen"]);
    }

    #[test]
    fn ranges_cover_the_words() {
        let text = "Die Ver-\neinbarung – für „Köln“";
        for token in tokenize(text) {
            let raw = &text[token.range.clone()];
            assert!(!raw.is_empty() && raw.trim() == raw, "{raw:?}");
        }
    }
}
