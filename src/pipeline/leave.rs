//! Documents out of a store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::BATCH;
use super::intake::is_below;
use crate::document::{Input, absolute};
use crate::store::{Store, StoreError};

/// The documents that the user means: by the path that the store has for them, by where their files are, by their IRI (in
/// full or below the base), or all that lie below a folder. Also what means none.
///
/// # Errors
/// If the store cannot be read.
pub fn find_documents(store: &Store, named: &[PathBuf]) -> Result<(BTreeSet<String>, Vec<PathBuf>), StoreError> {
    let stored = store.documents().headers()?;
    // By every name of one document; the same bytes in two files are one.
    let mut by_name: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (file, header) in &stored {
        let iri = store.base().document(&header.sha256).into_string();
        let short = iri.trim_start_matches(store.base().as_str()).to_owned();
        let names = [Some(file.clone()), header.path.clone(), Some(short.replacen('/', ":", 1)), Some(short), Some(iri)];
        names.into_iter().flatten().for_each(|name| by_name.entry(name).or_default().push(file));
    }
    let below = |folder: &Path, given: &str| -> Vec<String> {
        let folder = absolute(folder);
        // Where it lies tells; what was loaded lies nowhere, and has the path that it was extracted by.
        let is_meant = |file: &str, path: Option<&String>| match path {
            Some(path) => is_below(path, &folder),
            None => !given.is_empty() && is_below(file, given),
        };
        stored.iter().filter(|(file, header)| is_meant(file, header.path.as_ref())).map(|(file, _)| file.clone()).collect()
    };
    let (mut found, mut unknown) = (BTreeSet::new(), Vec::new());
    for one in named {
        let given = Input::new(one).map(|input| input.file).unwrap_or_default();
        let names = [one.to_str().map(str::to_owned), Some(given.clone()), Some(absolute(one))];
        let exact = names.into_iter().flatten().find_map(|name| by_name.get(&name));
        let meant = exact.map_or_else(|| below(one, &given), |files| files.iter().map(|&file| file.clone()).collect());
        if meant.is_empty() {
            unknown.push(one.clone());
        }
        found.extend(meant);
    }
    Ok((found, unknown))
}

/// Takes documents out; the graph follows with [`super::refresh`].
///
/// # Errors
/// If the store cannot be written.
pub fn remove(store: &mut Store, files: &BTreeSet<String>) -> Result<(), StoreError> {
    let files: Vec<String> = files.iter().cloned().collect();
    files.chunks(BATCH).try_for_each(|some| store.change_documents(&[], some))
}
