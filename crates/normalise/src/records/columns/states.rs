//! Levels of several states of one risk: before and after what is done about it, now, and where it should be.

use super::HeaderCell;
use super::cells::{cells_below, explained, graded, ratings, scores, sentences, twin};
use super::naming::{NAMED, named};
use super::stated::is_state;
use crate::profile::{Holds, ItemRule, Phrase, phrase};
use tablemend_model::{FieldKind, Table};

/// A state in which a risk is weighed; a later one goes before those above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Where it should be.
    Target,
    /// Before anything is done about it.
    Gross,
    /// Not said.
    Plain,
    /// Now.
    Current,
    /// With what is done about it.
    Net,
}

/// Words of a state that are one wherever they are in a heading.
const WORDS: [(&str, State); 32] = [
    ("gross", State::Gross),
    ("inherent", State::Gross),
    ("initial", State::Gross),
    ("raw", State::Gross),
    ("unmitigated", State::Gross),
    ("uncontrolled", State::Gross),
    ("untreated", State::Gross),
    ("original", State::Gross),
    ("baseline", State::Gross),
    ("previous", State::Gross),
    ("current", State::Current),
    ("present", State::Current),
    ("now", State::Current),
    ("net", State::Net),
    ("residual", State::Net),
    ("remaining", State::Net),
    ("mitigated", State::Net),
    ("controlled", State::Net),
    ("treated", State::Net),
    ("managed", State::Net),
    ("revised", State::Net),
    ("inherente", State::Gross),
    ("inerente", State::Gross),
    ("inhérent", State::Gross),
    ("inhérente", State::Gross),
    ("residuale", State::Net),
    ("residuo", State::Net),
    ("résiduel", State::Net),
    ("résiduelle", State::Net),
    ("target", State::Target),
    ("desired", State::Target),
    ("tolerable", State::Target),
];

/// Words before or behind what is done: `before mitigation`, `post control`, `without controls`.
const SIDES: [(&str, State); 8] = [
    ("before", State::Gross),
    ("pre", State::Gross),
    ("without", State::Gross),
    ("premitigation", State::Gross),
    ("after", State::Net),
    ("post", State::Net),
    ("with", State::Net),
    ("postmitigation", State::Net),
];

/// What is done, behind such a word.
const DONE: [&str; 15] = [
    "mitigation",
    "control",
    "treatment",
    "action",
    "measure",
    "response",
    "existing",
    "current",
    "mitigating",
    "mitigated",
    "further",
    "additional",
    "planned",
    "proposed",
    "any",
];

/// What a level is called, whatever it is a level of.
const LEVELS: [&str; 6] = ["level", "rating", "score", "value", "grade", "classification"];

/// What a heading says is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weighed {
    Likelihood,
    Impact,
    /// The risk as a whole, in numbers or in words.
    Whole,
}

/// The state that a heading speaks of, and its other words; `None` where it speaks of none.
fn state(words: &Phrase) -> Option<(State, Vec<&str>)> {
    let all: Vec<&str> = words.words().collect();
    // The state, and whether a word of its own says it.
    let mut found: Option<(State, bool)> = None;
    let mut rest = Vec::new();
    let mut at = 0;
    while let Some(word) = all.get(at) {
        at += 1;
        if let Some((_, side)) = SIDES.iter().find(|(side, _)| side == word) {
            // `Current (with existing controls)` is what is now.
            found = found.or(Some((*side, false)));
            while all.get(at).is_some_and(|w| DONE.contains(w)) {
                at += 1;
            }
            continue;
        }
        let own = WORDS.iter().find(|(own, _)| own == word).map(|(_, state)| *state);
        match own.filter(|own| found.is_none_or(|(state, is_own)| !is_own || state == *own)) {
            Some(own) => found = Some((own, true)),
            None => rest.push(*word),
        }
    }
    found.map(|(state, _)| (state, rest))
}

/// What the words beside a state name; `None` where they are of something else.
fn weighed(rest: &[&str], rule: &ItemRule) -> Option<Weighed> {
    // `Residual risk score`, `Risk level`: the risk as a whole.
    let bare: Vec<&str> =
        rest.iter().copied().filter(|w| *w != "risk" && !LEVELS.contains(w)).collect();
    if bare.is_empty() {
        return Some(Weighed::Whole);
    }
    let words: Phrase = bare.iter().copied().collect();
    match words.as_str() {
        "likelihood" | "probability" | "prob" | "l" | "p" | "lh" => Some(Weighed::Likelihood),
        "impact" | "severity" | "consequence" | "i" | "c" | "imp" | "sev" => Some(Weighed::Impact),
        "total" | "rag" | "r" | "rr" | "exposure" | "overall" => Some(Weighed::Whole),
        _ => {
            let is_likelihood = |name: &str| {
                let own = named(&phrase(name), NAMED, rule).first().map(|c| c.holds);
                own.is_some() && named(&words, NAMED, rule).first().map(|c| c.holds) == own
            };
            is_likelihood("likelihood").then_some(Weighed::Likelihood)
        }
    }
}

