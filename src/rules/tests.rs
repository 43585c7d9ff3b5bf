//! What is wrong in a rule file is refused, with its place and what would be right.

use std::collections::{BTreeMap, BTreeSet};

use super::file::Source;
use super::schema::{self, Values};
use super::sources::Sources;
use super::{NAME_CLASSES, RuleSet, SEED_CLASSES};
use crate::diagnostics::Diagnostic;
use crate::extract::Reader;
use crate::facts::{AgreementKind, AgreementStatus, EntityKind};
use crate::gazetteers::Gazetteers;

/// The faults of files of one's own, without those of the program.
fn faults(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let source = |name: &str, text: &str| Source { name: name.into(), text: text.into(), built_in: false };
    let sources: BTreeMap<String, Source> = files.iter().map(|(name, text)| ((*name).to_owned(), source(name, text))).collect();
    RuleSet::from_sources(sources).err().unwrap_or_default()
}

/// One rule in the file `60-own.toml`; `keys` replace or add to what it has.
fn rule(keys: &str) -> String {
    let mut lines: Vec<&str> = keys.lines().collect();
    let defaults = ["class = 'Membership'", "pattern = '(?<person> Person)'", "examples = [{ text = 'x' }]"];
    for default in defaults {
        let key = default.split('=').next().unwrap_or_default();
        if !lines.iter().any(|l| l.starts_with(key)) {
            lines.push(default);
        }
    }
    format!("about = 'One rule.'\n[[rule]]\nid = 'own.rule'\nabout = 'a rule'\n{}\n", lines.join("\n"))
}

/// File, text underlined, message, help.
fn told(fault: &Diagnostic) -> [String; 4] {
    let underlined = fault.source[fault.span.clone()].to_owned();
    [fault.file.clone(), underlined, fault.message.clone(), fault.help.clone().unwrap_or_default()]
}

/// The same of a class that needs no slot.
fn without_slots(pattern: &str) -> String {
    rule(&format!("class = 'Earlier'\n{pattern}"))
}

/// Expects exactly one fault in a file of this text.
#[track_caller]
fn refused(text: &str, underlined: &str, message: &str, help: &str) {
    let found = faults(&[("60-own.toml", text)]);
    let found: Vec<[String; 4]> = found.iter().map(told).collect();
    assert_eq!(found, [["60-own.toml", underlined, message, help].map(str::to_owned)], "in:\n{text}");
}

#[track_caller]
fn accepted(text: &str) {
    let found = faults(&[("60-own.toml", text)]);
    assert!(found.is_empty(), "{}", found[0]);
}

const TOO_LARGE: &str = "the pattern is too large: more than 20000 instructions";
const TOO_LARGE_HELP: &str = "lower the bounds of its repetitions, or use fewer macros";

#[test]
fn macros_that_multiply_are_refused_before_they_do() {
    let mut text = "about = 'Macros.'\n[macros]\nm0 = '\"x\"'\n".to_owned();
    for i in 1..=20 {
        let below = i - 1;
        text += &format!("m{i} = '$m{below} $m{below} $m{below} $m{below}'\n");
    }
    text += rule("pattern = '(?<person> Person) $m20'").strip_prefix("about = 'One rule.'\n").unwrap();
    refused(&text, "$m20", TOO_LARGE, TOO_LARGE_HELP);
}

#[test]
fn repetitions_of_repetitions_are_refused_before_they_are_written_out() {
    refused(&without_slots(r"pattern = '((/[A-Z]\w+/{20}){60}){30}'"), r"((/[A-Z]\w+/{20}){60}){30}", TOO_LARGE, TOO_LARGE_HELP);
    refused(&without_slots(r"pattern = 'Person ((((@any{60}){60}){60}){60}){60}'"), "(((@any{60}){60}){60})", TOO_LARGE, TOO_LARGE_HELP);
    // large, but not too large: its expression is compiled once, not 18,000 times
    accepted(&without_slots(r"pattern = '((/[A-Z]\w+/{10}){60}){30}'"));
}

