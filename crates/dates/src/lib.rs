//! Dates as British public bodies print them, read as EDTF (ISO 8601-2 level 1) intervals.
//!
//! A text is cut into tokens (`token`), a table of forms says which runs of tokens name a point in
//! time (`forms`), ranges and labels are put together from points (`scan`), and the dates of a cell
//! are weighed together (`cell`). What a form means in days is in `point` and `calendar`.
//!
//! # Readings that are a matter of choice
//!
//! | printed | EDTF | days |
//! |---|---|---|
//! | `End March 2020` | `2020-03` | 31 March, as the contract has it |
//! | `End Q2 2020/21`, `end of FY 2020/21`, `End 2020` | `2020-09-30`, `2021-03-31`, `2020-12-31` | the last day |
//! | `mid-May 2020`, `early 2021`, `start of June 2020` | `2020-05~`, `2021~`, `2020-06~` | all of the month or year |
//! | `Q3 2020/21`, `2020/21` | `2020-10/2020-12`, `2020-04/2021-03` | the financial year, April to March; a label says so |
//! | `Q1/2020` | `2020-01/2020-03` | so the calendar's quarter is written |
//! | `Q1 2020` | `2020-01/2020-03` | of the calendar year with `date.ambiguous`; as the document has its quarters where it shows that |
//! | `FY 2020` | `2020-04/2021-03` | the financial year that begins in it, with `date.ambiguous` |
//! | `H1 2020/21`, `second half of 2020` | `2020-04/2020-09`, `2020-07/2020-12` | of the financial year, of the calendar year with `date.ambiguous` |
//! | `academic year 2020-21` | `2020-09/2021-08` | September to August |
//! | `Spring term 2020`, `Summer ..`, `Autumn ..` | `2020-01/2020-03`, `2020-04/2020-07`, `2020-09/2020-12` | whole months |
//! | `Autumn half term 2020` | `2020-10~` | the month it is in (spring: February, summer: May) |
//! | `Summer 2020` | `2020-22` | June to August (spring March to May, autumn September to November, winter December to February) |
//! | `w/c 6 April 2020`, `w/e 10 April 2020` | `2020-04-06/2020-04-12`, `2020-04-04/2020-04-10` | the seven days |
//! | `Easter 2020` | `2020-04-12` | Easter Sunday |
//! | `by X`, `before X` | as `X` | the date named is the deadline |
//! | `from X`, `after X`, `X onwards` | `X/..` | no end |
//! | `X – present`, `X to date`, `X to end of project`, `X or later`, `not before X` | `X/..` | the same |
//! | `1 May 2020 - TBC` | `2020-05-01/..` | no end yet, with `date.ambiguous`; of a month `2020-05?` |
//! | `within 6 months of X`, `2 weeks before X` | `X/Y`, `Y` | counted; from a month with `date.ambiguous` |
//! | `annually in March`, `every September` | | comes round each year: no one day |
//! | `30 September each year` | | the same; the next one where the edition is known, with `date.year_assumed` |
//! | `X (slipped from Y)`, `moved to X from Y` | `X` | `Y` is the original |
//! | `26-27 June 2026` | `2026-06-26/2026-06-27` | two days, not two years |
//! | `until X`, `up to X`, `ongoing to X` | `../X` | no start |
//! | `Sept 20` | `2020-09` | a year where it is near the edition's (2005 to 2030 without one), else a day |
//! | `2020-21` | `2020-04/2021-03` | two years, not EDTF's spring of 2020 |
//! | `March 2020?`, `March 2020 (TBC)`, `provisionally March 2020` | `2020-03?` | |
//! | `circa March 2020` | `2020-03~` | |
//! | `25% by X`, `100% by X` | | a milestone; the date when the whole is due |
//!
//! # Findings
//!
//! | code | level | when |
//! |---|---|---|
//! | `date.impossible` | warning | no calendar has the day; its month was taken |
//! | `date.multiple` | warning | several live dates, and nothing says which is which |
//! | `date.reversed` | warning | a range runs backwards as printed; the shortest forward one was taken |
//! | `date.ambiguous` | warning | day and month, calendar and financial year, or a winter's two years cannot be told apart |
//! | `date.year_assumed` | warning, info | no year is printed: the edition gave one (warning), or the dates beside it (info; warning where these lie years apart, or the edition says another year) |
//! | `date.weekday` | warning | the weekday printed is not the date's |
//! | `date.misspelt` | info | a month's name has one letter wrong |
//! | `date.none_live` | warning | there are dates, but all are struck out, replaced or milestones |
//! | `date.open` | info | words in place of a date: `Ongoing`, `Complete`, `TBC`, `ASAP`, `N/A`, a dash |
//! | `date.relative` | info | a span that hangs on something else: `7 days`, `Week 4`, `M12`, `T+30` |
//! | `date.unreadable` | warning | nothing could be read, or a piece that looks like a date could not |

