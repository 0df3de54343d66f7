//! Whether a page goes on with the rows of another, and what it adds to them.

use super::columns::{columns, has_same_columns, is_same_head};
use super::rows::{Band, Homes, bands, by_edges, by_middles};
use super::{Page, SLACK, tables};
use crate::pdf::bullets::DRAWN;
use crate::pdf::open;
use crate::pdf::rulings::{self, Rulings};
use crate::pdf::text;
use crate::pdf::words::Sheet;
use tablemend_model::Rect;

/// Fewer rows than this prove nothing.
const ROWS: usize = 3;
/// So many rows of other heights are no chance.
const UNEVEN: usize = 3;

/// What a page adds to the rows of another.
pub(super) struct Plan {
    /// Edges of its columns.
    pub(super) xs: Vec<f32>,
    /// By table of the page on the left, by row, the words.
    pub(super) rows: Vec<Vec<Vec<u32>>>,
    /// Words above the first row.
    pub(super) over: Vec<u32>,
    /// Words of a column that each page repeats.
    pub(super) again: Vec<u32>,
}

/// How a page goes on with the rows of another; `None` where it does not. `sure` says that other pages
/// of the document do, and which edges the columns have that they added.
pub(super) fn plan(
    pages: &[Page<'_>],
    left: usize,
    right: usize,
    sure: Option<&[f32]>,
) -> Option<Plan> {
    let (a, b) = (&pages[left], &pages[right]);
    let (left_sheet, sheet) = (a.sheet?, b.sheet?);
    let (part, other) = (a.part.as_ref()?, b.part.as_ref()?);
    if !left_sheet.turn.is_upright() || !sheet.turn.is_upright() {
        return None;
    }
    if tables(part).next().is_none() || is_same_head(part, other) || has_same_columns(part, other) {
        return None;
    }
    let bands = bands(part, left_sheet)?;
    let extent = (bands[0].y0, bands[bands.len() - 1].y1);
    let mut free = vec![true; sheet.words.len()];
    for index in b.furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let own: Vec<u32> = (0..sheet.words.len() as u32).filter(|i| free[*i as usize]).collect();
    let homes = by_edges(&bands, sheet, &own, left_sheet, true)
        .or_else(|| by_middles(&bands, sheet, &own))
        .or_else(|| by_edges(&bands, sheet, &own, left_sheet, false))?;
    let sizes = tables(part).map(|t| t.rows().len());
    let mut placed = Placed::new(sheet, &bands, sizes, &own, &homes);
    if has_own_title(sheet, left_sheet, &placed.over, &placed.body, extent.0) {
        return None;
    }
    let signs = signs(sheet, extent);
    let rules = rulings::rulings(sheet);
    let heights = heights(&bands, &placed.filled, homes.is_level, &signs, &rules, sure.is_some())?;
    let mut xs = columns(sheet, &placed.body, &signs, &rules, extent)?;
    if let Some(seen) = sure.filter(|seen| keeps_to(sheet, &placed.body, &xs, seen)) {
        xs = seen.to_vec();
    }
    match key(sheet, &bands, &placed.rows, xs[1]) {
        Key::Own => return None,
        Key::Repeated if xs.len() > 2 => {
            xs.remove(0);
            placed.leave_out(sheet, xs[0]);
        }
        Key::Repeated | Key::None => {}
    }
    let is_sure = sure.is_some_and(|seen| {
        seen.is_empty() || seen.len() == xs.len() && (seen[0] - xs[0]).abs() < 4.0
    });
    let Placed { rows, over, again, .. } = placed;
    (is_sure || is_uneven(heights)).then_some(Plan { xs, rows, over, again })
}

/// The words of a page in the rows of another.
struct Placed {
    /// By table, by row.
    rows: Vec<Vec<Vec<u32>>>,
    /// The rows that have words, headings aside.
    filled: Vec<usize>,
    /// The words in them.
    body: Vec<u32>,
    /// Words in no row, or that run over from a heading.
    over: Vec<u32>,
    /// Words that the page repeats.
    again: Vec<u32>,
}

impl Placed {
    fn new(
        sheet: &Sheet,
        bands: &[Band],
        sizes: impl Iterator<Item = usize>,
        own: &[u32],
        homes: &Homes,
    ) -> Self {
        let rows = sizes.map(|count| vec![Vec::new(); count]).collect();
        let mut placed = Self {
            rows,
            filled: Vec::new(),
            body: Vec::new(),
            over: Vec::new(),
            again: Vec::new(),
        };
        let mut is_filled = vec![false; bands.len()];
        for (i, home) in own.iter().zip(&homes.of) {
            let word = &sheet.words[*i as usize];
            let Some(n) = *home else {
                placed.over.push(*i);
                continue;
            };
            let band = &bands[n];
            if !band.is_heading {
                placed.rows[band.table][band.row].push(*i);
                placed.body.push(*i);
                is_filled[n] = true;
            } else if band.key.contains(&word.text) {
                placed.again.push(*i); // A heading that is printed again.
            } else {
                placed.over.push(*i); // One that runs over.
            }
        }
        // Signs that stand for drawn shapes say nothing outside of a cell.
        placed.over.retain(|i| sheet.words[*i as usize].font != DRAWN);
        placed.filled = (0..bands.len()).filter(|n| is_filled[*n]).collect();
        placed
    }

    /// Takes the words left of an edge out of the rows: a column that each page repeats.
    fn leave_out(&mut self, sheet: &Sheet, edge: f32) {
        let is_key = |i: &u32| {
            let a = &sheet.words[*i as usize].area;
            (a.x0 + a.x1) / 2.0 < edge
        };
        for words in self.rows.iter_mut().flatten() {
            self.again.extend(words.iter().copied().filter(|i| is_key(i)));
            words.retain(|i| !is_key(i));
        }
    }
}

/// Coloured fills beside the rows, as narrow as a column.
fn signs(sheet: &Sheet, extent: (f32, f32)) -> Vec<&Rect> {
    sheet
        .fills
        .iter()
        .filter(|f| {
            let a = &f.area;
            let y = (a.y0 + a.y1) / 2.0;
            a.width() > 5.0
                && a.width() < 0.3 * sheet.width
                && y > extent.0
                && y < extent.1
                && !text::is_colourless(f.colour)
        })
        .map(|f| &f.area)
        .collect()
}

/// The heights of the rows that a page bears out, by its rules, its base lines or its fills; `None`
/// where it bears out none. A page that is sure by others may have too few rows to prove anything.
fn heights(
    bands: &[Band],
    filled: &[usize],
    is_level: bool,
    signs: &[&Rect],
    rules: &Rulings,
    is_sure: bool,
) -> Option<Vec<f32>> {
    if filled.is_empty() && signs.len() < ROWS {
        return None;
    }
    let at_edge = |y: f32| {
        let low = rules.across.partition_point(|r| r.at <= y - SLACK);
        rules.across.get(low).is_some_and(|r| r.at < y + SLACK)
    };
    let ruled = bands.iter().filter(|b| at_edge(b.y0)).count();
    if ruled >= ROWS && ruled * 10 >= bands.len() * 8 {
        return Some(bands.iter().map(|b| b.y1 - b.y0).collect());
    }
    if is_level && filled.len() >= ROWS {
        return Some(filled.windows(2).map(|w| bands[w[1]].first - bands[w[0]].first).collect());
    }
    if filled.len() <= 2 && signs.len() >= ROWS {
        // A column of fills alone: its edges are at those of rows, as far as they are drawn.
        let near = |y: f32| bands.iter().any(|b| (b.y0 - y).abs() < 6.0 || (b.y1 - y).abs() < 6.0);
        let fits = signs.iter().filter(|a| near(a.y0) && near(a.y1)).count();
        let heights = || signs.iter().map(|a| a.height()).collect();
        return (fits * 10 >= signs.len() * 9).then(heights);
    }
    (is_sure && is_level).then(Vec::new)
}

/// Whether the words of a page keep to the columns of a page in this place before it.
fn keeps_to(sheet: &Sheet, body: &[u32], xs: &[f32], seen: &[f32]) -> bool {
    let Some(inner) = seen.get(1..seen.len().saturating_sub(1)) else { return false };
    let crosses = |i: &&u32| {
        let a = &sheet.words[**i as usize].area;
        inner.iter().any(|x| a.x0 < x - 2.0 && a.x1 > x + 2.0)
    };
    let crossed = body.iter().filter(crosses).count();
    (seen[0] - xs[0]).abs() < 4.0 && crossed * 20 <= body.len()
}

/// Whether heights differ among each other as those of even lines do not.
fn is_uneven(mut heights: Vec<f32>) -> bool {
    heights.sort_by(f32::total_cmp);
    let Some(usual) = heights.get(heights.len() / 2).copied() else { return false };
    let uneven = heights.iter().filter(|h| (**h - usual).abs() > 0.15 * usual).count();
    uneven >= UNEVEN && uneven * 5 >= heights.len()
}

/// Whether text of a page's own stands above its rows. A title that runs over from the page before
/// begins left of the columns, in the middle of a word; a running line says the same on both pages.
fn has_own_title(sheet: &Sheet, left: &Sheet, over: &[u32], body: &[u32], top: f32) -> bool {
    let word = |i: &u32| &sheet.words[*i as usize];
    let margin = body.iter().map(|i| word(i).area.x0).fold(f32::INFINITY, f32::min);
    let above: Vec<_> = over.iter().map(word).filter(|w| w.base < top).collect();
    let mut n = 0;
    while n < above.len() {
        let base = above[n].base;
        let end = n + above[n..].iter().take_while(|w| w.base < base + 0.7).count();
        let line = &above[n..end];
        n = end;
        // It is cut at the edge of the column; on the page before it reaches the edge of the paper.
        let size = line[0].size;
        let low = left.words.partition_point(|o| o.base < base - 0.7);
        let reach = left.words[low..].iter().take_while(|o| o.base < base + 0.7);
        let reach = reach.filter(|o| (o.size - size).abs() < 0.1 * size).map(|o| o.area.x1);
        let is_cut = reach.fold(0.0, f32::max) > 0.6 * left.width;
        let runs_over = line[0].area.x0 < margin - 1.0
            || is_cut && line[0].area.x0 < margin + 8.0 * size && line.len() <= 6;
        let is_same = line.iter().all(|w| {
            let low = left.words.partition_point(|o| o.base < w.base - 0.7);
            let mut beside = left.words[low..].iter().take_while(|o| o.base < w.base + 0.7);
            beside.any(|o| o.text == w.text)
        });
        if !runs_over && !is_same {
            return true;
        }
    }
    false
}

/// What the first column of a page says of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// No references.
    None,
    /// The references of the page before again: a column that is printed on each page.
    Repeated,
    /// References of its own: the page has columns from the left.
    Own,
}

/// Tells the references in the first column, which ends at `edge`, from those of the rows.
fn key(sheet: &Sheet, bands: &[Band], rows: &[Vec<Vec<u32>>], edge: f32) -> Key {
    let (mut filled, mut same, mut refs) = (0, 0, 0);
    for band in bands {
        let words = rows[band.table][band.row].iter().map(|i| &sheet.words[*i as usize]);
        let own: Vec<&str> = words
            .filter(|w| (w.area.x0 + w.area.x1) / 2.0 < edge)
            .map(|w| w.text.as_str())
            .collect();
        if own.is_empty() {
            continue;
        }
        let said = own.join(" ");
        filled += 1;
        same += usize::from(said.replace(' ', "") == band.key.replace([' ', '\n'], ""));
        let is_ref = open::begins_with_ref(&said) && !open::is_date(&said) && !said.contains('/');
        refs += usize::from(is_ref);
    }
    if filled > 0 && same * 10 >= filled * 8 {
        Key::Repeated
    } else if filled > 0 && refs * 10 >= filled * 7 {
        Key::Own
    } else {
        Key::None
    }
}
