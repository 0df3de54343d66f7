//! Rows told by their cells: where columns are set at different heights of their rows (text at the top,
//! dates at the foot), white is within rows as well as between them. Each way to cut the lines is held
//! against what rows are: one cell in each column, whole, and one key.

use super::table::{Key, Line, Lines};

/// A way to cut that does not save so much, in faults, is not worth leaving the votes for.
const LEAST: usize = 3;

/// Lines of one column with no white between them.
#[derive(Clone, Copy, Debug)]
struct Stack {
    column: usize,
    first: usize,
    last: usize,
}

/// For each line whether a row begins with it, where rows that begin (or end) with the cells of one
/// column, or with white, have far fewer faults than those of `votes`. `wide` says for each line whether it
/// is further below the one above it than lines of a cell are.
pub(crate) fn better(
    table: &Lines<'_>,
    head: usize,
    key: Key,
    leading: f32,
    wide: &[bool],
    votes: &[bool],
) -> Option<Vec<bool>> {
    let stacks = stacks(table, head, key, leading);
    let keys: Vec<usize> = (head..table.lines.len())
        .filter(|n| !table.lines[*n].is_across && table.is_key_line(*n, key))
        .filter(|n| {
            // A line of text may begin like a key, with nothing beside it.
            let is_first = stacks.iter().any(|s| s.column == key.column() && s.first == *n);
            is_first || !table.is_alone(*n)
        })
        .collect();
    // Where keys follow each other without white, it says nothing of cells.
    let is_cell = |s: &&Stack| {
        s.column == key.column() && keys.iter().any(|n| (s.first..=s.last).contains(n))
    };
    let cells = stacks.iter().filter(is_cell).count();
    if keys.len() < LEAST || (keys.len() - cells) * 8 > keys.len() {
        return None;
    }
    // Nor does it where cells of other columns follow each other without white.
    let is_run = |s: &&Stack| keys.iter().filter(|n| (s.first..=s.last).contains(n)).count() > 1;
    let others = || stacks.iter().filter(|s| s.column != key.column());
    let lines = |s: &Stack| s.last + 1 - s.first;
    if others().filter(is_run).map(lines).sum::<usize>() * 2 > others().map(lines).sum() {
        return None;
    }
    let faults = |starts: &[bool]| faults(table, head, leading, &stacks, &keys, starts);
    let now = faults(votes);
    if now < 2 {
        return None;
    }
    let ways = (0..table.columns.len()).flat_map(|c| [(c, true), (c, false)]);
    let apart = |n: usize| n == head || n > head && is_apart(table, n) && votes[n];
    let by_white: Vec<bool> = (0..table.lines.len())
        .map(|n| apart(n) || n > head && !is_apart(table, n) && wide[n])
        .collect();
    let cut = |(column, at_top): (usize, bool)| -> Vec<bool> {
        let own = || stacks.iter().filter(move |s| s.column == column);
        let mut starts: Vec<bool> = (0..table.lines.len()).map(apart).collect();
        for stack in own() {
            let at = if at_top { stack.first } else { stack.last + 1 };
            if at < starts.len() && !table.lines[at].is_across {
                starts[at] = true;
            }
        }
        starts
    };
    let all = std::iter::once(by_white).chain(ways.map(cut));
    let all = all.map(|starts| (faults(&starts), starts));
    let (least, best) = all.min_by_key(|(faults, _)| *faults)?;
    let is_better = now.saturating_sub(least) >= LEAST || least == 0 && keys.len() > LEAST;
    (least * 2 <= now && is_better).then_some(best)
}

/// Whether a line or the one above it runs over the columns.
fn is_apart(table: &Lines<'_>, n: usize) -> bool {
    table.lines[n].is_across || table.lines[n - 1].is_across
}

fn stacks(table: &Lines<'_>, head: usize, key: Key, leading: f32) -> Vec<Stack> {
    let lines = &table.lines;
    let mut found: Vec<Stack> = Vec::new();
    for column in 0..table.columns.len() {
        let mut open: Option<Stack> = None;
        let is_begun = |stack: &Stack, n: usize| {
            key == Key::Leading(column)
                && table.is_key_line(n, key)
                && (stack.first..=stack.last)
                    .all(|m| !table.is_key_line(m, key) && table.is_alone(m))
        };
        for n in head..lines.len() {
            if lines[n].is_across {
                found.extend(open.take());
                continue;
            }
            if lines[n].bits[column].is_none() {
                continue;
            }
            match &mut open {
                // A heading in bold is no part of the cell below it, nor is one without a key right above
                // text that begins with one.
                Some(stack)
                    if step(lines, column, stack.last, n) <= near(leading)
                        && lines[n].is_bold == lines[stack.last].is_bold
                        && !is_begun(stack, n) =>
                {
                    stack.last = n;
                }
                _ => found.extend(open.replace(Stack { column, first: n, last: n })),
            }
        }
        found.extend(open);
    }
    found
}

