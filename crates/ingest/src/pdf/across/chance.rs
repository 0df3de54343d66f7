//! Pages that seem to lie beside each other by chance: prose has its lines at the heights of any other page of prose.

use super::side::Side;

/// Words of the middle one of a page's texts, at least, where it is prose: cells say less in a line.
const WORDS: usize = 7;
/// Fewer texts than this are no prose.
const TEXTS: usize = 8;
/// Lines drawn down a page from which on it is a sheet, whatever its cells say.
const WALLS: usize = 3;
/// The share of heights that are met as well where they are moved by some lines, from which on they prove nothing.
const AS_WELL: f32 = 0.75;

/// Whether a page is lines of prose, in one column or several.
pub(super) fn is_prose(side: &Side<'_>) -> bool {
    let mut counts: Vec<usize> = side.lines.iter().map(|s| s.words.len()).collect();
    if counts.len() < TEXTS || side.walls.len() >= WALLS {
        return false;
    }
    let middle = counts.len() / 2;
    *counts.select_nth_unstable(middle).1 >= WORDS
}

/// Whether heights at which a page has lines are met as well where they are moved up or down by one line, two or
/// three: then that page has lines nearly everywhere.
pub(super) fn is_anywhere(left: &Side<'_>, heights: &[f32]) -> bool {
    let mut steps: Vec<f32> = left.bases.windows(2).map(|w| w[1] - w[0]).collect();
    steps.retain(|s| *s > 0.5 * left.size);
    let (Some(top), Some(end)) = (left.bases.first(), left.bases.last()) else { return false };
    if steps.is_empty() || heights.is_empty() {
        return false;
    }
    let middle = steps.len() / 2;
    let step = *steps.select_nth_unstable_by(middle, f32::total_cmp).1;
    let near = |y: f32| {
        let low = left.bases.partition_point(|b| *b < y - 0.75);
        left.bases.get(low).is_some_and(|b| *b < y + 0.75)
    };
    let (mut met, mut all) = (0, 0);
    for by in [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0] {
        let moved =
            heights.iter().map(|y| y + by * step).filter(|y| *y > top - 1.0 && *y < end + 1.0);
        for y in moved {
            all += 1;
            met += usize::from(near(y));
        }
    }
    all > 0 && met as f32 >= AS_WELL * all as f32
}
