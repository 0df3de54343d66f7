//! Pages that are pictures: read by OCR where `tesseract` is installed, told in words where it is not,
//! slow or broken.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tablemend_tests::{Ran, root, run, run_with, say};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).canonicalize().unwrap().display().to_string()
}

/// Whether the engine is there; a test that needs it says so where it is not.
fn has_engine(test: &str) -> bool {
    let has = Command::new("tesseract").arg("--version").output().is_ok();
    if !has {
        assert!(std::env::var_os("CI").is_none(), "tesseract is not installed");
        say(&format!("skipped: {test} needs tesseract, which is not installed"));
    }
    has
}

/// What is compared of each action: completion, status, and the letters and digits of its text.
fn actions(json: &Value) -> BTreeMap<String, (Value, Value, String)> {
    let all = json["actions"].as_array().unwrap();
    all.iter()
        .map(|a| {
            let text = a["action"].as_str().unwrap_or_default();
            let text = text.chars().filter(|c| c.is_alphanumeric()).collect();
            let (when, status) = (a["completion"]["edtf"].clone(), a["status"]["value"].clone());
            (a["id"].as_str().unwrap().to_owned(), (when, status, text))
        })
        .collect()
}

#[test]
fn a_scanned_page_gives_the_records_of_the_page_itself() {
    if !has_engine("a_scanned_page") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let arguments = ["convert", "--ocr", "auto", &fixture("scans/plan.pdf"), "--audit"];
    let ran = run(TABLEMEND, dir.path(), &arguments);
    ran.expect(0, &["ocr.read", "page 1 is a picture and was read by OCR"]);
    let scan = ran.json();
    let itself = run(TABLEMEND, dir.path(), &["convert", &fixture("pdf/2024-01-libreoffice.pdf")]);
    let expected = actions(&itself.json());
    let read = actions(&scan);
    let same = |id: &&String| expected.get(*id) == read.get(*id);
    assert_eq!(read.len(), 7, "{read:?}");
    // A letter may be another one; that is what the flags are for.
    let right = read.keys().filter(same).count();
    assert!(right >= 6, "{read:#?}");
    let all = scan["actions"].as_array().unwrap();
    let flags = |a: &Value| a["flags"].as_array().cloned().unwrap_or_default();
    assert!(all.iter().all(|a| flags(a).contains(&Value::from("ocr.read"))));
    for note in scan["diagnostics"].as_array().unwrap() {
        if note["code"] == "ocr.doubted" {
            let message = note["message"].as_str().unwrap();
            assert!(message.contains('%') && note["source"]["bbox"].is_array(), "{note}");
            assert!(note["printed"].is_string(), "{note}");
        }
    }
}

#[test]
fn pictures_are_documents_with_pages() {
    if !has_engine("pictures_are_documents") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let png = fixture("scans/plan.png");
    let ran = run(TABLEMEND, dir.path(), &["tables", "--ocr", "auto", &png]);
    let json = ran.expect(0, &["ocr.read"]).json();
    assert_eq!(json["document"]["media_type"], "image/png");
    let [width, height] = [0, 1].map(|i| json["document"]["page_sizes"][0][i].as_f64().unwrap());
    assert!((width - 842.0).abs() < 2.0 && (height - 595.0).abs() < 2.0, "{width} {height}");
    let cells = json["tables"][0]["cells"].as_array().unwrap();
    let fill = |c: &&Value| c["fill"].as_str().is_some_and(|f| f != "#ffffff");
    assert!(cells.iter().filter(fill).count() >= 4, "{cells:?}");
    let found = run(TABLEMEND, dir.path(), &["profile", "detect", "--ocr", "auto", &png]);
    let said = String::from_utf8(found.expect(0, &[]).stdout.clone()).unwrap();
    assert!(said.contains("action-plan"), "{said}");
}

