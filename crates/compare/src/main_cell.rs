//! What an item is called by.

use crate::cell::Cell;
use crate::edition::{Edition, Item, Kind};

/// The profile that fits any table: items of several tables, each with columns of its own.
const GENERIC: &str = "table";

impl Edition {
    /// Whether the items are the rows of tables that no profile knows.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        self.document.profile.split('+').any(|name| name == GENERIC)
    }

    /// The text that an item is called by: that of the first field of texts. A row of a table without
    /// that column is called by the first of its own: else no two rows of it could be told apart.
    #[must_use]
    pub fn main_cell<'i>(&self, item: &'i Item) -> &'i Cell {
        let main = item.cell(self.first_of(Kind::Text));
        if !main.is_missing() || !self.is_generic() {
            return main;
        }
        let is_text = |kind: Kind| matches!(kind, Kind::Text | Kind::Posts);
        let filled = |wanted: &dyn Fn(Kind) -> bool| {
            let mut cells = self.fields.iter().zip(&item.cells);
            cells.find(|(field, cell)| wanted(field.kind) && !cell.is_missing())
        };
        filled(&is_text).or_else(|| filled(&|_| true)).map_or(main, |(_, cell)| cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Field;
    use crate::identity::Links;
    use crate::{Options, compare_editions, render, sample};

    /// Rows of tables with columns of their own: `name | rank | quay | warden`.
    fn edition(rows: &[[&str; 4]]) -> Edition {
        let mut edition = sample::blank("2024-01");
        edition.document.profile = GENERIC.to_owned();
        let kinds = [Kind::Text, Kind::Text, Kind::Text, Kind::Text];
        edition.fields = ["name", "rank", "quay", "warden"]
            .into_iter()
            .zip(kinds)
            .map(|(name, kind)| Field { name: name.to_owned(), title: name.to_owned(), kind })
            .collect();
        let item = |(at, row): (usize, &[&str; 4])| Item {
            id: format!("row {at}"),
            cells: row
                .iter()
                .map(|text| match *text {
                    "" => Cell::Missing,
                    text => Cell::Text(text.to_owned()),
                })
                .collect(),
            ..Item::default()
        };
        edition.items = rows.iter().enumerate().map(item).collect();
        edition
    }

    fn told(before: Edition, after: Edition) -> String {
        let options = Options::default();
        let changes = compare_editions(before, after, &Links::default(), &options);
        render::text(&changes, false)
    }

    #[test]
    fn rows_of_a_table_with_other_columns_are_followed_by_their_own_text() {
        let before = edition(&[
            ["Ann", "Master", "", ""],
            ["", "", "North quay", "Ann"],
            ["", "", "South quay", "Bo"],
        ]);
        let after = edition(&[
            ["Ann", "Master", "", ""],
            ["", "", "North quay", "Ann"],
            ["", "", "South quay", "Cy"],
        ]);
        let text = told(before.clone(), after);
        assert!(text.contains("1 change of warden") && !text.contains("added"), "{text}");
        // A table in front makes the ids of all rows others.
        let mut later = before.clone();
        for item in &mut later.items {
            item.id.push_str(" of table 2");
        }
        let text = told(before, later);
        assert!(!text.contains("added") && !text.contains("removed"), "{text}");
    }

    #[test]
    fn what_a_table_calls_its_first_column_is_not_made_a_plural() {
        let before = edition(&[
            ["Ann", "Master", "", ""],
            ["Bo Gale of the harbour office", "Mate", "", ""],
        ]);
        let after = edition(&[
            ["Ann", "Master", "", ""],
            ["Bo Gales of the harbour office", "Mate", "", ""],
        ]);
        let text = told(before, after);
        assert!(text.contains("1 change of name"), "{text}");
    }

    #[test]
    fn an_action_without_its_text_is_called_by_nothing_else() {
        let mut plan =
            sample::plan("2024-01", "1.1 | Ring the bells | 2024-03 | Warden | soon | red");
        plan.items[0].cells[0] = Cell::Missing;
        assert!(plan.main_cell(&plan.items[0]).is_missing());
    }
}
