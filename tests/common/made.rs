//! Files in the formats that users have, made from paragraphs.

#![allow(dead_code, reason = "each test uses some of them")]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A text as it is to be written in another format.
#[derive(Debug, Clone)]
pub struct Article {
    pub title: Option<String>,
    /// Without the title.
    pub paragraphs: Vec<String>,
    /// `YYYY-MM-DD`
    pub date: Option<String>,
}

impl Article {
    pub fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    pub fn text(&self) -> String {
        let title = self.title.iter().map(|title| format!("{title}\n\n"));
        title.chain([self.body()]).collect()
    }

    fn all(&self) -> impl Iterator<Item = (bool, &str)> {
        self.title.iter().map(|title| (true, title.as_str())).chain(self.paragraphs.iter().map(|one| (false, one.as_str())))
    }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn html_body(article: &Article) -> String {
    article.paragraphs.iter().map(|one| format!("<p>{}</p>\n", escape(one))).collect()
}

/// A page with navigation, teasers and a footer around the article.
pub fn html(article: &Article) -> String {
    let title = article.title.as_deref().map(|title| format!("<h1>{}</h1>", escape(title))).unwrap_or_default();
    let date = article.date.iter().map(|date| format!("<meta property='article:published_time' content='{date}T08:00:00+01:00'>"));
    format!(
        "<!DOCTYPE html><html lang=de><head><meta charset=utf-8>{}<title>Seite | Waldbote</title></head><body>\
         <header><nav><a href=/>Start</a> <a href=/p>Politik</a></nav></header><main><article>{title}\n{}</article></main>\
         <aside><h2>Weitere Meldungen</h2><ul><li><a href=/1>Bergheim und Talheim unterzeichnen Vertrag über eine Buslinie</a></li></ul></aside>\
         <footer><p>© Waldbote</p></footer></body></html>",
        date.collect::<String>(),
        html_body(article),
    )
}

pub fn zipped(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn docx(article: &Article) -> Vec<u8> {
    // Word cuts a paragraph into runs wherever it likes.
    let paragraph = |(is_title, text): (bool, &str)| {
        let style = if is_title { "<w:pPr><w:pStyle w:val='Titel'/></w:pPr>" } else { "" };
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        let run = |text: &str| format!("<w:r><w:t xml:space='preserve'>{}</w:t></w:r>", escape(text));
        format!("<w:p>{style}{}{}</w:p>", run(&text[..middle]), run(&text[middle..]))
    };
    let body: String = article.all().map(paragraph).collect();
    let xml = format!(
        "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", xml.into_bytes())])
}

pub fn odt(article: &Article) -> Vec<u8> {
    let paragraph = |(is_title, text): (bool, &str)| match is_title {
        true => format!("<text:p text:style-name='Title'>{}</text:p>", escape(text)),
        false => format!("<text:p>{}</text:p>", escape(text)),
    };
    let body: String = article.all().map(paragraph).collect();
    let xml = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()), ("content.xml", xml.into_bytes())])
}

/// Words wrapped at a width, an empty line between paragraphs.
pub fn wrapped(article: &Article, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (_, paragraph) in article.all() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            line = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        }
        lines.extend([line, String::new()]);
    }
    lines
}

/// Pages of a PDF with the text as lines.
pub fn pdf(article: &Article) -> Vec<u8> {
    const LINES: usize = 50;
    let lines = wrapped(article, 85);
    let pages: Vec<&[String]> = lines.chunks(LINES).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        {
            let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 4 + 2 * n)).collect();
            format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).into_bytes()
        },
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (n, page) in pages.iter().enumerate() {
        let mut content = b"BT /F1 10 Tf 14 TL 50 780 Td\n".to_vec();
        for line in *page {
            let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(line);
            content.push(b'(');
            for &byte in bytes.iter() {
                if b"()\\".contains(&byte) {
                    content.push(b'\\');
                }
                content.push(byte);
            }
            content.extend_from_slice(b") Tj T*\n");
        }
        content.extend_from_slice(b"ET");
        objects.push(
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>", 5 + 2 * n)
                .into_bytes(),
        );
        let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend_from_slice(b"\nendstream");
        objects.push(stream);
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", n + 1).into_bytes());
        file.extend(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let xref = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").into_bytes()));
    file.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1).into_bytes());
    file
}

/// A mail whose body is written in Latin-1 with `=` signs.
pub fn mail(article: &Article) -> Vec<u8> {
    let quoted: String = wrapped(&Article { title: None, ..article.clone() }, 72)
        .iter()
        .map(|line| {
            let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(line);
            let plain = |&b: &u8| b.is_ascii_graphic() && b != b'=' || b == b' ';
            bytes.iter().map(|b| if plain(b) { (*b as char).to_string() } else { format!("={b:02X}") }).collect::<String>() + "\r\n"
        })
        .collect();
    let title = article.title.clone().unwrap_or_default();
    let subject: String = title.bytes().map(|b| format!("={b:02X}")).collect();
    let date = article.date.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    let date = date.map(|date| date.strftime("Date: %a, %d %b %Y 09:30:00 +0100\r\n").to_string()).unwrap_or_default();
    format!(
        "Received: from mail.example\r\n\tby other.example\r\nFrom: Pressestelle <presse@amt.example>\r\nTo: redaktion@bote.example\r\n{date}\
         Subject: =?utf-8?Q?{subject}?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1252\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}"
    )
    .into_bytes()
}

pub fn rss(article: &Article) -> Vec<u8> {
    let date = article.date.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    // Just after midnight: in Greenwich it is the day before.
    let date = date.map(|date| date.strftime("<pubDate>%a, %d %b %Y 00:10:00 +0200</pubDate>").to_string()).unwrap_or_default();
    let title = article.title.iter().map(|title| format!("<title>{}</title>", escape(title))).collect::<String>();
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
         <title>Waldbote</title><link>https://bote.example/</link><description>Meldungen</description><item>{title}\
         <link>https://bote.example/1</link>{date}<description>Kurz</description><content:encoded><![CDATA[{}]]></content:encoded></item></channel></rss>",
        html_body(article)
    )
    .into_bytes()
}

pub fn atom(article: &Article) -> Vec<u8> {
    let time = |tag: &str| article.date.iter().map(|date| format!("<{tag}>{date}T00:10:00+02:00</{tag}>")).collect::<String>();
    let (date, changed) = (time("published"), time("updated"));
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Waldbote</title><id>urn:x</id>\
         <updated>2026-01-01T00:00:00Z</updated><entry><id>urn:y</id><title>{}</title>{changed}{date}\
         <link href='https://bote.example/1'/><content type='html'>{}</content></entry></feed>",
        escape(article.title.as_deref().unwrap_or_default()),
        escape(&html_body(article))
    )
    .into_bytes()
}
