//! How fast is reading, and where does the time go?
//!
//! `cargo bench --bench reading` reads press releases that nobody wrote (`tests/common/press.rs`), from text in memory to
//! facts, and shows MB of text a second: of each stage, on one thread and on two, with more and more names. Beside it stands
//! what is known to be fast, over the same bytes: a bare scan for all forms of the names with an Aho-Corasick automaton.
//!
//! `cargo bench --bench reading -- FOLDER` reads the texts of a folder. `-- --write FOLDER` writes the texts and the names, for
//! other programs: `scripts/compare-spacy.py` reads them.

#[path = "../tests/common/press.rs"]
mod press;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use pakt::document::{self, Document, Limits};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::rules::RuleSet;
use pakt::rules::cascade::Scratch;
use pakt::text::tokenize;
use rayon::prelude::*;

/// Documents if no folder is given: some two megabytes.
const DOCUMENTS: usize = 1_000;

/// Each figure is the median of so many runs.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let argument = |n: usize| arguments.get(n).map(String::as_str);
    match (argument(0), argument(1)) {
        (Some("--write"), Some(folder)) => write(Path::new(folder)),
        (Some("--names"), sizes) => names(sizes),
        (Some(folder), _) if Path::new(folder).is_dir() => stages(&of_folder(Path::new(folder))),
        _ => {
            stages(&made());
            names(None);
        }
    }
}

fn made() -> Vec<(String, String)> {
    (0..DOCUMENTS).map(press::document).collect()
}

fn of_folder(folder: &Path) -> Vec<(String, String)> {
    let (inputs, _) = document::find_inputs(&[folder.to_owned()]);
    let read = |path: &Path| Some((path.display().to_string(), std::fs::read_to_string(path).ok()?));
    inputs.iter().filter_map(|input| read(&input.path)).collect()
}

fn load(names: Option<&Path>) -> Reader {
    Reader::new(Gazetteers::load(names).expect("the names are valid"), RuleSet::builtin().expect("the rules are valid"))
}

