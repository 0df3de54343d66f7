//! What the cells below a header look like.

use crate::profile::{Holds, ItemRule};
use crate::records::{refs, signs, status};
use std::collections::HashSet;
use tablemend_model::{Cell, FieldKind, SIGNS, Table, languages};

/// The filled cells of a column below a row, so many at most.
pub(super) fn cells_below(table: &Table, row: u32, col: u32) -> impl Iterator<Item = &Cell> {
    (row + 1..table.row_count())
        .filter_map(move |r| table.cell_at(r, col).filter(|c| c.row() == r && !c.text.is_empty()))
        .take(40)
}

/// Whether most cells of a column look like refs; `None` for a column without cells.
pub(super) fn looks_like_refs(table: &Table, row: u32, col: u32) -> Option<bool> {
    let (mut all, mut like) = (0, 0);
    let mut seen: Vec<&str> = Vec::new();
    // `Total` at the end is no row of its own.
    let is_sum = |text: &str| matches!(text.to_lowercase().as_str(), "total" | "totals" | "sum");
    let own = |c: &&Cell| c.colspan() == 1 && !is_sum(c.text.as_str());
    for cell in cells_below(table, row, col).filter(own) {
        let text = cell.text.as_str();
        all += 1;
        like += u32::from(refs::is_like(text));
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    // Refs tell rows apart; a column of numbers that come again is a score.
    (all > 0).then(|| like * 5 >= all * 4 && seen.len() * 10 >= all as usize * 9)
}

/// Nouns of headers of refs.
pub(crate) const REF_NOUNS: [&str; 8] =
    ["id", "ref", "reference", "no", "number", "code", "#", "key"];

/// Whether the cells of a column are plain numbers, as a count or score is too.
pub(super) fn numbers(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col)
        .all(|c| c.text.as_str().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
}

/// Whether a column has cells, and all of them are plain numbers.
pub(super) fn counts(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col).next().is_some() && numbers(table, row, col)
}

/// Whether the cells of a column have numbers of three parts or more (`1.2.3`), which no amount has.
pub(super) fn parts_of_parts(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col).any(|c| c.text.as_str().matches('.').count() > 1)
}

/// Whether the cells of a column are all numbers of two parts that go up by one within the first or begin it
/// again: `1.1`, `1.2`, `2.1`.
pub(super) fn numbered(table: &Table, row: u32, col: u32) -> bool {
    let parts = |c: &Cell| {
        let (front, end) = c.text.as_str().trim_end_matches('.').split_once('.')?;
        Some((front.parse::<u32>().ok()?, end.parse::<u32>().ok()?))
    };
    let single = cells_below(table, row, col).filter(|c| c.colspan() == 1);
    let Some(all) = single.map(parts).collect::<Option<Vec<_>>>() else { return false };
    let goes_on = |pair: &[(u32, u32)]| {
        let ((a, b), (c, d)) = (pair[0], pair[1]);
        c == a && d == b + 1 || c > a && d <= 1
    };
    all.len() > 1 && all.windows(2).all(goes_on)
}

/// Whether the cells of a column count 1, 2, 3.
pub(super) fn counted(table: &Table, row: u32, col: u32) -> bool {
    // A heading between the rows is no number of theirs.
    let single = cells_below(table, row, col).filter(|c| c.colspan() == 1);
    (1..).zip(single).all(|(n, c)| c.text.as_str().trim_end_matches('.').parse::<u32>() == Ok(n))
}

/// Whether most cells of a column are ratings: words of a scale, numbers, dashes.
pub(super) fn ratings(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut rated) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        all += 1;
        let no_word = !text.chars().any(char::is_alphabetic);
        rated += u32::from(no_word || is_level(text));
    }
    all > 0 && rated * 10 >= all * 7
}

/// Whether most cells of a column are a word or three that other rows have too.
pub(super) fn verdicts(table: &Table, row: u32, col: u32) -> bool {
    let count = cells_below(table, row, col).count();
    let short = cells_below(table, row, col).filter(|c| is_short(c.text.as_str())).count();
    count > 2 && short * 10 >= count * 7 && repeated(table, row, col)
}

