//! `pakt extract`: documents into facts, without a store.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use pakt::document;
use pakt::facts::DocumentFacts;
use pakt::pipeline::{self, Arrival, Arrived, Watch};
use pakt::rules::cascade::Scratch;

use super::Outcome;
use super::failure::Failure;
use super::inputs::{self, Progress, tell_skipped};
use super::options::{KnowledgeOptions, LimitOptions, ThreadsOption};
use super::output::write_to;
use super::stop::Stop;

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
        let progress = Progress::new(found.inputs.len(), found.report, Stop::listen());
        let mut complete = !found.incomplete;
        let read = self.threads.run(|| {
            pipeline::read_all(&reader, &found.inputs, &limits, |results| {
                progress.advanced(results.len());
                let mut facts = Vec::new();
                for result in results {
                    match result {
                        Ok(one) => {
                            let published = one.document.published.as_ref().map(|published| published.date.as_str());
                            let document = Arrived { file: &one.document.file, sha256: &one.document.sha256, published };
                            progress.arrived(document, Arrival::New);
                            facts.push(one);
                        }
                        Err(one) => {
                            progress.skipped(&one, None);
                            complete &= !one.reason.is_failure();
                        }
                    }
                }
                print(&facts)?;
                // What was printed is whole.
                if progress.is_stopped() { Err(Failure::Stopped) } else { Ok(()) }
            })
        })?;
        let report = progress.finish(&found.inputs);
        self.report.as_ref().map_or(Ok(()), |path| report.write(path))?;
        read?;
        Ok(if complete { Outcome::Done } else { Outcome::Incomplete })
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
