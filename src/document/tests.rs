//! Whole documents, each line labelled with the kind that its block must get.

use std::fs;

use proptest::prelude::*;

use super::*;

/// Labels of lines in the documents below.
const LABELS: [(&str, BlockKind); 9] = [
    ("K", BlockKind::Kicker),
    ("H", BlockKind::Headline),
    ("L", BlockKind::Lead),
    ("B", BlockKind::Byline),
    ("D", BlockKind::DateLine),
    ("P", BlockKind::Paragraph),
    ("I", BlockKind::ListItem),
    ("C", BlockKind::Caption),
    ("X", BlockKind::Clutter),
];

fn plain(file: &str, text: &str) -> Document {
    let raw = lines::blocks(text);
    assemble(file, String::new(), text.to_owned(), &raw, Metadata::default())
}

/// Reads a document whose lines are labelled (`P | Text`) and compares the kinds of all lines with the labels.
fn check(labelled: &str) -> Document {
    let lines: Vec<(&str, &str)> = labelled.trim().lines().map(|l| l.trim().split_once('|').unwrap_or(("", ""))).collect();
    let text: String = lines.iter().map(|(_, text)| format!("{}\n", text.strip_prefix(' ').unwrap_or(text))).collect();
    let document = plain("probe.txt", &text);
    let kind_of = |at: usize| document.blocks.iter().find(|b| b.range.contains(&at)).map(|b| b.kind);
    let mut at = 0;
    let mut wrong = String::new();
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let label = lines[text[..at].lines().count() - 1].0.trim();
        let expected = LABELS.iter().find(|(l, _)| *l == label).map(|(_, k)| *k);
        let found = if line.trim().is_empty() { None } else { kind_of(start) };
        if found != expected {
            wrong.push_str(&format!("expected {expected:?}, but found {found:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    document
}

#[test]
fn a_press_release_from_kicker_to_contact() {
    let document = check(
        "K | PRESSEMITTEILUNG
         H | Zwei Kreise gründen ein gemeinsames Rechenzentrum
         L | Landrätin Beispiel: „Ein guter Tag für die Region“
         D | Stand: 3. März 2021
           |
         P | Waldstadt. Der Kreis Waldstadt und der Kreis Seeland haben am Dienstag eine Vereinbarung über ein gemeinsames Rechenzentrum unterzeichnet, das 2022 öffnen soll.
           |
         P | Beteiligt sind außerdem die folgenden Partner:
         I | • Hochschule Waldstadt
         I | • Stadtwerke Seeland GmbH
         I | • Verein Digitale Region e. V.
           |
         P | Hintergrund: Die Gespräche hatten 2019 begonnen.
           |
         P | Kontakt: Kreisverwaltung Waldstadt, Pressestelle, Am Markt 1, 12345 Waldstadt",
    );
    assert_eq!(document.headline.as_deref(), Some("Zwei Kreise gründen ein gemeinsames Rechenzentrum"));
    assert_eq!(document.published.map(|p| p.date).as_deref(), Some("2021-03-03"));
}

#[test]
fn a_short_release_with_publisher_genre_and_contact() {
    check(
        "K | Ministerium für Beispiele
         K | Pressemitteilung Nr. 12/2024
         D | 12.03.2024
           |
         H | Land und Hochschulen gründen Allianz für Quantentechnik.
         P | BERGHEIM – Das Land und drei Hochschulen haben eine Allianz gegründet.
           |
         P | > „Ein Zitat, das eingerückt steht und ordentlich endet.“
           |
         P | Unterzeichnet haben:
         P | Für das Land: Ministerin Anna Beispiel
         P | Für die Hochschule Waldstadt: Rektor Karl Muster
           |
         P | Weitere Informationen
         P | Mehr zur Allianz finden Sie unter www.allianz.example.
           |
         P | Über die Hochschule Waldstadt
         P | Die Hochschule Waldstadt wurde 1970 gegründet.
           |
         P | Pressekontakt
         P | Rita Linse
         X | Tel.: 0123 456-789",
    );
}

#[test]
fn teasers_below_a_short_text_stay_teasers() {
    check(
        "K | Kommentar
         H | Ein Vertrag ist noch keine Sicherheit
         X | 3 Kommentare
           |
         P | Die Vereinbarung zwischen Waldstadt und Seeland ist unterschrieben, doch wer genau hinsieht, findet wenig Neues. Schon 2018 hatten beide Kreise dasselbe versprochen.
           |
         P | Mehr Sicherheit, mehr Kosten
           |
         P | Die Kosten sind hoch.
           |
         X | Auch interessant
           |
         X | Wie Bergheim seine Leitstelle baut
         X | Der Rat der Stadt Bergheim hat beschlossen, eine neue Leitstelle zu bauen. Die Kosten liegen bei acht Millionen Euro, wie Bürgermeister Fritz Fremd sagte, der den Vertrag unterschrieb.
           |
         X | Talheim kauft Drehleiter
         X | Die Stadt Talheim hat eine Drehleiter gekauft. Bürgermeisterin Ute Anders unterschrieb den Vertrag mit dem Hersteller, der die Leiter in zwei Jahren liefern soll, wie sie mitteilte.
           |
         X | Schlagwörter
         X | Feuerwehr",
    );
}

#[test]
fn a_newspaper_text_with_boxes_below() {
    let document = check(
        "K | Kreis Waldstadt
         H | Nachbarn rücken bei der Abwehr von Hackern zusammen
         B | Von Anna Beispiel | 12.02.2021
           |
         P | Wer im Kreis Waldstadt eine Störung meldet, spricht künftig mit einem Fachmann aus Seeland. Beide Kreise haben am Montag einen Vertrag geschlossen, der fünf Jahre gilt.
           |
         C | Foto: Besiegelten den Vertrag im Kreishaus: Anna Muster (links) und Karl Probe.
         X | Foto: Archiv / Rita Linse
           |
         X | MEHR ZUM THEMA
         X | +++ Land und Kammern unterzeichnen Pakt für Fachkräfte +++
         X | Seeland und Bergheim planen gemeinsame Leitstelle
         X | Minister Karl Ander besucht die Feuerwehr
           |
         X | Newsletter: Jeden Morgen das Wichtigste aus der Region. Jetzt kostenlos abonnieren!
         X | Teilen: Facebook | Twitter | E-Mail
         X | Kommentare (14) | Merken",
    );
    assert_eq!(document.author.as_deref(), Some("Anna Beispiel"));
    assert_eq!(document.published, Some(Published { date: "2021-02-12".into(), source: DateSource::DateLine }));
}

#[test]
fn a_box_in_the_middle_ends_where_the_text_goes_on() {
    check(
        "H | Land und Bund verabreden sich zum Austausch von Lagebildern
           |
         P | Das Land Seeland und das Bundesamt für Beispiele haben eine Absichtserklärung unterzeichnet. Sie wollen Lagebilder teilen und einander bei Angriffen zur Seite stehen, wie beide am Montag mitteilten.
         P | Der Minister sprach von einem Anfang. Man werde, so sagte er, im Herbst Bilanz ziehen und dann entscheiden, ob aus der Absichtserklärung ein Vertrag werden könne, der länger gilt.
         P | Das Amt hat solche Erklärungen bereits mit mehreren Ländern abgegeben. Dort ist zu hören, dass sich die Zusammenarbeit seither verbessert habe, wenn auch langsamer als gedacht.
           |
         X | Lesen Sie auch
         X | Bergheim und Talheim unterzeichnen Vertrag über Buslinie
           |
         P | In Seeland selbst fällt das Urteil unterschiedlich aus. Die Kammern begrüßten den Schritt, der Verband der Gemeinden mahnte dagegen mehr Geld an und verwies auf die Erfahrungen der Nachbarn.
         P | Unterzeichnet wurde die Erklärung in der Landesvertretung. Für das Land unterschrieb die Staatssekretärin, für das Amt dessen Präsident; beide kennen sich aus gemeinsamen Jahren in Brüssel.",
    );
}

#[test]
fn titles_behind_the_article_below_a_ruled_line_or_a_heading_in_capitals() {
    let body = "P | Das Land Waldberg und die Universität Neustadt haben am Montag eine Vereinbarung über gemeinsame Rechenzentren geschlossen, \
                die fünf Jahre gilt und auch Kommunen offensteht.";
    check(&format!(
        "H | Ein Vertrag für Rechner\n\n{body}\n\nX | -----\nX | Gefragt an der Küste\nX | 1. Hafen und Bahn besiegeln Pakt\nX | 2. Minister tritt ab"
    ));
    check(&format!(
        "H | Ein Vertrag für Rechner\n\n{body}\n\nX | GERADE VIEL BEACHTET\nX | + Hafen und Bahn besiegeln Pakt\nX | + Minister tritt ab"
    ));
    check(&format!("H | Ein Vertrag für Rechner\n\n{body}\n\nP | DIE PARTNER:\nI | - Land Waldberg\nI | - Universität Neustadt"));
}

#[test]
fn titles_below_a_line_that_names_a_region() {
    check(
        "H | Kreistag vertagt den Beschluss
           |
         P | Waldstadt. Der Kreistag hat die Entscheidung über das gemeinsame Rechenzentrum am Montag vertagt, weil die Zahlen noch fehlen.
           |
         P | Über den Vertrag soll nun im Herbst abgestimmt werden, wenn die Kämmerei die Kosten der vergangenen drei Jahre vorgelegt hat.
           |
         X | __________
         X | Mehr aus Waldstadt
         X | * Seeland und Moorberg schließen Pakt gegen Waldbrände
         X | * Kammer sucht neuen Präsidenten
         X | Hier geht es zum Probeabo",
    );
    check(
        "H | Kreistag vertagt den Beschluss
           |
         P | Waldstadt. Der Kreistag hat die Entscheidung über das gemeinsame Rechenzentrum am Montag vertagt, weil die Zahlen noch fehlen.
           |
         P | Neues aus Waldstadt
         I | - Der Kreis liefert die Daten.
         I | - Die Stadt zahlt den Betrieb.",
    );
}

#[test]
fn teasers_with_a_link_to_more() {
    check(
        "H | Kreise teilen sich einen Dienstleister
           |
         P | [3.5.2019] Die Kreise Waldstadt und Seeland lassen ihre Fachverfahren künftig von einem gemeinsamen Dienstleister betreiben, wie beide Kreistage beschlossen haben.
           |
         P | Die Vereinbarung gilt für zehn Jahre. (ab)
           |
         X | https://www.waldstadt.example
         X | Stichwörter: Politik, Waldstadt, Seeland
         X | Bildquelle: Kreis Waldstadt
         X | Druckversion    PDF     Link mailen
         X | Anzeige
           |
         X | Weitere Meldungen und Beiträge aus dem Bereich Politik
         X | Bergheim: Strategie beschlossen
         X | [23.4.2019] Der Rat der Stadt Bergheim hat eine Strategie beschlossen, an der zuvor zahlreiche Vereine, Betriebe und Einwohner mitgewirkt hatten. Unterzeichnet wurde auch ein Vertrag mit der Hochschule. mehr...
         X | Die Stadt Bergheim hat eine Strategie.
         X | Aboverwaltung
         X | Muster GmbH
         X | 12345 Bergheim",
    );
}

#[test]
fn teasers_of_a_portal_without_a_heading() {
    check(
        "K | Digitalisierung
         H | Land und Region vereinbaren Austausch über offene Daten
           |
         P | Das Land Seeland und die Region Südufer haben eine gemeinsame Erklärung unterzeichnet, nach der beide ihre offenen Daten auf einer Plattform anbieten wollen. Zwei Beispiele nannte das Ministerium:
         I | • Fahrpläne
         I | • Pegelstände
           |
         P | Weitere Partner über die Landesgrenzen hinaus
           |
         P | Gespräche führt das Land auch mit der Region Nordufer.
           |
         X | Eine Frau sitzt an einem Rechner.
         X |   • Arbeit
           |
         X | Wettbewerb „Beruf und Familie“ ausgezeichnet
           |
         X | Fassade eines Holzhauses
         X |   • Bauen
           |
         X | Weg für neue Bausparkasse frei
           |
         X |   • Podcast
           |
         X | Folge 30 – Weichen stellen
           |
         X | Am 25. November hat die Konferenz der für das Bauen zuständigen Ministerinnen und Minister in Bergheim stattgefunden.
         X |   • Bauen und Wohnen
           |
         X | Ergebnisse der Konferenz",
    );
}

#[test]
fn clutter_above_the_text_is_only_itself() {
    check(
        "H | Nachbarländer stärken ihre Verwaltung gemeinsam
         X | Quelle: dpa 1 min Lesedauer
         X | Anbieter zum Thema
           |
         P | Seeland und Bergland wollen ihre Verwaltungen besser vernetzen und arbeiten dafür künftig zusammen. Auch gemeinsame Standards sind geplant.
           |
         C | Die Verwaltung beschäftigt Seeland schon länger. Nun profitiert auch Bergland davon.
         X | (Bild: © Rita Linse - agentur.example)
           |
         P | Dazu haben die Staatskanzleien eine Vereinbarung unterzeichnet.
           |
         X | (ID:40012345)
           |
         X | Jetzt Newsletter abonnieren
         X | Wöchentlich die wichtigsten Infos zur Verwaltung
         X | Mit Klick auf „Abonnieren“ erkläre ich mich mit der Verarbeitung meiner Daten einverstanden. Weitere Informationen finden Sie in der Erklärung zum Datenschutz, die wir für Sie bereithalten.
         X | Aufklappen für Details zu Ihrer Einwilligung",
    );
}

#[test]
fn readers_comments_end_the_text_but_a_link_to_them_does_not() {
    let paragraph = "Der Vertrag zwischen Waldstadt und Seeland regelt, wer im Ernstfall wen verständigt, welche Technik beide Seiten anschaffen und wie sie ihre Leute gemeinsam ausbilden wollen. Er gilt fünf Jahre.";
    let opinion = "Ich habe in Seeland gewohnt und kann nur sagen, dass die Feuerwehr dort immer schnell war. Was der Vertrag mit Bergheim soll, den Minister Karl Ander unterschrieben hat, verstehe ich nicht.";
    let text = format!(
        "Titel der Meldung\n\n{paragraph}\n\nKommentare (2)\n\n{}Kommentare\n\n{opinion}\n\n{opinion}\n",
        format!("{paragraph}\n\n").repeat(5)
    );
    let document = plain("x.txt", &text);
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|b| b.kind).collect();
    use BlockKind::{Clutter as X, Headline as H, Paragraph as P};
    assert_eq!(kinds, [H, P, X, P, P, P, P, P, X, X, X]);
}

#[test]
fn a_text_without_headline_has_none() {
    let document = check(
        "X | Symbolbild
           |
         P | Nach einem ersten Besuch empfängt der Kreis Waldstadt am 12. November 2019 zum zweiten Mal eine Gruppe von Beamten aus dem Nachbarland, um eine Zusammenarbeit vorzubereiten.
           |
         X | Anzeige
         X | Kommentieren Sie den Artikel
         X | Bitte geben Sie hier Ihren Namen ein",
    );
    assert_eq!((document.headline, document.published), (None, None), "a date in running text is none of publication");
}

#[test]
fn markdown_headings_lose_their_marks() {
    let document = plain("a/2022-10-07_probe.md", "# Ein Pakt für den Wald\n\nDie Kreise haben einen Pakt geschlossen.\n");
    assert_eq!(document.headline.as_deref(), Some("Ein Pakt für den Wald"));
    assert_eq!(document.published, Some(Published { date: "2022-10-07".into(), source: DateSource::FileName }));
}

/// The document of a file that holds one.
fn read(input: Input) -> Result<Document, Skipped> {
    let limits = Limits::default();
    contents(&[input], &limits).next().expect("a file has a content or a reason")?.read(&limits)
}

#[test]
fn files_are_read_and_refused_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let read_bytes = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        read(Input { path, file: name.to_owned() }).map_err(|s| s.to_string())
    };
    // Decomposed umlauts and Windows line ends.
    let document =
        read_bytes("a.txt", "U\u{308}ber die Grenze\r\n\r\nZwei Sta\u{308}dte haben eine Vereinbarung unterzeichnet.\r\n".as_bytes())
            .unwrap();
    assert_eq!(document.text, "Über die Grenze\n\nZwei Städte haben eine Vereinbarung unterzeichnet.\n");
    assert_eq!(document.sha256, checksum::of(&fs::read(dir.path().join("a.txt")).unwrap()));
    for (name, bytes, reason) in [
        ("leer.txt", &b""[..], "leer.txt: no article found in it; check that the file holds running text"),
        ("nur.txt", b"Anzeige\n\nTeilen: Facebook | Twitter\n", "nur.txt: no article found in it; check that the file holds running text"),
        ("leer.html", b"<html><body></body></html>", "leer.html: no article found in it; check that the file holds running text"),
        (
            "bild.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0",
            "bild.txt: expected text, but found binary data; save it as UTF-8 (UTF-16 needs a byte order mark)",
        ),
        (
            "a.pdf",
            b"%PDF-1.4",
            "a.pdf: expected to read it, but found a broken PDF (couldn't parse input: invalid file header); open it with the program that made it and save it anew",
        ),
        ("a.docx", b"kein", "a.docx: expected to read it, but found no DOCX file; open it with the program that made it and save it anew"),
    ] {
        assert_eq!(read_bytes(name, bytes).unwrap_err(), reason);
    }
    let missing = Input { path: dir.path().join("fehlt.txt"), file: "fehlt.txt".into() };
    assert_eq!(read(missing).unwrap_err().to_string(), "fehlt.txt: no such file or folder; check the path");
}

