//! The table of forms: every way a point in time is written, as a pattern of symbols.

use crate::lexicon::Word;
use crate::point::{Point, Unit, Week};
use crate::token::{Kind, Token};
use crate::{BehindMonth, Context, Quarters};

/// A symbol of a pattern; what it captures is in brackets.
#[derive(Clone, Copy)]
enum Sym {
    /// A day of the month (its number).
    D,
    /// The same, with its ordinal ending (its number).
    O,
    /// A number of one or two digits (the number).
    N,
    /// The name of a month (1 to 12), with the full stop of its abbreviation.
    M,
    /// A year of four digits (the year).
    Y,
    /// A year of two digits (the year, its century settled).
    Yy,
    /// Two consecutive years, `2020/21`, `20-21` (the first).
    Pair,
    /// `-`, `/` or `.` without blanks; all joiners of a form are the same.
    J,
    /// `/` or `.`, blanks or not; all of a form are the same.
    Loose,
    /// A slash, a hyphen, without blanks.
    Slash,
    Dash,
    Comma,
    /// `of`, `in`.
    Of,
    /// `Q3`, `Quarter 3`, `3rd quarter`, `third quarter` (1 to 4).
    Q,
    /// `H1`, `first half` (1 or 2).
    H,
    /// `FY`, `financial year`.
    Fy,
    /// `academic year`, `school year`.
    Ay,
    /// A season (its EDTF code).
    S,
    Term,
    /// `half term`.
    HalfTerm,
    Easter,
    Christmas,
    /// `year end`, `y/e`.
    YearEnd,
    /// `W14`, `week 14` (1 to 53).
    W,
}

/// Numbers captured, in pattern order.
struct Caps([i16; 4]);

struct Form {
    pattern: &'static [Sym],
    make: fn(&Caps, &Context) -> Option<Point>,
}

const fn form(pattern: &'static [Sym], make: fn(&Caps, &Context) -> Option<Point>) -> Form {
    Form { pattern, make }
}

