//! Numbers that are published: what is done, overdue, slipped, gone, and what is said where that cannot
//! be told.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tablemend_tests::{Ran, root, run};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// A document of `fixtures/archive`, or of another folder below `fixtures`.
fn fixture(name: &str) -> PathBuf {
    let fixtures = root().join("fixtures").canonicalize().unwrap();
    let own = fixtures.join("archive").join(name);
    if own.exists() { own } else { fixtures.join(name) }
}

/// A folder with an archive of these documents in it.
struct Kept(TempDir);

impl Kept {
    fn of(documents: &[&str]) -> Self {
        let kept = Self(tempfile::tempdir().unwrap());
        for document in documents {
            kept.add(document).expect(0, &["added as"]);
        }
        kept
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, document: &str) -> Ran {
        self.ask(&["archive", "add", fixture(document).to_str().unwrap()])
    }

    fn ask(&self, arguments: &[&str]) -> Ran {
        let mut all = arguments.to_vec();
        all.extend(["--archive", "archive"]);
        run(TABLEMEND, self.path(), &all)
    }

    /// The rows of an answer, these columns of each.
    fn rows(&self, arguments: &[&str], columns: &[&str]) -> Vec<String> {
        let mut all = arguments.to_vec();
        all.extend(["-f", "json"]);
        let rows = self.ask(&all).expect(0, &[]).json();
        let shown = |row: &Value, column: &&str| match &row[*column] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let rows = rows.as_array().unwrap().iter();
        rows.map(|r| columns.iter().map(|c| shown(r, c)).collect::<Vec<_>>().join(" | ")).collect()
    }

    fn text(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.ask(arguments).expect(0, &[]).stdout.clone()).unwrap()
    }

    fn report(&self) -> String {
        self.ask(&["report", "-o", "report.html"]).expect(0, &[]);
        fs::read_to_string(self.path().join("report.html")).unwrap()
    }
}

/// `<strong>1</strong> <span>overdue</span>`.
fn tile(n: usize, label: &str) -> String {
    format!("<strong>{n}</strong> <span>{label}</span>")
}

#[test]
fn status_words_say_what_is_done() {
    let kept = Kept::of(&["status-words.md"]);
    assert_eq!(kept.rows(&["overdue"], &["id", "status"]), ["2 | delayed"]);
    let report = kept.report();
    assert!(report.contains(&tile(1, "overdue")) && report.contains(&tile(3, "done")));
}

#[test]
fn not_achieved_is_open_and_abandoned_is_neither_done_nor_overdue() {
    let kept = Kept::of(&["legend-not-achieved.md"]);
    assert_eq!(kept.rows(&["overdue"], &["id", "state"]), ["1.1 | open", "1.5 | open"]);
    assert!(kept.report().contains(&tile(1, "done")));
}

#[test]
fn a_note_on_green_is_shown_and_green_told_apart() {
    let kept = Kept::of(&["nb-green.md"]);
    let answer = kept.text(&["overdue"]);
    assert!(answer.contains(": 1; 1 more past the date"), "{answer}");
    assert!(answer.contains("where a date has passed and the rating is green"), "{answer}");
    let report = kept.report();
    assert!(report.contains(&tile(1, "overdue")));
    assert!(report.contains(&tile(1, "past their date, complete by a note")));
    assert!(report.contains("Notes in the document"));
}

#[test]
fn struck_dates_are_the_documents_own_history() {
    let kept = Kept::of(&["struck-2024-05.html", "struck-2024-06.html"]);
    assert_eq!(
        kept.rows(&["slippage"], &["id", "first_due", "days_slipped", "times_moved"]),
        ["1.3 | 2024-01-31 | 304 | 1", "1.1 | 2024-03-31 | 183 | 2"]
    );
}

#[test]
fn a_page_that_was_not_read_removes_nothing() {
    let kept = Kept::of(&["pdf/2024-01-typst.pdf"]);
    let told = "7 not found, possibly on page 3, which is unread";
    kept.add("feb-scanned-page3.pdf").expect(0, &["added as 2024-02", told, "page.scanned"]);
    let diff = kept.text(&["diff", "2024-01", "2024-02"]);
    assert!(diff.contains("7 not found in February 2024, possibly on page 3"), "{diff}");
    assert!(!diff.contains("removed"), "{diff}");
    let json = kept.ask(&["diff", "2024-01", "2024-02", "-f", "json"]).json();
    assert_eq!(json["summary"]["removed"], 0);
    assert_eq!(json["summary"]["not_found"], 7);
    assert_eq!(json["after"]["unread"][0]["page"], 3);
    let report = kept.report();
    assert!(report.contains("7 actions in January 2024 were not found and may be there"));
    assert!(report.contains("7 not found in February 2024") && !report.contains("7 removed"));
    assert!(report.contains(
        "Page 3 of February 2024 is unread: the numbers of that edition leave out what is there."
    ));
    assert!(report.contains(" Not found: part of that edition is unread"));
    kept.ask(&["overdue"]).expect(0, &["page 3 of February 2024 is unread"]);
    assert_eq!(kept.rows(&["history", "--gone"], &["id"]), Vec::<String>::new());
}

