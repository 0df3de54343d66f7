//! Columns that only one of two editions has: what is in them is compared with nothing, and so it is told.

use super::phrase::edition_names;
use crate::compare::Changes;
use crate::edition::{Edition, Field};

/// So many columns are named; more are counted.
const MOST: usize = 12;

/// A column of one edition that the other lacks, and in how many of its rows something is.
struct Own<'e> {
    place: usize,
    field: &'e Field,
    filled: usize,
}

/// One sentence for what has another heading, and one for each edition with columns of its own.
pub(super) fn sentences(changes: &Changes) -> Vec<String> {
    let (before, after) = (&changes.before, &changes.after);
    if is_one_sided(changes) && changes.changes.is_empty() {
        let [old_name, new_name] = edition_names(changes);
        let (name, rows) = match before.items.len() {
            0 => (new_name, after.items.len()),
            rows => (old_name, rows),
        };
        return vec![format!(
            "Only {name} was read with the rows of its other tables ({rows}): they were not compared."
        )];
    }
    if changes.pairing.links.is_empty() {
        return Vec::new();
    }
    let (mut old, mut new) = (own(before, after), own(after, before));
    let mut all = Vec::new();
    let mut renamed = Vec::new();
    old.retain(|gone| {
        let Some(at) = new.iter().position(|n| is_same_under_another_name(changes, gone, n)) else {
            return true;
        };
        renamed.push(format!("“{}” is now “{}”", gone.field.title, new[at].field.title));
        new.remove(at);
        false
    });
    if !renamed.is_empty() {
        all.push(format!("Headings have changed: {}.", shortened(&renamed)));
    }
    let [old_name, new_name] = edition_names(changes);
    for (own, name) in [(old, old_name), (new, new_name)] {
        let named = |o: &Own<'_>| {
            let rows = if o.filled == 1 { "row" } else { "rows" };
            format!("“{}” ({} {rows})", o.field.title, o.filled)
        };
        let names: Vec<String> = own.iter().filter(|o| o.filled > 0).map(named).collect();
        if !names.is_empty() {
            let columns = if names.len() == 1 { "this column" } else { "these columns" };
            all.push(format!("Only {name} has {columns}: {}.", shortened(&names)));
        }
    }
    all
}

/// Whether rows of tables that no profile knows are there on one side alone.
pub(crate) fn is_one_sided(changes: &Changes) -> bool {
    let (before, after) = (&changes.before, &changes.after);
    let is_any = |edition: &Edition| edition.called.as_ref().is_some_and(|c| c.one == "row");
    (is_any(before) || is_any(after)) && before.items.is_empty() != after.items.is_empty()
}

fn shortened(names: &[String]) -> String {
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The fields of an edition that another does not have.
fn own<'e>(edition: &'e Edition, other: &Edition) -> Vec<Own<'e>> {
    let fields = edition.fields.iter().enumerate();
    let lacking = fields.filter(|(_, field)| other.field(&field.name).is_none());
    let count = |place: usize| {
        edition.items.iter().filter(|item| !item.cell(Some(place)).is_missing()).count()
    };
    lacking.map(|(place, field)| Own { place, field, filled: count(place) }).collect()
}

/// Whether two columns hold the same in all rows that both editions have, not in one row alone.
fn is_same_under_another_name(changes: &Changes, old: &Own<'_>, new: &Own<'_>) -> bool {
    const FEWEST: usize = 2;
    let pairs = changes.pairing.links.iter().filter_map(|link| changes.items(link));
    let is_same = pairs.map(|(b, a)| (b.cell(Some(old.place)), a.cell(Some(new.place))));
    let cells: Vec<_> = is_same.collect();
    old.filled >= FEWEST
        && new.filled >= FEWEST
        && cells.iter().any(|(b, _)| !b.is_missing())
        && cells.iter().all(|(b, a)| b.same(a))
}

#[cfg(test)]
mod tests {
    use crate::cell::Cell;
    use crate::edition::{Field, Kind};
    use crate::identity::Links;
    use crate::{Edition, Options, compare_editions, render, sample};

    /// A plan of two items with a column more.
    fn edition(period: &str, column: &str, cells: [&str; 2]) -> Edition {
        let mut edition = sample::plan(period, "1 | Mend the quay wall\n2 | Paint the lighthouse");
        let name = column.to_lowercase();
        edition.fields.push(Field { name, title: column.to_owned(), kind: Kind::Text });
        for (item, text) in edition.items.iter_mut().zip(cells) {
            item.cells.push(match text {
                "" => Cell::Missing,
                text => Cell::Text(text.to_owned()),
            });
        }
        edition
    }

    fn told(before: Edition, after: Edition) -> String {
        let found = compare_editions(before, after, &Links::default(), &Options::default());
        render::text(&found, false)
    }

    #[test]
    fn rows_of_other_tables_that_one_side_was_not_read_for_are_not_gone() {
        use crate::edition::Called;
        let called = |mut edition: Edition, one: &str| {
            edition.called = Some(Called { one: one.to_owned(), title: format!("{one}s") });
            edition
        };
        let plan = || called(sample::plan("2024-01", "1 | Mend the quay wall"), "action");
        let rows = called(sample::plan("2024-01", "A | North quay\nB | South quay"), "row");
        let found = crate::compare_kinds(vec![plan(), rows], vec![plan()], &Options::default());
        let text = render::text(&found, false);
        assert!(text.contains("other tables (2): they were not compared"), "{text}");
        assert!(!text.contains("removed"), "{text}");
    }

    #[test]
    fn columns_that_one_edition_lacks_are_told() {
        let before = edition("2024-01", "Boats", ["3", "5"]);
        let text = told(before.clone(), edition("2024-02", "Bells", ["", "9"]));
        assert!(text.contains("Only January 2024 has this column: “Boats” (2 rows)."), "{text}");
        assert!(text.contains("Only February 2024 has this column: “Bells” (1 row)."), "{text}");
        assert!(!text.contains("Nothing has changed"), "{text}");
        let text = told(before.clone(), edition("2024-02", "Vessels", ["3", "5"]));
        assert!(text.contains("Headings have changed: “Boats” is now “Vessels”."), "{text}");
        assert!(!text.contains("Only"), "{text}");
        // A column with nothing in it says nothing.
        let text =
            told(edition("2024-01", "Boats", ["", ""]), edition("2024-02", "Bells", ["", ""]));
        assert!(text.contains("Nothing has changed."), "{text}");
    }
}
