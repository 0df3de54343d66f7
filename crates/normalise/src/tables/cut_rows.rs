//! A row that a page break cut in two is one row again.
//!
//! Before: `1 | review of the`, a page break, ` | plan by May`. After: `1 | review of the plan by
//! May`. A row with its own reference or date is a row of its own.

use super::Pages;
use super::evidence::{goes_on, has_references, is_dated, printed, reference};
use super::mid_sentence::Begins;
use super::surely_cut::{Surely, cuts};
use tablemend_model::{Block, Cell, Diagnostic, Level, SourceRef, Table};

/// Joins the cut rows of every table.
pub(super) fn join(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let tables = pages.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(join_one).collect()
}

fn join_one(table: &mut Table) -> Vec<Diagnostic> {
    // A page break that cuts a row was seen to before: the row below it is a whole one.
    let seams: Vec<u32> = table.seams().iter().filter(|s| !s.cuts).map(|s| s.row).collect();
    if seams.is_empty() {
        return Vec::new();
    }
    let references = has_references(table);
    let always = Always::of(table, &seams);
    let surely = Surely::of(table, &seams, references);
    let begins = Begins::of(table, &seams);
    let is_own = |row: u32| {
        is_tagged(table, row)
            || is_rest(table, row, references)
            || always.lacks(table, row, references)
            || surely.cut(table, row)
            || begins.cut(table, row)
    };
    let cut: Vec<u32> =
        seams.into_iter().filter(|row| *row > table.header_rows() && is_own(*row)).collect();
    if cut.is_empty() {
        return Vec::new();
    }
    join_up(table, &cut, "a page break cuts a row; its rest was joined to it")
}

/// Joins rows, in order, each to the nearest row above that is none of them, and says so of each.
pub(super) fn join_up(table: &mut Table, rows: &[u32], message: &'static str) -> Vec<Diagnostic> {
    let before: Vec<(String, SourceRef)> = rows
        .iter()
        .map(|row| {
            let place = table.rows().get(*row as usize).map(|r| r.place);
            (printed(table, *row), SourceRef { place, ..SourceRef::default() })
        })
        .collect();
    let targets: Vec<u32> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let above = (0..*row).rev().find(|r| rows.binary_search(r).is_err()).unwrap_or(0);
            above - rows[..i].partition_point(|c| *c < above) as u32
        })
        .collect();
    table.join_rows_up(rows, separator);
    before
        .into_iter()
        .zip(targets)
        .map(|((row, at), target)| {
            Diagnostic::new("table.row_joined", Level::Info, message)
                .at(at)
                .repair(row, printed(table, target))
        })
        .collect()
}

/// Whether the source itself says that a row is the rest of the one above.
fn is_tagged(table: &Table, row: u32) -> bool {
    table.row_cells(row).any(|c| c.row() == row && c.is_rest && !c.text.is_empty())
}

/// The columns that have something in every row of a table, those at its page breaks aside.
struct Always {
    columns: Vec<u32>,
    /// The one behind merged cells that has a reference in every row.
    key: Option<u32>,
}

impl Always {
    /// Fewer rows than this show no habit.
    const FEWEST: u32 = 6;

    fn of(table: &Table, seams: &[u32]) -> Self {
        let is_banner = |row: u32| {
            table.row_cells(row).any(|c| c.colspan() * 2 > table.column_count() && c.row() == row)
        };
        let rows: Vec<u32> = (table.header_rows()..table.row_count())
            .filter(|row| seams.binary_search(row).is_err() && !is_banner(*row))
            .collect();
        if (rows.len() as u32) < Self::FEWEST {
            return Self { columns: Vec::new(), key: None };
        }
        // What the last row of a page lacks may all be on the next.
        let is_last = |row: u32| seams.binary_search(&(row + 1)).is_ok();
        let is_filled =
            |col: &u32| rows.iter().all(|row| is_last(*row) || shows(table, *row, *col));
        let columns: Vec<u32> = (0..table.column_count()).filter(is_filled).collect();
        let is_merged =
            |col: u32| rows.iter().any(|r| table.cell_at(*r, col).is_some_and(|c| c.rowspan() > 1));
        let first = (0..table.column_count()).find(|col| !is_merged(*col)).filter(|c| *c > 0);
        let is_key = |col: &u32| {
            let own = rows.iter().filter_map(|row| table.cell_at(*row, *col));
            columns.contains(col) && own.map(|c| c.text.as_str()).all(|t| reference(t) == Some(t))
        };
        Self { key: first.filter(is_key), columns }
    }

