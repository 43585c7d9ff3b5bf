//! Text into tokens and sentences.
//!
//! A [`Token`] keeps its place in the stored text as a byte range and its *normal form* beside it: soft hyphens
//! removed, words that were broken at a line end joined, apostrophes and spaces made plain. Matching sees normal
//! forms only; offsets always come from the stored text, so nothing that normalization does can shift them.

mod phrases;
mod sentence;
mod token;

pub use phrases::find_phrases;
pub use sentence::{MAX_SENTENCE, Sentence, sentences};
pub(crate) use token::MONTHS;
pub use token::{Shape, Token, tokenize, tokenize_range};

/// The text with every run of white space as one space.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Converts byte offsets of a text into offsets in Unicode code points.
///
/// Building is linear in the text, a look-up constant.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Code points before each 64-byte block of the text.
    blocks: Vec<u32>,
    bytes: Vec<u8>,
}

impl CodePoints {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes().to_vec();
        let mut blocks = Vec::with_capacity(bytes.len() / 64 + 1);
        let mut count = 0;
        for chunk in bytes.chunks(64) {
            blocks.push(count);
            count += code_points(chunk);
        }
        blocks.push(count);
        Self { blocks, bytes }
    }

    /// Number of code points before the byte offset `byte`, which must lie on a character boundary.
    ///
    /// # Panics
    /// If `byte` is greater than the length of the text.
    pub fn at(&self, byte: usize) -> u32 {
        let block = byte / 64;
        self.blocks[block] + code_points(&self.bytes[block * 64..byte])
    }
}

/// Bytes that begin a code point in UTF-8.
fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::CodePoints;

    #[test]
    fn code_points_are_counted_not_bytes() {
        let text = "Präsidentin – „Große Straße“ 😀 ".repeat(20);
        let index = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(byte), n as u32);
        }
        assert_eq!(index.at(text.len()), text.chars().count() as u32);
    }
}
