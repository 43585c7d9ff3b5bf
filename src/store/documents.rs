//! The documents of a store: how each was read, and what it says. What the next build goes on from.
//!
//! They lie in one file of [redb](https://docs.rs/redb), an embedded database whose transactions are whole or not at all,
//! also when the process is killed or the power fails. Beside the documents it keeps which graphs were written (see
//! [`super::written`]).
//!
//! A document is kept whole: its facts, its text, and which words of the text are article and which clutter. So it can be
//! read again with other rules when the file is not at hand any more.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::InMemoryBackend;
use redb::{Database, ReadOnlyDatabase, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::layout::sync_folder;
use crate::document::{Block, Document};
use crate::facts::{DocumentFacts, FORMAT};

/// By path: what can be asked without reading the document, as JSON.
const HEADERS: TableDefinition<&str, &[u8]> = TableDefinition::new("headers");
/// By path: the document, as JSON that is packed with LZ4.
const BODIES: TableDefinition<&str, &[u8]> = TableDefinition::new("bodies");

/// What was said of the store when its graph was last what its documents say, under [`CURRENT`]; nothing since they changed.
const NOTES: TableDefinition<&str, &[u8]> = TableDefinition::new("notes");
const CURRENT: &str = "current";

const REMEDY: &str = "delete the store and build it again from the documents";

/// Bytes of the file that are kept in memory.
const CACHE: usize = 64 << 20;

/// A document as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub facts: DocumentFacts,
    /// Nothing if the facts came from elsewhere (`pakt load`): then they are all that is known.
    pub source: Option<Source>,
}

/// Where a document was read, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The absolute path of its file.
    pub path: String,
    /// Names the code that made the document of its file.
    pub cleaner: String,
    /// Names the code, the rules and the gazetteers that read the document.
    pub reader: String,
    /// The blocks of the text: see [`Document::blocks`].
    pub blocks: Vec<Block>,
}

/// What is known of a document without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// SHA-256 of its file.
    pub sha256: String,
    /// SHA-256 of its facts.
    pub facts: String,
    /// Date of publication.
    pub published: Option<String>,
    /// See [`Source::path`].
    pub path: Option<String>,
    /// See [`Source::cleaner`].
    pub cleaner: Option<String>,
    /// See [`Source::reader`].
    pub reader: Option<String>,
}

impl Header {
    /// What the facts alone tell.
    pub fn of(facts: &DocumentFacts) -> Self {
        Self {
            sha256: facts.document.sha256.clone(),
            facts: facts.digest(),
            published: facts.document.published.as_ref().map(|published| published.date.clone()),
            path: None,
            cleaner: None,
            reader: None,
        }
    }
}

/// A record ready to be written. To make it takes most of the time that writing takes, and any thread can do it.
#[derive(Debug, Clone)]
pub struct Packed {
    pub file: String,
    pub header: Header,
    body: Vec<u8>,
}

impl Record {
    /// The document that the facts were read from, to read it again.
    pub fn document(&self) -> Option<Document> {
        let (info, source) = (self.facts.document.clone(), self.source.as_ref()?);
        Some(Document {
            file: info.file,
            sha256: info.sha256,
            headline: info.headline,
            published: info.published,
            url: info.url,
            author: info.author,
            outlet: info.outlet,
            text: info.text,
            blocks: source.blocks.clone(),
        })
    }

    pub fn pack(&self) -> Packed {
        let header = Header {
            path: self.source.as_ref().map(|source| source.path.clone()),
            cleaner: self.source.as_ref().map(|source| source.cleaner.clone()),
            reader: self.source.as_ref().map(|source| source.reader.clone()),
            ..Header::of(&self.facts)
        };
        Packed { file: self.facts.document.file.clone(), header, body: lz4_flex::compress_prepend_size(&json(self)) }
    }
}

/// The open file; a copy is another hand on the same one.
#[derive(Clone)]
pub struct Documents {
    database: Access,
    /// For messages.
    path: PathBuf,
}

