//! Sheets that were printed over several pages across: a page that lies beside another is set beside
//! it again, and both are read as one wide page.
//!
//! A spreadsheet program prints what is too wide for the paper on pages that lie side by side, with the
//! same heights of rows on each: across and then down, or down and then across. A page lies beside
//! another where its cells are at the heights of that page's lines, and those heights differ among each
//! other as no even line spacing does.
//!
//! Prose lies beside prose by chance (`chance`).
//!
//! `side` is what a page says of its rows and columns, `beside` decides whether one lies beside another,
//! `compose` sets them beside each other; here the pages are chosen.

mod beside;
mod chance;
mod compose;
mod side;

use super::page::{PageItem, Part};
use super::running::Furniture;
use super::words::PageContent;
use beside::{Evidence, beside};
use compose::Seam;
use side::Side;
use std::ops::Range;
use tablemend_model::{Cell, Diagnostic, Level, Place, Rect, RichText, SourceRef, Table};

/// How far edges and base lines of one row may differ, in points.
const SLACK: f32 = 1.5;

/// Which pages lie beside which: a page, and those on its right with the words that they repeat.
type Group = (usize, Vec<Joint>);

/// A page on the right of another.
struct Joint {
    page: usize,
    found: Evidence,
}

/// Sets pages beside those that they go on with, in place: the page on the left gets the words of all,
/// the others are left without. Gives the pages on the left, and notes on what was joined.
pub(crate) fn compose(
    contents: &mut [Option<PageContent>],
    furniture: &mut [Furniture],
) -> (Vec<usize>, Vec<Diagnostic>) {
    let groups = groups(contents, furniture);
    let mut notes = Vec::new();
    for (left, joints) in &groups {
        for joint in joints {
            let mut own = std::mem::take(&mut furniture[joint.page]);
            if let (Some(a), Some(b)) = (&contents[*left], &contents[joint.page]) {
                compose::free_labels((a, &mut furniture[*left]), (b, &mut own));
            }
            furniture[joint.page] = own;
        }
    }
    let seams = seams(contents, furniture, &groups);
    let mut lefts = Vec::new();
    for ((left, joints), seams) in groups.into_iter().zip(seams) {
        lefts.push(left);
        let Some(first) = contents[left].as_ref().map(|s| s.number) else { continue };
        for (joint, seam) in joints.iter().zip(&seams) {
            let Some(right) = contents[joint.page].take() else { continue };
            let area = Rect::new(0.0, 0.0, right.width, right.height);
            let source = SourceRef::at(Place::Page { number: right.number, area });
            let message = format!(
                "page {} was read as lying to the right of page {first}: its rows are at the same heights",
                right.number
            );
            notes.push(Diagnostic::new("page.beside", Level::Info, message).at(source));
            let own = std::mem::take(&mut furniture[joint.page]);
            if let Some(content) = &mut contents[left] {
                let words = &mut furniture[left];
                let (rest, aside) =
                    compose::append(content, words, right, own, &joint.found, *seam);
                contents[joint.page] = Some(rest);
                furniture[joint.page] = aside;
            }
        }
    }
    (lefts, notes)
}

