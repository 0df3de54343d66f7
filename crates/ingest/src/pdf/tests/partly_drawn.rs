//! Pages whose lines part a table only roughly, and pages whose lines are no table's.

use super::{PROSE, page, right, rule, set, shown, tables};
use tablemend_pdf::Page;

/// What the rows of a page's only table say, cells parted by bars.
pub(super) fn rows(page: &Page) -> Vec<String> {
    let found = tables(page);
    assert_eq!(found.len(), 1, "{:?}", found.iter().map(shown).collect::<Vec<_>>());
    let table = &found[0];
    (0..table.row_count())
        .map(|row| {
            let cells = (0..table.column_count()).map(|col| {
                let cell = table.cell_at(row, col);
                cell.filter(|c| (c.row(), c.col()) == (row, col)).map_or("", |c| c.text.as_str())
            });
            cells.collect::<Vec<_>>().join("|")
        })
        .collect()
}

/// Up to six rows of a stub and two numbers, 12 points apart from the first baseline on.
pub(super) fn body(page: &mut Page, first: f32, stubs: &[&str], xs: [f32; 2]) {
    for (n, stub) in stubs.iter().enumerate() {
        let base = first + 12.0 * n as f32;
        set(page, 60.0, base, 10.0, stub);
        right(page, xs[0], base, ["1,100", "1,200", "1,900", "1,400", "1,300", "1,600"][n]);
        right(page, xs[1], base, ["2.5", "3.5", "1.0", "4.5", "0.5", "7.5"][n]);
    }
}

#[test]
fn lines_between_columns_alone_part_no_rows() {
    let mut p = page();
    for y in [85.0, 105.0, 183.0] {
        rule(&mut p, 55.0, y, 400.0, y);
    }
    for x in [55.0, 220.0, 310.0, 400.0] {
        rule(&mut p, x, 85.0, x, 183.0);
    }
    set(&mut p, 60.0, 98.0, 10.0, "Offence");
    right(&mut p, 300.0, 98.0, "Cases");
    right(&mut p, 390.0, 98.0, "Share");
    let (above, below) = (["Theft . . .", "Fraud . . ."], ["Arson . . .", "Other . . ."]);
    body(&mut p, 118.0, &above, [300.0, 390.0]);
    // A name of two lines has its numbers on the second.
    set(&mut p, 60.0, 142.0, 10.0, "Offences against each and every");
    set(&mut p, 70.0, 154.0, 10.0, "family . . .");
    right(&mut p, 300.0, 154.0, "92");
    right(&mut p, 390.0, 154.0, "3.7");
    body(&mut p, 166.0, &below, [300.0, 390.0]);
    assert_eq!(
        rows(&p),
        [
            "Offence|Cases|Share",
            "Theft . . .|1,100|2.5",
            "Fraud . . .|1,200|3.5",
            "Offences against each and every family . . .|92|3.7",
            "Arson . . .|1,100|2.5",
            "Other . . .|1,200|3.5",
        ]
    );
}

#[test]
fn cells_that_hold_columns_are_read_by_their_text() {
    let mut p = page();
    for y in [85.0, 105.0, 165.0] {
        rule(&mut p, 55.0, y, 500.0, y);
    }
    for x in [55.0, 180.0, 500.0] {
        rule(&mut p, x, 85.0, x, 165.0);
    }
    set(&mut p, 60.0, 98.0, 10.0, "Brand");
    for (x, head) in [(200.0, "Kind"), (290.0, "Seed"), (380.0, "Code")] {
        set(&mut p, x, 98.0, 10.0, head);
    }
    for n in 0..4 {
        let base = 118.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, ["Stone", "Hefty", "Titan", "Asgro"][n]);
        for (x, text) in [(200.0, "early"), (290.0, "coated"), (380.0, "AC")] {
            set(&mut p, x, base, 10.0, text);
        }
    }
    assert_eq!(
        rows(&p),
        [
            "Brand|Kind|Seed|Code",
            "Stone|early|coated|AC",
            "Hefty|early|coated|AC",
            "Titan|early|coated|AC",
            "Asgro|early|coated|AC",
        ]
    );
}