/// Whether a text has at most three words.
fn is_short(text: &str) -> bool {
    const MOST: usize = 3;
    text.split_whitespace().nth(MOST).is_none()
}

/// Whether a text is a word of a scale, signs and a number beside it aside: `High`, `🔴 High`,
/// `Critical (25)`, `Medium-High`, `3 - Possible`.
fn is_level(text: &str) -> bool {
    let not_word = |c: char| !c.is_alphabetic() && c != '/';
    let text = text.split(['(', '[']).next().unwrap_or_default().to_lowercase();
    let word = text.trim_matches(not_word);
    status::is_rating(word)
        || word.contains(['-', '–', '/'])
            && word.split(['-', '–', '/']).all(|w| status::is_rating(w.trim()))
}

/// Whether a text is a number or a word of a scale and no more.
pub(crate) fn is_grade(text: &str) -> bool {
    let is_number =
        |t: &str| !t.is_empty() && t.len() <= 3 && t.bytes().all(|b| b.is_ascii_digit());
    let has_two = text.contains(['/', '\n']);
    !has_two && (is_number(text.trim()) || is_level(text))
}

/// Whether nearly all cells of a column begin with a word of a scale or a number, and explain it behind a bracket,
/// dash, colon or full stop: `High (the quay floods)`.
pub(super) fn explained(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut led) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        let end = text.find(['(', '[', '–', '—', ':', ';', ',', '.', '\n']).unwrap_or(text.len());
        let lead = text.get(..end).unwrap_or_default();
        let lead = lead.split(" - ").next().unwrap_or_default().trim();
        all += 1;
        led += u32::from(is_level(lead) || lead.parse::<u8>().is_ok());
    }
    all > 1 && led * 10 >= all * 9
}

/// Whether most cells of a column say how bad or how urgent something is: words of a scale, `P1`, `Sev 2`,
/// and there are two or more.
pub(super) fn graded(table: &Table, row: u32, col: u32) -> bool {
    let is_step = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
        let digits = word.trim_start_matches(['p', 's', 'c']);
        is_level(&text)
            || status::is_rating(&word)
            || matches!(word.as_str(), "sev" | "info" | "informational" | "nit" | "blocking")
            || digits.len() + 1 == word.len() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let (mut all, mut steps) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        steps += u32::from(is_step(cell.text.as_str()));
    }
    all > 1 && steps * 10 >= all * 7
}

/// Whether most cells of a column are texts of four words or more from which no status can be read.
pub(super) fn remarks(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut remarks) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        all += 1;
        let words = text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count();
        remarks += u32::from(words > 3 && !status::is_readable(text));
    }
    all > 1 && remarks * 10 >= all * 6
}

/// Whether most cells of a column say yes or no: `Yes`, `✓`, `—`; and whether one says yes.
pub(super) fn answers(table: &Table, row: u32, col: u32) -> bool {
    // Most columns are given up at their first cells.
    const FIRST: usize = 3;
    if !cells_below(table, row, col).take(FIRST).any(|c| answer(c.text.as_str()).is_some()) {
        return false;
    }
    let (mut all, mut answers) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        answers += u32::from(answer(cell.text.as_str()).is_some());
    }
    all > 1 && answers * 10 >= all * 8
}

/// What a text says where it is no more than yes or no.
pub(super) fn answer(text: &str) -> Option<bool> {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return None;
    }
    let text = text.split(['(', ',']).next().unwrap_or_default().trim().to_lowercase();
    let text = text.trim_end_matches('\u{fe0f}');
    match text {
        "yes" | "y" | "x" | "✓" | "✔" | "✅" | "☑" | "●" => Some(true),
        "no" | "n" | "✗" | "✘" | "❌" | "✖" | "-" | "–" | "—" | "n/a" | "☐" | "○" => {
            Some(false)
        }
        _ => languages::answer(text),
    }
}

/// Whether no cell of a column has words or signs that are printed.
pub(super) fn blank(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col).next().is_none()
}

/// Whether no cell of a column has a letter or a digit.
pub(super) fn is_bare(table: &Table, row: u32, col: u32) -> bool {
    !cells_below(table, row, col).any(|c| c.text.as_str().contains(char::is_alphanumeric))
}

