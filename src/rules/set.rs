//! All rule files, checked and compiled.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::atoms::{Test, TestId, Tests, WordTests};
use super::chart::{ClassId, Key, Vocabulary};
use super::compile::Scope;
use super::file::{Example, Features, Frame, Pattern, Rule, RuleFile, Source, Words};
use super::names::{self, Placed};
use super::pattern::Node;
use super::program::{Op, Program};
use super::sources::Sources;
use super::trace::Language;
use super::word_lists::{Expression, WordLists};
use super::{NAME_CLASSES, SEED_CLASSES};
use crate::checksum;
use crate::diagnostics::Diagnostic;

/// A compiled set of rules.
#[derive(Debug)]
pub struct RuleSet {
    pub vocabulary: Vocabulary,
    pub words: Vec<CompiledWords>,
    /// The expressions of `words`, with indices into it.
    pub word_lists: WordLists,
    /// What the patterns test.
    pub tests: Tests,
    pub word_tests: WordTests,
    /// In the order in which they run: by the number at the start of the file's name.
    pub phases: Vec<Phase>,
    /// What whoever wrote the rules should know, though nothing is wrong.
    pub notes: Vec<String>,
    hash: String,
    /// Macros that no pattern uses.
    unused: Vec<Diagnostic>,
}

#[derive(Debug, Default)]
pub struct Phase {
    pub number: u32,
    pub rules: Vec<CompiledRule>,
    pub frames: Vec<CompiledFrame>,
    /// The tests of each class that its patterns ask for, by the numbers of the classes.
    of_class: Vec<Vec<TestId>>,
}

impl Phase {
    pub(super) fn of_class(&self, class: ClassId) -> &[TestId] {
        self.of_class.get(usize::from(class.0)).map_or(&[], Vec::as_slice)
    }

    pub fn programs(&self) -> impl Iterator<Item = &Arc<Program>> {
        self.rules.iter().map(|rule| &rule.program).chain(self.frames.iter().flat_map(CompiledFrame::programs))
    }

    /// Finds out which tests of classes the patterns ask for, once all of them are there.
    fn know_tests(&mut self, tests: &Tests) {
        let mut asks = vec![false; tests.len()];
        for program in self.programs() {
            let choices = program.ops.iter().filter_map(|op| match op {
                Op::Consume(choice) | Op::Gap { stops: choice, .. } | Op::Look { tests: choice, .. } => Some(*choice),
                _ => None,
            });
            for choice in choices {
                tests.ids_of(choice).iter().for_each(|test| asks[test.0 as usize] = true);
            }
        }
        for (id, test) in tests.iter().filter(|(id, _)| asks[id.0 as usize]) {
            if let Test::Class { class, .. } = test {
                let class = usize::from(class.0);
                if self.of_class.len() <= class {
                    self.of_class.resize(class + 1, Vec::new());
                }
                self.of_class[class].push(id);
            }
        }
    }
}

#[derive(Debug)]
pub struct CompiledWords {
    pub id: Arc<str>,
    pub class: ClassId,
    pub except: Vec<Arc<Expression>>,
    pub capital: Option<bool>,
    pub features: Vec<(Key, Arc<str>)>,
    pub examples: Vec<String>,
    pub counter: Vec<String>,
    pub place: Place,
}

#[derive(Debug)]
pub struct CompiledRule {
    pub id: Arc<str>,
    pub about: String,
    pub class: ClassId,
    pub program: Arc<Program>,
    /// Annotations of one layer do not overlap.
    pub layer: Arc<str>,
    pub priority: i32,
    pub features: Vec<(Key, Arc<str>)>,
    pub inherit: Vec<Key>,
    /// Slot that the annotation covers.
    pub over: Option<Key>,
    pub examples: Vec<Example>,
    pub counter: Vec<String>,
    pub place: Place,
}

#[derive(Debug)]
pub struct CompiledFrame {
    pub id: Arc<str>,
    pub about: String,
    pub class: ClassId,
    pub anchor: Arc<Program>,
    pub require: Vec<Arc<Program>>,
    pub forbid: Vec<Arc<Program>>,
    pub with: Vec<Arc<Program>>,
    pub priority: i32,
    pub features: Vec<(Key, Arc<str>)>,
    pub examples: Vec<Example>,
    pub counter: Vec<String>,
    pub place: Place,
}

