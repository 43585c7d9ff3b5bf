//! Files into clean documents: which words of a file are the article, and which are only printed around it.
//!
//! A press release that was saved from the web carries more than its text: teasers of other news, newsletter boxes,
//! share bars, picture credits. A name in a teaser is no fact of the article, so every block of the text gets a
//! [`BlockKind`], and nothing is ever read from [`BlockKind::Clutter`]. Nothing is thrown away from a plain text
//! either: the clutter stays in [`Document::text`], marked, so that offsets are those of the file that the user knows.
//!
//! What happens, in order:
//! - [`find_inputs`] walks the folders; [`contents`] opens the files, tells what they are (`format`) and takes those apart that
//!   hold many documents (`collection`)
//! - [`Content::read`] decodes a document (`decode`) and takes it apart (`html`, `mail`, `office`, `pdf`) or cuts a plain
//!   text into lines and paragraphs (`lines`), tells the article from the clutter (`clean`, by the wordings in `wording`),
//!   finds headline, author and date of publication (`head`, `date`), and asks which language it is in (`language`)
//! - what is too large, too deep or too slow is not read: [`Limits`]
//!
//! Words: a *block* is a paragraph, a heading or a list item; a *section* is a run of clutter under a heading of its
//! own ("Weitere Meldungen"); the *head* is what stands above the first paragraph of running text.

mod clean;
mod collection;
mod date;
mod decode;
mod format;
mod head;
mod html;
mod input;
mod language;
mod limits;
mod lines;
mod mail;
mod office;
mod pdf;
mod wording;

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::checksum;
use crate::facts::{DateSource, Published};
use crate::text::squeeze;
pub use collection::contents;
pub use format::FORMATS;
pub use input::{Input, SkipReason, Skipped, absolute, find_inputs};
pub use limits::Limits;
pub use pdf::{WORKER as PDF_WORKER, worker as pdf_worker};

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
    /// The address that an HTML page gives as its own, or that a feed or a table gives.
    pub url: Option<String>,
    /// From the byline, else from the metadata.
    pub author: Option<String>,
    /// Who published it: the name of a site, a feed, the sender of a mail, a column.
    pub outlet: Option<String>,
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

/// A text, the blocks of it, and what is said of it beside.
#[derive(Debug)]
struct Page {
    text: String,
    raw: Vec<RawBlock>,
    metadata: Metadata,
}

/// What a page, a mail or a table says of a document beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Metadata {
    headline: Option<String>,
    published: Option<(Date, DateSource)>,
    url: Option<String>,
    author: Option<String>,
    outlet: Option<String>,
}

impl Metadata {
    /// SHA-256 of a text and of all that is said of it: two records are the same document if they say the same, not only if
    /// their texts are.
    fn checksum(&self, text: &[u8]) -> String {
        if *self == Self::default() {
            return checksum::of(text);
        }
        let date = self.published.map(|(date, _)| date.to_string());
        let said = [&self.headline, &date, &self.url, &self.author, &self.outlet];
        let said = said.into_iter().map(|one| one.as_deref().unwrap_or_default().as_bytes());
        checksum::of_parts(said.chain([text]))
    }

    /// This, and what it does not say from `other`.
    fn or(self, other: Self) -> Self {
        Self {
            headline: self.headline.or(other.headline),
            published: self.published.or(other.published),
            url: self.url.or(other.url),
            author: self.author.or(other.author),
            outlet: self.outlet.or(other.outlet),
        }
    }
}

/// How the bytes of a document are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Html,
    Mail,
    Pdf,
    /// The XML of a Word or OpenDocument text.
    Office,
}

/// A document's bytes, before anybody has looked what they say.
#[derive(Debug)]
pub struct Content {
    /// Its name in the graph: see [`Document::file`].
    pub file: String,
    /// Where it lies: the absolute path, with the names of members behind that of their file.
    pub path: String,
    /// The absolute path of the file that it is a member of.
    pub container: Option<String>,
    /// SHA-256 of the bytes in lower-case hexadecimal digits; of a record, of all that it says.
    pub sha256: String,
    bytes: Vec<u8>,
    kind: Kind,
    /// What the collection says of it.
    given: Metadata,
}

