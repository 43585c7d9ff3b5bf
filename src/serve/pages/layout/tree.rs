//! How many points push one: those that are far away push together.

use super::{LENGTH, Point};

/// Points in squares that are cut into four as long as there is more than one point in them.
pub struct Tree {
    squares: Vec<Square>,
}

struct Square {
    /// Half of a side.
    half: f64,
    center: Point,
    /// Sum of the masses, and of the points by mass.
    mass: f64,
    sum: Point,
    /// The one point in it.
    only: Option<usize>,
    /// Places of the quarters in the tree; 0 for none.
    quarters: [usize; 4],
}

/// Squares that look smaller than this from a point push as one.
const FAR: f64 = 0.9;
/// Points that lie as near as this are one for the tree.
const DEEPEST: usize = 40;

impl Tree {
    pub fn new(points: &[Point], masses: &[f64]) -> Self {
        let half = points.iter().fold(1.0_f64, |most, point| most.max(point.x.abs()).max(point.y.abs()));
        let mut tree = Self { squares: vec![Square::new(Point::default(), half)] };
        for (n, (&point, &mass)) in points.iter().zip(masses).enumerate() {
            tree.add(n, point, mass, points, masses);
        }
        tree
    }

    fn add(&mut self, n: usize, point: Point, mass: f64, points: &[Point], masses: &[f64]) {
        let mut at = 0;
        for _ in 0..DEEPEST {
            let square = &mut self.squares[at];
            let was_empty = square.mass == 0.0;
            square.mass += mass;
            square.sum.move_by(point, mass);
            if was_empty {
                square.only = Some(n);
                return;
            }
            if let Some(other) = square.only.take() {
                let quarter = self.quarter(at, points[other]);
                let square = &mut self.squares[quarter];
                square.mass = masses[other];
                square.sum = Point { x: points[other].x * masses[other], y: points[other].y * masses[other] };
                square.only = Some(other);
            }
            at = self.quarter(at, point);
        }
    }

    /// The quarter of a square that a point lies in.
    fn quarter(&mut self, at: usize, point: Point) -> usize {
        let (center, half) = (self.squares[at].center, self.squares[at].half / 2.0);
        let (right, below) = (point.x >= center.x, point.y >= center.y);
        let which = usize::from(right) + 2 * usize::from(below);
        if self.squares[at].quarters[which] == 0 {
            let sign = |is: bool| if is { half } else { -half };
            let center = Point { x: center.x + sign(right), y: center.y + sign(below) };
            self.squares[at].quarters[which] = self.squares.len();
            self.squares.push(Square::new(center, half));
        }
        self.squares[at].quarters[which]
    }

    /// How everything else pushes the point with this number, if its mass is 1.
    pub fn push(&self, point: Point, number: usize) -> Point {
        let mut force = Point::default();
        let mut waiting = vec![0];
        while let Some(at) = waiting.pop() {
            let square = &self.squares[at];
            if square.mass == 0.0 || square.only == Some(number) {
                continue;
            }
            let away = point.minus(Point { x: square.sum.x / square.mass, y: square.sum.y / square.mass });
            let distance = away.length().max(0.5);
            let is_leaf = square.quarters == [0; 4];
            if is_leaf || 2.0 * square.half < FAR * distance {
                // Two at the same place go different ways.
                let away = if away.length() > 1e-9 { away } else { Point { x: 0.01 * (number as f64 + 1.0), y: 0.01 } };
                force.move_by(away, square.mass * LENGTH * LENGTH * 0.25 / (distance * distance));
            } else {
                waiting.extend(square.quarters.iter().filter(|&&quarter| quarter > 0));
            }
        }
        force
    }
}

impl Square {
    fn new(center: Point, half: f64) -> Self {
        Self { half, center, mass: 0.0, sum: Point::default(), only: None, quarters: [0; 4] }
    }
}
