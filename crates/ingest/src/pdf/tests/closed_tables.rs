//! Tables as books set them: a rule above the header, one below it and one at the end, under numbered headings.

use super::{page, rule, set, tables};
use tablemend_pdf::Page;

/// A table from a height down whose columns begin at `at`, between three rules from `x0` to `x1`. Gives where it ends.
fn closed(p: &mut Page, y: f32, (x0, x1): (f32, f32), at: &[f32], rows: &[&[&str]]) -> f32 {
    rule(p, x0, y, x1, y);
    for (n, row) in rows.iter().enumerate() {
        let base = y + 13.0 + 14.0 * n as f32 + if n > 0 { 6.0 } else { 0.0 };
        for (x, text) in at.iter().zip(*row) {
            set(p, *x, base, 10.0, text);
        }
    }
    let end = y + 24.0 + 14.0 * (rows.len() - 1) as f32;
    rule(p, x0, y + 19.0, x1, y + 19.0);
    rule(p, x0, end, x1, end);
    end
}

/// A numbered heading, in larger type.
fn heading(p: &mut Page, base: f32, number: &str, title: &str) {
    set(p, 60.0, base, 12.0, number);
    set(p, 100.0, base, 12.0, title);
}

const HARBOUR: [&[&str]; 4] = [
    &["Activity", "Clerk", "Warden", "Pilot"],
    &["Mend the lock gates", "A", "R", "C"],
    &["Paint the buoys", "C", "I", "A"],
    &["Read the tide tables", "R", "C", "I"],
];

fn first_cells(p: &Page) -> Vec<Vec<String>> {
    let cell =
        |t: &tablemend_model::Table, row| t.cell_at(row, 0).unwrap().text.as_str().to_owned();
    tables(p).iter().map(|t| (0..t.row_count()).map(|row| cell(t, row)).collect()).collect()
}

#[test]
fn narrower_tables_below_a_wide_one_are_tables_of_their_own() {
    let mut p = page();
    heading(&mut p, 80.0, "4.1", "Who provides what");
    let wide: [&[&str]; 3] = [
        &["Provider", "Contact", "Works"],
        &["Tolland Boats", "office of the yard", "all hulls"],
        &["Ropes of Wells", "the rope walk", "all lines"],
    ];
    let end = closed(&mut p, 100.0, (60.0, 540.0), &[60.0, 220.0, 400.0], &wide);
    heading(&mut p, end + 30.0, "4.2", "Who does what in the harbour");
    let end = closed(&mut p, end + 50.0, (120.0, 480.0), &[120.0, 270.0, 340.0, 420.0], &HARBOUR);
    heading(&mut p, end + 30.0, "4.3", "Who does what at sea");
    closed(&mut p, end + 50.0, (140.0, 460.0), &[140.0, 270.0, 330.0, 400.0], &HARBOUR);
    let firsts = first_cells(&p);
    let harbour = ["Activity", "Mend the lock gates", "Paint the buoys", "Read the tide tables"];
    assert_eq!(firsts.len(), 3, "{firsts:?}");
    assert_eq!(firsts[0], ["Provider", "Tolland Boats", "Ropes of Wells"]);
    assert_eq!(firsts[1], harbour);
    assert_eq!(firsts[2], harbour);
}

#[test]
fn tables_of_one_width_below_each_other_are_parted_where_rules_close_them() {
    let mut p = page();
    let at = [60.0, 150.0, 300.0, 420.0];
    heading(&mut p, 80.0, "6.1", "Each year");
    let yearly: [&[&str]; 4] = [
        &["Activity", "Responsible", "When", "Last done"],
        &["Survey of", "The wardens", "First quarter", "May"],
        &["the quay", "", "", ""],
        &["Fair", "The clerk", "Third quarter", "July"],
    ];
    let end = closed(&mut p, 100.0, (60.0, 540.0), &at, &yearly);
    heading(&mut p, end + 30.0, "6.2", "Each month");
    let monthly: [&[&str]; 5] = [
        &["Activity", "Responsible", "How often", "Last done"],
        &["Watch of", "The pilots", "Monthly", "June"],
        &["the bar", "", "", ""],
        &["Count of", "The clerk", "Monthly", "May"],
        &["the boats", "", "", ""],
    ];
    closed(&mut p, end + 50.0, (60.0, 540.0), &at, &monthly);
    let firsts = first_cells(&p);
    assert_eq!(firsts.len(), 2, "{firsts:?}");
    assert_eq!(firsts[0][0], "Activity");
    assert_eq!(firsts[1][0], "Activity");
    assert!(firsts.iter().flatten().all(|text| !text.starts_with("6.")), "{firsts:?}");
}

#[test]
fn a_table_does_not_go_on_over_numbered_headings_of_text() {
    let mut p = page();
    let heading = |p: &mut Page, y: f32, size: f32, number: &str, title: &str, x: f32| {
        let first = p.glyphs.len();
        set(p, 60.0, y, size, number);
        set(p, x, y, size, title);
        p.glyphs[first..].iter_mut().for_each(|g| g.bold = true);
    };
    heading(&mut p, 80.0, 10.0, "9.9.3", "9.3 Audits of the quays", 100.0);
    set(
        &mut p,
        60.0,
        102.0,
        10.0,
        "Each year: - All quays - Some of the boats - Writing down of what is found - Mending",
    );
    set(&mut p, 60.0, 116.0, 10.0, "of ropes - Seeing to it");
    heading(&mut p, 150.0, 13.0, "9.10", "10. Reviews", 105.0);
    heading(&mut p, 172.0, 10.0, "9.10.1", "10.1 Reviews of the year", 105.0);
    for (x, text) in [
        (60.0, "Process:"),
        (110.0, "1."),
        (128.0, "Read all rules"),
        (210.0, "2. Mark changes"),
        (297.0, "3."),
        (316.0, "Mend rules"),
        (378.0, "4."),
        (396.0, "Ask for leave"),
        (472.0, "5."),
    ] {
        set(&mut p, x, 194.0, 10.0, text);
    }
    set(&mut p, 60.0, 208.0, 10.0, "Tell the crews 6. Teach them");
    set(&mut p, 60.0, 230.0, 10.0, "Responsible: the clerk");
    heading(&mut p, 262.0, 10.0, "9.10.2", "10.2 Reviews at once", 105.0);
    set(
        &mut p,
        60.0,
        284.0,
        10.0,
        "When: - A boat is lost - A rope breaks - A rule of the port is changed - Storms - Fires",
    );
    set(&mut p, 60.0, 298.0, 10.0, "- Audits");
    heading(&mut p, 332.0, 13.0, "9.11", "11. Checks", 105.0);
    heading(&mut p, 354.0, 10.0, "9.11.1", "11.1 What is checked", 105.0);
    set(
        &mut p,
        60.0,
        376.0,
        10.0,
        "Each quarter: - Ropes - Teaching of the crews - Leave for the boats",
    );
    let firsts = first_cells(&p);
    assert!(firsts.iter().flatten().all(|text| !text.starts_with("9.11")), "{firsts:?}");
}
