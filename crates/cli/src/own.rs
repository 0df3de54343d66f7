//! Pages that this program wrote itself: a report, a page of records, a comparison. They are never
//! taken for a document that somebody published.

use tablemend_model::{Level, Note};

/// How far into a file its maker is looked for.
const HEAD: usize = 4096;

/// Whether these bytes are a page that this program wrote.
pub(crate) fn is_own(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let maker = tablemend_archive::MAKER;
    let marks = [
        format!("<meta name=\"generator\" content=\"{maker}"),
        format!("<!-- Written by {maker}"),
    ];
    marks.iter().any(|mark| head.contains(mark.as_str()))
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
        assert!(is_own(b"<!-- Written by tablemend 0.1.0 -->\n\n# Plan\n"));
        assert!(!is_own(b"# A plan about tablemend\n"));
        assert!(!is_own(b""));
    }
}
