//! Tables of short texts that nothing but their labels and columns tell.

use super::{page, set, shown, tables};
use tablemend_pdf::Page;

const ROWS: [[&str; 3]; 5] = [
    ["Lower gate of the basin", "Oak and iron", "Two keepers, by turns"],
    ["Bell on the north wall", "Bronze", "Rung by the warden"],
    ["Nets of the ferry", "Hemp", "Dried after each tide"],
    ["Long boat", "Larch on oak", "Kept by the crew"],
    ["Steps to the quay", "Granite", "Swept every day"],
];

/// The rows under three labels in bold.
fn content(rows: &[[&str; 3]]) -> Page {
    let mut p = page();
    for (x, label) in [(50.0, "Thing"), (230.0, "Made of"), (380.0, "Care")] {
        set(&mut p, x, 100.0, 9.0, label);
    }
    p.glyphs.iter_mut().for_each(|g| g.bold = true);
    for (n, row) in rows.iter().enumerate() {
        for (x, text) in [50.0, 230.0, 380.0].into_iter().zip(row) {
            set(&mut p, x, 114.0 + 12.0 * n as f32, 9.0, text);
        }
    }
    p
}

#[test]
fn short_texts_that_begin_anew_below_their_labels_are_a_table() {
    let found = tables(&content(&ROWS));
    assert_eq!(found.len(), 1);
    let cells = shown(&found[0]);
    assert_eq!(cells.len(), 18);
    assert_eq!((cells[0].as_str(), cells[17].as_str()), ("0,0:Thing", "5,2:Swept every day"));
}

#[test]
fn texts_that_go_on_from_line_to_line_are_none() {
    let small = ROWS.map(|row| row.map(str::to_lowercase));
    let small: Vec<[&str; 3]> =
        small.iter().map(|[a, b, c]| [a.as_str(), b.as_str(), c.as_str()]).collect();
    assert!(tables(&content(&small)).is_empty());
}
