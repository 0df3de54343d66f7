//! Where the last row of a table ends.

use super::partly_drawn::rows;
use super::*;

const PLAN: [(&str, &str, &str); 4] = [
    ("Mend the roof of the hall/before the winter comes", "Ann Ash", "May 2024"),
    ("Oil the doors", "Bo Birch", "June 2024"),
    ("Count the keys of all/rooms and of the yard", "Cy Cedar", "July 2024"),
    ("Paint the fence along/the road to the pier", "Di Dale", "Aug 2024"),
];

/// Sets a header and four rows, the last of two lines, and says where they end.
fn set_plan(p: &mut Page, is_bold: bool, mark: Option<f32>, is_ruled: bool) -> f32 {
    let mut y = 100.0;
    for (x, label) in [(50.0, "Action"), (300.0, "Who"), (420.0, "When")] {
        set(p, x, y, 10.0, label);
    }
    rule(p, 45.0, y + 6.0, 560.0, y + 6.0);
    for (action, who, when) in PLAN {
        y += 22.0;
        set(p, 300.0, y, 10.0, who);
        set(p, 420.0, y, 10.0, when);
        if let Some(size) = mark {
            set(p, 500.0, y + 5.0, size, "A");
            set(p, 540.0, y + 5.0, size, "G");
        }
        for (n, line) in action.split('/').enumerate() {
            y += if n > 0 { 12.0 } else { 0.0 };
            let from = p.glyphs.len();
            set(p, 50.0, y, 10.0, line);
            p.glyphs[from..].iter_mut().for_each(|g| g.bold = is_bold);
        }
        if is_ruled {
            rule(p, 45.0, y + 8.0, 560.0, y + 8.0);
        }
    }
    y
}

#[test]
fn the_second_line_of_the_last_row_is_kept_beside_smaller_letters_and_in_bold() {
    for (is_bold, mark) in [(false, None), (true, None), (false, Some(8.0))] {
        let mut p = page();
        set_plan(&mut p, is_bold, mark, true);
        let read = rows(&p);
        let last = read.last().unwrap();
        assert!(last.contains("the road to the pier"), "{is_bold} {mark:?}: {read:#?}");
    }
}

#[test]
fn words_beside_each_other_below_a_table_are_no_row_of_it() {
    let mut p = page();
    let end = set_plan(&mut p, false, None, false);
    set(&mut p, 50.0, end + 28.0, 10.0, "Other pages");
    set(&mut p, 50.0, end + 46.0, 10.0, "How we decide");
    for (x, word) in [(50.0, "Home"), (90.0, "Privacy"), (140.0, "Help")] {
        set(&mut p, x, end + 60.0, 10.0, word);
    }
    let read = rows(&p);
    assert_eq!(read.len(), 5, "{read:#?}");
}
