//! Sheets that are made from the document alone and go with the items: written anew where nobody has
//! worked in them.

use crate::Error;
use crate::area::{Area, Spot};
use crate::book::Workbook;
use crate::cells::{Writing, Writings, extend_areas, height, widths};
use crate::lengthened::Lengthened;
use crate::sheet::Sheet;
use crate::table::tables;
use crate::update::{Derived, Target};
use crate::value::Value;
use crate::xml::{Edits, escaped};
use std::collections::BTreeMap;
use tablemend_model::published;

/// What became of a sheet that goes with the items.
pub(crate) enum Derive {
    /// It was written; the digest of what is on it.
    Written(String),
    /// It is as it was, and why.
    Left(&'static str),
    /// There is no such sheet.
    None,
}

impl Workbook<'_> {
    /// Writes a sheet that goes with the items, where nobody has worked in it.
    pub(crate) fn write_derived(
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
        let is_own =
            |(column, cell): (&u32, &crate::sheet::Cell)| cell.is_formula && *column <= width;
        // A formula of a person may have no stored result, and look like a blank cell.
        let has_formula = |row: &crate::sheet::Row| row.cells.iter().any(is_own);
        let mut rows = sheet.rows.range(first..).take_while(|(number, _)| **number <= until);
        let is_calculated = rows.any(|(_, row)| has_formula(row));
        let is_untouched = !is_calculated && digest == published::digest((first..=until).map(text));
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
            // Where there were no rows yet, nothing has a look to go by.
            let plain = if until < 2 { self.styles.text(false) } else { None };
            let formats: Vec<Option<u32>> = (1..=width)
                .map(|column| sheet.cell(Spot { row: 2, column }).and_then(|c| c.format).or(plain))
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
