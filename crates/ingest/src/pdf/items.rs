//! Drawn cells that hold lists: the signs or numbers of their items are no column of their own.

use super::grid::{Found, Grid};
use super::judge;
use super::words::{self, PageContent};

/// Whether a grid is one row of which two cells or more hold lists, each from its first line on.
pub(crate) fn is_row(grid: &Grid, content: &PageContent) -> bool {
    const CELLS: usize = 2;
    grid.ys.len() == 2 && grid.cells.iter().filter(|c| is_list(c, content)).count() >= CELLS
}

/// Whether the first line of a cell and another one begin with the sign or number of an item.
fn is_list(cell: &Found, content: &PageContent) -> bool {
    const ITEMS: usize = 2;
    let lines = words::lines(&content.words, &cell.words);
    let begins = |line: &words::Line| {
        let first = line.words.first().and_then(|i| content.words.get(*i as usize));
        line.words.len() > 1 && first.is_some_and(|w| judge::is_sign(&w.text))
    };
    lines.first().is_some_and(begins) && lines.iter().filter(|l| begins(l)).count() >= ITEMS
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set, shown, tables};

    #[test]
    fn lists_in_one_drawn_row_are_cells() {
        let mut p = page();
        for y in [60.0, 170.0] {
            rule(&mut p, 50.0, y, 560.0, y);
        }
        for x in [50.0, 120.0, 340.0, 560.0] {
            rule(&mut p, x, 60.0, x, 170.0);
        }
        set(&mut p, 54.0, 75.0, 10.0, "Boats");
        let all = [
            "1.",
            "Mend the old mast of the skiff",
            "and tar it",
            "2.",
            "Oil the oars",
            "3.",
            "Dry the nets",
        ];
        for x in [122.0, 342.0] {
            let mut base = 75.0;
            for text in all {
                if text.ends_with('.') {
                    set(&mut p, x, base, 10.0, text);
                } else {
                    set(&mut p, x + 22.0, base, 10.0, text);
                    base += 12.0;
                }
            }
        }
        let found = tables(&p);
        let cells = shown(&found[0]);
        let list = "1. Mend the old mast of the skiff and tar it\n2. Oil the oars\n3. Dry the nets";
        assert_eq!(cells, ["0,0:Boats".to_owned(), format!("0,1:{list}"), format!("0,2:{list}")]);
    }
}