#[cfg(unix)]
mod with_an_engine_of_our_own {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// Runs the program where `tesseract` is this script, after the lines that every one has.
    fn with_script(script: &str, arguments: &[&str]) -> Ran {
        let dir = tempfile::tempdir().unwrap();
        let engine = dir.path().join("tesseract");
        let listed =
            "#!/bin/sh\n[ \"$1\" = --list-langs ] && { echo 'List:'; echo eng; exit 0; }\n";
        fs::write(&engine, format!("{listed}{script}\n")).unwrap();
        fs::set_permissions(&engine, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", dir.path().display());
        run_with(TABLEMEND, dir.path(), arguments, b"", &[("PATH", &path)])
    }

    const HEAD: &str = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n";

    #[test]
    fn what_fails_is_told_and_the_other_pages_are_read() {
        let document = fixture("pdf/scan-among-pages.pdf");
        for (script, said) in [
            ("cat >/dev/null; echo 'no such model' >&2; exit 3", "no such model"),
            ("kill -9 $$", "tesseract ended with"),
            ("cat >/dev/null; echo hello", "begins with"),
            ("cat >/dev/null; printf '\\377\\376'", "not UTF-8"),
            (&format!("cat >/dev/null; printf '{HEAD}'"), "no words were recognised"),
        ] {
            let ran = with_script(script, &["tables", "--ocr", "auto", &document]);
            ran.expect(0, &["error[page.scanned]", "page 2 is only a picture", said]);
            assert!(String::from_utf8_lossy(&ran.stdout).contains("diagnostics"));
        }
    }

    #[test]
    fn an_engine_that_does_not_end_is_stopped() {
        let started = std::time::Instant::now();
        let arguments =
            ["tables", "--ocr", "auto", "--timeout", "6", &fixture("pdf/scan-among-pages.pdf")];
        let ran = with_script("exec sleep 60", &arguments);
        ran.expect(0, &["page 2 is only a picture", "stopped after 3 second"]);
        assert!(started.elapsed().as_secs() < 20);
    }

    #[test]
    fn doubted_words_are_told_with_their_place() {
        let word = "5\\t1\\t1\\t1\\t1\\t1\\t120\\t150\\t200\\t30\\t61.5\\t3l/O1\\n";
        let script = format!("cat >/dev/null; printf '{HEAD}{word}'");
        let arguments =
            ["tables", "--ocr", "auto", "-f", "json", &fixture("pdf/scan-among-pages.pdf")];
        let json = with_script(&script, &arguments).expect(0, &["ocr.read"]).json();
        let notes = json["diagnostics"].as_array().unwrap();
        let note = notes.iter().find(|n| n["code"] == "ocr.doubted").unwrap();
        // Letters that look like digits are put right, and doubted.
        assert_eq!(note["printed"], "31/01");
        assert_eq!(note["source"]["page"], 2);
        assert!(note["message"].as_str().unwrap().contains("62 %"), "{note}");
    }

    #[test]
    fn without_the_engine_the_remedy_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let run = |name: &str| {
            let arguments = ["tables", "--ocr", "auto", &fixture(name)];
            run_with(TABLEMEND, dir.path(), &arguments, b"", &[("PATH", "/nowhere")])
        };
        run("pdf/scan-among-pages.pdf")
            .expect(0, &["page 2 is only a picture", "install tesseract"]);
        run("pdf/scan.pdf").expect(3, &["pictures", "install tesseract", "tesseract-ocr-eng"]);
        run("scans/plan.png").expect(3, &["install tesseract"]);
    }

    #[test]
    fn a_language_that_is_not_installed_is_named() {
        let arguments =
            ["tables", "--ocr", "auto", "--ocr-language", "eng+cym", &fixture("pdf/scan.pdf")];
        with_script("exit 0", &arguments).expect(3, &["the language cym", "tesseract-ocr-cym"]);
    }
}

#[test]
fn ocr_is_switched_off_by_word_and_by_environment() {
    let dir = tempfile::tempdir().unwrap();
    let png = fixture("scans/plan.png");
    run(TABLEMEND, dir.path(), &["tables", "--ocr", "never", &png]).expect(3, &["switched off"]);
    let never = [("TABLEMEND_OCR", "never")];
    run_with(TABLEMEND, dir.path(), &["tables", &png], b"", &never).expect(3, &["switched off"]);
    run(TABLEMEND, dir.path(), &["tables", "--ocr-language", "--psm", &png]).expect(2, &[]);
}

/// A PNG of one grey that says to be so large, its pixels as few as may be.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    bytes
}

#[test]
fn pictures_of_a_size_that_cannot_be_are_refused_before_they_are_decoded() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("wide.png", &png(100_000, 100_000));
    write("cut.png", b"\x89PNG\r\n\x1a\n\0\0");
    write("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0");
    write(
        "large.jpg",
        &[&b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0"[..], &[0xff, 0xd9]].concat(),
    );
    write("cut.tif", b"II*\0\x08\0\0\0\xff\xff");
    for (name, said) in [
        ("wide.png", "too large (100000 × 100000 pixels"),
        ("large.jpg", "too large (65535 × 65535 pixels"),
        ("cut.png", "cannot be read"),
        ("cut.jpg", "cannot be read"),
        ("cut.tif", "cannot be read"),
    ] {
        let arguments = ["tables", "--ocr", "auto", name];
        run(TABLEMEND, dir.path(), &arguments).expect(3, &[name, said]);
    }
    assert!(Path::new(&fixture("scans/plan.tif")).exists());
}
