//! Whole pages: the article comes out, the page around it does not.

use super::*;

fn extract(page: &str) -> Page {
    super::extract(page).unwrap()
}

const BODY: &str = "<p>Waldstadt. Der Kreis Waldstadt und der Kreis Seeland haben am Dienstag eine <b>Vereinbarung</b> über ein gemeinsames \
    Rechen<i>zentrum</i> unterzeichnet, das im kommenden Jahr öffnen soll.</p>\
    <figure><img src=x><figcaption>Handschlag im Kreishaus: Anna Muster (l.) und Karl Probe</figcaption></figure>\
    <p>Die Landrätin sprach von einem guten Tag für die Region. Die Kosten teilen sich beide Kreise nach der Zahl ihrer Einwohner.</p>\
    <h2>Lange Vorgeschichte</h2><p>Die Gespräche hatten schon vor zwei Jahren begonnen, als in Seeland die Technik ausgefallen war.</p>\
    <ul><li>Hochschule Waldstadt</li><li>Stadtwerke Seeland</li></ul>";

const AROUND: &str = "<aside><h2>Weitere Meldungen</h2><ul><li><a href=1>Bergheim und Talheim unterzeichnen Vertrag über eine Buslinie</a></li></ul></aside>\
    <div class='teaser-list'><p><a href=2>Minister Karl Ander unterzeichnet in Paris.</a> Er reiste mit einer großen Delegation von Unternehmen an.</p></div>\
    <div id='comments'><p>Ich finde den Vertrag gut, aber warum hat ihn Frau Fremd nicht selbst unterschrieben? Das fragt man sich.</p></div>\
    <script>var x = 'Skript';</script><footer><p>© 2021 Waldbote · <a href=3>Impressum</a></p></footer>";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head>{head}</head><body><div class=cookie-banner>Wir verwenden Cookies.</div><header><nav><a href=/>Start</a> <a href=/p>Politik</a></nav></header>{body}{AROUND}</body></html>"
    )
}

fn kinds(text: &str, raw: &[RawBlock]) -> Vec<(BlockKind, String)> {
    super::super::clean::classify(text, raw).into_iter().map(|b| (b.kind, text[b.range].to_owned())).collect()
}

#[test]
fn the_article_is_found_however_the_page_is_built() {
    let head = "<p class=kicker>Landkreise</p><h1>Zwei Kreise, ein Rechenzentrum</h1><p class=lead>Was in Waldstadt lange umstritten war, \
        ist nun beschlossen.</p><p class=autor>Von Anna Beispiel</p>";
    let pages = [
        ("article", format!("<main><article>{head}{BODY}</article></main>")),
        ("div only", format!("<div class=wrapper><div class=left>{head}<div class=text>{BODY}</div></div></div>")),
        ("class of the page", format!("<div class='page has-sidebar search'>{head}{BODY}</div>")),
        ("form around it all", format!("<form action=x>{head}{BODY}</form>")),
        (
            "boxes of a site builder",
            format!("<div>{head}</div><div class='site-widget has-comments'><div class='widget-container search'>{BODY}</div></div>"),
        ),
        ("table", format!("<table><tr><td>{head}{BODY}</td></tr></table>")),
        ("own elements", format!("<news-page><news-text>{head}{BODY}</news-text></news-page>")),
    ];
    use BlockKind::*;
    for (name, body) in pages {
        let Page { text, raw, metadata } = extract(&page("<title>Zwei Kreise, ein Rechenzentrum | Waldbote</title>", &body));
        let found = kinds(&text, &raw);
        let expected = [Kicker, Headline, Lead, Byline, Paragraph, Caption, Paragraph, Paragraph, Paragraph, ListItem, ListItem];
        assert_eq!(found.iter().map(|(k, _)| *k).collect::<Vec<_>>(), expected, "{name}: {text}");
        assert!(text.contains("gemeinsames Rechenzentrum unterzeichnet"), "{name}: tags inside a line part no words");
        for clutter in ["Bergheim", "Ander", "Fremd", "Skript", "Impressum", "Cookies", "Politik"] {
            assert!(!text.contains(clutter), "{name}: {clutter}");
        }
        assert_eq!(metadata.headline.as_deref(), Some("Zwei Kreise, ein Rechenzentrum"), "{name}");
    }
}