/// The longest form that matches wins; of equally long ones the first.
const FORMS: &[Form] = {
    use Sym::*;
    &[
        // 31 October 2019, 31 October, 2019, 31st of October 2019, 31 Oct '19, 31-Oct-19
        form(&[D, M, Y], day_month_year),
        form(&[D, M, Comma, Y], day_month_year),
        form(&[D, Of, M, Y], day_month_year),
        form(&[D, Of, M, Comma, Y], day_month_year),
        form(&[D, M, Yy], day_month_year),
        form(&[D, Of, M, Yy], day_month_year),
        form(&[D, J, M, J, Y], day_month_year),
        form(&[D, J, M, J, Yy], day_month_year),
        form(&[D, M], |c, _| Some(Point::new(Unit::Day(c.0[1], c.0[0]), None))),
        // 15 de marzo de 2026
        form(&[D, Of, M, Of, Y], day_month_year),
        form(&[D, Of, M], |c, _| Some(Point::new(Unit::Day(c.0[1], c.0[0]), None))),
        form(&[D, J, M], |c, _| Some(Point::new(Unit::Day(c.0[1], c.0[0]), None))),
        // March 31, 2020, March 31st 2020, March 31st
        form(&[M, D, Comma, Y], month_day_year),
        form(&[M, D, Y], month_day_year),
        form(&[M, O], |c, _| Some(Point::new(Unit::Day(c.0[0], c.0[1]), None))),
        // Apr 14, where the document writes the month first
        form(&[M, D], |c, context| {
            let is_day = context.behind_month == BehindMonth::Day;
            is_day.then(|| Point::new(Unit::Day(c.0[0], c.0[1]), None))
        }),
        // 31/03/2020, 31.3.20, 2020-03-31
        form(&[N, J, N, J, Y], numeric),
        form(&[N, J, N, J, Yy], numeric),
        form(&[N, Loose, N, Loose, Y], numeric),
        form(&[Y, J, N, J, N], |c, _| {
            ((1..=12).contains(&c.0[1]) && (1..=31).contains(&c.0[2]))
                .then(|| Point::new(Unit::Day(c.0[1], c.0[2]), Some(c.0[0])))
        }),
        // October 2020, Sept. 2020, Sept 20, Mar-20, 2020-03, 03/2020
        form(&[M, Y], month_year),
        form(&[M, Comma, Y], month_year),
        form(&[M, Of, Y], month_year),
        form(&[M, J, Y], month_year),
        form(&[M, Yy], month_short_year),
        form(&[M, J, Yy], month_short_year),
        form(&[M], |c, _| Some(Point::new(Unit::Month(c.0[0]), None))),
        // 2026-W14, W14 2026
        form(&[Y, Dash, W], iso_week),
        form(&[Y, W], iso_week),
        form(&[W, Y], |c, context| iso_week(&Caps([c.0[1], c.0[0], 0, 0]), context)),
        form(&[W, Comma, Y], |c, context| iso_week(&Caps([c.0[1], c.0[0], 0, 0]), context)),
        form(&[Y, Dash, N], |c, _| {
            (1..=12).contains(&c.0[1]).then(|| Point::new(Unit::Month(c.0[1]), Some(c.0[0])))
        }),
        form(&[N, Slash, Y], |c, _| {
            (1..=12).contains(&c.0[0]).then(|| Point::new(Unit::Month(c.0[0]), Some(c.0[1])))
        }),
        // 2020, 2020/21, FY 2020/21, academic year 2020-21
        form(&[Y], |c, _| Some(Point::new(Unit::Year, Some(c.0[0])))),
        form(&[Pair], financial),
        form(&[Fy, Pair], financial),
        form(&[Fy, Of, Pair], financial),
        form(&[Pair, Fy], financial),
        form(&[Fy, Y], financial_guess),
        form(&[Fy, Yy], financial_guess),
        form(&[Ay, Pair], |c, _| Some(Point::new(Unit::Academic, Some(c.0[0])))),
        form(&[Pair, Ay], |c, _| Some(Point::new(Unit::Academic, Some(c.0[0])))),
        form(&[YearEnd, Pair], |c, _| Some(Point::new(Unit::Financial, Some(c.0[0])).at_end())),
        form(&[YearEnd, Y], |c, _| Some(Point::new(Unit::Financial, Some(c.0[0] - 1)).at_end())),
        // Q3 2020/21, 2020/21 Q3, Q3 FY 2020/21, Q1/2020, Q1 2020
        form(&[Q, Pair], quarter),
        form(&[Q, Comma, Pair], quarter),
        form(&[Q, Of, Pair], quarter),
        form(&[Q, Fy, Pair], quarter),
        form(&[Q, Of, Fy, Pair], quarter),
        form(&[Pair, Q], |c, _| quarter(&Caps([c.0[1], c.0[0], 0, 0]), &Context::default())),
        form(&[Fy, Pair, Q], |c, _| quarter(&Caps([c.0[1], c.0[0], 0, 0]), &Context::default())),
        form(&[Q, Y], quarter_guess),
        form(&[Q, Of, Y], quarter_guess),
        form(&[Q, Comma, Y], quarter_guess),
        form(&[Q, Slash, Y], |c, _| Some(Point::new(Unit::YearQuarter(c.0[0]), Some(c.0[1])))),
        form(&[Q, Fy, Y], financial_quarter_guess),
        form(&[Y, Q], |c, context| quarter_guess(&Caps([c.0[1], c.0[0], 0, 0]), context)),
        form(&[Q], bare_quarter),
        // H1 2020/21, second half of 2020
        form(&[H, Pair], financial_half),
        form(&[H, Of, Pair], financial_half),
        form(&[H, Y], year_half),
        form(&[H, Of, Y], year_half),
        // Summer 2020, Winter 2020/21, Spring term 2020, Autumn half term 2020
        form(&[S, Y], season),
        form(&[S, Of, Y], season),
        form(&[S, Yy], season),
        form(&[S, Pair], |c, _| {
            let later = i16::from(matches!(c.0[0], 21 | 22));
            let mut point = Point::new(Unit::Season(c.0[0]), Some(c.0[1] + later));
            if c.0[0] == 22 {
                point.doubt =
                    Some("this summer is given with two years; read as that of the second");
            }
            Some(point)
        }),
        form(&[S], |c, _| Some(Point::new(Unit::Season(c.0[0]), None))),
        form(&[S, Term, Y], term),
        form(&[S, Y, Term], term),
        form(&[S, Term, Yy], term),
        form(&[S, Term, Pair], |c, _| {
            let later = i16::from(c.0[0] != 23);
            Some(Point::new(Unit::Term(c.0[0]), Some(c.0[1] + later)))
        }),
        form(&[S, Term], |c, _| Some(Point::new(Unit::Term(c.0[0]), None))),
        form(&[Easter, Term, Y], |c, _| Some(Point::new(Unit::Term(21), Some(c.0[0])))),
        form(&[M, HalfTerm, Y], |c, _| Some(Point::new(Unit::HalfTerm(c.0[0]), Some(c.0[1])))),
        form(&[M, HalfTerm], |c, _| Some(Point::new(Unit::HalfTerm(c.0[0]), None))),
        form(&[S, HalfTerm, Y], |c, _| half_term(c.0[0], Some(c.0[1]))),
        form(&[S, HalfTerm], |c, _| half_term(c.0[0], None)),
        // Easter 2020, Christmas 2020
        form(&[Easter, Y], |c, _| Some(Point::new(Unit::Easter, Some(c.0[0])))),
        form(&[Easter], |_, _| Some(Point::new(Unit::Easter, None))),
        form(&[Christmas, Y], |c, _| Some(Point::new(Unit::Day(12, 25), Some(c.0[0])))),
        form(&[Christmas], |_, _| Some(Point::new(Unit::Day(12, 25), None))),
    ]
};

