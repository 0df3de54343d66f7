//! What was written is compared like the document it was made from, whatever the format.

use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tablemend_ingest::Options;
use tablemend_model::Schema;
use tablemend_normalise::{Profile, records, tables};
use tablemend_tests::{good_plan, plan, root, run, say};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Documents of the fixtures, each with what its items are called.
const DOCUMENTS: [(&str, &str); 9] = [
    ("plan/2024-01.md", "actions"),
    ("plan/2024-02.md", "actions"),
    ("plan/2024-03.md", "actions"),
    ("plan/2024-04.md", "actions"),
    ("plan/2024-05.md", "actions"),
    ("plan/2024-06.md", "actions"),
    ("pdf/2024-01-typst.pdf", "actions"),
    ("pdf/2024-02-typst.pdf", "actions"),
    ("risk/register.md", "risks"),
];

/// Editions that follow one another, by their place in `DOCUMENTS`.
const MONTHS: [(usize, usize); 6] = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 7)];

/// A file of each format, by the document's name and that of its items; the last is the folder.
const FORMATS: [(&str, &str); 9] = [
    ("json", "STEM.json"),
    ("jsonl", "STEM.jsonl"),
    ("csv", "ITEMS.csv"),
    ("xlsx", "STEM.xlsx"),
    ("sqlite", "STEM.sqlite"),
    ("parquet", "ITEMS.parquet"),
    ("html", "STEM.html"),
    ("md", "STEM.md"),
    ("package", ""),
];

/// All documents in all formats, each in a folder of its number.
static WRITTEN: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    for (number, (document, _)) in DOCUMENTS.iter().enumerate() {
        write(dir.path(), &fixture(document), &number.to_string());
    }
    dir
});

fn fixture(name: &str) -> PathBuf {
    root().join("fixtures").join(name).canonicalize().unwrap()
}

/// Writes a document in every format into a folder.
fn write(dir: &Path, document: &Path, folder: &str) {
    let formats = "json,jsonl,csv,xlsx,sqlite,parquet,html,md";
    let place = format!("{folder}/");
    let document = document.to_str().unwrap();
    run(TABLEMEND, dir, &["convert", document, "-f", formats, "-o", &place]).expect(0, &[]);
}

/// The file of a document in a format.
fn file(number: usize, format: &str) -> String {
    let (document, items) = DOCUMENTS[number];
    let stem = Path::new(document).file_stem().unwrap().to_str().unwrap();
    format!("{number}/{}", named(format, stem, items))
}

fn named(format: &str, stem: &str, items: &str) -> String {
    let (_, pattern) = FORMATS.iter().find(|(name, _)| *name == format).unwrap();
    pattern.replace("STEM", stem).replace("ITEMS", items)
}

/// What changed, and that nothing had to be said of either file.
fn changes(dir: &Path, before: &str, after: &str) -> Vec<Value> {
    let ran = run(TABLEMEND, dir, &["diff", before, after, "-f", "json"]);
    let found = ran.expect(0, &[]).json();
    assert_eq!(ran.stderr, "", "{before} {after}");
    found["changes"].as_array().unwrap().clone()
}

#[test]
fn a_document_has_not_changed_in_any_pair_of_formats() {
    /// Documents of which each pair of formats is compared; of the others each format and the one behind it.
    const EACH: [usize; 3] = [0, 6, 8];
    let dir = WRITTEN.path();
    for number in 0..DOCUMENTS.len() {
        for (n, (one, _)) in FORMATS.iter().enumerate() {
            let next = (n + 1) % FORMATS.len();
            for (m, (other, _)) in FORMATS.iter().enumerate() {
                if m != next && !EACH.contains(&number) {
                    continue;
                }
                let (one, other) = (file(number, one), file(number, other));
                assert_eq!(changes(dir, &one, &other), Vec::<Value>::new(), "{one} {other}");
            }
        }
    }
}

#[test]
fn two_months_have_the_changes_of_the_documents_in_any_pair_of_formats() {
    let dir = WRITTEN.path();
    for (before, after) in MONTHS {
        let documents = [before, after].map(|n| fixture(DOCUMENTS[n].0));
        let [a, b] = documents.each_ref().map(|d| d.to_str().unwrap());
        let whole = changes(dir, a, b);
        assert!(whole.len() > 5, "{a} {b}");
        for (one, _) in FORMATS {
            for (other, _) in FORMATS.iter().filter(|(other, _)| before == 0 || *other == one) {
                let found = changes(dir, &file(before, one), &file(after, other));
                assert_eq!(found, whole, "{one} {other}");
            }
        }
    }
}

