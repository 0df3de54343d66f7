//! Which of several columns has a field.

use super::HeaderCell;
use super::cells::{is_bare, sentences, suits, told, verdicts};
use super::deeds::are_deeds;
use super::editions::{are_editions, is_actual, is_next};
use super::marks::{later, spanned};
use super::naming::{EXACT, NAMED, WEAK, WHOLE, candidates, head};
use super::stated::{self, is_state};
use crate::profile::{Holds, ItemRule, Phrase};
use tablemend_model::{FieldKind, Table};

/// Where two cells with different words claim one field, the one over cells that can be that field
/// has it, then the better fit, of two as good the one that the profile names first, and of a series
/// the latest; the other takes its next best or nothing. Date fields may have several columns (original, revised). The same words twice are
/// left: `settle` decides with the whole document in view.
pub(super) fn yield_claims(table: &Table, row: u32, cells: &mut [HeaderCell], rule: &ItemRule) {
    let suits = |cell: &HeaderCell, holds| suits(table, row, cell.col, holds, rule);
    let is_deed = |cell: &HeaderCell, holds| {
        rule.own.is_empty() && holds == Holds::Field(rule.key) && are_deeds(table, row, cell.col)
    };
    // Dashes alone suit anything; signs and colours say something.
    let bare = |cell: &HeaderCell| is_bare(table, row, cell.col) && !told(table, row, cell.col);
    let says_state = |first: &HeaderCell, second: &HeaderCell, holds| {
        // A register's rating is its own field; what the status says of the state is taken from beside it.
        rule.fill_from.is_empty()
            && matches!(holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Status))
            && stated::says_state(table, row, first, second)
    };
    let is_date =
        |holds| matches!(holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Dates));
    for _ in 0..cells.len() * 2 {
        let rival = (0..cells.len()).find_map(|i| {
            let holds = cells[i].holds?;
            let j = (0..cells.len()).find(|j| {
                *j != i
                    && cells[*j].holds == Some(holds)
                    && (cells[*j].words != cells[i].words || differ(&cells[*j], &cells[i]))
                    && match (suits(&cells[*j], holds), suits(&cells[i], holds)) {
                        (true, false) if !bare(&cells[*j]) => true,
                        (false, true) if !bare(&cells[i]) => false,
                        // What is to be done goes before what is measured or reached.
                        _ if is_deed(&cells[*j], holds) != is_deed(&cells[i], holds) => {
                            is_deed(&cells[*j], holds)
                        }
                        // What came of a date is no promise.
                        _ if is_date(holds)
                            && is_actual(&cells[*j].words) != is_actual(&cells[i].words) =>
                        {
                            is_actual(&cells[i].words)
                        }
                        // When it comes next goes before when it was last.
                        _ if is_date(holds) && is_next(&cells[*j].words, &cells[i].words) => true,
                        _ if is_date(holds) && is_next(&cells[i].words, &cells[*j].words) => false,
                        _ if says_state(&cells[*j], &cells[i], holds) => true,
                        _ if says_state(&cells[i], &cells[*j], holds) => false,
                        _ if tells_more(table, row, (&cells[*j], &cells[i]), holds, rule) => true,
                        _ if tells_more(table, row, (&cells[i], &cells[*j]), holds, rule) => false,
                        _ => beats((&cells[*j], *j), (&cells[i], i)),
                    }
            })?;
            (!are_editions(&cells[i].words, &cells[j].words)).then_some((i, holds))
        });
        let Some((loser, lost)) = rival else {
            return;
        };
        let own = head(&cells[loser].words);
        let series = cells
            .iter()
            .enumerate()
            .any(|(at, c)| at != loser && c.holds == Some(lost) && head(&c.words) == own);
        let taken: Vec<Option<Holds>> = cells.iter().map(|c| c.holds).collect();
        let other = |cell: &HeaderCell, least: u32| {
            candidates(&cell.words, &cell.printed, rule).into_iter().find(|c| {
                let named = c.score >= least || c.score == WEAK && least <= NAMED;
                c.holds != lost && !taken.contains(&Some(c.holds)) && named && suits(cell, c.holds)
            })
        };
        // `S` beside `Residual S` is what was before, and no number of another kind.
        let is_number = |holds| matches!(holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Number));
        let is_former = is_number(lost)
            && cells.iter().enumerate().any(|(at, c)| {
                let front = c.words.as_str().strip_suffix(cells[loser].words.as_str());
                at != loser && c.holds == Some(lost) && front.is_some_and(|f| f.ends_with(' '))
            });
        let next = other(&cells[loser], NAMED).filter(|c| !is_former || !is_number(c.holds));
        let series = series || is_former;
        // What by its name may as well be a field that no other column is leaves this one to it: the
        // response to a recommendation, where nothing else is said of its progress.
        if next.is_none() && !series {
            let holder = (0..cells.len()).find(|j| *j != loser && cells[*j].holds == Some(lost));
            let free = holder.and_then(|j| Some((j, other(&cells[j], EXACT)?)));
            if let Some((j, c)) = free {
                (cells[j].score, cells[j].rank, cells[j].holds) = (c.score, c.rank, Some(c.holds));
                continue;
            }
        }
        let cell = &mut cells[loser];
        cell.lost = series.then_some(lost);
        (cell.score, cell.rank, cell.holds) =
            next.map_or((0, 0, None), |c| (c.score, c.rank, Some(c.holds)));
    }
}

