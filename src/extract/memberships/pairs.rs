//! Two holders of one sort of office and two bodies that have it: whose the second one is, where nothing says it but that
//! the first one has his already.
//!
//! Of more than two bodies nothing is worked out: a third one may be meant as well.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Membership;
use super::bodies::{is_of_other_countries, named_germany};
use super::districts::is_of_district;
use super::nearest::is_beside;
use super::of_sort::may_stand_for;
use super::offices::{Rank, is_mayor, is_of_university, is_plural, is_town};
use super::represented::fits;
use crate::extract::View;
use crate::extract::entities::{Entities, Entity, Id, is_land, slot};
use crate::extract::partners::group_of;
use crate::facts::{EntityClass, EntityKind};
use crate::rules::Annotation;

/// Sorts of offices of which a body has one holder, by parts of their words.
const HEADS: [&[&str]; 5] = [
    &["bürgermeister", "rathauschef", "stadtpräsident"],
    &["landrat", "landrät"],
    &["rektor", "universitätspräsident", "hochschulpräsident", "unipräsident", "präsident"],
    &["geschäftsführ", "vorstand", "vorständ"],
    &["polizeipräsident", "polizeichef", "polizeidirektor"],
];

/// Offices of which a government has several: two of them are of one sort if they have the same field.
const OF_GOVERNMENTS: [&str; 5] = ["minister", "staatssekretär", "senator", "staatsrat", "ressortchef"];

/// Whether two offices are of one sort: `Vizepräsidentin` and `Rektor`. `Rektorin` and `Kanzler` are not, nor are `Präsidentin`
/// and `Hauptgeschäftsführer`: one body has both.
fn is_one_sort(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let has = |office: &str, words: &[&str]| words.iter().any(|w| office.contains(w)) && !office.contains("direktor");
    let police = |office: &str| office.starts_with("polizei");
    let deputy = |office: &str| ["vize", "pro", "stellv"].iter().any(|w| office.starts_with(w));
    if OF_GOVERNMENTS.iter().any(|w| one.contains(w)) {
        let stem = |office: &str| office.strip_suffix("in").unwrap_or(office).to_owned();
        return stem(&one) == stem(&other);
    }
    !deputy(&other)
        && (police(&one) && police(&other)
            || HEADS.iter().any(|sort| has(&one, sort) && has(&other, sort)) && police(&one) == police(&other))
}

/// `TUM-Vizepräsidentin A und Rektorin B`, `Oberbürgermeister A und sein Amtskollege B`: the other one of two bodies, for one
/// who is named beside or behind a holder of the same sort of office. None where that is not so.
pub fn other_body(view: &View, entities: &Entities, found: &[Membership], rank: &Rank, a: &Annotation) -> Option<Id> {
    let n = view.names();
    let is_colleague = matches!(a.feature(n.same), Some("office" | "colleague"));
    // `Musters Amtskollege B`
    let colleague = view.chart.within(n.colleague, a.tokens.clone()).first().map(|c| c.tokens.start);
    let before = person_before(view, colleague.filter(|_| is_colleague).unwrap_or(a.tokens.start), is_colleague)?;
    let holder = entities.exactly(view, &before)?;
    let mut of_holder = found.iter().filter(|m| m.person == holder);
    let (first, None) = (of_holder.next()?, of_holder.next()) else { return None };
    if !is_colleague && !first.office.as_ref().is_some_and(|office| is_one_sort(office, &rank.office)) {
        return None;
    }
    // a colleague from whom a country or a Land was told has it already
    let kind = entities.get(first.body).kind;
    let mut others: BTreeSet<Id> = BTreeSet::new();
    for (id, e) in entities.list.iter().enumerate() {
        let acts = || e.mentions.iter().any(|(t, _)| !is_beside(view, t.start));
        if e.kind == kind && kind.is_some() && !e.mentions.is_empty() && acts() && group_of(entities, id) != group_of(entities, first.body)
        {
            others.insert(id);
        }
    }
    let is_free = |id: &Id| found.iter().all(|m| m.body != *id);
    let other = match others.into_iter().collect::<Vec<_>>()[..] {
        [only] => only,
        _ => return None,
    };
    (is_free(&other) && fits(&rank.office, kind)).then_some(other)
}

