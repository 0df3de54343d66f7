//! Lists that are worked through, told by their refs, who and how far; what a column is where its heading misleads;
//! motions, decisions and risks told in sentences: each kind in a few lines.

use super::authors_tests::{field, read};
use crate::profile::Profile;
use crate::records::{records, testing::document};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

#[test]
fn refs_who_and_how_far_make_a_list_of_work_whatever_its_rows_are_called() {
    for (text, expected) in [
        (
            "Bell ID|Bell name|Owner|Status\nB-1|Noon bell|Ann|Open\nB-2|Fog bell|Bo|Open",
            ["Noon bell", "Fog bell"],
        ),
        (
            "ID|Short form|Priority|Status\nB-1|Noon bell|High|Done\nB-2|Fog bell|Low|Open",
            ["Noon bell", "Fog bell"],
        ),
        (
            "#|File|Status\nH1|Bell of the quay|Fixed\nH2|Fog horn|Pending",
            ["Bell of the quay", "Fog horn"],
        ),
        (
            "Safeguard|Where it is|Status\nFence round the quay|North|shipped\nGate|South|partial",
            ["Fence round the quay", "Gate"],
        ),
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        assert_eq!(field(&data, "actions", "action"), expected, "{text}");
    }
}

#[test]
fn what_somebody_has_and_what_runs_is_not_worked_through() {
    for text in [
        "Asset ID|Asset|Owner|Status\nB-1|Noon bell|Ann|Open\nB-2|Fog bell|Bo|Open",
        "Service|Status|Port\nBell ringer|Done|80\nFog horn|Pending|81",
        "Item|Status|Port\nBell ringer|Running|80\nFog horn|Stopped|81",
        "Item|Path|Status\n/bells/noon|a|Done\n/bells/fog|b|Pending",
        "#|File|Action\n1|Noon bell|NEW\n2|Fog bell|EDIT (2 lines)\n3|Ship bell|NEW\n4|Cow bell|EDIT",
    ] {
        assert_eq!(entity(&read(text)), "rows", "{text}");
    }
}

#[test]
fn the_column_of_names_goes_before_one_that_sorts_the_rows() {
    let data = read(
        "ID|Type|Matter|Owner|Due date or gate|Status\nR-1|Bell, first|Ring the noon bell|Ann|3 May 2026|Open\nR-2|Bell, second|Cast the fog bell|Bo|9 June 2026|Open",
    );
    assert_eq!(field(&data, "actions", "action"), ["Ring the noon bell", "Cast the fog bell"]);
    assert_eq!(field(&data, "actions", "completion"), ["2026-05-03", "2026-06-09"]);
}

#[test]
fn texts_under_a_heading_of_refs_are_the_items() {
    let data = read(
        "ID|Severity|Area|Status\nThe noon bell rings too late|Low|Quay|Open\nThe fog bell has no rope|High|Pier|Open",
    );
    let expected = ["The noon bell rings too late", "The fog bell has no rope"];
    assert_eq!(field(&data, "actions", "action"), expected);
}

#[test]
fn ratings_under_the_name_of_a_risk_rate_what_is_right_in_front() {
    let data = read(
        "Way in|Risk|Mitigation\nGate left open|LOW|The porter looks at six\nRope cut|HIGH|There is a second rope",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Gate left open", "Rope cut"]);
}

#[test]
fn risks_in_front_told_in_sentences_are_a_list_of_them() {
    let data = read(
        "Risk|Current state|Evidence\nThe fog bell may crack in frost|Seen once|None\nNobody may hear the noon bell|Seen twice|None",
    );
    let expected = ["The fog bell may crack in frost", "Nobody may hear the noon bell"];
    assert_eq!(field(&data, "risks", "risk"), expected);
}

#[test]
fn motions_and_reasoned_decisions_are_entries() {
    let data = read("Motion text|Moved by|Seconded by|Status\nBuy a second bell|Ann|Bo|Carried");
    assert_eq!(field(&data, "entries", "entry"), ["Buy a second bell"]);
    let data = read(
        "#|Decision|Alternatives considered|Rationale\n1|Cast the bell in bronze|Iron|It rings longer\n2|Hang it on the pier|Quay|It is nearer",
    );
    assert_eq!(
        field(&data, "entries", "entry"),
        ["Cast the bell in bronze", "Hang it on the pier"]
    );
}

#[test]
fn what_sorts_problems_is_no_problem() {
    let data = read(
        "#|Place|Problem type|Severity|Seen\n1|Quay|Rust of the rail|High|A rail came off\n2|Pier|Rot of the planks|Low|A plank gave way",
    );
    assert_ne!(entity(&data), "entries");
}

#[test]
fn a_status_in_brackets_is_read_and_evidence_of_success_is_no_progress() {
    let data = read(
        "Action|Owner|Evidence of success|Status\nCast the bell|Ann|It rings|[PENDING]\nHang the bell|Bo|It hangs|[x]",
    );
    assert_eq!(field(&data, "actions", "status"), ["pending", "done"]);
    assert!(!field(&data, "actions", "commentary").contains(&"It rings".to_owned()));
}

#[test]
fn a_profile_that_is_wrong_for_a_document_finds_nothing() {
    let profile = Profile::built_in("risk-register").unwrap();
    let plan = document(
        "ACTIONS|COMPLETION DATE|ACTION LEAD|HEADLINE COMMENTARY|BRAG\n1.1 Ring the bell at noon each day|3 May 2026|Ann|It rang on all days but two|Green",
    );
    let data = records(&plan, &profile, "t");
    assert!(data.entity("risks").unwrap().1.records.is_empty());
}

#[test]
fn a_heading_that_says_what_the_only_table_is_makes_no_group() {
    let table = "Ref|Action|Owner|Due date\nB1|Ring the bell|Ann|3 May 2026";
    let groups = |text: &str| read(text).entity("sections").unwrap().1.records.len();
    let under =
        |heading: &str| groups(&format!("# Harbour of the north\n\n# {heading}\n\n{table}"));
    assert_eq!(under("Action log"), 0);
    assert_eq!(under("Bells of the quay"), 1);
}
