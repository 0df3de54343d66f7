//! A plan carried out on a workbook.

use crate::Error;
use crate::area::{Area, MOST, Spot};
use crate::book::Workbook;
use crate::cells::{Writing, Writings, extend_areas, height, widen, widths};
use crate::formula::carried;
use crate::pages::{self, Told};
use crate::plan::{Column, Entry, Fate, Held, Kind, Of, Plan, RowPlan};
use crate::sheet::Sheet;
use crate::table::{Table, tables};
use crate::value::Value;
use crate::xml::{Edits, attribute, escaped};
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
        let new_rows = self.write_target(at, update, &mut lengths, &mut notes)?;
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
        self.extend_names(&|number, area| lengths.get(&number)?.extended(area))?;
        let changes = self.free_sheet_name(update.changes);
        let told = told(update, &new_rows);
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
        Ok(Updated { bytes: self.finish()?, changes, notes })
    }

    /// Writes the cells, marks and new rows of the table that people work in; gives the numbers of the
    /// new rows.
    fn write_target(
        &mut self,
        at: usize,
        update: &Update<'_>,
        lengths: &mut BTreeMap<usize, Lengthened>,
        notes: &mut Vec<String>,
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
                let formula =
                    sheet.cell(Spot { row: model, column }).and_then(|c| c.formula.as_ref());
                let formula = formula.filter(|_| !target.columns.contains(&Some(column)));
                if let Some(formula) = formula.and_then(|f| carried(f, model, number)) {
                    writings.formula(Spot { row: number, column }, formula);
                }
                writings.put(Spot { row: number, column }, writing);
            }
        }
        let mut edits = Edits::default();
        let new_last = if is_inside { last + count } else { last };
        let lengthened = Lengthened {
            header: target.header,
            from: bottom(sheet, target, own, last),
            last,
            new_last,
            marks: marks.is_new.then_some(marks.column),
        };
        let reached =
            Spot { row: new_rows.last().copied().unwrap_or(last), column: writings.last_column() };
        extend_areas(sheet, &mut edits, reached, &|tag, area| match tag {
            "autoFilter" => lengthened.extended(area),
            _ => lengthened.longer(area),
        });
        if marks.is_new {
            widen(sheet, &mut edits, marks.column, MARKS_WIDTH);
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

    /// Writes a sheet that goes with the items, where nobody has worked in it.
    fn write_derived(
        &mut self,
        derived: &Derived,
        digest: Option<&str>,
        target: &Target,
        places: &BTreeMap<String, u32>,
        lengths: &mut BTreeMap<usize, Lengthened>,
    ) -> Result<Derive, Error> {
        let Some(at) = self.find(&derived.name).filter(|_| derived.name != target.sheet) else {
            return Ok(Derive::None);
        };
        let Some(named) = self.sheets.get(at) else { return Ok(Derive::None) };
        let Some(digest) = digest else {
            return Ok(Derive::Left("the workbook does not say what was written on it"));
        };
        let sheet = &named.sheet;
        let is_lines = derived.heads.is_empty();
        let first = if is_lines { 1 } else { 2 };
        let until = if is_lines { derived.rows.len() as u32 } else { sheet.last_row() };
        let width = if is_lines { 1 } else { sheet.last_column() };
        let text =
            |row: u32| (1..=width).map(move |column| sheet.value(Spot { row, column }).shown());
        let is_untouched = digest == published::digest((first..=until).map(text));
        let has_notes = named.leads_to.iter().any(|(kind, _)| kind.contains("omment"));
        if !is_untouched || (has_notes && !is_lines) {
            return Ok(Derive::Left("somebody has worked in it"));
        }
        let mut edits = Edits::default();
        let mut written: Vec<Vec<String>> = Vec::new();
        if is_lines {
            let mut writings = Writings::default();
            for (row, cells) in (1..).zip(&derived.rows) {
                let value = cells.first().cloned().unwrap_or_default();
                written.push(vec![value.shown()]);
                writings.put(Spot { row, column: 1 }, Writing { value, format: None });
            }
            writings.edit(sheet, &mut edits, &mut self.styles, self.is_1904);
        } else {
            let heads: Vec<String> =
                (1..=width).map(|column| sheet.value(Spot { row: 1, column }).shown()).collect();
            let at: Vec<Option<usize>> =
                heads.iter().map(|head| derived.heads.iter().position(|h| h == head)).collect();
            let is_missing = |c: usize| {
                !at.contains(&Some(c))
                    && derived.rows.iter().any(|row| row.get(c).is_some_and(|v| *v != Value::Blank))
            };
            if at.contains(&None) || (0..derived.heads.len()).any(is_missing) {
                return Ok(Derive::Left("the new edition has other columns"));
            }
            let own_tables = tables(&mut self.package, named)?;
            let old_last = own_tables.first().map_or(until.max(1), |t| t.area.last.row);
            let new_last = (derived.rows.len() as u32 + 1).max(2);
            let lengthened =
                Lengthened { header: 1, from: old_last, last: old_last, new_last, marks: None };
            let sizes = widths(sheet);
            let formats: Vec<Option<u32>> = (1..=width)
                .map(|column| sheet.cell(Spot { row: 2, column }).and_then(|c| c.format))
                .collect();
            let mut rows = String::new();
            let mut links = String::new();
            let p = &sheet.prefix;
            let old = sheet.elements.iter().find(|(name, _)| name == "hyperlinks");
            let has_links = old.is_some() || until < 2;
            for (row, cells) in (2_u32..).zip(&derived.rows) {
                let value = |c: &Option<usize>| c.and_then(|c| cells.get(c)).cloned();
                let values: Vec<Value> = at.iter().map(|c| value(c).unwrap_or_default()).collect();
                written.push(values.iter().map(Value::shown).collect());
                let sized = (1..).zip(&values).filter_map(|(c, v)| Some((*sizes.get(&c)?, v)));
                rows.push_str(&format!(
                    "<{p}row r=\"{row}\" ht=\"{}\" customHeight=\"1\">",
                    height(sized)
                ));
                for ((column, value), (format, from)) in
                    (1..).zip(values).zip(formats.iter().zip(&at))
                {
                    let spot = Spot { row, column };
                    let is_item = from.is_some_and(|c| derived.items.contains(&c));
                    if let Some(to) = places.get(&value.shown()).filter(|_| is_item && has_links) {
                        let sheet = target.sheet.replace('\'', "''");
                        let to = escaped(&format!("'{sheet}'!A{to}"));
                        links
                            .push_str(&format!("<{p}hyperlink ref=\"{spot}\" location=\"{to}\"/>"));
                    }
                    let writing = Writing { value, format: *format };
                    rows.push_str(&crate::cells::cell_xml(
                        p,
                        spot,
                        &writing,
                        &mut self.styles,
                        self.is_1904,
                    ));
                }
                rows.push_str(&format!("</{p}row>"));
            }
            let from = sheet.rows.range(2..).next().map(|(_, row)| row.tag.start);
            match (from, sheet.data.1) {
                (Some(from), Some(end)) => edits.put(from..end, rows),
                (None, Some(end)) => edits.insert(end, rows),
                (_, None) => return Ok(Derive::None),
            }
            extend_areas(sheet, &mut edits, Spot { row: new_last, column: width }, &|_, area| {
                lengthened.longer(area)
            });
            let links = match links.as_str() {
                "" => String::new(),
                links => format!("<{p}hyperlinks>{links}</{p}hyperlinks>"),
            };
            match old {
                Some((_, at)) => edits.put(at.clone(), links),
                None => edits.insert(before_set_up(sheet), links),
            }
            for table in &own_tables {
                let last = Spot { row: new_last, ..table.area.last };
                let text = table.resized(Area { last, ..table.area }, None)?;
                self.package.put(&table.part, text);
            }
            lengths.insert(named.number, lengthened);
        }
        let text = edits.applied(&sheet.text);
        let text = text.ok_or_else(|| Error::broken(&sheet.part, "its rows overlap"))?;
        let part = sheet.part.clone();
        self.package.put(&part, text);
        Ok(Derive::Written(published::digest(written)))
    }
}

