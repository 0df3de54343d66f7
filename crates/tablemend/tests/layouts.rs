//! Columns that people drew on pages of PDFs: read again in them, kept, and taken up by the next edition.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tablemend::corrections::{Correction, header_of, layouts, parse, table_at};
use tablemend::model::{Level, Place, Rect, Table};
use tablemend::{LayoutHint, Options, Records};

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn read(name: &str, hints: Vec<LayoutHint>) -> Records {
    tablemend::convert(fixture(name), "plan.pdf", &Options::new().with_layouts(hints)).unwrap()
}

fn notes(records: &Records, code: &str) -> Vec<(Level, String)> {
    let own = records.notes().iter().filter(|n| n.code == code);
    own.map(|n| (n.level, n.message.clone())).collect()
}

/// A table on the page where it begins, in the columns in which it was read.
fn as_read(table: &Table, sha256: &str) -> Option<LayoutHint> {
    let on_page = |place: &Place| match place {
        Place::Page { number, area } => Some((*number, *area)),
        _ => None,
    };
    let (page, _) = table.cells().first()?.places.iter().find_map(on_page)?;
    let cells: Vec<(u32, u32, Rect)> = table
        .cells()
        .iter()
        .filter_map(|c| {
            let own = c.places.iter().filter_map(on_page).find(|(n, _)| *n == page)?;
            Some((c.row(), c.col(), own.1))
        })
        .collect();
    let area = cells.iter().map(|c| c.2).reduce(|a, b| a.union(&b))?;
    let left = |col: u32| cells.iter().find(|c| c.1 == col).map(|c| c.2.x0);
    let header = cells.iter().filter(|c| c.0 < table.header_rows()).map(|c| c.2.y1);
    Some(LayoutHint {
        document: sha256.to_owned(),
        page,
        area,
        columns: (1..table.column_count()).map(left).collect::<Option<_>>()?,
        header: Some(header.fold(area.y0 - 1.0, f32::max)),
        printed: header_of(table),
        by: "A. Officer".to_owned(),
    })
}

fn hints(name: &str) -> Vec<LayoutHint> {
    let mended = tablemend::tables(fixture(name), "plan.pdf", &Options::new()).unwrap();
    let sha256 = &mended.document().source.sha256;
    let all = mended.document().tables();
    all.filter_map(|t| as_read(t, sha256)).filter(|h| !h.columns.is_empty()).collect()
}

/// What is read of the items, without places.
fn values(records: &Records) -> Vec<String> {
    let (_, items) = records.data().items().unwrap();
    items.records.iter().map(|r| format!("{} {:?}", r.id, r.values)).collect()
}

#[test]
fn the_columns_in_which_a_table_was_read_give_what_was_read() {
    for name in [
        "grid",
        "bands",
        "bands-gaps",
        "hairlines",
        "open-equal",
        "rect-rules",
        "icons",
        "row-rules",
    ] {
        let name = format!("layouts/{name}.pdf");
        let hints = hints(&name);
        assert!(!hints.is_empty(), "{name}");
        let (before, after) = (read(&name, Vec::new()), read(&name, hints));
        assert_eq!(values(&before), values(&after), "{name}");
        assert!(!notes(&after, "layout.applied").is_empty(), "{name}");
        assert!(notes(&after, "layout.stale").is_empty(), "{name}");
    }
}

/// The first table of the plan of January with one edge less.
fn with_fewer_columns() -> LayoutHint {
    let mut hint = hints("pdf/2024-01-reportlab.pdf").remove(0);
    hint.columns.remove(1);
    hint
}

#[test]
fn columns_that_were_drawn_are_those_of_the_table_here_and_in_the_next_edition() {
    let hint = with_fewer_columns();
    for (name, earlier) in
        [("pdf/2024-01-reportlab.pdf", ""), ("pdf/2024-02-reportlab.pdf", " of an earlier edition")]
    {
        let options = Options::new().with_layouts([hint.clone()]);
        let mended = tablemend::tables(fixture(name), "plan.pdf", &options).unwrap();
        let table = table_at(mended.document(), hint.page, hint.area).unwrap();
        assert_eq!(table.column_count() as usize, hint.columns.len() + 1, "{name}");
        let told = format!("that A. Officer drew on page 1{earlier}");
        let applied = mended.notes().iter().find(|n| n.code == "layout.applied").unwrap();
        assert!(applied.message.ends_with(&told), "{}", applied.message);
    }
}

#[test]
fn columns_of_a_table_that_is_not_there_are_told_and_change_nothing() {
    let other = "layouts/bands.pdf";
    let (before, after) = (read(other, Vec::new()), read(other, vec![with_fewer_columns()]));
    assert_eq!(values(&before), values(&after));
    let stale = notes(&after, "layout.stale");
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0].0, Level::Warning);
}

const DRAWN: &str = r#"{"v": 1, "at": "2026-11-25T10:00:00Z", "by": "A. Officer", "document": "ab", "op": "layout", "place": {"page": 2, "bbox": [50, 80, 400, 300]}, "value": {"columns": [120.5, 240], "header": 96}, "printed": "Ref | Action"}"#;

#[test]
fn a_line_of_columns_is_read_and_can_be_taken_back() {
    let mut all: Vec<Correction> = parse(DRAWN).unwrap();
    let hint = layouts(&all).remove(0);
    assert_eq!(
        (hint.page, hint.columns.as_slice(), hint.header),
        (2, [120.5, 240.0].as_slice(), Some(96.0))
    );
    assert_eq!((hint.printed.as_str(), hint.by.as_str()), ("Ref | Action", "A. Officer"));
    let mut back = all[0].clone();
    back.undoes = Some(back.at.clone());
    back.at = "2026-11-25T10:00:01Z".to_owned();
    all.push(back);
    assert!(layouts(&all).is_empty());
}

#[test]
fn a_line_that_does_not_say_which_columns_is_refused_with_what_it_lacks() {
    for (from, to, lacks) in [
        (r#""page": 2"#, r#""page": 0"#, "`page`"),
        ("[50, 80, 400, 300]", "[50, 80, 400]", "`bbox`"),
        ("[120.5, 240]", "[]", "`columns`"),
        ("[120.5, 240]", "[240, 120.5]", "from left to right"),
        ("[120.5, 240]", "[120.5, 900]", "inside of"),
        (r#""header": 96"#, r#""header": "top""#, "`header`"),
    ] {
        let error = parse(&DRAWN.replace(from, to)).unwrap_err().to_string();
        assert!(error.contains("line 1 is not a correction") && error.contains(lacks), "{error}");
    }
}
