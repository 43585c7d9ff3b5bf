//! A large collection, from files to a graph on disk: does the time a document takes stay the same, and does memory stay
//! flat?
//!
//! `cargo bench --bench collection -- 1000 10000 100000` makes so many documents (see `tests/common/press.rs`) and builds
//! them, loads the same quads alone, asks two of the ready-made questions, builds them again unchanged, and once more with one in a hundred changed. It needs about 150 KB of disk for each
//! document, in the folder for temporary files.

#[path = "../tests/common/press.rs"]
mod press;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pakt::document::{self, Limits};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::pipeline::{self, Arrivals, Intake, Totals};
use pakt::query::{self, Output, Query, ResultFormat};
use pakt::rules::RuleSet;
use pakt::store::Store;

/// Sizes if none are given.
const SIZES: [usize; 2] = [1_000, 4_000];

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    let reader = Reader::new(Gazetteers::builtin().expect("the names are valid"), RuleSet::builtin().expect("the rules are valid"));
    println!("documents  run        documents/s  reading  resolving  writing  agreements  persons  peak memory  store");
    for size in sizes {
        let temporary = tempfile::tempdir().expect("a folder for temporary files");
        let (folder, store) = (temporary.path().join("news"), temporary.path().join("store"));
        (0..size).for_each(|n| write(&folder, n, &press::document(n)));
        #[cfg_attr(not(feature = "rocksdb"), allow(unused_variables))]
        let first = line(&reader, &folder, &store, size, "first");
        #[cfg(feature = "rocksdb")]
        {
            let alone = alone::load(&store, temporary.path());
            let (rate, ratio) = (size as f64 / alone.as_secs_f64(), first.as_secs_f64() / alone.as_secs_f64());
            println!("{size:>9}  the same quads alone {rate:.0} documents/s: the build takes {ratio:.2} times as long");
        }
        for question in ["agreements", "who-signed"] {
            println!("{size:>9}  {question} asked in {:.2} s", ask(&store, question).as_secs_f64());
        }
        line(&reader, &folder, &store, size, "unchanged");
        // The document keeps its name and gets the text of one that is not there.
        (0..size).step_by(100).for_each(|n| write(&folder, n, &(press::document(n).0, press::document(size + n).1)));
        line(&reader, &folder, &store, size, "1 % changed");
    }
}

/// A thousand documents in a folder.
fn write(folder: &Path, n: usize, (name, text): &(String, String)) {
    let folder = folder.join(format!("{:04}", n / 1000));
    fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(name), text)).expect("the folder can be written");
}

/// One line of the table; gives how long the run took.
fn line(reader: &Reader, folder: &Path, store: &Path, size: usize, run: &str) -> Duration {
    let started = Instant::now();
    let (arrivals, reading, totals) = build(reader, folder, store);
    let all = started.elapsed();
    assert_eq!(arrivals.present(), size);
    let share = |part: Duration| 100.0 * part.as_secs_f64() / all.as_secs_f64();
    println!(
        "{size:>9}  {run:<11} {:>10.0} {:>6.0} % {:>8.0} % {:>6.0} % {:>11} {:>8} {:>9} MB {:>6} MB",
        size as f64 / all.as_secs_f64(),
        share(reading),
        share(totals.resolving),
        share(totals.writing),
        totals.agreements,
        totals.persons,
        peak_memory(),
        bytes_in(store) / 1_000_000,
    );
    all
}

/// What the database takes for the quads of a store and nothing else.
#[cfg(feature = "rocksdb")]
mod alone {
    use std::fs::File;
    use std::io::{BufReader, BufWriter};
    use std::path::Path;
    use std::time::{Duration, Instant};

    use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
    use pakt::store::Store;

    /// Loads them from a file into an empty database, until they are safe and tidied up, as the build leaves them.
    pub fn load(store: &Path, temporary: &Path) -> Duration {
        let (quads, database) = (temporary.join("quads.nq"), temporary.join("alone"));
        write(store, &quads);
        let started = Instant::now();
        let alone = oxigraph::store::Store::open(&database).expect("an empty database");
        let mut loader = alone.bulk_loader();
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_reader(BufReader::new(File::open(&quads).expect("the quads")));
        loader.load_quads(parser.map(|quad| quad.expect("a quad"))).expect("the database can be written");
        loader.commit().expect("the database can be written");
        alone.flush().expect("the database can be written");
        alone.optimize().expect("the database can be written");
        let time = started.elapsed();
        drop(alone);
        std::fs::remove_dir_all(&database).and_then(|()| std::fs::remove_file(&quads)).expect("temporary files can be removed");
        time
    }

    fn write(store: &Path, quads: &Path) {
        let store = Store::open_read(store).expect("the store");
        let out = BufWriter::new(File::create(quads).expect("a file for the quads"));
        let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
        for quad in store.graph().iter() {
            serializer.serialize_quad(&quad.expect("the store can be read")).expect("the quads can be written");
        }
        serializer.finish().and_then(|mut out| std::io::Write::flush(&mut out)).expect("the quads can be written");
    }
}

/// How long a ready-made question takes, from the opening of the store to the last row.
fn ask(store: &Path, question: &str) -> Duration {
    let started = Instant::now();
    let store = Store::open_read(store).expect("the store");
    let query = Query::from_arguments(question, &[], store.base()).expect("a ready-made question");
    let output = Output { format: Some(ResultFormat::Tsv), rows: None, width: None, most: None };
    query::run(&store, &query, output, &mut std::io::sink()).expect("an answer");
    started.elapsed()
}

fn build(reader: &Reader, folder: &Path, store: &Path) -> (Arrivals, Duration, Totals) {
    let started = Instant::now();
    let limits = Limits::default();
    let (inputs, _) = document::find_inputs(&[folder.to_owned()]);
    let mut store = Store::open_or_create(store, None).expect("a store");
    let mut intake = Intake::new(&mut store, reader, &limits, &()).expect("the store can be read");
    intake.take(&inputs).expect("the store can be written");
    intake.withdraw(&[folder.to_owned()], &[]).expect("the store can be written");
    let (arrivals, _) = intake.finish();
    let reading = started.elapsed();
    (arrivals, reading, pipeline::refresh(&mut store).expect("the store can be written"))
}

/// Most memory that this process has ever held, in MB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1000
}

fn bytes_in(folder: &Path) -> u64 {
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    let mut bytes = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => bytes += metadata.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}
