//! Tables of a sheet (what Excel calls "format as table"): their area and their columns.

use crate::Error;
use crate::area::Area;
use crate::book::Named;
use crate::package::Package;
use crate::styles::prefix_of;
use crate::update::Target;
use crate::xml::{Edits, Piece, attribute, escaped, pieces};

/// A table.
pub(crate) struct Table {
    pub(crate) part: String,
    pub(crate) area: Area,
    /// Rows of headings and of totals.
    headers: u32,
    pub(crate) totals: u32,
    text: String,
}

/// The tables of a sheet.
pub(crate) fn tables(package: &mut Package<'_>, named: &Named) -> Result<Vec<Table>, Error> {
    let mut all = Vec::new();
    for (kind, part) in &named.leads_to {
        if !kind.ends_with("/table") || !package.has(part) {
            continue;
        }
        let text = package.text(part)?;
        let found = pieces(part, &text)?.into_iter().find_map(|piece| match piece {
            Piece::Start { name, at, .. } if name == "table" => Some(at),
            _ => None,
        });
        let tag = found.and_then(|at| text.get(at)).unwrap_or_default();
        let number = |name: &str| attribute(tag, name).and_then(|n| n.parse().ok());
        let Some(area) = attribute(tag, "ref").and_then(|a| Area::of(&a)) else {
            return Err(Error::broken(part, "it does not say where the table is"));
        };
        let (headers, totals) =
            (number("headerRowCount").unwrap_or(1), number("totalsRowCount").unwrap_or(0));
        all.push(Table { part: part.clone(), area, headers, totals, text });
    }
    Ok(all)
}

impl Table {
    /// Whether the target's header row is that of the table.
    pub(crate) fn has_header(&self, target: &Target) -> bool {
        let columns = self.area.first.column..=self.area.last.column;
        self.headers == 1
            && self.area.first.row == target.header
            && target.columns.iter().flatten().any(|c| columns.contains(c))
    }

    /// The part for another area; `added` is the heading of a further column.
    pub(crate) fn resized(&self, area: Area, added: Option<&str>) -> Result<String, Error> {
        let text = &self.text;
        let mut edits = Edits::default();
        let (mut most, mut count, mut list, mut end) = (0, 0, None, None);
        let mut depth = 0;
        for piece in pieces(&self.part, text)? {
            match piece {
                Piece::Start { name, at, is_empty } => {
                    let tag = text.get(at.clone()).unwrap_or_default();
                    match name.as_str() {
                        "table" => edits.set(text, &at, "ref", &area.to_string()),
                        "autoFilter" if depth == 1 => {
                            let mut filtered = area;
                            filtered.last.row -= self.totals;
                            edits.set(text, &at, "ref", &filtered.to_string());
                        }
                        "tableColumns" => list = Some(at.clone()),
                        "tableColumn" => {
                            count += 1;
                            let id = attribute(tag, "id").and_then(|id| id.parse().ok());
                            most = most.max(id.unwrap_or(0_u32));
                        }
                        _ => {}
                    }
                    depth += u32::from(!is_empty);
                }
                Piece::End { name, at } => {
                    depth = depth.saturating_sub(1);
                    if name == "tableColumns" {
                        end = Some(at.start);
                    }
                }
                Piece::Text(_) => {}
            }
        }
        if let (Some(name), Some(list), Some(end)) = (added, list, end) {
            let prefix = prefix_of(text.get(list.clone()).unwrap_or_default());
            edits.set(text, &list, "count", &(count + 1).to_string());
            let id = most + 1;
            edits.insert(
                end,
                format!("<{prefix}tableColumn id=\"{id}\" name=\"{}\"/>", escaped(name)),
            );
        }
        edits.applied(text).ok_or_else(|| Error::broken(&self.part, "its columns overlap"))
    }
}
