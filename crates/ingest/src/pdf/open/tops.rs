//! Rows told by their first lines, or by their last: the cells of a row begin beside each other, so that its first line fills all
//! columns, and the lines below it go on in some of them: nearer than rows are set, or in a type in which no row
//! begins.

use super::lexical::{goes_on as runs_on, is_ref};
use super::table::{Bit, Key, Line, Lines};

/// Steps of one kind differ by less than this, in points.
const APART: f32 = 0.4;
/// Lines of one cell are no further apart than this, in type sizes.
const NEAR: f32 = 1.4;

/// For each line whether a row begins with it, where the lines from `head` on are full ones, which begin rows, and
/// others, each of which goes on in the row above for sure; `None` where one of them may be a row.
pub(super) fn rows(table: &Lines<'_>, head: usize, key: Option<Key>) -> Option<Vec<bool>> {
    let lines = &table.lines;
    let used = table.columns.iter().filter(|c| c.filled > 0).count();
    if used < 3 {
        return None;
    }
    let is_full = |n: usize| !lines[n].is_across && lines[n].filled() == used;
    let is_apart = |n: usize| n == head || lines[n].is_across || lines[n - 1].is_across;
    let tops: Vec<usize> = (head..lines.len()).filter(|n| is_full(*n)).collect();
    let thin = || (head..lines.len()).filter(|n| !is_full(*n) && !lines[*n].is_across);
    if tops.is_empty() || thin().next().is_none() {
        return None;
    }
    let least = tops
        .iter()
        .filter(|n| !is_apart(**n))
        .map(|n| lines[*n].base - lines[n - 1].base)
        .fold(f32::INFINITY, f32::min);
    let types: Vec<Option<Type>> =
        (0..table.columns.len()).map(|c| Type::of(lines, &tops, c)).collect();
    // How far the next row is below a line.
    let next = |n: usize| {
        let below = (n + 1..lines.len()).find(|m| is_full(*m) || lines[*m].is_across);
        below.map_or(f32::INFINITY, |m| lines[m].base - lines[m - 1].base)
    };
    let goes_on = |n: usize| {
        if is_apart(n) || lines[n].filled() * 2 > used {
            return false;
        }
        let mut bits = lines[n].bits.iter().enumerate().filter_map(|(c, b)| Some((c, b.as_ref()?)));
        bits.all(|(c, bit)| {
            if key.is_some_and(|k| k.column() == c) && is_ref(&bit.said) {
                return false;
            }
            // The cell above, in the same row.
            let from = (head..n).rev().find(|m| is_full(*m) || lines[*m].is_across);
            let above =
                from.and_then(|from| (from..n).rev().find_map(|m| lines[m].bits[c].as_ref()));
            let Some(above) = above else { return false };
            let step = bit.base - above.base;
            if step > 2.0 * bit.size.max(above.size) {
                return false;
            }
            // A second date or number in a column of such is another row's.
            if table.columns[c].is_atomic() && above.is_atomic && bit.is_atomic && !is_year(bit) {
                return false;
            }
            // No row begins in plain type where all begin in bold; what is smaller may head the next rows.
            let (before, after) = (lines[n].base - lines[n - 1].base, next(n));
            let is_other = types[c].is_some_and(|t| {
                !t.is_of(bit) && (t.is_bold && !bit.is_bold || before < after - APART)
            });
            tops.len() > 1 && before < least - APART
                || is_other
                || runs_on(&above.said, &bit.said)
                || tops.len() == 1 && step < NEAR * bit.size
        })
    };
    if !is_full(head) && !lines[head].is_across || !thin().all(goes_on) {
        return None;
    }
    Some(
        (0..lines.len())
            .map(|n| n >= head && (is_full(n) || lines[n].is_across && is_apart(n)))
            .collect(),
    )
}

/// The same where the cells of a row end beside each other, as sheets set them at the foot of a row: its last line has
/// the key, or fills all columns, and what is above goes on in it, as near as lines of a cell are. `None` where a line
/// may be below such a one in its row.
pub(super) fn ends(table: &Lines<'_>, head: usize, key: Option<Key>) -> Option<Vec<bool>> {
    /// Fewer rows of several lines than this prove nothing.
    const ROWS: usize = 2;
    let lines = &table.lines;
    let used = table.columns.iter().filter(|c| c.filled > 0).count();
    if used < 3 || lines[head..].iter().any(|l| l.is_across) {
        return None;
    }
    let is_end = |n: usize| match key {
        Some(Key::Whole(c)) => lines[n].bits[c].as_ref().is_some_and(|b| is_ref(&b.said)),
        _ => lines[n].filled() == used,
    };
    if !is_end(lines.len() - 1) {
        return None;
    }
    let thin = || (head..lines.len()).filter(|n| !is_end(*n));
    let step = |n: usize| lines[n + 1].base - lines[n].base;
    let least = thin().map(step).fold(f32::INFINITY, f32::min);
    let goes_on = |n: usize| {
        let below = &lines[n + 1];
        let own = lines[n].bits.iter().zip(&below.bits).filter(|(here, _)| here.is_some());
        step(n) < (least + APART).min(NEAR * lines[n].size)
            && lines[n].filled() < below.filled()
            && own.into_iter().all(|(_, below)| below.is_some())
    };
    let tall = (head..lines.len()).filter(|n| is_end(*n) && *n > head && !is_end(n - 1)).count();
    // Were they at the top, the white would be above the lines that have all.
    let is_apart = |n: &usize| *n == head || is_end(n - 1) && step(n - 1) > least + APART;
    let first = thin().filter(|n| *n == head || is_end(n - 1));
    if tall < ROWS || first.filter(is_apart).count() < ROWS || !thin().all(goes_on) {
        return None;
    }
    Some((0..lines.len()).map(|n| n == head || n > head && is_end(n - 1)).collect())
}

/// Whether a value is a year, which a date is turned over at.
fn is_year(bit: &Bit) -> bool {
    bit.said.len() == 4 && bit.said.chars().all(|c| c.is_ascii_digit())
}

/// The type in which the cells of a column begin.
#[derive(Clone, Copy, Debug)]
struct Type {
    size: f32,
    is_bold: bool,
}

impl Type {
    /// The one type of a column on all lines at the tops of rows.
    fn of(lines: &[Line], tops: &[usize], column: usize) -> Option<Self> {
        let mut own = tops.iter().filter_map(|n| lines[*n].bits[column].as_ref());
        let first = own.next()?;
        let found = Self { size: first.size, is_bold: first.is_bold };
        own.all(|b| found.is_of(b)).then_some(found)
    }

    fn is_of(self, bit: &Bit) -> bool {
        (self.size - bit.size).abs() < 0.3 && self.is_bold == bit.is_bold
    }
}
