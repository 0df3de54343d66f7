//! What the fuzz targets do with bytes, and what must hold whatever the bytes are.
//!
//! Each function returns on any input; a panic is a finding.

pub mod mutation;

use std::io::Write;
use tablemend::{Format, WriteOptions};
use tablemend_dates::Context;
use tablemend_ingest::Options;
use tablemend_model::{Block, Document, Place, Rect, RichText, Schema};
use tablemend_normalise::Profile;
use tablemend_pdf::{OpenOptions, Page};

/// What takes the bytes.
pub type Target = fn(&[u8]);

/// The targets by name; the folder of seeds of each has its name.
pub const TARGETS: [(&str, Target); 9] = [
    ("pdf", pdf),
    ("ingest_pdf", ingest_pdf),
    ("ingest_markdown", ingest_markdown),
    ("ingest_html", ingest_html),
    ("office", office),
    ("records", records),
    ("dates", dates),
    ("archive_read", archive_read),
    ("profile", profile),
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, target)| *target)
}

/// Opens a PDF and reads all its pages and its tags: every mark has a finite place.
pub fn pdf(bytes: &[u8]) {
    let Ok(pdf) = tablemend_pdf::open(bytes.to_vec(), &OpenOptions::default()) else { return };
    assert!(pdf.page_count() > 0);
    let mut reader = pdf.reader();
    for number in 1..=pdf.page_count().min(50) {
        if let Ok(page) = reader.page(number) {
            check_page(&page, number);
        }
        for word in reader.words(number).unwrap_or_default() {
            assert!(is_finite(&word.area), "page {number}: {word:?}");
        }
    }
    let _ = pdf.tags();
}

fn check_page(page: &Page, number: u32) {
    assert_eq!(page.number, number);
    assert!(page.width.is_finite() && page.height.is_finite());
    let areas = page.glyphs.iter().map(|g| g.area);
    let areas = areas.chain(page.rules.iter().map(|r| r.area));
    for area in areas.chain(page.fills.iter().map(|f| f.area)) {
        assert!(is_finite(&area), "page {number}: {area:?}");
    }
}

fn is_finite(area: &Rect) -> bool {
    [area.x0, area.y0, area.x1, area.y1].iter().all(|v| v.is_finite())
}

/// Reads bytes as Markdown, or as whatever they say they are.
pub fn ingest_markdown(bytes: &[u8]) {
    check_reading(bytes, "fuzz.md");
}

/// Reads bytes as HTML.
pub fn ingest_html(bytes: &[u8]) {
    check_reading(&[b"<!doctype html>\n", bytes].concat(), "fuzz.html");
}

/// Reads bytes as a PDF, its tables too.
pub fn ingest_pdf(bytes: &[u8]) {
    check_reading(bytes, "fuzz.pdf");
}

/// Line that begins a part of a package in a seed of [`office`], before the part's name.
pub const PART: &str = "=== part ";

/// Reads bytes as a Word document or a spreadsheet. Bytes that begin with [`PART`] are the parts of a
/// package one after another, each behind a line with its name, and are packed first: a change of a
/// byte in packed content only breaks the packing.
pub fn office(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(parts) = text.strip_prefix(PART) else { return check_reading(bytes, "fuzz.xlsx") };
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in parts.split(&format!("\n{PART}")) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        // A name that was there is refused: the first part of it counts.
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(content.as_bytes()).expect("memory takes all");
        }
    }
    let packed = zip.finish().expect("memory takes all").into_inner();
    check_reading(&packed, "fuzz.xlsx");
}

/// Reads bytes as Markdown and its records under the profile that fits; they are written, and equal
/// to themselves.
pub fn records(bytes: &[u8]) {
    let read = tablemend::convert(bytes.to_vec(), "fuzz.md", &tablemend::Options::new());
    let Ok(records) = read else { return };
    for format in [Format::Json, Format::Csv, Format::Md] {
        let mut out = Vec::new();
        // A format can refuse what it cannot hold.
        let _ = tablemend::write(&records, format, &WriteOptions::new(), &mut out);
    }
    let changes = tablemend::compare(&records, &records, &tablemend::CompareOptions::new());
    assert!(
        changes.is_ok_and(|changes| changes.changes.is_empty()),
        "records differ from themselves"
    );
}

