//! Frames into reports: each names one instrument (or a cooperation without one) in one sentence, with what the sentence
//! says of it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::View;
use super::dates;
use super::entities::{Entities, Id, slot, slots};
use super::memberships::{Membership, body_of_office};
use super::organizations::territory_at;
use super::partners::{add_party, group_of};
use super::parts;
use super::signers;
use crate::facts::{AgreementKind, AgreementStatus, EntityClass, EntityKind};
use crate::gazetteers::{EntryId, Form};
use crate::rules::{Annotation, ClassId};

/// A value and the tokens that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    pub value: T,
    pub tokens: Range<usize>,
    pub rule: Arc<str>,
}

/// What one sentence says of one agreement.
#[derive(Debug, Clone)]
pub struct Report {
    /// Tokens of the sentence.
    pub sentence: Range<usize>,
    /// The part of it that speaks of this instrument: all of it, unless it tells of two.
    pub clause: Range<usize>,
    /// Tokens of the words that name the instrument or the cooperation.
    pub instrument: Range<usize>,
    pub kind: AgreementKind,
    /// No instrument: `Zusammenarbeit`, `zusammenarbeiten`.
    pub cooperation: bool,
    /// A contract that may be a purchase.
    pub weak: bool,
    /// Of the instrument nothing is told but that there is one: `ein Papier`.
    pub general: bool,
    /// The instrument is taken up by a pronoun, by `das Papier`, or not named at all.
    pub anaphora: bool,
    /// `eine zweite`, `eine weitere`: expressly another one.
    pub other: bool,
    /// `die bisherige`, `die ursprüngliche`: one that came before the matter of the day.
    pub former: bool,
    /// `Damals wurde eine Vereinbarung unterzeichnet`: a new one, at a time told before; `Unterschrieben war sie vom damaligen
    /// Minister A`: the one told so.
    pub then: bool,
    /// A sitting at which governments agree.
    pub session: bool,
    /// One more partner of what was told just before.
    pub joins: bool,
    pub definite: bool,
    /// With an indefinite article or a number: something new.
    pub indefinite: bool,
    pub status: AgreementStatus,
    /// A bare mention, without a verb of agreeing.
    pub mention: bool,
    /// Something on which another agreement builds.
    pub base: bool,
    /// What was sought came to nothing: `Zur Unterzeichnung ist es nicht gekommen`.
    pub failed: bool,
    /// The sentence speaks of an earlier time (`hatten ... damals`).
    pub earlier: bool,
    pub headline: bool,
    pub parties: Vec<Read<Id>>,
    /// The sentence says how many parties there are: these are all of them.
    pub counted: bool,
    pub signers: Vec<Read<Id>>,
    /// Whom the signatories stand for: parties, or the state of one.
    pub bodies: Vec<Id>,
    pub date: Option<Read<String>>,
    pub place: Option<Read<Id>>,
    pub duration: Option<Read<String>>,
    pub rule: Arc<str>,
}

pub fn find(view: &View, entities: &mut Entities, memberships: &[Membership]) -> Vec<Report> {
    let n = view.names();
    let frames: Vec<&Annotation> = view.chart.annotations.iter().filter(|a| a.class == n.report).collect();
    let mut reports: Vec<Report> = frames.iter().filter_map(|a| report(view, entities, memberships, a)).collect();
    reports.retain(|r| !takes_up_other_contract(view, r) && !did_not_sign(view, r));
    reports.sort_by_key(|r| (r.sentence.start, r.instrument.start, r.instrument.end));
    parts::part(view, entities, &mut reports);
    leave_to_the_replaced(&mut reports);
    without_shadows(view, reports)
}

/// `Der Tarifvertrag steht. A und B unterzeichneten ihn`: what the pronoun takes up is no agreement of the kind that is looked for.
fn takes_up_other_contract(view: &View, r: &Report) -> bool {
    let n = view.names();
    let has = |class| stands_before(view, r, class);
    r.anaphora && has(n.other_contract) && !has(n.agreement) && !has(n.cooperation_phrase)
}