#[test]
fn a_currency_sign_belongs_to_the_number_behind_it() {
    let mut p = page();
    set(&mut p, 60.0, 100.0, 10.0, "Revenue");
    right(&mut p, 280.0, 100.0, "2019");
    right(&mut p, 370.0, 100.0, "2020");
    body(&mut p, 114.0, &["Taxes", "Fees", "Fines", "Other", "Gifts", "Total"], [280.0, 370.0]);
    // Signs are at the left of their cells, on the first and last rows alone.
    for base in [114.0, 174.0] {
        set(&mut p, 215.0, base, 10.0, "$");
        set(&mut p, 300.0, base, 10.0, "$");
    }
    let found = rows(&p);
    assert_eq!(found[1], "Taxes|$ 1,100|$ 2.5");
    assert_eq!(found[6], "Total|$ 1,600|$ 7.5");
}

#[test]
fn a_line_down_parts_words_that_stand_close_to_it() {
    let mut p = page();
    for x in [55.0, 200.0, 240.5, 300.0] {
        rule(&mut p, x, 88.0, x, 165.0);
    }
    for n in 0..6 {
        let base = 100.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, ["Berth", "Crane", "Dock", "Quay", "Mole", "Pier"][n]);
        right(&mut p, 239.0, base, "1250");
        set(&mut p, 242.0, base, 10.0, "67.5");
    }
    assert!(rows(&p).iter().all(|r| r.ends_with("|1250|67.5")), "{:?}", rows(&p));
}

#[test]
fn the_text_of_the_last_cell_goes_on_below_its_row() {
    let mut p = page();
    for (n, name) in ["Cat", "Dog", "Fox", "Owl"].iter().enumerate() {
        let base = 100.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, name);
        set(&mut p, 160.0, base, 10.0, "says");
        set(&mut p, 260.0, base, 10.0, ["meow", "woof", "what", "hoo and"][n]);
    }
    set(&mut p, 260.0, 148.0, 10.0, "then hoo");
    assert_eq!(rows(&p)[3], "Owl|says|hoo and then hoo");
}

#[test]
fn a_table_beside_running_text_is_found_alone() {
    let mut p = page();
    for (n, line) in PROSE.iter().cycle().take(18).enumerate() {
        set(&mut p, 320.0, 100.0 + 12.0 * n as f32, 10.0, line);
    }
    for (n, line) in PROSE.iter().cycle().take(8).enumerate() {
        set(&mut p, 60.0, 210.0 + 12.0 * n as f32, 10.0, line);
    }
    // On the lines of the text beside it.
    body(&mut p, 100.0, &["North", "South", "East", "West", "Isles"], [180.0, 240.0]);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].row_count(), found[0].column_count()), (5, 3));
}

