//! From the graph to the catalogue: one walk over each property that it needs.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use percent_encoding::percent_decode_str;

use super::{Agreement, Catalog, Document, Entity, KINDS, Number, STATUSES, Sort, Topic};
use crate::graph::Base;
use crate::graph::vocabulary::{PAKT, TOPIC, pakt, schema};

/// Classes, the more special behind the more general: the last that fits is shown.
const CLASSES: [(Sort, NamedNodeRef<'static>); 21] = [
    (Sort::Person, schema::PERSON),
    (Sort::Organization, schema::ORGANIZATION),
    (Sort::Place, schema::PLACE),
    (Sort::Organization, schema::GOVERNMENT_ORGANIZATION),
    (Sort::Organization, pakt::MINISTRY),
    (Sort::Organization, pakt::AGENCY),
    (Sort::Organization, pakt::GOVERNMENT),
    (Sort::Organization, pakt::PARLIAMENT),
    (Sort::Organization, pakt::MUNICIPALITY),
    (Sort::Organization, pakt::COURT),
    (Sort::Organization, schema::RESEARCH_ORGANIZATION),
    (Sort::Organization, schema::COLLEGE_OR_UNIVERSITY),
    (Sort::Organization, schema::CORPORATION),
    (Sort::Organization, pakt::ASSOCIATION),
    (Sort::Organization, pakt::INTERNATIONAL_ORGANIZATION),
    (Sort::Organization, schema::POLITICAL_PARTY),
    (Sort::Place, schema::COUNTRY),
    (Sort::Place, schema::STATE),
    (Sort::Place, schema::CITY),
    (Sort::Place, schema::ADMINISTRATIVE_AREA),
    (Sort::Place, pakt::SUPRANATIONAL_UNION),
];

/// Reads the catalogue of a graph.
///
/// # Errors
/// If the graph cannot be read. Takes time and memory in proportion to the number of entities, agreements, documents and
/// of what documents mention.
pub fn load(store: &Store, base: &Base) -> Result<Catalog, StorageError> {
    let scan = Scan { store, base };
    let mut catalog = Catalog { entities: scan.entities()?, documents: scan.documents()?, ..Catalog::default() };
    let agreements = scan.agreements(&mut catalog)?;
    put_in_order(&mut catalog, agreements);
    catalog.decoded = decoded(&catalog);
    catalog.frequent = frequent(&catalog);
    let years = || catalog.agreements.iter().filter_map(Agreement::year);
    catalog.years = years().min().zip(years().max());
    Ok(catalog)
}

struct Scan<'a> {
    store: &'a Store,
    base: &'a Base,
}

/// An agreement before the agreements have numbers.
#[derive(Default)]
struct Draft {
    agreement: Agreement,
    based_on: BTreeSet<String>,
    topics: BTreeSet<String>,
}

