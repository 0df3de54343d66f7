//! Columns of deeds, which begin with a verb (`Mend the gate`), and of posts, told by their cells.

use super::HeaderCell;
use super::cells::{cells_below, links, sentences};
use super::naming::{NAMED, WEAK};
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table, languages};

/// Fewer rows than this show no deeds.
pub(super) const FEWEST_ROWS: usize = 3;

/// A column of posts is no text of an item: `To action` over `Clerk`. It says who has it, where nothing else does. Nor has
/// a name that any table may have the items where the deeds are told under no known heading.
pub(super) fn as_posts(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let owner = rule.pair.iter().find(|f| rule.kinds.get(**f) == Some(&FieldKind::Posts));
    let Some(owner) = owner.filter(|_| rule.own.is_empty()).map(|f| Holds::Field(*f)) else {
        return;
    };
    let is_led = claims.iter().any(|c| c.holds == Some(owner));
    let describes = |c: &HeaderCell| {
        matches!(c.words.words().last(), Some("description" | "detail" | "summary"))
    };
    for cell in claims.iter_mut().filter(|c| c.holds == key && !describes(c)) {
        if are_posts(table, row, cell.col, rule) && !sentences(table, row, cell.col) {
            (cell.score, cell.holds) = if is_led { (0, None) } else { (NAMED, Some(owner)) };
        }
    }
    let is_deed = |c: &HeaderCell| {
        c.holds.is_none()
            && c.lost.is_none()
            && c.colspan == 1
            && sentences(table, row, c.col)
            && are_deeds(table, row, c.col)
    };
    let mut keys = claims.iter().filter(|c| c.holds == key);
    let (Some(only), None) = (keys.next(), keys.next()) else { return };
    if only.score > WEAK || are_deeds(table, row, only.col) {
        return;
    }
    let name = only.col;
    let mut all = (0..claims.len()).filter(|at| is_deed(&claims[*at]));
    let (Some(at), None) = (all.next(), all.next()) else { return };
    for cell in claims.iter_mut().filter(|c| c.col == name) {
        (cell.score, cell.holds) = (0, None);
    }
    (claims[at].score, claims[at].holds) = (WEAK, key);
}

/// Whether most cells of a column are short and have the word of a post.
pub(super) fn are_posts(table: &Table, row: u32, col: u32, rule: &ItemRule) -> bool {
    const MOST: usize = 8;
    let (mut all, mut posts) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        all += 1;
        let is_post = words().count() <= MOST
            && text.starts_with(char::is_uppercase)
            && words().any(|w| rule.heads.contains(w.to_lowercase().as_str()));
        posts += u32::from(is_post);
    }
    all > 1 && posts * 10 >= all * 7
}

/// Whether most cells of a column begin with the verb of a deed, of several verbs, and go on behind it.
pub(super) fn are_deeds(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut deeds) = (0_usize, 0_usize);
    let mut verbs: Vec<String> = Vec::new();
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str().trim_start_matches(|c: char| !c.is_alphabetic());
        let mut words = text.split_whitespace();
        let first =
            words.next().unwrap_or_default().trim_end_matches([',', ':', ';']).to_lowercase();
        let first =
            if first == "to" { words.next().unwrap_or_default().to_lowercase() } else { first };
        all += 1;
        if languages::is_deed(&first) && words.next().is_some() {
            deeds += 1;
            if !verbs.contains(&first) {
                verbs.push(first);
            }
        }
    }
    all >= FEWEST_ROWS
        && deeds * 10 >= all * 6
        && verbs.len() > 1
        && is_each_another(table, row, col)
        && !links(table, row, col)
}

/// Whether a column's texts are all different.
pub(super) fn is_each_another(table: &Table, row: u32, col: u32) -> bool {
    let mut all: Vec<&str> = cells_below(table, row, col).map(|c| c.text.as_str()).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    count > 1 && all.len() == count
}