mod bare;
mod calendar;
mod cell;
mod edtf;
mod forms;
mod kept;
mod lexicon;
mod point;
mod scan;
mod token;

pub use edtf::edtf;

use point::{Point, Unit};
use scan::{Body, Item, Scan};
use std::ops::Range;
use tablemend_model::{Completion, DatedAs, Level, Marker, RichText, Role, Style};
use token::Token;

/// The codes of findings.
mod codes {
    pub(crate) const IMPOSSIBLE: &str = "date.impossible";
    pub(crate) const MULTIPLE: &str = "date.multiple";
    pub(crate) const REVERSED: &str = "date.reversed";
    pub(crate) const AMBIGUOUS: &str = "date.ambiguous";
    pub(crate) const YEAR_ASSUMED: &str = "date.year_assumed";
    pub(crate) const WEEKDAY: &str = "date.weekday";
    pub(crate) const MISSPELT: &str = "date.misspelt";
    pub(crate) const NONE_LIVE: &str = "date.none_live";
    pub(crate) const OPEN: &str = "date.open";
    pub(crate) const RELATIVE: &str = "date.relative";
    pub(crate) const UNREADABLE: &str = "date.unreadable";
}

/// What a reader of dates knows of the document around them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Whether `1/2/2020` is the first of February; `None` when the document does not tell.
    pub day_first: Option<bool>,
    /// Year and month of the edition, for dates that print no year.
    pub period: Option<(i16, i8)>,
    /// What the document has behind the names of months (`Apr 14`).
    pub behind_month: BehindMonth,
    /// The dates beside this one, in the same column: a date that prints no year is the nearest to them.
    pub near: Option<Near>,
    /// The one year that the document's text names, for dates that print none where neither a date beside
    /// them nor an edition gives one.
    pub only_year: Option<i16>,
    /// Which quarters `Q1 2026` counts.
    pub quarters: Quarters,
}

/// The quarters of a document, where one year is printed with them: `Q1 2026`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quarters {
    /// Nothing tells: of the calendar year, and said so.
    #[default]
    Unsaid,
    /// Of the calendar year: the document shows it by months or days beside them.
    Calendar,
    /// Of the financial year that begins in the year printed.
    Financial,
}

/// The dates around one that prints no year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Year and month of the first.
    pub from: (i16, i8),
    /// Year and month of the last.
    pub to: (i16, i8),
    /// Whether they tell the year: they lie within one, or run in order.
    pub is_sure: bool,
}

/// Something about a date that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `date.impossible`, `date.multiple`, ..: see the table of the crate.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence.
    pub message: String,
    /// What is there.
    pub printed: String,
    /// What was used.
    pub used: Option<String>,
}

/// The dates of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the cell says.
    pub completion: Completion,
    /// Queries and repairs.
    pub findings: Vec<Finding>,
}

