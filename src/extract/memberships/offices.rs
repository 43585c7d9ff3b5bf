//! What an office phrase says: the office in its base form, and the body that the phrase names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bodies::{body_at, federation_of_text, named_by_office};
use super::districts::of_town_or_itself;
use super::of_sort::parliament_of_land;
use super::towns::is_rank_of_region;
use crate::extract::View;
use crate::extract::entities::{Entities, Entity, Id, is_city_state, slot, slots};
use crate::extract::short_names::without_genitive;
use crate::facts::{EntityClass, EntityKind};
use crate::gazetteers::{Class, EntryId};
use crate::rules::Annotation;

/// What an office phrase says.
#[derive(Debug, Clone, Default)]
pub struct Rank {
    /// The office word as it stands, and in its base form.
    pub word: String,
    pub office: String,
    pub body: Option<Id>,
    pub government: bool,
    /// Where the phrase stands.
    pub tokens: Range<usize>,
}

pub fn rank_at(view: &View, entities: &mut Entities, tokens: &Range<usize>) -> Rank {
    let n = view.names();
    let Some(phrase) = view.chart.starting_at(tokens.start).find(|a| a.class == n.office_phrase && a.tokens == *tokens).cloned() else {
        return Rank::default();
    };
    let first = slot(&phrase, n.office).unwrap_or_else(|| tokens.clone());
    let chosen = slot(&phrase, n.second).unwrap_or(first);
    let words = view.chart.words(chosen.clone());
    let government = view.chart.within(n.office_class, chosen.clone()).iter().any(|a| a.feature(n.rank) == Some("government"))
        && !is_mayor(&words)
        || words.to_lowercase().starts_with("staatskanzlei");
    let mut rank = Rank { office: office_base(&words), word: words.clone(), body: None, government, tokens: tokens.clone() };
    rank.body = body_of_phrase(view, entities, &phrase, &rank);
    rank.body = rank.body.map(|body| of_town_or_itself(view, entities, &rank.office, body));
    // `der hessische Landtagsabgeordnete A` is of Hesse's parliament
    if rank.office.to_lowercase().contains("landtagsabgeordnet")
        && let Some(land) = rank.body.filter(|body| entities.get(*body).class == EntityClass::Place)
    {
        rank.body = parliament_of_land(view, entities, land).or(rank.body);
    }
    if rank.body.is_none()
        && let Some(body) = compound_body(view, entities, &words).or_else(|| company_of(view, entities, chosen.start, &words))
    {
        rank.body = Some(body);
        // `Siemens-Vorstand` is `Vorstand` of Siemens
        if let Some((_, office)) = words.rsplit_once('-').filter(|(_, o)| o.starts_with(char::is_uppercase)) {
            rank.office = office_base(office);
        }
    }
    rank
}

