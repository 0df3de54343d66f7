//! Where tables begin and end on a sheet, and which texts are around them.
//!
//! Rows with text that follow each other are a band; a band that is parted by blank columns over its
//! whole height is several beside each other. Rows of one text above a band are titles. A band goes
//! on with the one above unless it begins with a header of its own.

use super::keyed::{keyed, repeats};
use super::stacks;
use std::collections::BTreeSet;
use tablemend_office::sheet::{Cell, Sheet};

/// A label of a header is no longer than this.
const LONGEST_LABEL: usize = 48;

/// Columns beside each other are of one table where both are in so many of ten rows.
const SHARE: usize = 8;

/// More blocks than this beside each other are one.
const MOST_BLOCKS: usize = 64;

/// What was found on a sheet, in order.
#[derive(Debug)]
pub(super) enum Found {
    /// A line of text: its row, and the cells in it.
    Text { row: u32, cells: Vec<usize> },
    /// A table.
    Table(Region),
}

/// The rows and columns of a table, in rising order; those between them are blank.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) rows: Vec<u32>,
    pub(super) columns: Vec<u32>,
    /// Rows at the top that the workbook calls a header, or that are set apart as one.
    pub(super) called: u32,
    /// Rows of the header whose texts go over the blank cells to their right.
    pub(super) spread: Vec<u32>,
}

/// A row: the cells in it that begin there and have text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) cells: Vec<usize>,
}

/// The texts of a region's first row, to compare it with others.
pub(super) fn first_line(sheet: &Sheet, region: &Region) -> String {
    let row = region.rows[0];
    let from = sheet.cells.partition_point(|c| c.row < row);
    let cells = sheet.cells[from..].iter().take_while(|c| c.row == row);
    let texts: Vec<String> = cells.map(|c| c.text().trim().to_lowercase()).collect();
    texts.join("|")
}

/// Whether a row of a region holds labels of columns: short texts without digits over all columns,
/// above a row that has digits or longer texts.
pub(super) fn is_labels(sheet: &Sheet, region: &Region, at: usize) -> bool {
    let own = |row: u32| {
        let from = sheet.cells.partition_point(|c| c.row < row);
        let cells = sheet.cells[from..].iter().take_while(move |c| c.row == row);
        cells.filter(|c| region.columns.binary_search(&c.col).is_ok() && !c.is_blank())
    };
    let texts = |row: u32| -> Vec<String> { own(row).map(Cell::text).collect() };
    let (Some(first), Some(second)) = (region.rows.get(at), region.rows.get(at + 1)) else {
        return false;
    };
    // A text that goes down beside several rows names what they have in common.
    let goes_down = |c: &Cell| c.merged.is_some_and(|m| m.rows[1] > m.rows[0]);
    let is_group = own(*first).any(goes_down) && !own(*first).all(goes_down);
    let (first, second) = (texts(*first), texts(*second));
    !is_group
        && (second.len() > 1 || first.len() > 2)
        && are_labels(&first)
        && first.len() * 3 >= region.columns.len() * 2
        && differs(&first, &second)
}

fn are_labels(texts: &[String]) -> bool {
    texts.len() > 1
        && texts.iter().all(|t| {
            t.chars().count() <= LONGEST_LABEL
                && !t.contains(|c: char| c.is_ascii_digit())
                && t.contains(char::is_alphabetic)
        })
}

fn differs(labels: &[String], below: &[String]) -> bool {
    let longest = labels.iter().map(|t| t.len()).max().unwrap_or(0);
    below.iter().any(|t| t.contains(|c: char| c.is_ascii_digit()) || t.len() > longest + 12)
}

