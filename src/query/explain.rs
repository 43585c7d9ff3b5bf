//! All that a store knows of an entity or an agreement: what each document says of it with which words, why it was taken
//! for one thing, and what it was almost taken for.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use serde::Serialize;

use crate::graph::Base;
use crate::graph::vocabulary::{itsrdf, nif, org, owl, pakt, prov, schema};

/// An entity or agreement and where it comes from. Everything is sorted; what is printed depends on the graph only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    pub iri: String,
    /// Nothing for an agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What all documents together say of it: property and value.
    pub description: Vec<(String, String)>,
    /// Documents that name it or report it, whether they are among `documents` or not.
    pub document_count: usize,
    /// By date of publication.
    pub documents: Vec<InDocument>,
    pub merges: Vec<Reason>,
    pub near_merges: Vec<Reason>,
}

/// What one document says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InDocument {
    pub document: String,
    pub files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    pub facts: Vec<Fact>,
}

/// A property, its value, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fact {
    pub property: String,
    pub value: String,
    pub words: Vec<Words>,
    /// The value, if it is a node; of an office the other one who has to do with it.
    #[serde(skip)]
    pub node: Option<NamedNode>,
}

/// Words of a document, in code points of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Words {
    pub begin: u32,
    pub end: u32,
    pub quote: String,
    pub rules: Vec<String>,
}

/// Why documents were taken to speak of one thing, or why not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reason {
    pub reasons: Vec<String>,
    pub points: i64,
    /// What stood against it, and what stayed another thing for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// Files.
    pub documents: Vec<String>,
}

/// Explains a node; nothing if the store does not know it. Of documents the first `most` are told in full.
///
/// # Errors
/// If the store cannot be read.
pub fn explain(store: &Store, base: &Base, iri: &NamedNode, most: usize) -> Result<Option<Explanation>, StorageError> {
    let graph = Look { store, base };
    let description = graph.description(iri)?;
    let documents = graph.documents(iri)?;
    if description.is_empty() && documents.is_empty() {
        return Ok(None);
    }
    let told = documents.iter().take(most).map(|(_, document)| graph.in_document(document, iri)).collect::<Result<_, _>>()?;
    Ok(Some(Explanation {
        iri: iri.as_str().to_owned(),
        name: graph.text(iri, schema::NAME)?,
        description,
        document_count: documents.len(),
        documents: told,
        merges: graph.reasons(iri, &[pakt::MERGED_INTO])?,
        near_merges: graph.reasons(iri, &[pakt::NEAR_MERGE_OF, pakt::KEPT_APART_FROM])?,
    }))
}

/// Why documents were taken to speak of one thing, and what it was almost taken for.
///
/// # Errors
/// If the store cannot be read.
pub fn reasons(store: &Store, base: &Base, iri: &NamedNode) -> Result<(Vec<Reason>, Vec<Reason>), StorageError> {
    let graph = Look { store, base };
    Ok((graph.reasons(iri, &[pakt::MERGED_INTO])?, graph.reasons(iri, &[pakt::NEAR_MERGE_OF, pakt::KEPT_APART_FROM])?))
}

/// Whether a document has no date, and its date: so it sorts.
type Published = (bool, String);

struct Look<'a> {
    store: &'a Store,
    base: &'a Base,
}

