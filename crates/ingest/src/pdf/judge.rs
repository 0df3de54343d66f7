//! Whether a block with gutters is a table: text in columns, lists, contents and forms are not.

use super::aligned::{self, Guides, Segment, TextLine};
use super::charts;
use super::columns::{Span, column_of};
use super::list_signs;
use super::numeric::is_atomic;
use super::places;
use super::text;
use super::words::PageContent;
use tablemend_model::Rect;
use tablemend_pdf::Shape;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// A table.
    Table,
    /// Columns of text side by side, with the gutter between them.
    Columns(Span),
    /// Something else.
    Nothing,
}

/// What one column of a block holds.
#[derive(Clone, Debug, Default)]
struct Column {
    filled: usize,
    atomic: usize,
    words: usize,
    /// Lines that go on in the next line, because its first word would not have fitted.
    wrapped: usize,
    pairs: usize,
    signs: usize,
    /// Texts that begin with the sign of a list item.
    items: usize,
    leaders: usize,
    /// Titles led to their page within one segment.
    led: usize,
    /// Lines that begin with a small letter.
    small: usize,
    labels: usize,
    formulas: usize,
    /// Entries of an index: words, a comma, pages.
    entries: usize,
    numbers: Vec<i64>,
    values: Vec<f64>,
    lefts: Vec<f32>,
    rights: Vec<f32>,
    middles: Vec<f32>,
    /// Whether its texts are set in its middle.
    is_centred: bool,
}

