//! What was seen on a page and which tables it may hold, with scores and reasons, in words.

use super::fill_index::FillIndex;
use super::grid::Grid;
use super::words::PageContent;
use super::{cards, forms, open, page, running, unfold};
use crate::{Error, Options};
use std::fmt::Write;
use std::sync::Arc;
use tablemend_model::{Method, Rect};

/// The candidates for tables on one page (1-based) of a PDF, each with its score and what speaks for and against it, and
/// which of them were taken; `None` where there is no such page.
///
/// # Errors
/// When the file cannot be opened.
pub fn explain_page(bytes: &[u8], options: &Options, number: u32) -> Result<Option<String>, Error> {
    let pdf = super::open(Arc::new(bytes.to_vec()), options)?;
    if number == 0 || number > pdf.page_count() {
        return Ok(None);
    }
    let pages = super::Pages::Pdf(&pdf);
    let tagged = pdf.tags().map(|tree| super::tagged::tagged(&tree)).unwrap_or_default();
    // The pages that are read together speak for each other.
    let first = (number - 1) / super::CHUNK * super::CHUNK + 1;
    let last = (first + super::CHUNK - 1).min(pdf.page_count());
    let (mut contents, _) = super::contents(&pages, first, last, &options.ocr);
    forms::Forms::default().name(&mut contents);
    let mut past = running::Past::default();
    let mut furniture: Vec<running::Furniture> =
        contents.chunks(super::NEAR).flat_map(|own| running::find(own, &mut past)).collect();
    super::across::compose(&mut contents, &mut furniture);
    unfold::unfold(&mut contents, &mut furniture);
    let mut known = open::Known::default();
    known.form = cards::form::Form::learn(&contents);
    let mut own = None;
    for (content, furniture) in contents.iter().zip(&furniture) {
        let Some(content) = content else { continue };
        let proposals = tagged.get(&content.number).filter(|_| content.panels.is_empty());
        let draft = page::draft(content, furniture, proposals.map_or(&[][..], Vec::as_slice));
        known.add(&draft.readings);
        if content.number == number {
            let running: usize = furniture.iter().map(|(_, words)| words.len()).sum();
            own = Some((content, draft, running));
        }
    }
    Ok(Some(match own {
        Some((content, draft, running)) => told(content, draft, &known, running),
        None => {
            format!("Page {number}: it was not read, or it was read with the page on its left.\n")
        }
    }))
}

/// How many pages a PDF has.
///
/// # Errors
/// When the file cannot be opened.
pub fn page_count(bytes: &[u8], options: &Options) -> Result<u32, Error> {
    Ok(super::open(Arc::new(bytes.to_vec()), options)?.page_count())
}

/// What is to say of a page.
fn told(content: &PageContent, draft: page::Draft, known: &open::Known, running: usize) -> String {
    let mut out = String::new();
    let (words, number) = (content.words.len(), content.number);
    let _ = writeln!(
        out,
        "Page {number}: {:.0} by {:.0} points, {words} words, {running} of them in running lines; {} lines drawn across, {} down",
        content.width,
        content.height,
        draft.rulings.across.len(),
        draft.rulings.down.len(),
    );
    for panel in &content.panels {
        let _ = writeln!(out, "  with page {} beside it", panel.number);
    }
    let fill_index = FillIndex::new(&content.fills, content.height);
    let readings =
        open::readings(content, &draft.rulings, &fill_index, &draft.free, &draft.settled, known);
    let _ = writeln!(out, "\nFrom lines, tags and columns of numbers: {}", draft.found.len());
    for grid in &draft.found {
        let area = grid.area();
        let is_sure = draft.settled.contains(&area);
        let note = if is_sure { "; settled: nothing overrules it" } else { "" };
        let _ = writeln!(out, "  {}{note}", shape(grid));
    }
    let _ = writeln!(
        out,
        "\nFrom the text (a table from a score of {:.1} on): {}",
        open::TABLE,
        readings.len()
    );
    for reading in &readings {
        let verdict = if reading.score.is_table() { "a table" } else { "not a table" };
        let _ = writeln!(
            out,
            "  {}; score {:.1}: {verdict}",
            shape(&reading.grid),
            reading.score.total()
        );
        for (reason, worth) in &reading.score.terms {
            let _ = writeln!(out, "    {worth:+.1} {reason}");
        }
        if !reading.header.is_empty() {
            let _ = writeln!(out, "    heading: {}", reading.header.join(" / "));
        }
    }
    let (grids, _, doubts) = page::grids(draft, content, known);
    let _ = writeln!(out, "\nTaken: {}", grids.len());
    for grid in &grids {
        let _ = writeln!(out, "  {}", shape(grid));
    }
    for doubt in &doubts {
        let _ = writeln!(out, "  {} at {}: {}", doubt.code, place(&doubt.area), doubt.message);
    }
    out
}

/// How a grid was found, how large it is and where.
fn shape(grid: &Grid) -> String {
    let way = match grid.method {
        Method::Tagged => "tagged",
        Method::Ruled => "drawn",
        _ => "aligned",
    };
    let (rows, columns) = (grid.ys.len().saturating_sub(1), grid.xs.len().saturating_sub(1));
    let header = match grid.header_rows {
        0 => String::new(),
        n => format!(", {n} of them heading"),
    };
    format!("{way}, {rows} rows{header}, {columns} columns at {}", place(&grid.area()))
}

/// An area of the upright page.
fn place(a: &Rect) -> String {
    format!("{:.0},{:.0} to {:.0},{:.0}", a.x0, a.y0, a.x1, a.y1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_explained_with_its_candidates_scores_and_reasons() {
        let bytes = include_bytes!("../../../../fixtures/layouts/open-leading.pdf");
        let told = explain_page(bytes, &Options::default(), 1).unwrap().unwrap();
        assert!(told.starts_with("Page 1: "), "{told}");
        assert!(told.contains(": a table\n    +"), "{told}");
        assert!(told.contains("header is set apart"), "{told}");
        assert!(told.contains("\nTaken: 2\n  aligned, 8 rows, "), "{told}");
        assert_eq!(explain_page(bytes, &Options::default(), 99).unwrap(), None);
        assert_eq!(page_count(bytes, &Options::default()).unwrap(), 2);
        assert!(explain_page(b"no pdf", &Options::default(), 1).is_err());
    }
}
