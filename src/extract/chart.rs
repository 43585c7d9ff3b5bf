//! The chart of a document before the first rule: tokens, sentences, context, names of the gazetteers.

use std::sync::Arc;

use super::Reader;
use crate::document::{Block, BlockKind};
use crate::facts::EntityKind;
use crate::gazetteers::{Class, Entry, Form, Reading};
use crate::rules::cascade::Scratch;
use crate::rules::{Annotation, Chart, ClassId, TokenContext};
use crate::text::{Sentence, Shape, Token, sentences, tokenize_range};

/// Tokens and sentences of the blocks that are the article.
pub fn of_blocks(reader: &Reader, text: &str, blocks: &[Block], scratch: &mut Scratch) -> Chart {
    let (mut tokens, mut all_sentences, mut context) = (Vec::new(), Vec::new(), Vec::new());
    let mut read_to = 0;
    for block in blocks {
        if matches!(block.kind, BlockKind::Clutter | BlockKind::Byline | BlockKind::DateLine) {
            continue;
        }
        let first = tokens.len();
        let mut of_block = tokenize_range(text, block.range.clone());
        // how far it stands from what is read before it
        if let Some(token) = of_block.first_mut() {
            let newlines = text[read_to..block.range.start].bytes().filter(|b| *b == b'\n').count();
            token.newlines_before = token.newlines_before.saturating_add(u8::try_from(newlines).unwrap_or(u8::MAX));
        }
        read_to = block.range.end;
        for s in sentences(&of_block) {
            all_sentences.push(Sentence { tokens: first + s.tokens.start..first + s.tokens.end });
        }
        let place = TokenContext {
            quoted: false,
            headline: matches!(block.kind, BlockKind::Headline | BlockKind::Kicker),
            lead: block.kind == BlockKind::Lead,
            caption: block.kind == BlockKind::Caption,
        };
        context.extend(quotations(&of_block).into_iter().map(|quoted| TokenContext { quoted, ..place }));
        tokens.extend(of_block);
    }
    reader.rules.chart(tokens, all_sentences, context, scratch)
}

/// Shorter passages between quotation marks are names and set phrases, not somebody's words.
const MIN_QUOTATION: usize = 8;

/// Which tokens stand in somebody's words.
fn quotations(tokens: &[Token]) -> Vec<bool> {
    let mut quoted = vec![false; tokens.len()];
    let mut open: Option<(usize, &str)> = None;
    for (i, token) in tokens.iter().enumerate() {
        let sign = token.norm.as_str();
        let closes = open.is_some_and(|(_, closing)| closing.contains(sign));
        if closes {
            let (start, _) = open.take().unwrap_or((i, ""));
            if i - start > MIN_QUOTATION {
                quoted[start..=i].fill(true);
            }
        } else if open.is_none() {
            open = match sign {
                "„" => Some((i, "“”\"")),
                "“" => Some((i, "”“")),
                "\"" => Some((i, "\"")),
                "»" => Some((i, "«")),
                "«" => Some((i, "»")),
                _ => None,
            };
        }
    }
    quoted
}

/// Adds what the gazetteers know: one annotation a class and place, of the likeliest entry.
pub fn add_known_names(reader: &Reader, chart: &mut Chart, published: Option<jiff::civil::Date>) {
    let date = published.map(|d| d.to_string());
    let norms: Vec<&str> = chart.tokens.iter().map(|t| t.norm.as_str()).collect();
    let mut found = Vec::new();
    for m in reader.gazetteers.find(&norms) {
        for class in [Class::Territory, Class::Organization, Class::Person] {
            let readings: Vec<&Reading> = m.readings.iter().filter(|r| reader.gazetteers.entry(r.entry).class == class).collect();
            if let Some(annotation) = known(reader, class, &readings, m.tokens.clone(), date.as_deref()) {
                found.push(annotation);
            }
        }
    }
    for (i, token) in chart.tokens.iter().enumerate() {
        if token.shape == Shape::Capitalized && is_given_name(reader, &token.norm) {
            found.push(plain(reader.names.given_name, i..i + 1, "gazetteer:given-names"));
        }
    }
    found.extend(parties(reader, chart));
    for annotation in found {
        chart.add(annotation);
    }
}

fn plain(class: ClassId, tokens: std::ops::Range<usize>, rule: &str) -> Annotation {
    Annotation { class, tokens, features: Vec::new(), slots: Vec::new(), rule: rule.into() }
}

