//! Leads each request to who answers it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::http::uri::Authority;
use hyper::{Method, Request, Response, StatusCode};
use oxigraph::model::GraphName;
use percent_encoding::percent_decode_str;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::about::About;
use super::body::Body;
use super::current::{Current, Served};
use super::fault::Fault;
use super::guard::Guard;
use super::iris;
use super::negotiate::{Accept, TRIPLES, media_type};
use super::pages::{self, Answer, Asked, Language, Results};
use super::protocol::{Parts, Question, decode};
use super::reply::{Reply, allowed, not_acceptable, of_page, of_worker, only_read, page, redirect, told, with_type};
use super::view::View;
use super::worker::{Job, Kind, Outcome};
use super::{Options, graphs};
use crate::query::ResultFormat;

/// How long a client may take to send the content of a request.
const FOR_CONTENT: Duration = Duration::from_secs(15);
/// How long a request waits for its turn.
const FOR_TURN: Duration = Duration::from_secs(20);
/// Contents that are read at a time.
const CONTENTS: usize = 32;
/// Whole graphs that are sent at a time.
const GRAPHS: usize = 4;
/// Answers that wait for their readers, all together, in units of [`UNIT`] bytes.
const UNREAD: usize = 512;
const UNIT: usize = 1 << 20;

pub struct Server {
    options: Arc<Options>,
    current: Arc<Current>,
    guard: Guard,
    queries: Arc<Semaphore>,
    /// Queries that run or wait.
    asked: Arc<Semaphore>,
    pages: Arc<Semaphore>,
    contents: Arc<Semaphore>,
    graphs: Arc<Semaphore>,
    unread: Arc<Semaphore>,
}

impl Server {
    pub fn new(address: SocketAddr, options: Arc<Options>, current: Arc<Current>) -> Self {
        let semaphore = |n| Arc::new(Semaphore::new(n));
        Self {
            guard: Guard::new(address, &options.hosts, &options.origins),
            queries: semaphore(options.limits.queries),
            asked: semaphore(options.limits.queries + options.limits.waiting),
            pages: semaphore(options.limits.pages),
            contents: semaphore(CONTENTS),
            graphs: semaphore(GRAPHS),
            unread: semaphore(UNREAD),
            options,
            current,
        }
    }

    pub async fn respond(&self, request: Request<Incoming>) -> Response<Body> {
        let origin = request.headers().get(header::ORIGIN).cloned();
        let mut response = match self.route(request).await {
            Ok(response) => response,
            Err(fault) => told(&fault),
        };
        self.guard.add_headers(response.headers_mut(), origin.as_ref());
        response
    }

    async fn route(&self, request: Request<Incoming>) -> Reply {
        let authority = self.guard.check(&request)?;
        let path = decoded_path(request.uri().path())?;
        match path.as_str() {
            "/query" => self.query(request, &authority).await,
            "/store" => self.store(&request).await,
            "/.well-known/void" => match only_read(request.method(), "GET, HEAD, OPTIONS") {
                Some(reply) => reply,
                None => self.description(&accept(request.headers()), &authority).await,
            },
            _ => self.page(&request, path).await,
        }
    }

    /// The SPARQL endpoint.
    async fn query(&self, request: Request<Incoming>, authority: &Authority) -> Reply {
        const METHODS: &str = "GET, HEAD, POST, OPTIONS";
        let accept = accept(request.headers());
        let (head, content) = request.into_parts();
        let content = match head.method {
            Method::GET | Method::HEAD => None,
            Method::POST => Some(self.content(content).await?),
            Method::OPTIONS => return Ok(allowed(METHODS)),
            _ => return Err(Fault::method(METHODS)),
        };
        let media_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let body = content.as_deref().map(|content| (media_type, content));
        let question = Question::parse(&Parts { search: head.uri.query().unwrap_or_default(), body })?;
        let (rows, triples) = question.formats(&accept);
        let Some(query) = question.query else {
            // A browser that comes without a question gets a form to ask one, a program is told what can be asked.
            return if prefers_pages(&accept) && accept.names("text/html") {
                Ok(redirect("/ask"))
            } else {
                self.description(&accept, authority).await
            };
        };
        let limits = &self.options.limits;
        let job = Job {
            query,
            default_graphs: question.default_graphs,
            named_graphs: question.named_graphs,
            rows,
            triples,
            most_rows: limits.rows,
            most_bytes: limits.answer_bytes,
        };
        self.answer(&job).await
    }