#[test]
fn formulas_with_numbers_at_the_edge_are_no_table() {
    let mut p = page();
    for n in 0..4 {
        let base = 100.0 + 20.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, "y = a + b x");
        right(&mut p, 290.0, base, &format!("({})", n + 6));
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn a_frame_with_scales_outside_is_no_table() {
    let mut p = page();
    for y in [100.0, 150.0, 200.0, 250.0] {
        rule(&mut p, 100.0, y, 300.0, y);
    }
    for x in [100.0, 160.0, 230.0, 300.0] {
        rule(&mut p, x, 100.0, x, 250.0);
    }
    for (n, y) in [103.0, 153.0, 203.0, 253.0].iter().enumerate() {
        right(&mut p, 97.0, *y, &(90 - 30 * n).to_string());
    }
    for (n, x) in [110.0, 170.0, 240.0].iter().enumerate() {
        set(&mut p, *x, 130.0 + 50.0 * n as f32, 10.0, ["boats", "nets", "crews"][n]);
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn contents_with_drawn_leaders_are_no_table() {
    let mut p = page();
    for n in 0..8 {
        let base = 100.0 + 18.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, "A chapter");
        rule(&mut p, 110.0, base - 0.5, 480.0, base - 0.5);
        right(&mut p, 500.0, base, &(3 + 5 * n).to_string());
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn answers_in_ruled_columns_are_rows_of_a_table() {
    let mut p = page();
    for n in 0..6 {
        let top = 88.0 + 40.0 * n as f32;
        rule(&mut p, 60.0, top, 500.0, top);
        for (k, line) in PROSE[..3].iter().enumerate() {
            set(&mut p, 60.0, top + 12.0 * (k + 1) as f32, 10.0, line);
            set(&mut p, 320.0, top + 12.0 * (k + 1) as f32, 10.0, line);
        }
    }
    rule(&mut p, 60.0, 328.0, 500.0, 328.0);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].row_count(), found[0].column_count()), (6, 2));
}

#[test]
fn row_labels_outside_a_full_grid_make_no_chart_of_it() {
    let mut p = page();
    for n in 0..=4 {
        rule(&mut p, 100.0, 100.0 + 20.0 * n as f32, 340.0, 100.0 + 20.0 * n as f32);
        rule(&mut p, 100.0 + 60.0 * n as f32, 100.0, 100.0 + 60.0 * n as f32, 180.0);
    }
    for row in 0..4 {
        let base = 114.0 + 20.0 * row as f32;
        right(&mut p, 97.0, base, &(2000 + 5 * row).to_string());
        for col in 0..4 {
            set(&mut p, 110.0 + 60.0 * col as f32, base, 10.0, "boats");
        }
    }
    assert_eq!(tables(&p).len(), 1);
}

#[test]
fn headings_set_smaller_and_rows_that_begin_like_a_caption_stay_in_the_table() {
    let mut p = page();
    right(&mut p, 280.0, 100.0, "2019");
    right(&mut p, 370.0, 100.0, "2020");
    set(&mut p, 60.0, 114.0, 8.0, "Furniture");
    body(&mut p, 126.0, &["Bench", "Table 120 cm", "Chair"], [280.0, 370.0]);
    set(&mut p, 60.0, 162.0, 8.0, "Boats");
    body(&mut p, 174.0, &["Gig", "Skiff", "Punt"], [280.0, 370.0]);
    let found = rows(&p);
    assert_eq!(found.len(), 9, "{found:?}");
    assert_eq!(found[3], "Table 120 cm|1,200|3.5");
}

#[test]
fn a_pay_scale_in_equal_steps_is_a_table() {
    let mut p = page();
    for (n, grade) in ["Clerk", "Clerk", "Senior", "Senior", "Head", "Head"].iter().enumerate() {
        let base = 100.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, grade);
        right(&mut p, 200.0, base, &(5 * n + 5).to_string());
        right(&mut p, 300.0, base, &format!("{},500", 20 + 2 * n));
    }
    assert_eq!(rows(&p).len(), 6);
}

