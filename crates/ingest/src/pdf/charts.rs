//! Charts: their labels are in rows and columns as well, and are no tables.

use super::aligned::{self, Segment, TextLine};
use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::words::{self, PageContent, Word};
use tablemend_model::Rect;

/// How far a caption is from what it names, in points.
const NEAR: f32 = 60.0;

/// Whether the caption next above an area, or else the one right below it, says that it is a figure.
pub(crate) fn is_figure(content: &PageContent, area: &Rect) -> bool {
    let lines = |from: f32, to: f32| {
        let low = content.words.partition_point(|w| w.base < from);
        let near: Vec<u32> = (low..content.words.len())
            .take_while(|i| content.words[*i].base < to)
            .filter(|i| {
                let w = &content.words[*i];
                w.area.x1 > area.x0 - NEAR && w.area.x0 < area.x1
            })
            .map(|i| i as u32)
            .collect();
        words::lines(&content.words, &near)
    };
    let named = |line: &words::Line| {
        let first = content.words[*line.words.first()? as usize].text.as_str();
        if is_caption(first) {
            return Some(false);
        }
        let first = first.to_lowercase();
        let named = first.trim_end_matches(['.', ':', ',']);
        matches!(named, "figure" | "fig" | "chart" | "graph" | "map" | "diagram").then_some(true)
    };
    let above = lines(area.y0 - NEAR, area.y0);
    let above = above.iter().rev().take(4).find_map(named);
    above.unwrap_or_else(|| {
        lines(area.y1, area.y1 + NEAR).iter().take(3).find_map(named).unwrap_or(false)
    })
}

/// Whether an area is the frame of a chart: a scale is outside it along its left edge, and
/// another along its lower edge unless the first goes up in steps that count nothing.
pub(crate) fn has_scales(content: &PageContent, area: &Rect) -> bool {
    let (mut beside, mut below) = (Vec::new(), 0);
    let low = content.words.partition_point(|w| w.base < area.y0 - 5.0);
    for word in content.words[low..].iter().take_while(|w| w.base < area.y1 + 25.0) {
        let Some(value) = value(&word.text) else { continue };
        let a = &word.area;
        if a.x1 <= area.x0 + 1.0 && a.x1 > area.x0 - 15.0 && a.y0 < area.y1 {
            beside.push(value);
        } else if a.y0 >= area.y1 - 2.0 && a.x0 > area.x0 - 8.0 && a.x1 < area.x1 + 8.0 {
            below += 1;
        }
    }
    beside.len() >= 3
        && (below >= 3 || steps_evenly(&beside) && (beside[1] - beside[0]).abs() != 1.0)
}

/// The area of a chart with the scales that are outside its frame.
pub(crate) fn with_scales(frame: &Rect) -> Rect {
    Rect { x0: frame.x0 - 15.0, y1: frame.y1 + 25.0, ..*frame }
}

/// What a word says as a number.
fn value(text: &str) -> Option<f64> {
    text.replace([',', '%'], "").replace('\u{2212}', "-").parse().ok()
}

/// Whether numbers go up or down in equal steps.
pub(crate) fn steps_evenly(values: &[f64]) -> bool {
    let [first, second, ..] = values else { return false };
    let step = second - first;
    step.abs() > 1e-9 && values.windows(2).all(|w| (w[1] - w[0] - step).abs() <= 1e-3 * step.abs())
}

/// Whether a line is the caption of a table, with its number. A caption beside a table's header
/// shares a line with it, and is not meant.
pub(crate) fn is_caption_line(content: &PageContent, text_line: &TextLine) -> bool {
    let mut words =
        text_line.segments.iter().flat_map(|p| &p.words).map(|i| &content.words[*i as usize]);
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    // `3`, `4.2`, `IV`, `A-1`, `ES2`, `B`.
    let is_number = |text: &str| {
        let core = text.trim_end_matches(['.', ':']);
        let letters = core.chars().take_while(char::is_ascii_uppercase).count();
        core.starts_with(|c: char| c.is_ascii_digit())
            || !core.is_empty() && core.chars().all(|c| "IVXLC".contains(c))
            || letters > 0 && letters <= 2 && {
                let rest = core[letters..].trim_start_matches(['-', '.', '–']);
                letters == core.len() && letters == 1
                    || rest.starts_with(|c: char| c.is_ascii_digit())
            }
    };
    // A row of a table may begin so too, and goes on with numbers.
    let is_row =
        text_line.segments[1..].iter().any(|p| is_atomic(&aligned::said(content, &p.words)));
    text_line.segments.len() < 4 && !is_row && is_caption(&first.text) && is_number(&second.text)
}

