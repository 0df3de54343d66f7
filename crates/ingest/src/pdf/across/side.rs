//! What a page says of the rows and columns of a sheet, before any table is found.

use super::SLACK;
use crate::pdf::aligned;
use crate::pdf::open;
use crate::pdf::rulings;
use crate::pdf::running::Furniture;
use crate::pdf::text;
use crate::pdf::words::PageContent;
use tablemend_model::Rect;

/// Lines of a cell are no further apart than this, in type sizes.
const LEADING: f32 = 1.46;

/// A page as far as it matters here.
pub(super) struct Side<'a> {
    pub(super) content: &'a PageContent,
    /// Lines of each cell that is alone, by its first base line.
    pub(super) cells: Vec<Stack>,
    /// The segments of all lines.
    pub(super) lines: Vec<Stack>,
    /// All base lines, from top to bottom.
    pub(super) bases: Vec<f32>,
    /// Middles of the cells, in order.
    pub(super) middles: Vec<f32>,
    /// Where what is in its columns begins and ends.
    pub(super) start: f32,
    /// Heights of the lines drawn across, from top to bottom.
    pub(super) edges: Vec<f32>,
    /// The lines drawn down it, from left to right.
    pub(super) walls: Vec<f32>,
    /// Coloured fills as narrow as a column.
    pub(super) signs: Vec<Rect>,
    /// How many cells begin with a reference, as rows of a plan do.
    pub(super) refs: usize,
    /// Whether it has a second column: lines of prose are as evenly spaced on any page.
    pub(super) is_tabular: bool,
    /// Usual size of its type.
    pub(super) size: f32,
}

/// Lines of text below each other in one column.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) first: f32,
    pub(super) last: f32,
    pub(super) words: Vec<u32>,
}

impl Stack {
    /// A segment of one line.
    fn new(segment: &aligned::Segment, base: f32) -> Self {
        let words = segment.words.clone();
        Self { x0: segment.x0, x1: segment.x1, first: base, last: base, words }
    }

    pub(super) fn middle(&self) -> f32 {
        (self.first + self.last) / 2.0
    }

    /// What it says.
    pub(super) fn said(&self, content: &PageContent) -> String {
        let words: Vec<&str> =
            self.words.iter().map(|i| content.words[*i as usize].text.as_str()).collect();
        words.join(" ")
    }
}

impl<'a> Side<'a> {
    /// `None` for pages that are turned, or without text of their own and coloured cells.
    pub(super) fn read(content: &'a PageContent, furniture: &Furniture) -> Option<Self> {
        if !content.turn.is_upright() {
            return None;
        }
        let mut free = vec![true; content.words.len()];
        for index in furniture.iter().flat_map(|(_, words)| words) {
            free[*index as usize] = false;
        }
        let body: Vec<u32> = (0..content.words.len() as u32)
            .filter(|i| free[*i as usize] && !content.words[*i as usize].is_turned)
            .collect();
        let rules = rulings::rulings(content);
        let mut text_lines = aligned::text_lines(&content.words, &body, &rules.down);
        open::split_at_edges(content, &mut text_lines);
        let is_sign = |a: &Rect| a.width() > 5.0 && a.width() < 0.3 * content.width;
        let signs = content.fills.iter().filter(|f| !text::is_colourless(f.colour)).map(|f| f.area);
        let signs: Vec<Rect> = signs.filter(is_sign).collect();
        // A column of colours alone.
        let first_sign = || {
            let first = signs.iter().map(|a| a.x0).fold(f32::INFINITY, f32::min);
            (signs.len() > 2).then_some(first)
        };
        let start = common_start(&text_lines).or_else(first_sign)?;
        let size = crate::pdf::columns::usual_size(text_lines.iter());
        let mut bases: Vec<f32> = text_lines.iter().map(|s| s.base).collect();
        bases.sort_by(f32::total_cmp);
        bases.dedup_by(|a, b| (*a - *b).abs() < 0.3);
        let of_line = |s: &aligned::TextLine| -> Vec<Stack> {
            s.segments.iter().map(|p| Stack::new(p, s.base)).collect()
        };
        let lines = text_lines.iter().flat_map(of_line).collect();
        let cells = stacks(&text_lines, size);
        let mut middles: Vec<f32> = cells.iter().map(Stack::middle).collect();
        middles.sort_by(f32::total_cmp);
        let mut edges: Vec<f32> = rules.across.iter().map(|r| r.at).collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup_by(|a, b| (*a - *b).abs() < 0.5);
        // A page of colours has next to no text: its lines across say how high it is.
        let walls = walls(&rules, if bases.len() > 1 { &bases } else { &edges });
        // A reference begins a cell behind the first column, or is all that the first one holds.
        let is_ref = |c: &&Stack| {
            let said = c.said(content);
            (c.x0 > start + 24.0 || !said.contains(' ')) && open::begins_with_ref(&said)
        };
        let has_refs = || cells.iter().filter(is_ref).count() > 2;
        let mut is_tabular = walls.len() > 2 || is_tabular(&text_lines, start) || has_refs();
        // A column of items alone: numbered paragraphs look alike, so that only where its cells begin and
        // end says where rows are.
        let is_item = |c: &&Stack| open::begins_with_ref(&c.said(content));
        let refs = cells.iter().filter(is_item).count();
        if !is_tabular && refs > 2 {
            is_tabular = true;
            bases = cells.iter().flat_map(|c| [c.first, c.last]).collect();
            bases.sort_by(f32::total_cmp);
        }
        Some(Self {
            content,
            lines,
            walls,
            cells,
            bases,
            middles,
            start,
            edges,
            signs,
            refs,
            is_tabular,
            size,
        })
    }

