//! Plans as their authors and their programs print them: statuses beside accounts of the work, rows that name a
//! field, rows that sum up others, ratings by quarters, signs beside the words.

use super::authors_tests::{field, read};
use super::testing::document;
use crate::profile::Profile;
use tablemend_model::{Block, Dataset, Mark, Rgb, RichText, Style};

const ROWS: [(&str, &str); 3] = [
    ("Green", "Two bids were opened last week"),
    ("Amber", "The wall has been bought, not the paint"),
    ("Green", "Ann was asked to ring the mill again"),
];

/// A plan with these headings over the ratings and the sentences of `ROWS`.
fn plan(rating: &str, prose: &str) -> Dataset {
    let rows = ROWS.iter().enumerate().map(|(n, (rating, prose))| {
        format!("\n1.{}|Mend the gate {n}|Ann|May 2026|{rating}|{prose}", n + 1)
    });
    read(&format!("Ref|Action|Lead|Due date|{rating}|{prose}{}", rows.collect::<String>()))
}

#[test]
fn sentences_under_the_name_of_a_status_are_the_commentary_beside_one() {
    let prose = ROWS.map(|(_, p)| p);
    for (rating, heading) in [
        ("RAG", "Status"),
        ("RAG", "Current status"),
        ("Symbol", "Status"),
        ("Progress", "Status"),
        ("Rating", "State"),
    ] {
        let data = plan(rating, heading);
        assert_eq!(field(&data, "actions", "status"), ["green", "amber", "green"], "{heading}");
        assert_eq!(field(&data, "actions", "commentary"), prose, "{rating} {heading}");
    }
}

#[test]
fn what_came_until_now_is_the_commentary_whatever_its_heading() {
    let prose = ROWS.map(|(_, p)| p);
    for heading in ["News", "So far", "Since June", "In words"] {
        assert_eq!(field(&plan("RAG", heading), "actions", "commentary"), prose, "{heading}");
    }
    for heading in ["Reason", "Success measure", "Background"] {
        let data = plan("RAG", heading);
        assert!(field(&data, "actions", "commentary").iter().all(|c| c != prose[0]), "{heading}");
    }
}

#[test]
fn what_is_measured_or_wanted_is_no_commentary() {
    // `held`, `repaired` at the end of what is counted tell nothing of the work.
    for heading in ["Counted by", "Measurement", "Milestone"] {
        let data = read(&format!(
            "Ref|Action|Lead|Due date|{heading}\n1|Mend the gate|Ann|May 2026|Number of meetings held\n\
             2|Oil the hinge|Bo|May 2026|Number of hinges published\n3|Ring the bell|Cy|June 2026|Share of bells agreed"
        ));
        assert_eq!(field(&data, "actions", "commentary"), ["", "", ""], "{heading}");
    }
}

#[test]
fn codes_are_no_priority_and_a_target_is_no_result() {
    let data = read(
        "ID|Issue|Date raised|Found in|Owner|Status|Action\nI1|The pump is late|5 May 2026|H-001|Ann|Open|Ask the maker for another\nI2|The key is lost|6 May 2026|L-005|Bo|Open|Have a new one cut",
    );
    assert!(field(&data, "entries", "priority").iter().all(|p| !p.contains("-00")));
    let data = read(
        "KPI|Baseline|Pilot target|Final target|Production target\nBoats mended|20/100|55/100|70/100|80/100\nKeys counted|30/100|70/100|80/100|85/100",
    );
    assert!(field(&data, "indicators", "actual").iter().all(|a| !a.contains("/100")));
}

#[test]
fn shares_are_neither_status_nor_commentary() {
    let data = read(
        "Ref|Action|Lead|Due|% complete|Status\n1|Mend the gate|Ann|May 2026|40%|On track\n2|Oil the hinge|Bo|June 2026|90%|Late",
    );
    assert_eq!(field(&data, "actions", "status"), ["on track", "late"]);
    assert!(field(&data, "actions", "commentary").iter().all(|c| !c.contains('%')));
}

