//! Which sentences of a document speak of the same agreement.
//!
//! A report joins an agreement that it does not contradict: other parties, another date, another instrument part them.
//! With an indefinite article something new is told unless it shares parties with what is known; with a definite one
//! the last agreement that fits is meant.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::dates::{self, compatible};
use super::entities::{Entities, Id};
use super::partners::{distinct, group_of, is_same_party};
use super::reports::{Read, Report};
use crate::facts::{AgreementKind, AgreementStatus, EntityKind};

/// Reports that speak of one agreement, with what each further report is compared with.
pub(super) struct Group {
    pub reports: Vec<Report>,
    partners: BTreeSet<Id>,
    signers: BTreeSet<Id>,
}

impl Group {
    pub fn new(entities: &Entities, r: Report) -> Self {
        let mut group = Self { reports: Vec::new(), partners: BTreeSet::new(), signers: BTreeSet::new() };
        group.push(entities, r);
        group
    }

    /// The parties of its reports, a Land and its ministry as one.
    pub fn partners(&self) -> &BTreeSet<Id> {
        &self.partners
    }

    /// Of whose agreement it is nothing was told yet: `Ein Rahmenvertrag ist unter Dach und Fach.`
    fn is_vague(&self) -> bool {
        self.partners.is_empty() && self.signers.is_empty() && self.reports.iter().all(|r| r.date.is_none())
    }

    pub fn push(&mut self, entities: &Entities, r: Report) {
        self.partners.extend(partners(entities, &r));
        self.signers.extend(r.signers.iter().map(|s| s.value));
        self.reports.push(r);
    }
}

pub(super) fn place_report(view: &View, entities: &Entities, groups: &mut Vec<Group>, r: Report) {
    let own_parties = distinct(entities, &r.parties) + r.signers.len().min(2);
    let own = partners(entities, &r);
    let shared = |g: &Group| own.intersection(&g.partners).count();
    let best = (0..groups.len()).filter(|&i| fits(view, entities, &groups[i], &r)).max_by_key(|&i| {
        let g = &groups[i];
        let last = g.reports.last().map_or(0, |x| x.sentence.start);
        (shared(g), g.reports.iter().any(|x| is_short_for(view, &r, x)), g.reports.iter().any(|x| x.kind == r.kind), last)
    });
    let taken_up = r.mention || r.definite || r.cooperation || r.anaphora || r.session || own_parties == 0;
    match best {
        Some(i) if taken_up || shared(&groups[i]) > 0 || r.parties.is_empty() || groups[i].is_vague() => groups[i].push(entities, r),
        // what only takes something up opens nothing
        _ if r.anaphora && (own_parties < 2 || r.mention) && !(r.earlier && r.date.is_some()) => {}
        _ => groups.push(Group::new(entities, r)),
    }
}

/// `das Abkommen` behind `ein Verwaltungsabkommen`: the noun of the one is the last part of the other's.
fn is_short_for(view: &View, short: &Report, full: &Report) -> bool {
    let head = |r: &Report| r.instrument.clone().next_back().map_or("", |t| view.chart.lower[t].trim_end_matches('s'));
    let names = |r: &Report| !r.cooperation && !r.general && (r.definite || r.indefinite);
    short.definite && names(full) && head(short).len() > 3 && head(full).ends_with(head(short))
}

/// The parties of a report; where it does not name two, also those for whom its signatories stand.
fn partners(entities: &Entities, r: &Report) -> BTreeSet<Id> {
    let mut found: BTreeSet<Id> = r.parties.iter().map(|p| group_of(entities, p.value)).collect();
    if found.len() < 2 {
        found.extend(&r.bodies);
    }
    found
}

/// Whether a report may speak of the same agreement as a group.
pub(super) fn fits(view: &View, entities: &Entities, group: &Group, r: &Report) -> bool {
    parties_agree(view, entities, group, r)
        && signers_agree(&group.signers, r)
        && (!r.other || r.mention)
        && !signs_for_others(view, entities, group, r)
        && times_agree(&group.reports, r)
        && !is_another(view, group, r)
        && !is_named_of_old(view, group, r)
        && !is_old_with_another(view, entities, group, r)
        && !is_of_old(view, group, entities, r)
        && !is_next(group, r)
        && (!r.failed || r.headline || was_sought(group, r))
        && (kinds_agree(&group.reports, r) || is_apposition(view, group, r))
}

