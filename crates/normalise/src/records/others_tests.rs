//! Lists of something else that are beside items, and headings of trackers, each in a few lines.

use super::authors_tests::{field, read};

/// A plan of one action, behind a table of something else.
fn behind(other: &str) -> Vec<String> {
    let plan = "Ref|Action|Owner|Due date|Status\nT1|Ring the quarry|Clerk|3 May 2026|Open";
    field(&read(&format!("{other}\n\n{plan}")), "actions", "action")
}

#[test]
fn lists_of_something_else_are_no_actions() {
    for other in [
        "Term|Definition\nTask|What is to be done\nOwner|Who does it\nStatus|How far it is",
        "Status|Definition|Next action\nOpen|Logged|Give it to somebody\nClosed|Done|None",
        "Role|Name|Responsibilities\nMaster|Ann|All of it\nMate|Bo|The ropes",
        "What|Who (audience)|How (channel)|When (frequency)|Owner\nNews|Crew|Letter|Monthly|Ann",
        "Situation|What to say|Who says it\nThe tide is late|Wait a little|The mate",
        "Metric|Warning|Critical|Action\nDepth|2 m|1 m|Drop the anchor",
        "Requirement|Implementation|Evidence\nBoats float|By their hulls|The harbour book",
    ] {
        assert_eq!(behind(other), ["Ring the quarry"], "{other}");
    }
}

#[test]
fn what_is_done_is_named_before_what_comes_of_it() {
    let data = read(
        "Launch activity|Day(s)|Deliverable|Owner\nPaint the hull|3|A blue boat|Ann\nSew the sail|4|A white sail|Bo",
    );
    assert_eq!(field(&data, "actions", "action"), ["Paint the hull", "Sew the sail"]);
}

#[test]
fn fewer_of_the_same_headings_are_known_too() {
    let data = read(
        "#|Issue|Source|Status\nC1|The gate sticks|Clerk|Open\nC2|The lamp is dark|Mate|Done\n\n\
         #|Issue|Source\nI1|The rope is short|Mate\nI2|The bell is cracked|Clerk",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["The gate sticks", "The lamp is dark", "The rope is short", "The bell is cracked"]
    );
}

#[test]
fn a_heading_with_the_name_of_another_list_hides_no_plan() {
    let plan = "Ref|Action|Owner|Due date|Status\n1|Ring the quarry|Clerk|3 May 2026|Open\n2|Oil the bell|Mate|4 May 2026|Open";
    for heading in ["Advice at the first point of contact", "The communication plan", "Sign off"] {
        let data = read(&format!("# {heading}\n\n{plan}"));
        assert_eq!(field(&data, "actions", "action"), ["Ring the quarry", "Oil the bell"]);
    }
}

#[test]
fn who_has_which_risks_is_no_register() {
    let register = "ID|Risk|Likelihood|Impact|Owner\nR-01|Flood of the quay|3|4|Ann\nR-02|Fire in the shed|2|4|Bo\nR-03|Loss of the bell|1|2|Ann\nR-04|Rot in the hull|2|2|Bo";
    let by_owner = "Owner|Risks|Focus\nAnn|R-01, R-03|Water and noise\nBo|R-02, R-04|Wood";
    let data = read(&format!("{register}\n\n{by_owner}"));
    assert_eq!(field(&data, "risks", "risk").len(), 4);
}

#[test]
fn a_lead_goes_before_whoever_has_the_risk() {
    let data = read(
        "Ref|Action|Risk owner|Executive lead|Due date\n1|Mend the gate|Ann Gull|Bo Tern|May 2026\n2|Oil the bell|Cy Auk|Di Rook|June 2026",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Bo Tern", "Di Rook"]);
}
