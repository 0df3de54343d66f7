//! What is printed is what is read: marks, strikes, watermarks, directions, running lines.

use tablemend_ingest::Options;
use tablemend_model::{Block, Document, Table};

fn document(name: &str) -> Document {
    let path = format!("{}/../../fixtures/printed/{name}.pdf", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("the fixture is there");
    tablemend_ingest::read(&bytes, name, &Options::default()).expect("it is read").value
}

/// The rows of a table, cells parted by bars.
fn rows(table: &Table) -> Vec<String> {
    let row = |n| {
        let cells = table.row_cells(n).map(|c| c.text.as_str().replace('\n', " "));
        cells.collect::<Vec<_>>().join("|")
    };
    (0..table.row_count()).map(row).collect()
}

/// Rows that the tables of a document must have, wherever they are.
#[test]
fn rows_are_as_printed() {
    for (name, want) in [
        (
            "07-word-broken-by-narrow-cell",
            &["ID|Risk|Impact|Status", "1|Slipway floods|Medium|Identified"][..],
        ),
        ("17-superscript-marks", &["Ferries|2041²|2177", "Tugs, late entries¹|88|91"]),
        ("18-overprinted-runs", &["Caution|Between 50 and 69% good Harbour Opportunity Office"]),
        ("27-right-to-left", &["שנה|2023|2024", "נמל צפון|11.0|12.5"]),
        ("r4a", &["Ibbotson|Margaret & Elizabeth|216 Priory Avenue|04/03/2024"]),
        ("r12b", &["Project|Date agreed|Percent complete|Days overdue|Risk rating (1 to 25)"]),
        (
            "r19a",
            &["1.7|Inspect the dry dock and report to the harbour board|7 May 2024|Harbour Master"],
        ),
        ("33-last-rows-repeat-on-pages", &["Over votes|7", "Under votes|20", "Contest total|1386"]),
    ] {
        let document = document(name);
        let found: Vec<String> = document.tables().flat_map(rows).collect();
        for row in want {
            assert!(found.iter().any(|f| f == row), "{name}: {row} is not in {found:#?}");
        }
    }
}

#[test]
fn labels_that_stand_upright_do_not_turn_the_page() {
    let document = document("31-rotated-labels-turn-the-page");
    let shapes: Vec<_> = document.tables().map(|t| (t.row_count(), t.column_count())).collect();
    assert_eq!(shapes, [(2, 17)]);
}

#[test]
fn a_right_to_left_table_begins_at_the_right() {
    for (name, want) in [("27-right-to-left", true), ("17-superscript-marks", false)] {
        assert_eq!(document(name).tables().next().map(Table::is_rtl), Some(want), "{name}");
    }
}

#[test]
fn struck_words_are_told_by_their_ranges() {
    let document = document("16-struck-text");
    let cells = document.tables().flat_map(Table::cells);
    let struck: Vec<_> = cells.flat_map(|c| c.text.struck()).collect();
    assert_eq!(struck, [[17, 21], [9, 12]]);
}

/// Running lines of a document, each once.
fn running(document: &Document) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for block in &document.blocks {
        if let Block::Running { text, .. } = block
            && !out.iter().any(|t| t == text.as_str())
        {
            out.push(text.as_str().to_owned());
        }
    }
    out
}

#[test]
fn headers_and_totals_are_no_running_lines_and_letterheads_are() {
    for name in ["33-last-rows-repeat-on-pages", "34-header-repeats-at-page-top"] {
        assert_eq!(running(&document(name)), Vec::<String>::new(), "{name}");
    }
    let letterhead = running(&document("04-letterhead-breaks-stitch")).join(" ");
    for line in ["HAVENBY WATCH", "Watch House", "Mole Road", "Havenby HV1 2AA", "Tel No: 5550100"]
    {
        assert!(letterhead.contains(line), "{line} is not in {letterhead}");
    }
    assert_eq!(running(&document("r19a")), ["DRAFT"]);
}
