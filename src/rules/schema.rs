//! What the program reads of the annotations that rules make: classes, their slots and features, the features' values.
//!
//! The stages of `extract` look at these and at nothing else; the table of `rules/README.md` is made from this one. A
//! class that is not here is a rule author's own: it is there for other rules to refer to.

use std::fmt::Write;

/// A class that the program reads or makes.
#[derive(Debug)]
pub struct Class {
    pub name: &'static str,
    pub about: &'static str,
    pub slots: &'static [&'static str],
    pub features: &'static [(&'static str, Values)],
    /// Slots and features without which nothing is made of the annotation.
    pub needs: &'static [&'static str],
}

/// What a feature may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    OneOf(&'static [&'static str]),
    Any,
    /// The program makes them: rules test the feature and hand it on.
    Made(&'static [&'static str]),
}

use Values::{Any, Made, OneOf};

const YES: Values = OneOf(&["yes"]);
/// Of numbers that mean something to the program only.
const NUMBER: Values = Made(&[]);
const FORMS: &[&str] = &["name", "alias", "acronym", "genitive", "inflected", "adjective", "demonym"];
const FORM: Values = Made(FORMS);
const MONTHS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
const PLACES: &[&str] = &["country", "state", "city", "district", "region", "supranational", "other-place"];
const BODIES: &[&str] = &[
    "ministry",
    "agency",
    "government",
    "parliament",
    "research",
    "university",
    "company",
    "association",
    "municipality",
    "international",
    "court",
    "other-organization",
];
const AGREEMENTS: &[&str] = &[
    "LetterOfIntent",
    "MemorandumOfUnderstanding",
    "CooperationAgreement",
    "Treaty",
    "JointDeclaration",
    "CabinetDecision",
    "CooperationProgramme",
    "Cooperation",
];
const DATES: &[&str] = &[
    "full",
    "numeric",
    "day-month",
    "month-year",
    "month",
    "month-last-year",
    "year",
    "last-year",
    "this-year",
    "next-year",
    "years-ago",
    "years-ago-to-the-day",
    "weekday",
    "weekday-last",
    "weekday-last-week",
    "weekday-next",
    "last-week",
    "this-week",
    "last-month",
    "season",
    "today",
    "yesterday",
    "day-before-yesterday",
    "next-week",
    "day-month-same-year",
    "month-same-year",
    "same-day",
    "then",
    "day-after",
    "day-earlier",
    "years-later",
    "years-earlier",
    "years-later-to-the-day",
    "years-earlier-to-the-day",
    "span-later",
    "span-earlier",
];

const fn class(
    name: &'static str,
    about: &'static str,
    slots: &'static [&'static str],
    features: &'static [(&'static str, Values)],
) -> Class {
    Class { name, about, slots, features, needs: &[] }
}

impl Class {
    const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }
}

