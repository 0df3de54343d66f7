//! Line ends in the cells of Markdown that only come from the width of a column are blanks again.
//!
//! Some converters write `<br>` wherever the page had a line end in a cell. That they did shows in
//! the document itself: many of its breaks are in the middle of a sentence. Before: `Walk the
//! oldest⏎culverts by⏎May 2024`. After: `Walk the oldest culverts by May 2024`. A web address is
//! joined without a blank, always.

use super::Pages;
use super::evidence::goes_on;
use tablemend_model::{Block, Diagnostic, Level, Mark, Method, RichText, SourceRef, Table};

/// Fewer breaks in the middle of a sentence show no habit.
const FEWEST: usize = 5;

/// A line that leaves more room than this share of the widest before the next word was ended by
/// the author.
const ROOM: f32 = 0.72;

/// Joins the wrapped lines of every Markdown table, where the document shows that they are.
pub(super) fn join(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let tables = || {
        pages.blocks.iter().filter_map(|b| match b {
            Block::Table(table) if table.method() == Method::Markdown => Some(table),
            _ => None,
        })
    };
    let cells = tables().flat_map(|t| t.cells().iter()).filter(|c| c.text.as_str().contains('\n'));
    let (mut breaks, mut wraps) = (0, 0);
    for (above, below) in cells.flat_map(|c| pairs(c.text.as_str())) {
        if !is_item(below) {
            breaks += 1;
            wraps += usize::from(goes_on(above, below));
        }
    }
    let is_habit = wraps >= FEWEST && wraps * 4 >= breaks;
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        if let Block::Table(table) = block {
            notes.extend(one(table, is_habit && table.method() == Method::Markdown));
        }
    }
    notes
}

/// The lines of a text that follow each other.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('\n').zip(text.split('\n').skip(1))
}

fn one(table: &mut Table, is_habit: bool) -> Option<Diagnostic> {
    let mut widest = vec![0usize; table.column_count() as usize];
    for cell in table.cells().iter().filter(|c| c.colspan() == 1) {
        let width = &mut widest[cell.col() as usize];
        *width = cell.text.as_str().split('\n').map(|l| l.chars().count()).fold(*width, usize::max);
    }
    let mut joined: Option<(SourceRef, String, String)> = None;
    for cell in table.cells_mut().filter(|c| c.text.as_str().contains('\n')) {
        let width = widest.get(cell.col() as usize).copied().unwrap_or(0);
        let text = cell.text.as_str().to_owned();
        let Some(rejoined) = rejoined(&cell.text, if is_habit { width } else { 0 }) else {
            continue;
        };
        cell.text = rejoined;
        joined.get_or_insert_with(|| {
            (SourceRef::at(cell.place()), text, cell.text.as_str().to_owned())
        });
    }
    let (at, before, after) = joined?;
    let message = "lines end in cells where the page's columns did; they were joined";
    Some(Diagnostic::new("table.lines_joined", Level::Info, message).at(at).repair(before, after))
}

/// A text whose wrapped lines are joined; `None` where there are none. `width` is that of the
/// column's widest line, and 0 where only addresses are to be joined.
fn rejoined(text: &RichText, width: usize) -> Option<RichText> {
    let source = text.as_str();
    let mut out = String::with_capacity(source.len());
    // Where bytes were taken out.
    let mut cuts: Vec<usize> = Vec::new();
    let mut at = 0;
    for (above, below) in pairs(source) {
        out.push_str(above);
        at += above.len();
        if is_address_cut(above, below) {
            cuts.push(at);
        } else if width > 0 && is_wrap(above, below, width) {
            out.push(' ');
        } else {
            out.push('\n');
        }
        at += 1;
    }
    out.push_str(&source[at..]);
    if out == source {
        return None;
    }
    let moved = |offset: usize| offset - cuts.partition_point(|c| *c < offset);
    let marks = text
        .marks()
        .iter()
        .map(|m| Mark { range: moved(m.range.start)..moved(m.range.end), style: m.style });
    Some(RichText::new(&out, marks.collect()))
}

/// Whether a line end only comes from the column's width.
fn is_wrap(above: &str, below: &str, width: usize) -> bool {
    if is_item(below) {
        return false;
    }
    let next = below.split(' ').next().unwrap_or_default().chars().count();
    let filled = above.chars().count() + 1 + next;
    goes_on(above, below) || filled as f32 >= ROOM * width as f32 && !ends_sentence(above)
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
}

/// Whether a line begins an item of a list.
pub(super) fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered =
        digits > 0 && line[digits..].starts_with([')', '.']) && line[digits + 1..].starts_with(' ');
    line.starts_with(['\u{2022}', '-', '\u{2013}', '*', '\u{25cf}', '\u{25aa}']) || numbered
}

/// Whether a web address goes on in the next line: the last word of the upper one is one, and it
/// ends, or the lower one begins, in the middle of a path.
fn is_address_cut(above: &str, below: &str) -> bool {
    let word = above.rsplit(' ').next().unwrap_or_default();
    let is_address = word.contains("://") || word.starts_with("www.");
    let next = below.split(' ').next().unwrap_or_default();
    let open = |c: char| matches!(c, '/' | '-' | '_' | '=' | '&' | '?' | '%' | '#' | '.');
    is_address
        && !next.is_empty()
        && !next.contains("://")
        && (word.ends_with(open) || next.starts_with(open) || next.contains(['/', '=', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Style;

    #[test]
    fn lines_are_joined_where_the_column_ended() {
        for (text, width, expected) in [
            ("Walk the oldest\nculverts by May", 16, Some("Walk the oldest culverts by May")),
            ("Done.\nSecond part goes on", 20, None),
            ("Head of Roads\nHead of Parks and Gardens", 26, None),
            ("one\n\u{2022} two", 9, None),
            ("see https://x.org/a/\nplan-b now", 0, Some("see https://x.org/a/plan-b now")),
            ("see https://x.org\nClerk", 0, None),
            ("Waiting for the\nletter", 0, None),
        ] {
            let joined = rejoined(&RichText::plain(text), width);
            assert_eq!(joined.as_ref().map(RichText::as_str), expected, "{text}");
        }
    }

    #[test]
    fn marks_stay_on_their_words() {
        let text = "www.x.org/\na due late";
        let mark = Mark { range: 17..21, style: Style::Struck };
        let joined = rejoined(&RichText::new(text, vec![mark]), 0).unwrap();
        let struck: Vec<_> = joined.styled(Style::Struck).map(|r| &joined.as_str()[r]).collect();
        assert_eq!((joined.as_str(), struck), ("www.x.org/a due late", vec!["late"]));
    }
}
