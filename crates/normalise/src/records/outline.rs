//! First pass: what each block and row of the document is, before any value is read.

mod ahead;
mod assumed;
mod cut;
mod ground;
mod headings;
mod keys;
mod labels;
mod nested;
mod nothing;
mod rows;
mod summary;
mod tables;
mod unnamed;

pub(crate) use keys::tell_unread;
pub(crate) use labels::heads_itself;
pub(crate) use rows::heads_rows;

use super::blank_heads::Usual;
use super::columns::{self, HeaderRow, Holds};
use super::groups;
use super::{group_columns, quarters, refs, status, title};
use crate::profile::{Phrase, Profile, phrase, short_phrase};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use tablemend_model::{
    Block, Cell, Diagnostic, Document, FieldKind, HeaderText, LegendEntry, Level, OtherText,
    SourceRef, Table,
};

/// A group, as it is.
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
    /// The groups that it is in, by level; indices into `Outline::groups`.
    pub(crate) parents: Vec<Option<usize>>,
    pub(crate) source: SourceRef,
    /// Whether a column beside its rows names it.
    pub(crate) beside: bool,
}

/// A row of an item, as it is.
#[derive(Debug)]
pub(crate) struct RawItem<'a> {
    /// The rows that make it; more than one where a row below has no key of its own or where a
    /// page break cut it.
    pub(crate) parts: Vec<Part<'a>>,
    /// The groups that it is in, by level.
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

/// A remark, as it is.
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
    /// The one year that the text outside tables names.
    pub(crate) only_year: Option<i16>,
    /// Which quarters the document counts.
    pub(crate) quarters: tablemend_dates::Quarters,
    /// Whether the text outside tables writes the month in front of the day.
    pub(crate) month_first: bool,
    /// Whether the file keeps merged cells as such, so that a blank cell is one.
    pub(crate) keeps_merges: bool,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) groups: Vec<RawGroup>,
    pub(crate) items: Vec<RawItem<'a>>,
    pub(crate) remarks: Vec<RawRemark>,
    pub(crate) headers: Vec<HeaderText>,
    pub(crate) header_rows: Vec<HeaderRow>,
    pub(crate) other_text: Vec<OtherText>,
    pub(crate) notes: Vec<Diagnostic>,
    /// Number of dotted parts that most of the items' refs have.
    pub(crate) depth: Option<usize>,
    /// Whether bare numbers in front of the text are the items' refs.
    pub(crate) bare: bool,
}

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
    /// The header row, of another table or made, that a table without one is read under.
    assumed: HashMap<u32, usize>,
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
    /// Whether the rows at hand are above their table's own header.
    above_own: bool,
    /// The first of the rows at the end of the table that are a key to it.
    key_rows: Option<u32>,
    /// Kinds of groups that are inside groups of another kind.
    nested: HashSet<String>,
    /// Cells that name a group, told before their row: table, row and column.
    ahead: HashSet<(u32, u32, u32)>,
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
        assumed: HashMap::new(),
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
        nested: HashSet::new(),
        ahead: HashSet::new(),
    };
    walk.find_headers(document, skip);
    walk.find_depth(document);
    let title = title::find(document, profile);
    walk.outline.title =
        title.and_then(|i| document.blocks[i].text()).map(|t| t.as_str().replace('\n', " "));
    walk.outline.only_year = title::only_year(document);
    walk.outline.quarters = quarters::of(document);
    let texts = document.blocks.iter().filter_map(|b| b.text().map(|t| t.as_str()));
    walk.outline.month_first = tablemend_dates::month_first(texts);
    use tablemend_model::MediaType::{Docx, Ods, Odt, Xls, Xlsx};
    walk.outline.keeps_merges = matches!(document.source.media_type, Docx | Odt | Xlsx | Xls | Ods);
    if title.is_none() {
        walk.title_in_table(document);
    }
    if walk.outline.period.is_none()
        && let Some(dated) = title::period(document, title)
    {
        walk.dated(dated, document);
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
            Block::Heading { text, place, .. }
                if walk.outline.title.as_deref().is_some_and(|title| {
                    groups::is_again(&text.as_str().replace('\n', " "), title)
                }) =>
            {
                walk.other(text.as_str(), SourceRef::at(*place));
            }
            Block::Heading { text, place, level } => {
                walk.text(text, *place, Some(*level), document, i);
            }
            Block::Paragraph { text, place } => walk.text(text, *place, None, document, i),
            // A key may be at the foot of each page.
            Block::Running { text, place, .. } if walk.key_of_signs(text, *place) => {}
            Block::Running { text, place, .. } | Block::Picture { text, place } => {
                walk.other(text.as_str(), SourceRef::at(*place));
            }
        }
    }
    let tables: Vec<&Table> = document.tables().collect();
    unnamed::add(&mut walk.outline, &tables, &walk.found, &profile.groups);
    walk.outline
}

