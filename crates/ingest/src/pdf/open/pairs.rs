//! Records on two rows without a grid: a line over the whole width with a reference says what is to be
//! done, a line of fields in columns is below it, and so on down the page.
//!
//! Lines over the width are as many as lines in columns, so that no gutter of these is kept clear; they are
//! told by the order in which they come: after each reference with its text, a line whose texts begin at
//! edges that such lines have in common.

use super::lexical::{is_date, is_ref, starts_with_ref};
use super::zones::fill_behind;
use crate::pdf::aligned::{Segment, TextLine, said};
use crate::pdf::columns::Span;
use crate::pdf::rows::Part;
use crate::pdf::text;
use crate::pdf::words::PageContent;
use std::ops::Range;
use tablemend_model::Rect;

/// Texts of one column begin within so many points.
const EDGE: f32 = 2.5;
/// Records that are told by their order alone, at least.
const FEWEST: usize = 3;
/// The narrowest first field, in type sizes.
const NARROWEST: f32 = 4.0;
/// Lines of a text over the width, at most.
const LINES: usize = 6;
/// Lines of headings between two records, at most.
const HEADINGS: usize = 4;
/// Lines of one cell are no further apart, in type sizes.
const LEADING: f32 = 1.9;
/// Lines nearer than this, in type sizes, are beside each other.
const HALF: f32 = 0.85;
/// Rows are no further apart, in type sizes.
const FAR: f32 = 5.0;
/// Lines of the upper row of a header, at most.
const UPPER: usize = 3;
/// White that is no more than a blank between words, in type sizes.
const BLANK: f32 = 0.6;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Part of a text over the width.
    Upper,
    /// Part of a row of fields.
    Fields,
    /// Part of a heading of a group.
    Heading,
}

/// Lines of a page that are such records, with their header.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// The lines, by their place on the page.
    pub(crate) range: Range<usize>,
    /// How many of them are the header.
    pub(crate) head: usize,
    /// Number of records.
    records: usize,
    roles: Vec<Role>,
    /// Whether a row begins with each line.
    begins: Vec<bool>,
    /// The white between a column of references and the texts, where there is one.
    refs: Option<Span>,
}

impl Run {
    /// Whether there are enough records to tell them by their order alone.
    pub(crate) fn is_regular(&self) -> bool {
        self.records >= FEWEST
    }

    /// The lines that have columns.
    pub(crate) fn fields(&self, block: &[TextLine]) -> Vec<TextLine> {
        let own = block.iter().zip(&self.roles).filter(|(_, r)| **r == Role::Fields);
        own.map(|(s, _)| s.clone()).collect()
    }

    /// Which lines run across the columns.
    pub(crate) fn across(&self) -> Vec<bool> {
        self.roles.iter().map(|r| *r != Role::Fields).collect()
    }

    /// Where rows begin.
    pub(crate) fn starts(&self) -> Vec<bool> {
        self.begins.clone()
    }

    /// The gutters of its fields, and the one behind its references.
    pub(crate) fn gutters(&self, mut gutters: Vec<Span>) -> Vec<Span> {
        if let Some(own) = self.refs {
            gutters.retain(|g| g.0 >= own.1 || g.1 > own.1 + EDGE);
            gutters.insert(0, own);
        }
        gutters
    }

    /// Makes one part of what runs across the columns, or two: the reference and its text.
    pub(crate) fn join(&self, parts: &mut Vec<Part>, columns: usize) {
        let mut out: Vec<Part> = Vec::with_capacity(parts.len());
        for mut part in parts.drain(..) {
            let role = self.roles[part.line];
            if role != Role::Fields {
                let is_ref = |g: Span| role == Role::Upper && part.x0 < g.1 - EDGE;
                (part.first, part.last) = match self.refs {
                    Some(gutter) if is_ref(gutter) => (0, 0),
                    Some(_) if role == Role::Upper => (1, columns - 1),
                    _ => (0, columns - 1),
                };
                if let Some(last) = out.last_mut()
                    && last.line == part.line
                    && last.first == part.first
                {
                    last.x1 = last.x1.max(part.x1);
                    last.words.extend(part.words);
                    continue;
                }
            }
            out.push(part);
        }
        *parts = out;
    }
}