#[test]
fn a_quarter_is_a_period() {
    let kept = Kept(tempfile::tempdir().unwrap());
    let quarter = fixture("quarter.md");
    let add = ["archive", "add", quarter.to_str().unwrap(), "--period", "Q2 2024/25"];
    kept.ask(&add).expect(0, &["added as 2024-07/2024-09"]);
    kept.ask(&["archive", "get", "Q2 2024/25"]).expect(0, &[]);
    let answer = kept.text(&["overdue", "--on", "2025-02-01"]);
    assert!(answer.contains("July to September 2024"), "{answer}");
}

#[test]
fn quarters_and_years_follow_the_months_they_end_with() {
    let kept = Kept(tempfile::tempdir().unwrap());
    let plan = |title: &str, status: &str, due: &str| {
        format!(
            "# Museum plan – {title}\n\n| Ref | Action | Target date | Owner | RAG |\n|---|---|---|---|---|\n\
             | 1 | Mend the clock in the tower | {due} | Curator | {status} |\n\
             | 2 | Paint the hall and the stairs | 31 March 2025 | Warden | Green |\n\
             | 3 | Oil the hinges of all doors | 31 March 2025 | Warden | Green |\n"
        )
    };
    // Added in another order than that of their periods.
    for (name, text) in [
        ("q2.md", plan("Quarter 2 2024/25 progress", "Red", "30 November 2024")),
        ("year.md", plan("2024/25", "Blue", "28 February 2025")),
        ("oct.md", plan("October 2024", "Red", "31 December 2024")),
        ("sep.md", plan("September 2024", "Amber", "31 October 2024")),
        ("jul.md", plan("July 2024", "Green", "30 September 2024")),
    ] {
        fs::write(kept.path().join(name), text).unwrap();
        kept.ask(&["archive", "add", name]).expect(0, &["added as"]);
    }
    let order = ["2024-07", "2024-09", "2024-07/2024-09", "2024-10", "2024-04/2025-03"];
    assert_eq!(kept.rows(&["archive", "list"], &["period"]), order);
    assert_eq!(kept.rows(&["history", "1"], &["period"]), order);
    let moved = ["2024-07 |  | green", "2024-09 | 31 | amber", "2024-07/2024-09 | 30 | red"];
    let found = kept.rows(&["history", "1"], &["period", "moved", "status"]);
    assert_eq!(found[..3], moved);
    // However a period is typed.
    for typed in ["Q2 2024/25", "2024-07/2024-09", "2024-Q3", "July to September 2024"] {
        let diff = kept.text(&["diff", "2024-09", typed]);
        assert!(diff.contains("30 November 2024"), "{typed}: {diff}");
    }
    let shown = kept.text(&["archive", "show", "2024-25"]);
    assert!(shown.contains("2024-04/2025-03"), "{shown}");
    kept.ask(&["archive", "add", "q2.md", "--period", "Q2 2024"])
        .expect(2, &["write 2024-Q2 for April to June 2024"]);
    let overdue = |on: &str| kept.rows(&["overdue", "--on", on], &["id", "due"]);
    assert_eq!(
        overdue("2024-12-15"),
        Vec::<String>::new(),
        "October put it off to the end of December"
    );
    assert_eq!(overdue("2025-01-15"), ["1 | 2024-12-31"]);
    kept.ask(&["archive", "verify"]).expect(0, &[]);
    // A tracker goes the same way.
    let convert = ["convert", "sep.md", "-o", "tracker-2024-09.xlsx"];
    run(TABLEMEND, kept.path(), &convert).expect(0, &[]);
    kept.ask(&["update", "tracker-2024-09.xlsx", "Q2 2024/25"])
        .expect(0, &["July to September 2024"]);
    let quarter = "tracker-2024-07_2024-09.xlsx";
    assert!(kept.path().join(quarter).exists());
    kept.ask(&["update", quarter, "2024-10"]).expect(0, &["October 2024"]);
    assert!(kept.path().join("tracker-2024-10.xlsx").exists());
    kept.ask(&["update", "tracker-2024-10.xlsx", "Q2 2024/25"])
        .expect(2, &["at October 2024 already"]);
    // The records say how it is printed.
    let json = run(TABLEMEND, kept.path(), &["convert", "q2.md", "-f", "json", "-o", "-"])
        .expect(0, &[])
        .json();
    assert_eq!(json["document"]["period"], "2024-07/2024-09");
    assert_eq!(json["document"]["period_printed"], "Quarter 2 2024/25");
}

