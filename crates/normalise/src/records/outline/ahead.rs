//! The name of a group that is printed beside its rows, of which a page break parts the first rows from the name.
//!
//! A program that prints the merged cell of a column over two pages puts its text on the one that has more of it. The
//! rows at the foot of the page before have a blank cell of their own, and belong to the name on the next page.

use super::Walk;
use tablemend_model::{Cell, Diagnostic, Level, SourceRef, Table};

impl Walk<'_, '_> {
    /// Enters the group that is named at the head of the next page, where the cell of this row is blank and reaches
    /// to the end of its page.
    pub(super) fn named_ahead(
        &mut self,
        table: &Table,
        filled: &[&Cell],
        col: u32,
        level: usize,
        source: SourceRef,
    ) {
        let (Some(first), Some(id)) = (filled.first(), source.table) else { return };
        if filled.len() < 2 {
            return;
        }
        let Some(name) = ahead(table, first.row(), col) else { return };
        if !self.named_beside(name, level, source) {
            return;
        }
        self.ahead.insert((id, name.row(), name.col()));
        self.outline.notes.push(
            Diagnostic::new(
                "group.ahead",
                Level::Info,
                "the cell that names the group is blank at the foot of this page; the name on the next page was used",
            )
            .at(source)
            .used(name.text.as_str().replace('\n', " ")),
        );
    }
}

/// The cell at the head of the next page that names the group of a row: the row's own cell is blank, begins in the
/// middle of its page and ends with it, in a column whose other rows are in merged cells.
fn ahead(table: &Table, row: u32, col: u32) -> Option<&Cell> {
    let own = |row: u32| table.cell_at(row, col).filter(|c| c.row() == row && c.colspan() == 1);
    let is_seam = |row: u32| table.seams().iter().any(|s| s.row == row);
    let blank = own(row).filter(|c| c.is_blank() && c.fill.is_none())?;
    let end = row + blank.rowspan();
    let name = own(end).filter(|c| is_seam(end) && !c.text.is_empty() && c.rowspan() > 1)?;
    let starts_alone = !is_seam(row) && row > table.header_rows();
    let filled = |row: u32| table.row_cells(row).filter(|c| !c.text.is_empty()).count();
    // Blank cells of rows within a page would mean the name above.
    let is_left_blank = |r: u32| {
        own(r).is_some_and(|c| c.is_blank() && !is_seam(r) && !is_seam(r + c.rowspan()))
            && filled(r) * 2 > table.column_count() as usize
    };
    let is_merged = |r: u32| own(r).is_some_and(|c| c.rowspan() > 1 && !c.is_blank());
    let body = table.header_rows()..table.row_count();
    let merged = body.clone().filter(|r| is_merged(*r)).count();
    (starts_alone && merged > 1 && !body.clone().any(is_left_blank)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::document;
    use crate::profile::Profile;
    use tablemend_model::{Block, Seam};

    /// The section of each action, where the second page begins with a row.
    fn sections(rows: &str, seam: u32) -> Vec<Option<String>> {
        let head = "Theme|Ref|Action|Lead|Due date|Status\n";
        let mut document = document(&format!("{head}{rows}"));
        for block in &mut document.blocks {
            if let Block::Table(table) = block {
                table.set_header_rows(1);
                table.add_seam(Seam { row: seam, cuts: false });
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(&document, &profile, "t");
        assert!(crate::audit::audit(&document, &data).is_clean());
        data.items().unwrap().1.records.iter().map(|r| r.parents[0].clone()).collect()
    }

    #[test]
    fn a_name_on_the_next_page_counts_for_the_last_rows_of_the_page() {
        let row = |theme: &str, n: u32| format!("{theme}|{n}|Mend gate {n}|Mate|May 2026|Open");
        let all = |blank: &str| {
            let rows = ["1 Boats", "^", blank, "2 Bells", "^", "^"];
            let rows: Vec<String> = rows.iter().zip(1..).map(|(t, n)| row(t, n)).collect();
            rows.join("\n")
        };
        let one = Some("1".to_owned());
        let two = Some("2".to_owned());
        let (a, b) = (one.clone(), two.clone());
        assert_eq!(sections(&all(""), 4), [&a, &a, &b, &b, &b, &b].map(Clone::clone));
        // In the middle of a page, a blank cell is of the group above.
        assert_eq!(sections(&all(""), 6), [&a, &a, &a, &b, &b, &b].map(Clone::clone));
    }
}
