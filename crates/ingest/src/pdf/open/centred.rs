//! Rows whose cells are not set at the top of their height: in the middle, where the lines of each are as
//! far above its key as below it, or at the foot, where its key is on its last line.

use super::table::{Key, Line, Lines};

/// Fewer rows of several lines than this prove nothing.
const ROWS: usize = 3;
/// How far the last line may be from where the first one's mirror image is, in points.
const SLACK: f32 = 1.2;

/// For each line whether a row begins with it, where nearly all rows from `head` on are centred about
/// the line of their key. `votes` say for each line whether a row begins with it, keys aside: lines of
/// even spacing are centred about any of them. `is_habit` says that rows of most of the document's tables of this
/// kind are centred: then a few are enough, if all are.
pub(crate) fn centred(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    votes: &[f32],
    is_habit: bool,
) -> Option<Vec<bool>> {
    let lines = &table.lines;
    let column = match key {
        Some(Key::Whole(c)) => c,
        _ => single(table, head, if is_habit { 0 } else { ROWS })?,
    };
    let is_key = |line: &Line| {
        !line.is_across && line.bits[column].as_ref().is_some_and(|b| b.is_atomic || key.is_none())
    };
    let mut starts = vec![false; lines.len()];
    let (mut rows, mut tall, mut missed) = (0, 0, 0);
    let mut from = head;
    while from < lines.len() {
        starts[from] = true;
        if lines[from].is_across {
            let base = lines[from].base;
            from += 1;
            // A heading of several lines.
            while from < lines.len()
                && lines[from].is_across
                && lines[from].base - base < 1.4 * lines[from].size
            {
                from += 1;
            }
            continue;
        }
        let end = (from..lines.len()).find(|n| lines[*n].is_across).unwrap_or(lines.len());
        let Some(anchor) = (from..end).find(|n| is_key(&lines[*n])) else {
            missed += 1;
            rows += 1;
            from = end;
            continue;
        };
        // A line alone in its column may be that of a cell merged over rows: it is in the middle of those.
        let is_alone = lines[from].bits.iter().flatten().count() == 1;
        let found =
            mirrored(lines, from, anchor, end, &is_key).map(|last| (from, last)).or_else(|| {
                let next = from + 1;
                (is_alone && next <= anchor)
                    .then(|| mirrored(lines, next, anchor, end, &is_key))
                    .flatten()
                    .map(|last| (next, last))
            });
        rows += 1;
        match found {
            Some((start, last)) => {
                if start > from && from > head && !lines[from - 1].is_across {
                    starts[from] = false;
                    starts[start] = true;
                }
                tall += usize::from(anchor > start);
                from = last + 1;
            }
            None => {
                missed += 1;
                from = anchor + 1;
            }
        }
    }
    let text: f32 = (head + 1..lines.len())
        .filter(|n| !lines[*n].is_across && !lines[n - 1].is_across)
        .filter(|n| starts[*n] != is_key(&lines[*n]))
        .map(|n| if starts[n] { votes[n] } else { -votes[n] })
        .sum();
    let is_shown = tall >= ROWS && missed * 4 <= rows && text > 0.0;
    (is_shown || is_habit && tall > 0 && missed == 0).then_some(starts)
}

/// Whether the single values of most rows of several lines are in the middle of their height; `starts` says with
/// which lines the rows begin.
pub(crate) fn is_shown(table: &Lines<'_>, head: usize, starts: &[bool]) -> bool {
    let lines = &table.lines;
    let Some(column) = single(table, head, ROWS) else { return false };
    let (mut all, mut middle) = (0, 0);
    let mut from = head;
    while from < lines.len() {
        let end = (from + 1..lines.len()).find(|n| starts[*n]).unwrap_or(lines.len());
        let (first, last) = (&lines[from], &lines[end - 1]);
        let value = lines[from..end].iter().find(|l| l.bits[column].is_some());
        if let Some(value) = value.filter(|_| end - from > 1 && !first.is_across) {
            all += 1;
            let off = 2.0 * value.base - first.base - last.base;
            middle += usize::from(off.abs() < SLACK);
        }
        from = end;
    }
    middle >= ROWS && middle * 3 >= all * 2
}

