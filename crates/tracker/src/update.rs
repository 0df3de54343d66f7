//! A plan carried out on a workbook.

use crate::Error;
use crate::area::{Area, MOST, Spot};
use crate::book::Workbook;
use crate::cells::{Writing, Writings, extend_areas, height, widen, widths};
use crate::derived::Derive;
use crate::folded;
use crate::formula::{Grown, carried};
use crate::lengthened::Lengthened;
use crate::pages;
use crate::plan::{Column, Fate, Held, Plan, RowPlan};
use crate::sheet::Sheet;
use crate::table::{Table, tables};
use crate::told::{item_rows, told};
use crate::value::Value;
use crate::widen::{Fate as Became, Formula, name_row, sentences};
use crate::xml::{Edits, attribute};
use std::collections::BTreeMap;
use tablemend_model::published;

/// Heading of the column that says what happened to a row.
pub const MARKS: &str = "Changes in latest edition";

/// Width of that column.
const MARKS_WIDTH: f64 = 44.0;

/// The table that people work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Name of its sheet.
    pub sheet: String,
    /// Its header row.
    pub header: u32,
    /// For each column of the new edition where it is on the sheet.
    pub columns: Vec<Option<u32>>,
    /// The rows of its items.
    pub rows: Vec<u32>,
}

/// A sheet that is made from the document alone, as the new edition has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// Its name.
    pub name: String,
    /// Its headings; none for lines of text at the top of the first column.
    pub heads: Vec<String>,
    /// Which columns have the id of an item.
    pub items: Vec<usize>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

/// What to carry out.
#[derive(Clone, Debug)]
pub struct Update<'a> {
    /// Where.
    pub target: &'a Target,
    /// The new edition's columns.
    pub columns: &'a [Column],
    /// Which of them is the id, and which say what an item is called.
    pub id: usize,
    /// The column of the reference.
    pub reference: Option<usize>,
    /// The column of the text that an item is called by.
    pub text: Option<usize>,
    /// The new edition's rows.
    pub fresh: &'a [Vec<Value>],
    /// Where each of them is in the document.
    pub places: &'a [String],
    /// The rows published last (for those that the tracker has no longer).
    pub before: &'a [Vec<String>],
    /// What to do.
    pub plan: &'a Plan,
    /// The sheets that go with the items.
    pub derived: &'a [Derived],
    /// What the hidden sheet says from now on of the items: headings, then values.
    pub published: &'a [Vec<String>],
    /// Name of the sheet of changes.
    pub changes: &'a str,
}

/// A workbook that was brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The file.
    pub bytes: Vec<u8>,
    /// Name of the sheet of changes.
    pub changes: String,
    /// Whole sentences on what could not be done as usual.
    pub notes: Vec<String>,
    /// Whole sentences on formulas that a person should look at.
    pub formulas: Vec<String>,
    /// How many formulas a person should look at.
    pub to_check: usize,
    /// How many formulas have the new rows too.
    pub widened: usize,
}

