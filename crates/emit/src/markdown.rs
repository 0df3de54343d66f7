//! Records and tables as clean GFM: headings for groups, one pipe table a group, everything in its
//! place, so that converting the Markdown again gives the same records.

use crate::Error;
use crate::relation::{Index, title_field, words};
use std::fmt::Write as _;
use std::io::Write;
use tablemend_model::{
    Block, Completion, Dataset, Document, EntityKind, EntitySchema, FieldKind, FieldSchema, Record,
    RichText, Role, Table, Value,
};

/// Writes a dataset as one Markdown document.
///
/// Column headings are the fields' titles, which every profile has among its header synonyms.
/// Posts are parted by semicolons and a status as its word; a former date is struck through. Items of
/// several kinds follow each other, each kind under its name. Provenance and diagnostics have no place
/// in it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let title = data.document.title.as_ref().unwrap_or(&data.document.name);
    writeln!(out, "# {}", escaped(&title.replace('\n', " ")))?;
    if !data.legend.is_empty() {
        writeln!(out, "\n| Status | Meaning |\n| --- | --- |")?;
        for entry in &data.legend {
            let meaning = entry.meaning.as_deref().unwrap_or_default();
            writeln!(out, "| {} | {} |", cell(&words(&entry.status)), cell(meaning))?;
        }
    }
    let kinds = data.kinds();
    for data in &kinds {
        let Some((items, rows)) = data.items() else { return Ok(()) };
        if kinds.len() > 1 {
            // No heading, which would be read as a group of the rows below.
            writeln!(out, "\n**{}**", escaped(&items.title))?;
        }
        let index = Index::new(data);
        let told = vec![false; data.notes.len()];
        let mut page = Page { data, index: &index, items, open: Vec::new(), told };
        for record in &rows.records {
            page.item(record, out)?;
        }
        page.close(out)?;
        for (note, _) in data.notes.iter().zip(&page.told).filter(|(_, told)| !**told) {
            writeln!(out, "\n{}", escaped(&note.text.replace('\n', " ")))?;
        }
    }
    // Behind all tables, of which a heading would be the group.
    for data in &kinds {
        empty_groups(data, out)?;
    }
    // By this the page is told from a document that somebody published.
    writeln!(out, "\n<!-- Written by tablemend -->")?;
    Ok(())
}

/// How far the writer is.
struct Page<'a, 'i> {
    data: &'a Dataset,
    index: &'i Index<'a>,
    items: &'a EntitySchema,
    /// Ids of the groups that the open table is in, parallel to the items' parents; empty
    /// before the first.
    open: Vec<Option<String>>,
    /// Which of the dataset's remarks are written.
    told: Vec<bool>,
}

impl<'a> Page<'a, '_> {
    fn item(&mut self, record: &Record, out: &mut dyn Write) -> Result<(), Error> {
        let mut fresh = false;
        if self.open != record.parents || self.open.is_empty() {
            self.close(out)?;
            let from = self.open.iter().zip(&record.parents).take_while(|(a, b)| a == b).count();
            let from = if self.open.is_empty() { 0 } else { from };
            for parent in from..self.items.parents.len() {
                if let Some((schema, group)) = self.index.parent(self.items, record, parent) {
                    heading(schema, parent + 2, group, out)?;
                }
            }
            self.open.clone_from(&record.parents);
            fresh = true;
        }
        let fields: Vec<(usize, &FieldSchema)> = self
            .items
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.kind != FieldKind::Forecast)
            .collect();
        if fresh {
            let heads: Vec<String> = std::iter::once("Ref".to_owned())
                .chain(fields.iter().map(|(_, f)| cell(&f.title)))
                .chain(self.items.extra.iter().map(|header| cell(header)))
                .collect();
            writeln!(out, "\n| {} |", heads.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(heads.len()))?;
        }
        let mut row = format!("| {} |", cell(record.reference.as_deref().unwrap_or_default()));
        for (at, _) in fields {
            let value = record.values.get(at).map_or_else(String::new, value);
            // OK because a String takes all.
            let _ = write!(row, " {value} |");
        }
        // What no field knows stays with its row.
        for at in 0..self.items.extra.len() {
            let text = record.extra.get(at).and_then(Option::as_deref).unwrap_or_default();
            let _ = write!(row, " {} |", cell(text));
        }
        writeln!(out, "{row}")?;
        Ok(())
    }

    /// Writes the remarks of the open groups, as rows of one filled cell at their table's end.
    fn close(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        let Some(here) = self.open.iter().flatten().last() else { return Ok(()) };
        let fields = self.items.fields.iter().filter(|f| f.kind != FieldKind::Forecast).count();
        let columns = fields + self.items.extra.len();
        for (note, told) in self.data.notes.iter().zip(&mut self.told) {
            if !*told && note.parents.iter().flatten().last() == Some(here) {
                writeln!(out, "| {} |{}", cell(&note.text), "  |".repeat(columns))?;
                *told = true;
            }
        }
        Ok(())
    }
}

