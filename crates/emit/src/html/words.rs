//! Days, months and texts as the page says them.

use std::borrow::Cow;
use tablemend_model::languages::MONTHS;
use tablemend_model::{Completion, Date, SourceRef};

/// A paragraph, or a list where it has items.
pub(super) struct Prose {
    pub(super) text: String,
    pub(super) items: Vec<String>,
}

/// The days a date means, where they are not simply what is printed.
pub(super) fn meant(when: &Completion) -> Option<String> {
    if when.start.is_none() && when.end.is_none() {
        return when.printed.is_some().then(|| "not read as a date".to_owned());
    }
    let told = interval(when.start, when.end);
    // Days that are printed so are not said twice, whatever is between them.
    let printed = when.printed.as_deref().unwrap_or_default();
    let said = told.split(" to ").all(|day| printed.contains(day));
    (!said).then_some(told)
}

pub(super) fn interval(start: Option<Date>, end: Option<Date>) -> String {
    match (start, end) {
        (Some(a), Some(b)) if a == b => day(a),
        (Some(a), Some(b)) => format!("{} to {}", day(a), day(b)),
        (Some(a), None) => format!("from {}", day(a)),
        (None, Some(b)) => format!("by {}", day(b)),
        (None, None) => "no date".to_owned(),
    }
}

fn day(date: Date) -> String {
    let month = MONTHS.get(date.month() as usize - 1).unwrap_or(&""); // OK because months are 1 to 12.
    format!("{} {month} {}", date.day(), date.year())
}

/// `2020-01` as `January 2020`, `2020-01/2020-03` as `January 2020 to March 2020`.
pub(crate) fn month(period: &str) -> String {
    let name = |month: &str| {
        let (year, month) = month.split_once('-')?;
        let at = month.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("{} {year}", MONTHS.get(at)?))
    };
    let both = |(from, to)| Some(format!("{} to {}", name(from)?, name(to)?));
    let several = period.split_once('/').and_then(both);
    several.or_else(|| name(period)).unwrap_or_else(|| period.to_owned())
}

/// Text as paragraphs and lists.
pub(super) fn prose(text: &str) -> Vec<Prose> {
    let mut parts: Vec<Prose> = Vec::new();
    for line in clean(text).split('\n').filter(|l| !l.is_empty()) {
        match (line.strip_prefix("• "), parts.last_mut()) {
            (Some(item), Some(last)) if !last.items.is_empty() => last.items.push(item.to_owned()),
            (Some(item), _) => {
                parts.push(Prose { text: String::new(), items: vec![item.to_owned()] });
            }
            (None, _) => parts.push(Prose { text: line.to_owned(), items: Vec::new() }),
        }
    }
    parts
}

/// Text without the control characters that HTML forbids.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(bad) {
        return text
            .chars()
            .map(|c| if bad(c) { '\u{fffd}' } else { c })
            .collect::<String>()
            .into();
    }
    text.into()
}

/// Where something is, in words.
pub(super) fn place(source: &SourceRef) -> Option<String> {
    let place = source.place?;
    Some(match (place.page(), place.lines()) {
        (Some(page), _) => format!("Page {page} of the source"),
        (None, Some((a, b))) if a == b => format!("Line {a} of the source"),
        (None, Some((a, b))) => format!("Lines {a} to {b} of the source"),
        (None, None) => match (place.paragraph(), place.cells()) {
            (Some(number), _) => format!("Paragraph {number} of the source"),
            (None, Some((sheet, cells))) => format!("Sheet {sheet}, {cells}"),
            (None, None) => return None,
        },
    })
}
