//! Agreements on a time axis.

use maud::{Markup, html};

use super::catalog::{KINDS, Number};
use super::filter::Filter;
use super::{Answer, Context, Fault, agreements, chart, labels, links, parts, words as w};

/// Agreements that have a mark of their own; of more there is one for each month and kind.
const MARKS: usize = 800;
/// Agreements in the list below.
const LISTED: usize = 200;

const LEFT: f64 = 215.0;
const WIDTH: f64 = 1000.0;
const LANE: f64 = 46.0;
const TOP: f64 = 26.0;

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    let filter = Filter::read(context);
    let Some(chosen) = filter.chosen(context)? else { return agreements::to_come(context) };
    let (dated, undated): (Vec<Number>, Vec<Number>) = chosen.iter().partition(|&&number| when(context, number).is_some());
    let body = html! {
        h1 { (context.say(w::TIMELINE_TITLE)) }
        (filter.form(context, &[], &html! {}))
        div #results {
            p.summary role="status" {
                a href=(filter.address(context, "/agreements", &[])) { strong { (context.count(chosen.len(), w::N_AGREEMENTS)) } }
                @if !undated.is_empty() {
                    " · " (context.say(w::TIMELINE_UNDATED)) " "
                    @let only_these = Filter { undated: true, ..filter.clone() };
                    a href=(only_these.address(context, "/agreements", &[])) { (context.language.number(undated.len())) }
                }
            }
            @if chosen.is_empty() { p { (context.say(w::NO_MATCH)) } }
            @if !dated.is_empty() { (axis(context, &filter, &dated)) }
            (list(context, &filter, &dated))
        }
    };
    context.page(context.say(w::TIMELINE_TITLE), "/timeline", body)
}

/// Year and month of an agreement as a number of months; of a year alone its middle.
fn when(context: &Context<'_>, number: Number) -> Option<i32> {
    let agreement = context.catalog.agreement(number);
    let month = agreement.dates.first()?.get(5..7).and_then(|month| month.parse::<i32>().ok()).filter(|month| (1..=12).contains(month));
    Some(i32::from(agreement.year()?) * 12 + month.unwrap_or(7) - 1)
}

/// Marks of one month and kind.
struct Mark {
    month: i32,
    kind: usize,
    agreements: Vec<Number>,
}

fn axis(context: &Context<'_>, filter: &Filter, dated: &[Number]) -> Markup {
    let mut marks: Vec<Mark> = Vec::new();
    let mut sorted: Vec<(usize, i32, Number)> =
        dated.iter().filter_map(|&number| Some((context.catalog.agreement(number).kind(), when(context, number)?, number))).collect();
    sorted.sort_unstable();
    for (kind, month, number) in sorted {
        match marks.last_mut().filter(|mark| mark.month == month && mark.kind == kind) {
            Some(mark) => mark.agreements.push(number),
            None => marks.push(Mark { month, kind, agreements: vec![number] }),
        }
    }
    let lanes: Vec<usize> = (0..KINDS.len()).filter(|&kind| marks.iter().any(|mark| mark.kind == kind)).collect();
    let (first, last) = (
        marks.iter().map(|mark| mark.month).min().unwrap_or_default() / 12,
        marks.iter().map(|mark| mark.month).max().unwrap_or_default() / 12 + 1,
    );
    let scale = (WIDTH - LEFT - 20.0) / f64::from((last - first) * 12);
    let x = |month: i32| LEFT + f64::from(month - first * 12) * scale;
    let height = TOP + LANE * lanes.len() as f64 + 12.0;
    let lane = |kind: usize| TOP + LANE * (lanes.iter().position(|one| *one == kind).unwrap_or_default() as f64 + 0.5);
    html! {
        figure.chart {
            (parts::scrolled(context.say(w::TIMELINE_TITLE), html! {
                svg.timeline viewBox=(format!("0 0 {WIDTH:.0} {height:.0}")) width=(format!("{WIDTH:.0}")) height=(format!("{height:.0}"))
                    role="group" aria-label=(context.say(w::TIMELINE_ALT)) {
                    g.axis {
                        @for year in years(first, last) {
                            line x1=(format!("{:.1}", x(year * 12))) x2=(format!("{:.1}", x(year * 12))) y1=(TOP) y2=(height) {}
                            text x=(format!("{:.1}", x(year * 12))) y=(TOP - 8.0) text-anchor="middle" { (year) }
                        }
                        @for &kind in &lanes { text x="0" y=(lane(kind) + 4.0) { (labels::kind(kind, context.language)) } }
                    }
                    @for mark in &marks { (self::mark(context, filter, mark, dated.len() > MARKS, (x(mark.month), lane(mark.kind)), scale)) }
                }
            }))
        }
    }
}

