//! A small table of results, as text for people, CSV and JSON.

use serde_json::{Map, Value as Json, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A table of results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// snake_case name and title of each column.
    pub columns: Vec<(String, String)>,
    /// Parallel to `columns`.
    pub rows: Vec<Vec<Entry>>,
    /// How many of the columns, the last ones, are for programs: CSV and JSON have them.
    pub programs: usize,
    /// Lines for people below the table.
    pub footnotes: Vec<String>,
}

/// One cell of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A day, shown as ISO 8601 has it.
    Day(jiff::civil::Date),
    /// A number.
    Number(i64),
    /// A share of 1, in hundredths.
    Hundredths(u8),
    /// A list, `; ` between its parts where there is but one cell for it.
    List(Vec<String>),
}

impl Grid {
    /// A table without rows, of columns of these names and titles.
    #[must_use]
    pub fn new(columns: &[(&str, &str)]) -> Self {
        let columns = columns.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned()));
        Self { columns: columns.collect(), ..Self::default() }
    }

    /// Adds columns that only programs are given.
    #[must_use]
    pub fn for_programs(mut self, columns: &[(&str, &str)]) -> Self {
        self.programs += columns.len();
        self.columns.extend(columns.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())));
        self
    }

    /// Positions of the columns for people that have anything in them.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let all = self.columns.len().saturating_sub(self.programs);
        let is_used = |c: &usize| {
            self.rows.iter().any(|row| row.get(*c).is_some_and(|e| !e.show().is_empty()))
        };
        (0..all).filter(|c| self.rows.is_empty() || is_used(c)).collect()
    }

    /// CSV (RFC 4180, but for the line end `\n`) with a header row of the snake_case names.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(Entry::show).collect::<Vec<_>>());
        // Writing to memory does not fail, and rows are as long as the header.
        let _ = writer.write_record(header);
        for row in rows {
            let _ = writer.write_record(row);
        }
        writer.into_inner().ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default()
    }

    /// An array of objects.
    #[must_use]
    pub fn json(&self) -> Json {
        let object = |row: &Vec<Entry>| {
            let pairs = self.columns.iter().zip(row).map(|((name, _), e)| (name.clone(), e.json()));
            Json::Object(pairs.collect::<Map<_, _>>())
        };
        Json::Array(self.rows.iter().map(object).collect())
    }

    /// Text in columns, no line wider than `width` characters as far as the narrow columns leave
    /// room: the widest columns are cut, with `…`.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        const GAP: usize = 2;
        const LEAST: usize = 12;
        let columns = self.shown();
        let text_of = |row: &Vec<Entry>, c: &usize| {
            row.get(*c).map(|e| e.show().replace('\n', " ")).unwrap_or_default()
        };
        let shown: Vec<Vec<String>> =
            self.rows.iter().map(|row| columns.iter().map(|c| text_of(row, c)).collect()).collect();
        let titles: Vec<String> = columns
            .iter()
            .filter_map(|c| self.columns.get(*c))
            .map(|(_, title)| title.clone())
            .collect();
        let mut widths: Vec<usize> = titles.iter().map(|title| title.width()).collect();
        for row in &shown {
            for (w, text) in widths.iter_mut().zip(row) {
                *w = (*w).max(text.width());
            }
        }
        loop {
            let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
            let Some(widest) = widths.iter_mut().max() else { break };
            if all <= width || *widest <= LEAST {
                break;
            }
            // Step by step, so that two wide columns share what room there is.
            *widest = (*widest - 1).min(width).max(LEAST);
        }
        let mut out = String::new();
        let numbers: Vec<bool> = columns
            .iter()
            .map(|c| {
                self.rows
                    .iter()
                    .any(|r| matches!(r.get(*c), Some(Entry::Number(_) | Entry::Hundredths(_))))
            })
            .collect();
        let mut line = |cells: &[String]| {
            let mut text = String::new();
            for ((cell, width), number) in cells.iter().zip(&widths).zip(&numbers) {
                let cell = cut(cell, *width);
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                let (before, after) =
                    if *number { (pad, String::new()) } else { (String::new(), pad) };
                text.push_str(&format!("{before}{cell}{after}{:GAP$}", ""));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        };
        line(&titles);
        line(&widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>());
        for row in &shown {
            line(row);
        }
        if !self.footnotes.is_empty() {
            out.push('\n');
        }
        for note in &self.footnotes {
            out.push_str(&note.replace('\n', " "));
            out.push('\n');
        }
        out
    }
}