fn day_month_year(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Day(c.0[1], c.0[0]), Some(c.0[2])))
}

fn month_day_year(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Day(c.0[0], c.0[1]), Some(c.0[2])))
}

fn month_year(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Month(c.0[0]), Some(c.0[1])))
}

/// `Sept 20` is a year where it is near the edition's, else a day.
fn month_short_year(c: &Caps, context: &Context) -> Option<Point> {
    let near = match context.period {
        Some((year, _)) => (year.saturating_sub(6)..=year.saturating_add(9)).contains(&c.0[1]),
        None => (2005..=2030).contains(&c.0[1]),
    };
    let day = c.0[1] % 100;
    match (near, day) {
        (true, 1..=31) if context.behind_month == BehindMonth::YearOrDay => {
            let mut point = month_year(c, context)?;
            point.doubt = Some(
                "this may be a month and its year, or a day without a year; it was taken for the year",
            );
            Some(point)
        }
        (true, _) => month_year(c, context),
        (false, 1..=31) => Some(Point::new(Unit::Day(c.0[0], day), None)),
        _ => None,
    }
}

/// Day and month, whichever comes first by the numbers, the document or British habit.
fn numeric(c: &Caps, context: &Context) -> Option<Point> {
    let [a, b, year, _] = c.0;
    let fits = |month: i16, day: i16| (1..=12).contains(&month) && (1..=31).contains(&day);
    let (day_first, month_first) = (fits(b, a), fits(a, b));
    let mut doubt = None;
    let (month, day) = match (day_first, month_first, context.day_first) {
        (false, false, _) => return None,
        (true, false, _) => (b, a),
        (false, true, _) => (a, b),
        (true, true, Some(false)) => (a, b),
        (true, true, Some(true)) => (b, a),
        (true, true, None) => {
            if a != b {
                doubt = Some("nothing tells day from month here; the day was taken to come first");
            }
            (b, a)
        }
    };
    let mut point = Point::new(Unit::Day(month, day), Some(year));
    point.doubt = doubt;
    Some(point)
}

