//! What a column says of others: which rows wait for which, and where else to look.

use super::HeaderCell;
use super::cells::cells_below;
use crate::profile::{Holds, ItemRule, Phrase};
use crate::records::refs;
use tablemend_model::Table;

/// Whether a heading says that its cells point at something else: `Related risk`, `Linked issue`.
pub(super) fn points(cell: &HeaderCell) -> bool {
    const POINTS: [&str; 8] = [
        "related",
        "linked",
        "associated",
        "corresponding",
        "connected",
        "relevant",
        "affected",
        "tied",
    ];
    cell.words.len() > 1 && POINTS.contains(&cell.words.first())
}

/// Whether numbered rows say which others come first: `S1`, `None`, `S2-S4` under `Dependencies`. Only work waits for
/// other work.
pub(super) fn depends(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    const WAITS: [&str; 6] =
        ["dependency", "depend", "predecessor", "prerequisite", "blocked", "precondition"];
    if !rule.own.is_empty() || !cells.iter().any(|c| c.holds == Some(Holds::Ref)) {
        return false;
    }
    let is_other = |text: &str| {
        let parts = text.split([',', ';', '+', '&']).map(str::trim).filter(|p| !p.is_empty());
        let is_none = |p: &str| {
            !p.contains(char::is_alphanumeric)
                || matches!(p.to_lowercase().as_str(), "none" | "n/a")
        };
        let ends = |p: &str| p.split(['-', '–']).all(refs::is_like);
        parts.clone().all(|p| is_none(p) || refs::is_like(p) || ends(p))
    };
    cells.iter().any(|c| {
        let is_named = c.words.words().any(|w| WAITS.contains(&w));
        let (mut all, mut others) = (0, 0);
        for cell in cells_below(table, row, c.col) {
            all += 1;
            others += u32::from(is_other(cell.text.as_str()));
        }
        is_named && all > 1 && others * 10 >= all * 8
    })
}

/// Whether a heading says where its rows come from or what they belong to: `Source` over `R-015` and `Tied to` over `S-3`
/// number something else.
pub(super) fn is_source(words: &Phrase) -> bool {
    const SOURCES: [&str; 9] =
        ["source", "origin", "quelle", "fuente", "fonte", "bron", "kilde", "källa", "origine"];
    words.len() == 1 && SOURCES.contains(&words.first()) || words.as_str() == "tied to"
}
