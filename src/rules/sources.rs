//! Where rule files come from: those compiled in, and those of a user's folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::file::Source;
use crate::diagnostics::Diagnostic;

static BUILTIN: Dir = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The rule files that count, by the names that order them.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: BTreeMap<String, Source>,
    /// What whoever wrote the folder should know, though nothing is wrong.
    pub notes: Vec<String>,
}

impl Sources {
    pub fn builtin() -> Self {
        let files = BUILTIN.files().filter(|f| f.path().extension().is_some_and(|e| e == "toml")).filter_map(|f| {
            let name = f.path().file_name()?.to_string_lossy().into_owned();
            let source = Source { name: format!("rules/{name}"), text: f.contents_utf8()?.into(), built_in: true };
            Some((name, source))
        });
        Self { files: files.collect(), notes: Vec::new() }
    }

    /// Adds the `.toml` files of a folder; one of a name that is there already takes its place.
    ///
    /// # Errors
    /// Each file that cannot be read.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut any = false;
        for path in paths(folder)? {
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            if path.extension().is_none_or(|e| e != "toml") {
                if !is_expected(&name) {
                    self.notes.push(format!("{} is no rule file: their names end in .toml", path.display()));
                }
                continue;
            }
            any = true;
            match read(&path) {
                Ok(source) => {
                    self.files.insert(name, source);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !any {
            self.notes.push(format!("there is no rule file in {}: their names end in .toml", folder.display()));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// What stands in the folder, in the order of the names.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let failed = |e: std::io::Error| vec![unreadable(folder, &e)];
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}

/// Nobody takes a README or a hidden file for a rule file.
fn is_expected(name: &str) -> bool {
    name.starts_with('.') || name.to_lowercase().starts_with("readme")
}

fn read(path: &Path) -> Result<Source, Diagnostic> {
    let name = path.display().to_string();
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Ok(Source { name, text: text.into(), built_in: false }),
        Ok(Err(e)) => {
            let at = e.utf8_error().valid_up_to();
            // what is shown is the file as far as it can be shown; before the fault nothing is changed
            let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            let source = Source { name, text: text.into(), built_in: false };
            Err(source.diagnostic(at..end, "the file is not UTF-8", Some("save it as UTF-8; it may be Latin-1 (Windows-1252) now".into())))
        }
        Err(e) => Err(unreadable(path, &e)),
    }
}

fn unreadable(path: &Path, why: &std::io::Error) -> Diagnostic {
    let name = path.display().to_string();
    let source = Source { name: name.clone(), text: "".into(), built_in: false };
    source.diagnostic(0..0, format!("cannot read {name}: {why}"), Some("--rules takes a folder with .toml files".into()))
}
