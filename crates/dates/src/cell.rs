//! What the dates of one cell mean together: years shared, roles, the cell's own interval.

use crate::calendar::Extent;
use crate::point::{Meant, Point, Unit};
use crate::scan::{Body, Cue, Item, Share};
use crate::{Context, Finding, Near, codes};
use tablemend_model::{Date, Level, Role};

/// Where a year came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum YearFrom {
    Print,
    /// Another date of the list, or of the column.
    Neighbour,
    /// Dates of the column that may as well give another one.
    Column,
    /// The edition.
    Edition,
    /// The document's text, which names one year alone.
    Only,
}

/// Gives the points of neighbouring dates the month and year that is printed once for all of them.
pub(crate) fn share_years(items: &mut [Item], findings: &mut Vec<Finding>, text: &str) {
    for at in (0..items.len().saturating_sub(1)).rev() {
        let (left, right) = items.split_at_mut(at + 1);
        let (Some(item), Some(next)) = (left.last_mut(), right.first()) else { continue };
        if !item.listed {
            continue;
        }
        let (Body::One(point), Body::One(other)) = (&mut item.body, &next.body) else { continue };
        if let (Unit::DayOnly(day), Unit::Day(month, _)) = (point.unit, other.unit) {
            point.unit = Unit::Day(month, day);
        }
        if point.year.is_some() || !point.is_like(other) {
            continue;
        }
        let Some(year) = other.year else { continue };
        *point = point.of_kind(other);
        let (Some(a), Some(b)) = (point.in_year(year), other.in_year(year)) else { continue };
        // A list runs forward: `November and January 2020` begins in 2019.
        let back = a.extent.start > b.extent.end;
        point.year = Some(year - i16::from(back));
        if back {
            let printed = piece(text, item);
            findings.push(year_assumed(printed, year - 1, YearFrom::Neighbour));
        }
    }
    for at in 1..items.len() {
        let (left, right) = items.split_at_mut(at);
        let (Some(before), Some(item)) = (left.last(), right.first_mut()) else { continue };
        let had = match before.body {
            Body::One(p) | Body::Range(_, p) | Body::From(p) | Body::Until(p) => p,
        };
        let (Some(year), Body::One(point)) = (had.year, &mut item.body) else { continue };
        if point.year.is_some() || !point.is_like(&had) {
            continue;
        }
        *point = point.of_kind(&had);
        let (Some(a), Some(b)) = (had.in_year(year), point.in_year(year)) else { continue };
        // What replaces or follows a date comes after it; what it replaces came before it.
        let year = match item.cue {
            Some(Cue::Original) => year - i16::from(b.extent.start > a.extent.end),
            _ => year + i16::from(b.extent.end < a.extent.start),
        };
        point.year = Some(year);
        let printed = piece(text, item);
        findings.push(year_assumed(printed, year, YearFrom::Neighbour));
    }
}

/// As printed in the text, on one line.
pub(crate) fn piece(text: &str, item: &Item) -> String {
    text.get(item.range.clone()).unwrap_or_default().replace('\n', " ")
}

fn year_assumed(printed: String, year: i16, from: YearFrom) -> Finding {
    let (level, why) = match from {
        YearFrom::Edition => (Level::Warning, "the first such date from the edition's month on"),
        YearFrom::Only => (Level::Info, "the only year that the document names"),
        YearFrom::Column => (Level::Warning, "the nearest to the other dates of the column"),
        YearFrom::Neighbour | YearFrom::Print => (Level::Info, "the year of the date beside it"),
    };
    Finding {
        code: codes::YEAR_ASSUMED,
        level,
        message: format!("the date has no year; {year} was assumed, {why}"),
        printed,
        used: Some(year.to_string()),
    }
}

/// Whether a day is within half a year of the edition, so that no other year is as near.
fn is_soon(day: Date, context: &Context) -> bool {
    const MONTHS: i32 = 6;
    let count = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
    let edition = context.period.map(|(year, month)| count(year, month));
    edition.is_some_and(|e| (0..=MONTHS).contains(&(count(day.year(), day.month()) - e)))
}

