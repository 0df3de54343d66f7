//! Documents that are none, and documents that are too much: each is told, none stops another.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tablemend_tests::{files, good_plan, plan, run, run_with};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

fn folder(contents: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in contents {
        fs::write(dir.path().join(name), content).unwrap();
    }
    dir
}

/// Converts a bad document together with a good one: the bad one is told, nothing of it is
/// written, and the good one is converted.
fn check_beside_a_good_one(name: &str, content: &[u8], says: &[&str]) {
    let dir = folder(&[(name, content), ("good.md", good_plan().as_bytes())]);
    let ran = run(TABLEMEND, dir.path(), &["convert", name, "good.md", "-o", "out", "-f", "json"]);
    ran.expect(3, says).expect(3, &[name, "2 actions"]);
    assert_eq!(files(&dir.path().join("out")), ["good/good.json", "manifest.jsonl"], "{name}");
}

#[test]
fn what_is_no_document_is_told() {
    let mut rubbish = vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0];
    rubbish.extend((0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8));
    let prose = b"# Minutes\n\nNothing was decided.\n" as &[u8];
    for (name, content, says) in [
        ("empty.md", b"" as &[u8], &["input.empty"][..]),
        ("blank.md", b" \n\n\t\n", &["input.empty"]),
        ("rubbish.md", &rubbish, &["error[input."]),
        ("rubbish.pdf", &rubbish, &["error[input."]),
        ("photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", &["error[input."]),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", &["error[input.unreadable]"]),
        ("prose.md", prose, &["profile.unclear", "no table"]),
    ] {
        check_beside_a_good_one(name, content, says);
    }
}

#[test]
fn a_table_that_no_profile_knows_gives_typed_rows() {
    let boats = b"| Name | Berth | Due | Fee |\n|---|---|---|---|\n| Gull | 4 | 3 May 2026 | (\xc2\xa31,200) |\n";
    let dir = folder(&[("boats.md", boats)]);
    let ran = run(TABLEMEND, dir.path(), &["convert", "boats.md"]);
    let data = ran.expect(0, &[]).json();
    assert_eq!(data["document"]["profile"], "table");
    let row = &data["rows"][0];
    assert_eq!(row["name"], "Gull");
    assert_eq!(row["due"]["edtf"], "2026-05-03");
    assert_eq!(row["fee"]["value"], -1200);
    assert_eq!(data["diagnostics"][0]["code"], "profile.generic");
}

#[test]
fn a_profile_that_finds_nothing_says_so() {
    let boats = b"| Name | Berth |\n|---|---|\n| Gull | 4 |\n";
    let dir = folder(&[("prose.md", b"# Minutes\n\nNothing was decided.\n"), ("boats.md", boats)]);
    for name in ["prose.md", "boats.md"] {
        let ran = run(TABLEMEND, dir.path(), &["convert", name, "-p", "action-plan"]);
        let data = ran.expect(0, &["warning[records.none]"]).json();
        assert_eq!(data["actions"], serde_json::json!([]), "{name}");
    }
}

#[test]
fn what_is_not_there_is_told() {
    let dir = folder(&[("good.md", good_plan().as_bytes())]);
    fs::create_dir(dir.path().join("bare")).unwrap();
    for (name, says) in [("none.md", "no such file"), ("bare", "contains no documents")] {
        let arguments = ["convert", name, "good.md", "-o", "out", "-f", "json"];
        run(TABLEMEND, dir.path(), &arguments).expect(3, &[name, says, "2 actions"]);
    }
    assert_eq!(files(&dir.path().join("out")), ["good/good.json", "manifest.jsonl"]);
    run(TABLEMEND, dir.path(), &["convert", "none.md", "-o", "never"]).expect(3, &["none.md"]);
    assert!(!dir.path().join("never").exists());
}