/// What became of a sheet that goes with the items.
enum Derive {
    /// It was written; the digest of what is on it.
    Written(String),
    /// It is as it was, and why.
    Left(&'static str),
    /// There is no such sheet.
    None,
}

/// Where the areas of a sheet end and are to end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengthened {
    header: u32,
    /// The row where the table ends as the workbook has it; people add rows below.
    from: u32,
    /// The last row.
    last: u32,
    new_last: u32,
    /// The column of marks, where it is new.
    marks: Option<u32>,
}

impl Lengthened {
    /// An area that ends with the last row, so that it ends with the new last row.
    fn longer(&self, area: Area) -> Option<Area> {
        let is_span = area.first.row < area.last.row || self.last == self.header + 1;
        let is_shorter = area.last.row < self.new_last && area.last.row >= self.from;
        let is_longer = area.last.row == self.last && self.new_last < self.last;
        if !is_span || !(is_shorter || is_longer) || area.first.row > self.last {
            return None;
        }
        Some(Area { last: Spot { row: self.new_last, ..area.last }, ..area })
    }

    /// The same for an area with the header: it takes in the column of marks beside it.
    fn extended(&self, area: Area) -> Option<Area> {
        let mut new = self.longer(area).unwrap_or(area);
        if area.first.row == self.header && self.marks == Some(area.last.column + 1) {
            new.last.column += 1;
        }
        (new != area).then_some(new)
    }

