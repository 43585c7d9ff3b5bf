//! What the search finds.

use maud::html;
use serde_json::json;

use super::{Answer, Context, Fault, links, words as w};

const NAMES: usize = 30;
const AGREEMENTS: usize = 30;
const DOCUMENTS: usize = 20;
/// Proposals for what is being typed.
const PROPOSED: usize = 10;

pub fn page(context: &Context<'_>) -> Result<Answer, Fault> {
    let title = context.say(w::SEARCH_TITLE);
    let Some(words) = context.asked.parameter("q") else {
        return context.page(title, "", html! { h1 { (title) } p { (context.say(w::SEARCH_HELP)) } });
    };
    let Some(search) = context.search_soon()? else {
        return context.page_to_come(title, "", html! { h1 { (title) } p.notice role="status" { (context.say(w::NOT_READY)) } });
    };
    let names = search.entities(words, context.catalog);
    let agreements: Vec<_> = search.agreements(words).into_iter().collect();
    let documents = search.documents(words, context.catalog);
    let heading = format!("{title}: {words}");
    let body = html! {
        h1 { (title) ": " q { (words) } }
        p.summary role="status" { (context.count(names.len() + agreements.len() + documents.len(), w::N_RESULTS)) }
        @if names.is_empty() && agreements.is_empty() && documents.is_empty() {
            p { (context.say(w::NOTHING_FOUND)) }
            p.faint { (context.say(w::SEARCH_HELP)) }
        }
        @if !names.is_empty() {
            section {
                h2 { (context.say(w::FOUND_NAMES)) " " span.faint { (context.language.number(names.len())) } }
                ul.found { @for &number in names.iter().take(NAMES) {
                    @let entity = context.catalog.entity(number);
                    li {
                        (context.entity(number)) " " span.faint {
                            (context.say(w::class(entity.class)))
                            @if !entity.agreements.is_empty() { " · " (context.count(entity.agreements.len(), w::N_AGREEMENTS)) }
                            " · " (context.count(entity.documents as usize, w::N_DOCUMENTS))
                        }
                    }
                } }
                @if names.len() > NAMES { p.faint { "+ " (context.count(names.len() - NAMES, w::N_OTHERS)) } }
            }
        }
        @if !agreements.is_empty() {
            section {
                h2 { (context.say(w::FOUND_AGREEMENTS)) " " span.faint { (context.language.number(agreements.len())) } }
                (context.agreements(&agreements, AGREEMENTS, context.say(w::AGREEMENTS)))
                p { a href=(links::with("/agreements", [("words", words)])) { (context.say(w::SHOW_ALL)) " →" } }
            }
        }
        @if !documents.is_empty() {
            section {
                h2 { (context.say(w::FOUND_DOCUMENTS)) " " span.faint { (context.language.number(documents.len())) } }
                ul.documents { @for &number in documents.iter().take(DOCUMENTS) { li { (context.document(number)) } } }
                @if documents.len() > DOCUMENTS { p.faint { "+ " (context.count(documents.len() - DOCUMENTS, w::N_OTHERS)) } }
            }
        }
    };
    context.page(&heading, "", body)
}

/// The best names for what is being typed.
pub fn json(context: &Context<'_>) -> Result<Answer, Fault> {
    let search = context.search_soon()?;
    let found = match (search, context.asked.parameter("q")) {
        (Some(search), Some(words)) => search.entities(words, context.catalog),
        _ => Vec::new(),
    };
    let proposals: Vec<_> = found
        .iter()
        .take(PROPOSED)
        .map(|&number| {
            let entity = context.catalog.entity(number);
            let (class, page) = (context.say(w::class(entity.class)), links::node(&entity.path));
            json!({ "name": entity.name, "class": class, "page": page, "agreements": entity.agreements.len() })
        })
        .collect();
    // OK because all keys are texts.
    let bytes = serde_json::to_vec(&proposals).expect("proposals can be written as JSON");
    Ok(Answer::File { content_type: "application/json", name: None, bytes, immutable: false })
}
