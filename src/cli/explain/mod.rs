//! `pakt explain`: what was found in a document, or where a node of the graph comes from.

pub mod file;
mod node;

use std::path::{Path, PathBuf};

use clap::Args;
use pakt::store::Store;

use super::Outcome;
use super::failure::Failure;
use super::options::{KnowledgeOptions, StoreOption};

/// Shows everything found in a document, or where a person, institution, place or agreement of the graph comes from
///
/// Of a file: its text with what was found in it, each agreement with its slots, and the rule or name that read each of
/// them. Of a node of the graph: what each document says of it, with the words and the rule that read them; why several
/// documents were taken to speak of the same; and what was almost taken for the same and why not.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// A file, or the IRI of an entity or an agreement, in full or below the base of the store
    what: String,
    /// Write JSON, for other programs [default: text]
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// Of a file: write a page that shows its text and all that was found [default: text]
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    #[command(flatten)]
    store: StoreOption,
    /// Of a node: documents that are told in full
    #[arg(long, value_name = "N", default_value_t = 20)]
    documents: usize,
}

const EXAMPLES: &str = "\
Examples:
  pakt explain release.txt                     the text with all that was found in it
  pakt explain release.txt --html page.html    the same as a page for a browser
  pakt explain news.zip/2024/a.html            a document in an archive
  pakt explain place/bayern                    a node, by the IRI below the base, as queries show it
  pakt explain person:thomas-strobl            by its prefixed name, as Turtle shows it
  pakt explain --json organization/bsi | jq    for tools";

impl Explain {
    pub fn run(self) -> Result<Outcome, Failure> {
        match file::holding(Path::new(&self.what)) {
            Some(holder) => file::explain(&self, &holder),
            None if self.html.is_some() => Err(Failure::Usage(format!("--html shows a file, and there is no file {}", self.what))),
            None if !Store::exists(&self.store.store) => Err(Failure::Usage(format!(
                "there is no file {}, nor a store at {} that could know such a node",
                self.what,
                self.store.store.display()
            ))),
            None => node::explain(&self),
        }
    }
}
