//! Rows of a drawn grid that hold several, told by how far their lines are apart: lines are drawn between the columns
//! alone.
//!
//! Lines of one text are close to each other. Lines that begin rows are level in most columns, and further from the line
//! above than lines of one text are, or all as far from each other where no text is turned over.

use super::LEVEL;
use super::room::{self, Cell};
use crate::pdf::grid::{Found, Grid};
use crate::pdf::words::PageContent;

/// Rows that the lines must make, at least.
const FEWEST: usize = 3;
/// A grid of more rows than this has lines drawn between rows that are meant.
const ROWS: usize = 2;
/// Steps between lines of one kind differ by no more than this, in points.
const ALIKE: f32 = 0.7;
/// Steps of two kinds are apart by this share of the type size, at least.
const APART: f32 = 0.12;
/// Lines of one text are no further apart than this, in type sizes.
const LEADING: f32 = 1.42;
/// Hardly any text is set with its lines so far apart, in type sizes.
const OPEN: f32 = 1.7;

/// A line over all columns: how many cells have text in it, and how many of these had room for it on the line above.
struct Level {
    base: f32,
    size: f32,
    is_keyed: bool,
    filled: usize,
    fitted: usize,
}

/// Parts the last row of a grid whose lines are rows each, or begin one. Gives whether that is sure, where it does so.
pub(crate) fn part(grid: &mut Grid, content: &PageContent) -> Option<bool> {
    let last = grid.ys.len().checked_sub(2)?;
    if last + 1 > ROWS {
        return None;
    }
    let own = |c: &&Found| c.row == last && c.rows == 1 && !c.words.is_empty();
    let found: Vec<&Found> = grid.cells.iter().filter(own).collect();
    let columns = grid.xs.len().checked_sub(1)?;
    let keeps =
        |c: &&Found| c.cols == 1 && c.words.iter().all(|i| !content.words[*i as usize].is_turned);
    if found.len() < 2 || found.len() * 3 < columns * 2 || !found.iter().all(keeps) {
        return None;
    }
    let cells: Vec<Cell> = found.iter().map(|c| room::lines(c, content)).collect();
    if cells.iter().flat_map(|c| &c.lines).any(|l| l.is_item) {
        return None;
    }
    let levels = levels(&cells);
    let starts = by_kind(&levels, cells.len()).or_else(|| all_alike(&levels, cells.len()))?;
    let cut = |n: &usize| {
        let (above, line) = (&levels[n - 1], &levels[*n]);
        (above.base + 0.2 * above.size + line.base - 0.8 * line.size) / 2.0
    };
    let at: Vec<f32> = starts.iter().map(cut).collect();
    let are_sure = starts.iter().all(|n| levels[*n].filled == cells.len());
    room::cut(grid, content, last, &at);
    Some(are_sure)
}

/// The lines of a row, from top to bottom.
fn levels(cells: &[Cell]) -> Vec<Level> {
    let mut bases: Vec<(f32, f32)> =
        cells.iter().flat_map(|c| &c.lines).map(|l| (l.base, l.size)).collect();
    bases.sort_by(|a, b| a.0.total_cmp(&b.0));
    bases.dedup_by(|b, a| b.0 - a.0 < LEVEL);
    let above = |n: usize| n.checked_sub(1).map_or(f32::NEG_INFINITY, |n| bases[n].0);
    let level = |(n, (base, size)): (usize, &(f32, f32))| Level {
        base: *base,
        size: *size,
        is_keyed: cells.first().is_some_and(|c| c.at(*base).is_some()),
        filled: cells.iter().filter(|c| c.at(*base).is_some()).count(),
        fitted: cells
            .iter()
            .filter(|c| c.at(above(n)).is_some() && c.had_room(*base, above(n)) == Some(true))
            .count(),
    };
    bases.iter().enumerate().map(level).collect()
}

fn steps(levels: &[Level]) -> Vec<f32> {
    levels.windows(2).map(|w| w[1].base - w[0].base).collect()
}

