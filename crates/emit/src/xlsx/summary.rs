//! The first sheet: how many items of each kind have which status, by group, with a chart.

use super::counts::{Counts, Live, NONE, Place};
use super::looks::Looks;
use super::sheet::Plan;
use crate::Error;
use crate::datapackage::statuses;
use crate::relation::{ColumnKind, Index, Of, words};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};
use tablemend_model::{Dataset, FieldKind, Value};

/// First row of the first table (its header), counted from 0.
const TOP: u32 = 4;

/// Writes the summary: counts are formulas over the table of items where that is small enough to
/// be recalculated at ease, and numbers otherwise.
pub(super) fn write(
    page: &mut Worksheet,
    index: &Index<'_>,
    plans: &[Plan<'_>],
    looks: &Looks,
) -> Result<(), Error> {
    let data = index.data();
    for (row, line) in (0..).zip(lines(data)) {
        let format = if row == 0 { &looks.title } else { &looks.lead };
        page.write_string_with_format(row, 0, line, format)?;
    }
    page.set_column_width(1, 52)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&RPage &P of &N");
    let kinds = data.kinds();
    // The name of each kind is above its table.
    let mut top = if kinds.len() > 1 { TOP + 1 } else { TOP };
    let mut widest = 0.0_f64;
    for (part, kind) in kinds.iter().enumerate() {
        let Some((_, schema)) = kind.schema.items() else { continue };
        let item = data.schema.item_entities().find(|(_, e)| e.name == schema.name);
        let is_its = |p: &&Plan<'_>| matches!((p.relation().of, item), (Of::Entity(at), Some((item, _))) if at == item);
        let live = plans.iter().find(is_its).and_then(Live::of);
        if kinds.len() > 1 {
            page.write_string_with_format(top - 1, 0, &schema.title, &looks.part)?;
        }
        match Counts::of(kind, live.is_some()) {
            Some(counts) => {
                let place = Place { top, part, title: (kinds.len() > 1).then_some(&schema.title) };
                counts.write(page, &place, live.as_ref(), looks)?;
                widest = widest.max(counts.width());
                top += counts.depth();
            }
            None if kinds.len() > 1 => {
                page.write_string_with_format(top, 0, "No status is recorded here.", &looks.lead)?;
                top += 3;
            }
            None => {}
        }
    }
    page.set_column_width(0, widest.clamp(10.0, 40.0))?;
    Ok(())
}

/// The lines above the table.
pub(super) fn lines(data: &Dataset) -> [String; 3] {
    let document = &data.document;
    let title = document.title.as_ref().unwrap_or(&document.name);
    let counted = data
        .kinds()
        .iter()
        .map(|kind| match kind.items() {
            Some((schema, items)) => {
                format!("{} {}", items.records.len(), schema.title.to_lowercase())
            }
            None => "0 rows".to_owned(),
        })
        .collect::<Vec<_>>()
        .join(", ");
    let month = |p: &String| format!(" Period: {}.", crate::html::month(p));
    let period = document.period.as_ref().map_or(String::new(), month);
    let doubts = data.diagnostics.iter().filter(|n| n.level > tablemend_model::Level::Info).count();
    [
        // A cell shows one line.
        super::looks::short(&title.replace('\n', " "), 1000),
        format!("{counted}.{period} Source: {}.", document.name),
        told_of_queries(doubts),
    ]
}

/// Writes the summary of several documents: what each is, and how many items of it have which
/// status.
pub(super) fn write_several(
    page: &mut Worksheet,
    documents: &[&Dataset],
    looks: &Looks,
) -> Result<(), Error> {
    let title = format!("{} documents", documents.len());
    page.write_string_with_format(0, 0, title, &looks.title)?;
    let doubts = |data: &Dataset| {
        data.diagnostics.iter().filter(|n| n.level > tablemend_model::Level::Info).count()
    };
    let told = told_of_queries(documents.iter().map(|data| doubts(data)).sum());
    page.write_string_with_format(1, 0, told, &looks.lead)?;
    // A line for each kind of items of each document; only its first line says what is the document's.
    let lines: Vec<Line<'_>> = documents.iter().flat_map(|data| Line::of(data)).collect();
    let counts: Vec<&[(String, u32)]> = lines.iter().map(|line| &line.counts[..]).collect();
    let mut heads: Vec<String> = Vec::new();
    for (head, _) in counts.iter().copied().flatten() {
        if !heads.contains(head) {
            heads.push(head.clone());
        }
    }
    // What has no status comes last.
    heads.sort_by_key(|head| head == NONE);
    let texts = ["Document", "Title", "Period", "Document type"];
    let technical = ["Pages", "SHA-256 of the source"];
    let mut names: Vec<String> = texts.map(str::to_owned).to_vec();
    names.extend(heads.iter().map(|h| words(h)));
    names.extend(["Total", "Queries"].map(str::to_owned));
    names.extend(technical.map(str::to_owned));
    let first_number = texts.len();
    let first_technical = names.len() - technical.len();
    let columns: Vec<TableColumn> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let is_number = at >= first_number && at + 1 < names.len();
            let format = if is_number { &looks.header_right } else { &looks.header };
            TableColumn::new().set_header(name).set_header_format(format)
        })
        .collect();
    let last = names.len().saturating_sub(1) as u16;
    let table = Table::new()
        .set_name("Documents")
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_alt_text_title("Documents")
        .set_alt_text("The documents, and how many rows of each have which status.")
        .set_columns(&columns);
    page.add_table(TOP, 0, TOP + lines.len() as u32, last, &table)?;
    page.set_row_height(TOP, 24)?;
    for (at, width) in [30.0, 50.0, 12.0, 18.0].into_iter().enumerate() {
        page.set_column_width(at as u16, width)?;
    }
    page.set_column_range_width(first_number as u16, last, 11)?;
    page.set_column_width(last, 66)?;
    let cell = looks.cell(ColumnKind::Text, false);
    for (row, line) in (TOP + 1..).zip(&lines) {
        let (data, counts) = (line.data, &line.counts);
        let document = &data.document;
        let title = document.title.as_deref().unwrap_or_default();
        let period = document.period.as_deref().unwrap_or_default();
        let texts = [document.name.as_str(), title, period, line.kind.as_str()];
        let lines = |text: &str, width: usize| text.chars().count().div_ceil(width).max(1);
        let lines = lines(title, 46).max(lines(&document.name, 26));
        page.set_row_height(row, lines as f64 * 12.75 + 5.0)?;
        for (column, text) in texts.into_iter().enumerate() {
            let text = super::looks::short(text, 1000);
            page.write_string_with_format(row, column as u16, text, cell)?;
        }
        let of = |head: &String| counts.iter().find(|(h, _)| h == head).map_or(0, |(_, n)| *n);
        let total: u32 = counts.iter().map(|(_, n)| n).sum();
        for (column, n) in (first_number as u16..).zip(heads.iter().map(of).chain([total])) {
            page.write_number_with_format(row, column, n, &looks.count)?;
        }
        let pages = first_technical as u16;
        let queries = pages.saturating_sub(1);
        match line.is_first {
            true => {
                page.write_number_with_format(row, queries, doubts(data) as u32, &looks.count)?
            }
            false => page.write_blank(row, queries, &looks.count)?,
        };
        match document.pages.filter(|_| line.is_first) {
            Some(n) => page.write_number_with_format(row, pages, n, &looks.count)?,
            None => page.write_blank(row, pages, &looks.count)?,
        };
        page.write_string_with_format(row, last, &document.sha256, cell)?;
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&A&RPage &P of &N");
    page.set_print_area(
        0,
        0,
        TOP + lines.len() as u32,
        (first_technical as u16).saturating_sub(1),
    )?;
    page.group_columns_collapsed(first_technical as u16, last)?;
    Ok(())
}