/// `Das Memorandum löst eine Erklärung ab, auf die man sich 2018 verständigt hatte`: the day behind what is replaced is of that one.
fn leave_to_the_replaced(reports: &mut [Report]) {
    let replaced: Vec<(usize, usize)> = reports.iter().filter(|r| r.base).map(|r| (r.sentence.start, r.instrument.start)).collect();
    for r in reports.iter_mut().filter(|r| !r.base) {
        let is_behind =
            |day: usize| replaced.iter().any(|&(sentence, base)| sentence == r.sentence.start && r.instrument.start < base && base < day);
        if r.date.as_ref().is_some_and(|d| is_behind(d.tokens.start)) {
            (r.date, r.earlier, r.mention) = (None, false, true);
        }
    }
}

/// `Für Hessen tat dies A`: that is a signature only if the sentence before tells of one.
fn did_not_sign(view: &View, r: &Report) -> bool {
    let is_so = matches!(&*view.chart.lower[r.instrument.start], "tat" | "taten");
    is_so && !stands_before(view, r, view.names().sign_verb)
}

/// Whether the sentence before that of a report has an annotation of the class.
fn stands_before(view: &View, r: &Report, class: ClassId) -> bool {
    let before = view.chart.sentence_of(r.sentence.start).checked_sub(1);
    before.is_some_and(|s| !view.chart.within(class, view.chart.sentences[s].tokens.clone()).is_empty())
}

/// A cooperation named beside an instrument in one sentence is what the instrument is about; an instrument named twice in
/// one sentence (`einen Letter of Intent, also eine Absichtserklärung`) is one; so is one with what it is about.
fn without_shadows(view: &View, reports: Vec<Report>) -> Vec<Report> {
    // `Mit im Boot ist A, für die B das Papier unterschrieb`: A comes from the one, B from the other
    let (joins, reports): (Vec<Report>, Vec<Report>) = reports.into_iter().partition(|r| r.joins);
    let mut kept: Vec<Report> = Vec::new();
    let is_subject = |r: &Report| is_subject(view, &r.instrument);
    for r in &reports {
        let of_another = |k: &Report| k.sentence == r.sentence && k.instrument != r.instrument && !k.cooperation && !is_subject(k);
        if !r.cooperation && is_subject(r) && reports.iter().any(of_another) {
            continue;
        }
        // `Ähnliche Vereinbarungen verbinden A mit B, das im Juni ein Abkommen schloss`: the one in the singular is meant
        if is_plural_of_kind(view, &r.instrument) && reports.iter().any(|k| of_another(k) && !is_plural_of_kind(view, &k.instrument)) {
            continue;
        }
        let titles = |k: &Report| k.sentence == r.sentence && k.status == r.status && k.kind != r.kind && is_title_of(view, r, k);
        if reports.iter().any(titles) {
            continue;
        }
        let r = r.clone();
        if r.cooperation && kept.iter().any(|k| k.clause == r.clause && !k.cooperation && !k.mention) {
            continue;
        }
        // `ein Papier: ein Memorandum` is one
        if r.general && kept.iter().any(|k| k.sentence == r.sentence && !k.cooperation) {
            continue;
        }
        if !r.cooperation && !r.general {
            kept.retain(|k| !(k.general && k.sentence == r.sentence));
        }
        // `A arbeitet mit B zusammen; die entsprechende Vereinbarung aus dem Jahr 2015 …`: the paper of that cooperation
        if r.mention
            && !r.cooperation
            && names_its_matter(view, &r.instrument)
            && let Some(matter) = kept.iter_mut().find(|k| k.sentence == r.sentence && k.cooperation)
        {
            (matter.kind, matter.instrument) = (r.kind, r.instrument);
            (matter.cooperation, matter.definite) = (false, r.definite);
            matter.status = AgreementStatus::Ongoing;
            matter.date = matter.date.take().or(r.date);
            continue;
        }
        // `setzten ihre Namen unter eine Erklärung`, `unterzeichneten eine Erklärung`: the act names no instrument, what stands
        // beside it does
        let tells_what = !r.cooperation && r.mention || !r.anaphora && r.kind == AgreementKind::JointDeclaration;
        if let Some(act) = kept.iter_mut().find(|k| k.sentence == r.sentence && k.anaphora && k.cooperation && tells_what) {
            act.kind = r.kind;
            act.instrument = r.instrument;
            (act.cooperation, act.anaphora, act.definite) = (false, r.anaphora, r.definite);
            continue;
        }
        if !r.cooperation && !r.mention {
            kept.retain(|k| !(k.cooperation && k.clause == r.clause));
        }
        let is_twin = |k: &Report| {
            k.clause == r.clause
                && k.base == r.base
                && (k.kind == r.kind && k.cooperation == r.cooperation || k.cooperation && r.cooperation)
        };
        if !kept.iter().any(is_twin) {
            kept.push(r);
        }
    }
    kept.extend(joins);
    kept.sort_by_key(|r| r.sentence.start);
    kept
}

