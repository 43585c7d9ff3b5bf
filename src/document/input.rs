//! From what the user names to files that can be read, and the reasons why some cannot.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use thiserror::Error;
use walkdir::WalkDir;

/// Largest file that is read, in bytes. A press release has some thousand; what is larger is no press release.
pub const MAX_BYTES: u64 = 50 * 1024 * 1024;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its name in the graph: the same path with `/` between components.
    pub file: String,
}

impl Input {
    /// # Errors
    /// [`SkipReason::PathNotUnicode`]: the graph has no other strings.
    pub fn new(path: &Path) -> Result<Self, Skipped> {
        match unicode_path(path) {
            Some(file) => Ok(Self { path: path.to_owned(), file }),
            None => Err(Skipped { file: path.to_string_lossy().into_owned(), reason: SkipReason::PathNotUnicode }),
        }
    }
}

/// A file that was not read, and why.
#[derive(Debug, Error)]
#[error("{file}: {reason}")]
pub struct Skipped {
    pub file: String,
    pub reason: SkipReason,
}

/// Why a file was not read: what is wrong, and what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SkipReason {
    #[error("no such file or folder; check the path")]
    NotFound,
    #[error("cannot be read ({0}); check its permissions")]
    NotReadable(#[source] io::Error),
    #[error("expected text, but found binary data; save it as UTF-8 (UTF-16 needs a byte order mark)")]
    NotText,
    #[error("expected one of .txt, .md, .html, .htm, but found {}; convert or rename it", extension_name(.0))]
    UnknownFormat(Option<String>),
    #[error("no article found in it; check that the file holds running text")]
    Empty,
    #[error("expected at most {limit} bytes, but found {size}; split it into one file for each document")]
    TooLarge { size: u64, limit: u64 },
    #[error("expected a regular file, but found a pipe, socket or device; save its content to a file first")]
    NotRegularFile,
    #[error("its path is not valid Unicode; rename it")]
    PathNotUnicode,
    #[error("the link leads back to a folder that holds it; its files are read where they are")]
    LinkLoop,
    #[error("a README tells about its folder and is taken for no document; give it by name to read it")]
    Readme,
}

impl SkipReason {
    /// Whether the user should see a failure in it. A file of another format or a README that merely lies in a folder, or
    /// a link that leads back, is none.
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::UnknownFormat(_) | Self::LinkLoop | Self::Readme)
    }

    /// Whether the file may hold the same as ever: it could not be opened, which says nothing of its content.
    pub fn says_nothing_of_content(&self) -> bool {
        matches!(self, Self::NotFound | Self::NotReadable(_))
    }

    fn from_io(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::NotFound } else { Self::NotReadable(error) }
    }
}

fn extension_name(extension: &Option<String>) -> String {
    match extension {
        Some(extension) => format!("`.{extension}`"),
        None => "a name without extension".to_owned(),
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Html,
}

impl Format {
    pub(super) fn of(path: &Path) -> Result<Self, SkipReason> {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("txt" | "md") => Ok(Self::Plain),
            Some("html" | "htm") => Ok(Self::Html),
            _ => Err(SkipReason::UnknownFormat(extension)),
        }
    }
}

/// The files that the user means. Files are taken as given, folders are walked in the order of names; links are followed, but
/// never round in a circle. A path that is met twice is given once. A README that a folder holds is left out: it tells
/// about the documents and is none.
///
/// The order is that of `inputs`, within a folder that of the paths; it does not depend on the file system.
pub fn find_inputs(inputs: &[PathBuf]) -> (Vec<Input>, Vec<Skipped>) {
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for given in inputs {
        for entry in WalkDir::new(given).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.depth() > 0 && is_readme(entry.path()) => {
                    skipped.push(Skipped { file: display_path(entry.path()), reason: SkipReason::Readme });
                }
                Ok(entry) => match check(entry.path(), entry.file_type().is_file()) {
                    Ok(input) => found.push(input),
                    Err(reason) => skipped.push(reason),
                },
                Err(error) => skipped.push(walk_error(given, error)),
            }
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|input: &Input| seen.insert(input.file.clone()));
    (found, skipped)
}

fn check(path: &Path, is_file: bool) -> Result<Input, Skipped> {
    let input = Input::new(path)?;
    let reason = if is_file { Format::of(path).err() } else { Some(SkipReason::NotRegularFile) };
    match reason {
        Some(reason) => Err(Skipped { file: input.file, reason }),
        None => Ok(input),
    }
}

fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// For messages: what is not Unicode is shown as well as can be.
fn display_path(path: &Path) -> String {
    unicode_path(path).unwrap_or_else(|| path.to_string_lossy().into_owned())
}

