//! Drawn grids to tables: words into cells, slivers closed, rows parted that only the text parts.

mod leaders;
mod matrix;
pub(crate) mod parted;
pub(crate) mod rest;
mod tall;

use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::ruled::Drawn;
use super::text;
use super::words::{self, Line, PageContent, Word};
use tablemend_model::{Method, Rect};

/// Rows and columns thinner than this share of the type size hold no text: the space between the
/// lines of a double rule.
const SLIVER: f32 = 0.85;

/// Puts words into the cells of a drawn grid. `free` says which words no other table has.
pub(crate) fn fill(drawn: &Drawn, content: &PageContent, free: &[bool]) -> Grid {
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
                is_rest: false,
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
    let mut before: Option<(&Word, usize)> = None;
    for (i, word) in words_in(content, &area) {
        if !free[i] {
            continue;
        }
        let (x, y) = centre(word);
        let col = grid.xs.partition_point(|e| *e <= x);
        let row = grid.ys.partition_point(|e| *e <= y);
        if !(1..=columns).contains(&col) || !(1..=rows).contains(&row) {
            continue;
        }
        let mut slot = slots[(row - 1) * columns + col - 1];
        // Text that runs over the edge of its cell is that cell's.
        if let Some((last, home)) = before.filter(|(last, _)| is_next(last, word))
            && slot != home
            && grid.cells[home].row == grid.cells[slot].row
            && last.run.1 == word.run.0
            && is_usual_blank(content, last, word)
        {
            slot = home;
        }
        before = Some((word, slot));
        grid.cells[slot].words.push(i as u32);
    }
    close_slivers(&mut grid, content);
    part_columns(&mut grid, content);
    open_spans(&mut grid, content);
    tall::part(&mut grid, content);
    grid
}

/// Whether a word goes on with another on its line, a usual blank apart.
fn is_next(last: &Word, word: &Word) -> bool {
    let gap = word.area.x0 - last.area.x1;
    (word.base - last.base).abs() < 0.5 && gap > -0.5 * word.size && gap < 0.65 * word.size
}

/// Whether two words of one run are no further apart than others of it: where the run goes on in the
/// next cell, it leaps.
fn is_usual_blank(content: &PageContent, last: &Word, word: &Word) -> bool {
    let gap = word.area.x0 - last.area.x1;
    let low = content.words.partition_point(|w| w.base < word.base - 0.5);
    let own: Vec<&Word> = content.words[low..]
        .iter()
        .take_while(|w| w.base <= word.base + 0.5)
        .filter(|w| w.run.0 == word.run.0)
        .collect();
    let gaps = own.windows(2).map(|w| w[1].area.x0 - w[0].area.x1);
    let others = gaps.filter(|g| *g > 0.1 * word.size && (*g - gap).abs() > 0.001);
    let usual = others.fold(0.35 * word.size, f32::min);
    gap <= 1.3 * usual + 0.2
        || own.len() > 2 && gap <= 0.65 * word.size && {
            let same = own.windows(2).filter(|w| (w[1].area.x0 - w[0].area.x1 - gap).abs() < 0.3);
            same.count() > 1
        }
}

/// Parts columns that hold several columns of numbers: a rule down a table may part its stub from
/// its data, or groups of columns, and leave the rest to the eye.
fn part_columns(grid: &mut Grid, content: &PageContent) {
    if grid.xs.len() < 3 {
        return; // A frame; what is in it is read as text.
    }
    let mut col = 0;
    while col + 1 < grid.xs.len() {
        let own = grid.cells.iter().filter(|c| c.col == col && c.cols == 1);
        let chosen: Vec<u32> = own.flat_map(|c| c.words.iter().copied()).collect();
        let walls = inner_walls(content, &chosen);
        let added = walls.len();
        for cell in &mut grid.cells {
            if cell.col > col {
                cell.col += added;
            } else if cell.col + cell.cols > col {
                cell.cols += added;
            }
        }
        let tail = grid.xs.split_off(col + 1);
        grid.xs.extend(walls);
        grid.xs.extend(tail);
        col += 1 + added;
    }
}

