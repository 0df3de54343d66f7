//! Drawn pages: those that only look like tables, those whose tables have no full grid, scans, and
//! sealed or harmful files.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use tablemend_ingest::Options;
use tablemend_model::{Block, Document};
use tablemend_tests::{files, grid, root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

fn folder() -> PathBuf {
    root().join("fixtures/pdf")
}

/// What the generator drew: `tables` and everything `said`.
fn expected(name: &str) -> Value {
    let path = folder().join(format!("{name}.pdf.expected.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn document(name: &str) -> Document {
    let bytes = fs::read(folder().join(format!("{name}.pdf"))).unwrap();
    tablemend_ingest::read(&bytes, name, &Options::default()).unwrap().value
}

/// Every text of a document: of tables cell by cell, of the rest block by block.
fn texts(document: &Document) -> Vec<&str> {
    let mut all = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) => all.extend(table.cells().iter().map(|c| c.text.as_str())),
            other => all.extend(other.text().map(|t| t.as_str())),
        }
    }
    all
}

/// How often each character that shows appears; marks of lists are layout.
fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    let all = texts.into_iter().flat_map(str::chars);
    for letter in all.filter(|c| !c.is_whitespace() && !['•', '–'].contains(c)) {
        *counts.entry(letter).or_insert(0) += 1;
    }
    counts
}

/// How often each word appears that is of letters alone and longer than a formula's.
fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    let all = texts.into_iter().flat_map(|t| t.split(|c: char| !c.is_alphanumeric()));
    for word in all.filter(|w| w.chars().count() > 2) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

