//! Drawn grids to tables: words into cells, slivers closed, rows parted that only the text parts.

use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::ruled::Drawn;
use super::text;
use super::words::{self, Line, Sheet, Word};
use tablemend_model::{Method, Rect};

/// Rows and columns thinner than this hold no text of any size that is printed: the space between
/// the lines of a double rule.
const SLIVER: f32 = 5.0;

/// Puts words into the cells of a drawn grid. `free` says which words no other table has.
pub(crate) fn fill(drawn: &Drawn, sheet: &Sheet, free: &[bool]) -> Grid {
    let mut grid = Grid {
        method: Method::Ruled,
        xs: drawn.xs.clone(),
        ys: drawn.ys.clone(),
        cells: drawn
            .cells
            .iter()
            .map(|s| Found {
                row: s.row,
                col: s.col,
                rows: s.rows,
                cols: s.cols,
                area: drawn.cell_area(s),
                words: Vec::new(),
                is_header: false,
            })
            .collect(),
        header_rows: 0,
    };
    let (rows, columns) = (drawn.rows(), drawn.columns());
    let mut slots = vec![0usize; rows * columns];
    for (n, cell) in drawn.cells.iter().enumerate() {
        for r in cell.row..cell.row + cell.rows {
            slots[r * columns + cell.col..r * columns + cell.col + cell.cols].fill(n);
        }
    }
    let area = drawn.area();
    for (i, word) in words_in(sheet, &area) {
        if !free[i] {
            continue;
        }
        let (x, y) = centre(word);
        let col = grid.xs.partition_point(|e| *e <= x);
        let row = grid.ys.partition_point(|e| *e <= y);
        if (1..=columns).contains(&col) && (1..=rows).contains(&row) {
            grid.cells[slots[(row - 1) * columns + col - 1]].words.push(i as u32);
        }
    }
    close_slivers(&mut grid);
    grid
}

/// The words whose middle may stand in an area.
fn words_in<'s>(sheet: &'s Sheet, area: &Rect) -> impl Iterator<Item = (usize, &'s Word)> {
    let low = sheet.words.partition_point(|w| w.base < area.y0 - 1.0);
    let (x0, x1, y1) = (area.x0, area.x1, area.y1);
    sheet.words.iter().enumerate().skip(low).take_while(move |(_, w)| w.base < y1 + 60.0).filter(
        move |(_, w)| {
            let (x, y) = centre(w);
            x >= x0 && x <= x1 && y <= y1
        },
    )
}

/// The point that says which cell a word is in: its middle.
pub(crate) fn centre(word: &Word) -> (f32, f32) {
    let a = &word.area;
    let y = if word.is_turned { (a.y0 + a.y1) / 2.0 } else { word.base - 0.3 * word.size };
    ((a.x0 + a.x1) / 2.0, y)
}

fn close_slivers(grid: &mut Grid) {
    let columns = grid.xs.len() - 1;
    let rows = grid.ys.len() - 1;
    let mut has_row = vec![false; rows];
    let mut has_col = vec![false; columns];
    for cell in grid.cells.iter().filter(|c| !c.words.is_empty()) {
        if cell.rows == 1 {
            has_row[cell.row] = true;
        }
        if cell.cols == 1 {
            has_col[cell.col] = true;
        }
    }
    let thin = |edges: &[f32], has: &[bool]| -> Vec<bool> {
        (0..has.len()).map(|i| !has[i] && edges[i + 1] - edges[i] < SLIVER).collect()
    };
    let (thin_rows, thin_cols) = (thin(&grid.ys, &has_row), thin(&grid.xs, &has_col));
    drop_lines(grid, &thin_rows, true);
    drop_lines(grid, &thin_cols, false);
}

/// Takes rows or columns out; their space goes to the one before, or after where they are first.
fn drop_lines(grid: &mut Grid, gone: &[bool], is_rows: bool) {
    if gone.iter().all(|g| !g) || gone.iter().all(|g| *g) {
        return;
    }
    let mut position = Vec::with_capacity(gone.len() + 1);
    let mut next = 0;
    for g in gone {
        position.push(next);
        next += usize::from(!g);
    }
    position.push(next);
    let edges = if is_rows { &mut grid.ys } else { &mut grid.xs };
    let (first, last) = (edges[0], edges[gone.len()]);
    let mut kept: Vec<f32> = (0..gone.len()).filter(|i| !gone[*i]).map(|i| edges[i]).collect();
    kept.push(last);
    kept[0] = first;
    *edges = kept;
    grid.cells.retain_mut(|cell| {
        let (start, count) = if is_rows {
            (&mut cell.row, &mut cell.rows)
        } else {
            (&mut cell.col, &mut cell.cols)
        };
        let (a, b) = (position[*start], position[*start + *count]);
        (*start, *count) = (a, b - a);
        b > a
    });
    for cell in &mut grid.cells {
        cell.area = Rect {
            x0: grid.xs[cell.col],
            y0: grid.ys[cell.row],
            x1: grid.xs[cell.col + cell.cols],
            y1: grid.ys[cell.row + cell.rows],
        };
    }
}