/// Reads the cell of a date column. Never fails: what cannot be read is a finding.
///
/// Struck-through text gives dates of the role `original`. A blank cell has no finding.
#[must_use]
pub fn read(text: &RichText, context: &Context) -> Reading {
    match kept::day_of(text) {
        Some(day) => kept::read(text, day, context),
        None => read_text(text, context),
    }
}

/// Reads what is printed.
fn read_text(text: &RichText, context: &Context) -> Reading {
    let raw = text.as_str();
    if raw.is_empty() {
        return Reading { completion: Completion::default(), findings: Vec::new() };
    }
    if let Some(reading) =
        bare::read(raw, context, |plain, context| read_text(&RichText::plain(plain), context))
    {
        return reading;
    }
    let tokens = token::tokens(raw);
    let struck = struck_ranges(text);
    let mut scan = if struck.is_empty() {
        scan::scan(raw, &tokens, context)
    } else {
        scan_apart(raw, tokens, &struck, context)
    };
    // `01/04/2020 to 30/09/2020`: the cell itself tells day from month.
    if context.day_first.is_none()
        && scan.items.iter().any(Item::is_doubted)
        && let told @ Some(_) = day_first([raw].into_iter())
    {
        return read_text(text, &Context { day_first: told, ..*context });
    }
    let own = behind_month([raw].into_iter());
    if context.behind_month != BehindMonth::Day && own == BehindMonth::Day {
        return read_text(text, &Context { behind_month: own, ..*context });
    }
    let mut findings = Vec::new();
    leave_quarters(&mut scan, raw);
    let comes_round = comes_round(&scan, raw);
    // Of a day of each year the next one from the edition's month on is meant, whatever the rows around say.
    let is_day = |item: &Item| matches!(item.body, Body::One(Point { unit: Unit::Day(..), .. }));
    if comes_round && context.period.is_some() && scan.items.iter().all(is_day) {
        if context.near.is_some() {
            return read_text(text, &Context { near: None, ..*context });
        }
    } else if comes_round {
        scan.items.clear();
    }
    cell::share_years(&mut scan.items, &mut findings, raw);
    let mut dates = Vec::with_capacity(scan.items.len());
    for item in &scan.items {
        match cell::extent(item, raw, context, &mut findings) {
            Some((extent, label)) => dates.push((item, extent, label)),
            None => scan.unread.push(item.range.clone()),
        }
    }
    let items: Vec<&Item> = dates.iter().map(|(item, ..)| *item).collect();
    let roles = cell::roles(&items, |item| is_struck(&struck, item.range.start));
    let live: Vec<_> =
        dates.iter().zip(&roles).filter(|(_, role)| role.is_live()).map(|(d, _)| &d.1).collect();
    let whole = cell::interval(&live);
    let printed = raw.replace('\n', " ");
    let unlabelled = dates
        .iter()
        .zip(&roles)
        .filter(|((item, ..), role)| {
            item.label.is_none() && matches!(role, Role::Due | Role::Revised)
        })
        .count();
    let edtf = whole.as_ref().map(calendar::Extent::print);
    if unlabelled > 1 {
        findings.push(Finding {
            code: codes::MULTIPLE,
            level: Level::Warning,
            message: format!("the cell has {unlabelled} dates and does not say which is which"),
            printed: printed.clone(),
            used: edtf.clone(),
        });
    }
    if comes_round && dates.is_empty() {
        findings.push(Finding {
            code: codes::OPEN,
            level: Level::Info,
            message: "the cell says when this comes round each year, but not in which year"
                .to_owned(),
            printed: printed.clone(),
            used: None,
        });
    } else {
        findings.extend(doubts_of_the_rest(&scan, raw, dates.is_empty(), whole.is_some()));
    }
    let markers = dates
        .into_iter()
        .zip(roles)
        .map(|((item, extent, label), role)| Marker {
            when: extent.dated(),
            role,
            label: item.label.as_ref().map(|(_, text)| text.clone()).or(label),
            printed: cell::piece(raw, item),
        })
        .collect();
    let completion = Completion {
        printed: Some(printed),
        edtf,
        start: whole.as_ref().and_then(|e| e.start),
        end: whole.as_ref().and_then(|e| e.end),
        dates: markers,
    };
    Reading { completion, findings }
}

