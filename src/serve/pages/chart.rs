//! Agreements by year and kind, as bars.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::catalog::{KINDS, Number};
use super::filter::Filter;
use super::{Context, labels, parts, words as w};

/// Bars that there is room for; years before them are one bar.
const MOST: u16 = 36;

const HEIGHT: f64 = 190.0;
const BAR: f64 = 22.0;
const STEP: f64 = 27.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 14.0;

/// How many agreements of each kind a year has.
type Counts = [usize; KINDS.len()];

/// Bars of the agreements that have a year; each part leads to its agreements. `filter` is what they were chosen by.
pub fn by_year(context: &Context<'_>, filter: &Filter, agreements: &[Number]) -> Markup {
    let mut years: BTreeMap<u16, Counts> = BTreeMap::new();
    let mut undated = [0; KINDS.len()];
    for &number in agreements {
        let agreement = context.catalog.agreement(number);
        let counts = match agreement.year() {
            Some(year) => years.entry(year).or_default(),
            None => &mut undated,
        };
        counts[agreement.kind()] += 1;
    }
    html! {
        @if let (Some((&first, _)), Some((&last, _))) = (years.first_key_value(), years.last_key_value()) {
            figure.chart {
                (kinds_key(context, agreements))
                (bars(context, filter, &years, first, last))
            }
        }
        (table(context, filter, &years, undated))
    }
}

/// The colours of the kinds that there are.
pub fn kinds_key(context: &Context<'_>, agreements: &[Number]) -> Markup {
    let mut is_there = [false; KINDS.len()];
    agreements.iter().for_each(|&number| is_there[context.catalog.agreement(number).kind()] = true);
    html! {
        ul.key aria-label=(context.say(w::COLOURS)) {
            @for kind in (0..KINDS.len()).filter(|&kind| is_there[kind]) {
                li { span.{ "dot k" (kind) } {} (labels::kind(kind, context.language)) }
            }
        }
    }
}

