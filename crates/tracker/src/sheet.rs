//! One sheet as it is in its part: the place and the value of every cell.

use crate::Error;
use crate::area::{Area, MOST, Spot};
use crate::styles::{Styles, prefix_of};
use crate::value::{Value, day};
use crate::xml::{Piece, attribute, pieces, unescaped};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most cells of a sheet that are looked at.
const MOST_CELLS: usize = 2_000_000;

/// A sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its part.
    pub(crate) part: String,
    /// The part's text.
    pub(crate) text: String,
    /// What is before the names of its tags.
    pub(crate) prefix: String,
    /// Rows by number.
    pub(crate) rows: BTreeMap<u32, Row>,
    /// The opening tag of the rows, and where they end; `None` where the tag is empty.
    pub(crate) data: (Range<usize>, Option<usize>),
    /// Cells that are shown as one.
    pub(crate) merged: Vec<Area>,
    /// Tags beside the rows, by their local name.
    pub(crate) tags: Vec<(String, Range<usize>)>,
    /// Whole elements beside the rows that can be replaced: from the opening to the closing tag.
    pub(crate) elements: Vec<(String, Range<usize>)>,
    /// The text between tags of areas in extensions (`sqref`).
    pub(crate) areas: Vec<Range<usize>>,
    /// Formulas that several cells share, by their number: the first cell, and the formula there.
    pub(crate) shared: BTreeMap<String, (Spot, String)>,
    /// The end of the part's outermost element.
    pub(crate) end: usize,
}

/// A row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Its opening tag.
    pub(crate) tag: Range<usize>,
    /// Where its cells end; `None` where the tag is empty.
    pub(crate) end: Option<usize>,
    /// Cells by column.
    pub(crate) cells: BTreeMap<u32, Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// The whole element.
    pub(crate) at: Range<usize>,
    /// Number of its format.
    pub(crate) format: Option<u32>,
    pub(crate) value: Value,
    pub(crate) is_formula: bool,
    /// The formula, where it is one of this cell alone.
    pub(crate) formula: Option<String>,
    /// The number of the formula that several cells share.
    pub(crate) shared: Option<String>,
    /// Whether it is true or false by way of a formula (`TRUE()`).
    pub(crate) is_truth: bool,
}

/// What the values of cells need to be read.
pub(crate) struct Around<'a> {
    pub(crate) strings: &'a [String],
    pub(crate) styles: &'a Styles,
    pub(crate) is_1904: bool,
}

/// A cell on its way.
#[derive(Default)]
struct Making {
    spot: Spot,
    cell: Cell,
    kind: String,
    value: String,
    inline: String,
    formula: String,
    /// Whether the formula is one of several cells, or gives several values.
    is_shared: bool,
}