/// Every line that is not blank lies in exactly one block; blocks are sorted and trimmed.
fn assert_blocks_cover(text: &str, blocks: &[Block]) {
    let mut at = 0;
    for block in blocks {
        assert!(text[at..block.range.start].trim().is_empty(), "text outside of blocks");
        let words = &text[block.range.clone()];
        assert!(!words.is_empty() && words.trim() == words);
        at = block.range.end;
    }
    assert!(text[at..].trim().is_empty(), "text outside of blocks");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_covered_by_its_blocks(parts in proptest::collection::vec(prop_oneof![
        "\\PC{0,30}", Just("\n".to_owned()), Just("\n\n".to_owned()), Just("Weitere Meldungen\n".to_owned()), Just("• Arbeit\n\n".to_owned()),
        Just("[3.4.2024] Ein Satz. mehr...\n".to_owned()), Just("Von Anna Beispiel\n".to_owned()), Just("(Bild: © x)\n".to_owned()),
    ], 0..30)) {
        let text = parts.concat();
        let document = plain("x.txt", &text);
        assert_blocks_cover(&text, &document.blocks);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode::decode(&bytes, true) {
            let Page { text, raw, metadata } = html::extract(&text).unwrap();
            assert_blocks_cover(&text, &assemble("x.html", String::new(), text.clone(), &raw, metadata).blocks);
        }
    }
}
