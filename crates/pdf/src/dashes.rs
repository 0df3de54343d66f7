//! Lines that are drawn as many short pieces, put together again.

use crate::canvas::THIN;
use crate::page::{Fill, Rule};

/// A piece of a dashed line is no longer than this, in points.
const PIECE: f32 = 12.0;
/// And the gap to the next is no wider than this.
const GAP: f32 = 8.0;

/// Joins short pieces on one line, of one thickness and colour: to a dashed line where there are
/// gaps between at least three of them, to a plain one where they touch. The order of the rest is
/// kept; what is joined is where its first piece was. Dots that are alone are not lines: a
/// painted one is a spot, such as the bullet of a list item, and goes to `fills`.
pub(crate) fn join(rules: Vec<(Rule, bool)>, fills: &mut Vec<Fill>) -> Vec<(Rule, bool)> {
    let short: Vec<usize> = (0..rules.len()).filter(|i| length(&rules[*i].0) <= PIECE).collect();
    let mut joined = rules;
    if short.len() < 3 {
        joined.retain(|r| stays(r, fills));
        return joined;
    }
    let mut gone = vec![false; joined.len()];
    for lies in [true, false] {
        // Pieces as long as thick may belong to a line in either direction.
        let mut pieces: Vec<usize> = short
            .iter()
            .copied()
            .filter(|i| !gone[*i] && (joined[*i].0.is_horizontal == lies || is_dot(&joined[*i].0)))
            .collect();
        let key = |r: &Rule| {
            let (_, across) = spans(r, lies);
            (across.0, spans(r, lies).0.0)
        };
        pieces.sort_by(|a, b| {
            let ((ya, xa), (yb, xb)) = (key(&joined[*a].0), key(&joined[*b].0));
            let band = |y: f32| (y * 2.0).round() as i64;
            band(ya).cmp(&band(yb)).then(xa.total_cmp(&xb))
        });
        let mut run: Vec<usize> = Vec::new();
        for at in 0..=pieces.len() {
            let next = pieces.get(at).copied();
            let goes_on = match (run.last(), next) {
                (Some(last), Some(next)) => follows(&joined[*last].0, &joined[next].0, lies),
                (None, Some(_)) => true,
                _ => false,
            };
            if !goes_on {
                close(&run, lies, &mut joined, &mut gone);
                run.clear();
            }
            run.extend(next);
        }
    }
    let mut kept = gone.iter();
    joined.retain(|r| !kept.next().copied().unwrap_or(false) && stays(r, fills));
    joined
}

/// Whether a line is one; a dot that belongs to no line goes to the fills.
fn stays((rule, is_area): &(Rule, bool), fills: &mut Vec<Fill>) -> bool {
    let is_lone = is_dot(rule) && length(rule) <= THIN;
    if is_lone && *is_area {
        fills.push(Fill::new(rule.area, rule.colour));
    }
    !is_lone
}

fn close(run: &[usize], lies: bool, rules: &mut [(Rule, bool)], gone: &mut [bool]) {
    let (Some(first), Some(last)) = (run.iter().min().copied(), run.last()) else { return };
    if run.len() < 3 {
        return;
    }
    let gaps: f32 = run
        .windows(2)
        .map(|w| (spans(&rules[w[1]].0, lies).0.0 - spans(&rules[w[0]].0, lies).0.1).max(0.0))
        .sum();
    let whole = rules[run[0]].0.area.union(&rules[*last].0.area);
    let whole = run.iter().fold(whole, |area, i| area.union(&rules[*i].0.area));
    let is_dashed = gaps > 0.05 * length(&Rule { area: whole, ..rules[first].0 });
    for i in run {
        gone[*i] = *i != first;
    }
    let rule = &mut rules[first].0;
    rule.area = whole;
    rule.is_horizontal = lies;
    rule.is_dashed |= is_dashed;
}

