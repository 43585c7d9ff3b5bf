//! What the endpoint and the graph are, for programs: SPARQL 1.1 Service Description and VoID.
//!
//! Both are one description in RDF. It has no blank nodes; its own nodes are fragments of the address that it is got from.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};

use super::view::View;
use crate::graph::vocabulary::{ONTOLOGY, PREFIXES};

/// The size of the graph.
#[derive(Debug, Clone)]
pub struct About {
    triples: u64,
    /// Instances of each class.
    classes: BTreeMap<String, u64>,
    /// Triples with each property.
    properties: BTreeMap<String, u64>,
}

impl About {
    /// Takes time in proportion to the graph.
    ///
    /// # Errors
    /// If the graph cannot be read; the message says why.
    pub fn of(view: &View) -> Result<Self, String> {
        let classes = counted(view, "SELECT ?x (COUNT(?s) AS ?n) { ?s a ?x } GROUP BY ?x")?;
        let properties = counted(view, "SELECT ?x (COUNT(?s) AS ?n) { ?s ?x ?o } GROUP BY ?x")?;
        Ok(Self { triples: properties.values().sum(), classes, properties })
    }

    /// The description, of a server at `root` (with a final slash).
    pub fn triples(&self, view: &View, root: &str) -> Vec<Triple> {
        let mut out = Description { root, triples: Vec::new() };
        let (service, dataset, data) = (out.own("service"), out.own("dataset"), out.own("graph"));
        out.service(&service, &dataset);
        out.add(&dataset, rdf::TYPE, sd::DATASET);
        out.add(&dataset, rdf::TYPE, void::DATASET);
        out.add(
            &dataset,
            dcterms::TITLE,
            Literal::new_language_tagged_literal_unchecked("Agreements and the words that report them", "en"),
        );
        out.add(
            &dataset,
            dcterms::TITLE,
            Literal::new_language_tagged_literal_unchecked("Vereinbarungen und die Worte, die sie melden", "de"),
        );
        out.add(&dataset, void::SPARQL_ENDPOINT, out.at("query"));
        out.add(&dataset, void::URI_SPACE, Literal::new_simple_literal(view.base().as_str()));
        out.add(&dataset, void::DATA_DUMP, out.at("store?default"));
        for (_, vocabulary) in PREFIXES {
            out.add(&dataset, void::VOCABULARY, NamedNode::new_unchecked(vocabulary));
        }
        out.add(&dataset, sd::DEFAULT_GRAPH, data.clone());
        out.add(&data, rdf::TYPE, sd::GRAPH);
        self.sizes(&dataset, &mut out);
        out.add(&data, void::TRIPLES, number(self.triples));
        for (id, name) in
            [("entities", view.base().entities_graph()), ("runs", view.base().runs_graph()), ("ontology", ONTOLOGY.into_owned())]
        {
            let graph = out.own(id);
            out.add(&dataset, sd::NAMED_GRAPH_PROPERTY, graph.clone());
            out.add(&graph, rdf::TYPE, sd::NAMED_GRAPH);
            out.add(&graph, sd::NAME, name);
        }
        out.triples
    }

    fn sizes(&self, dataset: &NamedNode, out: &mut Description<'_>) {
        out.add(dataset, void::TRIPLES, number(self.triples));
        out.add(dataset, void::CLASSES, number(self.classes.len() as u64));
        out.add(dataset, void::PROPERTIES, number(self.properties.len() as u64));
        for (n, (class, entities)) in self.classes.iter().enumerate() {
            let part = out.own(&format!("class-{}", n + 1));
            out.add(dataset, void::CLASS_PARTITION, part.clone());
            out.add(&part, void::CLASS, NamedNode::new_unchecked(class));
            out.add(&part, void::ENTITIES, number(*entities));
        }
        for (n, (property, triples)) in self.properties.iter().enumerate() {
            let part = out.own(&format!("property-{}", n + 1));
            out.add(dataset, void::PROPERTY_PARTITION, part.clone());
            out.add(&part, void::PROPERTY, NamedNode::new_unchecked(property));
            out.add(&part, void::TRIPLES, number(*triples));
        }
    }
}

