//! The terms of the graph, each spelt once.
//!
//! Own terms (`pakt:`) exist only where no well-known vocabulary has one; `ontology/pakt.ttl` says what they mean.

use oxigraph::model::NamedNodeRef;

use super::Base;

/// Namespace of the own terms.
pub const PAKT: &str = "https://w3id.org/pakt/ontology#";
/// Namespace of the topics, `SKOS` concepts of the ontology.
pub const TOPIC: &str = "https://w3id.org/pakt/topic/";
/// The ontology, which is also the name of the graph that holds it.
pub const ONTOLOGY: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/pakt/ontology");

/// Prefixes of vocabularies: what queries may use without declaring it, and how exports are abbreviated.
pub const PREFIXES: [(&str, &str); 12] = [
    ("itsrdf", "http://www.w3.org/2005/11/its/rdf#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("pakt", PAKT),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Folders below the base that have a prefix of the same name, so that `person:thomas-strobl` names a person.
const DATA_FOLDERS: [&str; 6] = ["agreement", "document", "organization", "party", "person", "place"];

/// All prefixes of a graph with the given base, sorted by prefix.
pub fn prefixes(base: &Base) -> Vec<(&'static str, String)> {
    let mut prefixes: Vec<_> = PREFIXES.iter().map(|&(prefix, iri)| (prefix, iri.to_owned())).collect();
    prefixes.extend(DATA_FOLDERS.map(|folder| (folder, format!("{base}{folder}/"))));
    prefixes.push(("id", base.to_string()));
    prefixes.push(("topic", TOPIC.to_owned()));
    prefixes.sort_unstable();
    prefixes
}

macro_rules! terms {
    ($(#[$doc:meta])* $module:ident $namespace:literal { $($NAME:ident = $local:literal,)* }) => {
        $(#[$doc])*
        pub mod $module {
            use super::NamedNodeRef;
            $(pub const $NAME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        }
    };
}

terms! {
    /// Own terms.
    pakt "https://w3id.org/pakt/ontology#" {
        AGREEMENT = "Agreement",
        SIGNATURE_CLASS = "Signature",
        LETTER_OF_INTENT = "LetterOfIntent",
        MEMORANDUM_OF_UNDERSTANDING = "MemorandumOfUnderstanding",
        COOPERATION_AGREEMENT = "CooperationAgreement",
        TREATY = "Treaty",
        JOINT_DECLARATION = "JointDeclaration",
        CABINET_DECISION = "CabinetDecision",
        COOPERATION_PROGRAMME = "CooperationProgramme",
        COOPERATION = "Cooperation",
        SIGNED = "Signed",
        AGREED = "Agreed",
        PLANNED = "Planned",
        ONGOING = "Ongoing",
        EXTENDED = "Extended",
        ENDED = "Ended",
        MINISTRY = "Ministry",
        AGENCY = "Agency",
        GOVERNMENT = "Government",
        PARLIAMENT = "Parliament",
        ASSOCIATION = "Association",
        MUNICIPALITY = "Municipality",
        INTERNATIONAL_ORGANIZATION = "InternationalOrganization",
        COURT = "Court",
        SUPRANATIONAL_UNION = "SupranationalUnion",
        FILE = "file",
        SHA256 = "sha256",
        DATE_SOURCE = "dateSource",
        OUTLET = "outlet",
        JURISDICTION = "jurisdiction",
        OFFICE = "office",
        REPORTED_IN = "reportedIn",
        KIND = "kind",
        STATUS = "status",
        PARTY = "party",
        SIGNATORY = "signatory",
        SIGNATURE = "signature",
        ON_BEHALF_OF = "onBehalfOf",
        DATE = "date",
        PLACE = "place",
        TOPIC = "topic",
        DURATION = "duration",
        BASED_ON = "basedOn",
        EVIDENCE = "evidence",
        PARTY_EVIDENCE = "partyEvidence",
        SIGNATORY_EVIDENCE = "signatoryEvidence",
        DATE_EVIDENCE = "dateEvidence",
        PLACE_EVIDENCE = "placeEvidence",
        TOPIC_EVIDENCE = "topicEvidence",
        DURATION_EVIDENCE = "durationEvidence",
        BASED_ON_EVIDENCE = "basedOnEvidence",
        EVIDENCE_PROPERTY = "evidenceProperty",
        RULE = "rule",
        GAZETTEER_ENTRY = "gazetteerEntry",
        MERGE = "Merge",
        NEAR_MERGE = "NearMerge",
        MERGED_INTO = "mergedInto",
        NEAR_MERGE_OF = "nearMergeOf",
        KEPT_APART_FROM = "keptApartFrom",
        REASON = "reason",
        POINTS = "points",
        OBSTACLE = "obstacle",
        RUN = "Run",
        COMMAND = "command",
        INPUT = "input",
        PROGRAM_VERSION = "programVersion",
        RULES_HASH = "rulesHash",
        GAZETTEERS_HASH = "gazetteersHash",
        DOCUMENTS_NEW = "documentsNew",
        DOCUMENTS_CHANGED = "documentsChanged",
        DOCUMENTS_READ_AGAIN = "documentsReadAgain",
        DOCUMENTS_UNCHANGED = "documentsUnchanged",
        DOCUMENTS_GONE = "documentsGone",
        DOCUMENTS_SKIPPED = "documentsSkipped",
        DOCUMENTS = "documents",
        AGREEMENTS = "agreements",
        TIME_READING = "timeReading",
        TIME_RESOLVING = "timeResolving",
        TIME_WRITING = "timeWriting",
    }
}

terms! {
    /// People, organizations, places, articles.
    schema "https://schema.org/" {
        ARTICLE = "Article",
        PERSON = "Person",
        ORGANIZATION = "Organization",
        GOVERNMENT_ORGANIZATION = "GovernmentOrganization",
        RESEARCH_ORGANIZATION = "ResearchOrganization",
        COLLEGE_OR_UNIVERSITY = "CollegeOrUniversity",
        CORPORATION = "Corporation",
        POLITICAL_PARTY = "PoliticalParty",
        PLACE = "Place",
        COUNTRY = "Country",
        STATE = "State",
        CITY = "City",
        ADMINISTRATIVE_AREA = "AdministrativeArea",
        NAME = "name",
        ALTERNATE_NAME = "alternateName",
        GIVEN_NAME = "givenName",
        FAMILY_NAME = "familyName",
        HONORIFIC_PREFIX = "honorificPrefix",
        MEMBER_OF = "memberOf",
        PARENT_ORGANIZATION = "parentOrganization",
        MENTIONS = "mentions",
        HEADLINE = "headline",
        DATE_PUBLISHED = "datePublished",
        URL = "url",
        AUTHOR = "author",
        IN_LANGUAGE = "inLanguage",
    }
}

terms! {
    /// Who holds which office where.
    org "http://www.w3.org/ns/org#" {
        MEMBERSHIP = "Membership",
        MEMBER = "member",
        ORGANIZATION = "organization",
    }
}

terms! {
    /// Text and offsets.
    nif "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#" {
        CONTEXT = "Context",
        IS_STRING = "isString",
        PHRASE = "Phrase",
        ANCHOR_OF = "anchorOf",
        BEGIN_INDEX = "beginIndex",
        END_INDEX = "endIndex",
        REFERENCE_CONTEXT = "referenceContext",
    }
}

terms! {
    /// From a mention to what it names.
    itsrdf "http://www.w3.org/2005/11/its/rdf#" {
        TA_IDENT_REF = "taIdentRef",
    }
}

terms! {
    /// Runs and where things come from.
    prov "http://www.w3.org/ns/prov#" {
        ACTIVITY = "Activity",
        SOFTWARE_AGENT = "SoftwareAgent",
        STARTED_AT_TIME = "startedAtTime",
        ENDED_AT_TIME = "endedAtTime",
        WAS_ASSOCIATED_WITH = "wasAssociatedWith",
        WAS_DERIVED_FROM = "wasDerivedFrom",
    }
}

terms! {
    /// Identity.
    owl "http://www.w3.org/2002/07/owl#" {
        SAME_AS = "sameAs",
    }
}
