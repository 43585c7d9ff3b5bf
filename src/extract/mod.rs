//! A document into what it says: the cascade of rules over its text, and from the annotations the record of facts.
//!
//! - [`chart`](mod@chart): tokens, sentences, names of the gazetteers; [`introduced`]: names with an acronym in brackets;
//!   [`short_names`]: acronyms, `das Bundesamt`; [`repeated_names`]: names once more, without what told them; [`surnames`]
//! - [`entities`]: which annotations name the same person, institution, territory; [`organizations`]: their full names
//! - [`memberships`]: who holds which office where; [`dates`]: what a date's words mean
//! - [`reports`]: frames into reports of agreements ([`signers`]: who signs; [`parts`]: two in one sentence);
//!   [`grouping`]: which of them speak of the same agreement; [`agreements`]: reports into agreements; [`partners`],
//!   [`antecedents`], [`circumstances`], [`topics`]
//! - [`emit`]: all of it as [`DocumentFacts`], each with its evidence; [`unread`]: words for agreements of which nothing was made
//!
//! A document is worked on alone: a [`Reader`] is shared by any number of threads, each with a
//! [`Scratch`](crate::rules::cascade::Scratch) of its own.

mod agreements;
mod antecedents;
mod chart;
mod circumstances;
mod dates;
mod emit;
mod entities;
mod grouping;
mod introduced;
mod listed;
mod memberships;
mod names;
mod organizations;
mod partners;
mod parts;
mod repeated_names;
mod reports;
mod short_names;
mod signers;
mod surnames;
mod topics;
mod town_adjectives;
mod unread;

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use crate::diagnostics::Diagnostic;
use crate::document::{Block, BlockKind, Document};
use crate::facts::DocumentFacts;
use crate::gazetteers::Gazetteers;
use crate::rules::cascade::Scratch;
use crate::rules::{Chart, RuleSet};

use names::Names;
pub use unread::UnreadWord;

/// Gazetteers and rules, ready to read documents. Never changes: share it between threads.
pub struct Reader {
    pub gazetteers: Gazetteers,
    pub rules: RuleSet,
    names: Names,
    /// Working memory that nobody is using.
    idle: Mutex<Vec<Scratch>>,
}

/// Working memory on loan: what it knows of words serves whoever borrows it next.
pub struct Borrowed<'a> {
    scratch: Scratch,
    reader: &'a Reader,
}

impl Deref for Borrowed<'_> {
    type Target = Scratch;

    fn deref(&self) -> &Scratch {
        &self.scratch
    }
}

impl DerefMut for Borrowed<'_> {
    fn deref_mut(&mut self) -> &mut Scratch {
        &mut self.scratch
    }
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        // What a panic has left behind may be half done.
        if !std::thread::panicking() {
            self.reader.idle.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.scratch));
        }
    }
}

/// Phases below find words and phrases,
const WORDS: u32 = 25;
/// phases below this one territories and institutions,
const INSTITUTIONS: u32 = 32;
/// phases below this one persons as well; the others combine names.
const PERSONS: u32 = 40;

impl Reader {
    pub fn new(gazetteers: Gazetteers, mut rules: RuleSet) -> Self {
        let names = Names::new(&mut rules.vocabulary);
        Self { gazetteers, rules, names, idle: Mutex::default() }
    }

    /// Working memory for documents of this reader. Threads take turns with it, so there is one for each at most.
    pub fn scratch(&self) -> Borrowed<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Borrowed { scratch: idle.unwrap_or_default(), reader: self }
    }

    /// Names all that decides what is read: the program, the rules, the gazetteers. A document that was read with another
    /// fingerprint may come out otherwise now.
    pub fn fingerprint(&self) -> String {
        let short = |hash: &str| hash.chars().take(16).collect::<String>();
        format!("program {} rules {} gazetteers {}", env!("PAKT_READING"), short(self.rules.hash()), short(self.gazetteers.hash()))
    }

    /// Reads a document.
    pub fn read(&self, document: &Document, scratch: &mut Scratch) -> DocumentFacts {
        self.read_with_chart(document, scratch).0
    }

    /// Reads a document and gives the chart from which its facts were made, for whoever asks why.
    pub fn read_with_chart(&self, document: &Document, scratch: &mut Scratch) -> (DocumentFacts, Chart) {
        let published = published(document);
        let chart = self.chart(&document.text, &document.blocks, published, scratch);
        let view = View { reader: self, chart: &chart, document, published };
        let mut entities = entities::Entities::of(&view);
        let mut memberships = memberships::find(&view, &mut entities);
        let reports = reports::find(&view, &mut entities, &memberships.list);
        let agreements = agreements::assemble(&view, reports, &mut entities, &mut memberships);
        let facts = emit::facts(&view, entities, memberships.list, agreements);
        (facts, chart)
    }

    /// The finished chart of a text that stands alone: for the examples of the rules.
    pub fn chart_of_text(&self, text: &str, scratch: &mut Scratch) -> Chart {
        let blocks = [Block { range: 0..text.len(), kind: BlockKind::Paragraph }];
        self.chart(text, &blocks, None, scratch)
    }

    /// Runs all examples and counter-examples of the rules, and tells of macros that nothing uses and of rules that another one
    /// shadows.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut faults = self.rules.unused_macros().to_vec();
        faults.extend(self.rules.shadowed());
        faults.extend(self.check_examples());
        faults
    }

    fn check_examples(&self) -> Vec<Diagnostic> {
        let scratch = std::cell::RefCell::new(Scratch::default());
        self.rules.check_examples(&|text| self.chart_of_text(text, &mut scratch.borrow_mut()))
    }

    fn chart(&self, text: &str, blocks: &[Block], published: Option<jiff::civil::Date>, scratch: &mut Scratch) -> Chart {
        let mut chart = chart::of_blocks(self, text, blocks, scratch);
        chart::add_known_names(self, &mut chart, published);
        self.rules.run(&mut chart, scratch, 0..WORDS);
        introduced::add(&self.names, &mut chart);
        self.rules.run(&mut chart, scratch, WORDS..INSTITUTIONS);
        short_names::of_institutions(self, &mut chart);
        repeated_names::add(&self.names, &mut chart);
        self.rules.run(&mut chart, scratch, INSTITUTIONS..PERSONS);
        surnames::of_persons(&self.names, &mut chart);
        self.rules.run(&mut chart, scratch, PERSONS..u32::MAX);
        chart
    }
}

fn published(document: &Document) -> Option<jiff::civil::Date> {
    document.published.as_ref().and_then(|published| published.date.parse().ok())
}

/// What the stages of one document share.
pub(crate) struct View<'a> {
    pub reader: &'a Reader,
    pub chart: &'a Chart,
    pub document: &'a Document,
    pub published: Option<jiff::civil::Date>,
}

impl View<'_> {
    fn names(&self) -> &Names {
        &self.reader.names
    }
}