/// `ähnliche Vereinbarungen`, `vergleichbare Verträge`
fn is_plural_of_kind(view: &View, instrument: &Range<usize>) -> bool {
    let last = instrument.clone().next_back().map_or("", |t| &*view.chart.lower[t]);
    let is_plural = ["ungen", "verträge", "verträgen", "abkommen", "memoranden"].iter().any(|ending| last.ends_with(ending));
    is_plural
        && (instrument.start.saturating_sub(1)..instrument.end)
            .any(|t| ["ähnliche", "vergleichbare"].iter().any(|stem| view.chart.lower[t].starts_with(stem)))
}

/// `die entsprechende Vereinbarung`, `der zugehörige Vertrag`
fn names_its_matter(view: &View, instrument: &Range<usize>) -> bool {
    let stems = ["entsprechend", "zugehörig", "dazugehörig", "diesbezüglich", "zugrunde"];
    instrument.clone().any(|t| stems.iter().any(|stem| view.chart.lower[t].starts_with(stem)))
}

/// `Zwei Stifte, ein Vertrag: A und B haben ein Memorandum unterzeichnet`: what stands before a colon, without a verb of its own,
/// is the title of what is told behind it.
fn is_title_of(view: &View, title: &Report, told: &Report) -> bool {
    let colon = (title.instrument.end..told.instrument.start).find(|&t| &*view.chart.lower[t] == ":");
    let has_verb = |end: usize| !view.chart.within(view.names().sign_verb, title.sentence.start..end).is_empty();
    colon.is_some_and(|colon| !has_verb(colon) && title.parties.iter().all(|p| p.tokens.start > colon))
}

/// `eine Absichtserklärung zu dem Austauschprogramm`: what the other instrument is about.
fn is_subject(view: &View, instrument: &Range<usize>) -> bool {
    let lower = |t: usize| &*view.chart.lower[t];
    let before = instrument.start.checked_sub(1).map_or("", lower);
    matches!(before, "zu" | "über") || matches!(lower(instrument.start), "zum" | "zur")
}

