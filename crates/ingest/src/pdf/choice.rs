//! Of two readings of a table the better one: what white and numbers tell, or lines drawn, and what `open` reads.

use super::aligned;
use super::cards;
use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::open;
use super::page::{Doubt, is_beside, is_settled};
use super::rulings::Rulings;
use super::side;
use super::text;
use super::undrawn;
use super::words::PageContent;
use tablemend_model::{Method, Rect};

/// Takes the readings that are better than what was found in their place.
pub(super) fn choose(
    found: &mut Vec<Grid>,
    readings: Vec<open::Reading>,
    rulings: &Rulings,
    frames: &[Rect],
    content: &PageContent,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut are_cards = cards::members(found, content);
    for reading in readings {
        let mut own: Vec<u32> = reading.grid.words().collect();
        own.sort_unstable();
        let shared = |g: &Grid| g.words().filter(|i| own.binary_search(i).is_ok()).count();
        let rivals: Vec<usize> = (0..found.len()).filter(|n| shared(&found[*n]) > 0).collect();
        if !reading.score.is_table() {
            doubts.extend(reading.left_out().filter(|_| rivals.is_empty()).map(|message| Doubt {
                code: "table.left_out",
                message,
                area: reading.grid.area(),
            }));
            continue;
        }
        if rivals.iter().any(|n| are_cards[*n] || is_settled(&found[*n], rulings, content)) {
            continue;
        }
        // Boxes side by side hold things of their own.
        let area = reading.grid.area();
        let boxes = || frames.iter().filter(|f| overlap(f, &area));
        if boxes().any(|a| boxes().any(|b| is_beside(a, b))) {
            continue;
        }
        // What takes a few rows of a table whose rows are drawn is no table.
        let is_torn = |g: &Grid| {
            g.method == Method::Ruled
                && has_drawn_rows(g, rulings)
                && shared(g) * 10 < g.words().count() * 8
        };
        if rivals.iter().any(|n| is_torn(&found[*n])) {
            continue;
        }
        let others: Vec<&Grid> = rivals.iter().map(|n| &found[*n]).collect();
        if !reading.is_sure() && runs_together(&reading.grid, &others) {
            continue;
        }
        if takes_text(&reading.grid, &others) {
            continue;
        }
        if let [one] = others.as_slice()
            && has_drawn_rows(one, rulings)
            && (undrawn::is_coarser(&reading.grid, one) || is_coarse(&reading.grid, one, content))
        {
            continue;
        }
        if is_left_to(&reading, &own, &others, rulings, content) {
            doubts.extend(disagreement(&reading, &others));
            continue;
        }
        let side: Vec<Found> =
            rivals.iter().flat_map(|n| side::names(&found[*n], content)).collect();
        let drawn = match others.as_slice() {
            [one] if one.method == Method::Ruled && !has_drawn_rows(one, rulings) => {
                Some((*one).clone())
            }
            _ => None,
        };
        for n in rivals.into_iter().rev() {
            found.remove(n);
        }
        let told = reading.doubt();
        let grid = match &drawn {
            Some(drawn) => undrawn::on_columns(reading.grid, drawn, content),
            None => reading.grid,
        };
        let area = grid.area();
        doubts.extend(told.map(|(code, message)| Doubt { code, message, area }).or_else(|| {
            drawn
                .as_ref()
                .filter(|drawn| drawn.xs.len() >= grid.xs.len())
                .and_then(|_| undrawn::doubt(&grid, content))
        }));
        found.push(side::beside(grid, side));
        are_cards = cards::members(found, content);
    }
    doubts
}

/// Whether a reading makes one table of several whose columns it has, with far fewer rows, though theirs are whole: a text
/// in the first column and another one.
fn runs_together(reading: &Grid, found: &[&Grid]) -> bool {
    let rows: usize = found.iter().map(|g| g.ys.len() - 1).sum();
    let filled = |g: &Grid, row: usize, is_own: &dyn Fn(usize) -> bool| {
        g.cells.iter().any(|c| c.row == row && is_own(c.col) && !c.words.is_empty())
    };
    let is_whole =
        |g: &Grid, row: &usize| filled(g, *row, &|c| c == 0) && filled(g, *row, &|c| c > 0);
    let whole: usize =
        found.iter().map(|g| (0..g.ys.len() - 1).filter(|r| is_whole(g, r)).count()).sum();
    found.len() > 1
        && found.iter().all(|g| g.method == Method::Aligned && g.xs.len() == reading.xs.len())
        && (reading.ys.len() - 1) * 2 <= rows
        && whole * 10 >= rows * 7
}

