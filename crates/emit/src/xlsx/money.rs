//! How a number is shown as it is printed (`£1,200`, `(45)`, `12.5%`): the cell holds the number, its format the rest.

use super::arrange::printed_of;
use crate::relation::{Column, Datum};
use rust_xlsxwriter::Format;
use std::collections::HashMap;

/// The formats of the numbers of a sheet.
pub(super) struct Money {
    /// For each column of numbers, the one of its printed words.
    printed: Vec<Option<usize>>,
    /// Formats by how they show a number, on a plain and on a shaded band.
    known: HashMap<(String, bool), Format>,
}

impl Money {
    /// Of a sheet with these columns.
    pub(super) fn of(columns: &[Column]) -> Self {
        let printed = (0..columns.len()).map(|at| printed_of(columns, at)).collect();
        Self { printed, known: HashMap::new() }
    }

    /// The format of a cell of a row: the usual one, or that under which its number looks as printed.
    pub(super) fn shown<'f>(
        &'f mut self,
        at: usize,
        row: &[Datum<'_>],
        band: bool,
        usual: &'f Format,
    ) -> &'f Format {
        let printed = self.printed.get(at).copied().flatten().and_then(|p| row.get(p));
        let (Some(Datum::Number(value)), Some(Datum::Text(printed))) = (row.get(at), printed)
        else {
            return usual;
        };
        match format(*value, printed) {
            Some(shown) => self
                .known
                .entry((shown.clone(), band))
                .or_insert_with(|| usual.clone().set_num_format(shown)),
            None => usual,
        }
    }
}

/// The format of a workbook under which a number looks as its printed words do; `None` where no format does that
/// (`£1.2m`, `about 30`), or the usual one does.
pub(super) fn format(value: f64, printed: &str) -> Option<String> {
    const LONGEST: usize = 12;
    let printed = printed.trim();
    let first = printed.find(|c: char| c.is_ascii_digit())?;
    let last = printed.rfind(|c: char| c.is_ascii_digit())?;
    let (before, rest) = printed.split_at_checked(first)?;
    let (figures, behind) = rest.split_at_checked(last - first + 1)?;
    let is_plain = before.is_empty() && behind.is_empty();
    let has_groups = figures.contains(',');
    if is_plain && !has_groups || [before, behind].iter().any(|t| t.chars().count() > LONGEST) {
        return None;
    }
    let (whole, decimals) = figures.split_once('.').map_or((figures, None), |(w, d)| (w, Some(d)));
    let has_threes = || {
        let mut groups = whole.split(',');
        groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
    };
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let digits = whole.replace(',', "");
    let leads_with_zero = digits.len() > 1 && digits.starts_with('0');
    if has_groups && !has_threes()
        || leads_with_zero
        || !is_number(&digits)
        || !decimals.is_none_or(is_number)
    {
        return None;
    }
    let read: f64 = match decimals {
        Some(decimals) => format!("{digits}.{decimals}").parse().ok()?,
        None => digits.parse().ok()?,
    };
    // Words that multiply (`£1.2m`) make another number of it.
    if (read - value.abs()).abs() > f64::EPSILON * read.abs() {
        return None;
    }
    let is_below = before.contains(['-', '−', '–', '(']) || behind.starts_with('-');
    if is_below != (value < 0.0) && value != 0.0 {
        return None;
    }
    let figures = if has_groups { "#,##0" } else { "0" };
    let decimals = decimals.map(|d| format!(".{}", "0".repeat(d.len()))).unwrap_or_default();
    let shown = format!("{}{figures}{decimals}{}", literal(before), literal(behind));
    Some(if is_below { format!("General;{shown}") } else { shown })
}

/// A text as a format prints it as it is.
fn literal(text: &str) -> String {
    let kept: String = text.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    if kept.is_empty() { kept } else { format!("\"{kept}\"") }
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn a_number_looks_as_it_is_printed() {
        for (value, printed, expected) in [
            (1200.0, "£1,200", Some("\"£\"#,##0")),
            (1200.5, "€ 1,200.50", Some("\"€ \"#,##0.00")),
            (-275000.0, "(275,000)", Some("General;\"(\"#,##0\")\"")),
            (-3.0, "-£3", Some("General;\"-£\"0")),
            (12.5, "12.5%", Some("0.0\"%\"")),
            (2063.0, "2,063", Some("#,##0")),
            (45.0, "45", None),
            (1_200_000.0, "£1.2m", None),
            (-3.0, "£3", None),
            (12.0, "12,00", None),
            (7.0, "007 a", None),
        ] {
            assert_eq!(format(value, printed).as_deref(), expected, "{printed}");
        }
    }
}
