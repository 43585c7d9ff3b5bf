//! The program in a folder of its own.

#![allow(dead_code, reason = "each test uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder of its own for each test; the program runs in it.
pub struct Place {
    pub folder: TempDir,
}

pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self { status: output.status.code().expect("no signal"), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Ended so, and said all of this on standard error.
    #[track_caller]
    pub fn ended(&self, status: i32, said: &[&str]) -> &Self {
        assert_eq!(self.status, status, "{}", self.err);
        for words in said {
            assert!(self.err.contains(words), "expected {words:?} in {:?}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("pakt").unwrap();
        command.args(args).current_dir(self.folder.path()).env_remove("PAKT_STORE");
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().unwrap())
    }

    /// With the documents of the repository in `data`.
    pub fn with_data() -> Self {
        let place = Self::new();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap() {
            let path = entry.unwrap().path();
            place.write(&format!("data/{}", path.file_name().unwrap().to_str().unwrap()), fs::read(&path).unwrap());
        }
        place
    }

    pub fn built() -> Self {
        let place = Self::with_data();
        place.run(&["build", "data"]).ended(0, &[]);
        place
    }
}

pub const RELEASE: &str =
    "Nordrhein-Westfalen und Hessen haben am 3. März 2021 in Düsseldorf einen Kooperationsvertrag zur Cybersicherheit unterzeichnet.\n";
