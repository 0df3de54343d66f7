//! The changes as rows of one table, for a workbook or a CSV file: a line a change, each kind of items after
//! the other.

use crate::cell::Cell;
use crate::compare::{Change, ChangeKind, Changes, Direction};

/// The headings.
pub const HEADS: [&str; 11] = [
    "Items",
    "Reference",
    "Reference before",
    "Item",
    "What happened",
    "Field",
    "Before",
    "After",
    "Direction",
    "Days",
    "Certain (%)",
];

/// The rows below [`HEADS`].
#[must_use]
pub fn rows(changes: &[Changes]) -> Vec<Vec<String>> {
    changes.iter().flat_map(|of_kind| of_kind.changes.iter().map(|c| row(of_kind, c))).collect()
}

fn row(changes: &Changes, change: &Change) -> Vec<String> {
    let item = |edition: &crate::Edition, id: &Option<String>| {
        let item = edition.item(id.as_deref()?)?;
        Some((item.name().to_owned(), edition.main_cell(item).display()))
    };
    let before = item(&changes.before, &change.before_id);
    let after = item(&changes.after, &change.after_id);
    let text = after.as_ref().or(before.as_ref()).map(|(_, text)| text.clone());
    let is_whole =
        matches!(change.kind, ChangeKind::Added | ChangeKind::Removed | ChangeKind::NotFound);
    let title = |name: &str| {
        let fields = changes.after.fields.iter().chain(&changes.before.fields);
        fields.into_iter().find(|f| f.name == name).map(|f| f.title.clone())
    };
    let field = change.field.as_deref().filter(|_| !is_whole);
    let value = |cell: &Cell| if is_whole { String::new() } else { cell.display() };
    let happened = match (change.kind, &change.split_of) {
        (ChangeKind::Added, Some(whole)) => format!("New, part of {whole}"),
        (ChangeKind::Added, None) => "New".to_owned(),
        (ChangeKind::Removed, _) => "No longer there".to_owned(),
        (ChangeKind::NotFound, _) => "Not found: part of an edition is unread".to_owned(),
        (ChangeKind::Renumbered, _) => "Renumbered".to_owned(),
        (ChangeKind::Changed, _) => "Changed".to_owned(),
    };
    let direction = match change.direction {
        Some(Direction::Slipped) => "slipped",
        Some(Direction::Earlier) => "brought forward",
        Some(Direction::Better) => "improved",
        Some(Direction::Worse) => "worsened",
        None => "",
    };
    vec![
        changes.after.title_of_items().to_owned(),
        after.map(|(name, _)| name).unwrap_or_default(),
        before.map(|(name, _)| name).unwrap_or_default(),
        text.unwrap_or_default(),
        happened,
        field.map(|name| title(name).unwrap_or_else(|| name.to_owned())).unwrap_or_default(),
        value(&change.before),
        value(&change.after),
        direction.to_owned(),
        change.days.map(|days| days.to_string()).unwrap_or_default(),
        format!("{:.0}", change.confidence * 100.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Links;
    use crate::{Options, compare_editions, sample::plan};

    #[test]
    fn every_change_has_a_line_with_its_item_and_both_values() {
        let before = plan(
            "2024-01",
            "1.1 | Ring the bells at noon | 2024-03-31 | Warden | | green
             1.2 | Paint the north gate | 2024-04-30 | Warden | | red",
        );
        let after = plan(
            "2024-02",
            "1.1 | Ring the bells at noon | 2024-04-30 | Warden | | green
             1.3 | Count the boats in the harbour | 2024-05-31 | Warden | | green",
        );
        let changes = compare_editions(before, after, &Links::default(), &Options::default());
        let rows = rows(std::slice::from_ref(&changes));
        assert_eq!(rows.len(), changes.changes.len());
        assert!(rows.iter().all(|row| row.len() == HEADS.len()));
        let of = |happened: &str| {
            let found = rows.iter().find(|row| row[4] == happened);
            found.unwrap_or_else(|| panic!("{happened}: {rows:?}"))
        };
        let moved = of("Changed");
        assert_eq!(moved[1..4], ["1.1", "1.1", "Ring the bells at noon"]);
        assert_eq!(moved[8..10], ["slipped", "30"]);
        assert!(!moved[6].is_empty() && moved[6] != moved[7], "{moved:?}");
        assert_eq!(of("New")[1..4], ["1.3", "", "Count the boats in the harbour"]);
        assert_eq!(of("No longer there")[1..4], ["", "1.2", "Paint the north gate"]);
    }
}
