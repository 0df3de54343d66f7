//! Records as a workbook (Office Open XML) that could go to committee: a summary with a chart, one
//! sheet for each table, the queries and repairs with links to their rows, and what one needs to know
//! of it.
//!
//! Set out after the UK Government Analysis Function's guidance on accessible spreadsheets: one
//! table a sheet with a name of its own, no merged cells, no blank rows in a table, a status as a
//! word and never as a colour alone.

mod about;
mod arrange;
mod counts;
mod grid;
mod large;
mod long;
mod looks;
mod money;
mod plain;
mod sheet;
mod summary;

use crate::Error;
use crate::relation::{Index, Joined, Of, Relation, all};
pub(crate) use grid::write_grid;
use large::Large;
use looks::Looks;
pub use plain::{Holds, Is, Plain, Sheet, SheetColumn, as_published, sheets};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use sheet::Share;
pub(crate) use sheet::fit;
use std::io::Write;
use tablemend_model::{Dataset, Diagnostic, EntityKind, Level, published};

/// Tables of more rows than this are written row by row ([`large`], and through a temporary file of the
/// library where there are links), so that the memory needed does not grow with them.
const MOST_ROWS_IN_MEMORY: usize = 10_000;

/// Rows of a sheet of Excel, the header among them.
const MOST_ROWS: usize = 1 << 20;

impl From<XlsxError> for Error {
    fn from(e: XlsxError) -> Self {
        match e {
            XlsxError::IoError(e) => e.into(),
            e => Self::from_library("the workbook could not be written", e),
        }
    }
}

/// Writes a dataset as a workbook.
///
/// Values longer than a cell of Excel holds are cut there, and a row on the sheet Queries says
/// so. The bytes depend on the dataset alone: the document's properties have a fixed date.
///
/// # Errors
/// When a table has more rows than a sheet holds, or `out` cannot be written.
pub(crate) fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let index = Index::new(data);
    let relations = relations_of(data);
    let joined = relations.iter().map(|relation| Joined::one(relation, &index)).collect();
    write_joined(joined, &[data], Some(&index), out)
}

/// Writes several documents as one workbook: rows of one kind on one sheet, each with its document.
///
/// # Errors
/// As for one.
pub(crate) fn write_several(documents: &[Dataset], out: &mut dyn Write) -> Result<(), Error> {
    let indexed: Vec<(Index<'_>, Vec<Relation>)> =
        documents.iter().map(|data| (Index::new(data), relations_of(data))).collect();
    let all: Vec<&Dataset> = documents.iter().collect();
    write_joined(Joined::several(&indexed), &all, None, out)
}

/// The relations that get a sheet.
fn relations_of(data: &Dataset) -> Vec<Relation> {
    let mut relations = all(&data.schema);
    relations.retain(|r| !matches!(r.of, Of::Legend | Of::Remarks));
    relations
}

/// Writes the sheets. `single` is the index of the only document, where it is one.
fn write_joined(
    joined: Vec<Joined<'_>>,
    documents: &[&Dataset],
    single: Option<&Index<'_>>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let looks = Looks::new();
    let (plans, about) = planned(joined);

    let mut book = Workbook::new();
    book.set_properties(&properties(documents)?);
    let page = book.add_worksheet();
    page.set_name(SUMMARY)?;
    match single {
        Some(index) => summary::write(page, index, &plans, &looks)?,
        None => summary::write_several(page, documents, &looks)?,
    }
    for plan in &plans {
        if plan.rows >= MOST_ROWS {
            let (table, rows) = (&plan.relation().name, plan.rows);
            return Err(Error::plain(format!(
                "{table} has {rows} rows, and a sheet holds {} below its header",
                MOST_ROWS - 1
            )));
        }
        let has_links = plan.share.is_some();
        new_sheet(&mut book, plan.rows, has_links)?.set_name(&plan.sheet)?;
    }
    // The sheets of records before the queries, which name what had to be cut there.
    let mut cuts = Vec::new();
    let mut large = Vec::new();
    for (n, plan) in (1..).zip(&plans).filter(|(_, plan)| plan.share.is_none()) {
        let page = book.worksheet_from_index(n)?;
        if plan.rows <= MOST_ROWS_IN_MEMORY {
            sheet::write(page, plan, &mut cuts, &looks)?;
            continue;
        }
        long::write_frame(page, plan, &looks)?;
        long::find_cuts(plan, &mut cuts);
        let rows: large::RowsOf<'_> =
            Box::new(|formats, rows| long::write_rows(plan, formats, rows));
        let last = (plan.rows + 1, plan.relation().columns.len());
        large.push(Large { number: n + 1, kept: 1, last, rows });
    }
    for (n, plan) in (1..).zip(&plans).filter(|(_, plan)| plan.share.is_some()) {
        let cuts = if plan.share == Some(Share::Queries) { &cuts[..] } else { &[] };
        let page = book.worksheet_from_index(n)?;
        sheet::write_doubts(page, plan, &plans, cuts, &looks)?;
    }
    let page = book.add_worksheet();
    page.set_name(&about)?;
    about::write(page, documents, &plans, &looks)?;
    if let (Some(_), [data]) = (single, documents)
        && data.items().is_some()
    {
        let sheets = plain::of(data, &plans, &about);
        let rows = as_published(&sheets, data.document.period.as_deref().unwrap_or_default());
        let page = book.add_worksheet();
        page.set_name(Names::of(&plans).free(published::SHEET))?;
        page.set_very_hidden(true);
        if rows.len() > MOST_ROWS_IN_MEMORY {
            let last = (rows.len(), rows.iter().map(Vec::len).max().unwrap_or(0));
            let rows: large::RowsOf<'_> = Box::new(move |_, out| {
                (1..).zip(&rows).try_for_each(|(r, row)| out.put_texts(r, row))
            });
            // It is behind the summary, the plans and the sheet about the workbook.
            large.push(Large { number: plans.len() + 3, kept: 0, last, rows });
        } else {
            for (r, row) in (0u32..).zip(&rows) {
                for (c, text) in (0u16..).zip(row).filter(|(_, text)| !text.is_empty()) {
                    page.write_string(r, c, text)?;
                }
            }
        }
    }
    out.write_all(&large::fill(book.save_to_buffer()?, large)?)?;
    Ok(())
}

