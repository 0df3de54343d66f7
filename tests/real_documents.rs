//! The real appendix, as Markdown and as three producers set it: every field of the hand-checked
//! records right, no word lost.

use std::path::Path;
use std::process::Command;
use tablemend_tests::{run, shared};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Converts a document and scores it against the truth; gives what is not perfect, in words.
fn losses(folder: &Path, document: &str, truth: &str, only: Option<&str>) -> Option<String> {
    let out = tempfile::tempdir().unwrap();
    let ours = out.path().join("ours.json");
    let place = ours.to_str().unwrap();
    run(TABLEMEND, folder, &["convert", document, "--audit", "-o", place]).expect(0, &[]);
    let mut score = Command::new("python3");
    score.arg("score.py").arg(truth).arg(&ours).arg("--verbose").current_dir(folder);
    if let Some(sections) = only {
        score.args(["--only", sections]);
    }
    let output = score.output().expect("python3 is needed to score real documents");
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let overall = report.lines().rev().find(|l| l.starts_with("OVERALL")).unwrap_or_default();
    let groups = report.split_once("groups (").map_or("", |(_, groups)| groups);
    let is_perfect = |line: &str| line.ends_with("100.00%") || line.ends_with("n/a");
    let all = overall.ends_with("= 100.00%")
        && groups.lines().filter(|l| l.contains(" /")).all(|l| is_perfect(l.trim_end()));
    (!all).then_some(report)
}

#[test]
fn the_markdown_gives_every_field_of_the_checked_sections() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("appendix");
    let truth = "january-2020.gold.json";
    if let Some(report) = losses(&folder, "january-2020.md", truth, Some("sections=1,2,3")) {
        panic!("{report}");
    }
}

#[test]
fn the_markdown_has_all_sections_areas_and_actions() {
    let Some(shared) = shared() else { return };
    let data = run(TABLEMEND, &shared.join("appendix"), &["convert", "january-2020.md"]).json();
    let count = |key: &str| data[key].as_array().unwrap().len();
    assert_eq!((count("sections"), count("priority_areas"), count("actions")), (6, 24, 151));
}

#[test]
fn every_typeset_pdf_gives_every_field() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("appendix");
    let mut wrong = Vec::new();
    for producer in ["chromium", "libreoffice-tagged", "typst"] {
        let document = format!("january-2020-{producer}.pdf");
        if let Some(report) = losses(&folder, &document, "january-2020-pdf.truth.json", None) {
            wrong.push(format!("{document}\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