/// What is on a sheet.
pub(super) fn find(sheet: &Sheet) -> Vec<Found> {
    let lines = lines(sheet);
    let mut out: Vec<Found> = Vec::new();
    let mut pending: Vec<Line> = Vec::new();
    let mut bands = bands(sheet, lines);
    bands.reverse();
    while !bands.is_empty() {
        if let Some(stack) = stacks::cut(sheet, &mut bands) {
            flush(&mut pending, &mut out);
            stacks::put(sheet, stack, &mut out);
            continue;
        }
        for block in beside(sheet, bands.pop().unwrap_or_default()) {
            take(sheet, block, &mut pending, &mut out);
        }
    }
    flush(&mut pending, &mut out);
    out
}

/// Rows with text, in order.
fn lines(sheet: &Sheet) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (i, cell) in sheet.cells.iter().enumerate() {
        if cell.is_blank() {
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.row == cell.row => line.cells.push(i),
            _ => lines.push(Line { row: cell.row, cells: vec![i] }),
        }
    }
    lines
}

/// Lines that follow each other without a blank row. Rows that a merged cell covers are not blank.
fn bands(sheet: &Sheet, lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = Vec::new();
    let mut end = None;
    for line in lines {
        let reach = line
            .cells
            .iter()
            .filter_map(|i| sheet.cells[*i].merged)
            .map(|m| m.rows[1])
            .max()
            .unwrap_or(line.row);
        let is_next = end.is_some_and(|end| line.row <= end + 1);
        end = Some(end.filter(|_| is_next).unwrap_or(0).max(reach).max(line.row));
        match out.last_mut() {
            Some(band) if is_next => band.push(line),
            _ => out.push(vec![line]),
        }
    }
    out
}

/// The columns of some lines: those of texts, and of colours beside them.
pub(super) fn columns(sheet: &Sheet, lines: &[Line]) -> BTreeSet<u32> {
    let mut out = BTreeSet::new();
    for line in lines {
        let reach = |i: &usize| match sheet.cells[*i].merged {
            Some(m) => m.columns,
            None => [sheet.cells[*i].col; 2],
        };
        // A text over the whole width says nothing about columns.
        if let [only] = line.cells.as_slice() {
            if lines.iter().all(|l| l.cells.len() < 2) {
                out.insert(reach(only)[0]);
            }
            continue;
        }
        for cell in &line.cells {
            let [a, b] = reach(cell);
            out.extend(a..=b);
        }
    }
    let (Some(first), Some(last)) = (out.first().copied(), out.last().copied()) else { return out };
    // A colour without a text, in a row of texts, is a cell of the row.
    for line in lines.iter().filter(|l| l.cells.len() > 1) {
        let from = sheet.cells.partition_point(|c| c.row < line.row);
        let inside = |c: &&tablemend_office::sheet::Cell| {
            c.row == line.row && c.fill.is_some() && c.col + 1 >= first && c.col <= last + 1
        };
        out.extend(
            sheet.cells[from..]
                .iter()
                .take_while(|c| c.row == line.row)
                .filter(inside)
                .map(|c| c.col),
        );
    }
    out
}

/// Blocks of columns that blank columns part.
pub(super) fn beside(sheet: &Sheet, band: Vec<Line>) -> Vec<Vec<Line>> {
    let columns: Vec<u32> = columns(sheet, &band).into_iter().collect();
    let mut blocks: Vec<[u32; 2]> = Vec::new();
    for col in columns {
        match blocks.last_mut() {
            Some(block) if block[1] + 1 == col => block[1] = col,
            _ => blocks.push([col, col]),
        }
    }
    if blocks.len() > MOST_BLOCKS {
        return vec![band];
    }
    let rows = |block: &[u32; 2]| -> BTreeSet<u32> {
        band.iter()
            .filter(|l| {
                l.cells.iter().any(|i| (block[0]..=block[1]).contains(&sheet.cells[*i].col))
            })
            .map(|l| l.row)
            .collect()
    };
    // Blocks that are in the same rows are one table with a blank column in it, unless each has a title and
    // keys of its own, or the second has the keys of the first again.
    let mut joined: Vec<[u32; 2]> = Vec::new();
    for block in blocks {
        match joined.last_mut() {
            Some(last) => {
                let (a, b) = (rows(last), rows(&block));
                let both = a.intersection(&b).count();
                let are_own = keyed(sheet, &band, *last) && keyed(sheet, &band, block)
                    || repeats(sheet, &band, *last, block);
                if !are_own && both * 10 >= a.len().max(b.len()) * SHARE {
                    last[1] = block[1];
                } else {
                    joined.push(block);
                }
            }
            None => joined.push(block),
        }
    }
    if joined.len() < 2 {
        return vec![band];
    }
    let mut out: Vec<Vec<Line>> = vec![Vec::new(); joined.len()];
    for line in band {
        // A text of its own is of the first block, whatever it spans.
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); joined.len()];
        for cell in line.cells {
            let col = sheet.cells[cell].col;
            let at = joined.iter().position(|b| col <= b[1]).unwrap_or(joined.len() - 1);
            parts[at].push(cell);
        }
        for (block, cells) in out.iter_mut().zip(parts) {
            if !cells.is_empty() {
                block.push(Line { row: line.row, cells });
            }
        }
    }
    out.retain(|block| !block.is_empty());
    out
}

