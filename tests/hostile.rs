//! Whatever lies in the folder: it ends in the list of what was not read, never in a panic, a hang or a full memory.

#[path = "common/made.rs"]
mod made;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use made::{Article, docx, gzipped, html, mail, pdf, zipped};
use tempfile::TempDir;

/// A run that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(300);

fn article() -> Article {
    let sentence =
        "Die Stadt Waldstadt und der Landkreis Seeland haben am Dienstag eine Kooperationsvereinbarung zur Cybersicherheit unterzeichnet.";
    let more = "Beide wollen sich bei Angriffen auf ihre Netze gegenseitig helfen und ihre Fachleute gemeinsam ausbilden.";
    Article { title: Some("Waldstadt und Seeland arbeiten zusammen".into()), paragraphs: vec![sentence.into(), more.into()], date: None }
}

/// An empty folder, and what removes it. The report of what is in it goes beside.
fn folder() -> (TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("set");
    fs::create_dir(&folder).unwrap();
    (temporary, folder)
}

/// The reasons of a run over a folder, by the names of the files.
fn reasons(folder: &Path, options: &[&str]) -> Vec<(String, String)> {
    let report = folder.with_extension("report.json");
    let mut command = Command::cargo_bin("pakt").unwrap();
    command.arg("extract").arg(folder).arg("--report").arg(&report).args(options).timeout(PATIENCE);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?} {told}", output.status);
    assert!(!told.contains("panicked"), "{told}");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let name =
        |file: String| file.strip_prefix(folder.to_str().unwrap()).map(|rest| rest.trim_start_matches('/').to_owned()).unwrap_or(file);
    let line = |one: &serde_json::Value| {
        (name(text(&one["file"])), if one["reason"].is_null() { text(&one["status"]) } else { text(&one["reason"]) })
    };
    report["inputs"].as_array().unwrap().iter().map(line).collect()
}

/// Files by name and content, and what must be said of which path.
fn check(files: &[(&str, Vec<u8>, &str, &str)]) {
    let (_temporary, folder) = folder();
    let mut expected: Vec<(String, String)> = Vec::new();
    for (name, bytes, file, reason) in files {
        fs::write(folder.join(name), bytes).unwrap();
        expected.push((file.to_string(), reason.to_string()));
    }
    expected.sort();
    assert_eq!(reasons(&folder, &[]), expected);
}

#[test]
fn bombs() {
    let zeros = zipped(&[("null.txt", vec![b' '; 60 << 20])]);
    let nested = (0..5).fold(zipped(&[("a.txt", article().text().into_bytes())]), |inner, _| zipped(&[("b.zip", inner)]));
    let many: Vec<(String, Vec<u8>)> = (0..40).map(|n| (format!("{n:02}.txt"), vec![b'a'; 1 << 20])).collect();
    let many = zipped(&many.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect::<Vec<_>>());
    let laughs = {
        let entities: String = (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
        format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{entities}]>")
    };
    let word = format!("<?xml version='1.0'?>{laughs}<w:document xmlns:w='w'><w:p><w:t>&l9;</w:t></w:p></w:document>");
    let feed = format!(
        "<?xml version='1.0'?>{laughs}<rss version='2.0'><channel><title>&l9;</title><item><title>&l9;</title><description>&l9;</description></item></channel></rss>"
    );
    check(&[
        ("einer.zip", zeros, "einer.zip/null.txt", "too-large"),
        ("einer.txt.gz", gzipped(&vec![b' '; 60 << 20]), "einer.txt.gz", "too-large"),
        ("tief.zip", nested, "tief.zip/b.zip/b.zip/b.zip", "too-deep"),
        ("lachen.docx", zipped(&[("word/document.xml", word.into_bytes())]), "lachen.docx", "damaged"),
    ]);
    // What the first members take is gone for the others.
    let (_temporary, folder) = folder();
    fs::write(folder.join("viele.zip"), many).unwrap();
    let found = reasons(&folder, &["--max-unpacked", "10"]);
    assert_eq!(found.last().unwrap(), &("viele.zip/09.txt".to_owned(), "unpacks-too-large".to_owned()), "{found:?}");
    // Whether such a feed is refused or read without the words: it ends.
    fs::write(folder.join("viele.zip"), feed).unwrap();
    reasons(&folder, &[]);
}