/// The last line of a row that begins with the line `from` and whose lines are as far above the line
/// `anchor` as below it; `None` where there is no such line.
fn mirrored(
    lines: &[Line],
    from: usize,
    anchor: usize,
    end: usize,
    is_key: &impl Fn(&Line) -> bool,
) -> Option<usize> {
    let mirror = 2.0 * lines[anchor].base - lines[from].base;
    let last = (anchor..end).rev().find(|n| lines[*n].base <= mirror + SLACK)?;
    let is_level = (lines[last].base - mirror).abs() <= SLACK;
    (is_level && (anchor + 1..=last).all(|n| !is_key(&lines[n]))).then_some(last)
}

/// For each line whether a row begins with it, where the rows end with the line of their key: their text
/// then goes on from line to line, and breaks behind the keys rather than before them. `votes` say for
/// each line whether a row begins with it, keys aside.
pub(crate) fn bottomed(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    votes: &[f32],
) -> Option<Vec<bool>> {
    let lines = &table.lines;
    let Some(Key::Whole(column)) = key else { return None };
    let is_key = |n: usize| {
        !lines[n].is_across && lines[n].bits[column].as_ref().is_some_and(|b| b.is_atomic)
    };
    let is_apart = |n: usize| lines[n].is_across || lines[n - 1].is_across;
    // Where the two ways differ: lines that begin a row in one of them alone.
    let (mut tall, mut at_top, mut at_foot) = (0, 0.0, 0.0);
    let mut starts = vec![false; lines.len()];
    starts[head] = true;
    for n in head + 1..lines.len() {
        if is_apart(n) {
            starts[n] = votes[n] > 0.0;
            continue;
        }
        starts[n] = is_key(n - 1);
        match (is_key(n), is_key(n - 1)) {
            (true, false) => {
                at_top += votes[n];
                tall += 1;
            }
            (false, true) => at_foot += votes[n],
            _ => {}
        }
    }
    // Cells have no gaps: below a key a line goes on from the one above it, above a key to the one below.
    let (mut no_above, mut no_below) = (0, 0);
    let holds = |n: Option<usize>, c: usize| {
        n.filter(|n| *n >= head)
            .and_then(|n| lines.get(n))
            .is_some_and(|l| !l.is_across && l.bits[c].is_some())
    };
    for n in (head..lines.len()).filter(|n| !lines[*n].is_across && !is_key(*n)) {
        for c in (0..lines[n].bits.len()).filter(|c| lines[n].bits[*c].is_some()) {
            no_above += usize::from(!holds(n.checked_sub(1), c));
            no_below += usize::from(!holds(Some(n + 1), c));
        }
    }
    let text = (at_foot - at_top) / tall.max(1) as f32;
    (tall >= ROWS && no_above > 1 && no_above >= 4 * no_below && text > -0.5).then_some(starts)
}

/// A column of more than `least` single values, one in a row, the fullest one.
fn single(table: &Lines<'_>, head: usize, least: usize) -> Option<usize> {
    let body = table.lines.get(head..)?;
    let near = |c: usize| {
        let bases: Vec<(f32, f32)> =
            body.iter().filter(|l| l.bits[c].is_some()).map(|l| (l.base, l.size)).collect();
        bases.windows(2).filter(|w| w[1].0 - w[0].0 < 1.5 * w[1].1).count()
    };
    let columns = (0..table.columns.len()).filter(|c| {
        let column = &table.columns[*c];
        column.is_atomic() && column.filled > least && near(*c) * 8 <= column.filled
    });
    columns.max_by_key(|c| table.columns[*c].filled)
}
