//! Columns of headings that no profile knows, and fields that are free: each kind in a few lines.

use super::authors_tests::{field as shown, read};
use tablemend_model::Dataset;

/// The values of a field, numbers as printed.
fn field(data: &Dataset, entity: &str, name: &str) -> Vec<String> {
    let printed = |text: String| match text.split_once(" (") {
        Some((_, printed)) => printed.trim_end_matches(')').to_owned(),
        None => text,
    };
    shown(data, entity, name).into_iter().map(printed).collect()
}

#[test]
fn posts_under_no_known_heading_have_the_items() {
    let text = "Ref|Risk|Likelihood|Impact|Mitigation|Steward\nR1|Flood of the quay|3|4|Pumps are kept in the shed|Head of Harbour\nR2|Fire in the shed|2|4|Buckets of sand are at the door|Shed Manager";
    let expected = ["Head of Harbour", "Shed Manager"];
    assert_eq!(field(&read(text), "risks", "owner"), expected);
    // Those who are only asked do not.
    let data = read(&text.replace("Steward", "Support"));
    assert_ne!(field(&data, "risks", "owner"), expected);
}

#[test]
fn the_factor_that_makes_the_score_is_found_by_its_numbers() {
    let data = read(
        "Ref|Risk|Likelihood|Effect|Score|Owner\nR1|Flood of the quay|3|4|12|Ann\nR2|Fire in the shed|2|5|10|Bo\nR3|Loss of the bell|1|2|2|Cy",
    );
    assert_eq!(field(&data, "risks", "impact"), ["4", "5", "2"]);
}

#[test]
fn late_names_take_a_field_that_is_free() {
    let issues = "ID|Issue|Date raised|Owner|Status|Action\nI1|The pump is late|5 May 2026|Ann|Open|Ask the maker for another\nI2|The key is lost|6 May 2026|Bo|Open|Have a new one cut";
    let expected = ["Ask the maker for another", "Have a new one cut"];
    assert_eq!(field(&read(issues), "entries", "resolution"), expected);
    let text = "Ref|Risk|Due to|Likelihood|Impact|Owner|Next review\nR1|Flood of the quay|The wall is old and low|3|4|Ann|5 May 2026\nR2|Fire in the shed|Oil is kept in open tins|2|5|Bo|6 May 2026";
    let expected = ["The wall is old and low", "Oil is kept in open tins"];
    assert_eq!(field(&read(text), "risks", "cause"), expected);
}

#[test]
fn marks_of_footnotes_hide_no_column() {
    for heading in ["Owner *", "Owner†", "Owner¹", "Owner"] {
        let data = read(&format!(
            "Ref|Action|{heading}|Due date\n1|Mend the gate|Ann Gull|5 May 2026\n2|Oil the bell|Bo Tern|6 May 2026"
        ));
        assert_eq!(field(&data, "actions", "leads"), ["Ann Gull", "Bo Tern"], "{heading}");
    }
}

#[test]
fn the_later_period_counts_in_any_order() {
    for (text, expected) in [
        ("Indicator|Target|Q2|Q1|RAG\nBoats mended|9|7|3|Green\nBells rung|8|6|2|Red", ["7", "6"]),
        ("Indicator|Target|Q1|Q2|RAG\nBoats mended|9|3|7|Green\nBells rung|8|2|6|Red", ["7", "6"]),
        (
            "Indicator|Target|2025 result|2024 result|RAG\nBoats mended|9|7|3|Green\nBells rung|8|6|2|Red",
            ["7", "6"],
        ),
    ] {
        assert_eq!(field(&read(text), "indicators", "actual"), expected, "{text}");
    }
}

#[test]
fn figures_beside_a_target_are_the_result_and_arrows_the_direction() {
    let text = "Indicator|Target|Reached by May|RAG|Compared\nBoats mended|9|7|Green|↑\nBells rung|8|6|Red|↓\nNets dried|5|5|Green|→";
    let data = read(text);
    assert_eq!(field(&data, "indicators", "actual"), ["7", "6", "5"]);
    assert_eq!(field(&data, "indicators", "direction"), ["↑", "↓", "→"]);
    let data = read(&text.replace("Reached by May", "Tolerance"));
    assert_ne!(field(&data, "indicators", "actual"), ["7", "6", "5"]);
}

#[test]
fn words_of_a_scale_are_the_priority() {
    let text = "Ref|Finding|Recommendation|HEADING|Owner|Due date\n1|The gate is open|Shut the gate at night|High|Ann|5 May 2026\n2|The bell is dull|Polish the bell once a month|Low|Bo|6 May 2026";
    for heading in ["Risk", "How grave"] {
        let data = read(&text.replace("HEADING", heading));
        assert_eq!(field(&data, "recommendations", "priority"), ["High", "Low"], "{heading}");
    }
    let data = read(&text.replace("HEADING", "Effort"));
    assert_ne!(field(&data, "recommendations", "priority"), ["High", "Low"]);
}

#[test]
fn what_is_left_after_controls_is_the_rating() {
    let data = read(
        "Ref|Risk|Before controls L|Before controls I|After controls L|After controls I|Owner\nR1|Flood of the quay|5|4|3|2|Ann\nR2|Fire in the shed|4|5|2|1|Bo",
    );
    assert_eq!(field(&data, "risks", "likelihood"), ["3", "2"]);
    assert_eq!(field(&data, "risks", "impact"), ["2", "1"]);
}

