//! The second reading of a page: every code through its font's map, whatever shows of it.

mod making;

use making::Made;
use tablemend_pdf::Reader;

fn words(made: &Made) -> Vec<String> {
    let pdf = made.open();
    let mut reader: Reader<'_> = pdf.reader();
    reader.words(1).expect("the page is there").into_iter().map(|w| w.text).collect()
}

fn of(content: &str) -> String {
    words(&Made::page(content, "", "")).join(" ")
}

#[test]
fn words_end_at_blanks_and_where_the_next_letter_is_elsewhere() {
    for (content, expected) in [
        ("BT /F1 10 Tf 10 700 Td (One two) Tj 0 -12 Td (three) Tj ET", "One two three"),
        ("BT /F1 10 Tf 10 700 Td [(Im) 20 (pact) -400 (High)] TJ ET", "Impact High"),
        // Letter by letter, each at its own place.
        ("BT /F1 10 Tf 1 0 0 1 10 700 Tm (A) Tj 1 0 0 1 16.67 700 Tm (b) Tj ET", "Ab"),
        ("BT /F1 10 Tf 12 TL 10 700 Td (a) Tj (b) ' 1 2 (c) \" T* (d) Tj ET", "a b c d"),
        // Turned text has its own direction.
        ("BT /F1 10 Tf 0 1 -1 0 300 100 Tm (Up) Tj ET", "Up"),
        // Drawn twice it looks bold, and is one word.
        ("BT /F1 10 Tf 10 700 Td (Bold) Tj ET BT /F1 10 Tf 10.3 700 Td (Bold) Tj ET", "Bold"),
        // Off the page, and damaged tokens on the way.
        ("BT /F1 10 Tf 900 700 Td (off) Tj -800 0 Td (on) Tj ET", "on"),
        ("BT /F1 10 Tf 10 700 Td (one) Tj ) } >> 5 (two words) Tj ET", "onetwo words"),
    ] {
        assert_eq!(of(content), expected, "{content}");
    }
}

#[test]
fn what_cannot_be_seen_is_read_all_the_same() {
    let content = "1 g BT /F1 10 Tf 10 700 Td (white) Tj ET 0 g BT /F1 10 Tf 10 600 Td (under) Tj ET \
                   1 0 0 rg 0 590 200 40 re f q 0 0 5 5 re W n BT /F1 10 Tf 10 500 Td (clipped) Tj ET Q \
                   BT 3 Tr /F1 10 Tf 10 400 Td (invisible) Tj ET";
    assert_eq!(of(content), "white under clipped invisible");
}

#[test]
fn forms_annotations_and_replaced_text_are_read_and_layers_that_are_off_are_not() {
    let content = "BT /F1 10 Tf 10 700 Td (page) Tj ET /Fm Do \
                   /Span << /ActualText (said) >> BDC BT /F1 10 Tf 10 500 Td (drawn) Tj ET EMC \
                   /OC /Off BDC BT /F1 10 Tf 10 400 Td (off) Tj ET EMC";
    let made = Made::page(
        content,
        "/XObject << /Fm 6 0 R >> /Properties << /Off 8 0 R >>",
        "/Annots [<< /Subtype /FreeText /Rect [50 50 150 70] /AP << /N 7 0 R >> >> \
          << /Subtype /Stamp /F 2 /Rect [50 50 150 70] /AP << /N 7 0 R >> >>]",
    )
    .with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Matrix [1 0 0 1 0 -100]",
        b"BT /F1 10 Tf 10 700 Td (form) Tj ET",
    )
    .with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 10 Tf 2 5 Td (note) Tj ET",
    )
    .with("<< /Type /OCG /Name (Off) >>")
    .replaced(
        1,
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >> >>",
    );
    assert_eq!(words(&made), ["page", "form", "said", "note"]);
    let pdf = made.open();
    let place = pdf.reader().words(1).unwrap().pop().unwrap().area;
    assert!((place.x0 - 52.0).abs() < 0.1 && (place.y0 - 737.0).abs() < 0.1, "{place:?}");
}

#[test]
fn a_form_within_itself_and_a_page_that_is_not_there_end() {
    let made = Made::page("/Fm Do", "/XObject << /Fm 6 0 R >>", "").with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm 6 0 R >> >>",
        b"/Fm Do /Fm Do",
    );
    let pdf = made.open();
    assert!(pdf.reader().words(1).is_ok_and(|words| words.is_empty()));
    assert!(pdf.reader().words(2).is_err() && pdf.reader().words(0).is_err());
}

#[test]
fn a_crop_box_outside_its_sheet_crops_nothing() {
    let made = Made::page(
        "BT /F1 10 Tf 10 700 Td (here) Tj ET",
        "",
        "/MediaBox [0 0 800 800] /CropBox [900 900 1000 1000]",
    );
    let page = made.read();
    assert_eq!((page.width, page.height, making::said(&page).as_str()), (800.0, 800.0, "here"));
    assert_eq!(words(&made), ["here"]);
}

#[test]
fn a_media_annotation_shows_its_words() {
    let made = Made::page(
        "",
        "",
        "/Annots [<< /Subtype /Screen /Rect [50 50 150 70] /AP << /N 6 0 R >> >>]",
    )
    .with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 10 Tf 2 5 Td (Video) Tj ET",
    );
    assert_eq!(making::said(&made.read()), "Video");
    // Of a reader's note the words are read, its icon is not a fill.
    let made = Made::page(
        "",
        "",
        "/Annots [<< /Subtype /Text /Rect [50 50 150 70] /AP << /N 6 0 R >> >>]",
    )
    .with_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
        b"1 1 0 rg 0 0 100 20 re f 0 g BT /F1 10 Tf 2 5 Td (Video) Tj ET",
    );
    let page = made.read();
    assert_eq!((making::said(&page).as_str(), page.fills.len()), ("Video", 0));
    assert_eq!(making::whole(made.read().glyphs[0].area)[0], 52);
}