/// The days of an item; `None` where a year is missing and nothing gives one.
pub(crate) fn extent(
    item: &Item,
    text: &str,
    context: &Context,
    findings: &mut Vec<Finding>,
) -> Option<(Extent, Option<String>)> {
    let printed = || piece(text, item);
    let mut reversed = false;
    let mut from = YearFrom::Print;
    let (mut points, mut extent, label) = match item.body {
        Body::One(point) => {
            let meant = resolve(&point, context, &mut from)?;
            (vec![(point, meant.clone())], meant.extent, meant.label)
        }
        Body::From(point) => {
            let meant = resolve(&point, context, &mut from)?;
            let extent =
                Extent { last: None, end: None, single: false, ..season_free(&meant.extent)? };
            (vec![(point, meant.clone())], extent, meant.label)
        }
        Body::Until(point) => {
            let meant = resolve(&point, context, &mut from)?;
            let extent =
                Extent { first: None, start: None, single: false, ..season_free(&meant.extent)? };
            (vec![(point, meant.clone())], extent, meant.label)
        }
        Body::Range(first, last) => {
            // Quarters that share a year are of one kind.
            let (first, last) = match (first.year, last.year) {
                (None, Some(_)) => (first.of_kind(&last), last),
                (Some(_), None) => (first, last.of_kind(&first)),
                _ => (first, last),
            };
            let (a, b, backwards) = ends(first, last, context, &mut from)?;
            reversed = backwards;
            let extent = Extent::joined(&a.extent, &b.extent)?;
            let label = match (&a.label, &b.label) {
                (Some(x), Some(y)) => Some(format!("{x} – {y}")),
                _ => None,
            };
            (vec![(first, a), (last, b)], extent, label)
        }
    };
    for mark in &item.qualifiers {
        extent.qualify(*mark);
    }
    let used = Some(extent.print());
    for (point, meant) in points.drain(..) {
        if meant.impossible {
            findings.push(Finding {
                code: codes::IMPOSSIBLE,
                level: Level::Warning,
                message: "there is no such date; the month was used instead".to_owned(),
                printed: printed(),
                used: used.clone(),
            });
        }
        if meant.wrong_weekday {
            findings.push(Finding {
                code: codes::WEEKDAY,
                level: Level::Warning,
                message: "the weekday does not match the date; the date was used".to_owned(),
                printed: printed(),
                used: used.clone(),
            });
        }
        if let Some(why) = point.doubt {
            findings.push(Finding {
                code: codes::AMBIGUOUS,
                level: Level::Warning,
                message: format!("the date can be read in two ways: {why}"),
                printed: printed(),
                used: used.clone(),
            });
        }
    }
    if reversed {
        findings.push(Finding {
            code: codes::REVERSED,
            level: Level::Warning,
            message:
                "as printed the range runs backwards; it was read as the shortest forward range"
                    .to_owned(),
            printed: printed(),
            used: used.clone(),
        });
    }
    if from != YearFrom::Print
        && let Some(day) = extent.start.or(extent.end)
    {
        let mut found = year_assumed(printed(), day.year(), from);
        if from == YearFrom::Edition && is_soon(day, context) {
            found.level = Level::Info;
        }
        findings.push(found);
    }
    if item.misspelt {
        findings.push(Finding {
            code: codes::MISSPELT,
            level: Level::Info,
            message: "the month's name is misspelt".to_owned(),
            printed: printed(),
            used,
        });
    }
    Some((extent, label))
}

/// EDTF level 1 has no season in an interval: its months stand for it.
fn season_free(extent: &Extent) -> Option<Extent> {
    let whole = Extent { single: false, ..extent.clone() };
    Extent::joined(extent, &whole)
}

fn resolve(point: &Point, context: &Context, from: &mut YearFrom) -> Option<Meant> {
    if let Some(year) = point.year {
        return point.in_year(year);
    }
    if let Some(near) = context.near {
        let (meant, gap) = nearest(point, near)?;
        // Between the others, or in the year that the edition gives as well.
        let is_sure = gap == 0
            || context.period.is_none()
            || of_edition(point, context).is_some_and(|m| {
                (m.extent.start, m.extent.end) == (meant.extent.start, meant.extent.end)
            });
        *from = if near.is_sure && is_sure { YearFrom::Neighbour } else { YearFrom::Column };
        return Some(meant);
    }
    if context.period.is_none() {
        *from = YearFrom::Only;
        return point.in_year(context.only_year?);
    }
    *from = YearFrom::Edition;
    of_edition(point, context)
}