/// Judges a block of lines with these gutters. A caption right above it speaks for a table as much as
/// rules above and below it do.
pub(crate) fn judge(
    content: &PageContent,
    block: &[TextLine],
    gutters: &[Span],
    guides: &Guides<'_>,
    is_captioned: bool,
) -> Verdict {
    let columns = measure(content, block, gutters);
    let open = block.iter().filter(|s| s.segments.len() > 1).count();
    let x0 = block.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = block.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    // Prose: long lines, most of them filled to the edge.
    let is_prose = |c: &Column| {
        c.pairs >= 3
            && !c.is_centred
            && c.wrapped * 10 >= c.pairs * 6
            && c.words >= 4 * c.filled
            && c.atomic * 4 < c.filled
    };
    let mut prose: Vec<bool> = columns.iter().map(is_prose).collect();
    // Long names before numbers on most lines are a stub.
    if has_numbers_beside(content, block, gutters) {
        prose[0] = false;
    }
    let rules = rule_count(block, (x0, x1), guides);
    if prose.iter().any(|p| *p) && rules < 3 {
        // The widest gutter beside prose parts the page's columns.
        let widest = (0..gutters.len()).filter(|g| prose[*g] || prose[*g + 1]).max_by(|a, b| {
            let width = |g: usize| gutters[g].1 - gutters[g].0;
            width(*a).total_cmp(&width(*b))
        });
        let both = widest.is_some_and(|g| {
            prose[g] && prose[g + 1] || columns[g].filled.min(columns[g + 1].filled) >= 3
        });
        return match widest {
            Some(g) if both => Verdict::Columns(gutters[g]),
            _ => Verdict::Nothing,
        };
    }
    let first = &columns[0];
    // Lists: nothing but signs or numbers before the text.
    if columns.len() == 2 && first.signs * 10 >= first.filled * 8 {
        return Verdict::Nothing;
    }
    // Lists of codes, each with what it means behind a tab.
    if columns.len() == 2
        && first.items * 10 >= first.filled * 8
        && columns[1].atomic * 2 < columns[1].filled
    {
        return Verdict::Nothing;
    }
    // Headings below each other: the numbers of sections before their titles, all in bold.
    if columns.len() == 2 && block.iter().all(|line| is_numbered_heading(content, line)) {
        return Verdict::Nothing;
    }
    // Contents: leaders or titles, and page numbers that only rise.
    let last = &columns[columns.len() - 1];
    let rising = last.numbers.windows(2).all(|w| w[0] <= w[1]);
    if columns.len() <= 3
        && last.numbers.len() >= 3
        && last.numbers.len() * 10 >= last.filled * 8
        && rising
        && last.numbers.first() < last.numbers.last()
        && (has_drawn_leaders(block, guides)
            || rules < 2
                && (first.leaders * 2 > last.filled
                    || columns.len() == 3 && first.signs * 2 > first.filled
                    || last.numbers.len() >= 6))
    {
        return Verdict::Nothing;
    }
    let sum = |of: fn(&Column) -> usize| columns.iter().map(of).sum::<usize>();
    // Contents in columns: titles that lead to their pages.
    if sum(|c| c.led) * 2 > sum(|c| c.filled) {
        return Verdict::Nothing;
    }
    // Texts side by side, each of a few lines that go on, are at most one row.
    if rules < 2 && columns.iter().all(|c| c.atomic == 0 && c.small * 2 > c.filled) {
        return Verdict::Nothing;
    }
    // An index: entries with their pages in every column.
    if columns.iter().all(|c| c.entries * 10 >= c.filled * 6) {
        return Verdict::Nothing;
    }
    // Forms too: boxes to tick before the answers.
    if has_tick_boxes(content, block, guides) {
        return Verdict::Nothing;
    }
    // Formulas: their numbers are in brackets at the edge.
    if last.filled > 0 && last.formulas == last.filled && columns.len() <= 3 {
        return Verdict::Nothing;
    }
    let marks = rules + if is_captioned { 2 } else { 0 };
    // Forms: labels before blanks or answers.
    if columns.len() == 2 && first.labels * 10 >= first.filled * 7 && marks < 2 {
        return Verdict::Nothing;
    }
    // Charts: columns of numbers in equal steps are axes, and no chart has more than two.
    let with_numbers: Vec<&Column> =
        columns.iter().filter(|c| c.values.len() >= 4 && c.atomic * 2 >= c.filled).collect();
    let has_stub = first.atomic * 2 < first.filled && first.filled * 2 > block.len();
    let is_chart = !has_stub
        && matches!(with_numbers.len(), 1 | 2)
        && with_numbers.iter().all(|c| charts::steps_evenly(&c.values));
    if is_chart && rules < 3 {
        return Verdict::Nothing;
    }
    let data: (usize, usize) =
        columns.iter().skip(1).fold((0, 0), |(a, f), c| (a + c.atomic, f + c.filled));
    let numeric = data.1 > 0 && data.0 * 2 >= data.1;
    let (words, filled) = (sum(|c| c.words), sum(|c| c.filled));
    let dense = filled * 2 >= open * columns.len();
    let least = if marks >= 2 { 2 } else { 3 };
    if open < least || data.1 < 2 {
        return Verdict::Nothing;
    }
    let short = words <= 4 * filled;
    let full = block.iter().filter(|s| s.segments.len() + 1 >= columns.len().max(3)).count();
    // With rules around it a table may have blanks, but most of it must be there.
    let is_filled = filled * 5 >= open * columns.len() * 2;
    let is_closed = marks >= 2 && (numeric || short || rules >= 3) && is_filled;
    if numeric && dense || is_closed || columns.len() >= 3 && full >= 3 && short && dense {
        Verdict::Table
    } else {
        Verdict::Nothing
    }
}

/// Whether most lines that begin in the first column have two numbers or more in others.
fn has_numbers_beside(content: &PageContent, block: &[TextLine], gutters: &[Span]) -> bool {
    let (mut lines, mut with_numbers) = (0, 0);
    for text_line in block.iter().filter(|s| column_of(gutters, s.segments[0].x0) == 0) {
        lines += 1;
        let is_number = |p: &&Segment| is_atomic(&aligned::said(content, &p.words));
        with_numbers += usize::from(text_line.segments[1..].iter().filter(is_number).count() > 1);
    }
    lines > 0 && with_numbers * 10 >= lines * 7
}

