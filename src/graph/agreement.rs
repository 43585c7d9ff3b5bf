//! An agreement as one document reports it.
//!
//! Besides the sentences (`pakt:evidence`) each slot leads to its own words at the price of one triple: the slot
//! `pakt:party` has the property `pakt:partyEvidence` beside it, which leads to the mention, and the mention's
//! `itsrdf:taIdentRef` to the value. Dates and durations are no nodes; a document gives one each, so their evidence
//! needs no value. `pakt:evidenceProperty` pairs slots and evidence properties in the ontology.

use oxigraph::model::{NamedNode, NamedNodeRef};

use super::document::{Writer, date, duration};
use super::segment;
use super::vocabulary::{TOPIC, pakt};
use crate::facts::{Agreement, AgreementKind, AgreementStatus, Evidence, Signature};

pub(super) fn write(agreement: &Agreement, writer: &mut Writer<'_>) {
    let path = writer.nodes.agreement_path(&agreement.id);
    let node = writer.nodes.base.iri(&path);
    writer.add_type(&node, pakt::AGREEMENT);
    writer.add_type(&node, kind(agreement.kind));
    writer.add(&node, pakt::REPORTED_IN, writer.document.clone());
    writer.add(&node, pakt::KIND, kind(agreement.kind).into_owned());
    writer.add(&node, pakt::STATUS, status(agreement.status).into_owned());
    for sentence in &agreement.evidence {
        let mention = writer.mention(sentence, None);
        writer.add(&node, pakt::EVIDENCE, mention);
    }
    slots(agreement, &node, writer);
    for signature in &agreement.signatures {
        signed(signature, &path, &node, writer);
    }
}

fn slots(agreement: &Agreement, node: &NamedNode, writer: &mut Writer<'_>) {
    for party in &agreement.parties {
        let value = writer.entity(&party.entity);
        slot(node, (pakt::PARTY, pakt::PARTY_EVIDENCE), value, &party.evidence, writer);
    }
    if let Some(place) = &agreement.place {
        let value = writer.entity(&place.entity);
        slot(node, (pakt::PLACE, pakt::PLACE_EVIDENCE), value, &place.evidence, writer);
    }
    for topic in &agreement.topics {
        let value = NamedNode::new_unchecked(format!("{TOPIC}{}", segment(&topic.value)));
        slot(node, (pakt::TOPIC, pakt::TOPIC_EVIDENCE), value, &topic.evidence, writer);
    }
    for earlier in &agreement.based_on {
        let value = writer.nodes.agreement(&earlier.agreement);
        slot(node, (pakt::BASED_ON, pakt::BASED_ON_EVIDENCE), value, &earlier.evidence, writer);
    }
    if let Some(attribute) = &agreement.date {
        writer.add(node, pakt::DATE, date(&attribute.value));
        let mention = writer.mention(&attribute.evidence, None);
        writer.add(node, pakt::DATE_EVIDENCE, mention);
    }
    if let Some(attribute) = &agreement.duration {
        writer.add(node, pakt::DURATION, duration(&attribute.value));
        let mention = writer.mention(&attribute.evidence, None);
        writer.add(node, pakt::DURATION_EVIDENCE, mention);
    }
}

/// A value that is a node, and the words that it was read from.
fn slot(
    agreement: &NamedNode,
    (property, evidence_property): (NamedNodeRef<'_>, NamedNodeRef<'_>),
    value: NamedNode,
    evidence: &Evidence,
    writer: &mut Writer<'_>,
) {
    let mention = writer.mention(evidence, Some(&value));
    writer.add(agreement, property, value);
    writer.add(agreement, evidence_property, mention);
}

/// The signature's node is named by who signs for whom, so that all documents that tell it tell one.
fn signed(signature: &Signature, agreement_path: &str, agreement: &NamedNode, writer: &mut Writer<'_>) {
    let person_path = writer.nodes.entity_path(&signature.person);
    let person = writer.nodes.base.iri(&person_path);
    slot(agreement, (pakt::SIGNATORY, pakt::SIGNATORY_EVIDENCE), person.clone(), &signature.evidence, writer);
    if signature.on_behalf_of.is_none() && signature.office.is_none() {
        return; // The node would say no more than `pakt:signatory` does.
    }
    let body_path = signature.on_behalf_of.as_ref().map(|body| writer.nodes.entity_path(body));
    let mut path = format!("{agreement_path}/signature/{person_path}");
    if let Some(body) = &body_path {
        path = format!("{path}/{body}");
    }
    let node = writer.nodes.base.iri(&path);
    writer.add(agreement, pakt::SIGNATURE, node.clone());
    writer.add_type(&node, pakt::SIGNATURE_CLASS);
    writer.add(&node, pakt::SIGNATORY, person);
    if let Some(body) = &body_path {
        writer.add(&node, pakt::ON_BEHALF_OF, writer.nodes.base.iri(body));
    }
    if let Some(office) = &signature.office {
        writer.add_text(&node, pakt::OFFICE, office);
    }
}

fn kind(kind: AgreementKind) -> NamedNodeRef<'static> {
    match kind {
        AgreementKind::LetterOfIntent => pakt::LETTER_OF_INTENT,
        AgreementKind::MemorandumOfUnderstanding => pakt::MEMORANDUM_OF_UNDERSTANDING,
        AgreementKind::CooperationAgreement => pakt::COOPERATION_AGREEMENT,
        AgreementKind::Treaty => pakt::TREATY,
        AgreementKind::JointDeclaration => pakt::JOINT_DECLARATION,
        AgreementKind::CabinetDecision => pakt::CABINET_DECISION,
        AgreementKind::CooperationProgramme => pakt::COOPERATION_PROGRAMME,
        AgreementKind::Cooperation => pakt::COOPERATION,
    }
}

fn status(status: AgreementStatus) -> NamedNodeRef<'static> {
    match status {
        AgreementStatus::Signed => pakt::SIGNED,
        AgreementStatus::Agreed => pakt::AGREED,
        AgreementStatus::Planned => pakt::PLANNED,
        AgreementStatus::Ongoing => pakt::ONGOING,
        AgreementStatus::Extended => pakt::EXTENDED,
        AgreementStatus::Ended => pakt::ENDED,
    }
}
