//! A document with items of two kinds, actions and risks: both are everywhere, each with its own.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tablemend_tests::run;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// An action: reference, text, date, status.
type Action = [&'static str; 4];
/// A risk: reference, text, score, status.
type Risk = [&'static str; 4];

const MAY: ([Action; 2], [Risk; 3]) = (
    [
        ["1", "Paint the ferry bells", "31 May 2024", "Red"],
        ["2", "Oil the river gates", "30 September 2024", "Green"],
    ],
    [
        ["R1", "The gates rust", "15", "Open"],
        ["R2", "The bells crack", "6", "Open"],
        ["R3", "The boats drift", "16", "Open"],
    ],
);

fn document(month: &str, actions: &[Action], risks: &[Risk]) -> String {
    let mut text = format!(
        "# Ferry action plan and risk register\n\n{month}\n\n\
         | Ref | Action | Lead | Completion date | RAG |\n|---|---|---|---|---|\n"
    );
    for [reference, action, date, status] in actions {
        text.push_str(&format!("| {reference} | {action} | Ferry Master | {date} | {status} |\n"));
    }
    text.push_str(
        "\n## Risks\n\n\
         | Ref | Risk | Owner | Likelihood | Impact | Score | Status |\n|---|---|---|---|---|---|---|\n",
    );
    for [reference, risk, score, status] in risks {
        text.push_str(&format!(
            "| {reference} | {risk} | Bell Keeper | 3 | 5 | {score} | {status} |\n"
        ));
    }
    text
}

/// Three months: in June an action and a risk change, in July two actions are new, so that there are
/// more of them than of risks.
fn months(dir: &Path) {
    let (actions, risks) = MAY;
    let put = |name: &str, text: String| fs::write(dir.join(name), text).unwrap();
    put("2024-05.md", document("May 2024", &actions, &risks));
    let (mut actions, mut risks) = (actions.to_vec(), risks.to_vec());
    actions[0][3] = "Complete";
    risks[1][2] = "9";
    put("2024-06.md", document("June 2024", &actions, &risks));
    actions.push(["3", "Count the lost oars", "31 October 2024", "Green"]);
    actions.push(["4", "Mend the south jetty", "30 November 2024", "Green"]);
    risks[2][3] = "Closed";
    put("2024-07.md", document("July 2024", &actions, &risks));
}

/// The output formats that hold all kinds, each as a file of a month.
const WHOLE: [&str; 6] = ["json", "xlsx", "sqlite", "html", "md", "package"];

fn written(dir: &Path, month: &str) {
    let formats = "json,csv,xlsx,sqlite,html,md";
    let (input, output) = (format!("{month}.md"), format!("{month}/"));
    run(TABLEMEND, dir, &["convert", &input, "-f", formats, "-o", &output]).expect(0, &[]);
}

fn file(month: &str, format: &str) -> String {
    if format == "package" { format!("{month}/") } else { format!("{month}/{month}.{format}") }
}

fn diff(dir: &Path, before: &str, after: &str) -> Value {
    run(TABLEMEND, dir, &["diff", before, after, "-f", "json"]).expect(0, &[]).json()
}

/// Each change by its kind of items (none for the main kind), id and field.
fn told(changes: &Value) -> Vec<(Option<String>, String, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = changes["changes"].as_array().unwrap().iter();
    all.map(|c| {
        let id = text(&c["after_id"]).or_else(|| text(&c["before_id"])).unwrap();
        (text(&c["entity"]), id, text(&c["field"]))
    })
    .collect()
}

#[test]
fn a_single_output_has_all_kinds_or_says_that_it_has_not() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    for format in ["json", "html", "md", "xlsx", "sqlite"] {
        let out = format!("out.{format}");
        let ran = run(TABLEMEND, dir.path(), &["convert", "2024-05.md", "-o", &out, "--audit"]);
        ran.expect(0, &["and in every file", "risks: open 3; actions: green 1, red 1"]);
        assert!(!ran.stderr.contains("output.other_items"), "{}", ran.stderr);
    }
    for name in ["out.html", "out.md"] {
        let text = fs::read_to_string(dir.path().join(name)).unwrap();
        for words in ["Paint the ferry bells", "The boats drift", "Actions", "Risks"] {
            assert!(text.contains(words), "{name}: {words}");
        }
    }
    for format in ["csv", "jsonl", "parquet"] {
        let out = format!("out.{format}");
        let ran = run(TABLEMEND, dir.path(), &["convert", "2024-05.md", "-o", &out, "--audit"]);
        ran.expect(
            0,
            &["warning[output.other_items]", "2 actions of this document are not in the"],
        );
        assert!(!ran.stderr.contains("in every file"), "{}", ran.stderr);
    }
    // With a file per table nothing is left out.
    let ran = run(TABLEMEND, dir.path(), &["convert", "2024-05.md", "-f", "csv", "-o", "out/"]);
    assert!(!ran.expect(0, &[]).stderr.contains("other_items"), "{}", ran.stderr);
}

#[test]
fn items_of_all_kinds_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    let run = run(TABLEMEND, dir.path(), &["convert", "2024-05.md", "2024-07.md", "-o", "out/"]);
    run.expect(0, &["records   12"]);
    let lines = fs::read_to_string(dir.path().join("out/manifest.jsonl")).unwrap();
    let records: Vec<Value> = lines
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap()["records"].clone())
        .collect();
    assert_eq!(records[..2], [json!(5), json!(7)]);
}