/// A week of ISO 8601: the first has the year's first Thursday.
fn iso_week(c: &Caps, _: &Context) -> Option<Point> {
    use tablemend_model::Date;
    let [year, week, ..] = c.0;
    let fourth = Date::new(year, 1, 4).ok()?;
    let monday_of_first = i32::from(fourth.weekday().to_monday_zero_offset());
    let days = i32::from(week - 1) * 7 - monday_of_first;
    let monday = fourth.checked_add(jiff::Span::new().days(days)).ok()?;
    let mut point = Point::new(
        Unit::Day(i16::from(monday.month()), i16::from(monday.day())),
        Some(monday.year()),
    );
    point.week = Some(Week::Commencing);
    Some(point)
}

fn financial(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Financial, Some(c.0[0])))
}

fn financial_guess(c: &Caps, _: &Context) -> Option<Point> {
    let mut point = Point::new(Unit::Financial, Some(c.0[0]));
    point.doubt =
        Some("one year of the two is printed; read as the financial year that begins in it");
    Some(point)
}

fn quarter(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Quarter(c.0[0]), Some(c.0[1])))
}

/// A quarter with one year: of the kind that the document has, else of the calendar year, and told.
fn quarter_guess(c: &Caps, context: &Context) -> Option<Point> {
    let mut point = Point::new(quarter_of(c.0[0], context), Some(c.0[1]));
    point.doubt = match context.quarters {
        Quarters::Calendar => None,
        Quarters::Financial => Some(
            "a quarter of the calendar or of the financial year; read as of the financial year \
             that begins in the year printed",
        ),
        Quarters::Unsaid => {
            Some("a quarter of the calendar or of the financial year; read as of the calendar year")
        }
    };
    Some(point)
}

/// A quarter without a year: the document shows its kind, or it is told of as one with a year is.
fn bare_quarter(c: &Caps, context: &Context) -> Option<Point> {
    let guess = quarter_guess(c, context)?;
    let doubt = guess.doubt.filter(|_| context.quarters == Quarters::Unsaid);
    Some(Point { year: None, doubt, ..guess })
}

/// `Q2 FY 2025`: of a financial year, of which one year is printed.
fn financial_quarter_guess(c: &Caps, context: &Context) -> Option<Point> {
    quarter_guess(c, &Context { quarters: Quarters::Financial, ..*context })
}

/// The quarter of the kind that the document has.
fn quarter_of(n: i16, context: &Context) -> Unit {
    match context.quarters {
        Quarters::Financial => Unit::Quarter(n),
        Quarters::Calendar | Quarters::Unsaid => Unit::YearQuarter(n),
    }
}

fn financial_half(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::FinancialHalf(c.0[0]), Some(c.0[1])))
}

fn year_half(c: &Caps, _: &Context) -> Option<Point> {
    let mut point = Point::new(Unit::YearHalf(c.0[0]), Some(c.0[1]));
    point.doubt =
        Some("a half of the calendar or of the financial year; read as of the calendar year");
    Some(point)
}

fn season(c: &Caps, _: &Context) -> Option<Point> {
    let mut point = Point::new(Unit::Season(c.0[0]), Some(c.0[1]));
    if c.0[0] == 24 {
        point.doubt =
            Some("a winter spans two years; read as the one that begins in the year printed");
    }
    Some(point)
}

fn term(c: &Caps, _: &Context) -> Option<Point> {
    Some(Point::new(Unit::Term(c.0[0]), Some(c.0[1])))
}

/// The half terms of England: late October, mid February, late May.
fn half_term(season: i16, year: Option<i16>) -> Option<Point> {
    let month = match season {
        21 => 2,
        22 => 5,
        23 => 10,
        _ => return None,
    };
    Some(Point::new(Unit::HalfTerm(month), year))
}

