//! Pieces of tables on pages that follow each other, whose edges or headers differ a little.

use super::{by_method, document, tables};
use tablemend_model::{Block, Cell, Method, Place, Rect, Rgb, RichText, Row, Table};

/// The tables that two or more come to, on pages of 600 by 800 points.
fn mended(found: Vec<Table>) -> Vec<Table> {
    let mut pages = document("");
    pages.source.page_sizes = vec![[600.0, 800.0]; found.len()];
    pages.blocks = found.into_iter().map(Block::Table).collect();
    tables(pages).value.tables().cloned().collect()
}

#[test]
fn pieces_without_rules_go_on_where_their_columns_begin_near_the_same_places() {
    const ABOVE: &[&[&str]] = &[
        &["Boat", "Ward", "Oars"],
        &["Skiff", "East", "12"],
        &["Punt", "Hill", "8"],
        &["Gig", "Hill", "9"],
        &["Barge", "West", "4"],
    ];
    let below: &[&[&str]] = &[&["Yawl", "Mill", "7"], &["Tender", "West", "3"]];
    let blank: &[&[&str]] = &[&["Yawl", "Mill", ""], &["Tender", "West", "3"]];
    let words: &[&[&str]] = &[&["Town", "Lead", "Cases"], &["Ayr", "Ann", "3"]];
    for (method, left, edge, rows, header_rows, count) in [
        (Method::Aligned, 40.0, 230.0, below, 0, 1),
        (Method::Aligned, 40.0, 230.0, blank, 0, 1),
        (Method::Aligned, 40.0, 230.0, below, 1, 2),
        (Method::Aligned, 40.0, 230.0, words, 0, 2),
        (Method::Aligned, 70.0, 230.0, below, 0, 2),
        (Method::Aligned, 40.0, 380.0, below, 0, 2),
        (Method::Ruled, 40.0, 230.0, blank, 0, 2),
    ] {
        let upper = by_method(method, 1, 640.0, &[40.0, 200.0, 400.0], ABOVE, 1);
        let lower = by_method(method, 2, 40.0, &[left, edge, 430.0], rows, header_rows);
        let found = mended(vec![upper, lower]).len();
        assert_eq!(found, count, "{method:?} {left} {edge} {rows:?} {header_rows}");
    }
}

#[test]
fn a_foot_rule_that_widens_one_piece_does_not_part_it_from_the_other() {
    const ABOVE: &[&[&str]] = &[&["Boat", "Ward", "Oars"], &["Skiff", "East", "two"]];
    let piece = |left: f32, edge: f32| {
        let upper = by_method(Method::Ruled, 1, 700.0, &[40.0, 200.0, 400.0], ABOVE, 1);
        let lower =
            by_method(Method::Ruled, 2, 40.0, &[left, edge, 400.0], &[&["Gig", "Hill", "one"]], 0);
        mended(vec![upper, lower]).len()
    };
    assert_eq!(piece(33.0, 200.0), 1);
    assert_eq!(piece(20.0, 200.0), 2);
    assert_eq!(piece(33.0, 210.0), 2);
}

#[test]
fn a_header_without_labels_over_its_first_columns_is_folded_at_the_top_of_a_page() {
    let again = |rows: &[&[&str]]| {
        let upper = by_method(
            Method::Ruled,
            1,
            700.0,
            &[40.0, 100.0, 200.0, 400.0],
            &[&["", "", "East", "West"], &["1", "Oil the bell", "Yes", "No"]],
            1,
        );
        let lower = by_method(Method::Ruled, 2, 40.0, &[40.0, 100.0, 200.0, 400.0], rows, 0);
        mended(vec![upper, lower]).iter().map(Table::row_count).collect::<Vec<_>>()
    };
    let row: &[&str] = &["2", "Tar the nets", "No", "No"];
    assert_eq!(again(&[&["", "", "East", "West"], row]), [3]);
    assert_eq!(again(&[&["", "", "East", ""], row]), [4]);
}

