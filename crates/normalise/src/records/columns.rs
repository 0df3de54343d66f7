//! Header rows: which column holds which field, by the header's words.

use super::{refs, status};
pub(crate) use crate::profile::Holds;
use crate::profile::{ItemRule, Phrase, Synonym, phrase, short_phrase};
use std::collections::HashMap;
use tablemend_model::{Cell, Table};

/// One header cell and what its column was taken for.
#[derive(Clone, Debug)]
pub(crate) struct HeaderCell {
    /// First column, 0-based.
    pub(crate) col: u32,
    /// Number of columns.
    pub(crate) colspan: u32,
    /// What it holds; `None` for a column that no field knows.
    pub(crate) holds: Option<Holds>,
    /// How well the words fit: 0 not at all.
    score: u32,
    /// Place of the matching name in the profile's list: of two that fit as well, the earlier wins.
    rank: u32,
    /// Its words.
    pub(crate) words: Phrase,
    /// As printed, in one line, the rows of a header of several joined.
    pub(crate) printed: String,
    /// Set when position decided, not the words.
    pub(crate) moved: bool,
    /// Set where the column lost its field to a later one of its series (`RAG Q1`, `RAG Q2`).
    pub(crate) lost: Option<Holds>,
}

impl HeaderCell {
    /// A column without a heading of its own.
    pub(crate) fn unnamed(col: u32, holds: Holds) -> Self {
        Self {
            col,
            colspan: 1,
            holds: Some(holds),
            score: NAMED,
            rank: 0,
            words: phrase(""),
            printed: String::new(),
            moved: false,
            lost: None,
        }
    }
}

/// A header row.
#[derive(Clone, Debug)]
pub(crate) struct HeaderRow {
    /// Number of columns of its table.
    pub(crate) width: u32,
    /// Its cells with text, from left to right.
    pub(crate) cells: Vec<HeaderCell>,
}

impl HeaderRow {
    /// The item fields that it names, each once.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        let mut seen = Vec::new();
        self.cells.iter().filter_map(move |c| match c.holds {
            Some(Holds::Field(f)) if !seen.contains(&f) => {
                seen.push(f);
                Some(f)
            }
            _ => None,
        })
    }

    /// The columns that hold this.
    pub(crate) fn columns(&self, holds: Holds) -> impl Iterator<Item = &HeaderCell> {
        self.cells.iter().filter(move |c| c.holds == Some(holds))
    }

    /// Whether the main field is named word for word.
    pub(crate) fn names_key(&self, rule: &ItemRule) -> bool {
        self.columns(Holds::Field(rule.key)).any(|c| c.score >= WHOLE)
    }
}

/// Text longer than this is no header.
const LONGEST_HEADER: usize = 160;

/// Words of a header cell; more are a sentence.
const MOST_WORDS: usize = 10;

