//! Whether a page lies beside another.

use super::side::{self, Side, Stack};
use super::{SLACK, chance};
use crate::pdf::open;
use crate::pdf::words::Word;
use std::collections::HashSet;

/// Fewer rows than this prove nothing.
const ROWS: usize = 3;
/// So many rows of other heights are no chance.
const UNEVEN: usize = 3;

/// What speaks for a page beside another.
pub(super) struct Evidence {
    /// Words of a column that each page repeats.
    pub(super) again: Vec<u32>,
    /// Where its own columns begin.
    pub(super) start: f32,
    /// Whether the heights of the rows are no chance. A page may have too few rows to prove anything.
    pub(super) is_proof: bool,
    /// Distances of the heights that both pages share.
    pub(super) gaps: Vec<f32>,
}

/// Whether pages that lie in one place prove it together: their rows have other heights among each other
/// than even lines, though none of the pages may have enough of them.
pub(super) fn is_proof_together(found: &[&Evidence]) -> bool {
    let gaps: Vec<f32> = found.iter().flat_map(|e| e.gaps.iter().copied()).collect();
    found.len() > ROWS && gaps.len() > found.len().max(2 * ROWS) && is_uneven(gaps)
}

/// Whether `right` may lie beside `left`. `seen` is where the columns began of the page of the document
/// that lay there before.
pub(super) fn beside(left: &Side<'_>, right: &Side<'_>, seen: Option<f32>) -> Option<Evidence> {
    let has_other_height = (left.content.height - right.content.height).abs() > SLACK;
    let same_edges = has_same_edges(left, right);
    let by_edges = same_edges && is_uneven(differences(&right.edges));
    if has_other_height || !left.is_tabular && !by_edges || has_same_head(left, right) {
        return None;
    }
    let Repeated { words: again, start, is_key } = repeated(left, right, seen);
    let own: Vec<&Stack> = right.cells.iter().filter(|c| c.x0 >= start - SLACK).collect();
    if is_form(left, right) || has_same_labels(left, right, &own) {
        return None;
    }
    if has_same_columns(left, right, start)
        || has_own_title(left, right, &own)
        || has_own_refs(right, start)
    {
        return None;
    }
    let (mut heights, is_level) = levels(left, &own, right.size);
    let marked = fills_between_lines(left, right);
    let is_marked = marked.is_some() && own.len() <= ROWS;
    if !is_level && !is_marked && !same_edges {
        return None;
    }
    heights.sort_by(f32::total_cmp);
    heights.dedup_by(|a, b| (*a - *b).abs() < SLACK);
    let mut gaps: Vec<f32> = heights.windows(2).map(|w| w[1] - w[0]).collect();
    let mut firsts: Vec<f32> = own.iter().map(|c| c.first).collect();
    firsts.sort_by(f32::total_cmp);
    firsts.dedup_by(|a, b| (*a - *b).abs() < SLACK);
    let is_anywhere = chance::is_anywhere(left, heights.len(), &firsts);
    if is_anywhere {
        gaps.clear();
    }
    let by_text = is_level && heights.len() > ROWS && is_uneven(gaps.clone());
    // Lines of slides and letterheads are at the same heights on each page; those of rows have their texts between them.
    let by_edges = by_edges && (is_level || own.len() <= 2 * ROWS);
    let by_fills = is_marked && marked.is_some_and(is_uneven);
    let is_prose = chance::is_prose(left) || chance::is_prose(right);
    // References that are printed again are at the heights of the rows; numbers of lines are at all.
    let by_key = is_key && is_level && !(is_prose && is_anywhere);
    let by_end = is_level && !is_prose && ends_level(left, &own);
    let by_head = is_level && !is_prose && begins_level(left, &own);
    let is_proof = by_head || by_text || by_edges || by_fills || by_key || by_end;
    let is_in_place = seen.is_none_or(|x| (x - start).abs() < 4.0);
    if is_prose && !is_proof {
        return None;
    }
    (is_proof || is_in_place).then_some(Evidence { again, start, is_proof, gaps })
}

