//! What other tools read of an archive.

use super::*;
use rusqlite::Connection;
use tablemend_compare::sample::plan;

fn timeline() -> Timeline {
    let january = "1.1 | Publish the joint needs assessment | 2024-01 | Head of Data | | green
        1.2 | Recruit two speech therapists, \"soon\" | 2024-03-31 | A; B | | amber";
    let february = "1.1 | Recruit two speech therapists, \"soon\" | 2024-03-31 | A; B | | red";
    let march = "1.1 | Recruit two speech therapists, \"soon\" | 2024-03-31 | A; B | | red
        1.2 | Publish the joint needs assessment | 2024-01 | Head of Data | | green";
    let editions =
        vec![plan("2024-01", january), plan("2024-02", february), plan("2024-03", march)];
    Timeline::of(editions, &[])
}

#[test]
fn long_form_has_a_row_for_each_item_and_edition() {
    let text = long(&timeline()).csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(
        header.iter().collect::<Vec<_>>().join(" "),
        "period item id ref action completion_printed completion_start completion_end \
         completion_edtf leads commentary status status_state ref_printed leads_printed \
         status_printed page first_line last_line place flags queries corrected_from"
    );
    let keys: Vec<_> = reader
        .records()
        .map(|r| r.map(|r| format!("{} {} {}", &r[0], &r[1], &r[2])).unwrap())
        .collect();
    assert_eq!(
        keys,
        [
            "2024-01 2024-01/1.1 1.1",
            "2024-01 2024-01/1.2 1.2",
            "2024-02 2024-01/1.2 1.1",
            "2024-03 2024-01/1.2 1.1",
            "2024-03 2024-01/1.1 1.2",
        ]
    );
}

#[test]
fn the_words_of_a_number_are_kept_as_in_the_records() {
    let mut edition = plan("2024-01", "1.1 | Flooding | 2024-01 | A | | green");
    edition.fields.push(tablemend_compare::Field {
        name: "score".to_owned(),
        title: "Score".to_owned(),
        kind: Kind::Number,
    });
    edition.items[0].cells.push(Cell::Number { value: None, printed: "High".to_owned() });
    let timeline = Timeline::of(vec![edition], &[]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.db");
    sqlite(&timeline, &path).unwrap();
    let db = Connection::open(&path).unwrap();
    let score: String = db.query_row("SELECT score FROM item", [], |row| row.get(0)).unwrap();
    assert_eq!(score, "High", "there is no other column for it");
    let text = long(&timeline).csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let of = |name: &str| &row[header.iter().position(|h| h == name).unwrap()];
    assert_eq!((of("score"), of("score_printed")), ("", "High"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_the_rows_of_the_long_form_typed() {
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReader;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Date32Type;

    let mut out = Vec::new();
    parquet(&timeline(), &mut out).unwrap();
    let mut batches = ParquetRecordBatchReader::try_new(bytes::Bytes::from(out), 1000).unwrap();
    let batch = batches.next().unwrap().unwrap();
    assert!(batches.next().is_none());
    let grid = long(&timeline());
    let names: Vec<&String> = grid.columns.iter().map(|(name, _)| name).collect();
    let schema = batch.schema();
    assert_eq!(schema.fields().iter().map(|f| f.name()).collect::<Vec<_>>(), names);
    assert_eq!(batch.num_rows(), grid.rows.len());
    let ends = batch.column_by_name("completion_end").unwrap().as_primitive::<Date32Type>();
    assert_eq!(ends.value(1), 19_813, "31 March 2024");
    let leads = batch.column_by_name("leads").unwrap().as_list::<i32>();
    assert_eq!(leads.value(1).as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["A", "B"]);
    let comments = batch.column_by_name("commentary").unwrap();
    assert_eq!(comments.null_count(), 5);
}

#[test]
fn the_database_has_versions_changes_and_removals() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.db");
    sqlite(&timeline(), &path).unwrap();
    let db = Connection::open(&path).unwrap();
    let rows = |sql: &str| -> Vec<String> {
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |r| r.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(
        rows("SELECT _item_id || ' ' || id FROM item"),
        ["2024-01/1.1 1.2", "2024-01/1.2 1.1"]
    );
    // The second version of an item has only what changed.
    assert_eq!(
        rows(
            "SELECT _item || ' ' || _version || ' ' || _commit || ' ' || coalesce(action, '') \
              FROM item_version WHERE _version > 1 ORDER BY 1"
        ),
        ["1 2 3 ", "2 2 2 "]
    );
    assert_eq!(
        rows("SELECT _changed_columns FROM item_version_detail WHERE _item = 2 AND _version = 2"),
        ["[\"id\",\"ref\",\"status\"]"]
    );
    assert_eq!(rows("SELECT _item || ' ' || _commit FROM item_removed"), ["1 2"]);
    assert_eq!(rows("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(rows("SELECT \"table\" FROM pragma_foreign_key_check"), Vec::<String>::new());
}

#[test]
fn numbers_are_numbers_in_the_database() {
    let mut edition = plan("2024-01", "1.1 | Count the gulls\n1.2 | Count the swans");
    let field = |name: &str, kind| tablemend_compare::Field {
        name: name.to_owned(),
        title: name.to_owned(),
        kind,
    };
    edition.fields.extend([field("score", Kind::Number), field("extra_boats", Kind::Text)]);
    for (item, printed) in edition.items.iter_mut().zip(["9", "20"]) {
        let value = printed.parse().ok();
        item.cells.push(Cell::Number { value, printed: printed.to_owned() });
        item.cells.push(Cell::Text("seven".to_owned()));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.db");
    sqlite(&Timeline::of(vec![edition], &[]), &path).unwrap();
    let db = Connection::open(&path).unwrap();
    let sql = "SELECT max(score) || ' ' || typeof(score) || ' ' || max(extra_boats) FROM item";
    let told: String = db.query_row(sql, [], |r| r.get(0)).unwrap();
    assert_eq!(told, "20 integer seven");
}

#[test]
fn the_package_describes_every_column_of_its_files() {
    let files = package(&timeline());
    let text = |name: &str| &files.iter().find(|f| f.name == name).unwrap().text;
    let description: serde_json::Value = serde_json::from_str(text("datapackage.json")).unwrap();
    let resources = description["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 6);
    for resource in resources {
        let mut reader =
            csv::Reader::from_reader(text(resource["path"].as_str().unwrap()).as_bytes());
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let fields: Vec<_> = resource["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(header, fields);
        assert!(reader.records().all(|r| r.is_ok()));
    }
}

#[test]
fn an_empty_archive_exports_too() {
    let folder = tempfile::tempdir().unwrap();
    sqlite(&Timeline::default(), &folder.path().join("plan.db")).unwrap();
    assert_eq!(package(&Timeline::default()).len(), 7);
    assert_eq!(long(&Timeline::default()).rows.len(), 0);
}
