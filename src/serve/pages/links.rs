//! Addresses of pages.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What would end a path, or a relative address, or the attribute that it stands in. `%` stays: paths of IRIs are encoded.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}').add(b'\\').add(b'\'');

/// The page of a node, by its path below the base of the graph.
pub fn node(path: &str) -> String {
    // Two slashes at the beginning would lead to another host.
    match path.strip_prefix('/') {
        Some(rest) => format!("/%2F{}", utf8_percent_encode(rest, UNSAFE)),
        None => format!("/{}", utf8_percent_encode(path, UNSAFE)),
    }
}

pub fn topic(name: &str) -> String {
    node(&format!("topic/{name}"))
}

/// A page with parameters; without those that have no value.
pub fn with<'a>(path: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let given = parameters.into_iter().filter(|(_, value)| !value.is_empty());
    let query = Serializer::new(String::new()).extend_pairs(given).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Whether an address from a document can be led to: of the web, and nothing that a browser would run.
pub fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_safe_whatever_the_path_holds() {
        for (path, expected) in [
            ("person/ada-berg", "/person/ada-berg"),
            ("party/GRÜNE", "/party/GR%C3%9CNE"),
            ("agreement/a%5Fb", "/agreement/a%5Fb"),
            ("x/\"><script>", "/x/%22%3E%3Cscript%3E"),
            ("x?y#z", "/x%3Fy%23z"),
            ("/example.org", "/%2Fexample.org"),
        ] {
            assert_eq!(node(path), expected);
        }
        assert_eq!(
            with("/agreements", [("kind", "Treaty"), ("topic", ""), ("words", "ä & b")]),
            "/agreements?kind=Treaty&words=%C3%A4+%26+b"
        );
        assert_eq!(with("/agreements", [("kind", "")]), "/agreements");
        assert!(is_web("https://example.org/") && !is_web("javascript:alert(1)") && !is_web("data:text/html,x"));
    }
}
