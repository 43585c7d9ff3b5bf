//! The parties of an agreement: who counts as one, and those that its own sentences leave out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::agreements::Agreement;
use super::entities::{Entities, Id, is_dateline, slot};
use super::grouping::is_near;
use super::memberships::is_town;
use super::reports::{Read, Report};
use crate::facts::{EntityClass, EntityKind};

/// A Land and its ministry are one party: the Land stands for both.
pub(super) fn group_of(entities: &Entities, id: Id) -> Id {
    let e = entities.get(id);
    match (e.kind, e.jurisdiction) {
        (Some(EntityKind::Ministry | EntityKind::Government), Some(j)) => j,
        _ => id,
    }
}

pub(super) fn distinct(entities: &Entities, parties: &[Read<Id>]) -> usize {
    parties.iter().map(|p| group_of(entities, p.value)).collect::<BTreeSet<_>>().len()
}

/// Adds a partner, unless it is there already: itself, its Land, or an agency that acts for its Land.
pub(super) fn add_party(entities: &Entities, parties: &mut Vec<Read<Id>>, p: Read<Id>) {
    let is_place = |id: Id| entities.get(id).class == EntityClass::Place;
    match parties.iter_mut().find(|k| is_same_party(entities, k.value, p.value)) {
        None => parties.push(p),
        // the state itself rather than the agency that acts for it
        Some(known) if is_place(p.value) && !is_place(known.value) && entities.get(known.value).kind == Some(EntityKind::Agency) => {
            *known = p
        }
        Some(_) => {}
    }
}

pub(super) fn is_same_party(entities: &Entities, a: Id, b: Id) -> bool {
    // what has a town's name need not be one of its offices: its police is the Land's
    let acts_for = |agency: Id, state: Id| {
        let agency = entities.get(agency);
        agency.kind == Some(EntityKind::Agency) && agency.jurisdiction == Some(state) && entities.get(state).kind != Some(EntityKind::City)
    };
    group_of(entities, a) == group_of(entities, b) || acts_for(a, b) || acts_for(b, a)
}

/// Whether a name tells where something is.
pub(super) fn is_place(view: &View, tokens: &Range<usize>) -> bool {
    tokens.start > 0 && matches!(&*view.chart.lower[tokens.start - 1], "in" | "aus" | "nach" | "bei")
}

/// The bodies of a list of actors.
fn members_of(view: &View, entities: &Entities, list: &Range<usize>) -> Vec<(Id, Range<usize>)> {
    let actors = view.chart.within(view.names().actor_class, list.clone());
    // `in Rostock und die Hochschule B`: a place is none of them
    let names = actors.iter().filter_map(|x| slot(x, view.names().actor)).filter(|t| !is_place(view, t));
    names.filter_map(|t| Some((entities.exactly(view, &t)?, t))).collect()
}

/// Whether a body is a state or may act for one; companies, institutes and associations do not.
fn may_be_of_state(entities: &Entities, id: Id) -> bool {
    use EntityKind::{Association, Company, Research, University};
    !matches!(entities.get(id).kind, Some(Association | Company | Research | University))
}