/// The person whom `und` joins to what begins here, with her party behind her and an article between at most; of a colleague also
/// the one named last.
fn person_before(view: &View, start: usize, is_colleague: bool) -> Option<Range<usize>> {
    let chart = view.chart;
    let sentence = chart.sentence_of(start);
    let from = chart.sentences[sentence.saturating_sub(usize::from(is_colleague))].tokens.start;
    let person = chart.within(view.names().person, from..start).into_iter().next_back()?.tokens.clone();
    is_colleague.then(|| person.clone()).or_else(|| is_joined(view, person.end, start).then_some(person))
}

/// Whether only `und`, a party in brackets and small words of a noun phrase stand between.
fn is_joined(view: &View, from: usize, to: usize) -> bool {
    let lower = |t: usize| &*view.chart.lower[t];
    let mut at = from;
    if at < to && lower(at) == "(" {
        at = (at..to).find(|&t| lower(t) == ")").map_or(to, |t| t + 1);
    }
    at < to
        && matches!(lower(at), "und" | "sowie")
        && (at + 1..to).all(|t| {
            matches!(lower(t), "der" | "die" | "dem" | "den" | "sein" | "seine" | "seinem" | "seinen" | "ihr" | "ihre" | "ihrem" | "ihren")
        })
}

/// `Außenministerin A und Verteidigungsminister B`, of whom the first one is known to be Germany's and the second one is not
/// known: the list of persons has all members of its governments, so that he is of the one other country that the text names.
pub fn other_country(view: &View, entities: &Entities, found: &[Membership], person: Id, a: &Annotation) -> Option<Id> {
    let holder = entities.exactly(view, &person_before(view, a.tokens.start, false)?)?;
    let own = found.iter().find(|m| m.person == holder && entities.get(m.body).kind == Some(EntityKind::Country))?;
    if entities.get(holder).entry.is_none() || entities.get(person).entry.is_some() || entities.get(own.body).name != "Deutschland" {
        return None;
    }
    let is_other = |e: &Entity| e.kind == Some(EntityKind::Country) && !e.mentions.is_empty() && e.name != "Deutschland";
    let others = (0..entities.list.len()).filter(|&i| is_other(&entities.list[i]));
    let mut named: Vec<(usize, Id)> = others.map(|id| (entities.list[id].mentions.len(), id)).collect();
    named.sort_unstable_by(|a, b| b.cmp(a));
    // a third one may be named in passing
    let second = named.get(1).map_or(0, |(count, _)| *count);
    named.first().filter(|(count, _)| second == 0 || *count >= 3 && *count >= 3 * second).map(|(_, id)| *id)
}