/// Whether a column has dots, ticks or dashes and no words at all, as a matrix has.
pub(super) fn dots(table: &Table, row: u32, col: u32) -> bool {
    // The lower rows of the header are no cells.
    let last = table.header_rows().max(row + 1) - 1;
    // One row may have a dash for what is not said yet.
    let is_one = table.row_count() < last + 3;
    !is_one && !blank(table, last, col) && is_bare(table, last, col)
}

/// Whether nearly all cells of a column are words of a scale (`High`, `Low`).
pub(super) fn rated(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut rated) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        if text.chars().any(char::is_alphabetic) {
            all += 1;
            rated += u32::from(is_level(text));
        }
    }
    all > 1 && rated * 10 >= all * 9
}

/// Whether a column has a few short words over and over (`Create`, `Modify`): each twice on average.
pub(super) fn repeats(table: &Table, row: u32, col: u32) -> bool {
    const FEWEST: usize = 4;
    let texts = || cells_below(table, row, col).map(|c| c.text.as_str());
    if !texts().all(is_short) {
        return false;
    }
    // `Edit (6 lines)` is no other word than `Edit`.
    let word = |t: &str| t.split(['(', '（']).next().unwrap_or_default().trim().to_lowercase();
    let mut all: Vec<String> = texts().map(word).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    count >= FEWEST && all.len() * 2 <= count
}

/// Whether most cells of a column are names for machines: paths, addresses, functions.
pub(super) fn paths(table: &Table, row: u32, col: u32) -> bool {
    let is_path = |text: &str| {
        !text.contains(char::is_whitespace)
            && (text.starts_with(['/', '.', '@'])
                || text.contains(['/', '_', '(', '{', '\\'])
                || text.contains("::")
                || text.rsplit_once('.').is_some_and(|(front, end)| {
                    !front.is_empty()
                        && end.len() <= 5
                        && end.bytes().all(|b| b.is_ascii_lowercase())
                }))
    };
    let (mut all, mut like) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        like += u32::from(is_path(cell.text.as_str()));
    }
    like * 2 > all
}

/// Whether a cell of a column has the text of another.
pub(super) fn repeated(table: &Table, row: u32, col: u32) -> bool {
    let mut seen = HashSet::new();
    cells_below(table, row, col).any(|c| !seen.insert(c.text.as_str().to_lowercase()))
}

/// Whether the cells of a column are texts of several words.
pub(super) fn sentences(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut long) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        long += u32::from(!is_short(cell.text.as_str()));
    }
    all > 0 && long * 2 > all
}

/// Whether the cells of a column can be what a field holds: no sentences for a number, no bare
/// numbers for a status that has a field for its number beside it, no ratings for a text.
pub(super) fn suits(table: &Table, row: u32, col: u32, holds: Holds, rule: &ItemRule) -> bool {
    if holds == Holds::Ref {
        return looks_like_refs(table, row, col) != Some(false);
    }
    let Holds::Field(field) = holds else { return true };
    match rule.kinds.get(field) {
        Some(FieldKind::Number) => !sentences(table, row, col) || explained(table, row, col),
        Some(FieldKind::Status) => {
            (twin(field, rule).is_none() || !scores(table, row, col)) && !shares(table, row, col)
        }
        Some(FieldKind::Text) => {
            !ratings(table, row, col)
                && !dated(table, row, col)
                && !told(table, row, col)
                && !shares(table, row, col)
        }
        Some(FieldKind::Posts) => !answers(table, row, col),
        Some(FieldKind::Dates) => {
            share_of_dates(table, row, col).is_none_or(|(n, all)| n * 2 >= all)
                || cells_below(table, row, col).all(|c| is_dotted_day(c.text.as_str()))
        }
        _ => true,
    }
}

/// The field of numbers that a status is told by (`score` beside a rating).
pub(super) fn twin(status: usize, rule: &ItemRule) -> Option<usize> {
    let (_, from) = rule.fill_from.iter().find(|(field, _)| *field == status)?;
    from.iter().copied().find(|f| rule.kinds.get(*f) == Some(&FieldKind::Number))
}

