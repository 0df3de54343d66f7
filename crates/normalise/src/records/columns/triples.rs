//! Likelihood, impact and score of a register under short headings, told by their numbers: `GL | GI | GS`, `Lik | Imp | Rat`.
//!
//! The third column is the product of the two in front of it. Of several such threes the last is what is left of the risk,
//! unless it is what is aimed at.

use super::HeaderCell;
use super::cells::{cells_below, graded, sentences, twin};
use super::naming::{NAMED, candidates, named};
use super::scored::is_product;
use crate::profile::{Holds, ItemRule, phrase};
use tablemend_model::{FieldKind, Table};

/// Letters of a word of a short heading, at most.
const SHORT: usize = 5;

/// First letters of words for likelihood: likelihood, probability, Wahrscheinlichkeit, frequency, occurrence. A `K` is a
/// likelihood in one language and a consequence in others.
const LIKELY: [char; 5] = ['l', 'p', 'w', 'f', 'o'];

/// First words of headings of what is aimed at; a `T` in front of letters is one too.
const AIMED: [&str; 7] = ["target", "goal", "desired", "ziel", "doel", "objectif", "objetivo"];

/// Gives the last three such columns their fields.
pub(super) fn as_triples(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let number = |name: &str| {
        named(&phrase(name), NAMED, rule).into_iter().find_map(|c| match c.holds {
            Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Number) => Some(f),
            _ => None,
        })
    };
    let found = rule.fill_from.iter().find_map(|(status, _)| Some((*status, twin(*status, rule)?)));
    let (Some((status, score)), Some(likelihood), Some(impact)) =
        (found, number("likelihood"), number("impact score"))
    else {
        return;
    };
    let row = row.max(table.header_rows().saturating_sub(1));
    let is_key = |c: &HeaderCell| c.holds == Some(Holds::Field(rule.key)) && c.score >= NAMED;
    if !claims.iter().any(is_key) {
        return;
    }
    let all: Vec<usize> = (0..claims.len().saturating_sub(2))
        .filter(|at| is_triple(table, row, claims, *at))
        .collect();
    // `Likelihood | Impact | Score` in full is known by its names.
    let is_short = |at: &usize| claims.iter().skip(*at).take(2).all(has_short_name);
    if !all.iter().any(is_short) {
        as_pair(table, row, claims, rule, (likelihood, impact));
        return;
    }
    let is_aimed = |at: &&usize| claims.get(**at).is_some_and(aims);
    let last = all.iter().rev().find(|at| !is_aimed(at)).or(all.last());
    let Some(last) = last.copied() else { return };
    let is_swapped = first_letter(claims, last + 1).is_some_and(|c| LIKELY.contains(&c))
        && !first_letter(claims, last).is_some_and(|c| LIKELY.contains(&c));
    // Under names that are known, `6 HIGH` is left to the rules for ratings.
    let is_known = |at: usize, field: usize| {
        claims.get(at).is_some_and(|c| c.score >= NAMED && c.holds == Some(Holds::Field(field)))
    };
    let says_word = |c: &tablemend_model::Cell| {
        c.text.as_str().split(['(', '[']).next().unwrap_or_default().contains(char::is_alphabetic)
    };
    if all.len() == 1
        && is_known(last, likelihood)
        && is_known(last + 1, impact)
        && claims.get(last + 2).is_some_and(|c| cells_below(table, row, c.col).any(says_word))
    {
        return;
    }
    // Words are a rating, which is a field of its own.
    let third = claims.get(last + 2).map(|c| c.col);
    let has_figure =
        |c: &tablemend_model::Cell| c.text.as_str().contains(|c: char| c.is_ascii_digit());
    let is_worded = third.is_some_and(|col| !cells_below(table, row, col).any(has_figure));
    let is_taken = claims
        .iter()
        .enumerate()
        .any(|(at, c)| c.holds == Some(Holds::Field(status)) && !(last..last + 3).contains(&at));
    let third = match (is_worded, is_taken) {
        (true, true) => None,
        (true, false) => Some(status),
        (false, _) => Some(score),
    };
    // `Residual risk score` in full is known by its name.
    let is_named = |at: &usize| {
        let is_outside = !all.iter().any(|first| (*first..*first + 3).contains(at));
        let is_score = |c: &HeaderCell| c.score >= NAMED && c.holds == Some(Holds::Field(score));
        is_outside && claims.get(*at).is_some_and(is_score)
    };
    let net = (0..claims.len()).find(is_named).or_else(|| net_score(table, row, claims, last + 2));
    let fields = match is_swapped {
        true => [Some(impact), Some(likelihood), third],
        false => [Some(likelihood), Some(impact), third],
    };
    for at in 0..claims.len() {
        let of = all.iter().find(|first| (**first..**first + 3).contains(&at)).copied();
        let told = claims.get(at).is_some_and(|c| sentences(table, row, c.col));
        let Some(cell) = claims.get_mut(at) else { continue };
        match of {
            Some(first) if first == last => {
                let holds = fields.get(at - last).copied().flatten().map(Holds::Field);
                (cell.score, cell.holds, cell.lost) = match net {
                    Some(_) if at == last + 2 => (0, None, holds),
                    _ => (NAMED, holds, None),
                };
            }
            Some(first) => {
                let lost = fields.get(at - first).copied().flatten().map(Holds::Field);
                (cell.score, cell.holds, cell.lost) = (0, None, lost);
            }
            None if net == Some(at) => {
                (cell.score, cell.holds, cell.lost) = (NAMED, third.map(Holds::Field), None);
            }
            None => {
                let rival = fields.iter().flatten().any(|f| cell.holds == Some(Holds::Field(*f)));
                if rival {
                    // `Auswirkung` over sentences tells what comes of it.
                    let text = told.then(|| text_of(cell, rule)).flatten();
                    (cell.score, cell.rank, cell.holds) =
                        text.map_or((0, 0, None), |f| (NAMED, 0, Some(Holds::Field(f))));
                }
            }
        }
    }
}