    /// Where its columns begin, the first aside: places where several cells do.
    pub(super) fn begins(&self, from: f32) -> Vec<f32> {
        let mut xs: Vec<f32> =
            self.cells.iter().map(|c| c.x0).filter(|x| *x > from + 4.0).collect();
        xs.sort_by(f32::total_cmp);
        let mut out: Vec<(f32, u32)> = Vec::new();
        for x in xs {
            match out.last_mut() {
                Some((at, count)) if x - *at < 3.0 => *count += 1,
                _ => out.push((x, 1)),
            }
        }
        out.into_iter().filter(|(_, count)| *count > 1).map(|(x, _)| x).collect()
    }

    /// Where its columns end on the right, and whether a line or fill says so. A title or the ground
    /// behind a heading may reach further, to the edge of what is printed on the paper.
    pub(super) fn end(&self) -> (f32, bool) {
        if let Some(last) = self.walls.last() {
            return (*last, true);
        }
        let mut ends: Vec<f32> = self.cells.iter().map(|c| c.x1).collect();
        ends.sort_by(f32::total_cmp);
        let most = ends.len().saturating_sub(1 + ends.len() / 20);
        let text = ends.get(most).copied().unwrap_or(0.0);
        let paper = self.content.width - self.start - SLACK;
        let drawn = || {
            let all = self.content.fills.iter().map(|f| &f.area);
            let all = all.chain(self.content.rules.iter().map(|r| &r.area)).map(|a| a.x1);
            all.filter(|x| *x + 0.5 >= text && *x <= self.content.width)
        };
        let inner = drawn().filter(|x| *x < paper).fold(0.0, f32::max);
        let outer = drawn().fold(0.0, f32::max);
        match (inner > 0.0, outer > 0.0) {
            (true, _) => (inner, true),
            (false, true) => (outer, true),
            (false, false) => (text, false),
        }
    }

    /// Where its columns begin, from `from` on, and whether a line or fill says so.
    pub(super) fn begin(&self, from: f32) -> (f32, bool) {
        let text = self.cells.iter().map(|c| c.x0).filter(|x| *x >= from - SLACK);
        let text = text.fold(f32::INFINITY, f32::min);
        // A column of fills is between a line and the first text.
        if let Some(first) =
            self.walls.iter().find(|x| **x >= from - 8.0).filter(|x| **x <= text + 0.5)
        {
            return (*first, true);
        }
        let drawn = self.content.fills.iter().map(|f| &f.area);
        let drawn = drawn.chain(self.content.rules.iter().map(|r| &r.area)).map(|a| a.x0);
        let drawn = drawn.filter(|x| *x >= from - 8.0).fold(f32::INFINITY, f32::min);
        if drawn - 0.5 <= text { (drawn, true) } else { (text, false) }
    }
}

/// Whether one of some heights, from top to bottom, is that of a line.
pub(super) fn is_met(heights: &[f32], y: f32) -> bool {
    let low = heights.partition_point(|b| *b < y - 0.75);
    heights.get(low).is_some_and(|b| *b < y + 0.75)
}

