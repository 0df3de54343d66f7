//! Rows whose lines are as near to each other as those of a cell, in groups that white or headings part: each line
//! fills all columns, and none goes on from the line above, so each is a row.

use super::lexical::goes_on;
use super::table::{Line, Lines};

/// Columns that are filled in each line, at least: in two, lists beside each other are read so, too.
const COLUMNS: usize = 3;
/// Lines of one group, in the longest one and in the middle of all: rows of two or three lines are turned over.
const LONGEST: usize = 4;
const USUAL: usize = 3;

/// Where rows begin, if each line is one.
pub(super) fn rows(table: &Lines<'_>, head: usize, leading: f32) -> Option<Vec<bool>> {
    let lines = table.lines.get(head..)?;
    let columns = table.columns.iter().filter(|c| c.filled > 0).count();
    if columns < COLUMNS {
        return None;
    }
    // Lines of one text alone are headings, or text above and between the groups.
    let is_row = |l: &Line| !l.is_across && l.filled() > 1;
    // One text alone in any other column goes on from the line above.
    let is_rest = |l: &Line| !l.is_across && l.filled() == 1 && l.bits[0].is_none();
    if !lines.iter().filter(|l| is_row(l)).all(|l| l.filled() == columns)
        || lines.iter().any(is_rest)
    {
        return None;
    }
    // In some columns all texts begin with small letters.
    let is_small = |c: usize| {
        let own = || lines.iter().filter(|l| is_row(l)).filter_map(|l| l.bits.get(c)?.as_ref());
        let small = own().filter(|b| b.said.starts_with(char::is_lowercase)).count();
        small * 4 >= own().count() * 3
    };
    let small: Vec<bool> = (0..table.columns.len()).map(is_small).collect();
    let mut groups: Vec<usize> = Vec::new();
    let (mut pairs, mut turned, mut begun) = (0, 0, 0);
    for (n, line) in lines.iter().enumerate() {
        if !is_row(line) {
            continue;
        }
        let above = n.checked_sub(1).and_then(|m| lines.get(m)).filter(|a| is_row(a));
        let Some(above) = above.filter(|a| line.base - a.base <= 1.18 * leading + 0.6) else {
            groups.push(1);
            continue;
        };
        if let Some(group) = groups.last_mut() {
            *group += 1;
        }
        pairs += 1;
        let both = || {
            let cells = above.bits.iter().zip(&line.bits).enumerate();
            cells.filter_map(|(c, (a, b))| Some((c, a.as_ref()?, b.as_ref()?)))
        };
        let is_value = |c: usize| table.columns.get(c).is_some_and(|c| c.is_atomic());
        let is_apart = |c: usize| is_value(c) || small.get(c) == Some(&true);
        turned += usize::from(both().any(|(c, a, b)| !is_apart(c) && goes_on(&a.said, &b.said)));
        begun += usize::from(both().any(|(c, a, b)| {
            a.is_atomic && b.is_atomic && is_value(c) || table.would_take(c, a, b, above.size)
        }));
    }
    let rows: usize = groups.iter().sum();
    let is_long =
        groups.len() > 1 && groups.iter().any(|g| *g >= LONGEST) && rows >= USUAL * groups.len();
    // A text that begins with a small letter may be a name of its own.
    if !is_long || turned * 8 > pairs || begun * 10 < pairs * 9 {
        return None;
    }
    let mut starts = vec![false; table.lines.len()];
    for (n, line) in table.lines.iter().enumerate().skip(head) {
        let above = n.checked_sub(1).filter(|m| *m >= head).and_then(|m| table.lines.get(m));
        let is_rest = line.is_across && above.is_some_and(|a| a.is_across);
        if let Some(slot) = starts.get_mut(n) {
            *slot = !is_rest;
        }
    }
    Some(starts)
}