impl Entry {
    /// A list; blank where it is empty.
    #[must_use]
    pub(crate) fn list(parts: Vec<String>) -> Self {
        if parts.is_empty() { Self::Blank } else { Self::List(parts) }
    }

    /// As one piece of text.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Hundredths(n) => format!("{:.2}", f64::from(*n) / 100.0),
            Self::List(parts) => parts.join("; "),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Blank => Json::Null,
            Self::Text(text) => json!(text),
            Self::Day(day) => json!(day.to_string()),
            Self::Number(n) => json!(n),
            Self::Hundredths(n) => json!(f64::from(*n) / 100.0),
            Self::List(parts) => json!(parts),
        }
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

impl Entry {
    /// How sure something is, 0 to 1.
    #[must_use]
    pub fn sure(share: f64) -> Self {
        // In range by the clamp.
        Self::Hundredths((share.clamp(0.0, 1.0) * 100.0).round() as u8)
    }
}

impl<T: Into<Self>> From<Option<T>> for Entry {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

impl From<i64> for Entry {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<usize> for Entry {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<jiff::civil::Date> for Entry {
    fn from(day: jiff::civil::Date) -> Self {
        Self::Day(day)
    }
}

/// The text cut to a width, with `…` where something is cut off.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut room = width.saturating_sub(1);
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if w > room {
            break;
        }
        room -= w;
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// CSV whose texts no spreadsheet runs as formulas: an apostrophe is put before each that begins
/// like one. Numbers, and signs without a letter or digit, are left as they are. Reading records
/// back takes the apostrophe off.
#[must_use]
pub fn without_formulas(text: &str) -> String {
    let is_formula = |cell: &str| {
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
            && cell.contains(char::is_alphanumeric)
            && cell.parse::<f64>().is_err()
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in reader.records().map_while(Result::ok) {
        let cells = record
            .iter()
            .map(|cell| if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() });
        // Writing to memory does not fail.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&[("ref", "Ref"), ("action", "Action"), ("days", "Days")]);
        let text = |t: &str| Entry::from(t.to_owned());
        grid.rows.push(vec![
            text("1.1"),
            text("Publish the joint needs assessment"),
            61_i64.into(),
        ]);
        grid.rows.push(vec![text("1.2"), Entry::List(vec!["A".into(), "B".into()]), Entry::Blank]);
        grid
    }

    #[test]
    fn text_keeps_to_its_width() {
        let expected = "\
Ref  Action              Days
───  ──────────────────  ────
1.1  Publish the joint…    61
1.2  A; B
";
        assert_eq!(grid().text(29), expected);
        assert!(grid().text(10).lines().all(|l| l.width() <= 24));
        assert_eq!(Grid::default().text(80), "\n\n");
        let mut two = Grid::new(&[("text", "Text"), ("leads", "Leads")]);
        two.rows.push(vec![Entry::from("x".repeat(90)), Entry::from("y".repeat(60))]);
        let text = two.text(62);
        let line = text.lines().last().unwrap_or_default();
        assert_eq!(line.matches('x').count(), line.matches('y').count(), "{line}");
        assert_eq!(line.width(), 62, "{line}");
    }

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_none() {
        let text = "=HYPERLINK(\"x\"),-5,+++,->\n\"@SUM(1,2)\",-1+1,plain,\n";
        let escaped = "'=HYPERLINK(\"x\"),-5,+++,->\n\"'@SUM(1,2)\",'-1+1,plain,\n";
        assert_eq!(
            without_formulas(&text.replace("(\"x\")", "(x)")),
            escaped.replace("(\"x\")", "(x)")
        );
    }

    #[test]
    fn csv_and_json() {
        assert_eq!(
            grid().csv(),
            "ref,action,days\n1.1,Publish the joint needs assessment,61\n1.2,A; B,\n"
        );
        assert_eq!(grid().json()[1], json!({"ref": "1.2", "action": ["A", "B"], "days": null}));
    }
}