/// The longest form that begins at the first token: the point it names and its number of tokens.
pub(crate) fn longest(tokens: &[Token], context: &Context) -> Option<(Point, usize)> {
    let first = tokens.first()?.kind;
    if !begins_form(first) {
        return None;
    }
    if is_before_month_and_day(tokens) {
        return None;
    }
    let is_month = matches!(first, Kind::Word(Word::Month(_)));
    let mut best: Option<(Point, usize)> = None;
    // Nearly all words that begin a date are months, and few forms begin with one.
    for form in FORMS.iter().filter(|f| !is_month || matches!(f.pattern.first(), Some(Sym::M))) {
        let Some((length, caps)) = fit(form.pattern, tokens) else { continue };
        if best.as_ref().is_some_and(|(_, had)| *had >= length) {
            continue;
        }
        // `31 March 30 April 2020`: the 30 is the next date's day, not this one's year.
        if matches!(form.pattern, [.., Sym::M, Sym::Yy])
            && form.pattern.len() > 2
            && fit(&[Sym::M, Sym::Y], tokens.get(length..).unwrap_or_default()).is_some()
        {
            continue;
        }
        if let Some(point) = (form.make)(&caps, context) {
            best = Some((point, length));
        }
    }
    best
}

/// Whether a number is in front of a whole date that begins with its month, and is no day of it: `Hall 24 June 26-27,
/// 2024`.
pub(crate) fn is_before_month_and_day(tokens: &[Token]) -> bool {
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let is_number = matches!(kind(0), Some(Kind::Number { ordinal: false, .. }));
    if !is_number || !matches!(kind(1), Some(Kind::Word(Word::Month(_)))) {
        return false;
    }
    let is_day = |at: usize| {
        matches!(
            kind(at),
            Some(Kind::Number { value: 1..=31, digits: 1..=2, year_mark: false, .. })
        )
    };
    let is_year =
        |at: usize| matches!(kind(at), Some(Kind::Number { value: 1900..=2099, digits: 4, .. }));
    let is_joined =
        matches!(kind(3), Some(Kind::Mark('-') | Kind::Word(Word::To | Word::Until))) && is_day(4);
    let end = if is_joined { 5 } else { 3 };
    let comma = usize::from(kind(end) == Some(Kind::Mark(',')));
    is_day(2) && (is_joined || comma == 1) && is_year(end + comma)
}

/// Whether any form can begin so: most words of most texts cannot.
fn begins_form(kind: Kind) -> bool {
    match kind {
        Kind::Number { .. } => true,
        Kind::Mark(_) => false,
        Kind::Word(word) => matches!(
            word,
            Word::Month(_)
                | Word::Season(_)
                | Word::Easter
                | Word::Christmas
                | Word::Quarter
                | Word::Nth(_)
                | Word::H
                | Word::Financial
                | Word::FinancialYear
                | Word::Academic
                | Word::AcademicYear
                | Word::Year
                | Word::YearEnd
                | Word::Week
                | Word::W
        ),
    }
}

/// Matches a pattern at the first token: how many tokens it took, and what it captured.
fn fit(pattern: &[Sym], tokens: &[Token]) -> Option<(usize, Caps)> {
    let mut caps = Caps([0; 4]);
    let (mut at, mut captured) = (0, 0);
    let mut joiner = None;
    for sym in pattern {
        let rest = tokens.get(at..)?;
        let (took, value) = symbol(*sym, rest, at == 0)?;
        if matches!(sym, Sym::J | Sym::Loose) {
            if joiner.is_some_and(|j| j != value) {
                return None;
            }
            joiner = Some(value);
        } else if value >= 0 {
            *caps.0.get_mut(captured)? = value;
            captured += 1;
        }
        at += took;
    }
    Some((at, caps))
}

