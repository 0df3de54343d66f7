//! Columns of periods in which marks or shades say when an item is done become one column of dates.
//!
//! Before: `Action | Q1 | Q2 | Q3` below `2024/25`, with a tick or a shade in one or several of them. After: `Action` and
//! a column of dates whose cells hold the marks and say `Q1 2024/25 – Q2 2024/25`. The headings are kept as parts of
//! the header. Columns that show a status in several colours are none, nor is anything beside a column of dates.

use super::cards::MADE;
use super::columns::{self, Holds};
use super::{signs, status};
use crate::profile::Profile;
use foldhash::HashSet;
use std::borrow::Cow;
use std::ops::Range;
use tablemend_dates::Context;
use tablemend_model::{Cell, Document, FieldKind, Rgb, RichText, Row, Table};

/// Columns of periods at least.
const FEWEST: u32 = 3;
/// Rows with a mark that prove what the columns are.
const ROWS: usize = 3;
/// Letters of a heading that is a period.
const LONGEST: usize = 20;

/// The document with such columns joined, for profiles that have dates.
pub(crate) fn joined<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    super::with_tables(document, |table| special.iter().find_map(|p| join(table, p)))
}

/// The columns of periods of a table.
struct Periods {
    cols: Range<u32>,
    /// The first row of their headings, and the last.
    heads: (u32, u32),
    /// What each of them is in full.
    names: Vec<String>,
}

/// A period in full: as printed, or with the year that is above it, if any. A month of a financial year is in its first or
/// its second year.
fn in_full(text: &str, above: Option<&str>) -> Option<String> {
    let own = text.trim().replace('\n', " ");
    if own.is_empty() || own.chars().count() > LONGEST {
        return None;
    }
    let is_period = |text: &str| {
        let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4)
            || text.contains('/')
            || text.contains(['-', '\'', '’']);
        has_year && tablemend_dates::only(text, &Context::default()).is_some()
    };
    if is_period(&own) {
        return Some(own);
    }
    let Some(above) = above else { return is_bare(&own).then_some(own) };
    let year = above.trim().replace('\n', " ");
    if let Some((first, last)) = year.split_once(['/', '-', '–'])
        && let Ok(first) = first.trim().parse::<i16>()
        && (2..=4).contains(&last.trim().len())
        && (1900..2200).contains(&first)
        && own.starts_with(char::is_alphabetic)
        && !own.contains(|c: char| c.is_ascii_digit())
        && let Some((_, month)) = tablemend_dates::month_in(&format!("{own} {first}"))
    {
        let year = if month < 4 { first + 1 } else { first };
        return Some(format!("{own} {year}")).filter(|text| is_period(text));
    }
    Some(format!("{own} {year}")).filter(|text| is_period(text))
}

/// Whether a heading is a month or a quarter without a year: what year is meant is assumed, and told, where the dates
/// are read.
fn is_bare(own: &str) -> bool {
    let is_quarter = matches!(own.as_bytes(), [b'Q' | b'q', b'1'..=b'4']);
    let is_word = own.chars().all(|c| c.is_alphabetic() || c == '.');
    is_quarter || is_word && tablemend_dates::month_in(&format!("{own} 2000")).is_some()
}

fn periods(table: &Table) -> Option<Periods> {
    let last = table.header_rows().max(1) - 1;
    let name = |col: u32| {
        let own = table.cell_at(last, col).filter(|c| c.colspan() == 1 && c.row() == last)?;
        let above = (0..last).rev().filter_map(|row| table.cell_at(row, col));
        let above =
            above.map(|c| c.text.as_str()).find(|t| t.contains(|c: char| c.is_ascii_digit()));
        in_full(own.text.as_str(), above)
    };
    let first = (0..table.column_count()).find(|col| name(*col).is_some())?;
    let names: Vec<String> = (first..table.column_count()).map_while(name).collect();
    let cols = first..first + names.len() as u32;
    let is_in = |c: &Cell| c.col() >= cols.start && c.col() + c.colspan() <= cols.end;
    let all_in = |row: u32| cols.clone().all(|col| table.cell_at(row, col).is_none_or(is_in));
    let top = (0..=last).rev().take_while(|row| all_in(*row)).last()?;
    (cols.len() as u32 >= FEWEST).then_some(Periods { cols, heads: (top, last), names })
}

