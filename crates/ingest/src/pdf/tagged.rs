//! Tables by the tag tree: what a document itself says of its rows and cells, where its words bear
//! that out (ISO 32000-2, 14.8.4.8 and 14.8.5.7).
//!
//! Tags are written by machines that see no page, so none is believed that the page contradicts:
//! the words of its cells must be in rows from top to bottom and columns from left to right, and
//! no other word among them.

mod cut_lines;
mod places;

use super::bullets::DRAWN;
use super::charts;
use super::drawn::centre;
use super::grid::{Found, Grid};
use super::text;
use super::words::{PageContent, Word};
use places::{Band, by_place, edges, gaps};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tablemend_model::{Method, Rect};
use tablemend_pdf::{TagNode, TagTree};

/// A tagged table with more rows, or more columns, is no table.
const MOST_ROWS: usize = 20_000;
const MOST_COLUMNS: usize = 500;
/// Words in a cell beyond which rows of them are columns of prose, if nothing is tagged as header.
const PROSE: usize = 40;

/// The tagged tables that have content on each page (1-based), as far as they are there.
pub(crate) type Tagged = HashMap<u32, Vec<Proposal>>;

/// What the tags say of one table on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Proposal {
    rows: usize,
    columns: usize,
    header_rows: usize,
    /// Whether rows of it are on other pages.
    is_piece: bool,
    cells: Vec<Slot>,
}

/// A tagged cell and the marked content in it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Slot {
    row: usize,
    col: usize,
    rows: usize,
    cols: usize,
    is_header: bool,
    /// Whether content of it is on an earlier page.
    is_rest: bool,
    content: Vec<(u32, u32)>,
}

/// All tagged tables of a document, cut by page. Of tables in each other only the innermost count:
/// the outer ones lay out a page.
pub(crate) fn tagged(tree: &TagTree) -> Tagged {
    let (mut found, mut open) = (Tagged::new(), Vec::new());
    for node in &tree.nodes {
        tables(node, &mut found, &mut open);
    }
    found
}

/// Cells that reach below the last row of their table: it goes on in another element, as some programs tag the part
/// of it on the next page. Where none does, there are no such cells.
type Open = Vec<(usize, usize)>;

/// Adds the tables in an element; says whether there are any.
fn tables(node: &TagNode, found: &mut Tagged, open: &mut Open) -> bool {
    let mut any = false;
    for child in &node.children {
        any |= tables(child, found, open);
    }
    if node.kind == "Table" && !any {
        // How many rows of each column are taken by cells of the part before.
        let columns = open.len();
        let own = slots(node, &[]);
        let wide = |cells: &[Slot]| cells.iter().map(|c| c.col + c.cols).max().unwrap_or(0);
        let taken = open.iter().filter(|(_, left)| *left > 0).count();
        // The header may be printed again above the rest of the rows.
        let is_part = own.as_ref().is_some_and(|(cells, header, _)| {
            let body: Vec<Slot> = cells.iter().filter(|c| c.row >= *header).cloned().collect();
            let is_headed = *header == 0 || wide(cells) == columns && wide(&body) < columns;
            taken > 0 && is_headed && wide(cells) <= columns && wide(&body) + taken >= columns
        });
        let goes_on =
            if is_part { slots(node, open).filter(|s| wide(&s.0) <= columns) } else { None };
        let is_piece = goes_on.is_some();
        if let Some((cells, header, below)) = goes_on.or(own) {
            cut_by_page(&cells, header, is_piece.then_some(columns), found);
            *open = below;
        }
        return true;
    }
    any
}