impl CompiledFrame {
    fn programs(&self) -> impl Iterator<Item = &Arc<Program>> {
        std::iter::once(&self.anchor).chain(&self.require).chain(&self.forbid).chain(&self.with)
    }
}

/// Where a rule stands: its file and the bytes of its examples, for messages.
#[derive(Debug, Clone)]
pub struct Place {
    pub source: Source,
    pub id: std::ops::Range<usize>,
    pub examples: std::ops::Range<usize>,
}

impl RuleSet {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// All faults of all files; never of a released program, whose tests load them.
    pub fn builtin() -> Result<Self, Vec<Diagnostic>> {
        Self::from_sources(Sources::builtin().files)
    }

    /// The rules that come with the program and those of a folder; a file of the same name replaces one of the program's.
    ///
    /// # Errors
    /// All faults of all files. A file that cannot be read is a fault.
    pub fn load(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut sources = Sources::builtin();
        sources.add_folder(folder)?;
        let set = Self::from_sources(sources.files)?;
        Ok(Self { notes: sources.notes, ..set })
    }

    /// # Errors
    /// All faults of all files.
    pub fn from_sources(sources: BTreeMap<String, Source>) -> Result<Self, Vec<Diagnostic>> {
        let mut loader = Loader::default();
        let mut files = Vec::new();
        let mut hash = Sha256::new();
        for (name, source) in &sources {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(source.text.as_bytes());
        }
        let parsed: Vec<_> = sources.into_par_iter().map(|(name, source)| (source.parse(), name, source)).collect();
        for (content, name, source) in parsed {
            match content {
                Ok(content) => files.push(Placed { number: phase_number(&name), source, content }),
                Err(fault) => loader.faults.push(fault),
            }
        }
        files.sort_by_key(|file| file.number);
        let hash = checksum::hex(&hash.finalize());
        loader.load(files, hash)
    }

    /// Macros that no pattern uses: most often a misspelt name.
    pub fn unused_macros(&self) -> &[Diagnostic] {
        &self.unused
    }

    pub(super) fn language(&self) -> Language<'_> {
        Language { vocabulary: &self.vocabulary, tests: &self.tests }
    }

    /// The layer of a rule's annotations; none for what is no rule.
    pub fn layer_of(&self, rule: &str) -> Option<&Arc<str>> {
        self.phases.iter().flat_map(|phase| &phase.rules).find(|known| &*known.id == rule).map(|known| &known.layer)
    }

    /// SHA-256 over all rule files, for the record of a run.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// `30` of `30-names.toml`; files without a number run last.
fn phase_number(name: &str) -> u32 {
    name.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(u32::MAX)
}

/// All expressions of all files, each once, compiled on all processors. What is wrong with one is told where it is used.
fn expressions_of(files: &[Placed]) -> HashMap<String, Arc<Expression>> {
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for file in files.iter().map(|placed| &placed.content) {
        written.extend(file.words.iter().flat_map(|w| w.matches.iter().chain(&w.except)).map(|m| &**m.get_ref()));
        for tree in file.patterns().filter_map(|pattern| pattern.tree.as_ref().ok()) {
            tree.expressions(&mut written);
        }
    }
    let compiled = written.into_par_iter().filter_map(|source| Some((source.to_owned(), Arc::new(Expression::new(source).ok()?))));
    compiled.collect()
}

const SENTENCE: &str = "[{ text = \"...\", gives = { match = \"...\" } }]";

#[derive(Default)]
struct Loader {
    vocabulary: Vocabulary,
    macros: BTreeMap<String, Node>,
    regexes: HashMap<String, Arc<Expression>>,
    tests: Tests,
    /// By what is written: patterns that are written alike are one program.
    programs: HashMap<String, Arc<Program>>,
    faults: Vec<Diagnostic>,
}

