//! Responses, and what is told where there is no answer.

use hyper::header::{self, HeaderValue};
use hyper::{Method, Response, StatusCode};

use super::body::Body;
use super::fault::Fault;
use super::negotiate::media_type;
use super::pages::Answer;
use super::worker::Kind;
use super::workers;
use crate::query::ResultFormat;

/// What a request leads to.
pub type Reply = Result<Response<Body>, Fault>;

/// The reply to whoever does not want to read.
pub fn only_read(method: &Method, methods: &'static str) -> Option<Reply> {
    match *method {
        Method::GET | Method::HEAD => None,
        Method::OPTIONS => Some(Ok(allowed(methods))),
        _ => Some(Err(Fault::method(methods))),
    }
}

pub fn allowed(methods: &'static str) -> Response<Body> {
    let mut response = status(StatusCode::NO_CONTENT, Body::empty());
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

pub fn status(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

pub fn with_type(body: Body, media_type: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

pub fn page(code: StatusCode, html: String) -> Response<Body> {
    let mut response = with_type(html.into(), "text/html; charset=utf-8");
    *response.status_mut() = code;
    response
}

pub fn redirect(to: &str) -> Response<Body> {
    let mut response = status(StatusCode::SEE_OTHER, Body::empty());
    match HeaderValue::from_str(to) {
        Ok(to) => {
            response.headers_mut().insert(header::LOCATION, to);
            response
        }
        Err(_) => told(&Fault::internal("an address that cannot be sent")),
    }
}

pub fn of_page(answer: Answer) -> Response<Body> {
    match answer {
        Answer::Page { status, html } => page(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), html),
        Answer::Redirect(to) => redirect(&to),
        Answer::NotFound | Answer::Query(_) => status(StatusCode::NOT_FOUND, Body::empty()),
        Answer::File { content_type, name, bytes, immutable } => {
            let mut response = with_type(bytes.into(), content_type);
            let headers = response.headers_mut();
            if immutable {
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
            }
            let disposition = name.and_then(|name| HeaderValue::from_str(&format!("attachment; filename=\"{}\"", quoted(&name))).ok());
            if let Some(disposition) = disposition {
                headers.insert(header::CONTENT_DISPOSITION, disposition);
            }
            response
        }
    }
}

/// A name as it may stand between quotes.
fn quoted(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect()
}

pub fn told(fault: &Fault) -> Response<Body> {
    let mut response = with_type((fault.message.clone() + "\n").into(), "text/plain; charset=utf-8");
    *response.status_mut() = fault.status;
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    if let Some(methods) = fault.allow {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    }
    response
}

pub fn not_acceptable(kind: Kind) -> Fault {
    let formats: Vec<&str> = match kind {
        Kind::Rows => vec![ResultFormat::Json, ResultFormat::Xml, ResultFormat::Csv, ResultFormat::Tsv],
        Kind::Triples => vec![ResultFormat::Turtle, ResultFormat::NTriples, ResultFormat::JsonLd, ResultFormat::RdfXml],
    }
    .into_iter()
    .map(|format| media_type(format).split(';').next().unwrap_or_default())
    .collect();
    let what = if kind == Kind::Rows { "rows" } else { "triples" };
    Fault::new(StatusCode::NOT_ACCEPTABLE, format!("this gives {what}, which are sent as {}", formats.join(", ")))
}

pub fn of_worker(fault: workers::Fault) -> Fault {
    match fault {
        workers::Fault::TooDeep => Fault::new(StatusCode::BAD_REQUEST, fault.to_string()),
        fault => Fault::internal(fault),
    }
}
