//! Lines through words and under them, which are no rulings of a table.

use super::{PageContent, Word};
use tablemend_pdf::Rule;

/// How far the ends of lines that meet may be apart, in points.
const SLACK: f32 = 1.0;

/// What a line across is to the words that it is as long as.
enum Line {
    /// It runs through these words.
    Through(Vec<usize>),
    /// It runs below these words.
    Under(Vec<usize>),
    /// It is as long as no words that it is near to.
    Other,
}

/// Marks words that a line runs through, and takes that line and underlines from the rulings.
///
/// The rule below a row may be as long as the words above it: it is a ruling where it meets other
/// rulings, is one of several with the same ends, or runs below the words of several columns.
pub(super) fn mark(content: &mut PageContent) {
    let tallest = content.words.iter().map(|w| w.size).fold(0.0, f32::max);
    let lines: Vec<Line> =
        content.rules.iter().map(|rule| line(rule, &content.words, tallest)).collect();
    let others: Vec<&Rule> = content
        .rules
        .iter()
        .zip(&lines)
        .filter(|(rule, line)| rule.is_horizontal && matches!(line, Line::Other))
        .map(|(rule, _)| rule)
        .collect();
    let walls: Vec<&Rule> = content.rules.iter().filter(|r| !r.is_horizontal).collect();
    let mut keeps = Vec::with_capacity(lines.len());
    for (rule, line) in content.rules.iter().zip(&lines) {
        let is_kept = match line {
            Line::Other => true,
            Line::Through(_) => meets(rule, &walls),
            Line::Under(words) => {
                meets(rule, &walls)
                    || has_gap(words, &content.words)
                    || is_one_of_many(rule, &content.rules, &others)
            }
        };
        keeps.push(is_kept);
    }
    for (line, is_kept) in lines.iter().zip(&keeps) {
        if let (Line::Through(struck), false) = (line, is_kept) {
            for index in struck {
                if let Some(word) = content.words.get_mut(*index) {
                    word.is_struck = true;
                }
            }
        }
    }
    let mut keeps = keeps.into_iter();
    content.rules.retain(|_| keeps.next().unwrap_or(true));
}

/// Which words a line is as long as: a table's ruling is longer, or clear of them.
fn line(rule: &Rule, words: &[Word], tallest: f32) -> Line {
    if !rule.is_horizontal {
        return Line::Other;
    }
    let y = (rule.area.y0 + rule.area.y1) / 2.0;
    let low = words.partition_point(|w| w.base < y - 0.4 * tallest);
    let (mut struck, mut under) = (Vec::new(), Vec::new());
    for (n, word) in words.iter().enumerate().skip(low) {
        if word.base > y + 0.6 * tallest {
            break;
        }
        let over = word.area.x1.min(rule.area.x1) - word.area.x0.max(rule.area.x0);
        if over < 0.6 * word.area.width() || word.is_turned {
            continue;
        }
        let height = (word.base - y) / word.size.max(0.1);
        if (0.12..0.5).contains(&height) {
            struck.push(n);
        } else if (-0.3..0.12).contains(&height) {
            under.push(n);
        }
    }
    let fits = |found: &[usize]| {
        let found: Vec<&Word> = found.iter().filter_map(|i| words.get(*i)).collect();
        let x0 = found.iter().map(|w| w.area.x0).fold(f32::INFINITY, f32::min);
        let x1 = found.iter().map(|w| w.area.x1).fold(f32::NEG_INFINITY, f32::max);
        let size = found.iter().map(|w| w.size).fold(0.0, f32::max);
        !found.is_empty()
            && (rule.area.x0 - x0).abs() < 0.35 * size
            && (rule.area.x1 - x1).abs() < 0.35 * size
    };
    if fits(&struck) {
        Line::Through(struck)
    } else if fits(&under) {
        Line::Under(under)
    } else {
        Line::Other
    }
}

/// Whether a line crosses a ruling, or reaches from one to another.
fn meets(rule: &Rule, walls: &[&Rule]) -> bool {
    let y = (rule.area.y0 + rule.area.y1) / 2.0;
    let own = walls.iter().filter(|w| w.area.y0 <= y + SLACK && w.area.y1 >= y - SLACK);
    let (mut left, mut right) = (false, false);
    for wall in own {
        let x = (wall.area.x0 + wall.area.x1) / 2.0;
        left |= (x - rule.area.x0).abs() <= SLACK;
        right |= (x - rule.area.x1).abs() <= SLACK;
        if rule.area.x0 + SLACK < x && x < rule.area.x1 - SLACK {
            return true;
        }
    }
    left && right
}

/// Whether words of one line are set as far apart as those of two columns.
fn has_gap(found: &[usize], words: &[Word]) -> bool {
    let mut found: Vec<&Word> = found.iter().filter_map(|i| words.get(*i)).collect();
    found.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    found.windows(2).any(|w| match w {
        [a, b] => b.area.x0 - a.area.x1 > 2.0 * a.size.max(b.size),
        _ => false,
    })
}

/// Whether three lines or more have the same ends, and one of them is no underline.
fn is_one_of_many(rule: &Rule, rules: &[Rule], others: &[&Rule]) -> bool {
    const FEWEST: usize = 3;
    let same = |other: &&Rule| {
        other.is_horizontal
            && (other.area.x0 - rule.area.x0).abs() <= SLACK
            && (other.area.x1 - rule.area.x1).abs() <= SLACK
    };
    others.iter().any(same) && rules.iter().filter(same).take(FEWEST).count() == FEWEST
}