impl Loader {
    fn load(mut self, files: Vec<Placed>, hash: String) -> Result<RuleSet, Vec<Diagnostic>> {
        for class in NAME_CLASSES.iter().chain(&SEED_CLASSES) {
            self.vocabulary.class(class);
        }
        // the names of a file that cannot be read are not known: others may rightly refer to them
        let all_read = self.faults.is_empty();
        let (faults, unused) = names::check(&files);
        if all_read {
            self.faults.extend(faults);
        }
        self.find_doubles(&files);
        for file in &files {
            self.declare(&file.source, &file.content);
        }
        self.regexes = expressions_of(&files);
        let mut words = Vec::new();
        let mut expressions = Vec::new();
        let mut phases: Vec<Phase> = Vec::new();
        for Placed { number, source, content: file } in files {
            for w in file.words {
                for m in &w.matches {
                    expressions.extend(self.regex(&source, m).map(|expression| (words.len() as u32, expression)));
                }
                words.push(self.words(&source, w));
            }
            if phases.last().is_none_or(|p| p.number != number) {
                phases.push(Phase { number, ..Phase::default() });
            }
            let rules: Vec<CompiledRule> = file.rule.into_iter().filter_map(|r| self.rule(&source, r)).collect();
            let frames: Vec<CompiledFrame> = file.frame.into_iter().filter_map(|f| self.frame(&source, f)).collect();
            if let Some(phase) = phases.last_mut() {
                phase.rules.extend(rules);
                phase.frames.extend(frames);
            }
        }
        if !self.faults.is_empty() {
            self.faults.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
            return Err(self.faults);
        }
        let word_lists = WordLists::new(expressions);
        let word_tests = WordTests::new(&self.tests);
        phases.iter_mut().for_each(|phase| phase.know_tests(&self.tests));
        Ok(RuleSet {
            vocabulary: self.vocabulary,
            words,
            word_lists,
            tests: self.tests,
            word_tests,
            phases,
            notes: Vec::new(),
            hash,
            unused,
        })
    }

    /// Two rules of one id, two macros of one name. To blame is the file that is not the program's, else the later one.
    fn find_doubles(&mut self, files: &[Placed]) {
        let mut ids: BTreeMap<&str, &Source> = BTreeMap::new();
        let mut macros: BTreeMap<&str, &Source> = BTreeMap::new();
        let (built_in, own): (Vec<&Placed>, Vec<&Placed>) = files.iter().partition(|f| f.source.built_in);
        for Placed { source, content, .. } in built_in.into_iter().chain(own) {
            for id in content.ids() {
                if let Some(first) = ids.insert(id.get_ref(), source) {
                    let message = format!("there is a rule `{}` already, in {}", id.get_ref(), first.name);
                    self.faults.push(source.diagnostic(id.span(), message, Some("give it an id of its own".into())));
                }
            }
            for name in content.macros.keys() {
                if let Some(first) = macros.insert(name.get_ref(), source) {
                    let message = format!("there is a macro `${}` already, in {}", name.get_ref(), first.name);
                    self.faults.push(source.diagnostic(name.span(), message, Some("give it a name of its own".into())));
                }
            }
        }
    }

    /// Classes and macros of a file: patterns of every file may refer to them.
    fn declare(&mut self, source: &Source, file: &RuleFile) {
        let classes =
            file.words.iter().map(|w| &w.class).chain(file.rule.iter().map(|r| &r.class)).chain(file.frame.iter().map(|f| &f.class));
        for class in classes {
            self.vocabulary.class(class.get_ref());
        }
        for (name, body) in &file.macros {
            match &body.tree {
                Ok(node) => {
                    self.macros.insert(name.get_ref().clone(), node.clone());
                }
                Err(e) => self.faults.push(source.of_pattern(body, e.clone())),
            }
        }
    }

    fn regex(&mut self, source: &Source, expression: &Spanned<String>) -> Option<Arc<Expression>> {
        if let Some(known) = self.regexes.get(expression.get_ref()) {
            return Some(known.clone());
        }
        match Expression::new(expression.get_ref()) {
            Ok(r) => Some(Arc::new(r)),
            Err(e) => {
                let message = e.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                self.faults.push(source.diagnostic(
                    expression.span(),
                    message,
                    Some("expressions are those of the regex crate, over the word in lower case".into()),
                ));
                None
            }
        }
    }