    fn extended_table(&self, table: &Table) -> Option<Area> {
        // What has a row of totals cannot grow: that row would have to move.
        let is_longer = table.totals == 0;
        let mut area = table.area;
        if is_longer && area.last.row >= self.from && area.last.row < self.new_last {
            area.last.row = self.new_last;
        }
        if self.marks == Some(area.last.column + 1) {
            area.last.column += 1;
        }
        (area != table.area).then_some(area)
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

/// Where links come in a sheet's part: before the set-up of the page and what follows it.
fn before_set_up(sheet: &Sheet) -> usize {
    const BEHIND: [&str; 18] = [
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "picture",
        "oleObjects",
        "controls",
        "tableParts",
        "extLst",
    ];
    let first = sheet.tags.iter().find(|(name, _)| BEHIND.contains(&name.as_str()));
    first.map_or(sheet.end, |(_, at)| at.start)
}

/// The row of each item of the new edition in the table, by its id.
fn item_rows(update: &Update<'_>, rows: &[u32]) -> BTreeMap<String, u32> {
    let mut places = BTreeMap::new();
    let is_there = |of: &Of| match of {
        Of::Row(at) => {
            update.plan.rows.get(*at).is_some_and(|row| row.fate == Fate::There).then_some(*at)
        }
        Of::New(at) => Some(update.target.rows.len() + at),
        Of::Published(_) => None,
    };
    for (item, of) in &update.plan.items {
        let id = update.fresh.get(*item).and_then(|row| row.get(update.id)).map(Value::shown);
        let row = is_there(of).and_then(|at| rows.get(at));
        if let (Some(id), Some(row)) = (id, row) {
            places.insert(id, *row);
        }
    }
    places
}

/// The rows of the sheet of changes.
fn told(update: &Update<'_>, new_rows: &[u32]) -> Vec<Vec<Told>> {
    update.plan.entries.iter().map(|entry| told_of(update, entry, new_rows)).collect()
}

fn told_of(update: &Update<'_>, entry: &Entry, new_rows: &[u32]) -> Vec<Told> {
    let target = update.target;
    let row = match entry.of {
        Of::Row(at) => target.rows.get(at).copied(),
        Of::New(at) => new_rows.get(at).copied(),
        Of::Published(_) => None,
    };
    let fresh = |column: Option<usize>| -> String {
        let row = entry.item.and_then(|item| update.fresh.get(item));
        column.and_then(|c| row?.get(c)).map(Value::shown).unwrap_or_default()
    };
    let held = |column: Option<usize>| -> String {
        let value = match entry.of {
            Of::Row(at) => column.and_then(|c| update.plan.texts.get(at)?.get(c)?.clone()),
            Of::Published(at) => column.and_then(|c| update.before.get(at)?.get(c).cloned()),
            Of::New(_) => None,
        };
        value.unwrap_or_default()
    };
    let either = |column: Option<usize>| match fresh(column) {
        none if none.is_empty() => held(column),
        some => some,
    };
    let name = match either(update.reference) {
        none if none.is_empty() => either(Some(update.id)),
        some => some,
    };
    let place = entry.column.and_then(|c| target.columns.get(c).copied().flatten());
    let spot = row.map(|row| Spot { row, column: place.unwrap_or(1) });
    let sheet = target.sheet.replace('\'', "''");
    let cut = |text: String| -> String { text.chars().take(2_000).collect() };
    let plain = |text: String| Told { text: cut(text), link: None };
    let column = entry.column.and_then(|c| update.columns.get(c)).map(|c| c.title.clone());
    let mut happened = entry.kind.told().to_owned();
    if entry.kind != Kind::Gone && !entry.remark.is_empty() {
        happened.push_str(&format!(" ({})", entry.remark));
    }
    vec![
        plain(happened),
        plain(name),
        plain(either(update.text)),
        plain(column.unwrap_or_default()),
        plain(entry.held.clone()),
        plain(entry.published.clone().unwrap_or_default()),
        plain(entry.fresh.clone()),
        Told {
            text: spot.map(|s| s.to_string()).unwrap_or_default(),
            link: spot.map(|s| format!("'{sheet}'!{s}")),
        },
        plain(entry.item.and_then(|item| update.places.get(item).cloned()).unwrap_or_default()),
    ]
}

fn text_value(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
