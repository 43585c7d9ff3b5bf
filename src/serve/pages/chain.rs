//! What an agreement builds on, and what builds on it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::catalog::{Agreement, Catalog, Number};
use super::{Context, words as w};

/// Agreements of one chain that are shown at most.
const MOST: usize = 100;

/// All agreements that one builds on or that build on it, by any number of steps, and itself: the oldest first.
pub fn of(catalog: &Catalog, number: Number) -> Vec<Number> {
    let mut all = BTreeSet::from([number]);
    follow(catalog, number, &mut all, |one| &one.based_on);
    follow(catalog, number, &mut all, |one| &one.continued_by);
    let mut chain: Vec<Number> = all.into_iter().collect();
    // Dates may be missing or contradict; what builds on another comes behind it all the same.
    chain.sort_by(|&a, &b| (catalog.agreement(a).when(), b).cmp(&(catalog.agreement(b).when(), a)));
    let mut ordered: Vec<Number> = Vec::with_capacity(chain.len());
    while !chain.is_empty() {
        let is_free = |one: &Number| catalog.agreement(*one).based_on.iter().all(|earlier| !chain.contains(earlier) || earlier == one);
        // In a circle nothing is free, and the oldest goes first.
        let next = chain.iter().position(is_free).unwrap_or_default();
        ordered.push(chain.remove(next));
    }
    ordered
}

fn follow(catalog: &Catalog, from: Number, all: &mut BTreeSet<Number>, links: impl Fn(&Agreement) -> &[Number]) {
    let mut waiting = vec![from];
    while let Some(one) = waiting.pop() {
        for &next in links(catalog.agreement(one)) {
            if all.len() < MOST && all.insert(next) {
                waiting.push(next);
            }
        }
    }
}

/// The chain as a list; nothing for an agreement that stands alone.
pub fn show(context: &Context<'_>, number: Number) -> Markup {
    let chain = of(context.catalog, number);
    html! {
        @if chain.len() > 1 {
            section {
                h2 { (context.say(w::CHAIN)) }
                ol.chain { @for &one in &chain {
                    @let agreement = context.catalog.agreement(one);
                    li aria-current=[(one == number).then_some("true")] {
                        span.when { (context.when(agreement)) } " "
                        @if one == number { strong { (context.title(agreement)) } " " span.faint { (context.say(w::THIS_AGREEMENT)) } }
                        @else { a href=(super::links::node(&agreement.path)) { (context.title(agreement)) } }
                        @if !agreement.based_on.is_empty() {
                            span.link { (context.say(w::BASED_ON)) " "
                                @for (n, earlier) in agreement.based_on.iter().enumerate() {
                                    @if n > 0 { ", " }
                                    (context.agreement(*earlier)) " " (context.when(context.catalog.agreement(*earlier)))
                                }
                            }
                        }
                    }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(links: &[(Number, Number)], dates: &[&str]) -> Catalog {
        let mut agreements: Vec<Agreement> =
            dates.iter().map(|date| Agreement { dates: vec![(*date).to_owned()], ..Agreement::default() }).collect();
        for &(later, earlier) in links {
            agreements[later as usize].based_on.push(earlier);
            agreements[earlier as usize].continued_by.push(later);
        }
        let mut catalog = Catalog::default();
        catalog.agreements = agreements;
        catalog
    }

    #[test]
    fn chains_are_followed_in_both_directions_and_circles_end() {
        let straight = catalog(&[(0, 1), (1, 2)], &["2025", "2020", "2010", "1990"]);
        assert_eq!(of(&straight, 1), [2, 1, 0]);
        assert_eq!(of(&straight, 3), [3]);
        let fork = catalog(&[(0, 2), (1, 2)], &["2025", "2024", "2010"]);
        assert_eq!(of(&fork, 2), [2, 1, 0]);
        assert_eq!(of(&fork, 0), [2, 0], "a sibling is not in the chain");
        let wrong_dates = catalog(&[(0, 1)], &["2010", "2025"]);
        assert_eq!(of(&wrong_dates, 0), [1, 0]);
        let circle = catalog(&[(0, 1), (1, 0), (2, 2)], &["2025", "2020", "2000"]);
        assert_eq!(of(&circle, 0), [1, 0]);
        assert_eq!(of(&circle, 2), [2]);
    }
}
