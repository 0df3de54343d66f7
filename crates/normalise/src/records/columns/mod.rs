//! Header rows: which column holds which field, by the header's words.

mod about;
mod accepted;
mod accounts;
mod backlog;
mod beside;
mod blank_key;
mod cells;
mod claims;
mod contracts;
mod deeds;
mod doubts;
mod editions;
mod ends;
mod evidence;
mod headless;
mod judged;
mod kinds;
mod leading;
mod left;
mod left_words;
mod machines;
mod made;
mod marks;
mod mislabelled;
mod naming;
mod others;
mod parted;
mod payments;
mod phases;
mod programme;
mod progress;
mod ranks;
mod scored;
mod series;
mod settled;
mod signs;
mod sister;
mod stated;
mod states;
mod tallies;
mod things;
mod triples;
mod unproven;

pub(crate) use crate::profile::Holds;
use crate::profile::{ItemRule, Phrase, phrase, short_phrase};
pub(crate) use about::nearness;
use accepted::{below_titles, is_accepted, is_scale};
use backlog::{is_weighed, leave_stories};
use beside::{depends, points};
pub(crate) use cells::{REF_NOUNS, is_grade};
use cells::{
    counts, dots, is_amount, is_code, is_day, links, rated, ratings, repeated, repeats, sentences,
    verdicts,
};
use claims::yield_claims;
use deeds::as_posts;
pub(crate) use doubts::{Doubt, Why};
pub(crate) use editions::{Edition, edition};
pub(crate) use headless::{Assumed, are_headless, assumed, begins_with_data};
use kinds::{
    as_dates, as_measured, as_number, as_rated, as_rated_names, as_refs, as_status, find_refs,
    has_key_word, leave_answers, leave_properties, leave_remarks, leave_results, name_key,
    settle_items,
};
use made::leave_made;
use marks::unmarked;
use mislabelled::{
    leave_amounts, leave_criteria, leave_grades, leave_kinds, leave_levels, leave_links,
    leave_makers, leave_pointers, leave_strategies,
};
use naming::{
    EXACT, NAMED, WEAK, WHOLE, abbreviated, broken, candidates, mended, misspelt, translated,
};
pub(crate) use naming::{is_known, kind_named, name_of, named_whole};
use others::is_other;
pub(crate) use others::{explains, is_under_other};
pub(crate) use ranks::is_rank_name;
use scored::{as_score, as_targets, factors};
use series::{as_series, as_statuses};
pub(crate) use settled::settle;
pub(crate) use sister::sister;
pub(crate) use stated::is_state;
use tablemend_model::{Cell, FieldKind, Method, Table};

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
    /// Set where the heading names a status, though the cells are the numbers that it is told by.
    pub(crate) rated: bool,
    /// Set where the column lost its field to a later one of its series (`RAG Q1`, `RAG Q2`).
    pub(crate) lost: Option<Holds>,
    /// Set where it got its field only because that was free: the table is known by its other columns.
    pub(crate) late: bool,
    /// Set where a column of text before it has the same heading and field.
    pub(crate) again: bool,
    /// Set where its cells or its place told what it holds, and no name of that is like its heading.
    pub(crate) assumed: bool,
}

impl HeaderCell {
    /// A column without a heading of its own.
    pub(crate) fn unnamed(col: u32, holds: Holds) -> Self {
        Self { score: NAMED, holds: Some(holds), ..Self::new(col, 1, phrase(""), String::new()) }
    }

    /// A column that no field may be named by: its heading is a sentence, or there is none.
    pub(crate) fn beside(col: u32, heading: Option<String>) -> Self {
        let words = heading.as_deref().map_or_else(|| phrase(""), phrase);
        Self::new(col, 1, words, heading.unwrap_or_else(|| format!("Column {}", col + 1)))
    }

    /// A column of which only the heading is known.
    fn new(col: u32, colspan: u32, words: Phrase, printed: String) -> Self {
        Self {
            col,
            colspan,
            holds: None,
            score: 0,
            rank: 0,
            words,
            printed,
            moved: false,
            rated: false,
            lost: None,
            late: false,
            again: false,
            assumed: false,
        }
    }
}

