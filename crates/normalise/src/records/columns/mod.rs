//! Header rows: which column holds which field, by the header's words.

mod cells;
mod claims;
mod naming;

pub(crate) use crate::profile::Holds;
use crate::profile::{ItemRule, Phrase, phrase, short_phrase};
pub(crate) use cells::REF_NOUNS;
use cells::{
    climbs, counted, dated, looks_like_refs, numbers, parts_of_parts, ratings, scores, sentences,
    told, twin, verdicts,
};
use claims::yield_claims;
pub(crate) use claims::{Edition, edition};
use naming::{EXACT, NAMED, WEAK, WHOLE, broken, candidates};
pub(crate) use naming::{is_known, name_of};
use std::collections::HashMap;
use tablemend_model::{Cell, FieldKind, Table};

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
}

impl HeaderCell {
    /// A column without a heading of its own.
    pub(crate) fn unnamed(col: u32, holds: Holds) -> Self {
        Self { score: NAMED, holds: Some(holds), ..Self::new(col, 1, phrase(""), String::new()) }
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

    /// Whether the refs are called those of such items: `Risk ID`.
    pub(crate) fn refs_of(&self, one: &str) -> bool {
        self.columns(Holds::Ref).any(|c| c.words.len() > 1 && c.words.first() == one)
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
            HeaderCell { holds, score, rank, ..HeaderCell::new(col, colspan, words, printed) }
        })
        .collect();
    if !claims.iter().any(|c| c.score >= WEAK) {
        return None;
    }
    for cell in claims.iter_mut().filter(|c| c.holds.is_none()) {
        if let Some(found) = broken(&cell.words, rule) {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
        }
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
    if claims.iter().any(|c| of_key(c) && c.score >= NAMED) {
        for at in 0..claims.len() {
            as_number(table, row, at, &mut claims, rule);
        }
    }
    as_dates(table, row, &mut claims, rule);
    as_status(table, row, &mut claims, rule);
    yield_claims(table, row, &mut claims, rule);
    let mut header = HeaderRow { width: table.column_count(), cells: claims };
    if is_scale(table, row, &header, weak_key, rule) {
        return None;
    }
    let on_top = table.header_rows() > row || below_titles(table, row, filled);
    if !is_accepted(&header, filled, on_top, weak_key, rule) {
        return None;
    }
    // Where the main column has no name, it must be there: sentences under no known heading.
    if header.columns(Holds::Field(rule.key)).next().is_none() {
        let is_known = |col: u32| {
            let over = header.cells.iter().find(|c| (c.col..c.col + c.colspan).contains(&col));
            over.is_some_and(|c| c.holds.is_some())
        };
        let mut others = (0..header.width).filter(|col| !is_known(*col));
        if table.row_count() > row + 1 && !others.any(|col| sentences(table, row, col)) {
            return None;
        }
        name_key(table, row, &mut header, rule);
    }
    find_refs(table, row, &mut header);
    Some(header)
}

/// A status over bare numbers is the field that has its number (`Risk rating` over 4, 9, 16), where
/// no other column has that.
fn as_number(table: &Table, row: u32, at: usize, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some(Holds::Field(field)) = claims[at].holds else { return };
    let Some(twin) = twin(field, rule).map(Holds::Field) else { return };
    let is_free = claims.iter().all(|c| c.holds != Some(twin));
    if !scores(table, row, claims[at].col) {
        return;
    }
    let own = candidates(&claims[at].words, &claims[at].printed, rule);
    let is_number = |c: &&naming::Candidate| match c.holds {
        Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Number),
        _ => false,
    };
    if let Some(found) = own.iter().find(is_number) {
        let cell = &mut claims[at];
        (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
        cell.rated = true;
    } else if is_free {
        claims[at].holds = Some(twin);
        claims[at].rated = true;
    }
}

/// A column of dates is no text of an item: `Milestone` over `May 2025` says when.
fn as_dates(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    let is_date = |holds: Holds| match holds {
        Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Dates),
        _ => false,
    };
    for cell in claims.iter_mut().filter(|c| c.holds == Some(key)) {
        if !dated(table, row, cell.col) {
            continue;
        }
        let all = candidates(&cell.words, &cell.printed, rule);
        if let Some(found) = all.iter().find(|c| is_date(c.holds)) {
            (cell.score, cell.rank, cell.holds) = (found.score, found.rank, Some(found.holds));
        }
    }
}

