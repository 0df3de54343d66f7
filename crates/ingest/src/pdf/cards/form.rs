//! The form of a document's cards: labels down one column that come again in the same order, each with a value beside
//! it. Where it is known, cards are read by their labels, whatever is drawn around them.

use crate::pdf::aligned::{self, Strip};
use crate::pdf::drawn::centre;
use crate::pdf::grid::{Found, Grid};
use crate::pdf::rulings::{Ruling, Rulings};
use crate::pdf::words::Sheet;
use std::collections::BTreeMap;
use tablemend_model::{Method, Rect};

/// Places that differ by no more than this, in points, are one.
const LEVEL: f32 = 2.0;
/// A label comes so often in a document, at least.
const AGAIN: usize = 3;
/// Labels of a form.
const LABELS: usize = 3;
const MOST_LABELS: usize = 20;
/// Words of a label; more are a sentence.
const WORDS: usize = 5;
/// Lines of one text are no further apart than this share of the type size.
const LEADING: f32 = 1.6;

/// Labels that cards repeat, and where they and their values begin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// In the order in which they are printed.
    labels: Vec<String>,
    label_x: f32,
    value_x: f32,
}

/// A line of a page that begins with what may be a label.
struct Candidate {
    x: f32,
    text: String,
    /// Where what is beside it begins.
    beside: Option<f32>,
    pieces: usize,
}

impl Form {
    /// The form of the cards on some pages; `None` where nothing there comes again as labels do.
    pub(crate) fn learn(sheets: &[Option<Sheet>]) -> Option<Self> {
        let all: Vec<Candidate> = sheets.iter().flatten().flat_map(candidates).collect();
        let mut at: BTreeMap<i32, usize> = BTreeMap::new();
        let mut counts: BTreeMap<(i32, &str), usize> = BTreeMap::new();
        let step = |x: f32| (x / LEVEL).round() as i32;
        for c in &all {
            *counts.entry((step(c.x), &c.text)).or_default() += 1;
        }
        for ((x, _), count) in &counts {
            if *count >= AGAIN {
                *at.entry(*x).or_default() += count;
            }
        }
        let (x, _) = at.into_iter().max_by_key(|(_, count)| *count)?;
        let most = counts.iter().filter(|((c, _), _)| *c == x).map(|(_, n)| *n).max()?;
        let is_label = |c: &&Candidate| {
            step(c.x).abs_diff(x) <= 1
                && counts.get(&(x, c.text.as_str())).is_some_and(|n| *n >= AGAIN && *n * 2 >= most)
        };
        let own: Vec<&Candidate> = all.iter().filter(is_label).collect();
        let labels = in_order(&own)?;
        if own.iter().filter(|c| c.pieces > 2).count() * 10 > own.len() {
            return None;
        }
        let mut begins: Vec<f32> = own.iter().filter_map(|c| c.beside).collect();
        begins.sort_by(f32::total_cmp);
        let value_x = usual(&begins)?;
        let label_x = own.iter().map(|c| c.x).fold(f32::INFINITY, f32::min);
        Some(Self { labels, label_x, value_x })
    }

    /// Whether a line begins with one of the labels.
    fn label(&self, sheet: &Sheet, strip: &Strip) -> Option<usize> {
        let first = strip.pieces.first().filter(|p| (p.x0 - self.label_x).abs() < 2.0 * LEVEL)?;
        let text = aligned::said(sheet, &first.words);
        self.labels.iter().position(|l| *l == text)
    }

    /// The cards of a page, each as a grid of labels and values. `free` says which words may be in them.
    pub(crate) fn cards(&self, sheet: &Sheet, rulings: &Rulings, free: &[bool]) -> Vec<Grid> {
        let strips = strips(sheet, |word| free[word]);
        let labels: Vec<(usize, usize)> = strips
            .iter()
            .enumerate()
            .filter_map(|(n, s)| Some((n, self.label(sheet, s)?)))
            .collect();
        let mut out = Vec::new();
        let mut start = 0;
        while start < labels.len() {
            let mut end = start + 1;
            while end < labels.len()
                && labels[end].1 > labels[end - 1].1
                && self.is_unbroken(&strips[labels[end - 1].0 + 1..labels[end].0])
            {
                end += 1;
            }
            let own: Vec<usize> = labels[start..end].iter().map(|(n, _)| *n).collect();
            let next = labels.get(end).map_or(strips.len(), |(n, _)| *n);
            out.extend(self.card(sheet, rulings, &strips, &own, next));
            start = end;
        }
        out
    }