/// `haben eine Grundsatzvereinbarung, ein „Memorandum of Understanding“, unterzeichnet`: one instrument by two words.
fn is_apposition(view: &View, group: &Group, r: &Report) -> bool {
    let only_a_comma = |from: usize, to: usize| to == from + 1 && &*view.chart.lower[from] == ",";
    group.reports.iter().any(|g| {
        let (one, other) = if g.instrument.start < r.instrument.start { (g, r) } else { (r, g) };
        g.sentence == r.sentence && (only_a_comma(one.instrument.end, other.instrument.start) || is_its_name(view, &other.instrument))
    })
}

/// `einen Vertrag, der nach dem Ort „Kensington-Vertrag“ heißt`
fn is_its_name(view: &View, instrument: &Range<usize>) -> bool {
    let behind = view.chart.lower.iter().skip(instrument.end).find(|w| !matches!(&***w, "“" | "”" | "«" | "»" | "\""));
    behind.is_some_and(|w| matches!(&**w, "heißt" | "heißen" | "hieß" | "genannt" | "getauft"))
}

fn parties_agree(view: &View, entities: &Entities, group: &Group, r: &Report) -> bool {
    let known = &group.partners;
    let own = partners(entities, r);
    // `Mit im Boot ist C`: what was told in this sentence or the two before
    if r.joins {
        let sentence = view.chart.sentence_of(r.sentence.start);
        return group.reports.iter().any(|g| view.chart.sentence_of(g.sentence.start) + 2 >= sentence);
    }
    match (known.len(), own.len()) {
        (_, 0) | (0, _) => true,
        (2.., _) if r.counted => *known == own,
        // `Minister A unterschrieb einen Pakt … Für die Telekom setzte B ihren Namen unter das Papier`
        (1, _) if r.anaphora && !r.mention && r.bodies.len() == own.len() => true,
        // each sentence names one of the two; but not what goes on beside the matter of the day
        (1, 1) => !(r.cooperation && matches!(r.status, AgreementStatus::Ongoing | AgreementStatus::Ended)) || *known == own,
        // `Unterschrieben haben das Papier A und B`, of whom one may stand for a body by another name
        _ if is_of_its_signers(view, group, r) && own.intersection(known).next().is_some() => true,
        _ => {
            let is_known = |o: &&Id| {
                known.contains(o)
                    || group.reports.iter().any(|g| g.bodies.contains(o))
                    || (r.headline || r.bodies.contains(o)) && known.iter().any(|k| is_same_party(entities, *k, **o))
            };
            let common = own.iter().filter(is_known).count();
            common > 0 && (common == own.len() || common == known.len() || common >= 2)
        }
    }
}

/// What takes up an instrument by `das Papier` or `es` and names nobody but its signatories, of whom nothing was told yet.
fn is_of_its_signers(view: &View, group: &Group, r: &Report) -> bool {
    let is_pronoun = |t: usize| matches!(&*view.chart.lower[t], "es" | "ihn" | "dieses" | "diesen");
    let takes_up = r.definite || r.clause.clone().any(is_pronoun);
    r.anaphora && takes_up && !r.mention && r.parties.is_empty() && r.signers.len() >= 2 && group.signers.is_empty()
}

fn signers_agree(known: &BTreeSet<Id>, r: &Report) -> bool {
    let apart = !r.signers.iter().any(|s| known.contains(&s.value));
    !(apart && known.len() >= 2 && r.signers.len() >= 2
        || apart && !known.is_empty() && !r.signers.is_empty() && r.earlier && r.date.is_some())
}

/// Somebody signs for a state that is no party of what is known (`im August unterschrieb für Bremen ...`), or the
/// signatories stand for two bodies of which not both are.
fn signs_for_others(view: &View, entities: &Entities, group: &Group, r: &Report) -> bool {
    let known = &group.partners;
    if known.len() < 2 {
        return false;
    }
    let is_state = |id: &Id| matches!(entities.get(*id).kind, Some(EntityKind::State | EntityKind::Country));
    // those for whom somebody signed there are known as well
    let signed_for = || group.reports.iter().flat_map(|g| &g.bodies);
    let is_unknown = |b: &Id| !known.iter().chain(signed_for()).any(|k| is_near(entities, *k, *b));
    let is_known = |b: &Id| known.contains(b);
    if is_of_its_signers(view, group, r) && r.bodies.iter().any(is_known) {
        return false;
    }
    let several = r.bodies.iter().collect::<BTreeSet<_>>().len() >= 2;
    several && r.bodies.iter().any(is_unknown) || known.iter().any(is_state) && r.bodies.iter().any(|b| is_state(b) && !known.contains(b))
}

