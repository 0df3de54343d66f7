//! Tables of data as typesetters print them without a grid: columns as close as words, rows told by one kind of
//! white or by lines down alone, keys printed once for several rows.

use super::*;

struct Case {
    name: &'static str,
    columns: &'static [f32],
    /// Lines in bold at the top.
    bold: usize,
    /// Lines with the step to the next one; `|` parts the cells.
    lines: &'static [(&'static str, f32)],
    /// Lines down, over the whole height and across above and below it.
    down: &'static [f32],
    read: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "words at one place in all lines, behind names that differ, are a column",
        columns: &[50.0, 90.0, 140.0, 220.0],
        bold: 1,
        lines: &[
            ("Season|Tier|Division|Place", 12.0),
            ("1988/89|4|Third|3rd", 12.0),
            ("1989/90|4|Third|1st", 12.0),
            ("1990/91|3|Second|6th", 12.0),
            ("1991/92|3|Second|12th", 12.0),
            ("1992/93|3|Second|4th", 12.0),
        ],
        down: &[],
        read: &["0,0:Season", "0,1:Tier", "1,0:1988/89", "1,1:4", "5,0:1992/93", "5,1:3"],
    },
    Case {
        name: "lines further apart than those of a cell are rows, and a key of several is one cell",
        columns: &[50.0, 100.0, 250.0, 350.0],
        bold: 1,
        lines: &[
            ("Year|Contest|Place|Mark", 16.0),
            ("1982|Northern Games|1st|2:21", 16.0),
            ("|Harbour Games|2nd|2:09", 16.0),
            ("1983|Northern Games|15th|2:13", 16.0),
            ("|Valley Run|1st|2:13", 16.0),
            ("1984|Island Run|1st|2:10", 16.0),
            ("|Harbour Games|6th|2:11", 16.0),
            ("1985|Valley Run|1st|2:15", 16.0),
        ],
        down: &[],
        read: &["1,0+2x1:1982", "2,1:Harbour Games", "3,0+2x1:1983", "4,1:Valley Run", "7,0:1985"],
    },
    Case {
        name: "of two kinds of steps the wider one parts rows where the texts bear it out as a whole",
        columns: &[50.0, 130.0, 250.0, 400.0],
        bold: 1,
        lines: &[
            ("Day|Land|Yard|Ship", 16.0),
            ("3 July|United|Harbour Works|Chester", 13.1),
            ("|Isles|Company|", 16.0),
            ("Day|Norland|Trond yard|Baroy", 13.1),
            ("unknown||mechanical|", 16.0),
            ("Day|Norland|Deep Yard|Ceuta", 13.1),
            ("unknown||of the East|", 16.0),
            ("9 July|Norland|Bay Yard|Hercules", 13.1),
            ("||of the West|", 16.0),
            ("12 July|Norland|Smith Yard|Viking", 16.0),
        ],
        down: &[],
        read: &[
            "1,1:United Isles",
            "2,0:Day unknown",
            "3,0:Day unknown",
            "4,2:Bay Yard of the West",
        ],
    },
    Case {
        name: "one cell is turned over among rows that are all alike",
        columns: &[50.0, 160.0, 260.0, 320.0],
        bold: 1,
        lines: &[
            ("Maker|Type|Year|Load", 16.0),
            ("Anton|A-1 Rus|1982|150", 16.0),
            ("Boro|B-1 Mast|1991|77", 16.0),
            ("Casa/Island|C-212|1983|5", 13.0),
            ("Aerospace|||", 16.0),
            ("Dorn|C-295|1998|9", 16.0),
            ("Egret|E-7|1958|14", 16.0),
        ],
        down: &[],
        read: &["3,0:Casa/Island Aerospace", "4,0:Dorn"],
    },
    Case {
        name: "lines down alone: rows are those of the texts",
        columns: &[55.0, 105.0, 205.0, 255.0],
        bold: 1,
        lines: &[
            ("Tie|Home|Score|Away", 13.0),
            ("1|Chester|1-0|Forest", 13.0),
            ("2|Lester City|2-2|Chelm", 13.0),
            ("3|Derby|3-2|Coven City", 13.0),
            ("4|Manton|0-1|Middleham", 13.0),
            ("5|Bradley|0-1|Sheaf", 13.0),
        ],
        down: &[50.0, 100.0, 200.0, 250.0, 350.0],
        read: &["0,1:Home", "1,0:1", "1,3:Forest", "5,1:Bradley", "5,3:Sheaf"],
    },
    Case {
        name: "a line of labels above single values is their header in any type",
        columns: &[50.0, 220.0, 330.0, 420.0],
        bold: 0,
        lines: &[
            ("Name|Opened|Level|Places", 15.0),
            ("North Hall|2005|Low to high|548", 15.0),
            ("Auck Hall|1968|Low to most|681", 15.0),
            ("Mount Hall|2011|Remand|966", 15.0),
            ("Spring Hall|2007|Low to high|650", 15.0),
        ],
        down: &[],
        read: &["0,0:Name", "0,3:Places", "1,0:North Hall", "1,3:548"],
    },
];

fn read(case: &Case) -> Vec<Table> {
    let mut p = page();
    let mut base = 100.0;
    for (n, (line, step)) in case.lines.iter().enumerate() {
        let from = p.glyphs.len();
        for (x, text) in case.columns.iter().zip(line.split('|')) {
            set(&mut p, *x, base, 10.0, text.trim());
        }
        p.glyphs[from..].iter_mut().for_each(|g| g.bold = n < case.bold);
        base += step;
    }
    let (top, bottom) = (88.0, base - 8.0);
    for x in case.down {
        rule(&mut p, *x, top, *x + 0.5, bottom);
    }
    if let (Some(first), Some(last)) = (case.down.first(), case.down.last()) {
        rule(&mut p, *first, top, *last, top + 0.5);
        rule(&mut p, *first, bottom, *last, bottom + 0.5);
    }
    tables(&p)
}

