//! First rows below a header, or without one.

use super::partly_drawn::rows;
use super::{page, right, rule, set, tables};

#[test]
fn a_first_row_of_numbers_is_no_header_where_rules_are_below_every_row() {
    let mut p = page();
    set(&mut p, 60.0, 80.0, 12.0, "Harbour warden");
    set(&mut p, 60.0, 92.0, 8.0, "One seat");
    set(&mut p, 195.0, 106.0, 10.0, "TOTAL");
    for (n, name) in ["Gannet", "Tern", "Puffin", "Auk", "Gull", "Skua"].iter().enumerate() {
        let base = 130.0 + 14.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, name);
        right(&mut p, 220.0, base, ["148", "348", "4", "3", "503", "2"][n]);
        rule(&mut p, 58.0, base + 4.0, 222.0, base + 4.0);
    }
    assert_eq!(tables(&p)[0].header_rows(), 1);
    assert_eq!(rows(&p)[..2], ["|TOTAL", "Gannet|148"]);
}

#[test]
fn a_group_in_the_column_of_names_is_no_label_though_numbers_are_in_front_of_it() {
    let mut p = page();
    let bold = |p: &mut tablemend_pdf::Page, x: f32, base: f32, text: &str| {
        let from = p.glyphs.len();
        right(p, x, base, text);
        p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    };
    for x in [120.0, 360.0, 440.0] {
        bold(&mut p, x, 88.0, if x < 200.0 { "2017" } else { "2018" });
        bold(&mut p, x, 100.0, "Sum");
    }
    bold(&mut p, 245.0, 130.0, "BOATS OF THE HARBOUR");
    for n in 0..5 {
        let base = 146.0 + 14.0 * n as f32;
        set(&mut p, 145.0, base, 10.0, ["Oars", "Sails", "Nets", "Bells", "Ropes"][n]);
        for x in [120.0, 360.0, 440.0] {
            right(&mut p, x, base, ["1,145", "2,200", "3,160", "4,150", "5,120"][n]);
        }
    }
    let found = rows(&p);
    assert!(found.iter().any(|row| row == "|BOATS OF THE HARBOUR||"), "{found:?}");
}
