//! What is being served: one state of a store, which nobody writes to.
//!
//! A view stays as it is for as long as anybody holds it. When the store has a new state there is a new view; requests that
//! run keep theirs until they end. So what is computed from a view can be kept in it ([`View::prepared`]).

use oxigraph::store as oxi;

use super::pages::Prepared;
use crate::graph::Base;
use crate::store::{Documents, Store};

pub struct View {
    store: Store,
    /// What pages have computed from this state, and compute once only.
    pub prepared: Prepared,
}

impl View {
    /// `store` was opened with its documents, and nobody writes to it.
    pub fn new(store: Store) -> Self {
        Self { store, prepared: Prepared::default() }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The graph; its default graph is the merge of all named graphs but that of the runs.
    pub fn graph(&self) -> &oxi::Store {
        self.store.graph()
    }

    pub fn base(&self) -> &Base {
        self.store.base()
    }

    /// The documents with their texts and facts.
    pub fn documents(&self) -> &Documents {
        self.store.documents()
    }
}
