//! Numbered paragraphs and lists in columns of a page: what alignment takes for rows of a table.

use super::grid::{Found, Grid};
use super::text;
use super::words::{self, PageContent};

/// Whether a grid is text in columns: items of a list, or paragraphs of which one column of numbers goes on where another
/// one on its left ends, and the texts beside both are prose. Rows that are set in two halves have short texts.
pub(super) fn is_text(grid: &Grid, content: &PageContent) -> bool {
    is_list(grid, content) || are_paragraphs(grid, content)
}

/// Whether all that a grid holds are items of a list, in columns beside each other.
fn is_list(grid: &Grid, content: &PageContent) -> bool {
    let filled = || grid.cells.iter().filter(|c| !c.words.is_empty());
    let is_item = |c: &Found| {
        let first = c.words.first().map(|i| content.words[*i as usize].text.as_str());
        first.is_some_and(text::is_bullet) && c.words.len() > 1
    };
    filled().next().is_some() && filled().all(is_item)
}

/// Whether paragraphs whose numbers go on in another column are in it.
fn are_paragraphs(grid: &Grid, content: &PageContent) -> bool {
    /// The left column has so many numbers, at least.
    const NUMBERS: usize = 3;
    let columns = grid.xs.len() - 1;
    let numbered: Vec<(usize, Vec<Vec<u16>>)> =
        (0..columns).filter_map(|col| Some((col, numbers(grid, content, col)?))).collect();
    numbered.windows(2).any(|pair| {
        let [(left, upper), (right, lower)] = pair else { return false };
        let goes_on = upper.last().zip(lower.first()).is_some_and(|(a, b)| follows(a, b));
        upper.len() >= NUMBERS
            && goes_on
            && *right > left + 1
            && is_prose(grid, content, left + 1)
            && is_prose(grid, content, right + 1)
    })
}

/// The numbers of paragraphs in a column, if it has nothing else and they count on.
fn numbers(grid: &Grid, content: &PageContent, col: usize) -> Option<Vec<Vec<u16>>> {
    let mut cells: Vec<&Found> = grid.cells.iter().filter(|c| c.col == col).collect();
    cells.sort_by_key(|c| c.row);
    let words = cells.iter().filter(|c| c.cols == 1).flat_map(|c| &c.words);
    let found: Vec<Vec<u16>> =
        words.map(|i| number(&content.words[*i as usize].text)).collect::<Option<_>>()?;
    let counts = found.windows(2).all(|w| follows(&w[0], &w[1]));
    (!found.is_empty() && counts).then_some(found)
}

/// `2.14`, `3.1.6` as its parts.
fn number(text: &str) -> Option<Vec<u16>> {
    let parts: Vec<u16> =
        text.trim_end_matches('.').split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    (parts.len() > 1).then_some(parts)
}

/// Whether one number is the next one of another.
fn follows(above: &[u16], below: &[u16]) -> bool {
    let (Some((a, upper)), Some((b, lower))) = (above.split_last(), below.split_last()) else {
        return false;
    };
    upper == lower && a.checked_add(1) == Some(*b)
}

/// Whether the texts in a column are of several lines, as paragraphs are.
fn is_prose(grid: &Grid, content: &PageContent, col: usize) -> bool {
    /// A paragraph has so many words, as a rule.
    const WORDS: usize = 20;
    let own = grid.cells.iter().filter(|c| c.col == col && !c.words.is_empty());
    let (mut cells, mut words, mut lines) = (0, 0, 0);
    for cell in own {
        cells += 1;
        words += cell.words.len();
        lines += words::lines(&content.words, &cell.words).len();
    }
    cells > 0 && words >= WORDS * cells && lines >= 3 * cells
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, set, tables};

    /// Two columns of paragraphs with numbers before them, `lines` lines each.
    fn columns(numbers: [&[&str]; 2], lines: usize) -> usize {
        let mut p = page();
        for (side, numbers) in numbers.iter().enumerate() {
            let x = 40.0 + 280.0 * side as f32;
            let mut base = 100.0;
            for number in *numbers {
                set(&mut p, x, base, 8.0, number);
                for n in 0..lines {
                    let text = "The keeper of the gate has oiled the lower bell as was agreed";
                    let end = if n + 1 == lines { 30 } else { text.len() };
                    set(&mut p, x + 30.0, base, 8.0, text.get(..end).unwrap_or(text));
                    base += 10.0;
                }
                base += 14.0;
            }
        }
        tables(&p).len()
    }

    #[test]
    fn lists_in_columns_are_text() {
        let items = |bullet: &str| {
            let mut p = page();
            for n in 0..6 {
                for (x, text) in [(60.0, "Gates"), (220.0, "Bells"), (380.0, "Boats")] {
                    set(&mut p, x, 100.0 + 14.0 * n as f32, 9.0, &format!("{bullet}{text}"));
                    set(&mut p, x + 8.0, 20.0, 9.0, "");
                }
            }
            tables(&p).len()
        };
        assert_eq!(items("\u{2022} "), 0);
        assert_eq!(items(""), 1);
    }

    #[test]
    fn numbered_paragraphs_in_two_columns_are_text() {
        let left = ["2.14", "2.15", "2.16", "2.17"];
        assert_eq!(columns([&left, &["2.18"]], 4), 0);
        // References that go on in no other column are a table's.
        assert_eq!(columns([&left, &["7.3", "7.9", "8.1", "8.4"]], 4), 1);
    }
}
