//! The records in a grid of named columns: the one way from any format to an edition.

use super::{About, Book, Datum, Located, Reading, Sheet, kinds};
use crate::error::Error;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use tablemend_compare::{
    Called, Cell, Dates, Edition, Field, Group, Item, Kind, Posts, Remarks, capital, flat::columns,
    state_of,
};
use tablemend_model::languages::MONTHS;
use tablemend_model::{DocumentInfo, EXTRA, EntityKind, Schema};

/// In how many of a sheet's first rows a header is looked for: people put titles above it.
const HEADER_WITHIN: usize = 30;

/// Columns of every profile beside its fields: which is where, and whose row it is.
const ALWAYS: [&str; 15] = [
    "id",
    "ref",
    "ref_printed",
    "page",
    "flags",
    "first_line",
    "last_line",
    "place",
    "table",
    "row",
    "document",
    "row_number",
    "printed",
    "corrected_from",
    "queries",
];

/// Name of the column that tells the editions of the long form apart, and of the one beside it.
const LONG: [&str; 2] = ["period", "item"];

/// A column's name as we write it in CSV, of a name or of a title (`Completion end`).
pub(super) fn plain(name: &Datum) -> String {
    name.shown().unwrap_or_default().trim().to_lowercase().replace([' ', '\n'], "_")
}

/// A header that was found.
pub(super) struct Header<'a> {
    pub(super) schema: &'a Schema,
    fields: Vec<Field>,
    pub(super) sheet: usize,
    row: usize,
    pub(super) at: HashMap<String, usize>,
    /// How many of the profile's columns it has.
    pub(super) known: usize,
}

/// Whether the cells are a header of a profile's items: by what an item is called, and by what it
/// is told apart.
pub(super) fn fits(header: &[Datum], schemas: &[Schema]) -> bool {
    schemas.iter().any(|schema| header_of(header, schema).is_some())
}

fn header_of<'a>(cells: &[Datum], schema: &'a Schema) -> Option<Header<'a>> {
    let mut fields = Edition::fields_of(schema);
    let main = fields.iter().find(|f| f.kind == Kind::Text)?.name.clone();
    let mut at = HashMap::new();
    for (i, cell) in cells.iter().enumerate() {
        // Of two columns of a name the first is ours: people add theirs at the end.
        at.entry(plain(cell)).or_insert(i);
    }
    let has = |name: &str| at.contains_key(name);
    if !has(&main) || !(has("id") || has("ref")) {
        return None;
    }
    let known = columns(&fields).iter().filter(|c| has(&c.name)).count();
    // A column that no field of the profile knows is written so.
    let own = cells.iter().map(plain).filter(|name| name.starts_with(EXTRA));
    let own: Vec<Field> =
        own.map(|name| Field { title: heading(&name), name, kind: Kind::Text }).collect();
    fields.extend(own);
    Some(Header { schema, fields, sheet: 0, row: 0, at, known })
}

/// What people may call a column that no field knows: `extra_unit_cost` was headed so.
fn heading(name: &str) -> String {
    capital(&name.trim_start_matches(EXTRA).replace('_', " "))
}

/// The header that has most of a profile's columns; the first of several.
pub(super) fn best<'a>(book: &Book, schemas: &'a [Schema]) -> Option<Header<'a>> {
    let mut best: Option<Header<'a>> = None;
    for (number, sheet) in book.sheets.iter().enumerate() {
        let found = best_of_sheet(number, sheet, schemas);
        if let Some(found) = found
            && best.as_ref().is_none_or(|b| found.known > b.known)
        {
            best = Some(found);
        }
    }
    best
}

/// The same of one sheet.
pub(super) fn best_of_sheet<'a>(
    number: usize,
    sheet: &Sheet,
    schemas: &'a [Schema],
) -> Option<Header<'a>> {
    let mut best: Option<Header<'a>> = None;
    for (row, cells) in sheet.rows.iter().enumerate().take(HEADER_WITHIN) {
        for schema in schemas {
            let Some(found) = header_of(cells, schema) else { continue };
            if best.as_ref().is_none_or(|b| found.known > b.known) {
                best = Some(Header { sheet: number, row, ..found });
            }
        }
    }
    best
}

