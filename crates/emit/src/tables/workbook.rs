//! Tables as a workbook, one sheet a table, with their fills.

use super::first_slot;
use crate::Error;
use crate::xlsx::{Names, fit};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
use std::collections::HashMap;
use std::io::Write;
use tablemend_model::{Document, Rgb};

pub(super) fn write(document: &Document, out: &mut dyn Write) -> Result<(), Error> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(document.source.name.chars().take(250).collect::<String>())
            .set_comment(format!(
                "Taken from {} by tablemend {}.",
                document.source.name.chars().take(200).collect::<String>(),
                env!("CARGO_PKG_VERSION")
            ))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let mut names = Names::default();
    let base = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let head = base.clone().set_bold();
    let mut fills: HashMap<(bool, Rgb), Format> = HashMap::new();
    for (id, table) in (1..).zip(document.tables()) {
        let page = book.add_worksheet();
        page.set_name(names.free(&format!("Table {id}")))?;
        let columns = u16::try_from(table.column_count()).unwrap_or(u16::MAX);
        let width = (120 / columns.max(1)).clamp(8, 40);
        page.set_column_range_width(0, columns.saturating_sub(1), width)?;
        page.set_landscape().set_print_fit_to_pages(1, 0);
        page.set_freeze_panes(table.header_rows().min(table.row_count()), 0)?;
        for row in 0..table.row_count() {
            for column in 0..table.column_count() {
                let Some(cover) = table.cell_at(row, column) else { continue };
                let heads = cover.row() < table.header_rows();
                let plain = if heads { &head } else { &base };
                let format = match cover.fill.filter(|c| !c.is_white()) {
                    Some(c) => fills.entry((heads, c)).or_insert_with(|| {
                        let hex = u32::from_be_bytes([0, c.0, c.1, c.2]);
                        plain.clone().set_background_color(Color::RGB(hex))
                    }),
                    None => plain,
                };
                let column_16 = u16::try_from(column).unwrap_or(u16::MAX);
                match first_slot(table, row, column).filter(|c| !c.text.is_empty()) {
                    Some(cell) => {
                        let (text, _) = fit(cell.text.as_str());
                        page.write_string_with_format(row, column_16, text, format)?;
                    }
                    None => {
                        page.write_blank(row, column_16, format)?;
                    }
                }
            }
        }
    }
    if document.tables().next().is_none() {
        book.add_worksheet().set_name("No tables")?;
    }
    out.write_all(&book.save_to_buffer()?)?;
    Ok(())
}
