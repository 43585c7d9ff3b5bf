//! Two results against each other: what is found now and was not, what is not found any more, what came out otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Evaluation, Fact};

/// The differences between what was found before and what is found now, each sorted by file, kind and text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes<'a> {
    /// Found now only.
    pub gained: Vec<&'a Fact>,
    /// Found before only.
    pub lost: Vec<&'a Fact>,
    /// Before and now: of the same person or agreement something else is said, or the same is judged otherwise.
    pub changed: Vec<(&'a Fact, &'a Fact)>,
    /// Documents that only one of the two has facts of: what is lost or gained there may be due to other annotations.
    pub only_before: Vec<&'a str>,
    pub only_now: Vec<&'a str>,
}

/// Facts of one kind about one thing in one document.
type Place<'a> = (&'a str, Aspect, &'a str);

/// Compares what was found; what was missed is the other side of it. Takes time near linear in the number of facts.
pub fn compare<'a>(before: &'a Evaluation, now: &'a Evaluation) -> Changes<'a> {
    let mut places: BTreeMap<Place, (Vec<&Fact>, Vec<&Fact>)> = BTreeMap::new();
    for fact in before.found() {
        places.entry((&fact.file, fact.kind, &fact.subject)).or_default().0.push(fact);
    }
    for fact in now.found() {
        let (old, new) = places.entry((&fact.file, fact.kind, &fact.subject)).or_default();
        match old.iter().position(|one| *one == fact) {
            Some(at) => {
                old.remove(at);
            }
            None => new.push(fact),
        }
    }
    let mut changes = Changes::default();
    for (old, new) in places.into_values() {
        match (&old[..], &new[..]) {
            (&[old], &[new]) => changes.changed.push((old, new)),
            _ => {
                changes.lost.extend(old);
                changes.gained.extend(new);
            }
        }
    }
    let files = |one: &'a Evaluation| one.facts.iter().map(|fact| fact.file.as_str()).collect::<BTreeSet<_>>();
    let (files_before, files_now) = (files(before), files(now));
    changes.only_before = files_before.difference(&files_now).copied().collect();
    changes.only_now = files_now.difference(&files_before).copied().collect();
    changes
}

#[cfg(test)]
mod tests {
    use super::super::figures::Tallies;
    use super::super::{Evaluation, Fact, Verdict};
    use super::*;

    fn result(facts: &[(&str, Aspect, Verdict, &str, &str)]) -> Evaluation {
        let fact = |&(file, kind, verdict, subject, text): &(&str, Aspect, Verdict, &str, &str)| Fact {
            file: file.to_owned(),
            kind,
            verdict,
            subject: subject.to_owned(),
            text: text.to_owned(),
        };
        Evaluation::new(0, &[Tallies::default()], &[], facts.iter().map(fact).collect())
    }

    #[test]
    fn what_is_said_of_the_same_is_changed_and_all_else_gained_or_lost() {
        use Aspect::{Date, Persons};
        use Verdict::{Missed, Right, Spurious, Unjudged};
        let before = result(&[
            ("a", Persons, Right, "Eva", "Eva"),
            ("a", Persons, Missed, "Tom", "Tom"),
            ("a", Persons, Spurious, "Hof", "Hof"),
            ("a", Date, Right, "k", "[k] 2024"),
            ("a", Date, Spurious, "l", "[l] 2024"),
            ("b", Persons, Unjudged, "Ute", "Ute"),
        ]);
        let now = result(&[
            ("a", Persons, Right, "Eva", "Eva"),
            ("a", Persons, Right, "Tom", "Tom"),
            ("a", Date, Spurious, "k", "[k] 2023"),
            ("a", Date, Right, "l", "[l] 2024"),
            ("c", Persons, Missed, "Ute", "Ute"),
        ]);
        let changes = compare(&before, &now);
        let texts = |facts: &[&Fact]| facts.iter().map(|fact| fact.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&changes.gained), ["Tom"]);
        assert_eq!(texts(&changes.lost), ["Hof", "Ute"]);
        let changed: Vec<_> =
            changes.changed.iter().map(|(old, new)| (old.text.as_str(), old.verdict, new.text.as_str(), new.verdict)).collect();
        assert_eq!(changed, [("[k] 2024", Right, "[k] 2023", Spurious), ("[l] 2024", Spurious, "[l] 2024", Right)]);
        assert_eq!((changes.only_before, changes.only_now), (vec!["b"], vec!["c"]));
        assert_eq!(compare(&now, &now), Changes::default());
    }

    #[test]
    fn a_saved_result_comes_back_as_it_was() {
        let result = result(&[("a", Aspect::Date, Verdict::Right, "k", "[k] „2024“")]);
        assert_eq!(Evaluation::from_json(&result.to_json()).unwrap(), result);
        for (text, expected) in [("{\"format\": 7}", "format 1"), ("[]", "`pakt eval --json`"), ("", "`pakt eval --json`")] {
            let error = Evaluation::from_json(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