/// `Ulm und Linz … Oberbürgermeisterin A und Bürgermeister B unterschrieben`: of two mayors whom `und` joins and two towns that
/// act in the text the first one of the first, `sein Amtskollege B` of the other. One town has no two. So too two ministers with
/// one field, and two Länder; and `die Innenminister A und B`.
pub fn heads_in_order(view: &View, entities: &Entities, open: &[Open]) -> Vec<(Id, Id, String, usize)> {
    let towns = acting(view, entities, |id| is_town(entities, id));
    let lands = acting(view, entities, |id| entities.get(id).entry.is_some_and(|entry| is_land(view, entry)));
    let states = acting(view, entities, |id| matches!(entities.get(id).kind, Some(EntityKind::State | EntityKind::Country)));
    let districts = acting(view, entities, |id| entities.get(id).kind == Some(EntityKind::District));
    let mut found = Vec::new();
    for (at, pair) in open.windows(2).enumerate() {
        let [(x, first, a), (y, second, b)] = pair else { continue };
        // `die Innenminister A und B`: one office in the plural, of two
        let of_one = |i: usize| open.get(i).is_some_and(|(.., other)| std::ptr::eq(*other, *a));
        let is_list = a.rule.ends_with(".list") && of_one(at + 1) && is_plural(view, a, &first.word);
        let is_longer = of_one(at + 2) || at.checked_sub(1).is_some_and(of_one);
        let is_pair = if is_list { !is_longer && !is_told(view, a) } else { is_joined(view, a.tokens.end, b.tokens.start) };
        if x == y || a.rule.ends_with(".list") != is_list || !is_pair {
            continue;
        }
        let of_towns = is_head_of_town(&first.office) && is_head_of_town(&second.office);
        let is_of_land =
            |office: &str| super::represented::is_of_land(office) && OF_GOVERNMENTS.iter().any(|w| office.to_lowercase().contains(w));
        let of_lands = is_of_land(&first.office) && is_of_land(&second.office) && is_one_sort(&first.office, &second.office);
        let of_districts = [&first.office, &second.office].iter().all(|office| is_of_district(&office.to_lowercase()));
        let two = match (&towns[..], &lands[..], &states[..], &districts[..]) {
            ([one, other], ..) if of_towns => [*one, *other],
            (_, [one, other], [_, _], _) if of_lands => [*one, *other],
            (.., [one, other]) if of_districts => [*one, *other],
            _ => continue,
        };
        let fits = |one: Id, other: Id| may_stand_for(view, entities, *x, one) && may_stand_for(view, entities, *y, other);
        let [one, other] = if fits(two[0], two[1]) { two } else { [two[1], two[0]] };
        if fits(one, other) {
            found.push((*x, one, first.office.clone(), at));
            found.push((*y, other, second.office.clone(), at + 1));
        }
    }
    found
}

/// `Die Landkreise Gießen und Fulda … Das haben die Landrätinnen A und B vereinbart`: one office in the plural, and as many bodies
/// with such an office as persons, in the same order.
pub fn lists_in_order(view: &View, entities: &Entities, open: &[Open]) -> Vec<(Id, Id, String, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < open.len() {
        let (_, rank, a) = &open[at];
        let end = (at..open.len()).find(|&i| !std::ptr::eq(open[i].2, *a)).unwrap_or(open.len());
        if a.rule.ends_with(".list") && end - at >= 2 && is_plural(view, a, &rank.word) && !is_told(view, a) {
            let fitting = |id: Id| fits(&rank.office, entities.get(id).kind);
            if let Some(bodies) = last_list(view, entities, a.tokens.start, end - at, fitting) {
                let is_possible = |i: usize| may_stand_for(view, entities, open[at + i].0, bodies[i]);
                if (0..end - at).all(is_possible) {
                    found.extend(bodies.into_iter().enumerate().map(|(i, body)| (open[at + i].0, body, rank.office.clone(), at + i)));
                }
            }
        }
        at = end;
    }
    found
}

/// `die Präsidenten A (Ulm) und B (Fulda)`: the brackets tell.
fn is_told(view: &View, a: &Annotation) -> bool {
    let n = view.names();
    [n.territory, n.organization].iter().any(|class| {
        let inside = view.chart.within(*class, a.tokens.clone());
        inside.iter().any(|x| x.tokens.start > a.tokens.start && &*view.chart.lower[x.tokens.start - 1] == "(")
    })
}

/// So many bodies that fit, named last as those who act: in this sentence before a token, or in the two before it in its paragraph.
pub fn last_list(view: &View, entities: &Entities, at: usize, count: usize, fits: impl Fn(Id) -> bool) -> Option<Vec<Id>> {
    let (chart, n) = (view.chart, view.names());
    let sentence = chart.sentence_of(at);
    for s in (chart.paragraph_around(sentence, 2).start..=sentence).rev() {
        let range = chart.sentences[s].tokens.start..chart.sentences[s].tokens.end.min(at);
        let mut bodies: Vec<Id> = Vec::new();
        for actor in chart.within(n.actor_class, range) {
            let Some(name) = slot(actor, n.actor).filter(|t| !is_beside(view, t.start)) else { continue };
            if let Some(id) = entities.exactly(view, &name).filter(|id| fits(*id))
                && !bodies.contains(&id)
            {
                bodies.push(id);
            }
        }
        if !bodies.is_empty() {
            return (bodies.len() == count).then_some(bodies);
        }
    }
    None
}

