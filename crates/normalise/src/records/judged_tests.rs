//! Lists that say neither who nor when, and what only looks like one: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

fn warnings(data: &Dataset) -> Vec<String> {
    let all = data.diagnostics.iter().filter(|n| n.level == tablemend_model::Level::Warning);
    all.map(|n| n.code.to_string()).collect()
}

#[test]
fn what_is_wrong_and_how_bad_are_entries() {
    for text in [
        "Gap|Severity|Fix\nNo oil in the lamp|High|Fill it up\nThe gate creaks|Low|Oil it",
        "ID|Finding|Severity|Evidence\nF-1|No oil in the lamp|High|Seen on Monday\nF-2|The gate creaks|Low|Heard at night",
        "ID|Finding|Risk\nF-1|No oil in the lamp|🔴 Critical\nF-2|The gate creaks|Low",
        "Finding ID|Title|Severity\nF-1|No oil in the lamp|High\nF-2|The gate creaks|Low",
        "Defect|Priority|Assignee\nNo oil in the lamp|P1|Ann\nThe gate creaks|P3|Bo",
        "Problema|Gravità|Azione\nNo oil in the lamp|Alta|Fill it\nThe gate creaks|Bassa|Oil it",
        "# Blockers and next actions\n\nBlocker|Smallest next action\nNo oil in the lamp|Buy a can of it\nThe gate creaks|Ask the smith",
        "Open question|Impact|Owner\nNo oil in the lamp|It stays dark|Ann\nThe gate creaks|No sleep|Bo",
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "entries", "{text}");
        let expected = ["No oil in the lamp", "The gate creaks"];
        assert_eq!(field(&data, "entries", "entry"), expected, "{text}");
    }
}

#[test]
fn what_is_to_be_done_and_how_urgent_are_actions() {
    for text in [
        "Recommendation|Priority\nOil the gate of the yard|High\nPaint the pier|Low",
        "Priority|Action\nHigh|Oil the gate of the yard\nHigh|Paint the pier",
        "Priority|Item|Reason\nP1|Oil the gate of the yard|It creaks\nP2|Paint the pier|It peels",
        "Task|Estimate\nOil the gate of the yard|2d\nPaint the pier|5d",
        "ID|Item|Priority|Effort|Blocks\nB1|Oil the gate of the yard|P0|S|B2\nB2|Paint the pier|P1|M|-",
        "ID|Story|Estimation|Priority\n3|Oil the gate of the yard|18|1\n6|Paint the pier|5|2",
        "#|File|TODO|Aufwand\n1|gate.txt|Oil the gate of the yard|0.5d\n2|pier.txt|Paint the pier|1d",
        "Event|Time|Priority|Assigned to\nOil the gate of the yard|2 hours|High|Ann\nPaint the pier|8 hours|Low|Bo",
        "Lesson learned|Recommendation\nIt creaks at night|Oil the gate of the yard\nIt peels|Paint the pier",
        "# Technical debt\n\nItem|Category|Effort|Interest rate\nOil the gate of the yard|Doors|L|High\nPaint the pier|Wood|M|Low",
        "Status|Task\nDone|Oil the gate of the yard\nTo do|Paint the pier",
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        let expected = ["Oil the gate of the yard", "Paint the pier"];
        assert_eq!(field(&data, "actions", "action"), expected, "{text}");
    }
}

#[test]
fn a_hazard_or_a_risk_by_its_ref_is_a_risk() {
    for text in [
        "ID|Hazardous situation|Initial severity|Controls\nH-1|The gate falls on a guard|High|A chain holds it\nH-2|The lamp goes out|Low|A second lamp",
        "Risk ID|Risk description|Residual risk|Note\nH-1|The gate falls on a guard|Low|-\nH-2|The lamp goes out|Low|-",
    ] {
        let data = read(text);
        let expected = ["The gate falls on a guard", "The lamp goes out"];
        assert_eq!(field(&data, "risks", "risk"), expected, "{text}");
    }
}

#[test]
fn permissions_histories_scales_and_advice_are_no_lists() {
    for text in [
        "Action|Client|Staff|Manager|Owner\nOpen the gate|✅|✅|✅|✅\nRing the bell|—|✅|✅|✅\nSell the pier|—|—|—|✅",
        "Action|Lead|Member\nOpen the gate|yes|yes\nRing the bell|yes|no\nSell the pier|no|no",
        "Version|Date|Author|Changes\n1.0|1 May 2026|Ann|First one\n1.1|2 May 2026|Bo|The pier was added",
        "Severity|Action\nCritical|Ring the bell\nHigh|Send a boat\nLow|Write it down",
        "Problem|Lösung\nNo oil in the lamp|Fill it up\nThe gate creaks|Oil it",
        "Feature|Ours|Theirs|Gap\nLamp|Yes|No|None\nGate|No|Yes|Large",
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "rows", "{text}");
    }
}

#[test]
fn a_sum_in_the_last_row_is_no_item() {
    let data = read(
        "Story|Title|Points|Status\nUS-1|Oil the gate|2|Done\nUS-2|Paint the pier|3|Open\nTotal||5|",
    );
    assert_eq!(field(&data, "actions", "action"), ["Oil the gate", "Paint the pier"]);
}

