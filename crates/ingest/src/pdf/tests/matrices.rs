//! Drawn grids of marks, most of whose cells are blank.

use super::{page, rule, set, shown, tables};
use tablemend_pdf::Page;

/// A grid of nine columns and twelve rows with names across its top and down its side, and a mark in each row.
fn matrix() -> Page {
    let (columns, rows) = (9, 12);
    let mut p = page();
    // What is cut by the edge of a page may show little.
    set(&mut p, 50.0, 60.0, 10.0, "Gates and bells");
    for row in 0..=rows {
        rule(
            &mut p,
            50.0,
            100.0 + 20.0 * row as f32,
            50.0 + 30.0 * columns as f32,
            100.0 + 20.0 * row as f32,
        );
    }
    for col in 0..=columns {
        rule(
            &mut p,
            50.0 + 30.0 * col as f32,
            100.0,
            50.0 + 30.0 * col as f32,
            100.0 + 20.0 * rows as f32,
        );
    }
    for row in 0..rows {
        let base = 114.0 + 20.0 * row as f32;
        if row == 0 {
            (1..columns).for_each(|col| {
                set(&mut p, 55.0 + 30.0 * col as f32, base, 8.0, &format!("G{col}"))
            });
        } else {
            set(&mut p, 55.0, base, 8.0, &format!("B{row}"));
            set(&mut p, 60.0 + 30.0 * (1 + row * 3 % (columns - 1)) as f32, base, 8.0, "X");
        }
    }
    p
}

#[test]
fn a_sparse_grid_of_marks_named_across_and_down_is_a_table() {
    let found = tables(&matrix());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rows().len(), found[0].column_count()), (12, 9));
    let cells = shown(&found[0]);
    assert_eq!(cells.len(), 8 + 11 * 2);
    assert!(cells.contains(&"0,8:G8".to_owned()) && cells.contains(&"11,0:B11".to_owned()));
}
