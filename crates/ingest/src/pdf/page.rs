//! One page: which of its words are in tables, and what the rest says.

use super::aligned;
use super::boxes;
use super::cards::{self, form};
use super::charts;
use super::choice::choose;
use super::contents;
use super::drawn;
use super::edge_labels;
use super::flow::{self, Item, Para};
use super::grid::{self, Grid};
use super::items;
use super::keys;
use super::loose;
use super::open;
use super::overhead;
use super::ruled::{self, Drawn};
use super::rulings::{self, Rulings};
use super::running::Furniture;
use super::shelf::Shelf;
use super::tagged::{self, Proposal};
use super::text::Known;
use super::white;
use super::words::Sheet;
use std::collections::BTreeMap;
use tablemend_model::{Level, Method, Note, Place, Rect, RichText, Running, Table};

/// What a page comes to: its blocks in reading order, and its furniture.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) items: Vec<Piece>,
    pub(crate) running: Vec<(Running, RichText, Place)>,
    /// Characters of the page by size in half points and whether bold, tables included.
    pub(crate) sizes: BTreeMap<(u32, bool), usize>,
    /// Doubts about its tables.
    pub(crate) notes: Vec<Note>,
}

/// A paragraph or table with its place on the page as shown.
#[derive(Debug)]
pub(crate) enum Piece {
    Para(Para, Place),
    Table(Box<Table>),
}

/// Reads the tables of a page by itself. `proposals` are the tables that the document's tags speak of.
pub(crate) fn draft(sheet: &Sheet, furniture: &Furniture, proposals: &[Proposal]) -> Draft {
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
    let keys = keys::in_lines(sheet);
    keys.iter().for_each(|i| free[*i as usize] = false);
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
    let mut free = vec![true; sheet.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words).chain(&keys) {
        free[*index as usize] = false;
    }
    let are_cards = cards::members(&found, sheet);
    let is_sure = |(grid, is_card): &(&Grid, bool)| *is_card || is_settled(grid, &rulings, sheet);
    let settled: Vec<Rect> =
        found.iter().zip(are_cards).filter(is_sure).map(|(grid, _)| grid.area()).collect();
    let readings =
        open::readings(sheet, &rulings, &shelf, &free, &settled, &open::Known::default());
    Draft { found, rulings, free, settled, readings, frames }
}

/// What one page alone says of its tables.
#[derive(Debug)]
pub(crate) struct Draft {
    found: Vec<Grid>,
    pub(crate) rulings: Rulings,
    free: Vec<bool>,
    settled: Vec<Rect>,
    pub(crate) readings: Vec<open::Reading>,
    /// Boxes drawn around something.
    frames: Vec<Rect>,
}

/// A doubt about what was taken for a table, or not, and where on the upright page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Doubt {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) area: Rect,
}

/// The tables of a page, with what the other pages say, and doubts about them.
pub(crate) fn grids(
    draft: Draft,
    sheet: &Sheet,
    known: &open::Known,
) -> (Vec<Grid>, Rulings, Vec<Doubt>) {
    let Draft { mut found, rulings, free, settled, mut readings, frames } = draft;
    if !readings.is_empty() {
        let shelf = Shelf::new(&sheet.fills, sheet.height);
        readings = open::readings(sheet, &rulings, &shelf, &free, &settled, known);
    }
    readings.retain(|reading| !charts::is_on_grid_lines(&reading.grid, sheet));
    let mut doubts = choose(&mut found, readings, &rulings, &frames, sheet);
    if let Some(form) = &known.form {
        let lost = form::settle(&mut found, form.cards(sheet, &rulings, &free));
        doubts.extend(lost.into_iter().map(|area| {
            Doubt {
                code: "table.left_out",
                message: "labels as on other cards of this document are here, \
                      but no table was made of them"
                    .to_owned(),
                area,
            }
        }));
    }
    each_word_once(&mut found, sheet.words.len());
    found.retain(|grid| {
        let is_contents = contents::is_contents(grid, sheet);
        if is_contents {
            // Nothing is doubtful of what is no table.
            doubts.retain(|d| d.area != grid.area());
        }
        !is_contents
    });
    doubts.extend(edge_labels::add(&mut found, sheet, &free));
    found.iter_mut().for_each(|grid| super::edge_strips::add(grid, sheet));
    doubts.extend(found.iter().filter_map(|grid| super::pictures::unread(grid, sheet)));
    doubts.extend(found.iter().filter_map(|grid| super::several::doubt(grid, sheet)));
    found.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    (found, rulings, doubts)
}

