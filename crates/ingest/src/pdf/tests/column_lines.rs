//! Tables with a frame, lines between the columns and a line under the header, but none between rows.

use super::partly_drawn::rows;
use super::{page, part, rule, set};
use tablemend_pdf::Page;

/// A frame over columns that begin at `xs`, its header closed off, with lines of text 14 points apart.
fn framed(xs: &[f32], lines: &[&[&str]]) -> Page {
    let mut p = page();
    let end = 104.0 + 14.0 * (lines.len() - 1) as f32;
    for x in xs {
        rule(&mut p, *x, 80.0, *x, end);
    }
    for y in [80.0, 100.0, end] {
        rule(&mut p, xs[0], y, xs[xs.len() - 1], y);
    }
    for (n, line) in lines.iter().enumerate() {
        let base = if n == 0 { 94.0 } else { 98.0 + 14.0 * n as f32 };
        for (x, text) in xs.iter().zip(*line) {
            set(&mut p, x + 4.0, base, 9.0, text);
        }
    }
    p
}

#[test]
fn lines_that_had_room_for_the_words_below_are_rows() {
    // The fourth name would not have fitted beside the third one.
    let p = framed(
        &[50.0, 140.0, 320.0, 420.0],
        &[
            &["Work", "Where", "Weight"],
            &["Mend the gate", "North quay", "High"],
            &["Hang the bell", "Old tower", "Low"],
            &["Tar both boats", "South quay", "High"],
            &["Count all keys", "Gate house", "Middle"],
        ],
    );
    assert_eq!(
        rows(&p),
        [
            "Work|Where|Weight",
            "Mend the gate|North quay|High",
            "Hang the bell|Old tower|Low",
            "Tar both boats|South quay|High",
            "Count all keys|Gate house|Middle",
        ]
    );
}

#[test]
fn texts_that_fill_their_lines_are_one_row() {
    let p = framed(
        &[50.0, 140.0, 230.0, 320.0],
        &[
            &["Work", "Where", "Reason"],
            &["Mend each of the", "From north quay", "Since every bell"],
            &["gates on the sea", "to the old tower", "there has been"],
            &["wall before the", "and from it down", "too loud at night"],
            &["spring tide runs", "to the main gate", "for boats nearby"],
        ],
    );
    assert_eq!(rows(&p).len(), 2, "{:?}", rows(&p));
    assert!(part(&p).notes.is_empty(), "{:?}", part(&p).notes);
}