impl<'a> Walk<'a, '_> {
    /// Finds the header rows of all tables and settles those that cannot be right.
    fn find_headers(&mut self, document: &Document, skip: &HashSet<u32>) {
        for (n, table) in document.tables().enumerate() {
            if skip.contains(&(n as u32 + 1)) {
                continue;
            }
            let mut first: Option<usize> = None;
            for row in 0..table.row_count() {
                if let Some(header) = columns::header_row(table, row, &self.profile.items) {
                    let above = first.filter(|_| row >= table.header_rows());
                    if above.is_some_and(|h| !header.is_header_below(&self.outline.header_rows[h]))
                    {
                        continue;
                    }
                    first = first.or(Some(self.outline.header_rows.len()));
                    self.found.insert((n as u32 + 1, row), self.outline.header_rows.len());
                    self.outline.header_rows.push(header);
                }
            }
        }
        for (n, table) in document.tables().enumerate() {
            let id = n as u32 + 1;
            if skip.contains(&id) || self.found.keys().any(|(of, _)| *of == id) {
                continue;
            }
            let known = &self.outline.header_rows;
            if let Some(header) = columns::sister(table, known, &self.profile.items) {
                self.found.insert((id, 0), known.len());
                self.outline.header_rows.push(header);
            }
        }
        self.assume_headers(document, skip);
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

    /// Finds what tables without a header are read under, with a note each.
    fn assume_headers(&mut self, document: &Document, skip: &HashSet<u32>) {
        let mut all: Vec<(u32, columns::Assumed)> =
            columns::assumed(document, &self.profile.items).into_iter().collect();
        all.sort_by_key(|(id, _)| *id);
        let tables: Vec<&Table> = document.tables().collect();
        for (id, columns::Assumed { header, of }) in all {
            if skip.contains(&id) {
                continue;
            }
            let names: Vec<&str> = header.cells.iter().map(|c| c.printed.as_str()).collect();
            let place = tables.get(id as usize - 1).and_then(|t| t.pieces().first().copied());
            let message = match of {
                Some(of) => format!(
                    "this table has no header: its first row is of the same kind as the others; its columns were taken for those of table {of}, which are of the same kinds"
                ),
                None => format!(
                    "this table has no header: its first row is of the same kind as the others; its {}",
                    assumed::BY_PLACE
                ),
            };
            let source = SourceRef { place, table: Some(id), row: None };
            self.outline.notes.push(
                Diagnostic::new("header.assumed", Level::Warning, message)
                    .at(source)
                    .used(names.join(" | ")),
            );
            self.assumed.insert(id, self.outline.header_rows.len());
            self.outline.header_rows.push(header);
        }
        assumed::tell_once(&mut self.outline.notes);
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
                        Diagnostic::new(
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
            if has_own_header(table) || heads_itself(table) {
                header = None;
            }
            header = self.assumed.get(&(n as u32 + 1)).copied().or(header);
            for row in 0..table.row_count() {
                if let Some(found) = self.found.get(&(n as u32 + 1, row)) {
                    header = Some(*found);
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
                    // `7 Paint the boats` counts where it follows the row of 6, in its table or the one
                    // before: cards are tables of one row.
                    let follows = last.is_some_and(|l: u32| number == l + 1);
                    bare += u32::from(follows) + u32::from(follows && counted == 0);
                    counted = if follows { counted + 1 } else { 0 };
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

    /// Where nothing is above the first table, a row of one cell above its header is the title.
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
            self.outline.period = title::Period::of(text);
        }
    }

    fn other(&mut self, text: &str, source: SourceRef) {
        if !text.is_empty() {
            self.outline.other_text.push(OtherText { text: text.replace('\n', " "), source });
        }
    }
}

/// Whether a cell is a converter's name for a column without a header: `Col2` over the second.
pub(crate) fn is_placeholder(table: &Table, cell: &Cell) -> bool {
    cell.row() < table.header_rows().max(1)
        && cell.text.as_str().strip_prefix("Col").and_then(|n| n.parse().ok())
            == Some(cell.col() + 1)
}

/// So many counted spans in one row head columns.
const PERIODS: usize = 3;

/// Whether a table says itself what its columns are: its first row is a header of short names, and
/// no row of data that a converter put there.
pub(crate) fn has_own_header(table: &Table) -> bool {
    if table.header_rows() == 0 || table.row_count() < 2 {
        return false;
    }
    let cells: Vec<&Cell> = table.row_cells(0).filter(|c| c.row() == 0).collect();
    let filled = cells.iter().filter(|c| !c.text.is_empty() && !is_placeholder(table, c)).count();
    // A row of data has a span or two; `Week 1–4 | Week 5–8 | Week 9–13` heads columns of periods.
    let is_counted = |c: &Cell| tablemend_dates::is_counted(c.text.as_str());
    let has_periods = cells.iter().filter(|c| is_counted(c)).count() >= PERIODS;
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
                    && text.len() > 2
                    && !(has_periods && is_counted(c)))
                && (tablemend_dates::month_in(text).is_none() || words > 2)
        })
}

/// The number in front of `7 Paint the boats`.
fn counting(text: &str) -> Option<u32> {
    let (number, rest) = text.split_once([' ', '\n'])?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && rest.starts_with(char::is_uppercase)).then(|| number.parse().ok()).flatten()
}

/// `1. Do this`, `2) Do that`, `3: Do more`.
fn numbered(text: &str) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=3).contains(&digits) && {
        let rest = &text[digits..];
        rest.starts_with(['.', ')']) || rest.starts_with(": ")
    }
}