/// Groups without an item are at the end: nothing is left out.
fn empty_groups(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let Some((_, items)) = data.items() else { return Ok(()) };
    let used = |id: &str| items.records.iter().any(|r| r.parents.iter().flatten().any(|p| p == id));
    for (level, (schema, entity)) in data.schema.entities.iter().zip(&data.entities).enumerate() {
        if schema.kind == EntityKind::Group {
            for group in entity.records.iter().filter(|g| !used(&g.id)) {
                heading(schema, level + 2, group, out)?;
            }
        }
    }
    Ok(())
}

/// Writes a group: a heading, or where posts belong to it a table of two rows; then its texts.
fn heading(
    schema: &EntitySchema,
    level: usize,
    group: &Record,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let named = title_field(schema);
    let title = match named.and_then(|at| group.values.get(at)) {
        Some(Value::Text(title)) => title.replace('\n', " "),
        _ => String::new(),
    };
    let label = words(&schema.one);
    let reference = group.reference.as_deref().unwrap_or_default();
    let posts: Vec<(&FieldSchema, String)> = schema
        .fields
        .iter()
        .zip(&group.values)
        .filter(|(f, v)| f.kind == FieldKind::PostList && !matches!(v, Value::Missing))
        .map(|(f, v)| (f, value(v)))
        .collect();
    if posts.is_empty() {
        let colon = if reference.is_empty() { ": " } else { " " };
        let line = format!("{label} {reference}{colon}{}", escaped(&title)).replace(" : ", ": ");
        writeln!(out, "\n{} {}", "#".repeat(level.min(6)), line.trim_end())?;
    } else {
        let heads = posts.iter().map(|(f, _)| cell(&f.title)).collect::<Vec<_>>().join(" | ");
        writeln!(out, "\n| {label} | {heads} |")?;
        writeln!(out, "|{}", " --- |".repeat(posts.len() + 1))?;
        let cells = posts.iter().map(|(_, v)| v.as_str()).collect::<Vec<_>>().join(" | ");
        writeln!(out, "| {} | {cells} |", cell(format!("{reference} {title}").trim()))?;
    }
    for (at, field) in schema.fields.iter().enumerate() {
        if field.kind == FieldKind::Text
            && Some(at) != named
            && let Some(Value::Text(text)) = group.values.get(at)
        {
            for paragraph in text.split('\n') {
                writeln!(out, "\n{}", escaped(paragraph))?;
            }
        }
    }
    Ok(())
}

/// A field's value in a cell.
fn value(value: &Value) -> String {
    match value {
        Value::Missing | Value::Forecast(_) => String::new(),
        Value::Text(text) => cell(text),
        Value::Completion(when) => dates(when),
        Value::Posts(posts) => {
            let people = posts.people.iter().map(|p| cell(p)).collect::<Vec<_>>();
            match &posts.printed {
                Some(printed) if people.is_empty() => cell(printed),
                _ => people.join("; "),
            }
        }
        Value::Status(status) => {
            status.value.as_deref().map_or_else(String::new, |s| cell(&words(s)))
        }
        Value::Number { printed, .. } => cell(printed),
    }
}

/// Dates as they are, former ones struck through.
fn dates(when: &Completion) -> String {
    let printed = when.printed.as_deref().unwrap_or_default();
    let mut out = String::new();
    let mut rest = printed;
    for marker in &when.dates {
        let Some(at) = rest.find(&marker.printed) else { continue };
        let (before, behind) = rest.split_at(at);
        let (date, behind) = behind.split_at(marker.printed.len());
        out.push_str(&cell(before));
        match marker.role {
            Role::Original => out.push_str(&format!("~~{}~~", cell(date))),
            _ => out.push_str(&cell(date)),
        }
        rest = behind;
    }
    out.push_str(&cell(rest));
    out
}

/// Text in a pipe cell: line breaks as `<br>`, pipes and marks escaped.
fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|").replace('\n', "<br>")
}

/// The text of a table's cell, what is struck out between tildes.
fn rich(text: &RichText) -> String {
    let run = |(struck, run): (bool, &str)| match struck {
        true => format!("~~{}~~", cell(run)),
        false => cell(run),
    };
    crate::struck::runs(text).into_iter().map(run).collect()
}

