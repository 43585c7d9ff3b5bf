//! What a pattern is with its macros put in, and how large it becomes: bounds that are checked before the work is done.

use std::collections::BTreeMap;
use std::ops::Range;

use super::pattern::{Node, NodeKind, PatternError, Shape};

/// Programs grow with the bounds of their repetitions and with their macros; this many instructions are too many.
const MAX_OPS: usize = 20_000;

/// Brackets within brackets, through all macros. Bounds the stack that the compiler needs.
const MAX_DEPTH: u32 = 300;

fn too_large(span: &Range<usize>) -> PatternError {
    PatternError {
        span: span.clone(),
        message: format!("the pattern is too large: more than {MAX_OPS} instructions"),
        help: Some("lower the bounds of its repetitions, or use fewer macros".into()),
    }
}

/// Replaces macros by what they stand for. What comes from a macro has the place where the pattern uses it.
///
/// # Errors
/// If the macros make the pattern too large or nest it too deep.
pub fn expand(node: &Node, macros: &BTreeMap<String, Node>) -> Result<Node, PatternError> {
    Expansion { macros, open: Vec::new(), room: MAX_OPS }.node(node, None, 0)
}

struct Expansion<'a> {
    macros: &'a BTreeMap<String, Node>,
    /// Macros that are being replaced, from the outermost on.
    open: Vec<&'a str>,
    /// How many more nodes there may be.
    room: usize,
}

impl<'a> Expansion<'a> {
    /// `used_at`: where the pattern uses the macro that the node comes from.
    fn node(&mut self, node: &'a Node, used_at: Option<&Range<usize>>, depth: u32) -> Result<Node, PatternError> {
        let span = used_at.unwrap_or(&node.span);
        self.room = self.room.checked_sub(1).ok_or_else(|| too_large(span))?;
        if depth > MAX_DEPTH {
            let message = format!("brackets and macros are nested more than {MAX_DEPTH} deep");
            return Err(PatternError { span: span.clone(), message, help: None });
        }
        let mut inner = |node: &'a Node| self.node(node, used_at, depth + 1);
        let kind = match &node.kind {
            NodeKind::Macro(name) => return self.of_macro(name, span, depth),
            NodeKind::Sequence(nodes) => NodeKind::Sequence(nodes.iter().map(inner).collect::<Result<_, _>>()?),
            NodeKind::Alternatives(nodes) => NodeKind::Alternatives(nodes.iter().map(inner).collect::<Result<_, _>>()?),
            NodeKind::Repeat { node, min, max } => NodeKind::Repeat { node: Box::new(inner(node)?), min: *min, max: *max },
            NodeKind::Capture { slots, node } => NodeKind::Capture { slots: slots.clone(), node: Box::new(inner(node)?) },
            NodeKind::Look { node, behind, negative } => {
                NodeKind::Look { node: Box::new(inner(node)?), behind: *behind, negative: *negative }
            }
            atom => atom.clone(),
        };
        Ok(Node { kind, span: span.clone() })
    }

    fn of_macro(&mut self, name: &'a str, span: &Range<usize>, depth: u32) -> Result<Node, PatternError> {
        match self.macros.get(name) {
            Some(body) if !self.open.contains(&name) => {
                self.open.push(name);
                let node = self.node(body, Some(span), depth + 1)?;
                self.open.pop();
                Ok(node)
            }
            // no macro, or one that refers to itself: the check of names tells it; any token stands in for it, so that
            // the rest of the pattern can be checked
            _ => Ok(Node { kind: NodeKind::Shape(Shape::Any), span: span.clone() }),
        }
    }
}

/// The number of instructions that a pattern without macros becomes.
///
/// # Errors
/// If there are too many; shown is the innermost part that is too large.
pub fn size(node: &Node) -> Result<usize, PatternError> {
    let size = match &node.kind {
        NodeKind::Sequence(nodes) => sum(nodes)?,
        _ if is_choice(node) => 1,
        // a split, and a jump behind each; neighbours that are one choice count as one
        NodeKind::Alternatives(nodes) => {
            let parts = nodes.chunk_by(|a, b| is_choice(a) && is_choice(b));
            let sizes: Result<usize, PatternError> = parts.clone().map(|part| if part.len() == 1 { size(&part[0]) } else { Ok(1) }).sum();
            sizes? + parts.count() + 1
        }
        NodeKind::Repeat { node, min, max } => repeated(size(node)?, *min, *max),
        NodeKind::Capture { slots, node } => size(node)? + 2 * slots.len(),
        NodeKind::Gap { min, max, .. } => repeated(1, *min, Some(*max)),
        _ => 1,
    };
    if size > MAX_OPS { Err(too_large(&node.span)) } else { Ok(size) }
}

/// Whether it takes one token or one annotation, one way or another.
pub fn is_choice(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Alternatives(nodes) => nodes.iter().all(is_choice),
        kind => kind.is_single(),
    }
}

fn sum(nodes: &[Node]) -> Result<usize, PatternError> {
    nodes.iter().map(size).sum()
}

/// Each repetition that may be left out has a split before it; one without end a jump behind it as well.
fn repeated(once: usize, min: u32, max: Option<u32>) -> usize {
    let needed = once * min as usize;
    match max {
        Some(max) => needed + (once + 1) * (max - min) as usize,
        None => needed + once + 2,
    }
}
