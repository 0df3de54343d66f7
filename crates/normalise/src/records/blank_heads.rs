//! Columns without a heading in one table that have one in the document's others: a page may have lost
//! the label, the cells are where they stood.

use super::columns::{HeaderCell, HeaderRow, Holds};
use std::collections::HashMap;
use tablemend_model::Table;

/// What most header rows of so many columns have at each position.
pub(super) struct Usual {
    by_place: HashMap<(u32, u32), Holds>,
}

impl Usual {
    /// Counts all header rows.
    pub(super) fn learn(headers: &[HeaderRow]) -> Self {
        let mut votes: HashMap<(u32, u32), Vec<(Holds, u32)>> = HashMap::new();
        for (header, cell) in headers.iter().flat_map(|h| h.cells.iter().map(move |c| (h, c))) {
            let Some(holds) = cell.holds else { continue };
            let own = votes.entry((header.width, cell.col)).or_default();
            match own.iter_mut().find(|(h, _)| *h == holds) {
                Some((_, count)) => *count += 1,
                None => own.push((holds, 1)),
            }
        }
        let most = |all: Vec<(Holds, u32)>| {
            let total: u32 = all.iter().map(|(_, n)| n).sum();
            all.into_iter().find(|(_, n)| n * 2 > total).map(|(holds, _)| holds)
        };
        let by_place = votes.into_iter().filter_map(|(at, all)| Some((at, most(all)?))).collect();
        Self { by_place }
    }

    /// Names the columns of a table whose header cell is blank, where the rest of its header is as in
    /// the other tables. Gives their positions.
    pub(super) fn complete(&self, table: &Table, row: u32, header: &mut HeaderRow) -> Vec<u32> {
        let usual = |col: u32| self.by_place.get(&(header.width, col)).copied();
        let (mut same, mut other) = (0, 0);
        for cell in &header.cells {
            match (cell.holds, usual(cell.col)) {
                (Some(a), Some(b)) if a == b => same += 1,
                (None, None) => {}
                _ => other += 1,
            }
        }
        if same < 2 || other > 0 {
            return Vec::new();
        }
        let is_blank = |col: u32| {
            table.cell_at(row, col).is_some_and(|c| c.text.is_empty() && c.colspan() == 1)
        };
        let is_used = |col: u32| {
            (row + 1..table.row_count())
                .filter_map(|r| table.cell_at(r, col))
                .any(|c| c.colspan() == 1 && !(c.text.is_empty() && c.fill.is_none()))
        };
        let blank: Vec<(u32, Holds)> = (0..header.width)
            .filter(|col| is_blank(*col) && is_used(*col))
            .filter_map(|col| Some((col, usual(col)?)))
            .filter(|(_, holds)| header.columns(*holds).next().is_none())
            .collect();
        header.cells.extend(blank.iter().map(|(col, holds)| HeaderCell::unnamed(*col, *holds)));
        header.cells.sort_by_key(|c| c.col);
        blank.into_iter().map(|(col, _)| col).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::records::columns::header_row;
    use crate::records::testing::pipe_table;

    #[test]
    fn a_blank_heading_is_that_of_the_other_tables() {
        let profile = Profile::built_in("action-plan").unwrap();
        let tables = [
            pipe_table("Ref|Action|Due|Lead\n1|Mend|May|Ann"),
            pipe_table("Ref|Action|Due|Lead\n2|Mend|May|Ann"),
            pipe_table("Ref|Action||Lead\n3|Mend|May|Ann"),
            pipe_table("Ref|Action||Lead\n4|Mend||Ann"),
        ];
        let mut headers: Vec<HeaderRow> =
            tables.iter().map(|t| header_row(t, 0, &profile.items).unwrap()).collect();
        let usual = Usual::learn(&headers);
        assert_eq!(usual.complete(&tables[2], 0, &mut headers[2]), [2]);
        assert_eq!(headers[2].cells[2].holds, headers[0].cells[2].holds);
        assert!(usual.complete(&tables[3], 0, &mut headers[3]).is_empty());
    }
}
