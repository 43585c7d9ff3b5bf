//! Every family of wordings from both sides: what is clutter, and what is worded like it and must stay.

use super::*;

#[test]
fn headings_of_other_news_open_a_section() {
    let clutter = [
        "Weitere Meldungen",
        "Weitere Nachrichten aus Waldstadt",
        "+++ Mehr aus der Region +++",
        "Das könnte Sie auch interessieren",
        "DAS KÖNNTE SIE AUCH INTERESSIEREN:",
        "Lesen Sie auch",
        "LESEN SIE AUCH:",
        "Mehr zum Thema",
        "MEHR AUS DEM RESSORT WIRTSCHAFT",
        "Meistgelesen",
        "Meistgelesen in der Region",
        "Aktuelle Meldungen",
        "Weitere Meldungen und Beiträge aus dem Bereich Kultur",
        "Ähnliche Artikel",
        "Unsere Empfehlungen",
        "Jetzt Newsletter abonnieren",
        "NEWSLETTER",
        "+++ Newsletter +++",
    ];
    for text in clutter {
        assert_eq!(cue(text), Some(Cue::Section), "{text}");
    }
    let article = [
        "Weitere Partner in Europa",
        "Weitere Themen waren der Brandschutz und die Warn-App.",
        "Weitere Meldungen über Angriffe nahm das Lagezentrum am Montag entgegen.",
        "Mehr Geld für die Region",
        "Mehr aus Daten machen",
        "Aktuelle Lage im Katastrophenschutz",
        "Kommunen empfehlen den Beitritt",
        "Ein Newsletter soll die Gemeinden künftig über offene Stellen und Termine des Netzwerks unterrichten.",
    ];
    for text in article {
        assert_eq!(cue(text), None, "{text}");
    }
}

#[test]
fn comments_end_the_article() {
    for text in [
        "Kommentare",
        "82 Kommentare Kommentar schreiben",
        "Kommentieren Sie den Artikel",
        "Schreiben Sie einen Kommentar",
        "Kommentare (3)",
    ] {
        let found = cue(text);
        assert!(matches!(found, Some(Cue::End | Cue::Alone)), "{text}: {found:?}");
    }
    for text in ["Kommentare aus der Wirtschaft blieben verhalten.", "Der Minister wollte die Zahlen nicht kommentieren."] {
        assert_eq!(cue(text), None, "{text}");
    }
}

#[test]
fn service_lines_are_clutter() {
    let clutter = [
        "Anzeige",
        "- Anzeige -",
        "Teilen: Facebook | Twitter | XING | E-Mail",
        "Teilen | Merken | Drucken | Kommentare (3)",
        "Artikel teilen: Facebook | WhatsApp | E-Mail | Drucken",
        "Druckversion    PDF     Link mailen",
        "Twittern",
        "Stichwörter: Politik, Waldstadt, Open Source",
        "Schlagworte: Politik",
        "Suchen...",
        "https://www.example.org",
        "presse@waldstadt.example",
        "Tel.: 0123 456-789",
        "(ID:40012345)",
        "Quelle: dpa 2 min Lesedauer",
        "Zurück zur Startseite und zu allen Meldungen.",
        "Sie sind hier: Startseite » Politik",
        "© 2024 Waldstädter Bote · Impressum · Datenschutz",
        "Impressum | Datenschutz | AGB",
        "Wir verwenden Cookies, um unser Angebot zu verbessern.",
        "Diese Website verwendet Cookies.",
        "Wir und unsere 214 Partner verarbeiten Daten.",
        "Mit Klick auf „Absenden“ erkläre ich mich mit der Verarbeitung meiner Daten einverstanden.",
        "Bitte geben Sie hier Ihren Namen ein",
        "Symbolbild",
        "---------------",
        "* * *",
        "Lesen Sie auch: Neue Brücke über die Wald eröffnet",
        "Newsletter „Waldstadt am Morgen“: jetzt kostenlos anmelden!",
    ];
    for text in clutter {
        assert_eq!(cue(text), Some(Cue::Alone), "{text}");
    }
    let article = [
        "Kontakt: Kreisverwaltung Waldstadt, Pressestelle, Am Markt 1, 12345 Waldstadt",
        "Hintergrund: Der Verbund wurde 2018 gegründet.",
        "Beide Seiten teilen ihre Lagebilder über eine gesicherte Plattform.",
        "Künftig teilen Land und Kommunen auch ihre Daten",
        "Die Aufsichtsbehörden haben eine Orientierungshilfe zu Cookies und Einwilligungen vorgelegt.",
        "Facebook und Land vereinbaren Meldeweg für Hasskommentare",
        "Das Portal https://www.example.org soll bis Ende 2026 ausgebaut werden.",
        "Anzeige gegen Unbekannt",
        "Der Datenschutz bleibt Sache der Länder",
        "Quelle der Erkenntnis war ein gemeinsames Lagebild beider Ämter, das seit dem Frühjahr täglich fortgeschrieben und verteilt wird.",
    ];
    for text in article {
        assert_eq!(cue(text), None, "{text}");
    }
}

