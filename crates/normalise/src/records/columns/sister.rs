//! Header rows known by another table of the document: the same headings, some of them left out.

use super::{HeaderCell, HeaderRow};
use crate::profile::{Holds, ItemRule, phrase};
use tablemend_model::Table;

/// The header of a table whose headings all are over another table of the document too, the main
/// field's among them (`# | Issue | Source` beside `# | Issue | Source | Status`). `None` where one is new.
pub(crate) fn sister(table: &Table, known: &[HeaderRow], rule: &ItemRule) -> Option<HeaderRow> {
    const FEWEST: usize = 3;
    if table.header_rows() == 0 || table.row_count() < 2 || rule.generic {
        return None;
    }
    let key = Some(Holds::Field(rule.key));
    known.iter().find_map(|header| {
        let mut cells: Vec<HeaderCell> = Vec::new();
        for cell in table.row_cells(0).filter(|c| c.row() == 0 && !c.text.is_empty()) {
            let words = phrase(cell.text.as_str());
            let same = header.cells.iter().find(|c| !words.is_empty() && c.words == words)?;
            let own = HeaderCell { col: cell.col(), colspan: cell.colspan(), ..same.clone() };
            // The same words twice would be told apart by place alone.
            if cells.iter().any(|c| c.words == own.words) {
                return None;
            }
            cells.push(own);
        }
        let is_named = cells.iter().any(|c| c.holds == key);
        let has_refs = cells.iter().any(|c| c.holds == Some(Holds::Ref));
        (is_named && cells.len() + usize::from(has_refs) >= FEWEST).then(|| HeaderRow {
            width: table.column_count(),
            is_about: header.is_about,
            is_listed: header.is_listed,
            tells_each: header.tells_each,
            is_judged: header.is_judged,
            over: None,
            cells,
            doubts: Vec::new(),
        })
    })
}
