//! The commands, one file each. They parse arguments, call the library and speak to the user; they decide nothing.
//!
//! Standard output carries results only, standard error the rest. Exit status: 0 done, 1 some inputs could not be
//! read (the rest is done) or there was nothing to read, 2 usage or broken rules, 3 the store, 130 stopped with Ctrl-C. A
//! reader that closes standard output early (`pakt query ... | head`) is no error.

mod build;
mod check;
mod completions;
mod eval;
mod explain;
mod export;
mod extract;
mod failure;
mod gaps;
mod inputs;
mod load;
mod options;
mod output;
mod query;
mod remove;
mod report;
mod serve;
mod stats;
mod stop;
mod why_not;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pakt::document;

use failure::Failure;

/// Some inputs could not be read.
const INCOMPLETE: u8 = 1;
/// Stopped by the user, as shells tell it.
const STOPPED: u8 = 130;

/// Reads German press releases about agreements and makes a knowledge graph of them: who agreed what with whom.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  pakt build data                     read the documents of a folder into ./pakt-store
  pakt query agreements               ask a ready-made question
  pakt query 'SELECT ?name { ?p a schema:Person ; schema:name ?name }'
  pakt explain data/a.txt             a text with all that was found in it
  pakt export -o graph.ttl            the whole graph as Turtle
  pakt serve                          pages of it, at http://127.0.0.1:7878/

Exit status: 0 done; 1 some inputs could not be read (the rest is done), or nothing to read;
2 usage or broken rules; 3 the store; 130 stopped with Ctrl-C.";

#[derive(Subcommand)]
enum Command {
    Build(build::Build),
    Query(query::Query),
    Explain(explain::Explain),
    Export(export::Export),
    Extract(extract::Extract),
    Load(load::Load),
    Remove(remove::Remove),
    Serve(serve::Serve),
    Check(check::Check),
    WhyNot(why_not::WhyNot),
    Stats(stats::Stats),
    Eval(eval::Eval),
    Gaps(gaps::Gaps),
    Completions(completions::Completions),
}

/// How a command ended that did not fail.
enum Outcome {
    Done,
    /// Some inputs could not be read, or there was nothing to read; it has been told.
    Incomplete,
    /// The user stopped it; it has been told.
    Stopped,
}

/// Where this is a process that another one of this program has made: to read a PDF in, or to answer queries.
fn worker() -> Option<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).take(3).collect();
    match &arguments[..] {
        [worker, memory] if worker == document::PDF_WORKER => Some(ExitCode::from(document::pdf_worker(memory.to_str()?.parse().ok()?))),
        [worker, store, memory] if worker == pakt::serve::WORKER => {
            let ended = pakt::serve::worker(Path::new(store), memory.to_str()?.parse().ok()?);
            if let Err(error) = &ended {
                output::tell(error);
            }
            Some(if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        _ => None,
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    if let Some(status) = worker() {
        return status;
    }
    let outcome = match Cli::parse().command {
        Command::Build(command) => command.run(),
        Command::Query(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Load(command) => command.run(),
        Command::Remove(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::WhyNot(command) => command.run(),
        Command::Stats(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Gaps(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    match outcome {
        Ok(Outcome::Done) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(INCOMPLETE),
        Ok(Outcome::Stopped) => ExitCode::from(STOPPED),
        Err(failure) => {
            output::tell(&failure);
            ExitCode::from(failure.exit_status())
        }
    }
}
