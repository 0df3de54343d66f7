//! Sheets of a workbook to blocks: titles, tables and what is around them.

mod choices;
mod keyed;
mod regions;
mod stacks;
mod unfilled;

use super::heads;
use super::word::styles;
use crate::outline::{Grid, Outline};
use crate::rich::Flow;
use choices::List;
use regions::{Found, Region};
use std::collections::{BTreeSet, HashMap};
use tablemend_model::{
    Block, Cell, Diagnostic, Level, Mark, Method, Place, RichText, Row, Running, SheetName,
    SourceRef, Style,
};
use tablemend_office::sheet::{self, Book, Sheet};

/// A longer text over a table is not a heading.
const LONGEST_HEADING: usize = 120;

/// The blocks of a workbook.
pub(super) fn read(mut book: Book) -> Outline {
    let mut outline = Outline { notes: book.notes, ..Outline::default() };
    let lists: Vec<Vec<List>> = book.sheets.iter_mut().map(choices::take).collect();
    let found: Vec<Vec<Found>> = book.sheets.iter().map(regions::find).collect();
    let named = named(&book.sheets, &found);
    let mut titles = Vec::new();
    for (((sheet, found), is_named), lists) in book.sheets.iter().zip(found).zip(named).zip(lists) {
        put(sheet, &found, is_named, &mut titles, &mut outline);
        behind(sheet, &lists, &mut outline);
    }
    outline
}

/// Which sheets are parts of one plan: their tables have the same header, and only their names tell
/// them apart.
fn named(sheets: &[Sheet], found: &[Vec<Found>]) -> Vec<bool> {
    let keys: Vec<Option<String>> = sheets
        .iter()
        .zip(found)
        .map(|(sheet, found)| {
            let tables = found.iter().filter_map(|f| match f {
                Found::Table(region) if region.columns.len() > 2 => Some(region),
                _ => None,
            });
            tables.max_by_key(|r| r.rows.len()).map(|r| regions::first_line(sheet, r))
        })
        .collect();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for key in keys.iter().flatten() {
        *counts.entry(key).or_default() += 1;
    }
    keys.iter().map(|k| k.as_deref().is_some_and(|k| counts[k] > 1)).collect()
}

fn at(name: SheetName, rows: [u32; 2], columns: [u32; 2]) -> Place {
    Place::Cells { sheet: name, rows: rows.map(|r| r + 1), columns: columns.map(|c| c + 1) }
}

fn put(
    sheet: &Sheet,
    found: &[Found],
    is_named: bool,
    titles: &mut Vec<String>,
    outline: &mut Outline,
) {
    let name = SheetName::new(&sheet.name);
    for text in &sheet.heads {
        let (kind, place) = (Running::Head, at(name, [0; 2], [0; 2]));
        outline.blocks.push(Block::Running { kind, text: RichText::plain(text), place });
    }
    let mut is_told = !is_named;
    let tell = |outline: &mut Outline, is_told: &mut bool| {
        if !std::mem::replace(is_told, true) {
            let (text, place) = (RichText::plain(&sheet.name), at(name, [0; 2], [0; 2]));
            outline.blocks.push(Block::Heading { level: 2, text, place });
        }
    };
    // The first text of a sheet is its title, where another text is between it and the first table
    // or no other table has one of its own.
    let before = found.iter().take_while(|f| matches!(f, Found::Text { .. })).count();
    let others =
        found.windows(2).skip(before).any(|w| matches!(w, [Found::Text { .. }, Found::Table(_)]));
    let has_title = before > 1 || before == 1 && !others;
    let mut shapes = sheet.boxes.as_slice();
    for (i, part) in found.iter().enumerate() {
        match part {
            Found::Text { row, cells } => {
                let is_title = i == 0 && has_title;
                if !is_title {
                    tell(outline, &mut is_told);
                }
                let before_table = matches!(found.get(i + 1), Some(Found::Table(_)));
                let place =
                    cells.iter().map(|c| place_of(sheet, name, *c)).reduce(|a, b| a.union(&b));
                let place = place.unwrap_or_else(|| at(name, [*row; 2], [0; 2]));
                let mut text = RichText::default();
                for cell in cells {
                    text.append(" ", &content(&sheet.cells[*cell]).0);
                }
                let stands_out = cells.first().is_some_and(|c| {
                    let cell = &sheet.cells[*c];
                    cell.is_large
                        || cell.fill.is_some()
                        || cell.runs.iter().all(|r| r.look.bold || r.text.trim().is_empty())
                        || cell.merged.is_some()
                });
                let is_heading = cells.len() == 1
                    && text.as_str().chars().count() <= LONGEST_HEADING
                    && (is_title || before_table && (stands_out || others));
                if text.is_empty() {
                    continue;
                }
                // The title of the whole is on each of its sheets.
                if i == 0 && titles.iter().any(|t| t == text.as_str()) {
                    outline.blocks.push(Block::Running { kind: Running::Head, text, place });
                } else if is_heading {
                    let level = if is_title { 1 } else { 2 };
                    if is_title {
                        titles.push(text.as_str().to_owned());
                    }
                    outline.blocks.push(Block::Heading { level, text, place });
                } else {
                    outline.paragraph(text, place);
                }
            }
            Found::Table(region) => {
                tell(outline, &mut is_told);
                boxes(&mut shapes, name, outline);
                let (grid, unfilled) = grid(sheet, name, region);
                outline.table(grid);
                tell_unfilled(&unfilled, region, name, outline);
            }
        }
    }
    boxes(&mut shapes, name, outline);
}

