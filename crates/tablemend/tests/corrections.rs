//! Corrections, applied to the document that was looked at and to the next edition.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tablemend::corrections::{Correction, apply, lines, merged, parse};
use tablemend::model::{Level, Value};
use tablemend::{Format, Options, Records, WriteOptions};

const MAY: &str = "\
# Harbour plan – May 2024

| Ref | Action | Completion date | Lead | Commentary | RAG |
|---|---|---|---|---|---|
| 1.1 | Mend the wall at the weir | 31 April 2024 | Harbour Master | On track | Green |
| 1.2 | Train two wardens | June 2024 | Warden | Started | Amber |
| 1.3 | and a third one | | | as well | |
| 1.4 | Publish the rota | July 2024 | Clerk | Late | Red |
";

fn read(text: &str) -> Records {
    tablemend::convert(text, "plan.md", &Options::new()).unwrap()
}

/// A correction on a document, with the members that matter.
fn on(records: &Records, members: &str) -> Vec<Correction> {
    let sha256 = &records.data().document.sha256;
    let line = format!(
        r#"{{"v": 1, "at": "2024-05-20T10:00:00Z", "by": "A. Officer", "document": "{sha256}", {members}}}"#
    );
    parse(&line).unwrap()
}

/// The members of a correction of a field, with what is printed and read there.
fn set(id: &str, field: &str, printed: &str, value: &str) -> String {
    format!(
        r#""id": "{id}", "field": "{field}", "op": "set", "printed": {printed}, "value": {value}"#
    )
}

fn row<'a>(records: &'a Records, id: &str) -> Option<&'a tablemend::model::Record> {
    records.data().items().unwrap().1.records.iter().find(|r| r.id == id)
}

/// The value of a field in words, as in the CSV.
fn cell(records: &Records, id: &str, column: &str) -> String {
    let mut csv = Vec::new();
    tablemend::write(records, Format::Csv, &WriteOptions::new(), &mut csv).unwrap();
    let mut reader = csv_rows(&String::from_utf8(csv).unwrap());
    let heads = reader.remove(0);
    let at = heads.iter().position(|h| h == column).unwrap();
    reader.into_iter().find(|r| r[0] == id).map(|r| r[at].clone()).unwrap_or_default()
}

/// CSV without quoted line breaks, which these plans do not have.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    text.lines().map(row).collect()
}

fn codes(records: &Records) -> Vec<String> {
    let own = records.notes().iter().filter(|n| n.code.starts_with("correction."));
    own.map(|n| format!("{} {}", n.code, n.record.as_deref().unwrap_or("-"))).collect()
}