/// Whether many lines of a page have a segment that begins where others do, well behind its left edge.
fn is_tabular(text_lines: &[aligned::TextLine], start: f32) -> bool {
    let mut xs: Vec<f32> = text_lines
        .iter()
        .filter(|s| s.is_open())
        .flat_map(|s| s.segments.iter().skip(1).map(|p| p.x0))
        .filter(|x| *x > start + 24.0)
        .collect();
    xs.sort_by(f32::total_cmp);
    // Columns of prose have whole lines; a sheet has references, dates and names.
    let segments = || text_lines.iter().filter(|s| s.is_open()).flat_map(|s| &s.segments);
    let short = segments().filter(|p| p.words.len() <= 3).count();
    if short * 10 < segments().count() * 3 {
        return false;
    }
    let within = |n: usize| xs[n..].iter().take_while(|x| **x < xs[n] + 3.0).count();
    let most = (0..xs.len()).map(within).max().unwrap_or(0);
    most >= 3 && most * 6 >= text_lines.len() || most > 0 && text_lines.len() <= 8
}

/// The lines drawn down a page over most of the height of its lines of text, from left to right.
fn walls(rules: &rulings::Rulings, lines: &[f32]) -> Vec<f32> {
    let (Some(top), Some(end)) = (lines.first(), lines.last()) else { return Vec::new() };
    let mut covered: Vec<(f32, f32)> = Vec::new();
    for line in rules.down.iter().filter(|l| !l.is_edge) {
        let own = (line.to.min(*end) - line.from.max(*top)).max(0.0);
        match covered.last_mut() {
            Some((at, sum)) if line.at - *at < 2.0 => *sum += own,
            _ => covered.push((line.at, own)),
        }
    }
    covered.retain(|(_, sum)| *sum > 0.4 * (end - top));
    covered.into_iter().map(|(at, _)| at).collect()
}

/// Where lines begin on the left: the leftmost place where several do. A title that runs over from the
/// page before begins where it was cut.
fn common_start(text_lines: &[aligned::TextLine]) -> Option<f32> {
    let mut xs: Vec<f32> = text_lines.iter().filter_map(|s| Some(s.segments.first()?.x0)).collect();
    xs.sort_by(f32::total_cmp);
    let shared = xs.windows(2).find(|w| w[1] - w[0] < 1.0).map(|w| w[0]);
    shared.or(xs.first().copied())
}

/// How far apart the lines of a cell are at most: a little more than the least distance that lines below
/// each other have several times.
fn leading(text_lines: &[aligned::TextLine], size: f32) -> f32 {
    let mut last: Vec<(f32, f32)> = Vec::new();
    let mut steps: Vec<f32> = Vec::new();
    for text_line in text_lines {
        for segment in &text_line.segments {
            match last.iter_mut().find(|(x, _)| (*x - segment.x0).abs() < 1.0) {
                Some((_, base)) => {
                    steps.push(text_line.base - *base);
                    *base = text_line.base;
                }
                None => last.push((segment.x0, text_line.base)),
            }
        }
    }
    steps.retain(|s| *s > 0.9 * size && *s < 2.0 * size);
    steps.sort_by(f32::total_cmp);
    let least = steps.windows(3).find(|w| w[2] - w[0] < 0.3).map(|w| w[2]);
    least.map_or(f32::INFINITY, |l| l + 0.06 * size).min(LEADING * size)
}

/// The lines of a page in cells: lines that begin at one place and are no further apart than text is.
fn stacks(text_lines: &[aligned::TextLine], size: f32) -> Vec<Stack> {
    let most = leading(text_lines, size);
    let mut done: Vec<Stack> = Vec::new();
    let mut open: Vec<Stack> = Vec::new();
    for text_line in text_lines {
        let leading = most * (text_line.size / size).max(1.0);
        let (past, mut live): (Vec<Stack>, Vec<Stack>) =
            open.into_iter().partition(|s| text_line.base - s.last > leading);
        done.extend(past);
        for segment in &text_line.segments {
            let middle = (segment.x0 + segment.x1) / 2.0;
            let above = live.iter_mut().find(|s| {
                s.last < text_line.base - 0.3
                    && ((s.x0 - segment.x0).abs() < 3.0
                        || ((s.x0 + s.x1) / 2.0 - middle).abs() < 3.0)
            });
            match above {
                Some(stack) => {
                    stack.last = text_line.base;
                    stack.x0 = stack.x0.min(segment.x0);
                    stack.x1 = stack.x1.max(segment.x1);
                    stack.words.extend(&segment.words);
                }
                None => live.push(Stack::new(segment, text_line.base)),
            }
        }
        open = live;
    }
    done.extend(open);
    done.sort_by(|a, b| a.first.total_cmp(&b.first).then(a.x0.total_cmp(&b.x0)));
    done
}