/// Where no column has the product: of two columns of levels side by side under short headings, of which one may be known
/// by its name, both, where what is called the impact tells it in sentences.
fn as_pair(
    table: &Table,
    row: u32,
    claims: &mut [HeaderCell],
    rule: &ItemRule,
    (likelihood, impact): (usize, usize),
) {
    let holds = |f: usize| Some(Holds::Field(f));
    let is_told =
        |c: &HeaderCell| c.holds == holds(impact) && sentences(table, row, c.col) && c.score > 0;
    let Some(told) = claims.iter().position(is_told) else { return };
    let is_level = |c: &HeaderCell| {
        let is_open = c.holds.is_none() && c.lost.is_none() && has_short_name(c);
        let is_own = c.holds == holds(impact) && !sentences(table, row, c.col);
        (is_open || is_own || c.holds == holds(likelihood))
            && c.colspan == 1
            && (are_levels(table, row, c.col) || graded(table, row, c.col))
    };
    let is_pair = |at: &usize| match claims.get(*at..*at + 2) {
        Some([a, b]) => b.col == a.col + 1 && is_level(a) && is_level(b),
        _ => false,
    };
    let mut pairs = (0..claims.len().saturating_sub(1)).filter(is_pair);
    let (Some(at), None) = (pairs.next(), pairs.next()) else { return };
    let named = (at..at + 2).find(|n| claims.get(*n).is_some_and(|c| c.holds == holds(likelihood)));
    let is_second = named == Some(at + 1)
        || named.is_none()
            && first_letter(claims, at + 1).is_some_and(|c| LIKELY.contains(&c))
            && !first_letter(claims, at).is_some_and(|c| LIKELY.contains(&c));
    let (of_likelihood, of_impact) = if is_second { (at + 1, at) } else { (at, at + 1) };
    for (n, cell) in claims.iter_mut().enumerate() {
        if n == of_likelihood {
            (cell.score, cell.holds) = (NAMED, holds(likelihood));
        } else if n == of_impact {
            (cell.score, cell.holds) = (NAMED, holds(impact));
        } else if n == told {
            let text = text_of(cell, rule);
            (cell.score, cell.rank, cell.holds) =
                text.map_or((0, 0, None), |f| (NAMED, 0, Some(Holds::Field(f))));
        }
    }
}

