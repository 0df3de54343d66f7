//! The archive as users run it: months added, compared, questioned, killed in mid-work.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tablemend_tests::{command, good_plan, root, run};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");
const MONTHS: [&str; 6] = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"];

fn plans() -> std::path::PathBuf {
    root().join("fixtures/plan").canonicalize().unwrap()
}

/// An archive of the first so many months, in the folder `archive`.
fn archive_of(months: usize) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for month in &MONTHS[..months] {
        let plan = plans().join(format!("{month}.md"));
        let arguments = ["archive", "add", plan.to_str().unwrap(), "--archive", "archive"];
        run(TABLEMEND, dir.path(), &arguments).expect(0, &["added as", month]);
    }
    dir
}

#[test]
fn editions_are_kept_and_given_back() {
    let dir = archive_of(2);
    let archive = |arguments: &[&str]| {
        let mut all = vec!["archive"];
        all.extend(arguments);
        all.extend(["--archive", "archive"]);
        run(TABLEMEND, dir.path(), &all)
    };
    let first = plans().join("2024-01.md");
    archive(&["add", first.to_str().unwrap()]).expect(0, &["nothing new"]);
    let source = archive(&["get", "2024-01", "--source"]);
    assert_eq!(source.expect(0, &[]).stdout, fs::read(&first).unwrap());
    let records = archive(&["get", "2024-01"]).expect(0, &[]).json();
    assert_eq!(records["actions"].as_array().unwrap().len(), 36);

    fs::write(dir.path().join("later.md"), fs::read_to_string(&first).unwrap() + "\nCorrected.\n")
        .unwrap();
    archive(&["add", "later.md"]).expect(0, &["revision 2 of 2024-01"]);
    let listed = String::from_utf8(archive(&["list"]).stdout).unwrap();
    assert_eq!(listed.lines().count(), 2 + 3, "{listed}");
    let listed = archive(&["list", "-f", "json"]).json();
    assert_eq!(listed[1]["revision"], 2, "{listed}");
    assert_eq!(listed[0]["current"], "older", "{listed}");
    let older = archive(&["get", "2024-01", "--revision", "1", "--source"]);
    assert_eq!(older.stdout, fs::read(&first).unwrap());
    let diff = |before: &str, after: &str| {
        let words = ["diff", before, after, "-f", "json", "--archive", "archive"];
        run(TABLEMEND, dir.path(), &words)
    };
    let same = diff("2024-01#1", "2024-01#2").expect(0, &[]).json();
    assert_eq!(same["changes"].as_array().unwrap().len(), 0, "{same}");
    let both = diff("2024-01#1", "2024-02").expect(0, &[]).json();
    let plain = diff("2024-01", "2024-02").expect(0, &[]).json();
    assert_eq!(both["summary"], plain["summary"]);
    diff("2024-01#9", "2024-02").expect(2, &["2024-01"]);
    archive(&["verify"]).expect(0, &[]);
    archive(&["rebuild"]).expect(0, &[]);

    archive(&["remove", "2024-02"]).expect(2, &["--yes"]);
    archive(&["remove", "2024-02", "--yes"]).expect(0, &["removed 1 revision"]);
    archive(&["show", "2024-02"]).expect(2, &["2024-01"]);
    archive(&["verify"]).expect(0, &[]);
}

#[test]
fn an_edition_is_checked_and_rebuilt_as_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let scan = root().join("fixtures/archive/feb-scanned-page3.pdf").canonicalize().unwrap();
    let ask = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--archive", "archive"]);
        run(TABLEMEND, folder.path(), &all)
    };
    let says = |arguments: &[&str], words: &str| {
        let ran = ask(arguments);
        let text = String::from_utf8(ran.expect(0, &[]).stdout.clone()).unwrap();
        assert!(text.contains(words) && !text.contains("remark"), "{text}");
    };
    // What is typed goes before the environment, which says `never` here, whether the program for
    // OCR is installed or not.
    ask(&["archive", "add", scan.to_str().unwrap(), "--ocr", "auto"]).expect(0, &["added as"]);
    says(&["archive", "verify"], "is intact");
    says(&["archive", "rebuild", "--ocr", "never", "--apply"], "1 of 1 editions differ");
    says(&["archive", "verify"], "is intact");
    says(&["archive", "rebuild"], "0 of 1 editions differ");
}

