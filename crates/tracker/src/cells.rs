//! Changes to the cells and rows of one sheet, as changes to the text of its part.

use crate::area::{Area, Spot};
use crate::sheet::{Row, Sheet};
use crate::styles::Styles;
use crate::value::{Value, serial};
use crate::xml::{Edits, attribute, attribute_at, escaped};
use std::collections::BTreeMap;
use std::ops::Range;

/// A cell to write.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Writing {
    pub(crate) value: Value,
    /// Number of the format; `None` for that of the cell that is there.
    pub(crate) format: Option<u32>,
}

/// Cells to write on a sheet, and heights of rows.
#[derive(Debug, Default)]
pub(crate) struct Writings {
    cells: BTreeMap<u32, BTreeMap<u32, Writing>>,
    heights: BTreeMap<u32, f64>,
    formulas: BTreeMap<Spot, String>,
}

/// A cell as XML. Days that a workbook cannot count are text.
pub(crate) fn cell_xml(
    prefix: &str,
    spot: Spot,
    writing: &Writing,
    styles: &mut Styles,
    is_1904: bool,
) -> String {
    let p = prefix;
    let mut format = writing.format;
    let day = match &writing.value {
        Value::Day(day) => serial(*day, is_1904),
        _ => None,
    };
    if day.is_some() {
        format = styles.for_day(format.unwrap_or(0)).or(format);
    }
    let style = format.map_or(String::new(), |f| format!(" s=\"{f}\""));
    let text = |text: &str| {
        format!(
            "<{p}c r=\"{spot}\"{style} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is></{p}c>",
            escaped(text)
        )
    };
    match (&writing.value, day) {
        (_, Some(day)) => format!("<{p}c r=\"{spot}\"{style}><{p}v>{day}</{p}v></{p}c>"),
        (Value::Blank, _) => format!("<{p}c r=\"{spot}\"{style}/>"),
        (Value::Number(n), _) if n.is_finite() => {
            format!("<{p}c r=\"{spot}\"{style}><{p}v>{n}</{p}v></{p}c>")
        }
        (Value::Truth(truth), _) => {
            let n = u8::from(*truth);
            format!("<{p}c r=\"{spot}\"{style} t=\"b\"><{p}v>{n}</{p}v></{p}c>")
        }
        (other, _) => text(&other.shown()),
    }
}

impl Writings {
    pub(crate) fn put(&mut self, spot: Spot, writing: Writing) {
        self.cells.entry(spot.row).or_default().insert(spot.column, writing);
    }

    /// Puts a formula in a cell that is written as a blank one.
    pub(crate) fn formula(&mut self, spot: Spot, formula: String) {
        self.formulas.insert(spot, formula);
    }

    /// Sets the least height of a row in points.
    pub(crate) fn height(&mut self, row: u32, points: f64) {
        self.heights.insert(row, points);
    }

    /// The last column that is written in.
    pub(crate) fn last_column(&self) -> u32 {
        self.cells.values().filter_map(|row| row.keys().next_back()).copied().max().unwrap_or(0)
    }

