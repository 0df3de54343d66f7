//! Who is who between a tracker, what was published last, and the new edition.

use super::Unreadable;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use tablemend_archive::Archive;
use tablemend_compare::{Edition, Key, Link, Links, Options, pair};
use tablemend_emit::xlsx::Sheet;
use tablemend_model::{Dataset, published};
use tablemend_readback::Located;
use tablemend_tracker::plan::Match;
use tablemend_tracker::{Published, Target, Workbook};

/// What was published last.
pub(super) struct Before {
    /// Its values, one a column of the new edition.
    cells: Vec<Vec<Option<String>>>,
    /// The same, blank where there was no such column.
    pub(super) rows: Vec<Vec<String>>,
    /// The period in which each row was published last.
    last: Vec<String>,
    pub(super) edition: Edition,
    /// For each item of the edition its row.
    at: Vec<usize>,
}

impl Before {
    pub(super) fn of(said: Published, items: &Sheet, data: &Dataset) -> Result<Self> {
        let place = |title: &str| said.heads.iter().position(|h| h == title);
        let columns: Vec<Option<usize>> = items.columns.iter().map(|c| place(&c.title)).collect();
        let last = place(published::LAST);
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let cells: Vec<Vec<Option<String>>> = said
            .rows
            .iter()
            .map(|row| columns.iter().map(|at| at.map(|at| cell(row, at))).collect())
            .collect();
        let all = std::iter::once(said.heads.clone()).chain(said.rows.iter().cloned()).collect();
        let sheets = vec![(published::SHEET.to_owned(), all)];
        let main: Vec<_> = data.schema.kinds().into_iter().take(1).collect();
        let found = tablemend_readback::locate(sheets, published::SHEET, &main);
        let found = found.map_err(|_| {
            Unreadable(
                "the hidden sheet of what was published is of another type of document; choose the \
                 profile of the document with --profile"
                    .to_owned(),
            )
        })?;
        Ok(Self {
            rows: cells
                .iter()
                .map(|row| row.iter().map(|c| c.clone().unwrap_or_default()).collect())
                .collect(),
            cells,
            last: said
                .rows
                .iter()
                .map(|r| last.map(|at| cell(r, at)).unwrap_or_default())
                .collect(),
            at: found.rows.iter().map(|row| row.saturating_sub(1)).collect(),
            edition: found.edition,
        })
    }

    pub(super) fn plan_rows(&self) -> Vec<tablemend_tracker::plan::Published> {
        let rows = self.cells.iter().zip(&self.last);
        rows.map(|(cells, last)| tablemend_tracker::plan::Published {
            cells: cells.clone(),
            last: last.clone(),
        })
        .collect()
    }

    /// The period that the tracker was brought up to.
    pub(super) fn period(&self) -> Option<&str> {
        self.last.iter().map(String::as_str).max()
    }
}

/// Who is who.
#[derive(Default)]
pub(super) struct Matched {
    /// For each row of the tracker which of the rows published last it is.
    pub(super) published_of_row: Vec<Option<usize>>,
    /// For each row published last the item that it is now.
    pub(super) of_published: Vec<Option<Match>>,
    /// For each other row of the tracker the item that it is now.
    pub(super) of_rows: Vec<Option<Match>>,
    pub(super) pairing: tablemend_compare::Pairing,
}

