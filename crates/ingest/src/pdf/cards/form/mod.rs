//! The form of a document's cards: labels that come again in the same order, one line below the other, each with a
//! value beside it; a line may hold several. Where it is known (`learn`), cards are read by their labels, whatever is
//! drawn around them, and take the place of what was made of them without it (`settle`).

mod learn;
mod settle;

use crate::pdf::aligned::{self, TextLine};
use crate::pdf::drawn::centre;
use crate::pdf::grid::{Found, Grid};
use crate::pdf::rulings::{Ruling, Rulings};
use crate::pdf::words::PageContent;
pub(crate) use settle::settle;
use tablemend_model::Method;

/// Places that differ by no more than this, in points, are one.
const LEVEL: f32 = 2.0;
/// Columns that begin no further apart than this, in points, are one.
const SAME: f32 = 8.0;
/// Lines of one text are no further apart than this share of the type size.
const LEADING: f32 = 1.6;
/// Lines of one value, which may be of several paragraphs.
const PARAGRAPHS: f32 = 2.2;

/// Labels that cards repeat, and where they and their values begin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// The labels of each line, in the order in which they are printed.
    lines: Vec<Vec<Label>>,
    label_x: f32,
    value_x: f32,
    /// Whether a line that is no label is over each card.
    titled: bool,
}

/// One label, and where its values begin.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    text: String,
    x: f32,
    value_x: f32,
}

impl Form {
    /// Whether a line begins with one of the labels.
    fn label(&self, content: &PageContent, text_line: &TextLine) -> Option<usize> {
        let first =
            text_line.segments.first().filter(|p| (p.x0 - self.label_x).abs() < 2.0 * LEVEL)?;
        let text = aligned::said(content, &first.words);
        self.lines.iter().position(|l| l[0].text == text)
    }

    /// The cards of a page, each as a grid of labels and values. `free` says which words may be in them.
    pub(crate) fn cards(
        &self,
        content: &PageContent,
        rulings: &Rulings,
        free: &[bool],
    ) -> Vec<Grid> {
        let text_lines = text_lines(content, |word| free[word]);
        let labels: Vec<(usize, usize)> = text_lines
            .iter()
            .enumerate()
            .filter_map(|(n, s)| Some((n, self.label(content, s)?)))
            .collect();
        let mut out = Vec::new();
        let mut start = 0;
        while start < labels.len() {
            let mut end = start + 1;
            while end < labels.len()
                && labels[end].1 > labels[end - 1].1
                && self.is_unbroken(&text_lines[labels[end - 1].0 + 1..labels[end].0])
            {
                end += 1;
            }
            let own = &labels[start..end];
            let next = labels.get(end).map_or(text_lines.len(), |(n, _)| *n);
            out.extend(self.card(content, rulings, &text_lines, own, next));
            start = end;
        }
        out
    }

    /// Whether lines between two labels are values, or labels that go on.
    fn is_unbroken(&self, between: &[TextLine]) -> bool {
        let is_own = |s: &TextLine| {
            let first = &s.segments[0];
            first.x0 > self.value_x - 2.0 * LEVEL || first.x1 < self.value_x
        };
        between.iter().all(is_own)
    }

