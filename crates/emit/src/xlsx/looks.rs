//! How the workbook looks: formats, widths and the colours of statuses.

use crate::relation::ColumnKind;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of all sheets; a workbook keeps each only once.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) lead: Format,
    /// What the items below are called.
    pub(super) part: Format,
    pub(super) header: Format,
    pub(super) header_right: Format,
    pub(super) total: Format,
    pub(super) count: Format,
    /// Text, day, number, truth and link, each on a plain and on a shaded band.
    cells: [[Format; 5]; 2],
}

const FONT: &str = "Arial";
const LINE: Color = Color::RGB(0x00BF_C7CF);
const BAND: Color = Color::RGB(0x00F1_F5F9);
const NAVY: Color = Color::RGB(0x001F_3A5F);

impl Looks {
    pub(super) fn new() -> Self {
        let base = || Format::new().set_font_name(FONT).set_font_size(10);
        let cell = |band: bool| {
            let plain = base()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(LINE);
            let plain = if band { plain.set_background_color(BAND) } else { plain };
            let plain = plain.set_align(FormatAlign::Left).set_indent(1);
            [
                plain.clone().set_text_wrap(),
                plain.clone().set_num_format("yyyy-mm-dd"),
                plain.clone(),
                // Excel shows a truth as a word whatever its format; others need to be told.
                plain.clone().set_num_format("\"TRUE\";\"TRUE\";\"FALSE\""),
                plain
                    .set_text_wrap()
                    .set_font_color(Color::RGB(0x0005_4A9C))
                    .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            ]
        };
        let header = base()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(NAVY)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_align(FormatAlign::Left)
            .set_indent(1)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(NAVY);
        let total =
            base().set_bold().set_border_top(FormatBorder::Medium).set_border_top_color(NAVY);
        Self {
            title: base().set_font_size(16).set_bold().set_font_color(NAVY),
            lead: base(),
            part: base().set_font_size(12).set_bold().set_font_color(NAVY),
            header_right: header.clone().set_align(FormatAlign::Right).set_indent(0),
            header,
            total,
            count: base()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(LINE),
            cells: [cell(false), cell(true)],
        }
    }

    /// The format of a value of this kind on a plain or a shaded band.
    pub(super) fn cell(&self, kind: ColumnKind, band: bool) -> &Format {
        let [text, date, number, truth, _] = &self.cells[usize::from(band)]; // OK because 0 and 1 are there.
        match kind {
            ColumnKind::Date => date,
            ColumnKind::Integer | ColumnKind::Number => number,
            ColumnKind::Boolean => truth,
            _ => text,
        }
    }

    /// The format of a link.
    pub(super) fn link(&self, band: bool) -> &Format {
        &self.cells[usize::from(band)][4] // OK because there are two bands of five formats.
    }
}

/// Background of a status in a cell (dark text on it has a contrast of 7:1 or better) and its colour in a
/// chart; `None` for a word that is not a colour.
pub(super) fn status_colours(status: &str) -> Option<(Color, Color)> {
    let (cell, chart) = match status {
        "blue" => (0x00BD_D7EE, 0x002F_75B5),
        "green" => (0x00C6_E0B4, 0x005B_9A3C),
        "amber" => (0x00FF_E08A, 0x00FF_B000),
        "red" => (0x00F7_B9B3, 0x00C0_2B20),
        "grey" => (0x00D9_D9D9, 0x0080_8080),
        _ => return None,
    };
    Some((Color::RGB(cell), Color::RGB(chart)))
}

/// The first so many characters of a text.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(std::iter::once('…')).collect()
}