#[test]
fn labels_above_the_lines_are_the_first_row() {
    let mut p = page();
    for n in 0..=3 {
        rule(&mut p, 60.0, 100.0 + 16.0 * n as f32, 360.0, 100.0 + 16.0 * n as f32);
    }
    for x in [60.0, 160.0, 210.0, 260.0, 310.0, 360.0] {
        rule(&mut p, x, 100.0, x, 148.0);
    }
    set(&mut p, 200.0, 96.0, 10.0, "2019");
    set(&mut p, 300.0, 96.0, 10.0, "2020");
    for (row, stub) in ["Kind", "Crab", "Cod"].iter().enumerate() {
        let base = 112.0 + 16.0 * row as f32;
        set(&mut p, 65.0, base, 10.0, stub);
        for (n, x) in [205.0, 255.0, 305.0, 355.0].iter().enumerate() {
            right(&mut p, *x, base, [["t", "£"][n % 2], "11", "7"][row]);
        }
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cells = shown(&found[0]);
    assert_eq!(cells[..2], ["0,1+1x2:2019", "0,3+1x2:2020"]);
    assert_eq!(found[0].row_count(), 4);
}

#[test]
fn the_second_line_of_a_caption_and_a_title_head_no_columns() {
    let rows_under = |heading: &[(f32, f32, &str)]| {
        let mut p = page();
        for (x, base, text) in heading {
            set(&mut p, *x, *base, 10.0, text);
        }
        right(&mut p, 300.0, 112.0, "Cases");
        right(&mut p, 390.0, 112.0, "Share");
        body(&mut p, 124.0, &["Theft", "Fraud", "Arson", "Other"], [300.0, 390.0]);
        rows(&p)
    };
    let own = ["|Cases|Share", "Theft|1,100|2.5", "Fraud|1,200|3.5", "Arson|1,900|1.0"];
    let caption = [
        (60.0, 88.0, "Table A-3. Cases that were reported to all of the five offices in"),
        (60.0, 100.0, "both years and shares of each"),
    ];
    assert_eq!(rows_under(&caption)[..4], own);
    // Centred over the whole table, not over its data columns.
    let title = [(150.0, 100.0, "Cases reported to one office")];
    assert_eq!(rows_under(&title)[..4], own);
    // Over the data columns alone it heads them.
    let over = [(302.0, 100.0, "Reported now")];
    assert_eq!(rows_under(&over)[..2], ["|Reported now|", "|Cases|Share"]);
}

#[test]
fn piles_of_numbers_between_lines_are_rows() {
    let mut p = page();
    for y in [85.0, 173.0] {
        rule(&mut p, 55.0, y, 400.0, y);
    }
    rule(&mut p, 220.0, 100.0, 400.0, 100.0);
    for x in [55.0, 220.0, 310.0, 400.0] {
        rule(&mut p, x, 85.0, x, 173.0);
    }
    right(&mut p, 300.0, 96.0, "2007");
    right(&mut p, 390.0, 96.0, "2008");
    right(&mut p, 300.0, 112.0, "Cases");
    right(&mut p, 390.0, 112.0, "Share");
    body(&mut p, 124.0, &["Theft", "Fraud", "Arson", "Other"], [300.0, 390.0]);
    assert_eq!(
        rows(&p),
        [
            "|2007|2008",
            "|Cases|Share",
            "Theft|1,100|2.5",
            "Fraud|1,200|3.5",
            "Arson|1,900|1.0",
            "Other|1,400|4.5"
        ]
    );
}

#[test]
fn lines_of_the_first_column_alone_head_the_rows_below_them() {
    let mut p = page();
    for y in [85.0, 105.0, 195.0] {
        rule(&mut p, 55.0, y, 400.0, y);
    }
    for x in [55.0, 220.0, 310.0, 400.0] {
        rule(&mut p, x, 85.0, x, 195.0);
    }
    set(&mut p, 60.0, 98.0, 10.0, "Office");
    right(&mut p, 300.0, 98.0, "Cases");
    right(&mut p, 390.0, 98.0, "Share");
    set(&mut p, 60.0, 118.0, 10.0, "North");
    body(&mut p, 130.0, &["Alder", "Birch"], [300.0, 390.0]);
    set(&mut p, 60.0, 154.0, 10.0, "South");
    body(&mut p, 166.0, &["Cedar", "Downs"], [300.0, 390.0]);
    assert_eq!(
        rows(&p),
        [
            "Office|Cases|Share",
            "North||",
            "Alder|1,100|2.5",
            "Birch|1,200|3.5",
            "South||",
            "Cedar|1,100|2.5",
            "Downs|1,200|3.5"
        ]
    );
}

#[test]
fn a_drawn_grid_with_little_text_keeps_its_blank_cells() {
    let mut p = page();
    for y in [85.0, 105.0, 125.0, 145.0, 165.0, 185.0, 205.0] {
        rule(&mut p, 55.0, y, 415.0, y);
    }
    for n in 0..6 {
        let x = 55.0 + 72.0 * n as f32;
        rule(&mut p, x, 85.0, x, 205.0);
    }
    for (n, head) in ["Ward", "North", "South", "East", "West"].iter().enumerate() {
        set(&mut p, 60.0 + 72.0 * n as f32, 98.0, 10.0, head);
    }
    for (n, row) in ["Repairs", "Signs"].iter().enumerate() {
        let base = 118.0 + 20.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, row);
        set(&mut p, 132.0 + 72.0 * n as f32, base, 10.0, "12");
        set(&mut p, 276.0, base, 10.0, "7");
    }
    assert_eq!(
        rows(&p),
        ["Ward|North|South|East|West", "Repairs|12||7|", "Signs||12|7|", "||||", "||||", "||||"]
    );
}