#[test]
fn values_of_every_kind_are_corrected_and_say_what_they_were() {
    let records = read(MAY);
    // id, field, printed, value, column of the CSV, what is there.
    let cases = [
        (
            "1.1",
            "completion",
            r#""31 April 2024""#,
            r#""2024-04-30""#,
            "completion_end",
            "2024-04-30",
        ),
        (
            "1.1",
            "completion",
            r#""31 April 2024""#,
            r#""30 April 2024""#,
            "completion_edtf",
            "2024-04-30",
        ),
        (
            "1.1",
            "completion",
            r#""31 April 2024""#,
            r#""April to June 2024""#,
            "completion_edtf",
            "2024-04/2024-06",
        ),
        ("1.1", "completion", r#""31 April 2024""#, "null", "completion_edtf", ""),
        ("1.2", "leads", r#""Warden""#, r#"["Warden", "Clerk"]"#, "leads", "Warden; Clerk"),
        ("1.2", "leads", r#""Warden""#, r#""Warden; Clerk""#, "leads", "Warden; Clerk"),
        ("1.4", "status", r#""Red""#, r#""Amber""#, "status", "amber"),
        ("1.4", "commentary", r#""Late""#, r#""Late, by a week""#, "commentary", "Late, by a week"),
        ("1.4", "ref", r#""1.4""#, r#""1.5""#, "ref", "1.5"),
    ];
    for (id, field, printed, value, column, expected) in cases {
        let made = apply(&records, &on(&records, &set(id, field, printed, value)));
        assert_eq!(cell(&made, id, column), expected, "{id} {field} {value}");
        assert_eq!(codes(&made), [format!("correction.applied {id}")], "{field}");
        let record = row(&made, id).unwrap();
        let was = record.corrected_from(field).unwrap();
        assert_ne!(*was, Value::Missing, "{field}");
        assert!(record.flags.iter().any(|f| f == "correction.applied"));
        // What is printed stays, and a reader of the JSON gets all of it back.
        if field == "completion" {
            assert_eq!(cell(&made, id, "completion_printed"), "31 April 2024");
            assert!(!record.flags.iter().any(|f| f == "date.impossible"), "its query is settled");
        }
        let json = made.to_json().unwrap();
        assert!(json.contains("corrected_from"), "{field}");
        let back = Records::from_json(json.as_bytes(), &Options::new()).unwrap();
        assert_eq!(back.data(), made.data(), "{field}");
    }
    assert_eq!(codes(&records), [""; 0], "the reading itself is as it was");
}

#[test]
fn confirming_settles_the_query_and_nothing_else() {
    let records = read(MAY);
    let doubts = |r: &Records| {
        r.notes()
            .iter()
            .filter(|n| n.level > Level::Info && n.record.as_deref() == Some("1.1"))
            .count()
    };
    assert_eq!(doubts(&records), 1, "{:?}", records.notes());
    let members =
        r#""id": "1.1", "field": "completion", "op": "confirm", "printed": "31 April 2024""#;
    let made = apply(&records, &on(&records, members));
    assert_eq!(doubts(&made), 0);
    assert_eq!(codes(&made), ["correction.confirmed 1.1"]);
    assert_eq!(cell(&made, "1.1", "completion_edtf"), "2024-04");
    assert!(row(&made, "1.1").unwrap().corrected.is_empty());
}

#[test]
fn rows_are_added_dropped_joined_and_split() {
    let records = read(MAY);
    let ids = |r: &Records| {
        r.data()
            .items()
            .unwrap()
            .1
            .records
            .iter()
            .map(|r| r.id.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(ids(&records), "1.1 1.2 1.3 1.4");
    let dropped = apply(&records, &on(&records, r#""id": "1.3", "op": "drop""#));
    assert_eq!(ids(&dropped), "1.1 1.2 1.4");
    let other: Vec<&str> = dropped.data().other_text.iter().map(|t| t.text.as_str()).collect();
    for words in ["1.3", "and a third one", "as well"] {
        assert!(other.contains(&words), "{words} is not lost: {other:?}");
    }
    let joined = apply(&records, &on(&records, r#""id": "1.3", "op": "join", "value": "1.2""#));
    assert_eq!(ids(&joined), "1.1 1.2 1.4");
    let text = row(&joined, "1.2").unwrap();
    assert!(text.values.contains(&Value::Text("Train two wardens and a third one".into())));
    let members = r#""op": "add", "id": "1.2a", "value": {"after": "1.2", "ref": "1.2a",
        "action": "Buy boots", "completion": "May 2024", "status": "Green"}"#
        .replace('\n', " ");
    let added = apply(&records, &on(&records, &members));
    assert_eq!(ids(&added), "1.1 1.2 1.2a 1.3 1.4");
    assert_eq!(cell(&added, "1.2a", "completion_end"), "2024-05-31");
    let members = r#""op": "split", "id": "1.2", "value": [{"action": "Train one warden"},
        {"ref": "1.2b", "action": "Train another"}]"#
        .replace('\n', " ");
    let split = apply(&records, &on(&records, &members));
    assert_eq!(ids(&split), "1.1 1.2 1.2b 1.3 1.4");
    assert_eq!(cell(&split, "1.2b", "leads"), "Warden");
    for made in [dropped, joined, added, split] {
        assert!(
            codes(&made).iter().all(|c| c.starts_with("correction.applied")),
            "{:?}",
            codes(&made)
        );
        assert!(!codes(&made).is_empty());
    }
}

#[test]
fn the_next_edition_takes_what_is_still_so() {
    let may = read(MAY);
    let members = format!(
        r#"{}, "read": "2024-04", "text": "Mend the wall at the weir""#,
        set("1.1", "completion", r#""31 April 2024""#, r#""2024-04-30""#)
    );
    let corrections = on(&may, &members);
    let cases = [
        // What the next edition prints; what becomes of the correction; the date of the item.
        (MAY.replace("May 2024", "June 2024"), "correction.applied 1.1", "1.1", "2024-04-30"),
        // Renumbered: known by its text.
        (MAY.replace("| 1.1 |", "| 1.9 |"), "correction.applied 1.9", "1.9", "2024-04-30"),
        (MAY.replace("31 April 2024", "31 May 2024"), "correction.stale 1.1", "1.1", "2024-05-31"),
        (
            MAY.replace("31 April 2024", "30 April 2024"),
            "correction.retired 1.1",
            "1.1",
            "2024-04-30",
        ),
        (
            MAY.replace("Mend the wall at the weir", "Sell the boats"),
            "correction.orphan -",
            "1.1",
            "2024-04",
        ),
        (
            MAY.replace("| 1.1 | Mend the wall at the weir", "| 1.8 | Sell the boats"),
            "correction.orphan -",
            "1.8",
            "2024-04",
        ),
    ];
    for (text, code, id, edtf) in cases {
        let made = apply(&read(&text), &corrections);
        assert_eq!(codes(&made), [code], "{text}");
        assert_eq!(cell(&made, id, "completion_edtf"), edtf, "{code}");
    }
    // A status by colour has no printed words: what was read is the evidence.
    let coloured = |colour: &str| {
        MAY.replace("| Red |", &format!("| <span style=\"background:{colour}\">&nbsp;</span> |"))
    };
    let red = read(&coloured("red"));
    assert_eq!(cell(&red, "1.4", "status"), "red");
    let members = r#""id": "1.4", "field": "status", "op": "set", "printed": null, "read": "red",
        "value": "amber""#
        .replace('\n', " ");
    let corrections = on(&red, &members);
    let next = apply(&read(&(coloured("red") + "\n")), &corrections);
    assert_eq!(codes(&next), ["correction.applied 1.4"]);
    let turned = apply(&read(&coloured("green")), &corrections);
    assert_eq!(codes(&turned), ["correction.stale 1.4"]);
}

#[test]
fn undone_corrections_do_not_count_and_conflicts_are_told() {
    let records = read(MAY);
    let line = |at: &str, by: &str, rest: &str| {
        let sha256 = &records.data().document.sha256;
        format!(
            r#"{{"v": 1, "at": "{at}", "by": "{by}", "document": "{sha256}", "id": "1.4", "field": "status", "op": "set", "printed": "Red", {rest}}}"#
        )
    };
    let a = line("2024-05-20T10:00:00Z", "A", r#""value": "amber""#);
    let b = line("2024-05-21T10:00:00Z", "B", r#""value": "green""#);
    let undo =
        line("2024-05-22T10:00:00Z", "B", r#""value": null, "undoes": "2024-05-21T10:00:00Z""#);
    let cases = [
        (vec![&a], "amber", vec!["correction.applied 1.4"]),
        (vec![&b, &a], "green", vec!["correction.applied 1.4", "correction.conflict 1.4"]),
        (vec![&a, &b, &undo], "amber", vec!["correction.applied 1.4"]),
    ];
    for (given, status, told) in cases {
        let text = given.iter().map(|l| format!("{l}\n")).collect::<String>();
        let made = apply(&records, &parse(&text).unwrap());
        assert_eq!(cell(&made, "1.4", "status"), status);
        assert_eq!(codes(&made), told);
    }
    let both = parse(&format!("{b}\n{a}\n{a}\n")).unwrap();
    let together = merged(both);
    assert_eq!(together.iter().map(|c| c.by.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(parse(&lines(&together)).unwrap(), together);
}

#[test]
fn what_cannot_be_applied_is_told() {
    let records = read(MAY);
    let cases = [
        (
            set("1.1", "completion", r#""31 April 2024""#, r#""soonish""#),
            "correction.unreadable 1.1",
            "soonish",
        ),
        (
            set("1.1", "completion", r#""31 April 2024""#, r#"{"a": 1}"#),
            "correction.unreadable 1.1",
            "text",
        ),
        (set("9.9", "completion", "null", r#""2024-04-30""#), "correction.orphan -", "9.9"),
        (
            r#""id": "1.3", "op": "join", "value": "7""#.to_owned(),
            "correction.unreadable 1.3",
            "no other",
        ),
        (
            r#""id": "1.3", "op": "split", "value": []"#.to_owned(),
            "correction.unreadable 1.3",
            "parts",
        ),
        (
            r#""op": "add", "value": {"colour": "red"}"#.to_owned(),
            "correction.unreadable -",
            "colour",
        ),
    ];
    for (members, code, words) in cases {
        let made = apply(&records, &on(&records, &members));
        assert_eq!(codes(&made), [code], "{members}");
        assert!(
            made.notes().iter().any(|n| n.message.contains(words)),
            "{words}: {:?}",
            made.notes()
        );
    }
    for (text, words) in [
        ("nonsense", "line 1"),
        ("\n{\"v\": 1}", "line 2"),
        (r#"{"v": 2, "at": "", "by": "", "op": "set"}"#, "version 2"),
        (r#"{"v": 1, "at": "", "by": "", "op": "paint"}"#, "paint"),
    ] {
        let told = parse(text).unwrap_err();
        assert!(told.to_string().contains(words), "{told}");
    }
}

/// A document with items of two kinds that have the same numbers.
const BOTH: &str = "\
# Ferry plan and risks – May 2024

| Ref | Action | Completion date | Lead | RAG |
|---|---|---|---|---|
| 1 | Paint the ferry bells | 31 May 2024 | Ferry Master | Red |
| 2 | Oil the river gates | 30 June 2024 | Ferry Master | Green |
| 3 | Count the lost oars | 30 June 2024 | Ferry Master | Green |

| Ref | Risk | Owner | Likelihood | Impact | Score | Status |
|---|---|---|---|---|---|---|
| 1 | The gates rust | Bell Keeper | 3 | 5 | 15 | Open |
| 2 | The bells crack | Bell Keeper | 2 | 3 | 6 | Open |
";

#[test]
fn a_correction_of_another_kind_of_items_goes_to_that_kind() {
    let records = read(BOTH);
    let risks = |records: &Records| -> Vec<(String, String, String)> {
        let (schema, entity) = records.data().entity("risks").unwrap();
        let shown = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Status(status)) => status.value.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let at = |name: &str| schema.field(name).unwrap().0;
        let row = |r: &tablemend::model::Record| {
            (r.id.clone(), shown(r.values.get(at("risk"))), shown(r.values.get(at("status"))))
        };
        entity.records.iter().map(row).collect()
    };
    let done = apply(&records, &on(&records, &set("1~2", "status", "\"Open\"", "\"closed\"")));
    assert_eq!(risks(&done)[0].2, "closed");
    assert_eq!(cell(&done, "1", "status"), "red", "the action of the same number stays as it is");

    let row = r#""op": "add", "text": "The boats drift", "value": {"after": "1~2", "risk": "The boats drift"}"#;
    let done = apply(&records, &on(&records, row));
    let texts: Vec<String> = risks(&done).into_iter().map(|(_, text, _)| text).collect();
    assert_eq!(texts, ["The gates rust", "The boats drift", "The bells crack"]);
    let row = r#""op": "add", "text": "The boats drift", "value": {"risk": "The boats drift"}"#;
    let done = apply(&records, &on(&records, row));
    assert_eq!(risks(&done).last().unwrap().1, "The boats drift");
    let done = apply(&records, &on(&records, r#""id": "2~2", "op": "join", "value": "1~2""#));
    assert_eq!(risks(&done).len(), 1);
    assert_eq!(done.data().items().unwrap().1.records.len(), 3);
}