impl Look<'_> {
    fn quads(
        &self,
        subject: Option<&NamedNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&NamedNode>,
        graph: GraphNameRef<'_>,
    ) -> Result<Vec<Quad>, StorageError> {
        let subject = subject.map(|node| NamedOrBlankNodeRef::NamedNode(node.as_ref()));
        let object = object.map(|node| TermRef::NamedNode(node.as_ref()));
        self.store.quads_for_pattern(subject, predicate, object, Some(graph)).collect()
    }

    /// What is said in any graph, each once.
    fn said(
        &self,
        subject: Option<&NamedNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&NamedNode>,
    ) -> Result<Vec<Quad>, StorageError> {
        self.quads(subject, predicate, object, GraphNameRef::DefaultGraph)
    }

    fn texts(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<String>, StorageError> {
        let mut texts: Vec<String> = self.said(Some(subject), Some(predicate), None)?.iter().map(|quad| shown(&quad.object)).collect();
        texts.sort();
        Ok(texts)
    }

    fn text(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        Ok(self.texts(subject, predicate)?.into_iter().next())
    }

    /// `Bayern (place/bayern)`, or the end of the IRI of what has no name.
    fn label(&self, term: &Term) -> Result<String, StorageError> {
        let Term::NamedNode(node) = term else { return Ok(shown(term)) };
        let Some(path) = node.as_str().strip_prefix(self.base.as_str()) else { return Ok(shown(term)) };
        Ok(self.text(node, schema::NAME)?.map_or_else(|| path.to_owned(), |name| format!("{name} ({path})")))
    }

    /// What the graph of entities says of it.
    fn description(&self, iri: &NamedNode) -> Result<Vec<(String, String)>, StorageError> {
        let graph = self.base.entities_graph();
        let mut description = Vec::new();
        for quad in self.quads(Some(iri), None, None, GraphNameRef::NamedNode(graph.as_ref()))? {
            let property = if quad.predicate == rdf::TYPE { "type".to_owned() } else { local(&quad.predicate).to_owned() };
            let value = if quad.predicate == owl::SAME_AS { shown_whole(&quad.object) } else { self.label(&quad.object)? };
            description.push((property, value));
        }
        description.sort();
        Ok(description)
    }

    /// The documents that name or report it, with their dates; those without one last.
    fn documents(&self, iri: &NamedNode) -> Result<BTreeSet<(Published, NamedNode)>, StorageError> {
        let named = self.said(None, Some(schema::MENTIONS), Some(iri))?.into_iter().map(|quad| Term::from(quad.subject));
        let reported = self.said(Some(iri), Some(pakt::REPORTED_IN), None)?.into_iter().map(|quad| quad.object);
        let mut documents = BTreeSet::new();
        for document in named.chain(reported) {
            if let Term::NamedNode(document) = document {
                let published = self.text(&document, schema::DATE_PUBLISHED)?;
                documents.insert(((published.is_none(), published.unwrap_or_default()), document));
            }
        }
        Ok(documents)
    }

    fn in_document(&self, document: &NamedNode, iri: &NamedNode) -> Result<InDocument, StorageError> {
        let mut facts = self.own(document, iri)?;
        facts.extend(self.memberships(document, iri)?);
        facts.extend(self.roles(document, iri)?);
        let named = self.words(document, &self.mentions(document, iri)?)?;
        if !named.is_empty() {
            facts.push(Fact { property: "named".to_owned(), value: String::new(), words: named, node: None });
        }
        facts.sort();
        Ok(InDocument {
            document: document.as_str().to_owned(),
            files: self.texts(document, pakt::FILE)?,
            published: self.text(document, schema::DATE_PUBLISHED)?,
            headline: self.text(document, schema::HEADLINE)?,
            facts,
        })
    }

    /// The slots of an agreement, or the party of a person, each with its words.
    fn own(&self, document: &NamedNode, iri: &NamedNode) -> Result<Vec<Fact>, StorageError> {
        let quads = self.quads(Some(iri), None, None, document.as_ref().into())?;
        let mut evidence: BTreeMap<&str, Vec<NamedNode>> = BTreeMap::new();
        for quad in &quads {
            if let (Some(slot), Term::NamedNode(mention)) = (evidence_of(&quad.predicate), &quad.object) {
                evidence.entry(slot).or_default().push(mention.clone());
            }
        }
        let mut facts = Vec::new();
        for quad in &quads {
            let property = local(&quad.predicate);
            let is_slot = evidence_of(&quad.predicate).is_none() && quad.predicate != rdf::TYPE;
            if !is_slot || [pakt::REPORTED_IN, pakt::SIGNATURE].iter().any(|p| *p == quad.predicate) {
                continue;
            }
            // Kind and status are what the sentence as a whole says.
            let mentions = evidence.get(property).or_else(|| evidence.get("")).map_or(&[][..], Vec::as_slice);
            let of_value = self.naming(document, mentions, &quad.object)?;
            let words = self.words(document, if of_value.is_empty() { mentions } else { &of_value })?;
            facts.push(Fact { property: property.to_owned(), value: self.label(&quad.object)?, words, node: term(quad.object.clone()) });
        }
        Ok(facts)
    }

    /// Those of the mentions that name a value.
    fn naming(&self, document: &NamedNode, mentions: &[NamedNode], value: &Term) -> Result<Vec<NamedNode>, StorageError> {
        let Term::NamedNode(value) = value else { return Ok(Vec::new()) };
        let naming: BTreeSet<NamedNode> = self.mentions(document, value)?.into_iter().collect();
        Ok(mentions.iter().filter(|mention| naming.contains(*mention)).cloned().collect())
    }

    /// The mentions of something in a document.
    fn mentions(&self, document: &NamedNode, iri: &NamedNode) -> Result<Vec<NamedNode>, StorageError> {
        let quads = self.quads(None, Some(itsrdf::TA_IDENT_REF), Some(iri), document.as_ref().into())?;
        Ok(quads.into_iter().filter_map(|quad| named(quad.subject)).collect())
    }

    /// Offices that somebody holds, or that are held in a body.
    fn memberships(&self, document: &NamedNode, iri: &NamedNode) -> Result<Vec<Fact>, StorageError> {
        let mut facts = Vec::new();
        for (role, other) in [(org::MEMBER, org::ORGANIZATION), (org::ORGANIZATION, org::MEMBER)] {
            for quad in self.quads(None, Some(role), Some(iri), document.as_ref().into())? {
                let Some(node) = named(quad.subject) else { continue };
                let of = |predicate| self.quads(Some(&node), Some(predicate), None, document.as_ref().into());
                let office = of(pakt::OFFICE)?.first().map_or_else(String::new, |quad| format!("{}, ", shown(&quad.object)));
                let mentions: Vec<NamedNode> = of(pakt::EVIDENCE)?.into_iter().filter_map(|quad| term(quad.object)).collect();
                for quad in of(other)? {
                    let value = format!("{office}{}", self.label(&quad.object)?);
                    let words = self.words(document, &mentions)?;
                    facts.push(Fact { property: "office".to_owned(), value, words, node: term(quad.object.clone()) });
                }
            }
        }
        Ok(facts)
    }

    /// The agreements in which it is a party, a signatory or a place.
    fn roles(&self, document: &NamedNode, iri: &NamedNode) -> Result<Vec<Fact>, StorageError> {
        let mut facts = Vec::new();
        for role in [pakt::PARTY, pakt::SIGNATORY, pakt::PLACE, pakt::BASED_ON] {
            for quad in self.quads(None, Some(role), Some(iri), document.as_ref().into())? {
                // A signature has a signatory too.
                let Some(agreement) = named(quad.subject.clone()) else { continue };
                if self.quads(Some(&agreement), Some(pakt::REPORTED_IN), None, document.as_ref().into())?.is_empty() {
                    continue;
                }
                let value = self.label(&quad.subject.into())?;
                facts.push(Fact { property: format!("{} of", local(&role.into_owned())), value, words: Vec::new(), node: Some(agreement) });
            }
        }
        Ok(facts)
    }

    fn words(&self, document: &NamedNode, mentions: &[NamedNode]) -> Result<Vec<Words>, StorageError> {
        let mut all = BTreeSet::new();
        for mention in mentions {
            let mut words = Words { begin: 0, end: 0, quote: String::new(), rules: Vec::new() };
            for quad in self.quads(Some(mention), None, None, document.as_ref().into())? {
                let value = shown(&quad.object);
                match quad.predicate.as_ref() {
                    p if p == nif::ANCHOR_OF => words.quote = value,
                    p if p == nif::BEGIN_INDEX => words.begin = value.parse().unwrap_or_default(),
                    p if p == nif::END_INDEX => words.end = value.parse().unwrap_or_default(),
                    p if p == pakt::RULE => words.rules.push(value),
                    _ => {}
                }
            }
            words.rules.sort();
            all.insert(words);
        }
        Ok(all.into_iter().collect())
    }

    fn reasons(&self, iri: &NamedNode, roles: &[NamedNodeRef<'_>]) -> Result<Vec<Reason>, StorageError> {
        let mut reasons = Vec::new();
        for role in roles {
            for quad in self.said(None, Some(*role), Some(iri))? {
                if let Some(node) = named(quad.subject) {
                    reasons.push(self.reason(&node, iri)?);
                }
            }
        }
        reasons.sort_by(|a, b| (-a.points, a).cmp(&(-b.points, b)));
        Ok(reasons)
    }

    fn reason(&self, node: &NamedNode, of: &NamedNode) -> Result<Reason, StorageError> {
        let mut reason = Reason {
            reasons: self.texts(node, pakt::REASON)?,
            points: 0,
            obstacle: self.text(node, pakt::OBSTACLE)?,
            other: None,
            documents: vec![],
        };
        reason.points = self.text(node, pakt::POINTS)?.and_then(|points| points.parse().ok()).unwrap_or_default();
        for role in [pakt::NEAR_MERGE_OF, pakt::KEPT_APART_FROM] {
            for quad in self.said(Some(node), Some(role), None)? {
                if quad.object != Term::from(of.clone()) {
                    reason.other = Some(self.label(&quad.object)?);
                }
            }
        }
        for quad in self.said(Some(node), Some(prov::WAS_DERIVED_FROM), None)? {
            if let Some(document) = term(quad.object) {
                reason.documents.extend(self.text(&document, pakt::FILE)?);
            }
        }
        reason.documents.sort();
        Ok(reason)
    }
}

/// `party` for `pakt:partyEvidence`, nothing for `pakt:evidence`; none for what is no evidence.
fn evidence_of(predicate: &NamedNode) -> Option<&str> {
    if *predicate == pakt::EVIDENCE { Some("") } else { local(predicate).strip_suffix("Evidence") }
}

/// What stands behind the last `#` or `/`.
fn local(node: &NamedNode) -> &str {
    node.as_str().rsplit(['#', '/']).next().unwrap_or_default()
}

fn shown(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => local(node).to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(_) => String::new(),
    }
}

