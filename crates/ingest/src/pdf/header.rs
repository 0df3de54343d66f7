//! The header of a table without a grid: lines above the first data, headers over several columns.

use super::aligned::{Guides, TextLine};
use super::columns::Span;
use super::grid::Found;
use super::list_signs;
use super::numeric::{is_atomic, is_placeholder};
use super::rows::{Part, rule_above, said};
use super::rulings::Ruling;
use super::words::PageContent;

/// Lines further apart than this, in type sizes, are no two lines of one label.
const APART: f32 = 1.6;

/// How many lines at the top are header: up to the rule before the first numbers, else up to the
/// first line whose data are mostly numbers.
pub(crate) fn lines(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    guides: &Guides<'_>,
    extent: Span,
) -> usize {
    // The first item of a list heads nothing.
    let is_item = |p: &Part| p.first == 0 && list_signs::begins(&said(content, p));
    if parts.iter().any(|p| p.line == 0 && is_item(p)) {
        return 0;
    }
    let has_number = |line: usize, col: usize| {
        let mut own = parts.iter().filter(|p| p.line == line && p.first == col);
        own.any(|p| is_plain(&said(content, p)))
    };
    let first_data = (0..block.len()).find(|line| {
        let data: Vec<&Part> = parts.iter().filter(|p| p.line == *line && p.first > 0).collect();
        let numbers: Vec<&&Part> = data.iter().filter(|p| is_number(&said(content, p))).collect();
        // Among words a number counts where another is right below it.
        let goes_on = |p: &&&Part| is_plain(&said(content, p)) && has_number(*line + 1, p.first);
        numbers.len() * 2 >= data.len() && !numbers.is_empty() || numbers.iter().any(goes_on)
    });
    let limit = first_data.map_or(4, |f| f + 1).min(block.len() - 1);
    // A rule under the header may come below a line of years.
    // More than a few rules are those between rows, and so are all but the first where no numbers
    // say where the rows begin.
    let rules: Vec<usize> =
        (1..=limit).filter(|n| rule_above(block, *n, guides, extent, 0.6)).collect();
    let is_first = rules.len() > 3 || first_data.is_none();
    // One right below the first numbers counts where none is above them.
    let above = rules.iter().rev().find(|n| first_data.is_none_or(|first| **n <= first));
    // Where a rule is below each row, the one below the first numbers says nothing, unless their line looks otherwise.
    let is_bold = |n: usize| block[n].is_bold(content);
    let each = |n: &usize| {
        is_bold(n - 1) == is_bold(*n)
            && first_data.is_some_and(|first| *n > first)
            && (n + 1..(n + 3).min(block.len())).all(|m| rule_above(block, m, guides, extent, 0.6))
            && n + 2 < block.len()
    };
    let below = rules.last().filter(|n| !each(n));
    let ruled = if is_first { rules.first() } else { above.or(below) }.copied();
    // A line of years below that rule still heads the columns.
    let years = |line: usize| {
        let mut data = parts.iter().filter(|p| p.line == line && p.first > 0).peekable();
        data.peek().is_some() && data.all(|p| is_year(said(content, p).trim()))
    };
    match (ruled, first_data) {
        (Some(n), Some(first)) if n < first && years(n) => n + 1,
        (Some(n), _) => n,
        // A last line that is over the stub alone heads the first rows, not the columns.
        (None, Some(n)) => {
            if let Some(bold) = bold_lines(content, block, parts, n) {
                return bold;
            }
            let over_data = |l: usize| parts.iter().any(|p| p.line == l && p.last > 0);
            (1..=n.min(8)).rev().find(|h| over_data(h - 1)).unwrap_or(n.min(1))
        }
        (None, None) => bold_lines(content, block, parts, block.len()).unwrap_or(1),
    }
}