    async fn answer(&self, job: &Job) -> Reply {
        let _asked = Arc::clone(&self.asked).try_acquire_owned().map_err(|_| Fault::busy())?;
        let turn = turn(&self.queries, 1).await?;
        let served = self.current.get();
        let (outcome, text) = served.workers.ask(job, self.options.limits.query_time).await.map_err(of_worker)?;
        let refused = |status: StatusCode, text: Vec<u8>| Err(Fault::new(status, String::from_utf8_lossy(&text)));
        match outcome {
            Outcome::Answer(format) => {
                // The query has its turn until there is room for its answer.
                let room = turn_for(&self.unread, text.len()).await?;
                drop(turn);
                Ok(with_type(Body::held(text, room), media_type(format)))
            }
            Outcome::Refused => refused(StatusCode::BAD_REQUEST, text),
            Outcome::NotAcceptable(kind) => Err(not_acceptable(kind)),
            Outcome::TooLarge | Outcome::Failed | Outcome::Ready => refused(StatusCode::INTERNAL_SERVER_ERROR, text),
        }
    }

    /// Whole graphs.
    async fn store(&self, request: &Request<Incoming>) -> Reply {
        const METHODS: &str = "GET, HEAD, OPTIONS";
        if let Some(reply) = only_read(request.method(), METHODS) {
            return reply;
        }
        let parameters = decode(request.uri().query().unwrap_or_default().as_bytes())?;
        let graph = graphs::asked(&parameters).map_err(|message| Fault::new(StatusCode::BAD_REQUEST, message))?;
        let format = accept(request.headers()).choose(&TRIPLES).ok_or_else(|| not_acceptable(Kind::Triples))?;
        let permit = Arc::clone(&self.graphs).try_acquire_owned().map_err(|_| Fault::busy())?;
        let served = self.current.get();
        if !graphs::is_there(&served.view, &graph).map_err(Fault::internal)? {
            return Err(Fault::new(StatusCode::NOT_FOUND, format!("there is no graph {graph}")));
        }
        if request.method() == Method::HEAD {
            return Ok(with_type(Body::empty(), media_type(format)));
        }
        let body = Body::made(move |out| {
            let _permit = permit;
            graphs::write(&served.view, GraphName::as_ref(&graph), format, out)
        });
        Ok(with_type(body, media_type(format)))
    }

    /// Service Description and VoID.
    async fn description(&self, accept: &Accept, authority: &Authority) -> Reply {
        let format = accept.choose(&TRIPLES).ok_or_else(|| not_acceptable(Kind::Triples))?;
        let root = format!("http://{authority}/");
        let served = self.current.get();
        let bytes = self.computed(move || {
            let about = served.about.get_or_init(|| About::of(&served.view)).as_ref().map_err(Fault::internal)?;
            graphs::to_bytes(&served.view, about.triples(&served.view, &root), format).map_err(Fault::internal)
        });
        Ok(with_type(bytes.await??.into(), media_type(format)))
    }

    /// A page, or the same as RDF for who wants that rather.
    async fn page(&self, request: &Request<Incoming>, path: String) -> Reply {
        const METHODS: &str = "GET, HEAD, OPTIONS";
        if let Some(reply) = only_read(request.method(), METHODS) {
            return reply;
        }
        let served = self.current.get();
        if let Some(to) = iris::moved(served.view.base(), request.uri().path()) {
            return Ok(redirect(&to));
        }
        let parameters = decode(request.uri().query().unwrap_or_default().as_bytes())?;
        let accept = accept(request.headers());
        let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let cookie = text(header::COOKIE).and_then(|cookies| cookies.split(';').find_map(|one| one.trim().strip_prefix("lang=")));
        let language = pages::language(&parameters, cookie, text(header::ACCEPT_LANGUAGE));
        let rdf = (!prefers_pages(&accept)).then(|| accept.choose(&TRIPLES)).flatten();
        let is_chosen = parameters.iter().any(|(name, _)| name == "lang");
        let mut response = self.made(served, Page { path, parameters, language }, rdf).await?;
        if is_chosen {
            let kept = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", language.tag());
            // OK because: a tag is two letters.
            response.headers_mut().insert(header::SET_COOKIE, kept.try_into().expect("a valid header"));
        }
        Ok(response)
    }

    async fn made(&self, served: Arc<Served>, page: Page, rdf: Option<ResultFormat>) -> Reply {
        let page = Arc::new(page);
        let (own, wanted) = (Arc::clone(&served), Arc::clone(&page));
        let query = match self.computed(move || wanted.page_or_rdf(&own.view, rdf)).await?? {
            Made::Response(response) => return Ok(response),
            Made::Query(query) => query,
        };
        let results = self.results(&served, query).await?;
        match self.computed(move || page.made(&served.view, pages::with_results(&served.view, &page.asked(), &results))).await? {
            Made::Response(response) => Ok(response),
            Made::Query(_) => Err(Fault::internal("the page could not be made; this is a fault of the program")),
        }
    }