/// Leaves out a quarter without a year in brackets behind a date: `31 May 2025 (Q2)` says nothing more by it.
fn leave_quarters(scan: &mut Scan, raw: &str) {
    let Some(first) = scan.items.first().map(|i| i.range.start) else { return };
    let is_quarter = |item: &Item| {
        let piece = raw.get(item.range.clone()).unwrap_or_default();
        let before = raw.get(..item.range.start).unwrap_or_default();
        item.range.start > first
            && matches!(piece.trim(), "Q1" | "Q2" | "Q3" | "Q4")
            && before.trim_end().ends_with('(')
    };
    scan.items.retain(|item| !is_quarter(item));
}

/// Whether the dates of a text come round each year, and it names no year for them.
fn comes_round(scan: &Scan, raw: &str) -> bool {
    let is_yearless = |item: &Item| match item.body {
        Body::One(point) => point.year.is_none(),
        Body::Range(first, last) => first.year.is_none() && last.year.is_none(),
        Body::From(_) | Body::Until(_) => false,
    };
    !scan.items.is_empty()
        && scan.items.iter().all(is_yearless)
        && scan::recurs(raw, &token::tokens(raw))
}

/// Struck-through runs in text order, those that touch made one.
fn struck_ranges(text: &RichText) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in text.styled(Style::Struck) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn is_struck(struck: &[Range<usize>], at: usize) -> bool {
    let before = struck.partition_point(|range| range.start <= at);
    before.checked_sub(1).and_then(|last| struck.get(last)).is_some_and(|range| at < range.end)
}

/// Reads struck and live text each by itself, so that `~~29~~ 31 March 2020` is one date.
fn scan_apart(raw: &str, tokens: Vec<Token>, struck: &[Range<usize>], context: &Context) -> Scan {
    let (old, new): (Vec<Token>, Vec<Token>) =
        tokens.into_iter().partition(|t| is_struck(struck, t.range.start));
    let mut scan = scan::scan(raw, &new, context);
    let old = scan::scan(raw, &old, context);
    for mut item in old.items {
        // A struck month or day shares the year that was left standing behind it.
        item.listed = true;
        scan.items.push(item);
    }
    scan.items.sort_by_key(|item| item.range.start);
    scan
}

fn doubts_of_the_rest(
    scan: &Scan,
    raw: &str,
    no_dates: bool,
    has_interval: bool,
) -> Option<Finding> {
    let finding = |code, level, message: &str, printed: String| {
        Some(Finding { code, level, message: message.to_owned(), printed, used: None })
    };
    let whole = || raw.replace('\n', " ");
    if let Some(range) = scan.unread.first() {
        let last = scan.unread.last().unwrap_or(range);
        let printed = raw.get(range.start..last.end.max(range.end)).unwrap_or_default();
        return finding(
            codes::UNREADABLE,
            Level::Warning,
            "this looks like a date, but could not be read as one",
            printed.replace('\n', " "),
        );
    }
    if no_dates {
        let no_words = !raw.chars().any(char::is_alphanumeric);
        if token::is_relative(raw) {
            return finding(
                codes::RELATIVE,
                Level::Info,
                "the cell gives a span of time that depends on something else",
                whole(),
            );
        }
        if scan.wordy || no_words || token::is_open(raw) {
            return finding(
                codes::OPEN,
                Level::Info,
                "the cell contains words, not a date",
                whole(),
            );
        }
        let level = if token::is_remark(raw) { Level::Info } else { Level::Warning };
        return finding(codes::UNREADABLE, level, "no date could be read", whole());
    }
    if !has_interval {
        return finding(
            codes::NONE_LIVE,
            Level::Warning,
            "none of the dates says when the whole action is due",
            whole(),
        );
    }
    None
}

