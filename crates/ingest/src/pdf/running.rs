//! Running heads, feet and page numbers: lines near a page's edge that other pages repeat.

use super::rulings::{self, Ruling};
use super::words::{self, Line, Sheet};
use std::collections::{HashMap, HashSet};
use tablemend_model::Running;

/// How many lines from the top and from the bottom of a page are looked at.
const DEPTH: usize = 4;
/// Places that differ by less than this are one place, in points.
const SAME: f32 = 6.0;

/// Lines of a page that are no part of its text: word indices and what they are.
pub(crate) type Furniture = Vec<(Running, Vec<u32>)>;

/// What a line near an edge says with its digits masked, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    text: String,
    /// Distance from the edge in steps of `SAME`; left edge is left out because pages mirror.
    height: i32,
}

/// Finds the running lines of each page among these pages, which follow each other.
pub(crate) fn find(sheets: &[Option<Sheet>]) -> Vec<Furniture> {
    let edges: Vec<Vec<(Line, bool, String)>> =
        sheets.iter().map(|s| edge_lines(s.as_ref())).collect();
    let mut seen: HashMap<Key, HashSet<usize>> = HashMap::new();
    for (page, lines) in edges.iter().enumerate() {
        for (line, _, text) in lines {
            let height = (line.base / SAME).round() as i32;
            // A line near the border of two steps is in both.
            for height in [height - 1, height, height + 1] {
                seen.entry(Key { text: text.clone(), height }).or_default().insert(page);
            }
        }
    }
    let pages = sheets.iter().flatten().count();
    let mut frames: Vec<Option<Vec<Ruling>>> = vec![None; sheets.len()];
    edges
        .into_iter()
        .enumerate()
        .map(|(page, lines)| {
            let mut found = Vec::new();
            let mut open = [true, true];
            for (line, is_head, text) in lines {
                let height = (line.base / SAME).round() as i32;
                let on = seen.get(&Key { text: text.clone(), height });
                // Nearby pages, or the pages of the same side of the sheet, repeat it.
                let near = on.is_some_and(|on| {
                    on.iter().filter(|p| p.abs_diff(page) <= 4).count() >= 2
                        && (on.len() >= 3 || on.len() == pages || pages <= 3)
                });
                // Only what stands outside all the page's own text can be its furniture.
                let side = usize::from(is_head);
                // A table whose header is repeated at the top of each page is the page's own text.
                let in_table = near
                    && open[side]
                    && sheets[page].as_ref().is_some_and(|sheet| {
                        let frame = frames[page].get_or_insert_with(|| rulings::drawn_down(sheet));
                        is_framed(&line, frame, sheet.height)
                    });
                if near && open[side] && !in_table {
                    let kind = if is_number(&text) {
                        Running::PageNumber
                    } else if is_head {
                        Running::Head
                    } else {
                        Running::Foot
                    };
                    found.push((kind, line.words));
                } else {
                    open[side] = false;
                }
            }
            found
        })
        .collect()
}

/// Whether a line stands in a drawn table that goes on over much of the page: two vertical lines
/// or more run past it and far beyond. A frame around the running head alone is short.
fn is_framed(line: &Line, down: &[Ruling], height: f32) -> bool {
    down.iter()
        .filter(|r| r.from <= line.base && r.to >= line.base && r.len() > 0.08 * height)
        .count()
        >= 2
}

/// Whether a masked line is a page number alone: digits, perhaps between dashes or after "page".
fn is_number(masked: &str) -> bool {
    let rest: String = masked.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(rest.as_str(), "0" | "page0" | "p0" | "page0of0" | "0of0")
}

/// The outermost lines of a page, from the edge inwards: line, whether at the top, masked text.
fn edge_lines(sheet: Option<&Sheet>) -> Vec<(Line, bool, String)> {
    let Some(sheet) = sheet else {
        return Vec::new();
    };
    let all: Vec<u32> = (0..sheet.words.len() as u32).collect();
    let lines = words::lines(&sheet.words, &all);
    let masked = |line: &Line| mask(&super::drawn::line_text(&sheet.words, line));
    let top = lines.iter().take(DEPTH).filter(|l| l.base < 0.25 * sheet.height);
    let bottom = lines.iter().rev().take(DEPTH).filter(|l| l.base > 0.75 * sheet.height);
    top.map(|l| (l.clone(), true, masked(l)))
        .chain(bottom.map(|l| (l.clone(), false, masked(l))))
        .collect()
}

/// Lower case, each run of digits (or a Roman number that stands alone) one 0.
fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('0') {
                out.push('0');
            }
        } else if c.is_whitespace() {
            out.push(' ');
        } else {
            out.extend(c.to_lowercase());
        }
    }
    let is_roman = !out.is_empty() && out.chars().all(|c| "ivxlc".contains(c));
    if is_roman { "0".to_owned() } else { out }
}
