//! Faults in a user's files, shown with their place: file, line, column, the text underlined, what would be right.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// One fault in a file.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The file's name as the user knows it.
    pub file: String,
    /// The whole text of the file.
    pub source: Arc<str>,
    /// Bytes of the source.
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

impl Diagnostic {
    /// Line and column, both from 1; the column counts code points.
    pub fn position(&self) -> (usize, usize) {
        let before = &self.source[..self.span.start.min(self.source.len())];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.span.end.min(self.source.len());
        let start = self.span.start.min(end);
        let snippet = Snippet::source(&*self.source).path(&*self.file).annotation(AnnotationKind::Primary.span(start..end));
        let group = Level::ERROR.primary_title(&*self.message).element(snippet);
        let group = match &self.help {
            Some(help) => group.element(Level::HELP.message(&**help)),
            None => group,
        };
        write!(f, "{}", Renderer::plain().render(&[group]))
    }
}