/// Whether a cell has a mark: a sign, the letter `x`, or a shade that its row does not have.
fn has_mark(cell: &Cell, ground: Option<Rgb>) -> bool {
    let text = cell.text.as_str().trim();
    let is_dash = matches!(signs::of_cell(cell), Some('–' | '□' | '○' | '✘'));
    let is_sign = signs::of_cell(cell).is_some() && !is_dash;
    is_sign
        || text.eq_ignore_ascii_case("x")
        || text.is_empty() && (!cell.icons.is_empty() || cell.fill.is_some() && cell.fill != ground)
}

/// The columns of a row that have a mark, by their place among the periods; `None` where a cell says something else.
fn marked(table: &Table, row: u32, cols: &Range<u32>) -> Option<Vec<bool>> {
    let outside = |c: &&Cell| !cols.contains(&c.col());
    let ground = table.row_cells(row).find(outside).and_then(|c| c.fill);
    let mut found = Vec::with_capacity(cols.len());
    for col in cols.clone() {
        let cell = table.cell_at(row, col)?;
        let is_inside = cell.col() >= cols.start && cell.col() + cell.colspan() <= cols.end;
        let is_mark = has_mark(cell, ground);
        let text = cell.text.as_str().trim();
        let is_blank = text.is_empty() || !text.contains(char::is_alphanumeric);
        if !is_inside || cell.rowspan() > 1 || !is_mark && !is_blank {
            return None;
        }
        found.push(is_mark);
    }
    Some(found)
}

/// What marks say: each run of them from its first period to its last.
fn said(marks: &[bool], names: &[String]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (n, _) in marks.iter().enumerate().filter(|(_, marked)| **marked) {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == n => *to = n,
            _ => runs.push((n, n)),
        }
    }
    let name = |n: usize| names.get(n).map(String::as_str).unwrap_or_default();
    let one = |(from, to): &(usize, usize)| match from == to {
        true => name(*from).to_owned(),
        false => format!("{} – {}", name(*from), name(*to)),
    };
    runs.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Whether a row has one cell over all periods and more: a heading between the items.
fn is_across(table: &Table, row: u32, cols: &Range<u32>) -> bool {
    let over = |c: &Cell| c.col() <= cols.start && c.col() + c.colspan() >= cols.end;
    table.cell_at(row, cols.start).is_some_and(|c| over(c) && c.colspan() as usize > cols.len())
}

