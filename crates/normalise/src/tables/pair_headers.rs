//! A header of two rows over records of two rows is told from the records.
//!
//! Before: `Ref and action` over all, `Lead | Date | Status`, `1.1 Mend the gate` over all, `Clerk | May |
//! Open`, no header. After: the first two rows are header rows.

use super::evidence::printed;
use super::{Pages, pairs};
use tablemend_model::{Block, Diagnostic, Level, SourceRef};

/// Says of each table of pairs of rows whose header has two rows that it has.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        if table.header_rows() > 1 {
            continue;
        }
        let header = pairs::find(table).map(|p| p.header);
        if !matches!(header, Some((Some(0), Some(1)))) {
            continue;
        }
        table.set_header_rows(2);
        let place = table.rows().get(1).map(|r| r.place);
        notes.push(
            Diagnostic::new("table.header_rows", Level::Info, "the header has 2 rows")
                .at(SourceRef { place, ..SourceRef::default() })
                .printed(printed(table, 1)),
        );
    }
    notes
}
