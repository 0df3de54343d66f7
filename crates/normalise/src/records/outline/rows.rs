//! What a row is that is no column header: a group, its labels, an item, the rest of one, a remark.

use super::ground;
use super::nested::unfolded;
use super::nothing::says_nothing;
use super::{Part, Pending, RawItem, RawRemark, Walk, is_placeholder};
use crate::profile::{GroupRule, Phrase, phrase};
use crate::records::columns::{HeaderRow, Holds};
use crate::records::groups::{self, GroupText};
use crate::records::refs;
use tablemend_model::{Cell, Diagnostic, HeaderText, Level, SourceRef, Table};

impl<'a> Walk<'a, '_> {
    /// A row that is no column header.
    pub(super) fn row(&mut self, table: &'a Table, id: u32, row: u32) {
        let mut filled: Vec<&'a Cell> =
            table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).collect();
        if filled.iter().any(|c| is_placeholder(table, c)) {
            let source = self.source(table, id, row);
            for cell in filled.extract_if(.., |c| is_placeholder(table, c)) {
                self.other(cell.text.as_str(), source);
            }
        }
        if filled.is_empty() {
            self.blank_row(table, id, row);
            return;
        }
        let source = self.source(table, id, row);
        let is_key = self.key_rows.is_some_and(|first| row >= first);
        let is_nothing = says_nothing(table, row, &filled)
            || crate::records::legend::heads_key(&filled, self.profile);
        if !self.profile.items.generic && (is_key || is_nothing) {
            for cell in filled {
                self.other(cell.text.as_str(), source);
            }
            return;
        }
        if filled.iter().all(|c| c.flags.iter().any(|flag| flag.as_ref() == "row.unfilled")) {
            for cell in filled {
                self.other(cell.text.as_str(), source);
            }
            return;
        }
        if self.prints_labels(table, row, filled[0]) {
            for cell in filled {
                self.other(cell.text.as_str(), source);
            }
            return;
        }
        if !self.profile.items.generic && self.key_row(&filled, source) {
            return;
        }
        self.group_columns(table, &mut filled, source);
        if filled.len() > 1
            && let Some(header) = self.header_for(table)
            && heads_rows(&self.outline.header_rows[header], filled[0], &self.profile.groups)
            && self.begins_item(table, id, row, header)
        {
            let cell = filled.remove(0);
            self.side_heading(cell, source);
        }
        let first = filled[0];
        // A converter may print a merged row's text in each of its columns.
        if filled.len() > 2
            && filled.len() + 1 >= table.column_count() as usize
            && filled.iter().all(|c| c.text.as_str() == first.text.as_str())
            && first.text.as_str().chars().any(char::is_alphabetic)
            && self.banner(table, id, first, true, source)
        {
            for again in &filled[1..] {
                self.other(again.text.as_str(), source);
            }
            return;
        }
        if self.labels(&filled, source)
            || self.pending_group(&filled, source)
            || self.prefixed(table, id, row, &filled, source)
        {
            return;
        }
        if !self.profile.items.generic && self.cut_row(table, id, row, &filled, source) {
            return;
        }
        if let [only] = filled.as_slice()
            && self.banner(table, id, only, false, source)
        {
            return;
        }
        let Some(header) = self.header_for(table) else {
            self.tell_left_out(&filled, source);
            for cell in filled {
                self.other(cell.text.as_str(), source);
            }
            return;
        };
        if !self.profile.items.generic && self.summary_row(table, row, source) {
            return;
        }
        // A row without a key of its own goes on with the item above it, if that is on hand.
        let part = Part { table, table_id: id, row, header, is_cut: false, is_again: false };
        if self.printed_again(part, source) {
            return;
        }
        if !self.profile.items.generic
            && self.key_text(part).is_none()
            && let Some(item) = self.outline.items.last_mut()
            && item.parts.last().is_some_and(|above| part.follows(above))
        {
            item.parts.push(part);
            self.outline.notes.push(
                Diagnostic::new(
                    "row.joined",
                    Level::Warning,
                    "this row has no text in the main column and was joined to the row above",
                )
                .at(source)
                .printed(first.text.as_str().replace('\n', " ")),
            );
            return;
        }
        self.open_group = false;
        self.outline.items.push(RawItem {
            parts: vec![part],
            parents: self.current.clone(),
            after_break: self.broken,
        });
        self.broken = false;
    }

    /// A row that has the ref and the main text of an item in another table prints that item again:
    /// what it has more is the item's.
    fn printed_again(&mut self, part: Part<'a>, source: SourceRef) -> bool {
        let header = &self.outline.header_rows[part.header];
        let own = |holds: Holds| {
            let cell = part.table.cell_at(part.row, header.columns(holds).next()?.col)?;
            let text = cell.text.as_str();
            (cell.row() == part.row && !text.is_empty()).then(|| text.to_lowercase())
        };
        let key = Holds::Field(self.profile.items.key);
        let (Some(reference), Some(text)) = (own(Holds::Ref), own(key)) else { return false };
        let next = self.outline.items.len();
        let known = self.summary == Some(part.table_id);
        let named = self.by_ref.get(&reference).copied().filter(|_| known);
        self.by_ref.entry(reference.clone()).or_insert(next);
        let before = named.unwrap_or(*self.seen.entry((reference, text)).or_insert(next));
        let Some(item) = self.outline.items.get_mut(before) else { return false };
        if item.parts[0].table_id == part.table_id || self.profile.items.generic {
            return false;
        }
        item.parts.push(Part { is_again: true, ..part });
        self.outline.notes.push(
            Diagnostic::new(
                "row.repeated",
                Level::Info,
                "the row is in another table too; what it adds is kept with the first",
            )
            .at(source),
        );
        true
    }

    /// Whether a row of no known header begins with the label of the refs, `No.` below `No.`: it labels the columns of
    /// something that nobody filled in.
    fn prints_labels(&self, table: &Table, row: u32, first: &Cell) -> bool {
        let Some(header) = self.header_for(table) else { return false };
        let label = self.outline.header_rows[header].columns(Holds::Ref).next();
        let text = first.text.as_str().replace('\n', " ").to_lowercase();
        label.is_some_and(|l| l.col == first.col() && l.printed.to_lowercase() == text)
            && text.contains(char::is_alphabetic)
            && first.row() == row
    }

    /// A note on a row with a ref above its table's own header, which no header before it fits: it may be an item.
    fn tell_left_out(&mut self, filled: &[&Cell], source: SourceRef) {
        let Some(first) = filled.first().filter(|_| self.above_own && filled.len() > 2) else {
            return;
        };
        let text = first.text.as_str();
        let word = text.split_whitespace().next().unwrap_or_default();
        // `1.` may number a column: `1. Wear | 2. Tear`.
        let is_dotted = word.as_bytes().windows(2).any(|w| w[0] == b'.' && w[1].is_ascii_digit());
        if !is_dotted || !refs::is_like(word) {
            return;
        }
        let message = "this row is above the header of its table and does not fit the columns of the table before it: it \
                       was not read as an entry";
        let note = Diagnostic::new("row.left_out", Level::Warning, message).at(source);
        self.outline.notes.push(note.printed(text.replace('\n', " ")));
    }

    /// Whether a row has a ref or main text of its own: any other row goes on with the one above it,
    /// with all of its cells.
    fn begins_item(&self, table: &'a Table, table_id: u32, row: u32, header: usize) -> bool {
        let part = Part { table, table_id, row, header, is_cut: false, is_again: false };
        self.profile.items.generic || self.key_text(part).is_some()
    }

    /// The text of a row's own ref or key cell.
    pub(super) fn key_text(&self, part: Part<'a>) -> Option<&'a str> {
        let header = &self.outline.header_rows[part.header];
        [Holds::Ref, Holds::Field(self.profile.items.key)].iter().find_map(|holds| {
            let cell = part.table.cell_at(part.row, header.columns(*holds).next()?.col)?;
            (cell.row() == part.row && !cell.text.is_empty()).then(|| cell.text.as_str())
        })
    }

    /// A row without text is an item only where a merged key reaches into it; colours and pictures
    /// of such a row go with the item above.
    fn blank_row(&mut self, table: &'a Table, id: u32, row: u32) {
        let Some(header) = self.header_for(table) else { return };
        let part = Part { table, table_id: id, row, header, is_cut: false, is_again: false };
        if let Some(item) = self.outline.items.last_mut()
            && item.parts.last().is_some_and(|above| part.follows(above))
            && shows_something(table, row)
        {
            item.parts.push(part);
        }
    }

    fn source(&self, table: &Table, id: u32, row: u32) -> SourceRef {
        SourceRef {
            place: table.rows().get(row as usize).map(|r| r.place),
            table: Some(id),
            row: Some(row + 1),
        }
    }

    /// The header row in force for a table: the last one, where the number of columns fits.
    pub(super) fn header_for(&self, table: &Table) -> Option<usize> {
        let width = table.column_count();
        let fits = |h: &usize| self.outline.header_rows[*h].width == width;
        let any = || (0..self.outline.header_rows.len()).rev().find(fits);
        // What is above a table's own header is of the table before or of none.
        self.header.filter(fits).or_else(|| if self.above_own { None } else { any() })
    }

    /// A row of labels alone: `Priority area | Accountable officer`.
    fn labels(&mut self, filled: &[&Cell], source: SourceRef) -> bool {
        if filled.iter().any(|c| c.text.as_str().len() > 60) {
            return false;
        }
        let words: Vec<_> = filled.iter().map(|c| phrase(c.text.as_str())).collect();
        let level = (0..self.profile.groups.len()).rev().find_map(|level| {
            let at = words.iter().position(|w| self.profile.groups[level].labels.contains(w))?;
            Some((level, at))
        });
        let Some((level, at)) = level else { return false };
        let rule = &self.profile.groups[level];
        let mut labelled = Vec::new();
        for (i, w) in words.iter().enumerate().filter(|(i, _)| *i != at) {
            match rule.labelled.iter().find(|(_, labels)| labels.contains(w)) {
                Some((field, _)) => labelled.push((filled[i].col(), *field)),
                None => return false,
            }
        }
        let entity = &self.profile.schema.entities[level];
        for (i, cell) in filled.iter().enumerate() {
            let field = match labelled.iter().find(|(col, _)| *col == cell.col() && i != at) {
                Some((_, f)) => entity.fields[*f].name.clone(),
                None => entity.one.clone(),
            };
            let source = SourceRef { place: Some(cell.place()), ..source };
            self.outline.headers.push(HeaderText {
                printed: cell.text.as_str().replace('\n', " "),
                field: Some(field),
                source,
            });
        }
        self.pending = Some(Pending { level, title_col: filled[at].col(), labelled });
        true
    }

    /// The row below a row of labels.
    fn pending_group(&mut self, filled: &[&Cell], source: SourceRef) -> bool {
        let Some(pending) = self.pending.take() else { return false };
        let rule = &self.profile.groups[pending.level];
        let mut title: Vec<&str> = Vec::new();
        let mut labelled: Vec<(usize, String, String)> = Vec::new();
        for cell in filled {
            // A cell belongs to the label at its column, else to the nearest on its left.
            let field = pending
                .labelled
                .iter()
                .filter(|(col, _)| {
                    *col <= cell.col()
                        && (*col > pending.title_col || cell.col() < pending.title_col)
                })
                .max_by_key(|(col, _)| *col);
            let text = cell.text.as_str();
            match field {
                Some((_, field)) => {
                    labelled.push((*field, text.to_owned(), text.replace('\n', " ")))
                }
                None => title.push(text),
            }
        }
        if title.is_empty() {
            return false;
        }
        let printed = title.join(" ");
        let (reference, behind) = match groups::reference(&printed, rule) {
            Some((value, behind)) => (Some(value), behind),
            None => (None, 0),
        };
        let text = GroupText {
            level: pending.level,
            reference,
            title: groups::title(&printed[behind..]),
            labelled: true,
        };
        self.group(text, printed, source, labelled);
        true
    }

    /// A row whose cells have their labels in front: `Priority area 2.2 … | Accountable officer …`.
    fn prefixed(
        &mut self,
        table: &Table,
        id: u32,
        row: u32,
        filled: &[&Cell],
        source: SourceRef,
    ) -> bool {
        let Some(first) = filled.first() else { return false };
        let label = unfolded(first.text.as_str());
        let Some(mut text) = groups::labelled(label, &self.profile.groups) else {
            return false;
        };
        let rule = &self.profile.groups[text.level];
        let mut labelled = Vec::new();
        for cell in &filled[1..] {
            let whole = cell.text.as_str();
            let found = rule.labelled.iter().find_map(|(field, labels)| {
                labels.iter().find_map(|l| groups::label_length(whole, l)).map(|n| (*field, n))
            });
            match found {
                Some((field, n)) if n < whole.len() => {
                    labelled.push((field, whole[n..].to_owned(), whole.replace('\n', " ")));
                }
                // The label alone, its value in the cell below: the group's own cell is as high.
                Some((field, _)) if first.rowspan() > cell.rowspan() => {
                    let below = table.cell_at(cell.row() + cell.rowspan(), cell.col());
                    let value = below.map(|c| c.text.as_str()).unwrap_or_default();
                    labelled.push((
                        field,
                        value.to_owned(),
                        format!("{whole} {value}").replace('\n', " "),
                    ));
                    self.taken = Some(row + first.rowspan() - 1);
                }
                Some(_) => {}
                None => return false,
            }
        }
        if filled.len() == 1 {
            text.level = self.level_in(text.level, table, id, first);
        }
        self.group(text, first.text.as_str().to_owned(), source, labelled);
        true
    }

    /// Takes the cells of columns that name groups out of a row.
    fn group_columns(&mut self, table: &Table, filled: &mut Vec<&'a Cell>, source: SourceRef) {
        let Some(header) = self.header_for(table) else { return };
        let id = source.table.unwrap_or_default();
        for at in 0..self.outline.header_rows[header].cells.len() {
            let column = &self.outline.header_rows[header].cells[at];
            let Some(Holds::Group(level)) = column.holds else { continue };
            let of_column = |c: &&Cell| c.col() == column.col && c.colspan() == 1;
            let Some(place) = filled.iter().position(of_column).filter(|_| filled.len() > 1) else {
                self.named_ahead(table, filled, column.col, level, source);
                continue;
            };
            let own = filled[place];
            let is_told = self.ahead.remove(&(id, own.row(), own.col()));
            if is_told || self.named_beside(own, level, source) {
                filled.remove(place);
            } else {
                // Headings outside the table have taken every level: the column is one more text.
                self.outline.header_rows[header].cells[at].holds = None;
            }
        }
    }

    /// The group that a column names is the row's: one that had rows before, or a new one. `false`
    /// where headings outside the column hold its level and all below.
    pub(super) fn named_beside(&mut self, cell: &Cell, level: usize, source: SourceRef) -> bool {
        let printed = cell.text.as_str().replace('\n', " ");
        let text = named(&printed, &self.profile.groups);
        let wanted = text.as_ref().map_or(level, |g| g.level);
        let is_free = |l: &usize| self.current[*l].is_none_or(|g| self.outline.groups[g].beside);
        let Some(level) = (wanted..self.current.len()).find(is_free) else { return false };
        let (reference, title) = match text {
            Some(group) => (group.reference, group.title),
            None => (None, groups::title(&printed)),
        };
        let parents = &self.current[..level];
        let known = self.outline.groups.iter().position(|g| {
            g.beside
                && g.level == level
                && g.parents == parents
                && g.reference == reference
                && g.title == title
        });
        if let Some(known) = known {
            if self.current[level] != Some(known) {
                self.current[level] = Some(known);
                self.current[level + 1..].fill(None);
            }
            self.other(&printed, source);
            return true;
        }
        let text = GroupText { level, reference, title, labelled: false };
        self.group(text, printed, source, Vec::new());
        if let Some(group) = self.outline.groups.last_mut() {
            group.beside = true;
        }
        true
    }

    /// The name of a group beside its rows, in a column without a header.
    fn side_heading(&mut self, cell: &Cell, source: SourceRef) {
        let text = cell.text.as_str().replace('\n', " ");
        // What is beside rows is around the headings between them.
        let level = self.profile.groups.iter().position(|g| g.heading).unwrap_or(0);
        let group = named(&text, &self.profile.groups).unwrap_or_else(|| {
            let title = groups::title(&text);
            GroupText { level, reference: None, title, labelled: false }
        });
        self.group(group, text, source, Vec::new());
    }

    /// A row of one filled cell: a group by its ref, a remark, or a group without a ref.
    fn banner(
        &mut self,
        table: &Table,
        id: u32,
        cell: &Cell,
        wide: bool,
        source: SourceRef,
    ) -> bool {
        let text = unfolded(cell.text.as_str());
        let words = phrase(text);
        let is_remark = self.profile.note_starts.iter().any(|s| s.position_in(&words) == Some(0));
        if is_remark {
            self.remark(text, source);
            return true;
        }
        if self.labelled_line(text) {
            return true;
        }
        let is_shaded = ground::is_heading(table, cell) || ground::is_bold_heading(table, cell);
        let is_item = !is_shaded
            && refs::read(text, self.outline.depth, self.outline.bare, None)
                .is_some_and(|r| self.outline.depth.is_none_or(|d| r.depth() >= d));
        if is_item {
            return false;
        }
        if let Some(mut group) = groups::by_reference(text, &self.profile.groups) {
            group.level = self.level_in(group.level, table, id, cell);
            self.group(group, cell.text.as_str().to_owned(), source, Vec::new());
            return true;
        }
        let wide = wide || is_shaded || cell.colspan() * 2 > table.column_count();
        let leftmost = cell.col() == 0;
        let level = self.profile.groups.iter().rposition(|g| g.banner);
        let short =
            words.len() <= 14 && !text.ends_with(['.', ';', ',', ':']) && !text.contains('\n');
        // Where items have refs, a short row without one is a heading; else only a merged row is.
        if let Some(level) = level
            && short
            && !groups::is_apparatus(text)
            && !self.has_field_label(text)
            && !self.is_status(&words)
            && (wide || (leftmost && self.outline.depth.is_some()))
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        {
            let level = self.level_in(level, table, id, cell);
            let group =
                GroupText { level, reference: None, title: groups::title(text), labelled: false };
            self.group(group, cell.text.as_str().to_owned(), source, Vec::new());
            return true;
        }
        let stands_alone = wide || (leftmost && self.outline.depth.is_some());
        if !stands_alone {
            return false;
        }
        let open = self.open_group.then(|| self.outline.groups.last_mut()).flatten();
        match open.filter(|g| self.profile.groups[g.level].paragraphs.is_some()) {
            Some(group) => group.paragraphs.push(text.to_owned()),
            None => self.remark(text, source),
        }
        true
    }

    /// A line that begins with the label of a field of an open group (`Lead officer: …`) is that
    /// field, where the group has none of its own yet.
    pub(super) fn labelled_line(&mut self, text: &str) -> bool {
        let found = self.profile.groups.iter().enumerate().rev().find_map(|(level, rule)| {
            let group = self.current[level]?;
            let (field, n) = rule.labelled.iter().find_map(|(field, labels)| {
                let n = labels.iter().find_map(|l| groups::label_length(text, l))?;
                text[..n].trim_end().ends_with(':').then_some((*field, n))
            })?;
            let is_new = self.outline.groups[group].labelled.iter().all(|(f, _, _)| *f != field);
            (is_new && n < text.len()).then_some((group, field, n))
        });
        let Some((group, field, n)) = found else { return false };
        let whole = text.replace('\n', " ");
        self.outline.groups[group].labelled.push((field, text[n..].to_owned(), whole));
        true
    }

    /// Whether a line begins with the label of a field of some group: it is no title.
    pub(super) fn has_field_label(&self, text: &str) -> bool {
        let mut labels = self.profile.groups.iter().flat_map(|g| &g.labelled).flat_map(|(_, l)| l);
        labels.any(|label| {
            groups::label_length(text, label).is_some_and(|n| text[..n].trim_end().ends_with(':'))
        })
    }

    /// Whether words are one of the statuses, which head no group.
    fn is_status(&self, words: &Phrase) -> bool {
        self.profile.status_words.iter().any(|(_, all)| all.contains(words))
            || self.outline.legend.iter().any(|e| phrase(&e.status) == *words)
    }

    fn remark(&mut self, text: &str, source: SourceRef) {
        self.outline.remarks.push(RawRemark {
            text: text.to_owned(),
            parents: self.current.clone(),
            source,
        });
    }
}

