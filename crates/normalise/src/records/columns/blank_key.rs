//! Columns that are named as the text of the items and are blank throughout: `Resolution` beside `Summary` in what a
//! tracker exports.

use super::HeaderCell;
use super::cells::cells_below;
use crate::profile::{Holds, ItemRule};
use tablemend_model::Table;

/// Takes the main field from columns without a text, where another column has it and has texts.
pub(super) fn leave_blank_key(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_blank = |c: &HeaderCell| cells_below(table, row, c.col).next().is_none();
    if rule.generic || !claims.iter().any(|c| c.holds == key && !is_blank(c)) {
        return;
    }
    for cell in claims.iter_mut().filter(|c| c.holds == key && is_blank(c)) {
        (cell.score, cell.rank, cell.holds) = (0, 0, None);
    }
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn a_blank_column_is_not_the_text_of_the_items() {
        let actions = |first: &str, second: &str| {
            let data = read(&format!(
                "Summary|Resolution|Assignee|Due date|Status\nMend the gate by the quay|{first}|Ann|3 May 2026|Open\nOil the bell of the tower|{second}|Bo|4 May 2026|Open"
            ));
            field(&data, "actions", "action")
        };
        assert_eq!(actions("", ""), ["Mend the gate by the quay", "Oil the bell of the tower"]);
        assert_eq!(actions("Hang it anew", "Grease it well"), ["Hang it anew", "Grease it well"]);
    }
}
