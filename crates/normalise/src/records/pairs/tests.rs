use super::laid;
use crate::profile::Profile;
use crate::records::testing::document;
use crate::tables::tables;
use tablemend_model::Table;

fn rows(table: &Table) -> Vec<String> {
    let row = |r| {
        let own = table.row_cells(r).map(|c| if c.row() == r { c.text.as_str() } else { "^" });
        own.collect::<Vec<_>>().join(" | ")
    };
    let blank = |r: &String| r.chars().all(|c| matches!(c, ' ' | '|'));
    (0..table.row_count()).map(row).filter(|r| !blank(r)).collect()
}

fn lay(text: &str) -> Vec<String> {
    let profile = Profile::built_in("action-plan").unwrap();
    let document = tables(document(text)).value;
    let laid = laid(&document, &[&profile]);
    laid.tables().next().map(rows).unwrap()
}

const HEAD: &str = "Ref and action|<|<|<\nLead|By when|Progress|Status";

#[test]
fn two_rows_under_a_header_of_two_rows_are_one_record() {
    let made = lay(&format!(
        "{HEAD}\n1.1 Mend the gate by the quay|<|<|<\nClerk|1 May 2026|Begun|Open\n\
         1.2 Paint the shed|<|<|<\nMate|2 May 2026||Done"
    ));
    let right = [
        "Ref and action | Lead | By when | Progress | Status",
        "1.1 Mend the gate by the quay | Clerk | 1 May 2026 | Begun | Open",
        "1.2 Paint the shed | Mate | 2 May 2026 |  | Done",
    ];
    assert_eq!(made, right);
}

#[test]
fn a_row_over_all_with_another_below_it_heads_a_group() {
    let made = lay(&format!(
        "{HEAD}\nThe harbour|<|<|<\n1 Mend the gate by the quay|<|<|<\nClerk|1 May 2026|Begun|Open\n\
         The village|<|<|<\n2 Paint the shed|<|<|<\nMate|2 May 2026||Done"
    ));
    assert_eq!(made[1], "The harbour");
    assert_eq!(made[3], "The village");
    assert_eq!(made[4], "2 Paint the shed | Mate | 2 May 2026 |  | Done");
}

#[test]
fn references_in_a_column_merged_over_both_rows() {
    let made = lay(
        "Ref|Action|<|<\n^|Lead|By when|Status\n1.1|Mend the gate|<|<\n^|Clerk|1 May 2026|Open\n\
         1.2|Paint the shed|<|<\n^|Mate|2 May 2026|Done",
    );
    let right = [
        "Ref | Action | Lead | By when | Status",
        "1.1 | Mend the gate | Clerk | 1 May 2026 | Open",
        "1.2 | Paint the shed | Mate | 2 May 2026 | Done",
    ];
    assert_eq!(made, right);
}

#[test]
fn labels_in_the_cells_name_the_fields() {
    let made = lay("WL-01 Mend the gate|<|<\nLead: Clerk|By: 1 May 2026|Status: Open\n\
         WL-02 Paint the shed|<|<\nLead: Mate|By: 2 May 2026|Status: Done\n\
         WL-03 Ring the bell|<|<\nLead: Clerk|By: 3 May 2026|Status: Open");
    let right = [
        "Ref | Action | Lead: | By: | Status:",
        "WL-01 | Mend the gate | Clerk | 1 May 2026 | Open",
        "WL-02 | Paint the shed | Mate | 2 May 2026 | Done",
        "WL-03 | Ring the bell | Clerk | 3 May 2026 | Open",
    ];
    assert_eq!(made, right);
}

#[test]
fn groups_of_one_action_each_are_no_pairs() {
    let text = "Plan of the harbour|<|<\nRef|Action|Lead\nThe quay and its walls|<|<\n1.1|Mend the gate|Clerk\n\
                The village and its lanes|<|<\n2.1|Paint the shed|Mate\nThe boats on the beach|<|<\n3.1|Ring the bell|Mate";
    assert_eq!(lay(text)[1], "Ref | Action | Lead");
}
