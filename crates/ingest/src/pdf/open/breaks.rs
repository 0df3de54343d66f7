//! Lines at which a table ends though its columns may seem to go on: captions of tables, and headings over another
//! header.

use super::zones::fill_behind;
use crate::pdf::aligned::{TextLine, said};
use crate::pdf::contents;
use crate::pdf::words::PageContent;

/// A heading is so many times as large as the lines around it.
const LARGER: f32 = 1.25;
/// White above a heading, in sizes of its type.
const WHITE: f32 = 1.6;
/// Lines between a heading and the header below it, at most.
const BETWEEN: usize = 2;

/// Whether a line by itself is the caption of a table: it is above the next one, or below the one that ends here. What is
/// as close to the line above as lines of a cell are, and begins where one of its texts does, is the rest of a cell.
pub(super) fn is_caption(content: &PageContent, text_lines: &[TextLine], n: usize) -> bool {
    /// Lines of a cell are no further apart, in type sizes.
    const CLOSE: f32 = 1.5;
    /// Lines above that show where columns begin.
    const ABOVE: usize = 6;
    let Some(line) = text_lines.get(n) else { return false };
    let [segment] = line.segments.as_slice() else { return false };
    let begins = |s: &TextLine| s.segments.iter().any(|p| (p.x0 - segment.x0).abs() < 1.5);
    let is_rest = n.checked_sub(1).and_then(|m| text_lines.get(m)).is_some_and(|above| {
        line.base - above.base < CLOSE * line.size
            && text_lines[n.saturating_sub(ABOVE)..n].iter().any(begins)
    });
    !is_rest && contents::captions_table(&said(content, &segment.words))
}

/// Whether a line is a heading in larger type, set apart from the lines above it, and what is below it begins with a
/// header of its own: labels all bold or on a fill, as the line that the table begins with is not, or the lines above
/// the heading are not.
pub(super) fn heads_table(content: &PageContent, text_lines: &[TextLine], n: usize) -> bool {
    let (Some(above), Some(line)) =
        (n.checked_sub(1).and_then(|m| text_lines.get(m)), text_lines.get(n))
    else {
        return false;
    };
    let is_larger = |other: &TextLine| line.size >= LARGER * other.size;
    if line.segments.len() != 1 || !is_larger(above) || line.base - above.base < WHITE * line.size {
        return false;
    }
    let mut below = text_lines[n + 1..].iter().take(BETWEEN + 1);
    let Some(head) = below.find(|s| s.is_open()) else { return false };
    let looks = |s: &TextLine| (s.is_bold(content), fill_behind(content, s));
    let (is_bold, fill) = looks(head);
    is_larger(head) && (is_bold || fill.is_some()) && looks(above) != (is_bold, fill)
}

/// Whether a line is a header like the one that the zone from `start` begins with: the same first label at the same
/// place, in bold on the same fill, over other columns.
pub(super) fn heads_again(
    content: &PageContent,
    text_lines: &[TextLine],
    start: usize,
    n: usize,
) -> bool {
    /// Lines of a header, at most.
    const HEAD: usize = 6;
    /// Fewer labels may be a row.
    const LABELS: usize = 3;
    let look = |line: &TextLine| {
        let fill = fill_behind(content, line)?;
        let first = line.segments.first()?;
        line.is_bold(content).then(|| (fill, said(content, &first.words), first.x0))
    };
    let Some(line) = text_lines.get(n).filter(|s| s.segments.len() >= LABELS) else { return false };
    let Some((fill, label, x0)) = look(line) else { return false };
    let has_letters = label.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let is_again = |head: &TextLine| {
        look(head).is_some_and(|own| own.0 == fill && own.1 == label && (own.2 - x0).abs() < 2.0)
    };
    has_letters && text_lines[start..n].iter().take(HEAD).any(is_again)
}

#[cfg(test)]
mod tests {
    use super::{heads_table, is_caption};
    use crate::pdf::tests::{page, set};
    use crate::pdf::{aligned, words};
    use tablemend_model::{Rect, Rgb};
    use tablemend_pdf::Fill;

    /// Whether a line of a size, so far below a row, heads the table whose labels are on a fill below it, or are not.
    fn is_heading(size: f32, below: f32, is_filled: bool) -> bool {
        let mut p = page();
        for (base, one, two) in [(100.0, "Berth", "Mill pond"), (180.0, "Net", "Use")] {
            set(&mut p, 55.0, base, 10.0, one);
            set(&mut p, 260.0, base, 10.0, two);
        }
        set(&mut p, 55.0, 100.0 + below, size, "Nets of the harbour");
        if is_filled {
            let area = Rect::new(50.0, 168.0, 450.0, 184.0);
            p.fills.push(Fill::new(area, Rgb(220, 220, 220)));
        }
        let content = words::content(&p);
        let all: Vec<u32> = (0..content.words.len() as u32).collect();
        let lines = aligned::text_lines(&content.words, &all, &[]);
        assert_eq!(lines.len(), 3);
        heads_table(&content, &lines, 1)
    }

    #[test]
    fn a_line_in_larger_type_above_labels_of_another_look_heads_a_table() {
        assert!(is_heading(16.0, 40.0, true));
        assert!(!is_heading(11.0, 40.0, true), "as large as the rows");
        assert!(!is_heading(16.0, 18.0, true), "right below a row");
        assert!(!is_heading(16.0, 40.0, false), "more rows of the same look");
    }

    #[test]
    fn the_rest_of_a_cell_that_names_a_table_is_no_caption() {
        let caption = |x: f32, below: f32| {
            let mut p = page();
            set(&mut p, 55.0, 100.0, 10.0, "Berth");
            set(&mut p, 260.0, 100.0, 10.0, "as told in");
            set(&mut p, x, 100.0 + below, 10.0, "Table 5");
            let content = words::content(&p);
            let all: Vec<u32> = (0..content.words.len() as u32).collect();
            let lines = aligned::text_lines(&content.words, &all, &[]);
            is_caption(&content, &lines, 1)
        };
        assert!(!caption(260.0, 12.0));
        assert!(caption(260.0, 30.0), "set apart");
        assert!(caption(150.0, 12.0), "in no column");
    }
}
