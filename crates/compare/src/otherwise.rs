//! Items with other texts and other refs that are the same in all else: reworded and renumbered at once.

use crate::cell::Cell;
use crate::edition::Item;
use crate::words;
use std::collections::HashMap;

/// How sure it is that they are one: a person should look at it.
pub(crate) const SURE: f64 = 0.6;

/// A shorter text may be in many rows (`On track`).
const TELLING: usize = 5;

/// So many other cells are the same.
const FEWEST: usize = 2;

/// What an item says in all fields but the one that it is called by; `None` where that tells no item from another:
/// a text of several words, and two other cells, are filled.
fn rest<'i>(item: &Item, fields: impl Iterator<Item = &'i usize>) -> Option<Vec<String>> {
    let (mut telling, mut others) = (0, 0);
    let mut out = Vec::new();
    for field in fields {
        let cell = item.cell(Some(*field));
        match cell {
            Cell::Text(text) if words::tokens(text).len() >= TELLING => telling += 1,
            Cell::Missing | Cell::Text(_) => {}
            _ => others += 1,
        }
        out.push(words::bare(&cell.display()));
    }
    (telling > 0 && others >= FEWEST).then_some(out)
}

/// The pairs of items, by position, that no item of either edition shares its rest with. `fields` are those of both
/// editions, `free` the items that have no link yet.
pub(crate) fn pairs(
    (before, after): (&[Item], &[Item]),
    fields: &[(usize, usize)],
    free: (&[usize], &[usize]),
) -> Vec<(usize, usize)> {
    let mut all: HashMap<Vec<String>, [Vec<usize>; 2]> = HashMap::new();
    for (at, item) in before.iter().enumerate() {
        if let Some(rest) = rest(item, fields.iter().map(|(field, _)| field)) {
            let [old, _] = all.entry(rest).or_default();
            old.push(at);
        }
    }
    for (at, item) in after.iter().enumerate() {
        if let Some(rest) = rest(item, fields.iter().map(|(_, field)| field)) {
            let [_, new] = all.entry(rest).or_default();
            new.push(at);
        }
    }
    let mut out: Vec<(usize, usize)> = all
        .into_values()
        .filter_map(|[old, new]| match (&old[..], &new[..]) {
            ([b], [a]) if free.0.contains(b) && free.1.contains(a) => Some((*b, *a)),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use crate::identity::{Key, Links, Reason, pair};
    use crate::sample::plan;

    /// The links of two plans that are held to be one for what else they say, and how many items went.
    fn found(before: &str, after: &str) -> (Vec<(usize, usize)>, usize) {
        let (before, after) = (plan("2024-01", before), plan("2024-02", after));
        let pairing = pair(&before, &after, &Links::default(), &Key::Likeness);
        let links = pairing.links.iter().filter(|l| l.reason == Reason::SameRest);
        assert!(links.clone().all(crate::identity::Link::is_doubtful));
        (links.map(|l| (l.before, l.after)).collect(), pairing.removed.len())
    }

    #[test]
    fn what_is_reworded_and_renumbered_at_once_is_an_uncertain_match() {
        let first = "4.3 | Tar the hulls of all boats | 2024-06-30 | Ann | The tar was bought from the yard | green\n";
        let old = "4.4 | Engage ninety oarsmen from abroad | 2024-09-30 | Bo | Forty have come and been taught | amber\n";
        let new = "4.2 | Finish teaching of rowers hired elsewhere | 2024-09-30 | Bo | Forty have come and been taught | amber\n";
        let before = format!("{first}{old}");
        let after = format!("{new}{first}");
        assert_eq!(found(&before, &after), (vec![(1, 0)], 0));
        // Another date, or a note that several rows have, shows nothing.
        let other = new.replace("2024-09-30", "2024-10-31");
        assert_eq!(found(&before, &format!("{other}{first}")), (vec![], 1));
        let twin = new.replace("4.2 | Finish teaching", "4.9 | Begin counting");
        assert_eq!(found(&before, &format!("{new}{twin}{first}")).0, []);
        let short = |row: &str| row.replace("Forty have come and been taught", "On track");
        assert_eq!(found(&short(&before), &short(&after)), (vec![], 1));
    }
}