/// What a page repeats that lies beside another by its place among the pages; `None` where the paper is
/// another. `start` is where the columns of the other pages begin that lie there.
pub(super) fn by_place(left: &Side<'_>, right: &Side<'_>, start: f32) -> Option<Evidence> {
    let has_other_height = (left.content.height - right.content.height).abs() > SLACK;
    let found = repeated(left, right, Some(start));
    let is_in_place = (found.start - start).abs() < 4.0;
    (!has_other_height && is_in_place).then_some(Evidence {
        again: found.words,
        start: found.start,
        is_proof: false,
        gaps: Vec::new(),
    })
}

/// Whether a page has the columns of another that lies beside the same page: the same lines down them, or
/// cells that begin at the same places. One column begins where any other does, which says nothing where
/// the page is proven (`is_proof`) to lie beside that page.
pub(super) fn goes_on(first: &Side<'_>, page: &Side<'_>, is_proof: bool) -> bool {
    if let Some(same) = has_same_walls(first, page) {
        return same;
    }
    let (a, b) = (first.begins(first.start - 6.0), page.begins(page.start - 6.0));
    if is_proof && b.len() < 2 {
        return false;
    }
    let near = |all: &[f32], x: f32| all.iter().any(|o| (*o - x).abs() < 3.0);
    let same = b.iter().filter(|x| near(&a, **x)).count();
    !b.is_empty() && same * 10 >= b.len() * 8 && same * 10 >= a.len() * 6
}

/// Whether a page begins where a line of the other is that has lines far above it: its own top is blank
/// where that page has a title.
fn begins_level(left: &Side<'_>, own: &[&Stack]) -> bool {
    let (Some(first), Some(top)) = (own.first(), left.bases.first()) else { return false };
    own.len() > 2 * ROWS && first.first > top + 3.0 * left.size
}

/// Whether the rows of both pages end at one height, well above the foot of the paper.
fn ends_level(left: &Side<'_>, own: &[&Stack]) -> bool {
    let end = |cells: &mut dyn Iterator<Item = f32>| cells.fold(0.0, f32::max);
    let a = end(&mut left.cells.iter().map(|c| c.last));
    let b = end(&mut own.iter().map(|c| c.last));
    own.len() > ROWS && (a - b).abs() < SLACK && a < 0.8 * left.content.height
}

fn differences(edges: &[f32]) -> Vec<f32> {
    edges.windows(2).map(|w| w[1] - w[0]).filter(|d| *d > 4.0).collect()
}

/// The heights at which the page on the left has a line too, and whether they are those of the rows. Of
/// the cells of a column those of their first lines count, of their last, or of their middles, whichever
/// most agree in: columns may be set in different ways.
fn levels(left: &Side<'_>, own: &[&Stack], size: f32) -> (Vec<f32>, bool) {
    let mut heights = Vec::new();
    let (mut agreed, mut level) = (0, 0);
    let mut is_sound = false;
    for column in columns(own, size) {
        let by = |of: &dyn Fn(&Stack) -> f32, all: &[f32]| -> Vec<f32> {
            column.iter().map(|c| of(c)).filter(|y| side::is_met(all, *y)).collect()
        };
        let ways = [
            by(&|c| c.first, &left.bases),
            by(&|c| c.last, &left.bases),
            by(&|c| c.middle(), &left.middles),
        ];
        let best = ways.into_iter().enumerate().max_by_key(|(n, way)| (way.len(), 3 - n));
        let Some((_, way)) = best else { continue };
        level += way.len();
        if way.len() * 5 >= column.len() * 4 {
            agreed += column.len();
            is_sound |= column.len() > ROWS;
            heights.extend(way);
        }
    }
    let all = own.len();
    (heights, all > 0 && (level * 4 >= all * 3 || is_sound && agreed * 5 >= all * 2))
}

/// The cells of a page by column: cells above each other that no white parts.
fn columns<'s>(own: &[&'s Stack], size: f32) -> Vec<Vec<&'s Stack>> {
    let mut sorted: Vec<&Stack> = own.to_vec();
    sorted.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut out: Vec<(f32, Vec<&Stack>)> = Vec::new();
    for cell in sorted {
        match out.last_mut() {
            Some((end, cells)) if cell.x0 < *end - 0.2 * size => {
                *end = end.max(cell.x1);
                cells.push(cell);
            }
            _ => out.push((cell.x1, vec![cell])),
        }
    }
    out.into_iter().map(|(_, cells)| cells).collect()
}

