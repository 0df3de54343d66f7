//! Corrections in an archive: kept in it and beside it, applied to every answer and to later editions,
//! given back in a workbook.

use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tablemend_tests::{Ran, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

const HEAD: &str = "| Ref | Action | Completion date | Lead | Status |\n|---|---|---|---|---|\n";

/// Three months of a plan: (file, rows).
const MONTHS: [(&str, &str); 3] = [
    (
        "january.md",
        "| 1.1 | Mend the wall at the weir | 31 April 2024 | Warden | Open |\n\
         | 1.2 | Train two wardens for the weir | 30 June 2024 | Clerk | Open |\n\
         | 1.3 | Paint the gate of the depot | Spring 2024 | Clerk | Open |\n\
         | 1.4 | Buy salt for the roads | 31 September 2024 | Clerk | Open |\n",
    ),
    (
        "february.md",
        "| 1.1 | Mend the wall at the weir | 31 April 2024 | Warden | Open |\n\
         | 1.2 | Train two wardens for the weir | 31 July 2024 | Clerk | Open |\n\
         | 1.5 | Buy salt for the roads | 31 September 2024 | Clerk | Open |\n",
    ),
    (
        "march.md",
        "| 1.1 | Mend the wall at the weir | 30 May 2024 | Warden | Open |\n\
         | 1.2 | Train two wardens for the weir | 31 July 2024 | Clerk | Done |\n\
         | 1.5 | Buy salt for the roads | 31 September 2024 | Clerk | Open |\n",
    ),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for ((name, rows), month) in MONTHS.iter().zip(["January", "February", "March"]) {
        let text = format!("# Weir plan {month} 2024\n\n{HEAD}{rows}");
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join("tablemend.toml"), "archive = \"archive\"\n").unwrap();
    folder
}

fn ask(folder: &Path, words: &str) -> Ran {
    run(TABLEMEND, folder, &words.split(' ').collect::<Vec<_>>())
}

fn sha256(folder: &Path, name: &str) -> String {
    let ran = run(TABLEMEND, folder, &["convert", name, "-f", "json", "-q"]);
    ran.json()["document"]["sha256"].as_str().unwrap().to_owned()
}

/// A correction of a field of the January edition.
fn line(folder: &Path, by: &str, at: u8, id: &str, field: &str, told: Value) -> String {
    let mut line = json!({
        "v": 1, "at": format!("2026-11-25T10:00:{at:02}Z"), "by": by,
        "document": sha256(folder, "january.md"), "period": "2024-01", "item": null, "id": id,
        "field": field, "op": "set", "printed": null, "read": null, "value": null, "place": null,
        "why": null, "undoes": null,
    });
    for (name, value) in told.as_object().unwrap() {
        line[name] = value.clone();
    }
    format!("{line}\n")
}

fn action(records: &Value, id: &str) -> Value {
    let all = records["actions"].as_array().unwrap();
    all.iter().find(|a| a["id"] == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

/// Codes of corrections in an edition, with the items.
fn told(records: &Value) -> Vec<String> {
    let all = records["diagnostics"].as_array().unwrap().iter();
    let own = all.filter(|d| d["code"].as_str().unwrap().starts_with("correction."));
    let mut own: Vec<String> = own
        .map(|d| {
            let code = d["code"].as_str().unwrap().trim_start_matches("correction.");
            format!("{code} {}", d["action"].as_str().unwrap_or("-"))
        })
        .collect();
    own.sort();
    own
}

fn get(folder: &Path, period: &str) -> Value {
    ask(folder, &format!("archive get {period}")).json()
}

#[test]
fn what_is_settled_stays_settled_and_what_changed_is_told() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md").expect(0, &["4 items"]);
    let lines = [
        line(
            dir,
            "A. Officer",
            1,
            "1.1",
            "completion",
            json!({ "printed": "31 April 2024", "read": "2024-04", "value": "2024-04-30" }),
        ),
        line(
            dir,
            "A. Officer",
            2,
            "1.2",
            "completion",
            json!({ "printed": "30 June 2024", "read": "2024-06-30", "value": "2024-06-28" }),
        ),
        line(
            dir,
            "A. Officer",
            3,
            "1.3",
            "leads",
            json!({ "printed": "Clerk", "read": "Clerk", "value": "Painter" }),
        ),
        line(
            dir,
            "A. Officer",
            4,
            "1.4",
            "completion",
            json!({ "op": "confirm", "printed": "31 September 2024", "read": "2024-09" }),
        ),
    ];
    fs::write(dir.join("lines.jsonl"), lines.concat()).unwrap();
    ask(dir, "archive corrections --import lines.jsonl").expect(0, &["4 corrections added"]);
    // Known ones are not added twice.
    ask(dir, "archive corrections --import lines.jsonl")
        .expect(0, &["0 corrections (4 known already)"]);
    let kept = fs::read_to_string(dir.join("archive/corrections.jsonl")).unwrap();
    assert_eq!(kept.lines().count(), 4);
    let first: Value = serde_json::from_str(kept.lines().next().unwrap()).unwrap();
    assert_eq!(first["item"], "2024-01/1.1", "the archive names the item");

    let january = get(dir, "2024-01");
    let due = &action(&january, "1.1")["completion"];
    assert_eq!(
        (&due["edtf"], &due["corrected_from"]["edtf"]),
        (&json!("2024-04-30"), &json!("2024-04"))
    );
    assert_eq!(told(&january), ["applied 1.1", "applied 1.2", "applied 1.3", "confirmed 1.4"]);
    let unreviewed = ask(dir, "archive get 2024-01 --unreviewed").json();
    assert_eq!(action(&unreviewed, "1.1")["completion"]["edtf"], "2024-04");

    // The next month: the same words are corrected again, others are asked about, what is gone is told;
    // 1.4 is 1.5 now and is known by its text.
    let added = ask(dir, "archive add february.md");
    added.expect(0, &["correction.stale", "correction.orphan", "1 applied", "1 confirmed again"]);
    let february = get(dir, "2024-02");
    assert_eq!(told(&february), ["applied 1.1", "confirmed 1.5", "orphan -", "stale 1.2"]);
    ask(dir, "archive add march.md").expect(0, &[]);
    assert_eq!(told(&get(dir, "2024-03")), ["confirmed 1.5", "orphan -", "stale 1.1", "stale 1.2"]);

    // Everywhere the corrected value, and that it is one.
    let overdue = ask(dir, "overdue --on 2024-02-15 -f json --archive archive").json().to_string();
    assert!(!overdue.contains("1.1"), "{overdue}");
    let late = ask(dir, "overdue --on 2024-05-01 -f csv");
    assert!(!String::from_utf8_lossy(&late.stdout).contains("31 April"), "March has another date");
    let history = String::from_utf8(ask(dir, "history 1.1").stdout).unwrap();
    assert!(
        history.contains("2024-04-30") && history.contains("corrected by A. Officer"),
        "{history}"
    );
    let csv = String::from_utf8(ask(dir, "history 1.1 -f csv").stdout).unwrap();
    assert!(csv.contains("corrected_from") && csv.contains("completion: 2024-04"), "{csv}");
    let diff = ask(dir, "diff 2024-02 2024-03 --format json").json();
    let changes = diff["changes"].as_array().unwrap();
    let moved = changes.iter().find(|c| c["field"] == "completion").unwrap();
    assert_eq!((&moved["days"], &moved["before_corrected_from"]), (&json!(30), &json!("2024-04")));
    let text = String::from_utf8(ask(dir, "diff 2024-02 2024-03").stdout).unwrap();
    assert!(text.contains("the earlier value was corrected from 2024-04"), "{text}");
    ask(dir, "report -o report.html --on 2024-02-15").expect(0, &[]);
    let report = fs::read_to_string(dir.join("report.html")).unwrap();
    assert!(
        report.contains("id=\"corrections\"") && report.contains("A. Officer"),
        "the report says so"
    );
    ask(dir, "archive export -o plan.csv").expect(0, &[]);
    let export = fs::read_to_string(dir.join("plan.csv")).unwrap();
    assert!(export.contains("completion: 2024-04") && export.contains("2024-04-30"), "{export}");
    // Nothing is out of step, and reading all again changes nothing.
    ask(dir, "archive verify").expect(0, &[]);
    let again = String::from_utf8(ask(dir, "archive rebuild --apply").stdout).unwrap();
    assert!(again.contains("0 of 3 editions differ"), "{again}");
    assert_eq!(
        told(&get(dir, "2024-02")),
        ["applied 1.1", "confirmed 1.5", "orphan -", "stale 1.2"]
    );
}

#[test]
fn columns_that_are_imported_are_those_of_the_stored_edition_at_once() {
    let folder = folder();
    let dir = folder.path();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pdf/2024-01-reportlab.pdf");
    fs::copy(plan, dir.join("january.pdf")).unwrap();
    ask(dir, "archive add january.pdf").expect(0, &["2024-01"]);
    // The first table without the edge between its dates and its leads.
    let drawn = json!({
        "v": 1, "at": "2026-11-25T10:00:00Z", "by": "A. Officer", "document": sha256(dir, "january.pdf"),
        "period": "2024-01", "op": "layout", "printed": "PRIORITY AREA | ACCOUNTABLE OFFICER",
        "place": { "page": 1, "bbox": [60.9, 121, 780.9, 277] },
        "value": { "columns": [321.7, 554.2, 729.9], "header": 139 },
    });
    fs::write(dir.join("drawn.jsonl"), format!("{drawn}\n")).unwrap();
    ask(dir, "archive corrections --import drawn.jsonl").expect(0, &["1 correction added"]);
    ask(dir, "archive verify").expect(0, &[]);
    let applied = |period: &str| {
        let codes = get(dir, period)["diagnostics"].as_array().unwrap().clone();
        codes.iter().filter(|note| note["code"] == "layout.applied").count()
    };
    assert!(applied("2024-01") > 0);
    let next = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pdf/2024-02-reportlab.pdf");
    fs::copy(next, dir.join("february.pdf")).unwrap();
    ask(dir, "archive add february.pdf").expect(0, &["2024-02"]);
    assert!(applied("2024-02") > 0);
}

#[test]
fn an_answer_to_what_is_stale_ends_it() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md february.md march.md").expect(0, &[]);
    let stale = line(
        dir,
        "A",
        1,
        "1.2",
        "completion",
        json!({ "printed": "30 June 2024", "value": "2024-06-28" }),
    );
    let answer = json!({ "v": 1, "at": "2026-11-26T09:00:00Z", "by": "B", "document": sha256(dir, "february.md"),
        "period": "2024-02", "id": "1.2", "field": "completion", "op": "confirm", "code": "correction.stale",
        "printed": "31 July 2024", "read": "2024-07-31" });
    fs::write(dir.join("a.jsonl"), stale).unwrap();
    ask(dir, "archive corrections --import a.jsonl").expect(0, &[]);
    assert_eq!(told(&get(dir, "2024-02")), ["stale 1.2"]);
    fs::write(dir.join("b.jsonl"), format!("{answer}\n")).unwrap();
    ask(dir, "archive corrections --import b.jsonl").expect(0, &[]);
    for period in ["2024-02", "2024-03"] {
        assert_eq!(told(&get(dir, period)), ["confirmed 1.2"], "{period}");
    }
}

#[test]
fn a_person_who_parts_two_items_parts_their_corrections() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md february.md").expect(0, &[]);
    let lines = line(
        dir,
        "A",
        1,
        "1.1",
        "completion",
        json!({ "printed": "31 April 2024", "value": "2024-04-30" }),
    );
    fs::write(dir.join("a.jsonl"), lines).unwrap();
    ask(dir, "archive corrections --import a.jsonl").expect(0, &[]);
    assert_eq!(told(&get(dir, "2024-02")), ["applied 1.1"]);
    ask(dir, "archive unlink 2024-01 1.1 2024-02 1.1").expect(0, &[]);
    assert_eq!(told(&get(dir, "2024-02")), ["orphan -"]);
    ask(dir, "archive verify").expect(0, &[]);
}