    /// One card: `own` are the lines of its labels and which they are, `next` is that of the next card's first.
    fn card(
        &self,
        content: &PageContent,
        rulings: &Rulings,
        text_lines: &[TextLine],
        own: &[(usize, usize)],
        next: usize,
    ) -> Option<Grid> {
        let (first, last) = (own.first()?.0, own.last()?.0);
        let is_value = |s: &TextLine| s.segments[0].x0 > self.value_x - 2.0 * LEVEL;
        let is_rest = |s: &TextLine| {
            let first = &s.segments[0];
            (first.x0 - self.label_x).abs() < 2.0 * LEVEL && first.x1 < self.value_x
        };
        let is_parted = |a: &TextLine, b: &TextLine| {
            wall(rulings, a.base + 0.1 * a.size, b.base - 0.5 * b.size, self.value_x).is_some()
        };
        let is_near = |a: &TextLine, b: &TextLine, leading: f32| {
            (b.base - a.base).abs() < leading * a.size.max(b.size) && !is_parted(a, b)
        };
        // Values in the middle of which their labels are begin above the first and end below the last.
        let mut top = first;
        while top > 0
            && is_value(&text_lines[top - 1])
            && is_near(&text_lines[top - 1], &text_lines[top], LEADING)
        {
            top -= 1;
        }
        let mut foot = last;
        while foot + 1 < next {
            let (upper, lower) = (&text_lines[foot], &text_lines[foot + 1]);
            let is_own = is_value(lower) && is_near(upper, lower, PARAGRAPHS)
                || is_rest(lower) && is_near(upper, lower, LEADING);
            if !is_own {
                break;
            }
            foot += 1;
        }
        let right = text_lines[top..=foot].iter().map(|s| s.area.x1).fold(self.value_x, f32::max);
        let title = self.title(content, rulings, text_lines, top, right);
        let mut ys = vec![text_lines[top].area.y0 - LEVEL];
        for pair in own.windows(2) {
            ys.push(self.bound(rulings, &text_lines[pair[0].0..=pair[1].0]));
        }
        ys.push(text_lines[foot].area.y1 + LEVEL);
        self.close(rulings, &mut ys);
        let right = edge_right(rulings, &ys, self.value_x).unwrap_or(right + LEVEL).max(right);
        let lines: Vec<&[Label]> =
            own.iter().map(|(_, line)| self.lines[*line].as_slice()).collect();
        let mut grid = self.grid(content, &text_lines[top..=foot], &lines, right, ys);
        if title < top {
            with_title(&mut grid, &text_lines[title..top]);
        }
        Some(grid)
    }

    /// The first line of the title in the card's box: a line is drawn over the card's width above and below it.
    fn title(
        &self,
        content: &PageContent,
        rulings: &Rulings,
        text_lines: &[TextLine],
        top: usize,
        right: f32,
    ) -> usize {
        const MOST_LINES: usize = 3;
        const REACH: f32 = 14.0;
        let is_wide = |r: &&Ruling| {
            r.from < self.label_x + 2.0 * LEVEL && r.to > right.min(self.value_x + 60.0)
        };
        let between = |from: f32, to: f32| {
            rulings.across.iter().filter(is_wide).any(|r| r.at > from && r.at < to)
        };
        if let Some(first) = self.title_above(content, text_lines, top) {
            return first;
        }
        if !self.titled {
            return top;
        }
        let mut first = top;
        while first > 0 && top - first < MOST_LINES {
            let (text_line, below) = (&text_lines[first - 1], &text_lines[first]);
            let is_line = text_line.segments[0].x0 < self.value_x - 2.0 * LEVEL
                && text_line.size < 1.15 * below.size
                && below.base - text_line.base < 3.0 * text_line.size;
            let is_parted =
                between(text_line.base + 0.1 * text_line.size, below.base - 0.4 * below.size);
            if !is_line || is_parted != (first == top) {
                break;
            }
            first -= 1;
            if between(text_line.area.y0 - REACH, text_line.base - 0.4 * text_line.size) {
                return first;
            }
        }
        top
    }

    /// The first line of the title over a card, where the document's cards have one.
    fn title_above(
        &self,
        content: &PageContent,
        text_lines: &[TextLine],
        top: usize,
    ) -> Option<usize> {
        const MOST_LINES: usize = 3;
        const NEAR: f32 = 3.5;
        let is_line = |n: usize| {
            let (own, below) = (&text_lines[n], &text_lines[n + 1]);
            let step = if n + 1 == top { NEAR } else { LEADING };
            (own.segments[0].x0 - self.label_x).abs() < 2.0 * LEVEL
                && own.size < 1.15 * text_lines[top].size
                && self.label(content, own).is_none()
                && below.base - own.base < step * below.size
        };
        let lines = (0..top).rev().take(MOST_LINES).take_while(|n| self.titled && is_line(*n));
        lines.last()
    }

