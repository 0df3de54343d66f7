//! Row rules: lines across and edges of bands that share the width of one table.

use crate::pdf::aligned::TextLine;
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
    pub(crate) segments: Vec<(f32, f32, bool)>,
}

impl Separator {
    fn extent(&self) -> Span {
        let first = self.segments.first().map_or(0.0, |p| p.0);
        (first, self.segments.iter().map(|p| p.1).fold(first, f32::max))
    }

    /// Which share of an extent its pieces cover.
    pub(crate) fn share(&self, extent: Span) -> f32 {
        self.cover(extent) / (extent.1 - extent.0).max(1.0)
    }

    /// How much of an extent its pieces cover, in points.
    pub(crate) fn cover(&self, extent: Span) -> f32 {
        self.segments.iter().map(|p| (p.1.min(extent.1) - p.0.max(extent.0)).max(0.0)).sum()
    }

    /// Whether a line is drawn, rather than only fills that end here.
    pub(crate) fn is_drawn(&self) -> bool {
        self.segments.iter().any(|p| !p.2)
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

    /// Whether it closes a block of lines, as books set tables: three rules, above it, below its header and below
    /// its last line. More rules are those of rows, which may go on from another page.
    pub(super) fn closes(&self, block: &[TextLine]) -> bool {
        let (first, last) = (&block[0], &block[block.len() - 1]);
        let low = last.base + 2.5 * last.size;
        let own: Vec<f32> = self.drawn().take_while(|at| *at < low).collect();
        matches!(own.as_slice(), [top, _, bottom] if *top < first.base
            && first.base - top < 4.0 * first.size
            && *bottom > last.base)
            && self.is_headed(block)
    }

    /// Whether its first rule is above a header and its second below it: lines of a table begin below the first. One
    /// text alone between the two is the label of the rows below it, whose header may be above the first rule.
    pub(crate) fn is_headed(&self, lines: &[TextLine]) -> bool {
        /// Lines of a header.
        const MOST: usize = 4;
        let mut whole = self.drawn();
        let (Some(first), Some(second)) = (whole.next(), whole.next()) else { return false };
        let within = |from: f32, to: f32| {
            let own = |l: &&TextLine| {
                let middle = l.base - 0.3 * l.size;
                from < middle
                    && middle < to
                    && self.extent.0 - 1.0 < l.area.x1
                    && l.area.x0 < self.extent.1
            };
            lines.iter().filter(own).collect::<Vec<_>>()
        };
        let head = within(first, second);
        whole.next().is_some()
            && (1..=MOST).contains(&head.len())
            && head.iter().any(|line| line.is_open())
            && !within(second, self.bottom()).is_empty()
    }

    /// The heights of the lines that run over the whole width: edges of bands are not drawn.
    pub(super) fn drawn(&self) -> impl Iterator<Item = f32> {
        let is_whole = |s: &&Separator| s.is_drawn() && s.share(self.extent) >= WHOLE;
        self.separators.iter().filter(is_whole).map(|s| s.at)
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
        let segment = (line.from, line.to, line.is_edge);
        match out.last_mut() {
            Some(last) if (line.at - last.at).abs() < 0.5 => last.segments.push(segment),
            _ => out.push(Separator { at: line.at, segments: vec![segment] }),
        }
    }
    for separator in &mut out {
        separator.segments.sort_by(|a, b| a.0.total_cmp(&b.0));
        close_dots(&mut separator.segments);
    }
    out
}

/// Makes one line of dots and dashes: what is between them is no gap beside a merged cell.
fn close_dots(segments: &mut Vec<(f32, f32, bool)>) {
    let mut closed: Vec<(f32, f32, bool)> = Vec::with_capacity(segments.len());
    for segment in segments.drain(..) {
        match closed.last_mut() {
            Some(last) if segment.2 == last.2 && segment.0 - last.1 < DOTS => {
                last.1 = last.1.max(segment.1);
            }
            _ => closed.push(segment),
        }
    }
    *segments = closed;
}

/// Groups separators of one width. Those that cover a part of it belong to it where they share an
/// end: the rule between two rows is broken beside a cell that both share. `lines` are the page's lines.
pub(crate) fn stacks(separators: &[Separator], lines: &[TextLine]) -> Vec<Stack> {
    let mut found: Vec<Stack> = Vec::new();
    let own = narrower(separators, lines);
    for (separator, is_own) in separators.iter().zip(own) {
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
                    || separator.share(s.extent) >= 0.4 && !is_own)
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
    found.into_iter().flat_map(|stack| parted(stack, lines)).collect()
}

/// Parts a stack where it ends a table and begins the next one of the same width: three rules or more above and
/// below, and between two of them text that is set off from the upper one, as a row of a table is not.
fn parted(stack: Stack, lines: &[TextLine]) -> Vec<Stack> {
    /// Rules above and below a header and at the table's end.
    const RULES: usize = 3;
    let whole: Vec<f32> = stack.drawn().collect();
    let lines: Vec<&TextLine> =
        lines.iter().filter(|l| l.area.x0 < stack.extent.1 && l.area.x1 > stack.extent.0).collect();
    // How far below a rule the first line's letters begin, in type sizes.
    let gap = |k: usize| {
        let own = |l: &&&TextLine| {
            let middle = l.base - 0.3 * l.size;
            whole[k] < middle && middle < whole[k + 1]
        };
        lines.iter().find(own).map(|l| (l.base - 0.75 * l.size - whole[k]) / l.size.max(1.0))
    };
    let gaps: Vec<Option<f32>> = (0..whole.len().saturating_sub(1)).map(gap).collect();
    let mut cuts = Vec::new();
    let mut from = 0;
    for k in RULES - 1..gaps.len().saturating_sub(RULES - 2) {
        let is_near = |at: usize| gaps[at].is_some_and(|g| g < 0.7);
        if k + 1 >= from + RULES
            && gaps[k].is_some_and(|g| g > 1.0)
            && (from..k).all(is_near)
            && is_near(k + 1)
        {
            cuts.push(whole[k]);
            from = k + 1;
        }
    }
    let mut stacks = Vec::new();
    let mut rest = stack;
    for cut in cuts {
        let at = rest.separators.partition_point(|s| s.at <= cut);
        let below = rest.separators.split_off(at);
        stacks.push(Stack { extent: rest.extent, separators: rest.separators });
        rest = Stack { extent: rest.extent, separators: below };
    }
    stacks.push(rest);
    stacks
}

/// Which separators are those of a table for itself, as books set them: three rules or more of one width right below
/// each other, with no text beside them, as there is beside rules that are broken on both sides.
fn narrower(separators: &[Separator], lines: &[TextLine]) -> Vec<bool> {
    /// Rules above and below a header and at the table's end.
    const RULES: usize = 3;
    let same = |a: &Separator, b: &Separator| {
        let ((a0, a1), (b0, b1)) = (a.extent(), b.extent());
        (a0 - b0).abs() < 1.0 && (a1 - b1).abs() < 1.0
    };
    let mut own = Vec::with_capacity(separators.len());
    for run in separators.chunk_by(same) {
        let extent = run[0].extent();
        let (top, bottom) = (run[0].at, run[run.len() - 1].at);
        let is_beside = |line: &TextLine| {
            line.base > top
                && line.base - 0.5 * line.size < bottom
                && (line.area.x0 < extent.0 - 6.0 || line.area.x1 > extent.1 + 6.0)
        };
        let is_drawn = run.iter().all(|s| s.segments.len() == 1 && s.is_drawn());
        let is_own = run.len() >= RULES && is_drawn && !lines.iter().any(is_beside);
        own.extend(std::iter::repeat_n(is_own, run.len()));
    }
    own
}