/// Reads a row as a header row: its cells name the main field and enough of the others. `None` when
/// it is none.
pub(crate) fn header_row(table: &Table, row: u32, rule: &ItemRule) -> Option<HeaderRow> {
    // Where any table is taken, what the source says is a header is one.
    let any = rule.generic && row < table.header_rows();
    let mut filled = 0;
    for cell in table.row_cells(row) {
        let text = cell.text.as_str();
        // A first cell that begins with a number is a ref or a count: the row says something.
        if text.len() > LONGEST_HEADER
            || (filled == 0 && !any && text.starts_with(|c: char| c.is_ascii_digit()))
        {
            return None;
        }
        filled += usize::from(!text.is_empty());
    }
    if filled < if any { 1 } else { 2 } {
        return None;
    }
    let below = table.header_rows() > row + 1;
    let mut cells = Vec::new();
    for cell in table.row_cells(row) {
        let text = cell.text.as_str();
        let Some(words) = short_phrase(text, MOST_WORDS) else { continue };
        let printed = text.replace('\n', " ");
        for (col, colspan, words, printed) in if below {
            with_rows_below(table, row, cell, &words, &printed)
        } else {
            vec![(cell.col(), cell.colspan(), words, printed)]
        } {
            if !words.is_empty() && words.len() <= MOST_WORDS {
                cells.push((col, colspan, words, printed));
            }
        }
    }
    if rule.generic {
        return (row == 0 && table.row_count() > table.header_rows().max(1))
            .then(|| named_by_itself(table, cells, rule));
    }
    let mut claims: Vec<HeaderCell> = cells
        .into_iter()
        .map(|(col, colspan, words, printed)| {
            let best = candidates(&words, &printed, rule).first().copied();
            let (score, rank, holds) =
                best.map_or((0, 0, None), |c| (c.score, c.rank, Some(c.holds)));
            let moved = false;
            HeaderCell { col, colspan, holds, score, rank, words, printed, moved, lost: None }
        })
        .collect();
    if !claims.iter().any(|c| c.score >= WEAK) {
        return None;
    }
    let weak_key = settle_items(table, row, &mut claims, rule);
    let of_key = |c: &HeaderCell| c.holds == Some(Holds::Field(rule.key));
    // `Agreed`, `Accepted in part` beside a recommendation are no actions of their own.
    let has_sentences = claims.iter().any(|c| of_key(c) && sentences(table, row, c.col));
    for cell in claims.iter_mut().filter(|c| of_key(c)) {
        // `Residual risk` over `Low`, `High` is no text of a risk.
        let is_near = cell.score < NAMED && cell.score != WEAK;
        if is_near && ratings(table, row, cell.col)
            || has_sentences && verdicts(table, row, cell.col)
        {
            (cell.score, cell.holds) = (0, None);
        }
    }
    yield_claims(&mut claims, rule);
    let mut header = HeaderRow { width: table.column_count(), cells: claims };
    if !is_accepted(&header, filled, table.header_rows() > row || row == 0, weak_key, rule) {
        return None;
    }
    find_refs(table, row, &mut header);
    Some(header)
}

/// The header of any table: a cell names the field of its own words, the second of the same words
/// the second such field.
fn named_by_itself(
    table: &Table,
    cells: Vec<(u32, u32, Phrase, String)>,
    rule: &ItemRule,
) -> HeaderRow {
    let mut seen: Vec<Phrase> = Vec::new();
    let claims = cells.into_iter().map(|(col, colspan, words, printed)| {
        let nth = seen.iter().filter(|w| **w == words).count() as u32;
        seen.push(words.clone());
        let synonyms = rule.synonyms.get(words.first()).into_iter().flatten();
        let holds = synonyms.filter(|s| s.words == words && s.rank == nth).map(|s| s.holds).next();
        let (score, rank, moved) = (EXACT, nth, false);
        HeaderCell { col, colspan, holds, score, rank, words, printed, moved, lost: None }
    });
    HeaderRow { width: table.column_count(), cells: claims.collect() }
}

/// Whether the named columns make a header row: the main field and one of those that tell the
/// family; then two exact names beside it suffice, and else most of the cells must name something.
fn is_accepted(
    header: &HeaderRow,
    filled: usize,
    on_top: bool,
    weak_key: bool,
    rule: &ItemRule,
) -> bool {
    let named = header.cells.iter().filter(|c| c.holds.is_some()).count();
    let key_cell = header.columns(Holds::Field(rule.key)).next();
    let others = || header.cells.iter().filter(|c| c.holds != Some(Holds::Field(rule.key)));
    let telling = |c: &&HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.any_of.is_empty() || rule.any_of.contains(&f),
        _ => rule.any_of.is_empty(),
    };
    let exact = others().filter(|c| c.holds.is_some() && c.score >= NAMED).count();
    let most = named * 100 > filled * rule.share;
    let Some(key) = key_cell else {
        // A header that lost the main column's name: there must be such a column, and the others
        // must be beyond doubt.
        let room = header.cells.len() > named
            || header.cells.iter().map(|c| c.colspan).sum::<u32>() < header.width;
        return most && exact >= 3 && room;
    };
    let told = others().filter(telling).count();
    let told_exactly = others().filter(telling).filter(|c| c.score >= NAMED).count();
    if key.score < NAMED && key.score != WEAK && exact == 0 {
        return false;
    }
    if weak_key || key.score == WEAK {
        return told_exactly >= 2 || (told_exactly >= 1 && told >= 2 && most);
    }
    let paired = others().any(|c| {
        c.score >= NAMED && matches!(c.holds, Some(Holds::Field(f)) if rule.pair.contains(&f))
    });
    let enough = exact >= 2 || (key.score >= NAMED && paired);
    told >= 1 && ((on_top && enough) || most)
}

