//! How much a file may ask of the program that reads it.

use std::path::PathBuf;
use std::time::Duration;

/// Limits of reading; what lies beyond is told and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest document, in bytes as it lies in a file, an archive or a table. A press release has some thousand.
    pub document_bytes: u64,
    /// Most bytes that one archive may unpack to.
    pub unpacked_bytes: u64,
    /// Archives in archives.
    pub depth: usize,
    /// How long a PDF may take, and how much memory. They hold only where `worker` is given.
    pub pdf_time: Duration,
    pub pdf_bytes: u64,
    /// This program, to read PDFs in a process of its own: see [`super::pdf_worker`]. Without it they are read in this one.
    pub worker: Option<PathBuf>,
    /// Read documents in other languages than German too.
    pub any_language: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 50_000_000,
            unpacked_bytes: 4_000_000_000,
            depth: 3,
            pdf_time: Duration::from_secs(20),
            pdf_bytes: 2_000_000_000,
            worker: None,
            any_language: false,
        }
    }
}
