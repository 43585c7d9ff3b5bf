//! Which graphs were written, and whether they are still as they were.
//!
//! The graph lies in another database than the documents, and no transaction spans both. So it is noted here what is
//! going to be written before it is written, and what it was afterwards: a graph that was noted and not confirmed may be
//! old or new, and is compared with what it should be the next time. All others are known without looking at them.

use std::collections::BTreeMap;

use redb::{ReadableTable, TableDefinition};

use super::StoreError;
use super::documents::Documents;
use crate::graph::{Digest, PartName};

/// By the name of a part: its digest, or nothing while it is not known.
pub(super) const GRAPHS: TableDefinition<&str, &str> = TableDefinition::new("graphs");

/// What is known of each part that was ever written and not removed since; `None` where it may be old or new.
pub(super) type Written = BTreeMap<PartName, Option<Digest>>;

impl Documents {
    pub(super) fn written(&self) -> Result<Written, StoreError> {
        let mut written = Written::new();
        let rows = self.reading()?.open_table(GRAPHS).map_err(self.fault())?;
        for row in rows.iter().map_err(self.fault())? {
            let (name, digest) = row.map_err(self.fault())?;
            let digest = Some(digest.value().to_owned()).filter(|digest| !digest.is_empty());
            written.insert(PartName::parse(name.value()), digest);
        }
        Ok(written)
    }

    /// These parts are going to be written or removed.
    pub(super) fn announce<'a>(&self, parts: impl IntoIterator<Item = &'a PartName>) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            let mut graphs = transaction.open_table(GRAPHS)?;
            parts.into_iter().try_for_each(|name| graphs.insert(name.to_string().as_str(), "").map(drop))?;
            Ok(())
        })
    }

    /// These parts are written and safe, or removed where there is no digest.
    pub(super) fn confirm<'a>(&self, parts: impl IntoIterator<Item = (&'a PartName, Option<&'a Digest>)>) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            let mut graphs = transaction.open_table(GRAPHS)?;
            for (name, digest) in parts {
                match digest {
                    Some(digest) => drop(graphs.insert(name.to_string().as_str(), digest.as_str())?),
                    None => drop(graphs.remove(name.to_string().as_str())?),
                }
            }
            Ok(())
        })
    }

    /// The graph is gone as a whole: nothing is written.
    pub(super) fn forget_graphs(&self) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            Self::forget_current(transaction)?;
            transaction.delete_table(GRAPHS)?;
            transaction.open_table(GRAPHS)?;
            Ok(())
        })
    }
}