/// What a format does not hold, its comparison cannot find: of a cell of several dates CSV and
/// Parquet files have the whole; CSV and JSON Lines have no legend to say which of its statuses is
/// better.
#[test]
fn formats_that_hold_less_find_less_and_only_that() {
    let dir = tempfile::tempdir().unwrap();
    let legend = "\n| Status | Meaning |\n|---|---|\n| Purple | On track |\n| Teal | Late |\n";
    let row = |phase: &str, status: &str| {
        let dates = format!("Phase 1: March 2021 Phase 2: {phase} 2021 Phase 3: June 2021");
        let row = "| 1.1.1 Survey the north quay | DATES | Harbour Engineer | | STATUS |";
        let head = "# Harbour renewal action plan update March 2021\n\n\
                    | ACTIONS | COMPLETION DATE | ACTION LEAD | HEADLINE COMMENTARY | BRAG |\n\
                    |---|---|---|---|---|\n";
        format!("{head}{}\n{legend}", row.replace("DATES", &dates).replace("STATUS", status))
    };
    for (name, phase, status) in [("a", "April", "Purple"), ("b", "May", "Teal")] {
        let path = dir.path().join(format!("{name}.md"));
        fs::write(&path, row(phase, status)).unwrap();
        write(dir.path(), &path, name);
    }
    let found = |format: &str| {
        let [a, b] = ["a", "b"].map(|s| format!("{s}/{}", named(format, s, "actions")));
        let told = |c: &Value| format!("{} {}", c["field"], c["direction"]);
        changes(dir.path(), &a, &b).iter().map(told).collect::<Vec<_>>()
    };
    let whole = vec![r#""completion" null"#.to_owned(), r#""status" "worse""#.to_owned()];
    for (format, _) in FORMATS {
        let expected = match format {
            "csv" => vec![r#""status" null"#.to_owned()],
            "jsonl" => vec![whole[0].clone(), r#""status" null"#.to_owned()],
            "parquet" => whole[1..].to_vec(),
            _ => whole.clone(),
        };
        assert_eq!(found(format), expected, "{format}");
    }
}

#[test]
fn a_group_without_items_is_written_in_every_format() {
    let dir = TempDir::new().unwrap();
    let document = dir.path().join("register.md");
    let register = "# Risk register\n\n| ID | Risk | Owner | Likelihood | Impact |\n|---|---|---|---|---|\n\
                    | 1 | The quay floods | Harbour Master | 2 | 4 |\n\
                    | 2 | The crane stops | Head of Works | 3 | 3 |\n\
                    | Theme 1: Ice | | | | |\n";
    fs::write(&document, register).unwrap();
    write(dir.path(), &document, "out");
    let book = fs::read(dir.path().join("out/register.xlsx")).unwrap();
    assert!(book.starts_with(b"PK"));
}

#[test]
fn a_file_of_several_editions_wants_a_period() {
    let dir = tempfile::tempdir().unwrap();
    let ran = |arguments: &[&str]| run(TABLEMEND, dir.path(), arguments);
    for (document, _) in &DOCUMENTS[..3] {
        let document = fixture(document);
        let document = document.to_str().unwrap();
        ran(&["archive", "add", document, "--archive", "kept"]).expect(0, &[]);
        ran(&["convert", document, "-f", "sqlite", "-o", "plans.sqlite"]).expect(0, &[]);
    }
    let jsonl =
        [0, 1, 2].map(|n| fs::read_to_string(WRITTEN.path().join(file(n, "jsonl"))).unwrap());
    fs::write(dir.path().join("plans.jsonl"), jsonl.concat()).unwrap();
    for (format, output) in [
        ("csv", "long.csv"),
        ("parquet", "long.parquet"),
        ("package", "long"),
        ("sqlite", "long.db"),
    ] {
        let all = ["archive", "export", "--archive", "kept", "-f", format, "-o", output];
        ran(&all).expect(0, &[]);
    }
    let documents = [0, 1].map(|n| fixture(DOCUMENTS[n].0));
    let [a, b] = documents.each_ref().map(|d| d.to_str().unwrap());
    let whole = changes(dir.path(), a, b);
    for name in ["long.csv", "long.parquet", "long", "plans.sqlite", "plans.jsonl"] {
        let [before, after] = ["2024-01", "2024-02"].map(|period| format!("{name}#{period}"));
        assert_eq!(changes(dir.path(), &before, &after).len(), whole.len(), "{name}");
        assert_eq!(changes(dir.path(), a, &before), Vec::<Value>::new(), "{name}");
        let says = [name, "3 editions (2024-01 to 2024-03)", "#2024-03"];
        ran(&["diff", name, a]).expect(3, &says);
        ran(&["diff", &format!("{name}#2020-01"), a]).expect(3, &["no edition of 2020-01"]);
    }
    ran(&["diff", "long.db", a]).expect(3, &["long.db", "only what changed", "parquet"]);
    for name in ["kept", "kept/archive.sqlite"] {
        ran(&["diff", name, a]).expect(3, &[name, "is an archive", "--archive"]);
    }
}

/// A file that is no use says which it is, what is wrong with it and what to do.
#[test]
fn damaged_and_foreign_files_are_told_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let written = |format: &str| fs::read(WRITTEN.path().join(file(0, format))).unwrap();
    let half = |format: &str| {
        let bytes = written(format);
        bytes[..bytes.len() / 2].to_vec()
    };
    let cut_line = {
        let bytes = written("jsonl");
        bytes[..bytes.len() - 40].to_vec()
    };
    let foreign = "Name,Wage\nAnn,5\n".as_bytes().to_vec();
    let bare_zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    let flood = {
        // Three hundred million blanks are three hundred thousand bytes in the file.
        let mut deflate =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..300 {
            deflate.write_all(&[b' '; 1 << 20]).unwrap();
        }
        zip_of("xl/sharedStrings.xml", &deflate.finish().unwrap(), 300 << 20)
    };
    let cases: [(&str, Vec<u8>, &[&str]); 14] = [
        ("flood.xlsx", flood, &["workbook is damaged", "too large"]),
        ("cut.xlsx", half("xlsx"), &["workbook is damaged or cut off", "write it again"]),
        ("zip.xlsx", bare_zip, &["no Excel workbook", "save it as .xlsx"]),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), &["older Excel", "as .xlsx"]),
        ("other.xlsx", workbook(&[&["Name", "Wage"], &["Ann", "5"]]), &["`Name`", "`action`"]),
        ("cut.sqlite", half("sqlite"), &["database is damaged or cut off"]),
        ("other.sqlite", other_database(dir.path()), &["does not have the tables", "none"]),
        ("cut.parquet", half("parquet"), &["Parquet file is damaged or cut off"]),
        ("cut.jsonl", cut_line, &["JSON Lines file is damaged", "line 36"]),
        ("other.jsonl", b"{\"a\": 1}\n".to_vec(), &["`a`", "`ref` and `action`"]),
        ("other.json", b"{\n\"a\": 1\n}".to_vec(), &["it is JSON", "-f jsonl"]),
        ("other.csv", foreign, &["`Name`, `Wage`", "keep the names of the columns"]),
        ("cut.csv", half("csv"), &["line ", "cut off"]),
        ("latin.csv", b"id,ref,action\n1,1,Caf\xe9\n".to_vec(), &["line 2", "CSV UTF-8"]),
    ];
    let good = fixture(DOCUMENTS[0].0);
    for (name, bytes, says) in cases {
        fs::write(dir.path().join(name), bytes).unwrap();
        let ran = run(TABLEMEND, dir.path(), &["diff", name, good.to_str().unwrap()]);
        ran.expect(3, &[name]).expect(3, says);
    }
    for name in ["broken", "lonely", "empty"] {
        fs::create_dir(dir.path().join(name)).unwrap();
    }
    fs::write(dir.path().join("broken/datapackage.json"), "{\"resources\": [").unwrap();
    let descriptor = fs::read(WRITTEN.path().join("0/datapackage.json")).unwrap();
    fs::write(dir.path().join("lonely/datapackage.json"), descriptor).unwrap();
    for (name, says) in [
        ("broken", ["Data Package is damaged", "datapackage.json"]),
        ("lonely", ["actions.csv", "put them back"]),
        ("empty", ["has no datapackage.json", "-f csv -o DIR"]),
    ] {
        let ran = run(TABLEMEND, dir.path(), &["diff", name, good.to_str().unwrap()]);
        ran.expect(3, &[name]).expect(3, &says);
    }
}

