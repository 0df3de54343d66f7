//! Columns that a person has drawn: on which pages of a document they count, and what is made of them there.
//!
//! On the document that was looked at they count where they were drawn. There and in other documents they count as well
//! where the same header is printed with the same columns, and where such a table goes on at the top of the next page.

use super::aligned::{self, TextLine};
use super::fill_index::FillIndex;
use super::grid::Grid;
use super::open::Known;
use super::open::hinted::{self, Given};
use super::page::Doubt;
use super::rulings::Rulings;
use super::running::Furniture;
use super::words::PageContent;
use tablemend_model::{Diagnostic, Level, Method, Place, Rect, SourceRef};

/// How far a table may be to the side of where its columns were drawn, in points.
const ASIDE: f32 = 6.0;
/// Lines of one table are no further apart than this, in type sizes, where nothing else says that it goes on.
const STEP: f32 = 4.0;
/// A header has at most so many lines.
const HEADER_LINES: usize = 8;

/// What a person said of the columns of one table of a PDF.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayoutHint {
    /// SHA-256 of the document in which they were drawn, in hexadecimal digits.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// The table on it, in points from the top left of the page as shown.
    pub area: Rect,
    /// The edges between its columns from left to right, in points from the left of the page.
    pub columns: Vec<f32>,
    /// The lower edge of its header in points from the top of the page; above the table where it has none. As it is
    /// made, the program finds the header.
    pub header: Option<f32>,
    /// What the header says, by which the table is known on other pages and in other documents; blank where it has none.
    pub printed: String,
    /// Who drew them.
    pub by: String,
}

impl LayoutHint {
    /// Whether it can be used at all: a table with an area, and edges inside it in their order.
    fn is_sound(&self) -> bool {
        let inside = |x: &f32| *x > self.area.x0 && *x < self.area.x1;
        self.area.width() > 0.0
            && self.area.height() > 0.0
            && !self.columns.is_empty()
            && self.columns.iter().all(inside)
            && self.columns.windows(2).all(|w| w[0] < w[1])
    }
}

/// Where a hint counts on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    /// Which of the hints.
    pub(crate) hint: usize,
    area: Rect,
    columns: Vec<f32>,
    header: Option<f32>,
}

/// The hints of a document, and where they counted so far.
#[derive(Debug, Default)]
pub(crate) struct Layouts<'a> {
    hints: &'a [LayoutHint],
    sha256: &'a str,
    is_used: Vec<bool>,
    /// The hint whose table reached the foot of the last page.
    open: Option<usize>,
}

impl<'a> Layouts<'a> {
    pub(crate) fn new(hints: &'a [LayoutHint], sha256: &'a str) -> Self {
        Self { hints, sha256, is_used: vec![false; hints.len()], open: None }
    }

    /// Where the hints count on some pages that follow each other.
    pub(crate) fn place(
        &mut self,
        contents: &[Option<PageContent>],
        furniture: &[Furniture],
    ) -> Vec<Vec<Placed>> {
        if self.hints.is_empty() {
            return vec![Vec::new(); contents.len()];
        }
        contents
            .iter()
            .zip(furniture)
            .map(|(content, furniture)| match content {
                Some(content) => self.of_page(content, furniture),
                None => {
                    self.open = None;
                    Vec::new()
                }
            })
            .collect()
    }

