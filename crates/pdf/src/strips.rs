//! Thin strips of a cell's background, which are not rulings.

use crate::page::{Fill, Rule};
use tablemend_model::Rgb;

/// Strips touch an area within this, in points.
const TOUCH: f32 = 0.35;
/// A strip is looked for beside so many areas; a page with more is a drawing.
const MOST: usize = 5_000;

/// Gives strips back to the areas that they belong to. Word processors paint the background of a
/// cell in pieces, some as thin as a ruling: such a piece lies along an area of its own colour
/// that is at least as long. Dark ones are left alone, because a dark line beside a dark area is a
/// border all the same.
pub(crate) fn absorb(lines: Vec<(Rule, bool)>, fills: &mut Vec<Fill>) -> Vec<Rule> {
    let mut rules = Vec::with_capacity(lines.len());
    for (rule, is_area) in lines {
        let beside = if is_area && !rule.is_dashed && is_light(rule.colour) {
            fills.iter_mut().take(MOST).find(|f| f.colour == rule.colour && is_beside(&rule, f))
        } else {
            None
        };
        let Some(fill) = beside else {
            rules.push(rule);
            continue;
        };
        let (r, f) = (rule.area, fill.area);
        let near = |a: f32, b: f32| (a - b).abs() <= TOUCH;
        let is_even = if rule.is_horizontal {
            near(r.x0, f.x0) && near(r.x1, f.x1)
        } else {
            near(r.y0, f.y0) && near(r.y1, f.y1)
        };
        if is_even {
            fill.area = f.union(&r);
        } else {
            fills.push(Fill::new(r, rule.colour));
        }
    }
    rules
}

fn is_light(colour: Rgb) -> bool {
    colour.0.max(colour.1).max(colour.2) > 110
}

fn is_beside(rule: &Rule, fill: &Fill) -> bool {
    let (r, f) = (&rule.area, &fill.area);
    let near = |a: f32, b: f32| (a - b).abs() <= TOUCH;
    if rule.is_horizontal {
        let reaches = f.x0 <= r.x0 + TOUCH && f.x1 >= r.x1 - TOUCH;
        reaches && (near(r.y1, f.y0) || near(r.y0, f.y1) || (r.y0 >= f.y0 && r.y1 <= f.y1))
    } else {
        let reaches = f.y0 <= r.y0 + TOUCH && f.y1 >= r.y1 - TOUCH;
        reaches && (near(r.x1, f.x0) || near(r.x0, f.x1) || (r.x0 >= f.x0 && r.x1 <= f.x1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Rect;

    #[test]
    fn a_strip_of_background_joins_it_and_a_border_does_not() {
        let grey = Rgb(220, 220, 220);
        let cell = Fill::new(Rect::new(0.0, 10.0, 50.0, 30.0), grey);
        let strip = |y: f32, colour| Rule {
            area: Rect::new(0.0, y, 50.0, y + 1.5),
            is_horizontal: true,
            colour,
            is_dashed: false,
        };
        let mut fills = vec![cell];
        let border = strip(30.0, Rgb(0, 0, 0));
        let drawn = strip(30.0, grey);
        let lines = vec![(strip(8.5, grey), true), (border, true), (drawn, false)];
        assert_eq!(absorb(lines, &mut fills), [border, drawn]);
        assert_eq!(fills[0].area, Rect::new(0.0, 8.5, 50.0, 30.0));
    }
}
