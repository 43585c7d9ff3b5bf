//! Ten pages laid out as sites of ministries, newspapers, agencies and blogs are: what stands in the article is read, and no
//! fact comes from what stands around it.

mod common;

use common::READER;
use pakt::document::{self, BlockKind, Limits};
use pakt::pipeline;

/// The article, with a place for each part that sites set apart.
const HEADLINE: &str = "Hessen und Thüringen wehren Angriffe gemeinsam ab";
const LEAD: &str = "Die beiden Länder haben einen Vertrag über ihre Computer-Notfallteams geschlossen.";
const FIRST: &str = "Wiesbaden. Hessens Innenminister Karl Probe (CDU) und Thüringens Innenministerin Vera Muster (SPD) haben am 3. März 2021 in \
    Eisenach eine Verwaltungsvereinbarung zur Cybersicherheit unterzeichnet. Sie gilt für fünf Jahre.";
const SECOND: &str = "„Angreifer halten sich an keine Landesgrenze“, sagte Probe. Die Notfallteams beider Länder vertreten einander künftig an \
    Feiertagen und in der Nacht, und sie bilden ihre Fachleute gemeinsam aus.";

/// What teasers, comments and boxes tell. Nobody of these may come out.
const TEASER: &str = "Bayern und Sachsen unterzeichnen Vertrag über Wolfsforschung";
const STORY: &str = "Bayerns Ministerin Ute Fremd und Sachsens Minister Olaf Ander haben am Montag in Hof eine Vereinbarung über die Erforschung der \
    Wölfe unterzeichnet, wie die Staatskanzlei mitteilte.";
const COMMENT: &str =
    "Ich war dabei, als Minister Egon Laut den Vertrag mit Nordrhein-Westfalen unterzeichnet hat. Davon haben wir nichts gehabt!";

fn pages() -> Vec<(&'static str, String)> {
    let page = |head: &str, body: String| {
        format!("<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\">{head}</head><body>{body}</body></html>")
    };
    let teasers = |tag: &str| format!("<{tag}><a href=\"/1\">{TEASER}</a><p>{STORY} <a href=\"/1\">mehr</a></p></{tag}>").repeat(3);
    vec![
        (
            "a ministry's press site",
            page(
                "<title>Pressemitteilung | Ministerium</title>",
                format!(
                    "<div class=\"header\"><ul class=\"navigation\"><li><a href=\"/\">Start</a></li><li><a href=\"/m\">Minister</a></li></ul></div>\
                     <div id=\"content\"><div class=\"breadcrumb\"><a href=\"/\">Start</a> &gt; <a href=\"/p\">Presse</a></div>\
                     <p class=\"date\">03.03.2021</p><h1>{HEADLINE}</h1><p class=\"intro\">{LEAD}</p><p>{FIRST}</p><p>{SECOND}</p>\
                     <div class=\"share\"><a href=\"#\">Teilen</a> <a href=\"#\">Drucken</a></div></div>\
                     <div class=\"sidebar\"><h2>Weitere Meldungen</h2>{}</div><div class=\"footer\"><p>Ministerium, Platz 1</p></div>",
                    teasers("div")
                ),
            ),
        ),
        (
            "a newspaper with boxes between the paragraphs",
            page(
                "<meta property=\"og:site_name\" content=\"Waldbote\"><title>Politik</title>",
                format!(
                    "<header><nav><a href=\"/\">Start</a></nav></header><main><article><span class=\"kicker\">Innenpolitik</span><h1>{HEADLINE}</h1>\
                     <p class=\"teaser-text lead\">{LEAD}</p><div class=\"author\">Von Rita Linse</div><time datetime=\"2021-03-03T18:00:00+01:00\">3.3.2021</time>\
                     <p>{FIRST}</p><aside class=\"related\"><h3>Lesen Sie auch</h3>{}</aside><div class=\"ad\">Anzeige</div><p>{SECOND}</p></article>\
                     <section id=\"comments\"><h2>2 Kommentare</h2><div class=\"comment\"><p>{COMMENT}</p></div><div class=\"comment\"><p>{COMMENT}</p></div></section></main>",
                    teasers("div")
                ),
            ),
        ),
        (
            "a blog",
            page(
                "",
                format!(
                    "<div class=\"site-header\"><a href=\"/\">Netzblog</a></div><div class=\"hentry post\"><h2 class=\"entry-title\"><a href=\"/x\">{HEADLINE}</a></h2>\
                     <div class=\"entry-meta\">3. März 2021 von <a href=\"/u\">Rita Linse</a></div><div class=\"entry-content\"><p>{LEAD}</p><p>{FIRST}</p><p>{SECOND}</p></div>\
                     <div class=\"entry-footer\">Kategorie: <a href=\"/k\">Politik</a></div></div>\
                     <div class=\"widget-area\"><h3 class=\"widget-title\">Neueste Beiträge</h3>{}</div><ol class=\"comment-list\"><li><p>{COMMENT}</p></li></ol>",
                    teasers("li")
                ),
            ),
        ),
        (
            "an agency's ticker with one article open and others below",
            page(
                "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2021-03-03T18:00:00+01:00\"}</script>",
                format!(
                    "<main><article><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p></article><section class=\"more-news\"><h2>Mehr zum Thema</h2>{}</section></main>",
                    teasers("article")
                ),
            ),
        ),
        (
            "an old page made of tables",
            page(
                "",
                format!(
                    "<table width=\"100%\"><tr><td colspan=\"2\"><a href=\"/\">Start</a> | <a href=\"/p\">Presse</a></td></tr><tr><td width=\"20%\"><a href=\"/1\">{TEASER}</a><br><a href=\"/2\">{TEASER}</a></td>\
                     <td><font size=\"4\"><b>{HEADLINE}</b></font><br><br>{LEAD}<br><br>{FIRST}<br><br>{SECOND}</td></tr></table>"
                ),
            ),
        ),
        (
            "a page with a cookie notice and a newsletter box in the text",
            page(
                "<title>Amt</title>",
                format!(
                    "<div id=\"cookie-consent\"><h2>Ihre Einwilligung</h2><p>Wir verwenden Cookies und teilen Daten mit unseren Partnern in Bayern und Sachsen.</p><button>Alle annehmen</button></div>\
                     <main><h1>{HEADLINE}</h1><p>{FIRST}</p><form class=\"newsletter\"><h3>Newsletter</h3><p>Bestellen Sie die Meldungen von Minister Egon Laut aus Nordrhein-Westfalen.</p><input></form><p>{SECOND}</p></main>"
                ),
            ),
        ),
        (
            "a press portal with the publisher's other releases and contact",
            page(
                "",
                format!(
                    "<main><div class=\"article\"><p class=\"customer\">Innenministerium</p><h1>{HEADLINE}</h1><p class=\"place-date\">Wiesbaden (ots)</p><p>{FIRST}</p><p>{SECOND}</p>\
                     <p>Pressekontakt:<br>Pressestelle<br>Tel. 0123 456789<br>presse@amt.example</p><p class=\"originator\">Original-Content von: Innenministerium, übermittelt durch Portal</p></div>\
                     <div class=\"more\"><h2>Weitere Meldungen: Innenministerium</h2><ul>{}</ul></div></main>",
                    teasers("li")
                ),
            ),
        ),
        (
            "a page whose boxes have names of their own",
            page(
                "",
                format!(
                    "<site-header><nav-bar><a href=\"/\">Start</a></nav-bar></site-header><news-article><news-title><h1>{HEADLINE}</h1></news-title><p>{LEAD}</p><p>{FIRST}</p><p>{SECOND}</p></news-article>\
                     <teaser-list><h2>Das könnte Sie auch interessieren</h2>{}</teaser-list><site-footer><p>Impressum</p></site-footer>",
                    teasers("div")
                ),
            ),
        ),
        (
            "a gallery above and captions in the text",
            page(
                "",
                format!(
                    "<main><h1>{HEADLINE}</h1><figure><img src=\"a.jpg\" alt=\"{TEASER}\"><figcaption>Foto: Uwe Linse / Agentur Bayern</figcaption></figure>\
                     <p>{FIRST}</p><div class=\"picture-credit\">Bild: Olaf Ander, Sachsen</div><p>{SECOND}</p></main><aside>{}</aside>",
                    teasers("section")
                ),
            ),
        ),
        (
            "a page printed with everything in one box",
            page(
                "",
                format!(
                    "<div><div><div><a href=\"/\">Start</a> <a href=\"/a\">Aktuelles</a> <a href=\"/k\">Kontakt</a></div><h1>{HEADLINE}</h1><div>{FIRST}</div><div>{SECOND}</div>\
                     <div class=\"related-articles\"><div>Ähnliche Artikel</div>{}</div><div>© 2021 Land</div></div></div>",
                    teasers("div")
                ),
            ),
        ),
    ]
}