/// `mit denselben vier Betreibern`, `beide Seiten`: the partners of the agreement told beside it.
pub(super) fn inherit_parties(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    for i in 0..agreements.len() {
        let takes_up = |r: &Report| {
            // `der ursprüngliche Vertrag von 2006`, `eine Vereinbarung von 2016` that is replaced: of the same partners as the one of
            // the day
            (r.former || r.base) && r.date.is_some() && r.parties.is_empty()
                || r.sentence.clone().any(|t| {
                    matches!(&*view.chart.lower[t], "beide" | "beiden" | "beider" | "denselben" | "dieselben" | "derselben" | "selben")
                })
                || r.sentence.clone().any(|t| {
                    &*view.chart.lower[t] == "sie"
                        && t > r.sentence.start
                        && matches!(
                            &*view.chart.lower[t - 1],
                            "haben" | "hatten" | "wollen" | "schlossen" | "unterzeichneten" | "vereinbarten"
                        )
                        || (is_neighbours(&view.chart.lower[t]) || is_cabinets(&view.chart.lower[t]))
                            && t > 0
                            && matches!(&*view.chart.lower[t - 1], "die" | "den" | "der")
                        || &*view.chart.lower[t] == "den"
                            && view.chart.lower.get(t + 1).is_some_and(|w| matches!(&**w, "zwei" | "drei" | "vier" | "fünf"))
                })
        };
        if distinct(entities, &agreements[i].parties) >= 2 {
            continue;
        }
        let Some(sentence) = agreements[i].reports.iter().find(|r| takes_up(r)).map(|r| r.sentence.clone()) else { continue };
        let start = sentence.start;
        // `zwischen den beiden Ländern` takes up no institutes
        let of_states = sentence.clone().any(|t| {
            let noun = view.chart.lower.get(t + 1).filter(|_| number_at(view, t).is_some());
            noun.and_then(|noun| sorts_of(noun)).is_some_and(|sorts| sorts.contains(&EntityKind::Country))
        });
        let donor = (0..agreements.len())
            .filter(|&j| j != i && distinct(entities, &agreements[j].parties) >= 2)
            .filter(|&j| !of_states || agreements[j].parties.iter().all(|p| may_be_of_state(entities, p.value)))
            .filter(|&j| {
                agreements[i]
                    .parties
                    .iter()
                    .all(|p| agreements[j].parties.iter().any(|q| group_of(entities, q.value) == group_of(entities, p.value)))
            })
            .min_by_key(|&j| {
                // what is taken up was told before
                let told = agreements[j].evidence.iter().map(|(t, _)| (t.start > start, t.start.abs_diff(start)));
                told.min()
            });
        if let Some(j) = donor {
            for p in agreements[j].parties.clone() {
                add_party(entities, &mut agreements[i].parties, Read { tokens: sentence.clone(), ..p });
            }
        }
    }
}

/// `Die Kabinette verabredeten …`
fn is_cabinets(word: &str) -> bool {
    matches!(word, "kabinette" | "regierungen" | "landesregierungen")
}

/// `1892 hatten die Nachbarn erstmals einen Vertrag geschlossen`
fn is_neighbours(word: &str) -> bool {
    matches!(word, "nachbarn" | "nachbarländer" | "nachbarstaaten" | "nachbarstädte" | "anrainer" | "anrainerstaaten")
}

/// Fewer than two partners: the others are who the sentences before speak of, side by side, or the home state that
/// concludes something `mit` the partner.
pub(super) fn add_subjects(view: &View, entities: &Entities, agreements: &mut [Agreement]) {
    for a in agreements {
        let known = distinct(entities, &a.parties);
        // `A, B und C handeln gemeinsam. Unterschrieben haben X, Y und Z`, of whom one stands for a body that is not told beside him
        let is_short = (2..a.signers.len()).contains(&known) && a.signers.len() >= 3;
        if is_short && let Some(all) = side_by_side(view, entities, a).filter(|all| distinct(entities, all) == a.signers.len()) {
            for party in all {
                add_party(entities, &mut a.parties, party);
            }
            continue;
        }
        if known >= 2 || a.reports.iter().all(|r| r.mention) {
            continue;
        }
        for party in side_by_side(view, entities, a).or_else(|| beside(view, entities, a)).unwrap_or_default() {
            add_party(entities, &mut a.parties, party);
        }
        if distinct(entities, &a.parties) != 1 {
            continue;
        }
        if let Some(subject) = home(view, entities, a) {
            add_party(entities, &mut a.parties, subject);
        }
    }
}

/// Sentences before an agreement's first one that are looked at for its partners.
const SENTENCES_BEFORE: usize = 2;