/// How many lines at the top are bold throughout, where one before the line `limit` is not and begins
/// a row: it is in the first column and in others.
fn bold_lines(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    limit: usize,
) -> Option<usize> {
    const MOST: usize = 5;
    let mut bold = block.iter().take_while(|s| s.is_bold(content)).count();
    // Bold lines of the first column alone, or of the one with the names of rows, set apart from those above, head the
    // first rows.
    let names = names(content, parts);
    let is_stub = |line: usize| {
        parts.iter().all(|p| p.line != line || p.last == 0 || (p.first, p.last) == (names, names))
    };
    let stubs = (1..bold).rev().take_while(|line| is_stub(*line)).last();
    let is_apart = |line: &usize| {
        block[*line].base - block[*line - 1].base > APART * block[*line].size
            && parts.iter().any(|p| p.line < *line && p.first == 0)
    };
    if let Some(first) = stubs.and_then(|from| (from..bold).find(is_apart)) {
        bold = first;
    }
    let begins_row = |line: usize| {
        let mut own = parts.iter().filter(|p| p.line == line).map(|p| p.first);
        own.next() == Some(0) && own.next().is_some()
    };
    let is_head = (1..=MOST).contains(&bold) && bold < limit.min(block.len());
    let heads_data = parts.iter().any(|p| p.line < bold && p.first > 0);
    let is_followed = is_head && (bold..limit.min(block.len())).any(begins_row);
    (heads_data && is_followed).then_some(bold)
}

/// The first column that has texts rather than numbers: numbers of another year may be in front of the names of rows.
fn names(content: &PageContent, parts: &[Part]) -> usize {
    let columns = parts.iter().map(|p| p.last + 1).max().unwrap_or(0);
    let is_text = |col: &usize| {
        let own = || parts.iter().filter(|p| (p.first, p.last) == (*col, *col));
        let numbers = own().filter(|p| is_atomic(&said(content, p))).count();
        numbers * 2 < own().count()
    };
    (0..columns).find(is_text).unwrap_or(0)
}

/// Years head columns, as do short names with a number (`Q1`, `FY 10`, `EU-15`); they are no data.
fn is_number(text: &str) -> bool {
    is_atomic(text)
        && !is_year(text)
        && (is_placeholder(text) || !text.trim_start().starts_with(char::is_alphabetic))
}

/// Whether a text is one number: no mark that stands for one, no span (`15-24` heads a column of ages).
fn is_plain(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '–', '−']);
    is_number(text)
        && !is_placeholder(text)
        && !text.contains(|c: char| c.is_alphabetic() || matches!(c, '-' | '–'))
}

/// Whether a text is a year or a span of years, with a mark for a note (`2008p`, `2008*`) or without.
fn is_year(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['*', '†', '‡']);
    let text = match text.strip_suffix(|c: char| c.is_ascii_lowercase()) {
        Some(year) if year.ends_with(|c: char| c.is_ascii_digit()) => year,
        _ => text,
    };
    let core: String = text.chars().filter(|c| c.is_ascii_digit()).collect();
    let year = |s: &str| s.parse::<u32>().is_ok_and(|y| (1850..2100).contains(&y));
    text.chars().all(|c| c.is_ascii_digit() || "-–/ ".contains(c))
        && (core.len() == 4 && year(&core)
            || (core.len() == 6 || core.len() == 8) && core.get(..4).is_some_and(year))
}

/// A header cell as it grows over lines.
#[derive(Clone, Debug)]
struct Label {
    from: usize,
    to: usize,
    first: usize,
    last: usize,
    x0: f32,
    x1: f32,
    words: Vec<u32>,
}

/// Lines that are no further apart than this share of their type size are beside each other, not below.
const BESIDE: f32 = 0.8;

