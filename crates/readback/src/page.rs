//! Our own page: what it shows to people, with what its attributes say to programs.

use super::lines::Tables;
use super::{About, Book, Datum, Sheet};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use tablemend_compare::{Group, Legend};

/// How far into a page its mark is: browsers put a comment before it, nothing more.
const MARK_WITHIN: usize = 16_384;

/// Name of the mark, a `meta` of the page; its content is the profile.
const MARK: &str = "tablemend:profile";

/// The records of a page; `None` where it does not have our mark or shows no row, and so is a
/// document like any other.
pub(super) fn read(bytes: &[u8]) -> Option<Book> {
    let head = String::from_utf8_lossy(bytes.get(..MARK_WITHIN).unwrap_or(bytes));
    if !head.contains(MARK) {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let mut page = Page::default();
    let mut emitter = DefaultEmitter::default();
    // What is in scripts and styles is not markup.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text.as_ref(), emitter).flatten() {
        page.token(&token);
    }
    page.end_row();
    page.about.media_type = "text/html";
    (page.about.profile.is_some() && page.rows > 0).then(|| Book {
        about: page.about,
        sheets: page.tables.into_iter().flat_map(sheets).collect(),
    })
}

#[derive(Default)]
struct Page {
    about: About,
    /// The rows of each kind of items.
    tables: Vec<(String, Tables)>,
    /// The kind of the table that is open; empty on pages of older versions.
    kind: String,
    rows: usize,
    /// The row that is open.
    row: Option<Vec<(String, Datum)>>,
    cell: Option<Cell>,
    /// The element whose content is not the cell's, and how many of its name are open.
    aside: Option<(String, usize)>,
}