fn report(view: &View, entities: &mut Entities, memberships: &[Membership], a: &Annotation) -> Option<Report> {
    let n = view.names();
    let instrument = slot(a, n.instrument)?;
    let phrase = view
        .chart
        .starting_at(instrument.start)
        .find(|p| p.tokens == instrument && (p.class == n.agreement || p.class == n.cooperation_phrase));
    let feature = |key| phrase.and_then(|p| p.feature(key)).or_else(|| a.feature(key));
    let kind = kind(feature(n.kind)?)?;
    let status = status(a.feature(n.status)?)?;
    let role = a.feature(n.role);
    let cooperation = phrase.is_none_or(|p| p.class == n.cooperation_phrase);
    let anaphora = matches!(role, Some("anaphora" | "term" | "partners" | "joins" | "failed")) || feature(n.paper).is_some();
    let has_word = |words: &[&str]| a.tokens.clone().any(|t| words.contains(&&*view.chart.lower[t]));
    let excluded = |key| -> BTreeSet<usize> { slots(a, key).flat_map(Clone::clone).collect() };
    let earlier = view
        .chart
        .within(n.earlier, a.tokens.clone())
        .iter()
        .any(|e| matches!(&*view.chart.lower[e.tokens.start], "hatte" | "hatten" | "damals" | "seinerzeit" | "bereits" | "zuvor"));
    let mut signers = signers::of(view, entities, memberships, a, &excluded(n.not_signatory), &instrument);
    let of_signer = |s: &Read<Id>| memberships.iter().find(|m| m.person == s.value);
    let bodies = signers.iter().filter_map(of_signer).map(|m| group_of(entities, m.body)).collect();
    // `A und B streben einen Vertrag an`: nobody signs yet
    let is_sought = status == AgreementStatus::Planned && role != Some("anaphora") && !tells_act(view, &a.tokens);
    let seekers = if is_sought { std::mem::take(&mut signers) } else { Vec::new() };
    let context = view.chart.context[a.tokens.start];
    let det = phrase.and_then(|p| p.feature(n.det));
    let parties = parties(view, entities, a, role == Some("consent"));
    let mut parties = with_pair(view, entities, a, parties);
    for (seeker, body) in seekers.iter().filter_map(|s| Some((s, of_signer(s)?.body))) {
        add_party(entities, &mut parties, Read { value: body, tokens: seeker.tokens.clone(), rule: seeker.rule.clone() });
    }
    let date = date(view, a, &excluded(n.not_date), &instrument, status);
    Some(Report {
        sentence: a.tokens.clone(),
        clause: a.tokens.clone(),
        kind,
        cooperation,
        weak: feature(n.weak).is_some() || is_priced(view, &instrument),
        general: feature(n.general).is_some(),
        anaphora,
        other: instrument.clone().any(|t| is_other(&view.chart.lower[t], phrase.is_some())) || is_with_another(view, &a.tokens),
        former: instrument.clone().any(|t| is_former(&view.chart.lower[t])),
        then: det == Some("indef") && has_word(&["damals", "seinerzeit"])
            || anaphora && has_word(&["damalige", "damaligen", "seinerzeitige", "seinerzeitigen"]),
        session: role == Some("session"),
        joins: role == Some("joins"),
        definite: det == Some("def"),
        indefinite: det == Some("indef"),
        status: if lies_ahead(view, date.as_ref(), status) { AgreementStatus::Planned } else { status },
        mention: matches!(role, Some("mention" | "term" | "partners" | "failed")),
        base: role == Some("base"),
        failed: role == Some("failed"),
        earlier,
        headline: context.headline || context.lead && (cooperation || names_towns_only(view, entities, &parties)),
        parties,
        counted: false,
        bodies,
        signers,
        date,
        place: place(view, entities, a, &excluded(n.not_date), &instrument),
        duration: slot(a, n.duration).and_then(|tokens| {
            let found = view.chart.starting_at(tokens.start).find(|d| d.tokens == tokens && d.feature(n.entry).is_none())?;
            Some(Read { value: dates::duration(view, found)?, tokens, rule: found.rule.clone() })
        }),
        instrument,
        rule: a.rule.clone(),
    })
}

/// `Ein Memorandum regelt, wobei sich Paris und Rom helfen`: in a lead towns may stand for the governments that sit there.
fn names_towns_only(view: &View, entities: &Entities, parties: &[Read<Id>]) -> bool {
    parties.len() >= 2 && parties.iter().all(|p| is_town(view, entities, p.value, &p.tokens))
}

/// Adjectives of an agreement that stands beside the one told before: `ein weiterer`, `einen eigenen Vertrag`, but not
/// `arbeiten eigenen Angaben zufolge zusammen`.
fn is_other(word: &str, of_noun: bool) -> bool {
    let stem = word.trim_end_matches(['n', 'r', 's']);
    matches!(stem, "zweite" | "weitere" | "andere" | "ähnliche" | "solche") || of_noun && matches!(stem, "eigene" | "gesonderte")
}

