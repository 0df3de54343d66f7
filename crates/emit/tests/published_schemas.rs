//! The JSON Schemas in `schemas/` are those that the program makes.
//!
//! `TABLEMEND_UPDATE=1 cargo test -p tablemend-emit --test published_schemas` writes them anew.

use std::path::Path;
use tablemend_emit::schema::{FORMS, Form, write};
use tablemend_normalise::Profile;

#[test]
fn published_schemas_are_those_that_are_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let update = std::env::var_os("TABLEMEND_UPDATE").is_some();
    let mut expected = Vec::new();
    for name in Profile::built_in_names() {
        let schema = Profile::built_in(name).unwrap().schema;
        for (form, form_name) in FORMS {
            let file = match form {
                Form::Tables => "tables.schema.json".to_owned(),
                _ => format!("{name}.{form_name}.schema.json"),
            };
            let mut made = Vec::new();
            write(*form, &schema, &mut made).unwrap();
            let path = folder.join(&file);
            if update {
                std::fs::write(&path, &made).unwrap();
            }
            let published = std::fs::read(&path).unwrap_or_default();
            assert!(published == made, "{file} is not what is made: see the top of this test");
            expected.push(file);
        }
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            !name.ends_with(".schema.json") || expected.contains(&name),
            "{name} is of no form"
        );
    }
}
