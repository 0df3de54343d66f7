//! Tables of a document that none of its profiles knows: where most of its rows are in them, they are records of their
//! own, as those of any table.

use super::records_of;
use super::together::join;
use crate::profile::{Profile, assigned};
use crate::records::columns;
use foldhash::HashSet;
use tablemend_model::{Dataset, Document, Table};

/// What a table that no profile knows is told by.
const UNKNOWN: &str = "table.unknown";

/// So few rows beside the records are no reason to read them too.
const FEWEST: u32 = 10;

/// The rows below the header of a table.
pub(crate) fn rows(table: &Table) -> u32 {
    table.row_count().saturating_sub(table.header_rows().max(1))
}

/// Whether most rows of a document are in tables that have a header and are none of the profile's.
pub(crate) fn are_most(document: &Document, profile: &Profile, any: &Profile) -> bool {
    let alone = profile.alone();
    let all: Vec<&Profile> = std::iter::once(&alone).chain(&profile.also).collect();
    let of = assigned(document, &all);
    let is_any = |table: &Table| {
        table.column_count() > 1 && columns::header_row(table, 0, &any.items).is_some()
    };
    let sum = |wanted: &dyn Fn(usize, &Table) -> bool| -> u32 {
        let tables = document.tables().enumerate();
        tables.filter(|(at, table)| wanted(*at, table)).map(|(_, table)| rows(table)).sum()
    };
    let is_known = |at: usize| of.get(at).copied().flatten().is_some();
    let beside = sum(&|at, table| !is_known(at) && is_any(table));
    if beside < FEWEST || beside <= sum(&|at, _| is_known(at)) {
        return false;
    }
    // Keys and summaries among them are read without being records: only what is left counts.
    let data = super::records(document, profile, "");
    let left = of_unknown(&data);
    let beside = sum(&|at, table| left.contains(&(at as u32 + 1)) && is_any(table));
    beside >= FEWEST && u64::from(beside) > data.item_count() as u64
}

/// The tables, from 1, that were told to be unknown.
fn of_unknown(data: &Dataset) -> HashSet<u32> {
    let told = data.diagnostics.iter().filter(|note| note.code == UNKNOWN);
    told.filter_map(|note| note.source.table).collect()
}

/// Reads those tables as any table is read, and puts their rows beside the records that there are.
pub(super) fn read(document: &Document, any: &Profile, whole: &mut Dataset, tool: &str) {
    let left = of_unknown(whole);
    let others = (1..).zip(document.tables()).map(|(id, _)| id).filter(|id| !left.contains(id));
    let part = records_of(document, any, &others.collect(), true, tool);
    let is_left = |table: Option<u32>| table.is_some_and(|id| left.contains(&id));
    whole.other_text.retain(|text| !is_left(text.source.table));
    whole.diagnostics.retain(|note| note.code != UNKNOWN || !is_left(note.source.table));
    join(whole, part);
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    /// A document with a plan of two actions and a table of so many quays.
    fn document(quays: usize) -> String {
        let rows: Vec<String> = (1..=quays)
            .map(|n| format!("Quay {}|{}|{}", ["North", "South"][n % 2], n * 7, n))
            .collect();
        format!(
            "# Harbour\n\nAction|Owner|Due date\nMend the gate|Ann|May 2026\nOil the bell|Bo|June 2026\n\n# Traffic\n\nQuay|Boats|Bells\n{}",
            rows.join("\n")
        )
    }

    #[test]
    fn most_rows_of_a_document_are_not_left_in_other_text() {
        let data = read(&document(12));
        assert_eq!(data.schema.profile, "action-plan+table");
        assert_eq!(field(&data, "actions", "action"), ["Mend the gate", "Oil the bell"]);
        let boats = field(&data, "rows", "boats");
        assert_eq!((boats.len(), boats[11].as_str()), (12, "84 (84)"));
        assert!(!data.diagnostics.iter().any(|n| n.code == "table.unknown"));
    }

    #[test]
    fn rows_of_any_table_lack_no_refs_and_a_month_is_assumed_once() {
        let quays: String = (1..=12).map(|n| format!("\nDP {}|{}", n % 6 + 1, n * 7)).collect();
        let data = read(&format!(
            "# Harbour\n\nThe board agreed it in December 2023.\n\nAction|Owner|Due date\nMend the gate|Ann|May 2026\n\nBerth|Boats{quays}\nLock|5"
        ));
        assert_eq!(field(&data, "rows", "berth")[12], "Lock");
        let count = |code: &str| data.diagnostics.iter().filter(|n| n.code == code).count();
        assert_eq!((count("ref.missing"), count("period.assumed")), (0, 1));
    }

    #[test]
    fn a_few_rows_beside_a_plan_are_told_by_their_number() {
        let data = read(&document(3));
        assert_eq!(data.schema.profile, "action-plan");
        let told = data.diagnostics.iter().find(|n| n.code == "table.unknown").unwrap();
        assert!(told.message.contains("3 rows"), "{}", told.message);
    }
}