/// Years with a line: at most twelve.
fn years(first: i32, last: i32) -> Vec<i32> {
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| (last - first) / step <= 12).unwrap_or(1000);
    (first..=last).filter(|year| year % step == 0).collect()
}

/// One circle for each agreement, in a heap; or one for all of them.
fn mark(context: &Context<'_>, filter: &Filter, mark: &Mark, is_many: bool, (x, y): (f64, f64), scale: f64) -> Markup {
    let (year, month) = (mark.month / 12, mark.month % 12 + 1);
    let name = format!("{}, {}", context.language.date(&format!("{year}-{month:02}")), labels::kind(mark.kind, context.language));
    if is_many || mark.agreements.len() > 9 {
        let radius = (2.0 + 1.6 * (mark.agreements.len() as f64).sqrt()).min(LANE / 2.0);
        let year = u16::try_from(year).ok();
        let address = Filter { kind: Some(mark.kind), from: year, to: year, ..filter.clone() }.address(context, "/agreements", &[]);
        return html! {
            a href=(address) tabindex="-1" {
                circle.{ "k" (mark.kind) } cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{radius:.1}")) {
                    title { (name) ": " (context.count(mark.agreements.len(), w::N_AGREEMENTS)) }
                }
            }
        };
    }
    // Three in a column, next to each other as far as the month is wide.
    let across = (scale / 3.0).clamp(2.0, 9.0);
    let first = if mark.agreements.len() > 1 { 1.0 } else { 0.0 };
    html! {
        @for (n, &number) in mark.agreements.iter().enumerate() {
            @let agreement = context.catalog.agreement(number);
            a href=(links::node(&agreement.path)) tabindex=[(mark.agreements.len() > 3).then_some("-1")] {
                @let (right, below) = (across * (n / 3) as f64, 10.0 * ((n % 3) as f64 - first));
                circle.{ "k" (mark.kind) } cx=(format!("{:.1}", x + right)) cy=(format!("{:.1}", y + below)) r="4.5" {
                    title { (context.title(agreement)) }
                }
            }
        }
    }
}

/// The agreements year by year.
fn list(context: &Context<'_>, filter: &Filter, dated: &[Number]) -> Markup {
    let shown = &dated[..dated.len().min(LISTED)];
    html! {
        (chart::kinds_key(context, shown))
        @for year in shown.chunk_by(|&a, &b| context.catalog.agreement(a).year() == context.catalog.agreement(b).year()) {
            section.year {
                h2 { @if let Some(number) = year.first().and_then(|&one| context.catalog.agreement(one).year()) { (number) } }
                ol.events { @for &number in year {
                    @let agreement = context.catalog.agreement(number);
                    li {
                        span.{ "dot k" (agreement.kind()) } aria-hidden="true" {}
                        span.when { (context.when(agreement)) }
                        span.what {
                            (context.agreement(number)) ", " (context.statuses(agreement))
                            @if !agreement.parties.is_empty() { ": " (context.some_entities(&agreement.parties, 6)) }
                        }
                    }
                } }
            }
        }
        @if dated.len() > LISTED {
            p {
                (context.say(w::FIRST_ROWS)) " " (LISTED) ". "
                a href=(filter.address(context, "/agreements", &[])) { (context.say(w::LIST_IN)) " →" }
            }
        }
    }
}
