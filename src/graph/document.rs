//! The graph of one document: what it is, whom it mentions, who holds which office, what was agreed, and the words
//! that say so.

use std::collections::BTreeSet;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use oxsdatatypes::{Date, Duration, GYear, GYearMonth};

use super::vocabulary::{itsrdf, nif, org, pakt, schema};
use super::{Nodes, Options, agreement, segment};
use crate::facts::{DateSource, DocumentFacts, DocumentInfo, Evidence, Membership};

/// Collects the triples of one document.
pub(super) struct Writer<'a> {
    /// The document's node.
    pub document: NamedNode,
    pub nodes: &'a Nodes<'a>,
    text: NamedNode,
    triples: Vec<Triple>,
    /// What the mentions written so far refer to.
    referred: BTreeSet<NamedNode>,
}

/// Everything that a document says, in no order. `files` are its paths.
pub(super) fn triples(facts: &DocumentFacts, files: &[String], nodes: &Nodes<'_>, options: Options) -> Vec<Triple> {
    let document = nodes.base.document(&facts.document.sha256);
    let text = NamedNode::new_unchecked(format!("{}#text", document.as_str()));
    let mut writer = Writer { document, nodes, text, triples: Vec::new(), referred: BTreeSet::new() };
    writer.information(&facts.document, files);
    for membership in &facts.memberships {
        writer.membership(membership);
    }
    for entity in &facts.entities {
        if let Some(party) = &entity.party {
            let (person, organization) = (nodes.entity(&entity.id), nodes.party(&party.value));
            writer.mention(&party.evidence, Some(&organization));
            writer.add(&person, schema::MEMBER_OF, organization);
        }
    }
    for agreement in &facts.agreements {
        agreement::write(agreement, &mut writer);
    }
    writer.mentions(facts, options);
    writer.triples
}

impl Writer<'_> {
    pub fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), predicate.into_owned(), object));
    }

    pub fn add_type(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        self.add(subject, rdf::TYPE, class.into_owned());
    }

    pub fn add_text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: &str) {
        self.add(subject, predicate, Literal::new_simple_literal(value));
    }

    pub fn entity(&self, id: &str) -> NamedNode {
        self.nodes.entity(id)
    }

    /// The words of an evidence as a node, and what they refer to, if they are the name of something.
    pub fn mention(&mut self, evidence: &Evidence, refers_to: Option<&NamedNode>) -> NamedNode {
        let mention = NamedNode::new_unchecked(format!("{}#char={},{}", self.document.as_str(), evidence.begin, evidence.end));
        self.add_type(&mention, nif::PHRASE);
        self.add_text(&mention, nif::ANCHOR_OF, &evidence.quote);
        self.add(&mention, nif::BEGIN_INDEX, Literal::from(evidence.begin));
        self.add(&mention, nif::END_INDEX, Literal::from(evidence.end));
        self.add(&mention, nif::REFERENCE_CONTEXT, self.text.clone());
        self.add_text(&mention, pakt::RULE, &evidence.rule);
        if let Some(node) = refers_to {
            self.add(&mention, itsrdf::TA_IDENT_REF, node.clone());
            self.referred.insert(node.clone());
        }
        mention
    }

    fn information(&mut self, info: &DocumentInfo, files: &[String]) {
        let (document, text) = (self.document.clone(), self.text.clone());
        self.add_type(&document, schema::ARTICLE);
        files.iter().for_each(|file| self.add_text(&document, pakt::FILE, file));
        self.add_text(&document, pakt::SHA256, &info.sha256);
        self.add_text(&document, schema::IN_LANGUAGE, &info.language);
        for (predicate, value) in [(schema::HEADLINE, &info.headline), (schema::AUTHOR, &info.author), (pakt::OUTLET, &info.outlet)] {
            if let Some(value) = value {
                self.add_text(&document, predicate, value);
            }
        }
        if let Some(published) = &info.published {
            self.add(&document, schema::DATE_PUBLISHED, date(&published.date));
            self.add_text(&document, pakt::DATE_SOURCE, date_source(published.source));
        }
        if let Some(url) = &info.url {
            // What claims to be an address and is none is kept as the text that it is.
            let url = NamedNode::new(url).map_or_else(|_| Literal::new_simple_literal(url).into(), Term::from);
            self.add(&document, schema::URL, url);
        }
        self.add_type(&text, nif::CONTEXT);
        self.add_text(&text, nif::IS_STRING, &info.text);
    }

    /// The same person in the same office at the same place is the same node in all documents.
    fn membership(&mut self, membership: &Membership) {
        let person = self.nodes.entity_path(&membership.person);
        let organization = self.nodes.entity_path(&membership.organization);
        let mut path = format!("membership/{person}/{organization}");
        if let Some(office) = &membership.office {
            path = format!("{path}/{}", segment(office));
        }
        let node = self.nodes.base.iri(&path);
        self.add_type(&node, org::MEMBERSHIP);
        self.add(&node, org::MEMBER, self.nodes.base.iri(&person));
        self.add(&node, org::ORGANIZATION, self.nodes.base.iri(&organization));
        if let Some(office) = &membership.office {
            self.add_text(&node, pakt::OFFICE, office);
        }
        let mention = self.mention(&membership.evidence, None);
        self.add(&node, pakt::EVIDENCE, mention);
    }

    /// Whom the document names, with the first place where it does, unless other evidence shows one already.
    fn mentions(&mut self, facts: &DocumentFacts, options: Options) {
        for entity in &facts.entities {
            let node = self.entity(&entity.id);
            self.add(&self.document.clone(), schema::MENTIONS, node.clone());
            let wanted = if options.all_mentions { entity.mentions.len() } else { usize::from(!self.referred.contains(&node)) };
            for mention in entity.mentions.iter().take(wanted) {
                self.mention(mention, Some(&node));
            }
        }
    }
}

/// `YYYY-MM-DD`, `YYYY-MM` or `YYYY` with the data type of its precision; what is no date stays a plain string.
pub(super) fn date(text: &str) -> Literal {
    let (canonical, datatype) = match text.len() {
        10 => (text.parse().map(|date: Date| date.to_string()).ok(), xsd::DATE),
        7 => (text.parse().map(|month: GYearMonth| month.to_string()).ok(), xsd::G_YEAR_MONTH),
        _ => (text.parse().map(|year: GYear| year.to_string()).ok(), xsd::G_YEAR),
    };
    typed_or_plain(canonical, datatype, text)
}

/// An ISO 8601 duration in its canonical form, so that it is read back as it was written; `P2W` becomes `P14D`,
/// because XML Schema knows no weeks. What is no duration stays a plain string.
pub(super) fn duration(text: &str) -> Literal {
    let weeks = text.strip_prefix('P').and_then(|rest| rest.strip_suffix('W')).and_then(|weeks| weeks.parse::<u32>().ok());
    let in_days = weeks.map(|weeks| format!("P{}D", u64::from(weeks) * 7));
    let canonical = in_days.as_deref().unwrap_or(text).parse().map(|duration: Duration| duration.to_string()).ok();
    typed_or_plain(canonical, xsd::DURATION, text)
}

fn typed_or_plain(canonical: Option<String>, datatype: NamedNodeRef<'_>, text: &str) -> Literal {
    canonical.map_or_else(|| Literal::new_simple_literal(text), |value| Literal::new_typed_literal(value, datatype))
}

fn date_source(source: DateSource) -> &'static str {
    match source {
        DateSource::Metadata => "metadata",
        DateSource::DateLine => "date-line",
        DateSource::MailHeader => "mail-header",
        DateSource::FileName => "file-name",
        DateSource::Column => "column",
    }
}