/// `eine Rahmenvereinbarung über 3,9 Milliarden Euro`: it may be a purchase.
fn is_priced(view: &View, instrument: &Range<usize>) -> bool {
    let behind = || view.chart.lower.iter().skip(instrument.end).take(8).take_while(|w| !matches!(&***w, "," | "." | ";"));
    behind().any(|w| &**w == "über") && behind().any(|w| matches!(&**w, "euro" | "dollar" | "franken"))
}

/// `Auch mit der Universität A wird die Firma kooperieren`: beside the partner of whom the sentence before tells.
fn is_with_another(view: &View, sentence: &Range<usize>) -> bool {
    let word = |t: usize| view.chart.lower.get(t).map_or("", |w| &**w);
    let begins = matches!(word(sentence.start), "auch" | "ebenso" | "zudem" | "außerdem") && word(sentence.start + 1) == "mit";
    // `Mit A arbeitet auch B zusammen`
    let is_verb = |t: usize| matches!(word(t), "arbeitet" | "arbeiten" | "kooperiert" | "kooperieren");
    begins || word(sentence.start) == "mit" && sentence.clone().take(12).any(|t| is_verb(t) && word(t + 1) == "auch")
}

/// Adjectives of an agreement that another one followed.
fn is_former(word: &str) -> bool {
    let stem = word.trim_end_matches(['n', 'r', 's']);
    matches!(stem, "bisherige" | "frühere" | "vorherige" | "vorige" | "ursprüngliche" | "alte" | "damalige" | "erste")
}

/// What is signed on a day after that of the text is still to be signed: `Am Freitag, 17. Mai, unterzeichnet …`.
fn lies_ahead(view: &View, date: Option<&Read<String>>, status: AgreementStatus) -> bool {
    let is_done = matches!(status, AgreementStatus::Signed | AgreementStatus::Agreed);
    let day = date.and_then(|d| d.value.parse::<jiff::civil::Date>().ok());
    is_done && matches!((day, view.published), (Some(day), Some(published)) if day > published)
}

fn kind(name: &str) -> Option<AgreementKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn status(name: &str) -> Option<AgreementStatus> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Institutions and territories in the slots for parties: of an actor the name itself, not what it is a part of.
/// Where a parliament or council consents, its Land or town is the party.
fn parties(view: &View, entities: &mut Entities, a: &Annotation, consent: bool) -> Vec<Read<Id>> {
    let n = view.names();
    let mut found: Vec<Read<Id>> = Vec::new();
    for tokens in slots(a, n.party) {
        // `unterzeichnete der hessische Innenminister`, `die BSI-Chefin`
        if view.chart.starting_at(tokens.start).any(|p| p.class == n.office_phrase && p.tokens == *tokens)
            && let Some(value) = body_of_office(view, entities, tokens)
        {
            found.push(Read { value, tokens: tokens.clone(), rule: a.rule.clone() });
            continue;
        }
        for actor in view.chart.within(n.actor_class, tokens.clone()) {
            let Some(name) = slot(actor, n.actor) else { continue };
            let Some(id) = entities.exactly(view, &name) else { continue };
            let is_council =
                matches!(entities.get(id).kind, Some(EntityKind::Parliament | EntityKind::Municipality | EntityKind::Government));
            let id = entities.get(id).jurisdiction.filter(|_| consent && is_council).unwrap_or(id);
            if entities.get(id).class != EntityClass::Person && !found.iter().any(|r| r.value == id) {
                found.push(Read { value: id, tokens: name, rule: a.rule.clone() });
            }
        }
    }
    // two who conclude something, and a council of somebody else that consents
    let is_council =
        |r: &Read<Id>| view.chart.starting_at(r.tokens.start).any(|o| matches!(o.feature(n.kind), Some("parliament" | "municipality")));
    if consent && found.iter().filter(|r| !is_council(r)).count() >= 2 {
        found.retain(|r| !is_council(r));
    }
    found.sort_by_key(|r| r.tokens.start);
    found
}

