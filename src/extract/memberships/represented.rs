//! Signatories whose body only the agreement tells: `Die Hochschule A und die Klinik B … Unterschrieben haben Rektorin X
//! und Geschäftsführer Y`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Membership;
use super::of_sort::may_stand_for;
use super::offices::{is_mayor, is_municipal, is_of_university};
use crate::extract::View;
use crate::extract::entities::{Entities, Id, slot, slots};
use crate::extract::organizations::{land_of, territory_at};
use crate::extract::partners::group_of;
use crate::extract::reports::Read;
use crate::facts::EntityKind;
use crate::gazetteers::EntryId;
use crate::rules::Annotation;

/// Of so many signatories or parties nothing is worked out: each is compared with each.
const MANY: usize = 40;

/// Gives signatories without a body the party that alone is left for them: the only one that their office fits, or, of
/// two parties, the one for which nobody else stands.
pub fn by_agreement(
    view: &View,
    entities: &Entities,
    memberships: &[Membership],
    offices: &super::Offices,
    parties: &[Read<Id>],
    signers: &[Read<Id>],
) -> Vec<Membership> {
    if signers.len() > MANY || parties.len() > MANY {
        return Vec::new();
    }
    let bodies_of = |person: Id| memberships.iter().filter(move |m| m.person == person).map(|m| group_of(entities, m.body));
    let represented: BTreeSet<Id> = signers.iter().flat_map(|s| bodies_of(s.value)).collect();
    let mut left: Vec<&Read<Id>> = Vec::new();
    for p in parties.iter().filter(|p| !represented.contains(&group_of(entities, p.value))) {
        if left.iter().all(|l| group_of(entities, l.value) != group_of(entities, p.value)) {
            left.push(p);
        }
    }
    // `A, der das Zentrum B leitet`: what a relative clause tells of him may be a body that is not known
    let is_told = |s: &Read<Id>| {
        let word = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
        let heads = |t: usize| matches!(word(t), "leitet" | "leitete" | "führt" | "vorsteht" | "vertritt");
        let clause = s.tokens.end + 2..s.tokens.end + 20;
        word(s.tokens.end) == "," && matches!(word(s.tokens.end + 1), "der" | "die") && clause.into_iter().any(heads)
    };
    let is_homeless = |s: &&Read<Id>| bodies_of(s.value).next().is_none() && !is_told(s) && !names_other_body(view, &s.tokens);
    let mut homeless: Vec<&Read<Id>> = signers.iter().filter(is_homeless).collect();
    let mut found = Vec::new();
    // `A (CDU) aus Magdeburg, B (SPD) aus Erfurt`: the Land of the town is a party
    homeless.retain(|signer| {
        let land = land_behind(view, signer.tokens.end);
        let at = land.and_then(|land| left.iter().position(|p| entities.get(p.value).entry == Some(land)));
        let party = at.map(|at| left.remove(at));
        found.extend(party.map(|party| membership(signer, party.value, offices.get(&signer.value), "office.of-party")));
        party.is_none()
    });
    loop {
        let fitting = |s: &Read<Id>| -> Vec<usize> {
            let has = |body: Id| offices.get(&s.value).is_some_and(|o| fits(o, entities.get(body).kind));
            (0..left.len()).filter(|&i| has(left[i].value) && may_stand_for(view, entities, s.value, left[i].value)).collect()
        };
        let next = homeless.iter().enumerate().find_map(|(at, s)| match fitting(s)[..] {
            // nobody else may stand for it
            [only] if homeless.iter().filter(|o| o.value != s.value).all(|o| fitting(o) != [only]) => Some((at, only)),
            _ => None,
        });
        let Some((at, party)) = next else { break };
        let (signer, party) = (homeless.remove(at), left.remove(party));
        found.push(membership(signer, party.value, offices.get(&signer.value), "office.of-party"));
    }
    found.extend(in_order(entities, offices, &mut homeless, &mut left));
    // two sign for two, and one of each is accounted for: the other signs for the other
    let all: BTreeSet<Id> = parties.iter().map(|p| group_of(entities, p.value)).collect();
    if let ([signer], [party]) = (&homeless[..], &left[..])
        && (all.len() == 2 || all.len() == signers.len() && !found.is_empty())
        && offices.get(&signer.value).is_none_or(|office| sorts_of(office).is_none() || fits(office, entities.get(party.value).kind))
    {
        found.push(membership(signer, party.value, offices.get(&signer.value), "office.by-elimination"));
    }
    found
}

/// The Land of the town from which somebody is said to come: `A (CDU) aus Magdeburg`.
fn land_behind(view: &View, name_end: usize) -> Option<EntryId> {
    let word = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let from = if word(name_end) == "(" && word(name_end + 2) == ")" { name_end + 3 } else { name_end };
    let town = view.chart.starting_at(from + 1).find(|a| a.class == view.names().known_territory)?.tokens.clone();
    let entry = territory_at(view, &town).filter(|_| word(from) == "aus")?;
    land_of(view, entry)
}