#[test]
fn a_link_across_a_gap_counts_everywhere() {
    let kept = Kept(tempfile::tempdir().unwrap());
    kept.add("link-across-gap").expect(0, &["added as 2024-03"]);
    assert_eq!(kept.rows(&["history", "4.7"], &["period"]), ["2024-03"]);
    kept.ask(&["archive", "link", "2024-01", "1.1", "2024-03", "4.7"]).expect(0, &["the same"]);
    assert_eq!(
        kept.rows(&["history", "4.7"], &["period", "id"]),
        ["2024-01 | 1.1", "2024-03 | 4.7"]
    );
    let links = kept.rows(&["archive", "links"], &["before", "after", "reason"]);
    assert!(links.contains(&"1.1 | 4.7 | confirmed by a person".to_owned()), "{links:?}");
    assert_eq!(kept.rows(&["slippage"], &["id", "days_slipped"]), ["4.7 | 61"]);
    let diff = kept.text(&["diff", "2024-01", "2024-03"]);
    assert!(diff.contains("1.1 → 4.7") && !diff.contains("removed"), "{diff}");
    assert!(kept.report().contains(&tile(1, "later than first promised")));
}

#[test]
fn a_link_that_parts_an_item_from_another_says_so() {
    let kept = Kept(tempfile::tempdir().unwrap());
    kept.add("unlink-across-gap").expect(0, &["added as 2024-03"]);
    let was = "until now 4.7 of 2024-03 was followed from 1.1 of 2024-01";
    let same = kept.ask(&["archive", "link", "2024-01", "1.1", "2024-03", "4.7"]);
    assert!(!same.expect(0, &["the same"]).stderr.contains("until now"));
    kept.ask(&["archive", "link", "2024-01", "1.2", "2024-03", "4.7"]).expect(0, &[was]);
}

#[test]
fn an_unlink_across_a_gap_counts_everywhere() {
    let kept = Kept(tempfile::tempdir().unwrap());
    kept.add("unlink-across-gap").expect(0, &["added as 2024-03"]);
    assert_eq!(kept.rows(&["slippage"], &["id"]), ["4.7"]);
    kept.ask(&["archive", "unlink", "2024-01", "1.1", "2024-03", "4.7"])
        .expect(0, &["not the same"]);
    assert_eq!(kept.rows(&["history", "4.7"], &["period"]), ["2024-03"]);
    assert_eq!(kept.rows(&["slippage"], &["id"]), Vec::<String>::new());
    let diff = kept.text(&["diff", "2024-01", "2024-03"]);
    assert!(diff.contains("1 added, 1 removed"), "{diff}");
    assert!(kept.report().contains(&tile(0, "later than first promised")));
}

#[test]
fn a_day_is_answered_from_the_edition_in_force() {
    let kept = Kept::of(&["plan/2024-01.md", "plan/2024-02.md", "plan/2024-03.md"]);
    let answer = kept.text(&["overdue", "--on", "2024-02-20"]);
    assert!(answer.contains("according to the edition of February 2024"), "{answer}");
    kept.ask(&["overdue", "--on", "2023-12-31"]).expect(0, &["no edition was in force"]);
    let answer = kept.text(&["overdue", "--on", "2023-12-31"]);
    assert!(answer.contains("according to the edition of January 2024"), "{answer}");
}

