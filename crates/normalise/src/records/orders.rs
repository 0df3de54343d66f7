//! Dates of which nothing in a document tells day from month are told once, not once a row.

use tablemend_model::{Diagnostic, Level, Record};

/// Fewer rows each say it themselves.
const FEWEST: usize = 3;

/// Puts one note in the place of those on single rows, and takes the flag off these rows. All such dates were read in
/// the same order: who knows which one is meant knows it of all of them.
pub(super) fn tell_once(records: &mut [Record], notes: &mut Vec<Diagnostic>) {
    let is_order = |n: &Diagnostic| {
        n.code == "date.ambiguous" && n.message.contains("day from month") && n.record.is_some()
    };
    let mut rows: Vec<&str> =
        notes.iter().filter(|n| is_order(n)).filter_map(|n| n.record.as_deref()).collect();
    let dates = rows.len();
    rows.sort_unstable();
    rows.dedup();
    let count = rows.len();
    let Some(first) = notes.iter().find(|n| is_order(n)).cloned() else { return };
    if count < FEWEST {
        return;
    }
    notes.retain(|n| !is_order(n));
    for record in records.iter_mut() {
        let has_other = notes
            .iter()
            .any(|n| n.code == "date.ambiguous" && n.record.as_deref() == Some(record.id.as_str()));
        if !has_other {
            record.flags.retain(|flag| flag != "date.ambiguous");
        }
    }
    let message = format!(
        "{dates} dates in {count} rows can be read in two ways: nothing in the document tells day from month; in all of them the day was taken to come first"
    );
    let mut told = Diagnostic::new("date.ambiguous", Level::Warning, message).at(first.source);
    told.source.row = None;
    told.source.table = None;
    (told.printed, told.used) = (first.printed, first.used);
    notes.push(told);
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::read;

    /// How many notes there are of dates in two ways, and how many rows have the flag.
    fn told(dates: &[&str]) -> (usize, usize) {
        let rows: String =
            dates.iter().enumerate().map(|(n, d)| format!("{n}|Mend gate {n}|Ann|{d}\n")).collect();
        let data = read(&format!("Ref|Action|Lead|Due date\n{rows}"));
        let notes = data.diagnostics.iter().filter(|d| d.code == "date.ambiguous").count();
        let (_, items) = data.items().unwrap();
        let is_flagged =
            |r: &&tablemend_model::Record| r.flags.iter().any(|f| *f == "date.ambiguous");
        (notes, items.records.iter().filter(is_flagged).count())
    }

    #[test]
    fn an_order_that_nothing_tells_is_told_once() {
        assert_eq!(told(&["01/05/2026", "02/06/2026", "03/07/2026"]), (1, 0));
        // One date that tells it settles all.
        assert_eq!(told(&["01/05/2026", "02/06/2026", "23/07/2026"]), (0, 0));
        // A row or two say it themselves; a quarter is another doubt.
        assert_eq!(told(&["01/05/2026", "3 May 2026", "3 June 2026"]), (1, 1));
        assert_eq!(told(&["Q1 2026", "Q2 2026", "Q3 2026"]), (3, 3));
    }
}
