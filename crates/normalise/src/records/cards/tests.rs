use super::turned;
use crate::profile::Profile;
use crate::records::testing::document;
use tablemend_model::{Block, Table};

fn rows(table: &Table) -> Vec<String> {
    let row = |r| table.row_cells(r).map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ");
    (0..table.row_count()).map(row).collect()
}

fn turn(text: &str) -> Vec<Vec<String>> {
    let profile = Profile::built_in("action-plan").unwrap();
    turned(&document(text), &[&profile]).tables().map(rows).collect()
}

#[test]
fn labels_become_a_header_and_each_card_a_row() {
    let made = turn(
        "Action|Mend the gate\nLead|Clerk\nStatus|Open\nAction|Paint the shed\nLead|Gardener\nStatus|Done",
    );
    let right = [
        "Action | Lead | Status",
        "Mend the gate | Clerk | Open",
        "Paint the shed | Gardener | Done",
    ];
    assert_eq!(made, [right]);
    assert_eq!(turn("Ann|Field\nBo|Marsh"), [["Ann | Field", "Bo | Marsh"]]);
}

#[test]
fn a_title_names_the_action_and_begins_a_card() {
    let made = turn(
        "R1 Mend the gate|<\nLead|Clerk\nDue|1 May 2024\nProgress|\nR2 Paint the shed|<\nLead|Gardener\nDue|2 May 2024\nProgress|Begun",
    );
    let right = [
        "Action | Lead | Due | Progress",
        "R1 Mend the gate | Clerk | 1 May 2024 | ",
        "R2 Paint the shed | Gardener | 2 May 2024 | Begun",
    ];
    assert_eq!(made, [right]);
}

#[test]
fn one_box_with_a_title_is_no_action() {
    let made = turn("Document control|<\nOwner|Clerk\nReview date|1 May 2024");
    assert_eq!(made[0][0], "Document control");
}

#[test]
fn four_cells_a_row_and_a_value_over_three() {
    let made = turn(
        "Ref|1|Due|May 2024\nAction|Mend the gate|<|<\nLead|Clerk|Status|Open\n\nRef|2|Due|June 2024\nAction|Paint the shed|<|<\nLead|Clerk|Status|Done",
    );
    assert_eq!(made[0][1], "1 | May 2024 | Mend the gate | Clerk | Open");
    assert_eq!(made[1][1], "2 | June 2024 | Paint the shed | Clerk | Done");
}

#[test]
fn labels_beside_values_over_three_columns_are_few() {
    let made = turn(
        "No|1|BRAG status|Green\nActivity|Mend the gate|<|<\nPerson responsible|Clerk|Due|May 2024\nHeadlines|Begun|<|<\n\nNo|2|BRAG status|Red\nActivity|Paint the shed|<|<\nPerson responsible|Clerk|Due|June 2024\nHeadlines|Late|<|<",
    );
    assert_eq!(made[0][1], "1 | Green | Mend the gate | Clerk | May 2024 | Begun");
}

#[test]
fn a_heading_above_each_card_names_its_action() {
    let made = turn(
        "# Plan\n\n# Action 1: Mend the gate\n\nLead|Clerk\nDue|1 May 2024\nStatus|Open\n\n# Action 2: Paint the shed\n\nLead|Clerk\nDue|2 May 2024\nStatus|Done",
    );
    assert_eq!(made[0][1], "Action 1: Mend the gate | Clerk | 1 May 2024 | Open");
    assert_eq!(made[1][1], "Action 2: Paint the shed | Clerk | 2 May 2024 | Done");
}

#[test]
fn a_key_of_words_that_other_tables_use_is_no_card() {
    let plan = "Action|Lead|Status\nMend the gate|Clerk|On track\nPaint the shed|Clerk|Delayed\nSell it|Clerk|Completed";
    let key = "Completed|Status agreed\nOn track|Progress as planned\nDelayed|Action is late";
    let made = turn(&format!("# Key\n\n{key}\n\n{plan}\n\n# Key\n\n{key}\n\n{plan}"));
    assert_eq!(made[0][0], "Completed | Status agreed");
    assert_eq!(made[2][2], "Delayed | Action is late");
}

#[test]
fn titles_that_are_refs_are_a_column_of_refs() {
    for lead in ["", "Action "] {
        let made = turn(&format!(
            "{lead}1|<\nWhat we will do|Mend the gate\nLead|Clerk\nDue|1 May 2024\n{lead}2|<\nWhat we will do|Paint the shed\nLead|Clerk\nDue|2 May 2024",
        ));
        assert_eq!(made[0][0], "Ref | What we will do | Lead | Due");
        assert_eq!(made[0][1], "1 | Mend the gate | Clerk | 1 May 2024");
        assert_eq!(made[0][2], "2 | Paint the shed | Clerk | 2 May 2024");
    }
}