/// Whether the cells of a column are shares of the whole (`80%`), and more than one.
pub(super) fn shares(table: &Table, row: u32, col: u32) -> bool {
    let is_share = |c: &Cell| {
        let text = c.text.as_str().trim_end();
        text.strip_suffix('%').is_some_and(|n| n.trim_end().bytes().all(|b| b.is_ascii_digit()))
    };
    cells_below(table, row, col).count() > 1 && cells_below(table, row, col).all(is_share)
}

/// Whether the cells of a column are bare numbers, and more than one.
pub(super) fn scores(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col).count() > 1 && numbers(table, row, col)
}

/// Whether nearly all cells of a column are dates and nothing else, and there are some.
pub(super) fn dated(table: &Table, row: u32, col: u32) -> bool {
    share_of_dates(table, row, col).is_some_and(|(days, all)| days * 10 >= all * 9)
}

/// Whether nearly all cells of a column are counted spans of the work: `Week 4`, `Days 0-14`.
pub(super) fn counted_spans(table: &Table, row: u32, col: u32) -> bool {
    let cells = || cells_below(table, row, col);
    let counted = cells().filter(|c| tablemend_dates::is_counted(c.text.as_str())).count();
    counted > 1 && counted * 10 >= cells().count() * 9
}

/// How many cells of a column are dates and nothing else, of how many with words; `None` of none.
fn share_of_dates(table: &Table, row: u32, col: u32) -> Option<(u32, u32)> {
    let (mut all, mut days, mut open) = (0, 0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        let no_word = !text.chars().any(char::is_alphanumeric);
        // A mark that says a period is none of them.
        if no_word || cell.says.is_some() {
            continue;
        }
        // `Ongoing` between dates is no word of another kind.
        if is_unset(text) {
            open += 1;
            continue;
        }
        all += 1;
        let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let is_short = text.len() <= 40 && text.bytes().any(|b| b.is_ascii_digit()) && !is_plain;
        days += u32::from(
            is_short && tablemend_dates::only(text, &tablemend_dates::Context::default()).is_some(),
        );
    }
    all += if days > open { 0 } else { open };
    (all > 0).then_some((days, all))
}

/// Whether a text is what is said in place of a date that nobody has set.
fn is_unset(text: &str) -> bool {
    const LONGEST: usize = 24;
    const OPEN: [&str; 9] = [
        "ongoing",
        "on-going",
        "tbc",
        "tbd",
        "tba",
        "asap",
        "immediate",
        "immediately",
        "continuous",
    ];
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    OPEN.contains(&lower.as_str()) || languages::is_open_time(&lower)
}

/// Whether a text is a day in figures with dots, two for the day and two for the month (`31.07.25`): references have fewer.
fn is_dotted_day(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('.').map(str::len).collect();
    matches!(lengths.as_slice(), [2, 2, 2 | 4])
}

/// Whether most cells of a column are amounts (`65%`, `<500ms`), and no cell is a date.
pub(super) fn measures(table: &Table, row: u32, col: u32) -> bool {
    let is_amount = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let signs = text.chars().filter(|c| c.is_alphabetic()).count();
        // `TBC+30` is so many days behind an event.
        let is_behind = text
            .split_once('+')
            .is_some_and(|(event, _)| event.trim_end().ends_with(char::is_alphabetic));
        digits > 0
            && signs <= 3
            && !is_behind
            && text.contains(['%', '<', '>', '≤', '≥', '£', '$', '€', '+'])
    };
    let (mut all, mut amounts) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        amounts += u32::from(is_amount(cell.text.as_str()));
    }
    all > 1
        && amounts * 2 >= all
        && share_of_dates(table, row, col).is_none_or(|(days, _)| days == 0)
}