/// The lines but the first that begin rows, where steps are of two kinds: below the wide ones most columns begin anew,
/// below the others texts go on.
fn by_kind(levels: &[Level], columns: usize) -> Option<Vec<usize>> {
    let steps = steps(levels);
    let mut sorted = steps.clone();
    sorted.sort_by(f32::total_cmp);
    let gap = |n: &usize| sorted[*n] - sorted[n - 1];
    let at = (1..sorted.len()).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let size = levels.first()?.size;
    let within = (1..at).map(|n| gap(&n)).fold(0.0, f32::max);
    if gap(&at) < APART * size || gap(&at) < 2.0 * within || sorted[at - 1] > LEADING * size {
        return None;
    }
    let least = (sorted[at - 1] + sorted[at]) / 2.0;
    let (wide, narrow): (Vec<usize>, Vec<usize>) =
        (1..levels.len()).partition(|n| steps[n - 1] > least);
    let begins = |n: &usize| levels[*n].is_keyed && levels[*n].filled * 2 > columns.max(2);
    // A text that goes on had no room above, but for a word or two.
    let goes_on = |n: &&usize| levels[**n].filled < columns || levels[**n].fitted == 0;
    let gone_on = narrow.iter().filter(goes_on).count();
    (wide.len() + 1 >= FEWEST
        && wide.iter().chain([&0]).all(begins)
        && gone_on * 10 >= narrow.len() * 9)
        .then_some(wide)
}

/// The same where all lines are as far apart, and level in most columns: each is a row where a good part of the texts had
/// room on the line above, and they are further apart than those of a text or all columns are full.
fn all_alike(levels: &[Level], columns: usize) -> Option<Vec<usize>> {
    let steps = steps(levels);
    let least = steps.iter().copied().fold(f32::INFINITY, f32::min);
    let most = steps.iter().copied().fold(0.0, f32::max);
    let size = levels.first()?.size;
    let is_full = |l: &Level| l.filled == columns;
    let begins = |l: &Level| l.is_keyed && l.filled * 2 > columns.max(2);
    if levels.len() < FEWEST || most - least > ALIKE || !levels.iter().all(begins) {
        return None;
    }
    let body = &levels[1..];
    let fitted: usize = body.iter().map(|l| l.fitted).sum();
    let filled: usize = body.iter().map(|l| l.filled).sum();
    let is_loose = least > LEADING * size || levels.iter().all(is_full);
    let least_fitted = if least > OPEN * size { 1 } else { 3 };
    (is_loose && fitted * 10 >= filled * least_fitted).then(|| (1..levels.len()).collect())
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set, shown, tables};

    /// A table with lines between its columns and below its head alone: each line its base and texts.
    fn rows(lines: &[(f32, [&str; 2])], foot: f32) -> Vec<String> {
        let mut p = page();
        for x in [50.0, 150.0, 300.0] {
            rule(&mut p, x, 80.0, x, foot);
        }
        for y in [80.0, 98.0, foot] {
            rule(&mut p, 50.0, y, 300.0, y);
        }
        for (x, label) in [(54.0, "Boat"), (154.0, "What is to be done")] {
            set(&mut p, x, 93.0, 9.0, label);
        }
        for (base, texts) in lines {
            set(&mut p, 54.0, *base, 9.0, texts[0]);
            set(&mut p, 154.0, *base, 9.0, texts[1]);
        }
        shown(&tables(&p)[0])
    }

    #[test]
    fn lines_further_apart_than_those_of_a_text_are_rows() {
        // Texts that fill their columns, in all rows but one; some begin with a small letter.
        let texts = [
            ["Skiff called Heron", "oil the locks and the bells on"],
            ["Grey barge and oars", "mend it"],
            ["Ferry", "paint the mast and both gates"],
            ["Tug with two ropes", "oil the locks and the bells on"],
        ];
        let lines = |step: f32| [0, 1, 2, 3].map(|n| (112.0 + step * n as f32, texts[n]));
        let found = rows(&lines(17.0), 170.0);
        assert!(found.contains(&"4,1:oil the locks and the bells on".to_owned()), "{found:?}");
    }

    #[test]
    fn white_of_two_kinds_parts_rows_where_texts_are_turned_over() {
        let lines = [
            (112.0, ["Skiff called Heron", "oil the locks and the bells on"]),
            (122.8, ["", "both of its sides"]),
            (137.6, ["Grey barge and oars", "mend the keel and all the oars"]),
            (152.4, ["Ferry", "paint the mast and both of the"]),
            (163.2, ["", "gates"]),
        ];
        let found = rows(&lines, 170.0);
        for cell in ["2,0:Grey barge and oars", "3,1:paint the mast and both of the gates"] {
            assert!(found.iter().any(|c| c == cell), "{cell}: {found:?}");
        }
    }

    #[test]
    fn lines_of_texts_as_close_as_usual_stay_together() {
        let lines = [
            (112.0, ["The grey barge with", "mend the keel and all the oars"]),
            (122.8, ["both of its oars and", "then paint the mast and lastly"]),
            (133.6, ["all of the ropes that", "count the bells at the bridge"]),
        ];
        assert_eq!(rows(&lines, 140.0).len(), 4);
    }
}
