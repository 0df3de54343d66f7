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