/// Mending keeps every letter, and mending what is mended changes nothing.
fn check_reading(bytes: &[u8], name: &str) {
    let Ok(read) = tablemend_ingest::read(bytes, name, &Options::default()) else { return };
    for block in &read.value.blocks {
        if let Some(Place::Page { area, .. }) = block.place() {
            assert!(is_finite(&area), "{area:?}");
        }
    }
    let before = letters(&read.value);
    let once = tablemend_normalise::tables(read.value).value;
    assert!(before == letters(&once), "mending lost or doubled a letter");
    let again = tablemend_normalise::tables(once.clone()).value;
    assert!(once == again, "mending twice is not mending once");
}

/// The characters that show, in no order; headers that were folded away count too.
fn letters(document: &Document) -> Vec<char> {
    let mut all = Vec::new();
    let mut add = |text: &str| all.extend(text.chars().filter(|c| !c.is_whitespace() && *c != '•'));
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                let cells = table.cells().iter().chain(table.folded());
                cells.for_each(|cell| add(cell.text.as_str()));
            }
            other => {
                if let Some(text) = other.text() {
                    add(text.as_str());
                }
            }
        }
    }
    all.sort_unstable();
    all
}

/// Reads text as the cell of a date column; its dates read back from their EDTF, which may say no
/// less than the days they mean (`End June 2024` means one day of `2024-06`).
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for day_first in [None, Some(true), Some(false)] {
        let context = Context { day_first, period: Some((2021, 3)), ..Context::default() };
        let reading = tablemend_dates::read(&RichText::plain(&text), &context);
        for date in &reading.completion.dates {
            let when = &date.when;
            let again = tablemend_dates::edtf(&when.edtf);
            let holds = again.is_some_and(|again| {
                again.start.is_none_or(|a| when.start.is_some_and(|b| a <= b))
                    && again.end.is_none_or(|a| when.end.is_some_and(|b| a >= b))
            });
            assert!(holds, "{text:?}: {when:?}");
        }
    }
    let _ = tablemend_dates::edtf(&text);
    let _ = tablemend_dates::only(&text, &Context::default());
    let _ = tablemend_dates::month_in(&text);
    let _ = tablemend_dates::months_in(&text);
}

/// Reads bytes as a file that was written (a workbook, a database, Parquet, CSV, JSON Lines, a page):
/// every item that is found is one of an edition with its fields, and texts are texts.
pub fn archive_read(bytes: &[u8]) {
    let schemas: Vec<Schema> = Profile::built_in_names()
        .filter_map(Profile::built_in)
        .map(|profile| profile.schema)
        .collect();
    for name in ["fuzz.csv", "fuzz"] {
        let Ok(Some(readings)) = tablemend_readback::read(bytes, name, &schemas) else { continue };
        for reading in readings {
            let edition = reading.edition;
            for item in &edition.items {
                assert_eq!(item.cells.len(), edition.fields.len(), "{}", item.id);
            }
            let changes = tablemend_compare::compare_editions(
                edition.clone(),
                edition,
                &tablemend_compare::Links::default(),
                &tablemend_compare::Options::default(),
            );
            assert!(changes.changes.is_empty(), "an edition differs from itself");
        }
    }
    for is_csv in [false, true] {
        let _ = tablemend_readback::texts(bytes, &[], is_csv);
    }
    let file = |_: &str| Ok(bytes.to_vec());
    let _ = tablemend_readback::read_package(bytes, "fuzz", &schemas, &file);
}

/// A small plan, for profiles to be tried on.
const PLAN: &str = "# Harbour plan, June 2024\n\n## Section 1: Water\n\n\
    | Ref | Action | Completion date | Lead | Commentary | Status |\n|---|---|---|---|---|---|\n\
    | 1.1 | Dredge the inner basin | 31 May 2024 | Harbour Master | Begun | Green |\n\
    | 1.2 | Repaint the lighthouse | 30 June 2024 | Head of Works | | Amber |\n";

/// Reads text as a profile; one that is sound reads a document, and no word is lost or doubled.
pub fn profile(bytes: &[u8]) {
    let Ok(profile) = Profile::parse(&String::from_utf8_lossy(bytes)) else { return };
    let read = tablemend_ingest::read(PLAN.as_bytes(), "plan.md", &Options::default());
    let Ok(read) = read else { return };
    let mended = tablemend_normalise::tables(read.value.clone()).value;
    let data = tablemend_normalise::records(&mended, &profile, "fuzz");
    let found = tablemend_normalise::audit(&read.value, &data);
    assert!(found.is_clean(), "{found:?}");
}