impl Workbook<'_> {
    /// The cells of the target's rows, one a column of the new edition.
    #[must_use]
    pub fn held(&self, target: &Target) -> Vec<Vec<Option<Held>>> {
        let Some(named) = self.find(&target.sheet).and_then(|at| self.sheets.get(at)) else {
            return Vec::new();
        };
        let held = |spot: Spot| Held {
            text: named.sheet.value(spot).shown(),
            is_formula: named.sheet.cell(spot).is_some_and(|c| c.is_formula),
            is_merged: named.sheet.is_merged(spot),
        };
        let row = |row: &u32| {
            let columns = target.columns.iter();
            columns.map(|c| c.map(|column| held(Spot { row: *row, column }))).collect()
        };
        target.rows.iter().map(row).collect()
    }

    /// Carries out an update and gives the whole new file.
    ///
    /// # Errors
    /// Where a part of the workbook is damaged, or the sheet has no room.
    pub fn updated(mut self, update: &Update<'_>) -> Result<Updated, Error> {
        let mut notes = Vec::new();
        let target = update.target;
        let at = self
            .find(&target.sheet)
            .ok_or_else(|| Error::Unfit(format!("there is no sheet “{}”", target.sheet)))?;
        let mut lengths: BTreeMap<usize, Lengthened> = BTreeMap::new();
        let mut formulas: Vec<Formula> = Vec::new();
        let new_rows = self.write_target(at, update, &mut lengths, (&mut notes, &mut formulas))?;
        let grown = lengths.get(&self.sheets.get(at).map_or(0, |s| s.number));
        let grown = grown.filter(|_| !new_rows.is_empty()).map(|l| l.grown(&target.sheet));
        let rows: Vec<u32> = target.rows.iter().copied().chain(new_rows.iter().copied()).collect();
        let places = item_rows(update, &rows);
        let said = self.published();
        let mut top = vec![published::MARK.to_owned()];
        let mut left: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
        for derived in update.derived {
            let old =
                said.as_ref().and_then(|p| p.digests.iter().find(|(n, _)| *n == derived.name));
            let old = old.map(|(_, digest)| digest.as_str());
            let written = match self.write_derived(derived, old, target, &places, &mut lengths)? {
                Derive::Written(digest) => Some(digest),
                Derive::Left(why) => {
                    left.entry(why).or_default().push(&derived.name);
                    None
                }
                Derive::None => None,
            };
            let digest = written.or_else(|| old.map(str::to_owned));
            top.extend(digest.map(|digest| format!("{} {digest}", derived.name)));
        }
        notes.extend(left.into_iter().map(|(why, names)| {
            let named = names.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join(", ");
            match names.len() {
                1 => format!("the sheet {named} is as it was, of an earlier edition: {why}"),
                _ => format!("the sheets {named} are as they were, of an earlier edition: {why}"),
            }
        }));
        if let Some(grown) = &grown {
            let is_inside = grown.new_last > grown.last;
            // Of new rows elsewhere no range can have them: as if they were below.
            let last = grown.new_last.max(grown.last + 1);
            self.widen(
                &Grown { new_last: last, ..grown.clone() },
                target.header,
                is_inside,
                &mut formulas,
            )?;
        }
        let grown = grown.filter(|grown| grown.new_last > grown.last);
        let extend = |number, area| lengths.get(&number)?.extended(area);
        let names = self.extend_names(&extend, grown.as_ref())?;
        formulas.sort_by_key(|formula| !formula.fate.is_query());
        let changes = self.free_sheet_name(update.changes);
        let mut told = told(update, &new_rows);
        let queries = formulas.iter().filter(|f| f.fate.is_query()).count();
        told.splice(0..0, formulas.iter().take(queries).map(Formula::row));
        told.extend(formulas.iter().skip(queries).map(Formula::row));
        told.extend(names.iter().map(name_row));
        let body = pages::changes(&told, &mut self.styles, self.is_1904);
        self.add_sheet(&changes, &body, false)?;
        let rows: Vec<Vec<String>> =
            std::iter::once(top).chain(update.published.iter().cloned()).collect();
        let body = pages::texts(&rows);
        match self.published_sheet() {
            Some(at) => self.replace_sheet(at, &body)?,
            None => {
                let name = self.free_sheet_name(published::SHEET);
                self.add_sheet(&name, &body, true)?;
            }
        }
        Ok(Updated {
            bytes: self.finish()?,
            changes,
            notes,
            formulas: sentences(&formulas),
            to_check: queries,
            widened: formulas.iter().skip(queries).map(|f| f.cells).sum::<usize>() + names.len(),
        })
    }

    /// Writes the cells, marks and new rows of the table that people work in; gives the numbers of the
    /// new rows.
    fn write_target(
        &mut self,
        at: usize,
        update: &Update<'_>,
        lengths: &mut BTreeMap<usize, Lengthened>,
        (notes, formulas): (&mut Vec<String>, &mut Vec<Formula>),
    ) -> Result<Vec<u32>, Error> {
        let Some(named) = self.sheets.get(at) else { return Ok(Vec::new()) };
        let (target, plan) = (update.target, update.plan);
        let own_tables = tables(&mut self.package, named)?;
        let sheet = &named.sheet;
        let own = own_tables.iter().find(|t| t.has_header(target));
        let marks = marks_column(sheet, target, own);
        let count = plan.new.len() as u32;
        // A row of a person's without the text that items are called by is most likely one of totals.
        let text = update.text.and_then(|c| target.columns.get(c).copied().flatten());
        let is_item = |(row, number): &(&RowPlan, &u32)| {
            row.fate != Fate::Own
                || text.is_none_or(|column| {
                    *sheet.value(Spot { row: **number, column }) != Value::Blank
                })
        };
        let items = plan.rows.iter().zip(&target.rows).filter(is_item);
        let last = items.map(|(_, number)| *number).max().unwrap_or(target.header);
        let (first_new, is_inside) = match is_free(sheet, last + 1, count) {
            true => (last + 1, true),
            false => (sheet.last_row() + 2, false),
        };
        if first_new + count > MOST.row || marks.column > MOST.column {
            return Err(Error::Unfit(format!("the sheet “{}” has no room left", target.sheet)));
        }
        if !is_inside {
            notes.push(format!(
                "the new rows are at {} of the sheet “{}”, below all else: there is something right below \
                 the table that they would have to move",
                Spot { row: first_new, column: 1 },
                target.sheet
            ));
        }
        // New rows look like the last row of an item.
        let there = plan.rows.iter().zip(&target.rows).filter(|(row, _)| row.fate == Fate::There);
        let model = there.map(|(_, number)| *number).max().unwrap_or(last);
        let lengthened = Lengthened {
            header: target.header,
            from: bottom(sheet, target, own, last),
            last,
            new_last: if is_inside { last + count } else { last },
            marks: marks.is_new.then_some(marks.column),
        };
        let grown = lengthened.grown(&target.sheet);
        let sizes = widths(sheet);
        let mut writings = Writings::default();
        for (made, number) in plan.rows.iter().zip(&target.rows) {
            let spot = |column: u32| Spot { row: *number, column };
            let mut heights = vec![(MARKS_WIDTH, Value::Text(made.mark.clone()))];
            for (column, value) in &made.set {
                let Some(Some(place)) = target.columns.get(*column) else { continue };
                if update.columns.get(*column).is_some_and(|c| c.is_shown) {
                    heights.push((sizes.get(place).copied().unwrap_or(9.0), value.clone()));
                }
                let format = sheet.cell(spot(*place)).and_then(|c| c.format);
                let format = format.or_else(|| format_in(sheet, target, *place));
                writings.put(spot(*place), Writing { value: value.clone(), format });
            }
            let value = text_value(&made.mark);
            let is_same = *sheet.value(spot(marks.column)) == value;
            if !is_same {
                let format = sheet.cell(spot(marks.column)).and_then(|c| c.format);
                let format = format.or_else(|| text_format(sheet, target, *number));
                writings.put(spot(marks.column), Writing { value, format });
            }
            if !made.set.is_empty() || !is_same {
                let cells = heights.iter().map(|(width, value)| (*width, value));
                writings.height(*number, height(cells));
            }
        }
        if marks.is_new {
            let beside = Spot { row: target.header, column: marks.beside };
            let format = sheet.cell(beside).and_then(|c| c.format);
            let value = Value::Text(MARKS.to_owned());
            writings
                .put(Spot { row: target.header, column: marks.column }, Writing { value, format });
        }
        let mut new_rows = Vec::new();
        for (number, fresh) in (first_new..).zip(&plan.new) {
            new_rows.push(number);
            let mut cells = new_row(sheet, target, model, update.fresh.get(*fresh));
            cells.insert(
                marks.column,
                Writing {
                    value: text_value(&plan.new_mark),
                    format: sheet
                        .cell(Spot { row: model, column: marks.column })
                        .and_then(|c| c.format)
                        .or_else(|| text_format(sheet, target, model)),
                },
            );
            let shown = target.columns.iter().zip(update.columns).filter(|(_, c)| c.is_shown);
            let sized = shown.filter_map(|(place, _)| {
                let place = (*place)?;
                Some((sizes.get(&place).copied().unwrap_or(9.0), &cells.get(&place)?.value))
            });
            writings.height(number, height(sized));
            for (column, writing) in cells {
                let (model, spot) = (Spot { row: model, column }, Spot { row: number, column });
                let is_own = !target.columns.contains(&Some(column)) && column != marks.column;
                let has_formula = is_own && sheet.cell(model).is_some_and(|c| c.is_formula);
                let formula = has_formula.then(|| sheet.formula(model));
                let found = formula.flatten();
                let made = found.and_then(|(row, f)| carried(f, row, number, &grown));
                let fate = match &made {
                    None => Some(Became::Left),
                    Some(made) => made.points_at_rows.then_some(Became::Points),
                };
                // Of a column it is told once, for all new rows.
                if let Some(fate) = fate.filter(|_| has_formula && number == first_new) {
                    formulas.push(Formula {
                        fate,
                        sheet: target.sheet.clone(),
                        spot,
                        heading: sheet.value(Spot { row: target.header, column }).shown(),
                        was: found.map(|(_, f)| f.to_owned()).unwrap_or_default(),
                        is: made.as_ref().map(|m| m.formula.clone()).unwrap_or_default(),
                        cells: 1,
                    });
                }
                if let Some(made) = made {
                    writings.formula(spot, made.formula);
                }
                writings.put(Spot { row: number, column }, writing);
            }
        }
        let mut edits = Edits::default();
        let reached =
            Spot { row: new_rows.last().copied().unwrap_or(last), column: writings.last_column() };
        extend_areas(sheet, &mut edits, reached, &|tag, area| match tag {
            "autoFilter" => lengthened.extended(area),
            _ => lengthened.longer(area),
        });
        if marks.is_new {
            widen(sheet, &mut edits, marks.column, MARKS_WIDTH);
        }
        let keep = marks.is_new.then_some(marks.column);
        let shown = folded::show(sheet, target, &folded::filled(update), keep, &mut edits);
        if !shown.is_empty() {
            notes.push(format!(
                "“{}” was folded away while it was empty, and is shown again",
                shown.join("”, “")
            ));
        }
        writings.edit(sheet, &mut edits, &mut self.styles, self.is_1904);
        let text = edits.applied(&sheet.text);
        let text = text.ok_or_else(|| Error::broken(&sheet.part, "its rows overlap"))?;
        let part = sheet.part.clone();
        lengths.insert(named.number, lengthened);
        for table in &own_tables {
            let is_own = own.is_some_and(|own| own.part == table.part);
            if is_own && let Some(area) = lengthened.extended_table(table) {
                let added = lengthened.marks.filter(|column| area.last.column == *column);
                let text = table.resized(area, added.map(|_| MARKS))?;
                self.package.put(&table.part, text);
            }
        }
        self.package.put(&part, text);
        Ok(new_rows)
    }
}

