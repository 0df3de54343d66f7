//! Tables of figures whose header is set apart from them: by a blank row, or by a row of units.
//!
//! Statisticians set blank rows between a header and its figures and between groups of figures, and two
//! blocks of them beside each other. Band by band the header would be parted otherwise than the figures,
//! and the first row of figures would look like a header.

use super::regions::{Found, Line, Region, beside, columns, flush, take};
use std::collections::BTreeSet;
use tablemend_office::sheet::{Cell, Sheet};

/// Fewer columns than this are no table of figures.
const FEWEST: usize = 3;

/// Most rows of a header below its row of labels.
const MOST_BELOW: usize = 2;

/// Most blank rows between a header and its figures.
const MOST_BLANK: u32 = 2;

/// So many lines without a figure end a table.
const MOST_WITHOUT: usize = 24;

/// Most bands of titles over blocks beside each other.
const MOST_TITLES: usize = 2;

/// A header and the rows of figures below it, with blank rows among them.
pub(super) struct Stack {
    lines: Vec<Line>,
    /// The row of labels.
    labels: u32,
    /// The last row of the header.
    last: u32,
}

/// Cuts the stack that begins with the first of some bands from them. The lines that are left of its last
/// band stay.
pub(super) fn cut(sheet: &Sheet, bands: &mut Vec<Vec<Line>>) -> Option<Stack> {
    // Bands are in falling order here, so that the next is the last.
    let titles =
        (0..=MOST_TITLES).find(|n| at(bands, *n).is_some_and(|b| heads(sheet, b).is_some()))?;
    let header = at(bands, titles)?;
    let [labels, first] = heads(sheet, header)?;
    let blocks = blocks(sheet, header.get(labels)?);
    let is_title = |line: &Line| own(sheet, line, &blocks).iter().all(|n| *n < 2);
    if titles > 0
        && (blocks.len() < 2
            || !(0..titles).all(|n| at(bands, n).is_some_and(|b| b.iter().all(is_title))))
    {
        return None;
    }
    let (labels_row, last) = (header.get(labels)?.row, header.get(first.checked_sub(1)?)?.row);
    let allowed = reach(sheet, &header[labels..first]);
    let has_years = are_years(sheet, header.get(labels)?);
    // Where the figures begin below, and the last of them.
    let (mut end, mut without, mut is_first) = (None, 0, true);
    'all: for n in titles..bands.len() {
        let Some(band) = at(bands, n) else { break };
        let from = if n == titles { first } else { 0 };
        let mut begins = n > titles;
        for (i, line) in band.iter().enumerate().skip(from) {
            let is_figures = are_figures(sheet, line);
            if is_first && line.cells.len() > 1 {
                let near = line.row <= last + MOST_BLANK + 1;
                if !near
                    || !is_figures
                    || line.cells.len() < FEWEST
                    || !is_under(sheet, line, &allowed)
                {
                    return None;
                }
                is_first = false;
            }
            let is_called =
                sheet.tables.iter().any(|(area, heads)| *heads > 0 && area.rows[0] == line.row);
            let has_labels = begins
                && !is_figures
                && has_words(sheet, line)
                && own(sheet, line, &blocks).iter().any(|n| *n > 1);
            // Years come again over the next table.
            let has_years = begins && has_years && are_years(sheet, line);
            if is_called
                || has_labels
                || has_years
                || is_figures && !is_under(sheet, line, &allowed)
            {
                break 'all;
            }
            begins &= line.cells.len() < 2;
            without = if is_figures { 0 } else { without + 1 };
            if is_figures {
                end = Some((n, i));
            } else if without > MOST_WITHOUT {
                break 'all;
            }
        }
    }
    let (band, line) = end?;
    let mut lines = Vec::new();
    for _ in 0..band {
        lines.append(&mut bands.pop()?);
    }
    let mut rest = bands.pop()?;
    let below = rest.split_off(line + 1);
    lines.append(&mut rest);
    if !below.is_empty() {
        bands.push(below);
    }
    Some(Stack { lines, labels: labels_row, last })
}

