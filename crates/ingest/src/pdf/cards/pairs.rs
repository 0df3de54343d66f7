//! Labels and values in boxes as wide as their card: nothing is drawn between them, but the labels are the same, at
//! the same places, on each card.

use crate::pdf::aligned::{self, Segment};
use crate::pdf::drawn::centre;
use crate::pdf::ruled::{Drawn, Slot};
use crate::pdf::words::PageContent;
use std::collections::BTreeMap;

/// Places that differ by no more than this, in points, are one.
const LEVEL: f32 = 2.0;
/// An edge is drawn so far, in points, before the text behind it.
const PAD: f32 = 2.0;
/// Edges nearer than this, in points, are one: a cell's fill begins before its text.
const SAME: f32 = 8.0;
/// Rows of a card; a box of fewer is none.
const ROWS: usize = 2;
/// Labels that are not bold are told from values by so many cards.
const PLAIN: usize = 3;

/// One row of a card: the segments of its lines, from left to right, and where any of its words begin.
struct Line {
    segments: Vec<Segment>,
    texts: Vec<String>,
    begins: Vec<f32>,
    is_bold: Vec<bool>,
}

/// Parts the rows of cards where their labels are repeated. Other grids stay as they are.
pub(super) fn parted(grids: Vec<Drawn>, content: &PageContent, free: &[bool]) -> Vec<Drawn> {
    let lines: Vec<Option<Vec<Line>>> = grids.iter().map(|d| lines(d, content, free)).collect();
    // What begins with the same label, at the same place of a card as wide.
    let mut forms: BTreeMap<(i32, i32, &str), Vec<&Line>> = BTreeMap::new();
    for (drawn, lines) in grids.iter().zip(&lines) {
        for line in lines.iter().flatten() {
            forms.entry(key(drawn, line)).or_default().push(line);
        }
    }
    let edges: BTreeMap<(i32, i32, &str), Vec<f32>> =
        forms.iter().filter_map(|(key, rows)| Some((*key, edges(rows)?))).collect();
    let made: Vec<Option<Drawn>> = grids
        .iter()
        .zip(&lines)
        .map(|(drawn, lines)| {
            let rows = lines.as_ref()?.iter().map(|l| edges.get(&key(drawn, l)));
            with_edges(drawn, &rows.collect::<Option<Vec<_>>>()?)
        })
        .collect();
    grids.into_iter().zip(made).map(|(drawn, made)| made.unwrap_or(drawn)).collect()
}

fn key<'l>(drawn: &Drawn, line: &'l Line) -> (i32, i32, &'l str) {
    let area = drawn.area();
    let step = |x: f32| (x / LEVEL).round() as i32;
    (step(area.x0), step(area.x1), &line.texts[0])
}

/// The rows of a grid whose boxes are as wide as it, or were parted by a fill alone; `None` where one has no text, or
/// the first box ends behind its label.
fn lines(drawn: &Drawn, content: &PageContent, free: &[bool]) -> Option<Vec<Line>> {
    if drawn.rows() < ROWS || drawn.cells.iter().any(|c| c.rows > 1) {
        return None;
    }
    let area = drawn.area();
    (0..drawn.rows())
        .map(|row| {
            let (top, foot) = (drawn.ys[row], drawn.ys[row + 1]);
            let low = content.words.partition_point(|w| w.base < top);
            let own: Vec<u32> = (low..)
                .zip(&content.words[low..])
                .take_while(|(_, w)| w.base < foot + w.size)
                .filter(|(n, w)| {
                    let (x, y) = centre(w);
                    free[*n] && y > top && y < foot && x > area.x0 && x < area.x1
                })
                .map(|(n, _)| n as u32)
                .collect();
            let text_lines = aligned::text_lines(&content.words, &own, &[]);
            let mut segments: Vec<Segment> =
                text_lines.into_iter().flat_map(|s| s.segments).collect();
            segments.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            let label = segments.first()?.clone();
            let first = drawn.cells.iter().find(|c| c.row == row && c.col == 0)?;
            let end = drawn.xs[first.col + first.cols];
            let text = |p: &Segment| aligned::said(content, &p.words);
            let bold = |p: &Segment| p.words.iter().all(|i| content.words[*i as usize].bold);
            let begins = own.iter().map(|i| content.words[*i as usize].area.x0).collect();
            // The box ends behind more than the label, or the value is blank.
            let mut others = segments.iter().filter(|p| p.x0 > label.x1).peekable();
            let is_open = label.x1 < end && (others.peek().is_none() || others.any(|p| p.x0 < end));
            is_open.then(|| Line {
                texts: segments.iter().map(text).collect(),
                is_bold: segments.iter().map(bold).collect(),
                segments,
                begins,
            })
        })
        .collect()
}

