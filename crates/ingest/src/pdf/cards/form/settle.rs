//! Cards in place of what was made of them without their form.

use crate::pdf::grid::{Found, Grid};
use std::collections::BTreeMap;
use tablemend_model::{Method, Rect};

/// Takes cards in place of tables that have not all of their rows, or have several of them as one. Gives the areas of
/// those that could not be taken, and of which no table has the labels.
pub(crate) fn settle(found: &mut Vec<Grid>, cards: Vec<Grid>) -> Vec<Rect> {
    let words = |cards: &[&Grid]| {
        let mut own: Vec<u32> = cards.iter().flat_map(|c| c.words()).collect();
        own.sort_unstable();
        own
    };
    let held = |g: &Grid, own: &[u32]| g.words().filter(|i| own.binary_search(i).is_ok()).count();
    let open: Vec<&Grid> = cards.iter().filter(|c| !found.iter().any(|g| reads(g, c))).collect();
    let (all, own) = (words(&cards.iter().collect::<Vec<_>>()), words(&open));
    // What holds much more than cards is left as it is; titles between them are no more than a part.
    let (gone, blocked): (Vec<usize>, Vec<usize>) = (0..found.len())
        .filter(|n| held(&found[*n], &own) > 0)
        .partition(|n| held(&found[*n], &all) * 5 >= found[*n].words().count() * 3);
    let lost: Vec<u32> = {
        let mut lost: Vec<u32> = gone.iter().flat_map(|n| found[*n].words()).collect();
        lost.sort_unstable();
        lost
    };
    let blocked: Vec<Rect> = blocked.into_iter().map(|n| found[n].area()).collect();
    let is_clear = |c: &Grid| {
        let area = c.area();
        !blocked.iter().any(|b| b.y0 < area.y1 && area.y0 < b.y1)
    };
    let is_open: Vec<bool> =
        cards.iter().map(|c| held(c, &own) > 0 || held(c, &lost) > 0).collect();
    for n in gone.into_iter().rev() {
        found.remove(n);
    }
    let (taken, rest): (Vec<_>, Vec<_>) = cards
        .into_iter()
        .zip(is_open)
        .filter(|(_, is_open)| *is_open)
        .map(|(card, _)| card)
        .partition(is_clear);
    found.extend(taken);
    let is_lost = |c: &&Grid| {
        c.words().next().is_some_and(|w| !found.iter().any(|g| g.words().any(|i| i == w)))
    };
    rest.iter().filter(is_lost).map(Grid::area).collect()
}

/// Whether a table has the rows of a card: each label in a cell of its own, its value in another of its row.
fn reads(grid: &Grid, card: &Grid) -> bool {
    let cell_of = |word: u32| grid.cells.iter().find(|c| c.words.contains(&word));
    let mut known: Vec<usize> = Vec::new();
    // Labels and values take turns; a title fills its row.
    let mut rows: BTreeMap<usize, Vec<&Found>> = BTreeMap::new();
    for cell in &card.cells {
        rows.entry(cell.row).or_default().push(cell);
    }
    let pairs = rows.values().flat_map(|row| {
        row.chunks_exact(2).enumerate().map(|(n, two)| (n, &two[0].words, &two[1].words))
    });
    let is_titled = rows
        .values()
        .filter(|row| row.len() == 1)
        .all(|row| row[0].words.iter().all(|w| cell_of(*w).is_some()));
    let pairs: Vec<(usize, &Vec<u32>, &Vec<u32>)> = pairs.collect();
    // A drawn cell holds all lines of a label, whatever is beside them.
    let is_drawn = grid.method == Method::Ruled;
    let is_rest = |word: &u32| {
        is_drawn && pairs.iter().any(|(_, label, value)| value.is_empty() && label.contains(word))
    };
    is_titled
        && pairs.iter().all(|(n, label, value)| {
            let Some(home) = label.first().and_then(|w| cell_of(*w)) else {
                return label.is_empty();
            };
            if is_drawn && value.is_empty() {
                return true;
            }
            let is_new = *n > 0 || !known.contains(&home.row);
            known.push(home.row);
            is_new
                && home.words.iter().all(|w| label.contains(w) || is_rest(w))
                && value.iter().all(|w| {
                    cell_of(*w).is_some_and(|c| {
                        c.row == home.row && c.rows == home.rows && c.col != home.col
                    })
                })
        })
}