/// A header row.
#[derive(Clone, Debug)]
pub(crate) struct HeaderRow {
    /// Number of columns of its table.
    pub(crate) width: u32,
    /// Whether a heading close over the table speaks of such items.
    pub(crate) is_about: bool,
    /// Whether its headings and the cells below show a list, though they say neither who nor when.
    is_listed: bool,
    /// Whether the main column tells each item in a sentence, in a profile that rates its items.
    pub(crate) tells_each: bool,
    /// Whether its items are told by how bad each is, or by whoever has them: where another profile knows the
    /// table too, that one has it.
    pub(crate) is_judged: bool,
    /// The heading right over its table.
    over: Option<Phrase>,
    /// Its cells with text, from left to right.
    pub(crate) cells: Vec<HeaderCell>,
    /// What it leaves in doubt.
    pub(crate) doubts: Vec<Doubt>,
}

impl HeaderRow {
    /// A table's columns by names that no row of it was judged for.
    fn named(table: &Table, cells: Vec<HeaderCell>) -> Self {
        Self {
            width: table.column_count(),
            is_about: false,
            is_listed: false,
            tells_each: false,
            is_judged: false,
            over: None,
            cells,
            doubts: Vec::new(),
        }
    }

    /// The item fields that it names, each once; those that it was given late aside.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        let mut seen = Vec::new();
        self.cells.iter().filter(|c| !c.late).filter_map(move |c| match c.holds {
            Some(Holds::Field(f)) if !seen.contains(&f) => {
                seen.push(f);
                Some(f)
            }
            _ => None,
        })
    }

    /// How many item fields it names, texts beside the main one by names that do not head tables of anything.
    pub(crate) fn own_names(&self, rule: &ItemRule) -> usize {
        let is_own = |f: &usize| {
            let holds = Holds::Field(*f);
            let is_text = rule.kinds.get(*f) == Some(&FieldKind::Text);
            *f == rule.key || !is_text || self.columns(holds).any(|c| c.score != WEAK)
        };
        self.fields().filter(is_own).count()
    }

    /// The columns that hold this.
    pub(crate) fn columns(&self, holds: Holds) -> impl Iterator<Item = &HeaderCell> {
        self.cells.iter().filter(move |c| c.holds == Some(holds))
    }

    /// Whether the heading right over its table is these words and no more: `Assumptions`.
    fn is_over(&self, words: &Phrase) -> bool {
        self.over.as_ref() == Some(words)
    }

    /// Whether the refs are called those of such items: `Risk ID`.
    pub(crate) fn refs_of(&self, rule: &ItemRule) -> bool {
        let key = Holds::Field(rule.key);
        // Behind the main field they are those of what it belongs to.
        let first = self.columns(key).map(|c| c.col).min();
        let in_front = |c: &&HeaderCell| first.is_none_or(|key| c.col < key);
        self.columns(Holds::Ref).filter(|c| c.words.len() > 1).filter(in_front).any(|c| {
            let mut all = rule.synonyms.get(c.words.first()).into_iter().flatten();
            all.any(|s| s.holds == key && !s.weak && s.words.len() == 1)
        })
    }

    /// The first column of the main field, where it is named word for word.
    pub(crate) fn key_column(&self, rule: &ItemRule) -> Option<u32> {
        let own = self.columns(Holds::Field(rule.key)).filter(|c| c.score >= WHOLE);
        own.map(|c| c.col).min()
    }

    /// The same, where it is before who and when: what comes behind them is told of an item.
    pub(crate) fn leading_key(&self, rule: &ItemRule) -> Option<u32> {
        let is_of_item = |c: &&HeaderCell| match c.holds {
            Some(Holds::Field(f)) => {
                matches!(rule.kinds.get(f), Some(FieldKind::Posts | FieldKind::Dates))
            }
            _ => false,
        };
        let first = self.cells.iter().filter(is_of_item).map(|c| c.col).min();
        self.key_column(rule).filter(|key| first.is_none_or(|f| *key < f))
    }

    /// Whether a row that could be a header is one below another header of its table: it repeats that one, or
    /// most of its cells are names of columns word for word. An item may be told in words like those of columns
    /// (`Agree the next steps`, `Project Manager`).
    pub(crate) fn is_header_below(&self, above: &Self) -> bool {
        let repeated = |c: &&HeaderCell| above.cells.iter().any(|a| a.words == c.words);
        let named = |c: &&HeaderCell| c.holds.is_some() && c.score >= NAMED;
        let sure = self.cells.iter().filter(|c| repeated(c) || named(c)).count();
        // A line of labels and values above a header may look like one.
        let known = |h: &Self| h.cells.iter().filter(|c| c.holds.is_some()).count();
        sure >= 2 && (sure * 2 >= self.cells.len() || known(self) > known(above))
    }

    /// How many columns hold, word for word, what only such items have; `None` where any field will do.
    pub(crate) fn own_fields(&self, rule: &ItemRule) -> Option<usize> {
        let is_own = |c: &&HeaderCell| match c.holds {
            Some(Holds::Field(f)) => c.score >= NAMED && rule.own.contains(&f),
            _ => false,
        };
        (!rule.own.is_empty()).then(|| self.cells.iter().filter(is_own).count())
    }

    /// Whether the main field is named word for word.
    pub(crate) fn names_key(&self, rule: &ItemRule) -> bool {
        self.key_column(rule).is_some()
    }
}