/// The columns of a header of several rows below one of its upper cells: first column, number of
/// columns, the words of both rows, their text.
fn with_rows_below(
    table: &Table,
    row: u32,
    cell: &Cell,
    words: &Phrase,
    printed: &str,
) -> Vec<(u32, u32, Phrase, String)> {
    let mut columns = Vec::new();
    let end = cell.col() + cell.colspan();
    let mut col = cell.col();
    while col < end {
        let mut all = words.clone();
        let mut text = printed.to_owned();
        let mut width = end - col;
        for lower in row + cell.rowspan()..table.header_rows() {
            if let Some(below) = table.cell_at(lower, col).filter(|b| b.row() == lower) {
                let below_words = phrase(below.text.as_str());
                all = all.words().chain(below_words.words()).collect();
                if !below.text.is_empty() {
                    let gap = if text.is_empty() { "" } else { " " };
                    text = format!("{text}{gap}{}", below.text.as_str().replace('\n', " "));
                }
                width = width.min((below.col() + below.colspan()).saturating_sub(col)).max(1);
            }
        }
        columns.push((col, width, all, text));
        col += width;
    }
    columns
}

/// Score of a header that is a name word for word.
const EXACT: u32 = 1000;

/// Least score of a header whose whole text is a name, what stands behind its head noun aside.
const WHOLE: u32 = EXACT - 50;

/// Least score of a header that is a name, or has one between strokes.
const NAMED: u32 = 900;

/// Score of a header that is a name which also heads other tables (`Description`, `Item`): less than
/// that of a header which ends in a name of the field alone (`Next action`).
const WEAK: u32 = 45;

/// One thing that a header may name.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: u32,
    rank: u32,
    holds: Holds,
}

/// What the words may name, the best first.
fn candidates(words: &Phrase, printed: &str, rule: &ItemRule) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut add = |found: Candidate| match all.iter_mut().find(|c| c.holds == found.holds) {
        Some(best) => {
            if (found.score, best.rank) > (best.score, found.rank) {
                *best = found;
            }
        }
        None => all.push(found),
    };
    let named = |words: &Phrase, score: u32| {
        let synonyms = rule.synonyms.get(words.first()).into_iter().flatten();
        let exact = synonyms.filter(|s| s.words == *words).map(move |s| Candidate {
            score: if s.weak { WEAK } else { score },
            rank: s.rank,
            holds: s.holds,
        });
        exact.collect::<Vec<_>>()
    };
    named(words, EXACT).into_iter().for_each(&mut add);
    // `Lead Officer/EM`, `Owner & sponsor`: each of the alternatives is a name of its own.
    let parts: Vec<&str> = printed.split(['/', '&', '|', ';']).collect();
    if parts.len() > 1 {
        for (at, part) in parts.iter().enumerate() {
            let score = WHOLE - 1 - (at as u32).min(40);
            named(&phrase(part), score).into_iter().for_each(&mut add);
        }
    }
    let head = head(words);
    if head.len() < words.len() {
        let named = named(&head, WHOLE).into_iter();
        named.filter(|c| c.holds != Holds::Ref || head.as_str().len() > 2).for_each(&mut add);
    }
    for synonym in words.words().filter_map(|word| rule.synonyms.get(word)).flatten() {
        if let Some(score) = near(&head, synonym) {
            add(Candidate { score, rank: synonym.rank, holds: synonym.holds });
        }
    }
    all.sort_by_key(|c| (std::cmp::Reverse(c.score), c.rank, c.holds));
    all
}

