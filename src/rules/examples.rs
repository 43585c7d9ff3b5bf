//! Every rule's own examples and counter-examples, run as tests.

use super::chart::{Annotation, Chart};
use super::file::Example;
use super::set::{Place, RuleSet};
use crate::diagnostics::Diagnostic;

impl RuleSet {
    /// Runs all examples. `read` makes the finished chart of a text.
    ///
    /// An example of a rule is a text in which the rule makes an annotation with the given slots; a counter-example is
    /// one in which it makes none.
    pub fn check_examples(&self, read: &dyn Fn(&str) -> Chart) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for w in &self.words {
            let examples: Vec<Example> = w.examples.iter().map(|text| Example { text: text.clone(), gives: Default::default() }).collect();
            self.check_rule(&w.id, &examples, &w.counter, &w.place, read, &mut faults);
        }
        for phase in &self.phases {
            for r in &phase.rules {
                self.check_rule(&r.id, &r.examples, &r.counter, &r.place, read, &mut faults);
            }
            for f in &phase.frames {
                self.check_rule(&f.id, &f.examples, &f.counter, &f.place, read, &mut faults);
            }
        }
        faults
    }

    fn check_rule(
        &self,
        id: &str,
        examples: &[Example],
        counter: &[String],
        place: &Place,
        read: &dyn Fn(&str) -> Chart,
        faults: &mut Vec<Diagnostic>,
    ) {
        for example in examples {
            let chart = read(&example.text);
            let made: Vec<&Annotation> = chart.annotations.iter().filter(|a| &*a.rule == id).collect();
            if !made.iter().any(|a| self.gives(&chart, a, example)) {
                let span = find(place, &example.text);
                let message = format!("rule `{id}` does not match its example as it says");
                faults.push(place.source.diagnostic(span, message, Some(self.describe(&chart, &made))));
            }
        }
        for text in counter {
            let chart = read(text);
            let made: Vec<&Annotation> = chart.annotations.iter().filter(|a| &*a.rule == id).collect();
            if !made.is_empty() {
                let message = format!("rule `{id}` matches its counter-example");
                faults.push(place.source.diagnostic(find(place, text), message, Some(self.describe(&chart, &made))));
            }
        }
    }

    fn gives(&self, chart: &Chart, a: &Annotation, example: &Example) -> bool {
        example.gives.iter().all(|(key, wanted)| {
            let found: Vec<String> = match key.get_ref().as_str() {
                "match" => vec![chart.words(a.tokens.clone())],
                name => self.values(chart, a, name),
            };
            found == wanted.as_slice()
        })
    }

    /// Fillers of a slot, or the value of a feature.
    fn values(&self, chart: &Chart, a: &Annotation, name: &str) -> Vec<String> {
        let Some(key) = self.vocabulary.find_key(name) else { return Vec::new() };
        let slots: Vec<String> = a.slots.iter().filter(|(k, _)| *k == key).map(|(_, r)| chart.words(r.clone())).collect();
        if slots.is_empty() { a.feature(key).map(str::to_owned).into_iter().collect() } else { slots }
    }

    /// What the rule found instead, for the message.
    fn describe(&self, chart: &Chart, made: &[&Annotation]) -> String {
        if made.is_empty() {
            let names: Vec<String> = chart
                .annotations
                .iter()
                .map(|a| format!("{}[{}]", self.vocabulary.class_name(a.class), chart.words(a.tokens.clone())))
                .collect();
            return format!("it made nothing here; found were: {}", names.join(" "));
        }
        let all: Vec<String> = made
            .iter()
            .map(|a| {
                let slots: Vec<String> =
                    a.slots.iter().map(|(k, r)| format!("{}=\"{}\"", self.vocabulary.key_name(*k), chart.words(r.clone()))).collect();
                let features: Vec<String> = a.features.iter().map(|(k, v)| format!("{}={v}", self.vocabulary.key_name(*k))).collect();
                format!("\"{}\" {} {}", chart.words(a.tokens.clone()), slots.join(" "), features.join(" "))
            })
            .collect();
        format!("it made: {}", all.join("; "))
    }
}

/// The place of an example's text in its file: among the rule's examples, or behind its id, where its counter-examples are.
fn find(place: &Place, text: &str) -> std::ops::Range<usize> {
    let source = &place.source.text;
    let among = source[place.examples.clone()].find(text).map(|at| place.examples.start + at);
    let start = among.or_else(|| source[place.id.end..].find(text).map(|at| place.id.end + at));
    start.map_or(place.examples.clone(), |start| start..start + text.len())
}