fn shown_whole(term: &Term) -> String {
    if let Term::NamedNode(node) = term { node.as_str().to_owned() } else { shown(term) }
}

fn named(node: NamedOrBlankNode) -> Option<NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = node { Some(node) } else { None }
}

fn term(term: Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node) } else { None }
}

/// Paths of nodes that a mistyped one may mean, nearest first.
///
/// # Errors
/// If the store cannot be read. Takes time in proportion to the number of entities and agreements.
pub fn similar(store: &Store, base: &Base, iri: &NamedNode) -> Result<Vec<String>, StorageError> {
    let wanted = iri.as_str().rsplit('/').next().unwrap_or_default();
    let mut found = BTreeSet::new();
    for class in [schema::PERSON, schema::ORGANIZATION, schema::PLACE, pakt::AGREEMENT] {
        for quad in store.quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), Some((&GraphName::DefaultGraph).into())) {
            let Some(node) = named(quad?.subject) else { continue };
            let Some(path) = node.as_str().strip_prefix(base.as_str()) else { continue };
            let name = path.rsplit('/').next().unwrap_or(path);
            let likeness = strsim::jaro_winkler(name, wanted);
            let part = wanted.len() >= 3 && name.contains(wanted);
            if likeness > 0.9 || part {
                // Nearest first; the likeness of texts is a number between 0 and 1.
                found.insert(((1000.0 * (1.0 - likeness)) as u32, path.to_owned()));
            }
        }
    }
    Ok(found.into_iter().take(5).map(|(_, path)| path).collect())
}
