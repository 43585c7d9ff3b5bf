//! Which node an address stands for.
//!
//! A node with the IRI `BASE/person/x` lives at `/person/x`; the ontology at `/ontology`, its topics at `/topic/...`. Where the
//! server is known by the name that is in the base, whole IRIs come in: they are led to these addresses.

use oxigraph::model::NamedNode;
use oxigraph::store::StorageError;

use super::pages;
use super::view::View;
use crate::graph::Base;
use crate::graph::vocabulary::{ONTOLOGY, TOPIC};

/// The node at a percent-decoded path, if the graph says anything about it.
///
/// # Errors
/// If the graph cannot be read.
pub fn node(view: &View, path: &str) -> Result<Option<NamedNode>, StorageError> {
    if path == "/ontology" {
        return Ok(Some(ONTOLOGY.into_owned()));
    }
    if let Some(topic) = path.strip_prefix("/topic/").and_then(|name| NamedNode::new(format!("{TOPIC}{name}")).ok())
        && view.graph().quads_for_pattern(Some(topic.as_ref().into()), None, None, None).next().transpose()?.is_some()
    {
        return Ok(Some(topic));
    }
    pages::find_node(view, path)
}

/// Where a node lives whose IRI has this path, as it was sent; nothing if it is no such path.
pub fn moved(base: &Base, path: &str) -> Option<String> {
    let below = |iri: &str, to: &str| {
        let rest = path.strip_prefix(self::path(iri).filter(|path| path.len() > 1)?)?;
        // Two slashes would lead to another host.
        (!rest.starts_with('/')).then(|| format!("{to}{rest}"))
    };
    let is_ontology = self::path(ONTOLOGY.as_str()) == Some(path);
    below(base.as_str(), "/").or_else(|| below(TOPIC, "/topic/")).or_else(|| is_ontology.then(|| "/ontology".to_owned()))
}

/// The path of an IRI that has a host.
fn path(iri: &str) -> Option<&str> {
    let (_, rest) = iri.split_once("://")?;
    Some(&rest[rest.find('/')?..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_iris_are_led_to_their_addresses() {
        let base = Base::default();
        let other = Base::new("https://example.org/").unwrap();
        for (base, path, expected) in [
            (&base, "/pakt/id/person/ada-berg", Some("/person/ada-berg")),
            (&base, "/pakt/id/party/GR%C3%9CNE", Some("/party/GR%C3%9CNE")),
            (&base, "/pakt/id/", Some("/")),
            (&base, "/pakt/id//evil.example/", None),
            (&base, "/pakt/topic/ai", Some("/topic/ai")),
            (&base, "/pakt/ontology", Some("/ontology")),
            (&base, "/person/ada-berg", None),
            (&base, "/pakt/ontology2", None),
            (&other, "/person/ada-berg", None),
            (&other, "//evil.example", None),
            (&other, "/pakt/topic/ai", Some("/topic/ai")),
        ] {
            assert_eq!(moved(base, path).as_deref(), expected, "{base} {path}");
        }
    }
}
