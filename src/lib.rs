//! Who agreed what with whom: German press releases on cooperation in, a knowledge graph out.
//!
//! One module a stage; `ARCHITECTURE.md` tells what flows between them.

mod checksum;
pub mod diagnostics;
pub mod document;
pub mod eval;
pub mod extract;
pub mod facts;
pub mod gaps;
pub mod gazetteers;
pub mod graph;
pub mod markup;
pub mod pipeline;
pub mod query;
pub mod resolve;
pub mod rules;
pub mod serve;
pub mod store;
pub mod text;