/// The column of marks.
struct Marks {
    column: u32,
    /// Whether it is not there yet.
    is_new: bool,
    /// The column whose look its heading takes on.
    beside: u32,
}

fn marks_column(sheet: &Sheet, target: &Target, table: Option<&Table>) -> Marks {
    let header = sheet.rows.get(&target.header);
    let named = header.into_iter().flat_map(|row| &row.cells);
    let mut last = 0;
    for (column, cell) in named {
        if cell.value == Value::Text(MARKS.to_owned()) {
            return Marks { column: *column, is_new: false, beside: *column };
        }
        if cell.value != Value::Blank {
            last = *column;
        }
    }
    let beside = table.map_or(last, |t| t.area.last.column);
    let is_blank = |column: u32| {
        let rows = sheet.rows.values();
        let mut cells = rows.filter_map(|row| row.cells.get(&column));
        !cells.any(|c| c.is_formula || c.value != Value::Blank)
            && !sheet.merged.iter().any(|a| (a.first.column..=a.last.column).contains(&column))
    };
    let column = if is_blank(beside + 1) { beside + 1 } else { sheet.last_column() + 1 };
    Marks { column, is_new: true, beside }
}

/// Where the table ends as the workbook has it: the last row of items, or a row before it where people
/// have added rows right below the table or the filter.
fn bottom(sheet: &Sheet, target: &Target, table: Option<&Table>, last: u32) -> u32 {
    let filter = sheet.tags.iter().find(|(name, _)| name == "autoFilter");
    let filter = filter.and_then(|(_, at)| sheet.text.get(at.clone()));
    let filter = filter.and_then(|tag| Area::of(&attribute(tag, "ref")?));
    let end = table.map(|t| t.area.last.row).or(filter.map(|area| area.last.row));
    let is_items = |from: u32| (from..=last).all(|row| target.rows.contains(&row));
    end.filter(|end| *end < last && *end > target.header && is_items(end + 1)).unwrap_or(last)
}

