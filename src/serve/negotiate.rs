//! Which of the formats that there are a client wants most (RFC 9110, 12.5.1).

use mediatype::names::Q;
use mediatype::{MediaType, ReadParams};

use crate::query::ResultFormat;

/// What can be sent: a media type and what it stands for.
pub type Offer<T> = (&'static str, T);

/// Rows, the preferred format first.
pub const ROWS: [Offer<ResultFormat>; 9] = [
    ("application/sparql-results+json", ResultFormat::Json),
    ("application/sparql-results+xml", ResultFormat::Xml),
    ("text/csv", ResultFormat::Csv),
    ("text/tab-separated-values", ResultFormat::Tsv),
    ("application/json", ResultFormat::Json),
    ("application/xml", ResultFormat::Xml),
    ("text/xml", ResultFormat::Xml),
    ("text/plain", ResultFormat::Tsv),
    ("application/csv", ResultFormat::Csv),
];

/// Triples, the preferred format first.
pub const TRIPLES: [Offer<ResultFormat>; 9] = [
    ("text/turtle", ResultFormat::Turtle),
    ("application/n-triples", ResultFormat::NTriples),
    ("application/ld+json", ResultFormat::JsonLd),
    ("application/rdf+xml", ResultFormat::RdfXml),
    ("application/x-turtle", ResultFormat::Turtle),
    ("text/plain", ResultFormat::NTriples),
    ("application/json", ResultFormat::JsonLd),
    ("application/xml", ResultFormat::RdfXml),
    ("text/xml", ResultFormat::RdfXml),
];

/// The media type that a format is sent as, for the formats of [`ROWS`] and [`TRIPLES`].
pub fn media_type(format: ResultFormat) -> &'static str {
    match format {
        ResultFormat::Json => "application/sparql-results+json",
        ResultFormat::Xml => "application/sparql-results+xml",
        ResultFormat::Csv => "text/csv; charset=utf-8; header=present",
        ResultFormat::Tsv => "text/tab-separated-values; charset=utf-8",
        ResultFormat::Turtle => "text/turtle; charset=utf-8",
        ResultFormat::NTriples => "application/n-triples",
        ResultFormat::JsonLd => "application/ld+json",
        ResultFormat::RdfXml => "application/rdf+xml",
        ResultFormat::Table => "text/plain; charset=utf-8",
    }
}

/// What a client accepts: the values of its `Accept` headers. Without any, it accepts everything.
pub struct Accept(Vec<Range>);

struct Range {
    kind: String,
    subtype: String,
    /// Parameters beside `q`, such as a profile.
    parameters: usize,
    quality: f32,
}

impl Accept {
    /// Ranges that cannot be read are left out; if none can be, the client counts as one that accepts everything.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let ranges = values.into_iter().flat_map(split).filter_map(range).collect::<Vec<_>>();
        Self(if ranges.is_empty() { range("*/*").into_iter().collect() } else { ranges })
    }

    /// The offer with the highest quality; of several the first. Nothing if none is accepted.
    pub fn choose<T: Copy>(&self, offers: &[Offer<T>]) -> Option<T> {
        self.best(offers).map(|(_, offer)| offer)
    }

    /// The same with its quality.
    pub fn best<T: Copy>(&self, offers: &[Offer<T>]) -> Option<(f32, T)> {
        let mut best: Option<(f32, T)> = None;
        for &(media_type, offer) in offers {
            let quality = self.quality(media_type);
            if quality > best.map_or(0.0, |(quality, _)| quality) {
                best = Some((quality, offer));
            }
        }
        best
    }

    /// Whether the client accepts this type by its name, not only along with others.
    pub fn names(&self, media_type: &str) -> bool {
        let is_it = |range: &Range| media_type.split_once('/') == Some((&range.kind, &range.subtype));
        self.0.iter().any(|range| is_it(range) && range.quality > 0.0)
    }

    /// That of the most specific range that the type is in.
    fn quality(&self, media_type: &str) -> f32 {
        let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
        let fits = |range: &&Range| match (range.kind.as_str(), range.subtype.as_str()) {
            ("*", "*") => true,
            (of, "*") => of == kind,
            (of, sub) => of == kind && sub == subtype,
        };
        let specific = |range: &&Range| (range.kind != "*", range.subtype != "*", std::cmp::Reverse(range.parameters));
        // Of several that are alike the first counts.
        self.0.iter().filter(fits).rev().max_by_key(specific).map_or(0.0, |range| range.quality)
    }
}

fn range(text: &str) -> Option<Range> {
    let text = text.trim();
    // Java's clients send this for `*/*`.
    let text = if text == "*" || text.starts_with("*;") { &text.replacen('*', "*/*", 1) } else { text };
    let media_type = MediaType::parse(text).ok()?;
    let quality = media_type.get_param(Q).map_or(Some(1.0), |q| q.as_str().trim().parse().ok())?;
    let essence = media_type.essence().to_string().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    let parameters = media_type.params().filter(|(name, _)| *name != Q).count();
    (0.0..=1.0).contains(&quality).then(|| Range { kind: kind.to_owned(), subtype: subtype.to_owned(), parameters, quality })
}

/// At the commas that are not in quotes.
fn split(value: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    let at_comma = |c: char| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        c == ',' && !is_quoted
    };
    value.split(at_comma).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_format_is_chosen() {
        let offers = [("text/turtle", "turtle"), ("application/n-triples", "ntriples"), ("application/ld+json", "jsonld")];
        for (accept, expected) in [
            ("", Some("turtle")),
            ("*/*", Some("turtle")),
            ("*", Some("turtle")),
            ("application/n-triples", Some("ntriples")),
            ("APPLICATION/N-Triples", Some("ntriples")),
            ("text/html", None),
            ("text/html, */*;q=0.1", Some("turtle")),
            ("text/turtle;q=0.3, application/ld+json;q=0.4", Some("jsonld")),
            ("text/turtle;q=0.3;level=1, application/*;q=0.4", Some("ntriples")),
            ("text/turtle;q=0, */*", Some("ntriples")),
            ("text/*;q=0, */*;q=0.2, application/n-triples;q=0", Some("jsonld")),
            ("*/*;q=0", None),
            ("application/*, application/n-triples;q=0.5", Some("jsonld")),
            ("application/ld+json;profile=\"a,b\";q=0.2, text/turtle;q=0.1", Some("jsonld")),
            ("application/ld+json;profile=\"http://x/\", application/ld+json;q=0.1, text/turtle;q=0.5", Some("turtle")),
            ("text/turtle;q=1.5", Some("turtle")),
            ("text/turtle;q=x, application/n-triples;q=0.1", Some("ntriples")),
            ("///, application/n-triples", Some("ntriples")),
            ("text/turtle;q=0.5, text/turtle;q=0.9, application/n-triples;q=0.7", Some("ntriples")),
        ] {
            assert_eq!(Accept::new([accept]).choose(&offers), expected, "{accept}");
        }
        assert_eq!(Accept::new([]).choose(&offers), Some("turtle"), "no header is no wish");
        assert_eq!(Accept::new(["text/html", "application/ld+json"]).choose(&offers), Some("jsonld"), "two headers are one list");
    }

    #[test]
    fn every_format_is_offered_as_what_it_is_sent_as() {
        for (offers, name) in [(ROWS, "rows"), (TRIPLES, "triples")] {
            for (_, format) in offers {
                let sent = media_type(format).split(';').next().unwrap();
                assert_eq!(Accept::new([sent]).choose(&offers), Some(format), "{name}: {sent}");
            }
        }
    }
}
