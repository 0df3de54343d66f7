//! Which rows at the top of a table are its header, where the file may say so or only show it.

use tablemend_model::{Cell, Rgb, RichText, Style};

/// So many rows below a header show that it is set apart.
const LOOKED_AT: u32 = 8;

/// Most rows of a header.
const MOST: u32 = 4;

/// How the printed cells of a row look.
struct Look {
    printed: usize,
    bold: usize,
    filled: usize,
    fill: Option<Rgb>,
    /// Whether it is one text over all columns.
    is_banner: bool,
}

/// The number of header rows of a grid of so many rows and columns: those that the file calls so,
/// else those that are set in bold, or on a colour of their own, above others that are not. Titles
/// over all columns above them count too.
pub(super) fn rows(cells: &[Cell], rows: u32, columns: u32, called: u32) -> u32 {
    if called > 0 && called < rows {
        return called;
    }
    let look = |row: u32| -> Look {
        let own: Vec<&Cell> =
            cells.iter().filter(|c| c.row() == row && !c.text.is_empty()).collect();
        let fills: Vec<Option<Rgb>> = own.iter().map(|c| c.fill).collect();
        let fill = fills.first().copied().flatten();
        Look {
            printed: own.len(),
            bold: own.iter().filter(|c| is_bold(&c.text)).count(),
            filled: fills.iter().filter(|f| f.is_some() && **f == fill).count(),
            fill,
            is_banner: own.len() == 1 && own[0].colspan() == columns && columns > 1,
        }
    };
    let mut first = 0;
    while first + 1 < rows && first < MOST && {
        let look = look(first);
        look.is_banner || look.printed == 0
    } {
        first += 1;
    }
    let top = look(first);
    let below: Vec<Look> = (first + 1..rows).take(LOOKED_AT as usize).map(look).collect();
    if top.printed < 2 || below.is_empty() {
        return 0;
    }
    let words: usize = below.iter().map(|l| l.printed).sum();
    let heavy: usize = below.iter().map(|l| l.bold).sum();
    let alike: usize = below
        .iter()
        .filter(|l| l.printed > 1 && l.fill == top.fill && l.filled == l.printed)
        .count();
    let by_weight = top.bold == top.printed && words > 0 && heavy * 3 < words;
    let by_fill = top.fill.is_some() && top.filled == top.printed && alike * 3 < below.len().max(1);
    let grouped = grouped(cells, first, rows);
    if !by_weight && !by_fill && grouped.is_none() {
        return 0;
    }
    let mut end = grouped.unwrap_or(first + 1);
    while end < rows && end < first + MOST && grouped.is_none() {
        let next = look(end);
        let goes_on = next.printed > 1
            && (!by_weight || next.bold == next.printed)
            && (!by_fill || next.filled == next.printed && next.fill == top.fill);
        // A second row of labels is below cells that go over several columns.
        let is_parted = cells.iter().any(|c| c.row() < end && c.row() >= first && c.colspan() > 1);
        if !goes_on || !is_parted {
            break;
        }
        end += 1;
    }
    if end < rows { end } else { 0 }
}

/// The end of a header of several rows that merged cells alone show: labels go down over all of it beside
/// others that go over several columns, each with labels of their own below.
fn grouped(cells: &[Cell], first: u32, rows: u32) -> Option<u32> {
    const LONGEST: usize = 60;
    let printed = |row: u32| cells.iter().filter(move |c| c.row() == row && !c.text.is_empty());
    let height = printed(first).map(Cell::rowspan).max().filter(|n| (2..=MOST).contains(n))?;
    let end = first + height;
    let tall = printed(first).filter(|c| c.rowspan() == height).count();
    let groups: Vec<&Cell> =
        printed(first).filter(|c| c.colspan() > 1 && c.rowspan() < height).collect();
    let is_parted = |group: &&Cell| {
        let columns = group.col()..group.col() + group.colspan();
        (first + 1..end).any(|row| printed(row).filter(|c| columns.contains(&c.col())).count() > 1)
    };
    let ends_there = (first..end).all(|row| {
        printed(row)
            .all(|c| c.row() + c.rowspan() <= end && c.text.as_str().chars().count() <= LONGEST)
    });
    (tall > 1 && !groups.is_empty() && groups.iter().all(is_parted) && ends_there && end < rows)
        .then_some(end)
}

/// Whether all of a text is bold.
fn is_bold(text: &RichText) -> bool {
    let blanks = text.as_str().bytes().filter(u8::is_ascii_whitespace).count();
    let set: usize = text.styled(Style::Bold).map(|r| r.len()).sum();
    !text.is_empty() && set + blanks >= text.as_str().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Mark, Place};

    fn cell(row: u32, col: u32, text: &str, bold: bool, fill: Option<Rgb>) -> Cell {
        let mark = Mark { range: 0..text.len(), style: Style::Bold };
        let marks = if bold { vec![mark] } else { Vec::new() };
        let mut cell = Cell::new(row, col, RichText::new(text, marks), Place::line(1));
        cell.fill = fill;
        cell
    }

    #[test]
    fn merged_labels_alone_show_a_header_of_several_rows() {
        let plain = |row, col, text| cell(row, col, text, false, None);
        let mut cells = vec![
            plain(0, 0, "Ref").spanning(2, 1),
            plain(0, 1, "Gate").spanning(2, 1),
            plain(0, 2, "Wear").spanning(1, 2),
            plain(1, 2, "Before"),
            plain(1, 3, "After"),
        ];
        cells.extend((2..6).flat_map(|r| (0..4).map(move |c| plain(r, c, "x"))));
        assert_eq!(rows(&cells, 6, 4, 0), 2);
        // A gate that goes over two items is no label.
        cells[2] = plain(0, 2, "Wear");
        cells.push(plain(0, 3, "After"));
        assert_eq!(rows(&cells, 6, 4, 0), 0);
    }

    #[test]
    fn headers_are_called_so_or_set_apart() {
        let blue = Some(Rgb(0, 0, 200));
        let body = |from: u32| (from..6).flat_map(|r| [0, 1].map(|c| cell(r, c, "x", false, None)));
        let with =
            |head: Vec<Cell>, from: u32| head.into_iter().chain(body(from)).collect::<Vec<_>>();
        let plain =
            with(vec![cell(0, 0, "Ref", false, None), cell(0, 1, "Action", false, None)], 1);
        assert_eq!(rows(&plain, 6, 2, 0), 0);
        assert_eq!(rows(&plain, 6, 2, 1), 1);
        let bold = with(vec![cell(0, 0, "Ref", true, None), cell(0, 1, "Action", true, None)], 1);
        assert_eq!(rows(&bold, 6, 2, 0), 1);
        let filled =
            with(vec![cell(0, 0, "Ref", false, blue), cell(0, 1, "Action", false, blue)], 1);
        assert_eq!(rows(&filled, 6, 2, 0), 1);
        let titled = with(
            vec![
                cell(0, 0, "Plan", true, None).spanning(1, 2),
                cell(1, 0, "Ref", true, None),
                cell(1, 1, "Action", true, None),
            ],
            2,
        );
        assert_eq!(rows(&titled, 6, 2, 0), 2);
    }
}
