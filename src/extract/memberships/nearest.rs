//! Which of several bodies of a sort an office without one belongs to: by where the text names them, and as what.

use crate::extract::View;
use crate::extract::entities::{Entities, Id};
use crate::extract::short_names::takes_article;
use crate::facts::EntityKind;

/// The institution or territory of a kind that is named last before, or else first behind.
pub fn nearest_before(view: &View, entities: &Entities, token: usize, kinds: &[EntityKind]) -> Option<Id> {
    nearest(view, entities, token, |id| entities.get(id).kind.is_some_and(|k| kinds.contains(&k)))
}

/// The body of a sort that an office without one belongs to: one that acts in the text rather than one that something is
/// done with or where something is (`mit der Universität A`, `in Shenzhen`). Where several act, the one of the sentence, of the
/// one before, else the one named last before; where none does before the token, the first behind.
pub fn nearest(view: &View, entities: &Entities, token: usize, fits: impl Fn(Id) -> bool) -> Option<Id> {
    let bearers = entities.list.iter().enumerate().filter(|(id, _)| fits(*id));
    // the caption of a picture is beside the text
    let is_caption = |t: usize| view.chart.context[t].caption;
    let here = is_caption(token);
    let mentions = bearers.flat_map(|(id, e)| e.mentions.iter().map(move |(t, _)| (t.start, id)));
    let mut places: Vec<(usize, Id)> = mentions.filter(|(t, _)| here || !is_caption(*t)).collect();
    places.sort_unstable();
    let acting: Vec<(usize, Id)> = places.iter().copied().filter(|(start, _)| !is_beside(view, *start)).collect();
    let sentence = view.chart.sentence_of(token);
    let pick = |places: &[(usize, Id)]| {
        let behind = places.partition_point(|(start, _)| *start < token);
        let before = &places[..behind];
        let near = |back: usize| {
            let start = view.chart.sentences[sentence.saturating_sub(back)].tokens.start;
            let mut near: Vec<Id> = before.iter().filter(|(at, _)| *at >= start).map(|(_, id)| *id).collect();
            near.sort_unstable();
            near.dedup();
            near
        };
        let here = Some(near(0)).filter(|n| !n.is_empty()).unwrap_or_else(|| near(1));
        match here[..] {
            [only] => Some(only),
            [] => last_alone(view, before).or_else(|| places.first().filter(|_| before.is_empty()).map(|(_, id)| *id)),
            // which of several is not said
            _ => None,
        }
    };
    pick(&acting).or_else(|| pick(&places))
}

/// The body that was named last, if its sentence names no other one of the sort: of `A und B` it is not said.
fn last_alone(view: &View, before: &[(usize, Id)]) -> Option<Id> {
    let (at, last) = *before.last()?;
    let start = view.chart.sentences[view.chart.sentence_of(at)].tokens.start;
    before.iter().rev().take_while(|(at, _)| *at >= start).all(|(_, id)| *id == last).then_some(last)
}

/// Whether a name stands behind a preposition, with an article between at most.
pub fn is_beside(view: &View, start: usize) -> bool {
    let lower = |t: usize| &*view.chart.lower[t];
    let Some(before) = start.checked_sub(1) else { return false };
    // `das Memorandum, mit dem Duisburg …`: before a town's bare name it is a pronoun
    let n = view.names();
    let is_bare =
        view.chart.starting_at(start).any(|t| t.class == n.territory) && !view.chart.starting_at(start).any(|t| t.class == n.rank_class);
    // `mit dem Nachbarkreis Musterland`
    let is_article = |t: usize| matches!(lower(t), "der" | "die" | "das" | "dem" | "den" | "seinem" | "ihrem" | "seiner" | "ihrer");
    let noun_between = view.chart.tokens[before].is_capitalized() && before.checked_sub(1).is_some_and(is_article);
    let before = if noun_between { before - 1 } else { before };
    let article = (!is_bare || noun_between || takes_article(lower(start))) && is_article(before);
    let preposition = if article { before.checked_sub(1) } else { Some(before) };
    preposition.is_some_and(|t| matches!(lower(t), "in" | "nach" | "aus" | "bei" | "mit"))
}
