//! The report's drawings: SVG made here, readable without colour, with their words beside them.

use super::months::{NONE, period, short_period};
use super::{Page, colour, lists};
use crate::history;
use jiff::civil::Date;
use maud::{Markup, html};
use tablemend_compare::{capital, days_between};

/// Stacked bars: one an edition, its statuses from best (below) to worst, numbers inside.
pub(super) fn bars(page: &Page<'_>, counts: &[Vec<usize>]) -> Markup {
    const HEIGHT: f64 = 220.0;
    const LEFT: f64 = 40.0;
    const FOOT: f64 = 60.0;
    let most = counts.iter().map(|row| row.iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let step = if counts.len() > 60 {
        14.0
    } else if counts.len() > 24 {
        22.0
    } else {
        60.0
    };
    let width = LEFT + step * counts.len() as f64 + 10.0;
    let scale = HEIGHT / most as f64;
    let every = if step < 20.0 { 6 } else { 1 };
    let ticks = ticks(most);
    let words = counts.last().map(|last| {
        let parts = page.statuses.iter().zip(last).map(|((s, _), n)| format!("{n} {s}"));
        parts.collect::<Vec<_>>().join(", ")
    });
    html! {
        div.scroll tabindex="0" role="region" aria-label="Chart of the statuses by month" {
            svg.chart width=(width) height=(HEIGHT + FOOT + 10.0)
                viewBox={ "0 0 " (width) " " (HEIGHT + FOOT + 10.0) }
                role="img" aria-labelledby="bars-title bars-words" {
                title #bars-title { "Number of " (page.called.many) " by status, month by month" }
                desc #bars-words {
                    "In the latest edition: " (words.unwrap_or_default())
                    ". The table below gives all numbers."
                }
                @for tick in ticks {
                    @let y = 10.0 + HEIGHT - tick as f64 * scale;
                    line.grid x1=(LEFT) x2=(width) y1=(round(y)) y2=(round(y)) {}
                    text x=(LEFT - 6.0) y=(round(y + 4.0)) text-anchor="end" { (tick) }
                }
                @for (e, row) in counts.iter().enumerate() {
                    @let x = LEFT + 4.0 + step * e as f64;
                    @for (from, n, status) in stacked(page, row) {
                        @let (high, y) = (n as f64 * scale, 10.0 + HEIGHT - (from + n) as f64 * scale);
                        rect class={ "bar " (class(page, status)) } x=(round(x)) y=(round(y))
                            width=(step - 8.0) height=(round(high)) {
                            title { (period(page, e)) ": " (n) " " (capital(status)) }
                        }
                        @if high >= 14.0 && step >= 20.0 {
                            text class={ "label " (class(page, status)) }
                                x=(round(x + (step - 8.0) / 2.0)) y=(round(y + high / 2.0 + 4.0))
                                text-anchor="middle" {
                                (letter(page, status)) @if step >= 30.0 { " " (n) }
                            }
                        }
                    }
                    @if e % every == 0 {
                        @let (x, y) = (round(x + (step - 8.0) / 2.0), HEIGHT + 24.0);
                        text x=(x) y=(y) text-anchor="end" transform={ "rotate(-45 " (x) " " (y) ")" } {
                            (short_period(page, e))
                        }
                    }
                }
            }
        }
    }
}

/// What is written in a bar: the letters of a status.
fn letter<'a>(page: &'a Page<'_>, status: &str) -> &'a str {
    if status == NONE { "·" } else { page.letter(status) }
}

fn class(page: &Page<'_>, status: &str) -> String {
    if status == NONE { "s-none".to_owned() } else { colour(page, status) }
}

/// The non-empty parts of a bar: how many lie below, how many it is, which status.
fn stacked<'a>(page: &'a Page<'_>, row: &[usize]) -> Vec<(usize, usize, &'a str)> {
    let names = page.statuses.iter().map(|(s, _)| s.as_str()).chain(std::iter::once(NONE));
    let mut below = 0;
    let mut parts = Vec::new();
    for (name, n) in names.zip(row) {
        if *n > 0 {
            parts.push((below, *n, name));
        }
        below += n;
    }
    parts
}

/// Round numbers up to `most`, at most six of them.
fn ticks(most: usize) -> Vec<usize> {
    let mut step = 1;
    for factor in [2, 5, 10].into_iter().cycle().take(60) {
        if most / step <= 5 {
            break;
        }
        // 1, 2, 5, 10, 20, 50 …
        let decade = 10_usize.saturating_pow(step.ilog10());
        step = decade.saturating_mul(factor);
    }
    (0..=most / step).map(|i| i * step).collect()
}

/// How many dates the chart of slippage shows.
const MOST: usize = 50;

/// A running item whose date moved: the number of its thread, its ref, first and latest due day.
pub(super) type Moved = (usize, String, Date, Date);