#[test]
fn patterns_that_need_no_word_are_refused() {
    let message = "the pattern can match no word at all";
    let help = "let it ask for a word or an annotation at least: `+` instead of `*`, or no `?`";
    for pattern in ["@any*", "^ $", "(Person | @cap?)", "gap{0,5}", "&Person", "(Person){0,3}"] {
        refused(&without_slots(&format!("pattern = '{pattern}'")), pattern, message, help);
    }
    let frame = |key: &str, pattern: &str| {
        let mut keys = BTreeMap::from([("anchor", "'(?<person> Person)'".to_owned())]);
        keys.insert(key, if key == "anchor" { format!("'{pattern}'") } else { format!("['{pattern}']") });
        let keys: String = keys.iter().map(|(k, v)| format!("{k} = {v}\n")).collect();
        format!("about = 'F.'\n[[frame]]\nid = 'f'\nabout = 'f'\nclass = 'Membership'\n{keys}examples = [{{ text = 'x' }}]\n")
    };
    for key in ["require", "forbid", "with"] {
        refused(&frame(key, "@any*"), "@any*", message, help);
    }
    refused(&frame("anchor", "(?<person> @any*)"), "(?<person> @any*)", message, help);
    // what only asks fills no slot
    for key in ["require", "forbid"] {
        let message = format!("`{key}` asks only whether it matches: it fills no slot `of`");
        refused(&frame(key, "(?<of> Person)"), "of", &message, "write it below `with` as well, or leave the slot out");
    }
}

#[test]
fn what_the_program_cannot_do_without_must_be_there() {
    refused(
        &rule("pattern = 'Person'"),
        "'Membership'",
        "of a `Membership` without the slot `person` the program makes nothing",
        "write `(?<person> ...)` around what fills it",
    );
    let report = rule("class = 'Report'\npattern = '(?<instrument> Person)'");
    let message = "of a `Report` without the feature `status` the program makes nothing";
    refused(&report, "'Report'", message, "write `set = { status = \"Signed\" }`");
}

#[test]
fn a_class_that_nobody_reads_is_refused() {
    refused(
        &rule("class = 'Membersip'"),
        "'Membersip'",
        "neither a pattern nor the program reads the class `Membersip`",
        "did you mean `Membership`?",
    );
    let own = rule("class = 'Yacht'");
    refused(
        &own,
        "'Yacht'",
        "neither a pattern nor the program reads the class `Yacht`",
        "rules/README.md lists the classes that the program reads; one of your own must stand in a pattern",
    );
    let reader = rule("pattern = '(?<person> Person) Yacht'").replace("own.rule", "own.reader");
    assert!(faults(&[("50-own.toml", &own), ("60-own.toml", &reader)]).is_empty());
}

#[test]
fn a_slot_that_nobody_reads_is_refused() {
    refused(&rule("pattern = '(?<persn> Person)'"), "persn", "nothing reads the slot `persn` of `Membership`", "did you mean `person`?");
    // in a class of one's own it may be there for the examples
    let own = rule("class = 'Yacht'\npattern = '(?<persn> Person)'");
    let reader = rule("pattern = '(?<person> Person) Yacht'").replace("own.rule", "own.reader");
    assert!(faults(&[("50-own.toml", &own), ("60-own.toml", &reader)]).is_empty());
    let in_macro = rule("pattern = '(?<person> Person) $who'").replace("[[rule]]", "[macros]\nwho = '(?<persn> Person)'\n[[rule]]");
    refused(&in_macro, "persn", "nothing reads the slot `persn`", "did you mean `person`?");
}

#[test]
fn a_slot_that_the_pattern_has_not_is_refused() {
    for key in ["inherit = ['persn']", "over = 'persn'"] {
        refused(&rule(key), "'persn'", "the pattern has no slot `persn`", "did you mean `person`?");
    }
    let bare = rule("over = 'person'\npattern = 'Person'");
    refused(&bare, "'person'", "the pattern has no slot `person`", "write `(?<person> ...)` around what fills it");
}