/// What is told behind the tables of a sheet: lists of choices, notes at cells, feet, what is hidden.
fn behind(sheet: &Sheet, lists: &[List], outline: &mut Outline) {
    let name = SheetName::new(&sheet.name);
    for list in lists {
        let place = at(name, list.rows, [list.column; 2]);
        let mut flow = Flow::default();
        flow.lines(&list.words);
        outline.paragraph(flow.finish().text, place);
        let message = "this column lists what the cells of another column may say; its words are kept after the tables of the sheet";
        outline.note(
            Diagnostic::new("column.choices", Level::Info, message)
                .at(SourceRef::at(place))
                .printed(list.words.replace('\n', " ")),
        );
    }
    for (row, col, text) in &sheet.remarks {
        let place = at(name, [*row; 2], [*col; 2]);
        let mut flow = Flow::default();
        flow.lines(text);
        outline.paragraph(flow.finish().text, place);
        let message = "the cell has a note; its text is kept behind the tables of the sheet";
        outline.note(
            Diagnostic::new("cell.note", Level::Info, message)
                .at(SourceRef::at(place))
                .printed(text.clone()),
        );
    }
    for text in &sheet.feet {
        let (kind, place) = (Running::Foot, at(name, [0; 2], [0; 2]));
        outline.blocks.push(Block::Running { kind, text: RichText::plain(text), place });
    }
    hidden(sheet, name, outline);
}

/// Texts of shapes that lie on a sheet: their order among the cells is a matter of taste, and they
/// mostly say something about the first table.
fn boxes(shapes: &mut &[(u32, u32, String)], name: SheetName, outline: &mut Outline) {
    for (row, col, text) in std::mem::take(shapes) {
        let mut flow = Flow::default();
        flow.lines(text);
        outline.paragraph(flow.finish().text, at(name, [*row; 2], [*col; 2]));
    }
}

/// Notes on rows and columns that do not show, where something is in them.
fn hidden(sheet: &Sheet, name: SheetName, outline: &mut Outline) {
    let filled = |row: u32| {
        let from = sheet.cells.partition_point(|c| c.row < row);
        sheet.cells[from..].iter().take_while(|c| c.row == row).any(|c| !c.is_blank())
    };
    let last = sheet.cells.iter().map(|c| c.col).max().unwrap_or(0);
    let mut runs: Vec<[u32; 2]> = Vec::new();
    for row in sheet.hidden_rows.iter().copied().filter(|r| filled(*r)) {
        match runs.last_mut() {
            Some(run) if run[1] + 1 == row => run[1] = row,
            _ => runs.push([row, row]),
        }
    }
    for run in runs {
        let (is, rows) = match run[1] - run[0] {
            0 => ("is", format!("row {}", run[0] + 1)),
            _ => ("are", format!("rows {} to {}", run[0] + 1, run[1] + 1)),
        };
        let message =
            format!("{rows} of the sheet {is} hidden; what is there was read all the same");
        let place = at(name, run, [0, last]);
        outline
            .note(Diagnostic::new("row.hidden", Level::Warning, message).at(SourceRef::at(place)));
    }
    let mut rows = [u32::MAX, 0];
    for cell in &sheet.cells {
        rows = [rows[0].min(cell.row), rows[1].max(cell.row)];
    }
    for columns in &sheet.hidden_columns {
        let inside = |c: &sheet::Cell| (columns[0]..=columns[1]).contains(&c.col);
        if !sheet.cells.iter().any(|c| inside(c) && !c.is_blank()) {
            continue;
        }
        let letters = columns.map(|c| tablemend_model::column_letters(c + 1));
        let (is, columns_told) = match letters[0] == letters[1] {
            true => ("is", format!("column {}", letters[0])),
            false => ("are", format!("columns {} to {}", letters[0], letters[1])),
        };
        let message =
            format!("{columns_told} of the sheet {is} hidden; what is there was read all the same");
        let place = at(name, rows, [columns[0], columns[1].min(last)]);
        outline.note(
            Diagnostic::new("column.hidden", Level::Warning, message).at(SourceRef::at(place)),
        );
    }
}

