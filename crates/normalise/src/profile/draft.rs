//! A profile drafted from a document's headers and cells, for a person to go over.

use super::{Holds, Profile, detect, generic, phrase};
use crate::records::{self, columns};
use foldhash::HashSet;
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
    let made = generic::made(&any, document, &HashSet::default());
    let all = made.schema.entities.last().map(|e| e.fields.as_slice()).unwrap_or_default();
    let found = detect(document, &special);
    let mut out = String::from(
        "# Drafted from one document: go over the names, the kinds and the headers.\n\
         # `tablemend profile check FILE` says what is wrong with it.\n\
         # Kinds: text, number, dates, status, posts (people and posts: owners, leads).\n\n",
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
                let kind = kind_of(field, &special);
                field_table(&mut out, field, kind, name.as_deref().unwrap_or(&field.name));
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
                field_table(&mut out, field, kind_of(field, &special), &field.name);
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

/// What a column holds: as its cells tell, or, where they are only text, as its heading does in a built-in
/// profile (`Owner`, `Status`).
fn kind_of(field: &FieldSchema, known: &[Profile]) -> FieldKind {
    if field.kind != FieldKind::Text {
        return field.kind;
    }
    let words = phrase(&field.title);
    let named = |profile: &Profile| {
        let synonyms = profile.items.synonyms.get(words.first())?;
        let exact = synonyms.iter().find(|s| !s.weak && s.words == words)?;
        let Holds::Field(at) = exact.holds else { return None };
        Some(profile.schema.entities.last()?.fields.get(at)?.kind)
    };
    let is_told = |kind: &FieldKind| {
        matches!(kind, FieldKind::Posts | FieldKind::PostList | FieldKind::Status)
    };
    known.iter().filter_map(named).find(is_told).unwrap_or(FieldKind::Text)
}

fn field_table(out: &mut String, field: &FieldSchema, kind: FieldKind, name: &str) {
    let kind = match kind {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    #[test]
    fn owners_and_statuses_are_drafted_as_what_their_headings_say() {
        let text = "No|Promise to the ferrymen|Owner|Depth\n1|Ring at noon|Jo Quill|Sandy\n\
                    2|Oil the gate|Al Reed|Muddy";
        let drafted = draft(&document(text)).unwrap();
        let kind = |title: &str| {
            let behind = drafted.split(&format!("title = {title:?}")).nth(1).unwrap_or_default();
            behind.lines().nth(1).unwrap_or_default().trim().to_owned()
        };
        assert_eq!(kind("Owner"), "kind = \"posts\"", "{drafted}");
        assert_eq!(kind("Depth"), "kind = \"text\"", "{drafted}");
        assert!(drafted.contains("# Kinds: text"), "{drafted}");
    }

    #[test]
    fn rows_are_counted_without_headers() {
        let rows = "1.1|Ring at noon|May 2024|Clerk|Open\n";
        let head = "Ref|Action|Due date|Lead|Status\n";
        let text = format!("{head}{}", rows.repeat(4));
        let plan = Profile::built_in("action-plan").unwrap();
        let any = Profile::built_in("table").unwrap();
        for candidate in detect(&document(&text), &[plan, any]) {
            assert_eq!(candidate.rows, 4, "{}", candidate.name);
        }
    }
}
