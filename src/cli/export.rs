//! `pakt export`: the graph as a file.

use std::path::PathBuf;

use clap::Args;
use oxigraph::model::NamedNode;
use pakt::graph::Base;
use pakt::store::Store;
use pakt::store::export::{self, ExportFormat, Graphs};

use super::Outcome;
use super::failure::Failure;
use super::options::StoreOption;
use super::output::{name, tell, write_to};

/// Writes the graph of a store to a file
///
/// The output is sorted: two exports of the same graph are the same bytes. Turtle, N-Triples and RDF/XML merge the
/// graphs; TriG, N-Quads and JSON-LD keep them apart.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    #[command(flatten)]
    store: StoreOption,
    /// Syntax [default: what the name of the file given to -o says, else turtle]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ExportFormat>,
    /// Write to a file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Which graphs: all, data (all but the ontology), or the IRI of one, in full or below the base; can be repeated
    #[arg(long, value_name = "GRAPH", default_value = "all")]
    graph: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  pakt export > graph.ttl                     everything as Turtle
  pakt export -o graph.nq                     as N-Quads, each document in its graph
  pakt export --graph data --format jsonld    without the ontology
  pakt export --graph graph/entities          only the descriptions of entities";

impl Export {
    pub fn run(self) -> Result<Outcome, Failure> {
        let format = self.format()?;
        let store = Store::open_read(&self.store.store)?;
        if store.is_interrupted() {
            tell("note: the last build was interrupted, the graph may mix old and new; run `pakt build` again to mend it");
        }
        let graphs = graphs(&self.graph, store.base())?;
        let output = self.output.as_deref();
        write_to(output, |out| export::export(&store, &graphs, format, out).map_err(|e| Failure::export(&name(output), e)))?;
        Ok(Outcome::Done)
    }

    fn format(&self) -> Result<ExportFormat, Failure> {
        match (&self.format, &self.output) {
            (Some(format), _) => Ok(*format),
            (None, None) => Ok(ExportFormat::Turtle),
            (None, Some(path)) => ExportFormat::from_path(path).ok_or_else(|| {
                let message = format!(
                    "the name {} does not say which format is meant; end it in .ttl, .trig, .nq, .nt, .jsonld or .rdf, or give --format",
                    path.display()
                );
                Failure::Usage(message)
            }),
        }
    }
}

fn graphs(names: &[String], base: &Base) -> Result<Graphs, Failure> {
    match names {
        [one] if one == "all" => Ok(Graphs::All),
        [one] if one == "data" => Ok(Graphs::Data),
        _ if names.iter().any(|name| name == "all" || name == "data") => {
            Err(Failure::Usage("--graph takes all, data or the names of graphs, not several of these at once".to_owned()))
        }
        _ => Ok(Graphs::Only(names.iter().map(|name| NamedNode::new(name).unwrap_or_else(|_| base.iri(name))).collect())),
    }
}
