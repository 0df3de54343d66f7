//! Tables whose headings no profile knows, told by their cells: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

fn assumed(data: &Dataset) -> usize {
    data.diagnostics.iter().filter(|n| n.code == "column.assumed").count()
}

const DEEDS: [&str; 3] =
    ["Mend the gate of the yard", "Train two new bell ringers", "Paint the north pier"];

/// A table of three rows, a letter for each column: deeds, posts, dates, states, colours, texts, names, yes and no.
fn table(head: &str, columns: &str) -> String {
    let cells = |c: char| -> [&str; 3] {
        match c {
            'd' => DEEDS,
            'w' => ["Harbour Manager", "Clerk", "Head of Boats"],
            't' => ["May 2026", "Ongoing", "30 June 2026"],
            's' => ["Complete", "In progress", "Not started"],
            'c' => ["Green", "Amber", "Red"],
            'x' => [
                "The gate has hung loose since the storm.",
                "Both of the old ones left in spring.",
                "The old paint came off last year.",
            ],
            'n' => ["Yard", "Tower", "Pier"],
            'y' => ["Yes", "No", "Partly"],
            _ => unreachable!("no such column"),
        }
    };
    let row = |n: usize| columns.chars().map(|c| cells(c)[n]).collect::<Vec<_>>().join("|");
    format!("{head}\n{}\n{}\n{}", row(0), row(1), row(2))
}

#[test]
fn deeds_with_two_of_who_when_and_how_far_are_actions() {
    for (head, columns) in [
        ("Matter of concern|Way out|Holder|Horizon", "ndwt"),
        ("Bit|Horizon|State of play", "dts"),
        ("Our vow|Hands|Situation", "dwc"),
        ("Vow|Put forward by|Carried out", "dwy"),
    ] {
        let data = read(&table(head, columns));
        assert_eq!(entity(&data), "actions", "{head}");
        assert_eq!(field(&data, "actions", "action"), DEEDS, "{head}");
        assert!(assumed(&data) > 0, "{head}");
    }
}

#[test]
fn what_is_over_known_headings_is_a_group() {
    let data = read(
        "PRIORITY AREA|ACCOUNTABLE OFFICER||\n1.1 Keep every quay in use|Head of Harbours||\n\
         ACTIONS|COMPLETION DATE|ACTION LEAD|BRAG\n1.1.1 Mend the nets|31 March 2021|Clerk|\n\
         1.1.2 Mend the quay|31 May 2021|Clerk|",
    );
    assert_eq!(field(&data, "actions", "action"), ["Mend the nets", "Mend the quay"]);
}

#[test]
fn deeds_alone_or_of_something_else_are_no_actions() {
    for (head, columns) in [
        ("Bit|Way out|Remark", "ndx"),
        ("Version|Way out|Holder|Horizon", "ndwt"),
        ("Hypothesis|Way out|Holder|Horizon", "xdwt"),
        ("Bit|Way out|Holder", "ndw"),
    ] {
        let data = read(
            &table(head, columns)
                .replace("Version", "Way|Version")
                .replace("Way|Version", "Version"),
        );
        assert_ne!(entity(&data), "actions", "{head}");
    }
}

#[test]
fn deeds_go_before_a_name_that_any_table_may_have() {
    for (head, columns) in [
        ("Outcome|What will we do about it?|Lead|By when", "xdwt"),
        ("Requirement|Way out|Who|Date", "xdwt"),
        ("Way out|Name|Deadline", "dwt"),
        ("Duty holder|Requirement|Deadline", "wdt"),
        ("Our ask|Lead body|Progress", "dwx"),
    ] {
        let data = read(&table(head, columns));
        assert_eq!(field(&data, "actions", "action"), DEEDS, "{head}");
    }
}

#[test]
fn posts_are_no_text_of_an_item() {
    let data = read(&table("Ref|Matter|To action|Due date", "ndwt"));
    assert_eq!(field(&data, "actions", "action"), DEEDS);
    assert_eq!(field(&data, "actions", "leads"), ["Harbour Manager", "Clerk", "Head of Boats"]);
}

#[test]
fn recommendations_and_what_became_of_them_are_actions() {
    let data = read(&table("Recommendation|Management comments", "dx"));
    assert_eq!(field(&data, "actions", "action"), DEEDS);
    assert_ne!(entity(&read(&table("Bit|Management comments", "dx"))), "actions");
}

