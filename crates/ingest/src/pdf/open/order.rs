//! What the order in which texts were drawn says of rows.
//!
//! Programs that set tables draw them cell by cell, each row from its first cell to its last. A text that is
//! drawn after one further down, and is on its right, is a cell of the same row; one that is drawn after one
//! further up, and is on its left, begins the next row. Programs that draw line by line never go up again:
//! where nothing does, the order says nothing. What is drawn column by column goes up over many rows and
//! is no help either.

use crate::pdf::rows::Part;
use crate::pdf::words::{PageContent, UNKNOWN};

/// What the order says of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Told {
    #[default]
    Nothing,
    /// A row begins with it.
    Begins,
    /// It is in the row of the line above.
    GoesOn,
}

/// A text of one line in one column, as far as it matters here.
#[derive(Clone, Copy, Debug)]
struct Text {
    order: u32,
    line: usize,
    column: usize,
    is_across: bool,
}

/// Texts that were drawn one after the other and are in one row, but for those whose cells reach further
/// down than it does.
#[derive(Clone, Debug)]
struct Row {
    texts: Vec<Text>,
    /// Its first line.
    top: usize,
}

/// What the order of drawing says of each line, given its base; `None` where it says nothing, or contradicts itself.
pub(crate) fn told(
    content: &PageContent,
    parts: &[Part],
    is_across: &[bool],
    bases: &[f32],
) -> Option<Vec<Told>> {
    /// One row of so many may be drawn out of order.
    const ODD: usize = 10;
    let count = bases.len();
    let text = |part: &Part| {
        let order = part.words.iter().map(|i| content.words[*i as usize].order).min()?;
        let is_across = is_across[part.line];
        let text = Text { order, line: part.line, column: part.first, is_across };
        (order != UNKNOWN).then_some(text)
    };
    let mut texts: Vec<Text> = parts.iter().filter_map(text).collect();
    texts.sort_by_key(|t| (t.order, t.line, t.column));
    let mut rows: Vec<Row> = Vec::new();
    for text in texts {
        let goes_on = rows.last().and_then(|r| r.texts.last()).is_some_and(|last| {
            !(last.is_across || text.is_across)
                && match text.line.cmp(&last.line) {
                    std::cmp::Ordering::Greater => text.column >= last.column,
                    _ => text.column > last.column,
                }
        });
        match rows.last_mut() {
            Some(row) if goes_on => {
                row.top = row.top.min(text.line);
                row.texts.push(text);
            }
            _ => rows.push(Row { top: text.line, texts: vec![text] }),
        }
    }
    let all = rows.len();
    let mut kept: Vec<Row> = Vec::with_capacity(all);
    for row in rows {
        if kept.last().is_none_or(|last| row.top > last.top) {
            kept.push(row);
        }
    }
    if (all - kept.len()) * ODD > all {
        return None;
    }
    let end = |n: usize| kept.get(n + 1).map_or(count, |next| next.top);
    let is_middle = kept.iter().enumerate().any(|(n, row)| row.is_middle(end(n)));
    let mut told = vec![Told::Nothing; count];
    let mut has_returns = false;
    for (n, row) in kept.iter().enumerate() {
        for (at, next) in row.returns(end(n)) {
            has_returns = true;
            let last = row.texts[at].line;
            let first = if is_middle { row.cell(at, bases) } else { next };
            told[first.min(next) + 1..=last].fill(Told::GoesOn);
        }
        told[row.top] = Told::Begins;
    }
    has_returns.then_some(told)
}

impl Row {
    /// The texts before `end` after which one further up was drawn, by index, and the line of that.
    fn returns(&self, end: usize) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.texts.windows(2).enumerate();
        pairs
            .filter(move |(_, pair)| pair[1].line < pair[0].line && pair[0].line < end)
            .map(|(n, pair)| (n, pair[1].line))
    }

    /// The lines of the cell that ends with a text.
    fn lines(&self, at: usize) -> impl Iterator<Item = usize> {
        let column = self.texts[at].column;
        self.texts[..=at].iter().rev().take_while(move |t| t.column == column).map(|t| t.line)
    }

    /// Whether texts are in the middle of the row: beside none of the lines of the cell drawn before them.
    fn is_middle(&self, end: usize) -> bool {
        self.returns(end).any(|(at, _)| {
            let cell: Vec<usize> = self.lines(at).collect();
            let (first, last) = (cell[cell.len() - 1], cell[0]);
            let is_inside = |t: &Text| t.line > first && t.line < last && !cell.contains(&t.line);
            self.texts.iter().any(is_inside)
        })
    }

    /// The first line of the cell that ends with a text: what is set apart above it is another.
    fn cell(&self, at: usize, bases: &[f32]) -> usize {
        /// Steps within a cell are alike, but for this.
        const STEP: f32 = 1.25;
        let lines: Vec<usize> = self.lines(at).collect();
        let step = |pair: &[usize]| bases[pair[0]] - bases[pair[1]];
        let least = lines.windows(2).map(step).fold(f32::INFINITY, f32::min);
        let own = lines.windows(2).take_while(|pair| step(pair) <= STEP * least).count();
        lines[own]
    }
}
