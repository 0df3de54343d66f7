//! Where a table ends though its columns may seem to go on, and where one goes on though it says little.

use super::partly_drawn::rows;
use super::{page, right, rule, set, tables};
use tablemend_model::{Rect, Rgb};
use tablemend_pdf::Fill;

#[test]
fn a_caption_of_a_table_ends_the_one_above() {
    let columns = |caption: &str| {
        let mut p = page();
        for (n, (top, xs)) in
            [(100.0, &[230.0, 300.0, 380.0][..]), (220.0, &[250.0, 340.0])].iter().enumerate()
        {
            set(&mut p, 55.0, top - 14.0, 10.0, "Boats of the harbour of the old town");
            set(&mut p, 55.0, *top, 10.0, "Boat");
            for (x, label) in xs.iter().zip(["Oars", "Berth", "Sum"]) {
                right(&mut p, *x, *top, label);
            }
            for row in 0..4 {
                let base = top + 14.0 + 14.0 * row as f32;
                set(&mut p, 55.0, base, 10.0, ["Gannet", "Tern", "Puffin", "Auk"][row]);
                for (k, x) in xs.iter().enumerate() {
                    right(&mut p, *x, base, &format!("{}", 12 + row + 10 * k));
                }
            }
            set(&mut p, 150.0, top + 72.0, 10.0, &format!("{caption} {}", n + 1));
            set(&mut p, 110.0, top + 86.0, 10.0, "Boats by berth of the harbour");
        }
        tables(&p).iter().map(|t| t.column_count()).collect::<Vec<_>>()
    };
    assert_eq!(columns("Tabela"), [4, 3]);
}

#[test]
fn two_columns_at_the_top_of_a_page_go_on_though_one_is_blank() {
    let form = |top: f32| {
        let mut p = page();
        set(&mut p, 50.0, 60.0, 10.0, "Harbour office");
        for n in 0..=4 {
            let y = top + 20.0 * n as f32;
            rule(&mut p, 50.0, y, 450.0, y);
        }
        for x in [50.0, 250.0, 450.0] {
            rule(&mut p, x, top, x, top + 80.0);
        }
        for n in 0..4 {
            let said = ["Who keeps the gate?", "Who oils the bell?"][n % 2];
            set(&mut p, 55.0, top + 14.0 + 20.0 * n as f32, 10.0, said);
        }
        p
    };
    let mut p = form(50.0);
    p.glyphs.retain(|g| g.origin.1 > 61.0 || g.area.x0 < 54.0);
    p.glyphs.retain(|g| (g.origin.1 - 60.0).abs() > 0.1);
    assert_eq!(rows(&p).len(), 4);
    assert!(tables(&form(300.0)).is_empty(), "in the middle of a page it is a box");
}

#[test]
fn a_header_with_the_first_label_of_the_one_above_begins_another_table() {
    let two = |label: &str| {
        let mut p = page();
        for (n, top) in [100.0, 176.0].into_iter().enumerate() {
            let from = p.glyphs.len();
            let head: &[(f32, &str)] = if n == 0 {
                &[(55.0, "Boat"), (180.0, "Oars"), (300.0, "Berth")]
            } else {
                &[(55.0, label), (150.0, "1-5"), (220.0, "6-9"), (310.0, "10+")]
            };
            p.fills
                .push(Fill::new(Rect::new(50.0, top - 10.0, 400.0, top + 4.0), Rgb(200, 210, 240)));
            head.iter().for_each(|(x, label)| set(&mut p, *x, top, 10.0, label));
            p.glyphs[from..].iter_mut().for_each(|g| g.bold = true);
            for row in 0..4 {
                let base = top + 14.0 + 14.0 * row as f32;
                set(&mut p, 55.0, base, 10.0, ["Gannet", "Tern", "Puffin", "Auk"][row]);
                let said = ["oak", "ash", "elm", "fir"][row];
                head[1..].iter().for_each(|(x, _)| set(&mut p, *x, base, 10.0, said));
            }
        }
        tables(&p).iter().map(|t| t.column_count()).collect::<Vec<_>>()
    };
    assert_eq!(two("Boat"), [3, 4]);
}
