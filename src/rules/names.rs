//! Every name that a rule file uses must be one that something makes, and every name that it makes must be one that
//! something reads: a misspelt name would do nothing, and nobody would know.
//!
//! What the program reads stands in [`schema`]. An author's own class is known by the rules that make it and must stand
//! in a pattern; its features are known by being set, its slots by being captured.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use toml::Spanned;

use super::file::{Example, Features, Frame, Pattern, Rule, RuleFile, Source};
use super::pattern::{Condition, Name, Node, NodeKind};
use super::schema::{self, Values};
use super::{NAME_CLASSES, SEED_CLASSES, nearest};
use crate::diagnostics::Diagnostic;

/// A file and the phase in which it runs.
#[derive(Debug)]
pub struct Placed {
    pub number: u32,
    pub source: Source,
    pub content: RuleFile,
}

/// What patterns refer to.
#[derive(Debug, Default)]
struct Used {
    classes: BTreeSet<String>,
    macros: BTreeSet<String>,
}

/// Checks the names in all files, in the order in which they run: what is wrong, and macros that no pattern uses.
///
/// Nobody is blamed for the files that come with the program: with files of one's own beside them they may set what
/// nothing reads any more. That they may not refer to what is not there holds for them as well.
pub fn check(files: &[Placed]) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut check = Check { known: Known::of(files), faults: Vec::new(), lenient: false };
    let any_own = files.iter().any(|f| !f.source.built_in);
    for file in files {
        check.lenient = any_own && file.source.built_in;
        check.file(file);
    }
    let macros = files.iter().filter(|f| !any_own || !f.source.built_in).flat_map(|f| f.content.macros.keys().map(move |name| (f, name)));
    let unused = macros.filter(|(_, name)| !check.known.used.macros.contains(name.get_ref()));
    let unused = unused.map(|(f, name)| f.source.diagnostic(name.span(), format!("no pattern uses the macro `{}`", name.get_ref()), None));
    let unused = unused.collect();
    (check.faults, unused)
}

/// Values of features by the features' names; no value: any.
type ByFeature<'a> = BTreeMap<&'a str, BTreeSet<Option<&'a str>>>;

/// What the files say of names, all of them together.
#[derive(Default)]
struct Known<'a> {
    /// Files with rules that make the class; of words none, they are found before the first phase.
    makers: BTreeMap<&'a str, Vec<Option<&'a Placed>>>,
    /// Those whose body cannot be read have no node.
    macros: BTreeMap<&'a str, Option<&'a Node>>,
    /// Macros that come back to themselves.
    circular: BTreeSet<&'a str>,
    /// Features that rules give to a class, and those that patterns ask for.
    set: BTreeMap<&'a str, ByFeature<'a>>,
    asked: BTreeMap<&'a str, ByFeature<'a>>,
    /// Classes of which a rule inherits: their annotations may have any feature, whatever class it comes from.
    inheriting: BTreeSet<&'a str>,
    /// Slots that a rule inherits from or covers.
    used_slots: BTreeSet<&'a str>,
    used: Used,
}

impl<'a> Known<'a> {
    fn of(files: &'a [Placed]) -> Self {
        let mut known = Self::default();
        for file in files {
            for w in &file.content.words {
                known.makes(&w.class, &w.set, None);
            }
            for r in &file.content.rule {
                known.makes(&r.class, &r.set, Some(file));
                if !r.inherit.is_empty() {
                    known.inheriting.insert(r.class.get_ref());
                }
                known.used_slots.extend(r.inherit.iter().chain(&r.over).map(|s| s.get_ref().as_str()));
            }
            for f in &file.content.frame {
                known.makes(&f.class, &f.set, Some(file));
            }
            for (name, body) in &file.content.macros {
                known.macros.insert(name.get_ref(), body.tree.as_ref().ok());
            }
            for pattern in patterns(&file.content) {
                if let Ok(node) = &pattern.tree {
                    known.refers(node);
                }
            }
        }
        known.find_circles();
        known
    }