#[test]
fn a_configuration_file_above_says_which_archive() {
    let dir = archive_of(1);
    fs::create_dir_all(dir.path().join("deep/down")).unwrap();
    fs::write(dir.path().join("tablemend.toml"), "archive = \"archive\"\n").unwrap();
    let listed = run(TABLEMEND, &dir.path().join("deep/down"), &["archive", "list"]);
    assert!(listed.expect(0, &[]).stdout.windows(7).any(|w| w == b"2024-01"));
    let elsewhere = tempfile::tempdir().unwrap();
    run(TABLEMEND, elsewhere.path(), &["archive", "list"])
        .expect(2, &["--archive", "tablemend.toml"]);
    run(TABLEMEND, elsewhere.path(), &["overdue", "--archive", "none"]).expect(2, &["no archive"]);
}

#[test]
fn differences_have_exit_codes_and_many_forms() {
    let plans = plans();
    let diff = |arguments: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(arguments);
        run(TABLEMEND, &plans, &all)
    };
    diff(&["2024-01.md", "2024-01.md", "--exit-code"]).expect(0, &[]);
    diff(&["2024-01.md", "2024-02.md", "--exit-code"]).expect(1, &[]);
    diff(&["2024-01.md", "2024-02.md"]).expect(0, &[]);
    diff(&["2024-01.md", "none.md", "--exit-code"]).expect(2, &["none.md"]);
    diff(&["2024-01.md", "none.md"]).expect(3, &["none.md"]);
    let only = diff(&["2024-01.md", "2024-02.md", "-f", "json", "--fields", "status"]).json();
    let fields: BTreeSet<String> = only["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["kind"] == "changed")
        .map(|c| c["field"].to_string())
        .collect();
    assert_eq!(fields, BTreeSet::from(["\"status\"".to_owned()]));
    let first = |form: &str| {
        let ran = diff(&["2024-01.md", "2024-02.md", "-f", form]);
        String::from_utf8(ran.expect(0, &[]).stdout.clone()).unwrap()
    };
    assert!(first("text").contains("{+Four+}"));
    assert!(first("message").starts_with("February 2024:"));
    assert!(first("daff").starts_with("@@"), "{}", first("daff"));
    let csv_diff: Value = serde_json::from_str(&first("csv-diff")).unwrap();
    assert!(csv_diff["columns_added"].is_array() && csv_diff["changed"].is_array());
    for form in ["md", "daff-html"] {
        assert!(first(form).contains("2.1.1"), "{form}");
    }
}

#[test]
fn a_misspelt_field_is_told_with_those_that_are_known() {
    let known = "ref, action, completion, leads, commentary, status";
    for arguments in [["--fields", "statsu"], ["--ignore", "statsu"], ["--key", "statsu"]] {
        let all = ["diff", "2024-01.md", "2024-02.md", arguments[0], arguments[1]];
        run(TABLEMEND, &plans(), &all).expect(2, &["no field statsu", known]);
    }
    let dir = archive_of(2);
    let periods = ["diff", "2024-01", "2024-02", "--archive", "archive", "--fields", "statsu"];
    run(TABLEMEND, dir.path(), &periods).expect(2, &["no field statsu", known]);
    for key in ["ref", "id", "action"] {
        let arguments = ["diff", "2024-01.md", "2024-01.md", "--key", key, "--exit-code"];
        run(TABLEMEND, &plans(), &arguments).expect(0, &[]);
    }
}

#[test]
fn a_document_that_does_not_belong_is_refused_or_doubted() {
    let dir = archive_of(1);
    let add = |file: &Path, more: &[&str]| {
        let mut all = vec!["archive", "add", file.to_str().unwrap(), "--archive", "archive"];
        all.extend(more);
        run(TABLEMEND, dir.path(), &all)
    };
    let register = plans().join("../risk/register.md");
    add(&register, &[]).expect(2, &["register.md", "risk-register", "action-plan", "--archive"]);
    add(&register, &["--period", "2024-13"]).expect(2, &["2024-13", "2020-01"]);
    fs::write(dir.path().join("other.md"), good_plan()).unwrap();
    let refused = add(&dir.path().join("other.md"), &["--period", "2024-02"]);
    refused.expect(2, &["archive.unlike", "looks like another plan", "--anyway"]);
    let other = add(&dir.path().join("other.md"), &["--period", "2024-02", "--anyway"]);
    other.expect(
        0,
        &["archive.unlike", "another plan?", "0 carried over from 2024-01, 2 new, 36 gone"],
    );
    let good = add(&plans().join("2024-02.md"), &["--anyway"]);
    good.expect(0, &["archive.unlike", "from revision 1"]);
    let listed = run(TABLEMEND, dir.path(), &["archive", "list", "--archive", "archive"]);
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 2 + 3);
}