/// Whether a reading has the paragraphs above or between tables that white told as rows, and no more than half of the rows
/// of these tables: texts over all columns may well describe groups of rows.
fn takes_text(reading: &Grid, found: &[&Grid]) -> bool {
    /// Words of a paragraph, at least; what is shorter heads a group.
    const WORDS: usize = 15;
    let is_alike = |g: &&&Grid| g.method == Method::Aligned && g.xs.len() > 3;
    if found.is_empty() || found.iter().any(|g| !is_alike(&g)) {
        return false;
    }
    let mut held: Vec<u32> = found.iter().flat_map(|g| g.words()).collect();
    held.sort_unstable();
    let columns = reading.xs.len() - 1;
    let is_left = |c: &Found| c.words.iter().all(|i| held.binary_search(i).is_err());
    let is_text = |c: &Found| c.cols == columns && c.words.len() >= WORDS && is_left(c);
    // Rows of which no table that was found has anything.
    let more = (0..reading.ys.len() - 1)
        .filter(|row| reading.cells.iter().filter(|c| c.row == *row).all(is_left))
        .count();
    let rows: usize = found.iter().map(|g| g.ys.len() - 1).sum();
    reading.cells.iter().any(is_text) && (reading.ys.len() - 1 - more) * 2 <= rows
}

/// Whether a reading of numbers is left to what was found in its place: numbers are read well as they are, and
/// only what was missed or cut is read anew. `own` are the reading's words, in order.
fn is_left_to(
    reading: &open::Reading,
    own: &[u32],
    found: &[&Grid],
    rulings: &Rulings,
    content: &PageContent,
) -> bool {
    // The same rows, and a heading that the reading has not.
    if let [one] = found
        && one.method == Method::Ruled
        && one.xs.len() == reading.grid.xs.len()
        && one.ys.len() == reading.grid.ys.len() + 1
        && !reading.is_headed
        && own.iter().all(|i| one.words().any(|w| w == *i))
    {
        return true;
    }
    // Columns alone are drawn: where rows begin is read from the text in either way.
    if let [one] = found
        && one.method == Method::Ruled
        && one.xs.len() <= reading.grid.xs.len()
        && !has_drawn_rows(one, rulings)
    {
        return false;
    }
    let atomic = found.iter().map(|g| atomic(g, content)).fold(0.0, f32::max);
    if reading.score.atomic.max(atomic) <= 0.5 {
        return false;
    }
    // Numbers here and there, without a header, are the labels of a drawing.
    let filled = reading.grid.cells.iter().filter(|c| !c.words.is_empty()).count();
    if !reading.is_headed && filled * 3 < reading.grid.cells.len() {
        return true;
    }
    if let [one] = found
        && is_as_fine(reading, own, one, content)
    {
        return false;
    }
    let shared = |g: &&Grid| g.words().filter(|i| own.binary_search(i).is_ok()).count();
    let held = found.iter().map(shared).max().unwrap_or(0);
    // What has a good part of the table left out proves little against it; a caption above is no part.
    let top = found.iter().map(|g| g.area().y0).fold(f32::INFINITY, f32::min);
    let below = own.iter().filter(|i| content.words[**i as usize].base > top).count();
    let is_more = held * 10 < below * 8;
    let is_likely = reading.score.total() >= if found.is_empty() || is_more { 4.0 } else { 5.0 };
    // Rows of several lines that white or rules part are no matter of numbers.
    let is_same = match found {
        [one] => one.xs.len() == reading.grid.xs.len() && one.ys.len() > reading.grid.ys.len(),
        _ => false,
    };
    // What parts columns and runs rows together is no finer.
    let rows: usize = found.iter().map(|g| g.ys.len() - 1).sum();
    let keeps_rows = (reading.grid.ys.len() - 1) * 3 >= rows * 2;
    let is_finer = keeps_rows && found.iter().any(|g| holds_two(g, &reading.grid, content));
    let is_cut = found.len() > 1 && reading.has_known_header() && is_likely;
    let is_told = reading.is_parted && is_same || is_finer || is_cut;
    !is_told && (held * 10 >= own.len() * 9 || !is_likely)
}

