//! The data files: those compiled in and those of a user's folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::entry::LoadError;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Names and texts of the files of `gazetteers/`. A test holds that none is missing.
        const BUILTIN: &[(&str, &str)] = &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/gazetteers/", $name)))),*];
    };
}

files![
    "cities_world.csv",
    "companies_associations.csv",
    "countries.csv",
    "federal.csv",
    "given_names.csv",
    "heads_of_government.csv",
    "international.csv",
    "parties.csv",
    "people.csv",
    "places_de.csv",
    "regions.csv",
    "research.csv",
    "research_ror.csv",
    "state_bodies.csv",
    "state_patterns.csv",
    "states.csv",
];

/// All files that count, sorted by name: those compiled in, replaced or added to by the CSV files of `dir`.
pub(super) fn files(dir: Option<&Path>) -> Result<Vec<(String, String)>, Vec<LoadError>> {
    let mut files: BTreeMap<String, String> = BUILTIN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut errors = Vec::new();
    for path in dir.map_or(Ok(Vec::new()), csv_files)? {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                files.insert(name, text);
            }
            Ok(Err(error)) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = valid.iter().filter(|b| **b == b'\n').count() as u64 + 1;
                errors.push(fault(&name, line, "the file is not UTF-8".to_owned(), "save it as UTF-8"));
            }
            Err(error) => errors.push(fault(&name, 0, format!("cannot read {}: {error}", path.display()), "check that it is readable")),
        }
    }
    if errors.is_empty() { Ok(files.into_iter().collect()) } else { Err(errors) }
}

/// The CSV files right in the folder, sorted.
fn csv_files(dir: &Path) -> Result<Vec<PathBuf>, Vec<LoadError>> {
    let failed = |error: std::io::Error| {
        vec![fault(&dir.display().to_string(), 0, format!("cannot read the folder: {error}"), "name a folder that holds CSV files")]
    };
    let mut paths = Vec::new();
    for item in std::fs::read_dir(dir).map_err(failed)? {
        let path = item.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn fault(file: &str, line: u64, message: String, help: &str) -> LoadError {
    LoadError { file: file.to_owned(), line, message, help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_compiled_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers");
        let there: Vec<String> =
            csv_files(&folder).unwrap().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        let mut compiled: Vec<&str> = BUILTIN.iter().map(|(name, _)| *name).collect();
        compiled.sort_unstable();
        assert_eq!(there, compiled);
    }
}
