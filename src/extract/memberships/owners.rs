//! Whom a pronoun before an office means: `Der Städtebund … Sein Hauptgeschäftsführer A`, `deren Präsidentin B`.

use std::ops::Range;

use super::offices::{Rank, is_companion, is_mayor, is_town};
use crate::extract::View;
use crate::extract::entities::{Entities, Id};
use crate::facts::EntityKind;
use crate::rules::{Annotation, ClassId};

/// Whom a pronoun before an office means.
pub enum Owner {
    Body(Id),
    /// The body of this person.
    Holder(Id),
    /// What the sentence names just before, though nothing was made of it.
    Unread,
}

/// `Der Städtebund … Sein Hauptgeschäftsführer A`, `deren Präsidentin B`, `Ministerin C und ihr Staatssekretär D`.
pub fn owner(view: &View, entities: &Entities, rank: &Rank) -> Option<Owner> {
    let n = view.names();
    let start = rank.tokens.start;
    let pronoun = pronoun_before(view, start)?;
    let sentence = view.chart.sentence_of(start);
    let from = view.chart.sentences[sentence].tokens.start;
    let before = view.chart.sentences[sentence.saturating_sub(1)].tokens.start..from;
    let relative = matches!(&*view.chart.lower[pronoun], "dessen" | "deren");
    let feminine = view.chart.lower[pronoun].starts_with("ihr") || &*view.chart.lower[pronoun] == "deren";
    let pronoun = if relative { first_relative(view, from, pronoun) } else { pronoun };
    let here = from..pronoun;
    let last = |class: ClassId, range: &Range<usize>| {
        let found = view.chart.within(class, range.clone()).into_iter().next_back()?;
        Some((found.tokens.end, entities.exactly(view, &found.tokens)?))
    };
    // `die Innsbrucker Physiker, deren Direktor A`: such a pronoun takes up what stands just before, in its own sentence
    let within = relative && pronoun > here.start + 1;
    if within && is_behind_unread_noun(view, pronoun) {
        return Some(Owner::Unread);
    }
    let is_spoken_for = within && is_for_unread(view, &here);
    for range in [here, before].into_iter().take(if is_spoken_for { 1 } else { 2 }) {
        let institution = last_institution(view, entities, &range, pronoun, feminine);
        let territory = last(n.territory, &range).filter(|(_, t)| rank.government || is_mayor(&rank.office) && is_town(entities, *t));
        let person = last(n.person, &range);
        // `deren Präsidentin` takes up the noun just before; a companion that of a person
        let beside = person.is_some_and(|(end, _)| behind_brackets(view, end) + 2 >= pronoun && range.end == pronoun);
        // `Präsidentin A und ihr Finanzchef B`
        let is_joined = beside && !relative && &*view.chart.lower[pronoun - 1] == "und";
        if (is_joined || is_companion(&rank.office) && (beside || !relative))
            && let Some((_, holder)) = person
        {
            return Some(Owner::Holder(holder));
        }
        let body = if rank.government { territory.max(institution) } else { institution.or(territory) };
        if let Some((_, body)) = body {
            return Some(Owner::Body(body));
        }
    }
    is_spoken_for.then_some(Owner::Unread)
}

/// `das Kolleg, das vom Verband gefördert wird und dessen Sprecher A ist`: a second relative clause takes up what the first does, so
/// the pronoun of that one is looked at in its place.
fn first_relative(view: &View, from: usize, pronoun: usize) -> usize {
    let lower = |t: usize| &*view.chart.lower[t];
    let joins = pronoun > from + 1 && lower(pronoun - 1) == "und" && !view.chart.tokens[pronoun - 2].is_capitalized();
    let comma = (from..pronoun).rev().find(|&t| lower(t) == ",").filter(|_| joins);
    let is_pronoun = |t: &usize| matches!(lower(*t), "der" | "die" | "das" | "dem" | "den" | "dessen" | "deren");
    comma.and_then(|comma| (comma + 1..pronoun.min(comma + 3)).find(is_pronoun)).unwrap_or(pronoun)
}

/// The token behind a name and what stands in brackets behind it.
fn behind_brackets(view: &View, end: usize) -> usize {
    let lower = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let close = (end..end + 6).find(|&t| lower(t) == ")").filter(|_| lower(end) == "(");
    close.map_or(end, |close| close + 1)
}

/// `Für die Opposition kündigte deren Sprecher A`: the sentence opens with whom he speaks for, and nothing was made of it. The noun of
/// an institution (`für die Akademie`) takes up one that was named.
fn is_for_unread(view: &View, here: &Range<usize>) -> bool {
    let (chart, n) = (view.chart, view.names());
    let Some(noun) = here.clone().find(|&t| chart.tokens[t].is_capitalized() && t > here.start) else { return false };
    let is_known = |a: &Annotation| [n.organization, n.territory, n.org_head].contains(&a.class);
    matches!(&*chart.lower[here.start], "für" | "bei") && !chart.starting_at(noun).any(is_known)
}

