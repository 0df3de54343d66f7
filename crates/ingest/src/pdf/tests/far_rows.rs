//! Sheets whose rows are high for what is on another page, and whose cells are set at different heights.

use super::sheets::joined;
use super::*;
use tablemend_model::Table;

fn fill(page: &mut Page, x0: f32, y0: f32, x1: f32, y1: f32, colour: Rgb) {
    page.fills.push(tablemend_pdf::Fill::new(Rect::new(x0, y0, x1, y1), colour));
}

fn said(table: &Table, row: u32, col: u32) -> String {
    table.cell_at(row, col).unwrap().text.as_str().replace('\n', " ")
}

/// Heights of rows that differ, far more than their texts need.
const HEIGHTS: [f32; 6] = [60.0, 95.0, 48.0, 120.0, 70.0, 52.0];
const TEXTS: [[&str; 2]; 6] = [
    ["Mend the pier at the old harbour", "before the spring tides come"],
    ["Paint the boat of the harbour master", ""],
    ["Oil the crane on the quay and write", "down what was used for it"],
    ["Count the keys of the hall with two", "of the wardens there"],
    ["Sweep the quay from one end to the", "other with all hands"],
    ["Close the gate", ""],
];
const DATES: [&str; 6] =
    ["May 2024", "June 2024", "July 2024", "May 2025", "June 2025", "July 2025"];

/// How far below the top of its row a cell is set.
#[derive(Clone, Copy, Debug)]
enum Set {
    Top,
    Foot,
}

fn base(top: f32, height: f32, lines: usize, set: Set) -> f32 {
    match set {
        Set::Top => top + 10.0,
        Set::Foot => top + height - 3.0 - 12.0 * (lines - 1) as f32,
    }
}

/// A page of rows without lines: key, text, date.
fn far_page(of_key: Set, of_text: Set) -> Page {
    let mut p = page();
    for (label, x) in [("Ref", 50.0), ("Action", 90.0), ("Due", 330.0), ("Lead", 400.0)] {
        set(&mut p, x, 80.0, 10.0, label);
    }
    rule(&mut p, 50.0, 84.0, 460.0, 84.0);
    let mut top = 90.0;
    for (n, height) in HEIGHTS.iter().enumerate() {
        let y = base(top, *height, 1, of_key);
        set(&mut p, 50.0, y, 10.0, &format!("1.{}", n + 1));
        set(&mut p, 330.0, y, 10.0, DATES[n]);
        set(&mut p, 400.0, y, 10.0, ["Clerk", "Mate", "Cook"][n % 3]);
        let lines: Vec<&str> = TEXTS[n].iter().copied().filter(|t| !t.is_empty()).collect();
        for (k, line) in lines.iter().enumerate() {
            let y = base(top, *height, lines.len(), of_text) + 12.0 * k as f32;
            set(&mut p, 90.0, y, 10.0, line);
        }
        top += height;
    }
    p
}

#[test]
fn rows_far_apart_are_one_table_wherever_their_cells_are_set() {
    for (of_key, of_text) in [(Set::Top, Set::Top), (Set::Foot, Set::Foot), (Set::Foot, Set::Top)] {
        let found = tables(&far_page(of_key, of_text));
        assert_eq!(found.len(), 1);
        let table = &found[0];
        assert_eq!((table.row_count(), table.column_count()), (7, 4), "{of_key:?} {of_text:?}");
        for (n, text) in TEXTS.iter().enumerate() {
            let row = n as u32 + 1;
            assert_eq!(said(table, row, 0), format!("1.{row}"));
            let own = said(table, row, 1);
            assert_eq!(own, text.join(" ").trim(), "{of_key:?} {of_text:?}: {:?}", shown(table));
            assert_eq!(said(table, row, 2), DATES[n]);
        }
    }
}

