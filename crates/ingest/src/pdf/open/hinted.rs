//! A table whose columns a person has drawn: where they are is given, its rows are found as always.

use super::table::Lines;
use super::{Known, compose, head, marks, order, stacks, votes};
use crate::pdf::aligned::{self, Guides, Segment, TextLine};
use crate::pdf::columns::Span;
use crate::pdf::fill_index::FillIndex;
use crate::pdf::grid::Grid;
use crate::pdf::rows::Part;
use crate::pdf::rulings::Rulings;
use crate::pdf::words::PageContent;

/// Half of the width of a gutter that is given by its middle alone, in points.
const HALF: f32 = 0.5;
/// Texts that begin nearer to each other than this begin at one place, in points.
const SAME: f32 = 1.5;

/// What is given of a table, in points of the upright page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Given<'a> {
    /// From where to where its columns reach.
    pub(crate) extent: Span,
    /// Edges between its columns, from left to right, all within its extent.
    pub(crate) edges: &'a [f32],
    /// The lower edge of its header, where that is given; at or above its top it has none.
    pub(crate) header: Option<f32>,
    /// Edges between its rows from top to bottom, where they are drawn or tagged.
    pub(crate) rows: &'a [f32],
}

/// Reads the table that the words of some lines make in given columns. A text that runs over an edge in the middle of a
/// word, and is alone in its line, is a heading or a note over all of them. `None` where there are no words.
pub(crate) fn read(
    content: &PageContent,
    rulings: &Rulings,
    fill_index: &FillIndex<'_>,
    chosen: &[u32],
    given: &Given<'_>,
    known: &Known,
) -> Option<Grid> {
    let whole = aligned::text_lines(&content.words, chosen, &rulings.down);
    let first = whole.first()?;
    let (top, bottom) = (first.area.y0, whole.last()?.area.y1);
    let edges = Edges::new(content, &whole, given.edges);
    let is_across: Vec<bool> = whole.iter().map(|l| edges.is_across(content, l)).collect();
    let block: Vec<TextLine> = whole.iter().map(|line| cut(content, line, &edges)).collect();
    let columns = given.edges.len() + 1;
    let parts: Vec<Part> = block
        .iter()
        .enumerate()
        .flat_map(|(n, line)| parts(content, n, line, given.edges, is_across[n]))
        .collect();
    let mut lines = Lines::new(content, &block, &parts, &is_across, columns);
    let separators = stacks::separators(&rulings.across);
    let low = separators.partition_point(|s| s.at < top - 20.0);
    let high = separators.partition_point(|s| s.at < bottom + 20.0);
    let own = &separators[low..high];
    let head = match given.header {
        Some(edge) => block.iter().take_while(|l| l.base - 0.3 * l.size < edge).count(),
        None => head::lines(&lines, &block, fill_index, &separators, given.extent, known).0,
    };
    lines.measure(head);
    let bases: Vec<f32> = block.iter().map(|l| l.base).collect();
    let told = order::told(content, &parts, &is_across, &bases);
    let gutters: Vec<Span> = given.edges.iter().map(|x| (x - HALF, x + HALF)).collect();
    let text = (whole.iter().map(|l| l.area.x0).fold(f32::INFINITY, f32::min), given.extent.1);
    let habit = known.habit(&gutters, text);
    let mut rows = votes::rows(&lines, head, own, given.extent, habit, told.as_deref());
    for n in (head + 1..block.len()).filter(|_| !given.rows.is_empty()) {
        let (above, here) = (block[n - 1].base, block[n].base - 0.3 * block[n].size);
        rows.starts[n] = given.rows.iter().any(|y| *y > above - 1.0 && *y < here);
    }
    let marks = marks::marks(content, &block, given.extent);
    let guides = Guides { across: &rulings.across, down: &rulings.down, loose: &[] };
    let is_keyed = columns > 2 && lines.key(head) == Some(super::table::Key::Whole(0));
    compose::grid(
        content,
        &block,
        &parts,
        &gutters,
        &guides,
        own,
        given.extent,
        head,
        &rows,
        &is_across,
        is_keyed,
        &marks,
    )
}

/// The edges as the lines of a table bear them out.
struct Edges<'a> {
    at: &'a [f32],
    /// Whether most lines keep clear of it. An edge that most lines run through parts columns that are too close to each
    /// other to be told apart without it.
    is_clear: Vec<bool>,
    /// Where most texts of the column behind it begin.
    begins: Vec<Option<f32>>,
}

