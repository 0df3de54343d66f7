//! Signs without words in cells: glyphs and drawn shapes.

use super::{page, part, rule, set, tables};
use crate::pdf::page::PageItem;
use tablemend_model::{Rect, Rgb, Style};
use tablemend_pdf::{Fill, Page, Shape};

/// A drawn table of actions, 20 points a row from 100 down, with a column for their statuses from 250 to 350.
fn statuses(rows: u8) -> Page {
    let mut p = page();
    let bottom = 100.0 + 20.0 * f32::from(rows);
    for n in 0..=rows + 1 {
        let y = 80.0 + 20.0 * f32::from(n);
        rule(&mut p, 50.0, y, 350.0, y);
    }
    for x in [50.0, 250.0, 350.0] {
        rule(&mut p, x, 80.0, x, bottom);
    }
    set(&mut p, 54.0, 94.0, 9.0, "Action");
    set(&mut p, 254.0, 94.0, 9.0, "Status");
    for n in 0..rows {
        set(&mut p, 54.0, 114.0 + 20.0 * f32::from(n), 9.0, "Agree a plan");
    }
    p
}

#[test]
fn a_drawn_shape_is_its_cells_sign_and_has_its_colour_where_it_has_one() {
    let (black, green, white) = (Rgb(0, 0, 0), Rgb(0, 160, 80), Rgb(255, 255, 255));
    let signs: [(&[Shape], Rgb, Option<char>); 6] = [
        (&[Shape::TriangleUp], black, Some('▲')),
        (&[Shape::Square], black, Some('■')),
        (&[Shape::Falling, Shape::Rising], black, Some('✔')),
        (&[Shape::Disc], green, Some('●')),
        (&[Shape::Other], black, None),
        (&[Shape::Disc], white, None),
    ];
    let mut p = statuses(6);
    for (n, (shapes, colour, _)) in signs.iter().enumerate() {
        let y = 105.0 + 20.0 * n as f32;
        let each = 10.0 / shapes.len() as f32;
        for (k, shape) in shapes.iter().enumerate() {
            let x = 295.0 + each * k as f32;
            let area = Rect::new(x, y, x + each, y + 10.0);
            p.fills.push(Fill { shape: *shape, ..Fill::new(area, *colour) });
        }
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].column_count(), 2, "the edges of a square part no columns");
    for (n, (shapes, colour, sign)) in signs.iter().enumerate() {
        let cell = found[0].cell_at(n as u32 + 1, 1).unwrap();
        assert_eq!(cell.shape, *sign, "{shapes:?}");
        let has_colour = *colour == green;
        assert_eq!(cell.icons, if has_colour { vec![green] } else { vec![] }, "{shapes:?}");
    }
}

#[test]
fn a_grey_glyph_that_is_all_of_its_cell_is_a_sign_and_one_beside_words_is_a_bullet() {
    let mut p = statuses(2);
    for (base, x, text) in [(114.0, 300.0, "●"), (134.0, 254.0, "● closed")] {
        let from = p.glyphs.len();
        set(&mut p, x, base, 9.0, text);
        p.glyphs[from].colour = Rgb(0x99, 0x99, 0x99);
    }
    let found = tables(&p);
    assert_eq!(found[0].cell_at(1, 1).unwrap().icons, [Rgb(0x99, 0x99, 0x99)]);
    assert!(found[0].cell_at(2, 1).unwrap().icons.is_empty());
}

/// Draws a sign of 8 points beside the words that follow it on the line `base`.
fn sign(p: &mut Page, x: f32, base: f32, shape: Shape, colour: Rgb) {
    let area = Rect::new(x, base - 7.0, x + 8.0, base + 1.0);
    p.fills.push(Fill { shape, ..Fill::new(area, colour) });
}

/// The texts of a page outside its tables, with how many of them are coloured.
fn texts(p: &Page) -> Vec<(String, usize)> {
    let paras = part(p).items.into_iter().filter_map(|segment| match segment {
        PageItem::Para(para, _) => Some(para.text),
        PageItem::Table(_) => None,
    });
    let coloured = |m: &&tablemend_model::Mark| matches!(m.style, Style::Coloured(_));
    paras.map(|t| (t.as_str().to_owned(), t.marks().iter().filter(coloured).count())).collect()
}

#[test]
fn the_signs_of_a_key_are_part_of_its_text_and_the_key_of_no_table() {
    let forms = [Shape::Tick, Shape::Disc, Shape::TriangleUp];
    let names = ["Delivered", "On time", "At risk"];
    let (navy, green, amber) = (Rgb(0x1f, 0x38, 0x64), Rgb(0, 160, 80), Rgb(255, 190, 0));
    let one = "✔ Delivered ● On time ▲ At risk";
    for (colours, down) in [
        ([navy; 3], false),
        ([navy; 3], true),
        ([navy, green, amber], false),
        ([Rgb(0, 0, 0); 3], true),
    ] {
        let mut p = statuses(2);
        set(&mut p, 50.0, 30.0, 9.0, "Key");
        for (n, (shape, name)) in forms.iter().zip(names).enumerate() {
            let n = n as f32;
            let (x, base) = if down { (50.0, 42.0 + 12.0 * n) } else { (50.0 + 90.0 * n, 44.0) };
            sign(&mut p, x, base, *shape, colours[n as usize]);
            set(&mut p, x + 12.0, base, 9.0, name);
        }
        assert_eq!(tables(&p).len(), 1, "{down}");
        let said = texts(&p);
        let key = said.iter().find(|(t, _)| t.contains("Delivered")).unwrap();
        assert_eq!(key.0, one, "{down}");
        let all = if colours[0] == Rgb(0, 0, 0) { 0 } else { 3 };
        assert_eq!(key.1, all, "{down}");
    }
}