/// One that lies before the matter of the day is another one, unless the group does so too, or is what it takes up:
/// `Unterschrieben hatten das Vertragswerk im Sommer ...`
fn times_agree(group: &[Report], r: &Report) -> bool {
    // the day of an end is none of the signature
    let days = || group.iter().filter(|g| g.status != AgreementStatus::Ended).filter_map(|g| g.date.as_ref());
    let same_date = r.date.as_ref().is_none_or(|d| days().all(|k| compatible(&k.value, &d.value)));
    // the date of a report that something has ended is that of its end
    let dates_agree = same_date || r.status == AgreementStatus::Ended && !r.base;
    // `Unterzeichnet worden war sie bereits im März`
    let undated = r.anaphora && r.parties.is_empty() && days().next().is_none();
    let takes_up = (r.definite && !r.former || undated) && same_date;
    let lies_before = r.base || (r.earlier || r.former) && !r.mention && (r.date.is_some() || r.then) && !takes_up;
    // the one that was prolonged is another one than what prolongs it
    let prolonged = r.earlier && r.date.is_some() && !r.mention && group.iter().any(|g| g.status == AgreementStatus::Extended);
    // `Die bisherige Vereinbarung, geschlossen 2019, …` is none of those that are signed in the sentences behind
    let of_former = !r.mention && !r.earlier && !r.former && is_signing(r) && group.iter().all(|g| g.former && g.date.is_some());
    dates_agree && !prolonged && !of_former && (!lies_before || group.iter().any(|g| g.base || g.earlier))
}

fn is_signing(r: &Report) -> bool {
    r.status == AgreementStatus::Signed && (!r.signers.is_empty() || !r.parties.is_empty())
}

/// `A und B haben einen Vertrag unterzeichnet. … Noch in diesem Jahr will B mit C eine Vereinbarung schließen`: what is
/// planned, with an indefinite article, comes after what was signed.
fn is_next(group: &Group, r: &Report) -> bool {
    let is_before = |g: &Report| !g.headline && !g.mention && g.sentence.start < r.sentence.start;
    let has = |status| group.reports.iter().any(|g| g.status == status && is_before(g));
    let is_new = r.indefinite && !r.headline && !r.cooperation && !r.earlier;
    // `Der Vertrag zwischen A und B ist ausgelaufen. … B und C haben einen Vertrag geschlossen`
    let follows = matches!(r.status, AgreementStatus::Signed | AgreementStatus::Agreed | AgreementStatus::Planned);
    is_new && (r.status == AgreementStatus::Planned && has(AgreementStatus::Signed) || follows && has(AgreementStatus::Ended))
}

/// Only what was told before as sought can come to nothing.
fn was_sought(group: &Group, r: &Report) -> bool {
    let told: Vec<&Report> = group.reports.iter().filter(|g| !g.mention && !g.headline).collect();
    !told.is_empty() && told.iter().all(|g| g.status == AgreementStatus::Planned && g.sentence.start < r.sentence.start)
}

/// `Auf eine Vereinbarung, die im Juni unterzeichnet wurde, stützt sich …`: with an indefinite article and a day long past
/// it is none of those that the text tells as news, whoever its parties are.
fn is_another(view: &View, group: &Group, r: &Report) -> bool {
    let is_past = |d: &Read<String>| view.published.is_some_and(|today| dates::is_long_before(&d.value, today));
    let is_news = |g: &Report| !g.earlier && !g.mention && !g.date.as_ref().is_some_and(is_past);
    r.indefinite
        && !r.headline
        && !r.general
        && r.parties.is_empty()
        && r.signers.is_empty()
        && r.date.as_ref().is_some_and(is_past)
        && group.reports.iter().any(is_news)
}