/// Whether the words name a field or a ref outright.
pub(crate) fn is_known(words: &Phrase, printed: &str, rule: &ItemRule) -> bool {
    candidates(words, printed, rule).first().is_some_and(|c| c.score >= NAMED || c.score == WEAK)
}

/// The first name that a profile has for something, with a capital letter.
pub(crate) fn name_of(holds: Holds, rule: &ItemRule) -> Option<String> {
    let named = rule.synonyms.values().flatten().filter(|s| s.holds == holds && !s.weak);
    let first = named.min_by_key(|s| (s.rank, s.words.as_str()))?;
    let mut letters = first.words.as_str().chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

/// Words behind which a noun's head is over: `Status of the action` is a status.
const BEHIND_HEAD: [&str; 14] = [
    "of", "for", "in", "by", "to", "from", "with", "at", "on", "against", "since", "as", "where",
    "if",
];

/// Words at the end that change nothing: `Risk statement`, `Progress July 2024`, `RAG Q2`.
const NEUTRAL: [&str; 29] = [
    "detail",
    "statement",
    "text",
    "summary",
    "name",
    "title",
    "utc",
    "gmt",
    "year",
    "month",
    "quarter",
    "q1",
    "q2",
    "q3",
    "q4",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "narrative",
    "column",
];

/// The words up to the head noun: without what a preposition adds, a date, or a word that changes
/// nothing.
fn head(words: &Phrase) -> Phrase {
    let all: Vec<&str> = words.words().collect();
    let cut = all.iter().skip(1).position(|w| BEHIND_HEAD.contains(w)).map_or(all.len(), |i| i + 1);
    let mut end = cut;
    let is_neutral = |w: &str| {
        NEUTRAL.contains(&w)
            || w.chars().all(|c| c.is_ascii_digit())
            || (w.len() == 3 && NEUTRAL.iter().any(|n| n.len() > 4 && n.starts_with(w)))
    };
    while end > 1 && is_neutral(all[end - 1]) {
        end -= 1;
    }
    // `July progress`: the date may stand in front.
    let mut start = 0;
    while start + 1 < end && all[start].chars().next().is_some() && is_dated(all[start]) {
        start += 1;
    }
    all[start..end].iter().copied().collect()
}

fn is_dated(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
        || matches!(
            word,
            "january"
                | "february"
                | "march"
                | "april"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
                | "q1"
                | "q2"
                | "q3"
                | "q4"
        )
}

/// How well a head ends as a synonym does, where English keeps the noun; `None` where it does not.
fn near(head: &Phrase, synonym: &Synonym) -> Option<u32> {
    let name = &synonym.words;
    // `No` or `L` inside other words tells nothing.
    let question = name.len() == 1
        && matches!(name.as_str(), "what" | "who" | "when" | "item" | "number" | "name" | "how");
    if question
        || synonym.weak
        || name.len() >= head.len()
        || (name.len() == 1 && name.as_str().len() < 3 && synonym.holds != Holds::Ref)
        || (synonym.holds == Holds::Ref && !matches!(name.as_str(), "id" | "ref" | "reference"))
    {
        return None;
    }
    let mut behind = head.as_str().strip_suffix(name.as_str())?.chars();
    (behind.next_back() == Some(' ')).then(|| name.len() as u32 * 20 + 30)
}

/// A column whose header may be its items' number or their text (`Item`, `No`, `Task`): its cells
/// say which. Says whether the main field is named by such a word alone.
fn settle_items(table: &Table, row: u32, cells: &mut [HeaderCell], rule: &ItemRule) -> bool {
    let key = Holds::Field(rule.key);
    let mut weak = false;
    for cell in cells.iter_mut() {
        let all = candidates(&cell.words, &cell.printed, rule);
        let both = all.iter().any(|c| c.holds == Holds::Ref) && all.iter().any(|c| c.holds == key);
        if !both {
            continue;
        }
        let looks = looks_like_refs(table, row, cell.col);
        let wanted = if looks == Some(true) { Holds::Ref } else { key };
        if let Some(found) = all.iter().find(|c| c.holds == wanted) {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(wanted));
            weak |= wanted == key;
        }
    }
    weak && !cells.iter().any(|c| c.holds == Some(key) && c.score >= NAMED)
}