#[test]
fn a_row_whose_first_text_is_cut_is_joined_though_most_of_its_cells_go_on() {
    let rest = |first: &str, second: &str| {
        let edges = [40.0, 140.0, 240.0, 340.0, 440.0];
        let upper = by_method(
            Method::Ruled,
            1,
            640.0,
            &edges,
            &[
                &["Aim", "How", "Who", "Where", "When"],
                &["1.1 Oil the bell.", "With a can.", "Ann Ash.", "East.", "May 2025."],
                &["1.2 Tar the nets.", "By hand.", "Bo Birch.", "West.", "June 2025."],
                &["1.3 Mend the gate of", "Count the boats and", "Cy Cedar.", "Hill.", "July 2025"],
            ],
            1,
        );
        let lower = by_method(
            Method::Ruled,
            2,
            40.0,
            &edges,
            &[
                &[first, second, "Di Dale.", "Mill.", ""],
                &["1.4 Sweep the quay.", "With a broom.", "Ed Elm.", "Quay.", "May 2026"],
            ],
            0,
        );
        mended(vec![upper, lower]).iter().map(Table::row_count).collect::<Vec<_>>()
    };
    assert_eq!(rest("the lower basin", "the oars."), [5]);
    assert_eq!(rest("the lower basin", "Paint the oars."), [6]);
    assert_eq!(rest("2.1 The lower basin", "the oars."), [6]);
}

#[test]
fn a_row_cut_in_the_middle_of_its_first_sentence_is_joined_though_rows_have_no_references() {
    let rows = |first: &str, second: &str, others: &str| {
        let edges = [40.0, 140.0, 240.0, 340.0];
        let upper = by_method(
            Method::Ruled,
            1,
            640.0,
            &edges,
            &[
                &["Boat", "What to do", "Then"],
                &[&format!("{others}il the bell"), "With a can.", "Ann Ash."],
                &[&format!("{others}ar the nets"), "By hand.", "Bo Birch."],
                &["Mend the gate of", "Do all of these:", "Tell the crew of"],
            ],
            1,
        );
        let lower =
            by_method(Method::Ruled, 2, 40.0, &edges, &[&[first, "\u{2022} oars", second]], 0);
        mended(vec![upper, lower]).iter().map(Table::row_count).collect::<Vec<_>>()
    };
    assert_eq!(rows("the lower basin", "the old mill", "T"), [4]);
    assert_eq!(rows("the lower basin", "The old mill", "T"), [5], "a text of its own");
    assert_eq!(rows("the lower basin", "the old mill", "t"), [5], "cells begin so anywhere");
}

#[test]
fn one_label_over_all_columns_is_folded_where_it_is_printed_again_at_the_top_of_a_page() {
    let again = |label: &str, fill: Option<Rgb>| {
        let piece = |page: u32, top: f32, label: &str, fill: Option<Rgb>| {
            let at = |x0: f32, x1: f32, row: f32| Place::Page {
                number: page,
                area: Rect::new(x0, top + 20.0 * row, x1, top + 20.0 * row + 20.0),
            };
            let mut head = Cell::new(0, 0, RichText::plain(label), at(40.0, 300.0, 0.0));
            head = head.spanning(1, 2);
            head.fill = fill;
            let oars = format!("Oars of boat {page}");
            let cells = vec![
                head,
                Cell::new(1, 0, RichText::plain(&oars), at(40.0, 200.0, 1.0)),
                Cell::new(1, 1, RichText::plain("Y / N"), at(200.0, 300.0, 1.0)),
            ];
            let rows = (0..2).map(|r| Row { place: at(40.0, 300.0, r as f32) }).collect();
            let mut table = Table::new(Method::Ruled, 2, rows, cells).unwrap();
            table.set_header_rows(u32::from(page == 1));
            table
        };
        let dark = Some(Rgb(0, 0, 0));
        let upper = piece(1, 740.0, "Say which oars are whole", dark);
        mended(vec![upper, piece(2, 40.0, label, fill)])
            .iter()
            .map(Table::row_count)
            .collect::<Vec<_>>()
    };
    let dark = Some(Rgb(0, 0, 0));
    assert_eq!(again("Say which oars are whole", dark), [3]);
    assert_eq!(again("Say which sails are whole", dark), [4], "another group");
    assert_eq!(again("Say which oars are whole", None), [4], "it looks otherwise");
}

#[test]
fn the_last_item_of_a_list_above_a_table_is_no_title() {
    let title = |text: &str| {
        let found = tables(document(&format!("{text}\n#|Boat|Oars|\n|Gull|2|"))).value;
        found.tables().next().and_then(|t| t.title.clone())
    };
    assert_eq!(title("Oars of the gig").as_deref(), Some("Oars of the gig"));
    assert_eq!(title("\u{2022} Oars of the gig"), None);
}
