//! What a table is: rows of items, a legend, a summary, another list; its header and what is below it.

use super::{Walk, ground, has_own_header, heads_itself};
use crate::profile::{Phrase, phrase};
use crate::records::cards::MADE;
use crate::records::columns::Holds;
use crate::records::{groups, legend, refs, unread};
use tablemend_model::{Cell, Diagnostic, HeaderText, Level, SourceRef, Table};

impl<'a> Walk<'a, '_> {
    pub(super) fn table(&mut self, table: &'a Table, id: u32) {
        for cell in table.folded() {
            let source = SourceRef { place: Some(cell.place()), table: Some(id), row: None };
            self.folded(cell, source);
        }
        let own = (0..table.row_count()).any(|row| self.found.contains_key(&(id, row)));
        if !own && let Some(read) = legend::read(table, id, self.profile, &self.used) {
            self.legend(table, id, read);
            return;
        }
        self.broken = true;
        self.taken = None;
        let assumed = self.assumed.get(&id).copied();
        self.header = assumed.or(self.header);
        self.summary = self.is_summary(table, id).then_some(id);
        if assumed.is_none() && self.is_foreign(table, id) {
            self.foreign(table, id);
            return;
        }
        let mut skip = 0;
        let own_header = (0..table.row_count()).find(|row| self.found.contains_key(&(id, *row)));
        if let Some(row) = own_header {
            self.leave_groups_beside(id, row);
        }
        self.key_rows = self.key_below(table, id).or_else(|| self.blank_form(table, id));
        let from = own_header.map_or(0, |head| head + 1);
        // What is part of a key that begins further up is no legend by itself.
        let is_first = |first: u32| self.key_rows.is_none_or(|key| first < key);
        let below = legend::below(table, id, from, self.profile, &self.used)
            .filter(|(first, _)| is_first(*first));
        let legend_rows = below.as_ref().map_or(0..0, |(first, read)| {
            let last = read.entries.iter().filter_map(|e| e.source.row).max();
            *first..last.unwrap_or(*first)
        });
        if below.is_some() {
            self.key_rows = Some(legend_rows.start);
        }
        for row in 0..table.row_count() {
            self.above_own = own_header.is_some_and(|own| row < own);
            self.broken |= table.seams().iter().any(|s| s.row == row);
            if self.title_row == Some((id, row)) {
                continue;
            }
            if row < skip {
                self.header_cells(table, id, row, self.header);
                continue;
            }
            if let Some(found) = self.found.get(&(id, row)).copied() {
                self.header = Some(found);
                // A header that the new page repeats may part a group's labels from its row.
                if row > 0 && !table.seams().iter().any(|s| s.row == row) {
                    self.pending = None;
                }
                self.header_cells(table, id, row, Some(found));
                if row < table.header_rows() {
                    skip = table.header_rows();
                }
                continue;
            }
            if self.taken.is_none_or(|last| row > last) && !legend_rows.contains(&row) {
                self.row(table, id, row);
            }
        }
        if let Some((_, read)) = below {
            self.legend(table, id, read);
        }
    }

    /// A group that a column names ends with its table, unless the next one has such a column or
    /// the same headings: it may go on there.
    pub(super) fn leave_groups_beside(&mut self, id: u32, row: u32) {
        let headers = &self.outline.header_rows;
        let Some(header) = self.found.get(&(id, row)).map(|h| &headers[*h]) else { return };
        let goes_on = self.header.map(|h| &headers[h]).is_some_and(|before| {
            header.cells.iter().all(|c| before.cells.iter().any(|b| b.words == c.words))
        });
        for level in 0..self.current.len() {
            let is_beside = self.current[level].is_some_and(|g| self.outline.groups[g].beside);
            if is_beside && !goes_on && header.columns(Holds::Group(level)).next().is_none() {
                self.current[level..].fill(None);
            }
        }
    }

    /// The first of the last rows of a table that are a key to it, not rows of it: they have no
    /// text in the main column, and what is in the column of refs is no ref as above.
    pub(super) fn key_below(&self, table: &Table, id: u32) -> Option<u32> {
        const FEWEST_ROWS: usize = 2;
        let header = (0..table.row_count()).find_map(|row| self.found.get(&(id, row)))?;
        let header = &self.outline.header_rows[*header];
        let refs = header.columns(Holds::Ref).next()?.col;
        let key = header.columns(Holds::Field(self.profile.items.key)).next()?.col;
        let own = |row: u32, col: u32| {
            table.cell_at(row, col).filter(|c| c.row() == row).map(|c| c.text.as_str())
        };
        // `1: Disaster` says what 1 means.
        let is_ref = |t: &str| refs::is_like(t) && !t.contains(": ") && !t.contains(". ");
        let may_be_key = |row: &u32| {
            own(*row, key).is_none_or(str::is_empty) && !own(*row, refs).is_some_and(is_ref)
        };
        let count = (0..table.row_count()).rev().take_while(may_be_key).count() as u32;
        let run = table.row_count() - count..table.row_count();
        // Rows without anything there may go on with the item above.
        let named = |row: &u32| own(*row, refs).is_some_and(|t| !t.is_empty());
        // A heading of a group at the foot of a page heads what is on the next one; a key says what its
        // marks mean.
        let explains = |row: &u32| {
            let filled = table.row_cells(*row).filter(|c| c.row() == *row && !c.text.is_empty());
            let text = own(*row, refs).unwrap_or_default();
            let is_group = groups::labelled(text, &self.profile.groups).is_some()
                || self.has_field_label(text);
            !is_group && (filled.count() > 1 || text.contains([':', '=', '–']))
        };
        if !run.clone().filter(named).all(|row| explains(&row)) {
            return None;
        }
        let first = run.clone().find(named)?;
        let all = run.filter(named).count();
        let above = (0..first).filter_map(|row| own(row, refs)).filter(|t| is_ref(t)).count();
        (all >= FEWEST_ROWS && above >= all).then_some(first)
    }

    /// The first of the last rows of a table that nobody has filled in: each has its ref and no
    /// more. One such row may have lost its text; several are a form.
    fn blank_form(&self, table: &Table, id: u32) -> Option<u32> {
        const FEWEST_ROWS: u32 = 2;
        let header = (0..table.row_count()).find_map(|row| self.found.get(&(id, row)))?;
        let refs = self.outline.header_rows[*header].columns(Holds::Ref).next()?.col;
        let is_blank = |row: &u32| {
            let mut filled =
                table.row_cells(*row).filter(|c| c.row() == *row && !c.text.is_empty());
            filled.next().is_some_and(|c| c.col() == refs && c.colspan() == 1)
                && filled.next().is_none()
        };
        let rows = (0..table.row_count()).rev().take_while(is_blank).count() as u32;
        (rows >= FEWEST_ROWS).then(|| table.row_count() - rows)
    }

    /// A cell of a repeated header that was folded away.
    pub(super) fn folded(&mut self, cell: &Cell, source: SourceRef) {
        let words = phrase(cell.text.as_str());
        let field = self
            .outline
            .header_rows
            .iter()
            .flat_map(|h| &h.cells)
            .find(|c| c.words == words)
            .and_then(|c| c.holds);
        if !cell.text.is_empty() {
            self.outline.headers.push(HeaderText {
                printed: cell.text.as_str().replace('\n', " "),
                field: field.map(|h| self.field_name(h)),
                source,
            });
        }
    }

    pub(super) fn field_name(&self, holds: Holds) -> String {
        match holds {
            Holds::Ref => "ref".to_owned(),
            Holds::Group(level) => self.profile.schema.entities[level].one.clone(),
            Holds::Field(f) => {
                self.profile.schema.entities[self.profile.item_entity()].fields[f].name.clone()
            }
        }
    }

    pub(super) fn legend(&mut self, table: &Table, id: u32, read: legend::LegendTable) {
        if let Some(row) = read.header {
            for cell in table.row_cells(row).filter(|c| !c.text.is_empty()) {
                let source =
                    SourceRef { place: Some(cell.place()), table: Some(id), row: Some(row + 1) };
                self.outline.headers.push(HeaderText {
                    printed: cell.text.as_str().replace('\n', " "),
                    field: None,
                    source,
                });
            }
        }
        // A legend printed on every page is one legend; its further printings are other text.
        let known = !self.outline.legend.is_empty();
        for entry in read.entries {
            if known && self.outline.legend.iter().any(|e| e.status == entry.status) {
                let text = [entry.printed.as_deref(), entry.meaning.as_deref()];
                let text: Vec<&str> = text.into_iter().flatten().collect();
                self.other(&text.join(" "), entry.source);
            } else {
                self.outline.legend.push(entry);
            }
        }
        for cell in read.rest {
            let source = SourceRef { place: Some(cell.place()), table: Some(id), row: None };
            self.other(cell.text.as_str(), source);
        }
    }

    /// Whether a table is no part of the plan: it has neither header row nor group nor ref of its
    /// own, or it has other columns than any header row of the document.
    pub(super) fn is_foreign(&self, table: &Table, id: u32) -> bool {
        let own = (0..table.row_count()).any(|row| self.found.contains_key(&(id, row)));
        if own {
            return false;
        }
        // Under a heading of its own, what looks like a header is one.
        let is_headed = has_own_header(table)
            || heads_itself(table)
            || !table.heads.is_empty() && !self.has_refs(table) && ground::is_bold_header(table);
        if is_headed && !self.is_label_row(table, 0) {
            return true;
        }
        let group = (0..table.row_count()).any(|row| {
            table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).take(1).any(|c| {
                let text = c.text.as_str();
                text.len() < 600
                    && (groups::labelled(text, &self.profile.groups).is_some()
                        || self.profile.groups.iter().any(|g| g.labels.contains(&phrase(text))))
            })
        });
        if group {
            return false;
        }
        let Some(header) = self.header.map(|h| &self.outline.header_rows[h]) else { return true };
        if header.width != table.column_count() {
            return !self.outline.header_rows.iter().any(|h| h.width == table.column_count())
                || !self.has_refs(table);
        }
        match self.outline.depth {
            Some(_) => !self.has_refs(table),
            None => table.header_rows() > 0,
        }
    }

    /// Whether a table has the ref of an item above in each of its rows, and fewer fields than that
    /// item's table. Plain numbers begin again in each table, so they do not tell.
    pub(super) fn is_summary(&self, table: &Table, id: u32) -> bool {
        let found = (0..table.row_count()).find_map(|r| Some((r, *self.found.get(&(id, r))?)));
        let Some((row, header)) = found else { return false };
        let header = &self.outline.header_rows[header];
        let Some(refs) = header.columns(Holds::Ref).next() else { return false };
        let fields = header.fields().count();
        let cells = (row + 1..table.row_count()).filter_map(|r| table.cell_at(r, refs.col));
        let mut rows = 0;
        let known = cells.filter(|c| !c.text.is_empty()).all(|cell| {
            rows += 1;
            let text = cell.text.as_str();
            let before = self.by_ref.get(&text.to_lowercase());
            text.contains(|c: char| c.is_alphabetic())
                && before.and_then(|i| self.outline.items.get(*i)).is_some_and(|item| {
                    let first = item.first();
                    first.table_id != id
                        && self.outline.header_rows[first.header].fields().count() > fields
                })
        });
        known && rows > 1
    }

    /// Whether a row is of labels that announce a group: its label, and those of its fields.
    pub(super) fn is_label_row(&self, table: &Table, row: u32) -> bool {
        let words: Vec<Phrase> = table
            .row_cells(row)
            .filter(|c| c.row() == row && !c.text.is_empty())
            .map(|c| phrase(c.text.as_str()))
            .collect();
        self.profile.groups.iter().any(|g| {
            let label = words.iter().position(|w| g.labels.contains(w));
            label.is_some_and(|at| {
                words.iter().enumerate().all(|(i, w)| {
                    i == at || g.labelled.iter().any(|(_, labels)| labels.contains(w))
                })
            })
        })
    }

    /// Whether a row of the table begins with a ref as the document's items have.
    pub(super) fn has_refs(&self, table: &Table) -> bool {
        // A column of groups may be before that of the refs.
        let header = self.header_for(table).map(|h| &self.outline.header_rows[h]);
        let key = Holds::Field(self.profile.items.key);
        let column = header.and_then(|h| h.columns(Holds::Ref).chain(h.columns(key)).next());
        let columns = [0, column.map_or(0, |c| c.col)];
        (0..table.row_count()).any(|row| {
            columns.iter().filter_map(|col| table.cell_at(row, *col)).any(|c| {
                refs::read(c.text.as_str(), self.outline.depth, self.outline.bare, None)
                    .is_some_and(|r| self.outline.depth.is_none_or(|d| r.depth() >= d))
            })
        })
    }

    /// Whether several cells of a table are labels of the document's records: part of a card may be in it.
    fn has_labels(&self, table: &Table) -> bool {
        const LABELS: usize = 3;
        let cells = || self.outline.header_rows.iter().flat_map(|h| &h.cells);
        let mut found: Vec<Phrase> = Vec::new();
        for cell in table.cells().iter().filter(|c| !c.text.is_empty()) {
            let words = phrase(cell.text.as_str());
            let is_label = || cells().any(|c| c.holds.is_some() && c.words == words);
            if !found.contains(&words) && is_label() {
                found.push(words);
            }
        }
        found.len() >= LABELS
    }

    pub(super) fn foreign(&mut self, table: &Table, id: u32) {
        let source =
            SourceRef { place: table.pieces().first().copied(), table: Some(id), row: None };
        // What has as many columns as the items above, and a ref, may be more of them.
        let width = self.header.map(|h| self.outline.header_rows[h].width);
        let is_like_items = width == Some(table.column_count()) && self.has_refs(table);
        let has_labels = self.has_labels(table);
        let level = if is_like_items || has_labels { Level::Warning } else { Level::Info };
        let rows = unread::rows(table);
        let count = format!("{rows} {}", if rows == 1 { "row" } else { "rows" });
        let message = if has_labels {
            format!(
                "this table has labels of the document's records, but none was read from its {count}; their text was \
                 kept under “other text”"
            )
        } else {
            format!(
                "no heading of this table was recognised; the text of its {count} was kept under “other text”"
            )
        };
        self.outline.notes.push(
            Diagnostic::new("table.unknown", level, message)
                .at(source)
                .help(
                    "with `+table` behind the document type (`--profile action-plan+table`) its rows are records too; \
                     `tablemend tables` gives it as it is",
                ),
        );
        for cell in table.cells().iter().filter(|c| !c.text.is_empty()) {
            let source =
                SourceRef { place: Some(cell.place()), table: Some(id), row: Some(cell.row() + 1) };
            self.other(cell.text.as_str(), source);
        }
    }

    /// Whether a column below a header has a text of its own beside that of the column with the same heading.
    fn has_two_texts(&self, table: &Table, row: u32, col: u32) -> bool {
        let own = |row: u32, col: u32| {
            let cell = table.cell_at(row, col).filter(|c| (c.row(), c.col()) == (row, col));
            cell.map(|c| c.text.as_str()).filter(|t| !t.is_empty())
        };
        let words = own(row, col).map(phrase);
        let before = (0..col).rev().find(|c| own(row, *c).map(phrase) == words);
        let Some(before) = before else { return false };
        (row + 1..table.row_count()).any(|r| match (own(r, before), own(r, col)) {
            (Some(a), Some(b)) => a != b && !refs::is_like(a),
            _ => false,
        })
    }

    pub(super) fn header_cells(&mut self, table: &Table, id: u32, row: u32, found: Option<usize>) {
        let is_made = |c: &Cell| c.flags.iter().any(|f| f == MADE);
        let printed = table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty());
        for cell in printed.filter(|c| !is_made(c)) {
            let source =
                SourceRef { place: Some(cell.place()), table: Some(id), row: Some(row + 1) };
            let header = found
                .map(|h| &self.outline.header_rows[h])
                .and_then(|h| h.cells.iter().find(|c| c.col == cell.col()));
            let field = header.and_then(|c| c.holds).map(|h| self.field_name(h));
            let printed = cell.text.as_str().replace('\n', " ");
            if header.is_some_and(|c| c.again) && self.has_two_texts(table, row, cell.col()) {
                self.outline.notes.push(
                    Diagnostic::new(
                        "header.duplicate",
                        Level::Warning,
                        "two columns have this heading; the first of them was read as the field, and the text of \
                         this one was kept beside it under its heading",
                    )
                    .at(source)
                    .printed(printed.clone()),
                );
            }
            if header.is_some_and(|c| c.moved) {
                self.outline.notes.push(
                    Diagnostic::new(
                        "header.duplicate",
                        Level::Warning,
                        "two columns have this heading; judging by the other tables of the document, this one is another field",
                    )
                    .at(source)
                    .repair(printed.clone(), field.clone().unwrap_or_default()),
                );
            }
            self.outline.headers.push(HeaderText { printed, field, source });
        }
    }
}
