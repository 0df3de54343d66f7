//! The header rows of tables whose source marks none, as drawn grids: told by how the first rows look and by
//! what they say, beside the rows below.
//!
//! Before: no header row, rows `Ref | Action | Due`, `1 | Paint | May 2026`, `2 | Sweep | June 2026`. After: one
//! header row.

use super::Pages;
use super::evidence::{header_note, is_dated, reference, same_row};
use tablemend_model::languages::MONTHS;
use tablemend_model::{Block, Cell, Diagnostic, Method, Rgb, Style, Table};

/// A label is no longer than this.
const LONGEST: usize = 90;

/// A header has no more rows than this.
const MOST: u32 = 4;

/// Rows below that are looked at.
const LOOKED_AT: u32 = 200;

/// A text of more letters than this is no label.
const LONG: usize = 40;

/// Counts the header rows of every table on a page that has none so far.
pub(super) fn count(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        let is_unmarked = matches!(table.method(), Method::Ruled | Method::Tagged);
        if !is_unmarked || table.header_rows() > 0 {
            continue;
        }
        let Some(rows) = rows(table) else { continue };
        table.set_header_rows(rows);
        pages.has_changed = true;
        if rows > 1 {
            notes.push(header_note(table, rows));
        }
    }
    notes
}

/// How many rows a table's header has; `None` where its first rows are like all others.
fn rows(table: &Table) -> Option<u32> {
    // A title in one cell over all columns, or over some, is above the labels.
    let first = (0..table.row_count()).find(|row| !is_title(table, *row)).filter(|r| *r < MOST)?;
    let high = reach(table, first)?;
    let end = first + high;
    let body: Vec<u32> = (end..table.row_count().min(end + LOOKED_AT))
        .filter(|row| own(table, *row).filter(|c| !c.text.is_empty()).count() > 1)
        .collect();
    if body.is_empty() {
        return None;
    }
    let is_header = is_printed_again(table, first)
        || is_named(table, first)
        || are_labels(table, first, end) && says_other(table, first, end, &body)
        || are_short(table, first, end) && looks_other(table, first, &body);
    let labels_below = is_header && is_sparse(table, first) && heads_below(table, end);
    is_header.then_some(end + u32::from(labels_below))
}

/// Whether no more than half of the columns have a text in a row, and none of these is over several.
fn is_sparse(table: &Table, row: u32) -> bool {
    let filled = || own(table, row).filter(|c| !c.text.is_empty());
    filled().count() * 2 <= table.column_count() as usize && filled().all(|c| c.colspan() == 1)
}

/// Whether a row is the labels of all columns, above values: what is above it is a title in several pieces.
fn heads_below(table: &Table, row: u32) -> bool {
    let body: Vec<u32> = (row + 1..table.row_count().min(row + 1 + LOOKED_AT))
        .filter(|row| own(table, *row).filter(|c| !c.text.is_empty()).count() > 1)
        .collect();
    let is_whole = own(table, row).count() == table.column_count() as usize
        && own(table, row).all(|c| is_label(c) || is_years(c.text.as_str().trim()));
    is_whole && !body.is_empty() && says_other(table, row, row + 1, &body)
}

/// The cells that begin in a row.
fn own(table: &Table, row: u32) -> impl Iterator<Item = &Cell> {
    table.row_cells(row).filter(move |c| c.row() == row)
}

/// Whether a row has one text alone, in a cell over several columns that are not parted below it into labels of its own.
fn is_title(table: &Table, row: u32) -> bool {
    let mut filled = table.row_cells(row).filter(|c| !c.text.is_empty());
    let (Some(one), None) = (filled.next(), filled.next()) else { return false };
    let is_wide = one.colspan() > 1 && one.rowspan() == 1;
    let below = row + 1;
    let is_whole = one.colspan() == table.column_count();
    is_wide
        && below < table.row_count()
        && (own(table, below).filter(|c| !c.text.is_empty()).count() > 1
            // The second line of a title may be a row of its own.
            || is_whole && below < MOST && is_title(table, below))
        && (is_whole || !is_parted(table, one))
}

