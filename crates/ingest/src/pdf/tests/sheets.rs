//! Sheets that are printed over several pages, and text that runs over the edge of its cell.

use super::*;
use crate::pdf::{across, unfold};
use tablemend_model::{Place, Table};

/// What the pages hold after those that lie side by side were joined, and columns of a page parted.
pub(super) fn joined(pages: &[tablemend_pdf::Page]) -> Vec<Vec<Table>> {
    let known = Known::new();
    let mut contents: Vec<Option<words::PageContent>> =
        pages.iter().map(|page| Some(words::content(page))).collect();
    let mut furniture = vec![Vec::new(); contents.len()];
    across::compose(&mut contents, &mut furniture);
    unfold::unfold(&mut contents, &mut furniture);
    let read = |(content, furniture): (Option<words::PageContent>, &Vec<_>)| {
        let content = content?;
        let draft = page::draft(&content, furniture, &[]);
        let headers = crate::pdf::open::Known::default();
        Some(page::read(&content, furniture, draft, &headers, &known))
    };
    let tables = |part: Option<page::Part>| {
        let items = part.unwrap_or_default().items.into_iter();
        items
            .filter_map(|item| match item {
                PageItem::Table(table) => Some(*table),
                PageItem::Para(..) => None,
            })
            .collect()
    };
    contents.into_iter().zip(&furniture).map(read).map(tables).collect()
}

/// Heights of rows that differ as those of a sheet do.
const HEIGHTS: [f32; 8] = [16.0, 30.0, 16.0, 44.0, 16.0, 30.0, 16.0, 58.0];

/// A page of a sheet with lines around its cells: edges of columns, texts by row.
fn sheet_page(xs: &[f32], rows: &[&[&str]]) -> tablemend_pdf::Page {
    let mut p = page();
    let mut y = 100.0;
    for (row, height) in rows.iter().zip(HEIGHTS) {
        rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
        for (x, text) in xs.iter().zip(*row) {
            set(&mut p, x + 3.0, y + 12.0, 10.0, text);
        }
        y += height;
    }
    rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
    for x in xs {
        rule(&mut p, *x, 100.0, *x, y);
    }
    p
}

const LEFT: [&[&str]; 8] = [
    &["Ref", "Action"],
    &["1", "Mend the pier"],
    &["2", "Paint the boat"],
    &["3", "Oil the crane"],
    &["4", "Count the keys"],
    &["5", "Sweep the quay"],
    &["6", "Close the gate"],
    &["7", "Light the lamp"],
];

const RIGHT: [&[&str]; 8] = [
    &["Lead", "Due"],
    &["Clerk", "May"],
    &["Mate", "June"],
    &["Cook", ""],
    &["", "July"],
    &["Clerk", "May"],
    &["Mate", "June"],
    &["Cook", "August"],
];

#[test]
fn pages_with_rows_at_the_same_heights_are_one_sheet() {
    let left = sheet_page(&[50.0, 90.0, 300.0], &LEFT);
    let mut right = sheet_page(&[50.0, 160.0, 300.0], &RIGHT);
    right.number = 2;
    let found = joined(&[left, right]);
    assert_eq!((found[0].len(), found[1].len()), (1, 0));
    let table = &found[0][0];
    assert_eq!((table.row_count(), table.column_count()), (8, 4));
    assert_eq!(table.cell_at(4, 3).unwrap().text.as_str(), "July");
    assert_eq!(table.cell_at(7, 2).unwrap().text.as_str(), "Cook");
    // Each cell has its place on its own page.
    let page = |col| match table.cell_at(4, col).unwrap().place() {
        Place::Page { number, area } => (number, area.x0.round()),
        _ => (0, 0.0),
    };
    assert_eq!((page(1), page(3)), ((1, 90.0), (2, 160.0)));
}

