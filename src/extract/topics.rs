//! The topics of an agreement: from the words of its own description.

use std::collections::BTreeMap;
use std::ops::Range;

use super::View;
use super::reports::Read;

/// Topic words in the tokens that are no part of an institution's or person's name; the first of each topic.
pub fn within<'r>(view: &View, sentences: impl Iterator<Item = &'r Range<usize>>) -> Vec<Read<String>> {
    let n = view.names();
    let mut found: BTreeMap<String, Read<String>> = BTreeMap::new();
    for tokens in sentences {
        let names: Vec<Range<usize>> = view
            .chart
            .within(n.organization, tokens.clone())
            .into_iter()
            .chain(view.chart.within(n.person, tokens.clone()))
            .chain(view.chart.within(n.office_class, tokens.clone()))
            .map(|a| a.tokens.clone())
            .collect();
        for t in view.chart.within(n.topic_class, tokens.clone()) {
            let inside_name = names.iter().any(|name| name.start < t.tokens.end && t.tokens.start < name.end);
            if let (Some(topic), false) = (t.feature(n.topic), inside_name) {
                found.entry(topic.to_owned()).or_insert_with(|| Read {
                    value: topic.to_owned(),
                    tokens: t.tokens.clone(),
                    rule: t.rule.clone(),
                });
            }
        }
    }
    found.into_values().collect()
}
