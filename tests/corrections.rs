//! `convert --corrections`: what people settled in one edition, applied to it and to the next.

use serde_json::{Value, json};
use std::fs;
use tablemend_tests::{root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// The codes of corrections and the records they speak of.
fn told(records: &Value) -> Vec<String> {
    let all = records["diagnostics"].as_array().unwrap();
    let own = all.iter().filter(|d| d["code"].as_str().unwrap().starts_with("correction."));
    own.map(|d| format!("{} {}", d["code"].as_str().unwrap(), d["action"].as_str().unwrap_or("-")))
        .collect()
}

fn action<'a>(records: &'a Value, id: &str) -> &'a Value {
    records["actions"].as_array().unwrap().iter().find(|a| a["id"] == id).unwrap()
}

#[test]
fn a_month_is_corrected_and_the_next_takes_it_over() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |name: &str| root().join("fixtures/pdf").join(name).display().to_string();
    let (january, february) = (plan("2024-01-reportlab.pdf"), plan("2024-02-libreoffice.pdf"));
    let convert = |document: &str, more: &[&str]| {
        let arguments = [&["convert", document, "-f", "json"], more].concat();
        run(TABLEMEND, folder.path(), &arguments)
    };
    let read = convert(&january, &[]).json();
    let sha256 = read["document"]["sha256"].as_str().unwrap();
    let of = |id: &str, field: &str, op: &str, value: Value, at: u8| {
        let record = action(&read, id);
        let shown = &record[field];
        json!({
            "v": 1, "at": format!("2026-11-25T10:00:0{at}Z"), "by": "A. Officer", "document": sha256,
            "period": "2024-01", "item": null, "id": id, "field": field, "op": op,
            "printed": shown["printed"], "read": shown["edtf"], "value": value, "place": null,
            "why": "asked", "undoes": null, "text": record["action"],
        })
    };
    let lines = [
        of("2.3.1", "completion", "set", json!("2024-04-29"), 1),
        of("3.1.4", "completion", "confirm", Value::Null, 2),
        json!({ "v": 1, "at": "2026-11-25T10:00:03Z", "by": "A. Officer", "document": sha256,
                "id": "9.9.9", "field": "status", "op": "set", "value": "red" }),
    ];
    let file = folder.path().join("corrections.jsonl");
    fs::write(&file, lines.map(|l| format!("{l}\n")).concat()).unwrap();

    for document in [&january, &february] {
        let ran = convert(document, &["--corrections", "corrections.jsonl", "--audit"]);
        let records = ran.json();
        let codes = told(&records);
        for code in
            ["correction.applied 2.3.1", "correction.confirmed 3.1.4", "correction.orphan -"]
        {
            assert!(codes.iter().any(|c| c == code), "{document}: {code} is not in {codes:?}");
        }
        let due = &action(&records, "2.3.1")["completion"];
        assert_eq!(
            (&due["edtf"], &due["corrected_from"]["edtf"]),
            (&json!("2024-04-29"), &json!("2024-04"))
        );
        assert_eq!(due["printed"], "31 April 2024", "what is printed stays");
        let left = records["diagnostics"].as_array().unwrap();
        let doubts = ["date.impossible", "date.reversed"];
        assert!(left.iter().all(|d| !doubts.contains(&d["code"].as_str().unwrap())));
        ran.expect(0, &["correction.orphan", "9.9.9"]);
    }
    // In a folder all files have it, and nothing is amiss in the count of words.
    let out = folder.path().join("out");
    let arguments =
        ["convert", &january, "--corrections", "corrections.jsonl", "--audit", "-o", "out/"];
    run(TABLEMEND, folder.path(), &arguments).expect(0, &[]);
    let csv = fs::read_to_string(out.join("actions.csv")).unwrap();
    assert!(csv.contains("2024-04-29") && csv.contains("correction.applied"));
}

#[test]
fn files_that_are_no_corrections_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let plan = root().join("fixtures/plan/2024-01.md").display().to_string();
    fs::write(folder.path().join("bad.jsonl"), "{\"v\": 1}\n").unwrap();
    for (file, words) in
        [("bad.jsonl", "line 1 is not a correction"), ("none.jsonl", "cannot read the corrections")]
    {
        let ran = run(TABLEMEND, folder.path(), &["convert", &plan, "--corrections", file]);
        ran.expect(2, &[file, words]);
    }
}