#[test]
fn rows_that_name_a_field_are_that_field_of_the_item_above() {
    let document = document(
        "Code|Action|Due date|Managed by|Status\n\
         EN_01|Mend the gate|May 2026|Ann|Green\nLast note|Two bids came in.|<|Date of note 4 May 2026|<\n\
         EN_02|Oil the hinge|June 2026|Bo|Red\nLast note|The oil is late.|<|Date of note 5 May 2026|<",
    );
    let profile = Profile::built_in("action-plan").unwrap();
    let data = crate::records::records(&document, &profile, "t");
    let audit = crate::audit::audit(&document, &data);
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(count(&data, "actions"), 2);
    assert_eq!(field(&data, "actions", "action"), ["Mend the gate", "Oil the hinge"]);
    assert_eq!(field(&data, "actions", "commentary"), ["Two bids came in.", "The oil is late."]);
}

#[test]
fn rows_that_sum_up_others_head_groups() {
    let data = read(
        "ID|Task name|Assigned to|Start|End|Status\n\
         0|Harbour plan||1 May 2026|9 June 2026|\n1|Gates||1 May 2026|8 June 2026|\n\
         1.1|Mend the gate|Ann|1 May 2026|5 May 2026|Open\n1.2|Oil the hinge|Bo|6 May 2026|8 June 2026|Open\n\
         2|Bells||2 May 2026|9 June 2026|\n2.1|Ring the bell|Ann|2 May 2026|9 June 2026|Done",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["Mend the gate", "Oil the hinge", "Ring the bell"]
    );
    assert_eq!(field(&data, "sections", "title"), ["Gates", "Bells"]);
}

#[test]
fn of_ratings_by_quarters_the_latest_that_is_filled_counts() {
    let data = read(
        "No.|Our commitment|By whom|Due|Q1|Q2|Q3|Q4|Latest update\n\
         A1|Mend the gate|Ann|Dec 2026|R|A|G||Bids came in\nA2|Oil the hinge|Bo|Dec 2026|A|A|R||The oil is late",
    );
    assert_eq!(field(&data, "actions", "status"), ["green", "red"]);
    // Bars over time are none.
    let data = read(
        "No.|Our commitment|By whom|Q1|Q2|Q3|Q4\nA1|Mend the gate|Ann|G||||\nA2|Oil the hinge|Bo||G||\n\
         A3|Ring the bell|Bo|||A|\nA4|Paint it|Bo||||R",
    );
    assert!(field(&data, "actions", "status").iter().all(|s| s != "green"));
}