/// Whether a cell of the first column is the name of the group that the rows beside it are in: the
/// column has no header, and the cell reaches over several rows or begins as groups of the profile do.
pub(crate) fn heads_rows(header: &HeaderRow, cell: &Cell, rules: &[GroupRule]) -> bool {
    let text = cell.text.as_str();
    cell.col() == 0
        && !header.cells.is_empty()
        && !rules.is_empty()
        && !header.cells.iter().any(|c| c.col == 0)
        && text.chars().any(char::is_alphabetic)
        && (cell.rowspan() > 1 || named(&text.replace('\n', " "), rules).is_some())
}

/// A group by its label or its ref.
fn named(text: &str, rules: &[GroupRule]) -> Option<GroupText> {
    groups::labelled(text, rules).or_else(|| groups::by_reference(text, rules))
}

/// Whether a row without text has a colour or picture of its own: a shade that all of its cells
/// share is the row's ground.
fn shows_something(table: &Table, row: u32) -> bool {
    let fills: Vec<_> = table.row_cells(row).map(|c| c.fill).collect();
    let icons =
        table.row_cells(row).any(|c| c.row() == row && (!c.icons.is_empty() || c.shape.is_some()));
    icons
        || fills.iter().any(|f| f.is_some() && *f != fills[0])
        || (fills.len() == 1 && fills[0].is_some())
}
