//! The fixtures' own truth: their generator knows what is in them, for it makes the mess.

use serde_json::Value;
use std::fs;
use std::path::Path;
use tablemend_tests::{files, grid, root, run, run_with};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// What the generator does not know of, or does not fix.
const SKIPPED: [&str; 5] = ["accept", "evidence", "pages", "printed", "source"];

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What differs between the truth and what was read: the truth's members, each at its place. `accept`
/// lists other good values of a field (`"leads.people"`).
fn compare(truth: &Value, ours: &Value, place: &str, wrong: &mut Vec<String>) {
    match (truth, ours) {
        // A number comes with what is printed.
        (Value::Number(a), Value::Object(b)) => {
            let value = b.get("value").and_then(Value::as_f64);
            if value != a.as_f64() {
                wrong.push(format!("{place}: expected {a}, read {ours}"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let is_accepted = truth["accept"].as_object().is_some_and(|accept| {
                    accept.iter().any(|(path, good)| {
                        let pointer = format!("/{}", path.replace('.', "/"));
                        path.split('.').next() == Some(key)
                            && good.as_array().is_some_and(|g| {
                                ours.pointer(&pointer).is_some_and(|v| g.contains(v))
                            })
                    })
                });
                if SKIPPED.contains(&key.as_str()) || is_accepted {
                    continue;
                }
                match b.get(key) {
                    Some(other) => compare(value, other, &format!("{place}.{key}"), wrong),
                    None => wrong.push(format!("{place}.{key}: missing")),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                wrong.push(format!("{place}: {} expected, {} read", a.len(), b.len()));
            }
            for (i, (x, y)) in a.iter().zip(b).enumerate() {
                let name = x["id"].as_str().map_or_else(|| i.to_string(), str::to_owned);
                compare(x, y, &format!("{place}[{name}]"), wrong);
            }
        }
        (Value::String(a), Value::String(b)) if folded(a) == folded(b) => {}
        (a, b) if a == b => {}
        (a, b) => wrong.push(format!("{place}: expected {a}, read {b}")),
    }
}

/// Blanks and line ends are a matter of layout, case and words are not.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Flags are a set.
fn sorted_flags(data: &mut Value, items: &str) {
    for item in data[items].as_array_mut().into_iter().flatten() {
        if let Some(flags) = item.get_mut("flags").and_then(Value::as_array_mut) {
            flags.sort_by_key(ToString::to_string);
        }
    }
}

fn check_records(document: &Path, truth: &Path, arguments: &[&str], items: &str) {
    let name = document.to_string_lossy();
    let mut all = vec!["convert", &name, "--audit"];
    all.extend(arguments);
    let ran = run(TABLEMEND, &root(), &all);
    let mut ours = ran.expect(0, &["every word"]).json();
    let mut truth = json(truth);
    sorted_flags(&mut ours, items);
    sorted_flags(&mut truth, items);
    let mut wrong = Vec::new();
    compare(&truth, &ours, "", &mut wrong);
    // Blanks are folded above; lists keep their lines all the same.
    for (i, item) in truth[items].as_array().into_iter().flatten().enumerate() {
        let ours = &ours[items][i]["action"];
        if item["action"].as_str().is_some_and(|t| t.contains('•')) && item["action"] != *ours {
            wrong.push(format!("{}: lines of the list: {ours}", item["id"]));
        }
    }
    assert!(wrong.is_empty(), "{name}: {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_month_of_the_plan_is_read_as_it_was_written() {
    let folder = root().join("fixtures/plan");
    let months: Vec<String> = files(&folder).into_iter().filter(|f| f.ends_with(".md")).collect();
    assert_eq!(months.len(), 6);
    for month in months {
        let truth = folder.join(month.replace(".md", ".truth.json"));
        check_records(&folder.join(&month), &truth, &[], "actions");
    }
}

#[test]
fn a_month_is_read_alike_from_whatever_a_converter_makes_of_it() {
    let folder = root().join("fixtures/converters");
    let forms: Vec<String> = files(&folder).into_iter().filter(|f| !f.ends_with(".json")).collect();
    assert!(forms.len() >= 8, "the forms of converters are not there");
    for form in forms {
        let truth = folder.join(format!("{}.truth.json", &form[..7]));
        check_records(&folder.join(&form), &truth, &[], "actions");
    }
}

#[test]
fn the_risk_register_is_read_as_it_was_written() {
    let folder = root().join("fixtures/risk");
    check_records(&folder.join("register.md"), &folder.join("register.truth.json"), &[], "risks");
}

#[test]
fn registers_of_every_further_family_are_read_as_they_were_written() {
    let folder = root().join("fixtures/registers");
    for (name, items) in
        [("audit", "recommendations"), ("performance", "indicators"), ("raid", "entries")]
    {
        let truth = folder.join(format!("{name}.truth.json"));
        check_records(&folder.join(format!("{name}.md")), &truth, &[], items);
    }
}

#[test]
fn word_and_spreadsheet_files_are_read_as_they_were_written() {
    let folder = root().join("fixtures/office");
    let mut count = 0;
    for name in files(&folder).iter().filter(|f| !f.ends_with(".json")) {
        let (stem, _) = name.rsplit_once('.').unwrap();
        check_records(
            &folder.join(name),
            &folder.join(format!("{stem}.truth.json")),
            &[],
            "actions",
        );
        count += 1;
    }
    assert!(count >= 7, "the office fixtures are not there");
}

/// Whether a PDF is the plan, whole; `pages.rs` reads the others.
fn is_plan(name: &str) -> bool {
    let others = ["truncated", "no-table-", "table-", "scan", "encrypted-aes"];
    !others.iter().any(|o| name.starts_with(o))
}

#[test]
fn every_typeset_pdf_is_read_as_it_was_written() {
    let folder = root().join("fixtures/pdf");
    let mut count = 0;
    for name in files(&folder).iter().filter(|f| f.ends_with(".pdf") && is_plan(f)) {
        let password: &[&str] =
            if name == "encrypted-password.pdf" { &["--password", "wexmoor"] } else { &[] };
        // The variants of the first month have no month in their names.
        let month = name.get(..7).filter(|m| m.starts_with("2024-")).unwrap_or("2024-01");
        let truth = folder.join(format!("{month}.truth.json"));
        check_records(&folder.join(name), &truth, password, "actions");
        count += 1;
    }
    assert!(count > 20, "the typeset fixtures are not there");
}

#[test]
fn a_pdf_that_needs_a_password_or_is_cut_short_is_told() {
    let folder = root().join("fixtures/pdf");
    let arguments = ["convert", "encrypted-password.pdf"];
    run(TABLEMEND, &folder, &arguments).expect(3, &["password", "--password-file"]);
    let wrong = ["convert", "encrypted-password.pdf", "--password", "other"];
    run(TABLEMEND, &folder, &wrong).expect(3, &["password"]);
    let variables = [("TABLEMEND_PASSWORD", "wexmoor")];
    run_with(TABLEMEND, &folder, &arguments, b"", &variables).expect(0, &["36 actions"]);
    let cut = run(TABLEMEND, &folder, &["convert", "truncated.pdf"]);
    assert!(matches!(cut.code, Some(0 | 3)), "{}", cut.stderr);
    assert!(!cut.stderr.is_empty() && !cut.stderr.contains("program.defect"), "{}", cut.stderr);
}

#[test]
fn every_kind_of_mess_is_mended() {
    let folder = root().join("fixtures/mess");
    let mut wrong = Vec::new();
    let mut count = 0;
    for name in files(&folder).iter().filter(|f| !f.ends_with(".json")) {
        let expected = json(&folder.join(format!("{name}.expected.json")));
        let ran = run(TABLEMEND, &folder, &["tables", name]);
        let ours = ran.expect(0, &[]).json();
        count += 1;
        let Some(tables) = expected["tables"].as_array() else { continue };
        let found = ours["tables"].as_array().unwrap();
        if tables.len() != found.len() {
            wrong.push(format!("{name}: {} tables expected, {} found", tables.len(), found.len()));
        }
        for (i, (table, ours)) in tables.iter().zip(found).enumerate() {
            let place = format!("{name}, table {}", i + 1);
            compare(&table["rows"], &grid(ours), &place, &mut wrong);
            for key in ["title", "header_rows"] {
                if let Some(value) = table.get(key) {
                    compare(value, &ours[key], &format!("{place}, {key}"), &mut wrong);
                }
            }
        }
    }
    assert!(count > 20, "the fixtures of mess are not there");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
