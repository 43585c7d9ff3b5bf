//! Every word that the pages say themselves, in German and English. What documents and the ontology say is not here.

use super::language::{Noun, Text};

macro_rules! words {
    ($($NAME:ident = $german:literal, $english:literal;)*) => { $(pub const $NAME: Text = Text($german, $english);)* };
}

macro_rules! nouns {
    ($($NAME:ident = $one_de:literal $many_de:literal, $one_en:literal $many_en:literal;)*) => {
        $(pub const $NAME: Noun = Noun(Text($one_de, $one_en), Text($many_de, $many_en));)*
    };
}

nouns! {
    N_AGREEMENTS = "Vereinbarung" "Vereinbarungen", "agreement" "agreements";
    N_DOCUMENTS = "Dokument" "Dokumente", "document" "documents";
    N_IN_DOCUMENTS = "Dokument" "Dokumenten", "document" "documents";
    N_PERSONS = "Person" "Personen", "person" "persons";
    N_ORGANIZATIONS = "Einrichtung" "Einrichtungen", "institution" "institutions";
    N_PLACES = "Gebiet" "Gebiete", "territory" "territories";
    N_PARTNERS = "Partner" "Partner", "partner" "partners";
    N_LINKS = "Verbindung" "Verbindungen", "link" "links";
    N_ROWS = "Zeile" "Zeilen", "row" "rows";
    N_TRIPLES = "Tripel" "Tripel", "triple" "triples";
    N_OTHERS = "weitere" "weitere", "other" "others";
    N_RESULTS = "Treffer" "Treffer", "result" "results";
}

