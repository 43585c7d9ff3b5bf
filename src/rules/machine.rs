//! The matcher: a program over the [`board`](super::board) of a sentence.
//!
//! Three passes. *Forward*: which places each instruction can be reached at, all places of the sentence at once, as rows of
//! bits. Most programs end here: none of their rows gets to the end. *Backward*: at which of these places the end can still
//! be reached. *Threads*: where both hold, the automaton is run by simulation with captures (Pike's virtual machine, as
//! described in Russ Cox, *Regular Expression Matching: the Virtual Machine Approach*, 2009). Every pair of instruction and
//! place is visited at most once, by the thread that began first. What the first passes leave out could not have matched,
//! so they change nothing but the time.
//!
//! Copying captures is not linear inside a sentence: `A ("," A)*` matches at each end of a list, each time with all parts
//! up to there, which takes time quadratic in the length of the list. Sentences are bounded
//! ([`MAX_SENTENCE`](crate::text::MAX_SENTENCE)); so matching takes time linear in the text, for every pattern that loads.

use std::ops::Range;

use super::atoms::{ChoiceId, Tests};
use super::board::{Board, Row};
use super::chart::Key;
use super::program::{Found, Op, Program};

#[derive(Debug, Clone, Copy)]
struct Thread {
    op: u32,
    start: u32,
    captures: u32,
}

const NONE: u32 = u32::MAX;

/// One step of the history of a thread's captures.
#[derive(Debug, Clone, Copy)]
struct CaptureStep {
    key: Key,
    open: bool,
    at: u32,
    previous: u32,
}

/// Working memory of the matcher, kept from run to run.
#[derive(Debug, Default)]
pub struct Machine {
    /// Of each instruction the places where it is reached, and those that were not followed yet: rows.
    reached: Vec<u64>,
    new: Vec<u64>,
    /// Of each instruction the places from where the end can be reached: rows.
    useful: Vec<u64>,
    /// Instructions with new places: bits.
    active: Vec<u64>,
    /// Instructions that were reached, in the order in which they first were.
    visited: Vec<u32>,
    pending: Vec<Vec<Thread>>,
    seen: Vec<u32>,
    generation: u32,
    captures: Vec<CaptureStep>,
    stack: Vec<Thread>,
}

impl Program {
    /// Whether the sentence has what every match needs.
    pub fn is_possible(&self, board: &Board) -> bool {
        self.needs.iter().all(|&need| board.meets(need))
    }

    /// All matches in the sentence: for each end the one that begins first. Sorted by end.
    pub fn find(&self, board: &mut Board, tests: &Tests, machine: &mut Machine) -> Vec<Found> {
        match board.width() {
            1 => Run::<1> { program: self, board, tests, machine }.find(),
            2 => Run::<2> { program: self, board, tests, machine }.find(),
            4 => Run::<4> { program: self, board, tests, machine }.find(),
            8 => Run::<8> { program: self, board, tests, machine }.find(),
            _ => Run::<16> { program: self, board, tests, machine }.find(),
        }
    }

    /// Whether it matches anywhere in the sentence.
    pub fn matches(&self, board: &mut Board, tests: &Tests, machine: &mut Machine) -> bool {
        match board.width() {
            1 => Run::<1> { program: self, board, tests, machine }.matches(),
            2 => Run::<2> { program: self, board, tests, machine }.matches(),
            4 => Run::<4> { program: self, board, tests, machine }.matches(),
            8 => Run::<8> { program: self, board, tests, machine }.matches(),
            _ => Run::<16> { program: self, board, tests, machine }.matches(),
        }
    }
}

struct Run<'r, const W: usize> {
    program: &'r Program,
    board: &'r mut Board,
    tests: &'r Tests,
    machine: &'r mut Machine,
}