/// Whether of two columns for one text the first has sentences, the second a few words that come
/// again: `Avoid`, `Mitigate` beside what is done.
fn tells_more(
    table: &Table,
    row: u32,
    (first, second): (&HeaderCell, &HeaderCell),
    holds: Holds,
    rule: &ItemRule,
) -> bool {
    let Holds::Field(field) = holds else { return false };
    rule.kinds.get(field) == Some(&FieldKind::Text)
        && sentences(table, row, first.col)
        && !sentences(table, row, second.col)
        && verdicts(table, row, second.col)
}

/// So many names at the head of a field's list are plainly its own.
const FIRST_NAMES: u32 = 4;

/// Whether the first of two columns that claim one field has it.
fn beats(first: (&HeaderCell, usize), second: (&HeaderCell, usize)) -> bool {
    let last = |c: &HeaderCell| c.words.words().last().map(str::to_owned);
    let of_one_name = last(first.0) == last(second.0);
    let weight = |cell: &HeaderCell| {
        let words = |set: &[&str]| cell.words.words().any(|w| set.contains(&w));
        // What is left of a risk beats what there was of it; what is due beats what was raised.
        // The first names of a field are its own: `Date raised` where it asks when that was.
        let is_own = cell.score >= EXACT && cell.rank < FIRST_NAMES;
        let former = words(&FORMER) && !is_own;
        let latter = words(&LATTER);
        // Of `Current risk S` and `Residual risk S` the second is what is left.
        let is_rest = of_one_name && words(&["residual", "net"]);
        i32::from(latter) + i32::from(is_rest) - i32::from(former)
    };
    let (a, b) = (first.0, second.0);
    // `Status` says how far it is, `Residual risk` beside it how bad.
    if let (true, false) | (false, true) = (is_state(&a.words), is_state(&b.words))
        && a.holds == b.holds
        && a.score.min(b.score) >= NAMED
        && rates(if is_state(&a.words) { &b.words } else { &a.words })
    {
        return is_state(&a.words);
    }
    let near = |c: &HeaderCell| c.score < NAMED && c.score != WEAK;
    if let (Some((first, _)), Some((second, _))) = (spanned(&a.words), spanned(&b.words))
        && first == second
        && let Some(is_later) = later(&a.words, &b.words)
    {
        return is_later;
    }
    let (heavy_a, heavy_b) = (weight(a), weight(b));
    if heavy_a != heavy_b && (near(a) == near(b) || heavy_a.min(heavy_b) < 0) {
        return heavy_a > heavy_b;
    }
    // `Impact if it occurs` is as good a name as `Severity`.
    let order = |c: &HeaderCell| (c.score.min(WHOLE) / 50, std::cmp::Reverse(c.rank));
    if order(a) != order(b) {
        return order(a) > order(b);
    }
    // Columns of one name that differ by a date alone are a series: the later one counts.
    if let Some(is_later) = later(&a.words, &b.words)
        && a.holds == b.holds
    {
        return is_later;
    }
    if head(&a.words) == head(&b.words) { first.1 > second.1 } else { first.1 < second.1 }
}

/// Whether a heading is that of a risk that is left or was, and none of its rating.
fn rates(words: &Phrase) -> bool {
    words.words().any(|w| matches!(w, "residual" | "net" | "inherent" | "gross"))
        && words.words().last() == Some("risk")
}

/// Whether two cells of the same words differ in what is in brackets (`RAG (Q1)`, `RAG (Q2)`).
fn differ(a: &HeaderCell, b: &HeaderCell) -> bool {
    let bracketed = |c: &HeaderCell| c.printed.contains(['(', '[']);
    (bracketed(a) || bracketed(b)) && a.printed != b.printed
}

/// Words of what was before.
const FORMER: [&str; 23] = [
    "before",
    "pre",
    "unmitigated",
    "gross",
    "inherent",
    "inherente",
    "inerente",
    "inhérent",
    "inhérente",
    "raw",
    "raised",
    "opened",
    "created",
    "logged",
    "identified",
    "previous",
    "prior",
    "initial",
    "start",
    "started",
    "uncontrolled",
    "original",
    "baseline",
];

/// Words of what is now.
const LATTER: [&str; 17] = [
    "net",
    "residual",
    "residuale",
    "residuo",
    "résiduel",
    "résiduelle",
    "current",
    "latest",
    "due",
    "now",
    "new",
    "revised",
    "controlled",
    "after",
    "post",
    "mitigated",
    "remaining",
];
