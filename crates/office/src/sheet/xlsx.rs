//! Excel workbooks (.xlsx, .xlsm).

use super::beside::{boxes, choices, page_text, remarks, table};
use super::conditional::{self, Rule};
use super::formula::{Value, Values};
use super::styles::Styles;
use super::{
    Area, Book, Cell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Sheet, corner, format,
};
use crate::error::Error;
use crate::package::Package;
use crate::theme::Theme;
use crate::word::{Look, Run};
use crate::xml::{Element, Tree};
use std::collections::HashMap;
use tablemend_model::{Diagnostic, Level, Place, SheetName, SourceRef, published};

/// More sheets than this no workbook has.
const MOST_SHEETS: usize = 1024;

/// Most merged areas of a sheet.
const MOST_MERGES: usize = 200_000;

/// Parts of a text that look each otherwise; more are put together.
const MOST_RUNS: usize = 1_000;

/// What all sheets of a workbook share.
struct Shared {
    styles: Styles,
    strings: Vec<Vec<Part>>,
    is_1904: bool,
}

/// A part of a text, and its look where it has one of its own.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) text: String,
    look: Option<Look>,
}

/// Parts as runs; those without a look of their own have that of the cell.
fn looking(parts: Vec<Part>, cell: &Look) -> Vec<Run> {
    let run = |p: Part| Run { text: p.text, look: p.look.unwrap_or_else(|| cell.clone()) };
    parts.into_iter().map(run).collect()
}

/// What may still be read of a workbook.
struct Room {
    cells: usize,
    text: usize,
}

/// Reads a workbook.
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Book, Error> {
    let main =
        package.main_part()?.ok_or_else(|| Error::broken("the file", "it has no main part"))?;
    if main.to_ascii_lowercase().ends_with(".bin") {
        return Err(Error::Unsupported {
            what: "a binary Excel workbook (.xlsb)",
            advice: "in Excel, save it as .xlsx and convert that",
        });
    }
    let relations = package.relations(&main)?;
    let mut book = Book::default();
    let part = |package: &mut Package<'_>, kind: &str| -> Result<Option<String>, Error> {
        match relations.iter().find(|r| r.kind == kind) {
            Some(relation) => package.text(&relation.target),
            None => Ok(None),
        }
    };
    let theme_text = part(package, "theme")?;
    let styles_text = part(package, "styles")?;
    let strings_text = part(package, "sharedStrings")?;
    let theme = theme_text.as_deref().and_then(|t| Tree::parse("theme", t).ok());
    let theme = theme.map(|t| Theme::read(&t)).unwrap_or_default();
    let styles = match styles_text.as_deref().map(|t| Tree::parse("styles", t)) {
        Some(Ok(tree)) => Styles::read(&tree, theme),
        Some(Err(_)) => {
            let message =
                "the styles of the workbook cannot be read: colours and dates may be wrong";
            book.notes.push(Diagnostic::new("part.damaged", Level::Warning, message));
            Styles::default()
        }
        None => Styles::default(),
    };
    let strings = match strings_text.as_deref() {
        Some(text) => {
            let tree = Tree::parse("the texts of the workbook", text)?;
            tree.root().children().filter(|e| e.name() == "si").map(|e| runs(e, &styles)).collect()
        }
        None => Vec::new(),
    };
    let text =
        package.text(&main)?.ok_or_else(|| Error::broken("the file", "it has no main part"))?;
    let workbook = Tree::parse("the workbook", &text)?;
    let is_1904 = workbook
        .root()
        .child("workbookPr")
        .and_then(|e| e.attribute("date1904"))
        .is_some_and(|v| matches!(v, "1" | "true" | "on"));
    let shared = Shared { styles, strings, is_1904 };
    let mut room = Room { cells: MOST_CELLS, text: MOST_TEXT };
    let mut values: HashMap<String, Values> = HashMap::new();
    let mut rules: Vec<(String, Vec<Rule>)> = Vec::new();
    let sheets: Vec<Element<'_, '_>> =
        workbook.root().child("sheets").into_iter().flat_map(|e| e.children()).collect();
    if sheets.len() > MOST_SHEETS {
        return Err(Error::TooLarge(format!("it has more than {MOST_SHEETS} sheets")));
    }
    for entry in sheets {
        let name = entry.attribute("name").unwrap_or_default().to_owned();
        let id = entry.attribute("id").unwrap_or_default();
        let Some(relation) = relations.iter().find(|r| r.id == id && r.kind == "worksheet") else {
            continue;
        };
        let Some(text) = package.text(&relation.target)? else { continue };
        let tree = Tree::parse(&format!("the sheet {name}"), &text)?;
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let mut own = Values::new();
        let mut own_rules = Vec::new();
        cells(&tree, &shared, &mut sheet, &mut own, &mut room, &mut book.notes)?;
        around(&tree, &shared, &mut sheet, &mut own_rules);
        conditional::fill_up(&own_rules, &mut sheet);
        sheet.settle();
        values.insert(name.to_lowercase(), own);
        rules.push((name.clone(), own_rules));
        let is_hidden = entry.attribute("state").is_some_and(|s| s != "visible");
        let parts = package.relations(&relation.target)?;
        for part in parts {
            match part.kind.as_str() {
                "comments" => remarks(package, &part.target, &mut sheet)?,
                "drawing" => boxes(package, &part.target, &mut sheet)?,
                "table" => table(package, &part.target, &mut sheet)?,
                _ => {}
            }
        }
        if is_hidden {
            book.notes.extend(hidden(&sheet));
            continue;
        }
        book.sheets.push(sheet);
    }
    let looks = conditional::room();
    for sheet in &mut book.sheets {
        let Some((_, rules)) = rules.iter_mut().find(|(name, _)| *name == sheet.name) else {
            continue;
        };
        let notes = conditional::apply(&sheet.name, rules, &mut sheet.cells, &values, &looks);
        book.notes.extend(notes);
    }
    Ok(book)
}