/// The texts of a line: pieces with no more than a blank between them are one.
fn texts(line: &TextLine) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for segment in &line.segments {
        match out.last_mut() {
            Some(last) if segment.x0 - last.x1 < BLANK * line.size => {
                last.x1 = segment.x1;
                last.words.extend(&segment.words);
            }
            _ => out.push(segment.clone()),
        }
    }
    out
}

/// A line that begins a record: where its reference and its text begin and end.
#[derive(Clone, Copy, Debug)]
struct Mark {
    line: usize,
    /// Where the reference ends, where a column of its own holds it.
    refs: Option<f32>,
    text: Span,
}

/// The runs of such records on a page.
pub(crate) fn runs(content: &PageContent, text_lines: &[TextLine], taken: &[Rect]) -> Vec<Run> {
    let marks: Vec<Mark> =
        (0..text_lines.len()).filter_map(|n| mark(content, text_lines, n)).collect();
    let mut found: Vec<Run> = Vec::new();
    let mut from = 0;
    while from < marks.len() {
        let least = found.last().map_or(0, |r| r.range.end);
        let run = run(content, text_lines, &marks[from..], least, taken);
        let Some(run) = run else {
            from += 1;
            continue;
        };
        let end = run.range.end;
        found.push(run);
        from = marks.partition_point(|m| m.line < end).max(from + 1);
    }
    found
}

/// Whether a line is a reference and one text, or a text that begins with a reference.
fn mark(content: &PageContent, text_lines: &[TextLine], n: usize) -> Option<Mark> {
    let line = &text_lines[n];
    let texts = texts(line);
    let words = |p: &Segment| said(content, &p.words);
    match texts.as_slice() {
        [reference, text] => {
            let own = words(reference);
            (is_ref(&own) && !is_date(&own) && words(text).contains(char::is_alphabetic))
                .then_some(Mark { line: n, refs: Some(reference.x1), text: (text.x0, text.x1) })
        }
        [text] => {
            let own = words(text);
            let first = own.split_whitespace().next().unwrap_or_default();
            let is_numbered = starts_with_ref(&own)
                || line.is_bold(content) && is_ref(first) && text.words.len() > 2 && !is_date(&own);
            is_numbered.then_some(Mark { line: n, refs: None, text: (text.x0, text.x1) })
        }
        _ => None,
    }
}

/// Whether a line goes on with the text over the width above it.
fn goes_on(content: &PageContent, text_lines: &[TextLine], n: usize, mark: &Mark) -> bool {
    let (above, line) = (&text_lines[n - 1], &text_lines[n]);
    let texts = texts(line);
    let [text] = texts.as_slice() else { return false };
    line.base - above.base < LEADING * line.size
        && (text.x0 - mark.text.0).abs() < EDGE
        && (line.size - text_lines[mark.line].size).abs() < 0.05 * line.size
        && line.is_bold(content) == text_lines[mark.line].is_bold(content)
}

