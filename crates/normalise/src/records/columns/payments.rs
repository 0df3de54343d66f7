//! Lists of money that was paid or given: when, to whom, for what, how much. The day of a payment is no day by which
//! something is to be done.

use super::HeaderCell;
use super::cells::cells_below;
use super::naming::WHOLE;
use crate::profile::{Holds, ItemRule};
use crate::records::numbers::{Figures, is_like};
use tablemend_model::{FieldKind, Table, languages};

/// Whether the rows of a table are such payments: a column of amounts, a mere date in front of the text, no status, and
/// a text that has not the name of a deed.
pub(super) fn are_payments(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    if rule.generic || !rule.own.is_empty() {
        return false;
    }
    let is_kind = |c: &HeaderCell, wanted: FieldKind| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&wanted));
    let key = Some(Holds::Field(rule.key));
    let Some(text) = cells.iter().find(|c| c.holds == key && c.score < WHOLE) else { return false };
    let is_dated = cells.iter().any(|c| {
        is_kind(c, FieldKind::Dates)
            && c.col < text.col
            && languages::is_mere_date(c.words.as_str())
    });
    let is_amount = |c: &HeaderCell| {
        let all = cells_below(table, row, c.col).count();
        let is_figure = |text: &str| is_like(text, Figures::default());
        let figures = cells_below(table, row, c.col).filter(|c| is_figure(c.text.as_str())).count();
        c.words.words().any(languages::is_amount) && all > 1 && figures * 10 >= all * 9
    };
    is_dated
        && cells.iter().any(is_amount)
        && !cells.iter().any(|c| is_kind(c, FieldKind::Status))
        && cells.iter().filter(|c| c.holds == key).all(|c| c.score < WHOLE)
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::read;

    #[test]
    fn payments_are_no_actions() {
        let profile = |heads: &str| {
            let data = read(&format!(
                "{heads}\n3 May 2026|Ash Boats|Mend the gate of the quay|1200|Clerk\n4 May 2026|Bell Ropes|Oil the bell of the tower|350|Warden\n5 May 2026|Elm Gates|Paint the boats by the pier|80|Clerk"
            ));
            data.schema.profile
        };
        assert_eq!(profile("Date|Paid to|Description|Amount|Owner"), "table");
        assert_eq!(profile("Date|With|Action|Amount|Owner"), "action-plan");
    }
}