/// What to say of sheets that do not have our columns.
pub(super) fn not_ours(sheets: &[Sheet], schemas: &[Schema]) -> Error {
    const MOST: usize = 8;
    let wanted: Vec<String> = schemas
        .iter()
        .filter_map(|s| {
            let main = Edition::fields_of(s).into_iter().find(|f| f.kind == Kind::Text)?;
            Some(format!("`ref` and `{}`", main.name))
        })
        .collect();
    let first = sheets.iter().find_map(|s| s.rows.first().filter(|r| !r.is_empty()));
    let names =
        first.into_iter().flatten().filter_map(Datum::shown).map(|n| format!("`{}`", n.trim()));
    let mut names: Vec<String> = names.take(MOST + 1).collect();
    if names.len() > MOST {
        names[MOST] = "…".to_owned(); // OK because there are more than so many.
    }
    let there = match &names[..] {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    Error::NotRecords(format!(
        "no table in it has the columns that records are known by, {} (found: {there}); compare \
         the files that `convert` or `archive export` wrote, and keep the names of the columns",
        wanted.join(" or ")
    ))
}

/// The records of a book, an edition for each period it has.
pub(super) fn readings(
    mut book: Book,
    name: &str,
    sha256: &str,
    schemas: &[Schema],
) -> Result<Vec<Reading>, Error> {
    let about = std::mem::take(&mut book.about);
    let is_part = PART.contains(&about.media_type);
    let headers = kinds::headers(&book, schemas, about.profile.as_deref());
    if headers.is_empty() {
        return Err(not_ours(&book.sheets, schemas));
    }
    let is_several = headers.len() > 1;
    let mut readings: Vec<(Scope, Reading)> = Vec::new();
    for header in headers {
        let found = find(&book, &about, header, name, sha256);
        for One { scope, mut edition, .. } in found.editions {
            let mut notes = found.notes.clone();
            notes.extend(lengthened(&mut edition));
            if is_several {
                let title = edition.title_of_items();
                notes = notes.into_iter().map(|note| format!("{title}: {note}")).collect();
            }
            // A document may lack a kind that others in the same file have.
            let is_blank = edition.items.is_empty() && !readings.is_empty();
            match readings.iter_mut().find(|(known, _)| *known == scope) {
                Some((_, reading)) => {
                    reading.notes.extend(notes);
                    if reading.edition.items.is_empty() && !is_blank {
                        reading.edition = edition;
                    } else if !is_blank {
                        reading.others.push(edition);
                    }
                }
                None if is_blank => {}
                None => {
                    readings.push((scope, Reading { edition, others: Vec::new(), is_part, notes }));
                }
            }
        }
    }
    Ok(readings.into_iter().map(|(_, reading)| reading).collect())
}

/// Formats of which one file holds one kind of items.
const PART: [&str; 3] = ["text/csv", "application/jsonl", "application/vnd.apache.parquet"];

/// The records of the only edition of a book, and where they are in it.
pub(super) fn located(
    mut book: Book,
    name: &str,
    sha256: &str,
    schemas: &[Schema],
) -> Result<Located, Error> {
    let about = std::mem::take(&mut book.about);
    let Some(header) = best(&book, schemas) else { return Err(not_ours(&book.sheets, schemas)) };
    let found = find(&book, &about, header, name, sha256);
    let Found { sheet, header, at, notes, mut editions } = found;
    let (Some(one), true) = (editions.pop(), editions.is_empty()) else {
        return Err(Error::SeveralEditions);
    };
    let mut edition = one.edition;
    let mut notes = notes;
    notes.extend(lengthened(&mut edition));
    let mut columns: Vec<(String, usize)> = at.into_iter().filter(|(n, _)| !n.is_empty()).collect();
    columns.sort_by_key(|(_, at)| *at);
    Ok(Located { edition, sheet, header, columns, rows: one.rows, notes })
}

/// What was found in a book.
struct Found {
    /// Position of the sheet, and of the header among its rows.
    sheet: usize,
    header: usize,
    /// Columns by name.
    at: HashMap<String, usize>,
    notes: Vec<String>,
    editions: Vec<One>,
}

/// One edition on its way.
struct One {
    scope: Scope,
    edition: Edition,
    /// Ids that are taken.
    taken: HashSet<String>,
    /// For each item its position among the sheet's rows.
    rows: Vec<usize>,
}

/// The items under a header, an edition for each period.
fn find(book: &Book, about: &About, header: Header<'_>, name: &str, sha256: &str) -> Found {
    let (fields, mut notes) = present(&header);
    notes.extend(passed_over(&header, book));
    notes.extend(doubled(&header, book));
    let parts = parts(book, &header);
    let is_long =
        header.at.contains_key(LONG[0]) && !header.fields.iter().any(|f| f.name == LONG[0]);
    let mut editions: Vec<One> = Vec::new();
    let new = |scope: Scope| One {
        edition: blank(about, &scope.period, &header, &fields, name, sha256),
        scope,
        taken: HashSet::new(),
        rows: Vec::new(),
    };
    let rows = book.sheets.get(header.sheet).map_or(&[][..], |s| s.rows.as_slice());
    for (number, cells) in rows.iter().enumerate().skip(header.row + 1) {
        let row = Row { cells, at: &header.at };
        let main = header.fields.iter().find(|f| f.kind == Kind::Text);
        // Blank rows, and what people write below a table, are not items.
        if row.text("ref").is_none()
            && row.text("id").is_none()
            && main.is_none_or(|m| row.text(&m.name).is_none())
        {
            continue;
        }
        let period = if is_long { row.text(LONG[0]) } else { about.period.clone() };
        let scope = Scope { document: document(&row), period };
        let at = editions.iter().position(|one| one.scope == scope).unwrap_or_else(|| {
            editions.push(new(scope.clone()));
            editions.len() - 1
        });
        if let Some(One { edition, taken, rows, .. }) = editions.get_mut(at) {
            let id = free_id(&row, edition.items.len() + 1, taken);
            groups_of(&row, header.schema, edition);
            edition.items.push(item(&row, id, header.schema, &fields, &parts, &scope));
            rows.push(number);
        }
    }
    if editions.is_empty() {
        editions.push(new(Scope { document: None, period: about.period.clone() }));
    }
    let Header { sheet, row, at, .. } = header;
    Found { sheet, header: row, at, notes, editions }
}

/// Gives refs back the zero that a spreadsheet takes from them (`1.10` becomes the number 1.1): between
/// `1.9` and whatever follows, `1.1` is `1.10`. Says how many.
fn lengthened(edition: &mut Edition) -> Option<String> {
    let parts = |reference: &str| -> Option<(String, u32)> {
        let (stem, last) = reference.rsplit_once('.')?;
        Some((stem.to_owned(), last.parse().ok()?))
    };
    let mut former: Option<(String, u32)> = None;
    let mut restored = Vec::new();
    for item in &mut edition.items {
        let own = item.reference.as_deref().and_then(parts);
        if let (Some((stem, before)), Some((own_stem, last))) = (&former, &own)
            && stem == own_stem
            && *last > 0
            && *before + 1 == last * 10
        {
            let whole = format!("{stem}.{}", last * 10);
            if item.id.split('~').next() == item.reference.as_deref() {
                item.id.clone_from(&whole);
            }
            item.reference = Some(whole.clone());
            restored.push(whole.clone());
            former = parts(&whole);
            continue;
        }
        former = own;
    }
    (!restored.is_empty()).then(|| {
        format!(
            "refs that a spreadsheet had taken for numbers were restored: {}",
            restored.join(", ")
        )
    })
}

/// What to say of columns of ours that are there twice: the first is compared.
fn doubled(header: &Header<'_>, book: &Book) -> Option<String> {
    let cells = book.sheets.get(header.sheet)?.rows.get(header.row)?;
    let mut seen = HashSet::new();
    let mut twice: Vec<String> = Vec::new();
    for cell in cells {
        let name = plain(cell);
        let is_ours = header.fields.iter().any(|f| name.starts_with(f.name.as_str()));
        let is_ours = is_ours || ALWAYS.contains(&name.as_str());
        if !name.is_empty() && is_ours && !seen.insert(name.clone()) && !twice.contains(&name) {
            twice.push(name);
        }
    }
    let named: Vec<String> = twice.iter().map(|name| format!("`{name}`")).collect();
    (!twice.is_empty()).then(|| {
        let is = if twice.len() == 1 { "column appears" } else { "columns appear" };
        format!("{} {is} twice: only the first is compared", named.join(", "))
    })
}

fn blank(
    about: &About,
    period: &Option<String>,
    header: &Header<'_>,
    fields: &[Field],
    name: &str,
    sha256: &str,
) -> Edition {
    let document = DocumentInfo {
        title: about.title.clone(),
        period: period.clone(),
        period_printed: None,
        name: name.to_owned(),
        media_type: about.media_type.to_owned(),
        sha256: sha256.to_owned(),
        pages: None,
        profile: header.schema.profile.clone(),
        tool: String::new(),
    };
    Edition {
        document,
        called: Called::of(header.schema),
        legend: about.legend.clone(),
        fields: fields.to_vec(),
        items: Vec::new(),
        groups: about.groups.clone(),
        remarks: Remarks::default(),
    }
}

/// The fields whose columns are there, and what to say of the others: a column that somebody took
/// away is not a change of every row.
fn present(header: &Header<'_>) -> (Vec<Field>, Vec<String>) {
    let has = |name: &str, part: &str| {
        let name = if part.is_empty() { name.to_owned() } else { format!("{name}_{part}") };
        header.at.contains_key(&name)
    };
    let (there, gone): (Vec<Field>, Vec<Field>) =
        header.fields.iter().cloned().partition(|f| match f.kind {
            Kind::Dates => has(&f.name, "edtf") || has(&f.name, "start") && has(&f.name, "end"),
            _ => has(&f.name, ""),
        });
    let note = |f: &Field| match f.kind {
        Kind::Dates => format!(
            "“{}” is not compared: the file has neither a column `{name}_edtf` nor both `{name}_start` \
             and `{name}_end`",
            f.title,
            name = f.name
        ),
        _ => format!("“{}” is not compared: the file has no column `{}`", f.title, f.name),
    };
    let notes = gone.iter().map(note).collect();
    (there, notes)
}

/// What to say of columns that are not ours.
fn passed_over(header: &Header<'_>, book: &Book) -> Option<String> {
    let mut own: HashSet<&str> = ALWAYS.into_iter().chain(LONG).collect();
    let mut stems: Vec<String> = Vec::new();
    for entity in &header.schema.entities {
        own.insert(&entity.one);
        stems.push(entity.one.clone());
        for field in &entity.fields {
            own.insert(&field.name);
            own.extend(field.printed_as.as_deref());
            stems.push(field.name.clone());
        }
    }
    let part = |name: &str| {
        // A column that no field of the profile knows is written so.
        if name.starts_with(EXTRA) {
            return true;
        }
        const PARTS: [&str; 10] = [
            "printed",
            "start",
            "end",
            "edtf",
            "inherited",
            "alternatives",
            "evidence",
            "title",
            "dates",
            "state",
        ];
        let split = name.rsplit_once('_');
        split.is_some_and(|(stem, part)| PARTS.contains(&part) && stems.iter().any(|s| s == stem))
    };
    let cells = book.sheets.get(header.sheet)?.rows.get(header.row)?;
    let names = cells.iter().filter(|cell| {
        let name = plain(cell);
        !name.is_empty() && !own.contains(name.as_str()) && !part(&name)
    });
    let names: Vec<String> =
        names.filter_map(Datum::shown).map(|n| format!("“{}”", n.trim())).collect();
    (!names.is_empty()).then(|| format!("ignored columns: {}", names.join(", ")))
}

/// A row with its columns' names.
struct Row<'a> {
    cells: &'a [Datum],
    at: &'a HashMap<String, usize>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &Datum {
        const BLANK: &Datum = &Datum::Blank;
        self.at.get(column).and_then(|i| self.cells.get(*i)).unwrap_or(BLANK)
    }

    /// The text of a column; `None` where nothing is there.
    fn text(&self, column: &str) -> Option<String> {
        let text = self.get(column).shown()?.replace("\r\n", "\n");
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The parts of a list, which formats that know no lists join with semicolons.
    fn list(&self, column: &str) -> Vec<String> {
        match self.get(column) {
            Datum::List(parts) => parts.clone(),
            other => {
                let text = other.shown().unwrap_or_default();
                let parts = text.split(';').map(str::trim).filter(|p| !p.is_empty());
                parts.map(str::to_owned).collect()
            }
        }
    }

    fn day(&self, column: &str) -> Option<Date> {
        day(&self.text(column)?)
    }
}