impl Content {
    /// A plain text that is no file; `file` is its name in the graph.
    pub fn plain(file: &str, bytes: &[u8]) -> Self {
        let (sha256, bytes) = (checksum::of(bytes), bytes.to_owned());
        Self { file: file.to_owned(), path: String::new(), container: None, sha256, bytes, kind: Kind::Plain, given: Metadata::default() }
    }

    /// Bytes in memory.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Reads the document.
    ///
    /// # Errors
    /// [`Skipped`] where it is no text, holds no article, is damaged, or is in another language.
    pub fn read(&self, limits: &Limits) -> Result<Document, Skipped> {
        self.document(limits).map_err(|reason| Skipped { file: self.file.clone(), reason })
    }

    fn document(&self, limits: &Limits) -> Result<Document, SkipReason> {
        let decode = || decode::decode(&self.bytes, self.kind == Kind::Html);
        let page = match self.kind {
            Kind::Plain => plain(&decode()?),
            Kind::Html => html::extract(&decode()?)?,
            Kind::Mail => mail::extract(&self.bytes)?,
            Kind::Pdf => pdf::extract(&self.bytes, limits)?,
            Kind::Office => office::extract(&self.bytes)?,
        };
        let page = page.with_headline(self.given.headline.as_deref());
        let Page { text, raw, metadata } = page;
        let document = assemble(&self.file, self.sha256.clone(), text, &raw, metadata.or(self.given.clone()));
        let article = || document.blocks.iter().filter(|b| b.kind != BlockKind::Clutter).map(|b| &document.text[b.range.clone()]);
        if article().next().is_none() {
            return Err(SkipReason::Empty);
        }
        let foreign = if limits.any_language { None } else { language::foreign(article()) };
        foreign.map_or(Ok(document), |language| Err(SkipReason::NotGerman(language)))
    }
}

impl Page {
    /// With a headline that was told apart from the text, unless the text has it.
    fn with_headline(mut self, headline: Option<&str>) -> Self {
        let Some(headline) = headline.map(|words| words.nfc().collect::<String>()) else { return self };
        let opening: String = self.text.chars().take(2 * headline.chars().count() + 400).collect();
        if squeeze(&opening).contains(&headline) {
            return self;
        }
        let shift = headline.len() + 2;
        self.text = format!("{headline}\n\n{}", self.text);
        for block in &mut self.raw {
            block.range = block.range.start + shift..block.range.end + shift;
            // One that the page has beside is a heading in it.
            block.hint = block.hint.filter(|hint| *hint != BlockKind::Headline);
        }
        if let Some(first) = self.raw.first_mut() {
            first.gap_before = true;
        }
        self.raw.insert(0, RawBlock { range: 0..headline.len(), hint: Some(BlockKind::Headline), gap_before: false });
        self
    }
}

/// Reads a plain text that is no file; `file` is its name in the graph.
///
/// # Errors
/// [`Skipped`] where it is no text, holds no article, or is in another language.
pub fn read_text(file: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Skipped> {
    Content::plain(file, bytes).read(limits)
}

fn plain(decoded: &str) -> Page {
    let text = decode::unify_line_ends(decoded);
    // nearly every text is in this form already, and to look is faster than to make it anew
    let text = if is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect::<String>() };
    Page { raw: lines::blocks(&text), text, metadata: Metadata::default() }
}

/// Puts the document together from its text, the blocks of it and what the page said about itself.
fn assemble(file: &str, sha256: String, text: String, raw: &[RawBlock], metadata: Metadata) -> Document {
    let blocks = clean::classify(&text, raw);
    let date_in_text = head::published(&text, &blocks).map(|d| (d, DateSource::DateLine));
    let date_in_name = date::in_file_name(file).map(|d| (d, DateSource::FileName));
    let published = [metadata.published, date_in_text, date_in_name].into_iter().flatten().min_by_key(|(_, source)| *source);
    Document {
        file: file.to_owned(),
        sha256,
        headline: metadata.headline.or_else(|| head::headline(&text, &blocks)),
        published: published.map(|(date, source)| Published { date: date.to_string(), source }),
        url: metadata.url,
        author: head::author(&text, &blocks).or(metadata.author),
        outlet: metadata.outlet,
        text,
        blocks,
    }
}

/// Compiles what is needed to clean a text, so that it can be done beside other work. Whoever does not call it waits for it at
/// the first text.
pub fn get_ready() {
    wording::get_ready();
    let _ = date::line("Kiel, 3. Mai 2021");
}

#[cfg(test)]
mod tests;