#[test]
fn whether_a_thing_is_closed_is_its_status_and_refs_need_no_name() {
    let data = read(
        "Log|Issue|Date raised|Owner|Closed?\n1.1|The pump is late|5 May 2026|Ann|Open\n1.2|The key is lost|6 May 2026|Bo|Closed\n2.1|The net is torn|7 May 2026|Cy|Open",
    );
    let (_, entries) = data.entity("entries").unwrap();
    assert!(entries.records.iter().all(|r| r.reference.is_some()));
    assert_eq!(field(&data, "entries", "closed"), ["", "", ""]);
}

#[test]
fn a_field_that_only_the_cells_told_is_said_once() {
    let told = |text: &str| -> Vec<String> {
        let all = read(text).diagnostics.into_iter().filter(|n| n.code == "column.assumed");
        all.filter_map(|n| n.printed).collect()
    };
    let text = "Ref|Risk|Likelihood|Impact|Mitigation|Steward\nR1|Flood of the quay|3|4|Pumps are kept in the shed|Head of Harbour\nR2|Fire in the shed|2|4|Buckets of sand are at the door|Shed Manager";
    assert_eq!(told(text), ["Steward"]);
    assert!(told(&text.replace("Steward", "Owner")).is_empty());
    let text =
        "Ref|Action|Lead|How are we doing?\n1|Mend the gate|Ann|Green\n2|Oil the bell|Bo|Amber";
    assert_eq!(told(text), ["How are we doing?"]);
}

#[test]
fn one_name_in_every_row_is_no_status() {
    let text = "Action|Due date|Reporting mechanism\nMend the gate|May 2026|Progress Card Box\nOil the bell|June 2026|Progress Card Box\nRing the bell|July 2026|Progress Card Box";
    assert_eq!(field(&read(text), "actions", "status"), ["", "", ""]);
}

#[test]
fn an_impact_that_is_explained_behind_its_rating_is_the_impact() {
    let data = read(
        "ID|Risk|Likelihood|Impact|Severity|Mitigation|Owner\nR1|Flood of the quay|Low|High (all boats of the basin are lost)|Medium|Pumps are kept in the shed|Ann\nR2|Fire in the shed|Medium|Medium – the nets burn and are bought anew|Medium|Sand is at the door|Bo\nR3|Loss of the bell|Low|Low: nobody hears the hour|Low|Another is kept|Cy",
    );
    assert_eq!(
        shown(&data, "risks", "impact"),
        [
            "High (all boats of the basin are lost)",
            "Medium – the nets burn and are bought anew",
            "Low: nobody hears the hour"
        ]
    );
}

#[test]
fn counted_spans_are_when_an_item_is_due() {
    let text = "Window|Task|Owner\nDays 0-14|Mend the gate|Ann\nDays 15-30|Oil the bell|Bo\nWeek 6|Ring the mill|Cy";
    let data = read(text);
    let at =
        |n: usize| data.items().unwrap().1.records[n].flags.iter().any(|f| *f == "date.relative");
    assert!(at(0) && at(1) && at(2));
    // How long a thing takes is not when.
    let data = read(
        &text
            .replace("Days 0-14", "3 days")
            .replace("Days 15-30", "2 days")
            .replace("Week 6", "6 weeks"),
    );
    assert!(!data.items().unwrap().1.records[0].flags.iter().any(|f| *f == "date.relative"));
}

#[test]
fn ratings_of_no_known_heading_are_the_impact_or_the_rating_of_a_risk() {
    let text = "ID|Risk|Likelihood|Significance|Mitigation|Owner\nR1|Flood of the quay|Low|High|Pumps are kept in the shed|Ann\nR2|Fire in the shed|High|Medium|Sand is at the door|Bo";
    assert_eq!(field(&read(text), "risks", "impact"), ["High", "Medium"]);
    let without = text
        .replace("Likelihood|", "")
        .replace("Low|High", "High")
        .replace("High|Medium", "Medium");
    assert_eq!(field(&read(&without), "risks", "status"), ["red", "amber"]);
    // How sure one is says nothing of the risk.
    let data = read(&text.replace("Significance", "Confidence"));
    assert_eq!(field(&data, "risks", "impact"), ["", ""]);
}

#[test]
fn shares_by_period_are_no_statuses() {
    let data = read(
        "Action|Owner|2022/23|2023/24\nMend the gate|Ann|40%|60%\nOil the bell|Bo|30%|40%\nRing the mill|Cy|20%|50%",
    );
    assert_eq!(field(&data, "actions", "status"), ["", "", ""]);
}

#[test]
fn a_slip_of_the_pen_parts_no_series() {
    let data = read(
        "ID|Risk|Likelihood|Severity|Mitigation|Likelihood (After)|Severitz (After)\nR1|Flood|4|5|Pump|2|3\nR2|Fire|3|4|Sand|1|2",
    );
    assert_eq!(field(&data, "risks", "likelihood"), ["2", "1"]);
    assert_eq!(field(&data, "risks", "impact"), ["3", "2"]);
}

#[test]
fn a_row_that_goes_on_takes_its_first_cell_with_it() {
    let text = "|Completion date|Actions|Lead\n|May 2026|Mend the gate of the yard|Harbour team\n31 May 2026|and June 2026||\n|July 2026|Paint the north pier|Harbour team";
    let data = read(text);
    assert_eq!(field(&data, "actions", "action").len(), 2);
    assert!(field(&data, "sections", "title").is_empty());
}