/// Puts the tables of a stack, each with the texts above it.
pub(super) fn put(sheet: &Sheet, stack: Stack, out: &mut Vec<Found>) {
    for block in beside(sheet, stack.lines) {
        let Some(labels) = block.iter().position(|l| l.row == stack.labels) else {
            let mut pending = Vec::new();
            take(sheet, block, &mut pending, out);
            flush(&mut pending, out);
            continue;
        };
        let column = |line: &Line| line.cells.first().map(|i| sheet.cells[*i].col);
        let first = block.iter().filter_map(column).min();
        // What begins to the right of the first column is a label over several columns.
        let over =
            block[..labels].iter().rev().take_while(|l| column(l) > first && is_apart(sheet, l));
        let titles = labels - over.count();
        for line in &block[..titles] {
            out.push(Found::Text { row: line.row, cells: line.cells.clone() });
        }
        let rest = &block[titles..];
        let columns: Vec<u32> = columns(sheet, rest).into_iter().collect();
        let rows: Vec<u32> = rest.iter().map(|l| l.row).collect();
        let called = rows.iter().filter(|row| **row <= stack.last).count() as u32;
        let heads = rest.iter().filter(|l| l.row <= stack.last && l.row != stack.labels);
        let spreads = |l: &&Line| spreads(sheet, l, &columns, l.row < stack.labels);
        let spread = heads.filter(spreads).map(|l| l.row).collect();
        if !columns.is_empty() {
            out.push(Found::Table(Region { rows, columns, called, spread }));
        }
    }
}

/// Whether the texts of a line go over the blank cells to their right: each is at the first figure of a run of columns;
/// above the labels it is enough that the first of a run is there (`Primary | | Secondary |`).
fn spreads(sheet: &Sheet, line: &Line, columns: &[u32], is_over: bool) -> bool {
    let has = |col: Option<u32>| col.is_some_and(|c| columns.binary_search(&c).is_ok());
    let begins = |col: u32| !has(col.checked_sub(1)) || !has(col.checked_sub(2));
    let cells: Vec<&Cell> = line.cells.iter().map(|i| &sheet.cells[*i]).collect();
    // Whether there is a blank column between two.
    let is_parted = |a: u32, b: u32| (a..b).any(|c| columns.binary_search(&c).is_err());
    let is_first =
        |at: usize| at.checked_sub(1).is_none_or(|b| is_parted(cells[b].col, cells[at].col));
    cells
        .iter()
        .enumerate()
        .all(|(at, c)| c.merged.is_none() && (begins(c.col) || is_over && !is_first(at)))
}

/// The row of labels of a band, and the line behind its header: labels over at least three columns, and one or two
/// rows of units below them, with no figures. Where figures follow without a blank row, the header has a row of
/// units, or years over a blank corner.
fn heads(sheet: &Sheet, band: &[Line]) -> Option<[usize; 2]> {
    let figures = band.iter().position(|l| are_figures(sheet, l) && !are_years(sheet, l));
    let end = figures.unwrap_or(band.len());
    let most = band[..end].iter().map(|l| l.cells.len()).max().filter(|n| *n > 1)?;
    let labels = band[..end].iter().position(|l| l.cells.len() == most)?;
    let line = band.get(labels)?;
    // Two years over a blank corner are labels of three columns.
    if most < FEWEST && !are_years(sheet, line) {
        return None;
    }
    let is_header = |l: &Line| is_apart(sheet, l) || are_years(sheet, l);
    if !band[labels..end].iter().all(is_header) || end > labels + 1 + MOST_BELOW {
        return None;
    }
    let has_units = || {
        let second = band.get(labels + 1)?;
        let key = line.cells.first().map(|i| sheet.cells[*i].col)?;
        (second.cells.iter().all(|i| sheet.cells[*i].col > key)).then_some(())
    };
    let has_corner = || {
        let key = |l: &Line| l.cells.first().map(|i| sheet.cells[*i].col);
        are_years(sheet, line) && band.get(end).is_some_and(|l| key(l) < key(line))
    };
    let below = labels + 1..end;
    let is_set_apart = match figures {
        None => below.is_empty() || has_units().is_some(),
        Some(_) if below.is_empty() => has_corner(),
        Some(_) => has_units().is_some(),
    };
    is_set_apart.then_some([labels, end])
}

/// The band that is so many behind the next, where the next is the last.
fn at(bands: &[Vec<Line>], behind: usize) -> Option<&Vec<Line>> {
    bands.len().checked_sub(behind + 1).and_then(|i| bands.get(i))
}

/// The columns of a cell.
fn span(cell: &Cell) -> [u32; 2] {
    cell.merged.map_or([cell.col; 2], |m| m.columns)
}

/// The columns over which some lines go.
fn reach(sheet: &Sheet, lines: &[Line]) -> BTreeSet<u32> {
    let cells = lines.iter().flat_map(|l| &l.cells).map(|i| span(&sheet.cells[*i]));
    cells.flat_map(|[a, b]| a..=b).collect()
}