    /// Where the row of one label ends and that of the next begins; `lines` are those of both and all between.
    fn bound(&self, rulings: &Rulings, lines: &[TextLine]) -> f32 {
        let (upper, lower) = (&lines[0], &lines[lines.len() - 1]);
        let from = upper.base + 0.1 * upper.size;
        if let Some(wall) = wall(rulings, from, lower.base - 0.4 * lower.size, self.value_x) {
            return wall;
        }
        let widest = lines.windows(2).max_by(|a, b| {
            let step = |w: &[TextLine]| w[1].base - w[0].base;
            step(a).total_cmp(&step(b))
        });
        let (a, b) = widest.map_or((upper, lower), |w| (&w[0], &w[1]));
        (a.base + 0.25 * a.size + b.base - 0.8 * b.size) / 2.0
    }

    /// The grid of a card's lines, by their places. Each row has its own labels, the columns are those of all.
    fn grid(
        &self,
        content: &PageContent,
        text_lines: &[TextLine],
        lines: &[&[Label]],
        right: f32,
        ys: Vec<f32>,
    ) -> Grid {
        let starts = |line: &[Label]| -> Vec<f32> {
            line.iter().flat_map(|l| [l.x - LEVEL, l.value_x - LEVEL]).collect()
        };
        let mut xs: Vec<f32> = Vec::new();
        let mut all: Vec<f32> = self.lines.iter().flat_map(|l| starts(l)).collect();
        all.sort_by(f32::total_cmp);
        for x in all.into_iter().filter(|x| *x < right) {
            if xs.last().is_none_or(|last| x - last > SAME) {
                xs.push(x);
            }
        }
        let place = |x: f32| xs.iter().rposition(|at| *at <= x + 0.1).unwrap_or(0);
        let mut cells: Vec<Found> = Vec::new();
        let mut rows: Vec<(usize, Vec<f32>)> = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            let own: Vec<f32> = starts(line).into_iter().filter(|x| *x < right).collect();
            rows.push((cells.len(), own.clone()));
            for (n, x) in own.iter().enumerate() {
                let (col, end) = (place(*x), own.get(n + 1).map_or(xs.len(), |x| place(*x)));
                let cols = end.saturating_sub(col).max(1);
                cells.push(Found { row, col, rows: 1, cols, ..Found::default() });
            }
        }
        for index in text_lines.iter().flat_map(|s| &s.segments).flat_map(|p| &p.words) {
            let word = &content.words[*index as usize];
            let (_, y) = centre(word);
            let (first, own) = &rows[ys[1..lines.len()].partition_point(|edge| *edge <= y)];
            let n = own.iter().rposition(|x| *x <= word.area.x0).unwrap_or(0);
            cells[first + n].words.push(*index);
        }
        xs.push(right);
        let mut grid = Grid { method: Method::Aligned, xs, ys, cells, header_rows: 0 };
        for cell in &mut grid.cells {
            cell.words.sort_unstable();
        }
        grid.set_areas();
        grid
    }

    /// Moves the outer bounds of a card to the lines drawn right beyond them.
    fn close(&self, rulings: &Rulings, ys: &mut [f32]) {
        const REACH: f32 = 14.0;
        let (Some(top), Some(foot)) = (ys.first().copied(), ys.last().copied()) else { return };
        let walls = || rulings.across.iter().filter(|r| is_wall(r, self.value_x)).map(|r| r.at);
        let above = walls().filter(|y| *y < top + LEVEL && *y > top - REACH);
        let below = walls().filter(|y| *y > foot - LEVEL && *y < foot + REACH);
        let last = ys.len() - 1;
        ys[0] = above.reduce(f32::max).unwrap_or(top);
        ys[last] = below.reduce(f32::min).unwrap_or(foot);
    }
}

/// The lines of those words of a page that are set along it.
fn text_lines(content: &PageContent, is_own: impl Fn(usize) -> bool) -> Vec<TextLine> {
    let chosen: Vec<u32> = (0..content.words.len())
        .filter(|n| is_own(*n) && !content.words[*n].is_turned)
        .map(|n| n as u32)
        .collect();
    aligned::text_lines(&content.words, &chosen, &[])
}

