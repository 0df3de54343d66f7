//! Where tagged cells are on their page: the columns of rows that lack cells, and the edges between all.

use super::extent;
use crate::pdf::grid::Found;
use crate::pdf::words::PageContent;

/// Puts the cells of rows that have too few of them where their words are: some programs leave blank cells untagged, and
/// those behind them would be in the wrong columns. Leaves all as it is where one has no room.
pub(super) fn by_place(
    cells: &mut [Found],
    (rows, columns): (usize, usize),
    content: &PageContent,
) {
    let mut taken = vec![0usize; rows];
    for cell in cells.iter() {
        for count in &mut taken[cell.row..cell.row + cell.rows] {
            *count += cell.cols;
        }
    }
    if taken.iter().all(|n| *n == columns) {
        return;
    }
    // Where the words of each column are, by the rows that have all cells.
    let mut places: Vec<Option<(f32, f32)>> = vec![None; columns];
    for cell in cells.iter().filter(|c| c.cols == 1 && taken[c.row] == columns) {
        if let Some(area) = extent(&cell.words, content) {
            let (from, to) = places[cell.col].get_or_insert((area.x0, area.x1));
            (*from, *to) = (from.min(area.x0), to.max(area.x1));
        }
    }
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by_key(|n| (cells[*n].row, cells[*n].col));
    let mut found: Vec<(usize, usize)> = Vec::with_capacity(cells.len());
    let mut free_from = vec![0usize; columns];
    let (mut row, mut next) = (usize::MAX, 0);
    for (at, n) in order.iter().enumerate() {
        let cell = &cells[*n];
        if cell.row != row {
            (row, next) = (cell.row, 0);
        }
        let is_free = |col: usize| free_from.get(col).is_some_and(|f| *f <= row);
        let wide = cell.cols;
        let rest = order[at + 1..].iter().map(|n| &cells[*n]).take_while(|c| c.row == row);
        let rest: usize = rest.map(|c| c.cols).sum();
        let fits = |col: &usize| {
            (*col..col + wide).all(is_free)
                && (col + wide..columns).filter(|c| is_free(*c)).count() >= rest
        };
        let mut open = (next..columns).filter(fits);
        let Some(first) = open.next() else { return };
        let shared = |col: usize| {
            let area = extent(&cell.words, content);
            let (area, place) = (area?, places[col]?);
            let shared = area.x1.min(place.1) - area.x0.max(place.0);
            (shared > 0.0).then_some(shared)
        };
        let is_short = taken[row] < columns;
        let best = std::iter::once(first)
            .chain(open)
            .filter_map(|col| Some((col, shared(col)?)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let col = best.filter(|_| is_short).map_or(first, |(col, _)| col);
        let (end, rows) = (col + wide, cell.rows);
        free_from[col..end].fill(row + rows);
        found.push((*n, col));
        next = end;
    }
    found.into_iter().for_each(|(n, col)| cells[n].col = col);
}

/// Where a cell's words lie in one direction, and the rows or columns it claims.
pub(super) struct Band {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// The white gaps in which the edges of rows or columns lie; `None` where a cell that ends at an
/// edge reaches over one that begins there or later.
pub(super) fn gaps(
    bands: impl Iterator<Item = Band>,
    count: usize,
    slack: f32,
) -> Option<Vec<(f32, f32)>> {
    let mut reach = vec![f32::NEG_INFINITY; count + 1];
    let mut begin = vec![f32::INFINITY; count + 1];
    for band in bands {
        reach[band.end] = reach[band.end].max(band.to);
        begin[band.first] = begin[band.first].min(band.from);
    }
    for n in 0..count {
        reach[n + 1] = reach[n + 1].max(reach[n]);
        begin[count - 1 - n] = begin[count - 1 - n].min(begin[count - n]);
    }
    (0..=count)
        .map(|n| match (reach[n].is_finite(), begin[n].is_finite()) {
            (true, true) => (reach[n] <= begin[n] + slack).then_some((reach[n], begin[n])),
            (true, false) => Some((reach[n], reach[n])),
            (false, true) => Some((begin[n], begin[n])),
            (false, false) => None,
        })
        .collect()
}

/// The edges in the middle of these gaps. Columns without a word, which may show signs, share the gap that they are in.
pub(super) fn edges(gaps: &[(f32, f32)]) -> Vec<f32> {
    let mut edges = Vec::with_capacity(gaps.len());
    for same in gaps.chunk_by(|a, b| a == b) {
        let (from, to) = same[0]; // OK because no chunk is blank.
        let parts = same.len() - 1;
        edges.extend((0..same.len()).map(|n| match parts {
            0 => (from + to) / 2.0,
            _ => from + (to - from) * n as f32 / parts as f32,
        }));
    }
    edges
}
