//! Programs asked of one sentence in one phase: each is run once, however many rules and frames ask the same.

use std::sync::Arc;

use super::atoms::Tests;
use super::board::Board;
use super::cascade::longest;
use super::machine::Machine;
use super::program::{Found, Program};

/// The board of a sentence, and what is known of the programs over it. Keeps its memory from sentence to sentence.
#[derive(Debug, Default)]
pub struct Answers {
    pub board: Board,
    machine: Machine,
    /// By the numbers of the programs: in which sentence it was found out, and what.
    matches: Vec<(u32, bool)>,
    longest: Vec<(u32, Arc<[Found]>)>,
    sentence: u32,
}

impl Answers {
    /// Forgets the sentence before: its board has been loaded anew.
    pub fn begin(&mut self) {
        self.sentence = self.sentence.wrapping_add(1);
        if self.sentence == 0 {
            self.matches.clear();
            self.longest.clear();
            self.sentence = 1;
        }
    }

    pub fn is_possible(&self, program: &Program) -> bool {
        program.is_possible(&self.board)
    }

    /// Whether the program matches.
    pub fn matches(&mut self, program: &Program, tests: &Tests) -> bool {
        let number = program.number as usize;
        if self.matches.len() <= number {
            self.matches.resize(number + 1, (0, false));
        }
        if self.matches[number].0 != self.sentence {
            let matches = self.is_possible(program) && program.matches(&mut self.board, tests, &mut self.machine);
            self.matches[number] = (self.sentence, matches);
        }
        self.matches[number].1
    }

    /// All matches: for each end the one that begins first.
    pub fn all(&mut self, program: &Program, tests: &Tests) -> Vec<Found> {
        program.find(&mut self.board, tests, &mut self.machine)
    }

    /// The longest matches that do not overlap, in the order of the text.
    pub fn longest(&mut self, program: &Program, tests: &Tests) -> Arc<[Found]> {
        let number = program.number as usize;
        if self.longest.len() <= number {
            self.longest.resize(number + 1, (0, [].into()));
        }
        if self.longest[number].0 != self.sentence {
            let found = if self.is_possible(program) { longest(self.all(program, tests)) } else { Vec::new() };
            self.longest[number] = (self.sentence, found.into());
        }
        self.longest[number].1.clone()
    }
}
