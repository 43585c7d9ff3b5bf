//! From the paths that the user gives to facts: what `build` and `extract` have in common.

use std::fmt::Display;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pakt::document::{self, Document, Input, Limits, SkipReason, Skipped};
use pakt::extract::Reader;
use pakt::facts::DocumentFacts;
use pakt::pipeline::{self, Arrival, Arrived, Watch};
use pakt::rules::cascade::Scratch;

use super::Outcome;
use super::failure::Failure;
use super::options::ThreadsOption;
use super::output::{count, tell};
use super::report::Report;
use super::stop::Stop;

/// Files to read, and what has been said about the others.
pub struct Found {
    pub inputs: Vec<Input>,
    /// Paths that could not be looked at, and READMEs, which are read when they are given by name: what is known of them stays.
    pub spared: Vec<String>,
    /// Whether something that the user gave is no document that can be read.
    pub incomplete: bool,
    /// What is not read, for the report.
    pub report: Report,
}

/// Finds the files and tells of those that cannot be read. Files of other formats are counted only, unless they were
/// given by name.
pub fn find(given: &[PathBuf]) -> Found {
    let (inputs, skipped) = document::find_inputs(given);
    let by_name: Vec<String> = given.iter().filter(|p| !p.is_dir()).filter_map(|p| Some(Input::new(p).ok()?.file)).collect();
    let mut incomplete = false;
    let mut passed_over = 0;
    let mut report = Report::default();
    for one in &skipped {
        report.skipped(one);
        if one.reason.is_failure() || by_name.contains(&one.file) {
            tell_skipped(one);
            incomplete = true;
        } else if matches!(one.reason, SkipReason::LinkLoop) {
            tell(format_args!("note: {one}"));
        } else {
            passed_over += 1;
        }
    }
    if passed_over > 0 {
        tell(format_args!("note: passed over {}: a README, or of a format that is not read", count(passed_over, "file", "files")));
    }
    if inputs.is_empty() && !incomplete {
        tell(format_args!("error: nothing to read; give documents ({}) or folders of them", document::FORMATS));
        incomplete = true;
    }
    let is_spared = |reason: &SkipReason| reason.says_nothing_of_content() || matches!(reason, SkipReason::Readme);
    let spared = skipped.into_iter().filter(|one| is_spared(&one.reason)).map(|one| one.file).collect();
    Found { inputs, spared, incomplete, report }
}

pub fn tell_skipped(skipped: &Skipped) {
    tell(format_args!("not read: {skipped}"));
}

/// Reads all that was found, outside of a store, and gives what `read` made of the documents to `take`, some at a time and in the
/// order of the inputs. Tells what is not read; writes the report, if a path for it is given.
pub fn read<T: Send>(
    reader: &Reader,
    found: Found,
    limits: &Limits,
    threads: &ThreadsOption,
    report: Option<&Path>,
    read: impl Fn(&Document, &mut Scratch) -> (DocumentFacts, T) + Send + Sync,
    mut take: impl FnMut(Vec<(DocumentFacts, T)>) -> Result<(), Failure> + Send,
) -> Result<Outcome, Failure> {
    let progress = Progress::new(found.inputs.len(), found.report, Stop::listen());
    let mut complete = !found.incomplete;
    let result = threads.run(|| {
        pipeline::read_with(reader, &found.inputs, limits, read, |results| {
            progress.advanced(results.len());
            let mut documents = Vec::new();
            for result in results {
                match result {
                    Ok(one) => {
                        let info = &one.0.document;
                        let published = info.published.as_ref().map(|published| published.date.as_str());
                        progress.arrived(Arrived { file: &info.file, sha256: &info.sha256, published }, Arrival::New);
                        documents.push(one);
                    }
                    Err(one) => {
                        progress.skipped(&one, None);
                        complete &= !one.reason.is_failure();
                    }
                }
            }
            take(documents)?;
            // What was taken is whole.
            if progress.is_stopped() { Err(Failure::Stopped) } else { Ok(()) }
        })
    })?;
    let became = progress.finish(&found.inputs);
    report.map_or(Ok(()), |path| became.write(path))?;
    result?;
    Ok(if complete { Outcome::Done } else { Outcome::Incomplete })
}

/// Tells the user what happens while documents are read: a bar on a terminal, a line for what goes wrong.
pub struct Progress {
    bar: ProgressBar,
    stop: Stop,
    report: Mutex<Report>,
    /// Documents that were gone; the first of them were named.
    gone: AtomicUsize,
    /// Members of collections that are none that is read.
    passed_over: AtomicUsize,
    foreign: AtomicUsize,
    undated: AtomicUsize,
}