    fn makes(&mut self, class: &'a Spanned<String>, set: &'a Features, by: Option<&'a Placed>) {
        self.makers.entry(class.get_ref()).or_default().push(by);
        let features = self.set.entry(class.get_ref()).or_default();
        for (key, value) in set {
            features.entry(key.get_ref()).or_default().insert(Some(value.get_ref()));
        }
    }

    fn refers(&mut self, node: &'a Node) {
        walk(node, &mut |node| match &node.kind {
            NodeKind::Macro(name) => {
                self.used.macros.insert(name.clone());
            }
            NodeKind::Class { name, conditions } => {
                self.used.classes.insert(name.text.clone());
                let features = self.asked.entry(&name.text).or_default();
                for condition in conditions {
                    let values = features.entry(&condition.key.text).or_default();
                    values.extend(condition.values.iter().map(|v| Some(v.text.as_str())));
                    if condition.values.is_empty() || condition.negative {
                        values.insert(None);
                    }
                }
            }
            _ => {}
        });
    }

    /// Classes that a pattern may refer to.
    fn classes(&self) -> impl Iterator<Item = &'a str> {
        SEED_CLASSES.into_iter().chain(NAME_CLASSES).chain(self.makers.keys().copied())
    }

    fn is_made(&self, class: &str) -> bool {
        self.classes().any(|c| c == class)
    }

    /// Where the class is made if all of it is made too late for a file of this phase.
    fn made_later(&self, class: &str, number: u32) -> Option<&'a Placed> {
        let makers = self.makers.get(class).filter(|_| !SEED_CLASSES.contains(&class))?;
        let first = makers.iter().copied().map(|file| file.filter(|f| f.number >= number)).collect::<Option<Vec<_>>>()?;
        first.into_iter().min_by_key(|f| f.number)
    }

    /// Features that annotations of the class may have, with their values.
    fn given(&self, class: &str) -> ByFeature<'a> {
        self.features(class, &self.set)
    }

    /// Features of the class's annotations that somebody reads, with the values that are told apart.
    ///
    /// Features are handed on: what the annotations of a class may inherit is read of any class.
    fn read(&self, class: &str) -> ByFeature<'a> {
        let mut read = self.features_of(class, &self.asked);
        for heir in &self.inheriting {
            for (name, values) in self.features_of(heir, &self.asked) {
                // what the program reads of the class itself is not widened by what it reads of another
                if schema::find(class).is_none_or(|c| c.feature(name).is_none()) {
                    read.entry(name).or_default().extend(values);
                }
            }
        }
        read
    }

    fn features(&self, class: &str, own: &BTreeMap<&'a str, ByFeature<'a>>) -> ByFeature<'a> {
        let mut found = self.features_of(class, own);
        if self.inheriting.contains(class) {
            let others = own.keys().copied().chain(schema::CLASSES.iter().map(|c| c.name));
            for (name, values) in others.flat_map(|c| self.features_of(c, own)) {
                found.entry(name).or_default().extend(values);
            }
        }
        found
    }

    /// Those of the schema and those of the files.
    fn features_of(&self, class: &str, own: &BTreeMap<&'a str, ByFeature<'a>>) -> ByFeature<'a> {
        let mut found = own.get(class).cloned().unwrap_or_default();
        for (name, values) in schema::find(class).map_or(&[][..], |c| c.features) {
            match values.listed() {
                Some(listed) => {
                    let known = found.entry(name).or_default();
                    known.extend(listed.iter().copied().map(Some));
                    known.remove(&None);
                }
                None => {
                    found.entry(name).or_default().insert(None);
                }
            }
        }
        found
    }

    /// Slots that the pattern captures, macros and all.
    fn slots<'n>(&'n self, node: &'n Node) -> BTreeSet<&'n str> {
        let (mut slots, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![node]);
        while let Some(node) = open.pop() {
            walk(node, &mut |node| match &node.kind {
                NodeKind::Capture { slots: names, .. } => slots.extend(names.iter().map(|n| n.text.as_str())),
                NodeKind::Macro(name) if seen.insert(name.as_str()) => open.extend(self.macros.get(name.as_str()).copied().flatten()),
                _ => {}
            });
        }
        slots
    }

    fn find_circles(&mut self) {
        let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
        for (name, body) in &self.macros {
            let Some(body) = body else { continue };
            walk(body, &mut |node| {
                if let NodeKind::Macro(used) = &node.kind {
                    graph.add_edge(name, used, ());
                }
            });
        }
        let is_circle = |component: &Vec<&str>| component.len() > 1 || graph.contains_edge(component[0], component[0]);
        self.circular = tarjan_scc(&graph).into_iter().filter(is_circle).flatten().collect();
    }

    /// Classes that a macro refers to, with those of its macros.
    fn classes_of_macro<'n>(&'n self, name: &'n str) -> BTreeSet<&'n str> {
        let (mut classes, mut seen, mut open) = (BTreeSet::new(), BTreeSet::from([name]), vec![name]);
        while let Some(next) = open.pop() {
            let Some(body) = self.macros.get(next).copied().flatten() else { continue };
            walk(body, &mut |node| match &node.kind {
                NodeKind::Class { name, .. } => {
                    classes.insert(name.text.as_str());
                }
                NodeKind::Macro(used) if seen.insert(used.as_str()) => open.push(used),
                _ => {}
            });
        }
        classes
    }
}

