//! One page: which of its words are in tables, and what the rest says.

use super::abreast;
use super::aligned;
use super::boxes;
use super::cards::{self, form};
use super::charts;
use super::choice::{choose, has_drawn_rows};
use super::contents;
use super::drawn;
use super::edge_labels;
use super::fill_index::FillIndex;
use super::first_labels;
use super::flow::{self, Item, Para};
use super::grid::{self, Grid};
use super::items;
use super::keys;
use super::layouts;
use super::left_beside;
use super::loose;
use super::numbered;
use super::open;
use super::overhead;
use super::ruled::{self, Drawn};
use super::rulings::{self, Rulings};
use super::running::Furniture;
use super::tagged::{self, Proposal};
use super::text::Known;
use super::white;
use super::words::PageContent;
use std::collections::BTreeMap;
use tablemend_model::{Diagnostic, Level, Method, Place, Rect, RichText, Running, Table};

/// What a page comes to: its blocks in reading order, and its furniture.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) items: Vec<PageItem>,
    pub(crate) running: Vec<(Running, RichText, Place)>,
    /// Characters of the page by size in half points and whether bold, tables included.
    pub(crate) sizes: BTreeMap<(u32, bool), usize>,
    /// Doubts about its tables.
    pub(crate) notes: Vec<Diagnostic>,
}

/// A paragraph or table with its place on the page as shown.
#[derive(Debug)]
pub(crate) enum PageItem {
    Para(Para, Place),
    Table(Box<Table>),
}

/// Reads the tables of a page by itself. `proposals` are the tables that the document's tags speak of.
pub(crate) fn draft(content: &PageContent, furniture: &Furniture, proposals: &[Proposal]) -> Draft {
    let rulings = rulings::rulings(content);
    let fill_index = FillIndex::new(&content.fills, content.height);
    let mut free = vec![true; content.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let tagged = tagged::grids(proposals, content, &free);
    let (top, bottom) = body(content, &free);
    let Drawings { tables: mut found, mut loose, bare, mut frames, charts, mut guessed } =
        sorted(content, &rulings, &fill_index, &tagged, top, &mut free);
    tagged::settle(tagged, &mut found, |grid| is_settled(grid, &rulings, content));
    // A key within a table has columns of its own, by which the table would not be closed.
    found = super::key_rows::part(found, content);
    found.iter().for_each(|grid| take(grid, &mut free));
    let keys = keys::in_lines(content);
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
        let mut grid = drawn::fill(frame, content, &free);
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
        let aligned = aligned::find(content, &rulings, &mut left, &taken, &frames, &areas);
        // What alignment does not make one table of, the lines do as far as they go.
        let (lost, held): (Vec<Grid>, Vec<Grid>) =
            loose.into_iter().partition(|grid| !loose::is_held(grid, &aligned));
        if lost.is_empty() {
            found.extend(aligned.into_iter().map(|grid| within(grid, &bare)));
            break;
        }
        loose = held;
        for mut grid in lost {
            if is_table(&grid, content, &fill_index) {
                let by_steps = white::steps::part(&mut grid, content);
                if by_steps.is_none() {
                    drawn::part_rows(&mut grid, content);
                }
                if by_steps.or_else(|| white::room::part(&mut grid, content)) == Some(false) {
                    guessed.push(grid.area());
                }
                take(&grid, &mut free);
                found.push(grid);
            }
        }
    }
    let mut free = vec![true; content.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words).chain(&keys) {
        free[*index as usize] = false;
    }
    let are_cards = cards::members(&found, content);
    let is_sure = |(grid, is_card): &(&Grid, bool)| *is_card || is_settled(grid, &rulings, content);
    let settled: Vec<Rect> =
        found.iter().zip(are_cards).filter(is_sure).map(|(grid, _)| grid.area()).collect();
    let readings =
        open::readings(content, &rulings, &fill_index, &free, &settled, &open::Known::default());
    let placed = Vec::new();
    Draft { found, rulings, free, settled, readings, frames, guessed, placed }
}

