//! Rows told by their first lines, bands that are no header, boxes beside rows.

use super::partly_drawn::rows;
use super::*;

const COLUMNS: [f32; 4] = [50.0, 90.0, 330.0, 430.0];

fn bold(p: &mut Page, x: f32, base: f32, size: f32, text: &str) {
    let from = p.glyphs.len();
    set(p, x, base, size, text);
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
}

/// Sets a header in bold and rows of a title in bold, texts below it and two single cells beside the title; says where
/// they end. `step` is between lines, `apart` between rows.
fn set_plan(p: &mut Page, from: usize, step: f32, apart: f32) -> f32 {
    const ROWS: [(&str, &str, &str); 4] = [
        ("Mend the roof of the hall", "Ann Ash", "Tiles are in the yard."),
        ("Oil the doors", "Bo Birch", "The clerk has the key./Ask her for it."),
        ("Count the keys", "Cy Cedar", "All rooms are to be done."),
        ("Paint the fence", "Di Dale", "Green if there is any."),
    ];
    let mut y = 100.0;
    for (x, label) in COLUMNS[from..].iter().zip(&["Ref", "Action", "When", "Who"][from..]) {
        bold(p, *x, y, 9.0, label);
    }
    for (n, (title, who, text)) in ROWS.iter().enumerate() {
        y += apart;
        if from == 0 {
            set(p, COLUMNS[0], y, 9.0, &format!("1.{}", n + 1));
        }
        bold(p, COLUMNS[1], y, 10.0, title);
        set(p, COLUMNS[2], y, 8.0, ["When we can", "In spring", "Soon", "After Easter"][n]);
        set(p, COLUMNS[3], y, 8.0, who);
        for line in text.split('/') {
            y += step;
            set(p, COLUMNS[1], y, 9.0, line);
        }
    }
    y
}

#[test]
fn lines_that_fill_all_columns_begin_rows_where_the_others_are_nearer_or_in_other_type() {
    for (from, step, apart) in [(0, 16.0, 22.0), (1, 14.0, 16.0), (1, 15.0, 15.0), (0, 12.0, 30.0)]
    {
        let mut p = page();
        set_plan(&mut p, from, step, apart);
        let read: Vec<String> = rows(&p).iter().map(|r| r.replace('\n', " ")).collect();
        assert_eq!(read.len(), 5, "{from} {step} {apart}: {read:#?}");
        assert!(read[2].contains("Oil the doors The clerk has the key. Ask her for it.|In spring"));
        assert!(read[4].contains("Paint the fence Green if there is any.|After Easter|Di Dale"));
    }
}

#[test]
fn the_fill_of_every_other_row_makes_no_header() {
    let lines = ["Alder", "Birch", "Cedar", "Downs", "Elder", "Furze", "Gorse", "Heath"];
    let mut p = page();
    for (n, name) in lines.iter().enumerate() {
        let base = 100.0 + 18.0 * n as f32;
        if n % 2 == 0 {
            let band = Rect::new(45.0, base - 13.0, 560.0, base + 5.0);
            p.fills.push(Fill::new(band, Rgb(226, 232, 240)));
        }
        set(&mut p, 50.0, base, 9.0, &format!("Mend the {name} gate"));
        set(&mut p, 250.0, base, 9.0, ["Ann Ash", "Bo Birch", "Cy Cedar", "Di Dale"][n % 4]);
        set(&mut p, 400.0, base, 9.0, "tiles are in the yard");
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].header_rows(), found[0].row_count()), (0, 8));
}

#[test]
fn boxes_beside_rows_say_which_of_them_they_name() {
    let mut p = page();
    let head: [(f32, &str); 4] =
        [(50.0, "Theme"), (200.0, "Action"), (400.0, "When"), (500.0, "Who")];
    for (x, label) in head {
        bold(&mut p, x, 100.0, 9.0, label);
    }
    // Two rows beside the first box, three beside the second.
    for n in 0..5 {
        let base = 120.0 + 24.0 * n as f32;
        set(
            &mut p,
            200.0,
            base,
            9.0,
            ["Mend the roof", "Oil doors", "Count keys", "Paint", "Sweep"][n],
        );
        set(&mut p, 400.0, base, 9.0, "May 2026");
        set(&mut p, 500.0, base, 9.0, ["Ann Ash", "Bo Birch", "Cy Cedar", "Di Dale", "Ed Elm"][n]);
        rule(&mut p, 195.0, base + 8.0, 560.0, base + 8.0);
    }
    for (top, bottom, base, name) in
        [(108.0, 148.0, 140.0, "Buildings"), (156.0, 222.0, 192.0, "Grounds")]
    {
        p.fills.push(Fill::new(Rect::new(45.0, top, 190.0, bottom), Rgb(0, 60, 90)));
        bold(&mut p, 60.0, base, 9.0, name);
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let shown = shown(&found[0]);
    assert!(shown.contains(&"1,0+2x1:Buildings".to_owned()), "{shown:#?}");
    assert!(shown.contains(&"3,0+3x1:Grounds".to_owned()), "{shown:#?}");
}

#[test]
fn lines_that_have_the_key_end_rows_where_what_is_above_goes_on_in_them() {
    const ROWS: [(&[&str], &str, &str); 5] = [
        (&["Mend the roof of the hall", "before the winter comes"], "Ann Ash", "May"),
        (&["Oil the doors"], "Bo Birch", "June"),
        (&["Count the keys of all", "rooms and of the yard"], "Cy Cedar", "July"),
        (&["Paint the fence along", "the road"], "Di Dale", "August"),
        (&["Ask for the plans"], "Ed Elm", "May"),
    ];
    let mut p = page();
    for (x, label) in COLUMNS.iter().zip(["Ref", "Action", "Who", "When"]) {
        bold(&mut p, *x, 100.0, 9.0, label);
    }
    let mut y = 100.0;
    for (n, (lines, who, when)) in ROWS.iter().enumerate() {
        // The third row is full to its top.
        y += if n == 3 { 0.0 } else { 9.0 };
        for line in *lines {
            y += 11.0;
            set(&mut p, COLUMNS[1], y, 9.0, line);
        }
        set(&mut p, COLUMNS[0], y, 9.0, &format!("A{}", n + 1));
        set(&mut p, COLUMNS[2], y, 9.0, who);
        set(&mut p, COLUMNS[3], y, 9.0, when);
    }
    let read: Vec<String> = rows(&p).iter().map(|r| r.replace('\n', " ")).collect();
    assert_eq!(read.len(), 6, "{read:#?}");
    assert_eq!(read[4], "A4|Paint the fence along the road|Di Dale|August");
}