/// The body that the phrase names: an institution rather than a territory, the first of each.
fn body_of_phrase(view: &View, entities: &mut Entities, phrase: &Annotation, rank: &Rank) -> Option<Id> {
    let n = view.names();
    let ofs: Vec<Range<usize>> = slots(phrase, n.of).cloned().collect();
    let office_start = slot(phrase, n.office).map_or(phrase.tokens.end, |r| r.start);
    let mut bodies: Vec<Id> = Vec::new();
    for of in ofs {
        let Some(body) = body_at(view, entities, &of, rank.government) else { continue };
        if is_any_authority(view, entities, &of) {
            return None;
        }
        let is_before = of.end <= office_start;
        // `der Mainzer Polizeipräsident` is the police's, if the text names it
        if is_before
            && !rank.government
            && is_town(entities, body)
            && let Some(institution) = named_by_office(view, entities, &rank.office.to_lowercase(), of.start)
        {
            bodies.push(institution);
            continue;
        }
        // `der sächsische Landesvorsitzende`: where, not of what
        if is_before && is_of_members(&rank.office) && entities.get(body).class == EntityClass::Place {
            continue;
        }
        // `die Lütticher Gouverneurin` is the province's
        if is_before && is_of_region(&rank.office) && entities.get(body).kind == Some(EntityKind::City) {
            bodies.extend(region_of(entities, body));
            continue;
        }
        // `nach Auskunft der Stiftung Kulturstaatsministerin A`: the body is of the words before
        let is_minister = ["minister", "staatssekretär"].iter().any(|w| rank.office.to_lowercase().contains(w));
        let governs = matches!(entities.get(body).kind, Some(EntityKind::Ministry | EntityKind::Government));
        if is_before && is_minister && entities.get(body).class == EntityClass::Organization && !governs {
            continue;
        }
        // `die polnische Chefärztin`: where she is from; `Vorstandsvorsitzender in Berlin`: where he sits
        let is_seat = !is_before && of.start > 0 && &*view.chart.lower[of.start - 1] == "in" && is_town(entities, body);
        // `die Bundesministerin für Digitales in Tallinn`, `der Generalkonsul in Osaka`: where they are
        let is_away = rank.word.starts_with("Bundesm") || is_envoy(&rank.office) && is_town(entities, body);
        let is_stay = !is_before && of.start > 0 && &*view.chart.lower[of.start - 1] == "in" && is_away;
        let is_origin = is_before && entities.get(body).kind == Some(EntityKind::Country) && is_profession(&rank.office);
        if is_origin || is_stay || is_seat && is_head_of_institution(&rank.office) {
            continue;
        }
        // `die Ministerin des australischen Bundesstaates`: of the one that the text names
        if names_region(view, entities, &of, body) {
            bodies.extend(region_within(view, entities, body));
            continue;
        }
        // `der polnische Marschall der Woiwodschaft Westpommern`: the region's
        let is_region = |b: &Id| matches!(entities.get(*b).kind, Some(EntityKind::Region | EntityKind::State | EntityKind::District));
        if !is_before && is_of_region(&rank.office) && is_region(&body) {
            bodies.insert(0, body);
            continue;
        }
        // `der Tübinger Rektor` is the university's, not the town's
        if is_before && is_head_of_institution(&rank.office) && is_town(entities, body) {
            bodies.extend(university_in(view, entities, body).filter(|_| is_of_university(&rank.office)));
        } else {
            bodies.push(body);
        }
    }
    let institution = bodies.iter().copied().find(|b| entities.get(*b).class == EntityClass::Organization);
    institution.or_else(|| bodies.first().copied())
}

/// Whether the adjective of a country stands before what its parts are called: `der südkoreanischen Provinz`.
fn names_region(view: &View, entities: &Entities, of: &Range<usize>, body: Id) -> bool {
    let is_adjective = || view.chart.starting_at(of.start).any(|a| a.tokens == *of && a.class == view.names().territory_adjective);
    is_part_of_country(view, of.end) && entities.get(body).kind == Some(EntityKind::Country) && is_adjective()
}

/// Whether a token is what parts of countries are called.
pub fn is_part_of_country(view: &View, at: usize) -> bool {
    let rank = view.chart.lower.get(at).map_or("", |w| without_genitive(w));
    is_rank_of_region(rank) || matches!(rank, "bundesstaat" | "teilrepublik")
}

/// The one region of a country that the text names.
pub fn region_within(view: &View, entities: &Entities, country: Id) -> Option<Id> {
    let country = entities.get(country).entry?;
    let lies_there = |e: &Entity| e.entry.is_some_and(|entry| view.reader.gazetteers.entry(entry).jurisdiction == Some(country));
    let is_part = |e: &Entity| matches!(e.kind, Some(EntityKind::Region | EntityKind::State)) && !e.mentions.is_empty() && lies_there(e);
    let mut found = (0..entities.list.len()).filter(|&id| is_part(&entities.list[id]));
    let one = found.next()?;
    found.next().is_none().then_some(one)
}