    /// Whether lines between two labels are values, or labels that go on.
    fn is_unbroken(&self, between: &[Strip]) -> bool {
        let is_own = |s: &Strip| {
            let first = &s.pieces[0];
            first.x0 > self.value_x - 2.0 * LEVEL || first.x1 < self.value_x
        };
        between.iter().all(is_own)
    }

    /// One card: `own` are the lines of its labels, `next` is that of the next card's first.
    fn card(
        &self,
        sheet: &Sheet,
        rulings: &Rulings,
        strips: &[Strip],
        own: &[usize],
        next: usize,
    ) -> Option<Grid> {
        let (first, last) = (*own.first()?, *own.last()?);
        let is_value = |s: &Strip| s.pieces[0].x0 > self.value_x - 2.0 * LEVEL;
        let is_rest = |s: &Strip| {
            let first = &s.pieces[0];
            (first.x0 - self.label_x).abs() < 2.0 * LEVEL && first.x1 < self.value_x
        };
        let is_parted = |a: &Strip, b: &Strip| {
            wall(rulings, a.base + 0.1 * a.size, b.base - 0.5 * b.size, self.value_x).is_some()
        };
        let is_near = |a: &Strip, b: &Strip| {
            (b.base - a.base).abs() < LEADING * a.size.max(b.size) && !is_parted(a, b)
        };
        // Values in the middle of which their labels are begin above the first and end below the last.
        let mut top = first;
        while top > 0 && is_value(&strips[top - 1]) && is_near(&strips[top - 1], &strips[top]) {
            top -= 1;
        }
        let mut foot = last;
        while foot + 1 < next
            && (is_value(&strips[foot + 1]) || is_rest(&strips[foot + 1]))
            && is_near(&strips[foot], &strips[foot + 1])
        {
            foot += 1;
        }
        let right = strips[top..=foot].iter().map(|s| s.area.x1).fold(self.value_x, f32::max);
        let title = self.title(rulings, strips, top, right);
        let mut ys = vec![strips[top].area.y0 - LEVEL];
        for pair in own.windows(2) {
            ys.push(self.bound(rulings, &strips[pair[0]..=pair[1]]));
        }
        ys.push(strips[foot].area.y1 + LEVEL);
        self.close(rulings, &mut ys);
        let right = edge_right(rulings, &ys, self.value_x).unwrap_or(right + LEVEL).max(right);
        let xs = vec![self.label_x - LEVEL, self.value_x - LEVEL, right];
        let mut grid = grid(sheet, strips, (top, foot), xs, ys);
        if title < top {
            with_title(&mut grid, &strips[title..top]);
        }
        Some(grid)
    }

    /// The first line of the title in the card's box: a line is drawn over the card's width above and below it.
    fn title(&self, rulings: &Rulings, strips: &[Strip], top: usize, right: f32) -> usize {
        const MOST_LINES: usize = 3;
        const REACH: f32 = 14.0;
        let is_wide = |r: &&Ruling| {
            r.from < self.label_x + 2.0 * LEVEL && r.to > right.min(self.value_x + 60.0)
        };
        let between = |from: f32, to: f32| {
            rulings.across.iter().filter(is_wide).any(|r| r.at > from && r.at < to)
        };
        let mut first = top;
        while first > 0 && top - first < MOST_LINES {
            let (strip, below) = (&strips[first - 1], &strips[first]);
            let is_line = strip.pieces[0].x0 < self.value_x - 2.0 * LEVEL
                && below.base - strip.base < 3.0 * strip.size;
            let is_parted = between(strip.base + 0.1 * strip.size, below.base - 0.4 * below.size);
            if !is_line || is_parted != (first == top) {
                break;
            }
            first -= 1;
            if between(strip.area.y0 - REACH, strip.base - 0.4 * strip.size) {
                return first;
            }
        }
        top
    }

