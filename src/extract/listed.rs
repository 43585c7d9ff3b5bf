//! Parties and signatories that stand as a list below the sentence that tells of the agreement: `mit den folgenden Partnern:`,
//! `Den Vertrag unterzeichneten:`.

use std::ops::Range;

use super::View;
use super::entities::{Entities, Id};
use super::grouping::Group;
use super::memberships::Membership;
use super::reports::{Read, Report};
use crate::facts::{AgreementStatus, EntityClass};

/// Items longer than this are text and no longer a list.
const ITEM_TOKENS: usize = 24;

/// Adds what the items of a list name to the report whose sentence ends in a colon right above it, or in a preposition: `Das
/// Papier trägt die Namen von`.
pub(super) fn add(view: &View, entities: &Entities, memberships: &[Membership], groups: &mut [Group]) {
    for report in groups.iter_mut().flat_map(|g| &mut g.reports) {
        if matches!(&*view.chart.lower[report.sentence.end - 1], ":" | "von" | "durch") {
            add_items(view, entities, memberships, report);
        }
    }
}

fn add_items(view: &View, entities: &Entities, memberships: &[Membership], report: &mut Report) {
    let signed = report.status == AgreementStatus::Signed && !report.mention;
    let mut next = view.chart.sentence_of(report.sentence.start) + 1;
    while let Some(tokens) = item(view, next) {
        let signer = signer(view, entities, &tokens).filter(|_| signed);
        let is_known = signer.as_ref().is_some_and(|(person, _)| memberships.iter().any(|m| m.person == *person));
        let theirs = || signer.as_ref().filter(|_| !is_known).and_then(|(_, person)| body_behind(view, entities, person.end..tokens.end));
        let body = body(view, entities, &tokens).or_else(theirs);
        if body.is_none() && signer.is_none() {
            break;
        }
        report.parties.extend(body.map(|(value, tokens)| Read { value, tokens, rule: "list.partners".into() }));
        report.signers.extend(signer.map(|(value, tokens)| Read { value, tokens, rule: "list.signers".into() }));
        next += 1;
    }
}

/// A sentence that is a line of its own, and short.
fn item(view: &View, index: usize) -> Option<Range<usize>> {
    let chart = view.chart;
    let tokens = chart.sentences.get(index)?.tokens.clone();
    let is_last = index + 1 == chart.sentences.len() || chart.tokens[tokens.end].newlines_before > 0;
    (tokens.len() <= ITEM_TOKENS && (is_last || &*chart.lower[tokens.end - 1] != ".")).then_some(tokens)
}

/// The body that an item begins with: `– die Universität A`, `für das Land B Ministerin C`.
fn body(view: &View, entities: &Entities, item: &Range<usize>) -> Option<(Id, Range<usize>)> {
    let chart = view.chart;
    let is_small = |t: usize| matches!(&*chart.lower[t], "der" | "die" | "das" | "für");
    let first = item.clone().find(|&t| chart.tokens[t].is_word() && !is_small(t))?;
    let (organization, territory) = (view.names().organization, view.names().territory);
    let names = chart.starting_at(first).filter(|a| a.class == organization || a.class == territory);
    let name = names.max_by_key(|a| a.tokens.end)?;
    Some((entities.exactly(view, &name.tokens)?, name.tokens.clone()))
}

/// The only body behind a signatory of whom no office was read: `A, Leiterin des Jobcenters B`.
fn body_behind(view: &View, entities: &Entities, behind: Range<usize>) -> Option<(Id, Range<usize>)> {
    let (organization, territory) = (view.names().organization, view.names().territory);
    let mut names = view.chart.within(organization, behind.clone());
    names.extend(view.chart.within(territory, behind));
    let [name] = &names[..] else { return None };
    Some((entities.exactly(view, &name.tokens)?, name.tokens.clone()))
}

/// The one person that an item names: `A, Landrätin des Kreises B`, `B, vertreten durch A`.
fn signer(view: &View, entities: &Entities, item: &Range<usize>) -> Option<(Id, Range<usize>)> {
    let persons = view.chart.within(view.names().person, item.clone());
    let [person] = &persons[..] else { return None };
    let id = entities.exactly(view, &person.tokens)?;
    (entities.get(id).class == EntityClass::Person).then(|| (id, person.tokens.clone()))
}
