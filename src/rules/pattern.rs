//! The pattern language: text into a syntax tree.
//!
//! ```text
//! pattern  := sequence ( '|' sequence )*
//! sequence := item+
//! item     := atom quantifier? | look atom
//! look     := '!' | '&' | '<!' | '<&'                       ! not here, & here, <! not just before, <& just before
//! quantifier := '?' | '*' | '+' | '{' n '}' | '{' n ',' m '}'
//! atom     := "word"            the token, upper and lower case alike; several words: one token each
//!           | ="Word"           the token exactly
//!           | /regex/           the whole token
//!           | @shape            @cap @upper @lower @num @word @sign @any, @quoted @headline @caption @line
//!           | Class             an annotation of an earlier phase
//!           | Class[key=value|value, key!=value, key, !key]
//!           | $macro
//!           | gap{n,m}          units that cross no comma, bracket, colon, quotation mark
//!           | far{n,m}          units that cross no quotation mark, colon or semicolon
//!           | ( pattern )
//!           | (?<slot> pattern) what it matches fills the slot; (?<a|b> …) fills two
//!           | ^  |  $           start and end of the sentence
//! ```
//!
//! A *unit* is a token, or a whole name (person, organization, territory, date) where one begins: a gap never ends
//! inside a name. Nor does it run over what stands behind it in the pattern: `gap{0,8} SignVerb` ends at the first
//! `SignVerb`. So a pattern with gaps has one reading, and matching needs no backtracking.

use std::collections::BTreeSet;
use std::ops::Range;

/// A fault in a pattern: where (bytes of the pattern) and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

/// A node of the syntax tree and its place in the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    Word { text: String, exact: bool },
    Regex(String),
    Shape(Shape),
    Class { name: Name, conditions: Vec<Condition> },
    Macro(String),
    Gap { far: bool, min: u32, max: u32 },
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: Option<u32> },
    Capture { slots: Vec<Name>, node: Box<Node> },
    Look { node: Box<Node>, behind: bool, negative: bool },
    Start,
    End,
}

impl NodeKind {
    /// Whether it takes one token or one annotation, no more and no less.
    pub fn is_single(&self) -> bool {
        matches!(self, Self::Word { .. } | Self::Regex(_) | Self::Shape(_) | Self::Class { .. })
    }
}

impl Node {
    /// Adds the regular expressions that stand in it, without those of its macros.
    pub fn expressions<'n>(&'n self, found: &mut BTreeSet<&'n str>) {
        match &self.kind {
            NodeKind::Regex(source) => {
                found.insert(source);
            }
            NodeKind::Sequence(nodes) | NodeKind::Alternatives(nodes) => nodes.iter().for_each(|node| node.expressions(found)),
            NodeKind::Repeat { node, .. } | NodeKind::Capture { node, .. } | NodeKind::Look { node, .. } => node.expressions(found),
            _ => {}
        }
    }
}

impl PatternError {
    pub fn not_single(span: Range<usize>) -> Self {
        Self {
            span,
            message: "a look at what stands here tests one token or one annotation".into(),
            help: Some("write `!\"nicht\"` or `!(\"nicht\"|Negation)`".into()),
        }
    }
}

/// The part that makes a look-ahead or look-behind test more than one token, macros aside.
fn more_than_single(node: &Node) -> Option<&Node> {
    match &node.kind {
        NodeKind::Alternatives(nodes) => nodes.iter().find_map(more_than_single),
        NodeKind::Macro(_) => None,
        kind => (!kind.is_single()).then_some(node),
    }
}

/// Tests of a token that need no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Cap,
    Upper,
    Lower,
    Num,
    Word,
    Sign,
    Any,
    Quoted,
    Headline,
    Caption,
    /// first token of a line or of a block
    Line,
}

impl Shape {
    /// As patterns write it, without `@`.
    pub fn name(self) -> &'static str {
        SHAPES.iter().find(|(_, shape)| *shape == self).map_or("", |(name, _)| name)
    }
}

