//! From what the user names to files that can be read, and the reasons why some cannot.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use thiserror::Error;
use walkdir::WalkDir;

use super::format::{FORMATS, Format, HEAD};

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
    #[error("expected {FORMATS}, but found {}; convert it, or rename a plain text to .txt", extension_name(.0))]
    UnknownFormat(Option<String>),
    #[error("expected to read it, but found {0}; open it with the program that made it and save it anew")]
    Damaged(String),
    #[error("it is encrypted; save it without a password")]
    Encrypted,
    #[error("the PDF has no text, only pictures of pages; run a text recognition over it")]
    NoTextLayer,
    #[error("it took more than {} seconds; save its text to a file, or raise --max-seconds", .0.as_secs())]
    TooSlow(Duration),
    #[error("it has the columns {0}, but none for the text; name one `text`")]
    NoTextColumn(String),
    #[error("it has no text in the column for it")]
    NoText,
    #[error("it holds no document")]
    NoDocuments,
    #[error("it unpacks to more than {limit} bytes, and what came behind that was left; unpack it, or raise --max-unpacked")]
    UnpacksTooLarge { limit: u64 },
    #[error("it lies in more than {0} archives, one in the other; unpack them")]
    TooDeep(usize),
    #[error("expected German, but found {0}; give --any-language to read it all the same")]
    NotGerman(&'static str),
    #[error("no article found in it; check that the file holds running text")]
    Empty,
    #[error("expected at most {limit} bytes, but found more; split it into one file for each document, or raise --max-size")]
    TooLarge { limit: u64 },
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
    /// Whether the user should see a failure in it. A file of another format or a README that merely lies in a folder, a
    /// link that leads back, a text in another language, a table without texts or an empty archive is none.
    pub fn is_failure(&self) -> bool {
        let is_none = matches!(self, Self::UnknownFormat(_) | Self::LinkLoop | Self::Readme | Self::NotGerman(_));
        !(is_none || matches!(self, Self::NoTextColumn(_) | Self::NoDocuments))
    }

    /// One word for it, for other programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotReadable(_) => "not-readable",
            Self::NotText => "not-text",
            Self::UnknownFormat(_) => "unknown-format",
            Self::Damaged(_) => "damaged",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer => "no-text-layer",
            Self::TooSlow(_) => "too-slow",
            Self::NoTextColumn(_) => "no-text-column",
            Self::NoText => "no-text",
            Self::NoDocuments => "no-documents",
            Self::UnpacksTooLarge { .. } => "unpacks-too-large",
            Self::TooDeep(_) => "too-deep",
            Self::NotGerman(_) => "not-german",
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::NotRegularFile => "not-regular-file",
            Self::PathNotUnicode => "path-not-unicode",
            Self::LinkLoop => "link-loop",
            Self::Readme => "readme",
        }
    }

    /// Whether the file may hold the same as ever: it could not be opened, which says nothing of its content.
    pub fn says_nothing_of_content(&self) -> bool {
        matches!(self, Self::NotFound | Self::NotReadable(_))
    }

    pub(super) fn from_io(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::NotFound } else { Self::NotReadable(error) }
    }
}

fn extension_name(extension: &Option<String>) -> String {
    match extension {
        Some(extension) => format!("`.{extension}`"),
        None => "a name without extension".to_owned(),
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
    let reason = if is_file { unknown(path) } else { Some(SkipReason::NotRegularFile) };
    match reason {
        Some(reason) => Err(Skipped { file: input.file, reason }),
        None => Ok(input),
    }
}

/// Why a file is none that is read, as far as its name and its first bytes tell.
fn unknown(path: &Path) -> Option<SkipReason> {
    let extension = extension(path);
    if extension.as_deref().is_some_and(Format::is_known) {
        return None;
    }
    let head = open(path).and_then(|mut file| head(&mut file).map_err(SkipReason::from_io));
    head.and_then(|head| Format::of(extension.as_deref(), &head)).err()
}

/// What stands behind the last dot of a name, in lower case.
pub(super) fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

/// The first bytes.
pub(super) fn head(source: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

pub(super) fn is_readme(path: &Path) -> bool {
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

/// The path from the root of the file system, without `.` and `..`. The file system is not asked: links stay as they are.
pub fn absolute(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            other => clean.push(other),
        }
    }
    clean.to_string_lossy().into_owned()
}

/// Opens a regular file.
pub(super) fn open(path: &Path) -> Result<File, SkipReason> {
    // Before it is opened: opening a pipe that nobody writes to would wait for ever.
    if !path.metadata().map_err(SkipReason::from_io)?.is_file() {
        return Err(SkipReason::NotRegularFile);
    }
    File::open(path).map_err(SkipReason::from_io)
}

/// All bytes, if there are not more than `limit`.
pub(super) fn read_all(source: &mut dyn Read, limit: u64) -> Result<Vec<u8>, SkipReason> {
    let mut bytes = Vec::new();
    // What a header says of the size may be wrong, and a file may grow while it is read.
    source.take(limit + 1).read_to_end(&mut bytes).map_err(SkipReason::from_io)?;
    if bytes.len() as u64 > limit { Err(SkipReason::TooLarge { limit }) } else { Ok(bytes) }
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
        for name in ["z.txt", "a.HTM", "b/m.md", "b/c/k.html", "b/bild.png", "b/ReadMe.md", "ohne"] {
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
                &format!("/b/bild.png: expected {FORMATS}, but found `.png`; convert it, or rename a plain text to .txt"),
                &format!("/ohne: expected {FORMATS}, but found a name without extension; convert it, or rename a plain text to .txt"),
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
        assert!(matches!(open(&pipe), Err(SkipReason::NotRegularFile)));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_is_told() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"\xff.txt"));
        assert!(matches!(Input::new(path), Err(Skipped { reason: SkipReason::PathNotUnicode, .. })));
    }

    #[test]
    fn one_place_has_one_path() {
        for (path, clean) in [("/a/./b/../c.txt", "/a/c.txt"), ("/../a", "/a"), ("/a/b", "/a/b")] {
            assert_eq!(absolute(Path::new(path)), clean);
        }
        assert!(absolute(Path::new("x/../a.txt")) == absolute(Path::new("./a.txt")));
    }

    #[test]
    fn paths_keep_what_the_user_wrote() {
        for (path, file) in [("./a/b.txt", "a/b.txt"), ("/x/y.md", "/x/y.md"), ("../x/./y.md", "../x/y.md"), ("ü.txt", "ü.txt")] {
            assert_eq!(unicode_path(Path::new(path)).as_deref(), Some(file));
        }
    }

    #[test]
    fn more_than_the_limit_is_not_read() {
        let read = |bytes: &[u8]| read_all(&mut { bytes }, 3);
        assert_eq!(read(b"abc").unwrap(), b"abc");
        assert!(matches!(read(b"abcd"), Err(SkipReason::TooLarge { limit: 3 })));
    }
}