/// Documents that are named when they are gone; of more, the number tells enough.
const NAMED: usize = 10;

impl Progress {
    pub fn new(length: usize, report: Report, stop: Stop) -> Self {
        let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        let bar = bar.with_style(style("reading {wide_bar} {human_pos}/{human_len} ({per_sec}, {eta} left)"));
        Self {
            bar,
            stop,
            report: Mutex::new(report),
            gone: AtomicUsize::new(0),
            passed_over: AtomicUsize::new(0),
            foreign: AtomicUsize::new(0),
            undated: AtomicUsize::new(0),
        }
    }

    /// Ends the bar, tells of what was passed over, and gives the report of what became of `inputs`.
    pub fn finish(self, inputs: &[Input]) -> Report {
        let [passed_over, foreign, undated] = [&self.passed_over, &self.foreign, &self.undated].map(|one| one.load(Ordering::Relaxed));
        if passed_over > 0 {
            let files = count(passed_over, "file", "files");
            self.say(format_args!("note: passed over {files} when opened: a README, or of a format that is not read"));
        }
        if undated > 0 {
            let documents = count(undated, "document has", "documents have");
            self.say(format_args!("note: {documents} no date of publication; what is dated by `gestern` there stays without a date"));
        }
        if foreign > 0 {
            let documents = count(foreign, "document that is", "documents that are");
            self.say(format_args!("note: passed over {documents} not in German; --any-language reads them all the same"));
        }
        let mut report = std::mem::take(&mut *self.report.lock().unwrap_or_else(PoisonError::into_inner));
        report.not_reached(inputs);
        match report.duplicates() {
            0 => {}
            n => self.say(format_args!("note: {} the same as another one, byte for byte", count(n, "document is", "documents are"))),
        }
        report
    }

    fn note(&self, note: impl FnOnce(&mut Report)) {
        note(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn say(&self, message: impl Display) {
        self.bar.suspend(|| tell(message));
    }
}

/// A constant template; a broken one would only look plain.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn is_stopped(&self) -> bool {
        self.stop.is_wanted()
    }

    fn arrived(&self, document: Arrived<'_>, arrival: Arrival) {
        let is_undated = document.published.is_none() && arrival != Arrival::Unchanged;
        self.undated.fetch_add(usize::from(is_undated), Ordering::Relaxed);
        self.note(|report| report.read(document, arrival));
    }

    fn advanced(&self, documents: usize) {
        self.bar.inc(documents as u64);
        // A file can hold more than one.
        self.bar.set_length(self.bar.length().unwrap_or_default().max(self.bar.position()));
    }

    fn skipped(&self, skipped: &Skipped, kept: Option<bool>) {
        let earlier = match kept {
            None => "",
            Some(true) => "\n  what was read from it before stays in the store; `pakt remove` takes it out",
            Some(false) => "\n  what was read from it before was taken out of the store",
        };
        self.note(|report| report.skipped(skipped));
        match skipped.reason {
            SkipReason::NotGerman(_) if kept.is_none() => drop(self.foreign.fetch_add(1, Ordering::Relaxed)),
            SkipReason::NoTextColumn(_) | SkipReason::NoDocuments => self.say(format_args!("note: {skipped}{earlier}")),
            _ if !skipped.reason.is_failure() && kept.is_none() => drop(self.passed_over.fetch_add(1, Ordering::Relaxed)),
            _ => self.say(format_args!("not read: {skipped}{earlier}")),
        }
    }

    fn replaced(&self, file: &str, other: &str) {
        self.say(format_args!("note: {file} takes the place of {other}, which was given by the same path from another folder"));
    }

    fn gone(&self, file: &str, now: Option<&str>) {
        self.note(|report| report.gone(file));
        if let Some(now) = now {
            return self.say(format_args!("note: {file} is known as {now} now"));
        }
        match self.gone.fetch_add(1, Ordering::Relaxed) {
            n if n < NAMED => self.say(format_args!("gone: {file}")),
            NAMED => self.say("gone: and others"),
            _ => {}
        }
    }

    fn resolving(&self) {
        self.stop.reading_is_done();
        self.bar.set_length(0);
        self.bar.set_position(0);
        self.bar.set_style(style("finding out who is who, writing the graph: {human_pos} parts ({elapsed}) {spinner}"));
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn made(&self) {
        self.bar.inc(1);
    }

    fn deserted(&self, folder: &str, documents: usize) {
        let all = count(documents, "document was", "documents were");
        let folder = if folder.is_empty() { "." } else { folder };
        self.say(format_args!(
            "note: {folder} holds no document any more, but {all} read from it. They stay in the store; `pakt remove {folder}` takes them out"
        ));
    }
}
