//! Doubts about a table, weighed against the texts of its cells: rows in which most cells have several texts are
//! doubted, and a table of plain rows under a header is not.

use super::grid::Grid;
use super::page::Doubt;
use tablemend_model::{Cell, Method, Table};

/// Cells of a row with several texts, at least.
const CELLS: usize = 2;
/// Texts in each of these cells, at least, where lines are drawn between columns alone: one row may well have two.
const DRAWN: usize = 3;
/// Rows that show what a table is like, at least.
const ROWS: u32 = 3;

/// Adds and takes away doubts about a table. `has_drawn_rows` says whether lines are drawn between its rows.
pub(super) fn weigh(table: &Table, grid: &Grid, has_drawn_rows: bool, doubts: &mut Vec<Doubt>) {
    let area = grid.area();
    let body = table.header_rows()..table.row_count();
    if is_plain(table) {
        doubts.retain(|d| d.code != "table.doubtful" || d.area != area);
        return;
    }
    let texts = match table.method() {
        Method::Aligned => 2,
        Method::Ruled if !has_drawn_rows && body.len() == 1 => DRAWN,
        _ => return,
    };
    let piled = body.clone().filter(|row| is_pile(table, *row, texts)).count();
    if piled > 0 && !doubts.iter().any(|d| d.area == area) {
        let rows = if piled == 1 { "a row".to_owned() } else { format!("{piled} rows") };
        let message = format!(
            "most cells in {rows} of this table hold several texts each, which may be rows of their own; \
             check them against the page"
        );
        doubts.push(Doubt { code: "table.rows_doubtful", message, area });
    }
}

/// The filled cells that begin in a row.
fn own(table: &Table, row: u32) -> impl Iterator<Item = &Cell> {
    table.row_cells(row).filter(move |c| c.row() == row && !c.text.is_empty())
}

/// Whether most cells of a row have `texts` or more below each other, lists aside.
fn is_pile(table: &Table, row: u32, texts: usize) -> bool {
    let is_several = |c: &&Cell| {
        let text = c.text.as_str();
        text.lines().count() >= texts && !text.contains('•') && c.rowspan() == 1
    };
    let several = own(table, row).filter(is_several).count();
    several >= CELLS && several * 2 >= table.column_count() as usize
}

/// Whether each row below a header has one text in each column.
fn is_plain(table: &Table) -> bool {
    let columns = table.column_count() as usize;
    let is_one = |c: &Cell| c.colspan() == 1 && c.rowspan() == 1 && !c.text.as_str().contains('\n');
    let body = table.header_rows()..table.row_count();
    table.header_rows() > 0
        && body.len() as u32 >= ROWS
        && body.clone().all(|row| own(table, row).filter(|c| is_one(c)).count() == columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Place, Rect, RichText, Row};

    /// What is doubted of a table whose cells are parted by `|`, and texts in them by `/`, with a doubt that was there.
    fn doubted(rows: &[&str], method: Method, before: &[&'static str]) -> Vec<&'static str> {
        let place = Place::line(1);
        let texts: Vec<Vec<String>> =
            rows.iter().map(|r| r.split('|').map(|c| c.replace('/', "\n")).collect()).collect();
        let cells = texts.iter().enumerate().flat_map(|(r, row)| {
            row.iter().enumerate().map(move |(c, text)| {
                Cell::new(r as u32, c as u32, RichText::plain(text.as_str()), place)
            })
        });
        let lines = rows.iter().map(|_| Row { place }).collect();
        let mut table = Table::new(method, texts[0].len() as u32, lines, cells.collect()).unwrap();
        table.set_header_rows(1);
        let grid = Grid {
            method,
            xs: vec![0.0, 9.0],
            ys: vec![0.0, 9.0],
            cells: Vec::new(),
            header_rows: 1,
        };
        let area = grid.area();
        assert_eq!(area, Rect::new(0.0, 0.0, 9.0, 9.0));
        let doubt = |code: &&'static str| Doubt { code, message: String::new(), area };
        let mut doubts: Vec<Doubt> = before.iter().map(doubt).collect();
        weigh(&table, &grid, rows.len() > 2, &mut doubts);
        doubts.iter().map(|d| d.code).collect()
    }

    #[test]
    fn rows_of_several_texts_are_doubted_and_plain_ones_are_not() {
        let piled = ["Boat|Berth|Keeper", "Heron/Tern|North/South|Ann", "Gull|East|Bo"];
        assert_eq!(doubted(&piled, Method::Aligned, &[]), ["table.rows_doubtful"]);
        assert!(doubted(&piled, Method::Ruled, &[]).is_empty(), "lines part its rows");
        let one = ["Boat|Berth|Keeper", "Heron/Tern/Gull|North/South/East|Ann"];
        assert_eq!(doubted(&one, Method::Ruled, &[]), ["table.rows_doubtful"]);
        assert!(doubted(&piled[..2], Method::Ruled, &[]).is_empty(), "two texts each");
        let list = ["Boat|Berth|Keeper", "• Heron/• Tern|• North/• South|Ann", "Gull|East|Bo"];
        assert!(doubted(&list, Method::Aligned, &[]).is_empty());
        let plain = ["Boat|Berth|Keeper", "Heron|North|Ann", "Gull|East|Bo", "Tern|South|Cy"];
        assert!(doubted(&plain, Method::Aligned, &["table.doubtful"]).is_empty());
        let blank = ["Boat|Berth|Keeper", "Heron|North|Ann", "Gull||Bo", "Tern|South|Cy"];
        assert_eq!(doubted(&blank, Method::Aligned, &["table.doubtful"]), ["table.doubtful"]);
    }
}