fn place_of(sheet: &Sheet, name: SheetName, index: usize) -> Place {
    let cell = &sheet.cells[index];
    match cell.merged {
        Some(merge) => at(name, merge.rows, merge.columns),
        None => at(name, [cell.row; 2], [cell.col; 2]),
    }
}

/// The text of a cell, and the colours of pictures in it.
fn content(cell: &sheet::Cell) -> (RichText, Vec<tablemend_model::Rgb>) {
    let mut flow = Flow::default();
    for run in &cell.runs {
        flow.open(b"r", styles(&run.look), None);
        flow.lines(&run.text);
        flow.close(b"r");
    }
    let done = flow.finish();
    let mut icons = done.icons;
    icons.extend(&cell.icons);
    let text = match cell.day {
        Some(day) if !done.text.is_empty() => {
            let mut marks = done.text.marks().to_vec();
            marks.push(Mark { range: 0..done.text.as_str().len(), style: Style::Day(day) });
            RichText::new(done.text.as_str(), marks)
        }
        _ => done.text,
    };
    (text, icons)
}

/// The grid of a region, and its rows that nobody has filled in.
fn grid(sheet: &Sheet, name: SheetName, region: &Region) -> (Grid, BTreeSet<u32>) {
    let (first, last) = (region.columns[0], region.columns[region.columns.len() - 1]);
    let rows: Vec<Row> =
        region.rows.iter().map(|r| Row { place: at(name, [*r; 2], [first, last]) }).collect();
    let hidden = |row: u32| sheet.hidden_rows.binary_search(&row).is_ok();
    let mut cells: Vec<Cell> = Vec::new();
    for (r, row) in region.rows.iter().enumerate() {
        let from = sheet.cells.partition_point(|c| c.row < *row);
        for cell in sheet.cells[from..].iter().take_while(|c| c.row == *row) {
            let Ok(c) = region.columns.binary_search(&cell.col) else { continue };
            let merge = cell.merged;
            let (mut high, mut wide) = (1, 1);
            let mut place = at(name, [cell.row; 2], [cell.col; 2]);
            if let Some(merge) = merge {
                let behind = |all: &[u32], last: u32| all.partition_point(|n| *n <= last);
                high = behind(&region.rows, merge.rows[1]).saturating_sub(r).max(1);
                wide = behind(&region.columns, merge.columns[1]).saturating_sub(c).max(1);
                place = at(name, merge.rows, merge.columns);
            } else if region.spread.contains(row) {
                let is_blank = |at: &u32| {
                    let next = sheet.cells[from..].iter().take_while(|c| c.row == *row);
                    next.into_iter().all(|c| c.col != *at || c.is_blank())
                };
                let behind = region.columns[c..].iter().zip(cell.col..);
                wide = 1 + behind.skip(1).take_while(|(a, b)| *a == b && is_blank(a)).count();
            }
            let (text, icons) = content(cell);
            let mut made =
                Cell::new(r as u32, c as u32, text, place).spanning(high as u32, wide as u32);
            made.fill = cell.fill.filter(|f| !f.is_white());
            made.icons = icons;
            made.is_header = region.called > r as u32;
            if hidden(*row) {
                made.flags.push("row.hidden".into());
            }
            cells.push(made);
        }
    }
    let (height, width) = (region.rows.len() as u32, region.columns.len() as u32);
    let mut header_rows = heads::rows(&cells, height, width, region.called);
    if header_rows == 0 && regions::is_labels(sheet, region, 0) {
        header_rows = 1;
    }
    let unfilled = unfilled::rows(sheet, region, header_rows);
    for cell in &mut cells {
        if region.rows.get(cell.row() as usize).is_some_and(|row| unfilled.contains(row)) {
            cell.flags.push(unfilled::FLAG.into());
        }
    }
    (
        Grid { method: Method::Sheet, columns: width, rows, cells, header_rows, title: None },
        unfilled,
    )
}

/// A note on each run of rows that nobody has filled in.
fn tell_unfilled(rows: &BTreeSet<u32>, region: &Region, name: SheetName, outline: &mut Outline) {
    let mut runs: Vec<[u32; 2]> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if run[1] + 1 == *row => run[1] = *row,
            _ => runs.push([*row; 2]),
        }
    }
    let columns = [region.columns[0], region.columns[region.columns.len() - 1]];
    for run in runs {
        let told = match run[1] - run[0] {
            0 => format!("row {} of the sheet shows", run[0] + 1),
            _ => format!("rows {} to {} of the sheet show", run[0] + 1, run[1] + 1),
        };
        let message =
            format!("{told} nothing but results of formulas: nobody has filled anything in");
        let place = at(name, run, columns);
        outline
            .note(Diagnostic::new(unfilled::FLAG, Level::Info, message).at(SourceRef::at(place)));
    }
}
