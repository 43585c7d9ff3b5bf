//! Syntax trees into programs: macros put in, repetitions written out.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::atoms::{ChoiceId, FeatureTest, Test, Tests};
use super::chart::{Key, Vocabulary};
use super::expand::{expand, is_choice, size};
use super::needs::needs;
use super::pattern::{Node, NodeKind, PatternError};
use super::program::{Op, Program};
use super::word_lists::Expression;

/// What a pattern may refer to.
pub struct Scope<'a> {
    pub vocabulary: &'a mut Vocabulary,
    /// Macros by name, already parsed.
    pub macros: &'a BTreeMap<String, Node>,
    /// An expression is compiled once, however often the patterns repeat it.
    pub regexes: &'a mut HashMap<String, Arc<Expression>>,
    pub tests: &'a mut Tests,
    /// How many programs there are already.
    pub programs: u32,
}

impl Program {
    /// Macros and classes that there are none of are not told here: the check of names has done it.
    ///
    /// # Errors
    /// If the pattern is too large, can match the empty sequence, or looks at more than one token.
    pub fn compile(written: &str, node: &Node, scope: &mut Scope) -> Result<Self, PatternError> {
        let node = expand(node, scope.macros)?;
        let size = size(&node)?;
        if may_be_empty(&node) {
            return Err(PatternError {
                span: node.span,
                message: "the pattern can match no word at all".into(),
                help: Some("let it ask for a word or an annotation at least: `+` instead of `*`, or no `?`".into()),
            });
        }
        let mut compiler = Compiler { ops: Vec::new(), scope };
        compiler.node(&node, &[])?;
        debug_assert_eq!(compiler.ops.len(), size);
        compiler.ops.push(Op::Match);
        let ops = compiler.ops;
        let mut clauses = Vec::new();
        for clause in needs(&node) {
            let tests = clause.into_iter().map(|atom| test(atom, scope)).collect::<Result<_, _>>()?;
            clauses.push(scope.tests.need(tests));
        }
        let needs = clauses;
        Ok(Self::new(written, scope.programs, ops, needs))
    }
}

/// Whether the node matches where nothing stands.
fn may_be_empty(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Sequence(nodes) => nodes.iter().all(may_be_empty),
        NodeKind::Alternatives(nodes) => nodes.iter().any(may_be_empty),
        NodeKind::Repeat { node, min, .. } => *min == 0 || may_be_empty(node),
        NodeKind::Capture { node, .. } => may_be_empty(node),
        NodeKind::Gap { min, .. } => *min == 0,
        NodeKind::Look { .. } | NodeKind::Start | NodeKind::End => true,
        NodeKind::Word { .. } | NodeKind::Regex(_) | NodeKind::Shape(_) | NodeKind::Class { .. } | NodeKind::Macro(_) => false,
    }
}

struct Compiler<'a, 's> {
    ops: Vec<Op>,
    scope: &'a mut Scope<'s>,
}

impl Compiler<'_, '_> {
    /// Emits the node: as many instructions as [`size`] says. `after` is what follows it in the pattern: gaps stop there.
    fn node(&mut self, node: &Node, after: &[&Node]) -> Result<(), PatternError> {
        match &node.kind {
            NodeKind::Sequence(nodes) => {
                for (i, n) in nodes.iter().enumerate() {
                    let rest: Vec<&Node> = nodes[i + 1..].iter().chain(after.iter().copied()).collect();
                    self.node(n, &rest)?;
                }
            }
            NodeKind::Alternatives(nodes) => self.alternatives(nodes, after)?,
            NodeKind::Repeat { node: inner, min, max } => self.repeat(inner, *min, *max, after)?,
            NodeKind::Capture { slots, node: inner } => {
                let keys: Vec<Key> = slots.iter().map(|s| self.scope.vocabulary.key(&s.text)).collect();
                self.ops.extend(keys.iter().map(|k| Op::Open(*k)));
                self.node(inner, after)?;
                self.ops.extend(keys.iter().map(|k| Op::Close(*k)));
            }
            NodeKind::Gap { far, min, max } => {
                let mut stops = Vec::new();
                self.first(after, &mut stops)?;
                let stops = self.scope.tests.choice(stops);
                self.counted(*min, Some(*max), |c| {
                    c.ops.push(Op::Gap { far: *far, stops });
                    Ok(())
                })?;
            }
            NodeKind::Look { node: inner, behind, negative } => {
                let mut tests = Vec::new();
                self.single(inner, &mut tests)?;
                let tests = self.scope.tests.choice(tests);
                self.ops.push(Op::Look { tests, behind: *behind, negative: *negative });
            }
            NodeKind::Start => self.ops.push(Op::Start),
            NodeKind::End => self.ops.push(Op::End),
            _ => {
                let choice = self.choice(&[node])?;
                self.ops.push(Op::Consume(choice));
            }
        }
        Ok(())
    }

    /// Neighbours that each take one token or one annotation become one instruction: nobody can tell which of them it was.
    fn alternatives(&mut self, nodes: &[Node], after: &[&Node]) -> Result<(), PatternError> {
        let parts: Vec<&[Node]> = nodes.chunk_by(|a, b| is_choice(a) && is_choice(b)).collect();
        if let [only] = parts[..]
            && is_choice(&only[0])
        {
            let choice = self.choice(&only.iter().collect::<Vec<_>>())?;
            self.ops.push(Op::Consume(choice));
            return Ok(());
        }
        let split = self.here();
        self.ops.push(Op::Split(Box::default()));
        let (mut targets, mut ends) = (Vec::new(), Vec::new());
        for part in parts {
            targets.push(self.here());
            match part {
                [n] => self.node(n, after)?,
                many => {
                    let choice = self.choice(&many.iter().collect::<Vec<_>>())?;
                    self.ops.push(Op::Consume(choice));
                }
            }
            ends.push(self.ops.len());
            self.ops.push(Op::Jump(0));
        }
        let end = self.here();
        self.ops[split as usize] = Op::Split(targets.into());
        for e in ends {
            self.ops[e] = Op::Jump(end);
        }
        Ok(())
    }

