//! First pass: what each block and row of the document is, before any value is read.

mod rows;

pub(crate) use rows::heads_rows;

use super::blank_heads::Usual;
use super::columns::{self, HeaderRow, Holds};
use super::groups::{self, GroupText};
use super::{group_columns, legend, refs, status, title};
use crate::profile::{Phrase, Profile, phrase, short_phrase};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use tablemend_model::{
    Block, Cell, Document, FieldKind, HeaderText, LegendEntry, Level, Note, OtherText, Place,
    RichText, SourceRef, Table,
};

/// A group, as it stands.
#[derive(Debug)]
pub(crate) struct RawGroup {
    /// Level, 0 is the outermost.
    pub(crate) level: usize,
    pub(crate) reference: Option<String>,
    pub(crate) title: String,
    /// Fields from labelled cells: index, text without the label, the whole cell.
    pub(crate) labelled: Vec<(usize, String, String)>,
    pub(crate) paragraphs: Vec<String>,
    /// The whole cell or heading.
    pub(crate) printed: String,
    /// The groups that it stands in, by level; indices into `Outline::groups`.
    pub(crate) parents: Vec<Option<usize>>,
    pub(crate) source: SourceRef,
    /// Whether a column beside its rows names it.
    pub(crate) beside: bool,
}

/// A row of an item, as it stands.
#[derive(Debug)]
pub(crate) struct RawItem<'a> {
    /// The rows that make it; more than one where a row below has no key of its own or where a
    /// page break cut it.
    pub(crate) parts: Vec<Part<'a>>,
    /// The groups that it stands in, by level.
    pub(crate) parents: Vec<Option<usize>>,
    /// Whether a page may have begun between this row and the item above it.
    pub(crate) after_break: bool,
}

/// A row of a table that belongs to an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) table: &'a Table,
    pub(crate) table_id: u32,
    /// 0-based.
    pub(crate) row: u32,
    /// Index into `Outline::header_rows`.
    pub(crate) header: usize,
    /// Whether a page break parts it from the row above, so that its texts go on in the middle.
    pub(crate) is_cut: bool,
    /// Whether it prints the item again, in another table.
    pub(crate) is_again: bool,
}

impl Part<'_> {
    /// Whether another part is the row right above in the same table.
    fn follows(&self, above: &Self) -> bool {
        std::ptr::eq(self.table, above.table) && above.row + 1 == self.row
    }
}

impl<'a> RawItem<'a> {
    /// The row that it begins in.
    pub(crate) fn first(&self) -> Part<'a> {
        self.parts[0] // OK because an item is made with one part and none is ever taken away.
    }
}

/// A remark, as it stands.
#[derive(Debug)]
pub(crate) struct RawRemark {
    pub(crate) text: String,
    pub(crate) parents: Vec<Option<usize>>,
    pub(crate) source: SourceRef,
}

/// What the document holds, in document order.
#[derive(Debug, Default)]
pub(crate) struct Outline<'a> {
    pub(crate) title: Option<String>,
    pub(crate) period: Option<title::Period>,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) groups: Vec<RawGroup>,
    pub(crate) items: Vec<RawItem<'a>>,
    pub(crate) remarks: Vec<RawRemark>,
    pub(crate) headers: Vec<HeaderText>,
    pub(crate) header_rows: Vec<HeaderRow>,
    pub(crate) other_text: Vec<OtherText>,
    pub(crate) notes: Vec<Note>,
    /// Number of dotted parts that most of the items' refs have.
    pub(crate) depth: Option<usize>,
    /// Whether bare numbers in front of the text are the items' refs.
    pub(crate) bare: bool,
}

/// So many blocks are looked at for the table that a heading is about.
const LOOK_AHEAD: usize = 200;

/// So many headings may stand between a heading and the first table in it.
const MOST_INNER: usize = 3;