/// The cells of a table in their slots, and the number of header rows; `None` where they overlap.
fn slots(table: &TagNode, open: &[(usize, usize)]) -> Option<(Vec<Slot>, usize, Open)> {
    let mut rows = Vec::new();
    collect_rows(table, false, &mut rows);
    if rows.len() > MOST_ROWS {
        return None;
    }
    let mut cells: Vec<Slot> = Vec::new();
    let is_head = |(n, (element, in_head)): (usize, &(&TagNode, bool))| {
        let own = cells_of(element);
        // The name of a group may be tagged as a header too; below the labels it is none.
        let is_banner = n > 0 && own.len() == 1 && own[0].cell.colspan > 1;
        *in_head || !own.is_empty() && !is_banner && own.iter().all(|c| c.kind == "TH")
    };
    let heads: Vec<bool> = rows.iter().enumerate().map(is_head).collect();
    let head = heads.iter().take_while(|h| **h).count();
    // The first row in which each column is free again.
    let mut free_from: Vec<usize> = vec![0; open.len()];
    let mut wanted: Vec<usize> = free_from.clone();
    for (row, (element, in_head)) in rows.iter().enumerate() {
        let own = cells_of(element);
        if row == head {
            // Cells of the part before go on below the header.
            for (col, (_, left)) in open.iter().enumerate().filter(|(_, (_, left))| *left > 0) {
                let (end, asked) = (row + (*left).min(rows.len() - row), row + left);
                (free_from[col], wanted[col]) = (end, asked);
                let (rows, content) = (end - row, Vec::new());
                cells.push(Slot {
                    row,
                    col,
                    rows,
                    cols: 1,
                    is_header: false,
                    is_rest: true,
                    content,
                });
            }
        }
        let mut col = 0;
        for element in own {
            while free_from.get(col).is_some_and(|f| *f > row) {
                col += 1;
            }
            let asked = element.cell.rowspan.max(1) as usize;
            let height = asked.min(rows.len() - row);
            let cols = element.cell.colspan.max(1) as usize;
            if col + cols > MOST_COLUMNS {
                return None;
            }
            if free_from.len() < col + cols {
                free_from.resize(col + cols, 0);
                wanted.resize(col + cols, 0);
            }
            let claimed = &mut free_from[col..col + cols];
            if claimed.iter().any(|f| *f > row) {
                return None;
            }
            claimed.fill(row + height);
            wanted[col..col + cols].fill(row + asked);
            let mut content = Vec::new();
            collect_content(element, &mut content);
            let is_header = *in_head || element.kind == "TH";
            let is_rest = false;
            cells.push(Slot { row, col, rows: height, cols, is_header, is_rest, content });
            col += cols;
        }
    }
    let mut header = head;
    if header == rows.len() {
        // Where everything is tagged as header, nothing is.
        header = 0;
        for cell in &mut cells {
            cell.is_header = false;
        }
    }
    let below = wanted.iter().map(|to| (*to, to.saturating_sub(rows.len()))).collect();
    Some((cells, header, below))
}

fn collect_rows<'t>(node: &'t TagNode, in_head: bool, rows: &mut Vec<(&'t TagNode, bool)>) {
    for child in &node.children {
        match child.kind.as_str() {
            "TR" => rows.push((child, in_head)),
            "Caption" | "Artifact" => {}
            kind => collect_rows(child, in_head || kind == "THead", rows),
        }
    }
}

fn collect_cells<'t>(node: &'t TagNode, cells: &mut Vec<&'t TagNode>) {
    for child in &node.children {
        match child.kind.as_str() {
            "TH" | "TD" => cells.push(child),
            "Artifact" => {}
            _ => collect_cells(child, cells),
        }
    }
}

fn cells_of(row: &TagNode) -> Vec<&TagNode> {
    let mut own = Vec::new();
    collect_cells(row, &mut own);
    own
}

fn collect_content(node: &TagNode, content: &mut Vec<(u32, u32)>) {
    content.extend(&node.content);
    for child in node.children.iter().filter(|c| c.kind != "Artifact") {
        collect_content(child, content);
    }
}

/// Cuts a table into the rows that are on each page; a cell over a page break has a part on both.
fn cut_by_page(cells: &[Slot], header: usize, part_of: Option<usize>, found: &mut Tagged) {
    let columns = cells.iter().map(|c| c.col + c.cols).max().unwrap_or(0);
    let columns = columns.max(part_of.unwrap_or(0));
    // First and last row of each page, by the cells that are in one row.
    let mut pages: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let mut headed: BTreeSet<u32> = BTreeSet::new();
    for cell in cells.iter().filter(|c| c.rows == 1) {
        for (page, _) in &cell.content {
            if cell.row < header {
                headed.insert(*page);
                continue;
            }
            let (first, last) = pages.entry(*page).or_insert((cell.row, cell.row));
            *first = cell.row.min(*first);
            *last = cell.row.max(*last);
        }
    }
    // A header without rows is at the foot of its page.
    for page in &headed {
        pages.entry(*page).or_insert((header, header - 1));
    }
    let is_piece = pages.len() > 1 || part_of.is_some();
    // A long table is on many pages: its cells are looked up, not gone through, for each.
    let mut by_row: Vec<&Slot> = cells.iter().collect();
    by_row.sort_by_key(|c| c.row);
    let tallest = cells.iter().map(|c| c.rows).max().unwrap_or(1);
    for (page, (first, last)) in pages {
        let is_headed = headed.contains(&page);
        let (first, head) = match is_headed && first > header {
            // The header is printed again above the page's first row.
            true => (first, header),
            false => (if is_headed { 0 } else { first }, 0),
        };
        let low = by_row.partition_point(|c| c.row + tallest <= first);
        let own = by_row[low..].iter().take_while(|c| c.row <= last);
        let top = by_row.iter().take_while(|c| c.row < head).filter(|c| c.row + c.rows <= first);
        let cells = top
            .chain(own.filter(|c| c.row + c.rows > first))
            .map(|c| {
                let (from, to) = if c.row < head { (0, head) } else { (first, last + 1) };
                let (top, end) = (c.row.max(from), (c.row + c.rows).min(to));
                Slot {
                    row: if c.row < head { top } else { top - first + head },
                    rows: end - top,
                    is_rest: c.is_rest
                        || c.rows == 1 && c.row >= head && is_cut(c, page)
                        || c.row >= head && c.row < first,
                    content: c.content.iter().filter(|(p, _)| *p == page).copied().collect(),
                    ..(*c).clone()
                }
            })
            .collect();
        found.entry(page).or_default().push(Proposal {
            rows: last + 1 - first + head,
            columns,
            header_rows: if is_headed {
                header.min((last + head).saturating_sub(first))
            } else {
                0
            },
            is_piece,
            cells,
        });
    }
}

