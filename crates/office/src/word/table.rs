//! Tables of a Word document: their grid, and what their styles paint.

use super::body::{Met, Walk};
use super::style::{Part, Says, Style, shade};
use super::{Block, Cell, Row, Table};
use crate::xml::Element;
use std::collections::HashMap;
use tablemend_model::Rgb;

/// More columns than this no table has: Word allows 63.
const MOST_COLUMNS: u32 = 512;

/// Which parts of its style a table shows.
#[derive(Clone, Copy, Debug)]
struct Shown {
    first_row: bool,
    last_row: bool,
    first_column: bool,
    last_column: bool,
    row_bands: bool,
    column_bands: bool,
}

impl Shown {
    fn read(look: Option<Element<'_, '_>>) -> Self {
        let Some(e) = look else {
            return Self {
                first_row: false,
                last_row: false,
                first_column: false,
                last_column: false,
                row_bands: false,
                column_bands: false,
            };
        };
        let bits = e.val().and_then(|v| u32::from_str_radix(v, 16).ok()).unwrap_or(0);
        let is = |name: &str, bit: u32| match e.attribute(name) {
            Some(v) => matches!(v, "1" | "true" | "on"),
            None => bits & bit != 0,
        };
        Self {
            first_row: is("firstRow", 0x20),
            last_row: is("lastRow", 0x40),
            first_column: is("firstColumn", 0x80),
            last_column: is("lastColumn", 0x100),
            row_bands: !is("noHBand", 0x200),
            column_bands: !is("noVBand", 0x400),
        }
    }

    /// The parts of a style that a cell shows, the strongest first.
    fn parts(self, style: &Style, at: At) -> Vec<&'static str> {
        let mut parts = Vec::new();
        let (first, last) = (self.first_row && at.row == 0, self.last_row && at.row + 1 == at.rows);
        let (left, right) =
            (self.first_column && at.col == 0, self.last_column && at.end == at.columns);
        match (first, last, left, right) {
            (true, _, true, _) => parts.push("nwCell"),
            (true, _, _, true) => parts.push("neCell"),
            (_, true, true, _) => parts.push("swCell"),
            (_, true, _, true) => parts.push("seCell"),
            _ => {}
        }
        for (is, name) in
            [(first, "firstRow"), (last, "lastRow"), (left, "firstCol"), (right, "lastCol")]
        {
            if is {
                parts.push(name);
            }
        }
        let band = |at: u32, skipped: bool, size: u32| {
            at.checked_sub(u32::from(skipped))
                .filter(|_| size > 0)
                .map(|n| (n / size).is_multiple_of(2))
        };
        if self.row_bands && !first && !last {
            match band(at.row, self.first_row, style.bands[0]) {
                Some(true) => parts.push("band1Horz"),
                Some(false) => parts.push("band2Horz"),
                None => {}
            }
        }
        if self.column_bands && !left && !right {
            match band(at.col, self.first_column, style.bands[1]) {
                Some(true) => parts.push("band1Vert"),
                Some(false) => parts.push("band2Vert"),
                None => {}
            }
        }
        parts.push("");
        parts
    }
}

/// Where a cell is in its table.
#[derive(Clone, Copy)]
struct At {
    row: u32,
    rows: u32,
    col: u32,
    end: u32,
    columns: u32,
}

/// A cell before it is read.
struct Raw<'t, 'x> {
    e: Element<'t, 'x>,
    col: u32,
    columns: u32,
    goes_on: bool,
}

