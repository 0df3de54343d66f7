//! Tables whose texts were drawn cell by cell: the order says what is in a row, in a column, in a merged cell.

use super::*;

/// A text of one line: where it begins, its line, what it says.
type Line = (f32, usize, &'static str);

const STEP: f32 = 12.0;

fn drawn(page: &mut Page, lines: &[Line]) {
    for (x, line, text) in lines {
        set(page, *x, 100.0 + STEP * *line as f32, 10.0, text);
    }
}

fn cells(page: &Page) -> Vec<String> {
    let found = tables(page);
    assert_eq!(found.len(), 1, "{found:#?}");
    shown(&found[0]).iter().map(|s| s.replace('\n', " ")).collect()
}

fn says(cells: &[String], wanted: &[&str]) {
    for cell in wanted {
        assert!(cells.contains(&(*cell).to_owned()), "no {cell} in {cells:#?}");
    }
}

/// Rows of one and of several lines at even steps, whose texts do not say where they begin.
const EVEN: &[Line] = &[
    (50.0, 0, "Task"),
    (200.0, 0, "Lead"),
    (350.0, 0, "State"),
    (50.0, 1, "Harbour"),
    (50.0, 2, "Valley"),
    (200.0, 1, "Anna"),
    (350.0, 1, "Open"),
    (50.0, 3, "Meadow"),
    (200.0, 3, "Otto"),
    (200.0, 4, "Lena"),
    (350.0, 3, "Open"),
    (50.0, 5, "Foundry"),
    (50.0, 6, "River"),
    (200.0, 5, "Emil"),
    (350.0, 5, "Closed"),
];

fn headed(lines: &[Line]) -> Page {
    let mut p = page();
    drawn(&mut p, lines);
    for y in [88.0, 103.0, 100.0 + STEP * 6.0 + 5.0] {
        rule(&mut p, 50.0, y, 400.0, y);
    }
    p
}

#[test]
fn texts_drawn_after_one_further_down_are_in_its_row() {
    let read = cells(&headed(EVEN));
    says(
        &read,
        &["1,0:Harbour Valley", "2,1:Otto Lena", "2,2:Open", "3,0:Foundry River", "3,2:Closed"],
    );
}

#[test]
fn lines_drawn_one_after_the_other_say_nothing_of_rows() {
    let mut lines = EVEN.to_vec();
    lines.sort_by_key(|l| l.1);
    let read = cells(&headed(&lines));
    assert!(!read.contains(&"1,0:Harbour Valley".to_owned()), "{read:#?}");
}

#[test]
fn columns_drawn_one_after_the_other_are_no_single_row() {
    let mut lines: Vec<Line> = Vec::new();
    for x in [50.0, 200.0, 350.0] {
        let said = ["Area", "Harbour", "Valley", "Meadow", "Foundry", "River", "Old Town"];
        lines.extend(said.iter().enumerate().map(|(n, text)| (x, n, *text)));
    }
    let read = cells(&headed(&lines));
    says(&read, &["1,0:Harbour", "2,1:Valley", "6,2:Old Town"]);
}

#[test]
fn texts_in_the_middle_of_their_row_are_in_it() {
    let mut p = page();
    let rows: [(&str, &[&str]); 3] = [
        ("Anna", &["Renew the old", "pump house"]),
        ("Otto", &["Survey", "the valley", "roads"]),
        ("Lena", &["Paint", "all", "doors"]),
    ];
    let from = p.glyphs.len();
    for (x, label) in [(50.0, "Task"), (200.0, "Lead"), (300.0, "State")] {
        set(&mut p, x, 100.0, 10.0, label);
    }
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    for (n, (lead, lines)) in rows.iter().enumerate() {
        let top = 114.0 + 36.0 * n as f32;
        for (k, line) in lines.iter().enumerate() {
            set(&mut p, 50.0, top + STEP * k as f32, 10.0, line);
        }
        let middle = top + STEP / 2.0 * (lines.len() - 1) as f32;
        set(&mut p, 200.0, middle, 10.0, lead);
        set(&mut p, 300.0, middle, 10.0, "Open");
    }
    let read = cells(&p);
    says(&read, &["1,0:Renew the old pump house", "2,0:Survey the valley roads", "3,1:Lena"]);
}

#[test]
fn a_text_that_reaches_into_the_next_cell_ends_where_that_was_drawn() {
    let mut p = page();
    let from = p.glyphs.len();
    for (x, label) in [(50.0, "Asset"), (96.0, "In"), (150.0, "State")] {
        set(&mut p, x, 100.0, 10.0, label);
    }
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    for (n, name) in ["Equipment", "Protection", "Supporting"].iter().enumerate() {
        let top = 118.0 + 36.0 * n as f32;
        set(&mut p, 50.0, top, 10.0, name);
        set(&mut p, 50.0, top + STEP, 10.0, "of doors");
        set(&mut p, 96.0, top, 10.0, "Yes");
        set(&mut p, 150.0, top, 10.0, "Open");
    }
    let read = cells(&p);
    says(&read, &["1,0:Equipment of doors", "1,1:Yes", "2,0:Protection of doors", "3,1:Yes"]);
}

#[test]
fn a_cell_at_the_foot_of_the_rows_it_was_drawn_before_is_merged_over_them() {
    let mut p = page();
    let from = p.glyphs.len();
    for (x, label) in [(50.0, "Aim"), (120.0, "Ref"), (170.0, "Task"), (350.0, "State")] {
        set(&mut p, x, 100.0, 10.0, label);
    }
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    for n in 0..6 {
        let base = 118.0 + 18.0 * n as f32;
        if n % 3 == 0 {
            let aim = ["Harbour", "Valley"][n / 3];
            set(&mut p, 50.0, base + 36.0, 10.0, aim);
        }
        set(&mut p, 120.0, base, 10.0, &format!("{}.{}", n / 3 + 1, n % 3 + 1));
        set(
            &mut p,
            170.0,
            base,
            10.0,
            ["Renew the pumps", "Paint all doors", "Survey roads"][n % 3],
        );
        set(&mut p, 350.0, base, 10.0, "Open");
    }
    let read = cells(&p);
    says(&read, &["1,0+3x1:Harbour", "4,0+3x1:Valley", "4,1:2.1"]);
}

#[test]
fn the_first_line_of_a_label_between_the_rules_of_a_header_is_of_it() {
    let mut p = page();
    for (x, line, text) in [(250.0, 0, "Assigned"), (50.0, 1, "Object"), (250.0, 1, "Modules")] {
        set(&mut p, x, 100.0 + STEP * line as f32, 10.0, text);
    }
    set(&mut p, 400.0, 112.0, 10.0, "Owner");
    for (n, name) in ["Harbour", "Valley", "Meadow"].iter().enumerate() {
        let base = 130.0 + STEP * n as f32;
        set(&mut p, 50.0, base, 10.0, name);
        set(&mut p, 250.0, base, 10.0, "Pumps");
        set(&mut p, 400.0, base, 10.0, "Anna");
    }
    for y in [88.0, 116.0, 159.0] {
        rule(&mut p, 50.0, y, 460.0, y);
    }
    let read = cells(&p);
    says(&read, &["0,1:Assigned Modules", "1,0:Harbour", "3,2:Anna"]);
}

#[test]
fn a_word_below_a_label_in_all_lines_begins_a_column() {
    let mut p = page();
    for (x, text) in
        [(50.0, "Part"), (100.0, "Use"), (150.0, "Kind"), (284.0, "Note"), (380.0, "State")]
    {
        set(&mut p, x, 100.0, 10.0, text);
    }
    let rows = [
        ("A", "Hardware/Software/Firmware", "Said by Anna"),
        ("B", "Hardware/Software/Firmware", "Told by Otto"),
    ];
    for (n, (part, kind, note)) in rows.iter().enumerate() {
        let base = 118.0 + STEP * n as f32;
        set(&mut p, 50.0, base, 10.0, part);
        set(&mut p, 150.0, base, 10.0, kind);
        set(&mut p, 284.0, base, 10.0, note);
        set(&mut p, 100.0, base, 10.0, "Open");
        set(&mut p, 380.0, base, 10.0, "Good");
    }
    for y in [88.0, 104.0, 147.0] {
        rule(&mut p, 50.0, y, 400.0, y);
    }
    let read = cells(&p);
    says(&read, &["1,2:Hardware/Software/Firmware", "1,3:Said by Anna", "2,3:Told by Otto"]);
}