/// The date that a text is nothing but (`April 2020`, with or without a full stop), for forecasts
/// in commentary. A bare year, and a date without one, is `None`.
#[must_use]
pub fn only(text: &str, context: &Context) -> Option<DatedAs> {
    let text = text.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    // Commentary is long and dates are short: most of it never gets to the grammar.
    if text.len() > 60 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let tokens = token::tokens(text);
    let scan = scan::scan(text, &tokens, context);
    let [item] = scan.items.as_slice() else { return None };
    if item.range != (0..text.len()) || item.label.is_some() || item.cue.is_some() {
        return None;
    }
    let (Body::One(point) | Body::Range(point, _)) = item.body else { return None };
    if matches!(item.body, Body::One(_)) && matches!(point.unit, Unit::Year | Unit::Financial) {
        return None;
    }
    let nothing_assumed = Context { period: None, near: None, only_year: None, ..*context };
    let (extent, _) = cell::extent(item, text, &nothing_assumed, &mut Vec::new())?;
    Some(extent.dated())
}

/// Whether a text says when by a counted span of the work and nothing else: `Week 4`, `Days 0-14`, `Month 3`,
/// `Sprint 2`, `M12`, `T+30`. How long a thing takes (`3 days`) is no such text.
#[must_use]
pub fn is_counted(text: &str) -> bool {
    token::is_counted(text)
}

/// Whether the numeric dates among these texts show that the day comes first (`Some(true)`) or the
/// month (`Some(false)`); `None` when none of them tells or they contradict each other.
#[must_use]
pub fn day_first<'a>(texts: impl Iterator<Item = &'a str>) -> Option<bool> {
    let (mut day, mut month) = (false, false);
    // Of days without a year only where no whole date tells.
    let (mut bare_day, mut bare_month) = (false, false);
    for text in texts {
        // Cheap for the most texts: no digit, no date.
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        for (a, b) in token::numeric_dates(text) {
            day |= a > 12 && b <= 12;
            month |= b > 12 && a <= 12;
        }
        if let Some((a, b)) = bare::numbers(text) {
            bare_day |= a > 12;
            bare_month |= b > 12;
        }
    }
    if !day && !month {
        (day, month) = (bare_day, bare_month);
    }
    match (day, month) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// What two digits behind a month are where nothing else in a cell says it: `February 27`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BehindMonth {
    /// The year.
    #[default]
    Year,
    /// The year as far as the texts tell, or a day as well.
    YearOrDay,
    /// The day.
    Day,
}

/// What the texts of a document's columns of dates have behind the names of months.
///
/// Days where some are days for sure (`May 4`, `May 9th`, `May 24, 2026`, or `14 June` without a year) and no
/// month has a year behind it, or where they lie too far apart to be years of one plan.
#[must_use]
pub fn behind_month<'a>(texts: impl Iterator<Item = &'a str>) -> BehindMonth {
    behind_month_beside(texts, false)
}

/// Whether texts write the month in front of the day (`May 24, 2026`), and none of them the day in front of the month.
#[must_use]
pub fn month_first<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut orders = token::MonthOrders::default();
    for text in texts.filter(|t| t.bytes().any(|b| b.is_ascii_digit())) {
        token::month_orders(text, &mut orders);
    }
    orders.before > 0 && orders.behind == 0
}

