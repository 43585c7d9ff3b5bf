//! Classes, features and slots that the program itself reads, as the rules spell them.

use crate::rules::{ClassId, Key, Vocabulary};

macro_rules! names {
    ($( $field:ident: $kind:ident = $name:literal ),* $(,)?) => {
        /// Ids of the names, looked up once.
        #[derive(Debug, Clone, Copy)]
        pub struct Names { $( pub $field: names!(@type $kind), )* }

        impl Names {
            pub fn new(vocabulary: &mut Vocabulary) -> Self {
                Self { $( $field: vocabulary.$kind($name), )* }
            }
        }
    };
    (@type class) => { ClassId };
    (@type key) => { Key };
}

names! {
    person: class = "Person",
    organization: class = "Organization",
    territory: class = "Territory",
    date: class = "Date",
    known_territory: class = "KnownTerritory",
    known_organization: class = "KnownOrganization",
    known_person: class = "KnownPerson",
    introduced: class = "Introduced",
    function_word: class = "FunctionWord",
    given_name: class = "GivenName",
    party_name: class = "Party",
    territory_adjective: class = "TerritoryAdjective",
    acronym_class: class = "Acronym",
    org_head: class = "OrgHead",
    body_head: class = "BodyHead",
    office_class: class = "Office",
    office_phrase: class = "OfficePhrase",
    membership: class = "Membership",
    party_membership: class = "PartyMembership",
    report: class = "Report",
    topic_class: class = "Topic",
    month_class: class = "Month",
    weekday_class: class = "Weekday",
    unit_class: class = "TimeUnit",
    actor_class: class = "Actor",
    actor_list: class = "ActorList",
    foreign_head: class = "ForeignHead",
    rank_class: class = "Rank",
    house: class = "House",
    colleague: class = "Colleague",
    side_by_side: class = "SideBySide",
    subjectless: class = "Subjectless",
    bearer: class = "Bearer",
    faction: class = "Faction",
    together: class = "Together",
    cooperation: class = "Cooperation",
    agreement: class = "Agreement",
    cooperation_phrase: class = "CooperationPhrase",
    earlier: class = "Earlier",
    description: class = "Description",
    want_verb: class = "WantVerb",
    sign_verb: class = "SignVerb",
    meeting: class = "Meeting",

    entry: key = "entry",
    kind: key = "kind",
    form: key = "form",
    common: key = "common",
    city: key = "city",
    short: key = "short",
    unknown: key = "unknown",
    means: key = "means",
    means_with: key = "means_with",
    bare: key = "bare",
    tail: key = "tail",
    surname: key = "surname",
    name: key = "name",
    given: key = "given",
    family: key = "family",
    prefix: key = "prefix",
    acronym: key = "acronym",
    head: key = "head",
    field: key = "field",
    of: key = "of",
    rank: key = "rank",
    office: key = "office",
    offices: key = "offices",
    second: key = "second",
    person_slot: key = "person",
    holder: key = "holder",
    same: key = "same",
    party: key = "party",
    actor: key = "actor",
    signatory: key = "signatory",
    not_signatory: key = "not_signatory",
    date_slot: key = "date",
    its_date: key = "its_date",
    not_date: key = "not_date",
    place: key = "place",
    duration: key = "duration",
    instrument: key = "instrument",
    status: key = "status",
    role: key = "role",
    det: key = "det",
    weak: key = "weak",
    pair: key = "pair",
    paper: key = "paper",
    general: key = "general",
    distribute: key = "distribute",
    topic: key = "topic",
    kind_of_date: key = "type",
    day: key = "day",
    month: key = "month",
    year: key = "year",
    weekday: key = "weekday",
    number: key = "number",
    unit: key = "unit",
}