const RISKS: &str = "Flood of the whole quay|x|3|4|12\nLoss of the last bell|y|2|5|10\nFire in the boat shed|z|4|3|12";

#[test]
fn numbers_that_make_the_third_are_those_of_a_risk() {
    for head in ["Peril|Why|Odd|Ill|Risk score", "# Risk register\n\nMatter|Why|Odd|Harm|Overall"] {
        let data = read(&format!("{head}\n{RISKS}"));
        assert_eq!(entity(&data), "risks", "{head}");
        assert_eq!(field(&data, "risks", "score"), ["12 (12)", "10 (10)", "12 (12)"], "{head}");
        assert_eq!(field(&data, "risks", "likelihood"), ["3 (3)", "2 (2)", "4 (4)"], "{head}");
        assert!(assumed(&data) > 0, "{head}");
    }
    let data = read(&format!("Peril|Why|Odd|Ill|Overall\n{RISKS}"));
    assert_ne!(entity(&data), "risks");
}

#[test]
fn likelihood_and_impact_beside_each_other_are_those_of_what_is_in_front() {
    let data = read(
        "Peril|Then|Likelihood|Impact|Owner\nFlood of the whole quay|The boats are lost|High|Low|Clerk\nLoss of the last bell|Nobody is warned in time|Low|High|Clerk\nFire in the boat shed|There are no more boats|Low|Medium|Ann",
    );
    assert_eq!(field(&data, "risks", "risk")[0], "Flood of the whole quay");
}

#[test]
fn steps_of_a_scale_are_no_risks() {
    for text in [
        "Likelihood (L)|Description|Probability\n1 - Rare|Has not been seen in a lifetime|<5%\n2 - Unlikely|Was seen once by old sailors|5-25%\n3 - Possible|Is seen every few years here|25-50%",
        "Impact|Description|Value\nNone|Nobody would notice any of it|0\nSmall|One boat is late for a day|1\nLarge|The harbour is shut for weeks|2",
    ] {
        assert_ne!(entity(&read(text)), "risks", "{text}");
    }
}

#[test]
fn requirements_that_say_how_they_are_met_are_no_actions() {
    let text = "Requirement|Implementation|Status\nAll boats have a lamp|Lamps come from the store|☐\nAll gates have a lock|The smith makes them|☐\nAll bells have a rope|Ropes are bought by the clerk|☐";
    assert_ne!(entity(&read(text)), "actions");
}

#[test]
fn a_text_of_two_things_is_named_by_the_first() {
    let data = read(
        "Risk and effect on the harbour|Current controls|Assessment\nFlood of the whole quay|Keep the pumps ready|High\nLoss of the last bell|Train a second founder|Low\nFire in the boat shed|Lock up the oil|Low",
    );
    assert_eq!(field(&data, "risks", "risk").len(), 3);
}

#[test]
fn the_text_above_tells_that_a_day_is_behind_the_month() {
    let text = "# Notes of June 5, 2025\n\nAction|Owner|Due date\nMend the gate|Ann|Jun. 20\nOil the bell|Bo|Jun. 21";
    assert_eq!(field(&read(text), "actions", "completion"), ["2025-06-20", "2025-06-21"]);
    let text = text.replace("June 5, 2025", "5 June 2025");
    assert_eq!(field(&read(&text), "actions", "completion"), ["2020-06", "2021-06"]);
}

#[test]
fn nouns_in_front_of_their_adjectives_name_the_column() {
    let text = "Riesgo|Impacto|Mitigación recomendada\nFlood of the quay|Alto|Pumps\nFire in the shed|Bajo|Sand";
    assert_eq!(field(&read(text), "risks", "mitigation"), ["Pumps", "Sand"]);
}

#[test]
fn any_picture_that_begins_a_line_is_a_sign_of_the_key() {
    let text = "# Plan\n\nThe work of the yard.\n\n⬜ Not begun\n🔧 Under way\n✅ Done\n⏸️ Paused\n\nTask|Status\nMend the gate|🔧\nOil the bell|✅";
    let data = read(text);
    let words: Vec<&str> = data.legend.iter().map(|e| e.status.as_str()).collect();
    assert_eq!(words.len(), 4, "{words:?}");
}

