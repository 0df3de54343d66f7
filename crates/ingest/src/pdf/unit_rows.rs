//! A row of units right below the labels of columns: the signs of money under years are of the header.

use super::aligned;
use super::grid::Grid;
use super::words::PageContent;

/// Counts the row below a header as part of it where it holds units and nothing else.
pub(super) fn head(grid: &mut Grid, content: &PageContent) {
    let (row, rows) = (grid.header_rows, grid.ys.len().saturating_sub(1));
    if row == 0 || row + 1 >= rows {
        return;
    }
    let mut own = grid.cells.iter().filter(|c| c.row == row && !c.words.is_empty()).peekable();
    if own.peek().is_some()
        && own.all(|c| c.rows == 1 && is_unit(&aligned::said(content, &c.words)))
    {
        grid.header_rows += 1;
    }
}

/// Whether a text is the sign of money, of thousands or millions of it, or of shares: `£`, `£000`, `€m`, `%`.
fn is_unit(said: &str) -> bool {
    let said = said.trim_matches(['(', ')', ' ']);
    let Some(rest) = said.strip_prefix(['£', '€', '$']) else { return said == "%" };
    let rest = rest.trim_start().trim_start_matches(['\'', '’', '‘']).trim_end_matches('s');
    matches!(rest, "" | "000" | "m" | "k" | "million" | "bn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set, tables};

    #[test]
    fn units_below_years_are_of_the_header() {
        for (units, want) in [(["£", "£"], 2), (["£000", "£’000s"], 2), (["40", "£"], 1)] {
            let mut p = page();
            let rows = [
                ["", "2030", "2031"],
                ["", units[0], units[1]],
                ["Oars", "1,200", "810"],
                ["Ropes", "900", "1,370"],
                ["Tar", "2,410", "220"],
                ["Nails", "90", "120"],
            ];
            for (n, row) in rows.iter().enumerate() {
                for (x, text) in [50.0, 250.0, 350.0].iter().zip(row) {
                    set(&mut p, *x, 100.0 + 15.0 * n as f32, 10.0, text);
                }
            }
            assert_eq!(tables(&p)[0].header_rows(), want, "{units:?}");
        }
        assert!(["£", "$m", "(£ million)", "%"].iter().all(|t| is_unit(t)));
        assert!(!["£40", "0", "m", "Net"].iter().any(|t| is_unit(t)));
    }
}