/// Whether a line is drawn over a good part of the values, from their beginning on.
fn is_wall(rule: &Ruling, value_x: f32) -> bool {
    rule.from < value_x + 4.0 * LEVEL && rule.to > value_x + 60.0
}

/// The first line across the values between two heights.
fn wall(rulings: &Rulings, from: f32, to: f32, value_x: f32) -> Option<f32> {
    let low = rulings.across.partition_point(|r| r.at < from);
    let mut near = rulings.across[low..].iter().take_while(|r| r.at <= to);
    near.find(|r| is_wall(r, value_x)).map(|r| r.at)
}

/// Where the lines across a card's values end.
fn edge_right(rulings: &Rulings, ys: &[f32], value_x: f32) -> Option<f32> {
    let (top, foot) = (ys.first()? - LEVEL, ys.last()? + LEVEL);
    let own = rulings.across.iter().filter(|r| r.at > top && r.at < foot && is_wall(r, value_x));
    own.map(|r| r.to).reduce(f32::max)
}

/// Puts a row for the title over a card.
fn with_title(grid: &mut Grid, lines: &[TextLine]) {
    let Some(first) = lines.first() else { return };
    for cell in &mut grid.cells {
        cell.row += 1;
    }
    grid.ys.insert(0, first.area.y0 - LEVEL);
    let cols = grid.xs.len() - 1;
    let mut words: Vec<u32> =
        lines.iter().flat_map(|s| &s.segments).flat_map(|p| p.words.iter().copied()).collect();
    words.sort_unstable();
    grid.cells.insert(0, Found { row: 0, col: 0, rows: 1, cols, words, ..Found::default() });
    grid.set_areas();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    const LABELS: [&str; 4] = ["Ref", "Action", "Lead", "Due"];

    /// A page of cards of four labels, from a height on; `parted` is how far the rows are apart.
    fn content(first: usize, cards: usize, parted: f32) -> PageContent {
        let mut p = page();
        let values = ["R", "Mend the gate of the yard", "Clerk", "May 2024"];
        for n in 0..cards {
            let top = 100.0 + (4.0 * parted + 20.0) * n as f32;
            for (row, (label, value)) in LABELS.iter().zip(values).enumerate() {
                let base = top + parted * row as f32;
                set(&mut p, 50.0, base, 9.0, label);
                let value = if row == 0 { format!("R{}", first + n) } else { value.to_owned() };
                set(&mut p, 150.0, base, 9.0, &value);
            }
        }
        words::content(&p)
    }

    fn learnt(content: &PageContent) -> Option<Form> {
        Form::learn(&[Some(content.clone())])
    }

    #[test]
    fn labels_that_come_again_in_order_are_a_form() {
        let form = learnt(&content(1, 4, 18.0)).unwrap();
        let labels: Vec<&str> = form.lines.iter().map(|l| l[0].text.as_str()).collect();
        assert_eq!((labels.as_slice(), form.titled), (LABELS.as_slice(), false));
        assert_eq!((form.label_x, form.value_x), (50.0, 150.0));
        // Twice is no habit.
        assert_eq!(learnt(&content(1, 2, 18.0)), None);
        // Words of one column that follow each other in any order.
        let mut p = page();
        for (n, word) in
            ["Ash", "Elm", "Oak", "Elm", "Ash", "Oak", "Oak", "Ash", "Elm"].iter().enumerate()
        {
            set(&mut p, 50.0, 100.0 + 18.0 * n as f32, 9.0, word);
            set(&mut p, 150.0, 100.0 + 18.0 * n as f32, 9.0, "12");
        }
        assert_eq!(learnt(&words::content(&p)), None);
    }

    #[test]
    fn lines_that_come_again_with_nothing_beside_them_are_no_form() {
        let mut p = page();
        for n in 0..6 {
            let top = 80.0 + 100.0 * n as f32;
            for (row, text) in ["Harbour council", "Class internal", "New page"].iter().enumerate()
            {
                set(&mut p, 50.0, top + 18.0 * row as f32, 9.0, text);
            }
            set(&mut p, 150.0, top, 9.0, "Ltd");
        }
        assert_eq!(learnt(&words::content(&p)), None);
    }

    #[test]
    fn each_card_is_a_grid_of_labels_and_values() {
        let content = content(1, 4, 18.0);
        let form = learnt(&content).unwrap();
        let free = vec![true; content.words.len()];
        let cards = form.cards(&content, &Rulings::default(), &free);
        assert_eq!(cards.len(), 4);
        for (n, card) in cards.iter().enumerate() {
            let said: Vec<String> =
                card.cells.iter().map(|c| aligned::said(&content, &c.words)).collect();
            let reference = format!("R{}", n + 1);
            let want = [
                "Ref",
                &reference,
                "Action",
                "Mend the gate of the yard",
                "Lead",
                "Clerk",
                "Due",
                "May 2024",
            ];
            assert_eq!(said, want);
        }
        // They take the place of a table that runs two of them together, and of nothing that reads them.
        let mut found = vec![cards[0].clone()];
        let mut run = cards[1].clone();
        run.cells[0].words.extend(cards[2].words());
        found.push(run);
        assert_eq!(settle(&mut found, cards.clone()), []);
        assert_eq!(found.len(), 4);
        assert!(cards.iter().all(|c| found.contains(c)));
        // A table of much else stays, and what is lost is told.
        let mut other = cards[1].clone();
        let words: Vec<u32> = cards[0].words().chain(cards[2].words()).collect();
        other.cells = vec![Found { words, ..Found::default() }];
        other.ys = vec![90.0, 400.0];
        let rows = settle(&mut vec![other], vec![cards[1].clone(), cards[2].clone()]);
        assert_eq!(rows, [cards[1].area()]);
    }

    /// A page of cards of two lines with two labels each, the second of which is wrapped, under a title.
    fn titled(cards: usize) -> PageContent {
        let mut p = page();
        for n in 0..cards {
            let top = 100.0 + 90.0 * n as f32;
            let title = format!("{} Mend the gate of yard {n}", n + 1);
            set(&mut p, 50.0, top, 9.0, &title);
            for (base, x, text) in [
                (20.0, 50.0, "Responsible"),
                (31.0, 50.0, "officer"),
                (20.0, 150.0, if n % 2 == 0 { "Clerk" } else { "Ann Field" }),
                (20.0, 300.0, "Due date"),
                (20.0, 400.0, "May 2024"),
                (48.0, 50.0, "Progress"),
                (48.0, 150.0, "The posts are in the ground and paid for"),
            ] {
                set(&mut p, x, top + base, 9.0, text);
            }
        }
        words::content(&p)
    }

    #[test]
    fn lines_may_hold_two_labels_and_a_title_be_over_them() {
        let content = titled(4);
        let form = learnt(&content).unwrap();
        let labels: Vec<Vec<&str>> =
            form.lines.iter().map(|l| l.iter().map(|l| l.text.as_str()).collect()).collect();
        assert_eq!(labels, [vec!["Responsible", "Due date"], vec!["Progress"]]);
        assert!(form.titled);
        let free = vec![true; content.words.len()];
        let cards = form.cards(&content, &Rulings::default(), &free);
        let said = |c: &Found| (c.row, c.col, c.cols, aligned::said(&content, &c.words));
        let cells: Vec<(usize, usize, usize, String)> = cards[1].cells.iter().map(said).collect();
        let want = [
            (0, 0, 4, "2 Mend the gate of yard 1"),
            (1, 0, 1, "Responsible officer"),
            (1, 1, 1, "Ann Field"),
            (1, 2, 1, "Due date"),
            (1, 3, 1, "May 2024"),
            (2, 0, 1, "Progress"),
            (2, 1, 3, "The posts are in the ground and paid for"),
        ];
        assert_eq!(cells, want.map(|(r, c, n, t)| (r, c, n, t.to_owned())));
        // A grid without the title does not read the card.
        let mut found = vec![cards[1].clone()];
        found[0].cells.remove(0);
        settle(&mut found, vec![cards[1].clone()]);
        assert_eq!(found, [cards[1].clone()]);
    }
}
