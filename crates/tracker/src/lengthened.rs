//! Areas that end with the last row of the table, so that they end with the new last row.

use crate::area::{Area, Spot};
use crate::formula::Grown;
use crate::table::Table;

/// Where the areas of a sheet end and are to end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengthened {
    pub(crate) header: u32,
    /// The row where the table ends as the workbook has it; people add rows below.
    pub(crate) from: u32,
    /// The last row.
    pub(crate) last: u32,
    pub(crate) new_last: u32,
    /// The column of marks, where it is new.
    pub(crate) marks: Option<u32>,
}

impl Lengthened {
    /// The rows of items, for formulas.
    pub(crate) fn grown(&self, sheet: &str) -> Grown {
        let (first, sheet) = (self.header + 1, sheet.to_owned());
        Grown { sheet, first, from: self.from, last: self.last, new_last: self.new_last }
    }

    /// An area that ends with the last row, so that it ends with the new last row.
    pub(crate) fn longer(&self, area: Area) -> Option<Area> {
        let is_span = area.first.row < area.last.row || self.last <= self.header + 1;
        let is_shorter = area.last.row < self.new_last && area.last.row >= self.from;
        let is_longer = area.last.row == self.last && self.new_last < self.last;
        if !is_span || !(is_shorter || is_longer) || area.first.row > self.last {
            return None;
        }
        Some(Area { last: Spot { row: self.new_last, ..area.last }, ..area })
    }

    /// The same for an area with the header: it takes in the column of marks beside it.
    pub(crate) fn extended(&self, area: Area) -> Option<Area> {
        let mut new = self.longer(area).unwrap_or(area);
        if area.first.row == self.header && self.marks == Some(area.last.column + 1) {
            new.last.column += 1;
        }
        (new != area).then_some(new)
    }

    pub(crate) fn extended_table(&self, table: &Table) -> Option<Area> {
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

/// A name's areas, each extended: `Actions!$A$1:$K$37` (several have commas between them).
pub(crate) fn extended_name(
    old: &str,
    sheet: usize,
    extend: &dyn Fn(usize, Area) -> Option<Area>,
) -> String {
    let one = |name: &str| -> Option<String> {
        let (of, area) = name.rsplit_once('!')?;
        let new = extend(sheet, Area::of(area)?)?;
        let fixed = |spot: Spot| format!("${}${}", crate::area::letters(spot.column), spot.row);
        Some(format!("{of}!{}:{}", fixed(new.first), fixed(new.last)))
    };
    // A comma may be in the name of a sheet: then nothing is extended.
    if old.matches('!').count() != old.split(',').count() {
        return old.to_owned();
    }
    let all: Vec<String> =
        old.split(',').map(|name| one(name).unwrap_or_else(|| name.to_owned())).collect();
    all.join(",")
}
