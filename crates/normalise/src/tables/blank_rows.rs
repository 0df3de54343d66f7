//! Rows that show nothing are taken out.
//!
//! Before: `| a | b |`, `| | |`, `| c | d |`. After: `| a | b |`, `| c | d |`.

use super::Pages;
use tablemend_model::{Block, Cell, Diagnostic};

/// Takes the blank rows out of every table. There is nothing to say about them.
pub(super) fn drop(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        let blank: Vec<u32> = (0..table.row_count())
            .filter(|row| table.row_cells(*row).all(Cell::is_blank))
            .collect();
        if !blank.is_empty() {
            table.fold_rows(&blank);
        }
    }
    Vec::new()
}
