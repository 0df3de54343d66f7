//! Two group rows in succession: the second is inside the first, unless it is its sister.
//!
//! `MUST DO 1: …` over `Regulation 12: …` are a section and what is in it. `Theme 1: …` over `Theme 2: …`, in the same
//! look, are two sections, of which the first has no rows.

use super::Walk;
use crate::profile::phrase;
use tablemend_model::{Cell, Table};

/// Marks of an outline whose rows can be folded away, in front of the name of a group.
pub(super) const FOLDS: [char; 9] = ['⊟', '⊞', '▾', '▸', '▿', '▹', '▼', '▶', '►'];

/// A text without the marks of an outline in front of it.
pub(super) fn unfolded(text: &str) -> &str {
    match text.strip_prefix(FOLDS) {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fe0e}'),
        None => text,
    }
}

/// The words that say what kind of group a text names: `must do` of `MUST DO 1: Bells`; none for a bare title.
pub(super) fn kind(text: &str) -> String {
    const LONGEST: usize = 4;
    let text = unfolded(text);
    let end = text.find(|c: char| c.is_ascii_digit() || c == ':').unwrap_or(0);
    let words = phrase(&text[..end]);
    let behind = text[end..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_begin = |c: char| matches!(c, ':' | '–' | '—' | '-' | ')') || c.is_uppercase();
    let is_label = behind.trim_start().chars().next().is_none_or(is_begin);
    if is_label && words.len() <= LONGEST { words.as_str().to_owned() } else { String::new() }
}

impl Walk<'_, '_> {
    /// The level of a group that a row names: the next one, where the row right above it opened a group of this
    /// level that is of another kind, or where groups of its kind were inside others before.
    pub(super) fn level_in(&mut self, level: usize, table: &Table, id: u32, cell: &Cell) -> usize {
        let next = level + 1;
        if self.profile.items.generic || next >= self.profile.groups.len() {
            return level;
        }
        let own = kind(cell.text.as_str());
        let Some(open) = self.current[level].and_then(|g| self.outline.groups.get(g)) else {
            return level;
        };
        if open.beside {
            return level;
        }
        let above = kind(&open.printed);
        if !own.is_empty() && own != above && self.nested.contains(&own) {
            return next;
        }
        let is_right_above = self.open_group
            && open.source.table == Some(id)
            && open.source.row == Some(cell.row())
            && open.paragraphs.is_empty();
        let first = cell.row().checked_sub(1).and_then(|row| table.cell_at(row, cell.col()));
        let Some(first) = first.filter(|_| is_right_above) else { return level };
        let is_other_look = first.fill.is_some() && first.fill != cell.fill;
        if own == above && !is_other_look || self.nested.contains(&above) && !above.is_empty() {
            return level;
        }
        if !own.is_empty() {
            self.nested.insert(own);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::authors_tests::{field, read};

    #[test]
    fn the_kind_of_a_group_is_in_front_of_its_number() {
        for (text, want) in [
            ("MUST DO 1: Ring the bells", "must do"),
            ("Regulation 12: Safe piers", "regulation"),
            ("1. Boats", ""),
            ("Boats", ""),
            ("Boats for 12 people", ""),
            ("⊟ Boats", ""),
        ] {
            assert_eq!(kind(text), want, "{text}");
        }
    }

    /// The sections, the priority areas, and the section and area of the first action.
    fn groups(rows: &str) -> (Vec<String>, Vec<String>, Vec<Option<String>>) {
        let head = "Ref|Action|Lead|Due date|Status\n";
        let data = read(&format!("{head}{rows}"));
        let parents = data.entity("actions").unwrap().1.records[0].parents.clone();
        (field(&data, "sections", "title"), field(&data, "priority_areas", "title"), parents)
    }

    #[test]
    fn a_group_row_of_another_kind_below_a_group_row_is_inside_it() {
        let item = |n: u32| format!("1.{n}|Mend gate {n}|Mate|May 2026|Open");
        let rows = [
            "MUST DO 1: Ring the bells|<|<|<|<".to_owned(),
            "Regulation 12: Safe piers|<|<|<|<".to_owned(),
            item(1),
            "Regulation 13: Dry boats|<|<|<|<".to_owned(),
            item(2),
            "MUST DO 2: Paint the boats|<|<|<|<".to_owned(),
            "Regulation 12: Safe piers|<|<|<|<".to_owned(),
            item(3),
        ];
        let (sections, areas, parents) = groups(&rows.join("\n"));
        assert_eq!(sections, ["Ring the bells", "Paint the boats"]);
        assert_eq!(areas.len(), 3, "{areas:?}");
        assert_eq!(parents[0].as_deref(), Some("1"));
        assert!(parents[1].as_deref().is_some_and(|a| a.starts_with("Regulation 12")));
    }

    #[test]
    fn a_group_row_of_the_same_kind_is_the_next_group() {
        for (first, second) in
            [("Theme 1: Bells", "Theme 2: Boats"), ("1. Bells", "2. Boats"), ("Bells", "Boats")]
        {
            let rows =
                format!("{first}|<|<|<|<\n{second}|<|<|<|<\n2.1|Mend the gate|Mate|May 2026|Open");
            let (sections, areas, _) = groups(&rows);
            assert_eq!(sections, ["Bells", "Boats"]);
            assert!(areas.is_empty());
        }
    }

    #[test]
    fn marks_of_an_outline_are_no_text_of_a_group() {
        let rows = "⊟ Bells|<|<|<|<\n1|Mend the gate|Mate|May 2026|Open\n⊞ Boats|<|<|<|<";
        assert_eq!(groups(rows).0, ["Bells", "Boats"]);
    }
}