#[test]
fn pages_of_the_shape_of_a_screen_are_no_sheet() {
    let counts = |width: f32, height: f32| {
        let mut right = sheet_page(&[50.0, 160.0, 300.0], &RIGHT);
        right.number = 2;
        let pages = [sheet_page(&[50.0, 90.0, 300.0], &LEFT), right].map(|mut p| {
            (p.width, p.height) = (width, height);
            p
        });
        joined(&pages).iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(counts(480.0, 360.0), [1, 1]);
    assert_eq!(counts(595.0, 842.0), [1, 0]);
}

#[test]
fn a_column_that_each_page_repeats_is_read_once() {
    let left = sheet_page(&[50.0, 90.0, 300.0], &LEFT);
    let right = sheet_page(
        &[50.0, 90.0, 240.0],
        &[
            &["Ref", "Lead"],
            &["1", "Clerk"],
            &["2", "Mate"],
            &["3", "Cook"],
            &["4", ""],
            &["5", "Clerk"],
            &["6", "Mate"],
            &["7", "Cook"],
        ],
    );
    let found = joined(&[left, right]);
    assert_eq!((found[0].len(), found[1].len()), (1, 0));
    let table = &found[0][0];
    assert_eq!((table.row_count(), table.column_count()), (8, 3));
    assert_eq!(table.cell_at(2, 2).unwrap().text.as_str(), "Mate");
}

#[test]
fn what_each_page_repeats_keeps_its_place_on_its_own_page() {
    let left = sheet_page(&[50.0, 90.0, 300.0], &LEFT);
    let again: Vec<[&str; 2]> =
        LEFT.iter().enumerate().map(|(n, row)| [row[0], ["Clerk", "Mate"][n % 2]]).collect();
    let again: Vec<&[&str]> = again.iter().map(|row| &row[..]).collect();
    let mut right = sheet_page(&[50.0, 90.0, 240.0], &again);
    right.number = 2;
    let mut contents: Vec<_> = [left, right].iter().map(|p| Some(words::content(p))).collect();
    let mut furniture = vec![Vec::new(); 2];
    across::compose(&mut contents, &mut furniture);
    let rest = contents[1].as_ref().unwrap();
    let texts: Vec<(&str, f32)> =
        rest.words.iter().map(|w| (w.text.as_str(), w.area.x0.round())).collect();
    assert_eq!((texts.len(), texts[0], texts[7]), (8, ("Ref", 53.0), ("7", 53.0)));
    assert_eq!(furniture[1].iter().map(|(_, words)| words.len()).sum::<usize>(), 8);
    assert!(furniture[0].is_empty());
    let whole = contents[0].as_ref().unwrap();
    assert_eq!(whole.words.iter().filter(|w| w.text == "Ref").count(), 1);
}

/// A base line, a key, and lines of text with theirs.
type OpenRow<'a> = (f32, &'a str, &'a [(f32, &'a str)]);

