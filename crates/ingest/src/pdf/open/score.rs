//! How much a reading looks like a table: named terms on one scale, kept so that a doubt can say why.

use super::table::{Line, Lines};
use super::votes::Rows;
use crate::pdf::list_signs;

/// From here on a reading is a table.
pub(crate) const TABLE: f32 = 3.3;
/// The term for labels that something sets apart from the rows.
pub(super) const APART: &str = "header is set apart";
/// The term of a score for a header that other pages print.
pub(super) const KNOWN_HEADER: &str = "header is printed on other pages";

/// Rows that show how their texts are set, at least.
const ROWS: usize = 4;

/// The score of a reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) terms: Vec<(&'static str, f32)>,
    /// Share of the body's pieces that are single values.
    pub(crate) atomic: f32,
    pub(crate) doubtful_rows: usize,
}

impl Score {
    pub(crate) fn total(&self) -> f32 {
        self.terms.iter().map(|t| t.1).sum()
    }

    pub(crate) fn is_table(&self) -> bool {
        self.total() >= TABLE
    }
}

/// Scores a zone's lines in their columns and rows. `head` lines are its header; `is_apart` says
/// whether something sets it off, `is_known` whether other pages print it too.
pub(crate) fn score(
    lines: &Lines<'_>,
    head: usize,
    is_apart: bool,
    rows: &Rows,
    is_known: bool,
) -> Score {
    let mut score = Score { doubtful_rows: rows.doubtful, ..Score::default() };
    let mut add = |name: &'static str, worth: f32| {
        if worth != 0.0 {
            score.terms.push((name, worth));
        }
    };
    let columns = lines.columns.len();
    let count = rows.starts.iter().skip(head).filter(|s| **s).count();
    let filled: Vec<_> = lines.columns.iter().filter(|c| c.filled > 0).collect();
    // A header that is set off, with a label over most columns.
    let labels =
        (0..columns).filter(|c| lines.lines[..head].iter().any(|l| l.bits[*c].is_some())).count();
    if is_apart && labels * 2 > columns && labels > 1 {
        add(APART, 1.5);
    }
    if is_known && labels > 1 {
        add(KNOWN_HEADER, 2.0);
    }
    if rows.is_parted && count > 1 {
        add("rules, bands, white or the order of drawing part all rows", 1.5);
    }
    if rows.has_key && count > 1 {
        add("a column of references", 1.0);
    }
    let atomic = filled.iter().filter(|c| c.is_atomic() && c.filled > 1).count();
    add("columns of single values", 0.8 * atomic.min(3) as f32);
    let aligned = filled.iter().map(|c| c.aligned).sum::<f32>() / filled.len().max(1) as f32;
    add("columns share an edge", 2.0 * (aligned - 0.6).clamp(-0.6, 0.4));
    // Nobody sets running text in the middle of two columns side by side; the labels of a drawing are few.
    let centred = filled.iter().filter(|c| c.is_centred).count();
    if columns > 2 && centred > 1 && count >= ROWS {
        add("columns whose texts are centred", 1.5);
    }
    add(
        "columns beside each other",
        match columns {
            2 => 0.0,
            3 => 0.5,
            _ => 1.0,
        },
    );
    // Running text goes on from line to line; short texts in rows begin anew under the labels of their columns.
    let is_labelled = lines.lines[..head].iter().any(|l| l.filled() == columns);
    if columns > 2
        && is_apart
        && is_labelled
        && count >= ROWS
        && begin_anew(lines, head, &rows.starts)
    {
        add("texts begin anew in each line", 1.1);
    }
    if columns == 2 && is_apart && is_labelled && rows_of_two(lines, head, &rows.starts) {
        add("a name and a text in each row", 1.1);
    }
    // Of more columns their number says enough; other readings may have found a header.
    if columns == 3
        && rows.is_parted
        && !is_apart
        && count >= ROWS
        && are_full(lines, head, &rows.starts)
    {
        add("each row fills each column", 0.6);
    }
    let has_evidence =
        is_apart && labels > 1 || rows.is_parted || rows.has_key && columns > 2 || atomic > 0;
    let is_prose = |c: &&&super::table::Column| {
        c.words >= 4 * c.filled && c.pairs >= 3 && c.short * 10 < c.pairs * 4
    };
    let prose = filled.iter().filter(is_prose).count();
    // Columns of a page may begin with numbered headings in bold; rows of a table are parted by more.
    let is_page = columns == 2 && !rows.is_parted && !is_known && atomic == 0;
    if prose >= 2 && (!has_evidence || is_page) {
        add("running text side by side", if is_page { -5.0 } else { -3.0 });
    }
    if columns <= 3 && !is_known && pages_rise(lines) {
        add("contents: titles and pages that rise", -8.0);
    }
    if (0..columns - 1).any(|c| is_bullets(lines, c))
        || columns == 2 && atomic == 0 && is_items(lines)
    {
        add("lists: signs before texts", -8.0);
    }
    if columns == 2 && rows.has_key && !is_apart {
        add("a list: numbers before one text", -4.0);
    }
    if count < 2 {
        add("a single row", -1.5);
    }
    let (all, atoms) = filled.iter().fold((0, 0), |(f, a), c| (f + c.filled, a + c.atomic));
    score.atomic = atoms as f32 / all.max(1) as f32;
    score
}