#[test]
fn contents_in_two_columns_and_texts_side_by_side_are_no_tables() {
    let mut p = page();
    for n in 0..8 {
        let base = 100.0 + 14.0 * n as f32;
        let title = ["Drains", "Bridges", "Lamps", "Signs"][n % 4];
        set(&mut p, 60.0, base, 10.0, &format!("{title} of ward {n}..........{}", 11 + n));
        set(&mut p, 320.0, base, 10.0, &format!("{title} of parish {n}.........{}", 31 + 2 * n));
    }
    assert_eq!(tables(&p).len(), 0);

    let mut p = page();
    let texts = [
        ["Carbon that was saved", "Officers who joined", "Homes that are now"],
        ["by the new lamps along", "the flood service and", "behind a barrier, with"],
        ["the ring road in winter", "stayed for a whole year", "more to come by spring"],
    ];
    for (n, line) in texts.iter().enumerate() {
        for (k, text) in line.iter().enumerate() {
            set(&mut p, 60.0 + 170.0 * k as f32, 100.0 + 13.0 * n as f32, 10.0, text);
        }
    }
    assert_eq!(tables(&p).len(), 0);
}

#[test]
fn two_lines_under_a_caption_are_a_table() {
    let two_lines = |caption: &str| {
        let mut p = page();
        set(&mut p, 60.0, 76.0, 10.0, caption);
        set(&mut p, 60.0, 100.0, 10.0, "Product");
        set(&mut p, 60.0, 112.0, 10.0, "Turnover");
        for (n, (head, value)) in [("Butter", "6,028"), ("Spreads", "1,385")].iter().enumerate() {
            right(&mut p, 250.0 + 120.0 * n as f32, 100.0, head);
            right(&mut p, 250.0 + 120.0 * n as f32, 112.0, value);
        }
        tables(&p).iter().map(shown).collect::<Vec<_>>()
    };
    let cells =
        ["0,0:Product", "0,1:Butter", "0,2:Spreads", "1,0:Turnover", "1,1:6,028", "1,2:1,385"];
    assert_eq!(two_lines("Table 7. Turnover of two products"), [cells]);
    assert_eq!(two_lines("The turnover of two products was"), Vec::<Vec<String>>::new());
}

#[test]
fn a_bold_title_between_two_tables_begins_the_second() {
    let both = |is_bold: bool| {
        let mut p = page();
        for (n, first) in [100.0, 184.0].into_iter().enumerate() {
            let from = p.glyphs.len();
            set(&mut p, 180.0, first - 12.0, 10.0, ["Cases in the North", "Cases in the South"][n]);
            p.glyphs[from..].iter_mut().for_each(|g| g.bold = is_bold);
            right(&mut p, 300.0, first, ["Cases", "Files"][n]);
            right(&mut p, 390.0, first, "Share");
            body(&mut p, first + 12.0, &["Theft", "Fraud", "Arson", "Other"], [300.0, 390.0]);
        }
        tables(&p).iter().map(|t| t.row_count()).collect::<Vec<_>>()
    };
    assert_eq!(both(true), [5, 5]);
    assert_eq!(both(false).len(), 1);
}

#[test]
fn boxes_side_by_side_hold_tables_of_their_own() {
    let mut p = page();
    // Corners are round: the lines of a box do not touch, but for a rule through it.
    for (x, top) in [(50.0, 80.0), (320.0, 86.0)] {
        let right_edge = x + 250.0;
        rule(&mut p, x + 6.0, top, right_edge - 6.0, top);
        rule(&mut p, x + 6.0, 190.0, right_edge - 6.0, 190.0);
        rule(&mut p, x, top + 6.0, x, 184.0);
        rule(&mut p, right_edge, top + 6.0, right_edge, 184.0);
        rule(&mut p, x, 118.0, right_edge, 118.0);
        for n in 0..4 {
            let base = top + 50.0 + 12.0 * n as f32;
            set(&mut p, x + 10.0, base, 10.0, ["Ash, J", "Elm, R", "Oak, T", "Yew, M"][n]);
            right(&mut p, x + 170.0, base, ["11", "120", "7", "95"][n]);
            right(&mut p, x + 240.0, base, ["1.5", "52.0", "3.5", "43.0"][n]);
        }
    }
    let found = tables(&p);
    let shapes: Vec<_> = found.iter().map(|t| (t.row_count(), t.column_count())).collect();
    assert_eq!(shapes, [(4, 3), (4, 3)]);
}

