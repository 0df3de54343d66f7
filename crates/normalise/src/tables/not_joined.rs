//! A table at the top of a page that has the columns of the table at the foot of the page before, and no header of its
//! own, but was not joined to it: that is told, since nobody sees it in the output.
//!
//! Before: `Ref | Action`, `1 | a` on one page, a line of text, `2 | b` on the next. After: the same, with a query.

use super::{captions, next_card, pages};
use tablemend_model::{Block, Diagnostic, Level, SourceRef, Table};

/// So many characters of text may be between the pieces: more than a foot and a head is the text of another table.
const TEXT: usize = 240;

/// Fewer columns are alike by chance.
const COLUMNS: u32 = 3;

/// Says of which tables it is doubtful whether they go on with the one above.
pub(super) fn find(blocks: &[Block], sizes: &[[f32; 2]]) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    // The table above, whether it or what it goes on with has a header, and the text below it.
    let mut open: Option<(&Table, bool, usize)> = None;
    for block in blocks {
        match block {
            Block::Table(table) => {
                let is_rest = open.is_some_and(|(upper, is_headed, text)| {
                    is_headed && text <= TEXT && may_go_on(upper, table, sizes)
                });
                if is_rest {
                    notes.push(note(table));
                }
                open = Some((table, is_rest || table.header_rows() > 0, 0));
            }
            Block::Running { .. } | Block::PageBreak { .. } => {}
            other => {
                let length = other.text().map_or(0, |t| t.as_str().len());
                open = open.map(|(table, is_headed, text)| (table, is_headed, text + length));
            }
        }
    }
    notes
}

fn may_go_on(upper: &Table, lower: &Table, sizes: &[[f32; 2]]) -> bool {
    lower.header_rows() == 0
        && lower.column_count() >= COLUMNS
        && upper.column_count() == lower.column_count()
        && pages::follows(upper, lower, sizes) == Some(true)
        && pages::columns(upper, lower).is_some()
        && !captions::differ(upper, lower)
        && !next_card::is_next(upper, lower)
}

fn note(table: &Table) -> Diagnostic {
    let message = "this table may go on from the page before: it has the same columns and no heading row, but there is text between; \
                   check whether they are one table";
    let place = table.rows().first().map(|r| r.place);
    Diagnostic::new("table.doubtful", Level::Warning, message)
        .at(SourceRef { place, ..SourceRef::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Cell, Method, Place, Rect, RichText, Row};

    const SIZES: [[f32; 2]; 2] = [[600.0, 800.0]; 2];

    /// A table of two rows and three columns on a page, from a height on.
    fn table(page: u32, top: f32, last: f32, header: u32) -> Block {
        let at = |x0: f32, x1: f32, row: f32| Place::Page {
            number: page,
            area: Rect::new(x0, top + 100.0 * row, x1, top + 100.0 * row + 100.0),
        };
        let xs = [50.0, 150.0, last, 550.0];
        let cells = (0..2).flat_map(|row| {
            (0..3).map(move |col| {
                let place = at(xs[col], xs[col + 1], row as f32);
                Cell::new(row, col as u32, RichText::plain("gull"), place)
            })
        });
        let rows = (0..2).map(|row| Row { place: at(50.0, 550.0, row as f32) }).collect();
        let mut table = Table::new(Method::Ruled, 3, rows, cells.collect()).unwrap();
        table.set_header_rows(header);
        Block::Table(table)
    }

    fn between(text: &str) -> Block {
        let place = Place::Page { number: 2, area: Rect::new(50.0, 30.0, 300.0, 40.0) };
        Block::Paragraph { text: RichText::plain(text), place }
    }

    #[test]
    fn a_piece_that_was_not_joined_is_told() {
        let told = |upper, text: &str, lower| find(&[upper, between(text), lower], &SIZES).len();
        let (upper, lower) =
            (|| table(1, 500.0, 300.0, 1), |last, header| table(2, 50.0, last, header));
        assert_eq!(told(upper(), "The bell tower", lower(300.0, 0)), 1);
        assert_eq!(told(upper(), "The bell tower", lower(300.0, 1)), 0, "a header of its own");
        assert_eq!(told(upper(), "The bell tower", lower(400.0, 0)), 0, "other columns");
        assert_eq!(
            told(upper(), &"The bell tower. ".repeat(20), lower(300.0, 0)),
            0,
            "its own text"
        );
        assert_eq!(told(table(1, 50.0, 300.0, 1), "", lower(300.0, 0)), 0, "far above");
        assert_eq!(told(table(1, 500.0, 300.0, 0), "", lower(300.0, 0)), 0, "none has a header");
    }
}
