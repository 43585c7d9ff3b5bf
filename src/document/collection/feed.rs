//! The entries of a feed (RSS, Atom).

use std::io::Read;

use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use jiff::civil::Date;

use super::super::input::{self, SkipReason, Skipped};
use super::super::{Content, Kind, Metadata, date, squeeze};
use super::records::is_markup;
use super::{Budget, Members, Place};
use crate::facts::DateSource;

pub(super) fn entries<'a>(place: Place, mut source: Box<dyn Read + 'a>, budget: Budget<'a>) -> Members<'a> {
    let feed = input::read_all(&mut source, budget.limits.document_bytes).and_then(|bytes| parse(&bytes));
    let feed = match feed {
        Ok(feed) => feed,
        Err(reason) => return Box::new(std::iter::once(place.skip(reason))),
    };
    let outlet = feed.title.map(|title| squeeze(&title.content)).filter(|title| !title.is_empty());
    let members = feed.entries.into_iter().enumerate();
    Box::new(members.map(move |(n, entry)| content(place.member(&(n + 1).to_string()), entry, outlet.clone())))
}

fn parse(bytes: &[u8]) -> Result<Feed, SkipReason> {
    let parser = parser::Builder::new().timestamp_parser(day).build();
    parser.parse(bytes).map_err(|error| SkipReason::Damaged(format!("a broken feed ({error})")))
}

/// Noon of the day that the feed writes. The day is what counts, and it is that of the writer's clock, not of Greenwich's.
fn day(text: &str) -> Option<DateTime<Utc>> {
    let day = date::metadata(text).or_else(|| date::anywhere(text))?;
    let seconds = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    DateTime::from_timestamp(seconds, 0)
}

fn content(place: Place, entry: Entry, outlet: Option<String>) -> Result<Content, Skipped> {
    let published = entry.published.or(entry.updated).and_then(|time| {
        let time = jiff::Timestamp::from_second(time.timestamp()).ok()?;
        Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
    });
    let authors: Vec<String> =
        entry.authors.iter().filter_map(|author| Some(squeeze(author.name.as_ref()?))).filter(|name| !name.is_empty()).collect();
    let given = Metadata {
        headline: entry.title.map(|title| squeeze(&title.content)).filter(|title| !title.is_empty()),
        published: published.map(|date: Date| (date, DateSource::Metadata)),
        url: entry.links.into_iter().map(|link| link.href).find(|address| address.starts_with("http")),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        outlet,
    };
    let body = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let Some(text) = body.or(entry.summary.map(|summary| summary.content)).filter(|text| !text.trim().is_empty()) else {
        return place.skip(SkipReason::NoText);
    };
    let kind = if is_markup(&text) { Kind::Html } else { Kind::Plain };
    Ok(place.content(kind, text.into_bytes(), given))
}
