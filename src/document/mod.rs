//! Files into clean documents: which words of a file are the article, and which are only printed around it.
//!
//! A press release that was saved from the web carries more than its text: teasers of other news, newsletter boxes,
//! share bars, picture credits. A name in a teaser is no fact of the article, so every block of the text gets a
//! [`BlockKind`], and nothing is ever read from [`BlockKind::Clutter`]. Nothing is thrown away from a plain text
//! either: the clutter stays in [`Document::text`], marked, so that offsets are those of the file that the user knows.
//!
//! What happens, in order: [`find_inputs`] walks the folders; [`load`] gives a file's bytes; [`Content::read`] decodes them (`decode`), takes an HTML page
//! apart (`html`) or cuts a plain text into lines and paragraphs (`lines`), tells the article from the clutter
//! (`clean`, by the wordings in `wording`), and finds headline, author and date of publication (`head`, `date`).
//!
//! Words: a *block* is a paragraph, a heading or a list item; a *section* is a run of clutter under a heading of its
//! own ("Weitere Meldungen"); the *head* is what stands above the first paragraph of running text.

mod clean;
mod date;
mod decode;
mod head;
mod html;
mod input;
mod lines;
mod wording;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::checksum;
use crate::facts::{DateSource, Published};
pub use input::{Input, MAX_BYTES, SkipReason, Skipped, find_inputs};

/// Names the code that makes documents of files: see `build.rs`. Another version may make something else of the same file.
pub const CLEANER: &str = env!("PAKT_CLEANING");

/// A file that was read, with its article told from the clutter around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The path as given, or as found below a folder that was given, with `/` between components.
    pub file: String,
    /// SHA-256 of the file's bytes in lower-case hexadecimal digits.
    pub sha256: String,
    pub headline: Option<String>,
    pub published: Option<Published>,
    /// The address that an HTML page gives as its own.
    pub url: Option<String>,
    /// From the byline, else from the metadata.
    pub author: Option<String>,
    /// In Unicode NFC with `\n` as line end. Of a plain text everything, clutter included; of an HTML page the blocks of
    /// its article, an empty line between them.
    pub text: String,
    /// Sorted, without overlap, as byte ranges of `text`. Every line that is not blank belongs to exactly one.
    pub blocks: Vec<Block>,
}

/// A stretch of the text that belongs together: a paragraph, a heading, a list item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Bytes of [`Document::text`]; no white space at either end.
    pub range: Range<usize>,
    pub kind: BlockKind,
}

/// What a block is within its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// The short line above the headline: a topic, `PRESSEMITTEILUNG`.
    Kicker,
    Headline,
    /// Subtitle or opening summary.
    Lead,
    /// `Von Anna Beispiel`
    Byline,
    /// A line that is only a date, a time, a source.
    DateLine,
    /// Running text and the headings inside it.
    Paragraph,
    ListItem,
    /// Words about a picture.
    Caption,
    /// Not part of the article: no fact is read from it.
    Clutter,
}

/// A block before it is known what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RawBlock {
    range: Range<usize>,
    /// What the markup says; a plain text says nothing.
    hint: Option<BlockKind>,
    /// Whether an empty line (or a block border of HTML) stands before it.
    gap_before: bool,
}

/// What an HTML page says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Metadata {
    headline: Option<String>,
    published: Option<jiff::civil::Date>,
    url: Option<String>,
    author: Option<String>,
}

/// A file's bytes, before anybody has looked what they say.
#[derive(Debug)]
pub struct Content {
    /// SHA-256 of the bytes in lower-case hexadecimal digits.
    pub sha256: String,
    bytes: Vec<u8>,
    format: input::Format,
}

/// Loads one file.
///
/// # Errors
/// [`Skipped`] with the reason where the file cannot be read, or is too large.
pub fn load(input: &Input) -> Result<Content, Skipped> {
    let skip = |reason| Skipped { file: input.file.clone(), reason };
    let format = input::Format::of(&input.path).map_err(skip)?;
    let bytes = input::load(&input.path).map_err(skip)?;
    Ok(Content { sha256: checksum::of(&bytes), bytes, format })
}

impl Content {
    /// Reads the document; `file` is its name in the graph.
    ///
    /// # Errors
    /// [`Skipped`] where it is no text, or holds no article.
    pub fn read(&self, file: &str) -> Result<Document, Skipped> {
        let document = read_bytes(file, &self.sha256, &self.bytes, self.format);
        document.map_err(|reason| Skipped { file: file.to_owned(), reason })
    }
}

/// Loads and reads one file.
///
/// # Errors
/// [`Skipped`] with the reason where the file cannot be read, is no text, is too large, or holds no article.
pub fn read(input: &Input) -> Result<Document, Skipped> {
    load(input)?.read(&input.file)
}

/// Reads a plain text that is no file; `file` is its name in the graph.
///
/// # Errors
/// [`Skipped`] where it is no text or holds no article.
pub fn read_text(file: &str, bytes: &[u8]) -> Result<Document, Skipped> {
    Content { sha256: checksum::of(bytes), bytes: bytes.to_owned(), format: input::Format::Plain }.read(file)
}

fn read_bytes(file: &str, sha256: &str, bytes: &[u8], format: input::Format) -> Result<Document, SkipReason> {
    let decoded = decode::decode(bytes, format == input::Format::Html)?;
    let (text, raw, metadata) = match format {
        input::Format::Plain => {
            let text = decode::unify_line_ends(&decoded).nfc().collect::<String>();
            let raw = lines::blocks(&text);
            (text, raw, Metadata::default())
        }
        input::Format::Html => html::extract(&decoded),
    };
    let document = assemble(file, sha256.to_owned(), text, &raw, metadata);
    if document.blocks.iter().all(|b| b.kind == BlockKind::Clutter) { Err(SkipReason::Empty) } else { Ok(document) }
}

/// Puts the document together from its text, the blocks of it and what the page said about itself.
fn assemble(file: &str, sha256: String, text: String, raw: &[RawBlock], metadata: Metadata) -> Document {
    let blocks = clean::classify(&text, raw);
    let date_in_text = || head::published(&text, &blocks).map(|d| (d, DateSource::DateLine));
    let date_in_name = || date::in_file_name(file).map(|d| (d, DateSource::FileName));
    let published = metadata.published.map(|d| (d, DateSource::Metadata)).or_else(date_in_text).or_else(date_in_name);
    Document {
        file: file.to_owned(),
        sha256,
        headline: metadata.headline.or_else(|| head::headline(&text, &blocks)),
        published: published.map(|(date, source)| Published { date: date.to_string(), source }),
        url: metadata.url,
        author: head::author(&text, &blocks).or(metadata.author),
        text,
        blocks,
    }
}

/// The text with every run of white space as one space.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
