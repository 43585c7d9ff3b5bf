//! `pakt serve`: pages and an endpoint.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use pakt::serve::{self, Limits, News, ServeError};

use super::Outcome;
use super::failure::Failure;
use super::options::StoreOption;
use super::output::tell;

/// Serves a store: pages for people, a SPARQL endpoint for tools
///
/// Pages are at /, the endpoint is at /query (SPARQL 1.1 Protocol, queries only), graphs are at /store (Graph Store Protocol, reading
/// only), a description is at /.well-known/void. The address of an entity or a document gives a page or RDF, as the client asks.
///
/// Everything is in the program; nothing is fetched from elsewhere. A build can run beside it: the state before it is served until it is
/// done.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    #[command(flatten)]
    store: StoreOption,
    /// Address and port to listen on; port 0 takes a free one. Other addresses than those of this machine for itself let others in
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// A name by which others call this server, for requests are answered only if they are for a known name; can be given
    /// several times [default: localhost, and addresses]
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Let pages of this origin (https://example.org) read answers, * for any; can be given several times [default: none]
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<String>,
    /// Seconds that a query may take
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().query_time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    query_time: u64,
    /// Megabytes of memory that a query may take
    #[arg(long, value_name = "MB", default_value_t = Limits::default().query_memory / MEGABYTE, value_parser = clap::value_parser!(u64).range(16..=1_000_000))]
    query_memory: u64,
    /// Queries that are answered at a time; others wait [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_000))]
    queries: Option<u16>,
    /// Rows or triples that an answer may have; a query for more is refused
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows, value_parser = positive)]
    max_rows: usize,
}

const MEGABYTE: u64 = 1_000_000;

const EXAMPLES: &str = "\
Examples:
  pakt serve                            pages at http://127.0.0.1:7878/ of what is in ./pakt-store
  pakt serve --store DIR --bind 127.0.0.1:8080
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?name { ?p a schema:Person ; schema:name ?name }' \\
      http://127.0.0.1:7878/query
  pakt serve --bind 0.0.0.0:7878 --host graph.example.org

There are no passwords and no encryption: let others in through a server that has them, or only those who may read everything.";

impl Serve {
    pub fn run(self) -> Result<Outcome, Failure> {
        // Where the program cannot find itself it cannot answer queries.
        let program = std::env::current_exe().map_err(|e| Failure::Usage(format!("cannot find this program's own file: {e}")))?;
        warn(&self);
        let defaults = Limits::default();
        let limits = Limits {
            query_time: Duration::from_secs(self.query_time),
            query_memory: self.query_memory * MEGABYTE,
            queries: self.queries.map_or(defaults.queries, usize::from),
            rows: self.max_rows,
            ..defaults
        };
        let store = self.store.store.clone();
        let options = serve::Options {
            store: self.store.store,
            bind: self.bind,
            hosts: self.host,
            origins: self.cors,
            limits,
            program,
            tell: Box::new(move |news| tell(said(&news, &store))),
        };
        match serve::run(options) {
            Ok(()) => Ok(Outcome::Done),
            Err(ServeError::Store(error)) => Err(Failure::Store(error)),
            Err(error) => Err(Failure::Usage(error.to_string())),
        }
    }
}

fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&n| n > 0).ok_or_else(|| "expected a number from 1 on".to_owned())
}

/// What it means to listen for others.
fn warn(options: &Serve) {
    let address: IpAddr = options.bind.ip();
    if address.is_loopback() {
        return;
    }
    tell(format_args!(
        "note: {} is not an address of this machine for itself: everybody who reaches it can read all documents and ask queries. There are \
         no passwords and no encryption",
        options.bind
    ));
    if options.host.is_empty() {
        tell("note: requests are answered only if they are for an address or localhost; --host NAME adds a name");
    }
}

fn said(news: &News, store: &Path) -> String {
    let store: PathBuf = store.to_owned();
    let store = store.display();
    match news {
        News::Waiting { pid } => {
            let who = pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
            format!("{store} is being written by another pakt{who}; it is served when that is done")
        }
        News::ReadOnly => {
            "note: nothing can be written to the store, so it is read where it is; a build has to wait until this ends".to_owned()
        }
        News::Interrupted => {
            "note: the last build was interrupted, pages and answers may mix old and new; run `pakt build` again to mend it".to_owned()
        }
        News::Serving { address } => format!("serving {store} at http://{address}/ (Ctrl-C ends it)"),
        News::NewState => format!("{store} has changed: the new state is served"),
        News::StaysOld { why } => format!("{store} has changed, but the state before is still served: {why}"),
        News::Ending => "ending".to_owned(),
    }
}
