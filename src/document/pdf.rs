//! PDF: the text of its pages.
//!
//! A PDF is a program for a printer: a broken or hostile one can make who reads it panic, loop or fill the memory. So it is
//! read in a process of its own ([`worker`]), which is given a time and an amount of memory and then stopped. Where there
//! is no program for that (a library that is not told which), it is read in this process: then only a panic is caught.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pdf_extract::{Document as Pdf, Error, PlainTextOutput};
use unicode_normalization::UnicodeNormalization;

use super::input::SkipReason;
use super::limits::Limits;
use super::{Metadata, Page, decode, lines};

/// The argument that makes a program call [`worker`].
pub const WORKER: &str = "--read-pdf";
/// Exit statuses of the worker.
const DAMAGED: u8 = 10;
const ENCRYPTED: u8 = 11;
/// A line that stands at the edge of so many pages is no text.
const REPEATED: usize = 2;
/// How often it is looked whether the worker has ended.
const GLANCE: Duration = Duration::from_millis(2);

pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Page, SkipReason> {
    let pages = match &limits.worker {
        Some(program) => elsewhere(program, bytes, limits)?,
        None => here(bytes)?,
    };
    let text = decode::unify_line_ends(&text(&pages)).nfc().collect::<String>();
    if text.trim().is_empty() {
        return Err(SkipReason::NoTextLayer);
    }
    Ok(Page { raw: lines::blocks(&text), text, metadata: Metadata::default() })
}

/// The text of each page. A page that cannot be read is no reason to keep silent about it: then there are none.
fn here(bytes: &[u8]) -> Result<Vec<String>, SkipReason> {
    let read = || -> Result<Vec<String>, SkipReason> {
        let mut document = Pdf::load_mem(bytes).map_err(|error| reason(&error))?;
        if document.is_encrypted() {
            // Many are, so that nobody changes them, and can be read without a password.
            document.decrypt("").map_err(|_| SkipReason::Encrypted)?;
        }
        let numbers: Vec<u32> = document.get_pages().into_keys().collect();
        let page = |number: &u32| {
            let mut text = String::new();
            let read = pdf_extract::output_doc_page(&document, &mut PlainTextOutput::new(&mut text), *number);
            read.map(|()| text).map_err(|error| broken(&format!("page {number} of {}: {error}", numbers.len())))
        };
        numbers.iter().map(page).collect()
    };
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken("it contradicts itself")))
}

fn reason(error: &Error) -> SkipReason {
    if matches!(error, Error::Decryption(_)) { SkipReason::Encrypted } else { broken(&error.to_string()) }
}

fn broken(what: &str) -> SkipReason {
    SkipReason::Damaged(format!("a broken PDF ({what})"))
}

/// Reads the PDF on standard input and writes its pages to standard output, with a form feed behind each. Takes at most
/// `memory` bytes, where the system can be told so. Returns the exit status.
pub fn worker(memory: u64) -> u8 {
    // A panic is an answer here, not something to tell.
    panic::set_hook(Box::new(|_| {}));
    #[cfg(unix)]
    let _ = rlimit::Resource::AS.set(memory, memory); // Without it the worker is as careless as its author.
    #[cfg(not(unix))]
    let _ = memory;
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    let mut out = io::stdout().lock();
    let pages = match read.map_err(SkipReason::NotReadable).and_then(|_| here(&bytes)) {
        Ok(pages) => pages,
        Err(SkipReason::Encrypted) => return ENCRYPTED,
        Err(SkipReason::Damaged(what)) => {
            let _ = write!(out, "{what}"); // Nobody to tell otherwise.
            return DAMAGED;
        }
        Err(_) => return DAMAGED,
    };
    let written = pages.iter().try_for_each(|page| write!(out, "{}\u{c}", page.replace('\u{c}', "\n")));
    if written.and_then(|()| out.flush()).is_ok() { 0 } else { DAMAGED }
}