/// The one column of numbers behind a score that has none above it and some below, under a short name of what is left
/// (`Net`, `RS`): the score of the risk that is left.
fn net_score(table: &Table, row: u32, claims: &[HeaderCell], product: usize) -> Option<usize> {
    let of = claims.get(product)?.col;
    let number = |r: u32, col: u32| {
        let cell = table.cell_at(r, col).filter(|c| c.row() == r)?;
        cell.text.as_str().trim().parse::<u32>().ok()
    };
    // `Net`, `Resid.`, `RS`.
    let is_brief = |c: &HeaderCell| c.words.words().all(|w| w.chars().count() <= SHORT + 1);
    let is_left = |c: &HeaderCell| {
        let pairs = || {
            (row + 1..table.row_count()).filter_map(|r| Some((number(r, of)?, number(r, c.col)?)))
        };
        c.col > of
            && c.colspan == 1
            && c.words.as_str().starts_with(['n', 'r'])
            && is_brief(c)
            && pairs().count() > 1
            && pairs().count() == cells_below(table, row, c.col).count()
            && pairs().all(|(was, is)| is <= was)
            && pairs().any(|(was, is)| is < was)
    };
    let mut all = (product + 1..claims.len()).filter(|at| claims.get(*at).is_some_and(is_left));
    all.next().filter(|_| all.next().is_none())
}

/// The text that tells what comes of a risk, where the profile has one.
fn text_of(cell: &HeaderCell, rule: &ItemRule) -> Option<usize> {
    let is_text = |f: &usize| *f != rule.key && rule.kinds.get(*f) == Some(&FieldKind::Text);
    let own = candidates(&cell.words, &cell.printed, rule).into_iter().map(|c| c.holds);
    let more = named(&phrase("consequence"), NAMED, rule).into_iter().map(|c| c.holds);
    own.chain(more).find_map(|holds| match holds {
        Holds::Field(f) => Some(f).filter(is_text),
        _ => None,
    })
}

/// Whether a column and the two right behind it are levels and their product, or levels under one letter each of which
/// the first or second is a likelihood's.
fn is_triple(table: &Table, row: u32, claims: &[HeaderCell], at: usize) -> bool {
    let Some([a, b, c]) = claims.get(at..at + 3) else { return false };
    if b.col != a.col + 1 || c.col != b.col + 1 || [a, b, c].iter().any(|c| c.colspan > 1) {
        return false;
    }
    if are_levels(table, row, a.col) && are_levels(table, row, b.col) {
        return is_product(table, row, c.col, (a.col, b.col));
    }
    let is_letter = |c: &HeaderCell| {
        c.words.len() == 1 && c.words.as_str().chars().count() == 1 && graded(table, row, c.col)
    };
    let is_likely = |c: &HeaderCell| c.words.as_str().starts_with(LIKELY);
    [a, b, c].iter().all(|c| is_letter(c)) && (is_likely(a) || is_likely(b))
}

/// Whether the cells of a column are whole numbers up to ten.
fn are_levels(table: &Table, row: u32, col: u32) -> bool {
    let mut cells = cells_below(table, row, col).peekable();
    cells.peek().is_some()
        && cells.all(|c| c.text.as_str().trim().parse::<u8>().is_ok_and(|n| (1..=10).contains(&n)))
}

/// Whether all words of a heading are short, so that no name of a field can be told from it.
fn has_short_name(cell: &HeaderCell) -> bool {
    cell.words.words().all(|w| w.chars().count() <= SHORT) && cell.words.len() < 4
}

/// Whether a heading speaks of what is aimed at.
fn aims(cell: &HeaderCell) -> bool {
    let first = cell.words.first();
    AIMED.contains(&first) || first == "t" || first.len() == 2 && first.starts_with('t')
}

