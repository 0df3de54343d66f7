//! Tables whose header is above the first rule, and the label of a group right below it.

use super::{page, rule, set, tables};

#[test]
fn a_label_between_the_first_two_rules_is_no_header() {
    let mut p = page();
    let columns = [50.0, 110.0, 300.0, 420.0];
    let mut line = |base: f32, texts: [&str; 4]| {
        for (x, text) in columns.iter().zip(texts) {
            set(&mut p, *x, base, 9.0, text);
        }
    };
    line(100.0, ["Ref", "Task", "Who", "By"]);
    line(141.0, ["1", "Mend the north gate", "Ann Gull", "May 2024"]);
    line(163.0, ["2", "Oil the old bell", "Bo Tern", "June 2024"]);
    line(185.0, ["3", "Tar both the boats", "Cy Auk", "July 2024"]);
    line(207.0, ["4", "Paint the masts red", "Di Wren", "May 2024"]);
    set(&mut p, 50.0, 119.0, 9.0, "Harbour and moorings");
    for y in [106.0, 126.0, 148.0, 170.0, 192.0, 214.0] {
        rule(&mut p, 46.0, y, 540.0, y);
    }
    let found = tables(&p);
    assert_eq!(found.len(), 1);
    let first: Vec<&str> = found[0].row_cells(0).map(|c| c.text.as_str()).collect();
    assert_eq!(first, ["Ref", "Task", "Who", "By"]);
    assert_eq!(found[0].row_count(), 6);
}