/// Gives a report the partners that its sentence only counts.
pub(super) fn add_counted(view: &View, entities: &Entities, report: &mut Report) {
    if report.mention || report.headline {
        return;
    }
    let Some(counted) = counted(view, entities, report) else { return };
    // `die beiden Länder gemeinsam mit der Universität C`: others may stand beside them
    report.counted = report.parties.is_empty();
    for party in counted {
        add_party(entities, &mut report.parties, party);
    }
}

/// `die zwei Behörden`, `beide Länder`, `die beiden Staaten und die zwei Firmen`: as many bodies of that sort as the text
/// named last.
fn counted(view: &View, entities: &Entities, report: &Report) -> Option<Vec<Read<Id>>> {
    let counts = report.sentence.clone().filter_map(|t| Some((t, number_at(view, t)?, sorts_of(view.chart.lower.get(t + 1)?)?)));
    let mut found = counts.map(|(at, number, sorts)| counted_at(view, entities, report, at, number, sorts));
    let mut parties = found.next()??;
    for further in found.flatten().flatten() {
        add_party(entities, &mut parties, further);
    }
    Some(parties)
}

/// The number of a definite count: `beide`, `die drei`.
fn number_at(view: &View, at: usize) -> Option<usize> {
    let chart = view.chart;
    let number = match &*chart.lower[at] {
        "beide" | "beiden" | "beider" => return Some(2),
        "zwei" => 2,
        "drei" => 3,
        "vier" => 4,
        "fünf" => 5,
        "sechs" => 6,
        _ => return None,
    };
    let is_definite = at > 0 && matches!(&*chart.lower[at - 1], "die" | "den" | "der" | "dieser" | "diese" | "alle");
    is_definite.then_some(number)
}

/// So many bodies of these sorts, named last before a token.
fn counted_at(view: &View, entities: &Entities, report: &Report, at: usize, number: usize, sorts: &[EntityKind]) -> Option<Vec<Read<Id>>> {
    let chart = view.chart;
    let fits = |id: Id| entities.get(id).kind.is_some_and(|k| sorts.contains(&k));
    let index = chart.sentence_of(at);
    // those that act; of towns also those that are only told as places
    let named = |with_places: bool| {
        let mut found: Vec<(Id, Range<usize>)> = Vec::new();
        for s in (index.saturating_sub(SENTENCES_BEFORE + 1)..=index).rev() {
            let actors = chart.within(view.names().actor_class, chart.sentences[s].tokens.clone());
            let names = actors.iter().filter_map(|x| slot(x, view.names().actor));
            for tokens in names.filter(|t| t.start < at && (with_places || !is_place(view, t))) {
                let Some(id) = entities.exactly(view, &tokens).filter(|id| fits(*id)) else { continue };
                if !found.iter().any(|(known, _)| is_same_party(entities, *known, id)) {
                    found.push((id, tokens));
                }
            }
            if found.len() >= number {
                break;
            }
        }
        (found.len() == number).then_some(found)
    };
    let found = named(false)
        .or_else(|| sorts.contains(&EntityKind::City).then(|| named(true)).flatten())
        .or_else(|| only_ones_before(view, entities, at, number, sorts))?;
    let holds = |known: Id| found.iter().any(|(id, _)| is_same_party(entities, known, *id));
    let holds_known = report.parties.iter().filter(|p| fits(p.value)).all(|p| holds(p.value));
    holds_known.then(|| found.into_iter().map(|(value, tokens)| Read { value, tokens, rule: "party.counted".into() }).collect())
}

/// `beide Staaten`, though the sentences right before name none: the only ones that the text has named as those who act.
fn only_ones_before(view: &View, entities: &Entities, at: usize, number: usize, sorts: &[EntityKind]) -> Option<Vec<(Id, Range<usize>)>> {
    let mut found: Vec<(Id, Range<usize>)> = Vec::new();
    for actor in view.chart.within(view.names().actor_class, 0..at) {
        let Some(tokens) = slot(actor, view.names().actor).filter(|t| !is_place(view, t) && !is_dateline(view, t)) else { continue };
        let Some(id) = entities.exactly(view, &tokens) else { continue };
        let fits = entities.get(id).kind.is_some_and(|k| sorts.contains(&k));
        if fits && !found.iter().any(|(known, _)| is_same_party(entities, *known, id)) {
            found.push((id, tokens));
        }
    }
    (found.len() == number).then_some(found)
}

