//! Where results and messages go.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// A line for the user. Nobody may be listening; that is no reason to stop.
pub fn tell(message: impl Display) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// `1 person`, `2 persons`, `12,345 persons`
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How the user called the program, for the commands that it suggests.
pub fn program() -> String {
    std::env::args().next().unwrap_or_else(|| "pakt".to_owned())
}

/// An argument as it can be typed into a shell.
pub fn shell(argument: &Path) -> String {
    let text = argument.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+=:,@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text.into_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Whether results go to somebody who reads them.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// What results are called in messages.
pub fn name(path: Option<&Path>) -> String {
    path.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string())
}

/// Writes a result to a file or to standard output.
///
/// A file has its old content until the new one is complete.
pub fn write_to<T>(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    let failed = Failure::write(&name(path));
    let Some(path) = path else {
        let mut out = BufWriter::new(io::stdout().lock());
        let result = write(&mut out)?;
        out.flush().map_err(failed)?;
        return Ok(result);
    };
    // A pipe or a device (`-o /dev/null`) is written to as it is: it cannot be replaced.
    let special = fs::metadata(path).is_ok_and(|m| !m.is_file());
    let target = if special { path.to_owned() } else { beside(path) };
    let mut out = BufWriter::new(File::create(&target).map_err(&failed)?);
    let result = write(&mut out).and_then(|result| out.flush().map(|()| result).map_err(&failed));
    if !special {
        match &result {
            Ok(_) => fs::rename(&target, path).map_err(failed)?,
            Err(_) => drop(fs::remove_file(&target)), // What failed first is what the user must know.
        }
    }
    result
}

/// `graph.ttl.part` for `graph.ttl`
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(n), text);
        }
        assert_eq!(count(1, "person", "persons"), "1 person");
    }

    #[test]
    fn arguments_are_quoted_where_a_shell_needs_it() {
        for (path, text) in [("a/b.c", "a/b.c"), ("my store", "'my store'"), ("", "''"), ("it's", r"'it'\''s'"), ("Länder", "Länder")] {
            assert_eq!(shell(Path::new(path)), text);
        }
    }
}
