//! A table that goes on behind a page break is one table.
//!
//! Evidence that it does: the piece has a blank header or none, prints the header again, or begins
//! with what can only be a row of data; nothing but page marks and running text is between; the
//! columns agree. Before: `Ref | Action`, `1 | a`; then `| | |`, `2 | b`. After: one table of
//! three rows with a seam above the third.

use super::between::{self, Printed};
use super::evidence::{
    differing, has_references, is_banner, is_total, printed, reference, same_row,
};
use super::{Pages, captions, heads_alone, next_card, pages, repeated_headers};
use tablemend_model::{Block, Diagnostic, Level, Method, SourceRef, Table};

/// So many rows at the top of a piece may repeat rows of the table above.
const MOST_REPEATED: u32 = 4;

/// So many rows are searched for the header that a piece prints again.
const SEARCHED: u32 = 256;

/// Larger tables than this are not made by stitching.
const MOST_SLOTS: u64 = 1 << 27;

/// Stitches every table to the pieces that go on with it.
pub(super) fn continued(found: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut blocks: Vec<Block> = Vec::with_capacity(found.blocks.len());
    // Where the table is that the next one may go on with, and what is between.
    let mut open: Option<(usize, Between)> = None;
    let printed = Printed::of(found.blocks);
    let mut rest = std::mem::take(found.blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        match block {
            Block::Table(mut lower) => {
                if let Some(Block::Table(upper)) = open.and_then(|(at, _)| blocks.get(at))
                    && let Some(Block::Table(body)) = rest.peek()
                    && heads_alone::heads(upper, &lower, body)
                    && let Some(Block::Table(body)) = rest.next()
                {
                    lower = heads_alone::above(lower, body);
                }
                let upper = open.and_then(|(at, between)| match blocks.get_mut(at) {
                    Some(Block::Table(upper)) => Some((upper, between)),
                    _ => None,
                });
                let rest = match upper {
                    Some((upper, between)) => join(upper, lower, between, found.sizes, &mut notes),
                    None => Some(lower),
                };
                match rest {
                    Some(table) => {
                        open = Some((blocks.len(), Between::default()));
                        blocks.push(Block::Table(table));
                    }
                    None => open = open.map(|(at, _)| (at, Between::default())),
                }
            }
            other => {
                open = open.and_then(|(at, mut between)| {
                    let Some(Block::Table(upper)) = blocks.get(at) else { return None };
                    match &other {
                        Block::PageBreak { .. } | Block::Running { .. } => between.marked = true,
                        Block::Picture { text, .. } if text.is_empty() => {}
                        other if between::is_note(other, upper) => between.noted = true,
                        other if between::is_page_head(other, upper, &printed) => {}
                        _ => return None,
                    }
                    Some((at, between))
                });
                blocks.push(other);
            }
        }
    }
    *found.blocks = blocks;
    notes
}

/// What is between two tables.
#[derive(Clone, Copy, Default)]
struct Between {
    /// A page mark or running text.
    marked: bool,
    /// A note to the upper one.
    noted: bool,
}

/// Why a piece goes on with the table above, and how many of its rows repeat the header.
struct Reason {
    why: &'static str,
    repeated: u32,
}