#[test]
fn a_second_label_may_be_in_one_row_of_each_card() {
    let card = |n: u32, text: &str| {
        format!(
            "{n} {text}|<|<|<\nTarget date|May 2024|Lead officer|Clerk\nStatus|Open|<|<\nProgress|Begun|<|<"
        )
    };
    let made = turn(&format!("{}\n\n{}", card(1, "Mend the gate"), card(2, "Paint the shed")));
    assert_eq!(made[0][1], "1 Mend the gate | May 2024 | Clerk | Open | Begun");
    assert_eq!(made[1][1], "2 Paint the shed | May 2024 | Clerk | Open | Begun");
}

#[test]
fn the_first_row_of_a_cut_card_is_no_header() {
    let card = |n: u32, text: &str| {
        format!(
            "{n} {text}|<|<|<\nTarget date|May 2024|Lead officer|Clerk\nStatus|Open|<|<\nProgress|Begun|<|<"
        )
    };
    let text = [
        card(1, "Mend the gate"),
        card(2, "Paint the shed"),
        card(3, "Sweep the yard"),
        "4 Oil the locks|<|<|<\nTarget date|June 2024|Lead officer|Gardener".to_owned(),
    ];
    let made = turn(&text.join("\n\n"));
    assert_eq!(made[3][1], "4 Oil the locks | June 2024 | Gardener");
}

#[test]
fn what_heads_the_columns_of_a_card_is_no_field_of_it() {
    for head in ["Field|Value", "Item|Detail", "Attribute|Information", "Plan element|Content"] {
        let made = turn(&format!(
            "{head}\nAction|Mend the gate\nLead|Clerk\nStatus|Open\n\n{head}\nAction|Paint the shed\nLead|Gardener\nStatus|Done"
        ));
        assert_eq!(made.len(), 2, "{head}");
        assert_eq!(made[0][..2], ["Action | Lead | Status", "Mend the gate | Clerk | Open"]);
    }
}

#[test]
fn what_heads_the_columns_of_a_card_is_kept_with_the_printings_of_its_labels() {
    let profile = Profile::built_in("action-plan").unwrap();
    let document = document("Field|Value\nAction|Mend the gate\nLead|Clerk\nStatus|Open");
    let turned = turned(&document, &[&profile]);
    let folded: Vec<&str> =
        turned.tables().flat_map(|t| t.folded()).map(|c| c.text.as_str()).collect();
    assert_eq!(folded, ["Field", "Value"]);
}

#[test]
fn a_name_of_a_label_heads_the_columns_where_each_card_begins_so() {
    let card = |what: &str| format!("Section|Detail\nAction|{what}\nLead|Clerk\nStatus|Open");
    let made = turn(&format!("{}\n\n{}", card("Mend the gate"), card("Paint the shed")));
    assert_eq!(made[0][0], "Action | Lead | Status");
    assert_eq!(turn(&card("Mend the gate"))[0][0], "Section | Action | Lead | Status");
}

#[test]
fn labels_that_are_explained_are_no_card_but_the_same_with_other_values_are() {
    // As in Markdown, where the first row is marked as a header.
    let turn = |text: &str| {
        let profile = Profile::built_in("action-plan").unwrap();
        let mut document = document(text);
        for block in &mut document.blocks {
            if let Block::Table(table) = block {
                table.set_header_rows(1);
            }
        }
        let turned = turned(&document, &[&profile]);
        turned.tables().map(rows).collect::<Vec<Vec<String>>>()
    };
    let explained =
        "Field|Description\nAction|What is to be done\nLead|Who does it\nStatus|How far it is";
    assert_eq!(turn(explained)[0][0], "Field | Description");
    assert_eq!(turn(&format!("{explained}\n\n{explained}"))[1][0], "Field | Description");
    let card = |what: &str, who: &str| {
        format!("Field|Description\nAction|{what}\nLead|{who}\nStatus|Open")
    };
    let made =
        turn(&format!("{}\n\n{}", card("Mend the gate", "Clerk"), card("Paint the shed", "Bo")));
    assert_eq!(made[1][..2], ["Action | Lead | Status", "Paint the shed | Bo | Open"]);
}

#[test]
fn a_card_whose_head_is_printed_again_on_the_next_page_is_one() {
    let profile = Profile::built_in("action-plan").unwrap();
    let card = |text: &str| format!("Field|Value\nAction|{text}\nLead|Clerk\nDue|1 May 2024");
    let mut cut = document(&format!("{}\n\n{}", card("Mend the gate"), card("Paint the shed")));
    let Some(Block::Table(table)) = cut.blocks.last_mut() else { panic!("no table") };
    // Its head again, behind the action.
    *table = crate::records::testing::pipe_table(
        "Field|Value\nAction|Paint the shed\nField|Value\nLead|Clerk\nDue|1 May 2024",
    );
    table.fold_rows(&[2]);
    let made = turned(&cut, &[&profile]).into_owned();
    let all: Vec<Vec<String>> = made.tables().map(rows).collect();
    assert_eq!(all[1][1], "Paint the shed | Clerk | 1 May 2024");
    // No word is lost: both heads are kept with it.
    let folded: Vec<&str> =
        made.tables().flat_map(|t| t.folded()).map(|c| c.text.as_str()).collect();
    assert_eq!(folded.iter().filter(|text| **text == "Field").count(), 3);
}