/// The run of records that begins with the first of some marks.
fn run(
    content: &PageContent,
    text_lines: &[TextLine],
    marks: &[Mark],
    least: usize,
    taken: &[Rect],
) -> Option<Run> {
    let first = marks[0];
    let same = |m: &Mark| {
        m.refs.is_some() == first.refs.is_some() && (m.text.0 - first.text.0).abs() < EDGE
    };
    // The line of fields below each text.
    let mut own: Vec<(Mark, usize)> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        if !same(mark) {
            continue;
        }
        if let Some((_, last)) = own.last()
            && is_parted(text_lines, *last, mark.line, taken)
        {
            break;
        }
        let end = marks[at + 1..].iter().find(|m| same(m)).map_or(text_lines.len(), |m| m.line);
        let mut lower = mark.line + 1;
        while lower < end && lower <= mark.line + LINES && goes_on(content, text_lines, lower, mark)
        {
            lower += 1;
        }
        let is_near = |l: usize| {
            l < end && text_lines[l].base - text_lines[l - 1].base < FAR * text_lines[l].size
        };
        if marks.iter().any(|m| m.line == lower) {
            // What has a record right below it heads a group.
            continue;
        }
        if !is_near(lower) || text_lines[lower].segments[0].x0 < edge_of(&first, text_lines) - EDGE
        {
            // A row without fields is the last, or no row.
            break;
        }
        own.push((*mark, lower));
    }
    if own.first().is_none_or(|(m, _)| m.line != first.line) {
        return None;
    }
    let edges = edges(text_lines, &own, first.text.0)?;
    let is_edge = |x: f32| edges.iter().any(|e| (x - e).abs() < EDGE);
    let fits = |line: &TextLine| {
        line.segments.iter().filter(|p| is_edge(p.x0)).count() * 2 > line.segments.len()
    };
    let good = own.iter().take_while(|(_, lower)| fits(&text_lines[*lower])).count();
    own.truncate(good);
    // The text runs over the edge of a field behind its own beginning.
    let runs_over = |m: &Mark| edges.iter().any(|e| *e > m.text.0 + EDGE && m.text.1 > *e + EDGE);
    let crossed = own.iter().filter(|(m, _)| runs_over(m)).count();
    let size = text_lines[first.line].size;
    // Half a line below a text are cells in the middle of a row, of which the text is the tallest.
    let is_beside =
        |l: usize| text_lines[l].base - text_lines[l - 1].base < HALF * text_lines[l].size;
    let beside = own
        .iter()
        .filter(|(m, l)| (m.line + 1..=*l + 1).any(|n| n < text_lines.len() && is_beside(n)));
    if beside.count() * 4 > own.len() {
        return None;
    }
    let several = own.iter().filter(|(_, l)| texts(&text_lines[*l]).len() > 1).count();
    if own.is_empty()
        || crossed * 5 < own.len() * 2
        || several * 5 < own.len() * 3
        || edges[1] - edges[0] < NARROWEST * size
        || !is_pure(content, text_lines, &own, edges[0])
    {
        return None;
    }
    let left = edge_of(&first, text_lines);
    let (start, head) = header(text_lines, first.line, least, &edges, left, first.text.0);
    let start = if head > 0 { start } else { headings(content, text_lines, &own, least) };
    let records = own.len();
    let last = own[own.len() - 1].1;
    let end = foot(content, text_lines, last, marks, &edges);
    let mut roles = vec![Role::Fields; end - start];
    let mut begins = vec![false; end - start];
    if head > 0 {
        let labels = head_fields(text_lines, start..start + head, &edges);
        roles[..labels - start].fill(Role::Upper);
    }
    let mut next = start + head;
    for (mark, lower) in &own {
        for n in next..mark.line {
            // What is below the fields and begins before them is a heading.
            let is_heading =
                n < first.line || heads(content, &text_lines[n], left, edges[0], &own, text_lines);
            if is_heading {
                let goes_on = n > next
                    && roles[n - 1 - start] == Role::Heading
                    && text_lines[n].base - text_lines[n - 1].base < 1.4 * text_lines[n].size;
                roles[n - start] = Role::Heading;
                begins[n - start] = !goes_on;
            }
        }
        roles[mark.line - start..lower - start].fill(Role::Upper);
        begins[mark.line - start] = true;
        begins[lower - start] = true;
        next = lower + 1;
    }
    let refs = first.refs.and_then(|_| {
        let from = own.iter().filter_map(|(m, _)| m.refs).fold(f32::NEG_INFINITY, f32::max);
        let to = own.iter().map(|(m, _)| m.text.0).fold(f32::INFINITY, f32::min);
        (from < to && edges[0] > from).then_some((from, to))
    });
    Some(Run { range: start..end, head, records, roles, begins, refs })
}

