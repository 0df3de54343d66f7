//! Columns of the day on which an item was made (`Date of recommendation`), which is not when it is due.

use super::HeaderCell;
use super::cells::{cells_below, dated};
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table, languages};

/// Takes the due date from columns whose headings name the day on which what they list was made, from a mere `Date` where
/// another heading ends in `due`, and from numbers that are no dates.
pub(super) fn leave_made(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    if rule.generic {
        return;
    }
    let due = rule.pair.iter().find(|f| rule.kinds.get(**f) == Some(&FieldKind::Dates));
    let Some(due) = due.map(|f| Holds::Field(*f)) else { return };
    let says_due = |c: &HeaderCell| {
        c.holds.is_none_or(|holds| holds == due)
            && c.lost.is_none()
            && c.words.words().last().is_some_and(|w| w.ends_with("due"))
            && dated(table, row, c.col)
    };
    let other = claims.iter().position(says_due);
    let mut is_left = false;
    for cell in claims.iter_mut().filter(|c| c.holds == Some(due)) {
        let is_date = cell.words.as_str() == "date";
        if is_made(cell) || is_date && other.is_some() || are_figures(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
            is_left |= is_date;
        }
    }
    if let Some(cell) = other.filter(|_| is_left).and_then(|at| claims.get_mut(at)) {
        (cell.score, cell.holds) = (NAMED, Some(due));
    }
}

/// `Date of recommendation`, `Recommendation date`, `Fecha del informe`.
pub(super) fn is_made(cell: &HeaderCell) -> bool {
    let words: Vec<&str> = cell.words.words().collect();
    match words[..] {
        [thing, "date"] => languages::is_made_on_a_day(thing),
        [_, of, .., thing] if of == "of" || languages::is_of(of) => {
            words.len() <= 4 && languages::is_made_on_a_day(thing)
        }
        _ => false,
    }
}

/// Whether all cells of a column are whole numbers too long for a week or a year, of which none is a day: `201516`.
fn are_figures(table: &Table, row: u32, col: u32) -> bool {
    const FEWEST: usize = 2;
    let is_figure = |text: &str| {
        let is_whole = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_day = || tablemend_dates::only(text, &tablemend_dates::Context::default()).is_some();
        is_whole && text.len() > 4 && !is_day()
    };
    let all = cells_below(table, row, col).count();
    all >= FEWEST && cells_below(table, row, col).all(|c| is_figure(c.text.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn the_day_of_a_recommendation_is_not_when_it_is_due() {
        let due = |heads: &str, cells: &str| {
            let rows = ["Mend the gate by the quay", "Oil the bell of the tower"]
                .map(|text| format!("{text}|Ann|Open|{cells}"));
            let data = read(&format!("Recommendation|Owner|Status|{heads}\n{}", rows.join("\n")));
            let entity = data.items().unwrap().0.name.clone();
            let name = data.items().unwrap().0.first_of(tablemend_model::FieldKind::Dates);
            field(&data, &entity, &name.unwrap().1.name)[0].clone()
        };
        assert_eq!(due("Date", "21 April 2026"), "2026-04-21");
        assert_eq!(due("Date of recommendation", "21 April 2026"), "");
        assert_eq!(due("Recommendation date", "21 April 2026"), "");
        assert_eq!(due("Date|Date response due", "21 April 2026|3 May 2026"), "2026-05-03");
    }

    #[test]
    fn it_is_not_taken_for_want_of_another_date() {
        let data = read(
            "Ref|Recommendation|Date of recommendation|Accepted\nA1|Review the locks of the quay|21 April 2026|Yes\nA2|Train the staff in first aid|15 June 2026|No\nA3|Publish the tide tables|15 May 2026|Yes",
        );
        let (schema, items) = data.items().unwrap();
        let kept = schema.extra.iter().position(|h| h == "Date of recommendation");
        let kept = kept.and_then(|at| items.records[0].extra[at].as_deref());
        let is_table = data.schema.profile == "table";
        assert!(is_table || kept == Some("21 April 2026"), "{:?}", schema.extra);
    }

    #[test]
    fn figures_are_no_dates() {
        let data = read(
            "Year|Measure|Correlation\n201516|Bells against boats|0.0076\n202122|Gates against boats|0.08",
        );
        assert_eq!(data.schema.profile, "table");
        let weeks =
            "Week|Activity|Who\n1|Mend the gate|Ann\n2|Oil the bell|Bo\n3|Paint the boats|Cy";
        let data = read(weeks);
        assert_eq!(data.schema.profile, "action-plan");
        let (schema, items) = data.items().unwrap();
        assert!(schema.extra.is_empty(), "{:?} of {}", schema.extra, items.records.len());
    }
}
