//! OpenDocument spreadsheets (.ods): their texts are in the file as they are shown.

use super::conditional::{self, Rule};
use super::formula::{Value, Values};
use super::{Area, Book, Cell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Sheet};
use crate::error::Error;
use crate::odf::{Style, Styles};
use crate::package::Package;
use crate::word::{Look, Run};
use crate::xml::{Child, Element, Tree};
use std::collections::HashMap;
use tablemend_model::{Date, Diagnostic, Level, Place, SheetName, SourceRef};

/// More sheets than this no workbook has.
const MOST_SHEETS: usize = 1024;

/// So many repeated rows with text are taken; more are a mistake of whoever wrote the file.
const MOST_REPEATED: u32 = 10_000;

/// What is known while a workbook is read.
struct Walk<'s> {
    styles: &'s Styles,
    cells: usize,
    text: usize,
    notes: Vec<Diagnostic>,
}

/// Reads a workbook.
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Book, Error> {
    let (styles, content) = parts(package)?;
    let content = Tree::parse("the workbook", &content)?;
    let mut all = Styles::default();
    if let Some(tree) = styles.as_deref().and_then(|s| Tree::parse("the styles", s).ok()) {
        all.add(&tree);
    }
    all.add(&content);
    all.inherit();
    let mut walk = Walk { styles: &all, cells: MOST_CELLS, text: MOST_TEXT, notes: Vec::new() };
    let mut book = Book::default();
    let mut values: HashMap<String, Values> = HashMap::new();
    let mut rules: HashMap<String, Vec<Rule>> = HashMap::new();
    let body = content.root().child("body").and_then(|b| b.child("spreadsheet"));
    let tables: Vec<Element<'_, '_>> =
        body.into_iter().flat_map(|b| b.children()).filter(|e| e.name() == "table").collect();
    if tables.len() > MOST_SHEETS {
        return Err(Error::TooLarge(format!("it has more than {MOST_SHEETS} sheets")));
    }
    for table in tables {
        let name = table.attribute("name").unwrap_or_default().to_owned();
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let mut own = Values::new();
        let mut own_rules = Vec::new();
        walk.sheet(table, &mut sheet, &mut own, &mut own_rules)?;
        values.insert(name.to_lowercase(), own);
        rules.insert(name.clone(), own_rules);
        let style = all.get("table", table.attribute("style-name"));
        if style.is_some_and(|s| s.display == Some(false)) {
            if sheet.cells.iter().any(|c| !c.is_blank()) {
                let message =
                    format!("the sheet “{name}” is hidden in the workbook and was left out");
                let help = "show the sheet and save the workbook, if it is part of the document";
                walk.notes
                    .push(Diagnostic::new("sheet.hidden", Level::Warning, message).help(help));
            }
            continue;
        }
        book.sheets.push(sheet);
    }
    let looks = conditional::room();
    for sheet in &mut book.sheets {
        if let Some(rules) = rules.get_mut(&sheet.name) {
            let notes = conditional::apply(&sheet.name, rules, &mut sheet.cells, &values, &looks);
            walk.notes.extend(notes);
        }
    }
    book.notes = walk.notes;
    Ok(book)
}

/// The styles and the content of an OpenDocument file.
pub(crate) fn parts(package: &mut Package<'_>) -> Result<(Option<String>, String), Error> {
    if let Some(manifest) = package.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(Error::Password);
    }
    let styles = package.text("styles.xml")?;
    let content = package
        .text("content.xml")?
        .ok_or_else(|| Error::broken("the file", "it has no content"))?;
    Ok((styles, content))
}

/// Reads the text of a shape that lies on a sheet.
fn shape(e: Element<'_, '_>, row: u32, col: u32, sheet: &mut Sheet) {
    let all = e.descendants();
    let lines: Vec<String> = all.iter().filter(|p| p.name() == "p").map(|p| p.text()).collect();
    let lines = lines.join("\n");
    if !lines.trim().is_empty() {
        sheet.boxes.push((row.min(MOST_ROWS - 1), col.min(MOST_COLUMNS - 1), lines));
    }
}

/// How often an element is repeated.
fn times(e: Element<'_, '_>, name: &str) -> u32 {
    e.number(name).and_then(|n| u32::try_from(n.clamp(1, 1 << 31)).ok()).unwrap_or(1)
}