/// Along and across the direction.
fn spans(rule: &Rule, lies: bool) -> ((f32, f32), (f32, f32)) {
    let r = &rule.area;
    if lies { ((r.x0, r.x1), (r.y0, r.y1)) } else { ((r.y0, r.y1), (r.x0, r.x1)) }
}

fn length(rule: &Rule) -> f32 {
    rule.area.width().max(rule.area.height())
}

fn is_dot(rule: &Rule) -> bool {
    length(rule) <= 2.0 * rule.area.width().min(rule.area.height()).max(0.25)
}

fn follows(before: &Rule, after: &Rule, lies: bool) -> bool {
    let ((_, end), (top, bottom)) = spans(before, lies);
    let ((start, _), (next_top, next_bottom)) = spans(after, lies);
    // Dots of a dotted line are closer to each other than the bullets of a list do.
    let gap = if is_dot(before) { GAP.min(2.5 * length(before)) } else { GAP };
    before.colour == after.colour
        && (top - next_top).abs() < 0.5
        && (bottom - next_bottom).abs() < 0.5
        && start > end - 0.5
        && start - end <= gap
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Rect, Rgb};

    /// Joins pieces of which it does not matter how they were drawn.
    fn joined(rules: Vec<Rule>) -> Vec<Rule> {
        joined_and_spots(rules).0
    }

    fn joined_and_spots(rules: Vec<Rule>) -> (Vec<Rule>, Vec<Fill>) {
        let mut spots = Vec::new();
        let lines = join(rules.into_iter().map(|r| (r, true)).collect(), &mut spots);
        (lines.into_iter().map(|(r, _)| r).collect(), spots)
    }

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        let area = Rect { x0, y0, x1, y1 };
        let is_horizontal = area.width() >= area.height();
        Rule { area, is_horizontal, colour: Rgb(0, 0, 0), is_dashed: false }
    }

    #[test]
    fn dashes_become_one_line_and_columns_of_ticks_do_not() {
        let dashes: Vec<_> =
            (0..10).map(|i| rule(i as f32 * 5.0, 9.0, i as f32 * 5.0 + 3.0, 9.5)).collect();
        let line = joined(dashes);
        assert_eq!(line.len(), 1);
        assert!(line[0].is_dashed && line[0].is_horizontal);
        assert_eq!(line[0].area, Rect { x0: 0.0, y0: 9.0, x1: 48.0, y1: 9.5 });
        let ticks: Vec<_> =
            (0..10).map(|i| rule(0.0, i as f32 * 5.0, 6.0, i as f32 * 5.0)).collect();
        assert_eq!(joined(ticks.clone()), ticks);
        let long: Vec<_> =
            (0..5).map(|i| rule(i as f32 * 50.0, 9.0, i as f32 * 50.0 + 48.0, 9.5)).collect();
        assert_eq!(joined(long.clone()), long);
    }

    #[test]
    fn touching_pieces_make_a_plain_line_and_dots_a_standing_one() {
        let touching: Vec<_> =
            (0..4).map(|i| rule(i as f32 * 8.0, 3.0, i as f32 * 8.0 + 8.0, 3.0)).collect();
        let line = joined(touching);
        assert_eq!((line.len(), line[0].is_dashed), (1, false));
        let dots: Vec<_> =
            (0..20).map(|i| rule(7.0, i as f32 * 2.0, 8.0, i as f32 * 2.0 + 1.0)).collect();
        let line = joined(dots);
        assert_eq!(line.len(), 1);
        assert!(line[0].is_dashed && !line[0].is_horizontal);
    }

    #[test]
    fn bullets_one_below_the_other_are_spots_and_no_line() {
        let bullets = (0..4).map(|i| rule(7.0, i as f32 * 9.75, 9.25, i as f32 * 9.75 + 2.25));
        let (lines, spots) = joined_and_spots(bullets.collect());
        assert_eq!((lines.len(), spots.len()), (0, 4));
    }
}