#[test]
fn files_of_two_people_merge_and_conflicts_are_told() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md").expect(0, &[]);
    let a = line(
        dir,
        "A. Officer",
        1,
        "1.1",
        "completion",
        json!({ "printed": "31 April 2024", "value": "2024-04-30" }),
    );
    let b = line(
        dir,
        "B. Officer",
        2,
        "1.1",
        "completion",
        json!({ "printed": "31 April 2024", "value": "2024-05-01" }),
    );
    let undone = line(
        dir,
        "B. Officer",
        3,
        "1.1",
        "completion",
        json!({ "undoes": "2026-11-25T10:00:02Z", "value": "2024-05-01" }),
    );
    fs::write(dir.join("a.jsonl"), a).unwrap();
    fs::write(dir.join("b.jsonl"), b).unwrap();
    ask(dir, "archive corrections --import b.jsonl --import a.jsonl").expect(0, &["2 corrections"]);
    let january = get(dir, "2024-01");
    assert_eq!(action(&january, "1.1")["completion"]["edtf"], "2024-05-01", "the later one counts");
    assert_eq!(told(&january), ["applied 1.1", "conflict 1.1"]);
    // Taken back, the other one counts.
    fs::write(dir.join("c.jsonl"), undone).unwrap();
    ask(dir, "archive corrections --import c.jsonl").expect(0, &[]);
    let january = get(dir, "2024-01");
    assert_eq!(action(&january, "1.1")["completion"]["edtf"], "2024-04-30");
    assert_eq!(told(&january), ["applied 1.1"]);
    let list = ask(dir, "archive corrections 2024-01 -f json").json();
    let counts: Vec<&str> =
        list.as_array().unwrap().iter().map(|r| r["counts"].as_str().unwrap()).collect();
    assert_eq!(counts, ["yes", "taken back", "takes one back"]);
    ask(dir, "archive corrections --export all.jsonl").expect(0, &["3 corrections"]);
    let (all, kept) = (
        fs::read(dir.join("all.jsonl")).unwrap(),
        fs::read(dir.join("archive/corrections.jsonl")).unwrap(),
    );
    assert_eq!(all, kept);
    ask(dir, "archive corrections --export all.xlsx").expect(0, &["3 corrections"]);
    assert!(fs::read(dir.join("all.xlsx")).unwrap().starts_with(b"PK"));
    fs::write(dir.join("bad.jsonl"), "{\"v\": 1}\n").unwrap();
    ask(dir, "archive corrections --import bad.jsonl")
        .expect(2, &["bad.jsonl", "line 1 is not a correction"]);
}