#[test]
fn a_document_named_twice_is_converted_once() {
    let dir = folder(&[("good.md", good_plan().as_bytes())]);
    let arguments = ["convert", "good.md", "./good.md", "-o", "out", "-f", "json", "--verbose"];
    run(TABLEMEND, dir.path(), &arguments).expect(0, &["input.double"]);
    assert_eq!(files(&dir.path().join("out")), ["good/good.json", "manifest.jsonl"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let dir = folder(&[("good.md", good_plan().as_bytes()), ("taken", b"a file")]);
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::create_dir(dir.path().join("out/good.json")).unwrap();
    for (place, says) in [("taken/out", "taken"), ("out", "good.json")] {
        let arguments = ["convert", "good.md", "-o", place, "-f", "csv,json"];
        run(TABLEMEND, dir.path(), &arguments).expect(2, &["output.unwritten", says]);
    }
    assert_eq!(files(dir.path()), ["good.md", "taken"], "something was written");
}

#[test]
fn odd_encodings_are_read() {
    let text = good_plan().replace("Harbour Engineer", "Caf\u{e9} \u{2013} Engineer");
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '\u{2013}' => 0x96,
            _ => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(text.replace('\n', "\r\n").bytes());
    for (name, bytes) in [("utf16.md", utf16), ("windows.md", windows), ("bom.md", marked)] {
        let dir = folder(&[(name, &bytes)]);
        let data = run(TABLEMEND, dir.path(), &["convert", name]).expect(0, &[]).json();
        let lead = &data["actions"][0]["leads"]["printed"];
        assert_eq!(lead, "Caf\u{e9} \u{2013} Engineer", "{name}");
    }
    // Bytes that are valid in no encoding of text still stop nothing.
    let mut broken = good_plan().into_bytes();
    broken.extend(b"\nlast \xc3\x28 \x81 words\n");
    let dir = folder(&[("broken.md", &broken)]);
    let ran = run(TABLEMEND, dir.path(), &["convert", "broken.md"]);
    assert_eq!(ran.expect(0, &[]).json()["actions"].as_array().unwrap().len(), 2);
}

#[test]
fn one_long_line_is_read() {
    let mut text = good_plan();
    text.push_str("\n\n");
    text.push_str(&"word | cell ".repeat(50_000_000 / 12));
    let dir = folder(&[("long.md", text.as_bytes())]);
    let ran = run(TABLEMEND, dir.path(), &["convert", "long.md", "-o", "long.csv"]);
    ran.expect(0, &["2 actions"]);
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    /// A program that is not optimised takes a minute for all of them.
    const ROWS: usize = if cfg!(debug_assertions) { 20_000 } else { 100_000 };
    let mut text = plan(&[]);
    for i in 0..ROWS {
        text.push_str(&format!("| 1.1.{i} Mend net {i} | 31 March 2021 | Head of Nets | | |\n"));
    }
    let dir = folder(&[("rows.md", text.as_bytes())]);
    run(TABLEMEND, dir.path(), &["convert", "rows.md", "-o", "rows.csv"])
        .expect(0, &[&format!("{ROWS} actions")]);
    let rows = csv::Reader::from_path(dir.path().join("rows.csv")).unwrap().into_records().count();
    assert_eq!(rows, ROWS);
}

#[test]
fn deep_nesting_ends() {
    let table = "<table><tr><td>";
    for (name, open, close) in [
        ("div.html", "<div>", "</div>"),
        ("table.html", table, "</td></tr></table>"),
        ("list.html", "<ul><li>", "</li></ul>"),
        ("bold.md", "<b>", "</b>"),
        ("quote.md", "> ", ""),
        ("table.md", table, ""),
    ] {
        let text = format!("{}\n{}x{}\n", good_plan(), open.repeat(50_000), close.repeat(50_000));
        let dir = folder(&[(name, text.as_bytes())]);
        let ran = run(TABLEMEND, dir.path(), &["tables", name]);
        assert!(matches!(ran.code, Some(0 | 3)), "{name}: {:?}\n{}", ran.code, ran.stderr);
        assert!(!ran.stderr.contains("program.defect"), "{name}: {}", ran.stderr);
    }
}

#[test]
fn wide_and_ragged_rows_are_read() {
    let rows = |columns: usize, cells: usize| {
        format!(
            "|{}\n|{}\n|{}\n",
            " h |".repeat(columns),
            "---|".repeat(columns),
            " c |".repeat(cells)
        )
    };
    for (columns, cells, tables, says) in
        [(300, 500, 1, "table.wide_row"), (300, 3, 1, ""), (5000, 5000, 0, "table.refused")]
    {
        let dir = folder(&[("wide.md", rows(columns, cells).as_bytes())]);
        let ran = run(TABLEMEND, dir.path(), &["tables", "wide.md"]);
        let found = ran.expect(0, &[says]).json()["tables"].as_array().unwrap().len();
        assert_eq!(found, tables, "{columns} columns, {cells} cells");
    }
}

/// What grows with the square of its rows takes minutes here; what grows with them, seconds.
#[test]
fn long_documents_take_no_longer_than_their_length() {
    const MANY: usize = 40_000;
    let row = |i: usize| {
        let (area, number) = (i / 100 + 1, i % 100 + 1);
        format!(
            "<tr><td>{area}.{number}<td>Mend gate {i}<td>31 March 2024<td>Clerk<td>Green</tr>\n"
        )
    };
    let head = "<tr><th>Ref<th>Action<th>Due date<th>Lead<th>RAG</tr>\n";
    let rows: String = (0..MANY).map(row).collect();
    let headings: String = (0..MANY).map(|i| format!("# {i} Gate\n\nText\n\n")).collect();
    for (name, text) in [
        ("rows.html", format!("<h1>Works plan</h1><table>{head}{rows}</table>")),
        ("headings.md", format!("{}\n{headings}", good_plan())),
    ] {
        let dir = folder(&[(name, text.as_bytes())]);
        let start = Instant::now();
        run(TABLEMEND, dir.path(), &["convert", name, "-o", "out.json"]).expect(0, &[]);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(60), "{name}: {taken:?}");
    }
}

#[test]
fn rubbish_on_standard_input_is_told() {
    let ran = run_with(TABLEMEND, Path::new("."), &["convert", "-"], &[0, 1, 2, 3, 255], &[]);
    ran.expect(3, &["<standard input>", "error[input."]);
}
