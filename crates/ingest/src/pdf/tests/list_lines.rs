//! Lines at plain pitch that are rows each: with the signs of a list before them, in groups under headings.

use super::*;

fn bold(p: &mut Page, x: f32, base: f32, text: &str) {
    let from = p.glyphs.len();
    set(p, x, base, 10.0, text);
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
}

const SITES: [&str; 8] =
    ["Gull", "Copper gate", "Tern", "Auk", "Long bell", "Skua", "Coot", "Rail"];
const WARDS: [&str; 3] = ["East quay", "Hill", "Lower mill"];

/// Sets a group of lines from a height on, each a site, a ward and a length; gives where it ends.
fn group(p: &mut Page, mut y: f32, count: usize, sign: &str) -> f32 {
    for n in 0..count {
        set(p, 60.0, y, 10.0, sign);
        set(p, 75.0, y, 10.0, SITES[n % SITES.len()]);
        set(p, 240.0, y, 10.0, WARDS[n % WARDS.len()]);
        set(p, 380.0, y, 10.0, &format!("{} km", 7 * n + 3));
        y += 12.0;
    }
    y
}

/// Sets some lines of running text; gives where it ends.
fn prose(p: &mut Page, mut y: f32) -> f32 {
    for line in [
        "The board met in the long room and heard how the gates had been kept all year,",
        "and it was agreed that the bells be hung again before the boats come home, so",
        "that each warden may be told of it in time.",
    ] {
        set(p, 60.0, y, 10.0, line);
        y += 12.0;
    }
    y
}

#[test]
fn each_line_of_a_list_in_columns_is_a_row_and_the_text_above_is_none() {
    let mut p = page();
    let mut y = prose(&mut p, 100.0);
    for (n, count) in [7, 6, 8].into_iter().enumerate() {
        y += 10.0;
        bold(&mut p, 60.0, y, ["Boats and gates", "Bells of the north", "Lamps"][n]);
        y = prose(&mut p, y + 18.0) + 6.0;
        y = group(&mut p, y, count, "•");
    }
    let found = tables(&p);
    assert_eq!(found.iter().map(Table::row_count).collect::<Vec<_>>(), [7, 6, 8]);
    assert!(found.iter().all(|t| t.header_rows() == 0));
    assert_eq!(shown(&found[0])[..3], ["0,0:• Gull", "0,1:East quay", "0,2:3 km"]);
}

#[test]
fn lines_that_fill_all_columns_are_rows_though_white_parts_groups_of_them() {
    let mut p = page();
    let mut y = 100.0;
    for (n, count) in [6, 5, 9].into_iter().enumerate() {
        bold(&mut p, 60.0, y, ["Boats and gates", "Bells of the north", "Lamps"][n]);
        y = group(&mut p, y + 16.0, count, "•") + 14.0;
    }
    let read: Vec<String> = tables(&p).iter().flat_map(shown).collect();
    let full = read.iter().filter(|c| c.ends_with(" km") && !c.contains('\n')).count();
    assert_eq!(full, 20, "{read:#?}");
}

#[test]
fn a_sign_that_is_the_value_of_a_column_stays_in_it() {
    let mut p = page();
    for (n, (sign, name)) in
        [("Open", "Gull"), ("•", "Tern"), ("•", "Auk"), ("Shut", "Skua"), ("•", "Coot")]
            .iter()
            .enumerate()
    {
        let y = 100.0 + 14.0 * n as f32;
        set(&mut p, 60.0, y, 10.0, sign);
        set(&mut p, 88.0, y, 10.0, name);
        set(&mut p, 200.0, y, 10.0, &format!("{}", 13 * n + 4));
        set(&mut p, 300.0, y, 10.0, &format!("{}", 31 * n + 8));
    }
    let found = tables(&p);
    let read: Vec<String> = found.iter().flat_map(shown).collect();
    assert!(read.iter().any(|c| c.ends_with(":•")), "{read:?}");
}

#[test]
fn a_dash_in_a_column_of_amounts_is_no_sign_of_a_list() {
    let mut p = page();
    for (n, (amount, name)) in [
        ("(4,200)", "Gull"),
        ("-", "Tern"),
        ("(900)", "Auk"),
        ("-", "Skua"),
        ("-", "Coot"),
        ("(30,150)", "Rail"),
        ("(75)", "Ruff"),
    ]
    .iter()
    .enumerate()
    {
        let y = 100.0 + 14.0 * n as f32;
        right(&mut p, 100.0, y, amount);
        set(&mut p, 112.0, y, 10.0, name);
        right(&mut p, 300.0, y, &format!("{},{}00", 13 * n + 4, n + 1));
        right(&mut p, 400.0, y, &format!("({},{}00)", 31 * n + 8, n + 2));
    }
    let read: Vec<String> = tables(&p).iter().flat_map(shown).collect();
    assert_eq!(read.iter().filter(|c| c.ends_with(",0:-")).count(), 3, "{read:?}");
}

#[test]
fn a_list_of_codes_with_what_they_mean_is_no_table() {
    let mut p = page();
    for n in 0..9 {
        let y = 100.0 + 14.0 * n as f32;
        set(&mut p, 60.0, y, 10.0, "•");
        set(&mut p, 75.0, y, 10.0, &format!("B{}.1", 11 + n));
        set(&mut p, 130.0, y, 10.0, ["Mending of gates", "Hanging of bells", "Nets"][n % 3]);
    }
    assert_eq!(tables(&p), []);
}

#[test]
fn the_label_of_the_first_group_is_a_row_like_the_later_ones() {
    // The rows, the first cell, and whether the first label is set like the others, above labels of the columns.
    let read = |is_bold: bool, is_headed: bool| {
        let mut p = page();
        let mut y = 100.0;
        for (n, count) in [4, 3, 5].into_iter().enumerate() {
            let label = ["Mill side", "North quay", "Hill"][n];
            if is_bold || n > 0 {
                bold(&mut p, 60.0, y, label);
            } else {
                set(&mut p, 60.0, y, 10.0, label);
            }
            if is_headed && n == 0 {
                y += 16.0;
                for (x, text) in [(60.0, "Site"), (200.0, "Ward"), (320.0, "Due"), (450.0, "Cost")]
                {
                    set(&mut p, x, y, 10.0, text);
                }
            }
            for row in 0..count {
                y += 16.0;
                set(&mut p, 60.0, y, 10.0, SITES[row]);
                set(&mut p, 200.0, y, 10.0, WARDS[row % 3]);
                set(&mut p, 320.0, y, 10.0, &format!("{} May 2025", row + 3));
                set(&mut p, 450.0, y, 10.0, &format!("{}", 17 * row + 4));
            }
            y += 16.0;
        }
        let found = tables(&p);
        (found[0].row_count(), shown(&found[0])[0].clone())
    };
    assert_eq!(read(true, false), (15, "0,0:Mill side".to_owned()));
    assert_eq!(read(false, false), (14, "0,0:Gull".to_owned()));
    assert_eq!(read(true, true), (15, "0,0:Site".to_owned()));
}
