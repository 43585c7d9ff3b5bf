//! Where the nodes of a picture are put.
//!
//! Each connected part is laid out by forces: nodes push each other away, the more the more links they have; links pull
//! together; and a weak pull holds all in the middle. What is far away pushes as one, by its centre of gravity (the method of
//! Barnes and Hut), so that 2,000 nodes take a moment only. Then the part is given a size that fits its number of nodes, with what
//! lies far outside drawn in; nodes that overlap are moved apart; and the parts are put beside each other, the largest first.
//!
//! There is no chance in it, and nothing but the four operations and roots: the same graph gives the same picture everywhere.

mod tree;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use tree::Tree;

/// A place in a picture, in units of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Circles that have been put in their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    pub points: Vec<Point>,
    pub width: f64,
    pub height: f64,
}

/// Between the circles of different parts, and around all.
const MARGIN: f64 = 26.0;
/// Between circles that would overlap.
const GAP: f64 = 6.0;
/// How long links want to be.
const LENGTH: f64 = 46.0;
/// The cosine and the sine of the golden angle: turning by it again and again spreads points evenly.
const GOLDEN: (f64, f64) = (-0.737_368_878_078_320_2, 0.675_490_294_261_523_8);

impl Point {
    fn minus(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }

    fn move_by(&mut self, by: Self, factor: f64) {
        self.x += by.x * factor;
        self.y += by.y * factor;
    }

    fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

/// Lays out circles with these radii. Links are pairs of their numbers with a weight of 1 or more. `aspect` is how many times
/// as wide as high the picture should be, if it has several parts.
pub fn layout(radii: &[f64], links: &[(usize, usize, f64)], aspect: f64) -> Layout {
    let mut parts = connected(radii, links);
    parts.iter_mut().for_each(Part::settle);
    parts.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then(b.height().total_cmp(&a.height())).then(a.members.cmp(&b.members)));
    pack(&parts, radii.len(), aspect)
}

/// The connected parts, the one with the first node first.
fn connected(radii: &[f64], links: &[(usize, usize, f64)]) -> Vec<Part> {
    let mut sets = UnionFind::new(radii.len());
    links.iter().for_each(|&(from, to, _)| {
        sets.union(from, to);
    });
    let labels = sets.into_labeling();
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![usize::MAX; radii.len()];
    let mut place_of = vec![0; radii.len()];
    for (node, &label) in labels.iter().enumerate() {
        if part_of[label] == usize::MAX {
            part_of[label] = parts.len();
            parts.push(Part::default());
        }
        let part = &mut parts[part_of[label]];
        place_of[node] = part.members.len();
        part.members.push(node);
        part.radii.push(radii[node]);
    }
    for &(from, to, weight) in links {
        parts[part_of[labels[from]]].links.push((place_of[from], place_of[to], weight.sqrt()));
    }
    parts.iter_mut().for_each(Part::begin);
    parts
}

/// A connected part: nodes are known by their place in it.
#[derive(Default)]
struct Part {
    /// Sorted.
    members: Vec<usize>,
    radii: Vec<f64>,
    links: Vec<(usize, usize, f64)>,
    /// One more than the links of each: what pushes.
    masses: Vec<f64>,
    points: Vec<Point>,
}

impl Part {
    /// Puts the nodes like the seeds of a sunflower: the first in the middle, the others around it.
    fn begin(&mut self) {
        self.masses = vec![1.0; self.members.len()];
        for &(from, to, _) in &self.links {
            self.masses[from] += 1.0;
            self.masses[to] += 1.0;
        }
        let mut turned = Point { x: 1.0, y: 0.0 };
        for n in 0..self.members.len() {
            let distance = LENGTH * (n as f64).sqrt();
            self.points.push(Point { x: turned.x * distance, y: turned.y * distance });
            turned = Point { x: turned.x * GOLDEN.0 - turned.y * GOLDEN.1, y: turned.x * GOLDEN.1 + turned.y * GOLDEN.0 };
        }
    }

