//! Geometry as evidence: whether two pieces on pages that follow each other have the same columns.

use tablemend_model::{Method, Place, Rect, Table};

/// Columns may be that far apart, in points: producers round, and rulings have a width.
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
/// right edges of both must agree, too, unless it is the texts of three columns or more that say where they end, which
/// is another place on each page. `None` where some column has no counterpart.
pub(super) fn columns(upper: &Table, lower: &Table) -> Option<Vec<u32>> {
    let ((_, above), (_, below)) = (piece(upper, true)?, piece(lower, false)?);
    let (mine, theirs) = (edges(upper, true)?, edges(lower, false)?);
    // Without rules a table ends where its longest text does.
    let are_texts = upper.method() == Method::Aligned && lower.method() == Method::Aligned;
    if are_texts && go_on_as_text(upper, lower, &mine, &theirs) {
        return Some((0..lower.column_count()).collect());
    }
    let ends_alike = (above.x1 - below.x1).abs() <= 2.0 * SAME_EDGE;
    if !ends_alike && (!are_texts || mine.len() != theirs.len() || mine.len() < 3) {
        return None;
    }
    if frames_differ(&mine, &theirs) {
        return Some((0..lower.column_count()).collect());
    }
    let mut next = 0;
    let same: Option<Vec<u32>> = theirs
        .iter()
        .map(|edge| {
            let at = next + mine.get(next..)?.iter().position(|e| (e - edge).abs() <= SAME_EDGE)?;
            next = at + 1;
            Some(at as u32)
        })
        .collect();
    same.or_else(|| {
        let is_measured = lower.method() != Method::Ruled;
        let outer = (above.x0 - below.x0).abs() <= if are_texts { 2.0 } else { 1.0 } * SAME_EDGE;
        let alike = is_measured && outer && are_near(&mine, &theirs, above.x1.min(below.x1));
        (alike && goes_on(upper, lower)).then(|| (0..lower.column_count()).collect())
    })
}

/// Whether a rule of the page's foot or head is taken for the edge of one piece: all columns but the first begin at
/// the same places, and that one nearly does.
fn frames_differ(mine: &[f32], theirs: &[f32]) -> bool {
    let [(first, others), (its_first, its_others)] = [mine, theirs].map(|e| match e {
        [first, others @ ..] => (*first, others),
        [] => (0.0, e),
    });
    let is_same = |(a, b): (&f32, &f32)| (a - b).abs() < 1.0;
    others.len() > 1
        && others.len() == its_others.len()
        && others.iter().zip(its_others).all(is_same)
        && (first - its_first).abs() <= 2.0 * SAME_EDGE
}

/// Whether the lower of two pieces without rules has no header, and as many columns as the upper one, which begin
/// at the same left edge and overlap.
fn go_on_as_text(upper: &Table, lower: &Table, mine: &[f32], theirs: &[f32]) -> bool {
    /// Two columns of text are on many pages.
    const COLUMNS: usize = 3;
    let (Some((_, above)), Some((_, below))) = (piece(upper, true), piece(lower, false)) else {
        return false;
    };
    lower.header_rows() == 0
        && mine.len() >= COLUMNS
        && (above.x0 - below.x0).abs() <= SAME_EDGE
        && are_near(mine, theirs, above.x1.min(below.x1))
        && keeps_numbers(upper, lower)
}

/// Whether the lower piece begins with a number, or nothing, in each column where the upper one ends with numbers.
fn keeps_numbers(upper: &Table, lower: &Table) -> bool {
    /// Rows at the end of the upper piece that are looked at.
    const LAST_ROWS: u32 = 3;
    let text = |t: &Table, row: u32, col: u32| {
        t.cell_at(row, col).filter(|c| c.row() == row).map_or("", |c| c.text.as_str()).to_owned()
    };
    let is_number = |text: &str| {
        !text.contains(char::is_alphabetic) && text.contains(|c: char| c.is_ascii_digit())
    };
    let last = upper.row_count();
    (0..lower.column_count()).all(|col| {
        let mut above = (last.saturating_sub(LAST_ROWS)..last).map(|row| text(upper, row, col));
        let first = text(lower, 0, col);
        first.is_empty() || is_number(&first) || !above.all(|t| is_number(&t))
    })
}

/// Whether the columns of both pieces are as many and overlap: where no rule is drawn, an edge is
/// somewhere in the white beside the text, which is another on each page.
fn are_near(mine: &[f32], theirs: &[f32], right: f32) -> bool {
    let width = |edges: &[f32], at: usize| {
        edges.get(at + 1).copied().unwrap_or(right) - edges.get(at).copied().unwrap_or(right)
    };
    mine.len() == theirs.len()
        && (1..mine.len()).all(|at| {
            let narrowest = [mine, theirs]
                .into_iter()
                .flat_map(|e| [width(e, at - 1), width(e, at)])
                .fold(f32::INFINITY, f32::min);
            (mine[at] - theirs[at]).abs() <= 0.6 * narrowest // OK because both are as long.
        })
}

/// Whether the lower piece has no header, and its first row a number in each column where the upper
/// one ends with numbers, and words where that has words.
fn goes_on(upper: &Table, lower: &Table) -> bool {
    const LAST_ROWS: u32 = 3;
    let is_number = |t: &Table, row: u32, col: u32| {
        let cell = t.cell_at(row, col).filter(|c| c.row() == row && c.colspan() == 1)?;
        let text = cell.text.as_str();
        (!text.is_empty()).then(|| {
            !text.contains(char::is_alphabetic) && text.contains(|c: char| c.is_ascii_digit())
        })
    };
    let last = upper.row_count();
    if lower.header_rows() > 0 || last <= LAST_ROWS {
        return false;
    }
    let mut numbers = 0;
    (0..lower.column_count()).all(|col| {
        let above: Vec<Option<bool>> =
            (last - LAST_ROWS..last).map(|row| is_number(upper, row, col)).collect();
        let below = is_number(lower, 0, col);
        numbers += u32::from(below == Some(true));
        below.is_some() && above.iter().all(|a| *a == below)
    }) && numbers > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Cell, RichText, Row};

    /// A row on a page whose cells begin at `edges` and whose last text ends at `right`.
    fn piece_of(method: Method, page: u32, edges: &[f32], right: f32) -> Table {
        let area = |x0, x1| Place::Page { number: page, area: Rect::new(x0, 60.0, x1, 80.0) };
        let ends = edges.iter().skip(1).copied().chain([right]);
        let cells = edges.iter().zip(ends).enumerate();
        let cells = cells
            .map(|(c, (x0, x1))| Cell::new(0, c as u32, RichText::plain("gate"), area(*x0, x1)))
            .collect();
        let rows = vec![Row { place: area(edges[0], right) }];
        Table::new(method, edges.len() as u32, rows, cells).unwrap()
    }

    #[test]
    fn where_texts_end_is_another_place_on_each_page() {
        let found = |method, edges: &[f32]| {
            let upper = piece_of(method, 1, edges, 540.0);
            columns(&upper, &piece_of(method, 2, edges, 480.0)).map(|c| c.len())
        };
        let three = [40.0, 200.0, 400.0];
        assert_eq!(found(Method::Aligned, &three), Some(3));
        assert_eq!(found(Method::Ruled, &three), None, "lines say where columns end");
        assert_eq!(found(Method::Aligned, &three[..2]), None, "two columns prove less");
        let (upper, other) = (
            piece_of(Method::Aligned, 1, &three, 540.0),
            piece_of(Method::Aligned, 2, &[40.0, 120.0, 400.0], 480.0),
        );
        assert_eq!(columns(&upper, &other), None, "other columns");
    }
}