impl<const W: usize> Run<'_, W> {
    fn matches(mut self) -> bool {
        let matches = self.forward();
        self.forget();
        matches
    }

    fn find(mut self) -> Vec<Found> {
        let mut found = Vec::new();
        if self.forward() {
            self.backward();
            found = self.threads();
        }
        self.forget();
        found
    }

    /// Whether the end is reached from any place.
    fn forward(&mut self) -> bool {
        let ops = self.program.ops.len();
        let m = &mut *self.machine;
        if m.reached.len() < ops * W {
            m.reached.resize(ops * W, 0);
            m.new.resize(ops * W, 0);
            m.useful.resize(ops * W, 0);
        }
        if m.active.len() < ops.div_ceil(64) {
            m.active.resize(ops.div_ceil(64), 0);
        }
        let length = self.board.tokens.len();
        self.reach(0, Row::below(length));
        let mut word = 0;
        while word < ops.div_ceil(64) {
            let bits = self.machine.active[word];
            if bits == 0 {
                word += 1;
                continue;
            }
            let bit = bits.trailing_zeros() as usize;
            self.machine.active[word] &= bits - 1;
            // a loop leads back
            word = word.min(self.follow(word * 64 + bit, length));
        }
        let last = ops - 1;
        !self.row(last).is_none()
    }

    fn row(&self, op: usize) -> Row<W> {
        row(&self.machine.reached, op)
    }

    /// Notes that an instruction is reached at these places; gives the word of its bit among the active ones.
    fn reach(&mut self, op: u32, places: Row<W>) -> usize {
        let op = self.program.past[op as usize] as usize;
        let m = &mut *self.machine;
        let known = row::<W>(&m.reached, op);
        let new = places.without(known);
        if new.is_none() {
            return usize::MAX;
        }
        if known.is_none() {
            m.visited.push(op as u32);
        }
        add(&mut m.reached, op, new);
        add(&mut m.new, op, new);
        m.active[op / 64] |= 1 << (op % 64);
        op / 64
    }

    /// Follows an instruction from the places that are new; gives the first word of those made active.
    fn follow(&mut self, op: usize, length: usize) -> usize {
        let places = row::<W>(&self.machine.new, op);
        self.machine.new[op * W..][..W].fill(0);
        let next = op as u32 + 1;
        let program = self.program;
        match &program.ops[op] {
            Op::Split(targets) => targets.iter().map(|&target| self.reach(target, places)).min().unwrap_or(usize::MAX),
            Op::Consume(choice) => {
                let ends = self.consumed(*choice, places);
                self.reach(next, ends)
            }
            Op::Gap { far, stops } => {
                let ends = self.passed(*far, *stops, places);
                self.reach(next, ends)
            }
            Op::Look { .. } | Op::Start | Op::End => {
                let places = self.allowed(&program.ops[op], places, length);
                self.reach(next, places)
            }
            Op::Match | Op::Jump(_) | Op::Open(_) | Op::Close(_) => usize::MAX,
        }
    }

    /// Where what the choice takes at these places ends.
    fn consumed(&mut self, choice: ChoiceId, places: Row<W>) -> Row<W> {
        let holds = self.board.holds::<W>(choice, self.tests);
        let mut ends = places.and(holds.tokens).next();
        let places = places.and(holds.annotations);
        if !places.is_none() {
            for &test in self.tests.ids_of(choice) {
                for span in self.board.spans(test) {
                    if places.has(usize::from(span.begin)) {
                        ends.set(usize::from(span.end));
                    }
                }
            }
        }
        ends
    }

    /// Where a gap is behind one unit.
    fn passed(&mut self, far: bool, stops: ChoiceId, places: Row<W>) -> Row<W> {
        let places = places.without(self.board.holds::<W>(stops, self.tests).anything());
        let mut ends = places.and(self.board.open(far)).next();
        if !places.and(self.board.unit_begins()).is_none() {
            for unit in self.board.units() {
                if places.has(usize::from(unit.begin)) {
                    ends.set(usize::from(unit.end));
                }
            }
        }
        ends
    }

    /// The places at which an instruction that takes nothing lets through.
    fn allowed(&mut self, op: &Op, places: Row<W>, length: usize) -> Row<W> {
        match op {
            Op::Look { tests, behind, negative } => {
                let holds = match behind {
                    true => self.board.behind(*tests, self.tests),
                    false => self.board.holds::<W>(*tests, self.tests).anything(),
                };
                if *negative { places.without(holds) } else { places.and(holds) }
            }
            Op::Start => places.and(Row::below(1)),
            Op::End => places.without(Row::below(length)),
            _ => places,
        }
    }

    /// From which of the places that were reached the end is reached. Instructions lead forward, but for the end of a loop: a
    /// loop is gone through again as long as its beginning becomes useful at more places.
    fn backward(&mut self) {
        let length = self.board.tokens.len();
        let mut visited = std::mem::take(&mut self.machine.visited);
        visited.sort_unstable();
        let mut rest = visited.len();
        while let Some(i) = rest.checked_sub(1) {
            rest = i;
            let op = visited[i] as usize;
            let places = self.leading_on(op, self.row(op), length);
            if !places.without(row::<W>(&self.machine.useful, op)).is_none() {
                add(&mut self.machine.useful, op, places);
                if let Some(end) = self.program.loop_at(op) {
                    rest = visited.partition_point(|&op| op as usize <= end);
                }
            }
        }
        self.machine.visited = visited;
    }

    /// At which of the places where the instruction was reached it leads to a useful place.
    fn leading_on(&mut self, op: usize, places: Row<W>, length: usize) -> Row<W> {
        let program = self.program;
        let useful = |m: &Machine, op: u32| row::<W>(&m.useful, program.past[op as usize] as usize);
        let next = op as u32 + 1;
        match &program.ops[op] {
            Op::Split(targets) => places.and(targets.iter().fold(Row::NONE, |all, &target| all.or(useful(self.machine, target)))),
            Op::Consume(choice) => {
                let ends = useful(self.machine, next);
                if ends.is_none() {
                    return Row::NONE;
                }
                let holds = self.board.holds::<W>(*choice, self.tests);
                let mut begins = places.and(holds.tokens).and(ends.previous());
                let places = places.and(holds.annotations);
                if !places.is_none() {
                    for &test in self.tests.ids_of(*choice) {
                        for span in self.board.spans(test) {
                            if places.has(usize::from(span.begin)) && ends.has(usize::from(span.end)) {
                                begins.set(usize::from(span.begin));
                            }
                        }
                    }
                }
                begins
            }
            Op::Gap { far, stops } => {
                let ends = useful(self.machine, next);
                let places = places.without(self.board.holds::<W>(*stops, self.tests).anything());
                let mut begins = places.and(self.board.open(*far)).and(ends.previous());
                if !places.and(self.board.unit_begins()).is_none() {
                    for unit in self.board.units() {
                        if places.has(usize::from(unit.begin)) && ends.has(usize::from(unit.end)) {
                            begins.set(usize::from(unit.begin));
                        }
                    }
                }
                begins
            }
            Op::Look { .. } | Op::Start | Op::End => {
                let places = places.and(useful(self.machine, next));
                self.allowed(&program.ops[op], places, length)
            }
            Op::Match => places,
            Op::Jump(_) | Op::Open(_) | Op::Close(_) => Row::NONE,
        }
    }

    /// Makes the working memory ready for the next run.
    fn forget(&mut self) {
        let m = &mut *self.machine;
        for &op in &m.visited {
            let row = op as usize * W..(op as usize + 1) * W;
            m.reached[row.clone()].fill(0);
            m.new[row.clone()].fill(0);
            m.useful[row].fill(0);
        }
        m.visited.clear();
    }

    /// Runs the threads that get to the end.
    fn threads(&mut self) -> Vec<Found> {
        let length = self.board.tokens.len();
        let m = &mut *self.machine;
        if m.pending.len() <= length {
            m.pending.resize_with(length + 1, Vec::new);
        }
        if m.seen.len() < self.program.ops.len() {
            m.seen.resize(self.program.ops.len(), 0);
        }
        m.captures.clear();
        let first = self.program.past[0] as usize;
        let starts = row::<W>(&m.useful, first);
        let mut found = Vec::new();
        for offset in 0..=length {
            let begins = starts.has(offset);
            if !begins && self.machine.pending[offset].is_empty() {
                continue;
            }
            let mut threads = std::mem::take(&mut self.machine.pending[offset]);
            // those that began first go first; the sort is stable, so their order of arrival stands
            threads.sort_by_key(|t| t.start);
            let m = &mut *self.machine;
            m.generation = m.generation.wrapping_add(1);
            if m.generation == 0 {
                m.seen.fill(0);
                m.generation = 1;
            }
            if begins {
                threads.push(Thread { op: 0, start: offset as u32, captures: NONE });
            }
            for thread in threads.drain(..) {
                self.step(offset, thread, &mut found);
            }
            self.machine.pending[offset] = threads;
        }
        found
    }

    /// Follows a thread until it consumes something.
    fn step(&mut self, offset: usize, thread: Thread, found: &mut Vec<Found>) {
        let at = self.board.tokens.start + offset;
        let program = self.program;
        self.machine.stack.push(thread);
        while let Some(mut thread) = self.machine.stack.pop() {
            let op = thread.op as usize;
            if self.machine.seen[op] == self.machine.generation {
                continue;
            }
            self.machine.seen[op] = self.machine.generation;
            let next = Thread { op: thread.op + 1, ..thread };
            let op = match &program.ops[op] {
                Op::Jump(target) => {
                    self.machine.stack.push(Thread { op: *target, ..thread });
                    continue;
                }
                op @ (Op::Open(key) | Op::Close(key)) => {
                    let open = matches!(op, Op::Open(_));
                    let m = &mut *self.machine;
                    m.captures.push(CaptureStep { key: *key, open, at: at as u32, previous: thread.captures });
                    thread.captures = (m.captures.len() - 1) as u32;
                    thread.op += 1;
                    m.stack.push(thread);
                    continue;
                }
                _ if !row::<W>(&self.machine.useful, op).has(offset) => continue,
                op => op,
            };
            match op {
                Op::Split(targets) => {
                    self.machine.stack.extend(targets.iter().rev().map(|&t| Thread { op: t, ..thread }));
                }
                // that they let through is what makes them useful
                Op::Look { .. } | Op::Start | Op::End => self.machine.stack.push(next),
                Op::Match => {
                    let tokens = self.board.tokens.start + thread.start as usize..at;
                    found.push(Found { tokens, slots: self.slots(thread.captures) });
                }
                Op::Consume(choice) => self.consume(*choice, offset, next),
                Op::Gap { .. } => {
                    let unit = self.board.units().binary_search_by_key(&offset, |unit| usize::from(unit.begin));
                    let end = unit.map_or(offset + 1, |i| usize::from(self.board.units()[i].end));
                    self.machine.pending[end].push(next);
                }
                Op::Jump(_) | Op::Open(_) | Op::Close(_) => {}
            }
        }
    }

    fn consume(&mut self, choice: ChoiceId, offset: usize, next: Thread) {
        let holds = self.board.holds::<W>(choice, self.tests);
        if holds.tokens.has(offset) {
            self.machine.pending[offset + 1].push(next);
        }
        if holds.annotations.has(offset) {
            for &test in self.tests.ids_of(choice) {
                for span in self.board.spans(test).iter().filter(|span| usize::from(span.begin) == offset) {
                    self.machine.pending[usize::from(span.end)].push(next);
                }
            }
        }
    }

    /// Reads the captures of a finished thread, in the order in which they were opened.
    fn slots(&self, mut step: u32) -> Vec<(Key, Range<usize>)> {
        let mut closed: Vec<(Key, u32)> = Vec::new();
        let mut slots = Vec::new();
        while step != NONE {
            let s = self.machine.captures[step as usize];
            if s.open {
                if let Some(i) = closed.iter().rposition(|(k, _)| *k == s.key) {
                    let (_, end) = closed.remove(i);
                    if s.at < end {
                        slots.push((s.key, s.at as usize..end as usize));
                    }
                }
            } else {
                closed.push((s.key, s.at));
            }
            step = s.previous;
        }
        slots.reverse();
        slots
    }
}

fn row<const W: usize>(rows: &[u64], op: usize) -> Row<W> {
    let mut row = Row::NONE;
    row.0.copy_from_slice(&rows[op * W..][..W]);
    row
}

fn add<const W: usize>(rows: &mut [u64], op: usize, places: Row<W>) {
    for (word, bits) in rows[op * W..][..W].iter_mut().zip(places.0) {
        *word |= bits;
    }
}

#[cfg(test)]
mod tests;
