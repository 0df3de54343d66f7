//! Records as a workbook (Office Open XML) that could go to committee: a summary with a chart, one
//! sheet for each table, the doubts with links to their rows, and what one needs to know of it.
//!
//! Set out after the UK Government Analysis Function's guidance on accessible spreadsheets: one
//! table a sheet with a name of its own, no merged cells, no blank rows in a table, a status as a
//! word and never as a colour alone.

mod about;
mod looks;
mod sheet;
mod summary;

use crate::Error;
use crate::relation::{Index, Of, Relation, all};
use looks::Looks;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::io::Write;
use tablemend_model::{Dataset, Level, Note};

/// Tables of more rows than this are written row by row through a temporary file of the library,
/// so that the memory needed does not grow with them.
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
/// Values longer than a cell of Excel holds are cut there, and a row on the sheet of doubts says
/// so. The bytes depend on the dataset alone: the document's properties bear a fixed date.
///
/// # Errors
/// When a table has more rows than a sheet holds, or `out` cannot be written.
pub(crate) fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let index = Index::new(data);
    let relations: Vec<Relation> = all(&data.schema)
        .into_iter()
        .filter(|r| !matches!(r.of, Of::Legend | Of::Remarks))
        .collect();
    let looks = Looks::new();
    let mut names = Names::default();
    let summary = names.free("Summary");
    let plans: Vec<sheet::Plan> = relations
        .iter()
        .map(|relation| sheet::Plan::new(relation, &index, names.free(&heading(relation))))
        .collect();
    let about = names.free("About");

    let mut book = Workbook::new();
    book.set_properties(&properties(data)?);
    let page = book.add_worksheet();
    page.set_name(&summary)?;
    summary::write(page, &index, &plans, &looks)?;
    let mut cuts = Vec::new();
    for plan in &plans {
        if plan.rows >= MOST_ROWS {
            let (table, rows) = (&plan.relation.name, plan.rows);
            return Err(Error::plain(format!(
                "{table} has {rows} rows, and a sheet holds {} below its header",
                MOST_ROWS - 1
            )));
        }
        let page = new_sheet(&mut book, plan.rows)?;
        page.set_name(&plan.sheet)?;
        match plan.relation.of {
            Of::Diagnostics => sheet::write_doubts(page, plan, &plans, &index, &cuts, &looks)?,
            _ => sheet::write(page, plan, &index, &mut cuts, &looks)?,
        }
    }
    let page = book.add_worksheet();
    page.set_name(&about)?;
    about::write(page, data, &looks)?;
    out.write_all(&book.save_to_buffer()?)?;
    Ok(())
}

/// A sheet that holds so many rows in a way that fits them.
fn new_sheet(book: &mut Workbook, rows: usize) -> Result<&mut Worksheet, Error> {
    if rows > MOST_ROWS_IN_MEMORY {
        return Ok(book.add_worksheet_with_constant_memory()?);
    }
    Ok(book.add_worksheet())
}

fn heading(relation: &Relation) -> String {
    match relation.of {
        Of::Diagnostics => "Doubts".to_owned(),
        _ => relation.title.clone(),
    }
}

fn properties(data: &Dataset) -> Result<DocProperties, Error> {
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
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// What to say of a value that was cut.
fn cut_note(column: &str, id: &str, length: usize) -> Note {
    let message = format!(
        "“{column}” has {length} characters, more than a cell of a workbook holds: it is cut here \
         and whole in the other formats"
    );
    Note::new("xlsx.cut", Level::Warning, message).of(id)
}

/// Names of sheets: at most 31 characters, none of `[]:*?/\`, unique whatever the case.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn free(&mut self, wanted: &str) -> String {
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
