//! Tables of names and texts that no line parts: of two columns, or without a header that is set apart.

use super::{page, set, tables};
use crate::pdf::page::PageItem;
use crate::pdf::text::Known;
use crate::pdf::{open, words};
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

const BOATS: [&str; 8] =
    ["Gannet", "Little Auk", "Tern", "Puffin", "Gull", "Skua", "Curlew", "Heron"];

/// Rows of a name and a text of two lines, white between them, below labels in bold or none.
fn parted(is_headed: bool, second: f32) -> Page {
    let mut p = page();
    let mut base = 80.0;
    if is_headed {
        set(&mut p, 60.0, base, 10.0, "Boat");
        set(&mut p, second, base, 10.0, "What it is for");
        p.glyphs.iter_mut().for_each(|g| g.bold = true);
        base += 22.0;
    }
    for (n, boat) in BOATS.iter().enumerate() {
        set(&mut p, 60.0, base, 10.0, boat);
        set(&mut p, second, base, 10.0, "Takes the bell crew out to the old rock");
        let below = ["and mends chains below", "until the spring tide"][n % 2];
        set(&mut p, second, base + 12.0, 10.0, below);
        base += 34.0;
    }
    p
}

#[test]
fn rows_of_two_columns_at_the_top_of_a_page_are_those_of_a_table_on_another() {
    let count = |first: &Page, second: &Page| {
        let mut known = open::Known::default();
        let contents = [words::content(first), words::content(second)];
        let drafts = contents.each_ref().map(|c| page::draft(c, &Vec::new(), &[]));
        drafts.iter().for_each(|d| known.add(&d.readings));
        let tables = drafts.into_iter().zip(&contents).map(|(draft, content)| {
            let part = page::read(content, &Vec::new(), draft, &known, &Known::new());
            part.items.iter().filter(|i| matches!(i, PageItem::Table(_))).count()
        });
        tables.collect::<Vec<_>>()
    };
    assert_eq!(count(&parted(true, 200.0), &parted(false, 200.0)), [1, 1]);
    assert_eq!(count(&parted(true, 200.0), &parted(false, 240.0)), [1, 0], "other columns");
}