/// The parts of a workbook, by name.
fn parts(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut from = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let count = from.len();
    let one = |at: usize| {
        let mut file = from.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(one).collect()
}

/// The same workbook with texts of the sheet of actions changed, each where it comes first.
fn edited(book: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    edited_on("Completion end", book, edits)
}

/// The same on the sheet with this heading.
fn edited_on(heading: &str, book: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts(book);
    let text = |name: &str| {
        let (_, bytes) = parts.iter().find(|(n, _)| n == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    // Sheets name their texts by their position in the list of all.
    let shared = text("xl/sharedStrings.xml");
    let cell = |words: &str| {
        let at = shared.split("<si>").skip(1).position(|si| si.contains(&format!(">{words}<")));
        format!(
            " t=\"s\"><v>{}</v>",
            at.unwrap_or_else(|| panic!("{words} is not in the workbook"))
        )
    };
    let mut sheets: Vec<&String> =
        parts.iter().map(|(n, _)| n).filter(|n| n.starts_with("xl/worksheets/sheet")).collect();
    // The hidden sheet of what was published is behind the others.
    sheets.sort_by_key(|name| (name.len(), *name));
    let actions = sheets.into_iter().find(|n| text(n).contains(&cell(heading))).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in &parts {
        let mut bytes = bytes.clone();
        if name == actions {
            let mut sheet = text(name);
            for (old, new) in edits {
                let new = format!(" t=\"inlineStr\"><is><t>{new}</t></is>");
                assert!(sheet.contains(&cell(old)), "{old}");
                sheet = sheet.replacen(&cell(old), &new, 1);
            }
            bytes = sheet.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_was_corrected_by_hand_is_taken_back() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md").expect(0, &[]);
    ask(dir, "convert january.md -o book.xlsx -q").expect(0, &[]);
    let book = fs::read(dir.join("book.xlsx")).unwrap();
    ask(dir, "archive correct 2024-01 book.xlsx --by X").expect(0, &["0 corrections"]);
    let new = edited(
        &book,
        &[
            ("Train two wardens for the weir", "Train three wardens for the weir"),
            ("Warden", "Warden; Head of Rivers"),
            ("Spring 2024", "31 May 2024"),
        ],
    );
    fs::write(dir.join("new.xlsx"), &new).unwrap();
    let shown = ask(dir, "archive correct 2024-01 new.xlsx --by B.Officer --dry-run");
    shown.expect(0, &["3 corrections", "would be taken", "1.2 action"]);
    assert!(!dir.join("archive/corrections.jsonl").exists(), "only shown");
    let taken = ask(dir, "archive correct 2024-01 new.xlsx --by B.Officer --why checked");
    taken.expect(
        0,
        &["3 corrections of January 2024 taken", "1.1 leads: Warden → Warden; Head of Rivers"],
    );
    let january = get(dir, "2024-01");
    assert_eq!(action(&january, "1.2")["action"], "Train three wardens for the weir");
    assert_eq!(action(&january, "1.1")["leads"]["people"], json!(["Warden", "Head of Rivers"]));
    assert_eq!(action(&january, "1.3")["completion"]["edtf"], "2024-05-31");
    let kept = fs::read_to_string(dir.join("archive/corrections.jsonl")).unwrap();
    let first: Value = serde_json::from_str(kept.lines().next().unwrap()).unwrap();
    assert_eq!((&first["by"], &first["why"]), (&json!("B.Officer"), &json!("checked")));
    assert!(first["place"]["lines"].is_array() && first["printed"].is_string(), "{first}");
    // Given back again it is nothing new.
    ask(dir, "archive correct 2024-01 new.xlsx --by B.Officer").expect(0, &["0 corrections"]);
    // What a field cannot hold is told and not kept.
    let wrong = edited(&book, &[("31 April 2024", "soonish")]);
    fs::write(dir.join("wrong.xlsx"), wrong).unwrap();
    ask(dir, "archive correct 2024-01 wrong.xlsx --by C")
        .expect(0, &["not a date", "0 corrections"]);
    // Another month's workbook, and one that holds no published values, are refused.
    ask(dir, "archive add february.md").expect(0, &[]);
    ask(dir, "archive correct 2024-02 new.xlsx --by C").expect(2, &["it is of January 2024"]);
    ask(dir, "archive correct 2030-01 new.xlsx --by C").expect(2, &["2030-01"]);
}

#[test]
fn columns_of_no_field_are_taken_back_and_changes_elsewhere_are_told() {
    let folder = folder();
    let dir = folder.path();
    let plan = fs::read_to_string(dir.join("january.md")).unwrap();
    let plan = plan
        .replace("| Status |", "| Status | Saving |")
        .replace("---|\n", "---|---|\n")
        .replace("| Open |", "| Open | £45,000 |");
    fs::write(dir.join("saving.md"), plan).unwrap();
    ask(dir, "archive add saving.md").expect(0, &[]);
    ask(dir, "convert saving.md -o book.xlsx -q").expect(0, &[]);
    let book = fs::read(dir.join("book.xlsx")).unwrap();
    let extra = edited(&book, &[("£45,000", "£46,000")]);
    fs::write(dir.join("extra.xlsx"), &extra).unwrap();
    // A trial needs no name.
    let mut trial = Command::new(TABLEMEND);
    trial.args(["archive", "correct", "2024-01", "extra.xlsx", "--dry-run"]).current_dir(dir);
    let trial = trial.env_remove("USER").env_remove("USERNAME").output().unwrap();
    assert!(trial.status.success(), "{}", String::from_utf8_lossy(&trial.stderr));
    let taken = ask(dir, "archive correct 2024-01 extra.xlsx --by B");
    taken.expect(0, &["1 correction of January 2024 taken", "1.1 Saving: £45,000 → £46,000"]);
    assert_eq!(action(&get(dir, "2024-01"), "1.1")["extra"]["Saving"], json!("£46,000"));
    ask(dir, "archive correct 2024-01 extra.xlsx --by B").expect(0, &["0 corrections"]);
    // Nothing is taken from another sheet, and that is told.
    let dates = edited_on("Role", &extra, &[("Spring 2024", "Summer 2024")]);
    fs::write(dir.join("dates.xlsx"), dates).unwrap();
    let told = ["correct.sheet", "the sheet “Dates” was changed by hand", "0 corrections"];
    ask(dir, "archive correct 2024-01 dates.xlsx --by B").expect(0, &told);
}

#[test]
fn what_was_changed_on_the_sheet_of_another_kind_is_taken_too() {
    let folder = folder();
    let dir = folder.path();
    let text = "# Ferry action plan and risk register\n\nMay 2024\n\n\
        | Ref | Action | Lead | Completion date | RAG |\n|---|---|---|---|---|\n\
        | 1 | Paint the ferry bells | Ferry Master | 31 May 2024 | Red |\n\
        | 2 | Oil the river gates | Ferry Master | 30 June 2024 | Green |\n\
        | 3 | Count the lost oars | Ferry Master | 30 June 2024 | Green |\n\n## Risks\n\n\
        | Ref | Risk | Owner | Likelihood | Impact | Score | Status |\n|---|---|---|---|---|---|---|\n\
        | R1 | The gates rust | Bell Keeper | 3 | 5 | 15 | Open |\n\
        | R2 | The boats drift | Bell Keeper | High | Low | Medium | Open |\n";
    fs::write(dir.join("both.md"), text).unwrap();
    ask(dir, "archive add both.md").expect(0, &[]);
    ask(dir, "convert both.md -o book.xlsx -q").expect(0, &[]);
    let book = fs::read(dir.join("book.xlsx")).unwrap();
    let new = edited_on("Likelihood", &book, &[("The gates rust", "The gates jam")]);
    let new = edited_on("Likelihood", &new, &[("High", "Low")]);
    let new = edited(&new, &[("Oil the river gates", "Grease the river gates")]);
    fs::write(dir.join("new.xlsx"), &new).unwrap();
    let taken = ask(dir, "archive correct 2024-05 new.xlsx --by B");
    let told = [
        "3 corrections of May 2024 taken",
        "2 action: Oil the river gates → Grease the river gates",
        "R1 risk: The gates rust → The gates jam",
        "R2 likelihood: High → Low",
    ];
    taken.expect(0, &told);
    assert!(!taken.stderr.contains("correct.sheet"), "{}", taken.stderr);
    let kept = get(dir, "2024-05");
    let risk = |id: &str| {
        let all = kept["risks"].as_array().unwrap();
        all.iter().find(|risk| risk["id"] == id).unwrap().clone()
    };
    assert_eq!(risk("R1")["risk"], "The gates jam");
    assert_eq!(risk("R2")["likelihood"]["printed"], "Low");
    // The archive has changed since: who changed what is not known, and that is told.
    let late = edited_on("Likelihood", &new, &[("The boats drift", "The boats sink")]);
    fs::write(dir.join("late.xlsx"), late).unwrap();
    let told = ["correct.sheet", "the sheet “Risks” was changed by hand"];
    ask(dir, "archive correct 2024-05 late.xlsx --by B").expect(0, &told);
}

#[test]
#[cfg(unix)]
fn killed_at_any_moment_a_correction_that_was_acknowledged_is_there() {
    let folder = folder();
    let dir = folder.path();
    ask(dir, "archive add january.md").expect(0, &[]);
    let mut acknowledged = 0;
    for n in 0..12_u8 {
        let one = line(
            dir,
            "A",
            n,
            "1.2",
            "leads",
            json!({ "printed": "Clerk", "value": format!("Clerk {n}") }),
        );
        fs::write(dir.join("one.jsonl"), one).unwrap();
        let mut child = Command::new(TABLEMEND)
            .args(["archive", "corrections", "--import", "one.jsonl"])
            .current_dir(dir)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2 + u64::from(n) * 5));
        let _ = child.kill();
        let out = child.wait_with_output().unwrap();
        if String::from_utf8_lossy(&out.stderr).contains("1 correction added") {
            acknowledged += 1;
            let kept = fs::read_to_string(dir.join("archive/corrections.jsonl")).unwrap();
            assert!(kept.contains(&format!("\"Clerk {n}\"")), "{n} is not in {kept}");
        }
        ask(dir, "archive verify").expect(0, &[]);
    }
    let listed = ask(dir, "archive corrections -f json").json();
    assert!(listed.as_array().unwrap().len() >= acknowledged);
    // The file by itself is enough: what is added to it by hand is taken in.
    let by_hand =
        line(dir, "Z", 40, "1.3", "leads", json!({ "printed": "Clerk", "value": "Painter" }));
    let path = dir.join("archive/corrections.jsonl");
    let mut text = fs::read_to_string(&path).unwrap_or_default();
    text.push_str(&by_hand);
    fs::write(&path, text).unwrap();
    fs::write(dir.join("none.jsonl"), "").unwrap();
    ask(dir, "archive corrections --import none.jsonl").expect(0, &[]);
    assert_eq!(action(&get(dir, "2024-01"), "1.3")["leads"]["people"], json!(["Painter"]));
    ask(dir, "archive verify").expect(0, &[]);
}

/// A document with actions and risks: what somebody changed on the sheet that the workbook does not follow
/// is told, and nothing is told of a workbook that nobody changed.
#[test]
fn a_workbook_of_two_kinds_that_nobody_changed_gives_nothing() {
    let folder = folder();
    let dir = folder.path();
    let document = "# Ferry action plan and risk register, May 2024\n\n\
        | Ref | Action | Lead | Completion date | RAG |\n|---|---|---|---|---|\n\
        | 1 | Paint the ferry bells | Ferry Master | 31 May 2024 | Red |\n\
        | 2 | Oil the river gates | Ferry Master | 30 June 2024 | Green |\n\
        | 3 | Count the lost oars | Ferry Master | 30 June 2024 | Green |\n\n\
        ## Risks\n\n\
        | Ref | Risk | Owner | Likelihood | Impact | Score |\n|---|---|---|---|---|---|\n\
        | R1 | The gates rust | Bell Keeper | 3 | 5 | 15 |\n\
        | R2 | The bells crack | Bell Keeper | 2 | 3 | 6 |\n";
    fs::write(dir.join("ferry.md"), document).unwrap();
    ask(dir, "archive add ferry.md --archive own").expect(0, &["3 items"]);
    ask(dir, "convert ferry.md -o ferry.xlsx -q").expect(0, &[]);
    let same = ask(dir, "archive correct 2024-05 ferry.xlsx --by X --archive own");
    same.expect(0, &["0 corrections"]);
    assert!(!same.stderr.contains("correct.sheet"), "{}", same.stderr);
    let book = fs::read(dir.join("ferry.xlsx")).unwrap();
    let new = edited_on("Likelihood", &book, &[("The bells crack", "The bells melt")]);
    fs::write(dir.join("new.xlsx"), new).unwrap();
    let taken = ask(dir, "archive correct 2024-05 new.xlsx --by X --archive own");
    taken.expect(0, &["1 correction of May 2024", "R2 risk: The bells crack → The bells melt"]);
}
