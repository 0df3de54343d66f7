//! The last sheet: where the data comes from and how to read it, as one table of two columns.

use super::looks::Looks;
use super::sheet::Plan;
use crate::Error;
use crate::relation::{ColumnKind, Of, all};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};
use std::collections::BTreeMap;
use tablemend_model::Dataset;

pub(super) fn write(
    page: &mut Worksheet,
    documents: &[&Dataset],
    plans: &[Plan<'_>],
    looks: &Looks,
) -> Result<(), Error> {
    let lines = lines(documents, plans);
    page.set_column_width(0, 34)?;
    page.set_column_width(1, 100)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    page.set_footer("&L&A&RPage &P of &N");
    page.set_freeze_panes(1, 0)?;
    let head = |h: &str| TableColumn::new().set_header(h).set_header_format(&looks.header);
    let table = Table::new()
        .set_name("AboutThisWorkbook")
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_autofilter(false)
        .set_alt_text("Where the data comes from and how to read it.")
        .set_columns(&[head("What"), head("Explanation")]);
    page.add_table(0, 0, lines.len() as u32, 1, &table)?;
    for (row, (what, told)) in (1..).zip(&lines) {
        let format = looks.cell(ColumnKind::Text, false);
        let lines = told.chars().count().div_ceil(95).max(what.chars().count().div_ceil(32)).max(1);
        page.set_row_height(row, (lines as f64 * 12.75 + 4.0).min(409.0))?;
        page.write_string_with_format(row, 0, super::looks::short(what, 1000), format)?;
        page.write_string_with_format(row, 1, super::looks::short(told, 30_000), format)?;
    }
    Ok(())
}

/// Its rows: what is told of, and what is told.
pub(super) fn lines(documents: &[&Dataset], plans: &[Plan<'_>]) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    match documents {
        [data] => of_one(data, &mut lines),
        several => {
            let mut say = |what: &str, told: &str| lines.push((what.to_owned(), told.to_owned()));
            say(
                "Documents",
                "The sheet Summary lists them. The column Document names the one a row comes from; ids are unique within a document.",
            );
            if let Some(data) = several.first() {
                say("Extracted with", &data.document.tool);
            }
        }
    }
    let of = |data: &Dataset| match documents {
        [_] => String::new(),
        _ => format!(" ({})", data.document.name),
    };
    let mut say = |what: &str, told: &str| lines.push((what.to_owned(), told.to_owned()));
    for data in documents {
        for entry in &data.legend {
            let meaning = entry.meaning.as_deref().unwrap_or("the document does not say");
            say(&format!("Legend: {}{}", entry.status, of(data)), meaning);
        }
        if data.legend.is_empty() {
            say(&format!("Legend{}", of(data)), "The document has none.");
        }
    }
    say(
        "Dates",
        "Next to each date as printed are the first and last day it covers. “End March” is the last day of March; a month is its first to its last day. The columns that end in “edtf” have the date in a form for programs (EDTF, ISO 8601-2).",
    );
    say("Ids", "An id such as 4.2.2~2 is the second row that the document numbers 4.2.2.");
    say("Lists", "Several posts in a cell are separated by “; ”.");
    say(
        "Inherited",
        "TRUE where the cell was merged or blank and the text was taken from another row.",
    );
    say(
        "Technical columns",
        "The columns behind the last one shown are for checking and for programs: ids, flags, the words as printed, places. They are folded away and not printed; the + above the sheet shows them.",
    );
    for plan in plans {
        let empty = plan.empty();
        let count = match empty.len() {
            0 => continue,
            1 => "1 column is empty in every row and folded away with the technical columns"
                .to_owned(),
            n => format!(
                "{n} columns are empty in every row and folded away with the technical columns"
            ),
        };
        let what = format!("Empty columns on the sheet {}", plan.sheet);
        say(&what, &format!("{count}: {}.", empty.join(", ")));
    }
    say(
        "Flags",
        "Each code in the folded column Flags names something that was repaired or is uncertain. The sheets Queries and Repairs give for each what is printed, how it was read and where it is.",
    );
    say(
        "Levels",
        "On the sheets Queries and Repairs: error is what could not be read, warning what is uncertain, info what was repaired.",
    );
    if let Some(data) = documents.first() {
        columns(data, &mut say);
    }
    let mut flags: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for note in documents.iter().flat_map(|data| &data.diagnostics) {
        flags.entry(note.code.as_ref()).or_insert((0, note.message.as_str())).0 += 1;
    }
    for (code, (count, message)) in flags {
        let times = if count == 1 { "1 case".to_owned() } else { format!("{count} cases") };
        say(&format!("Flag: {code}"), &format!("{times}, e.g. {message}"));
    }
    for data in documents {
        for remark in &data.notes {
            let place: Vec<&str> = remark.parents.iter().flatten().map(String::as_str).collect();
            match place.last() {
                Some(place) => say(&format!("Note in {place}{}", of(data)), &remark.text),
                None => say(&format!("Note{}", of(data)), &remark.text),
            }
        }
    }
    lines
}

/// What each column of the sheet of items holds, in the words of the schema.
fn columns(data: &Dataset, say: &mut impl FnMut(&str, &str)) {
    let Some((at, _)) = data.schema.items() else { return };
    let relations = all(&data.schema);
    let Some(items) = relations.iter().find(|r| r.of == Of::Entity(at)) else { return };
    for column in items.columns.iter().filter(|c| !c.description.is_empty()) {
        say(&format!("Column {}", column.title), &column.description);
    }
}

/// What a single document is.
fn of_one(data: &Dataset, lines: &mut Vec<(String, String)>) {
    let document = &data.document;
    let mut say = |what: &str, told: &str| lines.push((what.to_owned(), told.to_owned()));
    say("Title", document.title.as_deref().unwrap_or("The document does not say."));
    say("Period", document.period.as_deref().unwrap_or("The document does not say."));
    say("Document type", &format!("{} (profile {})", data.schema.title, document.profile));
    say("Source file", &document.name);
    if let Some(pages) = document.pages {
        say("Pages", &pages.to_string());
    }
    say("Extracted with", &document.tool);
    say("Technical: media type of the source", &document.media_type);
    say("Technical: SHA-256 of the source", &document.sha256);
}