/// The first letter of the last word of a heading, or the last letter of one of two (`NL`).
fn first_letter(claims: &[HeaderCell], at: usize) -> Option<char> {
    let word = claims.get(at)?.words.words().last()?;
    if word.chars().count() == 2 { word.chars().last() } else { word.chars().next() }
}

#[cfg(test)]
mod tests {
    use crate::profile::Profile;
    use crate::records::testing::document;
    use tablemend_model::Value;

    /// The numbers of the first risk of a register of two rows.
    fn levels(head: &str, rows: [&str; 2]) -> Vec<String> {
        let profile = Profile::built_in("risk-register").unwrap();
        let text = format!("{head}\n{}\n{}", rows[0], rows[1]);
        let data = crate::records::records(&document(&text), &profile, "t");
        let (schema, risks) = data.items().unwrap();
        ["likelihood", "impact", "score"]
            .iter()
            .map(|name| {
                let (at, _) = schema.field(name).unwrap();
                match risks.records.first().and_then(|r| r.values.get(at)) {
                    Some(Value::Number { printed, .. }) => printed.clone(),
                    _ => String::new(),
                }
            })
            .collect()
    }

    #[test]
    fn short_headings_are_told_by_their_numbers() {
        for (head, rows, want) in [
            (
                "ID|Risk|GL|GI|GS|Controls|NL|NI|NS",
                [
                    "R1|The ramp jams|4|4|16|Oil it|3|2|6",
                    "R2|The rope breaks|3|5|15|New ones|2|5|10",
                ],
                ["3", "2", "6"],
            ),
            (
                "No|Risk|Impact|Lik|Imp|Rat",
                [
                    "1|The frame moves|The bells hang askew and wear|2|5|10",
                    "2|The rope breaks|A ringer is hurt by it|3|4|12",
                ],
                ["2", "5", "10"],
            ),
            (
                "Nr|Risiko|Auswirkung|EW|SA|RZ",
                [
                    "1|Die Rampe klemmt|Boote warten lange am Kai|3|4|12",
                    "2|Das Seil reißt|Niemand kann heute fahren|2|5|10",
                ],
                ["3", "4", "12"],
            ),
            (
                "Risk|Effect|I|L|S",
                [
                    "The ramp jams|Boats wait for hours|4|3|12",
                    "The rope breaks|Nobody rings at all|5|2|10",
                ],
                ["3", "4", "12"],
            ),
            (
                "Risk|Consequence|P|C|R",
                [
                    "The ramp jams|Boats wait for hours|H|M|H",
                    "The rope breaks|Nobody rings at all|L|H|M",
                ],
                ["H", "M", ""],
            ),
            (
                "Risk|CL|CI|CS|TL|TI|TS",
                ["The ramp jams|4|4|16|1|2|2", "The rope breaks|3|5|15|1|5|5"],
                ["4", "4", "16"],
            ),
        ] {
            assert_eq!(levels(head, rows), want, "{head}");
        }
        let rows = [
            "The ramp jams|Boats wait for many hours|4|2",
            "The rope breaks|Nobody rings at all then|3|5",
        ];
        assert_eq!(levels("Risk|Impact|Lik|Imp.", rows), ["4", "2", ""]);
        let rows = ["The ramp jams|4|2|8|Oil it|4", "The rope breaks|3|5|15|New ones|10"];
        assert_eq!(levels("Risk|S|K|Brt|Controls|Net", rows), ["4", "2", "4"]);
        let rows = ["The ramp jams|4|2|8|4", "The rope breaks|3|5|15|10"];
        assert_eq!(levels("Risk|L|I|Score|Residual risk score", rows), ["4", "2", "4"]);
        // No product of theirs, and no letters of levels.
        let rows = ["The ramp jams|4|4|3", "The rope breaks|3|5|1"];
        assert_eq!(levels("Risk|Gate|Boat|Bell", rows), ["", "", ""]);
    }
}