#[test]
fn each_kind_is_compared_with_its_own_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    written(dir.path(), "2024-05");
    written(dir.path(), "2024-06");
    let whole = diff(dir.path(), "2024-05.md", "2024-06.md");
    let risk = (None, "R2".to_owned(), Some("score".to_owned()));
    let action = (Some("action".to_owned()), "1".to_owned(), Some("status".to_owned()));
    assert_eq!(told(&whole), [risk, action]);
    assert_eq!(whole["summary"]["changed"], json!({"score": 1, "status": 1}));
    assert_eq!(whole["entities"], json!(["risk", "action"]));
    for one in WHOLE {
        for other in WHOLE {
            let same = diff(dir.path(), &file("2024-05", one), &file("2024-05", other));
            assert_eq!(told(&same), [], "{one} {other}");
        }
        let found = diff(dir.path(), &file("2024-05", one), &file("2024-06", one));
        let (mut found, mut wanted) = (told(&found), told(&whole));
        for all in [&mut found, &mut wanted] {
            all.iter_mut().for_each(|c| c.0 = None);
            all.sort();
        }
        assert_eq!(found, wanted, "{one}");
    }
}

#[test]
fn a_format_of_one_kind_is_compared_by_that_kind_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    let convert = |to: &str| run(TABLEMEND, dir.path(), &["convert", "2024-05.md", "-q", "-o", to]);
    convert("may.csv").expect(0, &[]);
    let ran = run(TABLEMEND, dir.path(), &["diff", "may.csv", "2024-06.md", "-f", "json"]);
    ran.expect(0, &["its actions (2) are not compared: may.csv holds one kind of items"]);
    assert_eq!(told(&ran.json()), [(None, "R2".to_owned(), Some("score".to_owned()))]);
}

#[test]
fn more_rows_of_one_kind_make_no_other_comparison() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    let changes = diff(dir.path(), "2024-06.md", "2024-07.md");
    assert_eq!(changes["summary"]["added"], 2);
    assert_eq!(changes["summary"]["removed"], 0);
    assert_eq!(changes["summary"]["changed"], json!({"status": 1}));
    let text = run(TABLEMEND, dir.path(), &["diff", "2024-06.md", "2024-07.md"]);
    let text = String::from_utf8(text.expect(0, &[]).stdout.clone()).unwrap();
    let (actions, risks) = (text.find("\nActions\n"), text.find("\nRisks\n"));
    assert!(actions.is_some() && risks.is_some() && actions < risks, "{text}");
    let page = run(TABLEMEND, dir.path(), &["diff", "2024-06.md", "2024-07.md", "-f", "md"]);
    let page = String::from_utf8(page.expect(0, &[]).stdout.clone()).unwrap();
    assert!(page.contains("\n## Actions\n") && page.contains("\n### Added\n"), "{page}");
    let rows = run(TABLEMEND, dir.path(), &["diff", "2024-06.md", "2024-07.md", "-f", "daff"]);
    let rows = String::from_utf8(rows.expect(0, &[]).stdout.clone()).unwrap();
    assert!(rows.starts_with("@@,entity,id,ref,action,"), "{rows}");
    assert!(rows.contains("\n+++,action,3,3,Count the lost oars,"), "{rows}");
    assert!(rows.contains("->,risk,R3,R3,,"), "{rows}");
    for (one, other, code) in [("2024-06.md", "2024-07.md", 1), ("2024-06.md", "2024-06.md", 0)] {
        run(TABLEMEND, dir.path(), &["diff", one, other, "--exit-code"]).expect(code, &[]);
    }
    let named = ["diff", "2024-06.md", "2024-07.md", "--fields", "score"];
    run(TABLEMEND, dir.path(), &named).expect(0, &[]);
    let named = ["diff", "2024-06.md", "2024-07.md", "--fields", "colour"];
    run(TABLEMEND, dir.path(), &named).expect(2, &["colour"]);
}