/// All patterns of a file, those of macros too.
fn patterns(file: &RuleFile) -> impl Iterator<Item = &Pattern> {
    let of_frames = file.frame.iter().flat_map(|f| std::iter::once(&f.anchor).chain(&f.require).chain(&f.forbid).chain(&f.with));
    file.macros.values().chain(file.rule.iter().map(|r| &r.pattern)).chain(of_frames)
}

/// Calls `see` with the node and all nodes in it.
fn walk<'n>(node: &'n Node, see: &mut dyn FnMut(&'n Node)) {
    see(node);
    match &node.kind {
        NodeKind::Sequence(nodes) | NodeKind::Alternatives(nodes) => nodes.iter().for_each(|n| walk(n, see)),
        NodeKind::Repeat { node, .. } | NodeKind::Capture { node, .. } | NodeKind::Look { node, .. } => walk(node, see),
        _ => {}
    }
}

/// `did you mean …?`, or what there is.
fn suggestion<'n>(name: &str, known: impl Iterator<Item = &'n str> + Clone, what: &str) -> Option<String> {
    if let Some(known) = nearest(name, known.clone()) {
        return Some(format!("did you mean `{known}`?"));
    }
    let known: Vec<&str> = known.collect::<BTreeSet<_>>().into_iter().collect();
    (!known.is_empty()).then(|| format!("{what} {}", known.join(", ")))
}

struct Check<'a> {
    known: Known<'a>,
    faults: Vec<Diagnostic>,
    /// Whether the file at hand is blamed only for what keeps the rules from running.
    lenient: bool,
}

impl<'a> Check<'a> {
    fn file(&mut self, file: &'a Placed) {
        let source = &file.source;
        for (name, body) in &file.content.macros {
            self.references(file, body, None);
            self.slots_of_macro(source, body);
            if self.known.circular.contains(name.get_ref().as_str()) {
                let message = format!("the macro `${}` refers to itself", name.get_ref());
                let span = body.tree.as_ref().ok().and_then(|node| self.back_reference(node));
                let span = span.map_or(name.span(), |span| source.inside(&body.written, span));
                self.faults.push(source.diagnostic(span, message, None));
            }
        }
        for w in &file.content.words {
            self.class(source, &w.class);
            self.features(source, &w.class, &w.set);
            self.needs(source, &w.class, &w.set.keys().map(|k| k.get_ref().clone()).collect());
        }
        for r in &file.content.rule {
            self.class(source, &r.class);
            self.features(source, &r.class, &r.set);
            self.references(file, &r.pattern, Some(file.number));
            self.rule(source, r);
        }
        for f in &file.content.frame {
            self.class(source, &f.class);
            self.features(source, &f.class, &f.set);
            for p in std::iter::once(&f.anchor).chain(&f.require).chain(&f.forbid).chain(&f.with) {
                self.references(file, p, Some(file.number));
            }
            self.frame(source, f);
        }
    }

