//! SHA-256 as the text that stands in facts, stores and IRIs.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Of the bytes, in lower-case hexadecimal digits.
pub(crate) fn of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Of several texts. The lengths go in as well: they keep "ab" + "c" and "a" + "bc" apart.
pub(crate) fn of_parts(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.as_ref().len() as u64).to_be_bytes());
        sha.update(part);
    }
    hex(&sha.finalize())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}"); // Writing to a String cannot fail.
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_lower_case_and_parts_are_kept_apart() {
        assert_eq!(of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(of_parts(["ab", "c"]), of_parts(["a", "bc"]));
    }
}
