//! IRIs that people can read and that stay.
//!
//! Every node asks for the names that it could have, the plainest first: `person/thomas-meier`, `person/thomas-meier-bayern`,
//! `person/thomas-meier-3f09c2aa`. Who comes first takes the plain one: entries of the gazetteer, then who was first written about
//! (date of publication), then the canonical order of documents. So a later namesake changes nobody's IRI, and a document that
//! shares no name with others changes nothing at all. Hexadecimal digits are of a hash of the document that names the node
//! first and of its name; they depend on nothing else.
//!
//! A name that does not say who is meant ("Meier", "Innenministerium" without a Land) never gets the plain form.

use std::collections::BTreeSet;

use super::corpus::{Corpus, fingerprint};
use super::day::Day;
use super::describe::{Description, published_order};
use super::names::{kebab, slug};
use super::organization_names::{OrganizationName, Reach};
use super::outline::Agreement;
use crate::facts::EntityClass;

/// What a node could be called. Sorts by who chooses first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub without_entry: bool,
    /// Unpublished last.
    pub published: (bool, Day),
    /// Canonical position: of the documents, then within one.
    pub position: usize,
    /// Never empty, plainest first; the last two are hashes.
    pub names: Vec<String>,
}

/// The name that each claim gets, in the order of the claims. All are different.
pub(super) fn assign(claims: &[Claim]) -> Vec<String> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&i| &claims[i]);
    let mut taken = BTreeSet::new();
    let mut given = vec![String::new(); claims.len()];
    // Plain names first: nobody's second choice takes the name that is the first choice of another.
    for &i in &order {
        if taken.insert(claims[i].names[0].clone()) {
            given[i] = claims[i].names[0].clone();
        }
    }
    for &i in order.iter().filter(|&&i| claims[i].names.len() > 1) {
        if given[i].is_empty()
            && let Some(name) = claims[i].names[1..].iter().find(|n| !taken.contains(*n)).cloned()
        {
            taken.insert(name.clone());
            given[i] = name;
        }
    }
    // What is left has the same document hash, name and id as another: one file's facts of two versions. A number tells them apart.
    for &i in &order {
        if given[i].is_empty() {
            // OK because: claims have at least one name.
            let base = claims[i].names.last().expect("a claim has names");
            given[i] = (2..).map(|n| format!("{base}-{n}")).find(|name| taken.insert(name.clone())).unwrap_or_default();
        }
    }
    given
}

/// What an entity could be called. `territory` is the name of its jurisdiction.
pub(super) fn entity_claim(corpus: &Corpus, description: &Description, territory: Option<&str>) -> Claim {
    let entity = &description.entity;
    let folder = match entity.class {
        EntityClass::Person => "person",
        EntityClass::Organization => "organization",
        EntityClass::Place => "place",
    };
    let first = description.earliest;
    let (document, id) = (corpus.nodes[first].document, &*corpus.nodes[first].entity.id);
    let written = slug(&entity.name);
    let base = if written.is_empty() { fingerprint(&[&entity.name], 8) } else { qualified(description, &written, territory) };
    let mut names = Vec::new();
    if description.says_who {
        names.push(format!("{folder}/{base}"));
        names.extend(description.tell_apart.iter().map(|word| format!("{folder}/{base}-{word}")));
    }
    names.push(format!("{folder}/{base}-{}", corpus.fingerprint(document, &entity.name, 8)));
    names.push(format!("{folder}/{base}-{}", corpus.fingerprint(document, &format!("{id} {}", entity.name), 16)));
    Claim {
        without_entry: description.gazetteer.is_none(),
        published: published_order(corpus.document_of(first).published),
        position: first,
        names,
    }
}

/// `innenministerium` of a Land becomes `innenministerium-hessen`, unless the name has its Land already.
fn qualified(description: &Description, written: &str, territory: Option<&str>) -> String {
    let name = OrganizationName::new(&description.entity.name);
    let generic = description.entity.class == EntityClass::Organization && name.reach == Reach::Generic;
    match territory.map(|t| (slug(t), name.without_territory(t))) {
        Some((place, rest)) if generic && !place.is_empty() && rest == name => format!("{written}-{place}"),
        _ => written.to_owned(),
    }
}

/// What an agreement could be called, from the report that names it. `parties` are slugs.
pub(super) fn agreement_claim(
    corpus: &Corpus,
    document: usize,
    agreement: &Agreement,
    parties: &BTreeSet<&str>,
    year: Option<&str>,
    position: usize,
) -> Claim {
    let mut words: Vec<String> = vec![kebab(&format!("{:?}", agreement.kind))];
    words.extend(parties.iter().take(MOST_PARTIES).map(|&p| p.to_owned()));
    if parties.len() > MOST_PARTIES {
        words.push(fingerprint(&parties.iter().copied().collect::<Vec<_>>(), 6));
    }
    words.extend(year.map(str::to_owned));
    let base = format!("agreement/{}", words.join("-"));
    let quote = &*agreement.quote;
    let mut names = Vec::new();
    // With fewer than two parties the name would be that of half the agreements of its party.
    if parties.len() >= 2 {
        names.push(base.clone());
        let topics: BTreeSet<String> = agreement.topics.iter().map(|t| slug(t)).filter(|t| !t.is_empty()).collect();
        names.extend(topics.iter().map(|topic| format!("{base}-{topic}")));
    }
    names.push(format!("{base}-{}", corpus.fingerprint(document, quote, 8)));
    names.push(format!("{base}-{}", corpus.fingerprint(document, &format!("{} {quote}", agreement.id), 16)));
    Claim { without_entry: true, published: published_order(corpus.documents[document].published), position, names }
}

/// Parties that are named in an IRI; of more, a hash tells which.
const MOST_PARTIES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(position: usize, published: Day, names: &[&str]) -> Claim {
        let names = names.iter().map(|&n| n.to_owned()).collect();
        Claim { without_entry: true, published: (false, published), position, names }
    }

    #[test]
    fn the_first_written_about_keeps_the_plain_name() {
        let late = claim(0, 20, &["p/a", "p/a-hessen", "p/a-00"]);
        let early = claim(1, 10, &["p/a", "p/a-bayern", "p/a-11"]);
        assert_eq!(assign(&[late.clone(), early.clone()]), ["p/a-hessen", "p/a"]);
        // somebody else's plain name is not for the taking
        let other = claim(2, 30, &["p/a-hessen", "p/a-hessen-22"]);
        assert_eq!(assign(&[late, early, other]), ["p/a-00", "p/a", "p/a-hessen"]);
    }

    #[test]
    fn equal_claims_get_numbers() {
        let same = claim(0, 0, &["p/a", "p/b"]);
        assert_eq!(assign(&[same.clone(), same.clone(), same.clone(), same]), ["p/a", "p/b", "p/b-2", "p/b-3"]);
    }
}