    /// Lets the forces work, in steps that become smaller.
    fn settle(&mut self) {
        let rounds = match self.members.len() {
            0..=2 => 30,
            3..=300 => 400,
            301..=1000 => 220,
            _ => 120,
        };
        let size = (self.members.len() as f64).sqrt();
        for round in 0..rounds {
            let left = 1.0 - f64::from(round) / f64::from(rounds);
            let longest = LENGTH * (0.02 + 0.5 * left * left) * size.max(1.0) / 2.0;
            let forces = self.forces();
            for (point, force) in self.points.iter_mut().zip(forces) {
                let length = force.length();
                if length > 0.0 {
                    point.move_by(force, length.min(longest) / length);
                }
            }
        }
        self.fit();
        self.move_apart();
    }

    /// Gives the part a size that fits its number of nodes. What lies farther out than nine tenths of them is drawn in: a few nodes
    /// that hardly anything holds would make all others small.
    fn fit(&mut self) {
        let count = self.points.len() as f64;
        let mut middle = Point::default();
        self.points.iter().for_each(|&point| middle.move_by(point, 1.0 / count));
        let mut distances: Vec<f64> = self.points.iter().map(|point| point.minus(middle).length()).collect();
        distances.sort_by(f64::total_cmp);
        let most = distances[(distances.len() - 1) * 9 / 10].max(1.0);
        // Names want room, where there is room for names.
        let spacing = 56.0 + 2_200.0 / (count + 40.0);
        let size = spacing * (count / 3.0).sqrt();
        for point in &mut self.points {
            let away = point.minus(middle);
            let distance = away.length() / most;
            let drawn_in = if distance > 1.0 && count > 50.0 { 1.0 + 0.5 * (1.0 - 1.0 / distance) } else { distance };
            let factor = if distance > 0.0 { size * drawn_in / (distance * most) } else { 0.0 };
            *point = Point { x: away.x * factor, y: away.y * factor };
        }
    }

    fn forces(&self) -> Vec<Point> {
        let tree = Tree::new(&self.points, &self.masses);
        let of_one = |n: usize| {
            let mut force = tree.push(self.points[n], n);
            force.x *= self.masses[n];
            force.y *= self.masses[n];
            // What holds all in the middle.
            force.move_by(self.points[n], -0.02 * self.masses[n]);
            force
        };
        let mut forces: Vec<Point> = (0..self.points.len()).into_par_iter().with_min_len(128).map(of_one).collect();
        for &(from, to, weight) in &self.links {
            let between = self.points[to].minus(self.points[from]);
            // Of two that share a link the one with fewer links comes nearer.
            let pull = 0.12 * weight * between.length() / LENGTH;
            forces[from].move_by(between, pull / 2.0);
            forces[to].move_by(between, -pull / 2.0);
        }
        // What has many links has more of each force, but should not jump.
        forces.iter_mut().zip(&self.masses).for_each(|(force, mass)| *force = Point { x: force.x / mass, y: force.y / mass });
        forces
    }