    /// Where the row of one label ends and that of the next begins; `lines` are those of both and all between.
    fn bound(&self, rulings: &Rulings, lines: &[Strip]) -> f32 {
        let (upper, lower) = (&lines[0], &lines[lines.len() - 1]);
        let from = upper.base + 0.1 * upper.size;
        if let Some(wall) = wall(rulings, from, lower.base - 0.4 * lower.size, self.value_x) {
            return wall;
        }
        let widest = lines.windows(2).max_by(|a, b| {
            let step = |w: &[Strip]| w[1].base - w[0].base;
            step(a).total_cmp(&step(b))
        });
        let (a, b) = widest.map_or((upper, lower), |w| (&w[0], &w[1]));
        (a.base + 0.25 * a.size + b.base - 0.8 * b.size) / 2.0
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
fn strips(sheet: &Sheet, is_own: impl Fn(usize) -> bool) -> Vec<Strip> {
    let chosen: Vec<u32> = (0..sheet.words.len())
        .filter(|n| is_own(*n) && !sheet.words[*n].is_turned)
        .map(|n| n as u32)
        .collect();
    aligned::strips(&sheet.words, &chosen, &[])
}

/// The lines of a page that begin with what may be a label.
fn candidates(sheet: &Sheet) -> Vec<Candidate> {
    strips(sheet, |_| true)
        .iter()
        .filter_map(|s| {
            let first = s.pieces.first().filter(|p| p.words.len() <= WORDS)?;
            let text = aligned::said(sheet, &first.words);
            let is_label = text.starts_with(char::is_alphabetic) && text.len() <= 40;
            is_label.then(|| Candidate {
                x: first.x0,
                text,
                beside: s.pieces.get(1).map(|p| p.x0),
                pieces: s.pieces.len(),
            })
        })
        .collect()
}

/// The labels in the order in which they follow each other; `None` where they have none.
fn in_order(own: &[&Candidate]) -> Option<Vec<String>> {
    let mut names: Vec<&str> = own.iter().map(|c| c.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if !(LABELS..=MOST_LABELS).contains(&names.len()) {
        return None;
    }
    let place = |text: &str| names.binary_search(&text).unwrap_or(0);
    let mut follows = vec![vec![0usize; names.len()]; names.len()];
    for pair in own.windows(2) {
        follows[place(&pair[0].text)][place(&pair[1].text)] += 1;
    }
    // Where each label is followed by one of the others nearly always, they go round.
    let next: Vec<usize> =
        follows.iter().map(|row| (0..row.len()).max_by_key(|n| row[*n]).unwrap_or(0)).collect();
    let told: usize = (0..names.len()).map(|n| follows[n][next[n]]).sum();
    let mut targets = next.clone();
    targets.sort_unstable();
    targets.dedup();
    if targets.len() < names.len() || told * 10 < own.len().saturating_sub(1) * 8 {
        return None;
    }
    let mut order = vec![place(&own.first()?.text)];
    while order.len() < names.len() {
        let last = next[*order.last()?];
        if order.contains(&last) {
            return None;
        }
        order.push(last);
    }
    Some(order.into_iter().map(|n| names[n].to_owned()).collect())
}

/// Where most values begin; `None` where they begin anywhere.
fn usual(begins: &[f32]) -> Option<f32> {
    let near = |x: f32| begins.iter().filter(|b| (*b - x).abs() < LEVEL).count();
    let best = begins.iter().copied().max_by_key(|x| near(*x))?;
    let is_usual = near(best) * 5 >= begins.len() * 3;
    let first = begins.iter().copied().filter(|b| (b - best).abs() < LEVEL).reduce(f32::min)?;
    is_usual.then_some(first)
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

/// The grid of the lines from one to another, by their places.
fn grid(
    sheet: &Sheet,
    strips: &[Strip],
    (top, foot): (usize, usize),
    xs: Vec<f32>,
    ys: Vec<f32>,
) -> Grid {
    let rows = ys.len() - 1;
    let mut cells: Vec<Found> = (0..rows)
        .flat_map(|row| (0..2).map(move |col| (row, col)))
        .map(|(row, col)| Found { row, col, rows: 1, cols: 1, ..Found::default() })
        .collect();
    for index in strips[top..=foot].iter().flat_map(|s| &s.pieces).flat_map(|p| &p.words) {
        let word = &sheet.words[*index as usize];
        let (_, y) = centre(word);
        let row = ys[1..rows].partition_point(|edge| *edge <= y);
        let col = usize::from(word.area.x0 >= xs[1]);
        cells[row * 2 + col].words.push(*index);
    }
    let mut grid = Grid { method: Method::Aligned, xs, ys, cells, header_rows: 0 };
    for cell in &mut grid.cells {
        cell.words.sort_unstable();
    }
    grid.set_areas();
    grid
}

/// Puts a row for the title over a card.
fn with_title(grid: &mut Grid, lines: &[Strip]) {
    let Some(first) = lines.first() else { return };
    for cell in &mut grid.cells {
        cell.row += 1;
    }
    grid.ys.insert(0, first.area.y0 - LEVEL);
    let mut words: Vec<u32> =
        lines.iter().flat_map(|s| &s.pieces).flat_map(|p| p.words.iter().copied()).collect();
    words.sort_unstable();
    grid.cells.insert(0, Found { row: 0, col: 0, rows: 1, cols: 2, words, ..Found::default() });
    grid.set_areas();
}

/// Takes cards in place of tables that have not all of their rows, or have several of them as one. Gives the areas of
/// those that could not be taken, and of which no table has the labels.
pub(crate) fn settle(found: &mut Vec<Grid>, cards: Vec<Grid>) -> Vec<Rect> {
    let words = |cards: &[&Grid]| {
        let mut own: Vec<u32> = cards.iter().flat_map(|c| c.words()).collect();
        own.sort_unstable();
        own
    };
    let held = |g: &Grid, own: &[u32]| g.words().filter(|i| own.binary_search(i).is_ok()).count();
    let open: Vec<&Grid> = cards.iter().filter(|c| !found.iter().any(|g| reads(g, c))).collect();
    let (all, own) = (words(&cards.iter().collect::<Vec<_>>()), words(&open));
    // What holds much more than cards is left as it is; titles between them are no more than a part.
    let (gone, blocked): (Vec<usize>, Vec<usize>) = (0..found.len())
        .filter(|n| held(&found[*n], &own) > 0)
        .partition(|n| held(&found[*n], &all) * 5 >= found[*n].words().count() * 3);
    let lost: Vec<u32> = {
        let mut lost: Vec<u32> = gone.iter().flat_map(|n| found[*n].words()).collect();
        lost.sort_unstable();
        lost
    };
    let blocked: Vec<Rect> = blocked.into_iter().map(|n| found[n].area()).collect();
    let is_clear = |c: &Grid| {
        let area = c.area();
        !blocked.iter().any(|b| b.y0 < area.y1 && area.y0 < b.y1)
    };
    let is_open: Vec<bool> =
        cards.iter().map(|c| held(c, &own) > 0 || held(c, &lost) > 0).collect();
    for n in gone.into_iter().rev() {
        found.remove(n);
    }
    let (taken, rest): (Vec<_>, Vec<_>) = cards
        .into_iter()
        .zip(is_open)
        .filter(|(_, is_open)| *is_open)
        .map(|(card, _)| card)
        .partition(is_clear);
    found.extend(taken);
    let is_lost = |c: &&Grid| {
        c.words().next().is_some_and(|w| !found.iter().any(|g| g.words().any(|i| i == w)))
    };
    rest.iter().filter(is_lost).map(Grid::area).collect()
}

/// Whether a table has the rows of a card: each label in a cell of its own, its value in another of its row.
fn reads(grid: &Grid, card: &Grid) -> bool {
    let cell_of = |word: u32| grid.cells.iter().find(|c| c.words.contains(&word));
    let mut known: Vec<usize> = Vec::new();
    card.cells.windows(2).filter(|w| w[0].col == 0 && w[0].cols == 1).all(|w| {
        let (label, value) = (&w[0].words, &w[1].words);
        let Some(home) = label.first().and_then(|w| cell_of(*w)) else { return label.is_empty() };
        let is_new = !known.contains(&home.row);
        known.push(home.row);
        is_new
            && home.words.len() == label.len()
            && value.iter().all(|w| {
                cell_of(*w)
                    .is_some_and(|c| c.row == home.row && c.rows == home.rows && c.col != home.col)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    const LABELS: [&str; 4] = ["Ref", "Action", "Lead", "Due"];

    /// A page of cards of four labels, from a height on; `parted` is how far the rows are apart.
    fn sheet(first: usize, cards: usize, parted: f32) -> Sheet {
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
        words::sheet(&p)
    }

    fn learnt(sheet: &Sheet) -> Option<Form> {
        Form::learn(&[Some(sheet.clone())])
    }

    #[test]
    fn labels_that_come_again_in_order_are_a_form() {
        let form = learnt(&sheet(1, 4, 18.0)).unwrap();
        assert_eq!(form.labels, LABELS);
        assert_eq!((form.label_x, form.value_x), (50.0, 150.0));
        // Twice is no habit.
        assert_eq!(learnt(&sheet(1, 2, 18.0)), None);
        // Words of one column that follow each other in any order.
        let mut p = page();
        for (n, word) in
            ["Ash", "Elm", "Oak", "Elm", "Ash", "Oak", "Oak", "Ash", "Elm"].iter().enumerate()
        {
            set(&mut p, 50.0, 100.0 + 18.0 * n as f32, 9.0, word);
            set(&mut p, 150.0, 100.0 + 18.0 * n as f32, 9.0, "12");
        }
        assert_eq!(learnt(&words::sheet(&p)), None);
    }

    #[test]
    fn each_card_is_a_grid_of_labels_and_values() {
        let sheet = sheet(1, 4, 18.0);
        let form = learnt(&sheet).unwrap();
        let free = vec![true; sheet.words.len()];
        let cards = form.cards(&sheet, &Rulings::default(), &free);
        assert_eq!(cards.len(), 4);
        for (n, card) in cards.iter().enumerate() {
            let said: Vec<String> =
                card.cells.iter().map(|c| aligned::said(&sheet, &c.words)).collect();
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
}
