//! Word (DOCX) and OpenDocument texts (ODT): zip archives with the text as XML in them.

use std::io::{Read, Seek};

use roxmltree::{Document as Xml, Node, ParsingOptions};
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;

use super::input::{self, SkipReason};
use super::{BlockKind, Metadata, Page, RawBlock, squeeze};

/// Where the text of a DOCX and of an ODT lies.
const WORD: &str = "word/document.xml";
const OPEN_DOCUMENT: &str = "content.xml";
/// What an ODT calls itself, in a member of this name.
const KIND: &str = "mimetype";
const KIND_OF_TEXT: &str = "application/vnd.oasis.opendocument.text";

/// The XML of a text that an archive holds, if it is one of these documents; its root tells which.
///
/// # Errors
/// If it is one and cannot be unpacked, or its text is larger than `limit` bytes.
pub(super) fn find<R: Read + Seek>(archive: &mut ZipArchive<R>, limit: u64) -> Result<Option<Vec<u8>>, SkipReason> {
    let kind = member(archive, KIND, 200)?;
    if kind.is_some_and(|kind| kind.trim_ascii().starts_with(KIND_OF_TEXT.as_bytes())) {
        return member(archive, OPEN_DOCUMENT, limit);
    }
    member(archive, WORD, limit)
}

fn member<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str, limit: u64) -> Result<Option<Vec<u8>>, SkipReason> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let mut file = archive.by_index(index).map_err(|e| SkipReason::Damaged(format!("{name} broken in it ({e})")))?;
    input::read_all(&mut file, limit).map(Some)
}

/// The paragraphs of the text, headings as what they are. Linear in its size.
pub(super) fn extract(xml: &[u8]) -> Result<Page, SkipReason> {
    let damaged = |reason: String| SkipReason::Damaged(format!("broken XML in it ({reason})"));
    let xml = std::str::from_utf8(xml).map_err(|e| damaged(e.to_string()))?;
    // No document type: nothing can be defined that grows when it is used.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: u32::MAX, ..ParsingOptions::default() };
    let xml = Xml::parse_with_options(xml, options).map_err(|e| damaged(e.to_string()))?;
    let mut page = Page { text: String::new(), raw: Vec::new(), metadata: Metadata::default() };
    for paragraph in xml.root().descendants().filter(is_paragraph) {
        let words = squeeze(&words(paragraph)).nfc().collect::<String>();
        if words.is_empty() {
            continue;
        }
        if !page.text.is_empty() {
            page.text.push_str("\n\n");
        }
        let start = page.text.len();
        page.text.push_str(&words);
        page.raw.push(RawBlock { range: start..page.text.len(), hint: kind(paragraph), gap_before: true });
    }
    Ok(page)
}

fn is_paragraph(node: &Node) -> bool {
    matches!(node.tag_name().name(), "p" | "h") && node.is_element()
}

/// The text of a paragraph without what was deleted, what is an instruction, and paragraphs in it (a box beside the text).
fn words(paragraph: Node) -> String {
    let mut words = String::new();
    let mut open: Vec<Node> = vec![paragraph];
    while let Some(node) = open.pop() {
        match node.tag_name().name() {
            "tab" | "br" | "line-break" | "cr" | "s" => words.push(' '),
            "noBreakHyphen" => words.push('-'),
            "del" | "instrText" | "delText" | "tracked-changes" | "annotation" | "note" => continue,
            _ if node.is_text() => words.push_str(node.text().unwrap_or_default()),
            _ => {}
        }
        if node == paragraph || !is_paragraph(&node) {
            let first = open.len();
            open.extend(node.children());
            open[first..].reverse();
        }
    }
    words
}

fn kind(paragraph: Node) -> Option<BlockKind> {
    let style = paragraph.descendants().find(|node| node.tag_name().name() == "pStyle");
    let style = style.unwrap_or(paragraph).attributes().find(|a| matches!(a.name(), "val" | "style-name"));
    let style = style.map(|a| a.value().to_lowercase()).unwrap_or_default();
    let is_item = paragraph.ancestors().any(|node| node.tag_name().name() == "list-item");
    match () {
        () if style == "title" || style == "titel" => Some(BlockKind::Headline),
        () if style == "subtitle" || style == "untertitel" => Some(BlockKind::Lead),
        () if is_item || paragraph.descendants().any(|node| node.tag_name().name() == "numPr") => Some(BlockKind::ListItem),
        () => None,
    }
}
