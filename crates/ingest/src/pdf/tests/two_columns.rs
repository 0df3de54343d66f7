//! Tables of names and texts that no line parts: of two columns, or without a header that is set apart.

use super::{page, set, tables};
use tablemend_pdf::Page;

/// Lines of two texts below a line in bold, in columns 150 points apart.
fn two(lines: &[[&str; 2]]) -> Page {
    let mut p = page();
    for (n, line) in lines.iter().enumerate() {
        for (x, text) in [60.0, 210.0].iter().zip(line) {
            set(&mut p, *x, 100.0 + 16.0 * n as f32, 10.0, text);
        }
        if n == 0 {
            p.glyphs.iter_mut().for_each(|g| g.bold = true);
        }
    }
    p
}

#[test]
fn a_name_and_a_text_in_each_row_below_two_labels_are_a_table() {
    let p = two(&[
        ["Boat", "What it is for"],
        ["Gannet", "Takes the bell crew out to the rock"],
        ["Little Auk", "Mends chains below the sea gate"],
        ["Tern", "Lies in the mill pond until spring"],
    ]);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].row_count(), found[0].column_count()), (4, 2));
}

#[test]
fn sentences_side_by_side_below_two_headings_are_no_table() {
    let p = two(&[
        ["News of the gate", "News of the bells"],
        ["The gate on the sea", "The bells of the old"],
        ["wall was shut when", "tower rang through the"],
        ["the tide came in and", "night since nobody had"],
        ["no boat was outside", "tied the ropes to them"],
    ]);
    assert!(tables(&p).is_empty());
}

#[test]
fn rows_that_white_parts_and_that_fill_three_columns_are_a_table() {
    let mut p = page();
    let rows = [
        [
            "Gannet",
            "Takes the bell crew",
            "out to the north quay",
            "Nobody may sail",
            "after the last bell",
        ],
        ["Tern", "Mends chains below", "the old sea gate", "Only at low tide", "and by two people"],
        [
            "Puffin",
            "Lies in a mill pond",
            "until the spring",
            "Ropes are checked",
            "by the gate keeper",
        ],
        [
            "Shag",
            "Brings new oak posts",
            "to the long bridge",
            "Posts are counted",
            "before they are set",
        ],
    ];
    for (n, row) in rows.iter().enumerate() {
        let base = 100.0 + 40.0 * n as f32;
        for (x, line, text) in [
            (60.0, 0.0, row[0]),
            (160.0, 0.0, row[1]),
            (160.0, 12.0, row[2]),
            (320.0, 0.0, row[3]),
            (320.0, 12.0, row[4]),
        ] {
            set(&mut p, x, base + line, 10.0, text);
        }
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].row_count(), found[0].column_count()), (4, 3));
}
