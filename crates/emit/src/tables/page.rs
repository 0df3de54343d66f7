//! Tables as one self-contained page, with their spans and fills.

use crate::Error;
use askama::Template;
use std::io::Write;
use tablemend_model::{Document, Place, Rgb, Table};

#[derive(Template)]
#[template(path = "tables.html")]
struct Page<'a> {
    name: &'a str,
    tables: Vec<Shown<'a>>,
}

struct Shown<'a> {
    id: usize,
    title: String,
    place: String,
    rows: Vec<Vec<Slot<'a>>>,
}

struct Slot<'a> {
    header: bool,
    rowspan: u32,
    colspan: u32,
    /// Background, and the colour of text that can be read on it.
    fill: Option<(String, &'static str)>,
    /// Runs of text, struck out or not; a line break is a run of its own.
    runs: Vec<(bool, &'a str)>,
}

pub(super) fn write(document: &Document, out: &mut dyn Write) -> Result<(), Error> {
    let tables = document.tables().enumerate().map(|(n, table)| shown(n + 1, table)).collect();
    let mut out = std::io::BufWriter::new(out);
    Page { name: &document.source.name, tables }.write_into(&mut out)?;
    out.flush()?;
    Ok(())
}

fn shown(id: usize, table: &Table) -> Shown<'_> {
    let mut rows: Vec<Vec<Slot<'_>>> = (0..table.row_count()).map(|_| Vec::new()).collect();
    for cell in table.cells() {
        let slot = Slot {
            header: cell.row() < table.header_rows(),
            rowspan: cell.rowspan(),
            colspan: cell.colspan(),
            fill: cell.fill.filter(|c| !c.is_white()).map(|c| (c.hex(), ink(c))),
            runs: crate::struck::runs(&cell.text).into_iter().flat_map(lines).collect(),
        };
        if let Some(row) = rows.get_mut(cell.row() as usize) {
            row.push(slot);
        }
    }
    let place = match table.pieces().first() {
        Some(Place::Page { number, .. }) => format!("from page {number}"),
        Some(Place::Lines { first, .. }) => format!("from line {first}"),
        Some(Place::Paragraph { number }) => format!("from paragraph {number}"),
        Some(place @ Place::Cells { .. }) => {
            let (sheet, cells) = place.cells().unwrap_or_default();
            format!("{sheet}, {cells}")
        }
        None => String::new(),
    };
    let title = table.title.clone().unwrap_or_else(|| "Untitled".to_owned());
    Shown { id, title, place, rows }
}

/// The lines of a run, with the breaks between them.
fn lines((struck, run): (bool, &str)) -> impl Iterator<Item = (bool, &str)> {
    run.split_inclusive('\n').flat_map(move |line| {
        let text = line.trim_end_matches('\n');
        let end = (text.len() < line.len()).then_some((false, "\n"));
        Some((struck, text)).filter(|(_, text)| !text.is_empty()).into_iter().chain(end)
    })
}

/// Black or white, whichever has the greater contrast by WCAG 2.2's relative luminance.
fn ink(Rgb(r, g, b): Rgb) -> &'static str {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    // At this luminance black and white contrast alike: (l + 0.05)² = 1.05 × 0.05.
    if luminance > 0.179 { "#000" } else { "#fff" }
}
