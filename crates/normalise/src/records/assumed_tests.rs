//! What cells take from the cells around them: years, and people; and what they do not take.

use super::authors_tests::{field, read};
use super::records;
use super::testing::document;
use crate::profile::Profile;
use tablemend_model::{Dataset, Level};

/// The levels and years of the dates whose year was assumed.
fn years(data: &Dataset) -> Vec<(Level, String)> {
    let notes = data.diagnostics.iter().filter(|d| d.code == "date.year_assumed");
    notes.map(|d| (d.level, d.used.clone().unwrap_or_default())).collect()
}

#[test]
fn a_year_that_other_rows_give_is_told() {
    let data = read(
        "Milestone|Target date|Status\nRope bought|1 April 2026|Done\nRope fitted|14 April|Open\n\
         Bell rung|7 July|Open",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-04-01", "2026-04-14", "2026-07-07"]);
    let info = (Level::Info, "2026".to_owned());
    assert_eq!(years(&data), [info.clone(), info]);
}

#[test]
fn rows_years_apart_give_no_year_where_the_edition_does() {
    let data = read(
        "# Quay plan\n\nPosition at 31 May 2026\n\nRef|Action|Lead|Due date|Status\n\
         1|Hang the gate|Clerk|1 May 2021|Done\n2|Ring the bell|Clerk|30 September|Open\n\
         3|Dredge the dock|Clerk|31 July 2026|Open\n4|Paint the boat|Clerk|31 March|Open",
    );
    let expected = ["2021-05-01", "2026-09-30", "2026-07-31", "2027-03-31"];
    assert_eq!(field(&data, "actions", "completion"), expected);
    // Within half a year of the edition no other year is as near.
    let told = [(Level::Info, "2026".to_owned()), (Level::Warning, "2027".to_owned())];
    assert_eq!(years(&data), told);
}

#[test]
fn rows_years_apart_give_a_year_where_nothing_else_does_and_that_is_a_query() {
    let data = read(
        "Ref|Action|Lead|Due date|Status\n1|Hang the gate|Clerk|1 May 2026|Done\n\
         2|Ring the bell|Clerk|30 June|Open\n3|Dredge the dock|Clerk|31 July 2021|Open",
    );
    assert_eq!(field(&data, "actions", "completion")[1], "2026-06-30");
    assert_eq!(years(&data), [(Level::Warning, "2026".to_owned())]);
}

#[test]
fn a_season_beside_the_dates_of_a_year_is_of_that_year() {
    let data = read(
        "Ref|Action|Lead|Due date|Status\n1|Hang the gate|Clerk|1 May 2026|Open\n\
         2|Ring the bell|Clerk|Autumn|Open\n3|Dredge the dock|Clerk|30 September 2026|Open",
    );
    assert_eq!(field(&data, "actions", "completion")[1], "2026-23");
}

#[test]
fn dates_in_order_give_the_year_of_the_row_above() {
    let data = read(
        "# Quay plan, May 2026\n\nRef|Action|Lead|Due date|Status\n1|Hang the gate|Clerk|3 March 2023|Done\n\
         2|Ring the bell|Clerk|5 May|Done\n3|Dredge the dock|Clerk|2 February 2024|Done\n\
         4|Paint the boat|Clerk|9 April|Done\n5|Sell the boat|Clerk|1 June 2025|Done",
    );
    let expected = ["2023-03-03", "2023-05-05", "2024-02-02", "2024-04-09", "2025-06-01"];
    assert_eq!(field(&data, "actions", "completion"), expected);
}

#[test]
fn only_blank_leads_are_taken_from_above() {
    let profile = "extends = \"action-plan\"\nname = \"quay\"\ntitle = \"Quay\"\n[[entity]]\nname = \"actions\"\n\
                   [[entity.field]]\nname = \"partner\"\ntitle = \"Partner\"\nkind = \"posts\"\nheaders = [\"partner\"]\n";
    let profile = Profile::parse(profile).unwrap();
    let document = document(
        "Ref|Action|Lead|Partner|Due date|Status\n1|Hang the gate|Clerk|Boat club|May 2026|Open\n\
         2|Ring the bell|||June 2026|Open",
    );
    let data = records(&document, &profile, "t");
    assert_eq!(field(&data, "actions", "leads"), ["Clerk", "Clerk"]);
    assert_eq!(field(&data, "actions", "partner"), ["Boat club", ""]);
}

#[test]
fn ranges_alone_are_a_column_of_text() {
    let kinds = |column: &str| {
        let rows: Vec<String> = column
            .split(';')
            .zip(["Gull", "Tern", "Coot", "Rail"])
            .map(|(t, boat)| format!("{boat}|{t}"))
            .collect();
        let data = read(&format!("Boat|Crew\n{}", rows.join("\n")));
        data.schema
            .entities
            .iter()
            .flat_map(|e| &e.fields)
            .any(|f| f.name == "crew" && f.kind == tablemend_model::FieldKind::Number)
    };
    assert!(kinds("5;6;<5;7"));
    assert!(!kinds("1–2;3–4;5–6;7–9"));
    assert!(!kinds("50%-70%;60%-80%;10%-20%"));
}