/// In the order of the cascade.
pub const CLASSES: &[Class] = &[
    class(
        "KnownTerritory",
        "a territory of the gazetteers",
        &[],
        &[("entry", NUMBER), ("kind", Made(PLACES)), ("form", FORM), ("common", Made(&["yes"])), ("city", Made(&["yes"]))],
    ),
    class(
        "KnownOrganization",
        "an organization of the gazetteers",
        &[],
        &[("entry", NUMBER), ("kind", Made(BODIES)), ("form", FORM), ("common", Made(&["yes"]))],
    ),
    class("KnownPerson", "a person of the gazetteers", &[], &[("entry", NUMBER), ("form", FORM), ("common", Made(&["yes"]))]),
    class("GivenName", "a given name", &[], &[]),
    class("Introduced", "a name that an acronym in brackets spells", &[], &[("kind", Made(BODIES))]),
    class("Party", "a political party", &[], &[]),
    class("OrgHead", "the noun that an institution's name is built on: `Ministerium`", &[], &[("kind", OneOf(BODIES))]),
    class("BodyHead", "a noun of bodies in names that an acronym introduces: `Dienst`", &[], &[]),
    class("FunctionWord", "a word of grammar, in capitals as well", &[], &[]),
    class("Office", "an office: `Ministerin`", &[], &[("rank", OneOf(&["government", "head", "staff", "member"]))]),
    class("CompanyOffice", "the office of a company's head with the company's name: `Musterix-Geschäftsführer`", &[], &[]),
    class("Month", "a month's name, with its number", &[], &[("month", OneOf(MONTHS))]).needs(&["month"]),
    class("Weekday", "a weekday, counted from Monday", &[], &[("weekday", OneOf(&["1", "2", "3", "4", "5", "6", "7"]))])
        .needs(&["weekday"]),
    class("TimeUnit", "the unit of a term, as in ISO 8601", &[], &[("unit", OneOf(&["Y", "M", "W", "D"]))]).needs(&["unit"]),
    class("Topic", "words that tell a topic; its name as in the ontology", &[], &[("topic", Any)]).needs(&["topic"]),
    class("Cooperation", "cooperation without an instrument: `Zusammenarbeit`", &[], &[("kind", OneOf(AGREEMENTS))]),
    class("Earlier", "words that put a sentence into the past: `damals`", &[], &[]),
    class("Rank", "the rank of a territory: `Land`, `Stadt`", &[], &[]),
    class("House", "a building where agreements are signed; `city`: one that a town has for itself", &[], &[("city", YES)]),
    class("Together", "words that say that it is done together: `gemeinsam`", &[], &[]),
    class("Colleague", "somebody who holds the same office elsewhere: `Amtskollegin`", &[], &[]),
    class("ForeignHead", "the noun that an English or French name is built on: `University`", &[], &[]),
    class("Description", "words that describe what an agreement holds", &[], &[]),
    class("SignVerb", "signing: `unterzeichnen`", &[], &[]),
    class("WantVerb", "intentions: `wollen`", &[], &[]),
    class("ConcludeVerb", "concluding: `geschlossen`", &[], &[]),
    class("AgreeVerb", "coming to terms: `vereinbart`", &[], &[]),
    class("Meeting", "that partners come together: `trafen`, `Treffen`", &[], &[]),
    class("OtherContract", "a contract that is no cooperation of bodies: `Tarifvertrag`, `Kaufvertrag`", &[], &[]),
    class("Date", "a date, by its parts", &["day", "month", "year", "weekday", "number", "unit"], &[("type", OneOf(DATES))])
        .needs(&["type"]),
    class("Duration", "a term: `zwei Jahre`", &["number", "unit"], &[]).needs(&["number", "unit"]),
    class(
        "Territory",
        "a territory that acts or is acted for",
        &["name", "rank"],
        &[
            ("entry", NUMBER),
            ("kind", OneOf(PLACES)),
            ("form", FORM),
            ("city", YES),
            ("short", NUMBER),
            ("unknown", YES),
            ("means", Any),
            ("means_with", Any),
        ],
    ),
    class(
        "TerritoryAdjective",
        "`bayerisch`",
        &["name"],
        &[("entry", NUMBER), ("kind", OneOf(PLACES)), ("form", FORM), ("city", YES), ("short", NUMBER)],
    ),
    class(
        "Organization",
        "an institution: its head noun, its field of work, its territory",
        &["name", "head", "field", "of", "tail"],
        &[
            ("entry", NUMBER),
            ("kind", OneOf(BODIES)),
            ("form", FORM),
            ("short", NUMBER),
            ("bare", OneOf(&["yes", "known", "town"])),
            ("means", Any),
            ("means_with", Any),
        ],
    ),
    class("Credit", "words that look like a name and are none (agencies, photographers, castles)", &[], &[]),
    class("Acronym", "an acronym that the text introduces", &["name", "acronym"], &[]).needs(&["name", "acronym"]),
    class(
        "Person",
        "a person; `surname`: named by the surname only",
        &["name", "prefix", "given", "family"],
        &[("entry", NUMBER), ("form", FORM), ("short", NUMBER), ("surname", YES)],
    ),
    class("OfficePhrase", "an office with what it belongs to; `second`: the office that counts of two", &["office", "second", "of"], &[]),
    class("Actor", "who may be a party: an institution or a territory", &["actor"], &[]).needs(&["actor"]),
    class("ActorList", "one actor or several", &[], &[]),
    class("Subjectless", "that an agreement is there, with no body as the subject: `mit A besteht`", &[], &[]),
    class("SideBySide", "actors of whom a sentence tells together, for the sentence behind", &["party"], &[]),
    class(
        "Agreement",
        "an instrument with its article; `paper`: words that only point back; `general`: that say nothing of its kind",
        &[],
        &[("kind", OneOf(AGREEMENTS)), ("det", OneOf(&["def", "indef", "none"])), ("weak", YES), ("paper", YES), ("general", YES)],
    ),
    class(
        "CooperationPhrase",
        "a cooperation with its article",
        &[],
        &[("kind", OneOf(AGREEMENTS)), ("det", OneOf(&["def", "indef", "none"])), ("weak", YES), ("paper", YES), ("general", YES)],
    ),
    class("Faction", "words for the members of one party in a parliament: `Fraktion`, `Fraktionschefin`", &[], &[]),
    class(
        "Bearer",
        "a body that offices belong to which name none: those of heads of institutions; of members of governments; of towns; of who made a study",
        &["of"],
        &[("offices", OneOf(&["heads", "states", "states-abroad", "lands", "towns", "authors"]))],
    ),
    class(
        "Membership",
        "who holds which office where",
        &["person", "rank", "office", "of", "holder"],
        &[
            (
                "same",
                OneOf(&[
                    "office",
                    "body",
                    "compound",
                    "predecessor",
                    "brackets",
                    "elsewhere",
                    "colleague",
                    "side",
                    "origin",
                    "named",
                    "respective",
                    "stand-in",
                    "companion",
                    "faction",
                    "author",
                ]),
            ),
            ("distribute", YES),
        ],
    )
    .needs(&["person"]),
    class("PartyMembership", "who belongs to which political party", &["person", "party"], &[]).needs(&["person", "party"]),
    class(
        "Report",
        "one sentence about one agreement",
        &["instrument", "party", "pair", "signatory", "not_signatory", "date", "its_date", "not_date", "place", "duration"],
        &[
            ("kind", OneOf(AGREEMENTS)),
            ("status", OneOf(&["Signed", "Agreed", "Planned", "Ongoing", "Extended", "Ended"])),
            ("role", OneOf(&["mention", "anaphora", "term", "session", "base", "partners", "joins", "consent", "failed"])),
            ("weak", YES),
            ("paper", YES),
            ("general", YES),
        ],
    )
    .needs(&["instrument", "status"]),
];