/// Whether a column of a reading is several of a drawing that nothing else overrules.
fn is_coarse(reading: &Grid, drawn: &Grid, content: &PageContent) -> bool {
    undrawn::is_parted(drawn, reading)
        && reading.xs.len() < drawn.xs.len()
        && holds_two(reading, drawn, content)
}

/// What to say of a table whose rows another reading of it has differently.
fn disagreement(reading: &open::Reading, found: &[&Grid]) -> Option<Doubt> {
    let [one] = found else { return None };
    let (rows, other) = (one.ys.len() - 1, reading.grid.ys.len() - 1);
    let is_same = one.xs.len() == reading.grid.xs.len();
    (one.method == Method::Aligned && is_same && rows != other).then(|| Doubt {
        code: "table.rows_doubtful",
        message: format!(
            "this table may have {other} rows in place of {rows}; check them against the page"
        ),
        area: one.area(),
    })
}

/// Whether a line is drawn between any two rows of a grid that are no part of its header.
pub(super) fn has_drawn_rows(grid: &Grid, rulings: &Rulings) -> bool {
    let (area, rows) = (grid.area(), grid.ys.len() - 1);
    let is_drawn = |at: &f32| {
        let own = rulings.across.iter().filter(|l| (l.at - at).abs() < 1.5);
        let covered: f32 = own.map(|l| (l.to.min(area.x1) - l.from.max(area.x0)).max(0.0)).sum();
        covered > 0.3 * area.width()
    };
    let body = grid.header_rows.max(1) + 1;
    body < rows && grid.ys[body..rows].iter().any(is_drawn)
}

/// Whether a reading holds all words of a table that white told, and has its columns, or more that all have a
/// label: as a rule it is the finer one.
fn is_as_fine(reading: &open::Reading, own: &[u32], found: &Grid, content: &PageContent) -> bool {
    /// What a reading scores that is a table for sure.
    const SURE: f32 = 4.0;
    let held = found.words().filter(|i| own.binary_search(i).is_ok()).count();
    found.method == Method::Aligned
        && reading.score.total() >= SURE
        && reading.is_headed
        && reading.grid.header_rows >= found.header_rows
        && !found.cells.iter().any(|c| c.row < found.header_rows && c.cols > 1)
        && own.len() * 19 <= found.words().count() * 20
        && (reading.grid.xs.len() == found.xs.len()
            || reading.grid.xs.len() > found.xs.len() && has_labels(&reading.grid))
        && held * 20 >= found.words().count() * 19
        && begun_small(&reading.grid, content) <= begun_small(found, content)
}

/// How many cells in the first column begin with a small letter, as the rest of a text does.
fn begun_small(grid: &Grid, content: &PageContent) -> usize {
    let own = grid.cells.iter().filter(|c| c.col == 0 && c.row >= grid.header_rows);
    own.filter(|c| aligned::said(content, &c.words).starts_with(char::is_lowercase)).count()
}

/// Whether each column of a grid has a label of its own.
fn has_labels(grid: &Grid) -> bool {
    let has = |col: usize| {
        let mut own = grid.cells.iter().filter(|c| c.col == col && c.cols == 1);
        own.any(|c| c.row < grid.header_rows && !c.words.is_empty())
    };
    (0..grid.xs.len() - 1).all(has)
}