/// The seams between the pages of each group. Where lines or fills show the edges of both pages, these
/// touch; else the seam is where those of the other groups are, so that columns stay in place.
fn seams(
    contents: &[Option<PageContent>],
    furniture: &[Furniture],
    groups: &[Group],
) -> Vec<Vec<Seam>> {
    let most = groups.iter().map(|(_, joints)| joints.len()).max().unwrap_or(0);
    let mut seams: Vec<Vec<Seam>> = vec![Vec::new(); groups.len()];
    for n in 0..most {
        let mut edges = Vec::new();
        let mut exact = Vec::new();
        for ((left, joints), own) in groups.iter().zip(&seams) {
            let Some(joint) = joints.get(n) else { continue };
            let before = n.checked_sub(1).map_or(*left, |m| joints[m].page);
            let shift = own.last().map_or(0.0, |s| s.shift);
            if let (Some(a), Some(b)) = (&contents[before], &contents[joint.page]) {
                let (end, is_drawn) = compose::end(a, &furniture[before]);
                let start = compose::begin(b, &furniture[joint.page], &joint.found);
                edges.push(((end + shift, is_drawn), start));
                exact.extend(compose::shift_of_lines(a, b).map(|own| shift + own));
            }
        }
        // Lines that run over the edge say where it is; fills may be drawn beyond it.
        exact.sort_by(f32::total_cmp);
        if let Some(shift) = exact.get(exact.len() / 2) {
            for (end, start) in &mut edges {
                end.0 = end.0.min(start.0 + shift);
            }
        }
        let common = compose::seam(&edges);
        let mut edges = edges.into_iter();
        for (_, own) in groups.iter().zip(&mut seams).filter(|((_, joints), _)| joints.len() > n) {
            let drawn = edges.next().filter(|(end, start)| end.1 && start.1);
            own.push(drawn.map_or(common, |edge| compose::seam(&[edge])));
        }
    }
    seams
}

fn groups(contents: &[Option<PageContent>], furniture: &[Furniture]) -> Vec<Group> {
    let with_text = contents.iter().flatten().filter(|s| !s.words.is_empty()).count();
    let slides = contents.iter().flatten().filter(|s| chance::is_slide(s.width, s.height)).count();
    if with_text < 2 || slides * 2 > contents.len() {
        return Vec::new();
    }
    let sides: Vec<Option<Side<'_>>> = contents
        .iter()
        .zip(furniture)
        .map(|(content, furniture)| Side::read(content.as_ref()?, furniture))
        .collect();
    let found = over(&sides);
    let count = |groups: &[Group]| groups.iter().map(|(_, joints)| joints.len() + 1).sum::<usize>();
    let joined = count(&found);
    if joined >= with_text {
        return found;
    }
    let other = down(&sides);
    let best = if count(&other) > joined { other } else { found };
    // Where many pages lie beside no other, the few that seem to do so by chance.
    if count(&best) * 5 >= with_text * 3 { best } else { Vec::new() }
}

