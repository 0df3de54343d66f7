//! What a decision settles is asked no longer, and what it does not settle still is.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tablemend::corrections::{apply, parse};
use tablemend::model::{Level, Value};
use tablemend::{Options, Records};

fn read(text: &str) -> Records {
    tablemend::convert(text, "plan.md", &Options::new()).unwrap()
}

/// The records with corrections of their own document, one after the other.
fn with(records: &Records, all: &[&str]) -> Records {
    let sha256 = &records.data().document.sha256;
    let lines = all.iter().zip(10..).map(|(members, minute)| {
        format!(
            r#"{{"v": 1, "at": "2024-05-20T10:{minute}:00Z", "by": "A. Officer", "document": "{sha256}", {members}}}"#
        ) + "\n"
    });
    apply(records, &parse(&lines.collect::<String>()).unwrap())
}

/// What is asked: code and record.
fn asked(records: &Records) -> Vec<String> {
    let open = records.notes().iter().filter(|n| n.level > Level::Info);
    open.map(|n| format!("{} {}", n.code, n.record.as_deref().unwrap_or("-"))).collect()
}

fn message(records: &Records, code: &str) -> Option<String> {
    records.notes().iter().find(|n| n.code == code).map(|n| n.message.clone())
}

/// Flags and notes of a record say the same.
fn flags_fit(records: &Records) {
    for record in &records.data().items().unwrap().1.records {
        for flag in &record.flags {
            let is_told = |n: &tablemend::model::Diagnostic| {
                n.record.as_deref() == Some(&record.id) && n.code == *flag
            };
            assert!(records.notes().iter().any(is_told), "{} has {flag} untold", record.id);
        }
    }
}

/// A plan whose third row was cut in two, the lower part without a ref.
const CUT: &str = "\
# Harbour plan – May 2024

| Ref | Action | Completion date | Lead | RAG |
|---|---|---|---|---|
| 1.1 | Mend the wall at the weir. | April 2024 | Harbour Master | Green |
| 1.2 | Train two wardens for the | June 2024 | Warden | Amber |
| | lower gate and its bell. | | Clerk | |
| 1.3 | Publish the rota. | July 2024 | Clerk | Red |
| 1.4 | Paint the boats. | July 2024 | Clerk | Red |
| 1.5 | Grease the hinges. | July 2024 | Clerk | Red |
| 1.6 | Hang the bell. | July 2024 | Clerk | Red |
| 1.7 | Count the oars. | July 2024 | Clerk | Red |
";

/// The same with a row that has a ref, and a date that no calendar has.
fn cut(lower: &str) -> String {
    CUT.replace("| | lower gate and its bell. | | Clerk | |", lower)
}