/// Where no heading names a status, a column that is told by words or colours of statuses alone is one:
/// of no known heading or none (`How are we doing?` over `Green`), else of progress (`Progress` over `On track`).
fn as_status(table: &Table, row: u32, claims: &mut Vec<HeaderCell>, rule: &ItemRule) {
    let kind = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let Some(status) = rule.kinds.iter().position(|k| *k == FieldKind::Status) else { return };
    if claims.iter().any(|c| kind(c.holds) == Some(FieldKind::Status)) {
        return;
    }
    let key = Some(Holds::Field(rule.key));
    // A heading that says nothing, over statuses alone, goes before one that names a text.
    let is_free = |c: &&mut HeaderCell| c.holds.is_none() && told(table, row, c.col);
    if let Some(cell) = claims.iter_mut().find(is_free) {
        cell.holds = Some(Holds::Field(status));
        return;
    }
    let is_over = |c: &HeaderCell, col: u32| (c.col..c.col + c.colspan).contains(&col);
    let unnamed = (0..table.column_count())
        .filter(|col| !claims.iter().any(|c| is_over(c, *col)))
        .find(|col| told(table, row, *col));
    if let Some(col) = unnamed {
        claims.push(HeaderCell::unnamed(col, Holds::Field(status)));
        return;
    }
    for cell in claims.iter_mut().filter(|c| c.holds != key) {
        if kind(cell.holds) == Some(FieldKind::Text) && told(table, row, cell.col) {
            cell.holds = Some(Holds::Field(status));
        }
    }
}

/// Where no column has the main field's name, the only one of sentences has it that nothing else
/// claims and whose heading has a word of it (`Risk subtitles`).
fn name_key(table: &Table, row: u32, header: &mut HeaderRow, rule: &ItemRule) {
    let key = Holds::Field(rule.key);
    let is_word = |word: &str| {
        let all = rule.synonyms.get(word).into_iter().flatten();
        all.into_iter().any(|s| s.holds == key && !s.weak && s.words.len() == 1)
    };
    let is_free = |c: &HeaderCell| {
        c.holds.is_none()
            && c.lost.is_none()
            && c.words.words().any(is_word)
            && sentences(table, row, c.col)
    };
    let count = header.cells.iter().filter(|c| is_free(c)).count();
    if count == 1
        && let Some(cell) = header.cells.iter_mut().find(|c| is_free(c))
    {
        cell.holds = Some(key);
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

/// Whether a table explains a scale (`Level | Description | Likelihood` over 1 to 5): its main
/// column has a name that any table may have, the others only rate, and one of them climbs.
fn is_scale(table: &Table, row: u32, header: &HeaderRow, weak_key: bool, rule: &ItemRule) -> bool {
    let key = Holds::Field(rule.key);
    let Some(own) = header.columns(key).next() else { return false };
    if own.score != WEAK && !weak_key {
        return false;
    }
    let rates = |holds: Holds| match holds {
        Holds::Field(f) => {
            matches!(rule.kinds.get(f), Some(FieldKind::Number | FieldKind::Status))
        }
        _ => false,
    };
    let mut others = header.cells.iter().filter(|c| c.holds.is_some() && c.holds != Some(key));
    others.clone().all(|c| c.holds.is_some_and(rates)) && others.any(|c| climbs(table, row, c.col))
}

/// Whether the rows above are no more than titles: each has few cells beside this one's.
fn below_titles(table: &Table, row: u32, filled: usize) -> bool {
    const MOST_TITLES: u32 = 4;
    let few = |r: u32| {
        let cells = table.row_cells(r).filter(|c| c.row() == r && !c.text.is_empty());
        cells.count() * 2 < filled
    };
    row == 0 || (row <= MOST_TITLES && (0..row).all(few))
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
    } else if header.cells.iter().all(|c| c.col != 0)
        && header.width > 1
        && (counted(table, row, 0) || !numbers(table, row, 0) || parts_of_parts(table, row, 0))
        && looks_like_refs(table, row, 0) == Some(true)
    {
        header.cells.insert(0, HeaderCell::unnamed(0, Holds::Ref));
    }
}

/// Settles headers that cannot be right: the same words twice, so that a known column is missing.
/// What the other header rows of the document have at that position decides. Gives, by header row,
/// the cells that were settled so.
pub(crate) fn settle(headers: &mut [HeaderRow], rule: &ItemRule) {
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
        one_each(header, rule);
    }
}

/// Two columns never share a number or a status: of the same words twice (`Likelihood` before and
/// after what is done) the later one counts.
fn one_each(header: &mut HeaderRow, rule: &ItemRule) {
    let single = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => {
            matches!(rule.kinds.get(f), Some(FieldKind::Number | FieldKind::Status))
        }
        _ => false,
    };
    for at in 0..header.cells.len() {
        let holds = header.cells[at].holds;
        if single(holds) && header.cells[at + 1..].iter().any(|c| c.holds == holds) {
            header.cells[at].lost = holds;
            header.cells[at].holds = None;
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
        settle(&mut headers, &plan.items);
        assert_eq!(headers[1].cells[2].holds, headers[0].cells[2].holds);
        assert!(headers[1].cells[2].moved);
        assert!(!headers[1].cells[3].moved);
    }
}
