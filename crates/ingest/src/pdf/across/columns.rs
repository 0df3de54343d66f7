//! The columns of a page beside another, and whether they are those of that page again.

use super::tables;
use crate::pdf::aligned;
use crate::pdf::columns::usual_size;
use crate::pdf::open;
use crate::pdf::page::Part;
use crate::pdf::rulings::Rulings;
use crate::pdf::words::Sheet;
use tablemend_model::{Place, Rect, Table};

/// The edges of the columns of a page: what its words and its coloured fills leave white, or the lines
/// drawn down.
pub(super) fn columns(
    sheet: &Sheet,
    body: &[u32],
    signs: &[&Rect],
    rules: &Rulings,
    extent: (f32, f32),
) -> Option<Vec<f32>> {
    let mut strips = aligned::strips(&sheet.words, body, &rules.down);
    open::split_at_edges(sheet, &mut strips);
    let size = usual_size(strips.iter());
    // A label that fills its column nearly touches the next one.
    let of_line = |s: &aligned::Strip| -> Vec<(f32, f32)> {
        let starts: Vec<f32> = s.pieces.iter().skip(1).map(|p| p.x0 - 0.3 * size).collect();
        let ends = starts.into_iter().chain(std::iter::once(f32::INFINITY));
        s.pieces.iter().zip(ends).map(|(p, end)| (p.x0, p.x1.min(end).max(p.x0))).collect()
    };
    let mut spans: Vec<(f32, f32)> =
        strips.iter().flat_map(of_line).chain(signs.iter().map(|a| (a.x0, a.x1))).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut own: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        match own.last_mut() {
            Some(last) if span.0 < last.1 + 0.12 * size => last.1 = last.1.max(span.1),
            _ => own.push(span),
        }
    }
    let (first, last) = (own.first()?.0, own.iter().map(|s| s.1).fold(0.0, f32::max));
    if let Some(drawn) = drawn_columns(rules, extent, (first, last)) {
        return Some(drawn);
    }
    let mut xs = vec![first];
    xs.extend(own.windows(2).map(|w| (w[0].1 + w[1].0) / 2.0));
    xs.push(last);
    Some(xs)
}

/// The lines drawn down a page over most of the height of its rows, as edges of columns; `None` where
/// there are no two, or text stands outside them. `text` is from where to where the text reaches.
fn drawn_columns(rules: &Rulings, rows: (f32, f32), text: (f32, f32)) -> Option<Vec<f32>> {
    let mut covered: Vec<(f32, f32)> = Vec::new();
    for line in &rules.down {
        let own = (line.to.min(rows.1) - line.from.max(rows.0)).max(0.0);
        match covered.last_mut() {
            Some((at, sum)) if line.at - *at < 2.0 => *sum += own,
            _ => covered.push((line.at, own)),
        }
    }
    covered.retain(|(_, sum)| *sum > 0.5 * (rows.1 - rows.0));
    let mut xs: Vec<f32> = covered.into_iter().map(|(at, _)| at).collect();
    if xs.len() < 2 {
        return None;
    }
    // The edge on the left may be drawn on the page before alone.
    if text.0 < xs[0] - 6.0 {
        xs.insert(0, text.0);
    }
    (text.1 < xs[xs.len() - 1] + 6.0).then_some(xs)
}

/// Whether the first tables have the same head, or rows that begin alike: the same columns again.
pub(super) fn is_same_head(a: &Part, b: &Part) -> bool {
    let (Some(a), Some(b)) = (tables(a).next(), tables(b).next()) else { return false };
    let said =
        |t: &Table| -> Vec<String> { t.row_cells(0).map(|c| c.text.as_str().to_owned()).collect() };
    a.column_count() == b.column_count() && said(a) == said(b)
}

/// Whether the columns of a page begin where those of another do: its tables go on down, not across.
pub(super) fn has_same_columns(a: &Part, b: &Part) -> bool {
    let begins = |part: &Part| -> Vec<f32> {
        let cells = tables(part).flat_map(|t| t.cells());
        let mut xs: Vec<f32> = cells
            .filter(|c| c.col() > 0)
            .filter_map(|c| match c.place() {
                Place::Page { area, .. } => Some(area.x0),
                Place::Lines { .. } => None,
            })
            .collect();
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|a, b| *a - *b < 4.0);
        xs
    };
    let (left, right) = (begins(a), begins(b));
    let same = right.iter().filter(|x| left.iter().any(|l| (*l - **x).abs() < 4.0)).count();
    let is_telling = right.len() > 1 || left.len() == 1 && right.len() == 1;
    is_telling && same * 10 >= right.len() * 6
}