impl<'a> Edges<'a> {
    fn new(content: &PageContent, lines: &[TextLine], at: &'a [f32]) -> Self {
        let is_clear = at
            .iter()
            .map(|edge| {
                let through = lines.iter().filter(|l| runs_through(l, *edge)).count();
                through * 10 <= lines.len() * 3
            })
            .collect();
        let firsts = || lines.iter().flat_map(|l| &l.segments).filter_map(|s| s.words.first());
        let begins = (1..=at.len())
            .map(|column| {
                let own = firsts().filter(|i| column_of(content, **i, at) == column);
                let places: Vec<f32> = own.map(|i| content.words[*i as usize].area.x0).collect();
                let near = |x: f32| places.iter().filter(|p| (**p - x).abs() < SAME).count();
                places.iter().copied().max_by_key(|x| near(*x)).filter(|x| near(*x) > 1)
            })
            .collect();
        Self { at, is_clear, begins }
    }

    /// Whether a line is a heading or a note over all columns: one text that an edge goes through in the middle of a word,
    /// or at a blank where the other lines keep clear of that edge.
    fn is_across(&self, content: &PageContent, line: &TextLine) -> bool {
        let mut clear = self.at.iter().zip(&self.is_clear).filter(|(_, clear)| **clear);
        runs_over(content, line, self.at)
            || line.segments.len() == 1 && clear.any(|(edge, _)| runs_through(line, *edge))
    }

    /// Whether a text goes on over edges that other lines keep clear: cells and labels over several columns do. `word` is its
    /// first word behind the last of them.
    fn is_over(&self, content: &PageContent, from: usize, to: usize, word: u32) -> bool {
        let begins = self.begins.get(to.wrapping_sub(1)).copied().flatten();
        let x0 = content.words[word as usize].area.x0;
        self.is_clear.get(from..to).is_some_and(|own| own.iter().all(|clear| *clear))
            && begins.is_none_or(|x| (x - x0).abs() >= SAME)
    }
}

/// Whether a text of a line has words on both sides of an edge.
fn runs_through(line: &TextLine, edge: f32) -> bool {
    line.segments.iter().any(|s| s.x0 < edge - line.size && s.x1 > edge + line.size)
}

/// Whether a line is one text that an edge goes through in the middle of a word.
pub(crate) fn runs_over(content: &PageContent, line: &TextLine, edges: &[f32]) -> bool {
    let [only] = line.segments.as_slice() else { return false };
    only.words.iter().any(|i| edges.iter().any(|edge| is_cut(content, *i, *edge)))
}

/// Whether an edge goes through a word, and not just along it.
fn is_cut(content: &PageContent, word: u32, edge: f32) -> bool {
    let word = &content.words[word as usize];
    let slack = (0.25 * word.size).max(0.25 * word.area.width());
    word.area.x0 < edge - slack && word.area.x1 > edge + slack
}

/// The column in which the middle of a word is.
fn column_of(content: &PageContent, word: u32, edges: &[f32]) -> usize {
    let area = &content.words[word as usize].area;
    let middle = (area.x0 + area.x1) / 2.0;
    edges.partition_point(|edge| *edge <= middle)
}

/// A line whose segments end at the edges, but where a text is over several columns.
fn cut(content: &PageContent, line: &TextLine, edges: &Edges<'_>) -> TextLine {
    let mut segments: Vec<Segment> = Vec::with_capacity(line.segments.len());
    for segment in &line.segments {
        let mut last = None;
        for index in &segment.words {
            let area = &content.words[*index as usize].area;
            let column = column_of(content, *index, edges.at);
            let goes_on = last.is_some_and(|l| {
                l == column || l < column && edges.is_over(content, l, column, *index)
            });
            match segments.last_mut().filter(|_| goes_on) {
                Some(open) => {
                    open.x1 = open.x1.max(area.x1);
                    open.words.push(*index);
                }
                None => {
                    segments.push(Segment { x0: area.x0, x1: area.x1, words: vec![*index] });
                }
            }
            last = Some(column);
        }
    }
    TextLine { segments, ..line.clone() }
}

/// The words of a line by column. What runs over is one part of all columns; in a line of several texts, one that an
/// edge goes through is over the columns on both sides of it, as labels over several columns are.
fn parts(
    content: &PageContent,
    number: usize,
    line: &TextLine,
    edges: &[f32],
    is_across: bool,
) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for segment in &line.segments {
        let columns = segment.words.iter().map(|i| column_of(content, *i, edges));
        let (first, last) = columns.fold((usize::MAX, 0), |(a, b), c| (a.min(c), b.max(c)));
        match out.last_mut().filter(|open| is_across || open.last >= first) {
            Some(open) => {
                open.x1 = open.x1.max(segment.x1);
                open.last = open.last.max(last);
                open.words.extend(&segment.words);
            }
            None => out.push(Part {
                line: number,
                first,
                last,
                x0: segment.x0,
                x1: segment.x1,
                words: segment.words.clone(),
            }),
        }
    }
    if is_across {
        out.iter_mut().for_each(|p| (p.first, p.last) = (0, edges.len()));
    }
    out
}