/// Name of the first sheet.
const SUMMARY: &str = "Summary";

/// Which table goes on which sheet, in the order of the sheets, and the name of the last one.
fn planned(joined: Vec<Joined<'_>>) -> (Vec<sheet::Plan<'_>>, String) {
    let mut names = Names::default();
    names.free(SUMMARY);
    let is_diagnostics = |j: &Joined<'_>| j.relation.of == Of::Diagnostics;
    let dates = joined.iter().filter(|j| matches!(j.relation.of, Of::Dates { .. })).count();
    let (diagnostics, records): (Vec<_>, Vec<_>) = joined.into_iter().partition(is_diagnostics);
    // What needs checking comes first, what was repaired last.
    let mut plans: Vec<sheet::Plan<'_>> = Vec::new();
    for joined in &diagnostics {
        let sheet = names.free("Queries");
        plans.push(sheet::Plan::new(joined.clone(), sheet, Some(Share::Queries)));
    }
    for joined in in_order(records) {
        let sheet = names.free(&heading(&joined.relation, dates));
        plans.push(sheet::Plan::new(joined, sheet, None));
    }
    for joined in diagnostics {
        plans.push(sheet::Plan::new(joined, names.free("Repairs"), Some(Share::Repairs)));
    }
    let about = names.free("About");
    (plans, about)
}

