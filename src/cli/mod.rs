//! The commands, one file each. They parse arguments, call the library and speak to the user; they decide nothing.
//!
//! Standard output carries results only, standard error the rest. Exit status: 0 done, 1 some inputs could not be
//! read (the rest is done) or there was nothing to read, 2 usage or broken rules, 3 the store. A reader that closes
//! standard output early (`pakt query ... | head`) is no error.

mod build;
mod check;
mod completions;
mod explain;
mod export;
mod extract;
mod failure;
mod inputs;
mod load;
mod options;
mod output;
mod query;
mod remove;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

/// Some inputs could not be read.
const INCOMPLETE: u8 = 1;

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
  pakt export -o graph.ttl            the whole graph as Turtle

Exit status: 0 done; 1 some inputs could not be read (the rest is done), or nothing to read;
2 usage or broken rules; 3 the store.";

#[derive(Subcommand)]
enum Command {
    Build(build::Build),
    Query(query::Query),
    Explain(explain::Explain),
    Export(export::Export),
    Extract(extract::Extract),
    Load(load::Load),
    Remove(remove::Remove),
    Check(check::Check),
    Completions(completions::Completions),
}

/// How a command ended that did not fail.
enum Outcome {
    Done,
    /// Some inputs could not be read, or there was nothing to read; it has been told.
    Incomplete,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(command) => command.run(),
        Command::Query(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Load(command) => command.run(),
        Command::Remove(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    match outcome {
        Ok(Outcome::Done) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(INCOMPLETE),
        Err(failure) => {
            output::tell(&failure);
            ExitCode::from(failure.exit_status())
        }
    }
}
