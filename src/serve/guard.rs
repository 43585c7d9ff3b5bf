//! Who is answered, and what browsers are told to do with the answer.

use std::net::SocketAddr;

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::uri::Authority;
use hyper::{Request, StatusCode};

use super::fault::Fault;
use super::hosts::Hosts;

/// Scripts and styles come from here and nowhere else, and nothing goes to elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub struct Guard {
    hosts: Hosts,
    /// See [`super::Options::origins`].
    origins: Vec<String>,
}

impl Guard {
    pub fn new(bound: SocketAddr, hosts: &[String], origins: &[String]) -> Self {
        Self { hosts: Hosts::new(bound, hosts), origins: origins.to_vec() }
    }

    /// The name that the request is for.
    ///
    /// # Errors
    /// If it is for another server, or comes from a page that may not ask.
    pub fn check<T>(&self, request: &Request<T>) -> Result<Authority, Fault> {
        let Some(authority) = self.hosts.check(request) else {
            let message = "this server is not known by that name; `pakt serve --host NAME` makes it known";
            return Err(Fault::new(StatusCode::MISDIRECTED_REQUEST, message));
        };
        if self.is_elsewhere(request.headers(), &authority) && self.allowed(request.headers().get(header::ORIGIN)).is_none() {
            return Err(Fault::new(StatusCode::FORBIDDEN, "pages from elsewhere are not answered; `pakt serve --cors ORIGIN` allows them"));
        }
        Ok(authority)
    }

    /// Whether a page from elsewhere asks. It could not read the answer, but it could have this machine compute it. Who follows a
    /// link from elsewhere is no page.
    fn is_elsewhere(&self, headers: &HeaderMap, authority: &Authority) -> bool {
        let is = |name: &str, values: &[&str]| headers.get(name).is_some_and(|value| values.iter().any(|one| value == one));
        let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let is_own = |origin: &str| origin.split_once("://").is_some_and(|(_, own)| own == authority.as_str());
        is("sec-fetch-site", &["cross-site", "same-site"]) && !is("sec-fetch-mode", &["navigate"]) || origin.is_some_and(|o| !is_own(o))
    }

    /// What an origin is told if its pages may read answers.
    fn allowed(&self, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
        if self.origins.iter().any(|one| one == "*") {
            return Some(HeaderValue::from_static("*"));
        }
        origin.filter(|origin| self.origins.iter().any(|one| one.as_bytes() == origin.as_bytes())).cloned()
    }

    pub fn add_headers(&self, headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
        let mut add = |name: HeaderName, value: &'static str| drop(headers.insert(name, HeaderValue::from_static(value)));
        add(header::CONTENT_SECURITY_POLICY, POLICY);
        add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        add(header::REFERRER_POLICY, "same-origin");
        add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        add(header::VARY, "Accept, Accept-Language, Cookie, Origin");
        let resources = HeaderName::from_static("cross-origin-resource-policy");
        match self.allowed(origin) {
            Some(origin) => {
                add(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
                add(header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type");
                add(resources, "cross-origin");
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
            None => add(resources, "same-origin"),
        }
        // What is shown may be another state the next time.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    }
}