#[test]
fn tables_of_others_are_compared_with_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    put(
        "may.csv",
        "quay,bell,boats\nNorth quay,loud,30\nSouth quay,soft,12\nEast quay,cracked,4\n",
    );
    put(
        "june.csv",
        "quay,bell,boats\nNorth quay,loud,31\nSouth quay,soft,12\nEast quay,mended,4\n",
    );
    let ran = run(TABLEMEND, dir.path(), &["diff", "may.csv", "june.csv"]);
    ran.expect(0, &[]);
    let told = String::from_utf8(ran.stdout.clone()).unwrap();
    assert!(told.contains("1 change of bell") && told.contains("1 change of boats"), "{told}");
    assert!(!told.contains("added"), "{told}");
}

/// A zip file of one deflated part.
fn zip_of(name: &str, deflated: &[u8], size: u32) -> Vec<u8> {
    let length = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let mut shared = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    shared.extend([length(deflated.len()), size.to_le_bytes()].concat());
    shared.extend(&length(name.len())[..2]);
    shared.extend([0, 0]);
    let mut out = b"PK\x03\x04".to_vec();
    out.extend(&shared);
    out.extend(name.as_bytes());
    out.extend(deflated);
    let directory = out.len();
    out.extend(b"PK\x01\x02\x14\0");
    out.extend(&shared);
    out.extend([0; 14]);
    out.extend(name.as_bytes());
    let size = out.len() - directory;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend([length(size), length(directory)].concat());
    out.extend([0, 0]);
    out
}