fn join(table: &Table, profile: &Profile) -> Option<Table> {
    let Periods { cols, heads: (top, last), names } = periods(table)?;
    let field = profile.items.kinds.iter().position(|k| *k == FieldKind::Dates)?;
    let heading = columns::name_of(Holds::Field(field), &profile.items)?;
    let is_dates = |c: &&Cell| {
        !cols.contains(&c.col())
            && columns::kind_named(c.text.as_str(), &profile.items) == Some(FieldKind::Dates)
    };
    if (0..=last).any(|row| table.row_cells(row).any(|c| is_dates(&c))) {
        return None;
    }
    let (mut rows_marked, mut others, mut count) = (0, 0, 0);
    let mut hues: HashSet<Option<&str>> = HashSet::default();
    for row in last + 1..table.row_count() {
        if is_across(table, row, &cols) {
            continue;
        }
        let marks = marked(table, row, &cols)?;
        let own = marks.iter().filter(|m| **m).count();
        count += own;
        *(if own > 0 { &mut rows_marked } else { &mut others }) += 1;
        let shown = marks.iter().zip(cols.clone()).filter(|(marked, _)| **marked);
        hues.extend(shown.map(|(_, col)| {
            let cell = table.cell_at(row, col);
            cell.and_then(|c| c.icons.first().copied().or(c.fill)).and_then(status::hue)
        }));
    }
    // Several colours are ratings; marks nearly everywhere tell no time.
    if rows_marked < ROWS
        || rows_marked <= others * 2
        || hues.len() > 1
        || count * 10 > rows_marked * cols.len() * 7
    {
        return None;
    }
    let lost = cols.len() as u32 - 1;
    let mut rows: Vec<Row> = table.rows().to_vec();
    let mut cells: Vec<Cell> = Vec::with_capacity(table.cells().len());
    let mut folded = Vec::new();
    for cell in table.cells() {
        let own = cell.col()..cell.col() + cell.colspan();
        if own.end <= cols.start {
            cells.push(cell.clone());
        } else if own.start >= cols.end {
            cells.push(cell.moved(cell.row(), cell.col() - lost, cell.rowspan()));
        } else if own.start < cols.start || own.end > cols.end || own.len() > cols.len() {
            if own.start > cols.start || own.end < cols.end {
                return None;
            }
            cells.push(cell.clone().spanning(cell.rowspan(), cell.colspan() - lost));
        } else if (top..=last).contains(&cell.row()) && !cell.is_blank() {
            let at = rows.len() as u32;
            folded.push(at);
            rows.push(Row { place: cell.place() });
            cells.push(Cell::new(at, 0, cell.text.clone(), cell.place()));
        }
    }
    let place = table.cell_at(last, cols.start)?.place();
    let mut made =
        Cell::new(top, cols.start, RichText::plain(&heading), place).spanning(last - top + 1, 1);
    made.flags.push(MADE.into());
    cells.push(made);
    for row in last + 1..table.row_count() {
        if is_across(table, row, &cols) {
            continue;
        }
        let marks = marked(table, row, &cols)?;
        let all: Vec<&Cell> = table.row_cells(row).filter(|c| cols.contains(&c.col())).collect();
        let mut own = all.first()?.moved(row, cols.start, 1).spanning(1, 1);
        (own.fill, own.shape) = (None, None);
        own.icons.clear();
        own.text = RichText::default();
        for cell in all.iter().filter(|c| !c.text.is_empty()) {
            let between = if own.text.is_empty() { "" } else { " " };
            own.text.append(between, &cell.text);
        }
        let what = said(&marks, &names);
        own.says = (!what.is_empty()).then(|| RichText::plain(&what));
        cells.push(own);
    }
    cells.sort_by_key(|c| (c.row(), c.col()));
    let mut new = table.relaid(table.column_count() - lost, rows, cells).ok()?;
    new.fold_rows(&folded);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::authors_tests::field;
    use crate::records::testing::document;
    use tablemend_model::{Block, Value};

    /// The completions of the actions and what is printed for them.
    fn read(text: &str, header_rows: u32, shade: bool) -> Vec<(String, Option<String>)> {
        let mut document = document(text);
        for block in &mut document.blocks {
            let Block::Table(table) = block else { continue };
            table.set_header_rows(header_rows);
            for cell in table.cells_mut().filter(|c| shade && c.text.as_str() == "*") {
                (cell.text, cell.fill) = (RichText::default(), Some(Rgb(0, 0x70, 0xc0)));
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        let data = crate::records::records(&document, &profile, "t");
        let audit = crate::audit::audit(&document, &data);
        assert!(audit.is_clean(), "{audit:?}");
        let printed = |v: &Value| match v {
            Value::Completion(c) => c.printed.clone(),
            _ => None,
        };
        let (_, actions) = data.entity("actions").unwrap();
        let shown: Vec<Option<String>> =
            actions.records.iter().map(|r| r.values.iter().find_map(printed)).collect();
        // The marks are no signs of a status.
        let statuses = field(&data, "actions", "status");
        assert!(statuses.iter().all(|s| s == "open" || s == "done"), "{statuses:?}");
        field(&data, "actions", "completion").into_iter().zip(shown).collect()
    }

    const HEAD: &str = "Action|Lead|2024/25|<|<|<|2025/26|<|Status\n^|^|Q1|Q2|Q3|Q4|Q1|Q2|^\n\
                        The harbour|<|<|<|<|<|<|<|<\n";

    #[test]
    fn the_periods_with_a_mark_are_the_dates() {
        for (mark, shade, printed) in
            [("✓", false, Some("✓")), ("x", false, Some("x")), ("*", true, None)]
        {
            let rows = format!(
                "Mend the gate|Mate||{mark}|||||Open\nPaint the boat|Clerk||||{mark}|{mark}||Open\n\
                 Ring the bell|Mate|{mark}||||||Done\nOil the hinge|Mate|||||||Open"
            );
            let found = read(&format!("{HEAD}{rows}"), 2, shade);
            let dates: Vec<&str> = found.iter().map(|(d, _)| d.as_str()).collect();
            assert_eq!(dates, ["2024-07/2024-09", "2025-01/2025-06", "2024-04/2024-06", ""]);
            assert_eq!(found[0].1.as_deref(), printed);
        }
    }

    #[test]
    fn months_of_a_financial_year_have_its_years() {
        assert_eq!(in_full("Apr", Some("2024/25")).as_deref(), Some("Apr 2024"));
        assert_eq!(in_full("Jan", Some("2024/25")).as_deref(), Some("Jan 2025"));
        assert_eq!(in_full("Q2", Some("2024/25")).as_deref(), Some("Q2 2024/25"));
        assert_eq!(in_full("Mar 2025", None).as_deref(), Some("Mar 2025"));
        assert_eq!(in_full("Q2", None).as_deref(), Some("Q2"));
        assert_eq!(in_full("Sept.", None).as_deref(), Some("Sept."));
        assert_eq!(in_full("Lead", None), None);
        assert_eq!(in_full("5", None), None);
        assert_eq!(in_full("Lead", Some("2024/25")), None);
    }

    #[test]
    fn the_year_of_months_without_one_is_the_documents() {
        let months = "# The harbour in 2031\n\nAction|Lead|May|June|July|Status\nMend the gate|Mate|x|||Open\n\
                      Ring the bell|Clerk||x|x|Done\nPaint the boat|Mate|||x|Open";
        let dates: Vec<String> = read(months, 1, false).into_iter().map(|(date, _)| date).collect();
        assert_eq!(dates, ["2031-05", "2031-06/2031-07", "2031-07"]);
    }

    #[test]
    fn beside_dates_or_in_several_colours_periods_stay() {
        let rows = "Mend the gate|Mate||x|||||Open\nPaint the boat|Clerk||||x|||Open\n\
                    Ring the bell|Mate|x||||||Done";
        let profile = Profile::built_in("action-plan").unwrap();
        let columns = |head: &str, colours: bool| {
            let mut document = document(&format!("{head}{rows}"));
            for block in &mut document.blocks {
                let Block::Table(table) = block else { continue };
                table.set_header_rows(2);
                for cell in table.cells_mut().filter(|c| colours && c.text.as_str() == "x") {
                    let red = if cell.row() % 2 == 0 { 0xff } else { 0 };
                    (cell.text, cell.fill) = (RichText::default(), Some(Rgb(red, 0x80, 0)));
                }
            }
            joined(&document, &[&profile]).tables().next().unwrap().column_count()
        };
        assert_eq!(columns(HEAD, false), 4);
        assert_eq!(columns(HEAD, true), 9);
        assert_eq!(columns(&HEAD.replace("|Lead|", "|Due date|"), false), 9);
    }
}
