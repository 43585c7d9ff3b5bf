//! What every match of a pattern holds: a sentence without it need not be looked at.

use super::expand::is_choice;
use super::pattern::{Node, NodeKind, Shape};

/// Tests of which a match holds one at least.
pub type Clause<'n> = Vec<&'n Node>;

/// Most clauses of one pattern; more are asked for without much use.
const MOST_CLAUSES: usize = 4;

/// Longer clauses are met by nearly every sentence.
const LONGEST_CLAUSE: usize = 400;

/// Clauses that every match meets, the rarest first.
pub fn needs(node: &Node) -> Vec<Clause<'_>> {
    rarest(clauses(node))
}

fn clauses(node: &Node) -> Vec<Clause<'_>> {
    match &node.kind {
        _ if is_choice(node) => of_choice(node),
        NodeKind::Sequence(nodes) => rarest(nodes.iter().flat_map(clauses).collect()),
        NodeKind::Repeat { node, min, .. } if *min > 0 => clauses(node),
        NodeKind::Capture { node, .. } => clauses(node),
        NodeKind::Look { node, negative: false, .. } => of_choice(node),
        NodeKind::Alternatives(nodes) => {
            let parts: Vec<Vec<Clause>> = nodes.iter().map(|n| rarest(clauses(n))).collect();
            let most = parts.iter().map(Vec::len).max().unwrap_or_default();
            // one of each alternative; where one has fewer, its last again
            let united = |i: usize| parts.iter().map(|part| part.get(i.min(part.len().wrapping_sub(1)))).collect::<Option<Vec<_>>>();
            let united = (0..most).filter_map(united).map(|clauses| clauses.into_iter().flatten().copied().collect());
            united.filter(|clause: &Clause| clause.len() <= LONGEST_CLAUSE).collect()
        }
        _ => Vec::new(),
    }
}

/// One clause, if not nearly every sentence meets it.
fn of_choice(node: &Node) -> Vec<Clause<'_>> {
    let mut clause = Vec::new();
    let is_telling = flatten(node, &mut clause);
    if is_telling { vec![clause] } else { Vec::new() }
}

fn flatten<'n>(node: &'n Node, clause: &mut Clause<'n>) -> bool {
    match &node.kind {
        NodeKind::Alternatives(nodes) => nodes.iter().all(|n| flatten(n, clause)),
        NodeKind::Shape(Shape::Any | Shape::Word | Shape::Cap | Shape::Lower | Shape::Sign) => false,
        _ => {
            clause.push(node);
            true
        }
    }
}

fn rarest(mut clauses: Vec<Clause<'_>>) -> Vec<Clause<'_>> {
    clauses.sort_by_key(|clause| clause.iter().map(|node| commonness(node)).sum::<usize>());
    clauses.truncate(MOST_CLAUSES);
    clauses
}

/// How often a test holds, about: it only orders the clauses.
fn commonness(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Word { text, .. } if text.len() <= 3 => 10,
        NodeKind::Word { .. } => 1,
        NodeKind::Regex(_) => 3,
        NodeKind::Class { conditions, .. } if conditions.is_empty() => 6,
        NodeKind::Class { .. } => 4,
        _ => 20,
    }
}
