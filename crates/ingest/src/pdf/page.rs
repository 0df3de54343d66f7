//! One page: which of its words are in tables, and what the rest says.

use super::aligned;
use super::charts;
use super::drawn;
use super::flow::{self, Item, Para};
use super::grid::{self, Grid};
use super::loose;
use super::overhead;
use super::ruled::{self, Drawn};
use super::rulings::{self, Rulings};
use super::running::Furniture;
use super::shelf::Shelf;
use super::tagged::{self, Proposal};
use super::text::Known;
use super::words::Sheet;
use std::collections::BTreeMap;
use tablemend_model::{Method, Place, Rect, RichText, Running, Table};

/// What a page comes to: its blocks in reading order, and its furniture.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) items: Vec<Piece>,
    pub(crate) running: Vec<(Running, RichText, Place)>,
    /// Characters of the page by size in half points and whether bold, tables included.
    pub(crate) sizes: BTreeMap<(u32, bool), usize>,
}

/// A paragraph or table with its place on the page as shown.
#[derive(Debug)]
pub(crate) enum Piece {
    Para(Para, Place),
    Table(Box<Table>),
}

/// The tables of a page, as grids; also the rulings, for drawing. `proposals` are the tables that the
/// document's tags speak of.
pub(crate) fn grids(
    sheet: &Sheet,
    furniture: &Furniture,
    proposals: &[Proposal],
) -> (Vec<Grid>, Rulings) {
    let rulings = rulings::rulings(sheet);
    let shelf = Shelf::new(&sheet.fills, sheet.height);
    let mut free = vec![true; sheet.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let tagged = tagged::grids(proposals, sheet, &free);
    let (top, bottom) = body(sheet, &free);
    let Drawings { tables: mut found, mut loose, bare, mut frames, charts } =
        sorted(sheet, &rulings, &shelf, &tagged, top, &mut free);
    tagged::settle(tagged, &mut found);
    found.iter().for_each(|grid| take(grid, &mut free));
    // Rows that reach over a whole table at the foot or head of a page, where the table itself goes
    // on over the page break: they have its columns.
    frames.retain(|frame| {
        let area = frame.area();
        let is_cut = area.y1 >= bottom || area.y0 <= top;
        let same = |g: &&Grid| {
            let other = g.area();
            (other.x0 - area.x0).abs() < 3.0 && (other.x1 - area.x1).abs() < 3.0
        };
        let Some(model) = found.iter().find(same).filter(|_| is_cut) else {
            return true;
        };
        let xs = model.xs.clone();
        let mut grid = drawn::fill(frame, sheet, &free);
        let columns = xs.len() - 1;
        if grid.xs.len() != 2 || grid.words().next().is_none() {
            return true;
        }
        grid.xs = xs;
        for cell in &mut grid.cells {
            cell.cols = columns;
        }
        take(&grid, &mut free);
        found.push(grid);
        false
    });
    let frames: Vec<Rect> = frames.iter().map(Drawn::area).collect();
    loop {
        let mut taken: Vec<Rect> = found.iter().map(Grid::area).collect();
        taken.extend(&charts);
        let mut left = free.clone();
        let areas: Vec<Rect> = loose.iter().map(Grid::area).collect();
        let aligned = aligned::find(sheet, &rulings, &mut left, &taken, &frames, &areas);
        // What alignment does not make one table of, the lines do as far as they go.
        let (lost, held): (Vec<Grid>, Vec<Grid>) =
            loose.into_iter().partition(|grid| !loose::is_held(grid, &aligned));
        if lost.is_empty() {
            found.extend(aligned.into_iter().map(|grid| within(grid, &bare)));
            break;
        }
        loose = held;
        for mut grid in lost {
            if is_table(&grid, sheet, &shelf) {
                drawn::part_rows(&mut grid, sheet);
                take(&grid, &mut free);
                found.push(grid);
            }
        }
    }
    each_word_once(&mut found, sheet.words.len());
    found.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    (found, rulings)
}

/// What the lines of a page make.
#[derive(Default)]
struct Drawings {
    tables: Vec<Grid>,
    /// Tables whose lines are no full grid.
    loose: Vec<Grid>,
    /// Grids with too little text to be tables for their lines alone.
    bare: Vec<Grid>,
    /// Boxes around something.
    frames: Vec<Drawn>,
    /// Areas of charts, their scales included.
    charts: Vec<Rect>,
}

/// Tells tables among what is drawn from frames and charts. `top` is where the text begins.
fn sorted(
    sheet: &Sheet,
    rulings: &Rulings,
    shelf: &Shelf<'_>,
    tagged: &[Grid],
    top: f32,
    free: &mut [bool],
) -> Drawings {
    let mut drawings = Drawings::default();
    let drawn_grids = ruled::grids(rulings);
    let single = drawn_grids.iter().filter(|d| d.columns() == 1);
    let boxes: Vec<Rect> = single.map(Drawn::area).collect();
    for drawn in drawn_grids {
        let mut grid = drawn::fill(&drawn, sheet, free);
        let area = drawn.area();
        // A chart's frame holds little text, or has few lines.
        let filled = grid.cells.iter().filter(|c| !c.words.is_empty()).count();
        let is_sparse = filled * 2 <= grid.cells.len() || grid.cells.len() < 9;
        if drawn.columns() > 1 && is_sparse && charts::has_scales(sheet, &area) {
            drawings.charts.push(charts::with_scales(&area));
            continue;
        }
        let is_tagged = tagged.iter().any(|t| tagged::agree(t, &grid));
        let is_rough = || loose::is_loose(&grid, sheet) || loose::is_head_alone(&grid, sheet, free);
        // Boxes side by side hold things of their own.
        let is_box = drawn.columns() == 1 && boxes.iter().any(|b| is_beside(b, &area));
        if !is_tagged && !is_box && is_rough() {
            drawings.loose.push(grid);
            continue;
        }
        // A table that a page break cut may show little on one of its pages.
        let is_piece =
            drawn.is_drawn && grid.xs.len() > 3 && grid.words().next().is_some() && area.y0 <= top;
        if !is_piece && !is_table(&grid, sheet, shelf) {
            if drawn.columns() == 1 && drawn.is_drawn {
                drawings.frames.push(drawn);
            } else if drawn.is_drawn && grid.words().next().is_some() {
                drawings.bare.push(grid);
            }
            continue;
        }
        if !is_tagged {
            let mut parted = grid.clone();
            drawn::part_rows(&mut parted, sheet);
            if loose::is_parted_badly(&parted, &grid, sheet) {
                drawings.loose.push(grid);
                continue;
            }
            grid = parted;
        }
        take(&grid, free);
        if !is_tagged {
            overhead::add(&mut grid, sheet, free);
        }
        drawings.tables.push(grid);
    }
    drawings
}

/// Whether two areas stand side by side, at one height in good part.
fn is_beside(a: &Rect, b: &Rect) -> bool {
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    (a.x1 <= b.x0 || b.x1 <= a.x0) && shared > 0.3 * a.height().min(b.height())
}

/// A table that alignment found, or the drawn grid that it fills: its text is a table's, and the lines
/// say which cells it has, blank ones too.
fn within(grid: Grid, bare: &[Grid]) -> Grid {
    let mut own: Vec<u32> = grid.words().collect();
    own.sort_unstable();
    let holds = |drawn: &&Grid| {
        let shared = drawn.words().filter(|i| own.binary_search(i).is_ok()).count();
        shared * 10 >= own.len() * 9 && shared * 10 >= drawn.words().count() * 6
    };
    bare.iter().find(holds).cloned().unwrap_or(grid)
}

fn is_table(grid: &Grid, sheet: &Sheet, shelf: &Shelf<'_>) -> bool {
    let is_figure = charts::is_figure(sheet, &grid.area());
    drawn::is_table(grid, sheet, is_figure, |area| shelf.cover(area).is_some())
}

/// Marks the words of a table as no longer free.
fn take(grid: &Grid, free: &mut [bool]) {
    for index in grid.words() {
        free[index as usize] = false;
    }
}

/// Takes a word that two tables claim from the later one; a table that has none left is dropped.
fn each_word_once(found: &mut Vec<Grid>, words: usize) {
    let mut taken = vec![false; words];
    for grid in found.iter_mut() {
        for cell in &mut grid.cells {
            cell.words.retain(|i| {
                taken.get_mut(*i as usize).is_some_and(|taken| !std::mem::replace(taken, true))
            });
        }
    }
    found.retain(|grid| grid.words().next().is_some());
}

/// Where the text of a page begins and ends: no higher than the first baseline, no lower than the
/// last.
fn body(sheet: &Sheet, free: &[bool]) -> (f32, f32) {
    let mut own = sheet.words.iter().zip(free).filter(|(_, free)| **free).map(|(w, _)| w.base);
    let first = own.next().unwrap_or(0.0);
    (first, own.next_back().unwrap_or(first))
}

/// Reads a page.
pub(crate) fn read(
    sheet: &Sheet,
    furniture: &Furniture,
    proposals: &[Proposal],
    known: &Known,
) -> Part {
    let (grids, _) = grids(sheet, furniture, proposals);
    let shelf = Shelf::new(&sheet.fills, sheet.height);
    let place = |area: &Rect| Place::Page { number: sheet.number, area: sheet.turn.shown(area) };
    let mut free = vec![true; sheet.words.len()];
    let mut part = Part::default();
    for word in &sheet.words {
        *part.sizes.entry((steps(word.size), word.bold)).or_default() += word.text.len();
    }
    for (kind, words) in furniture {
        for index in words {
            free[*index as usize] = false;
        }
        for para in flow::paragraphs(sheet, words, known) {
            part.running.push((*kind, para.text, place(&para.area)));
        }
    }
    for apart in &sheet.apart {
        let place = Place::Page { number: sheet.number, area: apart.area };
        part.running.push((Running::Head, apart.text.clone(), place));
    }
    let mut tables: Vec<Option<Table>> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for grid in &grids {
        let Some(table) = grid::table(grid, sheet, known, &shelf) else {
            continue;
        };
        for index in grid.words() {
            free[index as usize] = false;
        }
        items.push(Item::Table(tables.len(), grid.area()));
        tables.push(Some(table));
    }
    let rest: Vec<u32> = (0..free.len() as u32).filter(|i| free[*i as usize]).collect();
    items.extend(flow::paragraphs(sheet, &rest, known).into_iter().map(Item::Para));
    for item in flow::order(items) {
        match item {
            Item::Para(para) => {
                let at = place(&para.area);
                part.items.push(Piece::Para(para, at));
            }
            Item::Table(index, _) => {
                if let Some(table) = tables[index].take() {
                    part.items.push(Piece::Table(Box::new(table)));
                }
            }
        }
    }
    part
}

/// A type size in half points.
pub(crate) fn steps(size: f32) -> u32 {
    (size * 2.0).round().clamp(0.0, 10_000.0) as u32
}

/// How a grid was found, for drawing.
pub(crate) fn colour_of(method: Method) -> &'static str {
    match method {
        Method::Tagged => "#7030a0",
        Method::Ruled => "#0070c0",
        _ => "#c00000",
    }
}