#[test]
fn what_stands_around_the_article_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = String::new();
    for (name, page) in pages() {
        let path = folder.path().join("page.html");
        std::fs::write(&path, &page).unwrap();
        let (inputs, _) = document::find_inputs(&[path]);
        let mut all = Vec::new();
        pipeline::read_all(&READER, &inputs, &Limits::default(), |some| {
            all.extend(some);
            Ok::<(), ()>(())
        })
        .unwrap();
        let facts = match &all[..] {
            [Ok(facts)] => facts,
            other => {
                faults += &format!("{name}: {other:?}\n");
                continue;
            }
        };
        let document = document::contents(&inputs, &Limits::default()).next().unwrap().unwrap().read(&Limits::default()).unwrap();
        let article = document.blocks.iter().filter(|b| b.kind != BlockKind::Clutter).map(|b| &document.text[b.range.clone()]);
        let text = article.collect::<Vec<_>>().join("\n\n");
        for (words, wanted) in [(HEADLINE, true), (FIRST, true), (SECOND, true), (TEASER, false), (STORY, false), (COMMENT, false)] {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.contains(&words) != wanted {
                faults += &format!("{name}: {} {words}\n", if wanted { "lost:" } else { "read:" });
            }
        }
        let names: Vec<&str> = facts.entities.iter().map(|e| e.name.as_str()).collect();
        for stranger in ["Bayern", "Sachsen", "Nordrhein-Westfalen", "Ute Fremd", "Olaf Ander", "Egon Laut"] {
            if names.contains(&stranger) {
                faults += &format!("{name}: {stranger}\n");
            }
        }
        if facts.agreements.len() != 1 || facts.agreements[0].parties.len() != 2 || facts.agreements[0].signatures.len() != 2 {
            faults += &format!("{name}: {:?}\n", facts.agreements);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