pub fn find(name: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|c| c.name == name)
}

impl Class {
    pub fn feature(&self, name: &str) -> Option<Values> {
        self.features.iter().find(|(n, _)| *n == name).map(|(_, values)| *values)
    }
}

impl Values {
    /// The values, if they are known one by one.
    pub fn listed(self) -> Option<&'static [&'static str]> {
        match self {
            OneOf(values) | Made(values) if !values.is_empty() => Some(values),
            _ => None,
        }
    }
}

/// Lists of values that are told below the table, not in each of its rows.
const LONG: &[(&str, &[&str])] = &[
    ("`kind` of territories", PLACES),
    ("`kind` of organizations", BODIES),
    ("`kind` of agreements", AGREEMENTS),
    ("`form`", FORMS),
    ("`type` of a date", DATES),
    ("`month`", MONTHS),
];

/// The table as Markdown, as it stands in `rules/README.md`.
pub fn markdown() -> String {
    let mut text = String::from("| class | what it is | slots | features |\n|---|---|---|---|\n");
    // OK because writing to a string cannot fail
    for class in CLASSES {
        let marked = |name: &str| if class.needs.contains(&name) { format!("**`{name}`**") } else { format!("`{name}`") };
        let slots: Vec<String> = class.slots.iter().map(|slot| marked(slot)).collect();
        let features: Vec<String> = class.features.iter().map(|(name, values)| marked(name) + &shown(*values)).collect();
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", class.name, class.about, slots.join(" "), features.join(" "));
    }
    text.push('\n');
    for (name, values) in LONG {
        let values: Vec<String> = values.iter().map(|v| format!("`{v}`")).collect();
        let _ = writeln!(text, "- {name}: {}", values.join(" "));
    }
    text
}

/// What stands behind a feature's name: that the program makes it, its values if they are few.
fn shown(values: Values) -> String {
    let made = if matches!(values, Made(_)) { "\\*" } else { "" };
    let told_below = |listed: &[&str]| LONG.iter().any(|(_, long)| *long == listed);
    match values.listed() {
        Some(listed) if listed != ["yes"] && !told_below(listed) => format!("{made} ({})", listed.join(", ")),
        _ => made.to_owned(),
    }
}