/// Whether nothing is in some rows.
fn is_free(sheet: &Sheet, from: u32, count: u32) -> bool {
    let rows = sheet.rows.range(from..from.saturating_add(count));
    let is_blank = |row: &crate::sheet::Row| {
        row.cells.values().all(|c| !c.is_formula && c.value == Value::Blank)
    };
    let mut merged = sheet.merged.iter();
    rows.into_iter().all(|(_, row)| is_blank(row))
        && !merged.any(|a| a.last.row >= from && a.first.row < from.saturating_add(count))
}

/// The format that the column has in some row of the table.
fn format_in(sheet: &Sheet, target: &Target, column: u32) -> Option<u32> {
    let mut rows = target.rows.iter().rev();
    rows.find_map(|row| sheet.cell(Spot { row: *row, column })?.format)
}

/// The format of a text of a row: that of the first cell of text in the table's columns.
fn text_format(sheet: &Sheet, target: &Target, row: u32) -> Option<u32> {
    let mut columns = target.columns.iter().flatten();
    let is_text = |spot: Spot| matches!(sheet.value(spot), Value::Text(_));
    let spot = |column: &u32| Spot { row, column: *column };
    columns.find(|c| is_text(spot(c))).and_then(|c| sheet.cell(spot(c))?.format)
}

/// The cells of a new row: published columns with their values, all with the formats of a
/// row that is there.
fn new_row(
    sheet: &Sheet,
    target: &Target,
    model: u32,
    fresh: Option<&Vec<Value>>,
) -> BTreeMap<u32, Writing> {
    let mut cells: BTreeMap<u32, Writing> = BTreeMap::new();
    if let Some(row) = sheet.rows.get(&model).filter(|_| model > target.header) {
        for (column, cell) in row.cells.iter().filter(|(_, c)| c.format.is_some() || c.is_formula) {
            cells.insert(*column, Writing { value: Value::Blank, format: cell.format });
        }
    }
    for (place, value) in target.columns.iter().zip(fresh.into_iter().flatten()) {
        let Some(column) = place else { continue };
        let format = cells.get(column).and_then(|c| c.format);
        let format = format.or_else(|| format_in(sheet, target, *column));
        cells.insert(*column, Writing { value: value.clone(), format });
    }
    cells
}

fn text_value(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