#[test]
fn the_sites_name_in_h1_is_no_headline() {
    let body = format!("<div class=logo><h1><a href=/>Waldbote</a></h1></div><div><h2>Zwei Kreise, ein Rechenzentrum</h2>{BODY}</div>");
    let Page { text, raw, metadata } = extract(&page("<meta property='og:title' content='Zwei Kreise, ein Rechenzentrum'>", &body));
    assert_eq!(kinds(&text, &raw)[0], (BlockKind::Headline, "Zwei Kreise, ein Rechenzentrum".to_owned()));
    assert_eq!(metadata.headline.as_deref(), Some("Zwei Kreise, ein Rechenzentrum"));
}

#[test]
fn line_breaks_and_unknown_tags() {
    let body = "<h1>Zwei Kreise, ein Rechenzentrum</h1><div>Der Kreis Waldstadt <AB1.DE> hat mit dem Kreis Seeland eine Vereinbarung \
        geschlossen, die lange gilt.<br><br>Der zweite Absatz erzählt, wie es dazu kam und wer die Vereinbarung am Ende unterschrieben hat.</div>";
    let Page { text, .. } = extract(&page("", body));
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{text}");
    assert!(paragraphs[1].starts_with("Der Kreis Waldstadt hat mit"), "{text}");
}

#[test]
fn metadata_in_the_order_of_trust() {
    let cases = [
        (
            "<meta name=date content=2020-01-05><meta property='article:published_time' content='2020-01-02T10:00:00+01:00'>",
            Some("2020-01-02"),
        ),
        ("<meta name=date content=2020-01-05>", Some("2020-01-05")),
        ("<meta name=date content='heute'><meta name='DC.date' content='05.01.2020'>", Some("2020-01-05")),
        (
            r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","datePublished":"1999-01-01"},{"@type":"NewsArticle","datePublished":"2020-01-03"}]}</script><meta name=date content=2020-01-05>"#,
            Some("2020-01-03"),
        ),
        ("<script type='application/ld+json'>{kein JSON</script>", None),
        ("<meta name=date content='2020-02-30'>", None),
    ];
    for (head, date) in cases {
        let Page { metadata, .. } = extract(&page(head, &format!("<h1>Titel der Seite</h1>{BODY}")));
        assert_eq!(metadata.published.map(|(date, _)| date.to_string()).as_deref(), date, "{head}");
    }
    let Page { metadata, .. } = extract(&page("", &format!("<h1>Titel</h1><time datetime='2020-01-06 09:16'>Montag</time>{BODY}")));
    assert_eq!(metadata.published.map(|(date, _)| date.to_string()).as_deref(), Some("2020-01-06"));
}

#[test]
fn address_and_author() {
    let head = "<link rel=canonical href='https://waldbote.example/1'><meta property='og:url' content='https://waldbote.example/2'>\
        <meta name=author content='Anna Beispiel'>";
    let Page { metadata, .. } = extract(&page(head, BODY));
    assert_eq!(metadata.url.as_deref(), Some("https://waldbote.example/1"));
    assert_eq!(metadata.author.as_deref(), Some("Anna Beispiel"));
    for none in ["redaktion@waldbote.example", "waldbote.de", "https://facebook.com/waldbote", ""] {
        let Page { metadata, .. } = extract(&page(&format!("<meta name=author content='{none}'>"), BODY));
        assert_eq!(metadata.author, None, "{none}");
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let depth = 4_000;
    let page = format!("{}{BODY}{}", "<div>".repeat(depth), "</div>".repeat(depth));
    assert!(extract(&page).text.contains("Rechenzentrum"));
}

#[test]
fn a_page_of_links_only_gives_no_teasers() {
    let links = "<li><a href=x>Bergheim und Talheim unterzeichnen Vertrag über eine Buslinie</a></li>".repeat(20);
    assert_eq!(extract(&page("", &format!("<ul>{links}</ul>"))).text.matches("Talheim").count(), 0);
}
