//! Cards: small tables of one form below each other, each with the same labels down its first column.
//!
//! Drawn ones get the columns that nothing parts (`beside`, `pairs`), and one that another is like is beyond doubt
//! (`members`): what is read from the text of several of them at once is not one table. `form` learns the labels
//! of the document and reads the cards that no lines tell.

mod beside;
pub(crate) mod form;
mod pairs;

use super::aligned;
use super::grid::Grid;
use super::ruled::Drawn;
use super::rulings::Rulings;
use super::words::PageContent;
use tablemend_model::Method;

/// Sides of two cards that are no further apart than this, in points, are in line.
const LEVEL: f32 = 2.0;
/// Fewer labels than this are not a form.
const LABELS: usize = 2;

/// Gives cards the columns that nothing parts on the page: labels beside a pile of boxes, and labels and values in
/// boxes as wide as the card.
pub(super) fn completed(
    grids: Vec<Drawn>,
    rulings: &Rulings,
    content: &PageContent,
    free: &[bool],
) -> Vec<Drawn> {
    pairs::parted(beside::labelled(grids, rulings, content, free), content, free)
}

/// For each of the tables of a page, whether it is a card: another one has its columns and labels, or more of them
/// where a page break cuts this one.
pub(super) fn members(found: &[Grid], content: &PageContent) -> Vec<bool> {
    let labels: Vec<Vec<String>> = found.iter().map(|g| labels(g, content)).collect();
    let is_part = |a: usize, b: usize| {
        let (own, all) = (&labels[a], &labels[b]);
        let (one, other) = (&found[a].xs, &found[b].xs);
        let has = |x: &f32| other.iter().any(|y| (x - y).abs() < LEVEL);
        let ends = |xs: &[f32]| (xs[0], xs[xs.len() - 1]); // OK because a grid has two edges or more.
        let is_as_wide = {
            let ((a, b), (c, d)) = (ends(one), ends(other));
            (a - c).abs() < LEVEL && (b - d).abs() < LEVEL
        };
        !own.is_empty()
            && is_as_wide
            && one.iter().all(has)
            && all.windows(own.len()).any(|w| w == own.as_slice())
    };
    let is_card = |a: usize| {
        (0..found.len()).any(|b| {
            a != b
                && (labels[b].len() >= LABELS && is_part(a, b)
                    || labels[a].len() >= LABELS && is_part(b, a))
        })
    };
    (0..found.len()).map(is_card).collect()
}

/// What the cells down the first column of a drawn table say, where all of them are words and no
/// two the same. A cell over all columns is a title, which is another on each card.
fn labels(grid: &Grid, content: &PageContent) -> Vec<String> {
    if grid.method != Method::Ruled || grid.xs.len() < 3 {
        return Vec::new();
    }
    let first = grid.cells.iter().filter(|c| c.col == 0 && c.cols + 1 < grid.xs.len());
    let mut cells: Vec<(usize, String)> =
        first.map(|c| (c.row, aligned::said(content, &c.words))).collect();
    cells.sort_unstable();
    let texts: Vec<String> = cells.into_iter().map(|(_, text)| text).collect();
    let is_label = |t: &String| t.starts_with(char::is_alphabetic);
    let mut apart = texts.clone();
    apart.sort_unstable();
    apart.dedup();
    if apart.len() == texts.len() && texts.iter().all(is_label) { texts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::grid::Found;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Rect;

    /// A drawn table of two columns and three rows, 20 points each, with these labels.
    fn card(content: &PageContent, top: f32, right: f32, labels: [&str; 3]) -> Grid {
        let xs = vec![50.0, 120.0, right];
        let ys: Vec<f32> = (0..4).map(|n| top + 20.0 * n as f32).collect();
        let cells = (0..3).flat_map(|row| {
            let ys = ys.clone();
            (0..2).map(move |col| {
                let area = Rect::new(50.0, ys[row], right, ys[row + 1]);
                let at = |w: &words::Word| w.base > ys[row] && w.base < ys[row + 1];
                let own = (0..).zip(&content.words).filter(|(_, w)| at(w) && col == 0);
                let own = own.map(|(n, _)| n).collect();
                Found {
                    row,
                    col,
                    rows: 1,
                    cols: 1,
                    area,
                    words: own,
                    is_header: false,
                    is_rest: false,
                }
            })
        });
        let cells: Vec<Found> = cells.collect();
        assert_eq!(aligned::said(content, &cells[0].words), labels[0]);
        Grid { method: Method::Ruled, xs, ys, cells, header_rows: 0 }
    }

    #[test]
    fn tables_of_one_form_are_cards() {
        const FORM: [&str; 3] = ["Action", "Lead", "Due"];
        for (other, right, want) in [
            (FORM, 300.0, true),
            (FORM, 400.0, false),
            (["Action", "Lead", "Cost"], 300.0, false),
            (["1", "2", "3"], 300.0, false),
        ] {
            let mut p = page();
            for (top, labels) in [(100.0, FORM), (200.0, other)] {
                for (n, label) in labels.iter().enumerate() {
                    set(&mut p, 55.0, top + 20.0 * n as f32 + 14.0, 9.0, label);
                }
            }
            let content = words::content(&p);
            let found = [card(&content, 100.0, 300.0, FORM), card(&content, 200.0, right, other)];
            assert_eq!(members(&found, &content), [want, want], "{other:?} {right}");
        }
    }
}
