//! Columns that are drawn: where lines part nearly all columns of a zone, other white is no gutter.

use crate::pdf::aligned::TextLine;
use crate::pdf::columns::Span;
use crate::pdf::rulings::Ruling;

/// Gutters with a line in them, at least.
const LEAST: usize = 3;
/// A line in a gutter reaches over this share of the zone.
const SHARE: f32 = 0.8;

/// Drops the gutters in which no line is drawn, where one is drawn in nearly all others. A gutter with texts on
/// both sides in most lines is kept.
pub(super) fn keep(block: &[TextLine], down: &[Ruling], gutters: &mut Vec<Span>) {
    let (top, bottom) = (block[0].area.y0, block[block.len() - 1].area.y1);
    let reaches =
        |r: &&Ruling| !r.is_edge && r.to.min(bottom) - r.from.max(top) > SHARE * (bottom - top);
    let lines: Vec<f32> = down.iter().filter(reaches).map(|r| r.at).collect();
    let is_lined = |g: &Span| lines.iter().any(|at| *at > g.0 - 1.5 && *at < g.1 + 1.5);
    let count = gutters.iter().filter(|g| is_lined(g)).count();
    if count < LEAST || count * 4 < gutters.len() * 3 {
        return;
    }
    gutters.retain(|g| {
        let left = lines.iter().copied().filter(|at| *at < g.0).fold(f32::MIN, f32::max);
        let right = lines.iter().copied().filter(|at| *at > g.1).fold(f32::MAX, f32::min);
        let (mut all, mut both) = (0, 0);
        for line in block {
            let mut own = line.segments.iter().filter(|p| p.x0 > left && p.x1 < right).peekable();
            all += usize::from(own.peek().is_some());
            let (mut before, mut after) = (false, false);
            for segment in own {
                before |= segment.x1 <= g.0 + 0.5;
                after |= segment.x0 >= g.1 - 0.5;
            }
            both += usize::from(before && after);
        }
        is_lined(g) || both * 2 > all
    });
}