/// `Darauf hatten sich A, B und C 2017 verständigt`, beside what A and B concluded now: a partner more, at a time long past.
fn is_old_with_another(view: &View, entities: &Entities, group: &Group, r: &Report) -> bool {
    let is_past = |d: &Read<String>| view.published.is_some_and(|today| dates::is_long_before(&d.value, today));
    let is_known = |own: &Id| group.partners.iter().any(|known| is_same_party(entities, *known, *own) || is_near(entities, *known, *own));
    r.earlier
        && r.date.as_ref().is_some_and(is_past)
        && group.partners.len() >= 2
        && group.reports.iter().all(|g| g.date.is_none())
        && !partners(entities, r).iter().all(is_known)
}

/// `der Landesplanungsvertrag von 1995`: what is only named, with a day long past, is none of those that were concluded now.
fn is_named_of_old(view: &View, group: &Group, r: &Report) -> bool {
    let is_past = |d: &Read<String>| view.published.is_some_and(|today| dates::is_long_before(&d.value, today));
    let is_concluded = |g: &Report| matches!(g.status, AgreementStatus::Signed | AgreementStatus::Agreed) && !g.mention;
    let is_news = |g: &Report| is_concluded(g) && !g.headline && !g.earlier && !g.base && !g.date.as_ref().is_some_and(is_past);
    let is_old = r.date.as_ref().is_some_and(|d| r.former || is_past(d));
    // `A und B sind seit 1959 Partnerstädte`: beside a paper that was signed now
    let goes_on = r.cooperation && r.status == AgreementStatus::Ongoing && group.reports.iter().all(|g| !g.cooperation);
    (r.mention && r.parties.is_empty() || goes_on) && is_old && group.reports.iter().any(is_news)
}

/// `…, die A und B 2002 vereinbart hatten`: with a day long past and partners of its own it is none of the news, be it that
/// they all have a part in that as well; nor is a partnership agreed upon long before the contract that was signed now.
fn is_of_old(view: &View, group: &Group, entities: &Entities, r: &Report) -> bool {
    let is_past = r.date.as_ref().zip(view.published).is_some_and(|(d, today)| dates::is_long_before(&d.value, today));
    let own = partners(entities, r);
    let is_news = |g: &Report| !g.earlier && !g.mention && !g.base;
    let is_contract = |g: &Report| is_news(g) && !g.cooperation && !g.headline && g.status == AgreementStatus::Signed;
    let is_other = own != group.partners || r.cooperation && group.reports.iter().any(is_contract);
    r.earlier && is_past && !r.mention && !r.headline && own.len() >= 2 && is_other && group.reports.iter().any(is_news)
}

/// The same body, one under the other's government, or one that is named by a part of the other's name.
pub(super) fn is_near(entities: &Entities, a: Id, b: Id) -> bool {
    let (x, y) = (entities.get(a), entities.get(b));
    let under = |jurisdiction: Option<Id>, body: Id| jurisdiction == Some(body);
    a == b
        || under(x.jurisdiction, b)
        || under(y.jurisdiction, a)
        || x.jurisdiction.is_some() && x.jurisdiction == y.jurisdiction
        || x.name.contains(&y.name)
        || y.name.contains(&x.name)
}

/// Different instruments are different agreements; general words (`Vereinbarung`, `Zusammenarbeit`) fit any.
fn kinds_agree(group: &[Report], r: &Report) -> bool {
    // `das Memorandum`, of which nothing else is told, may be another word for the agreement on hand
    let taken_up = |r: &Report| r.definite && !r.other && !r.base && !r.earlier && r.date.is_none() && r.parties.is_empty();
    let general = |r: &Report| {
        taken_up(r)
            || r.headline
            || r.general
            || r.cooperation
            || r.anaphora
            || r.session
            || r.kind == AgreementKind::CooperationAgreement && r.definite
    };
    let specific = |r: &Report| (!general(r)).then_some(r.kind);
    match specific(r) {
        None => true,
        Some(kind) => group.iter().filter_map(specific).all(|k| k == kind),
    }
}

