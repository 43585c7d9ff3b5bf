//! The command line: see [`cli`] for the commands, the library `pakt` for what they do.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