/// Whether nearly all cells of a column are statuses: words that tell a state or a colour, or a
/// colour alone; and there are some. Colours alone beside columns of colours alone are a calendar: they say
/// when, not how.
pub(super) fn told(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut statuses, mut words) = (0_u32, 0, 0);
    let first = (row + 1).max(table.header_rows());
    let rows = table.row_count().saturating_sub(first);
    for r in first..table.row_count() {
        // Even if all that follow are statuses, they are too few.
        if (all - statuses) * 10 > rows {
            return false;
        }
        let Some(cell) = table.cell_at(r, col).filter(|c| c.row() == r && c.colspan() == 1) else {
            continue;
        };
        let shown = cell.fill.is_some_and(status::saturated)
            || !cell.icons.is_empty()
            || cell.shape.is_some();
        if let Some(said) = &cell.says {
            // A period has its year, and is no status.
            let is_period = said.as_str().contains(|c: char| c.is_ascii_digit());
            (all, statuses, words) = (all + 1, statuses + u32::from(!is_period), words + 1);
        } else if cell.text.is_empty() {
            (all, statuses) = (all + u32::from(shown), statuses + u32::from(shown));
        } else {
            (all, words) = (all + 1, words + 1);
            statuses += u32::from(status::is_status(cell.text.as_str()));
        }
    }
    let beside = || {
        let near = [col.checked_sub(1), Some(col + 1)];
        near.into_iter().flatten().any(|col| only_coloured(table, row, col))
    };
    all > 1 && statuses * 10 >= all * 9 && (words > 0 || !beside())
}

/// Whether a column below a row has colours, and no text, sign or picture.
fn only_coloured(table: &Table, row: u32, col: u32) -> bool {
    let cells = || {
        let first = (row + 1).max(table.header_rows());
        let cells = (first..table.row_count()).filter_map(|r| table.cell_at(r, col));
        cells.filter(move |c| c.row() >= first && c.colspan() == 1)
    };
    cells().any(|c| c.fill.is_some_and(status::saturated))
        && cells().all(|c| {
            c.text.is_empty() && c.icons.is_empty() && c.shape.is_none() && c.says.is_none()
        })
}

/// Whether nearly all cells of a column are signs and nothing else, and of several forms. Ticks, crosses and
/// empty boxes alone say yes and no.
pub(super) fn signed(table: &Table, row: u32, col: u32) -> bool {
    let mut forms: Vec<char> = Vec::new();
    let mut all = 0;
    for cell in cells_below(table, row, col).filter(|c| c.colspan() == 1) {
        all += 1;
        forms.extend(signs::of_text(cell.text.as_str()).filter(|c| SIGNS.contains(*c)));
    }
    let is_most = all > 1 && forms.len() * 10 >= all * 9;
    let says_more = forms.iter().any(|c| !matches!(c, '✔' | '✘' | '□'));
    forms.sort_unstable();
    forms.dedup();
    is_most && says_more && forms.len() > 1
}

/// Whether the cells of a column are the steps of a scale, each once: numbers or letters one up or down
/// from each other, or words of ratings.
pub(super) fn climbs(table: &Table, row: u32, col: u32) -> bool {
    let cells: Vec<&str> = cells_below(table, row, col).map(|c| c.text.as_str()).collect();
    let mut apart = cells.clone();
    apart.sort_unstable();
    apart.dedup();
    if cells.len() < 2 || apart.len() < cells.len() {
        return false;
    }
    let letter = |text: &str| match text.as_bytes() {
        [b @ b'A'..=b'Z'] => Some(i64::from(*b)),
        _ => None,
    };
    let numbers: Option<Vec<i64>> =
        cells.iter().map(|t| t.parse().ok().or_else(|| letter(t))).collect();
    match numbers {
        Some(numbers) => {
            let steps: Vec<i64> = numbers.windows(2).map(|w| w[1] - w[0]).collect();
            steps.iter().all(|s| *s == 1) || steps.iter().all(|s| *s == -1)
        }
        None => cells.iter().all(|t| status::is_rating(&t.to_lowercase())),
    }
}

