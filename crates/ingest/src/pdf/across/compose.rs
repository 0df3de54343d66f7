//! Sets a page beside another.

use super::beside::Evidence;
use super::side::Side;
use crate::pdf::running::Furniture;
use crate::pdf::words::{PageContent, Panel, UNKNOWN, Word};
use tablemend_model::{Rect, Running};
use tablemend_pdf::{Cut, Fill, Image, Rule};

/// Room beside columns of text whose edges nothing shows, in points.
const ROOM: f32 = 10.0;

/// Frees the labels of columns among what was taken for running lines: those of one page and those of the
/// page beside it are level and say different things.
pub(super) fn free_labels(
    left: (&PageContent, &mut Furniture),
    right: (&PageContent, &mut Furniture),
) {
    let line = |content: &PageContent, words: &[u32]| -> Option<(f32, String)> {
        let base = content.words[*words.first()? as usize].base;
        let letters = words.iter().flat_map(|i| content.words[*i as usize].text.chars());
        Some((base, letters.filter(|c| c.is_alphabetic()).collect()))
    };
    let differs = |own: &(f32, String), content: &PageContent| {
        let level: Vec<u32> = (0..content.words.len() as u32)
            .filter(|i| (content.words[*i as usize].base - own.0).abs() < 0.75)
            .collect();
        line(content, &level).is_some_and(|other| other.1 != own.1)
    };
    let (a, b) = (left.0, right.0);
    left.1.retain(|(kind, words)| {
        *kind != Running::Head || !line(a, words).is_some_and(|own| differs(&own, b))
    });
    right.1.retain(|(kind, words)| {
        *kind != Running::Head || !line(b, words).is_some_and(|own| differs(&own, a))
    });
}

/// Where columns end or begin, and whether a line or fill says so.
pub(super) type Edge = (f32, bool);

/// Where the pages that lie in one place begin, of all of a document's: their columns are at the same
/// places then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seam {
    /// Where they begin on the sheet.
    from: f32,
    /// How far they are moved to the right.
    pub(super) shift: f32,
    /// Where their own columns begin.
    start: f32,
}

/// The seam between pages whose columns end and begin at the places of `edges`, each with whether a line
/// or fill says so.
pub(super) fn seam(edges: &[(Edge, Edge)]) -> Seam {
    let end = edges.iter().map(|(end, _)| end.0).fold(0.0, f32::max);
    let start = edges.iter().map(|(_, start)| start.0).fold(f32::INFINITY, f32::min);
    let is_end_drawn = edges.iter().any(|(end, _)| end.1);
    let is_start_drawn = edges.iter().any(|(_, start)| start.1);
    let room = match (is_end_drawn, is_start_drawn) {
        (true, true) => 0.0,
        (false, false) => 2.0 * ROOM,
        _ => ROOM,
    };
    Seam { from: end + room / 2.0, shift: end + room - start, start }
}

/// Where the columns of a page end, and whether a line or fill says so.
pub(super) fn end(content: &PageContent, furniture: &Furniture) -> Edge {
    Side::read(content, furniture).map_or((0.0, false), |s| s.end())
}

/// Where the columns of a page begin that lies beside another.
pub(super) fn begin(content: &PageContent, furniture: &Furniture, found: &Evidence) -> Edge {
    let mut aside = furniture.clone();
    aside.push((Running::Head, found.again.clone()));
    Side::read(content, &aside).map_or((found.start, false), |s| s.begin(found.start))
}

/// How far a page is moved so that the lines go on which both pages show a part of; `None` where no line
/// says it.
pub(super) fn shift_of_lines(left: &PageContent, right: &PageContent) -> Option<f32> {
    let ends = left.cuts.iter().filter(|c| c.is_end);
    let mut shifts: Vec<f32> = ends
        .filter_map(|end| {
            let is_level = |c: &&Cut| !c.is_end && (c.at.1 - end.at.1).abs() < 0.75;
            let start = right.cuts.iter().find(is_level)?;
            let shift = end.line_start - start.line_start;
            // What shows on the right goes on where the left ends, or has a letter of it.
            let gap = start.at.0 + shift - end.at.0;
            (gap.abs() < 2.0 * ROOM).then_some(shift)
        })
        .collect();
    shifts.sort_by(f32::total_cmp);
    shifts.get(shifts.len() / 2).copied()
}