    /// Whether a row lacks its key and more of what every other row has, and all that it has is below texts: the rest
    /// of the row above, cut between two sentences or words.
    fn lacks(&self, table: &Table, row: u32, references: bool) -> bool {
        let own = |col: u32| table.cell_at(row, col).filter(|c| c.row() == row);
        let blank =
            self.columns.iter().filter(|col| own(**col).is_some_and(Cell::is_blank)).count();
        let key = if references { Some(0) } else { self.key };
        let is_keyless = key.and_then(own).is_some_and(Cell::is_blank);
        let is_rest = |cell: &Cell| {
            let Some(upper) = table.cell_at(row - 1, cell.col()) else { return false };
            let (above, below) = (upper.text.as_str(), cell.text.as_str());
            // A colour is on both pages; what the row above lacks may all be on this one.
            let fits = match (above.is_empty(), below.is_empty()) {
                (_, true) => cell.icons.is_empty() && cell.fill == upper.fill,
                (true, false) => self.columns.contains(&cell.col()) && upper.fill == cell.fill,
                (false, false) => {
                    !is_dated(below)
                        || is_year(below) && !above.contains(below)
                        || cuts(above, below)
                }
            };
            cell.colspan() == 1 && upper.colspan() == 1 && fits
        };
        let mut filled =
            table.row_cells(row).filter(|c| c.row() == row && !c.is_blank()).peekable();
        blank >= 2
            && if key.is_some() { is_keyless } else { blank * 2 >= self.columns.len() }
            && filled.peek().is_some()
            && filled.all(is_rest)
    }
}

/// `2025`, below `30 November`.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a row shows anything in a column, what reaches down from above included.
pub(super) fn shows(table: &Table, row: u32, col: u32) -> bool {
    table.cell_at(row, col).is_some_and(|c| !c.is_blank())
}

/// What is between the pieces of a text that was cut.
fn separator(above: &str, below: &str) -> &'static str {
    let lower = below.chars().next().is_some_and(char::is_lowercase);
    // A code that was cut behind its hyphen: `AB-` and `38`.
    let is_code = || {
        let letters = above.trim_end_matches('-');
        letters.ends_with(|c: char| c.is_ascii_uppercase())
            && below.starts_with(|c: char| c.is_ascii_digit())
    };
    if below.starts_with('\u{2022}') {
        "\n"
    } else if above.ends_with('-') && !above.ends_with(" -") && (lower || is_code()) {
        ""
    } else {
        " "
    }
}

/// So many texts that are cut in mid sentence tell a row without a key to be the rest of the one above.
const CUT: u32 = 2;

/// Whether a row below a page break is only the rest of the row above it. Where cells are set in the middle of
/// their rows, the reference may be on the later page.
fn is_rest(table: &Table, row: u32, references: bool) -> bool {
    let (mut goes, mut stands, mut cut, mut is_key_cut) = (0, 0, 0, false);
    let is_blank = |r: u32| table.cell_at(r, 0).is_some_and(|c| c.row() == r && c.is_blank());
    let is_keyless = references && is_blank(row - 1);
    for cell in table.row_cells(row) {
        if cell.row() != row || cell.is_blank() {
            continue;
        }
        let below = cell.text.as_str();
        let Some(upper) = table.cell_at(row - 1, cell.col()) else { return false };
        let above = upper.text.as_str();
        let is_key = cell.col() == 0;
        if is_keyless && above.is_empty() {
            if is_key && reference(below).is_none() {
                return false;
            }
            continue;
        }
        // A cell that shows its status by colour alone has it on both pages.
        let is_colour = below.is_empty() && cell.fill.is_some() && cell.fill == upper.fill;
        if is_colour && cell.icons.is_empty() && cell.colspan() == upper.colspan() {
            continue;
        }
        if cell.rowspan() > 1 || cell.colspan() != upper.colspan() || below.is_empty() {
            return false;
        }
        if is_key && (!references || reference(below).is_some()) {
            return false;
        }
        let continues = goes_on(above, below);
        if above.is_empty() || (is_key || is_dated(below)) && !continues {
            return false;
        }
        goes += u32::from(continues);
        stands += u32::from(!continues);
        cut += u32::from(cuts(above, below));
        is_key_cut |= is_key && cuts(above, below);
    }
    // Two texts that stop in mid sentence at one page break are cut by it, whatever ends there with a stop.
    // So is a text that has no reference where all others have one, with another beside it.
    let is_cut = cut >= CUT && (is_key_cut || is_blank(row) && shows(table, row - 1, 0));
    goes > 0 && (goes > stands || is_cut)
}
