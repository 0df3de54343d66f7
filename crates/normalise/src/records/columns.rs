//! Header rows: which column holds which field, by the header's words.

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
    /// Its words.
    pub(crate) words: Phrase,
    /// Set when position decided, not the words.
    pub(crate) moved: bool,
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
}

/// Text longer than this is no header.
const LONGEST_HEADER: usize = 160;

/// Words of a header cell; more are a sentence.
const MOST_WORDS: usize = 10;

/// Reads a row as a header row: at least two of its cells name something, the key field or three
/// fields among them, and most of its cells name something. `None` when it is none.
pub(crate) fn header_row(table: &Table, row: u32, rule: &ItemRule) -> Option<HeaderRow> {
    let mut filled = 0;
    for cell in table.row_cells(row) {
        let text = cell.text.as_str();
        // A first cell that begins with a number is a ref or a count: the row says something.
        if text.len() > LONGEST_HEADER
            || (filled == 0 && text.starts_with(|c: char| c.is_ascii_digit()))
        {
            return None;
        }
        filled += usize::from(!text.is_empty());
    }
    if filled < 2 {
        return None;
    }
    let below = table.header_rows() > row + 1;
    let mut cells = Vec::new();
    for cell in table.row_cells(row) {
        let Some(words) = short_phrase(cell.text.as_str(), MOST_WORDS) else { continue };
        for (col, colspan, words) in if below {
            with_rows_below(table, row, cell, &words)
        } else {
            vec![(cell.col(), cell.colspan(), words)]
        } {
            if !words.is_empty() && words.len() <= MOST_WORDS {
                cells.push((col, colspan, words));
            }
        }
    }
    let mut claims: Vec<HeaderCell> = cells
        .into_iter()
        .map(|(col, colspan, words)| {
            let best = candidates(&words, rule).first().copied();
            let (score, holds) = best.map_or((0, None), |(s, h)| (s, Some(h)));
            HeaderCell { col, colspan, holds, score, words, moved: false }
        })
        .collect();
    yield_claims(&mut claims, rule);
    let header = HeaderRow { width: table.column_count(), cells: claims };
    let named = header.cells.iter().filter(|c| c.holds.is_some()).count();
    let fields = header.fields().count();
    let exact = header.cells.iter().any(|c| c.score >= EXACT);
    let key = header.columns(Holds::Field(rule.key)).next().is_some();
    let most = named * 2 > filled;
    (named >= 2 && most && exact && (fields >= 3 || key)).then_some(header)
}

/// The columns of a header of several rows below one of its upper cells: first column, number of
/// columns, the words of both rows.
fn with_rows_below(
    table: &Table,
    row: u32,
    cell: &Cell,
    words: &Phrase,
) -> Vec<(u32, u32, Phrase)> {
    let mut columns = Vec::new();
    let end = cell.col() + cell.colspan();
    let mut col = cell.col();
    while col < end {
        let mut all = words.clone();
        let mut width = end - col;
        for lower in row + cell.rowspan()..table.header_rows() {
            if let Some(below) = table.cell_at(lower, col).filter(|b| b.row() == lower) {
                let below_words = phrase(below.text.as_str());
                all = all.words().chain(below_words.words()).collect();
                width = width.min((below.col() + below.colspan()).saturating_sub(col)).max(1);
            }
        }
        columns.push((col, width, all));
        col += width;
    }
    columns
}

/// Score of a header that is a synonym word for word.
const EXACT: u32 = 1000;

/// What the words may name, the best first. A synonym that is only part of the words counts by its
/// length, and more at the end, where English keeps the noun.
fn candidates(words: &Phrase, rule: &ItemRule) -> Vec<(u32, Holds)> {
    let mut all: Vec<(u32, Holds)> = Vec::new();
    for synonym in words.words().filter_map(|word| rule.synonyms.get(word)).flatten() {
        let Some(score) = score(words, synonym) else { continue };
        match all.iter_mut().find(|(_, holds)| *holds == synonym.holds) {
            Some((best, _)) => *best = score.max(*best),
            None => all.push((score, synonym.holds)),
        }
    }
    all.sort_by_key(|(score, holds)| (std::cmp::Reverse(*score), *holds));
    all
}

/// How well a header's words fit a synonym; `None` where they do not.
fn score(words: &Phrase, synonym: &Synonym) -> Option<u32> {
    let phrase = &synonym.words;
    if phrase == words {
        return Some(EXACT);
    }
    // `No` or `L` inside other words tells nothing.
    let question = phrase.len() == 1 && matches!(phrase.as_str(), "what" | "who" | "when");
    if synonym.holds == Holds::Ref || question || (phrase.len() == 1 && phrase.as_str().len() < 3) {
        return None;
    }
    let at = phrase.position_in(words)?;
    let end = at + phrase.len() == words.len();
    Some(phrase.len() as u32 * 20 + if end { 10 } else { 0 } + u32::from(at == 0))
}

/// Where two cells with different words claim one field, the better fit has it; the other takes its
/// next best or nothing. Date fields may have several columns (original, revised). The same words
/// twice are left: `settle` decides with the whole document in view.
fn yield_claims(cells: &mut [HeaderCell], rule: &ItemRule) {
    for _ in 0..cells.len() {
        let rival = (0..cells.len()).find_map(|i| {
            let holds = cells[i].holds?;
            let j = (0..cells.len()).find(|j| {
                *j != i
                    && cells[*j].holds == Some(holds)
                    && cells[*j].words != cells[i].words
                    && cells[*j].score >= cells[i].score
                    && (cells[*j].score > cells[i].score || *j < i)
            })?;
            (!both_dated(&cells[i].words, &cells[j].words)).then_some((i, holds))
        });
        let Some((loser, lost)) = rival else {
            return;
        };
        let taken: Vec<Option<Holds>> = cells.iter().map(|c| c.holds).collect();
        let next = candidates(&cells[loser].words, rule)
            .into_iter()
            .find(|(_, h)| *h != lost && !taken.contains(&Some(*h)));
        (cells[loser].score, cells[loser].holds) = next.map_or((0, None), |(s, h)| (s, Some(h)));
    }
}

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
                    None => "-".to_owned(),
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