/// Whether no line between records is a row of another kind: a reference with fields beside it, or a list.
fn is_pure(
    content: &PageContent,
    text_lines: &[TextLine],
    own: &[(Mark, usize)],
    edge: f32,
) -> bool {
    let begins_list = |line: &TextLine| {
        let first = line.segments.first().map(|p| said(content, &p.words)).unwrap_or_default();
        let mark = first.split_whitespace().next().unwrap_or_default();
        text::is_bullet(mark)
    };
    let is_row = |line: &TextLine| {
        let texts = texts(line);
        texts.len() > 1 && texts[0].x0 < edge - EDGE
    };
    // Of several rows with a reference each the line above them heads a group.
    let is_item = |line: &&TextLine| {
        let texts = texts(line);
        let first = texts.first().map(|p| said(content, &p.words)).unwrap_or_default();
        texts.len() > 1 && is_ref(&first) && !is_date(&first)
    };
    own.iter().enumerate().all(|(n, (_, lower))| {
        let next = own.get(n + 1).map(|(m, _)| m.line);
        let end = next.unwrap_or(lower + 1);
        let far = next.unwrap_or((lower + LINES).min(text_lines.len()));
        !begins_list(&text_lines[*lower])
            && !text_lines[*lower..end].iter().any(is_row)
            && text_lines[*lower..far].iter().filter(is_item).count() < 2
    })
}

/// Where the line of a mark begins.
fn edge_of(mark: &Mark, text_lines: &[TextLine]) -> f32 {
    text_lines[mark.line].segments[0].x0
}

/// Whether a table or much white is between two lines.
fn is_parted(text_lines: &[TextLine], from: usize, to: usize, taken: &[Rect]) -> bool {
    let is_far = |n: usize| text_lines[n].base - text_lines[n - 1].base > FAR * text_lines[n].size;
    let (top, bottom) = (text_lines[from].base, text_lines[to].base);
    (from + 1..=to).any(is_far) || taken.iter().any(|t| t.y0 > top - 1.0 && t.y1 < bottom + 1.0)
}

/// Where the fields begin: edges that lines of fields have in common, the first at the text or before it.
fn edges(text_lines: &[TextLine], own: &[(Mark, usize)], text: f32) -> Option<Vec<f32>> {
    let mut all: Vec<f32> =
        own.iter().flat_map(|(_, l)| texts(&text_lines[*l])).map(|p| p.x0).collect();
    all.sort_by(f32::total_cmp);
    let mut edges: Vec<(f32, usize)> = Vec::new();
    for x in all {
        match edges.last_mut() {
            Some((at, count)) if x - *at < EDGE => *count += 1,
            _ => edges.push((x, 1)),
        }
    }
    edges.retain(|(_, count)| *count * 4 >= own.len());
    let begins = edges.first().is_some_and(|(x, _)| *x < text + EDGE);
    (begins && edges.len() > 1).then(|| edges.into_iter().map(|(x, _)| x).collect())
}

/// Whether a line below fields heads a group: one text that begins where references do, unlike the fields.
fn heads(
    content: &PageContent,
    line: &TextLine,
    left: f32,
    edge: f32,
    own: &[(Mark, usize)],
    text_lines: &[TextLine],
) -> bool {
    let texts = texts(line);
    let [text] = texts.as_slice() else { return false };
    let is_plain =
        own.iter().filter(|(_, l)| !text_lines[*l].is_bold(content)).count() * 2 > own.len();
    let is_left = text.x0 < left + EDGE || text.x0 < edge - EDGE;
    is_left && (left < edge - EDGE || is_plain && line.is_bold(content))
}