/// A band is cut into so many tables at most.
const MOST_CUTS: usize = 256;

/// Takes a band, which may hold several tables below each other.
pub(super) fn take(sheet: &Sheet, band: Vec<Line>, pending: &mut Vec<Line>, out: &mut Vec<Found>) {
    let mut rest = band;
    for _ in 0..MOST_CUTS {
        let cut = headed(sheet, &rest).or_else(|| labelled_again(sheet, &rest));
        let Some(cut) = cut.or_else(|| corner(sheet, &rest)) else { break };
        let below = rest.split_off(cut);
        take_one(sheet, rest, pending, out);
        rest = below;
    }
    take_one(sheet, rest, pending, out);
}

/// The line at which a table of the workbook's own begins below other rows.
fn headed(sheet: &Sheet, band: &[Line]) -> Option<usize> {
    let first = band.iter().position(|l| l.cells.len() > 1)?;
    (first + 1..band.len()).find(|i| is_called(sheet, band[*i].row))
}

/// The line at which labels begin again as the first ones do: `No. | Gate | Wear`, and `No. | Bell | Tune`
/// further down.
fn labelled_again(sheet: &Sheet, band: &[Line]) -> Option<usize> {
    let first = band.iter().position(|l| l.cells.len() > 2)?;
    let above = texts(sheet, &band[first]);
    let key = sheet.cells[band[first].cells[0]].col;
    let begins_so = |line: &Line| {
        let own = texts(sheet, line);
        sheet.cells[line.cells[0]].col == key
            && own.len() > 2
            && own[0] == above[0]
            && are_labels(&own)
    };
    are_labels(&above).then(|| (first + 2..band.len()).find(|i| begins_so(&band[*i])))?
}

/// The texts of a line.
fn texts(sheet: &Sheet, line: &Line) -> Vec<String> {
    line.cells.iter().map(|i| sheet.cells[*i].text().trim().to_lowercase()).collect()
}