    /// Faults that do not keep the rules from running.
    fn blame(&mut self, source: &Source, span: Range<usize>, message: String, help: Option<String>) {
        if !self.lenient {
            self.faults.push(source.diagnostic(span, message, help));
        }
    }

    fn class(&mut self, source: &Source, class: &Spanned<String>) {
        let name = class.get_ref().as_str();
        if schema::find(name).is_some() || self.known.used.classes.contains(name) {
            return;
        }
        let used = self.known.used.classes.iter().map(String::as_str).filter(|c| self.known.is_made(c));
        let read: Vec<&str> = schema::CLASSES.iter().map(|c| c.name).chain(used).collect();
        let help = match nearest(name, read.into_iter()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "rules/README.md lists the classes that the program reads; one of your own must stand in a pattern".into(),
        };
        self.blame(source, class.span(), format!("neither a pattern nor the program reads the class `{name}`"), Some(help));
    }

    fn features(&mut self, source: &Source, class: &Spanned<String>, set: &Features) {
        let read = self.known.read(class.get_ref());
        for (key, value) in set {
            let (name, given) = (key.get_ref().as_str(), value.get_ref().as_str());
            let of_class = schema::find(class.get_ref()).and_then(|c| c.feature(name));
            if matches!(of_class, Some(Values::Made(_))) {
                let message = format!("the program makes the feature `{name}` of `{}`, a rule cannot set it", class.get_ref());
                self.blame(source, key.span(), message, None);
                continue;
            }
            match read.get(name) {
                None => {
                    let help = suggestion(name, read.keys().copied(), "the features that are read are");
                    self.blame(source, key.span(), format!("nothing reads the feature `{name}` of `{}`", class.get_ref()), help);
                }
                Some(values) if !values.contains(&Some(given)) && !values.contains(&None) => {
                    let help = suggestion(given, values.iter().filter_map(|v| *v), "its values are");
                    self.blame(source, value.span(), format!("nothing reads the value `{given}` of the feature `{name}`"), help);
                }
                Some(_) => {}
            }
        }
    }

    /// Classes, features and macros that a pattern refers to. `number`: the phase in which it runs; macros run in any.
    fn references(&mut self, file: &'a Placed, pattern: &'a Pattern, number: Option<u32>) {
        let Ok(node) = &pattern.tree else { return };
        let mut nodes = Vec::new();
        walk(node, &mut |node| nodes.push(node));
        for node in nodes {
            let place = |span: &Range<usize>| file.source.inside(&pattern.written, span.clone());
            match &node.kind {
                NodeKind::Class { name, .. } if !self.known.is_made(&name.text) => {
                    let help = self.missing(file, nearest(&name.text, self.known.classes()));
                    let message = format!("no rule or gazetteer makes the class `{}`", name.text);
                    self.faults.push(file.source.diagnostic(place(&name.span), message, help));
                }
                NodeKind::Class { name, conditions } => {
                    if let Some(maker) = number.and_then(|n| self.known.made_later(&name.text, n)) {
                        let fault = file.source.diagnostic(place(&name.span), too_late(&name.text, maker, file), Some(order_help(maker)));
                        self.faults.push(fault);
                    }
                    for condition in conditions {
                        self.condition(&file.source, pattern, name, condition);
                    }
                }
                NodeKind::Macro(name) if !self.known.macros.contains_key(name.as_str()) => {
                    let nearest = nearest(name, self.known.macros.keys().copied()).map(|n| format!("${n}"));
                    let help = self.missing(file, nearest.as_deref());
                    let message = format!("there is no macro `${name}`");
                    self.faults.push(file.source.diagnostic(place(&node.span), message, help));
                }
                NodeKind::Macro(name) => {
                    let late = number.and_then(|n| {
                        let classes = self.known.classes_of_macro(name);
                        classes.into_iter().find_map(|c| Some((c.to_owned(), self.known.made_later(c, n)?)))
                    });
                    if let Some((class, maker)) = late {
                        let message = format!("in the macro `${name}`: {}", too_late(&class, maker, file));
                        self.faults.push(file.source.diagnostic(place(&node.span), message, Some(order_help(maker))));
                    }
                }
                _ => {}
            }
        }
    }