struct Description<'a> {
    root: &'a str,
    triples: Vec<Triple>,
}

impl Description<'_> {
    fn at(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.root))
    }

    fn own(&self, fragment: &str) -> NamedNode {
        self.at(&format!(".well-known/void#{fragment}"))
    }

    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), property.into_owned(), object));
    }

    fn service(&mut self, service: &NamedNode, dataset: &NamedNode) {
        self.add(service, rdf::TYPE, sd::SERVICE);
        self.add(service, sd::ENDPOINT, self.at("query"));
        self.add(service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY);
        self.add(service, sd::DEFAULT_DATASET, dataset.clone());
        for format in FORMATS {
            self.add(service, sd::RESULT_FORMAT, NamedNode::new_unchecked(format!("http://www.w3.org/ns/formats/{format}")));
        }
    }
}

/// What answers are written in, by the names that the W3C has for them.
const FORMATS: [&str; 8] =
    ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML"];

fn number(n: u64) -> Literal {
    Literal::new_typed_literal(n.to_string(), xsd::INTEGER)
}

/// The rows of a query for `?x` and how many `?n` there are of it.
fn counted(view: &View, sparql: &str) -> Result<BTreeMap<String, u64>, String> {
    // OK because the queries are constants, and a test asks them.
    let query = SparqlEvaluator::new().parse_query(sparql).expect("a valid query");
    let QueryResults::Solutions(rows) = query.on_store(view.graph()).execute().map_err(|e| e.to_string())? else {
        return Ok(BTreeMap::new());
    };
    let mut counted = BTreeMap::new();
    for row in rows {
        let row = row.map_err(|e| e.to_string())?;
        if let (Some(Term::NamedNode(name)), Some(Term::Literal(n))) = (row.get("x"), row.get("n")) {
            counted.insert(name.as_str().to_owned(), n.value().parse().map_err(|_| format!("`{n}` is no number"))?);
        }
    }
    Ok(counted)
}

macro_rules! terms {
    ($(#[$doc:meta])* $module:ident $namespace:literal { $($NAME:ident = $local:literal,)* }) => {
        $(#[$doc])*
        mod $module {
            use oxigraph::model::NamedNodeRef;
            $(pub const $NAME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        }
    };
}

terms! {
    /// Service Description.
    sd "http://www.w3.org/ns/sparql-service-description#" {
        SERVICE = "Service",
        DATASET = "Dataset",
        GRAPH = "Graph",
        NAMED_GRAPH = "NamedGraph",
        SPARQL_11_QUERY = "SPARQL11Query",
        ENDPOINT = "endpoint",
        SUPPORTED_LANGUAGE = "supportedLanguage",
        RESULT_FORMAT = "resultFormat",
        DEFAULT_DATASET = "defaultDataset",
        DEFAULT_GRAPH = "defaultGraph",
        NAMED_GRAPH_PROPERTY = "namedGraph",
        NAME = "name",
    }
}

terms! {
    void "http://rdfs.org/ns/void#" {
        DATASET = "Dataset",
        SPARQL_ENDPOINT = "sparqlEndpoint",
        URI_SPACE = "uriSpace",
        DATA_DUMP = "dataDump",
        VOCABULARY = "vocabulary",
        TRIPLES = "triples",
        CLASSES = "classes",
        PROPERTIES = "properties",
        CLASS_PARTITION = "classPartition",
        CLASS = "class",
        ENTITIES = "entities",
        PROPERTY_PARTITION = "propertyPartition",
        PROPERTY = "property",
    }
}

terms! {
    dcterms "http://purl.org/dc/terms/" {
        TITLE = "title",
    }
}