#[test]
fn features_that_nobody_reads_are_refused() {
    let report = |set: &str| rule(&format!("class = 'Report'\npattern = '(?<instrument> Person)'\nset = {{ {set} }}"));
    refused(
        &report("status = 'Signed', staus = 'Signed'"),
        "staus",
        "nothing reads the feature `staus` of `Report`",
        "did you mean `status`?",
    );
    let message = "nothing reads the value `Sined` of the feature `status`";
    refused(&report("status = 'Sined'"), "'Sined'", message, "did you mean `Signed`?");
    refused(
        &rule("set = { entry = '1' }\nclass = 'Person'\npattern = '(?<name> @cap)'"),
        "entry",
        "the program makes the feature `entry` of `Person`, a rule cannot set it",
        "",
    );
    accepted(&report("status = 'Signed', kind = 'Treaty', weak = 'yes'"));
}

#[test]
fn features_that_nobody_sets_are_refused() {
    let asking = |test: &str| rule(&format!("pattern = '(?<person> Person) KnownTerritory[{test}]'"));
    let message = "nothing sets the feature `kynd` of `KnownTerritory`";
    refused(&asking("kynd=state"), "kynd", message, "did you mean `kind`?");
    refused(&asking("common, !kynd"), "kynd", message, "did you mean `kind`?");
    let message = "nothing gives the feature `kind` of `KnownTerritory` the value `contry`";
    refused(&asking("kind=state|contry"), "contry", message, "did you mean `country`?");
    let own = rule("class = 'Yacht'\nset = { size = 'large' }");
    let reader = |test: &str| rule(&format!("pattern = '(?<person> Person) Yacht[{test}]'")).replace("own.rule", "own.reader");
    assert!(faults(&[("50-own.toml", &own), ("60-own.toml", &reader("size=large"))]).is_empty());
    let wrong = faults(&[("50-own.toml", &own), ("60-own.toml", &reader("size=larg"))]);
    let messages: Vec<&str> = wrong.iter().map(|f| f.message.as_str()).collect();
    let unread = "nothing reads the value `large` of the feature `size`";
    assert_eq!(messages, [unread, "nothing gives the feature `size` of `Yacht` the value `larg`"]);
}

#[test]
fn an_example_may_only_give_what_the_rule_makes() {
    let example = |key: &str| rule(&format!("set = {{ same = 'office' }}\nexamples = [{{ text = 'x', gives = {{ {key} = 'x' }} }}]"));
    refused(&example("persn"), "persn", "the rule fills no slot and sets no feature `persn`", "did you mean `person`?");
    for key in ["person", "same", "match"] {
        accepted(&example(key));
    }
}

#[test]
fn a_double_id_is_the_fault_of_ones_own_file() {
    let source = |name: &str, built_in: bool| Source { name: name.into(), text: rule("").into(), built_in };
    // in the order of the files the program's own comes last
    let sources = BTreeMap::from([
        ("10-own.toml".to_owned(), source("my/10-own.toml", false)),
        ("60-theirs.toml".to_owned(), source("rules/60-theirs.toml", true)),
    ]);
    let found = RuleSet::from_sources(sources).unwrap_err();
    let expected =
        ["my/10-own.toml", "'own.rule'", "there is a rule `own.rule` already, in rules/60-theirs.toml", "give it an id of its own"];
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [expected.map(str::to_owned)]);
}

#[test]
fn faults_in_a_macro_are_shown_in_the_macro() {
    let macros = "about = 'Macros.'\n[macros]\n\n";
    let user = rule("pattern = '(?<person> Person) $circle'");
    for (body, underlined, message) in [
        ("\"a\" $circle", "$circle", "the macro `$circle` refers to itself"),
        ("\"a\" Persn", "Persn", "no rule or gazetteer makes the class `Persn`"),
        ("\"a\" $nowhere", "$nowhere", "there is no macro `$nowhere`"),
        ("\"a\" !(\"b\" \"c\")", "(\"b\" \"c\")", "a look at what stands here tests one token or one annotation"),
    ] {
        let found = faults(&[("20-macros.toml", &format!("{macros}circle = '{body}'\n")), ("60-own.toml", &user)]);
        let found: Vec<[String; 4]> = found.iter().map(told).collect();
        let [file, span, text, _] = &found[0];
        assert_eq!((file.as_str(), span.as_str(), text.as_str(), found.len()), ("20-macros.toml", underlined, message, 1), "{body}");
    }
}

