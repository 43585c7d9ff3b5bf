//! `pakt remove`: documents out of a store.

use std::path::PathBuf;

use clap::Args;
use pakt::graph::run::Run;
use pakt::pipeline::{self, Arrivals};
use pakt::store::Store;

use super::Outcome;
use super::build::{self, Clock};
use super::failure::Failure;
use super::options::StoreOption;
use super::output::{count, tell};

/// Takes documents out of a store, with all that only they said
///
/// What other documents say as well stays; what was taken for one thing because of them is looked at anew. A document whose
/// file is still in its folder comes back with the next build of that folder. Its text can remain in unused parts of the
/// store's files; delete the folder `graph` of the store and build again to be rid of it there.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Remove {
    /// Documents by their paths (as `pakt query sources` shows them) or IRIs, or folders of them
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
}

const EXAMPLES: &str = "\
Examples:
  pakt remove data/2022-06-22-a.txt     one document
  pakt remove data                      all that were read from a folder";

impl Remove {
    pub fn run(self) -> Result<Outcome, Failure> {
        let clock = Clock::start("remove", &self.documents);
        let mut store = Store::open(&self.store.store)?;
        let (files, unknown) = pipeline::find_documents(&store, &self.documents)?;
        for one in &unknown {
            tell(format_args!("not in the store: {}; `pakt query sources` lists the documents", one.display()));
        }
        // What an interrupted run has taken out of the documents may still be in the graph.
        if files.is_empty() && !store.is_interrupted() {
            return Ok(Outcome::Incomplete);
        }
        let gone = files.len();
        pipeline::remove(&mut store, &files)?;
        let totals = pipeline::refresh(&mut store)?;
        let arrivals = Arrivals { gone, ..Arrivals::default() };
        store.record(&Run { counts: build::counts(arrivals, 0, totals), ..clock.stop() })?;
        tell(format_args!("removed: {}", count(gone, "document", "documents")));
        tell(build::held(&self.store, totals));
        Ok(if unknown.is_empty() { Outcome::Done } else { Outcome::Incomplete })
    }
}