/// Processor time of this thread so far, so that what else runs on the machine counts less; where the system does not tell
/// it, the time of day.
fn clock() -> Duration {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

/// The median of the runs, by processor time.
fn time<T>(run: impl FnMut() -> T) -> Duration {
    median(run, clock)
}

/// The median of the runs, by the time of day.
fn wall_time<T>(run: impl FnMut() -> T) -> Duration {
    let started = Instant::now();
    median(run, || started.elapsed())
}

fn median<T>(mut run: impl FnMut() -> T, clock: impl Fn() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = clock();
            black_box(run());
            clock() - started
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// One line of the table.
fn line(stage: &str, bytes: usize, time: Duration, scan: Option<Duration>) {
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = scan.map_or(String::new(), |scan| format!("{:>9.1}", time.as_secs_f64() / scan.as_secs_f64()));
    println!("{stage:<34}{rate:>9.2}{:>10.0}{ratio}", time.as_secs_f64() * 1e9 / bytes as f64);
}

fn stages(texts: &[(String, String)]) {
    let started = Instant::now();
    let reader = load(None);
    println!("rules and {} names ready in {} ms", reader.gazetteers.forms_len(), started.elapsed().as_millis());
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let documents = documents(texts);
    println!("{} documents, {:.1} MB\n", documents.len(), bytes as f64 / 1e6);
    println!("{:<34}{:>9}{:>10}{:>9}", "", "MB/s", "ns/byte", "x scan");
    let scan = scan(&reader.gazetteers, texts);
    line("bare Aho-Corasick scan", bytes, scan, Some(scan));
    line("bytes to document", bytes, time(|| self::documents(texts).len()), Some(scan));
    line("tokens", bytes, time(|| texts.iter().map(|(_, text)| tokenize(text).len()).sum::<usize>()), Some(scan));
    let mut scratch = Scratch::default();
    let mut cascade = || documents.iter().map(|d| reader.chart_of_text(&d.text, &mut scratch).annotations.len()).sum::<usize>();
    line("text to annotations", bytes, time(&mut cascade), Some(scan));
    let mut scratch = Scratch::default();
    let one = time(|| documents.iter().map(|d| reader.read(d, &mut scratch).agreements.len()).sum::<usize>());
    line("text to facts, one thread", bytes, one, Some(scan));
    let with_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let read = || documents.par_iter().map_init(|| reader.scratch(), |s, d| reader.read(d, s).agreements.len()).sum::<usize>();
        wall_time(|| pool.install(read))
    };
    let (one, two) = (with_threads(1), with_threads(2));
    line("the same on one, time of day", bytes, one, Some(scan));
    line("on two threads, time of day", bytes, two, Some(scan));
    println!("\ntwo threads are {:.2} times as fast as one", one.as_secs_f64() / two.as_secs_f64());
}

fn documents(texts: &[(String, String)]) -> Vec<Document> {
    let limits = Limits::default();
    texts.iter().map(|(name, text)| document::read_text(name, text.as_bytes(), &limits).expect("the text is readable")).collect()
}

/// The same forms over the same bytes with nothing else: whole or not, longest first.
fn scan(gazetteers: &Gazetteers, texts: &[(String, String)]) -> Duration {
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(gazetteers.forms()).expect("the names fit");
    time(|| texts.iter().map(|(_, text)| automaton.find_iter(text).count()).sum::<usize>())
}

/// The same texts with lists of so many names more, of which the texts hold some.
fn names(sizes: Option<&str>) {
    let sizes: Vec<usize> = match sizes {
        Some(sizes) => sizes.split(',').filter_map(|size| size.parse().ok()).collect(),
        None => vec![10_000, 100_000, 1_000_000],
    };
    let texts = made();
    let documents = documents(&texts);
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    println!("\n{:<14}{:>12}{:>9}{:>12}{:>14}", "names more", "forms", "MB/s", "ready in ms", "memory in MB");
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        std::fs::write(folder.path().join("more.csv"), more_names(size)).expect("the folder can be written");
        let started = Instant::now();
        let reader = load(Some(folder.path()));
        let ready = started.elapsed();
        let mut scratch = Scratch::default();
        let time = time(|| documents.iter().map(|d| reader.read(d, &mut scratch).agreements.len()).sum::<usize>());
        let rate = bytes as f64 / 1e6 / time.as_secs_f64();
        println!("{size:<14}{:>12}{rate:>9.2}{:>12}{:>14}", reader.gazetteers.forms_len(), ready.as_millis(), memory());
    }
}

/// Companies that are not there, no two with one name.
fn more_names(count: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["bar", "ben", "dol", "fer", "gan", "hel", "kor", "lim", "mun", "nad", "pel", "ris", "sol", "tam", "ver", "zin"];
    let mut csv = String::from("name,class,kind\n");
    for n in 0..count {
        let syllable = |i: u32| SYLLABLES[n >> (4 * i) & 15];
        let (first, second) = (["Ar", "El", "Or", "Um"][n % 4], ["Neue", "Erste", "Freie"][n % 3]);
        // writing to a String cannot fail
        let _ = writeln!(
            csv,
            "{first}{}{}{} {second}{}{}{} GmbH,Organization,company",
            syllable(0),
            syllable(1),
            syllable(2),
            syllable(3),
            syllable(4),
            syllable(5)
        );
    }
    csv
}

/// Memory that this process holds, in MB; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1000
}

/// The texts, one a line as JSON, and the forms of all names, one a line.
fn write(folder: &Path) {
    let texts: String = made().iter().map(|(_, text)| serde_json::json!(text).to_string() + "\n").collect();
    let names: String = load(None).gazetteers.forms().iter().map(|form| format!("{form}\n")).collect();
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("texts.jsonl"), texts))
        .and_then(|()| std::fs::write(folder.join("names.txt"), names))
        .expect("the folder can be written");
}