/// The reading nearest to the dates beside it, and how many months it is before or behind them; of two that are as near
/// the later.
fn nearest(point: &Point, near: Near) -> Option<(Meant, i32)> {
    let month = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
    let (first, last) = (month(near.from.0, near.from.1), month(near.to.0, near.to.1));
    let gap = |m: &Meant| {
        let of = |day: tablemend_model::Date| month(day.year(), day.month());
        let (start, end) = (m.extent.start.or(m.extent.end), m.extent.end.or(m.extent.start));
        start.zip(end).map(|(start, end)| (first - of(end)).max(of(start) - last).max(0))
    };
    let years = near.from.0.checked_sub(1)?..=near.to.0.checked_add(1)?;
    let meant = years.rev().filter_map(|year| point.in_year(year));
    meant.filter_map(|m| gap(&m).map(|gap| (m, gap))).min_by_key(|(_, gap)| *gap)
}

/// The first such date from the edition's month on.
fn of_edition(point: &Point, context: &Context) -> Option<Meant> {
    let (year, month) = context.period?;
    let meant = point.in_year(year)?;
    let edition = tablemend_model::Date::new(year, month, 1).ok()?;
    if meant.extent.end.is_some_and(|end| end < edition) {
        return point.in_year(year.checked_add(1)?);
    }
    Some(meant)
}

/// Both ends of a range, and whether it ran backwards as printed.
fn ends(
    mut first: Point,
    last: Point,
    context: &Context,
    from: &mut YearFrom,
) -> Option<(Meant, Meant, bool)> {
    if let (Unit::DayOnly(day), Unit::Day(month, _)) = (first.unit, last.unit) {
        first.unit = Unit::Day(month, day);
    }
    // `1 January – 31`: a day after a date is of its month; the forms never make one.
    let printed_last = last.year.is_some();
    first.year = first.year.or(last.year);
    let a = resolve(&first, context, from)?;
    let year = first.year.or_else(|| a.extent.start.map(|d| d.year()))?;
    let mut b = last.in_year(last.year.unwrap_or(year))?;
    let mut reversed = false;
    if b.extent.end < a.extent.start {
        reversed = printed_last;
        b = last.in_year(year)?;
        if b.extent.end < a.extent.start {
            b = last.in_year(year.checked_add(1)?)?;
        }
    }
    Some((a, b, reversed))
}

/// What each date is for.
pub(crate) fn roles(items: &[&Item], struck: impl Fn(&Item) -> bool) -> Vec<Role> {
    let mut cues: Vec<Option<Cue>> = items
        .iter()
        .map(|item| if struck(item) { Some(Cue::Original) } else { item.cue })
        .collect();
    let first = |cues: &[Option<Cue>], cue| cues.iter().position(|c| *c == Some(cue));
    if first(&cues, Cue::Original).is_some() {
        cues.iter_mut().for_each(|c| *c = c.or(Some(Cue::Revised)));
    } else if let Some(revised) = first(&cues, Cue::Revised) {
        for (at, cue) in cues.iter_mut().enumerate() {
            *cue = cue.or(Some(if at < revised { Cue::Original } else { Cue::Revised }));
        }
    }
    let named = items.iter().filter(|i| matches!(i.label, Some((Share::Named, _)))).count() > 1;
    items
        .iter()
        .zip(&cues)
        .map(|(item, cue)| match (&item.label, cue) {
            (_, Some(Cue::Original)) => Role::Original,
            (Some((Share::Phase, _)), _) => Role::Phase,
            (Some((Share::Named, _)), _) if named => Role::Phase,
            (Some((Share::Milestone, _)), _) => Role::Milestone,
            (_, Some(Cue::Revised)) => Role::Revised,
            _ => Role::Due,
        })
        .collect()
}

/// The interval of the live dates: the one that contains all others, or from the first to the last.
pub(crate) fn interval(live: &[&Extent]) -> Option<Extent> {
    // No start sorts first; no end sorts last.
    let first = live.iter().min_by_key(|e| e.start)?;
    let last = live.iter().max_by_key(|e| (e.end.is_none(), e.end))?;
    let contains = |e: &&&Extent| (e.start, e.end) == (first.start, last.end);
    if let Some(whole) = live.iter().find(contains) {
        return Some((*whole).clone());
    }
    // What has neither start nor end says nothing.
    Extent::joined(first, last).filter(|e| e.start.is_some() || e.end.is_some())
}