    /// Moves circles that overlap apart.
    fn move_apart(&mut self) {
        for _ in 0..40 {
            let mut moved = false;
            let mut order: Vec<usize> = (0..self.points.len()).collect();
            order.sort_by(|&a, &b| self.points[a].x.total_cmp(&self.points[b].x).then(a.cmp(&b)));
            let widest = self.radii.iter().copied().fold(0.0, f64::max);
            for (n, &one) in order.iter().enumerate() {
                for &other in &order[n + 1..] {
                    let between = self.points[other].minus(self.points[one]);
                    if between.x > self.radii[one] + widest + GAP {
                        break;
                    }
                    let (wanted, distance) = (self.radii[one] + self.radii[other] + GAP, between.length());
                    if distance < wanted {
                        moved = true;
                        let way = if distance > 1e-9 { between } else { Point { x: 0.0, y: 1e-9 } };
                        let by = (wanted - distance) / way.length() / 2.0;
                        self.points[one].move_by(way, -by);
                        self.points[other].move_by(way, by);
                    }
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// The left upper and the right lower corner of all circles.
    fn corners(&self) -> (Point, Point) {
        let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for (point, radius) in self.points.iter().zip(&self.radii) {
            low = Point { x: low.x.min(point.x - radius), y: low.y.min(point.y - radius) };
            high = Point { x: high.x.max(point.x + radius), y: high.y.max(point.y + radius) };
        }
        (low, high)
    }

    fn width(&self) -> f64 {
        let (low, high) = self.corners();
        high.x - low.x + 2.0 * MARGIN
    }

    fn height(&self) -> f64 {
        let (low, high) = self.corners();
        high.y - low.y + 2.0 * MARGIN
    }
}

/// Puts the parts in rows.
fn pack(parts: &[Part], size: usize, aspect: f64) -> Layout {
    let area: f64 = parts.iter().map(|part| part.width() * part.height()).sum();
    let widest = parts.iter().map(Part::width).fold((area * aspect).sqrt(), f64::max);
    let mut layout = Layout { points: vec![Point::default(); size], width: 0.0, height: 0.0 };
    let (mut left, mut top, mut row) = (0.0, 0.0, 0.0_f64);
    for part in parts {
        let (width, height, (low, _)) = (part.width(), part.height(), part.corners());
        if left > 0.0 && left + width > widest {
            (left, top, row) = (0.0, top + row, 0.0);
        }
        for (&member, point) in part.members.iter().zip(&part.points) {
            layout.points[member] = Point { x: left + MARGIN + point.x - low.x, y: top + MARGIN + point.y - low.y };
        }
        left += width;
        row = row.max(height);
        layout.width = layout.width.max(left);
        layout.height = layout.height.max(top + row);
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hub with spokes, a chain, a pair, and one alone.
    fn sample() -> (Vec<f64>, Vec<(usize, usize, f64)>) {
        let mut links: Vec<(usize, usize, f64)> = (1..20).map(|n| (0, n, 1.0 + (n % 3) as f64)).collect();
        links.extend((20..29).map(|n| (n, n + 1, 1.0)));
        links.push((30, 31, 4.0));
        ((0..33).map(|n| 4.0 + (n % 5) as f64).collect(), links)
    }

    fn overlaps(layout: &Layout, radii: &[f64]) -> usize {
        let all = 0..radii.len();
        let pairs = all.clone().flat_map(|one| all.clone().filter(move |other| one < *other).map(move |other| (one, other)));
        pairs.filter(|&(one, other)| layout.points[one].minus(layout.points[other]).length() < radii[one] + radii[other]).count()
    }

    #[test]
    fn the_same_graph_gives_the_same_picture_in_which_nothing_overlaps() {
        let (radii, links) = sample();
        let one = layout(&radii, &links, 1.6);
        assert_eq!(one, layout(&radii, &links, 1.6));
        assert_eq!(overlaps(&one, &radii), 0);
        for (point, radius) in one.points.iter().zip(&radii) {
            assert!(
                point.x >= *radius && point.x + radius <= one.width && point.y >= *radius && point.y + radius <= one.height,
                "{point:?}"
            );
        }
    }

    #[test]
    fn what_is_linked_lies_nearer_than_what_is_not() {
        let (radii, links) = sample();
        let layout = layout(&radii, &links, 1.6);
        let distance = |one: usize, other: usize| layout.points[one].minus(layout.points[other]).length();
        assert!(distance(20, 21) < distance(20, 29), "the ends of the chain");
        assert!(distance(30, 31) < distance(30, 0), "the pair and the hub");
    }

    #[test]
    fn two_thousand_nodes_do_not_overlap_and_points_at_one_place_do_no_harm() {
        let radii = vec![5.0; 2000];
        let links: Vec<(usize, usize, f64)> = (1..2000).map(|n| (n / 7, n, 1.0)).collect();
        let large = layout(&radii, &links, 1.6);
        assert!(overlaps(&large, &radii) < 20, "{}", overlaps(&large, &radii));
        assert!(large.points.iter().all(|point| point.x.is_finite() && point.y.is_finite()));
        let same = vec![Point { x: 3.0, y: 3.0 }; 50];
        let tree = Tree::new(&same, &[1.0; 50]);
        assert!(tree.push(same[0], 0).length().is_finite());
        assert_eq!(layout(&[], &[], 1.6), Layout::default());
    }
}