#[test]
fn another_plan_and_our_own_pages_are_not_added_unasked() {
    let kept = Kept::of(&["plan/2024-01.md"]);
    kept.add("status-words.md").expect(2, &["looks like another plan", "--anyway"]);
    kept.report();
    kept.ask(&["archive", "add", "report.html"]).expect(3, &["a file that tablemend wrote"]);
    let plan = fixture("plan/2024-01.md");
    for page in ["page.html", "page.md"] {
        let convert = ["convert", plan.to_str().unwrap(), "-o", page];
        run(TABLEMEND, kept.path(), &convert).expect(0, &[]);
        kept.ask(&["archive", "add", page]).expect(3, &["a file that tablemend wrote"]);
    }
    // A folder of nothing else says why there is nothing to add.
    let folder = kept.path().join("pages");
    std::fs::create_dir(&folder).unwrap();
    for page in ["report.html", "page.html", "page.md"] {
        std::fs::rename(kept.path().join(page), folder.join(page)).unwrap();
    }
    let added = kept.ask(&["archive", "add", "pages"]);
    added.expect(3, &["no published documents, only 3 files that tablemend wrote"]);
    assert_eq!(kept.rows(&["archive", "list"], &["period"]), ["2024-01"]);
}

#[test]
fn queries_printed_words_and_places_are_in_answers_and_exports() {
    let kept = Kept(tempfile::tempdir().unwrap());
    let added = kept.add("plan/2024-02.md");
    added.expect(0, &["queries (", "date.impossible 1"]);
    kept.ask(&[
        "archive",
        "add",
        fixture("plan/2024-02.md").to_str().unwrap(),
        "--fail-on",
        "warning",
    ])
    .expect(1, &[]);
    let report = kept.report();
    assert!(report.contains("Readings to check in the latest edition"));
    assert!(report.contains("31 April 2024"));
    let long = kept.text(&["archive", "export"]);
    let mut reader = long.lines();
    let header = reader.next().unwrap();
    for column in ["status_state", "flags", "queries", "first_line", "leads_printed"] {
        assert!(header.split(',').any(|c| c == column), "{column} is not in {header}");
    }
    assert!(long.contains("printed “31 April 2024”"));
    let history = kept.ask(&["history", "2.3.1", "-f", "json"]).json();
    assert_eq!(history[0]["flags"][0], "date.impossible");
    assert!(history[0]["place"].as_str().unwrap().starts_with("line"));
}

#[test]
fn an_extension_that_is_not_known_is_refused() {
    let kept = Kept::of(&["plan/2024-01.md", "plan/2024-02.md"]);
    for arguments in [
        &["report", "-o", "report.odt"][..],
        &["overdue", "-o", "overdue.xlsx"],
        &["diff", "2024-01", "2024-02", "-o", "diff.pdf"],
    ] {
        kept.ask(arguments).expect(2, &["."]);
    }
    assert!(fs::read_dir(kept.path()).unwrap().count() == 1, "nothing was written");
    kept.ask(&["overdue", "-o", "overdue.csv"]).expect(0, &[]);
    let csv = fs::read_to_string(kept.path().join("overdue.csv")).unwrap();
    assert!(csv.starts_with("id,text,due,"), "{csv}");
}

#[test]
fn what_spreadsheets_do_to_a_file_is_seen_through_or_said() {
    let dir = tempfile::tempdir().unwrap();
    let diff = |after: &str| {
        let (before, after) = (fixture("a.csv"), fixture(after));
        let arguments = ["diff", before.to_str().unwrap(), after.to_str().unwrap()];
        run(TABLEMEND, dir.path(), &arguments)
    };
    for (after, said) in [
        ("excel.csv", "refs that a spreadsheet had taken for numbers were restored: 1.10"),
        ("dupcol.csv", "`commentary` column appears twice"),
        ("tab.csv", ""),
    ] {
        let ran = diff(after);
        let told = String::from_utf8(ran.expect(0, &[said]).stdout.clone()).unwrap();
        assert!(told.contains("Nothing has changed."), "{after}: {told}");
    }
}

#[test]
fn several_documents_are_not_poured_into_one_stream() {
    let plans = [fixture("plan/2024-01.md"), fixture("plan/2024-02.md")];
    let [first, second] = plans.each_ref().map(|p| p.to_str().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let convert = |more: &[&str]| {
        let mut all = vec!["convert", first, second];
        all.extend(more);
        run(TABLEMEND, dir.path(), &all)
    };
    let all = convert(&[]).expect(0, &[]).json();
    assert_eq!(all.as_array().unwrap().len(), 2);
    convert(&["-f", "html"]).expect(2, &["holds one document"]);
    let lines = convert(&["-f", "jsonl"]).expect(0, &[]).stdout.clone();
    let lines = String::from_utf8(lines).unwrap();
    assert!(lines.lines().count() > 70);
    assert!(lines.lines().all(|l| serde_json::from_str::<Value>(l).is_ok()));
    convert(&["-f", "json", "-o", "out", "--bom"]).expect(0, &["--bom applies to CSV only"]);
}
