//! For whom a request is.
//!
//! A page from elsewhere can have its own name lead to this machine, and read what is served here as if it were its own (DNS
//! rebinding). It cannot have the browser send another name than its own, though: so requests are answered only if they are for
//! this server by one of its names. Addresses are no names: whoever asks for a number has not been misled by a name.

use std::net::{IpAddr, SocketAddr};

use hyper::Request;
use hyper::header::HOST;
use hyper::http::uri::Authority;

pub struct Hosts {
    /// In lower case.
    names: Vec<String>,
    bound: IpAddr,
}

impl Hosts {
    /// `names` beside those that every machine has for itself.
    pub fn new(bound: SocketAddr, names: &[String]) -> Self {
        Self { names: names.iter().map(|name| name.to_ascii_lowercase()).collect(), bound: bound.ip() }
    }

    /// The name and the port that a request is for, if it is for this server.
    pub fn check<T>(&self, request: &Request<T>) -> Option<Authority> {
        let mut values = request.headers().get_all(HOST).iter();
        let (host, others) = (values.next(), values.next());
        let authority = match (request.uri().authority(), host, others) {
            (_, _, Some(_)) => return None,
            (Some(authority), _, None) => authority.clone(),
            (None, Some(host), None) => Authority::try_from(host.as_bytes()).ok()?,
            (None, None, None) => return None,
        };
        (!authority.as_str().contains('@') && self.is_own(authority.host())).then_some(authority)
    }

    fn is_own(&self, host: &str) -> bool {
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        match address.parse::<IpAddr>() {
            Ok(address) => self.bound.is_unspecified() || address == self.bound || address.to_canonical().is_loopback(),
            Err(_) => {
                let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
                name == "localhost" || self.names.contains(&name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_are_answered() {
        let names = ["Graph.Example".to_owned()];
        let loopback = Hosts::new("127.0.0.1:7878".parse().unwrap(), &names);
        let everywhere = Hosts::new("[::]:7878".parse().unwrap(), &[]);
        let is_own = |hosts: &Hosts, host: &str| hosts.check(&Request::builder().header(HOST, host).body(()).unwrap()).is_some();
        for (host, at_loopback, at_all) in [
            ("127.0.0.1:7878", true, true),
            ("127.0.0.1", true, true),
            ("127.9.9.9", true, true),
            ("localhost:7878", true, true),
            ("LOCALHOST.", true, true),
            ("[::1]:80", true, true),
            ("graph.example:7878", true, false),
            ("192.168.0.1", false, true),
            ("graph.example.evil", false, false),
            ("evil.example", false, false),
            ("localhost.evil.example", false, false),
            ("127.0.0.1.evil.example", false, false),
            ("evil@localhost", false, false),
            ("", false, false),
            ("a b", false, false),
        ] {
            assert_eq!(is_own(&loopback, host), at_loopback, "{host}");
            assert_eq!(is_own(&everywhere, host), at_all, "{host}");
        }
        let several = Request::builder().header(HOST, "localhost").header(HOST, "evil.example").body(()).unwrap();
        assert!(loopback.check(&several).is_none());
        assert!(loopback.check(&Request::new(())).is_none());
        let absolute = Request::builder().uri("http://evil.example/").header(HOST, "localhost").body(()).unwrap();
        assert!(loopback.check(&absolute).is_none(), "the address goes before the header");
    }
}