/// The sorts of bodies that a noun in the plural takes up.
fn sorts_of(noun: &str) -> Option<&'static [EntityKind]> {
    use EntityKind::{
        Agency, Association, City, Company, Country, District, Government, International, Ministry, Municipality, OtherOrganization,
        Region, Research, State, University,
    };
    let ends = |words: &[&str]| words.iter().any(|w| noun.ends_with(w));
    if ends(&["niederländer", "ausländer", "engländer", "arbeitskreise", "rathäuser", "krankenhäuser", "krankenhäusern"]) {
        return None;
    }
    Some(if ends(&["länder", "ländern", "bundesländer", "freistaaten", "nachbarländer", "nachbarländern"]) {
        &[State, Country]
    } else if ends(&["staaten", "nationen"]) {
        &[Country]
    } else if ends(&["städte", "städten", "kommunen", "gemeinden"]) {
        &[City, Municipality]
    } else if ends(&["kreise", "kreisen"]) {
        &[District]
    } else if ends(&["regionen", "kantone", "kantonen", "provinzen"]) {
        &[Region, State]
    } else if ends(&["behörden", "ämter", "ämtern", "agenturen"]) {
        &[Agency]
    } else if ends(&["ministerien", "ressorts", "häuser", "häusern"]) {
        &[Ministry, Agency, Government, Research, University, Company, OtherOrganization, Association]
    } else if ends(&["hochschulen", "universitäten"]) {
        &[University]
    } else if ends(&["institute", "instituten", "forschungszentren", "einrichtungen", "institutionen"]) {
        &[Research, University, Agency, OtherOrganization, Association, Company]
    } else if ends(&["versorger", "versorgern"]) {
        // `die Stadtwerke A und die B AG`
        &[Company, Agency, OtherOrganization]
    } else if ends(&["unternehmen", "firmen", "konzerne", "konzernen"]) {
        &[Company]
    } else if ends(&["verbände", "verbänden", "kammern"]) {
        &[Association]
    } else if ends(&["organisationen"]) {
        &[Association, International, Agency, OtherOrganization]
    } else {
        return None;
    })
}

/// `A und B legen ihre Ämter zusammen. Ein entsprechendes Abkommen wurde gestern unterzeichnet.`
fn side_by_side(view: &View, entities: &Entities, a: &Agreement) -> Option<Vec<Read<Id>>> {
    let chart = view.chart;
    let n = view.names();
    let told = |r: &&Report| !r.mention && !r.headline && (!r.anaphora || !r.signers.is_empty());
    let first = chart.sentence_of(a.reports.iter().find(told)?.sentence.start);
    let headlines = (0..first).filter(|s| chart.context[chart.sentences[*s].tokens.start].headline);
    // in a headline towns stand for whoever sits there
    let is_metonym = |s: usize, members: &[(Id, Range<usize>)]| {
        chart.context[chart.sentences[s].tokens.start].headline && members.iter().all(|(id, _)| is_town(entities, *id))
    };
    let mut near: Vec<usize> = (first.saturating_sub(SENTENCES_BEFORE)..=first).rev().collect();
    near.extend(headlines.filter(|s| !near.contains(s)).collect::<Vec<_>>());
    let known: Vec<Id> = a.parties.iter().map(|p| p.value).chain(a.reports.iter().flat_map(|r| r.bodies.iter().copied())).collect();
    let is_known_in = |members: &[(Id, Range<usize>)]| {
        known.iter().all(|k| members.iter().any(|(id, _)| is_same_party(entities, *k, *id) || is_near(entities, *k, *id)))
    };
    // `dazu`, `beide`, `entsprechend`, or a sentence before that tells of something done together
    let connects =
        !known.is_empty() || a.reports.iter().any(|r| is_theirs(view, r) || r.sentence.clone().any(|t| is_connective(&chart.lower[t])));
    let together = |s: usize| {
        let tokens = chart.sentences[s].tokens.clone();
        [n.together, n.want_verb, n.cooperation].iter().any(|class| !chart.within(*class, tokens.clone()).is_empty())
    };
    near.into_iter().filter(|s| connects || together(*s)).find_map(|s| {
        let lists: Vec<_> =
            chart.within(n.side_by_side, chart.sentences[s].tokens.clone()).into_iter().filter_map(|x| slot(x, n.party)).collect();
        let members = lists.iter().map(|list| members_of(view, entities, list));
        let partners = members.filter(|m| m.len() >= 2 && is_known_in(m) && !is_metonym(s, m)).collect::<Vec<_>>();
        // of two lists in one sentence it is not said which
        let [only] = &partners[..] else { return None };
        Some(only.iter().map(|(value, tokens)| Read { value: *value, tokens: tokens.clone(), rule: "party.side-by-side".into() }).collect())
    })
}

