//! A profile drafted from a document's headers and cells, for a person to go over.

use super::{Profile, detect, generic};
use crate::records::{self, columns};
use std::fmt::Write as _;
use tablemend_model::{Document, FieldKind, FieldSchema};

/// The TOML text of a profile for documents like this one: an extension of the built-in profile that
/// fits it, with a field for each column that is not known, else a profile with a field for each
/// column. `None` where no table has a header row.
#[must_use]
pub fn draft(document: &Document) -> Option<String> {
    let any = Profile::built_in("table")?;
    let special: Vec<Profile> = Profile::built_in_names()
        .filter_map(Profile::built_in)
        .filter(|p| !p.items.generic)
        .collect();
    let document = &*records::one_row_each(document, &special.iter().collect::<Vec<_>>());
    let made = generic::made(&any, document);
    let all = made.schema.entities.last().map(|e| e.fields.as_slice()).unwrap_or_default();
    let found = detect(document, &special);
    let mut out = String::from(
        "# Drafted from one document: go over the names, the kinds and the headers.\n\
         # `tablemend profile check FILE` says what is wrong with it.\n\n",
    );
    match found.first().filter(|c| c.fits).and_then(|c| special.get(c.profile)) {
        Some(base) => {
            let items = base.schema.entities.last()?;
            let _ = write!(
                out,
                "extends = {:?}\nname = \"my-{}\"\ntitle = \"My {}\"\n\n[[entity]]\nname = {:?}\n",
                base.name(),
                base.name(),
                base.schema.title.to_lowercase(),
                items.name
            );
            let unknown = unknown_headers(document, base);
            if unknown.is_empty() {
                out.push_str("\n# Every column of the document is known.\n");
            }
            for field in all.iter().filter(|f| unknown.contains(&f.title)) {
                let name = items.field(&field.name).map(|_| format!("own_{}", field.name));
                field_table(&mut out, field, name.as_deref().unwrap_or(&field.name));
            }
        }
        None if all.is_empty() => return None,
        None => {
            let key = all.iter().find(|f| f.kind == FieldKind::Text)?;
            let _ = write!(
                out,
                "name = \"my-table\"\ntitle = \"My table\"\n\n[detect]\nmust = [{:?}]\n\n[[entity]]\n\
                 name = \"rows\"\none = \"row\"\ntitle = \"Rows\"\nkind = \"item\"\n\
                 # The field without which a row is none.\nkey = {:?}\n\
                 ref_headers = [\"ref\", \"no\", \"id\"]\n",
                key.name, key.name
            );
            for field in all {
                field_table(&mut out, field, &field.name);
            }
        }
    }
    Some(out)
}

/// The headers, as printed, of the columns that a profile does not know.
fn unknown_headers(document: &Document, profile: &Profile) -> Vec<String> {
    let rows = document.tables().flat_map(|table| {
        (0..table.row_count()).filter_map(|row| columns::header_row(table, row, &profile.items))
    });
    let mut all = Vec::new();
    for cell in rows.flat_map(|h| h.cells).filter(|c| c.holds.is_none()) {
        if !all.contains(&cell.printed) {
            all.push(cell.printed);
        }
    }
    all
}

fn field_table(out: &mut String, field: &FieldSchema, name: &str) {
    let kind = match field.kind {
        FieldKind::Posts => "posts",
        FieldKind::PostList => "post_list",
        FieldKind::Dates => "dates",
        FieldKind::Status => "status",
        FieldKind::Number => "number",
        FieldKind::Text | FieldKind::Forecast => "text",
    };
    let header = field.title.to_lowercase();
    let _ = write!(
        out,
        "\n  [[entity.field]]\n  name = {name:?}\n  title = {:?}\n  kind = {kind:?}\n  headers = [{header:?}]\n",
        field.title
    );
}