/// Whether what stands before a pronoun, `und`, a comma, brackets or quotes between at most, is a noun of which nothing was made.
fn is_behind_unread_noun(view: &View, pronoun: usize) -> bool {
    let (chart, n) = (view.chart, view.names());
    let Some(mut at) = pronoun.checked_sub(1) else { return false };
    if matches!(&*chart.lower[at], "," | "und" | ":") && at > 0 {
        at -= 1;
    }
    for (open, close) in [("(", ")"), ("„", "“")] {
        if &*chart.lower[at] == close {
            at = (0..at).rev().find(|&t| &*chart.lower[t] == open).map_or(at, |open| open.saturating_sub(1));
        }
    }
    let is_read = |a: &Annotation| [n.organization, n.territory, n.person].contains(&a.class) && a.tokens.contains(&at);
    chart.tokens[at].is_capitalized() && !chart.annotations.iter().any(is_read)
}

/// The institution that a pronoun takes up: the last one whose article has its gender, or that has none. Where one had to be
/// passed over for its gender, the article must show that of the next one.
fn last_institution(view: &View, entities: &Entities, range: &Range<usize>, pronoun: usize, asked: bool) -> Option<(usize, Id)> {
    let mut passed = false;
    for found in view.chart.within(view.names().organization, range.clone()).into_iter().rev() {
        let start = found.tokens.start;
        let body = entities.exactly(view, &found.tokens);
        // `aus der Fraktion im Landtag, deren Sprecherin A`: a group of its members is meant
        let is_parliament = body.is_some_and(|id| entities.get(id).kind == Some(EntityKind::Parliament));
        match agrees(view, asked, start).filter(|_| !is_parliament) {
            _ if is_parent(view, start) => {}
            // `Mit der Universität B strebt sie, wie ihre Präsidentin A sagte, …`: hers who strives
            _ if (found.tokens.end..pronoun).any(|t| &*view.chart.lower[t] == "sie") && is_partner(view, start) => {}
            Some(false) => passed = true,
            None if passed => {}
            _ => return Some((found.tokens.end, body?)),
        }
    }
    None
}

/// Whether `mit` stands before an institution and its article.
fn is_partner(view: &View, start: usize) -> bool {
    (1..=2).any(|back| start.checked_sub(back).is_some_and(|t| &*view.chart.lower[t] == "mit"))
}

/// `die A GmbH, eine Tochter der Stiftung B`: B only tells what A is.
fn is_parent(view: &View, start: usize) -> bool {
    let lower = |back: usize| start.checked_sub(back).map_or("", |t| &*view.chart.lower[t]);
    let genitive = matches!(lower(1), "der" | "des" | "von" | "vom");
    genitive && ["tochter", "töchter", "tochtergesellschaft", "tochterfirma", "tochterunternehmen", "teil"].contains(&lower(2))
}

/// Whether a possessive, feminine if so asked, has the gender that the article before a name shows; none where that shows no one gender.
fn agrees(view: &View, asked: bool, start: usize) -> Option<bool> {
    let chart = view.chart;
    let gender = |t: usize| match &*chart.lower[t] {
        "das" | "dem" | "des" | "im" | "vom" | "beim" | "zum" | "am" | "einem" | "eines" => Some(false),
        "die" | "zur" | "eine" | "einer" => Some(true),
        // `von der Universität`, `Präsident der Universität`
        "der" if t > 0 && (is_dative(&chart.lower[t - 1]) || chart.tokens[t - 1].is_capitalized() || &*chart.lower[t - 1] == ")") => {
            Some(true)
        }
        _ => None,
    };
    let one = start.checked_sub(1)?;
    // a noun or an adjective may stand between: `im Verein A`, `die neue B`
    let feminine = gender(one)
        .or_else(|| one.checked_sub(1).filter(|_| chart.lower[one].chars().all(|c| c.is_alphabetic() || c == '-')).and_then(gender))?;
    Some(feminine == asked)
}

/// Prepositions behind which `der` is feminine.
fn is_dative(word: &str) -> bool {
    matches!(word, "von" | "mit" | "bei" | "in" | "zu" | "aus" | "nach" | "seit" | "an" | "auf" | "unter" | "neben" | "zwischen")
}

/// The possessive before an office, with an adjective between at most: `ihr neuer Präsident`, `deren Leiterin`.
fn pronoun_before(view: &View, start: usize) -> Option<usize> {
    let is_pronoun = |t: usize| {
        matches!(
            &*view.chart.lower[t],
            "sein" | "seine" | "seinem" | "seinen" | "seiner" | "ihr" | "ihre" | "ihrem" | "ihren" | "ihrer" | "dessen" | "deren"
        )
    };
    let one = start.checked_sub(1)?;
    if is_pronoun(one) {
        return Some(one);
    }
    let is_adjective =
        !view.chart.tokens[one].is_capitalized() && ["e", "er", "en", "em"].iter().any(|e| view.chart.lower[one].ends_with(e));
    one.checked_sub(1).filter(|&two| is_adjective && is_pronoun(two))
}
