//! Note marks behind the words of cells.

use super::{page, rule, set, tables};

#[test]
fn several_marks_behind_one_word_are_all_marks_of_its_line() {
    let mut p = page();
    for y in [80.0, 100.0, 120.0, 140.0] {
        rule(&mut p, 50.0, y, 350.0, y);
    }
    for x in [50.0, 250.0, 350.0] {
        rule(&mut p, x, 80.0, x, 140.0);
    }
    set(&mut p, 54.0, 94.0, 9.0, "Measure");
    set(&mut p, 254.0, 94.0, 9.0, "Total");
    // `Homes` ends at 76.5, its marks are set one beside the other with a narrow space.
    set(&mut p, 54.0, 114.0, 9.0, "Homes");
    for (x, mark) in [(76.5, "30"), (83.5, "31"), (90.5, "32")] {
        set(&mut p, x, 110.5, 5.5, mark);
    }
    set(&mut p, 254.0, 114.0, 9.0, "41");
    set(&mut p, 54.0, 134.0, 9.0, "Gardens");
    set(&mut p, 254.0, 134.0, 9.0, "17");
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].cell_at(1, 0).unwrap().text.as_str(), "Homes³⁰ ³¹ ³²");
}

#[test]
fn words_in_small_type_behind_a_raised_word_stay_on_their_line() {
    let mut p = page();
    for y in [80.0, 100.0, 140.0] {
        rule(&mut p, 50.0, y, 450.0, y);
    }
    for x in [50.0, 350.0, 450.0] {
        rule(&mut p, x, 80.0, x, 140.0);
    }
    set(&mut p, 54.0, 94.0, 9.0, "Measure");
    set(&mut p, 354.0, 94.0, 9.0, "Total");
    set(&mut p, 54.0, 114.0, 9.0, "Homes");
    for (x, word) in [(76.5, "save"), (89.5, "in"), (97.0, "May")] {
        set(&mut p, x, 110.5, 5.5, word);
    }
    set(&mut p, 354.0, 114.0, 9.0, "41");
    let found = tables(&p);
    let text = found[0].cell_at(1, 0).unwrap().text.as_str().to_owned();
    assert!(text.contains(" in May") || text.contains("in May"), "{text}");
}

#[test]
fn a_raised_ending_as_large_as_its_numeral_stays_behind_it() {
    let mut p = page();
    for y in [80.0, 100.0, 120.0] {
        rule(&mut p, 50.0, y, 450.0, y);
    }
    for x in [50.0, 250.0, 450.0] {
        rule(&mut p, x, 80.0, x, 120.0);
    }
    set(&mut p, 54.0, 94.0, 9.0, "Gate");
    set(&mut p, 254.0, 94.0, 9.0, "Due");
    set(&mut p, 54.0, 111.0, 9.0, "Paint it");
    // `30` ends at 263; its ending is set in nine tenths of its size, a third of a line higher.
    set(&mut p, 254.0, 114.0, 9.0, "30");
    set(&mut p, 263.0, 111.0, 8.2, "th");
    set(&mut p, 275.0, 114.0, 9.0, "May 2026");
    let found = tables(&p);
    assert_eq!(found[0].cell_at(1, 1).unwrap().text.as_str(), "30th May 2026");
}
