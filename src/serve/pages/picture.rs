//! A network as a picture that can be looked at without a script, and zoomed with one.

use maud::{Markup, html};

use super::catalog::{Catalog, Sort};
use super::graph::Network;
use super::language::Language;
use super::layout::{Layout, Point, layout};
use super::{links, words as w};

/// How a picture is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// What it shows, for those who do not see it.
    pub name: &'a str,
    pub aspect: f64,
    /// Names that are written at most; the others are shown when they are pointed at.
    pub names: usize,
    /// Whether it can be zoomed.
    pub zoom: bool,
}

/// With more nodes than these nobody wants to go through them with the keyboard: the table has them too.
const WALKABLE: usize = 60;

/// With more links than these none of them leads anywhere: they cannot be hit, and would make the page large.
const LEADING: usize = 1_500;

/// Draws a network. Nodes and links lead to pages: `edge` gives the address of two nodes.
pub fn draw(catalog: &Catalog, network: &Network, style: Style<'_>, l: Language, edge: &dyn Fn(usize, usize) -> String) -> Markup {
    let radii: Vec<f64> = network.nodes.iter().map(|node| radius(node.agreements)).collect();
    let pulls: Vec<(usize, usize, f64)> = network.edges.iter().map(|edge| (edge.from, edge.to, edge.agreements as f64)).collect();
    let layout = layout(&radii, &pulls, style.aspect);
    let font = font(&layout);
    let names: Vec<&str> = network.nodes.iter().map(|node| catalog.entity(node.entity).name.as_str()).collect();
    let (labels, named) = labels(&layout, &radii, &names, font, style.names);
    // Names may stand out at the sides.
    let all = named.iter().fold(Box { left: 0.0, top: 0.0, right: layout.width, bottom: layout.height }, |all, one| all.around(one));
    let is_small = network.edges.len() <= LEADING;
    let walk = (network.nodes.len() > WALKABLE).then_some("-1");
    let tool = |name| style.zoom.then_some(l.say(name));
    let [left, top, width, height] = [all.left, all.top, all.right - all.left, all.bottom - all.top].map(|number| format!("{number:.0}"));
    html! {
        figure.picture data-zoom=[style.zoom.then_some("")] data-in=[tool(w::ZOOM_IN)] data-out=[tool(w::ZOOM_OUT)] data-all=[tool(w::ZOOM_RESET)] {
            div.scrolled role="region" aria-label=(style.name) tabindex="0" {
                svg.network viewBox={ (left) " " (top) " " (width) " " (height) } width=(width) height=(height) role="group" aria-label=(style.name) font-size=(format!("{font:.1}")) {
                    g.links.dense[!is_small] {
                        @for one in &network.edges {
                            @let (from, to) = (layout.points[one.from], layout.points[one.to]);
                            @let line = html! {
                                line x1=(at(from.x)) y1=(at(from.y)) x2=(at(to.x)) y2=(at(to.y)) stroke-width=(at(thickness(one.agreements)))
                                    data-from=(one.from) data-to=(one.to) {
                                    @if is_small {
                                        title { (names[one.from]) " – " (names[one.to]) ": " (l.count(one.agreements, w::N_AGREEMENTS)) }
                                    }
                                }
                            };
                            @if is_small { a href=(edge(one.from, one.to)) tabindex="-1" { (line) } } @else { (line) }
                        }
                    }
                    g.nodes {
                        @for (n, node) in network.nodes.iter().enumerate() {
                            @let (point, entity) = (layout.points[n], catalog.entity(node.entity));
                            a.node.(sort(entity.sort)) href=(links::node(&entity.path)) tabindex=[walk] data-node=(n) {
                                title { (entity.name) ": " (l.count(node.agreements, w::N_AGREEMENTS)) }
                                circle cx=(at(point.x)) cy=(at(point.y)) r=(at(radii[n])) {}
                            }
                        }
                    }
                    // Names lie above all circles.
                    g.names aria-hidden="true" {
                        @for (n, name) in names.iter().enumerate() {
                            @let (x, y) = (at(layout.points[n].x), at(layout.points[n].y - radii[n] - 0.3 * font));
                            @match &labels[n] {
                                Some(label) => text lang="de" x=(at(label.x)) y=(at(label.y)) text-anchor=(label.anchor) { (short(name)) },
                                None => text.minor lang="de" x=(x) y=(y) text-anchor="middle" { (short(name)) },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn radius(agreements: usize) -> f64 {
    (4.0 + 3.0 * (agreements as f64).sqrt()).min(40.0)
}

fn thickness(agreements: usize) -> f64 {
    (0.7 + 0.8 * (agreements as f64).sqrt()).min(9.0)
}

/// Letters that can be read when the whole picture is as wide as a page, and that are not larger than in the text.
fn font(layout: &Layout) -> f64 {
    (layout.width.max(layout.height * 1.3) / 75.0).clamp(11.0, 46.0)
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Person => "n-person",
        Sort::Organization => "n-organization",
        Sort::Place => "n-place",
    }
}

/// A coordinate, as exact as a screen shows it.
fn at(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Names that are long are cut where they are written; the whole name is in the title.
fn short(name: &str) -> String {
    const MOST: usize = 34;
    if name.chars().count() <= MOST { name.to_owned() } else { name.chars().take(MOST - 1).chain(['…']).collect() }
}

/// So many of the first are the most important.
const SURE: usize = 5;

/// So many circles are not covered by names.
const FEW: usize = 200;

struct Label {
    x: f64,
    y: f64,
    anchor: &'static str,
}

/// Where names are written so that none covers another or a circle with a name: the first nodes are the most important. Nothing
/// for those without a place. Beside them the room that all take.
fn labels(layout: &Layout, radii: &[f64], names: &[&str], font: f64, most: usize) -> (Vec<Option<Label>>, Vec<Box>) {
    // Of many nodes the others may be covered, or there would be no name at all.
    let circle = |n: usize| {
        let Point { x, y } = layout.points[n];
        Box { left: x - radii[n], top: y - radii[n], right: x + radii[n], bottom: y + radii[n] }
    };
    let is_few = names.len() <= FEW;
    let mut taken: Vec<Box> = (0..names.len()).filter(|_| is_few).map(circle).collect();
    let mut named: Vec<Box> = Vec::new();
    let mut labels: Vec<Option<Label>> = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let letters = short(name).chars().count() as f64;
        let put = |taken: &[Box]| place(layout.points[n], radii[n], letters, font, taken);
        // The names of the most important may cover circles, but no names.
        let label = if named.len() < most { put(&taken).or_else(|| if n < SURE { put(&named) } else { None }) } else { None };
        if let Some((_, text)) = &label {
            taken.extend([*text, circle(n)]);
            named.push(*text);
        }
        labels.push(label.map(|(label, _)| label));
    }
    (labels, named)
}

#[derive(Clone, Copy)]
struct Box {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Box {
    fn around(self, other: &Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        Self { left, top, right: self.right.max(other.right), bottom: self.bottom.max(other.bottom) }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// Above the circle, below it, to the right or to the left.
fn place(point: Point, radius: f64, letters: f64, font: f64, taken: &[Box]) -> Option<(Label, Box)> {
    let (width, gap) = (letters * font * 0.54, 0.3 * font);
    let centred = |y: f64| {
        (
            Label { x: point.x, y, anchor: "middle" },
            Box { left: point.x - width / 2.0, right: point.x + width / 2.0, top: y - font, bottom: y + gap },
        )
    };
    let beside = |x: f64, anchor: &'static str, left: f64| {
        let y = point.y + 0.35 * font;
        (Label { x, y, anchor }, Box { left, right: left + width, top: y - font, bottom: y + gap })
    };
    let (right, left) = (point.x + radius + gap, point.x - radius - gap);
    let places = [
        centred(point.y - radius - gap),
        centred(point.y + radius + font),
        beside(right, "start", right),
        beside(left, "end", left - width),
    ];
    places.into_iter().find(|(_, text)| !taken.iter().any(|other| other.meets(text)))
}
