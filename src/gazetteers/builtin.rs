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
    "cities_abroad.csv",
    "cities_world.csv",
    "collectives.csv",
    "companies_associations.csv",
    "countries.csv",
    "federal.csv",
    "given_names.csv",
    "heads_of_government.csv",
    "international.csv",
    "international_at_ch.csv",
    "international_counterparts.csv",
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

/// Whether a file of that name comes with the program.
pub(super) fn is_compiled_in(name: &str) -> bool {
    BUILTIN.iter().any(|(built_in, _)| *built_in == name)
}

/// A file and its text.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Orders the files and stands in what is written down.
    pub name: String,
    /// The name as the user knows it, for messages.
    pub shown: String,
    pub text: String,
    /// Comes with the program: nobody who adds names is to blame for it.
    pub built_in: bool,
}

/// The files that count, sorted by name, and what the user should know though nothing is wrong.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub files: Vec<File>,
    pub notes: Vec<String>,
}

/// The files compiled in, replaced or added to by the CSV files of `dir`.
pub(super) fn files(dir: Option<&Path>) -> Result<Files, Vec<LoadError>> {
    let built_in = BUILTIN.iter().map(|(name, text)| File {
        name: (*name).to_owned(),
        shown: format!("gazetteers/{name}"),
        text: (*text).to_owned(),
        built_in: true,
    });
    let mut files: BTreeMap<String, File> = built_in.map(|file| (file.name.clone(), file)).collect();
    let (mut errors, mut notes) = (Vec::new(), Vec::new());
    let own = dir.map_or(Ok(Own::default()), own_files)?;
    if let Some(dir) = dir.filter(|_| own.csv.is_empty()) {
        notes.push(format!("there is no list of names in {}: their names end in .csv", dir.display()));
    }
    notes.extend(own.others.iter().map(|path| format!("{} is no list of names: their names end in .csv", path.display())));
    for path in own.csv {
        let (name, shown) = (file_name(&path), path.display().to_string());
        match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                files.insert(name.clone(), File { name, shown, text, built_in: false });
            }
            Ok(Err(error)) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = valid.iter().filter(|b| **b == b'\n').count() as u64 + 1;
                let start = valid.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
                let before = String::from_utf8_lossy(&valid[start..]).into_owned();
                let message = format!("the file is not UTF-8, first behind `{before}`");
                errors.push(fault(&shown, line, message, "save it as UTF-8; it may be Latin-1 (Windows-1252) now"));
            }
            Err(error) => errors.push(fault(&shown, 0, format!("cannot read the file: {error}"), "check that it is readable")),
        }
    }
    if errors.is_empty() { Ok(Files { files: files.into_values().collect(), notes }) } else { Err(errors) }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What stands right in a folder, sorted.
#[derive(Default)]
struct Own {
    csv: Vec<PathBuf>,
    /// Neither lists nor what nobody takes for one: a README, hidden files.
    others: Vec<PathBuf>,
}

fn own_files(dir: &Path) -> Result<Own, Vec<LoadError>> {
    let failed = |error: std::io::Error| {
        vec![fault(&dir.display().to_string(), 0, format!("cannot read the folder: {error}"), "name a folder that holds CSV files")]
    };
    let mut own = Own::default();
    for item in std::fs::read_dir(dir).map_err(failed)? {
        let path = item.map_err(failed)?.path();
        let name = file_name(&path);
        if path.extension().is_some_and(|extension| extension == "csv") {
            own.csv.push(path);
        } else if !name.starts_with('.') && !name.to_lowercase().starts_with("readme") {
            own.others.push(path);
        }
    }
    own.csv.sort();
    own.others.sort();
    Ok(own)
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
        let there: Vec<String> = own_files(&folder).unwrap().csv.iter().map(|path| file_name(path)).collect();
        let mut compiled: Vec<&str> = BUILTIN.iter().map(|(name, _)| *name).collect();
        compiled.sort_unstable();
        assert_eq!(there, compiled);
    }
}
