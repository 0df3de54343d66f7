//! Lists told by what their cells say of how far each row is, and what only looks like one: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

#[test]
fn rows_in_several_words_with_how_far_each_is_are_a_list_of_work() {
    for (text, expected) in [
        (
            "Rule of the tower|Status\nBells ring at noon|PASS\nRopes are new each year|PASS",
            ["Bells ring at noon", "Ropes are new each year"],
        ),
        (
            "Requirement|Status|Where\nRight to hear bells|✅ Implemented|Quay\nRight to no bells|✅ Implemented|Pier",
            ["Right to hear bells", "Right to no bells"],
        ),
        (
            "Item|Status\nRing of the fog horn|Not started\nRope for the noon bell|Comes with the tower",
            ["Ring of the fog horn", "Rope for the noon bell"],
        ),
        (
            "Fix|Status\nRope limit: align the rope|✅ The rope is as long as the wheel\nBoard: align the title|✅ The board is longer",
            ["Rope limit: align the rope", "Board: align the title"],
        ),
        (
            "Vendor|Issue|Priority|Owner|Status\nFoundry|Seal has expired|High|Ann|⬜\nRoper|Ropes untested|Low|Bo|⬜",
            ["Seal has expired", "Ropes untested"],
        ),
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        assert_eq!(field(&data, "actions", "action"), expected, "{text}");
    }
}

#[test]
fn refs_and_how_far_make_a_list_whatever_its_rows_are_called() {
    for (text, expected) in [
        (
            "Req ID|Requirement|Source|Status\nQ-1|Noon bell|Law|In progress\nQ-2|Fog bell|Law|Not started",
            ["Noon bell", "Fog bell"],
        ),
        (
            "Control ID|Control name|Implemented?|Gap?\nA.5.1|Noon bell|Yes|No\nA.5.2|Fog bell|Partial|Yes",
            ["Noon bell", "Fog bell"],
        ),
        (
            "Slice ID|Description|Owner|Dependencies\nB-S1|Noon bell|Ann|None\nB-S2|Fog bell|Bo|S1",
            ["Noon bell", "Fog bell"],
        ),
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        assert_eq!(field(&data, "actions", "action"), expected, "{text}");
    }
}

#[test]
fn what_runs_what_applies_and_what_is_measured_is_no_list_of_work() {
    for text in [
        "Part of the tower|Status\nBell of the noon|Active\nHorn of the fog|Live",
        "Control ID|Control name|Applicable|Implementation status\nA.5.1|Noon bell|Yes|Implemented\nA.5.2|Fog bell|No|Planned",
        "Control ID|Control name|Implementation status\nA.5.1|Noon bell|Implemented\nA.5.2|Fog bell|Implemented",
        "Part|Apply|Status\nbellRope|Shared state of the rope|Done\nfogHorn|Shared state of the horn|Done",
        "Kind of ring|Target|Actual|Status\nAll bells of the noon|< 10s|_____s|☐\nAll bells of the fog|< 5s|_____s|☐",
        "Store of ropes|How it is kept safe|Status\nQuay|By a lock and a key|Implemented\nPier|By a gate and a lock|Implemented",
    ] {
        assert_eq!(entity(&read(text)), "rows", "{text}");
    }
}

#[test]
fn headings_of_links_name_no_items() {
    let data = read(
        "# Assumptions\n\nReview item|Status|Owner|Resolution|Required phase|Related dependency\nQuay is open|UNVALIDATED|Ann|Ask|Phase one, or before the pilot|DEP-001\nPier is dry|UNVALIDATED|Bo|Look|Phase one, or before the pilot|DEP-002",
    );
    assert_eq!(field(&data, "entries", "entry"), ["Quay is open", "Pier is dry"]);
}

#[test]
fn what_is_done_in_front_is_no_risk() {
    let data = read(
        "Control|Control name|Status|Remarks\nB-1|Rope policy|Done|Covers all ropes of the tower\nB-2|Bell policy|Planned|Covers all bells of the tower",
    );
    assert_eq!(field(&data, "actions", "action"), ["Rope policy", "Bell policy"]);
}

#[test]
fn what_a_plan_expects_in_another_language_makes_it_no_list_of_tests() {
    let data = read(
        "ID|Action|Résultat attendu|Status\nT1|Ring the bell|It rings|Done\nT2|Hang the bell|It hangs|Done",
    );
    assert_eq!(field(&data, "actions", "action"), ["Ring the bell", "Hang the bell"]);
}

#[test]
fn a_name_that_any_table_has_is_an_indicator_beside_targets_in_figures() {
    let data = read(
        "Metric|Definition|Target band\nBells a day|Bells that rang|3–5 a day\nLate bells|Bells that rang late|≤ 2 a week",
    );
    assert_eq!(field(&data, "indicators", "indicator"), ["Bells a day", "Late bells"]);
}