const SHAPES: &[(&str, Shape)] = &[
    ("cap", Shape::Cap),
    ("upper", Shape::Upper),
    ("lower", Shape::Lower),
    ("num", Shape::Num),
    ("word", Shape::Word),
    ("sign", Shape::Sign),
    ("any", Shape::Any),
    ("quoted", Shape::Quoted),
    ("headline", Shape::Headline),
    ("caption", Shape::Caption),
    ("line", Shape::Line),
];

/// A test of an annotation's feature: `kind=LetterOfIntent|Treaty`, `kind!=Treaty`, `kind`, `!kind`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub key: Name,
    /// Empty: the feature is there.
    pub values: Vec<Name>,
    pub negative: bool,
}

/// A name in a pattern and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Range<usize>,
}

/// The highest number of repetitions that a quantifier or a gap may name.
///
/// Repetitions are written out in the compiled program, so they bound its size.
pub const MAX_REPEAT: u32 = 60;

pub fn parse(pattern: &str) -> Result<Node, PatternError> {
    let mut parser = Parser { text: pattern, at: 0, depth: 0 };
    let node = parser.alternatives()?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(node),
        Some(c) => Err(parser.error_here(format!("expected the end of the pattern, but found `{c}`"), None)),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            // a comment runs to the end of its line
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    fn error_here(&self, message: String, help: Option<&str>) -> PatternError {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        self.error(self.at..end, message, help)
    }

    fn error(&self, span: Range<usize>, message: String, help: Option<&str>) -> PatternError {
        PatternError { span, message, help: help.map(str::to_owned) }
    }

    fn alternatives(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.depth += 1;
        if self.depth > 40 {
            return Err(self.error_here("brackets are nested more than 40 deep".into(), Some("move a part into a macro")));
        }
        let mut options = vec![self.sequence()?];
        loop {
            self.skip_space();
            if !self.eat("|") {
                break;
            }
            options.push(self.sequence()?);
        }
        self.depth -= 1;
        let span = start..self.at;
        Ok(match options.len() {
            1 => options.remove(0),
            _ => Node { kind: NodeKind::Alternatives(options), span },
        })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        self.skip_space();
        let start = self.at;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => items.push(self.item()?),
            }
        }
        let span = start..self.at;
        match items.len() {
            0 => Err(self.error_here(
                "expected a word, a class or a bracket, but found nothing to match".into(),
                Some("an optional part is written `(...)?`"),
            )),
            1 => Ok(items.remove(0)),
            _ => Ok(Node { kind: NodeKind::Sequence(items), span }),
        }
    }

    fn item(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        let look = if self.eat("<!") {
            Some((true, true))
        } else if self.eat("!") {
            Some((false, true))
        } else if self.eat("<&") {
            Some((true, false))
        } else if self.eat("&") {
            Some((false, false))
        } else {
            None
        };
        let atom = self.atom()?;
        if let Some((behind, negative)) = look {
            if let Some(part) = more_than_single(&atom) {
                return Err(PatternError::not_single(part.span.clone()));
            }
            return Ok(Node { span: start..self.at, kind: NodeKind::Look { node: Box::new(atom), behind, negative } });
        }
        self.quantifier(atom, start)
    }

    fn quantifier(&mut self, atom: Node, start: usize) -> Result<Node, PatternError> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let (min, max) = self.bounds()?;
                return Ok(Node { span: start..self.at, kind: NodeKind::Repeat { node: Box::new(atom), min, max: Some(max) } });
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        Ok(Node { span: start..self.at, kind: NodeKind::Repeat { node: Box::new(atom), min, max } })
    }

    /// `{n}` or `{n,m}`
    fn bounds(&mut self) -> Result<(u32, u32), PatternError> {
        let start = self.at;
        let close = self.rest().find('}').ok_or_else(|| self.error_here("this `{` is not closed".into(), Some("write `{0,5}`")))?;
        let inner = self.text[start + 1..start + close].to_owned();
        self.at = start + close + 1;
        let fault = |message: &str| PatternError {
            span: start..start + close + 1,
            message: message.into(),
            help: Some("write `{2}` or `{0,5}`".into()),
        };
        let number = |s: &str| s.trim().parse::<u32>().map_err(|_| fault(&format!("expected a number, but found `{}`", s.trim())));
        let (min, max) = match inner.split_once(',') {
            Some((min, max)) => (number(min)?, number(max)?),
            None => (number(&inner)?, number(&inner)?),
        };
        if min > max {
            return Err(fault("the lower bound is greater than the upper one"));
        }
        if max > MAX_REPEAT {
            return Err(fault(&format!("the upper bound is greater than {MAX_REPEAT}")));
        }
        Ok((min, max))
    }

    fn atom(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        let kind = match self.peek() {
            Some('"') => return self.word(false),
            Some('=') => {
                self.at += 1;
                return self.word(true);
            }
            Some('/') => self.regex()?,
            Some('@') => {
                self.at += 1;
                let name = self.identifier();
                match SHAPES.iter().find(|(n, _)| *n == name) {
                    Some((_, shape)) => NodeKind::Shape(*shape),
                    None => {
                        let names: Vec<String> = SHAPES.iter().map(|(n, _)| format!("@{n}")).collect();
                        return Err(PatternError {
                            span: start..self.at,
                            message: format!("there is no shape `@{name}`"),
                            help: Some(format!("the shapes are {}", names.join(" "))),
                        });
                    }
                }
            }
            Some('$') => {
                self.at += 1;
                let name = self.identifier();
                if name.is_empty() { NodeKind::End } else { NodeKind::Macro(name) }
            }
            Some('^') => {
                self.at += 1;
                NodeKind::Start
            }
            Some('(') => return self.group(),
            Some(c) if c.is_alphabetic() => {
                let name = self.name();
                match name.text.as_str() {
                    "gap" | "far" => {
                        if self.peek() != Some('{') {
                            return Err(self.error(start..self.at, format!("`{}` needs its bounds", name.text), Some("write `gap{0,8}`")));
                        }
                        let (min, max) = self.bounds()?;
                        NodeKind::Gap { far: name.text == "far", min, max }
                    }
                    _ => NodeKind::Class { name, conditions: self.conditions()? },
                }
            }
            Some(c) => {
                return Err(self
                    .error_here(format!("unexpected `{c}`"), Some("words stand in quotation marks, regular expressions between slashes")));
            }
            None => return Err(self.error_here("the pattern ends where an atom is expected".into(), None)),
        };
        Ok(Node { kind, span: start..self.at })
    }

    fn identifier(&mut self) -> String {
        let end = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest().len());
        let name = self.rest()[..end].to_owned();
        self.at += end;
        name
    }

    fn name(&mut self) -> Name {
        let start = self.at;
        let text = self.identifier();
        Name { text, span: start..self.at }
    }

    /// `"eine Absichtserklärung"`: one token each
    fn word(&mut self, exact: bool) -> Result<Node, PatternError> {
        let start = self.at;
        if !self.eat("\"") {
            return Err(self.error_here("expected a word in quotation marks after `=`".into(), Some("write `=\"BSI\"`")));
        }
        let Some(length) = self.rest().find('"') else {
            return Err(self.error(start..self.text.len(), "this quotation mark is not closed".into(), None));
        };
        let inner = self.rest()[..length].to_owned();
        self.at += length + 1;
        let span = start..self.at;
        let words: Vec<Node> = crate::text::tokenize(&inner)
            .into_iter()
            .map(|t| Node { kind: NodeKind::Word { text: if exact { t.norm } else { t.norm.to_lowercase() }, exact }, span: span.clone() })
            .collect();
        match words.len() {
            0 => Err(self.error(span, "the quotation marks are empty".into(), None)),
            1 => Ok(words.into_iter().next().unwrap_or_else(|| unreachable!("length is 1"))),
            _ => Ok(Node { kind: NodeKind::Sequence(words), span }),
        }
    }

    fn regex(&mut self) -> Result<NodeKind, PatternError> {
        let start = self.at;
        let body = &self.text[start + 1..];
        let mut escaped = false;
        for (i, c) in body.char_indices() {
            if c == '/' && !escaped {
                let source = body[..i].replace("\\/", "/");
                self.at = start + 1 + i + 1;
                return match regex_syntax::parse(&source) {
                    Ok(_) => Ok(NodeKind::Regex(source)),
                    Err(e) => {
                        let message =
                            e.to_string().lines().last().unwrap_or("not a regular expression").trim_start_matches("error: ").to_owned();
                        Err(self.error(start..self.at, message, None))
                    }
                };
            }
            escaped = c == '\\' && !escaped;
        }
        Err(self.error(start..self.text.len(), "this regular expression is not closed".into(), Some("it ends with `/`")))
    }

    fn group(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += 1;
        let mut slots = Vec::new();
        if self.eat("?<") {
            loop {
                let name = self.name();
                if name.text.is_empty() {
                    return Err(self.error_here("expected the name of a slot".into(), Some("write `(?<signatory> ...)`")));
                }
                slots.push(name);
                if self.eat(">") {
                    break;
                }
                if !self.eat("|") {
                    return Err(self.error_here("expected `>` or `|` after the slot's name".into(), None));
                }
            }
        }
        let inner = self.alternatives()?;
        self.skip_space();
        if !self.eat(")") {
            return Err(self.error(start..start + 1, "this bracket is not closed".into(), None));
        }
        let span = start..self.at;
        Ok(if slots.is_empty() { Node { span, ..inner } } else { Node { kind: NodeKind::Capture { slots, node: Box::new(inner) }, span } })
    }

    /// `[kind=Treaty|LetterOfIntent, !negated]`
    fn conditions(&mut self) -> Result<Vec<Condition>, PatternError> {
        let mut conditions = Vec::new();
        if !self.eat("[") {
            return Ok(conditions);
        }
        loop {
            self.skip_space();
            let absent = self.eat("!");
            let key = self.name();
            if key.text.is_empty() {
                return Err(self.error_here("expected the name of a feature".into(), Some("write `Date[precision=day]`")));
            }
            self.skip_space();
            let negative = self.eat("!=");
            let mut values = Vec::new();
            if negative || self.eat("=") {
                loop {
                    self.skip_space();
                    let end = self.rest().find(['|', ',', ']']).unwrap_or(self.rest().len());
                    let (start, text) = (self.at, self.rest()[..end].trim().to_owned());
                    if text.is_empty() {
                        return Err(self.error_here("expected a value".into(), None));
                    }
                    self.at += end;
                    values.push(Name { span: start..start + text.len(), text });
                    if !self.eat("|") {
                        break;
                    }
                }
            }
            conditions.push(Condition { key, values, negative: negative || absent });
            if self.eat("]") {
                return Ok(conditions);
            }
            if !self.eat(",") {
                return Err(self.error_here("expected `,` or `]`".into(), None));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fault(pattern: &str) -> (String, String) {
        let error = parse(pattern).expect_err("the pattern is wrong");
        (pattern[error.span.clone()].to_owned(), error.message)
    }

    #[test]
    fn well_formed_patterns_are_read() {
        for pattern in [
            r#""eine" AgreementNoun[kind=Treaty|LetterOfIntent] gap{0,8} "unterzeichnet""#,
            r#"(?<signatory|party> Person) ("," Person)* ("und"|"sowie") !Negation /.*amt/ @cap{2,4}"#,
            "^ <!\"nicht\" ($Actors | Organization)+ $",
        ] {
            parse(pattern).unwrap_or_else(|e| panic!("{pattern}: {e:?}"));
        }
    }

    #[test]
    fn faults_point_at_their_place() {
        assert_eq!(fault("Person ("), ("".into(), "expected a word, a class or a bracket, but found nothing to match".into()));
        assert_eq!(fault("(Person"), ("(".into(), "this bracket is not closed".into()));
        assert_eq!(fault("\"und"), ("\"und".into(), "this quotation mark is not closed".into()));
        assert_eq!(fault("@big"), ("@big".into(), "there is no shape `@big`".into()));
        assert_eq!(fault("gap Person"), ("gap".into(), "`gap` needs its bounds".into()));
        assert_eq!(fault("Person{3,1}"), ("{3,1}".into(), "the lower bound is greater than the upper one".into()));
        assert_eq!(fault("Person{0,999}"), ("{0,999}".into(), format!("the upper bound is greater than {MAX_REPEAT}")));
    }
}