/// The header above the first record, passing over headings: where it begins and how many lines it has.
fn header(
    text_lines: &[TextLine],
    first: usize,
    least: usize,
    edges: &[f32],
    left: f32,
    text: f32,
) -> (usize, usize) {
    let is_edge = |x: f32| edges.iter().any(|e| (x - e).abs() < EDGE);
    let is_near = |n: usize| text_lines[n + 1].base - text_lines[n].base < FAR * text_lines[n].size;
    let names = |n: usize| {
        let texts = texts(&text_lines[n]);
        texts.len() > 1 && texts.iter().all(|p| is_edge(p.x0))
    };
    let mut low = first;
    while low > least && first - low < HEADINGS && is_near(low - 1) && !names(low - 1) {
        low -= 1;
    }
    if low == least || !names(low - 1) || !is_near(low - 1) {
        return (first, 0);
    }
    // Labels of several lines go on below the first.
    let apart = usize::from(edges[0] <= left + EDGE);
    let is_rest = |n: usize| {
        text_lines[n].base - text_lines[n - 1].base < 1.4 * text_lines[n].size
            && texts(&text_lines[n])
                .iter()
                .all(|p| edges.iter().skip(apart).any(|e| (p.x0 - e).abs() < EDGE))
    };
    let behind = (low..first).find(|n| !is_rest(*n)).unwrap_or(first);
    // Lines of labels, then those over the whole width.
    while low > least
        && is_near(low - 1)
        && (names(low - 1) || low < behind && is_more(text_lines, low - 1, edges))
    {
        low -= 1;
    }
    let labels = low;
    let is_upper = |n: usize| {
        let texts = texts(&text_lines[n]);
        texts.len() <= 2
            && text_lines[n + 1].base - text_lines[n].base < 3.0 * text_lines[n].size
            && texts.iter().all(|p| (p.x0 - left).abs() < EDGE || (p.x0 - text).abs() < EDGE)
            && texts.iter().all(|p| p.words.len() <= 6)
    };
    let is_more = |n: usize| text_lines[n + 1].base - text_lines[n].base < 1.6 * text_lines[n].size;
    while low > least
        && labels - low < UPPER
        && is_upper(low - 1)
        && (low == labels || is_more(low - 1))
    {
        low -= 1;
    }
    if low == labels {
        return (first, 0);
    }
    // Headings between the header and the first record are rows below it.
    (low, behind - low)
}

/// Where the headings begin that are right above the first record of a page without a header: bold, or on a
/// band, in the type of the texts.
fn headings(
    content: &PageContent,
    text_lines: &[TextLine],
    own: &[(Mark, usize)],
    least: usize,
) -> usize {
    let first = own[0].0.line;
    let left = edge_of(&own[0].0, text_lines);
    let is_plain =
        own.iter().filter(|(_, l)| !text_lines[*l].is_bold(content)).count() * 2 > own.len();
    let is_heading = |n: usize| {
        let (line, below) = (&text_lines[n], &text_lines[n + 1]);
        texts(line).len() == 1
            && line.area.x0 < left + EDGE
            && below.base - line.base < 3.0 * line.size
            && line.size < 1.15 * text_lines[first].size
            && (is_plain && line.is_bold(content) || fill_behind(content, line).is_some())
    };
    let mut start = first;
    while start > least && first - start < 2 && is_heading(start - 1) {
        start -= 1;
    }
    start
}

/// Whether a line has further words of labels below others: fewer texts, at the same edges.
fn is_more(text_lines: &[TextLine], n: usize, edges: &[f32]) -> bool {
    let texts = texts(&text_lines[n]);
    text_lines[n + 1].base - text_lines[n].base < 1.4 * text_lines[n].size
        && texts.iter().all(|p| edges.iter().skip(1).any(|e| (p.x0 - e).abs() < EDGE))
}

/// The first line of labels of the fields within a header.
fn head_fields(text_lines: &[TextLine], head: Range<usize>, edges: &[f32]) -> usize {
    let is_edge = |x: f32| edges.iter().any(|e| (x - e).abs() < EDGE);
    let first = head.start + 1;
    let mut rows = first..head.end;
    rows.find(|n| texts(&text_lines[*n]).iter().all(|p| is_edge(p.x0))).unwrap_or(first)
}

/// Behind the last line of the last record: lines of its fields that go on.
fn foot(
    content: &PageContent,
    text_lines: &[TextLine],
    last: usize,
    marks: &[Mark],
    edges: &[f32],
) -> usize {
    let is_bold = text_lines[last].is_bold(content);
    let mut end = last + 1;
    while end < text_lines.len() {
        let (above, line) = (&text_lines[end - 1], &text_lines[end]);
        let is_mark = marks.iter().any(|m| m.line == end);
        let goes_on = line.base - above.base < LEADING * line.size
            && line.area.x0 > edges[0] - EDGE
            && line.is_bold(content) == is_bold
            && line.size < 1.1 * text_lines[last].size;
        if is_mark || !goes_on {
            break;
        }
        end += 1;
    }
    end
}
