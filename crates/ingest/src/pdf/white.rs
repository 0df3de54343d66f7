//! Rows that white alone parts within a row of a drawn grid: a frame with lines between its columns and under its
//! header.

use super::grid::Grid;
use super::open;
use super::page::Doubt;
use super::words::{self, PageContent};
use tablemend_model::{Method, Rect};

pub(crate) mod room;
pub(crate) mod steps;

/// White between two rows is so much wider than the lines' own spacing.
const WIDER: f32 = 1.3;
/// Cells that begin anew below the white, at least.
const CELLS: usize = 3;
/// Lines this near to each other, in points, are at one height.
const LEVEL: f32 = 2.0;

/// Whether a row of a drawn grid holds several: white as wide as no two lines of a cell are apart runs through all
/// of its cells, and most of them begin anew below it.
pub(crate) fn holds_rows(grid: &Grid, content: &PageContent) -> bool {
    (0..grid.ys.len() - 1).any(|row| parts(grid, content, row))
}

/// A doubt about a drawn table with a row that seems to hold several, or whose rows were parted without clear
/// evidence: in the areas of `guessed`.
pub(crate) fn doubt(grid: &Grid, content: &PageContent, guessed: &[Rect]) -> Option<Doubt> {
    let area = grid.area();
    let is_own = |g: &Rect| (g.x0 - area.x0).abs() < LEVEL && (g.y1 - area.y1).abs() < LEVEL;
    let message = if grid.method != Method::Ruled {
        return None;
    } else if guessed.iter().any(is_own) {
        "lines are drawn between the columns of this table but not between its rows, which were told by their texts; \
         check them against the page"
    } else if holds_rows(grid, content) {
        "a row of this table may be several: white runs through all its cells, but no line is drawn; \
         check it against the page"
    } else {
        return None;
    };
    Some(Doubt { code: "table.rows_doubtful", message: message.to_owned(), area })
}

fn parts(grid: &Grid, content: &PageContent, row: usize) -> bool {
    let own = grid.cells.iter().filter(|c| c.row <= row && row < c.row + c.rows);
    let cells: Vec<Vec<words::Line>> = own
        .filter(|c| !c.words.is_empty() && c.cols < grid.xs.len() - 1)
        .map(|c| words::lines(&content.words, &c.words))
        .collect();
    if cells.len() < CELLS {
        return false;
    }
    let mut bases: Vec<f32> = cells.iter().flatten().map(|l| l.base).collect();
    bases.sort_by(f32::total_cmp);
    bases.dedup_by(|b, a| *b - *a < LEVEL);
    // How far the lines of a cell are apart.
    let steps = cells.iter().flat_map(|lines| lines.windows(2).map(|w| w[1].base - w[0].base));
    let leading = steps.fold(f32::INFINITY, f32::min);
    let begins = |base: f32| {
        let at = |lines: &&Vec<words::Line>| lines.iter().any(|l| (l.base - base).abs() < LEVEL);
        cells.iter().filter(at).count()
    };
    // The first cell names its row.
    let is_key = |base: f32| {
        let mut first = cells[0].iter().filter(|l| (l.base - base).abs() < LEVEL);
        first.any(|l| {
            let text: Vec<&str> =
                l.words.iter().map(|i| content.words[*i as usize].text.as_str()).collect();
            let said = text.join(" ");
            open::begins_with_ref(&said) || said.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let most = CELLS.max(cells.len() / 2 + 1);
    let gaps: Vec<f32> =
        bases.windows(2).filter(|w| w[1] - w[0] > WIDER * leading).map(|w| w[1]).collect();
    let wide: Vec<f32> = gaps.iter().copied().filter(|base| begins(*base) >= most).collect();
    if wide.len() > 1 || wide.iter().any(|base| is_key(*base)) {
        return true;
    }
    // Cells in the middle of their rows begin at heights of their own: most have lines in each part.
    let starts = || std::iter::once(f32::NEG_INFINITY).chain(gaps.iter().copied());
    let ends = gaps.iter().copied().chain([f32::INFINITY]);
    let (mut held, mut keyed) = (0, 0);
    for (from, to) in starts().zip(ends) {
        let is_own = |l: &&words::Line| l.base >= from - LEVEL && l.base < to - LEVEL;
        held += usize::from(cells.iter().filter(|c| c.iter().any(|l| is_own(&l))).count() >= most);
        keyed += usize::from(cells[0].iter().filter(is_own).any(|l| is_key(l.base)));
    }
    let parts = gaps.len() + 1;
    parts > 2 && held * 5 >= parts * 4 || parts == 2 && held == 2 && keyed == 2
}