/// Puts the header's cells; gives the number of header rows and says the row of each of its lines.
#[expect(clippy::too_many_arguments, reason = "one step of `rows::grid`, which holds all of these")]
pub(crate) fn place(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    head: usize,
    guides: &Guides<'_>,
    gutters: &[Span],
    of_line: &mut [usize],
    cells: &mut Vec<Found>,
) -> usize {
    if head == 0 {
        return 0;
    }
    let mut labels: Vec<Label> = Vec::new();
    for part in parts.iter().filter(|p| p.line < head) {
        let (first, last) = reach(content, block, parts, part, head, guides, gutters);
        let text_line = &block[part.line];
        let grows = labels.iter_mut().rev().find(|l| {
            l.first == first
                && l.last == last
                && part.line > l.to
                && text_line.base - block[l.to].base < 1.45 * text_line.size.max(block[l.to].size)
                && guides
                    .between(
                        block[l.to].base - 0.1 * text_line.size,
                        text_line.base - 0.35 * text_line.size,
                        (part.x0.min(l.x0), part.x1.max(l.x1)),
                        0.5,
                    )
                    .is_none()
        });
        match grows {
            Some(label) => {
                label.to = part.line;
                label.x0 = label.x0.min(part.x0);
                label.x1 = label.x1.max(part.x1);
                label.words.extend(&part.words);
            }
            None => labels.push(Label {
                from: part.line,
                to: part.line,
                first,
                last,
                x0: part.x0,
                x1: part.x1,
                words: part.words.clone(),
            }),
        }
    }
    // A new row begins under a label over several columns, under a rule, and where a column has
    // two labels that did not grow together.
    let mut starts = vec![false; head + 1];
    for label in &labels {
        let below = labels
            .iter()
            .filter(|o| o.from > label.to && o.first <= label.last && label.first <= o.last);
        if let Some(next) = below.map(|o| o.from).min() {
            starts[next] = true;
        }
    }
    let mut row = 0;
    for line in 0..head {
        if line > 0 && starts[line] && labels.iter().any(|l| l.to < line) {
            row += 1;
        }
        of_line[line] = row;
    }
    let rows = row + 1;
    let mut taken = vec![vec![false; gutters.len() + 1]; rows];
    for label in &labels {
        let (from, to) = (of_line[label.from], of_line[label.to]);
        let clear = (from..=to).all(|r| (label.first..=label.last).all(|c| !taken[r][c]));
        if clear {
            for r in taken.iter_mut().take(to + 1).skip(from) {
                r[label.first..=label.last].fill(true);
            }
            cells.push(Found {
                row: from,
                col: label.first,
                rows: to - from + 1,
                cols: label.last - label.first + 1,
                words: label.words.clone(),
                is_header: true,
                ..Found::default()
            });
        } else if let Some(cell) = cells.iter_mut().rev().find(|c| {
            c.col <= label.last
                && label.first < c.col + c.cols
                && c.row <= to
                && from < c.row + c.rows
        }) {
            cell.words.extend(&label.words);
        }
    }
    rows
}

/// The columns that a header is over: those of the rule under it, else those that it covers, else
/// the blank columns around it whose middle it is on.
fn reach(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    part: &Part,
    head: usize,
    guides: &Guides<'_>,
    gutters: &[Span],
) -> (usize, usize) {
    let text_line = &block[part.line];
    let text = |c: usize| -> Span {
        let own = parts.iter().filter(|p| p.first == c && p.last == c);
        own.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), p| (a.min(p.x0), b.max(p.x1)))
    };
    if let Some(between) = between_walls(parts, part, text_line, guides, gutters.len() + 1, &text) {
        return between;
    }
    if part.line + 1 >= head {
        return (part.first, part.last);
    }
    let below = &block[part.line + 1];
    let own = (part.x0, part.x1);
    let whole = block
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), s| (a.min(s.area.x0), b.max(s.area.x1)));
    let rule = guides
        .between(text_line.base - 0.1 * text_line.size, below.base - 0.35 * below.size, own, 0.9)
        .filter(|r| r.len() < 0.9 * (whole.1 - whole.0))
        // A rule that runs on under the next label says nothing of either.
        .filter(|r| {
            let mut beside = parts.iter().filter(|p| p.line == part.line && p.x0 != part.x0);
            beside.all(|p| p.x1.min(r.to) - p.x0.max(r.from) <= 0.0)
        });
    if let Some(rule) = rule {
        let under: Vec<usize> = (0..=gutters.len())
            .filter(|c| {
                let (a, b) = text(*c);
                let middle = (a + b) / 2.0;
                middle > rule.from && middle < rule.to
            })
            .collect();
        if let (Some(a), Some(b)) = (under.first(), under.last()) {
            return (part.first.min(*a), part.last.max(*b));
        }
    }
    if let Some(share) = equal_share(parts, part, &text, gutters.len() + 1, text_line.size) {
        return share;
    }
    // Free columns of the same line on both sides. A label of one line is beside the middle of one of two.
    let is_beside =
        |p: &Part| (block[p.line].base - text_line.base).abs() < BESIDE * text_line.size;
    let busy = |c: usize| {
        parts.iter().any(|p| {
            p.line < head.max(part.line + 1)
                && is_beside(p)
                && (p.line, p.x0) != (part.line, part.x0)
                && p.first <= c
                && c <= p.last
        })
    };
    // A first column of numbers is no stub.
    let mut own = parts.iter().filter(|p| p.line >= head && p.last == 0).peekable();
    let is_stub = own.peek().is_none() || !own.all(|p| is_atomic(&said(content, p)));
    // A line drawn down beside a label keeps it to its side.
    let y = text_line.base - 0.3 * text_line.size;
    let is_walled = |g: usize| {
        let gutter = gutters[g];
        let near = guides.down.iter().filter(|w| w.at > gutter.0 - 1.0 && w.at < gutter.1 + 1.0);
        near.filter(|w| w.len() > 1.2 * text_line.size).any(|w| w.from <= y && w.to >= y)
    };
    let mut low = part.first;
    while low > usize::from(is_stub) && !busy(low - 1) && !is_walled(low - 1) {
        low -= 1;
    }
    let mut high = part.last;
    while high < gutters.len() && !busy(high + 1) && !is_walled(high) {
        high += 1;
    }
    let middle = (part.x0 + part.x1) / 2.0;
    let off = |a: usize, b: usize| ((text(a).0 + text(b).1) / 2.0 - middle).abs();
    let here = off(part.first, part.last);
    if part.first == 0 && is_stub || here < 0.9 * text_line.size {
        return (part.first, part.last);
    }
    // What is over a group has a label under it in each column.
    let is_headed = |c: usize| {
        let mut under =
            parts.iter().filter(|p| p.line > part.line && p.line < head && !is_beside(p));
        under.any(|p| p.first <= c && c <= p.last)
    };
    let mut best = (here, part.first, part.last);
    for a in low..=part.first {
        for b in part.last..=high {
            let cost = off(a, b);
            if cost < best.0 - 0.1 && (a..=b).all(is_headed) {
                best = (cost, a, b);
            }
        }
    }
    if best.0 < 1.5 * text_line.size { (best.1, best.2) } else { (part.first, part.last) }
}