#[test]
fn a_line_that_ends_with_a_grid_beside_it_closes_one_more_column() {
    let mut p = page();
    for y in [85.0, 105.0, 125.0, 145.0] {
        rule(&mut p, 55.0, y, 310.0, y);
    }
    for x in [55.0, 220.0, 310.0, 400.0] {
        rule(&mut p, x, 85.0, x, 145.0);
    }
    set(&mut p, 60.0, 98.0, 10.0, "Office");
    right(&mut p, 300.0, 98.0, "Cases");
    right(&mut p, 390.0, 98.0, "Share");
    for (n, name) in ["North", "South"].iter().enumerate() {
        let base = 118.0 + 20.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, name);
        right(&mut p, 300.0, base, "12");
        right(&mut p, 390.0, base, "3.5");
    }
    assert_eq!(rows(&p), ["Office|Cases|Share", "North|12|3.5", "South|12|3.5"]);
}

#[test]
fn dots_that_lead_the_eye_are_no_columns_and_dots_for_numbers_are() {
    let with_dots = |dots: &[f32]| {
        let mut p = page();
        for n in 0..5 {
            let base = 100.0 + 12.0 * n as f32;
            set(&mut p, 60.0, base, 10.0, ["Ash, J", "Elm, R", "Oak, T", "Yew, M", "None"][n]);
            for x in dots {
                set(&mut p, *x, base, 10.0, ".");
            }
            right(&mut p, 300.0, base, ["37", "21", "12", "25", "0"][n]);
            right(&mut p, 390.0, base, ["7.5", "2.5", "5.0", "1.5", "0"][n]);
        }
        tables(&p)[0].column_count()
    };
    assert_eq!(with_dots(&[100.0, 121.0, 142.0, 163.0, 184.0, 205.0]), 3);
    assert_eq!(with_dots(&[130.0, 180.0, 230.0]), 6);
}

#[test]
fn a_key_behind_an_open_table_is_no_part_of_it() {
    let mut p = page();
    let row = |p: &mut tablemend_pdf::Page, base: f32, texts: [&str; 4]| {
        for (x, text) in [50.0, 250.0, 350.0, 450.0].into_iter().zip(texts) {
            set(p, x, base, 10.0, text);
        }
    };
    row(&mut p, 100.0, ["What we do", "By when", "Who", "Status"]);
    row(&mut p, 120.0, ["1 Mend the quay wall", "May 2021", "Wall Officer", "Blue"]);
    row(&mut p, 140.0, ["2 Sweep the hall floor", "June 2021", "Hall Officer", "Green"]);
    row(&mut p, 160.0, ["3 Paint the long fence", "July 2021", "Fence Officer", "Green"]);
    set(&mut p, 50.0, 184.0, 10.0, "Key to status");
    for (base, word, meaning) in [(200.0, "Blue", "Done"), (214.0, "Green", "Going well")] {
        set(&mut p, 54.0, base, 10.0, word);
        set(&mut p, 110.0, base, 10.0, meaning);
    }
    let found = tables(&p);
    assert_eq!(found[0].row_count(), 4, "{:?}", found[0]);
    // A row whose first cell names a status goes on.
    let mut p = page();
    row(&mut p, 100.0, ["What we do", "By when", "Who", "Status"]);
    row(&mut p, 120.0, ["1 Mend the quay wall", "May 2021", "Wall Officer", "Blue"]);
    row(&mut p, 140.0, ["2 Explain the key", "June 2021", "Hall Officer", "Green"]);
    row(&mut p, 160.0, ["3 Paint the long fence", "July 2021", "Fence Officer", "Green"]);
    assert_eq!(tables(&p)[0].row_count(), 4);
}