    fn of_page(&mut self, content: &PageContent, furniture: &Furniture) -> Vec<Placed> {
        let before = self.open.take();
        // Sheets put together of several pages, and text that was turned, have other places than the page as shown.
        if !content.turn.is_upright() || !content.panels.is_empty() || !content.folds.is_empty() {
            return Vec::new();
        }
        let lines = lines(content, furniture);
        let mut placed: Vec<Placed> = Vec::new();
        let is_clear = |area: &Rect, placed: &[Placed]| {
            placed.iter().all(|p| p.area.y1 <= area.y0 || area.y1 <= p.area.y0)
        };
        let hints: Vec<(usize, &LayoutHint)> =
            self.hints.iter().enumerate().filter(|(_, h)| h.is_sound()).collect();
        let is_own = |h: &LayoutHint| h.document == self.sha256 && h.page == content.number;
        // The latest word on a table is the last of the list.
        for (n, hint) in hints.iter().rev().filter(|(_, h)| is_own(h)) {
            if is_clear(&hint.area, &placed) {
                let header = hint.header;
                let columns = hint.columns.clone();
                placed.push(Placed { hint: *n, area: hint.area, columns, header });
            }
        }
        for (n, hint) in hints.iter().rev() {
            let letters = letters(&hint.printed);
            if letters.is_empty() {
                continue;
            }
            let mut from = 0;
            while let Some((top, end)) = header(content, &lines, from, hint, &letters) {
                from = end;
                let area = reach(content, &lines, top, hint);
                if is_clear(&area, &placed) && keeps(content, &lines[end..], &area, hint) {
                    let last = &lines[end - 1];
                    let edge = last.base + 0.3 * last.size;
                    let columns = hint.columns.clone();
                    placed.push(Placed { hint: *n, area, columns, header: Some(edge) });
                }
            }
        }
        // A table that reached the foot of the page before goes on at the top of this one.
        if let Some(n) = before.filter(|_| !lines.is_empty()) {
            let hint = &self.hints[n];
            let area = reach(content, &lines, 0, hint);
            if is_clear(&area, &placed) && keeps(content, &lines, &area, hint) {
                let columns = hint.columns.clone();
                placed.push(Placed { hint: n, area, columns, header: Some(area.y0 - 1.0) });
            }
        }
        let foot = lines.last().map_or(0.0, |l| l.base - 0.3 * l.size);
        self.open = placed.iter().find(|p| p.area.y1 >= foot).map(|p| p.hint);
        placed.iter().for_each(|p| self.is_used[p.hint] = true);
        placed
    }

    /// What is said of hints that counted nowhere.
    pub(crate) fn unused(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        self.hints.iter().zip(&self.is_used).filter(|(_, used)| !**used).map(|(hint, _)| {
            let message = format!(
                "the columns that {} drew on page {}{} were not used: no table of this document has them",
                hint.by,
                hint.page,
                if hint.document == self.sha256 { "" } else { " of another edition" },
            );
            Diagnostic::new("layout.stale", Level::Warning, message)
                .help("check the tables of this document, and draw their columns again if it is needed")
        })
    }

    /// What is said where a hint counts.
    pub(crate) fn note(&self, content: &PageContent, placed: &Placed) -> Diagnostic {
        let hint = &self.hints[placed.hint];
        let message = format!(
            "the {} columns of this table are those that {} drew on page {}{}",
            hint.columns.len() + 1,
            hint.by,
            hint.page,
            if hint.document == self.sha256 { "" } else { " of an earlier edition" },
        );
        let place = Place::Page { number: content.number, area: placed.area };
        Diagnostic::new("layout.applied", Level::Info, message).at(SourceRef::at(place))
    }
}