/// Whether nearly all cells of a line but its first are under labels.
fn is_under(sheet: &Sheet, line: &Line, labels: &BTreeSet<u32>) -> bool {
    let cells = || line.cells.iter().skip(1).map(|i| sheet.cells[*i].col);
    cells().filter(|c| labels.contains(c)).count() * 10 >= cells().count() * 8
}

/// Runs of columns that a line of labels has.
fn blocks(sheet: &Sheet, line: &Line) -> Vec<[u32; 2]> {
    let mut out: Vec<[u32; 2]> = Vec::new();
    for [a, b] in line.cells.iter().map(|i| span(&sheet.cells[*i])) {
        match out.last_mut() {
            Some(last) if last[1] + 1 >= a => last[1] = last[1].max(b),
            _ => out.push([a, b]),
        }
    }
    out
}

/// How many cells of a line are in each of some blocks.
fn own(sheet: &Sheet, line: &Line, blocks: &[[u32; 2]]) -> Vec<usize> {
    let count = |block: &[u32; 2]| {
        line.cells.iter().filter(|i| (block[0]..=block[1]).contains(&sheet.cells[**i].col)).count()
    };
    blocks.iter().map(count).collect()
}

/// Whether a line has a figure behind its first cell, and mostly figures and signs there.
fn are_figures(sheet: &Sheet, line: &Line) -> bool {
    let texts: Vec<String> = line.cells.iter().skip(1).map(|i| sheet.cells[*i].text()).collect();
    let short = texts.iter().filter(|t| is_figure(t)).count();
    short * 3 >= texts.len() * 2
        && texts.iter().any(|t| is_figure(t) && has_digit(t) && !is_unit(t))
}

/// Whether half of the cells of a line behind its first have words in them.
fn has_words(sheet: &Sheet, line: &Line) -> bool {
    let texts = || line.cells.iter().skip(1).map(|i| sheet.cells[*i].text());
    texts().filter(|t| !is_figure(t)).count() * 2 >= texts().count()
}

/// Whether no cell of a line holds a figure; a year may be a label.
fn is_apart(sheet: &Sheet, line: &Line) -> bool {
    line.cells.iter().all(|i| {
        let text = sheet.cells[*i].text();
        is_unit(&text) || !is_figure(&text) || !has_digit(&text) || year(&sheet.cells[*i]).is_some()
    })
}

/// Whether all figures of a line are years or days, each later than the one before or each earlier. A word among
/// them begins another such run: `Gate | 2019 | 2020 | | Gate | 2019 | 2020`.
fn are_years(sheet: &Sheet, line: &Line) -> bool {
    let mut runs: Vec<Vec<(i32, i32)>> = vec![Vec::new()];
    for cell in line.cells.iter().map(|i| &sheet.cells[*i]) {
        let text = cell.text();
        match (year(cell), runs.last_mut()) {
            (Some(year), Some(run)) => run.push(year),
            _ if is_figure(&text) && has_digit(&text) => return false,
            _ => runs.push(Vec::new()),
        }
    }
    let in_order = |run: &Vec<(i32, i32)>| {
        run.windows(2).all(|w| w[0] < w[1]) || run.windows(2).all(|w| w[0] > w[1])
    };
    runs.iter().all(in_order) && runs.iter().any(|run| run.len() > 1)
}

/// The year that a cell is (`2019`, `2019/20`), or its day.
fn year(cell: &Cell) -> Option<(i32, i32)> {
    let text = cell.text();
    let (digits, rest) = text.trim().split_at_checked(4)?;
    let is_span = rest.is_empty() || rest.starts_with(['/', '-', '–']) && rest.chars().count() < 6;
    let year = digits.parse::<i32>().ok().filter(|y| is_span && (1900..2100).contains(y));
    let day = cell.day.map(|day| (i32::from(day.year()), i32::from(day.day_of_year())));
    day.or(year.map(|y| (y, 0)))
}

/// A figure, or a sign in its place: no letters, but one behind the digits (`1.2m`).
fn is_figure(text: &str) -> bool {
    const LONGEST: usize = 24;
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().count() <= LONGEST
        && (letters == 0 || letters == 1 && has_digit(text) && text.ends_with(char::is_alphabetic))
}