/// What one page alone says of its tables.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(super) found: Vec<Grid>,
    pub(crate) rulings: Rulings,
    pub(super) free: Vec<bool>,
    pub(super) settled: Vec<Rect>,
    pub(crate) readings: Vec<open::Reading>,
    /// Boxes drawn around something.
    frames: Vec<Rect>,
    /// Where the rows of a drawn table were parted by its texts alone, and not clearly.
    guessed: Vec<Rect>,
    /// Where people have drawn the columns.
    pub(crate) placed: Vec<layouts::Placed>,
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
    content: &PageContent,
    known: &open::Known,
) -> (Vec<Grid>, Rulings, Vec<Doubt>) {
    let Draft { mut found, rulings, free, settled, mut readings, frames, guessed, placed } = draft;
    if !readings.is_empty() {
        let fill_index = FillIndex::new(&content.fills, content.height);
        readings = open::readings(content, &rulings, &fill_index, &free, &settled, known);
    }
    readings.retain(|reading| !charts::is_on_grid_lines(&reading.grid, content));
    let mut doubts = choose(&mut found, readings, &rulings, &frames, content);
    if let Some(form) = &known.form {
        let lost = form::settle(&mut found, form.cards(content, &rulings, &free));
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
    each_word_once(&mut found, content.words.len());
    found = super::key_rows::part(found, content);
    found.retain(|grid| {
        let is_text = contents::is_contents(grid, content)
            || grid.method == Method::Aligned && numbered::is_text(grid, content);
        if is_text {
            // Nothing is doubtful of what is no table.
            doubts.retain(|d| d.area != grid.area());
        }
        !is_text
    });
    found.iter_mut().for_each(|grid| super::picture_columns::drop(grid, content));
    found.iter_mut().for_each(|grid| super::head_labels::part(grid, content));
    found.iter_mut().for_each(|grid| super::unit_rows::head(grid, content));
    doubts.extend(edge_labels::add(&mut found, content, &free));
    first_labels::add(&mut found, content, &free);
    found.iter_mut().for_each(|grid| super::edge_strips::add(grid, content));
    doubts.extend(found.iter().filter_map(|grid| super::pictures::unread(grid, content)));
    doubts.extend(found.iter().filter_map(|grid| {
        super::several::doubt(grid, content).or_else(|| super::apart::doubt(grid, content))
    }));
    doubts.extend(found.iter().filter_map(|grid| white::doubt(grid, content, &guessed)));
    doubts.extend(left_beside::doubts(&found, content, &free));
    doubts.extend(super::captioned::doubts(&found, content, &free));
    layouts::apply(&placed, &mut found, &mut doubts, content, &rulings, &free, known);
    found.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    (found, rulings, doubts)
}

/// Whether a table is beyond doubt: its cells are drawn on all sides, or tagged and borne out.
pub(super) fn is_settled(grid: &Grid, rulings: &Rulings, content: &PageContent) -> bool {
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
            (drawn(&grid.ys, &rulings.across, area.x0, area.x1, true)
                || items::is_row(grid, content))
                && drawn(&grid.xs, &rulings.down, area.y0, area.y1, false)
                && !holds_rows(grid, content)
                && !white::holds_rows(grid, content)
                && !holds_columns(grid, content)
        }
        _ => false,
    }
}

/// Whether a column of a drawn grid holds several, or a cell over columns holds rows of them: most of its lines keep
/// clear of two gutters or more.
fn holds_columns(grid: &Grid, content: &PageContent) -> bool {
    /// Fewer lines than this prove nothing.
    const LINES: usize = 4;
    let width = grid.area().width();
    let text_lines = |words: &mut dyn Iterator<Item = u32>| {
        let chosen: Vec<u32> = words.filter(|i| !content.words[*i as usize].is_turned).collect();
        aligned::text_lines(&content.words, &chosen, &[])
    };
    let wide = |col: &usize| grid.xs[col + 1] - grid.xs[*col] >= 0.4 * width;
    (0..grid.xs.len() - 1).filter(wide).any(|col| {
        let own = grid.cells.iter().filter(|c| c.col == col && c.cols == 1);
        let text_lines = text_lines(&mut own.flat_map(|c| c.words.iter().copied()));
        let full = text_lines.iter().filter(|s| s.segments.len() > 2).count();
        let open = text_lines.iter().filter(|s| s.is_open()).count();
        full >= LINES
            && open * 5 >= text_lines.len() * 2
            && super::columns::gutters(&text_lines).len() > 1
    }) || grid
        .cells
        .iter()
        .any(|c| c.cols > 2 && begins_in_columns(&text_lines(&mut c.words.iter().copied())))
}

/// Whether lines of several pieces begin these in the same three places or more; headings may run across them.
fn begins_in_columns(text_lines: &[aligned::TextLine]) -> bool {
    /// Fewer lines than this prove nothing.
    const LINES: usize = 3;
    let full: Vec<&aligned::TextLine> =
        text_lines.iter().filter(|s| s.segments.len() > 2).collect();
    let Some(first) = full.first() else { return false };
    let is_edge = |x: f32| {
        let own = |s: &&&aligned::TextLine| s.segments.iter().any(|p| (p.x0 - x).abs() < 1.5);
        full.iter().filter(own).count() >= LINES
    };
    first.segments.iter().filter(|p| is_edge(p.x0)).count() > 2
}

/// Whether cells of a drawn grid hold whole rows: several lines that begin with references, beside a
/// cell with as many single values. A list in a cell has no such column beside it.
fn holds_rows(grid: &Grid, content: &PageContent) -> bool {
    let lines = |c: &super::grid::Found| super::words::lines(&content.words, &c.words);
    let said = |l: &super::words::Line| drawn::line_text(&content.words, l);
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
    /// Areas of tables where the texts alone say which lines are rows, and some do not say it clearly.
    guessed: Vec<Rect>,
}

