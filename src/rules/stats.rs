//! How the rules fare over documents: which are tried, which match, which take the time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Counts by the ids of rules, frames and lists of words. One that was never tried is not among them.
#[derive(Debug, Clone, Default)]
pub struct Stats(pub BTreeMap<Arc<str>, Tally>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sentences that the pattern was run over: those that have what it needs. Of a list of words it is not counted.
    pub tried: usize,
    /// Places where it matched,
    pub matched: usize,
    /// and where its annotation stands.
    pub stands: usize,
    /// Of a frame the time of its anchor.
    pub time: Duration,
}

impl Stats {
    pub(super) fn tried(&mut self, rule: &Arc<str>, time: Duration, matched: usize) {
        let tally = self.of(rule);
        tally.tried += 1;
        tally.matched += matched;
        tally.time += time;
    }

    pub(super) fn stands(&mut self, rule: &Arc<str>) {
        self.of(rule).stands += 1;
    }

    fn of(&mut self, rule: &Arc<str>) -> &mut Tally {
        self.0.entry(rule.clone()).or_default()
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Self) {
        for (rule, tally) in &other.0 {
            let sum = self.0.entry(rule.clone()).or_default();
            sum.tried += tally.tried;
            sum.matched += tally.matched;
            sum.stands += tally.stands;
            sum.time += tally.time;
        }
    }
}
