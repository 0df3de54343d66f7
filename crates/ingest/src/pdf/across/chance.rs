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

/// Whether a page has the shape of a screen (4:3, 16:9, 16:10): slides have titles, rules and feet at the same heights, and
/// sheets are printed on paper.
pub(super) fn is_slide(width: f32, height: f32) -> bool {
    let shape = width / height.max(1.0);
    [4.0 / 3.0, 16.0 / 9.0, 16.0 / 10.0].iter().any(|s| (shape / s - 1.0).abs() < 0.008)
}

/// Whether a page is lines of prose, in one column or several, numbered or not.
pub(super) fn is_prose(side: &Side<'_>) -> bool {
    // The longest text of each line.
    let mut longest: Vec<(f32, usize)> =
        side.lines.iter().map(|s| (s.first, s.words.len())).collect();
    longest.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    longest.dedup_by(|a, b| (a.0 - b.0).abs() < 1.0);
    let mut counts: Vec<usize> = longest.into_iter().map(|(_, words)| words).collect();
    if counts.len() < TEXTS || side.walls.len() >= WALLS {
        return false;
    }
    let middle = counts.len() / 2;
    *counts.select_nth_unstable(middle).1 >= WORDS
}

/// Whether heights at which a page has lines are met nearly as well where they are moved up or down by one line, two or
/// three: then that page has lines nearly everywhere. `met` are those that are met as they are, `all` those of all cells.
pub(super) fn is_anywhere(left: &Side<'_>, met: usize, heights: &[f32]) -> bool {
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
    let (mut moved_met, mut all) = (0, 0);
    for by in [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0] {
        let moved =
            heights.iter().map(|y| y + by * step).filter(|y| *y > top - 1.0 && *y < end + 1.0);
        for y in moved {
            all += 1;
            moved_met += usize::from(near(y));
        }
    }
    let as_they_are = met as f32 / heights.len() as f32;
    all > 0 && moved_met as f32 / all as f32 >= AS_WELL * as_they_are
}
