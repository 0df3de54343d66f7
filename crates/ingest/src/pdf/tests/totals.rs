//! Accounts: totals without a label, rules over figures alone, labels with years.

use super::{page, right, rule, set, shown, tables};
use tablemend_pdf::Page;

/// A row of a label and two figures.
fn row(page: &mut Page, base: f32, label: &str, figures: [&str; 2]) {
    set(page, 50.0, base, 10.0, label);
    for (n, figure) in figures.iter().enumerate() {
        right(page, 300.0 + 90.0 * n as f32, base, figure);
    }
}

/// Lines over the figures of a row.
fn sum(page: &mut Page, y: f32) {
    for x in [250.0, 340.0] {
        rule(page, x, y, x + 50.0, y);
    }
}

/// An account whose total has no label, with a row below it.
fn account(labels: [&str; 3], is_bold: bool) -> Page {
    let mut p = page();
    row(&mut p, 100.0, labels[0], [labels[1], labels[2]]);
    p.glyphs.iter_mut().for_each(|g| g.bold = is_bold);
    for (n, (label, a, b)) in [
        ("Oars", "(1,200)", "1,310"),
        ("Ropes", "(900)", "(870)"),
        ("Tar", "(2,410)", "2,300"),
        ("Nails", "(90)", "120"),
    ]
    .iter()
    .enumerate()
    {
        row(&mut p, 118.0 + 15.0 * n as f32, label, [a, b]);
    }
    // White parts the total from the rows above and below it.
    sum(&mut p, 175.0);
    row(&mut p, 186.0, "", ["(4,600)", "2,860"]);
    sum(&mut p, 198.0);
    row(&mut p, 209.0, "Harbour dues", ["7,200", "8,150"]);
    p
}

#[test]
fn no_cell_spans_down_into_a_total_without_a_label() {
    let found = tables(&account(["Boat yard", "Spent 2030", "Spent 2031"], true));
    let cells = shown(&found[0]);
    for cell in ["4,0:Nails", "5,1:(4,600)", "5,2:2,860", "6,0:Harbour dues", "6,1:7,200"] {
        assert!(cells.iter().any(|c| c == cell), "{cell}: {cells:?}");
    }
    assert!(!cells.iter().any(|c| c.starts_with("5,0")));
}

#[test]
fn labels_with_years_and_years_alone_head_figures() {
    for (labels, rows) in [
        (["Boat yard", "Spent 2030", "Spent 2031"], 1),
        (["Boat yard", "2030/31", "2031/32"], 1),
        (["", "2030", "2031"], 1),
        // Numbers of another kind are figures.
        (["Sails", "(2,030)", "2,031"], 0),
    ] {
        let found = tables(&account(labels, false));
        assert_eq!(found.len(), 1, "{labels:?}");
        assert_eq!(found[0].header_rows(), rows, "{labels:?} {:?}", shown(&found[0]));
    }
}

#[test]
fn a_total_is_not_of_the_number_above_it() {
    let mut p = page();
    let body = [
        ("4", "Oars", "1,200", "810"),
        ("5", "Ropes", "900", "1,370"),
        ("6", "Tar", "2,410", "200"),
        ("", "All goods", "4,510", "2,380"),
        ("7", "Nails", "90", "120"),
        ("8", "Bells", "40", "190"),
    ];
    for (n, (number, label, a, b)) in body.iter().enumerate() {
        let base = 118.0 + 15.0 * n as f32;
        set(&mut p, 30.0, base, 10.0, number);
        row(&mut p, base, label, [a, b]);
    }
    sum(&mut p, 153.0);
    let labels = p.glyphs.len();
    set(&mut p, 30.0, 100.0, 10.0, "No");
    row(&mut p, 100.0, "Goods", ["Net", "Gross"]);
    p.glyphs[labels..].iter_mut().for_each(|g| g.bold = true);
    let found = tables(&p);
    let cells = shown(&found[0]);
    assert!(cells.iter().any(|c| c == "3,0:6"), "{cells:?}");
    assert!(cells.iter().any(|c| c == "4,1:All goods"), "{cells:?}");
}