impl Sheet {
    pub(crate) fn read(part: &str, text: String, around: &Around<'_>) -> Result<Self, Error> {
        let mut sheet = Self {
            part: part.to_owned(),
            text: String::new(),
            prefix: String::new(),
            rows: BTreeMap::new(),
            data: (0..0, None),
            merged: Vec::new(),
            tags: Vec::new(),
            elements: Vec::new(),
            areas: Vec::new(),
            shared: BTreeMap::new(),
            end: text.len(),
        };
        let mut path: Vec<(String, usize)> = Vec::new();
        let (mut row, mut making): (u32, Option<Making>) = (0, None);
        let (mut count, mut has_data, mut from) = (0, false, None);
        for piece in pieces(part, &text)? {
            match piece {
                Piece::Start { name, at, is_empty } => {
                    let tag = text.get(at.clone()).unwrap_or_default();
                    let is_inside = path.iter().any(|(n, _)| n == "sheetData");
                    match name.as_str() {
                        "sheetData" if path.len() == 1 => {
                            has_data = true;
                            sheet.prefix = prefix_of(tag);
                            sheet.data = (at.clone(), None);
                        }
                        "row" if is_inside && path.len() == 2 => {
                            row = number(tag, "r").unwrap_or(row + 1);
                            if row == 0 || row > MOST.row {
                                return Err(Error::broken(part, "it has a row without a number"));
                            }
                            let new = Row { tag: at.clone(), ..Row::default() };
                            if sheet.rows.insert(row, new).is_some() {
                                return Err(Error::broken(
                                    part,
                                    format!("row {row} is there twice"),
                                ));
                            }
                        }
                        "c" if is_inside && path.len() == 3 => {
                            count += 1;
                            if count > MOST_CELLS {
                                return Err(Error::TooLarge("a sheet has over two million cells"));
                            }
                            let new = opened(tag, &at, row, &sheet).ok_or_else(|| {
                                Error::broken(
                                    part,
                                    format!("row {row} has a cell in a wrong place"),
                                )
                            })?;
                            if is_empty {
                                keep(&mut sheet, new, around);
                            } else {
                                making = Some(new);
                            }
                        }
                        "f" => {
                            if let Some(making) = &mut making {
                                making.cell.is_formula = true;
                                let kind = attribute(tag, "t");
                                making.is_shared = kind.is_some();
                                if kind.as_deref() == Some("shared") {
                                    making.cell.shared = attribute(tag, "si");
                                }
                            }
                        }
                        _ if is_inside => {}
                        _ => {
                            if name == "mergeCell" {
                                sheet
                                    .merged
                                    .extend(attribute(tag, "ref").and_then(|a| Area::of(&a)));
                            }
                            sheet.tags.push((name.clone(), at.clone()));
                            if is_empty {
                                sheet.elements.push((name.clone(), at.clone()));
                            }
                            if name == "sqref" {
                                from = Some(at.end);
                            }
                        }
                    }
                    if !is_empty {
                        path.push((name, at.start));
                    }
                }
                Piece::End { name, at } => {
                    let start = path.pop().map_or(at.start, |(_, start)| start);
                    match name.as_str() {
                        "c" if path.len() == 3 => {
                            if let Some(mut made) = making.take() {
                                made.cell.at.end = at.end;
                                keep(&mut sheet, made, around);
                            }
                        }
                        "row" if path.len() == 2 => {
                            if let Some(row) = sheet.rows.get_mut(&row) {
                                row.end = Some(at.start);
                            }
                        }
                        "sheetData" if path.len() == 1 => sheet.data.1 = Some(at.start),
                        "sqref" => sheet.areas.extend(from.take().map(|from| from..at.start)),
                        _ if path.is_empty() => sheet.end = at.start,
                        _ if !path.iter().any(|(n, _)| n == "sheetData") => {
                            sheet.elements.push((name, start..at.end));
                        }
                        _ => {}
                    }
                }
                Piece::Text(words) => {
                    let Some(making) = &mut making else { continue };
                    match path.last().map(|(name, _)| name.as_str()) {
                        Some("v") => making.value.push_str(&words),
                        Some("f") => making.formula.push_str(&words),
                        Some("t") if !path.iter().any(|(n, _)| n == "rPh") => {
                            making.inline.push_str(&words);
                        }
                        _ => {}
                    }
                }
            }
        }
        if !path.is_empty() {
            return Err(Error::broken(part, "it breaks off"));
        }
        if !has_data {
            return Err(Error::broken(part, "it has no rows"));
        }
        sheet.text = text;
        Ok(sheet)
    }

    /// The formula of a cell, as it is in some row: its own, or that of the first cell that shares it,
    /// where that is in the same column.
    pub(crate) fn formula(&self, spot: Spot) -> Option<(u32, &str)> {
        let cell = self.cell(spot)?;
        if let Some(own) = &cell.formula {
            return Some((spot.row, own));
        }
        let (first, formula) = self.shared.get(cell.shared.as_ref()?)?;
        (first.column == spot.column).then_some((first.row, formula.as_str()))
    }

    /// The value at a place.
    pub(crate) fn value(&self, spot: Spot) -> &Value {
        const BLANK: &Value = &Value::Blank;
        self.cell(spot).map_or(BLANK, |cell| &cell.value)
    }

    /// The cell at a place.
    pub(crate) fn cell(&self, spot: Spot) -> Option<&Cell> {
        self.rows.get(&spot.row)?.cells.get(&spot.column)
    }

    /// Whether a cell is shown as one with cells of other rows or is hidden behind another.
    pub(crate) fn is_merged(&self, spot: Spot) -> bool {
        self.merged
            .iter()
            .any(|area| area.has(spot) && (area.first != spot || area.last.row > area.first.row))
    }

