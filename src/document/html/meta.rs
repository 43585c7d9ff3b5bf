//! What a page says about itself: in meta tags, in JSON-LD, in microdata.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use scraper::{Html, Selector};
use serde_json::Value;

use super::super::{Metadata, date, squeeze, wording};
use crate::facts::DateSource;

/// Meta names of a date of publication, most exact first. `date` may be that of a change, so it comes late.
const DATE_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
    "dc.date",
    "dcterms.date",
    "sailthru.date",
];

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a constant selector")
}

/// Reads the metadata; `headline` is that of the article's own text, which is trusted where the page's title agrees.
pub(super) fn read(html: &Html, headline: Option<String>) -> Metadata {
    let linked_data = json_ld(html);
    let meta = meta_tags(html);
    let of = |names: &[&str]| names.iter().find_map(|name| meta.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()));
    let title = of(&["og:title"]).or_else(|| page_title(html));
    let exact = |names: &[&str]| names.iter().find_map(|name| meta.iter().filter(|(n, _)| n == name).find_map(|(_, v)| date::metadata(v)));
    let in_linked_data = || linked_data.iter().find_map(|d| date::metadata(d.get("datePublished")?.as_str()?));
    let published = exact(&DATE_NAMES[..3]).or_else(in_linked_data).or_else(|| exact(&DATE_NAMES[3..])).or_else(|| time_element(html));
    Metadata {
        headline: choose_headline(headline, title),
        published: published.map(|date| (date, DateSource::Metadata)),
        url: canonical(html).or_else(|| of(&["og:url"])).filter(|u| u.starts_with("http://") || u.starts_with("https://")),
        author: of(&["author", "dc.creator", "article:author"])
            .filter(|a| is_name(a) && Some(a) != of(&["og:site_name"]).as_ref())
            .or_else(|| linked_data.iter().find_map(|d| author(d.get("author")?))),
        outlet: of(&["og:site_name", "application-name", "dc.publisher"])
            .or_else(|| linked_data.iter().find_map(|d| publisher(d.get("publisher")?))),
    }
}

/// What the page calls itself, site's name included.
pub(super) fn titles(html: &Html) -> Vec<String> {
    static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("title"));
    let named = meta_tags(html).into_iter().filter(|(n, _)| matches!(n.as_str(), "og:title" | "twitter:title" | "title" | "headline"));
    let title = html.select(&TITLE).next().map(|t| squeeze(&t.text().collect::<String>()));
    named.map(|(_, v)| v).chain(title).collect()
}

/// Name and value of every meta tag, names in lower case.
fn meta_tags(html: &Html) -> Vec<(String, String)> {
    static META: LazyLock<Selector> = LazyLock::new(|| selector("meta[content]"));
    let tag = |element: scraper::ElementRef| {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|a| element.attr(a))?.trim().to_lowercase();
        let value = squeeze(element.attr("content")?);
        (!value.is_empty()).then_some((name, value))
    };
    html.select(&META).filter_map(tag).collect()
}

fn page_title(html: &Html) -> Option<String> {
    static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("head > title, title"));
    let title = squeeze(&html.select(&TITLE).next()?.text().collect::<String>());
    // The site's name stands behind the last sign that is set off by spaces.
    let cut = [" | ", " – ", " - ", " — ", " · ", " :: "].iter().filter_map(|sign| title.rfind(sign)).max();
    let short = cut.map(|at| title[..at].trim().to_owned()).filter(|t| t.chars().count() >= 15);
    Some(short.unwrap_or(title)).filter(|t| !t.is_empty())
}

fn choose_headline(headline: Option<String>, title: Option<String>) -> Option<String> {
    match (headline, title) {
        (Some(headline), _) if !headline.is_empty() => Some(headline),
        (_, title) => title,
    }
}

fn canonical(html: &Html) -> Option<String> {
    static CANONICAL: LazyLock<Selector> = LazyLock::new(|| selector("link[rel~=canonical][href]"));
    html.select(&CANONICAL).next()?.attr("href").map(|u| u.trim().to_owned())
}

/// The first `time` of the page, or the date of publication in microdata.
fn time_element(html: &Html) -> Option<Date> {
    static MICRODATA: LazyLock<Selector> = LazyLock::new(|| selector("[itemprop=datePublished], time[pubdate]"));
    static TIME: LazyLock<Selector> = LazyLock::new(|| selector("article time[datetime], main time[datetime], time[datetime]"));
    let value = |e: scraper::ElementRef| {
        let given = e.attr("datetime").or_else(|| e.attr("content")).and_then(date::metadata);
        given.or_else(|| date::metadata(&e.text().collect::<String>()))
    };
    html.select(&MICRODATA).find_map(value).or_else(|| html.select(&TIME).find_map(value))
}

/// Every object of the page's JSON-LD that is an article, also inside lists and `@graph`.
fn json_ld(html: &Html) -> Vec<Value> {
    static SCRIPT: LazyLock<Selector> = LazyLock::new(|| selector(r#"script[type="application/ld+json"]"#));
    let mut open: Vec<Value> = html.select(&SCRIPT).filter_map(|s| serde_json::from_str(&s.text().collect::<String>()).ok()).collect();
    open.reverse();
    let mut articles = Vec::new();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.into_iter().rev()),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    open.push(graph);
                }
                let kind = object.get("@type").map(Value::to_string).unwrap_or_default();
                if kind.contains("Article") || kind.contains("Posting") || kind.contains("Report") {
                    articles.push(Value::Object(object));
                }
            }
            _ => {}
        }
    }
    articles
}

fn author(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|n| is_name(n)),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().filter_map(author).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(object) => object.get("name").and_then(author),
        _ => None,
    }
}

fn publisher(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| value.get("name")?.as_str())?;
    Some(squeeze(name)).filter(|name| !name.is_empty() && name.chars().count() <= 100)
}

/// Not an address, not a site, not a sentence.
fn is_name(text: &str) -> bool {
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"://|@|\b\w+\.(?:de|at|ch|com|net|org|info|eu)\b").expect("a constant pattern"));
    !text.is_empty() && text.chars().count() <= 100 && !ADDRESS.is_match(text) && !wording::ends_sentence(text)
}
