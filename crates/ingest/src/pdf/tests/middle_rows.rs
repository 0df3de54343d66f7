//! Rows whose cells are set in the middle of their height, by white alone and between drawn columns.

use super::partly_drawn::rows;
use super::*;

const LEADING: f32 = 11.0;
const COLUMNS: [f32; 5] = [50.0, 90.0, 250.0, 340.0, 420.0];
const HEADER: &str = "Ref|Action|Lead|Due|Progress";
const PLAN: [&str; 5] = [
    "1.1|Mend the roof of the old/hall before the winter|Ann Ash|May 2025|Tiles came in March and are/stored in the yard until the/builders come",
    "1.2|Oil the doors|Bo Birch|June 2025|Oil was ordered and came/late",
    "1.3|Count the keys of all rooms/and write down who has/them|Cy Cedar|July 2025|Not begun",
    "1.4|Paint the fence|Di Dale|May 2025|Paint is on its way",
    "1.5|Sweep the yard every week/and keep it clear|Ann Ash|June 2025|Done so far",
];

/// Sets rows from `top` on, each cell in the middle of its row (`/` parts its lines), and says where they end.
fn set_rows(p: &mut Page, columns: &[f32], top: f32, pad: f32, lines: &[&str]) -> f32 {
    let mut y = top;
    for row in lines {
        let cells: Vec<Vec<&str>> = row.split('|').map(|c| c.split('/').collect()).collect();
        let most = cells.iter().map(Vec::len).max().unwrap_or(1) as f32;
        for (x, cell) in columns.iter().zip(&cells) {
            let down = (most - cell.len() as f32) * LEADING / 2.0;
            for (n, text) in cell.iter().enumerate() {
                let base = y + pad + down + n as f32 * LEADING + 8.0;
                set(p, *x, base, 9.0, text);
            }
        }
        y += most * LEADING + 2.0 * pad;
    }
    y
}

fn set_bold(p: &mut Page, columns: &[f32], top: f32, pad: f32, line: &str) -> f32 {
    let from = p.glyphs.len();
    let end = set_rows(p, columns, top, pad, &[line]);
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    end
}

fn plain(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|r| r.replace('/', " ")).collect()
}

fn read_rows(p: &Page) -> Vec<String> {
    rows(p).iter().map(|r| r.replace('\n', " ")).collect()
}

#[test]
fn cells_of_one_row_have_one_middle() {
    for pad in [1.0, 2.5, 6.0] {
        let mut p = page();
        // No column of single values says where rows begin.
        let lines = [
            "Mend the roof of the old/hall before the winter|Ann Ash|Tiles came in March and are/stored in the yard until the/builders come",
            "Oil the doors|Bo Birch of/the north side|Oil was ordered and came/late in the year",
            "Count the keys of all rooms/and write down who has/them|Cy Cedar|Not begun",
            "Paint the fence|Di Dale and/Ann Ash for/the gates|Paint is on its way",
            "Sweep the yard every week/and keep it clear|Ann Ash|Done so far and reported/every month",
        ];
        let columns = [50.0, 250.0, 380.0];
        let y = set_bold(&mut p, &columns, 100.0, pad, "Action|Lead|Progress");
        set_rows(&mut p, &columns, y, pad, &lines);
        assert_eq!(read_rows(&p)[1..], plain(&lines), "padding {pad}");
    }
}

#[test]
fn rows_in_the_middle_end_at_a_rule_between_groups_of_them() {
    let mut p = page();
    let head = set_bold(&mut p, &COLUMNS, 100.0, 1.5, HEADER);
    let first = set_rows(&mut p, &COLUMNS, head, 1.5, &PLAN[..2]);
    let end = set_rows(&mut p, &COLUMNS, first, 1.5, &PLAN[2..]);
    for y in [head, first, end] {
        rule(&mut p, 45.0, y, 560.0, y);
    }
    assert_eq!(read_rows(&p)[1..], plain(&PLAN));
}

#[test]
fn rows_in_the_middle_between_lines_of_columns_are_rows() {
    for count in [3, 5] {
        let mut p = page();
        let head = set_bold(&mut p, &COLUMNS, 100.0, 3.0, HEADER);
        let end = set_rows(&mut p, &COLUMNS, head, 3.0, &PLAN[..count]);
        for y in [100.0, head, end] {
            rule(&mut p, 45.0, y, 560.0, y);
        }
        for x in [45.0, 85.0, 245.0, 335.0, 415.0, 560.0] {
            rule(&mut p, x, 100.0, x, end);
        }
        assert_eq!(read_rows(&p)[1..], plain(&PLAN[..count]), "{count} rows");
    }
}

#[test]
fn rows_below_a_heading_that_breaks_the_lines_of_columns_are_rows() {
    let mut p = page();
    let head = set_bold(&mut p, &COLUMNS, 100.0, 3.0, HEADER);
    let mut y = head;
    for (title, plan) in [("1 Keep the buildings", &PLAN[..3]), ("2 Keep the grounds", &PLAN[3..])]
    {
        set(&mut p, 50.0, y + 12.0, 9.0, title);
        let body = y + 20.0;
        y = set_rows(&mut p, &COLUMNS, body, 3.0, plan);
        for x in [85.0, 245.0, 335.0, 415.0, 560.0] {
            rule(&mut p, x, body, x, y);
        }
    }
    for at in [100.0, head] {
        rule(&mut p, 45.0, at, 560.0, at);
    }
    for x in [45.0, 85.0, 245.0, 335.0, 415.0, 560.0] {
        rule(&mut p, x, 100.0, x, head);
    }
    rule(&mut p, 560.0, 100.0, 560.0, y);
    let read = read_rows(&p);
    let read: Vec<&str> = read.iter().map(String::as_str).filter(|r| r.starts_with("1.")).collect();
    assert_eq!(read, plain(&PLAN));
}

#[test]
fn the_first_item_of_a_page_is_no_header_though_a_line_is_below_it() {
    let mut p = page();
    let columns = [50.0, 230.0, 310.0, 400.0];
    let items = [
        "8 Mend the roof of the hall||Head of the hall|Done in part of it",
        "9 Oil the doors of the old hall|12 May 2025|Head of the doors|Ordered from the mill",
        "10 Count the keys of all rooms|14 May 2025|Head of the keys|Not begun",
        "11 Sweep the yard and the steps|20 May 2025|Head of the yard|Every week/and when it snows",
        "12 Clean the steps of the mill|21 May 2025|Head of the yard|Not begun",
    ];
    let mut y = 100.0;
    for item in items {
        y = set_rows(&mut p, &columns, y, 4.0, &[item]);
        rule(&mut p, 45.0, y, 560.0, y);
    }
    let content = words::content(&p);
    let draft = page::draft(&content, &Vec::new(), &[]);
    assert_eq!(draft.readings.len(), 1);
    assert!(!draft.readings[0].is_headed);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].header_rows(), found[0].row_count()), (0, 5));
}
