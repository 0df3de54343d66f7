//! Where the fields of a record are: the cells of its row, by the headers of the columns.

use tablemend::model::{Cell, Dataset, Document, Place, Record, Table};

/// Which column of a table each header heads.
pub(crate) struct Columns<'a> {
    tables: Vec<&'a Table>,
    known: Vec<Head<'a>>,
}

/// A header cell: in which table (0-based), at which row, of which field, over which column.
struct Head<'a> {
    table: usize,
    row: u32,
    field: &'a str,
    column: u32,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(document: &'a Document, data: &'a Dataset) -> Self {
        let tables: Vec<&Table> = document.tables().collect();
        let known = data.headers.iter().filter_map(|header| {
            let field = header.field.as_deref()?;
            let at = (header.source.table?.checked_sub(1)?) as usize;
            let place = header.source.place?;
            let table = *tables.get(at)?;
            let printed = folded(&header.printed);
            let same = |cell: &&Cell| folded(cell.text.as_str()) == printed;
            // Cells of a row of text share their line: the words tell which it is.
            let there = || table.cells().iter().filter(|c| c.places.contains(&place));
            let row = header.source.row.and_then(|row| row.checked_sub(1));
            let in_row = || row.and_then(|row| table.row_cells(row).find(same));
            let cell = there().find(same).or_else(in_row).or_else(|| there().next())?;
            Some(Head { table: at, row: cell.row(), field, column: cell.col() })
        });
        let known: Vec<_> = known.collect();
        Self { tables, known }
    }

    /// The cell of a field in a record's row.
    pub(crate) fn cell(&self, record: &Record, field: &str) -> Option<&'a Cell> {
        let at = record.source.table?.checked_sub(1)? as usize;
        let row = record.source.row?.checked_sub(1)?;
        let table = *self.tables.get(at)?;
        let heads = || self.known.iter().filter(|h| h.field == field);
        // The nearest header above, else one below, as where the first was cut off.
        let above = heads().filter(|h| h.table == at && h.row < row).max_by_key(|h| h.row);
        let here = above.or_else(|| heads().find(|h| h.table == at));
        // A table whose header was not printed again has the columns of one that has it.
        let alike = || {
            let columns = |h: &&Head<'_>| self.tables.get(h.table).map(|t| t.column_count());
            heads().rfind(|h| h.table < at && columns(h) == Some(table.column_count()))
        };
        table.cell_at(row, here.or_else(alike)?.column)
    }

    /// Where a field of a record is; all pieces of a cell that a page break cut.
    pub(crate) fn of(&self, record: &Record, field: &str) -> Vec<Place> {
        self.cell(record, field).map(|cell| cell.places.to_vec()).unwrap_or_default()
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