/// Whether each column below a wide cell has a label of its own, and the columns beside it have none.
fn is_parted(table: &Table, cell: &Cell) -> bool {
    let below = cell.row() + cell.rowspan();
    let has_label = |col: u32| {
        let found = table.cell_at(below, col);
        found.is_some_and(|c| c.row() == below && c.colspan() == 1 && is_label(c))
    };
    let mut within = cell.col()..cell.col() + cell.colspan();
    cell.colspan() > 1
        && cell.colspan() < table.column_count()
        && below < table.row_count()
        && within.all(has_label)
}

/// How many rows the labels reach over that begin in the first one: as many as its tallest cell beside the blank
/// ones, and one more where a label is parted into others below.
fn reach(table: &Table, first: u32) -> Option<u32> {
    let tall = own(table, first).map(Cell::rowspan).max()?;
    // A cell that is as high as the table is no label.
    if first + tall >= table.row_count() || tall > MOST {
        return None;
    }
    let is_upper = |c: &Cell| !c.text.is_empty() && c.rowspan() == tall && is_parted(table, c);
    let parts = own(table, first).any(is_upper);
    let more = first + tall;
    let is_lower = || {
        own(table, more).all(|c| c.text.is_empty() || is_label(c))
            && own(table, more).filter(|c| !c.text.is_empty()).count() > 1
            && more + 1 < table.row_count()
    };
    Some(tall + u32::from(parts && is_lower()))
}

/// Whether a cell says what a column holds.
fn is_label(cell: &Cell) -> bool {
    let text = cell.text.as_str().trim();
    if matches!(text, "#" | "№" | "%" | "£" | "€" | "$" | "+/-" | "±") {
        return true;
    }
    // `No.`, `Ref. no.`
    let is_short = text.split_whitespace().count() < 4;
    text.contains(char::is_alphabetic)
        && text.chars().count() <= LONGEST
        && (!text.ends_with('.') || is_short)
        && !is_value(text)
}

/// Whether a text is a value rather than words: a number, a date, a reference, a sign.
pub(super) fn is_value(text: &str) -> bool {
    let text = text.trim();
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let counted = || words().filter(|w| !is_years(w));
    let digits = counted().flat_map(str::chars).filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    !is_years(text)
        && (digits > 0 && digits >= letters
            || is_dated(text) && words().all(is_of_date)
            || reference(text) == Some(text)
            || !text.contains(char::is_alphanumeric))
}

/// Whether a word is part of a date: a month, a number, `31st`.
fn is_of_date(word: &str) -> bool {
    let is_month = MONTHS.iter().any(|m| {
        word.len() > 2 && m.get(..word.len()).is_some_and(|m| m.eq_ignore_ascii_case(word))
    });
    is_month || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is a year or two, as heads columns: `2024`, `2024/25`.
pub(super) fn is_years(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    year.parse().is_ok_and(|y: u32| (1900..2100).contains(&y))
        && rest.len() <= 5
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '–'))
}

/// Whether the first row was printed again further down, and folded.
fn is_printed_again(table: &Table, first: u32) -> bool {
    let texts: Vec<&str> =
        own(table, first).map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    let again = |text: &&str| table.folded().iter().any(|c| c.text.as_str() == *text);
    texts.len() > 1 && texts.iter().all(again)
        || (first + 1..table.row_count()).any(|row| same_row(table, first, table, row))
            && texts.len() > 1
            && own(table, first).all(|c| c.text.is_empty() || is_label(c))
}

/// Whether the source says of each cell of a row that it is a header.
fn is_named(table: &Table, first: u32) -> bool {
    let mut cells = own(table, first).filter(|c| !c.text.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|c| c.is_header)
}

/// Whether the rows have labels and nothing else, over two columns or more. Only the corner may be blank.
fn are_labels(table: &Table, first: u32, end: u32) -> bool {
    let mut cells = (first..end).flat_map(|row| own(table, row));
    let labels =
        (first..end).flat_map(|row| own(table, row)).filter(|c| !c.text.is_empty()).count();
    let is_fine = |c: &Cell| match c.text.is_empty() {
        true => c.col() == 0 || c.row() > first,
        // `Dec 2015` over the columns of that month, `Q1` below `Progress`.
        false => {
            is_label(c)
                || is_years(c.text.as_str().trim())
                || c.colspan() > 1 && is_dated(c.text.as_str())
                || c.row() > first && is_step(c.text.as_str())
        }
    };
    labels > 1 && cells.all(is_fine)
}