/// `Jean-Martin` is one if `Jean` is.
fn is_given_name(reader: &Reader, word: &str) -> bool {
    reader.gazetteers.given_name(word).is_some()
        || word.split_once('-').is_some_and(|(first, rest)| {
            reader.gazetteers.given_name(first).is_some() && rest.split('-').all(|r| reader.gazetteers.given_name(r).is_some())
        })
}

/// Names of parties are one to three tokens long (`Freie Wähler`, `Bündnis 90/Die Grünen` in brackets).
fn parties(reader: &Reader, chart: &Chart) -> Vec<Annotation> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < chart.tokens.len() {
        if !reader.gazetteers.may_begin_party(&chart.tokens[i].norm) {
            i += 1;
            continue;
        }
        let longest = (1..=5.min(chart.tokens.len() - i)).rev().find(|n| {
            let words: Vec<&str> = chart.tokens[i..i + n].iter().map(|t| t.norm.as_str()).collect();
            reader.gazetteers.party(&words.join(" ")).is_some()
        });
        if let Some(n) = longest {
            found.push(plain(reader.names.party_name, i..i + n, "gazetteer:parties"));
        }
        i += longest.unwrap_or(1);
    }
    found
}

fn known(reader: &Reader, class: Class, readings: &[&Reading], tokens: std::ops::Range<usize>, date: Option<&str>) -> Option<Annotation> {
    let n = &reader.names;
    let best = readings.iter().min_by_key(|r| {
        let entry = reader.gazetteers.entry(r.entry);
        let valid = date.is_none_or(|d| entry.valid_on(d));
        (r.common, !valid, rank(entry.kind), r.form, r.entry)
    })?;
    let entry = reader.gazetteers.entry(best.entry);
    let mut features: Vec<_> = vec![(n.entry, Arc::from(best.entry.0.to_string())), (n.form, Arc::from(form_name(best.form)))];
    if let Some(kind) = entry.kind {
        features.push((n.kind, Arc::from(kind_name(kind))));
    }
    if best.common {
        features.push((n.common, Arc::from("yes")));
    }
    let is_town = |e: &Entry| {
        e.kind == Some(EntityKind::City) || matches!(e.name.as_str(), "Berlin" | "Bremen" | "Hamburg" | "Singapur" | "Monaco" | "Hongkong")
    };
    if readings.iter().any(|r| is_town(reader.gazetteers.entry(r.entry))) {
        features.push((n.city, Arc::from("yes")));
    }
    let class = match class {
        Class::Territory => n.known_territory,
        Class::Organization => n.known_organization,
        Class::Person => n.known_person,
        Class::Party => n.party_name,
    };
    Some(Annotation { class, tokens, features, slots: Vec::new(), rule: format!("gazetteer:{}", entry.key(&reader.gazetteers)).into() })
}

/// Of territories with one name the one that is likelier to act.
fn rank(kind: Option<EntityKind>) -> u8 {
    match kind {
        Some(EntityKind::Country) => 0,
        Some(EntityKind::State) => 1,
        Some(EntityKind::City) => 2,
        Some(EntityKind::Supranational) => 3,
        _ => 4,
    }
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Alias => "alias",
        Form::Acronym => "acronym",
        Form::Genitive => "genitive",
        Form::Inflected => "inflected",
        Form::Adjective => "adjective",
        Form::Demonym => "demonym",
    }
}

/// The kind as rules spell it.
pub fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Ministry => "ministry",
        EntityKind::Agency => "agency",
        EntityKind::Government => "government",
        EntityKind::Parliament => "parliament",
        EntityKind::Research => "research",
        EntityKind::University => "university",
        EntityKind::Company => "company",
        EntityKind::Association => "association",
        EntityKind::Municipality => "municipality",
        EntityKind::International => "international",
        EntityKind::Party => "party",
        EntityKind::Court => "court",
        EntityKind::OtherOrganization => "other-organization",
        EntityKind::Country => "country",
        EntityKind::State => "state",
        EntityKind::City => "city",
        EntityKind::District => "district",
        EntityKind::Region => "region",
        EntityKind::Supranational => "supranational",
        EntityKind::OtherPlace => "other-place",
    }
}

/// The kind that a rule's word names.
pub fn kind_of(name: &str) -> Option<EntityKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