/// Whether the lines drawn across the page on the right are at the heights of those on the left.
fn has_same_edges(left: &Side<'_>, right: &Side<'_>) -> bool {
    let at_edge = |y: &&f32| {
        let low = left.edges.partition_point(|e| *e <= **y - SLACK);
        left.edges.get(low).is_some_and(|e| *e < **y + SLACK)
    };
    let same = right.edges.iter().filter(at_edge).count();
    same > ROWS && same * 10 >= right.edges.len() * 8
}

/// Heights of the coloured fills of a page, where they begin and end between the lines of the other.
fn fills_between_lines(left: &Side<'_>, right: &Side<'_>) -> Option<Vec<f32>> {
    let (top, end) = (*left.bases.first()?, *left.bases.last()?);
    let signs: Vec<_> = right.signs.iter().filter(|a| a.y0 > top && a.y1 < end + 90.0).collect();
    if signs.len() < ROWS {
        return None;
    }
    let cuts = |y: f32| {
        let low = left.bases.partition_point(|b| *b < y + 0.15 * left.size);
        left.bases.get(low).is_some_and(|b| b - 0.65 * left.size < y)
    };
    let fits = signs.iter().filter(|a| !cuts(a.y0) && !cuts(a.y1)).count();
    (fits * 10 >= signs.len() * 9).then(|| signs.iter().map(|a| a.height()).collect())
}

/// Whether heights differ among each other as those of even lines do not.
fn is_uneven(mut heights: Vec<f32>) -> bool {
    heights.sort_by(f32::total_cmp);
    let Some(usual) = heights.get(heights.len() / 2).copied() else { return false };
    let uneven = heights.iter().filter(|h| (**h - usual).abs() > 0.15 * usual).count();
    uneven >= UNEVEN && uneven * 5 >= heights.len()
}

/// A column that both pages have on the left.
struct Repeated {
    /// Its words on the page on the right.
    words: Vec<u32>,
    /// Where what is new begins.
    start: f32,
    /// Whether it names the rows.
    is_key: bool,
}

/// The words of a column that both pages have on the left, and where what is new begins.
fn repeated(left: &Side<'_>, right: &Side<'_>, sure: Option<f32>) -> Repeated {
    let is_first = |c: &&Stack| (c.x0 - right.start).abs() < 3.0;
    let first: Vec<&Stack> = right.lines.iter().filter(is_first).collect();
    // Words of the left page by base line; a title that is cut there ends in other letters here.
    let is_there = |i: &u32| {
        let word = &right.content.words[*i as usize];
        words_there(left, word).any(|w| w.text.starts_with(&word.text))
    };
    let is_again = |c: &&&Stack| c.words.iter().filter(|i| is_there(i)).count() * 2 > c.words.len();
    let again: Vec<&Stack> = first.iter().filter(is_again).copied().collect();
    // A group's name, merged down all rows of the page, leaves two cells with its label.
    let least = if sure.is_some_and(|x| x > right.start + 4.0) { 1 } else { 2 };
    let is_most = again.len() >= ROWS && again.len() * 10 >= first.len() * 8;
    if !is_most && (again.len() < least || again.len() < first.len()) {
        let start = first_column(left, right);
        let is_before = |i: &u32| {
            let a = &right.content.words[*i as usize].area;
            (a.x0 + a.x1) / 2.0 < start && is_there(i)
        };
        let words = (0..right.content.words.len() as u32).filter(is_before).collect();
        return Repeated { words, start, is_key: false };
    }
    let common = right.begins(right.start).first().copied();
    let next = right.cells.iter().map(|c| c.x0).filter(|x| *x > right.start + 4.0);
    let Some(start) = common.or_else(|| next.min_by(f32::total_cmp)) else {
        return Repeated { words: Vec::new(), start: right.start, is_key: false };
    };
    let words = &right.content.words;
    let of_column = |i: &u32| {
        let a = &words[*i as usize].area;
        a.x0 >= right.start - 3.0 && (a.x0 + a.x1) / 2.0 < start
    };
    let words = (0..words.len() as u32).filter(of_column).collect();
    Repeated { words, start, is_key: true }
}