/// Checks that a page's words are in the document, whole and as often as they were drawn.
fn check_nothing_is_lost(name: &str) {
    let expected = expected(name);
    let said: Vec<&str> =
        expected["said"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
    let document = document(name);
    let read = texts(&document);
    assert!(!said.is_empty(), "{name} says nothing");
    assert_eq!(letters(said.iter().copied()), letters(read.iter().copied()), "{name}");
    assert_eq!(words(said), words(read), "{name}");
}

#[test]
fn what_only_looks_like_a_table_is_none() {
    let names = "prose contents lists letter chart formulas references code interview form index";
    for name in names.split(" ") {
        let name = format!("no-table-{name}");
        let document = document(&name);
        let found: Vec<String> = document.tables().map(|t| format!("{:?}", t.cells())).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn every_word_of_every_drawn_page_is_read() {
    let mut count = 0;
    for name in files(&folder()).iter().filter_map(|f| f.strip_suffix(".pdf.expected.json")) {
        // A page that is only a picture says nothing that can be read.
        if name != "scan" {
            check_nothing_is_lost(name);
            count += 1;
        }
    }
    assert!(count >= 19, "the drawn pages are not there");
}

/// Checks the one table of the program's answer against the truth, to the letter.
fn check_table(name: &str, ours: &Value) {
    let tables = ours["tables"].as_array().unwrap();
    let truth = &expected(name)["tables"];
    assert_eq!(tables.len(), truth.as_array().unwrap().len(), "{name}: {tables:#?}");
    for (table, truth) in tables.iter().zip(truth.as_array().unwrap()) {
        assert_eq!(grid(table), truth["rows"], "{name}");
        assert_eq!(table["header_rows"], truth["header_rows"], "{name}: rows of the header");
    }
}

#[test]
fn tables_without_a_full_grid_are_read_to_the_letter() {
    let names =
        "borderless in-column sideways bands row-rules column-rules far-column plain-labels";
    for name in names.split(" ") {
        let name = format!("table-{name}");
        let ran = run(TABLEMEND, &folder(), &["tables", &format!("{name}.pdf")]);
        check_table(&name, &ran.expect(0, &[]).json());
    }
}

#[test]
fn a_scan_is_named_with_its_page_and_what_to_do() {
    let folder = folder();
    let ask = |command: &str, name: &str| run(TABLEMEND, &folder, &[command, name]);
    for command in ["tables", "convert"] {
        let says = ["error[input.unreadable]", "scan.pdf", "pictures of pages", "OCR"];
        let ran = ask(command, "scan.pdf");
        assert!(ran.expect(3, &says).stdout.is_empty(), "something of it was written");
    }
    for (name, page, level, of) in [
        ("scan-among-pages.pdf", 2, "error", "only a picture"),
        ("scan-recognised.pdf", 1, "warning", "recognised text"),
    ] {
        let note = format!("page {page} is");
        let ran = ask("tables", name);
        let (code, count) = (format!("{level}[page.scanned]"), format!("1 {level}"));
        ran.expect(0, &[&code, &note, of, "(OCR)", &count]);
        let told = &ran.json()["diagnostics"];
        assert_eq!(told.as_array().unwrap().len(), 1, "{name}: {told}");
        assert_eq!(told[0]["code"], "page.scanned", "{name}");
        assert_eq!(told[0]["source"]["page"], page, "{name}");
        let strict = run(TABLEMEND, &folder, &["tables", name, "--fail-on", "warning"]);
        strict.expect(1, &["page.scanned"]);
    }
}

#[test]
fn sealed_files_open_with_their_password_and_say_so_without() {
    let folder = folder();
    let ask = |name: &str, password: &str| {
        let flag: &[&str] = if password.is_empty() { &[] } else { &["--password", password] };
        run(TABLEMEND, &folder, &[&["tables", name], flag].concat())
    };
    let open = run(TABLEMEND, &folder, &["tables", "table-row-rules.pdf"]).json();
    let tables = |ran: &tablemend_tests::Ran| ran.expect(0, &[]).json()["tables"].clone();
    for bits in ["128", "256"] {
        let name = format!("encrypted-aes{bits}-password.pdf");
        for right in ["wexmoor", "owner"] {
            assert_eq!(tables(&ask(&name, right)), open["tables"], "{name} {right}");
        }
        ask(&name, "").expect(3, &["needs a password", "--password-file"]);
        for wrong in ["Wexmoor", "wexmoor ", "wexmoorwexmoorwexmoorwexmoorwexmoorwexmoor"] {
            let ran = ask(&name, wrong);
            ran.expect(3, &["the password does not open this PDF"]);
            assert!(ran.stdout.is_empty() && !ran.stderr.contains(wrong), "{}", ran.stderr);
        }
        // Whoever may not change it may read it, whatever password is at hand for others.
        let name = format!("encrypted-aes{bits}-owner.pdf");
        for password in ["", "owner", "wexmoor"] {
            assert_eq!(tables(&ask(&name, password)), open["tables"], "{name} {password}");
        }
    }
}

#[test]
fn a_marked_copy_of_an_encrypted_file_says_that_it_is_not_encrypted() {
    let dir = tempfile::tempdir().unwrap();
    let source = folder().join("encrypted-password.pdf");
    let source = source.to_str().unwrap();
    let arguments = ["mark", source, "-o", "marked.pdf", "--password", "wexmoor"];
    run(TABLEMEND, dir.path(), &arguments).expect(0, &["mark.unprotected", "protect it again"]);
    run(TABLEMEND, dir.path(), &["tables", "marked.pdf"]).expect(0, &[]);
    let plain = folder().join("2024-01-libreoffice.pdf");
    let arguments = ["mark", plain.to_str().unwrap(), "-o", "plain.pdf"];
    let ran = run(TABLEMEND, dir.path(), &arguments);
    assert!(!ran.expect(0, &[]).stderr.contains("mark.unprotected"));
}

#[test]
fn queries_without_a_place_on_a_page_are_counted_apart() {
    let dir = tempfile::tempdir().unwrap();
    let source = folder().join("2024-05-typst.pdf");
    let arguments = ["mark", source.to_str().unwrap(), "-o", "marked.pdf"];
    let told = ["3 queries marked in marked.pdf", "1 more has no place on a page"];
    run(TABLEMEND, dir.path(), &arguments).expect(0, &told);
}
