//! Patterns at which a matcher that backtracks would not come back within the age of the universe: here they do, with
//! the right answer. No clock is read; that the time grows as the text does is shown by `benches/matching.rs`.

use std::collections::BTreeMap;

use pakt::rules::cascade::Scratch;
use pakt::rules::file::Source;
use pakt::rules::{Chart, RuleSet, TokenContext};
use pakt::text::{sentences, tokenize};

/// Words of the text: 2 to the power of this many are the ways in which the first pattern can part it.
const WORDS: usize = 450;

const PATTERNS: [&str; 6] = [
    r#"^ (@any+)+ "ende""#,
    r#"^ ((@any?){0,5} @any)+ "ende""#,
    r#"^ (@cap | @cap @any | @cap @any @any | @any @cap @any)+ "ende""#,
    r#"^ (/.*a/ | /.*[aeiou].*/ | @word)* @any* "ende""#,
    r#"^ (gap{0,60} @cap)+ "ende""#,
    r#"^ (far{0,60} far{0,60} @cap)+ "ende""#,
];

fn rules(pattern: &str) -> RuleSet {
    let text = format!(
        "about = 'One pattern.'\n\
         [[rule]]\nid = 'hostile'\nabout = 'hostile'\nclass = 'Earlier'\npattern = '''{pattern}'''\nexamples = [{{ text = 'x' }}]\n"
    );
    let source = Source { name: "hostile".into(), text: text.into(), built_in: false };
    let sources = BTreeMap::from([("10-hostile.toml".to_owned(), source)]);
    RuleSet::from_sources(sources).unwrap_or_else(|faults| panic!("{pattern}: {faults:?}"))
}

/// Tokens of each match of the pattern.
fn matches(pattern: &str, text: &str) -> Vec<std::ops::Range<usize>> {
    let tokens = tokenize(text);
    let (found, count) = (sentences(&tokens), tokens.len());
    let mut chart = Chart::new(tokens, found, vec![TokenContext::default(); count]);
    rules(pattern).run(&mut chart, &mut Scratch::default(), 0..u32::MAX);
    chart.annotations.into_iter().map(|a| a.tokens).collect()
}

#[test]
fn patterns_with_many_ways_through_a_text_find_the_whole_of_it() {
    let text = "Barbara ".repeat(WORDS) + "ende";
    for pattern in PATTERNS {
        assert!(matches(pattern, &text).iter().eq([&(0..WORDS + 1)]), "{pattern}");
    }
}

#[test]
fn patterns_with_many_ways_through_a_text_fail_after_all_of_them() {
    let text = "Barbara ".repeat(WORDS) + "Ende";
    for pattern in PATTERNS.map(|p| p.replace("\"ende\"", "=\"ende\"")) {
        assert!(matches(&pattern, &text).is_empty(), "{pattern}");
    }
}

#[test]
fn of_all_parts_of_a_long_list_the_whole_of_it_stands() {
    let open_list = r#"@cap ("," @cap)*"#;
    let text = "Barbara, ".repeat(WORDS) + "Barbara";
    assert!(matches(open_list, &text).iter().eq([&(0..2 * WORDS + 1)]));
}
