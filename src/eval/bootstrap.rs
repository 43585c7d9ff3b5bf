//! How far chance moves the figures: the bootstrap over documents.
//!
//! The annotated documents are a sample of all that one might read. Another sample would give other figures; how different,
//! is seen by drawing as many documents from the sample itself, each as often as it comes, many times (B. Efron, *Bootstrap
//! methods: another look at the jackknife*, Annals of Statistics 7, 1979). The middle 95 % of the F1 so drawn are the interval.
//! Documents are drawn and not facts, because the facts of one document stand and fall together.

use super::figures::{Aspect, Tallies};
use super::merging::Pair;

/// How many samples are drawn.
pub const RESAMPLES: usize = 1_000;

/// Where the generator begins: any number does, and always the same one, so that the same documents have the same figures.
pub const SEED: u64 = 20_260_101;

/// Share of the samples below the interval, and above it.
const TAIL: f64 = 0.025;

/// For each aspect the interval of F1. Nothing if there are fewer than two documents, or nothing to count.
///
/// A sample in which an aspect does not occur says nothing of it and is left out. Takes time linear in documents and
/// pairs, times [`RESAMPLES`].
pub(super) fn intervals(documents: &[Tallies], pairs: &[Pair]) -> [Option<(f64, f64)>; Aspect::ALL.len()] {
    let mut drawn: [Vec<f64>; Aspect::ALL.len()] = Default::default();
    if documents.len() > 1 {
        let mut random = SplitMix64(SEED);
        for _ in 0..RESAMPLES {
            let mut times = vec![0; documents.len()];
            (0..documents.len()).for_each(|_| times[random.below(documents.len())] += 1);
            let sample = sum(documents, pairs, &times);
            for aspect in Aspect::ALL {
                let tally = sample.of(aspect);
                if !tally.is_empty() {
                    drawn[aspect as usize].push(tally.f1());
                }
            }
        }
    }
    drawn.map(middle)
}

/// The counts of a sample that has each document so many times. A pair of documents counts for each pair of their copies.
pub(super) fn sum(documents: &[Tallies], pairs: &[Pair], times: &[usize]) -> Tallies {
    let mut sum = Tallies::default();
    documents.iter().zip(times).for_each(|(one, &times)| sum.add_all(one, times));
    for pair in pairs {
        let (a, b) = pair.documents;
        sum.add(Aspect::Merging, pair.tally.times(times[a] * times[b]));
    }
    sum
}

/// The middle of the values, without the tails.
fn middle(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let cut = (values.len() as f64 * TAIL) as usize;
    Some((*values.get(cut)?, *values.get(values.len().checked_sub(cut + 1)?)?))
}

/// SplitMix64: G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014, with the
/// constants of S. Vigna's reference (public domain, <https://prng.di.unimi.it/splitmix64.c>). Small, the same on every
/// machine, and good enough to draw documents.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, all equally likely but for less than `end` in 2^64.
    fn below(&mut self, end: usize) -> usize {
        // OK because the product's upper half is below `end`.
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::figures::Tally;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = SplitMix64(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([random.next(), random.next(), random.next()], expected, "the values that others give for this seed");
        assert!((0..1_000).all(|_| random.below(3) < 3));
    }

    fn documents(tallies: &[(usize, usize, usize)]) -> Vec<Tallies> {
        let one = |&(right, spurious, missed): &(usize, usize, usize)| {
            let mut one = Tallies::default();
            one.add(Aspect::Persons, Tally::new(right, spurious, missed));
            one
        };
        tallies.iter().map(one).collect()
    }

    #[test]
    fn the_interval_holds_the_figure_and_narrows_with_the_number_of_documents() {
        let width = |n: usize| {
            let of = documents(&[(3, 1, 0), (1, 0, 2), (2, 0, 0)].repeat(n));
            let all = sum(&of, &[], &vec![1; of.len()]).of(Aspect::Persons).f1();
            let (low, high) = intervals(&of, &[])[Aspect::Persons as usize].unwrap();
            assert!(low < all && all < high, "{low} {all} {high}");
            high - low
        };
        assert!(width(40) < width(4) / 2.0);
    }

    #[test]
    fn there_is_none_where_chance_cannot_be_told() {
        assert_eq!(intervals(&documents(&[(3, 1, 0)]), &[])[Aspect::Persons as usize], None, "one document");
        let two = intervals(&documents(&[(1, 0, 0), (2, 0, 0)]), &[]);
        assert_eq!((two[Aspect::Persons as usize], two[Aspect::Date as usize]), (Some((1.0, 1.0)), None), "nothing to count");
    }

    #[test]
    fn pairs_count_for_each_pair_of_copies() {
        let pairs = [Pair { documents: (0, 2), tally: Tally::new(1, 0, 0) }, Pair { documents: (1, 2), tally: Tally::new(0, 1, 0) }];
        let sample = sum(&documents(&[(0, 0, 0); 3]), &pairs, &[2, 0, 3]);
        assert_eq!(sample.of(Aspect::Merging), Tally::new(6, 0, 0));
    }
}
