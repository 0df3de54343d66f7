//! Tables that say what happens at which hour of a day, or who is who: `When | What | Where`, `Who | What | Where`.

use super::HeaderCell;
use super::cells::cells_below;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table, languages};

/// Whether the rows of a table are no items: each has its hour, and nobody who sees to it and nothing of how far it is;
/// or a `What` beside people begins with no verb, and nothing says by when or how far.
pub(super) fn is_programme(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    if rule.generic || !rule.own.is_empty() {
        return false;
    }
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let dates = || cells.iter().filter(|c| kind(c) == Some(FieldKind::Dates));
    let has = |wanted: FieldKind| cells.iter().any(|c| kind(c) == Some(wanted));
    if has(FieldKind::Status) {
        return false;
    }
    if dates().next().is_some() {
        return dates().all(|c| are_hours(table, row, c.col));
    }
    let key = Some(Holds::Field(rule.key));
    let mut names = cells.iter().filter(|c| c.holds == key);
    let is_question = match (names.next(), names.next()) {
        (Some(name), None) => name.words.as_str() == "what" && !has_deeds(table, row, name.col),
        _ => false,
    };
    is_question && has(FieldKind::Posts)
}

/// Whether nearly all cells of a column are hours of a day: `10:00`, `9.30 am`, `14:00 – 15:30`.
fn are_hours(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut hours) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        hours += u32::from(is_hour(cell.text.as_str()));
    }
    all > 1 && hours * 10 >= all * 8
}

/// Whether a text is an hour of a day, or runs from one to another.
fn is_hour(text: &str) -> bool {
    let lower = text.to_lowercase();
    let parts = || lower.split(['-', '–', '—', ' ']).filter(|p| !p.is_empty());
    let says_hour = |part: &str| matches!(part, "am" | "pm" | "uhr" | "h");
    let is_bare = parts().any(says_hour);
    let is_part = |part: &str| {
        if says_hour(part) || matches!(part, "to" | "until" | "noon" | "bis") {
            return true;
        }
        let bare = part.trim_end_matches(['a', 'p', 'm', 'h', '.']);
        let is_number =
            |p: &str| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
        match bare.split_once([':', '.', 'h']) {
            Some((hour, minute)) => is_number(hour) && minute.len() == 2 && is_number(minute),
            None => (is_bare || bare.len() < part.len()) && is_number(bare),
        }
    };
    parts().next().is_some_and(|p| p.starts_with(|c: char| c.is_ascii_digit()))
        && parts().all(is_part)
}

/// Whether a third of the cells of a column or more begin with a verb of a deed.
fn has_deeds(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut deeds) = (0, 0);
    for cell in cells_below(table, row, col) {
        let mut words = cell.text.as_str().split_whitespace().map(str::to_lowercase);
        let first = words.next().filter(|w| w != "to").or_else(|| words.next());
        all += 1;
        deeds += u32::from(first.is_some_and(|w| languages::is_deed(&w)));
    }
    deeds * 3 >= all
}

#[cfg(test)]
mod tests {
    use super::is_hour;
    use crate::records::authors_tests::{field, read};

    #[test]
    fn hours_are_told_from_days() {
        for text in ["10:00", "9.30 am", "14:00 – 15:30", "9am", "9:15-10:00", "10h30", "8 Uhr"] {
            assert!(is_hour(text), "{text}");
        }
        for text in ["3 May", "10.05.2026", "5", "2 weeks", "", "May", "10:00 on 3 May", "2026"] {
            assert!(!is_hour(text), "{text}");
        }
    }

    #[test]
    fn the_hours_of_a_day_and_who_is_who_are_no_actions() {
        let plan = "Action|Who|When\nOil the bell|Ann|3 May 2026\nRing it|Bo|4 May 2026";
        for other in [
            "When|What|Where\n10:00|Race of the skiffs|East basin\n11:30|Tea and cakes|Boat house",
            "Who|What|Where\nAnn Gull|Moorings and fees|East quay\nBo Tern|Boats and oars|Shed",
        ] {
            let data = read(&format!("{plan}\n\n{other}"));
            assert_eq!(field(&data, "actions", "action"), ["Oil the bell", "Ring it"], "{other}");
        }
        let data = read("Who|What\nAnn|Write to the mooring holders\nBo|Oars to be counted");
        assert_eq!(field(&data, "actions", "action").len(), 2);
        let data = read("Who|What|When\nAnn|Moorings and fees|3 May 2026\nBo|Oars|4 May 2026");
        assert_eq!(field(&data, "actions", "action").len(), 2);
    }
}
