//! A workbook that people work in, brought up to new editions by the program as users run it. What it is
//! to other programs, `scripts/check-tracker` looks at.

use std::fs;
use std::path::Path;
use tablemend_tests::{Ran, root, run};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// A folder with the months of the plan, other documents, and the tracker of January.
fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let fixtures = root().join("fixtures");
    for name in ["plan/2024-01.md", "plan/2024-02.md", "plan/2024-03.md", "risk/register.md"] {
        let to = dir.path().join(Path::new(name).file_name().unwrap());
        fs::copy(fixtures.join(name), to).unwrap();
    }
    ask(&dir, &["convert", "2024-01.md", "-o", "plan.xlsx"]).expect(0, &[]);
    dir
}

fn ask(dir: &TempDir, arguments: &[&str]) -> Ran {
    run(TABLEMEND, dir.path(), arguments)
}

/// What differs between a tracker and a document: kind, id, field.
fn differences(dir: &TempDir, tracker: &str, document: &str) -> Vec<String> {
    let told = ask(dir, &["diff", tracker, document, "-f", "json"]).expect(0, &[]).json();
    let word =
        |change: &serde_json::Value, key: &str| change[key].as_str().unwrap_or_default().to_owned();
    let changes = told["changes"].as_array().unwrap().iter();
    changes
        .map(|c| format!("{} {} {}", word(c, "kind"), word(c, "before_id"), word(c, "field")))
        .collect()
}

#[test]
fn a_tracker_holds_what_the_new_edition_has_and_what_is_gone() {
    let dir = folder();
    let before = fs::read(dir.path().join("plan.xlsx")).unwrap();
    let said = [
        "plan.xlsx: brought up to February 2024: 2 new rows, 1 row no longer in the document",
        "see the sheet “Changes 2024-02”",
        "plan-2024-02.xlsx",
    ];
    ask(&dir, &["update", "plan.xlsx", "2024-02.md"]).expect(0, &said);
    assert!(fs::read(dir.path().join("plan.xlsx")).unwrap() == before, "the tracker itself stays");
    let left = differences(&dir, "plan-2024-02.xlsx", "2024-02.md");
    assert_eq!(left, ["removed 1.2.4 (2024-01) "]);
    // From the archive, into the same file.
    ask(&dir, &["archive", "add", "2024-02.md", "2024-03.md", "--archive", "a"]).expect(0, &[]);
    let next = ["update", "plan-2024-02.xlsx", "March 2024", "--archive", "a", "--in-place"];
    ask(&dir, &next).expect(0, &["brought up to March 2024: 1 new row"]);
    let left = differences(&dir, "plan-2024-02.xlsx", "2024-03.md");
    assert_eq!(left, ["removed 1.2.4 (2024-01) "]);
    // Once more: nothing is new.
    ask(&dir, &["update", "plan-2024-02.xlsx", "2024-03.md"]).expect(0, &["nothing changed"]);
}

/// A profile of one's own, and a document of two months that it fits.
const OWN: &str = r#"
name = "gates"
title = "Gates"
[detect]
must = ["what_we_do"]
[[entity]]
name = "rows"
one = "row"
title = "Rows"
kind = "item"
key = "what_we_do"
ref_headers = ["no"]
  [[entity.field]]
  name = "what_we_do"
  title = "What we do"
  kind = "text"
  headers = ["what we do"]
  [[entity.field]]
  name = "how_it_goes"
  title = "How it goes"
  kind = "status"
  headers = ["how it goes"]
"#;

fn gates(month: &str, status: &str) -> String {
    let rows: String = ["Oil the hinges", "Paint the bars", "Hang the bell", "Sweep the path"]
        .iter()
        .zip(1..)
        .map(|(what, n)| format!("| {n} | {what} | {status} |\n"))
        .collect();
    format!("# Gates – {month}\n\n| No | What we do | How it goes |\n|---|---|---|\n{rows}")
}

#[test]
fn a_tracker_of_an_own_profile_is_updated_under_it_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("own.toml"), OWN).unwrap();
    fs::write(dir.path().join("may.md"), gates("May 2024", "stuck")).unwrap();
    fs::write(dir.path().join("june.md"), gates("June 2024", "moving")).unwrap();
    ask(&dir, &["convert", "may.md", "-p", "own.toml", "-o", "t.xlsx"]).expect(0, &[]);
    let said = ["“gates”", "--profile"];
    ask(&dir, &["update", "t.xlsx", "june.md"]).expect(2, &said);
    assert!(!dir.path().join("t-2024-06.xlsx").exists());
    ask(&dir, &["update", "t.xlsx", "june.md", "-p", "own.toml"]).expect(0, &["4 cells updated"]);
    // An archive keeps the profile.
    let add = ["archive", "add", "may.md", "-p", "own.toml", "--archive", "a"];
    ask(&dir, &add).expect(0, &[]);
    let next = ["update", "t.xlsx", "june.md", "--archive", "a", "-o", "n.xlsx"];
    ask(&dir, &next).expect(0, &["4 cells updated"]);
}