/// A line that runs over the edge between two pages.
struct CutLine {
    /// Its words on the page on the right, by index, from left to right.
    words: Vec<usize>,
    /// Its base line there, and on the page on the left.
    base: f32,
    left_base: f32,
    /// How far they are moved to the right, so that they follow the part on the left.
    shift: f32,
    /// What drew the part on the left.
    run: u32,
    /// Whether the edge goes through a word.
    is_in_word: bool,
    /// Whether the letter at the edge shows on both pages.
    is_doubled: bool,
}

/// The lines of which both pages show a part: a clip cuts them off on the left page at its edge, and on
/// the right page, at the same height, what shows begins in the middle of what was drawn. `shift` is how
/// far all that is on the right is moved.
fn cut_lines(left: &PageContent, right: &PageContent, shift: f32) -> Vec<CutLine> {
    let is_level = |a: f32, b: f32| (a - b).abs() < 0.75;
    let line = |end: &Cut| -> Option<CutLine> {
        let start = right.cuts.iter().find(|c| !c.is_end && is_level(c.at.1, end.at.1))?;
        let last = left
            .words
            .iter()
            .filter(|w| is_level(w.base, end.at.1) && w.area.x1 < end.at.0 + 1.0)
            .max_by(|a, b| a.area.x1.total_cmp(&b.area.x1))?;
        let mut words: Vec<usize> = (0..right.words.len())
            .filter(|n| is_level(right.words[*n].base, start.at.1))
            .filter(|n| right.words[*n].area.x0 > start.at.0 - 1.0)
            .collect();
        words.sort_by(|a, b| right.words[*a].area.x0.total_cmp(&right.words[*b].area.x0));
        let run = right.words[*words.first()?].run.0;
        let own = words.iter().take_while(|n| right.words[**n].run.0 == run).count();
        words.truncate(own);
        // Both pages draw the line whole: it begins at one place of the sheet.
        let own_shift = end.line_start - start.line_start;
        let first = right.words[words[0]].area.x0 + own_shift;
        // What is not at the edge of both pages is cut for another reason.
        let is_near = (own_shift - shift).abs() < 4.0 * ROOM;
        is_near.then_some(CutLine {
            words,
            base: start.at.1,
            left_base: last.base,
            shift: own_shift,
            run: last.run.1,
            is_in_word: end.is_in_word && start.is_in_word,
            is_doubled: first < last.area.x1 - 0.2 * last.size,
        })
    };
    left.cuts.iter().filter(|c| c.is_end).filter_map(line).collect()
}

