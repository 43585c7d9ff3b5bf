//! From the paths that the user gives to facts: what `build` and `extract` have in common.

use std::io::IsTerminal;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pakt::document::{self, Input, SkipReason, Skipped};
use pakt::extract::Reader;
use pakt::facts::DocumentFacts;
use pakt::pipeline;

use super::failure::Failure;
use super::options::ThreadsOption;
use super::output::{count, tell};

/// Files to read, and what has been said about the others.
pub struct Found {
    pub inputs: Vec<Input>,
    /// Whether something that the user gave is no document that can be read.
    pub incomplete: bool,
}

/// Finds the files and tells of those that cannot be read. Files of other formats are counted only, unless they were
/// given by name.
pub fn find(given: &[PathBuf]) -> Found {
    let (inputs, skipped) = document::find_inputs(given);
    let by_name: Vec<String> = given.iter().filter(|p| !p.is_dir()).filter_map(|p| Some(Input::new(p).ok()?.file)).collect();
    let mut incomplete = false;
    let mut passed_over = 0;
    for one in &skipped {
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
        tell("error: nothing to read; give files that end in .txt, .md, .html or .htm, or folders with such files");
        incomplete = true;
    }
    Found { inputs, incomplete }
}

/// Reads the files and tells of each that could not be read. The order is that of `inputs`; the flag says whether all
/// could be read.
pub fn read(reader: &Reader, inputs: &[Input], threads: &ThreadsOption) -> Result<(Vec<DocumentFacts>, bool), Failure> {
    let progress = progress(inputs.len());
    let results = threads.run(|| pipeline::read_all(reader, inputs, || progress.inc(1)))?;
    progress.finish_and_clear();
    let mut facts = Vec::with_capacity(results.len());
    let mut complete = true;
    for result in results {
        match result {
            Ok(one) => facts.push(one),
            Err(skipped) => {
                tell_skipped(&skipped);
                complete = false;
            }
        }
    }
    Ok((facts, complete))
}

pub fn tell_skipped(skipped: &Skipped) {
    tell(format_args!("not read: {skipped}"));
}

/// A bar on a terminal, nothing elsewhere.
fn progress(length: usize) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    // OK because the template is a constant; a broken one would only look plain.
    bar.with_style(
        ProgressStyle::with_template("reading {wide_bar} {human_pos}/{human_len} ({eta})").unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}