#[test]
fn tables_of_data_without_a_grid_come_out_right() {
    for case in CASES {
        let found = read(case);
        assert_eq!(found.len(), 1, "{}: tables", case.name);
        let shown: Vec<String> = shown(&found[0]).iter().map(|s| s.replace('\n', " ")).collect();
        for cell in case.read {
            assert!(shown.iter().any(|s| s == cell), "{}: no {cell} in {shown:#?}", case.name);
        }
    }
}

#[test]
fn a_name_that_every_line_says_is_no_two_columns() {
    let mut p = page();
    for (n, title) in
        ["Harbour", "Valley", "Meadow", "Old Town", "Foundry", "River"].iter().enumerate()
    {
        let base = 100.0 + 14.0 * n as f32;
        set(&mut p, 50.0, base, 10.0, &(n + 1).to_string());
        set(&mut p, 80.0, base, 10.0, title);
        set(&mut p, 200.0, base, 10.0, "O. Fernwood");
        set(&mut p, 350.0, base, 10.0, "2:30");
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert!(shown(&found[0]).contains(&"0,2:O. Fernwood".to_owned()), "{:#?}", shown(&found[0]));
}

#[test]
fn bands_that_end_beside_a_dark_column_join_none_of_its_cells() {
    let mut p = page();
    p.fills.push(Fill::new(Rect::new(45.0, 104.0, 85.0, 104.0 + 15.0 * 6.0), Rgb(40, 70, 110)));
    for n in 0..7 {
        let top = 89.0 + 15.0 * n as f32;
        let words: [&str; 3] =
            if n == 0 { ["Pos", "Rider", "Time"] } else { ["", "Uko Batt", "49:50"] };
        let from = p.glyphs.len();
        set(&mut p, 50.0, top + 11.0, 10.0, words[0]);
        set(&mut p, 100.0, top + 11.0, 10.0, words[1]);
        set(&mut p, 200.0, top + 11.0, 10.0, words[2]);
        p.glyphs[from..].iter_mut().for_each(|g| g.bold = n == 0);
        if n > 0 {
            set(&mut p, 50.0, top + 11.0, 10.0, &format!("{n}"));
        }
        if n % 2 == 0 && n > 0 {
            p.fills.push(Fill::new(Rect::new(85.0, top, 260.0, top + 15.0), Rgb(225, 232, 244)));
        }
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cells = shown(&found[0]);
    for cell in ["1,0:1", "2,0:2", "3,0:3", "6,0:6"] {
        assert!(cells.contains(&cell.to_owned()), "no {cell} in {cells:#?}");
    }
}

#[test]
fn labels_as_close_as_words_head_the_columns_below_them() {
    let mut p = page();
    let from = p.glyphs.len();
    for (x, label) in [(52.0, "Rank"), (77.0, "Nation"), (142.0, "Gold"), (167.0, "Silver")] {
        set(&mut p, x, 86.0, 10.0, label);
    }
    p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    let lands = ["Norland", "Westmark", "Ostrava", "Sudland", "Midland"];
    for (n, land) in lands.iter().enumerate() {
        let base = 100.0 + 14.0 * n as f32;
        set(&mut p, 52.0, base, 10.0, &(n + 1).to_string());
        set(&mut p, 77.0, base, 10.0, land);
        set(&mut p, 142.0, base, 10.0, &(12 - n).to_string());
        set(&mut p, 167.0, base, 10.0, &(30 - 3 * n).to_string());
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cells = shown(&found[0]);
    for cell in ["0,0:Rank", "0,1:Nation", "0,2:Gold", "0,3:Silver", "1,1:Norland"] {
        assert!(cells.contains(&cell.to_owned()), "no {cell} in {cells:#?}");
    }
}

#[test]
fn a_sheet_that_sets_texts_at_the_foot_of_its_rows_begins_none_with_a_key() {
    let mut p = page();
    let mut top = 90.0;
    for (n, lines) in [3usize, 1, 2, 3, 1, 3, 2].iter().enumerate() {
        let height = 12.0 * *lines as f32 + 2.0;
        if n % 2 == 0 {
            p.fills.push(Fill::new(Rect::new(45.0, top, 500.0, top + height), Rgb(220, 220, 220)));
        }
        for k in 0..*lines {
            set(
                &mut p,
                150.0,
                top + 10.0 + 12.0 * k as f32,
                10.0,
                ["Water and other", "Steel of the", "Panel"][k],
            );
        }
        let foot = top + height - 4.0;
        set(&mut p, 50.0, foot, 10.0, &format!("61415{}", 80 + n));
        set(&mut p, 300.0, foot, 10.0, &format!("${}.99", 11 + n));
        set(&mut p, 400.0, foot, 10.0, &format!("${}.13", 75 + n));
        top += height;
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let cells: Vec<String> = shown(&found[0]).iter().map(|s| s.replace('\n', " ")).collect();
    for cell in
        ["3,1:Water and other Steel of the Panel", "1,0:6141581", "6,0:6141586", "6,2:$17.99"]
    {
        assert!(cells.contains(&cell.to_owned()), "no {cell} in {cells:#?}");
    }
}
