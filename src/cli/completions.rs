//! `pakt completions`: what a shell needs to complete commands and options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;
use super::output::write_to;
use super::{Cli, Outcome};

/// Writes the completions for a shell
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  pakt completions bash > ~/.local/share/bash-completion/completions/pakt
  pakt completions zsh > ~/.zfunc/_pakt
  pakt completions fish > ~/.config/fish/completions/pakt.fish";

impl Completions {
    pub fn run(self) -> Result<Outcome, Failure> {
        // Into memory first: the generator panics where it cannot write.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "pakt", &mut script);
        write_to(None, |out| out.write_all(&script).map_err(Failure::write("standard output")))?;
        Ok(Outcome::Done)
    }
}