impl Walk<'_> {
    fn sheet(
        &mut self,
        table: Element<'_, '_>,
        sheet: &mut Sheet,
        values: &mut Values,
        rules: &mut Vec<Rule>,
    ) -> Result<(), Error> {
        let mut columns: Vec<(u32, Option<String>)> = Vec::new();
        let mut row = 0;
        self.part(table, sheet, values, &mut columns, &mut row)?;
        for group in table.children().filter(|e| e.name() == "conditional-formats") {
            for format in group.children() {
                self.conditional(format, rules);
            }
        }
        for shapes in table.children().filter(|e| e.name() == "shapes") {
            shapes.children().for_each(|e| shape(e, 0, 0, sheet));
        }
        conditional::fill_up(rules, sheet);
        sheet.settle();
        Ok(())
    }

    /// Reads columns and rows, also those in groups.
    fn part(
        &mut self,
        parent: Element<'_, '_>,
        sheet: &mut Sheet,
        values: &mut Values,
        columns: &mut Vec<(u32, Option<String>)>,
        row: &mut u32,
    ) -> Result<(), Error> {
        for e in parent.children() {
            match e.name() {
                "table-column-group"
                | "table-header-columns"
                | "table-columns"
                | "table-row-group"
                | "table-header-rows"
                | "table-rows" => {
                    self.part(e, sheet, values, columns, row)?;
                }
                "table-column" => {
                    let from = columns.last().map_or(0, |(end, _)| *end);
                    let end = from.saturating_add(times(e, "number-columns-repeated"));
                    let style = e.attribute("default-cell-style-name").map(str::to_owned);
                    columns.push((end, style));
                    let hidden = matches!(e.attribute("visibility"), Some("collapse" | "filter"));
                    if hidden && from < MOST_COLUMNS {
                        sheet.hidden_columns.push([from, (end - 1).min(MOST_COLUMNS - 1)]);
                    }
                }
                "table-row" => {
                    let repeated = times(e, "number-rows-repeated");
                    if *row < MOST_ROWS {
                        self.row(e, sheet, values, columns, *row, repeated)?;
                    }
                    *row = row.saturating_add(repeated);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        e: Element<'_, '_>,
        sheet: &mut Sheet,
        values: &mut Values,
        columns: &[(u32, Option<String>)],
        row: u32,
        repeated: u32,
    ) -> Result<(), Error> {
        let mut col = 0u32;
        let from = sheet.cells.len();
        let mut has_text = false;
        let mut own: Vec<(u32, Value)> = Vec::new();
        for c in e.children() {
            if !matches!(c.name(), "table-cell" | "covered-table-cell") {
                continue;
            }
            let count = times(c, "number-columns-repeated");
            let style = c
                .attribute("style-name")
                .or_else(|| e.attribute("default-cell-style-name"))
                .or_else(|| {
                    let at = columns.partition_point(|(end, _)| *end <= col);
                    columns.get(at)?.1.as_deref()
                });
            let style = self.styles.get("table-cell", style);
            let (cell, value) = self.cell(c, style, row, sheet, col);
            let shows = !cell.is_blank() || cell.fill.is_some();
            has_text |= !cell.is_blank();
            // What is repeated to the end of the sheet is its background.
            let shown = if cell.is_blank() && count > 512 { 0 } else { count };
            if col < MOST_COLUMNS && shows {
                for i in 0..shown.min(MOST_COLUMNS - col) {
                    self.take(&cell)?;
                    sheet.cells.push(Cell { col: col + i, ..cell.clone() });
                    own.push((col + i, value.clone()));
                }
            }
            let (rows, wide) =
                (times(c, "number-rows-spanned"), times(c, "number-columns-spanned"));
            if (rows > 1 || wide > 1) && col < MOST_COLUMNS {
                sheet.merges.push(Area {
                    rows: [row, row.saturating_add(rows - 1).min(MOST_ROWS - 1)],
                    columns: [col, col.saturating_add(wide - 1).min(MOST_COLUMNS - 1)],
                });
            }
            col = col.saturating_add(count);
        }
        let hidden = matches!(e.attribute("visibility"), Some("collapse" | "filter"));
        if !has_text {
            // Rows without text that are repeated are the rest of the sheet.
            if repeated > 64 {
                sheet.cells.truncate(from);
                return Ok(());
            }
        } else if repeated > MOST_REPEATED {
            let place = Place::Cells {
                sheet: SheetName::new(&sheet.name),
                rows: [row + 1; 2],
                columns: [1; 2],
            };
            let message = format!("the file repeats this row {repeated} times; it was read once");
            self.notes.push(
                Diagnostic::new("row.repeated", Level::Warning, message).at(SourceRef::at(place)),
            );
        }
        let more = if repeated > MOST_REPEATED { 1 } else { repeated.min(MOST_ROWS - row) };
        for (col, value) in &own {
            if *value != Value::Blank {
                values.insert((row, *col), value.clone());
            }
        }
        if hidden && (has_text || more > 0) {
            sheet.hidden_rows.push(row);
        }
        let first: Vec<Cell> = sheet.cells[from..].to_vec();
        for again in 1..more {
            for cell in &first {
                self.take(cell)?;
                sheet.cells.push(Cell { row: row + again, ..cell.clone() });
            }
            for (col, value) in &own {
                if *value != Value::Blank {
                    values.insert((row + again, *col), value.clone());
                }
            }
            if hidden {
                sheet.hidden_rows.push(row + again);
            }
        }
        Ok(())
    }

    fn take(&mut self, cell: &Cell) -> Result<(), Error> {
        let length: usize = cell.runs.iter().map(|r| r.text.len()).sum();
        self.cells = self
            .cells
            .checked_sub(1)
            .ok_or_else(|| Error::TooLarge(format!("it has more than {MOST_CELLS} cells")))?;
        self.text = self.text.checked_sub(length).ok_or_else(|| {
            Error::TooLarge("its cells hold more text than any document".to_owned())
        })?;
        Ok(())
    }

    fn cell(
        &mut self,
        c: Element<'_, '_>,
        style: Option<&Style>,
        row: u32,
        sheet: &mut Sheet,
        col: u32,
    ) -> (Cell, Value) {
        let base = style.cloned().unwrap_or_default();
        let mut cell = Cell { row, col, ..Cell::default() };
        cell.fill = base.fill.flatten().filter(|f| !f.is_white());
        cell.is_large = base.size.is_some_and(|s| s > 12.0);
        cell.is_formula = c.attribute("formula").is_some();
        for p in c.children() {
            match p.name() {
                "p" => {
                    if !cell.runs.is_empty() {
                        cell.runs.push(Run { text: "\n".to_owned(), look: Look::default() });
                    }
                    self.runs(p, &base, &mut cell.runs);
                }
                "frame" | "custom-shape" | "rect" => shape(p, row, col, sheet),
                "annotation" => {
                    let words: Vec<String> = p
                        .children()
                        .filter(|e| matches!(e.name(), "p" | "list"))
                        .map(|e| e.text())
                        .collect();
                    let words = words.join("\n");
                    if !words.trim().is_empty() {
                        sheet.remarks.push((row, col, words));
                    }
                }
                _ => {}
            }
        }
        let number = || c.attribute("value").and_then(|v| v.parse::<f64>().ok());
        let text = cell.text();
        let value = match c.attribute("value-type") {
            Some("float" | "percentage" | "currency") => number().map(Value::Number),
            Some("date") => {
                let day = c.attribute("date-value").and_then(|d| d.get(..10)?.parse::<Date>().ok());
                cell.day = day.filter(|_| text.chars().any(|c| c.is_ascii_digit()));
                let epoch = Date::constant(1899, 12, 30);
                day.map(|d| Value::Number(f64::from((d - epoch).get_days())))
            }
            Some("boolean") => c.attribute("boolean-value").map(|v| Value::Truth(v == "true")),
            _ => (!text.is_empty()).then(|| Value::Text(text.clone())),
        };
        (cell, value.unwrap_or_default())
    }

    /// The runs of a paragraph.
    fn runs(&self, p: Element<'_, '_>, base: &Style, out: &mut Vec<Run>) {
        for child in p.content() {
            match child {
                Child::Text(text) => {
                    out.push(Run { text: text.to_owned(), look: base.look() });
                }
                Child::Element(e) => match e.name() {
                    "span" => {
                        let style = self.styles.get("text", e.attribute("style-name"));
                        let own = style.map(|s| s.over_text(base));
                        self.runs(e, own.as_ref().unwrap_or(base), out);
                    }
                    "s" | "tab" => out.push(Run { text: " ".to_owned(), look: base.look() }),
                    "line-break" => {
                        out.push(Run { text: "\n".to_owned(), look: Look::default() });
                    }
                    "annotation" => {}
                    _ => self.runs(e, base, out),
                },
            }
        }
    }

    /// A conditional format of a sheet.
    fn conditional(&self, format: Element<'_, '_>, rules: &mut Vec<Rule>) {
        let areas: Vec<Area> = format
            .attribute("target-range-address")
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|a| {
                let bare: Vec<&str> =
                    a.split(':').map(|c| c.rsplit('.').next().unwrap_or(c)).collect();
                Area::parse(&bare.join(":"))
            })
            .collect();
        if areas.is_empty() {
            return;
        }
        for (i, condition) in format.children().enumerate() {
            if rules.len() >= conditional::MOST_RULES {
                return;
            }
            let value = condition.attribute("value").unwrap_or_default();
            let style = self.styles.get("table-cell", condition.attribute("apply-style-name"));
            let change = style
                .map(|s| {
                    conditional::change(s.fill.flatten(), s.colour.flatten(), s.struck, s.bold)
                })
                .unwrap_or_default();
            let asks = match condition.name() {
                "condition" => conditional::of_odf(value),
                "data-bar" => conditional::Asks::Bars,
                _ => conditional::Asks::Unknown,
            };
            rules.push(Rule {
                areas: areas.clone(),
                priority: i as i64,
                stops: true,
                change,
                asks,
                printed: value.to_owned(),
            });
        }
    }
}
