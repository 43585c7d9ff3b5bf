//! Counts, and the figures that are made of them.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// What is judged by itself: a line of the table. In the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    Persons,
    Organizations,
    Territories,
    /// A person stands for a body or a territory.
    Represents,
    /// An agreement is found at all.
    Agreements,
    /// All slots of agreements together.
    Slots,
    Kind,
    Status,
    Parties,
    Signatories,
    Date,
    Place,
    Topics,
    Duration,
    /// Two documents tell of one agreement, or of two.
    Merging,
}

impl Aspect {
    pub const ALL: [Self; 15] = [
        Self::Persons,
        Self::Organizations,
        Self::Territories,
        Self::Represents,
        Self::Agreements,
        Self::Slots,
        Self::Kind,
        Self::Status,
        Self::Parties,
        Self::Signatories,
        Self::Date,
        Self::Place,
        Self::Topics,
        Self::Duration,
        Self::Merging,
    ];
    pub const SLOTS: [Self; 8] =
        [Self::Kind, Self::Status, Self::Parties, Self::Signatories, Self::Date, Self::Place, Self::Topics, Self::Duration];

    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Organizations => "organizations",
            Self::Territories => "territories",
            Self::Represents => "represents",
            Self::Agreements => "agreements",
            Self::Slots => "slots",
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Parties => "parties",
            Self::Signatories => "signatories",
            Self::Date => "date",
            Self::Place => "place",
            Self::Topics => "topics",
            Self::Duration => "duration",
            Self::Merging => "merging",
        }
    }

    /// What the line of the table is called.
    pub fn title(self) -> String {
        if Self::SLOTS.contains(&self) { format!("slot {}", self.name()) } else { self.name().to_owned() }
    }
}

/// How many facts came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub right: usize,
    pub spurious: usize,
    pub missed: usize,
}

impl Tally {
    pub fn new(right: usize, spurious: usize, missed: usize) -> Self {
        Self { right, spurious, missed }
    }

    /// Counted so many times.
    pub fn times(self, n: usize) -> Self {
        Self { right: n * self.right, spurious: n * self.spurious, missed: n * self.missed }
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// 0 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.spurious)
    }

    /// 0 where nothing is wanted.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.spurious += other.spurious;
        self.missed += other.missed;
    }
}

/// A tally for each aspect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tallies([Tally; Aspect::ALL.len()]);

impl Tallies {
    pub fn of(&self, aspect: Aspect) -> Tally {
        self.0[aspect as usize]
    }

    /// Slots count for all of them together as well.
    pub fn add(&mut self, aspect: Aspect, tally: Tally) {
        self.0[aspect as usize] += tally;
        if Aspect::SLOTS.contains(&aspect) {
            self.0[Aspect::Slots as usize] += tally;
        }
    }

    pub fn add_all(&mut self, other: &Self, times: usize) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs.times(times);
        }
    }
}

/// The figures of an aspect over all documents. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Ends of the interval that holds F1 with a confidence of 95 %; nothing where chance cannot be told.
    pub interval: Option<(f64, f64)>,
    /// Facts that are right (true positives), spurious (false positives), missed (false negatives).
    pub tp: usize,
    pub fp: usize,
    #[serde(rename = "fn")]
    pub fn_: usize,
}

impl Figures {
    pub(super) fn new(tally: Tally, interval: Option<(f64, f64)>) -> Self {
        Self {
            precision: tally.precision(),
            recall: tally.recall(),
            f1: tally.f1(),
            interval,
            tp: tally.right,
            fp: tally.spurious,
            fn_: tally.missed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_none() {
        for ((right, spurious, missed), (precision, recall, f1)) in [
            ((0, 0, 0), (0.0, 0.0, 0.0)),
            ((0, 3, 0), (0.0, 0.0, 0.0)),
            ((1, 0, 0), (1.0, 1.0, 1.0)),
            ((1, 1, 0), (0.5, 1.0, 2.0 / 3.0)),
            ((3, 1, 3), (0.75, 0.5, 0.6)),
        ] {
            let tally = Tally::new(right, spurious, missed);
            assert_eq!((tally.precision(), tally.recall(), tally.f1()), (precision, recall, f1), "{tally:?}");
        }
    }

    #[test]
    fn slots_count_together_as_well() {
        let mut tallies = Tallies::default();
        tallies.add(Aspect::Date, Tally::new(1, 2, 3));
        tallies.add(Aspect::Place, Tally::new(1, 0, 0));
        tallies.add(Aspect::Persons, Tally::new(7, 7, 7));
        assert_eq!(tallies.of(Aspect::Slots), Tally::new(2, 2, 3));
    }

    #[test]
    fn the_table_has_every_aspect_once_and_in_order() {
        for (number, aspect) in Aspect::ALL.into_iter().enumerate() {
            assert_eq!(aspect as usize, number, "{}", aspect.name());
            assert_eq!(serde_json::to_value(aspect).unwrap(), aspect.name(), "as files spell it");
        }
    }
}