/// What to say of a sheet that does not show; nothing of one that this program hid itself.
fn hidden(sheet: &Sheet) -> Option<Diagnostic> {
    let is_own = sheet.cells.first().is_some_and(|c| c.text() == published::MARK);
    if is_own || sheet.cells.iter().all(Cell::is_blank) {
        return None;
    }
    let message = format!("the sheet “{}” is hidden in the workbook and was left out", sheet.name);
    Some(
        Diagnostic::new("sheet.hidden", Level::Warning, message)
            .help("show the sheet in Excel and save the workbook, if it is part of the document"),
    )
}

fn place(sheet: &str, row: u32, col: u32) -> SourceRef {
    SourceRef::at(Place::Cells {
        sheet: SheetName::new(sheet),
        rows: [row + 1; 2],
        columns: [col + 1; 2],
    })
}

/// The parts of a text: each may look otherwise.
pub(super) fn runs(e: Element<'_, '_>, styles: &Styles) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for child in e.children() {
        match child.name() {
            "t" | "r" if out.len() >= MOST_RUNS => {
                if let Some(last) = out.last_mut() {
                    let texts = child.children().filter(|t| t.name() == "t").map(text);
                    let own = if child.name() == "t" { text(child) } else { texts.collect() };
                    last.text.push_str(&own);
                }
            }
            "t" => out.push(Part { text: text(child), look: None }),
            "r" => {
                let look = child.child("rPr").map(|p| styles.look(p));
                let words: String =
                    child.children().filter(|t| t.name() == "t").map(text).collect();
                out.push(Part { text: words, look });
            }
            _ => {}
        }
    }
    out
}