/// Across and then down.
fn over(sides: &[Option<Side<'_>>]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    // Where the columns of the first page beside begin, of the second, and so on.
    let mut seen: Vec<f32> = Vec::new();
    let mut left = 0;
    while left < sides.len() {
        let mut joints: Vec<Joint> = Vec::new();
        while let Some(right) = sides.get(left + joints.len() + 1) {
            let place = seen.get(joints.len()).copied();
            let pair = sides[left].as_ref().zip(right.as_ref());
            let Some(evidence) = pair.and_then(|(a, b)| beside(a, b, place)) else { break };
            if seen.len() == joints.len() {
                seen.push(evidence.start);
            }
            joints.push(Joint { page: left + joints.len() + 1, found: evidence });
        }
        let next = left + joints.len() + 1;
        if !joints.is_empty() {
            found.push((left, joints));
        }
        left = next;
    }
    let mut found = proven(found);
    let across = found.iter().map(|(_, joints)| joints.len() + 1).max().unwrap_or(1);
    if sides.len().is_multiple_of(across) {
        by_place(&mut found, sides, &|row, n| row * across + n, sides.len() / across, across);
    }
    found
}

/// Down and then across: runs of pages that each begin beside the first pages. A page on the left may
/// have none beside it, since pages without text are not printed.
fn down(sides: &[Option<Side<'_>>]) -> Vec<Group> {
    let pair = |left: usize, right: usize, seen: Option<f32>| -> Option<Evidence> {
        beside(sides[left].as_ref()?, sides[right].as_ref()?, seen)
    };
    let beside_first: Vec<(usize, Evidence)> =
        (1..sides.len()).filter_map(|page| Some((page, pair(0, page, None)?))).collect();
    // Where some are proven, others lie there by chance.
    let is_proven = beside_first.iter().any(|(_, e)| e.is_proof);
    let mut starts: Vec<(usize, f32)> = Vec::new();
    for (page, evidence) in beside_first.iter().filter(|(_, e)| e.is_proof || !is_proven) {
        // A page with the columns of one that lies there goes on below that one.
        let goes_on = |(first, x): &(usize, f32)| {
            let both = sides[*first].as_ref().zip(sides[*page].as_ref());
            (x - evidence.start).abs() < 4.0
                && both.is_some_and(|(a, b)| beside::goes_on(a, b, evidence.is_proof))
        };
        if !starts.iter().any(goes_on) {
            starts.push((*page, evidence.start));
        }
    }
    let Some((first, _)) = starts.first().copied() else { return Vec::new() };
    let mut found: Vec<Group> = (0..first).map(|n| (n, Vec::new())).collect();
    for (n, (start, seen)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(sides.len(), |(page, _)| *page);
        for (left, joint) in in_order(first, *start..end, |l, page| pair(l, page, Some(*seen))) {
            found[left].1.push(joint);
        }
    }
    found.retain(|(_, joints)| !joints.is_empty());
    let mut found = proven(found);
    if sides.len().is_multiple_of(first) {
        let across = sides.len() / first;
        by_place(&mut found, sides, &|row, n| row + n * first, first, across);
    }
    found
}

/// The pages of one place beside those on the left, in order: of all ways to leave out pages of either the
/// one with most proofs, and then with most pages.
fn in_order(
    lefts: usize,
    pages: Range<usize>,
    pair: impl Fn(usize, usize) -> Option<Evidence>,
) -> Vec<(usize, Joint)> {
    let start = pages.start;
    let mut found: Vec<Vec<Option<Evidence>>> =
        (0..lefts).map(|l| pages.clone().map(|page| pair(l, page)).collect()).collect();
    // A proof weighs more than a page that fits; both are counted from the end.
    let worth = |e: &Option<Evidence>| e.as_ref().map_or(0, |e| 2 + u32::from(e.is_proof));
    let mut best = vec![vec![0u32; pages.len() + 1]; lefts + 1];
    for l in (0..lefts).rev() {
        for p in (0..pages.len()).rev() {
            let own = worth(&found[l][p]);
            let joined = if own > 0 { own + best[l + 1][p + 1] } else { 0 };
            best[l][p] = joined.max(best[l + 1][p]).max(best[l][p + 1]);
        }
    }
    let (mut l, mut p) = (0, 0);
    let mut joints = Vec::new();
    while l < lefts && p < pages.len() {
        let own = worth(&found[l][p]);
        if own > 0 && best[l][p] == own + best[l + 1][p + 1] {
            if let Some(evidence) = found[l][p].take() {
                joints.push((l, Joint { page: start + p, found: evidence }));
            }
            (l, p) = (l + 1, p + 1);
        } else if best[l][p] == best[l + 1][p] {
            l += 1;
        } else {
            p += 1;
        }
    }
    joints
}

/// Where every place of a sheet has its page, and most pages are known to lie where they do, the others
/// lie where they are left: rows that tell nothing, as few rows or even ones. `page` says which page is
/// so many across in a row of pages.
fn by_place(
    groups: &mut Vec<Group>,
    sides: &[Option<Side<'_>>],
    page: &dyn Fn(usize, usize) -> usize,
    rows: usize,
    across: usize,
) {
    let is_whole = |(left, joints): &&Group| {
        let mut places = joints.iter().zip(1..);
        (0..rows).any(|row| {
            page(row, 0) == *left && {
                joints.len() + 1 == across && places.all(|(j, n)| j.page == page(row, n))
            }
        })
    };
    let whole = groups.iter().filter(is_whole).count();
    if across < 2 || whole == rows || whole * 5 < rows * 3 {
        return;
    }
    let starts: Vec<f32> = (0..across - 1)
        .filter_map(|n| groups.iter().find(is_whole).map(|(_, joints)| joints[n].found.start))
        .collect();
    let mut known: Vec<Group> = std::mem::take(groups);
    let whole: Vec<usize> = known.iter().filter(is_whole).map(|(left, _)| *left).collect();
    for row in 0..rows {
        let left = page(row, 0);
        let own = known.iter().position(|(l, _)| *l == left && whole.contains(l));
        if let Some(at) = own {
            groups.push(known.swap_remove(at));
            continue;
        }
        let joints: Option<Vec<Joint>> = (1..across)
            .map(|n| {
                let (a, b) = (sides[left].as_ref()?, sides[page(row, n)].as_ref()?);
                let found = beside::by_place(a, b, starts[n - 1])?;
                Some(Joint { page: page(row, n), found })
            })
            .collect();
        groups.extend(joints.map(|joints| (left, joints)));
    }
}

/// The groups as far as the pages in each place are proven to lie there: by half of them or more, or by
/// all of them together.
fn proven(mut groups: Vec<Group>) -> Vec<Group> {
    let most = groups.iter().map(|(_, joints)| joints.len()).max().unwrap_or(0);
    let is_proven = |n: usize| {
        let own = || groups.iter().filter_map(|(_, joints)| joints.get(n));
        let each = own().filter(|j| j.found.is_proof).count();
        let all: Vec<&Evidence> = own().map(|j| &j.found).collect();
        each * 2 >= all.len() || each > 0 && beside::is_proof_together(&all)
    };
    let count = (0..most).take_while(|n| is_proven(*n)).count();
    for (_, joints) in &mut groups {
        joints.truncate(count);
    }
    groups.retain(|(_, joints)| !joints.is_empty());
    groups
}

/// Gives the tables of pages without a head as many columns as those of the pages before have: pages
/// without text are not printed, and a column without text on a page shows nothing of itself. `lefts`
/// are the pages on the left.
pub(crate) fn widen(parts: &mut [Option<Part>], lefts: &[usize]) {
    // Where the columns of the widest table so far begin on its first page.
    let mut widest: (u32, Vec<f32>) = (0, Vec::new());
    let first = lefts.first().copied().unwrap_or(usize::MAX);
    for part in parts.iter_mut().skip(first).flatten() {
        for item in &mut part.items {
            let PageItem::Table(table) = item else { continue };
            let (had, columns) = (table.column_count(), widest.0);
            if had > 2 && had < columns && table.header_rows() == 0 {
                let start = starts(table).first().copied().unwrap_or(0.0);
                let before = widest.1.iter().filter(|x| **x < start - 6.0).count() as u32;
                if let Some(wider) = padded(table, before.min(columns - had), columns) {
                    **table = wider;
                }
            }
            if table.column_count() > columns {
                widest = (table.column_count(), starts(table));
            }
        }
    }
}

/// Where the columns of a table begin on the page of its first one.
fn starts(table: &Table) -> Vec<f32> {
    let place = |c: &Cell| match c.place() {
        Place::Page { number, area } => Some((number, area.x0)),
        _ => None,
    };
    let all: Vec<(u32, f32)> = table.row_cells(0).filter_map(place).collect();
    let first = all.first().map(|(number, _)| *number);
    all.into_iter().filter(|(number, _)| Some(*number) == first).map(|(_, x)| x).collect()
}

/// A table with blank columns before its own, and behind them up to so many in all.
fn padded(table: &Table, before: u32, columns: u32) -> Option<Table> {
    let had = table.column_count();
    let mut cells: Vec<Cell> =
        table.cells().iter().map(|c| c.moved(c.row(), before + c.col(), c.rowspan())).collect();
    for (n, row) in table.rows().iter().enumerate() {
        let blank = (0..before).chain(before + had..columns);
        cells.extend(blank.map(|col| Cell::new(n as u32, col, RichText::default(), row.place)));
    }
    Table::new(table.method(), columns, table.rows().to_vec(), cells).ok()
}