/// Whether the rows have no more than short texts, mostly labels: `Option | 2024 | 2025`, `Stage | 5 May 2024`.
fn are_short(table: &Table, first: u32, end: u32) -> bool {
    let texts = || (first..end).flat_map(|row| own(table, row)).filter(|c| !c.text.is_empty());
    let is_short = |c: &Cell| c.text.as_str().chars().count() <= LONGEST;
    texts().count() > 1
        && texts().all(is_short)
        && texts().next().is_some_and(is_label)
        && texts().all(|c| {
            is_label(c) || is_phrase(c) || is_step(c.text.as_str()) || is_dated(c.text.as_str())
        })
}

/// Whether a cell has words that end with a stop: labels of several words may, where they look like a header.
fn is_phrase(cell: &Cell) -> bool {
    let text = cell.text.as_str().trim();
    text.ends_with('.') && text.contains(char::is_alphabetic) && !is_value(text)
}

/// Whether a text is one of a few steps, numbered: `1`, `Q1`, `SA12`.
fn is_step(text: &str) -> bool {
    let number = text.trim().trim_start_matches(|c: char| c.is_ascii_uppercase());
    text.trim().len() - number.len() < 4 && number.parse::<u32>().is_ok_and(|n| n < LOOKED_AT)
}

/// How the cells of a row are shown, where all are shown alike.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    fill: Option<Rgb>,
    is_bold: bool,
    colour: Option<Rgb>,
}

fn look(table: &Table, row: u32) -> Look {
    let mut fills = own(table, row).map(|c| c.fill);
    let fill = fills.next().flatten().filter(|first| fills.all(|f| f == Some(*first)));
    let texts = || own(table, row).map(|c| &c.text).filter(|t| !t.is_empty());
    let whole = |text: &tablemend_model::RichText, style: Style| {
        let set: usize = text.styled(style).map(|r| r.len()).sum();
        set * 10 >= text.as_str().len() * 8
    };
    let is_bold = texts().all(|t| whole(t, Style::Bold));
    let colour = texts().next().and_then(|t| {
        t.marks().iter().find_map(|m| match m.style {
            Style::Coloured(rgb) => Some(rgb),
            _ => None,
        })
    });
    let colour = colour.filter(|rgb| texts().all(|t| whole(t, Style::Coloured(*rgb))));
    Look { fill, is_bold, colour }
}

/// Whether the first row is filled, bold or coloured as hardly any row below is.
fn looks_other(table: &Table, first: u32, body: &[u32]) -> bool {
    let head = look(table, first);
    let looks: Vec<Look> = body.iter().map(|row| look(table, *row)).collect();
    let rare = |is_it: &dyn Fn(&Look) -> bool| {
        looks.iter().filter(|l| is_it(l)).count() * 4 <= looks.len()
    };
    head.fill.is_some() && rare(&|l| l.fill == head.fill)
        || head.is_bold && rare(&|l| l.is_bold)
        || head.colour.is_some() && rare(&|l| l.colour == head.colour)
}