/// The items of one kind of one document.
struct Line<'a> {
    data: &'a Dataset,
    /// The document's type, and of several kinds what they are called.
    kind: String,
    counts: Vec<(String, u32)>,
    /// Whether it is the document's first.
    is_first: bool,
}

impl<'a> Line<'a> {
    fn of(data: &'a Dataset) -> Vec<Self> {
        let kinds = data.kinds();
        let line = |(at, kind): (usize, &std::borrow::Cow<'_, Dataset>)| Self {
            data,
            kind: match kind.schema.items() {
                Some((_, items)) if kinds.len() > 1 => {
                    format!("{}: {}", data.schema.title, items.title.to_lowercase())
                }
                _ => data.schema.title.clone(),
            },
            counts: by_status(kind),
            is_first: at == 0,
        };
        kinds.iter().enumerate().map(line).collect()
    }
}

/// How many items have which status, in the order of the legend and of the words.
fn by_status(data: &Dataset) -> Vec<(String, u32)> {
    let Some((at, schema)) = data.schema.items() else { return Vec::new() };
    let field = schema.first_of(FieldKind::Status).map(|(field, _)| field);
    let mut heads: Vec<(String, u32)> = statuses(data).into_iter().map(|head| (head, 0)).collect();
    heads.push((NONE.to_owned(), 0));
    for record in data.entities.get(at).map_or(&[][..], |e| e.records.as_slice()) {
        let status = match field.and_then(|field| record.values.get(field)) {
            Some(Value::Status(status)) => status.value.as_deref(),
            _ => None,
        };
        let known = status.and_then(|s| heads.iter().position(|(head, _)| head == s));
        let known = known.unwrap_or(heads.len() - 1);
        if let Some((_, n)) = heads.get_mut(known) {
            *n += 1;
        }
    }
    heads.retain(|(_, n)| *n > 0);
    heads
}

fn told_of_queries(count: usize) -> String {
    let how = "How to use this workbook is on the sheet “About”.";
    match count {
        0 => format!("No reading needs checking. {how}"),
        1 => format!("1 reading needs checking (see sheet “Queries”). {how}"),
        n => format!("{n} readings need checking (see sheet “Queries”). {how}"),
    }
}