/// Text longer than this is no header.
const LONGEST_HEADER: usize = 160;

/// A heading that is so near to a table says what its rows are.
const CLOSE: u32 = 2;

/// Words of a header cell that a field may be named by; more are a sentence.
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
        // Dates and refs below a header are what its columns hold.
        if row >= table.header_rows().max(1)
            && (is_day(text) || is_amount(text) || filled < 2 && is_code(text))
        {
            return None;
        }
        filled += usize::from(!text.is_empty());
    }
    if filled < if any { 1 } else { 2 } {
        return None;
    }
    // A title over any table is no part of its headings.
    let top = if rule.generic { headless::below_title(table, row) } else { row };
    let below = table.header_rows() > top + 1;
    let mut cells = Vec::new();
    for cell in table.row_cells(top) {
        let text = cell.text.as_str();
        let most = if rule.generic { usize::MAX } else { MOST_WORDS };
        let Some(words) = name_words(unmarked(text), most, rule) else { continue };
        let words = if rule.generic && words.is_empty() { signs::words(text) } else { words };
        let printed = text.replace('\n', " ");
        for (col, colspan, words, printed) in if below {
            with_rows_below(table, top, cell, &words, &printed)
        } else {
            vec![(cell.col(), cell.colspan(), words, printed)]
        } {
            if !words.is_empty() && words.len() <= most {
                cells.push((col, colspan, words, printed));
            }
        }
    }
    if rule.generic {
        return (row == 0
            && table.row_count() > table.header_rows().max(1)
            && !begins_with_data(table))
        .then(|| named_by_itself(table, headless::with_stub(table, cells), rule));
    }
    let mut claims: Vec<HeaderCell> = cells
        .into_iter()
        .map(|(col, colspan, words, printed)| {
            let best = candidates(&words, &printed, rule).first().copied();
            let best = best.or_else(|| translated(&printed, rule));
            let (score, rank, holds) =
                best.map_or((0, 0, None), |c| (c.score, c.rank, Some(c.holds)));
            HeaderCell { holds, score, rank, ..HeaderCell::new(col, colspan, words, printed) }
        })
        .collect();
    let on_top = table.header_rows() > row || below_titles(table, row, filled);
    if !claims.iter().any(|c| c.score >= WEAK) {
        return on_top.then(|| evidence::header(table, row, claims, rule)).flatten();
    }
    let unsettled = claims.clone();
    for cell in claims.iter_mut().filter(|c| c.holds.is_none()) {
        // The words are mended too: `Severitz (after)` is of one series with `Severity`.
        let mended = mended(cell, rule).and_then(|(words, printed)| {
            let found = candidates(&words, &printed, rule).first().copied()?;
            Some((words, found))
        });
        let found = broken(&cell.words, rule)
            .or_else(|| abbreviated(&cell.words, &cell.printed, rule))
            .or(mended.as_ref().map(|(_, found)| *found))
            .or_else(|| misspelt(&cell.words, rule));
        if let Some(found) = found {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
            if let Some((words, _)) = mended.filter(|(_, m)| m.holds == found.holds) {
                cell.words = words;
            }
        }
    }
    parted::part(table, row, &mut claims, rule);
    blank_key::leave_blank_key(table, row, &mut claims, rule);
    let weak_key = settle_items(table, row, &mut claims, rule);
    as_refs(table, row, &mut claims, rule);
    judged::as_judged(table, row, &mut claims, rule);
    states::as_states(table, row, &mut claims, rule);
    triples::as_triples(table, row, &mut claims, rule);
    phases::as_phases(table, row, &mut claims, rule);
    leave_makers(&mut claims, rule);
    as_measured(table, row, &mut claims, rule);
    as_rated(table, row, &mut claims, rule);
    as_rated_names(table, row, &mut claims, rule);
    leave_levels(table, row, &mut claims, rule);
    leave_links(table, row, &mut claims, rule);
    leave_amounts(table, row, &mut claims, rule);
    leave_grades(table, row, &mut claims, rule);
    leave_kinds(table, row, &mut claims, rule);
    leave_strategies(table, row, &mut claims, rule);
    leave_pointers(table, row, &mut claims, rule);
    leave_criteria(table, row, &mut claims, rule);
    let of_key = |c: &HeaderCell| c.holds == Some(Holds::Field(rule.key));
    // `Related dependency` over `DEP-001` says where else to look.
    for cell in claims.iter_mut().filter(|c| of_key(c)) {
        let is_near = cell.score < NAMED && cell.score != WEAK;
        if is_near && points(cell) && !sentences(table, row, cell.col) {
            (cell.score, cell.holds) = (0, None);
        }
    }
    // `Agreed`, `Accepted in part` beside a recommendation are no actions of their own.
    let has_sentences = claims.iter().any(|c| of_key(c) && sentences(table, row, c.col));
    for cell in claims.iter_mut().filter(|c| of_key(c)) {
        // `Residual risk` over `Low`, `High` is no text of a risk.
        let is_near = cell.score < NAMED && cell.score != WEAK;
        if is_near && ratings(table, row, cell.col)
            || rated(table, row, cell.col)
            || dots(table, row, cell.col)
            || repeats(table, row, cell.col)
            || cell.score == WEAK && counts(table, row, cell.col)
            || has_sentences && verdicts(table, row, cell.col)
            || links(table, row, cell.col)
        {
            (cell.score, cell.holds) = (0, None);
        }
    }
    if claims.iter().any(|c| of_key(c) && c.score >= NAMED) || factors(&claims, rule) > 1 {
        for at in 0..claims.len() {
            as_number(table, row, at, &mut claims, rule);
        }
    }
    as_score(table, row, &mut claims, rule);
    as_dates(table, row, &mut claims, rule);
    leave_made(table, row, &mut claims, rule);
    as_posts(table, row, &mut claims, rule);
    leave_answers(table, row, &mut claims, rule);
    leave_remarks(table, row, &mut claims, rule);
    as_statuses(table, row, &mut claims, rule);
    accounts::leave_status(table, row, &mut claims, rule);
    as_status(table, row, &mut claims, rule);
    as_series(table, row, &mut claims, rule);
    leave_stories(&mut claims, rule);
    leave_results(&mut claims, rule);
    leave_properties(table, row, &mut claims, rule);
    let is_led = leading::name_first(table, row, &mut claims, rule);
    let weak_key = weak_key && !is_led;
    as_targets(table, row, &mut claims, rule);
    yield_claims(table, row, &mut claims, rule);
    accounts::as_account(table, row, &mut claims, rule);
    let is_listed = judged::is_listed(table, row, &claims, rule);
    let is_about = nearness(table, rule) >= CLOSE
        || is_weighed(&claims, rule)
        || depends(table, row, &claims, rule)
        || is_listed && rule.judged.is_empty();
    let over = table.heads.first().map(|head| phrase(head));
    let tells_each = !rule.fill_from.is_empty()
        && filled > 2
        && claims.iter().any(|c| {
            of_key(c)
                && c.col == 0
                && c.score >= EXACT
                && sentences(table, row, c.col)
                && !repeated(table, row, c.col)
        });
    let mut header = HeaderRow {
        width: table.column_count(),
        is_about,
        is_listed,
        tells_each,
        is_judged: false,
        over,
        cells: claims,
        doubts: Vec::new(),
    };
    header.is_judged = judged::is_judged(&header, rule) || is_listed && !rule.judged.is_empty();
    if is_scale(table, row, &header, weak_key, rule)
        || is_other(table, row, &header.cells, rule)
        || things::are_things(table, row, &header.cells, rule)
        || contracts::are_contracts(&header.cells, rule)
        || tallies::are_tallies(table, row, &header.cells, rule)
        || programme::is_programme(table, row, &header.cells, rule)
        || machines::run_by_the_clock(table, row, &header.cells, rule)
        || payments::are_payments(table, row, &header.cells, rule)
    {
        return None;
    }
    let by_cells_alone =
        |claims| on_top.then(|| evidence::header(table, row, claims, rule)).flatten();
    if !is_accepted(&header, filled, on_top, weak_key, rule) {
        return by_cells_alone(unsettled);
    }
    // In text that marks its header rows, one further down must be one nearly throughout, word for word.
    let is_marked = matches!(table.method(), Method::Markdown) && table.header_rows() > 0;
    let least = if on_top { 0 } else { EXACT };
    let is_named = |c: &&HeaderCell| c.holds.is_some() && c.score >= least;
    let named = header.cells.iter().filter(is_named).count();
    if is_marked && row >= table.header_rows() && named * 4 < filled * 3 {
        return None;
    }
    // Where the main column has no name, it must be there: sentences under no known heading.
    if header.columns(Holds::Field(rule.key)).next().is_none() {
        let is_known = |col: u32| {
            let over = header.cells.iter().find(|c| (c.col..c.col + c.colspan).contains(&col));
            over.is_some_and(|c| c.holds.is_some())
        };
        let mut others = (0..header.width).filter(|col| !is_known(*col));
        let is_named = on_top && header.cells.iter().any(|c| has_key_word(c, rule));
        if table.row_count() > row + 1 && !is_named && !others.any(|col| sentences(table, row, col))
        {
            return by_cells_alone(unsettled);
        }
        name_key(table, row, &mut header, rule);
        // In a family with fields of its own, rows without the main one are those of something else.
        let has_key = header.columns(Holds::Field(rule.key)).next().is_some();
        if !has_key && !rule.own.is_empty() && table.row_count() > row + 1 {
            return by_cells_alone(unsettled);
        }
    }
    find_refs(table, row, &mut header);
    left::fill(table, row, &mut header, rule);
    doubts::mark_assumed(&mut header, rule);
    if unproven::is_unproven(table, row, &header, rule) {
        return None;
    }
    header.doubts = doubts::doubts(table, row, &header, rule);
    Some(header)
}

/// The words of a header cell; of one that explains itself below its name (`Owner` above `Person who
/// manages the risk`) those of its first line.
fn name_words(text: &str, most: usize, rule: &ItemRule) -> Option<Phrase> {
    let all = short_phrase(text, most);
    let is_name = |words: &Phrase| is_known(words, words.as_str(), rule);
    let first = text.lines().next().filter(|l| l.len() < text.len()).map(phrase).filter(is_name);
    match (all, first) {
        (Some(all), Some(_)) if is_known(&all, text, rule) => Some(all),
        (_, Some(first)) => Some(first),
        (all, None) => all,
    }
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
        let own = HeaderCell::new(col, colspan, words, printed);
        HeaderCell { holds, score: EXACT, rank: nth, ..own }
    });
    HeaderRow::named(table, claims.collect())
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
                let below_words = phrase(unmarked(below.text.as_str()));
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

#[cfg(test)]
mod tests;