/// `£000`, `%`: what figures are counted in.
fn is_unit(text: &str) -> bool {
    let bare = text.trim().trim_matches(|c: char| "£$€'’s()".contains(c));
    bare == "000" || !has_digit(text)
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::regions::{Found, Region, find};
    use tablemend_office::sheet::{Cell, Sheet};
    use tablemend_office::word::{Look, Run};

    /// The tables of a sheet of these rows; cells are parted by `|`.
    fn tables(rows: &[&str]) -> Vec<Region> {
        let mut sheet = Sheet::default();
        for (row, line) in (0..).zip(rows) {
            for (col, text) in (0..).zip(line.split('|')).filter(|(_, t)| !t.trim().is_empty()) {
                let runs = vec![Run { text: text.trim().into(), look: Look::default() }];
                sheet.cells.push(Cell { row, col, runs, ..Cell::default() });
            }
        }
        let tables = find(&sheet).into_iter().filter_map(|f| match f {
            Found::Table(region) => Some(region),
            Found::Text { .. } => None,
        });
        tables.collect()
    }

    #[test]
    fn figures_below_a_blank_row_have_the_header_above_it() {
        let found = tables(&[
            "Gates and their wear",
            "",
            "|||||Against now",
            "Gate|Apr 10 to Mar 11|Apr 11 to Mar 12|||Apr 10 to Mar 11|Apr 11 to Mar 12",
            "|Number of knocks||||Change",
            "",
            "EAST|2063|2056|||-2.3|-5.8",
            "Oak|1226|1219|||-1.4|..",
            "",
            "MILL|340|333|||-0.4|-3.9",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].called, found[0].rows.len()), (3, 6));
        assert_eq!(found[0].columns, [0, 1, 2, 5, 6]);
        assert_eq!(found[0].spread, [2, 4]);
    }

    #[test]
    fn labels_that_come_again_beside_figures_part_two_tables() {
        let rows = [
            "Gate|2019|2020||Gate|2019|2020",
            "|Knocks|||  |Share",
            "",
            "East|20|30||East|2.0|3.0",
            "Mill|21|31||Mill|2.1|3.1",
            "",
            "Sluice|22|32||Sluice|2.2|3.2",
        ];
        let columns: Vec<_> = tables(&rows).into_iter().map(|r| (r.columns, r.called)).collect();
        assert_eq!(columns, [(vec![0, 1, 2], 2), (vec![4, 5, 6], 2)]);
        // Other labels may be about the same rows.
        let about = rows.map(|r| r.replace("||East", "||Ann").replace("||Mill", "||Bo"));
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        assert_eq!(tables(&about).len(), 1);
    }

    #[test]
    fn years_over_a_blank_corner_are_a_header() {
        assert_eq!(tables(&["|2019|2020|2021", "East|20|30|40", "Mill|21|31|41"])[0].called, 1);
        let days = tables(&["|2024|2025", "Loans|10|12", "Cash|5|7"]);
        assert_eq!((days[0].called, &*days[0].columns), (1, &[0, 1, 2][..]));
        // Figures in no order are none.
        assert_eq!(tables(&["|2019|2044|2021", "East|20|30|40", "Mill|21|31|41"])[0].called, 0);
    }

    #[test]
    fn labels_over_several_columns_go_to_the_next() {
        let found = tables(&["|Oak||Elm|", "|Gates|Bells|Gates|Bells", "", "East|1|2|3|4"]);
        assert_eq!((found[0].called, &*found[0].spread), (2, &[0][..]));
        let found = tables(&["||Oak||Elm", "|Gates|Bells|Gates|Bells", "", "East|1|2|3|4"]);
        assert_eq!((found[0].called, found[0].spread.len()), (2, 0));
    }

    #[test]
    fn years_that_come_again_begin_a_table() {
        let found = tables(&[
            "Gate|2024|2025",
            "|Knocks|",
            "",
            "East|3|4",
            "",
            "Bell|2024|2025",
            "|Rings|",
            "",
            "Fog|7|8",
        ]);
        assert_eq!(found.iter().map(|r| r.rows.len()).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn texts_and_a_table_with_a_header_of_its_own_do_not_go_on() {
        let found = tables(&[
            "Gate|2019|2020",
            "|Knocks|",
            "",
            "East|20|30",
            "",
            "Bell|Tone|Rope",
            "Fog|7|8",
        ]);
        assert_eq!(found.iter().map(|r| r.rows.len()).collect::<Vec<_>>(), [3, 2]);
        let texts = tables(&["Gate|Work|Lead", "", "East|Oil it|Ann", "Mill|Ring it|Bo"]);
        assert_eq!(texts[0].called, 0);
    }
}