fn elsewhere(program: &Path, bytes: &[u8], limits: &Limits) -> Result<Vec<String>, SkipReason> {
    let mut command = Command::new(program);
    command.arg(WORKER).arg(limits.pdf_bytes.to_string());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(SkipReason::NotReadable)?;
    // OK because: both were asked for.
    let (mut stdin, stdout) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
    let limit = limits.document_bytes;
    thread::scope(|scope| {
        let _ = scope.spawn(move || stdin.write_all(bytes)); // A worker that has died says so by its status.
        let pages = scope.spawn(move || super::input::read_all(&mut { stdout }, limit));
        let ended = wait(&mut child, limits.pdf_time);
        // OK because: the thread only reads.
        let pages = pages.join().expect("reading does not panic");
        match ended.map_err(SkipReason::NotReadable)? {
            Some(0) => Ok(String::from_utf8_lossy(&pages?).split_terminator('\u{c}').map(str::to_owned).collect()),
            Some(status) if status == i32::from(ENCRYPTED) => Err(SkipReason::Encrypted),
            Some(status) if status == i32::from(DAMAGED) => Err(SkipReason::Damaged(String::from_utf8_lossy(&pages?).into_owned())),
            Some(_) => Err(broken("it needs more memory than it may have, or it contradicts itself")),
            None => Err(SkipReason::TooSlow(limits.pdf_time)),
        }
    })
}

/// The exit status of a process that has ended within a time, -1 if it was stopped; otherwise it is stopped here.
fn wait(child: &mut Child, time: Duration) -> io::Result<Option<i32>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.code().unwrap_or(-1)));
        }
        if started.elapsed() > time {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(GLANCE);
    }
}

/// The pages as one text without the lines that come again at the edge of pages: a running head, a page number.
fn text(pages: &[String]) -> String {
    let pages: Vec<Vec<&str>> = pages.iter().map(|page| page.lines().collect()).collect();
    let edge = |line: &str| line.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().trim().to_owned();
    let mut edges: BTreeMap<String, usize> = BTreeMap::new();
    pages.iter().flat_map(|page| ends(page)).for_each(|line| *edges.entry(edge(line)).or_default() += 1);
    let is_repeated = |line: &str| edges.get(&edge(line)).is_some_and(|&pages| pages >= REPEATED);
    let mut text = String::new();
    for page in &pages {
        let drop: Vec<&str> = if pages.len() > 1 { ends(page).filter(|line| is_repeated(line)).collect() } else { Vec::new() };
        let lines: Vec<&str> =
            page.iter().filter(|line| !drop.iter().any(|other| std::ptr::eq(*other, **line))).map(|l| l.trim()).collect();
        let lines = if is_spaced(&lines) { lines.into_iter().filter(|line| !line.is_empty()).collect() } else { lines };
        // A paragraph may go on behind the border of a page: whether it does, its lines tell.
        text.push_str(lines.join("\n").trim_matches('\n'));
        text.push('\n');
    }
    // Justified text has room between its words.
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    text
}

/// Whether the lines are set so far apart that each looks like a paragraph. Then only their length tells where one ends.
fn is_spaced(lines: &[&str]) -> bool {
    let pairs = |is_blank: bool| lines.windows(2).filter(|pair| !pair[0].is_empty() && pair[1].is_empty() == is_blank).count();
    pairs(true) > 2 * pairs(false)
}

/// The first and the last line that are not blank.
fn ends<'a>(page: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let is_text = |line: &&&str| !line.trim().is_empty();
    page.iter().find(is_text).into_iter().chain(page.iter().rev().find(is_text)).copied().collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_heads_and_page_numbers_are_no_text() {
        let pages = ["Amt für Beispiele\n\nDer Vertrag gilt\nSeite 1 von 2\n", "Amt für Beispiele\n\nfünf Jahre.\nSeite 2 von 2\n"];
        let pages = pages.map(str::to_owned);
        assert_eq!(text(&pages).trim(), "Der Vertrag gilt\nfünf Jahre.");
        assert_eq!(text(&pages[..1]).lines().count(), 4, "on a single page nothing comes again");
    }

    #[test]
    fn lines_set_far_apart_are_no_paragraphs() {
        let page = "Ein Vertrag\n\nDie  beiden  Kreise  haben  einen\n\nVertrag  geschlossen.\n\n".to_owned();
        assert_eq!(text(&[page]).trim(), "Ein Vertrag\nDie beiden Kreise haben einen\nVertrag geschlossen.");
    }

    #[test]
    fn what_is_no_pdf_is_told() {
        for bytes in [&b"%PDF-1.7"[..], b"", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>"] {
            assert!(here(bytes).map_or(true, |pages| pages.concat().is_empty()), "{bytes:?}");
        }
    }
}