/// A text, with characters that XML cannot have written as `_x000D_` (ECMA-376-1, 22.4.2.4).
fn text(t: Element<'_, '_>) -> String {
    let text = t.text();
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let letter = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Reads the cells of a sheet.
fn cells(
    tree: &Tree<'_>,
    shared: &Shared,
    sheet: &mut Sheet,
    values: &mut Values,
    room: &mut Room,
    notes: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let Some(data) = tree.root().child("sheetData") else { return Ok(()) };
    let (mut uncalculated, mut errors) = (Vec::new(), Vec::new());
    let mut next_row = 0;
    for row in data.children().filter(|r| r.name() == "row") {
        let number = row.number("r").and_then(|n| u32::try_from(n).ok());
        let r = number.and_then(|n| n.checked_sub(1)).unwrap_or(next_row);
        if r >= MOST_ROWS {
            continue;
        }
        next_row = r + 1;
        let is = |name: &str| row.attribute(name).is_some_and(|v| v == "1" || v == "true");
        if is("hidden") {
            sheet.hidden_rows.push(r);
        }
        let mut next = 0;
        for c in row.children().filter(|c| c.name() == "c") {
            let at = c.attribute("r").and_then(corner);
            let col = at.map_or(next, |(_, col)| col);
            if col >= MOST_COLUMNS {
                continue;
            }
            next = col + 1;
            let number = c.number("s").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let style = shared.styles.get(number);
            let look = style.map(|s| s.look.clone()).unwrap_or_default();
            let code = style.map_or("General", |s| s.format.as_str());
            let mut cell = Cell { row: r, col, ..Cell::default() };
            cell.fill = style.and_then(|s| s.fill);
            cell.is_large = style.is_some_and(|s| s.is_large);
            let v = c.child("v").map(|v| v.text());
            let plain = |text: String| vec![Run { text, look: look.clone() }];
            let value = match c.attribute("t").unwrap_or("n") {
                "s" => {
                    let at = v.as_deref().and_then(|v| v.trim().parse::<usize>().ok());
                    let mut found =
                        at.and_then(|i| shared.strings.get(i)).cloned().unwrap_or_default();
                    let whole: String = found.iter().map(|p| p.text.as_str()).collect();
                    if let [only] = found.as_mut_slice() {
                        only.text = format::show_text(&whole, code);
                    }
                    cell.runs = looking(found, &look);
                    Value::Text(whole)
                }
                "inlineStr" => {
                    let found = c.child("is").map(|e| runs(e, &shared.styles)).unwrap_or_default();
                    let whole: String = found.iter().map(|p| p.text.as_str()).collect();
                    cell.runs = looking(found, &look);
                    Value::Text(whole)
                }
                "str" => {
                    let whole = v.clone().unwrap_or_default();
                    cell.runs = plain(format::show_text(&whole, code));
                    Value::Text(whole)
                }
                "b" => {
                    let is_true = v.as_deref().is_some_and(|v| v.trim() == "1");
                    cell.runs = plain(if is_true { "TRUE" } else { "FALSE" }.to_owned());
                    Value::Truth(is_true)
                }
                "e" => {
                    let shown = v.clone().unwrap_or_default();
                    errors.push((r, col, shown.clone()));
                    cell.runs = plain(shown);
                    Value::Error
                }
                "d" => {
                    let shown = v.clone().unwrap_or_default();
                    let day = shown.get(..10).and_then(|d| d.parse::<tablemend_model::Date>().ok());
                    cell.day = day;
                    cell.runs = plain(match day {
                        Some(d) => format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year()),
                        None => shown.clone(),
                    });
                    Value::Text(shown)
                }
                _ => match v.as_deref().map(str::trim).filter(|v| !v.is_empty()) {
                    Some(v) => match v.parse::<f64>() {
                        Ok(number) => {
                            let shown = format::show(number, code, shared.is_1904);
                            cell.day = shown.day;
                            cell.runs = plain(shown.text);
                            Value::Number(number)
                        }
                        Err(_) => {
                            cell.runs = plain(v.to_owned());
                            Value::Text(v.to_owned())
                        }
                    },
                    None => Value::Blank,
                },
            };
            let is_formula = c.child("f").is_some();
            cell.is_formula = is_formula;
            let is_text = matches!(c.attribute("t"), Some("str" | "s" | "inlineStr"));
            if is_formula && !is_text && v.as_deref().is_none_or(|v| v.trim().is_empty()) {
                let formula = c.child("f").map(|f| f.text()).unwrap_or_default();
                uncalculated.push((r, col, formula));
            }
            let length: usize = cell.runs.iter().map(|r| r.text.len()).sum();
            room.text = room.text.checked_sub(length).ok_or_else(|| {
                Error::TooLarge("its cells hold more text than any document".to_owned())
            })?;
            if value != Value::Blank {
                values.insert((r, col), value);
            }
            if cell.is_blank() && cell.fill.is_none() && !is_formula {
                // Conditional formats may colour a blank cell; those far from any text do not count.
                if cell.runs.is_empty() && style.is_none() {
                    continue;
                }
            }
            room.cells = room
                .cells
                .checked_sub(1)
                .ok_or_else(|| Error::TooLarge(format!("it has more than {MOST_CELLS} cells")))?;
            sheet.cells.push(cell);
        }
    }
    notes.extend(formulas(&sheet.name, &uncalculated, false));
    notes.extend(formulas(&sheet.name, &errors, true));
    Ok(())
}