#[test]
fn an_archive_follows_the_kind_it_began_with_and_tells_of_the_others() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    let archive = |arguments: &[&str]| {
        let all = [arguments, &["--archive", "kept"]].concat();
        run(TABLEMEND, dir.path(), &all)
    };
    let added = archive(&["archive", "add", "2024-05.md"]);
    added.expect(0, &[
        "added as 2024-05, 3 items",
        "warning[archive.other_items]",
        "the document of May 2024 also has 2 actions, which are not followed",
        "`tablemend archive add 2024-05.md --archive kept-actions --profile action-plan+risk-register`",
    ]);
    archive(&["archive", "add", "2024-06.md"])
        .expect(0, &["3 carried over from 2024-05, 1 of them"]);
    // There are more actions than risks now.
    let added = archive(&["archive", "add", "2024-07.md"]);
    added.expect(0, &["added as 2024-07, 3 items (3 carried over", "also has 4 actions"]);
    archive(&["archive", "verify"]).expect(0, &[]);
    // That is said when a document is added: an answer only says which kind it counts.
    let due = archive(&["overdue", "--on", "2024-07-31"]);
    assert!(!due.expect(0, &[]).stderr.contains("archive.other_items"), "{}", due.stderr);
    let due = archive(&["history"]);
    assert!(!due.expect(0, &[]).stderr.contains("archive.other_items"), "{}", due.stderr);
    let whole = archive(&["archive", "get", "2024-07"]).expect(0, &[]).json();
    assert_eq!(whole["actions"].as_array().unwrap().len(), 4);
    archive(&["report", "-o", "report.html"]).expect(0, &[]);
    let report = fs::read_to_string(dir.path().join("report.html")).unwrap();
    let sentence = "The document of July 2024 also has 4 actions, which are not followed";
    assert_eq!(report.matches(sentence).count(), 1);

    // The command that it says keeps the actions.
    let other = |month: &str| {
        let profile = "action-plan+risk-register";
        let words = ["archive", "add", month, "--archive", "kept-actions", "--profile", profile];
        run(TABLEMEND, dir.path(), &words)
    };
    for (month, said) in [("2024-05.md", "2 items"), ("2024-07.md", "2 carried over")] {
        let ran = other(month);
        ran.expect(0, &[said]);
        assert!(!ran.stderr.contains("warning[archive.other_items]"), "{}", ran.stderr);
    }
    let due = ["overdue", "--on", "2024-06-30", "--archive", "kept-actions", "-f", "csv"];
    let due = run(TABLEMEND, dir.path(), &due);
    let due = String::from_utf8(due.expect(0, &[]).stdout.clone()).unwrap();
    assert!(due.contains("Paint the ferry bells"), "{due}");
}

#[test]
fn a_tracker_follows_the_kind_it_began_with_and_tells_of_the_others() {
    let dir = tempfile::tempdir().unwrap();
    months(dir.path());
    let begin = ["convert", "2024-05.md", "-q", "-o", "tracker.xlsx"];
    run(TABLEMEND, dir.path(), &begin).expect(0, &[]);
    let ran =
        run(TABLEMEND, dir.path(), &["update", "tracker.xlsx", "2024-07.md", "-o", "new.xlsx"]);
    ran.expect(
        0,
        &[
            "warning[update.other_items]",
            "the document also has 4 actions",
            "brought up to July 2024",
        ],
    );
    assert!(!ran.stderr.contains("new row"), "{}", ran.stderr);
    // The risks on its first sheet are those of July, and so are the actions on theirs.
    assert_eq!(told(&diff(dir.path(), "new.xlsx", "2024-07.md")), []);
}
