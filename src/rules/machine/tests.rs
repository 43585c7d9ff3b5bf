//! The matcher against what patterns mean, told without automata: where a pattern that begins at a token may end.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::rules::cascade::Scratch;
use crate::rules::file::Source;
use crate::rules::pattern::{Node, NodeKind, Shape, parse};
use crate::rules::{Annotation, Chart, RuleSet, TokenContext};
use crate::text::{Sentence, tokenize};

/// Where the node ends if it begins at the token.
fn ends(node: &Node, chart: &Chart, at: usize) -> BTreeSet<usize> {
    let length = chart.tokens.len();
    let token = |holds: bool| if holds { BTreeSet::from([at + 1]) } else { BTreeSet::new() };
    let here = |holds: bool| if holds { BTreeSet::from([at]) } else { BTreeSet::new() };
    let from_all = |starts: &BTreeSet<usize>, node: &Node| starts.iter().flat_map(|&at| ends(node, chart, at)).collect::<BTreeSet<_>>();
    match &node.kind {
        NodeKind::Word { text, exact: false } => token(at < length && *chart.lower[at] == **text),
        NodeKind::Word { text, exact: true } => token(at < length && chart.tokens[at].norm == *text),
        NodeKind::Shape(Shape::Any) => token(at < length),
        NodeKind::Shape(_) => token(at < length && chart.tokens[at].is_capitalized()),
        NodeKind::Class { .. } => chart.starting_at(at).map(|a| a.tokens.end).collect(),
        NodeKind::Sequence(nodes) => nodes.iter().fold(BTreeSet::from([at]), |starts, node| from_all(&starts, node)),
        NodeKind::Alternatives(nodes) => nodes.iter().flat_map(|node| ends(node, chart, at)).collect(),
        NodeKind::Repeat { node, min, max } => {
            let mut now = (0..*min).fold(BTreeSet::from([at]), |starts, _| from_all(&starts, node));
            let mut all = now.clone();
            // no more often than there are tokens, for what takes none leads nowhere new
            for _ in *min..max.unwrap_or(u32::MAX).min(min + length as u32) {
                now = from_all(&now, node);
                all.extend(&now);
            }
            all
        }
        NodeKind::Look { node, behind, negative } => {
            let holds = match behind {
                true => (0..at).any(|start| ends(node, chart, start).contains(&at)),
                false => !ends(node, chart, at).is_empty(),
            };
            here(holds != *negative)
        }
        NodeKind::Start => here(at == 0),
        NodeKind::End => here(at == length),
        other => panic!("{other:?} is in no pattern of this test"),
    }
}

/// For each end the match that begins first.
fn expected(node: &Node, chart: &Chart) -> Vec<Range<usize>> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for start in 0..chart.tokens.len() {
        for end in ends(node, chart, start) {
            first.entry(end).or_insert(start);
        }
    }
    first.into_iter().map(|(end, start)| start..end).collect()
}

/// Nothing if the pattern is refused, since it may match no word at all.
fn rules(pattern: &str) -> Option<RuleSet> {
    let text = format!(
        "about = 'One pattern.'\n\
         [[rule]]\nid = 'one'\nabout = 'one'\nclass = 'Earlier'\npattern = '''{pattern}'''\nexamples = [{{ text = 'x' }}]\n"
    );
    let source = Source { name: "one".into(), text: text.into(), built_in: false };
    RuleSet::from_sources(BTreeMap::from([("10-one.toml".to_owned(), source)])).ok()
}

fn chart(rules: &RuleSet, words: &[&str], names: &[(usize, usize)]) -> Chart {
    let tokens = tokenize(&words.join(" "));
    let count = tokens.len();
    let sentence = Sentence { tokens: 0..count };
    let mut chart = rules.chart(tokens, vec![sentence], vec![TokenContext::default(); count], &mut Scratch::default());
    let class = rules.vocabulary.find_class("KnownPerson").unwrap();
    for (start, length) in names.iter().filter(|(start, length)| start + length <= count) {
        let tokens = *start..start + length;
        chart.add(Annotation { class, tokens, features: Vec::new(), slots: Vec::new(), rule: "name".into() });
    }
    chart
}

fn found(rules: &RuleSet, chart: &Chart) -> Vec<Range<usize>> {
    let (mut board, mut machine) = (Board::default(), Machine::default());
    board.load(rules, chart, 0..chart.tokens.len());
    board.load_annotations(&rules.tests, &rules.phases[0], chart);
    let program = &rules.phases[0].rules[0].program;
    let found: Vec<Range<usize>> = program.find(&mut board, &rules.tests, &mut machine).into_iter().map(|found| found.tokens).collect();
    assert_eq!(program.matches(&mut board, &rules.tests, &mut machine), !found.is_empty());
    assert!(found.is_empty() || program.is_possible(&board), "what the pattern needs is not in a sentence that it matches");
    found
}

fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["\"a\"", "\"b\"", "=\"B\"", "@any", "@cap", "KnownPerson"]).prop_map(str::to_owned);
    let look = prop::sample::select(vec!["!\"a\"", "&(\"a\" | KnownPerson)", "<!KnownPerson", "<&(\"b\" | @cap)", "^", "$"]);
    leaf.prop_recursive(4, 20, 3, move |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} {b})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} | {b} | {c})")),
            (inner.clone(), prop::sample::select(vec!["?", "*", "+", "{2}", "{0,3}", "{1,2}"])).prop_map(|(a, how)| format!("({a}){how}")),
            (look.clone(), inner.clone()).prop_map(|(look, a)| format!("({look} {a})")),
            (inner, look.clone()).prop_map(|(a, look)| format!("({a} {look})")),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_found_is_what_the_pattern_means(
        pattern in pattern(),
        words in prop::collection::vec(prop::sample::select(vec!["a", "A", "b", "B", "c"]), 1..90),
        names in prop::collection::vec((0usize..90, 1usize..4), 0..12),
    ) {
        let Some(rules) = rules(&pattern) else { return Ok(()) };
        let chart = chart(&rules, &words, &names);
        prop_assert_eq!(found(&rules, &chart), expected(&parse(&pattern).unwrap(), &chart), "{}", pattern);
    }
}

#[test]
fn rows_go_on_from_word_to_word() {
    let rules = rules("\"a\" (\"b\")* \"c\"").unwrap();
    for between in [0, 1, 61, 62, 63, 64, 126, 127, 128, 300, 900] {
        let words: Vec<&str> = [vec!["a"], vec!["b"; between], vec!["c"]].concat();
        assert!(found(&rules, &chart(&rules, &words, &[])).iter().eq([&(0..between + 2)]), "{between}");
    }
}

#[test]
fn names_are_taken_whole_by_gaps() {
    let rules = rules("\"a\" far{0,2} \"c\"").unwrap();
    let person = rules.vocabulary.find_class("Person").unwrap();
    let mut chart = chart(&rules, &["a", "B", "B", "B", "b", "c"], &[]);
    assert!(found(&rules, &chart).is_empty());
    chart.add(Annotation { class: person, tokens: 1..4, features: Vec::new(), slots: Vec::new(), rule: "name".into() });
    assert!(found(&rules, &chart).iter().eq([&(0..6)]));
}