/// What the walk knows at a place of the document.
struct Walk<'a, 'p> {
    outline: Outline<'a>,
    /// The last table's place among the blocks.
    last_table: usize,
    profile: &'p Profile,
    /// The group that each level is in.
    current: Vec<Option<usize>>,
    /// Header row in force.
    header: Option<usize>,
    /// The header row found in each table's rows: (table id, row) to its index.
    found: HashMap<(u32, u32), usize>,
    /// Set by a label row: level, and the columns of labelled fields.
    pending: Option<Pending>,
    /// Whether a paragraph would belong to the last group: nothing else came since.
    open_group: bool,
    /// The headings that are open: their level, and that of the group that each of them is.
    headings: Vec<(u8, usize)>,
    /// Items by their ref and main text, as printed.
    seen: HashMap<(String, String), usize>,
    /// Items by their ref alone.
    by_ref: HashMap<String, usize>,
    /// The table that is a summary: each of its rows has the ref of an item above.
    summary: Option<u32>,
    /// Table and row that hold the document's title.
    title_row: Option<(u32, u32)>,
    /// The words in the status columns.
    used: HashSet<Phrase>,
    /// Whether a break may lie between the last item and the next.
    broken: bool,
    /// Last row of the table that was read with the group row above it.
    taken: Option<u32>,
    /// Whether the rows at hand stand above their table's own header.
    above_own: bool,
    /// The first of the rows at the end of the table that are a key to it.
    key_rows: Option<u32>,
}

/// A row of labels that announces a group in the next row.
struct Pending {
    level: usize,
    /// Column of the group's own label.
    title_col: u32,
    /// Column and field of each other label.
    labelled: Vec<(u32, usize)>,
}

/// Reads the outline of a document whose tables were mended.
///
/// Tables of `skip` are passed over; with `tables_only` the text outside tables is too.
pub(crate) fn read<'a>(
    document: &'a Document,
    profile: &Profile,
    skip: &HashSet<u32>,
    tables_only: bool,
) -> Outline<'a> {
    let mut walk = Walk {
        outline: Outline::default(),
        last_table: document.blocks.iter().rposition(|b| matches!(b, Block::Table(_))).unwrap_or(0),
        profile,
        current: vec![None; profile.groups.len()],
        header: None,
        found: HashMap::new(),
        headings: Vec::new(),
        seen: HashMap::new(),
        by_ref: HashMap::new(),
        summary: None,
        title_row: None,
        used: HashSet::new(),
        pending: None,
        open_group: false,
        broken: false,
        taken: None,
        above_own: false,
        key_rows: None,
    };
    walk.find_headers(document, skip);
    walk.find_depth(document);
    let title = title::find(document, profile);
    walk.outline.title =
        title.and_then(|i| document.blocks[i].text()).map(|t| t.as_str().replace('\n', " "));
    walk.outline.period = title::period(document, title);
    if title.is_none() {
        walk.title_in_table(document);
    }
    let mut id = 0;
    for (i, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Table(table) => {
                id += 1;
                if !skip.contains(&id) {
                    walk.table(table, id);
                }
            }
            Block::PageBreak { .. } => walk.broken = true,
            _ if Some(i) == title || tables_only => {}
            Block::Heading { text, place, level } => {
                walk.text(text, *place, Some(*level), document, i);
            }
            Block::Paragraph { text, place } => walk.text(text, *place, None, document, i),
            Block::Running { text, place, .. } | Block::Picture { text, place } => {
                walk.other(text.as_str(), SourceRef::at(*place));
            }
        }
    }
    walk.outline
}