/// Where the columns of a page begin that repeats no text: a column of fills has none, and a repeated
/// column may be blank, which both pages draw alike.
fn first_column(left: &Side<'_>, right: &Side<'_>) -> f32 {
    let start = right.start;
    let is_same = |a: f32, b: f32| (a - b).abs() < SLACK;
    let before = right.walls.iter().rev().find(|x| **x < start + 0.5).copied();
    let is_blank = before.is_some_and(|x| {
        left.walls.iter().any(|l| is_same(*l, x))
            && left
                .walls
                .first()
                .zip(right.walls.first())
                .is_some_and(|(a, b)| is_same(*a, *b) && *b < x - 4.0)
    });
    if is_blank {
        return start;
    }
    let signs = right.signs.iter().map(|a| a.x0);
    let drawn = right.walls.first().copied().into_iter().chain(signs);
    drawn.filter(|x| *x < start - 4.0).fold(start, f32::min)
}

/// Whether the first lines of both pages say the same: the same columns again.
fn has_same_head(left: &Side<'_>, right: &Side<'_>) -> bool {
    let said = |side: &Side<'_>| -> String {
        let Some(top) = side.bases.first() else { return String::new() };
        let own = side.cells.iter().filter(|c| (c.first - top).abs() < 0.75);
        own.map(|c| c.said(side.content)).collect::<Vec<_>>().join("|")
    };
    // A group's name alone, printed on each page, is no row of labels.
    let head = said(left);
    head.contains('|') && head == said(right)
}

/// Whether the first column of both pages holds the labels of forms: they come again in their order.
fn is_form(left: &Side<'_>, right: &Side<'_>) -> bool {
    let first = |side: &Side<'_>| -> Vec<String> {
        let own = side.lines.iter().filter(|c| (c.x0 - right.start).abs() < 3.0);
        own.map(|c| c.said(side.content)).collect()
    };
    let (before, labels) = (first(left), first(right));
    let again = |label: &String| labels.iter().filter(|l| *l == label).count() > 1;
    // A page's head and foot may be above and below them.
    labels.iter().enumerate().any(|(first, label)| {
        let Some(period) = labels[first + 1..].iter().position(|l| l == label).map(|n| n + 1)
        else {
            return false;
        };
        let one: HashSet<&String> = labels[first..first + period].iter().collect();
        let later = first + period..labels.len();
        let (all, needed) = (later.len(), ROWS.min(period));
        let same = later.filter(|n| labels[*n] == labels[*n - period]).count();
        period >= ROWS
            && one.len() == period
            && one.iter().all(|l| before.contains(l) || !again(l))
            && all >= needed
            && same * 5 >= all * 4
    })
}

/// Whether labels behind the first column are on both pages at the same places: each page is a form of its own.
fn has_same_labels(left: &Side<'_>, right: &Side<'_>, own: &[&Stack]) -> bool {
    let is_label = |c: &&&Stack| {
        let said = c.said(right.content);
        c.words.len() > 1
            && !said.contains(|c: char| c.is_ascii_digit())
            && is_there(left, right, c)
    };
    let labels: HashSet<String> =
        own.iter().filter(is_label).map(|c| c.said(right.content)).collect();
    labels.len() >= ROWS
}

/// Whether the lines down both pages are the same, which says for certain whether their columns are; `None`
/// where one of them has none.
fn has_same_walls(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    let are_drawn = a.walls.len() > 1 && b.walls.len() > 1;
    let mut both = a.walls.iter().zip(&b.walls);
    are_drawn.then(|| a.walls.len() == b.walls.len() && both.all(|(a, b)| (a - b).abs() < SLACK))
}