/// Whether a cell has content on a page and on an earlier one.
fn is_cut(cell: &Slot, page: u32) -> bool {
    let has = |f: &dyn Fn(u32) -> bool| cell.content.iter().any(|(p, _)| f(*p));
    has(&|p| p == page) && has(&|p| p < page)
}

/// The tagged tables of a page that its words bear out, as grids. `free` says which words are not
/// running heads or feet.
pub(crate) fn grids(proposals: &[Proposal], content: &PageContent, free: &[bool]) -> Vec<Grid> {
    if proposals.is_empty() {
        return Vec::new();
    }
    let mut by_content: HashMap<u32, Vec<u32>> = HashMap::new();
    for (n, word) in (0..).zip(&content.words) {
        if let Some(mcid) = word.mcid.filter(|_| free[n as usize]) {
            by_content.entry(mcid).or_default().push(n);
        }
    }
    let mut taken = vec![false; content.words.len()];
    let mut found = Vec::new();
    for proposal in proposals {
        let Some(grid) = grid(proposal, content, free, &by_content) else { continue };
        // Content that two tables claim is in neither for sure: the first keeps it.
        if grid.words().any(|i| taken[i as usize]) {
            continue;
        }
        for index in grid.words() {
            taken[index as usize] = true;
        }
        found.push(grid);
    }
    found
}

fn grid(
    proposal: &Proposal,
    content: &PageContent,
    free: &[bool],
    by_content: &HashMap<u32, Vec<u32>>,
) -> Option<Grid> {
    if proposal.columns < 2 || proposal.rows < if proposal.is_piece { 1 } else { 2 } {
        return None;
    }
    let mut claimed = BTreeSet::new();
    let mut missing = 0;
    let mut cells = Vec::with_capacity(proposal.cells.len());
    for slot in &proposal.cells {
        let mut words: Vec<u32> = Vec::new();
        for (_, mcid) in &slot.content {
            if !claimed.insert(*mcid) {
                return None;
            }
            words.extend(by_content.get(mcid).into_iter().flatten());
        }
        words.sort_unstable();
        // Blank cells may hold blanks, so that some marked content shows nothing.
        missing += usize::from(words.is_empty() && !slot.content.is_empty());
        cells.push(Found {
            row: slot.row,
            col: slot.col,
            rows: slot.rows,
            cols: slot.cols,
            area: Rect::default(),
            words,
            is_header: slot.is_header,
            is_rest: slot.is_rest,
        });
    }
    if !is_table(proposal, &cells, missing, &content.words) || !is_whole(&cells, content, free) {
        return None;
    }
    by_place(&mut cells, (proposal.rows, proposal.columns), content);
    let extents: Vec<Option<Rect>> = cells.iter().map(|c| extent(&c.words, content)).collect();
    let usual = cells.iter().flat_map(|c| &c.words).map(|i| content.words[*i as usize].size);
    let slack = 0.2 * usual.fold(f32::INFINITY, f32::min).clamp(1.0, 12.0);
    let across = cells.iter().zip(&extents).filter_map(|(c, e)| {
        e.map(|e| Band { first: c.col, end: c.col + c.cols, from: e.x0, to: e.x1 })
    });
    let down = cells.iter().zip(&extents).filter_map(|(c, e)| {
        e.map(|e| Band { first: c.row, end: c.row + c.rows, from: e.y0, to: e.y1 })
    });
    let gaps = (gaps(across, proposal.columns, slack)?, gaps(down, proposal.rows, slack)?);
    let mut grid = Grid {
        method: Method::Tagged,
        xs: edges(&gaps.0),
        ys: edges(&gaps.1),
        cells,
        header_rows: proposal.header_rows,
    };
    leave_caption(&mut grid, content);
    reach_signs(&mut grid, content);
    grid.fill_slots();
    set_areas(&mut grid);
    Some(grid)
}

