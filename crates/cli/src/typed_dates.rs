//! Periods and days as people type them: `2024-01`, `January 2024`, `Q2 2024/25`, `9/7/2024`.

use crate::report::{self, Report, Style};
use anyhow::{Result, bail};
use std::path::Path;
use tablemend_compare::Timeline;
use tablemend_dates::Context;
use tablemend_model::{Date, Diagnostic, Level, RichText};

/// The period that was typed, as the archive writes it; what is neither a month nor a day stays as it is,
/// for the archive to refuse.
pub(crate) fn period(typed: &str) -> String {
    known_period(typed).unwrap_or_else(|| typed.to_owned())
}

/// The period that was typed, as the archive writes it: a month, a day, or the months of a quarter
/// or a financial year.
pub(crate) fn known_period(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if tablemend_compare::check_period(typed).is_ok() {
        return Some(typed.to_owned());
    }
    if let Some(month) = month_in_numbers(typed) {
        return Some(month);
    }
    if let Some(months) = tablemend_compare::financial(typed) {
        return Some(months);
    }
    let edtf = single(typed)?.0;
    tablemend_compare::check_period(&edtf).is_ok().then_some(edtf)
}

/// The day on which to ask: the one that was typed, else the last of the latest edition's period.
pub(crate) fn day(typed: Option<&str>, timeline: &Timeline) -> Result<Date> {
    let Some(typed) = typed else {
        return match timeline.last_day() {
            Some(day) => Ok(day),
            None => bail!("the archive is empty; add a first edition"),
        };
    };
    match typed.trim().parse().ok().or_else(|| single(typed)?.1) {
        Some(day) => Ok(day),
        None => bail!("{typed:?} is not a date: write 2020-01-31, 31/1/2020 or 31 January 2020"),
    }
}

/// The archive as it was on the day that was asked about, and that day. The edition in force on a
/// day is the last whose period had begun; before the first there is none, so the first answers, and
/// that is said.
pub(crate) fn then(
    typed: Option<&str>,
    timeline: Timeline,
    style: &Style,
) -> Result<(Timeline, Date)> {
    let on = day(typed, &timeline)?;
    let then = timeline.on(on);
    let first = timeline.editions.first().and_then(|e| e.document.period.as_deref());
    let first = first.filter(|_| then.editions.is_empty());
    let Some((first, begins)) = first.and_then(|p| Some((p, tablemend_compare::first_day(p)?)))
    else {
        return Ok((then, on));
    };
    let message = format!(
        "no edition was in force on {}; the answer is from the first in the archive, for {}",
        in_words(on),
        tablemend_compare::render::month(first)
    );
    let note = Diagnostic::new("archive.before", Level::Warning, message);
    let mut report = Report { notes: vec![note], ..Report::default() };
    report.render(None, style, None);
    report::say(&[report], style);
    Ok((timeline.on(begins), on))
}

/// A day as people read it: `9 July 2024`.
pub(crate) fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// `2024-1`, `2024/01`, `1/2024`, `01-2024`, which a plan would hardly print for a month.
fn month_in_numbers(typed: &str) -> Option<String> {
    let (first, second) = typed.split_once(['-', '/', '.'])?;
    let (year, month) = if first.len() == 4 { (first, second) } else { (second, first) };
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_month = matches!(month.len(), 1 | 2) && is_number(month);
    let period = format!("{year}-{month:0>2}");
    let is_known = year.len() == 4 && is_number(year) && is_month;
    (is_known && tablemend_compare::check_period(&period).is_ok()).then_some(period)
}

/// The one date that a text is, read as the plans' own dates are, days before months: its EDTF, and
/// the day where it is one. Nothing for the name of a file, nor for what is read with a query.
fn single(typed: &str) -> Option<(String, Option<Date>)> {
    let extension = Path::new(typed.trim()).extension().map(|e| e.to_string_lossy());
    if extension.is_some_and(|e| e.contains(|c: char| c.is_ascii_alphabetic())) {
        return None;
    }
    let context = Context { day_first: Some(true), ..Context::default() };
    let read = tablemend_dates::read(&RichText::plain(typed.trim()), &context);
    let [date] = &read.completion.dates[..] else { return None };
    // A date among other words is a title or a file's name.
    let is_whole = date.printed.trim() == typed.trim() && date.label.is_none();
    if !read.findings.is_empty() || !is_whole {
        return None;
    }
    let day = date.when.start.filter(|start| Some(*start) == date.when.end);
    Some((date.when.edtf.clone(), day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_however_they_are_typed() {
        for typed in [
            "2024-01",
            "2024-1",
            "01/2024",
            "1/2024",
            "2024/01",
            "January 2024",
            "january 2024",
            "Jan 2024",
            "Jan-2024",
            " 2024-01 ",
        ] {
            assert_eq!(known_period(typed).as_deref(), Some("2024-01"), "{typed}");
        }
        for typed in ["9 July 2024", "9/7/2024", "09.07.2024", "9th July 2024", "2024-07-09"] {
            assert_eq!(known_period(typed).as_deref(), Some("2024-07-09"), "{typed}");
        }
        for typed in ["Q2 2024/25", "quarter 2 2024-25", "2024-07/2024-09"] {
            assert_eq!(known_period(typed).as_deref(), Some("2024-07/2024-09"), "{typed}");
        }
        assert_eq!(known_period("January to March 2024").as_deref(), Some("2024-01/2024-03"));
        assert_eq!(known_period("2023-24").as_deref(), Some("2023-04/2024-03"));
        for typed in [
            "2024-13",
            "13/2024",
            "202401",
            "2024",
            "plan",
            "plan.md",
            "2024-01.md",
            "jan-2024.pdf",
            "January",
            "plans/2024-01.pdf",
            "31 February 2024",
            "",
            "-",
            "plan january 2024",
            "Q1 2024",
        ] {
            assert_eq!(known_period(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_day_is_one_day() {
        let read = |typed| day(Some(typed), &Timeline::default());
        for typed in ["2024-07-09", "9/7/2024", "9 July 2024", "9 Jul 2024", "09/07/2024"] {
            assert_eq!(read(typed).unwrap().to_string(), "2024-07-09", "{typed}");
        }
        for typed in ["July 2024", "tomorrow", "31/2/2024", "2024-07", "9/7"] {
            let told = read(typed).unwrap_err().to_string();
            assert!(told.contains(typed) && told.contains("31 January 2020"), "{told}");
        }
    }
}