#[test]
fn nests() {
    let deep = |open: &str, close: &str| format!("{}Text{}", open.repeat(1_000_000), close.repeat(1_000_000));
    let word = format!("<w:document xmlns:w='w'>{}</w:document>", deep("<w:p>", "</w:p>"));
    let (_temporary, folder) = folder();
    fs::write(folder.join("a.html"), deep("<div>", "</div>")).unwrap();
    fs::write(folder.join("b.docx"), zipped(&[("word/document.xml", word.into_bytes())])).unwrap();
    fs::write(folder.join("c.xml"), format!("<rss version='2.0'><channel>{}</channel></rss>", deep("<item>", "</item>"))).unwrap();
    fs::write(folder.join("d.json"), deep("[", "]")).unwrap();
    fs::write(folder.join("e.jsonl"), deep("{\"text\":", "}")).unwrap();
    fs::write(folder.join("f.html"), "<p>".repeat(1_000_000)).unwrap();
    let found = reasons(&folder, &[]);
    let found: Vec<(&str, &str)> = found.iter().map(|(file, reason)| (file.as_str(), reason.as_str())).collect();
    let expected = [
        ("a.html", "damaged"),
        // The text in the innermost paragraph is there all the same.
        ("b.docx", "new"),
        ("c.xml", "damaged"),
        ("d.json", "damaged"),
        ("e.jsonl/1", "damaged"),
        ("f.html", "empty"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn truncated_files_of_every_format() {
    let article = article();
    let formats: [(&str, Vec<u8>); 6] = [
        ("docx", docx(&article)),
        ("pdf", pdf(&article)),
        ("eml", mail(&article)),
        ("html", html(&article).into_bytes()),
        ("zip", zipped(&[("a.txt", article.text().into_bytes()), ("b.docx", docx(&article))])),
        ("txt.gz", gzipped(article.text().as_bytes())),
    ];
    let (_temporary, folder) = folder();
    for (extension, bytes) in &formats {
        for tenth in 0..10 {
            fs::write(folder.join(format!("{tenth}.{extension}")), &bytes[..bytes.len() * tenth / 10]).unwrap();
        }
        // And with every seventh byte another one.
        let broken: Vec<u8> = bytes.iter().enumerate().map(|(n, byte)| if n % 7 == 3 { byte ^ 0x55 } else { *byte }).collect();
        fs::write(folder.join(format!("x.{extension}")), broken).unwrap();
    }
    let found = reasons(&folder, &["--any-language"]);
    let files = found.iter().map(|(file, _)| file.split('/').next().unwrap()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(files.len(), 66, "every file is accounted for: {found:?}");
}

#[test]
fn pdfs_that_are_encrypted_empty_or_loop() {
    let no_text = pdf(&Article { title: None, paragraphs: Vec::new(), date: None });
    // The second page is the tree of pages itself.
    let looping = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]/Parent 2 0 R>>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n130\n%%EOF\n".to_vec();
    let encrypted = |password: &str| {
        let mut document = pdf_extract::Document::load_mem(&pdf(&article())).unwrap();
        document.trailer.set("ID", vec![pdf_extract::Object::string_literal("a"), pdf_extract::Object::string_literal("b")]);
        let version = pdf_extract::EncryptionVersion::V1 {
            document: &document,
            owner_password: "eigen",
            user_password: password,
            permissions: pdf_extract::Permissions::all(),
        };
        let state = pdf_extract::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let (_temporary, folder) = folder();
    for (name, bytes) in [("leer.pdf", no_text), ("kreis.pdf", looping), ("geheim.pdf", encrypted("geheim")), ("gut.pdf", encrypted(""))] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let found = reasons(&folder, &["--max-seconds", "5"]);
    let expected = [("geheim.pdf", "encrypted"), ("gut.pdf", "new"), ("kreis.pdf", found[2].1.as_str()), ("leer.pdf", "no-text-layer")];
    assert_eq!(found.iter().map(|(file, reason)| (file.as_str(), reason.as_str())).collect::<Vec<_>>(), expected);
    assert!(["damaged", "no-text-layer", "too-slow"].contains(&found[2].1.as_str()), "{found:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let (_temporary, folder) = folder();
    symlink(&folder, folder.join("kreis")).unwrap();
    symlink("/dev/zero", folder.join("ohne-ende.txt")).unwrap();
    symlink("/dev/zero", folder.join("ohne-namen")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("rohr.pdf")).status().unwrap().success());
    fs::write(folder.join(std::ffi::OsStr::from_bytes(b"k\xf6ln.txt")), "x").unwrap();
    File::create(folder.join("riese.txt")).unwrap().set_len(2 << 30).unwrap();
    File::create(folder.join("riese.csv")).unwrap().set_len(2 << 30).unwrap();
    File::create(folder.join("riese.zip")).unwrap().set_len(2 << 30).unwrap();
    let found = reasons(&folder, &[]);
    let found: Vec<(&str, &str)> = found.iter().map(|(file, reason)| (file.as_str(), reason.as_str())).collect();
    let expected = [
        ("kreis", "link-loop"),
        ("k\u{fffd}ln.txt", "path-not-unicode"),
        ("ohne-ende.txt", "not-regular-file"),
        ("ohne-namen", "not-regular-file"),
        ("riese.csv", found[4].1),
        ("riese.txt", "too-large"),
        ("riese.zip", "damaged"),
        ("rohr.pdf", "not-regular-file"),
    ];
    assert_eq!(found, expected);
    assert!(["damaged", "no-text-column", "not-text"].contains(&found[4].1), "{found:?}");
}
