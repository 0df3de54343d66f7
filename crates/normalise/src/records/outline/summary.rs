//! Rows that sum up those below them, as programs for projects print them: `1 Homes for life | | 22/02/22 | 67%` above
//! `1.1 Extend the calendar | Ann | …`. They name a group and are no item.

use super::Walk;
use super::nested::FOLDS;
use crate::records::columns::{HeaderRow, Holds};
use crate::records::groups::{self, GroupText};
use crate::records::status::saturated;
use tablemend_model::{Cell, FieldKind, SourceRef, Style, Table};

/// Marks of an outline that is folded or open.
const MARKS: [char; 5] = ['–', '-', '−', '+', '•'];

/// What a row says that sums up others.
struct Sum<'t> {
    /// What is in its column of references.
    number: Option<String>,
    /// Whether the numbers of the rows below begin with its own, so that it is the group's; else it only counts rows.
    is_prefix: bool,
    text: String,
    /// Its further cells.
    further: Vec<&'t Cell>,
}

impl<'a> Walk<'a, '_> {
    /// Takes a row that sums up others as the group of these; whether it is one.
    pub(super) fn summary_row(&mut self, table: &'a Table, row: u32, source: SourceRef) -> bool {
        let Some(header) = self.header_for(table) else { return false };
        let Some(found) = self.sums_up(table, row, header) else { return false };
        let Sum { number: reference, is_prefix, text, further: cells } = found;
        let whole = match &reference {
            Some(r) => format!("{r} {text}"),
            None => text.clone(),
        };
        // The whole project is no group.
        if reference.as_deref() == Some("0") {
            self.other(&whole, source);
        } else {
            let group = groups::labelled(&text, &self.profile.groups).or_else(|| {
                let own = if is_prefix { &whole } else { &text };
                groups::by_reference(own, &self.profile.groups)
            });
            let level = self.profile.groups.iter().rposition(|g| g.banner);
            let plain = || {
                let title = groups::title(&text);
                Some(GroupText { level: level?, reference: None, title, labelled: false })
            };
            let Some(group) = group.or_else(plain) else { return false };
            self.group(group, whole, source, Vec::new());
        }
        for cell in cells {
            self.other(cell.text.as_str(), source);
        }
        true
    }

    /// What a row that sums up others says.
    fn sums_up(&self, table: &'a Table, row: u32, header: usize) -> Option<Sum<'a>> {
        let header = &self.outline.header_rows[header];
        let kinds = &self.profile.items.kinds;
        let of = |wanted: &[FieldKind]| -> Vec<u32> {
            let is_one = |h: &Option<Holds>| matches!(h, Some(Holds::Field(f)) if kinds.get(*f).is_some_and(|k| wanted.contains(k)));
            header.cells.iter().filter(|c| is_one(&c.holds)).map(|c| c.col).collect()
        };
        let (posts, statuses) =
            (of(&[FieldKind::Posts, FieldKind::PostList]), of(&[FieldKind::Status]));
        let key = header.columns(Holds::Field(self.profile.items.key)).next()?.col;
        let refs = header.columns(Holds::Ref).next().map(|c| c.col);
        if posts.is_empty() || of(&[FieldKind::Dates]).is_empty() {
            return None;
        }
        let at = |r: u32, col: u32| table.cell_at(r, col).filter(|c| c.row() == r);
        // A shade of the whole row is no status.
        let ground = at(row, key).and_then(|c| c.fill);
        let shows = |c: &Cell| {
            let is_told = c.fill.is_some_and(saturated) && c.fill != ground;
            !c.text.is_empty() || c.shape.is_some() || is_told || !c.icons.is_empty()
        };
        let has = |r: u32, cols: &[u32]| cols.iter().any(|col| at(r, *col).is_some_and(shows));
        let named = |r: u32| posts.iter().any(|c| at(r, *c).is_some_and(|c| !c.text.is_empty()));
        // Merged cells say nothing of the row.
        let is_merged =
            |r: u32| posts.iter().any(|c| table.cell_at(r, *c).is_some_and(|c| c.rowspan() > 1));
        if named(row) || is_merged(row) || has(row, &statuses) || row + 1 >= table.row_count() {
            return None;
        }
        let all = (0..table.row_count()).filter(|r| at(*r, key).is_some()).count();
        if (0..table.row_count()).filter(|r| named(*r)).count() * 2 < all {
            return None;
        }
        let reference =
            |r: u32| refs.and_then(|col| at(r, col)).map(|c| c.text.as_str().trim().to_owned());
        let own = at(row, key).filter(|c| !c.text.is_empty() && c.colspan() == 1)?;
        let text =
            own.text.as_str().trim_start_matches(FOLDS).trim_start_matches(MARKS).trim().to_owned();
        let further: Vec<&Cell> = table
            .row_cells(row)
            .filter(|c| {
                c.row() == row && !c.text.is_empty() && c.col() != key && Some(c.col()) != refs
            })
            .collect();
        // What it has is summed up: days and amounts.
        let is_sum = |c: &&Cell| {
            let text = c.text.as_str();
            text.contains(|c: char| c.is_ascii_digit()) && text.split_whitespace().count() <= 4
        };
        if further.is_empty() || !further.iter().all(is_sum) || text.is_empty() {
            return None;
        }
        let number = reference(row).filter(|r| !r.is_empty());
        // In bold over rows that are not.
        let is_bold_parent =
            || is_bold(own) && at(row + 1, key).is_some_and(|c| !is_bold(c)) && named(row + 1);
        let is_fold = |c: &Cell| c.text.as_str().starts_with(FOLDS);
        let below = reference(row + 1);
        let is_prefix = number.as_deref().is_none_or(|r| {
            let rest = below.as_deref().and_then(|below| below.strip_prefix(r));
            r == "0" || rest.is_some_and(|rest| rest.starts_with('.'))
        });
        let is_parent = match &number {
            Some(_) => is_prefix || is_bold_parent() && self.covers(table, row, header, &named),
            // A mark of an outline, over rows that have none.
            None if is_fold(own) => at(row + 1, key).is_some_and(|c| !is_fold(c)),
            None => is_bold_parent(),
        };
        is_parent.then_some(Sum { number, is_prefix, text, further })
    }

    /// Whether the days of a row are the first and the last of those of the rows below it that have somebody.
    fn covers(
        &self,
        table: &Table,
        row: u32,
        header: &HeaderRow,
        named: &impl Fn(u32) -> bool,
    ) -> bool {
        let days = |row: u32| -> Vec<String> {
            let cells = table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty());
            let context = tablemend_dates::Context::default();
            let read = |c: &Cell| tablemend_dates::only(c.text.as_str(), &context);
            let is_dated = |c: &&Cell| !header.columns(Holds::Ref).any(|r| r.col == c.col());
            let found = cells.filter(is_dated).filter_map(read);
            found
                .flat_map(|when| [when.start, when.end])
                .filter_map(|day| Some(day?.to_string()))
                .collect()
        };
        let own = days(row);
        let below: Vec<String> =
            (row + 1..table.row_count()).take_while(|r| named(*r)).flat_map(days).collect();
        let ends = |all: &[String]| (all.iter().min().cloned(), all.iter().max().cloned());
        !own.is_empty() && !below.is_empty() && ends(&own) == ends(&below)
    }
}

/// Whether all of a cell's text is in bold.
fn is_bold(cell: &Cell) -> bool {
    let text = cell.text.as_str();
    let bold = cell.text.marks().iter().filter(|m| m.style == Style::Bold);
    let covered: usize = bold.map(|m| m.range.len()).sum();
    !text.is_empty() && covered * 10 >= text.len() * 8
}