words! {
    // the frame of every page
    SKIP = "Zum Inhalt springen", "Skip to content";
    NAVIGATION = "Hauptnavigation", "Main navigation";
    OVERVIEW = "Überblick", "Overview";
    AGREEMENTS = "Vereinbarungen", "Agreements";
    NETWORK = "Netz", "Network";
    TIMELINE = "Zeitachse", "Timeline";
    ASK = "Fragen", "Ask";
    SEARCH = "Suchen", "Search";
    SEARCH_FIELD = "Namen oder Wörter suchen", "Search names or words";
    SEARCH_PLACEHOLDER = "Namen oder Wörter", "Names or words";
    OTHER_LANGUAGE = "English", "Deutsch";
    FOOTER_MACHINES = "Für Programme:", "For programs:";
    FOOTER_ENDPOINT = "SPARQL-Endpunkt", "SPARQL endpoint";
    FOOTER_DESCRIPTION = "Beschreibung der Daten", "description of the data";
    INTERRUPTED = "Der letzte Aufbau wurde unterbrochen: Manches kann älter sein als anderes. „pakt build“ bringt es in Ordnung.",
        "The last build was interrupted: some parts may be older than others. `pakt build` mends it.";
    NOT_FOUND = "Hier ist nichts", "Nothing here";
    NOT_FOUND_HINT =
        "Unter dieser Adresse gibt es keine Seite. Vielleicht führt die Suche weiter:",
        "There is no page at this address. Perhaps the search helps:";
    DID_YOU_MEAN = "Gemeint sein könnte:", "You may mean:";
    FAILED = "Das ging nicht", "That failed";
    SOON = "Gleich", "In a moment";
    GRAPH_NOT_READY = "Der Graph wird gerade gelesen. Diese Seite lädt sich gleich neu.", "The graph is being read. This page reloads itself in a moment.";
    GRAPH_UNREADABLE = "Der Graph lässt sich nicht lesen:", "The graph cannot be read:";

    // overview
    OVERVIEW_TITLE = "Wer arbeitet mit wem woran seit wann?", "Who works with whom on what since when?";
    OVERVIEW_LEAD = "Gelesen aus deutschen Pressemitteilungen; jede Angabe führt zu dem Satz, in dem sie steht.",
        "Read from German press releases; every statement leads to the sentence that makes it.";
    EMPTY = "Der Graph ist leer. „pakt build ORDNER“ liest Dokumente ein.", "The graph is empty. `pakt build FOLDER` reads documents.";
    IN_THE_GRAPH = "Im Graphen", "In the graph";
    BY_YEAR = "Vereinbarungen nach Jahr und Art", "Agreements by year and kind";
    NEWEST = "Neueste Vereinbarungen", "Newest agreements";
    ALL_AGREEMENTS = "Alle Vereinbarungen", "All agreements";
    WHOLE_NETWORK = "Ganzes Netz", "Whole network";
    PARTNERS_PICTURE = "Wer mit wem", "Who with whom";
    TOPICS = "Themen", "Topics";
    AS_TABLE = "Als Tabelle", "As a table";
    YEAR = "Jahr", "Year";
    TOTAL = "Zusammen", "Total";
    NO_YEAR = "ohne Jahr", "no year";
    CHART_BY_YEAR_ALT = "Balken: Zahl der Vereinbarungen je Jahr, nach Art unterteilt. Die Tabelle darunter hat die Zahlen.",
        "Bars: number of agreements by year, divided by kind. The table below has the figures.";

    // slots and filters
    KIND = "Art", "Kind";
    STATUS = "Stand", "Status";
    PARTNERS = "Partner", "Partners";
    PARTNER = "Partner", "Partner";
    SIGNATORIES = "Unterzeichner", "Signatories";
    SIGNATORY = "Unterzeichner", "Signatory";
    DATE = "Datum", "Date";
    PLACE = "Ort", "Place";
    TOPIC = "Thema", "Topic";
    DURATION = "Dauer", "Duration";
    BASED_ON = "baut auf", "builds on";
    DOCUMENTS = "Dokumente", "Documents";
    DOCUMENT = "Dokument", "Document";
    FILTERS = "Filter", "Filters";
    FROM_YEAR = "von Jahr", "from year";
    TO_YEAR = "bis Jahr", "to year";
    WORDS = "Wörter", "Words";
    ANY = "alle", "any";
    APPLY = "Anwenden", "Apply";
    CLEAR = "Alle Filter aufheben", "Clear all filters";
    REMOVE_FILTER = "Filter aufheben", "Remove filter";
    SORT_BY = "Sortieren nach", "Sort by";
    ASCENDING = "aufsteigend", "ascending";
    DESCENDING = "absteigend", "descending";
    NO_MATCH = "Keine Vereinbarung passt zu diesen Filtern.", "No agreement fits these filters.";
    UNKNOWN_FILTER = "Nicht verstanden und übergangen:", "Not understood and passed over:";
    CSV = "Als CSV", "As CSV";
    REPORTED_ON = "gemeldet", "reported";
    NOT_TOLD = "nicht genannt", "not told";
    PREVIOUS = "Vorige", "Previous";
    NEXT = "Nächste", "Next";
    PAGE = "Seite", "Page";
    PAGES = "Seiten", "Pages";
    OF = "von", "of";

    // one agreement
    BETWEEN = "zwischen", "between";
    STATED = "Was die Dokumente sagen", "What the documents say";
    SLOT = "Angabe", "Statement";
    VALUE = "Wert", "Value";
    OFFICE = "Amt", "Office";
    ON_BEHALF_OF = "für", "for";
    NO_SIGNATORY = "Kein Dokument nennt, wer unterzeichnet hat.", "No document tells who signed.";
    SOURCES_COMPARED = "Die Quellen nebeneinander", "The sources side by side";
    DIFFERENT = "verschieden", "differs";
    SOURCES_AGREE = "Wo die Quellen verschieden berichten, steht „verschieden“.", "Where the sources report otherwise, it says “differs”.";
    CHAIN = "Was vorausging und was folgte", "What came before and after";
    THIS_AGREEMENT = "diese Vereinbarung", "this agreement";
    AND_MORE_SOURCES = "Weitere Quellen", "More sources";
    WHY_ONE = "Warum die Meldungen als eine Vereinbarung gelten", "Why the reports are taken for one agreement";
    WHY_ONE_ENTITY = "Warum die Nennungen als dasselbe gelten", "Why the mentions are taken for the same";
    ALMOST = "Beinahe für dasselbe gehalten", "Almost taken for the same";
    REASON = "Grund", "Reason";
    POINTS = "Punkte", "Points";
    OBSTACLE = "Hindernis", "Obstacle";

    // one entity
    PERSON = "Person", "Person";
    ORGANIZATION = "Einrichtung", "Institution";
    TERRITORY = "Gebiet", "Territory";
    OTHER_NAMES = "Andere Namen", "Other names";
    ELSEWHERE = "Anderswo", "Elsewhere";
    BELONGS_TO = "Gehört zu", "Belongs to";
    PART_OF = "Teil von", "Part of";
    MEMBER_OF = "Partei", "Political party";
    OFFICES = "Ämter", "Offices";
    OFFICES_AND_HOLDERS = "Ämter und wer sie innehat", "Offices and who holds them";
    PERIOD = "Belegt", "Attested";
    BODY = "Wo", "Where";
    HOLDER = "Wer", "Who";
    EVIDENCE = "Beleg", "Evidence";
    WITH_WHOM = "Mit wem", "With whom";
    SHARED = "Gemeinsam", "Shared";
    SINCE = "Seit", "Since";
    NEIGHBOURHOOD = "Umgebung", "Neighbourhood";
    NEIGHBOURHOOD_ALT = "Bild der Partner und der Verbindungen zwischen ihnen. Die Tabelle der Partner sagt dasselbe.",
        "Picture of the partners and the links among them. The table of partners tells the same.";
    NAMED_IN = "Genannt in", "Named in";
    MADE_HERE = "Hier geschlossen", "Made here";
    WITHOUT_AGREEMENT = "Ohne Vereinbarung.", "No agreement.";
    UNKNOWN_OFFICE = "ohne Amt", "no office named";
    SHOW_ALL = "Alle zeigen", "Show all";
    AS_DATA = "Als Daten", "As data";

    // one document
    FILE = "Datei", "File";
    FILES = "Dateien", "Files";
    PUBLISHED = "Veröffentlicht", "Published";
    NO_DATE = "ohne Datum", "no date";
    ADDRESS = "Adresse", "Address";
    AUTHOR = "Verfasser", "Author";
    OUTLET = "Herausgeber", "Published by";
    COLOURS = "Farben", "Colours";
    C_PERSON = "Person", "person";
    C_ORGANIZATION = "Einrichtung", "institution";
    C_PLACE = "Ort", "place";
    C_OFFICE = "Amt", "office";
    C_SLOT = "Angabe zu einer Vereinbarung", "slot of an agreement";
    C_REPORT = "Satz über eine Vereinbarung", "sentence of an agreement";
    C_CLUTTER = "nicht gelesen", "not read";
    TEXT = "Text", "Text";
    NAMED = "Genannt", "Named";
    SHOW_SENTENCES = "Sätze zeigen", "Show sentences";
    NO_TEXT = "Der Text dieses Dokuments liegt nicht im Speicher.", "The text of this document is not in the store.";
    NO_AGREEMENTS_HERE = "Dieses Dokument meldet keine Vereinbarung.", "This document reports no agreement.";

    // network and timeline
    NETWORK_TITLE = "Netz der Partner", "Network of partners";
    NETWORK_LEAD = "Gebiete und Einrichtungen, verbunden durch gemeinsame Vereinbarungen. Je größer ein Kreis, desto mehr Vereinbarungen.",
        "Territories and institutions linked by shared agreements. The larger a circle, the more agreements.";
    NETWORK_ALT = "Bild des Netzes. Die Tabelle darunter sagt dasselbe.", "Picture of the network. The table below tells the same.";
    LARGEST_ONLY = "Gezeigt werden nur die mit den meisten Vereinbarungen:", "Only those with the most agreements are shown:";
    AT_LEAST = "Vereinbarungen mindestens", "Agreements at least";
    ZOOM_IN = "Vergrößern", "Zoom in";
    ZOOM_OUT = "Verkleinern", "Zoom out";
    ZOOM_RESET = "Alles zeigen", "Show all";
    LINKS = "Verbindungen", "Links";
    NOTHING_TO_DRAW = "Nichts zu zeichnen: Keine Vereinbarung mit zwei Partnern passt zu diesen Filtern.",
        "Nothing to draw: no agreement with two partners fits these filters.";
    TIMELINE_TITLE = "Zeitachse der Vereinbarungen", "Timeline of agreements";
    TIMELINE_ALT = "Vereinbarungen auf einer Zeitachse, eine Zeile je Art. Die Liste darunter sagt dasselbe.",
        "Agreements on a time axis, one row for each kind. The list below tells the same.";
    TIMELINE_UNDATED = "Ohne Datum, daher nicht auf der Achse:", "Without a date, hence not on the axis:";
    LIST_IN = "Als Tabelle mit diesen Filtern", "As a table with these filters";

    // ask
    ASK_TITLE = "Den Graphen fragen", "Ask the graph";
    ASK_LEAD = "SPARQL 1.1. Die Präfixe unten sind bekannt, Adressen wie <place/bayern> gelten unter der Basis des Graphen.",
        "SPARQL 1.1. The prefixes below are known, addresses such as <place/bayern> are below the base of the graph.";
    READY_QUESTIONS = "Fertige Fragen", "Ready-made questions";
    QUERY = "Abfrage", "Query";
    RUN = "Fragen", "Ask";
    KEYS = "Strg+Eingabe fragt", "Ctrl+Enter asks";
    PREFIXES = "Bekannte Präfixe", "Known prefixes";
    ANSWER = "Antwort", "Answer";
    YES = "ja", "yes";
    NO = "nein", "no";
    NO_ROWS = "Die Antwort ist leer.", "The answer is empty.";
    FIRST_ROWS = "Gezeigt werden die ersten", "Shown are the first";
    DOWNLOAD = "Ganze Antwort:", "Whole answer:";
    ERROR_IN_QUERY = "Fehler in der Abfrage", "Error in the query";
    ERROR_AT = "Zeile {line}, Zeichen {column}", "line {line}, character {column}";
    TOO_LONG = "Die Abfrage ist zu lang.", "The query is too long.";

    Q_AGREEMENTS = "Alle Vereinbarungen, eine je Zeile", "All agreements, one a row";
    Q_WHO_SIGNED = "Wer hat was unterzeichnet, für wen, in welchem Amt?", "Who signed what, for whom, in which office?";
    Q_BY_TOPIC = "Themen und wer dazu etwas vereinbart hat", "Topics and who agreed on something about them";
    Q_PARTNERS_OF = "Mit wem hat jemand etwas vereinbart?", "With whom did someone agree on something?";
    Q_TIMELINE = "Vereinbarungen nach ihrem Datum", "Agreements by their dates";
    Q_SOURCES = "Die Dokumente und wie viel sie melden", "The documents and how much they report";
    Q_BUILDS_ON = "Was baut worauf auf, und welcher Satz sagt es?", "What builds on what, and which sentence says so?";
    Q_EVIDENCE = "Jede Angabe mit ihren Worten, ihrem Satz und ihrer Regel", "Every statement with its words, its sentence and its rule";
    Q_RUNS = "Was wurde wann mit dem Speicher gemacht?", "What was done to the store, and when?";

    // search
    SEARCH_TITLE = "Suche", "Search";
    FOUND_NAMES = "Namen", "Names";
    FOUND_AGREEMENTS = "Vereinbarungen, deren Belege die Wörter enthalten", "Agreements whose evidence has the words";
    FOUND_DOCUMENTS = "Dokumente, deren Überschrift die Wörter enthält", "Documents whose headline has the words";
    NOTHING_FOUND = "Nichts gefunden.", "Nothing found.";
    SEARCH_HELP = "Gesucht wird nach Anfängen von Wörtern; alle müssen vorkommen. Groß und klein, ä und ae sind gleich.",
        "Beginnings of words are searched for, and all must occur. Upper and lower case, ä and ae are the same.";
    NOT_READY =
        "Die Suche wird gerade vorbereitet. Diese Seite lädt sich gleich neu.",
        "The search is being prepared. This page reloads itself in a moment.";

    // any other node
    NODE = "Knoten des Graphen", "Node of the graph";
    PROPERTY = "Eigenschaft", "Property";
    SOURCE = "Quelle", "Source";
    POINTS_HERE = "Was hierher führt", "What leads here";
}