/// `das deutsch-französische Abkommen`: both countries.
fn with_pair(view: &View, entities: &mut Entities, a: &Annotation, mut parties: Vec<Read<Id>>) -> Vec<Read<Id>> {
    for tokens in slots(a, view.names().pair) {
        let word = view.chart.tokens[tokens.start].norm.to_lowercase();
        let Some((first, second)) = word.split_once('-') else { continue };
        for adjective in [format!("{first}e"), second.to_owned()] {
            let found = view.reader.gazetteers.find(&[&adjective]);
            let entry = found
                .iter()
                .flat_map(|m| &m.readings)
                .map(|r| r.entry)
                .find(|e| view.reader.gazetteers.entry(*e).kind == Some(EntityKind::Country));
            if let Some(entry) = entry {
                let value = entities.of_entry(view, entry);
                if !parties.iter().any(|p| p.value == value) {
                    parties.push(Read { value, tokens: tokens.clone(), rule: a.rule.clone() });
                }
            }
        }
    }
    parties
}

/// The one that stands within the instrument's phrase, else of several dates in the sentence the most precise one, of
/// equally precise ones the nearest to the instrument.
fn date(
    view: &View,
    a: &Annotation,
    excluded: &BTreeSet<usize>,
    instrument: &Range<usize>,
    status: AgreementStatus,
) -> Option<Read<String>> {
    let n = view.names();
    let ahead = status == AgreementStatus::Planned;
    let value_at = |tokens: &Range<usize>| {
        let found = view.chart.starting_at(tokens.start).find(|d| d.class == n.date && d.tokens == *tokens)?;
        Some(Read { value: dates::value(view, found, ahead)?, tokens: tokens.clone(), rule: found.rule.clone() })
    };
    let own = slots(a, n.its_date).filter_map(value_at).min_by_key(|d| d.tokens.start.abs_diff(instrument.start));
    if own.is_some() && status != AgreementStatus::Extended {
        return own;
    }
    // what is prolonged has a day of its own: not that of `ihren 2019 geschlossenen Vertrag`
    let is_former = |tokens: &Range<usize>| status == AgreementStatus::Extended && slots(a, n.its_date).any(|own| own == tokens);
    // `Damals` counts where the sentence tells no date of its own
    let is_then = |d: &Read<String>| &*view.chart.lower[d.tokens.start] == "damals";
    slots(a, n.date_slot)
        .filter(|tokens| {
            !(*tokens).clone().any(|t| excluded.contains(&t)) && !is_former(tokens) && !is_aside(view, a, instrument, tokens.start)
        })
        .filter_map(value_at)
        .max_by_key(|d| (!is_then(d), d.value.len(), std::cmp::Reverse(d.tokens.start.abs_diff(instrument.start))))
}

/// Whether a semicolon parts these words from the instrument, and their part of the sentence tells of no act: `…; vor 2026
/// rechnet in Bonn niemand damit`.
fn is_aside(view: &View, a: &Annotation, instrument: &Range<usize>, token: usize) -> bool {
    signers::parts_of(view, &a.tokens, token, instrument.start).is_some_and(|part| !tells_act(view, &part))
}

/// Whether something is signed or concluded in these words.
fn tells_act(view: &View, tokens: &Range<usize>) -> bool {
    let n = view.names();
    [n.sign_verb, n.conclude_verb].iter().any(|class| !view.chart.within(*class, tokens.clone()).is_empty())
}