/// Those who stand for their country elsewhere.
fn is_envoy(office: &str) -> bool {
    let lower = office.to_lowercase();
    lower.contains("konsul") || lower.contains("botschafter")
}

/// `Der Rechnungshof rügt das Rechenzentrum. A, Präsident der Behörde`: which of two authorities is meant, the word does not say.
fn is_any_authority(view: &View, entities: &Entities, of: &Range<usize>) -> bool {
    if of.len() != 1 || &*view.chart.lower[of.start] != "behörde" {
        return false;
    }
    let sentence = view.chart.sentence_of(of.start);
    let from = view.chart.sentences[sentence.saturating_sub(2)].tokens.start;
    let named = |e: &Entity| e.mentions.iter().any(|(t, _)| (from..of.start).contains(&t.start));
    let is_authority = |e: &&Entity| matches!(e.kind, Some(EntityKind::Agency | EntityKind::Court)) && named(e);
    entities.list.iter().filter(is_authority).count() > 1
}

pub fn is_town(entities: &Entities, id: Id) -> bool {
    let e = entities.get(id);
    e.kind == Some(EntityKind::City) || is_city_state(&e.name)
}

/// The one university of a town that the text names, else the gazetteer's.
pub fn university_in(view: &View, entities: &mut Entities, town: Id) -> Option<Id> {
    let name = entities.get(town).name.clone();
    let named: Vec<Id> = (0..entities.list.len())
        .filter(|&i| {
            let e = &entities.list[i];
            e.kind == Some(EntityKind::University) && (e.jurisdiction == Some(town) || e.name.ends_with(&format!(" {name}")))
        })
        .collect();
    match named[..] {
        [only] => Some(only),
        [] => {
            let known = view.reader.gazetteers.by_name(&format!("Universität {name}"));
            let entry = known.iter().copied().find(|e| view.reader.gazetteers.entry(*e).class == Class::Organization)?;
            Some(entities.of_entry(view, entry))
        }
        _ => None,
    }
}

/// Mayors: their office is that of a town, wherever the word stands.
pub fn is_mayor(office: &str) -> bool {
    let lower = office.to_lowercase();
    lower.contains("bürgermeister") && !lower.contains("regierende")
}

/// Offices that towns have beside their mayors.
pub fn is_municipal(office: &str) -> bool {
    let lower = office.to_lowercase();
    let town = ["dezernent", "kämmerer", "beigeordnete", "rathauschef", "ratsherr", "ratsfrau"].iter().any(|w| lower.contains(w));
    is_mayor(office) || town && !lower.starts_with("kreis") || lower.starts_with("stadt") || lower == "ob" || lower.starts_with("gemeinde")
}

/// Heads that a town or a Land as such does not have.
pub fn is_head_of_institution(office: &str) -> bool {
    let lower = office.to_lowercase();
    const HEADS: [&str; 9] =
        ["rektor", "rector", "dekan", "intendant", "geschäftsführer", "vorstand", "institutsleiter", "direktor", "ceo"];
    const PUBLIC: [&str; 5] = ["stadtdirektor", "kreisdirektor", "ministerialdirektor", "finanzdirektor", "sicherheitsdirektor"];
    let is_named_so = HEADS.iter().any(|w| lower.contains(w)) || is_of_university(office);
    is_named_so && !PUBLIC.iter().any(|w| lower.contains(w)) && !CANTONAL_DIRECTORS.iter().any(|w| lower.starts_with(w))
}