/// How many tokens a symbol takes, and what it captures (-1 for nothing).
fn symbol(sym: Sym, tokens: &[Token], first: bool) -> Option<(usize, i16)> {
    let token = tokens.first()?;
    match (sym, token.kind) {
        (
            Sym::D | Sym::O,
            Kind::Number { value: value @ 1..=39, digits: 1..=2, ordinal, year_mark },
        ) => {
            // `15. März`: the full stop of an ordinal.
            let stop = matches!(sym, Sym::D)
                && tokens.get(1).is_some_and(|t| t.kind == Kind::Mark('.') && !t.gap)
                && tokens
                    .get(2)
                    .is_some_and(|t| matches!(t.kind, Kind::Word(Word::Month(_))) && t.gap);
            (!year_mark && (ordinal || matches!(sym, Sym::D)))
                .then_some((1 + usize::from(stop), value as i16))
        }
        (Sym::N, Kind::Number { value, digits: 1..=2, ordinal: false, year_mark: false }) => {
            Some((1, value as i16))
        }
        (Sym::Y, Kind::Number { value: value @ 1900..=2099, digits: 4, .. }) => {
            Some((1, value as i16))
        }
        (Sym::Yy, Kind::Number { value, digits: 2, ordinal: false, .. }) => {
            // A line break between a month and two digits is the end of one date. So is a per cent
            // sign, or a joiner, behind them.
            let next = tokens.get(1);
            let taken = next.is_some_and(|t| match t.kind {
                Kind::Mark('%') => true,
                Kind::Mark('/') => {
                    !t.gap && tokens.get(2).is_some_and(|u| matches!(u.kind, Kind::Number { .. }))
                }
                _ => false,
            });
            (!token.newline && !taken).then(|| (1, century(value as i16)))
        }
        (Sym::M, Kind::Word(Word::Month(month))) => {
            let stop = tokens.get(1).is_some_and(|t| t.kind == Kind::Mark('.') && !t.gap)
                && tokens.get(2).is_some_and(|t| matches!(t.kind, Kind::Number { .. }) && t.gap);
            Some((1 + usize::from(stop), i16::from(month)))
        }
        (
            Sym::Pair,
            Kind::Number { value, digits: digits @ (2 | 4), ordinal: false, year_mark: false },
        ) => pair(value, digits, tokens).filter(|(length, _)| {
            // `26-27 June`: two days, where nothing before says that they are years.
            let behind = |n: usize| tokens.get(length + n).map(|t| t.kind);
            let of = usize::from(behind(0) == Some(Kind::Word(Word::Of)));
            let is_days = first && digits == 2;
            !(is_days && matches!(behind(of), Some(Kind::Word(Word::Month(_)))))
        }),
        (Sym::J, Kind::Mark(c @ ('-' | '/' | '.'))) => {
            (!token.gap && tokens.get(1).is_some_and(|t| !t.gap)).then_some((1, c as i16))
        }
        (Sym::Loose, Kind::Mark(c @ ('/' | '.'))) => Some((1, c as i16)),
        (Sym::H, _) => half_words(tokens),
        (Sym::Slash, Kind::Mark('/')) | (Sym::Dash, Kind::Mark('-')) => {
            (!token.gap && tokens.get(1).is_some_and(|t| !t.gap)).then_some((1, -1))
        }
        (Sym::Comma, Kind::Mark(',')) => Some((1, -1)),
        (Sym::Of, Kind::Word(Word::Of)) => match tokens.get(1).map(|t| t.kind) {
            Some(Kind::Word(Word::The)) => Some((2, -1)),
            _ => Some((1, -1)),
        },
        (Sym::Q, _) => quarter_words(tokens),
        (Sym::W, Kind::Word(Word::Week | Word::W)) => match tokens.get(1).map(|t| t.kind) {
            Some(Kind::Number { value: value @ 1..=53, digits: 1..=2, ordinal: false, .. }) => {
                Some((2, value as i16))
            }
            _ => None,
        },
        (Sym::Fy, Kind::Word(Word::FinancialYear)) => Some((1, -1)),
        (Sym::Fy, Kind::Word(Word::Financial)) => followed_by(tokens, Word::Year),
        (Sym::Ay, Kind::Word(Word::AcademicYear)) => Some((1, -1)),
        (Sym::Ay, Kind::Word(Word::Academic)) => followed_by(tokens, Word::Year),
        (Sym::S, Kind::Word(Word::Season(code))) => Some((1, i16::from(code))),
        (Sym::Term, Kind::Word(Word::Term)) => Some((1, -1)),
        (Sym::HalfTerm, _) => {
            // `half term`, `half-term`, `term half`.
            let at = usize::from(token.kind == Kind::Word(Word::Term) && !first);
            if tokens.get(at)?.kind != Kind::Word(Word::Half) {
                return None;
            }
            let dash = usize::from(tokens.get(at + 1)?.kind == Kind::Mark('-'));
            let term = at + 1 + dash;
            match tokens.get(term).map(|t| t.kind) {
                Some(Kind::Word(Word::Term)) => Some((term + 1, -1)),
                _ => None,
            }
        }
        (Sym::Easter, Kind::Word(Word::Easter)) | (Sym::Christmas, Kind::Word(Word::Christmas)) => {
            Some((1, -1))
        }
        (Sym::YearEnd, Kind::Word(Word::YearEnd)) => Some((1, -1)),
        (Sym::YearEnd, Kind::Word(Word::Year)) => followed_by(tokens, Word::End),
        _ => None,
    }
}