/// Whether a small drawn box is before a good part of the segments.
pub(super) fn has_tick_boxes(
    content: &PageContent,
    block: &[TextLine],
    guides: &Guides<'_>,
) -> bool {
    // Boxes for themselves are signs, others four lines.
    let (Some(first), Some(last)) = (block.first(), block.last()) else { return false };
    let is_near = |a: &Rect| a.y1 > first.area.y0 - 2.0 && a.y0 < last.area.y1 + 2.0;
    let boxes: Vec<Rect> = content
        .fills
        .iter()
        .filter(|f| f.shape == Shape::Box && is_near(&f.area))
        .map(|f| f.area)
        .collect();
    let is_on = |s: &TextLine, b: &Rect| b.contains(b.x0, s.base - 0.3 * s.size);
    let is_box =
        |s: &TextLine, a: &Rect| boxes.iter().any(|b| is_on(s, b) && b.x0 < a.x1 && a.x0 < b.x1);
    let is_ticked = |s: &TextLine, p: &Segment| {
        let low = guides.down.partition_point(|d| d.at < p.x0 - 2.0 * s.size);
        let near = guides.down[low..].iter().take_while(|d| d.at < p.x0);
        let (top, bottom) = (s.base - 1.2 * s.size, s.base + 0.6 * s.size);
        near.filter(|d| d.from > top && d.to < bottom && d.len() < 1.5 * s.size).count() > 1
    };
    let (mut segments, mut ticked) = (0, 0);
    for text_line in block {
        let areas = |p: &Segment| p.words.iter().map(|i| content.words[*i as usize].area).collect();
        let own: Vec<Vec<Rect>> = text_line.segments.iter().map(areas).collect();
        let is_answer = |a: &Rect| {
            !is_box(text_line, a)
                && boxes.iter().any(|b| {
                    is_on(text_line, b) && a.x0 > b.x1 - 1.0 && a.x0 < b.x1 + 1.5 * text_line.size
                })
        };
        segments += own.iter().filter(|words| !words.iter().all(|a| is_box(text_line, a))).count();
        ticked += text_line.segments.iter().filter(|p| is_ticked(text_line, p)).count();
        ticked += own.iter().flatten().filter(|a| is_answer(a)).count();
    }
    ticked > 2 && ticked * 5 >= segments * 2
}

/// Whether most gaps within lines are bridged by a line drawn at the foot of the text.
fn has_drawn_leaders(block: &[TextLine], guides: &Guides<'_>) -> bool {
    let is_led = |s: &&TextLine| {
        s.segments.windows(2).any(|pair| {
            let gap = (pair[0].x1, pair[1].x0);
            let rule = guides.between(s.base - 0.3 * s.size, s.base + 0.2 * s.size, gap, 0.6);
            rule.is_some_and(|r| r.from > gap.0 - s.size && r.to < gap.1 + s.size)
        })
    };
    block.iter().filter(is_led).count() * 2 > block.len()
}

/// How many rules as wide as the block run just above, through or just below it.
fn rule_count(block: &[TextLine], extent: Span, guides: &Guides<'_>) -> usize {
    let (Some(first), Some(last)) = (block.first(), block.last()) else {
        return 0;
    };
    let (top, bottom) = (first.base - 4.0 * first.size, last.base + 2.0 * last.size);
    let low = guides.across.partition_point(|r| r.at < top);
    guides.across[low..]
        .iter()
        .take_while(|r| r.at <= bottom)
        .filter(|r| {
            r.to.min(extent.1) - r.from.max(extent.0) >= 0.8 * (extent.1 - extent.0)
                && r.len() <= 1.5 * (extent.1 - extent.0)
        })
        .count()
}

/// Whether a line is the heading of a numbered section: `4.4.1`, its title, all in bold.
pub(super) fn is_numbered_heading(content: &PageContent, line: &TextLine) -> bool {
    let number = |segment: &Segment| match segment.words.as_slice() {
        [word] => {
            let text = content.words[*word as usize].text.trim_end_matches('.');
            let parts = text.split('.').filter(|p| p.parse::<u16>().is_ok()).count();
            parts > 1 && parts == text.split('.').count()
        }
        _ => false,
    };
    line.is_bold(content) && line.segments.len() == 2 && number(&line.segments[0])
}

