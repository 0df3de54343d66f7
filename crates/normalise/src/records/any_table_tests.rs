//! Columns of tables that no family of documents knows: codes, versions, places, figures alone.

use super::authors_tests::{field, read};
use tablemend_model::{Dataset, FieldKind};

fn refs(data: &Dataset) -> Vec<&str> {
    let (_, items) = data.items().unwrap();
    items.records.iter().map(|r| r.reference.as_deref().unwrap_or("-")).collect()
}

fn count(data: &Dataset, code: &str) -> usize {
    data.diagnostics.iter().filter(|n| n.code == code).count()
}

#[test]
fn a_column_of_figures_stays_one_where_no_column_has_texts() {
    let data = read("Ward code|Boats|Gates\nE05-A|11|4\nE05-B|25|9\nE05-C|7|3");
    assert_eq!(field(&data, "rows", "boats"), ["11 (11)", "25 (25)", "7 (7)"]);
    assert_eq!(refs(&data), ["E05-A", "E05-B", "E05-C"]);
    // Nor is a part of a number a reference.
    let data = read("Low|High\n2.5204e-07|2.528e-07\n2.4141e-07|2.4212e-07\n2.3e-07|2.31e-07");
    assert_eq!(refs(&data), ["-", "-", "-"]);
    assert_eq!(count(&data, "ref.missing"), 0);
}

#[test]
fn a_code_alone_is_no_reference_in_front_of_a_text() {
    let rows = "DP 4|Ash Boats\n151|Bell Ropes\nDP 4|Elm Gates\nDP 6|Oak Rails\nDP 7|Fir Quays";
    let data = read(&format!("Paid by|Supplier\n{rows}"));
    assert_eq!(field(&data, "rows", "paid_by"), ["DP 4", "151", "DP 4", "DP 6", "DP 7"]);
    assert_eq!((refs(&data), count(&data, "ref.missing")), (vec!["-"; 5], 0));
    // A text may begin with its reference.
    let data = read("Site|Boats\nLP38 Quay by the mill|3\nLP39 Lock by the weir|4\nLP40 Pier|5");
    assert_eq!(refs(&data), ["LP38", "LP39", "LP40"]);
}

#[test]
fn versions_are_no_numbers_and_places_no_statuses() {
    let kind = |text: &str, name: &str| {
        let data = read(text);
        let (schema, _) = data.items().unwrap();
        schema.field(name).unwrap().1.kind
    };
    assert_eq!(kind("Boat|Release\nAsh|17.9\nElm|17.10\nOak|18.1", "release"), FieldKind::Text);
    assert_eq!(kind("Boat|Length\nAsh|17.9\nElm|17.10\nOak|18.1", "length"), FieldKind::Number);
    assert_eq!(kind("Boat|State\nAsh|Kerala\nElm|Orissa\nOak|Goa", "state"), FieldKind::Text);
    assert_eq!(kind("Boat|State\nAsh|Open\nElm|Closed\nOak|Open", "state"), FieldKind::Status);
}

#[test]
fn two_rows_of_amounts_have_no_header() {
    use super::testing::document;
    use crate::profile::Profile;
    let table =
        crate::tables::tables(document("Mean gap of the boats|60%\nMedian gap of the boats|50%"))
            .value;
    let data = super::records(&table, &Profile::built_in("table").unwrap(), "t");
    assert_eq!(field(&data, "rows", "column_2"), ["60 (60%)", "50 (50%)"]);
}
