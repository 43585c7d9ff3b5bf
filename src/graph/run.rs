//! What a program did to a store, and when: the only graph with times in it.
//!
//! It says how the data came about and is no part of it: nothing in the other graphs leads here, a query sees it only if it
//! asks for graphs, and an export holds it only on request. So the data stay the same bytes from run to run.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Triple};

use super::document::duration;
use super::entities::add;
use super::vocabulary::{pakt, prov};
use super::{Base, Part, PartName};

/// One run of a command that writes.
#[derive(Debug, Clone)]
pub struct Run {
    /// `build`, `load`, `remove`
    pub command: &'static str,
    /// As the user gave them.
    pub inputs: Vec<String>,
    pub started: SystemTime,
    pub ended: SystemTime,
    /// Checksums of rules and gazetteers, of a run that used them.
    pub rules: Option<String>,
    pub gazetteers: Option<String>,
    pub counts: Counts,
}

/// Documents that came in, what is there afterwards, and how long it took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub read_again: usize,
    pub unchanged: usize,
    pub gone: usize,
    pub skipped: usize,
    pub documents: usize,
    pub agreements: usize,
    /// Time in which documents were read and kept, in which it was found out who is who, and in which the graph was written.
    pub reading: Duration,
    pub resolving: Duration,
    pub writing: Duration,
}

impl Run {
    /// As the part of the graph of runs with this number.
    pub fn part(&self, number: usize, base: &Base) -> Part {
        let node = base.iri(&format!("run/{number}"));
        let agent = base.iri(&format!("program/pakt-{}", env!("CARGO_PKG_VERSION")));
        let mut triples = Vec::new();
        for class in [prov::ACTIVITY, pakt::RUN] {
            add(&mut triples, &node, rdf::TYPE, class.into_owned());
        }
        add(&mut triples, &node, prov::WAS_ASSOCIATED_WITH, agent.clone());
        add(&mut triples, &agent, rdf::TYPE, prov::SOFTWARE_AGENT.into_owned());
        let times = [
            (pakt::TIME_READING, self.counts.reading),
            (pakt::TIME_RESOLVING, self.counts.resolving),
            (pakt::TIME_WRITING, self.counts.writing),
        ];
        for (property, time) in times {
            let seconds = format!("PT{}.{:03}S", time.as_secs(), time.subsec_millis());
            add(&mut triples, &node, property, duration(&seconds));
        }
        self.describe(&node, &mut triples);
        let counts = [
            (pakt::DOCUMENTS_NEW, self.counts.new),
            (pakt::DOCUMENTS_CHANGED, self.counts.changed),
            (pakt::DOCUMENTS_READ_AGAIN, self.counts.read_again),
            (pakt::DOCUMENTS_UNCHANGED, self.counts.unchanged),
            (pakt::DOCUMENTS_GONE, self.counts.gone),
            (pakt::DOCUMENTS_SKIPPED, self.counts.skipped),
            (pakt::DOCUMENTS, self.counts.documents),
            (pakt::AGREEMENTS, self.counts.agreements),
        ];
        for (property, count) in counts {
            // OK because there are not as many documents as an i64 can count.
            add(&mut triples, &node, property, Literal::from(i64::try_from(count).unwrap_or(i64::MAX)));
        }
        Part::new(PartName { graph: base.runs_graph(), subject: Some(node) }, triples)
    }

    fn describe(&self, node: &NamedNode, triples: &mut Vec<Triple>) {
        let mut tell = |property: NamedNodeRef<'_>, text: &str| add(triples, node, property, Literal::new_simple_literal(text));
        tell(pakt::COMMAND, self.command);
        tell(pakt::PROGRAM_VERSION, env!("CARGO_PKG_VERSION"));
        self.inputs.iter().for_each(|input| tell(pakt::INPUT, input));
        self.rules.iter().for_each(|hash| tell(pakt::RULES_HASH, hash));
        self.gazetteers.iter().for_each(|hash| tell(pakt::GAZETTEERS_HASH, hash));
        for (property, time) in [(prov::STARTED_AT_TIME, self.started), (prov::ENDED_AT_TIME, self.ended)] {
            // A clock that is set to a year that nobody can write is left out.
            if let Ok(time) = Timestamp::try_from(time) {
                add(triples, node, property, Literal::new_typed_literal(time.to_string(), xsd::DATE_TIME));
            }
        }
    }
}