    /// The answer to a query that a page shows. That there is none is a result too.
    async fn results(&self, served: &Served, query: String) -> Result<Results, Fault> {
        let job = Job {
            query,
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            rows: Some(ResultFormat::Json),
            triples: Some(ResultFormat::NTriples),
            most_rows: pages::MOST_ROWS.min(self.options.limits.rows),
            most_bytes: pages::MOST_BYTES.min(self.options.limits.answer_bytes),
        };
        let _asked = Arc::clone(&self.asked).try_acquire_owned().map_err(|_| Fault::busy())?;
        let _turn = turn(&self.queries, 1).await?;
        Ok(match served.workers.ask(&job, self.options.limits.query_time).await {
            Ok((Outcome::Answer(ResultFormat::Json), text)) => Results::Rows(text),
            Ok((Outcome::Answer(_), text)) => Results::Triples(text),
            Ok((_, text)) => Results::Failed(String::from_utf8_lossy(&text).into_owned()),
            Err(fault) => Results::Failed(fault.to_string()),
        })
    }

    /// Computes something, one of [`super::Limits::pages`] at a time. It runs to its end even if the client is gone.
    async fn computed<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let permit = turn(&self.pages, 1).await?;
        let done = spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| Fault::internal("the page could not be made; this is a fault of the program"))
    }

    async fn content(&self, content: Incoming) -> Result<Vec<u8>, Fault> {
        let most = self.options.limits.request_bytes;
        let too_large = || Fault::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a request may have {most} bytes"));
        if content.size_hint().lower() > most as u64 {
            return Err(too_large());
        }
        let _permit = turn(&self.contents, 1).await?;
        let read = timeout(FOR_CONTENT, Limited::new(content, most).collect()).await;
        let too_slow = |_| Fault::new(StatusCode::REQUEST_TIMEOUT, "the request took too long to arrive");
        match read.map_err(too_slow)? {
            Ok(content) => Ok(content.to_bytes().into()),
            Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
            Err(error) => Err(Fault::new(StatusCode::BAD_REQUEST, format!("the request is broken: {error}"))),
        }
    }
}

async fn turn(semaphore: &Arc<Semaphore>, n: u32) -> Result<OwnedSemaphorePermit, Fault> {
    match timeout(FOR_TURN, Arc::clone(semaphore).acquire_many_owned(n)).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Fault::busy()),
    }
}

async fn turn_for(semaphore: &Arc<Semaphore>, bytes: usize) -> Result<OwnedSemaphorePermit, Fault> {
    let units = (bytes / UNIT + 1).min(UNREAD);
    // OK because: there are not that many units.
    turn(semaphore, u32::try_from(units).expect("a small number")).await
}

/// The path as text; pages and graphs look for names in it.
fn decoded_path(path: &str) -> Result<String, Fault> {
    match percent_decode_str(path).decode_utf8() {
        Ok(path) => Ok(path.into_owned()),
        Err(_) => Err(Fault::new(StatusCode::BAD_REQUEST, "the address is not UTF-8")),
    }
}

fn accept(headers: &HeaderMap) -> Accept {
    Accept::new(headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()))
}

/// Browsers name HTML and take anything else; who names nothing gets a page too.
fn prefers_pages(accept: &Accept) -> bool {
    let html = accept.best(&[("text/html", ()), ("application/xhtml+xml", ())]).map_or(0.0, |(quality, ())| quality);
    html > 0.0 && html >= accept.best(&TRIPLES).map_or(0.0, |(quality, _)| quality)
}

/// A page that is asked for.
struct Page {
    path: String,
    parameters: Vec<(String, String)>,
    language: Language,
}

/// What a page leads to.
enum Made {
    Response(Response<Body>),
    /// It needs the answer to a query.
    Query(String),
}

impl Page {
    fn asked(&self) -> Asked<'_> {
        Asked { path: &self.path, parameters: &self.parameters, language: self.language }
    }

    /// RDF in the wanted format, if the address stands for a node; a page otherwise. A node without a page is told in RDF.
    fn page_or_rdf(&self, view: &View, wanted: Option<ResultFormat>) -> Result<Made, Fault> {
        let rdf = |format: ResultFormat| -> Result<Option<Made>, Fault> {
            let Some(node) = iris::node(view, &self.path).map_err(Fault::internal)? else { return Ok(None) };
            let triples = graphs::about(view, node.as_ref()).map_err(Fault::internal)?;
            let bytes = graphs::to_bytes(view, triples, format).map_err(Fault::internal)?;
            Ok(Some(Made::Response(with_type(bytes.into(), media_type(format)))))
        };
        if let Some(made) = wanted.map(rdf).transpose()?.flatten() {
            return Ok(made);
        }
        let answer = pages::answer(view, &self.asked());
        match answer {
            Answer::NotFound => Ok(rdf(ResultFormat::Turtle)?.unwrap_or_else(|| self.made(view, Answer::NotFound))),
            answer => Ok(self.made(view, answer)),
        }
    }

    fn made(&self, view: &View, answer: Answer) -> Made {
        match answer {
            Answer::NotFound => Made::Response(page(StatusCode::NOT_FOUND, pages::not_found(view, &self.asked()))),
            Answer::Query(query) => Made::Query(query),
            answer => Made::Response(of_page(answer)),
        }
    }
}
