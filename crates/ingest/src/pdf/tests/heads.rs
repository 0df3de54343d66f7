//! Header rows of tables that are only partly drawn, or not at all.

use super::partly_drawn::{body, rows};
use super::{page, right, rule, set, shown, tables};
use tablemend_pdf::Page;

#[test]
fn heads_end_where_bold_type_does_and_span_only_what_has_labels_under_it() {
    let mut p = page();
    let bold = |p: &mut Page, x: f32, base: f32, text: &str| {
        let from = p.glyphs.len();
        set(p, x, base, 10.0, text);
        p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
    };
    // Labels of one and two lines, set half a line apart.
    for (x, one, two) in [(60.0, "Ward", "Code"), (260.0, "Post", "Code")] {
        bold(&mut p, x, 88.0, one);
        bold(&mut p, x, 100.0, two);
    }
    bold(&mut p, 130.0, 94.0, "Name of ward");
    bold(&mut p, 330.0, 94.0, "Name of post");
    for n in 0..4 {
        let base = 114.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, ["Alpha", "Bravo", "Delta", "Gamma"][n]);
        set(&mut p, 100.0, base, 10.0, ["North and East", "West", "South", "Inner"][n]);
        set(&mut p, 260.0, base, 10.0, ["officer", "analyst", "clerk", "driver"][n]);
        set(&mut p, 310.0, base, 10.0, ["(two of three)", "(one)", "(all)", "(none)"][n]);
    }
    assert_eq!(
        rows(&p)[..2],
        [
            "Ward Code|Name of ward|Post Code|Name of post",
            "Alpha|North and East|officer|(two of three)"
        ]
    );
}

#[test]
fn a_number_above_a_number_is_no_head_whatever_words_stand_beside_it() {
    let mut p = page();
    for (n, (name, post)) in
        [("Ash, J", "Director"), ("Elm, R", "Officer"), ("Oak, T", "Clerk"), ("Yew, M", "Driver")]
            .iter()
            .enumerate()
    {
        let base = 100.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, name);
        set(&mut p, 160.0, base, 10.0, post);
        set(&mut p, 260.0, base, 10.0, ["Drains", "Roads", "Lamps", "Signs"][n]);
        right(&mut p, 400.0, base, ["37,499", "21,000", "12,111", "25,499"][n]);
    }
    rule(&mut p, 55.0, 126.0, 405.0, 126.0);
    assert_eq!(tables(&p)[0].header_rows(), 0);
    assert_eq!(rows(&p)[0], "Ash, J|Director|Drains|37,499");
}

#[test]
fn lines_down_the_head_alone_part_its_labels() {
    let mut p = page();
    for x in [170.0, 220.0, 320.0, 420.0] {
        rule(&mut p, x, 80.0, x, 112.0);
    }
    for (x, one, two) in
        [(173.0, "Times", "counted"), (223.0, "Pat Ash", "(IND)"), (323.0, "Jo Elm", "(LIB)")]
    {
        set(&mut p, x, 90.0, 10.0, one);
        set(&mut p, x, 102.0, 10.0, two);
    }
    for n in 0..5 {
        let base = 124.0 + 12.0 * n as f32;
        set(&mut p, 60.0, base, 10.0, ["Alder", "Birch", "Cedar", "Downs", "Early"][n]);
        for (x, text) in
            [(215.0, "326"), (260.0, "188"), (315.0, "58.7%"), (360.0, "124"), (415.0, "38.7%")]
        {
            right(&mut p, x, base, text);
        }
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(
        shown(&found[0])[..4],
        ["0,1:Times counted", "0,2+1x2:Pat Ash\n(IND)", "0,4+1x2:Jo Elm\n(LIB)", "1,0:Alder"]
    );
}

#[test]
fn a_head_drawn_alone_belongs_to_the_lines_below_it() {
    let mut p = page();
    for y in [85.0, 105.0] {
        rule(&mut p, 55.0, y, 400.0, y);
    }
    for x in [55.0, 220.0, 310.0, 400.0] {
        rule(&mut p, x, 85.0, x, 105.0);
    }
    set(&mut p, 60.0, 98.0, 10.0, "Candidate");
    right(&mut p, 300.0, 98.0, "Total");
    right(&mut p, 390.0, 98.0, "Early");
    body(&mut p, 118.0, &["Ash, J", "Elm, R", "Oak, T", "Yew, M"], [300.0, 390.0]);
    assert_eq!(rows(&p)[..2], ["Candidate|Total|Early", "Ash, J|1,100|2.5"]);
    assert_eq!(rows(&p).len(), 5);
}

#[test]
fn years_below_the_head_rule_and_a_caption_above_it() {
    let mut p = page();
    set(&mut p, 60.0, 72.0, 10.0, "Table 4");
    set(&mut p, 130.0, 72.0, 10.0, "Landings by harbour and year");
    set(&mut p, 280.0, 92.0, 10.0, "Tonnes landed");
    rule(&mut p, 60.0, 96.0, 400.0, 96.0);
    right(&mut p, 300.0, 108.0, "2019");
    right(&mut p, 390.0, 108.0, "2020");
    body(&mut p, 122.0, &["North", "South", "East", "West"], [300.0, 390.0]);
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].header_rows(), 2);
    assert!(!shown(&found[0]).iter().any(|c| c.contains("Table 4")), "{:?}", shown(&found[0]));
    assert_eq!(rows(&p)[2], "North|1,100|2.5");
}