/// Sets `right` beside `left`. Words that both have are running lines. Gives what is left of the page:
/// its watermarks and its running lines, each at its place on the page.
pub(super) fn append(
    left: &mut PageContent,
    furniture: &mut Furniture,
    right: PageContent,
    own: Furniture,
    found: &Evidence,
    seam: Seam,
) -> (PageContent, Furniture) {
    let mut aside = own;
    aside.push((Running::Head, found.again.clone()));
    let Seam { from, shift, start } = seam;
    let moved = |a: &Rect| Rect { x0: a.x0 + shift, x1: a.x1 + shift, ..*a };
    if left.panels.is_empty() {
        left.panels.push(Panel { number: left.number, from: f32::NEG_INFINITY, shift: 0.0 });
    }
    left.panels.push(Panel { number: right.number, from, shift });
    let lines = cut_lines(left, &right, shift);
    let mut is_aside = vec![false; right.words.len()];
    for at in aside.iter().flat_map(|(_, words)| words) {
        if let Some(is_aside) = is_aside.get_mut(*at as usize) {
            *is_aside = true;
        }
    }
    let (words, aside) = set_aside(&right.words, aside);
    let rest = PageContent {
        words,
        number: right.number,
        width: right.width,
        height: right.height,
        turn: right.turn,
        apart: right.apart,
        ..PageContent::default()
    };
    // What is drawn around a repeated column is there already.
    let kept = |a: &Rect| {
        let x0 = a.x0.max(start);
        (a.x1 > start + 0.5 || a.x0 > start - 0.5)
            .then(|| moved(&Rect { x0, x1: a.x1.max(x0), ..*a }))
    };
    let rules = right.rules.iter();
    left.rules.extend(rules.filter_map(|r| Some(Rule { area: kept(&r.area)?, ..*r })));
    let fills = right.fills.iter();
    left.fills.extend(fills.filter_map(|f| Some(Fill { area: kept(&f.area)?, ..*f })));
    let images = right.images.iter();
    left.images.extend(images.filter_map(|i| Some(Image { area: kept(&i.area)?, ..*i })));
    left.width = left.width.max(right.width + shift);
    // Words stay in order of base line; what points at them follows.
    let count = left.words.len();
    left.cuts.extend(right.cuts.iter().map(|c| {
        let own = lines.iter().find(|l| (l.base - c.at.1).abs() < 0.75);
        let shift = own.map_or(shift, |l| l.shift);
        Cut { at: (c.at.0 + shift, c.at.1), line_start: c.line_start + shift, ..*c }
    }));
    let mut all: Vec<(usize, Word)> =
        std::mem::take(&mut left.words).into_iter().enumerate().collect();
    let drawn = all.iter().map(|(_, w)| w.order).filter(|o| *o != UNKNOWN).max().unwrap_or(0);
    let later = |order: u32| if order == UNKNOWN { order } else { order.saturating_add(drawn + 1) };
    let kept = right.words.into_iter().enumerate().filter(|(n, _)| !is_aside[*n]);
    let added = kept.map(|(n, w)| {
        let Some(line) = lines.iter().find(|l| l.words.contains(&n)) else {
            return Word { area: moved(&w.area), order: later(w.order), ..w };
        };
        let is_first = n == line.words[0];
        let mut text = w.text;
        if is_first && line.is_doubled {
            text = text.chars().skip(1).collect();
        }
        let area = Rect { x0: w.area.x0 + line.shift, x1: w.area.x1 + line.shift, ..w.area };
        let is_glued = w.is_glued || line.is_in_word && is_first;
        let (run, order) = ((line.run, line.run), later(w.order));
        Word { text, area, base: line.left_base, is_glued, run, order, ..w }
    });
    all.extend(added.enumerate().map(|(n, w)| (count + n, w)));
    all.sort_by(|(_, a), (_, b)| a.base.total_cmp(&b.base).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut place = vec![0u32; all.len()];
    for (at, (before, _)) in all.iter().enumerate() {
        place[*before] = at as u32;
    }
    left.words = all.into_iter().map(|(_, word)| word).collect();
    for (_, words) in furniture.iter_mut() {
        words.iter_mut().for_each(|i| *i = place[*i as usize]);
    }
    (rest, aside)
}

/// The words of a page that are running lines, and which of them each line has.
fn set_aside(all: &[Word], aside: Furniture) -> (Vec<Word>, Furniture) {
    let mut own: Vec<u32> = aside.iter().flat_map(|(_, words)| words.iter().copied()).collect();
    own.sort_unstable();
    own.dedup();
    own.retain(|i| (*i as usize) < all.len());
    let place = |i: &u32| own.binary_search(i).ok().map(|at| at as u32);
    let lines = aside.into_iter().filter(|(_, words)| !words.is_empty());
    let lines = lines.map(|(kind, words)| (kind, words.iter().filter_map(place).collect()));
    let lines = lines.collect();
    (own.iter().map(|i| all[*i as usize].clone()).collect(), lines)
}