/// A day as we write it, with or without a time of day behind it, or as British spreadsheets save
/// it (`31/01/2020`).
fn day(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if let Ok(day) = day.parse() {
        return Some(day);
    }
    let numbers: Vec<&str> = day.split('/').collect();
    let [day, month, year] = numbers[..] else { return None };
    let year = if year.len() == 4 { year.parse().ok()? } else { return None };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// EDTF as it was before a spreadsheet took it for a day or a month of its own (`31/01/2020`,
/// `Jan-20`).
fn edtf_of(text: String) -> String {
    if text.matches('/').count() == 2
        && let Some(day) = day(&text)
    {
        return day.to_string();
    }
    let month = |name: &str| MONTHS.iter().position(|m| m[..3].eq_ignore_ascii_case(name));
    match text.split_once('-').map(|(name, year)| (month(name), year.parse::<u8>())) {
        Some((Some(month), Ok(year @ 0..=99))) => format!("20{year:02}-{:02}", month + 1),
        _ => text,
    }
}

/// The row's id; rows that a person added have none, and what was copied has another's.
fn free_id(row: &Row<'_>, number: usize, taken: &mut HashSet<String>) -> String {
    let wanted = row.text("id").or_else(|| row.text("ref"));
    let wanted = wanted.unwrap_or_else(|| format!("row {number}"));
    let numbered = (2_usize..).map(|n| format!("{wanted}~{n}"));
    let free = std::iter::once(wanted.clone()).chain(numbered).find(|id| !taken.contains(id));
    let id = free.unwrap_or(wanted);
    taken.insert(id.clone());
    id
}

/// Adds the groups that a row tells by the columns of their titles.
fn groups_of(row: &Row<'_>, schema: &Schema, edition: &mut Edition) {
    for entity in schema.entities.iter().filter(|e| e.kind == EntityKind::Group) {
        let Some(id) = row.text(&entity.one) else { continue };
        if !edition.groups.iter().rev().any(|g| g.entity == entity.one && g.id == id) {
            let title = row.text(&format!("{}_title", entity.one));
            edition.groups.push(Group { entity: entity.one.clone(), id, title });
        }
    }
}

fn item(
    row: &Row<'_>,
    id: String,
    schema: &Schema,
    fields: &[Field],
    parts: &Parts,
    scope: &Scope,
) -> Item {
    let groups = schema.entities.iter().filter(|e| e.kind == EntityKind::Group);
    let status = fields.iter().find(|f| f.kind == Kind::Status);
    Item {
        state: status
            .and_then(|f| row.text(&format!("{}_state", f.name)))
            .and_then(|word| state_of(&word)),
        reference: row.text("ref"),
        parents: groups.filter_map(|e| Some((e.one.clone(), row.text(&e.one)?))).collect(),
        cells: fields
            .iter()
            .map(|f| {
                cell(row, f, {
                    let of = |scope: Scope| parts.get(&(f.name.clone(), id.clone(), scope));
                    of(scope.clone()).or_else(|| of(Scope::default()))
                })
            })
            .collect(),
        page: row.text("page").and_then(|p| p.parse().ok()),
        id,
        ..Item::default()
    }
}

fn cell(row: &Row<'_>, field: &Field, parts: Option<&Vec<(Option<String>, String)>>) -> Cell {
    let name = field.name.as_str();
    let aspect = |part: &str| row.text(&format!("{name}_{part}"));
    match field.kind {
        Kind::Text => row.text(name).map_or(Cell::Missing, Cell::Text),
        Kind::Status => row.text(name).map_or(Cell::Missing, |s| Cell::Status(s.to_lowercase())),
        Kind::Posts => {
            let people = row.list(name);
            let others = row.list(&format!("{name}_alternatives"));
            let apart = |list: &String| list.split(" + ").map(str::to_owned).collect();
            let alternatives = others.iter().map(apart).collect();
            if people.is_empty() {
                Cell::Missing
            } else {
                Cell::Posts(Posts { people, alternatives })
            }
        }
        Kind::Number => match row.text(name).map(|t| (t.parse::<f64>(), t)) {
            Some((Ok(value), text)) => {
                Cell::Number { value: Some(value), printed: aspect("printed").unwrap_or(text) }
            }
            // A word of a scale, or what is not a number: still a change from one.
            Some((Err(_), text)) => Cell::Number { value: None, printed: text },
            None => aspect("printed")
                .map_or(Cell::Missing, |printed| Cell::Number { value: None, printed }),
        },
        Kind::Dates => {
            let (printed, edtf) = (aspect("printed"), aspect("edtf").map(edtf_of));
            let (start, end) = (row.day(&format!("{name}_start")), row.day(&format!("{name}_end")));
            if printed.is_none() && edtf.is_none() && start.is_none() && end.is_none() {
                return Cell::Missing;
            }
            let parts = parts.cloned().unwrap_or_default();
            Cell::Dates(Dates { printed, edtf, start, end, parts, ..Dates::default() })
        }
    }
}

/// The document and the period that a row says it is of, where a file holds several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Scope {
    document: Option<String>,
    period: Option<String>,
}