/// Text that Markdown would take for markup, escaped: only what can begin or end some.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut line_start = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let special = match c {
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' => true,
            '<' => true,
            '&' => next.is_some_and(|n| n.is_ascii_alphabetic() || n == '#'),
            '#' | '+' | '-' | '=' | '>' => line_start,
            _ => false,
        };
        match c {
            '<' => out.push_str("&lt;"),
            '&' if special => out.push_str("&amp;"),
            // Control characters but the line break mean nothing in Markdown.
            c if c.is_control() && c != '\n' => out.push(' '),
            c => {
                if special {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        line_start = c == '\n';
    }
    out
}

/// Writes a document's tables as Markdown, each under its title. GFM has no spans: a cell over
/// several rows or columns is in its first, the others are blank.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_tables(document: &Document, out: &mut dyn Write) -> Result<(), Error> {
    let tables = document.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for (id, table) in (1u32..).zip(tables) {
        if id > 1 {
            writeln!(out)?;
        }
        match &table.title {
            Some(title) => writeln!(out, "## {}\n", escaped(&title.replace('\n', " ")))?,
            None => writeln!(out, "## Table {id}\n")?,
        }
        for row in 0..table.row_count() {
            writeln!(out, "{}", table_row(table, row))?;
            if row == 0 {
                writeln!(out, "|{}", " --- |".repeat(table.column_count() as usize))?;
            }
        }
    }
    Ok(())
}

fn table_row(table: &Table, row: u32) -> String {
    let mut line = String::from("|");
    for column in 0..table.column_count() {
        let text = match table.cell_at(row, column) {
            Some(c) if c.row() == row && c.col() == column => rich(&c.text),
            _ => String::new(),
        };
        // OK because a String takes all.
        let _ = write!(line, " {text} |");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};

    fn written(data: &Dataset) -> String {
        let mut out = Vec::new();
        write(data, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn records_stand_under_their_groups_in_headed_tables() {
        let expected = r#"# Harbour improvement plan, March 2021

| Status | Meaning |
| --- | --- |
| Green | Going well |
| Amber | Late |

## Section 1 Water

| Priority area | Accountable officers |
| --- | --- |
| 1.1 Depth, and access | Director of Ports |

| Ref | Action | Completion date | Action lead | Commentary | Status |
| --- | --- | --- | --- | --- | --- |
| 1.1.1 | Dredge the "inner" basin, then:<br>• survey it<br>• publish the depths | March – June 2021 | Harbour Master; Head of Works; Coast | April 2021 | Amber |
| 1.1.2 | \=1+1 \| looks like a formula \*and\* &lt;b>markup&lt;/b> & more | ~~1 May 2021~~ 1 June 2021 | Harbour Master | \-5 berths; naïve façade – “quoted” | Green |
| 1.1.2 | A row with nothing but its text |  |  |  |  |
| NB a remark |  |  |  |  |  |

<!-- Written by tablemend -->
"#;
        assert_eq!(written(&plan()), expected);
    }

    #[test]
    fn groups_without_ref_and_groups_without_items_are_there() {
        let mut data = register();
        data.entities[0].records[0].reference = None;
        let mut empty = data.entities[0].records[0].clone();
        empty.id = "Winds".to_owned();
        empty.values[0] = Value::Text("Winds".to_owned());
        data.entities[0].records.push(empty);
        let text = written(&data);
        assert!(text.contains("\n## Theme: Tides\n"), "{text}");
        assert!(text.contains("\n## Theme: Winds\n"), "{text}");
        assert!(
            text.contains("| R1 | Flood | 4 (likely) | Red | Warden | Spring 2021 |"),
            "{text}"
        );
    }

    #[test]
    fn items_of_two_kinds_follow_each_other_and_empty_groups_are_behind_both() {
        let (mut data, other) = (plan(), register());
        let mut empty = data.entities[0].records[0].clone();
        (empty.id, empty.reference) = ("9".to_owned(), Some("9".to_owned()));
        data.entities[0].records.push(empty);
        data.schema.profile.push_str("+risk-register");
        data.schema.entities.extend(other.schema.entities);
        data.entities.extend(other.entities);
        for note in &mut data.notes {
            note.parents.push(None);
        }
        let text = written(&data);
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        let parts = ["\n**Actions**\n", "| 1.1.1 |", "\n**Risks**\n", "| R1 |", "## Section 9"];
        let places: Vec<usize> = parts.iter().map(|words| at(words)).collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn columns_that_no_field_knows_stay_with_their_rows() {
        let mut data = plan();
        data.schema.entities[2].extra = vec!["Cost | k".to_owned()];
        data.entities[2].records[0].extra = vec![Some("5\n(est.)".to_owned())];
        data.entities[2].records[1].extra = vec![None];
        let text = written(&data);
        assert!(text.contains(" | Status | Cost \\| k |\n"), "{text}");
        assert!(text.contains(" | Amber | 5<br>(est.) |\n"), "{text}");
        assert!(text.contains(" | Green |  |\n"), "{text}");
    }
}
