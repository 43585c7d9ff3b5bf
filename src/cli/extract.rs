//! `pakt extract`: documents into facts, without a store.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use pakt::document::{self, Document};
use pakt::facts::DocumentFacts;
use pakt::rules::cascade::Scratch;

use super::Outcome;
use super::failure::Failure;
use super::inputs::{self, tell_skipped};
use super::options::{KnowledgeOptions, LimitOptions, ThreadsOption};
use super::output::write_to;

/// Name in the facts of a document that came on standard input.
const STANDARD_INPUT: &str = "-";

/// Writes what documents say as JSON, one line a document
///
/// The lines are in the order of the inputs. schema/document-facts.schema.json in the sources describes the format;
/// `pakt load` takes the lines into a store.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Extract {
    /// Documents or folders of them, of any format that `pakt build` reads; - for one plain text on standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
    /// Write what became of every input to a file, as JSON [default: not written]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitOptions,
    #[command(flatten)]
    threads: ThreadsOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt extract data > facts.jsonl           the facts of every document of a folder
  pakt extract - < release.txt              one text
  pakt extract a.txt | jq '.agreements[]'   its agreements";

impl Extract {
    pub fn run(self) -> Result<Outcome, Failure> {
        let standard_input = self.inputs.iter().any(|path| path.as_os_str() == STANDARD_INPUT);
        if standard_input && self.inputs.len() > 1 {
            return Err(Failure::Usage("- stands for a text on standard input and goes with no other input".to_owned()));
        }
        let reader = self.knowledge.reader()?;
        let limits = self.limits.limits();
        if standard_input {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Failure::Usage(format!("cannot read standard input: {e}")))?;
            return match document::read_text(STANDARD_INPUT, &bytes, &limits) {
                Ok(document) => {
                    print(&[reader.read(&document, &mut Scratch::default())])?;
                    Ok(Outcome::Done)
                }
                Err(skipped) => {
                    tell_skipped(&skipped);
                    Ok(Outcome::Incomplete)
                }
            };
        }
        let found = inputs::find(&self.inputs);
        let read = |document: &Document, scratch: &mut Scratch| (reader.read(document, scratch), ());
        let print = |some: Vec<(DocumentFacts, ())>| print(&some.into_iter().map(|(facts, ())| facts).collect::<Vec<_>>());
        inputs::read(&reader, found, &limits, &self.threads, self.report.as_deref(), read, print)
    }
}

fn print(facts: &[DocumentFacts]) -> Result<(), Failure> {
    let failed = Failure::write("standard output");
    write_to(None, |out| {
        for one in facts {
            serde_json::to_writer(&mut *out, one).map_err(|e| failed(e.into()))?;
            out.write_all(b"\n").map_err(&failed)?;
        }
        Ok(())
    })
}