/// How far a line of a column is below another.
fn step(lines: &[Line], column: usize, above: usize, below: usize) -> f32 {
    let base = |n: usize| lines[n].bits[column].as_ref().map_or(lines[n].base, |b| b.base);
    base(below) - base(above)
}

/// Lines of a cell are no further apart than this.
fn near(leading: f32) -> f32 {
    1.12 * leading + 0.6
}

/// What speaks against rows: cells that are cut, two cells of one column, no key or several.
fn faults(
    table: &Lines<'_>,
    head: usize,
    leading: f32,
    stacks: &[Stack],
    keys: &[usize],
    starts: &[bool],
) -> usize {
    let lines = &table.lines;
    let mut row = vec![0usize; lines.len()];
    for n in head + 1..lines.len() {
        row[n] = row[n - 1] + usize::from(starts[n]);
    }
    let rows = row.last().copied().unwrap_or(0) + 1;
    let mut has_text = vec![false; rows];
    let mut own_keys = vec![0usize; rows];
    for n in head..lines.len() {
        has_text[row[n]] |= !lines[n].is_across;
    }
    keys.iter().for_each(|n| own_keys[row[*n]] += 1);
    let without = (0..rows).filter(|r| has_text[*r] && own_keys[*r] == 0).count();
    let with_more: usize = own_keys.iter().map(|k| k.saturating_sub(1)).sum();
    let cut: usize = stacks
        .iter()
        .map(|s| {
            let mut last = s.first;
            let own = (s.first + 1..=s.last).filter(|n| lines[*n].bits[s.column].is_some());
            own.filter(|n| {
                let before = std::mem::replace(&mut last, *n);
                row[before] != row[*n] && step(lines, s.column, before, *n) <= near(leading)
            })
            .count()
        })
        .sum();
    let mut cells = vec![false; rows * table.columns.len()];
    let mut doubled = 0;
    for stack in stacks {
        let slot = row[stack.first] * table.columns.len() + stack.column;
        doubled += usize::from(std::mem::replace(&mut cells[slot], true));
    }
    // Rows have text in the column that has most.
    let main = (0..table.columns.len()).max_by_key(|c| table.columns[*c].words).unwrap_or(0);
    let blank =
        (0..rows).filter(|r| own_keys[*r] > 0 && !cells[r * table.columns.len() + main]).count();
    // Single values below each other in several columns at once are rows; a date may be turned over.
    let is_value = |n: usize, c: usize| {
        table.columns[c].is_atomic() && lines[n].bits[c].as_ref().is_some_and(|b| b.is_atomic)
    };
    let stacked = (head + 1..lines.len())
        .filter(|n| row[*n] == row[n - 1] && !is_apart(table, *n))
        .filter(|n| {
            let both = |c: &usize| {
                is_value(*n, *c) && is_value(n - 1, *c) && !is_rest(&lines[n - 1], &lines[*n], *c)
            };
            (0..table.columns.len()).filter(both).count() > 1
        })
        .count();
    without + 2 * with_more + 2 * cut + doubled + blank + 2 * stacked
}

/// Whether most rows of several lines have single values below each other in one cell, the key's column aside.
pub(crate) fn stacks_values(
    table: &Lines<'_>,
    head: usize,
    key: Option<Key>,
    starts: &[bool],
) -> bool {
    let lines = &table.lines;
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|c| table.columns[*c].is_atomic() && key.is_none_or(|k| k.column() != *c))
        .collect();
    let (mut tall, mut stacked) = (0, 0);
    let mut from = head;
    for n in head + 1..=lines.len() {
        if starts.get(n).is_some_and(|starts| !starts) {
            continue;
        }
        let own = from + 1..n;
        from = n;
        if own.is_empty() || own.clone().any(|m| is_apart(table, m)) {
            continue;
        }
        tall += 1;
        let is_stacked = |m: usize, c: usize| {
            let both = lines[m].bits[c].as_ref().zip(lines[m - 1].bits[c].as_ref());
            both.is_some_and(|(a, b)| a.is_atomic && b.is_atomic)
                && !is_rest(&lines[m - 1], &lines[m], c)
        };
        stacked += usize::from(columns.iter().any(|c| own.clone().any(|m| is_stacked(m, *c))));
    }
    stacked * 2 > tall
}

/// Whether a value of a column is the rest of a date: a year below a day and month, a day of two below the
/// first.
fn is_rest(above: &Line, here: &Line, column: usize) -> bool {
    let (Some(above), Some(here)) = (&above.bits[column], &here.bits[column]) else { return false };
    let is_named = |said: &str| said.chars().any(char::is_alphabetic);
    let is_digits = |said: &str| said.chars().all(|c| c.is_ascii_digit());
    is_named(&above.said) != is_named(&here.said)
        && (is_digits(&here.said) || is_digits(&above.said))
        || above.said.ends_with(['-', '–', '/', '.', ','])
}