/// `Ministerpräsident A nannte das einen Erfolg, Wirtschaftsministerin B eine Chance`: the Land of the one named before in the
/// sentence.
pub fn land_beside(view: &View, entities: &Entities, found: &[Membership], rank: &Rank, a: &Annotation) -> Option<Id> {
    let sentence = view.chart.sentence_of(a.tokens.start);
    let is_land_of = |m: &&Membership| {
        let is_before = m.tokens.start < a.tokens.start && view.chart.sentence_of(m.tokens.start) == sentence;
        is_before && entities.get(m.body).entry.is_some_and(|entry| is_land(view, entry))
    };
    let lands: BTreeSet<Id> = found.iter().filter(is_land_of).map(|m| m.body).collect();
    let is_of_land = rank.government && super::represented::is_of_land(&rank.office);
    let is_of_land = is_of_land && !is_of_other_countries(&rank.office.to_lowercase());
    lands.first().copied().filter(|_| is_of_land && lands.len() == 1)
}

/// `Justizministerin A und Bremens Justizsenatorin B`, where the text has named two Länder so far: A is of the other one.
pub fn other_of_two_lands(view: &View, entities: &Entities, found: &[Membership], rank: &Rank, a: &Annotation) -> Option<Id> {
    let is_next = |m: &&Membership| m.tokens.start > a.tokens.end && is_joined(view, a.tokens.end, m.tokens.start);
    let next = found.iter().find(is_next)?;
    let field = |office: &str| {
        let lower = office.to_lowercase();
        ["minister", "senator"].iter().find_map(|word| lower.find(word)).filter(|at| *at > 0).map(|at| lower[..at].to_owned())
    };
    let of_land = field(&rank.office).is_some() && field(&rank.office) == next.office.as_deref().and_then(field);
    // a third one may be named further down
    let end = view.chart.sentences[view.chart.sentence_of(a.tokens.start)].tokens.end;
    let is_named = |e: &Entity| e.mentions.iter().any(|(t, _)| t.start < end);
    let is_state = |e: &Entity| matches!(e.kind, Some(EntityKind::State | EntityKind::Country));
    let states: Vec<Id> = (0..entities.list.len()).filter(|&id| is_state(entities.get(id)) && is_named(entities.get(id))).collect();
    match states[..] {
        [one, other] if of_land && one == next.body => Some(other),
        [one, other] if of_land && other == next.body => Some(one),
        _ => None,
    }
}

/// `Staatssekretär A und seine spanische Kollegin B`, where the text speaks of Germany and of no Land: A is of its government.
pub fn german_beside(view: &View, entities: &Entities, found: &[Membership], rank: &Rank, a: &Annotation) -> Option<Id> {
    let is_country = |id: Id| entities.get(id).kind == Some(EntityKind::Country);
    let is_next = |m: &&Membership| m.tokens.start > a.tokens.end && m.tokens.start < a.tokens.end + 8 && is_country(m.body);
    let next = found.iter().find(is_next)?;
    let named = |id: &Id| !entities.get(*id).mentions.is_empty();
    let is_of_land = |id: &Id| entities.get(*id).entry.is_some_and(|entry| is_land(view, entry)) && entities.get(*id).name != "Berlin";
    let has_land = (0..entities.list.len()).filter(named).any(|id| is_of_land(&id));
    let germany = named_germany(view, entities)?;
    let is_of_government = OF_GOVERNMENTS.iter().any(|w| rank.office.to_lowercase().contains(w));
    (next.body != germany && is_of_government && !has_land).then_some(germany)
}