/// Whether each line is a row with a text in nearly each column, and no column has texts that go on: hardly any begins
/// with a small letter, or all are a few words in small letters.
fn begin_anew(lines: &Lines<'_>, head: usize, starts: &[bool]) -> bool {
    /// Words of a name, at most.
    const WORDS: usize = 3;
    let body = || lines.lines.iter().zip(starts).skip(head);
    let full = body().filter(|(l, _)| l.filled() + 1 >= lines.columns.len()).count();
    if full < body().count() || !body().all(|(l, starts)| *starts && !l.is_across) {
        return false;
    }
    (0..lines.columns.len()).all(|c| {
        let own = || body().filter_map(|(l, _)| l.bits[c].as_ref());
        let (all, small) =
            (own().count(), own().filter(|b| b.said.starts_with(char::is_lowercase)).count());
        let words: usize = own().map(|b| b.words).sum();
        small * 4 <= all || small * 10 >= all * 9 && words <= WORDS * all
    })
}

/// Whether each row of two columns is a short name that is no other row's and a text beside it, which begin anew: hardly
/// any with a small letter. Lines that begin no row go on in one of the columns.
fn rows_of_two(lines: &Lines<'_>, head: usize, starts: &[bool]) -> bool {
    /// Rows that show it, at least, and words of a name.
    const LEAST: usize = 3;
    const WORDS: usize = 4;
    let body = || lines.lines.iter().zip(starts).skip(head);
    let rows = || body().filter(|(_, starts)| **starts).map(|(l, _)| l);
    let count = rows().count();
    let is_sound = |(line, starts): (&Line, &bool)| {
        !line.is_across && line.filled() == if *starts { 2 } else { 1 }
    };
    if count < LEAST || body().count() > 2 * count || !body().all(is_sound) {
        return false;
    }
    let first = || rows().filter_map(|l| l.bits[0].as_ref());
    let mut names: Vec<&str> = first().map(|b| b.said.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let words: usize = first().map(|b| b.words).sum();
    let begin_small = |c: usize| {
        rows()
            .filter_map(|l| l.bits[c].as_ref())
            .filter(|b| b.said.starts_with(char::is_lowercase))
            .count()
    };
    names.len() * 5 >= count * 4
        && words <= WORDS * count
        && (0..2).map(begin_small).all(|small| small * 4 <= count || small == count)
}

/// Whether each row has a text in each column.
fn are_full(lines: &Lines<'_>, head: usize, starts: &[bool]) -> bool {
    let columns = lines.columns.len();
    let mut filled: Vec<Vec<bool>> = Vec::new();
    for (line, starts) in lines.lines.iter().zip(starts).skip(head) {
        if line.is_across {
            return false;
        }
        if *starts || filled.is_empty() {
            filled.push(vec![false; columns]);
        }
        if let Some(row) = filled.last_mut() {
            row.iter_mut().zip(&line.bits).for_each(|(row, bit)| *row |= bit.is_some());
        }
    }
    filled.iter().all(|row| row.iter().all(|has| *has))
}

/// Whether the last column is numbers alone that never fall, as the pages of contents are.
fn pages_rise(lines: &Lines<'_>) -> bool {
    let last = lines.columns.len() - 1;
    let said: Vec<&str> = lines
        .lines
        .iter()
        .filter(|l| !l.is_across)
        .filter_map(|l| l.bits[last].as_ref())
        .map(|b| b.said.trim_start_matches(['.', ' ', '…']))
        .collect();
    let pages: Vec<i64> = said.iter().filter_map(|s| s.parse().ok()).collect();
    pages.len() >= 4
        && pages.len() * 10 >= said.len() * 8
        && pages.windows(2).all(|w| w[0] <= w[1])
        && pages.first() < pages.last()
}

/// Whether nearly all texts of the first column begin with the signs of list items.
fn is_items(lines: &Lines<'_>) -> bool {
    let own = || lines.lines.iter().filter(|l| !l.is_across).filter_map(|l| l.bits[0].as_ref());
    let items = own().filter(|b| list_signs::begins(&b.said)).count();
    items > 1 && items * 10 >= own().count() * 8
}

/// Whether a column holds the signs of list items and nothing else.
fn is_bullets(lines: &Lines<'_>, column: usize) -> bool {
    let mut own = lines.lines.iter().filter_map(|l| l.bits[column].as_ref()).peekable();
    own.peek().is_some()
        && own.all(|b| matches!(b.said.as_str(), "•" | "◦" | "▪" | "‣" | "○" | "-"))
}
