//! What blank cells say in files that keep merged cells, and rows that nobody has filled in.

use super::authors_tests::field;
use super::testing::document;
use crate::profile::Profile;
use crate::records::records;
use tablemend_model::{Block, Dataset, Document, MediaType, Method, Rgb, Table};

/// A document of another kind, whose tables are its own; cells that end with `*` are flagged
/// as unfilled, `!` is an amber cell.
fn sheet(text: &str, media_type: MediaType) -> Document {
    let mut made = document(text);
    made.source.media_type = media_type;
    for block in &mut made.blocks {
        let Block::Table(table) = block else { continue };
        let cells = table.cells().iter().cloned().map(|mut cell| {
            if let Some(text) = cell.text.as_str().strip_suffix('*') {
                cell.text = tablemend_model::RichText::plain(text);
                cell.flags.push("row.unfilled".into());
            }
            if cell.text.as_str() == "!" {
                cell.text = tablemend_model::RichText::default();
                cell.fill = Some(Rgb(255, 192, 0));
            }
            cell
        });
        let (columns, rows) = (table.column_count(), table.rows().to_vec());
        *table = Table::new(Method::Sheet, columns, rows, cells.collect()).unwrap();
        table.set_header_rows(1);
    }
    made
}

fn read(text: &str, media_type: MediaType) -> Dataset {
    records(&sheet(text, media_type), &Profile::built_in("action-plan").unwrap(), "t")
}

#[test]
fn a_blank_lead_of_a_workbook_names_nobody_and_one_of_a_csv_file_may_be_merged() {
    let plan = "\
Ref|Action|Lead|Completion date
1.1|Mend the gate|Harbour master|May 2026
1.2|Oil the bell||June 2026
1.3|Paint the boats||July 2026";
    let leads = |of| field(&read(plan, of), "actions", "leads");
    assert_eq!(leads(MediaType::Xlsx), ["Harbour master", "", ""]);
    assert_eq!(leads(MediaType::Csv), ["Harbour master"; 3]);
}

#[test]
fn rows_that_nobody_filled_in_are_no_items_and_join_none() {
    let plan = "\
Ref|Action|Lead|Score|Band
1.1|Mend the gate|Harbour master|6|Low
1.2|Oil the bell|Bell ringer|4|Low
|||0*|None*
|||0*|None*";
    let data = read(plan, MediaType::Xlsx);
    assert_eq!(field(&data, "actions", "action"), ["Mend the gate", "Oil the bell"]);
    let told: Vec<&str> = data.other_text.iter().map(|o| o.text.as_str()).collect();
    assert_eq!(told, ["0", "None", "0", "None"]);
}

#[test]
fn the_label_of_the_refs_is_no_ref() {
    let plan = "\
No.|Action|Lead|Completion date
1.1|Mend the gate|Harbour master|May 2026
1.2|Oil the bell|Bell ringer|June 2026
No.|Bell work||Tone";
    let data = read(plan, MediaType::Xlsx);
    assert_eq!(field(&data, "actions", "action"), ["Mend the gate", "Oil the bell"]);
}

#[test]
fn the_bars_of_a_calendar_are_no_statuses() {
    let plan = "\
Ref|Action|Lead|Completion date|Week 1|Week 2
1.1|Mend the gate|Harbour master|5 May 2026|!|
1.2|Oil the bell|Bell ringer|6 May 2026|!|!
1.3|Paint the boats|Boat builder|7 May 2026|!|!";
    let shown = |plan: &str| field(&read(plan, MediaType::Xlsx), "actions", "status");
    assert_eq!(shown(plan), ["", "", ""]);
    // Nor are they below a heading of two rows.
    let mut two = sheet(&plan.replacen('\n', "\n||||M|T\n", 1), MediaType::Xlsx);
    if let Block::Table(table) = &mut two.blocks[0] {
        table.set_header_rows(2);
    }
    let data = records(&two, &Profile::built_in("action-plan").unwrap(), "t");
    assert_eq!(field(&data, "actions", "status"), ["", "", ""]);
    // One column of colours is how the actions go.
    let one: Vec<String> =
        plan.lines().map(|l| l.rsplit_once('|').unwrap().0.replace("Week 1", "Light")).collect();
    assert_eq!(shown(&one.join("\n")), ["amber", "amber", "amber"]);
}

#[test]
fn a_row_with_a_ref_that_no_header_fits_is_told() {
    let plan = "\
1.1 Mend the gate|May 2026|Harbour master|green
1.2 Oil the bell|June 2026|Bell ringer|amber
Action|Completion date|Lead|Status
1.3 Paint the boats|July 2026|Boat builder|green";
    let mut made = document(plan);
    made.source.media_type = MediaType::Pdf;
    let data = records(&made, &Profile::built_in("action-plan").unwrap(), "t");
    let left = || data.diagnostics.iter().filter(|n| n.code == "row.left_out");
    let items = data.entity("actions").unwrap().1.records.len();
    assert_eq!((items, left().count()), (1, 2));
}