#[test]
fn a_class_that_is_made_too_late_is_told_with_its_file() {
    let maker = rule("class = 'Yacht'").replace("own.rule", "own.maker");
    let reader = rule("pattern = '(?<person> Person) Yacht'");
    let message = |files: &[(&str, &str)]| faults(files).iter().map(told).collect::<Vec<_>>();
    assert_eq!(
        message(&[("70-yachts.toml", &maker), ("60-own.toml", &reader)]),
        [[
            "60-own.toml",
            "Yacht",
            "`Yacht` is made by 70-yachts.toml, which runs after this file",
            "begin this file's name with a greater number: `71-...`"
        ]
        .map(str::to_owned)]
    );
    let together = message(&[("60-boats.toml", &maker), ("60-own.toml", &reader)]);
    assert_eq!(together[0][2], "`Yacht` is made by 60-boats.toml, which runs together with this file");
    let by_macro = rule("pattern = '(?<person> Person) $boat'").replace("[[rule]]", "[macros]\nboat = 'Yacht'\n[[rule]]");
    let by_macro = message(&[("70-yachts.toml", &maker), ("60-own.toml", &by_macro)]);
    assert_eq!(by_macro[0][1..3], ["$boat", "in the macro `$boat`: `Yacht` is made by 70-yachts.toml, which runs after this file"]);
}

#[test]
fn a_rule_without_examples_is_named_and_told_what_to_write() {
    let text = rule("").replace("examples = [{ text = 'x' }]\n", "");
    refused(
        &text,
        "'own.rule'",
        "rule `own.rule` has no example",
        "write what it must match, it is run as a test: `examples = [{ text = \"...\", gives = { match = \"...\" } }]`",
    );
}

#[test]
fn keys_that_are_misspelt_or_missing_are_told() {
    refused(&rule("patern = 'x'"), "patern", "there is no key `patern` here", "did you mean `pattern`?");
    let text = rule("").replace("pattern = '(?<person> Person)'\n", "");
    refused(&rule("examples = ['x']"), "'x'", "an example is a table here", "write `{ text = \"...\" }`");
    let found = faults(&[("60-own.toml", &text)]);
    assert_eq!(found[0].message, "the key `pattern` is missing");
    assert_eq!(found[0].position().0, 2, "{}", found[0]);
}

#[test]
fn a_folder_is_read_with_notes_on_what_is_no_rule_file() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["README.md", ".hidden", "60-own.tml"] {
        std::fs::write(dir.path().join(name), rule("")).unwrap();
    }
    let set = RuleSet::load(dir.path()).unwrap_or_else(|faults| panic!("{}", faults[0]));
    let note = |text: &str| format!("{}{text}", dir.path().display());
    let expected = [
        note("/60-own.tml is no rule file: their names end in .toml"),
        format!("there is no rule file in {}: their names end in .toml", dir.path().display()),
    ];
    assert_eq!(set.notes, expected);
}

#[test]
fn a_file_that_is_not_utf_8_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("60-own.toml"), b"about = 'Regeln'\n# f\xFCr uns\n").unwrap();
    let faults = RuleSet::load(dir.path()).unwrap_err();
    assert_eq!((faults[0].message.as_str(), faults[0].position()), ("the file is not UTF-8", (2, 4)));
    assert_eq!(faults[0].help.as_deref(), Some("save it as UTF-8; it may be Latin-1 (Windows-1252) now"));
}

/// A class and its features that the program looks up stand in the schema, and nothing else does.
#[test]
fn the_schema_lists_what_the_program_looks_up() {
    let empty = RuleSet::from_sources(BTreeMap::new()).unwrap();
    let reader = Reader::new(Gazetteers::builtin().unwrap(), empty);
    let looked_up: BTreeSet<&str> = reader.rules.vocabulary.class_names().collect();
    let mut listed: BTreeSet<&str> = schema::CLASSES.iter().map(|c| c.name).collect();
    assert!(NAME_CLASSES.iter().chain(&SEED_CLASSES).all(|c| listed.contains(c)));
    // of what fills the slot `duration` the program reads the slots, whatever its class
    assert!(listed.remove("Duration"));
    assert_eq!(listed, looked_up);
    for class in schema::CLASSES {
        for name in class.slots.iter().chain(class.features.iter().map(|(name, _)| name)) {
            assert!(reader.rules.vocabulary.find_key(name).is_some(), "the program does not read `{name}` of {}", class.name);
        }
    }
}

