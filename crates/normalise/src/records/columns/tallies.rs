//! Tables that count items by group and name none: `Theme | Actions | Complete | Delayed` over figures.

use super::HeaderCell;
use super::cells::{cells_below, looks_like_refs, told};
use crate::profile::{Holds, ItemRule};
use crate::records::status::is_rating;
use tablemend_model::{FieldKind, State, Table, languages};

/// Words of headings of counts beside those of items, states, colours and ratings.
const COUNTS: [&str; 18] = [
    "total",
    "count",
    "number",
    "sum",
    "all",
    "remaining",
    "outstanding",
    "overdue",
    "delayed",
    "late",
    "planned",
    "achieved",
    "met",
    "missed",
    "red",
    "amber",
    "green",
    "blue",
];

/// Whether two columns or more count items, and nothing else is said of the name in front but a status, a share or
/// a remark.
pub(super) fn are_tallies(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    const FEWEST: usize = 2;
    if rule.generic || rule.series.is_some() {
        return false;
    }
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let is_factor = |c: &HeaderCell| kind(c) == Some(FieldKind::Number);
    let are_counts = |c: &HeaderCell| {
        let figures = cells_below(table, row, c.col).map(|c| c.text.as_str());
        c.col > 0 && is_counted(figures)
    };
    let counted: Vec<&HeaderCell> =
        cells.iter().filter(|c| are_counts(c) && !is_factor(c)).collect();
    let named = counted.iter().filter(|c| names_count(c, rule)).count();
    if named < FEWEST || cells.iter().any(is_factor) {
        return false;
    }
    // Who has it or by when makes it an item, whatever is counted of it.
    let is_followed = |c: &HeaderCell| {
        let is_counted = counted.iter().any(|o| o.col == c.col);
        let is_told = cells_below(table, row, c.col).next().is_some();
        !is_counted
            && is_told
            && matches!(kind(c), Some(FieldKind::Posts | FieldKind::PostList | FieldKind::Dates))
    };
    // `1`, `2`, `3` in front number the groups.
    let is_name = |c: &&HeaderCell| {
        looks_like_refs(table, row, c.col) != Some(true) && !told(table, row, c.col)
    };
    let first = cells.iter().find(is_name).map(|c| c.col);
    !cells.iter().any(is_followed) && counted.iter().all(|c| first.is_some_and(|f| f < c.col))
}

/// Whether there are two texts or more, all whole numbers, dashes or shares, and one at least is a number.
fn is_counted<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut figures) = (0, 0);
    for text in texts {
        let text = text.trim();
        let digits = text.trim_end_matches('%').trim_end();
        let is_number =
            !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number && text.contains(char::is_alphanumeric) {
            return false;
        }
        (all, figures) = (all + 1, figures + u32::from(is_number));
    }
    all > 1 && figures > 0
}

/// Whether a heading names items, a state, a colour or a rating, of which there may be so many.
fn names_count(cell: &HeaderCell, rule: &ItemRule) -> bool {
    let words = cell.words.as_str();
    let key = Holds::Field(rule.key);
    let is_item = |word: &str| {
        let mut all = rule.synonyms.get(word).into_iter().flatten();
        all.any(|s| s.holds == key && !s.weak && s.words.len() == 1)
    };
    let last = cell.words.words().last().unwrap_or_default();
    COUNTS.contains(&words)
        || COUNTS.contains(&cell.words.first())
        || State::of_words(words).is_some()
        || is_rating(words)
        || languages::is_sum(words)
        || is_item(last)
}

#[cfg(test)]
mod tests {
    use crate::profile::Profile;
    use crate::records::authors_tests::{field, read};
    use crate::records::testing::document;

    const PLAN: &str = "Ref|Action|Lead|Due|Status\n1|Ring the quarry|Clerk|3 May 2026|Open\n2|Oil the bell|Mate|4 May 2026|Open";

    #[test]
    fn a_table_that_counts_items_has_none() {
        for tally in [
            "Theme|No. of actions|Complete|On track|Delayed\nGates|12|4|6|2\nHinges|8|8|0|0",
            "#|Area|Recommendations|Implemented|Status\n1|Moorings|6|4|In progress\n2|Hire|3|3|Complete",
            "Workstream|Open|Closed|Total\nPiers|4|7|11\nBoats|6|1|7\nTotal|10|8|18",
            "Tema|Tareas|Completado|Pendiente\nMuelle|4|3|1\nBarcos|6|–|6",
        ] {
            let data = read(&format!("{tally}\n\n{PLAN}"));
            assert_eq!(field(&data, "actions", "action"), ["Ring the quarry", "Oil the bell"]);
        }
    }

    #[test]
    fn figures_of_items_that_somebody_has_are_no_count_of_them() {
        let data = read(
            "Action|Lead|Remaining|Done|Due\nRing the quarry|Clerk|3|4|3 May 2026\nOil the bell|Mate|1|2|4 May 2026",
        );
        assert_eq!(field(&data, "actions", "action"), ["Ring the quarry", "Oil the bell"]);
        // Likelihood and impact are numbers of each risk.
        let profile = Profile::built_in("risk-register").unwrap();
        let text = "Risk|Likelihood|Impact|Total\nThe ramp jams|3|4|12\nThe rope breaks|2|5|10";
        let data = crate::records::records(&document(text), &profile, "t");
        assert_eq!(field(&data, "risks", "risk"), ["The ramp jams", "The rope breaks"]);
    }
}