#[derive(Clone)]
enum Access {
    Write(Arc<Database>),
    Read(Arc<ReadOnlyDatabase>),
}

impl Documents {
    /// Opens the file, and makes it if there is none.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            Self::make(path)?;
        }
        Self::existing(path)
    }

    /// A file that has just been begun is none that can be opened. So it is made beside its place, and is there when it is
    /// whole, even if the process is killed in between.
    fn make(path: &Path) -> Result<(), StoreError> {
        let new = path.with_extension("redb.new");
        match std::fs::remove_file(&new) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::io("remove", &new)(e)),
            _ => drop(Self::existing(&new)?),
        }
        std::fs::rename(&new, path).map_err(StoreError::io("replace", path))?;
        sync_folder(path);
        Ok(())
    }

    /// Opens a file that exists. It may have to be mended for that, and so be written to.
    pub(super) fn existing(path: &Path) -> Result<Self, StoreError> {
        opened(path, || {
            let database = Database::builder().set_cache_size(CACHE).create(path);
            Self::new(database.map_err(|e| StoreError::documents(path)(e.into()))?, path)
        })
    }

    /// Opens a file that nobody can write to.
    pub(super) fn read_only(path: &Path) -> Result<Self, StoreError> {
        opened(path, || {
            let database = Database::builder().set_cache_size(CACHE).open_read_only(path);
            let database = database.map_err(|e| StoreError::documents(path)(e.into()))?;
            Ok(Self { database: Access::Read(Arc::new(database)), path: path.to_owned() })
        })
    }

    pub(super) fn in_memory() -> Result<Self, StoreError> {
        let path = Path::new("(memory)");
        let database = Database::builder().create_with_backend(InMemoryBackend::new());
        Self::new(database.map_err(|e| StoreError::documents(path)(e.into()))?, path)
    }

    fn new(database: Database, path: &Path) -> Result<Self, StoreError> {
        let documents = Self { database: Access::Write(Arc::new(database)), path: path.to_owned() };
        // Tables are there from now on, so that reading them needs no second thought.
        documents.transaction(|transaction| {
            transaction.open_table(HEADERS)?;
            transaction.open_table(BODIES)?;
            transaction.open_table(NOTES)?;
            transaction.open_table(super::written::GRAPHS)?;
            Ok(())
        })?;
        Ok(documents)
    }

    /// All documents by their paths.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged. Takes time and memory in proportion to the number of documents.
    pub fn headers(&self) -> Result<BTreeMap<String, Header>, StoreError> {
        let mut headers = BTreeMap::new();
        let rows = self.reading()?.open_table(HEADERS).map_err(self.fault())?;
        for row in rows.iter().map_err(self.fault())? {
            let (file, header) = row.map_err(self.fault())?;
            headers.insert(file.value().to_owned(), self.parse(file.value(), header.value())?);
        }
        Ok(headers)
    }

    /// The document of a path, if it is there.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or holds facts of another version.
    pub fn read(&self, file: &str) -> Result<Option<Record>, StoreError> {
        let rows = self.reading()?.open_table(BODIES).map_err(self.fault())?;
        let Some(body) = rows.get(file).map_err(self.fault())? else { return Ok(None) };
        let json = lz4_flex::decompress_size_prepended(body.value()).map_err(|e| self.damaged(file, &e))?;
        let record: Record = self.parse(file, &json)?;
        match record.facts.format {
            FORMAT => Ok(Some(record)),
            other => Err(self.damaged(file, &format!("facts of format {other}, this program reads {FORMAT}"))),
        }
    }

    /// The document of a path that is known to be there.
    ///
    /// # Errors
    /// As [`Documents::read`], and if it is not there.
    pub fn get(&self, file: &str) -> Result<Record, StoreError> {
        self.read(file)?.ok_or_else(|| self.damaged(file, &"it is listed, but not there"))
    }

    /// All documents, sorted by path.
    #[cfg(test)]
    pub fn all(&self) -> Result<Vec<Record>, StoreError> {
        self.headers()?.keys().filter_map(|file| self.read(file).transpose()).collect()
    }

    /// Writes and removes documents in one transaction. When it returns they are safe from a power failure.
    pub(super) fn change(&self, put: &[Packed], remove: &[String]) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            Self::forget_current(transaction)?;
            let mut headers = transaction.open_table(HEADERS)?;
            let mut bodies = transaction.open_table(BODIES)?;
            for one in put {
                headers.insert(one.file.as_str(), json(&one.header).as_slice())?;
                bodies.insert(one.file.as_str(), one.body.as_slice())?;
            }
            for file in remove {
                headers.remove(file.as_str())?;
                bodies.remove(file.as_str())?;
            }
            Ok(())
        })
    }

    /// What was said when the graph was last what the documents say, if they have not changed since and the same code made it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn current<T: for<'a> Deserialize<'a>>(&self, writer: &str) -> Result<Option<T>, StoreError> {
        let notes = self.reading()?.open_table(NOTES).map_err(self.fault())?;
        let Some(note) = notes.get(CURRENT).map_err(self.fault())? else { return Ok(None) };
        // What another version has noted is as good as nothing.
        Ok(serde_json::from_slice::<(String, T)>(note.value()).ok().filter(|(by, _)| by == writer).map(|(_, said)| said))
    }

    /// From now on the graph is what the documents say.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_current<T: Serialize>(&self, writer: &str, said: &T) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.open_table(NOTES)?.insert(CURRENT, json(&(writer, said)).as_slice())?;
            Ok(())
        })
    }

    pub(super) fn forget_current(transaction: &redb::WriteTransaction) -> Result<(), redb::Error> {
        transaction.open_table(NOTES)?.remove(CURRENT)?;
        Ok(())
    }

    pub(super) fn reading(&self) -> Result<ReadTransaction, StoreError> {
        match &self.database {
            Access::Write(database) => database.begin_read(),
            Access::Read(database) => database.begin_read(),
        }
        .map_err(self.fault())
    }

    /// Does something wholly or not at all.
    pub(super) fn transaction(&self, work: impl FnOnce(&redb::WriteTransaction) -> Result<(), redb::Error>) -> Result<(), StoreError> {
        let done = || {
            let Access::Write(database) = &self.database else { return Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem).into()) };
            let transaction = database.begin_write()?;
            work(&transaction)?;
            transaction.commit()?;
            Ok(())
        };
        done().map_err(StoreError::documents(&self.path))
    }

    /// For `map_err` of what the database says.
    pub(super) fn fault<E: Into<redb::Error>>(&self) -> impl FnOnce(E) -> StoreError {
        |error| StoreError::documents(&self.path)(error.into())
    }

    fn parse<T: for<'a> Deserialize<'a>>(&self, file: &str, json: &[u8]) -> Result<T, StoreError> {
        serde_json::from_slice(json).map_err(|e| self.damaged(file, &e))
    }

    fn damaged(&self, file: &str, reason: &dyn std::fmt::Display) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), reason: format!("`{file}`: {reason}"), remedy: REMEDY.to_owned() }
    }
}

/// The database takes what is in its file on trust and panics where a damaged one contradicts itself.
fn opened(path: &Path, open: impl FnOnce() -> Result<Documents, StoreError>) -> Result<Documents, StoreError> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(open));
    std::panic::set_hook(hook);
    opened.unwrap_or_else(|_| {
        Err(StoreError::Damaged {
            path: path.to_owned(),
            reason: "it contradicts itself; it may have been cut off".to_owned(),
            remedy: REMEDY.to_owned(),
        })
    })
}

/// The types are those of this program, whose maps have texts as keys: nothing in them cannot be said in JSON.
fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("facts can be written as JSON")
}
