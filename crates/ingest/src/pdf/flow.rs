//! Text outside tables: words to paragraphs, and everything on a page in reading order.

use super::keys::{self, Key};
use super::text::{self, Known};
use super::words::{self, Line, PageContent};
use tablemend_model::{Rect, RichText};

/// A paragraph, with what tells a heading from other text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Para {
    pub(crate) text: RichText,
    /// On the upright page.
    pub(crate) area: Rect,
    pub(crate) size: f32,
    pub(crate) is_bold: bool,
    pub(crate) lines: usize,
}

/// Something that is on a page: a paragraph, or a table by its index.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    Para(Para),
    Table(usize, Rect),
}

impl Item {
    pub(crate) fn area(&self) -> Rect {
        match self {
            Self::Para(p) => p.area,
            Self::Table(_, area) => *area,
        }
    }
}

/// The paragraphs that the words outside tables make. Drawn signs are part of a key only.
pub(crate) fn paragraphs(content: &PageContent, chosen: &[u32], known: &Known) -> Vec<Para> {
    let (keys, chosen) = keys::apart(content, chosen);
    let keys = keys.into_iter().map(key);
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in segments(content, &chosen) {
        // A line goes on with the paragraph right above it, in the same column and the same type.
        let joins = groups.iter_mut().rev().take(24).find(|g| {
            g.last().is_some_and(|above| {
                let gap = line.base - above.base;
                let over = line.area.x1.min(above.area.x1) - line.area.x0.max(above.area.x0);
                gap > 0.3 * line.size
                    && gap < 1.55 * line.size.max(above.size)
                    && (line.size - above.size).abs() < 0.12 * line.size
                    && over > 0.3 * line.area.width().min(above.area.width())
                    && weight(content, &line) == weight(content, above)
                    && !starts_item(content, &line)
                    && even(g, gap)
            })
        });
        match joins {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    keys.chain(groups.iter().map(|lines| para(content, lines, known))).collect()
}

/// Whether a line is as far off as the other lines of its paragraph do.
fn even(group: &[Line], gap: f32) -> bool {
    match group {
        [.., a, b] => gap < 1.15 * (b.base - a.base) + 0.5,
        _ => true,
    }
}

fn weight(content: &PageContent, line: &Line) -> bool {
    line.words.iter().all(|i| content.words[*i as usize].bold)
}

fn starts_item(content: &PageContent, line: &Line) -> bool {
    line.words.len() > 1
        && line.words.first().is_some_and(|i| text::is_bullet(&content.words[*i as usize].text))
}

/// Lines, parted where a gap is wider than any blank in justified text.
fn segments(content: &PageContent, chosen: &[u32]) -> Vec<Line> {
    let mut out = Vec::new();
    for line in words::lines(&content.words, chosen) {
        let mut open: Option<Line> = None;
        for index in line.words {
            let word = &content.words[index as usize];
            match &mut open {
                Some(o) if word.area.x0 - o.area.x1 < 1.8 * word.size.max(o.size) => {
                    o.words.push(index);
                    o.area = o.area.union(&word.area);
                    o.size = o.size.max(word.size);
                }
                _ => out.extend(open.replace(Line {
                    words: vec![index],
                    base: line.base,
                    size: word.size,
                    area: word.area,
                })),
            }
        }
        // A bullet or number that hangs before its item belongs to it.
        out.extend(open);
        let n = out.len();
        if n >= 2 && (out[n - 2].base - out[n - 1].base).abs() < 0.1 {
            let sign = &out[n - 2];
            let is_sign = sign.words.len() == 1
                && text::is_bullet(&content.words[sign.words[0] as usize].text);
            if is_sign && out[n - 1].area.x0 - sign.area.x1 < 4.0 * out[n - 1].size {
                let tail = out.remove(n - 1);
                let head = &mut out[n - 2];
                head.words.extend(tail.words);
                head.area = head.area.union(&tail.area);
                head.size = tail.size;
            }
        }
    }
    out
}

fn para(content: &PageContent, lines: &[Line], known: &Known) -> Para {
    let area = lines.iter().skip(1).fold(lines[0].area, |a, l| a.union(&l.area));
    // In running prose a short line is the end of a paragraph only as its last line.
    let text = text::compose(&content.words, lines, area.x0, known);
    let mut own = lines.iter().flat_map(|l| l.words.iter()).map(|i| &content.words[*i as usize]);
    Para {
        text,
        area,
        size: lines.iter().map(|l| l.size).fold(0.0, f32::max),
        is_bold: own.all(|w| w.bold),
        lines: lines.len(),
    }
}

/// A key as one paragraph.
fn key(key: Key) -> Para {
    let areas = key.lines.iter().map(|l| l.area);
    Para {
        area: areas.reduce(|a, b| a.union(&b)).unwrap_or_default(),
        size: key.lines.iter().map(|l| l.size).fold(0.0, f32::max),
        is_bold: false,
        lines: key.lines.len(),
        text: key.text,
    }
}

/// Puts items in reading order by cutting the page along white strips (XY-cut: Nagy and Seth,
/// "Hierarchical representation of optically scanned documents", 1984).
pub(crate) fn order(items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    cut(items, &mut out, 0);
    out
}

fn cut(mut items: Vec<Item>, out: &mut Vec<Item>, depth: usize) {
    if items.len() < 2 || depth > 40 {
        items.sort_by(|a, b| a.area().y0.total_cmp(&b.area().y0));
        out.append(&mut items);
        return;
    }
    // Columns first: a strip that nothing crosses, with something to read on both sides.
    if let Some(x) = strip(&items, |a| (a.x0, a.x1), 8.0) {
        let (left, right): (Vec<_>, Vec<_>) = items.into_iter().partition(|i| i.area().x0 < x);
        cut(left, out, depth + 1);
        cut(right, out, depth + 1);
        return;
    }
    if let Some(y) = strip(&items, |a| (a.y0, a.y1), 0.5) {
        let (top, bottom): (Vec<_>, Vec<_>) = items.into_iter().partition(|i| i.area().y0 < y);
        cut(top, out, depth + 1);
        cut(bottom, out, depth + 1);
        return;
    }
    items.sort_by(|a, b| {
        a.area().y0.total_cmp(&b.area().y0).then(a.area().x0.total_cmp(&b.area().x0))
    });
    out.append(&mut items);
}

/// The widest white strip between the items along one axis.
fn strip(items: &[Item], span: impl Fn(&Rect) -> (f32, f32), least: f32) -> Option<f32> {
    let mut spans: Vec<(f32, f32)> = items.iter().map(|i| span(&i.area())).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<(f32, f32)> = None;
    let mut reach = spans.first()?.1;
    for (from, to) in spans.into_iter().skip(1) {
        let gap = from - reach;
        if gap > least && best.is_none_or(|(g, _)| gap > g) {
            best = Some((gap, from - gap / 2.0));
        }
        reach = reach.max(to);
    }
    best.map(|(_, at)| at)
}
