//! Names of columns, and headers printed twice.

use super::*;
use crate::profile::Profile;
use crate::records::testing::pipe_table;

fn fields(line: &str, profile: &Profile) -> Option<Vec<String>> {
    let table = pipe_table(line);
    let schema = &profile.schema.entities[profile.item_entity()];
    let header = header_row(&table, 0, &profile.items)?;
    Some(
        header
            .cells
            .iter()
            .map(|c| match c.holds {
                Some(Holds::Ref) => "ref".to_owned(),
                Some(Holds::Field(f)) => schema.fields[f].name.clone(),
                Some(Holds::Group(_)) | None => "-".to_owned(),
            })
            .collect(),
    )
}

#[test]
fn headers_name_fields_in_many_ways() {
    let plan = Profile::built_in("action-plan").unwrap();
    for (line, expected) in [
        (
            "ACTIONS|COMPLETION DATE|ACTION LEAD|HEADLINE COMMENTARY|BRAG",
            "action completion leads commentary status",
        ),
        (
            "Ref|Action|Lead Officer|By when|RAG rating|Progress update",
            "ref action leads completion status commentary",
        ),
        (
            "No.|What we will do|Who|When|RAG|Update (November)",
            "ref action leads completion status commentary",
        ),
        (
            "Action|Owner|Original due date|Revised due date|RAG",
            "action leads completion completion status",
        ),
        ("Key actions|Responsible|Timescale|Status|Cost (£)", "action leads completion status -"),
        ("Task(s)|Owner(s) or team(s)|Notes", "action leads commentary"),
    ] {
        assert_eq!(fields(line, &plan).unwrap().join(" "), expected, "{line}");
    }
    for line in ["1.1 Do this|31 March 2020|Manager", "Red|Late", "Name|Address|Telephone"] {
        assert_eq!(fields(line, &plan), None, "{line}");
    }
}

#[test]
fn a_label_printed_twice_is_settled_by_the_other_tables() {
    let plan = Profile::built_in("action-plan").unwrap();
    let read = |line| header_row(&pipe_table(line), 0, &plan.items).unwrap();
    let mut headers = vec![
        read("Action|Due date|Lead|Commentary|RAG"),
        read("Action|Due date|Commentary|Commentary|RAG"),
    ];
    settle(&mut headers, &plan.items);
    assert_eq!(headers[1].cells[2].holds, headers[0].cells[2].holds);
    assert!(headers[1].cells[2].moved);
    assert!(!headers[1].cells[3].moved);
}

#[test]
fn scales_and_requirements_are_no_items() {
    let register = Profile::built_in("risk-register").unwrap();
    let plan = Profile::built_in("action-plan").unwrap();
    let scale = "Description|Level|Single boat\nFrequent|A|Floods often each year in its life.\n\
                 Probable|B|Floods several times in its life.\nRemote|C|Hardly ever floods in its life.";
    let met = "Requirement|Source|Capability|Status|Notes\nThe gate opens in one minute|Letter|40 seconds|Met|\n\
               The bell is heard at the quay|Letter|Unknown|To verify|Ask";
    let followed = met.replace("Source", "Owner");
    let is_scale = |lines: &str| {
        let table = pipe_table(lines);
        let cell = |at: u32, words: &str| HeaderCell::new(at, 1, phrase(words), words.to_owned());
        let cells = [cell(0, "Description"), cell(1, "Level"), cell(2, "Single boat")];
        is_other(&table, 0, &cells, &register.items)
    };
    assert!(is_scale(scale));
    assert!(!is_scale(&scale.replace("|C|", "|A|")));
    assert_eq!(fields(met, &plan), None);
    assert!(fields(&followed, &plan).is_some());
}

#[test]
fn english_in_brackets_names_a_heading_of_another_language() {
    let register = Profile::built_in("risk-register").unwrap();
    let found = fields(
        "Nguy hiểm (Risk)|Khả năng (Likelihood)|Người giữ (Owner)|Kế toán (Moon)",
        &register,
    );
    assert_eq!(found.unwrap().join(" "), "risk likelihood owner -");
    assert_eq!(fields("Budget (Risk)|Number (Likelihood)|Paper (Owner)", &register), None);
}