/// Where no header names the refs, a column whose cells all look like them holds them, whatever its
/// header says; and a column of refs whose cells are sentences holds none.
fn find_refs(table: &Table, row: u32, header: &mut HeaderRow) {
    if let Some(cell) = header.cells.iter_mut().find(|c| c.holds == Some(Holds::Ref))
        && looks_like_refs(table, row, cell.col) == Some(false)
        && sentences(table, row, cell.col)
    {
        cell.holds = None;
        cell.score = 0;
    }
    let has_refs = header.cells.iter().any(|c| c.holds == Some(Holds::Ref));
    if has_refs {
        return;
    }
    let free = header.cells.iter_mut().find(|c| {
        let named = c.words.words().last().is_some_and(|w| REF_NOUNS.contains(&w));
        c.holds.is_none()
            && c.colspan == 1
            && looks_like_refs(table, row, c.col) == Some(true)
            && (named || !numbers(table, row, c.col) || c.col == 0 && counted(table, row, c.col))
    });
    if let Some(cell) = free {
        cell.holds = Some(Holds::Ref);
    }
}

/// The filled cells of a column below a row, so many at most.
fn cells_below(table: &Table, row: u32, col: u32) -> impl Iterator<Item = &Cell> {
    (row + 1..table.row_count())
        .filter_map(move |r| table.cell_at(r, col).filter(|c| c.row() == r && !c.text.is_empty()))
        .take(40)
}

/// Whether most cells of a column look like refs; `None` for a column without cells.
fn looks_like_refs(table: &Table, row: u32, col: u32) -> Option<bool> {
    let (mut all, mut like) = (0, 0);
    let mut seen: Vec<&str> = Vec::new();
    for cell in cells_below(table, row, col) {
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
fn numbers(table: &Table, row: u32, col: u32) -> bool {
    cells_below(table, row, col)
        .all(|c| c.text.as_str().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
}

/// Whether the cells of a column count 1, 2, 3.
fn counted(table: &Table, row: u32, col: u32) -> bool {
    (1..)
        .zip(cells_below(table, row, col))
        .all(|(n, c)| c.text.as_str().trim_end_matches('.').parse::<u32>() == Ok(n))
}

/// Whether most cells of a column are ratings: words of a scale, numbers, dashes.
fn ratings(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut rated) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        all += 1;
        let no_word = !text.chars().any(char::is_alphabetic);
        rated += u32::from(no_word || status::is_rating(&text.to_lowercase()));
    }
    all > 0 && rated * 10 >= all * 7
}

/// Whether most cells of a column are a word or three that other rows have too.
fn verdicts(table: &Table, row: u32, col: u32) -> bool {
    let mut all: Vec<String> =
        cells_below(table, row, col).map(|c| c.text.as_str().to_lowercase()).collect();
    let short = all.iter().filter(|t| t.split_whitespace().count() <= 3).count();
    let count = all.len();
    all.sort();
    all.dedup();
    count > 2 && short * 10 >= count * 7 && all.len() < count
}

/// Whether the cells of a column are texts of several words.
fn sentences(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut long) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        long += u32::from(cell.text.as_str().split_whitespace().count() > 3);
    }
    all > 0 && long * 2 > all
}