/// Rows of a page without lines: for each the base line of its key, and lines of text with theirs.
fn open_rows(rows: &[OpenRow<'_>]) -> tablemend_pdf::Page {
    let mut p = page();
    for (label, x) in [("Ref", 50.0), ("Action", 90.0), ("Due", 400.0)] {
        set(&mut p, x, 80.0, 10.0, label);
    }
    rule(&mut p, 50.0, 84.0, 460.0, 84.0);
    for (base, key, lines) in rows {
        set(&mut p, 50.0, *base, 10.0, key);
        set(&mut p, 400.0, *base, 10.0, "May 2024");
        for (y, text) in *lines {
            set(&mut p, 90.0, *y, 10.0, text);
        }
    }
    p
}

#[test]
fn rows_set_in_the_middle_of_their_height_are_whole() {
    let p = open_rows(&[
        (
            106.0,
            "1.1",
            &[(100.0, "Mend the pier at the old harbour before"), (112.0, "the spring tides come")],
        ),
        (124.0, "1.2", &[(124.0, "Paint the boat")]),
        (
            142.0,
            "1.3",
            &[(136.0, "Oil the crane on the quay and write down"), (148.0, "what was used for it")],
        ),
        (
            166.0,
            "1.4",
            &[(160.0, "Count the keys of the hall with two of"), (172.0, "the wardens there")],
        ),
        (184.0, "1.5", &[(184.0, "Sweep the quay")]),
    ]);
    let table = &tables(&p)[0];
    assert_eq!(table.row_count(), 6);
    let cell = |row, col| table.cell_at(row, col).unwrap().text.as_str().replace('\n', " ");
    assert_eq!(cell(1, 1), "Mend the pier at the old harbour before the spring tides come");
    assert_eq!(
        (cell(3, 0).as_str(), cell(3, 1).as_str()),
        ("1.3", "Oil the crane on the quay and write down what was used for it")
    );
}

#[test]
fn rows_set_at_the_foot_of_their_height_are_whole() {
    let p = open_rows(&[
        (
            112.0,
            "1.1",
            &[(100.0, "Mend the pier at the old harbour before"), (112.0, "the spring tides come")],
        ),
        (124.0, "1.2", &[]),
        (
            148.0,
            "1.3",
            &[(136.0, "Oil the crane on the quay and write down"), (148.0, "what was used for it")],
        ),
        (
            172.0,
            "1.4",
            &[(160.0, "Count the keys of the hall with two of"), (172.0, "the wardens there")],
        ),
        (
            208.0,
            "1.5",
            &[
                (184.0, "Sweep the quay from one end to the other"),
                (196.0, "and back again with all hands there are"),
                (208.0, "on that day"),
            ],
        ),
    ]);
    let table = &tables(&p)[0];
    assert_eq!(table.row_count(), 6);
    let cell = |row, col| table.cell_at(row, col).unwrap().text.as_str().replace('\n', " ");
    assert_eq!(
        (cell(3, 0).as_str(), cell(3, 1).as_str()),
        ("1.3", "Oil the crane on the quay and write down what was used for it")
    );
    assert_eq!(cell(4, 1), "Count the keys of the hall with two of the wardens there");
}

#[test]
fn a_page_with_references_of_its_own_goes_on_below() {
    let left = sheet_page(&[50.0, 90.0, 300.0], &LEFT);
    let next: Vec<Vec<String>> =
        (8..16).map(|n| vec![n.to_string(), format!("Mend pier {n}")]).collect();
    let rows: Vec<Vec<&str>> =
        next.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let found = joined(&[left, sheet_page(&[50.0, 120.0, 300.0], &rows)]);
    assert_eq!((found[0].len(), found[1].len()), (1, 1));
    assert_eq!(found[0][0].column_count(), 2);
}

#[test]
fn text_that_runs_over_the_edge_of_its_cell_is_that_cells() {
    let mut p = sheet_page(&[50.0, 90.0, 300.0], &LEFT[..3]);
    // One run of text from the first cell over the line beside it.
    p.glyphs.retain(|g| !(116.0..146.0).contains(&g.origin.1));
    set(&mut p, 53.0, 128.0, 10.0, "Section one of the plan");
    let found = tables(&p);
    assert_eq!(found[0].cell_at(1, 0).unwrap().text.as_str(), "Section one of the plan");
}

#[test]
fn a_label_that_touches_the_next_is_parted_at_the_edge_of_the_column() {
    let mut p = page();
    let rows = [
        ("Ref", "What", "By"),
        ("1", "Mend the pier", "May 2024"),
        ("2", "Paint the boat", "June 2024"),
        ("3", "Oil the crane", "July 2024"),
        ("4", "Count the keys of the hall", "May 2024"),
        ("5", "Sweep the quay", "June 2024"),
    ];
    for (n, (a, b, c)) in rows.iter().enumerate() {
        let y = 100.0 + 20.0 * n as f32;
        set(&mut p, 50.0, y, 10.0, a);
        set(&mut p, 90.0, y, 10.0, b);
        // The longest text ends right where the next column begins.
        set(&mut p, 223.0, y, 10.0, c);
    }
    rule(&mut p, 50.0, 104.0, 270.0, 104.0);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cell = |row, col| found[0].cell_at(row, col).unwrap().text.as_str().to_owned();
    assert_eq!(found[0].column_count(), 3);
    assert_eq!(cell(4, 1), "Count the keys of the hall");
    assert_eq!(cell(4, 2), "May 2024");
}

/// A form on a page of its own: labels in the first and third columns.
fn form_page(number: u32, values: [&str; 5]) -> tablemend_pdf::Page {
    let mut p = sheet_page(
        &[50.0, 150.0, 300.0, 420.0, 560.0],
        &[
            &["Number", values[0], "Kind of risk", values[1]],
            &["What we do", values[2], "", ""],
            &["Lead", values[3], "Date for this", values[4]],
            &["Money", "none", "", ""],
            &["State", values[1], "Last looked at", values[4]],
        ],
    );
    // A box for a signature is on some of them.
    rule(&mut p, 480.0 + 20.0 * number as f32, 100.0, 480.0 + 20.0 * number as f32, 264.0);
    p.number = number;
    p
}

#[test]
fn pages_of_one_form_each_do_not_lie_beside_each_other() {
    let found = joined(&[
        form_page(1, ["A", "high", "Mend the pier", "Clerk", "May"]),
        form_page(2, ["B", "low", "Paint the boat", "Mate", "June"]),
        form_page(3, ["C", "low", "Oil the crane", "Cook", "July"]),
    ]);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
}
