//! The command line: see [`cli`] for the commands, the library `pakt` for what they do.

mod cli;

/// Rules, names and annotations are many small things, made by several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
