//! Dates that the source keeps as days, as spreadsheets do: what is shown says how precise it is
//! meant, the day kept settles what the text leaves open.

use super::{Context, Near, Reading, read_text};
use tablemend_model::{Completion, Date, DatedAs, Marker, RichText, Role, Style};

/// The day that a text as a whole shows, where its source keeps one.
pub(crate) fn day_of(text: &RichText) -> Option<Date> {
    let mut days = text.marks().iter().filter_map(|m| match m.style {
        Style::Day(day) => Some((day, m.range.clone())),
        _ => None,
    });
    let (day, range) = days.next()?;
    (range == (0..text.as_str().len()) && days.next().is_none()).then_some(day)
}

/// Reads a text that shows a day: in the order of day and month, the century and the year that the
/// day has.
pub(crate) fn read(text: &RichText, day: Date, context: &Context) -> Reading {
    let near = Context {
        period: Some((day.year(), day.month())),
        near: Some(Near {
            from: (day.year(), day.month()),
            to: (day.year(), day.month()),
            is_sure: true,
        }),
        ..*context
    };
    for first in [Some(true), Some(false)] {
        let mut reading = read_text(text, &Context { day_first: first, ..near });
        let [marker] = reading.completion.dates.as_slice() else { continue };
        let is_in =
            |w: &DatedAs| w.start.is_some_and(|s| s <= day) && w.end.is_some_and(|e| day <= e);
        if is_in(&marker.when) {
            // What was open is settled.
            reading.findings.clear();
            return reading;
        }
    }
    let printed = text.as_str().replace('\n', " ");
    let edtf = day.to_string();
    let when = DatedAs { edtf: edtf.clone(), start: Some(day), end: Some(day) };
    let is_struck = text.is_struck();
    let role = if is_struck { Role::Original } else { Role::Due };
    let live = (!is_struck).then_some(day);
    let completion = Completion {
        printed: Some(printed.clone()),
        edtf: live.map(|_| edtf),
        start: live,
        end: live,
        dates: vec![Marker { when, role, label: None, printed }],
    };
    Reading { completion, findings: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Mark;

    #[test]
    fn the_day_kept_settles_what_the_text_leaves_open() {
        let day = tablemend_model::Date::constant(2024, 6, 5);
        for (shown, expected) in [
            ("05/06/2024", "2024-06-05"),
            ("6/5/2024", "2024-06-05"),
            ("6/5/24", "2024-06-05"),
            ("05-Jun", "2024-06-05"),
            ("Jun-24", "2024-06"),
            ("2024", "2024"),
            ("Wed", "2024-06-05"),
            ("45448", "2024-06-05"),
        ] {
            let mark = Mark { range: 0..shown.len(), style: Style::Day(day) };
            let reading = super::super::read(
                &RichText::new(shown, vec![mark]),
                &Context { day_first: Some(true), ..Context::default() },
            );
            assert_eq!(reading.completion.edtf.as_deref(), Some(expected), "{shown}");
            assert_eq!(reading.completion.printed.as_deref(), Some(shown));
            assert!(reading.findings.is_empty(), "{shown}: {:?}", reading.findings);
        }
    }
}