/// A cell that is open: its field, its attributes, its lines.
struct Cell {
    field: String,
    is_list: bool,
    is_date: bool,
    lines: Vec<String>,
    /// What is in place of the text, and of what the text is only the printed form.
    value: Option<String>,
    further: Vec<(&'static str, String)>,
}

impl Page {
    fn token(&mut self, token: &Token<()>) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(&text(&tag.name)),
            Token::String(words) if self.aside.is_none() => {
                if let Some(line) = self.cell.as_mut().and_then(|c| c.lines.last_mut()) {
                    line.push_str(&text(words));
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = text(&tag.name);
        if let Some((aside, depth)) = &mut self.aside {
            *depth += usize::from(*aside == name);
            return;
        }
        let get = |key: &str| attribute(tag, key);
        let class = get("class").unwrap_or_default();
        let is_aside = self.cell.is_some()
            && (name == "details" || matches!(class.split(' ').next(), Some("small" | "status")));
        if is_aside {
            self.aside = Some((name, 1));
            return;
        }
        match name.as_str() {
            "meta" => match get("name").as_deref() {
                Some(MARK) => self.about.profile = get("content"),
                Some("tablemend:period") => self.about.period = get("content"),
                Some("tablemend:title") => self.about.title = get("content"),
                _ => {}
            },
            "table" => {
                self.end_row();
                self.kind = get("data-kind").unwrap_or_default();
            }
            "tr" => {
                self.end_row();
                self.row = get("data-id").map(|id| Self::row(id, tag));
            }
            "td" | "th" => {
                self.end_cell();
                if let Some(field) = get("data-field").filter(|_| self.row.is_some()) {
                    self.cell = Some(Cell {
                        field,
                        is_list: class == "c-posts",
                        is_date: class == "c-date",
                        lines: Vec::new(),
                        value: get("data-value"),
                        further: ["edtf", "start", "end", "alternatives", "dates"]
                            .into_iter()
                            .filter_map(|key| Some((key, get(&format!("data-{key}"))?)))
                            .collect(),
                    });
                }
            }
            "p" | "li" => {
                if let Some(cell) = &mut self.cell {
                    let bullet = if name == "li" && !cell.is_list { "• " } else { "" };
                    cell.lines.push(bullet.to_owned());
                }
            }
            _ => {
                if let (Some(status), Some(meaning)) = (get("data-legend"), get("data-meaning")) {
                    let meaning = Some(meaning).filter(|m| !m.is_empty());
                    self.about.legend.push(Legend { status, meaning });
                }
                if let (Some(entity), Some(id)) = (get("data-entity"), get("data-id")) {
                    let title = get("data-title").filter(|t| !t.is_empty());
                    self.about.groups.push(Group { entity, id, title });
                }
            }
        }
    }

    fn row(id: String, tag: &StartTag<()>) -> Vec<(String, Datum)> {
        let mut row = vec![("id".to_owned(), Datum::text(id))];
        for key in ["ref", "page"] {
            let value = attribute(tag, &format!("data-{key}"));
            row.push((key.to_owned(), Datum::of(value)));
        }
        for (name, value) in &tag.attributes {
            if let Some(group) = text(name).strip_prefix("data-in-") {
                row.push((group.to_owned(), Datum::text(text(value))));
            }
        }
        row
    }

    fn end(&mut self, name: &str) {
        if let Some((aside, depth)) = &mut self.aside {
            *depth -= usize::from(aside == name);
            if *depth == 0 {
                self.aside = None;
            }
            return;
        }
        match name {
            "td" | "th" => self.end_cell(),
            "tr" | "table" => self.end_row(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) else { return };
        let lines: Vec<String> = cell.lines.iter().map(|l| l.trim().to_owned()).collect();
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.is_empty()).collect();
        let named = |part: &str| format!("{}_{part}", cell.field);
        if let Some(value) = cell.value {
            row.push((named("printed"), Datum::text(lines.join("\n"))));
            row.push((cell.field, Datum::text(value)));
            return;
        }
        if cell.is_list {
            row.extend(cell.further.iter().map(|(k, v)| (named(k), Datum::text(v.as_str()))));
            row.push((cell.field, Datum::List(lines)));
            return;
        }
        if !cell.is_date {
            row.push((cell.field, Datum::text(lines.join("\n"))));
            return;
        }
        row.push((named("printed"), Datum::text(lines.join("\n"))));
        // The column is there although no row may have a date.
        row.push((named("edtf"), Datum::Blank));
        let id = row.first().and_then(|(_, id)| id.shown()).unwrap_or_default();
        for (key, value) in &cell.further {
            if *key == "dates" {
                for date in value.split_whitespace() {
                    of_kind(&mut self.tables, &self.kind).date(&cell.field, &id, date, "due", None);
                }
            } else {
                row.push((named(key), Datum::text(value.as_str())));
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.aside = None;
        if let Some(row) = self.row.take() {
            self.rows += 1;
            of_kind(&mut self.tables, &self.kind).row(row);
        }
    }
}

/// The rows of a kind of items.
fn of_kind<'t>(tables: &'t mut Vec<(String, Tables)>, kind: &str) -> &'t mut Tables {
    let at = tables.iter().position(|(known, _)| known == kind).unwrap_or_else(|| {
        tables.push((kind.to_owned(), Tables::default()));
        tables.len() - 1
    });
    &mut tables[at].1 // OK because it is there or was pushed.
}

/// The sheets of a kind of items, named by it; in the sheets of dates it names whose they are.
fn sheets((kind, tables): (String, Tables)) -> Vec<Sheet> {
    let mut sheets = tables.sheets();
    for (number, sheet) in sheets.iter_mut().enumerate().filter(|_| !kind.is_empty()) {
        if number == 0 {
            sheet.name.clone_from(&kind);
        } else if let Some(owner) = sheet.rows.first_mut().and_then(|row| row.first_mut()) {
            *owner = Datum::text(kind.as_str());
        }
    }
    sheets
}

fn attribute(tag: &StartTag<()>, key: &str) -> Option<String> {
    let found = tag.attributes.iter().find(|(name, _)| name.0.as_slice() == key.as_bytes());
    found.map(|(_, value)| text(value))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