/// Takes a band: texts above it, and a table, or the rest of the table above.
fn take_one(sheet: &Sheet, band: Vec<Line>, pending: &mut Vec<Line>, out: &mut Vec<Found>) {
    let mut band = band;
    let most = band.iter().map(|l| l.cells.len()).max().unwrap_or(0);
    let is_labelled = |l: &Line| {
        // `Date:` and what it is.
        l.cells.len() == 2 && sheet.cells[l.cells[0]].text().trim_end().ends_with(':')
    };
    if band.iter().all(|l| l.cells.len() < 2 || is_labelled(l)) {
        pending.append(&mut band);
        return;
    }
    let is_title = |line: &Line| line.cells.len() == 1 || most > 3 && is_labelled(line);
    let titles = band.iter().take_while(|l| is_title(l)).count();
    let own: BTreeSet<u32> = columns(sheet, &band[titles..]);
    let above = out.iter().rposition(|f| matches!(f, Found::Table(_)));
    let goes_on = above.is_some_and(|at| {
        let is_last = out[at + 1..].is_empty();
        let Found::Table(region) = &out[at] else { return false };
        let fits = own.iter().all(|c| region.columns.binary_search(c).is_ok());
        is_last && fits && !begins(sheet, &band[titles..], region)
    });
    if goes_on && let Some(Found::Table(region)) = above.map(|at| &mut out[at]) {
        region.rows.extend(pending.drain(..).map(|l| l.row));
        region.rows.extend(band.iter().map(|l| l.row));
        return;
    }
    if let Some(above) = above
        && pending.is_empty()
        && titles == 0
        && let Some(Found::Table(region)) = out.get_mut(above)
        && heads_apart(sheet, region, &band, &own)
    {
        region.columns = own.into_iter().collect();
        region.rows.extend(band.iter().map(|l| l.row));
        region.called = region.called.max(1);
        return;
    }
    flush(pending, out);
    let rest = band.split_off(titles);
    for line in band {
        out.push(Found::Text { row: line.row, cells: line.cells });
    }
    let columns: Vec<u32> = columns(sheet, &rest).into_iter().collect();
    let rows: Vec<u32> = rest.iter().map(|l| l.row).collect();
    if rows.is_empty() || columns.is_empty() {
        return;
    }
    let called = sheet
        .tables
        .iter()
        .filter(|(area, heads)| {
            *heads > 0 && columns.iter().any(|c| area.contains(area.rows[0], *c))
        })
        .find_map(|(area, heads)| {
            let at = rows.binary_search(&area.rows[0]).ok()?;
            (at < 3).then_some(at as u32 + heads)
        })
        .unwrap_or(0);
    out.push(Found::Table(Region { rows, columns, called, spread: Vec::new() }));
}

/// Whether a region is one row of labels that heads a band below it, though a blank row or two
/// part them: each label is over a column of the band, which has no labels of its own.
fn heads_apart(sheet: &Sheet, region: &Region, band: &[Line], own: &BTreeSet<u32>) -> bool {
    const FEWEST_LABELS: usize = 3;
    const MOST_BLANK: u32 = 2;
    let [row] = region.rows.as_slice() else { return false };
    let from = sheet.cells.partition_point(|c| c.row < *row);
    let labels = sheet.cells[from..].iter().take_while(|c| c.row == *row);
    let labels: Vec<_> = labels.filter(|c| !c.is_blank()).collect();
    let texts: Vec<String> = labels.iter().map(|c| c.text()).collect();
    let first = |l: &Line| l.cells.iter().map(|i| sheet.cells[*i].text()).collect::<Vec<_>>();
    band.len() > 1
        && band[0].row > *row
        && band[0].row <= row + MOST_BLANK + 1
        && labels.len() >= FEWEST_LABELS
        && are_labels(&texts)
        && !are_labels(&first(&band[0]))
        && labels.iter().all(|c| own.contains(&c.col))
        && own.len() <= labels.len() * 4
}

/// The line before which a table ends and another begins wholly to the left or right of it.
fn corner(sheet: &Sheet, band: &[Line]) -> Option<usize> {
    let reach = |line: &Line| {
        let ends = line.cells.iter().map(|i| {
            let cell = &sheet.cells[*i];
            cell.merged.map_or([cell.col; 2], |m| m.columns)
        });
        ends.fold([u32::MAX, 0], |all, own| [all[0].min(own[0]), all[1].max(own[1])])
    };
    if band.iter().any(|l| l.cells.len() < 2) {
        return None;
    }
    let mut above = reach(band.first()?);
    let mut below = vec![[u32::MAX, 0]; band.len() + 1];
    for (i, line) in band.iter().enumerate().rev() {
        let own = reach(line);
        below[i] = [below[i + 1][0].min(own[0]), below[i + 1][1].max(own[1])];
    }
    for (i, line) in band.iter().enumerate().skip(1) {
        let is_apart = above[1] < below[i][0] || below[i][1] < above[0];
        if is_apart {
            return Some(i);
        }
        let own = reach(line);
        above = [above[0].min(own[0]), above[1].max(own[1])];
    }
    None
}

