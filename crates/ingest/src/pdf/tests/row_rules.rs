//! Rules of rows that are as long as the words above them.

use super::{page, rule, set, shown, tables, words};

#[test]
fn a_rule_between_two_walls_is_no_underline_though_it_is_as_long_as_its_words() {
    let mut p = page();
    // Each row's words end where the grid ends, right above its rule.
    for y in [80.0, 92.0, 104.0, 116.0] {
        rule(&mut p, 50.0, y, 150.0, y);
    }
    for x in [50.0, 110.0, 150.0] {
        rule(&mut p, x, 80.0, x, 116.0);
    }
    for (base, left, right) in
        [(91.0, "Boat", "Price"), (103.0, "Skiff", "41.50"), (115.0, "Barge", "17.25")]
    {
        set(&mut p, 51.0, base, 9.0, left);
        set(&mut p, 127.0, base, 9.0, right);
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(
        shown(&found[0]),
        ["0,0:Boat", "0,1:Price", "1,0:Skiff", "1,1:41.50", "2,0:Barge", "2,1:17.25"]
    );
}

#[test]
fn a_rule_below_words_of_several_columns_is_no_underline() {
    let mut p = page();
    set(&mut p, 50.0, 100.0, 10.0, "Skiff");
    set(&mut p, 170.0, 100.0, 10.0, "41.50");
    rule(&mut p, 50.0, 102.0, 195.0, 102.0);
    assert_eq!(words::content(&p).rules.len(), 1);
}

#[test]
fn one_of_several_rules_with_the_same_ends_is_no_underline() {
    let mut p = page();
    set(&mut p, 50.0, 100.0, 10.0, "A skiff with two oars");
    set(&mut p, 50.0, 120.0, 10.0, "A barge");
    for y in [88.0, 102.0, 122.0] {
        rule(&mut p, 50.0, y, 155.0, y);
    }
    assert_eq!(words::content(&p).rules.len(), 3);
}

#[test]
fn labels_underlined_alike_stay_underlined() {
    let mut p = page();
    for base in [100.0, 120.0, 140.0] {
        set(&mut p, 50.0, base, 10.0, "Lead: the warden");
        rule(&mut p, 50.0, base + 1.5, 75.0, base + 1.5);
    }
    assert!(words::content(&p).rules.is_empty());
}