/// Whether a column of a grid is two of another: nearly all of its cells have words in both.
fn holds_two(coarse: &Grid, fine: &Grid, content: &PageContent) -> bool {
    /// Fewer cells than this prove nothing.
    const CELLS: usize = 5;
    let mut column: Vec<Option<usize>> = vec![None; content.words.len()];
    for cell in fine.cells.iter().filter(|c| c.cols == 1) {
        cell.words.iter().for_each(|i| column[*i as usize] = Some(cell.col));
    }
    let own = |c: &Found| {
        let mut own: Vec<usize> = c.words.iter().filter_map(|i| column[*i as usize]).collect();
        own.sort_unstable();
        own.dedup();
        own.len()
    };
    // Groups of three digits are one number.
    let is_grouped = |c: &Found| {
        let mut texts = c.words.iter().map(|i| content.words[*i as usize].text.as_str()).skip(1);
        texts.all(|t| t.len() == 3 && t.chars().all(|c| c.is_ascii_digit()))
    };
    (0..coarse.xs.len() - 1).any(|col| {
        let cells = || {
            let own = coarse.cells.iter().filter(move |c| c.col == col && c.cols == 1);
            own.filter(|c| c.row >= coarse.header_rows && !c.words.is_empty())
        };
        let all = cells().count();
        let two = cells().filter(|c| own(c) > 1 && !is_grouped(c)).count();
        two >= CELLS && two * 10 >= all * 8
    })
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// The share of single values among the filled cells of a grid behind its first column. Signs of a status are
/// no numbers.
fn atomic(grid: &Grid, content: &PageContent) -> f32 {
    let is_sign = |i: &u32| text::is_swatch(&content.words[*i as usize].text);
    let cells = grid.cells.iter().filter(|c| c.col > 0 && !c.is_header);
    let cells = cells.filter(|c| !c.words.iter().all(is_sign));
    let (mut all, mut atomic) = (0, 0);
    for cell in cells {
        all += 1;
        atomic += usize::from(is_atomic(&aligned::said(content, &cell.words)));
    }
    atomic as f32 / all.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of two columns whose rows have a word in both, or one in the first.
    fn grid(rows: &[bool]) -> Grid {
        let ys = (0..=rows.len()).map(|n| 14.0 * n as f32).collect();
        let cell = |row: usize, col: usize| Found { row, col, words: vec![0], ..Found::default() };
        let cells = rows.iter().enumerate().flat_map(|(row, is_whole)| {
            (0..if *is_whole { 2 } else { 1 }).map(move |col| cell(row, col))
        });
        let xs = vec![0.0, 50.0, 100.0];
        Grid { method: Method::Aligned, xs, ys, cells: cells.collect(), header_rows: 0 }
    }

    #[test]
    fn two_tables_of_whole_rows_are_not_run_together() {
        let (upper, lower) = (grid(&[true; 6]), grid(&[true; 5]));
        assert!(runs_together(&grid(&[true; 4]), &[&upper, &lower]));
        assert!(!runs_together(&grid(&[true; 9]), &[&upper, &lower]), "as many rows");
        assert!(!runs_together(&grid(&[true; 4]), &[&upper]), "one table");
        let wrapped = grid(&[true, false, false, true, false, false]);
        assert!(!runs_together(&grid(&[true; 4]), &[&wrapped, &wrapped]), "lines of cells");
    }

    #[test]
    fn paragraphs_as_rows_win_no_table_but_texts_that_describe_groups_may() {
        let row = |row: usize, from: u32| {
            (0..3).map(move |col| Found {
                row,
                col,
                words: vec![from + col as u32],
                ..Found::default()
            })
        };
        let grid = |cells: Vec<Found>, rows: usize| Grid {
            method: Method::Aligned,
            xs: vec![0.0, 50.0, 100.0, 150.0],
            ys: (0..=rows).map(|n| 14.0 * n as f32).collect(),
            cells,
            header_rows: 0,
        };
        let found = grid((0..4).flat_map(|r| row(r, 3 * r as u32)).collect(), 4);
        // A text over all columns above rows, each of as many of those that were found as there are.
        let text = || Found { cols: 3, words: (100..120).collect(), ..Found::default() };
        let reading = |rows: usize| {
            let cells = (0..rows).flat_map(|r| row(r + 1, 3 * r as u32));
            grid(std::iter::once(text()).chain(cells).collect(), rows + 1)
        };
        assert!(takes_text(&reading(2), &[&found]), "half of the rows");
        assert!(!takes_text(&reading(4), &[&found]), "all of them");
        let short = grid(row(0, 0).collect(), 1);
        assert!(!takes_text(&short, &[&found]), "no text over all columns");
    }
}