    /// Adds the changes to those of the sheet's part.
    pub(crate) fn edit(
        mut self,
        sheet: &Sheet,
        edits: &mut Edits,
        styles: &mut Styles,
        is_1904: bool,
    ) {
        let prefix = sheet.prefix.clone();
        let formulas = std::mem::take(&mut self.formulas);
        let mut xml = |spot: Spot, writing: &Writing| {
            let old = sheet.cell(spot).and_then(|cell| cell.format);
            let writing = Writing { format: writing.format.or(old), ..writing.clone() };
            let new = cell_xml(&prefix, spot, &writing, styles, is_1904);
            if let Some(formula) = formulas.get(&spot) {
                let open = new.trim_end_matches("/>");
                let formula = escaped(formula);
                return format!("{open}><{prefix}f>{formula}</{prefix}f></{prefix}c>");
            }
            // The list of formulas that a workbook may have must stay right.
            match (&writing.value, sheet.cell(spot).is_some_and(|cell| cell.is_truth)) {
                (Value::Truth(truth), true) => {
                    let formula = if *truth { "TRUE()" } else { "FALSE()" };
                    let value = format!("<{prefix}v>");
                    new.replace(&value, &format!("<{prefix}f>{formula}</{prefix}f>{value}"))
                }
                _ => new,
            }
        };
        let mut new_rows: BTreeMap<usize, String> = BTreeMap::new();
        let heights = std::mem::take(&mut self.heights);
        for (number, cells) in &self.cells {
            let Some(row) = sheet.rows.get(number) else {
                let cells: String = cells
                    .iter()
                    .map(|(column, w)| xml(Spot { row: *number, column: *column }, w))
                    .collect();
                let height = heights
                    .get(number)
                    .map_or(String::new(), |points| format!(" ht=\"{points}\" customHeight=\"1\""));
                let at = sheet.rows.range(number..).next().map(|(_, row)| row.tag.start);
                let at = at.or(sheet.data.1).unwrap_or(sheet.data.0.end);
                let row = format!("<{prefix}row r=\"{number}\"{height}>{cells}</{prefix}row>");
                new_rows.entry(at).or_default().push_str(&row);
                continue;
            };
            let mut tag = sheet.text.get(row.tag.clone()).unwrap_or_default().to_owned();
            if let Some(points) = heights.get(number) {
                heighten(&mut tag, *points);
            }
            // What a row says of the columns that it has must not be wrong.
            let is_beyond = |last: &u32| row.cells.keys().next_back().is_none_or(|l| l < last);
            if cells.keys().next_back().is_some_and(is_beyond) {
                remove(&mut tag, "spans");
            }
            match row.end {
                None => {
                    let cells: String = cells
                        .iter()
                        .map(|(column, w)| xml(Spot { row: *number, column: *column }, w))
                        .collect();
                    let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
                    edits.put(row.tag.clone(), format!("{open}>{cells}</{prefix}row>"));
                }
                Some(end) => {
                    if sheet.text.get(row.tag.clone()) != Some(tag.as_str()) {
                        edits.put(row.tag.clone(), tag);
                    }
                    for (column, writing) in cells {
                        let text = xml(Spot { row: *number, column: *column }, writing);
                        edits.put(place(row, *column, end), text);
                    }
                }
            }
        }
        if sheet.data.1.is_none() && !new_rows.is_empty() {
            // The rows' tag is empty: it is opened for the first ones.
            let tag = sheet.text.get(sheet.data.0.clone()).unwrap_or_default();
            let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
            let rows: String = new_rows.into_values().collect();
            edits.put(sheet.data.0.clone(), format!("{open}>{rows}</{prefix}sheetData>"));
            return;
        }
        for (at, rows) in new_rows {
            edits.insert(at, rows);
        }
    }
}

/// Where a cell is in its row, or would be.
fn place(row: &Row, column: u32, end: usize) -> Range<usize> {
    match row.cells.range(column..).next() {
        Some((found, cell)) if *found == column => cell.at.clone(),
        Some((_, next)) => next.at.start..next.at.start,
        None => end..end,
    }
}

fn remove(tag: &mut String, name: &str) {
    if let Some(at) = attribute_at(tag, name) {
        let before = tag.get(..at.start).unwrap_or_default();
        let before = before.rfind(name).and_then(|from| before.get(..from)).map(str::trim_end);
        if let Some(from) = before.map(str::len) {
            tag.replace_range(from..at.end + 1, "");
        }
    }
}

/// Makes a row of a set height at least so high.
fn heighten(tag: &mut String, points: f64) {
    let own = attribute(tag, "ht").and_then(|h| h.parse::<f64>().ok());
    if let (Some(own), Some(at)) = (own, attribute_at(tag, "ht"))
        && own < points
    {
        tag.replace_range(at, &points.to_string());
    }
}

