//! `pakt check`: rules and gazetteers before they are used.

use clap::Args;
use pakt::rules::RuleSet;

use super::Outcome;
use super::failure::Failure;
use super::options::KnowledgeOptions;
use super::output::{count, write_to};

/// Checks rules and gazetteers: syntax, references, every rule's own examples, rules that another one shadows
///
/// All faults are shown, each with its file, line and what would be right. Exit status 2 if there is one.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const EXAMPLES: &str = "\
Examples:
  pakt check                         the built-in rules and names
  pakt check --rules my-rules        with rules of your own
  pakt check --gazetteers my-names   with names of your own";

impl Check {
    pub fn run(self) -> Result<Outcome, Failure> {
        let reader = self.knowledge.reader()?;
        let faults = reader.check();
        if !faults.is_empty() {
            return Err(Failure::Rules(faults));
        }
        let names = count(reader.gazetteers.entries().len() + reader.gazetteers.given_names_len(), "name", "names");
        write_to(None, |out| writeln!(out, "{}, {names}: all right", summary(&reader.rules)).map_err(Failure::write("standard output")))?;
        Ok(Outcome::Done)
    }
}

fn summary(rules: &RuleSet) -> String {
    let mut examples = rules.words.iter().map(|w| w.examples.len() + w.counter.len()).sum::<usize>();
    let (mut patterns, mut frames) = (0, 0);
    for phase in &rules.phases {
        patterns += phase.rules.len();
        frames += phase.frames.len();
        examples += phase.rules.iter().map(|r| r.examples.len() + r.counter.len()).sum::<usize>();
        examples += phase.frames.iter().map(|f| f.examples.len() + f.counter.len()).sum::<usize>();
    }
    [
        count(patterns, "rule", "rules"),
        count(rules.words.len(), "list of words", "lists of words"),
        count(frames, "frame", "frames"),
        count(examples, "example", "examples"),
    ]
    .join(", ")
}