impl<'a> Walk<'a, '_> {
    /// Finds the header rows of all tables and settles those that cannot be right.
    fn find_headers(&mut self, document: &Document, skip: &HashSet<u32>) {
        for (n, table) in document.tables().enumerate() {
            if skip.contains(&(n as u32 + 1)) {
                continue;
            }
            for row in 0..table.row_count() {
                if let Some(header) = columns::header_row(table, row, &self.profile.items) {
                    self.found.insert((n as u32 + 1, row), self.outline.header_rows.len());
                    self.outline.header_rows.push(header);
                }
            }
        }
        if !self.profile.items.generic {
            columns::settle(&mut self.outline.header_rows, &self.profile.items);
            self.name_blank_heads(document);
        }
        for (n, table) in document.tables().enumerate() {
            for row in 0..table.row_count() {
                if let Some(at) = self.found.get(&(n as u32 + 1, row)) {
                    let header = &mut self.outline.header_rows[*at];
                    group_columns::find(table, row, header, &self.profile.groups);
                }
            }
        }
        self.find_statuses(document);
    }

    /// Names columns without a heading by the document's other tables, with a note each.
    fn name_blank_heads(&mut self, document: &Document) {
        let usual = Usual::learn(&self.outline.header_rows);
        for (n, table) in document.tables().enumerate() {
            let id = n as u32 + 1;
            for row in 0..table.row_count() {
                let Some(at) = self.found.get(&(id, row)).copied() else { continue };
                let named = usual.complete(table, row, &mut self.outline.header_rows[at]);
                for col in named {
                    let header = &self.outline.header_rows[at];
                    let holds = header.cells.iter().find(|c| c.col == col).and_then(|c| c.holds);
                    let field = holds.map(|h| self.field_name(h)).unwrap_or_default();
                    let place = table.cell_at(row, col).map(Cell::place);
                    let source = SourceRef { place, table: Some(id), row: Some(row + 1) };
                    self.outline.notes.push(
                        Note::new(
                            "header.blank",
                            Level::Warning,
                            "this column has no heading here; it was taken for what the other tables of the document have at this place",
                        )
                        .at(source)
                        .repair(String::new(), field),
                    );
                }
            }
        }
    }

    /// The words in the status columns: what a legend without colours explains.
    fn find_statuses(&mut self, document: &Document) {
        let fields = &self.profile.schema.entities[self.profile.item_entity()].fields;
        let is_status = |c: &columns::HeaderCell| match c.holds {
            // A legend may tell the numbers of a rating, too.
            Some(Holds::Field(f)) => fields[f].kind == FieldKind::Status || c.rated,
            _ => false,
        };
        let mut words = HashSet::new();
        for (n, table) in document.tables().enumerate() {
            let id = n as u32 + 1;
            let Some((row, header)) =
                (0..table.row_count()).find_map(|r| Some((r, *self.found.get(&(id, r))?)))
            else {
                continue;
            };
            for cell in self.outline.header_rows[header].cells.iter().filter(|c| is_status(c)) {
                let below = (row + 1..table.row_count()).filter_map(|r| table.cell_at(r, cell.col));
                words.extend(below.filter_map(|c| {
                    short_phrase(&status::leading(c.text.as_str()), 4).filter(|p| !p.is_empty())
                }));
            }
        }
        self.used = words;
    }

    /// How many parts the items' refs have: what most rows below a header row have.
    fn find_depth(&mut self, document: &Document) {
        let mut votes: HashMap<usize, u32> = HashMap::new();
        let (mut bare, mut all) = (0_u32, 0_u32);
        let mut header = None;
        let (mut counted, mut last) = (0_u32, None);
        for (n, table) in document.tables().enumerate() {
            if has_own_header(table) {
                header = None;
            }
            for row in 0..table.row_count() {
                if let Some(found) = self.found.get(&(n as u32 + 1, row)) {
                    header = Some(*found);
                    (counted, last) = (0, None);
                    continue;
                }
                let Some(header) = header.map(|h| &self.outline.header_rows[h]) else { continue };
                if header.width != table.column_count() {
                    continue;
                }
                let holds = [Holds::Ref, Holds::Field(self.profile.items.key)];
                let Some(cell) = holds
                    .iter()
                    .find_map(|h| header.columns(*h).next())
                    .and_then(|c| table.cell_at(row, c.col))
                    .filter(|c| c.row() == row && !c.text.is_empty())
                else {
                    continue;
                };
                all += 1;
                let text = cell.text.as_str();
                if let Some(read) = refs::read(text, None, false, None) {
                    *votes.entry(read.depth()).or_insert(0) += 1;
                } else if numbered(text) {
                    bare += 1;
                } else if let Some(number) = counting(text) {
                    // `7 Paint the boats` counts where it follows the row of 6.
                    let follows = last.is_some_and(|l: u32| number == l + 1);
                    bare += u32::from(follows) + u32::from(follows && counted == 0);
                    counted += u32::from(follows);
                    last = Some(number);
                }
            }
        }
        self.outline.depth = votes.iter().max_by_key(|(d, n)| (**n, **d)).map(|(d, _)| *d);
        let dotted: u32 = votes.values().sum();
        // Words that happen to look like a ref begin some rows of any plan.
        if dotted * 2 <= all {
            self.outline.depth = None;
        }
        self.outline.bare = dotted * 3 < all && bare * 2 > all;
    }

    /// Where nothing stands above the first table, a row of one cell above its header is the title.
    fn title_in_table(&mut self, document: &Document) {
        let Some(table) = document.tables().next() else { return };
        let header = (1..table.row_count().min(4)).find(|r| self.found.contains_key(&(1, *r)));
        let mut above = (0..header.unwrap_or(0)).filter_map(|row| {
            let mut filled = table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty());
            let first = filled.next()?;
            filled.next().is_none().then_some((row, first.text.as_str()))
        });
        let is_group = |text: &str| {
            groups::labelled(text, &self.profile.groups).is_some()
                || groups::by_reference(text, &self.profile.groups).is_some()
                || self.profile.note_starts.iter().any(|s| s.position_in(&phrase(text)) == Some(0))
        };
        if let Some((row, text)) = above.next().filter(|(_, text)| !is_group(text)) {
            self.title_row = Some((1, row));
            self.outline.title = Some(text.replace('\n', " "));
            let own = title::Period::of(text);
            self.outline.period = own.or_else(|| self.outline.period.take());
        }
    }

    fn other(&mut self, text: &str, source: SourceRef) {
        if !text.is_empty() {
            self.outline.other_text.push(OtherText { text: text.replace('\n', " "), source });
        }
    }

    /// A heading or paragraph outside tables.
    fn text(
        &mut self,
        text: &RichText,
        place: Place,
        level: Option<u8>,
        document: &Document,
        at: usize,
    ) {
        let is_heading = level.is_some();
        self.pending = None;
        let line = text.as_str();
        let source = SourceRef::at(place);
        let leads_on = at < self.last_table;
        if is_heading && leads_on && self.labelled_line(line) {
            return;
        }
        if line.len() <= 250 && leads_on {
            let group = groups::labelled(line, &self.profile.groups)
                .filter(|g| is_heading || (g.reference.is_some() && !line.ends_with('.')))
                .or_else(|| {
                    is_heading.then(|| groups::by_reference(line, &self.profile.groups)).flatten()
                })
                .or_else(|| self.bare_heading(line, level, document, at));
            if let Some(heading) = level {
                self.headings.retain(|(l, _)| *l < heading);
                if let Some(group) = &group {
                    self.headings.push((heading, group.level));
                }
            }
            if let Some(group) = group.filter(|g| self.profile.groups[g.level].heading) {
                self.group(group, line.to_owned(), source, Vec::new());
                return;
            }
        }
        if let Some((label, entries)) = legend::lines(line, self.profile)
            && (entries.len() > 1 || !self.outline.legend.is_empty())
        {
            self.other(label, source);
            for (status, printed, meaning) in entries {
                self.outline.legend.push(LegendEntry {
                    status,
                    meaning: Some(meaning),
                    printed: Some(printed),
                    fill: None,
                    source,
                });
            }
            return;
        }
        let paragraphs = self.open_group.then(|| self.outline.groups.last_mut()).flatten();
        if let Some(group) = paragraphs
            && self.profile.groups[group.level].paragraphs.is_some()
            && !is_heading
            && leads_on
        {
            group.paragraphs.push(line.to_owned());
            return;
        }
        self.open_group = false;
        self.other(line, source);
    }

    /// A heading without label or ref is a group where a table of items stands right below it, or
    /// below a heading of its own that it contains. The outermost is of the innermost level that may
    /// stand as a heading and needs no label, those inside of the next.
    fn bare_heading(
        &self,
        line: &str,
        heading: Option<u8>,
        document: &Document,
        at: usize,
    ) -> Option<GroupText> {
        let heading = heading?;
        if groups::is_apparatus(line) || self.is_header_name(line) || self.has_field_label(line) {
            return None;
        }
        let outermost = self.profile.groups.iter().rposition(|g| g.banner && g.heading)?;
        // How deep the heading is that the next table is right below.
        let mut own = heading;
        let mut inner = 0;
        for block in document.blocks[at + 1..].iter().take(LOOK_AHEAD) {
            match block {
                Block::Table(table) if self.has_items(table) => {
                    let level = self.inside(heading).unwrap_or(outermost);
                    let named = own == heading || level < self.profile.groups.len() - 1;
                    return named.then(|| GroupText {
                        level,
                        reference: None,
                        title: groups::title(line),
                        labelled: false,
                    });
                }
                Block::Table(_) if own == heading => return None,
                Block::Heading { level, .. } if *level <= heading => return None,
                Block::Heading { level, .. } => {
                    inner += 1;
                    own = *level;
                    if inner > MOST_INNER {
                        return None;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a text is the name of a column of the document's own tables, which heads no group;
    /// that of the main column may (`Actions`).
    fn is_header_name(&self, text: &str) -> bool {
        let words = short_phrase(text, 8).filter(|w| !w.is_empty());
        words.is_some_and(|words| {
            let mut cells = self.outline.header_rows.iter().flat_map(|h| &h.cells);
            let key = Holds::Field(self.profile.items.key);
            cells.any(|c| c.holds.is_some_and(|h| h != key) && c.words == words)
        })
    }

    /// The level of a group in the heading that is open above one of this level.
    fn inside(&self, heading: u8) -> Option<usize> {
        let (_, level) = self.headings.iter().rev().find(|(l, _)| *l < heading)?;
        let next = level + 1;
        Some(if self.profile.groups.get(next).is_some_and(|g| g.heading) { next } else { *level })
    }

    fn has_items(&self, table: &Table) -> bool {
        (0..table.row_count().min(3))
            .any(|row| columns::header_row(table, row, &self.profile.items).is_some())
    }

    /// Enters a group. A group printed again on the next page is the same group.
    fn group(
        &mut self,
        text: GroupText,
        printed: String,
        source: SourceRef,
        labelled: Vec<(usize, String, String)>,
    ) {
        let mut text = text;
        let mut labelled = labelled;
        let inside = groups::labelled_inside(&text.title, &self.profile.groups[text.level]);
        if let Some((at, field, value)) = inside {
            text.title = text.title[..at].trim_end_matches([' ', ',', ';', '–', '-']).to_owned();
            // The label stands in the group's own cell, which is printed whole.
            labelled.push((field, value, String::new()));
        }
        let level = text.level;
        if let Some(open) = self.current[level].map(|i| &self.outline.groups[i])
            && open.reference == text.reference
            && open.title == text.title
        {
            self.outline.notes.push(
                Note::new(
                    "group.repeated",
                    Level::Info,
                    "this heading is repeated; its rows continue",
                )
                .at(source)
                .printed(printed.clone()),
            );
            self.other(&printed, source);
            for (_, _, whole) in labelled {
                self.other(&whole, source);
            }
            return;
        }
        let parents = self.current[..level].to_vec();
        for inner in &mut self.current[level..] {
            *inner = None;
        }
        self.current[level] = Some(self.outline.groups.len());
        self.outline.groups.push(RawGroup {
            level,
            reference: text.reference,
            title: text.title,
            labelled,
            paragraphs: Vec::new(),
            printed: printed.replace('\n', " "),
            parents,
            source,
            beside: false,
        });
        self.open_group = true;
    }

    fn table(&mut self, table: &'a Table, id: u32) {
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
        self.summary = self.is_summary(table, id).then_some(id);
        if self.is_foreign(table, id) {
            self.foreign(table, id);
            return;
        }
        let mut skip = 0;
        let own_header = (0..table.row_count()).find(|row| self.found.contains_key(&(id, *row)));
        if let Some(row) = own_header {
            self.leave_groups_beside(id, row);
        }
        self.key_rows = self.key_below(table, id);
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
            if self.taken.is_none_or(|last| row > last) {
                self.row(table, id, row);
            }
        }
    }

    /// A group that a column names ends with its table, unless the next one has such a column or
    /// the same headings: it may go on there.
    fn leave_groups_beside(&mut self, id: u32, row: u32) {
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
    /// text in the main column, and what stands in the column of refs is no ref as above.
    fn key_below(&self, table: &Table, id: u32) -> Option<u32> {
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

    /// A cell of a repeated header that was folded away.
    fn folded(&mut self, cell: &Cell, source: SourceRef) {
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

    fn field_name(&self, holds: Holds) -> String {
        match holds {
            Holds::Ref => "ref".to_owned(),
            Holds::Group(level) => self.profile.schema.entities[level].one.clone(),
            Holds::Field(f) => {
                self.profile.schema.entities[self.profile.item_entity()].fields[f].name.clone()
            }
        }
    }

    fn legend(&mut self, table: &Table, id: u32, read: legend::LegendTable) {
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
    fn is_foreign(&self, table: &Table, id: u32) -> bool {
        let own = (0..table.row_count()).any(|row| self.found.contains_key(&(id, row)));
        if own {
            return false;
        }
        if has_own_header(table) && !self.is_label_row(table, 0) {
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
    fn is_summary(&self, table: &Table, id: u32) -> bool {
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
    fn is_label_row(&self, table: &Table, row: u32) -> bool {
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
    fn has_refs(&self, table: &Table) -> bool {
        // A column of groups may stand before that of the refs.
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

    fn foreign(&mut self, table: &Table, id: u32) {
        let source =
            SourceRef { place: table.pieces().first().copied(), table: Some(id), row: None };
        self.outline.notes.push(
            Note::new(
                "table.unknown",
                Level::Info,
                "no heading of this table was recognised; its text was kept under “other text”",
            )
            .at(source)
            .help("`tablemend tables` gives it as it is"),
        );
        for cell in table.cells().iter().filter(|c| !c.text.is_empty()) {
            let source =
                SourceRef { place: Some(cell.place()), table: Some(id), row: Some(cell.row() + 1) };
            self.other(cell.text.as_str(), source);
        }
    }

    fn header_cells(&mut self, table: &Table, id: u32, row: u32, found: Option<usize>) {
        for cell in table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()) {
            let source =
                SourceRef { place: Some(cell.place()), table: Some(id), row: Some(row + 1) };
            let header = found
                .map(|h| &self.outline.header_rows[h])
                .and_then(|h| h.cells.iter().find(|c| c.col == cell.col()));
            let field = header.and_then(|c| c.holds).map(|h| self.field_name(h));
            let printed = cell.text.as_str().replace('\n', " ");
            if header.is_some_and(|c| c.moved) {
                self.outline.notes.push(
                    Note::new(
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

/// Whether a cell is a converter's name for a column without a header: `Col2` over the second.
pub(crate) fn is_placeholder(table: &Table, cell: &Cell) -> bool {
    cell.row() < table.header_rows().max(1)
        && cell.text.as_str().strip_prefix("Col").and_then(|n| n.parse().ok())
            == Some(cell.col() + 1)
}

/// Whether a table says itself what its columns are: its first row is a header of short names, and
/// no row of data that a converter put there.
pub(crate) fn has_own_header(table: &Table) -> bool {
    if table.header_rows() == 0 || table.row_count() < 2 {
        return false;
    }
    let cells: Vec<&Cell> = table.row_cells(0).filter(|c| c.row() == 0).collect();
    let filled = cells.iter().filter(|c| !c.text.is_empty() && !is_placeholder(table, c)).count();
    filled >= 2
        && filled + 1 >= cells.len()
        && cells.iter().filter(|c| !c.text.is_empty()).all(|c| {
            let text = c.text.as_str();
            let words = text.split_whitespace().count();
            words <= 7
                && text.chars().count() <= 60
                && !text.ends_with(['.', ';', ','])
                && !text.starts_with(|c: char| c.is_ascii_digit())
                && !(text.contains(|c: char| c.is_ascii_digit())
                    && refs::is_like(text)
                    && text.len() > 2)
                && (tablemend_dates::month_in(text).is_none() || words > 2)
        })
}

/// The number in front of `7 Paint the boats`.
fn counting(text: &str) -> Option<u32> {
    let (number, rest) = text.split_once([' ', '\n'])?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && rest.starts_with(char::is_uppercase)).then(|| number.parse().ok()).flatten()
}

/// `1. Do this`, `2) Do that`.
fn numbered(text: &str) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=3).contains(&digits) && text[digits..].starts_with(['.', ')'])
}