/// A note on formulas without a value, or with an error in its place.
fn formulas(sheet: &str, found: &[(u32, u32, String)], is_error: bool) -> Option<Diagnostic> {
    let (row, col, printed) = found.first()?;
    let cells = match found.len() {
        1 => "1 formula".to_owned(),
        n => format!("{n} formulas"),
    };
    let (code, message, help) = if is_error {
        let has = if found.len() == 1 { "has" } else { "have" };
        ("formula.error", format!("{cells} on this sheet {has} an error in place of a value"), "")
    } else {
        let has = if found.len() == 1 { "has" } else { "have" };
        (
            "formula.uncalculated",
            format!("{cells} on this sheet {has} no value: the cells are read as blank"),
            "open the workbook in Excel or LibreOffice and save it: that works them out",
        )
    };
    let note = Diagnostic::new(code, Level::Warning, message)
        .at(place(sheet, *row, *col))
        .printed(if is_error { printed.clone() } else { format!("={printed}") });
    Some(if help.is_empty() { note } else { note.help(help) })
}

/// Reads what is around the cells: merges, hidden columns, rules, page heads.
fn around(tree: &Tree<'_>, shared: &Shared, sheet: &mut Sheet, rules: &mut Vec<Rule>) {
    for e in tree.root().children() {
        match e.name() {
            "cols" => {
                for col in e.children() {
                    let hidden = col.attribute("hidden").is_some_and(|v| v == "1" || v == "true");
                    let end =
                        |name| col.number(name).and_then(|n| u32::try_from(n.checked_sub(1)?).ok());
                    if let (true, Some(a), Some(b)) = (hidden, end("min"), end("max")) {
                        sheet.hidden_columns.push([a, b]);
                    }
                }
            }
            "autoFilter" => {
                let area = e.attribute("ref").and_then(Area::parse);
                sheet.tables.extend(area.map(|area| (area, 1)));
            }
            "mergeCells" => {
                let areas = e.children().filter_map(|m| Area::parse(m.attribute("ref")?));
                sheet.merges = areas.take(MOST_MERGES).collect();
            }
            "conditionalFormatting" => conditional::read(e, &shared.styles, rules),
            "dataValidations" => choices(e, sheet),
            "extLst" => {
                for inner in e.descendants() {
                    match inner.name() {
                        "conditionalFormatting" => conditional::read(inner, &shared.styles, rules),
                        "dataValidations" => choices(inner, sheet),
                        _ => {}
                    }
                }
            }
            "headerFooter" => {
                for part in e.children() {
                    let texts = page_text(&part.text());
                    let is_foot = part.name().ends_with("Footer");
                    let out = if is_foot { &mut sheet.feet } else { &mut sheet.heads };
                    out.extend(texts.into_iter().filter(|t| !out.contains(t)).collect::<Vec<_>>());
                }
            }
            _ => {}
        }
    }
}
