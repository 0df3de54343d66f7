//! Tables and documents for the tests of this crate, written as lines of `a|b|c`.

use tablemend_model::{
    Block, Cell, Document, MediaType, Method, Place, RichText, Row, Source, Table,
};

/// A table of lines; `<` in a cell means that the cell on its left spans it, `^` the one above.
pub(crate) fn pipe_table(lines: &str) -> Table {
    let grid: Vec<Vec<&str>> =
        lines.lines().map(|l| l.split('|').map(str::trim).collect()).collect();
    let width = grid.iter().map(Vec::len).max().unwrap();
    let at = |r: usize, c: usize| grid.get(r).and_then(|row| row.get(c)).copied();
    let mut cells = Vec::new();
    for (r, row) in grid.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            if matches!(*text, "<" | "^") {
                continue;
            }
            let right = (c + 1..width).take_while(|c| at(r, *c) == Some("<")).count() as u32;
            let down = (r + 1..grid.len()).take_while(|r| at(*r, c) == Some("^")).count() as u32;
            cells.push(
                Cell::new(
                    r as u32,
                    c as u32,
                    RichText::plain(&text.replace("\\n", "\n")),
                    Place::line(r as u32 + 1),
                )
                .spanning(down + 1, right + 1),
            );
        }
    }
    let rows = (0..grid.len()).map(|r| Row { place: Place::line(r as u32 + 1) }).collect();
    Table::new(Method::Markdown, width as u32, rows, cells).unwrap()
}

/// A document: paragraphs and tables, parted by blank lines; `# ` begins a heading.
pub(crate) fn document(text: &str) -> Document {
    let blocks = text
        .split("\n\n")
        .filter(|b| !b.trim().is_empty())
        .map(|block| {
            let block = block.trim_matches('\n');
            let place = Place::line(1);
            if let Some(heading) = block.strip_prefix("# ") {
                Block::Heading { level: 1, text: RichText::plain(heading), place }
            } else if block.contains('|') {
                Block::Table(pipe_table(block))
            } else {
                Block::Paragraph { text: RichText::plain(block), place }
            }
        })
        .collect();
    Document {
        source: Source {
            name: "test.md".to_owned(),
            media_type: MediaType::Markdown,
            sha256: String::new(),
            pages: None,
            page_sizes: Vec::new(),
        },
        blocks,
    }
}
