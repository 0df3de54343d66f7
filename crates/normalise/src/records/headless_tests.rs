//! Tables without a header row.

use super::authors_tests::field;
use super::legend;
use super::testing::{document, pipe_table};
use crate::audit::audit;
use crate::profile::Profile;
use crate::records::records;
use crate::tables::tables;
use foldhash::HashSet;
use tablemend_model::{Dataset, Rgb};

/// The records of tables of which none marks a header.
fn read(text: &str) -> Dataset {
    let document = tables(document(text)).value;
    assert!(document.tables().all(|t| t.header_rows() == 0));
    let all: Vec<Profile> = Profile::built_in_names().filter_map(Profile::built_in).collect();
    let profile = Profile::fitting(&document, &all).unwrap();
    let data = records(&document, &profile, "t");
    assert!(audit(&document, &data).is_clean(), "{text}: {:?}", audit(&document, &data));
    data
}

fn codes(data: &Dataset) -> Vec<&str> {
    let mut codes: Vec<&str> = data.diagnostics.iter().map(|n| n.code.as_ref()).collect();
    codes.retain(|c| c.starts_with("header."));
    codes
}

#[test]
fn a_first_row_of_numbers_is_no_header() {
    let boats = "Skiff|12\nPunt|8\nTender|31";
    let data = read(boats);
    assert_eq!(field(&data, "rows", "column_1"), ["Skiff", "Punt", "Tender"]);
    assert_eq!(field(&data, "rows", "column_2"), ["12 (12)", "8 (8)", "31 (31)"]);
    assert_eq!(codes(&data), ["header.assumed"]);
    // A year heads a column of numbers.
    let data = read("Boat|2024\nSkiff|12\nPunt|8\nTender|31");
    assert_eq!(field(&data, "rows", "boat"), ["Skiff", "Punt", "Tender"]);
    assert_eq!(codes(&data), Vec::<&str>::new());
}

#[test]
fn tables_alike_without_a_header_are_told_once() {
    let data = read(
        "Skiff|12\nPunt|8\nTender|31\n\nBelow.\n\nMole|3 May 2024\nQuay|4 June 2024\nLock|5 July 2024",
    );
    assert_eq!(codes(&data), ["header.assumed"]);
    let note = data.diagnostics.iter().find(|n| n.code == "header.assumed");
    assert!(
        note.is_some_and(|n| n.message.starts_with("this table and 1 more table like it have"))
    );
}

#[test]
fn a_first_row_of_days_or_sentences_is_no_header() {
    let data =
        read("Skiff built|3 May 2019|Ann\nPunt built|4 June 2020|-\nYawl built|5 July 2021|Cy");
    assert_eq!(field(&data, "rows", "column_1"), ["Skiff built", "Punt built", "Yawl built"]);
    assert_eq!(codes(&data), ["header.assumed"]);
    let long = "the mast of the old skiff is to be taken down before the ice comes in";
    let whole = "Nobody may row out of the harbour while the red lamp on the tower is lit";
    let data = read(&format!("|{long}|May\nPunt|{whole}|June\nYawl|{whole}|July"));
    assert_eq!(field(&data, "rows", "column_2"), [long, whole, whole]);
    assert_eq!(codes(&data), ["header.assumed"]);
    let data = read(&format!("Gig|{whole}|{whole}\nPunt|{whole}|{whole}\nYawl|{whole}|{whole}"));
    assert_eq!(field(&data, "rows", "column_1"), ["Gig", "Punt", "Yawl"]);
}

#[test]
fn the_columns_of_the_table_above_go_on() {
    let data = read("Boat|Oars\nSkiff|12\nPunt|8\n\nBelow.\n\nTender|31\nYawl|4\nGig|6");
    assert_eq!(field(&data, "rows", "boat"), ["Skiff", "Punt", "Tender", "Yawl", "Gig"]);
    assert_eq!(codes(&data), ["header.assumed"]);
    // Columns of other kinds are others.
    let data = read("Boat|Oars\nSkiff|12\nPunt|8\n\nBelow.\n\n31|Tender\n4|Yawl\n6|Gig");
    assert_eq!(field(&data, "rows", "column_2")[2..], ["Tender", "Yawl", "Gig"]);
}

#[test]
fn names_begin_small_without_doubt() {
    let rows = ["Boat|Oars", "Skiff|1", "Punt|2", "Gig|3", "Yawl|4", "Tender|5", "de Ruyter|6"];
    let data = read(&rows.join("\n"));
    assert!(data.diagnostics.iter().all(|n| n.code != "text.cut"));
}

#[test]
fn labels_of_an_item_are_no_legend() {
    let profile = Profile::built_in("action-plan").unwrap();
    let entries = |rows: &str| {
        let mut table = pipe_table(rows);
        for (row, colour) in [Rgb(0, 176, 80), Rgb(255, 192, 0), Rgb(192, 0, 0)].iter().enumerate()
        {
            table.cell_at_mut(row as u32, 0).unwrap().fill = Some(*colour);
        }
        let read = legend::read(&table, 1, &profile, &HashSet::default());
        read.map_or(0, |l| l.entries.len())
    };
    let card = "Action|Paint the shed|\nLead officer|Cook; RAG rating|\nDue|July 2026|";
    assert_eq!(entries(card), 0);
    let key = "Green|On course|\nAmber|Some delay|\nRed|Much delay|";
    assert_eq!(entries(key), 3);
}

#[test]
fn a_form_without_any_header_is_read_by_place() {
    let title = "The plan of the harbour and of all that lies on it ".repeat(4);
    let text =
        format!("{title}|<\nWhat it is about|The pier and the gate\nAdoption|TBC\nCost|Not known");
    let data = read(&text);
    let side = ["What it is about", "Adoption", "Cost"];
    assert!(field(&data, "rows", "column_1").ends_with(&side.map(str::to_owned)));
    assert_eq!(codes(&data), ["header.assumed"]);
}