#[test]
fn days_with_dots_are_due_beside_the_day_of_a_note() {
    let data = read(
        "Ref|Action|Lead|Due date|Status|Last note|Date of note\n1|Mend the gate|Ann|31.07.25|Open|Two bids came in|6 May 2025\n2|Oil the hinge|Bo|31.08.25|Open|The oil is late|7 May 2025",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2025-07-31", "2025-08-31"]);
}

#[test]
fn dots_of_a_matrix_are_no_items() {
    let text = "Practices|Actions*|<|<\n^|1|2|3\nMend the gates of the harbour|•||•\nOil the hinges|•|•|\nRing the bells|•||•";
    let mut document = document(text);
    for block in &mut document.blocks {
        if let Block::Table(table) = block {
            table.set_header_rows(2);
        }
    }
    let profile = Profile::built_in("action-plan").unwrap();
    let data = crate::records::records(&document, &profile, "t");
    assert_eq!(count(&data, "actions"), 0);
}

/// The statuses of a plan of which some cells have drawn signs beside their words, or signs of their own.
fn drawn(text: &str, signed: impl Fn(&str) -> Option<(char, Rgb)>) -> Vec<String> {
    let mut document = document(text);
    let tables = document.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for cell in tables.flat_map(|t| t.cells_mut()) {
        if let Some((form, colour)) = signed(cell.text.as_str()) {
            (cell.shape, cell.icons) = (Some(form), vec![colour]);
            if cell.text.as_str().starts_with('#') {
                cell.text = RichText::default();
            }
        }
    }
    let profile = Profile::built_in("action-plan").unwrap();
    field(&crate::records::records(&document, &profile, "t"), "actions", "status")
}

#[test]
fn a_sign_beside_the_words_of_each_row_is_its_status() {
    let text = "Ref|Action|Lead|Due date\n1|Mend the gate|Ann|May 2026\n2|Oil the hinge|Bo|May 2026\n3|Ring the bell|Cy|June 2026";
    let (green, red) = (Rgb(0, 0xb0, 0x50), Rgb(0xc0, 0, 0));
    let sign = |t: &str| match t {
        "Mend the gate" | "Ring the bell" => Some(('●', green)),
        "Oil the hinge" => Some(('■', red)),
        _ => None,
    };
    assert_eq!(drawn(text, sign), ["green", "red", "green"]);
    // The same sign before each says nothing.
    let same = |t: &str| sign(t).map(|_| ('●', green));
    assert!(drawn(text, same).iter().all(|s| s != "green"));
}

#[test]
fn signs_under_the_heading_of_the_next_column_are_statuses() {
    let text = "Ref||Action|Lead|Due date\n#a|1.1|Mend the gate|Ann|May 2026\n#b|1.2|Oil the hinge|Bo|May 2026\n#a|1.3|Ring the bell|Cy|June 2026";
    let (green, red) = (Rgb(0, 0xb0, 0x50), Rgb(0xc0, 0, 0));
    let sign = |t: &str| match t {
        "#a" => Some(('●', green)),
        "#b" => Some(('■', red)),
        _ => None,
    };
    assert_eq!(drawn(text, sign), ["green", "red", "green"]);
    let spanned = "Ref|Action|<|Lead|Due date\n1.1|#a|Mend the gate|Ann|May 2026\n1.2|#b|Oil the hinge|Bo|May 2026\n1.3|#a|Ring the bell|Cy|June 2026";
    assert_eq!(drawn(spanned, sign), ["green", "red", "green"]);
}

#[test]
fn a_key_of_signs_may_have_a_rating_without_one() {
    let text = "Ref|Action|Lead|RAG\n1|Mend the gate|Ann|✔\n2|Oil the hinge|Bo|■\n3|Ring the bell|Cy|\n\n\
                ✔|Blue|Done and checked\n●|Green|As planned\n■|Red|Late\n|Grey|Not begun yet";
    let data = read(text);
    assert_eq!(field(&data, "actions", "status")[..2], ["blue", "red"]);
    assert!(data.legend.iter().any(|e| e.status == "grey"), "{:?}", data.legend);
}

#[test]
fn a_key_that_looks_like_a_heading_is_a_key() {
    let data = read(
        "# Harbour plan\n\n# Key: ✔ Done ● As planned ■ Late\n\nRef|Action|Lead|Status\n1|Mend the gate|Ann|✔\n2|Oil the hinge|Bo|■",
    );
    assert_eq!(field(&data, "actions", "status"), ["done", "late"]);
    assert_eq!(count(&data, "sections"), 0);
}

#[test]
fn a_row_in_bold_over_plain_ones_sums_them_up() {
    let mut document = document(
        "Task name|Assigned to|Start|End|Status\nGates||1 May 2026|9 June 2026|\nMend the gate|Ann|1 May 2026|5 May 2026|Open\nOil the hinge|Bo|6 May 2026|9 June 2026|Open",
    );
    for block in &mut document.blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.cells_mut().filter(|c| c.text.as_str() == "Gates") {
            cell.text = RichText::new("Gates", vec![Mark { range: 0..5, style: Style::Bold }]);
        }
    }
    let profile = Profile::built_in("action-plan").unwrap();
    let data = crate::records::records(&document, &profile, "t");
    assert_eq!(field(&data, "actions", "action"), ["Mend the gate", "Oil the hinge"]);
    assert_eq!(field(&data, "sections", "title"), ["Gates"]);
}

/// How many records an entity has.
fn count(data: &Dataset, entity: &str) -> usize {
    data.entity(entity).map_or(0, |(_, found)| found.records.len())
}

#[test]
fn a_key_that_says_other_things_further_down_loses_no_word() {
    let plan = "Ref|Action|Lead|Due date|Status\n1|Mend the gate|Ann|May 2026|Green\n2|Oil the bell|Bo|May 2026|Red";
    let data = read(&format!(
        "# Gates and bells\n\nGreen: on time; Red: late\n\n{plan}\n\nGreen: painted twice; Red: bare wood"
    ));
    assert_eq!(data.legend.len(), 2);
    assert!(data.other_text.iter().any(|o| o.text.contains("painted twice")));
    // How much of something else there is says nothing of a status.
    let data = read(&format!(
        "# Gates and bells\n\nLow effort: one boat; High effort: ten boats\n\n{plan}"
    ));
    assert!(data.legend.is_empty());
}
