//! A few lines for a person: what was read, what is doubtful, where the files are.

use super::Style;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use tablemend_model::{
    Dataset, Diagnostic, Document, Entity, EntitySchema, FieldKind, Level, Value,
};

/// The summary of a conversion.
pub(crate) fn of_records(
    shown: &str,
    data: &Dataset,
    how_profile: &str,
    notes: &[Diagnostic],
    written: &[PathBuf],
    style: &Style,
) -> String {
    let mut lines = Lines::new(shown, style);
    if let Some(title) = &data.document.title {
        lines.add("title", title);
    }
    lines.add("period", data.document.period.as_deref().unwrap_or("not found in the document"));
    lines.add("profile", &format!("{} ({how_profile})", data.document.profile));
    let counts: Vec<String> = data
        .schema
        .entities
        .iter()
        .zip(&data.entities)
        .map(|(schema, rows)| schema.counted(rows.records.len()))
        .collect();
    lines.add("records", &counts.join(", "));
    if let Some(statuses) = statuses(data) {
        lines.add("status", &statuses);
    }
    lines.notes(notes);
    lines.files(written);
    lines.out
}

/// The summary of `tables`.
pub(crate) fn of_tables(
    shown: &str,
    document: &Document,
    notes: &[Diagnostic],
    written: &[PathBuf],
    style: &Style,
) -> String {
    let mut lines = Lines::new(shown, style);
    let (mut tables, mut rows) = (0, 0);
    let mut methods: BTreeMap<&str, usize> = BTreeMap::new();
    for table in document.tables() {
        tables += 1;
        rows += table.row_count();
        *methods.entry(table.method().as_str()).or_default() += 1;
    }
    let methods: Vec<String> = methods.iter().map(|(m, n)| format!("{n} {m}")).collect();
    let methods =
        if methods.is_empty() { String::new() } else { format!(" ({})", methods.join(", ")) };
    let pages = document
        .source
        .pages
        .map_or_else(String::new, |n| format!(" on {n} {}", if n == 1 { "page" } else { "pages" }));
    let noun = if tables == 1 { "table" } else { "tables" };
    lines.add("tables", &format!("{tables} {noun}{methods}{pages}, {rows} rows"));
    lines.notes(notes);
    lines.files(written);
    lines.out
}

/// How many items have each status, by kind where there are several.
fn statuses(data: &Dataset) -> Option<String> {
    let kinds = data.kinds();
    let told = kinds.iter().filter_map(|kind| {
        let (schema, items) = kind.items()?;
        let counts = statuses_of(kind, schema, items)?;
        Some(if kinds.len() == 1 { counts } else { format!("{}: {counts}", schema.plural()) })
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// How many of these items have each status.
fn statuses_of(data: &Dataset, schema: &EntitySchema, items: &Entity) -> Option<String> {
    let (field, _) = schema.first_of(FieldKind::Status)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &items.records {
        let word = match record.values.get(field) {
            Some(Value::Status(s)) => s.value.as_deref().unwrap_or("none"),
            _ => "none",
        };
        *counts.entry(word).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    // Those of the legend in its order, then the others, those without a status last.
    let rank = |word: &str| {
        let at = data.legend.iter().position(|l| l.status == word).unwrap_or(data.legend.len());
        (word == "none", at)
    };
    counts.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(a.0.cmp(b.0)));
    let words: Vec<String> = counts.iter().map(|(w, n)| format!("{w} {n}")).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

struct Lines {
    out: String,
    bold: anstyle::Style,
}

impl Lines {
    fn new(shown: &str, style: &Style) -> Self {
        let bold = if style.colour { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        Self { out: format!("{bold}{shown}{bold:#}\n"), bold }
    }

    fn add(&mut self, label: &str, text: &str) {
        let text = text.replace('\n', " ");
        let _ = writeln!(self.out, "  {}{label:<8}{:#} {text}", self.bold, self.bold);
    }

    fn notes(&mut self, notes: &[Diagnostic]) {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut levels = [0usize; 3];
        for note in notes {
            *codes.entry(&note.code).or_default() += 1;
            match note.level {
                Level::Error => levels[0] += 1,
                Level::Warning => levels[1] += 1,
                Level::Info => levels[2] += 1,
            }
        }
        let levels: Vec<String> = levels
            .iter()
            .zip([("error", "errors"), ("warning", "warnings"), ("note", "notes")])
            .filter(|(n, _)| **n > 0)
            .map(|(n, (one, many))| format!("{n} {}", if *n == 1 { one } else { many }))
            .collect();
        if levels.is_empty() {
            self.add("notes", "none");
            return;
        }
        let codes: Vec<String> = codes.iter().map(|(code, n)| format!("{code} {n}")).collect();
        self.add("notes", &format!("{} ({})", levels.join(", "), codes.join(", ")));
    }

    fn files(&mut self, written: &[PathBuf]) {
        match written {
            [] => {}
            [one] => self.add("written", &one.display().to_string()),
            [first, ..] => {
                let folder = first.parent().unwrap_or(Path::new(""));
                let names: Vec<String> = written
                    .iter()
                    .map(|p| p.strip_prefix(folder).unwrap_or(p).display().to_string())
                    .collect();
                self.add("written", &format!("{}: {}", folder.display(), names.join(", ")));
            }
        }
    }
}