fn walk_error(given: &Path, error: walkdir::Error) -> Skipped {
    let path = error.path().unwrap_or(given);
    let file = display_path(path);
    let reason = match error.loop_ancestor() {
        Some(_) => SkipReason::LinkLoop,
        None => SkipReason::from_io(error.into_io_error().unwrap_or_else(|| io::Error::other("the folder changed while it was read"))),
    };
    Skipped { file, reason }
}

/// The path with `/` between its components and without leading `./`; `None` if it is not Unicode.
fn unicode_path(path: &Path) -> Option<String> {
    let mut file = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => file.push('/'),
            other => {
                if !file.is_empty() && !file.ends_with('/') {
                    file.push('/');
                }
                file.push_str(other.as_os_str().to_str()?);
            }
        }
    }
    Some(file)
}

/// The bytes of a regular file of at most [`MAX_BYTES`].
pub(super) fn load(path: &Path) -> Result<Vec<u8>, SkipReason> {
    // Before it is opened: opening a pipe that nobody writes to would wait for ever.
    let metadata = path.metadata().map_err(SkipReason::from_io)?;
    if !metadata.is_file() {
        return Err(SkipReason::NotRegularFile);
    }
    let too_large = |size| SkipReason::TooLarge { size, limit: MAX_BYTES };
    if metadata.len() > MAX_BYTES {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    // A file may grow while it is read.
    File::open(path).and_then(|f| f.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(SkipReason::from_io)?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(inputs: &[PathBuf]) -> Vec<String> {
        find_inputs(inputs).0.into_iter().map(|i| i.file).collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_nothing_is_given_twice() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("b/c")).unwrap();
        for name in ["z.txt", "a.HTM", "b/m.md", "b/c/k.html", "b/daten.json", "b/ReadMe.md", "ohne"] {
            fs::write(root.join(name), "x").unwrap();
        }
        let base = root.to_str().unwrap();
        let expected: Vec<String> = ["a.HTM", "b/c/k.html", "b/m.md", "z.txt"].iter().map(|n| format!("{base}/{n}")).collect();
        assert_eq!(found(&[root.to_owned(), root.join("z.txt")]), expected);
        assert_eq!(found(&[root.join("b/ReadMe.md")]), [format!("{base}/b/ReadMe.md")]);
        let (_, skipped) = find_inputs(&[root.to_owned(), root.join("fehlt.txt")]);
        let told: Vec<String> = skipped.iter().map(|s| s.to_string().replace(base, "")).collect();
        assert_eq!(
            told,
            [
                "/b/ReadMe.md: a README tells about its folder and is taken for no document; give it by name to read it",
                "/b/daten.json: expected one of .txt, .md, .html, .htm, but found `.json`; convert or rename it",
                "/ohne: expected one of .txt, .md, .html, .htm, but found a name without extension; convert or rename it",
                "/fehlt.txt: no such file or folder; check the path",
            ]
        );
        assert_eq!(skipped.iter().map(|s| s.reason.is_failure()).collect::<Vec<_>>(), [false, false, false, true]);
    }

    #[cfg(unix)]
    #[test]
    fn link_loops_and_pipes_do_not_hang() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::write(root.join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root, root.join("kreis")).unwrap();
        std::os::unix::fs::symlink(root.join("nirgends"), root.join("tot.txt")).unwrap();
        let pipe = root.join("rohr.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (inputs, skipped) = find_inputs(&[root.to_owned()]);
        assert_eq!(inputs.len(), 1);
        let reasons: Vec<_> = skipped.iter().map(|s| (Path::new(&s.file).file_name().unwrap().to_str().unwrap(), &s.reason)).collect();
        assert!(matches!(
            reasons[..],
            [("kreis", SkipReason::LinkLoop), ("rohr.txt", SkipReason::NotRegularFile), ("tot.txt", SkipReason::NotFound)]
        ));
        assert!(matches!(load(&pipe), Err(SkipReason::NotRegularFile)));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_is_told() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"\xff.txt"));
        assert!(matches!(Input::new(path), Err(Skipped { reason: SkipReason::PathNotUnicode, .. })));
    }

    #[test]
    fn paths_keep_what_the_user_wrote() {
        for (path, file) in [("./a/b.txt", "a/b.txt"), ("/x/y.md", "/x/y.md"), ("../x/./y.md", "../x/y.md"), ("ü.txt", "ü.txt")] {
            assert_eq!(unicode_path(Path::new(path)).as_deref(), Some(file));
        }
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gross.txt");
        File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert!(matches!(load(&path), Err(SkipReason::TooLarge { size, .. }) if size == MAX_BYTES + 1));
    }
}