/// Where two cells with different words claim one field, the better fit has it, of two as good the
/// one that the profile names first, and of a series the latest; the other takes its next best or
/// nothing. Date fields may have several columns (original, revised). The same words twice are
/// left: `settle` decides with the whole document in view.
fn yield_claims(cells: &mut [HeaderCell], rule: &ItemRule) {
    for _ in 0..cells.len() * 2 {
        let rival = (0..cells.len()).find_map(|i| {
            let holds = cells[i].holds?;
            let j = (0..cells.len()).find(|j| {
                *j != i
                    && cells[*j].holds == Some(holds)
                    && (cells[*j].words != cells[i].words || differ(&cells[*j], &cells[i]))
                    && beats((&cells[*j], *j), (&cells[i], i))
            })?;
            (!both_dated(&cells[i].words, &cells[j].words)).then_some((i, holds))
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
                c.holds != lost && !taken.contains(&Some(c.holds)) && named
            })
        };
        let next = other(&cells[loser], NAMED);
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

/// Whether the first of two columns that claim one field has it.
fn beats(first: (&HeaderCell, usize), second: (&HeaderCell, usize)) -> bool {
    let weight = |cell: &HeaderCell| {
        let words = |set: &[&str]| cell.words.words().any(|w| set.contains(&w));
        // What is left of a risk beats what there was of it; what is due beats what was raised.
        let former = words(&FORMER);
        let latter = words(&LATTER);
        i32::from(latter) - i32::from(former)
    };
    let (a, b) = (first.0, second.0);
    let near = |c: &HeaderCell| c.score < NAMED && c.score != WEAK;
    let (heavy_a, heavy_b) = (weight(a), weight(b));
    if heavy_a != heavy_b && (near(a) == near(b) || heavy_a.min(heavy_b) < 0) {
        return heavy_a > heavy_b;
    }
    let order = |c: &HeaderCell| (c.score / 50, std::cmp::Reverse(c.rank));
    if order(a) != order(b) {
        return order(a) > order(b);
    }
    // Columns of one name that differ by a date alone are a series: the later one counts.
    if head(&a.words) == head(&b.words) { first.1 > second.1 } else { first.1 < second.1 }
}

/// Whether two cells of the same words differ in what stands in brackets (`RAG (Q1)`, `RAG (Q2)`).
fn differ(a: &HeaderCell, b: &HeaderCell) -> bool {
    a.printed.contains(['(', '[']) && b.printed.contains(['(', '[']) && a.printed != b.printed
}

/// Words of what was before.
const FORMER: [&str; 16] = [
    "gross",
    "inherent",
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
const LATTER: [&str; 8] =
    ["net", "residual", "current", "latest", "due", "now", "revised", "controlled"];

/// What a date column's header says of its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    /// The first plan.
    Original,
    /// What replaced it.
    Revised,
}

/// `Original completion date`, `Revised date`.
pub(crate) fn edition(words: &Phrase) -> Option<Edition> {
    let has = |set: &[&str]| words.words().any(|w| set.contains(&w));
    if has(&["original", "baseline", "initial", "planned", "previous"]) {
        Some(Edition::Original)
    } else if has(&["revised", "new", "updated", "amended", "current", "extended", "forecast"]) {
        Some(Edition::Revised)
    } else {
        None
    }
}

fn both_dated(a: &Phrase, b: &Phrase) -> bool {
    let about_dates = |p: &Phrase| {
        p.words().any(|w| {
            matches!(w, "date" | "completion" | "deadline" | "due" | "timescale" | "target")
        })
    };
    about_dates(a) && about_dates(b) && (edition(a).is_some() || edition(b).is_some())
}

/// Settles headers that cannot be right: the same words twice, so that a known column is missing.
/// What the other header rows of the document have at that position decides. Gives, by header row,
/// the cells that were settled so.
pub(crate) fn settle(headers: &mut [HeaderRow]) {
    let mut votes: HashMap<(u32, u32), HashMap<Holds, u32>> = HashMap::new();
    let doubled = |h: &HeaderRow, cell: &HeaderCell| {
        cell.holds.is_some() && h.cells.iter().filter(|c| c.words == cell.words).count() > 1
    };
    for header in headers.iter() {
        for cell in &header.cells {
            if let Some(holds) = cell.holds
                && !doubled(header, cell)
            {
                *votes.entry((header.width, cell.col)).or_default().entry(holds).or_insert(0) += 1;
            }
        }
    }
    for header in headers.iter_mut() {
        let copy = header.clone();
        for cell in &mut header.cells {
            if !doubled(&copy, cell) {
                continue;
            }
            let Some(votes) = votes.get(&(copy.width, cell.col)) else {
                continue;
            };
            let mut ranked: Vec<(&Holds, &u32)> = votes.iter().collect();
            ranked.sort_by_key(|(h, n)| (std::cmp::Reverse(**n), format!("{h:?}")));
            let missing = ranked
                .into_iter()
                .map(|(h, _)| *h)
                .find(|h| Some(*h) == cell.holds || copy.columns(*h).next().is_none());
            if let Some(holds) = missing.filter(|h| Some(*h) != cell.holds) {
                cell.holds = Some(holds);
                cell.moved = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::records::testing::pipe_table;

    fn fields(line: &str, profile: &Profile) -> Option<Vec<String>> {
        let table = pipe_table(line);
        let schema = &profile.schema.entities[profile.item_entity()];
        let header = header_row(&table, 0, &profile.items)?;
        Some(
            header
                .cells
                .iter()
                .map(|c| match c.holds {
                    Some(Holds::Ref) => "ref".to_owned(),
                    Some(Holds::Field(f)) => schema.fields[f].name.clone(),
                    Some(Holds::Group(_)) | None => "-".to_owned(),
                })
                .collect(),
        )
    }

    #[test]
    fn headers_name_fields_in_many_ways() {
        let plan = Profile::built_in("action-plan").unwrap();
        for (line, expected) in [
            (
                "ACTIONS|COMPLETION DATE|ACTION LEAD|HEADLINE COMMENTARY|BRAG",
                "action completion leads commentary status",
            ),
            (
                "Ref|Action|Lead Officer|By when|RAG rating|Progress update",
                "ref action leads completion status commentary",
            ),
            (
                "No.|What we will do|Who|When|RAG|Update (November)",
                "ref action leads completion status commentary",
            ),
            (
                "Action|Owner|Original due date|Revised due date|RAG",
                "action leads completion completion status",
            ),
            (
                "Key actions|Responsible|Timescale|Status|Cost (£)",
                "action leads completion status -",
            ),
        ] {
            assert_eq!(fields(line, &plan).unwrap().join(" "), expected, "{line}");
        }
        for line in ["1.1 Do this|31 March 2020|Manager", "Red|Late", "Name|Address|Telephone"] {
            assert_eq!(fields(line, &plan), None, "{line}");
        }
    }

    #[test]
    fn a_label_printed_twice_is_settled_by_the_other_tables() {
        let plan = Profile::built_in("action-plan").unwrap();
        let read = |line| header_row(&pipe_table(line), 0, &plan.items).unwrap();
        let mut headers = vec![
            read("Action|Due date|Lead|Commentary|RAG"),
            read("Action|Due date|Commentary|Commentary|RAG"),
        ];
        settle(&mut headers);
        assert_eq!(headers[1].cells[2].holds, headers[0].cells[2].holds);
        assert!(headers[1].cells[2].moved);
        assert!(!headers[1].cells[3].moved);
    }
}
