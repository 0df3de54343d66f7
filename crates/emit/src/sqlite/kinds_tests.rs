//! Documents of several kinds in one database: columns of other types, and of the same name.

use super::Merged;
use super::tests::{opened, rows};
use crate::support::{plan, register};
use tablemend_model::{FieldKind, Value};

#[test]
fn a_column_that_is_text_in_one_document_and_number_in_the_next_is_written() {
    let mut texts = register();
    let (risks, _) = texts.schema.items().unwrap();
    let fields = &mut texts.schema.entities[risks].fields;
    let number = fields.iter().position(|f| f.kind == FieldKind::Number).unwrap();
    fields[number].kind = FieldKind::Text;
    let name = fields[number].name.clone();
    for record in &mut texts.entities[risks].records {
        record.values[number] = Value::Text("often".to_owned());
    }
    texts.document.sha256 = "cd".repeat(32);
    let mut many = Merged::open_for_many(None).unwrap();
    for data in [&texts, &register()] {
        assert_eq!(many.add(data).unwrap(), None);
    }
    let mut bytes = Vec::new();
    many.write(&mut bytes).unwrap();
    let sql = format!("SELECT {name}, {name}_printed FROM risks WHERE document = 2");
    assert_eq!(rows(&opened(&bytes), &sql).len(), 2);
}

#[test]
fn where_a_note_is_has_a_column_of_its_own_whatever_the_items_are_called() {
    let mut table = register();
    table.schema.profile = "table".to_owned();
    let (items, _) = table.schema.items().unwrap();
    let entity = &mut table.schema.entities[items];
    (entity.name, entity.one) = ("rows".to_owned(), "row".to_owned());
    table.document.sha256 = "ef".repeat(32);
    for documents in [[&table, &plan()], [&plan(), &table]] {
        let mut many = Merged::open_for_many(None).unwrap();
        for data in documents {
            assert_eq!(many.add(data).unwrap(), None);
        }
        let mut bytes = Vec::new();
        many.write(&mut bytes).unwrap();
        let db = opened(&bytes);
        assert!(rows(&db, "PRAGMA foreign_key_check").is_empty());
        let noted =
            "SELECT count(*) > 0 FROM diagnostics WHERE \"row\" IS NOT NULL AND action IS NOT NULL";
        assert_eq!(rows(&db, noted), [["1"]]);
    }
}
