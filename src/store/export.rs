//! The graph as a file: sorted, so that two exports of the same graph are the same bytes and those of two versions
//! differ only where the graphs do.
//!
//! TriG, N-Quads and JSON-LD keep the named graphs and are written graph by graph; memory is that of the largest
//! one. Turtle, N-Triples and RDF/XML know no named graphs: the graphs are merged, and memory is that of all of them.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use oxigraph::io::{JsonLdProfile, RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Triple};
use oxigraph::store as oxi;

use super::Store;
use super::replace::stored;
use crate::graph::vocabulary::{ONTOLOGY, prefixes};
use crate::graph::{Base, compare_triples};

/// Syntaxes that an export can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    #[value(name = "turtle")]
    Turtle,
    #[value(name = "trig")]
    TriG,
    #[value(name = "nquads")]
    NQuads,
    #[value(name = "ntriples")]
    NTriples,
    #[value(name = "jsonld")]
    JsonLd,
    #[value(name = "rdfxml")]
    RdfXml,
}

impl ExportFormat {
    /// The format that the extension of a file's name stands for: `ttl`, `trig`, `nq`, `nt`, `jsonld`, `rdf` and others.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match RdfFormat::from_extension(&extension)? {
            RdfFormat::Turtle => Some(Self::Turtle),
            RdfFormat::TriG => Some(Self::TriG),
            RdfFormat::NQuads => Some(Self::NQuads),
            RdfFormat::NTriples => Some(Self::NTriples),
            RdfFormat::JsonLd { .. } => Some(Self::JsonLd),
            RdfFormat::RdfXml => Some(Self::RdfXml),
            _ => None,
        }
    }

    fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NQuads => RdfFormat::NQuads,
            Self::NTriples => RdfFormat::NTriples,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() },
            Self::RdfXml => RdfFormat::RdfXml,
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

/// Which graphs an export holds.
#[derive(Debug, Clone, Default)]
pub enum Graphs {
    /// All but that of the runs, which differs from run to run.
    #[default]
    All,
    /// The same without the ontology.
    Data,
    /// Those with these names.
    Only(Vec<NamedNode>),
}

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("there is no graph <{0}> in the store; `pakt query sources` lists the documents, each the name of its graph")]
    NoSuchGraph(String),
    #[error("the store cannot be read: {0}")]
    Store(#[from] oxi::StorageError),
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Writes the graphs of a store.
///
/// # Errors
/// If a graph that is asked for is not there, the store cannot be read or `out` not written.
pub fn export(store: &Store, graphs: &Graphs, format: ExportFormat, out: impl Write) -> Result<(), ExportError> {
    let names = select(store.graph(), graphs, store.base())?;
    let mut serializer = serializer(format.rdf(), store.base()).for_writer(out);
    if format.rdf().supports_datasets() {
        write_graphs(store.graph(), &names, &mut serializer)?;
    } else {
        let mut triples = Vec::new();
        for name in &names {
            triples.extend(stored(store.graph(), &name.clone().into())?);
        }
        write_triples(triples, &mut serializer)?;
    }
    serializer.finish()?.flush()?;
    Ok(())
}

/// All graphs as N-Quads, sorted by graph, that of the runs too.
#[cfg(not(feature = "rocksdb"))]
pub(super) fn write_nquads(store: &oxi::Store, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
    write_graphs(store, &names(store)?, &mut serializer)?;
    serializer.finish()?;
    Ok(())
}

/// A serializer that knows the prefixes of the graph, where its format has prefixes.
pub(crate) fn serializer(format: RdfFormat, base: &Base) -> RdfSerializer {
    prefixes(base).into_iter().fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
        // OK because the namespaces are constants and a base is a valid IRI.
        serializer.with_prefix(prefix, iri).expect("namespaces are valid IRIs")
    })
}

/// Writes triples in their order, each once.
pub(crate) fn write_triples<W: Write>(mut triples: Vec<Triple>, serializer: &mut WriterQuadSerializer<W>) -> io::Result<()> {
    triples.sort_unstable_by(compare_triples);
    triples.dedup();
    triples.iter().try_for_each(|triple| serializer.serialize_triple(triple))
}

fn write_graphs<W: Write>(
    store: &oxi::Store,
    names: &BTreeSet<NamedNode>,
    serializer: &mut WriterQuadSerializer<W>,
) -> Result<(), ExportError> {
    for name in names {
        let mut triples = stored(store, &name.clone().into())?;
        triples.sort_unstable_by(compare_triples);
        for triple in &triples {
            serializer.serialize_quad(triple.as_ref().in_graph(GraphNameRef::NamedNode(name.as_ref())))?;
        }
    }
    Ok(())
}