/// Where the columns of a row begin behind its first label: the first value, then each further label and its value.
/// `None` where one row alone begins so.
fn edges(rows: &[&Line]) -> Option<Vec<f32>> {
    let (first, others) = rows.split_first()?;
    let is_told = others.len() + 1 >= if first.is_bold[0] { 2 } else { PLAIN };
    if !is_told || !first.texts[0].starts_with(char::is_alphabetic) {
        return None;
    }
    let is_label = |n: &usize| {
        let (segment, text) = (&first.segments[*n], &first.texts[*n]);
        let has = |l: &&Line| {
            let mut all = l.segments.iter().zip(&l.texts);
            all.any(|(p, t)| (p.x0 - segment.x0).abs() < LEVEL && t == text)
        };
        first.is_bold[*n] == first.is_bold[0]
            && text.starts_with(char::is_alphabetic)
            && others.iter().all(has)
    };
    let mut labels: Vec<&Segment> =
        (0..first.segments.len()).filter(is_label).map(|n| &first.segments[n]).collect();
    // A label may have several lines.
    labels.dedup_by(|b, a| (b.x0 - a.x0).abs() < LEVEL);
    // The first segment begins all of these rows, but may not begin them at one place.
    if labels.first().is_none_or(|p| p.x0 != first.segments[0].x0) {
        return None;
    }
    let mut edges = Vec::new();
    for (n, label) in labels.iter().enumerate() {
        let end = labels.get(n + 1).map_or(f32::INFINITY, |l| l.x0 - LEVEL);
        let begins = rows.iter().flat_map(|l| &l.begins).filter(|x| **x > label.x1 && **x < end);
        edges.extend((n > 0).then_some(label.x0 - PAD));
        edges.extend(begins.copied().reduce(f32::min).map(|x| x - PAD));
    }
    Some(edges)
}

/// The grid with its rows parted there; `None` where no row is.
fn with_edges(drawn: &Drawn, rows: &[&Vec<f32>]) -> Option<Drawn> {
    let area = drawn.area();
    let mut xs = drawn.xs.clone();
    let mut all: Vec<f32> = rows.iter().flat_map(|r| r.iter().copied()).collect();
    all.sort_by(f32::total_cmp);
    for x in all {
        if xs.iter().all(|known| (known - x).abs() > SAME) {
            xs.push(x);
        }
    }
    if xs.len() == drawn.xs.len() && drawn.columns() == 1 {
        return None;
    }
    xs.sort_by(f32::total_cmp);
    let place = |x: f32| {
        let near = |a: &usize, b: &usize| (xs[*a] - x).abs().total_cmp(&(xs[*b] - x).abs());
        (0..xs.len()).min_by(near).unwrap_or(0)
    };
    let mut cells = Vec::new();
    for (row, own) in rows.iter().enumerate() {
        let mut starts = vec![0];
        // A blank value has its place where the first one of the other rows begins.
        let first = rows.iter().filter_map(|r| r.first()).copied().fold(area.x1, f32::min);
        let first = if own.is_empty() { &vec![first] } else { *own };
        starts.extend(first.iter().map(|x| place(*x)));
        let walls = drawn.cells.iter().filter(|c| c.row == row).map(|c| place(drawn.xs[c.col]));
        starts.extend(walls);
        starts.sort_unstable();
        starts.dedup();
        starts.retain(|s| *s + 1 < xs.len());
        for (n, col) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(xs.len() - 1);
            cells.push(Slot { row, col: *col, rows: 1, cols: end - col });
        }
    }
    Some(Drawn { xs, ys: drawn.ys.clone(), cells, is_drawn: drawn.is_drawn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    fn card(top: f32) -> Drawn {
        let cells = (0..3).map(|row| Slot { row, col: 0, rows: 1, cols: 1 }).collect();
        let ys = (0..4).map(|n| top + 20.0 * n as f32).collect();
        Drawn { xs: vec![50.0, 500.0], ys, cells, is_drawn: true }
    }

    #[test]
    fn labels_that_cards_repeat_part_their_rows() {
        let mut p = page();
        let values = [["R1", "Ann", "Mend", "May"], ["R2", "Bo", "Paint", "June"]];
        let values = values.iter().chain(&[["R3", "Cy", "Oil all the locks", "July"]]);
        for (n, [reference, lead, action, due]) in values.enumerate() {
            let at = |row: usize| 114.0 + 80.0 * n as f32 + 20.0 * row as f32;
            for (row, x, text) in [
                (0, 55.0, "Ref"),
                (0, 150.0, reference),
                (0, 300.0, "Lead"),
                (0, 400.0, lead),
                (1, 55.0, "Action"),
                (1, 150.0, action),
                (2, 55.0, "Due"),
                (2, 150.0, due),
            ] {
                set(&mut p, x, at(row), 9.0, text);
            }
        }
        let content = words::content(&p);
        let free = vec![true; content.words.len()];
        let cards = vec![card(100.0), card(180.0), card(260.0)];
        let found = parted(cards.clone(), &content, &free);
        for drawn in &found {
            assert_eq!(drawn.columns(), 4);
            let widths: Vec<(usize, usize)> = drawn.cells.iter().map(|c| (c.row, c.cols)).collect();
            assert_eq!(widths, [(0, 1), (0, 1), (0, 1), (0, 1), (1, 1), (1, 3), (2, 1), (2, 3)]);
        }
        // One card repeats nothing.
        assert_eq!(parted(cards[..1].to_vec(), &content, &free), cards[..1]);
    }
}