/// A database without tables of ours.
fn other_database(dir: &Path) -> Vec<u8> {
    // The first page of a database says all there is of an empty one; page size 4096, UTF-8.
    let path = dir.join("new.sqlite");
    let document = fixture(DOCUMENTS[0].0);
    let output = path.to_str().unwrap();
    run(TABLEMEND, dir, &["convert", document.to_str().unwrap(), "-o", output]).expect(0, &[]);
    let mut page = fs::read(path).unwrap()[..4096].to_vec();
    page[28..32].copy_from_slice(&1_u32.to_be_bytes());
    page[32..100].fill(0);
    page[47] = 4;
    page[59] = 1;
    page[100] = 13;
    page[101..].fill(0);
    page[105..107].copy_from_slice(&4096_u16.to_be_bytes());
    page
}

/// A workbook of one sheet.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in (0..).zip(rows) {
        for (c, text) in (0..).zip(*row) {
            sheet.write_string(r, c, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A plan as people hand it on after an hour in Excel: a title above, sorted the other way round,
/// the leads gone, a column and a line of their own, one status typed anew, one row without an id.
#[test]
fn a_workbook_that_people_worked_in_shows_what_they_did() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("plan.md"), good_plan()).unwrap();
    write(dir.path(), &dir.path().join("plan.md"), "out");
    let mut reader = csv::Reader::from_path(dir.path().join("out/actions.csv")).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(title).collect();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    assert!(rows.len() > 1);
    rows.reverse();
    rows[0][column("Status")] = "Amber".to_owned();
    let mut added = vec![String::new(); header.len()];
    added[column("Action")] = "Paint the railings of the old mole".to_owned();
    rows.push(added);
    let lines: Vec<Vec<String>> = std::iter::once(header.clone())
        .chain(rows)
        .map(|mut row| {
            row.push(if row == header { "My notes" } else { "ask Ann" }.to_owned());
            row.remove(column("Leads"));
            row
        })
        .collect();
    let mut sheet: Vec<Vec<&str>> = vec![vec!["Harbour renewal"], vec![]];
    sheet.extend(lines.iter().map(|row| row.iter().map(String::as_str).collect()));
    sheet.push(vec![]);
    let sheet: Vec<&[&str]> = sheet.iter().map(Vec::as_slice).collect();
    fs::write(dir.path().join("edited.xlsx"), workbook(&sheet)).unwrap();
    let ran = run(TABLEMEND, dir.path(), &["diff", "plan.md", "edited.xlsx", "-f", "json"]);
    let found = ran.expect(0, &["“My notes”", "no column `leads`", "edited.xlsx"]).json();
    let mut told: Vec<String> = found["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| format!("{} {} {} {}", c["kind"], c["field"], c["before"], c["after"]))
        .collect();
    told.sort();
    let expected = [
        r#""added" null null "Paint the railings of the old mole""#,
        r#""changed" "status" null "amber""#,
    ];
    assert_eq!(told, expected);
}

/// A date that is corrected where people read it and not where it is compared is told.
#[test]
fn a_date_that_moved_in_print_alone_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let csv = fs::read_to_string(WRITTEN.path().join(file(0, "csv"))).unwrap();
    let document = fixture(DOCUMENTS[0].0);
    for (printed, says) in [("30 June 2031", "is printed “30 June 2031”"), ("31/10/2023", "")] {
        let edited = csv.replacen("31 October 2023", printed, 1);
        assert_ne!(edited, csv);
        fs::write(dir.path().join("edited.csv"), edited).unwrap();
        let ran = run(TABLEMEND, dir.path(), &["diff", document.to_str().unwrap(), "edited.csv"]);
        ran.expect(0, &[says]);
        assert_eq!(ran.stderr.is_empty(), says.is_empty(), "{}", ran.stderr);
    }
}

