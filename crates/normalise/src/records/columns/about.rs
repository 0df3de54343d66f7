//! What the headings over a table say that it is about.

use crate::profile::{ItemRule, Phrase, phrase};
use tablemend_model::Table;

/// Words of so many letters are also known as the beginning of a longer one (`Massnahmenplan`).
const BEGINNING: usize = 6;

/// How near to a table a heading is that speaks of a profile's items: 3 right over it, 2 the
/// one around that, 1 one further out, 0 where none does.
pub(crate) fn nearness(table: &Table, rule: &ItemRule) -> u32 {
    let at = table.heads.iter().position(|head| speaks_of(&phrase(head), &rule.about));
    at.map_or(0, |at| 3_u32.saturating_sub(at as u32).max(1))
}

fn speaks_of(head: &Phrase, about: &[Phrase]) -> bool {
    about.iter().any(|word| {
        word.position_in(head).is_some()
            || word.len() == 1
                && word.as_str().chars().count() >= BEGINNING
                && head.words().any(|w| w.starts_with(word.as_str()))
    })
}
