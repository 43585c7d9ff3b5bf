//! Parts of the graph as RDF: whole graphs (SPARQL 1.1 Graph Store Protocol, reading only) and what is said of one node.

use std::io::{self, Write};

use oxigraph::io::{JsonLdProfile, RdfFormat};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Triple};
use oxigraph::store::StorageError;

use super::view::View;
use crate::graph::OWNERS;
use crate::graph::vocabulary::org;
use crate::query::ResultFormat;
use crate::store::export::{serializer, write_triples};

/// Which graph is asked for: `default`, or `graph` with its IRI. The message says what is wrong.
pub fn asked(parameters: &[(String, String)]) -> Result<GraphName, String> {
    let mut found = parameters.iter().filter(|(name, _)| name == "default" || name == "graph");
    match (found.next(), found.next()) {
        (Some((name, _)), None) if name == "default" => Ok(GraphName::DefaultGraph),
        (Some((_, iri)), None) => NamedNode::new(iri).map(Into::into).map_err(|e| format!("`{iri}` is no absolute IRI ({e})")),
        _ => Err("expected one of the parameters `default` and `graph=IRI`, as in /store?default".to_owned()),
    }
}

pub fn is_there(view: &View, graph: &GraphName) -> Result<bool, StorageError> {
    match graph {
        GraphName::NamedNode(name) => view.graph().contains_named_graph(name),
        GraphName::BlankNode(_) => Ok(false),
        GraphName::DefaultGraph => Ok(true),
    }
}

/// Writes a graph in the order in which the store has it, and so in little memory.
pub fn write(view: &View, graph: GraphNameRef<'_>, format: ResultFormat, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serializer(rdf(format), view.base()).for_writer(out);
    for quad in view.graph().quads_for_pattern(None, None, None, Some(graph)) {
        serializer.serialize_triple(&Triple::from(quad.map_err(io::Error::other)?))?;
    }
    serializer.finish().map(drop)
}

/// What is said of a node: its triples, and those of the nodes that tell of it alone; of a document, its graph.
///
/// # Errors
/// If the graph cannot be read.
pub fn about(view: &View, node: NamedNodeRef<'_>) -> Result<Vec<Triple>, StorageError> {
    let store = view.graph();
    let mut triples = Vec::new();
    let mut add = |subject: Option<NamedOrBlankNodeRef<'_>>, graph: GraphNameRef<'_>| -> Result<(), StorageError> {
        for quad in store.quads_for_pattern(subject, None, None, Some(graph)) {
            triples.push(quad?.into());
        }
        Ok(())
    };
    if store.contains_named_graph(node)? {
        add(None, node.into())?;
    }
    add(Some(node.into()), GraphNameRef::DefaultGraph)?;
    for property in OWNERS.into_iter().chain([org::MEMBER]) {
        for quad in store.quads_for_pattern(None, Some(property), Some(node.into()), Some(GraphNameRef::DefaultGraph)) {
            let owned = quad?.subject;
            add(Some(owned.as_ref()), GraphNameRef::DefaultGraph)?;
        }
    }
    Ok(triples)
}

/// Writes triples, sorted.
///
/// # Errors
/// If they cannot be written.
pub fn to_bytes(view: &View, triples: Vec<Triple>, format: ResultFormat) -> io::Result<Vec<u8>> {
    let mut serializer = serializer(rdf(format), view.base()).for_writer(Vec::new());
    write_triples(triples, &mut serializer)?;
    serializer.finish()
}

fn rdf(format: ResultFormat) -> RdfFormat {
    match format {
        ResultFormat::NTriples => RdfFormat::NTriples,
        ResultFormat::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() },
        ResultFormat::RdfXml => RdfFormat::RdfXml,
        _ => RdfFormat::Turtle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_graph_is_asked_for() {
        let asked = |parameters: &[(&str, &str)]| {
            let own: Vec<_> = parameters.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
            asked(&own).ok().map(|graph| graph.to_string())
        };
        for (parameters, expected) in [
            (&[("default", "")][..], Some("DEFAULT")),
            (&[("graph", "http://x/y")], Some("<http://x/y>")),
            (&[("graph", "http://x/y"), ("other", "z")], Some("<http://x/y>")),
            (&[("graph", "y")], None),
            (&[("graph", "http://x/y"), ("default", "")], None),
            (&[("graph", "http://x/y"), ("graph", "http://x/z")], None),
            (&[], None),
        ] {
            assert_eq!(asked(parameters).as_deref(), expected, "{parameters:?}");
        }
    }
}