/// The same as [`behind_month`], where the text beside the columns writes the month first or does not: if it does, what
/// has two digits behind a month is a day, unless a column has years there.
#[must_use]
pub fn behind_month_beside<'a>(
    texts: impl Iterator<Item = &'a str>,
    is_month_first: bool,
) -> BehindMonth {
    /// Years of one plan lie no further apart, and are told as such by being near each other.
    const FAR: u32 = 10;
    const NEAR: u32 = 3;
    let mut orders = token::MonthOrders::default();
    for text in texts.filter(|t| t.bytes().any(|b| b.is_ascii_digit())) {
        token::month_orders(text, &mut orders);
    }
    let token::MonthOrders { before, behind, yearless, years, open } = orders;
    let least = open.iter().min().copied().unwrap_or_default();
    let most = open.iter().max().copied().unwrap_or_default();
    let is_day = before > 0 && (behind == 0 || years == 0)
        || years == 0 && yearless > 0 && yearless == before + behind
        || years == 0 && open.len() > 2 && most - least > FAR
        || is_month_first && years == 0 && behind == 0 && !open.is_empty();
    let is_near = open.len() > 1 && most - least <= NEAR;
    // Who writes `3 May 2024` writes no `May 24` for a day.
    match (is_day, open.is_empty() || years > 0 || behind > 0 || is_near) {
        (true, _) => BehindMonth::Day,
        (false, true) => BehindMonth::Year,
        (false, false) => BehindMonth::YearOrDay,
    }
}

/// The quarter, term or year of an edition in a title (`… PROGRESS, QUARTER 2 2024/25`): the months it
/// covers (`2024-07/2024-09`) and how it is printed. The last one counts; what can be read in two ways
/// (`Q2 2024`: of the financial or of the calendar year) does not.
#[must_use]
pub fn months_in(text: &str) -> Option<(String, String)> {
    several_in(text, false)
}

/// The months from one to another in a title (`October to December 2025`), a year of them at most, in
/// the form of [`months_in`].
#[must_use]
pub fn month_range_in(text: &str) -> Option<(String, String)> {
    several_in(text, true)
}

/// The last period of several months: a range of months, or else a quarter, a term or a year.
fn several_in(text: &str, is_range: bool) -> Option<(String, String)> {
    let tokens = token::tokens(text);
    let context = Context::default();
    let scan = scan::scan(text, &tokens, &context);
    scan.items.iter().rev().find_map(|item| {
        let is_sound = |p: &Point| p.doubt.is_none() && !p.end && !p.part;
        let is_several = match &item.body {
            Body::One(point) if !is_range => {
                let is_long = matches!(
                    point.unit,
                    Unit::Quarter(_)
                        | Unit::YearQuarter(_)
                        | Unit::Term(_)
                        | Unit::FinancialHalf(_)
                        | Unit::Financial
                        | Unit::Academic
                );
                is_long && point.year.is_some() && is_sound(point)
            }
            // `October to December 2025`; a plan of several years is no edition of them.
            Body::Range(first, last) if is_range => {
                let is_month = |p: &Point| matches!(p.unit, Unit::Month(_)) && is_sound(p);
                is_month(first) && is_month(last) && last.year.is_some()
            }
            _ => false,
        };
        if !is_several || !item.qualifiers.is_empty() {
            return None;
        }
        let (extent, _) = cell::extent(item, text, &context, &mut Vec::new())?;
        let (start, end) = extent.start.zip(extent.end)?;
        let count = (end.year() - start.year()) * 12 + i16::from(end.month() - start.month()) + 1;
        if is_range && !(2..=12).contains(&count) {
            return None;
        }
        let months = format!("{}/{}", start.strftime("%Y-%m"), end.strftime("%Y-%m"));
        let printed =
            text.get(item.range.clone())?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((months, printed))
    })
}

/// The month of an edition in a title (`… UPDATE JANUARY 2020`): year and month. The last date of
/// the title that lies in one month counts; ranges (`PLAN 2019-2022`) do not.
#[must_use]
pub fn month_in(text: &str) -> Option<(i16, i8)> {
    let tokens = token::tokens(text);
    let context = Context::default();
    let scan = scan::scan(text, &tokens, &context);
    scan.items.iter().rev().find_map(|item| {
        let Body::One(point) = item.body else { return None };
        if !matches!(point.unit, Unit::Month(_) | Unit::Day(..)) {
            return None;
        }
        let (extent, _) = cell::extent(item, text, &context, &mut Vec::new())?;
        let day = extent.end?;
        Some((day.year(), day.month()))
    })
}