fn bars(context: &Context<'_>, filter: &Filter, years: &BTreeMap<u16, Counts>, first: u16, last: u16) -> Markup {
    let from = first.max(last.saturating_sub(MOST - 1));
    let mut shown: BTreeMap<u16, Counts> = (from..=last).map(|year| (year, Counts::default())).collect();
    for (&year, counts) in years {
        let bar = shown.entry(year.max(from)).or_default();
        bar.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let highest = shown.values().map(|counts| counts.iter().sum::<usize>()).max().unwrap_or_default().max(1);
    let (width, height) = (LEFT + STEP * shown.len() as f64 + 8.0, HEIGHT + TOP + 44.0);
    let y = |count: usize| TOP + HEIGHT * (1.0 - count as f64 / highest as f64);
    let name = |year: u16| if year == from && first < from { format!("≤ {year}") } else { year.to_string() };
    let address = |year: u16, kind: Option<usize>| {
        let years = Filter {
            from: (year != from || first >= from).then_some(year),
            to: Some(year),
            kind: kind.or(filter.kind),
            undated: false,
            ..filter.clone()
        };
        years.address(context, "/agreements", &[])
    };
    html! {
        (parts::scrolled(context.say(w::BY_YEAR), html! {
            svg.bars viewBox=(format!("0 0 {width:.0} {height:.0}")) width=(format!("{width:.0}")) height=(format!("{height:.0}"))
                role="group" aria-label=(context.say(w::CHART_BY_YEAR_ALT)) {
                g.axis {
                    @for mark in marks(highest) {
                        line x1=(LEFT - 6.0) x2=(width) y1=(y(mark)) y2=(y(mark)) {}
                        text x=(LEFT - 10.0) y=(y(mark) + 4.0) text-anchor="end" { (context.language.number(mark)) }
                    }
                }
                @for (n, (&year, counts)) in shown.iter().enumerate() {
                    @let x = LEFT + STEP * n as f64;
                    @for (kind, below) in stacked(counts) {
                        a href=(address(year, Some(kind))) tabindex="-1" {
                            rect.{ "k" (kind) } x=(x) width=(BAR) y=(y(below + counts[kind])) height=(y(below) - y(below + counts[kind])) {
                                title { (name(year)) ", " (labels::kind(kind, context.language)) ": " (context.language.number(counts[kind])) }
                            }
                        }
                    }
                    @let sum = counts.iter().sum::<usize>();
                    @if sum > 0 {
                        a href=(address(year, None)) aria-label=(format!("{}: {}", name(year), context.count(sum, w::N_AGREEMENTS))) {
                            (below_bar(x + BAR / 2.0, &name(year)))
                        }
                    } @else if shown.len() < 12 || year % 5 == 0 { (below_bar(x + BAR / 2.0, &name(year))) }
                }
            }
        }))
    }
}

/// A year, aslant below its bar.
fn below_bar(x: f64, year: &str) -> Markup {
    let y = HEIGHT + TOP + 16.0;
    html! { text.year x=(x) y=(y) transform=(format!("rotate(-45 {x:.1} {y:.1})")) text-anchor="end" { (year) } }
}

/// Kinds that occur, with the number of agreements below each.
fn stacked(counts: &Counts) -> Vec<(usize, usize)> {
    let mut below = 0;
    let mut parts = Vec::new();
    for (kind, &count) in counts.iter().enumerate() {
        if count > 0 {
            parts.push((kind, below));
        }
        below += count;
    }
    parts
}

/// Where the axis has a line: at most five, at round numbers.
fn marks(highest: usize) -> Vec<usize> {
    let steps = (0..).flat_map(|power: u32| [1, 2, 5].map(|digit| digit * 10_usize.pow(power.min(17))));
    // OK because the steps grow without end.
    let step = steps.into_iter().find(|step| highest / step <= 4).expect("a step is large enough");
    (0..=highest).step_by(step).collect()
}

fn table(context: &Context<'_>, filter: &Filter, years: &BTreeMap<u16, Counts>, undated: Counts) -> Markup {
    let total = |kind: usize| years.values().map(|counts| counts[kind]).sum::<usize>() + undated[kind];
    let kinds: Vec<usize> = (0..KINDS.len()).filter(|&kind| total(kind) > 0).collect();
    let year =
        |year: Option<u16>| Filter { from: year, to: year, undated: year.is_none(), ..filter.clone() }.address(context, "/agreements", &[]);
    let row = |title: Markup, counts: &Counts| {
        html! {
            tr {
                th scope="row" { (title) }
                @for &kind in &kinds { td.number { @if counts[kind] > 0 { (context.language.number(counts[kind])) } } }
                td.number { strong { (context.language.number(counts.iter().sum())) } }
            }
        }
    };
    html! {
        details.alternative {
            summary { (context.say(w::AS_TABLE)) }
            (parts::scrolled(context.say(w::BY_YEAR), html! {
                table {
                    caption { (context.say(w::BY_YEAR)) }
                    thead { tr {
                        th scope="col" { (context.say(w::YEAR)) }
                        @for &kind in &kinds { th.number scope="col" { (labels::kind(kind, context.language)) } }
                        th.number scope="col" { (context.say(w::TOTAL)) }
                    } }
                    tbody {
                        @for (number, counts) in years.iter().rev() { (row(html! { a href=(year(Some(*number))) { (number) } }, counts)) }
                        @if undated.iter().any(|&count| count > 0) { (row(html! { a href=(year(None)) { (context.say(w::NO_YEAR)) } }, &undated)) }
                    }
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_few_lines_at_round_numbers() {
        for (highest, expected) in [
            (1, vec![0, 1]),
            (4, vec![0, 1, 2, 3, 4]),
            (7, vec![0, 2, 4, 6]),
            (23, vec![0, 5, 10, 15, 20]),
            (999, vec![0, 200, 400, 600, 800]),
        ] {
            assert_eq!(marks(highest), expected);
        }
        assert!(marks(40_000_000).len() <= 5);
    }
}