/// Whether the cells of a column are no more than links to what is told elsewhere: `#412, #413`,
/// `Q-01; A-01`.
///
/// Short codes are links where several cells have more than one: `R1, R3`.
pub(super) fn links(table: &Table, row: u32, col: u32) -> bool {
    /// So many cells have several.
    const FEWEST: u32 = 2;
    let is_short_code = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = word.len() - digits.len();
        // `Q3` and `FY26` are periods.
        (1..=4).contains(&letters)
            && !matches!(word.get(..letters), Some("Q" | "H" | "FY" | "CY"))
            && (1..=4).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let is_link = |word: &str| {
        let word = word.trim_end_matches([',', ';']);
        let digits = word.strip_prefix('#');
        digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
            || word.starts_with(char::is_alphabetic) && is_code(word)
    };
    let is_none = |text: &str| !text.contains(char::is_alphanumeric);
    let (mut all, mut none, mut linked) = (0_u32, 0_u32, 0_u32);
    let (mut coded, mut listed) = (0_u32, 0_u32);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        all += 1;
        none += u32::from(is_none(text));
        linked += u32::from(!is_none(text) && text.split_whitespace().all(is_link));
        let mut codes = text.split([' ', ',', ';', '\n']).filter(|w| !w.is_empty());
        if codes.all(is_short_code) && !is_none(text) {
            coded += 1;
            listed += u32::from(text.contains([',', ';']));
        }
    }
    // Dashes alone name nothing either.
    let told = all - none;
    told > 1 && linked * 10 >= told * 9
        || told <= 1 && all > 1 && linked == told
        || listed >= FEWEST && coded * 10 >= told * 9
}

/// Whether the cells of a column are links, and some of them several: `R-02, R-05`.
pub(super) fn lists_links(table: &Table, row: u32, col: u32) -> bool {
    const FEWEST: usize = 2;
    let is_several = |c: &&Cell| c.text.as_str().split_whitespace().count() > 1;
    cells_below(table, row, col).filter(is_several).nth(FEWEST - 1).is_some()
        && links(table, row, col)
}

/// Whether nearly all cells of a column say how often, not when: `Weekly`, `Every month`.
pub(super) fn recurs(table: &Table, row: u32, col: u32) -> bool {
    const OFTEN: [&str; 14] = [
        "daily",
        "weekly",
        "fortnightly",
        "biweekly",
        "monthly",
        "bimonthly",
        "quarterly",
        "annually",
        "annual",
        "yearly",
        "every",
        "continuous",
        "continuously",
        "each",
    ];
    let (mut all, mut often) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        let text = cell.text.as_str().to_lowercase();
        let first = text.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty());
        often += u32::from(first.is_some_and(|w| OFTEN.contains(&w)));
    }
    all > 1 && often * 10 >= all * 8
}

/// Whether a text is one day, whole and alone: `5 June 2026`, `2026-06-05`.
pub(super) fn is_day(text: &str) -> bool {
    const LONGEST: usize = 24;
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',');
    let parts = text.split(is_mark).filter(|p| !p.is_empty());
    text.len() <= LONGEST
        && parts.clone().count() == 3
        && parts.filter(|p| p.starts_with(|c: char| c.is_ascii_digit())).count() >= 2
        && tablemend_dates::only(text, &tablemend_dates::Context::default()).is_some()
}

/// Whether a text is a ref of letters and a number: `A-004`.
pub(super) fn is_code(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.contains(['-', '\u{2010}', '\u{2011}', '–', '.', '/'])
        && !text.contains(char::is_whitespace)
        && refs::is_like(text)
}

/// Whether most cells of a column are bare numbers, or a number and its unit, and more than one.
pub(super) fn mostly_numbers(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut bare) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        let text = cell.text.as_str();
        // `1.1.1 Survey` begins with a reference.
        let is_counted = text.starts_with(|c: char| c.is_ascii_digit())
            && text.split_whitespace().count() <= 2
            && text.matches('.').count() <= 1;
        bare += u32::from(is_amount(text) || is_counted);
    }
    all > 1 && bare * 10 >= all * 8
}

/// Whether most cells of a column are refs of letters and a number: `H-001`.
pub(super) fn codes(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut codes) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        let text = cell.text.as_str();
        let is_date =
            || tablemend_dates::only(text, &tablemend_dates::Context::default()).is_some();
        codes += u32::from(is_code(text) && text.starts_with(char::is_alphabetic) && !is_date());
    }
    all > 0 && codes * 10 >= all * 8
}

/// Whether most cells of a column have a word or two.
pub(super) fn is_brief(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut brief) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        let words = cell.text.as_str().split_whitespace();
        brief += u32::from(words.filter(|w| w.contains(char::is_alphanumeric)).count() <= 2);
    }
    brief * 10 >= all * 7
}

/// Whether a text is an amount and no name: `80%`, `12`.
pub(super) fn is_amount(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '%' | '.' | ',' | ' ' | '£' | '$' | '€'))
}
