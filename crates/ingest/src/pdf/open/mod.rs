//! Tables without a full grid: rows parted by rules, bands, white or keys alone, with text in their
//! cells that is turned over from line to line.
//!
//! Data flows one way: lines of the page to zones (`zones`) that keep common gutters clear
//! (`gutters`); their header (`head`) and rows (`votes`, over the measures of `table`); cells with the
//! spans that broken rules tell (`compose`); a score (`score`), on which the page chooses.

mod compose;
mod gutters;
mod head;
mod score;
mod stacks;
mod table;
mod votes;
mod zones;

pub(crate) use score::Score;

use super::aligned::{self, Guides, Strip};
use super::columns::Span;
use super::grid::Grid;
use super::rows;
use super::rulings::Rulings;
use super::shelf::Shelf;
use super::words::Sheet;
use tablemend_model::Rect;

/// A table as this room reads it, with what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) grid: Grid,
    pub(crate) score: Score,
    /// What its header says, column by column; empty where it has none.
    pub(crate) header: String,
}

/// What other pages of the document say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Headers that stand over tables, column by column.
    pub(crate) headers: Vec<String>,
}

/// Reads every zone of a page among the words that are free. `taken` are areas of tables that are
/// settled already.
pub(crate) fn readings(
    sheet: &Sheet,
    rulings: &Rulings,
    shelf: &Shelf<'_>,
    free: &[bool],
    taken: &[Rect],
    known: &Known,
) -> Vec<Reading> {
    let chosen: Vec<u32> = (0..sheet.words.len() as u32)
        .filter(|i| {
            let word = &sheet.words[*i as usize];
            free[*i as usize] && !word.is_turned && {
                let (x, y) = super::drawn::centre(word);
                !taken.iter().any(|t| t.contains(x, y))
            }
        })
        .collect();
    let strips = aligned::strips(&sheet.words, &chosen, &rulings.down);
    let separators = stacks::separators(&rulings.across);
    let stacks = stacks::stacks(&separators);
    let mut found = Vec::new();
    for range in zones::zones(sheet, &strips, &stacks, taken) {
        found.extend(read(sheet, &strips[range], rulings, shelf, &separators, &stacks, known));
    }
    found
}

/// Reads one zone; `None` where it has no two columns.
fn read(
    sheet: &Sheet,
    block: &[Strip],
    rulings: &Rulings,
    shelf: &Shelf<'_>,
    separators: &[stacks::Separator],
    stacks: &[stacks::Stack],
    known: &Known,
) -> Option<Reading> {
    if block.len() < 2 {
        return None;
    }
    let guides = Guides { across: &rulings.across, down: &rulings.down, loose: &[] };
    let text = block
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), s| (a.min(s.area.x0), b.max(s.area.x1)));
    let (top, bottom) = (block[0].area.y0, block[block.len() - 1].area.y1);
    let extent = drawn_extent(stacks, text, top, bottom).unwrap_or(text);
    let marks = marks(sheet, extent, top, bottom);
    let (gutters, is_across) = gutters::gutters(block, &marks);
    if gutters.is_empty() {
        return None;
    }
    let mut parts = rows::parts(sheet, block, &gutters);
    let columns = gutters.len() + 1;
    for part in parts.iter_mut().filter(|p| is_across[p.line]) {
        (part.first, part.last) = (0, columns - 1);
    }
    compose::join_across(&mut parts, &is_across);
    let mut lines = table::Lines::new(sheet, block, &parts, &is_across, columns);
    let (head, is_apart) =
        head::lines(&lines, block, shelf, separators, extent, &known.headers);
    lines.measure(head);
    let low = separators.partition_point(|s| s.at < top - 20.0);
    let high = separators.partition_point(|s| s.at < bottom + 20.0);
    let own = &separators[low..high];
    let found = votes::rows(&lines, head, own, extent);
    let header = if head > 0 { head::signature(&lines, head) } else { String::new() };
    let score = score::score(&lines, head, is_apart, &found, !header.is_empty() && known.headers.contains(&header));
    let grid = compose::grid(
        sheet, block, &parts, &gutters, &guides, own, extent, head, &found, &is_across,
    )?;
    Some(Reading { grid, score, header })
}

/// The width of the rules of which most of a zone's lines stand inside.
fn drawn_extent(stacks: &[stacks::Stack], text: Span, top: f32, bottom: f32) -> Option<Span> {
    stacks
        .iter()
        .filter(|s| {
            let shared = s.bottom().min(bottom) - s.top().max(top);
            shared > 0.4 * (bottom - top)
                && s.extent.0 <= text.0 + 12.0
                && s.extent.1 >= text.1 - 12.0
        })
        .min_by(|a, b| (a.extent.1 - a.extent.0).total_cmp(&(b.extent.1 - b.extent.0)))
        .map(|s| s.extent)
}

/// Coloured fills as narrow as one column: cells that say their status by colour.
fn marks(sheet: &Sheet, extent: Span, top: f32, bottom: f32) -> Vec<Span> {
    let width = extent.1 - extent.0;
    sheet
        .fills
        .iter()
        .filter(|f| {
            let a = &f.area;
            a.y0 < bottom
                && a.y1 > top
                && a.x0 >= extent.0 - 4.0
                && a.x1 <= extent.1 + 60.0
                && a.width() > 3.0
                && a.height() > 3.0
                && a.width() < 0.25 * width
                && !super::text::is_colourless(f.colour)
        })
        .map(|f| (f.area.x0 + 0.5, f.area.x1 - 0.5))
        .collect()
}
