//! Rules of totals: they are over and under figures alone, and say nothing of the labels beside them.

use super::stacks::Separator;
use crate::pdf::aligned;
use crate::pdf::grid::Grid;
use crate::pdf::numeric::is_atomic;
use crate::pdf::words::PageContent;

/// A column of which a rule covers less than this share is not below it.
const TOUCHED: f32 = 0.1;

/// Whether a separator above a row is the rule of a total: it is drawn, leaves columns out, and is between figures in all
/// columns that it covers.
pub(super) fn is_of_total(
    grid: &Grid,
    content: &PageContent,
    separator: &Separator,
    row: usize,
) -> bool {
    if !separator.is_drawn() || row == 0 {
        return false;
    }
    let is_touched = |span: &[f32]| {
        let (from, to) = (span[0], span[1]);
        separator.cover((from, to)) > TOUCHED * (to - from)
    };
    let touched: Vec<bool> = grid.xs.windows(2).map(is_touched).collect();
    let own = grid.cells.iter().filter(|c| (row - 1..=row).contains(&c.row) && !c.words.is_empty());
    let is_below = |c: usize| touched.get(c).is_some_and(|t| *t);
    let mut figures = 0;
    for cell in own.filter(|c| (c.col..c.col + c.cols).any(is_below)) {
        let said = aligned::said(content, &cell.words);
        if !is_atomic(&said) || cell.cols > 1 {
            return false;
        }
        let is_figure = said.chars().any(|c| c.is_ascii_digit());
        figures += usize::from(cell.row == row && is_figure);
    }
    figures > 0 && touched.iter().any(|t| !t)
}

/// Whether a row is a total without a label of its own: the rule of a total is right above it.
pub(super) fn is_total(
    grid: &Grid,
    content: &PageContent,
    separators: &[Separator],
    row: usize,
) -> bool {
    let bases = |row: usize| {
        let own = grid.cells.iter().filter(move |c| c.row == row).flat_map(|c| &c.words);
        own.map(|i| &content.words[*i as usize])
    };
    let Some(above) = row.checked_sub(1) else { return false };
    let last = bases(above).map(|w| w.base - 0.2 * w.size).fold(f32::NEG_INFINITY, f32::max);
    let first = bases(row).map(|w| w.base - 0.45 * w.size).fold(f32::INFINITY, f32::min);
    let low = separators.partition_point(|s| s.at < last);
    let own = separators[low..].iter().take_while(|s| s.at <= first);
    own.into_iter().any(|s| is_of_total(grid, content, s, row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::grid::Found;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Method;

    #[test]
    fn a_rule_over_figures_alone_is_that_of_a_total() {
        let mut p = page();
        for (base, texts) in [(100.0, ["Oars", "1,200", "9"]), (120.0, ["", "2,400", "12"])] {
            for (x, text) in [55.0, 155.0, 255.0].iter().zip(texts) {
                set(&mut p, *x, base, 10.0, text);
            }
        }
        let content = words::content(&p);
        let cells = content.words.iter().enumerate().map(|(n, word)| Found {
            row: usize::from(word.base > 110.0),
            col: (word.area.x0 as usize - 50) / 100,
            rows: 1,
            cols: 1,
            words: vec![n as u32],
            ..Found::default()
        });
        let xs = vec![50.0, 150.0, 250.0, 350.0];
        let ys = vec![88.0, 108.0, 128.0];
        let cells = cells.collect();
        let grid = Grid { method: Method::Aligned, xs, ys, cells, header_rows: 0 };
        let is_total = |segments: &[(f32, f32, bool)]| {
            let separator = Separator { at: 108.0, segments: segments.to_vec() };
            is_of_total(&grid, &content, &separator, 1)
        };
        assert!(is_total(&[(150.0, 240.0, false), (255.0, 340.0, false)]));
        assert!(!is_total(&[(150.0, 240.0, true)]), "the edge of a fill");
        assert!(!is_total(&[(50.0, 90.0, false), (150.0, 240.0, false)]), "below a label");
        assert!(!is_total(&[(50.0, 350.0, false)]), "a rule of rows");
    }
}
