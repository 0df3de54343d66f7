//! Words that narrow cells break.

use super::{page, rule, set, shown, tables};

/// What the first cell of the second row says, where its second line is one letter so many points wide.
fn joined(width: f32) -> String {
    let mut p = page();
    for y in [100.0, 120.0, 150.0, 170.0] {
        rule(&mut p, 50.0, y, 300.0, y);
    }
    for x in [50.0, 100.0, 300.0] {
        rule(&mut p, x, 100.0, x, 170.0);
    }
    set(&mut p, 54.0, 114.0, 8.0, "State");
    set(&mut p, 104.0, 114.0, 8.0, "What is left to do at the gate");
    set(&mut p, 54.0, 130.0, 8.0, "Identifie");
    set(&mut p, 54.0, 140.0, 8.0, "d");
    if let Some(letter) = p.glyphs.last_mut() {
        letter.area.x1 = letter.area.x0 + width;
    }
    set(&mut p, 104.0, 130.0, 8.0, "Mend the lamp");
    set(&mut p, 54.0, 164.0, 8.0, "Open");
    set(&mut p, 104.0, 164.0, 8.0, "Paint the bell");
    let found = tables(&p);
    shown(&found[0]).into_iter().find(|c| c.starts_with("1,0")).unwrap_or_default()
}

#[test]
fn a_word_is_broken_where_its_next_letter_however_wide_had_no_room() {
    assert_eq!(joined(6.0), "1,0:Identified");
    assert_eq!(joined(4.0), "1,0:Identifie d");
}