/// Extends the areas of a sheet (filters, rules for colours, checks of what is typed) and says how far
/// its cells go.
pub(crate) fn extend_areas(
    sheet: &Sheet,
    edits: &mut Edits,
    last: Spot,
    extend: &dyn Fn(&str, Area) -> Option<Area>,
) {
    let extended = |tag: &str, list: &str| -> Option<String> {
        let one = |name: &str| -> String {
            let area = Area::of(name).and_then(|area| extend(tag, area));
            area.map_or_else(|| name.to_owned(), |area| area.to_string())
        };
        let new = list.split_whitespace().map(one).collect::<Vec<_>>().join(" ");
        (new != list).then_some(new)
    };
    for (name, at) in &sheet.tags {
        let tag = sheet.text.get(at.clone()).unwrap_or_default();
        match name.as_str() {
            "dimension" => {
                let area = attribute(tag, "ref").and_then(|a| Area::of(&a));
                if let Some(area) = area {
                    let last = Spot {
                        row: area.last.row.max(last.row),
                        column: area.last.column.max(last.column),
                    };
                    let new = Area { last, ..area };
                    if new != area {
                        edits.set(&sheet.text, at, "ref", &new.to_string());
                    }
                }
            }
            "autoFilter" => {
                if let Some(new) = attribute(tag, "ref").and_then(|a| extended(name, &a)) {
                    edits.set(&sheet.text, at, "ref", &new);
                }
            }
            "conditionalFormatting" | "dataValidation" | "ignoredError" => {
                if let Some(new) = attribute(tag, "sqref").and_then(|a| extended(name, &a)) {
                    edits.set(&sheet.text, at, "sqref", &new);
                }
            }
            _ => {}
        }
    }
    for at in &sheet.areas {
        let list = sheet.text.get(at.clone()).unwrap_or_default();
        if let Some(new) = extended("sqref", list) {
            edits.put(at.clone(), new);
        }
    }
}

/// Widths of the columns of a sheet in characters.
pub(crate) fn widths(sheet: &Sheet) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    for (_, at) in sheet.tags.iter().filter(|(name, _)| name == "col") {
        let tag = sheet.text.get(at.clone()).unwrap_or_default();
        let number = |name| attribute(tag, name).and_then(|n| n.parse::<u32>().ok());
        let width = attribute(tag, "width").and_then(|w| w.parse::<f64>().ok());
        let (Some(from), Some(to), Some(width)) = (number("min"), number("max"), width) else {
            continue;
        };
        for column in from..=to.min(from.saturating_add(500)) {
            widths.insert(column, width);
        }
    }
    widths
}

/// Height in points of a row whose texts wrap in columns of these widths, as `convert` sets it.
pub(crate) fn height<'a>(cells: impl Iterator<Item = (f64, &'a Value)>) -> f64 {
    let lines = cells.map(|(width, value)| match value {
        Value::Text(text) => {
            let room = (width * 1.05 - 1.5).max(1.0);
            text.split('\n').map(|l| (l.chars().count() as f64 / room).ceil().max(1.0)).sum()
        }
        _ => 1.0,
    });
    (lines.fold(1.0, f64::max) * 12.75 + 4.0).min(409.0)
}

/// Sets the width of a column that nobody has set.
pub(crate) fn widen(sheet: &Sheet, edits: &mut Edits, column: u32, width: f64) {
    let p = &sheet.prefix;
    let own =
        format!("<{p}col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
    let columns: Vec<&Range<usize>> =
        sheet.tags.iter().filter(|(name, _)| name == "col").map(|(_, at)| at).collect();
    let mut after = None;
    for at in columns {
        let tag = sheet.text.get(at.clone()).unwrap_or_default();
        let number = |name| attribute(tag, name).and_then(|n| n.parse::<u32>().ok());
        let (Some(from), Some(to)) = (number("min"), number("max")) else { return };
        if from > column {
            edits.insert(at.start, own);
            return;
        }
        if to < column {
            after = Some(at.end);
            continue;
        }
        // A tag that is closed by another cannot be parted.
        if from != to && !tag.ends_with("/>") {
            return;
        }
        let piece = |from: u32, to: u32| {
            let mut piece = tag.to_owned();
            for (name, value) in [("max", to), ("min", from)] {
                if let Some(at) = attribute_at(&piece, name) {
                    piece.replace_range(at, &value.to_string());
                }
            }
            piece
        };
        let mut middle = piece(column, column);
        if let Some(at) = attribute_at(&middle, "width") {
            middle.replace_range(at, &width.to_string());
        }
        let before = if from < column { piece(from, column - 1) } else { String::new() };
        let behind = if to > column { piece(column + 1, to) } else { String::new() };
        edits.put(at.clone(), format!("{before}{middle}{behind}"));
        return;
    }
    match after {
        Some(after) => edits.insert(after, own),
        // Columns are set before the rows.
        None => edits.insert(sheet.data.0.start, format!("<{p}cols>{own}</{p}cols>")),
    }
}