impl Scan<'_> {
    /// The path of a node below the base.
    fn path<'t>(&self, iri: &'t str) -> Option<&'t str> {
        iri.strip_prefix(self.base.as_str())
    }

    /// Everything that any graph says with a property: path of the subject, and value.
    fn pairs(
        &self,
        predicate: NamedNodeRef<'_>,
        object: Option<TermRef<'_>>,
        mut take: impl FnMut(&str, Term),
    ) -> Result<(), StorageError> {
        for quad in self.store.quads_for_pattern(None, Some(predicate), object, Some((&GraphName::DefaultGraph).into())) {
            let Quad { subject, object, .. } = quad?;
            if let NamedOrBlankNode::NamedNode(node) = &subject
                && let Some(path) = self.path(node.as_str())
            {
                take(path, object);
            }
        }
        Ok(())
    }

    fn of_class(&self, class: NamedNodeRef<'_>, mut take: impl FnMut(&str)) -> Result<(), StorageError> {
        self.pairs(rdf::TYPE, Some(class.into()), |path, _| take(path))
    }

    fn texts(&self, predicate: NamedNodeRef<'_>, mut take: impl FnMut(&str, String)) -> Result<(), StorageError> {
        self.pairs(predicate, None, |path, object| {
            if let Term::Literal(literal) = object {
                take(path, literal.destruct().0);
            }
        })
    }

    /// Pairs of nodes, both below the base.
    fn links(&self, predicate: NamedNodeRef<'_>, mut take: impl FnMut(&str, &str)) -> Result<(), StorageError> {
        self.pairs(predicate, None, |path, object| {
            if let Term::NamedNode(node) = &object
                && let Some(value) = self.path(node.as_str())
            {
                take(path, value);
            }
        })
    }

    fn entities(&self) -> Result<Vec<Entity>, StorageError> {
        let mut entities: BTreeMap<String, Entity> = BTreeMap::new();
        for (sort, class) in CLASSES {
            let class_name = local(class.as_str());
            self.of_class(class, |path| {
                let entity = entities.entry(path.to_owned()).or_insert_with(|| nameless(path, sort));
                entity.class = class_name;
            })?;
        }
        // What the resolution of names left out has no class, but may be a party all the same.
        for (sort, property) in [(Sort::Organization, pakt::PARTY), (Sort::Person, pakt::SIGNATORY), (Sort::Place, pakt::PLACE)] {
            self.links(property, |_, path| {
                if !entities.contains_key(path) {
                    entities.insert(path.to_owned(), nameless(path, sort));
                }
            })?;
        }
        let mut entities: Vec<Entity> = entities.into_values().collect();
        let find = |entities: &[Entity], path: &str| entities.binary_search_by(|one| one.path.as_str().cmp(path)).ok();
        self.texts(schema::NAME, |path, name| {
            if let Some(at) = find(&entities, path) {
                entities[at].name = name;
            }
        })?;
        self.texts(schema::ALTERNATE_NAME, |path, name| {
            if let Some(at) = find(&entities, path) {
                entities[at].other_names.push(name);
            }
        })?;
        entities.iter_mut().for_each(|one| one.other_names.sort());
        self.links(schema::MENTIONS, |_, path| {
            if let Some(at) = find(&entities, path) {
                entities[at].documents += 1;
            }
        })?;
        Ok(entities)
    }

    fn documents(&self) -> Result<Vec<Document>, StorageError> {
        let mut documents: BTreeMap<String, Document> = BTreeMap::new();
        self.of_class(schema::ARTICLE, |path| {
            documents.insert(path.to_owned(), Document { path: path.to_owned(), ..Document::default() });
        })?;
        self.texts(pakt::FILE, |path, file| {
            if let Some(one) = documents.get_mut(path).filter(|one| one.file.is_empty() || file < one.file) {
                one.file = file;
            }
        })?;
        self.texts(schema::HEADLINE, |path, headline| {
            documents.entry(path.to_owned()).and_modify(|one| one.headline = Some(headline));
        })?;
        self.texts(schema::DATE_PUBLISHED, |path, date| {
            documents.entry(path.to_owned()).and_modify(|one| one.published = Some(date));
        })?;
        Ok(documents.into_values().collect())
    }

    fn agreements(&self, catalog: &mut Catalog) -> Result<Vec<Draft>, StorageError> {
        let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
        self.of_class(pakt::AGREEMENT, |path| {
            drafts.insert(
                path.to_owned(),
                Draft { agreement: Agreement { path: path.to_owned(), ..Agreement::default() }, ..Draft::default() },
            );
        })?;
        self.terms(pakt::KIND, &KINDS, &mut drafts, |agreement| &mut agreement.kinds)?;
        self.terms(pakt::STATUS, &STATUSES, &mut drafts, |agreement| &mut agreement.statuses)?;
        self.entities_of(pakt::PARTY, catalog, &mut drafts, |agreement| &mut agreement.parties)?;
        self.entities_of(pakt::SIGNATORY, catalog, &mut drafts, |agreement| &mut agreement.signatories)?;
        self.entities_of(pakt::PLACE, catalog, &mut drafts, |agreement| &mut agreement.places)?;
        self.texts(pakt::DATE, |path, date| {
            if let Some(draft) = drafts.get_mut(path) {
                draft.agreement.dates.push(date);
            }
        })?;
        self.pairs(pakt::TOPIC, None, |path, object| {
            if let (Some(draft), Term::NamedNode(node)) = (drafts.get_mut(path), &object)
                && let Some(name) = node.as_str().strip_prefix(TOPIC)
            {
                draft.topics.insert(name.to_owned());
            }
        })?;
        self.links(pakt::REPORTED_IN, |path, document| {
            if let (Some(draft), Some(number)) = (drafts.get_mut(path), catalog.find_document(document)) {
                draft.agreement.documents.push(number);
            }
        })?;
        self.links(pakt::BASED_ON, |path, earlier| {
            if let Some(draft) = drafts.get_mut(path) {
                draft.based_on.insert(earlier.to_owned());
            }
        })?;
        Ok(drafts.into_values().collect())
    }

    /// Values that are terms of the ontology, as numbers in a list of their names.
    fn terms(
        &self,
        property: NamedNodeRef<'_>,
        known: &[&str],
        drafts: &mut BTreeMap<String, Draft>,
        field: impl Fn(&mut Agreement) -> &mut Vec<usize>,
    ) -> Result<(), StorageError> {
        self.pairs(property, None, |path, object| {
            if let (Some(draft), Term::NamedNode(node)) = (drafts.get_mut(path), &object)
                && let Some(number) = node.as_str().strip_prefix(PAKT).and_then(|name| known.iter().position(|one| *one == name))
            {
                field(&mut draft.agreement).push(number);
            }
        })
    }

    fn entities_of(
        &self,
        property: NamedNodeRef<'_>,
        catalog: &Catalog,
        drafts: &mut BTreeMap<String, Draft>,
        field: impl Fn(&mut Agreement) -> &mut Vec<Number>,
    ) -> Result<(), StorageError> {
        self.links(property, |path, entity| {
            if let (Some(draft), Some(number)) = (drafts.get_mut(path), catalog.find_entity(entity)) {
                field(&mut draft.agreement).push(number);
            }
        })
    }
}