/// Whether a line belongs to the caption of a table: it is one, or goes on with one in its style,
/// centred like it, or flush with a first line that had no room for more.
pub(crate) fn is_in_caption(content: &PageContent, text_lines: &[TextLine], n: usize) -> bool {
    const LINES: usize = 4;
    let line = &text_lines[n];
    for at in (n.saturating_sub(LINES - 1)..=n).rev() {
        let here = &text_lines[at];
        if is_caption_line(content, here) {
            return at == n || {
                let mut words = here.segments.iter().flat_map(|p| &p.words);
                let x0 = |i: Option<&u32>| i.map(|i| content.words[*i as usize].area.x0);
                let starts = [x0(words.next()), x0(words.nth(1))];
                let is_flush = starts
                    .iter()
                    .flatten()
                    .any(|start| (start - line.area.x0).abs() < 0.15 * line.size);
                let near = text_lines[n + 1..].iter().take(8).map(|s| s.area.x1);
                let reach = near.fold(f32::NEG_INFINITY, f32::max);
                let word = &content.words[text_lines[at + 1].segments[0].words[0] as usize].area;
                let is_full = here.area.x1 + 0.28 * here.size + word.width() > reach;
                let middle = |s: &TextLine| (s.area.x0 + s.area.x1) / 2.0;
                let is_centred = (middle(here) - middle(line)).abs() < 0.3 * line.size;
                is_flush && is_full || is_centred && line.area.x1 < here.area.x1 + line.size
            };
        }
        if at == 0 || here.segments.len() > 1 || !goes_on(content, &text_lines[at - 1], here) {
            return false;
        }
    }
    false
}

/// Whether a line is right below another in its style.
fn goes_on(content: &PageContent, above: &TextLine, line: &TextLine) -> bool {
    let last = above.segments.last().and_then(|p| p.words.last());
    let first = line.segments.first().and_then(|p| p.words.first());
    let style = |i: &u32| {
        let word = &content.words[*i as usize];
        (word.bold, word.italic)
    };
    line.base - above.base < 1.5 * line.size
        && (line.size - above.size).abs() < 0.05 * line.size
        && last.map(style) == first.map(style)
}

/// Whether a line is the scale of an axis: five numbers or more in equal steps. Years, and the
/// numbers that count columns, head tables.
pub(crate) fn is_scale(content: &PageContent, text_line: &TextLine) -> bool {
    let said = |p: &Segment| -> String {
        p.words.iter().map(|i| content.words[*i as usize].text.as_str()).collect()
    };
    let values: Vec<f64> = text_line.segments.iter().filter_map(|p| value(&said(p))).collect();
    if values.len() < 5 || values.len() != text_line.segments.len() {
        return false;
    }
    let is_year = |v: &f64| (1850.0..2100.0).contains(v);
    steps_evenly(&values) && (values[1] - values[0]).abs() != 1.0 && !values.iter().all(is_year)
}

/// Whether a grid is made of a chart: the numbers of its first column go up or down in equal steps, and a line
/// drawn across begins right of each at half the height of its figures. A ruling of a table is above or below them.
pub(crate) fn is_on_grid_lines(grid: &Grid, content: &PageContent) -> bool {
    const FEWEST: usize = 3;
    let width = grid.area().width();
    let is_on_line = |word: &Word| {
        let quarter = word.area.height() / 4.0;
        content.rules.iter().filter(|rule| rule.is_horizontal).any(|rule| {
            let y = (rule.area.y0 + rule.area.y1) / 2.0;
            (word.area.y0 + quarter..word.area.y1 - quarter).contains(&y)
                && rule.area.x0 > word.area.x1 - 1.0
                && rule.area.width() > width / 3.0
        })
    };
    let mut cells: Vec<&Found> =
        grid.cells.iter().filter(|c| c.col == 0 && !c.words.is_empty()).collect();
    cells.sort_by_key(|c| c.row);
    let values: Vec<f64> = cells
        .iter()
        .filter_map(|cell| {
            let word = cell.words.first().and_then(|i| content.words.get(*i as usize))?;
            value(&word.text).filter(|_| cell.words.len() == 1 && is_on_line(word))
        })
        .collect();
    values.len() >= FEWEST && values.len() * 2 > cells.len() && steps_evenly(&values)
}

/// Whether a word begins the caption of a table.
pub(crate) fn is_caption(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(word.trim_end_matches(['.', ':', ',']), "table" | "tab")
}