    /// The number of the next instruction.
    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    fn choice(&mut self, nodes: &[&Node]) -> Result<ChoiceId, PatternError> {
        let mut tests = Vec::new();
        nodes.iter().try_for_each(|node| self.single(node, &mut tests))?;
        Ok(self.scope.tests.choice(tests))
    }

    fn repeat(&mut self, inner: &Node, min: u32, max: Option<u32>, after: &[&Node]) -> Result<(), PatternError> {
        // what follows one repetition is another one, or what follows all of them
        let rest: Vec<&Node> = std::iter::once(inner).chain(after.iter().copied()).collect();
        let follow = if max == Some(1) { after.to_vec() } else { rest };
        self.counted(min, max, |c| c.node(inner, &follow))
    }

    fn counted(
        &mut self,
        min: u32,
        max: Option<u32>,
        mut emit: impl FnMut(&mut Self) -> Result<(), PatternError>,
    ) -> Result<(), PatternError> {
        for _ in 0..min {
            emit(self)?;
        }
        let Some(max) = max else {
            let split = self.here();
            self.ops.push(Op::Split(Box::default()));
            emit(self)?;
            self.ops.push(Op::Jump(split));
            self.ops[split as usize] = Op::Split([split + 1, self.here()].into());
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.here());
            self.ops.push(Op::Split(Box::default()));
            emit(self)?;
        }
        let end = self.here();
        for s in splits {
            self.ops[s as usize] = Op::Split([s + 1, end].into());
        }
        Ok(())
    }

    /// The tests that may come first in what follows.
    fn first(&mut self, nodes: &[&Node], tests: &mut Vec<Test>) -> Result<(), PatternError> {
        for node in nodes {
            let optional = self.first_of(node, tests)?;
            if !optional {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Adds the tests that may come first in a node; says whether the node may be empty.
    fn first_of(&mut self, node: &Node, tests: &mut Vec<Test>) -> Result<bool, PatternError> {
        Ok(match &node.kind {
            NodeKind::Sequence(nodes) => {
                for n in nodes {
                    if !self.first_of(n, tests)? {
                        return Ok(false);
                    }
                }
                true
            }
            NodeKind::Alternatives(nodes) => {
                let mut empty = false;
                for n in nodes {
                    empty |= self.first_of(n, tests)?;
                }
                empty
            }
            NodeKind::Repeat { node, min, .. } => self.first_of(node, tests)? || *min == 0,
            NodeKind::Capture { node, .. } => self.first_of(node, tests)?,
            // a gap behind a gap begins anywhere: nothing to stop at
            NodeKind::Gap { .. } => false,
            NodeKind::Look { .. } | NodeKind::Start => true,
            NodeKind::End => false,
            _ => {
                let test = test(node, self.scope)?;
                tests.push(test);
                false
            }
        })
    }

    /// Tests of a look-ahead or look-behind: one token or one annotation, or a choice of those.
    fn single(&mut self, node: &Node, tests: &mut Vec<Test>) -> Result<(), PatternError> {
        match &node.kind {
            NodeKind::Alternatives(nodes) => nodes.iter().try_for_each(|n| self.single(n, tests)),
            kind if kind.is_single() => {
                let test = test(node, self.scope)?;
                tests.push(test);
                Ok(())
            }
            _ => Err(PatternError::not_single(node.span.clone())),
        }
    }
}

/// The test of a node that takes one token or one annotation.
fn test(node: &Node, scope: &mut Scope) -> Result<Test, PatternError> {
    Ok(match &node.kind {
        NodeKind::Word { text, exact: false } => Test::Word(text.as_str().into()),
        NodeKind::Word { text, exact: true } => Test::Exact(text.as_str().into()),
        NodeKind::Regex(source) => Test::Regex(regex(source, &node.span, scope)?),
        NodeKind::Shape(shape) => Test::Shape(*shape),
        NodeKind::Class { name, conditions } => {
            // one that nothing makes has been told of by the check of names
            let class = scope.vocabulary.class(&name.text);
            let conditions = conditions
                .iter()
                .map(|c| FeatureTest {
                    key: scope.vocabulary.key(&c.key.text),
                    values: c.values.iter().map(|v| v.text.clone()).collect(),
                    negative: c.negative,
                })
                .collect();
            Test::Class { class, conditions }
        }
        _ => unreachable!("only atoms are tested: every other kind is handled by the callers"),
    })
}

fn regex(source: &str, span: &Range<usize>, scope: &mut Scope) -> Result<Arc<Expression>, PatternError> {
    if let Some(regex) = scope.regexes.get(source) {
        return Ok(regex.clone());
    }
    // the parser has read the same expression; compiled it may still become too large
    let regex = Expression::new(source);
    let regex = Arc::new(regex.map_err(|e| PatternError { span: span.clone(), message: e.to_string(), help: None })?);
    scope.regexes.insert(source.to_owned(), regex.clone());
    Ok(regex)
}