/// The first town that is told as a place of this matter; one within a list of actors is where one of them sits: `die
/// Hochschule A in Heide und das Amt B haben in Kiel …`
fn place(view: &View, entities: &mut Entities, a: &Annotation, excluded: &BTreeSet<usize>, instrument: &Range<usize>) -> Option<Read<Id>> {
    let n = view.names();
    let lists: Vec<Range<usize>> = view.chart.within(n.actor_list, a.tokens.clone()).into_iter().map(|l| l.tokens.clone()).collect();
    let is_seat = |tokens: &Range<usize>| lists.iter().any(|l| l.start <= tokens.start && tokens.end < l.end);
    // `das Kabinett in Ulm`: where it sits
    let is_government = |o: &Annotation| matches!(o.feature(n.kind), Some("government" | "ministry"));
    let of_government = |t: usize| {
        let head = t.checked_sub(2).filter(|_| &*view.chart.lower[t - 1] == "in");
        head.is_some_and(|head| view.chart.starting_at(head).any(|o| o.class == n.org_head && is_government(o)))
    };
    // `mit dem Institut A in Ulm`: where the partner sits
    let of_partner = |t: usize| {
        let is_behind_in = t > 0 && &*view.chart.lower[t - 1] == "in";
        let is_with = |x: &&Annotation| x.tokens.start > 0 && &*view.chart.lower[x.tokens.start - 1] == "mit";
        let is_body = |x: &Annotation| slot(x, n.actor).is_some_and(|name| name.len() > 1 && name.end < t);
        let actors = || view.chart.within(n.actor_class, a.tokens.clone());
        is_behind_in && actors().into_iter().filter(is_with).any(|x| is_body(x) && (x.tokens.end == t - 1 || x.tokens.contains(&t)))
    };
    // `…, weil in Ulm der Ausschuss tagt`
    let reason =
        |t: usize| (a.tokens.start..t).rev().find(|&t| &*view.chart.lower[t] == ",").and_then(|comma| view.chart.lower.get(comma + 1));
    let is_reason = |t: usize| reason(t).is_some_and(|w| matches!(&**w, "weil" | "da" | "obwohl" | "damit" | "bevor" | "ehe"));
    let is_told = |t: &&Range<usize>| {
        !excluded.contains(&t.start)
            && !view.chart.context[t.start].quoted
            && !is_seat(t)
            && !of_government(t.start)
            && !of_partner(t.start)
            && !is_reason(t.start)
            && !is_aside(view, a, instrument, t.start)
    };
    slots(a, n.place).filter(is_told).find_map(|tokens| {
        // `in der Potsdamer Staatskanzlei`
        let of_adjective = |entities: &mut Entities| {
            let id = entities.of_entry(view, town_of_adjective(view, tokens)?);
            entities.add_mention(id, tokens.start..tokens.start + 1, &a.rule);
            Some(id)
        };
        let named = of_adjective(entities).or_else(|| entities.exactly(view, tokens));
        let id = named.or_else(|| territory_at(view, tokens).map(|entry| entities.of_entry(view, entry)))?;
        is_town(view, entities, id, tokens).then(|| Read { value: id, tokens: tokens.clone(), rule: a.rule.clone() })
    })
}

/// `Schweriner Justizministerium`: the town that an institution's name begins with.
fn town_of_adjective(view: &View, tokens: &Range<usize>) -> Option<EntryId> {
    let gazetteers = &view.reader.gazetteers;
    let first = view.chart.tokens.get(tokens.start).filter(|_| tokens.len() > 1)?;
    let found = gazetteers.find(&[first.norm.as_str()]);
    let readings = found.iter().flat_map(|m| &m.readings).filter(|r| r.form == Form::Adjective);
    readings.map(|r| r.entry).find(|entry| gazetteers.entry(*entry).kind == Some(EntityKind::City))
}

/// Whether the words name a town: one by its kind, or a city state.
pub(super) fn is_town(view: &View, entities: &Entities, id: Id, tokens: &Range<usize>) -> bool {
    let e = entities.get(id);
    // states that are towns as well, or are called like their capital
    let is_both = matches!(e.name.as_str(), "Luxemburg" | "Singapur" | "Monaco" | "Québec");
    e.kind == Some(EntityKind::City) || is_both || view.chart.starting_at(tokens.start).any(|t| t.feature(view.names().city).is_some())
}