/// Whether the first rows have words where the rows below have values, or short labels above long texts.
fn says_other(table: &Table, first: u32, end: u32, body: &[u32]) -> bool {
    let below = |col: u32| {
        let cells =
            body.iter().filter_map(move |row| table.cell_at(*row, col).filter(|c| c.row() == *row));
        cells.map(|c| c.text.as_str()).filter(|t| !t.is_empty())
    };
    let label = |col: u32| {
        let cells = (first..end).filter_map(|row| table.cell_at(row, col));
        cells.map(|c| c.text.as_str()).rfind(|t| !t.is_empty())
    };
    let (mut values, mut long, mut texts) = (0, 0, 0);
    for col in 0..table.column_count() {
        let Some(label) = label(col) else { continue };
        let all = below(col).count();
        if all == 0 {
            continue;
        }
        texts += 1;
        values += u32::from(below(col).filter(|t| is_value(t)).count() * 10 >= all * 7);
        let longer = below(col).filter(|t| t.chars().count() > LONG.max(2 * label.chars().count()));
        long += u32::from(longer.count() * 2 > all);
        // The label is one of the values that come again, or a date among dates.
        let dates = below(col).filter(|t| is_dated(t)).count();
        if below(col).any(|t| t == label) || is_dated(label) && !is_years(label) && dates * 2 > all
        {
            return false;
        }
    }
    // Two columns are as often labels beside values, which have no header.
    let is_form = table.column_count() < 3;
    values > 0 && (!is_form || body.len() > 1)
        || long > 0 && texts > 1 && (!is_form || body.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Mark, Place, RichText, Row};

    /// A drawn grid: cells parted by `|`, rows by lines; `>` is a cell that goes on from the left, `^` from above,
    /// `**` before a text makes it bold, `~` fills its cell.
    fn grid(sketch: &str) -> Table {
        let place = Place::line(1);
        let rows: Vec<Vec<&str>> =
            sketch.lines().map(|l| l.trim().split('|').map(str::trim).collect()).collect();
        let mut cells = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| !matches!(**t, ">" | "^")) {
                let columns = row[c + 1..].iter().take_while(|t| **t == ">").count() + 1;
                let below = rows[r + 1..].iter().take_while(|row| row[c] == "^").count() + 1;
                let (is_filled, text) = match text.strip_prefix('~') {
                    Some(rest) => (true, rest),
                    None => (false, *text),
                };
                let text = match text.strip_prefix("**") {
                    Some(bold) => {
                        RichText::new(bold, vec![Mark { range: 0..bold.len(), style: Style::Bold }])
                    }
                    None => RichText::plain(text),
                };
                let mut cell = Cell::new(r as u32, c as u32, text, place)
                    .spanning(below as u32, columns as u32);
                cell.fill = is_filled.then_some(Rgb(200, 220, 240));
                cells.push(cell);
            }
        }
        let lines = rows.iter().map(|_| Row { place }).collect();
        Table::new(Method::Ruled, rows[0].len() as u32, lines, cells).unwrap()
    }

    #[test]
    fn header_rows_are_told_by_their_look_and_by_what_they_say() {
        for (expected, sketch) in [
            // Words above values.
            (1, "Berth|Length|Since\nNorth|12 m|May 2020\nSouth|9 m|June 2021"),
            (1, "No.|Risk|Likelihood (1-5)\n1|Flood|4\n2|Fire|2"),
            (1, "|2023|2024\nFish|1,200|1,300\nCrabs|80|75"),
            // Short labels above long texts.
            (
                1,
                "Policy|What it says\nP1|All boats are to be out of the basin before the tide turns\nP2|Nets are to be dried on the wall and nowhere else at all",
            ),
            // Bold or filled as no row below.
            (1, "**Keeper|**Boat\nAnn|Gull\nBo|Tern\nCy|Auk"),
            (1, "~Stage|~5 May 2024\nDraft|ready\nFinal|late"),
            (
                1,
                "~Berth|~Fit for boats of all kinds.|~Unfit\nNorth|14|2\nSouth|3|7\n**Total|**17|**9",
            ),
            (0, "**Ann|**Gull\n**Bo|**Tern\n**Cy|**Auk"),
            // Two rows, by their spans; a title above.
            (2, "Ref|Action|Progress|>\n^|^|Q1|Q2\n1|Mend the gate|12|14\n2|Oil the bell|9|8"),
            (2, "|Pax|>|Freight|>\n^|May|June|May|June\nNorth|12|14|9|8\nSouth|3|4|5|6"),
            (2, "Berths by length|>|>\nBerth|Length|Depth\nNorth|12|4\nSouth|9|3"),
            // So is one in pieces.
            (2, "~Boats by berth|~|~12 boats|~\nBerth|Length|Depth|Age\nNorth|12|4|8\nSouth|9|3|5"),
            (1, "~Boats by berth|~|~12 boats|~\nNorth|12|4|8\nSouth|9|3|5\nEast|7|2|6"),
            (3, "Berths|>|>\nSpring|>|>\nBerth|Length|Depth\nNorth|12|4\nSouth|9|3"),
            // Labels beside their values, and rows like all others.
            (0, "Owner|Ann Gull\nBoat|Tern\nBerth|North"),
            (0, "North|12\nSouth|9\nEast|14"),
            (0, "Draft|May 2024\nCheck|June 2024\nPrint|July 2024"),
            (0, "Draft ready|Done – May 2024\nCheck|June 2024\nPrint|July 2024"),
            (0, "R1|Flood|Ann\nR2|Fire|Bo\nR3|Ice|Cy"),
        ] {
            let table = grid(sketch);
            assert_eq!(rows(&table).unwrap_or(0), expected, "{sketch}");
        }
    }
}