#[test]
fn a_list_in_another_order_than_its_numbers_is_not_doubted() {
    let data = read(
        "ID|Story|Estimation|Priority\n7|Oil the gate|1|1\n2|Paint the pier|3|1\n9|Ring the bell|2|2\n4|Count the keys|2|2\n8|Sort the ropes|5|3\n3|Air the shed|1|3",
    );
    assert!(!warnings(&data).contains(&"ref.sequence".to_owned()));
}

#[test]
fn a_gap_doubts_the_document_and_not_the_row_behind_it() {
    let row = |n: u32| format!("{n}|Oil gate number {n}|Ann|May 2026");
    let rows = |left_out: &[u32]| {
        let all: Vec<String> = (1..=9).filter(|n| !left_out.contains(n)).map(row).collect();
        read(&format!("Ref|Action|Owner|Due\n{}", all.join("\n")))
    };
    let told = warnings(&rows(&[4]));
    assert_eq!(told, ["records.missing"]);
    // Where gaps are a habit no row is said to be missing, and each gap is doubted.
    let told = warnings(&rows(&[2, 4, 6, 8]));
    assert_eq!(told, ["ref.sequence"; 4]);
}

#[test]
fn what_is_plain_is_not_doubted() {
    for text in [
        // The only year that the text names.
        "# Plan\n\nAll of it in 2026, as agreed.\n\nAction|Owner|Due date\nOil the gate|Ann|Feb 26\nPaint the pier|Bo|Mar 5",
        "Action|Owner|Due date\nOil the gate|Ann|2025-05-31 (Q2)\nPaint the pier|Bo|2025-07-31 (Q3)",
        "Weeks|Task|Status\n102--104|Oil the gate|Done\n105--110|Paint the pier|Open",
        "# Plan\n\n## a) First steps\n\nAction|Owner|Due date\nOil the gate|Ann|31/05/2025\nPaint the pier|Bo|31/07/2025",
        "ID|Risk|Impact|Likelihood|Mitigation status\nR-1|The gate falls|High|Low|A chain holds it day and night\nR-2|The lamp goes out|Low|Low|A second lamp burns beside it",
        "Risk|Impact|Mitigation\nThe gate falls|High|A chain holds it\nThe lamp goes out|Low|oil can in the shed and a boy to fill it\nThe pier breaks|High|Two beams below it\nThe bell is lost|Low|A second bell",
    ] {
        let data = read(text);
        assert_eq!(warnings(&data), Vec::<String>::new(), "{text}");
    }
    let data = read(
        "# Plan\n\nAll of it in 2026, as agreed.\n\nAction|Owner|Due date\nOil the gate|Ann|Feb 26\nPaint the pier|Bo|Mar 5",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-02-26", "2026-03-05"]);
}

#[test]
fn codes_of_places_are_no_numbering() {
    let told = |codes: &[u32]| {
        let rows = codes.iter().map(|n| format!("{n}|Oil gate number {n}|Ann|May 2026"));
        let data = read(&format!("Ref|Action|Owner|Due\n{}", rows.collect::<Vec<_>>().join("\n")));
        let all = data.diagnostics.iter().filter(|n| n.code == "ref.sequence");
        all.map(|n| n.level).collect::<Vec<_>>()
    };
    let info = tablemend_model::Level::Info;
    assert_eq!(told(&[830, 831, 855, 302, 940, 203, 801, 212, 931]), [info]);
    // Rows may be missing between numbers that are nearer to each other.
    assert_eq!(told(&[1, 3, 5, 7, 9, 11]).len(), 5);
    assert!(!told(&[1, 3, 5, 7, 9, 11]).contains(&info));
}

#[test]
fn two_columns_of_text_with_one_heading_are_two() {
    let data = read(
        "Ref|Action|Action|Owner|Due\n1|Oil the gate|Bids in by May|Ann|May 2026\n2|Ring the bell|A new rope|Bo|June 2026",
    );
    assert_eq!(field(&data, "actions", "action"), ["Oil the gate", "Ring the bell"]);
    assert!(warnings(&data).contains(&"header.duplicate".to_owned()));
    // One heading over a number and its text is one column that came apart.
    let data = read(
        "Action|Action|Owner|Due\n1.1|Oil the gate|Ann|May 2026\n1.2|Ring the bell|Bo|June 2026",
    );
    assert!(!warnings(&data).contains(&"header.duplicate".to_owned()));
}

#[test]
fn a_register_of_contracts_is_no_plan() {
    let read = |first: &str, last: &str| {
        read(&format!(
            "{first}|Supplier|Number|Start date|End date|{last}\nOil for the gates of the harbour|Lamp and Sons|LAM001|May 2026|June 2027|T\nRopes for the bells|Tow Ltd|TOW002|May 2025|June 2028|Q"
        ))
    };
    assert_eq!(entity(&read("Title/description", "Invitation to tender")), "rows");
    // A supplier may also do what a plan asks for.
    assert_eq!(entity(&read("Action", "Tender")), "actions");
    assert_eq!(entity(&read("Title/description", "Status")), "actions");
}
