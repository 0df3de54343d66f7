//! Rows between the items in the layouts of programs: counts, rows that sum up, merged numbers; each in a few lines.

use super::authors_tests::{field, read};
use super::testing::document;
use crate::profile::Profile;
use tablemend_model::{Block, Dataset, Mark, RichText, Style};

fn refs(data: &Dataset) -> Vec<Option<&str>> {
    data.entity("actions").unwrap().1.records.iter().map(|r| r.reference.as_deref()).collect()
}

#[test]
fn a_row_that_counts_those_above_is_no_item() {
    let data = read(
        "Ref|Action|Lead|Due date|Status\n1|Oil the gate|Ann|May 2026|Done\n|Total gates: 1|||1 done\n\
         2|Paint the pier|Bo|May 2026|Open\n3|Total rebuilding of pier 2|Bo|May 2026|Open\n|Total piers: 2|||0 done",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["Oil the gate", "Paint the pier", "Total rebuilding of pier 2"]
    );
    assert_eq!(refs(&data), ["1", "2", "3"].map(Some));
}

#[test]
fn a_bold_row_in_one_numbering_with_the_days_of_those_below_heads_them() {
    let sections = |first: &str, bold: &str| {
        let mut document = document(&format!(
            "ID|Task name|Duration|Start|Finish|Resource names\n1|Gates|40 days|{first}|9 June 2026|\n\
             2|Mend the gate|5 days|1 May 2026|5 May 2026|Ann\n3|Oil the hinge|9 days|6 May 2026|9 June 2026|Bo\n\
             4|Bells|2 days|2 May 2026|4 May 2026|\n5|Ring the bell|2 days|2 May 2026|4 May 2026|Ann"
        ));
        for block in &mut document.blocks {
            let Block::Table(table) = block else { continue };
            for cell in table.cells_mut().filter(|c| bold.contains(c.text.as_str())) {
                if cell.col() == 1 {
                    let text = cell.text.as_str().to_owned();
                    let marks = vec![Mark { range: 0..text.len(), style: Style::Bold }];
                    cell.text = RichText::new(&text, marks);
                }
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(&document, &profile, "t");
        let missing = data.diagnostics.iter().filter(|n| n.code == "records.missing").count();
        assert_eq!(missing, 0);
        // Its number counts rows and is no number of the group.
        let (_, sections) = data.entity("sections").unwrap();
        assert!(sections.records.iter().all(|r| r.reference.is_none()));
        field(&data, "sections", "title")
    };
    assert_eq!(sections("1 May 2026", "Gates Bells"), ["Gates", "Bells"]);
    // Other days, or a type like that of the rows below, tell nothing.
    assert_eq!(sections("3 May 2026", "Gates"), [""; 0]);
    assert_eq!(sections("1 May 2026", ""), [""; 0]);
}

#[test]
fn a_merged_reference_is_that_of_all_its_rows() {
    let data = read(
        "Ref|Recommendation|Action|Lead|Due date|Status\nR1|Look after the gates|Mend the gate|Ann|May 2026|Open\n\
         ^|^|Oil the hinge|Bo|May 2026|Open\nR2|Look after the bells|Ring the bell|Ann|June 2026|Done\n\
         R3|Look after the boats|Paint the boat|Ann|June 2026|Done\n^|^|Oil the winch|Bo|May 2026|Open",
    );
    assert_eq!(refs(&data), ["R1", "R1", "R2", "R3", "R3"].map(Some));
    let (_, actions) = data.entity("actions").unwrap();
    let ids: Vec<&str> = actions.records.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["R1", "R1~2", "R2", "R3", "R3~2"]);
    let is_false = |code: &tablemend_model::Code| code == "ref.missing" || code == "ref.duplicate";
    assert!(!data.diagnostics.iter().any(|n| is_false(&n.code)));
    // It is printed once.
    assert_eq!(actions.records[1].ref_printed, None);
}
