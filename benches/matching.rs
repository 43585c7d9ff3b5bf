//! Whether reading takes time linear in the text: hostile texts of n, 2n, 4n and 8n tokens.
//!
//! Each line shows tokens per second: linear is what keeps them the same from n to 8n. `benches/README.md` has the
//! figures. Run one part of it with `cargo bench --bench matching -- patterns`.

#[path = "../tests/common/hostile.rs"]
mod hostile;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use hostile::Hostile;
use pakt::document::{self, Limits};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::rules::cascade::Scratch;
use pakt::rules::file::Source;
use pakt::rules::{Chart, RuleSet, TokenContext};
use pakt::text::{MAX_SENTENCE, sentences, tokenize};

fn main() {
    divan::main();
}

/// Tokens of the smallest text.
const N: usize = 6_250;

/// The same for single patterns: of three sentences and more.
const N_OF_PATTERNS: usize = 3_125;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let gazetteers = Gazetteers::builtin().expect("the shipped names load");
    Reader::new(gazetteers, RuleSet::builtin().expect("the shipped rules load"))
});

/// A hostile text of a size.
#[derive(Clone, Copy)]
struct Case(Hostile, usize);

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?} {:06}", self.0, self.1)
    }
}

fn cases() -> impl Iterator<Item = Case> {
    Hostile::ALL.into_iter().flat_map(|kind| [1, 2, 4, 8].map(|factor| Case(kind, factor * N)))
}

/// The whole cascade of the shipped rules, with the names of the gazetteers.
#[divan::bench(args = cases(), sample_count = 3, sample_size = 1)]
fn cascade(bencher: Bencher, Case(kind, size): Case) {
    let text = kind.text(size);
    let tokens = tokenize(&text).len();
    LazyLock::force(&READER);
    let mut scratch = Scratch::default();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| READER.chart_of_text(&text, &mut scratch).annotations.len());
}

/// A document from its bytes to its facts: the cascade, and what is made of its annotations.
#[divan::bench(args = cases(), sample_count = 3, sample_size = 1)]
fn document(bencher: Bencher, Case(kind, size): Case) {
    let text = kind.text(size);
    let tokens = tokenize(&text).len();
    LazyLock::force(&READER);
    let mut scratch = Scratch::default();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| {
        let document = document::read_text("hostile.txt", text.as_bytes(), &Limits::default()).expect("the text is readable");
        READER.read(&document, &mut scratch).agreements.len()
    });
}

/// Patterns at which a matcher that backtracks takes exponential time, or one that remembers too much quadratic.
const PATTERNS: [(&str, &str); 8] = [
    ("nested", r#"(@any+)+ "x""#),
    ("nested optional", r#"((@any?){0,10}){0,10} "x""#),
    ("gaps", r#"(gap{0,60} @cap){0,10} "x""#),
    ("far gaps", r#"far{0,60} far{0,60} SignVerb"#),
    ("overlapping prefixes", r#"(@cap | @cap @any | @cap @any @any | @any @cap @any)+ "x""#),
    ("words", r#"(/.*a/ | /.*[aeiou].*/ | @word | "und")* "zwischen" "x""#),
    ("open list", r#"(?<person> @cap) ("," (?<person> @cap))*"#),
    ("whole sentence", r#"(?<of> (?<person> @any)+)"#),
];

#[derive(Clone, Copy)]
struct Pattern(usize, Hostile, usize);

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} on {:?} {:06}", PATTERNS[self.0].0, self.1, self.2)
    }
}

fn pattern_cases() -> impl Iterator<Item = Pattern> {
    const TEXTS: [Hostile; 3] = [Hostile::Capitals, Hostile::PartyList, Hostile::Beginnings];
    (0..PATTERNS.len())
        .flat_map(|p| TEXTS.map(|t| (p, t)))
        .flat_map(|(pattern, kind)| [1, 2, 4, 8].map(|factor| Pattern(pattern, kind, factor * N_OF_PATTERNS)))
}

/// One rule of one pattern, without names or other rules.
#[divan::bench(args = pattern_cases(), sample_count = 3, sample_size = 1)]
fn patterns(bencher: Bencher, Pattern(number, kind, size): Pattern) {
    let rules = rules_of(PATTERNS[number].1);
    // a pattern is not run on a sentence without the words that it needs: here each has them
    let words: Vec<String> = kind.text(size).split_whitespace().map(str::to_owned).collect();
    let tokens = tokenize(&words.chunks(MAX_SENTENCE / 4).map(|c| format!("x unterschrieb {} ", c.join(" "))).collect::<String>());
    let count = tokens.len();
    let mut scratch = Scratch::default();
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| Chart::new(tokens.clone(), sentences(&tokens), vec![TokenContext::default(); count]))
        .bench_local_values(|mut chart| {
            rules.run(&mut chart, &mut scratch, 0..u32::MAX);
            chart
        });
}

fn rules_of(pattern: &str) -> RuleSet {
    // a class that the program reads, with these slots or without any
    let class = if pattern.contains("(?<") { "Membership" } else { "Earlier" };
    let text = format!(
        "about = 'One pattern.'\n\
         [[words]]\nid = 'verb'\nabout = 'verbs'\nclass = 'SignVerb'\nmatch = ['unterschrieb']\nexamples = ['unterschrieb']\n\
         [[rule]]\nid = 'hostile'\nabout = 'hostile'\nclass = '{class}'\npattern = '''{pattern}'''\nexamples = [{{ text = 'x' }}]\n"
    );
    let source = Source { name: "hostile".into(), text: text.into(), built_in: false };
    RuleSet::from_sources(BTreeMap::from([("10-hostile.toml".into(), source)])).expect("the pattern loads")
}