fn select(store: &oxi::Store, graphs: &Graphs, base: &Base) -> Result<BTreeSet<NamedNode>, ExportError> {
    if let Graphs::Only(names) = graphs {
        for name in names {
            if !store.contains_named_graph(name)? {
                return Err(ExportError::NoSuchGraph(name.as_str().to_owned()));
            }
        }
        return Ok(names.iter().cloned().collect());
    }
    let mut names = names(store)?;
    names.remove(&base.runs_graph());
    if matches!(graphs, Graphs::Data) {
        names.remove(&ONTOLOGY.into_owned());
    }
    Ok(names)
}

fn names(store: &oxi::Store) -> Result<BTreeSet<NamedNode>, oxi::StorageError> {
    let mut names = BTreeSet::new();
    for name in store.named_graphs() {
        if let NamedOrBlankNode::NamedNode(name) = name? {
            names.insert(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use oxigraph::io::RdfParser;
    use oxigraph::model::Quad;

    use super::*;
    use crate::graph::{Options, sample};

    const FORMATS: [ExportFormat; 6] = [
        ExportFormat::Turtle,
        ExportFormat::TriG,
        ExportFormat::NQuads,
        ExportFormat::NTriples,
        ExportFormat::JsonLd,
        ExportFormat::RdfXml,
    ];

    fn store() -> Store {
        let mut store = Store::in_memory(Base::default()).unwrap();
        sample::write(&sample::documents(), &mut store);
        store
    }

    fn text(store: &Store, which: &Graphs, format: ExportFormat) -> String {
        let mut out = Vec::new();
        export(store, which, format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_is_read_back_as_the_same_graph() {
        let store = store();
        let quads: BTreeSet<String> =
            store.graph().iter().map(|q| q.unwrap()).filter(|q| !q.graph_name.is_default_graph()).map(|q| q.to_string()).collect();
        let triples: BTreeSet<String> = store.graph().iter().map(|q| Triple::from(q.unwrap()).to_string()).collect();
        assert!(triples.len() < quads.len(), "the sample says something twice");
        for format in FORMATS {
            let parser = RdfParser::from_format(format.rdf());
            let read: BTreeSet<String> = parser
                .for_slice(&text(&store, &Graphs::All, format))
                .map(|quad: Result<Quad, _>| quad.unwrap())
                .map(|quad| if format.rdf().supports_datasets() { quad.to_string() } else { Triple::from(quad).to_string() })
                .collect();
            assert_eq!(&read, if format.rdf().supports_datasets() { &quads } else { &triples }, "{format}");
        }
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_way_the_store_was_filled() {
        let (one, mut other) = (store(), Store::in_memory(Base::default()).unwrap());
        let facts = sample::documents();
        let mut parts = sample::graphs(&facts, &sample::resolve(&facts), &Base::default(), Options::default());
        parts.reverse();
        sample::put(&mut other, &parts);
        for format in FORMATS {
            assert_eq!(text(&one, &Graphs::All, format), text(&other, &Graphs::All, format), "{format}");
        }
    }

    #[test]
    fn turtle_has_prefixes_and_one_block_a_subject() {
        let turtle = text(&store(), &Graphs::Data, ExportFormat::Turtle);
        assert!(turtle.contains("@prefix agreement: <https://w3id.org/pakt/id/agreement/> .\n"), "{turtle}");
        assert!(turtle.contains("\nagreement:loi a pakt:Agreement , pakt:LetterOfIntent ;\n"), "{turtle}");
        assert_eq!(turtle.matches("\nagreement:loi ").count(), 1);
        assert!(turtle.contains("pakt:party place:nordland , place:südreich"), "{turtle}");
        assert!(!turtle.contains("owl:Ontology"));
    }

    #[test]
    fn graphs_can_be_chosen() {
        let store = store();
        let base = Base::default();
        let chosen = Graphs::Only(vec![base.entities_graph()]);
        let nquads = text(&store, &chosen, ExportFormat::NQuads);
        assert!(nquads.lines().count() > 10 && nquads.lines().all(|line| line.ends_with("<https://w3id.org/pakt/id/graph/entities> .")));
        let unknown = Graphs::Only(vec![base.iri("document/none")]);
        let error = export(&store, &unknown, ExportFormat::NQuads, io::sink()).unwrap_err();
        assert!(matches!(error, ExportError::NoSuchGraph(_)));
    }

    #[test]
    fn the_extension_tells_the_format() {
        for (path, format) in [
            ("graph.ttl", Some(ExportFormat::Turtle)),
            ("a.b/graph.TRIG", Some(ExportFormat::TriG)),
            ("graph.nq", Some(ExportFormat::NQuads)),
            ("graph.nt", Some(ExportFormat::NTriples)),
            ("graph.jsonld", Some(ExportFormat::JsonLd)),
            ("graph.rdf", Some(ExportFormat::RdfXml)),
            ("graph.pdf", None),
            ("graph", None),
        ] {
            assert_eq!(ExportFormat::from_path(Path::new(path)), format, "{path}");
        }
    }
}
