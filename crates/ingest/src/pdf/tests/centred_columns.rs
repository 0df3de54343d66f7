//! Texts in the middle of their columns, their labels in the middle over them, and words beside a table.

use super::{page, set, shown, tables};
use crate::pdf::edge_rows;
use crate::pdf::grid::{Found, Grid};
use crate::pdf::left_beside;
use crate::pdf::open::Known;
use crate::pdf::{page as pages, words};
use tablemend_model::Method;
use tablemend_pdf::Page;

/// Sets a text with its middle at `x`.
fn middle(p: &mut Page, x: f32, base: f32, text: &str) {
    set(p, x - text.chars().count() as f32 * 2.5, base, 10.0, text);
}

fn bold(p: &mut Page, draw: impl Fn(&mut Page)) {
    let from = p.glyphs.len();
    draw(p);
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
}

const BOATS: [&str; 6] = ["Heron", "Kestrel", "Merlin quay", "Osprey", "Curlew", "Teal lock"];
const SHARES: [&str; 6] = ["Half of it", "Sole keeper", "All", "One seat", "A quarter", "All"];
const KINDS: [&str; 6] = [
    "Trust - run by its members",
    "Trust - run by the keepers",
    "Joint board of all wards",
    "Trust - run by its members",
    "Board",
    "Trust - run by the keepers",
];

/// Rows of texts in the middle of three columns, the last one far off.
fn rows(p: &mut Page, top: f32) {
    for n in 0..BOATS.len() {
        let base = top + 17.0 * n as f32;
        set(p, 40.0, base, 10.0, BOATS[n]);
        middle(p, 240.0, base, SHARES[n]);
        middle(p, 480.0, base, KINDS[n]);
    }
}

#[test]
fn a_centred_column_is_part_of_the_table_however_wide_the_white_before_it() {
    let mut p = page();
    rows(&mut p, 100.0);
    let found = tables(&p);
    assert_eq!(found.iter().map(|t| t.column_count()).collect::<Vec<_>>(), [3]);
    assert_eq!(
        shown(&found[0])[..3],
        ["0,0:Heron", "0,1:Half of it", "0,2:Trust - run by its members"]
    );
}

#[test]
fn a_header_belongs_to_the_rows_below_the_heading_of_a_group() {
    let mut p = page();
    bold(&mut p, |p| {
        // The first label is in the middle of a wide column, right of its texts.
        for (x, label) in [(140.0, "Name of boat"), (240.0, "Our share"), (480.0, "Body")] {
            middle(p, x, 60.0, label);
        }
        set(p, 40.0, 94.0, 10.0, "Boats that are counted in full, all of them");
    });
    rows(&mut p, 128.0);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].header_rows(), found[0].column_count()), (1, 3));
    assert_eq!(
        shown(&found[0])[..5],
        [
            "0,0:Name of boat",
            "0,1:Our share",
            "0,2:Body",
            "1,0+1x3:Boats that are counted in full, all of them",
            "2,0:Heron"
        ]
    );
}

#[test]
fn labels_in_the_middle_of_the_columns_below_are_no_running_head() {
    let outside = |labels: [f32; 3]| {
        let mut p = page();
        for (x, label) in labels.into_iter().zip(["Boat", "Our share", "Body"]) {
            middle(&mut p, x, 60.0, label);
        }
        set(&mut p, 40.0, 94.0, 10.0, "Boats that are counted");
        rows(&mut p, 128.0);
        let content = words::content(&p);
        let all: Vec<u32> = (0..content.words.len() as u32).collect();
        let lines = words::lines(&content.words, &all);
        edge_rows::first(&content, &lines.iter().collect::<Vec<_>>(), 1)
    };
    assert_eq!(outside([120.0, 240.0, 480.0]), 0);
    // What is set at other places is a running head.
    assert_eq!(outside([120.0, 260.0, 520.0]), 1);
}

#[test]
fn labels_that_nothing_sets_apart_are_a_header_where_several_pages_begin_with_them() {
    let heads = |first: [&str; 2]| {
        let mut known = Known::default();
        let contents = [0, 1].map(|n| {
            let mut p = page();
            for (x, label) in [(40.0, first[n]), (220.0, "Share"), (420.0, "Body")] {
                set(&mut p, x, 83.0, 10.0, label);
            }
            rows(&mut p, 100.0);
            words::content(&p)
        });
        let none = Vec::new();
        let drafts = contents.each_ref().map(|c| pages::draft(c, &none, &[]));
        drafts.iter().for_each(|d| known.add(&d.readings));
        let count = |(draft, content)| {
            let (grids, ..) = pages::grids(draft, content, &known);
            grids.iter().map(|g| g.header_rows).collect::<Vec<_>>()
        };
        drafts.into_iter().zip(&contents).map(count).collect::<Vec<_>>()
    };
    assert_eq!(heads(["Boat", "Boat"]), [[1], [1]]);
    assert!(heads(["Wigeon", "Petrel"]).iter().flatten().all(|n| *n == 0));
}

#[test]
fn words_beside_the_rows_of_a_table_that_are_in_no_table_are_told() {
    let told = |beside: [&str; 4], step: f32| {
        let mut p = page();
        for n in 0..4 {
            set(&mut p, 60.0, 100.0 + 20.0 * n as f32, 10.0, BOATS[n]);
            set(&mut p, 160.0, 100.0 + 20.0 * n as f32, 10.0, SHARES[n]);
            set(&mut p, 300.0, 100.0 + step * n as f32, 10.0, beside[n]);
        }
        let content = words::content(&p);
        let words = |n: usize, x: f32| -> Vec<u32> {
            let is_own = |i: &u32| {
                let w = &content.words[*i as usize];
                (w.base - 100.0 - 20.0 * n as f32).abs() < 1.0
                    && w.area.x1 < 280.0
                    && (w.area.x0 > 150.0) == (x > 150.0)
            };
            (0..content.words.len() as u32).filter(is_own).collect()
        };
        let mut cells = Vec::new();
        for n in 0..4 {
            for (col, x) in [60.0, 160.0].into_iter().enumerate() {
                cells.push(Found {
                    row: n,
                    col,
                    rows: 1,
                    cols: 1,
                    words: words(n, x),
                    ..Found::default()
                });
            }
        }
        let grid = Grid {
            ys: (0..5).map(|n| 87.0 + 20.0 * n as f32).collect(),
            xs: vec![60.0, 150.0, 240.0],
            cells,
            method: Method::Aligned,
            header_rows: 0,
        };
        let free = vec![true; content.words.len()];
        left_beside::doubts(&[grid], &content, &free).len()
    };
    let column = ["North", "South", "East and West", "Inner"];
    assert_eq!(told(column, 20.0), 1);
    // Text with lines of its own heights is another column of the page.
    assert_eq!(told(column, 13.0), 0);
    let text = [
        "the first of many lines of text",
        "that is set beside it and fills",
        "its column of the page up to it",
        "as running text does every time",
    ];
    assert_eq!(told(text, 20.0), 0);
}