#[test]
fn fills_say_where_rows_end() {
    let mut p = far_page(Set::Foot, Set::Foot);
    let colours = [Rgb(0, 176, 80), Rgb(255, 192, 0), Rgb(0, 112, 192)];
    let mut top = 90.0;
    for (n, height) in HEIGHTS.iter().enumerate() {
        fill(&mut p, 440.0, top, 490.0, top + height, colours[n % 3]);
        top += height;
    }
    set(&mut p, 442.0, 80.0, 10.0, "RAG");
    let table = &tables(&p)[0];
    assert_eq!((table.row_count(), table.column_count()), (7, 5));
    for n in 0..6 {
        assert_eq!(table.cell_at(n as u32 + 1, 4).unwrap().fill, Some(colours[n % 3]));
    }
}

/// Pages of three rows each, the actions on the left and dates on the right, each on a page of its own.
fn few_rows(first: usize, heights: &[f32]) -> (Page, Page) {
    let (mut left, mut right) = (page(), page());
    let mut y = 100.0;
    for (n, height) in heights.iter().enumerate() {
        let key = first + n;
        set(&mut left, 50.0, y, 10.0, &format!("1.{key}"));
        set(&mut left, 90.0, y, 10.0, TEXTS[key % 6][0]);
        set(&mut right, 50.0, y, 10.0, DATES[key % 6]);
        set(&mut right, 180.0, y, 10.0, "Clerk");
        y += height;
    }
    (left, right)
}

#[test]
fn pages_of_few_rows_prove_together_that_they_lie_beside_each_other() {
    let rows: [&[f32]; 6] = [
        &[60.0, 95.0, 48.0, 70.0, 31.0, 52.0],
        &[48.0, 120.0, 60.0],
        &[70.0, 33.0, 52.0],
        &[31.0, 84.0, 95.0],
        &[110.0, 52.0, 48.0],
        &[84.0, 60.0, 33.0],
    ];
    let mut pages = Vec::new();
    let mut first = 1;
    for heights in rows {
        let (left, right) = few_rows(first, heights);
        first += heights.len();
        pages.extend([left, right]);
    }
    (1..).zip(&mut pages).for_each(|(n, p)| p.number = n);
    let found = joined(&pages);
    let columns: Vec<Vec<u32>> =
        found.iter().map(|t| t.iter().map(Table::column_count).collect()).collect();
    for pair in columns.chunks(2) {
        assert_eq!(pair, [vec![4], vec![]]);
    }
}

#[test]
fn one_column_with_lines_around_it_lies_beside_others_by_its_edges() {
    let heights = [16.0, 30.0, 16.0, 44.0, 16.0, 30.0, 16.0, 58.0];
    let draw = |number: u32, end: f32, texts: &dyn Fn(usize) -> String| {
        let mut p = page();
        p.number = number;
        let mut y = 100.0;
        for (n, height) in heights.iter().enumerate() {
            rule(&mut p, 50.0, y, end, y);
            let said = texts(n);
            if !said.is_empty() {
                set(&mut p, 53.0, y + 12.0, 10.0, &said);
            }
            y += height;
        }
        rule(&mut p, 50.0, y, end, y);
        rule(&mut p, 50.0, 100.0, 50.0, y);
        rule(&mut p, end, 100.0, end, y);
        p
    };
    let action = |n: usize| if n == 0 { "Action".into() } else { TEXTS[n % 6][0].to_owned() };
    let due = |n: usize| if n == 0 { "Due".into() } else { DATES[n % 6].to_owned() };
    let mut colours = draw(3, 110.0, &|n| if n == 0 { "RAG".into() } else { String::new() });
    let mut y = 116.0;
    for (n, height) in heights.iter().enumerate().skip(1) {
        let colour = if n % 2 == 0 { Rgb(0, 176, 80) } else { Rgb(255, 0, 0) };
        fill(&mut colours, 50.0, y, 110.0, y + height, colour);
        y += height;
    }
    let pages = [draw(1, 300.0, &action), draw(2, 160.0, &due), colours];
    {
        let mut contents: Vec<Option<words::PageContent>> =
            pages.iter().map(|page| Some(words::content(page))).collect();
        let mut furniture = vec![Vec::new(); contents.len()];
        let (l, notes) = crate::pdf::across::compose(&mut contents, &mut furniture);
        eprintln!("lefts {l:?} {:?}", notes.iter().map(|n| n.message.clone()).collect::<Vec<_>>());
        eprintln!(
            "fills {:?} rules {:?} panels {:?}",
            contents[0].as_ref().unwrap().fills,
            contents[0].as_ref().unwrap().rules.len(),
            contents[0].as_ref().unwrap().panels
        );
    }
    let found = joined(&pages);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 0]);
    let table = &found[0][0];
    assert_eq!((table.row_count(), table.column_count()), (8, 3));
    assert_eq!(
        (said(table, 2, 1).as_str(), said(table, 7, 1).as_str()),
        ("July 2024", "June 2024")
    );
    assert_eq!(table.cell_at(2, 2).unwrap().fill, Some(Rgb(0, 176, 80)));
    assert_eq!(table.cell_at(7, 2).unwrap().fill, Some(Rgb(255, 0, 0)));
}