#[test]
fn open_words_and_spans_of_other_languages_are_no_unread_dates() {
    let text =
        "Åtgärd|Ansvarig|Klar senast\nMend the gate|Ann|90 dagar\nOil the bell|Bo|Por definir";
    let data = read(text);
    assert!(!data.diagnostics.iter().any(|n| n.code == "date.unreadable"));
    assert!(data.diagnostics.iter().any(|n| n.code == "date.relative"));
    assert!(data.diagnostics.iter().any(|n| n.code == "date.open"));
}

#[test]
fn a_heading_over_groups_and_items_names_the_items() {
    let text = "Recommendation|<|Status\n1. Gates|1a. Mend the gate of the yard|Done\n^|1b. Oil the hinges of the gate|No action\n2. Bells|2a. Train two new bell ringers|No action\n^|2b. Buy a new rope|Done";
    let data = read(text);
    let found = field(&data, "actions", "action");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(!data.diagnostics.iter().any(|n| n.code == "row.joined"));
}

#[test]
fn a_status_by_its_cells_and_a_word_of_its_heading_is_as_good_as_named() {
    let text = "Design phase|Given|Status badge|Deadline|Comments\nKick off|Yep|Green|10 May 2026|Well done\nTarget group|Nope|Red|31 May 2026|-\nAims|Nope|Amber|30 June 2026|-";
    assert_eq!(field(&read(text), "actions", "action"), ["Kick off", "Target group", "Aims"]);
}

#[test]
fn rows_without_a_main_text_are_told_once_for_the_row_that_they_were_joined_to() {
    let text = "Ref|Action|Owner|Due date|Place\n1|Mend the gate|Ann|May 2026|Yard\n|||June 2026|Quay\n|||July 2026|Pier\n2|Oil the bell|Bo|May 2026|Tower";
    let data = read(text);
    let told: Vec<&str> =
        data.diagnostics.iter().filter(|n| n.code == "row.joined").map(|n| &*n.message).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("2 rows"), "{told:?}");
}

#[test]
fn tables_of_one_heading_are_of_one_family() {
    let head = "Number|Title|Description|Who|Status";
    let text = format!(
        "# First part\n\n{head}\n1|Gate|Mend the gate of the yard|Ann|Done\n2|Bell|Oil the bell|Bo|Open\n\n# Second part\n\n{head}\n3|Pier|Paint the pier|Ann|Open"
    );
    let data = read(&text);
    assert_eq!(field(&data, "actions", "action").len(), 3);
}

#[test]
fn names_of_people_under_person_have_the_items() {
    let text = "No.|Name|Proposal|Person|Status|Action\n1|Gates|That all gates are white|Ann Gull|Closed|Carried. Paint them\n2|Bells|That bells are rung|Bo Tern|Open|Ask the clerk";
    assert_eq!(field(&read(text), "actions", "leads"), ["Ann Gull", "Bo Tern"]);
}

#[test]
fn of_two_names_of_the_main_text_the_one_over_deeds_has_it() {
    let data = read(&table("Area|What we'll do|Measure|When", "ndxt"));
    assert_eq!(field(&data, "actions", "action"), DEEDS);
}

#[test]
fn deeds_and_how_much_work_they_are_and_what_they_bring_are_actions() {
    let text = format!(
        "Quick wins|Effort|Impact\n{}|High|Low\n{}|Low|High\n{}|Low|Low",
        DEEDS[0], DEEDS[1], DEEDS[2]
    );
    assert_eq!(field(&read(&text), "actions", "action"), DEEDS);
}

#[test]
fn labels_of_other_languages_date_a_document() {
    let text =
        "# Y cynllun\n\nDyddiad: 3 Mai 2026\n\nAction|Owner\nMend the gate|Ann\nOil the bell|Bo";
    assert_eq!(read(text).document.period.as_deref(), Some("2026-05"));
}

#[test]
fn what_a_risk_was_before_is_no_score() {
    let text = "ID|Hazard|S|O|D|Controls|Residual S|Residual O\nH1|Flood of the quay|4|3|2|Pumps|2|1\nH2|Fire in the shed|5|2|2|Sand|3|2";
    let data = read(text);
    assert_eq!(field(&data, "risks", "impact"), ["2 (2)", "3 (3)"]);
    assert_eq!(field(&data, "risks", "score"), ["", ""]);
    assert_eq!(field(&data, "risks", "likelihood"), ["1 (1)", "2 (2)"]);
}