#[test]
fn the_sign_of_a_key_may_be_in_a_column_behind_its_name() {
    let key = |heading: &str| {
        let mut p = statuses(2);
        set(&mut p, 50.0, 200.0, 9.0, heading);
        let forms = [Shape::Tick, Shape::Disc, Shape::TriangleUp];
        for (n, (shape, name)) in forms.iter().zip(["Blue", "Green", "Amber"]).enumerate() {
            let base = 214.0 + 14.0 * n as f32;
            set(&mut p, 50.0, base, 9.0, name);
            sign(&mut p, 110.0, base, *shape, Rgb(0, 0, 0));
            set(&mut p, 150.0, base, 9.0, "What it means");
        }
        texts(&p).into_iter().any(|(t, _)| t.starts_with("✔ Blue – What it means ● Green"))
    };
    assert!(key("RAG key"));
    // Under no such heading they may be rows of anything.
    assert!(!key("Visits"));
}

#[test]
fn a_label_beside_its_signs_is_over_them_where_the_header_comes_again() {
    let mut p = page();
    let mut line = |base: f32, cells: &[(f32, &str)]| {
        for (x, text) in cells {
            set(&mut p, *x, base, 9.0, text);
        }
    };
    let head =
        [(50.0, "Ref"), (90.0, "Action"), (250.0, "RAG"), (330.0, "Officer"), (430.0, "Due")];
    for (n, base) in [(0, 60.0), (3, 150.0)] {
        line(base, &head);
        for k in 1..4 {
            let reference = format!("1.{}", n + k);
            let base = base + 20.0 * k as f32;
            let row = [
                (90.0, "Agree a plan with the mill"),
                (330.0, "Head of Works"),
                (430.0, "May 2026"),
            ];
            line(base, &[(50.0, reference.as_str())]);
            line(base, &row);
        }
    }
    for base in [80.0, 100.0, 120.0, 170.0, 190.0, 210.0] {
        sign(&mut p, 285.0, base, Shape::Disc, Rgb(0, 160, 80));
    }
    let found = tables(&p);
    assert!(found.iter().all(|t| t.column_count() == 5), "{found:?}");
}

#[test]
fn signs_of_rows_and_lists_are_no_key() {
    // The same sign twice, and signs far from any words.
    let mut p = page();
    for (n, shape) in [Shape::Disc, Shape::Disc, Shape::Square].into_iter().enumerate() {
        let base = 40.0 + 14.0 * n as f32;
        sign(&mut p, 50.0, base, shape, Rgb(0, 160, 80));
        set(&mut p, 62.0, base, 9.0, "an item");
    }
    assert!(texts(&p).iter().all(|(t, _)| !t.contains(['●', '■'])), "{:?}", texts(&p));
}

#[test]
fn forms_without_a_name_are_signs_where_they_come_again() {
    let mut p = statuses(3);
    let look = tablemend_pdf::Look::default();
    for y in [105.0, 145.0] {
        let area = Rect::new(295.0, y, 305.0, y + 10.0);
        let fill = Fill { shape: Shape::Unnamed(0), look, ..Fill::new(area, Rgb(0, 0, 0)) };
        p.fills.push(fill);
    }
    let mut contents = vec![Some(crate::pdf::words::content(&p))];
    crate::pdf::forms::Forms::default().name(&mut contents);
    let content = contents[0].as_ref().unwrap();
    let shapes: Vec<Shape> = content.fills.iter().map(|f| f.shape).collect();
    assert_eq!(shapes, [Shape::Unnamed(1); 2]);
    p.fills.pop();
    let mut contents = vec![Some(crate::pdf::words::content(&p))];
    crate::pdf::forms::Forms::default().name(&mut contents);
    assert!(contents[0].as_ref().unwrap().fills.iter().all(|f| f.shape == Shape::Other));
}

#[test]
fn a_tick_alone_in_its_cell_stays_one_and_ticks_before_items_are_bullets() {
    let mut p = statuses(2);
    set(&mut p, 254.0, 114.0, 9.0, "✓ Done");
    let found = tables(&p);
    assert_eq!(found[0].cell_at(1, 1).unwrap().text.as_str(), "✓ Done");
    let mut p = statuses(2);
    set(&mut p, 254.0, 109.0, 6.0, "✓ Oars");
    set(&mut p, 254.0, 117.0, 6.0, "✓ Nets");
    let found = tables(&p);
    assert_eq!(found[0].cell_at(1, 1).unwrap().text.as_str(), "• Oars\n• Nets");
}