/// Offices and professions that no state gives.
fn is_profession(office: &str) -> bool {
    let lower = office.to_lowercase();
    ["arzt", "ärzt", "professor", "forscher", "unternehmer", "manager", "redakteur", "rektor", "dekan", "geschäftsführer", "vorstand"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Offices of regions, which have no mayor.
pub fn is_of_region(office: &str) -> bool {
    let lower = office.to_lowercase();
    ["gouverneur", "woiwod", "marschall", "präfekt"].iter().any(|w| lower.contains(w))
}

/// The region of the text that is named by a town: `Provinz Lüttich`.
fn region_of(entities: &Entities, town: Id) -> Option<Id> {
    let ending = format!(" {}", entities.get(town).name);
    let is_region = |e: &Entity| matches!(e.kind, Some(EntityKind::Region | EntityKind::State | EntityKind::District));
    (0..entities.list.len()).find(|&i| is_region(&entities.list[i]) && entities.list[i].name.ends_with(&ending))
}

/// Offices of associations, parties and courts, which no territory has.
fn is_of_members(office: &str) -> bool {
    let lower = office.to_lowercase();
    lower.contains("vorsitzend") && !lower.contains("regierung") || lower.starts_with("gerichts") || lower.starts_with("kammer")
}

/// Fields of the members of a Swiss canton's government, who are called directors.
const CANTONAL_DIRECTORS: [&str; 9] =
    ["finanzd", "baud", "bildungsd", "erziehungsd", "justizd", "sicherheitsd", "gesundheitsd", "volkswirtschaftsd", "umweltd"];

pub fn is_of_university(office: &str) -> bool {
    const WITH_SORT: [&str; 8] = [
        "uni-",
        "unipräsident",
        "unichef",
        "universitätspräsident",
        "universitätsleit",
        "hochschulpräsident",
        "hochschulleit",
        "hochschulchef",
    ];
    let lower = office.to_lowercase();
    lower.contains("rektor") && !lower.contains("direktor")
        || lower.contains("dekan")
        || lower == "rector"
        || WITH_SORT.iter().any(|w| lower.starts_with(w))
}

/// Offices that only a state has.
pub fn is_of_state(office: &str) -> bool {
    let lower = office.to_lowercase();
    ["außenminister", "aussenminister", "verteidigungsminister", "entwicklungsminister", "kulturstaatsminister"]
        .iter()
        .any(|w| lower.contains(w))
}

/// A Land's head of government, a mayor and a Landrat are never of the Bund, though they may act on its side; city states have no
/// ministers but senators.
pub fn is_never_of(entities: &Entities, office: &str, body: Id) -> bool {
    let lower = office.to_lowercase();
    if lower.contains("minister") && !is_municipal(office) && is_city_state(&entities.get(body).name) {
        return true;
    }
    let of_lands = ["ministerpräsident", "landrat", "landrät"].iter().any(|w| lower.contains(w)) || is_municipal(office);
    of_lands && entities.get(body).name == "Deutschland" && entities.get(body).kind == Some(EntityKind::Country)
}

/// Offices of those who act for another person: `die Ministerin und ihr Staatssekretär`.
pub fn is_companion(office: &str) -> bool {
    let lower = office.to_lowercase();
    ["staatssekretär", "stellvertret", "vize", "sprecher", "referent", "amtschef", "ministerialdirektor", "bürochef", "minister"]
        .iter()
        .any(|w| lower.contains(w))
}

/// `BSI` of `BSI-Präsidentin`, Deutschland of `Bundesinnenminister`.
pub fn compound_body(view: &View, entities: &mut Entities, office: &str) -> Option<Id> {
    // `DB-InfraGO-Vorstand` is of `DB InfraGO`
    if let Some((prefix, _)) = office.rsplit_once('-') {
        let of_two_words = |entities: &mut Entities| {
            if prefix.contains('-') { named_by_prefix(view, entities, &prefix.replace('-', " ")) } else { None }
        };
        if let Some(body) = named_by_prefix(view, entities, prefix).or_else(|| of_two_words(entities)) {
            return Some(body);
        }
    }
    let lower = office.to_lowercase();
    // `US-Präsident`, `EU-Industriekommissarin`, `Bundestagsabgeordnete`
    let whole = match &*lower {
        o if o.starts_with("us-") => Some("Vereinigte Staaten"),
        o if o.starts_with("eu-") && o.contains("kommissar") => Some("Europäische Kommission"),
        o if o.starts_with("bundestagsabgeordnet") => Some("Deutscher Bundestag"),
        _ => None,
    };
    if let Some(entry) = whole.and_then(|name| view.reader.gazetteers.by_name(name).first().copied()) {
        return Some(entities.of_entry(view, entry));
    }
    let federal = lower.starts_with("bundes") && !lower.starts_with("bundesland") && !lower.starts_with("bundesrat");
    if federal { federation_of_text(view, entities) } else { None }
}

/// `Musterix` of `Musterix-Geschäftsführer`: a company that nothing else in the text names, nor a gazetteer.
fn company_of(view: &View, entities: &mut Entities, token: usize, words: &str) -> Option<Id> {
    view.chart.starting_at(token).find(|a| a.class == view.names().company_office && a.tokens.len() == 1)?;
    let (name, _) = words.rsplit_once('-')?;
    if !view.reader.gazetteers.find(&[name]).is_empty() {
        return None;
    }
    let (id, new) = entities.intern(format!("organization:{}", name.to_lowercase()), EntityClass::Organization, name);
    if new {
        entities.list[id].kind = Some(EntityKind::Company);
    }
    entities.add_mention(id, token..token + 1, &"organization.of-office".into());
    Some(id)
}

pub fn named_by_prefix(view: &View, entities: &mut Entities, prefix: &str) -> Option<Id> {
    let named = (0..entities.list.len()).find(|&i| {
        let e = &entities.list[i];
        e.class != EntityClass::Person && (e.name == prefix || e.other_names.contains(prefix))
    });
    if named.is_some() {
        return named;
    }
    // `TU-Präsidentin`, `LKA-Direktor`: the one institution whose name begins so; of several it is not said
    match begin_with(entities, prefix)[..] {
        [] => {}
        [only] => return Some(only),
        _ => return None,
    }
    // `Max-Planck-Präsident`: of the society, not of one of its institutes
    let umbrellas = ["Gesellschaft", "Gemeinschaft", "Stiftung"].map(|head| format!("{prefix}-{head}"));
    if let Some(umbrella) = entities.list.iter().position(|e| e.class == EntityClass::Organization && umbrellas.contains(&e.name)) {
        return Some(umbrella);
    }
    // an institution that the text names in the compound only
    let words: Vec<&str> = prefix.split(' ').collect();
    let found = view.reader.gazetteers.find(&words);
    let whole = found.iter().filter(|m| m.tokens.len() == words.len());
    let entries: BTreeSet<EntryId> = whole.flat_map(|m| &m.readings).map(|r| r.entry).collect();
    let bodies: Vec<EntryId> = entries.into_iter().filter(|e| view.reader.gazetteers.entry(*e).class == Class::Organization).collect();
    let [only] = bodies[..] else { return None };
    let body = entities.of_entry(view, only);
    entities.list[body].other_names.insert(prefix.to_owned());
    Some(body)
}

/// The institutions that the text names and whose names begin so, or with what the abbreviation stands for; `VTT` of
/// `Forschungszentrum VTT` as well.
fn begin_with(entities: &Entities, prefix: &str) -> Vec<Id> {
    // these abbreviations name a sort of body, of which there are many
    const SORTS: [(&str, &str); 8] = [
        ("LKA", "Landeskriminalamt "),
        ("IHK", "Industrie- und Handelskammer "),
        ("HWK", "Handwerkskammer "),
        ("TU", "Technische Universität "),
        ("TH", "Technische Hochschule "),
        ("OLG", "Oberlandesgericht "),
        ("LRH", "Landesrechnungshof "),
        ("Uni", "Universität "),
    ];
    let full = SORTS.iter().find(|(acronym, _)| *acronym == prefix).map(|(_, full)| *full);
    let short = format!("{prefix} ");
    let own_acronym = prefix.chars().all(char::is_uppercase).then(|| format!(" {prefix}"));
    let begins = |name: &String| {
        let ends_so = own_acronym.as_ref().is_some_and(|acronym| name.ends_with(acronym));
        name.starts_with(&short) || ends_so || full.is_some_and(|full| name.starts_with(full))
    };
    (0..entities.list.len())
        .filter(|&i| {
            let e = &entities.list[i];
            let is_named = e.class == EntityClass::Organization && !e.mentions.is_empty();
            is_named && (begins(&e.name) || e.other_names.iter().any(begins))
        })
        .collect()
}

/// `IHK-Präsidentin A (Ulm)`: the one institution of the compound's sort that has its name from what stands in the brackets.
pub fn named_with_place(entities: &Entities, rank: &Rank, place: &str) -> Option<Id> {
    let (prefix, _) = rank.word.rsplit_once('-')?;
    let ending = format!(" {place}");
    let has_place = |id: &Id| entities.get(*id).name.ends_with(&ending);
    let mut named = begin_with(entities, prefix).into_iter().filter(has_place);
    named.next().filter(|_| named.next().is_none())
}

/// `BSI-Präsidentin` -> `Präsidentin`, `Beauftragten` -> `Beauftragter`, `Ministerpräsidenten` -> `Ministerpräsident`
pub fn office_base(words: &str) -> String {
    let last = match words.rsplit_once('-') {
        Some((prefix, office))
            if prefix.chars().filter(|c| c.is_uppercase()).count() > 1 && office.chars().next().is_some_and(char::is_uppercase) =>
        {
            office
        }
        _ => words,
    };
    for (inflected, base) in [
        ("innen", "in"),
        ("präsidenten", "präsident"),
        ("beauftragten", "beauftragter"),
        ("Beauftragten", "Beauftragter"),
        ("Beauftragte", "Beauftragter"),
        ("bevollmächtigten", "bevollmächtigter"),
        ("Bevollmächtigten", "Bevollmächtigter"),
        ("ministers", "minister"),
        ("Ministers", "Minister"),
        ("sekretärs", "sekretär"),
        ("sekretäre", "sekretär"),
        ("Direktors", "Direktor"),
        ("direktors", "direktor"),
        ("Leiters", "Leiter"),
        ("Präsidenten", "Präsident"),
        ("vorsitzenden", "vorsitzender"),
        ("Vorsitzenden", "Vorsitzender"),
        ("Senatoren", "Senator"),
        ("senatoren", "senator"),
        ("Vorstände", "Vorstand"),
        ("Kommandanten", "Kommandant"),
        ("dezernenten", "dezernent"),
        ("Rektoren", "Rektor"),
        ("Direktoren", "Direktor"),
        ("chefs", "chef"),
        ("direktoren", "direktor"),
    ] {
        if let Some(stem) = last.strip_suffix(inflected) {
            return format!("{stem}{base}");
        }
    }
    last.to_owned()
}

/// Whether an office before several names is meant for all of them.
pub fn is_plural(view: &View, a: &Annotation, office: &str) -> bool {
    let lower = office.to_lowercase();
    let plural_form = [
        "innen",
        "präsidenten",
        "sekretäre",
        "direktoren",
        "rektoren",
        "senatoren",
        "räte",
        "professoren",
        "kollegen",
        "chefs",
        "vorstände",
        "dezernenten",
        "konsuln",
        "dekane",
        "intendanten",
    ]
    .iter()
    .any(|e| lower.ends_with(e));
    let before = (a.tokens.start > 0).then(|| &*view.chart.lower[a.tokens.start - 1]);
    let article = before.is_some_and(|w| matches!(w, "die" | "beiden" | "beide" | "zwei" | "drei" | "deren" | "ihre" | "seine"));
    let singular = ["in", "präsident", "sekretär", "direktor", "senator", "vorstand"].iter().any(|e| lower.ends_with(e));
    plural_form || article && !singular
}
