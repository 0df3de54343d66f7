//! Labels of columns with no more white between them than words have.

use super::partly_drawn::rows;
use super::{page, right, set};
use tablemend_pdf::Page;

/// A table of four columns: its second label begins at `x`, the numbers below it end at 120.
fn headed(x: f32) -> Page {
    let mut p = page();
    for (x, label) in [(60.0, "Quay"), (x, "No"), (200.0, "Boat"), (375.0, "Bells")] {
        set(&mut p, x, 100.0, 10.0, label);
    }
    for glyph in &mut p.glyphs {
        glyph.bold = true;
    }
    let names = ["Gannet", "Little Auk", "Tern", "Black Shag", "Puffin"];
    for (n, name) in names.iter().enumerate() {
        let base = 114.0 + 14.0 * n as f32;
        right(&mut p, 78.0, base, ["2", "5", "7", "8", "9"][n]);
        right(&mut p, 120.0, base, ["10", "31", "42", "6", "9"][n]);
        set(&mut p, 200.0, base, 10.0, name);
        right(&mut p, 400.0, base, ["12", "105", "31", "9", "77"][n]);
    }
    p
}

#[test]
fn labels_that_nearly_touch_are_those_of_their_columns() {
    let found = rows(&headed(86.0));
    assert_eq!(found[0], "Quay|No|Boat|Bells", "{found:?}");
    assert_eq!(found[1], "2|10|Gannet|12");
}

#[test]
fn a_label_whose_words_are_one_text_is_not_parted() {
    let found = rows(&headed(83.0));
    assert!(found[0].starts_with("Quay No|"), "{found:?}");
}
