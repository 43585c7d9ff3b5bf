//! A mail, or a page saved as one (MHTML): its fields and its text.

use jiff::civil::Date;
use mail_parser::{Message, MessageParser};
use unicode_normalization::UnicodeNormalization;

use super::input::SkipReason;
use super::{Metadata, Page, decode, html, lines, squeeze};
use crate::facts::DateSource;

/// Takes a mail apart. The plain text is read where there is one, else the HTML; attachments are not.
pub(super) fn extract(bytes: &[u8]) -> Result<Page, SkipReason> {
    let damaged = || SkipReason::Damaged("no fields of a mail".to_owned());
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    let plain = message.text_part(0).filter(|part| !part.is_text_html()).and_then(|part| part.text_contents());
    let page = message.html_part(0).filter(|part| part.is_text_html()).and_then(|part| part.text_contents());
    let fields = metadata(&message);
    match (plain.filter(|text| !text.trim().is_empty()), page) {
        (Some(text), _) => {
            let text = decode::unify_line_ends(text).nfc().collect::<String>();
            let page = Page { raw: lines::blocks(&text), text, metadata: Metadata::default() }.with_headline(fields.headline.as_deref());
            Ok(Page { metadata: fields, ..page })
        }
        (None, Some(page)) => {
            let Page { text, raw, metadata } = html::extract(page)?;
            Ok(Page { text, raw, metadata: metadata.or(fields) })
        }
        (None, None) => Err(SkipReason::Empty),
    }
}

fn metadata(message: &Message) -> Metadata {
    let sender = message.from().and_then(|from| from.first()?.name().map(squeeze));
    let published = message.date().and_then(|date| {
        // As it was on the sender's clock.
        Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
    });
    Metadata {
        // Without what says that it was answered or passed on.
        headline: message.thread_name().map(squeeze).filter(|subject| !subject.is_empty()),
        published: published.map(|date| (date, DateSource::MailHeader)),
        outlet: sender.filter(|name| !name.is_empty()),
        ..Metadata::default()
    }
}
