//! `--audit`: the pages of PDFs are read a second time, and the files that were written are read back.

use std::fs;
use tablemend_tests::{good_plan, root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).canonicalize().unwrap().display().to_string()
}

#[test]
fn a_sound_document_is_clean_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let formats = "json,jsonl,csv,xlsx,sqlite,parquet,html,md";
    for (name, out) in [("plan/2024-01.md", "out-md/"), ("pdf/2024-01-typst.pdf", "out-pdf/")] {
        let arguments = ["convert", "--audit", &fixture(name), "-o", out, "-f", formats];
        run(TABLEMEND, dir.path(), &arguments)
            .expect(0, &["every word is in the output exactly once, and in every file"]);
        let arguments =
            ["tables", "--audit", &fixture(name), "-o", out, "-f", "json,csv,md,html,xlsx"];
        run(TABLEMEND, dir.path(), &arguments).expect(0, &["audit", "in a table or between"]);
    }
    // A stream is counted on its way.
    let ran = run(TABLEMEND, dir.path(), &["convert", "--audit", &fixture("plan/2024-01.md")]);
    assert!(ran.expect(0, &["audit"]).json()["actions"].is_array());
}

#[test]
fn a_page_that_is_a_picture_is_not_whole() {
    let dir = tempfile::tempdir().unwrap();
    for command in ["convert", "tables"] {
        let arguments = [command, "--audit", &fixture("archive/feb-scanned-page3.pdf")];
        run(TABLEMEND, dir.path(), &arguments).expect(
            1,
            &["audit.not_whole", "the output is not the whole document: page 3 is a picture"],
        );
    }
    // Without it the page is told, and that is all.
    let ran = run(TABLEMEND, dir.path(), &["tables", &fixture("archive/feb-scanned-page3.pdf")]);
    ran.expect(0, &["page.scanned"]);
    assert!(!ran.stderr.contains("audit."), "{}", ran.stderr);
}

#[test]
fn a_damaged_document_is_not_whole() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = fs::read(fixture("pdf/2024-01-typst.pdf")).unwrap();
    fs::write(dir.path().join("cut.pdf"), &bytes[..bytes.len() * 3 / 4]).unwrap();
    let ran = run(TABLEMEND, dir.path(), &["tables", "--audit", "cut.pdf", "-f", "json"]);
    if ran.code == Some(1) {
        ran.expect(1, &["audit.not_whole", "the file breaks off before its end"]);
    } else {
        ran.expect(3, &["input.unreadable"]);
    }
}

#[test]
fn several_documents_in_one_file_are_counted_together() {
    let dir = tempfile::tempdir().unwrap();
    for (name, lead) in [("a.md", "Harbour Master"), ("b.md", "Head of Works")] {
        let text = format!("{}\n\nFor the {lead}.\n", good_plan());
        fs::write(dir.path().join(name), text).unwrap();
    }
    for name in ["all.json", "all.jsonl", "all.csv", "all.xlsx", "all.sqlite", "all.parquet"] {
        let ran = run(TABLEMEND, dir.path(), &["convert", "--audit", "a.md", "b.md", "-o", name]);
        ran.expect(0, &["a.md", "b.md"]);
        assert!(!ran.stderr.contains("[audit."), "{name}: {}", ran.stderr);
    }
}