fn is_head_of_town(office: &str) -> bool {
    is_mayor(office) || office.to_lowercase().starts_with("stadtpräsident")
}

/// The bodies that act in the text, in the order in which they do so first.
fn acting(view: &View, entities: &Entities, fits: impl Fn(Id) -> bool) -> Vec<Id> {
    let first = |id: Id| entities.get(id).mentions.iter().map(|(t, _)| t.start).filter(|at| !is_beside(view, *at)).min();
    let mut found: Vec<(usize, Id)> =
        (0..entities.list.len()).filter(|id| fits(*id)).filter_map(|id| first(id).map(|at| (at, id))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// An office of a person whose body is not told.
pub type Open<'a> = (Id, Rank, &'a Annotation);

/// `Die Firma A und ihr Partner B … Das haben Vorständin X und Geschäftsführer Y vereinbart`: two that `und` joins, and two bodies
/// with such an office in the last sentence that names any, in the same order.
pub fn in_order(view: &View, entities: &Entities, open: &[Open]) -> Vec<(Id, Id, String, usize)> {
    let mut found = Vec::new();
    for (at, pair) in open.windows(2).enumerate() {
        let [(x, first, a), (y, second, b)] = pair else { continue };
        if x == y
            || a.rule.ends_with(".list")
            || !is_joined(view, a.tokens.end, b.tokens.start)
            || !is_one_sort(&first.office, &second.office)
        {
            continue;
        }
        let fitting = |id: Id| {
            let e = entities.get(id);
            let of_both = [first, second].iter().all(|rank| fits(&rank.office, e.kind));
            e.class == EntityClass::Organization && of_both && !matches!(e.kind, Some(EntityKind::Parliament | EntityKind::Government))
        };
        // rectors are of universities, whatever else is named beside them
        let are_rectors = is_of_university(&first.office) && is_of_university(&second.office);
        if let [one, other] = last_named(view, entities, a.tokens.start, are_rectors, fitting)[..] {
            found.push((*x, one, first.office.clone(), at));
            found.push((*y, other, second.office.clone(), at + 1));
        }
    }
    found
}

/// The bodies that the last sentence names which names any, of this one and the two before; each once, in their order.
fn last_named(view: &View, entities: &Entities, at: usize, only_of_universities: bool, fits: impl Fn(Id) -> bool) -> Vec<Id> {
    let chart = view.chart;
    let sentence = chart.sentence_of(at);
    for s in (sentence.saturating_sub(2)..=sentence).rev() {
        let range = chart.sentences[s].tokens.start..chart.sentences[s].tokens.end.min(at);
        let mut bodies: Vec<Id> = Vec::new();
        for a in chart.within(view.names().organization, range) {
            if let Some(id) = entities.exactly(view, &a.tokens)
                && !bodies.contains(&id)
            {
                bodies.push(id);
            }
        }
        if !bodies.is_empty() {
            let are_few = bodies.iter().all(|id| fits(*id)) || only_of_universities;
            bodies.retain(|id| fits(*id));
            return if are_few { bodies } else { Vec::new() };
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_of_offices() {
        for (one, other, same) in [
            ("Vizepräsidentin", "Rektor", true),
            ("Rektorin", "Kanzler", false),
            ("Rektorin", "Prorektor", false),
            ("Präsidentin", "Hauptgeschäftsführer", false),
            ("Vorständin", "Geschäftsführer", true),
            ("Polizeipräsident", "Polizeichefin", true),
            ("Polizeipräsident", "Rektorin", false),
            ("Oberbürgermeister", "Kämmerer", false),
            ("Landrätin", "Landrätin", true),
            ("Innenministerin", "Innenminister", true),
            ("Innenministerin", "Staatssekretär", false),
        ] {
            assert_eq!(is_one_sort(one, other), same, "{one} {other}");
        }
    }
}