/// The variants as the record of facts spells them, from what serde says of a wrong one.
fn variants<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_value::<T>("?".into()).err().map_or_else(String::new, |e| e.to_string());
    error.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_values_of_the_schema_are_those_of_the_facts() {
    let listed = |class: &str, feature: &str| -> BTreeSet<String> {
        let values = schema::find(class).and_then(|c| c.feature(feature)).and_then(Values::listed);
        values.unwrap_or_else(|| panic!("{class}.{feature}")).iter().map(|v| (*v).to_owned()).collect()
    };
    assert_eq!(listed("Report", "kind"), variants::<AgreementKind>());
    assert_eq!(listed("Report", "status"), variants::<AgreementStatus>());
    let mut kinds = listed("Organization", "kind");
    kinds.extend(listed("Territory", "kind"));
    kinds.insert("party".to_owned());
    assert_eq!(kinds, variants::<EntityKind>());
}

#[test]
fn the_manual_has_the_table_of_the_schema() {
    let manual = include_str!("../../rules/README.md");
    assert!(manual.contains(&schema::markdown()), "rules/README.md needs this table:\n\n{}", schema::markdown());
}

#[test]
fn the_macros_of_the_manual_exist() {
    let manual = include_str!("../../rules/README.md");
    let files: Vec<_> = Sources::builtin().files.into_values().map(|source| source.parse().unwrap()).collect();
    let known: BTreeSet<&str> = files.iter().flat_map(|f| f.macros.keys()).map(|name| name.get_ref().as_str()).collect();
    let rows = manual.lines().filter(|line| line.starts_with("| `$"));
    let named: Vec<&str> = rows.flat_map(|row| row.split('|').nth(1).unwrap_or_default().split_whitespace()).collect();
    assert!(named.len() > 15, "{named:?}");
    for name in named {
        assert!(known.contains(name.trim_matches(['`', '$'])), "there is no macro {name}");
    }
}

#[test]
fn macros_in_a_circle_are_told_and_others_are_not() {
    let macros = "about = 'Macros.'\n[macros]\nlast = '\"x\"'\na = '$b $last'\nb = '$c'\nc = '$a'\nfirst = '$a'\nplain = '$last $last'\n";
    let user = rule("pattern = '(?<person> Person) $first $plain'");
    let found = faults(&[("20-macros.toml", macros), ("60-own.toml", &user)]);
    let found: Vec<[String; 4]> = found.iter().map(told).collect();
    let shown: Vec<(&str, &str)> = found.iter().map(|[_, span, message, _]| (span.as_str(), message.as_str())).collect();
    let circle = |name| format!("the macro `${name}` refers to itself");
    assert_eq!(shown, [("$b", circle("a").as_str()), ("$c", circle("b").as_str()), ("$a", circle("c").as_str())]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// A file with a slip of the pen anywhere is read or refused, and the refusal can be shown.
    #[test]
    fn a_slip_anywhere_does_not_panic(file: u8, at in 0.0..1.0_f64, slip in "[a-z$(){}\\[\\]|ä„'\"/<>!?*0-9]{0,2}") {
        let files: Vec<(String, Source)> = Sources::builtin().files.into_iter().collect();
        let (name, source) = &files[usize::from(file) % files.len()];
        let chars: Vec<char> = source.text.chars().collect();
        let at = (at * chars.len() as f64) as usize;
        let text: String = chars[..at].iter().copied().chain(slip.chars()).chain(chars[(at + 1).min(chars.len())..].iter().copied()).collect();
        for fault in faults(&[(name, &text)]).iter().take(20) {
            proptest::prop_assert!(fault.to_string().starts_with("error: "));
        }
    }
}
