//! Files that this program wrote itself: a report, a page of records, a workbook, a comparison. They
//! are never taken for a document that somebody published.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use tablemend_model::{Diagnostic, Level};

/// How far from either end of a file its maker is looked for.
const ENDS: usize = 4096;

/// When every workbook of this program was changed last, by its own word, until another program saves it.
const AS_WRITTEN: &str = "2000-01-01T00:00:00Z";

/// Whether these bytes are a page, a workbook or a report that this program wrote.
pub(crate) fn is_own(bytes: &[u8]) -> bool {
    if let Some(properties) = tablemend::office_properties(bytes) {
        let maker = tablemend_compare::MAKER;
        return [format!(" by {maker} "), format!("creator>{maker}")]
            .iter()
            .any(|sign| properties.contains(sign));
    }
    let head = bytes.get(..ENDS).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(ENDS)..).unwrap_or(bytes);
    let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(tail));
    let maker = tablemend_compare::MAKER;
    let generator = format!("<meta name=\"generator\" content=\"{maker}");
    let records = format!("<meta name=\"{maker}:");
    let is_page = head.contains(&generator) || head.contains(&records);
    is_page || tail.trim_end().ends_with(&format!("<!-- Written by {maker} -->"))
}

/// Whether a file is such a page.
pub(crate) fn is_own_file(path: &Path) -> bool {
    let has_ending =
        |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if has_ending("pdf") {
        return false;
    }
    let is_csv = has_ending("csv");
    ends(path).is_ok_and(|bytes| is_own(&bytes) || is_csv && is_own_csv(path, &bytes))
}

/// Whether a file is a workbook with work of people in it: one of this program that another program
/// has saved since, or one of another program.
pub(crate) fn is_workbook_of_people(path: &Path) -> bool {
    if !path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        return false;
    }
    let Ok(bytes) = ends(path) else { return false };
    let Some(properties) = tablemend::office_properties(&bytes) else { return false };
    let is_as_written = properties.contains(&format!("{AS_WRITTEN}</dcterms:modified>"));
    !(is_own(&bytes) && is_as_written)
}

/// As much of a file as tells its maker: both ends, or the whole of a package.
fn ends(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::with_capacity(2 * ENDS);
    file.by_ref().take(ENDS as u64).read_to_end(&mut bytes)?;
    if bytes.starts_with(b"PK") {
        file.read_to_end(&mut bytes)?;
    } else if bytes.len() == ENDS {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(ENDS as u64).max(ENDS as u64)))?;
        file.take(ENDS as u64).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Whether a CSV file is one of records: a Data Package beside it names it, or its header has
/// columns that only records have.
fn is_own_csv(path: &Path, bytes: &[u8]) -> bool {
    let described = std::fs::read_to_string(path.with_file_name("datapackage.json"));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_named = described
        .is_ok_and(|d| d.contains(tablemend_compare::MAKER) && d.contains(&format!("\"{name}\"")));
    let head = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let columns: Vec<&str> = head.trim_end().split(',').collect();
    is_named || columns.contains(&"flags") && columns.iter().any(|c| c.ends_with("_printed"))
}

/// Why such a page is not added to an archive.
pub(crate) fn refusal() -> Diagnostic {
    let message = "this is a file that tablemend wrote, not a published document";
    Diagnostic::new("input.own", Level::Error, message).help("add the document it was made from")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_pages_are_known_by_their_maker() {
        let page = "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
            <meta name=\"generator\" content=\"tablemend\"></head>";
        assert!(is_own(page.as_bytes()));
        assert!(is_own(b"# Plan\n\n<!-- Written by tablemend -->\n"));
        assert!(is_own(b"<head><meta name=\"tablemend:profile\" content=\"action-plan\">"));
        assert!(!is_own(b"# A plan about tablemend\n"));
        assert!(!is_own(b""));
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn workbooks_of_people_are_known_by_who_saved_them_last() {
        use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
        let dir = tempfile::tempdir().unwrap();
        let written = |name: &str, maker: &str, year: u16| {
            let path = dir.path().join(name);
            let mut book = Workbook::new();
            let saved = ExcelDateTime::from_ymd(year, 1, 1).unwrap();
            let properties = DocProperties::new().set_comment(maker).set_creation_datetime(&saved);
            book.set_properties(&properties);
            book.add_worksheet();
            book.save(&path).unwrap();
            path
        };
        let own = format!("Made from plan.pdf by {} 0.1.0.", tablemend_compare::MAKER);
        assert!(!is_workbook_of_people(&written("as-written.xlsx", &own, 2000)));
        assert!(is_workbook_of_people(&written("saved-since.xlsx", &own, 2026)));
        assert!(is_workbook_of_people(&written("of-others.xlsx", "", 2000)));
        assert!(!is_workbook_of_people(&written("of-others.zip", "", 2026)));
        assert!(!is_workbook_of_people(&dir.path().join("none.xlsx")));
    }
}