/// The items of every kind, the main kind first, then what they are grouped by and their dates.
fn in_order(mut records: Vec<Joined<'_>>) -> Vec<Joined<'_>> {
    records.sort_by_key(|joined| {
        let data = joined.documents().next();
        let entities = data.map_or(&[][..], |data| &data.schema.entities);
        let kind = |at: usize| {
            let before = entities.iter().take(at);
            before.filter(|e| e.kind == EntityKind::Item).count()
        };
        let is_item = |at: usize| entities.get(at).is_some_and(|e| e.kind == EntityKind::Item);
        match joined.relation.of {
            Of::Entity(at) => (u8::from(!is_item(at)), kind(at)),
            Of::Dates { entity, .. } => (2, kind(entity)),
            _ => (3, 0),
        }
    });
    records
}

/// A sheet that holds so many rows in a way that fits them.
fn new_sheet(book: &mut Workbook, rows: usize, has_links: bool) -> Result<&mut Worksheet, Error> {
    if has_links && rows > MOST_ROWS_IN_MEMORY {
        return Ok(book.add_worksheet_with_constant_memory()?);
    }
    Ok(book.add_worksheet())
}

/// Name of a relation's sheet; the dates of the only field of dates are simply the dates.
fn heading(relation: &Relation, dates: usize) -> String {
    match relation.of {
        Of::Dates { .. } if dates == 1 => "Dates".to_owned(),
        _ => relation.title.clone(),
    }
}

fn properties(documents: &[&Dataset]) -> Result<DocProperties, Error> {
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let [data] = documents else {
        let title = format!("{} documents", documents.len());
        let tool = documents.first().map_or("", |d| d.document.tool.as_str());
        return Ok(DocProperties::new()
            .set_title(title)
            .set_comment(format!("Made by {tool}."))
            .set_creation_datetime(&created));
    };
    let document = &data.document;
    let title = document.title.as_ref().unwrap_or(&document.name);
    let mut subject = data.schema.title.clone();
    if let Some(period) = &document.period {
        subject.push_str(&format!(", {period}"));
    }
    Ok(DocProperties::new()
        .set_title(looks::short(title, 250))
        .set_subject(looks::short(&subject, 250))
        .set_comment(format!("Made from {} by {}.", document.name, document.tool))
        .set_creation_datetime(&created))
}

/// What to say of a value that was cut.
fn cut_note(column: &str, id: &str, length: usize) -> Diagnostic {
    let message = format!(
        "“{column}” has {length} characters, more than a cell of a workbook holds: it is cut here \
         and whole in the other formats"
    );
    Diagnostic::new("xlsx.cut", Level::Warning, message).of(id)
}

/// Names of sheets: at most 31 characters, none of `[]:*?/\`, unique whatever the case.
#[derive(Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// The names of the planned sheets, and of those beside them.
    fn of(plans: &[sheet::Plan<'_>]) -> Self {
        let beside = [SUMMARY, "About"].into_iter().map(str::to_owned);
        Self(plans.iter().map(|plan| plan.sheet.clone()).chain(beside).collect())
    }

    /// The name that was wanted, or one like it.
    pub(crate) fn free(&mut self, wanted: &str) -> String {
        let clean: String =
            wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
        let clean = match clean.trim() {
            "" => "Sheet",
            clean => clean,
        };
        let mut name: String = clean.chars().take(31).collect();
        let mut n = 1;
        while self.0.iter().any(|taken| taken.to_lowercase() == name.to_lowercase()) {
            n += 1;
            name = clean.chars().take(27).chain(format!(" {n}").chars()).collect();
        }
        self.0.push(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{large_plan, plan, register};
    use calamine::{Data, Range, Reader, Xlsx};
    use tablemend_model::{FieldKind, Value};

    fn opened(data: &Dataset) -> Xlsx<std::io::Cursor<Vec<u8>>> {
        let mut bytes = Vec::new();
        write(data, &mut bytes).unwrap();
        Xlsx::new(std::io::Cursor::new(bytes)).unwrap()
    }

    fn cell(range: &Range<Data>, row: u32, heading: &str) -> Data {
        let column = range.rows().next().unwrap().iter().position(|h| *h == *heading);
        range.get_value((row, column.unwrap() as u32)).unwrap().clone()
    }

    #[test]
    fn another_program_reads_typed_cells_back() {
        let mut book = opened(&plan());
        let sheets = [
            "Summary",
            "Queries",
            "Actions",
            "Priority areas",
            "Sections",
            "Dates",
            "Repairs",
            "About",
            "Published",
        ];
        assert_eq!(book.sheet_names(), sheets);
        let actions = book.worksheet_range("Actions").unwrap();
        assert_eq!(actions.height(), 4);
        assert_eq!(cell(&actions, 1, "Leads").to_string(), "Harbour Master; Head of Works; Coast");
        let Data::DateTime(day) = cell(&actions, 1, "Completion end") else { panic!("no day") };
        assert_eq!(day.as_f64(), 44_377.0, "30 June 2021");
        assert_eq!(cell(&actions, 2, "Leads inherited"), Data::Bool(true));
        assert_eq!(cell(&actions, 3, "Completion start"), Data::Empty);
        assert!(cell(&actions, 2, "Action").to_string().starts_with("=1+1 | looks"));
        let formulas = book.worksheet_formula("Actions").unwrap();
        assert!(formulas.used_cells().next().is_none(), "text stays text");
        let queries = book.worksheet_range("Queries").unwrap();
        let repairs = book.worksheet_range("Repairs").unwrap();
        assert_eq!(queries.height() + repairs.height(), 2 + plan().diagnostics.len());
        let level = |n: u32| cell(&queries, n, "Level").to_string();
        assert!((1..queries.height() as u32).all(|n| level(n) != "info"));
    }

    #[test]
    fn a_title_of_two_lines_is_shown_whole() {
        let mut data = plan();
        data.document.title = Some("Harbour plan\nof the bells".to_owned());
        let summary = opened(&data).worksheet_range("Summary").unwrap();
        let top = summary.get_value((0, 0)).unwrap().to_string();
        assert_eq!(top, "Harbour plan of the bells");
    }

    #[test]
    fn the_summary_counts_by_group_and_status() {
        let mut book = opened(&plan());
        let summary = book.worksheet_range("Summary").unwrap();
        let row = |n: usize| summary.rows().nth(n).unwrap().iter().map(ToString::to_string);
        let heads = ["Section", "Title", "Green", "Amber", "Other or none", "Total"];
        assert_eq!(row(4).collect::<Vec<_>>(), heads);
        assert_eq!(row(5).collect::<Vec<_>>(), ["1", "Water", "1", "1", "1", "3"]);
        assert_eq!(row(6).collect::<Vec<_>>(), ["All", "", "1", "1", "1", "3"]);
        opened(&register());
    }

    /// A plan with a register in the same document.
    fn two_kinds() -> Dataset {
        let (mut data, other) = (plan(), register());
        data.schema.profile.push_str("+risk-register");
        data.schema.entities.extend(other.schema.entities);
        data.entities.extend(other.entities);
        for note in &mut data.notes {
            note.parents.push(None);
        }
        data
    }

    #[test]
    fn the_summary_counts_each_kind_and_the_main_kind_has_the_first_sheet() {
        let mut book = opened(&two_kinds());
        assert_eq!(book.sheet_names()[1..4], ["Queries", "Actions", "Risks"]);
        let summary = book.worksheet_range("Summary").unwrap();
        let rows: Vec<String> = summary
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
            .collect();
        let at = |start: &str| {
            let found = rows.iter().position(|row| row.starts_with(start));
            found.unwrap_or_else(|| panic!("{start}: {rows:?}"))
        };
        assert_eq!((at("Actions|"), at("Section|Title|")), (4, 5));
        let risks = at("Risks|");
        assert!(rows[risks + 1].starts_with("Theme|Title|"), "{rows:?}");
        let total = rows[risks + 2..].iter().find(|row| row.starts_with("All|")).unwrap();
        assert!(total.contains("|1"), "{total}");
        let formulas = book.worksheet_formula("Summary").unwrap();
        let own = format!("${}", risks + 2);
        let counts = |(_, _, f): &(usize, usize, &String)| f.contains("Risks[") && f.contains(&own);
        assert!(formulas.used_cells().any(|cell| counts(&cell)), "{formulas:?}");
        let mut out = Vec::new();
        write_several(&[two_kinds(), plan()], &mut out).unwrap();
        let mut book = Xlsx::new(std::io::Cursor::new(out)).unwrap();
        let summary = book.worksheet_range("Summary").unwrap();
        let kinds: Vec<String> = (5..8).map(|r| cell_of(&summary, r, "Document type")).collect();
        assert_eq!(kinds[0].rsplit(": ").next(), Some("actions"), "{kinds:?}");
        assert_eq!(kinds[1].rsplit(": ").next(), Some("risks"), "{kinds:?}");
        assert_eq!(cell_of(&summary, 6, "Queries"), "", "told once of a document");
    }

    /// A cell of the summary of several documents.
    fn cell_of(range: &Range<Data>, row: u32, heading: &str) -> String {
        let column = range.rows().nth(4).unwrap().iter().position(|h| *h == *heading);
        range.get_value((row, column.unwrap() as u32)).unwrap().to_string()
    }

    #[test]
    fn a_number_that_is_a_word_shows_and_empty_columns_are_folded_and_told() {
        let mut data = register();
        let at = data.schema.entities[1].fields.iter().position(|f| f.kind == FieldKind::Number);
        let at = at.unwrap();
        data.entities[1].records[0].values[at] =
            Value::Number { value: None, printed: "High".to_owned() };
        let title = crate::relation::words(&data.schema.entities[1].fields[at].name);
        let sheets = sheets(&data);
        let risks = sheets.iter().find(|s| s.holds == Holds::Items).unwrap();
        let column = risks.columns.iter().position(|c| c.title == title).unwrap();
        assert_eq!(risks.rows[0][column], Plain::Text("High".to_owned()));
        let range = opened(&data).worksheet_range("Risks").unwrap();
        assert_eq!(cell(&range, 1, &title).to_string(), "High");
        data.entities[1].records.iter_mut().for_each(|r| r.values[at] = Value::Missing);
        let about = opened(&data).worksheet_range("About").unwrap();
        let told = about.rows().find(|r| r[0] == *"Empty columns on the sheet Risks");
        let told = told.unwrap()[1].to_string();
        assert!(told.contains(&title), "{told}");
        let heads = opened(&data).worksheet_range("Risks").unwrap();
        let place = heads.rows().next().unwrap().iter().position(|h| h.to_string() == title);
        let shown = heads.rows().next().unwrap().iter().position(|h| *h == *"Risk");
        assert!(place > shown, "behind the columns that are shown");
    }

    #[test]
    fn the_summary_counts_what_is_in_no_group_and_plans_without_groups() {
        let counts = |data: &Dataset| {
            let summary = opened(data).worksheet_range("Summary").unwrap();
            let rows = summary.rows().skip(4).take(4);
            rows.map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
                .collect::<Vec<_>>()
        };
        let mut data = plan();
        data.entities[2].records[0].parents[0] = None;
        let outside = counts(&data);
        let of = |rows: &[String], first: &str| {
            let row = rows.iter().find(|row| row.starts_with(first));
            row.unwrap_or_else(|| panic!("{rows:?}")).rsplit('|').next().unwrap().to_owned()
        };
        assert_eq!(of(&outside, "1|Water"), "2");
        assert_eq!(of(&outside, "|In no section"), "1");
        assert_eq!(of(&outside, "All|"), "3");
        data.entities[0].records.clear();
        data.entities[2].records.iter_mut().for_each(|r| r.parents.fill(None));
        let none = counts(&data);
        assert_eq!(of(&none, "|Actions"), "3");
        assert_eq!(of(&none, "All|"), "3");
    }

    #[test]
    fn the_summary_breaks_no_name_of_a_section_and_says_it_once() {
        let mut data = plan();
        let title = data.schema.entities[0].fields.iter().position(|f| f.name == "title").unwrap();
        let name = "Communications and transport";
        data.entities[0].records[0].id = name.to_owned();
        data.entities[0].records[0].values[title] = Value::Text(name.to_owned());
        for record in &mut data.entities[2].records {
            record.parents[0] = Some(name.to_owned());
        }
        let mut bytes = Vec::new();
        write(&data, &mut bytes).unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut book.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        let summary = part("xl/worksheets/sheet1.xml");
        let first = summary.split("<col ").nth(1).unwrap();
        let width = first.split("width=\"").nth(1).unwrap().split('"').next().unwrap();
        let longest = "Communications".chars().count() as f64;
        assert!(width.parse::<f64>().unwrap() > longest, "{width}");
        let chart = part("xl/charts/chart1.xml");
        assert!(chart.contains("Summary!$B$6"), "the title alone");
        assert!(!chart.contains("$A$6"), "{chart}");
    }

    #[test]
    fn every_column_of_the_items_is_explained_once() {
        let mut book = opened(&plan());
        let about = book.worksheet_range("About").unwrap();
        let told: Vec<String> = about
            .rows()
            .filter(|r| !r[1].to_string().is_empty())
            .map(|r| r[0].to_string())
            .collect();
        let actions = book.worksheet_range("Actions").unwrap();
        for heading in actions.rows().next().unwrap() {
            let wanted = format!("Column {heading}");
            assert_eq!(told.iter().filter(|t| **t == wanted).count(), 1, "{wanted}: {told:?}");
        }
    }

    #[test]
    fn a_value_too_long_for_a_cell_is_cut_and_told() {
        let mut data = plan();
        let long = "\u{1F6A2} and so on ".repeat(5_000);
        data.entities[2].records[0].values[0] = Value::Text(long.clone());
        let mut book = opened(&data);
        let actions = book.worksheet_range("Actions").unwrap();
        let shown = cell(&actions, 1, "Action").to_string();
        assert!(shown.encode_utf16().count() <= 32_767 && shown.ends_with('…'));
        let doubts = book.worksheet_range("Queries").unwrap();
        let last = doubts.height() as u32 - 1;
        assert_eq!(cell(&doubts, last, "Code").to_string(), "xlsx.cut");
        assert_eq!(cell(&doubts, last, "Action").to_string(), "1.1.1");
        let mut json = Vec::new();
        crate::json::write(&data, &mut json).unwrap();
        assert!(String::from_utf8(json).unwrap().contains(&long), "whole elsewhere");
    }

    #[test]
    fn control_characters_and_odd_names_make_a_workbook_all_the_same() {
        let mut data = plan();
        let odd: String =
            (0u8..32).map(char::from).chain("\u{fffe}\u{ffff}]]>&<_x0041_".chars()).collect();
        data.entities[2].records[0].values[0] = Value::Text(odd.clone());
        data.document.title = Some(odd.clone());
        data.schema.entities[2].title = "a/b:c*[d]?'".to_owned() + &"e".repeat(40);
        data.entities[0].records[0].id = String::new();
        let mut book = opened(&data);
        assert!(book.sheet_names()[2].chars().count() <= 31);
        let name = book.sheet_names()[2].clone();
        assert_eq!(book.worksheet_range(&name).unwrap().height(), 4);
    }

    #[test]
    fn no_rows_and_many_rows() {
        let mut data = plan();
        data.entities.iter_mut().for_each(|e| e.records.clear());
        data.diagnostics.clear();
        let mut book = opened(&data);
        assert_eq!(book.worksheet_range("Actions").unwrap().height(), 1);
        let many = MOST_ROWS_IN_MEMORY as u32 + 1;
        let mut book = opened(&large_plan(many));
        assert_eq!(book.worksheet_range("Actions").unwrap().height() as u32, many + 1);
        let summary = book.worksheet_range("Summary").unwrap();
        assert_eq!(
            summary.rows().next_back().unwrap().last().unwrap().to_string(),
            many.to_string()
        );
    }

    #[test]
    fn the_same_data_makes_the_same_bytes() {
        let (mut one, mut two) = (Vec::new(), Vec::new());
        write(&plan(), &mut one).unwrap();
        write(&plan(), &mut two).unwrap();
        assert!(one == two);
    }

    #[test]
    fn what_is_for_people_comes_first_and_the_rest_is_folded_away() {
        let mut data = plan();
        data.schema.entities[2].extra = vec!["Risk rating".to_owned()];
        data.entities[2].records.iter_mut().for_each(|r| r.extra = vec![Some("High".to_owned())]);
        let mut bytes = Vec::new();
        write(&data, &mut bytes).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.clone())).unwrap();
        let actions = book.worksheet_range("Actions").unwrap();
        let heads: Vec<String> =
            actions.rows().next().unwrap().iter().map(ToString::to_string).collect();
        let at = |name: &str| heads.iter().position(|h| h == name).unwrap();
        assert_eq!(at("Ref"), 0);
        for (people, technical) in [("Action", "Id"), ("Extra risk rating", "Flags")] {
            assert!(at(people) < at(technical), "{heads:?}");
        }
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        let mut part = book.by_name("xl/worksheets/sheet3.xml").unwrap();
        std::io::Read::read_to_string(&mut part, &mut sheet).unwrap();
        let folded = sheet
            .split("<col ")
            .filter(|c| c.contains("hidden=\"1\"") && c.contains("outlineLevel=\"1\""));
        assert!(folded.count() > 0, "{sheet}");
    }

    #[test]
    fn a_ref_that_is_not_always_there_leaves_the_id_in_sight() {
        let mut data = plan();
        data.entities[2].records[0].reference = None;
        let mut book = opened(&data);
        let actions = book.worksheet_range("Actions").unwrap();
        assert_eq!(actions.get_value((0, 0)).unwrap().to_string(), "Id");
    }

    #[test]
    fn a_wide_sheet_prints_on_one_page_of_a3_across() {
        let mut bytes = Vec::new();
        write(&plan(), &mut bytes).unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut book.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        let actions = part("xl/worksheets/sheet3.xml");
        let set_up = actions.split("<pageSetup").nth(1).unwrap().split('>').next().unwrap();
        for wanted in ["fitToHeight=\"0\"", "landscape", "paperSize=\"8\""] {
            assert!(set_up.contains(wanted), "{wanted} is not in {set_up}");
        }
        assert!(!set_up.contains("fitToWidth"), "one page across");
        assert!(part("xl/workbook.xml").contains("Actions!$1:$1"));
        assert!(part("xl/worksheets/sheet5.xml").contains("paperSize=\"9\""), "sections fit A4");
    }
}