#[test]
fn who_is_who_is_listed_doubted_and_said() {
    let dir = archive_of(2);
    let archive = |arguments: &[&str]| {
        let mut all = vec!["archive"];
        all.extend(arguments);
        all.extend(["--archive", "archive"]);
        let ran = run(TABLEMEND, dir.path(), &all);
        ran.expect(0, &[]);
        String::from_utf8(ran.stdout).unwrap()
    };
    let links: Value = serde_json::from_str(&archive(&["links", "-f", "json"])).unwrap();
    assert_eq!(links.as_array().unwrap().len(), 35);
    let renumbered = links.as_array().unwrap().iter().find(|l| l["before"] == "1.2.5").unwrap();
    assert_eq!(renumbered["after"], "1.2.4");
    assert_eq!(renumbered["confidence"], 0.98);
    assert_eq!(renumbered["reason"], "same text under another ref");
    assert_eq!(archive(&["doubts"]), "There are no uncertain matches.\n");
    assert_eq!(archive(&["verdicts"]), "No decisions are recorded.\n");
    archive(&["unlink", "2024-01", "1.1.1", "2024-02", "1.1.1"]);
    assert!(
        archive(&["verdicts", "-f", "csv"]).contains("2024-01,1.1.1,2024-02,1.1.1,not the same")
    );
    let links: Value = serde_json::from_str(&archive(&["links", "-f", "json"])).unwrap();
    assert_eq!(links.as_array().unwrap().len(), 34);
}

