//! Tables made, changed and split.

use super::*;

fn table(rows: &[&[&str]]) -> Table {
    let columns = rows[0].len() as u32;
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(r, row)| {
            row.iter().enumerate().map(move |(c, text)| {
                Cell::new(r as u32, c as u32, RichText::plain(text), Place::line(r as u32 + 1))
            })
        })
        .collect();
    let rows = (0..rows.len()).map(|r| Row { place: Place::line(r as u32 + 1) }).collect();
    Table::new(Method::Markdown, columns, rows, cells).unwrap()
}

fn shown(table: &Table) -> Vec<Vec<&str>> {
    (0..table.row_count()).map(|r| table.row_cells(r).map(|c| c.text.as_str()).collect()).collect()
}

#[test]
fn unclaimed_slots_get_blank_cells_and_overlaps_are_refused() {
    let place = Place::line(1);
    let rows = vec![Row { place }; 2];
    let big = Cell::new(0, 0, RichText::plain("a"), place).spanning(2, 1);
    let made = Table::new(Method::Html, 2, rows.clone(), vec![big.clone()]).unwrap();
    assert_eq!(shown(&made), [["a", ""], ["a", ""]]);
    let other = Cell::new(1, 0, RichText::plain("b"), place);
    let refused = Table::new(Method::Html, 2, rows.clone(), vec![big, other]);
    assert_eq!(refused.unwrap_err(), ShapeError::Overlap { row: 1, col: 0 });
    let outside = Cell::new(0, 1, RichText::plain("c"), place).spanning(1, 2);
    let refused = Table::new(Method::Html, 2, rows, vec![outside]);
    assert_eq!(refused.unwrap_err(), ShapeError::Outside { row: 0, col: 1 });
}

#[test]
fn append_puts_columns_where_they_are_told_and_leaves_a_seam() {
    let mut upper = table(&[&["a", "b", "c"]]);
    upper.append(table(&[&["d", "e"], &["f", "g"]]), &[0, 2]).unwrap();
    assert_eq!(shown(&upper), [["a", "b", "c"], ["d", "", "e"], ["f", "", "g"]]);
    assert_eq!(upper.seams(), [Seam { row: 1, cuts: false }]);
    assert!(upper.append(table(&[&["x", "y"]]), &[2, 0]).is_err());
}

#[test]
fn a_mirrored_table_has_its_columns_from_the_right() {
    let mut t = table(&[&["a", "b", "c"]]);
    t.mirror();
    assert_eq!((shown(&t), t.is_rtl()), (vec![vec!["c", "b", "a"]], true));
    t.mirror();
    assert_eq!(t, table(&[&["a", "b", "c"]]));
}

#[test]
fn joined_rows_lose_no_word() {
    let mut t = table(&[&["1", "a"], &["", "b"], &["", "c"], &["2", "d"]]);
    t.add_seam(Seam { row: 1, cuts: false });
    t.join_rows_up(&[1, 2], |_, _| " ");
    assert_eq!(shown(&t), [["1", "a b c"], ["2", "d"]]);
    assert_eq!(t.cell_at(0, 1).unwrap().places[..], [Place::Lines { first: 1, last: 3 }]);
    assert!(t.seams().iter().any(|s| s.cuts));
}

#[test]
fn folded_rows_keep_their_cells_aside() {
    let mut t = table(&[&["H", "I"], &["a", "b"], &["H", "I"], &["c", "d"]]);
    t.fold_rows(&[2]);
    assert_eq!(shown(&t), [["H", "I"], ["a", "b"], ["c", "d"]]);
    assert_eq!(t.folded().len(), 2);
}

#[test]
fn merge_and_split_keep_the_grid_whole() {
    let mut t = table(&[&["a", "b"], &["c", "d"], &["e", "f"]]);
    t.merge(0..2, 0..1, " ");
    assert_eq!(t.cell_at(1, 0).unwrap().text.as_str(), "a c");
    let parts = t.split_before(&[1]);
    assert_eq!(shown(&parts[0]), [["a c", "b"]]);
    assert_eq!(shown(&parts[1]), [["", "d"], ["e", "f"]]);
}

#[test]
fn only_blank_columns_are_dropped() {
    let mut t = table(&[&["a", "", "b"], &["c", "", ""]]);
    assert_eq!(t.drop_blank_columns(&[1, 2]), 1);
    assert_eq!(shown(&t), [["a", "b"], ["c", ""]]);
}
