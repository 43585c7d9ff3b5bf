//! IRIs of the data: stable, valid whatever the text holds, and the same for the same thing.
//!
//! Two encodings are kept apart. [`segment`] takes free text (an office, a party) and is injective: different texts
//! give different segments. [`Base::iri`] takes a path that was made for IRIs already and only sees to it that
//! nothing in it can break out of one.

use std::fmt::{self, Write as _};

use oxigraph::model::NamedNode;

/// Where the IRIs of the data begin, unless the user sets another base.
pub const DEFAULT_BASE: &str = "https://w3id.org/pakt/id/";

/// Beginning of all IRIs of the data: an absolute IRI that ends with `/`, because mentions have a `#` of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

/// A text is no [`Base`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    #[error("`{iri}` is no absolute IRI ({reason}); give one such as {DEFAULT_BASE}")]
    NotAnIri { iri: String, reason: String },
    #[error("the base IRI `{0}` must end with `/`, because names are appended to it; did you mean `{0}/`?")]
    End(String),
}

impl Base {
    pub fn new(iri: &str) -> Result<Self, BaseError> {
        NamedNode::new(iri).map_err(|e| BaseError::NotAnIri { iri: iri.to_owned(), reason: e.to_string() })?;
        if iri.ends_with('/') && !iri.contains('#') { Ok(Self(iri.to_owned())) } else { Err(BaseError::End(iri.to_owned())) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The node at `path` below the base, with `/` between the segments of the path.
    ///
    /// What may not stand in the path of an IRI is percent-encoded; what is percent-encoded already stays so.
    pub fn iri(&self, path: &str) -> NamedNode {
        let mut iri = self.0.clone();
        for (n, part) in path.split('/').enumerate() {
            if n > 0 {
                iri.push('/');
            }
            push_segment(&mut iri, part, |c| c == '_' || c == '%');
        }
        NamedNode::new_unchecked(iri)
    }

    /// The graph of a document, which is also the document's own node.
    pub fn document(&self, sha256: &str) -> NamedNode {
        let digits: String = sha256.chars().take(16).collect();
        self.iri(&format!("document/{}", segment(&digits)))
    }

    /// The graph that describes entities.
    pub fn entities_graph(&self) -> NamedNode {
        self.iri("graph/entities")
    }

    /// The graph that tells what programs did when.
    pub fn runs_graph(&self) -> NamedNode {
        self.iri("graph/runs")
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Free text as one segment of a path: readable, valid in an IRI, and different for different texts.
///
/// Letters and digits of all scripts stay, a space becomes `_`, all else is percent-encoded.
pub fn segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    push_segment(&mut segment, text, |_| false);
    segment
}

fn push_segment(iri: &mut String, text: &str, also_kept: impl Fn(char) -> bool) {
    // A segment of dots alone means "here" or "one up" to whoever resolves the IRI.
    let only_dots = text.chars().all(|c| c == '.');
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let kept = match c {
            '%' => also_kept('%') && starts_with_two_hex_digits(rest.as_str()),
            '.' => !only_dots,
            '-' | '~' => true,
            _ => c.is_alphanumeric() || also_kept(c),
        };
        if kept {
            iri.push(c);
        } else if c == ' ' {
            iri.push('_');
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(iri, "%{byte:02X}"); // Writing to a String cannot fail.
            }
        }
    }
}

fn starts_with_two_hex_digits(text: &str) -> bool {
    text.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn segments_are_readable_and_safe() {
        for (text, expected) in [
            ("Innenminister", "Innenminister"),
            ("Beauftragte der Landesregierung", "Beauftragte_der_Landesregierung"),
            ("Ministerpräsident", "Ministerpräsident"),
            ("a_b", "a%5Fb"),
            ("50% <b>&\"{}|^`\\", "50%25_%3Cb%3E%26%22%7B%7D%7C%5E%60%5C"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("..", "%2E%2E"),
            ("Dr. h.c.", "Dr._h.c."),
            ("\u{202e}\u{0}\n", "%E2%80%AE%00%0A"),
        ] {
            assert_eq!(segment(text), expected, "{text:?}");
        }
    }

    #[test]
    fn different_texts_have_different_segments() {
        let texts = ["a b", "a_b", "a%20b", "a+b", "A b", "a  b", "a%5Fb"];
        assert_eq!(texts.map(segment).into_iter().collect::<BTreeSet<_>>().len(), texts.len());
    }

    #[test]
    fn paths_keep_what_was_made_for_iris() {
        let base = Base::default();
        for (path, expected) in [
            ("person/thomas-strobl", "person/thomas-strobl"),
            ("place/s%C3%BCd_west", "place/s%C3%BCd_west"),
            ("place/100%", "place/100%25"),
            ("person/../admin", "person/%2E%2E/admin"),
            ("person/x> . <y", "person/x%3E_._%3Cy"),
        ] {
            assert_eq!(base.iri(path).as_str(), format!("{DEFAULT_BASE}{expected}"));
        }
    }

    #[test]
    fn a_base_is_absolute_and_ends_open() {
        assert!(Base::new("https://example.org/id/").is_ok());
        assert!(matches!(Base::new("https://example.org/x#"), Err(BaseError::End(_))), "mentions have a # of their own");
        assert!(matches!(Base::new("https://example.org/id"), Err(BaseError::End(_))));
        assert!(matches!(Base::new("id/"), Err(BaseError::NotAnIri { .. })));
        assert!(matches!(Base::new("https://example.org/a b/"), Err(BaseError::NotAnIri { .. })));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_valid_iri(text in any::<String>()) {
            let base = Base::default();
            let of_text = base.iri(&segment(&text));
            prop_assert!(NamedNode::new(of_text.as_str()).is_ok(), "{of_text}");
            prop_assert_eq!(of_text.as_str(), format!("{DEFAULT_BASE}{}", segment(&text)), "an encoded segment stays as it is");
            prop_assert!(NamedNode::new(base.iri(&text).as_str()).is_ok());
            prop_assert!(NamedNode::new(base.document(&text).as_str()).is_ok());
        }
    }
}
