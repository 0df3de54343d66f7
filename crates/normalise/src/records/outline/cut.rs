//! Rows that a page break cut in two.

use super::{Part, Walk};
use crate::records::columns::Holds;
use crate::records::{groups, refs};
use tablemend_model::{Cell, Diagnostic, FieldKind, Level, SourceRef, Style, Table};

impl<'a> Walk<'a, '_> {
    /// A row that a page break cut: the first on its page, without the ref that the document's
    /// items have, where the item above goes on. Its cells are the rest of that item's cells.
    pub(super) fn cut_row(
        &mut self,
        table: &'a Table,
        id: u32,
        row: u32,
        filled: &[&Cell],
        source: SourceRef,
    ) -> bool {
        let Some(header) = self.header_for(table).filter(|_| self.broken && !self.open_group)
        else {
            return false;
        };
        if self.outline.depth.is_none() && !self.outline.bare {
            return false;
        }
        let part = Part { table, table_id: id, row, header, is_cut: true, is_again: false };
        let wide = filled.len() == 1 && filled[0].colspan() * 2 > table.column_count();
        if wide {
            return false;
        }
        // What is in the column of refs, or alone and bold, is a heading rather than a rest.
        let ref_column = self.outline.header_rows[header].columns(Holds::Ref).next();
        let in_ref_column = ref_column.is_some_and(|c| filled[0].col() == c.col);
        let is_bold = filled.len() == 1 && {
            let text = &filled[0].text;
            text.styled(Style::Bold).any(|r| r.len() == text.as_str().len())
        };
        if in_ref_column || is_bold {
            return false;
        }
        let key = self.key_text(part);
        let is_ref = |text: &str| {
            refs::read(text, self.outline.depth, self.outline.bare, None).is_some()
                || groups::by_reference(text, &self.profile.groups)
                    .is_some_and(|g| g.reference.is_some_and(|r| r.contains('.')))
        };
        if key.is_some_and(is_ref) {
            return false;
        }
        let Some(above) = self.outline.items.last().and_then(|i| i.parts.last().copied()) else {
            return false;
        };
        // A table with headings of its own goes on with nothing.
        let words = |h: usize| self.outline.header_rows[h].cells.iter().map(|c| &c.words);
        let is_headed = above.table_id != id && self.found.keys().any(|(of, _)| *of == id);
        let is_paged = table.pieces().first().is_some_and(|p| p.page().is_some());
        if is_headed && (!is_paged || !words(header).eq(words(above.header))) {
            return false;
        }
        // Two dates or two statuses are two rows, unless the text itself goes on.
        let goes_on = match (key, self.key_text(above)) {
            (None, _) => true,
            (Some(key), Some(upper)) => {
                key.starts_with(|c: char| !c.is_uppercase()) || !upper.ends_with(['.', '!', '?'])
            }
            (Some(_), None) => false,
        };
        let single = self.profile.schema.entities[self.profile.item_entity()]
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| {
                matches!(f.kind, FieldKind::Dates | FieldKind::Status | FieldKind::Number)
            })
            .map(|(i, _)| Holds::Field(i));
        let mut both = 0;
        for holds in single {
            let filled = |part: Part<'_>| {
                self.outline.header_rows[part.header].columns(holds).any(|c| {
                    part.table.cell_at(part.row, c.col).is_some_and(|c| !c.text.is_empty())
                })
            };
            both += usize::from(filled(part) && filled(above));
        }
        if !goes_on && both > 0 || both > 1 {
            return false;
        }
        let printed: Vec<&str> = filled.iter().map(|c| c.text.as_str()).collect();
        self.outline.notes.push(
            Diagnostic::new(
                "row.rejoined",
                Level::Info,
                "the row was split by a page break; both parts were joined",
            )
            .at(source)
            .printed(printed.join(" | ").replace('\n', " ")),
        );
        if let Some(item) = self.outline.items.last_mut() {
            item.parts.push(part);
        }
        true
    }
}