/// Whether a table is beyond doubt: its cells are drawn on all sides, or tagged and borne out.
pub(super) fn is_settled(grid: &Grid, rulings: &Rulings, sheet: &Sheet) -> bool {
    match grid.method {
        Method::Tagged => true,
        Method::Ruled => {
            let area = grid.area();
            let drawn =
                |edges: &[f32], lines: &[rulings::Ruling], from: f32, to: f32, most: bool| {
                    let inner = &edges[1..edges.len() - 1];
                    // Headings of groups break the lines between columns, merged cells those between rows.
                    let is_drawn = |at: &&f32| {
                        let own = lines.iter().filter(|l| !l.is_edge && (l.at - **at).abs() < 1.5);
                        let covered: f32 =
                            own.map(|l| (l.to.min(to) - l.from.max(from)).max(0.0)).sum();
                        covered > 0.3 * (to - from)
                    };
                    let count = inner.iter().filter(is_drawn).count();
                    count > 0 && count * 2 >= inner.len() + usize::from(most)
                };
            // No line is between the rows of one row.
            (drawn(&grid.ys, &rulings.across, area.x0, area.x1, true) || items::is_row(grid, sheet))
                && drawn(&grid.xs, &rulings.down, area.y0, area.y1, false)
                && !holds_rows(grid, sheet)
                && !white::holds_rows(grid, sheet)
                && !holds_columns(grid, sheet)
        }
        _ => false,
    }
}

/// Whether a column of a drawn grid holds several, or a cell over columns holds rows of them: most of its lines keep
/// clear of two gutters or more.
fn holds_columns(grid: &Grid, sheet: &Sheet) -> bool {
    /// Fewer lines than this prove nothing.
    const LINES: usize = 4;
    let width = grid.area().width();
    let strips = |words: &mut dyn Iterator<Item = u32>| {
        let chosen: Vec<u32> = words.filter(|i| !sheet.words[*i as usize].is_turned).collect();
        aligned::strips(&sheet.words, &chosen, &[])
    };
    let wide = |col: &usize| grid.xs[col + 1] - grid.xs[*col] >= 0.4 * width;
    (0..grid.xs.len() - 1).filter(wide).any(|col| {
        let own = grid.cells.iter().filter(|c| c.col == col && c.cols == 1);
        let strips = strips(&mut own.flat_map(|c| c.words.iter().copied()));
        let full = strips.iter().filter(|s| s.pieces.len() > 2).count();
        let open = strips.iter().filter(|s| s.is_open()).count();
        full >= LINES && open * 5 >= strips.len() * 2 && super::columns::gutters(&strips).len() > 1
    }) || grid
        .cells
        .iter()
        .any(|c| c.cols > 2 && begins_in_columns(&strips(&mut c.words.iter().copied())))
}

/// Whether lines of several pieces begin these in the same three places or more; headings may run across them.
fn begins_in_columns(strips: &[aligned::Strip]) -> bool {
    /// Fewer lines than this prove nothing.
    const LINES: usize = 3;
    let full: Vec<&aligned::Strip> = strips.iter().filter(|s| s.pieces.len() > 2).collect();
    let Some(first) = full.first() else { return false };
    let is_edge = |x: f32| {
        let own = |s: &&&aligned::Strip| s.pieces.iter().any(|p| (p.x0 - x).abs() < 1.5);
        full.iter().filter(own).count() >= LINES
    };
    first.pieces.iter().filter(|p| is_edge(p.x0)).count() > 2
}

/// Whether cells of a drawn grid hold whole rows: several lines that begin with references, beside a
/// cell with as many single values. A list in a cell has no such column beside it.
fn holds_rows(grid: &Grid, sheet: &Sheet) -> bool {
    let lines = |c: &super::grid::Found| super::words::lines(&sheet.words, &c.words);
    let said = |l: &super::words::Line| drawn::line_text(&sheet.words, l);
    let piles = grid.cells.iter().filter(|c| c.col <= 1 && c.words.len() > 5);
    piles.into_iter().any(|pile| {
        let refs = lines(pile).iter().filter(|l| open::begins_with_ref(&said(l))).count();
        refs > 2
            && grid.cells.iter().any(|c| {
                let values = |c| lines(c).iter().filter(|l| open::is_value(&said(l))).count();
                let is_level = c.row < pile.row + pile.rows && c.row + c.rows > pile.row;
                is_level && c.col > pile.col && values(c) * 2 >= refs.max(4)
            })
    })
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
    let drawn_grids = boxes::joined(ruled::grids(rulings));
    let drawn_grids = cards::completed(drawn_grids, rulings, sheet, free);
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
pub(super) fn is_beside(a: &Rect, b: &Rect) -> bool {
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
    draft: Draft,
    headers: &open::Known,
    known: &Known,
) -> Part {
    let (grids, _, doubts) = grids(draft, sheet, headers);
    let shelf = Shelf::new(&sheet.fills, sheet.height);
    let place = |area: &Rect| sheet.place(area);
    let mut free = vec![true; sheet.words.len()];
    let mut part = Part::default();
    part.notes.extend(doubts.into_iter().map(|doubt| {
        Note::new(doubt.code, Level::Warning, doubt.message)
            .at(tablemend_model::SourceRef::at(place(&doubt.area)))
    }));
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
