//! The facts of every document, kept beside the graph: what the next build goes on from.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::StoreError;
use super::layout::write_atomically;
use crate::facts::{DocumentFacts, FORMAT};

/// All facts; none if the file is not there yet.
pub(super) fn read(path: &Path) -> Result<Vec<DocumentFacts>, StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(StoreError::io("open", path)(e)),
    };
    let mut facts = Vec::new();
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(StoreError::io("read", path))?;
        let bad = |reason: String| StoreError::Facts { path: path.to_owned(), line: index + 1, reason };
        let one: DocumentFacts = serde_json::from_str(&line).map_err(|e| bad(e.to_string()))?;
        if one.format != FORMAT {
            return Err(bad(format!("facts of format {}, this program reads {FORMAT}", one.format)));
        }
        facts.push(one);
    }
    Ok(facts)
}

/// Replaces all facts, one JSON object a line, sorted by checksum and path.
pub(super) fn write(path: &Path, facts: &[DocumentFacts]) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(StoreError::io("create the folder", folder))?;
    }
    let mut sorted: Vec<&DocumentFacts> = facts.iter().collect();
    sorted.sort_by_key(|one| (&one.document.sha256, &one.document.file));
    write_atomically(path, |out| {
        for one in sorted {
            serde_json::to_writer(&mut *out, one)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}