#[test]
fn cells_in_the_middle_of_a_column_are_below_its_label() {
    let mut p = page();
    let row = |p: &mut Page, base: f32, texts: [&str; 3], last: (f32, &str)| {
        for (x, text) in [50.0, 250.0, 350.0].into_iter().zip(texts) {
            set(p, x, base, 10.0, text);
        }
        set(p, last.0, base, 10.0, last.1);
    };
    row(&mut p, 100.0, ["What we do", "By when", "Who"], (450.0, "RAG"));
    row(&mut p, 120.0, ["1 Mend the quay wall", "May 2021", "Wall Officer"], (490.0, "G"));
    row(&mut p, 140.0, ["2 Sweep the hall floor", "June 2021", "Hall Officer"], (490.0, "A"));
    row(&mut p, 160.0, ["3 Paint the long fence", "July 2021", "Fence Officer"], (490.0, "B"));
    assert_eq!(
        rows(&p),
        [
            "What we do|By when|Who|RAG",
            "1 Mend the quay wall|May 2021|Wall Officer|G",
            "2 Sweep the hall floor|June 2021|Hall Officer|A",
            "3 Paint the long fence|July 2021|Fence Officer|B",
        ]
    );
}

#[test]
fn a_rule_broken_beside_a_shared_cell_parts_rows_though_a_line_of_that_cell_crosses_it() {
    let mut p = page();
    for y in [80.0, 100.0, 160.0, 190.0, 220.0] {
        rule(&mut p, 50.0, y, 500.0, y);
    }
    for (from, to) in [(50.0, 248.0), (362.0, 500.0)] {
        rule(&mut p, from, 130.0, to, 130.0);
    }
    for (x, label) in [(54.0, "Action"), (254.0, "Lead"), (366.0, "Due")] {
        set(&mut p, x, 94.0, 9.0, label);
    }
    for (n, base) in [112.0, 142.0, 172.0, 202.0].into_iter().enumerate() {
        set(&mut p, 54.0, base, 9.0, &format!("1.{} Agree a plan with all of", n + 1));
        set(&mut p, 54.0, base + 11.0, 9.0, "the partners and publish it");
        set(&mut p, 366.0, base, 9.0, &format!("{} May 2025", n + 1));
    }
    for (base, text) in
        [(111.0, "Head of Parks, and"), (122.0, "Stock Condition"), (133.0, "Manager")]
    {
        set(&mut p, 254.0, base, 9.0, text);
    }
    for base in [172.0, 202.0] {
        set(&mut p, 254.0, base, 9.0, "Head of Parks");
    }
    let found: Vec<String> = rows(&p).iter().map(|r| r.replace('\n', " ")).collect();
    assert_eq!(
        found[1..3],
        [
            "1.1 Agree a plan with all of the partners and publish it|Head of Parks, and Stock Condition Manager|1 May 2025",
            "1.2 Agree a plan with all of the partners and publish it||2 May 2025",
        ]
    );
}

#[test]
fn white_that_runs_through_all_cells_parts_the_rows_of_a_frame() {
    let mut p = page();
    for x in [50.0, 200.0, 300.0, 400.0, 500.0] {
        rule(&mut p, x, 80.0, x, 260.0);
    }
    for y in [80.0, 100.0, 260.0] {
        rule(&mut p, 50.0, y, 500.0, y);
    }
    for (x, label) in [(54.0, "Action"), (204.0, "Owner"), (304.0, "Due"), (404.0, "Progress")] {
        set(&mut p, x, 94.0, 9.0, label);
    }
    for n in 0..3 {
        let top = 114.0 + 40.0 * n as f32;
        set(&mut p, 54.0, top, 9.0, &format!("{} Approve the new", 8 + n));
        set(&mut p, 54.0, top + 11.0, 9.0, "programme of works");
        set(&mut p, 204.0, top, 9.0, "Head of Estates");
        set(&mut p, 304.0, top, 9.0, "End of March");
        set(&mut p, 404.0, top, 9.0, "Work is on");
        set(&mut p, 404.0, top + 11.0, 9.0, "track so far");
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].row_count(), 4, "{:?}", rows(&p));
    assert_eq!(found[0].column_count(), 4);
}
