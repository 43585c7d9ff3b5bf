//! What pages need beside themselves: style, script, icon. Their addresses hold a part of their checksum, so a browser may
//! keep them for ever and gets the new ones with the next version.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::Answer;
use crate::checksum;
use crate::markup::html::{COLOURS, MARKS};

pub struct File {
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    text: String,
    digits: String,
}

impl File {
    fn new(stem: &'static str, extension: &'static str, content_type: &'static str, text: String) -> Self {
        let digits = checksum::of(text.as_bytes()).chars().take(12).collect();
        Self { stem, extension, content_type, text, digits }
    }

    pub fn address(&self) -> String {
        format!("/static/{}-{}.{}", self.stem, self.digits, self.extension)
    }
}

pub static STYLE: LazyLock<File> = LazyLock::new(|| {
    let text = format!("{COLOURS}{MARKS}{}{}", include_str!("static/page.css"), picked());
    File::new("page", "css", "text/css; charset=utf-8", text)
});

pub static SCRIPT: LazyLock<File> =
    LazyLock::new(|| File::new("page", "js", "text/javascript; charset=utf-8", include_str!("static/page.js").to_owned()));

pub static ICON: LazyLock<File> = LazyLock::new(|| File::new("icon", "svg", "image/svg+xml", include_str!("static/icon.svg").to_owned()));

/// Agreements of a document whose sentences can be shown by a click.
pub const PICKABLE: usize = 60;

/// A style for each agreement of a document that shows its sentences when it is picked: no page has styles of its own.
fn picked() -> String {
    (1..=PICKABLE).fold(String::new(), |mut style, n| {
        let _ = writeln!(style, "body:has(#pick-a{n}:checked) .in-a{n}{{background:var(--picked)}}"); // Writing to a String cannot fail.
        style
    })
}

/// The file of a path below `static/`. Without its checksum a file is found too, but may change.
pub fn answer(path: &str) -> Answer {
    for file in [&*STYLE, &*SCRIPT, &*ICON] {
        let with_digits = format!("{}-{}.{}", file.stem, file.digits, file.extension);
        let immutable = path == with_digits;
        if immutable || path == format!("{}.{}", file.stem, file.extension) {
            return Answer::File { content_type: file.content_type, name: None, bytes: file.text.clone().into_bytes(), immutable };
        }
    }
    Answer::NotFound
}