/// `Mit B hat A im Mai 2023 eine Vereinbarung geschlossen, mit C im Dezember`: the verb is not said again; one with each.
pub(super) fn without_verb_again(view: &View, r: Report) -> Vec<Report> {
    let (chart, n) = (view.chart, view.names());
    let word = |t: usize| chart.lower.get(t).map_or("", |w| &**w);
    let with_before = |p: &Read<Id>| (p.tokens.start.saturating_sub(2)..p.tokens.start).rev().find(|&t| word(t) == "mit");
    let verb = |class| chart.within(class, r.instrument.end..r.sentence.end).first().map(|a| a.tokens.end);
    let Some(verb) = [n.conclude_verb, n.sign_verb].into_iter().filter_map(verb).min() else { return vec![r] };
    let is_again = |p: &Read<Id>| with_before(p).is_some_and(|with| with > verb && matches!(word(with - 1), "," | "und"));
    let (again, first): (Vec<Read<Id>>, Vec<Read<Id>>) = r.parties.iter().cloned().partition(is_again);
    let subject = first.iter().find(|p| with_before(p).is_none()).cloned();
    let (Some(subject), [last]) = (subject, &again[..]) else { return vec![r] };
    if first.len() < 2 || !r.signers.is_empty() {
        return vec![r];
    }
    let end = (last.tokens.end..r.sentence.end).find(|&t| matches!(word(t), "," | ";" | ".")).unwrap_or(r.sentence.end);
    let days = chart.within(n.date, last.tokens.end..end);
    let day = days.first().and_then(|d| {
        let value = dates::value(view, d, false)?;
        Some(Read { value, tokens: d.tokens.clone(), rule: d.rule.clone() })
    });
    if day.is_none() {
        return vec![r];
    }
    let second = Report { parties: vec![subject, last.clone()], date: day, place: None, duration: None, other: true, ..r.clone() };
    vec![Report { parties: first, ..r }, second]
}

/// `Ähnliche Abkommen hat A mit B, C und D geschlossen`, `schloss Vereinbarungen mit B, C und D`: one with each.
pub(super) fn one_a_partner(view: &View, entities: &Entities, r: Report) -> Vec<Report> {
    let chart = view.chart;
    let words: Vec<&str> = r.instrument.clone().map(|t| &*chart.lower[t]).collect();
    // an adjective without article may stand outside of the phrase: `Ähnliche Abkommen`
    let first = r.instrument.start.saturating_sub(1).max(r.sentence.start);
    let several = (first..r.instrument.end).any(|t| is_plural_adjective(&chart.lower[t]));
    // `die entsprechende Vereinbarung` is one
    let is_one = !words.last().is_some_and(|w| is_plural(w)) && (r.definite || !several);
    if is_one || words.iter().any(|w| w.starts_with("ein") || *w == "beide" || *w == "beiden") {
        return vec![r];
    }
    // the preposition that stands right before the first of several partners
    let before = |p: &Read<Id>| (p.tokens.start.saturating_sub(3)..p.tokens.start).rev().find(|&t| &*chart.lower[t] == "mit");
    let Some(with) = r.parties.iter().filter_map(before).min() else { return vec![r] };
    // `Mit A und B strebt C Vereinbarungen an`: the subject stands behind them
    let list = chart.starting_at(with + 1).find(|a| a.class == view.names().actor_list && with == r.sentence.start + 1);
    let end = list.map_or(with + 60, |list| list.tokens.end);
    let (partners, subject): (Vec<Read<Id>>, Vec<Read<Id>>) =
        r.parties.iter().cloned().partition(|p| p.tokens.start > with && p.tokens.start < end);
    if partners.len() < 2 {
        return vec![r];
    }
    let own = subject
        .first()
        .cloned()
        .or_else(|| entities.home.map(|home| Read { value: home, tokens: r.sentence.clone(), rule: "party.home".into() }));
    let Some(own) = own else { return vec![r] };
    partners.into_iter().map(|p| Report { parties: vec![own.clone(), p], other: true, ..r.clone() }).collect()
}

/// Adjectives that say without an article that there are several.
fn is_plural_adjective(word: &str) -> bool {
    matches!(
        word,
        "ähnliche" | "solche" | "vergleichbare" | "entsprechende" | "weitere" | "gleichartige" | "mehrere" | "zahlreiche" | "bilaterale"
    )
}

/// Whether a noun for an instrument stands for more than one: `Vereinbarungen`, `Verträge`, `MoUs`.
fn is_plural(word: &str) -> bool {
    ["ungen", "verträge", "verträgen", "memoranden", "memoranda", "schaften", "kooperationen", "urkunden"].iter().any(|e| word.ends_with(e))
        || matches!(word, "mous" | "lois" | "pakte" | "verträge" | "übereinkünfte")
}