/// `Ihr 2016 geschlossener Vertrag`
fn is_theirs(view: &View, r: &Report) -> bool {
    r.instrument.clone().any(|t| matches!(&*view.chart.lower[t], "ihr" | "ihre" | "ihren" | "ihrem" | "ihrer" | "ihres"))
}

/// Words by which a sentence takes up what the one before tells.
fn is_connective(word: &str) -> bool {
    matches!(
        word,
        "dazu" | "hierzu" | "darüber" | "dafür" | "hierfür" | "hierüber" | "darin" | "beide" | "beiden" | "sie" | "dieser" | "diese"
    ) || word.starts_with("entsprechend")
}

/// The one partner that is known stands beside others, or all are taken up: `beide`, `die drei`.
fn beside(view: &View, entities: &Entities, a: &Agreement) -> Option<Vec<Read<Id>>> {
    let chart = view.chart;
    let counted = |t: usize| {
        matches!(&*chart.lower[t], "drei" | "vier" | "fünf" | "sechs") && t > 0 && matches!(&*chart.lower[t - 1], "die" | "alle" | "den")
    };
    let both = a.reports.iter().any(|r| r.sentence.clone().any(|t| matches!(&*chart.lower[t], "beide" | "beiden") || counted(t)));
    let known = a.parties.first().map(|p| group_of(entities, p.value));
    if known.is_none() && !both {
        return None;
    }
    let index = chart.sentence_of(a.evidence[0].0.start);
    let near = chart.sentences[index.saturating_sub(SENTENCES_BEFORE)].tokens.start..chart.sentences[index].tokens.end;
    let members = chart.within(view.names().actor_list, near).into_iter().rev().find_map(|list| {
        let members = members_of(view, entities, &list.tokens);
        members.iter().any(|(id, _)| known.is_none_or(|k| group_of(entities, *id) == k)).then_some(members)
    })?;
    Some(members.into_iter().map(|(value, tokens)| Read { value, tokens, rule: "party.beside".into() }).collect())
}

/// A Land that the text names itself, not only its towns, concludes something `mit` the partner.
fn home(view: &View, entities: &Entities, a: &Agreement) -> Option<Read<Id>> {
    let with = a.reports.iter().filter(|r| !r.mention).any(|r| {
        // `mit Innenministerin B wird ein Vertrag unterschrieben`: she stands for the partner
        let starts: Vec<usize> = r.parties.iter().map(|p| p.tokens.start).chain(r.signers.iter().map(|s| s.tokens.start)).collect();
        let is_behind = |t: usize| starts.iter().any(|&start| start > t && start <= t + 6);
        r.sentence.clone().any(|t| &*view.chart.lower[t] == "mit" && is_behind(t))
    });
    let home = entities.home.filter(|h| with && !entities.get(*h).mentions.is_empty())?;
    Some(Read { value: home, tokens: a.evidence[0].0.clone(), rule: "party.home".into() })
}