    fn features(&mut self, set: Features) -> Vec<(Key, Arc<str>)> {
        set.into_iter().map(|(k, v)| (self.vocabulary.key(k.get_ref()), v.into_inner().into())).collect()
    }

    /// `sample`: how an example is written.
    fn place<T>(&mut self, source: &Source, id: &Spanned<String>, about: &str, examples: &Spanned<Vec<T>>, sample: &str) -> Place {
        if examples.get_ref().is_empty() {
            self.faults.push(source.diagnostic(
                id.span(),
                format!("rule `{}` has no example", id.get_ref()),
                Some(format!("write what it must match, it is run as a test: `examples = {sample}`")),
            ));
        }
        if about.trim().is_empty() {
            self.faults.push(source.diagnostic(
                id.span(),
                format!("rule `{}` does not say what it is for", id.get_ref()),
                Some("write it into `about`".into()),
            ));
        }
        Place { source: source.clone(), id: id.span(), examples: examples.span() }
    }

    fn words(&mut self, source: &Source, w: Words) -> CompiledWords {
        let place = self.place(source, &w.id, &w.about, &w.examples, "[\"Memorandum\"]");
        CompiledWords {
            class: self.vocabulary.class(w.class.get_ref()),
            except: w.except.iter().filter_map(|e| self.regex(source, e)).collect(),
            capital: w.capital,
            features: self.features(w.set),
            examples: w.examples.into_inner(),
            counter: w.counter,
            id: w.id.into_inner().into(),
            place,
        }
    }

    fn program(&mut self, source: &Source, pattern: &Pattern) -> Option<Arc<Program>> {
        let written = pattern.written.get_ref();
        if let Some(program) = self.programs.get(written) {
            return Some(program.clone());
        }
        let (vocabulary, macros, regexes, tests) = (&mut self.vocabulary, &self.macros, &mut self.regexes, &mut self.tests);
        let mut scope = Scope { vocabulary, macros, regexes, tests, programs: self.programs.len() as u32 };
        let compiled = pattern.tree.as_ref().map_err(Clone::clone).and_then(|node| Program::compile(written, node, &mut scope));
        let program = Arc::new(compiled.map_err(|e| self.faults.push(source.of_pattern(pattern, e))).ok()?);
        self.programs.insert(written.clone(), program.clone());
        Some(program)
    }

    fn rule(&mut self, source: &Source, r: Rule) -> Option<CompiledRule> {
        let place = self.place(source, &r.id, &r.about, &r.examples, SENTENCE);
        let program = self.program(source, &r.pattern)?;
        Some(CompiledRule {
            class: self.vocabulary.class(r.class.get_ref()),
            layer: r.layer.unwrap_or_else(|| r.class.get_ref().clone()).into(),
            priority: r.priority,
            features: self.features(r.set),
            over: r.over.as_ref().map(|s| self.vocabulary.key(s.get_ref())),
            inherit: r.inherit.iter().map(|s| self.vocabulary.key(s.get_ref())).collect(),
            examples: r.examples.into_inner(),
            counter: r.counter,
            id: r.id.into_inner().into(),
            about: r.about,
            program,
            place,
        })
    }

    fn frame(&mut self, source: &Source, f: Frame) -> Option<CompiledFrame> {
        let place = self.place(source, &f.id, &f.about, &f.examples, SENTENCE);
        let mut all = |patterns: &[Pattern]| patterns.iter().filter_map(|p| self.program(source, p)).collect::<Vec<_>>();
        let (require, forbid, with) = (all(&f.require), all(&f.forbid), all(&f.with));
        Some(CompiledFrame {
            anchor: self.program(source, &f.anchor)?,
            class: self.vocabulary.class(f.class.get_ref()),
            require,
            forbid,
            with,
            priority: f.priority,
            features: self.features(f.set),
            examples: f.examples.into_inner(),
            counter: f.counter,
            id: f.id.into_inner().into(),
            about: f.about,
            place,
        })
    }
}
