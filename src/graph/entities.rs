//! The graph that describes entities: what they are called, what they are, what they belong to.
//!
//! It holds what only all documents together, or a gazetteer, can tell. That a document names an entity, and with
//! which words, is in the graph of the document.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};

use super::vocabulary::{owl, pakt, schema};
use super::{Base, segment};
use crate::facts::{EntityClass, EntityKind};
use crate::resolve::ResolvedEntity;

/// Path of a political party below the base, by its abbreviation.
pub(super) fn party_path(abbreviation: &str) -> String {
    format!("party/{}", segment(abbreviation))
}

/// A political party: its path below the base, and its description.
pub(super) fn party(abbreviation: &str, base: &Base) -> (String, Vec<Triple>) {
    let (path, mut triples) = (party_path(abbreviation), Vec::new());
    let node = base.iri(&path);
    for class in [schema::ORGANIZATION, schema::POLITICAL_PARTY] {
        add(&mut triples, &node, rdf::TYPE, class.into_owned());
    }
    add(&mut triples, &node, schema::NAME, Literal::new_simple_literal(abbreviation));
    (path, triples)
}

/// What an entity is called, what it is, what it belongs to.
pub(super) fn describe(entity: &ResolvedEntity, base: &Base) -> Vec<Triple> {
    let mut triples = Vec::new();
    let node = base.iri(&entity.iri);
    for class in classes(entity.class, entity.kind) {
        add(&mut triples, &node, rdf::TYPE, class.into_owned());
    }
    let texts = [
        (schema::NAME, Some(&entity.name)),
        (schema::GIVEN_NAME, entity.given_name.as_ref()),
        (schema::FAMILY_NAME, entity.family_name.as_ref()),
        (schema::HONORIFIC_PREFIX, entity.honorific_prefix.as_ref()),
    ];
    let others = entity.other_names.iter().map(|name| (schema::ALTERNATE_NAME, Some(name)));
    for (predicate, value) in texts.into_iter().chain(others) {
        if let Some(value) = value {
            add(&mut triples, &node, predicate, Literal::new_simple_literal(value));
        }
    }
    for (predicate, path) in [(pakt::JURISDICTION, &entity.jurisdiction), (schema::PARENT_ORGANIZATION, &entity.parent)] {
        if let Some(path) = path {
            add(&mut triples, &node, predicate, base.iri(path));
        }
    }
    if let Some(item) = entity.wikidata.as_deref().and_then(wikidata) {
        add(&mut triples, &node, owl::SAME_AS, item);
    }
    if let Some(entry) = &entity.gazetteer {
        add(&mut triples, &node, pakt::GAZETTEER_ENTRY, Literal::new_simple_literal(entry));
    }
    triples
}

pub(super) fn add(triples: &mut Vec<Triple>, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
    triples.push(Triple::new(subject.clone(), predicate.into_owned(), object));
}

/// `Q` and digits as the IRI of the item; nothing for anything else, for a wrong link is worse than none.
fn wikidata(id: &str) -> Option<NamedNode> {
    let digits = id.strip_prefix('Q')?;
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| NamedNode::new_unchecked(format!("http://www.wikidata.org/entity/{id}")))
}

/// The class, then what is more special; the class is always there, because the store does not reason.
fn classes(class: EntityClass, kind: Option<EntityKind>) -> Vec<NamedNodeRef<'static>> {
    use EntityKind as K;
    let top = match class {
        EntityClass::Person => schema::PERSON,
        EntityClass::Organization => schema::ORGANIZATION,
        EntityClass::Place => schema::PLACE,
    };
    let special: &[NamedNodeRef<'static>] = match kind {
        None | Some(K::OtherOrganization | K::OtherPlace) => &[],
        Some(K::Ministry) => &[schema::GOVERNMENT_ORGANIZATION, pakt::MINISTRY],
        Some(K::Agency) => &[schema::GOVERNMENT_ORGANIZATION, pakt::AGENCY],
        Some(K::Government) => &[schema::GOVERNMENT_ORGANIZATION, pakt::GOVERNMENT],
        Some(K::Parliament) => &[schema::GOVERNMENT_ORGANIZATION, pakt::PARLIAMENT],
        Some(K::Municipality) => &[schema::GOVERNMENT_ORGANIZATION, pakt::MUNICIPALITY],
        Some(K::Court) => &[schema::GOVERNMENT_ORGANIZATION, pakt::COURT],
        Some(K::Research) => &[schema::RESEARCH_ORGANIZATION],
        Some(K::University) => &[schema::COLLEGE_OR_UNIVERSITY],
        Some(K::Company) => &[schema::CORPORATION],
        Some(K::Association) => &[pakt::ASSOCIATION],
        Some(K::International) => &[pakt::INTERNATIONAL_ORGANIZATION],
        Some(K::Party) => &[schema::POLITICAL_PARTY],
        Some(K::Country) => &[schema::COUNTRY],
        Some(K::State) => &[schema::STATE],
        Some(K::City) => &[schema::CITY],
        Some(K::District | K::Region) => &[schema::ADMINISTRATIVE_AREA],
        Some(K::Supranational) => &[schema::ADMINISTRATIVE_AREA, pakt::SUPRANATIONAL_UNION],
    };
    std::iter::once(top).chain(special.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wikidata_items_are_linked() {
        assert_eq!(wikidata("Q985").unwrap().as_str(), "http://www.wikidata.org/entity/Q985");
        for id in ["985", "Q", "Q98a", "P31", "Q1>", ""] {
            assert_eq!(wikidata(id), None, "{id}");
        }
    }

    #[test]
    fn the_class_comes_first_and_the_special_ones_after_it() {
        let of =
            |class, kind| classes(class, kind).iter().map(|c| c.as_str().rsplit(['/', '#']).next().unwrap()).collect::<Vec<_>>().join(" ");
        for (class, kind, expected) in [
            (EntityClass::Person, None, "Person"),
            (EntityClass::Organization, Some(EntityKind::Ministry), "Organization GovernmentOrganization Ministry"),
            (EntityClass::Organization, Some(EntityKind::University), "Organization CollegeOrUniversity"),
            (EntityClass::Organization, Some(EntityKind::OtherOrganization), "Organization"),
            (EntityClass::Place, Some(EntityKind::Country), "Place Country"),
            (EntityClass::Place, Some(EntityKind::District), "Place AdministrativeArea"),
        ] {
            assert_eq!(of(class, kind), expected);
        }
    }
}