    /// Help for what a pattern refers to and nothing makes.
    fn missing(&self, file: &Placed, nearest: Option<&str>) -> Option<String> {
        if self.lenient && file.source.built_in {
            return Some("a file of yours has taken the place of the one that made it".into());
        }
        nearest.map(|name| format!("did you mean `{name}`?"))
    }

    fn condition(&mut self, source: &Source, pattern: &Pattern, class: &Name, condition: &Condition) {
        let given = self.known.given(&class.text);
        let place = |name: &Name| source.inside(&pattern.written, name.span.clone());
        let key = &condition.key;
        let Some(values) = given.get(key.text.as_str()) else {
            let help = suggestion(&key.text, given.keys().copied(), "its features are");
            self.blame(source, place(key), format!("nothing sets the feature `{}` of `{}`", key.text, class.text), help);
            return;
        };
        for value in condition.values.iter().filter(|v| !values.contains(&Some(&v.text)) && !values.contains(&None)) {
            let help = suggestion(&value.text, values.iter().filter_map(|v| *v), "its values are");
            let message = format!("nothing gives the feature `{}` of `{}` the value `{}`", key.text, class.text, value.text);
            self.blame(source, place(value), message, help);
        }
    }

    /// The first macro in the body that leads back to it.
    fn back_reference(&self, body: &Node) -> Option<Range<usize>> {
        let mut found = None;
        walk(body, &mut |node| {
            if let NodeKind::Macro(used) = &node.kind
                && self.known.circular.contains(used.as_str())
            {
                found.get_or_insert(node.span.clone());
            }
        });
        found
    }

    /// A slot in a macro must be one that somebody reads, of whatever class.
    fn slots_of_macro(&mut self, source: &Source, body: &Pattern) {
        let read: BTreeSet<&str> =
            schema::CLASSES.iter().flat_map(|c| c.slots.iter().copied()).chain(self.known.used_slots.iter().copied()).collect();
        for slot in captured(body).into_iter().filter(|s| !read.contains(s.text.as_str())) {
            let help = suggestion(&slot.text, read.iter().copied(), "the slots that are read are");
            let span = source.inside(&body.written, slot.span.clone());
            self.blame(source, span, format!("nothing reads the slot `{}`", slot.text), help);
        }
    }

    fn rule(&mut self, source: &Source, r: &Rule) {
        let Ok(tree) = &r.pattern.tree else { return };
        let before = self.faults.len();
        let used: Vec<&Spanned<String>> = r.inherit.iter().chain(&r.over).collect();
        let slots: BTreeSet<String> = self.known.slots(tree).into_iter().map(str::to_owned).collect();
        for name in used.iter().filter(|s| !slots.contains(s.get_ref())) {
            self.no_slot(source, name, &slots);
        }
        let also: Vec<&str> = used.iter().map(|s| s.get_ref().as_str()).collect();
        self.captures(source, r.class.get_ref(), &r.pattern, &also);
        let mut gives = slots;
        gives.extend(r.set.keys().map(|k| k.get_ref().clone()));
        // what is missing may be what is misspelt
        if r.inherit.is_empty() && self.faults.len() == before {
            self.needs(source, &r.class, &gives);
        }
        if !r.inherit.is_empty() {
            gives.extend(self.known.given(r.class.get_ref()).into_keys().map(str::to_owned));
        }
        self.gives(source, r.examples.get_ref(), &gives);
    }