impl Walk<'_> {
    /// Reads a table; `None` for one without cells.
    pub(super) fn table(&mut self, tbl: Element<'_, '_>) -> Option<Table> {
        let properties = tbl.child("tblPr");
        let id = properties.and_then(|p| p.child("tblStyle")).and_then(|e| e.val());
        let style = self.styles.table(id);
        let shown = Shown::read(properties.and_then(|p| p.child("tblLook")));
        let mut found: Vec<(Element<'_, '_>, Vec<Raw<'_, '_>>)> = Vec::new();
        for row in self.members(tbl, "tr") {
            let of_row = row.child("trPr");
            let changes = |name| of_row.is_some_and(|p| p.child(name).is_some());
            let is_gone = ["ins", "del"]
                .into_iter()
                .any(|name| changes(name) && self.counts(name) == Some(false));
            if is_gone {
                continue;
            }
            let before = of_row
                .and_then(|p| p.child("gridBefore"))
                .and_then(|e| e.number("val"))
                .unwrap_or(0);
            let mut col = before.clamp(0, i64::from(MOST_COLUMNS)) as u32;
            let mut cells = Vec::new();
            for e in self.members(row, "tc") {
                let of_cell = e.child("tcPr");
                let within = |name: &str| of_cell.and_then(|p| p.child(name));
                let span = within("gridSpan").and_then(|e| e.number("val")).unwrap_or(1);
                let columns = span.clamp(1, i64::from(MOST_COLUMNS)) as u32;
                if col + columns > MOST_COLUMNS {
                    self.meet(Met::Columns);
                    break;
                }
                // A merge across, as old Word wrote it.
                if within("hMerge").is_some_and(|m| m.val() != Some("restart"))
                    && let Some(last) = cells.last_mut()
                {
                    let last: &mut Raw<'_, '_> = last;
                    last.columns += columns;
                    col += columns;
                    continue;
                }
                let goes_on = within("vMerge").is_some_and(|m| m.val() != Some("restart"));
                cells.push(Raw { e, col, columns, goes_on });
                col += columns;
            }
            if !cells.is_empty() {
                found.push((row, cells));
            }
        }
        self.filled(style, shown, found)
    }

    /// Rows of a table or cells of a row, also those in content controls.
    fn members<'t, 'x>(&mut self, parent: Element<'t, 'x>, name: &str) -> Vec<Element<'t, 'x>> {
        let mut out = Vec::new();
        for e in parent.children() {
            match e.name() {
                own if own == name => out.push(e),
                "sdt" => {
                    // A control around a row or a cell keeps it, whether it shows a prompt or not.
                    if let Some(content) = e.child("sdtContent") {
                        out.append(&mut self.members(content, name));
                    }
                }
                "customXml" | "smartTag" => out.append(&mut self.members(e, name)),
                change @ ("ins" | "del" | "moveFrom" | "moveTo")
                    if e.children().any(|c| c.name() == name)
                        && self.counts(change) == Some(true) =>
                {
                    out.append(&mut self.members(e, name));
                }
                _ => {}
            }
        }
        out
    }

    fn filled(
        &mut self,
        style: Option<&Style>,
        shown: Shown,
        found: Vec<(Element<'_, '_>, Vec<Raw<'_, '_>>)>,
    ) -> Option<Table> {
        let rows = found.len() as u32;
        let columns = found.iter().flat_map(|(_, c)| c).map(|c| c.col + c.columns).max()?;
        let mut table = Table { columns, ..Table::default() };
        // The cell that goes on below, by its first column.
        let mut above: HashMap<u32, usize> = HashMap::new();
        for (r, (row, cells)) in found.into_iter().enumerate() {
            let r = r as u32;
            let is_header =
                row.child("trPr").and_then(|p| p.child("tblHeader")).is_some_and(|e| e.is_on());
            table.rows.push(Row { paragraph: self.last + 1, is_header });
            let mut below: HashMap<u32, usize> = HashMap::new();
            for raw in cells {
                let at = At { row: r, rows, col: raw.col, end: raw.col + raw.columns, columns };
                let parts: Vec<&Part> = style
                    .map(|s| shown.parts(s, at).iter().filter_map(|p| s.parts.get(*p)).collect())
                    .unwrap_or_default();
                let says = parts
                    .iter()
                    .rev()
                    .fold(Says::default(), |under, part| part.says.clone().over(&under));
                let paragraph = self.last + 1;
                let mut blocks: Vec<Block> = Vec::new();
                self.blocks(raw.e, &says, &mut blocks);
                let upper = above.get(&raw.col).copied().filter(|_| raw.goes_on);
                let upper = upper.filter(|i| table.cells[*i].columns == raw.columns);
                if let Some(upper) = upper {
                    let cell = &mut table.cells[upper];
                    cell.rows += 1;
                    cell.blocks.append(&mut blocks);
                    below.insert(raw.col, upper);
                    continue;
                }
                let own = raw.e.child("tcPr").and_then(|p| p.child("shd")).and_then(shade);
                let of_row = row.child("tblPrEx").and_then(|p| p.child("shd")).and_then(shade);
                let of_style = || parts.iter().find_map(|p| p.fill);
                let fill: Option<Rgb> = own.or(of_row).or_else(of_style).flatten();
                below.insert(raw.col, table.cells.len());
                table.cells.push(Cell {
                    row: r,
                    col: raw.col,
                    rows: 1,
                    columns: raw.columns,
                    fill: fill.filter(|c| !c.is_white()),
                    paragraph,
                    blocks,
                });
            }
            above = below;
        }
        Some(table)
    }
}
