//! Drawings with lines between their columns and none between rows.

use super::{page, rule, set, tables};
use tablemend_pdf::Page;

/// A frame with lines between columns and one under the labels, down to `bottom`.
fn frame(xs: &[f32], bottom: f32) -> Page {
    let mut p = page();
    for y in [80.0, 100.0, bottom] {
        rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
    }
    for x in xs {
        rule(&mut p, *x, 80.0, *x, bottom);
    }
    p
}

/// Rows of a list in one drawn column and what goes with each in two more; each line is full.
fn list() -> Page {
    let mut p = frame(&[50.0, 120.0, 260.0, 400.0, 540.0], 390.0);
    for (x, label) in [(55.0, "Ward"), (125.0, "Aim"), (265.0, "Sign"), (405.0, "Source")] {
        set(&mut p, x, 94.0, 10.0, label);
    }
    let columns: [(f32, &[&str]); 3] = [
        (145.0, &["Reductions in the use", "of oars and old nets,", "of sails and of bells"]),
        (265.0, &["1) Percentage of all boat", "crews that mark the quays"]),
        (405.0, &["Records of the harbour and", "of the mill and the tower"]),
    ];
    for n in 0..5 {
        let base = 116.0 + 54.0 * n as f32;
        set(&mut p, 125.0, base, 10.0, &format!("{})", ["a", "b", "c", "d", "e"][n]));
        for (x, lines) in columns {
            for (k, line) in lines.iter().enumerate() {
                set(&mut p, x, base + 12.0 * k as f32, 10.0, line);
            }
        }
    }
    p
}

#[test]
fn signs_of_items_are_no_column_and_a_blank_column_that_is_drawn_is_one() {
    let found = tables(&list());
    assert_eq!(found.len(), 1);
    let texts = |row: u32| found[0].row_cells(row).map(|c| c.text.as_str()).collect::<Vec<_>>();
    assert_eq!(texts(0), ["Ward", "Aim", "Sign", "Source"]);
    assert_eq!(
        texts(1)[..3],
        [
            "",
            "a) Reductions in the use of oars and old nets, of sails and of bells",
            "1) Percentage of all boat crews that mark the quays"
        ]
    );
    assert_eq!(found[0].row_count(), 6);
}