/// The columns between the lines drawn down on both sides of a label, where such lines part the labels
/// of its line from each other and it is alone between them.
fn between_walls(
    parts: &[Part],
    part: &Part,
    text_line: &TextLine,
    guides: &Guides<'_>,
    columns: usize,
    text: &impl Fn(usize) -> Span,
) -> Option<(usize, usize)> {
    let y = text_line.base - 0.3 * text_line.size;
    let at_height = |w: &&Ruling| w.from <= y && w.to >= y && w.len() > 1.2 * text_line.size;
    let walls: Vec<f32> = guides.down.iter().filter(at_height).map(|w| w.at).collect();
    let slack = 0.2 * text_line.size;
    let left = walls.iter().copied().filter(|w| *w < part.x0 + slack).fold(None, max_of)?;
    let right = walls.iter().copied().find(|w| *w > part.x1 - slack)?;
    let is_alone = parts.iter().filter(|p| p.line <= part.line).all(|p| {
        let is_own = p.x0 < part.x1 && part.x0 < p.x1;
        is_own || p.x1 < left + slack || p.x0 > right - slack
    });
    let inside = |c: &usize| {
        let (a, b) = text(*c);
        let middle = (a + b) / 2.0;
        middle > left && middle < right
    };
    let own: Vec<usize> = (0..columns).filter(inside).collect();
    let (first, last) = (*own.first()?, *own.last()?);
    // Lines around the whole table part no labels.
    let is_part = last - first + 1 < columns - 1;
    (is_alone && is_part).then_some((first, last))
}

fn max_of(best: Option<f32>, at: f32) -> Option<f32> {
    Some(best.map_or(at, |b| b.max(at)))
}

/// The columns of a label where the labels of its line share the data columns evenly, each standing
/// on the middle of its share.
fn equal_share(
    parts: &[Part],
    part: &Part,
    text: &impl Fn(usize) -> Span,
    columns: usize,
    size: f32,
) -> Option<(usize, usize)> {
    let labels: Vec<&Part> = parts.iter().filter(|p| p.line == part.line && p.first > 0).collect();
    let data = columns - 1;
    if labels.len() < 2 || labels.len() >= data || !data.is_multiple_of(labels.len()) {
        return None;
    }
    let each = data / labels.len();
    let share = |n: usize| (1 + n * each, (n + 1) * each);
    let fits = labels.iter().enumerate().all(|(n, label)| {
        let (a, b) = share(n);
        let middle = (text(a).0 + text(b).1) / 2.0;
        (middle - (label.x0 + label.x1) / 2.0).abs() < 1.2 * size
    });
    let own = labels.iter().position(|l| l.x0 == part.x0)?;
    fits.then(|| share(own))
}
