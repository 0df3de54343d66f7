//! A plain table of texts as a workbook of one sheet.

use super::looks::{Looks, short};
use super::{MOST_ROWS, Names, fit};
use crate::Error;
use crate::grids::Grid;
use crate::relation::ColumnKind;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, IgnoreError, Table, TableColumn, TableStyle, Workbook,
};
use std::io::Write;

/// Row of the headings, counted from 0: the title is above them.
const HEAD: u32 = 2;

/// Writes a table as a workbook, its title above it.
///
/// # Errors
/// When it has more rows than a sheet holds, or `out` cannot be written.
pub(crate) fn write_grid(grid: &Grid<'_>, out: &mut dyn Write) -> Result<(), Error> {
    if grid.rows.len() + HEAD as usize + 1 >= MOST_ROWS {
        return Err(Error::plain(format!("{} rows are more than a sheet holds", grid.rows.len())));
    }
    let looks = Looks::new();
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(short(grid.title, 250))
            .set_comment(format!("Made by tablemend {}.", env!("CARGO_PKG_VERSION")))
            .set_creation_datetime(&created),
    );
    let page = book.add_worksheet();
    page.set_name(Names::default().free(grid.name))?;
    page.write_string_with_format(0, 0, short(grid.title, 1000), &looks.title)?;
    let widths: Vec<f64> =
        grid.heads.iter().enumerate().map(|(at, head)| width(grid, at, head)).collect();
    for (at, width) in (0u16..).zip(&widths) {
        page.set_column_width(at, *width)?;
    }
    let last = grid.heads.len().saturating_sub(1) as u16;
    let named = |head: &&str| TableColumn::new().set_header(*head).set_header_format(&looks.header);
    if grid.rows.is_empty() {
        for (at, head) in (0u16..).zip(grid.heads) {
            page.write_string_with_format(HEAD, at, *head, &looks.header)?;
        }
    } else {
        let bottom = HEAD + grid.rows.len() as u32;
        let table = Table::new()
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_alt_text(short(grid.title, 250))
            .set_columns(&grid.heads.iter().map(named).collect::<Vec<_>>());
        page.add_table(HEAD, 0, bottom, last, &table)?;
        page.ignore_error_range(HEAD + 1, 0, bottom, last, IgnoreError::NumberStoredAsText)?;
    }
    page.set_row_height(HEAD, 24)?;
    let cell = looks.cell(ColumnKind::Text, false);
    for (r, row) in (HEAD + 1..).zip(grid.rows) {
        let mut lines = 1.0_f64;
        for (at, text) in (0u16..).zip(row) {
            let (text, _) = fit(text);
            let room = widths.get(usize::from(at)).copied().unwrap_or(10.0);
            let own: f64 =
                text.split('\n').map(|l| (l.chars().count() as f64 / room).ceil().max(1.0)).sum();
            lines = lines.max(own);
            page.write_string_with_format(r, at, text, cell)?;
        }
        page.set_row_height(r, (lines * 12.75 + 4.0).min(409.0))?;
    }
    page.set_freeze_panes(HEAD + 1, 0)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(HEAD, HEAD)?;
    page.set_footer("&L&A&RPage &P of &N");
    out.write_all(&book.save_to_buffer()?)?;
    Ok(())
}

/// A width that shows short values whole and lets long ones wrap.
fn width(grid: &Grid<'_>, at: usize, head: &str) -> f64 {
    let texts = grid.rows.iter().take(500).filter_map(|row| row.get(at));
    let longest = texts.flat_map(|text| text.lines()).map(|l| l.chars().count()).max().unwrap_or(0);
    let words = head.split(' ').map(|word| word.chars().count()).max().unwrap_or(0) + 4;
    longest.clamp(words, 44) as f64 + 2.0
}