/// Finds who is who: the tracker's rows by their ids in what was published last, that by the archive's
/// matching in the new edition.
pub(super) fn matched(
    book: &Workbook<'_>,
    target: &Target,
    tracker: &Located,
    before: Option<&Before>,
    fresh: &Edition,
    archive: Option<&Archive>,
) -> Matched {
    let rows = target.rows.len();
    let mut matched = Matched {
        published_of_row: vec![None; rows],
        of_rows: vec![None; rows],
        ..Matched::default()
    };
    let new = |link: &Link| Match {
        fresh: link.after,
        confidence: link.confidence,
        is_doubtful: link.is_doubtful(),
    };
    let Some(before) = before else {
        // The tracker itself is the earlier edition.
        matched.pairing = pair(&tracker.edition, fresh, &Links::default(), &Key::Likeness);
        for link in &matched.pairing.links {
            if let Some(row) = matched.of_rows.get_mut(link.before) {
                *row = Some(new(link));
            }
        }
        return matched;
    };
    matched.of_published = vec![None; before.rows.len()];
    let links = archive.and_then(|archive| followed(archive, before, fresh)).unwrap_or_default();
    matched.pairing = pair(&before.edition, fresh, &links, &Key::Likeness);
    for link in &matched.pairing.links {
        let row = before.at.get(link.before).and_then(|at| matched.of_published.get_mut(*at));
        if let Some(row) = row {
            *row = Some(new(link));
        }
    }
    // Rows are known by the id that was written beside them, others by their ref and text.
    let ids = raw_ids(book, target, tracker);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let by_id: BTreeMap<&str, usize> =
        before.edition.items.iter().enumerate().map(|(i, item)| (item.id.as_str(), i)).collect();
    for (row, id) in ids.iter().enumerate() {
        if let Some(item) = by_id.get(id.as_str()).filter(|item| taken.insert(**item)) {
            matched.published_of_row[row] = before.at.get(*item).copied(); // OK because it is as long.
        }
    }
    let rest: Vec<usize> = (0..rows).filter(|r| matched.published_of_row[*r].is_none()).collect();
    let left: Vec<usize> = (0..before.edition.items.len()).filter(|i| !taken.contains(i)).collect();
    let sure = |link: &&Link| !link.is_doubtful();
    let found = pair(
        &some_of(&tracker.edition, &rest),
        &some_of(&before.edition, &left),
        &Links::default(),
        &Key::Likeness,
    );
    for link in found.links.iter().filter(sure) {
        let (Some(row), Some(item)) = (rest.get(link.before), left.get(link.after)) else {
            continue;
        };
        matched.published_of_row[*row] = before.at.get(*item).copied();
    }
    // What a person added may be what is new by now.
    let own: Vec<usize> = (0..rows).filter(|r| matched.published_of_row[*r].is_none()).collect();
    let known: BTreeSet<usize> =
        matched.of_published.iter().flatten().map(|found| found.fresh).collect();
    let open: Vec<usize> = (0..fresh.items.len()).filter(|i| !known.contains(i)).collect();
    let found = pair(
        &some_of(&tracker.edition, &own),
        &some_of(fresh, &open),
        &Links::default(),
        &Key::Likeness,
    );
    for link in found.links.iter().filter(sure) {
        let (Some(row), Some(item)) = (own.get(link.before), open.get(link.after)) else {
            continue;
        };
        let found = Match { fresh: *item, confidence: link.confidence, is_doubtful: false };
        matched.of_rows[*row] = Some(found);
    }
    matched
}

/// The id that each row of the tracker has in its column of ids; the ref where there is none.
fn raw_ids(book: &Workbook<'_>, target: &Target, tracker: &Located) -> Vec<String> {
    let named = |name: &str| tracker.columns.iter().find(|(n, _)| n == name).map(|(_, at)| *at);
    let column = named("id").or_else(|| named("ref"));
    let cells = book.cells();
    let rows: BTreeMap<u32, &Vec<String>> = cells
        .iter()
        .filter(|(name, _)| *name == target.sheet)
        .flat_map(|(_, rows)| rows.iter().map(|(number, cells)| (*number, cells)))
        .collect();
    let id = |row: &u32| {
        let cell = column.and_then(|c| rows.get(row)?.get(c).cloned());
        cell.map(|c| c.trim().to_owned()).unwrap_or_default()
    };
    target.rows.iter().map(id).collect()
}

/// An edition with some of its items.
fn some_of(edition: &Edition, items: &[usize]) -> Edition {
    let mut some = edition.clone();
    some.items = items.iter().filter_map(|i| edition.items.get(*i).cloned()).collect();
    some
}

/// Who is who as the archive has followed it, with what people have said; `None` where the archive does
/// not hold both editions.
fn followed(archive: &Archive, before: &Before, fresh: &Edition) -> Option<Links> {
    let period = fresh.document.period.as_deref()?;
    let kept = archive.edition(period, None).ok()?;
    if kept.document.sha256 != fresh.document.sha256 {
        return None;
    }
    let mut links = Links { is_followed: true, ..Links::default() };
    let periods: BTreeSet<&String> = before.last.iter().collect();
    for last in periods {
        if last.as_str() >= period {
            return None;
        }
        let changes = archive.compare(last, period, &Options::default()).ok()?;
        let suffix = format!(" ({last})");
        for (item, at) in before.edition.items.iter().zip(&before.at) {
            if before.last.get(*at) != Some(last) {
                continue;
            }
            let id = item.id.strip_suffix(&suffix).unwrap_or(&item.id);
            let own = changes.before.items.iter().position(|i| i.id == id)?;
            let link = changes.pairing.links.iter().find(|l| l.before == own);
            if let Some((link, after)) =
                link.and_then(|l| Some((l, changes.after.items.get(l.after)?)))
            {
                links.followed.push((
                    item.id.clone(),
                    after.id.clone(),
                    link.confidence,
                    link.reason,
                ));
            }
        }
    }
    Some(links)
}
