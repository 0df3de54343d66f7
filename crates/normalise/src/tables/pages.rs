//! Geometry as evidence: whether two pieces on pages that follow each other have the same columns.

use tablemend_model::{Place, Rect, Table};

/// Columns may stand that far apart, in points: producers round, and rulings have a width.
const SAME_EDGE: f32 = 6.0;

/// The upper piece must reach below this part of its page, the lower one begin above that part of
/// its own.
const LOW: f32 = 0.5;
const HIGH: f32 = 0.4;

/// The first or last place of a table on a page.
fn piece(table: &Table, last: bool) -> Option<(u32, Rect)> {
    let pieces = table.pieces();
    match if last { pieces.last()? } else { pieces.first()? } {
        Place::Page { number, area } => Some((*number, *area)),
        _ => None,
    }
}

/// Whether the lower table begins at the top of the page behind the one that the upper table
/// fills. `None` where there are no pages.
pub(super) fn follows(upper: &Table, lower: &Table, sizes: &[[f32; 2]]) -> Option<bool> {
    let ((page, above), (next, below)) = (piece(upper, true)?, piece(lower, false)?);
    let height = |page: u32| {
        let size = sizes.get((page as usize).checked_sub(1)?)?;
        Some(size[1])
    };
    let (Some(upper_height), Some(lower_height)) = (height(page), height(next)) else {
        return Some(false);
    };
    Some(next == page + 1 && above.y1 > LOW * upper_height && below.y0 < HIGH * lower_height)
}

/// Whether the lower table begins at the top of the page behind the upper one's, however far that
/// one reaches.
pub(super) fn is_on_next(upper: &Table, lower: &Table, sizes: &[[f32; 2]]) -> bool {
    let (Some((page, _)), Some((next, below))) = (piece(upper, true), piece(lower, false)) else {
        return false;
    };
    let height = (next as usize).checked_sub(1).and_then(|i| sizes.get(i)).map(|s| s[1]);
    next == page + 1 && height.is_some_and(|h| below.y0 < HIGH * h)
}

/// Left edge of each column: the leftmost cell that begins there, on the table's last page (which
/// is where a continuation must fit) or its first.
fn edges(table: &Table, last: bool) -> Option<Vec<f32>> {
    let (page, area) = piece(table, last)?;
    let mut edges: Vec<Option<f32>> = vec![None; table.column_count() as usize];
    for cell in table.cells() {
        let Some(edge) = edges.get_mut(cell.col() as usize) else { continue };
        for place in &cell.places {
            if let Place::Page { number, area } = place
                && *number == page
            {
                *edge = Some(edge.map_or(area.x0, |e| e.min(area.x0)));
            }
        }
    }
    // A column in which no cell begins on this page lies somewhere behind the one before.
    let mut at = area.x0;
    Some(
        edges
            .into_iter()
            .map(|e| {
                at = e.unwrap_or(at);
                at
            })
            .collect(),
    )
}

/// For each column of the lower piece, the column of the upper one with the same left edge; the
/// right edges of both must agree, too. `None` where some column has no counterpart.
pub(super) fn columns(upper: &Table, lower: &Table) -> Option<Vec<u32>> {
    let ((_, above), (_, below)) = (piece(upper, true)?, piece(lower, false)?);
    if (above.x1 - below.x1).abs() > 2.0 * SAME_EDGE {
        return None;
    }
    let (mine, theirs) = (edges(upper, true)?, edges(lower, false)?);
    let mut next = 0;
    theirs
        .iter()
        .map(|edge| {
            let at = next + mine.get(next..)?.iter().position(|e| (e - edge).abs() <= SAME_EDGE)?;
            next = at + 1;
            Some(at as u32)
        })
        .collect()
}