/// Moves the outer edges out to signs drawn beside the text, as discs in the middle of a column whose label is
/// set to its left are: tags say nothing of what is drawn.
fn reach_signs(grid: &mut Grid, content: &PageContent) {
    /// Signs below each other, at least.
    const LEAST: usize = 2;
    /// No further out than this, in points.
    const FAR: f32 = 60.0;
    let (Some(top), Some(bottom)) = (grid.ys.first(), grid.ys.last()) else { return };
    let (Some(left), Some(right)) = (grid.xs.first(), grid.xs.last()) else { return };
    let (left, right) = (*left, *right);
    let level = |w: &&Word| w.area.y0 > *top && w.area.y1 < *bottom;
    let signs = || content.words.iter().filter(|w| w.font == DRAWN).filter(level).map(|w| w.area);
    let is_column = |a: &Rect| signs().filter(|b| (a.x0 - b.x0).abs() < 4.0).count() >= LEAST;
    let own = || signs().filter(is_column);
    let after = own().filter(|a| a.x1 > right && a.x0 < right + FAR).map(|a| a.x1 + 1.0);
    let before = own().filter(|a| a.x0 < left && a.x1 > left - FAR).map(|a| a.x0 - 1.0);
    let (start, end) = (before.fold(left, f32::min), after.fold(right, f32::max));
    if let Some(first) = grid.xs.first_mut() {
        *first = start;
    }
    if let Some(last) = grid.xs.last_mut() {
        *last = end;
    }
}

/// Takes the caption above a table and the notes below it out of the rows: some programs tag them
/// as cells that reach over all columns.
fn leave_caption(grid: &mut Grid, content: &PageContent) {
    let (rows, columns) = (grid.ys.len() - 1, grid.xs.len() - 1);
    let whole = |row: usize| {
        let cell = grid.cells.iter().find(|c| c.row == row)?;
        (cell.cols == columns && cell.rows == 1 && !cell.words.is_empty()).then_some(cell)
    };
    let word = |cell: &Found, n: usize| {
        cell.words.get(n).map_or("", |i| content.words[*i as usize].text.as_str())
    };
    let is_caption = |cell: &Found| {
        charts::is_caption(word(cell, 0)) && word(cell, 1).starts_with(|c: char| c.is_ascii_digit())
    };
    let mut top = 0;
    if whole(0).is_some_and(is_caption) {
        // The unit may be below in brackets.
        let goes_on = |row: &usize| whole(*row).is_some_and(|c| word(c, 0).starts_with(['[', '(']));
        top = 1 + (1..rows).take_while(goes_on).count();
    }
    let size = |cell: &Found| {
        let all = cell.words.iter().map(|i| content.words[*i as usize].size);
        all.fold(0.0, f32::max)
    };
    let body = grid.cells.iter().filter(|c| c.cols < columns).map(size).fold(0.0, f32::max);
    // Nothing follows a heading at the end, so that with one note all such rows there are notes.
    let last: Vec<&Found> = (top..rows).rev().map_while(whole).collect();
    let is_note = |c: &&Found| size(c) < 0.95 * body || text::starts_note(word(c, 0));
    let bottom = if last.iter().any(is_note) { last.len() } else { 0 };
    if top + bottom == 0 || top + bottom + 2 > rows {
        return;
    }
    let kept = top..rows - bottom;
    grid.ys = grid.ys[kept.start..=kept.end].to_vec();
    grid.cells.retain(|c| kept.contains(&c.row));
    for cell in &mut grid.cells {
        cell.row -= top;
        cell.rows = cell.rows.min(kept.len() - cell.row);
    }
    grid.header_rows = grid.header_rows.saturating_sub(top);
}

