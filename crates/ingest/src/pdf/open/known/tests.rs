//! What the other pages of a document tell of a page.

use super::*;
use crate::pdf::grid::Grid;
use crate::pdf::tests::{page, set};
use crate::pdf::{aligned, words};
use tablemend_model::Method;

fn reading(total: f32, header: &str) -> Reading {
    let cells = Vec::new();
    let (xs, ys) = (vec![0.0, 1.0], vec![0.0, 1.0]);
    let grid = Grid { method: Method::Aligned, xs, ys, cells, header_rows: 1 };
    Reading {
        grid,
        score: super::super::Score { terms: vec![("", total)], ..Default::default() },
        header: vec![header.to_owned()],
        top: None,
        is_headed: true,
        is_ruled: false,
        is_centred: false,
        is_parted: false,
        gutters: vec![(1.0, 2.0)],
        extent: (0.0, 9.0),
    }
}

#[test]
fn headers_of_less_certain_tables_count_where_a_certain_one_has_them() {
    let (sure, likely) = (HEADED + 0.5, HEADED - 0.5);
    let header = ["BoatBerth".to_owned()];
    for (totals, pages) in [(&[likely, sure][..], 2), (&[sure, likely], 2), (&[likely, likely], 0)]
    {
        let mut known = Known::default();
        totals.iter().for_each(|total| known.add(&[reading(*total, "BoatBerth")]));
        assert_eq!(known.pages(&header), pages, "{totals:?}");
    }
}

#[test]
fn a_table_with_far_fewer_columns_takes_no_gutters_from_a_block() {
    let xs = [50.0, 140.0, 240.0, 340.0, 440.0, 520.0];
    let all = [(70.0, 138.0), (160.0, 238.0), (255.0, 338.0), (355.0, 438.0), (460.0, 518.0)];
    for (count, kept) in [(2, 5), (3, 3)] {
        let model = Model {
            gutters: all[..count].to_vec(),
            extent: (50.0, 540.0),
            tables: 3,
            parted: (0, 0),
            centred: 0,
            headers: Vec::new(),
        };
        let known = Known { models: vec![model], ..Known::default() };
        let mut p = page();
        for n in 0..4 {
            xs.iter().for_each(|x| set(&mut p, *x, 100.0 + 14.0 * n as f32, 9.0, "Gate"));
        }
        let content = words::content(&p);
        let own: Vec<u32> = (0..content.words.len() as u32).collect();
        let block = aligned::text_lines(&content.words, &own, &[]);
        let mut gutters = all.to_vec();
        known.thin(&content, &block, (50.0, 540.0), &mut gutters, false);
        assert_eq!(gutters.len(), kept, "{count}");
    }
}

#[test]
fn a_block_that_rules_close_takes_no_columns_from_other_tables() {
    let model = Model {
        gutters: vec![(100.0, 140.0), (190.0, 240.0), (300.0, 340.0)],
        extent: (50.0, 400.0),
        tables: 3,
        parted: (0, 0),
        centred: 0,
        headers: Vec::new(),
    };
    let known = Known { models: vec![model], ..Known::default() };
    // Its text begins where the second column of the others does.
    let mut p = page();
    for n in 0..4 {
        for (x, text) in [(140.0, "Gate"), (240.0, "Open"), (340.0, "Ann")] {
            set(&mut p, x, 100.0 + 14.0 * n as f32, 9.0, text);
        }
    }
    let content = words::content(&p);
    let all: Vec<u32> = (0..content.words.len() as u32).collect();
    let block = aligned::text_lines(&content.words, &all, &[]);
    for (is_closed, columns) in [(false, 4), (true, 3)] {
        let mut gutters = vec![(165.0, 238.0), (265.0, 338.0)];
        let (extent, across) = ((140.0, 360.0), [false; 4]);
        let whole = known.complete(&content, &block, extent, &mut gutters, &across, is_closed);
        assert_eq!((gutters.len() + 1, whole.is_none()), (columns, is_closed));
    }
}

#[test]
fn two_columns_go_on_below_a_page_break_where_a_table_with_a_header_has_them() {
    let mut known = Known::default();
    known.add(&[reading(HEADED + 0.5, "BoatBerth")]);
    assert!(known.goes_on(&[(1.5, 2.0)], (0.5, 8.0)));
    assert!(!known.goes_on(&[(1.5, 6.0)], (0.5, 8.0)), "its second column begins elsewhere");
    assert!(!known.goes_on(&[(1.5, 2.0)], (5.0, 8.0)), "so does its first");
    let mut bare = reading(HEADED + 0.5, "");
    bare.is_headed = false;
    let mut known = Known::default();
    known.add(&[bare]);
    assert!(!known.goes_on(&[(1.5, 2.0)], (0.5, 8.0)), "no header");
}