/// Appends the lower table, or gives it back where it is a table of its own.
fn join(
    upper: &mut Table,
    mut lower: Table,
    between: Between,
    sizes: &[[f32; 2]],
    notes: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let mut paged = pages::follows(upper, &lower, sizes);
    if paged == Some(false)
        && pages::is_on_next(upper, &lower, sizes)
        && repeated_rows(upper, &lower) > 0
    {
        // A header that is printed again says so, however little of its page the upper one fills.
        paged = Some(true);
    }
    if paged == Some(false) || upper.method() != lower.method() && paged.is_none() {
        return Some(lower);
    }
    let Some(columns) = columns(upper, &lower, paged.is_some()) else { return Some(lower) };
    let Some(reason) = reason(upper, &lower, &columns, between.marked, paged.is_some()) else {
        return Some(lower);
    };
    if is_another(upper, &mut lower, reason.repeated)
        || between.noted && paged.is_none() && reason.repeated == 0
    {
        return Some(lower);
    }
    let place = lower.rows().first().map(|r| r.place);
    let at = SourceRef { place, ..SourceRef::default() };
    let first = printed(&lower, reason.repeated.min(lower.row_count() - 1));
    let slots = |t: &Table| u64::from(t.row_count()) * u64::from(upper.column_count());
    if lower.row_count() == reason.repeated || slots(upper) + slots(&lower) > MOST_SLOTS {
        // A header alone goes on with nothing.
        return Some(lower);
    }
    for row in 0..reason.repeated {
        notes.push(repeated_headers::note(&lower, row));
    }
    lower.set_header_rows(0);
    let repeated: Vec<u32> = (0..reason.repeated).collect();
    lower.fold_rows(&repeated);
    let spare: Vec<u32> =
        (0..).zip(&columns).filter(|(_, c)| c.is_none()).map(|(i, _)| i).collect();
    lower.drop_blank_columns(&spare);
    let targets: Vec<u32> = columns.iter().filter_map(|c| *c).collect();
    // OK because the spare columns are blank, the others rise, and the size was looked at above.
    if upper.append(lower, &targets).is_err() {
        return None;
    }
    notes.push(
        Diagnostic::new(
            "table.stitched",
            Level::Info,
            format!(
                "the table continues after a page break ({}); the two parts were joined",
                reason.why
            ),
        )
        .at(at)
        .printed(first)
        .used(format!("{} rows, {} columns", upper.row_count(), upper.column_count())),
    );
    None
}

/// Whether the lower table is another one in spite of its columns: it begins with a caption of another number, its
/// first row is the upper one's header but for one label, it is the next card, the upper one ends with a total and this one begins with a
/// group's label, or it has the same rows once more.
fn is_another(upper: &Table, lower: &mut Table, repeated: u32) -> bool {
    if captions::differ(upper, lower) || next_card::is_next(upper, lower) {
        return true;
    }
    if is_total(upper, upper.row_count() - 1)
        && is_banner(lower, repeated.min(lower.row_count() - 1))
    {
        return true;
    }
    let header = upper.header_rows().saturating_sub(1);
    let is_label = |t: &Table, row| {
        t.row_cells(row)
            .all(|c| !c.text.is_empty() && !c.text.as_str().contains(|c: char| c.is_ascii_digit()))
    };
    let resembles = repeated == 0
        && upper.column_count() == lower.column_count()
        && upper.column_count() > 2
        && differing(upper, header, lower, 0) == 1
        && is_label(upper, header)
        && is_label(lower, 0);
    if resembles {
        lower.set_header_rows(lower.header_rows().max(1));
        return true;
    }
    repeated > 0 && has_same_rows(upper, lower, repeated)
}

/// Whether the lower table's references, two or more, are all printed in the rows right above.
fn has_same_rows(upper: &Table, lower: &Table, from: u32) -> bool {
    let own = |t: &Table, row: u32| {
        let cell = t.cell_at(row, 0).filter(|c| c.row() == row)?;
        reference(cell.text.as_str()).map(str::to_owned)
    };
    let last = upper.row_count();
    let above: Vec<String> =
        (last.saturating_sub(SEARCHED)..last).filter_map(|row| own(upper, row)).collect();
    let below: Vec<String> =
        (from..lower.row_count().min(SEARCHED)).filter_map(|row| own(lower, row)).collect();
    below.len() > 1 && below.iter().all(|r| above.contains(r))
}

/// For each column of the lower table, the column of the upper one that it goes on with; `None`
/// for a blank column that the upper one has not.
fn columns(upper: &Table, lower: &Table, paged: bool) -> Option<Vec<Option<u32>>> {
    let (wide, narrow) = (upper.column_count(), lower.column_count());
    if paged && let Some(found) = pages::columns(upper, lower) {
        return Some(found.into_iter().map(Some).collect());
    }
    let all = |n: u32| (0..n).map(Some).collect::<Vec<_>>();
    if wide == narrow {
        // Where the edges disagree, only a header that is printed again can say so.
        return (!paged || repeated_rows(upper, lower) > 0).then(|| all(wide));
    }
    if paged || wide.min(narrow) < 3 {
        return None;
    }
    if narrow == wide + 1 {
        let blank = only_blank_column(lower)?;
        let column = |c: u32| (c != blank).then(|| if c < blank { c } else { c - 1 });
        return Some((0..narrow).map(column).collect());
    }
    if wide == narrow + 1 {
        // The converter lost a column that is blank on this page: the one that is blank in the
        // table so far, or else the last, as columns without any text go there.
        let lost = only_blank_column(upper).unwrap_or(wide - 1);
        let column = |c: u32| Some(if c < lost { c } else { c + 1 });
        return Some((0..narrow).map(column).collect());
    }
    None
}