#[test]
fn exports_take_the_place_of_older_ones_whole_or_not_at_all() {
    let dir = archive_of(1);
    let place = dir.path().join("plan.db");
    fs::write(&place, "an older export").unwrap();
    let export = ["archive", "export", "-o", "plan.db", "--archive", "archive"];
    run(TABLEMEND, dir.path(), &export).expect(0, &[]);
    assert!(fs::read(&place).unwrap().starts_with(b"SQLite format 3\0"));
    fs::create_dir_all(dir.path().join("package/items.csv")).unwrap();
    let export = ["archive", "export", "-o", "package", "--archive", "archive"];
    run(TABLEMEND, dir.path(), &export).expect(2, &["items.csv is a folder"]);
    let names: Vec<_> = fs::read_dir(dir.path().join("package"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["items.csv"]);
    let export = ["archive", "export", "-o", "plan.xlsx", "--archive", "archive"];
    run(TABLEMEND, dir.path(), &export).expect(2, &["plan.xlsx: unknown file type", ".parquet"]);
    // A copy is never written over, so that the last good one is not lost.
    let backup = ["archive", "backup", "copy.sqlite", "--archive", "archive"];
    run(TABLEMEND, dir.path(), &backup).expect(0, &["copied to copy.sqlite"]);
    run(TABLEMEND, dir.path(), &backup).expect(2, &["copy.sqlite is there already"]);
}

#[test]
fn the_archive_answers_questions() {
    let dir = archive_of(6);
    let ask = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--archive", "archive"]);
        let ran = run(TABLEMEND, dir.path(), &all);
        ran.expect(0, &[]);
        String::from_utf8(ran.stdout).unwrap()
    };
    assert_eq!(
        ask(&["overdue", "--on", "2020-01-01"]),
        "Nothing is overdue on 1 January 2020, according to the edition of January 2024.\n"
    );
    assert!(ask(&["history", "2.1.1"]).contains("2024-06"));
    let all: Value = serde_json::from_str(&ask(&["history", "-f", "json"])).unwrap();
    assert!(all.as_array().unwrap().len() >= 36);
    assert!(ask(&["slippage", "-f", "csv"]).lines().count() > 2);
    let overdue = |day: &str| ask(&["overdue", "--on", day, "-f", "csv"]).lines().count();
    assert!(overdue("2030-01-01") > overdue("2023-01-01"));
    assert!(ask(&["leads"]).contains("Senior Drainage Engineer, WCC"));
    ask(&["report", "-o", "report.html"]);
    let page = fs::read_to_string(dir.path().join("report.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("June 2024"));
    assert!(!page.contains("http://") || !page.contains("src=\"http"), "it asks the network");
    run(TABLEMEND, dir.path(), &["overdue", "--on", "July 2024", "--archive", "archive"])
        .expect(2, &["July 2024", "31/1/2020"]);
    for day in ["9/7/2024", "9 July 2024", "2024-07-09"] {
        let told = ask(&["overdue", "--on", day]);
        let heading = "Overdue on 9 July 2024, according to the edition of June 2024: ";
        assert!(told.starts_with(heading), "{told}");
    }
}

#[test]
fn months_and_archives_are_known_however_they_are_typed() {
    let dir = archive_of(2);
    let ask = |arguments: &[&str]| run(TABLEMEND, dir.path(), arguments);
    for month in ["January 2024", "Jan 2024", "01/2024", "2024-1"] {
        let shown = ask(&["archive", "show", month, "--archive", "archive"]);
        assert!(String::from_utf8_lossy(&shown.expect(0, &[]).stdout).contains("2024-01.md"));
        let changes = ask(&["diff", month, "2024-02", "--archive", "archive/archive.sqlite"]);
        let told = String::from_utf8_lossy(&changes.expect(0, &[]).stdout).into_owned();
        assert!(told.starts_with("January 2024 → February 2024"), "{told}");
    }
    fs::write(dir.path().join("notes.txt"), "").unwrap();
    ask(&["archive", "list", "--archive", "notes.txt"]).expect(2, &["notes.txt is a file"]);
    // Whatever asks an archive that is not there, or that nobody named, was mistyped.
    for arguments in [&["diff", "2024-01", "2024-02"][..], &["history"], &["report"]] {
        ask(arguments).expect(2, &["error[usage]", "which archive?"]);
        let elsewhere = [arguments, &["--archive", "nowhere"]].concat();
        ask(&elsewhere).expect(2, &["error[usage]", "there is no archive in nowhere"]);
    }
    ask(&["diff", "none.md", "2024-02", "--archive", "archive"]).expect(3, &["none.md"]);
}

#[test]
fn a_month_without_its_statuses_is_told_when_it_is_added_and_when_it_is_asked() {
    let dir = archive_of(1);
    let ask = |arguments: &[&str]| {
        let all = [arguments, &["--archive", "archive"]].concat();
        run(TABLEMEND, dir.path(), &all)
    };
    // The last cell of every row is gone, as where a converter drops a column of colours.
    let whole = fs::read_to_string(plans().join("2024-02.md")).unwrap();
    let row = |line: &str| match line.trim_end().strip_suffix('|').and_then(|l| l.rsplit_once('|'))
    {
        Some((rest, _)) => format!("{rest}|\n"),
        None => format!("{line}\n"),
    };
    let lost: String = whole.lines().map(row).collect();
    fs::write(dir.path().join("lost.md"), lost).unwrap();
    ask(&["archive", "add", "lost.md"]).expect(0, &["status.missing", "of 37 rows show a status"]);
    for question in [&["overdue"][..], &["leads"], &["report", "-o", "report.html"]] {
        ask(question).expect(0, &["status.missing", "then count as open"]);
    }
    let page = fs::read_to_string(dir.path().join("report.html")).unwrap();
    assert!(page.contains("then count as open"));
    let april = plans().join("2024-04.md");
    ask(&["archive", "add", april.to_str().unwrap(), "--period", "May 2024"])
        .expect(0, &["archive.period", "2024-04", "added as 2024-05"]);
}

#[test]
fn damage_is_told_apart_from_what_was_mistyped_and_is_mended() {
    let dir = archive_of(2);
    let ask = |arguments: &[&str]| {
        let all = [arguments, &["--archive", "archive"]].concat();
        run(TABLEMEND, dir.path(), &all)
    };
    // One bracket of one item, which leaves the database whole.
    let path = dir.path().join("archive/archive.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let item = br#"{"id":"1.1.2""#;
    let at = bytes.windows(item.len()).position(|w| w == item).unwrap();
    bytes[at] = b'(';
    fs::write(&path, bytes).unwrap();
    for question in [&["history"][..], &["report"], &["diff", "2024-01", "2024-02"]] {
        ask(question).expect(3, &["archive.damaged", "item 2 of 2024-0", "rebuild --apply"]);
    }
    let verified = ask(&["archive", "verify"]);
    assert_eq!(verified.code, Some(1));
    let told = String::from_utf8(verified.stdout).unwrap();
    assert!(told.contains("problem: 2024-0") && told.contains("item 2"), "{told}");
    let shown = ask(&["archive", "rebuild"]);
    let shown = String::from_utf8(shown.expect(0, &[]).stdout.clone()).unwrap();
    assert!(shown.contains("what was stored is damaged"), "{shown}");
    assert!(shown.contains("1 of 2 editions differ"), "{shown}");
    ask(&["archive", "rebuild", "--apply"]).expect(0, &[]);
    ask(&["archive", "verify"]).expect(0, &[]);
    ask(&["history"]).expect(0, &[]);
    ask(&["history", "no such ref"]).expect(2, &["error[usage]"]);
}

/// Whether the archive is whole, and has every edition that was reported as added.
fn check_whole(folder: &Path, reported: &BTreeSet<String>) {
    let ran = run(TABLEMEND, folder, &["archive", "verify", "--archive", "archive"]);
    if ran.code == Some(2) && reported.is_empty() {
        return; // It was killed before there was an archive.
    }
    ran.expect(0, &[]);
    let listed = run(TABLEMEND, folder, &["archive", "list", "--archive", "archive"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    for period in reported {
        assert!(listed.contains(period.as_str()), "{period} was reported as added:\n{listed}");
    }
}

#[test]
fn columns_that_no_field_knows_are_compared_and_exported() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(TABLEMEND, dir.path(), arguments);
    for (month, rows) in [
        ("2024-01", ["R1 | Ice in the lock | 9 | £4,000", "R2 | Weed | 12 | £70"]),
        ("2024-02", ["R1 | Ice in the lock | 20 | £9,999", "R2 | Weed | 12 | £70"]),
    ] {
        let head = "| Ref | Risk | Score | Reserve held |\n|---|---|---|---|\n";
        let rows = rows.map(|row| format!("| {row} |\n")).concat();
        fs::write(dir.path().join(format!("lock-{month}.md")), format!("# Risks\n\n{head}{rows}"))
            .unwrap();
        let file = format!("lock-{month}.md");
        run(&["archive", "add", &file, "--archive", "a"]).expect(0, &[]);
    }
    let told = run(&["diff", "2024-01", "2024-02", "--archive", "a"]);
    let told = String::from_utf8(told.expect(0, &[]).stdout.clone()).unwrap();
    assert!(told.contains("Reserve held: [-£4,000-] {+£9,999+}"), "{told}");
    run(&["convert", "lock-2024-01.md", "-o", "one.csv"]).expect(0, &[]);
    run(&["convert", "lock-2024-02.md", "-o", "two.csv"]).expect(0, &[]);
    let files = run(&["diff", "one.csv", "two.csv"]);
    assert!(String::from_utf8(files.stdout).unwrap().contains("Reserve held: [-£4,000-]"));

    run(&["archive", "export", "--archive", "a", "-o", "a.csv"]).expect(0, &[]);
    let rows = fs::read_to_string(dir.path().join("a.csv")).unwrap();
    assert!(rows.contains("extra_reserve_held") && rows.contains("£9,999"), "{rows}");
}

#[test]
#[cfg(unix)]
fn killed_at_any_moment_the_archive_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut reported = BTreeSet::new();
    let mut killed = 0;
    for round in 0..24u32 {
        let (year, month) = (2000 + round / 12, round % 12 + 1);
        let plan = good_plan().replace("March 2021", &format!("{} {year}", month_name(month)));
        fs::write(dir.path().join("plan.md"), plan).unwrap();
        let arguments = ["archive", "add", "plan.md", "--archive", "archive"];
        let mut child =
            command(TABLEMEND, dir.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(u64::from(round) * 1500));
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if String::from_utf8_lossy(&output.stderr).contains("added as") {
            reported.insert(format!("{year}-{month:02}"));
        }
        killed += u32::from(output.status.code().is_none());
        check_whole(dir.path(), &reported);
    }
    assert!(killed > 0, "no run was killed in time");
}

fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[month as usize - 1]
}