fn followed_by(tokens: &[Token], word: Word) -> Option<(usize, i16)> {
    (tokens.get(1)?.kind == Kind::Word(word)).then_some((2, -1))
}

/// A year of two digits: 1980 to 2079.
fn century(two_digits: i16) -> i16 {
    if two_digits < 80 { 2000 + two_digits } else { 1900 + two_digits }
}

/// `2020/21`, `2020-21`, `2020/2021`, `20/21`: consecutive, and no day and month.
fn pair(value: u32, digits: u8, tokens: &[Token]) -> Option<(usize, i16)> {
    let (mark, second) = (tokens.get(1)?, tokens.get(2)?);
    let Kind::Mark(joiner @ ('/' | '-')) = mark.kind else { return None };
    let Kind::Number { value: next, digits: next_digits, ordinal: false, year_mark: false } =
        second.kind
    else {
        return None;
    };
    if mark.gap || second.gap {
        return None;
    }
    // Something joined on makes it a date of three numbers.
    if let (Some(more), Some(number)) = (tokens.get(3), tokens.get(4))
        && !more.gap
        && !number.gap
        && matches!(more.kind, Kind::Mark('/' | '-' | '.'))
        && matches!(number.kind, Kind::Number { .. })
    {
        return None;
    }
    let (value, next) = (value as i16, next as i16);
    match (digits, next_digits) {
        // `2010-11` is a month of ISO 8601 before it is two years; `2010/11` is not.
        (4, 2) if (1900..2099).contains(&value) && (value + 1) % 100 == next => {
            (joiner == '/' || next > 12 || next == 0).then_some((3, value))
        }
        (4, 4) if (1900..2099).contains(&value) && value + 1 == next => Some((3, value)),
        (2, 2) if value > 12 && value < 79 && value + 1 == next => Some((3, century(value))),
        _ => None,
    }
}

fn quarter_words(tokens: &[Token]) -> Option<(usize, i16)> {
    let (token, next) = (tokens.first()?, tokens.get(1)?);
    match (token.kind, next.kind) {
        (Kind::Word(Word::Quarter), Kind::Number { value: value @ 1..=4, digits: 1, .. }) => {
            Some((2, value as i16))
        }
        (Kind::Number { value: value @ 1..=4, ordinal: true, .. }, Kind::Word(Word::Quarter)) => {
            Some((2, value as i16))
        }
        (Kind::Word(Word::Nth(n)), Kind::Word(Word::Quarter)) => Some((2, i16::from(n))),
        _ => None,
    }
}

fn half_words(tokens: &[Token]) -> Option<(usize, i16)> {
    match (tokens.first()?.kind, tokens.get(1)?.kind) {
        (Kind::Word(Word::H), Kind::Number { value: value @ 1..=2, digits: 1, .. }) => {
            Some((2, value as i16))
        }
        (Kind::Number { value: value @ 1..=2, ordinal: true, .. }, Kind::Word(Word::Half)) => {
            Some((2, value as i16))
        }
        (Kind::Word(Word::Nth(n @ 1..=2)), Kind::Word(Word::Half)) => Some((2, i16::from(n))),
        _ => None,
    }
}