/// Gives the agreements their numbers, and everything that leads to them.
fn put_in_order(catalog: &mut Catalog, mut drafts: Vec<Draft>) {
    for draft in &mut drafts {
        let Draft { agreement, .. } = draft;
        agreement.kinds.sort_unstable();
        agreement.statuses.sort_unstable();
        agreement.dates.sort();
        for list in [&mut agreement.parties, &mut agreement.signatories, &mut agreement.places] {
            list.sort_by(|&a, &b| (&catalog.entity(a).name, a).cmp(&(&catalog.entity(b).name, b)));
        }
        let published = |number: Number| catalog.document(number).published.as_deref();
        agreement.documents.sort_by_key(|&number| (published(number).is_none(), published(number), number));
        agreement.published = agreement.documents.iter().find_map(|&number| published(number)).map(str::to_owned);
    }
    drafts.sort_by(|a, b| (b.agreement.when(), &a.agreement.path).cmp(&(a.agreement.when(), &b.agreement.path)));
    let names: BTreeSet<&String> = drafts.iter().flat_map(|draft| &draft.topics).collect();
    catalog.topics = names.into_iter().map(|name| Topic { name: name.clone(), agreements: Vec::new() }).collect();
    for (number, draft) in drafts.iter_mut().enumerate() {
        let number = number as Number;
        for name in std::mem::take(&mut draft.topics) {
            if let Some(topic) = catalog.find_topic(&name) {
                draft.agreement.topics.push(topic);
                catalog.topics[topic as usize].agreements.push(number);
            }
        }
        let Agreement { parties, signatories, places, documents, .. } = &draft.agreement;
        let entities: BTreeSet<Number> = parties.iter().chain(signatories).copied().collect();
        let hosts: BTreeSet<Number> = places.iter().filter(|place| !entities.contains(place)).copied().collect();
        entities.into_iter().for_each(|one| catalog.entities[one as usize].agreements.push(number));
        hosts.into_iter().for_each(|one| catalog.entities[one as usize].hosted.push(number));
        documents.iter().for_each(|&one| catalog.documents[one as usize].agreements.push(number));
    }
    let earlier: Vec<BTreeSet<String>> = drafts.iter_mut().map(|draft| std::mem::take(&mut draft.based_on)).collect();
    catalog.agreements = drafts.into_iter().map(|draft| draft.agreement).collect();
    catalog.by_path = (0..catalog.agreements.len() as Number).collect();
    catalog.by_path.sort_by(|&a, &b| catalog.agreements[a as usize].path.cmp(&catalog.agreements[b as usize].path));
    for (number, paths) in earlier.into_iter().enumerate() {
        let based_on: BTreeSet<Number> = paths.iter().filter_map(|path| catalog.find_agreement(path)).collect();
        based_on.iter().for_each(|&one| catalog.agreements[one as usize].continued_by.push(number as Number));
        catalog.agreements[number].based_on = based_on.into_iter().collect();
    }
}

fn nameless(path: &str, sort: Sort) -> Entity {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    Entity {
        path: path.to_owned(),
        sort,
        class: "Thing",
        name,
        other_names: Vec::new(),
        agreements: Vec::new(),
        hosted: Vec::new(),
        documents: 0,
    }
}

/// How many are frequent.
const FREQUENT: usize = 100;

fn frequent(catalog: &Catalog) -> Vec<Number> {
    let is_body = |number: &Number| catalog.entity(*number).sort != Sort::Person && !catalog.entity(*number).agreements.is_empty();
    let mut bodies: Vec<Number> = (0..catalog.entities.len() as Number).filter(is_body).collect();
    bodies.sort_by_key(|&number| (std::cmp::Reverse(catalog.entity(number).agreements.len()), number));
    bodies.truncate(FREQUENT);
    bodies
}

fn decoded(catalog: &Catalog) -> BTreeMap<String, String> {
    let entities = catalog.entities.iter().map(|one| &one.path);
    let paths = entities.chain(catalog.agreements.iter().map(|one| &one.path)).chain(catalog.documents.iter().map(|one| &one.path));
    let escaped = paths.filter(|path| path.contains('%'));
    escaped.map(|path| (percent_decode_str(path).decode_utf8_lossy().into_owned(), path.clone())).collect()
}

/// What stands behind the last `#` or `/`.
pub fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
