//! Documents out of a store.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::BATCH;
use super::intake::{absolute, is_below};
use crate::document::Input;
use crate::store::{Header, Store, StoreError};

/// The documents that the user means: by the path that the store has for them, by where their files are, by their IRI (in
/// full or below the base), or all that lie below a folder. Also what means none.
///
/// # Errors
/// If the store cannot be read.
pub fn find_documents(store: &Store, named: &[PathBuf]) -> Result<(BTreeSet<String>, Vec<PathBuf>), StoreError> {
    let stored = store.documents().headers()?;
    let (mut found, mut unknown) = (BTreeSet::new(), Vec::new());
    for one in named {
        let (path, given) = (absolute(one), Input::new(one).map(|input| input.file).unwrap_or_default());
        let is_meant = |file: &str, header: &Header| {
            let lies = header.path.as_deref();
            let is_iri = || {
                let iri = store.base().document(&header.sha256);
                [iri.as_str(), iri.as_str().trim_start_matches(store.base().as_str())].iter().any(|iri| Path::new(iri) == one)
            };
            file == given || lies == Some(&path) || is_below(file, &given) || lies.is_some_and(|lies| is_below(lies, &path)) || is_iri()
        };
        let meant: Vec<String> = stored.iter().filter(|(file, header)| is_meant(file, header)).map(|(file, _)| file.clone()).collect();
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
