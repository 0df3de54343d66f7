//! Records on two rows without a grid.

use super::*;

const TEXTS: [&str; 5] = [
    "Mend the gate by the quay before the spring tides and the autumn gales",
    "Paint the shed with two coats of green paint that keeps the weather out",
    "Ring the bell",
    "Count the keys of the hall with two of the wardens and write it all down",
    "Sweep the quay from one end to the other with all hands and the mate too",
];
const DATES: [&str; 5] = ["1 May 2026", "2 June 2026", "3 July 2026", "4 May 2026", "5 June 2026"];

/// A page of records: a reference with its text over the whole width, below it lead, date and progress.
fn records(has_header: bool, breaks_off: usize) -> Page {
    let mut p = page();
    let mut y = 80.0;
    if has_header {
        set(&mut p, 50.0, y, 10.0, "Ref");
        set(&mut p, 90.0, y, 10.0, "Action");
        for (x, label) in [(90.0, "Lead"), (220.0, "By when"), (320.0, "Progress")] {
            set(&mut p, x, y + 16.0, 10.0, label);
        }
        y += 36.0;
    }
    for (n, text) in TEXTS.iter().enumerate() {
        if n == 2 {
            set(&mut p, 50.0, y, 10.0, "The village and its lanes");
            y += 20.0;
        }
        set(&mut p, 50.0, y, 10.0, &format!("1.{}", n + 1));
        set(&mut p, 90.0, y, 10.0, text);
        y += 16.0;
        if n < breaks_off {
            set(&mut p, 90.0, y, 10.0, ["Clerk", "Mate of the boat"][n % 2]);
            set(&mut p, 220.0, y, 10.0, DATES[n]);
            set(&mut p, 320.0, y, 10.0, "Begun on the day that");
            set(&mut p, 320.0, y + 12.0, 10.0, "the wind went round");
            y += 34.0;
        }
    }
    p
}

#[test]
fn a_text_over_the_width_and_a_line_of_fields_are_two_rows_of_one_table() {
    let found = tables(&records(true, 5));
    assert_eq!(found.len(), 1);
    let table = &found[0];
    assert_eq!((table.column_count(), table.row_count(), table.header_rows()), (4, 13, 2));
    let said = |row, col| table.cell_at(row, col).unwrap();
    assert_eq!((said(0, 1).text.as_str(), said(0, 1).colspan()), ("Action", 3));
    assert_eq!(said(1, 2).text.as_str(), "By when");
    assert_eq!((said(2, 1).text.as_str(), said(2, 1).colspan()), (TEXTS[0], 3));
    assert_eq!(said(3, 2).text.as_str(), DATES[0]);
    assert_eq!(said(3, 3).text.as_str(), "Begun on the day that the wind went round");
    assert_eq!(said(6, 0).colspan(), 4, "a heading of a group");
    assert_eq!((said(7, 0).text.as_str(), said(7, 1).text.as_str()), ("1.3", "Ring the bell"));
}

#[test]
fn without_a_header_the_order_of_the_lines_tells() {
    let found = tables(&records(false, 5));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].column_count(), found[0].row_count()), (4, 11));
}

#[test]
fn a_list_of_texts_with_one_line_of_fields_is_no_such_table() {
    let found = tables(&records(false, 1));
    assert!(found.iter().all(|t| t.column_count() < 4));
}

/// A table of seasons: the second line of each row is the end of the season and of the league's name.
#[test]
fn a_year_and_a_word_that_go_on_in_their_columns_are_no_text_over_the_width() {
    let mut p = page();
    let columns = [50.0, 90.0, 190.0, 290.0, 390.0];
    let mut line = |y: f32, text: &str| {
        for (x, text) in columns.iter().zip(text.split('|')) {
            set(&mut p, *x, y, 9.0, text);
        }
    };
    line(100.0, "Season|League|First|Second|Third");
    let rows = ["Ash Town", "Birch United", "Cedar", "Dale Rovers", "Elm", "Fir Athletic"];
    for (n, first) in rows.iter().enumerate() {
        let y = 120.0 + 26.0 * n as f32;
        line(y, &format!("193{n}–|League of|{first}|Gorse|Hazel"));
        line(y + 11.0, &format!("{}|Norland", 31 + n));
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].column_count(), found[0].row_count()), (5, 7));
    assert!(found[0].cells().iter().all(|c| c.colspan() == 1), "{:?}", shown(&found[0]));
}