fn measure(content: &PageContent, block: &[TextLine], gutters: &[Span]) -> Vec<Column> {
    let words = &content.words;
    let mut columns = vec![Column::default(); gutters.len() + 1];
    // The last line of each column, with where its text may reach.
    let mut edges = vec![f32::NEG_INFINITY; gutters.len() + 1];
    for segment in block.iter().flat_map(|s| &s.segments) {
        let (a, b) = (column_of(gutters, segment.x0), column_of(gutters, segment.x1));
        if a == b {
            edges[a] = edges[a].max(segment.x1);
        }
    }
    let mut last: Vec<Option<(f32, f32)>> = vec![None; gutters.len() + 1];
    for text_line in block {
        for segment in &text_line.segments {
            let column = column_of(gutters, (segment.x0 + segment.x1) / 2.0);
            let c = &mut columns[column];
            let said: Vec<&str> =
                segment.words.iter().map(|i| words[*i as usize].text.as_str()).collect();
            let whole = said.join(" ");
            c.filled += 1;
            c.lefts.push(segment.x0);
            c.rights.push(segment.x1);
            c.middles.push((segment.x0 + segment.x1) / 2.0);
            c.words += said.len();
            c.atomic += usize::from(is_atomic(&whole));
            c.signs += usize::from(is_sign(&whole));
            c.items += usize::from(list_signs::begins(&whole));
            c.leaders += usize::from(whole.contains("...") || whole.contains(". . ."));
            c.led +=
                usize::from(whole.contains("...") && whole.ends_with(|d: char| d.is_ascii_digit()));
            c.small += usize::from(whole.starts_with(char::is_lowercase));
            c.labels += usize::from(whole.ends_with(':') || whole.contains("___"));
            c.formulas += usize::from(is_formula_number(&whole));
            c.entries += usize::from(is_entry(&whole));
            if let Ok(number) = whole.parse::<i64>() {
                c.numbers.push(number);
            }
            if let Ok(value) = whole.replace([',', '%', ' '], "").replace('−', "-").parse::<f64>()
            {
                c.values.push(value);
            }
            let first = segment.words.first().map(|i| &words[*i as usize]);
            if let (Some((base, right)), Some(first)) = (last[column], first)
                && text_line.base - base < 1.8 * text_line.size
            {
                c.pairs += 1;
                let end = right + 0.25 * text_line.size + first.area.width();
                c.wrapped += usize::from(end >= edges[column] - 0.3 * text_line.size);
            }
            last[column] = Some((text_line.base, segment.x1));
        }
    }
    for c in &mut columns {
        c.is_centred = places::are_centred(&mut c.lefts, &mut c.rights, &mut c.middles);
    }
    columns
}

/// An entry of an index: words, a comma, then pages alone.
fn is_entry(said: &str) -> bool {
    said.split_once(", ").is_some_and(|(words, pages)| {
        words.starts_with(char::is_alphabetic)
            && pages.starts_with(|c: char| c.is_ascii_digit())
            && pages.chars().all(|c| c.is_ascii_digit() || ", –-f".contains(c))
    })
}

/// The number of a formula: `(12)`, `(3a)`, `(A.4)`.
fn is_formula_number(said: &str) -> bool {
    let core = said.strip_prefix('(').and_then(|s| s.strip_suffix(')'));
    core.is_some_and(|core| {
        core.chars().count() <= 5
            && core.contains(|c: char| c.is_ascii_digit())
            && core.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    })
}

/// A bullet, or a number or letter that counts items.
pub(crate) fn is_sign(said: &str) -> bool {
    if text::is_bullet(said) || matches!(said, "-" | "–" | "—" | "*" | "o") {
        return true;
    }
    let core = said.trim_matches(['(', ')', '.', '[', ']', ':']);
    core.len() < said.len()
        && !core.is_empty()
        && core.chars().count() <= 4
        && (core.chars().all(|c| c.is_ascii_digit() || c == '.')
            || core.chars().count() == 1
            || core.chars().all(|c| "ivxIVX".contains(c)))
}