/// The document of a row, where the file begins with the columns `document` and `period`, as `convert`
/// writes several documents into one.
fn document(row: &Row<'_>) -> Option<String> {
    let is_ours = row.at.get("document") == Some(&0) && row.at.get(LONG[0]) == Some(&1);
    if is_ours { row.text("document") } else { None }
}

/// The single dates of cells that still hold, by field, id and scope.
type Parts = HashMap<(String, String, Scope), Vec<(Option<String>, String)>>;

/// The single dates, from sheets that have one a row.
fn parts(book: &Book, header: &Header<'_>) -> Parts {
    let mut parts = Parts::new();
    let Some((_, items)) = header.schema.items() else { return parts };
    let dated: Vec<&Field> = header.fields.iter().filter(|f| f.kind == Kind::Dates).collect();
    for sheet in &book.sheets {
        let Some(names) = sheet.rows.first() else { continue };
        let names: Vec<String> = names.iter().map(plain).collect();
        let at: HashMap<String, usize> =
            names.into_iter().enumerate().map(|(i, name)| (name, i)).collect();
        let owner = [items.one.as_str(), "item"].into_iter().find(|o| at.contains_key(*o));
        let (Some(owner), true) = (owner, ["edtf", "role"].iter().all(|n| at.contains_key(*n)))
        else {
            continue;
        };
        let is_named =
            |f: &&&Field| plain(&Datum::text(sheet.name.as_str())) == format!("{}_dates", f.name);
        let field = dated.iter().find(is_named).or(match &dated[..] {
            [only] => Some(only),
            _ => None,
        });
        let Some(field) = field else { continue };
        for cells in sheet.rows.iter().skip(1) {
            let row = Row { cells, at: &at };
            let (Some(id), Some(edtf)) = (row.text(owner), row.text("edtf")) else { continue };
            if row.text("role").as_deref() != Some("original") {
                let document = document(&row);
                let period = document.as_ref().and_then(|_| row.text(LONG[0]));
                let key = (field.name.clone(), id, Scope { document, period });
                parts.entry(key).or_default().push((row.text("label"), edtf));
            }
        }
    }
    parts
}
