//! Bytes into text: which encoding, and whether it is text at all.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use regex::bytes::Regex;

use super::input::SkipReason;

/// How far into an HTML file its encoding may be declared, in bytes: the limit of the HTML standard.
const DECLARATION_WINDOW: usize = 1024;

/// Decodes a file: by its byte order mark, as UTF-8, as an HTML page declares it, else by a guess from the bytes.
///
/// # Errors
/// [`SkipReason::NotText`] for bytes that no text has. Linear in the length.
pub(super) fn decode(bytes: &[u8], html: bool) -> Result<String, SkipReason> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        // In every encoding without a byte order mark that is read here a zero byte means binary data.
        None if bytes.contains(&0) => return Err(SkipReason::NotText),
        None if mostly_utf8(bytes) => (UTF_8, bytes),
        None => (declared(bytes, html).unwrap_or_else(|| guess(bytes)), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if looks_binary(&text) { Err(SkipReason::NotText) } else { Ok(text.into_owned()) }
}

/// `\r\n`, `\r` and the Unicode line and paragraph separators become `\n`.
pub(super) fn unify_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], "\n")
}

/// A UTF-8 file with a few broken places is still one: reading it all as another encoding would break every umlaut.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || broken * 10 < sound
}

fn declared(bytes: &[u8], html: bool) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i-u)<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_-]+)"#).expect("a constant pattern"));
    let window = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let label = html.then(|| CHARSET.captures(window))??.get(1)?.as_bytes();
    // Bytes that are no UTF-8 are none, whatever the page says.
    Encoding::for_label(label).filter(|&e| e != UTF_8)
}

/// The encoding of a sample of a text without a byte order mark.
pub(super) fn encoding(sample: &[u8]) -> &'static Encoding {
    if mostly_utf8(sample) { UTF_8 } else { guess(sample) }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"de"), Utf8Detection::Deny);
    // The detector does not tell ISO-8859-15 from windows-1252. German text has no use for the sign `¤`, which stands
    // where ISO-8859-15 has `€`, and windows-1252 has its quotes and dashes where ISO-8859-15 has nothing.
    let euro = bytes.contains(&0xA4) && !bytes.iter().any(|b| (0x80..=0x9F).contains(b));
    if encoding == WINDOWS_1252 && euro { ISO_8859_15 } else { encoding }
}

/// Zero characters, or more than one in twenty characters a control character or undecodable.
fn looks_binary(text: &str) -> bool {
    let strange = |c: &char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')) || *c == '\u{FFFD}';
    text.contains('\0') || text.chars().filter(strange).count() * 20 > text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Die Städte Köln und Brühl unterzeichneten – für 5 € – den „Pakt“ über große Züge.";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn encodings_are_recognized() {
        let latin9 = "Der Bürgermeister übergab 30 € für die Städtepartnerschaft mit Nîmes.";
        let cases: Vec<(&str, Vec<u8>, &str)> = vec![
            ("UTF-8", TEXT.into(), TEXT),
            ("UTF-8 with BOM", [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), TEXT),
            ("UTF-16LE", utf16(TEXT, false), TEXT),
            ("UTF-16BE", utf16(TEXT, true), TEXT),
            ("windows-1252", WINDOWS_1252.encode(TEXT).0.into_owned(), TEXT),
            ("ISO-8859-15", latin9.chars().map(|c| if c == '€' { 0xA4 } else { u8::try_from(c).unwrap() }).collect(), latin9),
        ];
        for (name, bytes, text) in cases {
            assert_eq!(decode(&bytes, false).unwrap(), text, "{name}");
        }
    }

    #[test]
    fn one_broken_byte_does_not_break_the_umlauts() {
        let mut bytes = "Größe, Süden, Öl, Übung, ähnlich, Äcker, für, später, während, Köln, Fürth ".as_bytes().to_vec();
        bytes.push(0xC3);
        assert!(decode(&bytes, false).unwrap().starts_with("Größe, Süden"));
    }

    #[test]
    fn an_html_page_says_its_encoding() {
        let page = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'></head><p>\xA3\xF3d\xBC";
        assert!(decode(page, true).unwrap().ends_with("Łódź"));
    }

    #[test]
    fn binary_data_is_no_text() {
        for bytes in [&b"PK\x03\x04\0\0\0"[..], b"\x01\x02\x03\x04\x05\x06abc\x07", b"\xFF\xFE\0\0", &[0x1B; 40]] {
            assert!(matches!(decode(bytes, false), Err(SkipReason::NotText)), "{bytes:?}");
        }
        assert_eq!(decode(b"", false).unwrap(), "");
    }

    #[test]
    fn line_ends_become_newlines() {
        assert_eq!(unify_line_ends("a\r\nb\rc\u{2028}d\n"), "a\nb\nc\nd\n");
    }
}