/// Whether most cells of a column begin with a number.
fn led_by_numbers(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut led) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        // `3D` is a cell of a matrix.
        let word: String = cell.text.as_str().chars().take_while(|c| c.is_alphanumeric()).collect();
        led += u32::from(!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    }
    all > 0 && led * 10 >= all * 7
}

/// Gives the columns of a register that weigh each risk in several states their fields, whatever each is called: what is
/// left of a risk goes before what it is now, that before what there was of it, and where it should be comes last.
pub(super) fn as_states(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let number = |name: &str| {
        named(&phrase(name), NAMED, rule).into_iter().find_map(|c| match c.holds {
            Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Number) => Some(f),
            _ => None,
        })
    };
    let Some((status, score)) =
        rule.fill_from.iter().find_map(|(status, _)| Some((*status, twin(*status, rule)?)))
    else {
        return;
    };
    let (Some(likelihood), Some(impact)) = (number("likelihood"), number("impact score")) else {
        return;
    };
    // A status that tells how far each risk is has its field.
    let is_followed =
        claims.iter().any(|c| c.holds == Some(Holds::Field(status)) && is_state(&c.words));
    // The labels below other labels are no levels.
    let row = row.max(table.header_rows().saturating_sub(1));
    let read: Vec<Option<(State, usize)>> = claims
        .iter()
        .map(|cell| {
            let (state, rest) = state(&cell.words)?;
            let weighed = weighed(&rest, rule)?;
            let col = cell.col;
            // `20 (critical)` is a number that is explained.
            let in_numbers = scores(table, row, col) || led_by_numbers(table, row, col);
            let is_level = in_numbers
                || graded(table, row, col)
                || ratings(table, row, col)
                || explained(table, row, col);
            if !is_level || sentences(table, row, col) || cell.colspan > 1 {
                return None;
            }
            let field = match weighed {
                Weighed::Likelihood => likelihood,
                Weighed::Impact => impact,
                Weighed::Whole if in_numbers => score,
                Weighed::Whole => status,
            };
            Some((state, field))
        })
        .collect();
    // One heading alone that says no more than a state may be of anything: `Target` over numbers.
    let of_states: Vec<&HeaderCell> =
        claims.iter().zip(&read).filter(|(_, r)| r.is_some()).map(|(c, _)| c).collect();
    if of_states.is_empty() {
        return;
    }
    if let [only] = of_states.as_slice()
        && (only.words.len() < 2 || only.words.words().last() == Some("risk"))
    {
        return;
    }
    for field in [likelihood, impact, score, status] {
        let holds = Some(Holds::Field(field));
        let own: Vec<(usize, State)> = (0..claims.len())
            .filter_map(|at| match read[at] {
                Some((state, f)) => (f == field).then_some((at, state)),
                None => (claims[at].holds == holds).then_some((at, State::Plain)),
            })
            .collect();
        if own.iter().all(|(at, _)| read[*at].is_none()) {
            continue;
        }
        // Of several columns of one state the first is the field's, unless another is named outright; of several that say
        // none, `yield_claims` decides.
        let rank = |(at, state): &(usize, State)| {
            let cell = &claims[*at];
            (*state, cell.holds == holds && cell.score >= NAMED, std::cmp::Reverse(*at))
        };
        let Some(best) = own.iter().max_by_key(|c| rank(c)).map(|(at, _)| *at) else { continue };
        let is_kept = |at: usize| field == status && is_followed && read[at].is_some();
        // `High: the quay floods` may be told as a text beside the level that is left.
        let own: Vec<(usize, State)> = own
            .into_iter()
            .filter(|(at, _)| read[*at].is_some() || !sentences(table, row, claims[*at].col))
            .collect();
        for (at, state) in &own {
            let is_of_state = read[*at].is_some();
            let cell = &mut claims[*at];
            if is_kept(*at) {
                (cell.score, cell.holds) = (0, None);
            } else if *at == best {
                let score = if is_of_state { NAMED.max(cell.score) } else { cell.score };
                (cell.score, cell.holds) = (score, holds);
            } else if is_of_state || read[best].is_some() && (field != status || !is_followed) {
                // Where what counts is blank, what there was before may tell; where it should be never does.
                let lost = holds.filter(|_| *state > State::Target);
                (cell.score, cell.holds, cell.lost) = (0, None, lost);
            }
        }
    }
}