    fn frame(&mut self, source: &Source, f: &Frame) {
        let before = self.faults.len();
        let filling = || std::iter::once(&f.anchor).chain(&f.with);
        let mut gives: BTreeSet<String> = f.set.keys().map(|k| k.get_ref().clone()).collect();
        for p in filling() {
            let Ok(tree) = &p.tree else { return };
            gives.extend(self.known.slots(tree).into_iter().map(str::to_owned));
            self.captures(source, f.class.get_ref(), p, &[]);
        }
        if self.faults.len() == before {
            self.needs(source, &f.class, &gives);
        }
        self.gives(source, f.examples.get_ref(), &gives);
        for (key, p) in f.require.iter().map(|p| ("require", p)).chain(f.forbid.iter().map(|p| ("forbid", p))) {
            for slot in captured(p) {
                let message = format!("`{key}` asks only whether it matches: it fills no slot `{}`", slot.text);
                let help = "write it below `with` as well, or leave the slot out".to_owned();
                self.blame(source, source.inside(&p.written, slot.span.clone()), message, Some(help));
            }
        }
    }

    /// What the program cannot do without. `gives`: the slots and features of the annotation.
    fn needs(&mut self, source: &Source, class: &Spanned<String>, gives: &BTreeSet<String>) {
        let Some(schema) = schema::find(class.get_ref()) else { return };
        for need in schema.needs.iter().filter(|n| !gives.contains(**n)) {
            let help = match schema.feature(need) {
                Some(values) => format!("write `set = {{ {need} = \"{}\" }}`", values.listed().map_or("...", |v| v[0])),
                None => format!("write `(?<{need}> ...)` around what fills it"),
            };
            let what = if schema.feature(need).is_some() { "feature" } else { "slot" };
            let message = format!("of a `{}` without the {what} `{need}` the program makes nothing", schema.name);
            self.blame(source, class.span(), message, Some(help));
        }
    }

    /// Slots that the pattern itself captures. Those of a macro are checked once, in the macro.
    fn captures(&mut self, source: &Source, class: &str, pattern: &Pattern, used: &[&str]) {
        let Some(read) = schema::find(class).map(|c| c.slots) else { return };
        for slot in captured(pattern).into_iter().filter(|s| !read.contains(&s.text.as_str()) && !used.contains(&s.text.as_str())) {
            let help = suggestion(&slot.text, read.iter().chain(used).copied(), "the slots that are read are");
            let span = source.inside(&pattern.written, slot.span.clone());
            self.blame(source, span, format!("nothing reads the slot `{}` of `{class}`", slot.text), help);
        }
    }

    fn no_slot(&mut self, source: &Source, name: &Spanned<String>, slots: &BTreeSet<String>) {
        let help = suggestion(name.get_ref(), slots.iter().map(String::as_str), "its slots are")
            .unwrap_or_else(|| format!("write `(?<{}> ...)` around what fills it", name.get_ref()));
        self.faults.push(source.diagnostic(name.span(), format!("the pattern has no slot `{}`", name.get_ref()), Some(help)));
    }

    fn gives(&mut self, source: &Source, examples: &[Example], known: &BTreeSet<String>) {
        for key in examples.iter().flat_map(|e| e.gives.keys()).filter(|k| k.get_ref() != "match" && !known.contains(k.get_ref())) {
            let help = suggestion(key.get_ref(), known.iter().map(String::as_str).chain(["match"]), "it gives");
            self.blame(source, key.span(), format!("the rule fills no slot and sets no feature `{}`", key.get_ref()), help);
        }
    }
}

/// Slots of a pattern, without those of its macros.
fn captured(pattern: &Pattern) -> Vec<&Name> {
    let mut found = Vec::new();
    if let Ok(tree) = &pattern.tree {
        walk(tree, &mut |node| {
            if let NodeKind::Capture { slots, .. } = &node.kind {
                found.extend(slots);
            }
        });
    }
    found
}

fn too_late(class: &str, maker: &Placed, file: &Placed) -> String {
    let when = if std::ptr::eq(maker, file) {
        "this file, and a file sees only what earlier ones found".to_owned()
    } else if maker.number == file.number {
        format!("{}, which runs together with this file", maker.source.name)
    } else {
        format!("{}, which runs after this file", maker.source.name)
    };
    format!("`{class}` is made by {when}")
}

fn order_help(maker: &Placed) -> String {
    match maker.number.checked_add(1) {
        Some(next) => format!("begin this file's name with a greater number: `{next}-...`"),
        None => "begin the name of that file with a smaller number than this one's".to_owned(),
    }
}