/// Where a column is to be parted: at gutters that most of its lines have, between numbers.
fn inner_walls(content: &PageContent, chosen: &[u32]) -> Vec<f32> {
    let text_lines = super::aligned::text_lines(&content.words, chosen, &[]);
    let open = text_lines.iter().filter(|s| s.segments.len() > 1).count();
    if open < 3 || open * 10 < text_lines.len() * 6 {
        return Vec::new();
    }
    let gutters = super::columns::gutters(&text_lines);
    let (mut atomic, mut segments) = (0, 0);
    for segment in text_lines.iter().flat_map(|s| &s.segments) {
        let said: Vec<&str> =
            segment.words.iter().map(|i| content.words[*i as usize].text.as_str()).collect();
        let is_sign = said.len() == 1 && text::is_bullet(said[0]);
        atomic += usize::from(!is_sign && is_atomic(&said.join(" ")));
        segments += 1;
    }
    if atomic * 2 < segments {
        return Vec::new();
    }
    gutters.into_iter().map(|g| (g.0 + g.1) / 2.0).collect()
}

/// The words whose middle may be in an area.
fn words_in<'s>(content: &'s PageContent, area: &Rect) -> impl Iterator<Item = (usize, &'s Word)> {
    let low = content.words.partition_point(|w| w.base < area.y0 - 1.0);
    let (x0, x1, y1) = (area.x0, area.x1, area.y1);
    content.words.iter().enumerate().skip(low).take_while(move |(_, w)| w.base < y1 + 60.0).filter(
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

/// Parts cells that reach over several columns where their text keeps to the columns: rules that
/// only part the header part the body as well.
fn open_spans(grid: &mut Grid, content: &PageContent) {
    let mut out = Vec::with_capacity(grid.cells.len());
    for cell in std::mem::take(&mut grid.cells) {
        let walls = &grid.xs[cell.col + 1..cell.col + cell.cols];
        if walls.is_empty() || !keeps_to_columns(content, &cell, walls) {
            out.push(cell);
            continue;
        }
        let mut parts: Vec<Found> = (cell.col..cell.col + cell.cols)
            .map(|col| Found {
                row: cell.row,
                col,
                rows: cell.rows,
                cols: 1,
                area: Rect { x0: grid.xs[col], x1: grid.xs[col + 1], ..cell.area },
                words: Vec::new(),
                is_header: cell.is_header,
                is_rest: false,
            })
            .collect();
        for index in &cell.words {
            let (x, _) = centre(&content.words[*index as usize]);
            parts[walls.partition_point(|w| *w <= x)].words.push(*index);
        }
        out.append(&mut parts);
    }
    grid.cells = out;
}

/// Whether the pieces of a cell's lines are in two or more columns and cross no wall. Lines that are
/// nearer than those of one text, as a label beside the middle of two lines, are beside each other.
fn keeps_to_columns(content: &PageContent, cell: &Found, walls: &[f32]) -> bool {
    const BESIDE: f32 = 0.9;
    let mut is_parted = false;
    let mut above: Option<(usize, f32)> = None;
    for text_line in super::aligned::text_lines(&content.words, &cell.words, &[]) {
        for segment in &text_line.segments {
            let slack = 0.2 * text_line.size;
            if walls.iter().any(|w| *w > segment.x0 + slack && *w < segment.x1 - slack) {
                return false;
            }
        }
        let side = |x: f32| walls.partition_point(|w| *w <= x);
        let (first, last) =
            (&text_line.segments[0], &text_line.segments[text_line.segments.len() - 1]);
        let own = side((first.x0 + first.x1) / 2.0);
        is_parted |= own != side((last.x0 + last.x1) / 2.0);
        is_parted |= above.is_some_and(|(column, base)| {
            column != own && text_line.base - base < BESIDE * text_line.size
        });
        above = Some((own, text_line.base));
    }
    is_parted
}

/// The middle of the sizes of a page's words.
fn usual_size(grid: &Grid, content: &PageContent) -> f32 {
    let mut sizes: Vec<f32> = grid.words().map(|i| content.words[i as usize].size).collect();
    if sizes.is_empty() {
        return 6.0;
    }
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

fn close_slivers(grid: &mut Grid, content: &PageContent) {
    let sliver = (SLIVER * usual_size(grid, content)).clamp(4.0, 12.0);
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
    // A cell that holds words keeps at least its first row and column.
    for cell in grid.cells.iter().filter(|c| !c.words.is_empty()) {
        let is_bare =
            |has: &[bool], from: usize, count: usize| has[from..from + count].iter().all(|h| !h);
        if is_bare(&has_row, cell.row, cell.rows) {
            has_row[cell.row] = true;
        }
        if is_bare(&has_col, cell.col, cell.cols) {
            has_col[cell.col] = true;
        }
    }
    let thin = |edges: &[f32], has: &[bool]| -> Vec<bool> {
        (0..has.len()).map(|i| !has[i] && edges[i + 1] - edges[i] < sliver).collect()
    };
    let (thin_rows, mut thin_cols) = (thin(&grid.ys, &has_row), thin(&grid.xs, &has_col));
    // A column at whose edge no cell begins is none: its edge is drawn where it parts nothing.
    for (col, gone) in thin_cols.iter_mut().enumerate().skip(1) {
        *gone |= grid.cells.iter().all(|c| c.col != col);
    }
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
        let (start, count) =
            if is_rows { (&mut cell.row, &mut cell.rows) } else { (&mut cell.col, &mut cell.cols) };
        let (a, b) = (position[*start], position[*start + *count]);
        (*start, *count) = (a, b - a);
        b > a
    });
    grid.set_areas();
}

/// Whether a drawn grid holds a table: cells beside each other and enough of them with text.
pub(crate) fn is_table(
    grid: &Grid,
    content: &PageContent,
    is_figure: bool,
    is_coloured: impl Fn(&Rect) -> bool,
) -> bool {
    let (rows, columns) = (grid.ys.len() - 1, grid.xs.len() - 1);
    if columns < 2 {
        return false;
    }
    let is_number = |c: &&&Found| is_atomic(&super::aligned::said(content, &c.words));
    let filled: Vec<&Found> = grid.cells.iter().filter(|c| !c.words.is_empty()).collect();
    // Numbers in a row of boxes are a bar with its shares, or a scale.
    let numbers = filled.iter().filter(|c| is_number(c)).count();
    if rows == 1 && numbers * 3 >= filled.len() * 2 {
        return false;
    }
    let mut cols: Vec<usize> = filled.iter().map(|c| c.col).collect();
    cols.sort_unstable();
    cols.dedup();
    let shown = grid.cells.iter().filter(|c| !c.words.is_empty() || is_coloured(&c.area)).count();
    let beside = (0..rows)
        .filter(|r| filled.iter().filter(|c| c.row <= *r && *r < c.row + c.rows).count() >= 2)
        .count();
    // A chart's grid is empty but for a legend; what is captioned as a figure must be filled well.
    let least = if is_figure { 7 } else { 4 };
    cols.len() >= 2
        && filled.len() >= 2
        && beside * 3 >= rows
        && (shown * 10 >= grid.cells.len() * least || matrix::is_matrix(grid))
}

/// Parts rows that hold several lines of numbers, or several lines that all columns share.
///
/// A line end inside a row is the author's where the next word would have fitted; where two columns
/// or more agree on that, and none says the contrary, a new row begins.
pub(crate) fn part_rows(grid: &mut Grid, content: &PageContent) {
    let mut row = 0;
    let alone = single_lines(grid, content);
    while row < grid.ys.len() - 1 {
        let cuts = row_cuts(grid, row, content, alone);
        let added = cuts.len();
        if added > 0 {
            cut_row(grid, row, &cuts, content);
        }
        row += 1 + added;
    }
}

/// Heights at which a row is to be cut. `alone` is the number of rows that hold a single line: where
/// rows are ruled off line by line, a taller one is meant to be one row.
fn row_cuts(grid: &Grid, row: usize, content: &PageContent, alone: usize) -> Vec<f32> {
    let words = &content.words;
    let cells: Vec<(Vec<Line>, f32, bool)> = grid
        .cells
        .iter()
        .filter(|c| c.row == row && c.rows == 1 && c.words.len() > 1)
        .map(|c| {
            let lines = words::lines(words, &c.words);
            let right = text::text_right(&c.area, words, &lines);
            (lines, right, c.col == 0)
        })
        .filter(|(lines, ..)| lines.len() > 1)
        .collect();
    if cells.len() < 2 {
        return Vec::new();
    }
    let mut levels: Vec<(f32, f32)> = Vec::new();
    let mut bases: Vec<(f32, f32)> =
        cells.iter().flat_map(|(l, ..)| l.iter().map(|l| (l.base, l.size))).collect();
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
    let mut with_numbers = 0;
    // Where lines of the first column alone begin, which may head the row below them.
    let mut headings: Vec<f32> = Vec::new();
    let mut is_top = true;
    let is_alone = |level: (f32, f32)| {
        let mut with = cells.iter().filter(|(lines, ..)| at(lines, level).is_some());
        with.next().is_some_and(|(.., is_first)| *is_first) && with.next().is_none()
    };
    for pair in levels.windows(2) {
        let (mut apart, mut wrapped, mut atomic, mut running) = (0, 0, 0, 0);
        is_top &= is_alone(pair[0]);
        let mut is_heading = is_alone(pair[1]) || is_top;
        for (lines, right, is_first) in &cells {
            let Some(b) = at(lines, pair[1]) else {
                continue;
            };
            let said = |l: &Line| leaders::without(line_text(words, l));
            let is_number = is_atomic(&said(&lines[b]));
            is_heading &= !(*is_first && is_number); // A code belongs to its row.
            // The number above may be higher, beside the last row's first line.
            let a = at(lines, pair[0]).or(b.checked_sub(1).filter(|_| is_number));
            let Some(a) = a else { continue };
            if goes_on(&said(&lines[b])) {
                running += 1;
            } else if is_number && is_atomic(&said(&lines[a])) {
                atomic += 1;
                apart += 1;
            } else if leaders::ends_with(&line_text(words, &lines[a]))
                || text::line_would_take(words, &lines[a], &lines[b], *right)
            {
                apart += 1;
            } else {
                wrapped += 1;
            }
        }
        // Numbers do not wrap: two columns of them outweigh a name that may have been turned over.
        let agreed = wrapped == 0 && apart >= 2 && (atomic >= 1 || levels.len() >= 4 && alone <= 1);
        let below = pair[1].0 - 0.8 * pair[1].1;
        let above = pair[0].0 + 0.2 * pair[0].1;
        let cut = (below + above) / 2.0;
        if running == 0 && (agreed || atomic >= 2 && atomic > wrapped) {
            if atomic > 0 {
                cuts.append(&mut headings);
            }
            cuts.push(cut);
            with_numbers += atomic;
        } else if is_heading && apart > 0 {
            headings.push(cut);
            continue;
        }
        headings.clear();
    }
    // Without numbers only a run of lines that all columns share is rows; two or three may as well
    // be a label over its text.
    if with_numbers == 0 && cuts.len() < 3 {
        cuts.clear();
    }
    cuts
}

/// Number of rows in which every cell holds one line at most.
fn single_lines(grid: &Grid, content: &PageContent) -> usize {
    (0..grid.ys.len() - 1)
        .filter(|row| {
            let mut cells =
                grid.cells.iter().filter(|c| c.row == *row && c.rows == 1 && !c.words.is_empty());
            let single = |c: &Found| words::lines(&content.words, &c.words).len() == 1;
            cells.clone().next().is_some() && cells.all(single)
        })
        .count()
}

/// Whether a line begins in the middle of a sentence or name: with a small letter.
fn goes_on(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
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

/// Whether a cell's text is not parted by the cuts: it leaves rows blank, or runs on over a cut.
fn is_one_text(content: &PageContent, cell: &Found, cuts: &[f32]) -> bool {
    let lines = words::lines(&content.words, &cell.words);
    let text: Vec<String> = lines.iter().map(|l| line_text(&content.words, l)).collect();
    let runs_on = text.iter().skip(1).any(|t| goes_on(t));
    let rows: Vec<usize> =
        lines.iter().map(|l| cuts.partition_point(|c| *c <= l.base - 0.3 * l.size)).collect();
    let mut distinct = rows.clone();
    distinct.dedup();
    // What leads on to the next column has ended.
    let is_text = text.iter().all(|t| !is_atomic(t) && !leaders::ends_with(t));
    !lines.is_empty() && is_text && (runs_on || cell.col == 0 && distinct.len() <= cuts.len())
}

fn cut_row(grid: &mut Grid, row: usize, cuts: &[f32], content: &PageContent) {
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
        } else if cell.row == row && cell.rows == 1 && is_one_text(content, &cell, cuts) {
            // A name beside several lines of numbers stands for all of them.
            cell.rows += added;
        } else if cell.row == row {
            let area =
                |grid: &Grid, r: usize| Rect { y0: grid.ys[r], y1: grid.ys[r + 1], ..cell.area };
            let mut parts: Vec<Found> = (0..=added)
                .map(|n| Found {
                    row: row + n,
                    col: cell.col,
                    rows: 1,
                    cols: cell.cols,
                    area: area(grid, row + n),
                    words: Vec::new(),
                    is_header: cell.is_header,
                    is_rest: false,
                })
                .collect();
            for index in &cell.words {
                let (_, y) = centre(&content.words[*index as usize]);
                parts[cuts.partition_point(|c| *c <= y)].words.push(*index);
            }
            out.append(&mut parts);
            continue;
        }
        out.push(cell);
    }
    grid.cells = out;
}