/// What entities of a class are called; the local name of the class.
pub fn class(name: &str) -> Text {
    match name {
        "Person" => PERSON,
        "Organization" => ORGANIZATION,
        "GovernmentOrganization" => Text("Öffentliche Stelle", "Public body"),
        "Ministry" => Text("Ministerium", "Ministry"),
        "Agency" => Text("Behörde", "Agency"),
        "Government" => Text("Regierung", "Government"),
        "Parliament" => Text("Parlament", "Parliament"),
        "Municipality" => Text("Gemeinde", "Municipality"),
        "Court" => Text("Gericht", "Court"),
        "ResearchOrganization" => Text("Forschungseinrichtung", "Research institution"),
        "CollegeOrUniversity" => Text("Hochschule", "University"),
        "Corporation" => Text("Unternehmen", "Company"),
        "Association" => Text("Verband", "Association"),
        "InternationalOrganization" => Text("Internationale Organisation", "International organization"),
        "PoliticalParty" => Text("Politische Partei", "Political party"),
        "Place" => Text("Ort", "Place"),
        "Country" => Text("Staat", "Country"),
        "State" => Text("Land", "State"),
        "City" => Text("Stadt", "City"),
        "AdministrativeArea" => Text("Gebiet", "Region"),
        "SupranationalUnion" => Text("Staatenbund", "Union of states"),
        _ => Text("Unbestimmt", "Unspecified"),
    }
}