    /// The last column that holds anything.
    pub(crate) fn last_column(&self) -> u32 {
        let filled = |row: &Row| {
            let cells = row.cells.iter().rev();
            cells.filter(|(_, c)| c.is_formula || c.value != Value::Blank).map(|(c, _)| *c).next()
        };
        let merged = self.merged.iter().map(|area| area.last.column);
        self.rows.values().filter_map(filled).chain(merged).max().unwrap_or(0)
    }

    /// The last row that holds anything.
    pub(crate) fn last_row(&self) -> u32 {
        let is_filled =
            |row: &Row| row.cells.values().any(|c| c.is_formula || c.value != Value::Blank);
        let filled = self.rows.iter().filter(|(_, row)| is_filled(row)).map(|(n, _)| *n);
        filled.chain(self.merged.iter().map(|area| area.last.row)).max().unwrap_or(0)
    }
}

fn number(tag: &str, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

/// A cell whose tag was met; a cell that does not say where it is comes behind the one before.
fn opened(tag: &str, at: &Range<usize>, row: u32, sheet: &Sheet) -> Option<Making> {
    let before = sheet.rows.get(&row)?.cells.keys().next_back().copied().unwrap_or(0);
    let spot = match attribute(tag, "r") {
        Some(name) => Spot::of(&name)?,
        None => Spot { row, column: before + 1 },
    };
    if spot.row != row || spot.column <= before {
        return None;
    }
    let format = number(tag, "s");
    let cell = Cell { at: at.clone(), format, ..Cell::default() };
    Some(Making { spot, cell, kind: attribute(tag, "t").unwrap_or_default(), ..Making::default() })
}

fn keep(sheet: &mut Sheet, made: Making, around: &Around<'_>) {
    let Making { spot, mut cell, kind, value, inline, formula, is_shared } = made;
    let number = || value.trim().parse::<f64>().ok();
    cell.value = match kind.as_str() {
        "s" => {
            let text = value.trim().parse().ok().and_then(|n: usize| around.strings.get(n));
            text.map_or(Value::Blank, |text| text_of(text))
        }
        "inlineStr" => text_of(&unescaped(&inline)),
        "str" => text_of(&unescaped(&value)),
        "b" => Value::Truth(value.trim() == "1" || value.trim() == "true"),
        "e" => Value::Text(value),
        "d" => match value.split('T').next().unwrap_or_default().parse() {
            Ok(day) => Value::Day(day),
            Err(_) => text_of(&value),
        },
        _ => match number() {
            None => Value::Blank,
            Some(n) if cell.format.is_some_and(|f| around.styles.is_day(f)) => {
                day(n, around.is_1904).map_or(Value::Number(n), Value::Day)
            }
            Some(n) => Value::Number(n),
        },
    };
    // LibreOffice writes a truth as a formula, which is not a formula of a person.
    cell.is_truth = matches!(formula.to_uppercase().as_str(), "TRUE()" | "FALSE()");
    cell.is_formula &= !cell.is_truth;
    if cell.is_truth {
        cell.value = Value::Truth(formula.to_uppercase().starts_with('T'));
    }
    if let Some(number) = cell.shared.clone().filter(|_| !formula.is_empty()) {
        sheet.shared.entry(number).or_insert_with(|| (spot, formula.clone()));
    }
    cell.formula = Some(formula).filter(|f| !f.is_empty() && !is_shared && cell.is_formula);
    if let Some(row) = sheet.rows.get_mut(&spot.row) {
        row.cells.insert(spot.column, cell);
    }
}

fn text_of(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text.replace("\r\n", "\n")) }
}

/// The texts that cells share.
pub(crate) fn strings(part: &str, text: &str) -> Result<Vec<String>, Error> {
    let mut all: Vec<String> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for piece in pieces(part, text)? {
        match piece {
            Piece::Start { name, is_empty, .. } => {
                if name == "si" {
                    all.push(String::new());
                }
                if !is_empty {
                    path.push(name);
                }
            }
            Piece::End { .. } => {
                path.pop();
            }
            Piece::Text(words) => {
                let is_shown =
                    path.last().is_some_and(|n| n == "t") && !path.iter().any(|n| n == "rPh");
                if let Some(last) = all.last_mut().filter(|_| is_shown) {
                    last.push_str(&words);
                }
            }
        }
    }
    Ok(all.iter().map(|text| unescaped(text)).collect())
}