/// Whether the cells are filled as those of a table are, rather than laid out side by side.
fn is_table(proposal: &Proposal, cells: &[Found], missing: usize, words: &[Word]) -> bool {
    let filled: Vec<&Found> = cells.iter().filter(|c| !c.words.is_empty()).collect();
    let columns: BTreeSet<usize> = filled.iter().map(|c| c.col).collect();
    let mut beside = vec![0usize; proposal.rows];
    for cell in &filled {
        for count in &mut beside[cell.row..cell.row + cell.rows] {
            *count += 1;
        }
    }
    let open = beside.iter().filter(|n| **n >= 2).count();
    if columns.len() < 2 || missing > filled.len() || open * 2 < proposal.rows {
        return false;
    }
    if filled.iter().any(|c| c.is_header) || proposal.is_piece {
        return true;
    }
    // Nothing is named a header: text set side by side, and forms, are tagged like that too.
    let count: usize = filled.iter().map(|c| c.words.len()).sum();
    let asks = |c: &&&Found| {
        c.col == 0 && c.words.last().is_some_and(|i| words[*i as usize].text.ends_with(':'))
    };
    let rows = proposal.rows;
    rows > 2
        && count <= PROSE * filled.len()
        && !filled.iter().any(|c| c.words.len() > 4 * PROSE)
        && filled.iter().filter(asks).count() * 2 < rows
}

/// Whether no other word is between those of the table. Signs before list items may be left
/// untagged, and stay out.
fn is_whole(cells: &[Found], content: &PageContent, free: &[bool]) -> bool {
    let own: BTreeSet<u32> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
    let all: Vec<u32> = own.iter().copied().collect();
    let Some(area) = extent(&all, content) else { return false };
    (0..).zip(content.words.iter().zip(free)).all(|(n, (word, free))| {
        let (x, y) = centre(word);
        !*free || own.contains(&n) || !area.contains(x, y) || text::is_bullet(&word.text)
    })
}

/// The box around some words.
fn extent(chosen: &[u32], content: &PageContent) -> Option<Rect> {
    chosen.iter().map(|i| content.words[*i as usize].area).reduce(|a, b| a.union(&b))
}

fn set_areas(grid: &mut Grid) {
    // Text may reach a little over the next row's; edges never go back.
    for edges in [&mut grid.xs, &mut grid.ys] {
        for n in 1..edges.len() {
            edges[n] = edges[n].max(edges[n - 1]);
        }
    }
    grid.set_areas();
}

/// Whether two grids hold the same words in the same cells.
pub(crate) fn agree(tagged: &Grid, drawn: &Grid) -> bool {
    let filled = |g: &Grid| g.cells.iter().filter(|c| !c.words.is_empty()).count();
    filled(tagged) == filled(drawn)
        && tagged.words().count() == drawn.words().count()
        && is_finer(tagged, drawn)
}

/// Whether a tagged grid holds all words of a drawn one, no cell of it words of two drawn cells.
fn is_finer(tagged: &Grid, drawn: &Grid) -> bool {
    let of = owners(tagged);
    let mut within: HashMap<usize, usize> = HashMap::new();
    drawn.cells.iter().enumerate().all(|(n, cell)| {
        let mut words = cell.words.iter();
        words.all(|i| of.get(i).is_some_and(|t| *within.entry(*t).or_insert(n) == n))
    })
}

fn owners(grid: &Grid) -> HashMap<u32, usize> {
    let cells = grid.cells.iter().enumerate();
    cells.flat_map(|(n, c)| c.words.iter().map(move |i| (*i, n))).collect()
}

/// Settles tagged tables with the drawn ones: takes a tagged table where nothing is drawn around its
/// words, and where the drawing parts less than the tags do (rules between groups of rows, say) and
/// says nothing else. What is drawn else is, for people read the drawing; so is a closed grid whose cells the tags
/// only cut into lines. `is_closed` says which of the drawn ones are closed.
pub(crate) fn settle(tagged: Vec<Grid>, found: &mut Vec<Grid>, is_closed: impl Fn(&Grid) -> bool) {
    for mut grid in tagged {
        let of = owners(&grid);
        let meets = |d: &Grid| d.words().any(|i| of.contains_key(&i));
        let drawn: Vec<&Grid> = found.iter().filter(|d| meets(d)).collect();
        if drawn.iter().any(|d| agree(&grid, d) || !is_finer(&grid, d)) {
            continue;
        }
        if let [one] = drawn.as_slice()
            && cut_lines::are_cut(&grid, one)
            && is_closed(one)
        {
            continue;
        }
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        for drawn in drawn {
            xs.extend(&drawn.xs);
            ys.extend(&drawn.ys);
        }
        widen(&mut grid.xs, &xs);
        widen(&mut grid.ys, &ys);
        set_areas(&mut grid);
        found.retain(|d| !meets(d));
        found.push(grid);
    }
}

/// Moves the outermost edges out to what is drawn.
fn widen(edges: &mut [f32], drawn: &[f32]) {
    let low = drawn.iter().copied().fold(f32::INFINITY, f32::min);
    let high = drawn.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if let [first, .., last] = edges {
        *first = first.min(low);
        *last = last.max(high);
    }
}

#[cfg(test)]
mod tests;