/// The heading of a column in a workbook.
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    words[..1].to_uppercase() + &words[1..]
}

/// Takes columns out of a CSV file.
fn without(csv: &[u8], columns: &[&str]) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let kept: Vec<usize> = (0..header.len()).filter(|i| !columns.contains(&&header[*i])).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(header.clone()).chain(reader.records().map(Result::unwrap)) {
        writer.write_record(kept.iter().map(|i| &row[*i])).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_field_without_its_column_is_not_compared_and_nothing_else_changes() {
    let dir = tempfile::tempdir().unwrap();
    let csv = fs::read(WRITTEN.path().join(file(1, "csv"))).unwrap();
    let first = fixture(DOCUMENTS[0].0);
    let second = fixture(DOCUMENTS[1].0);
    let whole = changes(dir.path(), first.to_str().unwrap(), second.to_str().unwrap());
    let cases: [(&[&str], &str, &str); 6] = [
        (&["leads"], "leads", "`leads`"),
        (&["status"], "status", "`status`"),
        (&["commentary"], "commentary", "`commentary`"),
        (&["completion_edtf", "completion_end"], "completion", "`completion_edtf`"),
        // Days are enough for dates, a ref for the id.
        (&["completion_edtf", "completion_printed"], "", ""),
        (&["id", "section", "page", "flags"], "", ""),
    ];
    for (gone, field, says) in cases {
        fs::write(dir.path().join("less.csv"), without(&csv, gone)).unwrap();
        let all = ["diff", first.to_str().unwrap(), "less.csv", "-f", "json"];
        let ran = run(TABLEMEND, dir.path(), &all);
        let found = ran.expect(0, &[says]).json();
        assert_eq!(ran.stderr.is_empty(), says.is_empty(), "{}", ran.stderr);
        let kinds = |changes: &[Value]| -> Vec<String> {
            let others = changes.iter().filter(|c| c["field"] != field);
            others.map(|c| format!("{} {} {}", c["kind"], c["field"], c["days"])).collect()
        };
        assert_eq!(kinds(found["changes"].as_array().unwrap()), kinds(&whole), "{gone:?}");
    }
}

#[test]
fn csv_as_spreadsheets_save_it_again_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let written = fs::read_to_string(WRITTEN.path().join(file(0, "csv"))).unwrap();
    let document = fixture(DOCUMENTS[0].0);
    let mut british = csv::Writer::from_writer(Vec::new());
    let mut semicolons = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for row in csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(written.as_bytes())
        .records()
        .map(Result::unwrap)
    {
        semicolons.write_record(&row).unwrap();
        // Excel takes what looks like a day or a month for one, be it a date or its EDTF.
        let months =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let day = |cell: &str| match cell.split('-').collect::<Vec<_>>()[..] {
            [y, m, d] if cell.len() == 10 && y.len() == 4 => format!("{d}/{m}/{y}"),
            [y, m] if cell.len() == 7 && y.len() == 4 => {
                format!("{}-{}", months[m.parse::<usize>().unwrap() - 1], &y[2..])
            }
            _ => cell.to_owned(),
        };
        british.write_record(row.iter().map(day)).unwrap();
    }
    let mut harmless = Vec::new();
    let plan = document.to_str().unwrap();
    let arguments = ["convert", plan, "-f", "csv", "--bom", "--escape-formulas"];
    harmless.extend(run(TABLEMEND, dir.path(), &arguments).expect(0, &[]).stdout.clone());
    for (name, bytes) in [
        ("semicolons.csv", semicolons.into_inner().unwrap()),
        ("british.csv", british.into_inner().unwrap()),
        ("harmless.csv", harmless),
    ] {
        fs::write(dir.path().join(name), bytes).unwrap();
        assert_eq!(changes(dir.path(), plan, name), Vec::<Value>::new(), "{name}");
    }
}