#[test]
fn a_row_that_was_joined_is_asked_about_no_longer() {
    let records = read(&cut("| 2 | lower gate and its bell. | 31 June 2024 | Clerk | Green |"));
    let before = asked(&records);
    for code in ["text.cut 1.2", "date.impossible 2"] {
        assert!(before.iter().any(|c| c == code), "{code}: {before:?}");
    }
    let joined = with(&records, &[r#""id": "2", "op": "join", "value": "1.2""#]);
    assert_eq!(asked(&joined), [""; 0], "{before:?}");
    flags_fit(&joined);
    let row = joined.data().items().unwrap().1.records.iter().find(|r| r.id == "1.2").unwrap();
    let whole = "Train two wardens for the lower gate and its bell.";
    assert!(row.values.contains(&Value::Text(whole.into())), "{:?}", row.values);
}

#[test]
fn a_date_that_moves_with_the_joined_row_is_still_asked_about() {
    let text = cut("| 2 | lower gate and its bell, of the | 31 June 2024 | Clerk | Green |")
        .replace(
            "| 1.2 | Train two wardens for the | June 2024 |",
            "| 1.2 | Train two wardens for the | |",
        );
    let records = read(&text);
    let joined = with(&records, &[r#""id": "2", "op": "join", "value": "1.2""#]);
    let after = asked(&joined);
    assert!(after.contains(&"date.impossible 1.2".to_owned()), "{after:?}");
    assert!(after.contains(&"text.cut 1.2".to_owned()), "its end is cut as well: {after:?}");
    flags_fit(&joined);
}

#[test]
fn a_row_that_is_no_record_is_asked_about_no_longer() {
    let records = read(&cut("| 2 | lower gate and its bell. | 31 June 2024 | Clerk | Green |"));
    let dropped = with(&records, &[r#""id": "2", "op": "drop""#]);
    let after = asked(&dropped);
    assert!(after.iter().all(|c| !c.starts_with("date.")), "{after:?}");
    assert!(after.contains(&"text.cut 1.2".to_owned()), "the row above is cut still: {after:?}");
    flags_fit(&dropped);
}

/// A plan that lacks 1.3 and 1.6; its third row has the ref 1.2 twice.
const GAPS: &str = "\
# Harbour plan – May 2024

| Ref | Action | Completion date | Lead | RAG |
|---|---|---|---|---|
| 1.1 | Mend the wall at the weir | April 2024 | Harbour Master | Green |
| 1.2 | Train two wardens | June 2024 | Warden | Amber |
| 1.2 | Publish the rota | July 2024 | Clerk | Red |
| 1.4 | Paint the boats | July 2024 | Clerk | Red |
| 1.5 | Grease the hinges | July 2024 | Clerk | Red |
| 1.7 | Hang the bell | July 2024 | Clerk | Red |
| 1.8 | Count the oars | July 2024 | Clerk | Red |
| 1.9 | Sort the ropes | July 2024 | Clerk | Red |
| 1.10 | Empty the bins | July 2024 | Clerk | Red |
| 1.11 | Call the ferry | July 2024 | Clerk | Red |
| 1.12 | Ring the bell | July 2024 | Clerk | Red |
";

#[test]
fn a_ref_that_fills_a_gap_settles_it() {
    let records = read(GAPS);
    let lacks = message(&records, "records.missing").unwrap();
    assert!(lacks.contains("lacks 1.3, 1.6"), "{lacks}");
    let sequence = |r: &Records| {
        let notes = r.notes().iter().filter(|n| n.code == "ref.sequence");
        notes.map(|n| n.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sequence(&records).len(), 2, "{:?}", sequence(&records));
    let one = r#""id": "1.2~2", "field": "ref", "op": "set", "printed": "1.2", "value": "1.3""#;
    let after = with(&records, &[one]);
    let lacks = message(&after, "records.missing").unwrap();
    assert!(lacks.contains("lacks 1.6:"), "{lacks}");
    assert_eq!(sequence(&after), ["numbers are left out between 1.5 and 1.7"]);
    assert!(asked(&after).iter().all(|c| !c.starts_with("ref.duplicate")), "{:?}", asked(&after));
    flags_fit(&after);
    // The missing row is added: nothing lacks.
    let two = r#""id": null, "op": "add", "value": {"after": "1.5", "ref": "1.6", "action": "Oil the gate"}"#;
    let after = with(&records, &[one, two]);
    assert_eq!(message(&after, "records.missing"), None);
    assert_eq!(sequence(&after), [""; 0]);
    flags_fit(&after);
}

#[test]
fn the_first_of_two_equal_refs_may_be_the_one_that_was_wrong() {
    let records =
        read(&GAPS.replace("| 1.2 | Publish", "| 1.3 | Publish").replace("| 1.1 |", "| 1.2 |"));
    let before = |r: &Records| r.notes().iter().any(|n| n.code == "ref.duplicate");
    assert!(before(&records), "{:?}", records.notes());
    let one = r#""id": "1.2", "field": "ref", "op": "set", "printed": "1.2", "value": "1.1""#;
    let after = with(&records, &[one]);
    assert!(!before(&after), "{:?}", after.notes());
    flags_fit(&after);
}

#[test]
fn a_gap_that_is_not_filled_is_still_told() {
    let records = read(GAPS);
    let one = r#""id": "1.9", "field": "ref", "op": "set", "printed": "1.9", "value": "1.99""#;
    let after = with(&records, &[one]);
    assert_eq!(message(&after, "records.missing"), message(&records, "records.missing"));
    flags_fit(&after);
}

#[test]
fn filling_an_empty_cell_and_mending_a_long_text_settle_their_queries() {
    let long = "Train two wardens for the lower gate, who know the tides, the bells, the boats, \
                the ropes, the oars and the lamps, and can tell them apart at night and in the";
    let rows: String = (3..70)
        .map(|n| format!("| 1.{n} | Count the oars of boat {n}. | July 2024 | Clerk | Red |\n"))
        .collect();
    let text = format!(
        "{}| 1.1 | {long} | | Clerk | Red |\n| 1.2 | Hang the bell. | May 2024 | Clerk | Red |\n{rows}",
        CUT.split_inclusive('\n').take(4).collect::<String>()
    );
    let records = read(&text);
    let before = asked(&records);
    for code in ["text.cut 1.1", "cell.empty 1.1"] {
        assert!(before.iter().any(|c| c == code), "{code}: {before:?}");
    }
    let date = r#""id": "1.1", "field": "completion", "op": "set", "printed": null, "value": "2024-05-31""#;
    let mended = format!(
        r#""id": "1.1", "field": "action", "op": "set", "printed": "{long}", "value": "{long} rain.""#
    );
    let after = with(&records, &[date, &mended]);
    assert_eq!(asked(&after), [""; 0]);
    flags_fit(&after);
}