/// What moved, furthest first.
pub(super) fn moved(page: &Page<'_>) -> Vec<Moved> {
    let mut moved: Vec<Moved> = page
        .running()
        .into_iter()
        .filter_map(|(number, thread, _, item)| {
            let slip = page.timeline.slip(thread);
            let (first, latest) = (slip.first?, slip.latest?);
            (slip.moves > 0 && slip.days != 0).then(|| (number, item.id.clone(), first, latest))
        })
        .collect();
    moved.sort_by_key(|(_, _, first, latest)| -days_between(*first, *latest));
    moved
}

/// First due day against the latest, one line an action, and the same as a table.
pub(super) fn slippage(page: &Page<'_>) -> Markup {
    let moved = moved(page);
    let grid = history::slippage(page.timeline);
    html! {
        section #slippage {
            h2 { "Slippage" }
            @if moved.is_empty() {
                p { "No date has moved." }
            } @else {
                p.of-chart {
                    @if page.called.is_reviewed { "○ first date" } @else { "○ date first promised" }
                    ", ● current date, ┆ date of this report."
                    @if moved.len() > MOST {
                        " The " (MOST) " that moved furthest; the table below lists all."
                    }
                }
                p { "Dates struck out in the document count as former dates." }
                (dumbbells(page, moved.get(..MOST).unwrap_or(&moved)))
                (lists::table(page, &grid, &page.called.start(" whose date moved, furthest first"), None))
            }
        }
    }
}

fn dumbbells(page: &Page<'_>, moved: &[Moved]) -> Markup {
    const ROW: f64 = 22.0;
    const LEFT: f64 = 90.0;
    const WIDTH: f64 = 640.0;
    const TOP: f64 = 30.0;
    let days = moved.iter().flat_map(|(_, _, a, b)| [*a, *b]).chain(std::iter::once(page.on));
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else { return html! {} };
    let (from, to) = (from.first_of_month(), to.last_of_month());
    let span = days_between(from, to).max(1) as f64;
    let x = |day: Date| round(LEFT + days_between(from, day) as f64 / span * WIDTH);
    let height = TOP + ROW * moved.len() as f64 + 10.0;
    let width = LEFT + WIDTH + 80.0;
    html! {
        div.scroll tabindex="0" role="region" aria-label="Chart of the dates that moved" {
            svg.chart width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) }
                role="group" aria-labelledby="slip-title slip-words" {
                title #slip-title { "First due day against the latest, " (page.called.one) " by " (page.called.one) }
                desc #slip-words { "The table below gives all days." }
                @for day in marks(from, to) {
                    line.grid x1=(x(day)) x2=(x(day)) y1=(TOP - 6.0) y2=(height - 6.0) {}
                    text x=(x(day)) y=(TOP - 12.0) text-anchor="middle" {
                        (day.strftime("%b %y").to_string())
                    }
                }
                line.today x1=(x(page.on)) x2=(x(page.on)) y1=(TOP - 6.0) y2=(height - 6.0) {
                    title { "The date of this report" }
                }
                @for (i, (number, name, first, latest)) in moved.iter().enumerate() {
                    @let y = TOP + ROW * i as f64 + ROW / 2.0;
                    @let days = days_between(*first, *latest);
                    a href={ "#t" (number) } { text x=(LEFT - 10.0) y=(y + 4.0) text-anchor="end" { (name) } }
                    line.slip x1=(x(*first)) x2=(x(*latest)) y1=(y) y2=(y) {}
                    circle.first cx=(x(*first)) cy=(y) r="5" {}
                    circle.latest cx=(x(*latest)) cy=(y) r="5" {}
                    text x=(round(x(*first).max(x(*latest)) + 10.0)) y=(y + 4.0) {
                        (if days > 0 { "+" } else { "−" }) (days.abs()) " d"
                    }
                }
            }
        }
    }
}

/// First days of months between two days, at most twelve.
fn marks(from: Date, to: Date) -> Vec<Date> {
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month())
        + 1;
    let step = [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|s| months / s <= 11).unwrap_or(1200);
    (0..months)
        .step_by(step as usize)
        .filter_map(|n| from.checked_add(jiff::Span::new().try_months(n).ok()?).ok())
        .collect()
}

/// Two decimals: enough for a drawing, and the page stays small.
fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(4), [0, 1, 2, 3, 4]);
        assert_eq!(ticks(33), [0, 10, 20, 30]);
        assert_eq!(ticks(200), [0, 50, 100, 150, 200]);
        for most in 0..3000 {
            assert!(ticks(most).len() <= 6, "{most}");
        }
    }

    #[test]
    fn marks_are_months_and_few() {
        let day = |d: &str| d.parse::<Date>().unwrap();
        assert_eq!(marks(day("2020-01-01"), day("2020-03-31")).len(), 3);
        assert!(marks(day("1990-01-01"), day("2030-12-31")).len() <= 12);
    }
}
