//! Tables in columns of the page.

use super::sheets::joined;
use super::*;
use tablemend_model::Place;

const LABELS: [&str; 3] = ["Action", "Lead", "Due"];
const ROWS: [[&str; 3]; 4] = [
    ["Mend the pier", "Clerk", "May"],
    ["Paint the boat", "Mate", "June"],
    ["Oil the crane", "Cook", "July"],
    ["Count the keys", "Clerk", "August"],
];

/// Sets a header and rows from `x` and `y` on, and gives where the last row ends.
fn block(p: &mut tablemend_pdf::Page, x: f32, y: f32, rows: &[[&str; 3]], is_ruled: bool) -> f32 {
    let mut base = y;
    for row in std::iter::once(&LABELS).chain(rows) {
        for (n, text) in row.iter().enumerate() {
            set(p, x + [4.0, 120.0, 180.0][n], base, 9.0, text);
        }
        if is_ruled {
            rule(p, x, base + 6.0, x + 240.0, base + 6.0);
        }
        base += 20.0;
    }
    base
}

fn texts(table: &Table, row: u32) -> Vec<String> {
    let text =
        |col| table.cell_at(row, col).map_or_else(String::new, |c| c.text.as_str().to_owned());
    (0..table.column_count()).map(text).collect()
}

#[test]
fn tables_in_two_columns_of_a_page_are_read_one_after_the_other() {
    let mut p = page();
    set(
        &mut p,
        40.0,
        70.0,
        14.0,
        "What was agreed at the harbour, with those who see to it and by when it is done",
    );
    block(&mut p, 40.0, 110.0, &ROWS[..2], true);
    block(&mut p, 330.0, 110.0, &ROWS[2..], true);
    let found = joined(&[p]);
    let rows: Vec<Vec<String>> = found[0]
        .iter()
        .flat_map(|t| (0..t.row_count()).map(move |row| texts(t, row)))
        .filter(|row| row[0] != LABELS[0])
        .collect();
    assert_eq!(rows, ROWS.map(|row| row.map(str::to_owned).to_vec()));
    // What was set below has its place where it is printed.
    let cells = found[0].iter().flat_map(Table::cells);
    let lead = cells.filter(|c| c.text.as_str() == "Cook").map(|c| c.place()).next();
    let Some(Place::Page { area, .. }) = lead else { panic!("no place") };
    assert!(area.x0 > 440.0 && area.y0 > 110.0 && area.y1 < 160.0, "{area:?}");
}

#[test]
fn one_table_that_names_its_columns_twice_stays_one() {
    let mut p = page();
    set(
        &mut p,
        40.0,
        70.0,
        14.0,
        "What was agreed at the harbour, with those who see to it and by when it is done",
    );
    block(&mut p, 40.0, 110.0, &ROWS[..2], false);
    block(&mut p, 330.0, 110.0, &ROWS[2..], false);
    for n in 0..3 {
        let y = 116.0 + 20.0 * n as f32;
        rule(&mut p, 40.0, y, 570.0, y);
    }
    let found = joined(&[p]);
    assert_eq!(found[0].len(), 1);
    assert_eq!(texts(&found[0][0], 1).len(), 6);
}