/// LibreOffice opens a workbook and saves it again.
#[test]
fn a_workbook_that_libreoffice_saved_again_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let book = WRITTEN.path().join(file(0, "xlsx"));
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("user").display());
    let saved = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(dir.path())
        .arg(&book)
        .output();
    let Ok(saved) = saved else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI needs soffice (LibreOffice)");
        say("skipped: there is no soffice (LibreOffice) to save a workbook again");
        return;
    };
    let name = book.file_name().unwrap().to_str().unwrap();
    assert!(dir.path().join(name).is_file(), "{}", String::from_utf8_lossy(&saved.stderr));
    let document = fixture(DOCUMENTS[0].0);
    assert_eq!(changes(dir.path(), document.to_str().unwrap(), name), Vec::<Value>::new());
}

fn schemas() -> Vec<Schema> {
    Profile::built_in_names().filter_map(Profile::built_in).map(|p| p.schema).collect()
}

/// Files of every format of a small plan, by name.
static SMALL: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let row = ["1.1.1", "Survey the quay", "Phase 1: May 2021 Phase 2: June 2021", "Engineer; B"];
    let text = plan(&[row, ["1.1.2", "Dredge", "TBC", ""]]);
    let document = tablemend_ingest::read(text.as_bytes(), "plan.md", &Options::default()).unwrap();
    let profile = Profile::built_in("action-plan").unwrap();
    let data = records(&tables(document.value).value, &profile, "tablemend");
    let options = tablemend_emit::Options::default();
    let formats: Vec<_> = tablemend_emit::FORMATS.iter().map(|f| f.format).collect();
    let files = tablemend_emit::package(&data, &formats, "plan", &options);
    let file = |f: &tablemend_emit::File<'_>| {
        let mut bytes = Vec::new();
        f.write(None, &mut bytes).unwrap();
        (f.name().to_owned(), bytes)
    };
    let wanted = [
        "plan.jsonl",
        "actions.csv",
        "plan.xlsx",
        "plan.sqlite",
        "actions.parquet",
        "plan.html",
        "datapackage.json",
    ];
    let small: Vec<_> =
        files.iter().map(file).filter(|(n, _)| wanted.contains(&n.as_str())).collect();
    assert_eq!(small.len(), wanted.len());
    small
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is done to the bytes of a file, it is read or refused.
    #[test]
    fn no_bytes_panic_a_reader(
        which in 0..7_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let (name, bytes) = &SMALL[which];
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let read = if name == "datapackage.json" {
            let missing = |_: &str| Ok(SMALL.iter().find(|(n, _)| n == "actions.csv").unwrap().1.clone());
            tablemend_readback::read_package(&bytes, name, &schemas(), &missing).map(Some)
        } else {
            tablemend_readback::read(&bytes, name, &schemas())
        };
        if let Ok(Some(readings)) = read {
            for reading in readings {
                let ids: std::collections::HashSet<_> =
                    reading.edition.items.iter().map(|i| &i.id).collect();
                prop_assert_eq!(ids.len(), reading.edition.items.len());
                for item in &reading.edition.items {
                    prop_assert_eq!(item.cells.len(), reading.edition.fields.len());
                }
            }
        }
    }

    /// Nor do cells of any text, in a grid with our columns or with others.
    #[test]
    fn no_text_in_a_grid_panics_and_what_has_a_ref_is_an_item(
        rows in prop::collection::vec(prop::collection::vec("\\PC{0,12}", 6), 0..8),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        let header =
            ["ref", "action", "completion_start", "completion_end", "leads", "priority_area"];
        csv.write_record(header).unwrap();
        rows.iter().for_each(|row| csv.write_record(row).unwrap());
        let bytes = csv.into_inner().unwrap();
        let readings = tablemend_readback::read(&bytes, "a.csv", &schemas()).unwrap().unwrap();
        let named = |row: &&Vec<String>| row[..2].iter().any(|c| !c.trim().is_empty());
        prop_assert_eq!(readings[0].edition.items.len(), rows.iter().filter(named).count());
    }
}