#[test]
fn teasers_end_with_a_link_to_more() {
    for text in [
        "[3.4.2024] Der Landtag hat das Gesetz beschlossen. mehr...",
        "Der Landtag hat beschlossen … weiterlesen »",
        "Wer zahlt? Mehr lesen",
    ] {
        assert_eq!(cue(text), Some(Cue::Teaser), "{text}");
    }
    for text in ["Davon brauche das Land mehr.", "Man wolle nicht weniger, sondern mehr"] {
        assert_eq!(cue(text), None, "{text}");
    }
}

#[test]
fn a_credit_is_clutter_and_a_caption_is_not() {
    let credits = [
        "Foto: Archiv / Anna Beispiel",
        "Foto: dpa",
        "Fotos: Beispiel/dpa (Archiv)",
        "Bildquelle: Kreisverwaltung Waldstadt",
        "Bildnachweis: Agentur / privat",
        "Bild: Staatskanzlei",
        "(Bild: © Karl Muster - agentur.example)",
        "© dpa-infocom GmbH",
    ];
    for text in credits {
        assert!(is_credit(text) && !is_caption(text), "{text}");
        assert_eq!(cue(text), Some(Cue::Alone), "{text}");
    }
    let captions = [
        "Foto: Handschlag im Kreishaus – Landrätin Anna Beispiel (vorn links), dahinter Karl Muster.",
        "Bild: Anna Beispiel (l.) und Karl Muster nach der Unterschrift. Quelle: Kreis",
        "Bild: Nach der Unterschrift: Anna Beispiel und Karl Muster (von links). Foto: Kreis",
        "Besiegeln den Vertrag: Anna Beispiel und Karl Muster. Foto: Kreisverwaltung",
        "Das Kreishaus beschäftigt den Rat schon länger.(Bild: ©  Karl Muster - agentur.example)",
        "Anna Beispiel (links) übergibt Karl Muster den Bescheid",
        "Foto: Die Landrätin beim Rundgang",
    ];
    for text in captions {
        assert!(is_caption(text), "{text}");
        assert_eq!(cue(text), None, "{text}");
    }
    for text in ["Die Unterschriften leisteten Anna Beispiel (links im Plenum) und Karl Muster in Bonn.", "Ein Foto gab es nicht."] {
        assert!(!is_caption(text), "{text}");
    }
}

#[test]
fn bylines_give_names() {
    let cases = [
        ("Von Anna Beispiel", Some("Anna Beispiel")),
        ("von ANNA BEISPIEL", Some("ANNA BEISPIEL")),
        ("Bericht von Anna Beispiel", Some("Anna Beispiel")),
        ("Von Anna Beispiel | 12.02.2021", Some("Anna Beispiel")),
        ("Von Anna-Lena Beispiel und Dr. Karl von der Muster, dpa", Some("Anna-Lena Beispiel und Dr. Karl von der Muster")),
        ("Autorin: Anna Beispiel", Some("Anna Beispiel")),
        ("Von Bayern lernen", None),
        ("Von Kiel nach Lübeck", None),
        ("Von Anna Beispiel erhielt das Land eine Zusage über weitere Mittel.", None),
        ("Anna Beispiel", None),
    ];
    for (text, names) in cases {
        assert_eq!(byline(text).as_deref(), names, "{text}");
    }
}

#[test]
fn sentence_ends_and_list_items() {
    for text in ["Ende.", "„Ende.“", "Ende!»", "Ende. (ab)", "Ende …"] {
        assert!(ends_sentence(text), "{text}");
    }
    for text in ["Ende", "Ende:", "„Ende“", "Nr. 5"] {
        assert!(!ends_sentence(text), "{text}");
    }
    for text in ["• Punkt", "–      Punkt", "- Punkt", "a) Punkt", "1) Punkt"] {
        assert!(is_list_item(text), "{text}");
    }
    for text in ["3. März", "-Punkt", "Punkt", "1&1 Mobilfunk", "–"] {
        assert!(!is_list_item(text), "{text}");
    }
}
