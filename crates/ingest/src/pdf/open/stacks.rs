//! Row rules: lines across and edges of bands that share the width of one table.

use crate::pdf::columns::Span;
use crate::pdf::rulings::Ruling;

/// How far ends of lines of one table may differ, in points.
const SLACK: f32 = 4.0;
/// The widest gap between the dots or dashes of one line, in points: a cell is wider.
const DOTS: f32 = 6.0;
/// A line that covers this share of the width runs over the whole table.
const WHOLE: f32 = 0.85;

/// What is drawn across at one height: a line, or its pieces beside merged cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Separator {
    pub(crate) at: f32,
    /// From left to right, with whether each is only the edge of a fill.
    pub(crate) pieces: Vec<(f32, f32, bool)>,
}

impl Separator {
    fn extent(&self) -> Span {
        let first = self.pieces.first().map_or(0.0, |p| p.0);
        (first, self.pieces.iter().map(|p| p.1).fold(first, f32::max))
    }

    /// Which share of an extent its pieces cover.
    pub(crate) fn share(&self, extent: Span) -> f32 {
        self.cover(extent) / (extent.1 - extent.0).max(1.0)
    }

    /// How much of an extent its pieces cover, in points.
    pub(crate) fn cover(&self, extent: Span) -> f32 {
        self.pieces.iter().map(|p| (p.1.min(extent.1) - p.0.max(extent.0)).max(0.0)).sum()
    }

    /// Whether a line is drawn, rather than only fills that end here.
    pub(crate) fn is_drawn(&self) -> bool {
        self.pieces.iter().any(|p| !p.2)
    }
}

/// Lines across that belong to one table, from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stack {
    pub(crate) extent: Span,
    pub(crate) separators: Vec<Separator>,
}

impl Stack {
    pub(crate) fn top(&self) -> f32 {
        self.separators.first().map_or(0.0, |s| s.at)
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.separators.last().map_or(0.0, |s| s.at)
    }

    /// The heights of the separators that run over the whole width.
    pub(crate) fn whole(&self) -> impl Iterator<Item = f32> {
        self.separators.iter().filter(|s| s.share(self.extent) >= WHOLE).map(|s| s.at)
    }
}

/// All that is drawn across a page, by height.
pub(crate) fn separators(across: &[Ruling]) -> Vec<Separator> {
    let mut out: Vec<Separator> = Vec::new();
    for line in across {
        let piece = (line.from, line.to, line.is_edge);
        match out.last_mut() {
            Some(last) if (line.at - last.at).abs() < 0.5 => last.pieces.push(piece),
            _ => out.push(Separator { at: line.at, pieces: vec![piece] }),
        }
    }
    for separator in &mut out {
        separator.pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
        close_dots(&mut separator.pieces);
    }
    out
}

/// Makes one line of dots and dashes: what is between them is no gap beside a merged cell.
fn close_dots(pieces: &mut Vec<(f32, f32, bool)>) {
    let mut closed: Vec<(f32, f32, bool)> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        match closed.last_mut() {
            Some(last) if piece.2 == last.2 && piece.0 - last.1 < DOTS => {
                last.1 = last.1.max(piece.1);
            }
            _ => closed.push(piece),
        }
    }
    *pieces = closed;
}

/// Groups separators of one width. Those that cover a part of it belong to it where they share an
/// end: the rule between two rows is broken beside a cell that both share.
pub(crate) fn stacks(separators: &[Separator]) -> Vec<Stack> {
    let mut found: Vec<Stack> = Vec::new();
    for separator in separators {
        let (x0, x1) = separator.extent();
        if x1 - x0 < 40.0 {
            continue;
        }
        let same =
            |s: &&mut Stack| (s.extent.0 - x0).abs() <= SLACK && (s.extent.1 - x1).abs() <= SLACK;
        let within = |s: &&mut Stack| {
            x0 >= s.extent.0 - SLACK
                && x1 <= s.extent.1 + SLACK
                && ((s.extent.0 - x0).abs() <= SLACK
                    || (s.extent.1 - x1).abs() <= SLACK
                    || separator.share(s.extent) >= 0.4)
        };
        if let Some(stack) = found.iter_mut().rev().find(same) {
            stack.separators.push(separator.clone());
        } else if let Some(stack) = found.iter_mut().rev().find(within) {
            stack.separators.push(separator.clone());
        } else {
            found.push(Stack { extent: (x0, x1), separators: vec![separator.clone()] });
        }
    }
    found.retain(|s| s.whole().nth(1).is_some() || s.separators.len() > 3);
    found
}