#[test]
fn a_line_over_the_edge_of_a_page_is_one_cell() {
    let heights = [16.0, 30.0, 16.0, 44.0, 16.0, 30.0, 16.0, 58.0];
    let draw = |number: u32, xs: &[f32], texts: &dyn Fn(usize, usize) -> String| {
        let mut p = page();
        p.number = number;
        let mut y = 100.0;
        for (n, height) in heights.iter().enumerate() {
            rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
            for (c, x) in xs[..xs.len() - 1].iter().enumerate() {
                let said = texts(n, c);
                if !said.is_empty() {
                    set(&mut p, x + 3.0, y + 12.0, 10.0, &said);
                }
            }
            y += height;
        }
        rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
        xs.iter().for_each(|x| rule(&mut p, *x, 100.0, *x, y));
        p
    };
    let heads = [["Ref", "Action"], ["Lead", "Due"]];
    let left = |n: usize, c: usize| match (n, c) {
        (0, c) => heads[0][c].into(),
        (4, _) => String::new(),
        (n, 0) => format!("1.{n}"),
        (n, _) => TEXTS[n % 6][0].to_owned(),
    };
    let right = |n: usize, c: usize| match (n, c) {
        (0, c) => heads[1][c].into(),
        (4, _) => String::new(),
        (_, 0) => "Clerk".into(),
        (n, _) => DATES[n % 6].to_owned(),
    };
    let mut a = draw(1, &[50.0, 90.0, 300.0], &left);
    let mut b = draw(2, &[50.0, 160.0, 300.0], &right);
    // The edge of the paper cuts the line after 49 letters: the rest of it is on the next page.
    let line = "All that the harbour master told the board in the spring of that year is kept";
    let (start, y) = (53.0, 218.0);
    let (shown, rest) = line.split_at(49);
    set(&mut a, start, y, 10.0, shown);
    let cut = |x: f32, line_start: f32, is_end: bool| tablemend_pdf::Cut {
        at: (x, y),
        line_start,
        is_end,
        is_in_word: false,
    };
    a.cuts.push(cut(start + 245.0, start, true));
    // The second page begins 250 points further right on the sheet.
    let from = start + 245.0 - 250.0;
    set(&mut b, from.max(48.0), y, 10.0, rest.trim_start());
    b.cuts.push(cut(from, start - 250.0, false));
    let found = joined(&[a, b]);
    let table = &found[0][0];
    assert_eq!((table.row_count(), table.column_count()), (8, 4));
    assert_eq!(said(table, 4, 0), line);
    assert_eq!((said(table, 4, 2).as_str(), said(table, 5, 2).as_str()), ("", "Clerk"));
}
