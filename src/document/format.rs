//! What a file is: by its first bytes, and by its name where the bytes leave it open.

use encoding_rs::Encoding;

use super::input::SkipReason;

/// First bytes that are looked at.
pub(super) const HEAD: usize = 8 << 10;

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Html,
    Pdf,
    Mail,
    /// Word and OpenDocument texts lie in one too; only its table of contents tells.
    Zip,
    Gzip,
    Feed,
    /// A JSON object a line, or an array of objects.
    Json,
    /// Comma-separated values, or with another separator.
    Table,
}

/// Endings of plain texts. What looks like one and is called otherwise may be a program or a list of something.
const PLAIN: &[&str] = &["txt", "text", "md", "markdown", "asc"];
const HTML: &[&str] = &["html", "htm", "xhtml"];
const JSON: &[&str] = &["json", "jsonl", "ndjson"];
const TABLE: &[&str] = &["csv", "tsv"];
const MAIL: &[&str] = &["eml", "mht", "mhtml"];
/// Endings of files that are told by their bytes.
const BY_BYTES: &[&str] = &["pdf", "docx", "docm", "dotx", "odt", "ott", "zip", "gz", "rss", "atom", "xml"];

/// For messages: what is read.
pub const FORMATS: &str = "text, Markdown, HTML, PDF, DOCX, ODT, EML, RSS, Atom, JSON Lines, JSON, CSV, or .zip and .gz of them";

impl Format {
    /// The format of a file with this ending, in lower case, and these first bytes.
    ///
    /// # Errors
    /// [`SkipReason::UnknownFormat`]
    pub fn of(extension: Option<&str>, head: &[u8]) -> Result<Self, SkipReason> {
        let is = |list: &[&str]| extension.is_some_and(|extension| list.contains(&extension));
        if let Some(format) = by_signature(head) {
            return Ok(format);
        }
        let text = start_of_text(head);
        match () {
            () if is(MAIL) => Ok(Self::Mail),
            () if is_feed(&text) => Ok(Self::Feed),
            () if is(HTML) || is_html(&text) => Ok(Self::Html),
            () if is(JSON) => Ok(Self::Json),
            () if is(TABLE) => Ok(Self::Table),
            () if is_mail(&text) => Ok(Self::Mail),
            () if is(PLAIN) => Ok(Self::Plain),
            // An ending that promises another format, and nothing of that.
            () if is(BY_BYTES) && extension != Some("xml") => Err(SkipReason::Damaged(what(extension))),
            () => Err(SkipReason::UnknownFormat(extension.map(str::to_owned))),
        }
    }

    /// Whether files of this name are read whatever is in them, so that they need not be opened to know.
    pub fn is_known(extension: &str) -> bool {
        [PLAIN, HTML, JSON, TABLE, MAIL, BY_BYTES].iter().any(|list| list.contains(&extension))
    }
}

fn what(extension: Option<&str>) -> String {
    format!("no {} file", extension.unwrap_or_default().to_uppercase())
}

fn by_signature(head: &[u8]) -> Option<Format> {
    // The signature of a PDF may stand behind some other bytes.
    if head[..head.len().min(1024)].windows(5).any(|bytes| bytes == b"%PDF-") {
        return Some(Format::Pdf);
    }
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Format::Zip),
        [0x1F, 0x8B, ..] => Some(Format::Gzip),
        _ => None,
    }
}

/// In lower case, without what a reader does not see. A character that the cut broke does not matter.
fn start_of_text(head: &[u8]) -> String {
    let text = match Encoding::for_bom(head) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&head[length..]).0,
        None => String::from_utf8_lossy(head),
    };
    text.trim_start().to_lowercase()
}

fn is_html(text: &str) -> bool {
    let text = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest.trim_start());
    let text = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")).map_or(text, |(_, rest)| rest.trim_start());
    text.starts_with("<!doctype html") || text.starts_with("<html")
}

fn is_feed(text: &str) -> bool {
    let opens = |name: &str| text.match_indices(name).any(|(at, _)| text[at + name.len()..].starts_with([' ', '>', '\n', '\r', '\t']));
    text.starts_with('<') && !is_html(text) && ["<rss", "<feed", "<rdf:rdf"].into_iter().any(opens)
}

/// Two of the fields that every mail has at its top, and nothing but fields above the first empty line.
fn is_mail(text: &str) -> bool {
    const FIELDS: &[&str] = &["from", "date", "subject", "message-id", "mime-version", "received", "return-path", "delivered-to"];
    let mut known = 0;
    for line in text.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        known += usize::from(FIELDS.contains(&name));
    }
    known >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_more_than_names() {
        use Format::*;
        for (extension, head, expected) in [
            ("txt", "Ein Text.", Some(Plain)),
            ("txt", "<!DOCTYPE html><p>", Some(Html)),
            ("txt", "%PDF-1.7", Some(Pdf)),
            ("html", "PK\u{3}\u{4}", Some(Zip)),
            ("dat", "\u{feff}<?xml version='1.0'?>\n<!-- x --><html>", Some(Html)),
            ("", "<?xml version='1.0'?><rss version='2.0'>", Some(Feed)),
            ("xml", "<?xml version='1.0'?><rssfeeds>", None),
            ("", "From: a@b.example\nSubject: Pakt\n\nText", Some(Mail)),
            ("txt", "Received: from a\n\tby b\nDate: x\n\nText", Some(Mail)),
            // A text that opens with a date and a colon is no mail.
            ("txt", "Date: heute\nHier: der Text beginnt.\n", Some(Plain)),
            ("jsonl", "{\"text\": 1}", Some(Json)),
            ("tsv", "text\tdate", Some(Table)),
            ("", "Ein Text.", None),
            ("py", "import os", None),
        ] {
            let extension = Some(extension).filter(|extension| !extension.is_empty());
            assert_eq!(Format::of(extension, head.as_bytes()).ok(), expected, "{extension:?} {head}");
        }
        assert!(matches!(Format::of(Some("pdf"), b"Nichts"), Err(SkipReason::Damaged(_))));
    }
}