/// Tells tables among what is drawn from frames and charts. `top` is where the text begins.
fn sorted(
    content: &PageContent,
    rulings: &Rulings,
    fill_index: &FillIndex<'_>,
    tagged: &[Grid],
    top: f32,
    free: &mut [bool],
) -> Drawings {
    let mut drawings = Drawings::default();
    let drawn_grids = abreast::joined(boxes::joined(ruled::grids(rulings)), content);
    let drawn_grids = cards::completed(drawn_grids, rulings, content, free);
    let single = drawn_grids.iter().filter(|d| d.columns() == 1);
    let boxes: Vec<Rect> = single.map(Drawn::area).collect();
    for drawn in drawn_grids {
        let mut grid = drawn::fill(&drawn, content, free);
        drawn::parted::part(&mut grid, content);
        let area = drawn.area();
        // A chart's frame holds little text, or has few lines.
        let filled = grid.cells.iter().filter(|c| !c.words.is_empty()).count();
        let is_sparse = filled * 2 <= grid.cells.len() || grid.cells.len() < 9;
        if drawn.columns() > 1 && is_sparse && charts::has_scales(content, &area) {
            drawings.charts.push(charts::with_scales(&area));
            continue;
        }
        let is_tagged = tagged.iter().any(|t| tagged::agree(t, &grid));
        let is_rough =
            || loose::is_loose(&grid, content) || loose::is_head_alone(&grid, content, free);
        // Boxes side by side hold things of their own.
        let is_box = drawn.columns() == 1 && boxes.iter().any(|b| is_beside(b, &area));
        if !is_tagged && !is_box && is_rough() {
            drawings.loose.push(grid);
            continue;
        }
        // A table that a page break cut may show little on one of its pages.
        let is_piece = drawn.is_drawn && area.y0 <= top && drawn::rest::may_go_on(&grid);
        if !is_piece && !is_table(&grid, content, fill_index) {
            if drawn.columns() == 1 && drawn.is_drawn {
                drawings.frames.push(drawn);
            } else if drawn.is_drawn && grid.words().next().is_some() {
                drawings.bare.push(grid);
            }
            continue;
        }
        if !is_tagged {
            let mut parted = grid.clone();
            let by_steps = white::steps::part(&mut parted, content);
            if by_steps.is_none() {
                drawn::part_rows(&mut parted, content);
            }
            if loose::is_parted_badly(&parted, &grid, content) {
                drawings.loose.push(grid);
                continue;
            }
            grid = parted;
            if by_steps.or_else(|| white::room::part(&mut grid, content)) == Some(false) {
                drawings.guessed.push(grid.area());
            }
        }
        take(&grid, free);
        if !is_tagged {
            overhead::add(&mut grid, content, free);
        }
        drawings.tables.push(grid);
    }
    drawings
}

/// Whether two areas are side by side, at one height in good part.
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

fn is_table(grid: &Grid, content: &PageContent, fill_index: &FillIndex<'_>) -> bool {
    let is_figure = charts::is_figure(content, &grid.area());
    drawn::is_table(grid, content, is_figure, |area| fill_index.cover(area).is_some())
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
fn body(content: &PageContent, free: &[bool]) -> (f32, f32) {
    let mut own = content.words.iter().zip(free).filter(|(_, free)| **free).map(|(w, _)| w.base);
    let first = own.next().unwrap_or(0.0);
    (first, own.next_back().unwrap_or(first))
}

/// Reads a page.
pub(crate) fn read(
    content: &PageContent,
    furniture: &Furniture,
    draft: Draft,
    headers: &open::Known,
    known: &Known,
) -> Part {
    let (grids, rulings, mut doubts) = grids(draft, content, headers);
    let fill_index = FillIndex::new(&content.fills, content.height);
    let place = |area: &Rect| content.place(area);
    let mut free = vec![true; content.words.len()];
    let mut part = Part::default();
    for word in &content.words {
        *part.sizes.entry((steps(word.size), word.bold)).or_default() += word.text.len();
    }
    for (kind, words) in furniture {
        for index in words {
            free[*index as usize] = false;
        }
        for para in flow::paragraphs(content, words, known) {
            part.running.push((*kind, para.text, place(&para.area)));
        }
    }
    for apart in &content.apart {
        let place = Place::Page { number: content.number, area: apart.area };
        part.running.push((Running::Head, apart.text.clone(), place));
    }
    let mut tables: Vec<Option<Table>> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for grid in &grids {
        let Some(table) = grid::table(grid, content, known, &fill_index) else {
            continue;
        };
        for index in grid.words() {
            free[index as usize] = false;
        }
        super::weighed::weigh(&table, grid, has_drawn_rows(grid, &rulings), &mut doubts);
        items.push(Item::Table(tables.len(), grid.area()));
        tables.push(Some(table));
    }
    part.notes.extend(doubts.into_iter().map(|doubt| {
        Diagnostic::new(doubt.code, Level::Warning, doubt.message)
            .at(tablemend_model::SourceRef::at(place(&doubt.area)))
    }));
    let rest: Vec<u32> = (0..free.len() as u32).filter(|i| free[*i as usize]).collect();
    items.extend(flow::paragraphs(content, &rest, known).into_iter().map(Item::Para));
    for item in flow::order(items) {
        match item {
            Item::Para(para) => {
                let at = place(&para.area);
                part.items.push(PageItem::Para(para, at));
            }
            Item::Table(index, _) => {
                if let Some(table) = tables[index].take() {
                    part.items.push(PageItem::Table(Box::new(table)));
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
