//! Rules that can never make anything, because another one takes all that they match.

use std::collections::HashMap;
use std::hash::Hash;

use super::set::{Phase, Place, RuleSet};
use crate::diagnostics::Diagnostic;
use crate::text::squeeze;

impl RuleSet {
    /// Rules and frames whose patterns and classes are those of another one that wins over them: by priority, or because it
    /// comes first. Patterns that match less than another one's without being written alike are not found.
    pub fn shadowed(&self) -> Vec<Diagnostic> {
        self.phases.iter().flat_map(of_phase).collect()
    }
}

fn of_phase(phase: &Phase) -> Vec<Diagnostic> {
    let rules = phase.rules.iter().map(|rule| {
        let what = (rule.class, &rule.layer, rule.over, squeeze(&rule.program.written));
        Known { what, id: &rule.id, priority: rule.priority, place: &rule.place }
    });
    let frames = phase.frames.iter().map(|frame| {
        let written =
            |programs: &[std::sync::Arc<super::program::Program>]| programs.iter().map(|one| squeeze(&one.written)).collect::<Vec<_>>();
        let what = (frame.class, squeeze(&frame.anchor.written), written(&frame.require), written(&frame.forbid));
        Known { what, id: &frame.id, priority: frame.priority, place: &frame.place }
    });
    let mut faults = doubles(rules);
    faults.extend(doubles(frames));
    faults
}

struct Known<'r, W> {
    what: W,
    id: &'r str,
    priority: i32,
    place: &'r Place,
}

fn doubles<'r, W: Hash + Eq + Clone>(all: impl Iterator<Item = Known<'r, W>>) -> Vec<Diagnostic> {
    let mut winners: HashMap<W, Known<'r, W>> = HashMap::new();
    let mut faults = Vec::new();
    for one in all {
        let Some(other) = winners.remove(&one.what) else {
            winners.insert(one.what.clone(), one);
            continue;
        };
        let (winner, loser, why) =
            if one.priority > other.priority { (one, other, "has a higher priority") } else { (other, one, "wins over it") };
        let message = format!("rule `{}` can never make anything: `{}` asks for the same and {why}", loser.id, winner.id);
        let help = Some(format!("delete it, or let it ask for something else than `{}` in {}", winner.id, winner.place.source.name));
        faults.push(loser.place.source.diagnostic(loser.place.id.clone(), message, help));
        winners.insert(winner.what.clone(), winner);
    }
    faults
}