#[test]
fn a_workbook_with_headings_of_its_own_is_not_said_to_be_brought_up_to_date() {
    let dir = folder();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["Ref", "Action", "Lead officer", "Due", "How it goes"],
        ["1.1.1", "Publish the joint needs assessment", "Head of Data", "May", "well"],
    ];
    for (r, row) in (0..).zip(rows) {
        for (c, text) in (0..).zip(row) {
            sheet.write_string(r, c, text).unwrap();
        }
    }
    book.save(dir.path().join("own.xlsx")).unwrap();
    fs::write(dir.path().join("word.docx"), docx()).unwrap();
    let there = fs::read_dir(dir.path()).unwrap().count();
    for (tracker, told) in [
        ("own.xlsx", "columns that would be refreshed"),
        ("word.docx", "is not a workbook: a tracker is an .xlsx file"),
    ] {
        ask(&dir, &["update", tracker, "2024-02.md"]).expect(2, &[told]);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), there, "{tracker}");
    }
}

/// A document of Word without a word in it.
fn docx() -> Vec<u8> {
    use std::io::Write;
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let space = "http://schemas.openxmlformats.org";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{space}/package/2006/content-types\"><Override \
                 PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{space}/package/2006/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{space}/officeDocument/2006/relationships/officeDocument\" \
                 Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"{space}/wordprocessingml/2006/main\"><w:body><w:p/></w:body>\
                 </w:document>"
            ),
        ),
    ];
    for (name, text) in parts {
        file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_updated_is_refused_in_words_and_nothing_is_written() {
    let dir = folder();
    ask(&dir, &["convert", "2024-01.md", "-o", "plan.csv"]).expect(0, &[]);
    ask(&dir, &["convert", "2024-01.md", "2024-02.md", "-o", "both.xlsx"]).expect(0, &[]);
    ask(&dir, &["convert", "register.md", "-o", "risks.xlsx"]).expect(0, &[]);
    ask(&dir, &["convert", "2024-03.md", "-o", "march.xlsx"]).expect(0, &[]);
    let small = "# Works plan\n\n| Ref | Action | Due | Lead | Status |\n|---|---|---|---|---|\n";
    let rows: String = ["Paint", "Plant", "Sweep", "Count", "Mend", "Teach"]
        .iter()
        .enumerate()
        .map(|(n, verb)| {
            format!("| {n} | {verb} the other thing {n} | May 2025 | Clerk | Green |\n")
        })
        .collect();
    fs::write(dir.path().join("other.md"), format!("{small}{rows}")).unwrap();
    let count = || fs::read_dir(dir.path()).unwrap().count();
    let there = count();
    for (arguments, code, words) in [
        (&["plan.csv", "2024-02.md"][..], 3, "only .xlsx files can be updated"),
        (&["both.xlsx", "2024-02.md"], 3, "holds several documents"),
        (&["risks.xlsx", "2024-02.md"], 2, "of another type (Action plan) than the tracker"),
        (&["march.xlsx", "2024-02.md"], 2, "--anyway"),
        (&["plan.xlsx", "plan.xlsx"], 2, "give the document itself"),
        (&["plan.xlsx", "nope.md"], 2, "no such file"),
        (&["plan.xlsx", "2024-02"], 2, "archive"),
        (&["plan.xlsx", "2024-02.md", "-o", "plan.xlsx"], 2, "is an input"),
        (&["plan.xlsx", "2024-02.md", "-o", "new.csv"], 2, ".csv"),
        (&["nope.xlsx", "2024-02.md"], 2, "nope.xlsx"),
    ] {
        let mut all = vec!["update"];
        all.extend(arguments);
        ask(&dir, &all).expect(code, &[words]);
        assert_eq!(count(), there, "{arguments:?}");
    }
    ask(&dir, &["update", "plan.xlsx", "2024-02.md"]).expect(0, &[]);
    ask(&dir, &["update", "plan.xlsx", "2024-02.md"]).expect(2, &["is there already"]);
    ask(&dir, &["update", "march.xlsx", "2024-02.md", "--anyway"]).expect(0, &["February 2024"]);
}

#[test]
fn a_report_is_a_word_document_where_its_name_says_so() {
    let dir = folder();
    ask(&dir, &["archive", "add", "2024-01.md", "2024-02.md", "--archive", "a"]).expect(0, &[]);
    ask(&dir, &["report", "-o", "report.docx", "--archive", "a"]).expect(0, &["report.docx"]);
    assert!(fs::read(dir.path().join("report.docx")).unwrap().starts_with(b"PK"));
    ask(&dir, &["report", "-o", "x.html", "-f", "docx", "--archive", "a"]).expect(2, &[".html"]);
}