/// The one column without text below the header.
fn only_blank_column(table: &Table) -> Option<u32> {
    let is_blank = |col: &u32| {
        (0..table.row_count())
            .all(|row| table.cell_at(row, *col).is_some_and(|c| c.is_blank() && c.colspan() == 1))
    };
    let mut blank = (0..table.column_count()).filter(is_blank);
    let first = blank.next()?;
    blank.next().is_none().then_some(first)
}

/// Number of rows at the top of the lower table that repeat the header of the upper one: its rows
/// from the top, or a header of columns further down with what is right below it.
fn repeated_rows(upper: &Table, lower: &Table) -> u32 {
    if upper.column_count() != lower.column_count() {
        return 0;
    }
    let run = |from: u32| {
        (0..MOST_REPEATED.min(lower.row_count()).min(upper.row_count() - from))
            .take_while(|row| same_row(upper, from + row, lower, *row))
            .count() as u32
    };
    // A label of few words below the header may head any group: it is no part of the repetition.
    let own = upper.header_rows();
    let top = (0..run(0))
        .rev()
        .find(|row| *row < own || !is_banner(lower, *row))
        .map_or(0, |row| row + 1);
    if (0..top).any(|row| !is_banner(lower, row)) {
        // The label of the group that goes on may be printed again, too.
        let again = lower.row_count() > top + 1
            && is_banner(lower, top)
            && last_banner(upper).is_some_and(|row| same_row(upper, row, lower, top));
        return top + u32::from(again);
    }
    if lower.header_rows() == 0 || is_banner(lower, 0) {
        return 0;
    }
    let last = upper.row_count().min(SEARCHED);
    u32::from((0..last).any(|row| same_row(upper, row, lower, 0)))
}

/// The last label of a group in a table, of its last rows.
fn last_banner(table: &Table) -> Option<u32> {
    let last = table.row_count();
    let from = last.saturating_sub(SEARCHED).max(table.header_rows());
    (from..last).rev().find(|row| {
        let first = table.cell_at(*row, 0);
        is_banner(table, *row) && first.is_some_and(|c| !c.text.is_empty() && c.row() == *row)
    })
}

fn reason(
    upper: &Table,
    lower: &Table,
    columns: &[Option<u32>],
    marked: bool,
    paged: bool,
) -> Option<Reason> {
    let repeated = repeated_rows(upper, lower);
    if repeated > 0 {
        return Some(Reason { why: "it prints the header again", repeated });
    }
    let whole =
        columns.len() == upper.column_count() as usize && columns.iter().all(Option::is_some);
    let says = |why| Some(Reason { why, repeated: 0 });
    let data = begins_with_data(upper, lower);
    if paged {
        let named = lower.row_cells(0).any(|c| c.is_header && !c.text.is_empty());
        let own_header = lower.header_rows() > 0 && (named || !data && !whole);
        return if own_header { None } else { says("its columns are in the same places") };
    }
    if lower.header_rows() == 0 {
        let certain = lower.method() == Method::Markdown || marked || data;
        return if certain && (whole || data || marked) { says("it has no header") } else { None };
    }
    if whole && data { says("its first row is data, not a header") } else { None }
}

/// Whether the first row of a piece can only be data: it has a reference where the rows above have
/// theirs, or goes on in the middle of a sentence.
fn begins_with_data(upper: &Table, lower: &Table) -> bool {
    let Some(first) = lower.cell_at(0, 0) else { return false };
    let text = first.text.as_str();
    if text.is_empty() {
        let mut others = lower.row_cells(0).filter(|c| !c.text.is_empty());
        return others.any(|c| c.text.as_str().chars().next().is_some_and(char::is_lowercase));
    }
    reference(text).is_some() && has_references(upper)
}
