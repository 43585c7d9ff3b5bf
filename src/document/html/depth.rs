//! How deep a page is nested, before it is parsed: a parser takes time in proportion to the number of tags times their
//! depth, and a page that was made to be slow is a million deep.

use std::sync::LazyLock;

use regex::Regex;

/// Tags that are open at once on no honest page.
const DEEPEST: usize = 5_000;

/// Tags that have no end, or whose end may be left out.
const WITHOUT_END: &str = "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot option \
    optgroup colgroup rt rp body head html";

/// Whether more tags are open at some place than any page needs. Linear in the size of the page.
pub(super) fn is_too_deep(page: &str) -> bool {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)").expect("a constant pattern"));
    let mut depth = 0usize;
    for tag in TAG.captures_iter(page) {
        let name = tag[2].to_ascii_lowercase();
        if WITHOUT_END.split_whitespace().any(|other| other == name) {
            continue;
        }
        depth = if tag[1].is_empty() { depth + 1 } else { depth.saturating_sub(1) };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_open_counts() {
        assert!(!is_too_deep(&"<div><p>Text<br></div>".repeat(20_000)));
        assert!(!is_too_deep(&"<P><LI>Text".repeat(20_000)));
        assert!(is_too_deep(&"<b>".repeat(DEEPEST + 1)));
    }
}
