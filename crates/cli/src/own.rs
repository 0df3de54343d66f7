//! Pages that this program wrote itself: a report, a page of records, a comparison. They are never
//! taken for a document that somebody published.

use std::path::Path;
use tablemend_model::{Level, Note};

/// How far from either end of a file its maker is looked for.
const ENDS: usize = 4096;

/// Whether these bytes are a page that this program wrote.
pub(crate) fn is_own(bytes: &[u8]) -> bool {
    let head = bytes.get(..ENDS).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(ENDS)..).unwrap_or(bytes);
    let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(tail));
    let maker = tablemend_archive::MAKER;
    let generator = format!("<meta name=\"generator\" content=\"{maker}");
    let records = format!("<meta name=\"{maker}:");
    let is_page = head.contains(&generator) || head.contains(&records);
    is_page || tail.trim_end().ends_with(&format!("<!-- Written by {maker} -->"))
}

/// Whether a file is such a page.
pub(crate) fn is_own_file(path: &Path) -> bool {
    let is_text = path.extension().is_some_and(|e| !e.eq_ignore_ascii_case("pdf"));
    is_text && std::fs::read(path).is_ok_and(|bytes| is_own(&bytes))
}

/// Why such a page is not added to an archive.
pub(crate) fn refusal() -> Note {
    let message = "this is a page that tablemend wrote, not a published document";
    Note::new("input.own", Level::Error, message).help("add the document it was made from")
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
}
