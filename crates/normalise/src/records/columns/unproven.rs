//! Lists of things of which nothing proves that they are items: no heading names them, nothing says by when, and their
//! status tells of no work (`Feature | Status` over `Approved`).

use super::HeaderRow;
use super::cells::{cells_below, signed};
use super::progress::works;
use crate::profile::{Holds, ItemRule};
use crate::records::status::{self, leading};
use tablemend_model::{FieldKind, State, Table};

/// Whether a table has no more than such a name and such a status.
pub(super) fn is_unproven(table: &Table, row: u32, header: &HeaderRow, rule: &ItemRule) -> bool {
    const FEWEST: usize = 2;
    if rule.generic || !rule.own.is_empty() || header.is_about {
        return false;
    }
    let key = Holds::Field(rule.key);
    let is_kind = |wanted: FieldKind| {
        header.cells.iter().filter(
            move |c| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&wanted)),
        )
    };
    let is_named = header.columns(key).any(|c| !c.assumed);
    if is_named
        || header.columns(key).next().is_none()
        || is_kind(FieldKind::Dates).next().is_some()
    {
        return false;
    }
    let tells = |text: &str| {
        State::of_words(&leading(text)).is_some()
            || status::is_status(text)
            || status::is_known(text)
    };
    let mut statuses = is_kind(FieldKind::Status);
    let (Some(only), None) = (statuses.next(), statuses.next()) else { return false };
    let said = || cells_below(table, row, only.col).map(|c| c.text.as_str());
    let is_coloured =
        cells_below(table, row, only.col).any(|c| c.fill.is_some() || !c.icons.is_empty());
    said().count() >= FEWEST
        && !said().any(tells)
        && !is_coloured
        && !signed(table, row, only.col)
        && !works(table, row, only.col)
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn things_that_are_approved_are_no_actions() {
        let plan = "Action|Who|When\nOil the bell|Ann|3 May 2026\nRing it|Bo|4 May 2026";
        let all =
            |other: &str| field(&read(&format!("{plan}\n\n{other}")), "actions", "action").len();
        assert_eq!(
            all(
                "No|Showpiece|Status|Remark\nU1|Bells that ring at noon|Approved|Liked\nU2|Gates that open to a whistle|Approved|Loud"
            ),
            2
        );
        // What tells of work is an item's.
        assert_eq!(
            all(
                "No|Showpiece|Status|Remark\nU1|Bells that ring at noon|Done|Liked\nU2|Gates that open to a whistle|In progress|Loud"
            ),
            4
        );
    }
}
