//! Rows told by the height at which their cells are set, all in the middle or all at the top: of all ways to part the
//! lines into rows the one that fits best, by dynamic programming over the lines.
//!
//! The blocks of lines in the cells of one row have one middle, however many lines each has. No other
//! parting of the lines has that, so this shows rows that neither rules nor white nor keys part.

use super::table::{Key, Line, Lines};

/// Cells are in the middle of their rows where at least so many rows with cells of different height show it.
const ROWS: usize = 3;
/// How far the middle, or the top, of a cell may be from that of its row, in points.
const SLACK: f32 = 1.2;
/// Lines of a cell are this near to each other, in leadings; those further apart than the second are far apart.
const GOES_ON: f32 = 1.15;
const FAR: f32 = 1.7;
/// A row does not have more lines than this.
const MOST: usize = 60;
/// What is odd about a row costs: a cell that is not level with the row's.
const NOT_LEVEL: f32 = 3.0;
/// A column that is blank in the row, by how much it is filled elsewhere.
const BLANK: f32 = 1.6;
/// Lines of a cell that are further apart than the leading, and far further.
const APART: f32 = 1.2;
const FAR_APART: f32 = 5.0;
/// A row without its key, and each further key in it.
const NO_KEY: f32 = 2.0;
const MORE_KEYS: f32 = 3.0;
/// The parting costs less than this a row where it is right.
const GOOD: f32 = 1.1;

/// How the cells of a row are set.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Top,
    Middle,
}

/// A parting of lines into rows.
struct Parting {
    starts: Vec<bool>,
    cost: f32,
    rows: usize,
    /// Rows whose cells have different numbers of lines and are all level.
    shown: usize,
}

/// For each line whether a row begins with it, where cells in the middle of their rows explain the lines from
/// `head` on, and cells at the top of theirs do not. `votes` say for each line whether a row begins with it, by its
/// text and the white above it, `ruled` which lines have a rule above them, and `key` which column has a key in each row.
pub(crate) fn rows(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    votes: &[f32],
    ruled: &[bool],
    is_habit: bool,
) -> Option<Vec<bool>> {
    let middle = part(table, head, key, votes, ruled, Level::Middle)?;
    let least = if is_habit { 1 } else { ROWS };
    if middle.shown < least || middle.cost > GOOD * middle.rows as f32 {
        return None;
    }
    let top = part(table, head, key, votes, ruled, Level::Top)?;
    ((top.cost - middle.cost) > 2.0 * least as f32).then_some(middle.starts)
}

/// The best parting of the lines from `head` on for cells that are level in a way.
fn part(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    votes: &[f32],
    ruled: &[bool],
    level: Level,
) -> Option<Parting> {
    let lines = &table.lines;
    let leading = table.leading(head);
    let mut whole = Parting { starts: vec![false; lines.len()], cost: 0.0, rows: 0, shown: 0 };
    let fit = Fit { table, key, leading, level, ruled, usual: usual(table, head, leading) };
    let mut from = head;
    while from < lines.len() {
        if lines[from].is_across {
            // A heading of several lines is one.
            let goes_on = from > head
                && lines[from - 1].is_across
                && lines[from].base - lines[from - 1].base < 1.4 * lines[from].size;
            whole.starts[from] = !goes_on;
            from += 1;
            continue;
        }
        let end = (from..lines.len()).find(|n| lines[*n].is_across).unwrap_or(lines.len());
        fit.part(from, end, votes, &mut whole)?;
        from = end;
    }
    Some(whole)
}

/// How much of the rows each column is filled in, from 0 to 1: lines with it against those of the fullest.
fn usual(table: &Lines<'_>, head: usize, leading: f32) -> Vec<f32> {
    let runs = |c: usize| {
        let body = table.lines[head..].iter().filter(|l| !l.is_across);
        let mut last = f32::NEG_INFINITY;
        let mut count = 0;
        for bit in body.filter_map(|l| l.bits[c].as_ref()) {
            count += usize::from(bit.base - last > GOES_ON * leading);
            last = bit.base;
        }
        count
    };
    let runs: Vec<usize> = (0..table.columns.len()).map(runs).collect();
    let mut sorted = runs.clone();
    sorted.sort_unstable();
    // Rows close to each other hide those of the columns of text: the middle column is not hidden.
    let most = sorted[sorted.len() * 3 / 4].max(1) as f32;
    runs.iter().map(|n| (*n as f32 / most).min(1.0)).collect()
}

struct Fit<'a> {
    table: &'a Lines<'a>,
    key: Option<Key>,
    leading: f32,
    level: Level,
    ruled: &'a [bool],
    usual: Vec<f32>,
}

impl Fit<'_> {
    /// Parts the lines from `from` to before `end`, none of which runs across the columns.
    fn part(&self, from: usize, end: usize, votes: &[f32], whole: &mut Parting) -> Option<()> {
        let count = end - from;
        let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); count + 1];
        best[0] = (0.0, 0);
        for start in 0..count {
            let so_far = best[start].0;
            for stop in start + 1..=count.min(start + MOST) {
                if stop > start + 1 && self.ruled[from + stop - 1] {
                    break;
                }
                let inner = votes[from + start + 1..from + stop].iter();
                let by_text: f32 = inner.map(|v| v.clamp(-2.0, 2.0)).sum();
                let here = if start > 0 { -votes[from + start].clamp(-2.0, 2.0) } else { 0.0 };
                let (odd, _) = self.oddness(from + start, from + stop);
                let cost = so_far + odd + 0.5 * (by_text + here);
                if cost < best[stop].0 {
                    best[stop] = (cost, start);
                }
            }
        }
        let mut stop = count;
        while stop > 0 {
            let start = best[stop].1;
            let (odd, is_shown) = self.oddness(from + start, from + stop);
            whole.starts[from + start] = true;
            whole.rows += 1;
            whole.cost += odd;
            whole.shown += usize::from(is_shown);
            stop = start;
        }
        best[count].0.is_finite().then_some(())
    }

    /// What is odd about the lines from `start` to before `stop` as a row, and whether cells of different height
    /// in it are level.
    fn oddness(&self, start: usize, stop: usize) -> (f32, bool) {
        let lines = &self.table.lines[start..stop];
        let place = |first: f32, last: f32| match self.level {
            Level::Top => first,
            Level::Middle => (first + last) / 2.0,
        };
        let own = place(lines[0].base, lines[lines.len() - 1].base);
        let mut cost = 0.0;
        let (mut least, mut most, mut off) = (usize::MAX, 0, 0);
        for c in 0..self.table.columns.len() {
            let bases = lines.iter().filter_map(|l: &Line| l.bits[c].as_ref().map(|_| l.base));
            let (mut first, mut last, mut held) = (None, 0.0, 0);
            for base in bases {
                if first.is_some() && base - last > GOES_ON * self.leading {
                    let is_far = base - last > FAR * self.leading;
                    cost += if is_far { FAR_APART } else { APART };
                }
                first = first.or(Some(base));
                last = base;
                held += 1;
            }
            let Some(first) = first else {
                cost += BLANK * self.usual[c];
                continue;
            };
            if (place(first, last) - own).abs() > SLACK {
                cost += NOT_LEVEL;
                off += 1;
            }
            least = least.min(held);
            most = most.max(held);
        }
        if let Some(key) = self.key {
            match (start..stop).filter(|n| self.table.is_key_line(*n, key)).count() {
                0 => cost += NO_KEY,
                n => cost += MORE_KEYS * (n - 1) as f32,
            }
        }
        (cost, off == 0 && most > least && most > 1)
    }
}