/// Whether a drawn grid holds a table: cells beside each other and enough of them with text.
pub(crate) fn is_table(grid: &Grid, is_coloured: impl Fn(&Rect) -> bool) -> bool {
    let (rows, columns) = (grid.ys.len() - 1, grid.xs.len() - 1);
    if columns < 2 {
        return false;
    }
    let filled: Vec<&Found> = grid.cells.iter().filter(|c| !c.words.is_empty()).collect();
    let mut cols: Vec<usize> = filled.iter().map(|c| c.col).collect();
    cols.sort_unstable();
    cols.dedup();
    let shown =
        grid.cells.iter().filter(|c| !c.words.is_empty() || is_coloured(&c.area)).count();
    // A chart's grid is empty but for a legend.
    cols.len() >= 2
        && filled.len() >= 2
        && (rows >= 2 || columns >= 2)
        && shown * 5 >= grid.cells.len()
}

/// Parts rows that hold several lines of numbers, or several lines that all columns share.
///
/// A line end inside a row is the author's where the next word would have fitted; where two columns
/// or more agree on that, and none says the contrary, a new row begins.
pub(crate) fn part_rows(grid: &mut Grid, sheet: &Sheet) {
    let mut row = 0;
    while row < grid.ys.len() - 1 {
        let cuts = row_cuts(grid, row, sheet);
        let added = cuts.len();
        if added > 0 {
            cut_row(grid, row, &cuts, sheet);
        }
        row += 1 + added;
    }
}

/// Heights at which a row is to be cut.
fn row_cuts(grid: &Grid, row: usize, sheet: &Sheet) -> Vec<f32> {
    let words = &sheet.words;
    let cells: Vec<(Vec<Line>, f32)> = grid
        .cells
        .iter()
        .filter(|c| c.row == row && c.rows == 1 && c.words.len() > 1)
        .map(|c| {
            let lines = words::lines(words, &c.words);
            let right = text::text_right(&c.area, words, &lines);
            (lines, right)
        })
        .filter(|(lines, _)| lines.len() > 1)
        .collect();
    if cells.len() < 2 {
        return Vec::new();
    }
    let mut levels: Vec<(f32, f32)> = Vec::new();
    let mut bases: Vec<(f32, f32)> =
        cells.iter().flat_map(|(l, _)| l.iter().map(|l| (l.base, l.size))).collect();
    bases.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (base, size) in bases {
        match levels.last() {
            Some((b, s)) if base - b <= 0.3 * s.min(size) => {}
            _ => levels.push((base, size)),
        }
    }
    let at = |lines: &[Line], level: (f32, f32)| {
        lines.iter().position(|l| (l.base - level.0).abs() <= 0.35 * level.1)
    };
    let mut cuts = Vec::new();
    for pair in levels.windows(2) {
        let (mut apart, mut wrapped, mut atomic) = (0, 0, 0);
        for (lines, right) in &cells {
            let (Some(a), Some(b)) = (at(lines, pair[0]), at(lines, pair[1])) else {
                continue;
            };
            let said = |l: &Line| line_text(words, l);
            if is_atomic(&said(&lines[a])) && is_atomic(&said(&lines[b])) {
                atomic += 1;
                apart += 1;
            } else if text::line_would_take(words, &lines[a], &lines[b], *right) {
                apart += 1;
            } else {
                wrapped += 1;
            }
        }
        if wrapped == 0 && apart >= 2 && (atomic >= 1 || levels.len() >= 4) {
            let below = pair[1].0 - 0.8 * pair[1].1;
            let above = pair[0].0 + 0.2 * pair[0].1;
            cuts.push((below + above) / 2.0);
        }
    }
    cuts
}

/// What a line says, words parted by blanks.
pub(crate) fn line_text(words: &[Word], line: &Line) -> String {
    let mut out = String::new();
    for (n, i) in line.words.iter().enumerate() {
        let word = &words[*i as usize];
        if n > 0 && !word.is_glued {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

fn cut_row(grid: &mut Grid, row: usize, cuts: &[f32], sheet: &Sheet) {
    let added = cuts.len();
    let tail = grid.ys.split_off(row + 1);
    grid.ys.extend_from_slice(cuts);
    grid.ys.extend(tail);
    let mut out = Vec::with_capacity(grid.cells.len() + added * 4);
    for mut cell in std::mem::take(&mut grid.cells) {
        if cell.row > row {
            cell.row += added;
        } else if cell.row + cell.rows > row + 1 || cell.row < row && cell.row + cell.rows > row {
            cell.rows += added;
        } else if cell.row == row {
            let area = |grid: &Grid, r: usize| Rect {
                y0: grid.ys[r],
                y1: grid.ys[r + 1],
                ..cell.area
            };
            let mut parts: Vec<Found> = (0..=added)
                .map(|n| Found {
                    row: row + n,
                    col: cell.col,
                    rows: 1,
                    cols: cell.cols,
                    area: area(grid, row + n),
                    words: Vec::new(),
                    is_header: cell.is_header,
                })
                .collect();
            for index in &cell.words {
                let (_, y) = centre(&sheet.words[*index as usize]);
                parts[cuts.partition_point(|c| *c <= y)].words.push(*index);
            }
            out.append(&mut parts);
            continue;
        }
        out.push(cell);
    }
    grid.cells = out;
}