/// Puts the tables in given columns in place of those that were found there, with the doubts about these.
pub(crate) fn apply(
    placed: &[Placed],
    found: &mut Vec<Grid>,
    doubts: &mut Vec<Doubt>,
    content: &PageContent,
    rulings: &Rulings,
    free: &[bool],
    known: &Known,
) {
    if placed.is_empty() {
        return;
    }
    let fill_index = FillIndex::new(&content.fills, content.height);
    for own in placed {
        let chosen: Vec<u32> = (0..content.words.len() as u32)
            .filter(|i| {
                let (x, y) = super::drawn::centre(&content.words[*i as usize]);
                free[*i as usize] && own.area.contains(x, y)
            })
            .collect();
        let inside =
            |area: &Rect| own.area.contains((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        // Where rows are drawn or tagged, they are not in question.
        let is_settled = |g: &&Grid| g.method != Method::Aligned && inside(&g.area());
        let rows: Vec<f32> = found.iter().filter(is_settled).flat_map(|g| &g.ys).copied().collect();
        let given = Given {
            extent: (own.area.x0, own.area.x1),
            edges: &own.columns,
            header: own.header,
            rows: &rows,
        };
        let read = hinted::read(content, rulings, &fill_index, &chosen, &given, known);
        let Some(grid) = read else { continue };
        found.retain(|g| !inside(&g.area()));
        doubts.retain(|d| !inside(&d.area));
        // Of other tables only what is outside is left.
        for cell in found.iter_mut().flat_map(|g| &mut g.cells) {
            cell.words.retain(|i| chosen.binary_search(i).is_err());
        }
        found.push(grid);
    }
    found.retain(|grid| grid.words().next().is_some());
}

/// The lines of a page, running lines aside.
fn lines(content: &PageContent, furniture: &Furniture) -> Vec<TextLine> {
    let mut free = vec![true; content.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let chosen: Vec<u32> = (0..content.words.len() as u32)
        .filter(|i| free[*i as usize] && !content.words[*i as usize].is_turned)
        .collect();
    aligned::text_lines(&content.words, &chosen, &[])
}

/// The letters and digits of a text in their alphabetical order: lines of labels that stand beside each other are read
/// in another order than their cells.
fn letters(text: &str) -> Vec<char> {
    let mut all: Vec<char> =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    all.sort_unstable();
    all
}

/// The next header from a line on that says the same as a hint's and is not to the side of it: its first line, and the
/// line behind its last.
fn header(
    content: &PageContent,
    lines: &[TextLine],
    from: usize,
    hint: &LayoutHint,
    wanted: &[char],
) -> Option<(usize, usize)> {
    (from..lines.len()).find_map(|top| {
        let mut said = String::new();
        for (n, line) in lines.iter().enumerate().skip(top).take(HEADER_LINES) {
            let is_within =
                line.area.x0 >= hint.area.x0 - ASIDE && line.area.x1 <= hint.area.x1 + ASIDE;
            if !is_within {
                return None;
            }
            for index in line.segments.iter().flat_map(|s| &s.words) {
                said.push_str(&content.words[*index as usize].text);
            }
            let own = letters(&said);
            if own.len() >= wanted.len() {
                return (own == wanted).then_some((top, n + 1));
            }
        }
        None
    })
}

/// How far down a table reaches that begins with a line: to the first line that is set apart from the one above it, or
/// reaches further to a side than the table.
fn reach(content: &PageContent, lines: &[TextLine], top: usize, hint: &LayoutHint) -> Rect {
    let mut last = top;
    for n in top + 1..lines.len() {
        let (above, here) = (&lines[n - 1], &lines[n]);
        let is_within =
            here.area.x0 >= hint.area.x0 - ASIDE && here.area.x1 <= hint.area.x1 + ASIDE;
        if !is_within || here.base - above.base > STEP * here.size.max(above.size) {
            break;
        }
        last = n;
    }
    // Notes in plain lines below a table are none of its rows.
    while last > top && hinted::runs_over(content, &lines[last], &hint.columns) {
        last -= 1;
    }
    let (first, last) = (&lines[top], &lines[last]);
    Rect::new(hint.area.x0, first.area.y0 - 1.0, hint.area.x1, last.area.y1 + 1.0)
}

/// Whether the lines in an area are rows in the columns of a hint: nine in ten keep its edges clear, and some have text
/// in two columns.
fn keeps(content: &PageContent, lines: &[TextLine], area: &Rect, hint: &LayoutHint) -> bool {
    let own = || lines.iter().filter(|l| l.area.y0 >= area.y0 && l.area.y1 <= area.y1);
    let over = own().filter(|l| hinted::runs_over(content, l, &hint.columns)).count();
    let columns = |l: &TextLine| {
        let mut used: Vec<usize> = l
            .segments
            .iter()
            .map(|s| hint.columns.partition_point(|x| *x <= (s.x0 + s.x1) / 2.0))
            .collect();
        used.dedup();
        used.len()
    };
    over * 10 <= own().count() && own().any(|l| columns(l) > 1)
}
