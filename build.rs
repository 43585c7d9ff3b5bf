//! What the compiler does not see through.
//!
//! - The rules are compiled into the program by a macro: a changed file under `rules/` must build the program anew.
//! - A store remembers which program read a document and which one wrote its graph, so that the next version does again
//!   what it would do otherwise. A version number would be forgotten when code changes; the sources cannot be.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// From a file's bytes to its text, and which of it is article.
const CLEANING: &[&str] = &["src/document", "Cargo.lock"];
/// From the text to the facts.
const READING: &[&str] = &["src/text", "src/gazetteers", "src/rules", "src/extract", "src/facts.rs", "Cargo.lock"];
/// From the facts to the graph.
const WRITING: &[&str] = &["src/resolve", "src/graph", "ontology", "src/pipeline", "src/store/replace.rs", "src/facts.rs", "Cargo.lock"];

fn main() {
    println!("cargo:rerun-if-changed=rules");
    for (variable, sources) in [("PAKT_CLEANING", CLEANING), ("PAKT_READING", READING), ("PAKT_WRITING", WRITING)] {
        println!("cargo:rustc-env={variable}={:016x}", hash(sources));
        sources.iter().for_each(|path| println!("cargo:rerun-if-changed={path}"));
    }
}

fn hash(sources: &[&str]) -> u64 {
    let mut files = BTreeSet::new();
    sources.iter().for_each(|path| walk(Path::new(path), &mut files));
    let mut hasher = DefaultHasher::new();
    for file in files {
        // The same on systems that write paths otherwise.
        file.components().for_each(|part| part.as_os_str().to_string_lossy().hash(&mut hasher));
        fs::read(&file).unwrap_or_else(|e| panic!("cannot read {}: {e}", file.display())).hash(&mut hasher);
    }
    hasher.finish()
}

fn walk(path: &Path, files: &mut BTreeSet<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap_or_else(|e| panic!("cannot list {}: {e}", path.display()));
        entries.flatten().for_each(|entry| walk(&entry.path(), files));
    } else if path.exists() {
        files.insert(path.to_owned());
    }
}