/// `A, Direktorin von NOVA IV`, `der Rektor der XYU, B`: the office has a body, though nothing was made of it.
fn names_other_body(view: &View, person: &Range<usize>) -> bool {
    let (chart, n) = (view.chart, view.names());
    let is_name = |t: usize| {
        let capitals = chart.tokens.get(t).map_or(0, |token| token.norm.chars().filter(|c| c.is_uppercase()).count());
        capitals > 1 || &*chart.lower[t - 1] == "von" && capitals == 1
    };
    let unread = |phrase: &Range<usize>| {
        let preposition = chart.lower.get(phrase.end).is_some_and(|w| matches!(&**w, "des" | "der" | "vom" | "von"));
        preposition && is_name(phrase.end + 1)
    };
    let holds = |a: &&Annotation| a.class == n.membership && slots(a, n.person_slot).any(|p| p == person);
    let beside = chart.annotations.iter().filter(holds).filter_map(|a| slot(a, n.rank));
    // `der Rektor der XYU, B`: an office before the name, which no rule could join to it
    let sentence = chart.sentences[chart.sentence_of(person.start)].tokens.start;
    let before = chart.within(n.office_phrase, sentence.max(person.start.saturating_sub(6))..person.start).into_iter().next_back();
    let parted = before.map(|a| a.tokens.clone()).filter(|p| (p.end..person.start).all(|t| !matches!(&*chart.lower[t], "und" | "sowie")));
    beside.chain(parted).any(|phrase| unread(&phrase))
}

/// `Brandenburg und Sachsen … Die Innenminister A und B unterzeichneten`: as many signatories as parties, whose
/// offices fit all of these, in the same order.
fn in_order(entities: &Entities, offices: &super::Offices, homeless: &mut Vec<&Read<Id>>, left: &mut Vec<&Read<Id>>) -> Vec<Membership> {
    let office = |s: &Read<Id>| offices.get(&s.value);
    let fitting = homeless.iter().all(|s| left.iter().all(|p| office(s).is_some_and(|o| fits(o, entities.get(p.value).kind))));
    if homeless.len() < 2 || homeless.len() != left.len() || !fitting {
        return Vec::new();
    }
    homeless.sort_by_key(|s| s.tokens.start);
    left.sort_by_key(|p| p.tokens.start);
    let pairs = homeless.drain(..).zip(left.drain(..));
    pairs.map(|(signer, party)| membership(signer, party.value, offices.get(&signer.value), "office.in-order")).collect()
}

fn membership(signer: &Read<Id>, body: Id, office: Option<&String>, rule: &str) -> Membership {
    Membership { person: signer.value, body, office: office.cloned(), tokens: signer.tokens.clone(), rule: rule.into() }
}

/// Whether bodies of this kind have an office of this name.
pub fn fits(office: &str, kind: Option<EntityKind>) -> bool {
    sorts_of(office).zip(kind).is_some_and(|(sorts, kind)| sorts.contains(&kind))
}

/// Whether a Land has the office, and no institution.
pub fn is_of_land(office: &str) -> bool {
    fits(office, Some(EntityKind::Ministry))
}

/// The sorts of bodies that have an office of this name; none for words that tell nothing (`Vertreterin`, `Mitglied`).
fn sorts_of(office: &str) -> Option<&'static [EntityKind]> {
    use EntityKind::{
        Agency, Association, City, Company, Country, District, Government, International, Ministry, Municipality, OtherOrganization,
        Parliament, Region, Research, State, University,
    };
    const UNIVERSITY: &[EntityKind] = &[University];
    const CHANCELLOR: &[EntityKind] = &[University, Country];
    const TOWN: &[EntityKind] = &[City, Municipality, State];
    const DISTRICT: &[EntityKind] = &[District, Region];
    const STATE: &[EntityKind] = &[State, Country, Ministry, Government, Region];
    const PUBLIC: &[EntityKind] = &[Agency];
    const BUSINESS: &[EntityKind] = &[Company, Association, Research, Agency, International, OtherOrganization];
    // states have presidents too
    const INSTITUTION: &[EntityKind] =
        &[Country, Company, Association, Research, Agency, International, OtherOrganization, University, Parliament, Municipality];
    let lower = office.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    Some(if is_of_university(office) || has(&["hochschul", "universitäts", "uni-"]) {
        UNIVERSITY
    } else if has(&["kanzler"]) {
        CHANCELLOR
    } else if is_mayor(office) || is_municipal(office) {
        TOWN
    } else if has(&["landrat", "landrät", "regionspräsident", "regionsrat", "regionsrät"]) {
        DISTRICT
    } else if has(&[
        "minister",
        "staatssekretär",
        "senator",
        "staatsrat",
        "staatsrät",
        "gouverneur",
        "regierungschef",
        "ressortchef",
        "regierungsrat",
        "regierungsrät",
        "landesrat",
        "landesrät",
        "landeshaupt",
    ]) {
        STATE
    } else if has(&["polizei", "behörden", "amtsleiter", "amtschef"]) {
        PUBLIC
    } else if has(&["geschäftsführ", "vorstand", "vorständ", "aufsichtsrat", "ceo", "konzern", "inhaber"])
        || lower == "chief executive officer"
    {
        BUSINESS
    } else if has(&["präsident", "direktor", "leiter", "chef", "vorsitzende"]) {
        INSTITUTION
    } else {
        return None;
    })
}