fn is_called(sheet: &Sheet, row: u32) -> bool {
    sheet.tables.iter().any(|(area, heads)| *heads > 0 && area.rows[0] == row)
}

/// Whether lines begin with a header of their own: that of the table above again, or labels that
/// look otherwise than what is below them.
fn begins(sheet: &Sheet, lines: &[Line], above: &Region) -> bool {
    let Some(first) = lines.first() else { return false };
    let own = texts(sheet, first);
    let is_bold = |line: &Line| {
        line.cells
            .iter()
            .all(|i| sheet.cells[*i].runs.iter().all(|r| r.look.bold || r.text.trim().is_empty()))
    };
    let labels = first_line(sheet, above);
    let is_key = own.len() > 2 && are_labels(&own) && labels.split('|').next() == Some(&*own[0]);
    if is_called(sheet, first.row) || own.join("|") == labels || is_key {
        return true;
    }
    let Some(second) = lines.get(1) else { return false };
    let fill = |line: &Line| sheet.cells[line.cells[0]].fill;
    let looks =
        is_bold(first) && !is_bold(second) || fill(first).is_some() && fill(first) != fill(second);
    first.cells.len() > 1 && are_labels(&own) && (looks || differs(&own, &texts(sheet, second)))
}

/// Texts that no table took.
pub(super) fn flush(pending: &mut Vec<Line>, out: &mut Vec<Found>) {
    for line in pending.drain(..) {
        out.push(Found::Text { row: line.row, cells: line.cells });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_office::sheet::Area;
    use tablemend_office::word::{Look, Run};

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let mut sheet = Sheet::default();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
                let runs = vec![Run { text: (*text).into(), look: Look::default() }];
                sheet.cells.push(Cell { row: r as u32, col: c as u32, runs, ..Cell::default() });
            }
        }
        sheet
    }

    fn tables(sheet: &Sheet) -> Vec<Vec<u32>> {
        let tables = find(sheet).into_iter().filter_map(|f| match f {
            Found::Table(region) => Some(region.rows),
            Found::Text { .. } => None,
        });
        tables.collect()
    }

    #[test]
    fn labels_that_begin_again_begin_a_table() {
        let gates: [&[&str]; 5] = [
            &["No.", "Gate", "Wear"],
            &["1", "East gate", "2"],
            &["2", "Mill gate", "4"],
            &["No.", "Bell", "Tone"],
            &["1", "Fog bell", "7"],
        ];
        assert_eq!(tables(&sheet(&gates)), [vec![0, 1, 2], vec![3, 4]]);
        let mut more = gates;
        more[3] = &["3", "Bell", "Tone"];
        assert_eq!(tables(&sheet(&more)), [vec![0, 1, 2, 3, 4]]);
    }

    #[test]
    fn a_text_that_goes_down_beside_several_rows_is_no_label() {
        let rows: [&[&str]; 2] =
            [&["Gates", "Mend it", "now"], &["", "Oil it before the boats come in", "then"]];
        let region =
            Region { rows: vec![0, 1], columns: vec![0, 1, 2], called: 0, spread: Vec::new() };
        let mut made = sheet(&rows);
        assert!(is_labels(&made, &region, 0));
        made.cells[0].merged = Some(Area { rows: [0, 1], columns: [0; 2] });
        assert!(!is_labels(&made, &region, 0));
    }

    #[test]
    fn two_texts_over_one_are_no_labels() {
        let labels = |below: &[&str]| {
            let region =
                Region { rows: vec![0, 1], columns: vec![0, 1], called: 0, spread: Vec::new() };
            is_labels(&sheet(&[&["Gate", "Work"], below]), &region, 0)
        };
        assert!(labels(&["East", "Oil it before the boats come in"]));
        assert!(!labels(&["", "Oil it before the boats come in"]));
    }
}