/// Whether the columns of a page begin where those of another do: it goes on below.
fn has_same_columns(left: &Side<'_>, right: &Side<'_>, start: f32) -> bool {
    if let Some(same) = has_same_walls(left, right) {
        return same;
    }
    // Rows that go on have references too; a line of text may begin like one.
    if left.refs >= ROWS && right.refs * 8 <= left.refs {
        return false;
    }
    let (a, b) = (left.begins(left.start), right.begins(start));
    if a.is_empty() && b.is_empty() {
        // Pages of one row, or of one column.
        let behind = |side: &Side<'_>, from: f32| -> Vec<f32> {
            side.cells.iter().map(|c| c.x0).filter(|x| *x > from + 4.0).collect()
        };
        let (a, b) = (behind(left, left.start), behind(right, start));
        let is_level = (left.start - start).abs() < 4.0;
        let both = b.iter().all(|x| a.iter().any(|l| (*l - *x).abs() < 3.0));
        return is_level && a.is_empty() == b.is_empty() && both;
    }
    let same = b.iter().filter(|x| a.iter().any(|l| (*l - **x).abs() < 3.0)).count();
    let is_telling = b.len() > 1 || a.len() == 1 && b.len() == 1;
    is_telling && same * 10 >= b.len() * 6
}

/// Whether text of a page's own is above its rows. A title that runs over from the page before is
/// level with a line of that page.
fn has_own_title(left: &Side<'_>, right: &Side<'_>, own: &[&Stack]) -> bool {
    let (Some(first), Some(top)) = (own.first(), left.bases.first()) else { return false };
    let is_level = left.content.words.iter().any(|w| (w.base - first.last).abs() < 0.75);
    if first.last < top - 1.5 * right.size && !is_level {
        return true;
    }
    // Above the first row of several cells only what was cut begins, at the left edge.
    let mut rows = left.lines.windows(2).filter(|w| (w[0].first - w[1].first).abs() < 0.75);
    let Some(row) = rows.next().map(|w| w[0].first) else { return false };
    let is_alone = |c: &&&Stack| own.iter().filter(|o| (o.last - c.last).abs() < 0.75).count() == 1;
    let above = own.iter().take_while(|c| c.last < row - 1.2 * right.size);
    // A cell that is level with a line of the other page is one of its rows'.
    let near = |y: f32| left.bases.iter().any(|b| (b - y).abs() < 0.75);
    above
        .filter(|c| c.x0 > right.start + 12.0 && !near(c.first) && !near(c.last))
        .filter(is_alone)
        .any(|c| !is_there(left, right, c))
}

/// Whether the other page has the same words at the same place.
fn is_there(left: &Side<'_>, right: &Side<'_>, cell: &Stack) -> bool {
    cell.words.iter().all(|i| {
        let word = &right.content.words[*i as usize];
        words_there(left, word).any(|w| w.text == word.text)
    })
}

/// The words of a page that begin where a word of another does.
fn words_there<'s>(side: &Side<'s>, word: &'s Word) -> impl Iterator<Item = &'s Word> {
    let all = &side.content.words;
    let low = all.partition_point(|w| w.base < word.base - 0.75);
    let level = all[low..].iter().take_while(|w| w.base < word.base + 0.75);
    level.filter(|w| (w.area.x0 - word.area.x0).abs() < 3.0)
}

/// Whether the first column holds references: the page has columns from the left.
fn has_own_refs(right: &Side<'_>, start: f32) -> bool {
    let column: Vec<&Stack> = right.lines.iter().filter(|c| (c.x0 - start).abs() < 3.0).collect();
    let is_ref = |c: &&&Stack| {
        let said = c.said(right.content);
        open::begins_with_ref(&said) && !open::is_date(&said) && !said.contains('/')
    };
    let mut own: Vec<String> =
        column.iter().filter(is_ref).map(|c| c.said(right.content)).collect();
    let refs = own.len();
    // References tell rows apart; numbers that come again are scores.
    own.sort();
    own.dedup();
    if own.len() * 10 < refs * 9 {
        return false;
    }
    let is_dotted = |c: &&&Stack| {
        let said = c.said(right.content);
        let first = said.split_whitespace().next().unwrap_or_default();
        first.trim_end_matches('.').contains('.')
    };
    let dotted = column.iter().filter(is_ref).filter(is_dotted).count();
    refs > 1 && refs * 10 >= column.len() * 7 || dotted > 0
}
